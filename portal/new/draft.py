"""A file that is being written: where it will stand, what it says, and whether all the content is right with it.

What can be computed is not asked for: the name of the file, the value that stands today (`old`), the digest of an archive.
"""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import Path, PurePosixPath
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from portal import fields, frontmatter, judge, library, replay, schema, sources, state
from portal.fields import get
from portal.founding.sentences import full_width
from portal.frontmatter import Data
from portal.library import Archive, Listing, Portal, Task
from portal.new import form
from portal.new.choices import Scope, keys, named
from portal.problems import Problem, in_order
from portal.replay import Replay
from portal.sources import Source
from portal.state import Part, TaskState
from portal.views import words
from portal.views.fieldwords import field_words, plan_field_words, plan_value_words, value_words
from portal.views.labels import RECORD_KIND, REPORTED, STATE

MODELS: Mapping[str, type[BaseModel]] = {"list": schema.Plan, "task": schema.Promise, **schema.RECORDS}
KIND: Mapping[str, str] = {"list": "清单", "task": "任务", **{str(kind): said for kind, said in RECORD_KIND.items()}}
# a record that has none of these says nothing
MAIN: Mapping[str, tuple[str, ...]] = {"supplement": ("set", "add"), "adjustment": ("changes", "add", "drop", "action"),
                                       "correction": ("changes",)}
OF_LISTS = ("adjustment", "correction")  # the records that a list itself may have
_NOT_OF_LISTS = ("add", "drop", "action", "evidence", *schema.ENTRIES)  # and what they never say


# --- the content that the file will belong to


@dataclass(frozen=True, slots=True)
class Content:
    """What lies in the content folder: texts, the paths of all files, the portal in them and its problems."""

    texts: tuple[Source, ...]
    paths: tuple[str, ...]
    portal: Portal
    problems: tuple[Problem, ...]


def content(texts: Sequence[Source], paths: Sequence[str], found: Iterable[Problem] = ()) -> Content:
    """The content that these files are; `found` is what was wrong with them before they were read."""
    portal, linked = library.load(texts, paths)
    return Content(tuple(texts), tuple(paths), portal, tuple(in_order([*found, *linked, *judge.judge(portal)])))


def read(folder: Path) -> Content:
    """The content of a folder."""
    paths, unread = sources.find(folder)
    texts, unreadable = sources.read_all(folder, paths)
    return content(texts, paths, [*unread, *unreadable])


def near(around: Content, path: str) -> Content:
    """Only what a file at `path` is judged by: registries, archives, its list and its own task. It is soon read again."""
    above = PurePosixPath(path).parents
    texts = [one for one in around.texts if one.path.startswith("sources/") or PurePosixPath(one.path).parent in above]
    return content(texts, around.paths)


def in_the_way(around: Content, path: str) -> list[Problem]:
    """Problems of the files that a file at `path` is judged by: with them, nothing can be said of it."""
    above = PurePosixPath(path).parents
    return [one for one in around.problems if PurePosixPath(one.place.file).parent in above]


def problems(around: Content, path: str, text: str) -> list[Problem]:
    """What is wrong once a file with this text stands there too: in it, and because of it in others. Of a quote that is not in
    its source, the hint says where it begins to differ."""
    found = in_order(set(after(around, path, text).problems) - set(around.problems))
    return [_located(around, one, text) if one.code == "quote-not-in-source" and one.place.file == path else one for one in found]


def after(around: Content, path: str, text: str) -> Content:
    """The content with one file more."""
    new = Source(path, text, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
    return content((*around.texts, new), (*around.paths, path))


# --- words that must stand in a source

SURE = 4  # characters in a row that do not stand together by chance


def differs(quote: str, kept: Archive, whole: str) -> str:
    """Where a quote begins to differ from its source, in words; "" where it stands there word for word.

    `whole` is the archive's file, by whose lines the place is named. White space and the width of punctuation do not count
    (library.plain).
    """
    said = library.plain(quote)
    if said in kept.plain:
        return ""
    same = bisect_left(range(1, len(said) + 1), True, key=lambda length: said[:length] not in kept.plain)
    if same >= SURE:
        at = kept.plain.index(said[:same]) + same
        where, there, here = f"“{said[max(same - 8, 0) : same]}”后面", kept.plain[at : at + 8], said[same : same + 8]
    else:
        match = SequenceMatcher(None, kept.plain, said, autojunk=False).find_longest_match()
        if match.size < SURE:
            return f"存档 {kept.path} 里没有相近的话：核对来源，照存档的文字抄"
        at = match.a
        where, there, here = f"“{kept.plain[at : at + 8]}”前面", kept.plain[max(at - 8, 0) : at], said[max(match.b - 8, 0) : match.b]
    where, there, here = map(full_width, (where, there, here))  # as print has it, not as it was compared
    return f"存档 {kept.path} 第 {_line(kept, whole, at)} 行，{where}写的是“{there or '（完了）'}”，这里写的是“{here or '（完了）'}”"


def kept_by(around: Content, source: str) -> tuple[Archive | None, str]:
    """The archive of a source, and its whole file."""
    kept = around.portal.archives.get(source)
    return kept, next((one.text for one in around.texts if kept and one.path == kept.path), "")


def _located(around: Content, problem: Problem, text: str) -> Problem:
    document, _ = frontmatter.parse(Source(problem.place.file, text, ""))
    data = document.data if document else None
    kept, whole = kept_by(around, str(get(data, "source.id")))
    demands = get(data, "demands")
    quotes = [str(get(one, "quote")) for one in (data, *(demands if isinstance(demands, list) else ()))]
    wrong = [differs(quote, kept, whole) for quote in quotes if kept and quote[:6] in problem.place.text]
    return replace(problem, hint=next(filter(None, wrong), problem.hint))


def _line(kept: Archive, whole: str, at: int) -> int:
    """The line of the archive's file in which the character `at` of its plain text stands."""
    before = whole[: max(whole.find(kept.text), 0)].count("\n")
    ends = [*accumulate(len(library.plain(line)) for line in kept.text.split("\n"))]
    return before + next((number for number, end in enumerate(ends, 1) if at < end), len(ends))


# --- the draft


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as far as it is known. "" and absent keys: not said yet.

    `folder` is that of the list or of the task; of a new task the list's, with `number` and `slug` for its own. `data` is what
    the front matter will say, but for what `finish` computes.
    """

    kind: str
    folder: str = ""
    day: str = ""
    number: int = 0
    slug: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file that can be written: its path in the content folder, its text, and what the editor should know of it."""

    path: str
    text: str
    said: tuple[str, ...] = ()


def path(around: Content, draft: Draft) -> str:
    """Where the draft will stand; of records on one day the second is -b, the third -c; "" when there are too many."""
    if draft.kind == "list":
        return f"{draft.folder}/plan.md"
    if draft.kind == "task":
        return f"{draft.folder}/{draft.number:02}-{draft.slug}/task.md"
    names = [f"{draft.folder}/{draft.day}{suffix}.md" for suffix in ("", *(f"-{letter}" for letter in "bcdefghijklmnopqrstuvwxyz"))]
    return next((name for name in names if name not in around.paths), "")


def next_number(portal: Portal, key: str) -> int:
    """The number after the last one of a list's folders."""
    return max((number(task) for task in portal.known.tasks if task.startswith(f"{key}/")), default=0) + 1


def number(task: str) -> int:
    """The number of a task's folder; 0 where it has none."""
    match = library.TASK_NAME.fullmatch(task.rpartition("/")[2])
    return int(match[1]) if match else 0


def find(portal: Portal, said: str, kind: str) -> tuple[str, str]:
    """The folder that is meant by a task's number, folder or key (for OF_LISTS: a list's key too), or what is wrong."""
    name = said.strip().replace("\\", "/").rstrip("/").removeprefix("./").removeprefix("content/")
    name = re.sub(r"/(task|plan)\.md$", "", name)
    lists = [year.listing.key for year in portal.lists]
    if kind in OF_LISTS and name in lists:
        return name, ""
    key, _, own = name.rpartition("/")
    found = [task for task in sorted(portal.known.tasks) if (not key or task.startswith(f"{key}/")) and _is_meant(task, own)]
    if len(found) == 1:
        return found[0], ""
    if found:
        return "", f"“{said}”有 {len(found)} 件：{'、'.join(found)}。写全，例如 {found[-1]}"
    near = schema.closest(name, [*portal.known.tasks, *(task.partition("/")[2] for task in portal.known.tasks)])
    return "", f"没有“{said}”这件任务" + (f"，是不是 {near}" if near else "") + "。写序号、文件夹或 清单/文件夹，例如 3 或 2026/03-hydrogen"


def _is_meant(task: str, own: str) -> bool:
    folder = task.rpartition("/")[2]
    if own.isascii() and own.isdigit():
        return number(task) == int(own)
    return own in (folder, folder.partition("-")[2])


def required(kind: str) -> tuple[str, ...]:
    """What must be said of a file of this kind, besides where it stands: the keys of the front matter."""
    return tuple(name for name, info, _ in keys(MODELS[kind]) if info.is_required() and name not in ("kind", "changes"))


def flag(name: str) -> str:
    """The option by which a key is given."""
    return {"changes": "--change", "themes": "--theme", "period": "--start --end"}.get(name, f"--{name.replace('_', '-')}")


def missing(around: Content, draft: Draft) -> list[str]:
    """What must be said and is not, by the option that says it; the editor is asked for it, a script is told of it."""
    found = []
    if not draft.folder:
        found.append({"list": "年份", "task": "清单"}.get(draft.kind, "任务"))
    if draft.kind == "task" and not draft.slug:
        found.append("--slug")
    if draft.kind in schema.RECORDS and not draft.day:
        found.append("--date")
    for name in required(draft.kind):
        if name not in draft.data:
            found.append(flag(name))
        elif name == "period":
            found += [f"--{key}" for key in ("start", "end") if key not in draft.data[name]]
    if draft.kind in MAIN and not any(draft.data.get(name) for name in MAIN[draft.kind]):
        found.append(" 或 ".join(map(flag, MAIN[draft.kind])))
    if draft.kind == "settlement" and draft.folder and draft.day:
        found += [f"--not-met {part.name}=原因" + ("" if part.kind == "targets" else f" 或 --met {part.name}")
                  for part in unconcluded(around, draft)]
    return found


# --- what stands before a record


@dataclass(frozen=True, slots=True)
class Standing:
    """What a record finds on its day: the promise as shown (of a list: plan.md as changed), and how it came to be so."""

    listing: Listing
    data: Data
    task: Task | None = None
    past: Replay | None = None
    now: TaskState | None = None


def standing(portal: Portal, folder: str, day: str) -> Standing | None:
    """What stands in a folder after all records up to a day; None where the folder has nothing that can be read."""
    key, _, own = folder.partition("/")
    year = next((year for year in portal.lists if year.listing.key == key), None)
    if year is None:
        return None
    when = date.fromisoformat(day)
    if not own:
        return Standing(year.listing, replay.plan_on(year.listing, when))
    task = next((task for task in year.tasks if task.key == folder), None)
    if task is None:
        return None
    past = replay.replay_until(task, when)
    return Standing(year.listing, past.shown.data, task, past, state.conclude(past, when))


def old_value(stands: Standing, kind: str, name: str) -> Data:
    """What a change of the field `name` finds: what the judge expects as `old`."""
    if stands.past is None:
        return get(stands.data, name.removeprefix("plan."))
    if kind == "adjustment":
        return get(stands.data, name)
    head, _, rest = name.partition(".")
    return replay.said(stands.past, head, rest) if head in stands.past.records and rest else None


def field_said(stands: Standing, portal: Portal, name: str, value: Data) -> tuple[str, str]:
    """A field and a value of it, in words."""
    if stands.now is None:
        return plan_field_words(stands.listing.plan, name), plan_value_words(portal, name, value)
    return field_words(stands.now, name), value_words(stands.now, portal, name, value)


def part_said(part: Part) -> str:
    """A part and what the records say of it: 未完成，最近的数 13座……"""
    said = [STATE[part.state]]
    if part.met_on:
        said.append(f"{part.met_on} 完成")
    if part.latest:
        said.append(f"截至 {part.latest.as_of} 是 {words.number(part.latest.value)}")
    if part.shown_value is not None:
        said.append(f"目标 {words.number(part.shown_value)}")
    if part.reported and part.state in ("open", "claimed"):
        said.append(f"{part.reported_in} 报{REPORTED[part.reported]}")
    said.append(f"时限 {part.deadline}" if part.due else "没有公布时限")
    return f"{part.name} {part.title}：{'，'.join(said)}"


def unconcluded(around: Content, draft: Draft) -> list[Part]:
    """The parts that a settlement must conclude and does not yet, with what it reports itself."""
    file = finish(around, replace(draft, data={key: value for key, value in draft.data.items() if key != "conclusions"}))
    stands = standing(after(near(around, file.path), file.path, file.text).portal, draft.folder, draft.day)
    concluded = {one["part"] for one in draft.data.get("conclusions", ())}
    return [part for part in stands.now.parts if part.state in ("open", "claimed") and part.name not in concluded] if (
        stands and stands.now) else []


# --- the file


def scope(around: Content, draft: Draft, stands: Standing | None = None) -> Scope:
    """Where the values of the draft are chosen."""
    year = next((year for year in around.portal.lists if year.listing.key == draft.folder.partition("/")[0]), None)
    themes = year.listing.plan.themes if year and draft.kind == "task" else ()
    promise = cast(Data, draft.data) if draft.kind == "task" else stands.data if stands else None
    return Scope(around.portal, promise, stands is not None, named(draft.data.get("evidence")), themes)


def finish(around: Content, draft: Draft) -> File:
    """The draft as a file: what can be computed is filled in, every key is explained."""
    stands = standing(around.portal, draft.folder, draft.day) if draft.day else None
    data = _completed(around, draft, stands)
    notes: dict[fields.Path, str] = {}
    if stands:
        for index, change in enumerate(data.get("changes", ())):
            if change["old"] is not None:
                words_, said = field_said(stands, around.portal, change["field"], change["old"])
                notes["changes", index] = f"{words_}：{'那里写的是' if draft.kind == 'correction' else '现在是'} {said}"
    where = scope(around, replace(draft, data=data), stands)
    head, below = _head(draft, stands), _BELOW.get(draft.kind, _BELOW["update"])
    of_list = draft.kind in OF_LISTS and "/" not in draft.folder
    text = form.text(MODELS[draft.kind], data, where, head, below, draft.body, notes, _NOT_OF_LISTS if of_list else ())
    return File(path(around, draft), text, tuple(_proofs(stands, data)) if draft.kind == "correction" and stands else ())


def _completed(around: Content, draft: Draft, stands: Standing | None) -> dict[str, Any]:
    """The data with what is known without asking: `kind`, the days of figures, `old`, the digest of the source's archive."""
    data = dict(draft.data)
    if draft.kind in schema.RECORDS:
        data["kind"] = draft.kind
    if "observations" in data:
        data["observations"] = [one if "as_of" in one else _after(one, "value", "as_of", draft.day) for one in data["observations"]]
    if stands and draft.data.get("changes"):
        data["changes"] = [_after(one, "field", "old", old_value(stands, draft.kind, one["field"])) for one in data["changes"]]
    kept = around.portal.archives.get(draft.data["source"]["id"]) if draft.kind == "correction" and "source" in data else None
    return {**data, "source": {**data["source"], "sha256": kept.digest}} if kept else data


def _after(item: Mapping[str, Any], name: str, key: str, value: Any) -> dict[str, Any]:
    """An item with a key more, behind the key `name`."""
    at = list(item).index(name) + 1
    return dict([*list(item.items())[:at], (key, value), *list(item.items())[at:]])


_BELOW: Mapping[str, str] = {
    "list": "下面是还可以写的键。用得着就删去行首的“# ”，换成真的值；用不着的不用管。",
    "task": "下面是公布了才写的键。公布了就删去行首的“# ”，换成真的值；没有公布的不用管，页面会写“未公布”。",
    "update": "下面是还可以写的键。用得着就删去行首的“# ”，换成真的值；用不着的不用管。",
}


def _head(draft: Draft, stands: Standing | None) -> str:
    """What stands above the front matter's keys."""
    if draft.kind == "list":
        return ("一年的清单。公布以后不再修改：名称、主题和要求用调整改，别的只能用证实的勘误改。\n"
                "正文写在第二行 --- 下面：会议的总体目标，引原文。")
    if draft.kind == "task":
        return "承诺。公布以后不再修改：以后的一切都是带日期的记录。\n正文写在第二行 --- 下面：原文在引文以外的话，没有就空着。"
    title = stands.now.shown_promise.title if stands and stands.now else stands.listing.plan.title if stands else ""
    said = f"{KIND[draft.kind]}，{draft.day} 公布：{title}。公布以后不再修改，写错了另写勘误。\n正文写在第二行 --- 下面，没有就空着。"
    if draft.kind == "settlement" and stands and stands.now:
        said += f"\n各部分到 {draft.day} 的情况，由记录算出：" + "".join(f"\n  {part_said(part)}" for part in stands.now.parts)
    return said


def _proofs(stands: Standing, data: Mapping[str, Data]) -> Iterator[str]:
    """Of each correction of a promise: whether it is proven."""
    try:
        model = cast(schema.Correction, schema.adapter(schema.Correction).validate_python(data))
    except ValidationError:
        return
    for change in model.changes:
        if stands.past is None:
            proven = replay.plan_proven(stands.listing, model, change)
        elif change.field.startswith("task."):
            proven = replay.is_proven(stands.past, model, change)
        else:
            continue
        if proven:
            yield f"{change.field}：已证实，新值在来源的存档里。原定的承诺也照新值算。"
        else:
            yield (f"{change.field}：没有证实，计算时按调整算。要证实，来源要是清单自己的，或者早于清单公布，有存档，"
                   "并且新值在存档里一字不差。")


def whats_next(draft: Draft) -> Iterator[str]:
    """What to do with a file that was written, in words."""
    yield "接下来：打开它看一遍，每个键上面写着它的意思；再运行 python3 build.py check。"
    if draft.kind == "list":
        yield f"往清单里加任务：python3 build.py new task {draft.folder}"
    if draft.kind in ("list", "task"):
        yield f"{KIND[draft.kind]}一经公布就不再修改：以后的补充、调整、勘误各写一条记录。"
    else:
        yield "记录一经公布就不再修改：写错了另写勘误，python3 build.py new correction。"
