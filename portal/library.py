"""Sources -> Portal: everything linked and cross-checked, or every problem at once.

What is judged here needs no clock and no fold: names, places in the folder, references, quotes, dates inside one file.
Whether a dated record follows from those before it is judge.py's.
"""

import re
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from portal import frontmatter, schema
from portal.artifact import enter
from portal.frontmatter import Data, Document
from portal.problems import Place, Problem
from portal.sources import Source

FIGURE_DAYS = 120  # content-model.md section 3: a figure for the due is published at most so many days after it
RECORD_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-([b-z]))?\.md", re.ASCII)
LIST_NAME = re.compile(r"\d{4}(-[a-z0-9]+)*", re.ASCII)
TASK_NAME = re.compile(r"(\d+)-[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Archive:
    """The archived text of a source: what quotes are checked against and corrections are proven by.

    `text` is without the editor's `note` that may stand before it; `plain` is `text` without white space and with
    half-width punctuation; `digest` is the SHA-256 of the whole file.
    """

    path: str
    text: str
    plain: str
    digest: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A dated record as it was published."""

    name: str  # 2026-03-31 or 2026-03-31-b: its address on the page and in corrections
    day: date
    document: Document
    data: schema.AnyRecord

    @property
    def order(self) -> tuple[date, str]:
        """Order of publication (content-model.md, section 4)."""
        return self.day, self.name


@dataclass(frozen=True, slots=True)
class Listing:
    """A year's list without its tasks: plan.md, its dated records, and the registry of sources that prove things."""

    key: str  # 2026
    document: Document
    plan: schema.Plan
    records: tuple[Record, ...]
    sources: Mapping[str, schema.SourceEntry]
    archives: Mapping[str, Archive]
    units: Mapping[str, schema.Unit]


@dataclass(frozen=True, slots=True)
class Task:
    """A promise, what was recorded about it since, and the list that it belongs to."""

    key: str  # 2026/03-hydrogen
    number: int
    document: Document
    promise: schema.Promise
    records: tuple[Record, ...]
    explainer: Source | None
    listing: Listing


@dataclass(frozen=True, slots=True)
class YearList:
    listing: Listing
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What may be referred to; None where a registry is broken, so that one slip there is not said a hundred times."""

    themes: Mapping[str, schema.Theme] | None = None
    units: Mapping[str, schema.Unit] | None = None
    places: Mapping[str, schema.Locality] | None = None
    sources: Mapping[str, schema.SourceEntry] | None = None
    files: frozenset[str] = frozenset()
    tasks: frozenset[str] = frozenset()  # every task's key


@dataclass(frozen=True, slots=True)
class Portal:
    settings: schema.Settings
    themes: Mapping[str, schema.Theme]
    units: Mapping[str, schema.Unit]
    places: Mapping[str, schema.Locality]
    sources: Mapping[str, schema.SourceEntry]
    archives: Mapping[str, Archive]
    lists: tuple[YearList, ...]  # newest first
    titles: Mapping[str, str] = field(default_factory=dict, repr=False)  # of every task, as first published
    known: Known = field(default=Known(), repr=False, compare=False)  # the same as what may be referred to


def plain(text: str) -> str:
    """Text without white space and with half-width punctuation: what quotes are compared in (issue 1, item 5)."""
    return "".join(text.translate(_NARROW).split())


_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def archive(source: Source) -> Archive:
    """The archived text of a source, parted from the editor's note (a paragraph that begins with 编者说明, then a rule)."""
    text, note = source.text, ""
    if text.startswith("编者说明"):
        rule = re.search(r"^[—\-_=]{3,}\s*$", text, re.MULTILINE)
        if rule:
            text, note = text[rule.end() :], text[: rule.start()].strip()
    return Archive(source.path, text.strip("\n"), plain(text), source.digest, note)


def load(sources: Iterable[Source], files: Iterable[str] = ()) -> tuple[Portal, list[Problem]]:
    """The portal that the sources describe, as far as they can be read, and every problem in them.

    With problems, the portal is good for finding more of them (judge.py), not for publishing. `files` are the paths of
    all files in the content folder, read as text or not: evidence may be any kind of file.
    """
    problems: list[Problem] = []
    documents: dict[str, Document] = {}
    texts: dict[str, Source] = {}
    sources = list(sources)
    # what is there but could not be read (sources.py has said why) is not missing
    broken = {path for path in files if path.endswith((".md", ".yml")) and not path.startswith("sources/")}
    broken -= {source.path for source in sources}
    for source in sources:
        if source.path.startswith("sources/") or source.path.endswith("/explainer.md"):
            texts[source.path] = source
        else:
            document, found = frontmatter.parse(source)
            problems += found
            if document is None:
                broken.add(source.path)
            else:
                documents[source.path] = document

    registries: dict[str, Any] = {}
    for name, kind in schema.REGISTRIES.items():
        if name in documents:
            registries[name], found = schema.validate(documents[name], kind)
            problems += found
        elif name in ("portal.yml", "sources.yml") and name not in broken:
            problems.append(Problem("missing-file", Place(name), f"缺少 {name}", "照 docs 里的例子新建这个文件"))
    themes, units, places, entries = (
        None if name in broken or (name in registries and registries[name] is None)
        else {entry.id: entry for entry in registries.get(name, ())}
        for name in ("themes.yml", "units.yml", "places.yml", "sources.yml"))
    known = Known(
        themes=themes,
        units=units,
        places=places,
        sources=entries,
        files=frozenset(files) | frozenset(texts),
        # every folder of a list that has something in it: a task, sound or not
        tasks=frozenset(path.rpartition("/")[0] for path in (*documents, *broken) if path.count("/") == 2),
    )
    archives = {
        entry.id: archive(texts[f"sources/{entry.archived}"])
        for entry in registries.get("sources.yml") or ()
        if entry.archived and f"sources/{entry.archived}" in texts
    }
    for name, check in (("portal.yml", _settings), ("themes.yml", _themes), ("units.yml", _units),
                        ("sources.yml", _sources)):
        if registries.get(name) is not None:
            problems += check(registries[name], documents[name], known, archives)

    explainers = {path.removesuffix("explainer.md"): source for path, source in texts.items()
                  if path.endswith("/explainer.md")}
    broken = {path for path in broken if not path.endswith("/explainer.md")}
    lists, found = _lists(documents, broken, explainers, known, archives)
    problems += found
    problems += _addresses(registries, documents, archives, lists)
    settings = registries.get("portal.yml") or schema.Settings(title="…", owner=schema.Owner(name="…"), timezone="UTC")
    return Portal(settings, known.themes or {}, known.units or {}, known.places or {}, known.sources or {}, archives, lists,
                  {task.key: task.promise.title for year in lists for task in year.tasks}, known), problems


# --- registries


def _settings(settings: schema.Settings, document: Document, known: Known, _: object) -> Iterator[Problem]:
    if not _is_zone(settings.timezone):
        yield Problem("value-timezone", document.place(("timezone",)), f"没有“{settings.timezone}”这个时区",
                      "例如 Asia/Shanghai")
    if not settings.official:
        return
    missing = [f"owner.{key}" for key in ("address", "phone", "email", "hours") if not getattr(settings.owner, key)]
    marks = settings.footer or schema.FooterMarks()
    missing += [f"footer.{key}" for key in ("icp", "police", "site_code") if not getattr(marks, key)]
    if missing:
        yield Problem("official-incomplete", document.place(("official",)), f"官方网站缺少 {'、'.join(missing)}",
                      "补上这几项；还不是官方网站就写 official: false")


def _is_zone(name: str) -> bool:
    # asked for by name: to list all zones, Python opens some six hundred files
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _themes(themes: Sequence[schema.Theme], document: Document, known: Known, _: object) -> Iterator[Problem]:
    for index, theme in enumerate(themes):
        if theme.source:
            yield from _reference(theme.source.id, known.sources, "sources.yml", document.place((index, "source", "id")))


def _units(units: Sequence[schema.Unit], document: Document, known: Known, _: object) -> Iterator[Problem]:
    for index, unit in enumerate(units):
        if unit.parent:
            yield from _reference(unit.parent, known.units, "units.yml", document.place((index, "parent")))


def _sources(entries: Sequence[schema.SourceEntry], document: Document, known: Known,
             archives: Mapping[str, Archive]) -> Iterator[Problem]:
    for index, entry in enumerate(entries):
        if entry.archived and f"sources/{entry.archived}" not in known.files:
            yield Problem("missing-file", document.place((index, "archived")), f"sources/ 里没有 {entry.archived}",
                          "把文件放进 content/sources/，或删去 archived")
        kept = archives.get(entry.id)
        if kept and entry.sha256 and kept.digest != entry.sha256:
            yield Problem("digest-differs", document.place((index, "sha256")),
                          f"存档 {entry.archived} 与登记的 sha256 不符：文件是 {kept.digest}",
                          "存档不应改动：恢复原来的文件；登记时抄错了就改 sha256")


def _addresses(registries: Mapping[str, Any], documents: Mapping[str, Document], archives: Mapping[str, Archive],
               lists: Iterable[YearList]) -> Iterator[Problem]:
    """Ids and names of files that cannot be an address of the site, or meet another: publish.py would refuse them."""
    pages: dict[str, Place] = {}
    files: dict[str, Place] = {}
    names: dict[str, str] = {}
    for folder in ("themes", "units", "places", "sources"):
        enter(f"{folder}/index.html", names)
        for index, entry in enumerate(registries.get(f"{folder}.yml") or ()):
            document = documents[f"{folder}.yml"]
            if folder != "sources" or entry.id in archives:
                pages.setdefault(f"{folder}/{entry.id}.html", document.place((index, "id")))
            if folder == "sources" and entry.archived:
                files.setdefault(f"sources/{entry.archived}", document.place((index, "archived")))
    for record in (record for year in lists for task in year.tasks for record in task.records):
        for index, proof in enumerate(record.data.evidence):
            for key in ("file", "archived"):
                if name := getattr(proof, key):
                    files.setdefault(f"sources/{name}", record.document.place(("evidence", index, key)))
    for url, place in (*pages.items(), *files.items()):
        try:
            enter(url, names)
        except ValueError:
            yield Problem("address", place, f"网址 {url} 不能用，或者已经有了（大小写不算不同）",
                          "换一个编号或文件名：不用 index，也不用 con、nul 这些系统保留的名称")


def _unknown(name: str, known: Mapping[str, object] | None, registry: str) -> Iterator[tuple[str, str, str]]:
    if known is None or name in known:
        return
    near = schema.closest(name, known)
    yield ("unknown-reference", f"{registry} 里没有“{name}”" + (f"，是不是 {near}" if near else ""),
           f"先在 {registry} 里登记，或改成已有的编号")


def _reference(name: str, known: Mapping[str, object] | None, registry: str, place: Place) -> Iterator[Problem]:
    for code, message, hint in _unknown(name, known, registry):
        yield Problem(code, place, message, hint)


# --- the folders

Finding = tuple[str, tuple[str | int, ...], str, str]  # code, path in the data, message, hint


def _lists(documents: Mapping[str, Document], broken: set[str], explainers: Mapping[str, Source], known: Known,
           archives: Mapping[str, Archive]) -> tuple[tuple[YearList, ...], list[Problem]]:
    problems: list[Problem] = []
    folders: dict[str, dict[str, list[str]]] = {}
    for path in sorted({*documents, *broken}):
        parts = path.split("/")
        if len(parts) == 2:
            folders.setdefault(parts[0], {}).setdefault("", []).append(parts[1])
        elif len(parts) == 3:
            folders.setdefault(parts[0], {}).setdefault(parts[1], []).append(parts[2])
    lists = []
    for key, inside in folders.items():
        own = inside.pop("", [])
        if "plan.md" not in own:
            problems.append(Problem("missing-file", Place(f"{key}/plan.md"), f"{key}/ 里没有 plan.md",
                                    "一年的清单从 plan.md 开始；不是清单的文件夹请移到 content 之外"))
            continue
        if not LIST_NAME.fullmatch(key):
            problems.append(Problem("file-name", Place(f"{key}/plan.md"), f"清单的文件夹不能叫“{key}”",
                                    "写年份，一年有几份时加名称，例如 2026 或 2026-minsheng"))
        listing, found = _listing(key, own, documents, known, archives)
        problems += found
        tasks = []
        for folder, names in inside.items():
            task, found = _task(key, folder, names, documents, listing, known, explainers)
            problems += found
            if task:
                tasks.append(task)
        problems += _same_numbers(key, inside)
        if listing:
            lists.append(YearList(listing, tuple(sorted(tasks, key=lambda task: (task.number, task.key)))))
    lists.sort(key=lambda item: item.listing.key)
    lists.sort(key=lambda item: item.listing.plan.adopted.year, reverse=True)
    return tuple(lists), problems


def _same_numbers(key: str, folders: Iterable[str]) -> Iterator[Problem]:
    first: dict[int, str] = {}
    for folder in folders:
        if TASK_NAME.fullmatch(folder):
            other = first.setdefault(number_of(folder), folder)
            if other is not folder:
                yield Problem("file-name", Place(f"{key}/{folder}/task.md"),
                              f"第 {number_of(folder)} 件有两个文件夹：{key}/{other} 和 {key}/{folder}", "每件任务用自己的序号")


def number_of(folder: str) -> int:
    """The number of a task, which its folder begins with; 0 where the folder is not named so."""
    name = TASK_NAME.fullmatch(folder)
    return int(name[1]) if name else 0


def named(portal: Portal) -> dict[str, tuple[str, ...]]:
    """The other tasks that each task names, wherever in its files; tasks that name none are left out."""
    found = {}
    for task in (task for year in portal.lists for task in year.tasks):
        words = (word for document in (task.document, *(record.document for record in task.records)) for word in _texts(document.data))
        if names := tuple(dict.fromkeys(word for word in words if word in portal.known.tasks)):
            found[task.key] = names
    return found


def _texts(data: Data) -> Iterator[str]:
    """Every text in the data of a file."""
    if isinstance(data, str):
        yield data
    elif data is not None:
        for one in data.values() if isinstance(data, dict) else data:
            yield from _texts(one)


def in_list_order(tasks: Iterable[str]) -> tuple[str, ...]:
    """The keys of a list's tasks in the list's order."""
    return tuple(sorted(tasks, key=lambda task: (number_of(task.partition("/")[2]), task)))


def _listing(key: str, names: Iterable[str], documents: Mapping[str, Document], known: Known,
             archives: Mapping[str, Archive]) -> tuple[Listing | None, list[Problem]]:
    document = documents.get(f"{key}/plan.md")
    if document is None:
        return None, []
    plan, problems = schema.validate(document, schema.Plan)
    records, found = _records(f"{key}/", names, documents, known, plan.adopted if plan else None)
    problems += found
    for record in records:
        if record.data.kind not in ("adjustment", "correction"):
            problems.append(Problem("plan-record", record.document.place(("kind",)), "清单的记录只能是调整或勘误",
                                    "写 kind: adjustment 或 kind: correction；进展写在各件任务的文件夹里"))
    if plan is None:
        return None, problems
    problems += [Problem(code, document.place(at), message, hint)
                 for code, at, message, hint in plan_problems(plan, known, archives)]
    return Listing(key, document, plan, records, known.sources or {}, archives, known.units or {}), problems


def plan_problems(plan: schema.Plan, known: Known, archives: Mapping[str, Archive]) -> Iterator[Finding]:
    """What is wrong with a list's own terms, as first published or as changed."""
    if plan.period.end < plan.period.start:
        yield "date-order", ("period", "end"), "结束早于开始", "核对 period 的 start 和 end"
    if plan.adopted > plan.period.end:
        yield "date-order", ("adopted",), "公布日期晚于清单结束", "核对 adopted 和 period"
    for index, theme in enumerate(plan.themes):
        yield from ((code, ("themes", index), message, hint)
                    for code, message, hint in _unknown(theme, known.themes, "themes.yml"))
    yield from ((code, ("source", "id"), message, hint)
                for code, message, hint in _unknown(plan.source.id, known.sources, "sources.yml"))
    default = schema.Thresholds()
    for key in ("behind_points", "serious_points", "soon_days", "grace_days"):
        value, limit = getattr(plan.thresholds, key), getattr(default, key)
        # soon_days only says how early a due is announced: neither way eases a promise
        if value < 0 or (value > limit and key != "soon_days"):
            yield ("threshold-laxer", ("thresholds", key), f"{key} 只能比默认的 {limit} 更严",
                   "放宽界线会把慢的写成不慢；删去这一行就是默认值")
    if plan.thresholds.serious_points < plan.thresholds.behind_points:
        yield ("threshold-laxer", ("thresholds", "serious_points"), "serious_points 小于 behind_points",
               "严重滞后的界线不能比慢序时还低")
    for index, demand in enumerate(plan.demands):
        if demand.quote is None and demand.basis is None:
            yield ("missing-key", ("demands", index), "要求没有写原文", "写 quote: 要求的原文；本站自己增列的写 basis: portal")
        elif demand.quote is not None and demand.basis is not None:
            yield ("demand-basis", ("demands", index, "quote"), "本站增列的要求（basis: portal）没有原文", "二者只写一个")
        elif demand.quote is not None:
            yield from ((code, ("demands", index, "quote"), message, hint)
                        for code, message, hint in _verbatim(demand.quote, archives.get(plan.source.id)))


def _task(key: str, folder: str, names: Sequence[str], documents: Mapping[str, Document], listing: Listing | None,
          known: Known, explainers: Mapping[str, Source]) -> tuple[Task | None, list[Problem]]:
    problems: list[Problem] = []
    name = TASK_NAME.fullmatch(folder)
    path = f"{key}/{folder}/"
    if not name:
        problems.append(Problem("file-name", Place(path + "task.md"), f"任务的文件夹不能叫“{folder}”",
                                "序号、连字符、小写英文名称，例如 03-hydrogen"))
    if "task.md" not in names:
        problems.append(Problem("missing-file", Place(path + "task.md"), f"{path} 里没有 task.md", "承诺写在 task.md 里"))
    document = documents.get(path + "task.md")
    promise = None
    whole = True
    if document:
        promise, found = schema.validate(document, schema.Promise)
        problems += found
        whole = not found
    adopted = listing.plan.adopted if listing else None
    records, found = _records(path, names, documents, known, adopted)
    problems += found
    if document and promise:
        archives = listing.archives if listing else {}
        problems += [Problem(code, document.place(at), message, hint)
                     for code, at, message, hint in (*promise_problems(promise, key, known, archives),
                                                     *first_dates_problems(promise))
                     if whole or code != "missing-key"]
        if promise.start and promise.due and promise.start > promise.due:
            problems.append(Problem("date-order", document.place(("start",)), "启动时间晚于完成时限", "核对 start 和 due"))
    for record in records:
        if record.data.kind == "settlement":
            problems += [Problem(code, record.document.place(("carried_over_to",)), message, hint)
                         for code, message, hint in _lineage(record.data.carried_over_to, key, known.tasks)]
    if not (document and promise and listing and whole):
        return None, problems
    return Task(f"{key}/{folder}", number_of(folder), document, promise, records, explainers.get(path), listing), problems


def _lineage(other: str | None, key: str, known: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """A task that a task of the list `key` follows or goes on as: one of another list."""
    if other is None:
        return
    if not re.fullmatch(r"[^/]+/[^/]+", other) or other.split("/")[0] == key:
        yield "unknown-task", f"“{other}”不是另一份清单里的任务", "写 清单/文件夹，例如 2025/03-hydrogen"
    elif other not in known and any(task.split("/")[0] == other.split("/")[0] for task in known):
        near = schema.closest(other, known)
        yield ("unknown-task", f"没有 {other} 这件任务" + (f"，是不是 {near}" if near else ""),
               "写 清单/文件夹，例如 2025/03-hydrogen")


def _verbatim(quote: str, kept: Archive | None) -> Iterator[tuple[str, str, str]]:
    if kept is not None and plain(quote) not in kept.plain:
        yield ("quote-not-in-source", f"这句话在存档 {kept.path} 里找不到", "照存档的文字抄，一字不改（空白和标点的全角半角不计）")


def _references(promise: schema.Promise, known: Known) -> Iterator[Finding]:
    """Units, places, themes and sources that a promise names and no registry knows."""
    named: list[tuple[str | None, tuple[str | int, ...], Mapping[str, object] | None, str]] = [
        (promise.lead_unit, ("lead_unit",), known.units, "units.yml"),
        (promise.source.id, ("source", "id"), known.sources, "sources.yml")]
    for key in ("responsible_units", "supporting_units"):
        named += [(unit, (key, index), known.units, "units.yml") for index, unit in enumerate(getattr(promise, key))]
    for kind in ("measures", "milestones"):
        named += [(part.unit, (kind, index, "unit"), known.units, "units.yml")
                  for index, part in enumerate(getattr(promise, kind))]
    named += [(place, ("places", index), known.places, "places.yml") for index, place in enumerate(promise.places)]
    named += [(theme, ("themes", "ids", index), known.themes, "themes.yml")
              for index, theme in enumerate(promise.themes.ids if promise.themes else ())]
    named += [(target.baseline.source.id, ("targets", index, "baseline", "source", "id"), known.sources, "sources.yml")
              for index, target in enumerate(promise.targets) if target.baseline and target.baseline.source]
    for name, at, registered, registry in named:
        if name is not None:
            yield from ((code, at, message, hint) for code, message, hint in _unknown(name, registered, registry))


def _words(promise: schema.Promise, kept: Archive | None) -> Iterator[Finding]:
    """The quote stands in its source word for word, and each measure in the quote."""
    wrong = list(_verbatim(promise.quote, kept))
    yield from ((code, ("quote",), message, hint) for code, message, hint in wrong)
    for index, measure in enumerate(promise.measures):
        # where the quote itself is wrong, a measure that stands in the source is right
        if plain(measure.text) not in plain(promise.quote) and not (wrong and kept and plain(measure.text) in kept.plain):
            yield ("measure-not-in-quote", ("measures", index, "text"), "这句举措不在 quote 里", "照 quote 里的话抄，一字不改")


def promise_problems(promise: schema.Promise, key: str, known: Known, archives: Mapping[str, Archive]) -> Iterator[Finding]:
    """What is wrong with a promise of the list `key`, as first published or as changed (content-model.md, section 3)."""
    yield from _references(promise, known)
    yield from _words(promise, archives.get(promise.source.id))
    yield from ((code, ("predecessor",), message, hint)
                for code, message, hint in _lineage(promise.predecessor, key, known.tasks))
    for kind in ("measures", "milestones", "targets"):
        for index, part in enumerate(getattr(promise, kind)):
            if part.due and promise.due and part.due > promise.due:
                yield ("date-order", (kind, index, "due"), f"这一部分的时限晚于整件任务的时限 {promise.due}",
                       "任务的时限应当不早于每个部分的时限")
    for index, target in enumerate(promise.targets):
        if lacks_value(target):
            yield ("missing-key", ("targets", index), "目标没有写 value（做到多少）",
                   "加一个 value；没有数的常态化工作写 kind: ongoing")
    milestones = {milestone.id for milestone in promise.milestones}
    for index, milestone in enumerate(promise.milestones):
        for at, name in enumerate(milestone.after):
            if name not in milestones:
                near = schema.closest(name, milestones)
                yield ("unknown-part", ("milestones", index, "after", at),
                       f"没有“{name}”这个节点" + (f"，是不是 {near}" if near else ""), "写本任务另一个节点的编号")
    waits = {milestone.id: milestone.after for milestone in promise.milestones}
    for index, milestone in enumerate(promise.milestones):
        if _leads_back(milestone.id, waits):
            waits[milestone.id] = ()  # the circle is cut here: it is said once
            yield ("milestone-circle", ("milestones", index, "after"), f"节点“{milestone.id}”绕了一圈等自己",
                   "任务链从前往后排，不能互相等")


def lacks_value(target: schema.Target) -> bool:
    """Whether a target cannot be judged: without its value nothing is computed."""
    return target.value is None and target.kind != "ongoing"


def first_dates_problems(promise: schema.Promise) -> Iterator[Finding]:
    """What is wrong with the order of dates as first published; later changes may move a due past the others
    (content-model.md, section 5: points on or after the present due are left out)."""
    for number, target in enumerate(promise.targets):
        at = ("targets", number)
        due = target.due or promise.due
        previous: date | None = None
        for index, point in enumerate(target.plan):
            if previous and point.by <= previous:
                yield "date-order", (*at, "plan", index, "by"), "计划的日子要从早到晚，一天一个", "按日期排好"
            if due and point.by >= due:
                yield ("date-order", (*at, "plan", index, "by"), f"计划的日子应当早于时限 {due}",
                       "时限那天做到多少就是 value，不用再写")
            previous = point.by
        if target.figure_by is None:
            continue
        if target.kind in ("cumulative", "ongoing"):
            yield ("figure-by", (*at, "figure_by"), "累计和常态化的目标不写 figure_by",
                   "只有 level_up、level_down、at_most、at_least 的数才会晚于时限公布")
        elif due is None:
            yield "figure-by", (*at, "figure_by"), "没有时限就没有 figure_by", "先写 due"
        elif not due <= target.figure_by <= due + timedelta(days=FIGURE_DAYS):
            yield ("figure-by", (*at, "figure_by"), f"数据发布时间应当在时限 {due} 起的 {FIGURE_DAYS} 天以内",
                   "写到期的数哪天公布")


def _leads_back(name: str, waits: Mapping[str, Sequence[str]]) -> bool:
    seen: set[str] = set()
    ahead = list(waits[name])
    while ahead:
        step = ahead.pop()
        if step == name:
            return True
        if step not in seen:
            seen.add(step)
            ahead += waits.get(step, ())
    return False


# --- dated records


def _records(path: str, names: Iterable[str], documents: Mapping[str, Document], known: Known,
             adopted: date | None) -> tuple[tuple[Record, ...], list[Problem]]:
    problems: list[Problem] = []
    records = []
    wrong: list[tuple[date, str]] = []
    for name in names:
        match = RECORD_NAME.fullmatch(name)
        document = documents.get(path + name)
        if not match or document is None:
            continue
        try:
            day = date.fromisoformat(match[1])
            schema.adapter(schema.Day).validate_python(match[1])  # not so far away that the days counted from it are none
        except ValueError:
            problems.append(Problem("file-name", Place(path + name), f"没有 {match[1]} 这一天", "文件名是公布的日期"))
            continue
        if adopted and day < adopted:
            problems.append(Problem("date-order", Place(path + name), f"记录早于清单公布的日期 {adopted}",
                                    "文件名是公布的日期，核对它和 plan.md 的 adopted"))
        data, found = schema.validate_record(document)
        if data is not None:
            record = Record(name.removesuffix(".md"), day, document, data)
            found += [Problem(code, document.place(at), message, hint)
                      for code, at, message, hint in record_problems(data, day, known)]
            records.append(record)
        if found:
            wrong.append((day, name.removesuffix(".md")))
        problems += found
    # what comes after a broken record cannot be judged without it
    return tuple(sorted((record for record in records if not wrong or record.order < min(wrong)),
                        key=lambda record: record.order)), problems


def record_problems(data: schema.AnyRecord, day: date, known: Known, elsewhere: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """What is wrong inside a record of `day`, as published or as corrected; `elsewhere` are the names of evidence that
    corrections have brought."""
    if data.source:
        yield from ((code, ("source", "id"), message, hint)
                    for code, message, hint in _unknown(data.source.id, known.sources, "sources.yml"))
    if data.entered and data.entered < day:
        yield "date-order", ("entered",), "补录日期早于公布日期", "entered 是补录进来的那一天"
    for index, proof in enumerate(data.evidence):
        if not (proof.url or proof.file or proof.source):
            yield "evidence-empty", ("evidence", index), "凭据没有写在哪里", "写 url、file 或 source，至少一个"
        for key in ("file", "archived"):
            name = getattr(proof, key)
            if name and f"sources/{name}" not in known.files:
                yield "missing-file", ("evidence", index, key), f"sources/ 里没有 {name}", "把文件放进 content/sources/"
        if proof.source:
            yield from ((code, ("evidence", index, "source"), message, hint)
                        for code, message, hint in _unknown(proof.source, known.sources, "sources.yml"))
    own = {proof.id for proof in data.evidence} | elsewhere
    for path, item in _items(data):
        for index, name in enumerate(getattr(item, "evidence", ())):
            if name not in own:
                near = schema.closest(name, own)
                yield ("unknown-evidence", (*path, "evidence", index),
                       f"本记录没有凭据“{name}”" + (f"，是不是 {near}" if near else ""), "先在 evidence 里写明它是什么、在哪里")
        for key in ("on", "as_of", "closed"):
            happened = getattr(item, key, None)
            if happened and happened > day:
                yield ("date-future", (*path, key), f"{happened} 晚于记录公布的日期 {day}",
                       "已经发生的事不会晚于记录；核对日期或文件名")


def _items(data: schema.AnyRecord) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every entry, change and conclusion of a record with its path."""
    for key in (*schema.ENTRIES, "changes", "conclusions"):
        for index, item in enumerate(getattr(data, key, ())):
            yield (key, index), item
