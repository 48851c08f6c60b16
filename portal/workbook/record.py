"""Plain data -> the text of a file as an editor would have written it; a cell's words -> Markdown that shows just these words.

A value is written so that frontmatter.py reads the same text back, without a problem (a property test).
"""

import html
import re
from collections.abc import Iterator, Mapping

from portal.frontmatter import Data
from portal.library import plain
from portal.scalars import scalar


def written(data: Mapping[str, Data], body: str = "", notes: Mapping[str, str] | None = None) -> str:
    """A file: front matter in the order of the data, and the body. `notes` are comments, each above its key; None is a key
    without a value, to be filled in."""
    lines = ["---"]
    for key, value in data.items():
        if notes and key in notes:
            lines += [f"# {line}" for line in notes[key].split("\n")]
        lines += _entry(key, value, "")
    return "\n".join([*lines, "---", *(["", body] if body else [])]) + "\n"


def _entry(key: str, value: Data, indent: str) -> Iterator[str]:
    if value is None:
        yield f"{indent}{key}: null" if key in ("old", "new") else f"{indent}{key}:"
    elif isinstance(value, dict):
        yield f"{indent}{key}:"
        for name, one in value.items():
            yield from _entry(name, one, indent + "  ")
    elif isinstance(value, list):
        if not any(isinstance(one, dict) for one in value):
            yield f"{indent}{key}: [{', '.join(scalar(str(one)) for one in value)}]"
            return
        yield f"{indent}{key}:"
        for one in value:
            inside = [line for name, field in (one if isinstance(one, dict) else {}).items()
                      for line in _entry(name, field, indent + "    ")]
            yield f"{indent}  - {inside[0].strip()}"
            yield from inside[1:]
    else:
        yield f"{indent}{key}: {scalar(value)}"


# --- words

_BEGINS = re.compile(r"[-+#>]|\d+(?=\.)")
_SIGNS = re.compile(r"[\\`*_\[\]]|<|&(?=#?\w+;)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+.!-])")


def markdown(text: str) -> str:
    """The words of a cell as Markdown: each line a paragraph, every sign that Markdown would obey shown instead."""
    return "\n\n".join(_line(line.strip()) for line in text.split("\n") if line.strip())


def _line(line: str) -> str:
    marked = _SIGNS.sub(lambda match: {"<": "&lt;", "&": "&amp;"}.get(match[0], "\\" + match[0]), line)
    begins = _BEGINS.match(marked)
    if begins:
        return marked[: begins.end()] + "\\" + marked[begins.end() :] if begins[0].isdigit() else "\\" + marked
    return "&#58;" + marked[1:] if marked.startswith(":") else marked


def words(body: str) -> str:
    """Markdown as a cell says it: a line for each paragraph, without the escapes."""
    shown = html.unescape(_ESCAPED.sub(r"\1", body))
    return "\n".join(line for line in (" ".join(part.split()) for part in re.split(r"\n\s*\n", shown)) if line)


def said(body: str) -> str:
    """What Markdown or a cell says, to be compared: without escapes, white space, the signs of quotes and full-width marks."""
    shown = body
    while (less := html.unescape(shown)) != shown:
        shown = less
    return re.sub(r"[\\>]", "", plain(shown))


def is_said(text: str, bodies: list[str]) -> bool:
    """Whether one of the bodies says the words already: as a whole, as a paragraph, or, from ten characters on, within it."""
    own = said(text)
    return any(own == said(body) or (len(own) >= 10 and own in said(body))
               or own in [said(part) for part in body.split("\n\n")] for body in bodies)
