"""disclosure.html: what each task has published of what is asked, most missing first, and a request to copy."""

import re
from datetime import date
from html import unescape
from pathlib import Path

from portal.library import Portal
from portal.schema import Ask
from portal.state import ASKS
from portal.views import disclosure
from portal.views.edition import edition
from tests import tiny
from tests.views import reading

ROOT = Path(__file__).parent.parent.parent
PLAN = """
demands:
  - {id: work, title: 抓落实, quote: 做样例, asks: [lead_unit, funding]}
  - {id: measurable, title: 可核对, basis: portal, asks: [due]}
"""
UNITS = "- {id: water, name: 样例水务局}\n"
SECOND = tiny.front("title: 第二\nquote: 常态化巡查\nsource: {id: text}\nlead_unit: water\ndue: 2026-12-31\n"
                    "not_applicable: {funding: 不花钱}\n")
MORE = {"units.yml": UNITS, "2026/02-second/task.md": SECOND}


def portal(task: str = "", plan: str = PLAN, more: dict[str, str] | None = None) -> Portal:
    found, problems = tiny.load(tiny.files(task, plan=plan, more={**MORE, **(more or {})}))
    assert not problems, problems
    return found


def page(task: str = "", plan: str = PLAN, more: dict[str, str] | None = None, url: str = "disclosure.html") -> str:
    return reading.html(disclosure, portal(task, plan, more), "2026-07-01", url)


def rows(html: str) -> list[list[str]]:
    """The matrix as read: the words of every cell, row by row."""
    table = html[html.index("<table>") : html.index("</table>")]
    return [[reading.words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
            for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)]


def test_each_task_says_of_each_ask_whether_it_is_published() -> None:
    """In words; most missing first; the last row counts the tasks, without those that declared 不涉及."""
    assert rows(page()) == [
        ["", "抓落实", "可核对"],
        ["任务", "牵头单位", "资金", "完成时限"],
        ["01样例3项未公布", "未公布", "未公布", "未公布"],
        ["02第二都已公布", "已公布", "不涉及", "已公布"],
        ["公布几件", "1/2", "0/1", "1/2"],
    ]


def test_the_matrix_is_a_table_that_can_be_read_aloud() -> None:
    """A caption, heads with their scope, each demand over as many columns as it has asks, and a place that scrolls."""
    html = page()
    assert '<caption class="vh">样例清单：每件公布了什么' in html
    assert html.count('scope="colgroup"') == 2 and 'scope="colgroup" colspan="2">抓落实' in html
    assert html.count('scope="col"') == 4 and html.count('scope="row"') == 3
    assert '<section class="matrix" aria-label=' in html and 'tabindex="0"' in html


def test_a_task_leads_to_its_gaps_and_can_be_linked_to() -> None:
    html = page()
    assert '<tr id="01-sample">' in html and 'href="2026/01-sample/index.html#missing"' in html
    assert 'id="ask-funding"' in html
    assert 'href="2026/02-second/index.html"' in html  # nothing is missing there


def test_the_sentence_counts_what_was_asked_and_published() -> None:
    assert "2件事，每件问3项，共要求公布5处，已经公布2处。" in reading.words(page())


def test_asks_stand_beside_the_words_that_demand_them_with_their_counts() -> None:
    asked = reading.words(page())
    assert "抓落实做样例牵头单位由谁牵头。2件公布了1件" in asked
    assert "本站增列原文没有要求这几项" in asked


def test_tasks_with_the_same_gaps_stand_together() -> None:
    third = tiny.front("title: 第三\nquote: 做样例\nsource: {id: text}\n")
    gaps = reading.block(page(more={"2026/03-third/task.md": third}), "gaps")
    assert "2件，各缺3项牵头单位、资金、完成时限01样例、03第三" in gaps
    assert "第二" not in gaps


def test_a_declared_exemption_is_shown_with_its_reason() -> None:
    assert "资金不花钱02第二" in reading.block(page(), "not-applicable")


def test_the_request_asks_for_what_some_task_has_not_published() -> None:
    """Addressed to portal.yml's requests_to; what is published everywhere is not asked for."""
    html = page("lead_unit: water\n", more={"portal.yml": tiny.PORTAL + "requests_to: {name: 样例市人民政府}\n"})
    request = unescape(re.findall(r'<p class="copy">(.*?)</p>', html, re.DOTALL)[0])
    assert request.startswith("样例市人民政府：\n") and "申请公开样例清单每一件（已经公布的除外）的下列信息" in request
    assert "一、资金的计划、到位和支付情况；\n二、完成时限。\n" in request and "牵头单位" not in request
    assert "mailto:?subject=" in html


def test_where_nothing_is_missing_nothing_is_asked_for() -> None:
    html = page("lead_unit: water\ndue: 2026-12-31\nnot_applicable: {funding: 不花钱}\n")
    assert "都已公布。" in reading.words(html) and 'id="ask"' not in html and 'id="gaps"' not in html


def test_an_older_list_has_its_own_page_and_the_two_lead_to_each_other() -> None:
    old = {"2025/plan.md": tiny.front(tiny.PLAN.replace("2026", "2025").replace("样例清单", "旧清单") + PLAN),
           "2025/01-old/task.md": tiny.front("title: 旧\nquote: 做样例\nsource: {id: text}\n")}
    newest, older = page(more=old), page(more=old, url="2025/disclosure.html")
    assert 'href="2025/disclosure.html"' in newest and "01旧" not in reading.words(newest)
    assert 'href="../disclosure.html"' in older and 'href="../2025/01-old/index.html#missing"' in older


def test_a_list_without_demands_has_no_page() -> None:
    assert disclosure.asking(edition(portal(plan=""), date(2026, 7, 1))) == ()


def test_a_list_without_tasks_says_so() -> None:
    files = {path: text for path, text in tiny.files(plan=PLAN).items() if "01-sample" not in path}
    found, problems = tiny.load(files)
    assert not problems
    assert "清单里还没有任务。" in reading.words(reading.html(disclosure, found, "2026-07-01", "disclosure.html"))


def test_a_demand_is_shown_only_with_the_asks_that_are_wanted() -> None:
    """What the task page uses: the demands behind its own gaps."""
    terms = portal().lists[0].listing.plan
    funding: tuple[Ask, ...] = ("funding",)
    assert [(one.title, [ask.title for ask in one.asks]) for one in disclosure.demand_parts(terms, funding)] == [
        ("抓落实", ["资金"])]
    assert len(disclosure.demand_parts(terms, ASKS)) == 2


def test_of_the_real_list_nothing_has_been_published() -> None:
    html = reading.html(disclosure, tiny.folder(ROOT / "content"), "2026-11-24", "disclosure.html")
    assert "20件事，每件问15项，共要求公布300处，一处都没有公布。" in reading.words(html)
    assert len(rows(html)) == 23 and {cell for row in rows(html)[2:22] for cell in row[1:]} == {"未公布"}
    assert "20件，各缺15项" in reading.block(html, "gaps")
    assert "吕梁市人民政府：" in html
