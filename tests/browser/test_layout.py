"""A page fits its window: nothing is scrolled sideways but what scrolls in itself."""

import pytest
from playwright.sync_api import Page

from tests.browser.kinds import KINDS, LIVELY

pytestmark = pytest.mark.browser

OPEN = "for (const one of document.querySelectorAll('details')) one.open = true"
# what sticks out to the right, unless a box around it scrolls or cuts
TOO_WIDE = """() => {
  const root = document.scrollingElement, room = root.clientWidth
  if (root.scrollWidth <= room) return []
  const held = one => {
    for (let box = one.parentElement; box && box !== document.body; box = box.parentElement)
      if (getComputedStyle(box).overflowX !== 'visible') return true
    return false
  }
  return ['page: ' + root.scrollWidth, ...[...document.body.querySelectorAll('*')]
    .filter(one => one.getBoundingClientRect().right > room + 1 && !held(one)).slice(0, 4).map(one => one.outerHTML.slice(0, 160))]
}"""


@pytest.mark.parametrize("kind", KINDS | LIVELY)
def test_no_page_is_wider_than_its_window(page: Page, kind: str) -> None:
    """320 px: the narrowest phone, and a 1280 px window at 400 %. 640 px with letters twice as large. 320 px with large type."""
    page.goto((KINDS | LIVELY)[kind])
    page.evaluate(OPEN)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(TOO_WIDE) == [], "320 px"
    page.locator("#large").check()
    assert page.evaluate(TOO_WIDE) == [], "320 px, large type"
    page.locator("#large").uncheck()
    page.set_viewport_size({"width": 640, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = 2 * parseFloat(getComputedStyle(document.documentElement).fontSize) + 'px'")
    assert page.evaluate(TOO_WIDE) == [], "640 px, letters twice as large"
