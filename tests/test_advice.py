"""What an editor may want to look at: each kind once, on its line, with what can be done."""

from datetime import date
from pathlib import Path

from portal import advice
from portal.problems import Problem
from tests import tiny

ROOT = Path(__file__).parent.parent
DEMANDS = "demands: [{id: d, title: 问, basis: portal, asks: [difficulties, due]}]"
PLANNED = ("due: 2026-12-31\ntargets: [{id: s, title: 样例站, kind: cumulative, value: 20, unit: 座, baseline: {value: 10}, "
           "plan: [{by: 2026-06-30, value: 15}]}]")
FIGURE = ("kind: update\nstep: action\nevidence: [{id: e, title: 样例, url: 'https://example.org/e'}]\n"
          "observations: [{target: s, value: 11, as_of: 2026-06-30, evidence: [e]}]")


def found(day: str, text: str = "", records: dict[str, str] | None = None, plan: str = "",
          more: dict[str, str] | None = None) -> list[Problem]:
    portal, problems = tiny.load(tiny.files(text, records, plan, more))
    assert not problems, problems
    return advice.advice(portal, date.fromisoformat(day))


def codes(one: list[Problem]) -> list[str]:
    return [problem.code for problem in one]


def test_a_young_list_without_demands_needs_nothing() -> None:
    assert found("2026-02-01") == []


def test_silence_is_said_with_the_lists_own_interval() -> None:
    one, = found("2026-06-30")
    assert (one.code, one.message) == ("advice-stale", "“样例”超过3个月没有新记录，公布以来没有记录")
    assert one.hint == "有了进展就新建 2026/01-sample/年-月-日.md，写 kind: update"
    assert (one.place.file, one.place.line) == ("2026/01-sample/task.md", 2)


def test_dates_of_the_next_thirty_days_are_listed_later_ones_not() -> None:
    text = "milestones: [{id: a, title: 开工, due: 2026-02-28}, {id: b, title: 验收, due: 2026-03-31}]"
    one, = found("2026-02-01", text)
    assert (one.code, one.message) == ("advice-soon", "“样例”30天以内到期：2026-02-28 开工")


def test_a_light_that_is_late_without_a_difficulty_is_said() -> None:
    seen = found("2026-07-02", PLANNED, {"2026-07-01": FIGURE}, DEMANDS)
    assert codes(seen) == ["advice-asks", "advice-difficulty"]
    assert seen[1].message == "“样例”严重滞后（样例站比计划少4座），没有公布困难与措施"


def test_what_is_asked_and_not_published_is_listed() -> None:
    one, = found("2026-02-01", plan=DEMANDS)
    assert (one.code, one.message) == ("advice-asks", "“样例”还有2项没有公布：困难与方案、完成时限")


def test_of_a_task_that_is_over_nothing_more_is_asked() -> None:
    ended = {"2026-02-01": "kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\naction: terminate"}
    assert found("2026-02-01", records=ended, plan=DEMANDS) == []


def test_after_the_date_a_verdict_is_asked_for() -> None:
    assert "advice-verdict" in codes(found("2026-03-02", "due: 2026-03-01\nmeasures: [{id: do, text: 做样例}]"))
    assert "advice-verdict" not in codes(found("2026-02-28", "due: 2026-03-01\nmeasures: [{id: do, text: 做样例}]"))


def test_a_link_of_a_text_that_leads_nowhere_is_shown_on_its_line() -> None:
    text = ("见[这里](../09-nothing/index.html)，[清单](../index.html)，[办法](../../method.html)，[外面](https://example.org/)，"
            "[本页](#vow)，![图](x.png)\n\n[出去](../../../x.html)\n")
    seen = found("2026-02-01", more={"2026/01-sample/explainer.md": text})
    assert [(one.code, one.place.line, one.place.column) for one in seen] == [("advice-link", 1, 7), ("advice-link", 3, 6)]
    assert seen[0].message == "站内没有“../09-nothing/index.html”"
    assert seen[0].place.text[seen[0].place.column - 1:][:seen[0].place.length] == "../09-nothing/index.html"


def test_evidence_that_is_kept_without_its_digest_is_said() -> None:
    record = "kind: update\nstep: action\nevidence: [{id: e, title: 样例照片, file: text.txt}]"
    seen = found("2026-02-02", records={"2026-02-01": record})
    assert [(one.code, one.place.file) for one in seen] == [("advice-digest", "2026/01-sample/2026-02-01.md")]


def test_every_code_has_its_case_here() -> None:
    source = Path(__file__).read_text("utf-8")
    assert [code for code in advice.CODES if f'"{code}"' not in source] == []


def test_the_real_list_has_gaps_and_silence_and_nothing_else() -> None:
    seen = advice.advice(tiny.folder(ROOT / "content"), date(2026, 11, 24))
    assert {one.code for one in seen} == {"advice-asks", "advice-stale"}
    assert len([one for one in seen if one.code == "advice-asks"]) == 20
