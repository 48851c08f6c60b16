"""What is asked, one question after the other, until a draft is complete; nothing that it says already."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from portal import schema
from portal.fields import get
from portal.founding.sentences import clauses, full_width, title
from portal.library import Portal
from portal.new import draft as drafts
from portal.new.asking import Asking, Built, fits_in, free_id, group_of, items_of, own_key, value_of, with_key
from portal.new.changes import main
from portal.new.choices import NAMED, Choice, Scope, choices, item, keys, model, named
from portal.new.draft import OF_LISTS, Content, Draft, Standing, unconcluded
from portal.new.flags import SLUG, Digest, is_slug, list_refused, measures, where_is
from portal.new.form import means
from portal.new.question import Question


def interview(around: Content, draft: Draft, today: date, digest: Digest) -> Asking[Draft]:
    """Everything that the draft does not say yet, what must be and what may be."""
    if draft.kind == "list":
        return (yield from _list(around, draft, today))
    if draft.kind == "task":
        return (yield from _task(around, draft))
    return (yield from _record(around, draft, today, digest))


def _body(draft: Draft, said: str) -> Asking[Draft]:
    return draft if draft.body else replace(draft, body=(yield Question(said, lines=True)) or "")


# --- a list


def _list(around: Content, draft: Draft, today: date) -> Asking[Draft]:
    portal = around.portal
    if not draft.folder:
        years = [int(year.listing.key[:4]) + 1 for year in portal.lists if year.listing.key[:4].isdigit()]
        draft = replace(draft, folder=(yield Question(
            "哪一年的清单？写年份，一年有几份时加名称，例如 2027-minsheng", must=True, default=str(max(years, default=today.year)),
            check=lambda key: list_refused(portal, key))))
    where = drafts.scope(around, draft)
    year = draft.folder[:4]
    for name, default in (("title", ""), ("adopted", "")):
        draft = yield from own_key(where, draft, name, default=default)
    period = dict(draft.data.get("period", {}))
    for key, word, day in (("start", "清单管的第一天", "01-01"), ("end", "清单管的最后一天", "12-31")):
        if key not in period:
            period[key] = yield Question(word, schema.Day, must=True, default=f"{year}-{day}")
    draft = with_key(draft, "period", period)
    for name, default in (("source", ""), ("update_every", "3 months"), ("themes", "")):
        draft = yield from own_key(where, draft, name, default=default)
    if "demands" not in draft.data:
        draft = with_key(draft, "demands", (yield from _demands(around, where, draft)))
    return (yield from _body(draft, "正文：会议的总体目标，引原文，每段前面写 >"))


def _demands(around: Content, scope: Scope, draft: Draft) -> Asking[list[Built]]:
    """What the text demands of all tasks, word for word; what it does not say is the portal's own."""
    found: list[Built] = []
    info = schema.Plan.model_fields["demands"]
    while True:
        own = schema.Demand.model_fields
        words = means(info) if not found else f"第 {len(found) + 1} 条要求"
        heading = yield Question(f"{words}。{means(own['title'])}")
        if heading is None:
            return found
        quote = yield Question("这条要求的原文，一字不改；本站自己增列的没有原文", lines=True,
                               check=_verbatim(around, draft.data["source"]["id"]))
        asks = yield Question(str(own["asks"].description), item(schema.field_kind(schema.Demand, "asks")), must=True, many=True,
                              choices=choices(scope, ("demands", "asks"), schema.field_kind(schema.Demand, "asks")) or ())
        name = yield Question(means(own["id"]), schema.Id, default=free_id("demands", (one["id"] for one in found)))
        found.append({"id": name, "title": heading, **({"quote": _joined(quote)} if quote else {"basis": "portal"}), "asks": asks})


def _verbatim(around: Content, source: str) -> Callable[[Any], str]:
    """A check that words stand in the archived text of a source, where it has one."""
    kept, whole = drafts.kept_by(around, source)
    return lambda quote: drafts.differs(_joined(quote), kept, whole) if kept and quote else ""


def _joined(text: str) -> str:
    """A quote that was pasted in several lines, as one; half-width punctuation as print has it."""
    return full_width("".join(line.strip() for line in text.splitlines()))


# --- a task


def _task(around: Content, draft: Draft) -> Asking[Draft]:
    portal = around.portal
    if not draft.folder:
        draft = replace(draft, folder=(yield from _which_list(portal, "在哪份清单里加任务？")))
    terms = next(year.listing.plan for year in portal.lists if year.listing.key == draft.folder)
    if not draft.number:
        used = {drafts.number(task) for task in portal.known.tasks if task.startswith(f"{draft.folder}/")}
        draft = replace(draft, number=int((yield Question(
            "第几件？它排在第几，也是文件夹的序号", schema.Whole, must=True, default=str(drafts.next_number(portal, draft.folder)),
            check=lambda number: f"第 {number} 件已经有了" if int(number) in used else "" if int(number) > 0 else "从 1 起数"))))
    where = drafts.scope(around, draft)
    if "source" not in draft.data:
        name = yield Question("承诺是在哪里公布的？不在下面的，先在 sources.yml 里登记", schema.Id, must=True, default=terms.source.id,
                              choices=choices(where, ("source", "id"), schema.Id) or ())
        locator = yield Question(means(schema.SourceRef.model_fields["locator"]))
        draft = with_key(draft, "source", {"id": name, **({"locator": locator} if locator else {})})
    if "quote" not in draft.data:
        quote = yield Question("承诺的原文，一字不改，从存档里复制过来", must=True, lines=True,
                               check=_verbatim(around, draft.data["source"]["id"]))
        draft = with_key(draft, "quote", _joined(quote))
    parts = clauses(draft.data["quote"])
    if "measures" not in draft.data and parts:
        draft = replace(draft, data={**draft.data, **(yield from _measures(draft.data["quote"], parts))})
    if "title" not in draft.data:
        draft = with_key(draft, "title", (yield Question(means(schema.Promise.model_fields["title"]), must=True,
                                                      default=title(parts[0])[0] if parts else "")))
    if not draft.slug:
        taken = {task.partition("-")[2] for task in portal.known.tasks if task.startswith(f"{draft.folder}/")}
        draft = replace(draft, slug=(yield Question(
            f"文件夹的英文名称，写在序号 {draft.number:02}- 后面，也是网址：例如 hydrogen", must=True,
            check=lambda slug: SLUG if not is_slug(slug) else f"“{slug}”已经有了，换一个" if slug in taken else "")))
    draft = yield from own_key(drafts.scope(around, draft), draft, "themes")
    draft = yield from _more(around, draft, "原文还公布了哪些？没有公布的不写，页面会写“未公布”")
    return (yield from _body(draft, "正文：原文在引文以外的话"))


def _which_list(portal: Portal, said: str, *, empty: bool = True) -> Asking[str]:
    """A list; only those that have tasks where no `empty` one is meant."""
    lists = [Choice(year.listing.key, year.listing.plan.title) for year in portal.lists if empty or year.tasks]
    return (yield Question(said, must=True, default=lists[0].value, choices=tuple(lists))) if len(lists) > 1 else lists[0].value


def _measures(quote: str, parts: Sequence[str]) -> Asking[Built]:
    """The measures among the clauses of a quote, and their ids."""
    def wrong_with(picked: str) -> str:
        wrong: list[str] = []
        measures(quote, picked, wrong)
        return "；".join(wrong)

    listed = "\n".join(f"  {number:>3}  {clause}" for number, clause in enumerate(parts, 1))
    picked = yield Question(f"哪些分句是举措？第一句多半是任务的名称\n{listed}\n写序号，例如 2-4；两句合成一项写 2+3；一项也没有写 -",
                            default=f"2-{len(parts)}" if len(parts) > 2 else str(len(parts)), check=wrong_with)
    if picked is None:
        return {}
    found: list[Built] = measures(quote, picked, []).get("measures", [])

    def names_wrong(names: Any) -> str:
        return "" if len(names) == len(found) else f"一共 {len(found)} 项举措，编号要 {len(found)} 个，各不相同"

    names = yield Question(f"{len(found)} 项举措的编号，按次序写，例如 chain trucks", schema.Id, many=True, check=names_wrong,
                           default=" ".join(str(one["id"]) for one in found))
    return {"measures": [{**one, "id": name} for one, name in zip(found, names, strict=True)]}


def _more(around: Content, draft: Draft, said: str) -> Asking[Draft]:
    """The other keys of a promise: which of them, and each."""
    where = drafts.scope(around, draft)
    left = [Choice(name, str(info.title)) for name, info, kind in keys(schema.Promise)
            if name not in draft.data and name not in ("themes", "measures") and choices(where, (name,), kind) != ()]
    for name in (yield Question(said, many=True, choices=tuple(left))) or ():
        info, kind = schema.Promise.model_fields[name], schema.field_kind(schema.Promise, name)
        fits = fits_in(around, draft, name)
        value = yield from value_of(drafts.scope(around, draft), (name,), info, kind, must=False, trial=fits)
        draft = with_key(draft, name, value)
    return draft


# --- a record


def _record(around: Content, draft: Draft, today: date, digest: Digest) -> Asking[Draft]:
    portal = around.portal
    if not draft.folder:
        draft = replace(draft, folder=(yield from _which_task(portal, draft.kind)))
    if drafts.in_the_way(around, f"{draft.folder}/record.md"):
        return draft  # nothing can be said of a record there
    if not draft.day:
        draft = replace(draft, day=(yield Question("哪天公布的？来源公布的那一天，它就是文件名", schema.Day, must=True,
                                                   default=today.isoformat(), check=_day_check(portal, draft))))
    name = drafts.path(around, draft)
    if name and name != f"{draft.folder}/{draft.day}.md":
        yield f"{draft.day} 已经有记录，这一条是 {name}"
    stands = drafts.standing(portal, draft.folder, draft.day)
    if stands is None or not name:
        return draft  # the check will say why
    if draft.day > today.isoformat():
        yield f"{draft.day} 在今天以后：到了那天，页面上才有"
    elif draft.day < today.isoformat() and "entered" not in draft.data:
        draft = with_key(draft, "entered", (yield Question("补录日期：比公布晚录入的，写录入的那天", schema.Day,
                                                         default=today.isoformat())))
    for key in _scalars(draft.kind):
        draft = yield from own_key(drafts.scope(around, draft, stands), draft, key)
    if stands.task and "evidence" not in draft.data:
        draft = with_key(draft, "evidence", (yield from _evidence(portal, digest)))
    draft = yield from main(around, draft, stands)
    if stands.task:
        draft = yield from _reports(around, draft, stands)
    if draft.kind == "settlement":
        draft = yield from _conclusions(around, draft, stands)
    return (yield from _body(draft, "正文，Markdown"))


def _scalars(kind: str) -> list[str]:
    """The keys that a record of a kind has once, with what must be first."""
    names = [name for name, info, type_ in keys(schema.RECORDS[kind])
             if name not in ("kind", "entered", "action", "set", "add", "drop", "review", "carried_over_to") and (
                 item(type_) is None)]
    return sorted(names, key=lambda name: not schema.RECORDS[kind].model_fields[name].is_required())


def _which_task(portal: Portal, kind: str) -> Asking[str]:
    key = yield from _which_list(portal, "哪份清单？", empty=kind in OF_LISTS)
    year = next(year for year in portal.lists if year.listing.key == key)
    found = [Choice(task.key, task.promise.title, str(task.number)) for task in year.tasks]
    if kind in OF_LISTS:
        found.insert(0, Choice(key, "清单本身", "0"))
    folder: str = yield Question(f"哪件任务的{drafts.KIND[kind]}？", must=True, choices=tuple(found))
    return folder


def _day_check(portal: Portal, draft: Draft) -> Callable[[Any], str]:
    def check(day: str) -> str:
        stands = drafts.standing(portal, draft.folder, day)
        if stands and day < stands.listing.plan.adopted.isoformat():
            return f"早于清单公布的日期 {stands.listing.plan.adopted}"
        if stands and stands.now and draft.kind == "settlement" and day <= stands.now.end.isoformat():
            return f"时限 {stands.now.end} 还没有过，不能下结论；提前做完的写进展（new update），状态写 met，附凭据"
        return ""

    return check


def _evidence(portal: Portal, digest: Digest) -> Asking[list[Built]]:
    def nowhere(place: str) -> str:
        wrong: list[str] = []
        where_is(portal, place, digest, wrong)
        return "；".join(wrong)

    found: list[Built] = []
    own = schema.Evidence.model_fields
    while True:
        words = "凭据：证明下面各项的材料" if not found else f"第 {len(found) + 1} 份凭据，写完了就按回车"
        heading = yield Question(f"{words}。{means(own['title'])}")
        if heading is None:
            return found
        place = yield Question("它在哪里？网址、content/sources/ 里的文件，或 sources.yml 里的编号", must=True, check=nowhere)
        name = yield Question(means(own["id"]), schema.Id, default=free_id("evidence", (one["id"] for one in found)),
                              check=lambda name: "这个编号用过了" if any(one["id"] == name for one in found) else "")
        found.append({"id": name, "title": heading, **where_is(portal, place, digest, [])})


def _reports(around: Content, draft: Draft, stands: Standing) -> Asking[Draft]:
    """The entries: which kinds of them, and each."""
    where = drafts.scope(around, draft, stands)
    model_ = schema.RECORDS[draft.kind]
    open_ = [name for name in (*schema.ENTRIES, "review") if name not in draft.data and (
        name not in NAMED or named(get(stands.data, NAMED[name])))]
    listed = tuple(Choice(name, str(model_.model_fields[name].title)) for name in open_)
    asked = "这条记录里写什么？" if draft.kind == "update" else "这条记录里还写什么？"
    for name in (yield Question(asked, many=True, choices=listed)) or ():
        info, kind = model_.model_fields[name], schema.field_kind(model_, name)
        inside = model(item(kind) or kind)
        assert inside is not None
        if item(kind) is None:
            draft = with_key(draft, name, (yield from group_of(where, (name,), inside, means(info), must=False)))
            continue
        earlier = _earlier(stands, name)
        if earlier and name not in NAMED:
            yield "以前写过的：" + "、".join(map(str, earlier)) + "。写同一个编号，就是更新那一条"
        value = yield from items_of(where, (name,), inside, means(info), fits_in(around, draft, name),
                                  [one.value for one in earlier], draft.day)
        draft = with_key(draft, name, value)
    return draft


def _earlier(stands: Standing, name: str) -> tuple[Choice, ...]:
    """What earlier records have written of a kind that has ids of its own."""
    assert stands.past is not None
    found = {one.value: one for record in stands.past.applied for one in named(get(stands.past.records[record.name], name))}
    return tuple(found.values())


def _conclusions(around: Content, draft: Draft, stands: Standing) -> Asking[Draft]:
    where = drafts.scope(around, draft, stands)
    found: list[Built] = list(draft.data.get("conclusions", ()))
    own = schema.Conclusion.model_fields
    for part in unconcluded(around, draft):
        said = drafts.part_said(part)
        verdict = "not_met"
        if part.kind == "targets":
            yield f"{said}。目标有没有完成由数字算出：到期的数没有达到，结论是没有完成"
        else:
            kind = schema.field_kind(schema.Conclusion, "verdict")
            verdict = yield Question(f"{said}。结论是", kind, must=True, choices=choices(where, ("conclusions", "verdict"), kind) or ())
        one: Built = {"part": part.name, "verdict": verdict}
        for name in ("on", "evidence", "note") if verdict == "met" else ("reason", "note"):
            kind = schema.field_kind(schema.Conclusion, name)
            default = where.evidence[0].value if name == "evidence" and len(where.evidence) == 1 else ""
            value = yield from value_of(where, ("conclusions", name), own[name], kind, must=name == "reason", default=default)
            if value is not None:
                one[name] = value
        found.append(one)
    draft = with_key(draft, "conclusions", found)
    return (yield from own_key(where, draft, "carried_over_to"))
