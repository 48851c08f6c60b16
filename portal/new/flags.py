"""The command line's words as a draft: what was given, and everything that is wrong with it.

    --value stations=13@2026-03-31      a target's figure; without @ as of the record's own day
    --milestone design=met@2026-03-28   a state, and since when
    --entry funding id=bond paid=3000   any entry, key by key; keys inside of keys with a point: measures.m1.action=…
    --set due=2026-12-31                a field; the values of a list parted by commas
    --change due=2027-03-31             a field's new value, null for none
    --evidence 验收意见 https://…        and where it is: an address, a file of content/sources/, or a source's id
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from pydantic import BaseModel

from portal import library, schema, slips
from portal.founding.sentences import clauses
from portal.library import Portal
from portal.new.choices import item, model, refused
from portal.new.draft import MODELS, OF_LISTS, Content, Draft, find, flag, next_number

Options: TypeAlias = Mapping[str, Any]  # by argparse's names: a text, or a list where an option may stand several times
Built: TypeAlias = dict[str, Any]  # front matter that is being put together: frontmatter.Data
Digest: TypeAlias = Callable[[str], str | None]  # the SHA-256 of a file of content/sources/; None where there is none


def read(around: Content, kind: str, options: Options, digest: Digest) -> tuple[Draft, list[str]]:
    """The draft that the options describe, and what is wrong with them. Options that are None were not given."""
    given = {name: value for name, value in options.items() if value is not None}
    body = given.get("body", "").replace("\r\n", "\n")
    wrong = [f"{flag(name)} 里有看不见的控制字符，不能写进文件" for name, value in {**given, "body": body}.items()
             if any(map(slips.has_control, _texts(value)))]
    if "key" not in given and (why := _nowhere(around.portal, kind)):
        wrong.append(why)
    if wrong:
        return Draft(kind), wrong
    folder = _folder(around.portal, kind, given["key"], wrong) if "key" in given else ""
    data = _own(kind, given, wrong)
    if kind in schema.RECORDS:
        _reported(around.portal, given, data, digest, wrong)
    for name in given.get("set", ()):
        _set(kind, name, data, wrong)
    for words in given.get("add", ()):
        _item(schema.Additions if kind != "task" else schema.Promise, "--add", words,
              data.setdefault("add", {}) if kind != "task" else data, wrong)
    if "measures" in given:
        data |= measures(str(data.get("quote", "")), given["measures"], wrong)
    number = _number(given["number"], wrong) if "number" in given else 0
    slug = given.get("slug", "")
    if slug and not is_slug(slug):
        wrong.append(f"--slug：{SLUG}")
    if kind == "task" and folder and not number:
        number = next_number(around.portal, folder)
    day = given.get("date", "")
    if day and (said := refused(schema.Day, day)):
        wrong.append(f"--date：{said}")
        day = ""
    return Draft(kind, folder, day, number, slug, data, body), wrong


def _texts(value: object) -> Iterator[str]:
    """Every text in an option's value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _nowhere(portal: Portal, kind: str) -> str:
    """Why there is nothing yet that a file of this kind could belong to; "" where there is."""
    if kind != "list" and not portal.lists:
        return "还没有能用的清单：先建一份，new list；已经建了的，运行 check 看哪里写错了"
    if kind in schema.RECORDS and kind not in OF_LISTS and not any(year.tasks for year in portal.lists):
        return "还没有能用的任务：先建一件，new task；已经建了的，运行 check 看哪里写错了"
    return ""


SLUG = "文件夹的名称用小写英文、数字和连字符，例如 hydrogen"


def is_slug(text: str) -> bool:
    """Whether a task's folder can have this name behind its number."""
    return library.TASK_NAME.fullmatch(f"1-{text}") is not None


def _folder(portal: Portal, kind: str, said: str, wrong: list[str]) -> str:
    """The folder that is meant: a new list's, a list's, or a task's."""
    if kind == "list":
        why = list_refused(portal, said)
        wrong += [why] if why else []
        return said
    if kind == "task":
        known = [year.listing.key for year in portal.lists]
        if said not in known:
            near = schema.closest(said, known)
            wrong.append(f"没有“{said}”这份清单" + (f"，是不是 {near}" if near else "") + f"。先建清单：new list {said}")
        return said
    folder, why = find(portal, said, kind)
    wrong += [why] if why else []
    return folder


def list_refused(portal: Portal, key: str) -> str:
    """Why a list cannot have this folder; "" where it can."""
    if not library.LIST_NAME.fullmatch(key):
        return f"清单的文件夹不能叫“{key}”。写年份，一年有几份时加名称，例如 2027 或 2027-minsheng"
    if any(year.listing.key == key for year in portal.lists):
        return f"{key}/ 已经有了，不能再建一份。往里加任务用 new task {key}"
    return ""


def _number(text: str, wrong: list[str]) -> int:
    if not re.fullmatch(r"[1-9]\d{0,3}", text, re.ASCII):
        wrong.append(f"--number：“{text}”不是序号，写 1、2、3……")
        return 0
    return int(text)


# --- the keys of the front matter, one by one


def _own(kind: str, given: Options, wrong: list[str]) -> Built:
    """What options of the key's own name say, with their types checked."""
    data: Built = {}
    for name in MODELS[kind].model_fields:
        value = given.get(name)
        type_ = schema.field_kind(MODELS[kind], name)
        if name == "source" and value:
            data[name] = {"id": value, **({"locator": given["locator"]} if "locator" in given else {})}
        elif name == "period" and ("start" in given or "end" in given):
            data[name] = {key: given[key] for key in ("start", "end") if key in given}
        elif name == "themes" and value:
            data[name] = value if kind == "list" else {"ids": value, "basis": "editorial"}
        elif name == "changes" and value:
            data[name] = [one for words in value if (one := _change(words, wrong))]
        elif name not in ("set", "add", "measures", "evidence") and value:
            if why := refused(type_, value):
                wrong.append(f"{flag(name)}：{why}")
            data[name] = value
    return data


def _change(words: str, wrong: list[str]) -> Built | None:
    name, equals, value = words.partition("=")
    if not equals or not name.strip():
        wrong.append(f"--change “{words}”：写成 字段=新值，例如 due=2027-03-31")
        return None
    return {"field": name.strip(), "new": _new(name, value)}


def _new(name: str, value: str) -> Any:
    """A new value; of a field that holds a list, the values parted by commas."""
    if value == "null":
        return None
    for root in (schema.Promise, schema.Plan):
        for start in (name, name.partition(".")[2]):
            if item(schema.field_kind(root, start)) is not None:
                return parted(value)
    return value


def parted(value: str) -> list[str]:
    """The values of a list, as they are written on one line."""
    return [one.strip() for one in re.split("[,\uff0c\u3001]", value) if one.strip()]


def _set(kind: str, words: str, data: Built, wrong: list[str]) -> None:
    name, equals, value = words.partition("=")
    if not equals or not value.strip():
        wrong.append(f"--set “{words}”：写成 字段=值，例如 due=2026-12-31")
    elif kind == "supplement":
        of = item(schema.field_kind(schema.Promise, name.strip()))
        data.setdefault("set", {})[name.strip()] = value if of is None else parted(value)
    else:
        put(MODELS[kind], data, name.strip(), value)


def put(kind: type[BaseModel] | None, data: Built, name: str, value: str) -> None:
    """Set a key by its name, into keys and items that are made on the way: baseline.value, measures.m1.action, plan.2026-06-30.

    A list of plain values is parted by commas. Keys that the model does not know are set too: the check says so.
    """
    word, _, rest = name.partition(".")
    type_ = schema.field_kind(kind, word) if kind else None
    inside = model(item(type_) or type_)
    if not rest or inside is None:
        data[word if inside else name] = parted(value) if item(type_) is not None and not inside else value
        return
    if item(type_) is None:
        put(inside, data.setdefault(word, {}), rest, value)
        return
    own = "id" if "id" in inside.model_fields else "by"
    called, _, rest = rest.partition(".")
    items = data.setdefault(word, [])
    found = next((one for one in items if one.get(own) == called), None)
    if found is None:
        found = {own: called}
        items.append(found)
    put(inside, found, rest or "value", value)


def _item(kind: type[BaseModel], option: str, words: Sequence[str], data: Built, wrong: list[str]) -> None:
    """An item of a list, or a group of keys: funding id=bond paid=3000."""
    type_ = schema.field_kind(kind, words[0])
    inside = _model(kind, words[0])
    if inside is None or inside is schema.Additions:
        known = [name for name in kind.model_fields if name not in ("source", "themes") and _model(kind, name)]
        near = schema.closest(words[0], known)
        wrong.append(f"{option}：没有“{words[0]}”这一类" + (f"，是不是 {near}" if near else "") + f"。可以写：{'、'.join(known)}")
        return
    found: Built = {}
    for word in words[1:]:
        name, equals, value = word.partition("=")
        if not equals:
            wrong.append(f"{option} {words[0]}：“{word}”写成 键=值，例如 id=a；值里有空格的，整个用引号括起来")
        else:
            put(inside, found, name, value)
    if item(type_) is None:
        data[words[0]] = {**data.get(words[0], {}), **found}
    else:
        data[words[0]] = [*data.get(words[0], []), found]


def _model(kind: type[BaseModel], name: str) -> type[BaseModel] | None:
    type_ = schema.field_kind(kind, name)
    return model(item(type_) or type_)


# --- what records report


def _reported(portal: Portal, given: Options, data: Built, digest: Digest, wrong: list[str]) -> None:
    """Evidence, figures, states, conclusions. The evidence that is given beside figures and states proves each of them."""
    for index, (title, place) in enumerate(given.get("evidence", ()), 1):
        if where := where_is(portal, place, digest, wrong):
            data.setdefault("evidence", []).append({"id": f"e{index}", "title": title, **where})
    proof = {"evidence": [one["id"] for one in data["evidence"]]} if "evidence" in data else {}
    for words in given.get("value", ()):
        name, value, day = _parts(words, "value", wrong)
        if name:
            data.setdefault("observations", []).append({"target": name, "value": value, **_dated("as_of", day), **proof})
    for option in ("milestone", "measure"):
        for words in given.get(option, ()):
            name, value, day = _parts(words, option, wrong)
            if name:
                proved = proof if value == "met" else {}
                data.setdefault(f"{option}s", []).append({"id": name, "state": value, **_dated("on", day), **proved})
    for words in given.get("met", ()):
        name, _, day = words.partition("@")
        data.setdefault("conclusions", []).append({"part": name, "verdict": "met", **_dated("on", day), **proof})
    for words in given.get("not_met", ()):
        name, _, reason = words.partition("=")
        data.setdefault("conclusions", []).append({"part": name, "verdict": "not_met", **({"reason": reason} if reason else {})})
    for words in given.get("note", ()):
        name, _, note = words.partition("=")
        about = next((one for one in data.get("conclusions", ()) if one["part"] == name), None)
        if about is None or not note:
            wrong.append(f"--note “{words}”：写成 部分=说明，那个部分要有 --met 或 --not-met")
        else:
            about["note"] = note
    for words in given.get("entry", ()):
        _item(schema.Record, "--entry", words, data, wrong)


_FORM = {"value": "目标=数@日期，例如 stations=13@2026-03-31", "milestone": "节点=状态@日期，例如 design=met@2026-03-28",
         "measure": "举措=状态@日期，例如 chain=in_progress"}


def _parts(words: str, option: str, wrong: list[str]) -> tuple[str, str, str]:
    """name=value@day; the name is "" where it is not written so."""
    match = re.fullmatch(r"([^=@]+)=([^=@]+)(?:@(.+))?", words)
    if match is None:
        wrong.append(f"--{option} “{words}”：写成 {_FORM[option]}")
        return "", "", ""
    return match[1].strip(), match[2].strip(), match[3] or ""


def _dated(key: str, day: str) -> Built:
    return {key: day} if day else {}


def where_is(portal: Portal, place: str, digest: Digest, wrong: list[str]) -> Built:
    """Where evidence is: an address, a source by its id, or a file of content/sources/ with its digest. {} with what is wrong."""
    name = place.strip().replace("\\", "/").removeprefix("content/").removeprefix("sources/")
    if re.match("https?://", place):
        why = refused(schema.Url, place)
        wrong += [why] if why else []
        return {} if why else {"url": place}
    if place in portal.sources:
        return {"source": place}
    found = digest(name)
    if found is None:
        wrong.append(f"“{place}”不是网址，不是 content/sources/ 里的文件，也不是 sources.yml 里的编号")
        return {}
    return {"file": name, "sha256": found}


# --- a promise's measures


def measures(quote: str, picked: str, wrong: list[str]) -> Built:
    """The measures that are picked among the clauses of a quote: 2-4,5+6 (two clauses as one measure), word for word."""
    found = clauses(quote)
    texts: list[str] = []
    taken: set[int] = set()
    for one in parted(picked.replace(" ", ",")):
        match = re.fullmatch(r"(\d{1,3})(?:([-+])(\d{1,3}))?", one, re.ASCII)
        first, last = (int(match[1]), int(match[3] or match[1])) if match else (0, 0)
        if not 1 <= first <= last <= len(found):
            wrong.append(f"“{one}”不是分句的序号：一共 {len(found)} 句，写成 2-{max(len(found), 2)}，或 2,3+4")
        elif taken & {*range(first, last + 1)}:
            wrong.append(f"“{one}”里有写过的分句：一句只写一次")
        elif match and match[2] == "+":
            texts.append(_joined(quote, found, first, last))
        else:
            texts += found[first - 1 : last]
        taken |= {*range(first, last + 1)}
    return {"measures": [{"id": f"m{index}", "text": text} for index, text in enumerate(texts, 1)]} if texts else {}


def _joined(quote: str, found: Sequence[str], first: int, last: int) -> str:
    """The words of a quote from the beginning of one clause to the end of another."""
    start = at = 0
    for index, clause in enumerate(found[:last], 1):
        at = quote.index(clause, at)
        start = at if index == first else start
        at += len(clause)
    return quote[start:at]
