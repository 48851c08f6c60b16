"""The portal on a day."""

from datetime import date
from functools import cache
from pathlib import Path

from portal.library import Portal
from portal.views.edition import Edition, edition
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
    assert [state.task.number for state in found.lists[0].states] == list(range(1, 21))
    assert found.by_key["2026/03-hydrogen"].task.number == 3
    assert len(list(found.states())) == 25


def test_a_task_that_goes_on_is_found_by_the_one_before() -> None:
    assert on("2026-06-30").successors["2025/02-water-network"].task.key == "2026/14-water-network"
    assert on("2026-01-07").successors == {}
