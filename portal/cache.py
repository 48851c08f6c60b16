"""What was built from what: the only mutable memory between two builds of one output.

    .portal/memory-<output>/
      index              what was read, what each page was made from, what was written (marshal, its BLAKE2b before it)
      <digest>           slices (edition.Ask) of one kind of the tasks of one list, named by their own BLAKE2b

The folder may be deleted at any time: then everything is made anew. It is never trusted blindly. A file of content, of the
program or of the site counts as unchanged only while the system says so (as git's index does: size, times and inode); one
that was saved just before it was read, or whose stamp differs, is read and compared by digest. What does not
match its own digest, what another version, another Python or another day wrote, is not used. The index is written last, by
one rename: a run that dies leaves the memory of the run before, whose stamps then do not fit the new site, so that what
differs is made anew.

What a page depends on is not declared but seen: whatever it asks of a task while it is made (`Answers`). Everything
else that it could depend on is the base: the program, templates, assets, registries, sources, the lists' own files, and the
day. When the base differs, nothing is remembered.

An unchanged build gets no farther than glance.py, which reads the index alone.
"""

import io
import marshal
import os
import pickle
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from sys import intern
from typing import Any

from portal import sources
from portal.glance import Glance, digested, ground, index, read_index
from portal.project import Project
from portal.stamps import Output, Stamp, Unsure, stamp

# ns: a file saved so shortly before may be saved again without a new stamp, where times are whole seconds (FAT counts two), and
# elsewhere (a kernel's clock ticks every 4 to 10 ms)
WHOLE, TICK = 3_000_000_000, 100_000_000

_NEVER = (0, 0, 0, 0, 0)

Seen = tuple[Stamp, bytes]  # and the digest of the bytes


@dataclass(slots=True)
class Memory:
    """What the last build of an output read, and what it gave; empty where there is none. The first fields are glance.FIELDS."""

    as_of: str = ""
    timezone: str = ""
    pages: int = 0
    extra: bool = False  # files beside the site (serve.py)
    program: dict[str, Seen] = field(default_factory=dict)
    content: dict[str, Seen] = field(default_factory=dict)
    outputs: dict[str, Output] = field(default_factory=dict)
    chapters: bytes = b""
    titles: dict[str, str] = field(default_factory=dict)  # of each task, as first published
    tags: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)  # the other tasks that a task names
    digests: dict[str, dict[str, bytes]] = field(default_factory=dict)  # of each slice, by kind and task
    stored: dict[str, str] = field(default_factory=dict)  # "2026 portal.views.rows.row" -> the file with these slices
    made: dict[str, tuple[bytes, dict[str, tuple[str, ...]]]] = field(default_factory=dict)  # url -> given; kind -> tasks asked
    spare: dict[str, Output | None] = field(default_factory=dict)  # where the sibling that waits differs from the outputs


@dataclass(frozen=True, slots=True)
class Survey:
    """What there is: the stamps of the content and the program, and the digests of the files that are new or changed.

    `tasks`: those of which a file was added, changed or removed; `at`: when it was looked (ns).
    """

    at: int
    content: Mapping[str, Stamp]
    program: Mapping[str, Stamp]
    edited: Mapping[str, bytes]
    changed: Mapping[str, bytes]
    tasks: frozenset[str]


# --- looking


def survey(project: Project, memory: Memory, day: Callable[[str], str], *, live: bool = False,
           hint: Collection[str] = (), seen: Glance | None = None) -> tuple[Memory, Survey | None]:
    """What there is, and what of the memory is of use: all of it, or nothing where the base differs.

    `day` gives the day in a time zone; `live`: assets are no part of the base; `hint`: files of the content that somebody saw
    change, and only they are looked at; `seen`: what was seen just now need not be looked at again. No survey where stamps
    cannot tell.
    """
    at = seen.at if seen else time.time_ns()
    try:
        if seen:
            content, program = seen.content, seen.program
        elif hint and memory.content:
            content, program = _hinted(project, memory, hint)
        else:
            content, program = ground(str(project.content), project.program)
        edited = _differing(memory.content, content, lambda path: f"{project.content}/{path}")
        changed = _differing(memory.program, program, lambda path: _file(project, path))
    except Unsure:
        return Memory(), None
    touched = {*edited, *(memory.content.keys() - content.keys())}
    found = Survey(at, content, program, edited, changed, frozenset(map(sources.task_of, touched)) - {""})
    parts = {*changed, *(memory.program.keys() ^ program.keys())}
    if live:
        parts = {path for path in parts if not path.startswith("assets/")}
    based = (not memory.content or parts or not all(map(sources.task_of, touched))
             or (content.keys() != memory.content.keys() and _lists(content) != _lists(memory.content))
             or day(memory.timezone) != memory.as_of or live != memory.extra)
    if not based:
        return memory, found
    everything = {path: edited.get(path) or memory.content[path][1] for path in content}
    return Memory(), replace(found, edited=everything, changed={path: changed.get(path) or memory.program[path][1] for path in program},
                             tasks=frozenset(map(sources.task_of, content)) - {""})


def _lists(paths: Iterable[str]) -> set[str]:
    """The lists that have a task: a task that is named, but not there, is a mistake in these alone (library.py)."""
    return {key.partition("/")[0] for key in map(sources.task_of, paths) if key}


def _hinted(project: Project, memory: Memory, hint: Iterable[str]) -> tuple[dict[str, Stamp], dict[str, Stamp]]:
    """All as it was remembered but for these files."""
    content, program = ({path: seen[0] for path, seen in files.items()} for files in (memory.content, memory.program))
    for path in hint:
        place = f"{project.content}/{path}"
        if os.path.isdir(place):  # with whatever is in it
            return ground(str(project.content), project.program)
        if os.path.isfile(place):
            content[path] = stamp(place)
        else:
            content.pop(path, None)
    return content, program


def note(memory: Memory, found: Survey) -> bool:
    """Remember the files as they were found; whether that says more than was known."""
    before = memory.content, memory.program
    memory.content = _seen(memory.content, found.content, found.edited, found.at)
    memory.program = _seen(memory.program, found.program, found.changed, found.at)
    return (memory.content, memory.program) != before


def _file(project: Project, path: str) -> str:
    name, _, inside = path.partition("/")
    return f"{project.program[name]}/{inside}"


def _differing(before: Mapping[str, Seen], now: Mapping[str, Stamp], where: Callable[[str], str]) -> dict[str, bytes]:
    """The files that are new or of other bytes, with the digest of their bytes; raises Unsure where one cannot be read."""
    found = {}
    for path, mark in now.items():
        seen = before.get(path)
        if seen is None or seen[0] != mark:
            try:
                digest = digested(_bytes(where(path)))
            except OSError as error:
                raise Unsure from error
            if seen is None or seen[1] != digest:
                found[path] = digest
    return found


def _seen(before: Mapping[str, Seen], now: Mapping[str, Stamp], changed: Mapping[str, bytes], at: int) -> dict[str, Seen]:
    """Stamps, of those that are old enough at the time `at`, and digests."""
    return {path: before[path] if path in before and before[path][0] == mark else
            (mark if _is_old(mark, at) else _NEVER, changed[path] if path in changed else before[path][1])
            for path, mark in now.items()}


def _is_old(mark: Stamp, at: int) -> bool:
    """Whether the file could not be saved again, at the time `at` or later, without another stamp."""
    return max(mark[:2]) < at - (TICK if mark[0] % 1_000_000_000 else WHOLE)


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


# --- the folder


def recall(folder: str) -> Memory:
    """The memory that was kept in a folder, or an empty one."""
    fields = read_index(folder)
    return Memory(*fields) if fields is not None else Memory()


def keep(folder: str, memory: Memory, fresh: Mapping[str, Mapping[str, bytes]]) -> None:
    """Write the memory; `fresh` are the slices of the tasks that were made anew, by kind and task. Raises OSError."""
    os.makedirs(folder, exist_ok=True)
    for kind, slices in fresh.items():
        for key in {key.partition("/")[0] for key in (*slices, *(key for key in memory.digests.get(kind, ()) if key not in memory.tags))}:
            name = f"{key} {kind}"
            inside = {task: data for task, data in _stored(folder, memory, name).items() if task in memory.tags}
            inside |= {task: data for task, data in slices.items() if task.partition("/")[0] == key}
            data = marshal.dumps(inside)
            memory.stored[name] = digested(data).hex()
            if not os.path.exists(f"{folder}/{memory.stored[name]}"):
                _write(f"{folder}/{memory.stored[name]}", data)
    _write(f"{folder}/index", index([getattr(memory, name) for name in Memory.__slots__]))
    for name in set(os.listdir(folder)).difference(memory.stored.values(), ("index",)):
        os.unlink(f"{folder}/{name}")


def _write(path: str, data: bytes) -> None:
    with open(f"{path}.new", "wb") as file:
        file.write(data)
    os.replace(f"{path}.new", path)


class Lost(Exception):
    """A slice is not where the index says, or not as it was written: the memory is of no use."""


def _stored(folder: str, memory: Memory, name: str) -> dict[str, bytes]:
    if name not in memory.stored:
        return {}
    try:
        data = _bytes(f"{folder}/{memory.stored[name]}")
    except OSError as error:
        raise Lost from error
    if digested(data).hex() != memory.stored[name]:
        raise Lost
    found: dict[str, bytes] = marshal.loads(data)
    return found


# --- answering


def packed(value: Any) -> bytes:
    """A slice as it is kept: pickled, each dataclass as a call with its fields, which is read three times as fast as the
    state that a frozen one would be given."""
    buffer = io.BytesIO()
    _Pickler(buffer, 5).dump(value)
    return buffer.getvalue()


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        return (type(value), tuple(getattr(value, name) for name in value.__slots__)) if hasattr(type(value), "__dataclass_fields__") \
            else NotImplemented


KEPT = 200_000  # answers that are held at once, some 3 KB each: two for each of a hundred thousand tasks


class Answers:
    """Answers what pages ask of tasks (edition.Ask): of those made anew by their slices, of the others from the folder.

    The questions are noted, by kind, until they are taken away (`taken`). `states`: of the tasks that were read, for their
    own pages.
    """

    def __init__(self, folder: str, memory: Memory, fresh: Mapping[str, Mapping[str, bytes]]) -> None:
        self._folder, self._memory, self._fresh = folder, memory, fresh
        self.states: Mapping[str, Any] = {}
        self._known: dict[tuple[str, str], Any] = {}
        self._files: dict[str, dict[str, bytes]] = {}
        self._asked: dict[str, dict[str, None]] = {}

    def ask(self, of: Callable[..., Any], key: str) -> Any:
        """A slice of a task, or (what is no slice) its whole state, which must have been read; raises Lost."""
        name = kind(of)
        self._asked.setdefault(name, {})[key] = None
        known = self._known.get((name, key))
        if known is None:
            if len(self._known) == KEPT:
                self._known.clear()
            known = self._known[name, key] = self._find(name, key)
        return known

    def _find(self, name: str, key: str) -> Any:
        if name not in self._fresh:
            return self.states[key]
        data = self._fresh[name].get(key)
        if data is None:
            stored = f"{key.partition('/')[0]} {name}"
            if stored not in self._files:
                self._files[stored] = _stored(self._folder, self._memory, stored)
            data = self._files[stored].get(key)
            if data is None:
                raise Lost
        return pickle.loads(data)

    def taken(self) -> dict[str, tuple[str, ...]]:
        """What was asked since the last time."""
        asked, self._asked = self._asked, {}
        return {name: tuple(keys) for name, keys in asked.items()}


def kind(of: Callable[..., Any]) -> str:
    """The name of a kind of slices: portal.views.rows.row."""
    return f"{of.__module__}.{of.__qualname__}"


# --- what is made anew


def learn(memory: Memory, tasks: Collection[str], fresh: Collection[str], tagged: Mapping[str, tuple[Any, ...]],
          slices: Mapping[str, Mapping[str, bytes]]) -> dict[str, set[str]]:
    """Take the fresh tasks into the memory, and drop those that are gone; by kind, the tasks whose slices are not as before.

    A task's whole state counts as changed when it was read. `tagged`: the tags of those of the fresh ones that are on the site.
    """
    for key in [key for key in memory.tags if key not in tasks or key in fresh]:
        del memory.tags[key]
    memory.tags.update({key: tuple(one) for key, one in tagged.items()})
    changed = {}
    for name, inside in slices.items():
        before = memory.digests.setdefault(name, {})
        now = {key: digested(data) for key, data in inside.items()}
        gone = [key for key in before if key not in memory.tags]
        changed[name] = {key for key, digest in now.items() if before.get(key) != digest}.union(gone)
        before.update(now)
        for key in gone:
            del before[key]
    return {**changed, "": set(fresh)}


def surround(memory: Memory, chapters: object) -> None:
    """What stands around every page: where it differs, no page is as it was."""
    digest = digested(repr(chapters).encode())
    if digest != memory.chapters:
        memory.chapters = digest
        memory.made.clear()


def is_stale(memory: Memory, url: str, given: object, changed: Mapping[str, set[str]], stand: Mapping[str, Output]) -> bool:
    """Whether a file must be made: it is new, was made from something else, or does not stand as it was left."""
    before, asked = memory.made.get(url, (b"", {}))
    return (before != digested(repr(given).encode()) or url not in stand or stand[url] != memory.outputs.get(url)
            or any(not changed.get(name, changed[""]).isdisjoint(keys) for name, keys in asked.items()))


def made(memory: Memory, url: str, given: object, asked: dict[str, tuple[str, ...]]) -> None:
    """Remember what a file was made from."""
    # one word for each task: pages name the same thousands, and the index would hold each of them anew
    memory.made[url] = digested(repr(given).encode()), {name: tuple(map(intern, keys)) for name, keys in asked.items()}


def forget(memory: Memory, urls: Collection[str]) -> None:
    """Forget the files that the site has no more."""
    for url in [url for url in memory.made if url not in urls]:
        del memory.made[url]
