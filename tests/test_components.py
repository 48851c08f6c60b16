"""Every component by name: macro file, style file and examples (portal/catalogue.py), tested the day it is added."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from markupsafe import Markup

from portal import render
from portal.catalogue import Example, components, examples, html
from portal.views import parts
from tests import tiny

ROOT = Path(__file__).parent.parent
COMPONENTS = components(ROOT / "templates")
JINJA = render.environment(ROOT / "templates")
CASES = [pytest.param(one, id=f"{one.component}-{one.name}") for component in COMPONENTS for one in examples(component)]
VOID = {"meta", "link", "br", "input", "img", "col", "hr"}


class Tree(HTMLParser):
    """Says what is wrong with the nesting of tags, and remembers tags, attributes, ids and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice in <{tag}>"

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing that is open"

    def handle_data(self, data: str) -> None:
        self.text += data


def poisoned(value: Any, keep: frozenset[str] = frozenset({"mark", "anchor"})) -> Any:
    """The same data with markup in every word."""
    if isinstance(value, str):
        return value + "<script>\"'>&" if value else value
    if isinstance(value, list | tuple):
        return tuple(poisoned(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: poisoned(getattr(value, field.name))
                                 for field in fields(value) if field.name not in keep})
    return value


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_is_a_macro_a_style_file_and_examples_of_one_name(component: Path) -> None:
    assert hasattr(JINJA.get_template(f"components/{component.name}").module, component.stem)
    assert (ROOT / "assets/css/components" / f"{component.stem}.css").exists()
    names = [one.name for one in examples(component)]
    assert len(set(names)) == len(names)
    assert any(not one.hidden for one in examples(component))
    assert any(one.hidden for one in examples(component)), "no nasty example"


def test_each_style_file_has_its_component() -> None:
    styles = {path.stem for path in (ROOT / "assets/css/components").glob("*.css")}
    assert styles == {component.stem for component in COMPONENTS}


@pytest.mark.parametrize("example", CASES)
def test_an_example_is_well_nested_html(example: Example) -> None:
    tree = Tree(html(JINJA, example))
    ids = [value for name, value in tree.attributes if name == "id"]
    assert len(set(ids)) == len(ids)
    assert "None" not in tree.text and "Run(" not in tree.text


@pytest.mark.parametrize("example", CASES)
def test_there_is_no_inline_style_and_no_script(example: Example) -> None:
    """A strict Content-Security-Policy allows neither."""
    tree = Tree(html(JINJA, example))
    assert not {name for name, _ in tree.attributes if name == "style" or name.startswith("on")}
    assert "script" not in tree.tags


@pytest.mark.parametrize("example", CASES)
def test_markup_in_any_word_stays_text(example: Example) -> None:
    tree = Tree(html(JINJA, replace(example, params={key: poisoned(value) for key, value in example.params.items()})))
    assert "script" not in tree.tags


def test_only_the_output_of_markdown_is_taken_as_markup() -> None:
    """A string that says it is Markup is printed as it is; nothing in the templates says so itself."""
    entry = parts.Entry("2026-06-30", prose=Markup("<p>柳河站<em>投运</em></p>"))
    assert "<p>柳河站<em>投运</em></p>" in html(JINJA, Example("log", "", {"entries": [entry]}))
    for template in (ROOT / "templates").rglob("*.html"):
        source = template.read_text("utf-8")
        assert "| safe" not in source and "|safe" not in source and "autoescape" not in source, template.name


def test_every_shape_that_code_names_is_drawn() -> None:
    tables = (parts.LIGHTS, parts.STATUSES, parts.CELLS, parts.RECORDS, parts.STEPS)
    named = {glyph.symbol for table in tables for glyph in table.values()}
    drawn = html(JINJA, Example("glyph", "", {"symbols": sorted(named)}, macro="sprite"))
    assert {value for name, value in Tree(drawn).attributes if name == "id"} == {f"g-{symbol}" for symbol in named}
    source = (ROOT / "templates/components/glyph.html").read_text("utf-8")
    assert source.count("<symbol") == len(named), "a shape that nobody names"


def frames() -> Iterator[parts.Frame]:
    """The frame of a page deep in the site, and one of a page at the top with nothing in it."""
    link = parts.Link("2026年", "../../index.html", True)
    yield parts.Frame("../../", "氢能产业 - 云岭市", "截至2026年6月30日", tiny.VERSIONS, "云岭市", "../../index.html", "示例数据",
                      "云岭市是虚构的城市。", (link,), (link,), ("本站不是政府网站。",), ("behind",), "https://example.org/")
    yield parts.Frame("", "空", "", tiny.VERSIONS, "空", "index.html", "", "", (), (), ())


@pytest.mark.parametrize("frame", list(frames()), ids=["deep", "bare"])
def test_the_frame_of_a_page_is_whole(frame: parts.Frame) -> None:
    """Live reload looks for </head>; the style sheet is found from any depth; the skip link comes before all others."""
    text = JINJA.get_template("base.html").render(frame=frame)
    tree = Tree(text.removeprefix("<!doctype html>"))
    attributes = [value for name, value in tree.attributes if name == "href"]
    assert text.startswith("<!doctype html>\n<html lang=\"zh-CN\">\n<head>") and "</head>" in text and "</body>" in text
    assert f"{frame.root}assets/site.css?v={frame.versions['site.css']}" in attributes
    assert next(value for value in attributes if value in ("#main", frame.home)) == "#main"
    assert SimpleNamespace(main="main" in tree.tags, notice="aside" in tree.tags) == SimpleNamespace(
        main=True, notice=bool(frame.notice_label))
