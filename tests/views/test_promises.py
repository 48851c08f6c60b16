"""A list without progress records: the founding text is the page."""

import re
from functools import cache
from pathlib import Path

from portal.views import lists
from tests import tiny
from tests.views import reading

ROOT = Path(__file__).parent.parent.parent
ANNOUNCED = {"2026-02-01": "kind: update\nstep: announcement\n"}
DEMANDS = """
demands:
  - {id: work, title: 抓落实, quote: 做样例, asks: [lead_unit, funding]}
  - {id: measurable, title: 可核对, basis: portal, asks: [due, targets]}
"""
MORE = {"2026/02-second/task.md": tiny.front("title: 第二\nquote: 常态化巡查\nsource: {id: text}\ndue: 2026-12-31\n")}


def page(text: str = "", plan: str = DEMANDS, records: dict[str, str] | None = None, day: str = "2026-07-01",
         more: dict[str, str] | None = None) -> str:
    portal, problems = tiny.load(tiny.files(text, records, plan, more))
    assert not problems, problems
    return reading.html(lists, portal, day, "index.html")


@cache
def real() -> str:
    return reading.html(lists, tiny.folder(ROOT / "content"), "2026-11-24", "index.html")


def test_the_real_list_says_in_one_sentence_what_was_promised_and_what_is_missing() -> None:
    seen = reading.words(real())
    assert "20件事，写下85项举措。没有一件公布过牵头单位、完成时限或数字。有2条部署，没有进展记录。" in seen
    assert "没有记录不等于没有做。" in seen
    assert "原文要求的12项，每一件都没有" in seen and "本站增列的3项，每一件都没有" in seen


def test_every_title_of_the_real_list_is_a_link_in_its_own_words() -> None:
    html = real()
    assert len(re.findall(r'<li(?: class="row [^"]+")?><span class="no">', html)) == 20
    assert '培育壮大<a href="2026/03-hydrogen/index.html">氢能产业</a>，统筹制氢' in html


def test_an_announcement_is_not_progress() -> None:
    """Tasks 9 and 10 have one: it stands beside them, and the page stays as it is."""
    html = real()
    assert html.count("1条部署") == 2
    assert "320天，没有进展记录" in reading.words(html)


def test_odd_places_of_the_source_are_named() -> None:
    assert "第11、14件的原文疑有误，照录未改。" in reading.words(real())


def test_the_first_progress_record_makes_it_a_table() -> None:
    assert "逐件进度" not in page(records=ANNOUNCED)
    assert "逐件进度" in page(records={"2026-02-01": "kind: update\nstep: action\n"})


def test_without_any_record_it_says_so() -> None:
    assert "172天，没有一条记录" in reading.words(page())
    assert "没有进展记录" not in reading.words(page())


def test_after_the_period_no_year_is_drawn() -> None:
    assert "<figure" in page() and "<figure" not in page(day="2027-01-05")


def test_what_some_tasks_have_published_is_counted() -> None:
    seen = reading.words(page(more=MORE))
    assert "1件公布了完成时限，没有一件公布过牵头单位或数字。" in seen
    assert "本站增列的2项，2项还没有公布齐完成时限、量化目标" in seen
    assert "2件事，其中1项，有的件已经公布。" in seen


def test_each_demand_stands_beside_its_questions() -> None:
    block = reading.words(page())
    assert "原文对每一件还提了1条要求。带点的字，就是应当有答案的地方，共2项；本站增列2项。1件事，这4项都还没有公布。" in block
    assert "牵头单位由谁牵头" in block and "可核对本站增列原文没有要求这几项；" in block


def test_a_request_for_all_of_it_is_ready_to_copy() -> None:
    block = reading.block(real(), "ask")
    assert "吕梁市人民政府：" in block
    assert "申请公开2026年20件大事要事每一件的下列信息" in block
    assert "六、量化目标、完成时限、完成情况的凭据。" in block


def test_a_list_that_asks_nothing_has_neither_demands_nor_request() -> None:
    html = page(plan="")
    assert 'id="asked"' not in html and 'id="ask"' not in html


def test_it_leads_to_the_archived_source() -> None:
    assert 'href="sources/economic-work-conference-2026-01-08.html"' in real()
    assert 'href="sources/text.html"' in page()


def test_the_classification_is_said_to_be_editorial() -> None:
    assert "按主题（编辑归类）" in real()


def test_whoever_has_seen_a_publication_is_asked_to_tell() -> None:
    """By mail where there is an address, else on the page that says how; nobody where nobody listens."""
    assert "见过的请告诉我们" not in page()
    phone = {"portal.yml": tiny.PORTAL.replace("{name: 样例}", "{name: 样例, phone: 0000-0000000}")}
    assert 'href="about.html#report">见过的请告诉我们' in page(more=phone)
    mail = {"portal.yml": tiny.PORTAL.replace("{name: 样例}", "{name: 样例, email: a@example.org}")}
    assert 'href="mailto:a%40example.org' in page(more=mail)
