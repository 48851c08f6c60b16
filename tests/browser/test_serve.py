"""A page that is open while an editor saves shows the new words by itself, under the policy that it is published with."""

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
    """A tiny portal's content folder, and where it is served."""
    content = tmp_path / "content"
    for path, text in tiny.files().items():
        write(content / path, text.encode())
    with socket.socket() as probe:
        probe.bind((serve.HOST, 0))
        port = probe.getsockname()[1]
    code = (
        "from datetime import date\nfrom pathlib import Path\nfrom portal import serve\nfrom portal.pipeline import Project\n"
        f"project = Project(Path({str(content)!r}), Path('templates'), Path('assets'), Path('unused'), Path({str(tmp_path / 'state')!r}))\n"
        f"serve.serve(project, lambda zone: date(2026, 3, 1), {port}, lambda built: None, lambda said: print(said, flush=True))\n")
    server = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert server.stdout and server.stdout.readline()
    yield content, f"http://{serve.HOST}:{port}/"
    server.terminate()
    server.communicate(timeout=10)


def test_a_save_is_shown_by_itself_and_the_policy_refuses_nothing(page: Page, served: tuple[Path, str]) -> None:
    content, address = served
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    with page.expect_websocket():
        page.goto(address)
    plan = content / "2026/plan.md"
    plan.write_text(plan.read_text("utf-8").replace("样例清单", "改过的清单"), "utf-8")
    page.locator("h1", has_text="改过的清单").wait_for(timeout=15_000)
    assert refused == []
