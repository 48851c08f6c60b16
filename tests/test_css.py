"""The style sheet keeps the rules of the house (architecture.md): floors of colour, two units, and an old WebView reads it."""

import re
from pathlib import Path

import pytest

from portal import catalogue, render
from portal.views import filters
from tests import test_site

ROOT = Path(__file__).parent.parent
ASSETS = ROOT / "assets"
FILES = sorted((ASSETS / "css").rglob("*.css"))
SITE, LISTS = (render.assets(ROOT / "templates", ASSETS)[name].decode() for name in ("site.css", "lists.css"))
SHEET = SITE + LISTS
TOKENS = (ASSETS / "css/tokens.css").read_text("utf-8")


def without_comments(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)


SOURCE = "\n".join(without_comments(path) for path in FILES)  # as it is written; the sheets are shorter


def declarations(css: str) -> list[tuple[str, str]]:
    """Every (property, value) of the sheet."""
    return [(name, value.strip()) for name, value in re.findall(r"(?<=[{;\s])([\w-]+)\s*:\s+([^;{}]+)(?=[;}])", css)]


def blocks(css: str) -> list[tuple[str, tuple[str, ...]]]:
    """(prelude, preludes around it) of every block."""
    found: list[tuple[str, tuple[str, ...]]] = []
    around: list[str] = []
    for prelude, bracket in re.findall(r"([^{};]*)([{};])", css):
        if bracket == "{":
            found.append((prelude.strip(), tuple(around)))
            around.append(prelude.strip())
        elif bracket == "}":
            around.pop()
    assert around == []
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_whole_by_itself(path: Path) -> None:
    """Braces and brackets are in balance, so that one file cannot swallow the next."""
    css = without_comments(path)
    assert "/*" not in css and "*/" not in css
    assert css.count("{") == css.count("}") and css.count("(") == css.count(")")
    blocks(css)


def test_the_declarations_are_found() -> None:
    """Otherwise the tests below look at nothing."""
    assert len(declarations(SOURCE)) > 500


def test_every_file_has_its_place_in_the_order() -> None:
    top = {path.name for path in (ASSETS / "css").glob("*.css")}
    assert top == {*render.FLOORS, *render.ROOF, Path(catalogue.SHEET).name}


def test_every_token_used_is_defined_and_every_token_defined_is_used() -> None:
    defined = set(re.findall(r"(--[\w-]+)\s*:", SHEET))
    used = set(re.findall(r"var\((--[\w-]+)\)", SHEET))
    assert used - defined == set()
    assert defined - used == set()
    assert "var(--" in SHEET and not re.search(r"var\(--[\w-]+\s*,", SHEET), "a fallback would hide a missing token"


def test_raw_colours_stand_on_the_first_floor_only() -> None:
    """Names and meanings refer to them; dark, high contrast and print replace nothing but the meanings."""
    raw = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|lab|oklch)a?\(")
    first = dict(declarations(TOKENS.partition("floor 1, raw")[2].partition("floor 2")[0]))
    assert first and all(raw.fullmatch(value) for value in first.values())
    others = [(name, value) for name, value in declarations(SOURCE) if name not in first]
    assert [(name, value) for name, value in others if raw.search(value)] == []


def test_modes_replace_only_what_a_colour_means() -> None:
    meanings = set(re.findall(r"(--[\w-]+)\s*:", TOKENS.partition("floor 3")[2].partition("two units")[0]))
    for path in ("modes.css", "print.css"):
        assert set(re.findall(r"(--[\w-]+)\s*:", without_comments(ASSETS / "css" / path))) <= meanings, path


def test_text_sizes_are_relative() -> None:
    """A reader's own size and the switch to large type reach every word; paper is measured in points."""
    screen = "".join(without_comments(path) for path in FILES if path.name != "print.css")
    sizes = [value for name, value in declarations(screen) if name == "font-size"]
    sizes += [value.split("/")[0].split()[-1] for name, value in declarations(screen) if name == "font"]
    assert sizes
    assert [size for size in sizes if not re.fullmatch(r"[\d.]+(rem|em|%)|var\(--t-[\w-]+\)|inherit", size)] == []
    assert all(re.fullmatch(r"[\d.]+rem", value) for value in re.findall(r"--t-[\w-]+:\s*([^;}]+)[;}]", SHEET))


@pytest.mark.parametrize("word", ["@layer", "@import", "@container", "@scope", "!important", "&"])
def test_what_an_old_webview_drops_is_not_there(word: str) -> None:
    assert word not in SHEET


def test_there_is_no_nesting() -> None:
    """A block stands in nothing but @media and @supports."""
    assert [found for found in blocks(SHEET) if any(not outer.startswith(("@media", "@supports")) for outer in found[1])] == []


# Chrome 87 was the first with these, and with the logical offsets; :is() and :where() came with 88
LATE = re.compile(r"(?:padding|margin|border)-(?:block|inline)|inset(?:-(?:block|inline)(?:-(?:start|end))?)?|aspect-ratio|"
                  r"border-(?:block|inline)-(?:color|style|width)")


def test_no_property_is_younger_than_chromium_86_unless_nothing_is_lost() -> None:
    assert [name for name, _ in declarations(SOURCE) if LATE.fullmatch(name)] == []
    assert not re.search(r":(?:is|where)\(|color-mix\(|clamp\(|\d(?:dvh|svh|lvh|cqi)\b", SHEET)


def test_has_stands_only_where_it_is_known() -> None:
    """One unknown selector drops its whole rule, the good ones beside it too."""
    assert [prelude for prelude, around in blocks(SHEET) if ":has(" in prelude and not prelude.startswith("@supports")
            and "@supports selector(:has(a))" not in around] == []
    assert not re.search(r":has\((?:[^()]|\([^()]*\))*:has\(", SHEET.replace("@supports selector(:has(a))", "")), "one inside another"
    assert [prelude for prelude, around in blocks(SHEET) if "::details-content" in prelude and not prelude.startswith("@supports")
            and not any("selector(" in outer for outer in around)] == []


def test_directions_are_logical() -> None:
    """Offsets alone are physical (see LATE)."""
    physical = re.compile(r"(?:margin|padding|border)-(?:left|right|top|bottom)(?:-\w+)?|(?:min-|max-)?(?:width|height)|float")
    assert [name for name, _ in declarations(SOURCE) if physical.fullmatch(name)] == []
    assert [value for name, value in declarations(SOURCE) if name == "text-align" and value in ("left", "right")] == []


def test_nothing_is_fetched() -> None:
    assert "url(" not in SHEET and "@font-face" not in SHEET


def test_specificity_is_low() -> None:
    """An id in a selector is a switch of the page or a section of the printed sheet, nothing that is styled."""
    ids = {found for prelude, _ in blocks(SHEET) for found in re.findall(r"#([\w-]+)", prelude)}
    assert {found for found in ids if not re.fullmatch(r"f\d+", found)} <= {"large", "targets", "print-all", "print-ask", "ask", "missing"}


def test_the_sheets_stay_light() -> None:
    """Page and sheet of the richest task stay under 60 KB (test_weight.py), of which the sheet may take a third."""
    assert len(SITE) < 20_000
    assert len(LISTS) < 20_000


def test_the_filter_knows_as_many_marks_as_a_page_may_have() -> None:
    """f1 to f120, each hides the rows without it."""
    known = re.findall(r"body:has\(#f(\d+):checked\) \.row:not\(\.f(\d+)\)", LISTS)
    assert known == [(str(number), str(number)) for number in range(1, filters.MARKS + 1)]


def test_a_task_page_needs_nothing_that_only_lists_css_styles() -> None:
    """It loads site.css alone."""
    of_lists = set(re.findall(r"\.([a-z][\w-]*)", LISTS)) - set(re.findall(r"\.([a-z][\w-]*)", SITE))
    assert {"tasks", "filter", "matrix"} <= of_lists
    pages = [data.decode() for url, data in test_site.files("sample-june").items() if re.fullmatch(r"\d{4}/.+/index\.html", url)]
    assert len(pages) >= 25
    used = {name for page in pages for names in re.findall(r'class="([^"]+)"', page) for name in names.split()}
    assert used & of_lists == set()
