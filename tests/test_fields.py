"""How fields are named: what a name leads to, and that setting one field changes no other."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import fields
from portal.frontmatter import Data

TASK: Data = {
    "title": "样例",
    "due": "2026-12-31",
    "places": ["lishi", "fenyang"],
    "targets": [
        {"id": "stations", "value": "20", "plan": [{"by": "2026-06-30", "value": "14"}, {"by": "2026-09-30", "value": "17"}]},
        {"id": "trucks", "value": "500", "baseline": {"value": "100"}},
    ],
    "milestones": [{"id": "design", "after": ["feasibility"]}],
}
RECORD: Data = {
    "set": {"targets.stations.baseline": {"value": "11"}, "targets.stations.baseline.as_of": "2025-12-31"},
    "observations": [{"target": "stations", "as_of": "2026-03-31", "value": "13"},
                     {"target": "stations", "as_of": "2026-06-30", "value": "15"}],
    "changes": [{"field": "targets.stations.value", "old": "20", "new": "18"}],
    "conclusions": [{"part": "milestones.design", "verdict": "met"}],
    "supervision": [{"id": "s1", "by": "督查室"}],
}


@pytest.mark.parametrize(("field", "value"), [
    ("due", "2026-12-31"),
    ("targets.stations.value", "20"),
    ("targets.stations.plan.2026-09-30.value", "17"),
    ("targets.trucks.baseline", {"value": "100"}),
    ("places", ["lishi", "fenyang"]),
    ("milestones.design.after", ["feasibility"]),
])
def test_a_field_of_a_promise_is_named_by_ids_and_plan_points_by_their_day(field: str, value: Data) -> None:
    assert fields.get(TASK, field) == value


@pytest.mark.parametrize(("field", "value"), [
    ("observations.stations.2026-06-30.value", "15"),
    ("changes.targets.stations.value.new", "18"),
    ("conclusions.milestones.design.verdict", "met"),
    ("set.targets.stations.baseline", {"value": "11"}),
    ("set.targets.stations.baseline.value", "11"),
    ("set.targets.stations.baseline.as_of", "2025-12-31"),  # the longest key leads
    ("supervision.s1.by", "督查室"),
])
def test_a_field_of_a_record_is_named_by_target_and_day_by_field_and_by_part(field: str, value: Data) -> None:
    """Names and keys may hold dots themselves."""
    assert fields.get(RECORD, field) == value


@pytest.mark.parametrize("field", ["start", "targets.station.value", "targets.stations.plan.2026-06-29.value", "due.value",
                                   "places.lishi", "targets.0.value"])
def test_what_is_not_there_is_none(field: str) -> None:
    """No item is named by its number, and no value is looked into."""
    assert fields.locate(TASK, field) is None
    assert fields.get(TASK, field) is None


def test_the_nearest_part_of_a_name_and_what_is_left_of_it() -> None:
    assert fields.nearest(TASK, "targets.stations.baseline.value") == (("targets", 0), "baseline.value")
    assert fields.nearest(TASK, "targets.nobody.value") == (("targets",), "nobody.value")
    assert fields.nearest(TASK, "due") == (("due",), "")


def test_leaves_are_named_as_an_editor_names_them() -> None:
    """Scalars, and lists of plain values as one leaf."""
    assert dict(fields.leaves(TASK)) == {
        "title": "样例", "due": "2026-12-31", "places": ["lishi", "fenyang"],
        "targets.stations.id": "stations", "targets.stations.value": "20",
        "targets.stations.plan.2026-06-30.by": "2026-06-30", "targets.stations.plan.2026-06-30.value": "14",
        "targets.stations.plan.2026-09-30.by": "2026-09-30", "targets.stations.plan.2026-09-30.value": "17",
        "targets.trucks.id": "trucks", "targets.trucks.value": "500", "targets.trucks.baseline.value": "100",
        "milestones.design.id": "design", "milestones.design.after": ["feasibility"],
    }


@pytest.mark.parametrize(("field", "points"), [
    ("targets.stations.plan.2026-03-31.value", ["2026-03-31", "2026-06-30", "2026-09-30"]),
    ("targets.stations.plan.2026-07-31.value", ["2026-06-30", "2026-07-31", "2026-09-30"]),
])
def test_a_new_plan_point_stands_in_the_order_of_days(field: str, points: list[str]) -> None:
    plan = fields.get(fields.put(TASK, field, "15"), "targets.stations.plan")
    assert isinstance(plan, list)
    assert [point["by"] for point in plan if isinstance(point, dict)] == points


def test_a_plan_and_a_mapping_that_are_absent_are_made() -> None:
    data = fields.put(fields.put(TASK, "targets.trucks.plan.2026-06-30.value", "300"), "leader.post", "副市长")
    assert fields.get(data, "targets.trucks.plan") == [{"by": "2026-06-30", "value": "300"}]
    assert fields.get(data, "leader") == {"post": "副市长"}


def test_a_plan_point_without_its_value_is_no_point() -> None:
    data = fields.put(TASK, "targets.stations.plan.2026-06-30.value", None)
    assert fields.get(data, "targets.stations.plan") == [{"by": "2026-09-30", "value": "17"}]


@pytest.mark.parametrize("field", ["start", "targets.stations.unit", "targets.stations.plan.2026-03-31.value", "nobody.value"])
def test_taking_away_what_is_absent_changes_nothing(field: str) -> None:
    assert fields.put(TASK, field, None) == TASK


@pytest.mark.parametrize(("field", "lost"), [("targets.nobody.value", "nobody.value"), ("due.value", "value"),
                                             ("places.lishi", "lishi")])
def test_a_name_that_leads_nowhere_cannot_be_set(field: str, lost: str) -> None:
    """KeyError with the part of the name that leads nowhere: an item is never made by a change."""
    with pytest.raises(KeyError, match=lost):
        fields.put(TASK, field, "1")


# --- for any promise

ids = st.text("abcxyz0-", min_size=1, max_size=4).filter(lambda text: text[0] != "-")
texts = st.text("样例0123.-", min_size=1, max_size=6)
days = st.dates().map(str)


def items(more: dict[str, st.SearchStrategy[Data]]) -> st.SearchStrategy[Data]:
    """A list of items with ids of their own."""
    return st.dictionaries(ids, st.fixed_dictionaries({}, optional=more), max_size=3).map(
        lambda found: [{"id": name, **item} for name, item in found.items()])


plans: st.SearchStrategy[Data] = st.dictionaries(days, texts, max_size=3).map(
    lambda found: [{"by": day, "value": value} for day, value in sorted(found.items())])
promises: st.SearchStrategy[Data] = st.fixed_dictionaries({"title": texts}, optional={
    "due": days, "places": st.lists(ids, min_size=1, max_size=2), "leader": st.fixed_dictionaries({"post": texts}),
    "milestones": items({"title": texts, "due": days}),
    "targets": items({"value": texts, "unit": texts, "plan": plans, "baseline": st.fixed_dictionaries({"value": texts})}),
})


def settable(data: Data) -> Iterator[str]:
    """Fields with a value (names aside), and fields that could have one."""
    yield from (name for name, _ in fields.leaves(data) if name.rpartition(".")[2] not in ("id", "by"))
    yield from ("start", "leader.name", "contact.phone")
    for target in get_items(data, "targets"):
        yield from (f"targets.{target}.definition", f"targets.{target}.baseline.as_of", f"targets.{target}.plan.2026-02-03.value")


def get_items(data: Data, kind: str) -> list[str]:
    found = fields.get(data, kind)
    return [str(item["id"]) for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def filled(data: Data) -> dict[str, Data]:
    """Every leaf with something in it (a plan without points is none)."""
    return {name: leaf for name, leaf in fields.leaves(data) if leaf != []}


@given(promises, st.data(), texts)
def test_what_is_put_is_got_and_no_other_field_changes(promise: Data, data: st.DataObject, value: str) -> None:
    """The promise itself is never changed: a copy is given."""
    field = data.draw(st.sampled_from(sorted(settable(promise))))
    before = filled(promise)
    changed = fields.put(promise, field, value)
    assert fields.get(changed, field) == value
    after = filled(changed)
    day = field.removesuffix("value") + "by"  # a new plan point has its day beside its value
    assert {name: leaf for name, leaf in after.items() if name not in (field, day)} == {
        name: leaf for name, leaf in before.items() if name not in (field, day)}
    assert filled(promise) == before


@given(promises, st.data())
def test_what_is_taken_away_is_gone_and_no_other_field_changes(promise: Data, data: st.DataObject) -> None:
    field = data.draw(st.sampled_from(sorted(settable(promise))))
    before = filled(promise)
    changed = fields.put(promise, field, None)
    assert fields.get(changed, field) is None
    point = field.removesuffix("value") + "by" if ".plan." in field else field
    assert filled(changed) == {name: leaf for name, leaf in before.items() if name not in (field, point)}
    assert fields.put(changed, field, None) == changed


@given(promises)
def test_every_leaf_is_found_under_its_name(promise: Data) -> None:
    assert all(fields.get(promise, name) == value for name, value in fields.leaves(promise))
