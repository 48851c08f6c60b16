"""Markdown -> safe HTML: Python-Markdown with the extensions an editor needs, cleaned by nh3 (allow-list)."""

import re
from functools import cache
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.treeprocessors import InlineProcessor
from markdown.util import STX, AtomicString
from markupsafe import Markup

TAGS = {"a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6",
        "hr", "li", "ol", "p", "pre", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
ATTRIBUTES = {"a": {"href", "title"}, "th": {"scope"}, "abbr": {"title"}, "ol": {"start"}}
# a line end between two Chinese characters is where an editor broke the line, not a blank; so it is beside an inline tag
_CJK = "\u2014\u2018-\u201d\u2026\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_INLINE = r'((?:</?(?:a|abbr|b|code|del|em|strong|sub|sup)\b(?:"[^"]*"|[^">])*>)*)'
_BREAK = re.compile(rf"(?<=[{_CJK}]){_INLINE} *\n *{_INLINE}(?=[{_CJK}])")

# without one of these no inline pattern of Python-Markdown can match: code, escapes, emphasis, links, HTML and entities,
# a line that ends with two blanks, a placeholder for what was found before
_SPECIAL = re.compile(rf"[\\`*_\[<&{STX}]|  \n")
_HEADING = re.compile(r"<(/?)h([1-6])>")


class _Inline(InlineProcessor):
    """Python-Markdown's own, which tries every pattern on every text: most texts are plain, and are passed over."""

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        plain = [one for one in tree.iter() if one.text and not isinstance(one.text, AtomicString) and not _SPECIAL.search(one.text)]
        for one in plain:
            one.text = AtomicString(one.text)
        tree = super().run(tree, ancestors)
        for one in plain:  # abbreviations are found later
            one.text = str(one.text)
        return tree


@cache
def _converter() -> markdown.Markdown:
    converter = markdown.Markdown(extensions=["tables", "def_list", "abbr", "sane_lists"], output_format="html")
    converter.treeprocessors.register(_Inline(converter), "inline", 20)
    return converter


def to_html(text: str, top: int = 3) -> Markup:
    """`text` as HTML that is safe to print; images are left out.

    Whatever levels an editor took, the highest heading becomes h`top` and none is skipped, so that a page's headings stay
    in order.
    """
    html = _converter().reset().convert(text)
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto", "tel"},
                      link_rel="noopener")
    levels = sorted({match[2] for match in _HEADING.finditer(clean)})
    clean = _HEADING.sub(lambda match: f"<{match[1]}h{min(top + levels.index(match[2]), 6)}>", clean)
    parts = re.split(r"(<pre>.*?</pre>)", clean, flags=re.DOTALL)
    joined = "".join(part if part.startswith("<pre>") else _BREAK.sub(r"\1\2", part) for part in parts)
    return Markup(joined.replace("<th>", '<th scope="col">'))
