"""The command line's words as a draft, and everything that is wrong with them."""

from typing import Any

from portal import schema
from portal.new import flags
from tests import tiny
from tests.new.talk import around, digest, given

TINY = around("targets: [{id: s, title: 站, kind: cumulative, value: 20}]\n"
              "milestones: [{id: a, title: 甲}]\nmeasures: [{id: do, text: 做样例}]")


def data(kind: str, **options: Any) -> Any:
    return given(TINY, kind, **options).data


def wrong(kind: str, **options: Any) -> list[str]:
    return flags.read(TINY, kind, options, digest)[1]


def test_a_figure_may_name_its_day() -> None:
    assert data("update", value=["s=13", "s=14@2026-03-31"])["observations"] == [
        {"target": "s", "value": "13"}, {"target": "s", "value": "14", "as_of": "2026-03-31"}]


def test_a_state_may_name_its_day_and_evidence_proves_what_is_met() -> None:
    found = data("update", evidence=[["照片", "text.txt"]], milestone=["a=met@2026-03-28"], measure=["do=in_progress"], value=["s=1"])
    assert found["milestones"] == [{"id": "a", "state": "met", "on": "2026-03-28", "evidence": ["e1"]}]
    assert found["measures"] == [{"id": "do", "state": "in_progress"}]
    assert found["observations"] == [{"target": "s", "value": "1", "evidence": ["e1"]}]


def test_evidence_is_an_address_a_file_with_its_digest_or_a_source() -> None:
    found = data("update", evidence=[["甲", "https://example.org/"], ["乙", "content/sources/text.txt"], ["丙", "text"]])
    assert found["evidence"] == [
        {"id": "e1", "title": "甲", "url": "https://example.org/"},
        {"id": "e2", "title": "乙", "file": "text.txt", "sha256": "a" * 64}, {"id": "e3", "title": "丙", "source": "text"}]
    assert wrong("update", evidence=[["甲", "没有.pdf"]]) == [
        "“没有.pdf”不是网址，不是 content/sources/ 里的文件，也不是 sources.yml 里的编号"]


def test_any_entry_can_be_written_key_by_key() -> None:
    found = data("update", entry=[["difficulties", "id=d1", "text=电力不够", "measures.m1.action=加变压器", "measures.m1.due=2026-05-31"],
                                  ["review", "drafted_by=张三"], ["funding", "id=bond", "evidence=e1，e2"]])
    assert found["difficulties"] == [{"id": "d1", "text": "电力不够",
                                      "measures": [{"id": "m1", "action": "加变压器", "due": "2026-05-31"}]}]
    assert found["review"] == {"drafted_by": "张三"}
    assert found["funding"] == [{"id": "bond", "evidence": ["e1", "e2"]}]


def test_a_task_takes_fields_and_parts() -> None:
    found = data("task", key="2026", slug="new", set=["due=2026-12-31", "places=a，b", "leader.post=副市长"],
                 add=[["targets", "id=t", "baseline.value=1", "plan.2026-03-31=2", "plan.2026-06-30=3"]])
    assert found == {"due": "2026-12-31", "places": ["a", "b"], "leader": {"post": "副市长"}, "targets": [
        {"id": "t", "baseline": {"value": "1"}, "plan": [{"by": "2026-03-31", "value": "2"}, {"by": "2026-06-30", "value": "3"}]}]}


def test_a_supplement_keeps_the_names_of_its_fields() -> None:
    found = data("supplement", set=["targets.s.baseline.value=11", "responsible_units=a,b"], add=[["milestones", "id=b", "title=乙"]])
    assert found == {"set": {"targets.s.baseline.value": "11", "responsible_units": ["a", "b"]},
                     "add": {"milestones": [{"id": "b", "title": "乙"}]}}


def test_a_change_is_a_field_and_its_new_value() -> None:
    assert data("adjustment", changes=["due=2027-03-31", "responsible_units=a,b", "targets.s.plan.2026-06-30.value=null"])["changes"] == [
        {"field": "due", "new": "2027-03-31"}, {"field": "responsible_units", "new": ["a", "b"]},
        {"field": "targets.s.plan.2026-06-30.value", "new": None}]


def test_conclusions_have_a_reason_or_a_day_and_may_have_a_note() -> None:
    found = data("settlement", met=["milestones.a@2026-12-20"], not_met=["measures.do=funding"], note=["measures.do=钱不够"])
    assert found["conclusions"] == [
        {"part": "milestones.a", "verdict": "met", "on": "2026-12-20"},
        {"part": "measures.do", "verdict": "not_met", "reason": "funding", "note": "钱不够"}]


def test_measures_are_picked_among_the_clauses_of_the_quote() -> None:
    quote = "培育氢能产业，统筹制氢、加氢站建设，扩大应用场景，拓展运输走廊。"
    assert [one["text"] for one in data("task", quote=quote, measures="2,3+4")["measures"]] == [
        "统筹制氢、加氢站建设", "扩大应用场景，拓展运输走廊"]
    assert wrong("task", quote=quote, measures="2-9") == ["“2-9”不是分句的序号：一共 4 句，写成 2-4，或 2,3+4"]
    assert wrong("task", quote=quote, measures="2-3,3") == ["“3”里有写过的分句：一句只写一次"]


def test_a_period_may_be_given_by_halves() -> None:
    assert data("list", start="2027-01-01") == {"period": {"start": "2027-01-01"}}


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert wrong("update", key="9", date="2026-13-40", step="acton", value=["s"], milestone=["a"],
                 entry=[["fundin", "id=a"], ["funding", "id"]]) == [
        "没有“9”这件任务。写序号、文件夹或 清单/文件夹，例如 3 或 2026/03-hydrogen",
        "--step：“acton”不在可选的值里。可以写：announcement、action、result",
        "--value “s”：写成 目标=数@日期，例如 stations=13@2026-03-31",
        "--milestone “a”：写成 节点=状态@日期，例如 design=met@2026-03-28",
        "--entry：没有“fundin”这一类，是不是 funding。可以写：evidence、observations、milestones、measures、difficulties、procedures、"
        "funding、coordination、supervision、legacy_issues、review",
        "--entry funding：“id”写成 键=值，例如 id=a；值里有空格的，整个用引号括起来",
        "--date：没有“2026-13-40”这一天。核对月份和日数，例如 2026-03-31"]


def test_folders_are_checked_before_anything_is_asked() -> None:
    assert wrong("list", key="2026") == ["2026/ 已经有了，不能再建一份。往里加任务用 new task 2026"]
    assert wrong("list", key="二〇二七")[0].startswith("清单的文件夹不能叫“二〇二七”")
    assert wrong("task", key="2027") == ["没有“2027”这份清单，是不是 2026。先建清单：new list 2027"]
    assert wrong("task", key="2026", slug="氢能", number="零") == [
        "--number：“零”不是序号，写 1、2、3……", "--slug：文件夹的名称用小写英文、数字和连字符，例如 hydrogen"]


def test_a_character_that_nobody_sees_is_refused() -> None:
    assert wrong("update", body="甲\x07") == ["--body 里有看不见的控制字符，不能写进文件"]
    assert wrong("update", evidence=[["甲\x00", "text"]]) == ["--evidence 里有看不见的控制字符，不能写进文件"]
    assert given(TINY, "update", body="两\r\n行").body == "两\n行"


def test_the_next_number_is_taken_where_none_is_given() -> None:
    assert given(TINY, "task", key="2026").number == 2
    assert given(TINY, "task", key="2026", number="7").number == 7


def test_unknown_keys_are_left_for_the_check_to_say() -> None:
    found: dict[str, Any] = {}
    flags.put(schema.Promise, found, "lead_unti", "x")
    assert found == {"lead_unti": "x"}


def test_where_nothing_can_be_written_to_it_is_said() -> None:
    nothing = around(more={"2026/plan.md": tiny.front("title: 甲")})
    assert flags.read(nothing, "task", {}, digest)[1] == ["还没有能用的清单：先建一份，new list；已经建了的，运行 check 看哪里写错了"]
    no_task = around(more={"2026/01-sample/task.md": tiny.front("title: 甲")})
    assert flags.read(no_task, "update", {}, digest)[1] == ["还没有能用的任务：先建一件，new task；已经建了的，运行 check 看哪里写错了"]
    assert flags.read(no_task, "adjustment", {}, digest)[1] == []
