"""The geometry of bars, lines and tables of money."""

from datetime import date
from decimal import Decimal

import pytest

from portal.views import pictures
from portal.views.pictures import Sums
from portal.views.words import ems

START, END = date(2026, 1, 1), date(2026, 12, 31)


def test_cells_stand_in_order_met_claimed_open_dropped() -> None:
    bar = pictures.cells(met=3, claimed=1, open=5, dropped=1)
    assert bar.total == 10
    assert bar.met == "M0 0h3v1H0z"
    assert bar.claimed == "M3.06 .1h.88v.8h-.88z"
    assert bar.open == "M4 0h5v1h-5z"
    assert bar.dropped == "M9 0h1v1h-1zm0 1l1-1"
    assert bar.gaps == "M1 0v1M2 0v1M3 0v1M4 0v1M5 0v1M6 0v1M7 0v1M8 0v1M9 0v1"
    assert bar.label == "10个部分完成3个，自报1个，取消1个"


def test_a_kind_without_cells_draws_nothing() -> None:
    bar = pictures.cells(met=0, claimed=0, open=2)
    assert (bar.met, bar.claimed, bar.dropped, bar.label) == ("", "", "", "2个部分完成0个")
    assert pictures.cells(0, 0, 0).total == 0


def test_cells_too_many_to_be_told_apart_are_drawn_as_lengths() -> None:
    bar = pictures.cells(met=30, claimed=20, open=10)
    assert (bar.claimed, bar.gaps) == ("M30 .1h20v.8h-20z", "")


@pytest.mark.parametrize(("day", "where"), [
    (date(2025, 12, 31), "0%"), (date(2026, 1, 8), "2.19%"), (date(2026, 6, 30), "49.59%"), (END, "100%"),
    (date(2027, 2, 1), "100%"), (date(2025, 5, 1), "0%")])
def test_a_day_stands_at_the_share_of_the_period_gone_by_its_end(day: date, where: str) -> None:
    assert pictures.tick(day, START, END) == where


@pytest.mark.parametrize(("value", "short"), [("49.589", "49.59"), ("100", "100"), ("0", "0"), ("-0.001", "0"), ("-2.50", "-2.5")])
def test_a_coordinate_is_short(value: str, short: str) -> None:
    assert pictures.trim(Decimal(value)) == short


def test_a_bar_ends_at_its_ends_and_its_words_say_what_is_beyond() -> None:
    bar = pictures.bullet(Decimal("112.5"), Decimal("-3.0"))
    assert (bar.width, bar.plan, bar.label) == ("100%", "0%", "完成112.5%，计划应到\u22123.0%")
    assert pictures.bullet(Decimal("28.5")).plan == ""


def overlap(labels: tuple[pictures.Label, ...]) -> bool:
    """Whether two labels of one line touch, on a phone."""
    spans = []
    for label in labels:
        width = 5.2 * ems(label.text)
        left = float(label.x.removesuffix("%")) - {"start": 0, "middle": width / 2, "end": width}[label.anchor]
        spans.append((label.y, left, left + width))
        assert left >= -0.1 and left + width <= 100.2, label
    return any(a[0] == b[0] and a[1] < b[2] and b[1] < a[2] for i, a in enumerate(spans) for b in spans[:i])


@pytest.mark.parametrize("month", range(1, 13))
def test_the_labels_of_a_year_line_stand_apart_on_any_day(month: int) -> None:
    for day in (8, 18, 28):
        line = pictures.yearline(date(2026, 1, 8), date(2026, month, day), START, END)
        assert not overlap(line.labels), line


def test_a_year_line_says_how_long_nothing_was_recorded() -> None:
    line = pictures.yearline(date(2026, 1, 8), date(2026, 11, 24), START, END)
    assert (line.since, line.today) == ("2.19%", "89.86%")
    assert line.label == "2026年1月8日提出，今天11月24日，320天里没有一条记录"
    assert [label.text for label in line.labels] == ["1月8日提出", "今天 11月24日", "320天，没有一条记录", "年底"]


def test_money_is_summed_over_what_is_published_and_says_what_is_not() -> None:
    """No share is computed from a sum that one side of it lacks."""
    money = pictures.funding([
        Sums("专项债券", Decimal(12000), Decimal(8000), Decimal(3000)), Sums("社会资本", Decimal(6000))], "万元", date(2026, 6, 30))
    assert (money.planned, money.in_place, money.paid) == ("18000", "8000", "3000")
    assert money.note == "到位66.6%，支付占到位37.5%，2个数未公布，不在合计里"
    assert [row.in_place for row in money.rows] == ["8000", "未公布"]
    assert [row.planned_width for row in money.rows] == ["100%", "50%"]
    assert money.rows[1].paid_width == ""


def test_money_of_which_nothing_is_published_or_all_is_zero_is_no_error() -> None:
    assert pictures.funding([Sums("其他资金")], "元").note == "3个数未公布，不在合计里"
    assert pictures.funding([Sums("其他资金", Decimal(0), Decimal(0), Decimal(0))], "元").note == ""
    assert pictures.funding([], "元").planned == "未公布"
