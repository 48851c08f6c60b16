"""Pictures of a page: plain numbers and days in, geometry out (path data, positions in percent, labels).

Whatever a picture needs to be drawn is computed here; a template only lays out. Coordinates are in percent or in a box that
is stretched, so that no text is scaled; the words of a label are measured on a phone, where room is scarce.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from portal.views.words import Text, day, ems, number, percent, zh_date, zh_day

_HUNDREDTH = Decimal("0.01")


def place(part: Decimal | int, whole: Decimal | int) -> str:
    """A position or length as a percentage with at most two decimals: 49.59%, 100%. `whole` is not 0."""
    return f"{trim(Decimal(part) * 100 / Decimal(whole))}%"


def trim(value: Decimal) -> str:
    """A coordinate: two decimals, no zeros at the end."""
    short = format(value.quantize(_HUNDREDTH), "f").rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def elapsed(when: date, start: date, end: date) -> tuple[int, int]:
    """Days of the period gone by the end of a day, and days in all: the day before the start is 0, the last day all."""
    total = (end - start).days + 1
    return min(max((when - start).days + 1, 0), total), total


def tick(when: date, start: date, end: date) -> str:
    """Where a day stands in a period, as a position: 2026-06-30 in 2026 is 49.59%."""
    return place(*elapsed(when, start, end))


@dataclass(frozen=True, slots=True)
class Label:
    """Words in a picture: anchored at x, y (percent), moved by dx, dy (em)."""

    text: str
    x: str
    y: str
    anchor: Literal["start", "middle", "end"] = "start"
    dx: str = ""
    dy: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Cells:
    """A bar of cells, one for each thing counted: SVG paths in a box `total` wide and 1 high, "" where there are none.

    From the left: met with evidence, claimed, open, dropped. `gaps` parts the cells; beyond 40 they would hide them.
    """

    total: int
    label: str
    met: str
    claimed: str
    open: str
    dropped: str
    gaps: str


def cells(met: int, claimed: int, open: int, dropped: int = 0) -> Cells:
    """The bar of so many parts; its label says 9个部分完成3个，自报1个，取消1个."""
    total = met + claimed + open + dropped
    if total > 40:
        claims = [f"M{met} .1h{claimed}v.8h-{claimed}z"] if claimed else []
    else:
        claims = [f"M{x}.06 .1h.88v.8h-.88z" for x in range(met, met + claimed)]
    at = met + claimed
    return Cells(
        total,
        f"{total}个部分完成{met}个" + (f"，自报{claimed}个" if claimed else "") + (f"，取消{dropped}个" if dropped else ""),
        f"M0 0h{met}v1H0z" if met else "",
        "".join(claims),
        f"M{at} 0h{open}v1h-{open}z" if open else "",
        "".join(f"M{x} 0h1v1h-1zm0 1l1-1" for x in range(at + open, total)),
        "".join(f"M{x} 0v1" for x in range(1, total)) if total <= 40 else "",
    )


@dataclass(frozen=True, slots=True)
class Bullet:
    """A bar of percent done, with a line where the plan stands today ("" without a plan); `claimed`: without evidence."""

    width: str
    plan: str
    label: str
    claimed: bool = False


def bullet(done: Decimal, plan: Decimal | None = None, label: str = "", *, claimed: bool = False) -> Bullet:
    """The bar of a target; it ends at 0 and at 100, beyond that the words must say it."""
    said = f"完成{number(done)}%" + ("" if plan is None else f"，计划应到{number(plan)}%")
    return Bullet(_capped(done), "" if plan is None else _capped(plan), label or said + ("，自报" if claimed else ""), claimed)


def _capped(value: Decimal) -> str:
    return f"{trim(min(max(value, Decimal(0)), Decimal(100)))}%"


@dataclass(frozen=True, slots=True)
class Yearline:
    """The time since a promise was made in which nothing was recorded, drawn on its year."""

    label: str
    since: str
    today: str
    labels: tuple[Label, ...]


def yearline(since: date, today: date, start: date, end: date, said: str = "没有一条记录") -> Yearline:
    """From the promise (`since`) to today, in the list's period; `said`: what did not come in these days."""
    days = (today - since).days
    from_, now = (Decimal(100 * gone) / total for gone, total in (elapsed(day_, start, end) for day_ in (since, today)))
    since_words, now_words = f"{zh_day(since)}提出", f"今天 {zh_day(today) if today <= end else zh_date(today)}"
    waited = f"{days}天，" if days else ""
    end_words = "年底" if (end.month, end.day) == (12, 31) else zh_day(end)
    # The phone's width decides what fits: a character is about 5.2 % of it.
    start_at = from_ if from_ > 12 else Decimal(0)
    since_stop = float(start_at) + 5.2 * (ems(since_words) + 1)
    now_width = 5.2 * ems(now_words)
    anchors: dict[Literal["start", "middle", "end"], float] = {"end": 1, "middle": 0.5, "start": 0}
    fits = [anchor for anchor, share in anchors.items()
            if float(now) - share * now_width >= since_stop and float(now) + (1 - share) * now_width <= 100.1]
    x, y = f"{trim(now)}%", "100%"
    labels: tuple[Label, ...]
    if fits:
        labels = (
            Label(since_words, f"{trim(start_at)}%", "0", dy="-.6em"),
            Label(now_words, x, "0", fits[0], dy="-.6em"),
            Label(f"{waited}{said}", "50%", y, "middle", dy="1.3em"),
            Label(end_words, "100%", y, "end", dy="1.3em"),
        )
    else:  # too near to each other for two labels above the line
        labels = (
            Label(now_words, x if now < 50 else "100%", "0", "start" if now < 50 else "end", dy="-.6em"),
            Label(f"{since_words}，{waited}{said}", "0%", y, dy="1.3em"),
            Label(end_words, "100%", "0" if now < 50 else y, "end", dy="-.6em" if now < 50 else "1.3em"),
        )
    label = f"{zh_date(since)}提出，{now_words.replace(' ', '')}，" + (f"{days}天里" if days else "") + said
    return Yearline(label, f"{trim(from_)}%", x, labels)


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of numbers: the first column heads its row; `shown`: the caption is read by everybody, not only aloud."""

    caption: Text
    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    foot: tuple[Text, ...] = ()
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Money:
    """One source of funding: what is planned, in place and paid, in words; its bar, in percent ("" where unknown)."""

    source: str
    planned: str
    in_place: str
    paid: str
    label: str
    planned_width: str
    in_place_width: str
    paid_width: str


@dataclass(frozen=True, slots=True)
class Funding:
    """The money of a task in one unit; `note` says the shares in words, and what the sums leave out."""

    caption: Text
    rows: tuple[Money, ...]
    planned: str
    in_place: str
    paid: str
    note: str


@dataclass(frozen=True, slots=True)
class Sums:
    """What is published of one source of funding, in the unit of the table; None: 未公布."""

    source: str
    planned: Decimal | None = None
    in_place: Decimal | None = None
    paid: Decimal | None = None


def funding(lines: Sequence[Sums], unit: str, as_of: date | None = None) -> Funding:
    """The table of all lines in one unit.

    Bars are drawn to one scale, that of the largest sum; shares are over the lines where both sums are known.
    """
    planned, in_place, paid = ([line.planned for line in lines], [line.in_place for line in lines],
                               [line.paid for line in lines])
    sums = [*planned, *in_place, *paid]
    largest = max((value for value in sums if value is not None), default=Decimal(0))
    notes = [
        _share("到位", in_place, planned),
        _share("支付占到位", paid, in_place),
        f"{sums.count(None)}个数未公布，不在合计里" if None in sums else "",
    ]
    caption: Text = f"单位：{unit}" if as_of is None else (f"单位：{unit}，截至", day(as_of))
    return Funding(caption, tuple(_money(line, largest) for line in lines), _total(planned), _total(in_place),
                   _total(paid), "，".join(filter(None, notes)))


def _money(line: Sums, largest: Decimal) -> Money:
    sums = (line.planned, line.in_place, line.paid)
    planned, in_place, paid = ("未公布" if value is None else number(value) for value in sums)
    widths = ["" if value is None or largest <= 0 else place(max(value, Decimal(0)), largest) for value in sums]
    return Money(line.source, planned, in_place, paid, f"计划{planned}，到位{in_place}，支付{paid}", *widths)


def _total(values: Sequence[Decimal | None]) -> str:
    known = [value for value in values if value is not None]
    return number(sum(known, Decimal(0))) if known else "未公布"


def _share(words: str, parts: Sequence[Decimal | None], wholes: Sequence[Decimal | None]) -> str:
    known = [(part, whole) for part, whole in zip(parts, wholes, strict=True) if part is not None and whole is not None]
    whole = sum((whole for _, whole in known), Decimal(0))
    return f"{words}{percent(sum((part for part, _ in known), Decimal(0)), whole)}%" if whole > 0 else ""
