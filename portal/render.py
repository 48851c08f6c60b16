"""Page -> Artifact: the Jinja environment, and the assets that pages ask for: style sheets, scripts, images.

A view is finished: a template loops, branches on given flags and prints. Autoescape is on, an unknown name is an error.
"""

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2

from portal.views.edition import Page


def environment(templates: Path, compiled: Path | None = None) -> jinja2.Environment:
    """Jinja for the portal's templates as they stand, each compiled once in a process; filters compute nothing, so there are
    none of ours. `compiled`: a folder where other processes find what this one has compiled.

    When any of them has changed, all are compiled again: a component keeps the macros of those that it imports.
    """
    jinja = _environment(templates, _stamps(templates, ".html"))
    if compiled and jinja.bytecode_cache is None:
        compiled.mkdir(parents=True, exist_ok=True)
        jinja.bytecode_cache = jinja2.FileSystemBytecodeCache(str(compiled))
    return jinja


@lru_cache(maxsize=8)
def _environment(templates: Path, stamps: tuple[tuple[str, int], ...]) -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates), autoescape=True, undefined=jinja2.StrictUndefined, auto_reload=False,
        cache_size=-1, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)


def compile_all(jinja: jinja2.Environment) -> None:
    """Compile every template now: processes that are forked afterwards find them."""
    for name in jinja.list_templates(extensions=["html"]):
        jinja.get_template(name)


def render(jinja: jinja2.Environment, page: Page) -> bytes:
    """The page as HTML in UTF-8; the names of its template are the fields of its view."""
    made: Any = page.view
    view = {field.name: getattr(made, field.name) for field in fields(made)}
    return jinja.get_template(page.template).render(view).encode()


# the written order of the style sheet: floors first, modes and print last (architecture.md)
FLOORS = ("tokens.css", "base.css", "layout.css")
ROOF = ("modes.css", "print.css")


def assets(templates: Path, folder: Path) -> Mapping[str, bytes]:
    """Everything that lies under assets/ on the site, by name.

    site.css holds the floors, the components that a task page uses, by name, and the roof: it is all that a task page, the
    one most read on a phone, loads. lists.css holds the other components; every other page loads both. Scripts and images
    are as they are.
    """
    return _assets(templates, folder, _stamps(templates, ".html") + _stamps(folder, ""))


@lru_cache(maxsize=8)
def _assets(templates: Path, folder: Path, stamps: tuple[tuple[str, int], ...]) -> Mapping[str, bytes]:
    css = folder / "css"
    light = _components(templates, "base.html") | _components(templates, "task.html")
    components = sorted((css / "components").glob("*.css"))
    first = [file for file in components if file.stem in light]
    site = [*(css / name for name in FLOORS), *first, *(css / name for name in ROOF)]
    found = {"site.css": _joined(site), "lists.css": _joined([file for file in components if file not in first])}
    return found | {file.name: file.read_bytes() for kind in ("js", "images") for file in sorted((folder / kind).iterdir())}


def _stamps(folder: Path, suffix: str) -> tuple[tuple[str, int], ...]:
    paths = (f"{parent}/{name}" for parent, _, names in os.walk(folder) for name in names if name.endswith(suffix))
    return tuple(sorted((path, os.stat(path).st_mtime_ns) for path in paths))


def _components(templates: Path, name: str) -> set[str]:
    """The components that a template imports, and those that they import."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        own = set(re.findall(r'from "(components/[\w-]+\.html)"', (templates / waiting.pop()).read_text("utf-8"))) - found
        found |= own
        waiting += own
    return {Path(component).stem for component in found}


def _joined(files: list[Path]) -> bytes:
    return _short("\n".join(file.read_text("utf-8") for file in files)).encode()


def _short(css: str) -> str:
    """The sheet without comments and spare white space: a phone reads it, not a person."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,>]) ?", r"\1", css).replace(": ", ":").replace(";}", "}").strip() + "\n"


def versions(found: Mapping[str, bytes]) -> dict[str, str]:
    """What each asset carries in its query, so that a changed one is fetched: the first digits of its SHA-256."""
    return {name: hashlib.sha256(data).hexdigest()[:8] for name, data in found.items()}

