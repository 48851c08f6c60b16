"""Slips of the hand in YAML: each is said at its own place, and read on as if it were right (portal/slips.py)."""

from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from portal import frontmatter, slips
from portal.frontmatter import Data
from portal.problems import CODES
from portal.sources import Source

# (code, YAML, line, column, the data it is read as)
SLIPS: tuple[tuple[str, str, int, int, Data], ...] = (
    # full-width colons, where the colon of a key must stand
    ("fullwidth-colon", "title：氢能产业", 1, 6, {"title": "氢能产业"}),
    ("fullwidth-colon", "a: b\ntitle： 氢能产业", 2, 6, {"a": "b", "title": "氢能产业"}),
    ("fullwidth-colon", "title：目标：二十座", 1, 6, {"title": "目标：二十座"}),
    ("fullwidth-colon", "measures：\n  - {id: a}", 1, 9, {"measures": [{"id": "a"}]}),
    ("fullwidth-colon", "measures:\n  - id：a\n    text: b", 2, 7, {"measures": [{"id": "a", "text": "b"}]}),
    ("fullwidth-colon", "- {id：a, text: 二十座}", 1, 6, [{"id": "a", "text": "二十座"}]),
    ("fullwidth-colon", "- {id: a, text：目标：二十座}", 1, 15, [{"id": "a", "text": "目标：二十座"}]),
    ("fullwidth-colon", "set:\n  targets.stations.value：20", 2, 25, {"set": {"targets.stations.value": "20"}}),
    ("fullwidth-colon", "title∶氢能", 1, 6, {"title": "氢能"}),
    ("fullwidth-colon", "text: |\n  title：不动\ntitle：氢能", 3, 6, {"text": "title：不动\n", "title": "氢能"}),
    # full-width commas between entries
    ("fullwidth-comma", "asks: [targets，due]", 1, 15, {"asks": ["targets", "due"]}),
    ("fullwidth-comma", "asks: [targets、due]", 1, 15, {"asks": ["targets", "due"]}),
    ("fullwidth-comma", "asks: [targets,due；evidence]", 1, 19, {"asks": ["targets", "due", "evidence"]}),
    ("fullwidth-comma", "- {id: a， text: 制氢、加氢站，装备}", 1, 9, [{"id": "a", "text": "制氢、加氢站，装备"}]),
    ("fullwidth-comma", "- {text: 制氢，加氢，id: a}", 1, 15, [{"text": "制氢，加氢", "id": "a"}]),
    ("fullwidth-comma", "plan: [{by: 2026-06-30, value: 14}，{by: 2026-09-30}]", 1, 35,
     {"plan": [{"by": "2026-06-30", "value": "14"}, {"by": "2026-09-30"}]}),
    ("fullwidth-comma", "a: ['甲'，'乙']", 1, 8, {"a": ["甲", "乙"]}),
    # full-width brackets
    ("fullwidth-bracket", "a: [b, c］", 1, 9, {"a": ["b", "c"]}),
    ("fullwidth-bracket", "a: [b, c】", 1, 9, {"a": ["b", "c"]}),
    ("fullwidth-bracket", "- {id: a, text: 推进［重点］项目｝", 1, 25, [{"id": "a", "text": "推进［重点］项目"}]),
    # blanks that are no spaces
    ("fullwidth-space", "a:\n　- b\n  - c", 2, 1, {"a": ["b", "c"]}),
    ("fullwidth-space", "a: b\n　c: d", 2, 1, {"a": "b", "c": "d"}),
    ("fullwidth-space", "a:　b", 1, 3, {"a": "b"}),
    ("fullwidth-space", "a: [b,　c]", 1, 7, {"a": ["b", "c"]}),
    ("fullwidth-space", "text: |\n  一\n　　二\nb: c", 3, 1, {"text": "一\n  二\n", "b": "c"}),
    ("fullwidth-space", "a: b　c", 1, 5, {"a": "b  c"}),
    ("odd-space", "a:\n\u00a0\u00a0- b\n  - c", 2, 1, {"a": ["b", "c"]}),
    ("odd-space", "a:\u00a0b", 1, 3, {"a": "b"}),
    ("odd-space", "value: 2\u202f000", 1, 9, {"value": "2 000"}),
    ("tab", "a:\n\t- b\n  - c", 2, 1, {"a": ["b", "c"]}),
    ("tab", "a:\n    b: c\n\td: e", 3, 1, {"a": {"b": "c", "d": "e"}}),
    ("tab", "a:\tb", 1, 3, {"a": "b"}),
    ("tab", "a: 甲\t乙", 1, 5, {"a": "甲 乙"}),
    ("tab", "a: {b: c,\td: e}", 1, 10, {"a": {"b": "c", "d": "e"}}),
    ("invisible-character", "id: ener\u200bgy", 1, 9, {"id": "energy"}),
    ("invisible-character", "\ufefftitle: 氢能", 1, 1, {"title": "氢能"}),
    ("control-character", "title: 氢能\x0b产业", 1, 10, {"title": "氢能 产业"}),
    ("control-character", "title: '氢能\u2028产业'", 1, 11, {"title": "氢能 产业"}),
    # list marks
    ("list-mark", "a:\n－ b\n- c", 2, 1, {"a": ["b", "c"]}),
    ("list-mark", "a:\n— id: b", 2, 1, {"a": [{"id": "b"}]}),
    ("list-mark", "a:\n  –b\n  - c", 2, 3, {"a": ["b", "c"]}),
    ("list-mark", "a:\n  * b\n  - c", 2, 3, {"a": ["b", "c"]}),
    ("list-mark", "a:\n  • b\n  - c", 2, 3, {"a": ["b", "c"]}),
    # the full-width hash, digits, letters, dashes
    ("fullwidth-hash", "＃ 说明\ntitle: 氢能", 1, 1, {"title": "氢能"}),
    ("fullwidth-hash", "due: 2026-12-31 ＃年底", 1, 17, {"due": "2026-12-31"}),
    ("fullwidth-hash", "asks: [due]  ＃ 说明", 1, 14, {"asks": ["due"]}),
    ("fullwidth-character", "value: ２０", 1, 8, {"value": "20"}),
    ("fullwidth-character", "value: 1２", 1, 9, {"value": "12"}),
    ("fullwidth-character", "due: ２０２６－１２－３１", 1, 6, {"due": "2026-12-31"}),
    ("fullwidth-character", "due: 2026－12－31", 1, 10, {"due": "2026-12-31"}),
    ("fullwidth-character", "due: 2026—12—31", 1, 10, {"due": "2026-12-31"}),
    ("fullwidth-character", "value: 28．5", 1, 10, {"value": "28.5"}),
    ("fullwidth-character", "places: [ｌishi]", 1, 10, {"places": ["lishi"]}),
    ("fullwidth-character", "{value: ２０, unit: 座}", 1, 9, {"value": "20", "unit": "座"}),
    ("fullwidth-character", "value: ２　０", 1, 8, {"value": "2 0"}),
    ("fullwidth-character", "ｔitle: 氢能", 1, 1, {"title": "氢能"}),
    # blanks that are missing
    ("missing-space", "title:氢能产业", 1, 6, {"title": "氢能产业"}),
    ("missing-space", "due:2026-12-31", 1, 4, {"due": "2026-12-31"}),
    ("missing-space", "- {id:a, value: 3}", 1, 6, [{"id": "a", "value": "3"}]),
    ("missing-space", "themes: {ids:[energy], basis: editorial}", 1, 13, {"themes": {"ids": ["energy"], "basis": "editorial"}}),
    ("missing-space", "url:https://example.org/a", 1, 4, {"url": "https://example.org/a"}),
    ("missing-space", "a:\n  -id: b\n  - id: c", 2, 3, {"a": [{"id": "b"}, {"id": "c"}]}),
    ("missing-space", "a:\n  -{id: b}", 2, 3, {"a": [{"id": "b"}]}),
    # text that YAML cannot take as it stands
    ("colon-in-text", "title: 目标: 二十座", 1, 10, {"title": "目标: 二十座"}),
    ("colon-in-text", "title: 目标如下:", 1, 12, {"title": "目标如下:"}),
    ("colon-in-text", "- {id: a, text: 目标: 二十座}", 1, 19, [{"id": "a", "text": "目标: 二十座"}]),
    ("needs-quotes", "title: \"四好\"农村路", 1, 8, {"title": "\"四好\"农村路"}),
    ("needs-quotes", "title: '十四五'规划\n  的任务", 1, 8, {"title": "'十四五'规划 的任务"}),
    ("needs-quotes", "- {id: a, text: \"四好\"农村路}", 1, 17, [{"id": "a", "text": "\"四好\"农村路"}]),
    ("needs-quotes", "text: [重点]项目", 1, 7, {"text": "[重点]项目"}),
    ("needs-quotes", "- {id: a, text: [重点]项目}", 1, 17, [{"id": "a", "text": "[重点]项目"}]),
    ("needs-quotes", "title: *重点*工程", 1, 8, {"title": "*重点*工程"}),
    ("needs-quotes", "title: @市能源局", 1, 8, {"title": "@市能源局"}),
    ("needs-quotes", "title: %以上", 1, 8, {"title": "%以上"}),
    ("needs-quotes", "title: >5%", 1, 8, {"title": ">5%"}),
    ("needs-quotes", "title: `code` 的说明 # 注释", 1, 8, {"title": "`code` 的说明"}),
    ("unclosed-quote", "title: \"氢能产业\ndue: 2026-12-31", 1, 8, {"title": "氢能产业", "due": "2026-12-31"}),
    ("unclosed-quote", "title: \"氢能产业\nlocator: \"第3件\"", 1, 8, {"title": "氢能产业", "locator": "第3件"}),
    ("unclosed-quote", "- {id: a, text: '制氢}\n- {id: b}", 1, 17, [{"id": "a", "text": "制氢"}, {"id": "b"}]),
    ("unclosed-bracket", "asks: [due, targets\nstart: 2026-02-01", 1, 7, {"asks": ["due", "targets"], "start": "2026-02-01"}),
    ("unclosed-bracket", "a:\n  - {id: b, text: 制氢\n  - {id: c}", 2, 5, {"a": [{"id": "b", "text": "制氢"}, {"id": "c"}]}),
    ("unclosed-bracket", "asks: [due, targets", 1, 7, {"asks": ["due", "targets"]}),
    ("hash-in-text", "title: 建成 #3 机组", 1, 11, {"title": "建成 #3 机组"}),
    ("hash-in-text", "title: #3 机组扩建", 1, 8, {"title": "#3 机组扩建"}),
    ("directive", "%YAML 1.2\n---\ntitle: 氢能", 1, 1, {"title": "氢能"}),
)

# Chinese as it is rightly written, and YAML as it is rightly used: no slips, and the values are what is seen.
RIGHT: tuple[tuple[str, Data], ...] = (
    ("title: 目标：二十座，年底前（不含续建）；其中：新建十座", {"title": "目标：二十座，年底前（不含续建）；其中：新建十座"}),
    ("title: “四好农村路”建设", {"title": "“四好农村路”建设"}),
    ("title: “十四五”", {"title": "“十四五”"}),
    ("title: 【重点】氢能产业", {"title": "【重点】氢能产业"}),
    ("title: ［重点］氢能产业", {"title": "［重点］氢能产业"}),
    ("title: ｛重点｝", {"title": "｛重点｝"}),
    ("title: 《意见》（国办函〔2016〕38号）", {"title": "《意见》（国办函〔2016〕38号）"}),
    ("- {id: a, text: 统筹制氢、加氢站，装备}", [{"id": "a", "text": "统筹制氢、加氢站，装备"}]),
    ("- {id: a, text: 主要指标，GDP：增长5%，PM2.5：下降}", [{"id": "a", "text": "主要指标，GDP：增长5%，PM2.5：下降"}]),
    ("- {id: a, text: 推进［重点］、【要紧】｛项目｝}", [{"id": "a", "text": "推进［重点］、【要紧】｛项目｝"}]),
    ("asks: [项目，资金]", {"asks": ["项目，资金"]}),
    ("title: 抢抓机遇　乘势而上　再启新程", {"title": "抢抓机遇　乘势而上　再启新程"}),
    ("title: ２０座加氢站，Ａ级景区", {"title": "２０座加氢站，Ａ级景区"}),
    ("title: 推进“AI+煤矿安全监管”项目", {"title": "推进“AI+煤矿安全监管”项目"}),
    ("title: ——摘自会议", {"title": "——摘自会议"}),
    ("title: 1＃、2＃机组", {"title": "1＃、2＃机组"}),
    ("title: C#、F#", {"title": "C#、F#"}),
    ("unit: ％", {"unit": "％"}),
    ("quote: 培育壮大\n  AI：智能\n  再启新程：二十座", {"quote": "培育壮大 AI：智能 再启新程：二十座"}),
    ("quote:\n  AI：智能，目标：二十座", {"quote": "AI：智能，目标：二十座"}),
    ("quote:\n  ——摘自会议\n  的报道", {"quote": "——摘自会议 的报道"}),
    ("- AI：智能", ["AI：智能"]),
    ("- 目标：二十座", ["目标：二十座"]),
    ("url: http://example.org/a:b?c=d", {"url": "http://example.org/a:b?c=d"}),
    ("- http://example.org", ["http://example.org"]),
    ("time: 10:30", {"time": "10:30"}),
    ("{url: https://example.org, time: 10:30}", {"url": "https://example.org", "time": "10:30"}),
    ("title: a:b", {"title": "a:b"}),
    ("title: 'id：a，b:c　d'", {"title": "id：a，b:c　d"}),
    ("title: \"a\\tb：，\"", {"title": "a\tb：，"}),
    ('- "\\"："', ['"：']),
    ("- 'a''：'", ["a'："]),
    ("title: '多行\n\n  id：文字'", {"title": "多行\nid：文字"}),
    ("{\"a\":1, 'b': 2}", {"a": "1", "b": "2"}),
    ("text: |\n  id：a\n  　　段落\n\n  - 不是\t列表：\nb: c", {"text": "id：a\n　　段落\n\n- 不是\t列表：\n", "b": "c"}),
    ("text: >-\n  一：\n  二，\nb: c", {"text": "一： 二，", "b": "c"}),
    ("- |\n id：a\n- b", ["id：a\n", "b"]),
    ("a: b # 说明：id：x，［y］ 全角　空格", {"a": "b"}),
    ("# id：x\na: b", {"a": "b"}),
    ("a: b   # 说明", {"a": "b"}),
    ("due: 2026-12-31 #1季度之后", {"due": "2026-12-31"}),
    ("asks:  # 说明\n  - a\n  # 说明：b\n  - c", {"asks": ["a", "c"]}),
    ("asks: [a,\n  b,\n  c]", {"asks": ["a", "b", "c"]}),
    ("asks: [\n  a, # 说明\n  b\n]", {"asks": ["a", "b"]}),
    ("period: {\n  start: 2026-01-01,\n  end: 2026-12-31\n}", {"period": {"start": "2026-01-01", "end": "2026-12-31"}}),
    ("a: []\nb: {}", {"a": [], "b": {}}),
    ("locator: P12—15", {"locator": "P12—15"}),
    ("value: -5\nold: －", {"value": "-5", "old": "－"}),
    ("a: 行尾有空白　\t\nb: c\u00a0", {"a": "行尾有空白", "b": "c"}),
    ("a: b\n　\n\t\nc: d", {"a": "b", "c": "d"}),
    ("title : 氢能", {"title": "氢能"}),
    ("标题: 氢能", {"标题": "氢能"}),
    ("---\na: b\n", {"a": "b"}),
)


def read(text: str) -> tuple[Data, list[tuple[str, int, int]]]:
    document, problems = frontmatter.parse(Source("units.yml", text, ""))
    return (document.data if document else "nothing"), [
        (problem.code, problem.place.line, problem.place.column) for problem in problems]


def test_this_file_still_has_its_full_width_characters() -> None:
    """Tools turn them into half-width ones without a word; then nothing below would mean anything."""
    assert "：，；［］｛｝【】－＃２　" == "\uff1a\uff0c\uff1b\uff3b\uff3d\uff5b\uff5d\u3010\u3011\uff0d\uff03\uff12\u3000"


@pytest.mark.parametrize(("code", "text", "line", "column", "data"), SLIPS)
def test_a_slip_is_said_at_its_place_and_read_as_if_it_were_right(code: str, text: str, line: int, column: int,
                                                                  data: Data) -> None:
    assert read(text) == (data, [(code, line, column)])


@pytest.mark.parametrize(("text", "data"), RIGHT)
def test_what_is_right_is_left_alone(text: str, data: Data) -> None:
    """Full-width marks in prose, in quotes, in comments and in block texts are no slips."""
    assert read(text) == (data, [])


def test_every_kind_of_slip_has_an_example() -> None:
    codes = list(CODES)
    own = codes[codes.index("fullwidth-colon"):codes.index("front-matter-missing")]
    assert {code for code, *_ in SLIPS} == set(own)


def test_brackets_written_full_width_are_two_slips() -> None:
    """A Chinese input method gives 【 for [; both of a pair are named, and what stands between is read."""
    assert read("asks: 【due，targets】") == ({"asks": ["due", "targets"]}, [
        ("fullwidth-bracket", 1, 7), ("fullwidth-comma", 1, 11), ("fullwidth-bracket", 1, 19)])
    assert read("period: ｛start：2026-01-01，end：2026-12-31｝") == (
        {"period": {"start": "2026-01-01", "end": "2026-12-31"}},
        [("fullwidth-bracket", 1, 9), ("fullwidth-colon", 1, 15), ("fullwidth-comma", 1, 26), ("fullwidth-colon", 1, 30),
         ("fullwidth-bracket", 1, 41)])


TWELVE = """\
title：氢能产业
quote:培育壮大氢能产业，统筹制氢
source: {id：first，locator: 第3件}
themes: [energy，transition]
measures:
\t- {id: chain, text: 制氢、加氢站，装备}
　　- {id: trucks, text: 目标: 二十座}
  － id: corridor
    text: "绿色"走廊
start: ２０２６-02-01
due: 2026-12-31　＃ 年底
leader: {name: 某某｝
"""


def test_one_slip_hides_no_other() -> None:
    """A dozen slips and more in one text: each has its line and column, and the whole is read."""
    data, problems = read(TWELVE)
    assert problems == [
        ("fullwidth-colon", 1, 6), ("missing-space", 2, 6), ("fullwidth-colon", 3, 12), ("fullwidth-comma", 3, 18),
        ("fullwidth-comma", 4, 16), ("tab", 6, 1), ("fullwidth-space", 7, 1), ("colon-in-text", 7, 26), ("list-mark", 8, 3),
        ("needs-quotes", 9, 11), ("fullwidth-character", 10, 8), ("fullwidth-space", 11, 16), ("fullwidth-hash", 11, 17),
        ("fullwidth-bracket", 12, 18)]
    assert isinstance(data, dict)
    assert list(data) == ["title", "quote", "source", "themes", "measures", "start", "due", "leader"]
    assert data["source"] == {"id": "first", "locator": "第3件"}
    assert data["due"] == "2026-12-31"


def test_good_text_costs_one_search() -> None:
    """Ordinary Chinese front matter is not suspicious, so it is not walked through."""
    assert not slips.suspicious("title: 氢能产业\nquote: 培育壮大，统筹：制氢（全链）；“四好”。\n"
                                "measures:\n  - {id: a, text: 制氢、加氢，二}\n")


def test_mended_text_leads_back_to_what_was_written() -> None:
    """Every character of the mended text has its origin: what was not touched, exactly."""
    text = "title：氢能\n　　id:a"
    mended = slips.mend(text, slips.find(text))
    assert mended.text == "title: 氢能\nid: a"
    assert [text[mended.origin(mended.text.index(char))] for char in "t氢ia"] == list("t氢ia")
    assert mended.origin(len(mended.text)) == len(text)


SCRAPS = [*"：，、；:,;[]{}［］｛｝【】\"'#＃-－—|>&*!%@`? \n\t　２氢a1~<.\\", "\u00a0", "\u200b", "\x00", "\x85", "\u2028",
          ": ", "\n  ", "\n- ", "id: ", "text：", "氢能产业", "{id: a", "'四好'", "---\n", "  "]


@given(st.lists(st.sampled_from(SCRAPS), max_size=40).map("".join))
def test_whatever_the_text_edits_are_in_order_and_lead_back(text: str) -> None:
    """Edits never overlap; origins are inside the text and never go backwards."""
    found = slips.find(text)
    edits = [slip.edit for slip in found if slip.edit[0] < slip.edit[1]]
    assert all(before[1] <= after[0] for before, after in pairwise(edits))
    assert all(0 <= slip.start <= slip.end <= len(text) for slip in found)
    mended = slips.mend(text, found)
    origins = [mended.origin(offset) for offset in range(len(mended.text) + 1)]
    assert origins == sorted(origins)
    assert origins[-1] == len(text)


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), st.recursive(
    st.text(alphabet="氢能产业：，、；（）“”【】［］｛｝　２Ａ—－＃#:,[]{}'\"-?!&*|>%@` 1a.\n", max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), inner, max_size=3),
    max_leaves=8), min_size=1, max_size=4), st.booleans())
def test_quoted_yaml_is_never_a_slip(data: dict[str, Data], flow: bool) -> None:
    """Whatever text stands in quotes or as a block text, nothing is found, and it is read as it was."""
    text = yaml.dump(data, allow_unicode=True, default_flow_style=flow, default_style="'", width=1000)
    assert read(text) == (data, [])
