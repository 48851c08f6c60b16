"""The tasks cut by unit, theme and place."""

import re
from functools import cache
from pathlib import Path

import pytest

from portal.library import Portal
from portal.views import cuts
from portal.views.cuts import roles
from tests import tiny
from tests.views import reading

ROOT = Path(__file__).parent.parent


@cache
def sample() -> Portal:
    return tiny.folder(ROOT / "sample/content")


@cache
def june(url: str) -> str:
    return reading.html(cuts, sample(), "2026-06-30", url)


REGISTRIES = {
    "units.yml": "- {id: water, name: 样例水务局, short: 水务局, kind: 部门, phone: 0000-0000000, parent: city}\n"
                 "- {id: city, name: 样例市政府, kind: 政府}\n- {id: power, name: 样例能源局}\n- {id: spare, name: 没有任务的局}\n",
    "themes.yml": "- {id: farm, title: 乡村, order: 2}\n- {id: city, title: 城市, order: 1}\n- {id: spare, title: 没有任务的主题}\n",
    "places.yml": "- {id: north, name: 北山县, kind: 县, code: '140000'}\n- {id: spare, name: 没有任务的县}\n",
}
TASK = """
lead_unit: water
supporting_units: [power]
places: [north]
themes: {ids: [farm, city], basis: editorial}
milestones: [{id: m, title: 开工, unit: power}]
"""


def page(url: str, text: str = TASK) -> str:
    portal, problems = tiny.load(tiny.files(text, more=REGISTRIES))
    assert not problems, problems
    return reading.html(cuts, portal, "2026-06-30", url)


def test_the_index_counts_tasks_parts_and_slow_tasks_of_each_unit() -> None:
    seen = reading.words(june("units/index.html"))
    assert "22个责任单位，截至2026年6月30日" in seen
    assert "市能源局市直部门5215/261" in seen


def test_units_of_one_kind_stand_together() -> None:
    seen = reading.words(june("units/index.html"))
    assert seen.rindex("市直部门") < seen.index("县区政府")


def test_themes_come_in_their_own_order() -> None:
    names = re.findall(r'<a href="(\w+)\.html">', page("themes/index.html").partition("<table")[2])
    assert names == ["city", "farm"]


@pytest.mark.parametrize("folder", ["units", "themes", "places"])
def test_only_ids_that_occur_have_a_page(folder: str) -> None:
    with pytest.raises(AssertionError, match="no page"):
        page(f"{folder}/spare.html")


def test_a_portal_without_units_has_no_units() -> None:
    with pytest.raises(AssertionError, match="no page"):
        page("units/index.html", "")


def test_the_tasks_of_a_unit_stand_list_by_list_with_their_totals() -> None:
    html = june("units/energy-bureau.html")
    seen = reading.words(html)
    assert seen.index("2026年20件大事实事") < seen.index("氢能产业") < seen.index("2025年5件大事要事") < seen.index("清洁取暖改造")
    assert "5件中完成2件" in reading.block(html, "totals")
    assert 'href="../2026/03-hydrogen/index.html"' in html


def test_each_row_of_a_unit_says_its_role() -> None:
    html = page("units/power.html")
    assert "配合、节点" in html
    assert "牵头" in page("units/water.html")


def test_a_role_is_read_off_the_promise() -> None:
    text = "lead_unit: water\nresponsible_units: [water]\nmeasures: [{id: do, text: 建成样例站20座, unit: water}]"
    portal, problems = tiny.load(tiny.files(text, more=REGISTRIES))
    assert not problems, problems
    task, = reading.briefs(portal, "2026-06-30")
    assert roles(task, "water") == "牵头、责任、举措"


def test_a_unit_shows_what_is_registered_of_it() -> None:
    seen = reading.words(page("units/water.html"))
    assert "全称样例水务局类别部门上级单位样例市政府电话0000-0000000" in seen


def test_a_parent_without_a_page_is_not_linked() -> None:
    assert 'href="city.html"' not in page("units/water.html")


def test_a_unit_shows_how_it_kept_its_original_deadlines() -> None:
    block = reading.block(june("units/energy-bureau.html"), "record")
    assert "按最初公布的时限计：后来" in block and "它牵头的74120" in block


def test_a_unit_shows_what_its_tasks_have_not_published() -> None:
    html = june("units/energy-bureau.html")
    assert 'href="../disclosure.html#ask-funding">资金' in html


def test_gaps_of_an_older_list_lead_to_that_list() -> None:
    """公开要求 that only the list of 2025 could answer lead to its own page."""
    html = reading.html(cuts, sample(), "2025-06-30", "units/energy-bureau.html")
    assert 'href="../disclosure.html#ask-lead_unit"' in html


def test_a_supporting_unit_is_not_asked_for_the_gaps() -> None:
    assert 'id="missing"' not in page("units/power.html")


def test_a_theme_says_who_classified_and_where_it_comes_from() -> None:
    seen = reading.words(june("themes/livelihood.html"))
    assert "主题由编辑归类，原文没有写。" in seen
    assert "出处云岭市委经济工作会议召开（2026年），六个方面" in seen
    assert "主题由原文写明。" in reading.words(page("themes/city.html", TASK.replace("editorial", "source")))


def test_a_place_shows_its_kind_and_code() -> None:
    assert "类别县行政区划代码140000" in reading.words(page("places/north.html"))


def test_beyond_some_hundred_rows_older_lists_are_counted_and_linked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuts, "ROWS", 3)
    html = reading.html(cuts, sample(), "2026-06-30", "units/energy-bureau.html")
    assert "2件，见这份清单。" in html and "清洁取暖改造" not in html
