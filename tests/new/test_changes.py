"""Which fields can be changed, and what they say on the day; why others cannot (the conversations stand in test_interview.py)."""

import pytest

from portal.new import changes
from portal.new import draft as drafts
from tests.new.talk import around

PARTS = """
    due: 2026-09-30
    targets: [{id: s, title: 样例站, kind: cumulative, value: 20, unit: 座}]
    milestones: [{id: a, title: 开工, due: 2026-02-01}]
    """
EASED = "kind: adjustment\nreason: 做不完\nbasis: 会议\napprover: 市政府\nchanges: [{field: targets.s.value, old: 20, new: 18}]"
MET = ("kind: update\nstep: action\nevidence: [{id: e, title: 样例, url: 'https://example.org/'}]\n"
       "milestones: [{id: a, state: met, on: 2026-02-01, evidence: [e]}]")


def said(kind: str, folder: str = "2026/01-sample", records: dict[str, str] | None = None) -> dict[str, str]:
    content = around(PARTS, records)
    stands = drafts.standing(content.portal, folder, "2026-06-30")
    assert stands
    return {one.value: one.label for one in changes.changeable(content.portal, kind, stands)}


def test_an_adjustment_is_offered_what_may_be_adjusted_with_what_it_says() -> None:
    found = said("adjustment")
    assert found["due"] == "完成时限：2026-09-30"
    assert found["targets.s.value"] == "样例站的目标数：20座"
    assert not {"quote", "source.id", "targets.s.id"} & set(found)


def test_the_value_that_stands_is_the_one_after_earlier_adjustments() -> None:
    assert said("adjustment", records={"2026-05-10": EASED})["targets.s.value"] == "样例站的目标数：18座"


def test_what_is_met_is_not_offered() -> None:
    assert not [name for name in said("adjustment", records={"2026-03-01": MET}) if name.startswith("milestones.a")]


def test_a_correction_is_offered_what_records_said_too() -> None:
    found = said("correction", records={"2026-03-01": MET})
    assert {"task.due", "2026-03-01.milestones.a.on"} <= set(found)


def test_of_a_list_an_adjustment_is_offered_its_title_and_demands_and_a_correction_more() -> None:
    assert "plan.title" in said("adjustment", "2026") and "plan.adopted" not in said("adjustment", "2026")
    assert "plan.adopted" in said("correction", "2026")


@pytest.mark.parametrize(("kind", "name", "why"), [
    ("adjustment", "quote", "quote 一经公布不能改"), ("correction", "task.nothing", "nothing")])
def test_why_a_field_cannot_be_changed(kind: str, name: str, why: str) -> None:
    stands = drafts.standing(around(PARTS).portal, "2026/01-sample", "2026-06-30")
    assert stands and why in changes._unchangeable(kind, stands, name)
