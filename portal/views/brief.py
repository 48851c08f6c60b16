"""A task in short: all that pages other than its own show of it, as plain values.

A page is made anew when what it asked of a task has changed (cache.py), so each kind of page asks for what it shows and no
more: most for the brief, an index for the row (rows.py), the calendar for the dates (dates.py) and so on. Each of these is a
function of the registries and the task's state, and of nothing else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from portal import schema
from portal.library import Portal
from portal.state import Disclosure, Light, RecordSeen, Status, Tally, TaskState
from portal.views.dates import Coming, coming, dates


class Tags(NamedTuple):
    """Which pages a task is on: what decides which pages exist.

    `progress`: a record says more than an announcement; `changed`: there was a change of what was promised or recorded.
    """

    units: tuple[str, ...]
    themes: tuple[str, ...]
    places: tuple[str, ...]
    recorded: bool
    progress: bool
    changed: bool
    dated: bool
    predecessor: str
    files: tuple[str, ...]  # under sources/: evidence that is kept as a file
    sources: tuple[str, ...]  # that it quotes, or takes something from


@dataclass(frozen=True, slots=True)
class Brief:
    """Where a task stands, who answers for it, and what its promise says, as shown on the day.

    The names are those of the state and the promise. `records`: how many; `part_units`: the units that its measures name,
    and those of its milestones.
    """

    key: str
    number: int
    title: str
    quote: str
    source: str
    sic: bool
    measures: int
    lead_unit: str | None
    responsible_units: tuple[str, ...]
    supporting_units: tuple[str, ...]
    part_units: tuple[tuple[str, ...], tuple[str, ...]]
    themes: schema.ThemeTags | None
    places: tuple[str, ...]
    predecessor: str
    carried_over_to: str | None
    status: Status
    light: Light | None
    present: Tally
    original: Tally
    disclosure: Disclosure
    not_applicable: Mapping[schema.NotApplicableAsk, str]
    records: int
    coming: tuple[Coming, ...]

    @property
    def list(self) -> str:
        """The key of its list: 2026."""
        return self.key.partition("/")[0]

    @property
    def folder(self) -> str:
        """Its folder in the list: 03-hydrogen."""
        return self.key.partition("/")[2]


def units_of(promise: schema.Promise) -> tuple[str, ...]:
    """Every unit that a promise names, each once: lead, responsible, supporting, and of its parts."""
    found = [promise.lead_unit, *promise.responsible_units, *promise.supporting_units,
             *(part.unit for kind in (promise.measures, promise.milestones) for part in kind)]
    return tuple(dict.fromkeys(unit for unit in found if unit))


def changed_records(state: TaskState) -> Iterator[RecordSeen]:
    """The records that changed a promise or corrected a record, oldest first; early supplements belong to the original."""
    changed = {change.record for change in state.changes if change.kind != "supplement" or not change.early}
    for seen in state.records:
        if seen.record.name in changed or (isinstance(seen.data, schema.Adjustment) and seen.data.action):
            yield seen


def has_progress(state: TaskState) -> bool:
    """Whether any record says more than an announcement."""
    return any(not (isinstance(seen.data, schema.Update) and seen.data.step == "announcement") for seen in state.records)


def tags(portal: Portal, state: TaskState) -> Tags:
    """The tags of a task; the evidence of records that come later is kept on the site too."""
    task, shown = state.task, state.shown_promise
    proofs = (proof for record in task.records for proof in record.data.evidence)
    return Tags(
        units_of(shown), shown.themes.ids if shown.themes else (), shown.places, bool(state.records),
        has_progress(state),
        any(changed_records(state)), any(True for _ in dates(state)), task.promise.predecessor or "",
        tuple(sorted({name for proof in proofs for name in (proof.file, proof.archived) if name})),
        tuple(sorted({shown.source.id, *(name for name, _ in used_sources(state))})))


def used_sources(state: TaskState) -> Iterator[tuple[str, schema.Target | RecordSeen]]:
    """The registered sources beside the one that the promise quotes: each with the target whose baseline, or the record that, names it."""
    for target in state.shown_promise.targets:
        if target.baseline and target.baseline.source:
            yield target.baseline.source.id, target
    for seen in state.records:
        named = {proof.source for proof in seen.data.evidence} | {seen.data.source.id if seen.data.source else None}
        yield from ((name, seen) for name in sorted(one for one in named if one))


def brief(portal: Portal, state: TaskState) -> Brief:
    """The task in short."""
    promise = state.shown_promise
    return Brief(
        key=state.task.key, number=state.task.number, title=promise.title, quote=promise.quote, source=promise.source.id,
        sic=bool(promise.sic), measures=len(promise.measures), lead_unit=promise.lead_unit,
        responsible_units=promise.responsible_units, supporting_units=promise.supporting_units,
        part_units=(tuple(one.unit for one in promise.measures if one.unit),
                    tuple(one.unit for one in promise.milestones if one.unit)),
        themes=promise.themes, places=promise.places, predecessor=state.task.promise.predecessor or "",
        carried_over_to=state.carried_over_to, status=state.status, light=state.light, present=state.present,
        original=state.original, disclosure=state.disclosure, not_applicable=promise.not_applicable,
        records=len(state.records), coming=coming(state))
