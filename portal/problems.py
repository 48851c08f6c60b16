"""How anything wrong is said: the ground floor.

A stage that finds something wrong in the city's words makes a `Problem` and goes on; only the pipeline decides to stop.
"""

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in the content folder.

    `file` is relative to it, with `/`; `line` and `column` count from 1 in characters (0: the file as a whole);
    `length` characters are meant, and `text` is the line itself.
    """

    file: str
    line: int = 0
    column: int = 0
    length: int = 1
    text: str = ""

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a code of `CODES`, where, what (Chinese), and how to write it (Chinese)."""

    code: str
    place: Place
    message: str
    hint: str = ""


# Every code with one line of explanation; docs/problems.zh-CN.md lists the same (tests/test_docs.py).
CODES: dict[str, str] = {
    # sources.py
    # frontmatter.py
    # schema.py
    # library.py
}


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by file, line and column, each said once."""
    return sorted(set(problems), key=lambda problem: (problem.place, problem.code, problem.message))


def columns(text: str) -> int:
    """How many columns a terminal needs for `text`: wide and full-width characters take two (UAX #11)."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1
               for char in text)


def as_text(problems: Iterable[Problem]) -> str:
    """The problems as an editor reads them in a terminal: place, line, caret under the value, what, how to write it."""
    blocks = []
    for problem in problems:
        place = problem.place
        lines = [f"{place}  [{problem.code}]"]
        if place.line and place.text:
            before = place.text[: place.column - 1]
            marked = place.text[place.column - 1 : place.column - 1 + max(place.length, 1)]
            number = f"{place.line:>5} | "
            lines.append(number + place.text.replace("\t", " "))
            lines.append(" " * (len(number) + columns(before)) + "^" * max(columns(marked), 1))
        lines.append(f"  {problem.message}")
        if problem.hint:
            lines.append(f"  写法：{problem.hint}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def as_json(problems: Iterable[Problem]) -> str:
    """The problems as [{code, file, line, column, message, hint}], for other programs."""
    rows = [{"code": problem.code, "file": problem.place.file, "line": problem.place.line,
             "column": problem.place.column, "message": problem.message, "hint": problem.hint}
            for problem in problems]
    return json.dumps(rows, ensure_ascii=False, indent=1)
