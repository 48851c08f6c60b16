"""What the records of a task say on its page, block by block."""

from datetime import date

from portal.state import state_on
from portal.views import task_records
from tests import tiny

D = date.fromisoformat
UPDATE = "kind: update\nstep: action\n"


def state(text: str = "", records: dict[str, str] | None = None, day: str = "2026-12-01"):  # type: ignore[no-untyped-def]
    return state_on(tiny.task(text, records), D(day))


def test_a_difficulty_stands_beside_its_measures_as_last_said() -> None:
    difficulty = ("difficulties: [{{id: grid, text: 外电没接入, measures: [{{id: m, action: 过渡供电, owner: 样例局, "
                  "due: 2026-07-10, state: {}}}]}}]")
    found, = task_records.difficulties(state(records={
        "2026-06-01": UPDATE + difficulty.format("under_way"), "2026-07-01": UPDATE + difficulty.format("resolved")}))
    assert (found.day, found.lines) == ("2026-06-01", ("外电没接入",))
    assert [(step.text, step.note, step.glyph.word) for step in found.steps] == [
        ("过渡供电", "样例局，2026-07-10前，已解决", "已解决")]


def test_a_difficulty_without_a_measure_says_so() -> None:
    found, = task_records.difficulties(state(records={"2026-06-01": UPDATE + "difficulties: [{id: d, text: 难}]"}))
    assert found.note == "没有公布针对性措施"


def test_an_approval_without_a_record_is_not_said_to_be_not_started() -> None:
    """Of an absence only what is known is said."""
    found, = task_records.procedures(state("procedures: [{id: eia, kind: eia}]"))
    assert (found.title, found.authority, found.glyph.word) == ("环境影响评价", "办理机关未公布", "没有记录")


def test_an_approval_shows_its_last_state_day_and_document() -> None:
    found, = task_records.procedures(state("procedures: [{id: eia, kind: eia, authority: 样例局}]", {
        "2026-03-01": UPDATE + "procedures: [{id: eia, state: in_process}]",
        "2026-04-01": UPDATE + "procedures: [{id: eia, state: granted, on: 2026-03-28, doc_no: 样环审〔2026〕1号}]"}))
    assert (found.glyph.word, found.note) == ("已批复", "2026-03-28，样环审〔2026〕1号")


def test_supervision_says_whether_it_is_closed_and_how_late() -> None:
    entry = "supervision: [{{id: s, by: 督查室, finding: 开工慢, demand: 配齐单位, due: 2026-06-10{}}}]"
    task = {"2026-05-20": UPDATE + entry.format(""), "2026-06-12": UPDATE + entry.format(", closed: 2026-06-12")}
    (open_,) = task_records.supervision(state(records=task, day="2026-06-11"))
    (closed,) = task_records.supervision(state(records=task))
    assert (open_.steps[0].text, open_.steps[0].note) == ("督查室：开工慢，配齐单位", "未办结，限2026-06-10")
    assert closed.steps[0].note == "已办结，2026-06-12，比要求晚2天"


def test_money_of_two_units_is_never_added_up() -> None:
    tables = task_records.money(state("funding: [{id: a, source: county, planned: 5, unit: 万元}, "
                                      "{id: b, source: county, planned: 7, unit: 亿元}]"))
    assert [table.planned for table in tables] == ["5", "7"]


def test_coordination_says_what_was_last_decided() -> None:
    found, = task_records.coordination(state("coordination: [{id: c, body: 专班, frequency: 每月}]", {
        "2026-06-18": UPDATE + "coordination: [{id: c, on: 2026-06-17, decision: 过渡供电}]"}))
    assert (found.term, found.value) == ("专班", "每月，最近一次2026-06-17，议定：过渡供电")


def test_how_often_it_was_changed_is_counted_by_record() -> None:
    adjust = "kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\n"
    found = state("due: 2026-12-31\nmilestones: [{id: a, title: 甲}]", {
        "2026-03-01": adjust + "changes: [{field: due, old: 2026-12-31, new: 2026-11-30}]\ndrop: [milestones.a]",
        "2026-04-01": adjust + "action: suspend"})
    assert task_records.changes_said(found) == "自公布以来调整2次。原定的数字和日期一直留在这里。"
