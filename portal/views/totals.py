"""What a group of tasks adds up to: the sentence that leads a list, and totals that say what they leave out."""

from collections import Counter
from collections.abc import Iterable, Sequence

from portal import schema
from portal.state import Light, Status
from portal.views.brief import Brief
from portal.views.labels import ASK, LIGHT, STATUS
from portal.views.parts import AskRow, Fact, ask_row
from portal.views.words import Kept, Run, Text, phrase

DONE: tuple[Status, ...] = ("completed", "completed_late", "completed_as_adjusted")
# after what is done: what was judged, what waits for a verdict, what goes on, what stands still
REST: tuple[Status, ...] = ("reported_complete", "partially_completed", "missed", "concluded", "overdue",
                            "awaiting_verdict", "in_progress", "preparing", "not_started", "not_assessed", "suspended",
                            "terminated")
# of these a few can stand in smaller type: no promise is broken, or it was said openly that it is not kept
QUIET: tuple[Status, ...] = ("reported_complete", "concluded", "preparing", "not_started", "not_assessed", "suspended",
                             "terminated")
FEW = 10  # of ten tasks one, of twenty two are few
SLOW: tuple[Light, ...] = ("behind", "serious", "no_data")


def sentence(states: Sequence[Brief]) -> Text:
    """Where the tasks stand, in words: 20件中，3件已完成，11件推进中。3件慢序时；4件还没有公布量化目标。

    What is zero is not said; with what `rest` says the statuses add up to all tasks.
    """
    statuses = Counter(state.status for state in states)
    lights = Counter(state.light for state in states)
    done = [status for status in DONE if statuses[status]]
    vague = sum("targets" in state.disclosure.missing for state in states)
    aside = _aside(states)
    standing = [("{}件中", len(states) if len(states) > 1 else 0),
                (f"{{}}件{STATUS[done[0]] if len(done) == 1 else '已完成'}", sum(statuses[status] for status in done)),
                *((f"{{}}件{STATUS[status]}", statuses[status]) for status in REST if status not in aside)]
    slow = [(f"{{}}件{LIGHT[light]}", lights[light]) for light in SLOW]
    gap = [("{}件还没有公布量化目标", vague)]
    runs: list[str | Run | Kept] = []
    for group, mark in ((standing, "。"), (slow, "；" if vague else "。"), (gap, "。")):
        for text, count in group:
            if count:
                runs += [phrase(text, count), "，"]
        if any(count for _, count in group):
            runs[-1] = mark
    return tuple(runs)


def rest(states: Sequence[Brief]) -> str:
    """What the sentence leaves for smaller type: how the done were done, and the few that are neither done nor in trouble."""
    statuses = Counter(state.status for state in states)
    aside = _aside(states)
    said = []
    if aside:
        count = sum(statuses[status] for status in aside)
        said.append(f"其余{count}件：{'，'.join(f'{statuses[status]}件{STATUS[status]}' for status in aside)}。")
    done = [status for status in DONE if statuses[status]]
    if len(done) > 1:
        how = "，".join(f"{statuses[status]}件{STATUS[status]}" for status in done if status != "completed")
        said.append(f"已完成的{sum(statuses[status] for status in done)}件里，{how}。")
    return "".join(said)


def _aside(states: Sequence[Brief]) -> tuple[Status, ...]:
    """Statuses of few tasks that need not stand in the sentence; none, where there is but one such."""
    statuses = Counter(state.status for state in states)
    found = tuple(status for status in QUIET if 0 < statuses[status] * FEW <= len(states))
    return found if len(found) > 1 else ()


def totals(states: Iterable[Brief]) -> tuple[Fact, ...]:
    """n of N for tasks, parts and asks, each with what is left out and why; terminated tasks stay in N."""
    states = list(states)
    done = sum(state.status in DONE for state in states)
    ended = sum(state.status == "terminated" for state in states)
    facts = [Fact("任务", f"{len(states)}件中完成{done}件", f"终止的{ended}件仍计在内" if ended else "")]
    total, met, claimed, ongoing = (sum(getattr(state.present, key) for state in states)
                                    for key in ("total", "met", "claimed", "ongoing"))
    first, first_met, on_time = (sum(getattr(state.original, key) for state in states) for key in ("total", "met", "on_time"))
    aside = [f"自报{claimed}个，没有凭据，不算完成"] if claimed else []
    aside += [f"常态化的{ongoing}项不计在内"] if ongoing else []
    if total or aside:
        facts.append(Fact("部分（现定）", f"{total}个中完成{met}个", "；".join(aside)))
    if first:
        facts.append(Fact("部分（原定）", f"{first}个中完成{first_met}个", f"按原定时限完成{on_time}个" if first_met else ""))
    answered, missing, excused = (sum(len(getattr(state.disclosure, key)) for state in states)
                                  for key in ("answered", "missing", "not_applicable"))
    if answered + missing:
        facts.append(Fact("公开度", f"要求公布{answered + missing}处，已公布{answered}处",
                          f"写明不涉及的{excused}处不计在内" if excused else ""))
    return tuple(facts)


def counted(states: Sequence[Brief], ask: schema.Ask) -> tuple[int, int]:
    """How many tasks have answered an ask, of those that are asked; 不涉及 is left out."""
    answered = sum(ask in state.disclosure.answered for state in states)
    return answered, answered + sum(ask in state.disclosure.missing for state in states)


def ask_rows(states: Sequence[Brief], places: Iterable[tuple[schema.Ask, str]]) -> tuple[AskRow, ...]:
    """A row for each ask that any of the tasks is asked, what is answered most first; `places`: (ask, link)."""
    rows = [ask_row(ASK[ask], href, *counted(states, ask)) for ask, href in places]
    return tuple(sorted((row for row in rows if row.asked), key=lambda row: -row.answered / row.asked))
