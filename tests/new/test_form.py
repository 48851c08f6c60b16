"""The file as an editor finds it: every key explained, every sample refused, every text read back."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal import frontmatter, schema, slips
from portal.frontmatter import Data, Document
from portal.new import form
from portal.new.choices import NAMED, Scope, keys
from portal.new.draft import MODELS
from portal.problems import columns
from tests import tiny

EMPTY = tiny.load(tiny.files())[0]
WHOLE: Data = {"measures": [{"id": "do", "text": "做样例"}], "targets": [{"id": "s", "title": "站"}],
               "milestones": [{"id": "a", "title": "甲"}],
               "procedures": [{"id": "p", "kind": "eia"}], "funding": [{"id": "f", "source": "social"}],
               "coordination": [{"id": "c", "body": "专班"}], "legacy_issues": [{"id": "l", "text": "旧账"}]}

# texts as they are typed: with what YAML and the slips of the hand care about
MARKS = st.sampled_from(" :#'\"-[]{},&*!|>%@`~?\\/\n\t：，。“”（）【】－—–　０１２ａｂ年月日")
WORDS = st.text(st.one_of(MARKS, st.characters(exclude_categories=["Cs"])), max_size=24).filter(lambda text: not slips.has_control(text))


def parsed(text: str) -> Document:
    document, problems = frontmatter.parse(tiny.source("2026/01-sample/task.md", text))
    assert document is not None and problems == [], problems
    return document


@settings(max_examples=15, deadline=None)
@given(WORDS, WORDS, WORDS)
@example("", " ", "\n")
@example("null", "~", "- a")
@example("2026-13-40", "年", "yes")
@example("注意: 这里", "甲 # 乙", "'甲' \"乙\"")
@example("---", "\n---\n", "...")
@example("kind：", "１２", "【甲】")
@example("\u200b", "\ufeff", "\u3000")
def test_any_typed_text_comes_back_letter_by_letter(one: str, two: str, body: str) -> None:
    """As a value, in a list, in an item of a list, and as the body."""
    data: dict[str, Data] = {
        "title": one, "quote": two, "source": {"id": "text", "locator": one}, "themes": {"ids": [one, two], "basis": "editorial"},
        "measures": [{"id": "m1", "text": one}, {"id": "m2", "text": two * 9}], "not_applicable": {"funding": two}}
    document = parsed(form.text(schema.Promise, data, Scope(EMPTY), "头", "下", body))
    assert document.data == data
    assert document.body.strip("\n") == (body.strip("\n") if body.strip() else "")


def test_every_key_that_is_written_is_explained_by_the_model() -> None:
    text = form.text(schema.Promise, {"title": "甲", "quote": "乙", "source": {"id": "text"}}, Scope(EMPTY), "", "")
    assert "# 任务名称：页面上写的几个字\ntitle: 甲\n# 承诺原文：一字不改\nquote: 乙\n" in text
    assert "# 来源：承诺是在哪里公布的\n#   id       来源：sources.yml 里的编号\n" in text
    assert "\n#   locator  位置：在来源的哪里，例如 第3件；可不写\n" in text


@pytest.mark.parametrize("kind", MODELS)
def test_every_other_key_stands_below_as_a_sample(kind: str) -> None:
    text = form.text(MODELS[kind], {}, Scope(EMPTY, WHOLE, record=kind in schema.RECORDS), "", "")
    for name, info, _ in keys(MODELS[kind]):
        assert re.search(rf"^# {name}:.* # {re.escape(str(info.title))}", text, re.MULTILINE), name


def uncommented(text: str) -> str:
    """The file with each sample made to count: without the `# ` at the beginning of the line."""
    above, below = text.split("# 下面\n")
    return above + "\n".join(line.removeprefix("# ") for line in below.split("\n"))


def leaves(data: Data, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*at, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from leaves(value, (*at, index))
    else:
        yield at


@pytest.mark.parametrize("kind", MODELS)
def test_a_sample_is_yaml_with_known_keys_and_no_value_of_it_is_taken(kind: str) -> None:
    """Without its # each one is refused where it stands, so that no sample can be published by mistake (of a change: its field)."""
    text = uncommented(form.text(MODELS[kind], {}, Scope(EMPTY, WHOLE, record=kind in schema.RECORDS), "", "下面"))
    document = parsed(text)
    data: Any = document.data
    model: Any = MODELS[kind]
    _, problems = schema.check(data, model, document)
    for name, value in data.get("set", {}).items():
        problems += schema.check(value, schema.Text, document, ("set", name))[1]
    assert {problem.code for problem in problems} <= {"value-date", "value-number", "value-id", "value-choice", "value-empty", "value-url",
                                                      "value-sha256", "value-field", "value-interval", "value-boolean"}
    wrong = {problem.place.line for problem in problems}
    assert [at for at in leaves(data) if document.place(at).line not in wrong and at[-1] not in ("old", "new")] == []


def test_entries_for_which_the_promise_has_nothing_are_left_out() -> None:
    text = form.text(schema.Update, {"kind": "update"}, Scope(EMPTY, {"measures": [{"id": "do", "text": "做样例"}]}, record=True), "", "")
    assert "# measures:" in text and "（do 做样例）" in text
    assert [name for name in NAMED if f"# {name}:" in text] == ["measures"]


def test_what_is_noted_stands_above_its_item() -> None:
    data: dict[str, Data] = {"changes": [{"field": "due", "old": "2026-12-31", "new": None}]}
    text = form.text(schema.Adjustment, data, Scope(EMPTY), "", "", notes={("changes", 0): "完成时限：现在是 2026-12-31"})
    assert "changes:\n  # 完成时限：现在是 2026-12-31\n  - {field: due, old: 2026-12-31, new: null}\n" in text


def test_a_long_item_takes_a_line_for_each_key() -> None:
    data: dict[str, Data] = {"measures": [{"id": "m1", "text": "长" * 60, "unit": "a"}]}
    assert f"measures:\n  - id: m1\n    text: {'长' * 60}\n    unit: a\n" in form.text(schema.Promise, data, Scope(EMPTY), "", "")


def test_no_comment_is_wider_than_a_screen() -> None:
    text = form.text(schema.Promise, {"procedures": [{"id": "a", "kind": "eia"}]}, Scope(EMPTY), "", "")
    assert [line for line in text.splitlines() if columns(line) > form.WIDTH + 10] == []
