"""What every page is made from: the registries, the lists on one day, and what is asked of their tasks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any, Protocol, TypeVar

from portal import schema
from portal.library import Listing, Portal
from portal.replay import terms_on
from portal.state import TaskState, state_on
from portal.views.brief import Brief, Tags, brief, tags

T = TypeVar("T")


class Ask(Protocol):
    """Something of a task, as a function of the registries and its state; whoever answers may remember it (cache.py)."""

    def __call__(self, of: Callable[[Portal, TaskState], T], key: str) -> T: ...


@dataclass(frozen=True, slots=True)
class ListState:
    """A list on the edition's day, and the keys of its tasks in its order."""

    listing: Listing
    terms: schema.Plan
    tasks: tuple[str, ...]

    @property
    def key(self) -> str:
        """The list's folder: 2026."""
        return self.listing.key


@dataclass(frozen=True, slots=True)
class Edition:
    """The portal on a day. Lists that were adopted later are not in it; the newest comes first.

    The portal's own lists are without their tasks: of these there are `tags`, and what `ask` answers.
    """

    portal: Portal
    as_of: date
    lists: tuple[ListState, ...]
    tags: Mapping[str, Tags] = field(repr=False)
    successors: Mapping[str, str] = field(repr=False)  # by the key of the task that they go on with
    ask: Ask = field(repr=False)

    def briefs(self, one: ListState) -> tuple[Brief, ...]:
        """The tasks of a list in short, in its order."""
        return tuple(self.ask(brief, key) for key in one.tasks)

    def tasks(self) -> Iterator[str]:
        """The key of every task, list by list."""
        for one in self.lists:
            yield from one.tasks

    def line(self, key: str) -> tuple[str, ...]:
        """The tasks that a task goes on from, the nearest first, and (after "") the one that goes on with it."""
        found: list[str] = []
        before = self.tags[key].predecessor
        while before in self.tags and before not in found:
            found.append(before)
            before = self.tags[before].predecessor
        return (*found, "", self.successors.get(key, ""))

    def find(self, key: str) -> Brief | None:
        """A task in short; None where the edition has no such task."""
        return self.ask(brief, key) if key in self.tags else None


@dataclass(frozen=True, slots=True)
class Page:
    """A page that can be made: `make` gives its view, a frozen dataclass whose fields are all that `template` may use.

    What the view is made from: what it asks of tasks meanwhile, and `given`, that was known before, such as the tasks that
    are on it. As long as neither changes, the page stands as it is.
    """

    url: str
    template: str
    make: Callable[[], object]
    given: tuple[object, ...] = ()

    @property
    def view(self) -> object:
        """The view, made when it is asked for."""
        return self.make()


def itself(portal: Portal, state: TaskState) -> TaskState:
    """The whole state, for the task's own page."""
    return state


def fold(portal: Portal, as_of: date) -> Iterator[TaskState]:
    """The state of every task of the lists that were adopted on or before `as_of`, list by list."""
    for year in portal.lists:
        terms = terms_on(year.listing, as_of)
        if terms.adopted <= as_of:
            yield from (state_on(task, as_of, terms) for task in year.tasks)


def bare(portal: Portal) -> Portal:
    """The portal without the tasks of its lists."""
    return replace(portal, lists=tuple(replace(year, tasks=()) for year in portal.lists))


def assembled(portal: Portal, as_of: date, order: Mapping[str, tuple[str, ...]], tagged: Mapping[str, Tags], ask: Ask) -> Edition:
    """The edition of tasks that somebody else keeps: `order` gives the keys of a list's tasks by its own, `ask` the rest."""
    lists = []
    for year in portal.lists:
        terms = terms_on(year.listing, as_of)
        if terms.adopted <= as_of:
            lists.append(ListState(year.listing, terms, order.get(year.listing.key, ())))
    shown = {key: tagged[key] for one in lists for key in one.tasks}
    return Edition(bare(portal), as_of, tuple(lists), shown, {one.predecessor: key for key, one in shown.items() if one.predecessor}, ask)


def edition(portal: Portal, as_of: date) -> Edition:
    """The edition of a portal that was read whole, with every task in memory."""
    states = {state.task.key: state for state in fold(portal, as_of)}

    @cache
    def ask(of: Callable[[Portal, TaskState], Any], key: str) -> Any:
        return of(portal, states[key])

    order = {year.listing.key: tuple(task.key for task in year.tasks) for year in portal.lists}
    return assembled(portal, as_of, order, {key: tags(portal, state) for key, state in states.items()}, ask)
