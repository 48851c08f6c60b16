"""What every test shares."""

import pytest

from portal import publish


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishing in a test need not outlive a power cut: it is not flushed (test_publish_kill.py runs its own process)."""
    monkeypatch.setattr(publish, "flush", lambda *arguments: None)
