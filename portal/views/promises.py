"""A list of which nothing is recorded yet: the founding text itself, what it demands, and how to ask for it.

It stays so while there are only announcements: what a unit says it will do is not progress.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal import schema
from portal.views import words
from portal.views.brief import Brief
from portal.views.disclosure import address, demand_parts
from portal.views.edition import ListState
from portal.views.filters import filters
from portal.views.frame import Site, caveat, up
from portal.views.labels import ASK
from portal.views.parts import Demand, Fact, Filter, Frame, Link, Promise, promise
from portal.views.pictures import Yearline, yearline
from portal.views.plans import PlanParts, over, plan_parts
from portal.views.request import ADVICE, requests
from portal.views.totals import counted
from portal.views.words import Kept, Run, Text, link, phrase

LEADING: Mapping[schema.Ask, str] = {"lead_unit": "牵头单位", "due": "完成时限", "targets": "数字"}


@dataclass(frozen=True, slots=True)
class PromisesView:
    """All that templates/promises.html may use; a block whose field is empty is not on the page."""

    frame: Frame
    title: str
    over: Text
    say: Text
    year: Yearline | None
    caveat: Text
    facts: tuple[Fact, ...]
    filter: Filter | None
    promises: tuple[Promise, ...]
    promises_note: str
    cuts: tuple[Link, ...]
    demands_said: str
    demands: tuple[Demand, ...]
    request: str
    request_mail: str
    request_note: str
    later: tuple[Link, ...]
    plan: PlanParts


def promises_view(site: Site, one: ListState, url: str, cuts: tuple[Link, ...]) -> PromisesView:
    """The page of a list without progress records, at `url`."""
    root, edition, terms = up(url), site.edition, one.terms
    states = edition.briefs(one)
    announced = sum(state.records for state in states)
    missing = [ask for ask in _asks(terms) if counted(states, ask)[0] < counted(states, ask)[1]]
    partly = "（已经公布的除外）" if any(state.disclosure.answered for state in states) else ""
    letters = requests(edition.portal, terms, f"{terms.title}每一件{partly}", terms.title)
    request = letters.everything(missing)
    silence = "没有进展记录" if announced else "没有一条记录"
    within = terms.adopted < edition.as_of <= terms.period.end
    plan = plan_parts(site, one, root)
    ways = filters(states, edition.portal, lit=False, dated=False)
    description = (f"{terms.title}：{len(states)}件事，{_measures(states)}项举措，"
                   f"截至{words.zh_date(edition.as_of)}{silence}")
    return PromisesView(
        frame=site.frame(url, terms.title, description), title=terms.title, over=over(edition, one, "提出"),
        say=_say(one, states, announced),
        year=yearline(terms.adopted, edition.as_of, terms.period.start, terms.period.end, silence) if within else None,
        caveat=caveat(site, root), facts=tuple(_facts(one, states, missing, plan, request)),
        filter=ways.filter, promises_note=_note(states), cuts=cuts,
        promises=tuple(_promise(state, root, marks) for state, marks in zip(states, ways.marks, strict=True)),
        demands_said=_demands_said(one, states), demands=demand_parts(terms, _asks(terms)), request=request,
        request_mail=letters.mail("的信息", request) if request else "",
        request_note=ADVICE if request else "", later=tuple(_later(site, one, root)), plan=plan)


def _asks(terms: schema.Plan) -> tuple[schema.Ask, ...]:
    return tuple(dict.fromkeys(ask for demand in terms.demands for ask in demand.asks))


def _measures(states: Sequence[Brief]) -> int:
    return sum(state.measures for state in states)


def _say(one: ListState, states: Sequence[Brief], announced: int) -> Text:
    """20件事，写下85项举措。没有一件公布过牵头单位、完成时限或数字。"""
    measures = _measures(states)
    runs: list[str | Run | Kept] = [phrase("{}件事", len(states))]
    runs += ["，", phrase("写下{}项举措。", measures)] if measures else ["。"]
    if not states:
        return tuple(runs)
    found = {name: sum(ask in state.disclosure.answered for state in states) for ask, name in LEADING.items()
             if ask in _asks(one.terms)}
    nowhere = [name for name, count in found.items() if not count]
    for name, count in found.items():
        if count:
            runs.append(phrase(f"{{}}件公布了{name}，", count))
    if nowhere:
        *first, last = nowhere
        runs += [Kept(("没有一件公布过",)), *(Kept((f"{name}、",)) for name in first[:-1]),
                 *(Kept((f"{name}或",)) for name in first[-1:]), Kept((f"{last}。",))]
    elif found:
        runs[-1] = phrase(f"{{}}件公布了{list(found)[-1]}。", list(found.values())[-1])
    if announced:
        runs.append(phrase("有{}条部署，没有进展记录。", announced))
    return tuple(runs)


def _facts(one: ListState, states: Sequence[Brief], missing: list[schema.Ask], plan: PlanParts, request: str) -> Iterator[Fact]:
    own = {ask for demand in one.terms.demands if demand.basis == "portal" for ask in demand.asks}
    yield Fact("已经公布", f"{len(states)}件事的原文", plan.source)
    for term, asks in (("没有公布", [ask for ask in _asks(one.terms) if ask not in own]), ("无从核对", list(own))):
        open_ = [ask for ask in asks if ask in missing]
        nowhere = [ask for ask in open_ if not counted(states, ask)[0]]
        names = "、".join(ASK[ask] for ask in _asks(one.terms) if ask in open_)
        whose = "原文要求的" if term == "没有公布" else "本站增列的"
        if not open_:
            continue
        if len(nowhere) == len(asks):
            yield Fact(term, f"{whose}{len(asks)}项，每一件都没有", names)
        else:
            yield Fact(term, f"{whose}{len(asks)}项，{len(open_)}项还没有公布齐", names)
    if request:
        yield Fact("可以做的", (link("申请公开", "#ask"), "，已经写好"))


def _promise(task: Brief, root: str, marks: str) -> Promise:
    notes = [f"{task.measures}项举措"] if task.measures else []
    notes += [f"{task.records}条部署"] if task.records else []
    return promise(f"{task.number:02}", task.quote, task.title, f"{root}{task.key}/index.html", "，".join(notes), marks)


def _note(states: Sequence[Brief]) -> str:
    odd = [str(task.number) for task in states if task.sic]
    return "原文一字未改，粗体是本站加的。" + (f"第{'、'.join(odd)}件的原文疑有误，照录未改。" if odd else "")


def _demands_said(one: ListState, states: Sequence[Brief]) -> str:
    """How many demands ask for how much, and how much of it is published."""
    quoted = [demand for demand in one.terms.demands if demand.quote]
    asks = {ask for demand in quoted for ask in demand.asks}
    own = set(_asks(one.terms)) - asks
    if not asks | own:
        return ""
    said = ""
    if quoted:
        said = f"原文对每一件还提了{len(quoted)}条要求。带点的字，就是应当有答案的地方，共{len(asks)}项"
        said += f"；本站增列{len(own)}项。" if own else "。"
    else:
        said = f"原文没有提要求，本站问{len(own)}项。"
    answered = [ask for ask in asks | own if counted(states, ask)[0]]
    everything = len(asks | own)
    if not answered:
        return said + f"{len(states)}件事，这{everything}项都还没有公布。"
    return said + f"{len(states)}件事，其中{len(answered)}项，有的件已经公布。"


def _later(site: Site, one: ListState, root: str) -> Iterator[Link]:
    if one.terms.demands and one.tasks:
        yield Link("逐件逐项看公布情况", root + address(site.edition, one.key))
    yield Link(f"下载{len(one.tasks)}件事的数据", f"{root}{one.key}/data.json")
    yield Link("计算办法", f"{root}method.html")
