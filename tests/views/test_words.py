"""Dates, numbers and lines of words as people read them."""

from datetime import date
from decimal import Decimal

import pytest

from portal.views import words
from portal.views.words import Kept, Run

TODAY = date(2026, 6, 30)


def test_a_date_in_a_sentence_has_no_zeros_and_no_hyphens() -> None:
    assert words.zh_date(date(2026, 3, 1)) == "2026年3月1日"
    assert words.zh_day(date(2026, 3, 1)) == "3月1日"


def test_a_date_in_a_table_is_iso_and_so_is_what_programs_read() -> None:
    assert words.day(TODAY) == Run("2026-06-30", date="2026-06-30")
    assert words.long_day(TODAY) == Run("2026年6月30日", date="2026-06-30")


@pytest.mark.parametrize(("day", "said"), [(30, "今天"), (29, "1天前"), (24, "6天前")])
def test_age_is_said_in_days(day: int, said: str) -> None:
    assert words.ago(date(2026, 6, day), TODAY) == said


@pytest.mark.parametrize(("due", "said"), [
    (date(2026, 7, 9), "还有9天"), (TODAY, "今天"), (date(2026, 5, 18), "已过43天")])
def test_a_date_to_come_and_a_date_that_passed_are_told_apart(due: date, said: str) -> None:
    assert words.until(due, TODAY) == said


@pytest.mark.parametrize(("done", "said"), [
    (date(2026, 3, 28), "早3天"), (date(2026, 3, 31), "当天"), (date(2026, 4, 12), "晚12天")])
def test_the_real_day_is_set_against_the_planned_one(done: date, said: str) -> None:
    assert words.against(date(2026, 3, 31), done) == said


@pytest.mark.parametrize(("value", "said"), [
    (Decimal("13"), "13"), (Decimal("3.50"), "3.50"), (Decimal("-1"), "\u22121"), (Decimal("1E+3"), "1000"), (0, "0")])
def test_a_number_stands_as_written_and_its_minus_is_a_minus(value: Decimal | int, said: str) -> None:
    assert words.number(value) == said


@pytest.mark.parametrize(("part", "whole", "said"), [
    (13400, 21600, "62.0"), (6600, 13400, "49.2"), (9996, 10000, "99.9"), (1, 1, "100.0"), (-1, 3, "\u221233.3")])
def test_a_percent_is_cut_off_never_rounded_up(part: int, whole: int, said: str) -> None:
    assert words.percent(part, whole) == said


def test_a_phrase_stays_together_with_its_numbers_in_weight() -> None:
    assert words.phrase("{}件中{}件", 20, 3) == Kept((Run("20", "strong"), "件中", Run("3", "strong"), "件"))
    with pytest.raises(ValueError):
        words.phrase("{}件", 1, 2)


def test_what_is_too_long_for_one_line_of_a_narrow_phone_may_break() -> None:
    """Nothing pushes a page sideways at 320 px in large type."""
    assert words.changed("2026-06-30", "2026-07-15").mark == "kept"
    assert words.changed("市城管局、市住建局", "市水利局").mark == ""
    assert not words.phrase("加氢站比计划少{}座。", 1).loose
    assert words.phrase("会议和本站共要求公布{}项，本件还有{}项没有公布。", 15, 2).loose


def test_words_that_call_for_an_answer_are_marked_and_nothing_is_lost() -> None:
    """Found or not, twice or inside another: the quote stays the quote."""
    quote = "把工作分解为任务链，落实到时间点。"
    found = words.emphasised(quote, ["时间点", "任务链", "任务", "没有的字", "任务链", ""])
    assert found == ("把工作分解为", Run("任务链", "em"), "，落实到", Run("时间点", "em"), "。")
    assert words.emphasised(quote, []) == (quote,)
    assert words.emphasised("", ["甲"]) == ()


def test_an_address_for_mail_carries_any_sign() -> None:
    assert words.mailto("甲&乙", "一\n二", "a@example.org") == (
        "mailto:a%40example.org?subject=%E7%94%B2%26%E4%B9%99&body=%E4%B8%80%0A%E4%BA%8C")
