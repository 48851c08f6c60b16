"""样例：云岭市, an invented city: a small list, and the 台账 that its offices keep, with everything that real ones have in them.

All names, figures and documents are made up for these tests.
"""

import io
import re
import zipfile
from datetime import date

from openpyxl import Workbook

from tests import tiny
from tests.workbook.books import saved

CONFERENCE = """\
云岭市委经济工作会议召开（样例）

会议部署了十二件大事。
一是氢能产业。培育壮大氢能产业，统筹制氢、加氢、装备制造全产业链建设。
二是老旧小区改造。改造老旧小区，同步整治小区环境。
三是城市地下管网更新。更新供水管网，更新燃气管网，消除安全隐患。
四是高标准农田建设。新建和改造高标准农田。
五是大气污染防治。深入打好蓝天保卫战。
六是县级医院能力提升。提升县级医院综合能力。
七是农村供水提升。推进农村供水规模化。
八是保障性住房。筹建保障性住房。
九是政务服务一窗通办。推动政务服务一窗通办。
十是安全生产治本攻坚。开展安全生产治本攻坚。
"""
LEDGER = """\
云岭市2026年重点任务台账（样例）

十一、夜间经济培育。打造三条夜间经济街区，培育夜间消费品牌。
十二、冷链物流体系。1.建设北山冷链物流园。2.改造产地冷库。
"""
UNITS = """\
- {id: energy, name: 云岭市能源局, short: 市能源局}
- {id: housing, name: 云岭市住房和城乡建设局, short: 市住建局}
- {id: urban, name: 云岭市城市管理局, short: 市城管局}
- {id: agriculture, name: 云岭市农业农村局, short: 市农业农村局}
- {id: environment, name: 云岭市生态环境局, short: 市生态环境局}
- {id: health, name: 云岭市卫生健康委员会, short: 市卫健委}
- {id: water, name: 云岭市水利局, short: 市水利局}
- {id: finance, name: 云岭市财政局, short: 市财政局}
- {id: approvals, name: 云岭市行政审批服务管理局, short: 市行政审批局}
- {id: commerce, name: 云岭市商务局, short: 市商务局}
- {id: dongchuan, name: 东川区人民政府, short: 东川区政府}
- {id: beishan, name: 北山县人民政府, short: 北山县政府}
"""
SOURCES = f"""\
- id: conference
  title: 云岭市委经济工作会议召开（样例）
  kind: 报纸
  date: 2026-01-10
  archived: conference.txt
  sha256: {tiny.source("", CONFERENCE).digest}
- id: ledger
  title: 云岭市2026年重点任务台账（样例）
  kind: 台账
  date: 2026-10-08
  archived: ledger.txt
  sha256: {tiny.source("", LEDGER).digest}
"""
PLAN = """\
title: 2026年大事（样例）
adopted: 2026-01-10
period: {start: 2026-01-01, end: 2026-12-31}
source: {id: conference}
update_every: 3 months
"""
# folder -> task.md without its source
TASKS = {
    "01-hydrogen": """\
title: 氢能产业
quote: 培育壮大氢能产业，统筹制氢、加氢、装备制造全产业链建设。
lead_unit: energy
due: 2026-12-31
targets:
  - {id: stations, title: 建成加氢站, kind: cumulative, value: 20, unit: 座}
  - {id: trucks, title: 推广氢能重卡, kind: cumulative, value: 300, unit: 辆}
""",
    "02-old-communities": "title: 老旧小区改造\nquote: 改造老旧小区，同步整治小区环境。\n",
    "03-pipes": """\
title: 城市地下管网更新
quote: 更新供水管网，更新燃气管网，消除安全隐患。
measures:
  - {id: water, text: 更新供水管网}
  - {id: gas, text: 更新燃气管网}
""",
    "04-farmland": """\
title: 高标准农田建设
quote: 新建和改造高标准农田。
responsible_units: [agriculture]
due: 2026-11-30
targets:
  - {id: area, title: 高标准农田, kind: cumulative, value: 6.8, unit: 万亩}
""",
    "05-air": """\
title: 大气污染防治
quote: 深入打好蓝天保卫战。
lead_unit: environment
targets:
  - {id: days, title: 优良天数比例, kind: at_least, value: 85, unit: '%', due: 2026-12-31}
""",
    "06-hospitals": "title: 县级医院能力提升\nquote: 提升县级医院综合能力。\n",
    "07-rural-water": "title: 农村供水提升\nquote: 推进农村供水规模化。\n"
                      "targets:\n  - {id: plants, title: 规模化水厂, kind: cumulative, value: 8, unit: 座}\n",
    "08-housing": "title: 保障性住房\nquote: 筹建保障性住房。\n",
    "09-one-stop": "title: 政务服务一窗通办\nquote: 推动政务服务一窗通办。\n",
    "10-work-safety": "title: 安全生产治本攻坚\nquote: 开展安全生产治本攻坚。\n"
                      "targets:\n  - {id: accidents, title: 较大事故, kind: at_most, value: 0, unit: 起, due: 2026-12-31}\n",
}
# what has been recorded before: a figure, words, a difficulty with its remedy
EARLIER = """\
kind: update
step: action
observations: [{target: stations, value: 13, as_of: 2026-06-30}]
difficulties:
  - {id: grid, text: 外电接入慢, measures: [{id: m1, action: 先用箱式变压器过渡, state: under_way}]}
"""


def content() -> dict[str, str]:
    """The city's files by path."""
    found = {"portal.yml": tiny.PORTAL, "units.yml": UNITS, "sources.yml": SOURCES, "sources/conference.txt": CONFERENCE,
             "sources/ledger.txt": LEDGER, "2026/plan.md": tiny.front(PLAN)}
    for folder, task in TASKS.items():
        found[f"2026/{folder}/task.md"] = tiny.front(task + "source: {id: conference}\n")
    found["2026/01-hydrogen/2026-07-02.md"] = tiny.front(EARLIER, "\n柳河站6月22日投运。\n")
    return found


# The header stands in rows 4 and 5, in merged groups. Below: a dict for each row of the sheet, by column. Twenty are rows of tasks.
HEADS: list[dict[str, object]] = [
    {"A": "序号", "B": "重点任务", "C": "主要措施", "D": "责任分工", "G": "时间节点", "H": "年度目标", "K": "完成情况",
     "M": "工作进展\n（截至9月底）", "N": "完成比例", "O": "进度状态", "P": "存在问题", "Q": "解决措施", "R": "备注", "S": "联系人"},
    {"D": "牵头单位", "E": "责任单位", "F": "配合单位", "H": "指标", "I": "目标值", "J": "单位", "K": "完成值", "L": "数据截至"},
]
ROWS: list[dict[str, object]] = [
    {"A": "一、产业升级（样例）"},  # row 6
    {"A": 1, "B": "氢能产业", "C": "培育壮大氢能产业，统筹制氢、加氢、装备制造全产业链建设", "D": "市能源局", "E": "市能源局、市住建局",
     "F": "市财政局", "G": date(2026, 12, 31), "H": "建成加氢站", "I": 20, "J": "座", "K": "16座", "L": date(2026, 9, 30),
     "M": "1.柳河站、北山站投运。\n2.#3机组<调试>完成  \n", "N": 0.8, "O": "推进中", "P": "1.外电接入慢\n2.设备到货晚",
     "Q": "1.与供电公司签订接入协议\n2.驻厂催货", "S": "某某"},
    {"H": "推广氢能重卡", "I": "３００", "J": "辆", "K": "２６２", "L": "9月30日"},
    {"A": "二", "B": "老旧小区 改造", "D": "市住建局", "E": "市住建局；市财政局\n东川区政府、北山县人民政府", "F": "/",
     "G": "2026年11月底前",
     "H": "改造老旧小区4.2万户", "K": "3.1万户", "L": "2026.9.30", "M": "推进中"},
    {"A": "（三）", "B": "更新供水管网", "D": "市城管局", "G": "20261031", "M": "新开工22公里，累计更新41公里"},  # row 10
    {"B": "更新燃气管网", "D": "市城管局", "G": "长期"},
    {"A": 4.0, "B": "高标准农田建设", "C": "新建和改造高标准农田。", "D": "市农业农村局", "E": "市农业农村局、市财政局", "G": "2026/10/31",
     "I": "6.8万亩", "K": "5.1万亩", "L": "2026年9月30日"},
    {"A": 5, "B": "大气污染防治", "D": "市生态环境局", "F": "市气象所", "H": "优良天数比例", "I": 0.85, "J": "%", "K": 0.861, "L": 46295},
    {"A": 6, "B": "县级医院能力提升", "D": "市卫健局", "G": "年底前", "H": "三级医院达到2家", "M": "召开推进会，印发实施方案", "N": 1,
     "O": "已完成", "P": "无", "Q": "无"},
    {"A": 7, "B": "农村供水提升", "D": "市水利局", "G": "三季度末", "H": "规模化水厂", "I": "=8*1", "K": "=SUM(K1)", "M": "5座水厂开工"},

    {"A": 8, "B": "保障性住房建设工程", "D": "市住建局", "G": "9月"},
    {"A": "９", "B": "政务服务一窗通办", "D": "市行政审批局、市财政局", "G": "全年", "H": "一窗事项", "I": "约600", "J": "项", "K": "612项",
     "L": "2026-9-30", "M": "完成"},
    {"A": 10, "B": "安全生产治本攻坚", "H": "较大事故", "I": 0, "J": "起", "K": 0, "L": "2026年9月", "M": "开展检查1200次"},
    {"B": "合计", "I": "=SUM(I7:I18)"},
    {"A": "十一", "B": "夜间经济培育", "C": "打造三条夜间经济街区，培育夜间消费品牌。", "D": "市商务局", "G": "2026年12月20日前",
     "H": "打造夜间经济街区", "I": 3, "J": "条", "K": 2, "L": "2026/9/30", "M": "两条街区开街"},
    {"A": "十二", "B": "冷链物流体系", "C": "1.建设北山冷链物流园。\n2.改造产地冷库。", "D": "市商务局", "E": "北山县政府",
     "F": "市财政局，市水利局", "G": "12月31日"},
    {"A": 13, "B": "数字政务大脑", "C": "建设城市大脑", "D": "市行政审批局"},
    {"A": 14, "B": "城市更新会战", "C": "更新片区", "D": "市住建局"},  # hidden
    {"A": 3, "B": "城市地下管网更新", "E": "市城管局、市住建局", "M": "制定年度计划，召开专班会议"},
    {"A": 7, "E": "市水利局", "O": "正常推进"},  # row 25
    {"A": 1, "B": "氢能产业", "D": "市能源局", "G": date(2027, 3, 31)},
    {"B": "高标准农田", "D": "市农业农村局"},
    {"A": 1, "B": "氢能产业", "H": "建成加氢站", "K": "14", "L": "2026/6/30"},
    {"A": "说明：本表为样例"},
]


def ledger() -> bytes:
    """The 台账 as a file: titles, heads in two rows, merged cells, a hidden row, formats, formulas with and without a value."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "台账"
    sheet["A1"], sheet["A2"], sheet["N2"] = "云岭市2026年重点任务推进台账（样例）", "填报单位：云岭市能源局等", "单位：件"
    sheet.merge_cells("A1:S1")
    for row, cells in enumerate([*HEADS, *ROWS], 4):
        for letter, value in cells.items():
            sheet[f"{letter}{row}"] = value  # type: ignore[assignment]
    for merge in ("A4:A5", "B4:B5", "C4:C5", "D4:F4", "G4:G5", "H4:J4", "K4:L4", "M4:M5", "N4:N5", "O4:O5", "P4:P5", "Q4:Q5", "R4:R5",
                  "S4:S5", "A6:S6", *(f"{letter}7:{letter}8" for letter in "ABCDEFGMNOPQRS")):
        sheet.merge_cells(merge)
    sheet["G7"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["N7"].number_format = sheet["N14"].number_format = "0%"
    sheet["I13"].number_format, sheet["K13"].number_format = "0%", "0.0%"
    sheet.row_dimensions[23].hidden = True  # 城市更新会战
    notes = book.create_sheet("填表说明")
    notes["A1"] = "每月5日前报送"
    # the value of one formula was saved, that of the other was not; a third points at nothing
    return _edited(saved(book), "xl/worksheets/sheet1.xml", (
        (r"(<c r=\"I15\"[^>]*>)<f>8\*1</f><v ?/>(</c>)", r"\1<f>8*1</f><v>8</v>\2"),
        (r"<c r=\"I20\"[^>]*>.*?</c>", '<c r="I20" t="e"><f>SUM(#REF!)</f><v>#REF!</v></c>')))


def _edited(data: bytes, part: str, changes: tuple[tuple[str, str], ...]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == part:
                for pattern, replacement in changes:
                    text, count = re.subn(pattern.encode(), replacement.encode(), text, flags=re.DOTALL)
                    assert count == 1, pattern
            new.writestr(name, text)
    return made.getvalue()
