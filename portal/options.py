"""What may be written on the command line: every command and option, with its help in Chinese.

A run builds the options of its own command alone: that is quicker, and most runs change nothing.
"""

import argparse
from datetime import date
from pathlib import Path

COMMANDS: dict[str, str] = {
    "build": "生成网站（默认）", "check": "只检查内容：全部问题，和可以看看的", "serve": "边改边看，只在本机",
    "new": "新建清单、任务或记录：一步一步问，或者全用参数写", "import": "读 Excel 台账：先预览，加 --yes 才写",
    "export": "写出 Excel 台账，改好再 import", "test": "运行全部检查，和 CI 一样",
}
NEW: dict[str, str] = {
    "list": "一年的清单，plan.md", "task": "一件任务，task.md", "update": "进展", "supplement": "补充公布：以前没有公布的",
    "adjustment": "调整：承诺改了", "correction": "勘误：我们写错了", "settlement": "销号：期满的结论",
}


def parser(kind: type[argparse.ArgumentParser], command: str = "") -> argparse.ArgumentParser:
    """The options of a command; of every one, where none is given. `kind` is the parser's class, which says what is wrong."""
    top = kind(prog="build.py", description="生成公开网站：python3 build.py，不写命令就是 build")
    commands = top.add_subparsers(dest="command", metavar="命令", parser_class=kind)
    options = {"build": _build, "check": _check, "serve": _serve, "new": _new, "import": _import, "export": _export}
    for name, said in COMMANDS.items():
        one = commands.add_parser(name, help=said)
        if name in options and command in ("", name):
            options[name](one)
    return top


def _build(make: argparse.ArgumentParser) -> None:
    _content(make)
    make.add_argument("--output", type=Path, metavar="DIR", help="网站写到哪里，默认 site/")
    _as_of(make)
    make.add_argument("--clean", action="store_true", help="不用上次的结果，全部重做")
    make.add_argument("--jobs", type=int, metavar="N", help="同时用几个处理器，默认有几个用几个")
    make.add_argument("--quiet", action="store_true", help="没有问题就不说话")


def _check(check: argparse.ArgumentParser) -> None:
    _content(check)
    _as_of(check)
    check.add_argument("--format", choices=("text", "json"), default="text", help="给人看（text）或给程序读（json）")


def _serve(serve: argparse.ArgumentParser) -> None:
    _content(serve)
    serve.add_argument("--port", type=int, default=8000, metavar="N", help="端口，默认 8000")
    _as_of(serve)


def _new(new: argparse.ArgumentParser) -> None:
    """`new` and its kinds. What is not given is asked for; without a terminal to ask in, it is missing."""
    kinds = new.add_subparsers(dest="kind", metavar="类别", parser_class=type(new))
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


def _import(read: argparse.ArgumentParser) -> None:
    read.add_argument("file", type=Path, metavar="FILE.xlsx", help="台账")
    _content(read)
    read.add_argument("--yes", action="store_true", help="写文件；不加只预览")
    read.add_argument("--list", metavar="清单", dest="key", help="哪份清单，例如 2026；只有一份时不用写")
    read.add_argument("--date", type=day, metavar="YYYY-MM-DD", help="哪天公布的，也是没有写数据截至的数的日子；默认按数据截至")
    read.add_argument("--source", metavar="编号", help="出自哪里：sources.yml 里的编号；新任务和补充公布必须有")
    read.add_argument("--step", choices=("announcement", "action", "result"), help="进展属于哪一步：部署、实际进展或成效；默认看文字")
    _as_of(read)


def _export(write: argparse.ArgumentParser) -> None:
    write.add_argument("file", type=Path, metavar="FILE.xlsx", help="写到哪个文件")
    _content(write)
    write.add_argument("--yes", action="store_true", help="文件已经有了也写，原来的不留")
    _as_of(write)


def _content(command: argparse.ArgumentParser) -> None:
    command.add_argument("--content", type=Path, metavar="DIR", help="内容在哪里，默认 content/")


def _as_of(command: argparse.ArgumentParser) -> None:
    command.add_argument("--as-of", type=day, metavar="YYYY-MM-DD", help="截至哪一天，默认今天")


def day(text: str) -> date:
    """A day as it is typed; raises ArgumentTypeError with words for a person."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，写成 2026-06-30") from None
