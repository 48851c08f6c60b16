"""The records up to a day, applied to the promise (content-model.md, sections 4 and 5).

Three readings of a promise are kept side by side: *original* (task.md with proven corrections and early supplements),
*present* (with every change made in time) and *shown* (with every change); and every record as corrected so far.
Whether a change is in time is judged by the present reading just before its record.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal, assert_never, cast, get_args

from portal import fields, schema
from portal.fields import get, put
from portal.frontmatter import Data
from portal.library import Listing, Record, Task, plain

EARLY_DAYS = 90  # a supplement this soon after the list's adoption belongs to the original promise
PartKind = Literal["measures", "milestones", "targets"]
PART_KINDS: tuple[PartKind, ...] = get_args(PartKind)


@dataclass(frozen=True, slots=True)
class ChangeSeen:
    """An entry of changes, set, add or drop, as written. `target` is the promise's field that it touches, if any."""

    field: str
    old: Data
    new: Data
    kind: Literal["adjustment", "supplement", "correction"]
    record: str
    in_time: bool
    proven: bool
    early: bool
    target: str | None


@dataclass(slots=True)
class Reading:
    """The promise as one reading has it: plain data, who set which field, and which parts it has dropped."""

    data: Data
    setters: dict[str, str] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)

    def has(self, name: str) -> bool:
        """Whether the reading knows a part or item."""
        return fields.locate(self.data, name) is not None

    def set(self, name: str, value: Data, setter: str) -> None:
        """Set a field (and all below it, but what another record has set there); a part or item that this reading does not
        know stays unknown."""
        item = ITEM_NAME.match(name)
        if item and not self.has(item[0]):
            return
        others = {leaf: get(self.data, leaf) for leaf, by in self.setters.items()
                  if leaf.startswith(name + ".") and by != setter}
        self.data = put(self.data, name, value)
        self.setters[name] = setter
        for leaf, kept in others.items():
            self.data = put(self.data, leaf, kept)

    def add(self, kind: str, item: Data, setter: str) -> None:
        """Append a part or item to its kind."""
        items = get(self.data, kind)
        self.data = put(self.data, kind, [*(items if isinstance(items, list) else []), item])
        self.setters[f"{kind}.{cast(Any, item)['id']}"] = setter

    def setter(self, name: str) -> str:
        """Which record set a field last: the nearest of it and what holds it; "task" for task.md."""
        while name:
            if name in self.setters:
                return self.setters[name]
            name = name.rpartition(".")[0]
        return "task"

    def due(self, part: str | None) -> str | None:
        """The due of a part (its own, else the task's) or of the task, as written."""
        own = get(self.data, f"{part}.due") if part else None
        return cast("str | None", own or get(self.data, "due"))


@dataclass(slots=True)
class Replay:
    """Three readings, and every record as corrected so far. `apply` adds the next record."""

    task: Task
    terms: schema.Plan
    original: Reading
    present: Reading
    shown: Reading
    applied: list[Record] = field(default_factory=list)
    records: dict[str, Data] = field(default_factory=dict)  # by name; "task" is task.md
    corrected: set[str] = field(default_factory=set)
    proofs: dict[tuple[str, str], date] = field(default_factory=dict)  # (record, entry) -> day its evidence was corrected
    changes: list[ChangeSeen] = field(default_factory=list)

    @property
    def early_until(self) -> date:
        """The last day on which a supplement still belongs to the original promise."""
        return self.terms.adopted + timedelta(days=EARLY_DAYS)


PART_NAME = re.compile(r"(measures|milestones|targets)\.([^.]+)")
ITEM_NAME = re.compile(rf"({'|'.join(schema.Additions.model_fields)})\.([^.]+)")
POINT_NAME = re.compile(r"targets\.[^.]+\.plan\.(\d{4}-\d{2}-\d{2})(\.value)?")


def part_of(name: str) -> str | None:
    """`targets.stations` of `targets.stations.value`; None where a field is not a part's."""
    match = PART_NAME.match(name)
    return match[0] if match else None


def terms_on(listing: Listing, day: date) -> schema.Plan:
    """A list's own terms on a day: plan.md with what its dated records changed."""
    data = plan_on(listing, day)
    if data is listing.document.data:
        return listing.plan
    return cast(schema.Plan, schema.adapter(schema.Plan).validate_python(data))


def plan_on(listing: Listing, day: date) -> Data:
    """The same as plain data."""
    data = listing.document.data
    for record in listing.records:
        if record.day <= day and isinstance(record.data, schema.Adjustment | schema.Correction):
            for change in record.data.changes:
                data = put(data, change.field.removeprefix("plan."), change.new)
    return data


def begin(task: Task, terms: schema.Plan) -> Replay:
    """A replay before the first dated record."""
    data = task.document.data
    return Replay(task, terms, Reading(data), Reading(data), Reading(data), records={"task": data})


def fork(state: Replay) -> Replay:
    """A replay that goes its own way from here: for trying a record."""
    return replace(state, original=_fork(state.original), present=_fork(state.present), shown=_fork(state.shown),
                   applied=[*state.applied], records={**state.records}, corrected={*state.corrected},
                   proofs={**state.proofs}, changes=[*state.changes])


def _fork(reading: Reading) -> Reading:
    return Reading(reading.data, {**reading.setters}, {*reading.dropped})


def replay_until(task: Task, day: date, terms: schema.Plan | None = None) -> Replay:
    """The readings of a promise after all records published on or before `day`."""
    state = begin(task, terms or terms_on(task.listing, day))
    for record in task.records:
        if record.day <= day:
            apply(state, record)
    return state


def in_time(state: Replay, name: str, day: date, value: Data = None) -> bool:
    """Whether a change of `name` (to `value`) published on `day` is in time, by the present reading as it stands.

    A whole plan is in time if each of its points is.
    """
    part = part_of(name)
    if part is None and name != "due":
        return True
    if part and not state.present.has(part):
        return False  # added too late itself
    limit = state.present.due(part) or state.terms.period.end.isoformat()
    point = POINT_NAME.match(name)
    points = [point[1]] if point else [str(get(one, "by")) for one in value] if isinstance(value, list) else []
    return all(day.isoformat() <= last for last in (str(limit), *points))


def apply(state: Replay, record: Record) -> None:
    """Add the next record: its changes are judged by the readings as they stood before it, all at once."""
    state.applied.append(record)
    state.records[record.name] = record.document.data
    data = record.data
    match data:
        case schema.Supplement():
            early = record.day <= state.early_until
            _changes(state, record, [(name, None, value) for name, value in data.set.items()], (), early)
        case schema.Adjustment():
            changes = [(change.field, change.old, change.new) for change in data.changes]
            _changes(state, record, changes, data.drop, early=False)
        case schema.Correction():
            judged = [(change, _judged(state, record, data, change)) for change in data.changes]
            for change, verdict in judged:
                _correct(state, record, change, verdict)
        case schema.Update() | schema.Settlement():
            pass  # entries and conclusions only: state.py reads them
        case _:
            assert_never(data)


def additions(record: Record) -> Iterator[tuple[str, Data]]:
    """(kind, item) of a record's `add`, as written."""
    add = get(record.document.data, "add")
    if isinstance(add, dict):
        for kind, items in add.items():
            for item in items if isinstance(items, list) else ():
                yield kind, item


def _changes(state: Replay, record: Record, changes: list[tuple[str, Data, Data]], drop: Iterable[str], early: bool,
             ) -> None:
    kind = cast(Any, record.data.kind)
    sets = [(name, old, new, early or in_time(state, name, record.day, new if name.endswith(".plan") else None))
            for name, old, new in changes]
    adds = [(what, item, early or _added_in_time(state, what, item, record.day)) for what, item in additions(record)]
    drops = [(part, in_time(state, part, record.day)) for part in drop]
    for name, old, new, timely in sets:
        for reading in _readings(state, early, timely):
            if _has_room(state, reading, name):
                reading.set(name, new, record.name)
        state.changes.append(ChangeSeen(name, old, new, kind, record.name, timely, False, early, name))
    for what, item, timely in adds:
        for reading in _readings(state, early, timely):
            reading.add(what, item, record.name)
        name = f"{what}.{cast(Any, item)['id']}"
        state.changes.append(ChangeSeen(name, None, name, kind, record.name, timely, False, early, name))
    for part, timely in drops:
        for reading in _readings(state, False, timely):
            reading.dropped.add(part)
        state.changes.append(ChangeSeen(part, part, None, kind, record.name, timely, False, False, part))


def _readings(state: Replay, early: bool, timely: bool) -> tuple[Reading, ...]:
    if early:
        return (state.original, state.present, state.shown)
    return (state.present, state.shown) if timely else (state.shown,)


def _has_room(state: Replay, reading: Reading, name: str) -> bool:
    """Whether a reading has the group that a field belongs to (a baseline, a contact), where the promise as shown has it:
    half a baseline is none."""
    group = name.rpartition(".")[0]
    grouped = group.rpartition(".")[2] in ("baseline", "contact", "leader", "foi", "themes")
    return not grouped or reading.has(group) or not state.shown.has(group)


def _added_in_time(state: Replay, kind: str, item: Data, day: date) -> bool:
    if kind not in PART_KINDS:
        return True
    due = get(item, "due") or state.present.due(None) or state.terms.period.end.isoformat()
    return day.isoformat() <= cast(str, due)


# --- corrections


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction's field leads to: the record that first said it, and the promise's field that it set, if any."""

    origin: str  # "task", or the name of a dated record
    target: str | None


def corrected(state: Replay, name: str) -> Corrected:
    """Follow a correction's field to what it corrects, through corrections of corrections."""
    head, _, rest = name.partition(".")
    if head == "task":
        return Corrected("task", rest)
    change = _changed(rest)
    if change:
        kind = get(state.records.get(head), "kind")
        return corrected(state, change) if kind == "correction" else Corrected(head, change)
    for prefix in ("set.", "add."):
        if rest.startswith(prefix):
            return Corrected(head, rest.removeprefix(prefix))
    return Corrected(head, None)


def _changed(rest: str) -> str:
    """The field whose new value a record's `changes` say at `rest`: `due` of `changes.due.new`; "" for anything else."""
    return rest[len("changes.") : -len(".new")] if rest.startswith("changes.") and rest.endswith(".new") else ""


@dataclass(frozen=True, slots=True)
class _Judged:
    found: Corrected
    proven: bool = False
    early: bool = False
    in_time: bool = True


def _judged(state: Replay, record: Record, data: schema.Correction, change: schema.CorrectedField) -> _Judged:
    """How a correction counts, by the readings as they stood before its record."""
    found = corrected(state, change.field)
    if found.target is None:
        return _Judged(found)
    if found.origin == "task":
        proven = change.field.startswith("task.") and is_proven(state, data, change)
        return _Judged(found, proven=proven, in_time=proven or in_time(state, found.target, record.day))
    origin = next(known for known in state.applied if known.name == found.origin)
    early = (isinstance(origin.data, schema.Supplement) and origin.day <= state.early_until
             and record.day <= state.early_until)
    return _Judged(found, early=early, in_time=early or in_time(state, found.target, record.day))


def _correct(state: Replay, record: Record, change: schema.CorrectedField, judged: _Judged) -> None:
    found = judged.found
    if found.target is not None:
        for reading in _readings(state, judged.early or judged.proven, judged.in_time):
            if reading.setter(found.target) == found.origin:
                reading.set(found.target, change.new, found.origin)
    _overlay(state, change.field, change.new, change.evidence, record.day)
    state.changes.append(ChangeSeen(change.field, change.old, change.new, "correction", record.name, judged.in_time,
                                    judged.proven, judged.early, found.target))


def _overlay(state: Replay, name: str, new: Data, evidence: tuple[str, ...], day: date) -> None:
    """Let the corrected record say the new value; an entry so corrected keeps only the evidence that the change names."""
    head, _, rest = name.partition(".")
    path, missing = said_at(state, head, rest)
    gone = new is None and not missing and isinstance(path[-1], int)  # a whole entry that should not be there
    data = state.records[head]
    if path == ("set",) and missing:  # names in `set` hold dots
        kept = cast("dict[str, Data]", get(data, "set"))
        data = put(data, "set", kept if new is None else {**kept, missing: new})
    else:
        data = fields.put_at(data, path, missing, {} if gone else new)
    leaf = rest.rpartition(".")[2]
    if leaf in ("state", "value", "as_of", "on", "verdict", "evidence") and path[0] in (*schema.ENTRIES, "conclusions"):
        if leaf != "evidence":
            data = fields.put_at(data, path[:2], "evidence", list(evidence))
        state.proofs[head, ".".join(map(str, path[:2]))] = day
    state.records[head] = data
    state.corrected.add(head)
    change = _changed(rest)
    if change and get(data, "kind") == "correction":
        _overlay(state, change, new, evidence, day)


def said_at(state: Replay, head: str, rest: str) -> tuple[fields.Path, str]:
    """Where a record says a field: its path, and the rest of the name that is not there (as fields.nearest).

    Entries are named as first published, also where they were corrected since, or taken away.
    """
    data = state.records[head]
    key = rest.partition(".")[0]
    if head == "task" or key not in (*schema.ENTRIES, "conclusions", "evidence"):
        return fields.nearest(data, rest)
    published = next(record for record in state.applied if record.name == head).document.data
    path = fields.nearest(published, rest)[0][:2]
    if len(path) < 2:
        return fields.nearest(data, rest)
    name = f"{key}.{fields.item_key(key, fields.at(published, path))}"
    below, missing = fields.nearest(fields.at(data, path), rest[len(name) + 1 :])
    return (*path, *below), missing


def said(state: Replay, head: str, rest: str) -> Data:
    """What a record says in a field, as corrected so far; None where it says nothing."""
    path, missing = said_at(state, head, rest)
    data = fields.at(state.records[head], path)
    return get(data, missing) if missing else data


def is_proven(state: Replay, data: schema.Correction, change: schema.CorrectedField) -> bool:
    """Whether a correction of `task.` is proven (content-model.md, section 4)."""
    name = change.field.removeprefix("task.")
    item = part_of(name) or name.rpartition(".")[0]
    unit = next((other.new for other in data.changes if other.field == f"task.{item}.unit"),
                get(state.records["task"], f"{item}.unit"))
    kind = schema.value_type(schema.field_kind(schema.Promise, name))
    return _proven(state.task.listing, state.terms, data, change, kind, unit)


def plan_proven(listing: Listing, data: schema.Correction, change: schema.Change) -> bool:
    """Whether a correction of `plan.` is proven."""
    kind = schema.value_type(schema.field_kind(schema.Plan, change.field.removeprefix("plan.")))
    return _proven(listing, listing.plan, data, change, kind, None)


def _proven(listing: Listing, terms: schema.Plan, data: schema.Correction, change: schema.Change, kind: object,
            unit: Data) -> bool:
    """By the list's own source or one dated on or before the adoption, with the digest of its archived text, in which the
    new value stands as a whole."""
    kept = listing.archives.get(data.source.id)
    entry = listing.sources.get(data.source.id)
    old_enough = data.source.id == terms.source.id or (
        entry is not None and entry.date is not None and entry.date <= terms.adopted)
    if not old_enough or kept is None or data.source.sha256 != kept.digest:
        return False
    return stands_in(change.new, kind, kept.text, unit, listing.units)


NUMBER_BEFORE = "0-9\uff10-\uff19.\uff0e,十百千万亿\u2212\uff0d-"  # a minus too: 3% does not stand in -3%


def stands_in(value: Data, kind: object, text: str, unit: Data, units: Mapping[str, schema.Unit]) -> bool:
    """Whether a value stands in a text as a whole: a number at once followed by its unit, a date in either writing,
    words word for word, a unit by its name."""
    if isinstance(value, list):
        return bool(value) and all(stands_in(item, kind, text, unit, units) for item in value)
    if not isinstance(value, str):
        return False
    if kind is Decimal:
        if not isinstance(unit, str):
            return False
        return re.search(rf"(?<![{NUMBER_BEFORE}])(?<![0-9\uff10-\uff19]\uff0c){re.escape(value)}{re.escape(unit)}",
                         "".join(text.split())) is not None
    if kind is date:
        day = date.fromisoformat(value)
        written = f"{day.year}年{day.month}月{day.day}日"
        compact = "".join(text.split())
        return re.search(rf"(?<!\d)({re.escape(value)}(?!\d)|{written})", compact) is not None
    if value in units:
        names = (units[value].name, units[value].short)
        return any(plain(name) in plain(text) for name in names if name)
    return plain(value) in plain(text)
