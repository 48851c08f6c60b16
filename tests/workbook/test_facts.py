"""A row -> what it says, and what in it cannot be used, with the cell's address."""

from datetime import date
from decimal import Decimal

import pytest

from portal import schema
from portal.workbook import facts, ledger, values
from portal.workbook.facts import Facts, Given, Goal, Report, Scope, Trouble
from portal.workbook.ledger import Table
from tests.workbook.books import page

UNITS = {unit.id: unit for unit in (schema.Unit(id="energy", name="云岭市能源局", short="市能源局"),
                                    schema.Unit(id="housing", name="云岭市住建局", short="市住建局"))}
SCOPE = Scope(UNITS, values.unit_ids(UNITS), schema.Period(start=date(2026, 1, 1), end=date(2026, 12, 31)))


def read(**cells: object) -> Facts:
    """The facts of a row whose headings are the keywords."""
    return within(SCOPE, **cells)


def within(scope: Scope, **cells: object) -> Facts:
    found = ledger.table(page([["任务名称", *cells, "责任领导"], ["甲", *cells.values()]]))
    assert isinstance(found, Table), found
    return facts.read(found.rows[0], scope)


def test_units_are_their_ids_and_unknown_ones_are_named_with_the_nearest() -> None:
    said = read(牵头单位="市能源局（牵头）", 责任单位="市能源局、云岭市住建局", 配合单位="市能源局、市能源所，气象台")
    assert said.fields == {"lead_unit": Given("energy", "B2", "市能源局（牵头）"),
                           "responsible_units": Given(["energy", "housing"], "C2", "市能源局、云岭市住建局")}
    assert said.refused == ["D2 “市能源所”不在 units.yml 里，是不是“市能源局”", "D2 “气象台”不在 units.yml 里，先登记"]


def test_two_lead_units_are_one_too_many() -> None:
    said = read(牵头单位="市能源局、市住建局")
    assert not said.fields and said.refused == ["B2 牵头单位只能有一个，这里有 2 个：留下牵头的，别的写进责任单位"]


def test_days_are_read_and_words_that_name_none_are_said() -> None:
    assert read(完成时限="2026年9月底前").fields["due"] == Given("2026-09-30", "B2", "2026年9月底前")
    assert read(完成时限="长期").refused == ["B2 “长期”不是一个日子，照未公布算"]


@pytest.mark.parametrize(("cells", "expected"), [
    ({"目标": "建成加氢站20座"}, ("建成加氢站", 20, "座", "cumulative", "建成")),
    ({"目标": "建成加氢站", "目标值": 20, "单位": "座"}, ("建成加氢站", 20, "座", "cumulative", "建成")),
    ({"目标": "加氢站", "目标值（座）": 20}, ("加氢站", 20, "座", None, "")),
    ({"目标": 20, "单位": "座", "目标类别": "累计"}, ("", 20, "座", "cumulative", "")),
    ({"目标": "优良天数比例不低于85%"}, ("优良天数比例", 85, "%", "at_least", "不低于")),
    ({"目标": "改造率达到85%"}, ("改造率", 85, "%", "level_up", "达到")),
    ({"目标": "能耗降至0.5吨"}, ("能耗", Decimal("0.5"), "吨", "level_down", "降至")),
    ({"目标": "较大事故控制在5起以内"}, ("较大事故", 5, "起", "at_most", "控制在")),
    ({"目标": "新增就业不少于2.4万人"}, ("新增就业", Decimal("2.4"), "万人", "cumulative", "新增")),
])
def test_a_target_has_its_kind_from_a_column_or_from_the_words(cells: dict[str, object], expected: tuple[object, ...]) -> None:
    said = read(**cells)
    goal, = said.goals
    assert (goal.title, goal.value, goal.unit, goal.kind, goal.why) == expected
    assert not said.refused


def test_several_targets_may_stand_in_one_cell() -> None:
    said = read(年度目标="建成加氢站20座；推广氢能重卡３００辆")
    assert [(goal.title, str(goal.value)) for goal in said.goals] == [("建成加氢站", "20"), ("推广氢能重卡", "300")]


@pytest.mark.parametrize(("cells", "words"), [
    ({"目标": "约20座"}, "B2 “约20座”不是确数，没有导入"), ({"目标": "产业链更加完善"}, "B2 目标“产业链更加完善”里没有读出数"),
    ({"目标": "加氢站", "目标值": "二十"}, "C2 “二十”里没有读出数"), ({"目标": "20座", "单位": "个"},
                                                            "B2 数的单位是“座”，单位一列写的是“个”：改成一样"),
    ({"目标": "20座", "目标类别": "总数"}, "C2 “总数”不是目标的类别"),
])
def test_a_target_that_is_no_exact_number_is_said(cells: dict[str, object], words: str) -> None:
    said = read(**cells)
    assert words in said.refused[0]


def test_a_figure_has_its_day_from_its_row_else_from_the_table() -> None:
    assert read(完成值="16座", 数据截至="2026.9.30").reports == [Report("", Decimal(16), "座", date(2026, 9, 30), "B2")]
    named = Scope(UNITS, SCOPE.names, SCOPE.period, date(2026, 6, 30))
    assert within(named, 完成值=16).reports == [Report("", Decimal(16), "", date(2026, 6, 30), "B2")]
    assert read(完成值=16).reports[0].as_of is None
    said = read(完成值=16, 数据截至="9月")
    assert not said.reports and "没有写到日" in said.refused[0]


def test_a_figure_belongs_to_the_target_of_its_row_or_names_its_own() -> None:
    assert read(目标="加氢站", 目标值=20, 单位="座", 完成值=16).reports[0].title == "加氢站"
    assert read(目标="加氢站", 目标值=None, 完成值=16).reports[0].title == "加氢站"
    assert [one.title for one in read(完成值="加氢站16座，重卡262辆").reports] == ["加氢站", "重卡"]
    assert read(完成值="约16座").refused == ["B2 “约16座”不是确数，没有导入"]


@pytest.mark.parametrize("text", ["已完成", "完成", "推进中", "正在推进", "按序时推进", "达到序时进度", "未启动", "滞后", "85%", "√",
                                  "正常推进。"])
def test_a_progress_that_is_only_a_status_is_not_taken(text: str) -> None:
    said = read(进展=text)
    assert not said.words and "只是状态" in said.refused[0]


def test_percentages_are_not_taken() -> None:
    said = read(完成比例="80%")
    assert said.refused == ["B2 “完成比例”不导入：百分比由记录算出"]


@pytest.mark.parametrize(("words", "step"), [
    ("召开推进会，印发实施方案", "announcement"), ("成立工作专班", "announcement"), ("召开现场会，3座站投运", "action"),
    ("主体封顶", "action"), ("", "announcement"),
])
def test_meetings_and_papers_are_no_action(words: str, step: str) -> None:
    assert facts.step_of(words) == step


def test_a_step_may_be_written() -> None:
    assert read(进展="首批通车", 步骤="成效").step == "result"
    assert read(进展="首批通车", 步骤="开工").refused == ["C2 “开工”不是步骤：写 部署、实际进展、成效"]


def test_difficulties_go_with_their_remedies_where_it_is_plain_which() -> None:
    assert read(存在问题="1.甲\n2.乙", 解决措施="1.子\n2.丑").troubles == [Trouble("甲", ("子",)), Trouble("乙", ("丑",))]
    assert read(存在问题="甲", 解决措施="1.子\n2.丑").troubles == [Trouble("甲", ("子", "丑"))]
    said = read(存在问题="1.甲\n2.乙\n3.丙", 解决措施="1.子\n2.丑")
    assert [one.remedies for one in said.troubles] == [(), (), ()] and "不能确定哪项对哪项" in said.refused[0]
    assert read(存在问题="无", 解决措施="子").remedies == ["子"]
    assert read(存在问题="暂无").troubles == []


def test_words_have_the_day_of_a_row_without_a_figure() -> None:
    assert read(进展="投运", 数据截至="9月30日").as_of == date(2026, 9, 30)
    assert read(进展="投运", 完成值=3, 数据截至="9月30日").as_of is None


def test_goals_are_plain_values() -> None:
    assert read(目标="建成站20座").goals == [Goal("建成站", Decimal(20), "座", "cumulative", "建成", "B2")]
