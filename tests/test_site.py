"""The finished site as a whole: every link and fragment resolves, nothing comes from elsewhere, every page is sound."""

import re
from collections import Counter
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from portal.pipeline import artifacts
from portal.project import Project
from portal.views.edition import edition
from tests import tiny

ROOT = Path(__file__).parent.parent
SITES = {
    "real": ("content", "2026-11-24"),
    "sample-june": ("tests/sample/content", "2026-06-30"),
    "sample-end": ("tests/sample/content", "2027-02-28"),
    "sample-first": ("tests/sample/content", "2025-02-01"),
}
# every day of the sample is read by the slow run; the quick one reads the two that differ most
NAMES = ["real", "sample-june", *(pytest.param(name, marks=pytest.mark.slow) for name in ("sample-end", "sample-first"))]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
        "path", "line", "circle", "rect", "use"}


class Reader(HTMLParser):
    """What of a page these tests ask: links, resources, ids, headings, words, and whether the tags nest."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.resources: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.scripts = 0
        self.styles = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a" and found.get("href") is not None:
            self.links.append(str(found["href"]))
        if tag in ("img", "script", "iframe", "video", "audio", "source", "embed") and found.get("src"):
            self.resources.append(str(found["src"]))
        if tag == "link" and found.get("rel") != "canonical" and found.get("href"):
            self.resources.append(str(found["href"]))
        if tag == "use":
            self.links.append(str(found["href"]))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.scripts += tag == "script"
        self.styles += "style" in found or tag == "style"
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-1:]} at {self.getpos()}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@cache
def files(name: str) -> dict[str, bytes]:
    content, day = SITES[name]
    where = Project(ROOT / content, ROOT / "templates", ROOT / "assets", ROOT, ROOT)
    return {artifact.url: artifact.data
            for artifact in artifacts(where, edition(tiny.folder(ROOT / content), date.fromisoformat(day)))}


@cache
def read(name: str) -> dict[str, Reader]:
    found = {}
    for url, data in files(name).items():
        if url.endswith(".html"):
            html = data.decode()
            assert html.startswith("<!doctype html>") and html.rstrip().endswith("</html>"), url
            assert "</head>" in html, url  # livereload injects there
            reader = Reader()
            reader.feed(html)
            reader.close()
            assert reader.open == [], url
            found[url] = reader
    return found


def resolved(url: str, href: str) -> tuple[str, str]:
    """The file and fragment that a relative link on the page `url` leads to."""
    address, fragment = urldefrag(href)
    parts: list[str] = list(PurePosixPath(url).parent.parts) if address else []
    for piece in unquote(urlsplit(address).path).split("/") if address else []:
        if piece == "..":
            assert parts, f"{url}: {href} leads out of the site"
            parts.pop()
        elif piece not in ("", "."):
            parts.append(piece)
    return ("/".join(parts) if address else url), unquote(fragment)


def foreign(href: str) -> bool:
    return urlsplit(href).scheme in ("http", "https", "mailto", "tel")


@pytest.mark.parametrize("name", NAMES)
def test_every_link_and_fragment_resolves(name: str) -> None:
    broken = []
    for url, reader in read(name).items():
        for href in (href for href in reader.links if not foreign(href)):
            target, fragment = resolved(url, href)
            if target not in files(name):
                broken.append(f"{url}: {href}")
            elif fragment and target.endswith(".html") and fragment not in read(name)[target].ids:
                broken.append(f"{url}: {href} (no such id)")
    assert broken == []


@pytest.mark.parametrize("name", NAMES)
def test_no_resource_comes_from_elsewhere(name: str) -> None:
    """Style sheets, scripts, icon and images are the site's own; every script is a file that waits, no style stands in a tag."""
    for url, reader in read(name).items():
        for source in reader.resources:
            assert not urlsplit(source).scheme and not urlsplit(source).netloc, f"{url}: {source}"
            assert resolved(url, source)[0] in files(name), f"{url}: {source}"
        assert reader.styles == 0, url
        html = files(name)[url].decode()
        assert reader.scripts == len(re.findall(r'<script defer src="(?:\.\./|/)*assets/\w+\.js\?v=[0-9a-f]{8}"></script>', html)) >= 1, url
    css = files(name)["assets/site.css"].decode()
    assert "url(" not in css and "@import" not in css


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique_and_headings_are_in_order(name: str) -> None:
    for url, reader in read(name).items():
        twice = [one for one, count in Counter(reader.ids).items() if count > 1]
        assert twice == [], url
        assert reader.headings[:1] == [1] and reader.headings.count(1) == 1, url
        for before, after in zip(reader.headings, reader.headings[1:], strict=False):
            assert after <= before + 1, f"{url}: h{before} then h{after}"


def words(reader: Reader) -> str:
    return "".join("".join(reader.text).split())


def test_every_page_of_the_real_list_says_that_it_is_not_official() -> None:
    for url, reader in read("real").items():
        assert "非官方" in words(reader), url
        assert "不是政府网站" in words(reader), url


@pytest.mark.parametrize("name", NAMES[1:])
def test_every_page_of_the_sample_says_that_it_is_a_sample(name: str) -> None:
    for url, reader in read(name).items():
        assert "示例数据" in words(reader), url


def test_the_real_pages_invent_nothing() -> None:
    """No unit, due, target or progress was published: each task's page says so."""
    for url, reader in read("real").items():
        if re.fullmatch(r"2026/\d\d-[^/]*/index\.html", url):
            text = words(reader)
            assert "牵头单位未公布" in text and "完成时限未公布" in text, url
            assert not {"targets", "chain", "who", "money", "watch", "hard"} & set(reader.ids), url


@pytest.mark.parametrize("name", NAMES)
def test_a_bad_word_of_python_never_reaches_a_page(name: str) -> None:
    """No None, True, Decimal(…), dataclass or English state in what a reader sees."""
    for url, reader in read(name).items():
        text = " ".join(reader.text)
        assert not re.search(r"\bNone\b|\bTrue\b|Decimal\(|Markup\(|not_assessed|in_progress|on_time\b", text), url


def test_the_pages_of_pages_md_exist() -> None:
    site = files("sample-june")
    for url in ("index.html", "2026/index.html", "2026/03-hydrogen/index.html", "2026/03-hydrogen/data.json", "2026/data.json",
                "units/index.html", "themes/index.html", "places/index.html", "updates.html", "changes.html", "calendar.html",
                "disclosure.html", "method.html", "about.html", "sitemap.html", "404.html", "assets/site.css"):
        assert url in site, url


def test_a_cut_with_nothing_in_it_is_neither_written_nor_linked() -> None:
    """The real list names no unit and nothing was changed."""
    site = files("real")
    assert not any(url.startswith("units/") for url in site)
    assert "changes.html" not in site and "calendar.html" not in site
