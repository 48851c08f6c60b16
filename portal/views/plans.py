"""A list of itself: what was adopted when and from where, its own thresholds and changes, the lists before and after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from portal import schema
from portal.library import Portal
from portal.markdown import to_html
from portal.views.brief import Brief
from portal.views.edition import Edition, ListState
from portal.views.fieldwords import plan_field_words, plan_value_words
from portal.views.frame import Site
from portal.views.labels import RECORD_KIND, STATUS
from portal.views.parts import RECORDS, Entry, Fact, Link
from portal.views.words import Kept, Run, Text, changed, link, long_day, number

LIMITS: Mapping[str, tuple[str, str]] = {
    "behind_points": ("慢序时", "个百分点"), "serious_points": ("严重滞后", "个百分点"), "soon_days": ("临期", "天"),
    "grace_days": ("宽限", "天"),
}


@dataclass(frozen=True, slots=True)
class PlanParts:
    """What the page of a list says of the list itself; empty where there is nothing to say."""

    source: Text
    body: Markup
    limits: tuple[Fact, ...]
    changes: tuple[Entry, ...]
    lineage: tuple[Entry, ...]
    others: tuple[Link, ...]


def plan_parts(site: Site, one: ListState, root: str) -> PlanParts:
    """The list itself, for a page at `root`."""
    edition = site.edition
    body = one.listing.document.body.strip()
    return PlanParts(
        source_words(edition.portal, one.terms.source, root), to_html(body) if body else Markup(""),
        tuple(_limits(one.terms.thresholds)), tuple(own_changes(edition, one)), tuple(_lineage(edition, one, root)),
        tuple(_others(edition, one, root)))


def over(edition: Edition, one: ListState, verb: str = "公布") -> Text:
    """2026年1月8日公布，截至2026年6月30日."""
    return (long_day(one.terms.adopted), f"{verb}，截至", long_day(edition.as_of))


def whose(edition: Edition, task: Brief) -> str:
    """Which list a task is of, and its number there; "" in the newest list, where it is the only one of its year."""
    newest = edition.lists[0].key
    if task.list == newest and sum(one.key[:4] == newest[:4] for one in edition.lists) == 1:
        return ""
    return f"{title_of(edition, task)}第{task.number}件"


def title_of(edition: Edition, task: Brief) -> str:
    """The title of a task's list."""
    return next(one.terms.title for one in edition.lists if one.key == task.list)


def source_words(portal: Portal, ref: schema.SourceRef, root: str) -> Text:
    """A source with the way to its archived text, or to its place in the register."""
    entry = portal.sources[ref.id]
    href = f"{root}sources/{ref.id}.html" if ref.id in portal.archives else f"{root}sources/index.html#{ref.id}"
    where = ref.locator if ref.locator and ref.locator not in entry.title else ""
    return (link(entry.title, href), *((f"，{where}",) if where else ()))


def own_changes(edition: Edition, one: ListState) -> Iterator[Entry]:
    """The records of the list itself, newest first: what they changed of its title, themes, demands or terms, and why."""
    for record in reversed([record for record in one.listing.records if record.day <= edition.as_of]):
        data = record.data
        if not isinstance(data, schema.Adjustment | schema.Correction):
            continue
        lines: list[Text] = []
        for change in data.changes:
            old, new = (plan_value_words(edition.portal, change.field, value) for value in (change.old, change.new))
            lines.append((f"{plan_field_words(one.terms, change.field)} ", changed(old, new)))
        yield Entry(record.day.isoformat(), RECORD_KIND[data.kind], RECORDS.get(data.kind), strong=True,
                    lines=tuple(lines), facts=tuple(grounds(data)))


def grounds(data: schema.Adjustment | schema.Correction) -> Iterator[Fact]:
    """Why, on what basis and by whom something was changed, or who found the mistake."""
    if data.reason:
        yield Fact("原因", data.reason)
    if isinstance(data, schema.Correction):
        yield Fact("谁发现的", data.found_by)
    else:
        yield Fact("依据", data.basis, data.doc_no if data.doc_no and data.doc_no not in data.basis else "")
        yield Fact("审批单位", data.approver)


def is_year(period: schema.Period) -> bool:
    """Whether a list's time is a calendar year."""
    return (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31) \
        and period.start.year == period.end.year


def _limits(limits: schema.Thresholds) -> Iterator[Fact]:
    """The thresholds that differ from the defaults: a list may be stricter."""
    default = schema.Thresholds()
    for key, (name, unit) in LIMITS.items():
        own, usual = getattr(limits, key), getattr(default, key)
        if own != usual:
            yield Fact(name, f"{number(own)}{unit}", f"通常{number(usual)}{unit}")


def _others(edition: Edition, one: ListState, root: str) -> Iterator[Link]:
    """The other lists, newest first, this one among them; nothing where it is the only one."""
    if len(edition.lists) > 1:
        for other in edition.lists:
            yield Link(other.terms.title, f"{root}{other.key}/index.html", other is one)


def _lineage(edition: Edition, one: ListState, root: str) -> Iterator[Entry]:
    """The tasks that go on from an earlier list, or in a later one."""
    for task in edition.briefs(one):
        before, later = edition.find(task.predecessor), edition.find(edition.successors.get(task.key, ""))
        if before is None and later is None:
            continue
        runs: list[str | Run | Kept] = [link(task.title, f"{root}{task.key}/index.html")]
        if before is not None:
            runs += ["，接", *_task(edition, before, root)]
        if later is not None:
            runs += ["，接着是", *_task(edition, later, root)]
        yield Entry("", f"第{task.number}件", lines=(tuple(runs),))


def _task(edition: Edition, task: Brief, root: str) -> tuple[str | Run, ...]:
    carried = "，结转" if task.carried_over_to else ""
    words = f"{title_of(edition, task)}第{task.number}件{task.title}"
    return link(words, f"{root}{task.key}/index.html"), f"（{STATUS[task.status]}{carried}）"
