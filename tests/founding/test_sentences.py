"""Sentences, clauses, titles; and words as print sets them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.founding import sentences
from portal.library import plain

CHINESE = st.text("推进氢能产业年，、。；：！,.;:!?“”‘’（）()《》1２aB% \u3000", max_size=60)


@pytest.mark.parametrize("text, expected", [
    ("推进甲。加快乙！", ["推进甲。", "加快乙！"]),
    ("他说：“要快办。要办好。”大家同意。", ["他说：“要快办。要办好。”", "大家同意。"]),
    ("放大《启航2026!》晚会效应。下一句", ["放大《启航2026!》晚会效应。", "下一句"]),
    ("喊出“向前走！”的口号。下一句", ["喊出“向前走！”的口号。", "下一句"]),
    ("提高3.5%。(下转4版)", ["提高3.5%。", "(下转4版)"]),
    ("缺一半的引号“也能断开。下一句。", ["缺一半的引号“也能断开。", "下一句。"])])
def test_a_paragraph_is_cut_behind_its_sentences_not_inside_quotation_marks(text: str, expected: list[str]) -> None:
    assert sentences.sentences(text) == expected


@pytest.mark.parametrize("text, expected", [
    ("推进甲,加快乙、丙，建好丁。", ["推进甲", "加快乙、丙", "建好丁"]),
    ("推进“甲，乙”项目，放大《丙，丁》效应。", ["推进“甲，乙”项目", "放大《丙，丁》效应"]),
    ("实施三项工程：新建甲；改造乙。", ["实施三项工程", "新建甲", "改造乙"]),
    ("发放补贴1,200万元，每天8:30开放。", ["发放补贴1,200万元", "每天8:30开放"]),
    ("到2031年底，建成水厂，年内，通水；同时，治理污染。", ["到2031年底，建成水厂", "年内，通水", "同时，治理污染"])])
def test_a_sentence_is_cut_into_clauses(text: str, expected: list[str]) -> None:
    """Not inside quotation marks and numbers; an adverbial stays with what it belongs to."""
    assert sentences.clauses(text) == expected


@pytest.mark.parametrize("text, expected", [
    ("推进甲,加快 乙;(一)建好丙:丁!", "推进甲，加快乙；（一）建好丙：丁！"),
    ("发放1,200万元,8:30开放", "发放1,200万元，8:30开放"),
    ("GDP增长(5%),引进 AI model", "GDP增长（5%），引进AI model"),
    ("函数 f(x) 不变", "函数f(x)不变"), ("区域综 合能\u3000源", "区域综合能源")])
def test_words_are_set_as_print_sets_them(text: str, expected: str) -> None:
    assert sentences.full_width(text) == expected


@given(CHINESE)
def test_setting_in_full_width_changes_nothing_that_quotes_are_compared_in(text: str) -> None:
    assert plain(sentences.full_width(text)) == plain(text)


@given(CHINESE)
def test_sentences_are_all_of_a_paragraph_and_clauses_stand_in_their_sentence(text: str) -> None:
    found = sentences.sentences(text)
    assert plain("".join(found)) == plain(text)
    for one in found:
        rest = plain(one)
        for clause in sentences.clauses(one):
            assert plain(clause) in rest
            rest = rest[rest.index(plain(clause)) + len(plain(clause)) :]


@pytest.mark.parametrize("clause, expected", [
    ("培育壮大氢能产业", "氢能产业"), ("持续做强白酒产业", "白酒产业"),
    ("打好安全生产治本攻坚三年行动收官战", "安全生产治本攻坚三年行动收官战"),
    ("加快煤基固废生态回填", "煤基固废生态回填"), ("围绕生态保护", "生态保护"), ("新建公办幼儿园5所", "新建公办幼儿园5所"),
    ("推进改革", "推进改革")])
def test_a_title_is_the_first_clause_without_its_verb(clause: str, expected: str) -> None:
    """A verb that says what is done (新建) stays; so does one without which too little is left."""
    assert sentences.title(clause) == (expected, ())


@pytest.mark.parametrize("clause, why", [
    ("以更大力度吸引和利用外资", "第一句不是“推进某事”的样子，照录了整句"), ("推进" + "很长的名称" * 5, "超过24个字")])
def test_a_title_that_a_person_must_choose_says_why(clause: str, why: str) -> None:
    assert why in sentences.title(clause)[1]


@pytest.mark.parametrize("text, asks", [
    ("会议强调，要细化路径。", True), ("各级各部门要明确责任。", True), ("有关单位必须公开。", True), ("这20件大事要事是重要抓手。", False),
    ("推进主要工作。", False), ("按照要求办理。", False)])
def test_what_tells_somebody_to_do_something_is_told_from_a_word_with_the_same_character(text: str, asks: bool) -> None:
    assert sentences.asks(text) is asks
