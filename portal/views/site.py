"""Every page of the site, kind by kind."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from portal.views import about, changes, cuts, disclosure, lists, method, sources, task, updates
from portal.views import calendar as dates
from portal.views.edition import Edition, Page
from portal.views.frame import site
from portal.views.parts import symbols


def pages(edition: Edition, versions: Mapping[str, str]) -> Iterator[Page]:
    """The pages of an edition, one after the other, each finished: its sprite holds the shapes that it uses."""
    here = site(edition, versions)
    for kind in (lists, task, cuts, updates, changes, dates, disclosure, sources, method, about):
        for page in kind.pages(here):
            view: Any = page.view
            yield replace(page, view=replace(view, frame=replace(view.frame, symbols=symbols(view))))
