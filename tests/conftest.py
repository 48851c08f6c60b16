"""What every test shares."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from portal import publish

# few examples in every run, many when asked for: HYPOTHESIS_PROFILE=thorough pytest
settings.register_profile("quick", max_examples=20, deadline=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_configure() -> None:
    """Folders that a test makes and throws away lie in memory, where the system has such a place."""
    if os.access("/dev/shm", os.W_OK):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", "/dev/shm")


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """Publishing in a test need not outlive a power cut: it is not flushed (test_publish_kill.py runs its own process)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish, "flush", lambda *arguments: None)
        yield
