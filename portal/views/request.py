"""A request for disclosure, ready to be copied: 《中华人民共和国政府信息公开条例》 (2019), articles 27, 29 and 33.

The text asks for what was not published and quotes nothing but the regulation's own numbers.
"""

from collections.abc import Collection, Mapping

from portal import schema

# what belongs together is asked for in one line, in the order of the founding text's demands
LINES: tuple[tuple[schema.Ask, ...], ...] = (
    ("lead_unit", "responsible_units", "subtasks", "supervision"),
    ("milestones", "difficulties"),
    ("start_dates", "preparation"),
    ("procedures", "funding", "legacy_issues"),
    ("coordination",),
    ("targets", "due", "evidence"),
)
WORDS: Mapping[schema.Ask, str] = {
    "lead_unit": "牵头单位", "responsible_units": "责任单位", "subtasks": "任务分解", "supervision": "过程督导的情况",
    "milestones": "任务链和各节点的时间", "difficulties": "遇到的困难和解决方案",
    "start_dates": "启动时间", "preparation": "前期准备的情况",
    "procedures": "手续办理的情况", "funding": "资金的计划、到位和支付情况", "legacy_issues": "历史遗留问题的解决情况",
    "coordination": "协调机制", "targets": "量化目标", "due": "完成时限", "evidence": "完成情况的凭据",
}
# what a reader must know before sending it, and what is not ours to promise
ADVICE = ("要写明姓名、证件和联系方式（条例第二十九条）。不能当场答复的，20个工作日内答复，需要延长的最多再延长20个工作日（第三十三条）。"
          "是否受理、由谁答复，以机关的说明为准。")


def request_text(addressee: str, subject: str, asks: Collection[schema.Ask]) -> str:
    """The request for `asks` of `subject` (2026年20件大事要事第3件“氢能产业”), one numbered line for what belongs together.

    Without an addressee the reader is left to fill it in. `asks` is not empty.
    """
    lines = ["、".join(WORDS[ask] for ask in line if ask in asks) for line in LINES]
    items = [f"{numeral}、{line}" for numeral, line in zip("一二三四五六", filter(None, lines), strict=False)]
    return "\n".join((
        f"{addressee or '（请填写受理机关）'}：",
        f"根据《中华人民共和国政府信息公开条例》第二十七条，申请公开{subject}的下列信息：",
        "；\n".join(items) + "。",
        "请以电子文本提供，发送至本人邮箱。",
    ))
