"""The proposal that an editor corrects, and plain data as the content folder has it."""

from hypothesis import given
from hypothesis import strategies as st

from portal import frontmatter
from portal.founding import passage, proposal, tasks, text
from portal.founding.lineage import Subject, lineage
from portal.founding.passage import Passage
from portal.founding.proposal import Given, Past
from portal.frontmatter import Data
from tests import tiny
from tests.founding import texts

LISTS = tiny.folder(texts.CONTENT).lists


def propose(words: str, said: Given | None = None, past: bool = False) -> tuple[str, dict[str, Data]]:
    """(the proposal for 2027, its data) of a text whose list is all of it."""
    found = passage.proposed(text.read(words))
    assert isinstance(found, Passage)
    cut = tasks.cut(found.blocks)
    old = [Subject(one.key, one.promise.title, one.promise.quote) for one in LISTS[0].tasks]
    known = Past(LISTS[0], tuple(lineage([Subject(one.locator, one.title, one.quote) for one in cut.tasks], old))) if past else None
    written = proposal.as_yaml("2027", found, cut, said or Given(), known, None)
    return written, parsed(written)


def parsed(written: str) -> dict[str, Data]:
    document, problems = frontmatter.parse(tiny.source("2027.proposal.yml", written))
    assert document is not None and not problems, problems
    assert isinstance(document.data, dict)
    return document.data


def test_what_the_text_does_not_say_is_left_empty_for_a_person() -> None:
    """No name of the list, no day, no period, no interval, no kind of source is made up."""
    _, data = propose(texts.PRINTED)
    assert data["source"] == {"id": "2027-founding", "title": "市委经济工作会议召开", "kind": None}
    plan = data["plan"]
    assert isinstance(plan, dict)
    assert [plan[name] for name in ("title", "adopted", "period", "update_every")] == [None, None, {"start": None, "end": None}, None]


def test_what_the_command_line_says_is_filled_in() -> None:
    _, data = propose(texts.PRINTED, Given("2027年大事要事", "2027-01-08", "2027-01-01", "2027-12-31", "3 months", "meeting", None, "报纸"))
    plan, source = data["plan"], data["source"]
    assert isinstance(plan, dict) and isinstance(source, dict)
    assert (plan["title"], plan["period"], source["id"], source["kind"]) == (
        "2027年大事要事", {"start": "2027-01-01", "end": "2027-12-31"}, "meeting", "报纸")


def test_the_body_quotes_the_announcement_and_says_what_was_done_to_the_words() -> None:
    _, data = propose(texts.PRINTED)
    plan = data["plan"]
    assert isinstance(plan, dict) and plan["body"] == (
        "> 会议提出了2026年经济工作主要预期目标，部署了重点推进的20件大事要事。\n\n"
        "原文没有给各件编号，第几件按先后次序数。引文接上了断行，标点写成全角，文字一字未改。\n")
    _, data = propose(texts.LINES)
    plan = data["plan"]
    assert isinstance(plan, dict) and plan["body"] == "原文没有给各件编号，第几件按先后次序数。\n"


def test_folders_are_numbered_and_named_in_pinyin_all_else_than_the_english_names_that_people_chose() -> None:
    """The only thing in which the proposal differs from the real list: a person must look at each."""
    _, data = propose(texts.PRINTED)
    items = data["tasks"]
    assert isinstance(items, list)
    folders = [one["folder"] for one in items if isinstance(one, dict)]
    assert dict(zip((one.key.split("/")[1] for one in LISTS[0].tasks), folders, strict=True)) == {
        "01-integrated-energy": "01-quyuzonghe", "02-aluminium": "02-lvziyuanzong", "03-hydrogen": "03-qingnengchanye",
        "04-baijiu": "04-baijiuchanye", "05-low-altitude": "05-dikongjingji", "06-digital-economy": "06-shuzijingji",
        "07-specialty-farming": "07-teyounongye", "08-culture-tourism": "08-wenlvchanye", "09-consumption": "09-tizhenxiaofei",
        "10-major-projects": "10-zhongdaxiangmu", "11-urban-renewal": "11-chengshigengxin", "12-idle-state-assets": "12-xianzhiguoyou",
        "13-transport": "13-zhongdajiaotong", "14-water-network": "14-zhongbuyinhuang", "15-mine-restoration": "15-kuangshanshengtai",
        "16-coal-solid-waste": "16-meijigufei", "17-construction-waste": "17-jianzhulaji", "18-land-consolidation": "18-quanyutudi",
        "19-affordable-housing": "19-baozhangxingzhu", "20-work-safety": "20-anquanshengchan"}


def test_a_task_that_goes_on_keeps_the_name_of_its_folder_and_names_its_predecessor_to_be_confirmed() -> None:
    written, data = propose(texts.PRINTED, past=True)
    items = data["tasks"]
    assert isinstance(items, list)
    third = items[2]
    assert isinstance(third, dict) and third["folder"] == "03-hydrogen" and third["predecessor"] == "2026/03-hydrogen"
    assert "predecessor: 2026/03-hydrogen    # 请核对：氢能产业，相似 1.00：名称相同" in written
    assert "可衡量、可核对, basis: portal" in written  # what the portal itself asked for last year


def test_a_weak_likeness_is_a_comment_never_a_key() -> None:
    words = "部署了3件大事。推进城市更新提质工程，种好树木。加快丙事项，落地见效。建好丁事项，投入使用。"
    written, data = propose(words, past=True)
    assert "predecessor:" not in written and "没有写上年的任务，最像的是 2026/11-urban-renewal" in written
    assert len(str(data["tasks"])) > 0


def test_a_demand_that_no_ask_of_ours_answers_is_shown_as_a_comment() -> None:
    words = "部署了3件大事。推进甲事项，落地见效。加快乙事项，投入使用。建好丙事项，发挥作用。"
    written, data = propose(f"{words}\n\n会议强调，要向社会公布进展。")
    plan = data["plan"]
    assert isinstance(plan, dict) and plan["demands"] == []
    assert "没有认出问的是哪几项；要收进来，仿照上面写：会议强调，要向社会公布进展。" in written


def test_what_stands_beside_a_promise_is_a_comment_for_the_editor() -> None:
    found = passage.between(text.read(texts.PROJECTS), "一、实施交通", "市住建局")
    assert isinstance(found, Passage)
    written = proposal.as_yaml("2031", found, tasks.cut(found.blocks), Given(), None, None)
    assert "# 原文另有：责任单位：市交通运输局" in written


SCALAR = st.text("推进：，,: #'\"-[]{}&*!|>%@`?3~\\n“”null\n", max_size=12)
KEYS = st.sampled_from(["id", "text", "title", "quote", "asks"])
WORDS = st.lists(SCALAR.filter(bool), min_size=1, max_size=3)
ITEMS = st.dictionaries(KEYS, SCALAR.filter(bool) | WORDS, min_size=1, max_size=4)
# what the models know: texts, lists of texts, keys, lists of keys
TREE = SCALAR.filter(bool) | WORDS | ITEMS | st.lists(ITEMS, min_size=1, max_size=3)


@given(st.dictionaries(st.sampled_from(["title", "plan", "tasks"]), TREE, min_size=1))
def test_whatever_is_written_is_read_back(data: dict[str, Data]) -> None:
    assert parsed(proposal.emit(data)) == data


@given(st.lists(st.text("推进氢能：，,;“”（）3 #'\"-[]{}", min_size=2, max_size=20), min_size=3, max_size=3))
def test_every_proposal_can_be_read_and_its_quotes_stand_in_what_is_archived(sentences: list[str]) -> None:
    words = "部署了3件大事。" + "".join(f"推进甲{one}。" for one in sentences)
    found = passage.proposed(text.read(words))
    if isinstance(found, Passage):
        cut = tasks.cut(found.blocks)
        data = parsed(proposal.as_yaml("2031", found, cut, Given(), None, None))
        items = data["tasks"]
        assert isinstance(items, list)
        assert [one["quote"] for one in items if isinstance(one, dict)] == [one.quote for one in cut.tasks]
