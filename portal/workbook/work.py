"""What a row says of a task that the portal does not say yet: gathered row by row, before a file is thought of.

What the records say already is left out, so that the same workbook imported twice does nothing the second time. What differs from the
promise is gathered apart, with the old value: it is never written, only proposed (files.py). No status and no percent is taken from a row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias, cast

from pydantic import ValidationError

from portal import judge, replay, schema
from portal.fields import get
from portal.frontmatter import Data
from portal.state import TaskState
from portal.views.labels import FIELD, STATUS, TARGET_KIND
from portal.views.rows import unit_name
from portal.workbook import record, values
from portal.workbook.facts import Facts, Given, Goal, Report
from portal.workbook.ledger import Row
from portal.workbook.match import Match, is_alike
from portal.workbook.values import folded, written

# where something goes: task.md, a dated record of either kind, or a proposal of either kind
Bucket: TypeAlias = Literal["promise", "supplement", "update", "adjustment", "correction"]
Change: TypeAlias = tuple[Data, Data]  # old, new
Item: TypeAlias = dict[str, Data]


@dataclass(frozen=True, slots=True)
class Around:
    """What rows are held against: the units, the list's period, today, and the day that the table's title or heads name."""

    units: Mapping[str, schema.Unit]
    period: schema.Period
    today: date
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Said:
    """Something of a row that goes into a bucket; `target` is the new one that it needs, if any."""

    at: str
    bucket: Bucket
    words: str
    target: str = ""


@dataclass(slots=True)
class Work:
    """What the rows about one task come to."""

    key: str
    data: Data  # the promise as shown; {} for a new task
    now: TaskState | None = None  # None: a new task
    promise: Item = field(default_factory=dict)  # of a new task
    rows: dict[str, tuple[Row, str]] = field(default_factory=dict)  # by address: the row, and how it was matched
    sets: dict[str, Given] = field(default_factory=dict)
    targets: list[Item] = field(default_factory=list)
    changes: dict[str, Change] = field(default_factory=dict)
    corrections: dict[str, Change] = field(default_factory=dict)
    observations: list[Item] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    troubles: list[Item] = field(default_factory=list)
    wordings: list[str] = field(default_factory=list)  # how the workbook wrote a day
    day: date | None = None  # the latest that a new figure or new words are of
    step: str | None = None
    said: list[Said] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)  # (row, why)

    def say(self, row: Row, bucket: Bucket, words: str, target: str = "") -> None:
        """Something of a row goes into a bucket."""
        self.said.append(Said(row.at, bucket, words, target))

    def refuse(self, row: Row, words: str) -> None:
        """Something of a row goes nowhere."""
        if not any(words == said for _, said in self.refused):  # a merged cell is spoken of once
            self.refused.append((row.at, words))

    def of(self, day: date | None) -> None:
        """The record is of this day at the earliest."""
        if day:
            self.day = max(self.day or day, day)


def gather(work: Work, row: Row, meant: Match, said: Facts, around: Around) -> None:
    """Add what a row says of a task."""
    work.rows[row.at] = (row, meant.how)
    for words in said.refused:
        work.refuse(row, words)
    for name, given in (_of_part(work, row, said, meant.part) if meant.part else said.fields).items():
        _field(work, row, name, given, around)
    if meant.how == "编号":
        _renamed(work, row)
    ids = [_goal(work, row, goal, around) for goal in said.goals]
    if said.named and not isinstance(_meant(work, said.named, ""), dict):
        work.refuse(row, f"{row.cells['target'].at} 目标“{values.short(said.named)}”没有数，没有导入")
    for report in said.reports:
        _report(work, row, report, said.goals, ids, around.today)
    if said.words and not record.is_said(said.words, [*_bodies(work), *work.words]):
        work.words.append(said.words)
        work.say(row, "update", f"进展 {len(''.join(said.words.split()))} 字")
        work.of(said.as_of or around.as_of)
    _troubles(work, row, said)
    work.step = work.step or said.step
    _not_taken(work, row)


def _bodies(work: Work) -> list[str]:
    return [one.record.document.body for one in work.now.records] if work.now else []


def _not_taken(work: Work, row: Row) -> None:
    """A status, which is computed, and words beside the quote, which is sealed."""
    text = row.text("status")
    now = STATUS[work.now.status] if work.now else ""
    if text and folded(text) != now:
        work.refuse(row, f"{row.cells['status'].at} “{row.columns['status'].heading}”不导入：状态由记录算出"
                    + (f"，现在是“{now}”" if now else ""))
    text = row.text("content")
    if text and work.now and folded(text).rstrip("。") not in folded(work.now.task.promise.quote):
        work.refuse(row, f"{row.cells['content'].at} “{row.columns['content'].heading}”和承诺原文不同：原文不改")


# --- fields


def _of_part(work: Work, row: Row, said: Facts, part: str) -> dict[str, Given]:
    """The fields of a row about one measure or milestone: its unit, its due."""
    found = {}
    lead, others = said.fields.get("lead_unit"), said.fields.get("responsible_units")
    ids = others.value if others and isinstance(others.value, list) else []
    if lead:
        found[f"{part}.unit"] = lead
    elif others and len(ids) == 1:
        found[f"{part}.unit"] = Given(ids[0], others.at, others.words)
    elif others:
        work.refuse(row, f"{others.at} 一项举措只写一个责任单位，这里有 {len(ids)} 个，没有导入")
    if "due" in said.fields:
        found[f"{part}.due"] = said.fields["due"]
    return found


def _same(one: Data, other: Data) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(str, one)) == sorted(map(str, other))
    return judge.same(one, other)


def _shown(value: Data, around: Around) -> str:
    if isinstance(value, list):
        return "、".join(_shown(one, around) for one in value)
    return "未公布" if value is None else unit_name(around.units, str(value))


def _label(work: Work, name: str) -> str:
    """A field in words; of a part with its title."""
    part = replay.part_of(name)
    leaf = name.rpartition(".")[2]
    if part is None:
        return FIELD[leaf]
    item = get(work.data, part)
    title = next((str(item[key]) for key in ("title", "text") if key in item), part) if isinstance(item, dict) else part
    return f"“{values.short(title)}”的{'责任单位' if leaf == 'unit' else FIELD[leaf]}"


def _field(work: Work, row: Row, name: str, given: Given, around: Around) -> None:
    label, now = _label(work, name), get(work.data, name)
    if name in work.sets or name in work.changes:
        before = work.sets[name].value if name in work.sets else work.changes[name][1]
        if not _same(before, given.value):
            work.refuse(row, f"{given.at} {label}和上面同一件任务的行不同，没有导入")
        return
    if _same(now, given.value):
        return
    value = _shown(given.value, around)
    as_written = name.endswith(("due", "start")) and folded(given.words) != folded(value)
    if as_written:
        value += f"（表里写“{values.short(given.words)}”）"
    if now is not None:
        _change(work, row, name, (now, given.value), f"{given.at} {label} {_shown(now, around)}→{value}")
        return
    if work.now and name.endswith("due"):
        if not around.period.start.isoformat() <= str(given.value) <= around.period.end.isoformat():
            _change(work, row, name, (None, given.value), f"{given.at} {label} {value}，在清单的起止以外")
            return
        whole = work.sets["due"].value if "due" in work.sets else get(work.data, "due")
        if name != "due" and whole and str(given.value) > str(whole):
            work.refuse(row, f"{given.at} {label} {value}，晚于整件任务的时限 {whole}，没有导入")
            return
        late = _later_part(work.data, str(given.value)) if name == "due" else None
        if late:
            work.refuse(row, f"{given.at} {label} {value}，早于其中一个部分的时限 {late}，没有导入")
            return
    work.sets[name] = given
    if as_written and not values.is_written_out(given.words):
        work.wordings.append(f"{label}在台账里写作“{values.joined(given.words)}”。")
    work.say(row, "supplement" if work.now else "promise", f"{label} {value}")


def _later_part(data: Data, due: str) -> str | None:
    dues = [str(one["due"]) for kind in replay.PART_KINDS for one in _items(data, kind) if one.get("due")]
    return next((one for one in sorted(dues, reverse=True) if one > due), None)


def _items(data: Data, kind: str) -> list[Item]:
    return cast("list[Item]", get(data, kind) or [])


def _change(work: Work, row: Row, name: str, change: Change, words: str) -> None:
    """Another value than the promise has: proposed, unless it is what the promise said before it was changed."""
    for one in work.now.changes if work.now else ():
        if name in (one.target, one.field) and one.old is not None and _same(one.old, change[1]):
            work.refuse(row, f"{words}：表里是 {one.record} 改动以前的，像是旧表，没有提出改动")
            return
    work.changes[name] = change
    work.say(row, "adjustment", words)


def _renamed(work: Work, row: Row) -> None:
    """A title that differs where the task is known by its 编号."""
    new = values.joined(row.text("title"))
    old = work.now.shown_promise.title if work.now else new
    if new and folded(old) != folded(new) and "title" not in work.changes:
        _change(work, row, "title", (old, new), f"{row.cells['title'].at} 名称 {old}→{new}")


# --- targets and figures


def _targets(work: Work) -> list[Item]:
    """The targets that a row may mean: those that were not dropped, and those of this import."""
    dropped = {part.id for part in work.now.parts if part.kind == "targets" and part.state == "dropped"} if work.now else set()
    return [one for one in _items(work.data, "targets") if one["id"] not in dropped] + work.targets


def _unit(target: Item) -> str:
    return str(target.get("unit") or "")


def _meant(work: Work, title: str, unit: str) -> Item | str | None:
    """The target that a title and a unit mean; why it cannot be told; None where there is no such target."""
    known = _targets(work)
    fitting = [one for one in known if not unit or folded(_unit(one)) == folded(unit)]
    if title:
        names = (folded(title), folded(values.bare(title)))
        named = next((one for one in known if folded(str(one["title"])) in names), None)
        near = next((str(one["title"]) for one in known if is_alike(folded(str(one["title"])), folded(title))), None)
        if named or near is None:
            return named if named is None or named in fitting else _other_unit(named, unit)
        return f"目标“{values.short(title)}”和承诺里的“{near}”很像，名称不同，没有导入：是同一个就把名称改成一样"
    if len(fitting) > 1:
        return f"有 {len(fitting)} 个目标，不能确定是哪一个，没有导入：写上目标的名称"
    return fitting[0] if fitting else _other_unit(known[0], unit) if len(known) == 1 else None


def _other_unit(target: Item, unit: str) -> str:
    return f"“{target['title']}”的单位是“{_unit(target) or '没有写'}”，表里是“{unit}”，不换算，没有导入"


def _number(value: Decimal) -> str | None:
    """A number as it is written into a file; None where it has too many digits."""
    try:
        schema.adapter(schema.Number).validate_python(written(value))
    except ValidationError:
        return None
    return written(value)


def _goal(work: Work, row: Row, goal: Goal, around: Around) -> str | None:
    """The id of the target that a goal is, known or added; None where it is neither."""
    found, value = _meant(work, goal.title, goal.unit), _number(goal.value)
    if isinstance(found, str) or value is None:
        work.refuse(row, f"{goal.at} {found if isinstance(found, str) else '数太长，没有导入'}")
        return None
    if found is None:
        return _new_target(work, row, goal, value)
    name, now, unit = f"targets.{found['id']}.value", found.get("value"), _unit(found)
    if now is None:
        work.refuse(row, f"{goal.at} “{found['title']}”是没有数的常态化目标，{value}{unit} 没有导入")
    elif not _same(now, value):
        if found in work.targets or name in work.changes:
            work.refuse(row, f"{goal.at} {found['title']}的目标数和上面同一件任务的行不同，没有导入")
        else:
            _change(work, row, name, (now, value), f"{goal.at} {found['title']}的目标数 {now}{unit}→{value}{unit}")
    return str(found["id"])


def _new_target(work: Work, row: Row, goal: Goal, value: str) -> str | None:
    title = values.bare(goal.title) or values.joined(row.text("title"))
    if not title or goal.kind is None:
        work.refuse(row, f"{goal.at} 目标“{title} {value}{goal.unit}”" + (
            f"没有说是哪一类，没有导入：加一列“目标类别”，写 {'、'.join(TARGET_KIND.values())}" if title else "没有名称，没有导入"))
        return None
    taken = {str(one["id"]) for one in (*_items(work.data, "targets"), *work.targets)}
    target: Item = {"id": _free("t", taken), "title": title, "kind": goal.kind, "value": value}
    if goal.unit:
        target["unit"] = goal.unit
    work.targets.append(target)
    why = f"按“{goal.why}”归为{TARGET_KIND[goal.kind]}" if goal.why else TARGET_KIND[goal.kind]
    work.say(row, "supplement" if work.now else "promise", f"目标 {title} {value}{goal.unit}（{why}）")
    return str(target["id"])


def _free(letter: str, taken: set[str]) -> str:
    return next(name for number in range(1, len(taken) + 2) if (name := f"{letter}{number}") not in taken)


def _report(work: Work, row: Row, report: Report, goals: Sequence[Goal], ids: Sequence[str | None], today: date) -> None:
    """A figure that was reached: new, known, or another than is known for its day."""
    beside = next((name for goal, name in zip(goals, ids, strict=True) if name and goal.title == report.title), None)
    found = next((one for one in _targets(work) if one["id"] == beside), None) or _meant(work, report.title, report.unit)
    value = _number(report.value)
    if isinstance(found, dict) and report.unit and folded(_unit(found)) != folded(report.unit):
        found = _other_unit(found, report.unit)
    if not isinstance(found, dict) or value is None:
        why = "数太长，没有导入" if value is None else found or "承诺里没有这个目标，没有导入"
        work.refuse(row, f"{report.at} {written(report.value)}{report.unit}：{why}")
        return
    name, shown = str(found["id"]), f"{found['title']} {value}{_unit(found)}"
    known = [(one.record.name, entry) for one in (work.now.records if work.now else ()) for entry in one.data.observations
             if entry.target == name]
    if report.as_of is None:
        if not known or max(known, key=lambda pair: pair[1].as_of)[1].value != report.value:
            work.refuse(row, f"{report.at} {shown}：没有写数据截至哪一天，没有导入。加一列“数据截至”，或者用 --date")
        return
    if report.as_of > today:
        work.refuse(row, f"{report.at} {shown}：数据截至 {report.as_of}，晚于今天 {today}，没有导入")
        return
    same_day = [(where, entry.value) for where, entry in known if entry.as_of == report.as_of]
    if any(old == report.value for _, old in same_day):
        return
    if same_day:
        where, old = same_day[0]
        work.corrections[f"{where}.observations.{name}.{report.as_of}.value"] = (written(old), value)
        work.say(row, "correction", f"{report.at} 截至 {report.as_of} 的{found['title']}报过 {written(old)}{_unit(found)}，表里是 "
                 f"{value}{_unit(found)}。是新的数就改“数据截至”，是报错了才写勘误")
        return
    pending = next((one for one in work.observations if (one["target"], one["as_of"]) == (name, report.as_of.isoformat())), None)
    if pending is None:
        work.observations.append({"target": name, "value": value, "as_of": report.as_of.isoformat()})
        work.of(report.as_of)
        work.say(row, "update", f"{shown}（截至 {report.as_of}）", name if found in work.targets else "")
    elif not _same(pending["value"], value):
        work.refuse(row, f"{report.at} {shown} 和上面同一件任务的行不同，没有导入")


# --- difficulties


def _troubles(work: Work, row: Row, said: Facts) -> None:
    latest: dict[str, schema.Difficulty] = {}
    for one in work.now.records if work.now else ():
        latest |= {entry.id: entry for entry in one.data.difficulties}
    known_actions = {record.said(remedy.action) for entry in latest.values() for remedy in entry.measures}
    for action in said.remedies:
        if record.said(action) not in known_actions:
            work.refuse(row, f"{row.cells['remedy'].at} 有措施没有困难，没有导入：写上要解决的困难")
    for trouble in said.troubles:
        known = next((entry for entry in latest.values() if record.said(entry.text) == record.said(trouble.text)), None)
        if any(one["text"] == trouble.text for one in work.troubles):
            continue
        kept: list[Item] = [{key: str(value) for key, value in remedy if value is not None} for remedy in known.measures] if known else []
        actions = {record.said(str(one["action"])) for one in kept}
        fresh = [action for action in trouble.remedies if record.said(action) not in actions]
        if known and not fresh:
            continue
        for action in fresh:
            kept.append({"id": _free("m", {str(one["id"]) for one in kept}), "action": action})
        name = known.id if known else _free("d", {*latest, *(str(one["id"]) for one in work.troubles)})
        entry: Item = {"id": name, "text": known.text if known else trouble.text}
        if kept:
            entry["measures"] = cast(Data, kept)
        work.troubles.append(entry)
        work.say(row, "update", f"困难“{values.short(trouble.text)}”" + (f"，措施 {len(fresh)} 项" if fresh else ""))
