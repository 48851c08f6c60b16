"""serve: the site in the browser while it is edited. A real server on a real port, asked over HTTP."""

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from portal import serve
from portal.publish import Refused
from tests import tiny

ROOT = Path(__file__).parent.parent


def test_a_port_in_use_is_said_with_another_to_take() -> None:
    with socket.socket() as taken:
        taken.bind((serve.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refused, match=f"--port {port + 1}"):
            serve._free(port)


def test_only_this_machine_is_served() -> None:
    assert serve.HOST == "127.0.0.1"


@pytest.mark.slow
def test_a_save_is_seen_in_the_browser_and_a_mistake_keeps_the_last_page(tmp_path: Path) -> None:
    content = tmp_path / "content"
    for path, text in tiny.files().items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(text, "utf-8")
    with socket.socket() as probe:
        probe.bind((serve.HOST, 0))
        port = probe.getsockname()[1]
    code = (
        "import sys\nfrom datetime import date\nfrom pathlib import Path\nfrom portal import serve\n"
        "from portal.project import Project\n"
        f"project = Project(Path({str(content)!r}), Path({str(ROOT / 'templates')!r}), Path({str(ROOT / 'assets')!r}),"
        f" Path('site'), Path({str(tmp_path / 'state')!r}))\n"
        f"serve.serve(project, lambda zone: date(2026, 3, 1), {port}, lambda built: None, lambda said: None)\n")
    server = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)

    def page(url: str = "2026/01-sample/index.html") -> str:
        with urllib.request.urlopen(f"http://{serve.HOST}:{port}/{url}", timeout=5) as answer:
            return str(answer.read().decode())

    def wait_for(words: str) -> str:
        for _ in range(150):
            try:
                found = page()
                if words in found:
                    return found
            except OSError:
                pass
            time.sleep(0.2)
        raise AssertionError(f"{words} was never served")

    try:
        assert "livereload.js" in wait_for("样例")
        assert "<h1>组件</h1>" in page("_components.html") and ".try" in page("assets/catalogue.css")
        task = content / "2026/01-sample/task.md"
        task.write_text(task.read_text("utf-8").replace("title: 样例", "title: 改过的样例"), "utf-8")
        wait_for("改过的样例")
        assert "<h1>组件</h1>" in page("_components.html"), "still there after a save"
        task.write_text("---\ntitle\uff1a\n---\n", "utf-8")
        time.sleep(2)
        assert "改过的样例" in page()
    finally:
        server.terminate()
        server.wait(10)
