"""A corrected proposal -> the files of a list, checked as if they stood already; then all of them written, or none.

Where the writing works, for the list 2027:

    .2027.new/plan.md, .2027.new/01-…/task.md     in the content folder; names with a dot are never read (sources.py)
    sources/2027-founding.txt                      a new file, under a name with a dot first, then renamed
    sources.yml                                    the old text and one more entry, under another name first, then renamed
    rename(".2027.new", "2027")                    the list stands

An error on the way takes back what was done. A kill between the second and the last step leaves an archived text that is registered and
used by nobody: the content is right, and the same command goes on from there.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from portal import frontmatter, judge, library, schema, sources
from portal.founding.passage import Passage
from portal.founding.proposal import Given, emit, item
from portal.frontmatter import Data, Document
from portal.library import Portal, plain
from portal.problems import Place, Problem, in_order
from portal.sources import Source

RULE = "\u2014" * 12
# of plan and source: what a person must write, and how
_MUST: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("plan", "title"), "清单的名称", "写在 plan 的 title 后面，例如 2027年重点任务，或用 --title"),
    (("plan", "adopted"), "公布（作出承诺）的日期", "写成 2027-01-08，或用 --adopted"),
    (("plan", "period", "start"), "清单管的第一天", "写成 2027-01-01，或用 --start"),
    (("plan", "period", "end"), "清单管的最后一天", "写成 2027-12-31，或用 --end"),
    (("plan", "update_every"), "多久没有记录就算没有更新", "写成 3 months，或用 --update-every"),
)
_MUST_OF_SOURCE: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("source", "id"), "来源的编号", "小写字母、数字和连字符，例如 work-report-2027"),
    (("source", "title"), "来源的标题", "照原文的标题写"),
    (("source", "kind"), "来源的类别", "例如 报纸、文件、网页"),
)
_KEYS = ("passage", "source", "plan", "tasks")


@dataclass(frozen=True, slots=True)
class Content:
    """A content folder as it stands: its texts, all its paths, and what they make."""

    texts: tuple[Source, ...]
    paths: tuple[str, ...]
    portal: Portal


@dataclass(frozen=True, slots=True)
class Prepared:
    """What would be written, by path in the content folder, and what is wrong with it; `blank` is what a person has not said yet."""

    files: Mapping[str, str]
    problems: tuple[Problem, ...]
    blank: tuple[Problem, ...]


def content(folder: Path) -> Content:
    """Everything in a content folder. What is wrong there already is not looked at here."""
    paths, _ = sources.find(folder)
    texts, _ = sources.read_all(folder, paths)
    return Content(tuple(texts), tuple(paths), library.load(texts, paths)[0])


# --- a proposal -> files


def prepare(key: str, document: Document, given: Given, passage: Passage, invisible: int, around: Content) -> Prepared:
    """The files of the list `key`, and every problem in the proposal, each at its own place."""
    data = document.data if isinstance(document.data, dict) else {}
    problems = list(_shape(data, document))
    if problems:
        return Prepared({}, tuple(problems), ())
    plan, source = _with(_mapping(data, "plan"), given), _mapping(data, "source")
    source = _filled(source, {"id": given.source, "title": given.source_title, "kind": given.source_kind})
    named = str(source.get("id"))
    if schema.check(named, schema.Id, document, ("source", "id"))[1]:
        named = "founding"  # it is said once, at its own place, and not of every task
    registered = around.portal.sources.get(named)
    must = _MUST if registered else (*_MUST_OF_SOURCE, *_MUST)
    blank = tuple(Problem("value-empty", document.place(path), f"还没有写：{what}", how) for path, what, how in must
                  if _is_blank({"plan": plan, "source": source}, path))
    body = plan.pop("body", None)
    plan = _in_order({**plan, "source": {**_mapping(plan, "source"), "id": named}}, schema.Plan)
    tasks = [dict(one) for one in data["tasks"] or () if isinstance(one, dict)]
    promises = [_promise(one, named) for one in tasks]
    files = {f"{key}/plan.md": _front(plan, str(body or "")),
             **{f"{key}/{one.get('folder')}/task.md": _front(promise) for one, promise in zip(tasks, promises, strict=True)}}
    more, found = _archive(source, registered is not None, passage, invisible, around, document)
    problems += [one for one in found if not blank or one.code != "missing-key"]
    problems += _words(key, plan, promises, passage, registered, around, document, is_whole=not blank)
    problems += [one for index in range(len(tasks)) for one in _folder(index, tasks, document)]
    files |= more
    if not problems and not blank:
        problems += _loaded(files, around)
    return Prepared(files, tuple(in_order(problems)), blank)


def _words(key: str, plan: Mapping[str, Data], promises: Sequence[Mapping[str, Data]], passage: Passage,
           registered: schema.SourceEntry | None, around: Content, document: Document, *, is_whole: bool) -> Iterator[Problem]:
    """What is wrong with the plan and the promises, at their places in the proposal; `is_whole`: nothing is left blank."""
    named = str(_mapping(plan, "source")["id"])
    entry = registered or schema.SourceEntry(id=named, title="…", kind="…")
    kept = around.portal.archives.get(named) or library.archive(_source("…", archived(passage)))
    known = replace(around.portal.known, sources={**around.portal.sources, named: entry})
    at: tuple[str | int, ...]
    for index, one in enumerate(promises):
        at = ("tasks", index)
        promise, found = schema.check(dict(one), schema.Promise, document, at)
        yield from found
        if promise is not None:
            yield from _said(library.promise_problems(promise, key, known, {named: kept}), at, document, registered is not None)
            yield from _said(library.first_dates_problems(promise), at, document, registered is not None)
    terms, found = schema.check(dict(plan), schema.Plan, document, ("plan",))
    yield from (one for one in found if is_whole or one.code != "missing-key")
    if terms is not None:
        yield from _said(library.plan_problems(terms, known, {named: kept}), ("plan",), document, registered is not None)
        return
    demands = plan.get("demands")
    for index, demand in enumerate(demands if isinstance(demands, list) else ()):
        quote = demand.get("quote") if isinstance(demand, dict) else None
        if isinstance(quote, str) and plain(quote) not in kept.plain:
            yield from _said([("quote-not-in-source", ("demands", index, "quote"), "", "")], ("plan",), document, False)


def _said(findings: Iterable[library.Finding], base: tuple[str | int, ...], document: Document, is_archived: bool) -> Iterator[Problem]:
    for code, at, message, hint in findings:
        if code == "quote-not-in-source" and not is_archived:
            message, hint = "这句话在摘录的原文里找不到", "照原文抄，一字不改（空白和标点的全角半角不计）"
        yield Problem(code, document.place((*base, *at)), message, hint)


def _shape(data: Mapping[str, Data], document: Document) -> Iterator[Problem]:
    for name in data:
        if name not in _KEYS:
            near = schema.closest(name, _KEYS)
            yield Problem("unknown-key", document.place((name,), key=True), f"不认识的键 {name}" + (f"，是不是 {near}" if near else ""),
                          f"提案里只有 {'、'.join(_KEYS)}")
    for name in ("source", "plan"):
        if not isinstance(data.get(name), dict):
            yield Problem("value-kind", document.place((name,)), f"{name} 不见了，或者不是一组键", "照原来的样子恢复，或删掉提案重来")
    tasks = data.get("tasks")
    if not isinstance(tasks, list) or not tasks or not all(isinstance(one, dict) for one in tasks):
        yield Problem("value-kind", document.place(("tasks",)), "tasks 里没有任务，或者写得不像任务",
                      "每件任务一段，从 - folder 开始；或删掉提案重来")


def _mapping(data: Mapping[str, Data], name: str) -> dict[str, Data]:
    found = data.get(name)
    return dict(found) if isinstance(found, dict) else {}


def _with(plan: dict[str, Data], given: Given) -> dict[str, Data]:
    """The plan with what the command line says, where the proposal says nothing; what neither says is left out."""
    period = _filled(_mapping(plan, "period"), {"start": given.start, "end": given.end})
    return _filled({**plan, "period": period or None}, {
        "title": given.title, "adopted": given.adopted, "update_every": given.update_every, "period": None})


def _filled(data: Mapping[str, Data], said: Mapping[str, Data]) -> dict[str, Data]:
    found = {name: data.get(name) or value for name, value in said.items()}
    return {**{name: value for name, value in data.items() if name not in said},
            **{name: value for name, value in found.items() if value is not None}}


def _is_blank(data: Data, path: Sequence[str]) -> bool:
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data is None or data == ""


def _promise(one: Mapping[str, Data], source: str) -> dict[str, Data]:
    """task.md as the model wants it: what the proposal says of a task, with the source."""
    where: dict[str, Data] = {"id": source}
    if one.get("locator"):
        where["locator"] = one["locator"]
    rest = {name: value for name, value in one.items() if name not in ("folder", "locator")}
    return _in_order({**rest, "source": where}, schema.Promise)


def _in_order(data: Mapping[str, Data], kind: type[schema.Model]) -> dict[str, Data]:
    """The keys in the order of the model, unknown ones behind them."""
    known = [name for name in kind.model_fields if name in data]
    return {name: data[name] for name in (*known, *(name for name in data if name not in known))}


def _front(data: Mapping[str, Data], body: str = "") -> str:
    return f"---\n{emit(data)}---\n" + (f"\n{body.strip()}\n" if body.strip() else "")


def _folder(index: int, tasks: Sequence[Mapping[str, Data]], document: Document) -> Iterator[Problem]:
    names = [str(one.get("folder")) for one in tasks]
    match, place = library.TASK_NAME.fullmatch(names[index]), document.place(("tasks", index, "folder"))
    if match is None:
        yield Problem("file-name", place, f"任务的文件夹不能叫“{names[index]}”", "序号、连字符、小写英文名称，例如 03-hydrogen")
        return
    same = next((one for one in names[:index] if one.partition("-")[0].lstrip("0") == match[1].lstrip("0")), None)
    if same:
        yield Problem("file-name", place, f"第 {int(match[1])} 件写了两次：{same} 和 {names[index]}", "每件任务用自己的序号")


def _archive(source: Mapping[str, Data], is_known: bool, passage: Passage, invisible: int, around: Content,
             document: Document) -> tuple[dict[str, str], list[Problem]]:
    """The archived text and sources.yml with one more entry; nothing where the source is registered already."""
    name = str(source.get("id") or "…")
    if is_known:
        if name in around.portal.archives:
            return {}, []
        return {}, [Problem("quote-not-in-source", document.place(("source", "id")), f"来源“{name}”已经登记，没有存档，引文无从核对",
                            "换一个没有用过的编号，原文就会存档")]
    text = archived(passage, invisible)
    path = f"{sources.ARCHIVE}/{name}.txt"
    entry: dict[str, Data] = {**source, "archived": f"{name}.txt", "sha256": _source(path, text).digest}
    entry = {key: value for key, value in entry.items() if value is not None}
    problems = schema.check(dict(entry), schema.SourceEntry, document, ("source",))[1]
    standing = next((one for one in around.texts if one.path == path), None)
    if path in around.paths and (standing is None or standing.text != text):  # the same text: what a kill left behind
        problems.append(Problem("address", document.place(("source", "id")), f"{path} 已经有了，不会改动它", "换一个没有用过的编号"))
    old = next((one for one in around.texts if one.path == "sources.yml"), Source("sources.yml", "", ""))
    new = appended(old.text, entry)
    if new is None:
        problems.append(Problem("yaml-syntax", Place("sources.yml"), "这个文件的写法特别，程序不敢往里加",
                                "请自己在末尾加上：" + "；".join(line.strip(" -") for line in item(entry))))
    return ({} if problems or new is None else {path: text, "sources.yml": new}), problems


def archived(passage: Passage, invisible: int = 0) -> str:
    """The passage as it is kept in content/sources/, below an editor's note that says what was done to it (library.archive)."""
    out = "；".join(f"“{one.text}”（原文第 {one.line} 行，{one.why}）" for one in passage.asides)
    note = (f"编者说明（不是原文）：以下摘自一份文字稿，只收从“{passage.first}”到“{passage.last}”的整句。"
            + (f"夹在中间、不属于这些句子的行没有收：{out}。" if out else "")
            + ("断开的行已经接上，段落之间空一行；" if any(block.joined for block in passage.blocks) else "段落之间空一行；")
            + (f"去掉了{invisible}个看不见的字符；" if invisible else "")
            + "文字和标点都照录，半角标点没有改，疑有误排的地方也没有改。")
    return f"{note}\n\n{RULE}\n\n{passage.text}\n"


def appended(text: str, entry: Mapping[str, Data]) -> str | None:
    """sources.yml with one more entry at its end, everything else as it was; None where that cannot be done so."""
    old = frontmatter.parse(Source("sources.yml", text, ""))[0]
    if old is None or not isinstance(old.data, list | None):
        return None
    before = next((line[: len(line) - len(line.lstrip(" "))] for line in text.splitlines() if line.lstrip(" ").startswith("- ")), "")
    kept = text if old.data else "\n".join(line for line in text.splitlines() if line.split("#")[0].strip() != "[]")
    new = kept.rstrip("\n") + "\n" * bool(kept.strip()) + "\n".join(item(dict(entry), before)) + "\n"
    read, problems = frontmatter.parse(Source("sources.yml", new, ""))
    is_right = read is not None and not problems and read.data == [*(old.data or []), dict(entry)]
    return new if is_right else None


def _loaded(files: Mapping[str, str], around: Content) -> Iterator[Problem]:
    """What library.py and judge.py say of the whole content with the new files in it. What was wrong before is not said again."""
    texts = [*(one for one in around.texts if one.path not in files), *(_source(path, text) for path, text in files.items())]
    portal, problems = library.load(texts, sorted({*around.paths, *files}))
    before = set(library.load(around.texts, around.paths)[1])
    yield from (one for one in (*problems, *judge.judge(portal)) if one not in before and one.place.file in files)


def _source(path: str, text: str) -> Source:
    return Source(path, text, hashlib.sha256(text.encode()).hexdigest())


# --- all or nothing


def write(folder: Path, key: str, files: Mapping[str, str]) -> None:
    """Write the files of a new list. Raises OSError, with everything as it was before, where the machine says no."""
    new, final = folder / f".{key}.new", folder / key
    if final.exists():
        raise FileExistsError(f"{final} 已经有了")
    shutil.rmtree(new, ignore_errors=True)  # what a kill left behind
    undo: list[tuple[Path, bytes | None]] = []
    try:
        for path, text in files.items():
            if path.startswith(f"{key}/"):
                file = new / path.removeprefix(f"{key}/")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(text.encode())
        for path, text in files.items():
            if not path.startswith(f"{key}/"):
                file = folder / path
                file.parent.mkdir(exist_ok=True)
                old = file.read_bytes() if file.exists() else None
                undo.append((file, old))
                _replace(file, _like(text, old))
        new.rename(final)
    except OSError:
        for file, old in reversed(undo):
            with suppress(OSError):
                if old is None:
                    file.unlink(missing_ok=True)
                elif file.read_bytes() != old:
                    _replace(file, old)
        shutil.rmtree(new, ignore_errors=True)
        raise


def _like(text: str, old: bytes | None) -> bytes:
    """A text with the line ends and the byte order mark of the file that it replaces."""
    data = text.encode()
    if old is not None:
        data = data.replace(b"\n", b"\r\n") if b"\r\n" in old else data
        data = b"\xef\xbb\xbf" + data if old.startswith(b"\xef\xbb\xbf") else data
    return data


def _replace(file: Path, data: bytes) -> None:
    part = file.with_name(f".{file.name}.new")
    try:
        part.write_bytes(data)
        os.replace(part, file)
    except OSError:
        part.unlink(missing_ok=True)
        raise
