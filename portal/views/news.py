"""A record in a line or two, for pages that show many: what changed, from what to what, and the way to the record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from portal import schema
from portal.library import Portal
from portal.markdown import to_html
from portal.state import RecordSeen, TaskState
from portal.views.edition import Edition
from portal.views.fieldwords import change_words
from portal.views.labels import ACTION, MONEY, PROCEDURE, PROCEDURE_STATE, RECORD_KIND, REPORTED
from portal.views.parts import RECORDS, Entry
from portal.views.task_records import record_id
from portal.views.words import Run, Text, changed, link, number

STEPS = {"announcement": "部署", "action": "进展", "result": "成效"}
SHOWN = 3  # things of a record that are said; the rest are counted
WORDS = 70  # characters of a record's own text, where it has nothing else


@dataclass(frozen=True, slots=True)
class News:
    """What a record says in a line: its task's title, its own name in the address, its words; `note`: 补录."""

    day: date
    kind: schema.Kind
    word: str
    title: str
    id: str
    said: tuple[str | Run, ...]
    reason: str
    note: str


def news(portal: Portal, state: TaskState) -> tuple[News, ...]:
    """The records of a task, as pages that show many say them; in their order."""
    return tuple(_news(portal, state, seen) for seen in state.records)


def _news(portal: Portal, state: TaskState, seen: RecordSeen) -> News:
    data = seen.data
    return News(seen.record.day, data.kind, word(data), state.shown_promise.title, record_id(seen.record.name),
                tuple(_joined(_said(state, seen, portal))), data.reason if isinstance(data, schema.Adjustment) else "",
                f"{data.entered}补录" if data.entered else "")


def newest(edition: Edition, tasks: Iterable[str]) -> list[tuple[str, News]]:
    """Every record of the tasks, with the task's key, newest first; of one day in the tasks' order."""
    found = [(key, one) for key in tasks for one in edition.ask(news, key)]
    return sorted(found, key=lambda one: one[1].day, reverse=True)


def entry(key: str, one: News, root: str, whose: str = "") -> Entry:
    """A record of the task `key` as an entry of a page at `root`; `whose`: of which list it is, said below."""
    lines: list[Text] = [(link(one.title, f"{root}{key}/index.html#{one.id}"), " ", *one.said)]
    if one.kind == "adjustment":
        lines.append(f"原因：{one.reason}")
    return Entry(one.day.isoformat(), one.word, RECORDS.get(one.kind), one.kind == "adjustment",
                 lines=tuple(lines), note="，".join(filter(None, (whose, one.note))))


def word(data: schema.AnyRecord) -> str:
    """The kind of a record in a word: 部署, 进展, 成效, 补充公布, 调整, 勘误, 销号."""
    return STEPS[data.step] if isinstance(data, schema.Update) else RECORD_KIND[data.kind]


def _joined(said: list[Text]) -> Iterator[str | Run]:
    """What is said, on one line."""
    for index, one in enumerate(said[:SHOWN]):
        if index:
            yield "；"
        yield from (one,) if isinstance(one, str) else one  # type: ignore[misc]
    if len(said) > SHOWN:
        yield f"；另有{len(said) - SHOWN}项"


def _said(state: TaskState, seen: RecordSeen, portal: Portal) -> list[Text]:
    """What a record changed; else everything that it reports, figures first; else its own words."""
    data = seen.data
    found = list(_changes(state, seen, portal)) or [*_figures(state, data), *_parts(state, data), *_rest(state, data)]
    if not found:
        text = to_html(seen.record.document.body).striptags()
        found = [text if len(text) <= WORDS else f"{_cut(text)}……"]
    return found


def _cut(text: str) -> str:
    """The beginning of a long text, up to a mark that ends a clause, without half a quotation."""
    kept = text[:WORDS]
    if kept.count("“") > kept.count("”"):
        kept = kept[: kept.rindex("“")]
    end = max((kept.rfind(mark) for mark in "。；，、"), default=-1)
    return kept[:end] if end > WORDS // 3 else kept


def _changes(state: TaskState, seen: RecordSeen, portal: Portal) -> Iterator[Text]:
    if isinstance(seen.data, schema.Adjustment) and seen.data.action:
        yield f"{ACTION[seen.data.action]}这件任务"
    for change in state.changes:
        if change.record == seen.record.name:
            yield change_words(state, portal, change)


def _figures(state: TaskState, data: schema.AnyRecord) -> Iterator[Text]:
    """Each figure beside the one before it, or beside the baseline."""
    targets = {target.id: target for target in state.shown_promise.targets}
    seen = {part.id: part.observations for part in state.parts if part.kind == "targets"}
    for figure in data.observations:
        target = targets[figure.target]
        unit = target.unit or ""
        before = [one.value for one in seen.get(figure.target, ()) if one.as_of < figure.as_of]
        was = before[-1] if before else target.baseline.value if target.baseline else None
        now = f"{number(figure.value)}{unit}"
        yield (f"{target.title} ", changed(f"{number(was)}{unit}", now)) if was is not None else f"{target.title} {now}"


def _parts(state: TaskState, data: schema.AnyRecord) -> Iterator[Text]:
    titles = {f"{kind}.{item.id}": getattr(item, "title", None) or item.text
              for kind in ("milestones", "measures", "targets") for item in getattr(state.shown_promise, kind)}
    for kind in ("milestones", "measures"):
        for entry in getattr(data, kind):
            claimed = "自报" if entry.state == "met" and not entry.evidence else ""
            yield f"{titles[f'{kind}.{entry.id}']}：{claimed}{REPORTED[entry.state]}"
    if isinstance(data, schema.Settlement):
        for one in data.conclusions:
            yield f"{titles.get(one.part, one.part)}：结论是{REPORTED[one.verdict]}"
        if data.carried_over_to:
            yield "结转下年"


def _rest(state: TaskState, data: schema.AnyRecord) -> Iterator[Text]:
    kinds = {one.id: PROCEDURE[one.kind] for one in state.shown_promise.procedures}
    money = {one.id: one for one in state.shown_promise.funding}
    yield from (f"困难：{one.text}" for one in data.difficulties)
    yield from (f"{kinds.get(one.id, one.id)}：{PROCEDURE_STATE[one.state]}" for one in data.procedures)
    for one in data.funding:
        line = money.get(one.id)
        if line:
            sums = (("到位", one.in_place), ("支付", one.paid))
            yield MONEY[line.source] + "，".join(f"{what}{number(value)}{line.unit or ''}"
                                               for what, value in sums if value is not None)
    yield from (f"督导：{said}" for one in data.supervision if (said := one.finding or one.demand or one.by))
    yield from (f"协调：{said}" for one in data.coordination if (said := one.decision or one.follow_up))
    yield from (f"历史遗留问题：{one.state}" for one in data.legacy_issues)
