"""What holds of the fold for any records at all (hypothesis)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import judge, library
from portal.state import state_on
from tests import tiny

TASK = """
due: 2026-09-30
measures: [{id: do, text: 做样例}]
milestones: [{id: a, title: 甲, due: 2026-05-31}, {id: b, title: 乙}]
targets:
  - {id: s, title: 站, kind: cumulative, baseline: {value: 11}, value: 20, plan: [{by: 2026-06-30, value: 14}]}
  - {id: l, title: 率, kind: level_up, baseline: {value: 80}, value: 90, due: 2026-08-31, figure_by: 2026-10-31}
  - {id: m, title: 事故, kind: at_most, value: 5}
"""
PROOF = "evidence: [{id: e, title: 样例, url: 'https://example.org/'}]\n"
ADJUST = "kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\n"

days = st.dates(date(2026, 1, 10), date(2027, 3, 1))
evidence = st.sampled_from(["", ", evidence: [e]"])


@st.composite
def bodies(draw: st.DrawFn, day: date) -> str:
    """The front matter of one record published on `day`, valid by itself, though perhaps not after others."""
    before = day - timedelta(days=draw(st.integers(0, 40)))
    proof = draw(evidence)
    kind = draw(st.sampled_from(["figure", "report", "measure", "value", "due", "drop", "action", "supplement",
                                 "correction", "settlement", "announcement"]))
    if kind == "figure":
        target = draw(st.sampled_from(["s", "l", "m"]))
        value = draw(st.integers(0, 100))
        return f"kind: update\nstep: result\n{PROOF}observations: [{{target: {target}, value: {value}, as_of: {before}{proof}}}]"
    if kind == "report":
        part, state = draw(st.sampled_from("ab")), draw(st.sampled_from(["met", "not_met", "partially_met"]))
        return f"kind: update\nstep: action\n{PROOF}milestones: [{{id: {part}, state: {state}{proof}}}]"
    if kind == "measure":
        state = draw(st.sampled_from(["not_started", "preparing", "in_progress", "met", "not_met"]))
        return f"kind: update\nstep: announcement\n{PROOF}measures: [{{id: do, state: {state}{proof}}}]"
    if kind == "value":
        return ADJUST + f"changes: [{{field: targets.s.value, old: 20, new: {draw(st.integers(12, 30))}}}]"
    if kind == "due":
        return ADJUST + f"changes: [{{field: due, old: 2026-09-30, new: {draw(st.dates(date(2026, 9, 1), date(2027, 6, 1)))}}}]"
    if kind == "drop":
        return ADJUST + f"drop: [{draw(st.sampled_from(['milestones.a', 'milestones.b', 'targets.m', 'measures.do']))}]"
    if kind == "action":
        return ADJUST + f"action: {draw(st.sampled_from(['suspend', 'resume', 'terminate']))}"
    if kind == "supplement":
        return "kind: supplement\nsource: {id: text}\nset: {milestones.b.due: 2026-07-31}"
    if kind == "correction":
        new = draw(st.integers(15, 25))
        return ("kind: correction\nfound_by: 样例\nsource: {id: text}\n"
                f"changes: [{{field: task.targets.s.value, old: 20, new: {new}}}]")
    if kind == "settlement":
        parts = ["measures.do", "milestones.a", "milestones.b", "targets.s", "targets.l", "targets.m"]
        return "kind: settlement\nconclusions:\n" + "".join(
            f"  - {{part: {part}, verdict: not_met, reason: other}}\n" for part in parts)
    return "kind: update\nstep: announcement"


@st.composite
def histories(draw: st.DrawFn) -> dict[str, str]:
    """Up to six records by name, on different days."""
    chosen = sorted(draw(st.sets(days, min_size=1, max_size=6)))
    return {day.isoformat(): draw(bodies(day)) for day in chosen}


def load(records: dict[str, str]) -> tuple[library.Task, dict[str, list[str]]]:
    """The task with these records, and the codes of the problems in each."""
    files = tiny.files(TASK, records)
    portal, problems = library.load([tiny.source(path, text) for path, text in files.items()], files)
    assert not problems
    found: dict[str, list[str]] = {name: [] for name in records}
    for problem in judge.judge(portal):
        found[problem.place.file.split("/")[-1].removesuffix(".md")].append(problem.code)
    return portal.lists[0].tasks[0], found


def valid(records: dict[str, str]) -> dict[str, str]:
    """The records that follow from those before them."""
    kept: dict[str, str] = {}
    for name, text in records.items():
        if not load({**kept, name: text})[1][name]:
            kept[name] = text
    return kept


@given(histories())
def test_a_later_record_makes_no_earlier_record_invalid(records: dict[str, str]) -> None:
    whole = load(records)[1]
    names = list(records)
    for count in range(1, len(names)):
        earlier = {name: records[name] for name in names[:count]}
        assert {name: whole[name] for name in earlier} == load(earlier)[1]


@pytest.mark.slow
@given(histories(), st.lists(days, min_size=3, max_size=3))
def test_a_later_record_never_changes_an_earlier_day(records: dict[str, str], seen_on: list[date]) -> None:
    records = valid(records)
    whole = load(records)[0]
    for day in seen_on:
        then = load({name: text for name, text in records.items() if name <= day.isoformat()})[0]
        one, other = state_on(whole, day), state_on(then, day)
        assert (one.status, one.flags, one.light, one.parts, one.present, one.original, one.disclosure, one.changes) == (
            other.status, other.flags, other.light, other.parts, other.present, other.original, other.disclosure, other.changes)


@given(histories(), st.randoms())
def test_the_order_of_files_is_irrelevant(records: dict[str, str], shuffle: "object") -> None:
    files = list(tiny.files(TASK, records).items())
    first, _ = library.load([tiny.source(path, text) for path, text in files], dict(files))
    shuffle.shuffle(files)  # type: ignore[attr-defined]
    second, _ = library.load([tiny.source(path, text) for path, text in files], dict(files))
    day = date(2026, 12, 1)
    assert [state_on(task, day).parts for task in first.lists[0].tasks] == [
        state_on(task, day).parts for task in second.lists[0].tasks]


@given(histories(), days)
def test_tallies_add_up_and_no_light_shines_without_a_yardstick(records: dict[str, str], day: date) -> None:
    state = state_on(load(valid(records))[0], day)
    states = [part.state for part in state.parts]
    assert state.present.total == len(states) - states.count("dropped")
    assert state.present.met + state.present.claimed <= state.present.total
    assert state.original.on_time <= state.original.met <= state.original.total
    for part in state.parts:
        assert (part.met_on is not None) == (part.state == "met")
        if part.light in ("ahead", "on_time") and part.kind == "targets" and part.id != "m":
            assert part.behind_by is not None
