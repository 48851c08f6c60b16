"""Pieces of a page: shapes, tallies, the split quote, the filter."""

import pytest

from portal.views import labels, parts
from portal.views.parts import Entry, Glyph, quote, tally


def test_a_light_and_a_status_have_the_same_word_beside_their_shape_as_everywhere() -> None:
    assert {light: glyph.word for light, glyph in parts.LIGHTS.items()} == dict(labels.LIGHT)
    statuses = {status: glyph.word for status, glyph in parts.STATUSES.items()}
    assert statuses.pop("carried_over") == labels.FLAG["carried_over"]
    assert statuses == dict(labels.STATUS)
    steps = {state: glyph.word for state, glyph in parts.STEPS.items()}
    assert steps.items() >= dict(labels.PROCEDURE_STATE).items()
    assert steps.items() >= dict(labels.REMEDY_STATE).items()
    assert {kind: glyph.word for kind, glyph in parts.RECORDS.items()}.items() <= labels.RECORD_KIND.items()


def test_no_two_lights_and_no_two_statuses_share_a_shape() -> None:
    """The shape says it; the colour only repeats it."""
    for table in (parts.LIGHTS, parts.STATUSES, parts.CELLS):
        assert len({glyph.symbol for glyph in table.values()}) == len(table)


@pytest.mark.parametrize(("light", "status", "symbol"), [
    ("behind", "in_progress", "behind"), ("serious", "overdue", "serious"), ("done", "completed_late", "late"),
    ("done", "reported_complete", "self"), (None, "suspended", "pause"), (None, "missed", "miss"), ("none", "preparing", "noplan")])
def test_a_task_shows_its_light_and_without_one_its_status(light: str | None, status: str, symbol: str) -> None:
    assert parts.standing_glyph(light, status).symbol == symbol


def test_whatever_way_it_was_done_the_filter_finds_it_under_done() -> None:
    """But not what is only reported so."""
    found = parts.lights(("done", status) for status in parts.STATUSES if status.startswith(("completed", "reported")))
    assert [(option.value, option.count) for option in found.options] == [("", 4), ("done", 3), ("reported_complete", 1)]


def test_a_sprite_holds_each_shape_of_the_view_once() -> None:
    late, due = Glyph("late", "good", "逾期完成"), Glyph("due", "", "临期")
    view = (Entry("2026-06-30", glyph=late), [Entry("", glyph=due), Entry("")], {"no": 1}, "text", late)
    assert parts.symbols(view) == ("due", "late")


def test_the_original_tally_stands_beside_the_present_wherever_they_differ() -> None:
    both = tally((3, 1, 9), (3, 1, 10), 1)
    assert [(row.name, row.score, row.quiet) for row in both.rows] == [("现定", "3/9", False), ("原定", "3/10", True)]
    assert both.rows[1].cells.label == "原定10个部分完成3个，自报1个，取消1个"
    assert [glyph.word for glyph in both.key] == ["完成，有凭据", "自报，没有凭据", "未完成", "已取消"]
    assert len(tally((2, 0, 8), (2, 0, 8), 0).rows) == 1
    assert len(tally((2, 0, 8), (2, 0, 8), 0, both=True).rows) == 2


WORDS = "培育壮大氢能产业，统筹制氢、加氢，持续扩大应用场景。"


def test_a_quote_split_into_its_measures_is_the_quote_again_when_joined() -> None:
    split = quote(WORDS, ["统筹制氢、加氢", "持续扩大应用场景"], "")
    assert (split.opening, split.measures) == ("培育壮大氢能产业，", ("统筹制氢、加氢，", "持续扩大应用场景。"))
    assert split.opening + "".join(split.measures) == WORDS


def test_width_of_punctuation_is_no_reason_to_leave_a_quote_whole() -> None:
    assert quote("甲，乙\uff1a丙，丁。", ["乙:丙", "丁"], "").measures == ("乙\uff1a丙，", "丁。")


@pytest.mark.parametrize("measures", [[], ["没有的话"], ["持续扩大应用场景", "统筹制氢、加氢"]])
def test_a_quote_is_left_whole_where_its_measures_do_not_follow_each_other(measures: list[str]) -> None:
    assert quote(WORDS, measures, "").opening == WORDS


def test_a_promise_is_its_quote_around_its_title() -> None:
    found = parts.promise("03", WORDS, "氢能产业", "x.html", "2项举措")
    assert (found.before, found.title, found.after) == ("培育壮大", "氢能产业", "，统筹制氢、加氢，持续扩大应用场景。")
    assert parts.promise("03", WORDS, "不在里面", "x.html", "").after == f"\u3000{WORDS}"


def test_lights_are_counted_worst_first() -> None:
    found = parts.lights([(None, "not_assessed"), ("done", "completed_late"), ("serious", "overdue"), ("done", "completed")])
    assert [(option.id, option.value, option.count) for option in found.options] == [
        ("", "", 4), ("f1", "serious", 1), ("f2", "done", 2), ("f3", "not_assessed", 1)]
    assert [glyph.symbol for glyph in found.options[2].glyphs] == ["done", "late"]
    assert found.label == "严重滞后1件，完成2件，暂未评估1件"


def test_of_many_tasks_each_light_is_one_shape_with_its_number() -> None:
    few, many = (parts.lights([("behind", "in_progress")] * count) for count in (40, 41))
    assert (few.numbers, len(few.options[1].glyphs)) == (False, 40)
    assert (many.numbers, len(many.options[1].glyphs), many.options[1].count) == (True, 1, 41)


def test_a_row_of_asks_has_a_cell_for_each_task() -> None:
    row = parts.ask_row("手续", "", 9, 14)
    assert (row.cells.total, row.cells.label) == (14, "应公布14件，已公布9件")
