"""The portal on a day."""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from portal.library import Portal
from portal.state import TaskState
from portal.views.brief import tags
from portal.views.edition import Edition, Page, assembled, edition, fold, itself
from tests import tiny

ROOT = Path(__file__).parent.parent


@cache
def sample() -> Portal:
    return tiny.folder(ROOT / "sample/content")


def on(day: str) -> Edition:
    return edition(sample(), date.fromisoformat(day))


def test_the_newest_list_is_first() -> None:
    assert [one.key for one in on("2026-06-30").lists] == ["2026", "2025"]


def test_a_list_appears_on_the_day_of_its_adoption() -> None:
    assert [one.key for one in on("2026-01-07").lists] == ["2025"]
    assert [one.key for one in on("2026-01-08").lists] == ["2026", "2025"]
    assert on("2024-01-01").lists == ()


def test_a_list_has_its_terms_as_of_the_day() -> None:
    """Its title was changed on 10 May."""
    assert on("2026-05-09").lists[0].terms.title == "2026年20件大事要事"
    assert on("2026-05-10").lists[0].terms.title == "2026年20件大事实事"


def test_tasks_stand_in_the_lists_order_and_are_found_by_key() -> None:
    found = on("2026-06-30")
    assert [task.number for task in found.briefs(found.lists[0])] == list(range(1, 21))
    hydrogen = found.find("2026/03-hydrogen")
    assert hydrogen and hydrogen.number == 3
    assert list(found.tasks()) == list(found.tags) == [key for one in found.lists for key in one.tasks]
    assert len(found.tags) == 25


def test_what_there_is_not_is_not_found() -> None:
    """A task of a list that is not adopted yet is not there either."""
    assert on("2026-06-30").find("2026/99-nothing") is on("2026-06-30").find("") is on("2026-01-07").find("2026/03-hydrogen") is None


def test_a_task_that_goes_on_is_found_by_the_one_before() -> None:
    assert on("2026-06-30").successors["2025/02-water-network"] == "2026/14-water-network"
    assert on("2026-01-07").successors == {}


def test_a_line_is_what_went_before_the_nearest_first_and_what_goes_on() -> None:
    more: dict[str, str] = {}
    for year, before in (("2025", "2024"), ("2024", "2023"), ("2023", "")):
        goes_on = f"predecessor: {before}/01-sample\n" if before else ""
        more |= {f"{year}/plan.md": tiny.front(tiny.PLAN.replace("2026", year)),
                 f"{year}/01-sample/task.md": tiny.front(tiny.TASK + goes_on)}
    portal, problems = tiny.load(tiny.files("predecessor: 2025/01-sample", more=more))
    assert not problems, problems
    today = edition(portal, date(2026, 6, 30))
    assert today.line("2025/01-sample") == ("2024/01-sample", "2023/01-sample", "", "2026/01-sample")
    assert today.line("2026/01-sample") == ("2025/01-sample", "2024/01-sample", "2023/01-sample", "", "")
    assert today.line("2023/01-sample") == ("", "2024/01-sample")


def test_the_portal_of_an_edition_has_its_lists_without_their_tasks() -> None:
    assert [(year.listing.key, year.tasks) for year in on("2026-06-30").portal.lists] == [("2026", ()), ("2025", ())]


def test_each_question_is_answered_once() -> None:
    asked: list[str] = []

    def question(portal: Portal, state: TaskState) -> str:
        asked.append(state.task.key)
        return state.task.promise.title

    found = on("2026-06-30")
    keys = ("2026/03-hydrogen", "2026/01-old-communities", "2026/03-hydrogen")
    assert [found.ask(question, key) for key in keys] == ["氢能产业", "老旧小区改造", "氢能产业"]
    assert asked == ["2026/03-hydrogen", "2026/01-old-communities"]


def test_an_edition_of_kept_tasks_keeps_the_order_and_the_answers_it_is_given() -> None:
    whole = on("2026-06-30")
    order = {one.key: one.tasks[::-1] for one in whole.lists}

    def ask(of: Callable[[Portal, TaskState], Any], key: str) -> Any:
        return f"{of.__name__} {key}"

    today, before = (assembled(sample(), day, order, whole.tags, ask) for day in (whole.as_of, date(2026, 1, 7)))
    assert list(today.tasks()) == [*whole.lists[0].tasks[::-1], *whole.lists[1].tasks[::-1]]
    answer: object = today.ask(tags, "2026/03-hydrogen")
    assert answer == "tags 2026/03-hydrogen"
    assert (today.successors, today.portal) == (whole.successors, whole.portal)
    assert list(before.tasks()) == list(before.tags) == list(whole.lists[1].tasks[::-1])


def test_the_states_of_a_day_are_those_of_the_lists_adopted_by_then() -> None:
    assert [state.task.key for state in fold(sample(), date(2026, 6, 30))] == list(on("2026-06-30").tasks())
    assert {state.task.listing.key for state in fold(sample(), date(2026, 1, 7))} == {"2025"}
    assert itself(sample(), state := next(fold(sample(), date(2026, 6, 30)))) is state


def test_the_view_of_a_page_is_made_when_it_is_asked_for() -> None:
    made: list[int] = []
    page = Page("index.html", "index.html", lambda: made.append(1))
    assert made == []
    assert page.view is None and made == [1]
