"""Which part of a founding text is the list."""

import pytest

from portal.founding import passage, tasks, text
from portal.founding.passage import Passage, Unclear
from portal.library import plain
from tests.founding import texts

PRINTED = text.read(texts.PRINTED)


def between(first: str, last: str, words: text.Text = PRINTED) -> Passage:
    found = passage.between(words, first, last)
    assert isinstance(found, Passage), found
    return found


def unclear(first: str, last: str, words: text.Text = PRINTED) -> str:
    found = passage.between(words, first, last)
    assert isinstance(found, Unclear)
    return found.said


def test_the_passage_goes_from_the_sentence_of_the_first_words_to_that_of_the_last() -> None:
    """Compared as quotes are: width of marks, white space, broken lines and captions aside; whole sentences."""
    found = between("持续做强 白酒产业，", "中国杏花村国际酒业博览会")
    assert found.text.startswith("持续做强白酒产业,加快重点项目建设") and found.text.endswith("创造公平竞争的市场环境。")
    assert [one.line for one in found.asides] == [23, 25]
    assert found.heading == "市委经济工作会议召开"


def test_the_twenty_tasks_are_the_sentences_between_the_two_places_that_an_editor_names() -> None:
    found = tasks.cut(between("推进区域综合能源供应系统", "地质灾害避险搬迁和工程治理。").blocks)
    assert (len(found.tasks), len(found.demands), found.announced) == (20, 0, None)
    assert len(tasks.cut(between("推进区域综合能源供应系统", "落到实处、取得实效").blocks).demands) == 5


def test_words_that_stand_nowhere_are_said_with_the_nearest_places() -> None:
    said = unclear("推进区域综台能源", "取得实效")
    assert "找不到 --first 的“推进区域综台能源”" in said and "推进区域综合能源" in said and "第 19 行起" in said
    assert unclear("推进区域综合", "毫不相干的话").endswith("请照原文抄几个字")


def test_words_that_stand_several_times_are_said_with_every_place() -> None:
    said = unclear("会议强调", "取得实效")
    assert "“会议强调”有 2 处" in said and said.count("\n") == 2
    assert "“会议”有" in unclear("推进区域综合", "会议")


def test_words_of_a_caption_and_places_the_wrong_way_round_are_told() -> None:
    assert "那一行不是正文（图片说明）" in unclear("图为市委", "取得实效")
    assert "在“打好安全生产”前面" in unclear("打好安全生产", "推进区域综合能源供应")
    assert "都要写" in unclear(" ", "取得实效")


def test_without_places_the_text_says_itself_where_its_list_is() -> None:
    """Of the several sentences that speak of twenty things, the one with twenty sentences behind it: from the heading of its article to
    the demands. It is word for word what people archived by hand."""
    found = passage.proposed(PRINTED)
    assert isinstance(found, Passage)
    assert found.text == texts.ARCHIVED
    assert "20件大事要事" in found.why and "正好 20 件" in found.why
    again = between(found.first, found.last)
    assert (again.text, again.asides) == (found.text, found.asides)


@pytest.mark.parametrize("words, count", [(texts.ERRANDS, 10), (texts.LINES, 6), (texts.SPOKEN, 5)])
def test_other_texts_say_it_too(words: str, count: int) -> None:
    found = passage.proposed(text.read(words))
    assert isinstance(found, Passage) and len(tasks.cut(found.blocks).tasks) == count


def test_a_text_that_announces_nothing_must_be_told_where_and_says_what_it_has() -> None:
    found = passage.proposed(text.read(texts.REPORT))
    assert isinstance(found, Unclear)
    assert "--first 和 --last" in found.said and "有编号的 5 项" in found.said
    nothing = passage.proposed(text.read("今天天气很好。"))
    assert isinstance(nothing, Unclear) and nothing.said.endswith("到哪几个字止")


def test_two_lists_of_one_length_must_be_told_apart() -> None:
    one = "部署了3项工作。推进甲项目。加快乙项目。建好丙项目。"
    found = passage.proposed(text.read(f"{one}\n\n会议指出，另有安排。\n\n{one.replace('项目', '园区')}"))
    assert isinstance(found, Unclear) and found.said.count("说了 3 件") == 2


def test_what_is_archived_is_the_passage_word_for_word() -> None:
    found = between("推进区域综合能源供应系统", "取得实效。")
    assert plain(found.text) in plain("".join(block.text for block in PRINTED.blocks))
