"""Every component by name: macro file, style file and examples, tested the day it is added.

`templates/components/<name>.html` holds the macro `<name>`; `<name>.yml` beside it a list of {name, params, macro: another
macro of the file, body: what a caller puts inside, hidden: a nasty one}. A tag calls what portal.views makes data with:
`!cells {met: 3, claimed: 1, open: 5}`; what is not among the parts is named with its module: `!disclosure.Row [...]`.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from markupsafe import Markup

from portal import render
from portal.views import burnup, parts, pictures, words

ROOT = Path(__file__).parent.parent
COMPONENTS = sorted((ROOT / "templates/components").glob("*.html"))
JINJA = render.environment(ROOT / "templates")
MAKERS: dict[str, Any] = {"Decimal": Decimal} | {
    name: getattr(module, name) for module in (words, pictures, burnup, parts) for name in vars(module)}
VOID = {"meta", "link", "br", "input", "img", "col", "hr"}


class Examples(yaml.SafeLoader):
    """YAML in which a tag makes a piece."""


def make(loader: yaml.SafeLoader, name: str, node: yaml.Node) -> Any:
    module, _, own = name.rpartition(".")
    maker = getattr(import_module(f"portal.views.{module}"), own) if module else MAKERS[name]
    if isinstance(node, yaml.MappingNode):
        return maker(**{str(key): value for key, value in loader.construct_mapping(node, deep=True).items()})
    if isinstance(node, yaml.SequenceNode):
        return maker(*loader.construct_sequence(node, deep=True))
    value = yaml.safe_load(node.value)
    return maker(value if isinstance(value, date) else node.value)


Examples.add_multi_constructor("!", make)


def examples(component: Path) -> list[dict[str, Any]]:
    file = component.with_suffix(".yml")
    found: list[dict[str, Any]] = yaml.load(file.read_text("utf-8"), Examples) if file.exists() else []
    return found


CASES = [(component.stem, one) for component in COMPONENTS for one in examples(component)]


def html(component: str, example: dict[str, Any]) -> str:
    """The example as HTML."""
    module = JINJA.get_template(f"components/{component}.html").module
    params = dict(example["params"])
    if "body" in example:
        params["caller"] = lambda: example["body"]
    return str(getattr(module, example.get("macro", component))(**params))


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
    names = [one["name"] for one in examples(component)]
    assert len(set(names)) == len(names)
    assert any(not one.get("hidden") for one in examples(component))
    assert any(one.get("hidden") for one in examples(component)), "no nasty example"


def test_each_style_file_has_its_component() -> None:
    styles = {path.stem for path in (ROOT / "assets/css/components").glob("*.css")}
    assert styles == {component.stem for component in COMPONENTS}


@pytest.mark.parametrize(("component", "example"), CASES, ids=[f"{name}-{one['name']}" for name, one in CASES])
def test_an_example_is_well_nested_html(component: str, example: dict[str, Any]) -> None:
    tree = Tree(html(component, example))
    ids = [value for name, value in tree.attributes if name == "id"]
    assert len(set(ids)) == len(ids)
    assert "None" not in tree.text and "Run(" not in tree.text


@pytest.mark.parametrize(("component", "example"), CASES, ids=[f"{name}-{one['name']}" for name, one in CASES])
def test_there_is_no_inline_style_and_no_script(component: str, example: dict[str, Any]) -> None:
    """A strict Content-Security-Policy allows neither."""
    tree = Tree(html(component, example))
    assert not {name for name, _ in tree.attributes if name == "style" or name.startswith("on")}
    assert "script" not in tree.tags


@pytest.mark.parametrize(("component", "example"), CASES, ids=[f"{name}-{one['name']}" for name, one in CASES])
def test_markup_in_any_word_stays_text(component: str, example: dict[str, Any]) -> None:
    tree = Tree(html(component, {**example, "params": {key: poisoned(value) for key, value in example["params"].items()}}))
    assert "script" not in tree.tags


def test_only_the_output_of_markdown_is_taken_as_markup() -> None:
    """A string that says it is Markup is printed as it is; nothing in the templates says so itself."""
    entry = parts.Entry("2026-06-30", prose=Markup("<p>柳河站<em>投运</em></p>"))
    assert "<p>柳河站<em>投运</em></p>" in html("log", {"params": {"entries": [entry]}})
    for template in (ROOT / "templates").rglob("*.html"):
        source = template.read_text("utf-8")
        assert "| safe" not in source and "|safe" not in source and "autoescape" not in source, template.name


def test_every_shape_that_code_names_is_drawn() -> None:
    tables = (parts.LIGHTS, parts.STATUSES, parts.CELLS, parts.RECORDS, parts.STEPS)
    named = {glyph.symbol for table in tables for glyph in table.values()}
    drawn = html("glyph", {"macro": "sprite", "params": {"symbols": sorted(named)}})
    assert {value for name, value in Tree(drawn).attributes if name == "id"} == {f"g-{symbol}" for symbol in named}
    source = (ROOT / "templates/components/glyph.html").read_text("utf-8")
    assert source.count("<symbol") == len(named), "a shape that nobody names"


def test_the_filter_knows_every_key_that_a_row_can_have() -> None:
    style = (ROOT / "assets/css/components/lights.css").read_text("utf-8")
    unlit = set(parts.STATUSES) - {"completed", "completed_late", "completed_as_adjusted", "reported_complete", "carried_over"}
    keys = {parts.filter_key(light, "in_progress") for light in parts.LIGHTS} | {parts.filter_key(None, s) for s in unlit}
    assert [key for key in sorted(keys) if f"#l-{key}:checked) tr[class]:not(.r-{key})" not in style] == []


def frames() -> Iterator[parts.Frame]:
    """The frame of a page deep in the site, and one of a page at the top with nothing in it."""
    link = parts.Link("2026年", "../../index.html", True)
    yield parts.Frame("../../", "氢能产业 - 云岭市", "截至2026年6月30日", "1a2b3c", "云岭市", "../../index.html", "示例数据",
                      "云岭市是虚构的城市。", (link,), (link,), ("本站不是政府网站。",), ("behind",), "https://example.org/")
    yield parts.Frame("", "空", "", "0", "空", "index.html", "", "", (), (), ())


@pytest.mark.parametrize("frame", list(frames()), ids=["deep", "bare"])
def test_the_frame_of_a_page_is_whole(frame: parts.Frame) -> None:
    """Live reload looks for </head>; the style sheet is found from any depth; the skip link comes before all others."""
    text = JINJA.get_template("base.html").render(frame=frame)
    tree = Tree(text.removeprefix("<!doctype html>"))
    attributes = [value for name, value in tree.attributes if name == "href"]
    assert text.startswith("<!doctype html>\n<html lang=\"zh-CN\">\n<head>") and "</head>" in text and "</body>" in text
    assert f"{frame.root}assets/site.css?v={frame.css_version}" in attributes
    assert next(value for value in attributes if value in ("#main", frame.home)) == "#main"
    assert SimpleNamespace(main="main" in tree.tags, notice="aside" in tree.tags) == SimpleNamespace(
        main=True, notice=bool(frame.notice_label))
