"""The entry: which Python runs a command, and what a person is told when there is none."""

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import build
from portal import bootstrap

ROOT = Path(build.__file__).parent
COMMAND = '''
import sys

import jinja2


def main(argv: list[str]) -> int:
    print(argv, sys.prefix, jinja2.__version__)
    return 7
'''


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Make the search for a Python give this answer: a path, None, or an exception."""

    def set_answer(answer: object) -> None:
        def python_for(argv: list[str], root: str, say: Callable[[str], None]) -> object:
            if isinstance(answer, BaseException):
                raise answer
            return answer

        monkeypatch.setattr(bootstrap, "python_for", python_for)

    return set_answer


def test_an_old_python_3_can_read_the_entry() -> None:
    """build.py holds nothing that Python 3.5 cannot read: no f-string, no annotated variable, no :=, no bare annotation."""
    tree = ast.parse((ROOT / "build.py").read_bytes())
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.TryStar, ast.AsyncFunctionDef)
    assert [node for node in ast.walk(tree) if isinstance(node, newer)] == []
    annotations = [argument.annotation for argument in ast.walk(tree) if isinstance(argument, ast.arg)]
    assert all(isinstance(annotation, ast.Constant | ast.Name) for annotation in annotations)


def test_an_old_python_is_told_which_one_is_needed(monkeypatch: pytest.MonkeyPatch,
                                                   capsys: pytest.CaptureFixture[str]) -> None:
    """Python 3.8 gets one sentence with both versions, and exit code 3."""
    monkeypatch.setattr(sys, "version_info", (3, 8, 10, "final", 0))
    assert build.main([]) == 3
    said = capsys.readouterr().err
    assert "需要 Python 3.11" in said
    assert "3.8。" in said


def test_a_ready_python_runs_the_command_at_once(monkeypatch: pytest.MonkeyPatch, answer: Callable[[object], None]) -> None:
    """The command gets the arguments, and its exit code is the program's."""
    command = ModuleType("portal.cli")
    command.main = len  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "portal.cli", command)
    answer(None)
    assert build.main(["check", "--format", "json"]) == 3


def test_another_python_is_handed_the_same_arguments(monkeypatch: pytest.MonkeyPatch,
                                                     answer: Callable[[object], None]) -> None:
    """When .venv has the packages, its Python runs the same build.py with the same arguments."""
    handed = {"/p/.venv/bin/python": 0}

    def hand_over(python: str, arguments: list[str]) -> int:
        assert arguments == [os.path.join("/p", "build.py"), "test"]
        handed[python] += 1
        return 5

    monkeypatch.setattr(bootstrap, "hand_over", hand_over)
    answer("/p/.venv/bin/python")
    assert build.main(["test"], root="/p") == 5
    assert handed == {"/p/.venv/bin/python": 1}


@pytest.mark.parametrize(("what", "words", "code"), [
    (bootstrap.MachineSaysNo("缺少 venv"), "缺少 venv\n", 3),
    (PermissionError(13, "Permission denied", "/p/.venv"), "'/p/.venv'", 3),
    (OSError(28, "No space left on device"), "No space left", 3),
    (KeyboardInterrupt(), "已中断", 130),
], ids=["says no", "not writable", "disk full", "ctrl-c"])
def test_whatever_stops_it_is_one_message(what: BaseException, words: str, code: int, answer: Callable[[object], None],
                                          capsys: pytest.CaptureFixture[str]) -> None:
    """A machine that says no, or a person who does, gives a message on stderr and an exit code, never a traceback."""
    answer(what)
    assert build.main([], root="/p") == code
    out, err = capsys.readouterr()
    assert words in err
    assert out == ""


def test_the_locks_hold_what_the_project_asks_for() -> None:
    """Every dependency of pyproject.toml is in the first lock, every one for tests in the second, no package in both."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = [{name for name, _, _ in bootstrap.pins((ROOT / lock).read_text(encoding="utf-8"))}
              for lock in (bootstrap.RUN_LOCK, bootstrap.TEST_LOCK)]
    wanted = [{bootstrap.normal(line.partition(">")[0]) for line in lines}
              for lines in (project["dependencies"], project["optional-dependencies"]["test"])]
    assert wanted[0] <= locked[0]
    assert wanted[1] <= locked[1]
    assert locked[0].isdisjoint(locked[1])


@pytest.mark.parametrize("lock", [bootstrap.RUN_LOCK, bootstrap.TEST_LOCK])
def test_a_lock_has_hashes_and_no_addresses(lock: str) -> None:
    """Each package is pinned with hashes; where it comes from is the machine's business, so no index stands in a lock."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert text.count("==") <= text.count("--hash=sha256:")
    assert all(word not in text for word in ("://", "index-url", "find-links"))


@pytest.mark.slow
def test_a_bare_machine_gets_its_packages_and_runs(tmp_path: Path) -> None:
    """With nothing but Python and an empty home folder: one line, then the command; the second time the command alone."""
    project = tmp_path / "项目 一"
    (project / "portal").mkdir(parents=True)
    for name in ("build.py", bootstrap.RUN_LOCK, "portal/__init__.py", "portal/bootstrap.py"):
        (project / name).write_bytes((ROOT / name).read_bytes())
    (project / "portal" / "cli.py").write_text(COMMAND, encoding="utf-8")
    if (ROOT / "wheels").is_dir():
        (project / "wheels").symlink_to(ROOT / "wheels", target_is_directory=True)
    (tmp_path / "home").mkdir()
    base = getattr(sys, "_base_executable", sys.executable)
    runs = [subprocess.run([base, "-S", str(project / "build.py"), "--as-of", "2026-03-31"], cwd=tmp_path, check=False,
                           env={**os.environ, "HOME": str(tmp_path / "home"), "PYTHONUTF8": "1"}, text=True,
                           encoding="utf-8", capture_output=True)
            for _ in range(2)]
    assert [run.returncode for run in runs] == [7, 7], runs[0].stderr
    assert runs[0].stderr.startswith("正在把 requirements.lock 里的")
    assert runs[0].stderr.count("\n") == 1
    assert runs[1].stderr == ""
    assert runs[0].stdout == runs[1].stdout
    assert runs[0].stdout.startswith(f"['--as-of', '2026-03-31'] {project / '.venv'} ")
