"""The records applied to the promise (content-model.md, sections 4 and 5): three readings, and every record as corrected."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from portal import fields, replay, schema
from portal.library import Task
from portal.replay import replay_until, stands_in, terms_on
from tests import tiny
from tests.test_state import MEASURES, STATIONS, adjust, figure, on, part, report

D = date.fromisoformat

PROOF = "evidence: [{id: e, title: 样例凭据, url: 'https://example.org/e'}]\n"
PROVEN = f"{{id: text, sha256: {tiny.TEXT_DIGEST}}}"
MILESTONE = "due: 2026-12-31\nmilestones: [{id: a, title: 甲}]\n"
VALUE = "targets.stations.value"
POINT = "targets.stations.plan.2026-06-30.value"


def correct(*changes: str, source: str = "{id: text}", more: str = "") -> str:
    """A correction with changes written as `field, old, new`, or `field, old, new, evidence`."""
    items = []
    for change in changes:
        field, old, new, *proof = change.split(", ")
        items.append(f"{{field: {field}, old: {old}, new: {new}" + (f", evidence: [{proof[0]}]}}" if proof else "}"))
    return f"kind: correction\nfound_by: 样例\nsource: {source}\n{more}changes: [{', '.join(items)}]\n"


def supplement(text: str) -> str:
    """A supplement: `set` or `add`."""
    return f"kind: supplement\nsource: {{id: text}}\n{text}\n"


def readings(task: Task, day: str, field: str) -> tuple[object, object, object]:
    """A field by the original, the present and the shown reading on a day."""
    state = replay_until(task, D(day))
    original, present, shown = (fields.get(reading.data, field) for reading in (state.original, state.present, state.shown))
    return original, present, shown


def timely(task: Task, day: str = "2027-12-31") -> list[bool]:
    """Whether each change up to a day was in time."""
    return [change.in_time for change in replay_until(task, D(day)).changes]


# --- order of publication


def test_records_of_one_day_follow_each_other_by_their_suffix() -> None:
    task = tiny.task(MILESTONE, {
        "2026-02-01-c": adjust("due, 2026-11-30, 2026-12-15"),
        "2026-02-01": adjust("due, 2026-12-31, 2026-10-31"),
        "2026-02-01-b": adjust("due, 2026-10-31, 2026-11-30"),
    })
    assert [change.record for change in on(task, "2026-02-01").changes] == ["2026-02-01", "2026-02-01-b", "2026-02-01-c"]
    assert readings(task, "2026-02-01", "due") == ("2026-12-31", "2026-12-15", "2026-12-15")


def test_a_record_counts_from_the_day_in_its_name() -> None:
    """Entered later or not."""
    task = tiny.task(MILESTONE, {"2026-02-01": adjust("due, 2026-12-31, 2027-01-31", more="entered: 2026-09-01")})
    assert readings(task, "2026-01-31", "due")[2] == "2026-12-31"
    assert readings(task, "2026-02-01", "due")[2] == "2027-01-31"


# --- in time


def test_a_part_is_judged_by_its_own_deadline_as_it_stands_just_before() -> None:
    """Each extension in time moves the limit for the next; the one after the last day is only shown."""
    task = tiny.task("due: 2026-12-31\nmilestones: [{id: a, title: 甲, due: 2026-05-31}]", {
        "2026-05-31": adjust("milestones.a.due, 2026-05-31, 2026-06-30"),
        "2026-06-30": adjust("milestones.a.due, 2026-06-30, 2026-07-31"),
        "2026-08-01": adjust("milestones.a.due, 2026-07-31, 2026-12-31"),
    })
    assert timely(task) == [True, True, False]
    assert readings(task, "2026-08-01", "milestones.a.due") == ("2026-05-31", "2026-07-31", "2026-12-31")


@pytest.mark.parametrize(("day", "expected"), [("2026-12-31", True), ("2027-01-01", False)])
def test_where_there_is_no_due_the_periods_end_is_the_limit(day: str, expected: bool) -> None:
    """Of the task's due, and of a part without one."""
    task = tiny.task("milestones: [{id: a, title: 甲}]", {
        day: adjust("due, null, 2027-03-31", "milestones.a.due, null, 2027-03-31")})
    assert timely(task) == [expected, expected]


@pytest.mark.parametrize(("day", "expected"), [("2026-06-30", True), ("2026-07-01", False)])
def test_a_plan_point_is_new_or_gone_in_time_only_until_its_day(day: str, expected: bool) -> None:
    """The deadline of its target is far away."""
    gone = tiny.task(STATIONS, {day: adjust(f"{POINT}, 14, null")})
    new = tiny.task(STATIONS.replace("{by: 2026-06-30, value: 14}, ", ""), {day: adjust(f"{POINT}, null, 12")})
    assert timely(gone) == timely(new) == [expected]
    assert readings(gone, day, POINT) == ("14", None if expected else "14", None)
    assert readings(new, day, POINT) == (None, "12" if expected else None, "12")


def test_plan_points_are_changed_one_by_one() -> None:
    """A new one where there was no plan, in the order of days."""
    task = tiny.task("due: 2026-12-31\ntargets: [{id: stations, title: 站, kind: cumulative, value: 20}]", {
        "2026-03-01": adjust("targets.stations.plan.2026-09-30.value, null, 17", f"{POINT}, null, 14"),
        "2026-04-01": adjust(f"{POINT}, 14.0, 13")})
    points = on(task, "2026-04-01").shown_promise.targets[0].plan
    assert [(point.by, point.value) for point in points] == [(D("2026-06-30"), Decimal(13)), (D("2026-09-30"), Decimal(17))]


def test_an_added_part_whose_own_due_has_passed_stands_in_the_changes_only() -> None:
    late = adjust(more="add: {milestones: [{id: b, title: 乙, due: 2026-03-31}]}")
    in_time = tiny.task(MILESTONE, {"2026-03-31": late})
    too_late = tiny.task(MILESTONE, {"2026-04-01": late})
    assert (on(in_time, "2026-04-01").present.total, on(in_time, "2026-04-01").present.added) == (2, 1)
    state = on(too_late, "2026-04-01")
    assert (state.present.total, [change.field for change in state.changes], state.flags) == (
        1, ["milestones.b"], ("changed_after_due",))


def test_all_changes_of_a_correction_are_judged_by_the_reading_just_before_it() -> None:
    """The proven later due does not make the eased value beside it timely: it came after the due that was known."""
    task = tiny.task("due: 2026-12-31\ntargets: [{id: stations, title: 站, kind: cumulative, value: 20, unit: 座, due: 2026-06-30}]", {
        "2026-07-15": correct("task.targets.stations.due, 2026-06-30, 2026-09-30", f"task.{VALUE}, 20, 17", source=PROVEN)})
    assert timely(task) == [True, False]


# --- supplements


@pytest.mark.parametrize(("day", "early"), [("2026-04-10", True), ("2026-04-11", False)])
def test_what_is_supplemented_within_90_days_belongs_to_the_original(day: str, early: bool) -> None:
    """The adoption on 10 January + 90 days: 10 April. A baseline, a plan, a part, a milestone's due."""
    task = tiny.task("due: 2026-12-31\nmilestones: [{id: a, title: 甲}]\n"
                     "targets: [{id: stations, title: 站, kind: level_up, value: 20}]", {day: supplement(
                         "set: {targets.stations.baseline: {value: 11}, targets.stations.plan: [{by: 2026-06-30, value: 14}],"
                         " milestones.a.due: 2026-05-31}\nadd: {milestones: [{id: b, title: 乙}]}")})
    for field, value in (("targets.stations.baseline.value", "11"), (POINT, "14"), ("milestones.a.due", "2026-05-31"),
                         ("milestones.b.title", "乙")):
        assert readings(task, day, field) == (value if early else None, value, value)
    state = on(task, day)
    assert (state.original.total, state.present.total, state.present.added) == ((3, 3, 0) if early else (2, 3, 1))
    assert ("as_adjusted" in state.flags) is not early


def test_an_early_supplement_is_in_time_though_the_due_has_passed() -> None:
    """What was 未公布 when a short task ended is still the first promise's."""
    task = tiny.task(STATIONS.replace("baseline: {value: 11}, ", "due: 2026-02-15, ").replace(
        "plan: [{by: 2026-06-30, value: 14}, {by: 2026-09-30, value: 17}]", ""), {
            "2026-03-01": supplement("set: {targets.stations.baseline: {value: 10}}")})
    assert timely(task) == [True]
    assert readings(task, "2026-03-01", "targets.stations.baseline.value") == ("10", "10", "10")


def test_an_early_adjustment_is_an_adjustment_all_the_same() -> None:
    task = tiny.task(MILESTONE, {"2026-01-11": adjust(more="add: {milestones: [{id: b, title: 乙}]}")})
    state = on(task, "2026-01-11")
    assert (state.original.total, state.present.total, state.flags) == (1, 2, ("as_adjusted",))


def test_progress_is_counted_from_a_supplemented_baseline() -> None:
    """(15 − 10) ÷ (20 − 10)."""
    task = tiny.task("due: 2026-12-31\ntargets: [{id: stations, title: 率, kind: level_up, value: 20}]", {
        "2026-06-01": figure("15", "2026-05-31"), "2026-06-10": supplement("set: {targets.stations.baseline: {value: 10}}")})
    assert part(on(task, "2026-06-09")).percent is None
    assert part(on(task, "2026-06-10")).percent == Decimal("50.0")


def test_a_plan_supplemented_later_has_no_point_before_its_publication() -> None:
    """Nobody is on time by a plan that was written afterwards."""
    task = tiny.task("due: 2026-12-31\ntargets: [{id: stations, title: 站, kind: cumulative, value: 20}]", {
        "2026-07-02": figure("12", "2026-06-30"),
        "2026-08-01": supplement("set: {targets.stations.plan: [{by: 2026-06-30, value: 2}, {by: 2026-09-30, value: 15}]}")})
    assert part(on(task, "2026-08-01")).behind_by is None


def test_a_supplement_to_what_only_an_adjustment_made_leaves_the_original_whole() -> None:
    """The baseline is the adjustment's; its day, published early, has nothing to stand on in the original."""
    task = tiny.task("due: 2026-12-31\ntargets: [{id: stations, title: 站, kind: cumulative, value: 20}]", {
        "2026-02-01": adjust("targets.stations.baseline.value, null, 11"),
        "2026-03-01": supplement("set: {targets.stations.baseline.as_of: 2025-12-31}")})
    state = on(task, "2026-03-01")
    assert state.original_promise.targets[0].baseline is None
    assert state.present_promise.targets[0].baseline == schema.Baseline(value=Decimal(11), as_of=D("2025-12-31"))


def test_an_early_supplement_to_a_line_that_an_adjustment_added_leaves_the_original_without_the_line() -> None:
    task = tiny.task(MILESTONE, {"2026-02-01": adjust(more="add: {funding: [{id: bond, source: social}]}"),
                                 "2026-03-01": supplement("set: {funding.bond.planned: 8}")})
    assert readings(task, "2026-03-01", "funding.bond.planned") == (None, "8", "8")


def test_what_was_corrected_to_nothing_is_corrected_back() -> None:
    """A name in `set` holds dots; an entry keeps its place."""
    task = tiny.task(STATIONS, {
        "2026-02-01": supplement("set: {targets.stations.definition: 口径}"),
        "2026-02-02": figure("12", "2026-01-31"),
        "2026-02-03": correct("2026-02-01.set.targets.stations.definition, 口径, null"),
        "2026-02-04": correct("2026-02-01.set.targets.stations.definition, null, 新口径"),
        "2026-02-05": correct("2026-02-02.observations.stations.2026-01-31.value, 12, null"),
        "2026-02-06": correct("2026-02-02.observations.stations.2026-01-31.value, null, 13")})
    assert readings(task, "2026-02-04", "targets.stations.definition")[2] == "新口径"
    latest = part(on(task, "2026-02-06")).latest
    assert latest is not None and latest.value == Decimal(13)


# --- corrections of what a record set, added or changed


@pytest.mark.parametrize(("day", "early"), [("2026-04-10", True), ("2026-04-11", False)])
def test_a_correction_of_an_early_supplement_is_early_within_the_90_days(day: str, early: bool) -> None:
    task = tiny.task(MEASURES, {"2026-02-01": supplement("set: {due: 2026-06-30}"),
                                day: correct("2026-02-01.set.due, 2026-06-30, 2026-09-30")})
    assert readings(task, day, "due") == ("2026-09-30" if early else "2026-06-30", "2026-09-30", "2026-09-30")
    assert ("as_adjusted" in on(task, day).flags) is not early


def test_a_supplement_is_corrected_to_nothing_by_null() -> None:
    task = tiny.task(MEASURES, {"2026-02-01": supplement("set: {due: 2026-06-30}"),
                                "2026-03-01": correct("2026-02-01.set.due, 2026-06-30, null")})
    assert readings(task, "2026-03-01", "due") == (None, None, None)
    assert on(task, "2026-02-28").due == D("2026-06-30")


def test_a_correction_of_a_change_counts_from_its_own_day() -> None:
    task = tiny.task(STATIONS, {"2026-05-10": adjust(f"{VALUE}, 20, 18"),
                                "2026-07-10": correct(f"2026-05-10.changes.{VALUE}.new, 18, 19")})
    assert readings(task, "2026-07-09", VALUE) == ("20", "18", "18")
    assert readings(task, "2026-07-10", VALUE) == ("20", "19", "19")


def test_a_late_correction_of_a_change_in_time_is_only_shown() -> None:
    task = tiny.task(STATIONS, {"2026-05-10": adjust(f"{VALUE}, 20, 18"),
                                "2027-01-01": correct(f"2026-05-10.changes.{VALUE}.new, 18, 15")})
    assert readings(task, "2027-01-01", VALUE) == ("20", "18", "15")
    assert timely(task) == [True, False]


def test_a_correction_of_a_late_change_stays_late() -> None:
    """However early after it: what is computed never saw the change."""
    task = tiny.task(STATIONS, {"2027-01-01": adjust(f"{VALUE}, 20, 18"),
                                "2027-01-02": correct(f"2027-01-01.changes.{VALUE}.new, 18, 19")})
    assert readings(task, "2027-01-02", VALUE) == ("20", "20", "19")


def test_what_a_record_added_is_corrected_by_the_ids_in_it() -> None:
    task = tiny.task(MILESTONE, {"2026-02-01": adjust(more="add: {milestones: [{id: b, title: 乙, due: 2026-05-31}]}"),
                                 "2026-03-01": correct("2026-02-01.add.milestones.b.due, 2026-05-31, 2026-06-30")})
    assert readings(task, "2026-03-01", "milestones.b.due") == (None, "2026-06-30", "2026-06-30")


@pytest.mark.parametrize(("record", "field", "new"), [
    (adjust(more="add: {milestones: [{id: b, title: 乙}]}"), "add.milestones.b.due", "2026-06-30"),
    (supplement("set: {targets.stations.baseline: {value: 11}}"), "set.targets.stations.baseline.as_of", "2025-12-31"),
])
def test_what_a_record_forgot_is_corrected_from_null(record: str, field: str, new: str) -> None:
    task = tiny.task(MILESTONE + "targets: [{id: stations, title: 站, kind: cumulative, value: 20}]", {
        "2026-02-01": record, "2026-03-01": correct(f"2026-02-01.{field}, null, {new}")})
    assert readings(task, "2026-03-01", field.partition(".")[2])[1:] == (new, new)


def test_a_correction_of_a_whole_leaves_alone_what_a_later_record_set_in_it() -> None:
    task = tiny.task("due: 2026-12-31\ntargets: [{id: stations, title: 站, kind: cumulative, value: 20}]", {
        "2026-02-01": supplement("set: {targets.stations.baseline: {value: 11}}"),
        "2026-02-15": adjust("targets.stations.baseline.value, 11, 12"),
        "2026-03-01": "kind: correction\nfound_by: 样例\nsource: {id: text}\nchanges: [{field: 2026-02-01.set.targets.stations.baseline, "
                      "old: {value: 11}, new: {value: 10}}]\n"})
    assert readings(task, "2026-03-01", "targets.stations.baseline.value") == ("10", "12", "12")


# --- corrections of task.md


def test_an_unproven_correction_is_an_adjustment_in_all_that_is_computed() -> None:
    task = tiny.task(STATIONS, {"2026-05-10": correct(f"task.{VALUE}, 20, 18")})
    assert readings(task, "2026-05-10", VALUE) == ("20", "18", "18")
    assert on(task, "2026-05-10").flags == ("as_adjusted", "stale")


def test_an_unproven_correction_after_the_due_is_only_shown() -> None:
    task = tiny.task(STATIONS, {"2027-01-01": correct(f"task.{VALUE}, 20, 18")})
    assert readings(task, "2027-01-01", VALUE) == ("20", "20", "18")


def test_a_correction_of_the_task_touches_the_present_only_where_no_later_record_has_set_the_field() -> None:
    """200 was a slip for 20; meanwhile an adjustment made it 18, and 18 it is."""
    task = tiny.task(STATIONS.replace("value: 20", "value: 200"), {
        "2026-05-10": adjust(f"{VALUE}, 200, 18"), "2026-06-01": correct(f"task.{VALUE}, 200, 20", source=PROVEN)})
    assert readings(task, "2026-06-01", VALUE) == ("20", "18", "18")


def test_a_late_change_does_not_stand_in_the_way_of_a_proven_correction() -> None:
    """The present never saw it; what is shown is the later record's."""
    task = tiny.task(STATIONS.replace("value: 20", "value: 200"), {
        "2027-01-01": adjust(f"{VALUE}, 200, 18"), "2027-02-01": correct(f"task.{VALUE}, 200, 20", source=PROVEN)})
    assert readings(task, "2027-02-01", VALUE) == ("20", "20", "18")


def test_a_correction_is_corrected_by_another() -> None:
    """The first wrote 18 for 19; `old` is what it says, and what task.md says follows it."""
    task = tiny.task(STATIONS, {
        "2026-05-10": correct(f"task.{VALUE}, 20, 18"),
        "2026-06-10": correct(f"2026-05-10.changes.task.{VALUE}.new, 18, 19"),
        "2026-07-10": correct(f"task.{VALUE}, 19, 17")})
    assert [readings(task, day, VALUE)[1] for day in ("2026-05-10", "2026-06-10", "2026-07-10")] == ["18", "19", "17"]


def test_a_correction_of_a_correction_is_proven_no_more_easily() -> None:
    """20座 does not prove 2, whichever way round it is said."""
    task = tiny.task(STATIONS, {
        "2026-05-10": correct(f"task.{VALUE}, 20, 18"),
        "2026-06-10": correct(f"2026-05-10.changes.task.{VALUE}.new, 18, 2", source=PROVEN)})
    assert readings(task, "2026-06-10", VALUE)[0] == "20"


def test_a_date_is_proven_in_the_words_of_the_text() -> None:
    """The text says 2026年9月30日; a proven correction is in time on any day and no adjustment."""
    task = tiny.task(MILESTONE, {"2027-02-01": correct("task.due, 2026-12-31, 2026-09-30", source=PROVEN)})
    assert readings(task, "2027-02-01", "due") == ("2026-09-30", "2026-09-30", "2026-09-30")
    assert "as_adjusted" not in on(task, "2027-02-01").flags


UNITS = {"units.yml": "- {id: energy, name: 样例市能源局, short: 能源局}\n- {id: water, name: 样例市水利局}\n"}


@pytest.mark.parametrize(("entry", "digest", "expected"), [
    ("date: 2026-01-10, archived: notice.txt", True, True),    # on the day of the adoption
    ("date: 2025-11-01, archived: notice.txt", True, True),
    ("date: 2026-01-11, archived: notice.txt", True, False),   # younger than the promise
    ("archived: notice.txt", True, False),                     # nobody knows how old
    ("date: 2026-01-10", True, False),                         # nothing kept to prove it by
    ("date: 2026-01-10, archived: notice.txt", False, False),  # the digest of something else
])
def test_a_correction_is_proven_by_a_text_no_younger_than_the_promise(entry: str, digest: bool, expected: bool) -> None:
    text = "由能源局牵头\u3002\n"
    more = UNITS | {"sources.yml": tiny.SOURCES + f"- {{id: notice, title: 通知, kind: 文件, {entry}}}\n", "sources/notice.txt": text}
    sha = tiny.source("", text).digest if digest else "0" * 64
    record = correct("task.lead_unit, water, energy", source=f"{{id: notice, sha256: {sha}}}")
    task = tiny.task("lead_unit: water", {"2026-05-10": record}, more=more)
    assert readings(task, "2026-05-10", "lead_unit")[0] == ("energy" if expected else "water")


def test_without_a_digest_nothing_is_proven() -> None:
    task = tiny.task(MILESTONE, {"2026-02-01": correct("task.due, 2026-12-31, 2026-09-30")})
    assert readings(task, "2026-02-01", "due")[0] == "2026-12-31"


REGISTRY = {"energy": schema.Unit(id="energy", name="样例市能源局", short="能源局")}


@pytest.mark.parametrize(("value", "kind", "unit", "text", "expected"), [
    ("20", Decimal, "座", "建成20座加氢站", True),
    ("20", Decimal, "座", "建成20个", False),                # not at once followed by its unit
    ("20", Decimal, "座", "建成20万座", False),
    ("20", Decimal, None, "建成20座", False),
    ("20", Decimal, "座", "建成120座", False),               # a digit, a point, a comma, 十百千万亿 before it
    ("20", Decimal, "座", "建成1.20座", False),
    ("20", Decimal, "座", "建成1,20座", False),
    ("20", Decimal, "座", "建成\uff11\uff0e20座", False),
    ("20", Decimal, "座", "共三处\uff0c20座加氢站", True),   # a Chinese comma parts clauses, not thousands
    ("3", Decimal, "%", "增长-3%", False),
    ("20", Decimal, "座", "建成三千20座", False),
    ("20", Decimal, "座", "先是120座\uff0c后是20座", True),
    ("20.0", Decimal, "座", "建成20座", False),              # as it is written
    ("20", Decimal, "座/年", "建成20座/年", True),           # the unit's marks are no pattern
    ("2", Decimal, "(座)", "建成2座", False),
    ("2026-09-30", date, None, "于2026-09-30前", True),
    ("2026-09-30", date, None, "于2026年9月30日前", True),
    ("2026-09-30", date, None, "于2026年9月3日前", False),
    ("2026-09-03", date, None, "于2026年9月30日前", False),
    ("2026-09-30", date, None, "于2026年9月底前", False),
    ("统筹制氢\uff0c有序推动", str, None, "要统筹制氢,\n有序推动替代", True),  # white space and width aside
    ("统筹推动", str, None, "要统筹制氢\uff0c有序推动", False),
    ("energy", str, None, "由能源局牵头", True),             # a unit by its name or short name
    ("energy", str, None, "energy", False),
    (["energy", "制氢"], str, None, "能源局管制氢", True),
    (["energy", "电力"], str, None, "能源局管制氢", False),
    ([], str, None, "能源局", False),
    (None, str, None, "能源局", False),                      # what is absent stands nowhere
])
def test_a_value_stands_in_a_text_as_a_whole(value: Any, kind: object, unit: str | None, text: str, expected: bool) -> None:
    assert stands_in(value, kind, text, unit, REGISTRY) is expected


# --- corrections of entries


def test_a_corrected_figure_with_evidence_counts_as_of_its_day_within_the_grace_days_and_else_as_of_the_correction() -> None:
    """The due on 31 December + 30 days: 30 January."""
    for day, met_on in (("2026-12-10", "2026-11-30"), ("2027-01-30", "2026-11-30"), ("2027-01-31", "2027-01-31")):
        task = tiny.task(STATIONS, {"2026-12-01": figure("19", "2026-11-30"), day: correct(
            "2026-12-01.observations.stations.2026-11-30.value, 19, 20, e", more=PROOF)})
        assert (part(on(task, day)).state, part(on(task, day)).met_on) == ("met", D(met_on)), day


@pytest.mark.parametrize(("field", "old", "new"), [("state", "met", "partially_met"), ("on", "2026-02-01", "2026-01-31")])
def test_a_report_whose_state_or_day_is_corrected_loses_its_evidence(field: str, old: str, new: str) -> None:
    task = tiny.task(MILESTONE, {
        "2026-02-01": report("id: a, state: met, on: 2026-02-01"),
        "2026-03-01": correct(f"2026-02-01.milestones.a.{field}, {old}, {new}"),
    })
    assert on(task, "2026-02-28").present.met == 1
    assert (on(task, "2026-03-01").present.met, on(task, "2026-03-01").present.claimed) == (0, int(field == "on"))


def test_a_report_whose_words_are_corrected_keeps_its_evidence() -> None:
    task = tiny.task(MILESTONE, {"2026-02-01": report("id: a, state: met, text: 甲"),
                                 "2026-03-01": correct("2026-02-01.milestones.a.text, 甲, 乙")})
    assert on(task, "2026-03-01").present.met == 1


def test_a_corrected_day_with_evidence_is_the_day_that_counts() -> None:
    task = tiny.task("due: 2026-02-10\nmilestones: [{id: a, title: 甲}]", {
        "2026-02-20": report("id: a, state: met, on: 2026-02-15"),
        "2026-03-01": correct("2026-02-20.milestones.a.on, 2026-02-15, 2026-02-05, e", more=PROOF)})
    assert [on(task, day).status for day in ("2026-02-28", "2026-03-01")] == ["completed_late", "completed"]


def test_a_figure_corrected_to_null_was_never_there() -> None:
    """What has begun falls back by a correction only."""
    task = tiny.task(STATIONS, {
        "2026-03-01": "kind: update\nstep: announcement\nobservations: [{target: stations, value: 12, as_of: 2026-02-28}]\n",
        "2026-03-05": correct("2026-03-01.observations.stations.2026-02-28.value, 12, null")})
    assert [on(task, day).status for day in ("2026-03-04", "2026-03-05")] == ["in_progress", "not_assessed"]
    assert part(on(task, "2026-03-05")).latest is None


def test_a_correction_of_a_figure_is_corrected_with_the_figure() -> None:
    task = tiny.task(STATIONS, {
        "2026-12-01": figure("18", "2026-11-30"),
        "2026-12-10": correct("2026-12-01.observations.stations.2026-11-30.value, 18, 19"),
        "2026-12-15": correct("2026-12-10.changes.2026-12-01.observations.stations.2026-11-30.value.new, 19, 20, e", more=PROOF)})
    latest = [part(on(task, day)).latest for day in ("2026-12-01", "2026-12-10", "2026-12-15")]
    assert [one.value for one in latest if one] == [Decimal(18), Decimal(19), Decimal(20)]
    assert (part(on(task, "2026-12-15")).state, part(on(task, "2026-12-15")).met_on) == ("met", D("2026-11-30"))


def test_an_entry_is_named_as_first_published_whatever_was_corrected_in_it() -> None:
    task = tiny.task(STATIONS, {
        "2026-03-01": figure("12", "2026-02-28"),
        "2026-03-02": correct("2026-03-01.observations.stations.2026-02-28.as_of, 2026-02-28, 2026-02-27"),
        "2026-03-03": correct("2026-03-01.observations.stations.2026-02-28.value, 12, 13")})
    latest = part(on(task, "2026-03-03")).latest
    assert latest is not None
    assert (latest.value, latest.as_of) == (Decimal(13), D("2026-02-27"))


@pytest.mark.parametrize(("field", "old"), [
    ("observations.stations.2026-02-28", "{target: stations, value: 12, as_of: 2026-02-28}"),
    ("supervision.s1", "{id: s1, by: 督查室}"),
    ("milestones.a", "{id: a, state: partially_met}"),
])
def test_an_entry_that_should_not_be_there_is_corrected_to_null(field: str, old: str) -> None:
    record = ("kind: update\nstep: announcement\nobservations: [{target: stations, value: 12, as_of: 2026-02-28}]\n"
              "supervision: [{id: s1, by: 督查室}]\nmilestones: [{id: a, state: partially_met}]\n")
    wrong = ("kind: correction\nfound_by: 样例\nsource: {id: text}\n"
             f"changes: [{{field: 2026-03-01.{field}, old: {old}, new: null}}]\n")
    task = tiny.task(STATIONS + "milestones: [{id: a, title: 甲}]", {"2026-03-01": record, "2026-03-05": wrong})
    data = on(task, "2026-03-05").records[0].data
    assert getattr(data, field.partition(".")[0]) == ()


def test_evidence_named_by_a_correction_counts_like_evidence_named_by_a_repeat() -> None:
    """Within the grace days as of the day first reported, else as of its own: the due on 30 June + 30 days is 30 July."""
    record = f"kind: update\nstep: action\n{PROOF}milestones: [{{id: a, state: met, on: 2026-06-20}}]\n"
    for day, status in (("2026-07-30", "completed"), ("2026-07-31", "completed_late")):
        task = tiny.task("due: 2026-06-30\nmilestones: [{id: a, title: 甲}]", {
            "2026-06-20": record, day: correct("2026-06-20.milestones.a.evidence, null, [e]")})
        assert on(task, day).status == status, day


def test_an_action_that_was_not_taken_is_corrected_to_null() -> None:
    task = tiny.task(MILESTONE, {"2026-02-01": adjust(more="action: suspend"), "2026-03-01": correct("2026-02-01.action, suspend, null")})
    assert [on(task, day).status for day in ("2026-02-28", "2026-03-01")] == ["suspended", "not_assessed"]


def test_a_verdict_is_corrected() -> None:
    task = tiny.task(MILESTONE, {
        "2027-01-10": "kind: settlement\nconclusions: [{part: milestones.a, verdict: not_met, reason: land}]\n",
        "2027-01-20": correct("2027-01-10.conclusions.milestones.a.verdict, not_met, met, e",
                              "2027-01-10.conclusions.milestones.a.on, null, 2026-12-20, e", more=PROOF)})
    assert [on(task, day).status for day in ("2027-01-10", "2027-01-20")] == ["missed", "completed"]


# --- changes first, then entries, then conclusions


def test_a_part_is_added_and_reported_in_one_record() -> None:
    task = tiny.task(MILESTONE, {"2026-02-01": adjust(more=(
        f"{PROOF}add: {{milestones: [{{id: b, title: 乙}}]}}\nmilestones: [{{id: b, state: met, evidence: [e]}}]"))})
    assert (on(task, "2026-02-01").present.met, on(task, "2026-02-01").present.total) == (1, 2)


def test_a_figure_is_held_against_the_value_that_its_record_sets() -> None:
    task = tiny.task(STATIONS, {"2026-05-10": adjust(f"{VALUE}, 20, 18", more=(
        f"{PROOF}observations: [{{target: stations, value: 18, as_of: 2026-05-09, evidence: [e]}}]"))})
    state = on(task, "2026-05-10")
    assert (part(state).state, state.status) == ("met", "completed_as_adjusted")


def test_a_settlement_brings_the_last_figure_and_concludes_the_rest() -> None:
    """No conclusion is needed for what its own entries meet."""
    task = tiny.task(STATIONS + "milestones: [{id: a, title: 甲}]", {"2027-01-10": (
        f"kind: settlement\n{PROOF}observations: [{{target: stations, value: 20, as_of: 2026-12-31, evidence: [e]}}]\n"
        "conclusions: [{part: milestones.a, verdict: met, on: 2026-12-20, evidence: [e]}]\n")})
    state = on(task, "2027-01-10")
    assert (state.status, state.present.met, state.original.on_time) == ("completed", 2, 2)


def test_a_target_concluded_not_met_is_no_longer_reported_complete() -> None:
    task = tiny.task(STATIONS, {"2027-01-05": figure("20", "2026-12-31", evidence=False),
                                "2027-01-10": "kind: settlement\n"
                                              "conclusions: [{part: targets.stations, verdict: not_met, reason: other}]\n"})
    assert [(part(on(task, day)).state, on(task, day).status) for day in ("2027-01-05", "2027-01-10")] == [
        ("claimed", "reported_complete"), ("open", "missed")]


def test_what_is_reported_of_a_dropped_part_counts_for_the_first_promise_only() -> None:
    task = tiny.task("due: 2026-12-31\nmilestones: [{id: a, title: 甲}, {id: b, title: 乙}]", {
        "2026-02-01": adjust(more="drop: [milestones.b]"), "2026-03-01": report("id: b, state: met")})
    state = on(task, "2026-03-01")
    assert (state.present.met, state.present.total, state.original.met, state.original.total) == (0, 1, 1, 2)
    assert part(state, "milestones.b").state == "dropped"


# --- the list's own terms

ASKS = "demands: [{id: d, title: 样例, basis: portal, asks: [due]}]\n"


def test_the_lists_title_and_asks_change_on_the_day_of_its_record() -> None:
    record = adjust("plan.title, 样例清单, 新清单").replace("}]", "}, {field: plan.demands.d.asks, old: [due], new: [due, funding]}]")
    task = tiny.task(MILESTONE, plan=ASKS, more={"2026/2026-03-01.md": tiny.front(record)})
    assert [terms_on(task.listing, D(day)).title for day in ("2026-02-28", "2026-03-01")] == ["样例清单", "新清单"]
    assert [on(task, day).disclosure.missing for day in ("2026-02-28", "2026-03-01")] == [(), ("funding",)]


def test_a_proven_correction_moves_the_lists_period() -> None:
    """The text says 2026年9月30日."""
    task = tiny.task("milestones: [{id: a, title: 甲}]", more={"2026/2026-10-05.md": tiny.front(
        correct("plan.period.end, 2026-12-31, 2026-09-30", source=PROVEN))})
    assert [on(task, day).status for day in ("2026-10-04", "2026-10-05")] == ["not_assessed", "awaiting_verdict"]


def test_a_list_without_records_keeps_its_terms() -> None:
    task = tiny.task()
    assert terms_on(task.listing, D("2030-01-01")) is task.listing.plan


def test_early_days_are_counted_from_the_adoption() -> None:
    task = tiny.task()
    assert replay.begin(task, task.listing.plan).early_until == D("2026-04-10")
