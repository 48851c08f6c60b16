"""A task as a row, and a light's reason in words."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from portal.state import TaskState, Why, state_on
from portal.views.edition import Edition, edition
from portal.views.parts import TaskRow, TaskTable
from portal.views.rows import brief, reason, row, table, unit_name, why
from tests import tiny

ROOT = Path(__file__).parent.parent
UNITS = {"units.yml": "- {id: water, name: 样例市水利局, short: 市水利局}\n- {id: power, name: 样例市能源局}\n"}
PROOF = "evidence: [{id: e, title: 样例, url: 'https://example.org/e'}]\n"
ADJUST = "kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\n"
DATES = """
due: 2026-12-31
milestones: [{id: a, title: 开工, due: 2026-03-31}, {id: b, title: 验收, due: 2026-10-31}]
targets: [{id: s, title: 样例站, kind: cumulative, value: 20, unit: 座, plan: [{by: 2026-06-30, value: 14}]}]
"""


def state(text: str = "", records: dict[str, str] | None = None, day: str = "2026-05-01") -> TaskState:
    return state_on(tiny.task(text, records, more=UNITS), date.fromisoformat(day))


@cache
def sample() -> Edition:
    return edition(tiny.folder(ROOT / "sample/content"), date(2026, 6, 30))


def june() -> dict[str, TaskRow]:
    return {key: sample().ask(row, key) for key in sample().tasks()}


def small(text: str = "", day: str = "2026-05-01") -> Edition:
    portal, problems = tiny.load(tiny.files(text, more=UNITS))
    assert not problems, problems
    return edition(portal, date.fromisoformat(day))


# --- a light's reason


@pytest.mark.parametrize(("reason_", "words"), [
    (Why("done", "done"), "已完成"),
    (Why("claimed", "done"), "自报，没有凭据"),
    (Why("past_due", "behind", 12), "过了时限12天"),
    (Why("waits", "no_data", 12, day=date(2027, 2, 28)), "等数据发布，2027年2月28日前公布"),
    (Why("limit_crossed", "serious"), "已经突破"),
    (Why("plan", "behind", points=Decimal("14.2")), "比计划少14.2个百分点"),
    (Why("plan_silent", "no_data", day=date(2026, 6, 30)), "6月30日的计划没有数据核对"),
    (Why("silent", "no_data", day=date(2026, 6, 30)), "6月30日以前应有新数"),
    (Why("next_point", "ahead"), "已到下一个计划数"),
    (Why("due_soon", "due_soon", 0), "今天到期"),
    (Why("due_soon", "due_soon", 9), "还有9天"),
    (Why("with_plan", "on_time", points=Decimal("0.0")), "与计划一致"),
    (Why("with_plan", "on_time", points=Decimal("4.7")), "比计划少4.7个百分点"),
    (Why("with_plan", "on_time", points=Decimal("-4.7")), "比计划多4.7个百分点"),
    (Why("limit_kept", "on_time"), "没有突破"),
    (Why("begun", "on_time"), "已经启动，时限未到"),
])
def test_every_reason_has_words(reason_: Why, words: str) -> None:
    assert why(reason_) == words


def test_a_task_of_several_parts_names_the_part_that_gives_the_light() -> None:
    assert reason(state(DATES)) == "开工：过了时限31天"
    assert reason(state("due: 2026-12-31\nmilestones: [{id: a, title: 开工, due: 2026-03-31}]")) == "过了时限31天"


def test_a_task_that_stands_still_says_since_when() -> None:
    assert reason(state(DATES, {"2026-04-01": ADJUST + "action: suspend"})) == "4月1日起暂缓"
    assert reason(state(DATES, {"2026-04-01": ADJUST + "action: terminate"})) == "4月1日起终止"


def test_what_is_only_claimed_says_so() -> None:
    claim = "kind: update\nstep: result\nmilestones: [{id: a, state: met}]"
    text = "milestones: [{id: a, title: 开工, due: 2026-12-31}]"
    assert reason(state(text, {"2026-04-01": claim})) == "1项没有凭据"


def test_a_gap_to_the_plan_is_said_in_the_targets_own_unit() -> None:
    """14 of 20 by the end of June, 11 reported: 3 fewer; a decline counts the other way round."""
    figure = f"kind: update\nstep: action\n{PROOF}observations: [{{target: s, value: %s, as_of: 2026-06-30, evidence: [e]}}]"
    assert reason(state(DATES, {"2026-07-01": figure % 11}, day="2026-07-01")) != ""
    one = "targets: [{id: s, title: 样例站, kind: cumulative, value: 20, unit: 座, due: 2026-12-31, plan: [{by: 2026-06-30, value: 14}]}]"
    assert reason(state(one, {"2026-07-01": figure % 11}, day="2026-07-01")) == "样例站比计划少3座"
    assert reason(state(one, {"2026-07-01": figure % 14}, day="2026-07-01")) == "样例站与计划一致"
    assert reason(state(one, {"2026-07-01": figure % 15}, day="2026-07-01")) == "样例站比计划多1座"
    down = ("targets: [{id: s, title: 能耗, kind: level_down, value: 80, unit: 吨, due: 2026-12-31, "
            "baseline: {value: 100}, plan: [{by: 2026-06-30, value: 90}]}]")
    assert reason(state(down, {"2026-07-01": figure % 99}, day="2026-07-01")) == "能耗比计划多9吨"


def test_a_plan_that_does_not_come_out_even_is_said_in_points() -> None:
    """A straight line from 0 on 1 January to 1 on 31 December: on 30 June 180/364, which has no end."""
    text = "targets: [{id: s, title: 样例站, kind: cumulative, value: 1, unit: 座, due: 2026-12-31, schedule: linear}]"
    figure = f"kind: update\nstep: action\n{PROOF}observations: [{{target: s, value: 0, as_of: 2026-06-30, evidence: [e]}}]"
    assert reason(state(text, {"2026-07-01": figure}, day="2026-07-01")) == "样例站比计划少49.4个百分点"


@pytest.mark.parametrize(("text", "day", "words"), [
    ("milestones: [{id: a, title: 开工, due: 2026-03-31}, {id: b, title: 验收}]", "2026-05-01", "暂未评估，节点逾期31天"),
    ("milestones: [{id: a, title: 开工, due: 2026-05-10}, {id: b, title: 验收}]", "2026-05-01", "暂未评估，还有9天"),
    ("measures: [{id: do, text: 做样例, due: 2026-03-31}]", "2026-05-01", "逾期未结，过了31天"),
    (DATES, "2026-08-15", "暂未评估，节点逾期137天"),
])
def test_a_row_says_why_in_few_words(text: str, day: str, words: str) -> None:
    assert brief(state(text, day=day)) == words


# --- a row


def test_a_row_says_who_leads_how_far_and_what_is_next() -> None:
    found = june()["2026/03-hydrogen"]
    assert (found.number, found.title, found.href) == ("03", "氢能产业", "2026/03-hydrogen/index.html")
    assert found.note == "市能源局，调整2次"
    assert (found.glyph.word, found.reason) == ("慢序时", "建成加氢站比计划少1座")
    assert (found.score, found.original) == ((3, 9), "3/10")
    assert (found.next_day, found.next_text) == ("2026-07-15", "首批3座加氢站验收")
    assert (found.last_day, found.last_ago) == ("2026-06-30", "今天")


def test_the_original_stands_beside_only_where_it_differs_and_with_a_termination() -> None:
    assert june()["2026/06-smart-mines"].original == ""
    assert june()["2026/20-chem-park"].original == "1/5"


def test_a_missing_lead_unit_and_record_are_said() -> None:
    found = small(day="2026-02-01").ask(row, "2026/01-sample")
    assert found.note == "牵头单位未公布"
    assert (found.last_day, found.last_ago) == ("", "")
    assert (found.next_day, found.next_text) == ("", "未公布")


def test_what_is_done_has_no_next_date() -> None:
    found = june()["2026/12-one-stop"]
    assert (found.next_day, found.next_text) == ("", "")


def test_how_a_task_was_completed_is_its_shape() -> None:
    assert june()["2026/11-county-hospitals"].glyph.word == "调整后完成"
    assert june()["2026/17-construction-waste"].glyph.word == "逾期完成"


def test_a_unit_is_called_by_its_short_name() -> None:
    portal, _ = tiny.load(tiny.files(more=UNITS))
    assert unit_name(portal.units, "water") == "市水利局"
    assert unit_name(portal.units, "power") == "样例市能源局"


def test_a_row_shows_first_the_oldest_day_that_passed() -> None:
    found = small(DATES).ask(row, "2026/01-sample")
    assert (found.next_day, found.next_text, found.passed) == ("2026-03-31", "已过31天，开工", True)


def test_of_several_late_parts_the_longest_late_gives_the_reason() -> None:
    text = "milestones: [{id: a, title: 开工, due: 2026-04-30}, {id: b, title: 供地, due: 2026-04-10}]"
    assert reason(state(text)) == "供地：过了时限21天"


def test_what_is_done_says_how_early_or_how_late() -> None:
    met = f"kind: update\nstep: result\n{PROOF}milestones: [{{id: a, state: met, on: %s, evidence: [e]}}]"
    text = "due: 2026-04-30\nmilestones: [{id: a, title: 开工}]"
    assert brief(state(text, {"2026-04-20": met % "2026-04-20"})) == "比时限早10天"
    assert brief(state(text, {"2026-05-01": met % "2026-05-01"}, day="2026-05-02")) == "最多晚1天"


# --- a table


def of(found: Edition, key: str) -> TaskTable:
    """The table of a list's tasks, for a page in a folder."""
    one = next(one for one in found.lists if one.key == key)
    return table(found, one, one.tasks, [f"f{number}" for number, _ in enumerate(one.tasks)], "../", "样例")


def test_today_is_drawn_within_the_period() -> None:
    assert of(small(day="2026-06-30"), "2026").tick == "49.59%"


def test_today_is_not_drawn_outside_the_period_each_list_has_its_own() -> None:
    assert of(small(day="2027-01-05"), "2026").tick == ""
    assert of(sample(), "2026").tick and of(sample(), "2025").tick == ""


def test_a_row_of_a_table_has_its_marks_and_leads_from_its_page() -> None:
    found = of(sample(), "2025").rows
    assert [(one.marks, one.href) for one in found[:2]] == [
        ("f0", "../2025/01-clean-heating/index.html"), ("f1", "../2025/02-water-network/index.html")]


def test_a_table_without_tasks_is_empty() -> None:
    found = small(day="2026-06-30")
    assert table(found, found.lists[0], (), [], "", "空") == TaskTable("空", "", ())
