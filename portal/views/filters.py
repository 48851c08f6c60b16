"""How the tasks of a page are picked: by light, status, theme, unit and place, in any combination.

Every choice has a mark (f1, f2, …), and every row the marks of the choices that it belongs to; components/filter.css hides
the rows without a mark that is chosen, so that no script is needed. The marks of a page are as many as that sheet knows:
what has more choices than are left is not offered, as its own pages stand beside it (责任单位, 主题, 地方).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.library import Portal
from portal.views.brief import Brief
from portal.views.labels import STATUS
from portal.views.parts import Choice, Filter, Lights, Pick, lights, mark, told
from portal.views.rows import unit_name

MARKS = 120  # as many as components/filter.css knows
ORDERS = (("", "序号"), ("light", "落后的在前"), ("parts", "完成多的在前"), ("next", "下一节点近的在前"), ("last", "最近更新的在前"))
FEW = 5  # tasks that are seen at a glance: nothing to pick


@dataclass(frozen=True, slots=True)
class Filters:
    """The lights as a filter, the other picks, and the marks of each task, in the tasks' order."""

    lights: Lights | None
    filter: Filter | None
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Something to pick by: the word of every value, in order, and the values of each task."""

    name: str
    label: str
    words: Mapping[str, str]
    values: tuple[tuple[str, ...], ...]


def filters(states: Sequence[Brief], portal: Portal, *, lit: bool = True, without: str = "",
            dated: bool = True) -> Filters:
    """Everything by which these tasks differ.

    `lit` false: no light says anything, statuses stand for them. `without` leaves a group out by its name. `dated` false:
    nothing to sort by, as nothing is recorded.
    """
    shown = [state.light if lit else None for state in states]
    strip = lights((light, state.status) for light, state in zip(shown, states, strict=True))
    use = len(strip.options) > 2
    marks: list[list[str]] = [[] for _ in states]
    number = 0
    if use:
        by_value = {option.value: option.id for option in strip.options}
        for own, light, state in zip(marks, shown, states, strict=True):
            own.append(by_value[told(light, state.status)])
        number = len(strip.options) - 1
    picks = []
    for group in _groups(states, portal, statuses=lit):
        found = [value for value in group.words if any(value in own for own in group.values)]
        if group.name == without or len(found) < 2 or number + len(found) > MARKS or len(states) <= FEW:
            continue
        choices = []
        for value in found:
            number += 1
            choices.append(Choice(mark(number), value, group.words[value], sum(value in own for own in group.values)))
            for own, values in zip(marks, group.values, strict=True):
                own += [mark(number)] if value in values else []
        picks.append(Pick(group.name, group.label, tuple(choices)))
    orders = ORDERS if dated and len(states) > FEW else ()
    title = f"按{'、'.join(pick.label for pick in picks)}挑着看" if picks else "换个排法看"
    return Filters(strip if use else None, Filter(title, tuple(picks), orders) if picks or orders else None,
                   tuple(" ".join(own) for own in marks))


def themes_in_order(portal: Portal) -> dict[str, str]:
    """The title of every theme, in the order that the registry gives them, then as they stand in it."""
    order = {theme.id: index for index, theme in enumerate(portal.themes.values())}
    themes = sorted(portal.themes.values(), key=lambda theme: (theme.order is None, theme.order or 0, order[theme.id]))
    return {theme.id: theme.title for theme in themes}


def _groups(states: Sequence[Brief], portal: Portal, *, statuses: bool) -> Iterator[_Group]:
    """What there is to pick by, that with the fewest choices first."""
    if statuses:
        yield _group("status", "状态", STATUS, ((state.status,) for state in states))
    yield _group("theme", "主题", themes_in_order(portal),
                 (one.themes.ids if one.themes else () for one in states))
    yield _group("place", "地方", {place.id: place.name for place in portal.places.values()},
                 (one.places for one in states))
    yield _group("unit", "牵头单位", {unit: unit_name(portal.units, unit) for unit in portal.units} | {"none": "未公布"},
                 ((one.lead_unit or "none",) for one in states))


def _group(name: str, label: str, words: Mapping[Any, str], values: Iterable[Sequence[str]]) -> _Group:
    return _Group(name, label, words, tuple(tuple(own) for own in values))
