"""Which tasks of a new list go on with tasks of an older one: a plain likeness, with its evidence, for a person to confirm.

Two tasks are as like as their words are: the Dice coefficient of the pairs of characters of their titles counts six tenths, that of
their quotes four; the same lead unit adds two. A task is proposed as predecessor from one half on, if no other task on either side comes
within a tenth of it. What is less is shown and never written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from portal.founding.sentences import clauses
from portal.library import plain

LIKE = 0.5
WEAK = 0.3
APART = 0.1
_TITLE, _WORDS, _UNIT = 0.6, 0.4, 0.2
_COMMON = 4  # characters that two clauses must have in common to be worth showing


@dataclass(frozen=True, slots=True)
class Subject:
    """What is compared of a task; `name` is its folder or key."""

    name: str
    title: str
    quote: str
    lead_unit: str | None = None


@dataclass(frozen=True, slots=True)
class Kin:
    """An older task that a new one is like: how much, from 0 to 1, and why."""

    task: Subject
    likeness: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """What a new task seems to go on with: one task (`certain`), several that are as like, or one that is too little like it."""

    task: Subject
    kin: tuple[Kin, ...]
    certain: bool


def lineage(new: Sequence[Subject], old: Sequence[Subject]) -> list[Lineage]:
    """For each new task its kin among the old ones, the likest first."""
    table = [[likeness(one, other) for other in old] for one in new]
    found = []
    for row, one in enumerate(new):
        best = max(table[row], default=0.0)
        near = [at for at in range(len(old)) if table[row][at] >= max(WEAK, best - APART)]
        near.sort(key=lambda at, row=row: -table[row][at])  # type: ignore[misc]
        rivals = [other for other in range(len(new)) if near and other != row and table[other][near[0]] > best - APART]
        kin = tuple(Kin(old[at], table[row][at], evidence(one, old[at])) for at in near)
        found.append(Lineage(one, kin, best >= LIKE and len(near) == 1 and not rivals))
    return found


def likeness(one: Subject, other: Subject) -> float:
    """How like two tasks are, from 0 to 1."""
    same_unit = one.lead_unit is not None and one.lead_unit == other.lead_unit
    return min(1.0, _TITLE * _dice(one.title, other.title) + _WORDS * _dice(one.quote, other.quote) + _UNIT * same_unit)


def _dice(one: str, other: str) -> float:
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else float(one == other)


def _pairs(words: str) -> frozenset[str]:
    words = plain(words)
    return frozenset(words[index : index + 2] for index in range(len(words) - 1))


def evidence(one: Subject, other: Subject) -> str:
    """What two tasks have in common, in words."""
    said = []
    if plain(one.title) == plain(other.title):
        said.append("名称相同")
    elif shared := _shared(one.title, other.title, 2):
        said.append(f"名称都有“{shared}”")
    words = [_shared(clause, other.quote, _COMMON) for clause in clauses(one.quote)[1:]]
    words = [word for word in dict.fromkeys(words) if word]
    if words:
        said.append("原文都有" + "、".join(f"“{word}”" for word in words[:2]) + ("等" if len(words) > 2 else ""))
    if one.lead_unit is not None and one.lead_unit == other.lead_unit:
        said.append("牵头单位相同")
    return "；".join(said) or "只有零散的字相同"


def _shared(one: str, other: str, fewest: int) -> str:
    match = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return one[match.a : match.a + match.size].strip("、的和及") if match.size >= fewest else ""
