"""Values asked for by the models of schema.py: a leaf is one question, a group of keys and a list are several.

An interview is a generator: it yields a Question and is sent the value that the answer means (question.py), or yields a text that is
only told. A part that does not fit the rest of the content is explained, and asked again.
"""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from portal import schema
from portal.new import draft as drafts
from portal.new.choices import Keys, Scope, bare, choices, item, keys, model
from portal.new.draft import MODELS, Content, Draft
from portal.new.form import means
from portal.new.question import Question
from portal.problems import Problem

T = TypeVar("T")
Built: TypeAlias = dict[str, Any]  # front matter that is being put together: frontmatter.Data
Asking: TypeAlias = Generator[Question | str, Any, T]


# --- a value, by the model of its field


Trial: TypeAlias = Callable[[Any], str]  # what is wrong with the whole when this is in it, in words; "" nothing


def no_trial(value: Any) -> str:
    """Nothing is wrong with it."""
    return ""


def value_of(scope: Scope, at: Keys, info: FieldInfo, kind: Any, *, must: bool, default: str = "", said: str = "",
           trial: Trial = no_trial) -> Asking[Any]:
    """A value of a field: a leaf, a group of keys, or the items of a list. None where it is left out."""
    words = said or _words(scope, at, info, kind)
    if at[-2:] == ("source", "id"):
        words += "。不在下面的，先在 sources.yml 里登记"
    of, inside = item(kind), model(item(kind) or kind)
    if inside is not None:
        if of is not None:
            return (yield from items_of(scope, at, inside, words, trial)) or None
        return (yield from group_of(scope, at, inside, words, must=must))
    if schema.value_type(kind) is dict:
        return (yield from _reasons(scope, at, kind, words)) or None
    found = choices(scope, at, kind)
    if found == () and not must:
        return None  # nothing is there yet that could be chosen
    plain = of or kind
    return (yield Question(words, plain, must, default, found or (), many=of is not None, check=trial))


def _words(scope: Scope, at: Keys, info: FieldInfo, kind: Any) -> str:
    """What is asked: the title, and the description where it is not only the list of choices."""
    found = choices(scope, at, kind) or ()
    said = means(info)
    return str(info.title) if found and all(one.value in said for one in found) else said


def group_of(scope: Scope, at: Keys, kind: type[BaseModel], said: str, *, must: bool) -> Asking[Built | None]:
    """A group of keys: its first required key decides whether it is there."""
    first = next((name for name, info, _ in keys(kind) if info.is_required()), "")
    found: Built = {}
    for name, info, type_ in sorted(keys(kind), key=lambda one: one[0] != first):
        if name == "sha256":
            continue  # computed
        own = f"{said}。{info.title}" if name != first and not found else said if name == first else ""
        default = info.default if isinstance(info.default, str) else ""
        value = yield from value_of(scope, (*at, name), info, type_, must=must and name == first, default=default, said=own)
        if value is None and name == first:
            return None
        if value is not None:
            found[name] = value
    return found or None


def _reasons(scope: Scope, at: Keys, kind: Any, said: str) -> Asking[Built]:
    """Keys that are chosen, each with a text."""
    found: Built = {}
    words = choices(scope, at, bare(kind).__args__[0]) or ()
    while True:
        left = tuple(one for one in words if one.value not in found)
        name = (yield Question(said + ("。还有哪一项" if found else "。哪一项"), choices=left)) if left else None
        if name is None:
            return found
        found[name] = yield Question("为什么不涉及", must=True)


def items_of(scope: Scope, at: Keys, kind: type[BaseModel], said: str, trial: Trial = no_trial, taken: Iterable[str] = (),
           day: str = "") -> Asking[list[Built]]:
    """The items of a list, until Enter: the first question of each may be left out, and ends it."""
    found: list[Built] = []
    while True:
        one = yield from _item(scope, at, kind, said + (f"。第 {len(found) + 1} 项，写完了就按回车" if found else ""), found, taken, day)
        if one is None:
            return found
        wrong = trial([*found, one])
        if wrong:
            yield f"这一项放不进去：\n{wrong}\n再写一次。"
        else:
            found.append(one)


def _item(scope: Scope, at: Keys, kind: type[BaseModel], said: str, found: Sequence[Built], taken: Iterable[str], day: str,
          ) -> Asking[Built | None]:
    fields_ = {name: (info, type_) for name, info, type_ in keys(kind)}
    first = _first(scope, at, fields_)
    info, type_ = fields_[first]
    asked = f"{said}。{_words(scope, (*at, first), info, type_)}"
    value = yield from value_of(scope, (*at, first), info, type_, must=False, said=asked)
    if value is None:
        return None
    one: Built = {first: value}
    for name, (info, type_) in fields_.items():
        if name == first:
            continue
        default = ""
        if name == "id":
            default = free_id(at[-1], {*(str(other["id"]) for other in found), *taken})
        elif name == "as_of" and at[0] == "observations":
            default = day
        elif name == "evidence" and len(scope.evidence) == 1:
            default = scope.evidence[0].value
        own = yield from value_of(scope, (*at, name), info, type_, must=info.is_required(), default=default)
        if own is not None:
            one[name] = own
    return {name: one[name] for name in fields_ if name in one}


def _first(scope: Scope, at: Keys, fields_: Mapping[str, tuple[FieldInfo, Any]]) -> str:
    """The key whose question decides whether there is an item at all: the name of what is there, else the first words."""
    for name, (_, kind) in fields_.items():
        if choices(scope, (*at, name), kind) is not None and name in ("id", "target"):
            return name
    required = [name for name, (info, _) in fields_.items() if info.is_required() and name != "id"]
    return required[0] if required else next(name for name in fields_ if name != "id")


def free_id(kind: str, taken: Iterable[str]) -> str:
    """The next free id: e1, e2 of evidence."""
    used = set(taken)
    return next(name for number in range(1, 10_000) if (name := f"{kind[0]}{number}") not in used)



# --- a key of a draft

def own_key(scope: Scope, draft: Draft, name: str, *, default: str = "", said: str = "", trial: Trial = no_trial) -> Asking[Draft]:
    """The draft with one key of its front matter, asked for where it is not there."""
    kind = MODELS[draft.kind]
    if name in draft.data:
        return draft
    info = kind.model_fields[name]
    value = yield from value_of(scope, (name,), info, schema.field_kind(kind, name), must=info.is_required(), default=default,
                              said=said, trial=trial)
    return with_key(draft, name, value)


def with_key(draft: Draft, name: str, value: Any) -> Draft:
    """The draft with a key more; what is left out or empty adds none."""
    return draft if value in (None, [], {}) else replace(draft, data={**draft.data, name: value})


def fits_in(around: Content, draft: Draft, name: str) -> Trial:
    """What is wrong with the content because of a value of the key `name`, and was not without it."""
    near = drafts.near(around, drafts.path(around, draft))

    def found(one: Draft) -> list[Problem]:
        file = drafts.finish(near, one)
        return drafts.problems(near, file.path, file.text)

    def trial(value: Any) -> str:
        before = {(one.code, one.message) for one in found(draft)}
        after = [one for one in found(with_key(draft, name, value)) if (one.code, one.message) not in before]
        return "\n".join(f"  {one.message}\n  写法：{one.hint}" for one in after)

    return trial
