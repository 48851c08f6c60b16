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
from sys import intern
from typing import Any, TypeAlias

import yaml
from yaml.events import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, StreamEndEvent

from portal import slips
from portal.problems import Place, Problem
from portal.sources import Source

Data: TypeAlias = "dict[str, Data] | list[Data] | str | None"
MAX_DEPTH = 12

# libyaml where PyYAML was built with it: the same results, ten times faster
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_shown_key = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|[^\s:\uff1a]+")


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its data, and the Markdown behind the front matter (`''` for .yml), which begins on line `body_line`."""

    source: Source
    data: Data
    body: str
    body_line: int
    # Three offsets into the source text for each value, in the order of the data: where its key begins, where it begins,
    # where it ends. A place is worked out of them only when asked for.
    spans: "array[int]" = field(repr=False, compare=False)

    def place(self, path: tuple[str | int, ...], *, key: bool = False) -> Place:
        """Where the value at `path` (keys and indexes) stands, or its key; what is absent, at what would hold it."""
        index, data = 0, self.data
        for step in path:
            below = index + 1
            for name, child in _children(data):
                if name == step:
                    index, data = below, child
                    break
                below += _count(child)
            else:
                key = False
                break
        name_at, start, end = self.spans[3 * index : 3 * index + 3]
        if (key or start == end) and name_at < start:  # an empty value is shown by its key
            shown = _shown_key.match(self.source.text, name_at)
            start, end = name_at, shown.end() if shown else start
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

    No document where there is nothing to go on with: no front matter, nothing in it, or YAML that cannot be mended.
    """
    problems: list[Problem] = []
    text = source.text
    start, end, body_at = 0, len(text), len(text)
    if source.path.endswith(".md"):
        parts = _split(source, problems)
        if parts is None:
            return None, problems
        start, end, body_at = parts
    reading = _read(source, start, end, problems)
    if reading is None:
        return None, problems
    data, spans = reading
    if data is None and source.path.endswith(".md"):
        problems.append(Problem("front-matter-empty", source.place(start), "文件头部什么也没有写",
                                "在两行 --- 之间写键和值，例如 kind: update"))
        return None, problems
    return Document(source, data, text[body_at:], text.count("\n", 0, body_at) + 1, spans), problems


# --- where front matter begins and ends ---------------------------------------------------------------------------

_DASHES = r"[-\uff0d\u2010-\u2015\u2212\u2500]"
_rule = re.compile(rf"^(?:{_DASHES}{{2,}}|[\u2014\u2015\uff0d])[^\S\n]*$", re.MULTILINE)
_indented_rule = re.compile(rf"^[^\S\n]+{_DASHES}{{3,}}[^\S\n]*$", re.MULTILINE)
_key = re.compile(r"[a-z_][\w.-]* *[:\uff1a]", re.ASCII | re.IGNORECASE)
# a line that can only be Markdown: no key, no list mark, no comment, no end of a collection, not indented
_markdown = re.compile(rf"^(?!{_key.pattern}|[\s\-\uff0d#\uff03}}\])'\"]|$)|^##", re.MULTILINE | re.ASCII | re.IGNORECASE)

_marker = re.compile(r"^(?:---|\.\.\.)(?=[ \t\n]|\Z)", re.MULTILINE)
_content = re.compile(r"^[ ]*[^\s#%]", re.MULTILINE)


def _split(source: Source, problems: list[Problem]) -> tuple[int, int, int] | None:
    """(where the YAML begins, where it ends, where the body begins): lines of three hyphens part them."""
    text = source.text
    first = text.rfind("\n", 0, len(text) - len(text.lstrip())) + 1
    opening = _rule.match(text, first) or _indented_rule.match(text, first)
    if opening:
        _check_rule(source, opening, problems)
        start = min(opening.end() + 1, len(text))
    elif _key.match(text, first):
        problems.append(Problem("front-matter-open", source.place(first), "文件开头缺一行 ---",
                                "第一行写三个半角减号 ---，下面才是键和值"))
        start = first
    else:
        problems.append(Problem("front-matter-missing", source.place(first), "文件没有头部（两行 --- 之间的键和值）",
                                "第一行写 ---，下面写键和值，再写一行 ---，正文写在后面"))
        return None
    closing = _rule.search(text, start) or _indented_rule.search(text, start)
    if closing:
        _check_rule(source, closing, problems)
        return start, closing.start(), min(closing.end() + 1, len(text))
    markdown = _markdown.search(text, start)
    end = markdown.start() if markdown else len(text)
    problems.append(Problem("front-matter-close", source.place(end if markdown else len(text.rstrip())),
                            "文件头部没有结束，缺第二行 ---",
                            f"在{'这一行前面' if markdown else '文件末尾'}加一行三个半角减号 ---"))
    return start, end, end


def _check_rule(source: Source, rule: re.Match[str], problems: list[Problem]) -> None:
    line = rule[0].rstrip()
    if line != "---":
        start = rule.start() + len(line) - len(line.lstrip())
        problems.append(Problem("front-matter-mark", source.place(start, rule.end()), "文件头部的分隔线不对",
                                "写三个半角减号 ---，独占一行，前面不留空格"))


# --- reading ------------------------------------------------------------------------------------------------------


def _read(source: Source, start: int, end: int, problems: list[Problem]) -> "tuple[Data, array[int]] | None":
    """The YAML between two offsets as data and spans; None where it cannot be read. Files without slips are read once."""
    text = _first_document(source, start, end, problems)
    error: Exception | None = None
    if not slips.suspicious(text):
        try:
            return _Reading(source, text, lambda offset: start + offset).read(problems)
        except _REFUSED as caught:
            error = caught
    found = slips.find(text)
    problems += [Problem(slip.code, source.place(start + slip.start, start + slip.end), slip.message, slip.hint)
                 for slip in found if slip.code]
    mended = slips.mend(text, found)
    if error is None or mended.text != text:
        try:
            return _Reading(source, mended.text, lambda offset: start + mended.origin(offset)).read(problems)
        except _REFUSED as caught:
            error = caught
    problems.append(_syntax(source, error, lambda offset: start + mended.origin(offset)))
    return None


def _first_document(source: Source, start: int, end: int, problems: list[Problem]) -> str:
    """The text before a second document begins; that is a problem, and not read."""
    text = source.text[start:end]
    begun = 0
    for marker in _marker.finditer(text):
        if _content.search(text, begun, marker.start()):
            problems.append(Problem("several-documents", source.place(start + marker.start(), start + marker.end()),
                                    "一个文件里只能有一份 YAML，这里又开始了一份", f"删掉这一行 {marker[0]}，或分成两个文件"))
            return text[: marker.start()]
        begun = marker.end()
    return text


class _TooDeep(Exception):
    """Nested deeper than MAX_DEPTH, at an offset."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


# PyYAML in Python lets chr() speak for itself where an escape names no character
_REFUSED = (yaml.YAMLError, _TooDeep, ValueError, OverflowError)


class _Reading:
    """The events of one YAML text, read into plain data. `origin` leads from its offsets to those of the source."""

    def __init__(self, source: Source, text: str, origin: Callable[[int], int]) -> None:
        self.source = source
        self.text = text
        self.origin = origin
        self.next: Callable[[], Any] = LOADER(text).get_event
        self.spans = array("I")
        self.problems: list[Problem] = []

    def read(self, problems: list[Problem]) -> "tuple[Data, array[int]]":
        """The data and spans of the first document; problems are added only if all of it can be read."""
        self.next()
        data: Data = None
        if type(self.next()) is StreamEndEvent:
            self.spans.extend((0, 0, 0))
        else:
            event = self.next()
            data = self.value(event, event.start_mark.index, 1)
            self.next()
            self.next()
        problems += self.problems
        return data, array("I", [self.origin(at) for at in self.spans])

    def problem(self, code: str, at: int, length: int, message: str, hint: str) -> None:
        self.problems.append(Problem(code, self.source.place(self.origin(at), self.origin(at + length)), message, hint))

    def value(self, event: Any, name_at: int, depth: int) -> Data:
        """The value that begins with `event`; its key begins at `name_at`."""
        kind = type(event)
        start, span = event.start_mark.index, len(self.spans)
        self.spans.extend((name_at, start, event.end_mark.index))
        if kind is AliasEvent:
            self.problem("alias", start, event.end_mark.index - start, f"这里不用 YAML 的别名（*{event.anchor}）",
                         "把值再写一遍；如果是文字，用半角单引号括起来")
            return None
        if event.anchor or event.tag:
            self.properties(event)
        if kind is ScalarEvent:
            value: str = event.value
            if not event.style:
                return None if value in ("", "~", "null") else value
            if event.style == '"' and slips.has_control(value):
                self.problem("control-character", start, event.end_mark.index - start, "双引号里的反斜杠写出了一个控制字符",
                             "用半角单引号括起来，反斜杠就只是反斜杠")
            return value
        if depth > MAX_DEPTH:
            raise _TooDeep(start)
        data: Data
        if kind is MappingStartEvent:
            data, end = self.mapping(depth)
        else:
            data = []
            while type(event := self.next()) is not SequenceEndEvent:
                data.append(self.value(event, event.start_mark.index, depth + 1))
            end = _end(event)
        self.spans[span + 2] = end
        return data

    def mapping(self, depth: int) -> tuple[dict[str, Data], int]:
        data: dict[str, Data] = {}
        first: dict[str, int] = {}  # where a key stands first
        before = ("", 0, 0)  # the entry before: its key, where its plain text ends, the index of its spans
        event: Any
        while type(event := self.next()) is not MappingEndEvent:
            at, span = event.start_mark.index, len(self.spans)
            name = self.name(event, depth)
            del self.spans[span:]
            name_end = event.end_mark.index
            event = self.next()
            value = self.value(event, at, depth + 1)
            if name is None:
                del self.spans[span:]
            elif name in first:
                line = self.source.place(self.origin(first[name])).line
                self.problem("duplicate-key", at, len(name), f"键 {name} 写了两次，第一次在第 {line} 行", "删掉一个，或把两处并成一处")
                del self.spans[span:]
            elif value is None and ":" not in self.text[name_end : event.start_mark.index]:
                del self.spans[span:]
                before = self.no_value(name, at, name_end, data, before)
            else:
                first[name] = at
                data[name] = value
                before = (name, _end(event) if type(event) is ScalarEvent and not event.style else 0, span)
        return data, _end(event)

    def name(self, event: Any, depth: int) -> str | None:
        """The key that begins with `event`, or None where it is none of ours."""
        at, end = event.start_mark.index, event.end_mark.index
        value = self.value(event, at, depth + 1)
        if type(event) is ScalarEvent:
            if event.value == "<<" and not event.style:
                self.problem("merge-key", at, 2, "这里不用 YAML 的合并键 <<", "把要合并的键和值一个一个写出来")
                return None
            if isinstance(value, str):
                return intern(value)  # the same few words in every file
        if type(event) is not AliasEvent:
            self.problem("key-form", at, end - at, "键要是一个词", "例如 title: 氢能产业")
        return None

    def no_value(self, name: str, at: int, end: int, data: dict[str, Data],
                 before: tuple[str, int, int]) -> tuple[str, int, int]:
        """A key without a colon in a flow mapping: mostly the rest of a text that has a half-width comma in it.

        `before`, and what is given back, is the entry that the next such rest belongs to (see `mapping`).
        """
        key, text_end, span = before
        text = data.get(key)
        if isinstance(text, str) and text_end and not (text + name).isascii():
            comma = self.text.index(",", text_end)
            self.problem("flow-comma", comma, 1, f"半角逗号把文字断开了，“{name}”成了没有值的键",
                         "文字里用全角逗号，或者用半角单引号把整段文字括起来")
            data[key] = text + self.text[text_end:at] + name
            self.spans[span + 2] = end
            return key, end, span
        self.problem("missing-value", at, end - at, f"键 {name} 后面没有冒号和值", f"写作 {name}: 值")
        return "", 0, 0

    def properties(self, event: Any) -> None:
        at = event.start_mark.index
        if event.anchor:
            self.problem("anchor", at, len(event.anchor) + 1, f"这里不用 YAML 的锚点（&{event.anchor}）",
                         "删掉它；如果是文字，用半角单引号把整段括起来")
        if event.tag:
            self.problem("tag", at, 1, "这里不用 YAML 的类型标记（以 ! 开头）", "删掉它；如果是文字，用半角单引号把整段括起来")


def _end(event: Any) -> int:
    return int(event.end_mark.index)


# --- what the parser says, in Chinese -----------------------------------------------------------------------------

# (a pattern of what PyYAML or libyaml says, what is wrong, how to write it, whether the place is where the thing began)
_ERRORS: tuple[tuple[str, str, str, bool], ...] = (
    ("scanning a (quoted|double-quoted|single-quoted) scalar.*(end of stream|document (separator|indicator))",
     "引号没有配对，后半个引号不见了", "补上后半个半角引号", True),
    ("escape|hexdecimal", "双引号里的反斜杠有特别的意思，这里写得不对", "改用半角单引号，反斜杠就只是反斜杠", True),
    (r"expected ',' or '\]'", "方括号里写得不对：缺了逗号或后半个括号", "例如 [energy, transition]", True),
    (r"expected ',' or '\}'", "花括号里写得不对：缺了逗号、冒号或后半个括号", "例如 {id: grid, value: 3}", True),
    ("mapping values are not allowed", "这里不该有半角冒号：文字里多了冒号，或者这一行多缩进了",
     "文字里用全角冒号，或者用半角单引号把整段文字括起来；同一层的键左边对齐", False),
    ("could not find expected ':'", "这一行没有写成 title: 氢能产业 这样的键和值",
     "键后面写半角冒号和一个空格；正文之前要有一行 ---", True),
    ("sequence entries are not allowed", "列表不能写在这里", "另起一行，缩进两格，再写减号和空格", False),
    ("expected '-' indicator", "列表的各项没有对齐，或者列表里混进了键", "各项的减号左边对齐", False),
    ("expected key|expected <block end>", "缩进没有对齐，或者上一行没有写完", "同一层的键左边对齐；检查上一行的引号和括号", False),
    ("cannot start any token", "文字不能以这个符号开头", "用半角单引号把整段文字括起来", False),
    ("scanning an? (anchor|alias)", "文字不能以 & 或 * 开头", "用半角单引号把整段文字括起来", False),
    (r"\btag\b", "文字不能以 ! 开头", "用半角单引号把整段文字括起来", False),
    ("block scalar", "| 或 > 后面要换行，文字写在下面，缩进两格", "如果是文字的开头，用半角单引号把整段文字括起来", False),
    ("maximum depth", "嵌套太深", "检查缩进和括号", False),
    ("tab character", "这里用了制表符（Tab）", "缩进用半角空格", False),
)


def _syntax(source: Source, error: Exception | None, origin: Callable[[int], int]) -> Problem:
    """The one problem of a text that cannot be read."""
    if isinstance(error, _TooDeep):
        return Problem("too-deep", source.place(origin(error.at)), f"嵌套超过了 {MAX_DEPTH} 层", "检查缩进和括号")
    message, hint, began = "YAML 写得不对，从这里起读不下去", "检查这一行和上一行的冒号、引号、括号和缩进", False
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem("yaml-syntax", Place(source.path), message, "检查双引号里的反斜杠")
    said = f"{error.context or ''} {error.problem or ''}"
    for pattern, *rest in _ERRORS:
        if re.search(pattern, said):
            message, hint, began = str(rest[0]), str(rest[1]), bool(rest[2])
            break
    mark = error.context_mark if began and error.context_mark else error.problem_mark or error.context_mark
    if mark is None:
        return Problem("yaml-syntax", Place(source.path), message, hint)
    return Problem("yaml-syntax", source.place(origin(mark.index)), message, hint)
