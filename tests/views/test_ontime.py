"""What a unit kept by the original deadline."""

from datetime import date

from portal.views.edition import edition
from portal.views.ontime import record_of
from tests import tiny

UNITS = {"units.yml": "- {id: water, name: 样例水务局, short: 水务局}\n- {id: power, name: 样例能源局}\n"}
PROOF = "evidence: [{id: e, title: 样例, url: 'https://example.org/e'}]\n"
ADJUST = "kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\n"
TASK = """
lead_unit: water
due: 2026-12-31
milestones:
  - {id: a, title: 甲, due: 2026-03-31, unit: power}
  - {id: b, title: 乙, due: 2026-04-30}
  - {id: c, title: 丙, due: 2026-05-31}
  - {id: d, title: 丁}
"""


def met(name: str, day: str) -> str:
    return f"kind: update\nstep: result\n{PROOF}milestones: [{{id: {name}, state: met, on: {day}, evidence: [e]}}]"


def rows(unit: str, records: dict[str, str], text: str = TASK, day: str = "2026-06-30") -> list[tuple[object, ...]]:
    portal, problems = tiny.load(tiny.files(text, records, more=UNITS))
    assert not problems, problems
    today = edition(portal, date.fromisoformat(day))
    found = record_of(today, unit, today.tasks())
    return list(found.table.rows) if found else []


def test_a_part_that_names_a_unit_counts_for_it_and_others_for_the_lead() -> None:
    """到期, 按时, 晚了, 没有, 自报."""
    records = {"2026-05-20": met("a", "2026-03-30"), "2026-05-21": met("b", "2026-05-02")}
    assert rows("power", records) == [("由它做的", "1", "1", "0", "0", "0")]
    assert rows("water", records) == [("它牵头的", "2", "0", "1", "1", "0")]


def test_what_is_claimed_is_not_kept() -> None:
    claim = "kind: update\nstep: result\nmilestones: [{id: a, state: met, on: 2026-03-30}]"
    assert rows("power", {"2026-04-01": claim}) == [("由它做的", "1", "0", "0", "1", "1")]


def test_a_deadline_that_was_moved_is_judged_as_it_was_first() -> None:
    moved = ADJUST + "changes: [{field: milestones.a.due, old: 2026-03-31, new: 2026-09-30}]"
    assert rows("power", {"2026-03-01": moved, "2026-06-01": met("a", "2026-05-30")}) == [
        ("由它做的", "1", "0", "1", "0", "0")]


def test_a_part_that_was_dropped_keeps_its_first_deadline() -> None:
    assert rows("power", {"2026-03-01": ADJUST + "drop: [milestones.a]"}) == [("由它做的", "1", "0", "0", "1", "0")]


def test_before_any_deadline_there_is_no_record() -> None:
    assert rows("power", {}, day="2026-03-31") == []


def test_a_part_without_a_published_date_is_not_counted() -> None:
    assert rows("water", {}, "lead_unit: water\nmeasures: [{id: do, text: 建成样例站20座}]", "2027-03-01") == []


def test_a_figure_that_is_waited_for_is_not_late() -> None:
    target = "lead_unit: water\ntargets: [{id: s, title: 样例, kind: level_up, value: 5, due: 2026-12-31, figure_by: 2027-02-28}]"
    assert rows("water", {}, target, "2027-01-15") == []
    assert rows("water", {}, target, "2027-03-01") == [("它牵头的", "1", "0", "0", "1", "0")]
