"""What `python3 build.py test` does with its checks."""

import sys
from pathlib import Path

import pytest

from portal import checks
from portal.checks import Check

GOOD = Check("good", ("-c", "print('good was here')"))
BAD = Check("bad", ("-c", "import sys; print('bad was here'); sys.exit(3)"))


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
    here = Check("here", ("-c", f"import os, sys; sys.exit(not os.path.samefile('.', {str(tmp_path)!r}))"))
    assert checks.run(tmp_path, lambda text: None, [here]) == 0


def test_the_checks_are_ruff_mypy_and_both_halves_of_pytest() -> None:
    """Slow tests run after the rest, all with this Python."""
    assert [check.name for check in checks.CHECKS] == ["ruff", "mypy", "pytest", "pytest slow"]
    assert all(check.arguments[0] == "-m" for check in checks.CHECKS)
    assert sys.executable
