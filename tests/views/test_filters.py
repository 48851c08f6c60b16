"""How the tasks of a page can be picked: every choice has a mark, every row the marks of its choices."""

from datetime import date
from functools import cache
from pathlib import Path

from portal.library import Portal
from portal.state import TaskState
from portal.views.edition import edition
from portal.views.filters import MARKS, filters, themes_in_order
from tests import tiny

ROOT = Path(__file__).parent.parent


@cache
def june() -> tuple[Portal, tuple[TaskState, ...]]:
    portal = tiny.folder(ROOT / "sample/content")
    return portal, edition(portal, date(2026, 6, 30)).lists[0].states


def many(count: int) -> tuple[Portal, list[TaskState]]:
    """A list of so many tasks, each led by a unit of its own."""
    units = "".join(f"- {{id: u{number}, name: 样例单位{number}}}\n" for number in range(count))
    files = tiny.files(more={"units.yml": units})
    task = files.pop("2026/01-sample/task.md")
    for number in range(count):
        files[f"2026/{number + 1:03}-x/task.md"] = task.replace("---\n", f"---\nlead_unit: u{number}\n", 1)
    portal, problems = tiny.load(files)
    assert not problems, problems
    return portal, list(edition(portal, date(2026, 6, 30)).states())


def test_the_counts_are_those_of_the_rows_with_the_mark() -> None:
    portal, states = june()
    found = filters(states, portal)
    assert found.lights and found.filter
    choices = [(one.id, one.count) for pick in found.filter.picks for one in pick.choices]
    choices += [(one.id, one.count) for one in found.lights.options if one.id]
    for mark, count in choices:
        assert sum(mark in own.split() for own in found.marks) == count > 0, mark
    assert len({mark for mark, _ in choices}) == len(choices)


def test_a_task_has_the_marks_of_its_light_status_themes_places_and_lead_unit() -> None:
    portal, states = june()
    found = filters(states, portal)
    assert found.filter
    words = {one.id: one.word for pick in found.filter.picks for one in pick.choices}
    own = next(own for own, state in zip(found.marks, states, strict=True) if state.task.key == "2026/03-hydrogen").split()
    assert {words.get(mark, "慢序时") for mark in own} == {
        "慢序时", "推进中", "产业升级", "绿色低碳", "北山县", "东川区", "市能源局"}


def test_the_picks_stand_from_few_choices_to_many_and_are_named_as_in_the_address() -> None:
    portal, states = june()
    found = filters(states, portal).filter
    assert found
    assert [(pick.name, pick.label) for pick in found.picks] == [
        ("status", "状态"), ("theme", "主题"), ("place", "地方"), ("unit", "牵头单位")]
    assert found.title == "按状态、主题、地方、牵头单位挑着看"
    assert found.picks[3].choices[-1].word == "未公布"


def test_what_does_not_divide_the_tasks_is_no_pick() -> None:
    portal, states = june()
    slow = [state for state in states if state.light == "behind"] * 2
    found = filters(slow, portal)
    assert found.lights is None
    assert found.filter and "状态" not in found.filter.title


def test_few_tasks_need_no_picking() -> None:
    portal, states = june()
    found = filters(states[:5], portal)
    assert found.filter is None and found.lights


def test_a_page_never_has_more_marks_than_the_sheet_knows() -> None:
    """130 units are not offered, 100 are."""
    for count in (130, 100):
        portal, states = many(count)
        found = filters(states, portal)
        marks = {mark for own in found.marks for mark in own.split()}
        assert len(marks) <= MARKS
        assert any(pick.name == "unit" for pick in (found.filter.picks if found.filter else ())) == (count == 100)


def test_where_no_light_says_anything_the_statuses_stand_for_them() -> None:
    portal, states = june()
    found = filters(states, portal, lit=False)
    assert found.lights and {"in_progress", "completed"} <= {option.value for option in found.lights.options}
    assert found.filter and [pick.name for pick in found.filter.picks] == ["theme", "place", "unit"]


def test_a_theme_does_not_pick_its_own_tasks_by_theme() -> None:
    portal, states = june()
    found = filters(states, portal, without="theme")
    assert found.filter and "theme" not in [pick.name for pick in found.filter.picks]


def test_without_dates_there_is_nothing_to_sort_by() -> None:
    portal, states = june()
    found = filters(states, portal, dated=False)
    assert found.filter and found.filter.orders == ()


def test_themes_stand_in_the_order_that_they_are_given() -> None:
    themes = "- {id: b, title: 乙}\n- {id: a, title: 甲, order: 1}\n- {id: c, title: 丙}\n"
    portal, problems = tiny.load(tiny.files(more={"themes.yml": themes}))
    assert not problems
    assert list(themes_in_order(portal)) == ["a", "b", "c"]
