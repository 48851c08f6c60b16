"""Page -> Artifact: the contract between code and templates, and the one style sheet."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path

import jinja2
import pytest
from jinja2 import meta

from portal import catalogue, render
from portal.views.edition import Page, edition
from portal.views.site import pages
from tests import tiny

ROOT = Path(__file__).parent.parent
JINJA = render.environment(ROOT / "templates")


@cache
def every_page() -> tuple[Page, ...]:
    """The pages of the real list and of the sample city, on a day in the year and one after it."""
    found: list[Page] = []
    for content, day in (("content", "2026-11-24"), ("tests/sample/content", "2026-06-30")):
        found += pages(edition(tiny.folder(ROOT / content), date.fromisoformat(day)), tiny.VERSIONS)
    files = tiny.files()
    twice = {**files, **{path.replace("2026/", "2026-minsheng/"): text for path, text in files.items()}}
    found += pages(edition(tiny.load(twice)[0], date(2026, 6, 1)), tiny.VERSIONS)  # two lists in one year
    return tuple(found)


def names(template: str) -> set[str]:
    """Every name that a template and the one it extends use."""
    source = (ROOT / "templates" / template).read_text("utf-8")
    tree = JINJA.parse(source)
    found = meta.find_undeclared_variables(tree)
    # a block does not know what is imported or defined at the top of its own file: jinja2.meta takes it for unknown
    for node in tree.find_all(jinja2.nodes.FromImport):
        found -= {name[1] if isinstance(name, tuple) else name for name in node.names}
    found -= {node.name for node in tree.find_all(jinja2.nodes.Macro)}
    parents = [node.template.value for node in tree.find_all(jinja2.nodes.Extends)
               if isinstance(node.template, jinja2.nodes.Const)]
    return found.union(*(names(parent) for parent in parents))


def kinds() -> Iterator[tuple[str, type]]:
    yield from sorted({(page.template, type(page.view)) for page in every_page()}, key=lambda kind: kind[0])


def test_each_templates_names_are_its_views_fields_in_both_directions() -> None:
    for template, view in kinds():
        assert names(template) == {field.name for field in fields(view)}, template


def test_every_template_is_some_pages() -> None:
    """No template without a page: what is in templates/ is used; the catalogue's (test_catalogue.py) by `serve` alone."""
    own = {path.name for path in (ROOT / "templates").glob("*.html")} - {"base.html", catalogue.URL}
    assert own == {template for template, _ in kinds()}


def test_every_address_is_used_once() -> None:
    pages_of = edition(tiny.folder(ROOT / "tests/sample/content"), date(2026, 6, 30))
    urls = [page.url for page in pages(pages_of, tiny.VERSIONS)]
    assert len(urls) == len(set(urls))


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        JINJA.from_string("{{ nobody }}").render()


def test_markup_in_a_text_is_printed_as_text() -> None:
    assert JINJA.from_string("{{ words }}").render(words="<b>") == "&lt;b&gt;"


def test_the_sheet_has_one_written_order() -> None:
    css = render.assets(ROOT / "templates", ROOT / "assets")["site.css"].decode()
    places = [css.index(mark) for mark in ("--teal-15", "box-sizing", ".log>li", "prefers-color-scheme:dark", "@page")]
    assert places == sorted(places)


def test_a_changed_asset_has_another_version() -> None:
    first, second = (render.versions({"site.css": data}) for data in (b"a", b"b"))
    assert first["site.css"] != second["site.css"] and len(first["site.css"]) == 8
