"""What a row says that the portal does not: what is missing, what differs, what is new, what is known."""

from datetime import date

import pytest

from portal import replay, schema, state
from portal.workbook import facts, ledger, values
from portal.workbook.facts import Scope
from portal.workbook.ledger import Table
from portal.workbook.match import Match
from portal.workbook.work import Around, Work, gather
from tests import tiny
from tests.workbook.books import Rows, page

UNITS = "- {id: energy, name: 云岭市能源局, short: 市能源局}\n- {id: housing, name: 云岭市住建局, short: 市住建局}\n"
PERIOD = schema.Period(start=date(2026, 1, 1), end=date(2026, 12, 31))
TODAY = date(2026, 10, 9)
PROMISE = """\
lead_unit: energy
responsible_units: [energy, housing]
due: 2026-11-30
measures: [{id: do, text: 做样例}]
targets: [{id: s, title: 样例站, kind: cumulative, value: 20, unit: 座}, {id: t, title: 样例车, kind: cumulative, value: 300, unit: 辆}]
"""
RECORD = """\
kind: update
step: action
observations: [{target: s, value: 13, as_of: 2026-06-30}]
difficulties: [{id: grid, text: 外电接入慢, measures: [{id: m1, action: 过渡供电, state: under_way}]}]
"""


def work(rows: Rows, promise: str = PROMISE, records: dict[str, str] | None = None, part: str = "", how: str = "名称") -> Work:
    """The work that rows (the first: headings) come to for the tiny task."""
    portal, problems = tiny.load(tiny.files(promise, {"2026-07-02": RECORD} if records is None else records, more={"units.yml": UNITS}))
    assert not problems, problems
    task = portal.lists[0].tasks[0]
    past = replay.replay_until(task, TODAY)
    found = Work(task.key, past.shown.data, state.conclude(past, TODAY))
    table = ledger.table(page([[*rows[0], "任务名称", "责任领导"], *[[*row, "样例"] for row in rows[1:]]]))
    assert isinstance(table, Table), table
    for row in table.rows:
        said = facts.read(row, Scope(portal.units, values.unit_ids(portal.units), PERIOD))
        gather(found, row, Match(task.key, how, part), said, Around(portal.units, PERIOD, TODAY, None))
    return found


def refused(found: Work) -> list[str]:
    return [words for _, words in found.refused]


def nothing(found: Work) -> bool:
    return not (found.said or found.refused)


def test_what_the_promise_says_already_is_no_news() -> None:
    assert nothing(work([["牵头单位", "责任单位", "完成时限", "目标", "目标值", "单位"],
                         ["云岭市能源局", "市住建局、市能源局", "11月底前", "样例站", "20.0", "座"]]))


def test_what_is_missing_is_set_and_what_differs_is_a_change() -> None:
    found = work([["牵头单位", "配合单位", "完成时限"], ["市住建局", "市住建局", "2026年12月底"]])
    assert {name: given.value for name, given in found.sets.items()} == {"supporting_units": ["housing"]}
    assert found.changes == {"lead_unit": ("energy", "housing"), "due": ("2026-11-30", "2026-12-31")}
    assert found.said[-1].words == "C2 完成时限 2026-11-30→2026-12-31（表里写“2026年12月底”）"


def test_a_due_beyond_the_lists_period_is_no_supplement() -> None:
    found = work([["完成时限"], ["2027-03-31"]], promise="", records={})
    assert (found.sets, found.changes) == ({}, {"due": (None, "2027-03-31")})


def test_a_due_before_one_of_its_parts_is_refused() -> None:
    found = work([["完成时限"], ["2026-06-30"]], promise="milestones: [{id: a, title: 甲, due: 2026-07-31}]", records={})
    assert not found.sets and "早于其中一个部分的时限 2026-07-31" in refused(found)[0]


def test_a_part_is_not_due_after_its_task() -> None:
    found = work([["完成时限"], ["2026-12-15"]], part="measures.do")
    assert not found.sets and "晚于整件任务的时限 2026-11-30，没有导入" in refused(found)[0]


def test_how_a_day_was_written_is_kept_where_it_was_not_written_out() -> None:
    assert work([["完成时限"], ["11月底前"]], promise="", records={}).wordings == ["完成时限在台账里写作“11月底前”。"]
    assert work([["完成时限"], ["11月30日"]], promise="", records={}).wordings == []


def test_what_was_changed_since_is_an_old_workbook_and_proposes_nothing() -> None:
    adjusted = "kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\nchanges: [{field: targets.s.value, old: 20, new: 18}]"
    found = work([["目标", "目标值", "单位"], ["样例站", 20, "座"]], records={"2026-05-10": adjusted})
    assert not found.changes and "2026-05-10 改动以前的，像是旧表" in refused(found)[0]


def test_rows_of_one_task_may_not_contradict_each_other() -> None:
    found = work([["配合单位", "目标", "目标值", "完成值", "数据截至"], ["市住建局", "样例站", 21, 16, "9月30日"],
                  ["市能源局", "样例站", 22, 17, "9月30日"]])
    assert found.changes == {"targets.s.value": ("20", "21")}
    assert len(found.observations) == 1 and found.sets["supporting_units"].value == ["housing"]
    assert all("和上面同一件任务的行不同，没有导入" in words for words in refused(found)) and len(refused(found)) == 3


def test_a_row_about_a_measure_gives_it_its_unit_and_its_due() -> None:
    found = work([["责任单位", "完成时限"], ["市住建局", "10月31日"]], part="measures.do")
    assert {name: given.value for name, given in found.sets.items()} == {"measures.do.unit": "housing", "measures.do.due": "2026-10-31"}
    assert [one.words for one in found.said] == ["“做样例”的责任单位 市住建局", "“做样例”的完成时限 2026-10-31（表里写“10月31日”）"]
    assert "一项举措只写一个责任单位" in refused(work([["责任单位"], ["市住建局、市能源局"]], part="measures.do"))[0]


def test_a_title_is_changed_only_where_the_key_says_which_task_it_is() -> None:
    assert nothing(work([["序号"], [1]], how="名称"))
    assert work([["任务名称", "编号"], ["样例工程", "01-sample"]], how="编号").changes == {"title": ("样例", "样例工程")}


# --- figures


def test_a_new_figure_is_an_observation_and_gives_the_record_its_day() -> None:
    found = work([["完成值", "数据截至"], ["16座", "2026.9.30"]])
    assert found.observations == [{"target": "s", "value": "16", "as_of": "2026-09-30"}]
    assert found.day == date(2026, 9, 30)


def test_a_figure_that_is_known_is_no_news_with_or_without_its_day() -> None:
    assert nothing(work([["完成值", "数据截至"], ["13座", "2026-06-30"]]))
    assert nothing(work([["完成值"], ["13座"]]))


def test_another_figure_for_a_day_that_has_one_is_a_correction() -> None:
    found = work([["完成值", "数据截至"], ["14座", "2026-06-30"]])
    assert found.corrections == {"2026-07-02.observations.s.2026-06-30.value": ("13", "14")}
    assert not found.observations


@pytest.mark.parametrize(("cells", "words"), [
    (["16个", "9月30日"], "承诺里没有这个目标"), (["样例站16个", "9月30日"], "的单位是“座”，表里是“个”，不换算"),
    (["16", "9月30日"], "有 2 个目标，不能确定是哪一个"),
    (["样例站点16座", "9月30日"], "很像，名称不同，没有导入"), (["16座", None], "没有写数据截至哪一天"),
    (["16座", "2026-10-31"], "晚于今天 2026-10-09"),
    (["9" * 40 + "座", "9月30日"], "数太长"),
])
def test_a_figure_that_fits_no_target_or_no_day_is_said(cells: list[object], words: str) -> None:
    found = work([["完成值", "数据截至"], cells])
    assert not found.observations and words in refused(found)[0]


def test_a_new_target_is_added_and_its_figure_belongs_to_it() -> None:
    found = work([["目标", "目标值", "单位", "完成值", "数据截至"], ["新建样例桥", 5, "座", 2, "9月30日"]])
    assert found.targets == [{"id": "t1", "title": "新建样例桥", "kind": "cumulative", "value": "5", "unit": "座"}]
    assert found.observations == [{"target": "t1", "value": "2", "as_of": "2026-09-30"}]
    assert found.said[0].words == "目标 新建样例桥 5座（按“新建”归为累计）"


def test_a_target_without_a_kind_is_asked_for_one() -> None:
    found = work([["目标", "目标值", "单位"], ["样例桥", 5, "座"]])
    assert not found.targets and "加一列“目标类别”" in refused(found)[0]


def test_a_dropped_target_is_no_target_any_more() -> None:
    dropped = "kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\ndrop: [targets.s]"
    found = work([["完成值", "数据截至"], [200, "9月30日"]], records={"2026-05-10": dropped})
    assert found.observations == [{"target": "t", "value": "200", "as_of": "2026-09-30"}]


# --- words


def test_words_are_taken_once_and_give_no_day_of_their_own() -> None:
    found = work([["进展"], ["第一座站投运，第二座站在建。"], ["第一座站投运,第二座站在建。"]])
    assert found.words == ["第一座站投运，第二座站在建。"] and found.day is None
    assert work([["进展", "数据截至"], ["投运", "9月30日"]]).day == date(2026, 9, 30)


def test_a_known_difficulty_gets_its_new_remedy_and_keeps_the_old_ones() -> None:
    found = work([["困难", "解决措施"], ["外电接入慢", "1.过渡供电\n2.签订协议"]])
    assert found.troubles == [{"id": "grid", "text": "外电接入慢", "measures": [
        {"id": "m1", "action": "过渡供电", "state": "under_way"}, {"id": "m2", "action": "签订协议"}]}]
    assert nothing(work([["困难", "解决措施"], ["外电接入慢", "过渡供电"]]))
    assert nothing(work([["解决措施"], ["过渡供电"]]))
    assert "有措施没有困难" in refused(work([["解决措施"], ["签订协议"]]))[0]


def test_new_difficulties_have_ids_of_their_own() -> None:
    found = work([["困难"], ["1.资金未到位\n2.外电接入慢\n3.用地未批"]])
    assert [one["id"] for one in found.troubles] == ["d1", "d2"]


# --- what is never taken


def test_a_status_is_not_taken_and_is_told_what_is_computed() -> None:
    found = work([["状态"], ["已完成"]])
    assert not found.said and refused(found) == ["A2 “状态”不导入：状态由记录算出，现在是“推进中”"]
    assert nothing(work([["状态"], ["推进中"]]))


def test_words_beside_the_quote_change_nothing() -> None:
    assert nothing(work([["工作内容"], ["做样例，建成样例站20座"]]))
    assert refused(work([["工作内容"], ["做别的"]])) == ["A2 “工作内容”和承诺原文不同：原文不改"]
