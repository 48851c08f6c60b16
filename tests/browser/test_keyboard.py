"""Everything is reached and worked with keys alone, and one always sees where one is."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.kinds import KINDS

pytestmark = pytest.mark.browser

# where the keys are: what it is, whether it is seen, and whether it, or the label around it, has an outline
HERE = """() => {
  const one = document.activeElement, shown = one.closest('label') || one
  const box = shown.getBoundingClientRect(), style = getComputedStyle(shown), own = getComputedStyle(one)
  const outlined = style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  return {name: one.outerHTML.slice(0, 120), id: one.id, link: one.className,
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    outlined: outlined(style) || outlined(own)}
}"""
# how many stops there are: of a group of radio buttons one
STOPS = """() => [...document.querySelectorAll('a[href], summary, input, select, button, [tabindex="0"]')]
  .filter(one => one.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}))
  .filter(one => one.type !== 'radio' || one.checked).length"""


def tab_through(page: Page) -> list[dict[str, Any]]:
    """Every stop from the top of the page to its end."""
    stops = []
    for _ in range(page.evaluate(STOPS)):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(HERE))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.body || document.activeElement.className === 'skip'"), "more stops"
    return stops


@pytest.mark.parametrize("kind", ["list", "list without records", "task", "task without records", "disclosure"])
@pytest.mark.parametrize("width", [375, 1280])
def test_every_stop_is_seen_and_outlined_and_the_first_skips_to_the_text(page: Page, kind: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(KINDS[kind])
    stops = tab_through(page)
    assert stops[0]["link"] == "skip"
    assert [stop["name"] for stop in stops if not stop["seen"]] == []
    assert [stop["name"] for stop in stops if not stop["outlined"]] == []


def test_the_skip_link_leads_to_the_text(page: Page) -> None:
    """The next stop after it lies in the main part."""
    page.goto(KINDS["list"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_large_type_is_switched_with_the_space_bar(page: Page) -> None:
    page.goto(KINDS["list"])
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    before = page.evaluate(size)
    page.locator("#large").focus()
    page.keyboard.press("Space")
    assert page.evaluate(size) > 1.15 * before


def test_the_filter_is_worked_with_the_arrows(page: Page) -> None:
    """Each arrow shows the tasks of one light, as many as the option says; in the end all are back."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(KINDS["list"])
    options = page.locator(".set label")
    page.locator(".set input").first.focus()
    rows = page.locator(".tasks tbody tr:visible")
    every = rows.count()
    assert options.count() > 3
    for number in range(1, options.count()):
        page.keyboard.press("ArrowDown")
        option = options.nth(number)
        assert option.locator("input").is_checked()
        assert rows.count() == int(option.locator(".n").inner_text()) < every
    page.keyboard.press("ArrowDown")
    assert rows.count() == every


def test_the_picks_are_worked_with_keys(page: Page) -> None:
    """Each select takes an arrow; the button after them, reached with Tab, brings all back; nothing else is between."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(KINDS["list"])
    rows = page.locator(".tasks tbody tr:visible")
    names = ["status", "theme", "place", "unit"]
    page.locator("select").first.focus()
    for name in names:
        assert page.evaluate("document.activeElement.name") == name
        page.keyboard.press("ArrowDown")
        assert 0 < rows.count() < 20
        page.keyboard.press("ArrowUp")
        assert rows.count() == 20
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "sort"
    page.keyboard.press("ArrowDown")
    assert page.locator(".tasks .no").first.inner_text() != "01"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".tasks .no").first).to_have_text("01")  # a form is reset after its event


def test_a_request_is_opened_and_copied_with_keys(page: Page) -> None:
    page.goto(KINDS["task without records"])
    page.locator("#q-funding summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "用邮件写"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#q-funding [role=status]:not(:empty)").wait_for()


def test_what_is_folded_opens_with_enter(page: Page) -> None:
    """On a phone the filter is folded; every fold of a page opens and closes."""
    page.set_viewport_size({"width": 375, "height": 800})
    for kind in ("list", "task"):
        page.goto(KINDS[kind])
        folds = page.locator("details")
        assert folds.count() > 0
        for number in range(folds.count()):
            folds.nth(number).locator("> summary").focus()
            for opened in (True, False):
                page.keyboard.press("Enter")
                assert folds.nth(number).evaluate("one => one.open") is opened
