"""A folder's name for a Chinese title."""

import pytest

from portal.founding.pinyin import slug, syllable


@pytest.mark.parametrize("char, said", [
    ("啊", "a"), ("区", "qu"), ("重", "zhong"), ("铝", "lv"), ("路", "lu"), ("略", "lve"), ("乱", "luan"), ("女", "nv"), ("暖", "nuan"),
    ("城", "cheng"), ("市", "shi"), ("县", "xian"), ("座", "zuo"), ("碛", ""), ("，", ""), ("A", "")])
def test_a_frequent_character_has_its_syllable_by_its_place_in_the_standard(char: str, said: str) -> None:
    assert syllable(char) == said


@pytest.mark.parametrize("title, expected", [
    ("氢能产业", "qingnengchanye"), ("区域综合能源供应系统试点建设", "quyuzonghe"), ("5A级景区创建", "5ajijingquchuang"),
    ("“四好农村路”建设", "sihaonongcun"),
    ("碛口古镇", "kouguzhen"), ("！", "task")])
def test_a_name_is_made_of_the_first_characters(title: str, expected: str) -> None:
    assert slug(title) == expected
