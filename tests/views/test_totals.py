"""What a group of tasks adds up to, and what is left out of it and why."""

import re
from functools import cache
from pathlib import Path

from portal.views.brief import Brief
from portal.views.parts import Fact
from portal.views.totals import ask_rows, counted, rest, sentence, totals
from portal.views.words import Kept, Text
from tests import tiny
from tests.views import reading

ROOT = Path(__file__).parent.parent


@cache
def lists(day: str) -> dict[str, tuple[Brief, ...]]:
    """The sample city's tasks by their list."""
    found = reading.briefs(tiny.folder(ROOT / "sample/content"), day)
    return {key: tuple(task for task in found if task.list == key) for key in ("2026", "2025")}


def said(text: Text) -> str:
    if isinstance(text, str):
        return text
    return "".join(run if isinstance(run, str) else said(run.runs) if isinstance(run, Kept) else run.text for run in text)


def tasks(text: str = "", plan: str = "", records: dict[str, str] | None = None, day: str = "2026-06-30") -> tuple[Brief, ...]:
    portal, problems = tiny.load(tiny.files(text, records, plan))
    assert not problems, problems
    return reading.briefs(portal, day)


def test_one_sentence_says_where_a_list_stands() -> None:
    """Statuses, then slow lights, then what has no measurable target."""
    assert said(sentence(lists("2026-06-30")["2026"])) == (
        "20件中，3件已完成，11件推进中。3件慢序时，1件严重滞后，2件数据未更新；1件还没有公布量化目标。")
    assert rest(lists("2026-06-30")["2026"]) == (
        "其余6件：1件自报完成，1件前期工作，2件暂未评估，1件暂缓，1件终止。已完成的3件里，1件逾期完成，1件调整后完成。")


def test_the_statuses_of_the_sentence_add_up_to_all_tasks() -> None:
    for day in ("2026-02-01", "2026-06-30", "2026-12-31", "2027-03-01"):
        for one in lists(day).values():
            words = said(sentence(one)).partition("。")[0]
            numbers = [int(piece.partition("件")[0]) for piece in words.split("，")]
            others = re.match(r"其余(\d+)件：(.*?)。", rest(one))
            if others:
                small = [int(piece.partition("件")[0]) for piece in others[2].split("，")]
                assert int(others[1]) == sum(small)
                numbers += small
            assert numbers[0] == sum(numbers[1:]) == len(one), day


def test_no_broken_promise_is_left_to_small_type() -> None:
    for day in ("2026-12-31", "2027-03-01"):
        assert not re.search("未完成|部分完成|逾期未结|期满待结论", rest(lists(day)["2026"]))


def test_if_all_was_done_in_one_way_the_sentence_says_which() -> None:
    late = [task for task in lists("2027-03-01")["2026"] if task.status == "completed_late"]
    assert said(sentence(late)).startswith(f"{len(late)}件中，{len(late)}件逾期完成")
    assert rest(late) == ""


def test_what_is_zero_is_not_said() -> None:
    assert said(sentence(tasks())) == "1件暂未评估。"
    assert said(sentence([])) == ""


def test_terminated_tasks_stay_in_the_total_and_it_says_so() -> None:
    assert totals(lists("2026-06-30")["2026"])[0] == Fact("任务", "20件中完成3件", "终止的1件仍计在内")


def test_parts_are_counted_by_the_present_and_by_the_original_promise() -> None:
    """108 parts now, 110 at first: two were dropped; what is claimed is beside, what is ongoing is left out."""
    facts = {fact.term: fact for fact in totals(lists("2026-06-30")["2026"])}
    assert facts["部分（现定）"].value == "108个中完成36个"
    assert facts["部分（现定）"].note == "自报4个，没有凭据，不算完成；常态化的1项不计在内"
    assert facts["部分（原定）"] == Fact("部分（原定）", "110个中完成36个", "按原定时限完成33个")


def test_asks_that_do_not_apply_are_left_out() -> None:
    facts = {fact.term: fact for fact in totals(lists("2026-06-30")["2026"])}
    assert facts["公开度"] == Fact("公开度", "要求公布295处，已公布149处", "写明不涉及的5处不计在内")


def test_a_list_that_asks_nothing_and_has_no_parts_has_no_such_totals() -> None:
    assert [fact.term for fact in totals(tasks())] == ["任务"]


def test_asks_are_rows_with_the_most_answered_first() -> None:
    plan = "demands: [{id: all, title: 抓落实, basis: portal, asks: [funding, due, lead_unit]}]"
    found = tasks("due: 2026-12-31", plan)
    rows = ask_rows(found, [("funding", "#f"), ("due", "#d"), ("evidence", "#e")])
    assert [(row.title, row.href, row.answered, row.asked) for row in rows] == [("完成时限", "#d", 1, 1), ("资金", "#f", 0, 1)]
    assert counted(found, "due") == (1, 1)
