"""Publishing: the site is the old one or the new one, whole, whatever happens; and only what changed is touched.

The last part lets every system call of a publication fail once, and kills the process before each that changes
something; the real kill -9, at random moments, is in test_publish_kill.py.
"""

import ctypes
import errno
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import publish as module
from portal.artifact import Artifact, Kept
from portal.publish import MARKER, Known, Published, Refused, claimed, exchange, publish, refresh, spread
from portal.stamps import outputs

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


def files_of(site: Path) -> Tree:
    """Its files: an empty folder that an error has left is no harm."""
    return {url: data for url, data in tree_of(site).items() if data != b"not a file"}


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


# The spare.


@dataclass(frozen=True, slots=True)
class Last:
    """What one who publishes remembers: the last tree, and what came of it (as pipeline.py does)."""

    tree: Tree
    published: Published


def again(tree: Tree, site: Path, last: Last | None = None, anew: Collection[str] = ()) -> Last:
    """Publish as pipeline.py does: a file that is as it was, and stands as it was left, is Kept (but for those of `anew`)."""
    with claimed(site, site.parent / ".portal") as places:
        stand = outputs(places.output, places.kept)
        before = last.published.outputs if last is not None else {}
        kept = {url for url, data in tree.items()
                if last is not None and last.tree.get(url) == data and url in stand and stand[url] == before.get(url) and url not in anew}
        known = Known(before, last.published.spare) if last is not None and stand == before else None
        published = module.put((Kept(url) if url in kept else Artifact(url, data) for url, data in tree.items()), places, known)
        if known is None:
            spread(places, published)
    return Last(dict(tree), published)


def put_known(files: list[Artifact | Kept], site: Path, last: Last) -> Published:
    with claimed(site, site.parent / ".portal") as places:
        return module.put(files, places, Known(last.published.outputs, last.published.spare))


def spare(site: Path) -> Path:
    return site.parent / ".site.next/new/site"


def root(folder: Path) -> int:
    """Which folder this is, whatever it is called now."""
    return folder.stat().st_ino


def check(site: Path, last: Last, spared: bool = True, emptied: bool = False) -> None:
    """The site is what it should be, and so is what is said of it and of the spare (`emptied`: but for empty folders)."""
    stand, left = last.published.outputs, last.published.spare
    assert (files_of if emptied else tree_of)(site) == last.tree
    assert outputs(str(site)) == stand
    if spared:
        assert outputs(str(spare(site))) == {url: one for url, one in {**stand, **left}.items() if one}
        assert emptied or set(tree_of(spare(site))) == outputs(str(spare(site))).keys() - {MARKER}  # no empty folder
        assert beside(site) == {".site.next"}


THIRD: Tree = {"index.html": b"third", "a/same.html": b"same", "added/y.html": b"new", "added/z/w.html": b"third"}


def test_the_first_spare_is_links_to_the_site(site: Path) -> None:
    """A publication that knows nothing gives the site of always; then a spare is spread beside it that costs no bytes."""
    last = again(OLD, site)
    assert last.published == Published(written=4, removed=0, same=0)
    assert last.published.spare == {}
    check(site, last)
    assert {url: root(site / url) for url in OLD} == {url: root(spare(site) / url) for url in OLD}


def test_the_spare_becomes_the_site_and_the_site_the_spare(site: Path) -> None:
    """No other tree is made; what a publication did is said as a whole one says it."""
    last = again(OLD, site)
    for tree, done in [(NEW, Published(2, 2, 1)), (THIRD, Published(2, 0, 2)), (OLD, Published(3, 2, 1)), (OLD, Published(0, 0, 4))]:
        before = root(site), root(spare(site))
        last = again(tree, site, last)
        assert last.published == done
        check(site, last)
        assert (root(site), root(spare(site))) == (before[::-1] if done.written else before)


def test_the_spare_is_the_site_before(site: Path) -> None:
    """And said to be: what differs, as it was; None where it was not."""
    before = again(OLD, site)
    last = again(NEW, site, before)
    assert last.published.spare == {
        **{url: before.published.outputs[url] for url in ("index.html", "a/gone.html", "gone/x.html")}, "added/y.html": None}
    assert tree_of(spare(site)) == OLD


def test_what_is_kept_is_the_same_file(site: Path) -> None:
    """Inode and mtime, over many publications, the marker's too; only what is not kept is written."""
    last = again(OLD, site)
    os.utime(site / "a/same.html", (1, 1))
    last = again(OLD, site, last)  # its time is not as it was left: given, compared, and still the same file
    before = stamps(site)
    for tree in (NEW, THIRD, OLD, NEW):
        last = again(tree, site, last)
        after = stamps(site)
        assert [after[name] for name in ("a/same.html", MARKER)] == [before[name] for name in ("a/same.html", MARKER)]
    check(site, last)


def test_only_what_changed_is_written(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand files that stand cost no system call that changes anything."""
    many = {f"many/{number}.html": b"page" for number in range(1000)}
    last = again(many | {"index.html": b"1"}, site)
    last = again(many | {"index.html": b"2"}, site, last)
    calls: list[str] = []

    def noted(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def note(*args: Any, **kwargs: Any) -> Any:
            calls.append(name)
            return call(*args, **kwargs)
        return note

    for name in CHANGING:
        monkeypatch.setattr(os, name, noted(name, getattr(os, name)))
    last = again(many | {"index.html": b"3"}, site, last)
    assert sorted(call for call in calls if call != "open") == ["link", "mkdir", "rename", "unlink", "unlink", "write"]


def test_the_same_bytes_write_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is given although it is the same: nothing is touched, and the spare stays what it was."""
    last = again(NEW, site, again(OLD, site))
    before = stamps(site), stamps(spare(site))
    monkeypatch.setattr(module, "exchange", lambda one, other: pytest.fail("nothing to exchange"))
    found = again(NEW, site, last, anew=NEW)
    assert found.published == Published(written=0, removed=0, same=3)
    assert (stamps(site), stamps(spare(site))) == before
    check(site, found)


def test_the_same_bytes_beside_others_keep_their_file(site: Path) -> None:
    last = again(OLD, site)
    before = stamps(site)["a/same.html"]
    last = again(NEW, site, last, anew=NEW)
    assert last.published == Published(written=2, removed=2, same=1)
    assert stamps(site)["a/same.html"] == before


def test_folders_that_become_empty_are_gone(site: Path) -> None:
    """In the site, and in the spare when its turn comes."""
    deep: Tree = {"index.html": b"1", "a/b/c/d.html": b"deep", "a/e.html": b"e"}
    last = again(deep, site)
    for tree in ({"index.html": b"2", "a/e.html": b"e"}, {"index.html": b"3"}, {"index.html": b"4"}, deep, {"index.html": b"5"}):
        last = again(tree, site, last)
        check(site, last)


@pytest.mark.parametrize(("before", "after"), [
    ({"a": b"1"}, {"a/b": b"1"}), ({"a/b": b"1"}, {"a": b"1"}),
    ({"x": b"", "a/b/c": b"1", "a/d": b""}, {"x": b"1", "a/b": b"1", "a/d": b""}),
])
def test_a_file_may_become_a_folder_in_the_spare(site: Path, before: Tree, after: Tree) -> None:
    """And a folder a file, back and forth."""
    last = again(before, site)
    for tree in (after, before, after, {"x": b"other"}, before):
        last = again(tree, site, last)
        check(site, last)
    folder = site.parent / "serve"
    for tree in (before, after, before):
        refresh(artifacts(tree), folder)
        assert tree_of(folder) == tree


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that does not tell case, but keeps it, as those of macOS and Windows."""
    listed = os.listdir

    def as_it_is(path: Any) -> Any:
        if not isinstance(path, str) or not os.path.isabs(path):
            return path
        found = "/"
        for part in path.strip("/").split("/"):
            names: list[str] = []
            with suppress(OSError):
                names = [name for name in listed(found) if name.casefold() == part.casefold()]
            found = os.path.join(found, part if part in names or not names else names[0])
        return found

    def wrapped(call: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args, **kwargs: call(*map(as_it_is, args), **kwargs)

    for name in ("open", "mkdir", "unlink", "rmdir", "link", "replace", "stat", "scandir"):
        monkeypatch.setattr(os, name, wrapped(getattr(os, name)))
    monkeypatch.setattr(module, "open", wrapped(open), raising=False)


@pytest.mark.skipif(sys.platform != "linux", reason="made on a system that tells case")
@pytest.mark.usefixtures("careless")
def test_a_name_may_change_its_case(site: Path) -> None:
    """An editor renames 01-Road to 01-road: the new page is not taken for the old one that goes."""
    before: Tree = {"index.html": b"1", "2026/01-Road/index.html": b"road", "2026/01-Road/data.json": b"{}"}
    after: Tree = {"index.html": b"2", "2026/01-road/index.html": b"road", "2026/01-road/data.json": b"{}"}
    last = again(before, site)
    assert (site / "2026/01-Road").is_dir()
    for tree in (after, before, {"index.html": b"3"}, before, after):
        last = again(tree, site, last)
        check(site, last)
    folder = site.parent / "serve"
    for tree in (before, after, before):
        refresh(artifacts(tree), folder)
        assert tree_of(folder) == tree


URLS = ["index.html", "a/x.html", "a/y.html", "a/b/z.html", "c/d/e/w.html", "c/v.html", "03-氢能/index.html"]
TREES = st.dictionaries(st.sampled_from(URLS), st.sampled_from([b"1", b"2", b"three"]))
ACCIDENTS = ["", "", "", "", "the site is edited", "the spare is edited", "the spare is gone", "a build fails"]
STEPS = st.tuples(TREES, st.sets(st.sampled_from(URLS)), st.sampled_from(ACCIDENTS))


@pytest.mark.slow
@given(st.lists(STEPS, min_size=10, max_size=10))
def test_ten_publications_in_a_row(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Tree, set[str], str]]) -> None:
    """Whatever is added, changed, removed, kept or given for nothing: the site is that of whole publications, what is the
    same is the same file, and the spare differs where it is said to. Accidents between them cost time, not truth."""
    folder = tmp_path_factory.mktemp("ten")
    site, plain = folder / "here/site", folder / "there/site"
    last: Last | None = None
    sound = True
    try:
        for tree, anew, accident in steps:
            if accident == "a build fails":
                with suppress(ValueError, RuntimeError):
                    again({**tree, "index.html": b"half", "../": b""}, site, last)
            path = {"the site is edited": site, "the spare is edited": spare(site)}.get(accident, site) / "index.html"
            if accident.endswith("is edited") and path.exists():
                path.write_bytes(b"by hand")
            elif accident == "the spare is gone":
                shutil.rmtree(spare(site).parent.parent, ignore_errors=True)
            before = stamps(site) if last is not None else {}
            mine, whole = again(tree, site, last, anew), put(tree, plain)
            sound = bool(mine.published.written or mine.published.removed) or (sound and not accident)  # nothing to do: no spare made
            check(site, mine, spared=sound)
            assert tree_of(plain) == tree
            if not accident:
                assert mine.published == whole
                assert mine.published.outputs.keys() == whole.outputs.keys()
                after = stamps(site)
                same = {MARKER, *(url for url, data in tree.items() if last.tree.get(url) == data)} if last is not None else set()
                assert {url: after[url] for url in same} == {url: before[url] for url in same}
            last = mine
    finally:
        shutil.rmtree(folder)


def empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a file is edited": lambda folder: (folder / "a/same.html").write_bytes(b"hand"),
    "a file is edited, its time set back": lambda folder: edit_quietly(folder / "a/same.html", b"longer"),
    "a file is replaced": lambda folder: replace_file(folder / "a/same.html", b"hand"),
    "a file that differs is edited": lambda folder: (folder / "index.html").write_bytes(b"hand"),
    "a file is removed": lambda folder: (folder / "a/same.html").unlink(),
    "a file is added": lambda folder: (folder / "a/own.html").write_bytes(b"own"),
    "a time is changed": lambda folder: replace_file(folder / "a/same.html", b"same"),
    "a folder is moved": lambda folder: (folder / "a").rename(folder / "b"),
    "a folder is added beside it": lambda folder: (folder.parent / "own").mkdir(),
    "a folder is added above it": lambda folder: (folder.parent.parent / "old").mkdir(),
    "it is empty": empty,
    "it is gone": shutil.rmtree,
    "nothing is left": lambda folder: shutil.rmtree(folder.parent.parent),
}


def edit_quietly(path: Path, data: bytes) -> None:
    status = path.stat()
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def replace_file(path: Path, data: bytes) -> None:
    """Another file of that name, so that the one that the site may share is left alone."""
    path.unlink()
    path.write_bytes(data)
    os.utime(path, (1, 1))


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_spare_that_is_not_as_it_was_left_is_made_anew(site: Path, damage: str) -> None:
    """Nothing of it comes to the site; what was put beside it does not either."""
    last = again(NEW, site, again(OLD, site))
    damaged = root(spare(site))
    DAMAGES[damage](spare(site))
    last = again(THIRD, site, last)
    check(site, last)
    assert root(site) != damaged or "gone" in damage or "left" in damage  # a number may be used again
    check(site, again(OLD, site, last))


@posix
def test_a_mode_in_the_spare_is_seen(site: Path) -> None:
    last = again(NEW, site, again(OLD, site))
    (spare(site) / "gone/x.html").chmod(0o600)
    damaged = root(spare(site))
    last = again(THIRD, site, last)
    check(site, last)
    assert root(site) != damaged


@pytest.mark.parametrize("data", [b"hand", b"longer", b""])
def test_an_edit_in_place_does_not_last(site: Path, data: bytes) -> None:
    """The file is one with that of the spare, so both are changed; neither is used."""
    last = again(NEW, site, again(OLD, site))
    (site / "a/same.html").write_bytes(data)
    assert (spare(site) / "a/same.html").read_bytes() == data
    last = again(NEW, site, last)
    assert last.published.written == 1
    check(site, last)
    check(site, again(THIRD, site, last))


def test_an_edit_that_hides_does_not_last_where_the_file_is_given(site: Path) -> None:
    """Size and time are as they were: bytes are compared. (What is Kept is not looked at: until it changes, the edit stays.)"""
    last = again(NEW, site, again(OLD, site))
    edit_quietly(site / "a/same.html", b"hand")
    last = again(NEW, site, last, anew=["a/same.html"])
    assert last.published.written == 1
    check(site, last)
    check(site, again(THIRD, site, last))


@posix
def test_a_mode_that_differs_is_written_anew(site: Path) -> None:
    """With the mode that it had; what is left of the other is not used as a spare."""
    last = again(NEW, site, again(OLD, site))
    mode = (site / "a/same.html").stat().st_mode
    (site / "a/same.html").chmod(0o600)
    published = put_known([Artifact(url, data) for url, data in NEW.items()], site, last)
    assert published.written == 1
    check(site, Last(NEW, published), spared=False)
    assert (site / "a/same.html").stat().st_mode == mode
    (site / "index.html").chmod(0o600)
    last = again(NEW, site, Last(NEW, published))
    check(site, last)
    assert (site / "index.html").stat().st_mode == mode


def test_what_was_put_into_the_site_is_gone(site: Path) -> None:
    """Whoever puts a file there, or takes one away, finds it as it should be after the next run."""
    last = again(NEW, site, again(OLD, site))
    (site / "a/own.html").write_bytes(b"own")
    last = again(NEW, site, last)
    check(site, last)
    (site / "a/same.html").unlink()
    last = again(NEW, site, last)
    check(site, last)
    shutil.rmtree(site)
    check(site, again(NEW, site, last))


def test_without_hard_links_the_spare_is_copies(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With their times: the next run knows them again."""
    def no_links(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", no_links)
    last = again(OLD, site)
    os.utime(site / "a/same.html", (1, 1))
    last = again(OLD, site, last)
    check(site, last)
    assert root(site / "a/same.html") != root(spare(site) / "a/same.html")
    for tree in (NEW, THIRD, OLD):
        before = root(spare(site))
        last = again(tree, site, last)
        check(site, last)
        assert root(site) == before
        assert (site / "a/same.html").stat().st_mtime_ns == 10**9


def test_without_exchange_the_old_site_becomes_the_spare(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By two renames; the next run finds it as it should be."""
    monkeypatch.setattr(module, "exchange", lambda one, other: False)
    last = again(OLD, site)
    for tree in (NEW, THIRD, OLD):
        before = root(site), root(spare(site))
        last = again(tree, site, last)
        check(site, last)
        assert (root(spare(site)), root(site)) == before


@pytest.mark.parametrize("there", ["a file", "a folder"])
def test_something_of_someone_else_where_the_spare_should_be(site: Path, there: str) -> None:
    """Is not deleted: the run is refused, as ever, and the site stands; a run that changes nothing needs no spare."""
    last = again(NEW, site, again(OLD, site))
    place = site.parent / ".site.next"
    shutil.rmtree(place)
    mine = place if there == "a file" else place / "diary.txt"
    mine.parent.mkdir(exist_ok=True)
    mine.write_bytes(b"mine")
    with pytest.raises(Refused, match="已有别的东西"):
        again(THIRD, site, last)
    assert tree_of(site) == NEW
    assert mine.read_bytes() == b"mine"
    assert again(NEW, site, last).published.written == 0
    mine.unlink()
    check(site, again(THIRD, site, last))


def test_the_state_may_lie_on_another_file_system(tmp_path: Path) -> None:
    """Only the spare must be beside the site."""
    with tempfile.TemporaryDirectory(dir="/tmp" if os.name == "posix" else None) as state:
        site = tmp_path / "site"
        for tree in (OLD, NEW):
            with claimed(site, Path(state)) as places:
                spread(places, module.put(artifacts(tree), places))
        assert tree_of(site) == NEW
        assert tree_of(spare(site)) == NEW


def test_a_mount_point_has_no_spare(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its names are exchanged one by one, as ever; what is Kept stays."""
    monkeypatch.setattr(module, "_is_mount", lambda target, parent: os.path.isdir(target))
    (site / "lost+found").mkdir(parents=True)
    last = again(OLD, site)
    before = stamps(site)["a/same.html"]
    for tree in (NEW, NEW, THIRD):
        last = again(tree, site, last)
        assert {url: data for url, data in tree_of(site).items() if url != "lost+found"} == tree
        assert last.published.spare == {}
        assert not beside(site)
        assert set(os.listdir(site)) == {MARKER, "lost+found", *(url.split("/")[0] for url in tree)}
    assert stamps(site)["a/same.html"] == before


def test_a_real_mount_point(site: Path) -> None:
    """Of another file system, where this machine lets us make one."""
    site.mkdir(parents=True)
    made = sys.platform == "linux" and shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(site)], capture_output=True, check=False).returncode == 0
    if not made:
        pytest.skip("no rights to mount")
    try:
        last = None
        for tree in (OLD, NEW, THIRD, THIRD):
            last = again(tree, site, last)
            assert tree_of(site) == tree
            assert not beside(site)
        assert last is not None and last.published.written == 0
    finally:
        subprocess.run(["umount", str(site)], check=True)


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("changed", [True, False])
def test_what_is_kept_must_stand(site: Path, known: bool, changed: bool) -> None:
    """Else the site would have a hole: a fault of the program, said before anything is exchanged."""
    last = again(NEW, site, again(OLD, site))
    files: list[Artifact | Kept] = [Kept(url) for url in NEW if not changed or url != "index.html"]
    files += [Artifact("index.html", b"newer")] * changed + [Kept("a/hole.html")]
    with pytest.raises(ValueError, match="does not stand"), claimed(site, site.parent / ".portal") as places:
        module.put(files, places, Known(last.published.outputs, last.published.spare) if known else None)
    assert tree_of(site) == NEW
    check(site, again(THIRD, site, last))


@pytest.mark.parametrize("waiting", [True, False])
def test_what_is_kept_and_has_gone_meanwhile(site: Path, waiting: bool) -> None:
    """It stood when it was looked: the spare has it still, and without one the run is refused."""
    last = again(NEW, site, again(OLD, site))
    if not waiting:
        shutil.rmtree(site.parent / ".site.next")
    (site / "a/same.html").unlink()
    files: list[Artifact | Kept] = [Kept("a/same.html"), Artifact("index.html", b"newer"), Kept("added/y.html")]
    if waiting:
        last = Last({**NEW, "index.html": b"newer"}, put_known(files, site, last))
        check(site, last, spared=False)
        check(site, again(THIRD, site, last))
    else:
        with pytest.raises(Refused, match=r"a/same\.html"):
            put_known(files, site, last)
        assert tree_of(site) == {"index.html": b"new", "a": b"not a file", "added/y.html": b"new"}
        check(site, again(NEW, site, last))


@pytest.mark.parametrize("url", ["A/same.html", "a/Same.html", "INDEX.html", "a/same.html/x", "added", "a/same.html", MARKER, "../x", "/x",
                                 "../site.html", "nul", "a/", ""])
def test_urls_that_meet_or_are_no_file_names_beside_what_stands(site: Path, url: str) -> None:
    """As in a whole publication: a fault of the program, and nothing is written outside of the spare."""
    last = again(NEW, site, again(OLD, site))
    around = sorted(site.parent.rglob("*"))
    with pytest.raises(ValueError):
        put_known([*map(Kept, NEW), Artifact("more/x.html", b"x"), Artifact(url, b"bad")], site, last)
    assert tree_of(site) == NEW
    assert not set(site.parent.rglob("*")) - set(around)
    check(site, again(THIRD, site, last))


@pytest.mark.parametrize("error", [RuntimeError("bad view"), KeyboardInterrupt(), TemplateMissing("task.html")])
@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_stream_that_breaks_beside_a_spare(site: Path, error: BaseException, after: int) -> None:
    """The old site is untouched; before anything was written, so is the spare."""
    last = again(NEW, site, again(OLD, site))
    before = stamps(site), stamps(spare(site))

    def stream() -> Iterator[Artifact]:
        yield from [Artifact(url, data) for url, data in {"added/y.html": b"new", **THIRD}.items()][:after]
        raise error

    with pytest.raises(type(error)), claimed(site, site.parent / ".portal") as places:
        module.put(stream(), places, Known(last.published.outputs, last.published.spare))
    assert stamps(site) == before[0]
    if after < 2:
        assert stamps(spare(site)) == before[1]
    check(site, again(THIRD, site, last))


def test_a_process_of_the_crew_that_is_killed_is_said_in_chinese(site: Path) -> None:
    """As any other trouble of the machine (crew.py)."""
    with pytest.raises(Refused, match="内存不够"), claimed(site, site.parent / ".portal"):
        raise ChildProcessError(errno.ECHILD, "a process of the crew was ended from outside")


def read_on(site: Path, tree: dict[str, list[bytes]], told: Connection) -> None:
    """Read every file over and over until somebody speaks; then say how often, and what was wrong."""
    rounds, wrong = 0, set()
    told.send(None)
    while not told.poll():
        for url, allowed in tree.items():
            try:
                data = (site / url).read_bytes()
            except OSError as error:
                wrong.add(f"{url}: {error}")
            else:
                if data not in allowed:
                    wrong.add(f"{url}: {data[:20]!r}")
        rounds += 1
    told.send((rounds, wrong))


@pytest.mark.skipif(sys.platform != "linux", reason="forks; and elsewhere two renames leave a gap")
def test_who_reads_meanwhile_sees_old_or_new(site: Path, tmp_path: Path) -> None:
    """Fifty publications with a spare: each file is there all the time, whole, with the bytes of one of them."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    if not exchange(str(tmp_path / "one"), str(tmp_path / "two")):
        pytest.skip("two folders cannot be exchanged here")
    urls = [f"{number % 4}/{number}.html" for number in range(20)]
    trees = [{url: (b"same" if number % 3 == 0 else letter) * 2000 for number, url in enumerate(urls)} for letter in (b"a", b"b", b"c")]
    last = again(trees[0], site)
    here, there = multiprocessing.Pipe()
    reader = multiprocessing.get_context("fork").Process(
        target=read_on, args=(site, {url: [tree[url] for tree in trees] for url in urls}, there), daemon=True)
    reader.start()
    try:
        here.recv()
        for number in range(50):
            last = again(trees[number % 3], site, last)
        here.send("enough")
        rounds, wrong = here.recv()
    finally:
        reader.terminate()
        reader.join()
        for end in (here, there):
            end.close()
    assert not wrong
    assert rounds > 1
    check(site, last)


# A folder of our own: file by file.


def test_refreshing_a_folder(tmp_path: Path) -> None:
    """What differs is replaced, what is the same is not touched, what is gone is removed with its empty folders."""
    folder = tmp_path / "serve"
    assert refresh(artifacts(OLD), folder) == Published(written=4, removed=0, same=0)
    assert tree_of(folder) == OLD
    before = stamps(folder)
    published = refresh(artifacts(NEW), folder)
    assert published == Published(written=2, removed=2, same=1)
    assert tree_of(folder) == NEW
    assert not (folder / "gone").exists()
    assert published.outputs == outputs(str(folder))
    assert published.outputs.keys() == NEW.keys()
    after = stamps(folder)
    assert after["a/same.html"] == before["a/same.html"]
    assert after["index.html"][0] != before["index.html"][0]  # another file: who reads the old one reads on


def test_refreshing_what_is_the_same_touches_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "serve"
    refresh(artifacts(OLD), folder)
    before = stamps(folder)
    assert refresh(artifacts(OLD), folder) == Published(written=0, removed=0, same=4)
    assert refresh(map(Kept, OLD), folder) == Published(written=0, removed=0, same=4)
    assert stamps(folder) == before


def test_refreshing_where_the_caller_has_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is not walked again; what is said of it is what a walk would say."""
    folder = tmp_path / "serve"
    before = refresh(artifacts(OLD), folder).outputs
    with monkeypatch.context() as patch:
        patch.setattr(module, "outputs", lambda *_: pytest.fail("a walk"))
        published = refresh(artifacts(NEW), folder, before=before)
    assert published == Published(written=2, removed=2, same=1)
    assert published.outputs == outputs(str(folder))
    assert tree_of(folder) == NEW


def test_refreshing_says_what_it_wrote(tmp_path: Path) -> None:
    """In the order of the stream, each when it stands."""
    folder, said = tmp_path / "serve", []

    def wrote(url: str) -> None:
        said.append((url, (folder / url).read_bytes()))

    refresh(artifacts(OLD), folder)
    refresh([Kept("a/same.html"), Artifact("index.html", b"new"), Artifact("a/gone.html", b"old"), Artifact("z", b"z")], folder, wrote)
    assert said == [("index.html", b"new"), ("z", b"z")]
    assert tree_of(folder) == {"a/same.html": b"same", "index.html": b"new", "a/gone.html": b"old", "z": b"z"}


def test_refreshing_keeps_what_is_kept_and_says_what_does_not_stand(tmp_path: Path) -> None:
    folder = tmp_path / "serve"
    refresh(artifacts(OLD), folder)
    (folder / "a/same.html").write_bytes(b"hand")  # not looked at: whoever keeps a file knows that it stands
    refresh([Kept("a/same.html"), Kept("index.html")], folder)
    assert tree_of(folder) == {"a/same.html": b"hand", "index.html": b"old"}
    with pytest.raises(ValueError, match="does not stand"):
        refresh([Kept("a/hole.html"), Kept("index.html")], folder)


def test_refreshing_removes_what_an_earlier_run_left(tmp_path: Path) -> None:
    """A half-written file of a run that was killed, a file of somebody else."""
    folder = tmp_path / "serve"
    refresh(artifacts(OLD), folder)
    (folder / "index.html.new").write_bytes(b"ha")
    (folder / "own").mkdir()
    (folder / "own/aux").write_bytes(b"own")
    assert refresh(artifacts({**OLD, "z": b"z"}), folder) == Published(written=1, removed=2, same=4)
    assert tree_of(folder) == {**OLD, "z": b"z"}


def test_a_refreshed_file_is_old_or_new_whatever_fails(tmp_path: Path) -> None:
    """Each system call fails once: no file is cut or missing, and the next run makes all right."""
    folder = tmp_path / "serve"
    before, after = OLD, NEW
    refresh(artifacts(before), folder)
    for at in count():
        with pytest.MonkeyPatch.context() as patch:
            reached = fail_at(patch, at, OSError)
            with suppress(OSError):
                refresh(artifacts(after), folder)
        if not reached():
            break
        found = files_of(folder)
        assert all(data in (before.get(url), after.get(url)) for url, data in found.items() if not url.endswith(".new"))
        assert found.keys() >= before.keys() & after.keys()
        refresh(artifacts(after), folder)
        assert files_of(folder) == after
        before, after = after, before
    assert at > 3


# Every system call fails once; the process is killed before each call that changes something.


class Killed(BaseException):
    """kill -9, as far as files are concerned: no later call of the run takes place, as the calls below see to."""


CHANGING = ["mkdir", "open", "write", "link", "rename", "replace", "unlink", "rmdir"]
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
    for name in ("exchange", "flush", "_sync_folder", *(("output",) if reading else ())):
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


beside_a_spare = pytest.mark.parametrize("machine", ["exchange", pytest.param("two renames", marks=pytest.mark.slow)], indirect=True)


@beside_a_spare
def test_an_error_in_any_system_call_beside_a_spare(site: Path, machine: str) -> None:
    """As above: the old or the new site, whole; the next run makes it right, and leaves a spare."""
    before, after = again(OLD, site), THIRD
    for at in count():
        before = again(NEW, site, again(OLD, site, before))  # so that the spare differs from what stands
        reason = ""
        with pytest.MonkeyPatch.context() as patch:
            reached = fail_at(patch, at, OSError, reading=machine == "exchange")
            try:
                last = again(after, site, before)
            except Refused as refused:
                reason = refused.reason
        if not reached():
            break
        if reason:
            assert "made to fail" in reason
            assert files_of(site) in (before.tree, after), at
            last = again(after, site, before)
        check(site, last, emptied=True)
        before = last
    assert at > (30 if machine == "exchange" else 20)


@beside_a_spare
def test_a_kill_before_any_system_call_beside_a_spare(site: Path, machine: str) -> None:
    """Old or new, whole; in the gap between two renames nothing, and then the next run puts the old site back."""
    before, after = again(OLD, site), THIRD
    gaps = 0
    for at in count():
        before = again(NEW, site, again(OLD, site, before))
        with pytest.MonkeyPatch.context() as patch:
            reached = fail_at(patch, at, Killed)
            with suppress(Killed):
                again(after, site, before)
        if not reached():
            break
        if site.exists():
            assert tree_of(site) in (before.tree, after), at
        else:
            gaps += 1
            with pytest.raises(ValueError):
                again({"": b"a build that fails"}, site, before)
            assert tree_of(site) == before.tree
        before = again(after, site, before)
        check(site, before)
    assert at > 15
    assert gaps == (machine == "two renames")


def test_a_kill_while_a_spare_is_made(site: Path) -> None:
    """The site stands; a part of a spare is none."""
    last = again(NEW, site, again(OLD, site))
    for at in count():
        shutil.rmtree(site.parent / ".site.next")
        with pytest.MonkeyPatch.context() as patch:
            reached = fail_at(patch, at, Killed)
            with suppress(Killed), claimed(site, site.parent / ".portal") as places:
                spread(places, last.published)
        if not reached():
            break
        last = again([THIRD, NEW][at % 2], site, last)
        check(site, last)
    assert at > 5


def test_an_error_while_a_spare_is_made_is_no_error(site: Path) -> None:
    """The site stands: the next run makes one, or works without."""
    last = again(NEW, site, again(OLD, site))
    for at in count():
        shutil.rmtree(site.parent / ".site.next", ignore_errors=True)
        with claimed(site, site.parent / ".portal") as places, pytest.MonkeyPatch.context() as patch:
            reached = fail_at(patch, at, OSError)
            spread(places, last.published)
        if not reached():
            break
        assert tree_of(site) == last.tree
        last = again([THIRD, NEW][at % 2], site, last)
        check(site, last)
    assert at > 5
