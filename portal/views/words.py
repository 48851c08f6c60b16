"""Words of a page: lines that hold more than plain text, dates and numbers as people read them."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import Literal, TypeAlias
from urllib.parse import quote as quoted

Mark: TypeAlias = Literal["", "strong", "em", "quiet", "sub", "struck", "kept"]


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a line: marked, linked, a date (ISO, in `date`), or the value that took the place of `was`.

    Marks: strong; em for 着重号; quiet and sub for second rank; struck for what no longer holds; kept for one line.
    """

    text: str
    mark: Mark = ""
    href: str = ""
    date: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """Words that stay together on one line; `loose` where they are too long for that on the narrowest phone."""

    runs: "tuple[str | Run, ...]"
    loose: bool = False


Text: TypeAlias = str | tuple[str | Run | Kept, ...]


def ems(text: str) -> float:
    """About how wide words are set, in em."""
    return sum(1 if unicodedata.east_asian_width(char) in "WF" else 0.56 for char in text)


def strong(words: object) -> Run:
    """Words with weight; a number in a sentence."""
    return Run(str(words), "strong")


def link(words: str, href: str, *, kept: bool = False) -> Run:
    """A link; `href` is finished, relative to the page."""
    return Run(words, "kept" if kept else "", href=href)


def day(when: date) -> Run:
    """A date as it stands in tables and short lines: 2026-03-31."""
    return Run(when.isoformat(), date=when.isoformat())


def long_day(when: date) -> Run:
    """A date as it stands in sentences: 2026年3月31日."""
    return Run(zh_date(when), date=when.isoformat())


def changed(old: str, new: str) -> Run:
    """原定→现定: both values, on one line while they fit on the narrowest phone in large type."""
    return Run(new, "kept" if ems(old) + ems(new) <= 11.5 else "", was=old)


def phrase(words: str, *numbers: object) -> Kept:
    """Words on one line while they fit on the narrowest phone in large type, with a number in weight for each `{}`."""
    runs: list[str | Run] = []
    pieces = words.split("{}")
    if len(pieces) != len(numbers) + 1:
        raise ValueError(f"{words!r} has room for {len(pieces) - 1} numbers, not {len(numbers)}")
    for index, piece in enumerate(pieces):
        if index:
            runs.append(strong(numbers[index - 1]))
        if piece:
            runs.append(piece)
    return Kept(tuple(runs), loose=ems(words.format(*numbers)) > 10)


def emphasised(words: str, calls: Iterable[str]) -> Text:
    """A demand of the founding text, each phrase that calls for an answer with 着重号; phrases not found change nothing."""
    found = {(start, start + len(call)) for call in calls if call and (start := words.find(call)) >= 0}
    marks = sorted(found, key=lambda mark: (mark[0], -mark[1]))  # of two that begin together the longer
    runs: list[str | Run | Kept] = []
    at = 0
    for start, stop in marks:
        if start < at:
            continue  # inside a phrase that is marked already
        runs += [words[at:start], Run(words[start:stop], "em")]
        at = stop
    runs.append(words[at:])
    return tuple(run for run in runs if run != "")


def zh_date(when: date) -> str:
    """2026年3月31日."""
    return f"{when.year}年{when.month}月{when.day}日"


def zh_day(when: date) -> str:
    """3月31日, where the year is understood."""
    return f"{when.month}月{when.day}日"


def ago(when: date, today: date) -> str:
    """How old: 今天, 6天前."""
    days = (today - when).days
    return "今天" if days == 0 else f"{days}天前"


def until(due: date, today: date) -> str:
    """How far off: 今天, 还有9天, 已过43天."""
    days = (due - today).days
    return "今天" if days == 0 else f"还有{days}天" if days > 0 else f"已过{-days}天"


def against(due: date, done: date) -> str:
    """How the real day stands to the planned one: 早3天, 晚12天, 当天."""
    days = (done - due).days
    return "当天" if days == 0 else f"晚{days}天" if days > 0 else f"早{-days}天"


def decimal(value: Fraction | Decimal) -> Decimal:
    """A fraction as a decimal, with as many digits as the context has."""
    return value if isinstance(value, Decimal) else Decimal(value.numerator) / value.denominator


def exact(value: Fraction | Decimal) -> Decimal | None:
    """A fraction as a decimal; None where it has no end."""
    if isinstance(value, Decimal):
        return value
    found = decimal(value)
    return found if Fraction(found) == value else None


def number(value: Decimal | int) -> str:
    """A number as written, without exponent; minus is U+2212."""
    return format(Decimal(value), "f").replace("-", "\u2212")


def about(value: Fraction | Decimal) -> str:
    """A number that has no end, cut to one decimal as percents are: 约13.2 for 199/15."""
    return f"约{number(decimal(value).quantize(Decimal('0.1'), ROUND_DOWN))}"


def percent(part: Decimal | int, whole: Decimal | int) -> str:
    """One decimal, truncated toward zero: 99.96 is 99.9 (content-model.md, section 5). `whole` is not 0."""
    return number((Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_DOWN))


def mailto(subject: str, body: str = "", to: str = "") -> str:
    """An address that opens the reader's mail program."""
    return f"mailto:{quoted(to)}?subject={quoted(subject)}" + (f"&body={quoted(body)}" if body else "")
