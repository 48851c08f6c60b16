"""What every page is made from: the portal, and the state of each list on one day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from portal import schema
from portal.library import Portal, YearList
from portal.replay import terms_on
from portal.state import TaskState, state_on


@dataclass(frozen=True, slots=True)
class ListState:
    """A list and the state of its tasks on the edition's day, in the list's order."""

    year: YearList
    terms: schema.Plan
    states: tuple[TaskState, ...]

    @property
    def key(self) -> str:
        """The list's folder: 2026."""
        return self.year.listing.key


@dataclass(frozen=True, slots=True)
class Edition:
    """The portal on a day. Lists that were adopted later are not in it; the newest comes first."""

    portal: Portal
    as_of: date
    lists: tuple[ListState, ...]
    by_key: Mapping[str, TaskState] = field(repr=False)
    successors: Mapping[str, TaskState] = field(repr=False)  # by the key of the task that they go on with

    def states(self) -> Iterator[TaskState]:
        """Every task's state, list by list."""
        for one in self.lists:
            yield from one.states


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be rendered: `view` is a frozen dataclass whose fields are all that `template` may use."""

    url: str
    template: str
    view: object


def edition(portal: Portal, as_of: date) -> Edition:
    """Fold every list that was adopted on or before `as_of`."""
    lists = []
    for year in portal.lists:
        terms = terms_on(year.listing, as_of)
        if terms.adopted <= as_of:
            states = tuple(state_on(task, as_of, terms) for task in year.tasks)
            lists.append(ListState(year, terms, states))
    every = [state for one in lists for state in one.states]
    return Edition(portal, as_of, tuple(lists), {state.task.key: state for state in every},
                   {state.task.promise.predecessor: state for state in every if state.task.promise.predecessor})
