"""The sources: what is registered, and the archived texts with the quoted passages marked, no character changed."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.library import Archive, Portal, plain
from portal.pipeline import read
from portal.views import sources
from portal.views.edition import edition
from portal.views.frame import site
from tests import tiny
from tests.views import reading

ROOT = Path(__file__).parent.parent.parent
TEXT = "样例会议召开\n\n会议提出,建成样例站20座 ,\n2026年9月30日前做完。\n会议强调,要细化分解任务。\n\n\n\u3000\u3000散会。\n"
PLAN = "demands: [{id: split, title: 抓落实, quote: 要细化分解任务。, asks: [subtasks]}]\n"


def task(quote: str, source: str = "text") -> str:
    return tiny.front(f"title: 样例站\nquote: {quote}\nsource: {{id: {source}}}\n")


MORE: dict[str, str] = {"sources/text.txt": TEXT, "2026/01-sample/task.md": task("建成样例站20座，2026年9月30日前做完。")}


def portal(more: dict[str, str] | None = None, records: dict[str, str] | None = None, plan: str = PLAN) -> Portal:
    found, problems = tiny.load(tiny.files(records=records, plan=plan, more={**MORE, **(more or {})}))
    assert not problems, problems
    return found


def page(more: dict[str, str] | None = None, records: dict[str, str] | None = None, url: str = "sources/text.html") -> str:
    return reading.html(sources, portal(more, records), "2026-07-01", url)


def archived(html: str) -> str:
    """The characters of the archive as printed, without what the site put between them."""
    text = html[html.index('<div class="archive">') : html.index("</div>", html.index('<div class="archive">'))]
    return unescape(re.sub(r'<a class="cite".*?</a>|<[^>]+>', "", "\n\n".join(re.findall(r"<p .*?</p>", text, re.DOTALL))))


def test_the_archived_characters_are_printed_unchanged() -> None:
    """Half-width marks, line ends and the blanks of an indent too; only empty lines part the paragraphs."""
    assert archived(page()) == TEXT.replace("\n\n\n", "\n\n").removesuffix("\n")


def test_a_tasks_passage_is_marked_named_by_its_folder_and_leads_to_the_task() -> None:
    html = page()
    assert '<mark id="01-sample">建成样例站20座 ,\n2026年9月30日前做完。</mark>' in html
    assert '<a class="cite" href="../2026/01-sample/index.html">第1件 样例站</a><mark id="01-sample">' in html


def test_a_demands_passage_is_marked_too() -> None:
    assert '<a class="cite" href="../disclosure.html">要求：抓落实</a><mark id="demand-split">要细化分解任务。</mark>' in page()


def test_paragraphs_have_permanent_names() -> None:
    assert re.findall(r'<p class="w" id="(p\d)">', page()) == ["p1", "p2", "p3"]


def test_two_tasks_may_quote_the_same_words_and_parts_of_them() -> None:
    """Each has its own name and its own link; joined again, the pieces are the text."""
    html = page({"2026/02-same/task.md": task("建成样例站20座，2026年9月30日前做完。"), "2026/03-part/task.md": task("2026年9月30日")})
    assert re.findall(r'(?:mark|span) id="(0\d-\w+)"', html) == ["02-same", "01-sample", "03-part"]
    assert html.count('<a class="cite"') == 4
    assert archived(html) == archived(page())


def test_a_quote_may_cross_paragraphs() -> None:
    html = page({"2026/02-long/task.md": task("要细化分解任务。散会。")})
    assert '<mark id="02-long">' in html or '<span id="02-long">' in html
    assert html.count('id="02-long"') == 1 and "<mark>\u3000\u3000散会。</mark>" in html


def test_the_way_to_a_passage_is_found_by_its_quote() -> None:
    found = portal()
    assert sources.passage(found, "text", "建成样例站20座，2026年9月30日前做完。", "2026/01-sample") == "text.html#01-sample"
    assert sources.passage(found, "text", "要细化分解任务。") == "text.html#demand-split"
    assert sources.passage(found, "text", "样例会议召开") == "text.html#p1"
    assert sources.passage(found, "text", "散会") == "text.html#p3"
    assert sources.passage(found, "text", "别的话") == ""
    assert sources.passage(found, "nothing", "散会") == ""


def test_a_later_list_on_the_same_source_takes_no_name_away() -> None:
    """Addresses are permanent: the first list keeps the short names, a later one's tasks are named with their list."""
    later = {"2027/plan.md": tiny.front(tiny.PLAN.replace("2026", "2027") + PLAN),
             "2027/01-sample/task.md": task("建成样例站20座")}
    found = portal(later)
    first, second = (next(year.tasks[0] for year in found.lists if year.listing.key == key) for key in ("2026", "2027"))
    assert sources.passage(found, "text", first.promise.quote, first.key) == "text.html#01-sample"
    assert sources.passage(found, "text", second.promise.quote, second.key) == "text.html#2027/01-sample"
    html = reading.html(sources, found, "2027-07-01", "sources/text.html")
    ids = re.findall(r' id="([^"]+)"', html)
    assert {"01-sample", "2027/01-sample", "demand-split", "demand-2027/split"} <= set(ids) and len(ids) == len(set(ids))
    assert "2027 第1件 样例站" in html


def test_a_list_not_yet_adopted_is_not_linked() -> None:
    later = {"2027/plan.md": tiny.front(tiny.PLAN.replace("2026", "2027")), "2027/01-next/task.md": task("散会。")}
    assert "2027" not in page(later)


def test_records_that_name_a_source_are_listed() -> None:
    records = {"2026-03-31": "kind: update\nstep: announcement\nsource: {id: text}\n"}
    assert 'href="../2026/01-sample/index.html#r-2026-03-31">第1件 样例站：2026-03-31的进展</a>' in page(records=records)
    assert 'id="uses"' not in page()


def test_what_a_source_does_not_say_of_itself_is_said_so() -> None:
    """An archived text without publisher and date: 原文未载; a bare address: 没有登记. Digest and archived file are linked."""
    more = {"sources.yml": tiny.SOURCES + "- {id: web, title: 样例网页, kind: 网页, url: 'https://example.org/a'}\n"}
    html = page(more, url="sources/index.html")
    assert "发布者原文未载日期原文未载" in reading.block(html, "text") and "发布者没有登记日期没有登记" in reading.block(html, "web")
    assert tiny.source("sources/text.txt", TEXT).digest in html
    assert 'href="text.txt"' in html and 'href="text.html"' in html and 'href="https://example.org/a"' in html
    assert 'href="web.html"' not in html
    assert "登记了2个来源，1个存有全文。" in reading.words(html)


def test_a_portal_without_sources_has_no_page_of_them() -> None:
    found = portal()
    empty = Portal(found.settings, {}, {}, {}, {}, {}, ())
    assert list(sources.pages(site(edition(empty, date(2026, 7, 1)), tiny.VERSIONS))) == []


@given(st.text("样例会议,，. \n\u3000a（)", min_size=1, max_size=40), st.data())
def test_whatever_is_quoted_is_found_where_it_stands(text: str, data: st.DataObject) -> None:
    """A slice of a text, its white space and width of punctuation changed, leads to characters that are the same words."""
    start = data.draw(st.integers(0, len(text) - 1))
    quote = text[start : data.draw(st.integers(start + 1, len(text)))].replace("，", ",").replace(" ", "")
    kept = Archive("sources/t.txt", text, plain(text), "")
    found = sources.span(kept, sources.solid(text), quote)
    if not plain(quote):
        assert found is None
    else:
        assert found is not None and plain(text[found[0] : found[1]]) == plain(quote)


@pytest.fixture(scope="module")
def real() -> Portal:
    return tiny.folder(ROOT / "content")


def test_the_founding_text_of_the_real_list_is_whole_and_every_quote_marked(real: Portal) -> None:
    name = "economic-work-conference-2026-01-08"
    html = reading.html(sources, real, "2026-11-24", f"sources/{name}.html")
    assert plain(archived(html)) == real.archives[name].plain
    for task in real.lists[0].tasks:
        where = sources.passage(real, name, task.promise.quote, task.key)
        assert where == f"{name}.html#{task.key.partition('/')[2]}"
        assert f'<mark id="{where.partition("#")[2]}">' in html
    assert html.count("<mark ") == 25


def test_the_second_source_of_the_real_list_is_used_by_two_records(real: Portal) -> None:
    html = reading.html(sources, real, "2026-11-24", "sources/participants-on-conference-2026-01-08.html")
    assert "第9件提振消费专项行动：2026-01-08的进展" in reading.words(html)
    assert "第10件重大项目建设年活动：2026-01-08的进展" in reading.words(html)


@pytest.mark.parametrize("day", ["2026-03-31", "2026-12-31"])
def test_a_source_is_asked_for_by_the_tasks_that_name_it(day: str) -> None:
    """What a task takes from sources, and the sources in its tags, are the same: else a passage would not be marked."""
    sample = edition(read(ROOT / "tests/sample/content")[0], date.fromisoformat(day))
    named = {key: {said.source, *(name for name, _, _ in said.uses)}
             for key in sample.tasks() for said in [sample.ask(sources.quoted, key)]}
    assert {key: set(sample.tags[key].sources) for key in sample.tasks()} == named
    assert any(len(names) > 1 for names in named.values())
