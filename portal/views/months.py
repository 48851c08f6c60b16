"""Entries grouped by month, for pages that are ordered by date."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from portal.views.parts import Entry

LIMIT = 300  # entries on a page: what a phone still scrolls


@dataclass(frozen=True, slots=True)
class Month:
    """A month: `id` 2026-06 (its anchor is m-2026-06), `title` 2026年6月."""

    id: str
    title: str
    entries: tuple[Entry, ...]


def by_month(entries: Iterable[Entry]) -> tuple[Month, ...]:
    """The entries in the order given, each month that they come to with its name; every entry has a day."""
    return tuple(Month(month, f"{month[:4]}年{int(month[5:7])}月", tuple(found))
                 for month, found in groupby(entries, key=lambda entry: entry.day[:7]))
