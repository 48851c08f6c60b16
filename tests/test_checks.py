"""What `python3 build.py test` does with its checks."""

import json
from pathlib import Path

import pytest

from portal import checks
from portal.checks import Check, python

ROOT = Path(__file__).parent.parent
GOOD = Check("good", python("-c", "print('good was here')"))
BAD = Check("bad", python("-c", "import sys; print('bad was here'); sys.exit(3)"))


def test_all_checks_pass(tmp_path: Path) -> None:
    """Exit code 0, and the last line of the summary says so."""
    said: list[str] = []
    assert checks.run(tmp_path, said.append, [GOOD, GOOD]) == 0
    assert said[-1].endswith("\n全部通过")


def test_a_failing_check_stops_no_other(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Every check runs and shows its output; one summary names each with its result; exit code 1."""
    said: list[str] = []
    assert checks.run(tmp_path, said.append, [BAD, GOOD]) == 1
    assert capfd.readouterr().out.splitlines() == ["bad was here", "good was here"]
    title, bad, good, total = said[-1].splitlines()
    assert title == "── 小结"
    assert (bad.split()[0], bad.split()[-1]) == ("bad", "未通过")
    assert (good.split()[0], good.split()[-1]) == ("good", "通过")
    assert total == "1 项未通过"


def test_checks_run_in_the_project_folder(tmp_path: Path) -> None:
    """Wherever the command was typed."""
    here = Check("here", python("-c", f"import os, sys; sys.exit(not os.path.samefile('.', {str(tmp_path)!r}))"))
    assert checks.run(tmp_path, lambda text: None, [here]) == 0


def test_the_checks_are_ruff_mypy_and_the_three_parts_of_pytest() -> None:
    """What the browser tests need is made ready before any of them; slow tests run after the rest."""
    assert [check.name for check in checks.CHECKS] == ["ruff", "mypy", "npm", "pytest", "pytest browser", "pytest slow"]


def test_a_missing_program_is_named_with_its_debian_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests are never skipped for want of it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    said: list[str] = []
    assert not checks.browser_tools(tmp_path, said.append)
    assert "chromium、node、npm" in said[0] and "apt install chromium nodejs npm" in said[0]


def tools(folder: Path, monkeypatch: pytest.MonkeyPatch, npm: str) -> None:
    """A machine where chromium and node do nothing, and npm runs one line of shell."""
    for name, line in (("chromium", ":"), ("node", ":"), ("npm", npm)):
        program = folder / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{line}\n", "utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder / "bin"))


def lock(path: Path, **packages: str) -> None:
    path.parent.mkdir(exist_ok=True)
    found = {f"node_modules/{name}": {"integrity": digest} for name, digest in packages.items()}
    path.write_text(json.dumps({"packages": found | ({"": {}} if path.name == "package-lock.json" else {})}), "utf-8")


def test_npm_runs_only_when_the_lock_asks_for_something_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It installs what is locked, and runs no package's scripts."""
    tools(tmp_path, monkeypatch, "echo \"$1 $2\" >> asked")
    said: list[str] = []
    lock(tmp_path / "package-lock.json", axe="sha512-a", valid="sha512-b")
    lock(tmp_path / "node_modules/.package-lock.json", axe="sha512-a", valid="sha512-b")
    assert checks.browser_tools(tmp_path, said.append) and said == []
    lock(tmp_path / "node_modules/.package-lock.json", axe="sha512-a", valid="sha512-old")
    assert checks.browser_tools(tmp_path, said.append)
    assert (tmp_path / "asked").read_text("utf-8") == "ci --ignore-scripts\n"
    assert "package-lock.json" in said[0]


def test_without_a_network_npm_s_failure_comes_with_a_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tools(tmp_path, monkeypatch, "exit 1")
    said: list[str] = []
    lock(tmp_path / "package-lock.json", axe="sha512-a")
    assert not checks.browser_tools(tmp_path, said.append)
    assert "npm ci --ignore-scripts" in said[-1]


def test_the_lock_of_npm_pins_by_digest_and_names_no_registry() -> None:
    """So that any mirror will do."""
    text = (ROOT / "package-lock.json").read_text("utf-8")
    packages = json.loads(text)["packages"]
    wanted = packages[""]["devDependencies"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert all(package["integrity"].startswith("sha512-") for path, package in packages.items() if path)
    assert "\"resolved\"" not in text
