"""Find or make the Python that has the locked packages: what `python3 build.py` does before anything else.

Three answers, the quick ones first:

    .venv beside build.py, when its installed.lock equals the locks beside build.py: it
    this very interpreter, when it has every package at its locked version: itself
    none yet: say so in one line, and make .venv with pip, from the index that the machine is set to, or from wheels/

.venv/installed.lock is a copy of the locks that pip has installed, so the check is a comparison of bytes: nothing is
hashed, no package is imported, no process is started. While pip is at work the file says UNFINISHED, and the locks are
written last: whatever kills a run in the middle, the next one starts .venv afresh.

Standard library only: there is nothing else yet. And every run passes here: what only an installation needs is imported
where it is used, what only the type checker needs, not at all.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # as typing.TYPE_CHECKING
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

RUN_LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"
STAMP = "installed.lock"
UNFINISHED = b"# unfinished\n"
HANDED_OVER = "portal"  # given as -X portal: children do not inherit it, as they would a variable of the environment

VENV_REMEDY = ("在 Debian、Ubuntu 等系统上先安装 python3-venv，再运行一次：\n"
               "    apt install python3-venv")


class MachineSaysNo(Exception):
    """What the machine lacks and how to help it, in Chinese, for a person."""


def python_for(argv: Sequence[str], root: str, say: Callable[[str], None]) -> str | None:
    """The Python that has the packages which the command `argv` needs, made ready if there is none; None: this one.

    `root` is the folder of build.py. `say` is told, in one line, when something is installed.
    Raises MachineSaysNo, or OSError where the folder cannot be written.
    """
    names = lock_names(argv)
    locks = read_locks(root, names)
    venv = os.path.join(root, ".venv")
    inside = is_same_folder(sys.prefix, venv)
    if inside and not sees_packages(sys.prefix, sys.path):
        return prepare(root, names, locks, say, anew=True)
    if stands(venv, locks):
        if not inside and HANDED_OVER in sys._xoptions:
            raise MachineSaysNo(f"{venv} 已经损坏。请删去这个文件夹，再运行一次。")
        return None if inside else venv_python(venv)
    if has_all(locks.decode(), sys.path):
        return None
    return prepare(root, names, locks, say)


def hand_over(python: str, arguments: Sequence[str]) -> int:
    """Become `python arguments`; Windows cannot become another program: start it, wait, and return its exit code."""
    command = [python, "-X", HANDED_OVER, *arguments]
    if sys.platform == "win32":
        import subprocess

        return subprocess.call(command)
    os.execv(python, command)


# The locks

def lock_names(argv: Sequence[str]) -> tuple[str, ...]:
    """The locks that a command needs: `test` alone needs the second."""
    return (RUN_LOCK, TEST_LOCK) if argv[:1] == ["test"] else (RUN_LOCK,)


def read_locks(root: str, names: Sequence[str]) -> bytes:
    """The bytes of the locks, one after the other. Raises MachineSaysNo when one is not there."""
    parts = []
    for name in names:
        content = read(os.path.join(root, name))
        if not content:
            raise MachineSaysNo(f"缺少文件 {os.path.join(root, name)}：项目没有拷贝完整，请重新取一份。")
        parts.append(content)
    return b"".join(parts)


def pins(lock: str) -> list[tuple[str, str, bool]]:
    """(name, version, whether a marker restricts it to some systems) for each package of a lock."""
    found = []
    for line in lock.splitlines():
        requirement, _, marker = line.rstrip(" \\").partition(" ; ")
        name, equals, version = requirement.partition("==")
        if equals and not line.startswith((" ", "#")):
            found.append((normal(name), version, bool(marker)))
    return found


def normal(name: str) -> str:
    """A package's name in the one spelling of PEP 503, as locks write it."""
    return name.lower().replace("_", "-").replace(".", "-")


# Is it there?

def stands(venv: str, locks: bytes) -> bool:
    """Whether .venv is alive, and what was last installed in it is `locks`, or begins with them."""
    return read(os.path.join(venv, STAMP)).startswith(locks) and is_alive(venv)


def is_alive(venv: str) -> bool:
    """Whether .venv has a Python, and the Python it was made from is still there."""
    for line in read(os.path.join(venv, "pyvenv.cfg")).decode(errors="replace").splitlines():
        key, _, value = line.partition("=")
        if key.strip() == "home":
            return os.path.isdir(value.strip()) and os.path.exists(venv_python(venv))
    return False


def sees_packages(venv: str, path: Sequence[str]) -> bool:
    """Whether the Python that runs in .venv has a folder of packages for its own version on its path.

    After an upgrade of the system .venv/bin/python may be 3.12, which does not see lib/python3.11; `site` puts only
    folders that exist on the path.
    """
    return any(entry.startswith(os.path.join(venv, "")) for entry in path)


def has_all(lock: str, path: Sequence[str]) -> bool:
    """Whether the folders of `path` hold every package of the lock at its version.

    Reads names of folders only: importing importlib.metadata alone would take longer. A package that a marker
    restricts to some systems may be missing, but not be there in another version.
    """
    there = installed(path)
    return all(there.get(name, version if restricted else "") == version for name, version, restricted in pins(lock))


def installed(path: Sequence[str]) -> dict[str, str]:
    """Name -> version of the packages in the folders of `path`; the first folder wins, as it does at import."""
    found: dict[str, str] = {}
    for folder in path:
        try:
            entries = os.listdir(folder)
        except OSError:  # a zip file, or a folder that is not there
            continue
        for entry in entries:
            if entry.endswith(".dist-info"):
                name, _, version = entry.removesuffix(".dist-info").rpartition("-")
                found.setdefault(normal(name), version)
    return found


# Make it ready

def prepare(root: str, names: Sequence[str], locks: bytes, say: Callable[[str], None], anew: bool = False) -> str:
    """Make .venv, or bring it up to date, so that it holds `locks`; the path of its Python.

    A whole .venv, or one that somebody made by hand, is only added to; one that is unfinished or dead, or any (`anew`),
    is emptied first. Raises MachineSaysNo or OSError.
    """
    venv = os.path.join(root, ".venv")
    stamp = os.path.join(venv, STAMP)
    others = wait_for_others(root, say)
    try:
        if not anew and stands(venv, locks):  # another run made it meanwhile
            return venv_python(venv)
        before = read(stamp)
        empty = anew or before == UNFINISHED or not is_alive(venv)
        make = empty or not before
        if make:
            demand_venv_modules()
        wheels = os.path.join(root, "wheels")
        offline = ["--no-index", "--find-links", wheels] if os.path.isdir(wheels) else []
        os.makedirs(venv, exist_ok=True)
        write(stamp, UNFINISHED)
        say(f"正在把 {' 和 '.join(names)} 里的 {len(pins(locks.decode()))} 个软件包装进 .venv"
            f"（{'用 wheels/ 里的文件，不联网' if offline else '要联网，约需一分钟'}），请稍候……")
        if empty:
            clear(venv, STAMP)
        if make:
            make_venv(venv)
        requirements = [part for name in names for part in ("-r", os.path.join(root, name))]
        code, words = run([venv_python(venv), "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                           "--no-input", "--no-user", "--require-hashes", *offline, *requirements])
        if code:
            if not empty:
                write(stamp, before)  # pip downloads everything before it touches anything: what stood still stands
            raise MachineSaysNo(pip_failed(words, names, bool(offline)))
        write(stamp, locks)
        return venv_python(venv)
    finally:
        if others is not None:
            os.close(others)


def demand_venv_modules() -> None:
    """Raise MachineSaysNo when this Python lacks venv or ensurepip, which Debian packs apart."""
    from importlib.util import find_spec

    missing = [name for name in ("venv", "ensurepip") if find_spec(name) is None]
    if missing:
        raise MachineSaysNo(f"这台机器的 Python 缺少 {'、'.join(missing)}，做不出虚拟环境 .venv。\n{VENV_REMEDY}")


def make_venv(venv: str) -> None:
    """A virtual environment with pip at `venv`, from the Python that this one is, or is derived from."""
    code, words = run([getattr(sys, "_base_executable", sys.executable), "-I", "-m", "venv", venv])
    if code:
        raise MachineSaysNo(f"做不出虚拟环境 .venv，Python 的原话：\n{quoted(words)}\n\n{VENV_REMEDY}")


def pip_failed(words: str, names: Sequence[str], offline: bool) -> str:
    """What to do when pip failed with these last words."""
    said = f"软件包没有装上，pip 的原话：\n{quoted(words)}\n\n"
    download = f"    python3 -m pip download {' '.join('-r ' + name for name in names)} -d wheels\n"
    if offline:
        return (f"{said}wheels/ 要装齐与本机系统、Python 版本相符的全部软件包。\n"
                f"请在一台能上网的同类机器上，在本文件夹里重新下载：\n{download}"
                "也可以删去 wheels/，改为联网安装。")
    return (said + "如果是因为不能上网：在一台能上网、系统和 Python 版本与本机相同的机器上，在本文件夹里运行\n"
            f"{download}"
            "再把得到的 wheels 文件夹放到本机的 build.py 旁边，重新运行即可，不再联网。")


def quoted(words: str) -> str:
    """The last lines of what a program said, indented, none longer than it is worth."""
    lines = [line.rstrip() for line in words.splitlines() if line.strip()]
    return "\n".join("    " + (line if len(line) <= 200 else line[:199] + "…") for line in lines[-3:])


def run(command: Sequence[str]) -> tuple[int, str]:
    """Run a command and wait; its exit code and all that it said. It inherits the lock of wait_for_others."""
    import subprocess

    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", check=False, close_fds=False)
    return done.returncode, done.stdout


def wait_for_others(root: str, say: Callable[[str], None]) -> int | None:
    """Wait until no other run is making .venv; a file descriptor that keeps others waiting until it is closed.

    The lock is on the project's folder itself: nothing is left behind, and it ends with this process and the pip that
    it started, however they end (a killed run's pip goes on alone for a while, and must not be built upon).
    None where there is no lock of this kind (Windows): two first runs at once may fail there; the next one mends it.
    """
    if sys.platform == "win32":
        return None
    import fcntl

    folder = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("另一次运行正在安装软件包，等它完成……")
        fcntl.flock(folder, fcntl.LOCK_EX)
    except OSError:  # a file system without locks
        os.close(folder)
        return None
    os.set_inheritable(folder, True)
    return folder


# Files

def venv_python(venv: str) -> str:
    """Where a virtual environment keeps its Python."""
    return os.path.join(venv, *(("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")))


def is_same_folder(one: str, other: str) -> bool:
    """Whether both are one existing folder, however written."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def clear(folder: str, but: str) -> None:
    """Remove all that is in a folder, except the entry `but`."""
    import shutil

    for entry in os.listdir(folder):
        path = os.path.join(folder, entry)
        if entry == but:
            continue
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.unlink(path)


def read(path: str) -> bytes:
    """The bytes of a file; none when it is not there."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


def write(path: str, content: bytes) -> None:
    """Write a file."""
    with open(path, "wb") as file:
        file.write(content)
