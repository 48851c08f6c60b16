"""The dates of a task, how each stands, and which are still open."""

from datetime import date

import pytest

from portal.state import TaskState, state_on
from portal.views.dates import coming, dates, is_over
from tests import tiny

PROOF = "evidence: [{id: e, title: 样例, url: 'https://example.org/e'}]\n"
ADJUST = "kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\n"
MILESTONES = """
due: 2026-12-31
start: 2026-02-01
milestones:
  - {id: first, title: 开工, due: 2026-03-31}
  - {id: last, title: 验收, due: 2026-10-31}
"""
STATIONS = """
targets:
  - {id: s, title: 样例站, kind: cumulative, value: 20, unit: 座, due: 2026-12-31, plan: [{by: 2026-06-30, value: 14}]}
"""


def met(day: str) -> str:
    return f"kind: update\nstep: result\n{PROOF}milestones: [{{id: first, state: met, on: {day}, evidence: [e]}}]"


def figure(value: int, day: str) -> str:
    return f"kind: update\nstep: result\n{PROOF}observations: [{{target: s, value: {value}, as_of: {day}, evidence: [e]}}]"


def found(text: str, records: dict[str, str] | None = None, day: str = "2026-07-15") -> dict[str, tuple[str, str]]:
    state = state_on(tiny.task(text, records), date.fromisoformat(day))
    return {f"{one.day} {one.title}": (one.how, one.said) for one in dates(state)}


@pytest.mark.parametrize(("record", "how", "said"), [
    (met("2026-03-28"), "met", "完成，早3天"),
    (met("2026-03-31"), "met", "完成，当天"),
    (met("2026-04-12"), "late", "完成，晚12天"),
    ("kind: update\nstep: action\nmilestones: [{id: first, state: met}]", "claimed", "自报完成，没有凭据"),
    ("kind: update\nstep: action\nmilestones: [{id: first, state: not_met}]", "missed", "已过106天"),
    (ADJUST + "action: suspend", "dropped", "任务暂缓"),
    (ADJUST + "action: terminate", "dropped", "任务终止"),
])
def test_a_due_is_met_missed_or_not_due_any_more(record: str, how: str, said: str) -> None:
    assert found(MILESTONES, {"2026-05-01": record})["2026-03-31 开工"] == (how, said)


def test_a_dropped_part_stays_with_its_date() -> None:
    assert found(MILESTONES, {"2026-03-01": ADJUST + "drop: [milestones.first]"})["2026-03-31 开工"] == ("dropped", "已取消")


def test_what_is_to_come_says_how_far_off() -> None:
    assert found(MILESTONES)["2026-10-31 验收"] == ("open", "还有108天")


def test_a_start_asks_for_nothing() -> None:
    assert found(MILESTONES)["2026-02-01 启动时间"] == ("told", "")
    assert found(MILESTONES, day="2026-01-20")["2026-02-01 启动时间"] == ("told", "还有12天")


def test_after_the_verdict_what_was_not_met_is_not_counted_in_days() -> None:
    verdict = "kind: settlement\nconclusions: [{part: milestones.first, verdict: not_met, reason: land},\n" \
              "              {part: milestones.last, verdict: not_met, reason: land}]"
    assert found(MILESTONES, {"2027-01-10": verdict}, "2027-02-01")["2026-10-31 验收"] == ("missed", "没有做到")


@pytest.mark.parametrize(("records", "how", "said"), [
    ({"2026-06-30": figure(14, "2026-06-20")}, "met", "达到，早10天"),
    ({"2026-06-30": figure(13, "2026-06-30"), "2026-07-10": figure(15, "2026-07-10")}, "late", "达到，晚10天"),
    ({"2026-06-30": figure(13, "2026-06-30")}, "missed", "没有达到"),
    ({}, "missed", "没有达到"),
])
def test_a_plan_point_is_reached_early_late_or_not(records: dict[str, str], how: str, said: str) -> None:
    assert found(STATIONS, records)["2026-06-30 样例站计划14座"] == (how, said)


@pytest.mark.parametrize(("records", "note"), [
    ({"2026-06-30": figure(13, "2026-06-30")}, "到那天，最近的数是13座"), ({}, "到那天还没有数")])
def test_a_missed_plan_point_says_the_figure_of_its_day(records: dict[str, str], note: str) -> None:
    state = state_on(tiny.task(STATIONS, records), date(2026, 7, 15))
    assert next(one for one in dates(state) if "计划" in one.title).note == note


def test_a_figure_that_is_waited_for_is_not_late() -> None:
    level = STATIONS.replace("kind: cumulative", "kind: level_up").replace("unit: 座", "unit: 座, figure_by: 2027-02-28")
    seen = found(level, day="2027-01-20")
    assert seen["2026-12-31 样例站20座"] == ("open", "等数据发布")
    assert seen["2027-02-28 样例站：公布到期的数"] == ("told", "还有39天")


def test_a_due_of_a_task_without_parts_is_a_date_too() -> None:
    assert found("due: 2026-12-31") == {"2026-12-31 完成时限": ("told", "还有169天")}


def test_a_task_without_dates_has_none() -> None:
    assert found("measures: [{id: do, text: 建成样例站20座}]") == {}


# --- dates to come

DATES = """
due: 2026-12-31
milestones: [{id: first, title: 开工, due: 2026-03-31}, {id: last, title: 验收, due: 2026-10-31}]
targets: [{id: s, title: 样例站, kind: cumulative, value: 20, unit: 座, plan: [{by: 2026-06-30, value: 14}]}]
"""
CLAIM = "kind: update\nstep: result\nmilestones: [{id: first, state: met}]"


def state(text: str = DATES, records: dict[str, str] | None = None, day: str = "2026-05-01") -> TaskState:
    return state_on(tiny.task(text, records), date.fromisoformat(day))


def titles(one: TaskState) -> list[str]:
    return [f"{date_.day} {date_.title}" for date_ in coming(one)]


def test_dates_to_come_stand_by_day_those_that_passed_first() -> None:
    assert titles(state()) == ["2026-03-31 开工", "2026-06-30 样例站到14座", "2026-10-31 验收", "2026-12-31 样例站"]


def test_what_is_met_is_not_to_come() -> None:
    assert "2026-03-31 开工" not in titles(state(records={"2026-04-01": met("2026-04-01")}))


def test_what_is_claimed_is_still_to_come_and_it_is_said() -> None:
    found = coming(state(records={"2026-04-01": CLAIM}))
    assert [one.title for one in found if one.claimed] == ["开工"] and len(found) == 4


@pytest.mark.parametrize("action", ["suspend", "terminate"])
def test_a_task_that_stands_still_has_no_dates_to_come(action: str) -> None:
    assert coming(state(records={"2026-04-01": ADJUST + f"action: {action}"})) == ()


def test_a_plan_point_that_passed_is_not_to_come() -> None:
    assert "2026-06-30 样例站到14座" not in titles(state(day="2026-07-01"))


@pytest.mark.parametrize(("records", "over"), [
    ({}, False), ({"2026-04-01": CLAIM}, False), ({"2026-04-01": ADJUST + "action: suspend"}, False),
    ({"2026-03-01": ADJUST + "action: terminate"}, True), ({"2026-04-01": met("2026-03-31")}, True)])
def test_of_a_task_that_is_done_or_ended_nothing_more_is_due(records: dict[str, str], over: bool) -> None:
    assert is_over(state("milestones: [{id: first, title: 开工, due: 2026-03-31}]", records)) is over
