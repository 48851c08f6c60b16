#!/usr/bin/env python3
"""How long `python3 build.py build` takes, and how much memory: whole processes, as an editor starts them.

    python3 bench/measure.py [--tasks 20 1000] [--runs 5] [--work DIR]

For each size a corpus is made (corpus.py) and built with a copy of the project, so that neither .portal/ nor site/ of the
real one is touched and a file saved meanwhile changes nothing. After a build of one task, not counted, in turn:

    cold         no output, no spare of it and no .portal/; the files are in the system's cache, and Python's own are compiled
    unchanged    once more
    one edit     a figure in the last record of the middle task is replaced by another
    hand-over    build.py --help: what starting costs before anything is read

Wall and CPU seconds, and the peak memory of the largest process, are the kernel's for that process and those it waited
for (wait4). Written are files that are not the same inode as before the run. Nothing is judged: the numbers go to
README.md by hand. On a machine that is shared they are upper bounds: it is at least as fast as they say.

A child's peak memory is never below the peak of the process that started it (Linux counts what it was before exec): this
one's, 15 MiB, and 35 where it has listed the 20,000 files of 10,000 tasks. Smaller figures than that mean nothing.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("build.py", "portal", "templates", "assets", "requirements.lock")
AS_OF = "2026-07-15"  # corpus.AS_OF


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds, seconds of CPU, bytes of memory at its peak, files and bytes that it wrote."""

    wall: float
    cpu: float
    memory: int
    files: int = 0
    size: int = 0


def run(command: Sequence[str]) -> Run:
    """Run a command to its end; RuntimeError with its words where it fails."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment) as process:
        assert process.stdout is not None
        words = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit code {process.returncode}\n{words.decode(errors='replace')[-3000:]}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def standing(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Every file below a folder: inode, time of change in nanoseconds, size."""
    found = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            status = os.stat(path)
            found[path] = (status.st_ino, status.st_mtime_ns, status.st_size)
    return found


def measured(command: Sequence[str], output: Path) -> Run:
    """`run`, with what it wrote in the output folder."""
    before = standing(output)
    one = run(command)
    new = [size for path, (inode, changed, size) in standing(output).items() if before.get(path) != (inode, changed, size)]
    return Run(one.wall, one.cpu, one.memory, len(new), sum(new))


def edit(content: Path) -> None:
    """Replace the first figure in the last record of the middle task by the next number."""
    tasks = sorted(content.glob("*/*/task.md"))
    record = max(tasks[len(tasks) // 2].parent.glob("2*.md"))
    text = record.read_text("utf-8")
    record.write_text(re.sub(r"(?<=value: )\d+", lambda found: str(int(found[0]) + 1), text, count=1), "utf-8")


def measure(tasks: int, runs: int, work: Path) -> Iterator[tuple[str, list[Run]]]:
    """Every kind of build of a corpus of so many tasks, each `runs` times."""
    content, project, output = work / f"content-{tasks}", work / "project", work / f"site-{tasks}"
    corpus = run([sys.executable, str(ROOT / "bench" / "corpus.py"), str(tasks), str(content)])
    yield "corpus", [Run(corpus.wall, corpus.cpu, corpus.memory, *_size(content))]
    entry = [sys.executable, str(project / "build.py")]
    build = [*entry, "build", "--content", str(content), "--output", str(output), "--as-of", AS_OF, "--quiet"]
    time.sleep(4)  # nobody builds within the seconds in which a file may still be saved again (cache.WHOLE)
    found: dict[str, list[Run]] = {"cold": [], "unchanged": [], "one edit": [], "hand-over": []}
    for _ in range(runs):
        for folder in (output, output.with_name(f".{output.name}.next")):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(project / ".portal", ignore_errors=True)
        found["cold"].append(measured(build, output))
        found["unchanged"].append(measured(build, output))
        edit(content)
        found["one edit"].append(measured(build, output))
        found["hand-over"].append(run([*entry, "--help"]))
    yield from found.items()
    shutil.rmtree(content)
    shutil.rmtree(output)


def _size(folder: Path) -> tuple[int, int]:
    sizes = [size for _, _, size in standing(folder).values()]
    return len(sizes), sum(sizes)


def row(tasks: int, kind: str, runs: Sequence[Run]) -> str:
    """A row of the table: min / median / max of seconds, the median of CPU seconds, the largest memory."""
    walls = sorted(one.wall for one in runs)
    seconds = " / ".join(f"{value:.2f}" for value in (walls[0], statistics.median(walls), walls[-1]))
    cpu = statistics.median(one.cpu for one in runs)
    memory = max(one.memory for one in runs) / 2**20
    return (f"| {tasks:,} | {kind} | {seconds} | {cpu:.2f} | {memory:,.0f} | "
            f"{runs[-1].files:,} | {runs[-1].size / 1e6:,.2f} |")


def main() -> None:
    """The command line; the table is printed as it grows."""
    parser = argparse.ArgumentParser(description="seconds and memory of whole builds")
    parser.add_argument("--tasks", type=int, nargs="+", default=[20, 1000], metavar="N")
    parser.add_argument("--runs", type=int, default=5, help="how often each")
    parser.add_argument("--work", type=Path, help="where the corpus and the site lie meanwhile; default: the temporary folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-bench-", dir=options.work) as folder:
        work = Path(folder)
        (work / "project").mkdir()
        for part in PARTS:
            copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy2
            copy(ROOT / part, work / "project" / part)
        if (ROOT / ".venv").is_dir():
            (work / "project" / ".venv").symlink_to(ROOT / ".venv")
        sys.stdout.write("| tasks | what | seconds (min / median / max) | CPU seconds | peak MiB | files | MB |\n"
                         "| ---: | --- | --- | ---: | ---: | ---: | ---: |\n")
        list(measure(1, 1, work))
        for tasks in options.tasks:
            for kind, runs in measure(tasks, options.runs, work):
                sys.stdout.write(row(tasks, kind, runs) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
