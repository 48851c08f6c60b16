"""How anything wrong is said (portal/problems.py)."""

import json

from hypothesis import given
from hypothesis import strategies as st

from portal.problems import CODES, Place, Problem, as_json, as_text, columns, in_order


def problem(line: str, column: int, length: int = 1, hint: str = "") -> Problem:
    return Problem("tab", Place("2026/plan.md", 3, column, length, line), "写得不对", hint)


def test_a_problem_is_place_line_caret_what_and_how() -> None:
    """An editor sees where, what to read on, the line itself, a caret under the value, what is wrong and how to write it."""
    assert as_text([problem("value: ２０", 8, 2, "写作 20")]) == (
        "2026/plan.md:3:8  [tab]  见编辑手册第13节\n"
        "    3 | value: ２０\n"
        "               ^^^^\n"
        "  写得不对\n"
        "  写法：写作 20")


def test_the_caret_stands_under_the_value_behind_full_width_text() -> None:
    """Han characters take two columns, so the caret moves by two for each."""
    lines = as_text([problem("标题：氢能 x", 7)]).split("\n")
    assert lines[1].endswith("x")
    assert lines[2].index("^") == columns(lines[1]) - 1


def test_combining_and_wide_characters_are_counted_as_a_terminal_does() -> None:
    assert columns("a") == 1
    assert columns("汉") == 2
    assert columns("：") == 2
    assert columns("e\u0301") == 1
    assert columns("😀") == 2


def test_a_problem_of_a_whole_file_has_no_line() -> None:
    """Line 0 is the file as a whole: neither line nor caret is shown."""
    assert as_text([Problem("encoding", Place("2026/plan.md"), "编码不对")]) == "2026/plan.md  [encoding]  见编辑手册第2节\n  编码不对"


def test_unseen_and_dangerous_characters_are_shown_and_not_obeyed() -> None:
    """A terminal sees no escape sequence, no change of direction, no tab; each is one sign, so the caret stays right."""
    said = as_text([problem("a\u200b\u202e\x1b\tb", 6)])
    assert said.split("\n")[1] == "    3 | a??? b"
    assert said.split("\n")[2].index("^") == len("    3 | a??? ")


def test_of_a_long_line_the_part_around_the_value_is_shown() -> None:
    """A quote of 300 characters does not push the caret off the screen."""
    lines = as_text([problem("前" * 200 + "x" + "后" * 200, 201)]).split("\n")
    assert columns(lines[1]) < 110
    shown = lines[1]
    assert columns(shown[: shown.index("x")]) == lines[2].index("^")
    assert "…" in shown[:12] and shown.endswith("…")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n"), min_size=1, max_size=200),
       st.integers(1, 220), st.integers(0, 200))
def test_any_line_and_any_place_can_be_shown(line: str, column: int, length: int) -> None:
    """Four lines whatever the text: the caret line is never cut off, nothing is printed that is not printable."""
    lines = as_text([problem(line, column, length)]).split("\n")
    assert len(lines) == 4
    assert lines[2].strip(" ").strip("^") == ""
    assert columns(lines[2]) < 130


def test_problems_are_separated_by_a_blank_line() -> None:
    assert as_text([problem("a", 1), problem("b", 1)]).count("\n\n") == 1
    assert as_text([]) == ""


def test_problems_are_in_order_and_said_once() -> None:
    """By file, line and column; the same thing twice is one problem."""
    first = Problem("tab", Place("a.md", 2, 1), "x")
    second = Problem("tab", Place("a.md", 10, 1), "x")
    third = Problem("tab", Place("b.md", 1, 1), "x")
    assert in_order([third, second, first, second]) == [first, second, third]


def test_json_is_the_same_for_other_programs() -> None:
    """[{code, file, line, column, message, hint}], Chinese as it is."""
    said = as_json([problem("value: ２０", 8, 2, "写作 20")])
    assert json.loads(said) == [{"code": "tab", "file": "2026/plan.md", "line": 3, "column": 8, "message": "写得不对",
                                 "hint": "写作 20"}]
    assert "写得不对" in said
    assert as_json([]) == "[]"


def test_every_code_has_one_line_of_explanation() -> None:
    """Codes are lowercase words with hyphens; the explanation is one line without an end mark."""
    for code, line in CODES.items():
        assert code == code.lower() and code.replace("-", "").isalnum(), code
        assert line and "\n" not in line and not line.endswith("。"), code
