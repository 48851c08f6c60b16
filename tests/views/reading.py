"""A page as a reader sees it: its words, block by block."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from portal import render
from portal.library import Portal
from portal.state import TaskState
from portal.views.brief import Brief, brief
from portal.views.edition import edition
from portal.views.frame import site
from portal.views.parts import symbols
from tests import tiny

ROOT = Path(__file__).parent.parent.parent
JINJA = render.environment(ROOT / "templates")

Slice = Callable[[Portal, TaskState], object]  # what pages ask of a task


def html(kind: Any, portal: Portal, day: str, url: str) -> str:
    """The page at `url` of one kind of views (a module with `pages`), rendered."""
    for page in kind.pages(site(edition(portal, date.fromisoformat(day)), tiny.VERSIONS)):
        if page.url == url:
            view: Any = page.view
            view = replace(view, frame=replace(view.frame, symbols=symbols(view)))
            return render.render(JINJA, replace(page, make=lambda view=view: view)).decode()
    raise AssertionError(f"no page {url}")


def briefs(portal: Portal, day: str) -> tuple[Brief, ...]:
    """Every task in short, list by list."""
    today = edition(portal, date.fromisoformat(day))
    return tuple(today.ask(brief, key) for key in today.tasks())


@cache
def _plain(text: str) -> str:
    text = re.sub(r"<(style|symbol)\b.*?</\1>", "", text, flags=re.DOTALL)
    return "".join(unescape(re.sub(r"<[^>]+>", "", text)).split())


def words(text: str) -> str:
    """What is read aloud: without tags and white space."""
    return _plain(text)


def block(text: str, id: str) -> str:
    """The words of the section with this id."""
    found = re.search(rf'<section[^>]*id="{id}".*?</section>(?=\s*(<section|</main|</div>))', text, re.DOTALL)
    assert found, f"no section {id}"
    return words(found[0])
