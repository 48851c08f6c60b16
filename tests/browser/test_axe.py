"""No page kind has a violation that axe-core finds: WCAG 2.2 AA and best practices; phone and desk, light, dark, large type."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.kinds import KINDS, ROOT

pytestmark = pytest.mark.browser

TAGS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# what a mode can change: by night the colours, with large type the sizes and what has to scroll
RULES = {
    "light": TAGS,
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "large": {"type": "rule", "values": ["target-size", "scrollable-region-focusable", "meta-viewport"]},
}
RUN = """rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false,
    rules: {'target-size': {enabled: true}}})"""


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(page: Page, kind: str) -> None:
    """Folded parts are opened, so that what is in them is read too."""
    page.goto(KINDS[kind])
    page.evaluate((ROOT / "node_modules/axe-core/axe.min.js").read_text("utf-8"))
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    found = []
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for mode, rules in RULES.items():
            page.emulate_media(color_scheme="dark" if mode == "dark" else "light")
            page.locator("#large").set_checked(mode == "large")
            found += [said(mode, width, violation) for violation in page.evaluate(RUN, rules)["violations"]]
    assert found == []


def said(mode: str, width: int, violation: dict[str, Any]) -> str:
    """A violation in one line, with the first elements that it was found in."""
    where = " | ".join(f"{node['target']} {node['html'][:120]}" for node in violation["nodes"][:3])
    why = violation["nodes"][0]["failureSummary"].replace("\n", " ")
    return f"{mode} {width}: {violation['id']} x{len(violation['nodes'])}: {why} {where}"
