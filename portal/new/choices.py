"""What an editor may choose from: the words of the models, the registries, and what the promise already has.

The same choices are asked for (interview.py) and explained in the file (form.py). A field is known by the keys that lead to it,
without items: ("difficulties", "measures", "state").
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from portal import schema, slips
from portal.fields import get
from portal.frontmatter import Data
from portal.library import Portal
from portal.views.fieldwords import CHOICES
from portal.views.labels import ASK

Keys: TypeAlias = tuple[str, ...]
# the lists of a promise whose items the entries of a record name
NAMED: Mapping[str, str] = {"observations": "targets", "milestones": "milestones", "measures": "measures", "procedures": "procedures",
                            "funding": "funding", "coordination": "coordination", "legacy_issues": "legacy_issues"}
_UNITS = ("lead_unit", "responsible_units", "supporting_units", "unit")


# --- the types of a model's fields


def bare(kind: Any) -> Any:
    """`X | None` as X."""
    arguments = [one for one in get_args(kind) if one is not type(None)]
    return arguments[0] if len(arguments) == 1 and len(get_args(kind)) == 2 and get_origin(kind) is not tuple else kind


def literal(kind: Any) -> tuple[str, ...]:
    """The words of a Literal; () for any other type."""
    return get_args(bare(kind)) if get_origin(bare(kind)) is Literal else ()


def item(kind: Any) -> Any | None:
    """The type of a list's items; None where the type is no list."""
    return get_args(bare(kind))[0] if get_origin(bare(kind)) is tuple else None


def model(kind: Any) -> type[BaseModel] | None:
    """The model that a type is; None where it is none."""
    plain = bare(kind)
    return plain if isinstance(plain, type) and issubclass(plain, BaseModel) else None


def keys(kind: type[BaseModel]) -> Iterable[tuple[str, FieldInfo, Any]]:
    """The fields of a model, each with its type; of a record its own before what every record may carry."""
    own = [name for name in kind.__annotations__ if name in kind.model_fields] if issubclass(kind, schema.Record) else []
    for name in (*own, *(name for name in kind.model_fields if name not in own)):
        yield name, kind.model_fields[name], schema.field_kind(kind, name)


def refused(kind: Any, value: Data) -> str:
    """Why a value is none of this type, and how to write it; "" where it is one."""
    if isinstance(value, str) and slips.has_control(value):
        return "里面有看不见的控制字符，不能写进文件"
    try:
        schema.adapter(kind).validate_python(value)
    except ValidationError as error:
        first = error.errors()[0]
        said = first.get("ctx", {})
        if "message" in said:
            return f"{said['message']}。{said['hint']}" if said["hint"] else str(said["message"])
        return f"“{value}”不在可选的值里。可以写：{'、'.join(literal(kind))}" if literal(kind) else "这个值不合要求"
    return ""


# --- what may be chosen


@dataclass(frozen=True, slots=True)
class Choice:
    """A value and what it is called. `mark` is what an editor may type instead ("": its place in the list)."""

    value: str
    label: str = ""
    mark: str = ""

    def __str__(self) -> str:
        return f"{self.value} {self.label}".strip()


@dataclass(frozen=True, slots=True)
class Scope:
    """Where values are chosen: the portal; the promise, for a `record` as it stands on its day; a record's own evidence."""

    portal: Portal
    promise: Data = None
    record: bool = False
    evidence: tuple[Choice, ...] = ()
    themes: tuple[str, ...] = ()  # those of the list; of all where it names none


def named(items: Data) -> tuple[Choice, ...]:
    """The items of a list as choices: their ids, and what they are called."""
    found = []
    for one in items if isinstance(items, list) else ():
        if isinstance(one, dict) and isinstance(name := one.get("id"), str):
            words = next((str(one[key]) for key in ("title", "text", "body") if one.get(key)), "")
            kind = CHOICES["procedures.kind"].get(one.get("kind")) or CHOICES["funding.source"].get(one.get("source"))
            found.append(Choice(name, words or kind or ""))
    return tuple(found)


def choices(scope: Scope, at: Keys, kind: Any) -> tuple[Choice, ...] | None:
    """The values that the field at `at` may have; () where there are none yet, None where it is not for choosing."""
    kind = item(kind) or bare(kind)
    words = literal(kind)
    if words:
        labels: Mapping[Any, str] = ASK if at[-1] == "asks" else CHOICES.get(".".join(at[1:] if at[0] == "add" else at), {})
        return tuple(Choice(word, labels.get(word, "")) for word in words)
    if kind != schema.Id:
        return None
    portal = scope.portal
    if at[-1] == "evidence":
        return scope.evidence
    if at[-1] in _UNITS:
        return tuple(Choice(unit.id, unit.short or unit.name) for unit in portal.units.values())
    if at[-1] == "places":
        return tuple(Choice(place.id, place.name) for place in portal.places.values())
    if at[-1] in ("themes", "ids"):
        return tuple(Choice(theme.id, theme.title) for theme in portal.themes.values()
                     if not scope.themes or theme.id in scope.themes)
    if at[-1] == "source" or at[-2:] == ("source", "id"):
        return tuple(Choice(source.id, source.title) for source in portal.sources.values())
    if at[-1] == "after":
        return named(get(scope.promise, "milestones"))
    if scope.record and at[0] in NAMED and len(at) == 2 and at[1] in ("id", "target"):
        return named(get(scope.promise, NAMED[at[0]]))
    return None
