"""Where a new file stands, what is computed for it, and that it is right with all the content."""

from dataclasses import replace
from pathlib import Path

import pytest

from portal import fields
from portal.new import changes
from portal.new import draft as drafts
from portal.new.draft import Draft
from tests import tiny
from tests.new.talk import around, found, given

SAMPLE = Path(__file__).parents[1] / "sample" / "content"
PARTS = ("due: 2026-12-31\ntargets: [{id: s, title: 站, kind: cumulative, value: 20, unit: 座}]\n"
         "milestones: [{id: a, title: 甲, due: 2026-06-30}]\nmeasures: [{id: do, text: 做样例}]")
ADJUST = {"reason": "甲", "basis": "乙", "approver": "丙"}


# --- where


def test_the_second_record_of_a_day_is_b_and_the_third_c() -> None:
    update = "kind: update\nstep: action"
    for records, name in (({}, "2026-03-31"), ({"2026-03-31": update}, "2026-03-31-b"), (
            {"2026-03-31": update, "2026-03-31-b": update}, "2026-03-31-c")):
        assert drafts.path(around(records=records), Draft("update", "2026/01-sample", "2026-03-31")) == f"2026/01-sample/{name}.md"
    full = {f"2026-03-31{suffix}": update for suffix in ("", *(f"-{letter}" for letter in "bcdefghijklmnopqrstuvwxyz"))}
    assert drafts.path(around(records=full), Draft("update", "2026/01-sample", "2026-03-31")) == ""


def test_a_list_and_a_task_have_their_own_names() -> None:
    assert drafts.path(around(), Draft("list", "2027")) == "2027/plan.md"
    assert drafts.path(around(), Draft("task", "2026", number=3, slug="new")) == "2026/03-new/task.md"


@pytest.mark.parametrize("said", ["2026/01-sample", "01-sample", "sample", "1", "01", "2026/1", "content/2026/01-sample/",
                                  "2026\\01-sample", "./content/2026/01-sample/task.md"])
def test_a_task_is_found_by_what_an_editor_calls_it(said: str) -> None:
    assert drafts.find(around().portal, said, "update") == ("2026/01-sample", "")


def test_a_task_that_is_not_there_or_there_twice_is_said() -> None:
    other = {"2027/plan.md": tiny.front(tiny.PLAN.replace("2026-", "2027-")), "2027/01-sample/task.md": tiny.front(tiny.TASK)}
    portal = around(more=other).portal
    assert drafts.find(portal, "1", "update")[1] == "“1”有 2 件：2026/01-sample、2027/01-sample。写全，例如 2027/01-sample"
    assert "是不是 01-sample" in drafts.find(portal, "01-sampel", "update")[1]
    assert drafts.find(portal, "2026", "update")[1].startswith("没有“2026”这件任务")
    assert drafts.find(portal, "2026", "adjustment") == ("2026", "")  # a list has adjustments of its own


# --- words that must stand in a source


def difference(quote: str, text: str = "甲乙丙丁。\n\n推进样例站建设，年底前建成20座，常态化巡查。\n", note: str = "") -> str:
    content = around(more={"sources/text.txt": note + text})
    kept, whole = drafts.kept_by(content, "text")
    assert kept
    return drafts.differs(quote, kept, whole)


def test_a_quote_that_stands_there_differs_in_nothing() -> None:
    assert difference("推进样例站建设,年底前 建成20座") == ""


def test_the_line_and_the_words_that_differ_are_named() -> None:
    assert difference("推进样例站建设，年底前建成30座") == (
        "存档 sources/text.txt 第 3 行，“建设，年底前建成”后面写的是“20座，常态化巡”，这里写的是“30座”")
    assert difference("推动样例站建设，年底前建成20座") == (
        "存档 sources/text.txt 第 3 行，“样例站建设，年底”前面写的是“甲乙丙丁。推进”，这里写的是“推动”")
    assert difference("推进样例站建设，年底前建成20座，常态化巡查。另外", note="编者说明：样例。\n———\n") == (
        "存档 sources/text.txt 第 5 行，“座，常态化巡查。”后面写的是“（完了）”，这里写的是“另外”")


def test_of_other_words_nothing_is_made_up() -> None:
    assert difference("发展低空经济，建设起降场地") == "存档 sources/text.txt 里没有相近的话：核对来源，照存档的文字抄"


def test_the_check_of_a_new_task_says_the_same() -> None:
    content = around()
    draft = given(content, "task", key="2026", slug="b", title="甲", source="text", quote="做样例，建成样例站30座")
    wrong, = found(content, drafts.finish(content, draft))
    assert wrong.code == "quote-not-in-source" and wrong.hint == (
        "存档 sources/text.txt 第 1 行，“样例，建成样例站”后面写的是“20座，2026”，这里写的是“30座”")


# --- what is computed


def test_old_is_the_value_that_stands_on_the_day() -> None:
    earlier = "kind: adjustment\nreason: 甲\nbasis: 乙\napprover: 丙\nchanges: [{field: targets.s.value, old: 20, new: 18}]"
    content = around(PARTS, {"2026-02-01": earlier})
    for day, old in (("2026-01-31", "20"), ("2026-02-01", "18"), ("2026-03-01", "18")):
        draft = given(content, "adjustment", key="1", date=day, changes=["targets.s.value=15"], **ADJUST)
        file = drafts.finish(content, draft)
        assert f"- {{field: targets.s.value, old: {old}, new: 15}}" in file.text
        assert ("  # 站的目标数：现在是 " + old + "座\n") in file.text
        assert not found(content, file) or day == "2026-01-31"  # then the later record no longer follows, and it is said
    wrong = found(content, drafts.finish(content, replace(draft, day="2026-01-31")))
    assert [one.place.file for one in wrong] == ["2026/01-sample/2026-02-01.md"]


def test_of_a_correction_the_digest_is_filled_in_and_whether_it_is_proven_is_said() -> None:
    content = around(PARTS.replace("value: 20", "value: 12"))
    draft = given(content, "correction", key="1", date="2026-02-01", source="text", found_by="编辑", changes=["task.targets.s.value=20"])
    file = drafts.finish(content, draft)
    assert f"sha256: {tiny.TEXT_DIGEST}" in file.text and "old: 12, new: 20" in file.text
    assert file.said == ("task.targets.s.value：已证实，新值在来源的存档里。原定的承诺也照新值算。",)
    assert not found(content, file)
    other = drafts.finish(content, replace(draft, data={**draft.data, "changes": [{"field": "task.targets.s.value", "new": "11"}]}))
    assert other.said[0].startswith("task.targets.s.value：没有证实，计算时按调整算。")


def test_a_figure_without_a_day_is_of_the_records_day() -> None:
    content = around(PARTS)
    file = drafts.finish(content, given(content, "update", key="1", date="2026-03-31", step="action", value=["s=3"]))
    assert "- {target: s, value: 3, as_of: 2026-03-31}" in file.text


def test_a_settlement_lists_the_parts_and_what_the_records_say_of_them() -> None:
    report = ("kind: update\nstep: action\nobservations: [{target: s, value: 13, as_of: 2026-11-30}]\n"
              "measures: [{id: do, state: in_progress}]\nmilestones: [{id: a, state: met, on: 2026-06-01}]")
    content = around(PARTS, {"2026-12-01": report})
    text = drafts.finish(content, given(content, "settlement", key="1", date="2027-02-01", not_met=["targets.s=funding"])).text
    assert ("# 各部分到 2027-02-01 的情况，由记录算出：\n"
            "#   measures.do 做样例：未完成，2026-12-01 报推进中，时限 2026-12-31\n"
            "#   milestones.a 甲：自报完成，2026-12-01 报完成，时限 2026-06-30\n"
            "#   targets.s 站：未完成，截至 2026-11-30 是 13，目标 20，时限 2026-12-31\n") in text


def test_what_is_missing_is_named_by_its_option() -> None:
    content = around(PARTS)
    assert drafts.missing(content, Draft("list")) == ["年份", "--title", "--adopted", "--start --end", "--source", "--update-every"]
    assert drafts.missing(content, Draft("task")) == ["清单", "--slug", "--title", "--quote", "--source"]
    assert drafts.missing(content, Draft("update")) == ["任务", "--date", "--step"]
    assert drafts.missing(content, Draft("supplement")) == ["任务", "--date", "--source", "--set 或 --add"]
    assert drafts.missing(content, Draft("adjustment")) == [
        "任务", "--date", "--reason", "--basis", "--approver", "--change 或 --add 或 --drop 或 --action"]
    assert drafts.missing(content, Draft("correction")) == ["任务", "--date", "--source", "--found-by", "--change"]
    assert drafts.missing(content, given(content, "settlement", key="1", date="2027-02-01", met=["milestones.a"])) == [
        "--not-met measures.do=原因 或 --met measures.do", "--not-met targets.s=原因"]


# --- with all the content


def test_what_is_wrong_elsewhere_does_not_stand_in_the_way() -> None:
    content = around(more={"2026/02-other/task.md": tiny.front(tiny.TASK + "due: 2026/3/1")})
    assert content.problems and drafts.in_the_way(content, "2026/01-sample/2026-03-31.md") == []
    assert [one.code for one in drafts.in_the_way(content, "2026/02-other/2026-03-31.md")] == ["value-date"]
    file = drafts.finish(content, given(content, "update", key="1", date="2026-03-31", step="action"))
    assert found(content, file) == []


def test_a_list_may_be_adjusted_too() -> None:
    content = around()
    draft = given(content, "adjustment", key="2026", date="2026-02-01", changes=["plan.title=新的名称"], **ADJUST)
    file = drafts.finish(content, draft)
    assert file.path == "2026/2026-02-01.md" and "- {field: plan.title, old: 样例清单, new: 新的名称}" in file.text
    assert "# drop:" not in file.text and "# evidence:" not in file.text  # what is a task's
    assert not found(content, file)


@pytest.fixture(scope="module")
def sample() -> drafts.Content:
    """Task 3 of the sample, with all it is judged by."""
    from portal import sources

    paths, _ = sources.find(SAMPLE)
    kept = [path for path in paths if path.count("/") < 2 or path.startswith("2026/03-")]
    return drafts.content(sources.read_all(SAMPLE, kept)[0], paths)


@pytest.mark.parametrize("kind", ["adjustment", "correction"])
def test_every_value_that_can_be_changed_is_found_as_the_judge_finds_it(kind: str, sample: drafts.Content) -> None:
    """Four records into a task of the sample: each field at once, and of none the old value is another."""
    folder, day = "2026/03-hydrogen", "2026-05-15"
    stands = drafts.standing(sample.portal, folder, day)
    assert stands
    names = [one.value for one in changes.changeable(sample.portal, kind, stands)]
    assert len(names) > 20
    data = {"changes": [{"field": name, "new": "换过的"} for name in names], "source": {"id": "city-website"}, "found_by": "编辑", **ADJUST}
    kept = drafts.MODELS[kind].model_fields
    file = drafts.finish(sample, Draft(kind, folder, day, data={key: value for key, value in data.items() if key in kept}))
    assert [one for one in found(sample, file) if one.code in ("old-differs", "unknown-field", "unknown-record")] == []


def test_a_field_of_the_promise_is_named_by_the_house(sample: drafts.Content) -> None:
    stands = drafts.standing(sample.portal, "2026/03-hydrogen", "2027-03-01")
    assert stands and drafts.old_value(stands, "adjustment", "title") == fields.get(stands.data, "title")
    assert drafts.old_value(stands, "correction", "2020-01-01.due") is None
