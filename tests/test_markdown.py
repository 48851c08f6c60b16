"""Markdown to HTML that is safe to print."""

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as some
from markupsafe import Markup

from portal import markdown as module
from portal.markdown import to_html


@pytest.mark.parametrize("text", [
    "<script>alert(1)</script>", "<ScRiPt src=https://example.org/x.js></sCrIpT>", "<svg onload=alert(1)></svg>",
    "<p onclick='alert(1)'>样例</p>", "<a href='https://example.org' onmouseover=alert(1)>样例</a>",
    "[样例](javascript:alert(1))", "[样例](JaVaScRiPt:alert(1))", "<a href='java&#10;script:alert(1)'>样例</a>",
    "[样例](data:text/html;base64,PHNjcmlwdD4=)", "[样例](vbscript:x)", "<iframe src=https://example.org></iframe>",
    "<object data=x></object>", "<form action=https://example.org><input name=a></form>", "<style>p{display:none}</style>",
    "<p style='position:fixed'>样例</p>", "<base href=https://example.org>", "<meta http-equiv=refresh content=0>",
    "<link rel=stylesheet href=https://example.org/x.css>", "# 样例 {: onclick=alert(1) }",
    "<math><mtext><script>x</script></mtext></math>",
])
def test_nothing_that_acts_survives(text: str) -> None:
    """No script, no handler, no style, no frame, no form, and no address that runs."""
    html = str(to_html(text)).lower()
    for trace in ("<script", "<svg", "<iframe", "<object", "<form", "<input", "<style", "<base", "<meta", "<link", "<math", "style=",
                  "javascript:", "vbscript:", "data:", " href=\"java"):
        assert trace not in html
    assert not any(f" {name}=" in html.partition("{:")[0] for name in ("onclick", "onload", "onmouseover", "onerror"))


@pytest.mark.parametrize("text", ["![样例](https://example.org/a.png)", "<img src=https://example.org/a.png>", "![样例](a.png)",
                                  "<picture><source srcset=https://example.org/a></picture>", "<video src=https://example.org/a></video>"])
def test_no_image_is_loaded(text: str) -> None:
    """A page asks nothing of another host."""
    html = str(to_html(text))
    assert not any(word in html for word in ("<img", "<source", "<video", "<picture", "example.org/a"))


def test_text_that_looks_like_markup_stays_text() -> None:
    assert to_html("1 < 2 & 3") == "<p>1 &lt; 2 &amp; 3</p>"


@pytest.mark.parametrize(("text", "html"), [
    ("甲乙\n丙丁", "<p>甲乙丙丁</p>"),
    ("甲乙\uff0c\n丙丁\u3002", "<p>甲乙\uff0c丙丁\u3002</p>"),
    ("甲\n\u201c乙\u201d", "<p>甲\u201c乙\u201d</p>"),
    ("GDP\n增长", "<p>GDP\n增长</p>"),
    ("one\ntwo", "<p>one\ntwo</p>"),
    ("- 甲\n  乙", "<ul>\n<li>甲乙</li>\n</ul>"),
    ("甲\n**乙**", "<p>甲<strong>乙</strong></p>"),
    ("**甲**\n乙", "<p><strong>甲</strong>乙</p>"),
    ("[甲](a.html)\n乙", '<p><a href="a.html" rel="noopener">甲</a>乙</p>'),
])
def test_a_broken_chinese_line_is_joined_without_a_blank(text: str, html: str) -> None:
    """A line end between two Chinese characters is where an editor broke the line; beside Latin text it is a blank."""
    assert to_html(text) == html


def test_two_blanks_break_a_line_and_a_code_block_keeps_its_lines() -> None:
    assert str(to_html("甲  \n乙")).replace("\n", "") == "<p>甲<br>乙</p>"
    assert to_html("    甲\n    乙") == "<pre><code>甲\n乙\n</code></pre>"


@pytest.mark.parametrize(("text", "top", "html"), [
    ("# 一\n\n## 二", 3, "<h3>一</h3>\n<h4>二</h4>"),
    ("## 背景", 3, "<h3>背景</h3>"),
    ("## 一\n\n##### 二", 2, "<h2>一</h2>\n<h3>二</h3>"),
    ("<h1>一</h1>", 3, "<h3>一</h3>"),
    ("# 一\n\n## 二\n\n### 三\n\n#### 四\n\n##### 五", 3, "<h3>一</h3>\n<h4>二</h4>\n<h5>三</h5>\n<h6>四</h6>\n<h6>五</h6>"),
])
def test_the_highest_heading_takes_its_place_and_none_is_skipped(text: str, top: int, html: str) -> None:
    """A page has one h1, and its headings stay in order whatever level an editor took."""
    assert to_html(text, top) == html


def test_headings_have_no_ids() -> None:
    """Two texts on one page would have the same."""
    assert "id=" not in to_html("# 一\n\n# 一")


def test_what_an_editor_needs_is_there() -> None:
    """Tables with their heads, links that do not tell where a reader comes from, lists that begin at a number."""
    assert '<th scope="col">甲</th>' in to_html("|甲|\n|-|\n|1|")
    assert to_html("[样例](https://example.org/)") == '<p><a href="https://example.org/" rel="noopener">样例</a></p>'
    assert '<ol start="3">' in to_html("3. 甲\n4. 乙")
    assert to_html("[样例](mailto:a@example.org)").startswith('<p><a href="mailto:a@example.org"')


def test_one_text_leaves_nothing_behind_in_the_next() -> None:
    """Footings of one text (link names, abbreviations) are not known in another."""
    to_html("[甲]: https://example.org/\n\n*[GDP]: 总值\n\nGDP [甲]")
    assert to_html("GDP [甲]") == "<p>GDP [甲]</p>"


def test_the_result_may_be_printed_as_it_is() -> None:
    """Markdown's own output type: the only markup that a template does not escape."""
    assert isinstance(to_html("甲"), Markup)


PIECES = some.sampled_from([
    "样例", "CO2", " ", "  ", "\n", "  \n", "\n\n", "\n    ", "# ", "- ", "1. ", "> ", "|", "---", ":", "**", "*", "_", "`", "\\", "[", "]",
    "(", ")", "!", "<", ">", "&", "&amp;", "<b>", "</b>", "[a]: b", "*[CO2]: 样例", "x@example.org", "\x02", "\x03"])


@given(some.lists(PIECES, max_size=24).map("".join))
def test_texts_that_are_passed_over_are_as_python_markdown_leaves_them(text: str) -> None:
    """Passing over plain texts is for speed alone: the output is that of Python-Markdown with the same extensions."""
    plain = markdown.Markdown(extensions=["tables", "def_list", "abbr", "sane_lists"], output_format="html")
    assert module._converter().reset().convert(text) == plain.convert(text)
