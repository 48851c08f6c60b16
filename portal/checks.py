"""What `python3 build.py test` runs: every check to its end, whatever another one finds, and one summary."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Check:
    """One check: the name it has in the summary, and the arguments that this Python is started with."""

    name: str
    arguments: tuple[str, ...]


CHECKS = (
    Check("ruff", ("-m", "ruff", "check", ".")),
    Check("mypy", ("-m", "mypy")),
    Check("pytest", ("-m", "pytest", "-m", "not slow")),
    Check("pytest slow", ("-m", "pytest", "-m", "slow")),
)


def run(root: Path, say: Callable[[str], None], checks: Sequence[Check] = CHECKS) -> int:
    """Run the checks one after the other in the folder `root`; 0 when all passed, else 1.

    The checks write to this process's own stdout and stderr, so `say` has to flush what it writes.
    """
    summary = []
    failed = 0
    for check in checks:
        say(f"── {check.name}")
        started = time.monotonic()
        passed = subprocess.run([sys.executable, *check.arguments], cwd=root, check=False).returncode == 0
        failed += not passed
        summary.append(f"{check.name:<12}{time.monotonic() - started:>6.1f} 秒  {'通过' if passed else '未通过'}")
    say("\n".join(["── 小结", *summary, f"{failed} 项未通过" if failed else "全部通过"]))
    return 1 if failed else 0
