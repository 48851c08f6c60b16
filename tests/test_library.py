"""Sources to Portal: what belongs together, and what is wrong between files."""

from collections.abc import Mapping

import pytest

from portal import library
from portal.library import Portal, archive, plain
from portal.problems import Problem
from tests import tiny

MILESTONE = "due: 2026-12-31\nmilestones: [{id: a, title: 甲}]\n"


def other_task(folder: str, text: str = "", plan: str = "2026") -> dict[str, str]:
    """One more task, in a list of its own unless `plan` is 2026."""
    found = {f"{plan}/{folder}/task.md": tiny.front(tiny.TASK + text)}
    if plan != "2026":
        found[f"{plan}/plan.md"] = tiny.front(tiny.PLAN.replace("2026", plan[:4]).replace(" 样例清单", f" {plan}"))
    return found


def portal(text: str = "", more: Mapping[str, str] | None = None) -> Portal:
    """A portal without problems."""
    found, problems = tiny.load(tiny.files(text, more=more))
    assert not problems, problems
    return found


def said(text: str = "", more: Mapping[str, str] | None = None, plan: str = "") -> list[tuple[str, str]]:
    """Every problem as (file, code)."""
    return [(problem.place.file, problem.code) for problem in tiny.problems(text, plan=plan, more=more)]


# --- what belongs together


def test_a_list_is_whatever_folder_holds_a_plan() -> None:
    """A year, or a year and a name; the newest year comes first, lists of one year by name."""
    more = other_task("01-a", plan="2025") | other_task("01-a", plan="2026-minsheng") | other_task("01-a", plan="2026-fenyang")
    assert [item.listing.key for item in portal(more=more).lists] == ["2026", "2026-fenyang", "2026-minsheng", "2025"]


def test_tasks_stand_in_the_order_of_their_numbers() -> None:
    """10 after 9, however the folders are written."""
    more = other_task("10-a") | other_task("09-b") | other_task("2-c")
    assert [task.key for task in portal(more=more).lists[0].tasks] == ["2026/01-sample", "2026/2-c", "2026/09-b", "2026/10-a"]


def test_a_task_has_its_explainer_and_its_records_in_order_of_publication() -> None:
    update = tiny.front("kind: update\nstep: action")
    more = {f"2026/01-sample/{name}.md": update for name in ("2026-10-01", "2026-02-01-c", "2026-02-01-b", "2026-02-01", "2026-09-30")}
    task = portal(more=more | {"2026/01-sample/explainer.md": "解读\n"}).lists[0].tasks[0]
    assert [record.name for record in task.records] == ["2026-02-01", "2026-02-01-b", "2026-02-01-c", "2026-09-30", "2026-10-01"]
    assert task.explainer is not None and task.explainer.text == "解读\n"


def test_an_explainer_is_free_text() -> None:
    """No front matter, no rules: it is not part of the promise."""
    assert said(more={"2026/01-sample/explainer.md": "没有头部\uff0c也可以\n---\n"}) == []


def test_the_list_has_its_own_dated_records() -> None:
    record = "kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\nchanges: [{field: plan.title, old: 样例清单, new: 新清单}]"
    assert [one.name for one in portal(more={"2026/2026-05-10.md": tiny.front(record)}).lists[0].listing.records] == ["2026-05-10"]


# --- quotes and archives


@pytest.mark.parametrize("quote", ["做样例\uff0c建成样例站20座", "做样例,建成样例站20座", "做样例\uff0c 建成样例站 20 座",
                                   "常态化巡查\u3002"])
def test_a_quote_stands_in_the_archived_text_white_space_and_width_aside(quote: str) -> None:
    assert said(more={"2026/01-sample/task.md": tiny.front(f"title: 样例\nquote: '{quote}'\nsource: {{id: text}}")}) == []


@pytest.mark.parametrize("quote", ["做了样例", "做样例\uff0c2026年9月30日前做完", "样例会议\u3002做样例\uff0c建成样例站21座"])
def test_a_quote_is_word_for_word(quote: str) -> None:
    """Nothing added, nothing left out in the middle."""
    more = {"2026/01-sample/task.md": tiny.front(f"title: 样例\nquote: '{quote}'\nsource: {{id: text}}")}
    assert said(more=more) == [("2026/01-sample/task.md", "quote-not-in-source")]


def test_a_demand_is_quoted_from_the_lists_source_or_is_the_portals_own() -> None:
    assert said(plan="demands: [{id: a, title: 甲, quote: 做样例, asks: [due]}, {id: b, title: 乙, basis: portal, asks: [due]}]") == []
    assert said(plan="demands: [{id: a, title: 甲, quote: 做别的, asks: [due]}]") == [("2026/plan.md", "quote-not-in-source")]
    assert said(plan="demands: [{id: a, title: 甲, asks: [due]}]") == [("2026/plan.md", "missing-key")]


def test_without_an_archived_text_nothing_can_be_checked() -> None:
    """A source may be known by its title only."""
    assert said(more={"sources.yml": "- {id: text, title: 样例会议, kind: 会议}\n"}) == []


def test_the_editors_note_before_an_archived_text_proves_nothing() -> None:
    """What stands under its rule is the source."""
    kept = archive(tiny.source("sources/a.txt", "编者说明\uff1a只收三段\u3002\n\n————\n\n正文\uff0c第一段\u3002\n"))
    assert kept.text == "正文\uff0c第一段\u3002"
    assert kept.plain == "正文,第一段\u3002"


def test_a_text_without_a_note_is_whole() -> None:
    kept = archive(tiny.source("sources/a.txt", "正文\n----\n第二段\n"))
    assert kept.text == "正文\n----\n第二段"


@pytest.mark.parametrize(("text", "expected"), [
    ("甲 乙\n丙\u3000丁", "甲乙丙丁"), ("\uff08甲\uff09\uff1a\uff0c\uff1b\uff01\uff1f", "(甲):,;!?"), ("\uff12\uff10\uff21", "20A"),
    ("\u201c甲\u201d\u3001乙", "\u201c甲\u201d\u3001乙"),
])
def test_what_quotes_are_compared_in(text: str, expected: str) -> None:
    assert plain(text) == expected


# --- references


@pytest.mark.parametrize(("text", "meant"), [
    ("lead_unit: enregy", "energy"), ("responsible_units: [energy, watr]", "water"), ("supporting_units: [watr]", "water"),
    ("measures: [{id: do, text: 做样例, unit: enregy}]", "energy"), ("milestones: [{id: a, title: 甲, unit: enregy}]", "energy"),
    ("places: [lish]", "lishi"), ("themes: {ids: [ecolgy]}", "ecology"),
    ("targets: [{id: a, title: 站, kind: level_up, value: 1, baseline: {value: 0, source: {id: txt}}}]", "text"),
])
def test_a_name_that_no_registry_knows_is_said_with_the_one_meant(text: str, meant: str) -> None:
    more = {"units.yml": "- {id: energy, name: 样例能源局}\n- {id: water, name: 样例水利局}\n",
            "places.yml": "- {id: lishi, name: 样例区}\n", "themes.yml": "- {id: ecology, title: 生态}\n"}
    found, = tiny.problems(text, more=more)
    assert (found.code, found.message.endswith(f"是不是 {meant}")) == ("unknown-reference", True)


def test_a_broken_registry_is_said_once_not_at_every_name() -> None:
    more = {"units.yml": "- {id: energy, nam: 样例能源局}\n"}
    assert {file for file, _ in said("lead_unit: energy\nresponsible_units: [water]", more)} == {"units.yml"}


def test_a_registry_that_is_absent_is_empty() -> None:
    assert said("lead_unit: energy") == [("2026/01-sample/task.md", "unknown-reference")]


@pytest.mark.parametrize(("predecessor", "expected"), [
    ("2025/01-a", []), ("2024/07-b", []),  # a list that is not on this portal
    ("2025/01-b", ["unknown-task"]), ("2026/01-sample", ["unknown-task"]), ("2025", ["unknown-task"]),
])
def test_a_predecessor_is_a_task_of_another_list(predecessor: str, expected: list[str]) -> None:
    assert [code for _, code in said(f"predecessor: {predecessor}", other_task("01-a", plan="2025"))] == expected


def test_evidence_may_be_any_kind_of_file_in_sources() -> None:
    record = "kind: update\nstep: result\nevidence: [{id: e, title: 样例, file: photo.jpg}]"
    files = tiny.files(records={"2026-03-01": record})
    sources = [tiny.source(path, text) for path, text in files.items()]
    assert library.load(sources, [*files, "sources/photo.jpg"])[1] == []
    assert [problem.code for problem in library.load(sources, files)[1]] == ["missing-file"]


# --- dates inside one file


@pytest.mark.parametrize(("text", "expected"), [
    ("due: 2026-06-30\nmeasures: [{id: do, text: 做样例, due: 2026-06-30}]", []),
    ("due: 2026-06-30\nmeasures: [{id: do, text: 做样例, due: 2026-07-01}]", ["date-order"]),
    ("milestones: [{id: a, title: 甲, due: 2026-07-01}]", []),
    ("start: 2026-02-01\ndue: 2026-02-01", []),
    ("start: 2026-02-02\ndue: 2026-02-01", ["date-order"]),
    ("due: 2026-06-30\ntargets: [{id: a, title: 站, kind: cumulative, value: 9, plan: [{by: 2026-06-29, value: 8}]}]", []),
    ("due: 2026-06-30\ntargets: [{id: a, title: 站, kind: cumulative, value: 9, plan: [{by: 2026-06-30, value: 9}]}]", ["date-order"]),
    ("targets: [{id: a, title: 站, kind: cumulative, value: 9, plan: [{by: 2026-06-30, value: 5}, {by: 2026-05-31, value: 3}]}]",
     ["date-order"]),
    ("targets: [{id: a, title: 站, kind: cumulative, value: 9, plan: [{by: 2026-06-30, value: 5}, {by: 2026-06-30, value: 3}]}]",
     ["date-order"]),
    ("targets: [{id: a, title: 率, kind: level_up, value: 9, due: 2026-12-31, figure_by: 2027-04-30}]", []),
    ("targets: [{id: a, title: 率, kind: level_up, value: 9, due: 2026-12-31, figure_by: 2027-05-01}]", ["figure-by"]),
    ("targets: [{id: a, title: 率, kind: at_most, value: 9, due: 2026-12-31, figure_by: 2026-12-30}]", ["figure-by"]),
    ("targets: [{id: a, title: 率, kind: level_up, value: 9, figure_by: 2027-02-28}]", ["figure-by"]),
    ("due: 2026-12-31\ntargets: [{id: a, title: 站, kind: cumulative, value: 9, figure_by: 2027-02-28}]", ["figure-by"]),
    ("targets: [{id: a, title: 站, kind: ongoing}]", []),
    ("targets: [{id: a, title: 站, kind: at_most}]", ["missing-key"]),
])
def test_the_days_of_a_promise_follow_each_other(text: str, expected: list[str]) -> None:
    """No part's due after the task's; plan points in order and before the due; a figure at most 120 days after it."""
    assert [code for _, code in said(text)] == expected


@pytest.mark.parametrize(("day", "expected"), [("2026-01-09", ["date-order"]), ("2026-01-10", [])])
def test_no_record_is_older_than_the_promise(day: str, expected: list[str]) -> None:
    record = {f"2026/01-sample/{day}.md": tiny.front("kind: update\nstep: announcement")}
    assert [code for _, code in said(more=record)] == expected


@pytest.mark.parametrize(("line", "expected"), [
    ("milestones: [{id: a, state: met, on: 2026-03-02}]", 1), ("milestones: [{id: a, state: met, on: 2026-03-01}]", 0),
    ("observations: [{target: s, value: 1, as_of: 2026-03-02}]", 1), ("funding: [{id: f, paid: 1, as_of: 2026-03-02}]", 1),
    ("supervision: [{id: s1, closed: 2026-03-02}]", 1), ("supervision: [{id: s1, due: 2026-05-01}]", 0),
    ("procedures: [{id: eia, state: granted, on: 2026-03-02}]", 1), ("coordination: [{id: c, on: 2026-03-02}]", 1),
    ("difficulties: [{id: d, text: 难, measures: [{id: m, action: 做, due: 2026-05-31}]}]", 0),
])
def test_what_has_happened_is_not_later_than_its_record(line: str, expected: int) -> None:
    """What is due may well be."""
    task = MILESTONE + ("targets: [{id: s, title: 站, kind: cumulative, value: 2}]\nfunding: [{id: f, source: other}]\n"
                        "procedures: [{id: eia, kind: eia}]\ncoordination: [{id: c, body: 专班}]")
    record = {"2026/01-sample/2026-03-01.md": tiny.front(f"kind: update\nstep: action\n{line}")}
    assert [code for _, code in said(task, record)] == ["date-future"] * expected


@pytest.mark.parametrize(("entered", "expected"), [("2026-03-01", []), ("2026-09-01", []), ("2026-02-28", ["date-order"])])
def test_a_record_is_entered_on_its_day_or_later(entered: str, expected: list[str]) -> None:
    record = {"2026/01-sample/2026-03-01.md": tiny.front(f"kind: update\nstep: action\nentered: {entered}")}
    assert [code for _, code in said(more=record)] == expected


# --- a list's own terms


@pytest.mark.parametrize(("thresholds", "expected"), [
    ("behind_points: 5, serious_points: 20, grace_days: 10", []),
    ("behind_points: 10, serious_points: 30, soon_days: 30, grace_days: 30", []),
    ("behind_points: 10.1", ["threshold-laxer"]), ("serious_points: 31", ["threshold-laxer"]), ("grace_days: 31", ["threshold-laxer"]),
    ("serious_points: 9", ["threshold-laxer"]), ("grace_days: -1", ["threshold-laxer"]), ("soon_days: 60", []),
])
def test_a_list_may_be_stricter_not_laxer(thresholds: str, expected: list[str]) -> None:
    assert [code for _, code in said(plan=f"thresholds: {{{thresholds}}}")] == expected


# --- everything wrong is said in one run


def at(problems: list[Problem]) -> list[tuple[str, int, str]]:
    return sorted((problem.place.file, problem.place.line, problem.code) for problem in problems)


def test_mistakes_of_several_files_and_several_stages_are_said_in_one_run() -> None:
    """An unknown key hides neither the other file's broken reference nor a third one's wrong old value."""
    more = other_task("02-other", MILESTONE) | {
        "units.yml": "- {id: energy, name: 样例局, parent: nobody}\n",
        "2026/02-other/2026-02-01.md": tiny.front(
            "kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\nchanges: [{field: due, old: 2026-12-30, new: 2027-01-31}]")}
    assert at(tiny.problems("lead_unti: energy", more=more)) == [
        ("2026/01-sample/task.md", 5, "unknown-key"), ("2026/02-other/2026-02-01.md", 6, "old-differs"),
        ("units.yml", 1, "unknown-reference")]


def test_a_plan_that_cannot_be_read_does_not_hide_its_tasks_mistakes() -> None:
    more = {"2026/plan.md": tiny.front(tiny.PLAN.replace("adopted", "adoptd"))}
    assert at(tiny.problems("due: 2026/12/31", more=more)) == [
        ("2026/01-sample/task.md", 5, "value-date"), ("2026/plan.md", 3, "unknown-key")]


def test_a_folder_without_its_task_or_its_plan_is_said() -> None:
    files = tiny.files(records={"2026-02-01": "kind: update\nstep: action"})
    del files["2026/01-sample/task.md"]
    assert [(problem.place.file, problem.code) for problem in tiny.load(files)[1]] == [("2026/01-sample/task.md", "missing-file")]
    files = tiny.files()
    del files["2026/plan.md"]
    assert [(problem.place.file, problem.code) for problem in tiny.load(files)[1]] == [("2026/plan.md", "missing-file")]


def test_two_tasks_with_one_number_are_said_once() -> None:
    found, = tiny.problems(more=other_task("1-twin"))
    assert (found.code, "2026/01-sample" in found.message and "2026/1-twin" in found.message) == ("file-name", True)


# --- who names whom

BEFORE = {"2025/plan.md": tiny.front(tiny.PLAN.replace("2026-", "2025-")), "2025/01-before/task.md": tiny.front(tiny.TASK)}


def names(task: str = "", records: dict[str, str] | None = None) -> dict[str, tuple[str, ...]]:
    portal, problems = tiny.load(tiny.files(task, records, more=BEFORE))
    assert not problems, problems
    return library.named(portal)


def test_a_task_names_the_one_that_it_goes_on_from() -> None:
    assert names("predecessor: 2025/01-before") == {"2026/01-sample": ("2025/01-before",)}
    assert names() == {}


def test_a_task_that_any_of_its_records_names_is_named_whatever_the_day() -> None:
    change = ("kind: adjustment\nreason: funding\nbasis: 会议纪要\napprover: 样例会议\n"
              "changes: [{field: predecessor, old: null, new: 2025/01-before}]")
    assert names(records={"2026-08-01": change}) == {"2026/01-sample": ("2025/01-before",)}


def test_what_is_no_task_is_not_named() -> None:
    assert names("sic: 2025/02-other") == {}
