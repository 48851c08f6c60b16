"""The command line: the only place that prints, reads the clock and the environment, and decides the exit code.

0 done; 1 the content has problems, nothing was published; 2 wrong usage; 3 the machine says no.
"""

import argparse
import hashlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast
from zoneinfo import ZoneInfo

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


def parser() -> argparse.ArgumentParser:
    """Every command and option, with its help in Chinese."""
    top = _Parser(prog="build.py", description="生成公开网站：python3 build.py，不写命令就是 build")
    commands = top.add_subparsers(dest="command", metavar="命令", parser_class=_Parser)
    make = commands.add_parser("build", help="生成网站（默认）")
    _content(make)
    make.add_argument("--output", type=Path, metavar="DIR", help="网站写到哪里，默认 site/")
    _as_of(make)
    make.add_argument("--clean", action="store_true", help="不用上次的结果，全部重做")
    make.add_argument("--jobs", type=int, metavar="N", help="同时用几个处理器，默认有几个用几个")
    make.add_argument("--quiet", action="store_true", help="没有问题就不说话")
    check = commands.add_parser("check", help="只检查内容：全部问题，和可以看看的")
    _content(check)
    _as_of(check)
    check.add_argument("--format", choices=("text", "json"), default="text", help="给人看（text）或给程序读（json）")
    serve = commands.add_parser("serve", help="边改边看，只在本机")
    _content(serve)
    serve.add_argument("--port", type=int, default=8000, metavar="N", help="端口，默认 8000")
    _as_of(serve)
    _new_parsers(commands.add_parser("new", help="新建清单、任务或记录：一步一步问，或者全用参数写"))
    _workbook_parsers(commands)
    commands.add_parser("test", help="运行全部检查，和 CI 一样")
    return top


NEW: dict[str, str] = {
    "list": "一年的清单，plan.md", "task": "一件任务，task.md", "update": "进展", "supplement": "补充公布：以前没有公布的",
    "adjustment": "调整：承诺改了", "correction": "勘误：我们写错了", "settlement": "销号：期满的结论",
}


def _new_parsers(new: argparse.ArgumentParser) -> None:
    """`new` and its kinds. What is not given is asked for; without a terminal to ask in, it is missing."""
    kinds = new.add_subparsers(dest="kind", metavar="类别", parser_class=_Parser)
    parsers = {kind: kinds.add_parser(kind, help=said, description=f"新建{said}") for kind, said in NEW.items()}
    for kind, one in parsers.items():
        _content(one)
        _new_list(one) if kind == "list" else _new_task(one) if kind == "task" else _new_record(one, kind)


def _new_list(one: argparse.ArgumentParser) -> None:
    one.add_argument("key", nargs="?", metavar="年份", help="清单的文件夹：年份，一年有几份时加名称，例如 2027 或 2027-minsheng")
    one.add_argument("--title", metavar="文字", help="清单的名称")
    one.add_argument("--adopted", metavar="日期", help="哪天公布的，写成 2027-01-08")
    one.add_argument("--start", metavar="日期", help="清单管的第一天")
    one.add_argument("--end", metavar="日期", help="清单管的最后一天")
    _source(one, "清单")
    one.add_argument("--update-every", metavar="间隔", help="多久没有记录就算没有更新，例如 '3 months'")
    one.add_argument("--theme", action="append", metavar="编号", dest="themes", help="themes.yml 里的编号，可以写几次")
    text = one.add_argument_group("从公布清单的原文做起", "先写出一份提案，改好以后用同一条命令加 --yes 写进内容")
    text.add_argument("--from", type=Path, metavar="FILE", dest="file", help="原文：报纸、工作报告等的纯文本")
    text.add_argument("--first", metavar="文字", help="清单从哪几个字起；不写就找原文自己说的“几件大事”")
    text.add_argument("--last", metavar="文字", help="清单到哪几个字止")
    text.add_argument("--predecessor", metavar="清单", help="上年的清单，例如 2026：找出哪些任务是接着做的")
    text.add_argument("--source-title", metavar="文字", help="原文的标题")
    text.add_argument("--source-kind", metavar="类别", help="例如 报纸、文件、网页")
    text.add_argument("--yes", action="store_true", help="看过提案了，写")


def _new_task(one: argparse.ArgumentParser) -> None:
    one.add_argument("key", nargs="?", metavar="清单", help="哪份清单，例如 2027")
    one.add_argument("--number", metavar="序号", help="第几件，默认接着往下排")
    one.add_argument("--slug", metavar="名称", help="文件夹的英文名称，例如 hydrogen")
    one.add_argument("--title", metavar="文字", help="任务的名称")
    _source(one, "承诺")
    one.add_argument("--quote", metavar="原文", help="承诺的原文，一字不改")
    one.add_argument("--measures", metavar="分句", help="哪些分句是举措，例如 2-4,5+6（加号：两句合成一项）；不写就没有")
    one.add_argument("--theme", action="append", metavar="编号", dest="themes", help="themes.yml 里的编号，可以写几次")
    _set_add(one)
    one.add_argument("--body", metavar="文字", help="正文：原文在引文以外的话")


def _new_record(one: argparse.ArgumentParser, kind: str) -> None:
    one.add_argument("key", nargs="?", metavar="任务", help="哪件任务：2026/03-hydrogen、03-hydrogen 或 3"
                     + ("；清单本身的写清单，例如 2026" if kind in ("adjustment", "correction") else ""))
    one.add_argument("--date", metavar="日期", help="哪天公布的，写成 2026-03-31：它就是文件名")
    if kind == "update":
        one.add_argument("--step", metavar="哪一步", help="announcement 部署、action 实际进展或 result 成效")
    _source(one, "记录")
    if kind in ("adjustment", "correction"):
        one.add_argument("--change", action="append", metavar="字段=新值", dest="changes",
                         help="改一个字段，旧值自动写上，例如 " + ("due=2027-03-31" if kind == "adjustment" else "task.due=2026-09-30")
                         + "；没有了写 null")
    if kind == "adjustment":
        one.add_argument("--drop", action="append", metavar="部分", help="取消一个部分，例如 milestones.acceptance")
        one.add_argument("--action", metavar="动作", help="suspend 暂缓、resume 恢复或 terminate 终止")
        one.add_argument("--basis", metavar="文字", help="依据哪个文件或决定")
        one.add_argument("--approver", metavar="单位", help="谁批准的")
        one.add_argument("--doc-no", metavar="文号", help="批准文件的字号")
    if kind == "correction":
        one.add_argument("--found-by", metavar="谁", help="谁发现写错了")
    if kind in ("adjustment", "correction"):
        one.add_argument("--reason", metavar="文字", help="为什么改" if kind == "adjustment" else "怎样写错的")
    if kind == "supplement":
        _set_add(one)
    elif kind == "adjustment":
        _add(one)
    if kind == "settlement":
        one.add_argument("--met", action="append", metavar="部分[@日期]", help="做到了，例如 milestones.built@2026-12-20")
        one.add_argument("--not-met", action="append", metavar="部分=原因", help="没有做到，例如 milestones.built=funding")
        one.add_argument("--note", action="append", metavar="部分=文字", help="结论的说明")
        one.add_argument("--carried-over-to", metavar="任务", help="结转到哪件，例如 2027/03-hydrogen")
    one.add_argument("--evidence", action="append", nargs=2, metavar=("名称", "在哪里"),
                     help="凭据：网址、content/sources/ 里的文件，或 sources.yml 里的编号；证明本条里的数和完成")
    one.add_argument("--value", action="append", metavar="目标=数[@日期]", help="目标做到的数，例如 stations=13@2026-03-31")
    one.add_argument("--milestone", action="append", metavar="节点=状态[@日期]", help="例如 design=met@2026-03-28")
    one.add_argument("--measure", action="append", metavar="举措=状态[@日期]", help="例如 chain=in_progress")
    one.add_argument("--entry", action="append", nargs="+", metavar=("类别", "键=值"),
                     help="别的进展，例如 funding id=bond in_place=8000 as_of=2026-03-31")
    one.add_argument("--entered", metavar="日期", help="哪天补录的")
    one.add_argument("--body", metavar="文字", help="正文，Markdown")


def _source(one: argparse.ArgumentParser, what: str) -> None:
    one.add_argument("--source", metavar="编号", help=f"{what}是在哪里公布的：sources.yml 里的编号")
    one.add_argument("--locator", metavar="位置", help="在来源的哪里，例如 第3件")


def _set_add(one: argparse.ArgumentParser) -> None:
    one.add_argument("--set", action="append", metavar="字段=值", help="公布一个字段，例如 due=2026-12-31")
    _add(one)


def _add(one: argparse.ArgumentParser) -> None:
    one.add_argument("--add", action="append", nargs="+", metavar=("类别", "键=值"),
                     help="加一个部分，例如 milestones id=design title=完成初步设计 due=2026-03-31")


def _workbook_parsers(commands: "argparse._SubParsersAction[_Parser]") -> None:
    """`import` and `export`: the round trip of a 台账 in Excel."""
    read = commands.add_parser("import", help="读 Excel 台账：先预览，加 --yes 才写")
    read.add_argument("file", type=Path, metavar="FILE.xlsx", help="台账")
    _content(read)
    read.add_argument("--yes", action="store_true", help="写文件；不加只预览")
    read.add_argument("--list", metavar="清单", dest="key", help="哪份清单，例如 2026；只有一份时不用写")
    read.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="哪天公布的，也是没有写数据截至的数的日子；默认按数据截至")
    read.add_argument("--source", metavar="编号", help="出自哪里：sources.yml 里的编号；新任务和补充公布必须有")
    read.add_argument("--step", choices=("announcement", "action", "result"), help="进展属于哪一步：部署、实际进展或成效；默认看文字")
    _as_of(read)
    write = commands.add_parser("export", help="写出 Excel 台账，改好再 import")
    write.add_argument("file", type=Path, metavar="FILE.xlsx", help="写到哪个文件")
    _content(write)
    write.add_argument("--yes", action="store_true", help="文件已经有了也写，原来的不留")
    _as_of(write)


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
        if options.command == "new":
            return _new(options)
        if options.command == "import":
            return _import(options)
        if options.command == "export":
            return _export(options)
        return _build(options)
    except KeyboardInterrupt:
        return DONE if options.command == "serve" else 130


def _build(options: argparse.Namespace) -> int:
    from portal import glance

    started = time.monotonic()
    content, output = _content_folder(options), options.output or ROOT / "site"
    clock = _clock(options.as_of)
    program = {name: str(ROOT / name) for name in ("portal", "templates", "assets")}
    stands = None if options.clean else glance.stands(str(content), program, str(output), str(ROOT / ".portal"),
                                                      lambda zone: clock(zone).isoformat())
    if stands:  # nothing heavy is imported
        if not options.quiet:
            say(f"没有变化：{stands[0]} 页，截至 {stands[1]}，用了 {time.monotonic() - started:.1f} 秒")
            _next(output)
        return DONE
    from portal import pipeline, publish

    project = _project(options)
    told, clear = _progress(started, sys.stderr.isatty() and not options.quiet)
    try:
        built = pipeline.build(project, clock, told=told, clean=options.clean, jobs=options.jobs or os.cpu_count() or 1)
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
            say("新建什么？写明类别：\n" + "\n".join(f"  new {kind:<11} {said}" for kind, said in NEW.items()))
            return USAGE
        try:
            options = parser().parse_args(["new", _kind()])
        except (KeyboardInterrupt, EOFError):
            say("\n没有写文件")
            return 130
    content = _content_folder(options)
    if getattr(options, "file", None):
        return _found(options, content)
    paths, unread = sources.find(content)
    texts, unreadable = sources.read_all(content, paths)
    around = drafts.content(texts, paths, [*unread, *unreadable])

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
        answer = _answer(Question("新建什么？", must=True, choices=tuple(Choice(kind, said) for kind, said in NEW.items())))
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
    from portal import problems, sources
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
    paths, unread = sources.find(content)
    texts, unreadable = sources.read_all(content, paths)
    around = draft.content(texts, paths, [*unread, *unreadable])
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
                return _day(reply)
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
