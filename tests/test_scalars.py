"""A text in YAML is read back letter by letter, and looks as an editor would write it."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal import frontmatter, slips
from portal.scalars import scalar
from tests import tiny

MARKS = st.sampled_from(" :;,#'\"-[]{},&*!|>%@`~?\\/\n\t：，；。“”（）【】－—–　０１２ａｂ年月日")
WORDS = st.text(st.one_of(MARKS, st.characters(exclude_categories=["Cs"])), max_size=24).filter(lambda text: not slips.has_control(text))


@settings(max_examples=60, deadline=None)
@given(WORDS)
@example("")
@example("null")
@example("- a")
@example("甲: 乙 # 丙")
@example(";")
@example("【甲】")
@example("\ufeff\u3000\u200b")
def test_any_text_comes_back(text: str) -> None:
    """Also from a file in which slips are looked for, because of another line."""
    written = scalar(text)
    assert "\n" not in written
    for around in (f"a: {written}\nb：1\n", f"b：1\na: {written}\n", f"b：1\na: {{a: {written}, b: 1}}\n"):
        document, problems = frontmatter.parse(tiny.source("a.yml", around))
        assert document is not None and isinstance(document.data, dict)
        found = document.data["a"]
        assert (found["a"] if isinstance(found, dict) else found) == text
        assert [problem.code for problem in problems] == ["fullwidth-colon"]


def test_a_text_is_plain_where_it_can_be() -> None:
    assert scalar("培育壮大氢能产业，统筹制氢、加氢站。") == "培育壮大氢能产业，统筹制氢、加氢站。"
    assert scalar("2026-03-31") == "2026-03-31"
    assert scalar("甲: 乙") == "'甲: 乙'"
    assert scalar("it's # one") == "'it''s # one'"
    assert scalar("两\n行") == '"两\\n行"'
    assert scalar("null") == "'null'"
    assert scalar(None) == "null"
