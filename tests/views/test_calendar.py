"""All dates by month."""

import re
from functools import cache
from pathlib import Path

import pytest

from portal.views import calendar
from tests import tiny
from tests.views import reading

ROOT = Path(__file__).parent.parent
PROOF = "evidence: [{id: e, title: 样例, url: 'https://example.org/e'}]\n"
TASK = """
milestones:
  - {id: a, title: 甲, due: 2026-03-31}
  - {id: b, title: 乙, due: 2026-05-31}
  - {id: c, title: 丙, due: 2026-06-10}
  - {id: d, title: 丁, due: 2026-06-30}
  - {id: e, title: 戊, due: 2026-08-31}
"""
MET = {"2026-04-01": f"kind: update\nstep: result\n{PROOF}milestones: [{{id: a, state: met, on: 2026-03-28, evidence: [e]}}]"}


def page(text: str = TASK, records: dict[str, str] | None = None, day: str = "2026-06-15") -> str:
    portal, problems = tiny.load(tiny.files(text, records or {}))
    assert not problems, problems
    return reading.html(calendar, portal, day, "calendar.html")


@cache
def sample() -> str:
    return reading.html(calendar, tiny.folder(ROOT / "sample/content"), "2026-06-30", "calendar.html")


def test_this_month_comes_first_and_what_is_over_last_newest_first() -> None:
    assert re.findall(r"<h2>(.*?)</h2>", page()) == ["2026年6月", "2026年8月", "已经过去", "2026年5月", "2026年3月"]


def test_today_stands_between_what_is_over_and_what_is_to_come() -> None:
    seen = reading.words(page())
    assert seen.index("丙") < seen.index("2026-06-15今天以下还没有到。") < seen.index("丁")
    assert 'id="today"' in page()


def test_each_date_says_how_it_stands() -> None:
    seen = reading.words(page(records=MET))
    assert "2026-03-31完成，早3天样例甲" in seen
    assert "2026-05-31已过15天样例乙" in seen
    assert "2026-06-30还有15天样例丁" in seen
    assert "5个日子，按时做到1个，过了没有做到2个，还没有到2个。" in seen


def test_what_was_missed_is_marked() -> None:
    html = page()
    assert '<b><svg class="g bad"' in html


def test_plan_points_starts_and_publications_are_dates_too() -> None:
    seen = reading.words(sample())
    assert "2026-06-30今天氢能产业建成加氢站计划14座" in seen
    assert "老旧小区改造启动时间" in seen
    assert "新能源装机占比：公布到期的数" in seen


def test_every_date_leads_to_its_task() -> None:
    assert 'href="2026/03-hydrogen/index.html">氢能产业' in sample()


def test_dates_of_older_lists_say_of_which() -> None:
    assert "2025年5件大事要事第1件" in reading.words(sample())


def test_a_long_page_keeps_what_is_near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar, "LIMIT", 2)
    seen = reading.words(page())
    assert "丙" in seen and "甲" not in seen
    assert "共5个日子，这里列离今天最近的2个" in seen


def test_without_dates_there_is_no_page() -> None:
    with pytest.raises(AssertionError, match="no page"):
        page("")
