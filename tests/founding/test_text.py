"""A founding text as it comes: encodings, broken lines, lines that do not belong."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.founding import text
from portal.founding.text import Characters
from portal.library import plain
from portal.sources import TEXT_LIMIT
from tests.founding import texts

WORDS = "推进氢能产业建设，加快重点项目落地。"


def blocks(words: str) -> list[str]:
    return [block.text for block in text.read(words).blocks]


def asides(words: str) -> list[tuple[str, str]]:
    return [(one.text, one.why) for one in text.read(words).asides]


# --- encodings


@pytest.mark.parametrize("codec, name", [
    ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("gbk", "GBK"), ("utf-16", "UTF-16"), ("gb18030", "GBK")])
def test_a_text_is_read_in_whatever_encoding_an_editor_saves(codec: str, name: str) -> None:
    found = text.characters((WORDS * 3).replace("。", "。\r\n").encode(codec))
    assert isinstance(found, Characters) and found.encoding.startswith(name)
    assert found.text == (WORDS * 3).replace("。", "。\n")


@pytest.mark.parametrize("data, says", [
    (b"PK\x03\x04....", "Word、WPS"), (b"%PDF-1.7", "PDF"), (b"\xd0\xcf\x11\xe0", "旧的 Word"), (b"\xe6\x8e" + b"\xff" * 20, "读不出文字"),
    (b"a" * (TEXT_LIMIT + 1), "2 MB")])
def test_what_is_no_text_is_said_with_the_way_out(data: bytes, says: str) -> None:
    found = text.characters(data)
    assert isinstance(found, str) and says in found and "另存为" in found


def test_characters_that_nobody_sees_are_left_out_and_counted() -> None:
    """A zero-width space in a quote could never be written in a file."""
    assert text.characters("\ufeff推进\u200b氢\u00ad能".encode()) == Characters("推进氢能", "UTF-8", 2)


# --- lines


def test_a_sentence_broken_between_columns_is_joined() -> None:
    assert blocks("推进氢能产业建设,加快重点项\n\n\n目落地。\n\n要抓落实。") == ["推进氢能产业建设,加快重点项目落地。", "要抓落实。"]


def test_captions_and_photographers_between_columns_are_set_aside_and_the_sentence_goes_on() -> None:
    found = text.read(texts.PRINTED)
    assert [(one.text, one.why) for one in found.asides] == [
        ("图为市委经济工作会议会场。", "图片说明"), ("记者 王益炜 侯利军 摄", "摄影署名")]
    assert any("中国杏花村国际酒业博览会" in block.text for block in found.blocks)


@pytest.mark.parametrize("line, why", [
    ("（图为会场）", "图片说明"), ("本报记者 张三 李四 摄", "摄影署名"), ("张三 摄", "摄影署名"), ("记者 张三", "记者署名"),
    ("责编：张三 校对：李四", "编辑署名"),
    ("(下转4版)", "转版说明"), ("- 12 -", "页码或版次"), ("第3版", "页码或版次"), ("2031年1月8日 星期四 要闻", "报头或页眉"),
    ("云岭日报 2031年1月8日", "报头或页眉"),
    ("云岭要闻", "夹在没有说完的句子中间，又短又没有标点，像标题或图片说明")])
def test_a_line_that_does_not_belong_is_told_from_the_text_with_the_reason(line: str, why: str) -> None:
    words = f"推进氢能产业建设，加快重点项\n{line}\n目落地。"
    assert blocks(words) == [WORDS]
    assert asides(words) == [(line, why)]


def test_a_line_that_stands_on_every_page_is_a_header() -> None:
    words = "推进氢能产业建设，\n云岭市工作报告 2031年\n加快重点项目，建好园\n云岭市工作报告 2031年\n区。"
    assert blocks(words) == ["推进氢能产业建设，加快重点项目，建好园区。"]
    assert {why for _, why in asides(words)} == {"同样的一行出现了几次，像页眉"}


def test_a_text_broken_at_one_width_is_joined_where_no_line_has_a_comma() -> None:
    line = "推进氢能制储运加全产业链项目建设与应用场景拓展"
    words = "\n".join([line[:16], line[:16], line[:16], line[:16], line[:16], "收尾。"])
    assert blocks(words) == [line[:16] * 5 + "收尾。"]


def test_a_heading_is_no_part_of_the_paragraph_below() -> None:
    found = text.read("市委经济工作会议召开\n\n孙某讲话 熊某主持\n\n会议要求，抓好落实。").blocks
    assert [(block.text, block.heading) for block in found] == [
        ("市委经济工作会议召开", True), ("孙某讲话 熊某主持", True), ("会议要求，抓好落实。", False)]


def test_a_number_or_an_indent_begins_a_new_paragraph() -> None:
    found = text.read("1.新建水厂，年底完工；\n2.改造道路，九月\n底完工。\n　　各部门要抓落实，\n不得拖延。").blocks
    assert [(block.text, block.marker) for block in found] == [
        ("1.新建水厂，年底完工；", "1."), ("2.改造道路，九月底完工。", "2."), ("各部门要抓落实，不得拖延。", "")]


def test_a_number_behind_a_comma_is_a_broken_line() -> None:
    assert blocks("开通地铁，延长11、\n12、13号线。") == ["开通地铁，延长11、12、13号线。"]


def test_words_in_letters_keep_a_space_where_a_line_was_broken() -> None:
    words = "建好园区，引进 digital\neconomy 项目，建成20\n26年示范区。"
    assert blocks(words) == ["建好园区，引进 digital economy 项目，建成2026年示范区。"]


def test_the_editors_note_of_an_archived_text_is_no_part_of_it() -> None:
    note = "编者说明（不是原文）：以下摘自文字稿。\n\n————————————\n\n"
    found = text.read(note + texts.ARCHIVED)
    assert found.blocks[0].text == "市委经济工作会议召开" and found.blocks[0].line == 5


@given(st.lists(st.text("推进氢能，、。；：,.;“”（）()1２a \t\u3000图为摄记者版一二\n", max_size=30), max_size=8).map("\n".join))
def test_no_character_is_changed_added_or_lost(words: str) -> None:
    """Joining changes nothing that quotes are compared in; what is set aside is all that the blocks lack."""
    found = text.read(words)
    kept, out = "".join(plain(block.text) for block in found.blocks), "".join(plain(one.text) for one in found.asides)
    assert Counter(kept + out) == Counter(plain(words))
    if not found.asides:
        assert kept == plain(words)
