"""The burn-up picture: scale, paths, labels that stand apart, the same numbers in a table."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.views import burnup as module
from portal.views.burnup import Burnup, Point, burnup

START, END, TODAY = date(2026, 1, 1), date(2026, 12, 31), date(2026, 6, 30)


def points(*values: tuple[int, int, int | str]) -> list[Point]:
    """(month, day, value) of 2026."""
    return [Point(date(2026, month, day), Decimal(value)) for month, day, value in values]


ORIGINAL = points((3, 31, 12), (6, 30, 14), (9, 30, 17), (12, 31, 20))
PRESENT = points((3, 31, 12), (6, 30, 14), (9, 30, 16), (12, 31, 18))
ACTUAL = points((3, 31, 12), (6, 30, 13))
BASELINE = Point(date(2025, 12, 31), Decimal(11))


def draw(original: list[Point] = ORIGINAL, present: list[Point] = PRESENT, actual: list[Point] = ACTUAL,
         today: date = TODAY, **more: Any) -> Burnup:
    return burnup("stations", "加氢站累计", "座", START, END, today, original, present, actual, **more)


def words(picture: Burnup) -> list[str]:
    return [*(row[1] for row in picture.rows), *(label.text for label in (*picture.dates, *picture.labels))]


def test_the_example_of_the_look_is_drawn_as_there() -> None:
    picture = draw(baseline=BASELINE, turns=[date(2026, 5, 10)])
    assert picture.days == 365
    assert picture.present == "M0 90H90V80H181V60H273V40H365V20"
    assert picture.original == "M0 90H90V80H181V60H273V30H365V0"
    assert picture.actual == "M0 90L90 80L181 70"
    assert picture.today == "49.59%" and picture.turns == ("35.62%",)
    assert picture.dots[-1] == ("49.59%", "70%")
    assert picture.note == "点是实际，台阶是计划，虚线是原定。横轴2026年，纵轴为座，从10起。"
    assert {"今天", "5月10日调整", "实际13座", "计划14座", "现定18座", "原定20座", "年初", "年底", "10", "20"} <= set(words(picture))


def test_the_table_has_the_same_numbers() -> None:
    table = draw(baseline=BASELINE).table
    assert table.columns == ("截至", "原定", "现定", "实际", "相差")
    assert [row[1:] for row in table.rows] == [
        ("11", "11", "11", "0"), ("12", "12", "12", "0"), ("14", "14", "13", "\u22121"), ("17", "16", "", ""), ("20", "18", "", "")]


def test_a_plan_that_was_never_changed_is_drawn_once() -> None:
    picture = draw(ORIGINAL, ORIGINAL)
    assert picture.original == "" and "虚线" not in picture.note
    assert "目标20座" in words(picture) and picture.table.columns == ("截至", "计划", "实际", "相差")


def test_declared_straight_lines_run_from_the_baseline_at_the_start() -> None:
    picture = draw(points((12, 31, 21)), points((12, 31, 21)), [], baseline=Point(date(2026, 5, 1), Decimal(11)), linear=True)
    assert picture.present.startswith("M1 ") and "L365 " in picture.present and "H" not in picture.present
    assert "点是基期，斜线是计划。还没有实际数。" in picture.note
    assert "计划约15.9座" in words(picture)
    assert "2026-01-01" in str(picture.table.rows)


def test_before_its_first_point_a_plan_says_nothing() -> None:
    assert not any(word.startswith("计划") for word in words(draw(today=date(2026, 2, 1), baseline=BASELINE)))


def test_a_day_outside_the_picture_is_not_drawn() -> None:
    picture = draw(today=date(2027, 3, 1))
    assert picture.today == "" and "今天" not in words(picture)


def test_the_picture_reaches_to_the_last_point() -> None:
    """A due moved beyond the period, a figure that came after it."""
    picture = draw(present=[*PRESENT[:-1], Point(date(2027, 3, 31), Decimal(20))])
    assert picture.days == 455 and "2027年3月底" in words(picture) and "横轴2026年到2027年" in picture.note


@pytest.mark.parametrize(("values", "ticks"), [
    (["11", "20"], ["10", "12", "14", "16", "18", "20"]), (["0", "0"], ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
    (["3", "20"], ["0", "5", "10", "15", "20"]), (["-8.5", "0"], ["\u221210", "\u22128", "\u22126", "\u22124", "\u22122", "0"]),
    (["180", "300"], ["180", "200", "220", "240", "260", "280", "300"]),
    (["0.95", "0.98"], ["0.95", "0.955", "0.96", "0.965", "0.97", "0.975", "0.98"]),
    (["0", "1200000"], ["0", "20万", "40万", "60万", "80万", "100万", "120万"]), ([], ["0", "0.2", "0.4", "0.6", "0.8", "1"])])
def test_the_axis_is_named_by_round_numbers(values: list[str], ticks: list[str]) -> None:
    assert [module._amount(tick) for tick in module._ticks([Decimal(value) for value in values])] == ticks


def test_a_falling_target_and_a_figure_below_zero_are_drawn_like_any_other() -> None:
    picture = draw(points((6, 30, 4), (12, 31, -2)), points((6, 30, 4), (12, 31, -2)), points((5, 1, "-3.75")),
                   baseline=Point(date(2025, 12, 31), Decimal(8)))
    assert "实际\u22123.75座" in words(picture) and "目标\u22122座" in words(picture)
    assert all(0 <= float(y.removesuffix("%")) <= 100 for _, y in picture.dots)


def test_an_adjustment_without_room_for_its_name_is_told_in_the_note() -> None:
    few = draw(turns=[date(2026, 5, 10)])
    many = draw(turns=[date(2026, 2, 10), date(2026, 3, 15), date(2026, 5, 10)])
    assert "菱形是调整" not in few.note and "菱形是调整" in many.note


SOME_VALUES = some.decimals(-1000, 10**7, places=2) | some.decimals(1 - 10**30, 10**30 - 1, places=15)  # all that may be written
SOME_POINTS = some.lists(some.tuples(some.integers(0, 364), SOME_VALUES), max_size=6).map(
    lambda found: [Point(START + timedelta(day), value) for day, value in sorted(dict(found).items())])


@given(SOME_POINTS, SOME_POINTS, SOME_POINTS, some.integers(0, 364), some.lists(some.integers(0, 364), max_size=4, unique=True),
       some.booleans())
def test_any_numbers_give_a_picture_in_its_frame(original: list[Point], present: list[Point], actual: list[Point], today: int,
                                                 turns: list[int], linear: bool) -> None:
    picture = draw(original, present, actual, START + timedelta(today), linear=linear,
                   turns=[START + timedelta(turn) for turn in sorted(turns)])
    assert all(0 <= float(x.removesuffix("%")) <= 100 and 0 <= float(y.removesuffix("%")) <= 100 for x, y in picture.dots)
    assert len(picture.table.rows) == len({point.day for point in (*original, *present, *actual)})
    above = [module._box(label) for label in picture.labels if label.y == "-7%"]
    assert not any(module._covers(one, above[:i]) for i, one in enumerate(above))


@pytest.mark.parametrize("month", range(1, 13))
def test_labels_of_an_ordinary_target_stand_apart_on_any_day(month: int) -> None:
    today = date(2026, month, 28)
    for actual in (13, 16, 19):
        reported = [*points((3, 31, 12)), Point(today, Decimal(actual))] if month > 3 else points((1, 15, 12))
        picture = draw(actual=reported, today=today, baseline=BASELINE, turns=[date(2026, 5, 10)] if month > 5 else [])
        boxes = [module._box(label) for label in picture.labels]
        assert not any(module._covers(one, boxes[:i]) for i, one in enumerate(boxes)), today
        assert {f"实际{actual if month > 3 else 12}座", "现定18座"} <= set(words(picture))
