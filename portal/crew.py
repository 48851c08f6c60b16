"""Work that is shared among processes: a routine that yields what it found and is sent what it needs to go on.

`alone` runs one routine here; `together` runs each in a process of its own, forked, so that it begins with all that is in
memory here. Either way the one who leads sees the same: a round at a time, what each routine yielded, and at last the stream of
all that they yield. Where processes cannot be forked (Windows; macOS, whose libraries do not bear it), one works alone.
"""

import errno
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:  # slow to import, and most builds work alone
    from multiprocessing.connection import Connection

Routine = Callable[[], Generator[Any, Any, None]]


class Crew(Protocol):
    """Those who work: `hear` what each yields next; `send` all of them the same; `stream` what they yield until they end."""

    def hear(self) -> list[Any]: ...

    def send(self, words: Sequence[Any]) -> None: ...

    def stream(self) -> Iterator[Any]: ...


def can_fork() -> bool:
    """Whether processes can be forked here."""
    return sys.platform == "linux"


@contextmanager
def alone(routine: Routine) -> Iterator[Crew]:
    """One routine, here."""
    yield _Alone(routine())


class _Alone:
    def __init__(self, running: Generator[Any, Any, None]) -> None:
        self._running = running
        self._said: Any = None

    def hear(self) -> list[Any]:
        self._said = self._running.send(self._said) if self._said is not None else next(self._running)
        return [self._said]

    def send(self, words: Sequence[Any]) -> None:
        self._said = words[0]

    def stream(self) -> Iterator[Any]:
        try:
            yield self._running.send(self._said)
        except StopIteration:
            return
        yield from self._running


@contextmanager
def together(routines: Sequence[Routine]) -> Iterator[Crew]:
    """Each routine in a process of its own. What one of them raises is raised here; leaving early ends them all.

    Raises ChildProcessError where a process was ended from outside (the system does so when memory is short). An error that
    cannot be pickled comes as a RuntimeError with its words.
    """
    import multiprocessing

    fork = multiprocessing.get_context("fork")
    ends: list[Connection[Any, Any]] = []
    workers = []
    try:
        for routine in routines:
            here, there = fork.Pipe()
            worker = fork.Process(target=_work, args=(routine, there, (*ends, here)), daemon=True)
            worker.start()
            there.close()
            ends.append(here)
            workers.append(worker)
        yield _Together(ends)
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.join()
        for end in ends:
            end.close()


class _Together:
    def __init__(self, ends: "Sequence[Connection[Any, Any]]") -> None:
        self._ends = ends

    def hear(self) -> list[Any]:
        return [_heard(end) for end in self._ends]

    def send(self, words: Sequence[Any]) -> None:
        for end, own in zip(self._ends, words, strict=True):
            try:
                end.send(own)
            except OSError as error:
                raise _ended() from error

    def stream(self) -> Iterator[Any]:
        from multiprocessing.connection import wait

        working: list[Any] = list(self._ends)
        while working:
            for end in wait(working):
                said = _heard(end)
                if said is None:
                    working.remove(end)
                else:
                    yield said


def _heard(end: Any) -> Any:
    try:
        said = end.recv()
    except (EOFError, OSError) as error:
        raise _ended() from error
    if isinstance(said, BaseException):
        raise said
    return said


def _ended() -> ChildProcessError:
    return ChildProcessError(errno.ECHILD, "a process of the crew was ended from outside")


def _work(routine: Routine, end: "Connection[Any, Any]", others: "Sequence[Connection[Any, Any]]") -> None:
    """Run a routine, its words going through a pipe; None says that it has ended."""
    import pickle
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who leads
    for other in others:  # else this process would keep the pipes of the others open
        other.close()
    running = routine()
    said: Any = None
    while True:
        try:
            word = running.send(said)
            data = pickle.dumps(word)
        except StopIteration:
            word, data = None, pickle.dumps(None)
        except BaseException as error:
            word, data = error, _packed(error)
        try:
            end.send_bytes(data)
            if word is None or isinstance(word, BaseException):
                return
            said = None if isinstance(word, Made) else end.recv()
        except (EOFError, OSError):  # the leader has gone
            return


def _packed(error: BaseException) -> bytes:
    """An error that is to be raised in another process, and a note of where it was raised here."""
    import pickle
    import traceback

    where = "".join(traceback.format_exception(error))
    error.add_note(where)
    try:
        data = pickle.dumps(error)
        pickle.loads(data)  # one whose arguments are not those of its class is pickled, and cannot be made again
    except Exception:
        plain = RuntimeError(f"{type(error).__name__}: {error}")
        plain.add_note(where)
        return pickle.dumps(plain)
    return data


class Made(tuple[Any, ...]):
    """What a routine yields without waiting for an answer: a part of its stream."""

    __slots__ = ()
