"""One chromium and one local server for all browser tests; the sites are built once.

Without chromium these tests fail, they are never skipped; `python3 build.py test` says what is to be installed.
"""

import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import kinds

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the server; all sites lie below its city/."""
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="package")
def templates(folder: Path) -> Mapping[str, str]:
    """The template of every page that was built, by its address below city/."""
    return dict(kinds.build(folder / "city"))


@pytest.fixture(scope="package")
def addresses(folder: Path, templates: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Where the sites are: over http under a sub-path, and as files."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield {"http": f"http://127.0.0.1:{server.server_port}/city/", "file": f"{(folder / 'city').as_uri()}/"}
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's chromium."""
    program = shutil.which("chromium")
    assert program, "chromium 未安装：apt install chromium"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        yield found
        found.close()


# it lies in its package as one brotli stream
UNPACK = """const [from, to] = process.argv.slice(1), fs = require('fs')
fs.writeFileSync(to, require('zlib').brotliDecompressSync(fs.readFileSync(from)), {mode: 0o755})"""


@pytest.fixture(scope="package")
def old_browser(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium 86, which old WebViews still are; for x86-64 alone, with no library that the system's chromium lacks."""
    packed = kinds.ROOT / "node_modules/chrome-aws-lambda/bin/chromium.br"
    assert packed.exists(), "node_modules 不全：npm ci --ignore-scripts"
    program = tmp_path_factory.mktemp("old") / "chromium"
    subprocess.run(["node", "-e", UNPACK, str(packed), str(program)], check=True)
    found = browser.browser_type.launch(executable_path=program, headless=True, args=FLAGS)
    yield found
    found.close()
    program.unlink()  # 140 MB


@pytest.fixture
def page(browser: Browser, addresses: Mapping[str, str]) -> Iterator[Page]:
    """An empty page; addresses are relative to the sites over http."""
    context = browser.new_context(base_url=addresses["http"], reduced_motion="reduce")
    yield context.new_page()
    context.close()
