"""A workbook against the portal -> what an import would write, and what is said of each sheet and row of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from portal import library, replay, schema, state
from portal.library import Portal, YearList
from portal.new.draft import Content, next_number
from portal.problems import Problem
from portal.workbook import facts, values
from portal.workbook.facts import Scope
from portal.workbook.files import DRAFTS, NO_DAY, Choices, Files, checked, files, source, step_words
from portal.workbook.ledger import Field, Passed, Row, Table, number_of, table
from portal.workbook.match import Match, Standing, match
from portal.workbook.sheet import Book
from portal.workbook.work import Around, Bucket, Work, gather

Did: TypeAlias = Literal["written", "proposed", "same", "refused", "passed"]
TO_LOOK_AT = ("记录", "选项")  # sheets of our own export


@dataclass(frozen=True, slots=True)
class Line:
    """What is said of a row or a sheet: where, which task and how that is known, what came of it, in sentences."""

    at: str
    title: str
    did: Did
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an import comes to. `files` belong into the content folder, `drafts` under .portal/import/, both by path; with
    `problems`, the content would not pass the checks and nothing may be written."""

    lines: tuple[Line, ...]
    files: Mapping[str, str]
    drafts: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    undated: bool = False  # a record waits for its day


@dataclass(frozen=True, slots=True)
class _List:
    """A list on the day, its tasks as they stand, and the numbers that are taken, by new tasks of this import too."""

    key: str
    period: schema.Period
    tasks: Mapping[str, Standing]
    numbers: set[int]
    names: Mapping[str, str]  # of units, each with its id


def propose(book: Book, around: Content, choices: Choices) -> Proposal:
    """What importing a workbook would write, and what is said of each of its rows. The content around it has no problem."""
    lines: list[Line] = []
    works: dict[str, Work] = {}
    lists = {year.listing.key: _standing(year, around.portal, choices) for year in around.portal.lists}
    touched: dict[str, None] = {}
    for one in book.sheets:
        if one.name in TO_LOOK_AT and len(book.sheets) > 1:
            lines.append(Line(one.name, "", "passed", ("只供查看，不导入",)))
            continue
        found = table(one)
        if isinstance(found, Passed):
            lines.append(Line(found.at, "", "passed", (found.why,)))
            continue
        lines.append(Line(found.sheet, "", "passed", tuple(_understood(found))))
        rows: list[tuple[int, Line]] = [(passed.number, Line(passed.at, "", "passed", (passed.why,))) for passed in found.passed]
        for row in found.rows:
            key = _list_key(row, found, lists, choices)
            if key in lists and choices.list_key in (None, key):
                touched[key] = None
                line = _row(row, found, lists[key], around.portal, choices, works)
            elif key in lists:
                line = Line(row.at, values.short(row.text("title")), "passed", (f"是 {key} 的任务，没有导入（--list {choices.list_key}）",))
            else:
                line = Line(row.at, values.short(row.text("title")), "refused", (key,))
            rows.append((row.number, line))
        lines += [line for _, line in sorted(rows, key=lambda pair: pair[0])]
    lines += [line for key in touched for line in _not_in(lists[key], works)]
    made = files(works, around, choices)
    return Proposal(tuple(_told(line, works, made, choices) for line in lines), made.whole, made.drafts,
                    tuple(checked(around, made.whole)), NO_DAY in made.refused.values())


def unknown(portal: Portal, choices: Choices) -> str:
    """Why the command line names a list or a source that is not there; "" where all is known."""
    lists = [year.listing.key for year in portal.lists]
    for name, known, what in ((choices.list_key, lists, "清单"), (choices.source, list(portal.sources), "来源")):
        if name is not None and name not in known:
            near = schema.closest(name, known)
            return f"没有“{name}”这个{what}" + (f"，是不是 {near}" if near else "") + f"。有的是：{'、'.join(known) or '还没有'}"
    return ""


_HEADING: Mapping[Field, str] = {
    "number": "序号", "title": "任务名称", "content": "工作内容", "lead_unit": "牵头单位", "responsible_units": "责任单位",
    "supporting_units": "配合单位", "start": "启动时间", "due": "完成时限", "target": "目标", "target_value": "目标值",
    "unit": "计量单位", "words": "进展", "value": "完成值", "as_of": "数据截至", "difficulty": "困难", "remedy": "解决措施",
    "status": "状态", "percent": "完成比例",
}


def _understood(found: Table) -> Iterator[str]:
    """How the columns of a table are read, where their headings are not ours, and which are not."""
    others = [f"“{column.heading}”是{_HEADING[name]}" for name, column in found.columns.items()
              if name in _HEADING and column.heading != _HEADING[name]]
    yield f"表头在第 {found.header} 行，下面 {len(found.rows)} 行任务" + (f"。{'，'.join(others)}" if others else "")
    if found.unread:
        yield f"不导入的列：{'、'.join(dict.fromkeys(column.heading for column in found.unread))}"


def _standing(year: YearList, portal: Portal, choices: Choices) -> _List:
    terms = replay.terms_on(year.listing, choices.today)
    tasks = {}
    for task in year.tasks:
        past = replay.replay_until(task, choices.today, terms)
        tasks[task.key] = Standing(task, past.shown.data, state.conclude(past, choices.today))
    return _List(year.listing.key, terms.period, tasks, {task.number for task in year.tasks},
                 values.unit_ids(portal.units))


def _list_key(row: Row, found: Table, lists: Mapping[str, _List], choices: Choices) -> str:
    """The list that a row belongs to, or what must be said to know it."""
    named = row.text("key").partition("/")
    if named[1]:
        return named[0] if named[0] in lists else f"{row.cells['key'].at} 没有“{values.short(named[0])}”这份清单"
    if found.sheet in lists:
        return found.sheet
    if choices.list_key:
        return choices.list_key
    if len(lists) == 1:
        return next(iter(lists))
    return f"有 {len(lists)} 份清单：{'、'.join(lists)}。用 --list 写明是哪一份" if lists else "还没有清单：先建一份，写好 plan.md"


def _row(row: Row, found: Table, own: _List, portal: Portal, choices: Choices, works: dict[str, Work]) -> Line:
    """Read a row into the work on its task. What is said of it is known when all rows are read, unless it has no task."""
    period = own.period
    named = next((day for cell in found.above if (day := values.day_within(cell.text, period.start, period.end))), None)
    as_of = named[1] if named else None
    said = facts.read(row, Scope(portal.units, own.names, period, as_of or choices.day))
    meant = match(row, own.key, own.tasks)
    if isinstance(meant, Match):
        stands = own.tasks[meant.key]
        work = works.setdefault(meant.key, Work(meant.key, stands.data, stands.now))
    elif meant is None:
        new = _new(row, own, portal, choices, works)
        if isinstance(new, str):
            return Line(row.at, values.short(row.text("title")), "refused", (new, *said.refused))
        work, meant = new, Match(new.key, "新任务")
    else:
        return Line(row.at, values.short(row.text("title")), "refused", (meant,))
    gather(work, row, meant, said, Around(portal.units, period, choices.today, as_of))
    return Line(row.at, "", "same")


# --- a task that the list does not have


def _new(row: Row, own: _List, portal: Portal, choices: Choices, works: dict[str, Work]) -> Work | str:
    """The work on a new task; in Chinese why there can be none."""
    title, body = (values.joined(row.text(name)) for name in ("title", "content"))
    called = _called(title or body)
    before = [work for work in works.values() if work.key.startswith(f"{own.key}/") and work.promise.get("title") == called]
    if before:
        return before[0]
    if choices.source is None:
        return "清单里没有这一件。承诺要有原文和来源：先在 sources.yml 里登记它出自哪里，再加 --source 编号，就建新任务"
    kept = portal.archives.get(choices.source)
    quotes = [words for words in (body, title) if words and (kept is None or library.plain(words) in kept.plain)]
    if not quotes:
        return f"工作内容和名称在来源的存档 {kept.path if kept else ''} 里都找不到，不能作承诺原文：照存档的文字写，或者换 --source"
    folder = row.text("key") if library.TASK_NAME.fullmatch(row.text("key")) else ""
    number = int(folder.partition("-")[0]) if folder else number_of(row)
    number = number or max(next_number(portal, own.key), max(own.numbers, default=0) + 1)
    if number in own.numbers:
        return f"序号 {number} 已经用过，没有导入：换一个序号"
    own.numbers.add(number)
    key = f"{own.key}/{folder or f'{number:02}-task'}"
    work = works[key] = Work(key, {}, promise={"title": called, "quote": quotes[0], "source": source(choices.source, row)})
    points = values.items(row.text("content"))
    if len(points) > 1 and quotes[0] == body:
        work.promise["measures"] = [{"id": f"m{index}", "text": point.rstrip("。；;")} for index, point in enumerate(points, 1)]
    work.say(row, "promise", f"“{called}”，原文取自{'工作内容' if quotes[0] == body else '任务名称'}" + (
        "" if folder else "；网址里的名称封存以前可以改，或者写在“编号”一列"))
    return work


def _called(text: str) -> str:
    """A title of few words: of a sentence, what stands before its first mark."""
    return text if len(text) <= 30 else re.split("[，。；：,;:]", text)[0][:30]


# --- what is said

_BEGINS: Mapping[Bucket, str] = {"promise": "写", "supplement": "写", "update": "写", "adjustment": "提出调整", "correction": "提出勘误"}


def _told(line: Line, works: Mapping[str, Work], made: Files, choices: Choices) -> Line:
    """The line of a row that was read, with all that came of it."""
    work = next((work for work in works.values() if line.at in work.rows), None)
    if work is None:
        return line
    title = work.now.shown_promise.title if work.now else str(work.promise["title"])
    said: list[str] = []
    did: Did = "same"
    for bucket, begins in _BEGINS.items():
        words = "；".join(one.words for one in work.said if (one.at, one.bucket) == (line.at, bucket))
        if not words:
            continue
        if why := made.refused.get((work.key, bucket)):
            said.append(f"{'没有写' if begins == '写' else '没有提出'}：{words}。{why}")
            did = "refused" if did == "same" else did
        else:
            step = f"（记作{step_words(work, choices)}）" if bucket == "update" else ""
            folder = "" if begins == "写" else f"{DRAFTS}/"
            said.append(f"{begins} {folder}{made.paths[work.key, bucket]}{step}：{words}")
            did = "written" if begins == "写" else "proposed" if did != "written" else did
    own = [words for at, words in work.refused if at == line.at]
    if did == "same" and any("没有导入" in words or "不在 units" in words for words in own):
        did = "refused"
    return Line(line.at, f"{title}（{work.rows[line.at][1]}：{work.key}）", did, (*said, *own))


def _not_in(own: _List, works: Mapping[str, Work]) -> Iterator[Line]:
    """Tasks of the list that no row was about."""
    missing = [one for one in own.tasks.values() if one.task.key not in works]
    if missing:
        named = "、".join(f"第 {one.task.number} 件“{one.now.shown_promise.title}”" for one in missing[:5])
        yield Line(own.key, "", "passed", (f"清单里的{named}{f'等 {len(missing)} 件' if len(missing) > 5 else ''}，表里没有：不动",))


def as_text(proposal: Proposal, texts: bool) -> str:
    """What an editor reads: each sheet and row with what came of it, the `texts` of the files, and how many of each."""
    blocks = []
    for line in proposal.lines:
        head = f"{line.at}  {line.title}".rstrip()
        if line.did == "passed" or not line.said:
            blocks.append(f"{head}  " + "\n    ".join(line.said or ("没有变化",)))
        else:
            blocks.append("\n".join((head, *(f"    {words}" for words in line.said))))
    for path, text in proposal.files.items() if texts else ():
        blocks.append(f"\n{path}\n" + "\n".join(f"    {line}".rstrip() for line in text.rstrip().split("\n")))
    words: Mapping[Did, str] = {"written": "有新内容", "proposed": "只提出改动", "same": "没有变化", "refused": "没有导入"}
    counts = {did: sum(line.did == did for line in proposal.lines) for did in words}
    summary = "，".join(f"{count} 行{words[did]}" for did, count in counts.items() if count)
    wanted = [f"要写 {len(proposal.files)} 个文件"] * bool(proposal.files)
    wanted += [f"{len(proposal.drafts)} 份改动要人填完"] * bool(proposal.drafts)
    blocks.append(f"\n共 {sum(counts.values())} 行任务：{summary or '没有认出一行'}" + "".join(f"。{words}" for words in wanted))
    return "\n".join(blocks)
