"""The dates of a task: starts, plan points, dues and days of publication, how each stands on the edition's day, and which are
still open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal import schema
from portal.library import Portal
from portal.state import Part, TaskState, reaches
from portal.views import words

How = Literal["met", "late", "claimed", "missed", "open", "dropped", "told"]


@dataclass(frozen=True, slots=True)
class Dated:
    """A day that a promise names: what is due, how it stands, that in a few words, and what belongs to it.

    `how`: met (in time), late (met after its day), claimed, missed (the day passed), open (it comes), dropped (nothing is
    due any more), told (a day that asks for nothing: a start, a publication).
    """

    day: date
    title: str
    how: How
    said: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Coming:
    """A date of a task that has not been met: a milestone, a measure, a target or a plan point. `claimed`: it was reported
    as met, without evidence."""

    day: date
    title: str
    claimed: bool


def is_over(state: TaskState) -> bool:
    """Whether nothing more is due of a task: it is done, ended, or concluded."""
    return state.settled_on is not None or state.status == "terminated" or state.status.startswith("completed")


def coming(state: TaskState) -> tuple[Coming, ...]:
    """The dates still open, by day: dues that have passed without being met come first, as they are the oldest."""
    if state.status == "suspended" or is_over(state):
        return ()
    found = [Coming(part.due, part.title, part.state == "claimed") for part in state.parts
             if part.due and part.state in ("open", "claimed")]
    for target in state.present_promise.targets:
        part = next((one for one in state.parts if one.name == f"targets.{target.id}"), None)
        if part is None or part.state != "open":
            continue
        found += [Coming(point.by, f"{target.title}到{words.number(point.value)}{target.unit or ''}", False)
                  for point in target.plan
                  if point.by >= state.as_of and (part.due is None or point.by < part.due)
                  and not (part.latest and part.latest.as_of >= point.by)]
    return tuple(sorted(found, key=lambda one: (one.day, one.title)))


def dates(state: TaskState) -> Iterator[Dated]:
    """Every date of the present promise, in no order."""
    today, promise = state.as_of, state.present_promise
    if promise.start:
        yield Dated(promise.start, "启动时间", "told", "" if promise.start <= today else words.until(promise.start, today))
    counted = False
    for part in state.parts:
        counted = counted or part.state != "dropped"
        if part.due:
            yield _due(state, part, part.due)
    if promise.due and not counted:  # no part that could carry it
        yield Dated(promise.due, "完成时限", "told", words.until(promise.due, today) if promise.due >= today else "")
    parts = {part.id: part for part in state.parts if part.kind == "targets"}
    for target in promise.targets:
        own = parts.get(target.id)
        if own is None or own.state == "dropped":
            continue
        for point in target.plan:
            if own.due is None or point.by < own.due:
                yield _point(state, own, target, point)
        if target.figure_by:
            yield Dated(target.figure_by, f"{target.title}：公布到期的数", "told", words.until(target.figure_by, today)
                        if target.figure_by >= today else "")


def dated(portal: Portal, state: TaskState) -> tuple[Dated, ...]:
    """The dates, for the calendar."""
    return tuple(dates(state))


def _due(state: TaskState, part: Part, due: date) -> Dated:
    today, title = state.as_of, part.title
    if part.kind == "targets":
        target = next(one for one in state.present_promise.targets if one.id == part.id)
        title = f"{title}{_amount(target, target.value)}"
    if part.state == "dropped":
        return Dated(due, title, "dropped", "已取消")
    if part.state == "met" and part.met_on:
        return Dated(due, title, "late" if part.met_on > due else "met", f"完成，{words.against(due, part.met_on)}")
    if part.state == "claimed":
        return Dated(due, title, "claimed", "自报完成，没有凭据")
    idle = _idle(state)
    if idle:
        return Dated(due, title, "dropped", idle)
    if state.settled_on and due < today:
        return Dated(due, title, "missed", "没有做到")
    if part.waits and due < today:
        return Dated(due, title, "open", "等数据发布")
    return Dated(due, title, "missed" if due < today else "open", words.until(due, today))


def _point(state: TaskState, part: Part, target: schema.Target, point: schema.PlanPoint) -> Dated:
    """A plan point: when it was reached by the figures, or how far the latest figure by its day is from it."""
    title = f"{target.title}计划{_amount(target, point.value)}"
    reached = next((one.as_of for one in part.observations if reaches(target.kind, one.value, point.value)), None)
    if reached and reached <= point.by:
        return Dated(point.by, title, "met", f"达到，{words.against(point.by, reached)}")
    if point.by >= state.as_of:
        idle = _idle(state)
        return Dated(point.by, title, "dropped" if idle else "open", idle or words.until(point.by, state.as_of))
    last = next((one for one in reversed(part.observations) if one.as_of <= point.by), None)
    note = f"到那天，最近的数是{_amount(target, last.value)}" if last else "到那天还没有数"
    if reached:
        return Dated(point.by, title, "late", f"达到，{words.against(point.by, reached)}", note)
    return Dated(point.by, title, "missed", "没有达到", note)


def _idle(state: TaskState) -> str:
    """Why an open part is not due any more; "" where it is."""
    if state.status == "terminated":
        return "任务终止"
    return "任务暂缓" if state.status == "suspended" else ""


def _amount(target: schema.Target, value: object) -> str:
    return f"{words.number(value)}{target.unit or ''}" if value is not None else ""  # type: ignore[arg-type]
