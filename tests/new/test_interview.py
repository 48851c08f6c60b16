"""What is asked for each kind of file, and the file that comes of the answers: right with all the content."""

from typing import Any

from portal import frontmatter
from portal.new import interview
from portal.new.draft import Draft, File
from tests import tiny
from tests.new.talk import TODAY, around, asked, digest, given, talk

PARTS = ("due: 2026-09-30\ntargets: [{id: s, title: 样例站, kind: cumulative, value: 20, unit: 座}]\n"
         "milestones: [{id: a, title: 开工, due: 2026-06-30}]\nmeasures: [{id: do, text: 做样例}]")
THEMES = {"themes.yml": "- {id: city, title: 城市更新}\n- {id: rural, title: 乡村振兴}\n"}


def data(file: File) -> Any:
    document, problems = frontmatter.parse(tiny.source(file.path, file.text))
    assert document and not problems
    return document.data


def test_a_list() -> None:
    demand = {"sources/text.txt": tiny.TEXT + "要细化分解任务，明确工作责任。\n", **THEMES}
    file, said = asked(around(more=demand), Draft("list"), [
        "2026", "", "样例清单二", "2027-01-08", "", "", "1", "第2条", "", "1,2",
        "细化任务", "要细化任务", "要细化分解任务，明确工作责任。", "1-3", "", "可核对", "", "量化目标 凭据", "measurable", "", "> 目标"])
    assert "2026/ 已经有了，不能再建一份" in said and "“要细化任务”" not in file.text
    assert file.path == "2027/plan.md" and file.text.endswith("---\n> 目标\n")
    assert data(file) == {
        "title": "样例清单二", "adopted": "2027-01-08", "period": {"start": "2027-01-01", "end": "2027-12-31"},
        "source": {"id": "text", "locator": "第2条"}, "themes": ["city", "rural"], "update_every": "3 months", "demands": [
            {"id": "d1", "title": "细化任务", "quote": "要细化分解任务，明确工作责任。",
             "asks": ["lead_unit", "responsible_units", "subtasks"]},
            {"id": "measurable", "title": "可核对", "basis": "portal", "asks": ["targets", "evidence"]}]}


def test_a_task() -> None:
    quote = "推进样例站建设，建成样例站20座，常态化巡查。"
    content = around(more={"sources/text.txt": f"{tiny.TEXT}{quote}\n", **THEMES})
    file, said = asked(content, Draft("task"), [
        "1", "", "", "第2件", "推进样例站建设,\n建成样例站30座", "推进样例站建设,\n建成样例站20座,常态化巡查。", "9", "2,3", "stations",
        "stations patrol", "", "氢能", "sample", "stations", "1", "", "完成时限", "2026-12-31", "正文"])
    assert "第 1 件已经有了" in said and "“建设，建成样例站”后面写的是“20座" in said and "“sample”已经有了，换一个" in said
    assert "    1  推进样例站建设\n    2  建成样例站20座\n    3  常态化巡查\n" in said
    assert file.path == "2026/02-stations/task.md"
    assert data(file) == {
        "title": "样例站建设", "quote": quote, "source": {"id": "text", "locator": "第2件"},
        "themes": {"ids": ["city"], "basis": "editorial"},
        "measures": [{"id": "stations", "text": "建成样例站20座"}, {"id": "patrol", "text": "常态化巡查"}], "due": "2026-12-31"}


def test_an_update() -> None:
    file, said = asked(around(PARTS), Draft("update"), [
        "1", "2026-01-09", "2026-03-31", "2026-04-01", "实际进展", "", "照片", "text.txt", "", "",
        "1 2", "1", "13", "2027-01-01", "", "", "1", "13", "", "", "", "", "1", "1", "2026-03-28", "", "", "", "正文"])
    assert "早于清单公布的日期 2026-01-10" in said and "晚于记录公布的日期" in said
    assert file.path == "2026/01-sample/2026-03-31.md"
    assert data(file) == {
        "kind": "update", "step": "action", "entered": "2026-04-01",
        "evidence": [{"id": "e1", "title": "照片", "file": "text.txt", "sha256": "a" * 64}],
        "observations": [{"target": "s", "value": "13", "as_of": "2026-03-31", "evidence": ["e1"]}],
        "milestones": [{"id": "a", "state": "met", "on": "2026-03-28", "evidence": ["e1"]}]}


def test_an_update_asks_nothing_that_flags_have_said() -> None:
    content = around(PARTS)
    draft = given(content, "update", key="1", date="2026-03-31", step="action", source="text", value=["s=3"], entered="2026-04-01",
                  evidence=[["照片", "text.txt"]], body="正文")
    file, said = asked(content, draft, [""])
    assert said.splitlines()[0] == "这条记录里写什么？" and "observations" not in said and data(file)["observations"][0]["value"] == "3"


def test_what_earlier_records_wrote_can_be_written_on() -> None:
    earlier = "kind: update\nstep: action\ndifficulties: [{id: grid, text: 电力不够}]"
    file, said = asked(around(records={"2026-02-01": earlier}), Draft("update", "2026/01-sample", "2026-06-30"), [
        "2", "", "", "困难", "电力还是不够", "grid", "", "", ""])
    assert "以前写过的：grid 电力不够。写同一个编号，就是更新那一条" in said
    assert data(file)["difficulties"] == [{"id": "grid", "text": "电力还是不够"}]


def test_a_supplement() -> None:
    more = {"units.yml": "- {id: drc, name: 样例市发展改革委}\n"}
    file, said = asked(around("measures: [{id: do, text: 做样例}]", more=more), Draft("supplement", "2026/01-sample", "2026-06-30"), [
        "1", "", "", "title", "quote", "lead_unit", "drc", "measures.do.unit", "1", "due", "2027-03-01", "",
        "milestones", "开工", "", "2026-05-01", "1", "", "", ""])
    assert "title 已经公布过，不是补充" in said and "不在清单的起止之内" in said and "“做样例”的责任单位" in said
    assert data(file) == {"kind": "supplement", "source": {"id": "text"}, "set": {"lead_unit": "drc", "measures.do.unit": "drc"},
                          "add": {"milestones": [{"id": "m1", "title": "开工", "due": "2026-05-01", "unit": "drc"}]}}


def test_an_adjustment() -> None:
    file, said = asked(around(PARTS), Draft("adjustment", "2026/01-sample", "2026-06-30"), [
        "做不完", "市政府常务会议", "市政府", "样政〔2026〕1号", "", "", "1 3",
        "targets.s.value", "18", "quote", "due", "2026-10-31", "", "milestones.a", "", ""])
    assert "样例站的目标数：现在是“20座”。改成" in said and "quote 一经公布不能改" in said
    assert data(file) == {
        "kind": "adjustment", "reason": "做不完", "basis": "市政府常务会议", "approver": "市政府", "doc_no": "样政〔2026〕1号",
        "drop": ["milestones.a"],
        "changes": [{"field": "targets.s.value", "old": "20", "new": "18"}, {"field": "due", "old": "2026-09-30", "new": "2026-10-31"}]}
    assert "# 样例站的目标数：现在是 20座" in file.text


def test_a_suspension_and_a_new_part() -> None:
    file, _ = asked(around(PARTS), Draft("adjustment", "2026/01-sample", "2026-06-30"), [
        "改线", "会议", "市政府", "", "", "", "add action", "coordination", "专班", "", "", "", "暂缓", "", ""])
    assert data(file)["add"] == {"coordination": [{"id": "c1", "body": "专班"}]} and data(file)["action"] == "suspend"


def test_a_list_is_adjusted_by_the_same_questions() -> None:
    file, _ = asked(around(more=THEMES), Draft("adjustment"), ["0", "", "统一名称", "会议", "市政府", "", "", "1", "新的名称", "", ""])
    assert file.path == "2026/2026-06-30.md" and data(file)["changes"] == [{"field": "plan.title", "old": "样例清单", "new": "新的名称"}]


def test_a_correction_of_a_figure_keeps_its_evidence_only_if_it_is_named() -> None:
    report = ("kind: update\nstep: action\nevidence: [{id: e, title: 样例, url: 'https://example.org/'}]\n"
              "observations: [{target: s, value: 13, as_of: 2026-03-30, evidence: [e]}]")
    field = "2026-03-31.observations.s.2026-03-30.value"
    file, said = asked(around(PARTS, {"2026-03-31": report}), Draft("correction", "2026/01-sample", "2026-06-30"), [
        "text", "", "市民来信", "", "登记表", "text.txt", "", "", field, "12", "", "", "", ""])
    assert "改正以后凭什么？不写就没有凭据了" in said and "现在是“13座”" in said
    assert data(file)["changes"] == [{"field": field, "old": "13", "new": "12", "evidence": ["e1"]}]
    assert data(file)["source"]["sha256"] == tiny.TEXT_DIGEST


def test_what_was_never_published_is_corrected_away_by_null() -> None:
    report = "kind: update\nstep: action\nmilestones: [{id: a, state: met, on: 2026-02-01}]"
    file, _ = asked(around(PARTS, {"2026-03-31": report}), Draft("correction", "2026/01-sample", "2026-06-30"), [
        "text", "", "编辑", "", "", "2026-03-31.milestones.a.on", "null", "", "", ""])
    assert data(file)["changes"] == [{"field": "2026-03-31.milestones.a.on", "old": "2026-02-01", "new": None}]


def test_a_settlement_asks_for_the_parts_that_are_open() -> None:
    content = around(PARTS, {"2026-03-31": "kind: update\nstep: action\nevidence: [{id: e, title: 样例, url: 'https://example.org/'}]\n"
                             "milestones: [{id: a, state: met, on: 2026-03-30, evidence: [e]}]"})
    file, said = asked(content, Draft("settlement", "2026/01-sample"), [
        "2026-06-30", "2026-10-15", "", "照片", "https://example.org/2", "", "", "", "1", "2026-09-20", "", "说明", "资金", "", "", "正文"])
    assert "时限 2026-09-30 还没有过，不能下结论" in said
    assert "measures.do 做样例：未完成，时限 2026-09-30。结论是" in said and "milestones.a" not in said
    assert data(file)["conclusions"] == [
        {"part": "measures.do", "verdict": "met", "on": "2026-09-20", "evidence": ["e1"], "note": "说明"},
        {"part": "targets.s", "verdict": "not_met", "reason": "funding"}]


def test_a_target_that_the_settlement_itself_reports_as_reached_needs_no_conclusion() -> None:
    content = around("due: 2026-09-30\ntargets: [{id: s, title: 样例站, kind: cumulative, value: 20, unit: 座}]")
    draft = given(content, "settlement", key="1", date="2026-10-15", value=["s=20@2026-09-30"],
                  evidence=[["照片", "text.txt"]], body="正文", source="text")
    file, said = asked(content, draft, ["", ""])
    assert "目标有没有完成由数字算出" not in said and "conclusions" not in data(file)


def test_content_that_is_wrong_is_left_to_the_check() -> None:
    content = around("due: 2026/3/1")
    draft = Draft("update", "2026/01-sample")
    assert talk(interview.interview(content, draft, TODAY, digest), []) == (draft, "")
