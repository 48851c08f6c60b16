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


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: str(path.relative_to(ROOT)))
def test_content_is_set_with_full_width_marks(path: Path) -> None:
    text = path.read_text("utf-8")
    if path.suffix == ".md" and not text.startswith("---"):
        assert half_width(text) == []
        return
    document, problems = frontmatter.parse(Source(str(path), text, ""))
    assert document is not None and not problems
    assert [found for value in (*values(document.data), document.body) for found in half_width(value)] == []


@pytest.mark.parametrize("path", tracked("templates/**/*.html", "*.zh-CN.md", "docs/**/*.zh-CN.md"), ids=lambda path: path.name)
def test_templates_and_documents_are_set_with_full_width_marks(path: Path) -> None:
    text = re.sub(r"^(```|~~~).*?^\1", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert half_width(text) == []


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


@pytest.mark.parametrize("path", tracked("portal/**/*.py", "build.py"), ids=lambda path: str(path.relative_to(ROOT)))
def test_messages_are_set_with_full_width_marks(path: Path) -> None:
    assert [found for text in messages(path) for found in half_width(text)] == []


@pytest.mark.parametrize("text", ["氢能,产业", "目标:二十座", "（一）甲;乙", "什么?", "单位(万元)", "好!"])
def test_a_half_width_mark_is_found(text: str) -> None:
    assert half_width(text)


@pytest.mark.parametrize("text", ["氢能，产业", "写作 targets: [a, b]", "(13−11)÷7", "见 https://example.org/a,b 的说明",
                                  "`键: 值`", "5A级", "第3件（共20件）"])
def test_what_is_right_is_left_alone(text: str) -> None:
    assert half_width(text) == []
