"""What a unit kept by the original deadline: the parts that name it, and those of the tasks that it leads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal import schema
from portal.library import Portal
from portal.state import OriginalPart, Part, TaskState
from portal.views.brief import brief
from portal.views.edition import Edition
from portal.views.pictures import Figures
from portal.views.rows import unit_name
from portal.views.words import Text


@dataclass(frozen=True, slots=True)
class OnTime:
    """A table of parts whose original deadline has passed, and how they are counted."""

    table: Figures
    note: str


@dataclass(frozen=True, slots=True)
class Past:
    """A part whose original, published deadline has passed, and the unit that it names."""

    unit: str | None
    part: OriginalPart


def record_of(edition: Edition, unit: str, tasks: Iterable[str]) -> OnTime | None:
    """The on-time record of a unit; None where no original deadline of its parts has passed.

    By the original promise: what was moved, eased or dropped later keeps its first deadline.
    """
    parts = [(edition.ask(brief, key).lead_unit, one) for key in tasks for one in edition.ask(past, key)]
    named = [one.part for _, one in parts if one.unit == unit]
    led = [one.part for lead, one in parts if lead == unit and one.unit is None]
    rows = [_row(name, found) for name, found in (("由它做的", named), ("它牵头的", led)) if found]
    if not rows:
        return None
    table = Figures(f"{unit_name(edition.portal.units, unit)}：过了原定时限的部分",
                    ("部分", "到期", "按时", "晚了", "没有", "自报"), tuple(rows))
    return OnTime(table, "写明由它做的举措和节点，和它牵头的任务里没有写明单位的部分，按最初公布的时限计：后来推迟、降低或取消的，"
                         "仍按原定算；没有公布时限的，不算。自报的没有凭据，算在没有里。")


def _row(name: str, parts: Sequence[OriginalPart]) -> tuple[Text, ...]:
    kept = sum(part.met_on is not None and part.met_on <= part.deadline for part in parts)
    late = sum(part.met_on is not None and part.met_on > part.deadline for part in parts)
    claimed = sum(part.state == "claimed" for part in parts)
    return name, str(len(parts)), str(kept), str(late), str(len(parts) - kept - late), str(claimed)


def past(portal: Portal, state: TaskState) -> tuple[Past, ...]:
    """Parts whose original, published deadline has passed; a figure that is still waited for is not late."""
    return tuple(Past(_unit_of(state.shown_promise, part), part.original) for part in state.parts
                 if part.original and part.original.due and state.as_of > part.original.due and not part.original.waits)


def _unit_of(promise: schema.Promise, part: Part) -> str | None:
    """The unit that a measure or milestone names; a target names none."""
    items: Sequence[schema.Measure | schema.Milestone] = ()
    if part.kind != "targets":
        items = promise.measures if part.kind == "measures" else promise.milestones
    return next((item.unit for item in items if item.id == part.id), None)
