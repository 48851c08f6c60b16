"""Every page of the site, each finished."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from portal import render
from portal.library import Portal
from portal.views.edition import Edition, edition, itself
from portal.views.frame import site
from portal.views.site import SLICES, pages
from tests import tiny
from tests.test_site import files
from tests.views import reading
from tests.views.reading import JINJA, ROOT


def test_a_page_carries_exactly_the_shapes_that_it_uses() -> None:
    """The sprite is counted in every page's weight."""
    for url, data in files("sample-june").items():
        if url.endswith(".html"):
            html = data.decode()
            drawn = set(re.findall(r'<symbol id="(g-[a-z-]+)"', html))
            assert drawn == set(re.findall(r'<use href="#(g-[a-z-]+)"', html)), url


def test_two_builds_in_one_process_give_the_same_pages() -> None:
    """No module remembers anything of an earlier build."""
    first, second = ([render.render(JINJA, page) for page in
                      pages(edition(tiny.folder(ROOT / "content"), date(2026, 11, 24)), tiny.VERSIONS)]
                     for _ in range(2))
    assert first == second


# --- what a page is made from


@dataclass(frozen=True, slots=True)
class Made:
    """The pages of an edition, each with what it was given, what it asked of tasks, and what came of it."""

    edition: Edition
    pages: Mapping[str, tuple[object, Collection[tuple[reading.Slice, str]], object]]


def made(portal: Portal, day: date) -> Made:
    today = edition(portal, day)
    asked: dict[tuple[reading.Slice, str], None] = {}

    def ask(of: reading.Slice, key: str) -> Any:
        asked[of, key] = None
        return today.ask(of, key)

    found = {}
    for page in pages(replace(today, ask=ask), tiny.VERSIONS):
        assert not asked, f"which pages there are is decided by tags, but {page.url} asked"
        view = page.template, page.view
        found[page.url] = page.given, tuple(asked), view
        asked.clear()
    return Made(today, found)


def wrongly_kept(before: Made, now: Made) -> list[str]:
    """The pages that stand, as they were given the same and nothing that they asked has changed, but are not the same."""
    def same(of: reading.Slice, key: str) -> bool:
        return key in now.edition.tags and before.edition.ask(of, key) == now.edition.ask(of, key)

    return [url for url, (given, asked, view) in before.pages.items() if url in now.pages
            and now.pages[url][0] == given and all(same(*one) for one in asked) and now.pages[url][2] != view]


ADJUST = "kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\naction: suspend"
FULL = "due: 2026-12-31\nlead_unit: water\nplaces: [north]\nthemes: {ids: [farm], basis: source}"
LATE = tiny.TASK + "due: 2025-03-01\nlead_unit: office\n"
SMALL = tiny.files(FULL, {"2026-02-01": ADJUST}, more={
    "units.yml": "- {id: water, name: 样例水务局, parent: city}\n- {id: office, name: 样例局}\n- {id: city, name: 样例市政府}\n",
    "places.yml": "- {id: north, name: 北山县}\n", "themes.yml": "- {id: farm, title: 乡村}\n",
    "2026/02-other/task.md": tiny.front(tiny.TASK), "2026/02-other/2026-02-01.md": tiny.front("kind: update\nstep: action"),
    "2025/plan.md": tiny.front(tiny.PLAN.replace("2026", "2025")), "2025/01-late/task.md": tiny.front(LATE),
    "2025/01-late/2025-02-01.md": tiny.front("kind: update\nstep: announcement")})


@pytest.mark.parametrize(("path", "text"), [
    ("2025/01-late/2025-02-01.md", "kind: update\nstep: action"),  # the first progress of its list
    ("2026/02-other/2026-03-01.md", ADJUST),  # its first change
    ("2026/02-other/2026-03-01.md", "kind: update\nstep: action\nsource: {id: text}"),
    ("2026/02-other/task.md", tiny.TASK + "lead_unit: city"),  # the unit above another has a page now
    ("2026/02-other/task.md", tiny.TASK + "predecessor: 2025/01-late"),
    ("2026/02-other/task.md", tiny.TASK + "due: 2026-11-30\nplaces: [north]\nthemes: {ids: [farm], basis: editorial}"),
    ("2026/02-other/task.md", tiny.TASK.replace("title: 样例", "title: 新名")),
    ("2026/03-new/task.md", tiny.TASK),
    ("2025/02-new/task.md", tiny.TASK + "lead_unit: office"),
])
def test_a_page_is_the_same_while_what_it_was_given_and_what_it_asked_are_the_same(path: str, text: str) -> None:
    """Whatever else it shows, a build that keeps it would show as it was (cache.py); both ways, as things are taken back."""
    portals = []
    for contents in (SMALL, {**SMALL, path: tiny.front(text)}):
        portal, problems = tiny.load(contents)
        assert not problems, problems
        portals.append(made(portal, date(2026, 6, 30)))
    before, now = portals
    assert site(before.edition, {}).chapters == site(now.edition, {}).chapters, "the frame differs: all is made anew"
    assert before.pages != now.pages
    assert wrongly_kept(before, now) == wrongly_kept(now, before) == []


@pytest.mark.slow
def test_so_it_is_with_the_last_record_of_each_task_of_the_sample() -> None:
    portal, day = tiny.folder(ROOT / "tests/sample/content"), date(2027, 4, 1)
    now = made(portal, day)
    for at, year in enumerate(portal.lists):
        for number, task in enumerate(year.tasks):
            tasks = [*year.tasks[:number], replace(task, records=task.records[:-1]), *year.tasks[number + 1:]]
            lists = [*portal.lists[:at], replace(year, tasks=tuple(tasks)), *portal.lists[at + 1:]]
            before = made(replace(portal, lists=tuple(lists)), day)
            assert wrongly_kept(before, now) == wrongly_kept(now, before) == [], task.key


def test_pages_ask_only_for_what_is_kept() -> None:
    """And each kind of slice is asked for by some page."""
    found = made(tiny.folder(ROOT / "tests/sample/content"), date(2026, 6, 30))
    assert {of for _, asked, _ in found.pages.values() for of, _ in asked} == {*SLICES, itself}
