"""The page of each list, and the first page: the newest list, or all lists of the newest year.

A list with progress records is a table, a row for each task; one without is the founding text itself (promises.py). Where no
task has a date, every light would say 无时间表: rows then show the status, and changes and gaps come before the table.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from portal import schema
from portal.views import plans, words
from portal.views.brief import Brief
from portal.views.disclosure import address
from portal.views.edition import Edition, ListState, Page
from portal.views.filters import filters
from portal.views.frame import Site, up
from portal.views.method import legend
from portal.views.news import News, entry, newest
from portal.views.parts import (
    STATUSES,
    AskRow,
    Entry,
    Fact,
    Filter,
    Frame,
    Lights,
    Link,
    Shapes,
    TaskTable,
)
from portal.views.pictures import Cells, cells, elapsed
from portal.views.plans import PlanParts, over, plan_parts
from portal.views.promises import PromisesView, promises_view
from portal.views.rows import table
from portal.views.totals import ask_rows, rest, sentence, totals
from portal.views.words import Text, link

NEWS = 6  # of what changed, and of what is due
PASSED = 3  # of those, dates that have passed
MONTH = 30  # days: how long an adjustment stands first


@dataclass(frozen=True, slots=True)
class ListView:
    """All that templates/list.html may use; a block whose field is empty is not on the page.

    `undated`: no task has a date, the table comes after what changed and what is not published.
    """

    frame: Frame
    title: str
    over: Text
    say: Text
    rest: str
    hint: str
    method: str
    lights: Lights | None
    filter: Filter | None
    table: TaskTable
    table_note: str
    cuts: tuple[Link, ...]
    totals: tuple[Fact, ...]
    undated: bool
    news: tuple[Entry, ...]
    news_more: tuple[Link, ...]
    coming: tuple[Entry, ...]
    coming_title: str
    coming_more: tuple[Link, ...]
    asks: tuple[AskRow, ...]
    asks_more: tuple[Link, ...]
    shapes: tuple[Shapes, ...]
    plan: PlanParts


@dataclass(frozen=True, slots=True)
class Overview:
    """A list on the first page: its sentence, and (met, total) of its tasks' parts."""

    title: str
    href: str
    over: Text
    say: Text
    score: tuple[int, int]
    cells: Cells


@dataclass(frozen=True, slots=True)
class YearsView:
    """All that templates/years.html may use: the lists of the newest year, and links to the older ones."""

    frame: Frame
    title: str
    over: Text
    lists: tuple[Overview, ...]
    older: tuple[Link, ...]


def pages(site: Site) -> Iterator[Page]:
    """index.html, and <list>/index.html for each list."""
    lists = site.edition.lists
    newest_year = [one for one in lists if one.key[:4] == lists[0].key[:4]]
    if len(newest_year) == 1:
        yield _page(site, lists[0], "index.html")
    else:
        yield Page("index.html", "years.html", partial(_years, site, newest_year), tuple(one.tasks for one in newest_year))
    for one in lists:
        yield _page(site, one, f"{one.key}/index.html")


def _page(site: Site, one: ListState, url: str) -> Page:
    edition = site.edition
    progress = any(edition.tags[key].progress for key in one.tasks)
    make = partial(_view if progress else _promises, site, one, url)
    return Page(url, "list.html" if progress else "promises.html", make, (progress, one.tasks, *map(edition.line, one.tasks)))


def _promises(site: Site, one: ListState, url: str) -> PromisesView:
    return promises_view(site, one, url, _cuts(site, site.edition.briefs(one), up(url)))


def _view(site: Site, one: ListState, url: str) -> ListView:
    root, edition, portal = up(url), site.edition, site.edition.portal
    states = edition.briefs(one)
    undated = all(state.light in ("none", None) and not state.coming for state in states)
    ways = filters(states, portal, lit=not undated)
    rows = table(edition, one, one.tasks, ways.marks, root, f"{one.terms.title}，截至{words.zh_date(edition.as_of)}")
    if undated:
        rows = replace(rows, rows=tuple(replace(row, glyph=STATUSES[state.status])
                                        for row, state in zip(rows.rows, states, strict=True)))
    said = sentence(states)
    return ListView(
        frame=site.frame(url, one.terms.title, f"{one.terms.title}：{plain(said)}截至{words.zh_date(edition.as_of)}"),
        title=one.terms.title, over=over(edition, one), say=said, rest=rest(states), hint=_hint(one, states), method=f"{root}method.html",
        lights=ways.lights, filter=ways.filter, table=rows,
        table_note=_table_note(edition, one, rows), cuts=_cuts(site, states, root), totals=totals(states),
        undated=undated, news=tuple(_news(edition, one, root)),
        news_more=tuple(Link(text, root + to) for text, to in (("全部记录", "updates.html"), ("全部改动", "changes.html"))
                        if site.has(to)),
        coming=tuple(_coming(edition, states, root)), coming_title=_coming_title(edition, states),
        coming_more=(Link("全年日历", f"{root}calendar.html"),) if site.has("calendar.html") else (),
        asks=ask_rows(states, _ask_places(edition, one, root)),
        asks_more=(Link("一件一件看", root + address(edition, one.key)),), shapes=legend(one.terms.thresholds),
        plan=plan_parts(site, one, root))


def plain(text: Text) -> str:
    """A line of words without its marks."""
    if isinstance(text, str):
        return text
    return "".join(run if isinstance(run, str) else plain(run.runs) if isinstance(run, words.Kept) else run.text
                   for run in text)


def _table_note(edition: Edition, one: ListState, rows: TaskTable) -> str:
    """What the bars of the table say."""
    said = "一格是一个部分：深色完成，空框自报。"
    if rows.tick:
        period = one.terms.period
        gone = words.percent(*elapsed(edition.as_of, period.start, period.end))
        whole = "今年" if plans.is_year(period) else "清单的时间"
        said += f"竖线是今天，{whole}已过{gone}%。" if edition.as_of < period.end else f"竖线是今天，{whole}的最后一天。"
    return said


def _hint(one: ListState, states: Sequence[Brief]) -> str:
    """What 慢序时 means in this list, where a task has it."""
    if not any(state.light == "behind" for state in states):
        return ""
    limits = one.terms.thresholds
    return (f"“慢序时”指比计划少{words.number(limits.behind_points)}至{words.number(limits.serious_points)}个百分点，"
            f"或过了时限不超过{limits.grace_days}天。")


def _cuts(site: Site, states: Sequence[Brief], root: str) -> tuple[Link, ...]:
    """The other ways to look at the tasks."""
    editorial = any(state.themes and state.themes.basis == "editorial" for state in states)
    ways = (("按责任单位", "units/index.html"), ("按主题（编辑归类）" if editorial else "按主题", "themes/index.html"),
            ("按地方", "places/index.html"))
    return tuple(Link(text, root + to) for text, to in ways if site.has(to))


def _news(edition: Edition, one: ListState, root: str) -> Iterator[Entry]:
    """The newest records; of those of the last month, adjustments and corrections come first."""
    def rank(found: tuple[str, News]) -> tuple[bool, bool]:
        old = (edition.as_of - found[1].day).days > MONTH
        return old, old or found[1].kind not in ("adjustment", "correction")

    for key, found in sorted(newest(edition, one.tasks), key=rank)[:NEWS]:
        yield entry(key, found, root)


def _coming(edition: Edition, states: Sequence[Brief], root: str) -> Iterator[Entry]:
    """The dates that have passed without being met, the oldest first, then those to come."""
    found = sorted(((one.day, state.number, one, state) for state in states for one in state.coming),
                   key=lambda one: one[:2])
    passed = [one for one in found if one[0] < edition.as_of]
    ahead = [one for one in found if one[0] >= edition.as_of]
    shown = passed[:PASSED]
    for day, _, one, state in shown + ahead[: NEWS - len(shown)]:
        claimed = "（自报完成，没有凭据）" if one.claimed else ""
        yield Entry(day.isoformat(), words.until(day, edition.as_of), strong=day < edition.as_of, lines=(
            (link(state.title, f"{root}{state.key}/index.html"), f" {one.title}{claimed}"),))
    if len(passed) > PASSED:
        yield Entry("", lines=(f"另有{len(passed) - PASSED}个日子已过，还没有完成。",))


def _coming_title(edition: Edition, states: Sequence[Brief]) -> str:
    """What the dates are: to come, passed, or both."""
    ahead = {one.day >= edition.as_of for state in states for one in state.coming}
    return {frozenset({True}): "快到的日子", frozenset({False}): "过了还没有完成的日子"}.get(frozenset(ahead), "过了的和快到的日子")


def _ask_places(edition: Edition, one: ListState, root: str) -> Iterator[tuple[schema.Ask, str]]:
    """Each ask of the list's demands, and where its gaps stand."""
    place = root + address(edition, one.key)
    for ask in dict.fromkeys(ask for demand in one.terms.demands for ask in demand.asks):
        yield ask, f"{place}#ask-{ask}"


def _years(site: Site, lists: Sequence[ListState]) -> YearsView:
    edition, url = site.edition, "index.html"
    title = edition.portal.settings.title
    said = f"{title}：{'、'.join(one.terms.title for one in lists)}，截至{words.zh_date(edition.as_of)}"
    return YearsView(
        frame=site.frame(url, title, said if lists else f"{title}：还没有公布清单"), title=title,
        over=("截至", words.long_day(edition.as_of)), lists=tuple(_overview(edition, one) for one in lists),
        older=tuple(Link(one.terms.title, f"{one.key}/index.html") for one in edition.lists if one not in lists))


def _overview(edition: Edition, one: ListState) -> Overview:
    states = edition.briefs(one)
    met, claimed, total = (sum(getattr(state.present, key) for state in states) for key in ("met", "claimed", "total"))
    return Overview(one.terms.title, f"{one.key}/index.html", over(edition, one), sentence(states), (met, total),
                    cells(met, claimed, total - met - claimed))
