"""`new list YEAR --from FILE`: what is asked for -> what is said, and what is written.

The same command is run until it is right: the first time it reads the text and writes a proposal beside the content folder; then it
checks the proposal as corrected; with --yes it writes the list. The proposal is never written over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from portal import frontmatter, library, sources
from portal.fields import get
from portal.founding import files, passage, proposal, tasks, text
from portal.founding.files import Content, Prepared
from portal.founding.lineage import APART, LIKE, Lineage, Subject, lineage
from portal.founding.passage import Passage, Unclear
from portal.founding.proposal import Given, Past
from portal.founding.sentences import full_width
from portal.founding.tasks import Cut
from portal.founding.text import Characters
from portal.frontmatter import Data, Document
from portal.library import plain
from portal.problems import Problem, as_text
from portal.schema import SourceEntry, closest
from portal.sources import Source


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for. `first` and `last` are both given, or none."""

    key: str
    file: Path
    first: str | None = None
    last: str | None = None
    predecessor: str | None = None
    yes: bool = False
    given: Given = field(default_factory=Given)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What there is to say, and how it ended: done, usage (the command must be written otherwise), content (the proposal or the
    content has problems), machine (something cannot be read or written)."""

    said: str
    ending: str = "done"


def run(folder: Path, wanted: Wanted) -> Outcome:
    """One run of the command on a content folder: reads, checks, and writes at most the proposal, or with --yes the list."""
    if not library.LIST_NAME.fullmatch(wanted.key):
        return Outcome(f"清单的文件夹不能叫“{wanted.key}”：写年份，一年有几份时加名称，例如 2027 或 2027-minsheng", "usage")
    if (folder / wanted.key).exists():
        return Outcome(f"{wanted.key} 的清单已经有了，不会改动它：{folder / wanted.key}", "usage")
    if (wanted.first is None) != (wanted.last is None):
        return Outcome("--first 和 --last 要么都写，要么都不写：从哪几个字起，到哪几个字止", "usage")
    try:
        with open(wanted.file, "rb") as file:
            read = text.characters(file.read(sources.TEXT_LIMIT + 1))
    except (FileNotFoundError, IsADirectoryError):
        return Outcome(f"没有 {wanted.file} 这个文件", "usage")
    except OSError as error:
        return Outcome(f"读不了 {wanted.file}：{error.strerror or error}", "machine")
    if isinstance(read, str):
        return Outcome(f"{wanted.file.name}：{read}", "usage")
    around = files.content(folder)
    before = _list_before(wanted, around)
    if isinstance(before, Outcome):
        return before
    return _go_on(folder, wanted, read, around, before)


def _list_before(wanted: Wanted, around: Content) -> library.YearList | Outcome | None:
    if wanted.predecessor is None:
        return None
    lists = {one.listing.key: one for one in around.portal.lists}
    if wanted.predecessor in lists:
        return lists[wanted.predecessor]
    near = closest(wanted.predecessor, lists)
    return Outcome(f"没有 {wanted.predecessor} 这份清单" + (f"，是不是 {near}" if near else "")
                   + (f"。现有的清单：{'、'.join(lists)}" if lists else "。现在还没有清单"), "usage")


def _go_on(folder: Path, wanted: Wanted, read: Characters, around: Content, before: library.YearList | None) -> Outcome:
    """From the text to the list, or as far as it goes."""
    file = folder.absolute().parent / f"{wanted.key}.proposal.yml"
    document, wrong = _existing(file)
    if wrong:
        return Outcome(as_text(wrong) + f"\n\n提案 {file} 读不了，先改好；要从头再提，删掉它", "content")
    is_new = document is None
    found = _passage(text.read(read.text), wanted, document)
    if isinstance(found, Unclear):
        return Outcome(found.said, "usage")
    past: Past | None = None
    cut = tasks.cut(found.blocks)
    if document is None:
        if not cut.tasks:
            return Outcome("这一段里没有找到任务：没有编号，没有分号隔开的几项，也没有说要做什么的句子。请换一段", "usage")
        past = _past(before, cut)
        registered = _registered(folder, wanted, around)
        words = proposal.as_yaml(wanted.key, found, cut, wanted.given, past, registered)
        document, wrong = frontmatter.parse(Source(file.name, words, ""))
        assert document is not None and not wrong, wrong
    prepared = files.prepare(wanted.key, document, wanted.given, found, read.invisible, around)
    said = list(_preview(wanted, read, found, cut, document, past, is_new))
    if not is_new:
        said += _not_used(wanted, document)
    stops = [*prepared.problems, *prepared.blank]
    try:
        if not wanted.yes or stops:
            if is_new:
                with open(file, "x", encoding="utf-8", newline="\n") as out:
                    out.write(document.source.text)
            return Outcome("\n".join((*said, *_next(wanted, file, prepared, is_new))),
                           "content" if wanted.yes or prepared.problems else "done")
        files.write(folder, wanted.key, prepared.files)
    except OSError as error:
        return Outcome(f"写不了，什么也没有改：{error.strerror or error}", "machine")
    return Outcome("\n".join((*said, *_written(wanted, folder, prepared, file, is_new))))


def _existing(file: Path) -> tuple[Document | None, list[Problem]]:
    """The proposal that stands, as the editor left it."""
    if not file.exists():
        return None, []
    read = sources.read(file.parent, file.name)
    return (None, [read]) if isinstance(read, Problem) else frontmatter.parse(read)


def _passage(whole: text.Text, wanted: Wanted, document: Document | None) -> Passage | Unclear:
    """The passage that the proposal names, else the command, else the text itself."""
    named = document.data.get("passage") if document and isinstance(document.data, dict) else None
    if isinstance(named, dict) and isinstance(named.get("first"), str) and isinstance(named.get("last"), str):
        return passage.between(whole, str(named["first"]), str(named["last"]))
    if wanted.first is not None and wanted.last is not None:
        return passage.between(whole, wanted.first, wanted.last)
    return passage.proposed(whole)


def _registered(folder: Path, wanted: Wanted, around: Content) -> SourceEntry | None:
    """The source whose archive the text is, where it is one, or that the command line names."""
    for entry in around.portal.sources.values():
        if entry.id == wanted.given.source or (
                entry.archived and (folder / sources.ARCHIVE / entry.archived).resolve() == wanted.file.resolve()):
            return entry
    return None


def _past(before: library.YearList | None, cut: Cut) -> Past | None:
    if before is None:
        return None
    new = [Subject(f"第{number}件", one.title, one.quote) for number, one in enumerate(cut.tasks, 1)]
    old = [Subject(one.key, one.promise.title, one.promise.quote, one.promise.lead_unit) for one in before.tasks]
    return Past(before, tuple(lineage(new, old)))


# --- what is said


def _preview(wanted: Wanted, read: Characters, found: Passage, cut: Cut, document: Document, past: Past | None,
             is_new: bool) -> Iterator[str]:
    yield f"原文：{wanted.file.name}，编码 {read.encoding}" + (f"，去掉了 {read.invisible} 个看不见的字符" if read.invisible else "")
    yield f"摘录：第 {found.blocks[0].line} 行到第 {found.blocks[-1].last} 行（{found.why}）"
    yield f"  从  {_short(found.blocks[0].text)}"
    yield f"  到  {_short(found.blocks[-1].text, end=True)}"
    joined = sum(block.joined for block in found.blocks)
    if joined:
        yield f"接上了 {joined} 处断行"
    if found.asides:
        yield f"夹在摘录中间、没有收的 {len(found.asides)} 行（哪一行其实是正文，就在原文里把它和上一行接起来，再运行）："
        yield from (f"  第 {one.line} 行  {one.text}    {one.why}" for one in found.asides)
    data = document.data if isinstance(document.data, dict) else {}
    chosen = [one for one in data.get("tasks") or [] if isinstance(one, dict)]
    yield f"任务：{len(chosen)} 件，{cut.way}" + _agreement(cut, len(chosen))
    for one in chosen:
        measures = one.get("measures")
        parent = f"，接着 {one['predecessor']}" if one.get("predecessor") else ""
        yield f"  {one.get('folder')}  {one.get('title')}（举措 {len(measures) if isinstance(measures, list) else 0} 条{parent}）"
    doubts = [(number, one) for number, one in enumerate(cut.tasks, 1) if one.doubts] if is_new else []
    if doubts:
        yield f"名称要由人定的 {len(doubts)} 件：" + "；".join(f"第 {number} 件 {'，'.join(one.doubts)}" for number, one in doubts)
    demands = _demands(data)
    own = sum(one.get("basis") == "portal" for one in demands)
    yield (f"抓落实的要求：{len(demands)} 条" + (f"，其中本站增列 {own} 条" if own else "")
           + ("：" + "；".join(str(one.get("title")) for one in demands) if demands else ""))
    if past is not None:
        yield from _said_of(past)
    left = _left(found, chosen, demands)
    if left:
        yield "摘录里没有归入任何一件、任何一条的话："
        yield from (f"  {_short(one)}" for one in left)


def _not_used(wanted: Wanted, document: Document) -> Iterator[str]:
    """What the command line says otherwise than the proposal: what an editor has written there counts."""
    data = document.data if isinstance(document.data, dict) else {}
    given = wanted.given
    if wanted.predecessor is not None:
        yield "提案已经有了，上年的任务照提案；要重新找，删掉提案再运行"
    for option, value, path in (
            ("--first", wanted.first, ("passage", "first")), ("--last", wanted.last, ("passage", "last")),
            ("--title", given.title, ("plan", "title")), ("--adopted", given.adopted, ("plan", "adopted")),
            ("--start", given.start, ("plan", "period", "start")), ("--end", given.end, ("plan", "period", "end")),
            ("--update-every", given.update_every, ("plan", "update_every")), ("--source", given.source, ("source", "id")),
            ("--source-title", given.source_title, ("source", "title")), ("--source-kind", given.source_kind, ("source", "kind"))):
        written = get(data, ".".join(path))
        if value is not None and written and written != value:
            yield f"提案里写的是“{written}”，没有用 {option} 的“{value}”"


def _demands(data: dict[str, Data]) -> list[dict[str, Data]]:
    plan = data.get("plan")
    found = plan.get("demands") if isinstance(plan, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _agreement(cut: Cut, count: int) -> str:
    if cut.announced is None:
        return "；原文没有说有几件，请数一数"
    return f"；原文说 {cut.announced} 件" + ("，数目相符" if cut.announced == count else "，数目不符，请核对")


def _said_of(past: Past) -> Iterator[str]:
    sure = [one for one in past.lineages if one.certain]
    yield (f"接着 {past.before.listing.key} 的任务：{len(sure)} 件（相似 {LIKE:.2f} 以上、又没有第二件相差不到 {APART:.2f} 的才写；"
           "相似 = 名称的字对占六成，原文的字对占四成），请在提案里核对")
    for one in sure:
        yield f"  {one.task.name} {one.task.title} ← {one.kin[0].task.name} {one.kin[0].task.title}（{_kin(one)}）"
    unsure = [one for one in past.lineages if one.kin and not one.certain]
    if unsure:
        yield "  有些像、没有写的："
        yield from (f"  {one.task.name} {one.task.title}：{_kin(one)}" for one in unsure)
    gone = [one for one in past.before.tasks if all(kin.task.name != one.key for other in sure for kin in other.kin)]
    if gone:
        yield "  上年有、这里没有接上的：" + "、".join(f"{one.key} {one.promise.title}" for one in gone)


def _kin(one: Lineage) -> str:
    if one.certain:
        return f"{one.kin[0].likeness:.2f}，{one.kin[0].evidence}"
    tied = "一样像，分不出：" if len(one.kin) > 1 else "不够像：" if one.kin[0].likeness < LIKE else "另有一件也像它："
    return tied + "；".join(f"{kin.task.name} {kin.task.title} {kin.likeness:.2f}，{kin.evidence}" for kin in one.kin)


def _left(found: Passage, chosen: Sequence[dict[str, Data]], demands: Sequence[dict[str, Data]]) -> list[str]:
    """What stands in the passage and in no quote, title or demand."""
    said = [plain(str(one.get(name) or "")) for one in (*chosen, *demands) for name in ("quote", "title")]
    quotes = [words for words in said if words]
    return [full_width(piece.text) for piece in tasks.pieces(found.blocks)
            if not any(words in plain(piece.text) or plain(piece.text) in words for words in quotes)]


def _short(words: str, *, end: bool = False) -> str:
    if len(words) <= 44:
        return words
    return "…" + words[-42:] if end else words[:42] + "…"


def _next(wanted: Wanted, file: Path, prepared: Prepared, is_new: bool) -> Iterator[str]:
    """What is still to do."""
    yield ""
    if prepared.problems:
        yield as_text(prepared.problems) + "\n"
    if prepared.blank:
        yield "还要由人写的：" + "；".join(one.message.removeprefix("还没有写：") for one in prepared.blank)
    where = f"提案写在 {file}" if is_new else f"提案 {file}"
    if not prepared.problems and not prepared.blank:
        yield f"{where}：没有问题。{'核对以后' if is_new else ''}在命令后面加 --yes，就写进 {wanted.key}/；现在还什么都没有写"
    else:
        yield f"{where}。用记事本打开改好，存盘，把同一条命令再运行一遍；现在清单还没有写"


def _written(wanted: Wanted, folder: Path, prepared: Prepared, file: Path, is_new: bool) -> Iterator[str]:
    count = sum(path.endswith("/task.md") for path in prepared.files)
    others = [path for path in prepared.files if not path.startswith(f"{wanted.key}/")]
    yield ""
    yield f"写好了：{folder / wanted.key} 里有 plan.md 和 {count} 件任务" + (f"；另写了 {'、'.join(others)}" if others else "")
    yield ("" if is_new else f"提案 {file} 用完了，可以删掉。") + "下一步：python3 build.py check，再 python3 build.py serve 看一看"
