"""All that an editor writes, as models: names, types, Chinese titles (content-model.md, sections 1 to 4).

Every scalar arrives as the text that the editor sees (frontmatter.py); the type of its field decides what it means.
`validate` turns a document into a model or into every problem at once; the JSON Schema of the registries comes from the
same models. What needs a second file to be judged is library.py's, what needs the records before it is judge.py's.
"""

import calendar
import copy
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, cast, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError, WithJsonSchema
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from portal.frontmatter import Data, Document
from portal.problems import Problem
from portal.sources import is_day

# --- plain values: what a text in the file means, by the type of its field

# far enough from the ends of the calendar that every day counted from a day exists
FIRST_YEAR, LAST_YEAR = 1000, 2999
LONGEST: Mapping[str, int] = {"days": 36525, "weeks": 5200, "months": 1200, "years": 100}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,29})(\.\d{1,15})?", re.ASCII)


def _fail(code: str, message: str, hint: str = "") -> PydanticCustomError:
    # braces in a value must not be taken for a template of pydantic's
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint})


def _scalar(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        raise _fail("value-empty", "这里还没有写值", "没有公布的键整行删去，页面会写“未公布”")
    raise _fail("value-kind", "这里应当是一个值，不是列表或一组键", "在冒号后面直接写值")


def _text(value: object) -> str:
    text = _scalar(value).strip()
    if not text:
        raise _fail("value-empty", "这里还没有写值", "没有公布的键整行删去，页面会写“未公布”")
    return text


def _id(value: object) -> str:
    text = _scalar(value)
    if not _ID.fullmatch(text):
        raise _fail("value-id", f"“{text}”不能作编号", "编号只用小写字母、数字和连字符，例如 energy-bureau")
    return text


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    text = _scalar(value)
    if _DAY.fullmatch(text):
        try:
            found = date.fromisoformat(text)
        except ValueError:
            raise _fail("value-date", f"没有“{text}”这一天", "核对月份和日数，例如 2026-03-31") from None
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise _fail("value-date", f"“{text}”太远", f"年份在 {FIRST_YEAR} 到 {LAST_YEAR} 之间")
        return found
    numbers = re.findall(r"\d+", text)
    if len(numbers) == 3 and len(numbers[0]) == 4:
        year, month, day = (int(number) for number in numbers)
        meant = f"{year:04}-{month:02}-{day:02}"
        hint = f"写成 {meant}" if is_day(meant) else f"写成 年-月-日，再核对日子：没有 {meant} 这一天"
    else:
        hint = "写成 年-月-日，月和日各两位，例如 2026-03-31"
    raise _fail("value-date", f"“{text}”不是日期", hint)


def _number(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    text = _scalar(value)
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    if re.fullmatch(r"-?0\d+(\.\d+)?", text, re.ASCII):
        raise _fail("value-number", f"“{text}”以 0 开头，不能确定是多少", f"写成 {text.lstrip('0') or '0'}")
    if re.fullmatch(r"-?\d+([_,]\d+)+(\.\d+)?", text, re.ASCII):
        raise _fail("value-number", f"“{text}”里有分隔符", f"数字之间不加分隔符，写成 {re.sub('[_,]', '', text)}")
    if text.endswith("%"):
        raise _fail("value-number", f"“{text}”不是数字", "百分号写在 unit 里：value 只写数字，unit: '%'")
    match = re.match(r"-?\d+(\.\d+)?", text, re.ASCII)
    if match and match.end() < len(text):
        raise _fail("value-number", f"“{text}”不是数字", f"只写数字 {match.group()}，单位写在 unit 里")
    raise _fail("value-number", f"“{text}”不是数字", "只写数字，例如 20 或 99.5")


def _whole(value: object) -> int:
    if isinstance(value, int):
        return value
    text = _scalar(value)
    if not re.fullmatch(r"-?(0|[1-9]\d{0,3})", text, re.ASCII):
        raise _fail("value-number", f"“{text}”不是整数", "只写整数，最多四位，例如 30")
    return int(text)


def _bool(value: object) -> bool:
    if isinstance(value, bool):
        return value
    text = _scalar(value)
    if text in ("true", "false"):
        return text == "true"
    raise _fail("value-boolean", f"“{text}”不是 true 或 false", "是写 true，否写 false")


LONGEST_URL = 600  # bytes; percent-encoded three times as many, a task's own path beside it, and a QR code holds 2,331


def _url(value: object) -> str:
    text = _scalar(value)
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", text):
        raise _fail("value-url", f"“{text}”不是网址", "以 http:// 或 https:// 开头，中间没有空格")
    if len(text.encode()) > LONGEST_URL:
        raise _fail("value-url", f"“{text[:40]}…”太长", f"网址不超过 {LONGEST_URL} 字节：更长的，二维码里放不下，很多软件也打不开")
    return text


DIGEST_HINT = "用 sha256sum 文件名 算出后照抄（Windows：certutil -hashfile 文件名 SHA256）"


def _sha256(value: object) -> str:
    text = _scalar(value)
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise _fail("value-sha256", "sha256 应当是 64 位小写十六进制数", DIGEST_HINT)
    return text


def _file(value: object) -> str:
    text = _text(value)
    if text.startswith("/") or "\\" in text or {"", ".", ".."} & set(text.split("/")) or re.match(r"[A-Za-z]:", text):
        raise _fail("value-file", f"“{text}”不是 sources/ 里的文件名",
                    "把文件放进 content/sources/，这里只写文件名，例如 2026-03-notice.pdf")
    return text


@dataclass(frozen=True, slots=True)
class Interval:
    """How long something may stay silent: N days, weeks, months or years; month ends clamp."""

    count: int
    unit: Literal["days", "weeks", "months", "years"]

    def after(self, day: date) -> date:
        """The day this long after `day` (30 November + 3 months = 28 February)."""
        if self.unit == "days":
            return day + timedelta(days=self.count)
        if self.unit == "weeks":
            return day + timedelta(weeks=self.count)
        months = day.year * 12 + day.month - 1 + self.count * (12 if self.unit == "years" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _interval(value: object) -> Interval:
    if isinstance(value, Interval):
        return value
    text = _scalar(value)
    match = re.fullmatch(r"([1-9]\d{0,4}) (day|week|month|year)s?", text, re.ASCII)
    if not match:
        raise _fail("value-interval", f"“{text}”不是一段时间", "写成 3 months，单位是 days（天）、weeks（周）、months（月）或 years（年）")
    if int(match[1]) > LONGEST[match[2] + "s"]:
        raise _fail("value-interval", f"“{text}”太长", "最长一百年")
    return Interval(int(match[1]), cast(Any, match[2] + "s"))


def _field_name(value: object) -> str:
    text = _scalar(value)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*", text):
        raise _fail("value-field", f"“{text}”不是字段的名称", "例如 due 或 targets.stations.value，用英文句点分开")
    return text


Text = Annotated[str, BeforeValidator(_text)]
Id = Annotated[str, BeforeValidator(_id)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Number = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema({"type": "number"})]
Whole = Annotated[int, BeforeValidator(_whole), WithJsonSchema({"type": "integer"})]
Flag = Annotated[bool, BeforeValidator(_bool), WithJsonSchema({"type": "boolean"})]
Url = Annotated[str, BeforeValidator(_url), WithJsonSchema({"type": "string", "format": "uri"})]
Sha256 = Annotated[str, BeforeValidator(_sha256)]
FileName = Annotated[str, BeforeValidator(_file)]
FieldName = Annotated[str, BeforeValidator(_field_name)]
Span = Annotated[Interval, BeforeValidator(_interval), WithJsonSchema({"type": "string"})]
# A value as written, for `old`, `new` and `set`: what it means is decided by the field that it is a value of.
Written = Annotated[Any, WithJsonSchema({})]


class Model(BaseModel):
    """Keys are known, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _say(title: str, description: str = "", default: Any = None) -> Any:
    return Field(default, title=title, description=description or None)


def _must(title: str, description: str = "") -> Any:
    return Field(..., title=title, description=description or None)


# --- section 1: registries


class Ledger(Model):
    origin: Text = _must("台账名称", "检查点第一行的名称，一经使用不再改")
    keys: tuple[Text, ...] = _say("公钥", "校验用的公钥，每个一行", ())


class Owner(Model):
    name: Text = _must("主办单位", "谁办的这个网站")
    address: Text | None = _say("地址", "办公地址，依申请公开和来信用")
    phone: Text | None = _say("电话", "公开的联系电话")
    email: Text | None = _say("电子邮箱", "公开的电子邮箱")
    hours: Text | None = _say("办公时间", "例如 工作日 9:00—17:00")


class RequestsTo(Model):
    name: Text = _must("受理机关", "依申请公开写给谁")
    address: Text | None = _say("地址", "寄申请的地址")
    phone: Text | None = _say("电话", "咨询申请的电话")
    email: Text | None = _say("电子邮箱", "收申请的电子邮箱")
    url: Url | None = _say("网址", "在网上申请公开的网址")


class FooterMarks(Model):
    icp: Text | None = _say("ICP备案号", "例如 晋ICP备00000000号")
    police: Text | None = _say("公安备案号", "例如 晋公网安备00000000000000号")
    site_code: Text | None = _say("政府网站标识码", "十位数字，政府网站才有")


class Settings(Model):
    title: Text = _must("网站名称", "写在每页上方")
    owner: Owner = _must("主办", "谁办的这个网站，怎样联系")
    timezone: Text = _must("时区", "例如 Asia/Shanghai，决定今天是哪一天")
    requests_to: RequestsTo | None = _say("受理机关", "依申请公开写给谁")
    official: Flag = _say("官方网站", "政府自己办的写 true，否则每页写明非官方", False)
    base_url: Url | None = _say("网址", "网站发布以后的网址，用于二维码和订阅")
    ledger: Ledger | None = _say("台账", "承诺和记录的防改台账")
    footer: FooterMarks | None = _say("页脚标识", "只有官方网站才写")


class SourceRef(Model):
    id: Id = _must("来源", "sources.yml 里的编号")
    locator: Text | None = _say("位置", "在来源的哪里，例如 第3件")


class ProvenRef(SourceRef):
    sha256: Sha256 | None = _say("摘要", "来源存档文本的 SHA-256")


class Theme(Model):
    id: Id = _must("编号", "网址和任务里用的名称，一经使用不再改")
    title: Text = _must("主题", "页面上写的名称")
    order: Whole | None = _say("次序", "排在第几，小的在前")
    source: SourceRef | None = _say("来源", "这样分类的依据")


class Unit(Model):
    id: Id = _must("编号", "网址和任务里用的名称，一经使用不再改")
    name: Text = _must("全称", "单位的全称")
    short: Text | None = _say("简称", "页面上常用的简称")
    kind: Text | None = _say("类别", "例如 市直部门、县（市、区）、国有企业")
    parent: Id | None = _say("上级单位", "units.yml 里的编号")
    phone: Text | None = _say("电话", "公开的联系电话")
    address: Text | None = _say("地址", "办公地址")
    url: Url | None = _say("网址", "单位自己的网站")


class Locality(Model):
    id: Id = _must("编号", "网址和任务里用的名称，一经使用不再改")
    name: Text = _must("名称", "地方的名称")
    kind: Text | None = _say("类别", "例如 县、市辖区")
    code: Text | None = _say("行政区划代码", "六位数字")


class SourceEntry(Model):
    id: Id = _must("编号", "任务和记录引用时写的名称")
    title: Text = _must("标题", "文件或报道的标题")
    kind: Text = _must("类别", "例如 报纸、文件、网页")
    publisher: Text | None = _say("发布者", "谁发布的")
    date: Day | None = _say("发布日期", "不知道就不写，不要猜")
    url: Url | None = _say("网址", "原文的网址")
    archived: FileName | None = _say("存档", "content/sources/ 里的文件")
    sha256: Sha256 | None = _say("摘要", "存档文件的 SHA-256")


REGISTRIES: Mapping[str, Any] = {
    "portal.yml": Settings,
    "themes.yml": tuple[Theme, ...],
    "units.yml": tuple[Unit, ...],
    "places.yml": tuple[Locality, ...],
    "sources.yml": tuple[SourceEntry, ...],
}

# --- section 2: a year's list

Ask = Literal["lead_unit", "responsible_units", "subtasks", "supervision", "milestones", "difficulties", "preparation",
              "start_dates", "procedures", "funding", "legacy_issues", "coordination", "targets", "due", "evidence"]
NotApplicableAsk = Literal["preparation", "procedures", "funding", "legacy_issues", "coordination"]


class Period(Model):
    start: Day = _must("开始", "清单管的第一天")
    end: Day = _must("结束", "清单管的最后一天")


class Thresholds(Model):
    """Points (percent of value - baseline) and days; a list may be stricter than these defaults, not laxer."""

    behind_points: Number = _say("慢序时", "比计划少超过几个百分点", Decimal(10))
    serious_points: Number = _say("严重滞后", "比计划少超过几个百分点", Decimal(30))
    soon_days: Whole = _say("临期", "几天以内到期", 30)
    grace_days: Whole = _say("宽限", "时限过后几天以内", 30)


class Demand(Model):
    id: Id = _must("编号", "网址里用的名称")
    title: Text = _must("要求", "页面上写的几个字")
    quote: Text | None = _say("原文", "要求的原文，一字不改")
    basis: Literal["portal"] | None = _say("依据", "portal：本站增列，不是原文的要求")
    asks: tuple[Ask, ...] = _must("要求公布的事项", "这条要求问到哪些事项")


class Plan(Model):
    title: Text = _must("清单名称", "页面上写的清单名称")
    adopted: Day = _must("公布日期", "作出承诺的那一天")
    period: Period = _must("起止", "清单管的时间")
    source: SourceRef = _must("来源", "清单是在哪里公布的")
    themes: tuple[Id, ...] = _say("主题", "themes.yml 里的编号", ())
    update_every: Span = _must("多久更新", "多久没有记录就算没有更新，例如 3 months")
    thresholds: Thresholds = _say("界线", "进度灯的界线，只能比默认的严", Thresholds())
    demands: tuple[Demand, ...] = _say("抓落实的要求", "领导机关对抓落实的要求，每条问到哪些事项", ())


# --- section 3: the promise

SourceOfMoney = Literal["central", "provincial", "municipal", "county", "special_bond", "bank_loan", "social", "other"]
ProcedureKind = Literal["project_proposal", "feasibility", "preliminary_design", "energy_review", "site_selection",
                        "land_approval", "eia", "construction_permit", "bidding", "expropriation", "acceptance", "other"]
TargetKind = Literal["cumulative", "level_up", "level_down", "at_most", "at_least", "ongoing"]


class ThemeTags(Model):
    ids: tuple[Id, ...] = _must("主题", "themes.yml 里的编号")
    basis: Literal["editorial", "source"] = _say("依据", "editorial：编辑归类；source：原文写明", "editorial")


class Measure(Model):
    id: Id = _must("编号", "本任务里不重复")
    text: Text = _must("举措", "原文里的话，一字不改")
    kind: Literal["ongoing"] | None = _say("类别", "ongoing：常态化，不作结论")
    unit: Id | None = _say("责任单位", "units.yml 里的编号")
    due: Day | None = _say("完成时限", "公布了才写，不晚于任务的时限")


class Baseline(Model):
    value: Number = _must("基期数", "从多少起算")
    as_of: Day | None = _say("截至", "基期数是哪天的")
    source: SourceRef | None = _say("来源", "基期数出自哪里")


class PlanPoint(Model):
    by: Day = _must("到哪天", "早于时限")
    value: Number = _must("做到多少", "到那天应当做到的数")


class Target(Model):
    id: Id = _must("编号", "本任务里不重复")
    title: Text = _must("目标", "要做到的事")
    kind: TargetKind = _must("类别", "cumulative 累计；level_up 达到；level_down 降至；at_most 不高于；at_least 不低于；ongoing 常态化")
    baseline: Baseline | None = _say("基期", "从多少起算")
    value: Number | None = _say("目标数", "到时限应当做到的数")
    unit: Text | None = _say("单位", "例如 座、%、万元")
    definition: Text | None = _say("口径", "算什么、不算什么")
    nature: Literal["expected", "binding"] | None = _say("性质", "expected 预期性；binding 约束性")
    due: Day | None = _say("完成时限", "不写就是整件任务的时限")
    plan: tuple[PlanPoint, ...] = _say("计划", "到哪天做到多少", ())
    schedule: Literal["linear"] | None = _say("进度安排", "linear：按时间均匀推进")
    every: Span | None = _say("多久一个数", "例如 12 months")
    figure_by: Day | None = _say("数据发布时间", "到期的数哪天公布")


class Milestone(Model):
    id: Id = _must("编号", "本任务里不重复")
    title: Text = _must("节点", "这一步做什么")
    due: Day | None = _say("完成时限", "公布了才写，不晚于任务的时限")
    unit: Id | None = _say("责任单位", "units.yml 里的编号")
    after: tuple[Id, ...] = _say("前置节点", "等哪些节点做完", ())


class Procedure(Model):
    id: Id = _must("编号", "本任务里不重复")
    kind: ProcedureKind = _must("手续", "哪一种手续，例如 eia 环评")
    authority: Text | None = _say("办理机关", "向谁办")


class FundingLine(Model):
    id: Id = _must("编号", "本任务里不重复")
    source: SourceOfMoney = _must("来源", "哪里的钱，例如 special_bond 专项债")
    planned: Number | None = _say("计划", "计划用多少")
    unit: Text | None = _say("单位", "例如 万元")


class Coordination(Model):
    id: Id = _must("编号", "本任务里不重复")
    body: Text = _must("协调机制", "专班、领导小组等")
    frequency: Text | None = _say("频次", "例如 每月")


class LegacyIssue(Model):
    id: Id = _must("编号", "本任务里不重复")
    origin_year: Whole | None = _say("起于哪年", "四位年份")
    text: Text = _must("问题", "是什么问题")
    path: Text | None = _say("解决路径", "打算怎样解决")
    owner: Text | None = _say("责任单位", "谁负责")
    due: Day | None = _say("完成时限", "打算哪天解决")


class Leader(Model):
    name: Text | None = _say("姓名", "公开职务行为的姓名")
    post: Text = _must("职务", "例如 副市长")


class Contact(Model):
    office: Text | None = _say("处室", "哪个处室答复")
    phone: Text | None = _say("电话", "公开的办公电话")


class Foi(Model):
    index: Text | None = _say("索引号", "公开目录里的索引号")
    category: Text | None = _say("主题分类", "公开目录里的分类")
    issuer: Text | None = _say("发布机构", "哪个机关发布")
    doc_no: Text | None = _say("文号", "文件的字号")


class Promise(Model):
    """task.md: published once, never edited."""

    title: Text = _must("任务名称", "页面上写的几个字")
    quote: Text = _must("承诺原文", "一字不改")
    source: SourceRef = _must("来源", "承诺是在哪里公布的")
    themes: ThemeTags | None = _say("主题", "本件任务属于哪些主题")
    measures: tuple[Measure, ...] = _say("举措", "原文说要做的每件事", ())
    sic: Text | None = _say("原文疑误", "照录，只说明")
    lead_unit: Id | None = _say("牵头单位", "units.yml 里的编号")
    responsible_units: tuple[Id, ...] = _say("责任单位", "units.yml 里的编号", ())
    supporting_units: tuple[Id, ...] = _say("配合单位", "units.yml 里的编号", ())
    leader: Leader | None = _say("牵头市领导", "只写公开的职务")
    contact: Contact | None = _say("联系", "公众问谁")
    places: tuple[Id, ...] = _say("地方", "places.yml 里的编号", ())
    start: Day | None = _say("启动时间", "公布了才写")
    due: Day | None = _say("完成时限", "公布了才写")
    targets: tuple[Target, ...] = _say("目标", "要做到的数", ())
    milestones: tuple[Milestone, ...] = _say("任务链", "一步一步的节点", ())
    procedures: tuple[Procedure, ...] = _say("手续", "要办的手续", ())
    funding: tuple[FundingLine, ...] = _say("资金", "用哪里的钱、多少", ())
    coordination: tuple[Coordination, ...] = _say("协调机制", "谁来协调", ())
    legacy_issues: tuple[LegacyIssue, ...] = _say("历史遗留问题", "以前留下的问题", ())
    predecessor: Text | None = _say("上年的任务", "例如 2025/03-hydrogen")
    foi: Foi | None = _say("信息公开标识", "政府信息公开的文件头")
    not_applicable: dict[NotApplicableAsk, Text] = _say("不涉及", "哪一项不涉及，为什么", {})


# --- section 4: dated records

Kind = Literal["update", "supplement", "adjustment", "correction", "settlement"]
MeasureState = Literal["not_started", "preparing", "in_progress", "met", "not_met"]
MilestoneState = Literal["met", "partially_met", "not_met"]
ProcedureState = Literal["not_started", "in_process", "granted", "returned"]
ActionState = Literal["planned", "under_way", "resolved", "ineffective"]
Reason = Literal["funding", "approval", "land", "external", "priority_changed", "capacity", "data_unavailable", "other"]


class Evidence(Model):
    id: Id = _must("编号", "下面各项引用时写的名称")
    title: Text = _must("凭据名称", "是什么材料")
    url: Url | None = _say("网址", "材料的网址")
    file: FileName | None = _say("文件", "content/sources/ 里的文件")
    source: Id | None = _say("来源", "sources.yml 里的编号")
    sha256: Sha256 | None = _say("摘要", "文件的 SHA-256")
    archived: FileName | None = _say("存档", "content/sources/ 里的文件")


class Observation(Model):
    target: Id = _must("目标", "目标的编号")
    value: Number = _must("实际数", "做到的数")
    as_of: Day = _must("截至", "是哪天的数")
    note: Text | None = _say("说明", "要说明的话")
    evidence: tuple[Id, ...] = _say("凭据", "本记录 evidence 里的编号", ())


class MilestoneEntry(Model):
    id: Id = _must("节点", "节点的编号")
    state: MilestoneState = _must("状态", "met 完成；partially_met 部分完成；not_met 没有完成")
    on: Day | None = _say("哪天", "哪天完成的")
    text: Text | None = _say("说明", "要说明的话")
    evidence: tuple[Id, ...] = _say("凭据", "本记录 evidence 里的编号", ())


class MeasureEntry(Model):
    id: Id = _must("举措", "举措的编号")
    state: MeasureState = _must("状态", "not_started 未启动；preparing 前期；in_progress 进行中；met 完成；not_met 没有完成")
    on: Day | None = _say("哪天", "哪天完成的")
    text: Text | None = _say("说明", "做了什么")
    evidence: tuple[Id, ...] = _say("凭据", "本记录 evidence 里的编号", ())


class Remedy(Model):
    id: Id = _must("编号", "本项困难里不重复")
    action: Text = _must("措施", "怎样办")
    owner: Text | None = _say("责任单位", "谁来办")
    due: Day | None = _say("时限", "打算哪天办完")
    state: ActionState | None = _say("状态", "planned 计划；under_way 在办；resolved 解决；ineffective 没有见效")


class Difficulty(Model):
    id: Id = _must("编号", "本任务里不重复")
    text: Text = _must("困难", "难在哪里")
    measures: tuple[Remedy, ...] = _say("针对性措施", "怎样解决", ())
    evidence: tuple[Id, ...] = _say("凭据", "本记录 evidence 里的编号", ())


class ProcedureEntry(Model):
    id: Id = _must("手续", "手续的编号")
    state: ProcedureState = _must("状态", "not_started 未办；in_process 在办；granted 办结；returned 退回")
    on: Day | None = _say("哪天", "这一步是哪天")
    doc_no: Text | None = _say("文号", "批复的字号")
    note: Text | None = _say("说明", "要说明的话")
    evidence: tuple[Id, ...] = _say("凭据", "本记录 evidence 里的编号", ())


class FundingEntry(Model):
    id: Id = _must("资金", "资金的编号")
    in_place: Number | None = _say("到位", "到了多少")
    paid: Number | None = _say("支付", "付了多少")
    as_of: Day | None = _say("截至", "是哪天的数")
    evidence: tuple[Id, ...] = _say("凭据", "本记录 evidence 里的编号", ())


class CoordinationEntry(Model):
    id: Id = _must("协调机制", "协调机制的编号")
    on: Day | None = _say("哪天", "哪天开的会")
    decision: Text | None = _say("议定事项", "定了什么")
    follow_up: Text | None = _say("落实情况", "落实得怎样")
    evidence: tuple[Id, ...] = _say("凭据", "本记录 evidence 里的编号", ())


class Supervision(Model):
    id: Id = _must("编号", "本任务里不重复")
    by: Text | None = _say("谁督导", "哪个机关督导")
    finding: Text | None = _say("发现", "查到什么")
    demand: Text | None = _say("要求", "要求怎样改")
    due: Day | None = _say("时限", "要求哪天改完")
    closed: Day | None = _say("办结", "哪天改完的")
    evidence: tuple[Id, ...] = _say("凭据", "本记录 evidence 里的编号", ())


class LegacyEntry(Model):
    id: Id = _must("问题", "历史遗留问题的编号")
    state: Text = _must("现状", "现在怎样")
    evidence: tuple[Id, ...] = _say("凭据", "本记录 evidence 里的编号", ())


class Review(Model):
    drafted_by: Text | None = _say("初审", "谁初审")
    reviewed_by: Text | None = _say("复审", "谁复审")
    approved_by: Text | None = _say("终审", "谁终审")


class Additions(Model):
    measures: tuple[Measure, ...] = _say("举措", "新的举措", ())
    milestones: tuple[Milestone, ...] = _say("任务链", "新的节点", ())
    targets: tuple[Target, ...] = _say("目标", "新的目标", ())
    procedures: tuple[Procedure, ...] = _say("手续", "新的手续", ())
    funding: tuple[FundingLine, ...] = _say("资金", "新的资金", ())
    coordination: tuple[Coordination, ...] = _say("协调机制", "新的协调机制", ())
    legacy_issues: tuple[LegacyIssue, ...] = _say("历史遗留问题", "新的历史遗留问题", ())


class Record(Model):
    """What every dated record may carry."""

    source: SourceRef | None = _say("来源", "在哪里公布的")
    entered: Day | None = _say("补录日期", "哪天补录进来的")
    evidence: tuple[Evidence, ...] = _say("凭据", "证明下面各项的材料", ())
    observations: tuple[Observation, ...] = _say("实际数", "目标做到的数", ())
    milestones: tuple[MilestoneEntry, ...] = _say("节点进展", "节点做到哪一步", ())
    measures: tuple[MeasureEntry, ...] = _say("举措进展", "举措做到哪一步", ())
    difficulties: tuple[Difficulty, ...] = _say("困难与措施", "难在哪里，怎样解决", ())
    procedures: tuple[ProcedureEntry, ...] = _say("手续进展", "手续办到哪一步", ())
    funding: tuple[FundingEntry, ...] = _say("资金进展", "钱到了多少、付了多少", ())
    coordination: tuple[CoordinationEntry, ...] = _say("协调", "协调机制议了什么", ())
    supervision: tuple[Supervision, ...] = _say("过程督导", "谁督导，查到什么", ())
    legacy_issues: tuple[LegacyEntry, ...] = _say("历史遗留问题的进展", "历史遗留问题现在怎样", ())
    review: Review | None = _say("审核", "谁审的")


ENTRIES = ("observations", "milestones", "measures", "difficulties", "procedures", "funding", "coordination",
           "supervision", "legacy_issues")


class Update(Record):
    kind: Literal["update"] = _must("记录类别", "update 进展")
    step: Literal["announcement", "action", "result"] = _must("属于哪一步", "announcement 部署；action 实际进展；result 成效")


class Supplement(Record):
    kind: Literal["supplement"] = _must("记录类别", "supplement 补充公布")
    source: SourceRef = _must("来源", "在哪里公布的")
    set: dict[FieldName, Written] = _say("补充公布的字段", "每个字段写公布的值；先前没有公布的", {})
    add: Additions = _say("补充公布的部分", "先前没有公布的部分", Additions())


class Change(Model):
    field: FieldName = _must("字段", "例如 targets.stations.value")
    old: Written = _must("原来的值", "没有公布写 null")
    new: Written = _must("现在的值", "没有写 null")


class Adjustment(Record):
    kind: Literal["adjustment"] = _must("记录类别", "adjustment 调整")
    changes: tuple[Change, ...] = _say("改动", "改了哪些字段", ())
    add: Additions = _say("增加的部分", "新的部分", Additions())
    drop: tuple[FieldName, ...] = _say("取消的部分", "例如 milestones.acceptance", ())
    action: Literal["suspend", "resume", "terminate"] | None = _say("暂缓、恢复或终止", "suspend 暂缓；resume 恢复；terminate 终止")
    reason: Text = _must("原因", "为什么改")
    basis: Text = _must("依据", "依据哪个文件或决定")
    approver: Text = _must("审批单位", "谁批准的")
    doc_no: Text | None = _say("文号", "批准文件的字号")


class CorrectedField(Change):
    evidence: tuple[Id, ...] = _say("凭据", "改正以后凭什么", ())


class Correction(Record):
    kind: Literal["correction"] = _must("记录类别", "correction 勘误")
    source: ProvenRef = _must("来源", "正确的字句在哪里")
    changes: tuple[CorrectedField, ...] = _must("改正", "改正了哪些字段")
    found_by: Text = _must("谁发现的", "谁发现写错了")
    reason: Text | None = _say("原因", "怎样写错的")


class Conclusion(Model):
    part: FieldName = _must("部分", "例如 milestones.built")
    verdict: Literal["met", "not_met"] = _must("结论", "met 完成；not_met 没有完成")
    reason: Reason | None = _say("原因", "没有完成必须写，例如 funding 资金")
    note: Text | None = _say("说明", "要说明的话")
    on: Day | None = _say("哪天", "哪天完成的")
    evidence: tuple[Id, ...] = _say("凭据", "本记录 evidence 里的编号", ())


class Settlement(Record):
    kind: Literal["settlement"] = _must("记录类别", "settlement 销号")
    conclusions: tuple[Conclusion, ...] = _say("结论", "没有完成的部分，逐个下结论", ())
    carried_over_to: Text | None = _say("结转到", "例如 2027/03-hydrogen")


AnyRecord = Update | Supplement | Adjustment | Correction | Settlement
RECORDS: Mapping[str, type[Update | Supplement | Adjustment | Correction | Settlement]] = {
    "update": Update, "supplement": Supplement, "adjustment": Adjustment, "correction": Correction,
    "settlement": Settlement,
}

# --- from a document to a model, or to every problem

T = TypeVar("T")


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, or None."""
    found = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return found[0] if found else None


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """pydantic's adapter for a type, made once."""
    return TypeAdapter(kind)


def validate(document: Document, kind: type[T]) -> tuple[T | None, list[Problem]]:
    """The document as a model of `kind`, as far as it can be read, and every problem in it, each at its own place."""
    value, problems = check(document.data, kind, document)
    return cast("T | None", value), problems


def validate_record(document: Document) -> tuple[AnyRecord | None, list[Problem]]:
    """A dated record, its model chosen by `kind`."""
    data = document.data
    if not isinstance(data, dict) or "kind" not in data:
        hint = "在第一行写 kind: update（进展），或 supplement、adjustment、correction、settlement"
        return None, [Problem("missing-key", document.place(()), "缺少 kind：这是哪一类记录", hint)]
    kind = data["kind"]
    if not isinstance(kind, str) or kind not in RECORDS:
        near = closest(str(kind), RECORDS)
        hint = "写 update（进展）、supplement（补充公布）、adjustment（调整）、correction（勘误）或 settlement（销号）"
        message = f"没有“{kind}”这一类记录" + (f"，是不是 {near}" if near else "")
        return None, [Problem("value-choice", document.place(("kind",)), message, hint)]
    value, problems = check(data, RECORDS[kind], document)
    return cast("AnyRecord | None", value), problems


def check(data: Data, kind: Any, document: Document, base: tuple[str | int, ...] = ()) -> tuple[Any, list[Problem]]:
    """`data`, which stands at `base` in the document, as a value of `kind`, with the problems in it.

    Despite problems there is a value where the wrong keys can be left out, so that the rest is checked in the same run;
    else None.
    """
    problems = list(_slips(data, document, base))
    try:
        return adapter(kind).validate_python(data), problems
    except ValidationError as error:
        errors = error.errors()
    meant = {(*one["loc"][:-1], closest(str(one["loc"][-1]), _model_at(kind, one["loc"][:-1])))
             for one in errors if one["type"] == "extra_forbidden"}
    problems += [_problem(one, kind, document, base) for one in errors
                 if (one["type"] == "missing" and one["loc"] not in meant)
                 or (one["type"] != "missing" and one["input"] is not None)]
    try:
        return adapter(kind).validate_python(_without(data, kind, errors)), problems
    except (ValidationError, LookupError):
        return None, problems


SPARE: Mapping[str, str] = {"title": "…", "update_every": "3 months"}


def _without(data: Data, kind: Any, errors: list[ErrorDetails]) -> Data:
    """The data without the keys that are wrong. Raises LookupError where a wrong key cannot be spared."""
    data = copy.deepcopy(data)
    for error in errors:
        loc = [piece for piece in error["loc"] if piece != "[key]"]
        while loc and (isinstance(loc[-1], int) or not isinstance(_at(data, loc[:-1]), dict)):
            loc.pop()  # an item of a list is spared with its list
        holder = _at(data, loc[:-1]) if loc else None
        if not isinstance(holder, dict):
            raise LookupError
        key = str(loc[-1])
        field = _model_at(kind, tuple(loc[:-1])).get(key)
        if field is not None and field.is_required():
            if len(loc) > 1 or key not in SPARE:
                raise LookupError
            holder[key] = SPARE[key]
        else:
            holder.pop(key, None)
    return data


def _at(data: Data, path: Sequence[str | int]) -> Data:
    for piece in path:
        data = data[piece]  # type: ignore[index]
    return data


def _slips(data: Data, document: Document, base: tuple[str | int, ...]) -> Iterable[Problem]:
    """Keys without a value (only old and new may be null), and ids used twice in one list."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _slips(value, document, (*base, key))
            if value is None and key not in ("old", "new"):
                yield Problem("value-empty", document.place((*base, key)), f"{key} 还没有写值",
                              "没有公布的键整行删去，页面会写“未公布”")
    elif isinstance(data, list):
        seen: dict[str, int] = {}
        for index, item in enumerate(data):
            yield from _slips(item, document, (*base, index))
            name = item.get("id") if isinstance(item, dict) else None
            if isinstance(name, str) and name in seen:
                first = document.place((*base, seen[name], "id"))
                yield Problem("duplicate-id", document.place((*base, index, "id")),
                              f"编号“{name}”用了两次，第一次在第 {first.line} 行", "每一项用自己的编号")
            elif isinstance(name, str):
                seen[name] = index


def _problem(details: ErrorDetails, kind: Any, document: Document, base: tuple[str | int, ...]) -> Problem:
    loc = tuple(piece for piece in details["loc"] if piece != "[key]")
    path = (*base, *loc)
    context = details.get("ctx", {})
    code = details["type"]
    if code == "missing":
        field = _model_at(kind, loc[:-1]).get(str(loc[-1]))
        title = field.title if field else ""
        return Problem("missing-key", document.place(path[:-1]), f"缺少 {loc[-1]}（{title}）", f"加一行 {loc[-1]}: …")
    if code == "extra_forbidden":
        known = _model_at(kind, loc[:-1])
        near = closest(str(loc[-1]), known)
        message = f"不认识的键 {loc[-1]}" + (f"，是不是 {near}" if near else "")
        titles = "、".join(f"{name}（{field.title}）" for name, field in known.items())
        return Problem("unknown-key", document.place(path, key=True), message, f"这里可以写：{titles}")
    if code == "literal_error":
        value = details["input"]
        choices = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        near = closest(str(value), choices) if isinstance(value, str) else None
        message = f"“{value}”不在可选的值里" if isinstance(value, str) else "这里要从几个值里选一个"
        return Problem("value-choice", document.place(path), message + (f"，是不是 {near}" if near else ""),
                       "可以写：" + "、".join(choices))
    if code in ("tuple_type", "list_type"):
        return Problem("value-kind", document.place(path), "这里应当是一个列表", "每项一行，前面写短横和空格，或写成 [a, b]")
    if code in ("model_type", "dict_type", "model_attributes_type"):
        return Problem("value-kind", document.place(path), "这里应当是一组键", "写成 {键: 值, …}，或换行缩进后每行一个键")
    if "message" in context:
        return Problem(code, document.place(path), str(context["message"]), str(context["hint"]))
    return Problem("value-kind", document.place(path), f"这个值不合要求（{details['msg']}）", "照文档里的例子写")


def field_kind(model: Any, name: str) -> Any | None:
    """The type of the field `name` of a model (an address of fields.py; items of lists by any name), ready for
    `adapter`; None where there is no such field."""
    kind: Any = model
    rest = name
    while rest:
        fields = getattr(_plain(kind), "model_fields", None)
        word, _, rest = rest.partition(".")
        if fields is not None:
            if word not in fields:
                return None
            info = fields[word]
            kind = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
        elif getattr(_plain(kind), "__origin__", None) is tuple and _is_model(_arguments(kind)[0]):
            kind = _arguments(kind)[0]
        elif getattr(_plain(kind), "__origin__", None) is dict:
            choice, kind = _arguments(kind)
            if get_origin(choice) is Literal and word not in get_args(choice):
                return None
        else:
            return None
    return kind


def value_type(kind: Any) -> Any:
    """The plain Python type behind a field's type: Decimal, date, str, tuple ..."""
    kind = _plain(kind)
    while hasattr(kind, "__metadata__"):
        kind = _plain(kind.__origin__)
    return getattr(kind, "__origin__", kind)


def is_leaf(kind: Any) -> bool:
    """Whether a field holds one value (or a list of plain values), not keys or items of its own."""
    plain = _plain(kind)
    arguments = _arguments(kind)
    return not (_is_model(plain) or value_type(kind) is dict or (value_type(kind) is tuple and _is_model(arguments[0])))


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _model_at(kind: Any, loc: tuple[str | int, ...]) -> dict[str, FieldInfo]:
    """The fields of the model that stands at `loc` inside `kind`; {} where there is none."""
    for piece in loc:
        if isinstance(piece, int):
            kind = _arguments(kind)[0] if _arguments(kind) else kind
        else:
            field = getattr(_plain(kind), "model_fields", {}).get(piece)
            if field is None:
                return {}
            kind = field.annotation
    return dict(getattr(_plain(kind), "model_fields", {}))


def _arguments(kind: Any) -> tuple[Any, ...]:
    return tuple(argument for argument in getattr(_plain(kind), "__args__", ()) if argument is not ...)


def _plain(kind: Any) -> Any:
    """`X | None` as X."""
    arguments = [argument for argument in getattr(kind, "__args__", ()) if argument is not type(None)]
    if type(None) in getattr(kind, "__args__", ()) and len(arguments) == 1:
        return arguments[0]
    return kind


def json_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each registry, by its file's name, with Chinese titles: what an editor's completion reads."""
    return {name: {"$schema": "https://json-schema.org/draft/2020-12/schema", **_without_null(adapter(kind).json_schema())}
            for name, kind in REGISTRIES.items()}


def _without_null(data: Any) -> Any:
    """A JSON Schema without null: an optional key is left out, never empty."""
    if isinstance(data, list):
        return [_without_null(item) for item in data]
    if not isinstance(data, dict):
        return data
    choices = [one for one in data.get("anyOf", ()) if one != {"type": "null"}]
    rest = {key: _without_null(value) for key, value in data.items()
            if key != "anyOf" and not (key == "default" and value is None)}
    return _without_null(choices[0]) | rest if len(choices) == 1 else rest | ({"anyOf": choices} if choices else {})
