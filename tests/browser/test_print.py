"""A task on paper: one page to hang up, all of it when asked for."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.kinds import KINDS, LIVELY

pytestmark = pytest.mark.browser


def sheets(page: Page) -> list[tuple[float, float]]:
    """Width and height, in points, of every sheet of the page when printed."""
    pdf = page.pdf(prefer_css_page_size=True)
    count = len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf)
    assert count and len(boxes) == count
    return [(float(width), float(height)) for width, height in boxes]


@pytest.mark.parametrize("kind", ["task", "task of three targets", "task, march", "task, december", "task, end", "task ended",
                                  "task without records"])
def test_a_task_is_one_sheet_of_a4(page: Page, kind: str) -> None:
    """The first has most to show: two burn-ups, adjustments, a chain, a money table."""
    page.goto((KINDS | LIVELY)[kind])
    [(width, height)] = sheets(page)
    assert (round(width), round(height)) in ((595, 842), (596, 842), (595, 843))


def words(page: Page) -> str:
    """What is seen on paper."""
    page.emulate_media(media="print")
    return page.inner_text("body")


def test_the_sheet_to_hang_up_says_where_its_page_is_and_of_which_day_it_is(page: Page) -> None:
    page.goto(KINDS["task"])
    text = words(page)
    assert "第3件，共20件" in text and "截至2026年6月30日" in text and "9个部分完成3个" in text
    assert "example.org/2026/03-hydrogen/" in text
    assert page.locator(".qr img").evaluate("one => one.complete && one.naturalWidth > 0 && one.checkVisibility()")


def test_a_request_is_printed_alone(page: Page) -> None:
    """All of it; or the one that is open."""
    page.goto(KINDS["task without records"])
    page.locator("#print-ask").check()
    text = words(page)
    assert text.startswith("吕梁市人民政府：") and text.endswith("请以电子文本提供，发送至本人邮箱。") and "一、牵头单位" in text
    page.emulate_media(media="screen")
    page.locator("#q-funding summary").click()
    text = words(page)
    assert text.startswith("吕梁市人民政府：\n《市委经济工作会议召开》写明：") and "资金的计划、到位和支付情况。" in text
    assert text.count("吕梁市人民政府") == 1
    assert len(sheets(page)) == 1


def test_all_of_it_is_printed_when_asked_for(page: Page) -> None:
    page.goto(KINDS["task"])
    page.locator("#print-all").check()
    assert len(sheets(page)) > 1
