"""The sample city on the days of its table: tests/sample/expected.yml was derived by hand from the rules, before the code."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from portal import library, state
from portal.exports.state_data import task_data
from tests import tiny

SAMPLE = Path(__file__).parent / "sample"
EXPECTED = yaml.load((SAMPLE / "expected.yml").read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def tasks() -> dict[str, library.Task]:
    return {task.key: task for year in tiny.folder(SAMPLE / "content").lists for task in year.tasks}


@cache
def data(key: str, day: str) -> dict[str, Any]:
    return task_data(state.state_on(tasks()[key], date.fromisoformat(day)))


ROWS = [(day, f"{year}/{name}", row) for day, years in EXPECTED["rows"].items() for year, rows in years.items()
        for name, row in rows.items()]


@pytest.mark.parametrize("day", EXPECTED["rows"])
def test_every_task_is_what_the_table_says(day: str) -> None:
    expected = {key: row for when, key, row in ROWS if when == day}
    seen = {key: {name: data(key, day)[name] for name in row} for key, row in expected.items()}
    assert seen == expected


@pytest.mark.parametrize("detail", EXPECTED["details"], ids=lambda detail: f"{detail['task']}-{detail['as_of']}")
def test_the_details_of_a_task_are_what_the_table_says(detail: dict[str, Any]) -> None:
    """Each key given is compared, and of each part or change each field given."""
    seen = data(detail["task"], detail["as_of"])
    parts = {part["part"]: part for part in seen["parts"]}
    seen = {**seen, "parts": [parts[part["part"]] for part in detail.get("parts", [])]}
    assert only(seen, detail) == detail


def only(seen: Any, given: Any) -> Any:
    """Of what is seen, the fields that are given."""
    if isinstance(given, dict):
        return {key: only(seen[key], value) for key, value in given.items()}
    if isinstance(given, list) and len(seen) == len(given):
        return [only(one, other) for one, other in zip(seen, given, strict=True)]
    return seen


def test_every_task_of_a_published_list_has_its_row() -> None:
    """Also: at least ten days, and between them every status, flag and light."""
    assert len(EXPECTED["rows"]) >= 10
    assert {row["status"] for _, _, row in ROWS} == set(state.STATUSES)
    assert {flag for _, _, row in ROWS for flag in row["flags"]} == set(state.FLAGS)
    assert {row["light"] for _, _, row in ROWS} == {*state.LIGHTS, None}
    for day, years in EXPECTED["rows"].items():
        for year, rows in years.items():
            assert [f"{year}/{name}" for name in rows] == [key for key in tasks() if key.startswith(year)], day
