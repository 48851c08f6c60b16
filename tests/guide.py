"""The editors' guide as somebody who follows it word by word: docs/editors.zh-CN.md says what is typed, written and seen.

What counts in it, all of it visible on the page:

    ```console            `$ ` begins a command; below it stands what it says, `> ` before what is typed in answer, ^C ends `serve`.
                          A block that begins without `$ ` is what `serve`, which still runs, says next
    新建 `FILE`：          a block follows that is the whole new file
    在 `FILE` 里改：        a ```diff block: lines with - go, lines with + come in their place
    `FILE` 现在是：         a block that the file must equal
    把 `FILE` 改名为 `FILE`
    在 `FILE` 的 `SHEET` 表里写：   a table of cells of a workbook; 新建表 `FILE`：a table that is a whole workbook
    ![...](screens/X.webp)   a picture of what there is to see now (docs/screens/shoot.py takes it)

`……` on a line of its own stands for any lines, within a line for any words. Seconds do not count; … stands for the project's folder.

    .venv/bin/python -m tests.guide        writes anew what is said and what files look like, where nothing is left out
"""

import os
import re
import select
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from openpyxl import Workbook, load_workbook

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs" / "editors.zh-CN.md"
PROGRAM = ("build.py", "requirements.lock", "requirements-test.lock", "portal", "templates", "assets")
PATIENCE = 20  # seconds that a command may be silent while it is waited for
ANY = "……"

Kind: TypeAlias = Literal["run", "create", "edit", "rename", "see", "cells", "table", "picture"]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that the guide says to do or to see. `lines` are those of the block (of a run: the command's own, and what it says),
    which stands from line `first` (counted from 0); `name` is the file; of a new name, the line is that."""

    kind: Kind
    name: str
    lines: tuple[str, ...]
    first: int
    sheet: str = ""


_LEADS: tuple[tuple[Kind, str], ...] = (
    ("create", r"新建 `(?P<name>[^`]+)`："), ("edit", r"在 `(?P<name>[^`]+)` 里改："), ("see", r"`(?P<name>[^`]+)` 现在是："),
    ("cells", r"在 `(?P<name>[^`]+)` 的 `(?P<sheet>[^`]+)` 表里写："), ("table", r"新建表 `(?P<name>[^`]+)`："),
)


def steps(text: str) -> Iterator[Step]:
    """What the guide says to do, from top to bottom. A block of which it is not clear what it is fails."""
    lines = text.split("\n")
    number, lead = 0, ""
    while number < len(lines):
        line = lines[number]
        if match := re.fullmatch(r"```(\w*)", line):
            end = lines.index("```", number + 1)
            block = tuple(lines[number + 1 : end])
            yield from _console(block, number + 1) if match[1] == "console" else [_block(lead, block, number + 1)]
            number, lead = end + 1, ""
        elif line.startswith("|"):
            end = next((at for at in range(number, len(lines)) if not lines[at].startswith("|")), len(lines))
            if re.search(_LEADS[3][1] + "$", lead) or re.search(_LEADS[4][1] + "$", lead):
                yield _block(lead, tuple(lines[number:end]), number)
            number, lead = end, ""
        else:
            if match := re.fullmatch(r"!\[[^\]]+\]\(screens/([\w-]+)\.webp\)", line):
                yield Step("picture", match[1], (), number)
            if match := re.match(r"把 `([^`]+)` 改名为 `([^`]+)`", line):
                yield Step("rename", match[1], (match[2],), number)
            number, lead = number + 1, line or lead


def _block(lead: str, block: tuple[str, ...], first: int) -> Step:
    for kind, pattern in _LEADS:
        if match := re.search(f"{pattern}$", lead):
            return Step(kind, match["name"], block, first, match.groupdict().get("sheet", ""))
    raise AssertionError(f"line {first}: what is this block? Above it stands: {lead}")


def _console(block: tuple[str, ...], first: int) -> Iterator[Step]:
    """Each command of a block with what it says; what a running one says next has no command."""
    starts = [at for at, line in enumerate(block) if line.startswith("$ ")]
    if not starts or starts[0]:
        starts.insert(0, 0)
    for start, end in zip(starts, [*starts[1:], len(block)], strict=True):
        has_command = block[start].startswith("$ ")
        yield Step("run", block[start][2:] if has_command else "", block[start + has_command : end], first + start + has_command)


# --- following it


@dataclass(slots=True)
class Follower:
    """Somebody at a terminal, in a folder with the program and nothing else."""

    folder: Path
    serving: "Serving | None" = None
    pictures: Callable[[str], None] = field(default=lambda name: None)

    def follow(self, step: Step) -> list[str] | None:
        """Do what a step says; of what can be seen, what there was to see, else None."""
        file = self.folder / step.name
        match step.kind:
            case "run":
                return self._run(step)
            case "create":
                assert not file.exists(), f"{step.name} is there already"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text("\n".join(step.lines) + "\n", "utf-8")
            case "edit":
                file.write_text(edited(file.read_text("utf-8"), step), "utf-8")
            case "rename":
                file.rename(self.folder / step.lines[0])
            case "see":
                return file.read_text("utf-8").removesuffix("\n").split("\n")
            case "cells":
                book = load_workbook(file)
                for cell, value in _rows(step)[1:]:
                    book[step.sheet][cell] = _typed(value)
                book.save(file)
            case "table":
                book = Workbook()
                book.remove(book.worksheets[0])
                sheet = book.create_sheet("Sheet1")
                for row in _rows(step):
                    sheet.append([_typed(value) for value in row])
                book.save(file)
            case "picture":
                self.pictures(step.name)
        return None

    def _run(self, step: Step) -> list[str]:
        if not step.name:
            assert self.serving is not None, f"line {step.first}: nothing runs"
            return self._heard(self.serving, step)
        program, *arguments = shlex.split(step.name)
        assert (program, arguments[0]) == ("python3", "build.py"), step.name
        if arguments[1:2] == ["serve"]:
            self.serving = Serving(self.folder, arguments)
            heard = self._heard(self.serving, step)
            time.sleep(1)  # nobody is quicker at the editor; by then it watches
            return heard
        answers = [line[2:] for line in step.lines if line[:2] in (">", "> ")]
        if answers:
            return said(self.folder, _at_a_terminal(self.folder, arguments, answers))
        done = subprocess.run([sys.executable, *arguments], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        return said(self.folder, done.stdout.decode())

    def _heard(self, serving: "Serving", step: Step) -> list[str]:
        lines = said(self.folder, serving.hear(len([line for line in step.lines if line != "^C"])))
        if step.lines[-1:] == ("^C",):
            serving.end()
            self.serving = None
            lines.append("^C")
        return lines

    def close(self) -> None:
        """End what still runs, because something went wrong."""
        if self.serving is not None:
            self.serving.process.kill()
            self.serving.process.communicate()


class Serving:
    """`serve`, running, on a port that is free."""

    def __init__(self, folder: Path, arguments: list[str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # tests in the background of a shell: what they start would ignore it too
            signal.signal(signal.SIGINT, signal.default_int_handler)
        self.process = subprocess.Popen([sys.executable, *arguments, "--port", str(self.port)], cwd=folder,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self.left = b""

    def hear(self, lines: int) -> str:
        """The next lines that it says."""
        assert self.process.stderr is not None
        while self.left.count(b"\n") < lines:
            self.left += _read(self.process.stderr.fileno(), self.left)
        found = self.left.split(b"\n", lines)
        self.left = found.pop()
        return b"\n".join((*found, b"")).decode().replace(f":{self.port}/", ":8000/")

    def end(self) -> None:
        """Ctrl-C, and it ends well."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(PATIENCE) == 0
        assert self.process.stderr is not None
        self.process.stderr.close()


def _at_a_terminal(folder: Path, arguments: list[str], answers: list[str]) -> str:
    """What a terminal shows of a command that asks; the answers are typed when it waits for them."""
    import fcntl
    import pty
    import struct
    import termios

    mine, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 500, 0, 0))
    process = subprocess.Popen([sys.executable, *arguments], cwd=folder, stdin=its, stdout=its, stderr=its,
                               env={**os.environ, "TERM": "dumb"})
    os.close(its)
    shown, typed = b"", list(answers)
    try:
        while True:
            if shown.endswith(b"\n> "):
                assert typed, f"no answer is left for:\n{shown.decode()}"
                os.write(mine, f"{typed.pop(0)}\n".encode())
            shown += _read(mine, shown)
    except OSError:  # it has ended: there is no terminal any more
        assert not typed, f"never asked for {typed}; what it showed:\n{shown.decode()}"
    finally:
        os.close(mine)
        process.kill()
        process.wait()
    return shown.decode().replace("\r\n", "\n")


def _read(descriptor: int, before: bytes) -> bytes:
    """What there is to read next. Raises OSError at a terminal's end."""
    ready, _, _ = select.select([descriptor], [], [], PATIENCE)
    more = os.read(descriptor, 65536) if ready else b""
    assert more, f"nothing more is said after:\n{before.decode(errors='replace')}"
    return more


def said(folder: Path, text: str) -> list[str]:
    """What was said as the guide prints it: without the folder and the seconds."""
    text = re.sub(r"用了 \d+\.\d 秒", "用了 0.5 秒", text.replace(str(folder), "…"))
    return [line.rstrip() for line in text.removesuffix("\n").split("\n")] if text else []


def edited(text: str, step: Step) -> str:
    """A text with the - lines of a step gone and the + lines in their place; lines without a mark say where. What goes, and where,
    stands there once."""
    found = text.split("\n")
    for group in re.finditer(r"(?:^[- ].*\n)+(?:^\+.*\n)*|.+\n", "".join(f"{line}\n" for line in step.lines), re.MULTILINE):
        marked = group[0].splitlines()
        old, new = ([line[1:] for line in marked if line[0] != mark] for mark in "+-")
        places = [at for at in range(len(found)) if found[at : at + len(old)] == old]
        assert len(places) == 1 and old, f"{step.name}, line {step.first + 1}: stands there {len(places)} times: {old}"
        found[places[0] : places[0] + len(old)] = new
    return "\n".join(found)


def _rows(step: Step) -> list[list[str]]:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in step.lines]
    return [row for row in rows if set("".join(row)) - set("-:")]


def _typed(value: str) -> str | int | None:
    """A value as a sheet takes it when it is typed."""
    return int(value) if value.isdecimal() else value or None


def agrees(shown: tuple[str, ...], real: list[str]) -> bool:
    """Whether what the guide shows is what there was; …… stands for anything."""
    pattern = "".join("(?:.*\n)*?" if line == ANY else re.escape(line).replace(ANY, ".*") + "\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in real)) is not None


def fresh(folder: Path) -> Follower:
    """A new folder with the program alone."""
    folder.mkdir(exist_ok=True)
    for name in PROGRAM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
        else:
            shutil.copy(ROOT / name, folder / name)
    return Follower(folder)


def rewrite() -> None:
    """Follow the guide and write what there was to see into it; where …… leaves something out, only say what differs."""
    lines = GUIDE.read_text("utf-8").split("\n")
    changes: list[tuple[Step, list[str]]] = []
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as work:
        follower = fresh(Path(work))
        try:
            for step in steps("\n".join(lines)):
                real = follower.follow(step)
                if real is None or agrees(step.lines, real):
                    continue
                if any(ANY in line for line in step.lines):
                    print(f"line {step.first + 1}: differs, look yourself:", *real, sep="\n    ")
                else:
                    changes.append((step, real))
        finally:
            follower.close()
            for step, real in reversed(changes):
                lines[step.first : step.first + len(step.lines)] = real
            GUIDE.write_text("\n".join(lines), "utf-8")
            print(f"{len(changes)} blocks written anew, {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    rewrite()
