"""A task on paper: one page to hang up, all of it when asked for."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.kinds import KINDS

pytestmark = pytest.mark.browser


def sheets(page: Page) -> list[tuple[float, float]]:
    """Width and height, in points, of every sheet of the page when printed."""
    pdf = page.pdf(prefer_css_page_size=True)
    count = len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf)
    assert count and len(boxes) == count
    return [(float(width), float(height)) for width, height in boxes]


@pytest.mark.parametrize("kind", ["task", "task settled", "task ended", "task without records"])
def test_a_task_is_one_sheet_of_a4(page: Page, kind: str) -> None:
    """The first has three targets, most of its parts, an adjustment and a money table."""
    page.goto(KINDS[kind])
    [(width, height)] = sheets(page)
    assert (round(width), round(height)) in ((595, 842), (596, 842), (595, 843))


def test_all_of_it_is_printed_when_asked_for(page: Page) -> None:
    page.goto(KINDS["task"])
    page.locator("#print-all").check()
    assert len(sheets(page)) > 1
