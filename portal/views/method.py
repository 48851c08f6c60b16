"""How everything is computed: each rule of content-model.md, section 5, in plain words, from the values that the code uses.

The thresholds are imported, never retyped, and the worked example is an example portal that goes through the same fold as
the real one: when a rule changes, the page does.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import get_args

from portal import schema
from portal.library import FIGURE_DAYS, Task, load
from portal.replay import EARLY_DAYS
from portal.sources import Source
from portal.state import ASKS, FLAGS, LIGHTS, STATUSES, Flag, Light, Part, Status, TaskState, points, state_on, tenths
from portal.views import labels, parts
from portal.views.disclosure import ANSWERS
from portal.views.edition import Edition, Page
from portal.views.frame import Site
from portal.views.parts import Entry, Fact, Frame, Link, Shape, Shapes
from portal.views.pictures import Figures
from portal.views.rows import reason
from portal.views.words import Text, long_day, number, strong, zh_date


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a page of explanation, printed in this order; `id` is permanent, what is empty is not printed.

    `facts` are terms and what they mean, `example` is set apart: its numbers are made up.
    """

    id: str
    title: str
    lines: tuple[Text, ...] = ()
    points: tuple[Text, ...] = ()
    facts: tuple[Fact, ...] = ()
    shapes: tuple[Shapes, ...] = ()
    figures: tuple[Figures, ...] = ()
    example: tuple[Text, ...] = ()
    days: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class MethodView:
    """All that templates/method.html may use."""

    frame: Frame
    title: str
    said: Text
    contents: tuple[Link, ...]
    sections: tuple[Section, ...]


def pages(site: Site) -> Iterator[Page]:
    """The one page of rules."""
    url = "method.html"
    yield Page(url, "method.html", partial(_view, site, url))


def _view(site: Site, url: str) -> MethodView:
    frame = site.frame(url, "计算办法", "状态、进度灯、完成百分比和公开度怎样算，每条界线是多少，各有例子")
    said = "页面上的状态、进度灯和百分数没有一个是手填的，都由公布的记录算出来。这一页写明怎样算。"
    sections = tuple(_sections(site.edition))
    contents = tuple(Link(section.title, f"#{section.id}") for section in sections)
    return MethodView(frame, "计算办法", said, contents, sections)


def _sections(edition: Edition) -> Iterator[Section]:
    limits = schema.Thresholds()
    tasks = examples()
    june = state_on(tasks["stations"], date(2026, 6, 30))  # 13 stations where the plan asks for 14
    yield _records()
    yield _unpublished()
    yield _evidence(limits)
    yield _readings(edition)
    yield _in_time(tasks)
    yield _parts(limits, tasks)
    yield _tallies(june)
    yield _statuses(limits)
    yield _flags()
    yield _progress(june)
    yield _plan(june)
    yield _lights(limits)
    yield _walk(tasks)
    yield _disclosure(june)
    yield _kinds()
    yield _settlement()
    yield _thresholds(edition, limits)
    yield Section("shapes", "图形的意思", shapes=legend(limits))
    yield _ideas()


# --- the example: made up, and computed like the real thing

_PLAN = """\
---
title: 例子
adopted: 2026-01-08
period: {start: 2026-01-01, end: 2026-12-31}
source: {id: text}
update_every: 3 months
demands: [{id: all, title: 例子, basis: portal, asks: [due, lead_unit, funding, targets]}]
---
"""
_TASK = """\
---
title: 加氢站
quote: 年底前建成加氢站20座，开展环卫车示范，建成检测中心。
source: {id: text}
due: 2026-12-31
not_applicable: {funding: 全部由企业投资}
measures: [{id: demo, text: 开展环卫车示范}]
milestones: [{id: lab, title: 建成检测中心, due: 2026-11-30}]
targets:
  - id: stations
    title: 建成加氢站
    kind: cumulative
    baseline: {value: 11, as_of: 2025-12-31}
    value: 20
    unit: 座
    plan: [{by: 2026-06-30, value: 14}]
---
"""
_ADJUSTMENT = """\
---
kind: adjustment
changes: [{field: targets.stations.value, old: 20, new: 18}]
drop: [milestones.lab]
reason: 例子
basis: 例子
approver: 例子
---
"""
_UPDATE = """\
---
kind: update
step: action
evidence: [{id: e1, title: 例子, source: text}]
observations: [{target: stations, value: 13, as_of: 2026-06-30, evidence: [e1]}]
measures: [{id: demo, state: met, on: 2026-06-20}]
---
"""
_RESULT = """\
---
kind: update
step: result
evidence: [{id: e1, title: 例子, source: text}]
observations: [{target: stations, value: 18, as_of: 2026-12-25, evidence: [e1]}]
measures: [{id: demo, state: met, on: 2026-06-20, evidence: [e1]}]
---
"""
_LIMIT = """\
---
title: 事故
quote: 全年事故不超过5起。
source: {id: text}
due: 2026-12-31
targets: [{id: accidents, title: 事故, kind: at_most, value: 5, unit: 起, figure_by: 2027-01-31}]
---
"""
_FIGURE = """\
---
kind: update
step: result
evidence: [{{id: e1, title: 例子, source: text}}]
observations: [{{target: accidents, value: {}, as_of: {}, evidence: [e1]}}]
---
"""
_EXTENSION = """\
---
kind: adjustment
changes: [{field: due, old: 2026-12-31, new: 2027-06-30}]
reason: 例子
basis: 例子
approver: 例子
---
"""
_YEAR = {"task": _TASK, "2026-05-10": _ADJUSTMENT, "2026-06-30": _UPDATE}
# task.md and the records of each made-up task, by name
EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "silent": _YEAR,
    "stations": {**_YEAR, "2026-12-28": _RESULT},
    "accidents": {"task": _LIMIT, "2026-03-31": _FIGURE.format(2, "2026-03-31"),
                  "2027-01-10": _FIGURE.format(7, "2026-12-31"), "2027-02-10": _FIGURE.format(0, "2027-01-31")},
    "in-time": {"task": _TASK, "2026-12-31": _EXTENSION},
    "late": {"task": _TASK, "2027-01-01": _EXTENSION},
}
Examples = Mapping[str, Task]


def examples(files: Mapping[str, Mapping[str, str]] = EXAMPLES) -> Examples:
    """Made-up tasks by name, read like an editor's. Raises ValueError where the library finds something wrong with them."""
    texts = {"portal.yml": "title: 例子\nowner: {name: 例子}\ntimezone: UTC\n",
             "sources.yml": "- {id: text, title: 例子, kind: 例子}\n", "2026/plan.md": _PLAN}
    texts |= {f"2026/{number:02}-{name}/{record}.md": text for number, (name, records) in enumerate(files.items(), 1)
              for record, text in records.items()}
    portal, problems = load([Source(path, text, hashlib.sha256(text.encode()).hexdigest()) for path, text in texts.items()])
    if problems:
        raise ValueError(problems)
    return dict(zip(files, portal.lists[0].tasks, strict=True))


def _stations(state: TaskState) -> Part:
    return next(part for part in state.parts if part.id == "stations")


def _computed(state: TaskState) -> str:
    """What the fold says on a day, in a sentence."""
    light = "" if state.light == "done" else "，没有灯" if state.light is None else f"，{labels.LIGHT[state.light]}"
    because = reason(state)
    now, then = state.present, state.original
    flags = "、".join(labels.FLAG[flag] for flag in state.flags)
    return (f"{labels.STATUS[state.status]}{light}" + (f"（{because}）" if because else "")
            + f"。现定{now.met}/{now.total}，原定{then.met}/{then.total}" + (f"，另有自报{now.claimed}个" if now.claimed else "")
            + "。" + (f"标注：{flags}。" if flags else ""))


# --- the sections


def _records() -> Section:
    return Section("records", "记录", lines=(
        "承诺公布一次，以后不改。后来的事都写成带日期的记录；某一天的样子，只由那一天为止公布的记录决定。",
        "后来的记录不会改变以前任何一天的样子，也不会使以前的记录作废。写进记录的事（哪天做到、截至哪天的数）不会晚于记录公布的日子。",
        "凡是说“以前”“以内”的界线，那一天算在内：到期那天做到是按时，过后第30天仍在30天以内。",
        "坏消息照登，不会使网站停下来；写错、缺字段或者对不上原文的记录会。",
    ))


def _unpublished() -> Section:
    excused = "、".join(labels.ASK[ask] for ask in get_args(schema.NotApplicableAsk))
    return Section("unpublished", "未公布和不涉及", lines=(
        "没有公布的写“未公布”，不留空，也不猜。意思是本站收录的公开材料里没有，不等于不存在，也不等于没有做。",
        f"“不涉及”要在记录里写明理由，只有{excused}可以这样写。写了不涉及、后来又公布了的，按公布的算。",
        f"“{labels.STATUS['not_assessed']}”是还没有进展记录；“{labels.STATUS['not_started']}”是记录写明还没有开始。两样不混用。",
    ))


def _evidence(limits: schema.Thresholds) -> Section:
    end = date(2026, 12, 31)
    last = end + timedelta(days=limits.grace_days)
    return Section("evidence", "凭据", lines=(
        "一个部分要有凭据才算完成；只说做完、没有凭据的是自报完成，另外计数，从不当作完成。凭据是文件、网页或登记过的来源，"
        "记录里写明名称和地方。",
        f"凭据可以后补：把同一个数或同一天的完成再写一遍，附上凭据。过了时限{limits.grace_days}天以内补上的，"
        "算在最初报的那一天；更晚的，算在补上的那一天。",
        "完成以后，只有写明“未完成”的记录或者勘误能收回。勘误改过的数，要重新附凭据，否则算自报。",
    ), example=(("时限是", long_day(end), "，凭据补到", long_day(last), "仍算按时；",
                 long_day(last + timedelta(days=1)), "补上的算那一天完成，已经逾期。"),))


def _readings(edition: Edition) -> Section:
    newest = edition.lists[0].terms if edition.lists else None
    return Section("readings", "承诺的三种读法", facts=(
        Fact("原定", f"最初公布的承诺，加上清单公布以后{EARLY_DAYS}天以内补充公布的内容，和得到证实的勘误",
             "分工方案和预算往往晚几个星期才公布，那不是改动"),
        Fact("现定", "原定加上每一次及时的改动", "状态、灯和百分数按它算"),
        Fact("照录", "现定加上逾期以后的改动", "只是照登，不影响计算"),
    ), example=((f"{newest.title}，", long_day(newest.adopted), "公布：到",
                 long_day(newest.adopted + timedelta(days=EARLY_DAYS)), "为止补充公布的算作原定。"),) if newest else ())


def _in_time(tasks: Examples) -> Section:
    seen = [state_on(tasks[name], date(2027, 1, 2)) for name in ("in-time", "late")]
    return Section("in-time", "及时的改动和逾期的改动", lines=(
        "一个部分的时限，先看它自己的；没有写的，看整件任务的；都没有的，到清单期末。",
        "改动在这个时限以前公布（按改动前一刻的现定），是及时的，算数。改计划里某一天的数，还要在那一天以前公布。"
        "改整件任务的时限，要在原来的时限以前公布，没有时限的要在期末以前。",
        f"更晚的改动照登，标“{labels.FLAG['changed_after_due']}”，什么也不改变：过了时限再延期、降低目标、取消节点，都不能把没有做到变成做到。",
    ), example=tuple(
        f"{state.changes[-1].record}公布把任务的时限从2026-12-31改为2027-06-30：{'及时' if state.changes[-1].in_time else '逾期'}，"
        f"按{state.due}算。" for state in seen))


def _parts(limits: schema.Thresholds, tasks: Examples) -> Section:
    accidents = (state_on(tasks["accidents"], when).parts[0] for when in
                 (date(2026, 3, 31), date(2027, 1, 10), date(2027, 2, 10)))
    said = [f"{_figure(part)}，{labels.STATE[part.state]}" for part in accidents]
    kinds = labels.TARGET_KIND
    return Section("parts", "部分怎样算完成", lines=(
        "一件任务分成部分：举措、节点、目标。常态化的举措和目标不计入部分，另外写明有几个。",
    ), facts=(
        Fact("举措、节点", "记录写明完成", "算在写明的那一天，没有写的算在公布的那一天；部分完成不算完成"),
        Fact(f"{kinds['cumulative']}的目标", "数达到目标", "算在这个数截至的那一天"),
        Fact(f"{kinds['level_up']}、{kinds['level_down']}的目标", "截至时限那天或以后的数达到目标",
             f"第一个这样的数在时限后{limits.grace_days}天以内的，算在时限那天；其他算在它自己的那一天。"
             "时限以前达到，写“已达到，待期末确认”"),
        Fact(f"{kinds['at_most']}、{kinds['at_least']}的目标", "截至时限那天的数说了算，第一次公布的为准",
             "以后只有勘误能改。时限以前写“保持中”或“已突破”"),
        Fact("已取消", "及时取消的部分", "现定不再计，原定一直计"),
    ), example=(
        f"全年事故不超过5起。{'；'.join(said)}：年底的数已经定了，后来归零也改不了。",
        f"年度的数常在次年公布。目标可以事先写明数据发布时间，最晚在时限后{FIGURE_DAYS}天；在那以前是等数据发布，不算逾期。",
    ))


def _figure(part: Part) -> str:
    latest = part.latest
    return f"截至{latest.as_of}是{number(latest.value)}起" if latest else ""


def _tallies(state: TaskState) -> Section:
    now, then = state.present, state.original
    return Section("tallies", "两本账", lines=(
        "现定n/N：及时取消的部分不在N里，增加的在。原定n/N：按最初的数和时限，取消的仍在N里。"
        "两本账不同的时候，原定总写在现定旁边。",
        "原定的账另记按时完成几个。后来放宽、推迟或取消了什么，最初的承诺自己的分数都留着。",
    ), example=(
        ("承诺建成加氢站20座、开展示范、建成检测中心，共", strong(then.total), "个部分。5月改为18座，取消检测中心；6月示范自报完成。"
         f"现定{now.met}/{now.total}，原定{then.met}/{then.total}，自报{now.claimed}个，两边都不算完成。"),
    ))


STATUS_RULES: Mapping[Status, str] = {
    "terminated": "时限以前宣布终止，而且没有全部完成",
    "completed": "全部部分完成，而且原定的每个部分都在原定的时限以内完成",
    "completed_late": "全部部分完成，有的过了现定的时限才完成",
    "completed_as_adjusted": "全部部分完成，都没有过现定的时限，但不是照原定完成的",
    "suspended": "宣布暂缓，没有恢复，时限未过",
    "reported_complete": "全部部分完成或自报完成；过了时限{grace}天，自报的不再算",
    "concluded": "过了时限，已经销号，原定和现定都没有可以计的部分",
    "partially_completed": "过了时限，已经销号，原定的部分至少完成了一个（原定没有部分的，看现定）",
    "missed": "过了时限，已经销号，原定的部分一个也没有完成",
    "awaiting_verdict": "过了期末，没有销号，从来没有公布过时限；或者没完成的部分都在等数据发布",
    "overdue": "过了时限，没有全部完成，也没有销号",
    "in_progress": "有实际进展或成效的记录、有实际数、有节点完成（自报和部分完成也算）、有举措推进中或完成；只有部署不算",
    "preparing": "有手续在办、批复或退回，或者有举措在前期准备",
    "not_started": "记录写明举措没有启动",
    "not_assessed": "没有记录，或者只有部署",
}


def _statuses(limits: schema.Thresholds) -> Section:
    return Section("status", "状态", lines=(
        "从上往下看，第一个符合的就是。这里的时限，是任务的时限；任务没有的，是各部分里最晚的那个；一个也没有的，是清单期末。",
    ), facts=tuple(Fact(labels.STATUS[status], STATUS_RULES[status].format(grace=limits.grace_days))
                   for status in STATUSES),
        example=("已经开始的就是开始了：从推进中到暂未评估，只有勘误能往回退。时限以后才宣布的终止不改变状态；暂缓的任务过了时限，一样要有结论。",))


FLAG_RULES: Mapping[Flag, str] = {
    "as_adjusted": "有及时的改动，改了时限，或者改了一个部分（名称和单位不算）；得到证实的勘误和早期的补充不算",
    "past_original_due": "原定的某个部分过了原定的时限没有完成，也不是在等数据发布",
    "changed_after_due": "有逾期以后的改动",
    "self_reported": "有部分自报完成，没有凭据",
    "carried_over": "销号时写明结转到下一份清单；结转不改变没有完成的结论",
    "stale": "从最近一次有内容的记录（没有的从清单公布）算起，超过了清单定的更新间隔；部署不算，做完和已有结论的不看",
}


def _flags() -> Section:
    return Section("flags", "标注", lines=("标注写在状态旁边，从不代替状态。",),
                   facts=tuple(Fact(labels.FLAG[flag], FLAG_RULES[flag]) for flag in FLAGS))


def _progress(state: TaskState) -> Section:
    part = _stations(state)
    base, goal, now = part.baseline, part.value, part.latest
    assert base is not None and goal is not None and now is not None and part.percent is not None
    first = state.original_promise.targets[0].value
    assert first is not None
    nearly = tenths(points(Decimal(1999), Decimal(2000)))
    return Section("progress", "完成百分比", lines=(
        "（最新－基期）÷（目标－基期），按现定。最新是截至日最晚的数。累计的目标没有公布基期的从0算起；达到、降至的目标没有基期的，"
        "以及基期等于目标的，不算百分比；不高于、不低于和常态化没有百分比。",
        "用十进制精确计算，留一位小数，尾数舍去，从不进位。累计超过目标的照写；图上的条画到100为止。",
        "只有目标有百分比。一件任务、一个单位、一份清单都没有“总进度”：写完成几个、共几个、哪些不计、为什么。",
    ), example=(
        f"基期{number(base)}座，目标{number(goal)}座（原定{number(first)}座），"
        f"最新{number(now.value)}座：({number(now.value)}−{number(base)})÷({number(goal)}−{number(base)})"
        f"={number(now.value - base)}÷{number(goal - base)}={number(part.percent)}%。"
        f"按原定{number(first)}座算：{number(now.value - base)}÷{number(first - base)}"
        f"={number(tenths(points(now.value - base, first - base)))}%。",
        f"2000户改了1999户：{number(nearly)}%，不写100%。",
    ))


def _plan(state: TaskState) -> Section:
    part = _stations(state)
    limits = state.terms.thresholds
    base, goal, now = part.baseline, part.value, part.latest
    plan = part.plan_value
    assert base is not None and goal is not None and now is not None and plan is not None
    assert part.behind_by is not None and part.light is not None
    wanted = tenths(points(plan - Fraction(base), goal - base))
    return Section("plan", "与计划比", lines=(
        "计划是公布过的“到哪天做到多少”，时限那天的目标总是最后一个。某一天的计划，是那天或那天以前的最后一个数；第一个数以前没有可比的。"
        "承诺写明均匀推进的，从期初的基期起连成直线。",
        "比的是最新的数在它自己截至那天的计划，差多少，用（目标－基期）的百分点说。现定时限那天以后的计划数不看；没有一个计划数多于现定的目标。",
    ), example=(
        f"6月30日计划{_whole(plan)}座：({_whole(plan)}−{number(base)})÷({number(goal)}−{number(base)})={number(wanted)}%。"
        f"实际{number(now.value)}座，相差：({_whole(plan)}−{number(now.value)})÷{number(goal - base)}"
        f"={number(part.behind_by)}个百分点。多于{number(limits.behind_points)}、不多于{number(limits.serious_points)}，"
        f"所以是{labels.LIGHT[part.light]}。",
    ))


def _whole(value: Fraction) -> str:
    return number(tenths(value)) if value.denominator != 1 else str(value.numerator)


def light_rules(limits: schema.Thresholds) -> Mapping[Light, str]:
    """When a part shows which light, in words, with a list's own limits."""
    behind, serious, soon, grace = (number(limits.behind_points), number(limits.serious_points), limits.soon_days,
                                    limits.grace_days)
    return {
        "serious": f"过了时限超过{grace}天没有完成；或者比计划少超过{serious}个百分点；或者最新的数突破了限额",
        "behind": f"过了时限，不超过{grace}天；或者比计划少超过{behind}个、不超过{serious}个百分点",
        "no_data": f"计划里的一天过了{grace}天，还没有那天或以后的数；或者超过更新间隔没有新的数；或者过了时限，在等数据发布",
        "due_soon": f"{soon}天以内到期",
        "on_time": f"与计划比过，少不超过{behind}个百分点；或者限额没有突破；或者是已经启动的任务里没有到期的举措、节点",
        "ahead": "与计划比过，已经达到下一个计划数",
        "done": f"完成。自报完成的写明自报，过了时限{grace}天就不再亮",
        "none": "没有公布任何时限和计划",
    }


def _lights(limits: schema.Thresholds) -> Section:
    rules = light_rules(limits)
    return Section("lights", "进度灯", lines=(
        "有时限或有计划的部分才有灯。没有完成的部分，取符合的里面最坏的一个，并写明理由和减法。"
        "严重滞后、慢序时、数据未更新都不符合，才依次看超序时、临期、达序时；都不符合的没有灯。",
        "没有依据就没有绿灯：没有计划可比、没有实际数的目标，不会因为没有坏消息而亮绿灯；不更新也不会使红灯变淡。",
        "一件任务的灯，是它各部分里最坏的；完成的不看。全部完成或自报完成的是完成；终止、暂缓，和已有结论而没有全部完成的，没有灯。",
        f"{labels.LIGHT['behind']}或{labels.LIGHT['serious']}而没有公布困难和措施的，页面写明没有公布。",
    ), facts=tuple(Fact(labels.LIGHT[light], rules[light]) for light in LIGHTS))


def _walk(tasks: Examples) -> Section:
    done = (
        ("2026-01-31", "清单1月8日公布，还没有记录。"),
        ("2026-04-09", "过了3个月没有记录。"),
        ("2026-05-10", "公布调整：20座改为18座，取消检测中心。"),
        ("2026-06-30", "公布进展：13座，有凭据；环卫车示范自报完成。"),
        ("2026-12-28", "公布成效：截至12月25日18座，示范补上凭据。"),
    )
    silent = (
        ("2026-12-31", "假如12月没有记录：到期那天。"),
        ("2027-01-01", "假如没有记录：过了一天。"),
        ("2027-01-31", "假如没有记录：过了31天，自报的不再亮“完成”。"),
    )
    days = [("stations", *one) for one in done] + [("silent", *one) for one in silent]
    return Section("walk", "一个例子走一年", lines=(
        "数和事都是编的，只为说明算法；每一天的结果由本站的程序按上面的规则算出。",
        "2026年12月31日以前建成加氢站20座（基期11座，6月30日计划14座），开展环卫车示范，11月30日以前建成检测中心。",
    ), days=tuple(Entry(when, lines=(said, _computed(state_on(tasks[name], date.fromisoformat(when))))) for name, when, said in days))


ANSWER_RULES: Mapping[schema.Ask, str] = {
    "lead_unit": "写明牵头单位", "responsible_units": "写明责任单位", "subtasks": "有举措或节点写明自己的责任单位",
    "supervision": "有一条督导", "milestones": "有节点写明时限，或者有目标写明计划", "difficulties": "有一个困难写明措施",
    "preparation": "有手续写明办到哪步，或者有举措在前期准备", "start_dates": "写明启动时间", "procedures": "有一项手续",
    "funding": "有一笔资金", "legacy_issues": "有一个历史遗留问题", "coordination": "有一个协调机制",
    "targets": "有一个目标，常态化的不算", "due": "写明任务的时限，或者每个部分都有时限", "evidence": "有一条记录附了凭据",
}


def _disclosure(state: TaskState) -> Section:
    found = state.disclosure
    answered, missing, excused = (
        "、".join(labels.ASK[ask] for ask in asks) for asks in (found.answered, found.missing, found.not_applicable))
    return Section("disclosure", "公开度", lines=(
        "清单自己的要求问了哪几项，每件任务就看哪几项；本站增列的写明是增列。公开度是公布几项、共问几项，一项一项列出来；"
        "写明不涉及的不在共问里。照录的承诺或任何一条记录里有，就算公布。",
    ), facts=tuple(Fact(labels.ASK[ask], ANSWER_RULES[ask]) for ask in ASKS),
        example=(f"问4项，公布了{answered}，没有公布{missing}，{excused}写明不涉及：公开度"
                 f"{len(found.answered)}/{len(found.answered) + len(found.missing)}。",))


def _kinds() -> Section:
    kinds, steps = labels.RECORD_KIND, labels.STEP
    return Section("kinds", "记录的种类", facts=(
        Fact(kinds["update"], f"做了什么，分{steps['announcement']}、{steps['action']}、{steps['result']}",
             "只有部署，任务不算启动"),
        Fact(kinds["supplement"], "原来没有公布的，现在公布了", "不算改动；要有来源"),
        Fact(kinds["adjustment"], "改了承诺", "写明原来的、现在的、原因、依据、审批单位；引文、来源和举措的文字不能改"),
        Fact(kinds["correction"], "本站写错了，改正", "写明谁发现的、正确的字句在哪里"),
        Fact(kinds["settlement"], "期满以后逐个部分下结论"),
    ), lines=(
        "对承诺的勘误，要三样都有才算得到证实：来源是清单自己的来源，或者日期不晚于清单公布；写明存档的SHA-256；正确的数、日期或字句在存档里原样找得到。"
        "没有得到证实的，按调整算，免得有人借“勘误”放宽承诺。",
        "勘误改正以前的记录：记录原样留着，旁边写明改正；计算从勘误公布那天起改。",
    ))


def _settlement() -> Section:
    reasons = "、".join(labels.REASON.values())
    return Section("settlement", "销号", lines=(
        "过了时限才能销号，没有完成的部分都要有结论，结论是未完成的要写原因。举措和节点可以下结论说完成，同样要有凭据；目标只看数，不能用结论说完成。",
        f"原因分为：{reasons}。",
    ))


def _thresholds(edition: Edition, limits: schema.Thresholds) -> Section:
    def row(title: str, own: schema.Thresholds, every: str) -> tuple[Text, ...]:
        values = [(getattr(own, key), getattr(limits, key)) for key in
                  ("behind_points", "serious_points", "soon_days", "grace_days")]
        return (title, *(str(value) if value == default else (strong(value),) for value, default in values), every)

    quarter = schema.Interval(3, "months")
    rows = [row("默认", limits, "各清单自定")]
    rows += [row(one.terms.title, one.terms.thresholds, labels.span(one.terms.update_every)) for one in edition.lists]
    return Section("thresholds", "界线", lines=(
        "清单可以比默认的更严，不能更松；与默认不同的用粗字。本页别处写的是默认的界线。",
        f"另有两条各清单相同：清单公布后{EARLY_DAYS}天以内的补充算作原定；数据发布时间最晚在时限后{FIGURE_DAYS}天。",
        f"更新间隔按月算的，月底不够的取月底：2025年11月30日加3个月，是{zh_date(quarter.after(date(2025, 11, 30)))}。"
        "目标自己写了多久一个数的，按它自己的。",
    ), figures=(Figures("慢序时、严重滞后是比计划少几个百分点，临期、宽限是几天",
                        ("清单", "慢序时", "严重滞后", "临期", "宽限", "更新间隔"), tuple(rows), shown=True),))


def legend(limits: schema.Thresholds) -> tuple[Shapes, ...]:
    """Every shape of the site and what it means."""
    rules = light_rules(limits)
    carried = Shape(parts.STATUSES["carried_over"], labels.FLAG_MEANS["carried_over"])
    means = {"met": "有凭据", "claimed": "报了完成，没有凭据", "open": "还没有做到", "dropped": "及时取消，现定不计",
             "ongoing": "一直要做，不计入部分"}
    said = {"answered": "公开材料里有", "missing": "本站收录的公开材料里没有", "not_applicable": "写明理由的"}
    return (
        Shapes("进度灯：快慢", tuple(Shape(parts.LIGHTS[light], rules[light]) for light in LIGHTS)),
        Shapes("状态：做到哪一步", (*(Shape(parts.STATUSES[status], labels.STATUS_MEANS[status]) for status in STATUSES),
                             carried)),
        Shapes("格子：部分", tuple(Shape(glyph, means[kind]) for kind, glyph in parts.CELLS.items())),
        Shapes("格子：公开", tuple(Shape(glyph, said[kind]) for kind, glyph in ANSWERS.items())),
        Shapes("记录", (Shape(parts.RECORDS["adjustment"], "承诺改了"), Shape(parts.RECORDS["correction"], "写错的改正了"))),
    )


def _ideas() -> Section:
    return Section("ideas", "这些办法从哪里来", points=(
        "基础设施公开数据标准 OC4IDS：改动写成记录，节点有自己的状态。",
        "开放政府伙伴关系 OGP：节点，以及把自己报告的和核实过的分开。",
        "加拿大国家行动计划跟踪：推迟的要写明困难。",
        "Open SDG：目标进度的算法和公布的组成。",
        "BuildCanada：宣布不等于行动；悄悄的走样要看得见。",
        "PolitiFact（2009年）：没有评估不等于没有行动。",
        "Holder De Ord：没有做到的理由和更正都登出来。",
        "金寨、银川（2025年）：序时进度和进度灯，银川的10个和30个百分点。",
        "九江（2011年）：重大设计变更公布依据、审批、时间、理由和内容。",
        "国办函〔2016〕38号：列在第一位的单位牵头。",
    ))
