"""Every page of the site, each finished."""

import re
from datetime import date

from portal import render
from portal.views.edition import edition
from portal.views.site import pages
from tests import tiny
from tests.test_site import files
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
