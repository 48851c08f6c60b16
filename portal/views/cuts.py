"""The tasks of all lists cut by one key: responsible unit, theme, place. Only ids that a promise names have a page."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from portal import schema
from portal.views import words
from portal.views.brief import Brief, Tags, brief
from portal.views.disclosure import address
from portal.views.edition import Edition, ListState, Page
from portal.views.filters import filters, themes_in_order
from portal.views.frame import Site, up
from portal.views.ontime import record_of
from portal.views.parts import AskRow, Fact, Filter, Frame, Lights, Link, TaskTable
from portal.views.pictures import Figures
from portal.views.plans import source_words
from portal.views.rows import table
from portal.views.totals import DONE, ask_rows, rest, sentence, totals
from portal.views.words import Run, Text, link

SLOW = "“落后”是慢序时和严重滞后的件数。"
ROWS = 300  # tasks on a page; lists beyond it are counted and linked


@dataclass(frozen=True, slots=True)
class CutIndexView:
    """All that templates/cut_index.html may use: a row for each, those of one kind together."""

    frame: Frame
    title: str
    said: Text
    note: str
    table: Figures


@dataclass(frozen=True, slots=True)
class CutGroup:
    """The tasks of one list: a table, or (None) only how many they are."""

    title: str
    href: str
    count: int
    table: TaskTable | None


@dataclass(frozen=True, slots=True)
class CutView:
    """All that templates/cut.html may use; a block whose field is empty is not on the page."""

    frame: Frame
    up: Link
    title: str
    say: Text
    rest: str
    note: str
    facts: tuple[Fact, ...]
    lights: Lights | None
    filter: Filter | None
    groups: tuple[CutGroup, ...]
    totals: tuple[Fact, ...]
    record: Figures | None
    record_note: str
    asks: tuple[AskRow, ...]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A key by which tasks are cut."""

    folder: str
    name: str
    title: str
    ids: Callable[[Tags], tuple[str, ...]]


UNITS = _Kind("units", "", "责任单位", lambda tags: tags.units)
THEMES = _Kind("themes", "theme", "主题", lambda tags: tags.themes)
PLACES = _Kind("places", "place", "地方", lambda tags: tags.places)


@dataclass(frozen=True, slots=True)
class _Member:
    """A unit, theme or place with its tasks, list by list."""

    id: str
    name: str
    group: str
    lists: tuple[tuple[ListState, tuple[str, ...]], ...]

    @property
    def tasks(self) -> tuple[str, ...]:
        return tuple(key for _, keys in self.lists for key in keys)


def pages(site: Site) -> Iterator[Page]:
    """An index for each kind that occurs, and a page for each id."""
    for kind in (UNITS, THEMES, PLACES):
        if not site.has(f"{kind.folder}/index.html"):
            continue
        members = tuple(_members(site.edition, kind))
        url = f"{kind.folder}/index.html"
        yield Page(url, "cut_index.html", partial(_index, site, kind, members, url), tuple((one.id, one.tasks) for one in members))
        for member in members:
            url = f"{kind.folder}/{member.id}.html"
            yield Page(url, "cut.html", partial(_view, site, kind, member, url), (member.tasks, _parent(site.edition, kind, member.id)))


def _members(edition: Edition, kind: _Kind) -> Iterator[_Member]:
    """Those that occur, in the registry's order (themes in their own)."""
    found: dict[str, dict[str, list[str]]] = {}
    for one in edition.lists:
        for key in one.tasks:
            for name in dict.fromkeys(kind.ids(edition.tags[key])):
                found.setdefault(name, {}).setdefault(one.key, []).append(key)
    names = _names(edition, kind)
    lists = {one.key: one for one in edition.lists}
    for name in sorted(found, key=list(names).index):
        title, group = names[name]
        yield _Member(name, title, group, tuple((lists[key], tuple(tasks)) for key, tasks in found[name].items()))


def _names(edition: Edition, kind: _Kind) -> Mapping[str, tuple[str, str]]:
    """The name and the group of every registered id, in the order of the site."""
    portal = edition.portal
    if kind is UNITS:
        return {unit.id: (unit.short or unit.name, unit.kind or "") for unit in portal.units.values()}
    if kind is PLACES:
        return {place.id: (place.name, place.kind or "") for place in portal.places.values()}
    return {name: (title, "") for name, title in themes_in_order(portal).items()}


# --- the index


def _index(site: Site, kind: _Kind, members: Sequence[_Member], url: str) -> CutIndexView:
    groups = list(dict.fromkeys(member.group for member in members))
    tasks = {member.id: [site.edition.ask(brief, key) for key in member.tasks] for member in members}
    rows = tuple(_row(member, tasks[member.id], groups)
                 for member in sorted(members, key=lambda member: groups.index(member.group)))
    said = (words.phrase("{}个", len(members)), f"{kind.title}，截至", words.long_day(site.edition.as_of))
    return CutIndexView(
        site.frame(url, kind.title, f"{len(members)}个{kind.title}，各有几件任务，完成几件"), kind.title, said,
        (_basis(state for states in tasks.values() for state in states) if kind is THEMES else _counted(kind)) + SLOW,
        Figures(f"{kind.title}：各有几件任务，完成几件", (kind.title, "任务", "完成", "部分", "落后"), rows))


def _counted(kind: _Kind) -> str:
    """How a task comes to be counted here."""
    if kind is UNITS:
        return "牵头、责任、配合单位，和举措、节点写明的单位，都算。一件任务有几个单位，就在几处各算一次。"
    return "一件任务涉及几处，就在几处各算一次。"


def _row(member: _Member, states: Sequence[Brief], groups: Sequence[str]) -> tuple[Text, ...]:
    done = sum(state.status in DONE for state in states)
    met, total = (sum(getattr(state.present, key) for state in states) for key in ("met", "total"))
    group = (Run(f" {member.group}", "sub"),) if len(groups) > 1 else ()
    slow = sum(state.light in ("behind", "serious") for state in states)
    return (link(member.name, f"{member.id}.html"), *group), str(len(states)), str(done), f"{met}/{total}", str(slow)


def _basis(states: Iterable[Brief]) -> str:
    """Who said which theme a task belongs to."""
    bases = {state.themes.basis for state in states if state.themes}
    if bases == {"source"}:
        return "主题由原文写明。一件任务可以有几个主题。"
    return "主题由编辑归类，原文没有写。一件任务可以有几个主题。" if bases == {"editorial"} else \
        "有的主题由原文写明，有的由编辑归类。一件任务可以有几个主题。"


# --- one unit, theme or place


def _view(site: Site, kind: _Kind, member: _Member, url: str) -> CutView:
    root, edition = up(url), site.edition
    states = [edition.ask(brief, key) for key in member.tasks]
    shown = _shown(member)
    ways = filters([state for state in states if state.list in shown], edition.portal, without=kind.name)
    own = record_of(edition, member.id, member.tasks) if kind is UNITS else None
    responsible = [state for state in states if kind is not UNITS or _leads(state, member.id)]
    return CutView(
        frame=site.frame(url, member.name, f"{member.name}：{len(states)}件任务，截至{words.zh_date(edition.as_of)}"),
        up=Link(kind.title, "index.html"), title=member.name, say=sentence(states), rest=rest(states),
        note=_basis(states) if kind is THEMES else "", facts=tuple(_facts(edition, kind, member.id, root)),
        lights=ways.lights, filter=ways.filter, groups=tuple(_groups(edition, kind, member, root, shown, iter(ways.marks))),
        totals=totals(states), record=own.table if own else None, record_note=own.note if own else "",
        asks=ask_rows(responsible, _ask_places(edition, responsible, root)))


def _leads(promise: Brief, unit: str) -> bool:
    """Whether a unit answers for a task: it leads it or is responsible for it."""
    return unit == promise.lead_unit or unit in promise.responsible_units


def _shown(member: _Member) -> frozenset[str]:
    """The lists whose tasks have a row: the newest, the others while there is room."""
    room = ROWS
    found: set[str] = set()
    for one, tasks in member.lists:
        room -= len(tasks)
        if room >= 0 or not found:
            found.add(one.key)
    return frozenset(found)


def _groups(edition: Edition, kind: _Kind, member: _Member, root: str, shown: Collection[str], marks: Iterator[str]) -> Iterator[CutGroup]:
    for one, tasks in member.lists:
        rows = None
        if one.key in shown:
            rows = table(edition, one, tasks, [next(marks) for _ in tasks], root, f"{member.name}：{one.terms.title}")
            if kind is UNITS:
                rows = replace(rows, rows=tuple(
                    replace(row, note="，".join((roles(edition.ask(brief, key), member.id), *row.note.split("，")[1:])))
                    for row, key in zip(rows.rows, tasks, strict=True)))
        yield CutGroup(one.terms.title, f"{root}{one.key}/index.html", len(tasks), rows)


def roles(promise: Brief, unit: str) -> str:
    """What a unit does in a task: 牵头、责任; 举措、节点 where only parts name it."""
    found = [word for word, has in (
        ("牵头", promise.lead_unit == unit), ("责任", unit in promise.responsible_units),
        ("配合", unit in promise.supporting_units), ("举措", unit in promise.part_units[0]), ("节点", unit in promise.part_units[1]))
        if has]
    return "、".join(found)


def _facts(edition: Edition, kind: _Kind, name: str, root: str) -> Iterator[Fact]:
    portal = edition.portal
    if kind is UNITS:
        unit = portal.units[name]
        if unit.short:
            yield Fact("全称", unit.name)
        if unit.kind:
            yield Fact("类别", unit.kind)
        if unit.parent:
            yield Fact("上级单位", _unit(edition, unit.parent))
        if unit.phone:
            yield Fact("电话", unit.phone)
        if unit.address:
            yield Fact("地址", unit.address)
        if unit.url:
            yield Fact("网址", (link(unit.url, unit.url),))
    elif kind is PLACES:
        place = portal.places[name]
        if place.kind:
            yield Fact("类别", place.kind)
        if place.code:
            yield Fact("行政区划代码", place.code)
    elif (source := portal.themes[name].source) is not None:
        yield Fact("出处", source_words(portal, source, root))


def _unit(edition: Edition, name: str) -> Text:
    """A unit's name, linked where it has a page."""
    unit = edition.portal.units[name]
    runs: tuple[str | Run, ...] = (link(unit.name, f"{name}.html"),)
    return runs if _occurs(edition, name) else unit.name


def _occurs(edition: Edition, unit: str) -> bool:
    return any(unit in tags.units for tags in edition.tags.values())


def _parent(edition: Edition, kind: _Kind, name: str) -> bool:
    """Whether the unit above a unit has a page."""
    parent = edition.portal.units[name].parent if kind is UNITS else None
    return bool(parent) and _occurs(edition, parent or "")


def _ask_places(edition: Edition, states: Sequence[Brief], root: str) -> Iterator[tuple[schema.Ask, str]]:
    """Each ask of the lists that these tasks belong to, and where its gaps stand: in the newest list that asks it."""
    keys = {state.list for state in states}
    places: dict[schema.Ask, str] = {}
    for one in edition.lists:
        if one.key in keys:
            for demand in one.terms.demands:
                for ask in demand.asks:
                    places.setdefault(ask, f"{root}{address(edition, one.key)}#ask-{ask}")
    yield from places.items()
