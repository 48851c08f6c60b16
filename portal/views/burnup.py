"""The burn-up picture of a target: the plan as steps, what was reported as dots, today, the day of each adjustment.

Lines are paths in a box of `days` by 100 that is stretched; words and dots stand at positions in percent, so that no text is
scaled. Where a label goes is tried out: the first place where it covers no other label and no line, on a phone; without
room it is left out, as its number stands in the table too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor
from typing import Literal

from portal.views.pictures import Figures, Label, trim
from portal.views.words import Text, about, day, decimal, ems, exact, number, zh_day

DIGITS = 100  # a number of content has up to 45: sums and differences are exact, quotients as good


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a day: planned, or reported as of it."""

    day: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Burnup:
    """The picture: path data ("" where there is none), positions in percent, every label, the same numbers as a table.

    `original` is drawn only where it was changed; `today` is "" outside the picture; `rows` are the values (y, words) and
    `dates` the days that the axes name; `wide`: the axis of values needs more room.
    """

    id: str
    title: str
    note: str
    days: int
    grid: str
    axis: str
    original: str
    present: str
    actual: str
    dots: tuple[tuple[str, str], ...]
    today: str
    turns: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    dates: tuple[Label, ...]
    labels: tuple[Label, ...]
    wide: bool
    table: Figures


@dataclass(frozen=True, slots=True)
class _Scale:
    """From days and values to the picture; y grows downwards."""

    start: date
    days: int
    ticks: tuple[Decimal, ...]

    def day(self, when: date) -> int:
        """Days gone by the end of `when`."""
        return min(max((when - self.start).days + 1, 0), self.days)

    def x(self, when: date) -> Decimal:
        """In percent from the left."""
        return Decimal(100 * self.day(when)) / self.days

    def y(self, value: Fraction | Decimal) -> Decimal:
        """In percent from the top."""
        low, high = self.ticks[0], self.ticks[-1]
        return (high - decimal(value)) * 100 / (high - low)


def burnup(id: str, title: str, unit: str, start: date, end: date, today: date, original: Sequence[Point],
           present: Sequence[Point], actual: Sequence[Point], *, baseline: Point | None = None,
           turns: Sequence[date] = (), linear: bool = False) -> Burnup:
    """The picture of one target in the list's period.

    `original` and `present`: the plan's points by day, the last one the due with the value; `actual`: what was reported, by
    day; `turns`: days of adjustments; `linear`: straight lines from the baseline at the start, not steps.
    """
    with localcontext(prec=DIGITS):
        if baseline:
            first = Point(start, baseline.value) if linear else baseline  # straight lines begin at the period's start
            original, present, actual = [first, *original], [first, *present], [baseline, *actual]
        changed = list(original) != list(present)
        everything = [*original, *present, *actual]
        last = max((end, *(point.day for point in everything)))
        scale = _Scale(start, (last - start).days + 1, _ticks([point.value for point in everything]))
        dates = _dates(start, last)
        labels, unsaid = _labels(scale, unit, last, today, original if changed else (), present, actual, turns, linear,
                                 1 if baseline else 0)
        marks = [_amount(value) for value in scale.ticks]
        return Burnup(
            id, title,
            _note(unit, start, last, marks[0], changed, len(actual) - bool(baseline), bool(baseline), unsaid, linear), scale.days,
            "".join(f"M0 {trim(scale.y(value))}h{scale.days}" for value in scale.ticks[1:])
            + "".join(f"M{scale.day(turn)}-4V100" for turn in turns),
            f"M0 100h{scale.days}" + "".join(f"M{_along(label, scale.days)} 100v3" for label in dates),
            _path(scale, original, linear) if changed else "", _path(scale, present, linear), _path(scale, actual, True),
            tuple((f"{trim(scale.x(point.day))}%", f"{trim(scale.y(point.value))}%") for point in actual),
            f"{trim(scale.x(today))}%" if start <= today <= last else "",
            tuple(f"{trim(scale.x(turn))}%" for turn in turns),
            tuple((f"{trim(scale.y(value))}%", mark) for value, mark in zip(scale.ticks, marks, strict=True)),
            dates, labels, max(map(ems, marks)) > 1.7,
            _table(title, unit, original, present, actual, changed, linear),
        )


def _along(label: Label, days: int) -> int:
    return round(Decimal(label.x.removesuffix("%")) * days / 100)


def _ticks(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Round values from below the least to above the greatest, at most six steps of 1, 2 or 5 times a power of ten."""
    low, high = min(values, default=Decimal(0)), max(values, default=Decimal(1))
    if low == high:
        low, high = min(low, Decimal(0)), max(high, Decimal(0)) if low else Decimal(1)
    if 0 < low <= (high - low) / 2:
        low = Decimal(0)
    elif (low - high) / 2 <= high < 0:
        high = Decimal(0)
    power = Decimal(10) ** (len(str(floor(high - low))) - 2)
    while power > high - low:
        power /= 10
    steps = (factor * power for power in (power / 10, power, power * 10, power * 100) for factor in (1, 2, 5))
    step = next(step for step in steps if ceil(high / step) - floor(low / step) <= 6)
    return tuple(step * n for n in range(floor(low / step), ceil(high / step) + 1))


def _amount(value: Fraction | Decimal) -> str:
    """A value in words: 13, 约13.3, 120万 where there are many zeros."""
    if (known := exact(value)) is None:
        return about(value)
    if abs(known) >= 100000 and known % 1000 == 0:
        return f"{_amount(known / 10000)}万"
    text = number(known)
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=64)  # the targets of a list share its period
def _dates(start: date, end: date) -> tuple[Label, ...]:
    """The days named below the axis: both ends, and between them ends of months, few enough to stand apart."""
    first = "年初" if (start.month, start.day) == (1, 1) else zh_day(start)
    last = _month_end(end, start) if (end + timedelta(1)).day == 1 else _year(end, start) + zh_day(end)
    ends = [_below(first, Decimal(0), "start"), _below(last, Decimal(100), "end")]
    months = [date(year, month, 1) - timedelta(1) for year in range(start.year, end.year + 2) for month in range(1, 13)]
    for step in (1, 3, 6, 12, 24, 60):
        inner = [_below(_month_end(when, start), Decimal(100 * ((when - start).days + 1)) / ((end - start).days + 1), "middle")
                 for when in months if start < when < end and (when.year * 12 + when.month) % step == 0]
        labels = [ends[0], *inner, ends[1]]
        boxes = [_box(label) for label in labels]
        if len(inner) <= 3 and all(one[2] + EM_X < other[0] for one, other in pairwise(boxes)):
            return tuple(labels)
    return tuple(ends)


def _below(words: str, x: Decimal, anchor: Literal["start", "middle", "end"]) -> Label:
    return Label(words, f"{trim(x)}%", "100%", anchor, "", "1.6em")


def _year(when: date, start: date) -> str:
    return f"{when.year}年" if when.year != start.year else ""


def _month_end(when: date, start: date) -> str:
    return _year(when, start).removesuffix("年") + "年底" if when.month == 12 else f"{_year(when, start)}{when.month}月底"


def _path(scale: _Scale, points: Sequence[Point], straight: bool) -> str:
    """Steps hold a value until the next point; a single point is a short line before its day."""
    spots = [(scale.day(point.day), trim(scale.y(point.value))) for point in points]
    if not spots:
        return ""
    (x, y), *rest = spots
    if not rest:
        return "" if straight else f"M{max(x - scale.days // 40, 0)} {y}H{x}"
    if straight:
        return f"M{x} {y}" + "".join(f"L{x} {y}" for x, y in rest)
    return f"M{x} {y}" + "".join(f"H{x}V{y}" for x, y in rest)


def _value_on(points: Sequence[Point], when: date, linear: bool) -> Fraction | Decimal | None:
    """The plan on a day: the last point on or before it, or between two points the line through them."""
    before = [point for point in points if point.day <= when]
    if not before:
        return None
    last = before[-1]
    after = next((point for point in points if point.day > when), None)
    if not linear or after is None:
        return last.value
    return Fraction(last.value) + Fraction(after.value - last.value) * (when - last.day).days / (after.day - last.day).days


def _note(unit: str, start: date, end: date, low: str, changed: bool, reported: int, based: bool, unsaid: bool,
          linear: bool) -> str:
    """How to read the picture."""
    said = ["点是实际"] if reported else ["点是基期"] if based else []
    said += ["斜线是计划" if linear else "台阶是计划"]
    said += ["虚线是原定"] if changed else []
    said += ["菱形是调整"] if unsaid else []
    years = f"{start.year}年" if start.year == end.year else f"{start.year}年到{end.year}年"
    return (f"{'，'.join(said)}。" + ("" if reported else "还没有实际数。") + f"横轴{years}，纵轴为{unit}"
            + (f"，从{low}起。" if low != "0" else "。"))


def _table(title: str, unit: str, original: Sequence[Point], present: Sequence[Point], actual: Sequence[Point],
           changed: bool, linear: bool) -> Figures:
    """Every day of the picture with its numbers."""
    reported = {point.day: point.value for point in actual}
    rows = []
    for when in sorted({point.day for point in (*original, *present, *actual)}):
        plan, value = _value_on(present, when, linear), reported.get(when)
        first = _value_on(original, when, linear)
        gap = Fraction(value) - Fraction(plan) if value is not None and plan is not None else None
        row: list[Text] = [(day(when),)]
        row += [_amount(first) if first is not None else ""] if changed else []
        row += [_amount(plan) if plan is not None else "", _amount(value) if value is not None else "",
                ("+" if gap > 0 else "") + _amount(gap) if gap is not None else ""]
        rows.append(tuple(row))
    columns = ("截至", "原定", "现定", "实际", "相差") if changed else ("截至", "计划", "实际", "相差")
    return Figures(f"{title}：计划与实际，单位{unit}", columns, tuple(rows))


# ---------------------------------------------------------------- labels

EM_X, EM_Y = 5.0, 6.8  # an em of small type in percent of the picture, on a phone of 375 px

Box = tuple[float, float, float, float]


def _box(label: Label) -> Box:
    """Left, top, right, bottom of a label, in percent."""
    width = EM_X * ems(label.text)
    left = float(label.x.removesuffix("%")) + EM_X * float(label.dx.removesuffix("em") or 0)
    left -= {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    base = float(label.y.removesuffix("%")) + EM_Y * float(label.dy.removesuffix("em") or 0)
    return left, base - 0.8 * EM_Y, left + width, base + 0.1 * EM_Y


def _fit(candidates: Sequence[Label], taken: list[Box], lines: Sequence[Box]) -> Label | None:
    """The first candidate that covers nothing, else the first that covers no label, else none; its place is taken."""
    boxes = [(label, box) for label in candidates if (box := _box(label))[0] >= -EM_X and box[2] <= 101 and box[3] <= 100]
    for obstacles in ((*taken, *lines), taken):
        for label, box in boxes:
            if not _covers(box, obstacles):
                taken.append((box[0] - 1.5, box[1], box[2] + 1.5, box[3]))
                return label
    return None


def _covers(box: Box, others: Iterable[Box]) -> bool:
    left, top, right, bottom = box
    return any(left < right2 and left2 < right and top < bottom2 and top2 < bottom for left2, top2, right2, bottom2 in others)


def _lines(scale: _Scale, points: Sequence[Point], straight: bool) -> Iterator[Box]:
    """A path as boxes: one for each level or upright part, many small ones where it is slanted."""
    spots = [(float(scale.x(point.day)), float(scale.y(point.value))) for point in points]
    corners = spots if straight else [corner for (x1, y1), (x2, y2) in pairwise(spots) for corner in ((x1, y1), (x2, y1), (x2, y2))]
    for (x1, y1), (x2, y2) in pairwise(corners):
        if x1 == x2 or y1 == y2:
            yield min(x1, x2) - 0.2, min(y1, y2) - 0.2, max(x1, x2) + 0.2, max(y1, y2) + 0.2
            continue
        count = ceil(max(abs(x2 - x1), abs(y2 - y1)) / 2.5)
        for n in range(count + 1):
            x, y = x1 + (x2 - x1) * n / count, y1 + (y2 - y1) * n / count
            yield x - 0.2, y - 0.2, x + 0.2, y + 0.2


def _around(text: str, scale: _Scale, when: date, value: Fraction | Decimal, places: Iterable[str], strong: bool) -> list[Label]:
    """A label beside a point, in each of the places."""
    x, y = f"{trim(scale.x(when))}%", f"{trim(scale.y(value))}%"
    spots = {
        "right": Label(text, x, y, "start", ".7em", ".5em", strong),
        "above right": Label(text, x, y, "start", ".7em", "-.4em", strong),
        "below right": Label(text, x, y, "start", ".7em", "1em", strong),
        "left": Label(text, x, y, "end", "-.7em", ".5em", strong),
        "above left": Label(text, x, y, "end", "-.5em", "-.4em", strong),
        "below left": Label(text, x, y, "end", "-.5em", ".9em", strong),
    }
    return [spots[place] for place in places]


def _labels(scale: _Scale, unit: str, last: date, today: date, original: Sequence[Point], present: Sequence[Point],
            actual: Sequence[Point], turns: Sequence[date], linear: bool, bases: int) -> tuple[tuple[Label, ...], bool]:
    """Every label within, and whether an adjustment had to go without."""
    labels: list[Label] = []
    taken: list[Box] = []
    within = scale.start <= today <= last
    if within:
        x = f"{trim(scale.x(today))}%"
        found = _fit([Label("今天", x, "-7%", "start", ".5em", ".4em", True),
                      Label("今天", x, "-7%", "end", "-.5em", ".4em", True)], taken, ())
        labels += [found] if found else []
    said = 0
    spots = [float(scale.x(turn)) for turn in turns]
    for turn, spot in reversed(list(zip(turns, spots, strict=True))):
        x = f"{trim(scale.x(turn))}%"
        others = [(other - EM_X / 2, -11.0, other + EM_X / 2, -3.0) for other in spots if other != spot]
        sides = [Label(f"{zh_day(turn)}调整", x, "-7%", "end", "-.9em", ".4em"),
                 Label(f"{zh_day(turn)}调整", x, "-7%", "start", ".9em", ".4em")]
        found = _fit([side for side in sides if not _covers(_box(side), others)], taken, ())
        if found:
            labels.append(found)
            said += 1

    lines = [*_lines(scale, present, linear), *_lines(scale, original, linear), *_lines(scale, actual, True)]
    lines += [(float(scale.x(today)) - 0.2, -7.0, float(scale.x(today)) + 0.2, 100.0)] if within else []
    plan = _value_on(present[bases:], today, False) if not linear else _value_on(present, today, True)
    newest = actual[-1] if len(actual) > bases else None
    if newest:
        ahead = plan is not None and newest.value >= plan
        places: tuple[str, ...] = (("above right", "above left", "right", "below right", "left", "below left") if ahead
                  else ("right", "below right", "below left", "left", "above left", "above right"))
        found = _fit(_around(f"实际{_amount(newest.value)}{unit}", scale, newest.day, newest.value, places, True), taken, lines)
        labels += [found] if found else []
    for points, name, strong in ((present, "现定" if original else "目标", True), (original, "原定", False)):
        if not points or (points is original and points[-1:] == present[-1:]):
            continue
        goal = points[-1]
        rises = len(points) < 2 or goal.value >= points[-2].value
        places = ("below left", "above left", "left", "right") if rises else ("above left", "below left", "left", "right")
        found = _fit(_around(f"{name}{_amount(goal.value)}{unit}", scale, goal.day, goal.value, places, strong), taken, lines)
        labels += [found] if found else []
    if plan is not None and within and today < present[-1].day:
        places = ("above right", "below right", "above left", "below left")
        found = _fit(_around(f"计划{_amount(plan)}{unit}", scale, today, plan, places, False), taken, lines)
        labels += [found] if found else []
    return tuple(labels), said < len(turns)
