"""Every example of every component, as the catalogue shows it: axe-core finds no violation, html-validate no error.

Nothing is named here: a component that is added is looked at the day it is added.
"""

import json
import subprocess
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from portal import catalogue, render
from portal.views.edition import edition
from tests import tiny
from tests.browser.kinds import ROOT, write
from tests.browser.test_axe import MODES, TAGS, said
from tests.browser.test_layout import OPEN, TOO_WIDE

pytestmark = pytest.mark.browser

URL = "catalogue/_components.html"
# What is asked of a page, not of a piece: two examples of a footer on one page bear one name. On a page of the site there is
# one of each (test_axe.py, test_html.py).
OF_PAGES = {"axe": ["landmark-unique"], "html-validate": ["unique-landmark"]}
START = """([where, off, rules, large]) => {
  for (const one of document.querySelectorAll('details')) one.open = true
  document.getElementById('large').checked = large
  const chosen = {'target-size': {enabled: true}}
  for (const rule of off) chosen[rule] = {enabled: false}
  window.found = axe.run(where, {runOnly: rules, resultTypes: ['violations'], preload: false, rules: chosen})
}"""
FOUND = "async () => (await window.found).violations"
EXAMPLES, AROUND = {"include": [[".try"]]}, {"exclude": [[".try"]]}


@pytest.fixture(scope="module")
def file(folder: Path) -> Path:
    """The catalogue with what it loads, below the folder of all sites."""
    templates, assets = ROOT / "templates", ROOT / "assets"
    place = (folder / "city" / URL).parent
    for name, data in render.assets(templates, assets).items():
        write(place / "assets" / name, data)
    for draft in catalogue.drafts(templates, assets, edition(tiny.load(tiny.files())[0], date(2026, 3, 1))):
        write(place / draft.url, draft.make())
    return place / catalogue.URL


def test_axe_finds_nothing_in_an_example(page: Page, file: Path) -> None:
    """And nothing in what stands around them, where no rule is left out."""
    page.context.add_init_script(path=ROOT / "node_modules/axe-core/axe.min.js")
    windows = {375: page, 1280: page.context.new_page()}  # side by side, so that two processors have work
    for width, window in windows.items():
        window.set_viewport_size({"width": width, "height": 800})
        window.goto(URL)
        assert window.locator(".try").count() > 100
    runs = [(mode, EXAMPLES, OF_PAGES["axe"]) for mode in MODES]
    found = []
    for mode, where, off in [*runs, ("light", AROUND, [])]:
        for window in windows.values():
            window.emulate_media(color_scheme="dark" if mode == "dark" else "light")
            window.evaluate(START, [where, off, TAGS, mode == "large"])
        for width, window in windows.items():
            found += [said(mode, width, violation) for violation in window.evaluate(FOUND)]
    assert found == []


def test_axe_is_awake_inside_an_example(page: Page, file: Path) -> None:
    """In a plain one and in one that is folded away; of what is left out, all is found when it is not."""
    page.add_init_script(path=ROOT / "node_modules/axe-core/axe.min.js")
    page.goto(URL)
    page.evaluate("""for (const one of ['.sec > .try', '.nasty > .try']) {
        const box = document.querySelector(one)
        box.innerHTML += '<p>灰色的字</p><a href="#a"></a><button>一</button><button>二</button>'
        box.querySelector(':scope > p').style.cssText = 'color: #999; background: #fff'
        for (const small of box.querySelectorAll(':scope > button')) small.style.cssText = 'inline-size: 9px; padding: 0'
    }""")
    page.evaluate(START, [EXAMPLES, [], TAGS, False])
    found = Counter({violation["id"]: len(violation["nodes"]) for violation in page.evaluate(FOUND)})
    assert all(found[rule] >= 2 for rule in ("color-contrast", "link-name", "target-size")), found
    assert set(found) == {"color-contrast", "link-name", "target-size", *OF_PAGES["axe"]}


def test_every_example_is_valid(file: Path, tmp_path: Path) -> None:
    """Its report goes to a file, as in test_html.py."""
    report = tmp_path / "report.json"
    program = ["node", "node_modules/html-validate/bin/html-validate.mjs", "--formatter", "json",
               "--config", "tests/browser/htmlvalidate.config.mjs", str(file)]
    with report.open("wb") as output:
        done = subprocess.run(program, cwd=ROOT, stdout=output, stderr=subprocess.PIPE, text=True, check=False)
    assert report.read_bytes(), done.stderr
    lines = file.read_text("utf-8").splitlines()
    found = [(message["ruleId"], f"{message['message']} {lines[message['line'] - 1][:160]}")
             for one in json.loads(report.read_bytes()) for message in one["messages"]]
    assert {rule for rule, _ in found} >= set(OF_PAGES["html-validate"]), "left out for nothing, or not read"
    assert [(rule, words) for rule, words in found if rule not in OF_PAGES["html-validate"]] == []


def test_no_example_is_wider_than_its_window(page: Page, file: Path) -> None:
    """320 px; 375 px with large type, where even a number of eight digits has its room; all that is folded is open."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(URL)
    page.evaluate(OPEN)
    assert page.evaluate(TOO_WIDE) == []
    page.set_viewport_size({"width": 375, "height": 640})
    page.locator("#large").check()
    assert page.evaluate(TOO_WIDE) == [], "large type"
