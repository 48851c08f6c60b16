"""The file as an editor finds it: front matter with every key explained, from the models of schema.py.

    # 记录类别：update 进展                     above each key that is written, what it means
    kind: update

    # entered: 年-月-日      # 补录日期：……      below, what may be written too: without its "# " it counts

A sample is no value: the checks refuse each until the editor has put a real one there.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeAlias, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from portal import schema
from portal.fields import Path
from portal.frontmatter import Data
from portal.new.choices import NAMED, Choice, Keys, Scope, bare, choices, item, keys, literal, model
from portal.problems import columns
from portal.scalars import flow, scalar

Notes: TypeAlias = Mapping[Path, str]  # what is said above an item of a list, by its path
Sample: TypeAlias = tuple[str, str]  # a line, and what is said beside it

WIDTH = 120  # columns of a line, where it can be broken
BESIDE = 30  # the column where the explanation of a sample begins, at the latest
# by the type of a value, a sample of its form
_SAMPLES: tuple[tuple[Any, str], ...] = (
    (schema.Day, "年-月-日"), (schema.Number, "数字"), (schema.Whole, "数字"), (schema.Id, "编号"), (schema.Flag, "true或false"),
    (schema.Span, "N months"), (schema.Url, "网址"), (schema.Sha256, "摘要"), (schema.FieldName, "字段"),
)


def text(kind: type[BaseModel], data: Mapping[str, Data], scope: Scope, head: str, below: str, body: str = "",
         notes: Notes | None = None, without: Collection[str] = ()) -> str:
    """A whole file: front matter that says `data`, explained, and a body.

    `head` stands above all, `below` above what may be written too, which is all that the model has but `without`.
    """
    lines = [*(f"# {line}" for line in head.splitlines()), ""]
    rest: list[Sample] = []
    for key, info, type_ in keys(kind):
        if key in data:
            lines += [*_meaning(scope, key, info, type_, data[key]), *_said(key, data[key], (key,), notes or {}, "")]
        elif key not in without:
            rest += _sample(scope, (key,), info, type_, "")
    if rest:
        lines += ["", *(f"# {line}" for line in below.splitlines()), *_beside(rest)]
    return "\n".join(["---", *lines, "---", *([body.strip("\n")] if body.strip() else []), ""])


# --- what a key means


def means(info: FieldInfo) -> str:
    """A key's title and description: 完成时限：公布了才写."""
    return "：".join(words for words in (info.title, info.description) if words)


def _full(scope: Scope, at: Keys, info: FieldInfo, kind: Any) -> str:
    """What a key means, with the values that can be written: those of the model and of the promise, not whole registries."""
    said = means(info)
    found = choices(scope, at, kind) or ()
    named = scope.record and at[0] in NAMED and len(at) == 2
    if (literal(item(kind) or kind) or named) and any(one.value not in said for one in found):
        said += f"（{'；'.join(map(str, found))}）"
    return said


def _meaning(scope: Scope, key: str, info: FieldInfo, kind: Any, value: Data) -> Iterator[str]:
    """The comment above a key: what it means, and what the keys inside mean."""
    yield from _wrapped("# ", _full(scope, (key,), info, kind))
    inside = model(item(kind) or kind)
    if inside is schema.Additions:
        for name, one, type_ in keys(inside):
            if isinstance(value, dict) and name in value:
                yield from _wrapped(f"#   {name}  ", means(one))
                yield from _inside(scope, (key, name), model(item(type_)), "#     ")
    else:
        yield from _inside(scope, (key,), inside, "#   ")


def _inside(scope: Scope, at: Keys, kind: type[BaseModel] | None, before: str) -> Iterator[str]:
    if kind is None:
        return
    wide = max(len(name) for name in kind.model_fields)
    for name, info, type_ in keys(kind):
        optional = "" if info.is_required() else "；可不写"
        yield from _wrapped(f"{before}{name:<{wide}}  ", _full(scope, (*at, name), info, type_) + optional)
        yield from _inside(scope, (*at, name), model(item(type_) or type_), before + "  ")


def _wrapped(before: str, said: str) -> Iterator[str]:
    """A comment on as many lines as it needs."""
    lines = _broken(said, WIDTH - len(before))
    yield before + lines[0]
    yield from ("#" + " " * (len(before) - 1) + line for line in lines[1:])


def _broken(said: str, width: int) -> list[str]:
    """A text in lines of so many columns, broken between the things that it lists."""
    lines = [""]
    for piece in said.replace("；", "；\n").split("\n"):
        if lines[-1] and columns(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece
    return lines


# --- what is written


def _said(key: str, value: Data, at: Path, notes: Notes, before: str) -> Iterator[str]:
    """The lines of a key and its value; of a list of items each on its own line, under what is noted about it."""
    line = f"{before}{scalar(key)}: {flow(value)}"
    if not isinstance(value, dict | list) or not value or (columns(line) <= WIDTH and not _has_items(value)):
        yield line
        return
    yield f"{before}{scalar(key)}:"
    for step, one in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(step, str):
            yield from _said(step, one, (*at, step), notes, before + "  ")
        else:
            yield from _item(one, (*at, step), notes, before + "  ")


def _has_items(value: Data) -> bool:
    if isinstance(value, dict):
        return any(isinstance(one, list) and _has_items(one) for one in value.values())
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def _item(value: Data, at: Path, notes: Notes, before: str) -> Iterator[str]:
    if at in notes:
        yield f"{before}# {notes[at]}"
    line = f"{before}- {flow(value)}"
    if not isinstance(value, dict) or not value or columns(line) <= WIDTH:
        yield line
        return
    lines = [line for key, one in value.items() for line in _said(key, one, (*at, key), notes, before + "  ")]
    yield f"{before}- {lines[0].strip()}"
    yield from lines[1:]


# --- what may be written too


def _sample(scope: Scope, at: Keys, info: FieldInfo, kind: Any, before: str) -> Iterator[Sample]:
    """The lines of a key that is not written; none of an entry for which the promise has nothing."""
    of, inside = item(kind), model(item(kind) or kind)
    if scope.record and inside and choices(scope, (*at, next(iter(inside.model_fields))), schema.Id) == () and at[-1] in NAMED:
        return
    line, said = f"{before}{at[-1]}:", _full(scope, at, info, kind)
    reasons = get_args(bare(kind)) if schema.value_type(kind) is dict else ()
    if at[0] == "add" and len(at) == 2 and inside:
        own = ", ".join(f"{name}: {_value(type_)}" for name, one, type_ in keys(inside) if one.is_required())
        yield f"{line} [{{{own}}}]", f"{said}；写法同 task.md 里的 {at[-1]}"
    elif inside is None and not reasons:
        yield f"{line} {_value(kind)}", said
    else:
        yield line, said
        if reasons:
            found = choices(scope, at, reasons[0]) or (Choice("字段", "换成字段的名称，例如 due"),)
            yield from ((f"{before}  {one.value}: ''", one.label) for one in found)
        first = before + ("  - " if of is not None else "  ")
        for name, one, type_ in keys(inside) if inside else ():
            yield from _sample(scope, (*at, name), one, type_, first)
            first = " " * len(first)


def _value(kind: Any) -> str:
    """A sample of a value."""
    if item(kind) is not None:
        return f"[{_value(item(kind))}]"
    if literal(kind):
        return "选一个"
    return next((sample for type_, sample in _SAMPLES if type_ == bare(kind)), "''")


def _beside(rest: list[Sample]) -> Iterator[str]:
    """The samples as comments, what is said of each beside it."""
    wide = min(max(columns(line) for line, _ in rest), BESIDE)
    for line, said in rest:
        lines = _broken(said, WIDTH - max(wide, columns(line)) - 6)
        yield f"# {line}{' ' * (wide - columns(line))}  # {lines[0]}"
        yield from (f"# {' ' * max(wide, columns(line))}  # {more}" for more in lines[1:])
