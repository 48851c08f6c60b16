"""Pieces of a page: for each macro in templates/components/ the dataclass that it prints, and what makes one.

Plain numbers, words and days in, finished data out. Nothing here knows a schema or a state.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, is_dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any, Literal, get_args, get_type_hints

from portal.views.pictures import Bullet, Cells, cells
from portal.views.words import Text


@dataclass(frozen=True, slots=True)
class Glyph:
    """A shape of the sprite (templates/components/glyph.html), how it is coloured, and the word beside it."""

    symbol: str
    tone: Literal["", "good", "late", "bad"]
    word: str


# Worst first: the order of the legend and of the strip.
LIGHTS: Mapping[str, Glyph] = {
    "serious": Glyph("serious", "bad", "严重滞后"),
    "behind": Glyph("behind", "late", "慢序时"),
    "no_data": Glyph("nodata", "", "数据未更新"),
    "due_soon": Glyph("due", "", "临期"),
    "on_time": Glyph("on", "good", "达序时"),
    "ahead": Glyph("ahead", "good", "超序时"),
    "done": Glyph("done", "good", "完成"),
    "none": Glyph("noplan", "", "无时间表"),
}
STATUSES: Mapping[str, Glyph] = {
    "not_assessed": Glyph("none", "", "暂未评估"),
    "not_started": Glyph("start", "", "未启动"),
    "preparing": Glyph("prep", "", "前期工作"),
    "in_progress": Glyph("go", "", "推进中"),
    "completed": Glyph("done", "good", "已完成"),
    "completed_late": Glyph("late", "good", "逾期完成"),
    "completed_as_adjusted": Glyph("adj", "good", "调整后完成"),
    "reported_complete": Glyph("self", "good", "自报完成"),
    "partially_completed": Glyph("part", "", "部分完成"),
    "missed": Glyph("miss", "bad", "未完成"),
    "concluded": Glyph("concl", "", "已作结论"),
    "overdue": Glyph("over", "bad", "逾期未结"),
    "awaiting_verdict": Glyph("wait", "", "期满待结论"),
    "suspended": Glyph("pause", "", "暂缓"),
    "terminated": Glyph("end", "", "终止"),
    "carried_over": Glyph("carry", "", "结转下年"),
}
CELLS: Mapping[str, Glyph] = {
    "met": Glyph("c-met", "good", "完成"),
    "claimed": Glyph("c-self", "good", "自报"),
    "open": Glyph("c-open", "", "未完成"),
    "dropped": Glyph("c-drop", "", "已取消"),
    "ongoing": Glyph("c-ever", "", "常态化"),
}
RECORDS: Mapping[str, Glyph] = {
    "adjustment": Glyph("chg", "", "调整"),
    "correction": Glyph("fix", "", "勘误"),
}
STEPS: Mapping[str, Glyph] = {  # of difficulties' measures, procedures, supervision
    "planned": Glyph("start", "", "计划做"),
    "under_way": Glyph("go", "", "正在做"),
    "resolved": Glyph("done", "good", "已解决"),
    "ineffective": Glyph("miss", "", "没有效果"),
    "not_started": Glyph("start", "", "未开始"),
    "in_process": Glyph("go", "", "办理中"),
    "granted": Glyph("done", "good", "已批复"),
    "returned": Glyph("miss", "", "退回"),
    "closed": Glyph("done", "good", "已办结"),
    "unclosed": Glyph("wait", "", "未办结"),
}


def standing_glyph(light: str | None, status: str) -> Glyph:
    """The one shape of a task: its light, or its status where there is no light; what is done shows how it was done."""
    return STATUSES[status] if light is None or light == "done" else LIGHTS[light]


def mark(number: int) -> str:
    """The name of a choice, and the class of each row that belongs to it (components/filter.css knows f1 to f120)."""
    return f"f{number}"


def symbols(view: object) -> tuple[str, ...]:
    """The shapes that a view uses, each once, by name: what the page's sprite must hold."""
    return tuple(sorted(set(_symbols(view))))


def _symbols(view: object) -> Iterable[str]:
    if isinstance(view, Glyph):
        yield view.symbol
    elif isinstance(view, tuple | list):
        for item in view:
            yield from _symbols(item)
    elif is_dataclass(kind := type(view)):
        for name in _ways(kind):
            yield from _symbols(getattr(view, name))


@cache
def _ways(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass that can lead to a shape; most lead to words only."""
    return tuple(name for name, hint in get_type_hints(kind).items() if _leads(hint, frozenset({kind})))


def _leads(hint: object, seen: frozenset[object]) -> bool:
    if hint in (Glyph, object, Any):
        return True
    if isinstance(hint, type) and is_dataclass(hint):
        return hint not in seen and any(_leads(own, seen | {hint}) for own in get_type_hints(hint).values())
    return any(_leads(own, seen) for own in get_args(hint))


@dataclass(frozen=True, slots=True)
class Link:
    """A way to somewhere: finished address, relative to the page; `current`: we are there."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What base.html needs of every page.

    `root` leads from the page to the top of the site (`""`, `../`, `../../`); `title` is the whole of <title>; the notice
    says what the site is (非官方, 示例数据); `nav` stands in the head on a wide screen, `menu` at the foot of every page;
    `symbols` is `symbols(view)`; `canonical` is an absolute address or "". `versions`: of each asset by name.
    """

    root: str
    title: str
    description: str
    versions: Mapping[str, str]
    site_title: str
    home: str
    notice_label: str
    notice_text: str
    nav: tuple[Link, ...]
    menu: tuple[Link, ...]
    footer: tuple[Text, ...]
    symbols: tuple[str, ...] = ()
    canonical: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A term, what it is, and in small type what belongs to it."""

    term: str
    value: Text
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where it stands: light or status (None on a list), what else holds, one sentence, the subtraction in words."""

    glyph: Glyph | None
    note: str
    say: Text
    detail: Text = ""


@dataclass(frozen=True, slots=True)
class TallyRow:
    """One of the two tallies: 现定 3/9."""

    name: str
    score: str
    cells: Cells
    quiet: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """The tallies of a task, and the meaning of the cells that occur in them."""

    rows: tuple[TallyRow, ...]
    key: tuple[Glyph, ...]


def tally(present: tuple[int, int, int], original: tuple[int, int, int], dropped: int, *, both: bool = False) -> Tally:
    """(met, claimed, total) by the present and by the original promise; of the original, `dropped` are dropped.

    The original stands beside the present wherever the two differ, and where `both` demands it (终止).
    """
    sides = [("现定", present, 0), ("原定", original, dropped)]
    if present == original and not dropped and not both:
        sides = sides[:1]
    rows = []
    for name, (met, claimed, total), gone in sides:
        bar = cells(met, claimed, total - met - claimed - gone, gone)
        rows.append(TallyRow(name, f"{met}/{total}", replace(bar, label=name + bar.label), name == "原定"))
    words = {"met": "完成，有凭据", "claimed": "自报，没有凭据", "open": "未完成", "dropped": "已取消"}
    key = [replace(CELLS[kind], word=word) for kind, word in words.items()
           if any(getattr(row.cells, kind) for row in rows)]
    return Tally(tuple(rows), tuple(key))


@dataclass(frozen=True, slots=True)
class Quote:
    """The founding text, byte for byte: `opening`, then one line for each measure (none: the opening is the whole)."""

    opening: str
    measures: tuple[str, ...]
    source: Text


def quote(words: str, measures: Sequence[str], source: Text) -> Quote:
    """The quote split before each measure, so that joined it is the quote again.

    Left whole where a measure does not stand in it after the one before. Width of punctuation is no difference.
    """
    narrow = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
    plain = words.translate(narrow)
    cuts = []
    at = 0
    for measure in measures:
        at = plain.find(measure.translate(narrow), at)
        if at < 0:
            return Quote(words, (), source)
        cuts.append(at)
        at += len(measure)
    if not cuts:
        return Quote(words, (), source)
    lines = (words[start:stop] for start, stop in pairwise([*cuts, len(words)]))
    return Quote(words[: cuts[0]], tuple(lines), source)


@dataclass(frozen=True, slots=True)
class Option:
    """One light of the filter: the mark of its rows, its name in the address ("" for every task), a word, the shapes."""

    id: str
    value: str
    word: str
    glyphs: tuple[Glyph, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Lights:
    """How many tasks show which light, worst first: a strip of shapes on a phone, and the filter of the index.

    Of many tasks every light has one shape with its number, of few a shape for each task.
    """

    label: str
    options: tuple[Option, ...]
    numbers: bool = False


MANY = 40  # tasks: more shapes are counted by nobody


def told(light: str | None, status: str) -> str:
    """What a task is filed under: its light; without one, or where it is only reported complete, its status."""
    return status if light is None or (light == "done" and status == "reported_complete") else light


def lights(tasks: Iterable[tuple[str | None, str]]) -> Lights:
    """(light, status) of each task -> counts and filter, marks from f1 on; a task is filed as `told` says."""
    found = sorted(tasks, key=lambda task: _rank(*task))
    words = {name: glyph.word for name, glyph in (*STATUSES.items(), *LIGHTS.items())}
    groups: dict[str, list[Glyph]] = {}
    for light, status in found:
        groups.setdefault(told(light, status), []).append(standing_glyph(light, status))
    options = [Option(mark(number), value, words[value], tuple(glyphs), len(glyphs))
               for number, (value, glyphs) in enumerate(groups.items(), 1)]
    label = "，".join(f"{option.word}{option.count}件" for option in options)
    if numbers := len(found) > MANY:
        options = [replace(option, glyphs=option.glyphs[:1]) for option in options]
    return Lights(label, (Option("", "", "全部", (), len(found)), *options), numbers)


def _rank(light: str | None, status: str) -> tuple[int, int]:
    by_light, by_status = list(LIGHTS), list(STATUSES)
    return (len(by_light) if light is None else by_light.index(light)), by_status.index(status)


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter: the mark of its rows, its name in the address, its word, how many rows have it."""

    id: str
    value: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing that tasks are picked by: its name in the address, its label, the choices that occur."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """How the rows of a page are picked beside their lights, and what they can be sorted by: (name, label)."""

    title: str
    picks: tuple[Pick, ...]
    orders: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task in the index. `score` is (met, total), `original` 3/10 or ""; days are ISO, "" where there is none.

    Without a next day `next_text` stands alone (未公布); without both the cell says 无; `passed`: that day is over. `marks`: see
    `mark`.
    """

    number: str
    title: str
    href: str
    note: str
    marks: str
    glyph: Glyph
    reason: str
    score: tuple[int, int]
    original: str
    cells: Cells
    next_day: str
    next_text: str
    last_day: str
    last_ago: str
    passed: bool = False


@dataclass(frozen=True, slots=True)
class TaskTable:
    """The index: its caption, where today stands in the year ("": not drawn), the rows."""

    caption: str
    tick: str
    rows: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """A task of a list without records: the quote itself, its title in it the link. `marks`: see `mark`."""

    number: str
    before: str
    title: str
    after: str
    href: str
    note: str
    marks: str = ""


def promise(number: str, words: str, title: str, href: str, note: str, marks: str = "") -> Promise:
    """The quote around its title; a title that does not stand in the quote stands before it."""
    before, found, after = words.partition(title)
    if not found:
        before, after = "", f"\u3000{words}"
    return Promise(number, before, title, after, href, note, marks)


@dataclass(frozen=True, slots=True)
class Step:
    """A line within an entry: shape, words, and in small type who and when."""

    glyph: Glyph
    text: Text
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a dated list: day (ISO or ""), a word (进展, 还有9天), its number in the ledger; then what it says.

    `prose` is Markdown's own output; `note` is small (凭据), `source` is where it stands.
    """

    day: str
    word: str = ""
    glyph: Glyph | None = None
    strong: bool = False
    ref: Text = ""
    id: str = ""
    lines: tuple[Text, ...] = ()
    prose: str = ""
    steps: tuple[Step, ...] = ()
    facts: tuple[Fact, ...] = ()
    note: Text = ""
    source: Text = ""


@dataclass(frozen=True, slots=True)
class Num:
    """A number of a target: what it is, how much, and in small type its day or its share."""

    term: str
    value: str
    note: Text = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A target: its bar (None where no percent is computed), its numbers, how they were computed, line by line."""

    id: str
    title: str
    bullet: Bullet | None
    nums: tuple[Num, ...]
    how: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A milestone of the task chain: shape, title (struck when dropped), lines in small type."""

    glyph: Glyph
    title: str
    lines: tuple[Text, ...] = ()
    struck: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """The task chain, with today between what lies behind and what is to come ("": not drawn)."""

    past: tuple[Node, ...]
    today: str
    coming: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: shape of its cell, words of the founding text, and in small type where it stands."""

    glyph: Glyph
    text: str
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """An approval: what, by whom, where it stands (the shape's word), and in small type day and document."""

    title: str
    authority: str
    glyph: Glyph
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a demand asks for, and the question in plain words; on a task, with an id, the request for it and its mail."""

    title: str
    question: str
    id: str = ""
    request: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True)
class Demand:
    """A demand of the founding text beside what it asks for; `tag` 本站增列, with `basis`, where the portal asks."""

    title: str
    words: Text
    asks: tuple[Ask, ...]
    tag: str = ""
    basis: Text = ""


@dataclass(frozen=True, slots=True)
class AskRow:
    """One ask over all tasks: 公布 answered of asked."""

    title: str
    href: str
    cells: Cells
    answered: int
    asked: int


def ask_row(title: str, href: str, answered: int, asked: int) -> AskRow:
    """A bar of one cell for each task that is asked."""
    bar = cells(answered, 0, asked - answered)
    return AskRow(title, href, replace(bar, label=f"应公布{asked}件，已公布{answered}件"), answered, asked)


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of the key and what it means."""

    glyph: Glyph
    meaning: str


@dataclass(frozen=True, slots=True)
class Shapes:
    """A group of the key."""

    title: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Tool:
    """One of the things to do with a page: title, words, a text to copy, links."""

    title: str
    text: Text = ""
    copy: str = ""
    links: tuple[Link, ...] = ()
