"""A row -> what it says: units, days, targets, figures, words, difficulties; and what in it cannot be used, with the cell's address.

Nothing of the list or the task is known here, but the registry of units and the list's period.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portal import schema
from portal.frontmatter import Data
from portal.views.labels import STEP, TARGET_KIND
from portal.workbook import values
from portal.workbook.ledger import Field, Row
from portal.workbook.values import Figure, folded


@dataclass(frozen=True, slots=True)
class Scope:
    """What a row is read with: registered units, the list's period, and a day for figures whose row names none (with the words
    that named it)."""

    units: Mapping[str, schema.Unit]
    names: Mapping[str, str]  # folded name -> id
    period: schema.Period
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A field of the promise that a row gives: as data, the cell, and the cell's own words."""

    value: Data
    at: str
    words: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A target as a row gives it; `kind` is None where neither a column nor the words say which."""

    title: str
    value: Decimal
    unit: str
    kind: schema.TargetKind | None
    why: str  # what the kind was read from
    at: str


@dataclass(frozen=True, slots=True)
class Report:
    """A figure that was reached."""

    title: str
    value: Decimal
    unit: str
    as_of: date | None
    at: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A difficulty, and what is done about it."""

    text: str
    remedies: tuple[str, ...]


@dataclass(slots=True)
class Facts:
    """All that a row says."""

    fields: dict[str, Given] = field(default_factory=dict)
    goals: list[Goal] = field(default_factory=list)
    named: str = ""  # a target's title that stands in the row without a number
    reports: list[Report] = field(default_factory=list)
    words: str = ""
    as_of: date | None = None  # of the words: 数据截至 in a row without a figure
    troubles: list[Trouble] = field(default_factory=list)
    remedies: list[str] = field(default_factory=list)  # without a difficulty in the row
    step: str | None = None
    refused: list[str] = field(default_factory=list)  # Chinese, each with its cell


def read(row: Row, scope: Scope) -> Facts:
    """What a row says."""
    facts = Facts()
    for cell in row.cells.values():
        if cell.trouble:
            facts.refused.append(f"{cell.at} {cell.trouble}")
    _units(row, scope, facts)
    for name in ("start", "due"):
        if text := row.text(name):
            day = values.day(text, scope.period.start, scope.period.end)
            if isinstance(day, date):
                facts.fields[name] = Given(day.isoformat(), row.cells[name].at, text)
            else:
                facts.refused.append(f"{row.cells[name].at} {day}")
    _goals(row, facts)
    _reports(row, scope, facts)
    _words(row, facts)
    _troubles(row, facts)
    if row.text("percent"):
        facts.refused.append(f"{row.cells['percent'].at} “{row.columns['percent'].heading}”不导入：百分比由记录算出")
    return facts


# --- units


def _units(row: Row, scope: Scope, facts: Facts) -> None:
    for name in ("lead_unit", "responsible_units", "supporting_units"):
        text = row.text(name)
        if not text:
            continue
        at = row.cells[name].at
        found = values.names(text)
        unknown = [one for one in found if folded(one) not in scope.names]
        for one in unknown:
            near = values.nearest(one, scope.units)
            facts.refused.append(f"{at} “{values.short(one)}”不在 units.yml 里" + (f"，是不是“{near}”" if near else "，先登记"))
        ids: list[Data] = list(dict.fromkeys(scope.names[folded(one)] for one in found if one not in unknown))
        if unknown:
            continue
        if name != "lead_unit":
            facts.fields[name] = Given(ids, at, text)
        elif len(ids) == 1:
            facts.fields[name] = Given(ids[0], at, text)
        elif ids:
            facts.refused.append(f"{at} 牵头单位只能有一个，这里有 {len(ids)} 个：留下牵头的，别的写进责任单位")


# --- targets and figures

_KINDS: tuple[tuple[str, schema.TargetKind], ...] = (
    ("下降到|降低到|降至|降到|减少到|减至|压减到|压降至", "level_down"),
    ("提高到|提升到|增加到|上升到|增至|升至|达到", "level_up"),
    ("不高于|不超过|不大于|控制在|以内|以下|至多|≤|<=", "at_most"),
    ("新建|新开工|建成|建设|新增|改造|完成|累计|推广|培育|引进|修复|治理|整治|投用|投运|发放|培训|筹建|创建|打造|开通|安装|更新|铺设|种植|盘活",
     "cumulative"),
    ("不低于|不少于|至少|以上|≥|>=", "at_least"),
)
_BEHIND = re.compile("(?:下降到|降低到|降至|降到|减少到|减至|压减到|压降至|提高到|提升到|增加到|上升到|增至|升至|达到|控制在|累计|[:：])$")
_BY_WORD: Mapping[str, schema.TargetKind] = {word: kind for kind, word in TARGET_KIND.items()}


def _kind(row: Row, words: str, one: Figure, facts: Facts) -> tuple[schema.TargetKind | None, str]:
    typed = row.text("target_kind")
    if typed:
        if typed not in _BY_WORD:
            facts.refused.append(f"{row.cells['target_kind'].at} “{values.short(typed)}”不是目标的类别：写 {'、'.join(_BY_WORD)}")
        return _BY_WORD.get(typed), ""
    for pattern, kind in _KINDS:
        if kind == "cumulative" and one.unit == "%":
            continue  # 改造率 is no count
        if match := re.search(pattern, f"{words}{one.about}"):
            return kind, match[0]
    return None, ""


def _goals(row: Row, facts: Facts) -> None:
    """The targets of a row: a title in one column and a number in another, or both in one: 建成加氢站20座、推广重卡300辆."""
    words, number = row.text("target"), row.text("target_value")
    if "target_value" in row.cells and not number:
        return  # its cell shows no value, and that is said
    at = row.cells["target_value" if number else "target"].at if words or number else ""
    if number:
        one = values.figure(number)
        if one is None:
            facts.refused.append(f"{at} “{values.short(number)}”里没有读出数，没有导入")
            return
        found = [Figure(one.value, one.unit, words, one.about)]
    elif words:
        alone = values.figure(words)
        found = [alone] if alone else values.figures(words) or []
        if not found and ("target_value" in row.columns or row.text("target_kind") == TARGET_KIND["ongoing"]):
            facts.named = values.joined(words)
        elif not found:
            facts.refused.append(f"{at} 目标“{values.short(words)}”里没有读出数，没有导入：写成 建成加氢站20座，或者名称和数分两列")
    else:
        found = []
    for one in found:
        kind, why = _kind(row, one.title, one, facts)
        if one.about in ("约", "近", "左右", "上下", "余", "多", "大约", "力争", "逾", "超", "超过"):
            facts.refused.append(f"{at} “{values.short(number or words)}”不是确数，没有导入")
            continue
        unit = _unit(row, one, "target_value" if number else "target", at, facts)
        if unit is not None:
            title = _BEHIND.sub("", values.joined(one.title)) if not number else values.joined(one.title)
            facts.goals.append(Goal(title, one.value, unit, kind, why, at))


def _reports(row: Row, scope: Scope, facts: Facts) -> None:
    text = row.text("value")
    as_of = scope.as_of
    if typed := row.text("as_of"):
        day = values.day(typed, scope.period.start, scope.period.end)
        if not isinstance(day, date):
            facts.refused.append(f"{row.cells['as_of'].at} 数据截至{day}" + ("；这一行的数没有导入" if text else ""))
            return
        as_of = day
        facts.as_of = None if text else day
    if not text:
        return
    at = row.cells["value"].at
    alone = values.figure(text)
    found = [alone] if alone else values.figures(text) or []
    if not found:
        facts.refused.append(f"{at} “{values.short(text)}”里没有读出数，没有导入")
    for one in found:
        if one.about:
            facts.refused.append(f"{at} “{values.short(text)}”不是确数，没有导入")
            continue
        unit = _unit(row, one, "value", at, facts)
        if unit is not None:
            title = one.title or (facts.goals[0].title if len(facts.goals) == 1 else facts.named)
            facts.reports.append(Report(_BEHIND.sub("", values.joined(title)), one.value, unit, as_of, at))


def _unit(row: Row, one: Figure, column: Field, at: str, facts: Facts) -> str | None:
    """The unit of a figure: beside the number, in its own column, in the heading's brackets; None where two of them differ."""
    bracket = row.columns[column].bracket if column in row.columns else ""
    own = row.text("unit") or (bracket if bracket and len(bracket) <= 6 and not re.search("[截填必年月]", bracket) else "")
    if one.unit and own and folded(one.unit) != folded(own):
        facts.refused.append(f"{at} 数的单位是“{one.unit}”，单位一列写的是“{own}”：改成一样")
        return None
    return one.unit or values.joined(own)


# --- words

_STATUS = re.compile(
    "(?: 已 | 全部 | 基本 | 全面 )? (?: 完成 | 办结 | 销号 | 落实 ) | 未 (?: 完成 | 启动 | 开工 | 开始 )"
    "| (?: 正在 | 正常 | 稳步 | 有序 | 持续 | 按计划 | 按序时 | 按时间节点 )? (?: 推进 | 进行 | 实施 | 办理 ) (?: 中 )?"
    "| (?: 达 | 超 | 慢 | 滞后 )? (?: 到 | 于 )? 序时 (?: 进度 )? | 滞后 | 逾期 | 正常 | 是 | 否 | √ | ×", re.VERBOSE)
# what is announced is no action (content-model.md, section 4): words of meetings and papers, with none of work done
_ANNOUNCED = re.compile("召开|会议|印发|下发|部署|动员|研究|安排|制定|出台|方案|传达|学习|谋划|成立.{0,8}专班|成立.{0,8}小组")
_DONE = re.compile("完工|竣工|建成|投用|投运|开工|施工|完成|验收|安装|改造|封顶|招标|中标|签约|到位|发放|拨付|培训|整改|新增|达到|投产|通车"
                   "|\\d")


def _words(row: Row, facts: Facts) -> None:
    text = row.text("words")
    if typed := row.text("step"):
        step = next((key for key, word in STEP.items() if word == typed), None)
        if step is None:
            facts.refused.append(f"{row.cells['step'].at} “{values.short(typed)}”不是步骤：写 {'、'.join(STEP.values())}")
        facts.step = step
    if not text:
        return
    alone = values.figure(text)
    if _STATUS.fullmatch(folded(text).rstrip("。")) or (alone and alone.unit == "%"):
        facts.refused.append(f"{row.cells['words'].at} “{values.short(text)}”只是状态，不导入：状态由记录算出，请写做了什么")
        return
    facts.words = text


def step_of(words: str) -> str:
    """What a report is: an announcement where it speaks of meetings and papers only, or of nothing done, else an action."""
    return "announcement" if not words or (_ANNOUNCED.search(words) and not _DONE.search(words)) else "action"


def _troubles(row: Row, facts: Facts) -> None:
    hard, done = values.items(row.text("difficulty")), values.items(row.text("remedy"))
    if not hard:
        facts.remedies = done
    elif len(hard) == 1:
        facts.troubles = [Trouble(hard[0], tuple(done))]
    elif len(hard) == len(done):
        facts.troubles = [Trouble(one, (other,)) for one, other in zip(hard, done, strict=True)]
    else:
        facts.troubles = [Trouble(one, ()) for one in hard]
        if done:
            facts.refused.append(f"{row.cells['remedy'].at} {len(hard)} 项困难、{len(done)} 项措施，不能确定哪项对哪项："
                                 "写成一样多，用序号一一对应")
