"""A record in a line or two."""

from datetime import date

import pytest

from portal.views import news
from portal.views.edition import edition
from portal.views.parts import Entry
from portal.views.words import Kept, Text
from tests import tiny

PROOF = "evidence: [{id: e, title: 样例, url: 'https://example.org/e'}]\n"
ADJUST = "kind: adjustment\nreason: 供地推迟\nbasis: 样例\napprover: 样例\n"
TASK = """
due: 2026-12-31
measures: [{id: patrol, text: 常态化巡查}]
milestones: [{id: first, title: 开工, due: 2026-03-31}]
targets: [{id: s, title: 样例站, kind: cumulative, baseline: {value: 11}, value: 20, unit: 座}]
procedures: [{id: eia, kind: eia}]
funding: [{id: bond, source: special_bond, planned: 100, unit: 万元}]
"""


def said(text: Text) -> str:
    if isinstance(text, str):
        return text
    return "".join(run if isinstance(run, str) else said(run.runs) if isinstance(run, Kept)
                   else (f"{run.was}→" if run.was else "") + run.text for run in text)


def entry(record: str, body: str = "", before: dict[str, str] | None = None, whose: str = "") -> Entry:
    """The news of a record of 2026-06-30."""
    more = {"2026/01-sample/2026-06-30.md": tiny.front(record, body)}
    portal, problems = tiny.load(tiny.files(TASK, before, more=more))
    assert not problems, problems
    today = edition(portal, date(2026, 7, 1))
    key, newest = news.newest(today, today.tasks())[0]
    return news.entry(key, newest, "../", whose)


UPDATE = "kind: update\nstep: action\n"


@pytest.mark.parametrize(("record", "line"), [
    (UPDATE + "observations: [{target: s, value: 13, as_of: 2026-06-30}]", "样例 样例站 11座→13座"),
    (UPDATE + PROOF + "milestones: [{id: first, state: met, evidence: [e]}]", "样例 开工：完成"),
    (UPDATE + "milestones: [{id: first, state: met}]", "样例 开工：自报完成"),
    (UPDATE + "measures: [{id: patrol, state: in_progress}]", "样例 常态化巡查：推进中"),
    (UPDATE + "procedures: [{id: eia, state: granted}]", "样例 环境影响评价：已批复"),
    (UPDATE + "funding: [{id: bond, in_place: 80, paid: 30}]", "样例 专项债券到位80万元，支付30万元"),
    (UPDATE + "difficulties: [{id: grid, text: 接电慢}]", "样例 困难：接电慢"),
    (UPDATE + "supervision: [{id: s1, by: 样例, finding: 开工慢}]", "样例 督导：开工慢"),
    (ADJUST + "changes: [{field: targets.s.value, old: 20, new: 18}]", "样例 样例站的目标数 20座→18座"),
    (ADJUST + "action: suspend", "样例 暂缓这件任务"),
    (ADJUST + "drop: [milestones.first]", "样例 节点“开工” 取消"),
    ("kind: supplement\nsource: {id: text}\nset: {start: 2026-02-01}", "样例 启动时间 未公布→2026-02-01"),
])
def test_a_record_is_said_by_what_it_changed_or_reported(record: str, line: str) -> None:
    assert said(entry(record).lines[0]) == line


def test_a_figure_stands_beside_the_one_before_it() -> None:
    before = {"2026-03-31": UPDATE + "observations: [{target: s, value: 12, as_of: 2026-03-31}]"}
    now = entry(UPDATE + "observations: [{target: s, value: 13, as_of: 2026-06-30}]", before=before)
    assert said(now.lines[0]) == "样例 样例站 12座→13座"


def test_of_many_things_three_are_said_and_the_rest_counted() -> None:
    many = UPDATE + """
observations: [{target: s, value: 13, as_of: 2026-06-30}]
milestones: [{id: first, state: partially_met}]
measures: [{id: patrol, state: in_progress}]
procedures: [{id: eia, state: granted}]
difficulties: [{id: grid, text: 接电慢}]
"""
    assert said(entry(many).lines[0]) == "样例 样例站 11座→13座；开工：部分完成；常态化巡查：推进中；另有2项"


def test_a_record_that_only_speaks_is_said_in_its_own_words() -> None:
    """Markdown aside, and cut where it is long."""
    assert said(entry(UPDATE, "据报道：\n\n> 抓紧**落实**").lines[0]) == "样例 据报道： 抓紧落实"
    long = said(entry(UPDATE, "很长" * 100).lines[0])
    assert long.endswith("…") and len(long) < 80


@pytest.mark.parametrize(("record", "word"), [
    ("kind: update\nstep: announcement", "部署"), (UPDATE, "进展"), ("kind: update\nstep: result", "成效"),
    (ADJUST + "action: suspend", "调整"), ("kind: supplement\nsource: {id: text}\nset: {start: 2026-02-01}", "补充公布")])
def test_every_kind_has_its_word(record: str, word: str) -> None:
    assert entry(record, "样例").word == word


def test_an_adjustment_has_its_shape_and_its_reason() -> None:
    found = entry(ADJUST + "action: suspend")
    assert found.glyph is not None and found.glyph.word == "调整" and found.strong
    assert found.lines[1] == "原因：供地推迟"


def test_the_title_leads_to_the_record() -> None:
    line = entry(UPDATE, "样例").lines[0]
    assert not isinstance(line, str) and line[0].href == "../2026/01-sample/index.html#r-2026-06-30"  # type: ignore[union-attr]


def test_what_was_entered_later_says_so() -> None:
    assert entry(UPDATE + "entered: 2026-07-01", "样例", whose="样例清单第1件").note == "样例清单第1件，2026-07-01补录"


def test_the_newest_record_is_first() -> None:
    records = {"2026-03-31": UPDATE, "2026-06-30": UPDATE, "2026-05-01": UPDATE}
    portal, problems = tiny.load(tiny.files(TASK, records))
    assert not problems
    today = edition(portal, date(2026, 7, 1))
    found = news.newest(today, today.tasks())
    assert [(key, one.id) for key, one in found] == [
        ("2026/01-sample", f"r-{day}") for day in ("2026-06-30", "2026-05-01", "2026-03-31")]
