"""The work on each task -> the files that would be written, and those that are only proposed.

A known task gets a supplement (补充公布) for what was not published and an update (进展) for figures, words and difficulties, each its own
file where there are both. A value that differs becomes an adjustment, another figure for a day that has one a correction, for the editor to
complete. Both lie outside the content folder, under .portal/import/, and their reason, basis, approver, finder and source are keys
without a value, which the build refuses: neither the place nor the file lets them be published incomplete.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from portal import schema
from portal.frontmatter import Data
from portal.new.draft import Content, content
from portal.problems import Problem
from portal.sources import Source
from portal.views.labels import STEP
from portal.workbook import facts, record
from portal.workbook.ledger import Row
from portal.workbook.work import Bucket, Item, Work

DRAFTS = ".portal/import"
RECORDS: tuple[Bucket, ...] = ("supplement", "update")
PROPOSALS: tuple[Bucket, ...] = ("adjustment", "correction")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the command line says: the day it is, which list, the records' day, the source, what reports are."""

    today: date
    list_key: str | None = None
    day: date | None = None
    source: str | None = None
    step: str | None = None


@dataclass(slots=True)
class Files:
    """Files by path: those for the content folder, and drafts for .portal/import/; and, by task and bucket, the path that what was
    said went to, or why it went nowhere."""

    whole: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    paths: dict[tuple[str, Bucket], str] = field(default_factory=dict)
    refused: dict[tuple[str, Bucket], str] = field(default_factory=dict)


NO_DAY = "不知道是哪天公布的：加 --date 年-月-日"


def files(works: Mapping[str, Work], around: Content, choices: Choices) -> Files:
    """Everything that the work on all tasks comes to."""
    found = Files()
    for work in works.values():
        row = next(iter(work.rows.values()))[0]
        if work.now is None:
            found.paths[work.key, "promise"] = f"{work.key}/task.md"
            found.whole[f"{work.key}/task.md"] = _promise(work)
        day = choices.day or _published(work, around, choices)
        for bucket in RECORDS:
            if not any(one.bucket == bucket for one in work.said):
                continue
            why = _why_not(bucket, work, day, around, choices)
            path = "" if why else free(f"{work.key}/{day}", {*around.paths, *found.whole})
            if day is None or not path:
                found.refused[work.key, bucket] = why or f"{day} 的记录太多了"
                _without_targets(work) if bucket == "supplement" else None
                continue
            found.paths[work.key, bucket] = path
            found.whole[path] = _supplement(work, day, row, choices) if bucket == "supplement" else _update(work, day, row, choices)
        for bucket in PROPOSALS:
            changes = work.changes if bucket == "adjustment" else work.corrections
            if changes:
                found.paths[work.key, bucket] = f"{work.key}/{bucket}.md"
                found.drafts[f"{work.key}/{bucket}.md"] = _draft(bucket, work.key, changes)
    _try_drafts(found, around, choices)
    return found


def _without_targets(work: Work) -> None:
    """Take back the figures of targets that are not published after all."""
    new = {str(one["id"]) for one in work.targets}
    work.observations = [one for one in work.observations if one["target"] not in new]
    work.refused += [(one.at, f"没有写：{one.words}。它的目标还没有公布") for one in work.said if one.target in new]
    work.said = [one for one in work.said if one.target not in new]


def free(stem: str, taken: set[str]) -> str:
    """The first name of a day's records that is free: -b for the second, -c for the third; "" where none is."""
    names = [f"{stem}{suffix}.md" for suffix in ("", *(f"-{letter}" for letter in "bcdefghijklmnopqrstuvwxyz"))]
    return next((name for name in names if name not in taken), "")


def checked(around: Content, whole: Mapping[str, str]) -> list[Problem]:
    """What is wrong with the content once these files are in it."""
    if not whole:
        return []
    new = [Source(path, text, hashlib.sha256(text.encode()).hexdigest()) for path, text in whole.items()]
    return list(content((*around.texts, *new), (*around.paths, *whole)).problems)


# --- what is written


def _why_not(bucket: Bucket, work: Work, day: date | None, around: Content, choices: Choices) -> str:
    """Why a record cannot be written; "" where it can."""
    if bucket == "supplement" and choices.source is None:
        return "补充公布要有来源：先在 sources.yml 里登记这份台账或文件，再加 --source 编号"
    if day is None:
        return NO_DAY
    if day > choices.today:
        return f"{day} 晚于今天 {choices.today}"
    late = [str(one["as_of"]) for one in work.observations if str(one["as_of"]) > day.isoformat()]
    if bucket == "update" and late:
        return f"数据截至 {late[0]}，晚于记录的日期 {day}"
    adopted = next(year.listing.plan.adopted for year in around.portal.lists if year.listing.key == work.key.partition("/")[0])
    return f"{day} 早于清单公布的日期 {adopted}" if day < adopted else ""


def source(name: str, row: Row) -> Item:
    """A reference to the source, at a row of the workbook."""
    return {"id": name, "locator": f"{row.sheet} 第{row.number}行"}


def step(work: Work, choices: Choices) -> str:
    """What an update is: as the command line or a row says, else an action with a figure, else by its words; difficulties alone
    start nothing."""
    return choices.step or work.step or ("action" if work.observations else facts.step_of("\n".join(work.words)))


def _published(work: Work, around: Content, choices: Choices) -> date | None:
    """The day of a record: that of its figures, or that of the source, where it was published later."""
    entry = around.portal.sources.get(choices.source or "")
    return work.day and max(work.day, entry.date if entry and entry.date else work.day)


def _promise(work: Work) -> str:
    data: Item = {**work.promise, **{name: given.value for name, given in work.sets.items()}}
    if work.targets:
        data["targets"] = cast(Data, work.targets)
    return record.written({key: data[key] for key in schema.Promise.model_fields if key in data}, "\n\n".join(work.wordings))


def _head(kind: Bucket, day: date, row: Row, choices: Choices, what: str = "") -> Item:
    found: Item = {"kind": kind, **({"step": what} if what else {})}
    if choices.source:
        found["source"] = source(choices.source, row)
    if day < choices.today:
        found["entered"] = choices.today.isoformat()
    return found


def _supplement(work: Work, day: date, row: Row, choices: Choices) -> str:
    data = _head("supplement", day, row, choices)
    if work.sets:
        data["set"] = {name: given.value for name, given in work.sets.items()}
    if work.targets:
        data["add"] = {"targets": cast(Data, work.targets)}
    return record.written(data, "\n\n".join(work.wordings))


def _update(work: Work, day: date, row: Row, choices: Choices) -> str:
    data = _head("update", day, row, choices, step(work, choices))
    if work.observations:
        data["observations"] = cast(Data, work.observations)
    if work.troubles:
        data["difficulties"] = cast(Data, work.troubles)
    return record.written(data, "\n\n".join(map(record.markdown, work.words)))


# --- what is proposed

# the keys that only a person can fill in, each with what it asks
_ASKED: Mapping[str, Mapping[str, str]] = {
    "adjustment": {"reason": "为什么改", "basis": "依据哪个文件或决定", "approver": "谁批准的"},
    "correction": {"found_by": "谁发现写错了", "source": "正确的字句在哪里，写成 {id: sources.yml 里的编号}"},
}


def _draft(bucket: str, key: str, changes: Mapping[str, tuple[Data, Data]]) -> str:
    listed: list[Data] = [{"field": name, "old": old, "new": new} for name, (old, new) in changes.items()]
    notes = {"kind": f"从台账提出，还不能公布。填完没有值的键，文件名改成公布的日期（例如 2026-03-31.md），移到 content/{key}/ 里"}
    return record.written({"kind": bucket, "changes": listed, **dict.fromkeys(_ASKED[bucket])}, notes={**notes, **_ASKED[bucket]})


def _try_drafts(found: Files, around: Content, choices: Choices) -> None:
    """Take out each draft that would be refused even when it is filled in: a part is met, a plan is in the way."""
    tried: dict[str, tuple[str, Bucket]] = {}
    trial = dict(found.whole)
    for (key, bucket), draft in list(found.paths.items()):
        if draft not in found.drafts:
            continue
        listing = next(year.listing for year in around.portal.lists if year.listing.key == key.partition("/")[0])
        filled = re.sub("^(reason|basis|approver|found_by):$", r"\1: 待填", found.drafts[draft], flags=re.MULTILINE)
        filled = re.sub("^source:$", f"source: {{id: {listing.plan.source.id}}}", filled, flags=re.MULTILINE)
        path = free(f"{key}/{choices.today}", {*around.paths, *trial})
        tried[path], trial[path] = (key, bucket), filled
    for problem in checked(around, trial) if tried else ():
        if problem.place.file in tried:
            where = tried[problem.place.file]
            found.drafts.pop(found.paths.pop(where, ""), None)
            found.refused.setdefault(where, f"{problem.message}：{problem.hint}" if problem.hint else problem.message)


def step_words(work: Work, choices: Choices) -> str:
    """What an update is, in a word."""
    return STEP[step(work, choices)]
