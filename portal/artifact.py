"""A file of the finished site, before it is on disk, and which addresses it may have."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file to be published: its address relative to the site's root (posix, no leading slash) and its bytes."""

    url: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of the finished site that is as it stands: nothing has changed of what it was made from."""

    url: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A file of the site that can be made: `given` is what decides about it beside the base and what it asks of tasks
    (cache.py)."""

    url: str
    make: Callable[[], bytes]
    given: tuple[object, ...] = ()


# A url that cannot be a file on every system: characters that Windows or UTF-8 forbid; empty parts, `.` and `..`;
# parts that end with a dot or blank; device names (learn.microsoft.com, "Naming Files, Paths, and Namespaces").
_UNUSABLE = re.compile(
    r'[\x00-\x1f\x7f<>:"|?*\\\ud800-\udfff]'
    r"|(?:^|/)\.{0,2}(?:/|$)"
    r"|[. ](?:/|$)"
    r"|(?:^|/)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:[./]|$)",
    re.IGNORECASE,
)


def enter(url: str, names: dict[str, str]) -> None:
    """Enter a url and its folders (with `/` at the end) under the name that a careless file system would see.

    ValueError if it is unusable or meets another: macOS and Windows do not tell case, macOS not Unicode forms.
    """
    if _UNUSABLE.search(url):
        raise ValueError(f"not a usable file name on every system: {url!r}")
    folder, at = "", url.find("/")
    while at >= 0:
        folder = url[: at + 1]
        if names.setdefault(_folded(folder[:-1]), folder) != folder:
            raise ValueError(f"{url!r} meets {names[_folded(folder[:-1])]!r}")
        at = url.find("/", at + 1)
    if (key := _folded(url)) in names:
        raise ValueError(f"{url!r} meets {names[key]!r}")
    names[key] = url


def _folded(url: str) -> str:
    return unicodedata.normalize("NFC", url.casefold())
