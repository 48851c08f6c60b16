#!/usr/bin/env python3
"""A content folder of any size, for benchmarks: an invented city, the same bytes for the same numbers on every machine.

    python3 bench/corpus.py N OUT [--lists L] [--seed 7]

N tasks in L lists (by default a list for every 200 tasks begun). A task has 4 measures, 3 targets with plans,
6 milestones, an explainer of some 1,500 Chinese characters and 4 dated records from March to July of 2026 with figures,
milestones met and evidence; of every 20 tasks about 4 are adjusted, 2 supplemented and 1 corrected. Everything that may
be written is written (units, procedures, money, difficulties): a portal in use, not an empty one.

A task depends on the seed, its list and its number only, so a larger corpus begins with the same lists of 200.
"""

import argparse
import hashlib
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

AS_OF = date(2026, 7, 15)  # a day on which every record is published
LIST_SIZE = 200
HAN_PER_EXPLAINER = 1460  # at least; about 1,540 on average, as in the benchmark of other generators
CITY = "霁川市"
SAMPLE = "样例数据：霁川市是虚构的城市，这里的任务、单位、数字都是程序编出来的，只用来量快慢。"

# --- words


@dataclass(frozen=True, slots=True)
class Topic:
    """What a task can be about. `counted` is a cumulative target, `raised` and `lowered` are levels in percent."""

    slug: str
    title: str
    theme: str
    counted: tuple[str, str]  # title, unit
    raised: str
    lowered: str
    measures: tuple[str, str, str, str]


TOPICS = (
    Topic("water-pipes", "供水管网更新", "city", ("更新供水管道", "公里"), "水压合格率", "管网漏损率",
          ("先换漏得最多的老管", "分区装表计量", "同步修好路面", "公开每段管道的停水时间")),
    Topic("school-canteens", "中小学食堂改造", "livelihood", ("改造学校食堂", "个"), "明厨亮灶覆盖率", "食材抽检不合格率",
          ("统一采购大宗食材", "食堂后厨装上摄像头", "家长轮流陪餐", "每学期公开一次账目")),
    Topic("village-roads", "村道硬化", "rural", ("硬化村道", "公里"), "村道列养率", "危桥占比",
          ("先修通客车的路", "危桥一座一策", "村民参加质量监督", "养护经费列入预算")),
    Topic("street-trees", "街道绿化补植", "ecology", ("补植行道树", "株"), "树木成活率", "裸露地面占比",
          ("选用本地树种", "补齐缺株断带", "老树挂牌保护", "绿化用水改用再生水")),
    Topic("clinics", "村卫生室提质", "livelihood", ("改造村卫生室", "个"), "常用药配备率", "转诊等候超时率",
          ("配齐常用药和设备", "乡镇医生定期坐诊", "接入远程会诊", "公布坐诊时间表")),
    Topic("charging-piles", "公共充电桩建设", "energy", ("新建公共充电桩", "个"), "充电桩完好率", "电网故障停电率",
          ("优先建在老小区和乡镇", "一张图公布空闲位置", "统一服务价格公示", "坏桩限期修复")),
    Topic("dust-control", "工地扬尘治理", "ecology", ("整治施工工地", "处"), "工地围挡率", "扬尘超标率",
          ("工地装在线监测", "渣土车密闭运输", "裸土全部覆盖", "超标工地当天公布")),
    Topic("flood-points", "内涝点整治", "safety", ("整治内涝点", "处"), "泵站完好率", "排水管道淤堵率",
          ("一点一策治理", "汛前清淤管道", "更新老旧泵站", "积水情况实时公布")),
    Topic("night-buses", "夜间公交加密", "city", ("加密公交线路", "条"), "夜班准点率", "乘客投诉率",
          ("医院车站延长末班车", "换乘站加装照明", "线路调整先听意见", "候车亭显示到站时间")),
    Topic("farm-ponds", "山塘除险加固", "rural", ("加固山塘", "座"), "灌溉水利用率", "病险山塘占比",
          ("逐座查清隐患", "枯水期抢先施工", "落实巡查责任人", "装上水位监测设备")),
    Topic("small-loans", "小微企业贷款贴息", "industry", ("贴息企业", "户"), "线上申请办结率", "申请退回率",
          ("申请材料压到三份", "贴息名单按月公示", "银行上门对接", "资金直达企业账户")),
    Topic("gas-alarms", "燃气报警器安装", "safety", ("安装燃气报警器", "户"), "入户安检率", "隐患复发率",
          ("先装餐饮场所", "困难家庭免费安装", "老化软管一并更换", "安检结果发到手机")),
    Topic("factory-roofs", "厂房屋顶光伏", "energy", ("建成屋顶光伏", "处"), "并网及时率", "弃光率",
          ("摸清可用屋顶", "并网手续一窗受理", "公开电价和收益测算", "设备质量统一抽检")),
    Topic("skills-training", "技能培训进园区", "industry", ("培训职工", "人"), "培训后持证率", "中途退学率",
          ("按企业需求开班", "夜校和周末班相结合", "补贴直接发给个人", "培训机构年度考评")),
    Topic("community-elders", "社区养老服务", "livelihood", ("建成社区养老服务站", "个"), "助餐点覆盖率", "服务投诉率",
          ("利用闲置房屋改建", "老人助餐分档补贴", "上门服务明码标价", "志愿服务时间可兑换")),
    Topic("open-licences", "审批事项精简", "city", ("精简审批事项", "项"), "当天办结率", "重复提交率",
          ("能查到的材料不再要", "高频事项一次办好", "窗口办件公开评价", "超时件自动提醒")),
)

THEMES = (("industry", "产业强市"), ("energy", "清洁能源"), ("ecology", "绿水青山"), ("rural", "和美乡村"),
          ("livelihood", "民生实事"), ("safety", "安全韧性"), ("city", "城市功能"))

UNITS = (("gov-office", "市政府办"), ("drc", "市发展改革委"), ("education", "市教育局"), ("industry", "市工信局"),
         ("police", "市公安局"), ("civil", "市民政局"), ("finance", "市财政局"), ("labour", "市人社局"),
         ("land", "市自然资源局"), ("environment", "市生态环境局"), ("housing", "市住建局"), ("transport", "市交通局"),
         ("water", "市水利局"), ("agriculture", "市农业农村局"), ("commerce", "市商务局"), ("health", "市卫健委"),
         ("emergency", "市应急局"), ("market", "市市场监管局"), ("energy", "市能源局"), ("forestry", "市林业局"),
         ("management", "市城管局"), ("approvals", "市审批局"), ("gas-company", "市燃气公司"), ("bus-company", "市公交公司"))

PLACES = (("yunting", "云汀区"), ("qiaotou", "霁桥区"), ("shiquan", "石泉垭县"), ("maolin", "茂霖县"), ("baitan", "白滩坞县"),
          ("songyin", "松荫岭县"), ("heyan", "禾雁县"), ("lanxi", "岚汐县"), ("zhuwan", "竹湾坪县"), ("guqiao", "古樵县"))

PHASES = (("plan", "编制{}方案"), ("permits", "办完{}前期手续"), ("begin", "{}第一批开工"), ("half", "{}完成过半"),
          ("built", "{}主体完工"), ("acceptance", "{}通过验收"))
PHASE_DUES = (date(2026, 2, 20), date(2026, 3, 20), date(2026, 5, 10), date(2026, 7, 31), date(2026, 10, 10), date(2026, 12, 10))

DEMANDS = (
    ("responsibility", "责任到人", "每件任务都要有牵头单位和责任单位，任务分到人，督导跟着走。",
     "lead_unit, responsible_units, subtasks, supervision"),
    ("path", "步骤到天", "要把任务排成一步一步，每一步写明日子，把会遇到的困难想在前面。", "milestones, difficulties"),
    ("speed", "早动手", "能马上做的马上做，要准备的早准备。", "preparation, start_dates"),
    ("obstacles", "啃硬骨头", "手续要跑，资金要筹，老问题要解。", "procedures, funding, legacy_issues"),
    ("cooperation", "一起做", "几家的事几家一起商量，定了就办。", "coordination"),
)

WHEN = ("每月最后一周", "雨季到来之前", "方案定下以后", "学校放假期间", "第一批点位完工以后", "收到居民来信的三天之内", "半年总结的时候",
        "材料进场的当天", "预算下达之前", "遇到管线冲突的时候")
WHO = ("街道干部", "施工队", "监理人员", "居民代表", "设计单位", "村委会", "热线值班员", "检测机构", "物业公司",
       "项目负责人", "财务人员", "网格员")
HOW = ("挨家挨户", "按片区", "拿着图纸", "对着清单", "分两班", "当着住户的面", "用同一张表", "不打招呼")
DO = ("核实", "登记", "复查", "讲解", "清点", "公示", "拍照留存", "重新丈量", "汇总", "抽查")
WHAT = ("还没有完工的点位", "管道的埋深和走向", "材料的合格证明", "每一笔支出的去向", "居民提过的意见", "临时停用的时间", "设备的运行记录",
        "要避开的老树和文物", "补贴对象的名单", "上一轮整改的结果", "工人的上岗证件", "周边商户的营业时间")
THEN = ("，结果贴在公示栏里", "，差错超过{}处的重新做", "，大约要用{}天", "，涉及{}户居民", "，记录保存{}个月", "，有疑问的当场答复",
        "，超出预算{}%的要重新审批", "，过程全部录像", "", "")
HEADS = ("这件事为什么要做", "钱从哪里来", "怎样算做完", "施工期间会有什么不便", "居民可以做什么", "做完以后谁来管", "以前做过什么",
         "几个容易误会的词")
TROUBLES = ("地下管线资料不全，开挖后要改图", "临时用地还没有谈妥", "设备到货比合同晚", "雨天多，可施工的日子少", "两家单位的工期撞在一起")
REMEDIES = ("请档案馆补查图纸，边探边挖", "由区里出面协商，改用旁边的空地", "另找一家供货，分批到货", "改为白天夜间两班",
            "每周开一次碰头会，合并工期")


def sentence(chance: random.Random) -> str:
    """A sentence of the explainer; it says nothing about anything real."""
    words = chance.choice(WHEN) + "，" + chance.choice(WHO) + chance.choice(HOW) + chance.choice(DO) + chance.choice(WHAT)
    if chance.random() < 0.4:
        words += "，再" + chance.choice(DO) + chance.choice(WHAT)
    return words + chance.choice(THEN).format(chance.randint(3, 60)) + "。"


def paragraph(chance: random.Random) -> str:
    """Three to five sentences; in most of them some words have weight."""
    words = [sentence(chance) for _ in range(chance.randint(3, 5))]
    if chance.random() < 0.6:
        words[-1] = f"**{chance.choice(WHAT)}**要写清楚，{words[-1]}"
    return "".join(words)


def han(text: str) -> int:
    """How many Chinese characters there are in a text."""
    return sum("\u4e00" <= char <= "\u9fff" for char in text)


# --- a task


@dataclass(frozen=True, slots=True)
class Figures:
    """A target's numbers: baseline, goal, what the plan asks for at three quarters' ends, what was reached at two."""

    id: str
    kind: str
    title: str
    unit: str
    baseline: str
    goal: str
    plan: tuple[str, str, str]
    reached: tuple[str, str]


QUARTERS = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30))
PACE = (0.2, 0.5, 0.75)


def figures(chance: random.Random, topic: Topic) -> tuple[Figures, ...]:
    """The three targets of a task: a count with one figure of plan a quarter, a level to be raised, one to be lowered."""
    found = []
    for name, kind, title, unit, start, end, digits in (
            ("count", "cumulative", *topic.counted, chance.randint(0, 40), chance.randint(90, 600), 0),
            ("rate", "level_up", topic.raised, "%", chance.uniform(50, 70), chance.uniform(85, 98), 1),
            ("share", "level_down", topic.lowered, "%", chance.uniform(12, 20), chance.uniform(2, 6), 1)):
        def at(share: float, start: float = start, end: float = end, digits: int = digits) -> str:
            return f"{start + (end - start) * share:.{digits}f}"

        speed = chance.choice((0.4, 0.7, 0.95, 1.0, 1.1, 1.4))
        found.append(Figures(name, kind, title, unit, at(0), at(1), (at(PACE[0]), at(PACE[1]), at(PACE[2])),
                             (at(PACE[0] * speed), at(PACE[1] * speed))))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A task as drawn by lot, before it is written down."""

    list_key: str
    number: int
    topic: Topic
    place: tuple[str, str]
    targets: tuple[Figures, ...]
    dues: tuple[date, ...]
    units: tuple[str, ...]
    days: tuple[date, date, date, date]  # of its records
    course: str  # what its third record is: update, adjustment or correction
    supplemented: bool  # whether its first record is a supplement

    @property
    def folder(self) -> str:
        """Where its files are, below the content folder."""
        return f"{self.list_key}/{self.number:03}-{self.topic.slug}"

    @property
    def title(self) -> str:
        """What it is called."""
        return self.place[1] + self.topic.title

    @property
    def quote(self) -> str:
        """The promise's sentence: targets first, then the measures."""
        count, rate, share = self.targets
        goals = (f"年内{count.title}{count.goal}{count.unit}", f"{rate.title}提高到{rate.goal}%", f"{share.title}降到{share.goal}%")
        return f"推进{self.title}，" + "，".join((*goals, *self.topic.measures)) + "。"


def draw(list_key: str, number: int, seed: int) -> tuple[Drawn, random.Random]:
    """A task, and the lots that its text goes on with."""
    chance = random.Random(f"{seed} {list_key} {number}")
    topic = chance.choice(TOPICS)
    place = chance.choice(PLACES)
    dues = tuple(due + timedelta(days=chance.randint(0, 15)) for due in PHASE_DUES)
    days = (date(2026, 3, chance.randint(8, 20)), date(2026, 4, chance.randint(3, 25)), date(2026, 5, chance.randint(8, 28)),
            date(2026, 7, chance.randint(2, 12)))
    units = tuple(chance.sample([unit for unit, _ in UNITS], 5))
    course = chance.choices(("update", "adjustment", "correction"), (15, 4, 1))[0]
    return Drawn(list_key, number, topic, place, figures(chance, topic), dues, units, days, course,
                 chance.random() < 0.1), chance


def promise(task: Drawn, chance: random.Random) -> str:
    """task.md"""
    lines = [
        "---", f"title: {task.title}", f"quote: {task.quote}",
        f"source: {{id: meeting-{task.list_key}, locator: 第{task.number}件}}",
        f"themes: {{ids: [{task.topic.theme}], basis: editorial}}", "measures:",
        *(f"  - {{id: m{index}, text: {text}, unit: {task.units[index % 3]}}}" for index, text in enumerate(task.topic.measures, 1)),
        f"lead_unit: {task.units[0]}", f"responsible_units: [{', '.join(task.units[:3])}]",
    ]
    if not task.supplemented:
        lines.append(f"supporting_units: [{', '.join(task.units[3:])}]")
    lines += [f"places: [{task.place[0]}]", f"start: 2026-02-{chance.randint(1, 28):02}", "due: 2026-12-31", "targets:"]
    for target in task.targets:
        lines += [f"  - id: {target.id}", f"    title: {target.title}", f"    kind: {target.kind}",
                  f"    baseline: {{value: {target.baseline}, as_of: 2025-12-31}}", f"    value: {target.goal}",
                  f"    unit: '{target.unit}'", "    nature: expected", "    plan:",
                  *(f"      - {{by: {by}, value: {value}}}" for by, value in zip(QUARTERS, target.plan, strict=True))]
    lines.append("milestones:")
    before = ""
    for (name, title), due in zip(PHASES, task.dues, strict=True):
        after = f", after: [{before}]" if before else ""
        lines.append(f"  - {{id: {name}, title: {title.format(task.topic.title)}, due: {due}, "
                     f"unit: {chance.choice(task.units[:3])}{after}}}")
        before = name
    lines += [
        "procedures:", f"  - {{id: feasibility, kind: feasibility, authority: {CITY}发展和改革委员会}}",
        f"  - {{id: permit, kind: construction_permit, authority: {CITY}住房和城乡建设局}}",
        "funding:", f"  - {{id: municipal, source: municipal, planned: {chance.randint(200, 900)}, unit: 万元}}",
        f"  - {{id: bond, source: special_bond, planned: {chance.randint(1000, 9000)}, unit: 万元}}",
        "coordination:", f"  - {{id: meeting, body: {task.topic.title}碰头会, frequency: 每月}}",
    ]
    if chance.random() < 0.3:
        lines += ["legacy_issues:",
                  f"  - {{id: papers, origin_year: {chance.randint(2012, 2022)}, text: 早年的图纸没有归档, path: 逐处补测}}"]
    else:
        lines.append("not_applicable: {legacy_issues: 没有遗留问题}")
    return "\n".join((*lines, "---", ""))


def records(task: Drawn, chance: random.Random) -> Iterator[tuple[date, str]]:
    """The four dated records, each with its day."""
    first, second, third, fourth = task.days
    evidence = [f"{{id: e1, title: {day.month}月工作台账, url: 'https://example.org/{task.folder}/{day}/'}}" for day in task.days]

    def written(day: date, number: int, head: list[str], entries: list[str]) -> tuple[date, str]:
        review = [f"review: {{drafted_by: {CITY}{task.place[1]}, reviewed_by: 市政府督查室}}"] if chance.random() < 0.5 else []
        lines = ["---", *head, f"source: {{id: website, locator: {day.month}月{day.day}日}}",
                 "evidence:", f"  - {evidence[number]}", *entries, *review, "---", "", sentence(chance), ""]
        return day, "\n".join(lines)

    def observed(quarter: int) -> list[str]:
        proofs = [", evidence: [e1]" if chance.random() < 0.8 else "" for _ in task.targets]
        return ["observations:", *(f"  - {{target: {target.id}, value: {target.reached[quarter]}, as_of: {QUARTERS[quarter]}{proof}}}"
                                   for target, proof in zip(task.targets, proofs, strict=True))]

    head = ["kind: supplement", f"set: {{supporting_units: [{', '.join(task.units[3:])}]}}"] if task.supplemented else [
        "kind: update", "step: action"]
    yield written(first, 0, head, [
        "milestones:", f"  - {{id: plan, state: met, on: {first - timedelta(days=chance.randint(1, 30))}, evidence: [e1]}}",
        "measures:", "  - {id: m1, state: in_progress}",
        "procedures:",
        f"  - {{id: feasibility, state: granted, on: {first - timedelta(days=2)}, doc_no: 样例〔2026〕{chance.randint(1, 99)}号}}",
        "  - {id: permit, state: in_process}"])

    on_time = chance.random() < 0.7
    yield written(second, 1, ["kind: update", "step: action"], [
        *observed(0), "milestones:",
        f"  - {{id: permits, state: met, on: {second - timedelta(days=chance.randint(1, 9))}, evidence: [e1]}}" if on_time
        else "  - {id: permits, state: partially_met}",
        "coordination:", f"  - {{id: meeting, on: {second - timedelta(days=1)}, decision: {chance.choice(REMEDIES)}}}"])

    count = task.targets[0]
    if task.course == "adjustment":
        due = task.dues[4]
        yield written(third, 2, [
            "kind: adjustment", "changes:",
            f"  - {{field: milestones.built.due, old: {due}, new: {due + timedelta(days=20)}}}",
            f"  - {{field: targets.count.value, old: {count.goal}, new: {int(count.goal) * 9 // 10}}}",
            f"reason: {chance.choice(TROUBLES)}", f"basis: {CITY}政府常务会议纪要", f"approver: {CITY}人民政府",
            f"doc_no: 样例〔2026〕{chance.randint(1, 99)}号"], ["measures:", "  - {id: m2, state: in_progress}"])
    elif task.course == "correction":
        wrong = count.reached[0]
        yield written(third, 2, [
            "kind: correction", "changes:",
            f"  - {{field: {second}.observations.count.2026-03-31.value, old: {wrong}, new: {int(wrong) + 1}, evidence: [e1]}}",
            "found_by: 本站编辑"], ["measures:", "  - {id: m2, state: in_progress}"])
    else:
        trouble = chance.randrange(len(TROUBLES))
        yield written(third, 2, ["kind: update", "step: action"], [
            "measures:", "  - {id: m2, state: in_progress}",
            "difficulties:", f"  - id: site\n    text: {TROUBLES[trouble]}\n    measures:",
            f"      - {{id: a1, action: {REMEDIES[trouble]}, owner: 市住建局, due: 2026-08-31, state: under_way}}",
            "supervision:", f"  - {{id: s1, by: 市政府督查室, finding: {TROUBLES[trouble]}, demand: 下月底前解决, due: 2026-06-30}}"])

    begun = f"  - {{id: begin, state: met, on: {fourth - timedelta(days=chance.randint(5, 60))}, evidence: [e1]}}"
    permits = [] if on_time else [f"  - {{id: permits, state: met, on: {fourth - timedelta(days=chance.randint(2, 40))}}}"]
    yield written(fourth, 3, ["kind: update", "step: result"], [
        *observed(1), "milestones:", begun, *permits,
        "measures:", f"  - {{id: m1, state: met, on: {fourth - timedelta(days=1)}, evidence: [e1]}}",
        "funding:", f"  - {{id: municipal, in_place: {chance.randint(100, 200)}, paid: {chance.randint(20, 90)}, as_of: 2026-06-30}}"])


def explainer(task: Drawn, chance: random.Random) -> str:
    """explainer.md: headings, a list, a table, a quote, numbered steps and links, then as many paragraphs as it takes."""
    heads = chance.sample(HEADS, 6)
    rows = [f"| {quarter}季度 | {chance.choice(DO)}{chance.choice(WHAT)} | {chance.randint(5, 95)}% |" for quarter in "一二三四"]
    parts = [
        f"{task.title}，说的是：{task.topic.measures[0]}，{task.topic.measures[1]}。{sentence(chance)}",
        f"## {heads[0]}", paragraph(chance),
        f"背景见[样例文章](https://example.org/read/{chance.randint(100, 999)}/)。",
        f"## {heads[1]}", paragraph(chance), "\n".join(f"- {sentence(chance)}" for _ in range(4)),
        f"## {heads[2]}", "\n".join(("| 时间 | 内容 | 比例 |", "| --- | --- | ---: |", *rows)), paragraph(chance),
        f"## {heads[3]}", "\n".join(f"{step}. {sentence(chance)}" for step in (1, 2, 3)), f"> {sentence(chance)}",
        f"## {heads[4]}", paragraph(chance),
        f"## {heads[5]}",
    ]
    count = sum(map(han, parts))
    while count < HAN_PER_EXPLAINER:
        parts.append(paragraph(chance))
        count += han(parts[-1])
    return "\n\n".join(parts) + "\n"


# --- the portal around the tasks


def founding_text(key: str, tasks: list[Drawn]) -> str:
    """The archived text in which the quotes of a list stand."""
    lines = [SAMPLE, f"会议部署了{len(tasks)}件重点任务。", *(task.quote for task in tasks), *(quote for _, _, quote, _ in DEMANDS)]
    return f"编者说明：清单 {key} 的出处。{SAMPLE}\n\n———\n\n" + "\n\n".join(lines[1:]) + "\n"


def plan(key: str, number: int) -> str:
    """plan.md of the list `number` (from 1)."""
    demands = [line for name, title, quote, asks in DEMANDS
               for line in (f"  - id: {name}", f"    title: {title}", f"    quote: {quote}", f"    asks: [{asks}]")]
    return "\n".join((
        "---", f"title: 第{number}片区2026年重点任务（样例）", "adopted: 2026-01-12", "period: {start: 2026-01-01, end: 2026-12-31}",
        f"source: {{id: meeting-{key}}}", f"themes: [{', '.join(theme for theme, _ in THEMES)}]", "update_every: 3 months",
        "demands:", *demands, "  - {id: measurable, title: 可以核对, basis: portal, asks: [targets, due, evidence]}",
        "---", "", SAMPLE, ""))


def files(tasks: int, lists: int, seed: int) -> Iterator[tuple[str, str]]:
    """Every file of the corpus, its path and its text; one task at a time is in memory."""
    yield "portal.yml", (f"# {SAMPLE}\ntitle: {CITY}重点任务公开（样例数据）\nowner: {{name: 样例数据，{CITY}是虚构的城市}}\n"
                         f"requests_to: {{name: {CITY}人民政府（虚构）}}\nofficial: false\ntimezone: Asia/Shanghai\n")
    yield "themes.yml", "".join(f"- {{id: {name}, title: {title}, order: {order}}}\n" for order, (name, title) in enumerate(THEMES, 1))
    yield "units.yml", "".join(f"- {{id: {name}, name: {CITY}{short[1:]}, short: {short}, kind: 市直部门}}\n" for name, short in UNITS)
    yield "places.yml", "".join(f"- {{id: {name}, name: {title}, kind: {'区' if title.endswith('区') else '县'}}}\n"
                                for name, title in PLACES)
    entries = [f"- {{id: website, title: {CITY}政府网站重点任务专栏（虚构）, kind: 网页, url: 'https://example.org/jichuan/'}}\n"]
    for number in range(1, lists + 1):
        key = f"2026-d{number:02}"
        size = tasks * number // lists - tasks * (number - 1) // lists
        drawn = [draw(key, task, seed) for task in range(1, size + 1)]
        text = founding_text(key, [task for task, _ in drawn])
        entries.append(f"- {{id: meeting-{key}, title: 第{number}片区工作会议（虚构）, kind: 报纸, date: 2026-01-12, archived: {key}.txt, "
                       f"sha256: {hashlib.sha256(text.encode()).hexdigest()}}}\n")
        yield f"sources/{key}.txt", text
        yield f"{key}/plan.md", plan(key, number)
        for task, chance in drawn:
            yield f"{task.folder}/task.md", promise(task, chance)
            for day, record in records(task, chance):
                yield f"{task.folder}/{day}.md", record
            yield f"{task.folder}/explainer.md", explainer(task, chance)
    yield "sources.yml", "".join(entries)


def make(tasks: int, out: Path, lists: int | None = None, seed: int = 7) -> tuple[int, int]:
    """Write the corpus to `out`, which is absent or empty (FileExistsError); how many files and bytes.

    `lists` is by default one for every LIST_SIZE tasks begun. ValueError where a list would have no task.
    """
    lists = lists or max(1, -(-tasks // LIST_SIZE))
    if not 1 <= lists <= tasks:
        raise ValueError(f"{tasks} tasks cannot fill {lists} lists")
    if out.exists() and any(out.iterdir()):
        raise FileExistsError(f"{out} is not empty")
    count = size = 0
    for path, text in files(tasks, lists, seed):
        data = text.encode()
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(data)
        count, size = count + 1, size + len(data)
    return count, size


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="a content folder of an invented city, for benchmarks")
    parser.add_argument("tasks", type=int, metavar="N", help="how many tasks")
    parser.add_argument("out", type=Path, metavar="OUT", help="a folder that is absent or empty")
    parser.add_argument("--lists", type=int, metavar="L", help=f"how many lists; default: one for every {LIST_SIZE} tasks")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    try:
        count, size = make(options.tasks, options.out, options.lists, options.seed)
    except (ValueError, FileExistsError) as error:
        parser.error(str(error))
    sys.stdout.write(f"{options.tasks} tasks: {count:,} files, {size:,} bytes; build it with --as-of {AS_OF}\n")


if __name__ == "__main__":
    main()
