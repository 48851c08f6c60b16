"""Every page kind in Chromium 86, as which old WebViews still read the web: no :has(), no layers, no nesting, no padding-inline.

What such a browser cannot do it does not show, and the rest it shows as it should.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.kinds import KINDS, LIVELY
from tests.browser.test_layout import OPEN, TOO_WIDE
from tests.test_contrast import DAY, colour
from tests.test_css import FILES, declarations, without_comments

pytestmark = pytest.mark.browser

# a phone for every kind, a desk for the two that are arranged anew there
WINDOWS = {kind: (kind, 375) for kind in KINDS | LIVELY} | {f"{kind}, 1280 px": (kind, 1280) for kind in ("list", "task")}

# what a reader without them does not miss: finer spacing and line breaks, the colour of a box that is not shown
POLISH = {"accent-color", "font-synthesis", "forced-color-adjust", "text-autospace", "text-decoration-thickness",
          "text-emphasis", "text-emphasis-position", "text-spacing-trim", "text-underline-offset", "text-wrap"}

SEEN = """const seen = one => {
  const box = one.getBoundingClientRect(), style = getComputedStyle(one)
  return box.width > 1 && box.height > 1 && box.left >= 0 && style.visibility === 'visible' && style.opacity === '1'
}"""
# headings and paragraphs that are neither seen nor folded away; left out is what is for other ears, windows and browsers (see CONTROLS)
UNSEEN = f"""() => {{
  {SEEN}
  const folded = one => {{
    const box = one.closest('details:not([open])')
    return box && (!one.closest('summary') || folded(box.parentElement))
  }}
  return [...document.querySelectorAll('main h1, main h2, main h3, main p')]
    .filter(one => one.textContent.trim() && !one.closest('form, .print, .vh, .qr') && !folded(one) && !seen(one))
    .map(one => one.outerHTML.slice(0, 160))
}}"""
# what works by :has() alone: large type, the filters, what to print
CONTROLS = "form, input, select, .hint, .mast label, .print"
SHOWN = f"""controls => {{
  {SEEN}
  return [...document.querySelectorAll(controls)].filter(seen).map(one => one.outerHTML.slice(0, 160))
}}"""
# what is wrong with the row of a task, as a card and in a table
ROWS = f"""() => {{
  {SEEN}
  return [...document.querySelectorAll('.tasks tbody tr')].map(row => {{
    const parts = ['.name a', '.light', '.light .g', '.parts .n', '.parts svg'].map(part => row.querySelector(part))
    const [name, light, shape, , cells] = parts.map(part => part.getBoundingClientRect())
    const card = row.getBoundingClientRect(), wide = innerWidth > 960
    const wrong = parts.filter(part => !seen(part)).map(part => part.outerHTML.slice(0, 80))
    if (card.left < 16 || card.right > innerWidth - 16 || cells.right > card.right) wrong.push('sticks out')
    if (wide ? light.left < name.right : light.top < name.bottom) wrong.push('the light is not where it belongs')
    if (wide ? cells.left < light.right : cells.left < name.right) wrong.push('the parts are not where they belong')
    if (!document.querySelector(row.querySelector('.light use').getAttribute('href'))) wrong.push('no shape')
    return wrong.join('; ')
  }})
}}"""


@dataclass(frozen=True, slots=True)
class Opened:
    """A page in the old browser, how wide its window is in px, and what its scripts complained of."""

    page: Page
    width: int
    wrong: list[str]


@pytest.fixture(scope="module", params=list(WINDOWS.values()), ids=list(WINDOWS))
def opened(old_browser: Browser, addresses: Mapping[str, str], request: pytest.FixtureRequest) -> Iterator[Opened]:
    """Each page once for all tests, which leave it as it was."""
    kind, width = request.param
    context = old_browser.new_context(base_url=addresses["http"], viewport={"width": width, "height": 800}, color_scheme="light")
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text))
    page.goto((KINDS | LIVELY)[kind])
    yield Opened(page, width, wrong)
    context.close()


@contextmanager
def unfolded(page: Page) -> Iterator[None]:
    """All that is folded is open; afterwards it is as before."""
    was = page.evaluate("[...document.querySelectorAll('details')].map(one => one.open)")
    page.evaluate(OPEN)
    yield
    page.evaluate("was => document.querySelectorAll('details').forEach((one, place) => { one.open = was[place] })", was)


def test_it_is_chromium_86(old_browser: Browser) -> None:
    """It knows nothing of what the portal's style sheet does without, or asks for with @supports."""
    assert old_browser.version.startswith("86.")
    page = old_browser.new_page()
    assert page.evaluate("CSS.supports('selector(b)') && CSS.supports('padding-inline-start: 1px')")
    for late in ("selector(:has(a))", "selector(:is(a))", "selector(::details-content)", "padding-inline: 1px", "inset: 0"):
        assert page.evaluate("late => CSS.supports(late)", late) is False, late
    assert page.evaluate("typeof CSSLayerBlockRule + typeof CSSNestedDeclarations") == "undefined" * 2
    page.close()


def test_of_all_declarations_it_drops_none_but_polish(old_browser: Browser) -> None:
    written = [found for path in FILES for found in declarations(without_comments(path))]
    page = old_browser.new_page()
    dropped = page.evaluate("all => all.filter(([name, value]) => !CSS.supports(name, value))", written)
    page.close()
    assert len(written) > 500
    assert [f"{name}: {value}" for name, value in dropped if name not in POLISH] == []


def test_the_style_sheet_applies(opened: Opened) -> None:
    """Paper, ink, letters and the margin of the page are those of the tokens and of base.css."""
    found = opened.page.evaluate("""() => {
      const page = getComputedStyle(document.querySelector('main.page')), body = getComputedStyle(document.body)
      return [getComputedStyle(document.documentElement).backgroundColor, body.color, body.fontSize, page.paddingLeft, page.paddingRight]
    }""")
    letter, margin = ("17px", "17px") if opened.width < 768 else ("18px", "36px")
    assert found == [f"rgb{colour(DAY, '--bg')}", f"rgb{colour(DAY, '--text')}", letter, margin, margin]


def test_nothing_is_wider_than_the_window(opened: Opened) -> None:
    """Also when all that is folded is open."""
    assert opened.page.evaluate(TOO_WIDE) == []
    with unfolded(opened.page):
        assert opened.page.evaluate(TOO_WIDE) == [], "unfolded"


def test_every_heading_and_paragraph_is_seen_or_folded_away(opened: Opened) -> None:
    assert opened.page.evaluate(UNSEEN) == []


def test_no_control_is_shown_that_cannot_work(opened: Opened) -> None:
    """Nor its label, nor the words that say what it does; large type is on every page."""
    assert opened.page.locator("#large").count() == 1
    with unfolded(opened.page):
        assert opened.page.evaluate(SHOWN, CONTROLS) == []


def test_scripts_run_without_a_complaint(opened: Opened) -> None:
    assert opened.wrong == []


@pytest.mark.parametrize("opened", [("list", 375), ("list, end", 375), ("cut", 375), ("list", 1280)], indirect=True,
                         ids=["list", "list, end", "cut", "list, 1280 px"])
def test_each_task_is_a_card_or_a_row_with_title_light_and_parts(opened: Opened) -> None:
    """On a phone the light stands under the title, on a desk beside it in its own column."""
    rows = opened.page.evaluate(ROWS)
    assert len(rows) >= 5
    assert [wrong for wrong in rows if wrong] == []
    header = opened.page.evaluate("getComputedStyle(document.querySelector('.tasks thead')).clipPath === 'none'")
    assert header is (opened.width >= 960), "names of columns"
