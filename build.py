#!/usr/bin/env python3
"""The entry: `python3 build.py [command]` on a machine with Python 3.11 and nothing else.

portal.bootstrap finds or makes the Python that has the locked packages, portal.cli does the work there; this file joins
them. An old Python 3 must be able to read it, to say which one is needed: no f-strings, and annotations in quotes.
"""

import os
import sys

ROOT = os.path.dirname(os.path.realpath(__file__))
NEEDED = (3, 11)
MACHINE_SAYS_NO = 3


def main(argv: "list[str]", root: str = ROOT) -> int:
    """Run `argv` (without the program's name) in a Python that has the locked packages.

    Returns the command's exit code; 3 when the machine cannot provide such a Python, 130 when a person stopped it.
    """
    if sys.version_info < NEEDED:
        say(too_old(sys.version_info[:2]))
        return MACHINE_SAYS_NO
    if root not in sys.path:  # python -P or PYTHONSAFEPATH
        sys.path.insert(0, root)
    from portal import bootstrap

    try:
        python = bootstrap.python_for(argv, root, say)
    except bootstrap.MachineSaysNo as refusal:
        say(str(refusal))
        return MACHINE_SAYS_NO
    except OSError as error:
        say("在文件夹 {} 里读写不了：{}。\n"
            "请改好权限，或把整个项目放到可以写入的文件夹里，再运行一次。".format(root, error))
        return MACHINE_SAYS_NO
    except KeyboardInterrupt:
        say("已中断。再运行一次就会重新安装。")
        return 130
    if python:
        return bootstrap.hand_over(python, [os.path.join(root, "build.py")] + argv)
    from portal.cli import main as command

    return command(argv)


def too_old(version: "tuple[int, ...]") -> str:
    """The sentence for a Python older than NEEDED; in English too: few old ones write Chinese to every terminal."""
    return ("需要 Python 3.11 或更新的版本，现在用的是 {}。请装好后再运行。\n"
            "Python 3.11 or newer is needed.".format(".".join(map(str, version))))


def say(message: str) -> None:
    """A message to the person at the terminal."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
