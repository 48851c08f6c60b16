"""Fields and values in words: what a reader sees instead of `targets.stations.plan.2026-06-30.value`."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from portal import schema
from portal.library import Portal
from portal.state import TaskState, state_on
from portal.views.fieldwords import CHOICES, change_words, field_words, plan_field_words, plan_value_words, value_words
from portal.views.words import changed
from tests import tiny

TASK = """
measures:
  - {id: patrol, text: 常态化巡查}
lead_unit: water
places: [north]
due: 2026-11-30
targets:
  - id: stations
    title: 建成样例站
    kind: cumulative
    baseline: {value: 11, as_of: 2025-12-31}
    value: 20
    unit: 座
    plan: [{by: 2026-06-30, value: 14}]
milestones:
  - {id: design, title: 完成设计, due: 2026-03-31}
  - {id: first, title: 首批验收, due: 2026-07-31, after: [design]}
procedures: [{id: eia, kind: eia, authority: 样例局}]
funding: [{id: bond, source: special_bond, planned: 12000, unit: 万元}]
"""
MORE = {
    "units.yml": "- {id: water, name: 样例市水利局, short: 市水利局}\n- {id: power, name: 样例市能源局}\n",
    "places.yml": "- {id: north, name: 北山县}\n",
    "themes.yml": "- {id: city, title: 城市更新}\n- {id: farm, title: 乡村振兴}\n",
}
RECORDS = {
    "2026-03-31": """
        kind: update
        step: action
        observations: [{target: stations, value: 13, as_of: 2026-03-31}]
        milestones: [{id: design, state: partially_met}]
        difficulties: [{id: grid, text: 电网接入慢, measures: [{id: m1, action: 增设变压器, state: planned}]}]
        funding: [{id: bond, in_place: 8000}]
        """,
    "2026-04-02": "kind: supplement\nsource: {id: text}\nset: {start: 2026-02-01}\n",
    "2026-05-10": """
        kind: adjustment
        changes:
          - {field: targets.stations.value, old: 20, new: 18}
          - {field: lead_unit, old: water, new: power}
        drop: [milestones.first]
        reason: 样例
        basis: 样例
        approver: 样例
        """,
    "2026-05-12": """
        kind: supplement
        source: {id: text}
        add: {milestones: [{id: last, title: 全部验收, due: 2026-10-31}]}
        """,
}


@pytest.fixture(scope="module")
def portal() -> Portal:
    found, problems = tiny.load(tiny.files(TASK, RECORDS, more=MORE))
    assert not problems, problems
    return found


@pytest.fixture(scope="module")
def state(portal: Portal) -> TaskState:
    return state_on(portal.lists[0].tasks[0], date(2026, 6, 30))


@pytest.mark.parametrize(("field", "words"), [
    ("due", "完成时限"),
    ("lead_unit", "牵头单位"),
    ("themes.ids", "主题"),
    ("contact.phone", "联系电话"),
    ("not_applicable.funding", "资金不涉及的理由"),
    ("targets.stations.value", "建成样例站的目标数"),
    ("targets.stations.unit", "建成样例站的单位"),
    ("targets.stations.baseline.value", "建成样例站的基期数"),
    ("targets.stations.plan.2026-06-30.value", "建成样例站2026-06-30的计划"),
    ("targets.stations.plan", "建成样例站的计划"),
    ("milestones.first.due", "“首批验收”的完成时限"),
    ("milestones.first.unit", "“首批验收”的责任单位"),
    ("milestones.first", "节点“首批验收”"),
    ("milestones.last", "节点“全部验收”"),
    ("measures.patrol", "举措“常态化巡查”"),
    ("targets.stations", "目标“建成样例站”"),
    ("procedures.eia", "手续“环境影响评价”"),
    ("funding.bond.planned", "“专项债券”的计划数"),
    ("task.targets.stations.value", "建成样例站的目标数"),
    ("2026-03-31.observations.stations.2026-03-31.value", "3月31日记录里建成样例站（截至2026-03-31）的数"),
    ("2026-03-31.milestones.design.state", "3月31日记录里“完成设计”的状态"),
    ("2026-03-31.milestones.design.on", "3月31日记录里“完成设计”的日期"),
    ("2026-03-31.difficulties.grid.text", "3月31日记录里“电网接入慢”的困难"),
    ("2026-03-31.difficulties.grid.measures.m1.due", "3月31日记录里“增设变压器”的时限"),
    ("2026-03-31.funding.bond.in_place", "3月31日记录里“专项债券”的到位数"),
    ("2026-04-02.set.start", "4月2日补充公布里启动时间"),
    ("2026-05-10.changes.targets.stations.value.new", "5月10日调整里建成样例站的目标数"),
    ("2026-05-10.reason", "5月10日调整里原因"),
    ("2026-05-12.add.milestones.last.due", "5月12日补充公布里“全部验收”的完成时限"),
])
def test_a_field_is_said_as_a_reader_calls_it(state: TaskState, field: str, words: str) -> None:
    assert field_words(state, field) == words


@pytest.mark.parametrize(("field", "value", "words"), [
    ("due", "2026-12-31", "2026-12-31"),
    ("due", None, "未公布"),
    ("targets.stations.value", "18", "18座"),
    ("targets.stations.plan.2026-06-30.value", "12.5", "12.5座"),
    ("targets.stations.plan.2026-06-30.value", None, "未公布"),
    ("targets.stations.plan", [{"by": "2026-06-30", "value": "14"}], "到2026-06-30，14座"),
    ("targets.stations.baseline", {"value": "11", "as_of": "2025-12-31", "source": {"id": "text"}}, "11座，截至2025-12-31"),
    ("targets.stations.nature", "binding", "约束性"),
    ("targets.stations.every", "12 months", "12个月"),
    ("targets.stations.schedule", "linear", "按时间均匀推进"),
    ("lead_unit", "power", "样例市能源局"),
    ("responsible_units", ["water", "power"], "市水利局、样例市能源局"),
    ("milestones.first.unit", "water", "市水利局"),
    ("milestones.first.after", ["design"], "完成设计"),
    ("places", ["north"], "北山县"),
    ("themes.ids", ["city", "farm"], "城市更新、乡村振兴"),
    ("themes", {"ids": ["city"], "basis": "editorial"}, "城市更新"),
    ("themes.basis", "editorial", "编辑归类"),
    ("leader", {"name": "样例", "post": "副市长"}, "样例，副市长"),
    ("funding.bond.planned", "9000", "9000万元"),
    ("funding.bond.source", "bank_loan", "银行贷款"),
    ("predecessor", "2026/01-sample", "样例（2026/01-sample）"),
    ("not_applicable", {"funding": "不花钱"}, "资金不涉及的理由：不花钱"),
    ("2026-03-31.observations.stations.2026-03-31.value", "12", "12座"),
    ("2026-03-31.observations.stations.2026-03-31.value", None, "没有写"),
    ("2026-03-31.milestones.design.state", "partially_met", "部分完成"),
    ("2026-03-31.difficulties.grid.measures.m1.state", "under_way", "正在做"),
    ("2026-03-31.funding.bond.in_place", "7000", "7000万元"),
    ("2026-03-31.step", "result", "成效"),
    ("2026-05-10.changes.targets.stations.value.new", "19", "19座"),
    ("milestones.first", "milestones.first", "列入"),
    ("milestones.first", None, "未列入"),
])
def test_a_value_is_said_with_its_unit_and_by_its_name(
        state: TaskState, portal: Portal, field: str, value: Any, words: str) -> None:
    assert value_words(state, portal, field, value) == words


def test_a_change_is_one_line_from_old_to_new(state: TaskState, portal: Portal) -> None:
    lines = [change_words(state, portal, change) for change in state.changes]
    assert ("建成样例站的目标数 ", changed("20座", "18座")) in lines
    assert ("启动时间 ", changed("未公布", "2026-02-01")) in lines


def test_a_part_is_dropped_added_or_published_without_values(state: TaskState, portal: Portal) -> None:
    lines = [change_words(state, portal, change) for change in state.changes]
    assert "节点“首批验收” 取消" in lines
    assert "节点“全部验收” 公布" in lines


def test_the_terms_of_a_list_are_said_too(state: TaskState, portal: Portal) -> None:
    assert plan_field_words(state.terms, "plan.title") == "清单名称"
    assert plan_field_words(state.terms, "plan.period.end") == "结束"
    assert plan_value_words(portal, "plan.themes", ["city", "farm"]) == "城市更新、乡村振兴"
    assert plan_value_words(portal, "plan.demands.path.asks", ["due"]) == "完成时限"


def leaves(model: type[BaseModel], name: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf of a model: its name without items, and its type."""
    for key, info in model.model_fields.items():
        inner = next(iter(models(info.annotation)), None)
        full = f"{name}.{key}".lstrip(".")
        if inner:
            yield from leaves(inner, f"{full}.*" if get_origin(info.annotation) is tuple else full)
        else:
            yield full, info.annotation


def models(kind: Any) -> list[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [kind]
    return [found for argument in get_args(kind) for found in models(argument)]


def choices(kind: Any) -> list[str]:
    if get_origin(kind) is Literal:
        return list(get_args(kind))
    return [found for argument in get_args(kind) for found in choices(argument)]


# what no record can change, or what is said by the record itself
NOT_SAID = {"kind", "measures.*.kind", "targets.*.kind"}


@pytest.mark.parametrize("model", [schema.Promise, *schema.RECORDS.values()])
def test_every_choice_of_the_schema_has_words(model: type[BaseModel]) -> None:
    for name, kind in leaves(model):
        if name in NOT_SAID or name.startswith("add."):
            continue
        for choice in choices(kind):
            plain = name.replace(".*", "")
            table = CHOICES.get(plain) or CHOICES[plain.split(".")[0]]
            assert choice in table, name


@pytest.mark.parametrize("model", [schema.Promise, *schema.RECORDS.values()])
def test_every_field_of_the_schema_has_chinese_words(state: TaskState, model: type[BaseModel]) -> None:
    record = {schema.Update: "2026-03-31", schema.Supplement: "2026-04-02", schema.Adjustment: "2026-05-10"}.get(model)
    if model is not schema.Promise and record is None:
        return
    for name, _ in leaves(model):
        if name.endswith((".id", ".by")):
            continue  # what names an item is never changed
        name = name.replace("*", "某")
        words = field_words(state, f"{record}.{name}" if record else name)
        assert not any(letter.isascii() and letter.isalpha() for letter in words), (name, words)
