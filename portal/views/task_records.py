"""What the records of a task say, block by block: reports, changes, difficulties, approvals, money, supervision."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from portal import schema
from portal.library import Portal
from portal.markdown import to_html
from portal.state import TaskState
from portal.views import words
from portal.views.fieldwords import change_words, field_words
from portal.views.labels import ACTION, MONEY, PROCEDURE, REASON, RECORD_KIND, REPORTED, STEP
from portal.views.parts import RECORDS, STEPS, Entry, Fact, Procedure
from portal.views.parts import Step as Line
from portal.views.pictures import Funding, Sums, funding
from portal.views.rows import adjusted
from portal.views.words import Run, Text, day, link, number


def record_id(name: str) -> str:
    """The permanent id of a record's section: r-2026-03-31."""
    return f"r-{name}"


# --- 进展记录


def records(state: TaskState, portal: Portal, root: str) -> tuple[Entry, ...]:
    """Every record, newest first, the promise last."""
    found = [_record(state, seen.record.name, portal, root) for seen in reversed(state.records)]
    adopted = state.terms.adopted
    return (*found, Entry(adopted.isoformat(), "承诺", lines=((link("承诺原文", "#vow"),),)))


def _record(state: TaskState, name: str, portal: Portal, root: str) -> Entry:
    seen = next(one for one in state.records if one.record.name == name)
    data, first = seen.data, seen.record.data
    kind = RECORD_KIND[data.kind] + (f"（{STEP[data.step]}）" if isinstance(data, schema.Update) else "")
    lines: list[Text] = []
    if isinstance(data, schema.Adjustment) and data.action:
        lines.append(f"{ACTION[data.action]}这件任务")
    own = [change for change in state.changes if change.record == name]
    if own:
        lines.append((link("、".join(dict.fromkeys(field_words(state, change.field) for change in own)), f"#c-{name}"),))
    lines += _entries(state, seen.record.day, data, first)
    if isinstance(data, schema.Settlement):
        lines += [_conclusion(state, one) for one in data.conclusions]
        if data.carried_over_to:
            lines.append(f"结转到 {data.carried_over_to}")
    body = seen.record.document.body.strip()
    return Entry(
        day=seen.record.day.isoformat(), word=kind, glyph=RECORDS.get(data.kind), strong=data.kind != "update",
        id=record_id(name), lines=tuple(lines), prose=to_html(body) if body else "",
        facts=tuple(_record_facts(data)), note=_evidence(data, root), source=_source(data, seen.record.day, portal, root),
        ref=(link("纠错", correction_mail(state, name, portal)),))


def correction_mail(state: TaskState, record: str, portal: Portal) -> str:
    """The mail that says what is wrong with a record: which one it is stands in its subject (js/copy.js adds what to write)."""
    return words.mailto(f"纠错 {state.task.key} {record}", to=portal.settings.owner.email or "")


def _record_facts(data: schema.AnyRecord) -> Iterator[Fact]:
    if data.entered:
        yield Fact("补录", (day(data.entered), "补录进来"))
    if data.review:
        said = [f"{label}{name}" for label, name in (("初审", data.review.drafted_by), ("复审", data.review.reviewed_by),
                                                     ("终审", data.review.approved_by)) if name]
        yield Fact("审核", "，".join(said))


def _entries(state: TaskState, published: date, data: schema.AnyRecord, first: schema.AnyRecord) -> Iterator[Text]:
    promise = state.shown_promise
    targets = {target.id: target for target in promise.targets}
    for index, figure in enumerate(data.observations):
        target = targets.get(figure.target)
        unit = target.unit or "" if target else ""
        was = first.observations[index] if len(first.observations) == len(data.observations) else figure
        old = f"（原写{number(was.value)}{unit}，已勘误）" if was.value != figure.value else ""
        runs: list[str | Run] = [f"{target.title if target else figure.target}{number(figure.value)}{unit}{old}"]
        runs += ["，截至", day(figure.as_of)] if figure.as_of != published else []
        runs.append(f"。{figure.note}" if figure.note else "")
        yield tuple(run for run in (*runs, "" if figure.evidence else "，没有凭据") if run)
    for kind in ("milestones", "measures"):
        names = {part.id: getattr(part, "title", None) or part.text for part in getattr(promise, kind)}
        for entry in getattr(data, kind):
            what = REPORTED[entry.state]
            on = f"，{words.zh_day(entry.on)}" if entry.on else ""
            proof = "，没有凭据" if entry.state == "met" and not entry.evidence else ""
            yield f"{names.get(entry.id, entry.id)}：{what}{on}{proof}" + (f"。{entry.text}" if entry.text else "")
    yield from (f"困难：{one.text}" for one in data.difficulties)
    kinds = {one.id: PROCEDURE[one.kind] for one in promise.procedures}
    yield from (f"{kinds.get(one.id, one.id)}：{STEPS[one.state].word}" for one in data.procedures)
    money = {one.id: one for one in promise.funding}
    for line in data.funding:
        planned = money.get(line.id)
        unit = planned.unit or "" if planned else ""
        sums = [f"{word}{number(value)}{unit}" for word, value in (("到位", line.in_place), ("支付", line.paid))
                if value is not None]
        yield f"{MONEY[planned.source] if planned else line.id}：{'，'.join(sums)}"
    yield from (f"督导：{one.finding or one.demand or one.by or '有记录'}" for one in data.supervision)
    yield from (f"协调：{one.decision}" for one in data.coordination if one.decision)
    yield from (f"历史遗留问题：{one.state}" for one in data.legacy_issues)


def _conclusion(state: TaskState, one: schema.Conclusion) -> Text:
    title = next((part.title for part in state.parts if part.name == one.part), one.part)
    verdict = "完成" if one.verdict == "met" else "未完成"
    reason = f"，原因：{REASON[one.reason]}" if one.reason else ""
    return f"{title}：{verdict}{reason}" + (f"。{one.note}" if one.note else "")


def _evidence(data: schema.AnyRecord, root: str) -> Text:
    if not data.evidence:
        return ""
    runs: list[str | Run] = ["凭据："]
    for index, proof in enumerate(data.evidence):
        runs.append("；" if index else "")
        kept = proof.file or proof.archived
        href = proof.url or (f"{root}sources/{proof.file}" if proof.file else f"{root}sources/index.html#{proof.source}")
        runs.append(link(proof.title, href))
        if kept and proof.url:
            runs += ["，", link("存档", f"{root}sources/{kept}")]
        if proof.sha256:
            runs.append(f"，SHA-256 {proof.sha256[:4]}…{proof.sha256[-4:]}")
    return tuple(run for run in runs if run)


def _source(data: schema.AnyRecord, published: date, portal: Portal, root: str) -> Text:
    if not data.source:
        return ""
    entry = portal.sources[data.source.id]
    own = words.zh_date(published)  # most records stand where their source says the same day
    where = f"，{data.source.locator}" if data.source.locator and data.source.locator != own else ""
    return ("来源：", link(entry.title, f"{root}sources/index.html#{entry.id}"), *((where,) if where else ()))


# --- 改过什么


def change_entries(state: TaskState, portal: Portal) -> tuple[Entry, ...]:
    """Every record that changed the promise or corrected a record, newest first: 原定→现定 and why."""
    found = []
    for seen in reversed(state.records):
        own = [change for change in state.changes if change.record == seen.record.name]
        action = seen.data.action if isinstance(seen.data, schema.Adjustment) else None
        if not own and not action:
            continue
        lines: list[Text] = [f"{ACTION[action]}这件任务"] if action else []
        for change in own:
            late = "" if change.in_time else "（逾期后调整，不影响计算）"
            proven = "（证实的勘误，原定也改）" if change.proven else ""
            said = change_words(state, portal, change)
            lines.append((*((said,) if isinstance(said, str) else said), *((late + proven,) if late + proven else ())))
        found.append(Entry(
            day=seen.record.day.isoformat(), word=RECORD_KIND[seen.data.kind], glyph=RECORDS.get(seen.data.kind),
            strong=True, ref=(link("看这条记录", f"#{record_id(seen.record.name)}"),), id=f"c-{seen.record.name}",
            lines=tuple(lines), facts=tuple(_grounds(state, seen.data, own))))
    return tuple(found)


def _grounds(state: TaskState, data: schema.AnyRecord, own: list[Any]) -> Iterator[Fact]:
    if isinstance(data, schema.Adjustment):
        yield Fact("原因", data.reason)
        yield Fact("依据", data.basis + (f"（{data.doc_no}）" if data.doc_no and data.doc_no not in data.basis else ""))
        yield Fact("审批单位", data.approver)
    elif isinstance(data, schema.Correction):
        if data.reason:
            yield Fact("原因", data.reason)
        yield Fact("谁发现的", data.found_by)
    if any(not change.in_time for change in own):
        yield Fact("怎样计", "时限以后公布的改动照录，仍按原来的计")
    elif any(change.early for change in own):
        yield Fact("怎样计", "清单公布后90天以内补充的，算作原定")
    elif isinstance(data, schema.Supplement):
        yield Fact("怎样计", "清单公布90天以后补充的，按调整计，不算原定")
    elif isinstance(data, schema.Correction) and any(change.field.startswith("task.") and not change.proven for change in own):
        yield Fact("怎样计", "没有得到证实，按调整计；原定另计")
    elif isinstance(data, schema.Adjustment):
        yield Fact("怎样计", "时限以前公布，按新的计；原定另计")


UNCHANGED = "自公布以来未作调整"


def changes_said(state: TaskState) -> str:
    """How often it was changed, in a sentence."""
    counts = {kind: len({change.record for change in state.changes if change.kind == kind})
              for kind in ("supplement", "adjustment", "correction")}
    counts["adjustment"] = adjusted(state)  # suspending and ending change no field
    said = [f"{RECORD_KIND[kind]}{count}次" for kind, count in counts.items() if count]  # type: ignore[index]
    if not said:
        return f"{UNCHANGED}。"
    return f"自公布以来{'，'.join(said)}。原定的数字和日期一直留在这里。"


# --- 困难、手续、资金、督导、协调、遗留


def _all(state: TaskState, key: str) -> list[tuple[Any, date]]:
    """Every entry of a kind with its record's day, oldest first."""
    return [(item, seen.record.day) for seen in state.records for item in getattr(seen.data, key)]


def _last(state: TaskState, key: str) -> dict[str, tuple[Any, date, date]]:
    """For each id the newest entry, the day it was first said, and the day it was last said."""
    found: dict[str, tuple[Any, date, date]] = {}
    for item, when in _all(state, key):
        first = found[item.id][1] if item.id in found else when
        found[item.id] = (item, first, when)
    return found


def difficulties(state: TaskState) -> tuple[Entry, ...]:
    """Each difficulty with its measures, as last said, newest first."""
    entries = []
    for item, first, _ in reversed(_last(state, "difficulties").values()):
        steps = tuple(Line(STEPS[one.state] if one.state else STEPS["planned"], one.action,
                           "，".join([*([one.owner] if one.owner else []), *([f"{one.due}前"] if one.due else []),
                                     *([STEPS[one.state].word] if one.state else [])]))
                      for one in item.measures)
        entries.append(Entry(first.isoformat(), "提出", lines=(item.text,), steps=steps,
                             note="" if steps else "没有公布针对性措施"))
    return tuple(entries)


def procedures(state: TaskState) -> tuple[Procedure, ...]:
    """Each approval of the promise with its last state."""
    last = _last(state, "procedures")
    found = []
    for one in state.shown_promise.procedures:
        entry, _, when = last.get(one.id, (None, None, None))
        note: list[str] = []
        if entry:
            note = [str(entry.on or when), *([entry.doc_no] if entry.doc_no else []), *([entry.note] if entry.note else [])]
        glyph = STEPS[entry.state] if entry else STEPS["not_started"]
        if entry is None:
            glyph = type(glyph)(glyph.symbol, glyph.tone, "没有记录")
        found.append(Procedure(PROCEDURE[one.kind], one.authority or "办理机关未公布", glyph, "，".join(note)))
    return tuple(found)


def money(state: TaskState) -> tuple[Funding, ...]:
    """A table for each unit of money: planned, in place and paid as last said."""
    last = _last(state, "funding")
    by_unit: dict[str, list[tuple[Sums, date | None]]] = {}
    for one in state.shown_promise.funding:
        entry, _, when = last.get(one.id, (None, None, None))
        sums = Sums(MONEY[one.source], one.planned, entry.in_place if entry else None, entry.paid if entry else None)
        by_unit.setdefault(one.unit or "元", []).append((sums, (entry.as_of or when) if entry else None))
    return tuple(funding([sums for sums, _ in lines], unit, max((when for _, when in lines if when), default=None))
                 for unit, lines in by_unit.items())


def supervision(state: TaskState) -> tuple[Entry, ...]:
    """What was found and demanded by whom, and whether it is closed, newest first."""
    entries = []
    for item, first, _ in reversed(_last(state, "supervision").values()):
        late = ""
        if item.closed and item.due:
            days = (item.closed - item.due).days
            late = f"，比要求{'晚' if days > 0 else '早'}{abs(days)}天" if days else "，按期"
        glyph = STEPS["closed" if item.closed else "unclosed"]
        limit = f"，限{item.due}" if item.due and not item.closed else ""
        said = f"{glyph.word}，{item.closed}{late}" if item.closed else f"{glyph.word}{limit}"
        text = "：".join(part for part in (item.by, "，".join(part for part in (item.finding, item.demand) if part)) if part)
        entries.append(Entry(first.isoformat(), steps=(Line(glyph, text or "没有写明", said),)))
    return tuple(entries)


def coordination(state: TaskState) -> tuple[Fact, ...]:
    """Each body with how often it meets, and what it last decided."""
    last = _last(state, "coordination")
    facts = []
    for one in state.shown_promise.coordination:
        entry, _, when = last.get(one.id, (None, None, None))
        said = [*([one.frequency] if one.frequency else [])]
        if entry:
            said.append(f"最近一次{entry.on or when}" + (f"，议定：{entry.decision}" if entry.decision else "")
                        + (f"；{entry.follow_up}" if entry.follow_up else ""))
        facts.append(Fact(one.body, "，".join(said) or "没有记录"))
    return tuple(facts)


def legacy_issues(state: TaskState) -> tuple[tuple[Fact, ...], ...]:
    """Each issue left from before: what, since when, how it is to be solved, where it stands."""
    last = _last(state, "legacy_issues")
    found = []
    for one in state.shown_promise.legacy_issues:
        entry, _, when = last.get(one.id, (None, None, None))
        facts = [Fact("问题", one.text, f"{one.origin_year}年起" if one.origin_year else "")]
        facts += [Fact("解决路径", one.path)] if one.path else []
        facts += [Fact("责任单位", one.owner, f"{one.due}前" if one.due else "")] if one.owner else []
        facts += [Fact("现状", f"{entry.state}，{when}")] if entry else []
        found.append(tuple(facts))
    return tuple(found)


