"""What stands around every page: which pages there are, the way to each, and what the site says of itself."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from portal.views.edition import edition
from portal.views.frame import Site, site, up
from tests import tiny

ROOT = Path(__file__).parent.parent
ADJUST = "kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\n"
SUPPLEMENT = "kind: supplement\nsource: {id: text}\nset: {start: 2026-02-01}\n"
REGISTRIES = {"units.yml": "- {id: water, name: 样例水务局}\n", "places.yml": "- {id: north, name: 北山县}\n",
              "themes.yml": "- {id: city, title: 城市}\n"}


def small(text: str = "", records: dict[str, str] | None = None, plan: str = "", day: str = "2026-06-30",
          more: dict[str, str] | None = None) -> Site:
    portal, problems = tiny.load(tiny.files(text, records, plan, {**REGISTRIES, **(more or {})}))
    assert not problems, problems
    return site(edition(portal, date.fromisoformat(day)), tiny.VERSIONS)


@cache
def sample() -> Site:
    return site(edition(tiny.folder(ROOT / "sample/content"), date(2026, 6, 30)), tiny.VERSIONS)


def test_a_bare_list_has_only_what_it_can_fill() -> None:
    assert [url for _, url in small().chapters] == [
        "2026/index.html", "sources/index.html", "method.html", "about.html", "sitemap.html"]


@pytest.mark.parametrize(("text", "records", "plan", "url"), [
    ("lead_unit: water", {}, "", "units/index.html"),
    ("measures: [{id: do, text: 建成样例站20座, unit: water}]", {}, "", "units/index.html"),
    ("themes: {ids: [city]}", {}, "", "themes/index.html"),
    ("places: [north]", {}, "", "places/index.html"),
    ("", {"2026-02-01": "kind: update\nstep: announcement"}, "", "updates.html"),
    ("", {"2026-02-01": ADJUST + "action: suspend"}, "", "changes.html"),
    ("", {"2026-05-01": SUPPLEMENT}, "", "changes.html"),
    ("due: 2026-12-31", {}, "", "calendar.html"),
    ("start: 2026-02-01", {}, "", "calendar.html"),
    ("", {}, "demands: [{id: all, title: 样例, basis: portal, asks: [due]}]", "disclosure.html"),
])
def test_a_page_is_there_as_soon_as_it_has_something_to_show(text: str, records: dict[str, str], plan: str, url: str) -> None:
    assert not small().has(url)
    assert small(text, records, plan).has(url)


def test_an_early_supplement_is_no_change() -> None:
    assert not small(records={"2026-02-01": SUPPLEMENT}).has("changes.html")


def test_a_change_of_the_list_itself_is_a_change() -> None:
    rename = {"2026/2026-05-10.md": tiny.front(ADJUST + "changes: [{field: plan.title, old: 样例清单, new: 新名}]")}
    assert small(more=rename).has("changes.html")
    assert not small(more=rename, day="2026-05-09").has("changes.html")


def test_the_way_up_fits_the_depth() -> None:
    assert [up(url) for url in ("index.html", "2026/index.html", "2026/03-x/index.html")] == ["", "../", "../../"]


def test_all_links_are_relative_to_the_page() -> None:
    frame = sample().frame("2026/03-hydrogen/index.html", "氢能产业", "样例")
    assert frame.root == "../../" and frame.home == "../../index.html"
    assert all(link.href.startswith("../../") for link in (*frame.nav, *frame.menu))


def test_the_page_one_is_on_is_marked() -> None:
    frame = sample().frame("calendar.html", "日历", "")
    assert [link.text for link in frame.menu if link.current] == ["日历"]
    assert [link.text for link in sample().frame("index.html", "", "").nav if link.current] == ["2026年"]


def test_the_foot_leads_to_some_lists_and_the_list_of_all_pages_to_the_others() -> None:
    more = {f"{year}/plan.md": tiny.front(tiny.PLAN.replace("2026", str(year))) for year in range(2015, 2026)}
    lists = [url for _, url in small(more=more).chapters if url[:4].isdigit()]
    assert lists == [f"{year}/index.html" for year in range(2026, 2020, -1)]


def test_a_site_that_is_not_official_says_so_on_every_page() -> None:
    frame = small().frame("index.html", "样例清单", "")
    assert frame.notice_label == "非官方" and "不是政府网站" in frame.notice_text
    assert frame.title == "样例清单 - 样例（非官方）"
    assert any("本站不是政府网站" in str(line) for line in frame.footer)


def test_an_official_site_names_who_runs_it_and_its_registrations() -> None:
    marks = ("title: 样例\nofficial: true\ntimezone: Asia/Shanghai\n"
             "owner: {name: 样例市政府办公室, address: 样例路1号, phone: 0000-0000000, email: a@example.org, hours: 工作日 9:00—17:00}\n"
             "footer: {icp: 样例ICP备00000000号, police: 样例公网安备00000000000000号, site_code: '0000000000'}\n")
    frame = small(more={"portal.yml": marks}).frame("index.html", "样例清单", "")
    assert frame.footer == (
        "主办单位：样例市政府办公室，地址：样例路1号，电话：0000-0000000，电子邮箱：a@example.org，办公时间：工作日 9:00—17:00。",
        "政府网站标识码：0000000000，ICP备案号：样例ICP备00000000号，公安备案号：样例公网安备00000000000000号。",
        "本站所有数字由公开记录计算得出。")
    assert frame.notice_label == ""


def test_the_canonical_address_is_written_only_with_a_base_url() -> None:
    assert small().frame("2026/index.html", "", "").canonical == ""
    base = {"portal.yml": tiny.PORTAL + "base_url: https://example.org/portal/\n"}
    assert small(more=base).frame("2026/index.html", "", "").canonical == "https://example.org/portal/2026/"
    assert small(more=base).frame("updates.html", "", "").canonical == "https://example.org/portal/updates.html"


def test_before_the_first_list_there_is_no_way_to_one() -> None:
    assert small(day="2026-01-01").frame("index.html", "", "").nav == ()
