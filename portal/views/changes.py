"""Every adjustment, correction and later supplement: from what to what, why, on what basis, by whom.

Supplements within the first days after the adoption belong to the original promise and are no change of it (section 5).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from portal.library import Portal
from portal.replay import EARLY_DAYS
from portal.state import TaskState
from portal.views import words
from portal.views.brief import brief, changed_records
from portal.views.edition import Edition, Page
from portal.views.frame import Site
from portal.views.months import LIMIT, Month, by_month
from portal.views.parts import Entry, Frame
from portal.views.plans import own_changes, whose
from portal.views.task_records import change_entries
from portal.views.words import Kept, Run, Text, link, phrase


@dataclass(frozen=True, slots=True)
class ChangesView:
    """All that templates/changes.html may use; `note` says what a long page leaves out, or ""."""

    frame: Frame
    title: str
    said: Text
    rule: str
    note: str
    months: tuple[Month, ...]


def pages(site: Site) -> Iterator[Page]:
    """changes.html, where anything was changed."""
    url = "changes.html"
    if not site.has(url):
        return
    yield Page(url, "changes.html", partial(_view, site, url), tuple(key for key, one in site.edition.tags.items() if one.changed))


def _view(site: Site, url: str) -> ChangesView:
    edition = site.edition
    entries = [entry for key in edition.tasks() for entry in _entries(edition, key)]
    entries += [replace(entry, ref=(link(one.terms.title, f"{one.key}/index.html"),))
                for one in edition.lists for entry in own_changes(edition, one)]
    entries.sort(key=lambda entry: entry.day, reverse=True)
    note = f"这里列最近的{LIMIT}次；每件任务的页面有它的全部改动。" if len(entries) > LIMIT else ""
    frame = site.frame(url, "改动", f"{len(entries)}次调整、勘误和补充公布，原定和现定都在，截至{words.zh_date(edition.as_of)}")
    rule = ("改动只加不删：原定的数字和日期一直留着。时限以前公布的，按新的计，原定另计；时限以后才公布的照录，不影响计算；"
            f"有据可证的勘误，原定也跟着改。清单公布后{EARLY_DAYS}天以内补充公布的算作原定，不在这一页。")
    return ChangesView(frame, "改动", tuple(_said(entries)), rule, note, by_month(entries[:LIMIT]))


def _said(entries: list[Entry]) -> Iterator[str | Run | Kept]:
    """How many of each kind: 12次调整，3次勘误，2次补充公布。"""
    kinds = Counter(entry.word for entry in entries)
    for index, kind in enumerate(kind for kind in ("调整", "勘误", "补充公布") if kinds[kind]):
        yield from ("，",) if index else ()
        yield phrase(f"{{}}次{kind}", kinds[kind])
    yield "。"


def _entries(edition: Edition, key: str) -> Iterator[Entry]:
    """The changes of a task with the way there."""
    if not edition.tags[key].changed:
        return
    task = edition.ask(brief, key)
    title = link(task.title, f"{key}/index.html#changes")
    for entry in edition.ask(changed, key):
        lines: tuple[Text, ...] = ((title,), *entry.lines)
        yield replace(entry, lines=lines, note=whose(edition, task))


def changed(portal: Portal, state: TaskState) -> tuple[Entry, ...]:
    """The changes of a task as its own page says them."""
    names = {f"c-{seen.record.name}" for seen in changed_records(state)}
    return tuple(replace(entry, id="", ref="") for entry in change_entries(state, portal) if entry.id in names) if names else ()
