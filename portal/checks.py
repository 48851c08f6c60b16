"""What `python3 build.py test` runs: every check to its end, whatever another one finds, and one summary."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: the name it has in the summary, and whether it passes in the project's folder."""

    name: str
    passes: Callable[[Path, Say], bool]
    aside: bool = False  # runs beside the others, on the second processor; its output is shown when it has ended


def python(*arguments: str) -> Callable[[Path, Say], bool]:
    """Passes when this Python, started with these arguments, ends with 0."""
    return lambda root, say: subprocess.run([sys.executable, *arguments], cwd=root, check=False).returncode == 0


def python_aside(*arguments: str) -> Callable[[Path, Say], bool]:
    """The same, its output said as a whole at the end."""

    def passes(root: Path, say: Say) -> bool:
        done = subprocess.run([sys.executable, *arguments], cwd=root, check=False, text=True, encoding="utf-8",
                              errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        say(done.stdout.strip())
        return done.returncode == 0

    return passes


# What the browser tests need beside Python's packages: program -> the Debian package that has it
PROGRAMS = {"chromium": "chromium", "node": "nodejs", "npm": "npm"}


def browser_tools(root: Path, say: Say) -> bool:
    """Chromium and npm are there, and node_modules/ holds what package-lock.json names: `npm ci` runs when it does not."""
    missing = {program: package for program, package in PROGRAMS.items() if shutil.which(program) is None}
    if missing:
        say(f"浏览器测试缺少 {'、'.join(missing)}。在 Debian、Ubuntu 等系统上先安装，再运行一次：\n"
            f"    apt install {' '.join(missing.values())}")
        return False
    if is_installed(root):
        return True
    say("正在按 package-lock.json 装 node_modules/（要联网，约需十秒），请稍候……")
    npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.run(npm, cwd=root, check=False).returncode == 0:
        return True
    say("node_modules/ 没有装上，npm 的原话在上面。如果是因为不能上网：在一台能上网的机器上，在本文件夹里运行\n"
        "    npm ci --ignore-scripts\n"
        "再把得到的 node_modules 文件夹放到本机的 build.py 旁边，重新运行即可，不再联网。")
    return False


def is_installed(root: Path) -> bool:
    """Whether what npm wrote down when it made node_modules/ is, package by package, what the lock asks for."""
    try:
        return _digests(root / "package-lock.json") == _digests(root / "node_modules/.package-lock.json")
    except FileNotFoundError:
        return False


def _digests(lock: Path) -> dict[str, str]:
    packages = json.loads(lock.read_text("utf-8"))["packages"]
    return {path: package["integrity"] for path, package in packages.items() if path}


CHECKS = (
    Check("ruff", python("-m", "ruff", "check", ".")),
    Check("mypy", python_aside("-m", "mypy"), aside=True),
    Check("npm", browser_tools),
    Check("pytest", python("-m", "pytest", "-m", "not slow and not browser")),
    Check("pytest browser", python("-m", "pytest", "-m", "browser")),
    Check("pytest slow", python_aside("-m", "pytest", "-m", "slow"), aside=True),
)


def run(root: Path, say: Say, checks: Sequence[Check] = CHECKS) -> int:
    """Run the checks in the folder `root`, those aside beside the others; 0 when all passed, else 1.

    The checks write to this process's own stdout and stderr, so `say` has to flush what it writes.
    """

    def judged(check: Check) -> tuple[bool, float]:
        if not check.aside:
            say(f"── {check.name}")
        started = time.monotonic()
        passed = check.passes(root, say)
        return passed, time.monotonic() - started

    with ThreadPoolExecutor(1) as beside:
        waiting = {check.name: beside.submit(judged, check) for check in checks if check.aside}
        done = {check.name: judged(check) for check in checks if not check.aside}
        done |= {name: future.result() for name, future in waiting.items()}
    summary = [f"{check.name:<15}{done[check.name][1]:>6.1f} 秒  {'通过' if done[check.name][0] else '未通过'}" for check in checks]
    failed = sum(not passed for passed, _ in done.values())
    say("\n".join(["── 小结", *summary, f"{failed} 项未通过" if failed else "全部通过"]))
    return 1 if failed else 0
