"""Every record of every list, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from portal.views import words
from portal.views.brief import brief
from portal.views.edition import Page
from portal.views.frame import Site
from portal.views.months import LIMIT, Month, by_month
from portal.views.news import entry, newest
from portal.views.parts import Frame
from portal.views.plans import whose
from portal.views.words import Text, phrase


@dataclass(frozen=True, slots=True)
class UpdatesView:
    """All that templates/updates.html may use; `note` says what a long page leaves out, or ""."""

    frame: Frame
    title: str
    said: Text
    note: str
    months: tuple[Month, ...]


def pages(site: Site) -> Iterator[Page]:
    """updates.html, where anything is recorded."""
    url = "updates.html"
    if not site.has(url):
        return
    yield Page(url, "updates.html", partial(_view, site, url), tuple(site.edition.tasks()))


def _view(site: Site, url: str) -> UpdatesView:
    edition = site.edition
    records = newest(edition, edition.tasks())
    tasks = len({key for key, _ in records})
    entries = [entry(key, one, "", whose(edition, edition.ask(brief, key))) for key, one in records[:LIMIT]]
    note = f"这里列最近的{LIMIT}条；每件任务的页面有它的全部记录。" if len(records) > LIMIT else ""
    said = (phrase("{}条记录", len(records)), "，", phrase("{}件任务", tasks), "，截至", words.long_day(edition.as_of))
    frame = site.frame(url, "最新记录", f"{len(records)}条记录，最新的在前，截至{words.zh_date(edition.as_of)}")
    return UpdatesView(frame, "最新记录", said, note, by_month(entries))
