"""Which part of a founding text is the list: between two places that an editor names, or where the text itself says so.

Places are compared as quotes are (`library.plain`: white space and the width of marks aside), over broken lines and captions.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate

from portal.founding.sentences import spans
from portal.founding.tasks import Found, Piece, is_demand, lists, numbered, pieces
from portal.founding.text import Aside, Block, Text
from portal.library import plain

FEWEST = 3  # tasks: what a text that names no places must at least announce
_ABOVE = 10  # blocks above the list among which its article's heading is looked for
_NEAREST = 3  # places that are shown where the words are not found
_SHOWN = 6  # places that are shown where a list might be
_WORDS = 80  # characters that name a place at most


@dataclass(frozen=True, slots=True)
class Passage:
    """What is archived and cut: whole sentences from `first` to `last`. `asides` are the lines among them that do not belong there;
    `heading` is the nearest heading, '' where there is none; `why` says how the passage was found."""

    blocks: tuple[Block, ...]
    asides: tuple[Aside, ...]
    first: str
    last: str
    heading: str
    why: str

    @property
    def text(self) -> str:
        """The passage as it is archived: paragraphs parted by blank lines, words and marks as printed."""
        return "\n\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why there is no passage, and how to name one."""

    said: str


# --- named by an editor


def between(text: Text, first: str, last: str) -> Passage | Unclear:
    """The passage from the sentence with the words `first` to the sentence with the words `last`."""
    where = _Index(text.blocks)
    if not plain(first) or not plain(last):
        return Unclear("--first 和 --last 都要写：从哪几个字起，到哪几个字止")
    starts, ends = where.find(first), where.find(last)
    if not starts:
        return _nowhere("--first", first, text)
    if not ends:
        return _nowhere("--last", last, text)
    size = len(plain(last))
    ends = [end for end in ends if end + size > starts[0]]
    if not ends:
        return Unclear(f"“{last}”在“{first}”前面。--first 写开头，--last 写结尾")
    if len(ends) > 1:
        return _several("--last", last, where, ends)
    starts = [start for start in starts if start < ends[0] + size]
    if len(starts) > 1:
        return _several("--first", first, where, starts)
    (block, at), (last_block, end) = where.place(starts[0]), where.place(ends[0] + size - 1)
    passage = _cut_out(text, block, at, last_block, end)
    return replace(passage, first=first, last=last, why="--first 和 --last 之间，取整句")


class _Index:
    """Where every character of `plain` of the blocks stands."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.plains = [plain(block.text) for block in blocks]
        self.starts = [0, *accumulate(map(len, self.plains))]
        self.plain = "".join(self.plains)

    def find(self, words: str) -> list[int]:
        """Every place of words in the plain text."""
        words, found, at = plain(words), [], -1
        while (at := self.plain.find(words, at + 1)) >= 0:
            found.append(at)
        return found

    def place(self, at: int) -> tuple[int, int]:
        """(number of the block, index in its text) of a character of the plain text."""
        number = bisect_right(self.starts, at) - 1
        solid = [index for index, char in enumerate(self.blocks[number].text) if not char.isspace()]
        return number, solid[at - self.starts[number]]

    def around(self, at: int) -> str:
        """What stands at a place, for a person to find it."""
        number, index = self.place(at)
        block = self.blocks[number]
        return f"第 {block.line} 行起：…{block.text[max(index - 8, 0) : index + 24]}…"


def _nowhere(option: str, words: str, text: Text) -> Unclear:
    aside = next((one for one in text.asides if plain(words) in plain(one.text)), None)
    if aside:
        return Unclear(f"{option} 的“{words}”在第 {aside.line} 行，那一行不是正文（{aside.why}）。请写正文里的字")
    near = list(_nearest(words, text.blocks))
    said = f"找不到 {option} 的“{words}”（空白和标点的全角半角不计）"
    return Unclear(said + ("。最像的地方：\n" + "\n".join(near) if near else "。请照原文抄几个字"))


def _nearest(words: str, blocks: Sequence[Block]) -> Iterator[str]:
    """The places most like the words, by the pairs of characters that they share."""
    wanted = _pairs(plain(words))
    scored = sorted(((len(wanted & _pairs(plain(block.text))), -number) for number, block in enumerate(blocks)), reverse=True)
    for score, number in scored[:_NEAREST]:
        if score * 2 < len(wanted) or not score:
            break
        block = blocks[-number]
        match = SequenceMatcher(None, block.text, words, autojunk=False).find_longest_match()
        start = max(match.a - match.b - 4, 0)
        yield f"  第 {block.line} 行起：…{block.text[start : start + len(words) + 12]}…"


def _pairs(words: str) -> set[str]:
    return {words[index : index + 2] for index in range(len(words) - 1)}


def _several(option: str, words: str, where: _Index, places: Sequence[int]) -> Unclear:
    shown = "\n".join(f"  {where.around(at)}" for at in places[:5])
    return Unclear(f"{option} 的“{words}”有 {len(places)} 处，分不清是哪一处。请多抄几个字：\n{shown}")


def _cut_out(text: Text, block: int, at: int, last_block: int, end: int) -> Passage:
    """The whole sentences from a character of one block to a character of another."""
    start = next(begin for begin, stop in reversed(spans(text.blocks[block].text)) if begin <= at)
    stop = next(stop for begin, stop in spans(text.blocks[last_block].text) if end < stop)
    chosen = list(text.blocks[block : last_block + 1])
    chosen[-1] = replace(chosen[-1], text=chosen[-1].text[:stop])
    if start:
        chosen[0] = replace(chosen[0], text=chosen[0].text[start:], marker="")
    return _passage(text, tuple(chosen), block)


def _passage(text: Text, chosen: tuple[Block, ...], start: int) -> Passage:
    asides = tuple(one for one in text.asides if chosen[0].line < one.line < chosen[-1].last)
    return Passage(chosen, asides, "", "", _heading(text.blocks, start), "")


def _heading(blocks: Sequence[Block], start: int) -> str:
    """The first of the nearest headings above a block, or the block itself where it is one."""
    top = _headings_above(blocks, start)
    return blocks[top].text if top is not None else ""


def _headings_above(blocks: Sequence[Block], start: int) -> int | None:
    """Where the nearest group of headings begins, from a block upwards; None where there is none near, or a numbered item first."""
    at = start
    while at >= 0 and not _is_title(blocks[at]):
        if start - at >= _ABOVE or blocks[at].marker:
            return None
        at -= 1
    if at < 0:
        return None
    while at > 0 and _is_title(blocks[at - 1]):
        at -= 1
    return at


def _is_title(block: Block) -> bool:
    return block.heading and not block.marker


# --- proposed by the text


def proposed(text: Text) -> Passage | Unclear:
    """The passage with the list that the text itself announces (部署了20件大事要事, then twenty sentences): from the heading of its
    article to the demands behind it. Unclear where no announcement is borne out, or several are."""
    row = pieces(text.blocks)
    known = [one for one in lists(row) if one[2] >= FEWEST]
    if not known or (len(known) > 1 and known[0][2] == known[1][2]):
        return Unclear(_must_be_named(text, row, known))
    found, lead, count = known[0]
    top = _headings_above(text.blocks, lead.block)
    start = lead.block if top is None else top
    end = found.last
    while end + 1 < len(text.blocks) and any(is_demand(text.blocks[end + 1].text[a:b]) for a, b in spans(text.blocks[end + 1].text)):
        end += 1
    chosen = tuple(text.blocks[start : end + 1])
    where = _Index(text.blocks)
    passage = _passage(text, chosen, start)
    return replace(passage, first=_unique(where, start, ahead=True), last=_unique(where, end, ahead=False),
                   why=f"原文说“{_short(lead.text)}”，后面正好 {count} 件")


def _unique(where: _Index, number: int, *, ahead: bool) -> str:
    """The fewest words from the beginning of a block (or up to its end) that stand nowhere else, of ten to eighty characters."""
    there = where.plain[where.starts[number] :] if ahead else where.plain[: where.starts[number + 1]]
    parts = [there[:size] if ahead else there[-size:] for size in range(10, _WORDS + 1)]
    return next((part for part in parts if where.plain.count(part) == 1), parts[-1])


def _short(words: str) -> str:
    return words if len(words) <= 40 else f"…{words[-38:]}"


def _must_be_named(text: Text, row: Sequence[Piece], known: Sequence[tuple[Found, Piece, int]]) -> str:
    said = "看不出清单在哪里，请用 --first 和 --last 写明：从哪几个字起，到哪几个字止"
    places = [(lead.line, f"说了 {count} 件：{_short(lead.text)}") for _, lead, count in known]
    if not known and (items := numbered(row)):
        first, last = text.blocks[items[0].first], text.blocks[items[0].last]
        places.append((first.line, f"有编号的 {len(items[0].tasks)} 项，从“{first.text[:12]}”到“{last.text[-12:]}”"))
    if places:
        said += "。可能的地方：\n" + "\n".join(f"  第 {line} 行起{what}" for line, what in places[:_SHOWN])
    return said
