"""The command line's words: each command has its options and its help in Chinese."""

import argparse
import re

import pytest

from portal import options


def commands(command: str = "") -> dict[str, argparse.ArgumentParser]:
    top = options.parser(argparse.ArgumentParser, command)
    return next(dict(action.choices) for action in top._actions if isinstance(action, argparse._SubParsersAction))


def test_every_command_of_the_architecture_is_there() -> None:
    assert list(commands()) == ["build", "check", "serve", "new", "import", "export", "test"]


@pytest.mark.parametrize("command", options.COMMANDS)
def test_a_command_has_the_same_options_alone_as_among_all(command: str) -> None:
    assert commands(command)[command].format_help() == commands()[command].format_help()


def test_the_options_of_other_commands_are_not_built() -> None:
    assert len(commands("build")["new"]._actions) == 1  # --help


def test_every_option_says_in_chinese_what_it_is() -> None:
    waiting = list(commands().values())
    for one in waiting:
        for action in one._actions:
            if isinstance(action, argparse._SubParsersAction):
                waiting += action.choices.values()
            elif action.dest != "help":
                assert re.search(r"[\u4e00-\u9fff]", action.help or ""), (one.prog, action.dest)
