"""How the tasks of a page can be picked: every choice has a mark, every row the marks of its choices."""

from functools import cache
from pathlib import Path

from portal.library import Portal
from portal.views.brief import Brief
from portal.views.filters import MARKS, filters, themes_in_order
from tests import tiny
from tests.views import reading

ROOT = Path(__file__).parent.parent


@cache
def june() -> tuple[Portal, tuple[Brief, ...]]:
    portal = tiny.folder(ROOT / "sample/content")
    return portal, tuple(task for task in reading.briefs(portal, "2026-06-30") if task.list == "2026")


def many(count: int) -> tuple[Portal, tuple[Brief, ...]]:
    """A list of so many tasks, each led by a unit of its own."""
    units = "".join(f"- {{id: u{number}, name: 样例单位{number}}}\n" for number in range(count))
    files = tiny.files(more={"units.yml": units})
    task = files.pop("2026/01-sample/task.md")
    for number in range(count):
        files[f"2026/{number + 1:03}-x/task.md"] = task.replace("---\n", f"---\nlead_unit: u{number}\n", 1)
    portal, problems = tiny.load(files)
    assert not problems, problems
    return portal, reading.briefs(portal, "2026-06-30")


def test_the_counts_are_those_of_the_rows_with_the_mark() -> None:
    portal, tasks = june()
    found = filters(tasks, portal)
    assert found.lights and found.filter
    choices = [(one.id, one.count) for pick in found.filter.picks for one in pick.choices]
    choices += [(one.id, one.count) for one in found.lights.options if one.id]
    for mark, count in choices:
        assert sum(mark in own.split() for own in found.marks) == count > 0, mark
    assert len({mark for mark, _ in choices}) == len(choices)


def test_a_task_has_the_marks_of_its_light_status_themes_places_and_lead_unit() -> None:
    portal, tasks = june()
    found = filters(tasks, portal)
    assert found.filter
    words = {one.id: one.word for pick in found.filter.picks for one in pick.choices}
    own = next(own for own, task in zip(found.marks, tasks, strict=True) if task.key == "2026/03-hydrogen").split()
    assert {words.get(mark, "慢序时") for mark in own} == {
        "慢序时", "推进中", "产业升级", "绿色低碳", "北山县", "东川区", "市能源局"}


def test_the_picks_stand_from_few_choices_to_many_and_are_named_as_in_the_address() -> None:
    portal, tasks = june()
    found = filters(tasks, portal).filter
    assert found
    assert [(pick.name, pick.label) for pick in found.picks] == [
        ("status", "状态"), ("theme", "主题"), ("place", "地方"), ("unit", "牵头单位")]
    assert found.title == "按状态、主题、地方、牵头单位挑着看"
    assert found.picks[3].choices[-1].word == "未公布"


def test_what_does_not_divide_the_tasks_is_no_pick() -> None:
    portal, tasks = june()
    slow = [task for task in tasks if task.light == "behind"] * 2
    found = filters(slow, portal)
    assert found.lights is None
    assert found.filter and "状态" not in found.filter.title


def test_few_tasks_need_no_picking() -> None:
    portal, tasks = june()
    found = filters(tasks[:5], portal)
    assert found.filter is None and found.lights


def test_a_page_never_has_more_marks_than_the_sheet_knows() -> None:
    """130 units are not offered, 100 are."""
    for count in (130, 100):
        portal, tasks = many(count)
        found = filters(tasks, portal)
        marks = {mark for own in found.marks for mark in own.split()}
        assert len(marks) <= MARKS
        assert any(pick.name == "unit" for pick in (found.filter.picks if found.filter else ())) == (count == 100)


def test_where_no_light_says_anything_the_statuses_stand_for_them() -> None:
    portal, tasks = june()
    found = filters(tasks, portal, lit=False)
    assert found.lights and {"in_progress", "completed"} <= {option.value for option in found.lights.options}
    assert found.filter and [pick.name for pick in found.filter.picks] == ["theme", "place", "unit"]


def test_a_theme_does_not_pick_its_own_tasks_by_theme() -> None:
    portal, tasks = june()
    found = filters(tasks, portal, without="theme")
    assert found.filter and "theme" not in [pick.name for pick in found.filter.picks]


def test_without_dates_there_is_nothing_to_sort_by() -> None:
    portal, tasks = june()
    found = filters(tasks, portal, dated=False)
    assert found.filter and found.filter.orders == ()


def test_themes_stand_in_the_order_that_they_are_given() -> None:
    themes = "- {id: b, title: 乙}\n- {id: a, title: 甲, order: 1}\n- {id: c, title: 丙}\n"
    portal, problems = tiny.load(tiny.files(more={"themes.yml": themes}))
    assert not problems
    assert list(themes_in_order(portal)) == ["a", "b", "c"]
