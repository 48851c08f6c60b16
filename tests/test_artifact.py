"""What the site is made of before it is on disk."""

from portal.artifact import Artifact


def test_an_artifact_is_its_address_and_its_bytes() -> None:
    """Two with the same address and the same bytes are one: that is how a build knows what has not changed."""
    assert Artifact("2026/index.html", b"a") == Artifact("2026/index.html", b"a") != Artifact("2026/index.html", b"b")
