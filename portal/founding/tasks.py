"""A passage -> the tasks that it announces and what it demands of them, cut as a person would cut them.

Three ways in which a founding text lists its tasks: numbered items (一、 （一） 1. ①, each its own paragraph, or one behind the other
in a paragraph), parts of a sentence between semicolons, and plain sentences one after the other. How many there are is mostly said just
before (部署了20件大事要事): where one way of cutting gives that number, it is the one that was meant.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from portal import schema
from portal.founding.sentences import (
    REPORTING,
    asks,
    clauses,
    full_width,
    has_figure,
    has_words,
    quoted_parts,
    sentences,
    title,
    without_modal,
)
from portal.founding.text import ENDS, LABEL, MARKER, Block, either, is_closed
from portal.views.labels import ASK_CALLS


@dataclass(frozen=True, slots=True)
class ProposedTask:
    """A task as proposed: `quote` and `measures` are the text's own words, set in full width; `line` is where they begin, `doubts` why
    a person must look at the title, `notes` what the text says of units and dates behind the promise."""

    title: str
    quote: str
    measures: tuple[str, ...]
    locator: str
    line: int
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedDemand:
    """A sentence that asks how all tasks are to be delivered; `asks` are those whose words stand in it."""

    title: str
    quote: str
    asks: tuple[schema.Ask, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Cut:
    """What a passage was cut into. `announced` is how many tasks the text says there are, in the sentence `lead`; `numbered`: they
    carry numbers of their own."""

    tasks: tuple[ProposedTask, ...]
    demands: tuple[ProposedDemand, ...]
    way: str
    lead: str = ""
    announced: int | None = None
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, a heading or a numbered item of a passage, with the number of its block and its level (0: not numbered)."""

    text: str
    block: int
    line: int
    heading: bool = False
    marker: str = ""
    level: int = 0
    inline: bool = False  # one of several items in a paragraph


@dataclass(frozen=True, slots=True)
class Found:
    """A list of tasks in a text: the blocks that it reaches over, and the pieces that are used up by it."""

    tasks: tuple[ProposedTask, ...]
    way: str
    first: int
    last: int
    used: frozenset[int]
    numbered: bool = False


# --- how many


_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "十": 10, "百": 100}
_ANNOUNCED = re.compile(
    f"(\\d{{1,3}}|[一二两三四五六七八九十百]{{1,4}})\\s*{either('件 项 大 个 条 类 个方面 方面')}[^，,。；;：:\\d]{{0,8}}?"
    f"{either('实事 要事 大事 任务 工程 项目 行动 工作 举措 措施')}")


def number(words: str) -> int:
    """一, 十二, 三十, 20 and ③ as a number."""
    if words.isdigit() and words.isascii():
        return int(words)
    if "\u2460" <= words <= "\u2473":
        return ord(words) - 0x245F
    total, digit = 0, 0
    for value in (_NUMERALS[char] for char in words):
        total, digit = (total + (digit or 1) * value, 0) if value >= 10 else (total, value)
    return total + digit


def announced(sentence: str) -> list[int]:
    """The numbers of tasks that a sentence may announce."""
    return [number(match[1]) for match in _ANNOUNCED.finditer(sentence)]


# --- pieces of a passage


_INLINE = re.compile(
    "(?:^|(?<=[；;。：:，,、！!]))\\s*(?:(?P<arabic>\\d{1,2})(?:[、．]|\\.(?!\\d))|[\uff08(](?P<inside>\\d{1,2})[\uff09)]"
    "|[\uff08(](?P<chinese>[一二三四五六七八九十]{1,3})[\uff09)]|(?P<ring>[\u2460-\u2473])|(?P<spoken>[一二三四五六七八九十]{1,3})[是])")
_LEVELS = (re.compile("第"), re.compile("[一二三四五六七八九十]"), re.compile("[\uff08(][一二三四五六七八九十]"), re.compile("\\d"),
           re.compile("[\uff08(]\\d"), re.compile("[\u2460-\u2473]"))


def pieces(blocks: Sequence[Block]) -> list[Piece]:
    """The headings, numbered items and sentences of a passage, in order."""
    found: list[Piece] = []
    for index, block in enumerate(blocks):
        parts = list(_numbered_parts(block))
        for text, marker in parts:
            level = next((rank for rank, pattern in enumerate(_LEVELS, 1) if pattern.match(marker)), 0)
            if marker or block.heading or LABEL.match(text):
                found.append(Piece(text, index, block.line, is_heading(text), marker, level, len(parts) > 1))
            else:
                found += [Piece(one, index, block.line) for one in sentences(text)]
    return found


def is_heading(text: str) -> bool:
    """Whether a line is a heading: nothing in it ends a sentence or parts clauses."""
    return not re.search("[，,。；;：:！!？?]", text)


def _numbered_parts(block: Block) -> Iterator[tuple[str, str]]:
    """(text, number) of the numbered parts that stand one behind the other in a block; the block itself where there are none.

    Numbers count from one and leave none out: what only looks like a number (3.5) is none.
    """
    marker = MARKER.match(block.text) if block.marker else None
    start, own = (marker.end(), block.marker) if marker else (0, "")
    for kind in ("arabic", "inside", "chinese", "ring", "spoken"):
        marks = [match for match in _INLINE.finditer(block.text, 0 if not own else start) if match[kind]]
        series = _series([number(match[kind]) for match in marks])
        if len(series) >= 2:
            marks = [marks[at] for at in series]
            if before := block.text[start : marks[0].start()].strip():
                yield before, own
            items = [block.text[match.end() : after.start() if after else None].strip()
                     for match, after in zip(marks, [*marks[1:], None], strict=True)]
            behind: list[str] = []
            if not any(end in item for item in items[:-1] for end in ENDS):  # the list is one sentence, and ends with it
                last, *behind = sentences(items[-1]) or [""]
                items[-1] = last
            yield from zip(items, (match[0].strip() for match in marks), strict=True)
            yield from ((one, "") for one in behind)
            return
    yield block.text[start:].strip(), own


def _series(numbers: Sequence[int]) -> list[int]:
    """Where 1, 2, 3 … stand in a row of numbers, one after the other."""
    found: list[int] = []
    for at, value in enumerate(numbers):
        if value == len(found) + 1:
            found.append(at)
    return found


# --- lists of tasks in a row of pieces


def lists(row: Sequence[Piece]) -> list[tuple[Found, Piece, int]]:
    """Every list with as many tasks as the words before it announce: (the list, those words, how many); the longest first."""
    found: dict[frozenset[int], tuple[Found, Piece, int]] = {}
    for at, lead in enumerate(row):
        for count in announced(lead.text):
            one = next(_after(row, at, count), None) if count > 1 else None
            if one:
                found.setdefault(one.used, (one, lead, count))
    return sorted(found.values(), key=lambda one: -one[2])


def _after(row: Sequence[Piece], at: int, count: int) -> Iterator[Found]:
    """Every way to cut so many tasks out of what follows the piece `at`."""
    first = next((index for index in range(at + 1, min(at + 4, len(row))) if row[index].level), None)
    if first is not None:
        level = row[first].level
        stop = next((index for index in range(first + 1, len(row)) if 0 < row[index].level < level), len(row))
        if count in Counter(piece.level for piece in row[first:stop]).values():
            yield from (one for one in numbered(row, first, stop) if len(one.tasks) == count)
    for index in (at, at + 1):
        if index < len(row) and (parts := semicolons(row, index)) and len(parts.tasks) == count:
            yield parts
    for is_over, way in ((_is_report, "一句一件"), (_is_report_or_demand, "一句一件"), (_is_no_line, "一行一件")):
        chosen = _up_to(row, at + 1, count, is_over)
        if len(chosen) == count:
            yield run(row, chosen, way)


def _up_to(row: Sequence[Piece], start: int, count: int, is_over: Callable[[Piece], bool]) -> list[int]:
    """The pieces with words from a place on until one is over; one more than `count` where there are more."""
    chosen: list[int] = []
    for index in range(start, len(row)):
        if is_over(row[index]) or len(chosen) > count:
            break
        if has_words(row[index].text) and not _is_note(row[index].text):
            chosen.append(index)
    return chosen


def _is_report(piece: Piece) -> bool:
    return piece.heading or piece.level > 0 or REPORTING.match(piece.text) is not None


def _is_report_or_demand(piece: Piece) -> bool:
    return _is_report(piece) or is_demand(piece.text)


def _is_no_line(piece: Piece) -> bool:
    return not piece.heading or piece.level > 0


def numbered(row: Sequence[Piece], start: int = 0, stop: int | None = None) -> list[Found]:
    """The numbered items of a row, cut in each way that gives several: first at the level that most innermost items have (of two
    with as many, the outer one), then at each level."""
    stop = len(row) if stop is None else stop
    marked = [at for at in range(start, stop) if row[at].level]
    if len(marked) < 2:
        return []
    ends, paths = _ends(row, marked, stop), _paths(row, marked)
    leaves = [at for at, after in zip(marked, [*marked[1:], None], strict=True)
              if after is None or row[after].level <= row[at].level]
    counts = Counter(row[at].level for at in leaves)
    levels = sorted({row[at].level for at in marked}, key=lambda level: (-counts[level], level))
    found = []
    told = [at for at in marked if any(has_words(piece.text) for piece in row[at : ends[at]])]
    for chosen in ([at for at in told if row[at].level == level] for level in levels):
        items = (_item_task(row, at, ends[at], paths[at]) for at in chosen)
        tasks = tuple(item for item in items if item is not None)
        if len(tasks) > 1:
            used = frozenset(piece for at in chosen for piece in range(at, ends[at]))
            above = frozenset(at for at in marked if any(piece in used for piece in range(at, ends[at])))
            way = f"按编号“{row[chosen[0]].marker}”分件" + (f"（原文有{len(levels)}级编号）" if len(levels) > 1 else "")
            found.append(Found(tasks, way, row[chosen[0]].block, row[max(used)].block, used | above, numbered=True))
    return found


def _ends(row: Sequence[Piece], marked: Sequence[int], stop: int) -> dict[int, int]:
    """Behind which piece each numbered item ends: at the next number of its level or above, the last one at its own paragraph.

    Paragraphs without a number belong to the item above them, if another item follows or it was a heading only; labels (责任单位)
    always; a report (会议强调), a heading or a demand never.
    """
    ends = {}
    for at, after in zip(marked, [*marked[1:], None], strict=True):
        end = at + 1
        while end < (stop if after is None else after):
            piece = row[end]
            apart = row[at].inline or piece.block != row[end - 1].block
            bare = all(row[one].heading or LABEL.match(row[one].text) for one in range(at, end))
            if not LABEL.match(piece.text) and (
                    piece.heading or REPORTING.match(piece.text) or (apart and (is_demand(piece.text) or (after is None and not bare)))):
                break
            end += 1
        ends[at] = end
    above: list[int] = []
    for at in marked:  # an item reaches over the items below it
        while above and row[above[-1]].level >= row[at].level:
            above.pop()
        above.append(at)
        ends |= {outer: max(ends[outer], ends[at]) for outer in above}
    return ends


def _paths(row: Sequence[Piece], marked: Sequence[int]) -> dict[int, str]:
    """The number of each item with those above it, as printed: 二（一）."""
    paths = {}
    above: list[int] = []
    for at in marked:
        while above and row[above[-1]].level >= row[at].level:
            above.pop()
        above.append(at)
        paths[at] = "".join(full_width(row[one].marker).rstrip("、．.是") for one in above)
    return paths


_NOTE = re.compile("[\uff08(][^\uff08\uff09()]*[\uff09)]")


def _item_task(row: Sequence[Piece], at: int, end: int, locator: str) -> ProposedTask | None:
    """A numbered item as a task: its heading names it, its sentences are quoted, labels behind them are noted. None where it has no
    words."""
    head, *rest = row[at:end]
    words, *cells = head.text.split("\t")  # a row of a table that was copied: what stands behind the first cell is noted
    head = replace(head, text=words)
    told = [(piece.marker if piece is not head and not index else "", one)
            for piece in (head, *rest) for index, one in enumerate(sentences(piece.text) or [""])]
    notes = [full_width(cell) for cell in cells if cell.strip()]
    while len(told) > 1 and _is_note(told[-1][1]):
        notes.insert(0, full_width(told.pop()[1]))
    titled = head.heading and has_words(head.text) and len(told) > 1
    body = told[1:] if titled else told
    quote = full_width("".join(marker + one for marker, one in body)).rstrip("\uff1b\uff0c" + (ENDS if head.inline else ""))
    parts = [clause for _, one in body for clause in clauses(one)]
    if not parts:
        return None
    found = task([head.text, *parts] if titled else parts, quote, locator, head.line)
    return replace(found, notes=tuple(notes), doubts=() if titled else found.doubts)


def _is_note(words: str) -> bool:
    """Whether words stand beside the promise: who leads and by when (责任单位：…), or something in brackets."""
    return LABEL.match(words) is not None or _NOTE.fullmatch(words) is not None


def semicolons(row: Sequence[Piece], at: int) -> Found | None:
    """The parts of one sentence between semicolons (behind its colon, if it has one), where there are three or more."""
    piece = row[at]
    colon = re.search(r"[：:](?!\d\d)[^；;]*[；;]", piece.text)
    behind = piece.text[colon.start() + 1 :] if colon else piece.text
    parts = [part for part in quoted_parts(behind.rstrip(ENDS), "；;") if has_words(part)]
    if len(parts) < 3:
        return None
    tasks = tuple(task(clauses(part), full_width(part), f"第{index}件", piece.line) for index, part in enumerate(parts, 1))
    return Found(tasks, "按分号分件", piece.block, piece.block, frozenset({at}))


def run(row: Sequence[Piece], chosen: Sequence[int], way: str) -> Found:
    """Sentences or lines as a list, one task each."""
    tasks = tuple(task(clauses(row[at].text), full_width(row[at].text), f"第{index}件", row[at].line)
                  for index, at in enumerate(chosen, 1))
    first, last = (row[chosen[0]].block, row[chosen[-1]].block) if chosen else (0, 0)
    return Found(tasks, way, first, last, frozenset(chosen))


def task(parts: Sequence[str], quote: str, locator: str, line: int) -> ProposedTask:
    """A task by its clauses: the first names it, the others are its measures. The first is a measure as well where it promises
    something that can be counted, or is all there is; not where it is a heading, which the quote does not hold."""
    first = full_width(parts[0])
    name, doubts = title(first)
    measures = [full_width(part) for part in parts[1:]]
    if (not measures or has_figure(first)) and _stands_in(first, quote):
        measures.insert(0, first)
    return ProposedTask(name, quote, tuple(dict.fromkeys(measures)), locator, line, doubts)


def _stands_in(words: str, quote: str) -> bool:
    return "".join(words.split()) in "".join(quote.split())


# --- what is demanded


# beside the words of the disclosure page (labels.ASK_CALLS), how other founding texts say the same
_CALLS: Mapping[schema.Ask, tuple[str, ...]] = {
    "lead_unit": ("牵头单位", "牵头部门", "牵头领导"), "responsible_units": ("责任单位", "责任部门", "责任到人", "压实责任", "明确责任"),
    "subtasks": ("任务分解", "分解任务", "分解落实", "细化任务"), "supervision": ("督查", "督导", "督办", "跟踪问效"),
    "milestones": ("时间表", "路线图", "时间节点", "施工图"), "difficulties": ("堵点", "难点问题"), "preparation": ("前期工作", "前期手续"),
    "start_dates": ("开工时间", "启动时间"), "procedures": ("审批手续", "前期手续"), "funding": ("资金保障", "资金落实", "筹措资金"),
    "legacy_issues": ("遗留问题",), "coordination": ("联席会议", "工作专班", "专班推进"), "targets": ("量化指标", "量化目标", "可量化"),
    "due": ("完成时限", "完成时间", "办结时限"), "evidence": ("佐证材料", "完成凭据"),
}
# asked for of all tasks, but by no ask of ours: a person must say what answers it
_PUBLIC = re.compile(f"公布|公开|公示|接受{either('社会 群众 人民')}?.{{0,6}}监督|抓落实")


def asked_by(sentence: str) -> tuple[schema.Ask, ...]:
    """The asks that the words of a sentence imply, in the order of labels.ASK."""
    return tuple(ask for ask, words in ASK_CALLS.items() if any(one in sentence for one in (*words, *_CALLS[ask])))


def is_demand(sentence: str) -> bool:
    """Whether a sentence asks how tasks are to be delivered: it tells somebody to (要), and names what we know to ask for."""
    return asks(sentence) and bool(asked_by(sentence) or _PUBLIC.search(sentence))


def _demand(piece: Piece) -> ProposedDemand:
    parts = clauses(piece.text)
    if len(parts) > 1 and REPORTING.match(parts[0] + "，"):
        parts = parts[1:]
    return ProposedDemand(full_width(without_modal(parts[0])), full_width(piece.text), asked_by(piece.text), piece.line)


# --- a whole passage


def cut(blocks: Sequence[Block]) -> Cut:
    """The tasks and demands of a passage.

    A list that bears out the number before it is the one that is meant, unless it is a small part of the passage: one of twenty
    sentences may speak of three projects and have three sentences behind it.
    """
    row = pieces(blocks)
    found, lead, count = _best(row)
    known = next(iter(lists(row)), None)
    if known is not None and len(known[0].tasks) * 3 >= len(found.tasks):
        found, lead, count = known[0], known[1].text, known[2]
    left = [at for at in range(len(row)) if at not in found.used]
    demands = tuple(_demand(row[at]) for at in left if not row[at].heading and is_demand(row[at].text))
    return Cut(tuple(_told_twice(found.tasks)), demands, found.way, full_width(lead), count, found.numbered)


def _best(row: Sequence[Piece]) -> tuple[Found, str, int | None]:
    """What is most likely meant where no number agrees: numbered items, one sentence of semicolons, or all sentences. With the words
    before them that say how many there are."""
    told = [at for at, piece in enumerate(row) if has_words(piece.text) and is_closed(piece.text) and not (
        piece.heading or REPORTING.match(piece.text) or is_demand(piece.text) or _is_note(piece.text))]
    before = row[: next((at + 1 for at in told), len(row))]
    lead, count = next(((piece.text, found[0]) for piece in before if (found := announced(piece.text))), ("", None))
    if items := numbered(row):
        return items[0], lead, count
    told = [at for at in told if row[at].text != lead]
    lists_of_parts = [parts for at in (told or range(len(row))) if (parts := semicolons(row, at))]
    if len(told) <= 1 and lists_of_parts:
        return lists_of_parts[0], lead, count
    return run(row, told, "一句一件"), lead, count


def _told_twice(tasks: Sequence[ProposedTask]) -> Iterator[ProposedTask]:
    for one in tasks:
        twice = sum(other.title == one.title for other in tasks) > 1
        yield replace(one, doubts=(*one.doubts, "和另一件同名")) if twice else one
