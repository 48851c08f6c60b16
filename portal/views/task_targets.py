"""承诺与现状: each target with its numbers, the subtraction in words, and the burn-up picture with the same numbers."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from portal import schema
from portal.replay import part_of
from portal.state import LIMITS, Part, TaskState, points, schedule, start_value, tenths
from portal.views import words
from portal.views.burnup import Burnup, Point, burnup
from portal.views.labels import NATURE, TARGET_KIND
from portal.views.parts import Num, Target
from portal.views.pictures import bullet
from portal.views.rows import why
from portal.views.words import Text, day, number


def amount(value: Decimal | Fraction | None, unit: str | None) -> str:
    """A number with its unit; a fraction that does not end is said as about."""
    if value is None:
        return "未公布"
    exact = words.exact(value)
    return f"{words.about(value) if exact is None else number(exact)}{unit or ''}"


def targets(state: TaskState) -> tuple[Target, ...]:
    """Every target that counts, as the present promise has it, dropped ones at the end of their kind."""
    shown = {target.id: target for target in state.present_promise.targets}
    found = []
    for part in state.parts:
        if part.kind == "targets":
            found.append(_target(state, part, shown[part.id]))
    found += [_ongoing(target) for target in state.shown_promise.targets if target.kind == "ongoing"]
    return tuple(found)


def _ongoing(target: schema.Target) -> Target:
    return Target(target.id, target.title, None, (Num("类别", "常态化", "不计入部分，不作结论"),),
                  tuple([f"口径：{target.definition}。"] if target.definition else []))


def _target(state: TaskState, part: Part, target: schema.Target) -> Target:
    unit, latest = target.unit, part.latest
    nums = []
    if target.kind not in LIMITS:
        base = target.baseline
        nums.append(Num("基期", amount(base.value, unit) if base else "未公布",
                        day_text(base.as_of) if base and base.as_of else ""))
    over = latest is not None and part.due is not None and latest.as_of >= part.due
    if part.plan_value is not None and latest and not over:
        plan = _share(part, target, part.plan_value)
        nums.append(Num(f"计划到{words.zh_day(latest.as_of)}", amount(part.plan_value, unit),
                        f"应到{number(plan)}%" if plan is not None else ""))
    note: Text = ""
    if latest:
        note = (day(latest.as_of), f"，{number(part.percent)}%" if part.percent is not None else "",
                "，自报，没有凭据" if part.state == "claimed" else "")
    nums.append(Num("最新", amount(latest.value, unit) if latest else "没有数", note, strong=latest is not None))
    first = part.original
    changed = first is not None and first.value is not None and first.value != part.value
    was = f"原定{amount(first.value, unit)}" if changed and first else "增加的目标" if first is None else ""
    nums.append(Num(f"目标（{TARGET_KIND[target.kind]}）", amount(part.value, unit), was))
    picture = None
    if part.percent is not None:
        planned = _share(part, target, part.plan_value) if part.plan_value is not None else None
        picture = bullet(part.percent, Decimal(100) if over else planned, claimed=part.state == "claimed")
    title = part.title + ("（已取消）" if part.state == "dropped" else "")
    return Target(target.id, title, picture, tuple(nums), tuple(_how(state, part, target)))


def day_text(when: date) -> str:
    """A baseline's day: 2025年底 where it is the last of a year."""
    return f"{when.year}年底" if (when.month, when.day) == (12, 31) else words.zh_date(when)


def _share(part: Part, target: schema.Target, value: Fraction) -> Decimal | None:
    """A value as percent of the way from the start to the goal, truncated."""
    start = start_value(target)
    if start is None or part.value is None or part.value == start:
        return None
    share = points(value - Fraction(start), part.value - start)
    return tenths(share)


def _how(state: TaskState, part: Part, target: schema.Target) -> list[Text]:
    """The arithmetic of a target, line by line, and what the figure counts."""
    lines: list[Text] = []
    latest, goal, start = part.latest, part.value, start_value(target)
    if latest and goal is not None and start is not None and part.percent is not None:
        lines.append(f"完成：{_fraction(latest.value, start, goal)}＝{number(part.percent)}%，尾数舍去，不进位。"
                     + ("" if target.baseline else "没有公布基期，从0算起。"))
        if part.due is not None and latest.as_of >= part.due:
            gap = abs(goal - latest.value)
            if part.state == "open":
                lines.append(f"相差：到时限{words.zh_date(part.due)}应做到{amount(goal, target.unit)}，差{amount(gap, target.unit)}。")
        elif part.plan_value is not None and part.behind_by is not None:
            planned = amount(part.plan_value, target.unit) + _planned(part, start, goal)
            lines.append(f"计划：到{words.zh_date(latest.as_of)}应做到{planned}。")
            lines.append(_difference(part, start, goal, state))
        first = part.original
        if first and first.value is not None and first.value not in (goal, start):
            then = tenths(points(latest.value - start, first.value - start))
            lines.append(f"按原定{amount(first.value, target.unit)}算：{_fraction(latest.value, start, first.value)}"
                         f"＝{number(then)}%。")
    elif latest and start is None and target.kind not in LIMITS:
        lines.append("没有公布基期，不能算百分比。")
    elif goal is not None and start == goal:
        lines.append("基期等于目标，不能算百分比。")
    if target.kind in LIMITS:
        lines.append(f"{TARGET_KIND[target.kind]}{amount(goal, target.unit)}，要守到{words.zh_date(part.deadline)}；"
                     "以截至那一天的第一个数为准。")
    if target.kind in ("level_up", "level_down"):
        lines.append(f"以{words.zh_date(part.deadline)}及以后的数为准；此前达到的，期末再确认。")
    lines += [f"进度灯：{why(reason)}。" for reason in part.why[:1] if part.state != "met" and reason.rule not in ("plan", "with_plan")]
    if target.figure_by:
        lines.append(f"到期的数在{words.zh_date(target.figure_by)}以前公布。")
    said = [f"口径：{target.definition}" if target.definition else "口径未公布"]
    if target.nature:
        said.append(f"{NATURE[target.nature]}目标")
    return [*lines, "。".join(said) + "。"]


def _fraction(value: Decimal, start: Decimal, goal: Decimal) -> str:
    if start == 0:
        return f"{number(value)}÷{number(goal)}"
    above, below = number(value - start), number(goal - start)
    return f"（{number(value)}−{number(start)}）÷（{number(goal)}−{number(start)}）＝{above}÷{below}"


def _planned(part: Part, start: Decimal, goal: Decimal) -> str:
    """The plan's value as percent of the way, with its arithmetic where the value comes out even."""
    value, whole = part.plan_value or Fraction(0), goal - start
    share = f"{number(tenths(points(value - Fraction(start), whole)))}%"
    exact = words.exact(value)
    return f"，{_fraction(exact, start, goal)}＝{share}" if exact is not None else f"，即{share}"


def _difference(part: Part, start: Decimal, goal: Decimal, state: TaskState) -> str:
    """How far the latest figure is from the plan, and what the light makes of it; the fraction is cut after the subtraction."""
    behind_by, limits = part.behind_by or Decimal(0), state.terms.thresholds
    if not behind_by:
        return "相差：与计划一致。"
    value, latest = part.plan_value or Fraction(0), part.latest
    exact, sum_ = words.exact(value), ""
    if latest and exact is not None:
        one, other = (exact, latest.value) if behind_by > 0 else (latest.value, exact)
        below = f"（{number(goal)}−{number(start)}）" if start else number(goal)
        sum_ = f"（{number(one)}−{number(other)}）÷{below}，"
    if behind_by < 0:
        return f"相差：{sum_}比计划多{number(-behind_by)}个百分点。"
    behind, serious = number(limits.behind_points), number(limits.serious_points)
    said = f"相差：{sum_}比计划少{number(behind_by)}个百分点"
    if part.light is None or state.settled_on:
        return f"{said}。"
    if behind_by > limits.serious_points:
        return f"{said}，多于{serious}，所以是严重滞后。"
    if behind_by > limits.behind_points:
        return f"{said}，多于{behind}、不多于{serious}，所以是慢序时。"
    return f"{said}，不多于{behind}。"


def burnups(state: TaskState) -> tuple[Burnup, ...]:
    """The picture of each target that has more to show than its numbers: a plan, or two figures and more."""
    present = {target.id: target for target in state.present_promise.targets}
    first = {target.id: target for target in state.original_promise.targets}
    found = []
    for part in state.parts:
        if part.kind != "targets" or part.state == "dropped":
            continue
        target = present[part.id]
        if not target.plan and target.schedule is None and len(part.observations) < 2:
            continue
        found.append(_burnup(state, part, target, first.get(part.id)))
    return tuple(found)


def _burnup(state: TaskState, part: Part, target: schema.Target, first: schema.Target | None) -> Burnup:
    period = state.terms.period
    base = target.baseline
    baseline = Point(base.as_of or period.start - timedelta(1), base.value) if base else None
    was = part.original.due if part.original else None
    original = _points(first, was, period.start) if first is not None and first.value is not None else []
    turns = sorted({seen.record.day for seen in state.records for change in state.changes
                    if change.record == seen.record.name and change.kind == "adjustment" and change.in_time
                    and change.target is not None and part_of(change.target) == part.name})
    return burnup(part.id, part.title, target.unit or "", period.start, period.end, state.as_of,
                  original or _points(target, part.due, period.start), _points(target, part.due, period.start),
                  [Point(one.as_of, one.value) for one in part.observations if one.as_of >= period.start],
                  baseline=baseline, turns=turns, linear=target.schedule == "linear")


def _points(target: schema.Target, due: date | None, start: date) -> list[Point]:
    plan = schedule(target, due, start)
    return [Point(when, value) for when, value in plan.points if not (plan.linear and when <= start)]
