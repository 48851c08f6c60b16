"""The command line: the only place that prints, reads the clock and the environment, and decides the exit code.

0 done; 1 the content has problems, nothing was published; 2 wrong usage; 3 the machine says no.
"""

import argparse
import gc
import hashlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast
from zoneinfo import ZoneInfo

from portal import options as command_line

if TYPE_CHECKING:  # nothing heavy is imported before it is needed
    from portal.new.asking import Asking
    from portal.new.draft import Draft
    from portal.new.question import Question
    from portal.pipeline import Built, Clock, Told
    from portal.project import Project

ROOT = Path(__file__).resolve().parent.parent
DONE, CONTENT, USAGE, MACHINE = 0, 1, 2, 3


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        say(f"命令写得不对：{message}\n全部写法：python3 build.py --help")
        sys.exit(USAGE)


def main(argv: Sequence[str]) -> int:
    """Run a command; returns the exit code. No command means build."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # we have none, and looking for them takes time
    arguments = list(argv)
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help")):
        arguments.insert(0, "build")
    known = arguments[0] in command_line.COMMANDS
    chosen = command_line.parser(_Parser, arguments[0] if known else "").parse_args(arguments)
    try:
        if chosen.command == "test":
            from portal import checks

            return checks.run(ROOT, say)
        if chosen.command == "check":
            return _check(chosen)
        if chosen.command == "serve":
            return _serve(chosen)
        if chosen.command == "new":
            return _new(chosen)
        if chosen.command == "import":
            return _import(chosen)
        if chosen.command == "export":
            return _export(chosen)
        return _build(chosen)
    except KeyboardInterrupt:
        return DONE if chosen.command == "serve" else 130


def _build(options: argparse.Namespace) -> int:
    from portal import glance

    started = time.monotonic()
    content, output = _content_folder(options), options.output or ROOT / "site"
    clock = _clock(options.as_of)
    program = glance.program(str(ROOT / "templates"), str(ROOT / "assets"))
    real = os.path.realpath(output)
    seen = None if options.clean else glance.see(str(content), program, glance.place(str(ROOT / ".portal"), real))
    stands = seen and glance.stands(seen, real, lambda zone: clock(zone).isoformat())
    if stands:  # nothing heavy is imported
        if not options.quiet:
            say(f"没有变化：{stands[0]} 页，截至 {stands[1]}，用了 {time.monotonic() - started:.1f} 秒")
            _next(output)
        return DONE
    gc.disable()  # what is imported stays: to look through it again and again takes a tenth of a small build
    from portal import pipeline, publish

    gc.freeze()
    gc.enable()
    project = _project(options)
    told, clear = _progress(started, sys.stderr.isatty() and not options.quiet)
    try:
        built = pipeline.build(project, clock, told=told, clean=options.clean, jobs=options.jobs or os.cpu_count() or 1,
                               seen=seen)
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
        _next(output)
    return DONE


def _next(output: Path) -> None:
    say(f"打开 {output / 'index.html'} 看；要公布，把整个 {output.name}/ 文件夹拷到网站上")


def _progress(started: float, shown: bool) -> tuple["Told", Callable[[], None]]:
    """How far a build is, on one line of the terminal that is written over; and what takes the line away again.

    A build of less than a second, and one whose messages go to a file, says nothing.
    """
    last = [started]

    def told(made: int, of: int) -> None:
        now = time.monotonic()
        if shown and made and now - started > 1 and now - last[0] > 0.2:
            last[0] = now
            sys.stderr.write(f"\r已生成 {made}/{of} 个文件")
            sys.stderr.flush()

    def clear() -> None:
        if last[0] > started:
            sys.stderr.write("\r\033[K")

    return told, clear


def _check(options: argparse.Namespace) -> int:
    from portal import advice, pipeline, problems

    portal, found = pipeline.read(_content_folder(options))
    # what may be worth a look is only known of content that is right
    worth = [] if found else advice.advice(portal, _clock(options.as_of)(portal.settings.timezone))
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


def _new(options: argparse.Namespace) -> int:
    """A new file: what is not given is asked for at a terminal; nothing is written that is not right with all the content."""
    from portal import problems, sources
    from portal.new import draft as drafts
    from portal.new import flags, interview

    if options.kind is None:
        if not sys.stdin.isatty():
            say("新建什么？写明类别：\n" + "\n".join(f"  new {kind:<11} {said}" for kind, said in command_line.NEW.items()))
            return USAGE
        try:
            options = command_line.parser(_Parser, "new").parse_args(["new", _kind()])
        except (KeyboardInterrupt, EOFError):
            say("\n没有写文件")
            return 130
    content = _content_folder(options)
    if getattr(options, "file", None):
        return _found(options, content)
    around = drafts.read(content)

    def digest(name: str) -> str | None:
        data = sources.attachment(content, f"sources/{name}")
        return hashlib.sha256(data).hexdigest() if isinstance(data, bytes) else None

    draft, wrong = flags.read(around, options.kind, vars(options), digest)
    if wrong:
        say("\n".join([*wrong, "没有写文件"]))
        return USAGE
    found = drafts.in_the_way(around, f"{draft.folder or '.'}/new")
    missing = [] if found else drafts.missing(around, draft)
    if missing and not sys.stdin.isatty():
        say(f"还要写：{'、'.join(missing)}\n没有写文件。在终端里运行就会一步一步问")
        return USAGE
    if missing:
        today = _clock(None)(around.portal.settings.timezone)
        try:
            draft = _asked(partial(interview.interview, around, draft, today, digest))
        except (KeyboardInterrupt, EOFError):
            say("\n没有写文件")
            return 130
    file = drafts.finish(around, draft)
    if not file.path:
        say(f"{draft.folder}/ 里 {draft.day} 的记录已经排到 z，不能再多：并成一条写。没有写文件")
        return USAGE
    found = found or drafts.in_the_way(around, file.path) or drafts.problems(around, file.path, file.text)
    if found:
        say(problems.as_text(found) + f"\n\n共 {len(found)} 个问题，没有写文件" + (f"。本来要写的是：\n\n{file.text}" if missing else ""))
        return CONTENT
    try:
        _write_new(content / file.path, file.text)
    except FileExistsError:
        say(f"已经有 {content / file.path}，没有覆盖")
        return USAGE
    except OSError as error:
        say(f"写不了 {content / file.path}：{error.strerror}")
        return MACHINE
    say("\n".join([f"写好了 {content / file.path}", *file.said, *drafts.whats_next(draft)]))
    return DONE


def _found(options: argparse.Namespace, content: Path) -> int:
    """A list from its founding text: a proposal first, with --yes the files."""
    from portal.founding import command
    from portal.founding.proposal import Given

    given = Given(options.title, options.adopted, options.start, options.end, options.update_every, options.source,
                  options.source_title, options.source_kind, options.locator, tuple(options.themes or ()))
    outcome = command.run(content, command.Wanted(options.key or "", options.file, options.first, options.last, options.predecessor,
                                                  options.yes, given))
    say(outcome.said)
    return {"done": DONE, "content": CONTENT, "usage": USAGE, "machine": MACHINE}[outcome.ending]


def _kind() -> str:
    """The kind of file that the editor chooses. Raises EOFError and KeyboardInterrupt."""
    from portal.new.choices import Choice
    from portal.new.question import Question

    answer: object = BACK
    while answer is BACK:  # there is no question before
        answer = _answer(Question("新建什么？", must=True, choices=tuple(Choice(kind, said) for kind, said in command_line.NEW.items())))
    return str(answer)


def _asked(begin: "Callable[[], Asking[Draft]]") -> "Draft":
    """The draft that an interview gives: its questions asked one by one; `<` goes back to the one before.

    Raises EOFError and KeyboardInterrupt where the editor leaves.
    """
    with suppress(ImportError):
        import readline  # noqa: F401 - lets the answers be edited
    say("回车：用括号里的。<：回到上一题。Ctrl-C：退出，什么也不写。")
    answers: list[object] = []
    heard = say
    while True:
        asking = begin()
        try:
            question = _step(asking, None, heard)
            for answer in answers:  # what was asked before the question that is gone back to
                question = _step(asking, answer, heard)
            heard = say
            while (answer := _answer(question)) is not BACK:
                answers.append(answer)
                question = _step(asking, answer, heard)
            answers, heard = answers[:-1], _unheard
        except StopIteration as done:
            return cast("Draft", done.value)


BACK = object()
GO_BACK = ("<", "\uff1c", "\u300a")  # also as the key gives it when Chinese is typed


def _unheard(message: str) -> None:
    """Said once already."""


def _step(asking: "Asking[Draft]", answer: object, told: Callable[[str], None]) -> "Question":
    """The next question; what is only told on the way is told. Raises StopIteration with the draft at the end."""
    step = asking.send(answer)
    while isinstance(step, str):
        told(step)
        step = asking.send(None)
    return step


def _answer(question: "Question") -> object:
    """What the editor's answer means; a wrong one is explained and asked again. BACK: the question before."""
    from portal.new.question import chosen, shown, understood

    say("\n" + shown(question))
    while True:
        try:
            reply = input("> ")
            while question.lines and reply.strip() not in ("", *GO_BACK) and (more := input("> ").strip()):
                reply += "\n" + more
        except UnicodeDecodeError:
            say("看不懂：把终端的编码设成 UTF-8，再写一次")
            continue
        if reply.strip() in GO_BACK:
            return BACK
        value, wrong = understood(question, reply)
        if not wrong:
            if picked := chosen(question, value):
                say(f"  {picked}")
            return value
        say(wrong)


def _write_new(path: Path, text: str) -> None:
    """Write a file whole, and only where there is none. Raises FileExistsError, OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")  # a hidden name is nobody's record
    try:
        fresh.write_text(text, "utf-8", newline="\n")
        if path.exists():
            raise FileExistsError
        try:
            os.link(fresh, path)  # says no where there is a file, whoever wrote it meanwhile
        except FileExistsError:
            raise
        except OSError:
            fresh.rename(path)  # a file system without links
    finally:
        fresh.unlink(missing_ok=True)


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
    from portal.project import Project

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


def _import(options: argparse.Namespace) -> int:
    """A workbook into the content: what each row comes to; files only with --yes, all or none."""
    from dataclasses import replace

    from portal import problems
    from portal.new import draft
    from portal.workbook import files, plan, sheet

    content = _content_folder(options)
    try:
        with options.file.open("rb") as file:
            book = sheet.read(file.read(sheet.LIMIT + 1))
    except OSError as error:
        say(f"读不了 {options.file}：{'没有这个文件' if isinstance(error, FileNotFoundError) else error.strerror}")
        return USAGE if isinstance(error, FileNotFoundError | IsADirectoryError) else MACHINE
    if isinstance(book, str):
        say(f"{options.file}：{book}")
        return CONTENT
    around = draft.read(content)
    if around.problems:
        say(problems.as_text(around.problems) + f"\n\n内容里先有 {len(around.problems)} 个问题，改好再导入。没有写文件")
        return CONTENT
    today = _clock(options.as_of)(around.portal.settings.timezone)
    choices = files.Choices(today, options.key, options.date, options.source, options.step)
    if wrong := plan.unknown(around.portal, choices):
        say(wrong)
        return USAGE
    found = plan.propose(book, around, choices)
    if found.undated and sys.stdin.isatty() and (day := _asked_day()):
        found = plan.propose(book, around, replace(choices, day=day))
    say("\n".join([*book.notes, plan.as_text(found, texts=not options.yes)]))
    if found.problems:
        say(problems.as_text(found.problems) + "\n\n写进去以后 check 过不了，所以什么也没有写。改表里的这几行，或者先不带它们")
        return CONTENT
    if not options.yes:
        say("这是预览，没有写文件。看好了，再加 --yes" if found.files or found.drafts else "没有要写的")
        return DONE
    return _write_all({content / path: text for path, text in found.files.items()},
                      {_project(options).state / "import" / path: text for path, text in found.drafts.items()})


def _asked_day() -> date | None:
    """The day of publication of records that name none; None where the editor knows none."""
    say("有的记录没有写是哪天公布的。写这个日子，例如 2026-03-31；回车：这些先不写")
    with suppress(EOFError):
        while reply := input("> ").strip():
            try:
                return command_line.day(reply)
            except argparse.ArgumentTypeError as error:
                say(str(error))
    return None


def _write_all(files: dict[Path, str], drafts: dict[Path, str]) -> int:
    """Write files whole, all or none. A draft that stands already is left as the editor has it."""
    written: list[Path] = []
    for path, text in (*files.items(), *drafts.items()):
        try:
            _write_new(path, text)
            written.append(path)
        except OSError as error:
            if path in drafts and isinstance(error, FileExistsError):
                same = path.read_bytes() == text.encode()
                say(f"已经有 {path}，没有动它" + ("" if same else "；和这次提出的不同，处理完旧的，删去它，再导入"))
                continue
            for one in written:
                one.unlink()
                with suppress(OSError):
                    one.parent.rmdir()  # a new task's folder, where nothing else is in it
            say(f"写不了 {path}：{error.strerror or '已经有这个文件'}。这次写的都撤回了")
            return MACHINE
    say("\n".join(["写好了：" if written else "没有新写的文件", *map(str, written)]))
    return DONE


def _export(options: argparse.Namespace) -> int:
    """The portal as a workbook."""
    from portal import pipeline, problems
    from portal.workbook import export

    portal, found = pipeline.read(_content_folder(options))
    if found:
        say(problems.as_text(found) + f"\n\n内容里先有 {len(found)} 个问题，改好再导出")
        return CONTENT
    file: Path = options.file
    if file.suffix.lower() != ".xlsx" or (file.exists() and not options.yes):
        say(f"已经有 {file}，没有覆盖：换一个名字，或者加 --yes" if file.exists() else f"文件名以 .xlsx 结尾，例如 {file.stem}.xlsx")
        return USAGE
    fresh = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        fresh.write_bytes(export.workbook(portal, _clock(options.as_of)(portal.settings.timezone)))
        fresh.replace(file)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        say(f"写不了 {file}：{error.strerror}。如果它正在 Excel 或 WPS 里打开，先关掉")
        return MACHINE
    say(f"写好了 {file}。改好以后：python3 build.py import {file}")
    return DONE


def say(message: str) -> None:
    """A message to the person at the terminal."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()
