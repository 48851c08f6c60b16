"""Whether each dated record follows from those before it (content-model.md, section 4).

Every record is judged by what was known when it was published: the fold is replayed, and before a record is applied it is
held against the state just before it. So no later record can make an earlier one invalid.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from typing import Any, TypeAlias, cast

from portal import fields, library, replay, schema, state
from portal.fields import get
from portal.frontmatter import Data
from portal.library import Listing, Portal, Record, Task
from portal.problems import Problem
from portal.replay import Replay

At: TypeAlias = tuple[str | int, ...]
# one thing that a record does to the promise or to an earlier record, as the path of it in the file:
# ("changes", 0), ("set", "due"), ("drop", 0), ("add", "milestones", 0)
Item: TypeAlias = At
Wrong: TypeAlias = tuple[str, str, str]  # code, message, hint


def judge(portal: Portal) -> list[Problem]:
    """Every problem of every dated record."""
    problems: list[Problem] = []
    for year in portal.lists:
        sound, found = _judge_list(year.listing, portal)
        problems += found
        terms = cache(partial(replay.terms_on, sound))
        for task in year.tasks:
            if task.records:
                problems += judge_task(task if sound is year.listing else replace(task, listing=sound), portal, terms)
    return problems


def judge_task(task: Task, portal: Portal, terms: Callable[[date], schema.Plan]) -> Iterator[Problem]:
    """Every problem of a task's dated records, in order of publication; `terms` are the list's on a day.

    What is wrong in a record is said and left out; the rest of it counts, so that what follows is judged by what the editor
    meant. What was left out is in doubt from then on: one slip is said once.
    """
    if any(library.lacks_value(target) for target in task.promise.targets):
        return  # library.py has said so; nothing can be computed
    past = replay.begin(task, terms(task.records[0].day))
    doubts: set[str] = set()  # names of fields and parts
    told = set(_promise_findings(past, task.promise, portal)) if any(map(_items, task.records)) else set()
    for record in task.records:
        past.terms = terms(record.day)
        items = set(_items(record))
        for item, problem in _before(past, record, doubts):
            if problem is not None:
                yield problem
            if item is not None and (problem is None or problem.code not in _HARMLESS):
                doubts.add(_touches(past, record, item))
                items.discard(item)
        if items:
            kept = [item for item in _items(record) if item in items]
            past, now, broken = _applied(past, record, kept)
            for item, wrong in broken:
                yield _problem(record, _place(item), *wrong)
                doubts.add(_touches(past, record, item))
                kept.remove(item)
            for finding, at in _findings(past, now, record, kept, portal) if kept else ():
                if finding not in told:
                    told.add(finding)
                    code, _, message, hint = finding
                    yield _problem(record, at, code, f"改动以后：{message}", hint)
        else:
            replay.apply(past, _only(record, ()))
        yield from _entries(past, record, doubts)
        if isinstance(record.data, schema.Settlement):
            yield from _settled(past, record, record.data)


# after these, what was written can still be applied, so that what follows is judged by what the editor meant
_HARMLESS = {"old-differs", "no-change", "already-published", "due-removed", "part-met", "action-order", "settled-early"}


def _problem(record: Record, at: At, code: str, message: str, hint: str) -> Problem:
    return Problem(code, record.document.place(at), message, hint)


# --- what a record does, item by item


def _items(record: Record) -> list[Item]:
    data = record.data
    found: list[Item] = [("changes", index) for index, _ in enumerate(getattr(data, "changes", ()))]
    if isinstance(data, schema.Supplement):
        found += [("set", name) for name in data.set]
    if isinstance(data, schema.Adjustment):
        found += [("drop", index) for index, _ in enumerate(data.drop)]
    if isinstance(data, schema.Supplement | schema.Adjustment):
        found += [("add", kind, index) for kind in schema.Additions.model_fields
                  for index, _ in enumerate(getattr(data.add, kind))]
    return found


def _only(record: Record, kept: Collection[Item]) -> Record:
    """The record with no other items than these."""
    if len(kept) == len(_items(record)):
        return record
    raw: dict[str, Any] = dict(cast("dict[str, Any]", record.document.data))
    for key in ("changes", "drop"):
        if key in raw:
            raw[key] = [item for index, item in enumerate(raw[key]) if (key, index) in kept]
    if "set" in raw:
        raw["set"] = {name: value for name, value in raw["set"].items() if ("set", name) in kept}
    if "add" in raw:
        raw["add"] = {kind: [item for index, item in enumerate(items) if ("add", kind, index) in kept]
                      for kind, items in raw["add"].items()}
    data = schema.adapter(type(record.data)).validate_python(raw)
    return replace(record, data=data, document=replace(record.document, data=raw))


def _touches(past: Replay, record: Record, item: Item) -> str:
    """The promise's field or part that an item changes (of a correction of something else: that)."""
    data: Any = record.data
    if item[0] == "changes":
        field: str = data.changes[item[1]].field
        if not isinstance(data, schema.Correction):
            return field
        return (field.partition(".")[0] in past.records and replay.corrected(past, field).target) or field
    if item[0] == "drop":
        return cast(str, data.drop[item[1]])
    return str(item[1]) if item[0] == "set" else f"{item[1]}.{getattr(data.add, str(item[1]))[item[2]].id}"


def _place(item: Item) -> At:
    return (*item, "new") if item[0] == "changes" else item


def _overlap(name: str, others: Iterable[str]) -> bool:
    """Whether a name is one of the others, or lies in one, or holds one."""
    return any(name == other or name.startswith(other + ".") or other.startswith(name + ".") for other in others)


# --- before a record is applied: its items, each with its problem; one without is left out in silence

Said: TypeAlias = Iterator[tuple[Item | None, Problem | None]]


def _before(past: Replay, record: Record, doubts: set[str]) -> Said:
    data = record.data
    if isinstance(data, schema.Settlement):
        end = state.conclude(past, record.day).end
        if record.day <= end:
            yield None, _problem(record, ("kind",), "settled-early", f"结论早了：时限 {end} 还没有过",
                                 "销号在时限以后；提前做完的写进展（update），状态写 met，附凭据")
    if isinstance(data, schema.Update | schema.Settlement):
        return
    if not _items(record) and not getattr(data, "action", None):
        yield None, _problem(record, ("kind",), "record-empty", "记录里没有内容",
                             "补充公布写 set 或 add；调整写 changes、add、drop 或 action；勘误写 changes")
    if isinstance(data, schema.Supplement):
        yield from _supplement(past, record, data, doubts)
    elif isinstance(data, schema.Adjustment):
        yield from _adjustment(past, record, data, doubts)
    else:
        yield from _correction(past, record, data, doubts)


FIXED = ("quote", "source")


def fixed(name: str, *, leaf: bool) -> Wrong | None:
    """Why no record can set (a leaf: change) a field of task.md; None where one can."""
    words = name.split(".")
    if words[0] in FIXED or words[-1] in ("id", "by") or _is_kind(words):
        return "unknown-field", f"{name} 一经公布不能改", "取消这一部分（drop），另加一个（add）；抄错了写勘误"
    if words[0] == "measures" and words[-1] == "text":
        return "unknown-field", f"{name} 是原文的话，不能改", "取消这项举措（drop），另加一个（add）；抄错了写勘误"
    kind = schema.field_kind(schema.Promise, name)
    if kind is None:
        near = schema.closest(words[0], schema.Promise.model_fields)
        return ("unknown-field", f"task.md 里没有 {name} 这个字段" + (f"，是不是 {near}" if near and near != words[0] else ""),
                "例如 due、lead_unit、targets.stations.value")
    if words[0] in schema.Additions.model_fields and len(words) < 3:
        return "unknown-field", f"{name} 不能整个写", "增加写 add，取消写 drop；改动写到值为止，例如 targets.stations.value"
    if leaf and not schema.is_leaf(kind):
        return ("unknown-field", f"{name} 不是一个值，要写到值为止",
                f"例如 {name}.value；计划逐日写：targets.stations.plan.2026-06-30.value")
    return None


def _is_kind(words: list[str]) -> bool:
    return words[0] in replay.PART_KINDS and len(words) == 3 and words[2] == "kind"


def _unknown_part(past: Replay, name: str) -> Wrong | None:
    """Where a field stands in a part or item that the promise does not have."""
    kind, _, rest = name.partition(".")
    if kind not in schema.Additions.model_fields:
        return None
    known, word = _names(past.shown.data, kind), rest.partition(".")[0]
    if word in known:
        return None
    near = schema.closest(word, known)
    return ("unknown-field", f"{kind} 里没有“{word}”" + (f"，是不是 {near}" if near else ""),
            "已有的：" + "、".join(known) if known else f"先用 add 公布 {kind}")


def _names(data: Data, kind: str) -> list[str]:
    items = get(data, kind)
    return [str(fields.item_key(kind, item)) for item in items] if isinstance(items, list) else []


def _value(value: Data, kind: Any, record: Record, at: At) -> list[Problem]:
    """What is wrong with the form of a value; none is no value."""
    return [] if value is None else schema.check(value, kind, record.document, at)[1]


def _supplement(past: Replay, record: Record, data: schema.Supplement, doubts: set[str]) -> Said:
    seen: list[str] = []
    for name, value in data.set.items():
        item: Item = ("set", name)
        wrong = fixed(name, leaf=False) or _unknown_part(past, name) or _twice(name, seen)
        if wrong:
            yield item, None if _overlap(name, doubts) else _problem(record, item, *wrong)
            continue
        seen.append(name)
        problems = _value(value, schema.field_kind(schema.Promise, name), record, item)
        yield from ((item, problem) for problem in problems)
        if get(past.shown.data, name) is not None and not _overlap(name, doubts):
            yield item, _problem(record, item, "already-published", f"{name} 已经公布过，不是补充",
                                 "改动写调整（adjustment），写错了写勘误（correction）")
        if not problems and name.split(".")[-1] == "due":
            yield from ((item, problem) for problem in _within_period(past, record, item, date.fromisoformat(str(value))))
    yield from _additions(past, record, data.add, supplement=True)


def _twice(name: str, seen: Collection[str]) -> Wrong | None:
    return ("change-twice", f"{name} 在同一条记录里写了两次", "只写一次") if _overlap(name, seen) else None


def _within_period(past: Replay, record: Record, at: At, due: date) -> Iterator[Problem]:
    period = past.terms.period
    if not period.start <= due <= period.end:
        yield _problem(record, at, "due-outside-period", f"补充公布的时限 {due} 不在清单的起止之内",
                       "清单期满以后的时限写调整（adjustment），old: null")


def _additions(past: Replay, record: Record, add: schema.Additions, *, supplement: bool) -> Said:
    for kind in schema.Additions.model_fields:
        for index, part in enumerate(getattr(add, kind)):
            item: Item = ("add", kind, index)
            if past.shown.has(f"{kind}.{part.id}"):
                yield item, _problem(record, (*item, "id"), "duplicate-id", f"编号“{part.id}”已经用过", "编号用过就不再用，换一个")
            if supplement and kind in replay.PART_KINDS and part.due is not None:
                yield from ((item, problem) for problem in _within_period(past, record, (*item, "due"), part.due))


def _adjustment(past: Replay, record: Record, data: schema.Adjustment, doubts: set[str]) -> Said:
    now = state.conclude(past, record.day)
    met = {part.name for part in now.parts if part.state == "met"}
    seen: set[str] = set()
    for index, change in enumerate(data.changes):
        item: Item = ("changes", index)
        name = change.field
        wrong = fixed(name, leaf=True) or _unknown_part(past, name) or _twice(name, seen)
        if wrong:
            yield item, None if _overlap(name, doubts) else _problem(record, (*item, "field"), *wrong)
            continue
        seen.add(name)
        yield from _old_new(get(past.shown.data, name), name, change, record, item, doubts)
        yield from ((item, problem) for problem in _value(change.new, schema.field_kind(schema.Promise, name), record,
                                                          (*item, "new")))
        if change.new is None and name.split(".")[-1] == "due":
            yield item, _due_removed(record, item)
        if replay.part_of(name) in met:
            yield item, _problem(record, (*item, "field"), "part-met", f"{replay.part_of(name)} 已经完成，不能再改",
                                 "完成的部分保持原样；写错了写勘误（correction）")
    dropped: set[str] = set()
    for index, part in enumerate(data.drop):
        item = ("drop", index)
        if replay.part_of(part) != part or not past.shown.has(part):
            near = schema.closest(part, [one.name for one in now.parts])
            yield item, None if _overlap(part, doubts) else _problem(
                record, item, "unknown-part", f"没有“{part}”这个部分" + (f"，是不是 {near}" if near else ""),
                "写 measures.编号、milestones.编号 或 targets.编号")
        elif part in dropped:
            yield item, _problem(record, item, "change-twice", f"{part} 在同一条记录里取消了两次", "只写一次")
        elif part in past.shown.dropped:
            yield item, _problem(record, item, "part-dropped", f"{part} 已经取消过", "删去这一项")
        elif part in met:
            yield item, _problem(record, item, "part-met", f"{part} 已经完成，不能取消", "完成的部分保持原样")
        dropped.add(part)
    if data.action and now.terminated_on:
        yield None, _problem(record, ("action",), "action-order", f"{now.terminated_on} 已经终止", "终止以后不再暂缓或恢复")
    elif data.action == "suspend" and now.suspended_since:
        yield None, _problem(record, ("action",), "action-order", f"{now.suspended_since} 起已经暂缓", "删去 action")
    elif data.action == "resume" and not now.suspended_since:
        yield None, _problem(record, ("action",), "action-order", "没有暂缓，不用恢复", "删去 action")
    yield from _additions(past, record, data.add, supplement=False)


def _due_removed(record: Record, item: Item) -> Problem:
    return _problem(record, (*item, "new"), "due-removed", "时限可以推迟，不能取消", "写新的日期；不做了写 action: terminate 或 drop")


def _old_new(current: Data, name: str, change: schema.Change, record: Record, item: Item, doubts: Collection[str]) -> Said:
    if not same(change.old, current) and not _overlap(name, doubts):
        yield item, _problem(record, (*item, "old"), "old-differs",
                             f"old 应当是现在页面上的值：{written(current)}，这里写的是 {written(change.old)}",
                             f"写 old: {written(current)}；如果前一条记录写错了，先写勘误")
    if same(change.old, change.new):
        yield item, _problem(record, (*item, "new"), "no-change", "old 和 new 一样，没有改动", "删去这一项")


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
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(item)}" for key, item in value.items()) + "}"
    return str(value)


# --- corrections: leaf by leaf, in the record that said it


def _correction(past: Replay, record: Record, data: schema.Correction, doubts: set[str]) -> Said:
    seen: set[str] = set()
    for index, change in enumerate(data.changes):
        item: Item = ("changes", index)
        kind, wrong = correctable(past, change.field)
        if wrong is None and kind is ENTRY and change.new is not None:
            wrong = "unknown-field", f"{change.field} 是整项", "多写的一项改成 null；别的逐个改它的键"
        wrong = wrong or _twice(change.field, seen)
        if wrong:
            yield item, None if _overlap(change.field, doubts) else _problem(record, (*item, "field"), *wrong)
            continue
        seen.add(change.field)
        head, _, rest = change.field.partition(".")
        found = replay.corrected(past, change.field)
        yield from _old_new(replay.said(past, head, rest), found.target or change.field, change, record, item, doubts)
        yield from ((item, problem) for problem in _value(change.new, kind, record, (*item, "new")))
        if change.new is None and _is_figures_day(rest):
            yield item, _problem(record, (*item, "new"), "missing-key", "数的日期不能没有", "这个数没有的，把它的 value 改成 null")
        if change.new is None and found.target and found.target.split(".")[-1] == "due" and (
                get(past.records[found.origin], "kind") != "supplement"):
            yield item, _due_removed(record, item)


def _is_figures_day(name: str) -> bool:
    return name.startswith("observations.") and name.endswith(".as_of")


ENTRY = object()  # the kind of a whole entry: it can only be taken away
Kind: TypeAlias = Any
EXAMPLE = "字段从写错的那条记录开始，例如 task.due 或 2026-03-31.observations.stations.2026-03-31.value"


def correctable(past: Replay, name: str) -> tuple[Kind, Wrong | None]:
    """The type of what a correction's field names, or why it cannot be corrected."""
    head, _, rest = name.partition(".")
    known = past.records.get(head)
    if known is None or not rest:
        near = schema.closest(head, past.records)
        return None, ("unknown-record", f"本任务没有更早的记录“{head}”" + (f"，是不是 {near}" if near else ""), EXAMPLE)
    key, _, below = rest.partition(".")
    kind: Kind = None
    if head == "task":
        kind = _promise_kind(rest) if _has_item(known, rest, rest) else None
    elif key == "add":
        kind = _promise_kind(below) if _has_item(known, below, rest) and below.count(".") > 1 else None
    elif key == "set":
        published = next(one for one in past.applied if one.name == head).document.data
        kind = _promise_kind(below) if max(len(fields.nearest(one, rest)[0]) for one in (known, published)) > 1 else None
    elif key == "changes":
        field, _, end = below.rpartition(".")
        if end in ("old", "new") and fields.locate(known, f"changes.{field}") is not None:
            if get(known, "kind") == "correction":
                return correctable(past, field)
            kind = schema.field_kind(schema.Promise, field)
    else:
        kind = _record_kind(past, head, rest)
    if kind is None:
        return None, ("unknown-field", f"那条记录里没有 {rest}，或者它不能用勘误改",
                      "照那条记录里的键和编号写，写到值为止；类别和编号不能改：取消这一部分（drop），另加一个（add）")
    return kind, None


def _has_item(data: Data, name: str, rest: str) -> bool:
    """Whether the part or item that a field of the promise stands in is there (a field of none: yes)."""
    words = name.split(".")
    prefix = rest.removesuffix(name)
    return words[0] not in schema.Additions.model_fields or (
        len(words) > 1 and fields.locate(data, prefix + ".".join(words[:2])) is not None)


def _promise_kind(name: str) -> Kind:
    """The type of a value of the promise (or of a group like a baseline); None for parts, lists of them, plans, ids."""
    words = name.split(".")
    kind = schema.field_kind(schema.Promise, name)
    whole = words[0] in schema.Additions.model_fields and len(words) < 3
    plan = words[-1] == "plan" or (len(words) > 1 and words[-2] == "plan")
    return None if whole or plan or words[-1] in ("id", "by") or _is_kind(words) else kind


def _record_kind(past: Replay, head: str, rest: str) -> Kind:
    """The type of a record's own field, or of an entry's; ENTRY for a whole entry; None where there is none to correct."""
    model = schema.RECORDS[str(get(past.records[head], "kind"))]
    path, missing = replay.said_at(past, head, rest)
    words = rest.split(".")
    if words[-1] in ("id", "target", "part") or rest in ("kind", "drop"):
        return None
    if words[0] in (*schema.ENTRIES, "conclusions", "evidence"):
        if len(path) < 2 or "." in missing or not fields.at(past.records[head], path[:2]):
            return None
        if len(path) == 2 and not missing:
            return ENTRY
        if missing and not isinstance(fields.at(past.records[head], path), dict):
            return None
        name = ".".join("x" if isinstance(step, int) else step for step in (*path, *([missing] if missing else [])))
        kind = schema.field_kind(model, name)
        return kind if schema.is_leaf(kind) else None
    kind = schema.field_kind(model, rest)
    return kind if schema.value_type(kind) is not tuple else None


# --- a record is applied: to a copy of the past first


class _BreaksError(Exception):
    """The promise or a record could not be read after this."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong)
        self.wrong = wrong


def _applied(past: Replay, record: Record, items: list[Item],
             ) -> tuple[Replay, state.TaskState, list[tuple[Item, Wrong]]]:
    """The past with the record's items (those that break nothing), the state then, and the others, each with what it breaks."""
    try:
        return (*_after(past, _only(record, items)), [])
    except _BreaksError:
        pass
    good: list[Item] = []
    broken: dict[Item, Wrong] = {}
    while True:  # what needs another item to stand on is tried again
        rest = [item for item in items if item not in good]
        taken = len(good)
        for item in rest:
            try:
                _after(past, _only(record, [*good, item]))
                good.append(item)
                broken.pop(item, None)
            except _BreaksError as error:
                broken[item] = error.wrong
        if len(good) in (taken, len(items)):
            break
    return (*_after(past, _only(record, good)), list(broken.items()))


def _after(past: Replay, record: Record) -> tuple[Replay, state.TaskState]:
    """A copy of the past with the record applied, and the state then. Raises _BreaksError."""
    trial = replay.fork(past)
    try:
        replay.apply(trial, record)
        for reading, before in ((trial.shown, past.shown), (trial.present, past.present), (trial.original, past.original)):
            if reading.data is not before.data:
                _whole(reading.data, record)
        return trial, state.conclude(trial, record.day)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise _BreaksError(("missing-key", "改动以后那条记录不完整：这里必须有值，或要写成别的样子",
                            "多写的一项整项改成 null；别的写出正确的值")) from error


def _whole(data: Data, record: Record) -> None:
    promise, problems = schema.check(data, schema.Promise, record.document)
    if promise is None or problems:
        raise _BreaksError(("promise-broken", f"改动以后承诺不完整：{problems[0].message if problems else ''}",
                            (problems and problems[0].hint) or "核对字段和新的值"))
    if any(library.lacks_value(target) for target in promise.targets):
        raise _BreaksError(("missing-key", "改动以后目标没有 value（做到多少）", "写新的数；不做了写 drop"))


# --- after a record is applied: the promise as shown, the records as corrected


def _promise_findings(past: Replay, promise: schema.Promise, portal: Portal) -> Iterator[library.Finding]:
    listing = past.task.listing
    yield from library.promise_problems(promise, listing.key, portal.known, listing.archives)


def _findings(past: Replay, now: state.TaskState, record: Record, items: list[Item], portal: Portal,
              ) -> Iterator[tuple[library.Finding, At]]:
    """What is wrong after the record, each with its place in the record."""
    if not isinstance(record.data, schema.Correction) or any(_touches(past, record, item) for item in items):
        for finding in _promise_findings(past, now.shown_promise, portal):
            yield finding, _cause(past, record, items, finding[1]) or _elsewhere(past, record, items, finding[1])
        for finding in library.first_dates_problems(now.shown_promise):
            # later changes may move a due past the others: only what this very record wrote is asked for
            cause = _cause(past, record, items, finding[1])
            if cause:
                yield finding, cause
    if not isinstance(record.data, schema.Correction):
        return
    brought = frozenset(name for one in past.applied if isinstance(one.data, schema.Correction)
                        for change in one.data.changes for name in change.evidence)
    for seen in now.records:
        own = [item for item in items if record.data.changes[cast(int, item[1])].field.startswith(seen.record.name + ".")]
        if seen.corrected:
            for code, at, message, hint in library.record_problems(seen.data, seen.record.day, portal.known, brought):
                cause = next((_place(item) for item in own if _covers(
                    replay.said_at(past, seen.record.name, _field(record, item).partition(".")[2]), at)), None)
                yield (code, (seen.record.name, *at), message, hint), cause or _place((own or items)[0])


def _field(record: Record, item: Item) -> str:
    return cast(str, cast(Any, record.data).changes[item[1]].field)


def _covers(found: tuple[fields.Path, str], at: At) -> bool:
    """Whether a named field (as fields.nearest finds it) holds the path `at`, or lies in it."""
    path, missing = found
    return at[: len(path)] == path and not missing if len(path) <= len(at) else path[: len(at)] == at


def _cause(past: Replay, record: Record, items: list[Item], at: At) -> At | None:
    """The place in the record of the item that wrote the promise's field at `at`."""
    for item in items:
        name = _touches(past, record, item)
        if item[0] == "drop":
            continue  # what is dropped writes nothing
        # a plan point is written with its value
        found = fields.nearest(past.shown.data, name.removesuffix(".value") if replay.POINT_NAME.fullmatch(name) else name)
        if _covers(found, at):
            return _place(item) if item[0] == "changes" else (*item, *at[len(found[0]) :])
    return None


def _elsewhere(past: Replay, record: Record, items: list[Item], at: At) -> At:
    """The place of the item that probably broke what stands elsewhere: the task's due for a part's due."""
    same_word = [item for item in items if _touches(past, record, item).split(".")[-1] == at[-1]]
    return _place(min(same_word or items, key=lambda item: len(_touches(past, record, item)) if same_word else 0))


# --- the entries


_ITEMS = {"observations": ("targets", "target"), "milestones": ("milestones", "id"), "measures": ("measures", "id"),
          "procedures": ("procedures", "id"), "funding": ("funding", "id"), "coordination": ("coordination", "id"),
          "legacy_issues": ("legacy_issues", "id")}


def _entries(past: Replay, record: Record, doubts: set[str]) -> Iterator[Problem]:
    """Entries name what the promise has; a repeat only adds evidence; after met only not_met."""
    shown = past.shown.data
    for key, (kind, name_key) in _ITEMS.items():
        entries = getattr(record.data, key)
        known = _names(shown, kind) if entries else []
        for index, entry in enumerate(entries):
            name = getattr(entry, name_key)
            if name not in known:
                if _overlap(f"{kind}.{name}", doubts):
                    continue
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
        last = earlier.name == record.name
        for key, index, item in _listed(past.records[earlier.name]):
            at: At = (key, index)
            if key == "observations":
                if item.get("value") is None or item.get("as_of") is None:
                    continue  # corrected away
                yield from _figure(figures, record, item, at) if last else ()
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


def _listed(data: Data) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """The entries that are reported of parts; those that were corrected away are left out."""
    for key in ("observations", "milestones", "measures", "conclusions"):
        items = get(data, key)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if item:
                yield key, index, cast("dict[str, Any]", item)


def _figure(figures: dict[tuple[str, str], tuple[str, str]], record: Record, item: Mapping[str, Any], at: At,
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
    before = replay.fork(past)  # without the conclusions: what needs one
    before.records[record.name] = fields.put(past.records[record.name], "conclusions", None)
    parts = {part.name: part for part in state.conclude(before, record.day).parts}
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


def _judge_list(listing: Listing, portal: Portal) -> tuple[Listing, list[Problem]]:
    """The list without those of its records that are wrong, and what is wrong in them."""
    problems: list[Problem] = []
    data = listing.document.data
    sound = []
    told = {finding[2] for finding in library.plan_problems(listing.plan, portal.known, listing.archives)}
    for record in listing.records:
        if isinstance(record.data, schema.Adjustment | schema.Correction):
            after, found = _judge_list_record(listing, record, record.data, data)
            problems += found
            plan, broken = schema.check(after, schema.Plan, listing.document)
            if plan is None or broken:
                problems.append(_problem(record, ("changes",), "promise-broken", f"改动以后清单不完整：{broken[0].message}",
                                         broken[0].hint or "核对字段和新的值"))
                continue
            data = after
            wrong = [(code, message, hint) for code, _, message, hint in library.plan_problems(
                plan, portal.known, listing.archives) if message not in told]
            told |= {message for _, message, _ in wrong}
            problems += [_problem(record, ("changes",), code, f"改动以后：{message}", hint) for code, message, hint in wrong]
            if not found and not wrong:
                sound.append(record)
    return (listing if len(sound) == len(listing.records) else replace(listing, records=tuple(sound))), problems


def _judge_list_record(listing: Listing, record: Record, own: schema.Adjustment | schema.Correction, data: Data,
                       ) -> tuple[Data, list[Problem]]:
    """The list's data after what is right in a record, and what is wrong in it."""
    problems = [Problem("plan-record", record.document.place((key,), key=True), f"{key} 是任务的，清单的记录只写 changes",
                        "写在那件任务的文件夹里") for key in cast("dict[str, Data]", record.document.data)
                if key in ("add", "drop", "action", "evidence", *schema.ENTRIES)]
    if not own.changes and not problems:
        problems.append(_problem(record, ("kind",), "record-empty", "记录里没有改动", "写 changes"))
    seen: set[str] = set()
    for index, change in enumerate(own.changes):
        item: Item = ("changes", index)
        head, _, name = change.field.partition(".")
        words = name.split(".")
        kind = schema.field_kind(schema.Plan, name) if head == "plan" and name else None
        if kind is None or not schema.is_leaf(kind) or (words[0] == "demands" and (
                words[-1] == "id" or words[1] not in _names(data, "demands"))):
            problems.append(_problem(record, (*item, "field"), "unknown-field", f"plan.md 里没有 {change.field} 这个字段，或者它不能改",
                                     "字段以 plan. 开头，写到值为止，例如 plan.title"))
            continue
        twice = _twice(name, seen)
        if twice:
            problems.append(_problem(record, (*item, "field"), *twice))
            continue
        seen.add(name)
        problems += [problem for _, problem in _old_new(get(data, name), name, change, record, item, ()) if problem]
        wrong = _value(change.new, kind, record, (*item, "new"))
        problems += wrong
        if not wrong:
            if words[0] not in ("title", "themes", "demands") and not (
                    isinstance(own, schema.Correction) and replay.plan_proven(listing, own, change)):
                problems.append(_problem(record, (*item, "field"), "plan-fixed", f"{change.field} 只能用证实的勘误改",
                                         "勘误的 source 用清单自己的来源，写 sha256，新值在存档里能找到"))
            data = fields.put(data, name, change.new)
    return data, problems
