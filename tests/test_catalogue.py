"""The catalogue of components: all that there is, drawn and as markup, on one page that only `serve` makes."""

import re
import shutil
from collections import Counter
from dataclasses import fields, replace
from datetime import date
from functools import partial
from html import unescape
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from portal import catalogue, render
from portal.catalogue import Example, apart, components, examples, html
from portal.pipeline import build, refresh
from portal.project import Project
from portal.publish import MARKER
from portal.views import parts
from portal.views.edition import Edition, edition
from tests import tiny
from tests.test_components import Tree
from tests.test_render import names
from tests.test_site import Reader

ROOT = Path(__file__).parent.parent
TEMPLATES, ASSETS = ROOT / "templates", ROOT / "assets"


def today() -> Edition:
    return edition(tiny.load(tiny.files())[0], date(2026, 3, 1))


def files(templates: Path = TEMPLATES) -> dict[str, str]:
    return {draft.url: draft.make().decode() for draft in catalogue.drafts(templates, ASSETS, today())}


PAGE = files()["_components.html"]


def sections(page: str) -> dict[str, str]:
    """What stands under each component, by its name."""
    pattern = r'<section class="sec wide" id="(\w+)"><h2>.*?(?=<section class="sec wide"|</main>)'
    return {found[1]: found[0] for found in re.finditer(pattern, page, re.DOTALL)}


# --- the examples

def test_an_example_is_read_with_what_its_tags_make(tmp_path: Path) -> None:
    file = tmp_path / "some.yml"
    file.write_text('- {name: 甲, params: {it: !Glyph [done, good, 完成]}}\n'
                    '- {name: 乙, macro: other, hidden: true, body: 里面, params: {row: !method.Section {id: a, title: b}}}\n', "utf-8")
    first, second = examples(tmp_path / "some.html")
    assert first == Example("some", "甲", {"it": parts.Glyph("done", "good", "完成")})
    assert (second.macro, second.hidden, second.body, second.params["row"].title) == ("other", True, "里面", "b")


def test_a_component_may_have_no_examples_yet(tmp_path: Path) -> None:
    assert list(examples(tmp_path / "none.html")) == []
    (tmp_path / "empty.yml").write_text("", "utf-8")
    assert list(examples(tmp_path / "empty.html")) == []


# what is wrong -> the example
BROKEN = {
    "unknown maker": "params: {it: !Nobody [1]}",
    "unknown module": "params: {it: !nobody.Nothing [1]}",
    "too few parameters of a maker": "params: {it: !Glyph [done]}",
    "a key that no example has": "params: {}, hiden: true",
    "no parameters at all": "hidden: true",
    "a parameter that the macro does not know": "params: {nobody: 1}",
    "too few parameters of the macro": "params: {}",
    "a macro that is not there": "macro: nobody, params: {}",
}
# component -> its whole file
UNREADABLE = {"chain": "- name: [\n", "demand": "nobody\n", "facts": "name: 不是列表\n"}


@pytest.fixture(scope="module")
def worked_on(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Templates in the middle of work: broken examples after the good ones of cells, files of examples that cannot be read,
    a component that is half written and on no page yet, and one good example more of text."""
    templates = Path(shutil.copytree(TEMPLATES, tmp_path_factory.mktemp("work") / "templates")) / "components"
    with (templates / "cells.yml").open("a", encoding="utf-8") as file:
        file.writelines(f"- {{name: {kind}, {example}}}\n" for kind, example in BROKEN.items())
    for component, text in UNREADABLE.items():
        (templates / f"{component}.yml").write_text(text, "utf-8")
    (templates / "unfinished.html").write_text("{% macro unfinished(it) %}", "utf-8")
    (templates / "unfinished.yml").write_text("- {name: 半个, params: {it: 1}}\n", "utf-8")
    with (templates / "text.yml").open("a", encoding="utf-8") as file:
        file.write("- {name: 新的, params: {it: 新来的字}}\n")
    return templates.parent


@pytest.fixture(scope="module")
def page_at_work(worked_on: Path) -> str:
    return files(worked_on)["_components.html"]


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_example_is_named_where_it_would_stand(kind: str, worked_on: Path, page_at_work: str) -> None:
    """The head of the page leads there; a test that draws it fails."""
    found = list(examples(worked_on / "components/cells.html"))
    number = [one.name for one in found].index(kind) + 1
    assert f'<a href="#cells-{number}">cells-{number} {kind}</a>' in page_at_work
    assert f'<h3 id="cells-{number}">{kind}</h3>\n<p class="broken"><b>这个例子画不出来。</b> ' in page_at_work
    with pytest.raises((ValueError, TypeError, AttributeError, UndefinedError)):
        html(render.environment(worked_on), found[number - 1])


@pytest.mark.parametrize(("component", "name"), [*((name, f"{name}.yml") for name in UNREADABLE), ("unfinished", "半个")])
def test_a_file_that_cannot_be_read_is_named(component: str, name: str, page_at_work: str) -> None:
    assert f'<a href="#{component}-1">{component}-1 {name}</a>' in page_at_work
    assert f'<h3 id="{component}-1">{name}</h3>\n<p class="broken">' in page_at_work


def test_what_is_not_broken_stands(page_at_work: str) -> None:
    """A new example is there without a word anywhere else."""
    assert f"有{len(BROKEN) + len(UNREADABLE) + 1}个画不出来：" in page_at_work
    touched = {"cells", "text", "unfinished", *UNREADABLE}
    now, before = sections(page_at_work), sections(PAGE)
    assert set(now) == {*before, "unfinished"}
    assert [name for name in before if now[name] != before[name]] == [name for name in before if name in touched]
    assert '">新的</h3>\n<div class="try">\n新来的字\n</div>' in now["text"]
    for one in examples(TEMPLATES / "components/cells.html"):
        assert now["cells"].count(f">{Markup.escape(one.name)}</h3>") == 1


# --- the page

def test_every_component_has_its_place_and_its_line_in_the_contents() -> None:
    own = [file.stem for file in components(TEMPLATES)]
    assert list(sections(PAGE)) == own
    assert re.findall(r'<a href="#(\w+)">\1</a>', PAGE) == own
    assert "画不出来" not in PAGE


@pytest.mark.parametrize("component", components(TEMPLATES), ids=lambda path: path.stem)
def test_every_example_stands_there_with_its_markup(component: Path) -> None:
    """The nasty ones are folded away; a macro that prints nothing is said to."""
    section = sections(PAGE)[component.stem]
    plain, _, nasty = section.partition('<details class="nasty">')
    for one in examples(component):
        where = nasty if one.hidden else plain
        piece = where[where.index(f">{Markup.escape(one.name)}</h3>"):].split("<h3 id=")[0]
        drawn = html(render.environment(TEMPLATES), one).strip()
        code = re.search(r"<pre><code>(.*?)</code></pre>", piece, re.DOTALL)
        assert ("什么也不印" in piece) == (not drawn) == (code is None)
        if code:
            assert "<" not in code[1]
            assert unescape(code[1]).split() == drawn.split()


def test_what_a_component_is_for_is_the_first_comment_of_its_file() -> None:
    first = (TEMPLATES / "components/cells.html").read_text("utf-8").split("#}")[0].removeprefix("{#").strip()
    assert first in unescape(sections(PAGE)["cells"])
    assert PAGE.count('lang="en"') == len(components(TEMPLATES)), "a component that does not say what it is for"


def test_no_id_is_there_twice_and_every_heading_is_in_its_place() -> None:
    """Examples on one page do not meet, whatever ids their data has."""
    reader = Reader()
    reader.feed(PAGE)
    assert reader.open == []
    assert [one for one, count in Counter(reader.ids).items() if count > 1] == []
    assert {"main", "menu", "large"} <= set(reader.ids), "the page's own keep their names"


def test_every_shape_that_an_example_uses_is_drawn() -> None:
    used = set(re.findall(r'<use href="#g-([\w-]+)"', PAGE))
    assert used and used <= set(re.findall(r'<symbol id="g-([\w-]+)"', PAGE))


def test_references_inside_an_example_go_with_their_ids() -> None:
    """Those that lead out of it stay."""
    drawn = Markup('<p id="a"><a href="#a">甲</a><a href="#b">乙</a><svg aria-labelledby="a"/><use href="#g-on"/></p>'
                   '<input type="radio" name="l" id="l-all"><label for="l-all"><i class="id">id="a"</i></label>')
    assert apart(drawn, "x-1") == (
        '<p id="x-1-a"><a href="#x-1-a">甲</a><a href="#b">乙</a><svg aria-labelledby="x-1-a"/><use href="#g-on"/></p>'
        '<input type="radio" name="x-1-l" id="x-1-l-all"><label for="x-1-l-all"><i class="id">id="a"</i></label>')


def test_the_names_of_the_template_are_the_fields_of_its_view() -> None:
    assert names(catalogue.URL) == {field.name for field in fields(catalogue.CatalogueView)}


def test_the_page_stands_in_the_frame_of_the_others_with_a_sheet_of_its_own() -> None:
    tree = Tree(PAGE.removeprefix("<!doctype html>"))
    assert "样例（非官方）" in tree.text and 'rel="canonical"' not in PAGE
    sheets = [str(value).partition("?")[0] for name, value in tree.attributes if name == "href" and ".css" in str(value)]
    assert sheets == ["assets/site.css", "assets/lists.css", catalogue.SHEET]
    assert files()[catalogue.SHEET] == (ASSETS / "css/catalogue.css").read_text("utf-8")


def test_every_picture_is_there() -> None:
    reader = Reader()
    reader.feed(PAGE)
    pictures = {source for source in reader.resources if "/" not in source}
    assert pictures and pictures <= set(files())


def test_its_sheet_uses_what_the_site_defines_and_is_no_part_of_it() -> None:
    own = re.sub(r"/\*.*?\*/", "", files()[catalogue.SHEET], flags=re.DOTALL)
    site = "".join(data.decode() for name, data in render.assets(TEMPLATES, ASSETS).items() if name.endswith(".css"))
    assert set(re.findall(r"var\((--[\w-]+)\)", own)) <= set(re.findall(r"(--[\w-]+)\s*:", site))
    mine = {"try", "markup", "nasty", "nothing", "broken", "about"}
    assert mine <= set(re.findall(r"\.([a-z]+)", own))
    assert mine & set(re.findall(r"\.([a-z][\w-]*)", site)) == set()


def test_it_is_made_only_when_asked_for(tmp_path: Path) -> None:
    """A published site has no such page; serve asks for it, and without it the same files stand there."""
    for path, text in tiny.files().items():
        (tmp_path / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / path).write_text(text, "utf-8")
    where = Project(tmp_path / "content", TEMPLATES, ASSETS, tmp_path / "site", tmp_path / "state")

    def tree(folder: Path) -> dict[str, str]:
        """Its files; what an address carries so that a changed asset is fetched is always the same in serve."""
        return {path.relative_to(folder).as_posix(): re.sub(r"\?v=\w+", "?v=0", path.read_bytes().decode("utf-8", "replace"))
                for path in folder.rglob("*") if path.is_file() and path.name != MARKER}

    def clock(zone: str) -> date:
        return date(2026, 3, 1)

    assert not build(where, clock).problems
    beside = replace(where, output=tmp_path / "served")
    assert not refresh(beside, clock, partial(catalogue.drafts, TEMPLATES, ASSETS), lambda url: None).problems
    site, served = tree(where.output), tree(beside.output)
    assert set(served) - set(site) == {"_components.html", "assets/catalogue.css", "qr.svg"}
    assert {url: served[url] for url in site} == site
