"""data.json beside each task and list (content-model.md, section 6): what others recompute and compare."""

import json
from datetime import date
from typing import Any

import pytest

from portal.exports.state_data import as_bytes, list_data, task_data, total
from portal.state import Tally, state_on
from tests import tiny
from tests.test_replay import PROOF, correct, supplement
from tests.test_state import adjust, figure, on, report
from tests.views import reading

D = date.fromisoformat

HYDROGEN = """
lead_unit: energy-bureau
due: 2026-12-31
measures: [{id: chain, text: 做样例}, {id: patrol, text: 常态化巡查, kind: ongoing}]
milestones: [{id: m1, title: 一}, {id: m2, title: 二}, {id: m3, title: 三}, {id: m4, title: 四}, {id: m5, title: 五}, {id: m6, title: 六},
  {id: m7, title: 七}, {id: m8, title: 八}]
targets:
  - {id: stations, title: 建成加氢站, kind: cumulative, baseline: {value: 11, as_of: 2025-12-31}, value: 20, unit: 座,
     plan: [{by: 2026-06-30, value: 14}, {by: 2026-09-30, value: 17}]}
"""
RECORDS = {
    "2026-04-01": f"kind: update\nstep: result\n{PROOF}milestones: [{{id: m1, state: met, on: 2026-03-28, evidence: [e]}}, "
                  "{id: m2, state: met, evidence: [e]}, {id: m3, state: met, evidence: [e]}, {id: m4, state: met}]\n",
    "2026-05-10": adjust("targets.stations.value, 20, 18", more="drop: [milestones.m8]"),
    "2026-06-30": figure("13", "2026-06-30"),
}


def hydrogen() -> dict[str, Any]:
    """The task of section 6's example, on its day."""
    files = tiny.files(HYDROGEN, RECORDS, "demands: [{id: d, title: 样例, basis: portal, asks: [lead_unit, funding]}]",
                       {"units.yml": "- {id: energy-bureau, name: 样例局}\n"})
    portal, problems = tiny.load({path.replace("01-sample", "03-hydrogen"): text for path, text in files.items()})
    assert not problems, problems
    return task_data(state_on(portal.lists[0].tasks[0], D("2026-06-30")))


# Section 6, as printed there, but for two things that follow from its own numbers: a part claimed shows 自报 among the
# flags, and a part that is in the original alone was dropped by a change.
EXAMPLE = """
{"schema": 1, "task": "2026/03-hydrogen", "as_of": "2026-06-30", "status": "in_progress", "flags": ["as_adjusted", "self_reported"],
 "light": "behind", "due": "2026-12-31", "carried_over_to": null, "suspended_since": null,
 "present": {"met": 3, "claimed": 1, "total": 9, "added": 0, "ongoing": 1},
 "original": {"met": 3, "claimed": 1, "on_time": 3, "total": 10},
 "parts": [{"part": "targets.stations", "state": "open", "met_on": null, "due": "2026-12-31", "shown_due": "2026-12-31", "light": "behind",
   "value": "18", "shown_value": "18", "baseline": "11", "latest": "13", "latest_as_of": "2026-06-30", "percent": "28.5",
   "behind_by": "14.2", "original": {"state": "open", "met_on": null, "due": "2026-12-31", "value": "20"}}],
 "disclosure": {"answered": ["lead_unit"], "missing": ["funding"], "not_applicable": []},
 "changes": [{"field": "targets.stations.value", "old": "20", "new": "18", "kind": "adjustment", "record": "2026-05-10",
   "in_time": true, "proven": false},
  {"field": "milestones.m8", "old": "milestones.m8", "new": null, "kind": "adjustment", "record": "2026-05-10",
   "in_time": true, "proven": false}]}
"""


def test_the_example_of_the_content_model_comes_out() -> None:
    """2 of 7 is 28.5 percent, and 14 − 13 is 14.2 points of 7: truncated, never rounded; keys in the order of the page."""
    data = hydrogen()
    data["parts"] = [part for part in data["parts"] if part["part"] == "targets.stations"]
    assert json.dumps(data) == json.dumps(json.loads(EXAMPLE))


def test_parts_stand_by_kind_as_written_with_all_their_keys() -> None:
    """Measures, milestones, targets; ongoing ones are counted apart; dropped ones stay."""
    parts = hydrogen()["parts"]
    assert [part["part"] for part in parts] == ["measures.chain", *(f"milestones.m{n}" for n in range(1, 9)), "targets.stations"]
    assert {tuple(part) for part in parts} == {tuple(json.loads(EXAMPLE)["parts"][0])}
    assert parts[8] == {
        "part": "milestones.m8", "state": "dropped", "met_on": None, "due": "2026-12-31", "shown_due": "2026-12-31", "light": None,
        "value": None, "shown_value": None, "baseline": None, "latest": None, "latest_as_of": None, "percent": None, "behind_by": None,
        "original": {"state": "open", "met_on": None, "due": "2026-12-31", "value": None}}


def test_only_met_parts_have_a_day() -> None:
    """Its `on`, else the record's date; claimed parts have none."""
    days = {part["part"]: (part["state"], part["met_on"]) for part in hydrogen()["parts"][1:5]}
    assert days == {"milestones.m1": ("met", "2026-03-28"), "milestones.m2": ("met", "2026-04-01"),
                    "milestones.m3": ("met", "2026-04-01"), "milestones.m4": ("claimed", None)}


def test_an_added_part_stands_after_those_of_its_kind_and_has_no_original() -> None:
    task = tiny.task("due: 2026-12-31\nmilestones: [{id: a, title: 甲}]\ntargets: [{id: s, title: 站, kind: cumulative, value: 2}]",
                     {"2026-03-01": adjust(more="add: {milestones: [{id: b, title: 乙}], measures: [{id: do, text: 做样例}]}")})
    data = task_data(on(task, "2026-03-01"))
    assert [(part["part"], part["original"] is None) for part in data["parts"]] == [
        ("measures.do", True), ("milestones.a", False), ("milestones.b", True), ("targets.s", False)]
    assert data["present"]["added"] == 2


def test_a_part_added_too_late_stands_in_the_changes_only() -> None:
    task = tiny.task("due: 2026-06-30\nmilestones: [{id: a, title: 甲}]",
                     {"2026-07-01": adjust(more="add: {milestones: [{id: b, title: 乙}]}")})
    data = task_data(on(task, "2026-07-01"))
    assert [part["part"] for part in data["parts"]] == ["milestones.a"]
    assert data["changes"] == [{"field": "milestones.b", "old": None, "new": "milestones.b", "kind": "adjustment",
                                "record": "2026-07-01", "in_time": False, "proven": False}]


def test_every_entry_of_changes_set_add_and_drop_is_listed_in_order_of_publication() -> None:
    """Fields as written, null on the side that is absent; corrections of entries are in time."""
    task = tiny.task("milestones: [{id: a, title: 甲}]\ntargets: [{id: s, title: 站, kind: cumulative, value: 2}]", {
        "2026-02-01": supplement("set: {due: 2026-10-31}\nadd: {funding: [{id: bond, source: special_bond}]}"),
        "2026-03-01-b": adjust("due, 2026-11-30, 2026-12-31", more="drop: [milestones.a]"),
        "2026-03-01": adjust("due, 2026-10-31, 2026-11-30"),
        "2026-04-01": figure("1.50", "2026-03-31", target="s"),
        "2027-05-01": correct("2026-04-01.observations.s.2026-03-31.value, 1.50, null"),
    })
    rows = [list(change.values()) for change in task_data(on(task, "2027-05-01"))["changes"]]
    assert rows == [
        ["due", None, "2026-10-31", "supplement", "2026-02-01", True, False],
        ["funding.bond", None, "funding.bond", "supplement", "2026-02-01", True, False],
        ["due", "2026-10-31", "2026-11-30", "adjustment", "2026-03-01", True, False],
        ["due", "2026-11-30", "2026-12-31", "adjustment", "2026-03-01-b", True, False],
        ["milestones.a", "milestones.a", None, "adjustment", "2026-03-01-b", True, False],
        ["2026-04-01.observations.s.2026-03-31.value", "1.50", None, "correction", "2027-05-01", True, False],
    ]


@pytest.mark.parametrize("written", ["1.50", "0", "0.0000001", "123456789012345678901234567890", "-3.0"])
def test_a_number_is_a_string_as_written(written: str) -> None:
    """No float, no exponent, no zero lost."""
    task = tiny.task(f"due: 2026-12-31\ntargets: [{{id: s, title: 率, kind: level_up, baseline: {{value: 7}}, value: {written}}}]",
                     {"2026-03-01": figure(written, "2026-02-28", target="s")})
    part, = task_data(on(task, "2026-03-01"))["parts"]
    assert (part["value"], part["shown_value"], part["latest"], part["original"]["value"]) == (written,) * 4


def test_a_late_value_is_only_shown() -> None:
    """`due` and `value` are the present reading's, a milestone has none."""
    task = tiny.task("due: 2026-06-30\ntargets: [{id: s, title: 站, kind: cumulative, value: 20}]", {
        "2026-07-01": adjust("targets.s.value, 20, 18", "due, 2026-06-30, 2026-12-31")})
    data = task_data(on(task, "2026-07-01"))
    part, = data["parts"]
    assert (part["value"], part["shown_value"], part["due"], part["shown_due"], data["due"]) == (
        "20", "18", "2026-06-30", "2026-12-31", "2026-06-30")


@pytest.mark.parametrize(("latest", "percent", "behind_by"), [
    ("20", "100.0", "-66.6"),   # 14 − 20 of 9: ahead is negative, truncated toward zero
    ("24", "144.4", "-111.1"),
    ("10", "-11.1", "44.4"),
    ("14", "33.3", "0.0"),
    ("13.9999", "33.3", "0.0"),  # never -0.0
    ("14.0001", "33.3", "0.0"),
])
def test_percents_and_points_have_one_decimal_truncated_toward_zero(latest: str, percent: str, behind_by: str) -> None:
    task = tiny.task(HYDROGEN.replace("lead_unit: energy-bureau\n", ""), {"2026-06-30": figure(latest, "2026-06-30")})
    part = task_data(on(task, "2026-06-30"))["parts"][-1]
    assert (part["percent"], part["behind_by"]) == (percent, behind_by)


def test_a_level_without_a_baseline_and_a_limit_have_no_percent() -> None:
    task = tiny.task("due: 2026-12-31\ntargets: [{id: s, title: 率, kind: level_up, value: 9, plan: [{by: 2026-02-01, value: 5}]},"
                     " {id: l, title: 事故, kind: at_most, value: 5, plan: [{by: 2026-02-01, value: 5}]}]",
                     {"2026-03-01": figure("4", "2026-02-28", target="s"), "2026-03-02": figure("4", "2026-02-28", target="l")})
    assert [(part["percent"], part["behind_by"]) for part in task_data(on(task, "2026-03-02"))["parts"]] == [(None, None)] * 2


def test_what_is_suspended_and_carried_over_is_said() -> None:
    """Null where it does not apply: a settled task is suspended no longer."""
    task = tiny.task("due: 2026-12-31\nmilestones: [{id: a, title: 甲}]", {
        "2026-03-01": adjust(more="action: suspend"),
        "2027-01-10": "kind: settlement\nconclusions: [{part: milestones.a, verdict: not_met, reason: land}]\n"
                      "carried_over_to: 2027/01-sample\n"})
    data = [task_data(on(task, day)) for day in ("2026-02-28", "2026-12-31", "2027-01-10")]
    assert [(one["status"], one["suspended_since"], one["carried_over_to"], one["light"]) for one in data] == [
        ("not_assessed", None, None, None), ("suspended", "2026-03-01", None, None), ("missed", None, "2027/01-sample", None)]


def test_flags_and_asks_stand_in_the_order_of_the_content_model() -> None:
    task = tiny.task("due: 2026-03-31\nlead_unit: u\nstart: 2026-02-01\nmilestones: [{id: a, title: 甲, due: 2026-02-28}]", {
        "2026-02-15": adjust("milestones.a.due, 2026-02-28, 2026-03-10"), "2026-03-11": report("id: a, state: met", evidence=False),
        "2026-04-01": adjust("due, 2026-03-31, 2026-12-31")},
        plan="demands: [{id: d, title: 样例, basis: portal, asks: [evidence, due, start_dates, milestones, lead_unit]}]",
        more={"units.yml": "- {id: u, name: 样例局}\n"})
    data = task_data(on(task, "2026-12-01"))
    assert data["flags"] == ["as_adjusted", "past_original_due", "changed_after_due", "self_reported", "stale"]
    assert data["disclosure"]["answered"] == ["lead_unit", "milestones", "start_dates", "due"]
    assert data["disclosure"]["missing"] == ["evidence"]


# --- a list


def test_a_lists_data_are_the_sums_of_its_tasks() -> None:
    """Statuses and lights that no task has, and asks that no task was asked, are left out."""
    plan = "demands: [{id: d, title: 样例, basis: portal, asks: [funding, due, milestones]}]"
    claimed = tiny.front(report("id: b, state: met", evidence=False))
    more = {
        "2026/02-b/task.md": tiny.front(tiny.TASK + "due: 2026-06-30\nmilestones: [{id: a, title: 甲}, {id: b, title: 乙}]\n"
                                                    "not_applicable: {funding: 不用}\n"),
        "2026/02-b/2026-03-01.md": tiny.front(report("id: a, state: met, on: 2026-02-20")),
        "2026/02-b/2026-03-02.md": claimed,
        "2026/02-b/2026-03-03.md": tiny.front(adjust(more="add: {milestones: [{id: c, title: 丙, due: 2026-05-31}]}")),
        "2026/03-c/task.md": tiny.front(tiny.TASK + "measures: [{id: do, text: 做样例}, {id: p, text: 常态化巡查, kind: ongoing}]\n"),
    }
    portal, problems = tiny.load(tiny.files(plan=plan, more=more))
    assert not problems, problems
    data = list_data("2026", D("2026-03-31"), reading.briefs(portal, "2026-03-31"))
    assert data == {
        "schema": 1, "list": "2026", "as_of": "2026-03-31", "total": 3,
        "by_status": {"in_progress": 1, "not_assessed": 2},
        "by_light": {"on_time": 1, "none": 2},
        "parts": {"present": {"met": 1, "claimed": 1, "total": 4, "added": 1, "ongoing": 1},
                  "original": {"met": 1, "claimed": 1, "on_time": 1, "total": 3}},
        "disclosure": {"asked": 8, "answered": 2, "by_ask": {
            "milestones": {"answered": 1, "missing": 2, "not_applicable": 0},
            "funding": {"answered": 0, "missing": 2, "not_applicable": 1},
            "due": {"answered": 1, "missing": 2, "not_applicable": 0}}},
    }
    assert list(data) == ["schema", "list", "as_of", "total", "by_status", "by_light", "parts", "disclosure"]


def test_a_list_without_tasks_has_sums_of_nothing() -> None:
    data = list_data("2026", D("2026-03-31"), [])
    assert (data["total"], data["by_status"], data["disclosure"]) == (0, {}, {"asked": 0, "answered": 0, "by_ask": {}})


def test_tallies_are_added_number_by_number() -> None:
    assert total([Tally(1, 2, 3, 4, 5, 6), Tally(10, 20, 30, 40, 50, 60), Tally()]) == Tally(11, 22, 33, 44, 55, 66)
    assert total([]) == Tally()


# --- bytes


def test_the_bytes_are_utf_8_with_chinese_as_it_is_and_a_line_end() -> None:
    assert as_bytes({"甲": None}) == '{\n "甲": null\n}\n'.encode()


def test_the_same_state_gives_the_same_bytes() -> None:
    assert as_bytes(hydrogen()) == as_bytes(hydrogen())
