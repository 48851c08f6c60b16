"""A request for disclosure, ready to be copied: 《中华人民共和国政府信息公开条例》 (2019), articles 27, 29 and 33.

The text asks for what was not published; it quotes the regulation's own numbers, and the sentence that demands it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from portal import schema
from portal.library import Portal
from portal.views import words
from portal.views.labels import ASK

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


@dataclass(frozen=True, slots=True)
class Requests:
    """What is written to the one that the portal names (None: the reader fills it in) about a subject.

    `subject`: 2026年20件大事要事第3件“氢能产业”; `short`: the same in the subject of a mail; `source`: where the demands
    stand, as it is cited.
    """

    to: schema.RequestsTo | None
    subject: str
    short: str
    source: str  # in its marks: 《市委经济工作会议召开》

    def everything(self, asks: Collection[schema.Ask]) -> str:
        """The request for all of `asks`, one numbered line for what belongs together; "" where there is nothing to ask."""
        lines = ["、".join(WORDS[ask] for ask in line if ask in asks) for line in LINES]
        items = [f"{numeral}、{line}" for numeral, line in zip("一二三四五六", filter(None, lines), strict=False)]
        return self._letter(f"申请公开{self.subject}的下列信息：\n" + "；\n".join(items) + "。") if asks else ""

    def one(self, demand: schema.Demand, ask: schema.Ask) -> tuple[str, str, str]:
        """The request for one thing, with the sentence that demands it: id, text, mail (parts.Ask)."""
        quoted = f"{self.source}写明：“{demand.quote}”" if demand.quote else ""
        return f"q-{ask}", self._letter(f"申请公开{self.subject}的{WORDS[ask]}。", quoted), self.mail(f"的{ASK[ask]}")

    def mail(self, what: str, body: str = "") -> str:
        """The mail that asks for something of the subject."""
        return words.mailto(f"申请公开{self.short}{what}", body, (self.to.email or "") if self.to else "")

    def _letter(self, asked: str, quoted: str = "") -> str:
        lines = (
            f"{self.to.name if self.to else '（请填写受理机关）'}：",
            quoted,
            f"根据《中华人民共和国政府信息公开条例》第二十七条，{asked}",
            "请以电子文本提供，发送至本人邮箱。",
        )
        return "\n".join(line for line in lines if line)


def requests(portal: Portal, terms: schema.Plan, subject: str, short: str) -> Requests:
    """What can be asked about a subject of a list."""
    source = portal.sources[terms.source.id]
    when = f"（{words.zh_date(source.date)}）" if source.date else ""
    return Requests(portal.settings.requests_to, subject, short, f"《{source.title}》{when}")
