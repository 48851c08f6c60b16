"""What the text of a cell means: a day, a figure, names of units. Nothing is rounded, completed or guessed.

Each function gives the value, or a short reason (Chinese) why there is none that could be published.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from portal import schema

Why: TypeAlias = str
NOTHING = frozenset({"", "无", "暂无", "没有", "/", "\\", "-", "--", "—", "——", "－", "―", "无。", "暂无。", "不涉及"})


@lru_cache(8192)
def folded(text: str) -> str:
    """Text as it is compared: half-width, without white space, in lower case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def narrow(text: str) -> str:
    """Text with half-width letters, digits and marks, character for character."""
    return "".join(chr(ord(char) - 0xFEE0) if "\uff01" <= char <= "\uff5e" else char for char in text)


def short(text: str, length: int = 20) -> str:
    """A text as it is quoted in a message: on one line, not longer than this."""
    one = joined(text)
    return one if len(one) <= length else one[:length] + "…"


# --- days

_DIGIT = "一二三四五六七八九十"
_OPEN = re.compile("长期|全年|常年|常态|持续|永久|每[年季月周]|按[季月年]|实时|随时|不定期|待定|另行")
_BEFORE = "(?: 之前 | 以前 | 前 | 止 )? (?: 完成 | 办结 | 建成 )?"
_TIME = re.compile(r"\s+\d{1,2}:\d{2}(?::\d{2})?$")
_FULL = re.compile(rf"(\d{{4}}) [-./年] (\d{{1,2}}) [-./月] (\d{{1,2}}) [日号]? {_BEFORE}", re.VERBOSE)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_SERIAL = re.compile(r"[34567]\d{4}")  # 1982 to 2119
_NO_YEAR = re.compile(rf"(\d{{1,2}}) 月 (\d{{1,2}}) [日号] {_BEFORE}", re.VERBOSE)
# what ends with a month, a quarter, a year: (pattern, months in one)
_ENDS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(rf"(?: (\d{{4}}) 年 )? (\d{{1,2}}) 月 (?: 份 )? (?: 底 | 末 ) {_BEFORE}", re.VERBOSE), 1),
    (re.compile(rf"(?: (\d{{4}}) 年 )? (?: 第 )? ([一二三四1-4]) 季度 (?: 底 | 末 ) {_BEFORE}", re.VERBOSE), 3),
    (re.compile(rf"(?: (\d{{4}}) | 今 | 本 )? () 年 (?: 度 )? (?: 底 | 末 | 内 ) {_BEFORE}", re.VERBOSE), 12),
)
_VAGUE = re.compile(
    r"(?: \d{4} [-./年]? )? (?: \d{1,2} (?: 月 )? (?: 份 | [上中下] 旬 )? | (?: 第 )? [一二三四1-4] 季度 | [上下] 半年 )?"
    r"(?: 之前 | 以前 | 前 | 完成 )?", re.VERBOSE)


def day(text: str, start: date, end: date) -> date | Why:
    """The day that a text names, or why it names none; `start` and `end` are the list's period, for a day without a year.

    The end of a month, a quarter or a year (底, 末; 年内) is its last day; 9月 alone is no day, and 长期 or 全年 is none either.
    """
    plain = folded(_TIME.sub("", text))
    text = short(text)
    if _OPEN.search(plain):
        return f"“{text}”不是一个日子，照未公布算"
    if match := _FULL.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _day(int(match[1]), int(match[2]), int(match[3]), text)
    if _SERIAL.fullmatch(plain):  # how Excel counts days
        return date(1899, 12, 30) + timedelta(int(plain))
    if match := _NO_YEAR.fullmatch(plain):
        found = [one for year in range(start.year, end.year + 1)
                 if isinstance(one := _day(year, int(match[1]), int(match[2]), text), date) and start <= one <= end]
        return found[0] if len(found) == 1 else f"“{text}”没有写年份，不能确定是哪一年"
    for pattern, months in _ENDS:
        if match := pattern.fullmatch(plain):
            if match[1] is None and start.year != end.year:
                return f"“{text}”没有写年份，不能确定是哪一年"
            return _last_of(int(match[1] or start.year), (whole_number(match[2]) or 1) * months, text)
    if _VAGUE.fullmatch(plain):
        return f"“{text}”没有写到日：写成 2026-09-30，或者 9月底前、年底前"
    return f"“{text}”不是日期：写成 2026-09-30"


def is_written_out(text: str) -> bool:
    """Whether a text that names a day says its month and day itself: not 9月底."""
    plain = folded(_TIME.sub("", text))
    return any(pattern.fullmatch(plain) for pattern in (_FULL, _COMPACT, _SERIAL, _NO_YEAR))


def _day(year: int, month: int, number: int, text: str) -> date | Why:
    try:
        found = date(year, month, number)
    except ValueError:
        return f"“{text}”：没有这一天"
    return found if schema.FIRST_YEAR <= year <= schema.LAST_YEAR else f"“{text}”太远"


def _last_of(year: int, month: int, text: str) -> date | Why:
    if not 1 <= month <= 12:
        return f"“{text}”：没有这个月"
    first = _day(year + month // 12, month % 12 + 1, 1, text)
    return first - timedelta(1) if isinstance(first, date) else first


_AS_OF = re.compile(r"截 [至止] (?: 到 )? (?: 时间 | 日期 )? [:至]?"
                    r"( (?: \d{4} 年 | \d{4} [-./] )? [\d一二三四年月日号底末季度第./-]* [\d日号底末] )", re.VERBOSE)


def day_within(text: str, start: date, end: date) -> tuple[str, date] | None:
    """The words 截至 … in a title or a heading and the day that they name; None where there are none."""
    match = _AS_OF.search(folded(text))
    found = day(match[1], start, end) if match else None
    return (match[0], found) if match and isinstance(found, date) else None


# --- figures

_NUMBER = r"[-\u2212]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_ABOUT = "大约|约|近|左右|上下|超过|超|逾|以上|以下|以内|不少于|不低于|不高于|不超过|不大于|至少|至多|最多|力争|>=|<=|≥|≤|>|<"
_FIGURE = (rf"(?P<before>{_ABOUT})? \s* (?P<number>{_NUMBER}) \s* (?P<many> 余 | 多 )? (?P<unit>[^\d\s,.:;<>=≥≤()]{{0,6}}?)"
           rf"\s* (?P<after>{_ABOUT})?")
_WHOLE = re.compile(_FIGURE, re.VERBOSE)
_TITLED = re.compile(rf"(?P<title>.*?) (?<![\d.,]) :? \s* {_FIGURE}", re.VERBOSE)
_PIECE = re.compile(r"(?:[^;。、,\n]|,(?=\d{3}(?!\d)))+")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit ("" where none is written), the words before it, and the word that makes it inexact or a limit."""

    value: Decimal
    unit: str
    title: str = ""
    about: str = ""

    def __str__(self) -> str:
        return f"{written(self.value)}{self.unit}"


def figure(text: str) -> Figure | None:
    """The figure that a text is as a whole: 20, １，２００, 15.5亿元, 85.6%, ≥20座; None where it is no figure."""
    match = _WHOLE.fullmatch(narrow(text.strip()))
    return _figure(match, "") if match else None


def figures(text: str) -> list[Figure] | None:
    """The figures of a text such as 建成加氢站20座、推广重卡300辆; None unless each piece of it ends with a figure."""
    found = []
    for piece in _PIECE.finditer(narrow(text)):
        own = piece[0].strip()
        match = _TITLED.fullmatch(own) if own else None
        if own and match is None:
            return None
        if match:
            start = piece.start() + len(piece[0]) - len(piece[0].lstrip())
            found.append(_figure(match, text[start : start + len(match["title"])].strip()))
    return found or None


def _figure(match: re.Match[str], title: str) -> Figure:
    number = Decimal(match["number"].replace(",", "").replace("\u2212", "-"))
    return Figure(number, match["unit"] or "", title, match["before"] or match["many"] or match["after"] or "")


def bare(title: str) -> str:
    """A target's title without the figure that it may end with: 建成加氢站20座."""
    found = figures(title)
    return found[0].title if found and len(found) == 1 and found[0].title else title


def written(value: Decimal) -> str:
    """A number as an editor writes it into a file."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


# --- several things in one cell

_ROLE = re.compile(r"[(\uff08] (?: 牵头 | 主办 | 负责 | 配合 | 协办 ) (?: 单位 )? [)\uff09]"
                   r"| ^ (?: 牵头 | 主办 | 责任 | 配合 | 协办 ) (?: 单位 | 部门 )? [:\uff1a]", re.VERBOSE)


def names(text: str) -> list[str]:
    """The names in a cell, separated by 、 ， ； / blanks or line ends; what stands in brackets is not divided."""
    found: list[str] = []
    depth, own = 0, ""
    for char in text + "、":
        plain = narrow(char)
        depth += (plain == "(") - (plain == ")" and depth > 0)
        if depth == 0 and (plain in "、,;/" or char.isspace()):
            name = _ROLE.sub("", own).strip().removesuffix("。").removesuffix("等")
            if name and name not in found and name not in NOTHING:
                found.append(name)
            own = ""
        else:
            own += char
    return found


def unit_ids(units: Mapping[str, schema.Unit]) -> dict[str, str]:
    """Units by their full and short names and ids as they are compared; a name that two of them have leads to none."""
    found: dict[str, str] = {}
    for unit in units.values():
        for name in {folded(unit.name), folded(unit.short or unit.name), folded(unit.id)}:
            found[name] = "" if found.get(name, unit.id) != unit.id else unit.id
    return {name: one for name, one in found.items() if one}


def nearest(name: str, units: Mapping[str, schema.Unit]) -> str | None:
    """The registered name that was probably meant."""
    known = {folded(text): text for unit in units.values() for text in (unit.name, unit.short) if text}
    holding = [one for one in known if folded(name) in one or one in folded(name)]
    near = min(holding, key=len) if holding else schema.closest(folded(name), known)
    return known[near] if near else None


_ITEM = re.compile(r"^(?:[(]?\d{1,2}[.、)](?!\d)|[(]?[一二三四五六七八九十]{1,3}[、)]|[\u2460-\u2473])\s*")


def items(text: str) -> list[str]:
    """The points of a cell with several: its lines, without their numbers, where each line has one; else all of it in one line."""
    lines = [line for line in text.split("\n") if line.strip()]
    normal = [_numbered(line) for line in lines]
    if len(lines) > 1 and all(normal):
        return [line[cut:].strip() for line, cut in zip(lines, normal, strict=True)]
    return [joined(text)] if lines else []


def _numbered(line: str) -> int:
    """How many characters of a line are its number; 0 where it has none."""
    match = _ITEM.match(narrow(line))
    return match.end() if match else 0


def joined(text: str) -> str:
    """Text of several lines in one: a blank between them, unless both sides are Chinese."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    found = ""
    for line in lines:
        found += (" " if found and (found[-1].isascii() or line[0].isascii()) else "") + line
    return found


def whole_number(text: str) -> int | None:
    """The number of a row: 3, 3.0, 三, （三）, ③, 第3件; None where it is none."""
    plain = folded(text).removesuffix(".0").lstrip("第(").rstrip(")、.件项号")
    if plain.isdigit() and plain.isascii():
        return int(plain[:6])
    return _chinese(plain)


def _chinese(text: str) -> int | None:
    match = re.fullmatch(rf"(?:([{_DIGIT[:9]}])?({_DIGIT[9]}))?([{_DIGIT[:9]}])?", text)
    if not match or not text:
        return None
    tens = (_DIGIT.index(match[1]) + 1 if match[1] else 1) * 10 if match[2] else 0
    return tens + (_DIGIT.index(match[3]) + 1 if match[3] else 0)


def paragraphs(text: str) -> Iterator[str]:
    """The lines of a cell that say something."""
    yield from (line.strip() for line in text.split("\n") if line.strip())
