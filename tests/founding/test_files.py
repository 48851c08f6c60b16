"""A corrected proposal becomes files: checked as if they stood, written all or none."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from portal import frontmatter, library
from portal.founding import files, passage, text
from portal.founding.files import Prepared
from portal.founding.passage import Passage
from portal.founding.proposal import Given
from portal.library import plain
from tests import tiny
from tests.founding import texts

PROPOSAL = """\
passage: {first: 办好三件, last: 停车位2000个}
source: {id: errands, title: 民生实事, kind: 网页}
plan:
  title: 2031年民生实事
  adopted: 2031-01-10
  period: {start: 2031-01-01, end: 2031-12-31}
  update_every: 3 months
  demands: []
  body: |
    > 办好三件实事

tasks:
  - folder: 01-kindergartens
    title: 幼儿园
    quote: 新建公办幼儿园5所
    locator: 第1件
    measures:
      - {id: m1, text: 新建公办幼儿园5所}
  - folder: 02-parking
    title: 停车位
    quote: 新增公共停车位2000个
    places: []
"""
WORDS = "办好三件实事：新建公办幼儿园5所；\n改造老旧小区30个；\n图为样例\n新增公共停车位2000个。"


def prepare(written: str = PROPOSAL, around: Mapping[str, str] | None = None, given: Given | None = None,
            words: str = WORDS) -> Prepared:
    contents = tiny.files() if around is None else around
    sources = tuple(tiny.source(path, one) for path, one in contents.items())
    content = files.Content(sources, tuple(contents), library.load(sources, contents)[0])
    document, problems = frontmatter.parse(tiny.source("2031.proposal.yml", written))
    assert document is not None and not problems
    found = passage.between(text.read(words), "办好三件", "停车位2000个")
    assert isinstance(found, Passage)
    return files.prepare("2031", document, given or Given(), found, 0, content)


def said(prepared: Prepared) -> list[tuple[str, int]]:
    return [(one.code, one.place.line) for one in prepared.problems]


def test_a_right_proposal_gives_the_files_of_a_list_that_has_no_problem() -> None:
    found = prepare()
    assert not found.problems and not found.blank
    assert set(found.files) == {"2031/plan.md", "2031/01-kindergartens/task.md", "2031/02-parking/task.md", "sources/errands.txt",
                                "sources.yml"}
    portal, problems = tiny.load({**tiny.files(), **found.files})
    assert not problems
    assert [task.key for task in portal.lists[0].tasks] == ["2031/01-kindergartens", "2031/02-parking"]


def test_the_files_are_written_as_editors_write_them() -> None:
    found = prepare()
    assert found.files["2031/01-kindergartens/task.md"] == (
        "---\ntitle: 幼儿园\nquote: 新建公办幼儿园5所\nsource: {id: errands, locator: 第1件}\nmeasures:\n"
        "  - {id: m1, text: 新建公办幼儿园5所}\n---\n")
    assert found.files["2031/plan.md"].startswith(
        "---\ntitle: 2031年民生实事\nadopted: 2031-01-10\nperiod: {start: 2031-01-01, end: 2031-12-31}\n")
    assert found.files["2031/plan.md"].endswith("---\n\n> 办好三件实事\n")


def test_the_passage_is_archived_word_for_word_below_a_note_that_says_what_was_left_out() -> None:
    kept = library.archive(tiny.source("sources/errands.txt", prepare().files["sources/errands.txt"]))
    assert kept.text == "办好三件实事：新建公办幼儿园5所；改造老旧小区30个；新增公共停车位2000个。"
    assert "“图为样例”（原文第 3 行，图片说明）" in kept.note and "断开的行已经接上" in kept.note


def test_the_source_is_appended_with_its_digest_and_nothing_else_in_the_register_moves() -> None:
    register = "# 说明\n- {id: text, title: 样例会议, kind: 会议, archived: text.txt}   # 行末的话\n# 末尾的话"
    found = prepare(around={**tiny.files(), "sources.yml": register})
    digest = tiny.source("", found.files["sources/errands.txt"]).digest
    assert found.files["sources.yml"] == (
        f"{register}\n- id: errands\n  title: 民生实事\n  kind: 网页\n  archived: errands.txt\n  sha256: {digest}\n")


@pytest.mark.parametrize("register, expected", [
    ("[]\n", "- {id: a, title: 甲}\n"), ("# 还没有来源\n[]\n", "# 还没有来源\n- {id: a, title: 甲}\n"), ("", "- {id: a, title: 甲}\n"),
    ("  - {id: b, title: 乙}\n", "  - {id: b, title: 乙}\n  - {id: a, title: 甲}\n"),
    ("[{id: b, title: 乙}]\n", None), ("id: b\n", None), ("- [", None)])
def test_a_register_is_appended_to_in_its_own_form_or_left_alone(register: str, expected: str | None) -> None:
    assert files.appended(register, {"id": "a", "title": "甲"}) == expected


def test_what_a_person_has_not_said_is_asked_for_all_at_once() -> None:
    written = PROPOSAL.replace("kind: 网页", "kind: ").replace("title: 2031年民生实事", "title:").replace(" end: 2031-12-31", " end: ")
    found = prepare(written)
    assert [one.message for one in found.blank] == ["还没有写：来源的类别", "还没有写：清单的名称", "还没有写：清单管的最后一天"]
    assert not found.problems
    assert not prepare(written, given=Given(title="甲", end="2031-12-31", source_kind="网页")).blank


def test_every_mistake_of_a_proposal_is_said_at_its_place_in_it_blanks_or_not() -> None:
    """Quote, measure, folder, key, date: in one run, with the lines of the file that the editor has open."""
    written = (PROPOSAL.replace("quote: 新建公办幼儿园5所", "quote: 新建公办幼儿园6所").replace("folder: 02-parking", "folder: 02-停车位")
               .replace("places: []", "plases: []").replace("adopted: 2031-01-10", "adopted: 2031/1/10"))
    expected = [("value-date", 5), ("quote-not-in-source", 15), ("file-name", 19), ("unknown-key", 22)]
    assert said(prepare(written)) == expected
    assert said(prepare(written.replace("title: 2031年民生实事", "title:"))) == expected


@pytest.mark.parametrize("old, new, code", [
    ("folder: 02-parking", "folder: 01-parking", "file-name"),
    ("demands: []", "demands: [{id: d, title: 甲, quote: 没有这句, asks: [due]}]", "quote-not-in-source"),
    ("text: 新建公办幼儿园5所", "text: 改造老旧小区30个", "measure-not-in-quote"),
    ("quote: 新增公共停车位2000个", "quote: 新增公共停车位2000个\n    predecessor: 2026/09-nobody", "unknown-task"),
    ("tasks:\n", "tasks: []\nothers:\n", "unknown-key"), ("source: {id: errands", "source: {id: Errands!", "value-id"),
    ("start: 2031-01-01", "start: 2032-01-01", "date-order")])
def test_a_proposal_is_checked_as_the_content_is(old: str, new: str, code: str) -> None:
    assert code in [one[0] for one in said(prepare(PROPOSAL.replace(old, new)))]


def test_a_registered_source_is_used_with_its_own_archive() -> None:
    around = {**tiny.files(), "sources.yml": "- {id: errands, title: 甲, kind: 网页, archived: text.txt}\n", "2026/plan.md": tiny.front(
        tiny.PLAN.replace("id: text", "id: errands")), "2026/01-sample/task.md": tiny.front(tiny.TASK.replace("id: text", "id: errands"))}
    assert [one[0] for one in said(prepare(around=around))] == ["quote-not-in-source"] * 2
    found = prepare(around={**around, "sources/text.txt": tiny.TEXT + WORDS.replace("图为样例", "")})
    assert not found.problems and set(found.files) == {path for path in found.files if path.startswith("2031/")}
    bare = {**around, "sources.yml": "- {id: errands, title: 甲, kind: 网页}\n"}
    assert "没有存档" in prepare(around=bare).problems[0].message


def test_an_archived_file_of_another_text_is_never_written_over() -> None:
    assert said(prepare(around={**tiny.files(), "sources/errands.txt": "别的文字\n"})) == [("address", 2)]
    same = prepare().files["sources/errands.txt"]
    assert not prepare(around={**tiny.files(), "sources/errands.txt": same}).problems  # what a kill left behind


# --- on disk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, words in tiny.files().items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, "utf-8")
    return tmp_path


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_list_is_written_whole(folder: Path) -> None:
    before, new = tree(folder), prepare().files
    (folder / ".2031.new").mkdir()  # what a kill left behind
    files.write(folder, "2031", new)
    assert tree(folder) == before | {path: words.encode() for path, words in new.items()}


def test_the_register_keeps_its_line_ends_and_its_mark(folder: Path) -> None:
    old = b"\xef\xbb\xbf" + tiny.SOURCES.replace("\n", "\r\n").encode()
    (folder / "sources.yml").write_bytes(old)
    files.write(folder, "2031", prepare().files)
    assert (folder / "sources.yml").read_bytes().startswith(old)
    assert b"\n" not in (folder / "sources.yml").read_bytes().replace(b"\r\n", b"")


@pytest.mark.parametrize("fails", range(3))
def test_an_error_at_any_step_leaves_everything_as_it_was(folder: Path, fails: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The archived text, the register, the folder of the list: each of the three renames may fail."""
    before, steps = tree(folder), iter(range(9))

    def failing(real: object, *arguments: object) -> None:
        if next(steps) == fails:
            raise OSError(28, "磁盘满了")
        real(*arguments)  # type: ignore[operator]

    replace, rename = os.replace, Path.rename
    monkeypatch.setattr(os, "replace", lambda *arguments: failing(replace, *arguments))
    monkeypatch.setattr(Path, "rename", lambda *arguments: failing(rename, *arguments))
    with pytest.raises(OSError, match="磁盘满了"):
        files.write(folder, "2031", prepare().files)
    assert tree(folder) == before and not (folder / ".2031.new").exists()


def test_a_list_that_stands_is_never_touched(folder: Path) -> None:
    (folder / "2031").mkdir()
    with pytest.raises(FileExistsError):
        files.write(folder, "2031", prepare().files)


def test_the_content_folder_of_the_project_is_read_as_it_stands() -> None:
    found = files.content(texts.CONTENT)
    assert "2026/plan.md" in found.paths and plain(texts.ARCHIVED) in found.portal.archives["economic-work-conference-2026-01-08"].plain
