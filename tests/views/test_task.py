"""The task page: what a citizen reads, in the order of pages.md."""

import re

from portal.views import task
from tests import tiny
from tests.views import reading

URL = "2026/01-sample/index.html"
PROOF = "evidence: [{id: e, title: 样例凭据, url: 'https://example.org/e'}]\n"
STATIONS = """
due: 2026-12-31
targets:
  - {id: s, title: 样例站, kind: cumulative, baseline: {value: 11, as_of: 2025-12-31}, value: 20, unit: 座,
     plan: [{by: 2026-06-30, value: 14}]}
"""
FIGURE = f"kind: update\nstep: result\n{PROOF}observations: [{{target: s, value: 13, as_of: 2026-06-30, evidence: [e]}}]"
ADJUST = "kind: adjustment\nreason: 供地推迟\nbasis: 会议纪要\napprover: 市政府\n"


def page(text: str = "", records: dict[str, str] | None = None, day: str = "2026-07-01", plan: str = "",
         more: dict[str, str] | None = None) -> str:
    portal, problems = tiny.load(tiny.files(text, records, plan, more))
    assert not problems, problems
    return reading.html(task, portal, day, URL)


def test_the_head_says_where_it_stands_in_words() -> None:
    """Light, status, n of N, the difference in points, the day."""
    seen = reading.words(page(STATIONS, {"2026-07-01": FIGURE}))
    assert "慢序时推进中" in seen
    assert "1个部分完成0个。样例站比计划少1座。截至2026年7月1日，最近的记录是7月1日。计划14座，实际13座，差11.1个百分点。" in seen
    assert "截至2026年7月1日，最近的记录是7月1日。" in seen


def test_the_founding_words_stand_whole_and_lead_to_the_passage() -> None:
    seen = page("measures: [{id: do, text: 建成样例站20座}]")
    assert "做样例，建成样例站20座，2026年9月30日前做完，常态化巡查。" in reading.words(seen)
    assert 'href="../../sources/text.html#01-sample"' in seen


def test_the_arithmetic_of_a_target_is_on_the_page() -> None:
    """(13−11)÷(20−11)＝2÷9＝22.2%: the numbers, the plan, the difference and the rule."""
    seen = reading.block(page(STATIONS, {"2026-07-01": FIGURE}), "targets")
    assert "完成：（13−11）÷（20−11）＝2÷9＝22.2%，尾数舍去，不进位。" in seen
    assert "计划：到2026年6月30日应做到14座，（14−11）÷（20−11）＝3÷9＝33.3%。" in seen
    assert "相差：（14−13）÷（20−11），比计划少11.1个百分点，多于10、不多于30，所以是慢序时。" in seen


def test_every_change_keeps_its_first_value_reason_basis_and_approver() -> None:
    seen = page(STATIONS, {"2026-05-10": ADJUST + "changes: [{field: targets.s.value, old: 20, new: 18}]"})
    block = reading.block(seen, "changes")
    assert "样例站的目标数20座18座" in block
    assert "原因供地推迟依据会议纪要审批单位市政府" in block
    assert "原定20座" in reading.block(seen, "targets")


def test_nothing_changed_is_said_so() -> None:
    assert "自公布以来未作调整。" in reading.block(page(), "changes")


def test_a_change_after_the_date_is_marked_and_said_not_to_count() -> None:
    seen = reading.block(page("due: 2026-06-30", {"2026-07-01": ADJUST + "changes: [{field: due, old: 2026-06-30, "
                                                  "new: 2026-12-31}]"}), "changes")
    assert "逾期后调整，不影响计算" in seen


def test_each_record_has_a_permanent_id_its_kind_and_its_evidence() -> None:
    seen = page(STATIONS, {"2026-07-01": FIGURE})
    assert '<li id="r-2026-07-01">' in seen
    block = reading.block(seen, "records")
    assert "进展（成效）" in block and "样例站13座，截至2026-06-30" in block and "凭据：样例凭据" in block


def test_a_corrected_figure_shows_what_was_written_first() -> None:
    fix = ("kind: correction\nfound_by: 读者\nsource: {id: text}\n"
           "changes: [{field: 2026-07-01.observations.s.2026-06-30.value, old: 13, new: 12}]")
    seen = reading.block(page(STATIONS, {"2026-07-01": FIGURE, "2026-07-05": fix}, day="2026-07-05"), "records")
    assert "样例站12座（原写13座，已勘误）" in seen


def test_a_claim_is_never_shown_as_met() -> None:
    seen = page("milestones: [{id: a, title: 甲, due: 2026-06-30}]",
                {"2026-06-01": "kind: update\nstep: action\nmilestones: [{id: a, state: met}]"}, day="2026-06-02")
    assert "自报完成，没有凭据" in reading.block(seen, "chain")
    assert "1个部分完成0个，另有1个自报" in reading.words(seen)


def test_an_early_milestone_says_how_early() -> None:
    seen = page("milestones: [{id: a, title: 甲, due: 2026-06-30}]",
                {"2026-06-28": f"kind: update\nstep: action\n{PROOF}milestones: [{{id: a, state: met, on: 2026-06-27, evidence: [e]}}]"})
    assert "计划2026-06-30，实际2026-06-27，早3天" in reading.block(seen, "chain")


def test_the_original_tally_stands_beside_the_present_one_where_they_differ() -> None:
    seen = reading.words(page("due: 2026-12-31\nmilestones: [{id: a, title: 甲}, {id: b, title: 乙}]",
                              {"2026-05-01": ADJUST + "drop: [milestones.b]"}))
    assert "现定0/1" in seen and "原定0/2" in seen


def test_a_gap_stands_beside_the_sentence_that_demands_it() -> None:
    demand = "demands: [{id: d, title: 抓落实, quote: 做样例，建成样例站20座, asks: [funding, coordination]}]"
    seen = page("coordination: [{id: c, body: 专班}]", plan=demand)
    block = reading.block(seen, "missing")
    assert "共要求公布2项，本件还有1项没有公布" in block
    assert "抓落实" in block and "资金" in block and "协调机制" not in block
    assert "申请公开样例清单第1件“样例”的下列信息：" in reading.words(seen)


def test_a_task_without_records_says_what_is_known_and_no_more() -> None:
    seen = reading.words(page("measures: [{id: do, text: 做样例}]", plan="demands: [{id: d, title: 问, basis: portal, asks: [due]}]"))
    assert "写下1项举措。没有公布哪天做完。" in seen
    assert "没有记录不等于没有做。本站收录的公开材料里没有，就写没有" in seen


def test_an_announcement_alone_leaves_the_page_a_page_without_progress() -> None:
    seen = reading.words(page(records={"2026-02-01": "kind: update\nstep: announcement"}))
    assert "只有部署，没有进展记录" in seen and "进展（部署）" in seen


def test_a_red_light_without_a_difficulty_is_said() -> None:
    demand = "demands: [{id: d, title: 问, basis: portal, asks: [difficulties]}]"
    assert "进度落后了，还没有公布困难与措施。" in reading.words(page(STATIONS, {"2026-07-01": FIGURE}, plan=demand))


def test_markup_in_content_stays_text() -> None:
    seen = page("sic: '<script>alert(1)</script>'")
    assert "<script>" not in seen and "&lt;script&gt;" in seen


def test_money_is_summed_and_unknown_sums_are_said() -> None:
    seen = page("funding: [{id: b, source: special_bond, planned: 12000, unit: 万元}, {id: c, source: county, unit: 万元}]",
                {"2026-06-01": "kind: update\nstep: action\nfunding: [{id: b, in_place: 8000, paid: 3000, as_of: 2026-05-31}]"})
    block = reading.block(seen, "money")
    assert "专项债券1200080003000" in block and "合计1200080003000" in block and "未公布" in block


def test_the_sheet_has_one_h1_and_its_blocks_in_order() -> None:
    seen = page(STATIONS, {"2026-07-01": FIGURE}, plan="demands: [{id: d, title: 问, basis: portal, asks: [due, funding]}]")
    ids = re.findall(r'<section[^>]* id="([a-z]+)"', seen)
    assert ids == [one for one in ("vow", "targets", "changes", "records", "missing", "ask", "tools") if one in ids]
    assert seen.count("<h1>") == 1
