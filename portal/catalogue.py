"""The catalogue of components: every macro with its examples and their markup, for those who work on the templates.

`templates/components/<name>.html` holds the macro `<name>`; `<name>.yml` beside it a list of {name, params, macro: another
macro of the file, body: what a caller puts inside, hidden: a nasty one}. A tag calls what portal.views makes data with:
`!cells {met: 3, claimed: 1, open: 5}`; what is not among the parts is named with its module: `!disclosure.Row [...]`.

The page is made only by `serve`. An example that cannot be drawn is named in its place, and the rest of the page stands.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import jinja2
import yaml
from markupsafe import Markup

from portal import render
from portal.artifact import Draft
from portal.exports.qr import qr
from portal.views import burnup, parts, pictures, words
from portal.views.edition import Edition, Page
from portal.views.frame import site
from portal.views.parts import Frame, Link
from portal.views.words import Text

URL = "_components.html"
SHEET = "assets/catalogue.css"  # of this page alone: the one sheet of the site carries none of it


@dataclass(frozen=True, slots=True)
class Example:
    """What a component is called with; `macro`: another macro of its file; `error`: why this could not be read, or ""."""

    component: str
    name: str
    params: Mapping[str, Any]
    macro: str = ""
    body: str | None = None
    hidden: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """An example on the page: drawn (Markup, "" where the macro prints nothing), as markup to read, or why it cannot be."""

    id: str
    name: str
    drawn: str
    markup: str
    trouble: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Component:
    """A component: the first comment of its file, its examples, and apart from them the nasty ones."""

    name: str
    about: str
    plain: tuple[Shown, ...]
    nasty: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """All that templates/_components.html may use."""

    frame: Frame
    title: str
    said: Text
    contents: tuple[Link, ...]
    components: tuple[Component, ...]


# --- the examples, which the tests read too

_MAKERS: Mapping[str, Any] = {"Decimal": Decimal} | {
    name: getattr(module, name) for module in (words, pictures, burnup, parts) for name in vars(module)}


class _Loader(yaml.SafeLoader):
    """YAML in which a tag makes a piece."""


def _make(loader: yaml.SafeLoader, name: str, node: yaml.Node) -> Any:
    module, _, own = name.rpartition(".")
    maker = getattr(import_module(f"portal.views.{module}"), own, None) if module else _MAKERS.get(name)
    if maker is None:
        raise ValueError(f"不认识 !{name}")
    if isinstance(node, yaml.MappingNode):
        return maker(**{str(key): value for key, value in loader.construct_mapping(node, deep=True).items()})
    if isinstance(node, yaml.SequenceNode):
        return maker(*loader.construct_sequence(node, deep=True))
    value = yaml.safe_load(node.value)
    return maker(value if isinstance(value, date) else node.value)


_Loader.add_multi_constructor("!", _make)


def components(templates: Path) -> list[Path]:
    """The macro file of every component, by name."""
    return sorted((templates / "components").glob("*.html"))


def examples(component: Path) -> Iterator[Example]:
    """The examples of a component's file, in their order; each that cannot be read comes with its `error`."""
    file, own = component.with_suffix(".yml"), component.stem
    if not file.exists():
        return
    try:
        loader = _Loader(file.read_text("utf-8"))
        root = loader.get_single_node() or yaml.SequenceNode("", [])
        if not isinstance(root, yaml.SequenceNode):
            raise ValueError("不是一列例子")
    except Exception as error:  # the file as a whole; whatever it is, the catalogue says it
        yield Example(own, file.name, {}, error=_said(error))
        return
    for number, node in enumerate(root.value, 1):
        try:
            yield Example(own, **loader.construct_document(node))
        except Exception as error:  # a maker may raise anything
            yield Example(own, _name(node) or f"第{number}个", {}, error=_said(error))


def _name(node: yaml.Node) -> str:
    """The name that stands in an example, whatever else is wrong with it."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((str(value.value) for key, value in pairs if key.value == "name"), "")


def _said(error: Exception) -> str:
    return f"{type(error).__name__}：{error}"


def html(jinja: jinja2.Environment, example: Example) -> Markup:
    """The example as HTML. Raises ValueError where it could not be read, and what the macro raises."""
    if example.error:
        raise ValueError(example.error)
    module = jinja.get_template(f"components/{example.component}.html").module
    params = dict(example.params)
    if example.body is not None:
        params["caller"] = lambda: example.body
    return Markup(getattr(module, example.macro or example.component)(**params))


# --- the page

def drafts(templates: Path, assets: Path, edition: Edition) -> Iterator[Draft]:
    """The catalogue in the frame of the edition's pages, its sheet, and the picture that the component qr takes from beside it."""
    yield Draft(URL, partial(_html, templates, assets, edition))
    yield Draft(SHEET, (assets / "css" / Path(SHEET).name).read_bytes)
    yield Draft("qr.svg", partial(qr, "https://example.org/2026/03-hydrogen/"))


def _html(templates: Path, assets: Path, edition: Edition) -> bytes:
    jinja = render.environment(templates)
    view = _view(jinja, templates, edition, render.versions(render.assets(templates, assets)))
    return render.render(jinja, Page(URL, URL, lambda: view))


def _view(jinja: jinja2.Environment, templates: Path, edition: Edition, versions: Mapping[str, str]) -> CatalogueView:
    found = tuple(_component(jinja, file) for file in components(templates))
    every = [one for component in found for one in (*component.plain, *component.nasty)]
    broken = [one for one in every if one.trouble]
    said: list[str | words.Run] = [f"{len(found)}个组件，{len(every)}个例子。"]
    if broken:
        said += [f"有{len(broken)}个画不出来：", *_listed([words.link(f"{one.id} {one.name}", f"#{one.id}") for one in broken])]
    frame = site(edition, versions).frame(URL, "组件", "每个组件，它的全部例子和标记")
    tables = (parts.LIGHTS, parts.STATUSES, parts.CELLS, parts.RECORDS, parts.STEPS)
    shapes = parts.symbols(tuple(glyph for table in tables for glyph in table.values()))
    return CatalogueView(
        replace(frame, symbols=shapes, canonical=""), "组件", tuple(said),
        tuple(Link(one.name, f"#{one.name}") for one in found), found)


def _listed(links: Sequence[words.Run]) -> Iterator[str | words.Run]:
    for index, link in enumerate(links):
        yield from ("、", link) if index else (link,)
    yield "。"


def _component(jinja: jinja2.Environment, file: Path) -> Component:
    about = re.match(r"\{#\s*(.*?)\s*#\}", file.read_text("utf-8"), re.DOTALL)
    shown = [_shown(jinja, example, f"{file.stem}-{number}") for number, example in enumerate(examples(file), 1)]
    return Component(file.stem, about[1] if about else "", tuple(one for one in shown if not one.hidden),
                     tuple(one for one in shown if one.hidden))


def _shown(jinja: jinja2.Environment, example: Example, own: str) -> Shown:
    try:
        drawn = html(jinja, example).strip()
    except Exception as error:  # the page shows the others all the same
        return Shown(own, example.name, "", "", example.error or _said(error), hidden=False)
    markup = re.sub(r"\n\s*\n", "\n", drawn)  # empty lines are what a template's tags leave behind
    return Shown(own, example.name, apart(drawn, own), markup, "", example.hidden)


_NAMED = re.compile(r' (?:id|name)="([^"]*)"')
_NAMES = re.compile(r'( (?:id|name|for|aria-labelledby|aria-describedby)="| href="#)([^"]*)(?=")')


def apart(drawn: str, own: str) -> Markup:
    """The HTML of an example with each id and each group of radio buttons in it, and what refers to them, under names of
    its own (`own`-…): two examples on one page do not meet. In a text of ours a quotation mark is always escaped."""
    named = set(_NAMED.findall(drawn))
    return Markup(_NAMES.sub(lambda found: f"{found[1]}{own}-{found[2]}" if found[2] in named else found[0], drawn))
