"""What every test shares."""

import os

import pytest
from hypothesis import settings

from portal import publish

# few examples in every run, many when asked for: HYPOTHESIS_PROFILE=thorough pytest
settings.register_profile("quick", max_examples=20, deadline=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishing in a test need not outlive a power cut: it is not flushed (test_publish_kill.py runs its own process)."""
    monkeypatch.setattr(publish, "flush", lambda *arguments: None)
