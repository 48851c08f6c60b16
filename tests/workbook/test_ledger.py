"""Cells -> rows: where the header stands, what its headings mean, what is no row."""

from collections.abc import Iterable

import pytest

from portal.workbook import ledger, sheet
from portal.workbook.ledger import Field, Passed, Table
from tests.workbook.books import Rows, page


def table(rows: Rows, merges: Iterable[str] = ()) -> Table:
    found = passed(rows, merges)
    assert isinstance(found, Table), found
    return found


def passed(rows: Rows, merges: Iterable[str] = ()) -> Table | Passed:
    return ledger.table(page(rows, merges=[merged(*merge.split(":")) for merge in merges]))


def merged(first: str, last: str) -> sheet.Merge:
    return sheet.Merge(int(first[1:]), ord(first[0]) - 64, int(last[1:]), ord(last[0]) - 64)


def texts(found: Table, *names: Field) -> list[list[str]]:
    return [[row.text(name) for name in names] for row in found.rows]


HEAD = ["序号", "任务名称", "责任单位"]


def test_the_header_is_found_below_titles_and_the_reporting_unit() -> None:
    found = table([["云岭市2026年重点任务台账"], ["填报单位：云岭市能源局", None, "2026年10月8日"], HEAD, [1, "氢能产业", "市能源局"]],
                  ["A1:C1"])
    assert found.header == 3
    assert texts(found, "number", "title", "responsible_units") == [["1", "氢能产业", "市能源局"]]
    assert [cell.text for cell in found.above[:3]] == ["云岭市2026年重点任务台账", "填报单位：云岭市能源局", "2026年10月8日"]


def test_a_header_below_the_first_ten_rows_is_not_looked_for() -> None:
    assert isinstance(passed([*[["说明"]] * 9, HEAD, [1, "甲", "乙"]]), Table)
    found = passed([*[["说明"]] * 10, HEAD, [1, "甲", "乙"]])
    assert isinstance(found, Passed) and "没有找到表头" in found.why


def test_heads_in_two_rows_are_read_with_their_groups() -> None:
    rows: Rows = [["序号", "工作任务", "责任单位", None, "年度目标", None, None, "完成时限"],
                  [None, None, "牵头", "配合", "指标", "目标值", "单位", None],
                  [1, "氢能产业", "市能源局", "市财政局", "建成加氢站", 20, "座", "12月底"]]
    found = table(rows, ["A1:A2", "B1:B2", "C1:D1", "E1:G1", "H1:H2"])
    assert found.header == 2
    assert {name: column.number for name, column in found.columns.items()} == {
        "number": 1, "title": 2, "lead_unit": 3, "supporting_units": 4, "target": 5, "target_value": 6, "unit": 7, "due": 8}
    assert texts(found, "title", "lead_unit", "target_value") == [["氢能产业", "市能源局", "20"]]


def test_heads_in_two_rows_without_merged_cells_are_read_too() -> None:
    found = table([["序号", "工作任务", "责任分工", None], [None, None, "牵头单位", "配合单位"], [1, "氢能产业", "市能源局", "市财政局"]])
    assert (found.header, len(found.rows)) == (2, 1)
    assert {"lead_unit", "supporting_units"} <= set(found.columns)


@pytest.mark.parametrize(("heading", "name"), [
    ("2026年工作任务", "title"), ("重 点 任 务", "title"), ("责任单位\n（盖章）", "responsible_units"), ("*完成时限", "due"),
    ("三季度工作进展", "words"),
    ("目标值（座）", "target_value"), ("任务完成情况", "words"), ("存在的主要问题", "difficulty"), ("单位", "unit"), ("截止日期", "due"),
    ("下一步工作措施", None), ("上年完成情况", None), ("填报单位", None), ("实际完成时间", None), ("责任领导", None), ("联系人", None),
    ("备注", None),
    ("序号", "number"), ("次序", None),
])
def test_headings_as_people_write_them(heading: str, name: str | None) -> None:
    assert ledger._field(heading) == name


def test_every_heading_means_one_thing() -> None:
    names = [name for names in ledger.HEADINGS.values() for name in names.split()]
    assert len(names) == len(set(names))
    assert set(ledger.HEADINGS) == set(ledger.FIELDS)


def test_of_two_headings_for_one_thing_the_exact_one_is_read_and_the_other_named() -> None:
    found = table([["任务名称", "一季度工作进展", "工作进展", "联系人"], ["甲", "旧", "新", "某某"]])
    assert texts(found, "words") == [["新"]]
    assert [column.heading for column in found.unread] == ["一季度工作进展", "联系人"]


def test_the_unit_in_a_headings_brackets_is_kept() -> None:
    assert table([["任务名称", "目标值（座）"], ["甲", 20]]).columns["target_value"].bracket == "座"


def test_a_merged_cell_goes_on_for_the_rows_below() -> None:
    found = table([["任务名称", "责任单位", "目标值"], ["甲", "市能源局", 1], [None, None, 2], ["乙", None, 3]], ["A2:A3", "B2:B4"])
    assert texts(found, "title", "responsible_units", "target_value") == [
        ["甲", "市能源局", "1"], ["甲", "市能源局", "2"], ["乙", "市能源局", "3"]]


def test_what_is_no_row_is_passed_over_with_the_reason() -> None:
    found = table([HEAD, ["一、产业升级"], [1, "氢能产业", "市能源局"], HEAD, [None, "小计", None], ["合计", None, 20], [2, None, None],
                   ["说明：本表每月5日前报送"], ["填表人：某某", None, "审核：某某"], ["/", "无", "——"]], ["A2:C2"])
    assert texts(found, "title") == [["氢能产业"]]
    assert [(one.number, one.why) for one in found.passed] == [
        (2, "分组的标题，没有导入"), (4, "又一次表头，没有导入"), (5, "合计行，没有导入"), (6, "合计行，没有导入"),
        (7, "只有序号，没有导入"),
        (8, "表下的说明，没有导入"), (9, "表下的说明，没有导入")]


def test_what_is_hidden_is_not_read() -> None:
    one = page([[*HEAD, "完成时限"], [1, "甲", "乙", "年底"], [2, "丙", "丁", "年底"]])
    found = ledger.table(sheet.Sheet(one.name, one.rows, (), False, frozenset({2}), ((3, 3),)))
    assert isinstance(found, Table)
    assert texts(found, "title", "responsible_units") == [["丙", ""]]
    assert [passed.why for passed in found.passed] == ["隐藏的行，没有导入：要导入就取消隐藏或筛选"]
    hidden = ledger.table(sheet.Sheet(one.name, one.rows, hidden=True))
    assert isinstance(hidden, Passed) and hidden.at == "台账"


def test_a_sheet_that_is_no_ledger_is_named() -> None:
    for rows in ([["目录"], ["1", "产业"]], [["任务名称"], ["甲"]], [["责任单位", "完成时限"], ["甲", "年底"]]):
        found = passed(rows)
        assert isinstance(found, Passed) and "没有找到表头" in found.why
