"""What a supplement, an adjustment or a correction changes: asked for with the value that stands on its day."""

from collections.abc import Iterable
from typing import Any

from pydantic.fields import FieldInfo

from portal import fields, judge, replay, schema
from portal.fields import get
from portal.library import Portal
from portal.new import draft as drafts
from portal.new.asking import Asking, Built, Trial, fits_in, items_of, own_key, value_of, with_key
from portal.new.choices import Choice, Keys, choices, item, keys, model, named
from portal.new.draft import Content, Draft, Standing
from portal.new.form import means
from portal.new.question import Question
from portal.views.fieldwords import ITEM, field_words
from portal.views.labels import STATE


def main(around: Content, draft: Draft, stands: Standing) -> Asking[Draft]:
    """What a supplement, an adjustment or a correction does to the promise or to an earlier record."""
    if draft.kind not in drafts.MAIN or any(draft.data.get(name) for name in drafts.MAIN[draft.kind]):
        return draft
    if draft.kind == "correction" or stands.task is None:
        return (yield from _changes(around, draft, stands))
    if draft.kind == "supplement":
        draft = yield from _set(around, draft, stands)
        return (yield from _add(around, draft, stands, "还补充公布哪些新的部分？" if "set" in draft.data else "补充公布哪些新的部分？"))
    ways = (Choice("changes", "改动一个字段"), Choice("add", "增加部分"), Choice("drop", "取消部分"), Choice("action", "暂缓、恢复或终止"))
    chosen = yield Question("怎样调整？", must=True, many=True, choices=ways)
    if "changes" in chosen:
        draft = yield from _changes(around, draft, stands)
    if "add" in chosen:
        draft = yield from _add(around, draft, stands, "增加哪些部分？")
    if "drop" in chosen and stands.now:
        parts = tuple(Choice(part.name, f"{part.title}（{STATE[part.state]}）") for part in stands.now.parts
                      if part.state in ("open", "claimed"))
        draft = with_key(draft, "drop", (yield Question("取消哪些部分？", many=True, choices=parts, check=fits_in(around, draft, "drop"))))
    if "action" in chosen:
        draft = yield from own_key(drafts.scope(around, draft, stands), draft, "action", trial=fits_in(around, draft, "action"))
    return draft


def _changes(around: Content, draft: Draft, stands: Standing) -> Asking[Draft]:
    """Fields with what they say today, and their new values."""
    where = drafts.scope(around, draft, stands)
    fits = fits_in(around, draft, "changes")
    listed = tuple(changeable(around.portal, draft.kind, stands))
    found: list[Built] = []
    while True:
        left = tuple(one for one in listed if not any(change["field"] == one.value for change in found))
        name = yield Question("改哪个字段？" if not found else "还改哪个字段？改完了就按回车", schema.FieldName, must=not found, free=True,
                              choices=left, check=lambda name: _unchangeable(draft.kind, stands, name))
        if name is None:
            return with_key(draft, "changes", found)
        kind = _kind_of(draft.kind, stands, name)
        old = drafts.old_value(stands, draft.kind, name)
        words, said = drafts.field_said(stands, around.portal, name, old)
        whole = kind is judge.ENTRY
        plain = item(kind) or kind
        new = None if whole else (yield Question(
            f"{words}：现在是“{said}”。改成", plain, must=True, null=True, many=item(kind) is not None,
            choices=choices(where, _keys_of(name), kind) or ()))
        one: Built = {"field": name, "new": new}
        if draft.kind == "correction" and where.evidence and _is_entry(name):
            one |= {"evidence": proof} if (proof := (yield Question(
                "改正以后凭什么？不写就没有凭据了", schema.Id, many=True, choices=where.evidence,
                default=where.evidence[0].value if len(where.evidence) == 1 else ""))) else {}
        wrong = fits([*found, one])
        if wrong:
            yield f"这样改不行：\n{wrong}\n再写一次。"
        else:
            found.append(one)


def changeable(portal: Portal, kind: str, stands: Standing) -> Iterable[Choice]:
    """The fields that can be changed, each with what it is called and what it says."""
    sources: list[tuple[str, Any]] = [("plan", stands.data)] if stands.past is None else (
        [("", stands.data)] if kind == "adjustment" else list(stands.past.records.items()))
    for head, data in sources:
        names = [f"{head}.{leaf}" if head else leaf for leaf, _ in fields.leaves(data)]
        if kind == "adjustment" and head == "" and get(data, "due") is None:
            names.append("due")
        for name in names:
            if not _unchangeable(kind, stands, name):
                yield Choice(name, "：".join(drafts.field_said(stands, portal, name, drafts.old_value(stands, kind, name))))


def _unchangeable(kind: str, stands: Standing, name: str) -> str:
    """Why a field cannot be changed by a record of this kind; "" where it can."""
    if stands.past is None:
        root, _, rest = name.partition(".")
        type_ = schema.field_kind(schema.Plan, rest) if root == "plan" and rest else None
        if type_ is None or not schema.is_leaf(type_) or rest.endswith(".id"):
            return f"plan.md 里没有 {name} 这个字段，或者它不能改。例如 plan.title"
        free = rest.partition(".")[0] in ("title", "themes", "demands") or kind == "correction"
        return "" if free else f"{name} 只能用证实的勘误改"
    if kind == "adjustment":
        part = replay.part_of(name)
        done = next((one for one in stands.now.parts if one.name == part), None) if stands.now else None
        if done and done.state in ("met", "dropped"):
            return f"{part} {STATE[done.state]}，不能再改"
        wrong = judge.fixed(name, leaf=True)
    else:
        wrong = judge.correctable(stands.past, name)[1]
    return f"{wrong[1]}。{wrong[2]}" if wrong else ""


def _kind_of(kind: str, stands: Standing, name: str) -> Any:
    if stands.past is None:
        return schema.field_kind(schema.Plan, name.removeprefix("plan."))
    return schema.field_kind(schema.Promise, name) if kind == "adjustment" else judge.correctable(stands.past, name)[0]


def _is_entry(name: str) -> bool:
    """Whether a correction of this field leaves an entry without its evidence (content-model.md, section 4)."""
    words = name.split(".")
    return words[1] in (*schema.ENTRIES, "conclusions") and words[-1] in ("state", "value", "as_of", "on", "verdict")


def _keys_of(name: str) -> Keys:
    """The keys that lead to a field, without the record and the items."""
    words = [word for word in name.split(".") if word not in ("task", "plan", "set", "add", "changes", "new", "old")]
    return tuple(dict.fromkeys((words[0] if not words[0][0].isdigit() else words[1], words[-1])))


def _set(around: Content, draft: Draft, stands: Standing) -> Asking[Draft]:
    """Fields that have not been published so far, and their values."""
    where = drafts.scope(around, draft, stands)
    fits = fits_in(around, draft, "set")
    listed = _absent(stands)
    found: Built = {}
    while True:
        left = tuple(one for one in listed if one.value not in found)
        name = yield Question("补充公布哪个字段？" if not found else "还补充公布哪个字段？写完了就按回车", schema.FieldName, free=True,
                              choices=left, check=lambda name: _unsettable(stands, name))
        if name is None:
            return with_key(draft, "set", found)
        kind = schema.field_kind(schema.Promise, name)
        said = next((one.label for one in listed if one.value == name), name)
        info = _info(name)
        value = yield from value_of(where, _keys_of(name), info, kind, must=False, said=said)
        wrong = fits({**found, name: value}) if value is not None else ""
        if wrong:
            yield f"这样写不行：\n{wrong}\n再写一次。"
        elif value is not None:
            found[name] = value


def _info(name: str) -> FieldInfo:
    """The field of the model by its address."""
    kind: Any = schema.Promise
    words = name.split(".")
    for index, word in enumerate(words):
        inside = model(item(kind) or kind)
        if inside is not None and word in inside.model_fields:
            info, kind = inside.model_fields[word], schema.field_kind(inside, word)
            if index == len(words) - 1:
                return info
    return schema.Promise.model_fields[words[0]]


def _unsettable(stands: Standing, name: str) -> str:
    """Why a supplement cannot set a field; "" where it can."""
    if get(stands.data, name) is not None:
        return f"{name} 已经公布过，不是补充。改动写调整（new adjustment），写错了写勘误（new correction）"
    wrong = judge.fixed(name, leaf=False)
    return f"{wrong[1]}。{wrong[2]}" if wrong else ""


def _absent(stands: Standing) -> list[Choice]:
    """What has not been published: keys of the promise, and of its items, that can be set."""
    assert stands.now is not None
    own = [name for name in schema.Promise.model_fields if name not in schema.Additions.model_fields]
    for section, _, type_ in keys(schema.Additions):
        inside = model(item(type_))
        items = get(stands.data, section)
        for one in items if isinstance(items, list) and inside else ():
            own += [f"{section}.{get(one, 'id')}.{name}" for name in inside.model_fields]  # type: ignore[union-attr]
    return [Choice(name, field_words(stands.now, name)) for name in own
            if get(stands.data, name) is None and judge.fixed(name, leaf=False) is None]


def _add(around: Content, draft: Draft, stands: Standing, said: str) -> Asking[Draft]:
    """New parts and other items of the promise."""
    where = drafts.scope(around, draft, stands)
    sections = tuple(Choice(name, ITEM[name]) for name in schema.Additions.model_fields)
    must = draft.kind == "supplement" and "set" not in draft.data
    added: Built = {}
    for name in (yield Question(said, must=must, many=True, choices=sections)) or ():
        info, kind = schema.Additions.model_fields[name], schema.field_kind(schema.Additions, name)
        inside = model(item(kind))
        assert inside is not None
        fits = fits_in(around, draft, "add")
        items = yield from items_of(where, ("add", name), inside, means(info), _inside(fits, added, name),
                                  [one.value for one in named(get(stands.data, name))])
        if items:
            added[name] = items
    return with_key(draft, "add", added)


def _inside(trial: Trial, group: Built, name: str) -> Trial:
    """A trial of a group, as one of the group's key `name`."""
    return lambda value: trial({**group, name: value})
