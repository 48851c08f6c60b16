"""Where everything is taken from: the registered sources, and each archived text with the passages that are quoted marked.

A passage has a permanent address: sources/<source>.html#03-hydrogen, the folder of the task that quotes it, or
#demand-path; #p4 is a paragraph. Archived characters are shown unchanged: only what lies between them is ours.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from portal import schema
from portal.library import Archive, Portal, plain
from portal.state import TaskState
from portal.views.brief import used_sources
from portal.views.disclosure import address
from portal.views.edition import Edition, ListState, Page
from portal.views.frame import Site, up
from portal.views.labels import RECORD_KIND
from portal.views.parts import Fact, Frame, Link
from portal.views.task_records import record_id
from portal.views.words import Text, day, link, phrase


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of the archive; `marked`: quoted. `id` and `also` are the anchors of the passages that begin here,
    `links` lead to those that quote them."""

    text: str
    marked: bool = False
    id: str = ""
    also: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    id: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class SourceItem:
    """A registered source: `href` leads to its text, "" where none is archived."""

    id: str
    title: str
    href: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class SourcesView:
    """All that templates/sources.html may use."""

    frame: Frame
    title: str
    said: Text
    items: tuple[SourceItem, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """All that templates/source.html may use."""

    frame: Frame
    title: str
    index: str
    facts: tuple[Fact, ...]
    paragraphs: tuple[Paragraph, ...]
    marked: int
    uses: tuple[Link, ...]


def pages(site: Site) -> Iterator[Page]:
    """The register of sources, and a page for each archived text."""
    portal = site.edition.portal
    if not portal.sources:
        return
    url = "sources/index.html"
    items = tuple(SourceItem(entry.id, entry.title, f"{entry.id}.html" if entry.id in portal.archives else "",
                             tuple(_facts(entry, portal.archives.get(entry.id)))) for entry in portal.sources.values())
    said = (phrase("登记了{}个来源，", len(items)), phrase("{}个存有全文。", sum(bool(item.href) for item in items)))
    yield Page(url, "sources.html", lambda: SourcesView(site.frame(url, "来源", f"{len(items)}个来源和它们的存档"), "来源", said, items))
    tasks = _tasks(site.edition)
    for name, kept in portal.archives.items():
        yield _page(site, portal.sources[name], kept, tasks.get(name, {}))


Tasks = Mapping[str, Sequence[str]]  # of a source: the keys of the tasks that name it, by the key of their list


def _tasks(edition: Edition) -> Mapping[str, Tasks]:
    """By source, the tasks that name it; no other task is asked for its page."""
    found: dict[str, dict[str, list[str]]] = {}
    for one in edition.lists:
        for key in one.tasks:
            for name in edition.tags[key].sources:
                found.setdefault(name, {}).setdefault(one.key, []).append(key)
    return found


def passage(portal: Portal, source_id: str, quote: str, task: str = "") -> str:
    """Where a quote stands, relative to sources/: `conference.html#03-hydrogen`; "" where no archived text holds it.

    `task`: the key of the task whose quote it is; otherwise it is looked for among the demands, and what nobody quotes is
    found by its paragraph.
    """
    kept = portal.archives.get(source_id)
    if kept is None or plain(quote) not in kept.plain:
        return ""
    if task:
        return f"{source_id}.html#{_task_id(portal, source_id, task)}"
    for year in portal.lists:
        for demand in year.listing.plan.demands if year.listing.plan.source.id == source_id else ():
            if demand.quote == quote:
                return f"{source_id}.html#{_demand_id(portal, source_id, year.listing.key, demand)}"
    at = span(kept, solid(kept.text), quote)
    number = sum(start <= at[0] for start, _ in _paragraphs(kept.text)) if at else 1
    return f"{source_id}.html#p{number}"


def solid(text: str) -> tuple[int, ...]:
    """Where the characters stand that are not white space: one for each character of `library.plain(text)`."""
    return tuple(index for index, char in enumerate(text) if not char.isspace())


def span(kept: Archive, at: Sequence[int], quote: str) -> tuple[int, int] | None:
    """Where a quote begins and ends in an archived text, white space and width of punctuation aside (`library.plain`);
    `at` is `solid(kept.text)`."""
    words = plain(quote)
    start = kept.plain.find(words) if words else -1
    return (at[start], at[start + len(words) - 1] + 1) if start >= 0 else None


# --- the names of passages


def _first_list(portal: Portal, source_id: str) -> str | None:
    """The first list that stands on a source: its tasks and demands have short ids there, those of later ones their key."""
    lists = [(year.listing.plan.adopted, year.listing.key) for year in portal.lists
             if year.listing.plan.source.id == source_id]
    return min(lists)[1] if lists else None


def _task_id(portal: Portal, source_id: str, task: str) -> str:
    key, _, folder = task.partition("/")
    return folder if key == _first_list(portal, source_id) else task


def _demand_id(portal: Portal, source_id: str, key: str, demand: schema.Demand) -> str:
    return f"demand-{demand.id}" if key == _first_list(portal, source_id) else f"demand-{key}/{demand.id}"


# --- one source


def _facts(entry: schema.SourceEntry, kept: Archive | None) -> Iterator[Fact]:
    unknown = "原文未载" if kept else "没有登记"
    yield Fact("类别", entry.kind)
    yield Fact("发布者", entry.publisher or unknown)
    yield Fact("日期", (day(entry.date),) if entry.date else unknown)
    if entry.url:
        yield Fact("网址", (link(entry.url, entry.url),))
    if entry.archived:
        yield Fact("存档", (link(entry.archived, entry.archived),), "有编者说明的，写在文件开头")
    digest = kept.digest if kept else entry.sha256
    if digest:
        yield Fact("SHA-256", digest, "每次生成本站都核对" if kept and entry.sha256 else "")


def _page(site: Site, entry: schema.SourceEntry, kept: Archive, tasks: Tasks) -> Page:
    url = f"sources/{entry.id}.html"
    return Page(url, "source.html", partial(_view, site, entry, kept, tasks, url), tuple(key for keys in tasks.values() for key in keys))


def _view(site: Site, entry: schema.SourceEntry, kept: Archive, tasks: Tasks, url: str) -> SourceView:
    marks = list(_marks(site.edition, entry.id, kept, tasks, up(url)))
    return SourceView(
        frame=site.frame(url, entry.title, f"{entry.title}：存档全文，引用的地方有标记"), title=entry.title,
        index="index.html", facts=tuple(_facts(entry, kept)), paragraphs=tuple(_marked(kept.text, marks)),
        marked=len(marks), uses=tuple(_uses(site.edition, entry.id, tasks, up(url))))


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    stop: int
    id: str
    link: Link


def _marks(edition: Edition, source_id: str, kept: Archive, tasks: Tasks, root: str) -> Iterator[_Mark]:
    """Every passage that a demand or a task of the edition quotes."""
    portal, places = edition.portal, solid(kept.text)
    several = sum(_stands_on(edition, one, source_id, tasks) for one in edition.lists) > 1
    for one in edition.lists:
        prefix = f"{one.key} " if several else ""
        if one.terms.source.id == source_id:
            for demand in one.terms.demands:
                at = span(kept, places, demand.quote) if demand.quote else None
                if at:
                    yield _Mark(*at, _demand_id(portal, source_id, one.key, demand),
                                Link(f"{prefix}要求：{demand.title}", root + address(edition, one.key)))
        for said in (edition.ask(quoted, key) for key in tasks.get(one.key, ())):
            at = span(kept, places, said.quote) if said.source == source_id else None
            if at:
                yield _Mark(*at, _task_id(portal, source_id, said.key),
                            Link(f"{prefix}第{said.number}件 {said.title}", f"{root}{said.key}/index.html"))


@dataclass(frozen=True, slots=True)
class Quoted:
    """The passage that a task quotes, and what else it takes from registered sources: (source, words, anchor)."""

    key: str
    number: int
    title: str
    source: str
    quote: str
    uses: tuple[tuple[str, str, str], ...]


def quoted(portal: Portal, state: TaskState) -> Quoted:
    """What a task takes from where."""
    promise = state.shown_promise
    return Quoted(state.task.key, state.task.number, promise.title, promise.source.id, promise.quote, tuple(_used(state)))


def _used(state: TaskState) -> Iterator[tuple[str, str, str]]:
    for name, what in used_sources(state):
        if isinstance(what, schema.Target):
            yield name, f"{what.title}的基期", ""
        else:
            yield name, f"{what.record.day}的{RECORD_KIND[what.data.kind]}", f"#{record_id(what.record.name)}"


def _stands_on(edition: Edition, one: ListState, source_id: str, tasks: Tasks) -> bool:
    return one.terms.source.id == source_id or any(edition.ask(quoted, key).source == source_id for key in tasks.get(one.key, ()))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where each run of lines without an empty one begins and ends."""
    for found in re.finditer(r"(?:^[^\n]*\S[^\n]*(?:\n|\Z))+", text, re.MULTILINE):
        yield found.start(), found.start() + len(found[0].rstrip("\n"))


def _marked(text: str, marks: Iterable[_Mark]) -> Iterator[Paragraph]:
    """The text cut wherever a passage begins or ends; joined again it is the text."""
    marks = sorted(marks, key=lambda mark: (mark.start, mark.stop))
    for number, (begin, end) in enumerate(_paragraphs(text), 1):
        inside = [mark for mark in marks if mark.start < end and mark.stop > begin]
        cuts = sorted({begin, end, *(at for mark in inside for at in (mark.start, mark.stop) if begin < at < end)})
        pieces = []
        for start, stop in pairwise(cuts):
            begun = [mark for mark in inside if mark.start == start]
            ids = tuple(mark.id for mark in begun)
            marked = any(mark.start <= start and stop <= mark.stop for mark in inside)
            pieces.append(Piece(text[start:stop], marked, "".join(ids[:1]), ids[1:], tuple(mark.link for mark in begun)))
        yield Paragraph(f"p{number}", tuple(pieces))


def _uses(edition: Edition, source_id: str, tasks: Tasks, root: str) -> Iterator[Link]:
    """Records that name a source, and figures that stand on it."""
    for said in (edition.ask(quoted, key) for keys in tasks.values() for key in keys):
        for name, words, anchor in said.uses:
            if name == source_id:
                yield Link(f"第{said.number}件 {said.title}：{words}", f"{root}{said.key}/index.html{anchor}")
