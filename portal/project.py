"""Where everything lies: what a run reads and writes."""

from dataclasses import dataclass
from pathlib import Path


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
        """The folders that pages are made with, by name: this program, the templates, the assets."""
        return {"portal": str(Path(__file__).parent), "templates": str(self.templates), "assets": str(self.assets)}
