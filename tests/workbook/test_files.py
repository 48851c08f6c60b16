"""The work on a task -> files: when, from where, under which name; and what can only be proposed."""

from datetime import date

from portal.new.draft import Content, content
from portal.workbook import files, plan
from portal.workbook.files import Choices
from portal.workbook.plan import Proposal
from portal.workbook.sheet import Book
from tests import tiny
from tests.workbook.books import Rows, page

TODAY = date(2026, 10, 9)
UNITS = "- {id: energy, name: 云岭市能源局, short: 市能源局}\n"
TARGET = "targets: [{id: s, title: 样例站, kind: cumulative, value: 20, unit: 座, due: 2026-12-31}]"
HEAD = ["序号", "任务名称", "牵头单位", "目标值", "完成值", "数据截至", "进展"]


def around(task: str = TARGET, records: dict[str, str] | None = None, more: dict[str, str] | None = None) -> Content:
    found = tiny.files(task, records, more={"units.yml": UNITS, **(more or {})})
    made = content([tiny.source(path, text) for path, text in found.items()], list(found))
    assert not made.problems, made.problems
    return made


def proposed(row: Rows, where: Content | None = None, **choices: object) -> Proposal:
    return plan.propose(Book((page([HEAD, *row]),)), where or around(), Choices(**{"today": TODAY, **choices}))  # type: ignore[arg-type]


def said(found: Proposal) -> str:
    return "\n".join(words for line in found.lines for words in line.said)


FIGURE = [[1, "样例", None, None, "16座", "2026-09-30", None]]


def test_a_record_is_of_the_day_of_its_figures_and_says_when_it_was_entered() -> None:
    found = proposed(FIGURE)
    assert found.files == {"2026/01-sample/2026-09-30.md": tiny.front(
        "kind: update\nstep: action\nentered: 2026-10-09\nobservations:\n  - target: s\n    value: 16\n    as_of: 2026-09-30")}


def test_of_today_it_is_not_entered_later() -> None:
    found = proposed(FIGURE, day=TODAY)
    assert list(found.files) == ["2026/01-sample/2026-10-09.md"] and "entered" not in str(found.files)


def test_a_source_that_was_published_later_gives_the_day() -> None:
    later = tiny.SOURCES + "- {id: ledger, title: 样例台账, kind: 台账, date: 2026-10-08}\n"
    found = proposed(FIGURE, around(more={"sources.yml": later}), source="ledger")
    assert list(found.files) == ["2026/01-sample/2026-10-08.md"]
    assert "  id: ledger\n  locator: 台账 第2行\n" in str(*found.files.values())


def test_a_day_that_has_a_record_gives_the_next_a_letter() -> None:
    found = proposed(FIGURE, around(records={"2026-09-30": "kind: update\nstep: action"}))
    assert list(found.files) == ["2026/01-sample/2026-09-30-b.md"]
    assert files.free("a/2026-09-30", {"a/2026-09-30.md", "a/2026-09-30-b.md"}) == "a/2026-09-30-c.md"
    assert files.free("a/b", {"a/b.md", *(f"a/b-{letter}.md" for letter in "bcdefghijklmnopqrstuvwxyz")}) == ""


def test_without_a_day_nothing_is_written_and_it_is_asked_for() -> None:
    found = proposed([[1, "样例", None, None, None, None, "第一座站投运"]])
    assert found.undated and not found.files and "没有写：进展 6 字。不知道是哪天公布的：加 --date" in said(found)


def test_days_that_cannot_be_are_refused() -> None:
    assert "晚于今天" in said(proposed(FIGURE, day=date(2026, 10, 10)))
    assert "晚于记录的日期 2026-08-31" in said(proposed(FIGURE, day=date(2026, 8, 31)))
    assert "早于清单公布的日期" in said(proposed([[1, "样例", None, None, None, None, "投运"]], day=date(2025, 12, 1)))


def test_a_supplement_needs_a_source_and_stands_in_its_own_file_before_the_update() -> None:
    row = [[1, "样例", "市能源局", None, "16座", "2026-09-30", None]]
    found = proposed(row)
    assert "补充公布要有来源" in said(found) and list(found.files) == ["2026/01-sample/2026-09-30.md"]
    both = proposed(row, source="text")
    assert list(both.files) == ["2026/01-sample/2026-09-30.md", "2026/01-sample/2026-09-30-b.md"]
    assert both.files["2026/01-sample/2026-09-30.md"] == tiny.front(
        "kind: supplement\nsource:\n  id: text\n  locator: 台账 第2行\nentered: 2026-10-09\nset:\n  lead_unit: energy")


def test_the_figure_of_a_target_that_cannot_be_published_yet_waits_for_it() -> None:
    row: Rows = [["任务名称", "目标", "完成值", "数据截至"], ["样例", "新建样例桥5座", 2, "9月30日"]]
    found = plan.propose(Book((page(row),)), around(), Choices(TODAY))
    assert not found.files and not found.problems
    assert "没有写：新建样例桥 2座（截至 2026-09-30）。它的目标还没有公布" in said(found)


def test_what_a_report_is_may_be_said_for_all() -> None:
    assert "step: announcement" in str(proposed([[1, "样例", None, None, None, None, "召开会议"]], day=TODAY).files)
    assert "step: result" in str(proposed([[1, "样例", None, None, None, None, "召开会议"]], day=TODAY, step="result").files)


def test_a_change_is_proposed_outside_the_content_with_keys_that_the_build_refuses() -> None:
    found = proposed([[1, "样例", None, 25, None, None, None]])
    assert not found.files
    draft = found.drafts["2026/01-sample/adjustment.md"]
    assert "  - field: targets.s.value\n    old: 20\n    new: 25\n" in draft
    moved = tiny.load(tiny.files(TARGET, more={"2026/01-sample/2026-10-09.md": draft, "units.yml": UNITS}))[1]
    assert [(one.code, one.message[:6]) for one in moved] == [("value-empty", "reason"), ("value-empty", "basis "),
                                                            ("value-empty", "approv")]
    filled = draft.replace("reason:", "reason: 样例").replace("basis:", "basis: 样例").replace("approver:", "approver: 样例")
    assert tiny.load(tiny.files(TARGET, more={"2026/01-sample/2026-10-09.md": filled, "units.yml": UNITS}))[1] == []


def test_a_correction_is_proposed_in_the_same_way() -> None:
    where = around(records={"2026-10-01": "kind: update\nstep: action\nobservations: [{target: s, value: 15, as_of: 2026-09-30}]"})
    found = proposed(FIGURE, where)
    draft = found.drafts["2026/01-sample/correction.md"]
    assert "  - field: 2026-10-01.observations.s.2026-09-30.value\n    old: 15\n    new: 16\n" in draft
    assert draft.count("\nfound_by:\n") == draft.count("\nsource:\n") == 1


def test_a_change_that_would_be_refused_even_when_filled_in_is_not_proposed() -> None:
    proof = "evidence: [{id: e, title: 样例, url: 'https://example.org/'}]"
    met = f"kind: update\nstep: result\n{proof}\nobservations: [{{target: s, value: 20, as_of: 2026-09-30, evidence: [e]}}]"
    found = proposed([[1, "样例", None, 25, None, None, None]], around(records={"2026-10-01": met}))
    assert not found.drafts and "没有提出：D2 样例站的目标数 20座→25座。targets.s 已经完成，不能再改" in said(found)
