"""The command `new` as a person or a script uses it: what is asked and said, what is written, and what never is."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from portal import cli, options, pipeline
from tests import tiny

UPDATE = ("--date", "2026-03-31", "--step", "action")
FIGURE = "due: 2026-12-31\ntargets: [{id: s, title: 样例站, kind: cumulative, value: 20, unit: 座}]\nmeasures: [{id: do, text: 做样例}]"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A tiny portal on disk."""
    folder = tmp_path / "content"
    for path, text in tiny.files(FIGURE).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


Replies = Callable[..., None]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Replies:
    """A terminal at which these replies are typed; an exception is raised."""

    def typed(*replies: str | BaseException) -> None:
        left: Iterator[str | BaseException] = iter(replies)

        def reply(prompt: str) -> str:
            one = next(left)
            if isinstance(one, BaseException):
                raise one
            return one

        monkeypatch.setattr(sys, "stdin", type("Terminal", (), {"isatty": lambda self: True})())
        monkeypatch.setattr("builtins.input", reply)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782777600")  # 2026-06-30 in Shanghai

    return typed


def run(content: Path, *arguments: str) -> int:
    kind, *rest = arguments
    return cli.main(["new", kind, "--content", str(content), *rest])


def written(content: Path) -> list[str]:
    """What stands in the folder besides the tiny portal."""
    return sorted({path.relative_to(content).as_posix() for path in content.rglob("*") if path.is_file()} - set(tiny.files()))


def test_a_script_says_all_and_the_file_is_valid(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(content, "update", "2026/01-sample", *UPDATE, "--value", "s=12", "--evidence", "照片", "text.txt") == cli.DONE
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        f"写好了 {content / '2026/01-sample/2026-03-31.md'}",
        "接下来：打开它看一遍，每个键上面写着它的意思；再运行 python3 build.py check。",
        "记录一经公布就不再修改：写错了另写勘误，python3 build.py new correction。"]
    assert written(content) == ["2026/01-sample/2026-03-31.md"]
    assert pipeline.read(content)[1] == []


def test_without_a_terminal_all_that_is_missing_is_named_at_once(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(content, "adjustment", "1", "--reason", "甲") == cli.USAGE
    assert capsys.readouterr().err == (
        "还要写：--date、--basis、--approver、--change 或 --add 或 --drop 或 --action\n没有写文件。在终端里运行就会一步一步问\n")
    assert written(content) == []


def test_at_a_terminal_it_is_asked_for(content: Path, terminal: Replies, capsys: pytest.CaptureFixture[str]) -> None:
    terminal("2026-13-40", "2026-03-31", "", "实际进展", "", "", "举措", "1", "推进中", "", "做了", "", "第一行", "第二行", "")
    assert run(content, "update", "1") == cli.DONE
    said = capsys.readouterr().err
    assert "没有“2026-13-40”这一天" in said and "    2  action 实际进展" in said and "  action 实际进展\n" in said
    text = (content / "2026/01-sample/2026-03-31.md").read_text("utf-8")
    assert "measures:\n  - {id: do, state: in_progress, text: 做了}\n" in text and text.endswith("---\n第一行\n第二行\n")
    assert "entered: 2026-06-30\n" in text


def test_a_person_can_go_back_to_the_question_before(content: Path, terminal: Replies, capsys: pytest.CaptureFixture[str]) -> None:
    """What was said on the way is not said again."""
    (content / "2026/01-sample/2026-03-31.md").write_text(tiny.front("kind: update\nstep: action"), "utf-8")
    terminal("2026-03-30", "<", "2026-03-31", "2026-06-01", "1", "<", "<", "", "2", "", "", "", "")
    assert run(content, "update", "1") == cli.DONE
    assert capsys.readouterr().err.count("已经有记录，这一条是 2026/01-sample/2026-03-31-b.md") == 1
    text = (content / "2026/01-sample/2026-03-31-b.md").read_text("utf-8")
    assert "step: action\n" in text and "entered: 2026-06-30\n" in text


@pytest.mark.parametrize("leaving", [KeyboardInterrupt(), EOFError()])
def test_ctrl_c_and_ctrl_d_write_nothing_and_say_so(content: Path, terminal: Replies, leaving: BaseException,
                                                    capsys: pytest.CaptureFixture[str]) -> None:
    terminal("2026-03-31", leaving)
    assert run(content, "update", "1") == 130
    assert capsys.readouterr().err.endswith("\n没有写文件\n") and written(content) == []


def test_what_would_be_wrong_is_shown_as_check_shows_it_and_not_written(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(content, "update", "1", *UPDATE, "--value", "t=12", "--measure", "du=met") == cli.CONTENT
    said = capsys.readouterr().err
    assert "[unknown-part]" in said and "  任务的 measures 里没有“du”\n  写法：已有的：do\n" in said and "^^" in said
    assert "2026/01-sample/2026-03-31.md:" in said and "没有“t”" in said and said.endswith("共 2 个问题，没有写文件\n")
    assert written(content) == []


def test_answers_are_not_lost_when_the_file_cannot_be_written(content: Path, terminal: Replies, capsys: pytest.CaptureFixture[str]) -> None:
    terminal("2026-03-31", "", "1", "", "", "", "")
    assert run(content, "update", "1", "--value", "t=12") == cli.CONTENT
    said = capsys.readouterr().err
    assert "没有写文件。本来要写的是：\n\n---\n# 进展，2026-03-31 公布：样例。" in said and written(content) == []


def test_content_that_is_wrong_there_is_put_right_first(content: Path, terminal: Replies, capsys: pytest.CaptureFixture[str]) -> None:
    (content / "2026/01-sample/task.md").write_text(tiny.front(tiny.TASK + "due: 2026/3/1"), "utf-8")
    terminal()
    assert run(content, "update", "1") == cli.CONTENT
    assert "[value-date]" in capsys.readouterr().err
    assert run(content, "list", "2027", "--title", "甲", "--adopted", "2027-01-08", "--start", "2027-01-01", "--end", "2027-12-31",
               "--source", "text", "--update-every", "3 months") == cli.DONE  # what is wrong there does not concern it


def test_a_wrong_word_is_said_before_anything_is_asked(content: Path, terminal: Replies, capsys: pytest.CaptureFixture[str]) -> None:
    terminal()
    assert run(content, "update", "9", "--date", "2026-02-30") == cli.USAGE
    assert capsys.readouterr().err.splitlines() == [
        "没有“9”这件任务。写序号、文件夹或 清单/文件夹，例如 3 或 2026/03-hydrogen",
        "--date：没有“2026-02-30”这一天。核对月份和日数，例如 2026-03-31", "没有写文件"]


def test_a_file_that_is_there_is_never_written_over(content: Path, capsys: pytest.CaptureFixture[str],
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it came to be after the folder was read."""
    task = ("task", "2026", "--title", "甲", "--source", "text", "--quote", "做样例", "--slug", "sample", "--number", "1")
    assert run(content, *task) == cli.USAGE
    assert "已经有" in capsys.readouterr().err
    real = os.link
    monkeypatch.setattr(os, "link", lambda fresh, path: (Path(path).write_text("别人的"), real(fresh, path)))
    assert run(content, "update", "1", *UPDATE) == cli.USAGE
    assert (content / "2026/01-sample/2026-03-31.md").read_text("utf-8") == "别人的"
    assert [path.name for path in content.rglob(".*")] == []


def test_a_file_system_without_links_has_its_file_too(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> NoReturn:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refused)
    assert run(content, "update", "1", *UPDATE) == cli.DONE
    assert written(content) == ["2026/01-sample/2026-03-31.md"]


def test_a_folder_that_cannot_be_written_is_the_machines_no(content: Path, monkeypatch: pytest.MonkeyPatch,
                                                            capsys: pytest.CaptureFixture[str]) -> None:
    def refused(*_: object, **__: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_text", refused)
    assert run(content, "update", "1", *UPDATE) == cli.MACHINE
    assert "写不了" in capsys.readouterr().err


def test_a_new_file_can_be_read_by_whoever_publishes(content: Path) -> None:
    """Not only by whoever wrote it, as a temporary file could."""
    run(content, "update", "1", *UPDATE)
    os.umask(mask := os.umask(0))
    assert (content / "2026/01-sample/2026-03-31.md").stat().st_mode & 0o777 == 0o666 & ~mask


def test_without_a_kind_the_kinds_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["new"]) == cli.USAGE
    said = capsys.readouterr().err
    assert all(f"new {kind}" in said for kind in options.NEW)


def test_at_a_terminal_the_kind_is_asked_for_too(content: Path, terminal: Replies, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_content_folder", lambda options: content)
    terminal("进展", "1", "2026-03-31", "", "1", "", "", "", "")
    assert cli.main(["new"]) == cli.DONE
    assert written(content) == ["2026/01-sample/2026-03-31.md"]


def test_every_kind_of_the_command_is_a_kind_of_file() -> None:
    from portal.new.draft import MODELS

    assert list(options.NEW) == list(MODELS)


def test_the_year_of_a_task_is_written_by_new_alone(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From the list to the settlement, each file as a script writes it; the check finds nothing."""
    def new(*arguments: str) -> None:
        assert run(content, *arguments) == cli.DONE, capsys.readouterr().err

    new("list", "2027", "--title", "样例", "--adopted", "2027-01-10", "--start", "2027-01-01", "--end", "2027-12-31", "--source", "text",
        "--locator", "第1条", "--update-every", "2 weeks")
    new("task", "2027", "--title", "样例", "--slug", "stations", "--source", "text", "--measures", "1", "--set", "due=2027-12-31",
        "--quote", "做样例，建成样例站20座，2026年9月30日前做完，常态化巡查。", "--add", "targets", "id=s", "title=站", "kind=cumulative",
        "value=20", "unit=座", "plan.2027-06-30=10", "--body", "正文")
    new("supplement", "2027/1", "--date", "2027-02-01", "--source", "text", "--set", "start=2027-02-01",
        "--add", "milestones", "id=a", "title=开工", "due=2027-03-31")
    new("update", "2027/1", "--date", "2027-03-31", "--step", "result", "--evidence", "照片", "text", "--value", "s=12@2027-03-30",
        "--milestone", "a=met@2027-03-28", "--measure", "m1=in_progress",
        "--entry", "difficulties", "id=d1", "text=难: '处' # 一", "measures.m1.action=办法")
    new("adjustment", "2027/1", "--date", "2027-04-01", "--change", "targets.s.value=15",
        "--change", "targets.s.plan.2027-06-30.value=null", "--reason", "甲", "--basis", "乙", "--approver", "丙",
        "--doc-no", "样〔2027〕1号")
    new("correction", "2027/1", "--date", "2027-04-02", "--change", "2027-03-31.observations.s.2027-03-30.value=11", "--found-by", "市民",
        "--source", "text")
    new("adjustment", "2027", "--date", "2027-05-01", "--change", "plan.title=新", "--reason", "甲", "--basis", "乙", "--approver", "丙")
    new("settlement", "2027/1", "--date", "2028-01-31", "--not-met", "targets.s=funding", "--not-met", "measures.m1=other",
        "--note", "measures.m1=没有做", "--carried-over-to", "2028/01-stations")
    capsys.readouterr()
    assert cli.main(["check", "--content", str(content), "--as-of", "2028-02-01", "--format", "json"]) == cli.DONE
    assert [row for row in json.loads(capsys.readouterr().out) if not row["code"].startswith("advice-")] == []
    assert len(written(content)) == 8
