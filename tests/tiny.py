"""A tiny portal, in memory: what a test is about is written in it, everything else is filled in."""

import hashlib
import textwrap
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from portal import judge, library, sources
from portal.library import Portal, Task
from portal.problems import Problem
from portal.sources import Source

VERSIONS: Mapping[str, str] = defaultdict(lambda: "12345678")  # of whatever asset
PORTAL = "title: 样例\nowner: {name: 样例}\ntimezone: Asia/Shanghai\n"
SOURCES = "- {id: text, title: 样例会议, kind: 会议, archived: text.txt}\n"
TEXT = "样例会议。做样例，建成样例站20座，2026年9月30日前做完，常态化巡查。\n"
PLAN = """\
title: 样例清单
adopted: 2026-01-10
period: {start: 2026-01-01, end: 2026-12-31}
source: {id: text}
update_every: 3 months
"""
TASK = "title: 样例\nquote: 做样例，建成样例站20座，2026年9月30日前做完，常态化巡查。\nsource: {id: text}\n"


def source(path: str, text: str) -> Source:
    """A source as sources.py would read it."""
    return Source(path, text, hashlib.sha256(text.encode()).hexdigest())


TEXT_DIGEST = source("sources/text.txt", TEXT).digest


def files(task: str = "", records: Mapping[str, str] | None = None, plan: str = "",
          more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The files of a portal with one task, 2026/01-sample, by path; `more` replaces or adds files (None: leaves out)."""
    found = {
        "portal.yml": PORTAL, "sources.yml": SOURCES, "sources/text.txt": TEXT,
        "2026/plan.md": front(PLAN + textwrap.dedent(plan)),
        "2026/01-sample/task.md": front(TASK + textwrap.dedent(task)),
        **{f"2026/01-sample/{name}.md": front(textwrap.dedent(text)) for name, text in (records or {}).items()},
        **(more or {}),
    }
    return found


def front(text: str, body: str = "") -> str:
    """Front matter and body."""
    return f"---\n{text.strip()}\n---\n{body}"


def load(contents: Mapping[str, str]) -> tuple[Portal, list[Problem]]:
    """The portal in these files, judged."""
    portal, problems = library.load([source(path, text) for path, text in contents.items()], contents)
    return portal, problems + judge.judge(portal)


def task(text: str = "", records: Mapping[str, str] | None = None, plan: str = "",
         more: Mapping[str, str] | None = None) -> Task:
    """The one task of a tiny portal; a problem in it fails the test."""
    portal, problems = load(files(text, records, plan, more))
    assert not problems, problems
    return portal.lists[0].tasks[0]


def problems(text: str = "", records: Mapping[str, str] | None = None, plan: str = "",
             more: Mapping[str, str] | None = None) -> list[Problem]:
    """Every problem of a tiny portal."""
    return load(files(text, records, plan, more))[1]


@cache
def folder(content: Path) -> Portal:
    """The portal in a folder, read once for all tests; a problem in it fails the test."""
    paths, found = sources.find(content)
    texts, more = sources.read_all(content, paths)
    portal, linked = library.load(texts, paths)
    problems = [*found, *more, *linked, *judge.judge(portal)]
    assert not problems, problems
    return portal
