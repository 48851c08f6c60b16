"""Publishing: the site is the old one or the new one, whole, whatever happens; and only what changed is touched.

The last part lets every system call of a publication fail once, and kills the process before each that changes
something; the real kill -9, at random moments, is in test_publish_kill.py.
"""

import ctypes
import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from portal import publish as module
from portal.artifact import Artifact
from portal.publish import MARKER, Published, Refused, exchange, publish

Tree = dict[str, bytes]

OLD: Tree = {"index.html": b"old", "a/same.html": b"same", "a/gone.html": b"old", "gone/x.html": b"old"}
NEW: Tree = {"index.html": b"new", "a/same.html": b"same", "added/y.html": b"new"}

posix = pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "flush", lambda folder: None)
    monkeypatch.setattr(module, "_sync_folder", lambda folder: None)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "here" / "site"


def artifacts(tree: Tree) -> Iterator[Artifact]:
    return (Artifact(url, data) for url, data in tree.items())


def put(tree: Tree, site: Path) -> Published:
    return publish(artifacts(tree), site, site.parent / ".portal")


def tree_of(site: Path) -> Tree:
    """Every file of a folder but the marker; a link or an empty folder would show as itself."""
    found: Tree = {}
    for path in site.rglob("*"):
        url = path.relative_to(site).as_posix()
        if path.is_symlink() or (path.is_dir() and not any(path.iterdir())):
            found[url] = b"not a file"
        elif path.is_file() and url != MARKER:
            found[url] = path.read_bytes()
    return found


def stamps(site: Path) -> dict[str, tuple[int, int]]:
    """Inode and mtime of everything in a folder and of the folder itself."""
    return {str(path.relative_to(site)): (path.stat().st_ino, path.stat().st_mtime_ns)
            for path in (site, *site.rglob("*"))}


def beside(site: Path) -> set[str]:
    return set(os.listdir(site.parent)) - {".portal", site.name}


# What a publication does.


def test_first_publication(site: Path) -> None:
    """The output and its parents are made; it holds the artifacts and the marker, and nothing is left beside it."""
    assert put(OLD, site) == Published(written=4, removed=0, same=0)
    assert tree_of(site) == OLD
    assert "整体替换" in (site / MARKER).read_text("utf-8")
    assert not beside(site)


def test_an_empty_folder_may_be_the_output(site: Path) -> None:
    """An empty folder that stands is replaced."""
    site.mkdir(parents=True)
    assert put(OLD, site).written == 4
    assert tree_of(site) == OLD


def test_replacing(site: Path) -> None:
    """Files are counted as new or changed, gone, and unchanged; folders that became empty are gone too."""
    put(OLD, site)
    assert put(NEW, site) == Published(written=2, removed=2, same=1)
    assert tree_of(site) == NEW
    assert not (site / "gone").exists()
    assert not beside(site)


def test_unchanged_files_are_the_same_files(site: Path) -> None:
    """A file with the same bytes keeps its inode and mtime when its neighbours change; so does the marker."""
    put(OLD, site)
    os.utime(site / "a/same.html", (1, 1))
    before = stamps(site)
    put(NEW, site)
    after = stamps(site)
    kept = [str(Path("a/same.html")), MARKER]
    assert [after[name] for name in kept] == [before[name] for name in kept]


def test_where_hard_links_fail_copies_keep_the_mtime(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without hard links an unchanged file is copied, with its mtime."""
    put(OLD, site)
    os.utime(site / "a/same.html", (1, 1))

    def no_links(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", no_links)
    assert put(NEW, site).same == 1
    assert tree_of(site) == NEW
    assert (site / "a/same.html").stat().st_mtime_ns == 10**9


def test_a_run_that_changes_nothing_touches_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same artifacts again: no exchange, no new inode, no new mtime, not even of a folder."""
    put(OLD, site)
    before = stamps(site)
    monkeypatch.setattr(module, "exchange", lambda one, other: pytest.fail("nothing to exchange"))
    assert put(OLD, site) == Published(written=0, removed=0, same=4)
    assert stamps(site) == before
    assert not beside(site)


def test_artifacts_are_a_stream(site: Path) -> None:
    """Each artifact is on disk before the next is asked for, so one at a time is in memory."""
    def stream() -> Iterator[Artifact]:
        yield Artifact("a.html", b"a")
        assert (site.parent / ".site.next/new/site/a.html").read_bytes() == b"a"
        yield Artifact("b.html", b"b")

    assert publish(stream(), site, site.parent / ".portal").written == 2


@pytest.mark.parametrize("data", [b"hand", b"old!", b""])
def test_an_edit_by_hand_does_not_last(site: Path, data: bytes) -> None:
    """Bytes are compared, not dates or sizes: what someone changed in the output is written anew."""
    put({"index.html": b"page"}, site)
    stat = (site / "index.html").stat()
    (site / "index.html").write_bytes(data)
    os.utime(site / "index.html", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert put({"index.html": b"page"}, site) == Published(written=1, removed=0, same=0)
    assert tree_of(site) == {"index.html": b"page"}


def test_what_does_not_belong_is_removed(site: Path) -> None:
    """A file or an empty folder that someone put into the output is gone after the next run."""
    put(OLD, site)
    (site / "a/notes.txt").write_text("mine")
    assert put(OLD, site) == Published(written=0, removed=1, same=4)
    (site / "empty").mkdir()
    assert put(OLD, site) == Published(written=0, removed=0, same=4)
    assert tree_of(site) == OLD


@posix
def test_links_in_the_output_are_not_followed(site: Path, tmp_path: Path) -> None:
    """A link in the output is replaced or removed as a link; what it points to is neither taken over nor deleted."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "x.html").write_bytes(b"x")
    put({"a/x.html": b"x", "b.html": b"b"}, site)
    (site / "a/x.html").unlink()
    (site / "a").rmdir()
    (site / "a").symlink_to(elsewhere)
    (site / "b.html").unlink()
    (site / "b.html").symlink_to(elsewhere / "x.html")
    assert put({"a/x.html": b"x", "b.html": b"b"}, site) == Published(written=2, removed=1, same=0)
    assert tree_of(site) == {"a/x.html": b"x", "b.html": b"b"}
    assert (elsewhere / "x.html").stat().st_nlink == 1


@pytest.mark.parametrize(("before", "after"), [({"a": b"1"}, {"a/b": b"1"}), ({"a/b": b"1"}, {"a": b"1"})])
def test_a_file_may_become_a_folder(site: Path, before: Tree, after: Tree) -> None:
    """And a folder a file."""
    put(before, site)
    assert put(after, site) == Published(written=1, removed=1, same=0)
    assert tree_of(site) == after


@posix
def test_modes_follow_the_umask(site: Path) -> None:
    """Files are 0666 and folders 0777 without the umask's bits; with another umask unchanged files are written anew."""
    for mask, files, folders in [(0o022, 0o644, 0o755), (0o002, 0o664, 0o775), (0o077, 0o600, 0o700)]:
        before = os.umask(mask)
        try:
            put(OLD, site)
        finally:
            os.umask(before)
        modes = {(path.is_dir(), path.stat().st_mode & 0o7777) for path in (site, *site.rglob("*"))}
        assert modes == {(False, files), (True, folders)}


@posix
def test_an_unreadable_file_is_written_anew(site: Path) -> None:
    """Someone took away the right to read a page: the next run gives it back."""
    put(OLD, site)
    (site / "index.html").chmod(0)
    assert put(OLD, site).written == 1
    assert (site / "index.html").read_bytes() == b"old"


def test_relative_paths(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths may be relative, and the working folder may be inside the output."""
    put(OLD, site)
    monkeypatch.chdir(site.parent)
    publish(artifacts(NEW), Path("site"), Path(".portal"))
    assert tree_of(site) == NEW
    monkeypatch.chdir(site / "a")
    publish(artifacts(OLD), Path("../../site"), Path("../../.portal"))
    assert tree_of(site) == OLD


@posix
def test_a_link_to_the_output_stays(site: Path, tmp_path: Path) -> None:
    """An output that is a link is published where it points to."""
    put(OLD, site)
    link = tmp_path / "link"
    link.symlink_to(site)
    publish(artifacts(NEW), link, tmp_path / ".portal")
    assert link.is_symlink()
    assert tree_of(site) == NEW


# What is refused, and what a refusal leaves.


def refusal(site: Path, tree: Tree = NEW) -> str:
    with pytest.raises(Refused) as caught:
        put(tree, site)
    assert str(caught.value) == caught.value.reason
    return caught.value.reason


def test_a_folder_of_someone_else_is_refused(site: Path) -> None:
    """An output with content and without the marker is left alone, and the message says why."""
    site.mkdir(parents=True)
    (site / "thesis.doc").write_bytes(b"years of work")
    assert "不是本程序生成" in refusal(site)
    assert tree_of(site) == {"thesis.doc": b"years of work"}


def test_a_file_is_refused(site: Path) -> None:
    """An output that is a file is left alone."""
    site.parent.mkdir()
    site.write_bytes(b"a file")
    assert "不是文件夹" in refusal(site)


@posix
def test_a_link_to_nothing_is_refused(site: Path) -> None:
    """Nobody can tell what a link to nothing was meant to be."""
    site.parent.mkdir()
    site.symlink_to("nowhere")
    assert "链接" in refusal(site)
    assert not (site.parent / "nowhere").exists()


def test_the_state_may_not_be_inside_the_output(site: Path) -> None:
    """The lock would be exchanged away with the folder."""
    with pytest.raises(Refused, match="工作文件夹"):
        publish(artifacts(OLD), site, site / ".portal")
    assert not site.exists()


def test_a_sibling_of_someone_else_is_refused(site: Path) -> None:
    """A folder that only has the sibling's name is not deleted."""
    other = site.parent / ".site.next"
    other.mkdir(parents=True)
    (other / "diary.txt").write_bytes(b"mine")
    assert str(other) in refusal(site)
    assert (other / "diary.txt").exists()


def test_two_builds_at_once(site: Path) -> None:
    """While one build holds the output, a second one is refused; one with another output is not."""
    def stream() -> Iterator[Artifact]:
        yield from artifacts(OLD)
        assert "另一次构建" in refusal(site)
        publish(artifacts(NEW), site.parent / "other", site.parent / ".portal")

    publish(stream(), site, site.parent / ".portal")
    assert tree_of(site) == OLD
    assert put(NEW, site).written == 2


class TemplateMissing(OSError):
    """As jinja2.TemplateNotFound: an OSError that is not the machine's."""


@pytest.mark.parametrize("error", [RuntimeError("bad view"), KeyboardInterrupt(), TemplateMissing("task.html")])
def test_a_stream_that_breaks_leaves_the_old_site(site: Path, error: BaseException) -> None:
    """What the artifacts raise goes through; the old site is untouched and the sibling gone."""
    def stream() -> Iterator[Artifact]:
        yield from artifacts(NEW)
        raise error

    put(OLD, site)
    before = stamps(site)
    with pytest.raises(type(error)):
        publish(stream(), site, site.parent / ".portal")
    assert stamps(site) == before
    assert tree_of(site) == OLD
    assert not beside(site)


@pytest.mark.parametrize(("number", "words"), [
    (errno.ENOSPC, "磁盘已满"), (errno.EACCES, "没有权限"), (errno.EROFS, "只读"), (errno.EBUSY, "不允许替换"),
    (errno.ENAMETOOLONG, "文件名太长"), (errno.ENOLCK, "文件锁"), (errno.EIO, "出错"),
])
def test_errors_of_the_machine_are_said_in_chinese(
        site: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str) -> None:
    """What went wrong and at which path; the old site stands."""
    def failing(folder: str) -> None:
        raise OSError(number, os.strerror(number), folder)

    put(OLD, site)
    monkeypatch.setattr(module, "flush", failing)
    reason = refusal(site)
    assert words in reason
    assert str(site.parent) in reason
    assert tree_of(site) == OLD
    assert not beside(site)


@pytest.mark.parametrize("url", [
    "", "/", "/etc/passwd", "..", "../a", "a/../../b", "a/./b", "a//b", "a/", "a\\b", "C:/a", "a:b", "a\x00b", "a\nb",
    "a?b", "a*", "CON", "a/nul.html", "com1/x", "LPT9.txt", "aux .txt", "a./b", "a ", "end.", MARKER, "\udc80.html",
])
def test_urls_that_are_no_file_names(site: Path, url: str) -> None:
    """A url that leaves the folder, or cannot be a file on some system, is a fault of the program."""
    put(OLD, site)
    with pytest.raises(ValueError):
        put({**NEW, url: b""}, site)
    assert tree_of(site) == OLD


@pytest.mark.parametrize("urls", [
    ["a", "a"], ["a", "a/b"], ["a/b", "a"], ["a.html", "A.html"], ["x/a", "X/b"], ["caf\u00e9", "cafe\u0301"],
    ["a/b/c", "a/B"],
])
def test_urls_that_meet(site: Path, urls: list[str]) -> None:
    """Twice the same, file and folder, or the same to a system that does not tell case or Unicode forms."""
    with pytest.raises(ValueError, match="meets"):
        publish((Artifact(url, b"") for url in urls), site, site.parent / ".portal")
    assert not site.exists()


def test_urls_that_are_fine(site: Path) -> None:
    """Hidden files, Chinese, dots and blanks inside, names that only begin like a device."""
    tree = {".nojekyll": b"", ".well-known/security.txt": b"s", "2026/03-氢能/index.html": b"h", "a b/c.d.e": b"",
            "console/com10": b"", "...a": b""}
    put(tree, site)
    assert tree_of(site) == tree


# The exchange itself.


def test_exchange(tmp_path: Path) -> None:
    """Two folders change places, or nothing happens and the answer is False."""
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / folder.name).touch()
    done = exchange(str(one), str(other))
    assert (os.listdir(one), os.listdir(other)) == ((["other"], ["one"]) if done else (["one"], ["other"]))
    assert not exchange(str(one), str(tmp_path / "absent"))


@pytest.mark.skipif(sys.platform != "linux" or sys.maxsize < 2**32, reason="system call numbers of 64-bit Linux")
def test_exchange_by_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A C library without renameat2 does not matter: the system call is made by its number."""
    real = ctypes.CDLL(None, use_errno=True)
    if not hasattr(real, "renameat2"):
        pytest.skip("no renameat2 to compare with")
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.touch()
    known = exchange(str(one), str(other))
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: SimpleNamespace(syscall=real.syscall))
    assert exchange(str(one), str(other)) is known
    assert one.is_dir()


# Every system call fails once; the process is killed before each call that changes something.


class Killed(BaseException):
    """kill -9, as far as files are concerned: no later call of the run takes place, as the calls below see to."""


CHANGING = ["mkdir", "open", "write", "link", "rename", "unlink", "rmdir"]
READING = ["scandir", "listdir", "fstat"]


def fail_at(patch: pytest.MonkeyPatch, at: int, error: type[BaseException], reading: bool = False) -> Callable[[], bool]:
    """Let the `at`-th of the calls that are counted raise `error` (after a kill: all later ones too); the answer tells
    whether there were so many. `reading` counts calls that change nothing, too."""
    counter = count()
    reached: list[str] = []

    def guarded(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def guard(*args: Any, **kwargs: Any) -> Any:
            counts = name != "open" or reading or bool(args[1] & os.O_CREAT)
            if counts and next(counter) >= at and not (reached and error is OSError):
                reached.append(name)
                raise OSError(errno.EIO, "made to fail") if error is OSError else error()
            return call(*args, **kwargs)
        return guard

    for name in CHANGING + READING * reading:
        patch.setattr(os, name, guarded(name, getattr(os, name)))
    for name in ("exchange", "flush", "_sync_folder"):
        patch.setattr(module, name, guarded(name, getattr(module, name)))
    return lambda: bool(reached)


@pytest.fixture(params=["exchange", *(pytest.param(name, marks=pytest.mark.slow) for name in (
    "two renames", "mount point", "mount point, two renames"))])
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The ways in which a system may let folders be replaced."""
    kind = str(request.param)
    if "two renames" in kind:
        monkeypatch.setattr(module, "exchange", lambda one, other: False)
    if "mount" in kind:
        monkeypatch.setattr(module, "_is_mount", lambda target, parent: os.path.isdir(target))
    return kind


def parts(tree: Tree) -> dict[str, Tree]:
    """A tree by the names directly in it."""
    found: dict[str, Tree] = {}
    for url, data in tree.items():
        found.setdefault(url.split("/")[0], {})[url] = data
    return found


def is_whole(site: Path, machine: str, *trees: Tree) -> bool:
    """Whether one of the trees stands; in a mount point: whether each name in it is whole, of one tree or the other."""
    standing = tree_of(site)
    if "mount" not in machine:
        return standing in trees
    names = {name: part for name, part in parts(standing).items() if name != ".portal-next"}
    return all(part in [parts(tree).get(name) for tree in trees] for name, part in names.items())


def test_every_machine_publishes(site: Path, machine: str) -> None:
    """Whichever way folders are replaced, the result is the same and nothing is left."""
    if "mount" in machine:
        (site / "lost+found").mkdir(parents=True)
    put(OLD, site)
    assert put(NEW, site) == Published(written=2, removed=2, same=1)
    before = stamps(site)["index.html"]
    assert put(NEW, site) == Published(written=0, removed=0, same=3)
    assert stamps(site)["index.html"] == before
    tree = tree_of(site)
    assert tree.pop("lost+found", b"not a file") == b"not a file"
    assert tree == NEW
    assert not beside(site)


def test_an_error_in_any_system_call(site: Path, machine: str) -> None:
    """One call fails: the site is the old or the new one, a refusal is said, the next run makes it right."""
    before, after = OLD, NEW
    put(before, site)
    for at in count():
        reason = ""
        with pytest.MonkeyPatch.context() as patch:
            reached = fail_at(patch, at, OSError, reading=machine == "exchange")  # which is the same for all
            try:
                put(after, site)
            except Refused as refused:
                reason = refused.reason
        if not reached():
            break
        if reason:
            assert "made to fail" in reason
            assert is_whole(site, machine, before, after), at
            put(after, site)
        assert tree_of(site) == after
        assert not beside(site)
        before, after = after, before
    assert at > (50 if machine == "exchange" else 20)


def test_a_kill_before_any_system_call(site: Path, machine: str) -> None:
    """Old or new, whole; in the gap between two renames nothing, and then the next run, even one that fails, puts the
    old site back. The next run that succeeds leaves no trace of the kill."""
    before, after = OLD, NEW
    put(before, site)
    gaps = 0
    for at in count():
        with pytest.MonkeyPatch.context() as patch:
            reached = fail_at(patch, at, Killed)
            with suppress(Killed):
                put(after, site)
        if not reached():
            break
        if site.exists():
            assert is_whole(site, machine, before, after), at
        else:
            gaps += 1
            with pytest.raises(ValueError):
                put({"": b"a build that fails"}, site)
            assert tree_of(site) == before
        put(after, site)
        assert tree_of(site) == after
        assert not beside(site)
        before, after = after, before
    assert at > 20
    assert gaps == (machine == "two renames")


def test_a_kill_in_the_first_publication(tmp_path: Path, machine: str) -> None:
    """There is no site, or a whole one; in a mount point what there is carries the marker, so the next run goes on."""
    for at in count():
        site = tmp_path / str(at)
        if "mount" in machine:
            site.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            reached = fail_at(patch, at, Killed)
            with suppress(Killed):
                put(NEW, site)
        if not reached():
            break
        assert not site.exists() or is_whole(site, machine, NEW)
        put(NEW, site)
        assert tree_of(site) == NEW
    assert at > 10
