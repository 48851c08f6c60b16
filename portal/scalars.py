"""A text as it stands in YAML, so that it is read back letter by letter: what frontmatter.py reads, written.

Plain where that can be, as an editor would write it, else in single quotes, else in double ones. Which of them it is, is not worked
out but tried: what is written is read again, also with an eye for slips of the hand (slips.py), inside keys, items and lists.
"""

from functools import lru_cache

from portal import frontmatter, slips
from portal.frontmatter import Data
from portal.sources import Source


@lru_cache(4096)
def scalar(value: str | None) -> str:
    """The text of a value in YAML, on one line; None is null.

    Control characters but the line feed and the tab have no place in a file (slips.has_control): who asks for a text refuses them.
    """
    if value is None:
        return "null"
    for written in (value, "'" + value.replace("'", "''") + "'"):
        if "\n" not in written and all(_is_read_back(index, written, value) for index, _ in enumerate(_AROUND)):
            return written
    return '"' + "".join(map(_escaped, value)) + '"'


def flow(value: Data) -> str:
    """Any value on one line: {a: 1, b: [2, 3]}."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


# a text must stand in all of these
_AROUND = (("a: ", "\nb: 1\n"), ("a: {a: ", ", b: 1}\nb: 1\n"), ("a: [", ", 1]\nb: 1\n"))


def _is_read_back(index: int, written: str, value: str) -> bool:
    text = written.join(_AROUND[index])
    document, problems = frontmatter.parse(Source("scalar.yml", text, ""))
    inside: tuple[Data, ...] = (value, {"a": value, "b": "1"}, [value, "1"])
    return document is not None and document.data == {"a": inside[index], "b": "1"} and not problems and not slips.find(text)


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char.isprintable():
        return char
    return "\\n" if char == "\n" else f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
