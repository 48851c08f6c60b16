"""No page kind has a violation that axe-core finds: WCAG 2.2 AA and best practices; phone and desk, light, dark, large type."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.kinds import KINDS, LIVELY, ROOT

pytestmark = pytest.mark.browser

TAGS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
MODES = ("light", "dark", "large")
# Folded parts are opened, so that what is in them is read too.
START = """([rules, large]) => {
  for (const one of document.querySelectorAll('details')) one.open = true
  document.getElementById('large').checked = large
  window.found = axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false, rules: {'target-size': {enabled: true}}})
}"""


@pytest.mark.parametrize("kind", KINDS | LIVELY)
def test_axe_finds_nothing(page: Page, kind: str) -> None:
    """A phone and a desk side by side, each in its own tab, so that two processors have work."""
    page.context.add_init_script(path=ROOT / "node_modules/axe-core/axe.min.js")
    windows = {375: page, 1280: page.context.new_page()}
    for width, window in windows.items():
        window.set_viewport_size({"width": width, "height": 800})
        window.goto((KINDS | LIVELY)[kind], wait_until="commit")
    for window in windows.values():
        window.wait_for_load_state()
    found = []
    for mode in MODES:
        for window in windows.values():
            window.emulate_media(color_scheme="dark" if mode == "dark" else "light")
            window.evaluate(START, [TAGS, mode == "large"])
        for width, window in windows.items():
            found += [said(mode, width, violation) for violation in window.evaluate("async () => (await window.found).violations")]
    assert found == []


def test_axe_is_awake(page: Page) -> None:
    """A grey word, a name that is missing, and a target that is too small for a finger are found."""
    page.add_init_script(path=ROOT / "node_modules/axe-core/axe.min.js")
    page.goto(KINDS["404"])
    page.evaluate("""() => {
      document.querySelector('main').innerHTML += '<p>灰色的字</p><a href="#a"></a><button>一</button><button>二</button>'
      const [grey] = [...document.querySelectorAll('main p')].slice(-1)
      grey.style.color = '#999'  // the policy of the pages allows no style in a tag
      for (const one of document.querySelectorAll('main button')) { one.style.inlineSize = '9px'; one.style.padding = 0 }
    }""")
    page.evaluate(START, [TAGS, False])
    found = {violation["id"] for violation in page.evaluate("async () => (await window.found).violations")}
    assert {"color-contrast", "link-name", "target-size"} <= found


def said(mode: str, width: int, violation: dict[str, Any]) -> str:
    """A violation in one line, with the first elements that it was found in."""
    where = " | ".join(f"{node['target']} {node['html'][:120]}" for node in violation["nodes"][:3])
    why = violation["nodes"][0]["failureSummary"].replace("\n", " ")
    return f"{mode} {width}: {violation['id']} x{len(violation['nodes'])}: {why} {where}"
