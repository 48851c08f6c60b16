"""Whether each dated record follows from those before it (content-model.md, section 4).

Every record is judged by what was known when it was published: the fold is replayed, and before a record is applied it is
held against the state just before it. So no later record can make an earlier one invalid.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from portal import fields, library, replay, schema, state
from portal.fields import get
from portal.frontmatter import Data
from portal.library import Portal, Record, Task
from portal.problems import Problem
from portal.replay import Replay

At = tuple[str | int, ...]


def judge(portal: Portal) -> list[Problem]:
    """Every problem of every dated record."""
    problems: list[Problem] = []
    for year in portal.lists:
        problems += _judge_plan(year.listing, portal)
        for task in year.tasks:
            if task.records:
                problems += judge_task(task, portal)
    return problems


def judge_task(task: Task, portal: Portal) -> Iterator[Problem]:
    """Every problem of a task's dated records, in order of publication."""
    past = replay.begin(task, replay.terms_on(task.listing, task.records[0].day))
    tainted: set[str] = set()  # fields whose value is in doubt after an earlier mistake: one slip is said once
    for record in task.records:
        past.terms = replay.terms_on(task.listing, record.day)
        problems = list(_before(past, record, tainted))
        if problems:
            yield from problems
            if any(problem.code not in _HARMLESS for problem in problems):
                continue
        before = past.shown.data
        replay.apply(past, record)
        if past.shown.data is not before:
            yield from _promise_after(past, record, set(_findings(before, portal)), portal)
        yield from _entries(past, record)
        if isinstance(record.data, schema.Settlement):
            yield from _settled(past, record, record.data)


# after these, the record can still be applied, so that what follows is judged by what the editor meant
_HARMLESS = {"old-differs", "already-published", "due-removed", "part-met", "settled-early"}


def _problem(record: Record, at: At, code: str, message: str, hint: str) -> Problem:
    return Problem(code, record.document.place(at), message, hint)


# --- before a record is applied: its changes


def _before(past: Replay, record: Record, tainted: set[str]) -> Iterator[Problem]:
    data = record.data
    if isinstance(data, schema.Supplement):
        yield from _supplement(past, record, data, tainted)
        yield from _additions(past, record, supplement=True)
    elif isinstance(data, schema.Adjustment):
        yield from _adjustment(past, record, data, tainted)
        yield from _additions(past, record, supplement=False)
    elif isinstance(data, schema.Correction):
        yield from _correction(past, record, data, tainted)
    elif isinstance(data, schema.Settlement):
        end = state.conclude(past, record.day).end
        if record.day <= end:
            yield _problem(record, ("kind",), "settled-early", f"结论早了：时限 {end} 还没有过",
                           "销号在时限以后；提前做完的写进展（update），状态写 met，附凭据")


FIXED = {"quote": "承诺原文", "source": "来源"}


def _field_problem(name: str, *, leaf: bool) -> tuple[str, str] | None:
    """Why a field of task.md cannot be changed by a record: message and hint; None where it can."""
    words = name.split(".")
    if words[0] in FIXED or words[-1] in ("id", "by") or (words[0] in replay.PART_KINDS and len(words) == 3
                                                          and words[2] == "kind"):
        return f"{name} 一经公布不能改", "取消这一部分（drop），另加一个（add）；抄错了写勘误"
    if words[0] == "measures" and words[-1] == "text":
        return f"{name} 是原文的话，不能改", "取消这项举措（drop），另加一个（add）；抄错了写勘误"
    kind = schema.field_kind(schema.Promise, name)
    if kind is None:
        near = schema.closest(words[0], schema.Promise.model_fields)
        return (f"task.md 里没有 {name} 这个字段" + (f"，是不是 {near}" if near and near != words[0] else ""),
                "例如 due、lead_unit、targets.stations.value")
    if leaf and not schema.is_leaf(kind):
        return f"{name} 不是一个值，要写到值为止", f"例如 {name}.value；计划逐日写：targets.stations.plan.2026-06-30.value"
    return None


def _value_problems(name: str, value: Data, record: Record, at: At) -> list[Problem]:
    if value is None:
        return []
    _, problems = schema.check(value, schema.field_kind(schema.Promise, name), record.document, at)
    return problems


def _unknown_part(past: Replay, name: str) -> tuple[str, str] | None:
    """Message and hint where a field stands in a part or item that the promise does not have."""
    words = name.split(".")
    if len(words) < 2 or schema.is_leaf(schema.field_kind(schema.Promise, words[0])):
        return None
    items = get(past.shown.data, words[0])
    if words[0] in ("leader", "contact", "foi", "themes", "not_applicable") or words[0] in FIXED:
        return None
    known = [str(fields.item_key(words[0], item)) for item in items] if isinstance(items, list) else []
    if words[1] in known:
        return None
    near = schema.closest(words[1], known)
    return (f"{words[0]} 里没有“{words[1]}”" + (f"，是不是 {near}" if near else ""),
            "已有的：" + "、".join(known) if known else f"先用 add 公布 {words[0]}")


def _supplement(past: Replay, record: Record, data: schema.Supplement, tainted: set[str]) -> Iterator[Problem]:
    if not data.set and not any(replay.additions(record)):
        yield _problem(record, ("kind",), "record-empty", "补充公布里没有内容", "写 set: {字段: 值} 或 add: {milestones: […]}")
    for name, value in data.set.items():
        at: At = ("set", name)
        wrong = _field_problem(name, leaf=False) or _unknown_part(past, name)
        if wrong:
            yield _problem(record, at, "unknown-field", *wrong)
            tainted.add(name)
            continue
        problems = _value_problems(name, value, record, at)
        yield from problems
        if get(past.shown.data, name) is not None and name not in tainted:
            yield _problem(record, at, "already-published", f"{name} 已经公布过，不是补充",
                           "改动写调整（adjustment），写错了写勘误（correction）")
        if not problems and name.split(".")[-1] == "due":
            yield from _within_period(past, record, at, cast(str, value))
        if problems:
            tainted.add(name)


def _within_period(past: Replay, record: Record, at: At, due: str) -> Iterator[Problem]:
    period = past.terms.period
    if not period.start <= date.fromisoformat(due) <= period.end:
        yield _problem(record, at, "due-outside-period", f"补充公布的时限 {due} 不在清单的起止之内",
                       "清单期满以后的时限写调整（adjustment），old: null")


def _additions(past: Replay, record: Record, *, supplement: bool) -> Iterator[Problem]:
    new: set[str] = set()
    counts: dict[str, int] = {}
    for kind, item in replay.additions(record):
        index = counts.get(kind, 0)
        counts[kind] = index + 1
        name = f"{kind}.{cast(Any, item)['id']}"
        at: At = ("add", kind, index)
        if past.shown.has(name) or name in new:
            yield _problem(record, (*at, "id"), "duplicate-id", f"编号“{name}”已经用过", "编号用过就不再用，换一个")
        new.add(name)
        due = get(item, "due")
        if supplement and due is not None and kind in replay.PART_KINDS:
            yield from _within_period(past, record, (*at, "due"), cast(str, due))


def _adjustment(past: Replay, record: Record, data: schema.Adjustment, tainted: set[str]) -> Iterator[Problem]:
    if not (data.changes or data.drop or data.action or any(replay.additions(record))):
        yield _problem(record, ("kind",), "record-empty", "调整里没有改动", "写 changes、add、drop 或 action")
    now = state.conclude(past, record.day)
    met = {part.name for part in now.parts if part.state == "met"}
    seen: set[str] = set()
    for index, change in enumerate(data.changes):
        at: At = ("changes", index)
        wrong = _field_problem(change.field, leaf=True) or _unknown_part(past, change.field)
        if wrong:
            yield _problem(record, (*at, "field"), "unknown-field", *wrong)
            tainted.add(change.field)
            continue
        if change.field in seen:
            yield _problem(record, (*at, "field"), "change-twice", f"{change.field} 在同一条记录里改了两次", "只写一次")
        seen.add(change.field)
        yield from _old_new(get(past.shown.data, change.field), change.field, change, record, at, tainted)
        problems = _value_problems(change.field, change.new, record, (*at, "new"))
        yield from problems
        if problems:
            tainted.add(change.field)
        if change.new is None and change.field.split(".")[-1] == "due":
            yield _problem(record, (*at, "new"), "due-removed", "时限可以推迟，不能取消", "写新的日期；不做了写 action: terminate 或 drop")
        if replay.part_of(change.field) in met:
            yield _problem(record, (*at, "field"), "part-met", f"{replay.part_of(change.field)} 已经完成，不能再改",
                           "完成的部分保持原样；写错了写勘误（correction）")
    for index, part in enumerate(data.drop):
        at = ("drop", index)
        if replay.part_of(part) != part or not past.shown.has(part):
            near = schema.closest(part, [one.name for one in now.parts])
            yield _problem(record, at, "unknown-part", f"没有“{part}”这个部分" + (f"，是不是 {near}" if near else ""),
                           "写 measures.编号、milestones.编号 或 targets.编号")
        elif part in past.shown.dropped:
            yield _problem(record, at, "part-dropped", f"{part} 已经取消过", "删去这一项")
        elif part in met:
            yield _problem(record, at, "part-met", f"{part} 已经完成，不能取消", "完成的部分保持原样")
    if data.action and now.terminated_on:
        yield _problem(record, ("action",), "action-order", f"{now.terminated_on} 已经终止", "终止以后不再暂缓或恢复")
    elif data.action == "suspend" and now.suspended_since:
        yield _problem(record, ("action",), "action-order", f"{now.suspended_since} 起已经暂缓", "删去 action")
    elif data.action == "resume" and not now.suspended_since:
        yield _problem(record, ("action",), "action-order", "没有暂缓，不用恢复", "删去 action")


def _old_new(current: Data, name: str, change: schema.Change, record: Record, at: At, tainted: set[str]) -> Iterator[Problem]:
    if not same(change.old, current) and name not in tainted:
        yield _problem(record, (*at, "old"), "old-differs",
                       f"old 应当是现在页面上的值：{written(current)}，这里写的是 {written(change.old)}",
                       f"写 old: {written(current)}；如果前一条记录写错了，先写勘误")
    if same(change.old, change.new):
        yield _problem(record, (*at, "new"), "no-change", "old 和 new 一样，没有改动", "删去这一项")


def same(one: Data, other: Data) -> bool:
    """Whether two values as written mean the same (20 and 20.0 do)."""
    if one == other:
        return True
    if isinstance(one, str) and isinstance(other, str):
        try:
            return Decimal(one) == Decimal(other)
        except InvalidOperation:
            return False
    return False


def written(value: Data) -> str:
    """A value as an editor writes it."""
    if value is None:
        return "null（未公布）"
    if isinstance(value, list):
        return "[" + ", ".join(written(item) for item in value) + "]"
    return str(value)


def _correction(past: Replay, record: Record, data: schema.Correction, tainted: set[str]) -> Iterator[Problem]:
    for index, change in enumerate(data.changes):
        at: At = ("changes", index)
        head, _, rest = change.field.partition(".")
        known = past.records.get(head)
        if known is None or not rest:
            near = schema.closest(head, past.records)
            yield _problem(record, (*at, "field"), "unknown-record",
                           f"本任务没有更早的记录“{head}”" + (f"，是不是 {near}" if near else ""),
                           "字段从写错的那条记录开始，例如 task.due 或 2026-03-31.observations.stations.2026-03-31.value")
            continue
        model: Any = schema.Promise if head == "task" else schema.RECORDS[str(get(known, "kind"))]
        published = known if head == "task" else next(one for one in past.applied if one.name == head).document.data
        wrong = _correctable(published, model, rest) and _correctable(known, model, rest)
        if wrong:
            yield _problem(record, (*at, "field"), "unknown-field", *wrong)
            continue
        yield from _old_new(replay.said(past, head, rest), rest, change, record, at, tainted)
        target = replay.corrected(past, change.field).target
        if target is not None and change.new is not None:
            yield from _value_problems(target, change.new, record, (*at, "new"))
        elif change.new is not None:
            kind = _record_kind(published, model, rest) or _record_kind(known, model, rest)
            if kind is not None:
                _, problems = schema.check(change.new, kind, record.document, (*at, "new"))
                yield from problems


def _correctable(data: Data, model: Any, rest: str) -> tuple[str, str] | None:
    words = rest.split(".")
    path, missing = fields.nearest(data, rest)
    if words[-1] in ("id", "target", "part", "field", "by") or rest == "kind" or (
            words[-1] == "kind" and words[0] in replay.PART_KINDS) or words[0] == "drop":
        return f"{rest} 不能用勘误改", "取消这一部分（drop），另加一个（add）"
    inside = missing.split(".")[0] in ("plan", "baseline", "contact", "leader", "foi", "themes", "not_applicable",
                                       "source", "review") or path[-1:] == ("plan",)
    if ("." in missing and not inside) or _record_kind(data, model, rest) is None:
        return f"那条记录里没有 {rest}", "照那条记录里的键和编号写"
    return None


def _record_kind(data: Data, model: Any, rest: str) -> Any | None:
    """The type of a field of a record, whose list items may have dots in their names."""
    if rest.startswith("set."):
        return schema.field_kind(schema.Promise, rest.removeprefix("set."))
    if rest.startswith("changes.") and rest.endswith((".new", ".old")):
        target = rest.removeprefix("changes.").rpartition(".")[0]
        return schema.field_kind(schema.Promise, target) or str
    path, missing = fields.nearest(data, rest)
    name = ".".join("x" if isinstance(key, int) else key for key in path)
    return schema.field_kind(model, ".".join(word for word in (name, missing) if word))


# --- after a record is applied: the promise as shown, and the entries


def _findings(data: Data, portal: Portal) -> list[library.Finding]:
    try:
        promise = schema.adapter(schema.Promise).validate_python(data)
    except ValueError as error:
        return [("promise-broken", (), "改动以后承诺不完整", str(error).splitlines()[0])]
    units, places, themes = (None if name in portal.broken else known for name, known in (
        ("units.yml", portal.units), ("places.yml", portal.places), ("themes.yml", portal.themes)))
    return [*library.promise_problems(promise), *library.references(promise, units, places, themes)]


def _promise_after(past: Replay, record: Record, before: set[library.Finding], portal: Portal) -> Iterator[Problem]:
    for code, at, message, hint in _findings(past.shown.data, portal):
        if (code, at, message, hint) not in before:
            yield _problem(record, _where(record, past, at), code, f"改动以后：{message}", hint)


def _where(record: Record, past: Replay, at: At) -> At:
    """Which change of the record made the field at `at` of the promise what it is."""
    names = [word if isinstance(word, str) else None for word in at]
    data: Data = past.shown.data
    for index, word in enumerate(at):
        data = data[word] if isinstance(data, dict | list) else None  # type: ignore[index]
        if names[index] is None and isinstance(data, dict):
            names[index] = fields.item_key("", data)
    name = ".".join(word for word in names if word)
    raw = record.document.data
    for key in ("changes", "set"):
        items = get(raw, key)
        for where, item in enumerate(items) if isinstance(items, list) else enumerate(items or ()):
            written_name = item.get("field") if isinstance(item, dict) else item
            if isinstance(written_name, str) and (name.startswith(written_name) or written_name.startswith(name)
                                                  or written_name.endswith(name)):
                return (key, where, "new") if key == "changes" else (key, written_name)
    return next(((key,) for key in ("add", "changes", "set", "drop") if get(raw, key)), ("kind",))


_ITEMS = {"observations": ("targets", "target"), "milestones": ("milestones", "id"), "measures": ("measures", "id"),
          "procedures": ("procedures", "id"), "funding": ("funding", "id"), "coordination": ("coordination", "id"),
          "legacy_issues": ("legacy_issues", "id")}


def _entries(past: Replay, record: Record) -> Iterator[Problem]:
    """Entries name what the promise has; a repeat only adds evidence; after met only not_met."""
    data = record.data
    shown = past.shown.data
    for key, (kind, name_key) in _ITEMS.items():
        items = get(shown, kind)
        known = [str(fields.item_key(kind, item)) for item in items] if isinstance(items, list) else []
        for index, entry in enumerate(getattr(data, key)):
            name = getattr(entry, name_key)
            if name not in known:
                near = schema.closest(name, known)
                yield _problem(record, (key, index, name_key), "unknown-part",
                               f"任务的 {kind} 里没有“{name}”" + (f"，是不是 {near}" if near else ""),
                               "已有的：" + "、".join(known) if known else f"先用补充公布（supplement）的 add 公布 {kind}")
            elif kind == "measures" and get(shown, f"measures.{name}.kind") == "ongoing" and entry.state in ("met", "not_met"):
                yield _problem(record, (key, index, "state"), "ongoing-verdict", "常态化的举措不作结论",
                               "写 in_progress，在 text 里说明做了什么")
    yield from _repeats(past, record)


def _repeats(past: Replay, record: Record) -> Iterator[Problem]:
    figures: dict[tuple[str, str], tuple[str, str]] = {}
    standing: dict[str, tuple[str | None, str]] = {}  # part -> (on, record) of the met that stands
    for earlier in past.applied:
        last = earlier is record
        data = past.records[earlier.name]
        for key, index, item in _listed(data):
            at: At = (key, index)
            if key == "observations":
                yield from _figure(figures, earlier, item, at) if last else ()
                if item.get("value") is not None:
                    figures.setdefault((item["target"], item["as_of"]), (item["value"], earlier.name))
                continue
            part = item["part"] if key == "conclusions" else f"{key}.{item['id']}"
            word = item.get("state") or item.get("verdict")
            if part in standing and word not in (None, "not_met"):
                on, name = standing[part]
                repeats = word == "met" and item.get("on") in (on, *((None,) if key == "conclusions" else ()))
                if last and not (repeats and item.get("evidence")):
                    hint = ("重复只为补凭据：on 与原来一样，并写 evidence" if word == "met"
                            else "没有做到写 not_met；写错了写勘误（correction）")
                    yield _problem(record, (*at, "verdict" if key == "conclusions" else "state"), "met-already",
                                   f"{name} 已经报完成", hint)
            elif word == "met":
                standing[part] = (item.get("on"), earlier.name)
            elif word == "not_met":
                standing.pop(part, None)


def _listed(data: Data) -> Iterator[tuple[str, int, dict[str, Any]]]:
    for key in ("observations", "milestones", "measures", "conclusions"):
        items = get(data, key)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            yield key, index, cast("dict[str, Any]", item)


def _figure(figures: dict[tuple[str, str], tuple[str, str]], record: Record, item: dict[str, Any], at: At,
            ) -> Iterator[Problem]:
    known = figures.get((item["target"], item["as_of"]))
    if known is None:
        return
    value, name = known
    if not same(value, item["value"]):
        yield _problem(record, (*at, "value"), "figure-differs", f"{name} 已经报过截至 {item['as_of']} 的数：{value}",
                       f"改数写勘误：field: {name}.observations.{item['target']}.{item['as_of']}.value")
    elif not item.get("evidence"):
        yield _problem(record, at, "figure-repeats", f"{name} 已经报过同一个数", "重复只为补凭据：写 evidence，或删去这一项")


def _settled(past: Replay, record: Record, data: schema.Settlement) -> Iterator[Problem]:
    whole = past.records[record.name]
    past.records[record.name] = fields.put(whole, "conclusions", None)
    parts = {part.name: part for part in state.conclude(past, record.day).parts}
    past.records[record.name] = whole
    concluded: set[str] = set()
    for index, conclusion in enumerate(data.conclusions):
        at: At = ("conclusions", index)
        if conclusion.part not in parts:
            near = schema.closest(conclusion.part, parts)
            yield _problem(record, (*at, "part"), "unknown-part",
                           f"没有“{conclusion.part}”这个部分" + (f"，是不是 {near}" if near else ""),
                           "写 measures.编号、milestones.编号 或 targets.编号")
        if conclusion.part in concluded:
            yield _problem(record, (*at, "part"), "change-twice", f"{conclusion.part} 的结论写了两次", "只写一次")
        concluded.add(conclusion.part)
        if conclusion.verdict == "met" and conclusion.part.startswith("targets."):
            yield _problem(record, (*at, "verdict"), "target-verdict", "目标有没有完成由数字算出，不能直接写",
                           "把到期的数写进 observations，附凭据")
        if conclusion.verdict == "not_met" and conclusion.reason is None:
            yield _problem(record, at, "missing-key", "没有完成要写原因 reason",
                           "可以写：funding、approval、land、external、priority_changed、capacity、data_unavailable、other")
    for name, part in parts.items():
        if part.state in ("open", "claimed") and name not in concluded:
            yield _problem(record, ("conclusions",), "conclusion-missing", f"“{part.title}”（{name}）还没有完成，缺结论",
                           f"加一项 - {{part: {name}, verdict: not_met, reason: …}}")


# --- the list's own records


def _judge_plan(listing: library.Listing, portal: Portal) -> Iterator[Problem]:
    data = listing.document.data
    for record in listing.records:
        if not isinstance(record.data, schema.Adjustment | schema.Correction):
            continue
        for index, change in enumerate(record.data.changes):
            at: At = ("changes", index)
            head, _, name = change.field.partition(".")
            kind = schema.field_kind(schema.Plan, name) if name else None
            if head != "plan" or kind is None or not schema.is_leaf(kind):
                yield _problem(record, (*at, "field"), "unknown-field", f"plan.md 里没有 {change.field} 这个字段",
                               "字段以 plan. 开头，例如 plan.title")
                continue
            yield from _old_new(get(data, name), name, change, record, at, set())
            problems = schema.check(change.new, kind, record.document, (*at, "new"))[1] if change.new is not None else []
            yield from problems
            if name.split(".")[0] not in ("title", "themes", "demands") and not (
                    isinstance(record.data, schema.Correction)
                    and replay.plan_proven(listing, record.data, change)):
                yield _problem(record, (*at, "field"), "plan-fixed", f"{change.field} 只能用证实的勘误改",
                               "勘误的 source 用清单自己的来源，写 sha256，新值在存档里能找到")
            if not problems:
                data = fields.put(data, name, change.new)
        plan, problems = schema.check(data, schema.Plan, listing.document)
        if problems:
            yield _problem(record, ("changes",), "promise-broken", "改动以后清单不完整", problems[0].message)
        elif isinstance(plan, schema.Plan):
            for problem in library.plan_problems(plan, listing.document, None if "themes.yml" in portal.broken else portal.themes):
                yield _problem(record, ("changes",), problem.code, f"改动以后：{problem.message}", problem.hint)
