"""A field and its values in words: `targets.stations.plan.2026-06-30.value` is 建成加氢站2026-06-30的计划, 14座.

Fields are written as the records write them (content-model.md, section 4): of the promise, `task.` of the promise as first
published, or beginning with the record that a correction puts right. What has no word of its own has the title that the
schema gives it, so that every field can be said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeAlias, get_args

from pydantic import BaseModel

from portal import fields, schema
from portal.frontmatter import Data
from portal.library import Portal, Record
from portal.replay import ChangeSeen
from portal.state import TaskState
from portal.views import words
from portal.views.labels import (
    ACTION,
    ASK,
    FIELD,
    MONEY,
    NATURE,
    PROCEDURE,
    PROCEDURE_STATE,
    REASON,
    RECORD_KIND,
    REMEDY_STATE,
    REPORTED,
    STEP,
    TARGET_KIND,
)
from portal.views.rows import unit_name
from portal.views.words import Run, Text, changed

ABSENT = "未公布"
Item: TypeAlias = Mapping[str, Data]
# the kinds of items that a promise lists, each as a reader calls one
ITEM: Mapping[str, str] = {
    "measures": "举措", "milestones": "节点", "targets": "目标", "procedures": "手续", "funding": "资金",
    "coordination": "协调机制", "legacy_issues": "历史遗留问题", "evidence": "凭据", "difficulties": "困难",
    "supervision": "督导", "conclusions": "结论", "observations": "实际数",
}
# where the schema's title answers the editor's question, and a reader needs a noun
NOUN: Mapping[str, str] = {
    "value": "数", "on": "日期", "as_of": "截至日期", "by": "督导单位", "closed": "办结日期", "found_by": "发现人",
    "in_place": "到位数", "paid": "支付数", "state": "状态", "action": "措施", "finding": "发现的问题",
    "step": "属于哪一步", "source.id": "来源", "entered": "补录日期", "carried_over_to": "结转到哪件任务",
}
NUMBERS = ("value", "planned", "in_place", "paid")
CHOICES: Mapping[str, Mapping[Any, str]] = {  # by the name of a field without its items: the words for each choice
    "not_applicable": ASK, "themes.basis": {"editorial": "编辑归类", "source": "原文写明"},
    "measures.kind": {"ongoing": "常态化"}, "targets.kind": TARGET_KIND, "targets.nature": NATURE,
    "targets.schedule": {"linear": "按时间均匀推进"}, "procedures.kind": PROCEDURE, "funding.source": MONEY,
    "step": STEP, "action": ACTION, "milestones.state": REPORTED, "measures.state": REPORTED,
    "procedures.state": PROCEDURE_STATE, "difficulties.measures.state": REMEDY_STATE,
    "conclusions.verdict": REPORTED, "conclusions.reason": REASON,
}
SPANS: Mapping[str, str] = {"day": "天", "week": "周", "month": "个月", "year": "年"}
UNIT_FIELDS = ("lead_unit", "responsible_units", "supporting_units")
NAMED = ("measures", "milestones", "procedures", "funding", "coordination", "legacy_issues")  # entries name the promise's


@dataclass(frozen=True, slots=True)
class _Field:
    """A field found: in which record (words, "" for the promise), its model, the items on the way, and the leaf."""

    where: str
    model: Any
    kinds: tuple[str, ...]  # the lists on the way: ("difficulties", "measures")
    items: tuple[Item, ...]  # the item in each, as written
    leaf: str  # what is left of the name: due, baseline.value, plan.2026-06-30.value; "" for an item itself

    @property
    def choice(self) -> str:
        """The name without items: difficulties.measures.state."""
        return ".".join((*self.kinds, self.leaf)) if self.leaf else ".".join(self.kinds)


def field_words(state: TaskState, field: str) -> str:
    """A field in words: 完成时限, 建成加氢站的目标数, “首批验收”的完成时限, 节点“首批验收” (an item added or dropped)."""
    found = _find(state, field)
    return found.where + _words(state, found)


def value_words(state: TaskState, portal: Portal, field: str, value: Data) -> str:
    """A value of a field in words: with its unit, ids by their names, dates as written, null as 未公布.

    An item that was added or dropped has no value: 列入 where it is named, 未列入 where it is not (`change_words` says more).
    """
    found = _find(state, field)
    if not found.leaf and found.kinds:
        return "列入" if value is not None else "未列入"
    if value is None:
        return "没有写" if found.model is not schema.Promise else ABSENT
    return _value(state, portal, found, value)


def change_words(state: TaskState, portal: Portal, change: ChangeSeen) -> Text:
    """What a change did, in one line: 完成时限 2026-10-31→2026-12-31; 节点“首批验收” 取消."""
    what = field_words(state, change.field)
    found = _find(state, change.field)
    if not found.leaf and found.kinds:
        return f"{what} " + ("取消" if change.new is None else "公布" if change.kind == "supplement" else "增加")
    old, new = (value_words(state, portal, change.field, value) for value in (change.old, change.new))
    runs: tuple[str | Run, ...] = (f"{what} ", changed(old, new))
    return runs


# --- finding a field


def _find(state: TaskState, field: str) -> _Field:
    head, _, rest = field.partition(".")
    if head == "task":
        return _in_promise(state, rest)
    record = next((seen.record for seen in state.records if seen.record.name == head), None)
    if record is None or not rest:
        return _in_promise(state, field)
    where = _where(state, record)
    for prefix in ("set.", "add."):
        if rest.startswith(prefix):
            return replace(_in_promise(state, rest.removeprefix(prefix)), where=where)
    if rest.startswith("changes.") and rest.endswith((".new", ".old")):
        inner = _find(state, rest.removeprefix("changes.").rpartition(".")[0])
        return replace(inner, where=where + inner.where)
    return _walk(where, type(record.data), record.document.data, rest)


def _where(state: TaskState, record: Record) -> str:
    """In which record, in words: 3月31日记录里, 5月10日第2条调整里."""
    day = words.zh_day if record.day.year == state.terms.period.start.year else words.zh_date
    number = ord(record.name[-1]) - ord("a") + 1 if len(record.name) > len("2026-03-31") else 0
    noun = "记录" if record.data.kind == "update" else RECORD_KIND[record.data.kind]
    return f"{day(record.day)}{f'第{number}条' if number else ''}{noun}里"


def _in_promise(state: TaskState, name: str) -> _Field:
    """A field of the promise; its item is the one shown, by its id."""
    kind, _, rest = name.partition(".")
    if kind in ITEM and rest:
        word, _, leaf = rest.partition(".")
        return _Field("", schema.Promise, (kind,), (_item(state, kind, word),), leaf)
    return _Field("", schema.Promise, (), (), name)


def _item(state: TaskState, kind: str, name: object) -> Item:
    """The item of the promise with this id; only its id where there is none."""
    for promise in (state.shown_promise, state.original_promise):
        for item in getattr(promise, kind, ()):
            if item.id == name:
                return {key: value for key, value in item if isinstance(value, str)}
    return {"id": str(name)}


def _walk(where: str, model: Any, data: Data, name: str) -> _Field:
    """A field of a record: the items on its way are those of the record as first published."""
    kinds: list[str] = []
    items: list[Item] = []
    rest = name
    while "." in rest:
        kind, _, tail = rest.partition(".")
        listed = data.get(kind) if isinstance(data, dict) else None
        if not isinstance(listed, list):
            break
        named = {fields.item_key(kind, item): item for item in listed}
        word = next((word for word in named if word and (tail == word or tail.startswith(word + "."))), "")
        if not word:
            break
        data = named[word]
        kinds.append(kind)
        items.append(data if isinstance(data, dict) else {})
        rest = tail[len(word) + 1 :]
    return _Field(where, model, tuple(kinds), tuple(items), rest)


# --- names


def _words(state: TaskState, found: _Field) -> str:
    if not found.kinds:
        return _leaf(found)
    kind = found.kinds[-1]
    name = _name(state, kind, found.items[-1])
    if not found.leaf:
        return f"{ITEM[kind]}“{name}”"
    if kind == "targets" and found.leaf.startswith("plan."):
        return f"{name}{found.leaf.removeprefix('plan.').removesuffix('.value')}的计划"
    if kind in ("targets", "observations"):
        return f"{name}的{_leaf(found)}"
    return f"“{name}”的{_leaf(found)}" if name else f"{ITEM[kind]}的{_leaf(found)}"


def _name(state: TaskState, kind: str, own: Item) -> str:
    """What an item is called: its own title, or the one it has in the promise."""
    if kind == "observations":
        return f"{_name(state, 'targets', _item(state, 'targets', own.get('target')))}（截至{own.get('as_of')}）"
    if kind == "conclusions":
        part, _, name = str(own.get("part")).partition(".")
        return _name(state, part, _item(state, part, name))
    if kind == "supervision":
        return str(own.get("finding") or own.get("demand") or "")
    if own.get("action"):  # a measure against a difficulty
        return str(own["action"])
    whole = {**_item(state, kind, own.get("id")), **own} if kind in NAMED else own
    if kind == "procedures":
        return CHOICES["procedures.kind"].get(whole.get("kind"), str(own.get("id")))
    if kind == "funding":
        return CHOICES["funding.source"].get(whole.get("source"), str(own.get("id")))
    if kind in ("measures", "milestones", "legacy_issues") and "state" in own:  # an entry: its text is not its name
        whole = _item(state, kind, own.get("id"))
    return str(next((whole[key] for key in ("title", "body", "text") if whole.get(key)), own.get("id")))


def _leaf(found: _Field) -> str:
    """The noun for what is left of a name."""
    leaf = found.leaf
    if leaf.startswith("not_applicable."):
        return f"{CHOICES['not_applicable'].get(leaf.partition('.')[2], leaf)}不涉及的理由"
    if leaf == "unit" and found.kinds[-1:] in (("measures",), ("milestones",)):
        return "责任单位"
    return (FIELD.get(leaf) if found.model is schema.Promise else NOUN.get(leaf)) or NOUN.get(leaf) or _title(found)


def _title(found: _Field) -> str:
    """The schema's own title of a field: of the deepest that it knows."""
    kind: Any = found.model
    title = found.leaf
    for word in (*found.kinds, *found.leaf.split(".")):
        model = _model(kind)
        if model is None or word not in model.model_fields:
            break
        title, kind = model.model_fields[word].title or title, model.model_fields[word].annotation
    return title


def _model(kind: Any) -> type[BaseModel] | None:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    return next((found for argument in get_args(kind) if (found := _model(argument))), None)


# --- values


def _value(state: TaskState, portal: Portal, found: _Field, value: Data) -> str:
    if isinstance(value, list):
        return "、".join(_value(state, portal, found, one) for one in value)
    if isinstance(value, dict):
        return _group(state, portal, found, value)
    text = str(value)
    if found.leaf.rpartition(".")[2] in NUMBERS:
        return words.number(Decimal(text)) + _unit(state, found)
    return CHOICES.get(found.choice, {}).get(text) or _named(state, portal, found, text)


def _named(state: TaskState, portal: Portal, found: _Field, text: str) -> str:
    """The name behind an id; any other text as written."""
    last = found.leaf.rpartition(".")[2]
    if last in UNIT_FIELDS or (last == "unit" and found.kinds[-1:] in (("measures",), ("milestones",))):
        return unit_name(portal.units, text)
    if last == "places" and text in portal.places:
        return portal.places[text].name
    if found.leaf in ("themes.ids", "themes") and text in portal.themes:
        return portal.themes[text].title
    if found.leaf.endswith("source.id") and text in portal.sources:
        return portal.sources[text].title
    if last == "after":
        return _name(state, "milestones", _item(state, "milestones", text))
    if last in ("predecessor", "carried_over_to"):
        return f"{portal.titles[text]}（{text}）" if text in portal.titles else text
    if last == "every":
        count, _, unit = text.partition(" ")
        return f"{count}{SPANS.get(unit.rstrip('s'), unit)}"
    return text


def _group(state: TaskState, portal: Portal, found: _Field, value: Item) -> str:
    """A value of several keys: 11座，截至2025-12-31. Where it comes from stands at its own place."""
    said = []
    for key, one in value.items():
        if one is None or key in ("source", "basis"):
            continue
        inside = replace(found, leaf=f"{found.leaf}.{key}" if found.leaf else key)
        text = _value(state, portal, inside, one)
        said.append({"as_of": f"截至{text}", "by": f"到{text}"}.get(key) or (
            text if key in ("value", "ids", "name", "post", "office", "phone") else f"{_leaf(inside)}：{text}"))
    return "，".join(said)


def _unit(state: TaskState, found: _Field) -> str:
    """The unit in which a number is counted."""
    if not found.kinds:
        return ""
    kind, item = found.kinds[-1], found.items[-1]
    if kind == "observations":
        item = _item(state, "targets", item.get("target"))
    elif kind == "funding":
        item = _item(state, kind, item.get("id"))
    return str(item.get("unit") or "")


# --- a list's own terms


def plan_field_words(terms: schema.Plan, field: str) -> str:
    """A field of a list's plan.md in words: 清单名称, 要求“细化路径举措抓落实”的原文."""
    name = field.removeprefix("plan.")
    kind, _, rest = name.partition(".")
    if kind == "demands" and rest:
        word, _, leaf = rest.partition(".")
        title = next((demand.title for demand in terms.demands if demand.id == word), word)
        return f"要求“{title}”" + (f"的{_title(_Field('', schema.Plan, ('demands',), (), leaf))}" if leaf else "")
    return _title(_Field("", schema.Plan, (), (), name))


def plan_value_words(portal: Portal, field: str, value: Data) -> str:
    """A value of a list's plan.md in words: themes and asks by their names, anything else as written, null as 未公布."""
    if value is None:
        return ABSENT
    if isinstance(value, list):
        return "、".join(plan_value_words(portal, field, one) for one in value)
    if isinstance(value, dict):
        return "，".join(plan_value_words(portal, field, one) for one in value.values())
    theme = portal.themes.get(str(value))
    return theme.title if theme else CHOICES["not_applicable"].get(value, str(value))
