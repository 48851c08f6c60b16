"""Whether anything has changed since the last build, at a glance: nothing is imported here that takes time.

The index of a memory (cache.py): BLAKE2b of the rest, then marshal: the version of this program and Python, then the fields of
cache.Memory in their order. What does not match its digest, or is of another version, is as if it were not there.
"""

import hashlib
import marshal
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from portal.stamps import Stamp, Unsure, is_leftover, look, outputs

FORMAT = 2
FIELDS = ("as_of", "timezone", "pages", "extra", "program", "content", "outputs")  # the first of cache.Memory, which are read here


def place(state: str, output: str) -> str:
    """The memory's folder for an output (an absolute path without links), in the folder .portal/."""
    return os.path.join(state, f"memory-{hashlib.sha256(os.fsencode(os.path.normcase(output))).hexdigest()[:16]}")


def read_index(folder: str) -> Sequence[Any] | None:
    """The fields of the memory that was kept in a folder; None where there is none to be used."""
    found = _index(folder)
    return found[1] if found else None


def _index(folder: str) -> tuple[bytes, Sequence[Any]] | None:
    """The digest of an index and its fields."""
    try:
        with open(f"{folder}/index", "rb") as file:
            digest, data = file.read(16), file.read()
    except OSError:
        return None
    if digested(data) != digest:
        return None
    version, *fields = marshal.loads(data)
    return (digest, fields) if version == _version() else None


def index(fields: Sequence[Any]) -> bytes:
    """The bytes of an index."""
    data = marshal.dumps((_version(), *fields))
    return digested(data) + data


def _version() -> str:
    return f"{FORMAT} {sys.version}"


def digested(data: bytes) -> bytes:
    """A short digest: it tells versions of one file apart, and proves nothing to anybody else."""
    return hashlib.blake2b(data, digest_size=16).digest()


def program(templates: str, assets: str) -> dict[str, str]:
    """The folders that pages are made with, by name: this program, the templates, the assets."""
    return {"portal": os.path.dirname(os.path.abspath(__file__)), "templates": templates, "assets": assets}


def ground(content: str, program: Mapping[str, str]) -> tuple[dict[str, Stamp], dict[str, Stamp]]:
    """The stamps of all that a build is made from: of the content, by path; of the program, as templates/base.html. Raises Unsure."""
    parts = {f"{name}/{path}": stamp for name, folder in program.items() for path, stamp in look(folder, _compiled).items()}
    return look(content, is_leftover), parts


def _compiled(name: str) -> bool:
    return name == "__pycache__" or name.startswith(".")


class Glance(NamedTuple):
    """What a glance saw at a time (ns): an index and its digest, and the stamps of all that a build is made from."""

    at: int
    digest: bytes
    fields: Sequence[Any]
    content: dict[str, Stamp]
    program: dict[str, Stamp]


def see(content: str, program: Mapping[str, str], folder: str) -> Glance | None:
    """A glance at what there is, and at the memory in a folder; None where there is none, or stamps alone do not tell."""
    at, found = time.time_ns(), _index(folder)
    try:
        return Glance(at, *found, *ground(content, program)) if found else None
    except Unsure:
        return None


def is_latest(seen: Glance, folder: str) -> bool:
    """Whether the memory in the folder is still the one that was seen."""
    try:
        with open(f"{folder}/index", "rb") as file:
            return file.read(16) == seen.digest
    except OSError:
        return False


def stands(seen: Glance, output: str, day: Callable[[str], str]) -> tuple[int, str] | None:
    """The pages that stand in an output, and as of which day, where a build would change nothing; None where it might, or where
    stamps alone do not tell. `day` gives the day in a time zone."""
    as_of, timezone, pages, extra, parts, files, written = seen.fields[:len(FIELDS)]
    if extra or not written or day(timezone) != as_of:
        return None
    try:
        same = _match(seen.content, files) and _match(seen.program, parts) and outputs(output) == written
    except OSError:
        return None
    return (pages, as_of) if same else None


def _match(now: Mapping[str, Stamp], before: Mapping[str, tuple[Stamp, bytes]]) -> bool:
    return len(now) == len(before) and all(path in before and before[path][0] == stamp for path, stamp in now.items())
