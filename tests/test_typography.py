"""Chinese text is set with full-width punctuation, in bytes (issue 1, item 11): content, templates, messages, documents.

Looked at is text only: YAML values, Markdown, template text, string literals; never syntax, code, addresses, formulas, or
content/sources/, which is kept as it was printed.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import frontmatter
from portal.frontmatter import Data
from portal.sources import Source

ROOT = Path(__file__).parent.parent
HAN = "\u3400-\u9fff"
# a half-width mark between or beside Han characters
HALF = re.compile(rf"(?<=[{HAN}\u201d\u300b])[,:;!?](?=$|[\s{HAN}\u201c\u300a])|(?<=[{HAN}])\((?=.*[{HAN}])|(?<=[{HAN}])\)|\((?=[{HAN}])")
NOT_TEXT = re.compile(r"https?://\S+|`[^`]*`|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<[^>]+>|\]\([^)]*\)|\{[^{}]*\}", re.DOTALL)


def half_width(text: str) -> list[str]:
    """Every half-width mark beside a Han character, with what stands around it."""
    text = NOT_TEXT.sub("\u0001", text)
    return [text[max(0, match.start() - 8) : match.end() + 8] for match in HALF.finditer(text)]


def values(data: Data) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(data, dict):
        for value in data.values():
            yield from values(value)
    elif isinstance(data, list):
        for value in data:
            yield from values(value)
    elif isinstance(data, str):
        yield data


def tracked(*patterns: str) -> list[Path]:
    return sorted(path for pattern in patterns for path in ROOT.glob(pattern) if "sources" not in path.parts)


CONTENT = tracked("content/**/*.md", "content/**/*.yml", "tests/sample/content/**/*.md", "tests/sample/content/**/*.yml")


def test_content_is_set_with_full_width_marks() -> None:
    found = {}
    for path in CONTENT:
        text = path.read_text("utf-8")
        texts = [text]
        if path.suffix == ".yml" or text.startswith("---"):
            document, problems = frontmatter.parse(Source(str(path), text, ""))
            assert document is not None and not problems
            texts = [*values(document.data), document.body]
        found[str(path.relative_to(ROOT))] = [slip for one in texts for slip in half_width(one)]
    assert {path: slips for path, slips in found.items() if slips} == {}


def test_templates_and_documents_are_set_with_full_width_marks() -> None:
    found = {}
    for path in tracked("templates/**/*.html", "*.zh-CN.md", "docs/**/*.zh-CN.md"):
        text = re.sub(r"^(```|~~~).*?^\1", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
        found[path.name] = half_width(text)
    assert {path: slips for path, slips in found.items() if slips} == {}


def messages(path: Path) -> Iterator[str]:
    """Every string that code may say to a person: literals with Chinese, not docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    documentation = {node.body[0].value for node in ast.walk(tree)
                     if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
                     and isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "\u0001" for part in node.values)  # type: ignore[misc]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documentation:
            yield node.value


def test_messages_are_set_with_full_width_marks() -> None:
    found = {str(path.relative_to(ROOT)): [slip for text in messages(path) for slip in half_width(text)]
             for path in tracked("portal/**/*.py", "build.py")}
    assert {path: slips for path, slips in found.items() if slips} == {}


@pytest.mark.parametrize("text", ["氢能,产业", "目标:二十座", "（一）甲;乙", "什么?", "单位(万元)", "好!"])
def test_a_half_width_mark_is_found(text: str) -> None:
    assert half_width(text)


@pytest.mark.parametrize("text", ["氢能，产业", "写作 targets: [a, b]", "(13−11)÷7", "见 https://example.org/a,b 的说明",
                                  "`键: 值`", "5A级", "第3件（共20件）"])
def test_what_is_right_is_left_alone(text: str) -> None:
    assert half_width(text) == []
