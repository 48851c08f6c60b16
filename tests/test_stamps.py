"""Stamps: every file is seen, and no change of a file escapes; what stamps cannot tell is said to be unsure."""

import errno
import os
import sys
import time
from pathlib import Path

import pytest

from portal.stamps import Unsure, look, output, outputs

posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and modes of POSIX")

FILES = ("portal.yml", "2026/plan.md", "2026/01-氢能/task.md", "2026/01-氢能/2026-03-31.md", "sources/a/b/表 1.csv")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        put(tmp_path / "content" / name, name.encode())
    return tmp_path / "content"


def put(path: Path, data: bytes = b"") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


# look


def test_every_file_is_found_with_its_stamp(folder: Path) -> None:
    """At whatever depth, by its path with `/`; folders have no stamp of their own."""
    found = look(str(folder))
    assert set(found) == set(FILES)
    for name, stamp in found.items():
        status = (folder / name).stat()
        assert stamp == (status.st_mtime_ns, status.st_ctime_ns, len(name.encode()), status.st_ino, status.st_mode)


def test_an_empty_folder_has_no_files(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    assert look(str(tmp_path)) == {}


def test_looking_twice_sees_the_same(folder: Path) -> None:
    assert look(str(folder)) == look(str(folder))


def test_what_is_skipped_is_not_looked_at(folder: Path) -> None:
    """Files and whole folders by their name, at every depth; what is in a skipped folder cannot make unsure."""
    asked = []

    def skip(name: str) -> bool:
        asked.append(name)
        return name.startswith(".") or name == "sources"

    put(folder / ".git/HEAD")
    put(folder / "2026/.task.md.swp")
    if os.name == "posix":
        (folder / ".git/link").symlink_to(folder)
    assert set(look(str(folder), skip)) == set(FILES) - {"sources/a/b/表 1.csv"}
    assert "HEAD" not in asked and "a" not in asked


@pytest.mark.parametrize("change", ["another byte", "longer", "touched", "replaced"])
def test_a_change_changes_the_stamp_of_that_file_alone(change: str, folder: Path) -> None:
    path = folder / "2026/plan.md"
    data = path.read_bytes()
    before = look(str(folder))
    _next_tick(folder)
    match change:
        case "another byte":
            path.write_bytes(data[:-1] + b"?")
        case "longer":
            path.write_bytes(data + b"?")
        case "touched":
            path.touch()
        case _:  # as many editors save
            put(path.with_name("new"), data)
            path.with_name("new").replace(path)
    after = look(str(folder))
    assert {name for name in FILES if after[name] != before[name]} == {"2026/plan.md"}


@posix
def test_a_change_of_mode_changes_the_stamp(folder: Path) -> None:
    before = look(str(folder))
    (folder / "portal.yml").chmod(0o600)
    assert look(str(folder))["portal.yml"] != before["portal.yml"]


@posix
def test_a_changed_byte_is_seen_although_size_and_time_are_set_back(folder: Path) -> None:
    """The system sets the ctime, and nobody can set it back."""
    path = folder / "2026/plan.md"
    status, before = path.stat(), look(str(folder))["2026/plan.md"]
    _next_tick(folder)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    after = look(str(folder))["2026/plan.md"]
    assert (after[0], after[2:]) == (before[0], before[2:])
    assert after != before


def _next_tick(folder: Path) -> None:
    """Wait until the clock of the file system has moved on: two changes within one tick (some ms) have one time."""
    probe = folder.parent / "probe"
    probe.touch()
    before = probe.stat().st_mtime_ns
    while probe.stat().st_mtime_ns == before:
        time.sleep(0.001)
        probe.touch()


@posix
def test_a_link_to_a_file_has_the_stamp_of_the_file(folder: Path, tmp_path: Path) -> None:
    """What it points to is what is read: a change there is a change here, and so is a link to another file."""
    put(tmp_path / "one.csv", b"1")
    put(tmp_path / "other.csv", b"1")
    link = folder / "sources/link.csv"
    link.symlink_to(tmp_path / "one.csv")
    before = look(str(folder))["sources/link.csv"]
    assert before[3] == (tmp_path / "one.csv").stat().st_ino
    put(tmp_path / "one.csv", b"22")
    changed = look(str(folder))["sources/link.csv"]
    link.unlink()
    link.symlink_to(tmp_path / "other.csv")
    assert len({before, changed, look(str(folder))["sources/link.csv"]}) == 3


@posix
@pytest.mark.parametrize("what", ["a link to a folder", "a link to nothing", "a circle", "a pipe"])
def test_what_cannot_be_watched_is_unsure(what: str, folder: Path, tmp_path: Path) -> None:
    """Behind a link to a folder things change unseen; who opens a pipe waits for ever."""
    place = folder / "2026/01-氢能/strange"
    match what:
        case "a link to a folder":
            (tmp_path / "elsewhere").mkdir()
            place.symlink_to(tmp_path / "elsewhere")
        case "a link to nothing":
            place.symlink_to("nowhere")
        case "a circle":
            place.symlink_to(place)
        case _:
            os.mkfifo(place)
    with pytest.raises(Unsure):
        look(str(folder))


def test_a_folder_that_is_not_there_is_unsure(tmp_path: Path) -> None:
    with pytest.raises(Unsure):
        look(str(tmp_path / "absent"))


def test_a_folder_that_cannot_be_read_is_unsure(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything, so the system is made to refuse."""
    real = os.scandir

    def scandir(path: str) -> object:
        if str(path).rstrip("/").endswith("sources/a"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(Unsure):
        look(str(folder))


# outputs


def test_outputs_are_every_file_of_a_site(folder: Path) -> None:
    """Size, mtime and mode; the same as of a file alone."""
    found = outputs(str(folder))
    assert set(found) == set(FILES)
    for name, one in found.items():
        status = (folder / name).stat()
        assert one == output(str(folder / name)) == (len(name.encode()), status.st_mtime_ns, status.st_mode)


def test_a_name_is_left_out_at_the_top_only(folder: Path) -> None:
    """A mount point has things of its own there: lost+found."""
    put(folder / "2026/sources/x")
    inside = {name for name in FILES if not name.startswith("sources")}
    assert set(outputs(str(folder), frozenset({"sources"}))) == inside | {"2026/sources/x"}


def test_where_there_is_no_folder_there_are_no_outputs(tmp_path: Path) -> None:
    assert outputs(str(tmp_path / "absent")) == {}
    put(tmp_path / "file")
    assert outputs(str(tmp_path / "file")) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="hard links and their ctime")
def test_a_hard_link_changes_no_output_but_the_stamp(folder: Path, tmp_path: Path) -> None:
    """So the spare (publish.py) does not make the site look changed; and a source that was linked is read again."""
    before = outputs(str(folder)), look(str(folder))
    _next_tick(folder)
    os.link(folder / "portal.yml", tmp_path / "other")
    assert outputs(str(folder)) == before[0]
    assert look(str(folder)) != before[1]


@posix
def test_links_in_a_site_are_not_followed(folder: Path, tmp_path: Path) -> None:
    """A link that stands where a file was left is not what was left, whatever it points to."""
    before = outputs(str(folder))["portal.yml"]
    (folder / "portal.yml").rename(tmp_path / "real")
    (folder / "portal.yml").symlink_to(tmp_path / "real")
    (folder / "round").symlink_to(folder)
    after = outputs(str(folder))
    assert after["portal.yml"] != before
    assert set(after) == {*FILES, "round"}


def test_an_error_of_the_machine_goes_through(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def scandir(path: str) -> object:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(PermissionError):
        outputs(str(folder))
