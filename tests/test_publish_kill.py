"""kill -9 at a random moment of a publication that replaces a site: the old site or the new one, never a mixture."""

import multiprocessing
import os
import pickle
import random
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from portal import publish as module
from portal.artifact import Artifact
from portal.publish import MARKER, publish
from portal.stamps import outputs
from tests.test_publish import Last, again, check, spare

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


def whole(folder: Path, letter: str) -> None:
    """Publish one generation, knowing nothing."""
    publish((Artifact(url, data) for url, data in tree(letter).items()), folder / "site", folder / ".portal")


def beside_a_spare(folder: Path, letter: str) -> None:
    """Publish one generation, knowing the last; what is remembered is written last, by one rename (as cache.py does)."""
    last = again(tree(letter), folder / "site", recall(folder))
    (folder / ".portal/memory.new").write_bytes(pickle.dumps(last))
    os.replace(folder / ".portal/memory.new", folder / ".portal/memory")


def recall(folder: Path) -> Last | None:
    try:
        found: Last = pickle.loads((folder / ".portal/memory").read_bytes())
    except OSError:
        return None
    return found


Road = Callable[[Path, str], None]


def publish_for_ever(road: Road, folder: Path, letters: str, told: Connection) -> None:
    """Publish the letters in turn and say how long each took, until killed."""
    while True:
        for letter in letters:
            begin = time.perf_counter()
            road(folder, letter)
            told.send(time.perf_counter() - begin)


def standing(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes()
            for path in site.rglob("*") if path.is_file() and path.name != MARKER}


def is_sound(folder: Path) -> bool:
    """Whether no publication was under way: nothing is beside the site, or a spare, as it is remembered."""
    last = recall(folder)
    if last is None:
        return not (folder / ".site.next").exists()
    expected = {url: one for url, one in {**last.published.outputs, **last.published.spare}.items() if one}
    return outputs(str(folder / "site")) == last.published.outputs and outputs(str(spare(folder / "site"))) == expected


@pytest.mark.parametrize("road", [whole, beside_a_spare])
def test_kill_at_any_moment(road: Road, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After each of 40 kills the site is wholly of one generation; the next run works and leaves nothing behind but a spare."""
    # A kill takes nothing from what was written, only a power failure does; on a busy disk most kills would come there.
    monkeypatch.setattr(module, "flush", lambda folder: None)
    monkeypatch.setattr(module, "_sync_folder", lambda folder: None)
    chance = random.Random(20260108)
    processes = multiprocessing.get_context("fork")
    site = tmp_path / "site"
    trees = {letter: tree(letter) for letter in "ab"}
    road(tmp_path, "a")
    letter, other, interrupted = "a", "b", 0
    for _ in range(KILLS):
        hear, tell = processes.Pipe(duplex=False)
        child = processes.Process(target=publish_for_ever, args=(road, tmp_path, other + letter, tell))
        child.start()
        took = hear.recv()
        time.sleep(chance.uniform(0, 1.2 * took))  # the next publication, from its first call to its last
        child.kill()
        child.join()
        for end in (hear, tell, child):
            end.close()
        found = standing(site)
        assert found in trees.values()
        interrupted += not is_sound(tmp_path)
        letter, other = "ab" if found == trees["b"] else "ba"
        road(tmp_path, letter)
        assert standing(site) == trees[letter]
        assert is_sound(tmp_path)
        if last := recall(tmp_path):
            check(site, last)
        else:
            assert set(os.listdir(tmp_path)) == {"site", ".portal"}
    assert interrupted > KILLS / 3  # many kills came in the midst of a publication
