"""Front matter: YAML as an editor writes it -> plain data with positions (portal/frontmatter.py)."""

import pickle
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from portal import frontmatter
from portal.frontmatter import Data, Document, parse
from portal.problems import CODES, as_text
from portal.sources import Source
from tests import test_slips


def md(text: str) -> Source:
    return Source("2026/03-hydrogen/task.md", text, "")


def yml(text: str) -> Source:
    return Source("units.yml", text, "")


def places(source: Source) -> list[tuple[str, int, int]]:
    return [(problem.code, problem.place.line, problem.place.column) for problem in parse(source)[1]]


def document(source: Source) -> Document:
    found, problems = parse(source)
    assert problems == []
    assert found is not None
    return found


# --- a value is what the editor sees


@pytest.mark.parametrize("value", [
    "yes", "no", "on", "true", "012", "0x1F", "1_000", "1.50", "1e3", "-0", "+5", ".5", "99.96", "2026-01-08", "10:30:00",
    "NULL", "Null", "None", ".nan", ".inf", "=", "氢能产业", "20座", "=1+1"])
def test_a_plain_value_is_text_exactly_as_written(value: str) -> None:
    """No booleans, no octals, no dates, no numbers: the type of the field decides what the text means."""
    assert document(yml(f"value: {value}\nlist: [{value}]")).data == {"value": value, "list": [value]}


@pytest.mark.parametrize("value", ["", " ", "~", "null", " # nothing", "  null  # nothing"])
def test_only_null_tilde_and_nothing_are_none(value: str) -> None:
    assert document(yml(f"a: {value}\nb: c")).data == {"a": None, "b": "c"}


@pytest.mark.parametrize(("text", "value"), [
    ("'null'", "null"), ('"~"', "~"), ("''", ""), ("'it''s'", "it's"), ('"a\\nb"', "a\nb"), ('"\\u6c22"', "氢"),
    ("|\n  一\n  二\n", "一\n二\n"), ("|-\n  一\n   二\n", "一\n 二"), (">\n  一\n  二\n", "一 二\n"), ("一\n  二", "一 二"),
    ("|\n  - 不是列表\n  # 不是注释\n", "- 不是列表\n# 不是注释\n")])
def test_quoted_and_block_texts_have_the_usual_meaning(text: str, value: str) -> None:
    assert document(yml(f"a: {text}")).data == {"a": value}


def test_mappings_and_lists_in_both_styles() -> None:
    text = """\
measures:
- {id: chain, text: 统筹制氢、加氢站，装备}
- id: trucks
  text: 有序推动，氢能重卡
themes: {ids: [energy, transition], basis: editorial}
empty: []
none: {}
"""
    assert document(yml(text)).data == {
        "measures": [{"id": "chain", "text": "统筹制氢、加氢站，装备"}, {"id": "trucks", "text": "有序推动，氢能重卡"}],
        "themes": {"ids": ["energy", "transition"], "basis": "editorial"}, "empty": [], "none": {}}


# --- front matter and body


def test_front_matter_and_body_are_parted() -> None:
    """The body is what stands behind the second rule; its first line is known."""
    found = document(md("---\ntitle: 氢能\n---\n\n正文\n---\n不是头部\n"))
    assert (found.data, found.body, found.body_line) == ({"title": "氢能"}, "\n正文\n---\n不是头部\n", 4)


def test_a_file_may_end_with_its_front_matter() -> None:
    for end in ("", "\n"):
        found = document(md(f"---\ntitle: 氢能\n---{end}"))
        assert (found.data, found.body) == ({"title": "氢能"}, "")


def test_blank_lines_before_and_blanks_behind_a_rule_do_no_harm() -> None:
    assert document(md("\n\n---  \ntitle: 氢能\n--- \n正文")).body == "正文"


def test_a_yml_file_is_data_whole_and_has_no_body() -> None:
    found = document(yml("- {id: a}\n- {id: b}\n"))
    assert (found.data, found.body) == ([{"id": "a"}, {"id": "b"}], "")


@pytest.mark.parametrize("text", ["", "\n", "# 还没有\n", "---\n"])
def test_an_empty_yml_file_is_none(text: str) -> None:
    """Whether a registry may be empty is for the schema to say; its place is the file."""
    found = document(yml(text))
    assert found.data is None
    assert found.place(("x", 0)).file == "units.yml"


# (code, text, line, column, data, body)
RULES: tuple[tuple[str, str, int, int, Data, str], ...] = (
    ("front-matter-mark", "———\ntitle: 氢能\n---\n正文", 1, 1, {"title": "氢能"}, "正文"),
    ("front-matter-mark", "---\ntitle: 氢能\n－－－\n正文", 3, 1, {"title": "氢能"}, "正文"),
    ("front-matter-mark", "---\ntitle: 氢能\n--\n正文", 3, 1, {"title": "氢能"}, "正文"),
    ("front-matter-mark", "---\ntitle: 氢能\n-----\n正文\n---\n", 3, 1, {"title": "氢能"}, "正文\n---\n"),
    ("front-matter-mark", "---\ntitle: 氢能\n—\n正文", 3, 1, {"title": "氢能"}, "正文"),
    ("front-matter-mark", "---\ntitle: 氢能\n ---\n正文", 3, 2, {"title": "氢能"}, "正文"),
    ("front-matter-mark", "　---\ntitle: 氢能\n---\n正文", 1, 2, {"title": "氢能"}, "正文"),
    ("front-matter-close", "---\ntitle: 氢能\n\n据市能源局消息\n", 4, 1, {"title": "氢能"}, "据市能源局消息\n"),
    ("front-matter-close", "---\ntitle: 氢能\nasks:\n- due\n\n## 背景\n", 6, 1, {"title": "氢能", "asks": ["due"]}, "## 背景\n"),
    ("front-matter-close", "---\ntitle: 氢能\n", 2, 10, {"title": "氢能"}, ""),
    ("front-matter-open", "title: 氢能\n---\n正文", 1, 1, {"title": "氢能"}, "正文"),
)


@pytest.mark.parametrize(("code", "text", "line", "column", "data", "body"), RULES)
def test_a_rule_that_is_wrong_or_missing_is_said_and_put_right(code: str, text: str, line: int, column: int,
                                                               data: Data, body: str) -> None:
    """Both the front matter and the body are read as if the rules of three hyphens were there."""
    found, problems = parse(md(text))
    assert [(problem.code, problem.place.line, problem.place.column) for problem in problems] == [(code, line, column)]
    assert found is not None
    assert (found.data, found.body) == (data, body)


@pytest.mark.parametrize(("code", "text", "line"), [
    ("front-matter-missing", "正文\n", 1), ("front-matter-missing", "", 1), ("front-matter-missing", "\n\n# 标题\n", 3),
    ("front-matter-empty", "---\n---\n正文", 2), ("front-matter-empty", "---\n# 还没写\n---\n", 2),
    ("front-matter-empty", "---\n\n---", 2)])
def test_without_front_matter_there_is_no_document(code: str, text: str, line: int) -> None:
    found, problems = parse(md(text))
    assert found is None
    assert [(problem.code, problem.place.line) for problem in problems] == [(code, line)]


def test_the_lines_of_problems_are_those_of_the_file() -> None:
    assert places(md("---\na: b\nvalue: ２０\na: c\n---\n正文")) == [("fullwidth-character", 3, 8), ("duplicate-key", 4, 1)]


# --- what of YAML is not used

# (code, text, line, column, data)
NOT_USED: tuple[tuple[str, str, int, int, Data], ...] = (
    ("duplicate-key", "a: b\nc: d\na: e", 3, 1, {"a": "b", "c": "d"}),
    ("duplicate-key", "{id: a, id: b}", 1, 9, {"id": "a"}),
    ("duplicate-key", "a:\n  - {id: x}\na:\n  - {id: y}", 3, 1, {"a": [{"id": "x"}]}),
    ("duplicate-key", "'a': b\n\"a\": c", 2, 1, {"a": "b"}),
    ("anchor", "a: &x b\nc: d", 1, 4, {"a": "b", "c": "d"}),
    ("anchor", "a: &x {id: b}", 1, 4, {"a": {"id": "b"}}),
    ("alias", "a: *x\nc: d", 1, 4, {"a": None, "c": "d"}),
    ("tag", "a: !!int 5", 1, 4, {"a": "5"}),
    ("tag", "a: !!binary aGk=", 1, 4, {"a": "aGk="}),
    ("tag", "a: !!python/object:os.system {}", 1, 4, {"a": {}}),
    ("tag", "a: ! 5", 1, 4, {"a": "5"}),
    ("merge-key", "a: b\n<<: {c: d}", 2, 1, {"a": "b"}),
    ("key-form", "? [a, b]\n: c\nd: e", 1, 3, {"d": "e"}),
    ("key-form", "{{a: b}: c}", 1, 2, {}),
    ("key-form", "~: a\nb: c", 1, 1, {"b": "c"}),
    ("missing-value", "{id, value: 3}", 1, 2, {"value": "3"}),
    ("missing-value", "{id: a, value}", 1, 9, {"id": "a"}),
    ("flow-comma", "- {id: x, text: 含英文逗号, 的文字}", 1, 22, [{"id": "x", "text": "含英文逗号, 的文字"}]),
    ("flow-comma", "- {text: 含英文逗号, 的文字, id: x}", 1, 15, [{"text": "含英文逗号, 的文字", "id": "x"}]),
    ("several-documents", "a: b\n---\nc: d", 2, 1, {"a": "b"}),
    ("several-documents", "---\na: b\n---\n", 3, 1, {"a": "b"}),
    ("several-documents", "a: b\n...\nc: [", 2, 1, {"a": "b"}),
    ("control-character", 'a: "b\\0c"', 1, 4, {"a": "b\0c"}),
)


@pytest.mark.parametrize(("code", "text", "line", "column", "data"), NOT_USED)
def test_what_a_form_does_not_need_is_a_problem(code: str, text: str, line: int, column: int, data: Data) -> None:
    """Each with its own words, and the rest is read on."""
    found, problems = parse(yml(text))
    assert [(problem.code, problem.place.line, problem.place.column) for problem in problems] == [(code, line, column)]
    assert found is not None
    assert found.data == data


def test_a_duplicate_key_says_where_the_first_stands() -> None:
    """In lines of the file, behind mended lines as well."""
    assert "第 2 行" in parse(md("---\na: b\n　c：d\na: e\n---\n"))[1][-1].message


def test_two_halves_of_a_text_are_three_when_it_has_two_commas() -> None:
    found, problems = parse(yml("{text: 一, 二, 三, id: x}"))
    assert found is not None
    assert found.data == {"text": "一, 二, 三", "id": "x"}
    assert [(problem.code, problem.place.column) for problem in problems] == [("flow-comma", 9), ("flow-comma", 12)]


def test_twelve_levels_are_enough() -> None:
    """Deeper is a problem, said once; a thousand brackets neither hang nor overflow."""
    assert document(yml("[" * 12 + "a" + "]" * 12)).data is not None
    assert places(yml("[" * 13 + "a" + "]" * 13)) == [("too-deep", 1, 13)]
    assert places(yml("x: " + "[" * 5000))[0] == ("unclosed-bracket", 1, 5003)
    assert len(places(yml("x: " + "[" * 5000))) == 2
    assert [code for code, *_ in places(yml("- " * 3000 + "a"))] == ["too-deep"]


def test_no_bomb_goes_off() -> None:
    """Nested aliases are named, never expanded."""
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    assert {code for code, *_ in places(yml("\n".join(lines)))} == {"anchor", "alias"}


# --- what cannot be mended

# (text, line, column, a word of the message)
BROKEN = (
    ("a: b\n  c: d\n", 2, 4, "冒号"),
    ("a:\n  - b\n c: d\n", 3, 2, "缩进"),
    ("a:\n    b: c\n  d: e\n", 3, 3, "缩进"),
    ("title: 氢能\n没有键的一行\nb: c\n", 2, 1, "键和值"),
    ("a: - b\n", 1, 4, "列表"),
    ("a: [b}\nc: d\n", 1, 4, "方括号"),
    ('a: "b\\qc"\n', 1, 4, "反斜杠"),
    ('a: "b\\uD8"\n', 1, 4, "反斜杠"),
    ("a:\n- b\nc\n", 3, 1, "键和值"),
)


@pytest.mark.parametrize(("text", "line", "column", "word"), BROKEN)
def test_a_text_that_cannot_be_mended_is_said_once_in_chinese(text: str, line: int, column: int, word: str) -> None:
    """One problem with line and column, and no document; the parser's English is not shown."""
    found, problems = parse(yml(text))
    assert found is None
    problem = problems[-1]
    assert [problem.code for problem in problems].count("yaml-syntax") == 1
    assert (problem.code, problem.place.line, problem.place.column) == ("yaml-syntax", line, column)
    assert word in problem.message
    assert problem.hint
    assert not any(said in problem.message + problem.hint for said in ("expected", "found", "while"))


def test_slips_before_the_break_are_said_as_well() -> None:
    assert places(yml("title：氢能\na:\n    b: c\n  d: e\n")) == [("fullwidth-colon", 1, 6), ("yaml-syntax", 4, 3)]


@pytest.mark.parametrize("text", [
    'a: "\\uD800"', 'a: "\\UFFFFFFFF"', 'a: "\\U00110000"', "%YAML 99999999999999999.1\n---\na: b", "? ", ": ", "- : -",
    "\ufeff", "\ud800", "a: \ud800", "&", "*", "!", "!<", "a: !<x", "|", ">9", "[", "{", "}", ","])
def test_nasty_texts_are_problems_or_none(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Escapes that name no character, halves of pairs, lone signs: no traceback from either parser."""
    for source in (yml(text), md("---\n" + text + "\n---\n"), md(text)):
        both(source, monkeypatch)


# --- places


PLACED = """\
---
# 说明
title: 氢能产业
measures:
  - {id: chain, text: 制氢}
  - id: trucks
    text: >
      有序推动
    due:
'quoted key': x
themes: [energy, transition]
---
正文
"""


@pytest.mark.parametrize(("path", "key", "marked", "line"), [
    (("title",), False, "氢能产业", 3),
    (("title",), True, "title", 3),
    (("measures", 0), False, "{id: chain, text: 制氢}", 5),
    (("measures", 0, "text"), False, "制氢", 5),
    (("measures", 0, "text"), True, "text", 5),
    (("measures", 1), False, "id: trucks", 6),
    (("measures", 1, "text"), False, ">", 7),
    (("measures", 1, "due"), False, "due", 9),
    (("quoted key",), True, "'quoted key'", 10),
    (("themes", 1), False, "transition", 11),
    (("themes", 1), True, "transition", 11),
    (("themes",), True, "themes", 11),
    ((), False, "title: 氢能产业", 3),
    (("missing",), False, "title: 氢能产业", 3),
    (("missing",), True, "title: 氢能产业", 3),
    (("measures", 0, "due"), False, "{id: chain, text: 制氢}", 5),
    (("measures", 0, "due", "x", 3), True, "{id: chain, text: 制氢}", 5),
    (("measures", 7), False, "- {id: chain, text: 制氢}", 5),
    (("title", "x"), False, "氢能产业", 3),
])
def test_every_value_and_every_key_has_a_place(path: tuple[str | int, ...], key: bool, marked: str, line: int) -> None:
    """What is absent is placed at what would hold it; an empty value at its key."""
    place = document(md(PLACED)).place(path, key=key)
    assert (place.file, place.line) == ("2026/03-hydrogen/task.md", line)
    assert place.text == PLACED.split("\n")[line - 1]
    assert place.text[place.column - 1 : place.column - 1 + place.length] == marked


def test_places_are_those_of_the_text_as_written_not_as_mended() -> None:
    """A missing blank, a tab and a wide blank move nothing."""
    text = "---\ntitle:氢能\nmeasures:\n\t- {id：a，text: 制氢}\n\t- {id: b, value: 20}\n---\n"
    found = parse(md(text))[0]
    assert found is not None
    for path, line, column in ((("title",), 2, 7), (("measures", 0, "text"), 4, 16), (("measures", 1, "value"), 5, 19)):
        place = found.place(path)
        assert (place.line, place.column) == (line, column)


def test_a_document_can_be_kept_and_sent() -> None:
    """Frozen, comparable, and small enough to be pickled to another process."""
    found = document(md(PLACED))
    assert pickle.loads(pickle.dumps(found)) == found
    assert found.spans.itemsize * len(found.spans) < 1000


# --- both parsers of PyYAML, and any text at all


def both(source: Source, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Data, list[tuple[str, int, int]]]]:
    results = []
    for loader in (yaml.CBaseLoader, yaml.BaseLoader) if hasattr(yaml, "CBaseLoader") else (yaml.BaseLoader,):
        with monkeypatch.context() as patch:
            patch.setattr(frontmatter, "LOADER", loader)
            found, problems = parse(source)
        results.append((found.data if found else "nothing",
                        [(problem.code, problem.place.line, problem.place.column) for problem in problems]))
    return results


def test_with_and_without_libyaml_the_result_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Data, codes and places of every example on this page and in test_slips.py."""
    texts = [text for _, text, *_ in test_slips.SLIPS] + [text for text, _ in test_slips.RIGHT]
    texts += [text for _, text, *_ in NOT_USED] + [text for text, *_ in BROKEN] + [test_slips.TWELVE]
    for source in [*map(yml, texts), *(md(text) for _, text, *_ in RULES), md(PLACED)]:
        results = both(source, monkeypatch)
        assert results[0] == results[-1], source.text


SCRAPS = [*"：，、；:,;[]{}［］｛｝【】\"'#＃-－—|>&*!%@`? \n\t　２氢a1~<.\\", "\u00a0", "\u200b", "\x00", "\x85", "\u2028",
          ": ", "\n  ", "\n- ", "id: ", "text：", "氢能产业", "{id: a", "'四好'", "---\n", "  ", "\n---\n"]


@given(st.text() | st.lists(st.sampled_from(SCRAPS), max_size=40).map("".join), st.booleans())
def test_no_text_whatever_gives_a_traceback(text: str, front: bool) -> None:
    """A document or a problem, never neither; every problem has a known code and a place inside the file, and can be shown."""
    text = "---\n" + text + "\n---\n" if front else text
    lines = text.split("\n")
    for source in (md(text), yml(text)):
        found, problems = parse(source)
        assert found is not None or problems
        for problem in problems:
            assert problem.code in CODES
            place = problem.place
            assert place.line == 0 or (place.text == lines[place.line - 1] and 1 <= place.column <= len(place.text) + 1)
        as_text(problems)


@given(st.integers(0, len(PLACED)), st.integers(0, 2), st.sampled_from(SCRAPS), st.integers(0, len(PLACED)))
def test_a_valid_document_with_a_slip_anywhere_gives_no_traceback(at: int, cut: int, scrap: str, second: int) -> None:
    text = PLACED[:at] + scrap + PLACED[at + cut :]
    text = text[:second] + scrap + text[second:]
    found, problems = parse(md(text))
    assert found is not None or problems


def walk(data: Data, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Data]]:
    items: list[Any] = list(data.items()) if isinstance(data, dict) else list(enumerate(data)) if isinstance(data, list) else []
    return [(path, data), *(pair for key, child in items for pair in walk(child, (*path, key)))]


TEXTS = st.text(alphabet="氢能产业：，、（）“”【重点】—２Ａ#:,[]{}'\"-?!&*|>%@ 1a.\n", max_size=12)
KEYS = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)


@given(st.dictionaries(KEYS, st.recursive(
    TEXTS | st.none(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8),
    min_size=1, max_size=4), st.booleans())
def test_data_comes_back_and_every_scalar_is_where_its_place_says(data: dict[str, Data], flow: bool) -> None:
    """What is written with quotes is read as it was; the place of each text shows its opening quote."""
    dumped = "".join(f"{line}\n" for line in yaml.dump(
        data, allow_unicode=True, default_flow_style=flow, default_style='"', width=10_000).splitlines())
    source = md("---\n" + dumped.replace('!!null "null"', "null") + "---\n")
    found, problems = parse(source)
    assert problems == []
    assert found is not None
    assert found.data == data
    for path, value in walk(data):
        place = found.place(path)
        assert place.text == source.text.split("\n")[place.line - 1]
        if isinstance(value, str):
            assert place.text[place.column - 1] == '"'
