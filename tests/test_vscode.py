"""The settings for Visual Studio Code: each registry is bound to its JSON Schema (tried with yaml-language-server 1.19)."""

import json
import re
from pathlib import Path, PurePosixPath
from typing import Any

from portal import schema

ROOT = Path(__file__).parent.parent


def read(name: str) -> Any:
    """A file of .vscode/, without its comments, which stand on lines of their own."""
    text = (ROOT / ".vscode" / name).read_text("utf-8")
    return json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))


def test_every_registry_is_bound_to_the_schema_that_describes_it() -> None:
    bound = read("settings.json")["yaml.schemas"]
    assert {PurePosixPath(glob).name: PurePosixPath(path).stem for path, glob in bound.items()} == {
        name: name.removesuffix(".yml") for name in schema.REGISTRIES}


def test_every_schema_that_is_named_is_there() -> None:
    for path in read("settings.json")["yaml.schemas"]:
        assert path.startswith("./") and (ROOT / path).is_file(), path


def test_the_globs_match_the_registries_and_nothing_else() -> None:
    files = [path.relative_to(ROOT) for folder in ("content", "tests/sample/content") for path in (ROOT / folder).rglob("*.*")]
    for glob in read("settings.json")["yaml.schemas"].values():
        found = [path for path in files if path.match(glob.removeprefix("/"))]
        assert found and {path.parent.name for path in found} == {"content"}, glob


def test_the_extension_that_reads_them_is_recommended() -> None:
    assert read("extensions.json")["recommendations"] == ["redhat.vscode-yaml"]


def test_files_are_saved_as_the_checks_want_them() -> None:
    settings = read("settings.json")
    assert (settings["files.encoding"], settings["files.eol"], settings["yaml.format.enable"]) == ("utf8", "\n", False)
