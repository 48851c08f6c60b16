"""about.html, sitemap.html, 404.html: who makes the site, every page of it, and what stands where nothing is."""

import re
from datetime import date
from pathlib import Path

from portal.library import Portal
from portal.views import about
from portal.views.edition import edition
from portal.views.site import pages
from tests import tiny
from tests.views import reading

ROOT = Path(__file__).parent.parent.parent
OWNER = "owner: {name: 样例, address: 样例路1号, phone: '000', email: a@example.org, hours: 工作日}\n"


def portal(settings: str = tiny.PORTAL) -> Portal:
    found, problems = tiny.load(tiny.files(more={"portal.yml": settings}))
    assert not problems, problems
    return found


def page(url: str, settings: str = tiny.PORTAL) -> str:
    return reading.html(about, portal(settings), "2026-07-01", url)


def test_a_site_that_is_not_official_says_so_first() -> None:
    assert "<b>非官方</b>：本站不是政府网站，不代表任何机关。" in page("about.html")


def test_an_official_site_says_who_runs_it() -> None:
    html = page("about.html", tiny.PORTAL.replace("owner: {name: 样例}\n", OWNER)
                + "official: true\nfooter: {icp: '1', police: '2', site_code: '3'}\n")
    assert "非官方" not in html
    assert "主办样例性质官方网站地址样例路1号电话000电子邮箱a@example.org办公时间工作日" in reading.block(html, "who")


def test_only_what_was_given_is_said_of_how_to_reach_the_site() -> None:
    assert "本站还没有公布联系办法。" in reading.block(page("about.html"), "report")
    given = page("about.html", tiny.PORTAL.replace("owner: {name: 样例}\n", OWNER))
    assert "写信到a@example.org。打电话：000。寄信：样例路1号。" in reading.block(given, "report")
    assert 'href="mailto:a%40example.org?subject=' in given


def test_who_takes_requests_is_shown_where_it_is_known() -> None:
    assert 'id="requests"' not in page("about.html")
    html = page("about.html", tiny.PORTAL + "requests_to: {name: 样例市人民政府, url: 'https://example.org/ask'}\n")
    assert "受理机关样例市人民政府网上申请https://example.org/ask" in reading.block(html, "requests")
    assert "disclosure.html" not in reading.words(html)  # no demands, no such page


def test_what_is_archived_is_counted() -> None:
    html = page("about.html")
    assert "1份清单，1件任务，承诺以后的记录0条。" in reading.block(html, "what")
    assert "登记了1个来源，1个存有全文。" in reading.block(html, "archive") and 'href="sources/index.html"' in html


def links(html: str) -> set[str]:
    main = html[html.index("<main") : html.index("</main>")]
    return set(re.findall(r'href="([^"#]+)"', main))


def test_the_list_of_pages_lists_every_page() -> None:
    """Of the real list and of the sample city, cuts and sources included; only the 404 page is none to go to."""
    for content, day in (("content", "2026-11-24"), ("tests/sample/content", "2026-12-31")):
        found = tiny.folder(ROOT / content)
        urls = {one.url for one in pages(edition(found, date.fromisoformat(day)), tiny.VERSIONS)} - {"404.html"}
        assert links(reading.html(about, found, day, "sitemap.html")) == urls


def test_a_missing_pages_links_begin_at_the_hosts_root_where_the_address_is_known() -> None:
    """It is served at any depth, style sheet included; without base_url they are relative to the top of the site."""
    assert {"index.html", "sitemap.html"} == links(page("404.html"))
    html = page("404.html", tiny.PORTAL + "base_url: https://example.org/city/\n")
    hrefs = re.findall(r'href="([^"#]+)"', html)
    assert hrefs and all(href.startswith("/city/") for href in hrefs)
    assert "canonical" not in html


def test_a_missing_page_says_what_it_is() -> None:
    assert "没有这一页地址可能抄错了" in reading.words(page("404.html"))
