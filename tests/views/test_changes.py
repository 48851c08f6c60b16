"""Every adjustment, correction and later supplement: from what to what, and why."""

from functools import cache
from pathlib import Path

import pytest

from portal.views import changes
from tests import tiny
from tests.views import reading

ROOT = Path(__file__).parent.parent
DUE = "due: 2026-10-31\nmilestones: [{id: first, title: 开工, due: 2026-03-31}]\n"
ADJUST = "kind: adjustment\nreason: 供地推迟\nbasis: 会议纪要\napprover: 市政府\n"


def page(records: dict[str, str], day: str = "2026-12-01") -> str:
    portal, problems = tiny.load(tiny.files(DUE, records))
    assert not problems, problems
    return reading.html(changes, portal, day, "changes.html")


@cache
def sample() -> str:
    return reading.html(changes, tiny.folder(ROOT / "sample/content"), "2026-12-31", "changes.html")


def test_a_change_shows_old_new_reason_basis_approver_and_that_it_was_in_time() -> None:
    seen = reading.words(page({"2026-09-01": ADJUST + "changes: [{field: due, old: 2026-10-31, new: 2026-11-30}]"}))
    assert "1次调整。" in seen
    assert "样例完成时限2026-10-312026-11-30原因供地推迟依据会议纪要审批单位市政府怎样计时限以前公布，按新的计；原定另计" in seen


def test_a_change_after_the_date_is_shown_and_said_to_change_nothing() -> None:
    seen = reading.words(page({"2026-11-20": ADJUST + "changes: [{field: due, old: 2026-10-31, new: 2026-11-30}]"}))
    assert "2026-11-30（逾期后调整，不影响计算）" in seen


def test_a_part_that_was_dropped_says_so() -> None:
    assert "节点“开工”取消" in reading.words(page({"2026-03-01": ADJUST + "drop: [milestones.first]"}))


def test_a_suspension_is_a_change_though_no_field_changed() -> None:
    assert "暂缓这件任务" in reading.words(page({"2026-03-01": ADJUST + "action: suspend"}))


def test_a_correction_says_in_which_record_what_was_wrong_and_who_found_it() -> None:
    seen = reading.words(sample())
    assert "勘误氢能产业3月31日记录里建成加氢站（截至2026-03-31）的数13座12座" in seen
    assert "谁发现的读者来信" in seen


def test_a_proven_correction_says_that_the_original_changed_too() -> None:
    assert "建成旅游公路的目标数168公里186公里（证实的勘误，原定也改）" in reading.words(sample())


def test_a_late_supplement_is_a_change_an_early_one_is_not() -> None:
    """2026-04-09 is day 91 after the adoption, 2026-04-08 day 90."""
    html = sample()
    assert "2026-04-09" in html and "2026-04-08" not in html
    assert "清单公布后90天以内补充公布的算作原定，不在这一页。" in html
    supplement = "kind: supplement\nsource: {id: text}\nset: {start: 2026-02-01}\n"
    with pytest.raises(AssertionError, match="no page"):
        page({"2026-02-01": supplement})


def test_a_change_of_the_list_itself_is_there() -> None:
    assert "清单名称2026年20件大事要事2026年20件大事实事" in reading.words(sample())


def test_each_change_leads_to_its_task() -> None:
    assert 'href="2026/03-hydrogen/index.html#changes">氢能产业' in sample()


def test_a_list_that_alone_was_changed_has_the_page_too() -> None:
    rename = {"2026/2026-05-10.md": tiny.front(ADJUST + "changes: [{field: plan.title, old: 样例清单, new: 新名}]")}
    portal, problems = tiny.load(tiny.files(more=rename))
    assert not problems
    assert "清单名称样例清单新名" in reading.words(reading.html(changes, portal, "2026-06-01", "changes.html"))


def test_a_long_page_says_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "LIMIT", 1)
    html = page({"2026-03-01": ADJUST + "action: suspend", "2026-04-01": ADJUST + "action: resume"})
    assert "2次调整" in reading.words(html) and "这里列最近的1次" in html
    assert "恢复这件任务" in html and "暂缓这件任务" not in html
