"""`data.json` beside each task page and each list's page (content-model.md, section 6): the state as others recompute it."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from portal.replay import ChangeSeen
from portal.state import ASKS, LIGHTS, STATUSES, Part, Tally, TaskState
from portal.views.brief import Brief

SCHEMA = 1


def task_data(state: TaskState) -> dict[str, Any]:
    """The state of a task; dates as YYYY-MM-DD, numbers as decimal strings as written, null where nothing applies."""
    return {
        "schema": SCHEMA,
        "task": state.task.key,
        "as_of": _day(state.as_of),
        "status": state.status,
        "flags": list(state.flags),
        "light": state.light,
        "due": _day(state.due),
        "carried_over_to": state.carried_over_to,
        "suspended_since": _day(state.suspended_since) if state.status == "suspended" else None,
        "present": _present(state.present),
        "original": _original(state.original),
        "parts": [_part(part) for part in state.parts],
        "disclosure": {"answered": list(state.disclosure.answered), "missing": list(state.disclosure.missing),
                       "not_applicable": list(state.disclosure.not_applicable)},
        "changes": [_change(change) for change in state.changes],
    }


def list_data(key: str, as_of: date, states: Iterable[Brief]) -> dict[str, Any]:
    """The totals of a list; statuses and lights that no task has are left out."""
    states = list(states)
    statuses = Counter(state.status for state in states)
    lights = Counter(state.light for state in states)
    asks: dict[str, dict[str, int]] = {}
    for ask in ASKS:
        count = {word: sum(ask in getattr(state.disclosure, word) for state in states)
                 for word in ("answered", "missing", "not_applicable")}
        if any(count.values()):
            asks[ask] = count
    answered = sum(len(state.disclosure.answered) for state in states)
    return {
        "schema": SCHEMA,
        "list": key,
        "as_of": _day(as_of),
        "total": len(states),
        "by_status": {status: statuses[status] for status in STATUSES if statuses[status]},
        "by_light": {str(light) if light else "null": lights[light] for light in (*LIGHTS, None) if lights[light]},
        "parts": {"present": _present(total(state.present for state in states)),
                  "original": _original(total(state.original for state in states))},
        "disclosure": {"asked": answered + sum(len(state.disclosure.missing) for state in states),
                       "answered": answered, "by_ask": asks},
    }


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies."""
    sums = Counter[str]()
    for tally in tallies:
        for name in Tally.__dataclass_fields__:
            sums[name] += getattr(tally, name)
    return Tally(**sums)


def as_bytes(data: dict[str, Any]) -> bytes:
    """JSON for people and programs: UTF-8, indented by one, keys in the order of the page."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _number(value: Decimal | None) -> str | None:
    return format(value, "f") if value is not None else None


def _present(tally: Tally) -> dict[str, int]:
    return {name: getattr(tally, name) for name in ("met", "claimed", "total", "added", "ongoing")}


def _original(tally: Tally) -> dict[str, int]:
    return {name: getattr(tally, name) for name in ("met", "claimed", "on_time", "total")}


def _part(part: Part) -> dict[str, Any]:
    latest, first = part.latest, part.original
    return {
        "part": part.name, "state": part.state, "met_on": _day(part.met_on), "due": _day(part.due),
        "shown_due": _day(part.shown_due), "light": part.light, "value": _number(part.value),
        "shown_value": _number(part.shown_value), "baseline": _number(part.baseline),
        "latest": _number(latest.value if latest else None), "latest_as_of": _day(latest.as_of if latest else None),
        "percent": _number(part.percent), "behind_by": _number(part.behind_by),
        "original": {"state": first.state, "met_on": _day(first.met_on), "due": _day(first.due),
                     "value": _number(first.value)} if first else None,
    }


def _change(change: ChangeSeen) -> dict[str, Any]:
    return {"field": change.field, "old": change.old, "new": change.new, "kind": change.kind, "record": change.record,
            "in_time": change.in_time, "proven": change.proven}
