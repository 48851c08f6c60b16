"""What the system says of files without reading them: whether they are as they were."""

import os
import re
import stat
from collections.abc import Callable
from functools import lru_cache

# Plain tuples: there are tens of thousands, and marshal keeps no others.
Stamp = tuple[int, int, int, int, int]  # of a file: mtime and ctime in ns, size in bytes, inode, mode; a link changes its ctime
Output = tuple[int, int, int]  # of a file of the site, what does not change when it is linked: size, mtime, mode


# what editors, office programs and file managers leave behind
_LEFTOVER = re.compile(
    r"\..*|~\$.*|.*~|#.*#|~WR.*\.tmp|.*\.(?:sw[a-p]|bak|tmp|orig|rej|part|crdownload)"
    r"|thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|\$recycle\.bin|__macosx|@eadir", re.IGNORECASE)


class Unsure(Exception):
    """The folder holds what cannot be watched by stamps: a link to a folder, something that is no file or cannot be read."""


@lru_cache(maxsize=4096)  # the folders of tasks hold files of the same names
def is_leftover(name: str) -> bool:
    """Whether a file or folder of this name is not there for us: hidden, or left behind by an editor or a file manager."""
    return _LEFTOVER.fullmatch(name) is not None


def look(folder: str, skip: Callable[[str], object] = lambda name: False) -> dict[str, Stamp]:
    """The stamp of every file below a folder by its path there, links to files followed; raises Unsure."""
    found: dict[str, Stamp] = {}
    waiting = [""]
    try:
        while waiting:
            prefix = waiting.pop()
            with os.scandir(f"{folder}/{prefix}") as entries:
                for entry in entries:
                    if skip(entry.name):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(f"{prefix}{entry.name}/")
                        continue
                    if entry.is_symlink() and entry.is_dir():
                        raise Unsure
                    status = entry.stat()
                    if not stat.S_ISREG(status.st_mode):  # who reads a pipe waits for ever
                        raise Unsure
                    found[prefix + entry.name] = _stamp(status)
    except OSError as error:
        raise Unsure from error
    return found


def outputs(folder: str, without: frozenset[str] = frozenset()) -> dict[str, Output]:
    """Every file of a site, by its address; nothing where there is no folder. Raises OSError."""
    found: dict[str, Output] = {}
    waiting = [""] if os.path.isdir(folder) else []
    while waiting:
        prefix = waiting.pop()
        with os.scandir(f"{folder}/{prefix}") as entries:
            for entry in entries:
                if not prefix and entry.name in without:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{prefix}{entry.name}/")
                else:
                    found[prefix + entry.name] = _output(entry.stat(follow_symlinks=False))
    return found


def stamp(path: str) -> Stamp:
    """One file; raises OSError."""
    return _stamp(os.stat(path))


def output(path: str) -> Output:
    """One file of a site."""
    return _output(os.stat(path))


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino, status.st_mode


def _output(status: os.stat_result) -> Output:
    return status.st_size, status.st_mtime_ns, status.st_mode
