"""A conversation in memory: an interview, and what an editor types."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from portal.new import draft as drafts
from portal.new import flags, interview
from portal.new.asking import Asking
from portal.new.draft import Content, Draft, File
from portal.new.question import shown, understood
from portal.problems import Problem
from tests import tiny

TODAY = date(2026, 6, 30)


def around(text: str = "", records: Mapping[str, str] | None = None, plan: str = "", more: Mapping[str, str] | None = None) -> Content:
    """The content of a tiny portal."""
    contents = tiny.files(text, records, plan, more)
    return drafts.content([tiny.source(path, text) for path, text in contents.items()], list(contents))


def digest(name: str) -> str | None:
    """Of the one file that lies in sources/."""
    return "a" * 64 if name == "text.txt" else None


def given(content: Content, kind: str, **options: Any) -> Draft:
    """The draft that flags give; what is wrong with them fails the test."""
    draft, wrong = flags.read(content, kind, options, digest)
    assert not wrong, wrong
    return draft


def talk(asking: Asking[Any], replies: Iterable[str]) -> tuple[Any, str]:
    """What an interview gives for these replies, all of which it must use, and everything that was said meanwhile."""
    said: list[str] = []
    left = list(replies)
    try:
        step = next(asking)
        while True:
            if isinstance(step, str):
                said.append(step)
                step = asking.send(None)
                continue
            said.append(shown(step))
            assert left, "no reply left for: " + said[-1]
            value, wrong = understood(step, left.pop(0))
            if wrong:
                said.append(wrong)
            else:
                step = asking.send(value)
    except StopIteration as done:
        assert not left, left
        return done.value, "\n".join(said)


def asked(content: Content, draft: Draft, replies: Iterable[str]) -> tuple[File, str]:
    """The file that an interview ends with, which must be right, and what was said."""
    done, said = talk(interview.interview(content, draft, TODAY, digest), replies)
    file = drafts.finish(content, done)
    assert not found(content, file), found(content, file)
    return file, said


def found(content: Content, file: File) -> list[Problem]:
    """What is wrong with a file."""
    return drafts.problems(content, file.path, file.text)
