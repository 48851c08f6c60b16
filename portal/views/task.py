"""The page of a task, in the order of pages.md: where it stands, promise and present, what changed, who, records, gaps."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from urllib.parse import unquote

from markupsafe import Markup

from portal import schema
from portal.markdown import to_html
from portal.state import Flag, Part, TaskState
from portal.views import words
from portal.views.brief import has_progress
from portal.views.burnup import Burnup
from portal.views.dates import coming, is_over
from portal.views.disclosure import demand_parts
from portal.views.edition import Page, itself
from portal.views.frame import Site, canonical, caveat, up
from portal.views.labels import ASK, FLAG, FLAG_MEANS, REPORTED, STATUS, span
from portal.views.parts import (
    CELLS,
    LIGHTS,
    STATUSES,
    Chain,
    Demand,
    Entry,
    Fact,
    Frame,
    Link,
    Measure,
    Node,
    Procedure,
    Quote,
    Standing,
    Tally,
    Target,
    Tool,
    quote,
    standing_glyph,
    tally,
)
from portal.views.pictures import Funding, Yearline, yearline
from portal.views.request import ADVICE, requests
from portal.views.rows import lit_by, reason, unit_name
from portal.views.sources import passage
from portal.views.task_records import (
    UNCHANGED,
    change_entries,
    changes_said,
    coordination,
    difficulties,
    legacy_issues,
    money,
    procedures,
    record_id,
    records,
    supervision,
)
from portal.views.task_targets import amount, burnups, targets
from portal.views.words import Kept, Run, Text, day, link, long_day, phrase

KEPT = 10  # em: a name that stays on one line on the narrowest phone in large type


@dataclass(frozen=True, slots=True)
class TaskView:
    """All that templates/task.html may use; a block whose field is empty is not on the page."""

    frame: Frame
    list_title: str
    list_href: str
    number: int
    of: int
    title: str
    standing: Standing
    flags: tuple[Fact, ...]
    tally: Tally | None
    quote: Quote
    sic: str
    body: Markup
    facts: tuple[Fact, ...]
    address: str
    contents: tuple[Link, ...]
    yearline: Yearline | None
    caveat: Text
    explainer: Markup | None
    targets: tuple[Target, ...]
    burnups: tuple[Burnup, ...]
    measures: tuple[Measure, ...]
    chain: Chain | None
    changes_said: str
    changes: tuple[Entry, ...]
    who: tuple[Fact, ...]
    difficulties: tuple[Entry, ...]
    difficulty_missing: bool
    procedures: tuple[Procedure, ...]
    money: tuple[Funding, ...]
    legacy_issues: tuple[tuple[Fact, ...], ...]
    coordination: tuple[Fact, ...]
    supervision: tuple[Entry, ...]
    records: tuple[Entry, ...]
    missing_said: Text
    demands: tuple[Demand, ...]
    request: str
    request_mail: str
    request_note: str
    not_applicable: tuple[Fact, ...]
    tools: tuple[Tool, ...]
    lineage: tuple[Link, ...]


def pages(site: Site) -> Iterator[Page]:
    """One page for each task of each list."""
    for one in site.edition.lists:
        for key in one.tasks:
            yield Page(f"{key}/index.html", "task.html", partial(_view, site, key, len(one.tasks)),
                       (len(one.tasks), site.edition.line(key)))


def _view(site: Site, key: str, of: int) -> TaskView:
    state = site.edition.ask(itself, key)
    portal, promise = site.edition.portal, state.shown_promise
    url = f"{state.task.key}/index.html"
    root = up(url)
    quiet = not has_progress(state)
    asks = state.disclosure.missing
    letters = requests(portal, state.terms, f"{state.terms.title}第{state.task.number}件“{promise.title}”", promise.title)
    blocks = targets(state)
    chain = _chain(state)
    body = state.task.document.body.strip()
    period = state.terms.period
    view = TaskView(
        frame=site.frame(url, promise.title, _description(state)),
        list_title=state.terms.title, list_href="../index.html", number=state.task.number, of=of, title=promise.title,
        standing=_standing(state, quiet),
        flags=tuple(Fact(FLAG[flag], _flag(state, flag)) for flag in state.flags if not (quiet and flag == "stale")),
        tally=None if quiet or not (state.present.total or state.original.total) else _tally(state),
        quote=_quote(site, state, root), sic=promise.sic or "", body=to_html(body) if body else Markup(""),
        facts=tuple(_facts(site, state, root, quiet)), address=_address(site, url), contents=(),
        yearline=yearline(state.terms.adopted, state.as_of, period.start, period.end, "没有进展记录")
        if quiet and state.as_of <= period.end else None,
        caveat=caveat(site, root),
        explainer=to_html(state.task.explainer.text) if state.task.explainer else None,
        targets=blocks, burnups=burnups(state), chain=chain, changes_said=changes_said(state),
        measures=tuple(_measures(state)) if not quiet or _more_than_quoted(state) else (),
        changes=change_entries(state, portal), who=tuple(_who(site, state, root)), difficulties=difficulties(state),
        difficulty_missing=state.light in ("behind", "serious") and "difficulties" in asks,
        procedures=procedures(state), money=money(state), legacy_issues=legacy_issues(state),
        coordination=coordination(state), supervision=supervision(state), records=records(state, portal, root),
        missing_said=_missing_said(state), demands=demand_parts(state.terms, asks, letters.one), request=letters.everything(asks),
        request_mail=letters.mail("的信息") if asks else "",
        request_note=ADVICE, not_applicable=tuple(Fact(name, promise.not_applicable[ask]) for ask, name in _excused(state)),
        tools=tuple(_tools(site, state, url)), lineage=tuple(_lineage(site, state, root)))
    return replace(view, contents=tuple(_contents(view)))


def _contents(view: TaskView) -> Iterator[Link]:
    """The blocks that the page has, in their order."""
    blocks = (("targets", "承诺与现状", view.targets), ("measures", "举措", view.measures), ("chain", "任务链", view.chain),
              ("changes", "改过什么", True), ("who", "谁负责", view.who), ("hard", "困难与措施", view.difficulties),
              ("money", "手续与资金", view.procedures or view.money), ("watch", "过程督导", view.supervision),
              ("explainer", "解读", view.explainer), ("records", "进展记录", True),
              ("missing", "没有公布什么", view.missing_said), ("tools", "数据与引用", True))
    return (Link(text, f"#{id}") for id, text, there in blocks if there)


def _excused(state: TaskState) -> list[tuple[schema.NotApplicableAsk, str]]:
    return [(ask, ASK[ask]) for ask in state.shown_promise.not_applicable if ask in state.disclosure.not_applicable]


def _description(state: TaskState) -> str:
    return (f"{state.terms.title}第{state.task.number}件：{state.shown_promise.title}。{STATUS[state.status]}，"
            f"截至{words.zh_date(state.as_of)}")


# --- 1. where it stands


def _standing(state: TaskState, quiet: bool) -> Standing:
    glyph = standing_glyph(state.light, state.status)
    if quiet:
        first = state.original_promise
        written = [(f"{{}}{unit}", len(parts)) for unit, parts in (("项举措", first.measures), ("个目标", first.targets)) if parts]
        wants = {"lead_unit": "由谁牵头", "due": "哪天做完", "targets": "做到多少"}
        missing = [said for ask, said in wants.items() if ask in state.disclosure.missing]
        say: list[str | Run | Kept] = []
        for index, (text, count) in enumerate(written):
            say += [phrase(("、" if index else "写下") + text + ("。" if index == len(written) - 1 else ""), count)]
        say += ["没有公布", "、".join(missing), "。"] if missing else []
        note = "还没有记录" if not state.records else "只有部署，没有进展记录"
        return Standing(STATUSES[state.status], note, tuple(say), ("截至", long_day(state.as_of)))
    now = state.present
    said: list[str | Run | Kept] = []
    if now.total:
        said.append(phrase("{}个部分完成{}个", now.total, now.met))
        said += ["，", phrase("另有{}个自报", now.claimed)] if now.claimed else []
        said.append("。")
    because = reason(state)
    part = lit_by(state)
    if because and part and because.startswith(part.title):  # a line breaks rather before and after the name than in it
        said += [Kept((part.title,), loose=words.ems(part.title) > KEPT), f"{because.removeprefix(part.title)}。"]
    elif because:
        said.append(f"{because}。")
    detail: list[str | Run | Kept] = ["截至", long_day(state.as_of)]
    last = state.records[-1].record.day
    detail += ["，最近的记录是", Run(words.zh_day(last) if last.year == state.as_of.year else words.zh_date(last), date=str(last)),
               "。", _subtraction(state)]
    notes = ["" if glyph.word == STATUS[state.status] else STATUS[state.status], "已有结论" if state.settled_on else ""]
    return Standing(glyph, "，".join(filter(None, notes)), tuple(said), tuple(detail))


def _flag(state: TaskState, flag: Flag) -> str:
    """What a flag means, for this task."""
    if flag == "past_original_due":
        late = next((part for part in state.parts if part.original and part.original.state not in ("met", "dropped")
                     and part.original.due and part.original.due < state.as_of), None)
        return f"{late.title}，原定{words.zh_date(late.original.due)}" if late and late.original and late.original.due else FLAG_MEANS[flag]
    if flag == "stale":
        return f"超过这份清单的更新间隔（{span(state.terms.update_every)}）没有新的记录"
    return FLAG_MEANS[flag]


def _subtraction(state: TaskState) -> str:
    """The numbers behind a light that compares with a plan."""
    part = lit_by(state)
    if part is None or part.why[0].rule not in ("plan", "with_plan", "next_point") or part.latest is None:
        return ""
    unit = next(target.unit for target in state.present_promise.targets if target.id == part.id)
    points = part.behind_by or Decimal(0)
    aside = f"，{'差' if points > 0 else '多'}{words.number(abs(points))}个百分点" if points else ""
    return f"计划{amount(part.plan_value, unit)}，实际{amount(part.latest.value, unit)}{aside}。"


def _tally(state: TaskState) -> Tally:
    now, then = state.present, state.original
    dropped = sum(part.state == "dropped" and part.original is not None and part.original.state == "open"
                  for part in state.parts)
    return tally((now.met, now.claimed, now.total), (then.met, then.claimed, then.total), dropped,
                 both=state.status == "terminated")


def _quote(site: Site, state: TaskState, root: str) -> Quote:
    promise, portal = state.shown_promise, site.edition.portal
    entry = portal.sources[promise.source.id]
    where = passage(portal, promise.source.id, promise.quote, state.task.key)
    href = f"{root}sources/{where}" if where else f"{root}sources/index.html#{entry.id}"
    source: Text = (link(entry.title, href), "，", long_day(state.terms.adopted),
                    f"，{promise.source.locator}" if promise.source.locator else "", "。原文一字未改，分行和序号是本站加的。")
    return quote(promise.quote, [measure.text for measure in state.task.promise.measures], source)


def _facts(site: Site, state: TaskState, root: str, quiet: bool) -> Iterator[Fact]:
    promise, units = state.shown_promise, site.edition.portal.units
    asked = len(state.disclosure.answered) + len(state.disclosure.missing)
    period = state.terms.period
    if promise.lead_unit:
        yield Fact("牵头单位", (link(unit_name(units, promise.lead_unit), f"{root}units/{promise.lead_unit}.html"),))
    else:
        yield Fact("牵头单位", "未公布")
    due = promise.due
    yield Fact("完成时限", (day(due),) if due else "未公布", words.until(due, state.as_of) if due and not is_over(state) else "")
    dates = coming(state)
    passed = [one for one in dates if one.day < state.as_of]
    if passed:
        more = f"，另有{len(passed) - 1}个" if len(passed) > 1 else ""
        yield Fact("已过节点", (day(passed[0].day),), f"{passed[0].title}，{words.until(passed[0].day, state.as_of)}{more}")
    following = next((one for one in dates if one.day >= state.as_of), None)
    if following:
        yield Fact("下一节点", (day(following.day),), following.title)
    if state.records:
        last = state.records[-1].record
        yield Fact("最近记录", (link(str(last.day), f"#{record_id(last.name)}"),), words.ago(last.day, state.as_of))
    if quiet:
        days = (state.as_of - state.terms.adopted).days
        left = (period.end - state.as_of).days
        end = "年底" if (period.end.month, period.end.day) == (12, 31) else "期满"
        yield Fact("等了多久", f"{days}天", f"离{end}还有{left}天" if left > 0 else "已经期满")
    said = changes_said(state).removesuffix("。")
    yield Fact("改动", said if said == UNCHANGED else (link(said.removeprefix("自公布以来").split("。")[0], "#changes"),))
    if asked:
        yield Fact("公开度", (link(f"{asked}项要求，公布{len(state.disclosure.answered)}项", "#missing"),))
    if quiet and state.disclosure.missing:
        yield Fact("可以做的", (link("申请公开", "#ask"), "，已经写好"))
    if promise.themes:
        themes = site.edition.portal.themes
        names: list[str | Run] = []
        for theme in promise.themes.ids:
            names += ["、"] if names else []
            names.append(link(themes[theme].title if theme in themes else theme, f"{root}themes/{theme}.html"))
        yield Fact("主题", tuple(names), "编辑归类" if promise.themes.basis == "editorial" else "")
    if promise.places:
        places = site.edition.portal.places
        found: list[str | Run] = []
        for place in promise.places:
            found += ["、"] if found else []
            found.append(link(places[place].name if place in places else place, f"{root}places/{place}.html"))
        yield Fact("地方", tuple(found))


# --- 2. promise and present


def _more_than_quoted(state: TaskState) -> bool:
    """Whether anything is known of the measures beyond their words, which stand in the quote."""
    return any(measure.kind == "ongoing" for measure in state.shown_promise.measures) or any(
        part.reported or (part.due and part.due != state.present_promise.due) for part in state.parts if part.kind == "measures")


def _measures(state: TaskState) -> Iterator[Measure]:
    parts = {part.name: part for part in state.parts}
    for measure in state.shown_promise.measures:
        if measure.kind == "ongoing":
            yield Measure(CELLS["ongoing"], measure.text, "常态化，不计入部分（编辑归类）")
            continue
        part = parts.get(f"measures.{measure.id}")
        if part is None:
            yield Measure(CELLS["open"], measure.text, "时限以后才增加，不计入")
            continue
        yield Measure(CELLS[part.state], measure.text, _reported(state, part))


def _reported(state: TaskState, part: Part) -> Text:
    """Where a measure stands, in small type: its state, the way to the record that says so, a due of its own."""
    if part.state == "dropped":
        said = "已取消"
    elif part.state == "met" and part.met_on:
        said = f"{words.zh_day(part.met_on)}完成，有凭据"
    elif part.state == "claimed":
        said = "自报完成，没有凭据"
    else:
        said = REPORTED[part.reported] if part.reported else "没有记录"
    runs: list[str | Run] = [link(said, f"#{record_id(part.reported_in)}") if part.reported_in else said]
    if part.due and part.due != state.present_promise.due:
        runs += ["，时限", day(part.due)]
    return tuple(runs)


def _chain(state: TaskState) -> Chain | None:
    """The milestones by planned day, today between what lies behind and what is to come."""
    milestones = {milestone.id: milestone for milestone in state.shown_promise.milestones}
    parts = [part for part in state.parts if part.kind == "milestones"]
    if not parts:
        return None
    parts.sort(key=lambda part: (part.due is None, part.due or state.as_of))
    past = [part for part in parts if part.met_on or (part.due and part.due <= state.as_of)]
    ahead = [part for part in parts if part not in past]
    return Chain(tuple(_node(state, part, milestones) for part in past), state.as_of.isoformat(),
                 tuple(_node(state, part, milestones) for part in ahead))


def _node(state: TaskState, part: Part, milestones: dict[str, schema.Milestone]) -> Node:
    lines: list[Text] = []
    own = milestones[part.id]
    planned: list[str | Run] = ["计划", day(part.due)] if part.due else ["没有公布时限"]
    if part.met_on:
        planned += ["，实际", day(part.met_on)]
        planned += [f"，{words.against(part.due, part.met_on)}"] if part.due else []
    elif part.state == "claimed":
        planned.append("，自报完成，没有凭据")
    elif part.state == "dropped":
        planned.append("，已取消")
    elif part.due:
        planned.append(f"，{words.until(part.due, state.as_of)}")
    first = part.original
    if first is None:
        planned.append("。后来增加的")
    elif first.due and first.due != part.due:
        planned += ["。原定", day(first.due)]
    lines.append(tuple(planned))
    after = [f"“{milestones[name].title}”" for name in own.after if name in milestones]
    if after:
        lines.append(f"排在{'、'.join(after)}之后")
    glyph = CELLS[part.state]
    if part.state == "met":
        late = part.due is not None and part.met_on is not None and part.met_on > part.due
        glyph = STATUSES["completed_late" if late else "completed"]
    elif part.state == "claimed":
        glyph = STATUSES["reported_complete"]
    elif part.state == "dropped":
        glyph = STATUSES["terminated"]
    elif part.light:
        glyph = LIGHTS[part.light]
    else:
        glyph = STATUSES["not_assessed"]
    return Node(glyph, part.title, tuple(lines), part.state == "dropped", f"m-{part.id}")


# --- 4. who


def _who(site: Site, state: TaskState, root: str) -> Iterator[Fact]:
    promise, units = state.shown_promise, site.edition.portal.units

    def linked(ids: tuple[str, ...]) -> Text:
        runs: list[str | Run] = []
        for unit in ids:
            runs += ["、"] if runs else []
            runs.append(link(unit_name(units, unit), f"{root}units/{unit}.html"))
        return tuple(runs)

    if promise.lead_unit:
        yield Fact("牵头单位", linked((promise.lead_unit,)))
    if promise.responsible_units:
        yield Fact("责任单位", linked(promise.responsible_units))
    if promise.supporting_units:
        yield Fact("配合单位", linked(promise.supporting_units))
    if promise.leader:
        yield Fact("牵头市领导", "，".join(part for part in (promise.leader.name, promise.leader.post) if part))
    if promise.contact:
        yield Fact("联系", " ".join(part for part in (promise.contact.office, promise.contact.phone) if part))
    if promise.foi:
        for key, name in (("index", "索引号"), ("category", "主题分类"), ("issuer", "发布机构"), ("doc_no", "文号")):
            value = getattr(promise.foi, key)
            if value:
                yield Fact(name, value)


# --- 6. what is not published


def _missing_said(state: TaskState) -> Text:
    missing, answered = len(state.disclosure.missing), len(state.disclosure.answered)
    if not missing + answered:
        return ""
    if not missing:
        return f"会议和本站要求公布的{answered}项都已公布。"
    return (phrase("会议和本站共要求公布{}项，本件还有{}项没有公布。", missing + answered, missing),)


# --- 7. tools


def _address(site: Site, url: str) -> str:
    """The page's address as it is read, beside its QR code; "" where it has none."""
    return unquote(canonical(site.edition.portal.settings, url).partition("://")[2])


def _tools(site: Site, state: TaskState, url: str) -> Iterator[Tool]:
    settings = site.edition.portal.settings
    title = state.shown_promise.title
    yield Tool("数据", "本页的数字都在一个文件里，别的程序可以读。", links=(Link("数据 JSON", "data.json"),))
    name = settings.title if settings.official else f"{settings.title}（非官方）"
    where = canonical(settings, url)
    yield Tool("引用", copy=f"{name}：《{title}》，截至{words.zh_date(state.as_of)}。{where}")
    mail = settings.owner.email or ""
    yield Tool("纠错", "哪里不对，请告诉我们。改了什么会记在“改过什么”里。"
               + ("" if mail else "本站还没有公布电子邮箱。"),
               f"纠错：{state.task.key} {title}\n哪一句不对：\n应当是：\n出处：",
               (Link("用邮件写", words.mailto(f"纠错 {state.task.key} {title}", to=mail)),))


def _lineage(site: Site, state: TaskState, root: str) -> Iterator[Link]:
    before = site.edition.find(state.task.promise.predecessor or "")
    if before:
        years = _carried(site, state)
        said = f"，结转第{years}年" if years else ""
        yield Link(f"上一份清单里的同一件：{before.title}（{STATUS[before.status]}{said}）",
                   f"{root}{before.key}/index.html")
    after = site.edition.find(site.edition.successors.get(state.task.key, ""))
    if after:
        yield Link(f"下一份清单里的同一件：{after.title}（{STATUS[after.status]}）",
                   f"{root}{after.key}/index.html")


def _carried(site: Site, state: TaskState) -> int:
    """How many lists in a row this task was carried over."""
    count = 0
    before = site.edition.find(state.task.promise.predecessor or "")
    while before is not None and before.carried_over_to and count < 100:
        count += 1
        before = site.edition.find(before.predecessor)
    return count
