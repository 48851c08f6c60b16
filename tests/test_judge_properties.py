"""Whatever a record changes, judge says what is wrong with it: it never fails, and what it accepts can be folded on any day."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import fields, frontmatter
from portal.state import state_on
from tests import tiny

TASK = """\
due: 2026-12-31
themes: {ids: [energy]}
leader: {post: 副市长}
measures: [{id: do, text: 做样例}, {id: patrol, text: 常态化巡查, kind: ongoing}]
milestones: [{id: a, title: 甲, due: 2026-06-30}, {id: b, title: 乙, after: [a]}]
targets:
  - {id: s, title: 站, kind: cumulative, baseline: {value: 11, as_of: 2025-12-31, source: {id: text}}, value: 20, unit: 座,
     plan: [{by: 2026-06-30, value: 14}], schedule: linear}
  - {id: rate, title: 率, kind: level_up, value: 90}
procedures: [{id: eia, kind: eia}]
funding: [{id: bond, source: special_bond, planned: 12000}]
not_applicable: {legacy_issues: 没有}
"""
PROOF = "evidence: [{id: e, title: 样例, url: 'https://example.org/e'}]\n"
RECORDS = {
    "2026-02-01": "kind: supplement\nsource: {id: text}\nset: {lead_unit: energy, targets.rate.baseline: {value: 80},"
                  " targets.rate.plan: [{by: 2026-06-30, value: 85}]}\n"
                  "add: {milestones: [{id: c, title: 丙}], coordination: [{id: team, body: 专班}], legacy_issues: [{id: l, text: 旧账}]}",
    "2026-03-01": "kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\naction: suspend\n"
                  "changes: [{field: targets.s.value, old: 20, new: 18}, {field: contact.office, old: null, new: 样例科}]\n"
                  "add: {targets: [{id: t, title: 丁, kind: at_most, value: 5}]}\ndrop: [milestones.b]",
    "2026-04-01": "kind: update\nstep: action\nsource: {id: text}\nreview: {drafted_by: 甲}\n" + PROOF +
                  "observations: [{target: s, value: 13, as_of: 2026-03-31, evidence: [e]}, {target: t, value: 4, as_of: 2026-03-31}]\n"
                  "milestones: [{id: a, state: met, on: 2026-03-20, evidence: [e]}]\nmeasures: [{id: do, state: in_progress}]\n"
                  "difficulties: [{id: d, text: 难, measures: [{id: m1, action: 办}]}]\nprocedures: [{id: eia, state: granted}]\n"
                  "funding: [{id: bond, paid: 3, as_of: 2026-03-31}]\nsupervision: [{id: s1, by: 督查室, closed: 2026-03-01}]",
    "2026-05-01": "kind: correction\nfound_by: 样例\nsource: {id: text}\nchanges: [{field: task.title, old: 样例, new: 新},"
                  " {field: 2026-04-01.observations.s.2026-03-31.value, old: 13, new: 12},"
                  " {field: 2026-02-01.set.lead_unit, old: energy, new: null}]",
    "2027-01-05": "kind: settlement\nconclusions: [{part: targets.s, verdict: not_met, reason: land},"
                  " {part: targets.rate, verdict: not_met, reason: land}, {part: targets.t, verdict: not_met, reason: land},"
                  " {part: milestones.c, verdict: met}, {part: measures.do, verdict: not_met, reason: land}]",
}
MORE = {"themes.yml": "- {id: energy, title: 能源}\n", "units.yml": "- {id: energy, name: 样例局}\n"}
LAST = "kind: update\nstep: action\nmilestones: [{id: a, state: partially_met}]"


def names(data: Any, prefix: str) -> Iterator[str]:
    """Every name in plain data, of a leaf or of what holds leaves."""
    for name, _ in fields.leaves(data, "", prefix):
        words = name.split(".")
        yield from (".".join(words[:count]) for count in range(1, len(words) + 1))


def parsed(text: str) -> Any:
    """The front matter of a record."""
    document, _ = frontmatter.parse(tiny.source("2026/01-sample/task.md", tiny.front(text)))
    assert document is not None
    return document.data


PROMISE = [*names(parsed(tiny.TASK + TASK), ""), "start", "contact", "foi.index", "predecessor", "coordination.team.body",
           "milestones.c.due", "targets.t.value", "targets.s.figure_by", "targets.s.every", "targets.s.plan.2026-09-30.value",
           "targets.s.plan.soon.value", "targets.rate.plan.2026-06-30.value", "not_applicable.funding", "targets.q.value",
           "legacy_issues.l.due", "due.year"]
SAID = [*(f"task.{name.removeprefix('.')}" for name in PROMISE),
        *(name for record, text in RECORDS.items() for name in names(parsed(text), record)),
        "2026-05-01.changes.task.title.new", "2026-05-01.changes.2026-02-01.set.lead_unit.new", "2026-04-01.milestones.a.text",
        "2026-05-01.changes.2026-04-01.observations.s.2026-03-31.value.new", "2026-04-01.difficulties.d.measures.m2.state",
        "2027-02-01.changes.2026-04-01.milestones.a.new", "2027-02-01.changes.task.targets.s.value.new", "2027-02-01.found_by"]
FIELD = st.sampled_from(sorted({name.strip(".") for name in PROMISE} - {""}))
VALUE = st.sampled_from(["null", "null", "20", "0", "-5", "met", "not_met", "甲", "energy", "ongoing", "12 months", "2026-06-30",
                         "2027-06-30", "2999-12-31", "[]", "[a]", "[e]", "[b, c]", "{value: 10}",
                         "{id: a, state: met}", "[{by: 2026-03-31, value: 3}]"])


def changes(field: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A few changes; what is wrong with `old` alone does not keep them from being applied."""
    one = st.builds("{{field: {}, old: 旧, new: {}}}".format, field, VALUE)
    return st.lists(one, min_size=1, max_size=4).map(lambda items: f"changes: [{', '.join(items)}]")


CORRECTION = changes(st.sampled_from(sorted(set(SAID)))).map(
    lambda text: f"kind: correction\nfound_by: 样例\nsource: {{id: text, sha256: {tiny.TEXT_DIGEST}}}\n{PROOF}{text}")
ADJUSTMENT = changes(FIELD).map(lambda text: f"kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\ndrop: [milestones.c]\n{text}")
SUPPLEMENT = st.dictionaries(FIELD, VALUE.filter(lambda value: value != "null"), min_size=1, max_size=3).map(
    lambda found: "kind: supplement\nsource: {id: text}\nset: {" + ", ".join(f"{name}: {value}" for name, value in found.items()) + "}")


def test_the_records_that_are_changed_here_are_sound() -> None:
    tiny.task(TASK, RECORDS, more=MORE)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(CORRECTION, CORRECTION, ADJUSTMENT, SUPPLEMENT), min_size=1, max_size=3))
@pytest.mark.slow
def test_whatever_a_record_changes_judge_does_not_fail(odd: list[str]) -> None:
    """And it speaks Chinese only: no words of pydantic's."""
    records = RECORDS | {f"2027-0{month}-01": text for month, text in enumerate(odd, 2)} | {"2027-06-01": LAST}
    portal, problems = tiny.load(tiny.files(TASK, records, more=MORE))
    for problem in problems:
        assert problem.message and "Input should" not in problem.message + problem.hint
    if all(problem.code in ("old-differs", "no-change") for problem in problems):
        for day in (date(2026, 1, 10), date(2027, 2, 1), date(2027, 12, 31)):
            state_on(portal.lists[0].tasks[0], day)


@settings(max_examples=30, deadline=None)
@given(changes(st.sampled_from([f"plan.{name}" for name in (
    "title", "themes", "demands", "demands.d.asks", "demands.d.id", "demands.x.title", "demands.d.quote", "period", "period.end", "adopted",
    "source.id", "update_every", "thresholds", "thresholds.grace_days", "thresholds.soon_days")])), st.booleans())
def test_whatever_a_lists_record_changes_judge_does_not_fail(text: str, proven: bool) -> None:
    head = (f"kind: correction\nfound_by: 样例\nsource: {{id: text, sha256: {tiny.TEXT_DIGEST}}}\n" if proven
            else "kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\n")
    tiny.problems(TASK, RECORDS, plan="demands: [{id: d, title: 样例, basis: portal, asks: [due]}]",
                  more=MORE | {"2026/2026-02-01.md": tiny.front(head + text)})


@pytest.mark.parametrize("plan", ["thresholds: {soon_days: 99999999999}", "thresholds: {grace_days: -9999}"])
def test_no_number_of_days_leads_out_of_the_calendar(plan: str) -> None:
    assert tiny.problems(TASK, RECORDS, plan=plan, more=MORE)
