"""`new list YEAR --from FILE`, as an editor runs it: until it is right."""

import re
import shutil
from pathlib import Path

import pytest

from portal import cli
from portal.pipeline import read
from tests import tiny
from tests.founding import texts

FACTS = ("--title", "2027年20件大事要事", "--adopted", "2027-01-08", "--start", "2027-01-01", "--end", "2027-12-31",
         "--update-every", "3 months", "--source-kind", "报纸")


class Desk:
    """An editor's desk: a content folder, a text beside it, and what was said last."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.content, self.text, self.proposal = folder / "content", folder / "报纸.txt", folder / "2027.proposal.yml"
        self.capsys = capsys
        self.said = ""

    def run(self, *more: str, text: Path | None = None) -> int:
        """`new list 2027 --from` the text."""
        ending = cli.main(["new", "list", "2027", "--from", str(text or self.text), "--content", str(self.content), *more])
        self.said = self.capsys.readouterr().err
        return ending

    def tree(self) -> dict[str, bytes]:
        return {str(path.relative_to(self.content)): path.read_bytes() for path in self.content.rglob("*") if path.is_file()}

    def edit(self, *pairs: tuple[str, str]) -> None:
        words = self.proposal.read_text("utf-8")
        for old, new in pairs:
            assert old in words, old
            words = words.replace(old, new)
        self.proposal.write_text(words, "utf-8")


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A small content folder, and a page of errands as it came."""
    desk = Desk(tmp_path, capsys)
    for path, words in tiny.files().items():
        file = desk.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, "utf-8")
    desk.text.write_text(texts.ERRANDS, "utf-8")
    return desk


@pytest.fixture
def real(desk: Desk) -> Desk:
    """The real content, and the page of the newspaper as it came."""
    shutil.rmtree(desk.content)
    shutil.copytree(texts.CONTENT, desk.content)
    desk.text.write_text(texts.PRINTED, "utf-8")
    return desk


def test_the_first_run_shows_what_was_found_and_writes_nothing_but_a_proposal_beside_the_content(real: Desk) -> None:
    before = real.tree()
    assert real.run() == cli.DONE
    assert real.tree() == before
    assert sorted(path.name for path in real.proposal.parent.iterdir()) == ["2027.proposal.yml", "content", "报纸.txt"]
    for words in ("编码 UTF-8", "后面正好 20 件", "接上了 4 处断行", "图为市委经济工作会议会场。    图片说明",
                  "记者 王益炜 侯利军 摄    摄影署名",
                  "任务：20 件，一句一件；原文说 20 件，数目相符", "03-qingnengchanye  氢能产业（举措 5 条）", "抓落实的要求：5 条",
                  "没有归入任何一件、任何一条的话", "会议提出了2026年经济工作主要预期目标", "还要由人写的：来源的类别；清单的名称；公布",
                  f"提案写在 {real.proposal}"):
        assert words in real.said


def test_the_proposal_is_corrected_and_the_same_command_with_yes_writes_the_list(real: Desk) -> None:
    """The list that comes of it has no problem; quotes and clauses are those of the real list."""
    real.run()
    real.edit(("title:    # 要写", "title: 2027年20件大事要事    #"), ("adopted:  ", "adopted: 2027-01-08"),
              ("start:  ", "start: 2027-01-01"),
              ("end:  ", "end: 2027-12-31"), ("update_every:  ", "update_every: 3 months"), ("kind:  ", "kind: 报纸"),
              ("03-qingnengchanye", "03-hydrogen"))
    assert real.run() == cli.DONE and "没有问题。在命令后面加 --yes" in real.said
    assert not (real.content / "2027").exists()
    before = real.tree()
    assert real.run("--yes") == cli.DONE
    assert f"写好了：{real.content / '2027'} 里有 plan.md 和 20 件任务" in real.said
    portal, problems = read(real.content)
    assert not problems
    new, old = portal.lists
    assert [(one.promise.title, one.promise.quote, [measure.text for measure in one.promise.measures]) for one in new.tasks] == [
        (one.promise.title, one.promise.quote, [measure.text for measure in one.promise.measures]) for one in old.tasks]
    assert new.tasks[2].key == "2027/03-hydrogen"
    assert portal.archives["2027-founding"].text == texts.ARCHIVED
    after = real.tree()
    assert {path for path, data in before.items() if after[path] != data} == {"sources.yml"}
    assert after["sources.yml"].startswith(before["sources.yml"])


def test_one_command_with_every_fact_writes_at_once_and_finds_the_tasks_that_go_on(real: Desk) -> None:
    assert real.run("--predecessor", "2026", "--yes", *FACTS) == cli.DONE
    assert "接着 2026 的任务：20 件" in real.said and "第3件 氢能产业 ← 2026/03-hydrogen 氢能产业（1.00，名称相同；" in real.said
    portal, problems = read(real.content)
    assert not problems and not real.proposal.exists()
    assert [one.promise.predecessor for one in portal.lists[0].tasks] == [one.key for one in portal.lists[1].tasks]
    assert [one.key.split("/")[1] for one in portal.lists[0].tasks] == [one.key.split("/")[1] for one in portal.lists[1].tasks]


def test_yes_without_the_facts_writes_no_list_and_says_them_all(desk: Desk) -> None:
    before = desk.tree()
    assert desk.run("--yes") == cli.CONTENT
    assert "还要由人写的：来源的类别；清单的名称" in desk.said
    assert desk.tree() == before and desk.proposal.exists()


def test_a_wrong_proposal_is_told_line_by_line_and_nothing_is_written(desk: Desk) -> None:
    desk.run(*FACTS)
    desk.edit(("quote: 改造老旧小区30个", "quote: 改造老旧小区40个"), ("folder: 05-xinzenggonggong", "folder: 04-xinzenggonggong"))
    before, proposal = desk.tree(), desk.proposal.read_bytes()
    for more in ([], ["--yes"]):
        assert desk.run(*more) == cli.CONTENT
        assert re.search(r"2027\.proposal\.yml:\d+:\d+  \[quote-not-in-source\]", desk.said)
        assert "第 4 件写了两次：04-wei60suiyishang 和 04-xinzenggonggong" in desk.said
    assert (desk.tree(), desk.proposal.read_bytes()) == (before, proposal)


def test_what_an_editor_wrote_in_the_proposal_counts_more_than_the_command(desk: Desk) -> None:
    desk.run(*FACTS)
    desk.run("--title", "别的名称", "--first", "市政府确定", "--last", "公示进展")
    assert "提案里写的是“2027年20件大事要事”，没有用 --title 的“别的名称”" in desk.said
    assert "没有用 --first 的“市政府确定”" in desk.said
    desk.run("--predecessor", "2026")
    assert "上年的任务照提案" in desk.said


def test_the_two_places_that_an_editor_names_are_the_passage(real: Desk) -> None:
    assert real.run("--first", "推进区域综合能源供应", "--last", "避险搬迁和工程治理", "--yes", *FACTS) == cli.DONE
    assert "抓落实的要求：0 条" in real.said and "原文没有说有几件，请数一数" in real.said
    assert read(real.content)[0].archives["2027-founding"].text.startswith("推进区域综合能源供应")


def test_a_text_in_gbk_is_read_and_archived_in_utf_8(desk: Desk) -> None:
    desk.text.write_bytes(texts.ERRANDS.replace("\n", "\r\n").encode("gbk"))
    assert desk.run("--yes", *FACTS) == cli.DONE
    assert "编码 GBK" in desk.said and not read(desk.content)[1]


def test_a_text_that_is_archived_already_is_not_archived_again(real: Desk) -> None:
    assert real.run("--yes", *FACTS, text=real.content / "sources/2026-01-08-conference.txt") == cli.DONE
    portal, problems = read(real.content)
    assert not problems and "另写了" not in real.said
    assert portal.lists[0].listing.plan.source.id == "economic-work-conference-2026-01-08"


@pytest.mark.parametrize("words, count", [(texts.ERRANDS, 10), (texts.LINES, 6), (texts.SPOKEN, 5)])
def test_texts_of_other_forms_give_lists_without_a_problem(desk: Desk, words: str, count: int) -> None:
    desk.text.write_text(words, "utf-8")
    assert desk.run("--yes", *FACTS, "--source-title", "样例") == cli.DONE
    portal, problems = read(desk.content)
    assert not problems and len(portal.lists[0].tasks) == count


def test_a_work_report_between_two_places_gives_a_list_without_a_problem(desk: Desk) -> None:
    desk.text.write_text(texts.REPORT, "utf-8")
    assert desk.run("--first", "着力扩大有效投资", "--last", "接受群众监督", "--yes", *FACTS, "--source-title", "政府工作报告") == cli.DONE
    portal, problems = read(desk.content)
    assert not problems
    assert [(one.promise.title, one.promise.source.locator) for one in portal.lists[0].tasks][:2] == [
        ("城南水厂", "（一）1"), ("改造云岭大道", "（一）2")]
    assert portal.lists[0].listing.plan.demands[0].asks == ("lead_unit", "responsible_units", "due")


@pytest.mark.parametrize("more, says", [
    (["--first", "推进"], "要么都写，要么都不写"), (["--predecessor", "2025"], "没有 2025 这份清单"),
    (["--first", "没有的话", "--last", "公示进展"], "找不到 --first 的“没有的话”"),
    (["--from", "nowhere.txt"], "没有 nowhere.txt 这个文件")])
def test_a_command_that_cannot_be_followed_is_wrong_usage(desk: Desk, more: list[str], says: str) -> None:
    assert desk.run(*more) == cli.USAGE
    assert says in desk.said and not desk.proposal.exists()


def test_a_list_that_stands_and_a_year_that_is_none_are_refused(desk: Desk) -> None:
    (desk.content / "2027").mkdir()
    assert desk.run("--yes", *FACTS) == cli.USAGE and "2027 的清单已经有了" in desk.said
    assert cli.main(["new", "list", "明年", "--from", str(desk.text), "--content", str(desk.content)]) == cli.USAGE


def test_a_file_that_is_no_text_is_refused(desk: Desk) -> None:
    desk.text.write_bytes(b"PK\x03\x04")
    assert desk.run() == cli.USAGE and "报纸.txt：这是Word、WPS 或 Excel 文件，不是纯文本" in desk.said


def test_a_proposal_that_cannot_be_read_is_told_and_kept(desk: Desk) -> None:
    desk.run()
    desk.proposal.write_text("plan: [", "utf-8")
    assert desk.run("--yes") == cli.CONTENT
    assert "unclosed-bracket" in desk.said and "读不了，先改好" in desk.said and desk.proposal.read_text("utf-8") == "plan: ["


def test_a_content_folder_without_a_list_gets_its_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path, capsys)
    desk.content.mkdir()
    (desk.content / "portal.yml").write_text(tiny.PORTAL, "utf-8")
    (desk.content / "sources.yml").write_text("# 还没有\n[]\n", "utf-8")
    desk.text.write_text(texts.ERRANDS, "utf-8")
    assert desk.run("--yes", *FACTS) == cli.DONE
    portal, problems = read(desk.content)
    assert not problems and len(portal.lists[0].tasks) == 10
