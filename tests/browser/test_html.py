"""html-validate finds no error in any page kind."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.browser.kinds import DATED, KINDS, ROOT

pytestmark = pytest.mark.browser


def test_every_page_kind_is_valid(folder: Path, templates: Mapping[str, str], tmp_path: Path) -> None:
    """Its report goes to a file: node drops the end of what it writes into a pipe."""
    files = [str(folder / "city" / url) for url in (KINDS | DATED).values()]
    program = ["node", "node_modules/html-validate/bin/html-validate.mjs", "--formatter", "json",
               "--config", "tests/browser/htmlvalidate.config.mjs"]
    report = tmp_path / "report.json"
    with report.open("wb") as file:
        done = subprocess.run([*program, *files], cwd=ROOT, stdout=file, stderr=subprocess.PIPE, text=True, check=False)
    assert report.read_bytes(), done.stderr
    found = {f"{message['ruleId']}: {message['message']} ({Path(page['filePath']).relative_to(folder)}:{message['line']})"
             for page in json.loads(report.read_bytes()) for message in page["messages"]}
    assert sorted(found) == []
    assert done.returncode == 0
