"""Where everything lies: a value, that knows the folders that pages are made with."""

from dataclasses import replace
from pathlib import Path

import pytest

import portal
from portal.project import Project

PROJECT = Project(Path("content"), Path("my/templates"), Path("my/assets"), Path("site"), Path(".portal"))


def test_the_program_is_this_package_the_templates_and_the_assets() -> None:
    """By the names under which the memory (cache.py) keeps their files; content, output and state are not among them."""
    assert portal.__file__
    assert PROJECT.program == {"portal": str(Path(portal.__file__).parent), "templates": str(Path("my/templates")),
                               "assets": str(Path("my/assets"))}


def test_the_program_is_the_one_that_runs() -> None:
    """A module is in the folder that is watched, so that a new version of it is seen."""
    assert (Path(PROJECT.program["portal"]) / "project.py").is_file()


def test_a_project_is_a_value() -> None:
    """The same places are the same project; nobody changes one."""
    assert replace(PROJECT) == PROJECT != replace(PROJECT, output=Path("elsewhere"))
    with pytest.raises(AttributeError):
        PROJECT.output = Path("elsewhere")  # type: ignore[misc]
