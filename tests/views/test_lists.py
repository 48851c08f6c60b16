"""The page of a list: where it stands in a sentence, a row for each task, what changed, what is due, what is missing."""

import re
from functools import cache
from pathlib import Path

from portal.library import Portal
from portal.views import lists
from tests import tiny
from tests.views import reading

ROOT = Path(__file__).parent.parent
ACTION = {"2026-02-01": "kind: update\nstep: action\n"}
ADJUST = "kind: adjustment\nreason: 供地推迟\nbasis: 样例\napprover: 样例\n"


@cache
def sample() -> Portal:
    return tiny.folder(ROOT / "sample/content")


@cache
def june(url: str = "index.html") -> str:
    return reading.html(lists, sample(), "2026-06-30", url)


def page(text: str = "", records: dict[str, str] | None = None, plan: str = "", day: str = "2026-06-30",
         more: dict[str, str] | None = None, url: str = "index.html") -> str:
    portal, problems = tiny.load(tiny.files(text, ACTION if records is None else records, plan, more))
    assert not problems, problems
    return reading.html(lists, portal, day, url)


def order(html: str) -> list[str]:
    """The ids of the sections, as they come."""
    return re.findall(r'<section[^>]* id="([^"]+)"', html)


def row(html: str, title: str) -> str:
    """The words of a task's row."""
    found = next(row for row in re.findall(r"<tr class=.*?</tr>", html, re.DOTALL) if f">{title}</a>" in row)
    return reading.words(found)


def test_the_first_page_says_in_one_sentence_where_the_newest_list_stands() -> None:
    seen = reading.words(june())
    assert "2026年20件大事实事2026年1月8日公布，截至2026年6月30日20件中，3件已完成，11件推进中。3件慢序时，" in seen
    assert "其余6件：1件自报完成，1件前期工作，2件暂未评估，1件暂缓，1件终止。已完成的3件里，1件逾期完成，1件调整后完成。" in seen
    assert "“慢序时”指比计划少10至30个百分点，或过了时限不超过30天。怎样算的" in seen


def test_every_task_is_a_row_with_light_reason_parts_next_date_and_last_record() -> None:
    html = june()
    assert len(re.findall(r'<tr class="row ', html)) == 20
    assert row(html, "氢能产业") == ("03氢能产业市能源局，调整2次慢序时建成加氢站比计划少1座3/9原定3/10"
                                 "2026-07-15首批3座加氢站验收2026-06-30今天")
    assert row(html, "化工园区搬迁") == "20化工园区搬迁市工信局，调整1次终止4月17日起1/5原定1/5无2026-04-1774天前"


def test_the_list_has_the_same_page_at_its_own_address() -> None:
    own = june("2026/index.html")
    assert 'href="../2026/03-hydrogen/index.html"' in own
    assert reading.words(own.partition("<main")[2]) == reading.words(june().partition("<main")[2])


def test_the_lights_count_and_filter() -> None:
    html = june()
    assert 'aria-label="严重滞后1件，慢序时3件，' in html
    assert 'value="serious" form="filter" id="f1"' in html and html.count('class="row f1 ') == 1


def test_adjustments_of_the_last_month_come_first_among_the_changes() -> None:
    days = re.findall(r"<time>(2026-[\d-]+)</time> (?:<b>)?(?:<svg.*?</svg> )?(\w+)(?:</b>)?</p>", june().partition('id="news"')[2])[:6]
    assert days == [("2026-06-26", "调整"), ("2026-06-15", "调整"), ("2026-06-02", "调整"),
                    ("2026-06-30", "进展"), ("2026-06-30", "进展"), ("2026-06-30", "进展")]


def test_dates_that_passed_come_before_those_to_come() -> None:
    block = reading.block(june(), "coming")
    assert block.index("2026-05-18已过43天高标准农田建设施工招标完成") < block.index("今天")


def test_many_missed_dates_are_counted() -> None:
    milestones = ", ".join(f"{{id: m{n}, title: 节点{n}, due: 2026-03-0{n}}}" for n in range(1, 6))
    block = reading.block(page(f"milestones: [{milestones}, {{id: last, title: 验收, due: 2026-12-31}}]"), "coming")
    assert "另有2个日子已过，还没有完成。" in block
    assert "节点3" in block and "节点4" not in block and "验收" in block


def test_what_is_not_published_is_a_row_for_each_ask_with_the_way_to_its_gaps() -> None:
    html = june()
    assert 'href="disclosure.html#ask-lead_unit">牵头单位' in html
    assert "牵头单位1920量化目标1920责任单位1820" in reading.block(html, "missing")


def test_totals_say_what_is_left_out() -> None:
    assert "20件中完成3件终止的1件仍计在内" in reading.block(june(), "tasks")


def test_other_lists_and_lineage_are_linked() -> None:
    block = reading.block(june(), "years")
    assert "县域水网工程，接2025年5件大事要事第2件县域水网工程（部分完成，结转）" in block


def test_the_words_and_the_own_changes_of_the_list_are_on_its_page() -> None:
    block = reading.block(june(), "plan")
    assert "会议提出，2026年地区生产总值增长5.6%左右" in block
    assert "清单名称2026年20件大事要事2026年20件大事实事" in block


def test_stricter_thresholds_are_printed_where_they_hold() -> None:
    assert "界线" not in reading.block(june(), "plan")
    assert "慢序时8个百分点通常10个百分点" in reading.block(june("2025/index.html"), "plan")


def test_a_list_with_dates_shows_the_table_first() -> None:
    assert order(june()) == ["tasks", "news", "coming", "missing", "plan", "years", "shapes"]


def test_a_list_without_any_date_leads_with_records_and_gaps() -> None:
    """Its rows show the status: 无时间表 is not said row by row."""
    plan = "demands: [{id: all, title: 抓落实, basis: portal, asks: [due]}]"
    html = page("measures: [{id: do, text: 建成样例站20座}]", plan=plan)
    assert order(html) == ["news", "missing", "tasks", "plan", "shapes"]
    assert "推进中" in row(html, "样例") and "无时间表" not in row(html, "样例")


def test_a_list_of_one_kind_of_light_needs_no_filter() -> None:
    assert "<fieldset" not in page("due: 2026-12-31\nmeasures: [{id: do, text: 建成样例站20座}]")


def test_a_list_that_asks_nothing_shows_no_gaps() -> None:
    assert "missing" not in order(page())


def test_a_cut_that_does_not_exist_is_not_linked() -> None:
    assert "换个角度看" not in page()
    assert "按责任单位" in page("lead_unit: water", more={"units.yml": "- {id: water, name: 样例水务局}\n"})


SECOND = {"2026-minsheng/plan.md": tiny.front(tiny.PLAN.replace("样例清单", "民生实事")),
          "2026-minsheng/01-x/task.md": tiny.front(tiny.TASK.replace("title: 样例", "title: 民生一件")),
          "2025/plan.md": tiny.front(tiny.PLAN.replace("样例清单", "上年清单").replace("2026", "2025"))}


def test_several_lists_of_the_newest_year_share_the_first_page() -> None:
    html = page(more=SECOND)
    seen = reading.words(html)
    assert "样例清单" in seen and "民生实事" in seen
    assert 'href="2026-minsheng/index.html"' in html
    assert "以前的清单上年清单" in seen


def test_each_of_several_lists_has_its_own_page() -> None:
    assert "民生一件" in page(more=SECOND, url="2026-minsheng/index.html")
    assert "上年清单" in page(more=SECOND, url="2025/index.html")


def test_a_list_of_tomorrow_is_not_there_yet() -> None:
    assert "还没有公布清单。" in page(day="2026-01-09", records={})


def test_markup_in_a_title_is_text() -> None:
    assert "<i>甲</i>" not in page(more={"2026/01-sample/task.md": tiny.front(tiny.TASK.replace("title: 样例", "title: <i>甲</i>"))})
