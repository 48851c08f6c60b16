"""Page -> Artifact: the Jinja environment, the one style sheet, and the images.

A view is finished: a template loops, branches on given flags and prints. Autoescape is on, an unknown name is an error.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import jinja2

from portal.artifact import Artifact
from portal.views.edition import Page


@cache
def environment(templates: Path) -> jinja2.Environment:
    """Jinja for the portal's templates, compiled once in a process and again where a file has changed; filters compute
    nothing, so there are none of ours."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)


def render(jinja: jinja2.Environment, page: Page) -> Artifact:
    """The page as HTML in UTF-8; the names of its template are the fields of its view."""
    view = {field.name: getattr(page.view, field.name) for field in fields(page.view)}  # type: ignore[arg-type]
    return Artifact(page.url, jinja.get_template(page.template).render(view).encode())


# the written order of the style sheet: floors first, modes and print last (architecture.md)
FLOORS = ("tokens.css", "base.css", "layout.css")
ROOF = ("modes.css", "print.css")


def stylesheet(assets: Path) -> bytes:
    """assets/css/ as one file: the floors, the components by name, the roof."""
    css = assets / "css"
    files = [css / name for name in FLOORS]
    files += sorted((css / "components").glob("*.css"))
    files += [css / name for name in ROOF]
    return _short("\n".join(file.read_text("utf-8") for file in files)).encode()


def _short(css: str) -> str:
    """The sheet without comments and spare white space: a phone reads it, not a person."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,]) ?", r"\1", css).replace(": ", ":").replace(";}", "}").strip() + "\n"


def version(data: bytes) -> str:
    """What an asset carries in its query, so that a changed one is fetched: the first digits of its SHA-256."""
    return hashlib.sha256(data).hexdigest()[:8]


def images(assets: Path) -> Iterator[Artifact]:
    """The images as they are."""
    for file in sorted((assets / "images").iterdir()):
        yield Artifact(f"assets/{file.name}", file.read_bytes())
