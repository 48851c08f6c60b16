"""A page that is open while an editor saves shows the new words by itself, under the policy that it is published with."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from portal import serve
from tests import tiny
from tests.browser.kinds import ROOT, write

pytestmark = pytest.mark.browser


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder with the content and the assets of a tiny portal of ten tasks, and where it is served."""
    more = {f"2026/{number:02}-more/task.md": tiny.front("title: 又一件\nquote: 做样例\nsource: {id: text}\n", "一段。\n\n" * 60)
            for number in range(2, 11)}
    for path, text in tiny.files(more=more).items():
        write(tmp_path / "content" / path, text.encode())
    shutil.copytree(ROOT / "assets", tmp_path / "assets")
    with socket.socket() as probe:
        probe.bind((serve.HOST, 0))
        port = probe.getsockname()[1]
    code = (
        "from datetime import date\nfrom pathlib import Path\nfrom portal import serve\nfrom portal.project import Project\n"
        f"place = Path({str(tmp_path)!r})\n"
        "project = Project(place / 'content', Path('templates'), place / 'assets', Path('unused'), place / 'state')\n"
        f"serve.serve(project, lambda zone: date(2026, 3, 1), {port}, lambda built: None, lambda said: print(said, flush=True))\n")
    server = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert server.stdout and server.stdout.readline()
    yield tmp_path, f"http://{serve.HOST}:{port}/"
    server.terminate()
    server.communicate(timeout=10)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def opened(page: Page, address: str) -> None:
    """Open a page and wait until the server knows that it is open."""
    said: list[str] = []
    page.on("websocket", lambda channel: channel.on("framesent", lambda words: said.append(str(words))))
    page.goto(address)
    for _ in range(100):
        if any('"info"' in words for words in said):
            break
        page.wait_for_timeout(50)
    page.wait_for_timeout(100)
    page.evaluate("window.before = true")  # gone after a reload


def test_a_save_is_shown_by_itself_and_the_policy_refuses_nothing(page: Page, served: tuple[Path, str]) -> None:
    folder, address = served
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    opened(page, address)
    change(folder / "content/2026/plan.md", "样例清单", "改过的清单")
    page.locator("h1", has_text="改过的清单").wait_for(timeout=15_000)
    assert refused == []


def test_a_page_stays_where_it_was_read_and_another_that_did_not_change_is_not_reloaded(page: Page, served: tuple[Path, str]) -> None:
    folder, address = served
    other = page.context.new_page()
    opened(other, address + "method.html")
    opened(page, address + "2026/05-more/index.html")
    page.evaluate("window.scrollTo(0, 900)")
    change(folder / "content/2026/05-more/task.md", "一段。\n\n一段。\n", "一段。\n\n另一段。\n")
    page.get_by_text("另一段。").first.wait_for(timeout=15_000)
    assert abs(page.evaluate("window.scrollY") - 900) < 2
    assert page.evaluate("window.before") is None
    assert other.evaluate("window.before") is True


def test_a_style_sheet_is_exchanged_without_a_reload(page: Page, served: tuple[Path, str]) -> None:
    folder, address = served
    opened(page, address)
    (folder / "assets/css/print.css").write_text("h1 { letter-spacing: 7px }\n", "utf-8")
    for _ in range(100):
        if page.evaluate("getComputedStyle(document.querySelector('h1')).letterSpacing") == "7px":
            break
        page.wait_for_timeout(100)
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).letterSpacing") == "7px"
    assert page.evaluate("window.before") is True


def test_a_mistake_is_shown_on_the_page_and_goes_when_it_is_mended(page: Page, served: tuple[Path, str]) -> None:
    """With file, line, the line itself and how to write it, as in the terminal; the last good page stays below."""
    folder, address = served
    opened(page, address + "2026/01-sample/index.html")
    path = folder / "content/2026/01-sample/task.md"
    change(path, "title: 样例", "titel: 样例")
    shown = page.get_by_role("alert")
    shown.wait_for(timeout=15_000)
    for words in ("2026/01-sample/task.md:2:1", "titel: 样例", "title", "页面还是上一次的"):
        assert words in shown.inner_text()
    assert page.locator("h1").inner_text() == "样例"
    page.reload()
    shown.wait_for(timeout=15_000)  # whoever opens a page now sees it too
    change(path, "titel: 样例", "title: 改好的样例")
    page.locator("h1", has_text="改好的样例").wait_for(timeout=15_000)
    shown.wait_for(state="detached", timeout=15_000)


def test_a_file_that_is_replaced_by_removing_it_is_no_mistake(page: Page, served: tuple[Path, str]) -> None:
    """As Word, WPS and git do it; and a burst of saves shows the last of them."""
    folder, address = served
    opened(page, address + "2026/01-sample/index.html")
    page.evaluate("new MutationObserver(() => { if (document.querySelector('[role=alert]')) sessionStorage.seen = 1 })"
                  ".observe(document.body, {childList: true})")
    path = folder / "content/2026/01-sample/task.md"
    text = path.read_text("utf-8")
    path.unlink()
    page.wait_for_timeout(60)
    path.write_text(text.replace("title: 样例", "title: 换过的样例"), "utf-8")
    page.locator("h1", has_text="换过的样例").wait_for(timeout=15_000)
    assert page.evaluate("sessionStorage.seen") is None
    for number in range(20):
        path.write_text(text.replace("title: 样例", f"title: 第{number}个样例"), "utf-8")
    page.locator("h1", has_text="第19个样例").wait_for(timeout=15_000)


def test_a_page_that_is_not_there_yet_opens_when_it_is(page: Page, served: tuple[Path, str]) -> None:
    folder, address = served
    opened(page, address + "2026/11-new/index.html")
    assert "没有这一页" in page.locator("body").inner_text()
    write(folder / "content/2026/11-new/task.md", tiny.front("title: 新的一件\nquote: 做样例\nsource: {id: text}\n").encode())
    page.locator("h1", has_text="新的一件").wait_for(timeout=15_000)
