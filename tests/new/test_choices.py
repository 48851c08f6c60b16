"""What may be chosen: the words of the models, the registries, what the promise has."""

from typing import get_args

from portal import schema
from portal.frontmatter import Data
from portal.new.choices import Choice, Scope, bare, choices, item, keys, literal, model, named, refused
from tests import tiny

UNITS = "- {id: drc, name: 样例市发展和改革委员会, short: 市发展改革委}\n- {id: water, name: 样例市水利局}\n"
THEMES = "- {id: city, title: 城市}\n- {id: rural, title: 乡村}\n"
PORTAL = tiny.load(tiny.files(more={"units.yml": UNITS, "themes.yml": THEMES}))[0]
PROMISE: Data = {"targets": [{"id": "s", "title": "样例站"}], "milestones": [{"id": "a", "title": "开工"}],
                 "procedures": [{"id": "p", "kind": "eia"}], "funding": [{"id": "f", "source": "social"}]}
RECORD = Scope(PORTAL, PROMISE, record=True, evidence=(Choice("e1", "照片"),))


def offered(at: str, kind: object) -> list[str] | None:
    found = choices(RECORD, tuple(at.split(".")), kind)
    return None if found is None else [str(one) for one in found]


def test_a_type_is_taken_apart() -> None:
    assert bare(schema.Day | None) == schema.Day and bare(tuple[schema.Id, ...]) == tuple[schema.Id, ...]
    assert literal(schema.field_kind(schema.Measure, "kind")) == ("ongoing",) and literal(schema.Text) == ()
    assert item(schema.field_kind(schema.Promise, "places")) == schema.Id and item(schema.Text) is None
    assert model(schema.field_kind(schema.Promise, "leader")) is schema.Leader and model(schema.Text) is None


def test_the_own_keys_of_a_record_come_before_what_every_record_may_carry() -> None:
    assert [name for name, _, _ in keys(schema.Update)][:4] == ["kind", "step", "source", "entered"]
    assert [name for name, _, _ in keys(schema.Supplement)][:4] == ["kind", "source", "set", "add"]
    assert [name for name, _, _ in keys(schema.ProvenRef)] == ["id", "locator", "sha256"]


def test_words_of_a_model_are_offered_with_what_they_mean() -> None:
    assert offered("step", schema.field_kind(schema.Update, "step")) == ["announcement 部署", "action 实际进展", "result 成效"]
    assert offered("add.targets.nature", schema.field_kind(schema.Target, "nature")) == ["expected 预期性", "binding 约束性"]
    assert (offered("demands.asks", schema.field_kind(schema.Demand, "asks")) or [])[:1] == ["lead_unit 牵头单位"]


def test_registries_are_offered_where_they_are_meant() -> None:
    assert offered("lead_unit", schema.Id) == ["drc 市发展改革委", "water 样例市水利局"]
    assert offered("measures.unit", schema.Id) == offered("lead_unit", schema.Id)
    assert offered("source.id", schema.Id) == ["text 样例会议"]
    assert offered("places", schema.Id) == []
    assert offered("targets.unit", schema.Text) is None  # 座 and 万元 are no units of units.yml


def test_themes_are_those_of_the_list() -> None:
    assert choices(Scope(PORTAL, themes=("rural",)), ("themes", "ids"), schema.Id) == (Choice("rural", "乡村"),)


def test_entries_are_about_what_the_promise_has() -> None:
    assert offered("observations.target", schema.Id) == ["s 样例站"]
    assert offered("procedures.id", schema.Id) == ["p 环境影响评价"]
    assert offered("funding.id", schema.Id) == ["f 社会资本"]
    assert offered("measures.id", schema.Id) == []
    assert offered("measures.evidence", schema.Id) == ["e1 照片"]
    assert offered("difficulties.id", schema.Id) is None


def test_ids_of_new_parts_are_not_for_choosing() -> None:
    assert offered("add.milestones.id", schema.Id) is None
    assert choices(Scope(PORTAL, PROMISE), ("milestones", "id"), schema.Id) is None
    assert offered("add.milestones.after", schema.Id) == ["a 开工"]


def test_a_value_is_refused_with_the_words_of_the_schema() -> None:
    assert refused(schema.Day, "2026-13-40") == "没有“2026-13-40”这一天。核对月份和日数，例如 2026-03-31"
    assert refused(schema.Day, "2026年3月1日") == "“2026年3月1日”不是日期。写成 2026-03-01"
    assert "可以写：expected、binding" in refused(schema.field_kind(schema.Target, "nature"), "x")
    assert refused(schema.Text, "甲\0") == "里面有看不见的控制字符，不能写进文件"
    assert refused(schema.Number, "20") == ""


def test_only_items_with_an_id_can_be_named() -> None:
    assert named([{"id": "a", "text": "甲"}, {"text": "乙"}, "c"]) == (Choice("a", "甲"),)
    assert named(None) == ()


def test_every_kind_of_entry_has_its_labels() -> None:
    """A word without a label would be asked in English only."""
    for name in ("procedures.kind", "funding.source", "conclusions.reason", "action"):
        at = tuple(name.split("."))
        root = {"action": schema.Adjustment, "conclusions": schema.Settlement}.get(at[0], schema.Promise)
        kind = schema.field_kind(root, ".x.".join(at))
        assert [one for one in choices(RECORD, at, kind) or () if not one.label] == [], get_args(kind)
