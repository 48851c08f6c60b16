"""kill -9 at a random moment of a publication that replaces a site: the old site or the new one, never a mixture."""

import multiprocessing
import os
import random
import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from portal import publish as module
from portal.artifact import Artifact
from portal.publish import MARKER, publish

KILLS = 40
FILES = 200

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="elsewhere two renames: a gap that is named"),
]


def tree(letter: str) -> dict[str, bytes]:
    """A site of one generation: a third of the files is the same in both, a third carries the letter, a third has it in
    the name."""
    page = b"x" * 4000
    return {
        (f"{number // 15}/{letter}-{number}.html" if number % 3 == 2 else f"{number // 15}/{number}.html"):
        (page if number % 3 == 0 else letter.encode() + page)
        for number in range(FILES)
    }


def artifacts(letter: str) -> Iterator[Artifact]:
    return (Artifact(url, data) for url, data in tree(letter).items())


def publish_for_ever(folder: Path, letters: str, told: Connection) -> None:
    """Publish the letters in turn and say how long each took, until killed."""
    while True:
        for letter in letters:
            begin = time.perf_counter()
            publish(artifacts(letter), folder / "site", folder / ".portal")
            told.send(time.perf_counter() - begin)


def standing(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes()
            for path in site.rglob("*") if path.is_file() and path.name != MARKER}


def test_kill_at_any_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After each of 40 kills the site is wholly of one generation; the next run works and leaves nothing behind."""
    # A kill takes nothing from what was written, only a power failure does; on a busy disk most kills would come there.
    monkeypatch.setattr(module, "flush", lambda folder: None)
    monkeypatch.setattr(module, "_sync_folder", lambda folder: None)
    chance = random.Random(20260108)
    processes = multiprocessing.get_context("fork")
    site, state = tmp_path / "site", tmp_path / ".portal"
    trees = {letter: tree(letter) for letter in "ab"}
    publish(artifacts("a"), site, state)
    letter, other, interrupted = "a", "b", 0
    for _ in range(KILLS):
        hear, tell = processes.Pipe(duplex=False)
        child = processes.Process(target=publish_for_ever, args=(tmp_path, other + letter, tell))
        child.start()
        took = hear.recv()
        time.sleep(chance.uniform(0, 1.2 * took))  # the next publication, from its first call to its last
        child.kill()
        child.join()
        for end in (hear, tell, child):
            end.close()
        found = standing(site)
        assert found in trees.values()
        interrupted += (tmp_path / ".site.next").exists()
        letter, other = "ab" if found == trees["b"] else "ba"
        publish(artifacts(letter), site, state)
        assert standing(site) == trees[letter]
        assert set(os.listdir(tmp_path)) == {"site", ".portal"}
    assert interrupted > KILLS / 2  # most kills came in the midst of a publication
