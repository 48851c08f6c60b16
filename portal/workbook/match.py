"""Which task of a list a row is about: by 编号, by name, by the words of its quote, by number. What is only alike is said, not taken."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal import library
from portal.frontmatter import Data
from portal.library import Task
from portal.state import TaskState
from portal.workbook.ledger import Row, number_of
from portal.workbook.values import folded, short

SURE = 12  # characters of a quote that do not stand in another by chance
ALIKE = 0.75  # of difflib's ratio: one or two characters of ten differ


@dataclass(frozen=True, slots=True)
class Standing:
    """A task as it stands: what its page shows, as data and as a state."""

    task: Task
    data: Data
    now: TaskState


@dataclass(frozen=True, slots=True)
class Match:
    """The task that a row is about, how that is known, and the part of it where the row is about one (measures.chain)."""

    key: str
    how: str
    part: str = ""


def match(row: Row, list_key: str, tasks: Mapping[str, Standing]) -> Match | str | None:
    """The task of a row; in Chinese why it cannot be told; None where the list has no such task."""
    named = row.text("key")
    if named and not named.isdigit() and folded(named) != "new":
        key = named if "/" in named else f"{list_key}/{named}"
        if key in tasks:
            return Match(key, "编号")
        if not library.TASK_NAME.fullmatch(named):
            return f"{row.cells['key'].at} 没有编号“{short(named)}”的任务"
    number = number_of(row)
    numbered = next((one for one in tasks.values() if one.task.number == number), None)
    title = folded(row.text("title") or row.text("content"))
    if not title:
        return Match(numbered.task.key, "序号") if numbered else "没有任务名称，不知道是哪一件：补上名称，或者合并上面的单元格"
    found = [one for one in tasks.values() if title in _titles(one)]
    if len(found) == 1:
        own = found[0].task.number
        said = "名称和序号" if number == own else "名称" if number is None else f"名称（序号不同：表里 {number}，清单第 {own} 件）"
        return Match(found[0].task.key, said)
    if found:
        same = next((one for one in found if one.task.number == number), None)
        return Match(same.task.key, "名称和序号") if same else f"清单里有 {len(found)} 件叫“{short(row.text('title'))}”，序号也对不上"
    return _by_quote(row, tasks) or _alike(row, title, number, numbered, tasks)


def _titles(one: Standing) -> set[str]:
    return {folded(one.now.shown_promise.title), folded(one.task.promise.title)}


def _by_quote(row: Row, tasks: Mapping[str, Standing]) -> Match | None:
    """The one task whose quote, measure or milestone a row gives word for word."""
    for text in (row.text("title"), row.text("content")):
        words = folded(text).rstrip("。；")
        if not words:
            continue
        whole = [Match(one.task.key, "承诺原文") for one in tasks.values() if words == folded(one.task.promise.quote).rstrip("。")]
        parts = [Match(one.task.key, f"{said}原文", f"{kind}.{item.id}") for one in tasks.values()
                 for kind, said, items in (("measures", "举措", one.now.shown_promise.measures),
                                           ("milestones", "节点", one.now.shown_promise.milestones))
                 for item in items if words == folded(getattr(item, "text", "") or getattr(item, "title", "")).rstrip("。")]
        within = [Match(one.task.key, "承诺原文") for one in tasks.values()
                  if len(words) >= SURE and words in folded(one.task.promise.quote)]
        for found in (whole, parts, within):
            if len(found) == 1:
                return found[0]
    return None


def _alike(row: Row, title: str, number: int | None, numbered: Standing | None, tasks: Mapping[str, Standing]) -> str | None:
    """Why a row is neither one of the tasks nor plainly a new one."""
    same_way = "是这一件就把名称改成一样，或者加一列“编号”，写"
    if numbered:
        return (f"序号 {number} 在清单里是“{numbered.now.shown_promise.title}”，名称不同，没有导入：{same_way} "
                f"{numbered.task.key.partition('/')[2]}；是新的任务就换一个序号")
    near = None if folded(row.text("key")) == "new" else nearest(title, ((one, name) for one in tasks.values() for name in _titles(one)))
    if near:
        return (f"和第 {near.task.number} 件“{near.now.shown_promise.title}”很像，没有导入：{same_way} {near.task.key.partition('/')[2]}；"
                "是新的任务就在“编号”一列写 new")
    return None


def nearest(title: str, known: Iterable[tuple[Standing, str]]) -> Standing | None:
    """The task with the name that is most like a title, where one is alike enough to be doubted."""
    found = [(difflib.SequenceMatcher(None, title, name, autojunk=False).ratio(), one) for one, name in known
             if is_alike(title, name)]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def is_alike(one: str, other: str) -> bool:
    """Whether two names may mean the same: one holds the other, or few characters differ."""
    return (min(len(one), len(other)) >= 4 and (one in other or other in one)) or (
        difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE)
