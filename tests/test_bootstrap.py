"""How the Python with the locked packages is found, made, brought up to date and healed."""

import hashlib
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from portal import bootstrap
from portal.bootstrap import STAMP, UNFINISHED, MachineSaysNo

LOCK = """\
jinja2==3.1.6 \\
    --hash=sha256:00 \\
    --hash=sha256:01
    # via policy-portal (pyproject.toml)
types-pyyaml==6.0.12 \\
    --hash=sha256:02
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:03

# The following packages were excluded from the output:
# markupsafe==1
"""
TESTS = "pytest==9.2.0 \\\n    --hash=sha256:04\n"


class Machine:
    """A project folder `root`, and programs that are not run but noted in `commands`; `codes` says how they end."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.stamp = self.venv / STAMP
        self.commands: list[Sequence[str]] = []
        self.codes = {"venv": 0, "pip": 0}
        self.stamps: list[bytes] = []
        self.said: list[str] = []

    def run(self, command: Sequence[str]) -> tuple[int, str]:
        self.commands.append(command)
        self.stamps.append(self.stamp.read_bytes())
        code = self.codes[command[3]]
        return code, "WARNING: noise\n\nERROR: first\nERROR: second\nERROR: last\n" if code else ""

    def make_venv(self, stamp: bytes = b"") -> None:
        """A .venv that is alive, with one package in it, and with this stamp."""
        python = Path(bootstrap.venv_python(str(self.venv)))
        python.parent.mkdir(parents=True)
        python.touch()
        (self.venv / "pyvenv.cfg").write_text(f"home = {self.root}\nversion = 3.11.7\n", encoding="utf-8")
        (self.venv / "lib").mkdir()
        (self.venv / "lib" / "package.py").touch()
        if stamp:
            self.stamp.write_bytes(stamp)

    def has_package(self) -> bool:
        return (self.venv / "lib" / "package.py").exists()

    def python_for(self, *argv: str) -> str | None:
        return bootstrap.python_for(list(argv), str(self.root), self.said.append)

    def programs(self) -> list[str]:
        return [command[3] for command in self.commands]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine whose own Python has no packages."""
    (tmp_path / "requirements.lock").write_text(LOCK, encoding="utf-8")
    (tmp_path / "requirements-test.lock").write_text(TESTS, encoding="utf-8")
    machine = Machine(tmp_path)
    monkeypatch.setattr(bootstrap, "run", machine.run)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if not entry.endswith("site-packages")])
    return machine


def add_package(folder: Path, *names: str) -> str:
    """A folder of packages that holds these, e.g. Jinja2-3.1.6; its path."""
    for name in names:
        (folder / f"{name}.dist-info").mkdir(parents=True)
    return str(folder)


def test_a_lock_is_read_as_names_and_versions() -> None:
    """Comments, hashes and explanations are passed over; a marker is told."""
    assert bootstrap.pins(LOCK) == [
        ("jinja2", "3.1.6", False), ("types-pyyaml", "6.0.12", False), ("colorama", "0.4.6", True)]


def test_only_the_command_test_needs_the_second_lock() -> None:
    """`test` anywhere else, as a folder's name for instance, does not count."""
    assert bootstrap.lock_names([]) == ("requirements.lock",)
    assert bootstrap.lock_names(["build", "--content", "test"]) == ("requirements.lock",)
    assert bootstrap.lock_names(["test"]) == ("requirements.lock", "requirements-test.lock")


def test_a_missing_lock_is_a_broken_copy(machine: Machine) -> None:
    """Without its lock the project was not copied whole, and the message names the file."""
    (machine.root / "requirements.lock").unlink()
    with pytest.raises(MachineSaysNo, match=r"requirements\.lock.*没有拷贝完整"):
        machine.python_for()


def test_a_standing_venv_is_used_at_once(machine: Machine) -> None:
    """When .venv's stamp is the lock, nothing is said and nothing is run."""
    machine.make_venv(LOCK.encode())
    assert machine.python_for() == bootstrap.venv_python(str(machine.venv))
    assert (machine.said, machine.commands) == ([], [])


def test_a_venv_made_for_test_serves_every_command(machine: Machine) -> None:
    """What has both locks has the first; what has the first alone lacks the second."""
    machine.make_venv((LOCK + TESTS).encode())
    machine.python_for()
    machine.python_for("test")
    assert machine.commands == []
    machine.stamp.write_bytes(LOCK.encode())
    machine.python_for("test")
    assert machine.programs() == ["pip"]


def test_inside_the_venv_nothing_is_handed_over(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python of a standing .venv is the one that is wanted."""
    machine.make_venv(LOCK.encode())
    monkeypatch.setattr(sys, "prefix", str(machine.venv))
    monkeypatch.setattr(sys, "path", [str(machine.venv / "lib" / "python3.11" / "site-packages")])
    assert machine.python_for() is None


def test_a_python_upgraded_under_its_venv_gets_a_new_one(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new version does not see the packages of the old: .venv is emptied and made again."""
    machine.make_venv(LOCK.encode())
    monkeypatch.setattr(sys, "prefix", str(machine.venv))
    machine.python_for()
    assert machine.programs() == ["venv", "pip"]
    assert not machine.has_package()


def test_a_venv_that_does_not_take_over_is_named_not_tried_for_ever(machine: Machine,
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python that was handed over to and still is not inside .venv stops there."""
    machine.make_venv(LOCK.encode())
    monkeypatch.setitem(sys._xoptions, bootstrap.HANDED_OVER, True)
    with pytest.raises(MachineSaysNo, match="已经损坏"):
        machine.python_for()


def test_a_ready_environment_needs_no_venv(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interpreter with every package at its locked version runs the command itself, however folders spell names."""
    packages = add_package(machine.root / "site", "Jinja2-3.1.6", "types_PyYAML-6.0.12", "other-1")
    monkeypatch.setattr(sys, "path", ["/nowhere", packages])
    assert machine.python_for() is None
    assert not machine.venv.exists()


@pytest.mark.parametrize("packages", [
    ["jinja2-3.1.6"],
    ["jinja2-3.1.5", "types_pyyaml-6.0.12"],
    ["jinja2-3.1.6", "types_pyyaml-6.0.12", "colorama-0.4.5"],
], ids=["missing", "another version", "another version of one for some systems"])
def test_an_environment_is_not_ready_when_a_package_differs(packages: list[str], tmp_path: Path) -> None:
    """Missing, or of another version, is not there."""
    assert not bootstrap.has_all(LOCK, [add_package(tmp_path, *packages)])


def test_the_first_folder_of_the_path_wins(tmp_path: Path) -> None:
    """As at import, an earlier folder hides a later one."""
    path = [add_package(tmp_path / "one", "jinja2-3.1.5"), add_package(tmp_path / "two", "jinja2-3.1.6")]
    assert bootstrap.installed(path) == {"jinja2": "3.1.5"}


def test_the_first_use_makes_the_venv(machine: Machine) -> None:
    """One line is said, venv and pip run, the stamp says unfinished until both are done and is the lock then."""
    assert machine.python_for() == bootstrap.venv_python(str(machine.venv))
    assert len(machine.said) == 1
    assert "requirements.lock 里的 3 个软件包" in machine.said[0]
    assert machine.programs() == ["venv", "pip"]
    assert machine.stamps == [UNFINISHED, UNFINISHED]
    assert machine.stamp.read_bytes() == LOCK.encode()


def test_pip_checks_hashes_and_asks_nobody(machine: Machine) -> None:
    """pip gets the locks and --require-hashes, and no address: it uses the index that the machine is set to."""
    machine.python_for("test")
    arguments = list(machine.commands[-1])
    assert "--require-hashes" in arguments
    assert "--no-input" in arguments
    assert not any("index" in argument or "://" in argument for argument in arguments)
    assert arguments[-4:] == ["-r", str(machine.root / "requirements.lock"),
                              "-r", str(machine.root / "requirements-test.lock")]


def test_a_folder_wheels_is_used_instead_of_the_network(machine: Machine) -> None:
    """With wheels/ beside build.py pip looks nowhere else, and the line says so."""
    (machine.root / "wheels").mkdir()
    machine.python_for()
    arguments = list(machine.commands[-1])
    at = arguments.index("--no-index")
    assert arguments[at + 1:at + 3] == ["--find-links", str(machine.root / "wheels")]
    assert "不联网" in machine.said[0]


def test_an_unfinished_venv_is_started_afresh(machine: Machine) -> None:
    """What a killed run left is emptied, for nobody knows how far it had come."""
    machine.make_venv(UNFINISHED)
    machine.python_for()
    assert machine.programs() == ["venv", "pip"]
    assert not machine.has_package()


def test_a_venv_whose_python_is_gone_is_started_afresh(machine: Machine) -> None:
    """The stamp alone is not believed."""
    machine.make_venv(LOCK.encode())
    (machine.venv / "pyvenv.cfg").write_text("home = /nowhere\n", encoding="utf-8")
    machine.python_for()
    assert machine.programs() == ["venv", "pip"]
    assert not machine.has_package()


def test_a_changed_lock_brings_a_whole_venv_up_to_date(machine: Machine) -> None:
    """pip adds to what stands; nothing is thrown away."""
    machine.make_venv(b"an older lock")
    machine.python_for()
    assert machine.programs() == ["pip"]
    assert machine.has_package()
    assert machine.stamp.read_bytes() == LOCK.encode()


def test_a_venv_made_by_hand_is_added_to(machine: Machine) -> None:
    """An environment of somebody's own is kept: venv only sees that pip is there."""
    machine.make_venv()
    machine.python_for()
    assert machine.programs() == ["venv", "pip"]
    assert machine.has_package()


@pytest.mark.parametrize(("argv", "line"), [
    ((), "python3 -m pip download -r requirements.lock -d wheels"),
    (("test",), "python3 -m pip download -r requirements.lock -r requirements-test.lock -d wheels"),
])
def test_a_failing_pip_is_quoted_with_the_way_without_network(argv: tuple[str, ...], line: str, machine: Machine) -> None:
    """pip's last three lines, then the line to type on a machine with network, and what to do with the folder."""
    machine.codes["pip"] = 1
    with pytest.raises(MachineSaysNo) as refusal:
        machine.python_for(*argv)
    message = str(refusal.value)
    assert "    ERROR: first\n    ERROR: second\n    ERROR: last\n" in message
    assert "noise" not in message
    assert f"\n    {line}\n" in message
    assert "wheels 文件夹" in message


def test_incomplete_wheels_are_told_as_such(machine: Machine) -> None:
    """With wheels/ present the remedy is to fill it, or to remove it."""
    (machine.root / "wheels").mkdir()
    machine.codes["pip"] = 1
    with pytest.raises(MachineSaysNo, match="删去 wheels/"):
        machine.python_for()


def test_a_new_venv_without_packages_stays_unfinished(machine: Machine) -> None:
    """After a failing pip the next run starts afresh."""
    machine.codes["pip"] = 1
    with pytest.raises(MachineSaysNo):
        machine.python_for()
    assert machine.stamp.read_bytes() == UNFINISHED


def test_a_whole_venv_survives_a_failing_pip(machine: Machine) -> None:
    """Offline with a new lock: going back to the old one needs no network."""
    machine.make_venv(b"an older lock")
    machine.codes["pip"] = 1
    with pytest.raises(MachineSaysNo):
        machine.python_for()
    assert machine.has_package()
    assert machine.stamp.read_bytes() == b"an older lock"


def test_a_python_without_ensurepip_names_the_debian_package(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is begun, and the message has the line to type."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "ensurepip" else name)
    with pytest.raises(MachineSaysNo, match=r"缺少 ensurepip(.|\n)*apt install python3-venv"):
        machine.python_for()
    assert not machine.venv.exists()


def test_a_failing_venv_names_the_debian_package(machine: Machine) -> None:
    """Debian's own venv may be there and still fail."""
    machine.codes["venv"] = 1
    with pytest.raises(MachineSaysNo, match=r"ERROR: last(.|\n)*apt install python3-venv"):
        machine.python_for()


def test_a_folder_that_cannot_be_written_is_an_error_of_the_machine(machine: Machine) -> None:
    """Whatever stands where .venv should be made is not touched."""
    machine.venv.write_text("a file")
    with pytest.raises(OSError, match=r"\.venv"):
        machine.python_for()
    assert machine.venv.read_text() == "a file"


def test_a_long_line_of_another_program_is_cut() -> None:
    """An address of a thousand characters does not hide the remedy."""
    assert bootstrap.quoted("x" * 1000) == "    " + "x" * 199 + "…"


def test_a_run_that_finds_all_ready_imports_next_to_nothing() -> None:
    """The way to the command costs no module that is slow to import."""
    root = Path(bootstrap.__file__).parent.parent
    code = "import sys; sys.path.insert(0, sys.argv[1]); import portal.bootstrap; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code, str(root)], capture_output=True, text=True, check=True)
    slow = {"subprocess", "pathlib", "typing", "re", "hashlib", "shutil", "contextlib", "importlib.metadata", "json"}
    assert slow.isdisjoint(done.stdout.split())


# With a real venv and a real pip; the one package is made here, so that no network is needed.

RUN = """
import sys
sys.path.insert(0, sys.argv[1])
from portal import bootstrap
say = lambda message: print(message, flush=True)
print(bootstrap.python_for([], sys.argv[2], say), flush=True)
"""


def start(root: Path) -> subprocess.Popen[str]:
    """Look for the Python of the project `root`, from a Python that has no packages."""
    base = getattr(sys, "_base_executable", sys.executable)
    project = Path(bootstrap.__file__).parent.parent
    return subprocess.Popen([base, "-S", "-X", "utf8", "-c", RUN, str(project), str(root)], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True, encoding="utf-8")


def finish(process: subprocess.Popen[str]) -> list[str]:
    """The lines that a process printed to its end."""
    lines = process.communicate(timeout=120)[0].splitlines()
    assert process.returncode == 0
    return lines


def versions(root: Path) -> list[str]:
    """The versions of the package `tiny` in .venv."""
    return [path.name for path in (root / ".venv").glob("**/tiny-*.dist-info")]


def release(root: Path, version: str) -> None:
    """Put a version of the package `tiny` into wheels/ and into the lock."""
    info = f"tiny-{version}.dist-info"
    files = {
        "tiny.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": f"tiny.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n",
    }
    wheel = root / "wheels" / f"tiny-{version}-py3-none-any.whl"
    wheel.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (root / "requirements.lock").write_text(f"tiny=={version} \\\n    --hash=sha256:{digest}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[list[str]]]:
    """A project with a standing .venv, and what the two runs said that met at its making."""
    root = tmp_path_factory.mktemp("project")
    release(root, "1.0")
    both = [start(root), start(root)]
    return root, [finish(process) for process in both]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="folder locks are POSIX")
def test_two_first_runs_at_once_make_one_venv(project: tuple[Path, list[list[str]]]) -> None:
    """One installs, the other waits; both then use what was made."""
    root, said = project
    assert sorted(lines[0][:3] for lines in said) == ["另一次", "正在把"]
    assert [lines[1:] for lines in said] == [[bootstrap.venv_python(str(root / ".venv"))]] * 2


@pytest.mark.slow
def test_a_new_lock_replaces_the_package(project: tuple[Path, list[list[str]]]) -> None:
    """A line is said and the package is the new one; after that all is ready and nothing is said."""
    root, _ = project
    release(root, "1.1")
    python = bootstrap.venv_python(str(root / ".venv"))
    assert [len(finish(start(root))), finish(start(root))] == [2, [python]]
    assert versions(root) == ["tiny-1.1.dist-info"]


@pytest.mark.slow
def test_a_package_that_is_not_the_locked_one_is_refused(project: tuple[Path, list[list[str]]]) -> None:
    """A wheel whose hash is not in the lock is not installed; what stood still stands."""
    root, _ = project
    before = versions(root)
    release(root, "1.2")
    lock = root / "requirements.lock"
    lock.write_text("tiny==1.2 \\\n    --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    process = start(root)
    process.communicate(timeout=120)
    assert process.returncode == 1
    assert versions(root) == before
    assert (root / ".venv" / STAMP).read_bytes() not in (UNFINISHED, lock.read_bytes())


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="folder locks are POSIX")
def test_a_run_killed_in_the_middle_is_healed_by_the_next(tmp_path: Path) -> None:
    """kill -9 while .venv is being made: the next run waits for the orphan at work, starts afresh and is ready."""
    release(tmp_path, "1.0")
    process = start(tmp_path)
    deadline = time.monotonic() + 60
    while not (tmp_path / ".venv" / "pyvenv.cfg").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.communicate(timeout=120)
    assert (tmp_path / ".venv" / STAMP).read_bytes() == UNFINISHED
    assert finish(start(tmp_path))[-1] == bootstrap.venv_python(str(tmp_path / ".venv"))
    assert versions(tmp_path) == ["tiny-1.0.dist-info"]
