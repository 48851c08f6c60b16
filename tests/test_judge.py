"""Whether a record follows from those before it (content-model.md, section 4): what is valid, what is said, and where.

One mistake of each code stands in test_codes.py; here are the rules, one by one, and mistakes in company.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from portal import judge
from portal.problems import Problem
from tests import tiny
from tests.test_replay import MILESTONE, PROOF, PROVEN, correct, supplement
from tests.test_state import STATIONS, adjust, figure, report

UPDATE = "kind: update\nstep: action\n"
LEVEL = "due: 2026-12-31\ntargets: [{id: rate, title: 率, kind: level_up, baseline: {value: 80}, value: 90}]\n"
TARGET = "due: 2026-12-31\ntargets: [{id: stations, title: 站, kind: cumulative, value: 20}]\n"


def said(text: str = "", records: Mapping[str, str] | None = None, plan: str = "",
         more: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """Every problem as (file's name, code)."""
    return [(problem.place.file.rpartition("/")[2].removesuffix(".md"), problem.code)
            for problem in tiny.problems(text, records, plan, more)]


def marked(problem: Problem) -> str:
    """The text that a problem's caret stands under."""
    place = problem.place
    return place.text[place.column - 1 : place.column - 1 + place.length]


# --- old: what the page shows just before


@pytest.mark.parametrize(("written", "old"), [("20", "20.0"), ("20.0", "20"), ("20.50", "20.5"), ("0.5", "0.50")])
def test_old_is_the_same_number_however_it_is_written(written: str, old: str) -> None:
    assert said(TARGET.replace("value: 20", f"value: {written}"), {"2026-02-01": adjust(f"targets.stations.value, {old}, 18")}) == []


@pytest.mark.parametrize(("one", "other", "expected"), [
    ("20", "20.0", True), ("20", "21", False), ("20", None, False), (None, None, True), (["a", "b"], ["a", "b"], True),
    (["a"], "a", False), ("2026-06-30", "2026-06-30", True), ("甲", "乙", False), ({"value": "1"}, {"value": "1"}, True),
])
def test_values_that_mean_the_same(one: Any, other: Any, expected: bool) -> None:
    assert judge.same(one, other) is expected


def test_old_is_what_the_record_before_it_on_the_same_day_made() -> None:
    """-b follows the record without a letter: in the other order both are wrong."""
    first, second = adjust("due, 2026-12-31, 2026-11-30"), adjust("due, 2026-11-30, 2026-10-31")
    assert said(MILESTONE, {"2026-02-01": first, "2026-02-01-b": second}) == []
    assert said(MILESTONE, {"2026-02-01": second, "2026-02-01-b": first}) == [
        ("2026-02-01", "old-differs"), ("2026-02-01-b", "old-differs")]


def test_old_is_what_is_shown_even_where_the_change_came_too_late() -> None:
    """The page shows a late change, so the next record's old is its value."""
    assert said("due: 2026-06-30\nmilestones: [{id: a, title: 甲}]", {
        "2026-07-01": adjust("due, 2026-06-30, 2026-09-30"), "2026-07-02": adjust("due, 2026-09-30, 2026-12-31")}) == []


def test_what_is_absent_is_old_null() -> None:
    """A field, a plan point, a point that was taken away."""
    assert said(STATIONS, {
        "2026-02-01": adjust("lead_unit, null, energy", "targets.stations.plan.2026-03-31.value, null, 12"),
        "2026-02-02": adjust("targets.stations.plan.2026-03-31.value, 12, null"),
        "2026-02-03": adjust("targets.stations.plan.2026-03-31.value, null, 13"),
    }, more={"units.yml": "- {id: energy, name: 样例局}\n"}) == []


def test_the_right_old_is_said() -> None:
    found, = tiny.problems(MILESTONE, {"2026-02-01": adjust("due, 2026-11-30, 2027-01-31")})
    assert "2026-12-31" in found.message and "2026-12-31" in found.hint
    assert marked(found) == "2026-11-30"


def test_old_of_a_correction_is_what_the_record_says_as_corrected_so_far() -> None:
    """Not what the page shows: an adjustment in between changes nothing about it."""
    records = {
        "2026-02-01": adjust("targets.stations.value, 20, 18"),
        "2026-03-01": correct("task.targets.stations.value, 20, 21"),
        "2026-04-01": correct("task.targets.stations.value, 21, 22"),
    }
    assert said(STATIONS, records) == []
    assert said(STATIONS, records | {"2026-05-01": correct("task.targets.stations.value, 18, 22")}) == [("2026-05-01", "old-differs")]


# --- supplements


@pytest.mark.parametrize("text", [
    "set: {lead_unit: energy, due: 2026-12-31, start: 2026-02-01}", "set: {contact: {office: 样例科}}",
    "set: {not_applicable.funding: 不用}",
    "set: {targets.stations.baseline: {value: 11, as_of: 2025-12-31}, targets.stations.plan: [{by: 2026-06-30, value: 14}]}",
    "set: {targets.stations.baseline.value: 11, milestones.a.due: 2026-06-30, milestones.a.unit: energy}",
    "add: {milestones: [{id: b, title: 乙, due: 2026-06-30}], funding: [{id: bond, source: special_bond, planned: 12000, unit: 万元}],"
    " procedures: [{id: eia, kind: eia}], coordination: [{id: c, body: 专班}], legacy_issues: [{id: l, text: 旧账}]}",
])
def test_what_was_not_published_is_supplemented(text: str) -> None:
    """It needs a source and no reason; any kind may carry entries."""
    task = "milestones: [{id: a, title: 甲}]\ntargets: [{id: stations, title: 站, kind: cumulative, value: 20}]"
    record = supplement(text + "\nmilestones: [{id: a, state: partially_met}]")
    assert said(task, {"2026-02-01": record}, more={"units.yml": "- {id: energy, name: 样例局}\n"}) == []


@pytest.mark.parametrize(("text", "expected"), [
    ("set: {due: 2026-01-01}", []), ("set: {due: 2026-12-31}", []), ("set: {due: 2027-01-01}", ["due-outside-period"]),
    ("set: {milestones.a.due: 2027-01-01}", ["due-outside-period"]),
    ("add: {milestones: [{id: b, title: 乙, due: 2027-01-01}]}", ["due-outside-period"]),
])
def test_a_supplemented_due_lies_within_the_lists_period(text: str, expected: list[str]) -> None:
    """A later one is an adjustment, `old: null`."""
    assert [code for _, code in said("milestones: [{id: a, title: 甲}]", {"2026-02-01": supplement(text)})] == expected
    assert said("milestones: [{id: a, title: 甲}]", {"2026-02-01": adjust("due, null, 2027-06-30")}) == []


def test_what_one_supplement_published_the_next_cannot() -> None:
    records = {"2026-02-01": supplement("set: {due: 2026-06-30}"), "2026-03-01": supplement("set: {due: 2026-06-30}")}
    assert said(MILESTONE.removeprefix("due: 2026-12-31\n"), records) == [("2026-03-01", "already-published")]


@pytest.mark.parametrize("text", ["set: {milestones: [{id: a, title: 甲, due: 2027-06-30}]}", "set: {measures: [{id: do, text: 做样例}]}",
                                  "set: {targets: [{id: a, title: 站, kind: cumulative, value: 1}]}"])
def test_parts_are_added_not_set(text: str) -> None:
    assert said("due: 2026-06-30", {"2026-09-01": supplement(text)}) == [("2026-09-01", "unknown-field")]


# --- what can be changed


@pytest.mark.parametrize("field", ["quote", "source.id", "source.locator", "measures.do.text", "measures.do.kind", "measures.do.id",
                                   "targets.stations.kind", "targets.stations.id", "milestones.a.id"])
def test_what_no_adjustment_can_change(field: str) -> None:
    """quote, source, measures' text, kinds and ids."""
    task = TARGET + "measures: [{id: do, text: 做样例}]\nmilestones: [{id: a, title: 甲}]"
    assert said(task, {"2026-02-01": adjust(f"{field}, null, 样例")}) == [("2026-02-01", "unknown-field")]


@pytest.mark.parametrize("change", [
    "title, 样例, 新", "themes.basis, editorial, source", "sic, null, 疑误", "leader.post, null, 副市长", "start, null, 2026-02-01",
    "targets.stations.title, 站, 新站", "targets.stations.unit, null, 座", "targets.stations.nature, null, binding",
    "targets.stations.every, null, 12 months", "targets.stations.schedule, null, linear", "targets.stations.definition, null, 口径",
    "measures.do.due, null, 2026-06-30", "milestones.a.after, null, [b]", "foi.index, null, 样例", "not_applicable.funding, null, 不用",
    "funding.bond.planned, 12000, 8000", "procedures.eia.authority, null, 样例局", "predecessor, null, 2025/01-sample",
    "targets.stations.baseline.value, null, 11",
])
def test_everything_else_can_be_adjusted(change: str) -> None:
    task = TARGET + ("measures: [{id: do, text: 做样例}]\nmilestones: [{id: a, title: 甲}, {id: b, title: 乙}]\n"
                     "themes: {ids: [energy], basis: editorial}\nfunding: [{id: bond, source: special_bond, planned: 12000}]\n"
                     "procedures: [{id: eia, kind: eia}]")
    assert said(task, {"2026-02-01": adjust(change)}, more={"themes.yml": "- {id: energy, title: 能源}\n"}) == []


@pytest.mark.parametrize(("first", "again"), [
    (adjust(more="drop: [milestones.a]"), "milestones: [{id: a, title: 乙}]"),
    (adjust(more="add: {milestones: [{id: b, title: 乙}]}"), "milestones: [{id: b, title: 丙}]"),
    (adjust("title, 样例, 新"), "milestones: [{id: a, title: 乙}]"),
])
def test_an_id_is_never_used_again(first: str, again: str) -> None:
    """Neither a dropped part's, nor an added one's, nor one of task.md."""
    assert said(MILESTONE, {"2026-02-01": first, "2026-03-01": adjust(more=f"add: {{{again}}}")}) == [("2026-03-01", "duplicate-id")]


def test_two_kinds_may_use_one_id() -> None:
    assert said(MILESTONE, {"2026-02-01": adjust(more="add: {targets: [{id: a, title: 站, kind: cumulative, value: 1}]}")}) == []


def test_a_part_only_claimed_can_be_changed_and_dropped() -> None:
    """Met is what has evidence."""
    assert said(MILESTONE, {"2026-02-01": report("id: a, state: met", evidence=False),
                            "2026-03-01": adjust("milestones.a.title, 甲, 乙"), "2026-04-01": adjust(more="drop: [milestones.a]")}) == []


def test_a_part_taken_back_can_be_changed_again() -> None:
    assert said(MILESTONE, {"2026-02-01": report("id: a, state: met"), "2026-03-01": report("id: a, state: not_met", evidence=False),
                            "2026-04-01": adjust("milestones.a.title, 甲, 乙")}) == []


def test_a_part_is_dropped_once() -> None:
    assert said(MILESTONE, {"2026-02-01": adjust(more="drop: [milestones.a, milestones.a]")}) == [("2026-02-01", "change-twice")]


@pytest.mark.parametrize(("task", "record", "code"), [
    (LEVEL, supplement("set: {targets.rate.figure_by: 2027-05-01}"), "figure-by"),         # 121 days after the due
    (LEVEL, adjust("targets.rate.figure_by, null, 2030-01-01"), "figure-by"),              # waits for ever
    (LEVEL, adjust("targets.rate.figure_by, null, 2026-12-30"), "figure-by"),              # before the due
    (TARGET, adjust("targets.stations.figure_by, null, 2027-02-28"), "figure-by"),         # levels and limits only
    (TARGET, adjust(more="add: {targets: [{id: b, title: 乙, kind: cumulative, value: 1, figure_by: 2027-02-28}]}"), "figure-by"),
    (TARGET, adjust("targets.stations.plan.2026-12-31.value, null, 19"), "date-order"),    # points lie before the due
    (TARGET, supplement("set: {targets.stations.plan: [{by: 2026-09-30, value: 17}, {by: 2026-06-30, value: 14}]}"), "date-order"),
    (TARGET, supplement("set: {targets.stations.plan: [{by: 2026-06-30, value: 14}, {by: 2026-06-30, value: 15}]}"), "date-order"),
    (TARGET, supplement("set: {targets.stations.plan: [{by: 2027-06-30, value: 14}]}"), "date-order"),
])
def test_plan_points_and_days_of_figures_keep_their_rules_whenever_they_are_published(task: str, record: str, code: str) -> None:
    assert said(task, {"2026-02-01": record}) == [("2026-02-01", code)]


def test_a_figure_by_within_120_days_is_supplemented() -> None:
    """31 December + 120 days: 30 April."""
    assert said(LEVEL, {"2026-02-01": supplement("set: {targets.rate.figure_by: 2027-04-30}")}) == []


def test_a_due_moved_before_plan_points_is_no_mistake() -> None:
    """Points on or after the present due are left out of what is computed."""
    assert said(STATIONS, {"2026-02-01": adjust("due, 2026-12-31, 2026-08-31")}) == []


def test_a_promise_must_hold_together_after_a_change() -> None:
    """No part's due is later than the task's, no milestone waits for itself or for nobody, every target has its value."""
    task = STATIONS + "milestones: [{id: a, title: 甲, due: 2026-11-30}, {id: b, title: 乙, after: [a]}]"
    for change, code in (("due, 2026-12-31, 2026-10-31", "date-order"), ("milestones.a.due, 2026-11-30, 2027-01-31", "date-order"),
                         ("milestones.a.after, null, [b]", "milestone-circle"), ("milestones.b.after, [a], [c]", "unknown-part"),
                         ("targets.stations.value, 20, null", "missing-key")):
        assert said(task, {"2026-02-01": adjust(change)}) == [("2026-02-01", code)], change


def test_a_baselines_source_is_registered_whenever_it_is_published() -> None:
    assert said(TARGET, {"2026-02-01": supplement("set: {targets.stations.baseline: {value: 11, source: {id: nobody}}}")}) == [
        ("2026-02-01", "unknown-reference")]


def test_a_predecessor_is_in_another_list_whenever_it_is_published() -> None:
    assert said("", {"2026-02-01": supplement("set: {predecessor: 2026/01-sample}")}) == [("2026-02-01", "unknown-task")]


# --- corrections: what can be corrected


@pytest.mark.parametrize(("field", "near"), [("taks.due", "task"), ("2026-02-1.step", "2026-02-01")])
def test_a_record_that_is_not_there_is_said_with_the_one_meant(field: str, near: str) -> None:
    found, = tiny.problems(MILESTONE, {"2026-02-01": UPDATE, "2026-03-01": correct(f"{field}, action, result")})
    assert (found.code, found.message.endswith(f"是不是 {near}"), marked(found)) == ("unknown-record", True, field)


def test_a_record_does_not_correct_itself_or_a_later_one() -> None:
    for name in ("2026-03-01", "2026-04-01"):
        found = said(MILESTONE, {"2026-03-01": correct(f"{name}.reason, null, 样例"), "2026-04-01": UPDATE})
        assert found == [("2026-03-01", "unknown-record")]


@pytest.mark.parametrize("field", ["task.targets.stations.kind", "task.targets.stations.id", "2026-02-01.kind",
                                   "2026-02-01.drop.milestones.a", "2026-02-01.nothing",
                                   "2026-02-01.observations.stations.2026-01-30.value",
                                   "2026-02-01.observations.stations.2026-01-31.target", "task.targets.nobody.value"])
def test_what_no_correction_reaches(field: str) -> None:
    """Kinds and ids, and what that record does not say."""
    assert said(STATIONS, {"2026-02-01": figure("12", "2026-01-31"), "2026-03-01": correct(f"{field}, null, 样例")}) == [
        ("2026-03-01", "unknown-field")]


def test_the_kind_of_an_added_part_is_not_corrected() -> None:
    records = {"2026-02-01": adjust(more="add: {targets: [{id: x, title: 乙, kind: cumulative, value: 3}]}"),
               "2026-03-01": correct("2026-02-01.add.targets.x.kind, cumulative, ongoing")}
    assert said(MILESTONE, records) == [("2026-03-01", "unknown-field")]


@pytest.mark.parametrize(("field", "old", "new"), [
    ("task.milestones", "[{id: a, title: 甲}]", "null"),  # the tally is empty, and nothing is flagged
    ("task.milestones.a", "{id: a, title: 甲}", "null"),
    ("task.targets.s.plan", "[{by: 2026-06-30, value: 14}]", "[{by: 2026-06-30, value: 1}]"),  # a point is lowered after its day
    ("task.targets.s.plan.2026-06-30", "{by: 2026-06-30, value: 14}", "null"),
])
def test_parts_and_plans_are_corrected_value_by_value(field: str, old: str, new: str) -> None:
    task = MILESTONE + "targets: [{id: s, title: 站, kind: cumulative, value: 20, plan: [{by: 2026-06-30, value: 14}]}]"
    record = f"kind: correction\nfound_by: 样例\nsource: {{id: text}}\nchanges: [{{field: {field}, old: {old}, new: {new}}}]\n"
    assert said(task, {"2026-08-01": record}) == [("2026-08-01", "unknown-field")]


def test_plan_points_are_corrected_by_their_day() -> None:
    """A new one, one taken away, a plan where there was none."""
    assert said(STATIONS, {"2026-02-01": correct("task.targets.stations.plan.2026-03-31.value, null, 12",
                                                 "task.targets.stations.plan.2026-06-30.value, 14, null")}) == []
    assert said(TARGET, {"2026-02-01": correct("task.targets.stations.plan.2026-03-31.value, null, 12")}) == []


def test_a_field_is_corrected_once_in_a_record() -> None:
    assert said(MILESTONE, {"2026-02-01": correct("task.due, 2026-12-31, 2026-11-30", "task.due, 2026-12-31, 2026-10-31")}) == [
        ("2026-02-01", "change-twice")]


@pytest.mark.parametrize("change", ["2026-02-01.observations.stations.2026-01-31.as_of, 2026-01-31, 2030-01-31",
                                    "2026-02-01.observations.stations.2026-01-31.as_of, 2026-01-31, 2026-02-02"])
def test_what_happened_is_corrected_to_no_day_after_its_record(change: str) -> None:
    assert said(STATIONS, {"2026-02-01": figure("12", "2026-01-31"), "2026-03-01": correct(change)}) == [("2026-03-01", "date-future")]


def test_an_entry_is_not_corrected_to_evidence_that_is_not_there() -> None:
    found = said(MILESTONE, {"2026-02-01": report("id: a, state: met", evidence=False),
                             "2026-03-01": correct("2026-02-01.milestones.a.evidence, null, [nowhere]")})
    assert found == [("2026-03-01", "unknown-evidence")]


def test_evidence_is_not_corrected_to_stand_nowhere() -> None:
    found = said(MILESTONE, {"2026-02-01": report("id: a, state: met"),
                             "2026-03-01": correct("2026-02-01.evidence.e.url, 'https://example.org/e', null")})
    assert found == [("2026-03-01", "evidence-empty")]


@pytest.mark.parametrize(("record", "change"), [
    (UPDATE, "2026-02-01.step, action, null"),
    (UPDATE + "difficulties: [{id: d, text: 难}]", "2026-02-01.difficulties.d.text, 难, null"),
    (adjust("due, 2026-12-31, 2027-01-31"), "2026-02-01.reason, 样例, null"),
])
def test_what_a_record_cannot_do_without_is_not_corrected_away(record: str, change: str) -> None:
    found = tiny.problems(MILESTONE, {"2026-02-01": record, "2026-03-01": correct(change), "2026-04-01": adjust("title, 样例, 新")})
    assert [problem.place.file for problem in found] == ["2026/01-sample/2026-03-01.md"]


def test_a_figures_day_is_not_corrected_away() -> None:
    """Its value is: that says that there was no figure."""
    found = said(STATIONS, {"2026-02-01": figure("12", "2026-01-31"),
                            "2026-03-01": correct("2026-02-01.observations.stations.2026-01-31.as_of, 2026-01-31, null")})
    assert [name for name, _ in found] == ["2026-03-01"]


def test_what_can_be_not_applicable_is_known() -> None:
    for record in (correct("task.not_applicable.as_of, null, 2026-01-30"), adjust("not_applicable.lead_unit, null, 不用"),
                   supplement("set: {not_applicable.lead_unit: 不用}")):
        assert said(MILESTONE, {"2026-02-01": record}) == [("2026-02-01", "unknown-field")]


@pytest.mark.parametrize(("change", "code"), [
    (f"task.quote, {tiny.TASK.splitlines()[1].removeprefix('quote: ')}, 别的话", "quote-not-in-source"),
    ("task.measures.do.text, 做样例, 做别的", "measure-not-in-quote"),
])
def test_words_are_corrected_to_words_of_the_source(change: str, code: str) -> None:
    assert said("measures: [{id: do, text: 做样例}]", {"2026-02-01": correct(change)}) == [("2026-02-01", code)]


def test_an_unproven_correction_removes_no_due() -> None:
    assert said(MILESTONE, {"2026-02-01": correct("task.due, 2026-12-31, null")}) == [("2026-02-01", "due-removed")]


# --- entries and repeats


def test_an_entry_names_what_the_promise_has_by_then() -> None:
    """A part added in the same record or before it, not after."""
    add, entry = "add: {milestones: [{id: b, title: 乙}]}", "milestones: [{id: b, state: partially_met}]"
    assert said(MILESTONE, {"2026-02-01": adjust(more=f"{add}\n{entry}")}) == []
    assert said(MILESTONE, {"2026-02-01": UPDATE + entry, "2026-03-01": adjust(more=add)}) == [("2026-02-01", "unknown-part")]


@pytest.mark.parametrize(("first", "repeat", "expected"), [
    (figure("12", "2026-01-31", evidence=False), figure("12", "2026-01-31"), []),
    (figure("12", "2026-01-31"), figure("12.0", "2026-01-31"), []),
    (figure("12", "2026-01-31"), figure("12", "2026-02-01"), []),  # another day's
    (figure("12", "2026-01-31"), figure("12", "2026-01-31", evidence=False), ["figure-repeats"]),
    (figure("12", "2026-01-31"), figure("13", "2026-01-31"), ["figure-differs"]),
    (report("id: a, state: met", evidence=False), report("id: a, state: met"), []),
    (report("id: a, state: met, on: 2026-01-20", evidence=False), report("id: a, state: met, on: 2026-01-20"), []),
    (report("id: a, state: met, on: 2026-01-20"), report("id: a, state: met, on: 2026-01-21"), ["met-already"]),
    (report("id: a, state: met, on: 2026-01-20"), report("id: a, state: met"), ["met-already"]),
    (report("id: a, state: met"), report("id: a, state: met", evidence=False), ["met-already"]),
    (report("id: a, state: met"), report("id: a, state: partially_met"), ["met-already"]),
    (report("id: a, state: met"), report("id: a, state: not_met", evidence=False), []),
    (report("id: a, state: partially_met"), report("id: a, state: partially_met"), []),
    (report("id: do, state: met", kind="measures"), report("id: do, state: in_progress", kind="measures"), ["met-already"]),
    (report("id: do, state: in_progress", kind="measures"), report("id: do, state: preparing", kind="measures"), []),
])
def test_an_entry_is_repeated_only_to_add_evidence(first: str, repeat: str, expected: list[str]) -> None:
    """The same figure for the same day, the same met with the same on; after met only not_met takes it back."""
    task = STATIONS + "milestones: [{id: a, title: 甲}]\nmeasures: [{id: do, text: 做样例}]"
    assert [code for _, code in said(task, {"2026-02-01": first, "2026-03-01": repeat})] == expected


def test_a_repeat_is_held_against_the_figure_as_corrected() -> None:
    records = {"2026-02-01": figure("12", "2026-01-31"),
               "2026-02-10": correct("2026-02-01.observations.stations.2026-01-31.value, 12, 13")}
    assert said(STATIONS, records | {"2026-03-01": figure("13", "2026-01-31")}) == []
    assert said(STATIONS, records | {"2026-03-01": figure("12", "2026-01-31")}) == [("2026-03-01", "figure-differs")]


def test_two_figures_for_one_day_in_one_record_differ_too() -> None:
    record = UPDATE + "observations: [{target: stations, value: 12, as_of: 2026-01-31}, {target: stations, value: 13, as_of: 2026-01-31}]"
    assert said(STATIONS, {"2026-02-01": record}) == [("2026-02-01", "figure-differs")]


def test_reports_of_a_dropped_part_are_no_mistake() -> None:
    """The first promise keeps its own score."""
    assert said(MILESTONE, {"2026-02-01": adjust(more="drop: [milestones.a]"), "2026-03-01": report("id: a, state: met")}) == []


# --- settlements


@pytest.mark.parametrize(("day", "expected"), [("2026-12-31", ["settled-early"]), ("2027-01-01", [])])
def test_a_settlement_comes_after_the_due(day: str, expected: list[str]) -> None:
    record = "kind: settlement\nconclusions: [{part: milestones.a, verdict: not_met, reason: land}]\n"
    assert [code for _, code in said(MILESTONE, {day: record})] == expected


def test_a_settlement_comes_after_the_due_as_it_is_now() -> None:
    """Extended in time to March, a verdict in February is early; extended too late, it is not."""
    record = {"2027-02-01": "kind: settlement\nconclusions: [{part: milestones.a, verdict: not_met, reason: land}]\n"}
    assert said(MILESTONE, {"2026-12-31": adjust("due, 2026-12-31, 2027-03-31")} | record) == [("2027-02-01", "settled-early")]
    assert said(MILESTONE, {"2027-01-01": adjust("due, 2026-12-31, 2027-03-31")} | record) == []


def test_every_part_that_is_not_met_needs_a_conclusion() -> None:
    """Open and claimed ones; not met, dropped or ongoing ones."""
    task = ("due: 2026-12-31\nmeasures: [{id: patrol, text: 常态化巡查, kind: ongoing}]\n"
            "milestones: [{id: a, title: 甲}, {id: b, title: 乙}, {id: c, title: 丙}, {id: d, title: 丁}]")
    records = {"2026-03-01": report("id: a, state: met"), "2026-03-02": report("id: b, state: met", evidence=False),
               "2026-03-03": adjust(more="drop: [milestones.c]"), "2027-01-10": "kind: settlement\n"}
    found = tiny.problems(task, records)
    assert [(problem.code, "milestones.b" in problem.message, "milestones.d" in problem.message) for problem in found] == [
        ("conclusion-missing", True, False), ("conclusion-missing", False, True)]


def test_a_conclusion_of_not_met_needs_its_reason_and_a_part_only_one_conclusion() -> None:
    record = ("kind: settlement\nconclusions: [{part: milestones.a, verdict: not_met}, "
              "{part: milestones.a, verdict: not_met, reason: land}]\n")
    assert said(MILESTONE, {"2027-01-10": record}) == [("2027-01-10", "missing-key"), ("2027-01-10", "change-twice")]


def test_a_settlement_may_take_back_what_was_met() -> None:
    records = {"2026-03-01": report("id: a, state: met"),
               "2027-01-10": "kind: settlement\nconclusions: [{part: milestones.a, verdict: not_met, reason: other}]\n"}
    assert said(MILESTONE, records) == []


# --- the list's own records


def plan_record(text: str) -> dict[str, str]:
    return {"2026/2026-02-01.md": tiny.front(text)}


DEMANDS = "demands: [{id: d, title: 样例, basis: portal, asks: [due]}]\n"


def test_title_themes_and_demands_of_a_list_are_adjusted() -> None:
    record = adjust("plan.title, 样例清单, 新清单", "plan.themes, null, [energy]", "plan.demands.d.title, 样例, 新")
    assert said(plan=DEMANDS, more=plan_record(record) | {"themes.yml": "- {id: energy, title: 能源}\n"}) == []


@pytest.mark.parametrize("change", ["plan.adopted, 2026-01-10, 2026-01-11", "plan.period.end, 2026-12-31, 2027-12-31",
                                    "plan.thresholds.grace_days, null, 10", "plan.source.locator, null, 样例"])
def test_the_rest_of_a_list_is_changed_by_no_adjustment_and_by_no_unproven_correction(change: str) -> None:
    for record in (adjust(change), correct(change)):
        assert said(more=plan_record(record)) == [("2026-02-01", "plan-fixed")]


def test_the_rest_of_a_list_is_corrected_where_the_text_proves_it() -> None:
    assert said(more=plan_record(correct("plan.period.end, 2026-12-31, 2026-09-30", source=PROVEN))) == []


def test_an_unknown_demand_is_said() -> None:
    record = adjust("plan.demands.nobody.asks, null, [due]")
    assert said(plan=DEMANDS, more=plan_record(record)) == [("2026-02-01", "unknown-field")]


@pytest.mark.parametrize(("text", "line"), [
    (adjust("plan.title, 样例清单, 新清单", more="drop: [milestones.a]"), "drop"),
    (adjust("plan.title, 样例清单, 新清单", more="action: terminate"), "action"),
    (adjust("plan.title, 样例清单, 新清单", more="add: {milestones: [{id: a, title: 甲}]}"), "add"),
    (adjust("plan.title, 样例清单, 新清单", more="milestones: [{id: a, state: met}]"), "milestones"),
])
def test_a_lists_record_holds_nothing_that_is_a_tasks(text: str, line: str) -> None:
    found, = tiny.problems(more=plan_record(text))
    assert found.place.text.startswith(line)


def test_a_lists_record_is_not_empty() -> None:
    assert said(more=plan_record(adjust())) == [("2026-02-01", "record-empty")]


@pytest.mark.parametrize(("change", "code"), [("plan.title, 样例清单, null", "promise-broken"),
                                              ("plan.demands.d.asks, [due], [dues]", "value-choice")])
def test_a_mistake_in_a_lists_record_does_not_stop_the_tasks_from_being_judged(change: str, code: str) -> None:
    found = said(MILESTONE, {"2026-03-01": adjust("due, 2026-11-30, 2027-01-31")}, plan=DEMANDS, more=plan_record(adjust(change)))
    assert sorted(found) == [("2026-02-01", code), ("2026-03-01", "old-differs")]


# --- several mistakes at once, each at its own place


def test_several_mistakes_in_one_record_are_said_each_under_its_own_value() -> None:
    record = ("kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\nchanges:\n"
              "  - {field: targets.stations.value, old: 21, new: 18}\n"
              "  - {field: lead_unit, old: null, new: 市能源局}\n"
              "  - {field: targets.station.value, old: 20, new: 1}\n"
              "  - {field: deu, old: null, new: 2026-06-30}\n"
              "drop: [milestones.q]\n")
    found = tiny.problems(STATIONS, {"2026-02-01": record})
    assert [(problem.code, problem.place.line, marked(problem)) for problem in found] == [
        ("old-differs", 7, "21"), ("value-id", 8, "市能源局"), ("unknown-field", 9, "targets.station.value"),
        ("unknown-field", 10, "deu"), ("unknown-part", 11, "milestones.q")]
    assert found[2].message.endswith("是不是 stations") and found[3].message.endswith("是不是 due")


def test_a_mistake_in_an_entry_is_said_under_it() -> None:
    record = UPDATE + ("observations:\n  - {target: stations, value: 12, as_of: 2026-01-31}\n"
                       "  - {target: station, value: 12, as_of: 2026-01-31}\n"
                       "milestones:\n  - {id: stations, state: met}\n")
    found = tiny.problems(STATIONS, {"2026-02-01": record})
    assert [(problem.place.line, marked(problem)) for problem in found] == [(6, "station"), (8, "stations")]
    assert found[0].message.endswith("是不是 stations")


def test_a_mistake_in_an_early_record_is_not_said_again_in_a_later_one() -> None:
    """The field's value is in doubt after it; its next old is believed."""
    assert said(MILESTONE, {"2026-02-01": adjust("due, 2026-12-31, 2027-13-01"), "2026-03-01": adjust("due, 2027-01-31, 2027-02-28")}) == [
        ("2026-02-01", "value-date")]
    assert said(MILESTONE, {"2026-02-01": adjust("due, 2026-12-30, 2027-01-31"), "2026-03-01": adjust("due, 2027-01-31, 2027-02-28")}) == [
        ("2026-02-01", "old-differs")]


def test_the_right_changes_of_a_record_with_a_wrong_one_count() -> None:
    assert said(MILESTONE, {"2026-02-01": adjust("deu, null, 2026-06-30", "due, 2026-12-31, 2027-01-31"),
                            "2026-03-01": adjust("due, 2027-01-31, 2027-02-28")}) == [("2026-02-01", "unknown-field")]


def test_changes_and_entries_of_a_record_are_judged_in_one_run() -> None:
    record = adjust("deu, null, 2026-06-30", more="milestones: [{id: b, state: met}]")
    assert said(MILESTONE, {"2026-02-01": record}) == [("2026-02-01", "unknown-field"), ("2026-02-01", "unknown-part")]


@pytest.mark.parametrize(("change", "code"), [
    ("targets.stations.baseline.value, 11, null", "promise-broken"),
    ("targets.stations.value, 20, null", "missing-key"),
    ("targets.stations.plan.soon.value, null, 12", "promise-broken"),
])
def test_after_a_change_that_breaks_the_promise_the_next_record_is_judged(change: str, code: str) -> None:
    found = said(STATIONS, {"2026-02-01": adjust(change), "2026-03-01": adjust("due, 2026-11-30, 2027-01-31")})
    assert found == [("2026-02-01", code), ("2026-03-01", "old-differs")]


def test_what_a_change_breaks_is_said_under_the_change() -> None:
    """An unknown unit, in a value and in a list."""
    for change, under in (("lead_unit, null, nobody", "nobody"), ("responsible_units, null, [nobody]", "[nobody]")):
        found, = tiny.problems(STATIONS, {"2026-02-01": adjust("title, 样例, 新", change)})
        assert (found.code, marked(found)) == ("unknown-reference", under)


@pytest.mark.parametrize(("record", "under"), [
    (adjust("title, 样例, 新", "due, 2026-12-31, 2026-10-31"), "2026-10-31"),
    (adjust("title, 样例, 新", "targets.stations.baseline.value, 11, null"), "null"),
    (adjust("title, 样例, 新", more="add: {milestones: [{id: b, title: 乙, due: 2027-03-01}]}"), "2027-03-01"),
    (adjust("title, 样例, 新", more="add: {milestones: [{id: b, title: 乙, unit: nobody}]}"), "nobody"),
])
def test_what_a_change_breaks_elsewhere_is_said_under_the_change(record: str, under: str) -> None:
    found, = tiny.problems(STATIONS + "milestones: [{id: a, title: 甲, due: 2026-11-30}]", {"2026-02-01": record})
    assert marked(found) == under


def test_a_broken_promise_is_said_in_chinese() -> None:
    found, = tiny.problems(STATIONS, {"2026-02-01": adjust("targets.stations.baseline.value, 11, null")})
    assert "validation error" not in found.hint


# --- no later record makes an earlier one invalid


@pytest.mark.parametrize("later", [
    adjust(more="drop: [milestones.a]"), correct("task.milestones.a.title, 甲, 丙"), supplement("set: {start: 2026-02-01}"),
    correct("2026-02-01.changes.milestones.a.title.new, 乙, 丁"), correct("2026-02-15.milestones.a.state, partially_met, met"),
])
def test_what_was_valid_when_it_was_published_stays_valid(later: str) -> None:
    """Each record is judged by what was known by then."""
    records = {"2026-02-01": adjust("milestones.a.title, 甲, 乙"), "2026-02-15": report("id: a, state: partially_met", evidence=False),
               "2026-02-20": adjust("milestones.a.title, 乙, 戊"),
               "2026-02-25": f"{UPDATE}{PROOF}milestones: [{{id: a, state: partially_met}}]"}
    assert said(MILESTONE, records | {"2026-03-01": later}) == []
