"""All dates by month: what was met early or late, what passed without it, what is due, what is to come."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from portal.views import words
from portal.views.brief import Brief, brief
from portal.views.dates import Dated, How, dated
from portal.views.edition import Edition, Page
from portal.views.frame import Site
from portal.views.months import Month, by_month
from portal.views.parts import CELLS, LIGHTS, STATUSES, Entry, Frame, Glyph, Link
from portal.views.plans import whose
from portal.views.words import Kept, Run, Text, link, phrase

LIMIT = 600  # dates on the page: those nearest to today
GLYPHS: Mapping[How, Glyph | None] = {
    "met": STATUSES["completed"], "late": STATUSES["completed_late"], "claimed": STATUSES["reported_complete"],
    "missed": STATUSES["overdue"], "open": STATUSES["not_assessed"], "dropped": CELLS["dropped"], "told": None,
}


@dataclass(frozen=True, slots=True)
class CalendarView:
    """All that templates/calendar.html may use: this month and those to come, then those that are over, newest first.

    `note` says what a long page leaves out, or ""; `jumps` lead to the months.
    """

    frame: Frame
    title: str
    said: Text
    note: str
    jumps: tuple[Link, ...]
    ahead: tuple[Month, ...]
    past: tuple[Month, ...]


def pages(site: Site) -> Iterator[Page]:
    """calendar.html, where a promise names any date."""
    url = "calendar.html"
    if not site.has(url):
        return
    yield Page(url, "calendar.html", partial(_view, site, url), tuple(site.edition.tasks()))


def _view(site: Site, url: str) -> CalendarView:
    edition, today = site.edition, site.edition.as_of
    found = [(key, one) for key in edition.tasks() for one in edition.ask(dated, key)]
    near = sorted(found, key=lambda pair: abs((pair[1].day - today).days))[:LIMIT]
    entries = [_entry(edition, edition.ask(brief, key), one) for key, one in sorted(near, key=lambda pair: pair[1].day)]
    mark = sum(entry.day <= today.isoformat() for entry in entries)
    entries.insert(mark, Entry(today.isoformat(), "今天", strong=True, id="today", lines=("以下还没有到。",)))
    months = by_month(entries)
    this = next(index for index, month in enumerate(months) if month.id == today.isoformat()[:7])
    note = f"共{len(found)}个日子，这里列离今天最近的{LIMIT}个；每件任务的页面有它的全部日子。" if len(found) > LIMIT else ""
    frame = site.frame(url, "日历", f"{len(found)}个日子：到期的、做到的、过了的、还没有到的，截至{words.zh_date(today)}")
    said = ("截至", words.long_day(today), "，", *_said([one for _, one in found]))
    return CalendarView(frame, "日历", said, note, tuple(_jumps(months[this:], bool(this))), months[this:], months[:this][::-1])


def _jumps(months: Sequence[Month], past: bool) -> Iterator[Link]:
    """The ways to the months to come, and to those that are over."""
    if len(months) > 1:
        yield from (Link(month.title, f"#m-{month.id}") for month in months)
        if past:
            yield Link("已经过去的", "#past")


def _said(found: Sequence[Dated]) -> Iterator[str | Run | Kept]:
    """How the dates stand, in a sentence."""
    counts: Counter[How] = Counter(one.how for one in found)
    say: Mapping[How, str] = {"met": "按时做到{}个", "late": "晚做到{}个", "missed": "过了没有做到{}个",
                              "claimed": "自报{}个", "open": "还没有到{}个"}
    yield phrase("{}个日子", sum(counts[how] for how in say))
    for how, text in say.items():
        if counts[how]:
            yield "，"
            yield phrase(text, counts[how])
    yield "。"
    if aside := sum(counts[how] for how in ("dropped", "told")):
        yield phrase("另有{}个不计在内：", aside)
        yield "取消的、暂缓或终止的，和只是启动、发布数据的日子。"


def _entry(edition: Edition, task: Brief, one: Dated) -> Entry:
    glyph = LIGHTS["due_soon"] if one.how == "open" and one.day == edition.as_of else GLYPHS[one.how]
    runs: tuple[str | Run, ...] = (link(task.title, f"{task.key}/index.html"), f" {one.title}")
    return Entry(one.day.isoformat(), one.said, glyph, one.how == "missed", lines=(runs,),
                 note="，".join(filter(None, (one.note, whose(edition, task)))))
