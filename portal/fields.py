"""How a field of a task or record is named: `targets.stations.plan.2026-06-30.value`.

A name is a path through plain data in which the items of a list are named by what they are (content-model.md, section 4):
by `id`; observations by target and as_of; plan points by their day; changes by their field; conclusions by their part.
Names and keys may hold dots themselves (`changes.targets.stations.value.new`), so a path is walked, never just split.
"""

from collections.abc import Iterator
from typing import TypeAlias

from portal.frontmatter import Data

Path: TypeAlias = tuple[str | int, ...]


def item_key(name: str, item: Data) -> str | None:
    """What an item of the list `name` is called, or None for a plain value."""
    if not isinstance(item, dict):
        return None
    if name == "observations":
        return f"{item.get('target')}.{item.get('as_of')}"
    for key in ("id", "by", "field", "part"):
        value = item.get(key)
        if isinstance(value, str):
            return value
    return None


def locate(data: Data, field: str) -> Path | None:
    """The path of an existing field in plain data (keys and indexes), or None where it is absent."""
    path, rest = nearest(data, field)
    return path if rest == "" else None


def nearest(data: Data, field: str) -> tuple[Path, str]:
    """The path of the deepest part of `field` that exists, and the rest of the name that does not."""
    path: Path = ()
    rest = field
    name = ""
    while rest:
        step = next(_steps(data, name, rest), None)
        if step is None:
            break
        key, word, data = step
        path += (key,)
        rest = rest[len(word) + 1 :]
        name = word if isinstance(key, str) else ""
    return path, rest


def _steps(data: Data, name: str, rest: str) -> Iterator[tuple[str | int, str, Data]]:
    if isinstance(data, dict):
        # the longest key first: `set: {targets.stations.baseline: ...}`
        for key in sorted((key for key in data if _starts(rest, key)), key=len, reverse=True):
            yield key, key, data[key]
    elif isinstance(data, list):
        for index, item in enumerate(data):
            word = item_key(name, item)
            if word is not None and _starts(rest, word):
                yield index, word, item


def _starts(rest: str, key: str) -> bool:
    return rest == key or rest.startswith(key + ".")


def get(data: Data, field: str) -> Data:
    """The value of a field; None where it is absent."""
    if isinstance(data, dict) and field in data:
        return data[field]
    path = locate(data, field)
    return None if path is None else at(data, path)


def put(data: Data, field: str, value: Data) -> Data:
    """A copy of `data` with the field set (None: taken away). Missing mappings and plan points on the way are made.

    Raises KeyError with the part of the name that leads nowhere.
    """
    return put_at(data, *nearest(data, field), value)


def put_at(data: Data, path: Path, rest: str, value: Data) -> Data:
    """As `put`, for a field that `nearest` has found: at `path`, below it `rest`, which may not be there yet."""
    if rest and value is None and not (isinstance(here := at(data, path), dict) and rest in here):
        return data
    if rest and "." not in rest and isinstance(here := at(data, path), dict) and rest in here:
        path, rest = (*path, rest), ""
    return _put(data, path, rest, value)


def at(data: Data, path: Path) -> Data:
    """The value at a path."""
    for key in path:
        data = data[key]  # type: ignore[index]
    return data


def _put(data: Data, path: Path, rest: str, value: Data) -> Data:
    if path:
        key = path[0]
        if isinstance(data, dict) and isinstance(key, str):
            if len(path) == 1 and not rest and value is None:
                return {k: v for k, v in data.items() if k != key}
            return {**data, key: _put(data[key], path[1:], rest, value)}
        assert isinstance(data, list) and isinstance(key, int)
        changed = _put(data[key], path[1:], rest, value)
        if isinstance(changed, dict) and value is None and set(changed) == {"by"}:
            return [*data[:key], *data[key + 1 :]]  # a plan point without its value is no point
        return [*data[:key], changed, *data[key + 1 :]]
    if not rest:
        return value
    word, _, tail = rest.partition(".")
    if isinstance(data, list):
        if tail != "value" or any(item_key("", item) is None or "by" not in item for item in data):  # type: ignore[operator]
            raise KeyError(rest)
        points: list[Data] = [*data, {"by": word, "value": value}]
        return sorted(points, key=lambda point: str(point["by"]))  # type: ignore[index, call-overload]
    if not isinstance(data, dict):
        raise KeyError(rest)
    if word == "plan" and tail:
        return {**data, "plan": _put([], (), tail, value)}
    return {**data, word: _put({}, (), tail, value) if tail else value}


def leaves(data: Data, name: str = "", prefix: str = "") -> Iterator[tuple[str, Data]]:
    """Every named leaf of plain data: scalars, and lists of plain values as one leaf."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, key, f"{prefix}.{key}" if prefix else key)
    elif isinstance(data, list) and data and all(item_key(name, item) is not None for item in data):
        for item in data:
            yield from leaves(item, "", f"{prefix}.{item_key(name, item)}")
    elif data is not None:
        yield prefix, data
