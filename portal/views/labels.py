"""The Chinese words for what the code names in English (design.md section 3): one table each, every page says the same."""

from collections.abc import Mapping

from portal import schema
from portal.replay import PartKind
from portal.state import Flag, Light, State, Status

STATUS: Mapping[Status, str] = {
    "terminated": "终止", "completed": "已完成", "completed_late": "逾期完成", "completed_as_adjusted": "调整后完成",
    "suspended": "暂缓", "reported_complete": "自报完成", "concluded": "已作结论", "partially_completed": "部分完成",
    "missed": "未完成", "awaiting_verdict": "期满待结论", "overdue": "逾期未结", "in_progress": "推进中",
    "preparing": "前期工作", "not_started": "未启动", "not_assessed": "暂未评估",
}
STATUS_MEANS: Mapping[Status, str] = {
    "terminated": "不做了，页面保留", "completed": "全部部分都有凭据，并按原定做到", "completed_late": "全部做到，有的过了时限",
    "completed_as_adjusted": "按改过的承诺全部做到", "suspended": "停下来，还要做",
    "reported_complete": "说做完了，凭据不全", "concluded": "期满有结论，没有可计的部分",
    "partially_completed": "期满有结论，做到一部分", "missed": "期满有结论，没有做到",
    "awaiting_verdict": "期满，还没有结论：没有公布过时限，或数据还没到发布的日子",
    "overdue": "过了时限，还没有结论", "in_progress": "已有实际进展", "preparing": "在办手续或做准备",
    "not_started": "记录写明还没有开始", "not_assessed": "还没有进展记录，不等于没有做",
}
FLAG: Mapping[Flag, str] = {
    "as_adjusted": "有调整", "past_original_due": "已过原定时限", "changed_after_due": "逾期后调整",
    "self_reported": "有自报", "carried_over": "结转下年", "stale": "久未更新",
}
FLAG_MEANS: Mapping[Flag, str] = {
    "as_adjusted": "时限或某个部分在时限以前改过", "past_original_due": "有原定的部分过了原定的时限，还没有做到",
    "changed_after_due": "时限过了才改：照录，不影响计算", "self_reported": "有部分报了完成，没有凭据",
    "carried_over": "没有做完，明年接着做", "stale": "超过规定的时间没有新的记录",
}
LIGHT: Mapping[Light, str] = {
    "serious": "严重滞后", "behind": "慢序时", "no_data": "数据未更新", "due_soon": "临期", "on_time": "达序时",
    "ahead": "超序时", "done": "完成", "none": "无时间表",
}
STATE: Mapping[State, str] = {"met": "完成", "claimed": "自报完成", "dropped": "已取消", "open": "未完成"}
PART_KIND: Mapping[PartKind, str] = {"measures": "举措", "milestones": "节点", "targets": "目标"}
TARGET_KIND: Mapping[schema.TargetKind, str] = {
    "cumulative": "累计", "level_up": "达到", "level_down": "降至", "at_most": "不高于", "at_least": "不低于",
    "ongoing": "常态化",
}
NATURE: Mapping[str, str] = {"expected": "预期性", "binding": "约束性"}
RECORD_KIND: Mapping[schema.Kind, str] = {
    "update": "进展", "supplement": "补充公布", "adjustment": "调整", "correction": "勘误", "settlement": "销号",
}
STEP: Mapping[str, str] = {"announcement": "部署", "action": "实际进展", "result": "成效"}
REPORTED: Mapping[str, str] = {
    "not_started": "未启动", "preparing": "前期准备", "in_progress": "推进中", "met": "完成",
    "partially_met": "部分完成", "not_met": "未完成",
}
PROCEDURE: Mapping[schema.ProcedureKind, str] = {
    "project_proposal": "项目建议书", "feasibility": "可行性研究", "preliminary_design": "初步设计",
    "energy_review": "节能审查", "site_selection": "选址和用地预审", "land_approval": "用地审批", "eia": "环境影响评价",
    "construction_permit": "施工许可", "bidding": "招标投标", "expropriation": "征地拆迁", "acceptance": "竣工验收",
    "other": "其他手续",
}
PROCEDURE_STATE: Mapping[schema.ProcedureState, str] = {
    "not_started": "未开始", "in_process": "办理中", "granted": "已批复", "returned": "退回",
}
MONEY: Mapping[schema.SourceOfMoney, str] = {
    "central": "中央资金", "provincial": "省级资金", "municipal": "市级资金", "county": "县级资金",
    "special_bond": "专项债券", "bank_loan": "银行贷款", "social": "社会资本", "other": "其他资金",
}
REMEDY_STATE: Mapping[schema.ActionState, str] = {
    "planned": "计划做", "under_way": "正在做", "resolved": "已解决", "ineffective": "没有效果",
}
REASON: Mapping[schema.Reason, str] = {
    "funding": "资金", "approval": "手续", "land": "征迁用地", "external": "外部条件", "priority_changed": "工作调整",
    "capacity": "力量不足", "data_unavailable": "数据未出", "other": "其他",
}
ACTION: Mapping[str, str] = {"suspend": "暂缓", "resume": "恢复", "terminate": "终止"}
ASK: Mapping[schema.Ask, str] = {
    "lead_unit": "牵头单位", "responsible_units": "责任单位", "subtasks": "任务分解", "supervision": "过程督导",
    "milestones": "任务链", "difficulties": "困难与方案", "preparation": "前期谋划", "start_dates": "启动时间",
    "procedures": "手续", "funding": "资金", "legacy_issues": "历史遗留问题", "coordination": "协调机制",
    "targets": "量化目标", "due": "完成时限", "evidence": "凭据",
}
ASK_PLAIN: Mapping[schema.Ask, str] = {
    "lead_unit": "由谁牵头", "responsible_units": "由谁来做", "subtasks": "分成几块，各归谁",
    "supervision": "谁在督促，查出什么", "milestones": "先做什么，哪天做完", "difficulties": "难在哪里，怎么办",
    "preparation": "准备到哪一步", "start_dates": "哪天开始", "procedures": "要办哪些，办到哪步",
    "funding": "要多少，到位多少", "legacy_issues": "有没有，怎么解决", "coordination": "谁来协调，多久一次",
    "targets": "做到多少算完成", "due": "哪天做完", "evidence": "凭什么说做到了",
}
# the words of a demand that call for an answer, to be marked in its quote where they stand there
ASK_CALLS: Mapping[schema.Ask, tuple[str, ...]] = {
    "lead_unit": ("明确工作责任",), "responsible_units": ("明确工作责任",), "subtasks": ("细化分解任务",),
    "supervision": ("过程督导",), "milestones": ("任务链", "时间点"), "difficulties": ("困难情况", "解决方案"),
    "preparation": ("提前谋划",), "start_dates": ("立即启动",), "procedures": ("手续办理",),
    "funding": ("各方面资金",), "legacy_issues": ("历史遗留问题",), "coordination": ("协调机制",),
    "targets": (), "due": (), "evidence": (),
}
# fields of a promise, as a reader calls them
FIELD: Mapping[str, str] = {
    "title": "名称", "due": "完成时限", "start": "启动时间", "lead_unit": "牵头单位", "responsible_units": "责任单位",
    "supporting_units": "配合单位", "leader.name": "牵头市领导姓名", "leader.post": "牵头市领导职务",
    "contact.office": "联系处室", "contact.phone": "联系电话", "places": "地方", "themes.ids": "主题",
    "themes.basis": "主题的依据", "predecessor": "上年的任务", "sic": "原文疑误",
    "value": "目标数", "unit": "单位", "definition": "口径", "nature": "性质", "baseline": "基期",
    "baseline.value": "基期数", "baseline.as_of": "基期日期", "plan": "计划", "schedule": "进度安排", "every": "数据周期",
    "figure_by": "数据发布时间", "after": "前置节点", "text": "文字", "authority": "办理机关", "planned": "计划数",
    "source": "来源", "body": "协调机制", "frequency": "频次", "path": "解决路径", "owner": "责任单位",
    "origin_year": "起于哪年",
}


def span(interval: schema.Interval) -> str:
    """An interval in words: 3个月."""
    units = {"days": "天", "weeks": "周", "months": "个月", "years": "年"}
    return f"{interval.count}{units[interval.unit]}"
