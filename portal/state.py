"""The fold: what a task's records say on a day (content-model.md, section 5). Pure functions of plain values.

Four questions, each with its own answer: what is done (parts), by which promise (original or present), where it stands
(status), is it in time (light). method.html prints the same rules from this module's own values.

replay.py applies the records published on or before the day to the promise; here each part is judged by those readings,
and the answers are put together.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, cast, get_args

from portal import schema
from portal.fields import get
from portal.frontmatter import Data
from portal.library import Record, Task
from portal.replay import PART_KINDS, ChangeSeen, PartKind, Replay, part_of, replay_until, terms_on

Status = Literal["terminated", "completed", "completed_late", "completed_as_adjusted", "suspended", "reported_complete",
                 "concluded", "partially_completed", "missed", "awaiting_verdict", "overdue", "in_progress",
                 "preparing", "not_started", "not_assessed"]
Flag = Literal["as_adjusted", "past_original_due", "changed_after_due", "self_reported", "carried_over", "stale"]
# worst first, as a task's light is chosen; done and none stand beside the order
Light = Literal["serious", "behind", "no_data", "due_soon", "on_time", "ahead", "done", "none"]
State = Literal["met", "claimed", "dropped", "open"]

STATUSES: tuple[Status, ...] = get_args(Status)
FLAGS: tuple[Flag, ...] = get_args(Flag)
LIGHTS: tuple[Light, ...] = get_args(Light)
ASKS: tuple[schema.Ask, ...] = get_args(schema.Ask)
LIMITS = ("at_most", "at_least")
LEVELS = ("level_up", "level_down")
OPEN_STATUSES = ("awaiting_verdict", "overdue", "in_progress", "preparing", "not_started", "not_assessed")  # 6 to 10


# --- what comes out


@dataclass(frozen=True, slots=True)
class Tally:
    """How many parts: `total` of them count, `met` with evidence, `claimed` without; `added` and `ongoing` (present),
    `on_time` (original: met by the original deadline)."""

    met: int = 0
    claimed: int = 0
    total: int = 0
    added: int = 0
    ongoing: int = 0
    on_time: int = 0


@dataclass(frozen=True, slots=True)
class Why:
    """One rule that gave a light: its name, and the days, points or day that it rests on."""

    rule: Literal["done", "claimed", "past_due", "waits", "limit_crossed", "plan", "plan_silent", "silent", "next_point",
                  "due_soon", "with_plan", "limit_kept", "begun"]
    light: Light
    days: int | None = None
    points: Decimal | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class OriginalPart:
    state: State
    met_on: date | None
    due: date | None
    deadline: date
    value: Decimal | None
    waits: bool


@dataclass(frozen=True, slots=True)
class Observation:
    """A figure as corrected so far. `proof_day` is when it got its evidence (None: it has none)."""

    record: str
    value: Decimal
    as_of: date
    published: date
    proof_day: date | None
    proof_repeats: bool  # the evidence came with a later record than the figure
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part on the day: by the present reading unless the name says otherwise."""

    name: str  # targets.stations
    kind: PartKind
    id: str
    title: str
    state: State
    met_on: date | None
    due: date | None
    deadline: date
    shown_due: date | None
    light: Light | None
    why: tuple[Why, ...]  # the light's reasons, worst first
    value: Decimal | None
    shown_value: Decimal | None
    baseline: Decimal | None
    observations: tuple[Observation, ...]  # by as_of
    percent: Decimal | None
    behind_by: Decimal | None
    plan_value: Fraction | None  # what the plan asked for at the latest as_of
    waits: bool
    reported: str | None  # the last state that a record gave a measure or milestone
    reported_in: str | None  # ... and the record
    original: OriginalPart | None

    @property
    def latest(self) -> Observation | None:
        """The observation with the greatest as_of."""
        return self.observations[-1] if self.observations else None


@dataclass(frozen=True, slots=True)
class Disclosure:
    answered: tuple[schema.Ask, ...]
    missing: tuple[schema.Ask, ...]
    not_applicable: tuple[schema.Ask, ...]


@dataclass(frozen=True, slots=True)
class RecordSeen:
    """A record on the day: as published, and what it says as corrected so far."""

    record: Record
    data: schema.AnyRecord
    corrected: bool


@dataclass(frozen=True, slots=True)
class TaskState:
    task: Task
    as_of: date
    terms: schema.Plan
    status: Status
    flags: tuple[Flag, ...]
    light: Light | None
    due: date | None
    end: date  # E: after it a verdict is due
    carried_over_to: str | None
    suspended_since: date | None
    terminated_on: date | None
    settled_on: date | None
    present: Tally
    original: Tally
    parts: tuple[Part, ...]
    disclosure: Disclosure
    changes: tuple[ChangeSeen, ...]
    records: tuple[RecordSeen, ...]
    original_promise: schema.Promise
    present_promise: schema.Promise
    shown_promise: schema.Promise


# --- entries: what the records report, as corrected


@dataclass(frozen=True, slots=True)
class _Report:
    """A state reported for a measure or milestone."""

    part: str
    state: str
    on: date | None
    published: date
    record: str
    evidence: bool
    proof_day: date


def _entries(state: Replay, record: Record, key: str) -> Iterator[tuple[dict[str, Any], date]]:
    """The entries of a record as corrected, each with the day on which its evidence was given."""
    items = get(state.records[record.name], key)
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if not item:
            continue  # corrected away
        yield cast("dict[str, Any]", item), state.proofs.get((record.name, f"{key}.{index}"), record.day)


def _reports(state: Replay) -> Iterator[_Report]:
    for record in state.applied:
        for kind in ("measures", "milestones"):
            for item, proof_day in _entries(state, record, kind):
                if item.get("state"):
                    yield _report(f"{kind}.{item['id']}", item["state"], item, record, proof_day)
        for item, proof_day in _entries(state, record, "conclusions"):
            if item.get("verdict"):
                yield _report(item["part"], item["verdict"], item, record, proof_day)


def _report(part: str, what: str, item: Mapping[str, Any], record: Record, proof_day: date) -> _Report:
    return _Report(part, what, _date(item.get("on")), record.day, record.name, bool(item.get("evidence")), proof_day)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _observations(state: Replay) -> dict[str, list[Observation]]:
    """Figures by target in order of publication; a repeat of the same figure only adds evidence."""
    found: dict[str, list[Observation]] = {}
    for record in state.applied:
        for item, proof_day in _entries(state, record, "observations"):
            if item.get("value") is None or item.get("as_of") is None:
                continue  # corrected away
            value, as_of = Decimal(item["value"]), date.fromisoformat(item["as_of"])
            evidence = bool(item.get("evidence"))
            known = found.setdefault(item["target"], [])
            at = next((index for index, seen in enumerate(known) if (seen.as_of, seen.value) == (as_of, value)), None)
            if at is None:
                known.append(Observation(record.name, value, as_of, record.day, proof_day if evidence else None,
                                         proof_day > record.day, item.get("note")))
            elif evidence and known[at].proof_day is None:
                first = known[at]
                known[at] = Observation(first.record, value, as_of, first.published, proof_day, True, first.note)
    return found


# --- parts


@dataclass(frozen=True, slots=True)
class _Verdict:
    state: State
    met_on: date | None


def _counted(day: date, proof_day: date, repeats: bool, deadline: date, grace: int) -> date:
    """The day that a report with evidence counts for: its own, unless the evidence came later than the grace days after
    the deadline; then the day the evidence came."""
    return proof_day if repeats and proof_day > deadline + timedelta(days=grace) else day


def reaches(kind: str, value: Decimal, goal: Decimal) -> bool:
    """Whether a figure is good enough: not below the goal, or for level_down and at_most not above it."""
    return value <= goal if kind in ("level_down", "at_most") else value >= goal


def _taken_back(state: Replay, seen: Mapping[str, list[Observation]], reports: Mapping[str, list[_Report]],
                ) -> dict[str, list[Observation]]:
    """By target, the figures that a verdict of not_met has taken back: all that were published up to it."""
    order = {record.name: index for index, record in enumerate(state.applied)}
    found: dict[str, list[Observation]] = {}
    for target, figures in seen.items():
        verdicts = [order[report.record] for report in reports.get(f"targets.{target}", []) if report.state == "not_met"]
        if verdicts:
            found[target] = [one for one in figures if order[one.record] <= max(verdicts)]
    return found


def _target_verdict(target: schema.Target, deadline: date, seen: list[Observation], back: list[Observation], grace: int,
                    ) -> _Verdict:
    goal = cast(Decimal, target.value)
    candidates: list[tuple[Observation, date]] = []  # what reaches the goal, and the day it counts on
    if target.kind == "cumulative":
        candidates = [(one, one.as_of) for one in seen if reaches(target.kind, one.value, goal)]
    elif target.kind in LEVELS:
        after = sorted((one for one in seen if one.as_of >= deadline), key=lambda one: one.as_of)
        for one in after:
            if reaches(target.kind, one.value, goal):
                first = one.as_of == after[0].as_of and one.as_of <= deadline + timedelta(days=grace)
                candidates.append((one, deadline if first else one.as_of))
    else:
        decides = next((one for one in seen if one.as_of == deadline), None)
        if decides and reaches(target.kind, decides.value, goal):
            candidates = [(decides, deadline)]
    candidates = [(one, day) for one, day in candidates if one not in back]
    met = [_counted(day, one.proof_day, one.proof_repeats, deadline, grace)
           for one, day in candidates if one.proof_day is not None]
    if met:
        return _Verdict("met", min(met))
    return _Verdict("claimed" if candidates else "open", None)


def _report_verdict(reports: Iterable[_Report], deadline: date, grace: int) -> _Verdict:
    first: _Report | None = None  # the standing report of met
    proof: tuple[date, bool] | None = None
    for report in reports:
        if report.state == "met" and first is None:
            first = report
            proof = (report.proof_day, report.proof_day > report.published) if report.evidence else None
        elif report.state == "met" and report.evidence and proof is None:
            proof = (report.proof_day, True)
        elif report.state == "not_met":
            first = proof = None
    if first is None:
        return _Verdict("open", None)
    if proof is None:
        return _Verdict("claimed", None)
    return _Verdict("met", _counted(first.on or first.published, *proof, deadline, grace))


def _waits(target: Any, deadline: date, seen: list[Observation], day: date) -> bool:
    """A figure for the due that is not late yet: figure_by has not passed and nothing was read on or after the due."""
    figure_by = getattr(target, "figure_by", None)
    return figure_by is not None and day <= figure_by and not any(one.as_of >= deadline for one in seen)


def points(amount: Fraction | Decimal, whole: Decimal) -> Fraction:
    """`amount` as points (percent) of `whole`, exactly."""
    return Fraction(amount) * 100 / Fraction(whole)


def tenths(value: Fraction) -> Decimal:
    """One decimal, truncated toward zero (99.96 -> 99.9; -0.04 -> 0.0)."""
    return Decimal(int(value * 10)).scaleb(-1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The plan of a target by the present reading: (day, value) in order, the due and the value last.

    With `linear`, the first point is the baseline at the period's start and the lines between are straight.
    """

    points: tuple[tuple[date, Decimal], ...]
    linear: bool

    def at(self, day: date) -> Fraction | None:
        """What the plan asks for on a day; None before its first point."""
        before = [point for point in self.points if point[0] <= day]
        if not before:
            return None
        (start, low), after = before[-1], [point for point in self.points if point[0] > day]
        if not self.linear or not after:
            return Fraction(low)
        end, high = after[0]
        return Fraction(low) + (Fraction(high) - Fraction(low)) * Fraction((day - start).days, (end - start).days)

    def next_after(self, day: date) -> Decimal | None:
        """The value of the next point after a day."""
        return next((value for by, value in self.points if by > day), None)


def start_value(target: schema.Target) -> Decimal | None:
    """Where progress is counted from: the baseline; 0 for a cumulative target without one."""
    if target.baseline:
        return target.baseline.value
    return Decimal(0) if target.kind == "cumulative" else None


def schedule(target: schema.Target, due: date | None, period_start: date) -> Schedule:
    """The points that a target is compared with: those before the due, none asking for more than the value, then
    (due, value)."""
    goal = cast(Decimal, target.value)
    cap = max if target.kind in ("level_down", "at_most") else min
    found = [(point.by, cap(point.value, goal)) for point in target.plan if due is None or point.by < due]
    if due is not None:
        found.append((due, goal))
    start = start_value(target)
    linear = target.schedule == "linear" and start is not None
    if linear and found and found[0][0] > period_start:
        found.insert(0, (period_start, cast(Decimal, start)))
    return Schedule(tuple(found), linear)


def _part(state: Replay, promises: Mapping[str, schema.Promise], kind: PartKind, item: Any, reports: list[_Report],
          seen: list[Observation], back: list[Observation], day: date) -> Part:
    name = f"{kind}.{item.id}"
    terms, grace = state.terms, state.terms.thresholds.grace_days
    present, original, shown = promises["present"], promises["original"], promises["shown"]

    def judged(item: Any, due: date | None) -> tuple[_Verdict, date]:
        deadline = due or terms.period.end
        if kind == "targets":
            return _target_verdict(item, deadline, seen, back, grace), deadline
        return _report_verdict(reports, deadline, grace), deadline

    due = item.due or present.due
    verdict, deadline = judged(item, due)
    first = _find(original, kind, item.id)
    was = None
    if first is not None:
        first_due = first.due or original.due
        then, first_deadline = judged(first, first_due)
        was = OriginalPart(then.state, then.met_on, first_due, first_deadline, getattr(first, "value", None),
                           _waits(first, first_deadline, seen, day))
    now = _find(shown, kind, item.id)
    standing = reports[-1] if reports else None
    by_day = tuple(sorted(seen, key=lambda one: one.as_of))
    percent = behind = plan_value = None
    if kind == "targets" and item.kind not in LIMITS and by_day:
        start, goal = start_value(item), item.value
        if start is not None and start != goal:
            percent = tenths(points(by_day[-1].value - start, goal - start))
            plan_value = schedule(item, due, terms.period.start).at(by_day[-1].as_of)
            if plan_value is not None:
                behind = points(plan_value - Fraction(by_day[-1].value), goal - start)
    return Part(
        name=name, kind=kind, id=item.id, title=getattr(item, "title", None) or item.text,
        state="dropped" if name in state.present.dropped else verdict.state,
        met_on=None if name in state.present.dropped else verdict.met_on,
        due=due, deadline=deadline, shown_due=now.due or shown.due, light=None, why=(),
        value=getattr(item, "value", None), shown_value=getattr(now, "value", None),
        baseline=item.baseline.value if kind == "targets" and item.baseline else None,
        observations=by_day, percent=percent, behind_by=None if behind is None else tenths(behind),
        plan_value=plan_value, waits=_waits(item, deadline, seen, day),
        reported=standing.state if standing else None, reported_in=standing.record if standing else None, original=was)


def _find(promise: schema.Promise, kind: str, name: str) -> Any:
    return next((item for item in getattr(promise, kind) if item.id == name), None)


def _ongoing(item: Any) -> bool:
    return getattr(item, "kind", None) == "ongoing"


# --- light


def _lights(part: Part, item: Any, terms: schema.Plan, day: date, begun: bool) -> tuple[Why, ...]:
    """Every rule that gives a part its light, the worst first; () where there is no light."""
    limits = terms.thresholds
    grace = timedelta(days=limits.grace_days)
    if part.state == "dropped" or (part.due is None and not getattr(item, "plan", ())):
        return ()
    if part.state == "met":
        return (Why("done", "done", day=part.met_on),)
    if part.state == "claimed" and day <= part.deadline + grace:
        return (Why("claimed", "done"),)
    found: list[Why] = []
    if part.due is not None and day > part.due:
        days = (day - part.due).days
        if part.waits:
            found.append(Why("waits", "no_data", days, day=item.figure_by))
        else:
            found.append(Why("past_due", "behind" if day <= part.due + grace else "serious", days))
    target = part.kind == "targets"
    latest = part.latest
    plan = schedule(item, part.due, terms.period.start) if target else Schedule((), False)
    if target:
        crossed = item.kind in LIMITS and latest is not None and not reaches(item.kind, latest.value, item.value)
        if crossed:
            found.append(Why("limit_crossed", "serious", day=cast(Observation, latest).as_of))
        behind = _behind(part, item)
        if behind is not None and behind > Fraction(limits.serious_points):
            found.append(Why("plan", "serious", points=part.behind_by))
        elif behind is not None and behind > Fraction(limits.behind_points):
            found.append(Why("plan", "behind", points=part.behind_by))
        silent = [by for by, _ in plan.points if not (plan.linear and by <= terms.period.start)
                  and day > by + grace and not (latest and latest.as_of >= by)]
        if silent:
            found.append(Why("plan_silent", "no_data", day=silent[0]))
        expected = (item.every or terms.update_every).after(latest.as_of if latest else terms.adopted)
        if day > expected:
            found.append(Why("silent", "no_data", day=expected))
    if found:
        return tuple(sorted(found, key=lambda why: LIGHTS.index(why.light)))
    if part.plan_value is not None and latest is not None:
        coming = plan.next_after(latest.as_of)
        if coming is not None and reaches(item.kind, latest.value, coming):
            return (Why("next_point", "ahead", points=part.behind_by),)
    if part.due is not None and part.due - day <= timedelta(days=limits.soon_days):
        return (Why("due_soon", "due_soon", (part.due - day).days),)
    if part.plan_value is not None:
        return (Why("with_plan", "on_time", points=part.behind_by),)
    if target and item.kind in LIMITS and latest is not None:
        return (Why("limit_kept", "on_time", day=latest.as_of),)
    if not target and begun:
        return (Why("begun", "on_time"),)
    return ()


def _behind(part: Part, item: Any) -> Fraction | None:
    """How far the latest figure is behind the plan, in exact points; None without a comparison."""
    start = start_value(item)
    if part.plan_value is None or part.latest is None or start is None:
        return None
    return points(part.plan_value - Fraction(part.latest.value), item.value - start)


# --- the whole answer


def state_on(task: Task, day: date, terms: schema.Plan | None = None) -> TaskState:
    """What the records published on or before `day` say about a task.

    `terms` are the list's on that day (`terms_on`), given where many tasks of a list are asked for.
    """
    terms = terms or terms_on(task.listing, day)
    return conclude(replay_until(task, day, terms), day)


def conclude(state: Replay, day: date) -> TaskState:
    """The answers on `day` for a replay of the records up to it."""
    terms = state.terms
    promises = _typed(state)
    present, original = promises["present"], promises["original"]
    reports: dict[str, list[_Report]] = {}
    for report in _reports(state):
        reports.setdefault(report.part, []).append(report)
    seen = _observations(state)
    back = _taken_back(state, seen, reports)
    items = [(kind, item) for kind in PART_KINDS for item in getattr(present, kind) if not _ongoing(item)]
    parts = [_part(state, promises, kind, item, reports.get(f"{kind}.{item.id}", []),
                   seen.get(item.id, []) if kind == "targets" else [], back.get(item.id, []), day) for kind, item in items]

    counted = [part for part in parts if part.state != "dropped"]
    ongoing = sum(_ongoing(item) and f"{kind}.{item.id}" not in state.present.dropped
                  for kind in ("measures", "targets") for item in getattr(present, kind))
    now = Tally(met=sum(part.state == "met" for part in counted), claimed=sum(part.state == "claimed" for part in counted),
                total=len(counted), added=sum(part.original is None for part in counted), ongoing=ongoing)
    firsts = [part.original for part in parts if part.original]
    then = Tally(met=sum(first.state == "met" for first in firsts),
                 claimed=sum(first.state == "claimed" for first in firsts), total=len(firsts),
                 on_time=sum(first.met_on is not None and first.met_on <= first.deadline for first in firsts))

    due = present.due
    judgment = due or (max(part.deadline for part in counted) if any(part.due for part in counted) else None)
    end = judgment or terms.period.end
    events = _events(state)
    begun = _begun(state, reports)
    status = _status(day, end, judgment is not None, now, then, counted, events, begun,
                     terms.thresholds.grace_days)

    unmet = now.met < now.total or status in ("partially_completed", "missed")
    dark = status in ("terminated", "suspended") or (events.settled_on is not None and day > end and unmet)
    lit = []
    for part, (_, item) in zip(parts, items, strict=True):
        why = () if dark else _lights(part, item, terms, day, begun in ("in_progress", "preparing"))
        lit.append(_with_light(part, why))
    flags = _flags(state, day, status, now, lit, events)
    shown = promises["shown"]
    return TaskState(
        task=state.task, as_of=day, terms=terms, status=status, flags=flags,
        light=_light(status, dark, lit, items), due=due, end=end, carried_over_to=events.carried_over_to,
        suspended_since=events.suspended_since, terminated_on=events.terminated_on, settled_on=events.settled_on,
        present=now, original=then, parts=tuple(lit), disclosure=_disclosure(state, shown),
        changes=tuple(state.changes), records=tuple(_seen(state, record) for record in state.applied),
        original_promise=original, present_promise=present, shown_promise=shown)


def _typed(state: Replay) -> dict[str, schema.Promise]:
    """The three readings as models; where they say the same they are the same."""
    known = [(state.task.document.data, state.task.promise)]
    found = {}
    for name, reading in (("original", state.original), ("present", state.present), ("shown", state.shown)):
        promise = next((promise for data, promise in known if data is reading.data or data == reading.data), None)
        if promise is None:
            promise = cast(schema.Promise, schema.adapter(schema.Promise).validate_python(reading.data))
            known.append((reading.data, promise))
        found[name] = promise
    return found


def _seen(state: Replay, record: Record) -> RecordSeen:
    if record.name not in state.corrected:
        return RecordSeen(record, record.data, False)
    data = schema.adapter(type(record.data)).validate_python(_complete(state.records[record.name]))
    return RecordSeen(record, data, True)


def _complete(data: Data) -> Data:
    """A corrected record without the entries whose figure or state was corrected away."""
    if not isinstance(data, dict):
        return data
    needs = {"observations": ("value", "as_of"), "milestones": ("state",), "measures": ("state",),
             "procedures": ("state",), "conclusions": ("verdict",)}
    return {key: [item for item in value if item and (key not in needs or all(
        cast(Any, item).get(need) is not None for need in needs[key]))]
            if isinstance(value, list) else value for key, value in data.items()}


@dataclass(frozen=True, slots=True)
class _Events:
    suspended_since: date | None
    terminated_on: date | None
    settled_on: date | None
    carried_over_to: str | None


def _events(state: Replay) -> _Events:
    suspended = terminated = settled = None
    carried: str | None = None
    for record in state.applied:
        data = state.records[record.name]
        action = get(data, "action")
        if action == "suspend":
            suspended = record.day
        elif action == "resume":
            suspended = None
        elif action == "terminate" and terminated is None:
            terminated = record.day
        if isinstance(record.data, schema.Settlement):
            settled = record.day
            carried = cast("str | None", get(data, "carried_over_to"))
    return _Events(suspended, terminated, settled, carried)


def _begun(state: Replay, reports: Mapping[str, list[_Report]]) -> Status:
    """Statuses 7 to 10: the furthest that any record has reported. What has begun has begun."""
    states = {(part.split(".")[0], report.state) for part, found in reports.items() for report in found}
    data = [state.records[record.name] for record in state.applied]
    if (any(get(one, "step") in ("action", "result") for one in data) or any(_observations(state))
            or states & {("milestones", "met"), ("milestones", "partially_met"), ("measures", "in_progress"),
                         ("measures", "met")}):
        return "in_progress"
    procedures = {item.get("state") for record in state.applied for item, _ in _entries(state, record, "procedures")}
    if procedures & {"in_process", "granted", "returned"} or ("measures", "preparing") in states:
        return "preparing"
    return "not_started" if ("measures", "not_started") in states else "not_assessed"


def _status(day: date, end: date, dated: bool, now: Tally, then: Tally, counted: list[Part], events: _Events,
            begun: Status, grace: int) -> Status:
    """The first status that applies, in the order of content-model.md, section 5."""
    all_met = now.total > 0 and now.met == now.total
    if events.terminated_on is not None and events.terminated_on <= end and not all_met:
        return "terminated"
    if all_met:
        if then.on_time == then.total > 0:
            return "completed"
        late = any(part.met_on is not None and part.met_on > part.deadline for part in counted)
        return "completed_late" if late else "completed_as_adjusted"
    if events.suspended_since is not None and day <= end:
        return "suspended"
    if now.total > 0 and now.met + now.claimed == now.total and day <= end + timedelta(days=grace):
        return "reported_complete"
    if events.settled_on is not None and day > end:
        if now.total == 0 and then.total == 0:
            return "concluded"
        return "partially_completed" if (then.met if then.total else now.met) else "missed"
    if day > end:
        unmet = [part for part in counted if part.state != "met"]
        waiting = bool(unmet) and all(part.waits for part in unmet)
        return "awaiting_verdict" if waiting or not dated else "overdue"
    return begun


def _with_light(part: Part, why: tuple[Why, ...]) -> Part:
    return replace(part, why=why, light=why[0].light if why else None)


def _light(status: Status, dark: bool, parts: list[Part], items: list[tuple[PartKind, Any]]) -> Light | None:
    if dark:
        return None
    if status in ("completed", "completed_late", "completed_as_adjusted", "reported_complete"):
        return "done"
    if not any(part.due or getattr(item, "plan", ()) for part, (_, item) in zip(parts, items, strict=True)
               if part.state != "dropped"):
        return "none"
    order = [light for light in LIGHTS if light not in ("done", "none")]
    return min((part.light for part in parts if part.light in order), key=order.index, default=None)


def _flags(state: Replay, day: date, status: Status, now: Tally, parts: list[Part], events: _Events,
           ) -> tuple[Flag, ...]:
    terms = state.terms
    lively = [record.day for record in state.applied if _lively(state.records[record.name])]
    found: dict[Flag, bool] = {
        "as_adjusted": any(_adjusts(change) for change in state.changes),
        "past_original_due": any(part.original and part.original.state != "met" and day > part.original.deadline
                                 and not part.original.waits for part in parts),
        "changed_after_due": any(not change.in_time for change in state.changes),
        "self_reported": now.claimed > 0,
        "carried_over": events.carried_over_to is not None,
        "stale": status in OPEN_STATUSES and day > terms.update_every.after(max(lively, default=terms.adopted)),
    }
    return tuple(flag for flag in FLAGS if found[flag])


def _lively(data: Data) -> bool:
    return get(data, "step") in ("action", "result") or any(get(data, key) for key in schema.ENTRIES)


def _adjusts(change: ChangeSeen) -> bool:
    """A change in time, neither proven nor an early supplement, of a due, or of a part other than its title and unit."""
    if not change.in_time or change.proven or change.early or change.target is None:
        return False
    part = part_of(change.target)
    if part is None:
        return change.target == "due"
    return change.target not in (f"{part}.title", f"{part}.unit")


def _disclosure(state: Replay, shown: schema.Promise) -> Disclosure:
    """Which asks of the list's demands are answered, by the promise as shown or by any record (content-model.md)."""
    data = [state.records[record.name] for record in state.applied]
    gone = state.shown.dropped

    def entries(key: str) -> list[dict[str, Any]]:
        return [item for record in state.applied for item, _ in _entries(state, record, key)]

    kept = {kind: [item for item in getattr(shown, kind) if f"{kind}.{item.id}" not in gone] for kind in PART_KINDS}
    parts = [item for kind in PART_KINDS for item in kept[kind] if not _ongoing(item)]
    answers: dict[schema.Ask, bool] = {
        "lead_unit": bool(shown.lead_unit),
        "responsible_units": bool(shown.responsible_units),
        "subtasks": any(item.unit for kind in ("measures", "milestones") for item in kept[kind]),
        "supervision": bool(entries("supervision")),
        "milestones": any(item.due for item in kept["milestones"]) or any(item.plan for item in kept["targets"]),
        "difficulties": any(item.get("measures") for item in entries("difficulties")),
        "preparation": any(item.get("state") for item in entries("procedures"))
        or any(item.get("state") == "preparing" for item in entries("measures")),
        "start_dates": shown.start is not None,
        "procedures": bool(shown.procedures or entries("procedures")),
        "funding": bool(shown.funding or entries("funding")),
        "legacy_issues": bool(shown.legacy_issues or entries("legacy_issues")),
        "coordination": bool(shown.coordination or entries("coordination")),
        "targets": any(not _ongoing(item) for item in kept["targets"]),
        "due": shown.due is not None or (bool(parts) and all(item.due for item in parts)),
        "evidence": any(get(one, "evidence") for one in data),
    }
    asked = {ask for demand in state.terms.demands for ask in demand.asks}
    excused = {ask for ask in asked if ask in shown.not_applicable and not answers[ask]}
    return Disclosure(
        answered=tuple(ask for ask in ASKS if ask in asked and answers[ask]),
        missing=tuple(ask for ask in ASKS if ask in asked and not answers[ask] and ask not in excused),
        not_applicable=tuple(ask for ask in ASKS if ask in excused))
