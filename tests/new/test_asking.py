"""Values asked for by the models: leaves, groups, lists of items."""

from typing import Any

from portal import schema
from portal.new import asking
from portal.new.asking import items_of, value_of
from portal.new.choices import Choice, Scope
from portal.new.draft import Draft
from tests import tiny
from tests.new.talk import around, given, talk

SCOPE = Scope(tiny.load(tiny.files())[0], {"targets": [{"id": "s", "title": "站"}]}, record=True, evidence=(Choice("e1", "照片"),))


def value(name: str, replies: list[str], model: Any = schema.Promise, **more: Any) -> tuple[Any, str]:
    info = model.model_fields[name]
    return talk(value_of(SCOPE, (name,), info, schema.field_kind(model, name), must=info.is_required(), **more), replies)


def test_a_leaf_is_one_question_with_the_words_of_the_model() -> None:
    found, said = value("due", ["2026-12-31"])
    assert found == "2026-12-31" and said.startswith("完成时限：公布了才写（年-月-日")


def test_a_group_is_there_when_its_required_key_is() -> None:
    assert value("leader", [""])[0] is None
    assert value("leader", ["副市长", "张三"])[0] == {"post": "副市长", "name": "张三"}
    assert value("contact", ["", "0000-0000000"])[0] == {"phone": "0000-0000000"}
    assert value("contact", ["", ""])[0] is None


def test_the_digest_of_a_source_is_computed_not_asked_for() -> None:
    assert value("source", ["1", ""], schema.Correction)[0] == {"id": "text"}


def test_what_cannot_be_chosen_yet_is_not_asked() -> None:
    """units.yml is empty."""
    assert value("lead_unit", []) == (None, "")


def test_items_are_asked_until_enter_and_get_ids_of_their_own() -> None:
    found, said = talk(items_of(SCOPE, ("add", "milestones"), schema.Milestone, "任务链"),
                       ["开工", "", "2026-03-31", "验收", "done", "", ""])
    assert found == [{"id": "m1", "title": "开工", "due": "2026-03-31"}, {"id": "done", "title": "验收"}]
    assert "第 2 项，写完了就按回车" in said


def test_an_entry_begins_with_what_it_is_about_and_takes_the_day_and_the_evidence() -> None:
    kind = schema.Observation
    found, _ = talk(items_of(SCOPE, ("observations",), kind, "实际数", day="2026-03-31"), ["1", "12", "", "", "", ""])
    assert found == [{"target": "s", "value": "12", "as_of": "2026-03-31", "evidence": ["e1"]}]


def test_items_inside_items_are_asked_in_their_place() -> None:
    found, _ = talk(items_of(SCOPE, ("difficulties",), schema.Difficulty, "困难", taken=["d1"]),
                    ["电力不够", "", "加变压器", "", "", "2026-05-31", "2", "", "-", ""])
    assert found == [{"id": "d2", "text": "电力不够", "measures": [
        {"id": "m1", "action": "加变压器", "due": "2026-05-31", "state": "under_way"}]}]


def test_reasons_are_chosen_and_explained_until_enter() -> None:
    assert value("not_applicable", ["资金", "不用钱", ""])[0] == {"funding": "不用钱"}


def test_an_item_that_does_not_fit_is_explained_and_asked_again() -> None:
    def trial(items: list[dict[str, Any]]) -> str:
        return "  太晚" if items[-1].get("due") == "2027-01-01" else ""

    found, said = talk(items_of(SCOPE, ("add", "coordination"), schema.Coordination, "协调机制", lambda items: trial(
        [{"due": "2027-01-01"}] if items[-1]["body"] == "错" else items)), ["错", "", "", "专班", "", "每月", ""])
    assert found == [{"id": "c1", "body": "专班", "frequency": "每月"}]
    assert "这一项放不进去：\n  太晚\n再写一次。" in said


def test_only_what_the_value_itself_breaks_is_said() -> None:
    """The draft lacks its reason still; that is no fault of the change."""
    content = around("due: 2026-12-31\nmilestones: [{id: a, title: 甲, due: 2026-06-30}]")
    draft = Draft("adjustment", "2026/01-sample", "2026-02-01", data={"reason": "甲", "basis": "乙", "approver": "丙"})
    fits = asking.fits_in(content, draft, "changes")
    assert fits([{"field": "due", "new": "2026-11-30"}]) == ""
    assert fits([{"field": "due", "new": "2026-05-31"}]) == (
        "  改动以后：这一部分的时限晚于整件任务的时限 2026-05-31\n  写法：任务的时限应当不早于每个部分的时限")


def test_a_key_that_is_given_is_not_asked() -> None:
    content = around()
    draft = given(content, "update", step="action")
    assert talk(asking.own_key(SCOPE, draft, "step"), []) == (draft, "")
