"""What is written is read back the same; what a cell says is what the page shows, and is known again."""

import html
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from portal import frontmatter
from portal.frontmatter import Data
from portal.markdown import to_html
from portal.workbook import record
from portal.workbook.sheet import clean
from tests import tiny

CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"]), max_size=50).map(clean)
ONE_LINE = CELLS.map(lambda text: " ".join(text.split())).filter(bool)
SIGNS = st.text("#*_`<>[]()|\\-+=:&;.1a甲 \n!~^{}$\"'/", max_size=40).map(clean)


def test_a_record_is_written_as_an_editor_would() -> None:
    text = record.written({"kind": "update", "step": "action", "source": {"id": "a", "locator": "第3行"},
                           "observations": [{"target": "s", "value": "16", "as_of": "2026-09-30"}], "old": None, "reason": None},
                          "正文", {"reason": "为什么改"})
    assert text == """\
---
kind: update
step: action
source:
  id: a
  locator: 第3行
observations:
  - target: s
    value: 16
    as_of: 2026-09-30
old: null
# 为什么改
reason:
---

正文
"""


@settings(max_examples=max(10, settings().max_examples // 2))
@given(ONE_LINE, st.lists(ONE_LINE, min_size=1, max_size=3), ONE_LINE)
def test_what_is_written_is_read_back_without_a_problem(text: str, several: list[str], deep: str) -> None:
    data: dict[str, Data] = {"kind": "update", "text": text, "names": [*several], "set": {"targets.a.baseline": {"value": "3"}},
                             "items": [{"id": "a", "text": deep, "measures": [{"id": "m", "action": text}]}]}
    document, problems = frontmatter.parse(tiny.source("2026/01-a/2026-09-30.md", record.written(data, record.markdown(text))))
    assert document is not None and not problems
    assert document.data == data


def shown(text: str) -> str:
    return "".join(html.unescape(re.sub("<[^>]*>", "", str(to_html(record.markdown(text))))).split())


@given(SIGNS)
def test_the_page_shows_a_cells_words_and_no_sign_is_obeyed(text: str) -> None:
    assert shown(text) == "".join(text.split())


def test_each_line_of_a_cell_is_a_paragraph_and_keeps_its_number() -> None:
    assert str(to_html(record.markdown("3. 北山站投运\n# 调试 *完成*"))) == "<p>3. 北山站投运</p>\n<p># 调试 *完成*</p>"


@given(SIGNS.filter(lambda text: len("".join(text.split())) > 0))
def test_words_that_were_written_are_known_again_from_the_cell_and_from_the_export(text: str) -> None:
    body = record.markdown(text)
    assert record.is_said(text, [body])
    assert record.is_said(record.words(body), [body])


def test_short_words_are_known_only_as_a_paragraph_long_ones_within_a_body() -> None:
    body = "前言。\n\n柳河站6月22日投运，北山站设备装好。后话。"
    assert record.is_said("前言。", [body]) and not record.is_said("后话。", [body])
    assert record.is_said("柳河站6月22日投运, 北山站设备装好", [body])
    assert not record.is_said("柳河站9月投运", [body])
