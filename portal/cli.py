"""The command line: the only place that prints, reads the clock and the environment, and decides the exit code.

0 done; 1 the content has problems, nothing was published; 2 wrong usage; 3 the machine says no.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from zoneinfo import ZoneInfo

if TYPE_CHECKING:  # nothing heavy is imported before it is needed
    from portal.pipeline import Built, Clock, Project, Told

ROOT = Path(__file__).resolve().parent.parent
DONE, CONTENT, USAGE, MACHINE = 0, 1, 2, 3


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        say(f"命令写得不对：{message}\n全部写法：python3 build.py --help")
        sys.exit(USAGE)


def parser() -> argparse.ArgumentParser:
    """Every command and option, with its help in Chinese."""
    top = _Parser(prog="build.py", description="生成公开网站：python3 build.py，不写命令就是 build")
    commands = top.add_subparsers(dest="command", metavar="命令", parser_class=_Parser)
    make = commands.add_parser("build", help="生成网站（默认）")
    _content(make)
    make.add_argument("--output", type=Path, metavar="DIR", help="网站写到哪里，默认 site/")
    _as_of(make)
    make.add_argument("--quiet", action="store_true", help="没有问题就不说话")
    check = commands.add_parser("check", help="只检查内容：全部问题，和可以看看的")
    _content(check)
    _as_of(check)
    check.add_argument("--format", choices=("text", "json"), default="text", help="给人看（text）或给程序读（json）")
    serve = commands.add_parser("serve", help="边改边看，只在本机")
    _content(serve)
    serve.add_argument("--port", type=int, default=8000, metavar="N", help="端口，默认 8000")
    _as_of(serve)
    commands.add_parser("test", help="运行全部检查，和 CI 一样")
    return top


def _content(command: argparse.ArgumentParser) -> None:
    command.add_argument("--content", type=Path, metavar="DIR", help="内容在哪里，默认 content/")


def _as_of(command: argparse.ArgumentParser) -> None:
    command.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD", help="截至哪一天，默认今天")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，写成 2026-06-30") from None


def main(argv: Sequence[str]) -> int:
    """Run a command; returns the exit code. No command means build."""
    arguments = list(argv)
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help")):
        arguments.insert(0, "build")
    options = parser().parse_args(arguments)
    try:
        if options.command == "test":
            from portal import checks

            return checks.run(ROOT, say)
        if options.command == "check":
            return _check(options)
        if options.command == "serve":
            return _serve(options)
        return _build(options)
    except KeyboardInterrupt:
        return DONE if options.command == "serve" else 130


def _build(options: argparse.Namespace) -> int:
    from portal import pipeline, publish

    project = _project(options)
    started = time.monotonic()
    told, clear = _progress(started, sys.stderr.isatty() and not options.quiet)
    try:
        built = pipeline.build(project, _clock(options.as_of), told=told)
    except publish.Refused as refusal:
        clear()
        say(str(refusal))
        return MACHINE
    clear()
    if built.problems:
        _report(built)
        return CONTENT
    if not options.quiet:
        _report(built, f"，用了 {time.monotonic() - started:.1f} 秒")
        say(f"打开 {project.output / 'index.html'} 看；要公布，把整个 {project.output.name}/ 文件夹拷到网站上")
    return DONE


def _progress(started: float, shown: bool) -> tuple["Told", Callable[[], None]]:
    """How far a build is, on one line of the terminal that is written over; and what takes the line away again.

    A build of less than a second, and one whose messages go to a file, says nothing.
    """
    last = [started]

    def told(pages: int, tasks: int) -> None:
        now = time.monotonic()
        if shown and pages and now - started > 1 and now - last[0] > 0.2:
            last[0] = now
            sys.stderr.write(f"\r已生成 {pages} 页；共 {tasks} 件任务，每件一页")
            sys.stderr.flush()

    def clear() -> None:
        if last[0] > started:
            sys.stderr.write("\r\033[K")

    return told, clear


def _check(options: argparse.Namespace) -> int:
    from portal import advice, pipeline, problems
    from portal.views.edition import edition

    portal, found = pipeline.read(_content_folder(options))
    # what may be worth a look is only known of content that is right
    worth = [] if found else advice.advice(edition(portal, _clock(options.as_of)(portal.settings.timezone)))
    if options.format == "json":
        sys.stdout.write(problems.as_json([*found, *worth]) + "\n")
    elif found:
        say(problems.as_text(found) + f"\n\n共 {len(found)} 个问题")
    else:
        say((problems.as_text(worth) + "\n\n" if worth else "") + "没有问题" + (f"；{len(worth)} 处可以看看" if worth else ""))
    return CONTENT if found else DONE


def _serve(options: argparse.Namespace) -> int:
    from portal import publish, serve

    try:
        serve.serve(_project(options), _clock(options.as_of), options.port, _report, say)
    except publish.Refused as refusal:
        say(str(refusal))
        return MACHINE
    return DONE


def _report(built: "Built", seconds: str = "") -> None:
    """What a build gave, in a line, and how long it took; or every problem."""
    from portal import problems

    if built.problems:
        say(problems.as_text(built.problems) + f"\n\n共 {len(built.problems)} 个问题，没有发布；原来的网站没有动")
        return
    done = built.published
    assert done is not None
    if not done.written and not done.removed:
        say(f"没有变化：{built.pages} 页，截至 {built.as_of}{seconds}")
    else:
        say(f"已发布 {built.pages} 页，截至 {built.as_of}：写了 {done.written} 个文件，"
            f"删去 {done.removed} 个，{done.same} 个没有变化{seconds}")


def _project(options: argparse.Namespace) -> "Project":
    from portal.pipeline import Project

    output = getattr(options, "output", None) or ROOT / "site"
    return Project(_content_folder(options), ROOT / "templates", ROOT / "assets", output, ROOT / ".portal")


def _content_folder(options: argparse.Namespace) -> Path:
    folder: Path = options.content or ROOT / "content"
    if not folder.is_dir():
        say(f"没有内容文件夹 {folder}")
        sys.exit(USAGE)
    return folder


def _clock(as_of: date | None) -> "Clock":
    """The day it is: --as-of, else SOURCE_DATE_EPOCH (reproducible-builds.org), else today in the portal's time zone."""

    def clock(timezone: str) -> date:
        if as_of is not None:
            return as_of
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        now = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
        return now.astimezone(ZoneInfo(timezone)).date()

    return clock


def say(message: str) -> None:
    """A message to the person at the terminal."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()
