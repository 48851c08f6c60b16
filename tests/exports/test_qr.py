"""qr.svg beside each task page: an independent reader (zxing-cpp) finds the page's address in the picture as it is drawn."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from portal.exports.qr import qr, uri
from portal.pipeline import artifacts
from portal.project import Project
from portal.views.edition import edition
from tests import tiny

ROOT = Path(__file__).parents[2]
HYDROGEN = "https://example.org/2026/03-hydrogen/"
SVG = "{http://www.w3.org/2000/svg}"

Modules = list[list[bool]]  # rows of modules, quiet zone included; True is dark


def modules(svg: bytes) -> Modules:
    """What the picture shows: horizontal strokes, one unit wide, in the middle of the rows of a white square."""
    root = ElementTree.fromstring(svg)
    title, ground, ink = root
    _, _, width, height = (int(part) for part in root.attrib["viewBox"].split())
    assert (root.tag, title.tag, ground.tag, ink.tag) == (f"{SVG}svg", f"{SVG}title", f"{SVG}rect", f"{SVG}path")
    assert root.attrib["viewBox"] == f"0 0 {width} {height}"
    assert ground.attrib == {"width": str(width), "height": str(height), "fill": "#fff"}
    assert ink.attrib.keys() == {"stroke", "shape-rendering", "d"} and ink.attrib["stroke"] == "#000"
    drawn = [[False] * width for _ in range(height)]
    for x, y, length in strokes(ink.attrib["d"]):
        drawn[y][x:x + length] = [True] * length
    assert all(len(row) == width for row in drawn)
    return drawn


def strokes(path: str) -> Iterator[tuple[int, int, int]]:
    """(column, row, length) of each stroke; no other command than M x y, m x 0 and h x stands in the path."""
    x = y = 0
    assert re.fullmatch(r"(M\d+ \d+\.5|m\d+ 0|h\d+)+", path)
    for command, number, row in re.findall(r"([Mmh])(\d+)(?: (\d+))?", path):
        if command == "M":
            x, y = int(number), int(row)
        else:
            if command == "h":
                yield x, y, int(number)
            x += int(number)


def read(drawn: Modules, scale: int = 3) -> zxingcpp.Barcode:
    """The one QR code in a picture of `scale` pixels a module.

    Other kinds are not looked for: one row of a large symbol may by chance be four digits of Interleaved 2 of 5.
    """
    rows = [b"".join((b"\x00" if dark else b"\xff") * scale for dark in row) * scale for row in drawn]
    pixels = memoryview(b"".join(rows)).cast("B", (len(drawn) * scale, len(drawn[0]) * scale))
    found, = zxingcpp.read_barcodes(pixels, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return found


@pytest.mark.parametrize(("address", "written"), [
    (HYDROGEN, HYDROGEN),
    ("http://127.0.0.1:8000/city/2026/01-a/", "http://127.0.0.1:8000/city/2026/01-a/"),
    ("https://example.org/大事/2026/01-a/", "https://example.org/%E5%A4%A7%E4%BA%8B/2026/01-a/"),
    ("https://example.org/%E5%A4%A7/a%20b/?q=1&r=2#s", "https://example.org/%E5%A4%A7/a%20b/?q=1&r=2#s"),
    ("https://中文.example:8443/01-a/", "https://xn--fiq228c.example:8443/01-a/"),
    ("https://中文。中国/01-a/", "https://xn--fiq228c.xn--fiqs8s/01-a/"),
    ("https://中..文/01-a/", "https://%E4%B8%AD..%E6%96%87/01-a/"),  # no domain name
])
def test_a_reader_finds_the_address_in_ascii(address: str, written: str) -> None:
    """Host names in Punycode, the rest percent-encoded; what is encoded already is left."""
    assert read(modules(qr(address))).text == written


HOSTS = st.sampled_from(["example.org", "www.example.gov.cn:8443", "127.0.0.1", "中文.example"])
PARTS = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="%", exclude_categories=["C", "Z"]), max_size=12), max_size=6)


@given(st.sampled_from(["http", "https"]), HOSTS, PARTS)
def test_any_address_can_be_read_and_means_the_same(scheme: str, host: str, parts: list[str]) -> None:
    path = "".join(f"/{part}" for part in parts)
    written = read(modules(qr(f"{scheme}://{host}{path}"))).text
    front = f"{scheme}://{host.encode('idna').decode()}"
    assert written.isascii() and written.startswith(front)
    assert unquote(written.removeprefix(front)) == path
    assert uri(written) == written


@pytest.mark.parametrize("length", range(24, 200, 16))
def test_every_size_has_a_quiet_zone_of_four_modules_and_level_m_or_more(length: int) -> None:
    drawn = modules(qr(HYDROGEN.ljust(length, "a")))
    size = len(drawn) - 8
    assert size % 4 == 1 and size >= 21
    edge = [*drawn[:4], *drawn[-4:], *(row[:4] + row[-4:] for row in drawn)]
    assert not any(map(any, edge))
    assert read(drawn).ec_level in ("M", "Q", "H")


def test_three_corners_have_the_finder_pattern() -> None:
    """ISO/IEC 18004, 6.3.3, drawn by hand; the fourth corner has none."""
    finder = ["#######", "#     #", "# ### #", "# ### #", "# ### #", "#     #", "#######"]
    drawn = [["# "[not dark] for dark in row[4:-4]] for row in modules(qr(HYDROGEN))[4:-4]]
    corners = [["".join(row[across]) for row in drawn[down]]
               for down in (slice(7), slice(-7, None)) for across in (slice(7), slice(-7, None))]
    assert [corner == finder for corner in corners] == [True, True, True, False]


def test_a_blot_does_not_matter() -> None:
    """Five by five modules in the middle may be lost."""
    drawn = modules(qr(HYDROGEN))
    middle = len(drawn) // 2
    for row in drawn[middle - 2:middle + 3]:
        row[middle - 2:middle + 3] = [True] * 5
    assert read(drawn).text == HYDROGEN


def test_the_picture_is_small() -> None:
    assert len(qr(HYDROGEN.ljust(60, "a"))) < 3000


def test_the_same_address_gives_the_same_bytes() -> None:
    assert qr(HYDROGEN) == qr(HYDROGEN)


def test_an_address_that_no_symbol_holds_is_refused() -> None:
    assert read(modules(qr(HYDROGEN.ljust(2331, "a")))).text == HYDROGEN.ljust(2331, "a")
    with pytest.raises(ValueError):
        qr(HYDROGEN.ljust(2332, "a"))


# --- in the site


def site(settings: str, tmp_path: Path) -> dict[str, bytes]:
    """The files of a site with one task, by address."""
    portal, problems = tiny.load(tiny.files(more={"portal.yml": tiny.PORTAL + settings}))
    assert not problems, problems
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/text.txt").write_text(tiny.TEXT, "utf-8")
    project = Project(tmp_path, ROOT / "templates", ROOT / "assets", tmp_path, tmp_path)
    return {one.url: one.data for one in artifacts(project, edition(portal, date(2026, 6, 30)))}


def test_without_an_address_of_the_site_there_is_no_code(tmp_path: Path) -> None:
    assert not [url for url in site("", tmp_path) if url.endswith("qr.svg")]


@pytest.mark.parametrize("base", ["https://example.org/city/", "https://example.org/city", "https://example.org"])
def test_the_code_says_the_canonical_address_of_the_page(base: str, tmp_path: Path) -> None:
    """Beside each task page and nowhere else; whether base_url ends with a slash or not."""
    files = site(f"base_url: {base}\n", tmp_path)
    assert [url for url in files if url.endswith("qr.svg")] == ["2026/01-sample/qr.svg"]
    address = read(modules(files["2026/01-sample/qr.svg"])).text
    assert address == f"{base.rstrip('/')}/2026/01-sample/"
    assert f'<link rel="canonical" href="{address}">' in files["2026/01-sample/index.html"].decode()
