"""Front matter: YAML as an editor writes it -> plain data, with a position for every value.

**A value is what the editor sees.** Every scalar is text, exactly as written (yes, 012, 1_000, 2026-01-08, 1.50): what it means is decided
by the type of its field (schema.py). Only null, ~ and nothing are None. Quoted and block texts have YAML's usual meaning.

Of YAML only what a form needs: mappings, lists, scalars. Anchors, aliases, tags, merge keys, directives, several documents, duplicate keys
and deep nesting are problems, each with its own words. The parser's events are read, not its nodes: nothing is constructed, nothing is
expanded, and what is wrong is seen where it stands. Slips of the hand are mended first (slips.py); what cannot be mended is said once.
"""

import re
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from portal import slips
from portal.problems import Place, Problem
from portal.sources import Source

Data: TypeAlias = "dict[str, Data] | list[Data] | str | None"
MAX_DEPTH = 12

# libyaml where PyYAML was built with it: the same results, ten times faster
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_SPAN = 3  # numbers kept for each value: where its key begins, where it begins, where it ends


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its data, and the Markdown behind the front matter (`''` in a .yml file), which begins on line `body_line`."""

    source: Source
    data: Data
    body: str
    body_line: int
    # Offsets into the source text, three for each value in the order of the data: a place is worked out only when asked for.
    _spans: "array[int]" = field(repr=False, compare=False, default_factory=lambda: array("L", (0, 0, 0)))

    def place(self, path: tuple[str | int, ...], *, key: bool = False) -> Place:
        """Where the value at `path` (keys and indexes) stands, or its key; what is not there is placed at what would hold it."""
        index, data = 0, self.data
        for step in path:
            found = False
            below = index + 1
            for name, child in _children(data):
                if name == step:
                    index, data, found = below, child, True
                    break
                below += _count(child)
            if not found:
                key = False
                break
        name_at, start, end = self._spans[index * _SPAN : index * _SPAN + _SPAN]
        if (key or start == end) and name_at < start:  # an empty value is shown by its key
            name = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|[^\s:\uff1a]+").match(self.source.text, name_at)
            start, end = name_at, name.end() if name else start
        return self.source.place(start, end)


def _children(data: Data) -> Iterator[tuple[str | int, Data]]:
    if isinstance(data, dict):
        yield from data.items()
    elif isinstance(data, list):
        yield from enumerate(data)


def _count(data: Data) -> int:
    """How many values there are in `data`, itself included."""
    return 1 + sum(_count(child) for _, child in _children(data))


def parse(source: Source) -> tuple[Document | None, list[Problem]]:
    """A .yml file whole, or the front matter of an .md file and the body behind it; everything that is wrong with its YAML.

    No document where there is nothing to go on with: no front matter, or YAML that cannot be mended.
    """
    text = source.text
    problems: list[Problem] = []
    if source.path.endswith(".md"):
        part = _split(source, problems)
        if part is None:
            return None, problems
        start, end, body_at = part
    else:
        start, end, body_at = 0, len(text), len(text)
    reading = _read(source, start, end, problems)
    if reading is None:
        return None, problems
    if reading.data is None and body_at < len(text) or reading.data is None and source.path.endswith(".md"):
        problems.append(Problem("front-matter-empty", source.place(start), "两行 --- 之间什么也没有写", "在两行 --- 之间写键和值，例如 kind: update"))
        return None, problems
    return Document(source, reading.data, text[body_at:], text.count("\n", 0, body_at) + 1, reading.spans), problems


# --- where front matter begins and ends -------------------------------------------------------------------------------------------

_DASHES = r"[-\uff0d\u2010-\u2015\u2212\u2500]"
_rule = re.compile(rf"^(?:{_DASHES}{{2,}}|[\u2014\u2015\uff0d])[^\S\n]*$", re.MULTILINE)
_indented_rule = re.compile(rf"^[^\S\n]+{_DASHES}{{3,}}[^\S\n]*$", re.MULTILINE)
_key = re.compile(r"[A-Za-z_][\w.-]* *[:\uff1a]", re.ASCII)
_not_yaml = re.compile(r"^(?![A-Za-z_][\w.-]* *[:\uff1a]|[ \t\u3000\u00a0]|[-\uff0d#\uff03}\])'\"]|$)|^#{2}", re.MULTILINE | re.ASCII)


def _split(source: Source, problems: list[Problem]) -> tuple[int, int, int] | None:
    """(where the YAML begins, where it ends, where the body begins); rules of three hyphens part them."""
    text = source.text
    first = len(text) - len(text.lstrip())
    first = text.rfind("\n", 0, first) + 1
    opening = _rule.match(text, first)
    if opening:
        _check_rule(source, opening, problems)
        start = min(opening.end() + 1, len(text))
    elif _key.match(text, first):
        problems.append(Problem("front-matter-open", source.place(first), "文件开头缺一行 ---", "在第一行写三个半角减号 ---，下面才是键和值"))
        start = first
    else:
        problems.append(Problem("front-matter-missing", source.place(first, first + 1) if text.strip() else Place(source.path),
                                "文件没有头部（两行 --- 之间的键和值）", "第一行写 ---，下面写键和值，再写一行 ---，正文写在后面"))
        return None
    closing = _rule.search(text, start) or _indented_rule.search(text, start)
    if closing:
        _check_rule(source, closing, problems)
        return start, closing.start(), min(closing.end() + 1, len(text))
    words = _not_yaml.search(text, start)
    end = words.start() if words else len(text)
    at = end if words else len(text.rstrip())
    problems.append(Problem("front-matter-close", source.place(at, at + 1), "头部没有结束，缺第二行 ---",
                            "在这一行前面加一行三个半角减号 ---" if words else "在文件末尾加一行三个半角减号 ---"))
    return start, end, end


def _check_rule(source: Source, rule: re.Match[str], problems: list[Problem]) -> None:
    if rule[0].rstrip() != "---":
        problems.append(Problem("front-matter-mark", source.place(rule.start() + len(rule[0]) - len(rule[0].lstrip()), rule.end()),
                                "头部的分隔线不对", "写三个半角减号 ---，独占一行，前面不留空格"))


# --- reading YAML -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reading:
    data: Data
    spans: "array[int]"
    problems: list[Problem]


class _Refused(Exception):
    """Reading cannot go on here; the problem has been noted."""


def _read(source: Source, start: int, end: int, problems: list[Problem]) -> _Reading | None:
    """The YAML from `start` to `end` of the source; None where it cannot be read."""
    text = source.text[start:end]
    found: list[slips.Slip] = []
    error: yaml.MarkedYAMLError | ValueError | None = None
    if not slips.suspicious(text):
        try:
            return _kept(_Builder(source, text, lambda offset: start + offset).read(), problems)
        except (yaml.MarkedYAMLError, ValueError) as caught:
            error = caught
    found = slips.find(text)
    problems += [Problem(slip.code, source.place(start + slip.start, start + slip.end), slip.message, slip.hint)
                 for slip in found if slip.code]
    mended = slips.mend(text, found)

    def origin(offset: int) -> int:
        return start + mended.origin(offset)

    if error is None or mended.text != text:
        try:
            return _kept(_Builder(source, mended.text, origin).read(), problems)
        except (yaml.MarkedYAMLError, ValueError) as caught:
            error = caught
    problems.append(_syntax(source, error, origin))
    return None
