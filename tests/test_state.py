"""The fold (content-model.md, section 5): each test states a fact, and the days on which it is seen."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest

from portal.library import Task
from portal.state import Part, TaskState, state_on
from tests import tiny

D = date.fromisoformat

STATIONS = """
due: 2026-12-31
targets:
  - {id: stations, title: 样例站, kind: cumulative, baseline: {value: 11}, value: 20, unit: 座,
     plan: [{by: 2026-06-30, value: 14}, {by: 2026-09-30, value: 17}]}
"""
MEASURES = """
measures: [{id: do, text: 做样例}]
"""


def figure(value: str, as_of: str, evidence: bool = True, target: str = "stations") -> str:
    """An update with one figure."""
    proof = "evidence: [{id: e, title: 样例凭据, url: 'https://example.org/e'}]\n" if evidence else ""
    named = ", evidence: [e]" if evidence else ""
    return f"kind: update\nstep: result\n{proof}observations: [{{target: {target}, value: {value}, as_of: {as_of}{named}}}]\n"


def report(entry: str, evidence: bool = True, kind: str = "milestones", step: str = "action") -> str:
    """An update with one report of a milestone or measure."""
    proof = "evidence: [{id: e, title: 样例凭据, url: 'https://example.org/e'}]\n" if evidence else ""
    named = ", evidence: [e]" if evidence else ""
    return f"kind: update\nstep: {step}\n{proof}{kind}: [{{{entry}{named}}}]\n"


def adjust(*changes: str, more: str = "") -> str:
    """An adjustment with changes written as `field, old, new`."""
    items = ", ".join("{{field: {}, old: {}, new: {}}}".format(*change.split(", ")) for change in changes)
    return f"kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\n{f'changes: [{items}]' if items else ''}\n{more}\n"


def on(task: Task, day: str) -> TaskState:
    """The state on a day."""
    return state_on(task, D(day))


def part(state: TaskState, name: str = "targets.stations") -> Part:
    """One part of a state."""
    return next(part for part in state.parts if part.name == name)


def seen(task: Task, days: Iterable[str]) -> list[tuple[str, str | None]]:
    """(status, light) on each day."""
    return [(on(task, day).status, on(task, day).light) for day in days]


# --- one task on ten days


def test_one_task_on_ten_days() -> None:
    """A target with a plan: no light before anything is known, silence is named, red stays red, late is late."""
    task = tiny.task(STATIONS, {
        "2026-04-02": figure("12", "2026-03-31"),
        "2026-07-01": figure("13", "2026-06-30"),
        "2026-10-02": figure("17", "2026-09-30"),
        "2027-01-20": figure("20", "2027-01-15"),
    })
    expected = {
        "2026-01-10": ("not_assessed", None),     # nothing said yet, no day of the plan has come
        "2026-04-10": ("not_assessed", None),     # before the figure's record ... no: published on 04-02
        "2026-04-11": ("in_progress", None),
        "2026-07-01": ("in_progress", "behind"),  # 13 against 14: 1 of 9, 11.1 points
        "2026-09-30": ("in_progress", "behind"),
        "2026-10-01": ("in_progress", "behind"),
        "2026-10-02": ("in_progress", "on_time"),  # 17 against 17
        "2026-12-01": ("in_progress", "due_soon"),
        "2027-01-01": ("overdue", "behind"),
        "2027-01-20": ("completed_late", "done"),
    }
    expected["2026-04-10"] = ("in_progress", None)
    assert dict(zip(expected, seen(task, expected), strict=True)) == expected
    assert part(on(task, "2026-07-01")).behind_by == Decimal("11.1")
    assert part(on(task, "2026-07-01")).percent == Decimal("22.2")


# --- section 7, sentence by sentence


def test_a_list_of_ongoing_measures_only_is_never_completed() -> None:
    task = tiny.task("measures: [{id: patrol, text: 常态化巡查, kind: ongoing}]", {
        "2026-03-01": report("id: patrol, state: in_progress", kind="measures"),
        "2027-01-05": "kind: settlement\n",
    })
    assert seen(task, ["2026-03-01", "2026-12-31", "2027-01-01", "2027-01-05"]) == [
        ("in_progress", "none"), ("in_progress", "none"), ("awaiting_verdict", "none"), ("concluded", "none")]
    assert on(task, "2026-03-01").present.ongoing == 1


ACCIDENTS = """
due: 2026-12-31
targets: [{id: accidents, title: 事故, kind: at_most, value: 5, unit: 起}]
"""


def test_an_accident_limit_is_not_met_in_march() -> None:
    task = tiny.task(ACCIDENTS, {"2026-03-31": figure("1", "2026-03-31", target="accidents")})
    state = on(task, "2026-03-31")
    assert (part(state, "targets.accidents").state, state.status, state.light) == ("open", "in_progress", "on_time")


def test_a_limit_broken_on_the_due_stays_broken() -> None:
    """7 against 5 on the due, then 0 in January, stays not met."""
    task = tiny.task(ACCIDENTS, {"2026-12-31": figure("7", "2026-12-31", target="accidents"),
                                 "2027-01-31": figure("0", "2027-01-31", target="accidents")})
    assert part(on(task, "2027-01-31"), "targets.accidents").state == "open"
    assert part(on(task, "2026-12-31"), "targets.accidents").light == "serious"


FIVE = "due: 2026-06-30\nmilestones: [" + ", ".join(f"{{id: m{n}, title: 第{n}步}}" for n in range(5)) + "]\n"


def test_five_met_without_evidence_are_reported_complete_and_after_30_days_not_even_that() -> None:
    entries = ", ".join(f"{{id: m{n}, state: met}}" for n in range(5))
    task = tiny.task(FIVE, {"2026-06-01": f"kind: update\nstep: result\nmilestones: [{entries}]\n"})
    assert seen(task, ["2026-06-01", "2026-06-30", "2026-07-30", "2026-07-31"]) == [
        ("reported_complete", "done"), ("reported_complete", "done"), ("reported_complete", "done"), ("overdue", "serious")]
    assert (on(task, "2026-06-01").present.met, on(task, "2026-06-01").present.claimed) == (0, 5)
    assert "self_reported" in on(task, "2026-07-31").flags


CORRECTION = """
kind: correction
found_by: 样例
source: {{id: {source}, sha256: {sha}}}
changes: [{{field: task.targets.stations.value, old: {old}, new: {new}}}]
"""


def test_a_correction_near_the_end_without_proof_is_not_on_the_original_tally() -> None:
    """20 to 17 eleven days before the end: the present is eased, the first promise keeps its own score."""
    task = tiny.task(STATIONS, {
        "2026-10-02": figure("17", "2026-09-30"),
        "2026-12-20": CORRECTION.format(source="text", sha="0" * 64, old=20, new=17),
    })
    state = on(task, "2026-12-31")
    assert (state.present.met, state.original.met, state.status) == (1, 0, "completed_as_adjusted")
    assert "as_adjusted" in state.flags


def test_a_correction_proven_by_a_notice_younger_than_the_promise_is_not_proven() -> None:
    more = {"sources.yml": tiny.SOURCES + "- {id: notice, title: 通知, kind: 文件, date: 2026-05-01, archived: notice.txt}\n",
            "sources/notice.txt": "改为17座。\n"}
    sha = tiny.source("", "改为17座。\n").digest
    task = tiny.task(STATIONS, {"2026-06-01": CORRECTION.format(source="notice", sha=sha, old=20, new=17)}, more=more)
    assert [change.proven for change in on(task, "2026-06-01").changes] == [False]


def test_a_correction_is_proven_by_the_lists_own_text() -> None:
    """The text says 20; 200 was a slip of ours: the original reading is corrected too, whenever it is found."""
    task = tiny.task(STATIONS.replace("value: 20", "value: 200"), {
        "2027-03-01": CORRECTION.format(source="text", sha=tiny.TEXT_DIGEST, old=200, new=20)})
    state = on(task, "2027-03-01")
    assert [(change.proven, change.in_time) for change in state.changes] == [(True, True)]
    assert part(state).value == Decimal(20)
    first = part(state).original
    assert first is not None and first.value == Decimal(20)
    assert "as_adjusted" not in state.flags


@pytest.mark.parametrize(("old", "new"), [(20, 0), (20, 2)])
def test_a_piece_of_a_number_proves_nothing(old: int, new: int) -> None:
    """The text says 20座: neither 0座 nor 2座 stands there as a whole."""
    task = tiny.task(STATIONS, {"2026-02-01": CORRECTION.format(source="text", sha=tiny.TEXT_DIGEST, old=old, new=new)})
    assert not on(task, "2026-02-01").changes[0].proven


def test_a_figure_corrected_without_evidence_is_a_claim() -> None:
    task = tiny.task(STATIONS, {
        "2026-12-01": figure("19", "2026-11-30"),
        "2026-12-10": "kind: correction\nfound_by: 样例\nsource: {id: text}\n"
                      "changes: [{field: 2026-12-01.observations.stations.2026-11-30.value, old: 19, new: 20}]\n",
    })
    assert part(on(task, "2026-12-09")).state == "open"
    assert part(on(task, "2026-12-10")).state == "claimed"


def test_a_correction_of_an_older_adjustment_leaves_later_records_valid() -> None:
    """18 was written for 19 in May; June's adjustment said old: 18, and stays what it was."""
    task = tiny.task(STATIONS, {
        "2026-05-10": adjust("targets.stations.value, 20, 18"),
        "2026-06-10": adjust("targets.stations.value, 18, 17.5"),
        "2026-07-10": "kind: correction\nfound_by: 样例\nsource: {id: text}\n"
                      "changes: [{field: 2026-05-10.changes.targets.stations.value.new, old: 18, new: 19}]\n",
    })
    assert [part(on(task, day)).value for day in ("2026-05-10", "2026-06-10", "2026-07-10")] == [
        Decimal(18), Decimal("17.5"), Decimal("17.5")]


@pytest.mark.parametrize("change", [
    adjust("due, 2026-06-30, 2026-12-31"),
    adjust("milestones.a.due, 2026-05-31, 2026-06-30"),
    adjust(more="drop: [milestones.a]"),
])
def test_an_easing_published_after_the_date_heals_nothing(change: str) -> None:
    task = tiny.task("due: 2026-06-30\nmilestones: [{id: a, title: 甲, due: 2026-05-31}, {id: b, title: 乙}]",
                     {"2026-07-01": change})
    state = on(task, "2026-07-02")
    assert (state.status, state.light, state.present.total, state.due) == ("overdue", "serious", 2, D("2026-06-30"))
    assert "changed_after_due" in state.flags
    assert "as_adjusted" not in state.flags


def test_a_lower_value_after_the_date_heals_nothing() -> None:
    task = tiny.task(STATIONS, {"2026-12-31": figure("18", "2026-12-31"),
                                "2027-01-01": adjust("targets.stations.value, 20, 18")})
    state = on(task, "2027-01-01")
    assert (part(state).state, part(state).value, part(state).shown_value) == ("open", Decimal(20), Decimal(18))


def test_a_plan_point_lowered_after_its_day_heals_nothing() -> None:
    task = tiny.task(STATIONS, {"2026-07-01": figure("12", "2026-06-30"),
                                "2026-07-02": adjust("targets.stations.plan.2026-06-30.value, 14, 12")})
    assert part(on(task, "2026-07-02")).light == "behind"
    lowered = tiny.task(STATIONS, {"2026-06-30": adjust("targets.stations.plan.2026-06-30.value, 14, 12"),
                                   "2026-07-01": figure("12", "2026-06-30")})
    assert part(on(lowered, "2026-07-02")).light == "on_time"


def test_the_last_milestone_dropped_in_time_is_completed_as_adjusted_at_best() -> None:
    task = tiny.task("due: 2026-12-31\nmilestones: [{id: a, title: 甲}, {id: b, title: 乙}]", {
        "2026-05-01": report("id: a, state: met"),
        "2026-12-30": adjust(more="drop: [milestones.b]"),
    })
    state = on(task, "2026-12-30")
    assert (state.status, state.present.total, state.original.total, state.original.on_time) == (
        "completed_as_adjusted", 1, 2, 1)


def test_three_extensions_in_time_show_that_the_first_due_has_passed() -> None:
    task = tiny.task("due: 2026-03-31\nmilestones: [{id: a, title: 甲}]", {
        "2026-03-31": adjust("due, 2026-03-31, 2026-06-30"),
        "2026-06-30": adjust("due, 2026-06-30, 2026-09-30"),
        "2026-09-30": adjust("due, 2026-09-30, 2026-12-31"),
    })
    assert on(task, "2026-03-31").flags == ("as_adjusted",)
    state = on(task, "2026-10-01")
    assert (state.flags, state.status) == (("as_adjusted", "past_original_due", "stale"), "not_assessed")


def test_17_of_20_on_the_due_day_is_not_green() -> None:
    task = tiny.task(STATIONS, {"2026-12-31": figure("17", "2026-12-31")})
    assert on(task, "2026-12-31").light == "serious"  # 3 of 9: 33.3 points


def test_without_a_plan_there_is_nothing_to_be_ahead_of() -> None:
    task = tiny.task("due: 2026-12-31\ntargets: [{id: stations, title: 站, kind: cumulative, value: 20}]",
                     {"2026-02-01": figure("19", "2026-01-31")})
    assert on(task, "2026-02-01").light is None


def test_a_figure_read_the_day_before_each_plan_point_runs_into_no_data() -> None:
    task = tiny.task(STATIONS, {"2026-06-30": figure("16", "2026-06-29")})
    assert [part(on(task, day)).light for day in ("2026-07-01", "2026-07-30", "2026-07-31")] == [None, None, "no_data"]


def test_going_silent_never_softens_a_red_light_nor_does_the_due_day() -> None:
    task = tiny.task(STATIONS, {"2026-07-01": figure("11", "2026-06-30")})  # 3 of 9 behind
    for day in ("2026-07-01", "2026-10-01", "2026-11-15", "2026-12-31", "2027-01-01", "2027-01-31"):
        assert part(on(task, day)).light == "serious", day


def test_a_granted_approval_never_lowers_the_status() -> None:
    task = tiny.task("procedures: [{id: eia, kind: eia}]\nmeasures: [{id: do, text: 做样例}]", {
        "2026-02-01": report("id: do, state: in_progress", kind="measures"),
        "2026-03-01": "kind: update\nstep: announcement\nprocedures: [{id: eia, state: granted, on: 2026-03-01}]\n",
    })
    assert on(task, "2026-03-01").status == "in_progress"


def test_a_carried_over_task_is_still_missed() -> None:
    task = tiny.task("due: 2026-12-31" + MEASURES, {
        "2027-01-10": "kind: settlement\nconclusions: [{part: measures.do, verdict: not_met, reason: funding}]\n"
                      "carried_over_to: 2027/01-sample\n"})
    state = on(task, "2027-01-10")
    assert (state.status, state.light, state.carried_over_to) == ("missed", None, "2027/01-sample")
    assert state.flags == ("past_original_due", "carried_over")


def test_a_suspended_task_past_its_date_is_asked_for_a_verdict() -> None:
    task = tiny.task("due: 2026-06-30" + MEASURES, {"2026-03-01": adjust(more="action: suspend")})
    assert seen(task, ["2026-02-28", "2026-03-01", "2026-06-30", "2026-07-01"]) == [
        ("not_assessed", None), ("suspended", None), ("suspended", None), ("overdue", "behind")]


def test_suspended_and_resumed_is_as_before() -> None:
    plain = tiny.task(STATIONS, {"2026-04-02": figure("12", "2026-03-31")})
    paused = tiny.task(STATIONS, {"2026-04-02": figure("12", "2026-03-31"), "2026-05-01": adjust(more="action: suspend"),
                                  "2026-06-01": adjust(more="action: resume")})
    for day in ("2026-04-30", "2026-06-01", "2026-12-31", "2027-02-01"):
        one, other = on(plain, day), on(paused, day)
        assert (one.status, one.light, one.flags, one.parts) == (other.status, other.light, other.flags, other.parts)
    assert on(paused, "2026-05-15").suspended_since == D("2026-05-01")


def test_termination_after_the_date_changes_nothing() -> None:
    task = tiny.task("due: 2026-06-30" + MEASURES, {"2026-07-01": adjust(more="action: terminate")})
    assert seen(task, ["2026-07-01"]) == [("overdue", "behind")]


def test_a_terminated_task_shows_no_red_light() -> None:
    task = tiny.task(STATIONS, {"2026-07-01": figure("11", "2026-06-30"), "2026-08-01": adjust(more="action: terminate")})
    state = on(task, "2027-03-01")
    assert (state.status, state.light, [part.light for part in state.parts]) == ("terminated", None, [None])


def test_everything_dropped_then_settled_is_missed() -> None:
    task = tiny.task("due: 2026-06-30" + MEASURES, {"2026-05-01": adjust(more="drop: [measures.do]"),
                                                    "2026-07-01": "kind: settlement\n"})
    assert on(task, "2026-07-01").status == "missed"


def test_dates_on_all_parts_but_not_on_the_task_are_overdue_all_the_same() -> None:
    task = tiny.task("measures: [{id: do, text: 做样例, due: 2026-06-30}]\n"
                     "milestones: [{id: a, title: 甲, due: 2026-09-30}]")
    assert seen(task, ["2026-09-30", "2026-10-01"]) == [("not_assessed", "serious"), ("overdue", "serious")]


def test_the_paper_that_proves_last_months_figure_does_not_make_it_late() -> None:
    task = tiny.task(STATIONS, {"2027-01-05": figure("20", "2026-12-31", evidence=False),
                                "2027-01-30": figure("20", "2026-12-31")})
    assert part(on(task, "2027-01-29")).state == "claimed"
    assert (part(on(task, "2027-01-30")).met_on, on(task, "2027-01-30").status) == (D("2026-12-31"), "completed")


def test_the_paper_that_comes_after_the_grace_days_counts_from_its_own_day() -> None:
    task = tiny.task(STATIONS, {"2027-01-05": figure("20", "2026-12-31", evidence=False),
                                "2027-01-31": figure("20", "2026-12-31")})
    assert (part(on(task, "2027-01-31")).met_on, on(task, "2027-01-31").status) == (D("2027-01-31"), "completed_late")


def test_an_annual_figure_published_in_february_waits_and_is_then_on_time() -> None:
    task = tiny.task("due: 2026-12-31\ntargets: [{id: stations, title: 率, kind: level_up, baseline: {value: 80}, value: 90,"
                     " every: 12 months, figure_by: 2027-02-28}]", {"2027-02-20": figure("91", "2026-12-31")})
    assert seen(task, ["2027-01-01", "2027-02-19", "2027-02-20"]) == [
        ("awaiting_verdict", "no_data"), ("awaiting_verdict", "no_data"), ("completed", "done")]
    silent = tiny.task("due: 2026-12-31\ntargets: [{id: stations, title: 率, kind: level_up, baseline: {value: 80},"
                       " value: 90, every: 12 months, figure_by: 2027-02-28}]")
    assert seen(silent, ["2027-02-28", "2027-03-01"]) == [("awaiting_verdict", "no_data"), ("overdue", "serious")]


SUPPLEMENT = "kind: supplement\nsource: {id: text}\nset: {due: 2026-06-30}\n"


def test_a_due_supplemented_in_february_belongs_to_the_original() -> None:
    """Within 90 days of the adoption (10 January + 90 = 10 April)."""
    for day, original in (("2026-02-01", "2026-06-30"), ("2026-04-10", "2026-06-30"), ("2026-04-11", None)):
        task = tiny.task(MEASURES, {day: SUPPLEMENT})
        first = on(task, "2026-05-01").parts[0].original
        assert first is not None
        assert first.due == (D(original) if original else None), day
        assert ("as_adjusted" in on(task, "2026-05-01").flags) is (original is None)


def test_a_due_supplemented_after_the_period_heals_nothing() -> None:
    task = tiny.task(MEASURES, {"2027-02-01": SUPPLEMENT.replace("2026-06-30", "2026-12-31")})
    state = on(task, "2027-02-01")
    assert (state.status, state.due, state.parts[0].shown_due) == ("awaiting_verdict", None, D("2026-12-31"))
    assert "changed_after_due" in state.flags


# --- figures


def test_99_96_never_rounds_to_100() -> None:
    task = tiny.task("due: 2026-12-31\ntargets: [{id: stations, title: 率, kind: level_up, baseline: {value: 0}, value: 100}]",
                     {"2026-07-01": figure("99.96", "2026-06-30")})
    assert str(part(on(task, "2026-07-01")).percent) == "99.9"


def test_zero_is_a_legal_target() -> None:
    task = tiny.task("due: 2026-12-31\ntargets: [{id: stations, title: 存量, kind: level_down, baseline: {value: 8}, value: 0}]",
                     {"2026-07-01": figure("2", "2026-06-30"), "2027-01-04": figure("0", "2027-01-02")})
    assert part(on(task, "2026-07-01")).percent == Decimal("75.0")
    assert on(task, "2027-01-04").status == "completed"


def test_overshoot_is_printed_as_it_is() -> None:
    task = tiny.task(STATIONS, {"2026-07-01": figure("24", "2026-06-30")})
    assert part(on(task, "2026-07-01")).percent == Decimal("144.4")


def test_a_straight_line_runs_from_the_periods_start() -> None:
    """linear: 0 on 1 January, 364 on 31 December: one a day."""
    task = tiny.task("due: 2026-12-31\ntargets: [{id: stations, title: 站, kind: cumulative, value: 364, schedule: linear}]",
                     {"2026-04-11": figure("100", "2026-04-11"), "2026-07-20": figure("100", "2026-07-20")})
    assert part(on(task, "2026-04-11")).behind_by == Decimal("0.0")
    assert part(on(task, "2026-04-11")).light == "on_time"
    assert part(on(task, "2026-07-20")).plan_value == 200
    assert part(on(task, "2026-07-20")).light == "behind"


def test_ahead_means_the_next_point_is_already_reached() -> None:
    task = tiny.task(STATIONS, {"2026-07-01": figure("16", "2026-06-30"), "2026-08-01": figure("17", "2026-07-31")})
    assert [part(on(task, day)).light for day in ("2026-07-01", "2026-08-01")] == ["on_time", "ahead"]


# --- evidence, reports, announcements


def test_an_announcement_is_no_beginning() -> None:
    task = tiny.task(MEASURES, {"2026-02-01": "kind: update\nstep: announcement\n"})
    assert on(task, "2026-02-01").status == "not_assessed"


def test_partially_met_begins_the_task_and_meets_nothing() -> None:
    task = tiny.task("milestones: [{id: a, title: 甲}]", {"2026-02-01": report("id: a, state: partially_met", step="announcement")})
    assert (on(task, "2026-02-01").status, on(task, "2026-02-01").present.met) == ("in_progress", 0)


def test_only_not_met_takes_back_what_was_reported() -> None:
    task = tiny.task("milestones: [{id: a, title: 甲}]", {
        "2026-02-01": report("id: a, state: met"), "2026-03-01": report("id: a, state: not_met", evidence=False)})
    assert [on(task, day).present.met for day in ("2026-02-01", "2026-03-01")] == [1, 0]
    assert on(task, "2026-03-01").status == "in_progress"  # what has begun has begun


def test_preparing_and_not_started_are_said_by_records() -> None:
    task = tiny.task(MEASURES, {"2026-02-01": report("id: do, state: not_started", False, "measures", "announcement"),
                                "2026-03-01": report("id: do, state: preparing", False, "measures", "announcement")})
    assert [status for status, _ in seen(task, ["2026-02-01", "2026-03-01"])] == ["not_started", "preparing"]


def test_a_settled_task_with_a_part_met_is_partially_completed() -> None:
    task = tiny.task("due: 2026-06-30\nmilestones: [{id: a, title: 甲}, {id: b, title: 乙}]", {
        "2026-05-01": report("id: a, state: met"),
        "2026-07-10": "kind: settlement\nconclusions: [{part: milestones.b, verdict: not_met, reason: land}]\n"})
    assert seen(task, ["2026-07-09", "2026-07-10"]) == [("overdue", "behind"), ("partially_completed", None)]


def test_silence_is_stale_after_the_lists_own_span() -> None:
    """The adoption on 10 January + 3 months: 10 April is still within."""
    task = tiny.task(MEASURES)
    assert [on(task, day).flags for day in ("2026-04-10", "2026-04-11")] == [(), ("stale",)]


# --- disclosure

DEMANDS = """
demands:
  - {id: all, title: 样例, basis: portal, asks: [lead_unit, procedures, funding, coordination, evidence, due, milestones]}
"""


def test_disclosure_lists_what_is_answered_missing_and_declared_not_applicable() -> None:
    task = tiny.task("not_applicable: {funding: 不用花钱, coordination: 一家的事}\ncoordination: [{id: c, body: 专班}]\n"
                     "milestones: [{id: a, title: 甲, due: 2026-06-30}]", plan=DEMANDS)
    found = on(task, "2026-02-01").disclosure
    assert found.answered == ("milestones", "coordination", "due")  # an answer overrides 不涉及
    assert found.missing == ("lead_unit", "procedures", "evidence")
    assert found.not_applicable == ("funding",)
