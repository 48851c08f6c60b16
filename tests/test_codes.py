"""Every mistake that schema.py, library.py and judge.py know: the smallest content with it, and where it is said."""

import pytest

from portal.problems import CODES
from tests import tiny

TARGET = "due: 2026-12-31\ntargets: [{id: s, title: 站, kind: cumulative, value: 20}]\n"
MILESTONE = "due: 2026-12-31\nmilestones: [{id: a, title: 甲}]\n"
MEASURE = "measures: [{id: do, text: 做样例}]\n"
PROOF = "evidence: [{id: e, title: 样例, url: 'https://example.org/'}]\n"
UPDATE = "kind: update\nstep: action\n"
ADJUST = "kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\n"
SUPPLEMENT = "kind: supplement\nsource: {id: text}\n"
CORRECT = "kind: correction\nfound_by: 样例\nsource: {id: text}\n"
MET = UPDATE + PROOF + "milestones: [{id: a, state: met, on: 2026-02-01, evidence: [e]}]\n"

TASK = "2026/01-sample/task.md"
PLAN = "2026/plan.md"


def record(day: str) -> str:
    return f"2026/01-sample/{day}.md"


# (code, task.md, records, plan.md, other files, the file that is named, the line of it)
Case = tuple[str, str, dict[str, str], str, dict[str, str], str, str]


def case(code: str, task: str = "", records: dict[str, str] | None = None, plan: str = "",
         more: dict[str, str] | None = None, file: str = TASK, line: str = "") -> Case:
    return code, task, records or {}, plan, more or {}, file, line


CASES = [
    # schema.py
    case("missing-key", "targets: [{id: s, kind: cumulative, value: 1}]", line="targets:"),
    case("missing-key", records={"2026-02-01": "step: action"}, file=record("2026-02-01")),
    case("unknown-key", "lead_unti: x", line="lead_unti"),
    case("duplicate-id", "milestones: [{id: a, title: 甲}, {id: a, title: 乙}]", line="milestones"),
    case("value-empty", "due:", line="due:"),
    case("value-kind", "measures: 做样例", line="measures"),
    case("value-kind", "contact: 能源科", line="contact"),
    case("value-choice", "targets: [{id: s, title: 站, kind: cumulativ, value: 1}]", line="targets"),
    case("value-choice", records={"2026-02-01": "kind: 进展"}, file=record("2026-02-01"), line="kind"),
    case("value-id", "lead_unit: 市能源局", line="lead_unit"),
    case("value-date", "due: 2026/3/31", line="due"),
    case("value-date", "due: 2026-02-30", line="due"),
    case("value-number", TARGET.replace("value: 20", "value: 1_000"), line="targets"),
    case("value-number", TARGET.replace("value: 20", "value: 012"), line="targets"),
    case("value-number", TARGET.replace("value: 20", "value: 20座"), line="targets"),
    case("value-boolean", more={"portal.yml": tiny.PORTAL + "official: yes\n"}, file="portal.yml", line="official"),
    case("value-url", more={"portal.yml": tiny.PORTAL + "base_url: example.org\n"}, file="portal.yml", line="base_url"),
    case("value-url", more={"portal.yml": tiny.PORTAL + f"base_url: https://example.org/{'城' * 200}/\n"},
         file="portal.yml", line="base_url"),
    case("value-sha256", more={"sources.yml": tiny.SOURCES.replace("}", ", sha256: abc}")}, file="sources.yml"),
    case("value-file", more={"sources.yml": tiny.SOURCES.replace("text.txt", "../text.txt")}, file="sources.yml"),
    case("value-interval", "targets: [{id: s, title: 站, kind: cumulative, value: 1, every: 每月}]", line="targets"),
    case("value-field", records={"2026-02-01": ADJUST + "drop: ['milestones a']"}, file=record("2026-02-01"), line="drop"),
    # library.py
    case("missing-file", more={"portal.yml": ""}, file="portal.yml"),
    case("missing-file", more={"sources.yml": tiny.SOURCES.replace("text.txt", "other.txt")}, file="sources.yml"),
    case("file-name", more={"2026/hydrogen/task.md": tiny.front(tiny.TASK)}, file="2026/hydrogen/task.md"),
    case("address", more={"units.yml": "- {id: index, name: 样例局}\n"}, file="units.yml"),
    case("address", more={"units.yml": "- {id: a, name: 样例局}\n- {id: A, name: 样例局}\n"}, file="units.yml", line="- {id: A"),
    case("address", more={"themes.yml": "- {id: con, title: 样例}\n"}, file="themes.yml"),
    case("address", more={"sources.yml": tiny.SOURCES + "- {id: b, title: 乙, kind: 网页, archived: text.html}\n",
                          "sources/text.html": "<p>"}, file="sources.yml", line="- {id: b"),
    case("address", records={"2026-02-01": UPDATE + "evidence: [{id: e, title: 样例, file: index.html}]"},
         more={"sources/index.html": "<p>"}, file=record("2026-02-01"), line="evidence"),
    case("value-timezone", more={"portal.yml": tiny.PORTAL.replace("Asia/Shanghai", "Asia/Lvliang")}, file="portal.yml",
         line="timezone"),
    case("official-incomplete", more={"portal.yml": tiny.PORTAL + "official: true\n"}, file="portal.yml", line="official"),
    case("unknown-reference", "lead_unit: nobody", line="lead_unit"),
    case("unknown-task", "predecessor: 2026/02-other", line="predecessor"),
    case("unknown-part", "milestones: [{id: a, title: 甲, after: [b]}]", line="milestones"),
    case("unknown-part", MILESTONE, {"2026-02-01": UPDATE + "milestones: [{id: b, state: not_met}]"},
         file=record("2026-02-01"), line="milestones"),
    case("unknown-evidence", MILESTONE, {"2026-02-01": UPDATE + "milestones: [{id: a, state: met, evidence: [x]}]"},
         file=record("2026-02-01"), line="milestones"),
    case("evidence-empty", records={"2026-02-01": UPDATE + "evidence: [{id: e, title: 样例}]"}, file=record("2026-02-01"),
         line="evidence"),
    case("quote-not-in-source", more={"sources/text.txt": "别的文字\n"}, line="quote"),
    case("measure-not-in-quote", "measures: [{id: do, text: 做别的}]", line="measures"),
    case("digest-differs", more={"sources.yml": tiny.SOURCES.replace("}", f", sha256: {'0' * 64}}}")}, file="sources.yml"),
    case("demand-basis", plan="demands: [{id: d, title: 样例, basis: portal, quote: 做样例, asks: [due]}]", file=PLAN,
         line="demands"),
    case("threshold-laxer", plan="thresholds: {behind_points: 15}", file=PLAN, line="thresholds"),
    case("date-order", "due: 2026-06-30\nmilestones: [{id: a, title: 甲, due: 2026-07-01}]", line="milestones"),
    case("date-order", records={"2025-12-01": UPDATE}, file=record("2025-12-01")),
    case("date-future", MILESTONE, {"2026-02-01": UPDATE + "milestones: [{id: a, state: met, on: 2026-02-02}]"},
         file=record("2026-02-01"), line="milestones"),
    case("figure-by", "due: 2026-06-30\ntargets: [{id: s, title: 率, kind: level_up, value: 1, figure_by: 2026-10-29}]",
         line="targets"),
    case("milestone-circle", "milestones: [{id: a, title: 甲, after: [b]}, {id: b, title: 乙, after: [a]}]", line="milestones"),
    case("plan-record", more={"2026/2026-02-01.md": tiny.front(UPDATE)}, file="2026/2026-02-01.md", line="kind"),
    # judge.py
    case("record-empty", records={"2026-02-01": ADJUST}, file=record("2026-02-01")),
    case("unknown-field", records={"2026-02-01": ADJUST + "changes: [{field: duw, old: null, new: 2026-06-30}]"},
         file=record("2026-02-01"), line="changes"),
    case("unknown-field", records={"2026-02-01": ADJUST + "changes: [{field: quote, old: 做, new: 不做}]"},
         file=record("2026-02-01"), line="changes"),
    case("unknown-field", TARGET, {"2026-02-01": ADJUST + "changes: [{field: targets.x.value, old: 20, new: 1}]"},
         file=record("2026-02-01"), line="changes"),
    case("unknown-record", records={"2026-02-01": CORRECT + "changes: [{field: 2026-01-20.step, old: action, new: result}]"},
         file=record("2026-02-01"), line="changes"),
    case("already-published", "due: 2026-06-30", {"2026-02-01": SUPPLEMENT + "set: {due: 2026-07-31}"},
         file=record("2026-02-01"), line="set"),
    case("due-outside-period", records={"2026-02-01": SUPPLEMENT + "set: {due: 2027-01-31}"}, file=record("2026-02-01"),
         line="set"),
    case("old-differs", TARGET, {"2026-02-01": ADJUST + "changes: [{field: targets.s.value, old: 21, new: 18}]"},
         file=record("2026-02-01"), line="changes"),
    case("no-change", TARGET, {"2026-02-01": ADJUST + "changes: [{field: targets.s.value, old: 20, new: 20.0}]"},
         file=record("2026-02-01"), line="changes"),
    case("change-twice", TARGET, {"2026-02-01": ADJUST + "changes: [{field: due, old: 2026-12-31, new: 2027-01-31}, "
                                  "{field: due, old: 2026-12-31, new: 2027-02-28}]"}, file=record("2026-02-01")),
    case("due-removed", TARGET, {"2026-02-01": ADJUST + "changes: [{field: due, old: 2026-12-31, new: null}]"},
         file=record("2026-02-01"), line="changes"),
    case("part-met", MILESTONE, {"2026-02-01": MET, "2026-03-01": ADJUST + "drop: [milestones.a]"},
         file=record("2026-03-01"), line="drop"),
    case("part-met", MILESTONE, {"2026-02-01": MET, "2026-03-01": ADJUST + "changes: [{field: milestones.a.due, old: null, "
                                 "new: 2026-06-30}]"}, file=record("2026-03-01"), line="changes"),
    case("part-dropped", MILESTONE, {"2026-02-01": ADJUST + "drop: [milestones.a]",
                                     "2026-03-01": ADJUST + "drop: [milestones.a]"}, file=record("2026-03-01"), line="drop"),
    case("action-order", records={"2026-02-01": ADJUST + "action: resume"}, file=record("2026-02-01"), line="action"),
    case("action-order", records={"2026-02-01": ADJUST + "action: terminate", "2026-03-01": ADJUST + "action: resume"},
         file=record("2026-03-01"), line="action"),
    case("promise-broken", "targets: [{id: s, title: 站, kind: cumulative, baseline: {value: 1}, value: 20}]",
         {"2026-02-01": ADJUST + "changes: [{field: targets.s.baseline.value, old: 1, new: null}]"},
         file=record("2026-02-01"), line="changes"),
    case("plan-fixed", more={"2026/2026-02-01.md": tiny.front(
        ADJUST + "changes: [{field: plan.update_every, old: 3 months, new: 6 months}]")}, file="2026/2026-02-01.md",
        line="changes"),
    case("figure-differs", TARGET, {
        "2026-02-01": UPDATE + "observations: [{target: s, value: 1, as_of: 2026-01-31}]",
        "2026-03-01": UPDATE + "observations: [{target: s, value: 2, as_of: 2026-01-31}]"}, file=record("2026-03-01"),
        line="observations"),
    case("figure-repeats", TARGET, {
        "2026-02-01": UPDATE + "observations: [{target: s, value: 1, as_of: 2026-01-31}]",
        "2026-03-01": UPDATE + "observations: [{target: s, value: 1, as_of: 2026-01-31}]"}, file=record("2026-03-01"),
        line="observations"),
    case("met-already", MILESTONE, {"2026-02-01": MET, "2026-03-01": UPDATE + "milestones: [{id: a, state: partially_met}]"},
         file=record("2026-03-01"), line="milestones"),
    case("ongoing-verdict", "measures: [{id: do, text: 做样例, kind: ongoing}]",
         {"2026-02-01": UPDATE + "measures: [{id: do, state: met}]"}, file=record("2026-02-01"), line="measures"),
    case("target-verdict", TARGET, {"2027-02-01": "kind: settlement\n" + PROOF +
                                    "conclusions: [{part: targets.s, verdict: met, evidence: [e]}]"},
         file=record("2027-02-01"), line="conclusions"),
    case("settled-early", MILESTONE, {"2026-12-31": "kind: settlement\n"
                                      "conclusions: [{part: milestones.a, verdict: not_met, reason: other}]"},
         file=record("2026-12-31"), line="kind"),
    case("conclusion-missing", MILESTONE, {"2027-01-10": "kind: settlement"}, file=record("2027-01-10")),
]


@pytest.mark.parametrize("code, task, records, plan, more, file, line", CASES, ids=[one[0] for one in CASES])
def test_a_mistake_is_said_at_its_place(code: str, task: str, records: dict[str, str], plan: str, more: dict[str, str],
                                        file: str, line: str) -> None:
    """One mistake gives one problem, with its code, in its file, on its line, with a hint."""
    files = {path: text for path, text in tiny.files(task, records, plan, more).items() if text}
    _, problems = tiny.load(files)
    assert [problem.code for problem in problems] == [code], problems
    problem = problems[0]
    assert problem.place.file == file
    assert problem.place.text.strip().startswith(line)
    assert problem.message and problem.hint
    assert "{" not in problem.message


def test_every_code_of_these_modules_is_triggered() -> None:
    """No code without a case here or in the tests of sources.py and frontmatter.py."""
    triggered = {one[0] for one in CASES}
    ours = list(CODES)[list(CODES).index("missing-key"):]
    assert set(ours) <= triggered <= set(CODES)
