"""A task in short: what other pages show of it, as plain values."""

import pickle
from datetime import date
from functools import cache

import pytest

from portal.library import Portal
from portal.state import TaskState, state_on
from portal.views.brief import Brief, Tags, brief, changed_records, tags, units_of
from portal.views.edition import Edition, edition, fold
from portal.views.site import SLICES
from tests import tiny
from tests.views import reading

SAMPLE = reading.ROOT / "tests/sample/content"
DAYS = ("2026-02-21", "2026-06-30", "2027-04-01")
ADJUST = "kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\n"
SUPPLEMENT = "kind: supplement\nsource: {id: text}\nset: {start: 2026-02-01}\n"
UPDATE = "kind: update\nstep: action\n"
REGISTRIES = {"units.yml": "- {id: water, name: 样例水务局}\n- {id: power, name: 样例能源局}\n- {id: city, name: 样例市政府}\n",
              "places.yml": "- {id: north, name: 北山县}\n- {id: east, name: 东川区}\n",
              "themes.yml": "- {id: farm, title: 乡村}\n- {id: city, title: 城市}\n"}
TASK = """
lead_unit: water
responsible_units: [water, city]
supporting_units: [power]
themes: {ids: [farm, city], basis: editorial}
places: [north]
measures: [{id: do, text: 做样例, unit: power}, {id: patrol, text: 常态化巡查}]
milestones: [{id: m, title: 开工, due: 2026-03-31, unit: city}]
"""
BEFORE = {"2025/plan.md": tiny.front(tiny.PLAN.replace("2026", "2025")), "2025/01-before/task.md": tiny.front(tiny.TASK)}


def small(text: str = "", records: dict[str, str] | None = None, day: str = "2026-06-30", more: dict[str, str] | None = None) -> Edition:
    portal, problems = tiny.load(tiny.files(text, records, more={**REGISTRIES, **(more or {})}))
    assert not problems, problems
    return edition(portal, date.fromisoformat(day))


def tagged(text: str = "", records: dict[str, str] | None = None, day: str = "2026-06-30", more: dict[str, str] | None = None) -> Tags:
    return small(text, records, day, more).tags["2026/01-sample"]


def short(text: str = "", records: dict[str, str] | None = None, day: str = "2026-06-30") -> Brief:
    return small(text, records, day).ask(brief, "2026/01-sample")


# --- tags


def test_a_task_is_tagged_with_its_units_themes_and_places() -> None:
    """Every unit once, lead first: those of its parts too."""
    found = tagged(TASK)
    assert (found.units, found.themes, found.places) == (("water", "city", "power"), ("farm", "city"), ("north",))
    bare = tagged()
    assert (bare.units, bare.themes, bare.places) == ((), (), ())


def test_the_tags_are_those_of_the_promise_as_shown_on_the_day() -> None:
    moved = {"2026-03-01": ADJUST + "changes: [{field: places, old: [north], new: [east]}]"}
    assert tagged(TASK, moved, "2026-02-28").places == ("north",)
    assert tagged(TASK, moved, "2026-03-01").places == ("east",)


@pytest.mark.parametrize(("records", "recorded", "progress", "changed"), [
    ({}, False, False, False),
    ({"2026-02-01": "kind: update\nstep: announcement"}, True, False, False),
    ({"2026-02-01": UPDATE}, True, True, False),
    ({"2026-02-01": SUPPLEMENT}, True, True, False),  # early: it belongs to the original
    ({"2026-05-01": SUPPLEMENT}, True, True, True),
    ({"2026-02-01": ADJUST + "action: suspend"}, True, True, True),
    ({"2026-07-01": ADJUST + "action: suspend"}, False, False, False),  # tomorrow
])
def test_its_records_decide_whether_there_is_news_progress_and_change(records: dict[str, str], recorded: bool, progress: bool,
                                                                      changed: bool) -> None:
    found = tagged(records=records)
    assert (found.recorded, found.progress, found.changed) == (recorded, progress, changed)


@pytest.mark.parametrize(("text", "dated"), [
    ("", False), ("measures: [{id: do, text: 做样例}]", False), ("due: 2026-12-31", True), ("start: 2026-02-01", True), (TASK, True)])
def test_a_task_with_any_date_is_on_the_calendar(text: str, dated: bool) -> None:
    assert tagged(text).dated is dated


def test_a_task_is_tagged_with_the_one_that_it_goes_on_from() -> None:
    assert tagged("predecessor: 2025/01-before", more=BEFORE).predecessor == "2025/01-before"
    assert tagged(more=BEFORE).predecessor == ""


def test_the_one_that_a_later_record_names_is_no_tag() -> None:
    records = {"2026-08-01": ADJUST + "changes: [{field: predecessor, old: null, new: 2025/01-before}]"}
    assert tagged(records=records, more=BEFORE).predecessor == ""


def test_evidence_that_is_kept_as_a_file_is_named_once_before_its_day_too() -> None:
    proof = UPDATE + ("evidence: [{id: a, title: 样例, file: text.txt}, {id: b, title: 样例, file: photo.png},\n"
                      "  {id: c, title: 样例, url: 'https://example.org/c', archived: page.html}]")
    more = {f"sources/{name}": "样例" for name in ("photo.png", "page.html")}
    assert tagged(records={"2026-08-01": proof, "2026-08-02": proof}, more=more).files == ("page.html", "photo.png", "text.txt")


# --- what a promise and its records say


def test_units_are_named_once_lead_first() -> None:
    promise = tiny.task("lead_unit: water\nresponsible_units: [water]", more=REGISTRIES).promise
    assert units_of(promise) == ("water",)


def test_the_records_that_changed_something_are_told_from_reports() -> None:
    records = {"2026-02-01": SUPPLEMENT, "2026-02-02": UPDATE, "2026-02-03": ADJUST + "action: suspend"}
    state = state_on(tiny.task(records=records), date(2026, 6, 30))
    assert [seen.record.name for seen in changed_records(state)] == ["2026-02-03"]


# --- in short


def test_a_task_in_short_says_which_it_is_and_what_it_promises() -> None:
    found = short(TASK + "sic: 疑有误\n", {"2026-02-01": UPDATE, "2026-02-02": UPDATE})
    assert (found.key, found.list, found.folder, found.number, found.title) == ("2026/01-sample", "2026", "01-sample", 1, "样例")
    assert found.quote.startswith("做样例") and (found.source, found.sic) == ("text", True)
    assert (found.lead_unit, found.responsible_units, found.supporting_units) == ("water", ("water", "city"), ("power",))
    assert (found.measures, found.records) == (2, 2)


def test_the_units_of_its_measures_and_of_its_milestones_are_told_apart() -> None:
    assert [set(units) for units in short(TASK).part_units] == [{"power"}, {"city"}]
    assert [set(units) for units in short().part_units] == [set(), set()]


def test_a_task_in_short_stands_as_it_does_on_the_day() -> None:
    early, late = (short(TASK, {"2026-04-10": ADJUST + "action: suspend"}, day) for day in ("2026-04-09", "2026-04-10"))
    assert ([one.title for one in early.coming], early.records) == (["开工"], 0)
    assert (late.status, late.coming, late.records) == ("suspended", (), 1)


# --- what is remembered of a task between two builds


@cache
def sample() -> Portal:
    return tiny.folder(SAMPLE)


@cache
def states(day: str) -> tuple[Portal, list[tuple[TaskState, TaskState]]]:
    """The portal without its tasks; the state of each on the day, folded twice."""
    as_of = date.fromisoformat(day)
    return edition(sample(), as_of).portal, list(zip(fold(sample(), as_of), fold(sample(), as_of), strict=True))


@pytest.mark.parametrize("of", [tags, *SLICES])
def test_what_is_asked_of_a_task_is_a_function_of_its_state_and_the_registries_and_is_kept_unchanged(of: reading.Slice) -> None:
    """Asked again, of a portal without any other task, it is the same; so it is when it was written down and read."""
    for day in DAYS:
        alone, twice = states(day)
        for state, again in twice:
            found = of(sample(), state)
            assert found == of(alone, again) == pickle.loads(pickle.dumps(found)), (day, state.task.key)
