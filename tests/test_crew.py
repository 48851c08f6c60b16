"""Work that is shared: alone or together the leader sees the same, and whatever happens no process stays behind."""

import errno
import multiprocessing
import os
import select
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import pytest

from portal import crew
from portal.crew import Crew, Made, Routine, alone, together

BIG = 10_000_000  # bytes; a pipe holds some hundred thousand

Words = Generator[Any, Any, None]

forked = pytest.mark.skipif(not crew.can_fork(), reason="processes are not forked here")


def count(name: str, parts: int) -> Words:
    """A routine of three rounds: its name; what it heard and its name; its parts, with what it heard last."""
    first = yield name
    second = yield first, name
    for number in range(parts):
        yield Made((name, number, second))


def pids() -> Words:
    """A routine that says which process it is in, then what it hears, and then works for ever."""
    heard = yield os.getpid()
    yield heard
    while True:
        yield Made(("part",))


def one(routine: Routine) -> AbstractContextManager[Crew]:
    return together([routine])


both = pytest.mark.parametrize("led", [alone, pytest.param(one, marks=forked)])
Led = Callable[[Routine], AbstractContextManager[Crew]]


@pytest.fixture(autouse=True)
def _no_process_stays_behind() -> Iterator[None]:
    yield
    assert not multiprocessing.active_children()


def is_there(pid: int) -> bool:
    """Whether a process is running, or a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


# What the leader sees.


@both
def test_rounds_and_a_stream(led: Led) -> None:
    """Each round the leader hears what the routine yields and sends what it goes on with; then comes all that it makes."""
    with led(partial(count, "a", 3)) as team:
        assert team.hear() == ["a"]
        team.send(["hello"])
        assert team.hear() == [("hello", "a")]
        team.send(["go"])
        assert list(team.stream()) == [("a", 0, "go"), ("a", 1, "go"), ("a", 2, "go")]


@both
def test_a_stream_may_be_empty(led: Led) -> None:
    with led(partial(count, "a", 0)) as team:
        team.hear()
        team.send([1])
        team.hear()
        team.send([2])
        assert list(team.stream()) == []


@both
def test_nothing_may_be_sent(led: Led) -> None:
    """None, or what is as good as nothing, is a word as any other."""
    words: list[Any] = [None, 0, "", [], False]
    for word in words:
        with led(partial(count, "a", 1)) as team:
            team.hear()
            team.send([word])
            assert team.hear() == [(word, "a")]
            team.send([word])
            assert list(team.stream()) == [("a", 0, word)]


@forked
def test_many_are_heard_in_their_order_and_sent_each_its_own() -> None:
    """The stream comes as it is made: of each routine in its order."""
    names = ["a", "b", "c"]
    with together([partial(count, name, 50) for name in names]) as team:
        assert team.hear() == names
        team.send([f"to {name}" for name in names])
        assert team.hear() == [(f"to {name}", name) for name in names]
        team.send([name * 2 for name in names])
        made = list(team.stream())
    for name in names:
        assert [one for one in made if one[0] == name] == [(name, number, name * 2) for number in range(50)]
    assert len(made) == 150


@forked
def test_together_gives_what_alone_gives() -> None:
    """The same routines, led one after the other here, and all at once in processes."""
    routines = [partial(count, name, parts) for name, parts in (("a", 3), ("b", 0), ("c", 5))]

    def lead(team: Crew, workers: int) -> tuple[list[Any], list[Any], Counter[Any]]:
        first = team.hear()
        team.send([7] * workers)
        second = team.hear()
        team.send([8] * workers)
        return first, second, Counter(team.stream())

    with together(routines) as team:
        found = lead(team, 3)
    expected: tuple[list[Any], list[Any], Counter[Any]] = ([], [], Counter())
    for routine in routines:
        with alone(routine) as team:
            for whole, part in zip(expected, lead(team, 1), strict=True):
                whole += part  # type: ignore[operator]
    assert found == expected


@forked
def test_a_process_begins_with_what_is_in_memory_here() -> None:
    """What a routine holds need not be pickled: only its words go through the pipe."""
    lock = threading.Lock()

    def routine() -> Words:
        yield os.getpid(), lock.locked()

    with lock, together([routine, routine]) as team:
        (first, locked), (second, _) = team.hear()
    assert len({first, second, os.getpid()}) == 3
    assert locked


@both
def test_big_words_pass_both_ways(led: Led) -> None:
    """Ten million bytes up, down, up again, and in the stream."""
    def routine() -> Words:
        heard = yield b"u" * BIG
        more = yield heard
        yield Made((more,))
        yield Made((more,))

    with led(routine) as team:
        (up,) = team.hear()
        team.send([up + b"d"])
        (again,) = team.hear()
        assert len(again) == BIG + 1
        team.send([again])
        assert [len(made) for (made,) in team.stream()] == [BIG + 1, BIG + 1]


@forked
def test_big_words_of_many_do_not_wait_for_each_other() -> None:
    """All of them write while the leader reads one, and all read while it writes."""
    def routine() -> Words:
        heard = yield b"u" * BIG
        yield len(heard)
        yield Made((heard,))

    with together([routine] * 3) as team:
        team.send(team.hear())
        assert team.hear() == [BIG] * 3
        team.send([None] * 3)
        assert [len(made) for (made,) in team.stream()] == [BIG] * 3


def test_processes_are_forked_on_linux_only() -> None:
    """The libraries of macOS do not bear it, and Windows has no fork."""
    assert crew.can_fork() is (sys.platform == "linux")


# What goes wrong in a routine.


class Strange(Exception):
    """As those of many libraries: made of other arguments than those that it keeps, so that pickle cannot make it again."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")


class Holding(Exception):
    """An error with something that cannot be pickled."""

    def __init__(self, words: str) -> None:
        super().__init__(words, threading.Lock())

    def __str__(self) -> str:
        return str(self.args[0])


def breaking(error: BaseException, at: int) -> Words:
    """A routine that raises before its first word (0), before its second (1), or in its stream (2, 3)."""
    for number in range(3):
        if number == at:
            raise error
        yield number if number < 2 else Made((number,))
    raise error


def lead(team: Crew) -> list[Any]:
    workers = len(team.hear())
    team.send([1] * workers)
    team.hear()
    team.send([2] * workers)
    return list(team.stream())


@both
@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("error", [
    ValueError("样例", 3), KeyError("key"), OSError(errno.ENOSPC, "full", "/a/file"), EOFError("cut"), BrokenPipeError(errno.EPIPE, "pipe"),
    KeyboardInterrupt(), SystemExit(3), MemoryError(),
], ids=lambda error: type(error).__name__)
def test_an_error_in_a_routine_is_raised_here(led: Led, error: BaseException, at: int) -> None:
    """With its type and arguments, at whatever moment; one that looks like that of a pipe is no end of a process."""
    with pytest.raises(type(error)) as caught, led(partial(breaking, error, at)) as team:
        lead(team)
    assert type(caught.value) is type(error)
    assert caught.value.args == error.args
    assert getattr(caught.value, "filename", None) == getattr(error, "filename", None)


@forked
def test_an_error_of_one_ends_the_others() -> None:
    with pytest.raises(ValueError, match="样例"), together([pids, partial(breaking, ValueError("样例"), 1), pids]) as team:
        first, _, third = team.hear()
        team.send([1, 1, 1])
        team.hear()
    assert not is_there(first) and not is_there(third)


@forked
def test_an_error_says_where_it_was_raised() -> None:
    """The traceback of another process does not come along; its words do."""
    with pytest.raises(ValueError) as caught, one(partial(breaking, ValueError("样例"), 0)) as team:
        team.hear()
    assert "in breaking" in "".join(caught.value.__notes__)


@forked
@pytest.mark.parametrize("error", [Strange("here", "样例"), Holding("here: 样例")], ids=lambda error: type(error).__name__)
def test_an_error_that_cannot_be_pickled_says_what_it_was(error: Exception) -> None:
    with pytest.raises(RuntimeError) as caught, one(partial(breaking, error, 1)) as team:
        lead(team)
    assert str(caught.value) == f"{type(error).__name__}: here: 样例"
    assert "in breaking" in "".join(caught.value.__notes__)


@forked
def test_a_word_that_cannot_be_pickled_is_an_error_here() -> None:
    """And not an end of the process that nobody can explain."""
    def routine() -> Words:
        yield threading.Lock()

    with pytest.raises(TypeError, match="lock"), one(routine) as team:
        team.hear()


# How processes end.


@forked
@pytest.mark.parametrize("rounds", range(4))
def test_leaving_early_ends_all(rounds: int) -> None:
    """Before anything was heard, after each round, in the midst of the stream; no zombie is left."""
    known, ours = multiprocessing.active_children, []
    with together([pids, pids]) as team:
        ours = [process.pid or 0 for process in known()]
        if rounds > 0:
            assert sorted(team.hear()) == sorted(ours)
        if rounds > 1:
            team.send([1, 1])
            assert team.hear() == [1, 1]
        if rounds > 2:
            team.send([2, 2])
            assert next(iter(team.stream())) == ("part",)
    assert len(ours) == 2
    assert not any(map(is_there, ours))


@forked
def test_an_error_of_the_leader_ends_all() -> None:
    ours: list[int] = []
    with pytest.raises(KeyboardInterrupt), together([pids, pids]) as team:
        ours += team.hear()
        raise KeyboardInterrupt
    assert len(ours) == 2
    assert not any(map(is_there, ours))


@forked
def test_all_end_when_they_have_done_their_work() -> None:
    with together([partial(count, "a", 2), partial(count, "b", 2)]) as team:
        lead(team)


@forked
def test_the_processes_that_were_begun_end_when_one_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system may allow no more processes: what was begun ends, and the error is the system's."""
    begun: list[int] = []
    real = os.fork

    def fork() -> int:
        if len(begun) == 2:
            raise BlockingIOError(errno.EAGAIN, "no more processes")
        begun.append(real())
        return begun[-1]

    monkeypatch.setattr(os, "fork", fork)
    with pytest.raises(BlockingIOError), together([pids] * 3):
        pytest.fail("three were begun")
    assert len(begun) == 2
    assert not any(map(is_there, begun))


@forked
@pytest.mark.parametrize("moment", ["before it is heard", "before it is sent to", "in the stream", "in the midst of a word"])
def test_a_process_that_is_killed_is_a_clear_error(moment: str) -> None:
    """As the system does when memory is short: neither EOFError nor a broken pipe, but an error of a child process."""
    def routine() -> Words:
        yield os.getpid()
        if moment == "before it is heard":
            time.sleep(60)
        yield b"u" * BIG
        time.sleep(60)

    with pytest.raises(ChildProcessError) as caught, together([pids, routine]) as team:
        first, second = team.hear()
        if moment == "before it is sent to":
            os.kill(second, signal.SIGKILL)
            os.waitid(os.P_PID, second, os.WEXITED | os.WNOWAIT)
        team.send([1, 1])
        if moment == "in the midst of a word":
            time.sleep(0.05)  # it is writing
        if moment != "in the stream":
            os.kill(second, signal.SIGKILL)
        team.hear()
        team.send([2, 2])
        for _ in team.stream():
            os.kill(second, signal.SIGKILL)
    assert caught.value.errno == errno.ECHILD
    assert not is_there(first) and not is_there(second)


@forked
def test_ctrl_c_is_for_the_leader() -> None:
    """A terminal sends it to all: the others wait for what their leader makes of it, and print nothing."""
    with together([pids]) as team:
        (pid,) = team.hear()
        os.kill(pid, signal.SIGINT)
        team.send(["still here"])
        assert team.hear() == ["still here"]


@forked
@pytest.mark.parametrize("rounds", [1, 3])
def test_when_the_leader_is_killed_all_end(rounds: int) -> None:
    """They wait for a word that never comes, or speak to nobody; neither lasts (and with them goes the lock of the output)."""
    held, end = os.pipe()  # those who live hold the end: it is closed when the last of them is gone

    def leader() -> None:
        os.close(held)
        with together([pids, pids, pids]) as team:
            team.hear()
            if rounds == 3:
                team.send([1] * 3)
                team.hear()
                team.send([2] * 3)
            os.write(end, b".")
            time.sleep(60)

    process = multiprocessing.get_context("fork").Process(target=leader)
    process.start()
    os.close(end)
    try:
        assert os.read(held, 1) == b"."
        process.kill()
        process.join()
        assert select.select([held], [], [], 30)[0], "a process is still there"
        assert os.read(held, 1) == b""
    finally:
        os.close(held)
        process.close()
