"""A 台账 of twenty rows of real-world mess, imported, imported again, exported, imported again; and what is said on the way."""

from datetime import date
from functools import cache

import pytest

from portal.new.draft import Content, content
from portal.workbook import export, plan, sheet
from portal.workbook.files import Choices
from portal.workbook.plan import Line, Proposal
from portal.workbook.sheet import Book, Sheet
from tests import tiny
from tests.workbook import city
from tests.workbook.books import Rows, page

TODAY = date(2026, 10, 9)
CHOICES = Choices(TODAY, source="ledger")


def around(files: dict[str, str]) -> Content:
    made = content([tiny.source(path, text) for path, text in files.items()], list(files))
    assert not made.problems, made.problems
    return made


def propose(data: bytes | Sheet, where: Content, choices: Choices = CHOICES) -> Proposal:
    read = Book((data,)) if isinstance(data, Sheet) else sheet.read(data)
    assert isinstance(read, Book), read
    return plan.propose(read, where, choices)


@cache
def mess() -> tuple[Content, Proposal]:
    """The city before, and what importing its 台账 comes to."""
    before = around(city.content())
    return before, propose(city.ledger(), before)


@cache
def after() -> Content:
    """The city with what was imported; a problem in it fails the test."""
    return around({**city.content(), **mess()[1].files})


def line(found: Proposal, row: int) -> Line:
    return next(one for one in found.lines if one.at == f"台账!{row}")


def test_every_row_of_the_mess_has_its_line() -> None:
    found = mess()[1]
    assert [one.at for one in found.lines if one.at.startswith("台账!")] == [f"台账!{row}" for row in range(6, 30)]
    assert [one.did for one in found.lines if one.at.startswith("台账!")] == [
        "passed", *["written"] * 9, "refused", "refused", "written", "passed", "written", "written", "refused", "passed", "written",
        "written",
        "proposed", "refused", "proposed", "passed"]


def test_twenty_rows_of_the_mess_are_read() -> None:
    rows = [one for one in mess()[1].lines if one.did != "passed"]
    assert len(rows) == 20


@pytest.mark.parametrize(("row", "words"), [
    (7, "责任单位 市能源局、市住建局；配合单位 市财政局"), (7, "困难“外电接入慢”，措施 1 项；困难“设备到货晚”，措施 1 项"),
    (7, "建成加氢站 16座（截至 2026-09-30）；进展 24 字；"),
    (7, "N7 “完成比例”不导入：百分比由记录算出"), (8, "推广氢能重卡 262辆（截至 2026-09-30）"),
    (9, "完成时限 2026-11-30（表里写“2026年11月底前”）"),
    (9, "目标 改造老旧小区 4.2万户（按“改造”归为累计）"), (9, "M9 “推进中”只是状态，不导入"), (10, "“更新供水管网”的责任单位 市城管局"),
    (11, "G11 “长期”不是一个日子，照未公布算"), (12, "G12 完成时限 2026-11-30→2026-10-31"), (12, "高标准农田 5.1万亩"),
    (13, "优良天数比例 86.1%（截至 2026-09-30）"), (13, "F13 “市气象所”不在 units.yml 里"), (14, "（记作部署）：进展 12 字"),
    (14, "D14 “市卫健局”不在 units.yml 里，是不是“市卫健委”"), (14, "O14 “进度状态”不导入：状态由记录算出，现在是“暂未评估”"),
    (15, "K15 是公式，没有保存算出的值"), (16, "序号 8 在清单里是“保障性住房”，名称不同，没有导入"),
    (17, "D17 牵头单位只能有一个，这里有 2 个"),
    (17, "G17 “全年”不是一个日子"), (17, "I17 “约600”不是确数"), (18, "L18 数据截至“2026年9月”没有写到日"), (19, "合计行"),
    (20, "原文取自工作内容"),
    (20, "I20 是 #REF!，公式出错了"), (22, "在来源的存档 sources/ledger.txt 里都找不到"), (23, "隐藏的行"), (24, "进展 13 字"),
    (25, "责任单位 市水利局"),
    (26, "G26 完成时限 2026-12-31→2027-03-31"), (27, "和第 4 件“高标准农田建设”很像"),
    (28, "K28 截至 2026-06-30 的建成加氢站报过 13座，表里是 14座"),
])
def test_the_mess_says_of_each_row_what_was_done_or_why_not(row: int, words: str) -> None:
    assert words in "\n".join(line(mess()[1], row).said)


def test_what_the_mess_writes_says_what_its_cells_say() -> None:
    files = mess()[1].files
    assert files["2026/01-hydrogen/2026-10-08-b.md"] == """\
---
kind: update
step: action
source:
  id: ledger
  locator: 台账 第7行
entered: 2026-10-09
observations:
  - target: stations
    value: 16
    as_of: 2026-09-30
  - target: trucks
    value: 262
    as_of: 2026-09-30
difficulties:
  - id: grid
    text: 外电接入慢
    measures:
      - id: m1
        action: 先用箱式变压器过渡
        state: under_way
      - id: m2
        action: 与供电公司签订接入协议
  - id: d1
    text: 设备到货晚
    measures:
      - id: m1
        action: 驻厂催货
---

1\\.柳河站、北山站投运。

2\\.#3机组&lt;调试>完成
"""
    assert files["2026/12-task/task.md"] == """\
---
title: 冷链物流体系
quote: 1.建设北山冷链物流园。 2.改造产地冷库。
source:
  id: ledger
  locator: 台账 第21行
measures:
  - id: m1
    text: 建设北山冷链物流园
  - id: m2
    text: 改造产地冷库
lead_unit: commerce
responsible_units: [beishan]
supporting_units: [finance, water]
due: 2026-12-31
---
"""


def test_after_the_mess_the_content_is_right_and_no_promise_was_touched() -> None:
    before, found = mess()
    assert not found.problems and not after().problems
    assert not set(found.files) & set(before.paths)
    assert set(found.drafts) == {"2026/01-hydrogen/adjustment.md", "2026/01-hydrogen/correction.md", "2026/04-farmland/adjustment.md"}


def test_the_mess_imported_again_writes_nothing_and_proposes_the_same() -> None:
    again = propose(city.ledger(), after())
    assert not again.files
    assert again.drafts == mess()[1].drafts


def test_the_mess_exported_and_imported_again_makes_no_difference() -> None:
    found = propose(export.workbook(after().portal, TODAY), after())
    assert not found.files and not found.drafts and not found.problems
    rows = [one for one in found.lines if one.did != "passed"]
    assert len(rows) == 13 and all((one.did, one.said) == ("same", ()) for one in rows)


def test_columns_and_sheets_that_are_not_read_are_named() -> None:
    said = {one.at: one.said for one in mess()[1].lines}
    assert "“主要措施”是工作内容" in said["台账"][0] and said["台账"][1] == "不导入的列：备注、联系人"
    assert "没有找到表头" in said["填表说明"][0]
    assert said["2026"] == ("清单里的第 8 件“保障性住房”，表里没有：不动",)


def test_the_report_reads_row_by_row_and_ends_with_the_sum() -> None:
    found = mess()[1]
    text = plan.as_text(found, texts=False)
    assert ("\n台账!11  城市地下管网更新（举措原文：2026/03-pipes）\n"
            "    写 2026/03-pipes/2026-10-08.md：“更新燃气管网”的责任单位 市城管局\n") in text
    assert text.endswith("\n\n共 20 行任务：14 行有新内容，2 行只提出改动，4 行没有导入。要写 17 个文件。3 份改动要人填完")
    assert "\n2026/12-task/task.md\n    ---\n    title: 冷链物流体系\n" in plan.as_text(found, texts=True)


# --- lists, new tasks


HEAD = ["序号", "任务名称", "工作内容", "牵头单位", "进展", "数据截至"]
ROW: list[object] = [11, "夜间经济培育", "打造三条夜间经济街区，培育夜间消费品牌。", "市商务局", "开街", "9月30日"]


def said(found: Proposal) -> str:
    return "\n".join(words for one in found.lines for words in one.said)


def test_a_list_without_tasks_is_filled_where_the_source_is_named() -> None:
    empty = around({path: text for path, text in city.content().items() if path.count("/") < 2})
    found = propose(page([HEAD, ROW]), empty)
    assert list(found.files) == ["2026/11-task/task.md", "2026/11-task/2026-10-08.md"] and not found.problems
    refused = propose(page([HEAD, ROW]), empty, Choices(TODAY))
    assert not refused.files and "承诺要有原文和来源" in said(refused) and "--source" in said(refused)


def test_a_new_task_may_have_its_folder_in_the_sheet_and_its_number_from_the_list() -> None:
    rows: Rows = [["编号", *HEAD[1:]], ["11-night-economy", *ROW[1:]], ["new", "冷链物流体系", "1.建设北山冷链物流园。\n2.改造产地冷库。"]]
    found = propose(page(rows), mess()[0])
    assert [path for path in found.files if path.endswith("task.md")] == ["2026/11-night-economy/task.md", "2026/12-task/task.md"]


def test_a_number_is_given_once() -> None:
    found = propose(page([HEAD, ROW, [11, "冷链物流体系", "1.建设北山冷链物流园。\n2.改造产地冷库。"]]), mess()[0])
    assert "序号 11 已经用过，没有导入" in said(found)


def test_of_several_lists_one_is_named_by_the_sheet_or_by_the_command() -> None:
    two = around({**city.content(), "2025/plan.md": tiny.front(city.PLAN.replace("2026-", "2025-"))})
    unsaid = propose(page([HEAD, ROW]), two)
    assert not unsaid.files and "有 2 份清单：2026、2025。用 --list 写明是哪一份" in said(unsaid)
    assert propose(page([HEAD, ROW], name="2026"), two).files
    assert propose(page([HEAD, ROW]), two, Choices(TODAY, list_key="2026", source="ledger")).files
    other = propose(page([HEAD, ROW], name="2026"), two, Choices(TODAY, list_key="2025", source="ledger"))
    assert not other.files and "是 2026 的任务，没有导入（--list 2025）" in said(other)
    unknown = propose(page([["编号", *HEAD[1:]], ["2024/01-a", *ROW[1:]]]), two)
    assert "没有“2024”这份清单" in said(unknown)


def test_what_would_not_pass_the_checks_is_a_problem_of_the_whole_import() -> None:
    """A new task that begins after its end."""
    found = propose(page([["任务名称", "启动时间", "完成时限"], ["夜间经济培育", "2026-11-15", "2026-06-30"]]), mess()[0])
    assert [(one.code, one.place.file) for one in found.problems] == [("date-order", "2026/11-task/task.md")]
