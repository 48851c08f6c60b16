"""`import` and `export` as an editor runs them: a preview first, files only with --yes, all or none, never over another."""

from pathlib import Path

import pytest

from portal import cli
from tests.workbook import city
from tests.workbook.books import book

DAY = ("--as-of", "2026-10-09")


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The city on disk; .portal/ beside it."""
    real = cli._project
    monkeypatch.setattr(cli, "_project", lambda options: type(real(options))(
        **{**{name: getattr(real(options), name) for name in ("content", "templates", "assets", "output")}, "state": tmp_path / ".portal"}))
    for path, text in city.content().items():
        file = tmp_path / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    (tmp_path / "台账.xlsx").write_bytes(city.ledger())
    return tmp_path / "content"


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


def standing(content: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in content.parent.rglob("*") if path.is_file()}


def test_the_round_trip_of_a_ledger(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Preview, import, check, import again, export, import: what the issue asks for, through the command line."""
    file = content.parent / "台账.xlsx"
    before = standing(content)
    command = ("import", file, "--content", content, "--source", "ledger", *DAY)
    assert run(*command) == cli.DONE
    said = capsys.readouterr()
    assert said.out == "" and "共 20 行任务：14 行有新内容" in said.err and said.err.endswith("这是预览，没有写文件。看好了，再加 --yes\n")
    assert standing(content) == before

    assert run(*command, "--yes") == cli.DONE
    said = capsys.readouterr()
    assert f"写好了：\n{content / '2026/01-hydrogen/2026-10-08.md'}\n" in said.err
    assert (content.parent / ".portal/import/2026/01-hydrogen/adjustment.md").is_file()
    after = standing(content)
    assert before.items() <= after.items() and len(after) == len(before) + 17 + 3

    assert run("check", "--content", content, *DAY) == cli.DONE
    capsys.readouterr()
    assert run(*command, "--yes") == cli.DONE
    said = capsys.readouterr()
    assert standing(content) == after and "没有新写的文件" in said.err and "没有动它\n" in said.err

    copy = content.parent / "导出.xlsx"
    assert run("export", copy, "--content", content, *DAY) == cli.DONE
    assert run("import", copy, "--content", content, "--yes", *DAY) == cli.DONE
    said = capsys.readouterr()
    assert "共 13 行任务：13 行没有变化" in said.err and "没有新写的文件" in said.err
    copy.unlink()
    assert standing(content) == after


def test_a_draft_that_the_editor_works_on_is_left_alone(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = content.parent / ".portal/import/2026/01-hydrogen/adjustment.md"
    draft.parent.mkdir(parents=True)
    draft.write_text("填到一半", "utf-8")
    run("import", content.parent / "台账.xlsx", "--content", content, "--source", "ledger", "--yes", *DAY)
    assert draft.read_text("utf-8") == "填到一半"
    assert f"已经有 {draft}，没有动它；和这次提出的不同" in capsys.readouterr().err


def test_what_would_not_pass_the_checks_is_not_written_at_all(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = content.parent / "坏.xlsx"
    file.write_bytes(book([["任务名称", "牵头单位", "启动时间", "完成时限"], ["老旧小区改造", "市住建局", None, None],
                           ["夜间经济培育", None, "2026-11-15", "2026-06-30"]]))
    before = standing(content)
    assert run("import", file, "--content", content, "--source", "ledger", "--date", "2026-10-09", "--yes", *DAY) == cli.CONTENT
    said = capsys.readouterr().err
    assert "[date-order]" in said and "所以什么也没有写" in said
    assert standing(content) == before


def test_a_write_that_fails_takes_back_what_was_written(content: Path, monkeypatch: pytest.MonkeyPatch,
                                                        capsys: pytest.CaptureFixture[str]) -> None:
    real, count = cli._write_new, [0]

    def full(path: Path, text: str) -> None:
        count[0] += 1
        if count[0] == 17:
            raise OSError(28, "No space left on device")
        real(path, text)

    monkeypatch.setattr(cli, "_write_new", full)
    before = standing(content)
    assert run("import", content.parent / "台账.xlsx", "--content", content, "--source", "ledger", "--yes", *DAY) == cli.MACHINE
    assert standing(content) == before and "这次写的都撤回了" in capsys.readouterr().err
    assert not (content / "2026/11-task").exists()


def test_content_with_problems_is_mended_first(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (content / "2026/02-old-communities/2026-07-01.md").write_text("---\nkind: updat\n---\n", "utf-8")
    for command in ("import", "export"):
        assert run(command, content.parent / "台账.xlsx", "--content", content, "--yes") == cli.CONTENT
        assert "内容里先有 1 个问题" in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "code", "words"), [
    (["nowhere.xlsx"], cli.USAGE, "没有这个文件"), (["台账.xlsx", "--list", "2025"], cli.USAGE, "没有“2025”这个清单，是不是 2026"),
    (["台账.xlsx", "--source", "leger"], cli.USAGE, "没有“leger”这个来源，是不是 ledger"), (["旧.xls"], cli.CONTENT, "另存为"),
])
def test_what_cannot_be_used_is_said_with_the_exit_code(content: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int,
                                                        words: str, capsys: pytest.CaptureFixture[str]) -> None:
    (content.parent / "旧.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    monkeypatch.chdir(content.parent)
    assert run("import", *arguments, "--content", content) == code
    assert words in capsys.readouterr().err


def test_at_a_terminal_the_day_that_is_missing_is_asked_for(content: Path, monkeypatch: pytest.MonkeyPatch,
                                                            capsys: pytest.CaptureFixture[str]) -> None:
    file = content.parent / "进展.xlsx"
    file.write_bytes(book([["任务名称", "工作进展"], ["老旧小区改造", "三个小区开工"]]))
    answers = iter(["9月30日", "2026-09-30"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda prompt: next(answers))
    assert run("import", file, "--content", content, *DAY, "--yes") == cli.DONE
    assert "不是日期" in capsys.readouterr().err
    assert (content / "2026/02-old-communities/2026-09-30.md").read_text("utf-8").endswith("---\n\n三个小区开工\n")
    monkeypatch.setattr("builtins.input", lambda prompt: "")
    file.write_bytes(book([["任务名称", "工作进展"], ["老旧小区改造", "五个小区完工"]]))
    assert run("import", file, "--content", content, *DAY) == cli.DONE
    assert "没有写：进展 6 字。不知道是哪天公布的" in capsys.readouterr().err


def test_an_export_never_takes_the_place_of_a_file_unasked(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = content.parent / "台账.xlsx"
    before = file.read_bytes()
    assert run("export", file, "--content", content, *DAY) == cli.USAGE and file.read_bytes() == before
    assert run("export", content.parent / "台账.csv", "--content", content) == cli.USAGE
    assert "没有覆盖" in (said := capsys.readouterr().err) and "以 .xlsx 结尾" in said
    assert run("export", file, "--content", content, "--yes", *DAY) == cli.DONE and file.read_bytes() != before
    assert [path.name for path in content.parent.iterdir() if path.name.startswith(".")] == []
