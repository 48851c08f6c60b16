"""Every record of every list, newest first."""

import re
from pathlib import Path

import pytest

from portal.views import updates
from tests import tiny
from tests.views import reading

ROOT = Path(__file__).parent.parent
UPDATE = "kind: update\nstep: action\n"
ADJUST = "kind: adjustment\nreason: 供地推迟\nbasis: 样例\napprover: 样例\naction: suspend\n"


def page(records: dict[str, str], day: str = "2026-07-01") -> str:
    portal, problems = tiny.load(tiny.files(records=records))
    assert not problems, problems
    return reading.html(updates, portal, day, "updates.html")


def test_records_stand_newest_first_by_month() -> None:
    html = page({"2026-05-31": UPDATE, "2026-06-01": UPDATE, "2026-06-30": UPDATE})
    assert re.findall(r"<h2>(.*?)</h2>", html) == ["2026年6月", "2026年5月"]
    assert re.findall(r"<time>(2026-.*?)</time>", html) == ["2026-06-30", "2026-06-01", "2026-05-31"]


def test_kinds_are_said_in_words_and_adjustments_marked() -> None:
    html = page({"2026-05-31": UPDATE, "2026-06-01": ADJUST})
    assert "<b><svg" in html and "调整" in html and "</time> 进展" in html
    assert "暂缓这件任务" in reading.words(html) and "原因：供地推迟" in reading.words(html)


def test_records_of_all_lists_are_there_those_of_older_ones_with_their_list() -> None:
    html = reading.html(updates, tiny.folder(ROOT / "sample/content"), "2026-06-30", "updates.html")
    assert "2025年5件大事要事第3件" in reading.words(html)
    assert html.count("2026年20件大事实事第") == 0


def test_a_long_page_says_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(updates, "LIMIT", 2)
    html = page({"2026-05-31": UPDATE, "2026-06-01": UPDATE, "2026-06-30": UPDATE})
    assert "3条记录" in reading.words(html)
    assert "这里列最近的2条；每件任务的页面有它的全部记录。" in html
    assert "2026-05-31" not in html


def test_a_record_of_tomorrow_is_not_there() -> None:
    assert "2026-06-30" not in page({"2026-05-31": UPDATE, "2026-06-30": UPDATE}, "2026-06-29")


def test_without_records_there_is_no_page() -> None:
    with pytest.raises(AssertionError, match="no page"):
        page({})
