"""What an editor writes and what it means; the JSON Schema of the registries.

docs/schema/ is written from the models: `python -m tests.test_schema` writes it anew.
"""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from portal import frontmatter, schema
from portal.frontmatter import Document
from portal.problems import Problem
from tests import tiny

FOLDER = Path(__file__).parent.parent / "docs" / "schema"


def document(text: str, path: str = "portal.yml") -> Document:
    """A document with this YAML."""
    found, problems = frontmatter.parse(tiny.source(path, text))
    assert found is not None and not problems, problems
    return found


def problems(text: str, kind: Any) -> list[Problem]:
    """What is wrong with a text as a value of `kind`."""
    return schema.validate(document(text), kind)[1]


# --- plain values


@pytest.mark.parametrize("text", ["0", "20", "-3", "0.5", "99.96", "1.50", "123456789012345678901234567890.123456789012345"])
def test_a_number_is_exact_and_as_written(text: str) -> None:
    """Decimal, never a float: 1.50 keeps its zero."""
    assert str(schema.adapter(schema.Number).validate_python(text)) == text


@pytest.mark.parametrize("text", ["012", "-01", "1_000", "1,000", "1e3", ".5", "5.", "+5", "20座", "50%", "二十", "0x1f", "NaN",
                                  "\uff12\uff10", "1.2.3"])
def test_what_could_be_read_two_ways_is_no_number(text: str) -> None:
    with pytest.raises(ValidationError):
        schema.adapter(schema.Number).validate_python(text)


@pytest.mark.parametrize(("text", "hint"), [("012", "12"), ("1_000", "1000"), ("20座", "20"), ("50%", "'%'")])
def test_a_wrong_number_is_said_with_the_right_one(text: str, hint: str) -> None:
    found, = problems(f"value: '{text}'\nby: 2026-03-31", schema.PlanPoint)
    assert (found.code, hint in found.hint) == ("value-number", True)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-10**9, max_value=10**9))
def test_every_number_comes_back_as_it_was_written(value: Decimal) -> None:
    written = format(value, "f")
    if not written.startswith("-0.000"):
        assert format(schema.adapter(schema.Number).validate_python(written), "f") == written


@pytest.mark.parametrize(("text", "hint"), [("2026/3/31", "2026-03-31"), ("2026年3月31日", "2026-03-31"), ("2026-3-1", "2026-03-01"),
                                            ("2026-02-29", "2026-03-31"), ("2026-9-31", "没有 2026-09-31 这一天"),
                                            ("去年", "2026-03-31"), ("20260331", "2026-03-31")])
def test_a_day_is_year_month_day_and_another_way_is_said_with_the_right_one(text: str, hint: str) -> None:
    found, = problems(f"start: {text}\nend: 2026-12-31", schema.Period)
    assert (found.code, hint in found.hint) == ("value-date", True)
    assert schema.adapter(schema.Day).validate_python("2028-02-29") == date(2028, 2, 29)


@pytest.mark.parametrize("text", ["yes", "no", "True", "on", "1", "是"])
def test_only_true_and_false_are_said_to_be_so(text: str) -> None:
    found, = problems(f"title: 样例\nowner: {{name: 样例}}\ntimezone: Asia/Shanghai\nofficial: {text}", schema.Settings)
    assert found.code == "value-boolean"


@pytest.mark.parametrize(("text", "start", "end"), [
    ("3 months", "2025-11-30", "2026-02-28"),  # the example of content-model.md, section 2
    ("3 months", "2026-01-10", "2026-04-10"),
    ("1 month", "2028-01-31", "2028-02-29"),
    ("1 years", "2028-02-29", "2029-02-28"),
    ("2 weeks", "2026-12-25", "2027-01-08"),
    ("30 days", "2026-02-01", "2026-03-03"),
    ("13 months", "2026-12-31", "2028-01-31"),
])
def test_an_interval_ends_on_a_day_that_exists(text: str, start: str, end: str) -> None:
    """Month ends clamp."""
    span = schema.adapter(schema.Span).validate_python(text)
    assert span.after(date.fromisoformat(start)) == date.fromisoformat(end)


@pytest.mark.parametrize("text", [
    "3", "months", "0 months", "3 Months", "3months", "每月", "-1 days", "1.5 years",
    "9999 years",
])
def test_what_is_no_interval(text: str) -> None:
    with pytest.raises(ValidationError):
        schema.adapter(schema.Span).validate_python(text)


# --- documents


def test_every_problem_of_a_document_is_said_at_its_own_place() -> None:
    """Four mistakes of four kinds, four places."""
    text = ("title:\nadopted: 2026/1/10\nperiod: {start: 2026-01-01, end: 2026-12-31}\nsource: {id: 样例}\n"
            "update_evry: 3 months\nupdate_every: 3 months")
    assert sorted((problem.place.line, problem.code) for problem in problems(text, schema.Plan)) == [
        (1, "value-empty"), (2, "value-date"), (4, "value-id"), (5, "unknown-key")]


@pytest.mark.parametrize(("text", "kind", "meant"), [
    ("id: a\ntitle: 甲\ndeu: 2026-01-01", schema.Milestone, "due"),
    ("id: a\nkind: cumulativ\ntitle: 甲\nvalue: 1", schema.Target, "cumulative"),
    ("id: a\nkind: level-up\ntitle: 甲\nvalue: 1", schema.Target, "level_up"),
    ("id: b\nsource: special-bond", schema.FundingLine, "special_bond"),
    ("id: d\ntitle: 甲\nbasis: portal\nasks: [lead_units]", schema.Demand, "lead_unit"),
    ("title: 样例\nowner: {nam: 样例, name: 样例}\ntimezone: Asia/Shanghai", schema.Settings, "name"),
])
def test_a_slip_is_said_with_what_was_probably_meant(text: str, kind: Any, meant: str) -> None:
    found, = problems(text, kind)
    assert found.message.endswith(f"是不是 {meant}")


def test_a_key_that_is_like_nothing_is_said_with_all_that_can_be_written() -> None:
    """Each with its Chinese title."""
    found, = problems("id: a\ntitle: 甲\nzzz: 1", schema.Milestone)
    assert "是不是" not in found.message
    assert all(word in found.hint for word in ("id（编号）", "title（节点）", "due（完成时限）", "after（前置节点）"))


def test_a_missing_key_is_said_by_its_title_where_it_should_stand() -> None:
    found, = problems("title: 样例\nowner: {phone: 1}\ntimezone: Asia/Shanghai", schema.Settings)
    assert (found.code, found.place.line, found.message) == ("missing-key", 2, "缺少 name（主办单位）")


@pytest.mark.parametrize("text", [
    "title: 样例\nowner: 样例\ntimezone: Asia/Shanghai",
    "title: [样例]\nowner: {name: 样例}\ntimezone: Asia/Shanghai",
    "title: 样例\nowner: {name: 样例}\ntimezone: Asia/Shanghai\nledger: {origin: 样例, keys: a}",
])
def test_a_value_of_another_shape_is_said_in_words(text: str) -> None:
    found, = problems(text, schema.Settings)
    assert found.code == "value-kind"
    assert "应当是" in found.message


@pytest.mark.parametrize("text", [
    "thresholds: {soon_days: 30.5}",
    "thresholds: {behind_points: 十}",
])
def test_every_message_is_chinese(text: str) -> None:
    plan = tiny.PLAN + text
    for problem in problems(plan, schema.Plan):
        assert "Input should" not in problem.message + problem.hint


def test_a_key_without_a_value_is_said_once_and_only_old_and_new_may_be_null() -> None:
    found, = problems("id: a\ntitle: 甲\ndue:", schema.Milestone)
    assert (found.code, found.place.line) == ("value-empty", 3)
    assert problems("field: due\nold: null\nnew: 2026-06-30", schema.Change) == []


def test_an_id_used_twice_is_said_with_the_line_of_the_first() -> None:
    found, = problems("- {id: a, title: 甲}\n- {id: b, title: 乙}\n- {id: a, title: 丙}", tuple[schema.Theme, ...])
    assert (found.code, found.place.line) == ("duplicate-id", 3)
    assert "第 1 行" in found.message


@pytest.mark.parametrize(("text", "meant"), [
    ("kind: updat", "update"), ("kind: adjustmnet", "adjustment"), ("kind: supplment", "supplement"),
    ("kind: settlment", "settlement"), ("kind: corection", "correction"),
])
def test_a_record_of_no_kind_is_said_with_the_kind_meant(text: str, meant: str) -> None:
    record, found = schema.validate_record(document(text))
    assert record is None
    assert found[0].message.endswith(f"是不是 {meant}")


@pytest.mark.parametrize(("text", "missing"), [
    ("kind: update", ["step"]),
    ("kind: supplement\nset: {due: 2026-06-30}", ["source"]),
    ("kind: adjustment\naction: suspend", ["reason", "basis", "approver"]),
    ("kind: correction\nchanges: [{field: task.due, old: null, new: 2026-06-30}]", ["source", "found_by"]),
    ("kind: settlement", []),
])
def test_what_each_kind_of_record_cannot_do_without(text: str, missing: list[str]) -> None:
    """An update its step, a supplement its source, an adjustment reason, basis and approver, a correction finder and source."""
    _, found = schema.validate_record(document(text))
    assert sorted(problem.message.split()[1].partition("（")[0] for problem in found) == sorted(missing)


@pytest.mark.parametrize("text", ["percent: 50", "progress: 50", "status: completed", "light: on_time"])
def test_a_percent_a_status_or_a_light_is_never_typed(text: str) -> None:
    """There is no such field."""
    _, found = schema.validate_record(document(f"kind: update\nstep: action\n{text}"))
    assert [problem.code for problem in found] == ["unknown-key"]


# --- addresses of fields


@pytest.mark.parametrize(("name", "type_"), [
    ("due", date), ("targets.any.value", Decimal), ("targets.any.plan.2026-06-30.value", Decimal), ("lead_unit", str),
    ("responsible_units", tuple), ("targets.any.baseline.source.locator", str), ("not_applicable.funding", str),
])
def test_the_type_of_a_field_is_known_by_its_name(name: str, type_: type) -> None:
    kind = schema.field_kind(schema.Promise, name)
    assert schema.value_type(kind) is type_
    assert schema.is_leaf(kind)


@pytest.mark.parametrize("name", ["deu", "targets.any.deu", "due.year", "targets.any.plan.2026-06-30.values", "places.a.b"])
def test_a_field_that_no_promise_can_have(name: str) -> None:
    assert schema.field_kind(schema.Promise, name) is None


@pytest.mark.parametrize("name", ["targets", "targets.any", "targets.any.plan", "targets.any.baseline", "leader", "not_applicable"])
def test_what_holds_fields_of_its_own_is_no_leaf(name: str) -> None:
    assert not schema.is_leaf(schema.field_kind(schema.Promise, name))


# --- JSON Schema


def as_text(name: str) -> str:
    return json.dumps(schema.json_schemas()[name], ensure_ascii=False, indent=2) + "\n"


def file(name: str) -> Path:
    return FOLDER / f"{name.removesuffix('.yml')}.json"


def keys(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that a schema describes, at any depth."""
    if isinstance(data, dict):
        yield from data.get("properties", {}).items()
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from keys(value)


@pytest.mark.parametrize("name", schema.REGISTRIES)
def test_the_json_schema_in_the_documents_is_that_of_the_models(name: str) -> None:
    """Written anew by `python -m tests.test_schema`."""
    assert file(name).read_text("utf-8") == as_text(name)


def test_there_is_one_json_schema_for_each_registry_and_no_other() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {file(name).name for name in schema.REGISTRIES}


@pytest.mark.parametrize("name", schema.REGISTRIES)
def test_each_key_has_a_chinese_title(name: str) -> None:
    """What completion shows beside the key."""
    assert [key for key, entry in keys(schema.json_schemas()[name]) if entry.get("title", "").isascii()] == []


def test_each_key_has_a_description() -> None:
    assert [f"{name}: {key}" for name, found in schema.json_schemas().items() for key, entry in keys(found)
            if not entry.get("description")] == []


def test_the_json_schema_allows_no_null() -> None:
    assert '"null"' not in json.dumps(schema.json_schemas())


if __name__ == "__main__":
    for registry in schema.REGISTRIES:
        file(registry).write_text(as_text(registry), "utf-8")
