"""Documentation that cannot drift: it is asked for what the program knows."""

import argparse
import re
from pathlib import Path

from portal import advice, options
from portal.problems import CODES

ROOT = Path(__file__).parent.parent


def test_every_problem_code_has_its_line_in_the_documents() -> None:
    text = (ROOT / "docs" / "problems.zh-CN.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([a-z0-9-]+)` \| (.+) \|$", text, re.MULTILINE))
    assert rows == CODES | advice.CODES


def test_every_command_and_option_stands_in_both_readmes() -> None:
    commands = next(action for action in options.parser(argparse.ArgumentParser)._actions if action.dest == "command").choices
    assert commands is not None
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text("utf-8")
        for command, parser in dict(commands).items():
            line = next(line for line in text.splitlines() if re.match(rf"    python3 build\.py \[?{command}\b", line))
            for action in parser._actions:
                for option in action.option_strings:
                    if option.startswith("--") and option != "--help":
                        assert option in line, f"{name}: {command} {option}"


def test_the_two_commands_come_first() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        lines = [line for line in (ROOT / name).read_text("utf-8").splitlines() if line.startswith("    ")]
        assert lines[0].startswith("    python3 build.py ") and lines[1].startswith("    python3 build.py test")


def test_the_documented_header_is_the_policy_of_the_pages_and_forbids_frames() -> None:
    """frame-ancestors means nothing in a page: only the server can say it."""
    page = (ROOT / "templates/base.html").read_text("utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy and "unsafe" not in policy[1] and "http" not in policy[1]
    text = (ROOT / "docs/publishers.zh-CN.md").read_text("utf-8")
    assert f"    Content-Security-Policy: {policy[1]}; frame-ancestors 'none'\n" in text
    assert f'add_header Content-Security-Policy "{policy[1]}; frame-ancestors \'none\'" always;' in text


def test_no_registry_address_and_no_path_of_a_machine_stands_in_the_project() -> None:
    for path in (ROOT / "requirements.lock", ROOT / "requirements-test.lock", ROOT / ".npmrc", ROOT / "pyproject.toml"):
        text = path.read_text("utf-8")
        assert not re.search(r"https?://|--index-url|--find-links|file://", text), path.name
