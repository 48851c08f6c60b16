"""Where everything lies: what a run reads and writes."""

from dataclasses import dataclass
from pathlib import Path

from portal import glance


@dataclass(frozen=True, slots=True)
class Project:
    """What is read (content, templates, assets), and what is written (output, state)."""

    content: Path
    templates: Path
    assets: Path
    output: Path
    state: Path  # .portal/

    @property
    def program(self) -> dict[str, str]:
        """The folders that pages are made with, by name."""
        return glance.program(str(self.templates), str(self.assets))
