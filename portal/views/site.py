"""Every page of the site, kind by kind."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from portal.library import Portal
from portal.state import TaskState
from portal.views import about, brief, changes, cuts, disclosure, lists, method, news, ontime, rows, sources, task, updates
from portal.views import calendar as dates
from portal.views import dates as task_dates
from portal.views.edition import Edition, Page
from portal.views.frame import site
from portal.views.parts import symbols

# what pages ask of tasks, and cache.py remembers; a task's own page asks for the whole state
SLICES: tuple[Callable[[Portal, TaskState], object], ...] = (
    brief.brief, rows.row, news.news, task_dates.dated, changes.changed, ontime.past, sources.quoted)


def pages(edition: Edition, versions: Mapping[str, str]) -> Iterator[Page]:
    """The pages of an edition, one after the other, each finished: its sprite holds the shapes that it uses."""
    here = site(edition, versions)
    for kind in (lists, task, cuts, updates, changes, dates, disclosure, sources, method, about):
        for page in kind.pages(here):
            yield replace(page, make=partial(_finished, page))


def _finished(page: Page) -> object:
    view: Any = page.make()
    return replace(view, frame=replace(view.frame, symbols=symbols(view)))
