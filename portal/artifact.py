"""A file of the finished site, before it is on disk."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file to be published: its address relative to the site's root (posix, no leading slash) and its bytes."""

    url: str
    data: bytes
