"""What has been published and what has not: tasks against asks, the demands behind the asks, and a request to copy.

disclosure.html shows the newest list that makes demands; each other such list has <list>/disclosure.html, since a matrix
of all lists would be too heavy for a phone.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from portal import schema
from portal.views import words
from portal.views.brief import Brief
from portal.views.edition import Edition, ListState, Page
from portal.views.frame import Site, up
from portal.views.labels import ASK, ASK_CALLS, ASK_PLAIN
from portal.views.parts import Ask, Demand, Entry, Fact, Frame, Glyph, Link
from portal.views.request import ADVICE, requests
from portal.views.words import Kept, Run, Text, emphasised, link, long_day, phrase

ANSWERS: Mapping[str, Glyph] = {
    "answered": Glyph("c-met", "good", "已公布"),
    "missing": Glyph("c-open", "", "未公布"),
    "not_applicable": Glyph("c-drop", "", "不涉及"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """A demand as the head of `span` columns."""

    title: str
    span: int


@dataclass(frozen=True, slots=True)
class Column:
    """An ask: `id` is `ask-funding`; a second demand that asks the same has no id."""

    id: str
    title: str
    count: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether a task has published something, and the way to the request for it where it has not."""

    glyph: Glyph
    href: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A task: `id` is its folder; one shape with its word for each column."""

    id: str
    number: str
    title: str
    href: str
    note: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Tasks against asks: what templates/components/matrix.html prints. `count` is answered/asked, 不涉及 left out."""

    caption: str
    groups: tuple[Group, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class DisclosureView:
    """All that templates/disclosure.html may use; a block whose field is empty is not on the page."""

    frame: Frame
    title: str
    over: Text
    said: Text
    facts: tuple[Fact, ...]
    matrix: Matrix
    demands: tuple[Demand, ...]
    gaps: tuple[Entry, ...]
    not_applicable: tuple[Fact, ...]
    request: str
    request_mail: str
    request_note: str
    others: tuple[Link, ...]


def pages(site: Site) -> Iterator[Page]:
    """The matrix of each list that makes demands."""
    for one in asking(site.edition):
        url = address(site.edition, one.key)
        yield Page(url, "disclosure.html", partial(_view, site, one, url), one.tasks)


def asking(edition: Edition) -> tuple[ListState, ...]:
    """The lists that make demands, newest first."""
    return tuple(one for one in edition.lists if one.terms.demands)


def address(edition: Edition, key: str) -> str:
    """Where the matrix of a list stands."""
    newest = next((one.key for one in asking(edition)), None)
    return "disclosure.html" if key == newest else f"{key}/disclosure.html"


Letter = Callable[[schema.Demand, schema.Ask], tuple[str, str, str]]


def demand_parts(terms: schema.Plan, asks: Collection[schema.Ask], letter: Letter | None = None) -> tuple[Demand, ...]:
    """A list's demands in the founding text's words, each with those of its asks that are in `asks`; one without any is
    left out. `letter` gives the id, the request and the mail of an ask where it first stands (parts.Ask)."""
    found = []
    before: set[schema.Ask] = set()
    for demand in terms.demands:
        own = [ask for ask in demand.asks if ask in asks]
        if not own:
            continue
        questions = tuple(Ask(ASK[ask], ASK_PLAIN[ask], *(letter(demand, ask) if letter and ask not in before else ()))
                          for ask in own)
        before.update(own)
        if demand.quote is None:
            found.append(Demand(demand.title, "", questions, "本站增列", "原文没有要求这几项；不公布，做没做到就无从核对。"))
        else:
            calls = [call for ask in own for call in ASK_CALLS[ask]]
            found.append(Demand(demand.title, emphasised(demand.quote, calls), questions))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Counts:
    """Of one ask: tasks that have published it, tasks that should have."""

    answered: int
    asked: int


def _view(site: Site, one: ListState, url: str) -> DisclosureView:
    root, states, edition = up(url), site.edition.briefs(one), site.edition
    asks = tuple(dict.fromkeys(ask for demand in one.terms.demands for ask in demand.asks))
    counts = {ask: _Counts(sum(ask in state.disclosure.answered for state in states),
                           sum(ask not in state.disclosure.not_applicable for state in states)) for ask in asks}
    answered, asked = (sum(getattr(count, key) for count in counts.values()) for key in ("answered", "asked"))
    missing = [ask for ask in asks if counts[ask].answered < counts[ask].asked]
    partly = "（已经公布的除外）" if answered else ""
    letters = requests(edition.portal, one.terms, f"{one.terms.title}每一件{partly}", one.terms.title)
    request = letters.everything(missing)
    description = f"{one.terms.title}：要求公布{asked}处，已公布{answered}处，截至{words.zh_date(edition.as_of)}"
    return DisclosureView(
        frame=site.frame(url, f"没有公布什么：{one.terms.title}", description), title="没有公布什么",
        over=(link(one.terms.title, f"{root}{one.key}/index.html"), "，截至", long_day(edition.as_of)),
        said=_said(len(states), len(asks), answered, asked),
        facts=tuple(_facts(one, counts)), matrix=_matrix(one, states, counts, root),
        demands=tuple(_counted(demand, counts) for demand in demand_parts(one.terms, asks)),
        gaps=tuple(_gaps(states, root)), not_applicable=tuple(_excused(states, root)), request=request,
        request_mail=letters.mail("的信息", request) if request else "",
        request_note=ADVICE if request else "",
        others=tuple(Link(other.terms.title, root + address(edition, other.key), other is one)
                     for other in asking(edition)) if len(asking(edition)) > 1 else ())


def _said(tasks: int, asks: int, answered: int, asked: int) -> Text:
    if not tasks:
        return "清单里还没有任务。"
    runs: list[str | Run | Kept] = [phrase("{}件事，每件问{}项，", tasks, asks), phrase("共要求公布{}处，", asked)]
    if answered == asked:
        return (*runs, "都已公布。")
    return (*runs, phrase("已经公布{}处。", answered) if answered else "一处都没有公布。")


def _facts(one: ListState, counts: Mapping[schema.Ask, _Counts]) -> Iterator[Fact]:
    nowhere = [ASK[ask] for ask, count in counts.items() if not count.answered and count.asked]
    everywhere = [ASK[ask] for ask, count in counts.items() if count.answered == count.asked > 0]
    if everywhere:
        yield Fact("都公布了", f"{len(everywhere)}项", "、".join(everywhere))
    if nowhere:
        yield Fact("都没有公布", f"{len(nowhere)}项", "、".join(nowhere) if len(nowhere) < len(counts) else "")
    own = {ask for demand in one.terms.demands if demand.basis == "portal" for ask in demand.asks}
    asked_by_text = len(counts) - len(own & counts.keys())
    yield Fact("谁要求的", f"原文要求{asked_by_text}项", f"本站增列{len(own)}项" if own else "")
    yield Fact("未公布", "本站收录的公开材料里没有", "不等于不存在，也不等于没有做")
    yield Fact("不涉及", "记录里写明理由的，不算在内")


def _matrix(one: ListState, states: Iterable[Brief], counts: Mapping[schema.Ask, _Counts], root: str) -> Matrix:
    columns: list[Column] = []
    for demand in one.terms.demands:
        for ask in demand.asks:
            name = f"ask-{ask}"
            first = name not in {column.id for column in columns}
            columns.append(Column(name if first else "", ASK[ask], f"{counts[ask].answered}/{counts[ask].asked}"))
    rows = []
    for state in sorted(states, key=lambda state: (-len(state.disclosure.missing), state.number)):
        lacking = len(state.disclosure.missing)
        cells = tuple(_cell(state, ask, root) for demand in one.terms.demands for ask in demand.asks)
        rows.append(Row(state.folder, f"{state.number:02}", state.title,
                        _gaps_of(state, root), f"{lacking}项未公布" if lacking else "都已公布", cells))
    groups = tuple(Group(demand.title, len(demand.asks)) for demand in one.terms.demands)
    return Matrix(f"{one.terms.title}：每件公布了什么，没有公布的多的在前", groups, tuple(columns), tuple(rows))


def _cell(state: Brief, ask: schema.Ask, root: str) -> Cell:
    answer = next(kind for kind in ANSWERS if ask in getattr(state.disclosure, kind))
    return Cell(ANSWERS[answer], f"{root}{state.key}/index.html#q-{ask}" if answer == "missing" else "")


def _gaps_of(state: Brief, root: str) -> str:
    return f"{root}{state.key}/index.html" + ("#missing" if state.disclosure.missing else "")


def _counted(demand: Demand, counts: Mapping[schema.Ask, _Counts]) -> Demand:
    by_title = {ASK[ask]: count for ask, count in counts.items()}
    asks = tuple(replace(ask, question=f"{ask.question}。{_published(by_title[ask.title])}")
                 for ask in demand.asks)
    return replace(demand, asks=asks)


def _published(count: _Counts) -> str:
    if not count.answered:
        return f"{count.asked}件都没有公布"
    return f"{count.asked}件公布了{count.answered}件"


def _gaps(states: tuple[Brief, ...], root: str) -> Iterator[Entry]:
    """Tasks with the same gaps together, most gaps first."""
    groups: dict[tuple[schema.Ask, ...], list[Brief]] = {}
    for state in states:
        groups.setdefault(state.disclosure.missing, []).append(state)
    for missing, found in sorted(groups.items(), key=lambda group: (-len(group[0]), group[1][0].number)):
        if not missing:
            continue
        tasks: list[str | Run] = []
        for state in found:
            tasks += ["、"] if tasks else []
            tasks.append(link(f"{state.number:02}\u00a0{state.title}", _gaps_of(state, root)))
        yield Entry("", f"{len(found)}件，{'各' if len(found) > 1 else ''}缺{len(missing)}项", strong=True,
                    lines=("、".join(ASK[ask] for ask in missing),), note=tuple(tasks))


def _excused(states: tuple[Brief, ...], root: str) -> Iterator[Fact]:
    for state in states:
        for ask, reason in state.not_applicable.items():
            if ask in state.disclosure.not_applicable:
                yield Fact(ASK[ask], reason, (link(f"{state.number:02}\u00a0{state.title}", f"{root}{state.key}/index.html"),))
