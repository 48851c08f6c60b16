"""The command line, as a person or a script uses it: exit codes, messages, the day."""

import json
import re
import time
from datetime import date
from pathlib import Path

import pytest

from portal import cli
from tests import tiny


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A tiny portal on disk."""
    folder = tmp_path / "content"
    for path, text in tiny.files().items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


@pytest.fixture(autouse=True)
def state_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Tests do not write into the project's own .portal/."""
    real = cli._project
    monkeypatch.setattr(cli, "_project", lambda options: type(real(options))(
        **{**{name: getattr(real(options), name) for name in ("content", "templates", "assets", "output")},
           "state": tmp_path / "state"}))


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


def test_no_command_means_build(content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--content", content, "--output", tmp_path / "site", "--as-of", "2026-03-01") == cli.DONE
    said = capsys.readouterr()
    assert said.out == ""
    assert "已发布" in said.err and "截至 2026-03-01" in said.err
    assert run("build", "--content", content, "--output", tmp_path / "site", "--as-of", "2026-03-01") == cli.DONE
    assert "没有变化" in capsys.readouterr().err


def test_a_build_says_how_long_it_took_and_what_is_next(content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("--content", content, "--output", tmp_path / "site", "--as-of", "2026-03-01")
    said = capsys.readouterr().err.splitlines()
    assert re.search(r"，用了 \d+\.\d 秒$", said[0])
    assert said[1] == f"打开 {tmp_path / 'site' / 'index.html'} 看；要公布，把整个 site/ 文件夹拷到网站上"
    run("--content", content, "--output", tmp_path / "site", "--as-of", "2026-03-01", "--quiet")
    assert capsys.readouterr().err == ""


def test_a_long_build_says_on_one_line_how_far_it_is_and_takes_the_line_away(capsys: pytest.CaptureFixture[str]) -> None:
    """Not within the first second, and not where nobody watches."""
    long_ago, now = time.monotonic() - 5, time.monotonic()
    line = "\r已生成 7/9 个文件\r\033[K"
    for started, shown, expected in ((long_ago, True, line), (now, True, ""), (long_ago, False, "")):
        told, clear = cli._progress(started, shown)
        told(7, 9)
        clear()
        assert capsys.readouterr().err == expected


def test_quiet_says_nothing_when_nothing_is_wrong(content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--quiet", "--content", content, "--output", tmp_path / "site") == cli.DONE
    assert capsys.readouterr().err == ""


def test_problems_are_exit_code_1_and_nothing_is_published(content: Path, tmp_path: Path,
                                                           capsys: pytest.CaptureFixture[str]) -> None:
    (content / "2026/01-sample/task.md").write_text(tiny.front(tiny.TASK + "due: 2026/3/1\nlead_unti: x"), "utf-8")
    assert run("--content", content, "--output", tmp_path / "site") == cli.CONTENT
    said = capsys.readouterr().err
    assert "2026/01-sample/task.md:5:6  [value-date]" in said
    assert "写成 2026-03-01" in said
    assert "共 2 个问题，没有发布" in said
    assert not (tmp_path / "site").exists()


def test_check_prints_json_for_programs(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (content / "2026/01-sample/task.md").write_text(tiny.front(tiny.TASK + "lead_unti: x"), "utf-8")
    assert run("check", "--content", content, "--format", "json") == cli.CONTENT
    rows = json.loads(capsys.readouterr().out)
    assert [(row["code"], row["file"], row["line"], row["column"]) for row in rows] == [
        ("unknown-key", "2026/01-sample/task.md", 5, 1)]
    assert set(rows[0]) == {"code", "file", "line", "column", "message", "hint"}


def test_check_of_a_good_portal_is_an_empty_list(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "--content", content, "--format", "json", "--as-of", "2026-02-01") == cli.DONE
    assert json.loads(capsys.readouterr().out) == []
    assert run("check", "--content", content, "--as-of", "2026-02-01") == cli.DONE
    assert capsys.readouterr().err == "没有问题\n"


def test_check_says_what_is_worth_a_look_and_it_is_no_problem(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Three months and more without a record."""
    assert run("check", "--content", content, "--as-of", "2026-06-30", "--format", "json") == cli.DONE
    assert [row["code"] for row in json.loads(capsys.readouterr().out)] == ["advice-stale"]
    assert run("check", "--content", content, "--as-of", "2026-06-30") == cli.DONE
    said = capsys.readouterr().err
    assert "2026/01-sample/task.md:2:8  [advice-stale]" in said and said.endswith("没有问题；1 处可以看看\n")


@pytest.mark.parametrize("arguments", [["bild"], ["build", "--as-of", "2026-13-01"], ["--nonsense"], ["check", "--format", "xml"]])
def test_wrong_usage_is_exit_code_2_in_chinese(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    assert stop.value.code == cli.USAGE
    assert re.search("[\u4e00-\u9fff]", capsys.readouterr().err)


def test_a_missing_content_folder_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        run("--content", tmp_path / "nowhere")
    assert stop.value.code == cli.USAGE


def test_an_output_that_is_not_ours_is_refused(content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder with somebody's files is never replaced: exit 3."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home/letter.txt").write_text("不要删")
    assert run("--content", content, "--output", tmp_path / "home") == cli.MACHINE
    assert (tmp_path / "home/letter.txt").read_text() == "不要删"


def test_the_day_is_as_of_then_source_date_epoch_then_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790784000")  # 2026-09-30T16:00:00Z
    assert cli._clock(date(2026, 1, 2))("Asia/Shanghai") == date(2026, 1, 2)
    assert cli._clock(None)("Asia/Shanghai") == date(2026, 10, 1)  # midnight has passed there
    assert cli._clock(None)("UTC") == date(2026, 9, 30)
