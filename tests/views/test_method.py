"""method.html: every rule and threshold from the code's own values, and examples that are computed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from portal import judge, schema
from portal.library import FIGURE_DAYS, Portal
from portal.replay import EARLY_DAYS
from portal.state import ASKS, FLAGS, LIGHTS, STATUSES
from portal.views import labels, method
from tests import tiny
from tests.views import reading

ROOT = Path(__file__).parent.parent.parent
IDS = ["records", "unpublished", "evidence", "readings", "in-time", "parts", "tallies", "status", "flags", "progress",
       "plan", "lights", "walk", "disclosure", "kinds", "settlement", "thresholds", "shapes", "ideas"]


@cache
def portal(plan: str = "") -> Portal:
    found, problems = tiny.load(tiny.files(plan=plan))
    assert not problems, problems
    return found


@cache
def page() -> str:
    return reading.html(method, portal(), "2026-07-01", "method.html")


def section(id: str) -> str:
    return reading.block(page(), id)


def test_every_section_has_its_permanent_address() -> None:
    html = page()
    assert [one for one in IDS if f'<section class="sec article" id="{one}">' not in html] == []
    assert html.count('<section class="sec article"') == len(IDS)
    assert all(f'href="#{one}"' in html for one in IDS)


def test_percent_is_computed_as_the_page_says() -> None:
    """look/task.html: 11 to 20, adjusted to 18, 13 reached."""
    said = section("progress")
    assert "基期11座，目标18座（原定20座），最新13座：(13−11)÷(18−11)=2÷7=28.5%。按原定20座算：2÷9=22.2%。" in said
    assert "2000户改了1999户：99.9%" in said


def test_the_difference_from_the_plan_is_computed_as_the_page_says() -> None:
    said = section("plan")
    assert "6月30日计划14座：(14−11)÷(18−11)=42.8%。实际13座，相差：(14−13)÷7=14.2个百分点。" in said
    assert "多于10、不多于30，所以是慢序时" in said


def test_the_example_walks_through_the_very_fold() -> None:
    """The states of each day come from state_on: not assessed, silent, behind, done as adjusted, and overdue without."""
    said = section("walk")
    for words in ("2026-01-31清单1月8日公布，还没有记录。暂未评估，没有灯。现定0/3，原定0/3。",
                  "数据未更新（建成加氢站：4月8日以前应有新数）。",
                  "推进中，慢序时（建成加氢站比计划少1座）。现定0/2，原定0/3，另有自报1个。",
                  "调整后完成。现定2/2，原定1/3。", "逾期未结，慢序时（建成加氢站：过了时限1天）。",
                  "逾期未结，严重滞后（开展环卫车示范：过了时限31天）。"):
        assert words in said


def test_a_late_extension_is_shown_to_change_nothing() -> None:
    said = section("in-time")
    assert "2026-12-31公布把任务的时限从2026-12-31改为2027-06-30：及时，按2027-06-30算。" in said
    assert "2027-01-01公布把任务的时限从2026-12-31改为2027-06-30：逾期，按2026-12-31算。" in said


def test_a_limit_that_was_broken_at_the_end_stays_broken() -> None:
    assert "截至2026-03-31是2起，未完成；截至2026-12-31是7起，未完成；截至2027-01-31是0起，未完成" in section("parts")


def test_the_example_has_no_problem_of_its_own() -> None:
    """It is content like any other: what an editor may not write is not shown as an example."""
    tasks = tuple(method.examples().values())
    year = replace(portal().lists[0], listing=tasks[0].listing, tasks=tasks)
    assert list(judge.judge(replace(portal(), lists=(year,)))) == []


def test_an_example_that_the_library_refuses_is_an_error() -> None:
    with pytest.raises(ValueError, match="missing-key"):
        method.examples({"broken": {"task": "---\ntitle: 例子\n---\n"}})


def test_thresholds_are_the_codes_own() -> None:
    limits = schema.Thresholds()
    said = section("thresholds")
    assert f"默认{limits.behind_points}{limits.serious_points}{limits.soon_days}{limits.grace_days}各清单自定" in said
    assert f"清单公布后{EARLY_DAYS}天以内" in said and f"最晚在时限后{FIGURE_DAYS}天" in said
    assert "2025年11月30日加3个月，是2026年2月28日" in said
    assert "2026年1月10日公布：到2026年4月10日为止补充公布的算作原定" in section("readings")


def test_a_stricter_list_is_shown_with_its_own() -> None:
    html = reading.html(method, portal("thresholds: {behind_points: 8, grace_days: 20}"), "2026-07-01", "method.html")
    assert "样例清单8303020" in reading.block(html, "thresholds")
    assert "<b>8</b>" in html and "<b>20</b>" in html and "<b>30</b>" not in html


def test_the_rules_of_the_lights_follow_the_limits_that_they_are_given() -> None:
    stricter = {"behind_points": "8", "serious_points": "25", "soon_days": "45", "grace_days": "20"}
    rules = method.light_rules(schema.Thresholds.model_validate(stricter))
    assert rules["behind"] == "过了时限，不超过20天；或者比计划少超过8个、不超过25个百分点"
    assert rules["due_soon"] == "45天以内到期"


@pytest.mark.parametrize(("id", "words", "rules"), [
    ("status", [labels.STATUS[one] for one in STATUSES], method.STATUS_RULES),
    ("flags", [labels.FLAG[one] for one in FLAGS], method.FLAG_RULES),
    ("lights", [labels.LIGHT[one] for one in LIGHTS], method.light_rules(schema.Thresholds())),
    ("disclosure", [labels.ASK[one] for one in ASKS], method.ANSWER_RULES),
])
def test_nothing_that_the_fold_can_say_is_left_unexplained(id: str, words: list[str], rules: Mapping[str, str]) -> None:
    """Every status, flag, light and ask, in the order of the code."""
    html = page()
    part = html[html.index(f'id="{id}"') :]
    part = part[part.index("<dl") : part.index("</dl>")]
    assert [term.partition("</dt>")[0] for term in part.split("<dt>")[1:]] == words
    assert len(rules) == len(words)


def test_every_shape_has_its_meaning() -> None:
    said = section("shapes")
    for word in (*labels.STATUS.values(), *labels.LIGHT.values(), "已公布", "未公布", "不涉及", "已取消", "结转下年"):
        assert word in said


def test_an_interval_is_said_in_words() -> None:
    assert [labels.span(schema.Interval(3, unit)) for unit in ("days", "weeks", "months", "years")] == [
        "3天", "3周", "3个月", "3年"]


def test_the_page_of_the_real_list_gives_its_last_day_for_early_supplements() -> None:
    html = reading.html(method, tiny.folder(ROOT / "content"), "2026-11-24", "method.html")
    assert "2026年1月8日公布：到2026年4月8日为止" in reading.block(html, "readings")


def test_there_is_a_page_before_any_list_was_adopted() -> None:
    assert "计算办法" in reading.words(reading.html(method, portal(), date(2020, 1, 1).isoformat(), "method.html"))
