"""What a phone loads for a task page: HTML and style sheet at most 60 KB, 16 KB with gzip -9, each file by itself (pages.md)."""

import gzip

import pytest

from tests.test_site import NAMES, files

RAW = 60_000
PACKED = 16_000


@pytest.mark.parametrize("name", NAMES)
def test_a_task_page_is_light(name: str) -> None:
    site = files(name)
    css = site["assets/site.css"]
    pages = [data for url, data in site.items() if b'href="../../assets/site.css' in data and b"lists.css" not in data]
    assert len(pages) >= 5
    assert max(map(len, pages)) + len(css) <= RAW
    assert max(len(gzip.compress(page, 9)) for page in pages) + len(gzip.compress(css, 9)) <= PACKED
