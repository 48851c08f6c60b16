"""A task as a row: what the index, a unit, a theme and a place show of it; and a light's reason in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from portal import schema
from portal.library import Portal
from portal.state import Part, TaskState, Why
from portal.views import words
from portal.views.dates import coming
from portal.views.edition import Edition, ListState
from portal.views.labels import FLAG, PART_KIND, STATUS
from portal.views.parts import TaskRow, TaskTable, standing_glyph
from portal.views.pictures import cells, tick

UNSEEN = ("not_assessed", "not_started", "preparing", "overdue", "awaiting_verdict", "concluded")  # by a light
SLOW = ("serious", "behind", "no_data")
SHORT = 6  # em: a part's name that leaves room beside its reason on a phone


def unit_name(units: Mapping[str, schema.Unit], unit: str) -> str:
    """A unit as a row shows it: its short name, else its full one."""
    found = units.get(unit)
    return (found.short or found.name) if found else unit


def why(reason: Why) -> str:
    """One reason of a light in words."""
    match reason.rule:
        case "done":
            return "已完成"
        case "claimed":
            return "自报，没有凭据"
        case "past_due":
            return f"过了时限{reason.days}天"
        case "waits":
            return "等数据发布" + (f"，{words.zh_date(reason.day)}前公布" if reason.day else "")
        case "limit_crossed":
            return "已经突破"
        case "plan":
            return f"比计划少{words.number(reason.points or 0)}个百分点"
        case "plan_silent":
            return f"{words.zh_day(reason.day)}的计划没有数据核对" if reason.day else ""
        case "silent":
            return f"{words.zh_day(reason.day)}以前应有新数" if reason.day else ""
        case "next_point":
            return "已到下一个计划数"
        case "due_soon":
            return "今天到期" if reason.days == 0 else f"还有{reason.days}天"
        case "with_plan":
            points = reason.points
            if points is None or points == 0:
                return "与计划一致"
            return f"比计划{'少' if points > 0 else '多'}{words.number(abs(points))}个百分点"
        case "limit_kept":
            return "没有突破"
        case "begun":
            return "已经启动，时限未到"


def reason(state: TaskState) -> str:
    """Why a task has its light, or what its status says, in a few words."""
    if state.status == "terminated":
        return f"{words.zh_day(state.terminated_on)}起终止" if state.terminated_on else ""
    if state.status == "suspended":
        return f"{words.zh_day(state.suspended_since)}起暂缓" if state.suspended_since else ""
    if state.light == "done":
        return f"{state.present.claimed}项没有凭据" if state.present.claimed else ""
    found = lit_by(state)
    if found is None:
        return ""
    if found.why[0].rule in ("plan", "with_plan", "next_point"):
        return f"{found.title}{against_plan(state, found)}"
    return why(found.why[0]) if len(state.parts) == 1 else f"{found.title}：{why(found.why[0])}"


def lit_by(state: TaskState) -> Part | None:
    """The part that gives the task its light: of several the one that is longest past its day, or farthest behind its plan."""
    found = [part for part in state.parts if part.light == state.light and part.why] if state.light else []
    return max(found, key=lambda part: (part.why[0].days or 0, part.why[0].points or 0) if state.light in SLOW else (0, 0),
               default=None)


def against_plan(state: TaskState, part: Part) -> str:
    """The latest figure of a target against its plan, in the target's own unit: 比计划少1座.

    In points of the way to the goal where the plan's value on that day does not come out even, or is none.
    """
    target = next((one for one in state.present_promise.targets if one.id == part.id), None)
    if part.plan_value is not None and part.latest is not None and target is not None:
        gap = part.plan_value - Fraction(part.latest.value)
        exact = words.exact(abs(gap))
        unit = "个百分点" if target.unit == "%" else target.unit or ""
        if gap == 0:
            return "与计划一致"
        if exact is not None:
            return f"比计划{'少' if gap > 0 else '多'}{words.number(exact)}{unit}"
    return why(part.why[0])


def brief(state: TaskState) -> str:
    """The reason of a light for a row: of what goes well few words, of what is late the part only where its name is short.

    A status that the light does not tell stands before it.
    """
    if state.status == "terminated":
        return f"{words.zh_day(state.terminated_on)}起" if state.terminated_on else ""
    if state.status == "suspended":
        return f"{words.zh_day(state.suspended_since)}起" if state.suspended_since else ""
    if state.status == "completed" and (due := state.present_promise.due):
        done = max(part.met_on for part in state.parts if part.met_on)
        return f"比时限{words.against(due, done)}" if done != due else "当天做到"
    if state.status == "completed_late":
        return f"最多晚{max((part.met_on - part.due).days for part in state.parts if part.met_on and part.due)}天"
    if state.status == "overdue" and (found := lit_by(state)) and found.why[0].rule == "past_due":
        return f"{STATUS['overdue']}，过了{found.why[0].days}天"
    status = STATUS[state.status] if state.light not in (None, "done") and state.status in UNSEEN else ""
    return "，".join(filter(None, (status, _because(state))))


def _because(state: TaskState) -> str:
    found = lit_by(state)
    if found is None or state.light in (None, "done"):
        return reason(state)
    because = found.why[0]
    match because.rule:
        case "plan" | "with_plan" | "next_point":
            late = because.rule == "plan" and words.ems(found.title) <= SHORT
            return f"{found.title if late else ''}{against_plan(state, found)}"
        case "past_due":
            return f"{PART_KIND[found.kind]}逾期{because.days}天"
        case "limit_crossed":
            return f"{found.title if words.ems(found.title) <= SHORT else ''}已经突破"
        case "plan_silent":
            return f"没有{words.zh_day(because.day)}的数" if because.day else ""
        case "silent":
            return f"{words.zh_day(because.day)}该有新数" if because.day else ""
        case "begun":
            return "已启动，未到期"
        case "waits":
            return "等数据发布"
        case _:
            return why(because)


def adjusted(state: TaskState) -> int:
    """How many records adjusted the promise, suspending and ending it among them."""
    return sum(isinstance(seen.data, schema.Adjustment) for seen in state.records)


def row(portal: Portal, state: TaskState) -> TaskRow:
    """A task as a row of a table at the top of the site, without marks."""
    promise, units = state.shown_promise, portal.units
    lead = unit_name(units, promise.lead_unit) if promise.lead_unit else "牵头单位未公布"
    count = adjusted(state)
    flags = [FLAG[flag] for flag in state.flags if flag in ("past_original_due", "changed_after_due", "carried_over")]
    dates = coming(state)
    following = dates[0] if dates else None
    text, passed = "", False
    if following:
        passed = following.day < state.as_of
        text = f"{words.until(following.day, state.as_of)}，{following.title}" if passed else following.title
    last = state.records[-1].record.day if state.records else None
    now, then = state.present, state.original
    differs = (now.met, now.total) != (then.met, then.total) or state.status == "terminated"
    over = state.light in (None, "done") or state.settled_on is not None
    return TaskRow(
        number=f"{state.task.number:02}", title=promise.title, href=f"{state.task.key}/index.html",
        note="，".join([lead, *([f"调整{count}次"] if count else []), *flags]),
        marks="", glyph=standing_glyph(state.light, state.status), reason=brief(state),
        score=(now.met, now.total), original=f"{then.met}/{then.total}" if differs else "",
        cells=cells(now.met, now.claimed, now.total - now.met - now.claimed),
        next_day=following.day.isoformat() if following else "",
        next_text=text or ("" if over else "未公布"), passed=passed,
        last_day=last.isoformat() if last else "", last_ago=words.ago(last, state.as_of) if last else "")


def table(edition: Edition, one: ListState, tasks: Sequence[str], marks: Iterable[str], root: str, caption: str) -> TaskTable:
    """Some tasks of a list as a table at `root`, each with its marks (parts.mark); today's tick is drawn within its period."""
    start, end = one.terms.period.start, one.terms.period.end
    mark = tick(edition.as_of, start, end) if tasks and start <= edition.as_of <= end else ""
    rows = zip((edition.ask(row, key) for key in tasks), marks, strict=True)
    return TaskTable(caption, mark, tuple(replace(found, href=root + found.href, marks=own) for found, own in rows))
