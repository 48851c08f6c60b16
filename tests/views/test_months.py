"""Entries by month."""

from portal.views.months import by_month
from portal.views.parts import Entry


def test_a_month_is_named_and_keeps_the_order_given() -> None:
    months = by_month([Entry("2026-03-31", "a"), Entry("2026-03-01", "b"), Entry("2025-12-31", "c")])
    assert [(month.id, month.title, [entry.word for entry in month.entries]) for month in months] == [
        ("2026-03", "2026年3月", ["a", "b"]), ("2025-12", "2025年12月", ["c"])]


def test_nothing_has_no_months() -> None:
    assert by_month([]) == ()
