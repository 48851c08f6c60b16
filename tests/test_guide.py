"""The editors' guide, docs/editors.zh-CN.md: followed word by word, and named by every message (the words are read by tests/guide.py)."""

import json
import re
from pathlib import Path

import pytest

from portal import advice
from portal.problems import CODES, SECTION, SECTIONS
from tests.guide import ANY, GUIDE, ROOT, Step, agrees, edited, fresh, steps

TEXT = GUIDE.read_text("utf-8")
HEADINGS = {int(number): title for number, title in re.findall(r"^## (\d+) (.+)$", TEXT, re.MULTILINE)}


@pytest.mark.slow
def test_who_follows_the_guide_sees_what_it_shows_and_ends_with_a_settled_year(tmp_path: Path) -> None:
    """In a fresh folder, step by step; the last check finds no problem, and the year's tasks have their verdicts."""
    follower = fresh(tmp_path)
    differ: list[str] = []
    try:
        for step in steps(TEXT):
            real = follower.follow(step)
            if real is not None and not agrees(step.lines, real):
                differ.append(f"line {step.first + 1}, {step.name}: it is\n" + "\n".join(real))
    finally:
        follower.close()
    assert not differ, "\n\n".join((*differ, "To write what is said anew: python -m tests.guide"))
    status = {path.parent.name: json.loads(path.read_text("utf-8"))["status"] for path in (tmp_path / "site").glob("2025*/*/data.json")}
    assert status == {"01-parks": "completed", "02-canteens": "partially_completed", "03-buses": "completed",
                      "01-old-communities": "completed_as_adjusted"}


# --- messages name its sections


def test_every_problem_and_advice_has_one_section_of_the_guide() -> None:
    named = [code for codes in SECTIONS.values() for code in codes.split()]
    assert sorted(named) == sorted(CODES | advice.CODES) == sorted(SECTION)


def test_every_section_that_a_message_names_is_there() -> None:
    assert set(SECTIONS) <= set(HEADINGS)
    assert TEXT.startswith("# 编辑手册\n"), "as the messages call it"


def test_the_sections_are_numbered_one_by_one_and_the_table_leads_to_each() -> None:
    assert list(HEADINGS) == list(range(1, len(HEADINGS) + 1))
    anchors = {number: f"{number}-" + re.sub(r"[^\w\s-]", "", title).lower().replace(" ", "-") for number, title in HEADINGS.items()}
    assert {int(number): anchor for number, anchor in re.findall(r"\| \[(\d+)\]\(#(\S+)\) \|", TEXT)} == anchors


# --- what stands in it


def test_it_says_that_its_city_is_invented() -> None:
    assert "**例子全是虚构的。**" in TEXT[:300]


def test_commands_are_written_as_every_terminal_takes_them() -> None:
    """cmd and PowerShell know double quotes alone, and do something else at these signs."""
    commands = [step.name for step in steps(TEXT) if step.kind == "run" and step.name]
    assert len(commands) > 30
    assert [one for one in commands if set(one) & set("'`\\|&%<>^!$;{}\u201c\u201d")] == []


def test_its_pictures_are_there_and_can_be_taken_anew() -> None:
    shown = [step.name for step in steps(TEXT) if step.kind == "picture"]
    taken = re.findall(r'^    "(guide-[a-z]+)": ', (ROOT / "docs/screens/shoot.py").read_text("utf-8"), re.MULTILINE)
    assert shown == taken and sorted(shown) == sorted(path.stem for path in (ROOT / "docs/screens").glob("guide-*.webp"))
    assert len(shown) == TEXT.count("](screens/")


# --- how it is read


def test_what_is_left_out_may_be_anything_and_nothing_else_may() -> None:
    assert agrees(("a", ANY, "d……f"), ["a", "b", "c", "d 2026-11-25 f"]) and agrees(("a", ANY), ["a"])
    assert not agrees(("a", ANY, "d"), ["a", "d", "e"]) and not agrees(("a.c",), ["abc"])


def test_lines_go_and_others_come_in_their_place() -> None:
    """A line without a mark says where; lines that go must stand there once."""
    step = Step("edit", "a.yml", ("-b", "+B", "+B2", " c", "+d"), 0)
    assert edited("a\nb\nc\n", step) == "a\nB\nB2\nc\nd\n"
    for text in ("a\nc\n", "b\nb\nc\n"):
        with pytest.raises(AssertionError, match=r"a\.yml"):
            edited(text, step)


def test_a_block_of_which_it_is_not_said_what_it_is_fails() -> None:
    with pytest.raises(AssertionError, match="what is this block"):
        list(steps("一个例子：\n\n```yaml\na: 1\n```\n"))
