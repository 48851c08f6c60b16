"""Finding and reading the editor's files (portal/sources.py)."""

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import sources
from portal.problems import Problem
from portal.sources import Source, attachment, find, is_text, read, read_all

Write = Callable[[Mapping[str, str | bytes]], Path]

PROSE = "统筹制氢、加氢站，氢能装备制造等全产业链建设。年底前投入运营的加氢站累计 20 座，比上年多 9 座。\n"
PROSE_TRADITIONAL = "統籌製氫、加氫站，這是全產業鏈的建設。年底前投入運營的加氫站共有 20 座，比上年多了 9 座。\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes {path: content} into a content folder, and gives it."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        for path, content in files.items():
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write


def one(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, problems
    return problems[0]


# --- what is found


def test_the_files_of_a_portal_are_found_in_order(write: Write) -> None:
    """Registries, lists, tasks, records, explainers, archived texts and attachments, sorted by path."""
    content = write(dict.fromkeys((
        "portal.yml", "themes.yml", "units.yml", "places.yml", "sources.yml", "sources/a.txt", "sources/2026/b.pdf",
        "2026/plan.md", "2026/2026-05-10.md", "2026/03-hydrogen/task.md", "2026/03-hydrogen/explainer.md",
        "2026/03-hydrogen/2026-03-31.md", "2026/03-hydrogen/2026-03-31-b.md", "2026-minsheng/plan.md"), "x"))
    paths, problems = find(content)
    assert problems == []
    assert len(paths) == 14
    assert paths == sorted(paths)
    assert "2026/03-hydrogen/2026-03-31-b.md" in paths


LEFTOVERS = (
    "2026/.hidden.md", ".git/config", "2026/~$task.md", "2026/03-x/task.md~", "2026/.task.md.swp", "2026/Thumbs.db",
    "desktop.ini", "2026/.DS_Store", "sources/~$a.docx", "2026/03-x/task.md.bak", "2026/#task.md#", "ledger/log.vkey",
)


def test_leftovers_and_the_ledger_are_not_seen(write: Write) -> None:
    """Hidden files, editors' and systems' leftovers are ignored without a word; the ledger is not the editor's."""
    assert find(write({"portal.yml": "x", **dict.fromkeys(LEFTOVERS, "x")})) == (["portal.yml"], [])


WRONG_NAMES = (
    ("2026/03-x/2026-3-31.md", "file-name", "改名为 2026-03-31.md"),
    ("2026/03-x/２０２６-03-31.md", "file-name", "改名为 2026-03-31.md"),
    ("2026/03-x/20260331.md", "file-name", "改名为 2026-03-31.md"),
    ("2026/03-x/2026.3.31.md", "file-name", "改名为 2026-03-31.md"),
    ("2026/03-x/2026_03_31.md", "file-name", "改名为 2026-03-31.md"),
    ("2026/03-x/2026年3月31日.md", "file-name", "改名为 2026-03-31.md"),
    ("2026/03-x/2026-03-31.markdown", "file-name", "改名为 2026-03-31.md"),
    ("2026/03-x/2026-03-31.md.txt", "file-name", "改名为 2026-03-31.md"),
    ("2026/03-x/2026-03-31.MD", "file-name", "改名为 2026-03-31.md"),
    ("2026/03-x/2026-03-31 .md", "file-name", "改名为 2026-03-31.md"),
    ("2026/03-x/2026-03-31-B.md", "file-name", "改名为 2026-03-31-b.md"),
    ("2026/03-x/2026-03-31-2.md", "file-name", "改名为 2026-03-31-b.md"),
    ("2026/03-x/2026-03-31 (2).md", "file-name", "改名为 2026-03-31-b.md"),
    ("2026/03-x/2026-03-31b.md", "file-name", "改名为 2026-03-31-b.md"),
    ("2026/03-x/2026-03-31-a.md", "file-name", "同一天的第二条"),
    ("2026/03-x/2026-02-30.md", "file-name", "以公布日期为名"),
    ("2026/03-x/notes.md", "file-name", "task.md"),
    ("2026/03-x/Task.md", "file-name", "改名为 task.md"),
    ("2026/03-x/plan.md", "file-name", "task.md"),
    ("2026/Plan.markdown", "file-name", "改名为 plan.md"),
    ("2026/explainer.md", "file-name", "plan.md"),
    ("unit.yml", "file-name", "units.yml"),
    ("README.md", "file-name", "portal.yml"),
    ("units.yaml", "yaml-extension", "改名为 units.yml"),
    ("unit.yaml", "yaml-extension", "units.yml"),
    ("2026/03-x/task.yaml", "yaml-extension", "task.md"),
    ("2026/03-x/方案.docx", "attachment-place", "sources/"),
    ("2026/台账.xlsx", "attachment-place", "sources/"),
    ("logo.png", "attachment-place", "sources/"),
    ("2026/03-x/photos/a.jpg", "stray-folder", "sources/"),
)


def test_a_file_with_a_wrong_name_or_in_a_wrong_place_is_named(write: Write) -> None:
    """Where what was meant is plain, the hint says the right name; the file is not read."""
    for number, (path, code, better) in enumerate(WRONG_NAMES):
        paths, problems = find(write({f"{number}/{path}": "x"}) / str(number))
        problem = one(problems)
        assert (problem.code, problem.place.line) == (code, 0), path
        assert path.startswith(problem.place.file)
        assert better in problem.hint
        assert paths == []


def test_every_wrong_name_is_said_in_one_run(write: Write) -> None:
    content = write(dict.fromkeys(("a.yaml", "2026/b.docx", "2026/03-x/c.md", "2026/04-y/2026-1-1.md"), "x"))
    problems = find(content)[1]
    assert sorted(problem.code for problem in problems) == ["attachment-place", "file-name", "file-name", "yaml-extension"]


def test_a_content_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert one(find(tmp_path / "nothing")[1]).code == "content-folder"
    (tmp_path / "file").write_text("x")
    assert one(find(tmp_path / "file")[1]).code == "content-folder"


def test_an_empty_content_folder_is_none(tmp_path: Path) -> None:
    assert find(tmp_path) == ([], [])


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="needs names that are not UTF-8")
def test_a_name_that_is_not_utf_8_is_a_problem(write: Write) -> None:
    """A zip from Windows, unpacked on Linux, gives names that no page could print."""
    content = write({"2026/plan.md": "x"})
    with open(os.fsencode(content / "2026") + b"/" + "方案.md".encode("gbk"), "wb"):
        pass
    problem = one(find(content)[1])
    assert problem.code == "file-name"
    problem.place.file.encode("utf-8")


# --- links


def test_a_link_out_of_the_content_folder_is_never_followed(write: Write, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Neither a file nor a folder outside is read; the link is named."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "plan.md").write_text("secret")
    content = write({"2026/plan.md": "x", "sources/a.txt": "x"})
    (content / "sources" / "stolen.txt").symlink_to(outside / "plan.md")
    (content / "2027").symlink_to(outside)
    paths, problems = find(content)
    assert paths == ["2026/plan.md", "sources/a.txt"]
    assert [(problem.code, problem.place.file) for problem in problems] == [("link", "2027"), ("link", "sources/stolen.txt")]


def test_a_folder_beside_content_with_a_longer_name_is_outside(tmp_path: Path) -> None:
    """`content-old` begins with `content`, and is not inside."""
    for folder in ("content", "content-old"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "units.yml").write_text("x")
    (tmp_path / "content" / "themes.yml").symlink_to(tmp_path / "content-old" / "units.yml")
    assert one(find(tmp_path / "content")[1]).code == "link"


def test_links_that_stay_inside_are_followed(write: Write) -> None:
    content = write({"2026/03-x/task.md": "x", "2026/plan.md": "x"})
    (content / "2026" / "04-y").symlink_to(content / "2026" / "03-x")
    (content / "2026" / "03-x" / "explainer.md").symlink_to("task.md")
    paths, problems = find(content)
    assert problems == []
    assert {"2026/04-y/task.md", "2026/04-y/explainer.md", "2026/03-x/explainer.md"} < set(paths)


@pytest.mark.parametrize("target", [".", "..", "../..", "../../sources"])
def test_links_in_a_circle_end(write: Write, target: str) -> None:
    """A link to a folder above itself is named, and nothing goes round."""
    content = write({"sources/a/b.txt": "x"})
    (content / "sources" / "a" / "round").symlink_to(target)
    paths, problems = find(content)
    assert paths == ["sources/a/b.txt"]
    assert one(problems).code == "link"


def test_links_through_each_other_end(write: Write) -> None:
    content = write({"sources/a/x.txt": "x", "sources/b/y.txt": "x"})
    (content / "sources" / "a" / "to-b").symlink_to("../b")
    (content / "sources" / "b" / "to-a").symlink_to("../a")
    paths, problems = find(content)
    assert "sources/a/to-b/y.txt" in paths
    assert {problem.code for problem in problems} == {"link"}


def test_a_broken_link_and_a_pipe_are_problems(write: Write) -> None:
    """Neither is opened: a pipe would wait for ever."""
    content = write({"portal.yml": "x"})
    (content / "units.yml").symlink_to("nothing.yml")
    if hasattr(os, "mkfifo"):
        os.mkfifo(content / "places.yml")
    paths, problems = find(content)
    assert paths == ["portal.yml"]
    assert {problem.code for problem in problems} == {"unreadable"}


def test_the_content_folder_itself_may_be_a_link(write: Write, tmp_path_factory: pytest.TempPathFactory) -> None:
    link = tmp_path_factory.mktemp("elsewhere") / "content"
    link.symlink_to(write({"2026/plan.md": "x"}))
    assert find(link) == (["2026/plan.md"], [])


# --- what is read


def test_text_digest_and_path(write: Write) -> None:
    """The digest is the SHA-256 of the text in UTF-8 with LF and without a byte order mark, however the file is saved."""
    text = "标题\n第二行\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    content = write({"a.md": text, "b.md": b"\xef\xbb\xbf" + text.encode(), "c.md": text.replace("\n", "\r\n"),
                     "d.md": text.replace("\n", "\r")})
    for path in ("a.md", "b.md", "c.md", "d.md"):
        assert read(content, path) == Source(path, text, digest)


def test_read_all_reads_text_and_leaves_attachments(write: Write) -> None:
    """.md and .yml, and .txt and .md under sources/; a PDF is read when asked for."""
    content = write({"portal.yml": "x", "2026/plan.md": "x", "sources/a.txt": "x", "sources/b.md": "x",
                     "sources/c.pdf": b"\xff\0", "sources/d.xlsx": b"\xff\0", "sources/e.yml": b"\xff\0"})
    found, problems = read_all(content, find(content)[0])
    assert problems == []
    assert [source.path for source in found] == ["2026/plan.md", "portal.yml", "sources/a.txt", "sources/b.md"]
    assert not is_text("sources/c.pdf")
    assert attachment(content, "sources/c.pdf") == b"\xff\0"


def test_one_bad_file_hides_no_other(write: Write) -> None:
    content = write({"portal.yml": PROSE.encode("gbk"), "units.yml": "x", "2026/plan.md": PROSE.encode("utf-16")})
    found, problems = read_all(content, find(content)[0])
    assert [source.path for source in found] == ["units.yml"]
    assert [problem.place.file for problem in problems] == ["2026/plan.md", "portal.yml"]


@pytest.mark.parametrize(("data", "name"), [
    (PROSE.encode("gbk"), "GBK"),
    (("title: 氢能产业\nquote: " + PROSE).encode("gb18030"), "GBK"),
    (PROSE.encode("utf-16"), "UTF-16 LE"),
    (b"\xfe\xff" + PROSE.encode("utf-16-be"), "UTF-16 BE"),
    (("title: x\n" + PROSE).encode("utf-16-le"), "UTF-16 LE"),
    (("title: x\n" + PROSE).encode("utf-16-be"), "UTF-16 BE"),
    ("title: plain ascii\n".encode("utf-16-le"), "UTF-16 LE"),
    (PROSE.encode("utf-32"), "UTF-32 LE"),
    (PROSE_TRADITIONAL.encode("big5"), "Big5"),
], ids=["GBK", "GB18030", "UTF-16 with BOM", "UTF-16 BE with BOM", "UTF-16 LE", "UTF-16 BE", "ASCII in UTF-16", "UTF-32", "Big5"])
def test_a_wrong_encoding_is_named_with_the_way_out(write: Write, data: bytes, name: str) -> None:
    """The encoding that was found, and how to save the file as UTF-8 in Notepad and WPS."""
    problem = read(write({"a.md": data}), "a.md")
    assert isinstance(problem, Problem)
    assert problem.code == "encoding"
    assert f"是 {name}" in problem.message
    assert "另存为" in problem.hint and "记事本" in problem.hint and "WPS" in problem.hint


def test_nearly_utf_8_is_shown_where_it_breaks(write: Write) -> None:
    """A few wrong bytes in a UTF-8 file (a line pasted from elsewhere, a file cut off) have a line and a column."""
    data = PROSE.encode() + "第二行：".encode() + "坏".encode("gbk") + b"\n" + PROSE.encode()
    problem = read(write({"a.md": data}), "a.md")
    assert isinstance(problem, Problem)
    assert (problem.code, problem.place.line, problem.place.column) == ("encoding", 2, 5)
    cut_off = read(write({"b.md": PROSE.encode()[:-2]}), "b.md")
    assert isinstance(cut_off, Problem)
    assert (cut_off.code, cut_off.place.line) == ("encoding", 1)


def test_nul_bytes_are_shown_where_they_stand(write: Write) -> None:
    problem = read(write({"a.md": "一\n二\0三\n"}), "a.md")
    assert isinstance(problem, Problem)
    assert (problem.code, problem.place.line, problem.place.column) == ("nul-byte", 2, 2)


def test_a_text_file_is_at_most_two_megabytes(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    content = write({"a.md": "x" * 100, "b.md": "x" * 101})
    monkeypatch.setattr(sources, "TEXT_LIMIT", 100)
    assert isinstance(read(content, "a.md"), Source)
    problem = read(content, "b.md")
    assert isinstance(problem, Problem)
    assert problem.code == "too-large"


def test_what_cannot_be_read_is_a_problem(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is gone, a folder in its place, no permission: never a traceback."""
    content = write({"2026/plan.md": "x"})
    assert [getattr(read(content, path), "code", "") for path in ("gone.md", "2026", "2026/plan.md/x")] == ["unreadable"] * 3

    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", forbidden)
    problem = one(find(content)[1])
    assert (problem.code, "权限" in problem.message) == ("unreadable", True)


def test_an_attachment_is_inside_or_not_given(write: Write) -> None:
    """What an editor wrote as a file name never leads out of the content folder."""
    content = write({"inside/sources/a.pdf": b"%PDF", "secret.txt": "x"}) / "inside"
    (content / "sources" / "link.txt").symlink_to("../../secret.txt")
    assert attachment(content, "sources/a.pdf") == b"%PDF"
    for path in ("../secret.txt", "/etc/hostname", "sources/link.txt", "", ".", "sources/\0", "sources", "sources/none.pdf"):
        assert isinstance(attachment(content, path), Problem), path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_a_problem(write: Write, data: bytes) -> None:
    found = read(write({"a.md": data}), "a.md")
    assert isinstance(found, Source | Problem)
    if isinstance(found, Source):
        assert "\r" not in found.text and not found.text.startswith("\ufeff\ufeff")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\0")))
def test_text_comes_back_as_it_was(write: Write, text: str) -> None:
    found = read(write({"a.md": text}), "a.md")
    assert isinstance(found, Source)
    assert found.text == text.removeprefix("\ufeff")


def test_a_place_has_line_column_and_the_line_itself() -> None:
    """Lines and columns count from 1; a stretch over several lines is cut at the end of its first."""
    source = Source("a.md", "一二三\n四五六  \n七", "")
    place = source.place(5, 10)
    assert (place.file, place.line, place.column, place.length, place.text) == ("a.md", 2, 2, 2, "四五六  ")
    assert source.place(0).length == 1
    assert (source.place(11).line, source.place(11).column) == (3, 2)
    assert (source.place(3).line, source.place(3).column) == (1, 4)
