"""Cells -> rows by what their columns mean: where the header stands, which heading says what, what is no row of a 台账.

A 台账 has a title above its header, heads in two rows with merged groups, merged cells that go on for the rows below, sections, sums,
notes below. Nothing here knows the portal; every row that is passed over is named with the reason.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from portal.workbook.sheet import Cell, Sheet, letters
from portal.workbook.values import NOTHING, folded, whole_number

Field: TypeAlias = Literal["key", "number", "title", "content", "lead_unit", "responsible_units", "supporting_units", "start", "due",
                           "target", "target_kind", "target_value", "unit", "words", "step", "value", "as_of", "difficulty", "remedy",
                           "status", "percent"]
FIELDS: tuple[Field, ...] = get_args(Field)

# What 台账 call their columns, the commonest first (the export writes it). A heading that is none of these is read as the longest
# that it ends with or, from four characters on, holds: 2026年工作任务, 任务完成情况.
HEADINGS: Mapping[Field, str] = {
    "key": "编号 任务编号",
    "number": "序号 序 任务序号 项目序号 No №",
    "title": "任务名称 工作任务 重点任务 事项 任务 事项名称 工作任务名称 重点任务名称 重点工作 工作事项 重点事项 主要任务 项目名称 "
             "大事要事 民生实事 实事项目 工作项目 任务事项",
    "content": "工作内容 承诺原文 具体举措 主要措施 具体措施 工作举措 重点举措 推进举措 推进措施 工作措施 举措 主要内容 建设内容 任务内容 "
               "具体内容 主要工作内容 具体任务 建设规模及内容",
    "lead_unit": "牵头单位 牵头部门 牵头责任单位 主办单位 主责单位 牵头",
    "responsible_units": "责任单位 责任部门 落实单位 实施单位 承办单位 责任主体 实施主体",
    "supporting_units": "配合单位 协同单位 配合部门 协办单位 协同部门 协助单位 参与单位 配合责任单位 配合",
    "start": "启动时间 开始时间 开工时间 起始时间",
    "due": "完成时限 时间节点 时限 完成时间 完成期限 办结时限 计划完成时间 预计完成时间 时限要求 时间要求 截止时间 截止日期",
    "target": "目标 年度目标 工作目标 目标任务 任务目标 指标 指标名称 目标名称 绩效目标 年度目标任务 量化目标",
    "target_kind": "目标类别 目标类型 指标类别 指标类型",
    "target_value": "目标值 目标数 年度目标值 计划数 任务数 目标任务数 计划值 目标数值",
    "unit": "单位 计量单位 目标单位",
    "words": "进展 工作进展 完成情况 进展情况 推进情况 目前进展 当前进展 最新进展 工作进展情况 落实情况 形象进度",
    "step": "步骤 记录步骤",
    "value": "完成值 当前值 完成数 实际值 实际完成 实际完成数 完成量 累计完成 累计完成数 实际完成值",
    "as_of": "数据截至 截至日期 数据日期 截至时间 数据截止 数据截至日期 数据截止时间 数据截止日期 统计截止时间",
    "difficulty": "困难 问题 存在困难 存在问题 存在的问题 存在困难和问题 存在问题和困难 困难问题 主要问题 问题和困难 需协调解决的问题 "
                  "需协调解决问题 困难和问题 存在的困难和问题",
    "remedy": "解决措施 针对性措施 应对措施 整改措施 解决办法 解决方案 解决对策",
    "status": "状态 任务状态 完成状态 进度状态 办理状态 推进状态 是否完成 进度灯 亮灯情况 红黄绿灯 预警 预警等级",
    "percent": "完成比例 完成率 进度 完成进度 完成百分比 进度比例 总体进度 完成占比 任务进度",
}
_BY_NAME: Mapping[str, Field] = {folded(name): one for one, names in HEADINGS.items() for name in names.split()}
_WHOLE_ONLY = frozenset({"单位", "序"})  # 填报单位 is no unit of measurement
# headings that hold a word from above and mean something else
_OTHER = re.compile("下一步|下步|上年|去年|上期|实际完成时间|实际完成日期|责任人|领导|联系|电话|凭据|佐证|附件|依据|备注")
WIDEST = 100  # columns
TOP = 10  # rows with something in them, among which the header is looked for


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read: its number, its heading as it stands, what stands in the heading's brackets (a unit, maybe)."""

    number: int
    heading: str
    bracket: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a 台账: its cells by what they mean, only those with something to say."""

    sheet: str
    number: int
    cells: Mapping[Field, Cell]
    columns: Mapping[Field, Column] = field(repr=False)

    @property
    def at(self) -> str:
        """Sheet and row, as they are named in the report: 台账!7."""
        return f"{self.sheet}!{self.number}"

    def text(self, name: Field) -> str:
        """What a cell says; "" where it says nothing."""
        return self.cells[name].text if name in self.cells else ""


@dataclass(frozen=True, slots=True)
class Passed:
    """A sheet (row 0) or a row that is not read, and why."""

    sheet: str
    number: int
    why: str

    @property
    def at(self) -> str:
        """Sheet and row."""
        return f"{self.sheet}!{self.number}" if self.number else self.sheet


@dataclass(frozen=True, slots=True)
class Table:
    """A 台账 in a sheet."""

    sheet: str
    header: int  # the last row of it
    columns: Mapping[Field, Column]
    unread: tuple[Column, ...]
    above: tuple[Cell, ...]  # what stands above the header
    rows: tuple[Row, ...]
    passed: tuple[Passed, ...] = field(default=())


def table(sheet: Sheet) -> Table | Passed:
    """The 台账 in a sheet, or why there is none."""
    if sheet.hidden:
        return Passed(sheet.name, 0, "隐藏的工作表，没有读：要导入就取消隐藏")
    if not sheet.rows:
        return Passed(sheet.name, 0, "空的工作表")
    grid = _Grid(sheet)
    found = _header(grid)
    if found is None:
        return Passed(sheet.name, 0, f"前{TOP}行里没有找到表头（至少要有“任务名称”和另一列，例如“责任单位”“完成时限”），没有读")
    top, bottom, headings = found
    columns: dict[Field, Column] = {}
    unread = []
    # of two headings for one thing the exact one, else the first
    for one, name in sorted(headings, key=lambda found: (folded(found[0].heading) not in _BY_NAME, found[0].number)):
        if name is None or name in columns:
            unread.append(one)
        else:
            columns[name] = one
    rows: list[Row] = []
    passed: list[Passed] = []
    for number in (number for number in sheet.rows if number > bottom):
        cells = {name: cell for name, column in columns.items() if (cell := grid.filled(number, column.number)) is not None
                 and (cell.trouble or cell.text not in NOTHING)}
        why = _why_not(grid, number, columns, cells)
        if why is None:
            rows.append(Row(sheet.name, number, cells, columns))
        elif why:
            passed.append(Passed(sheet.name, number, why))
    above = tuple(cell for number, cells in sheet.rows.items() if number < top for cell in cells.values())
    above += tuple(Cell(f"{letters(one.number)}{bottom}", one.heading + one.bracket) for one, _ in headings)
    return Table(sheet.name, bottom, columns, tuple(sorted(unread, key=lambda one: one.number)), above, tuple(rows), tuple(passed))


class _Grid:
    """A sheet's cells with its merges: what is seen at a place."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.by_column: dict[int, list[tuple[int, int, int]]] = {}  # left column -> (top, bottom, right) of its merges
        for merge in sheet.merges:
            self.by_column.setdefault(merge.left, []).append((merge.top, merge.bottom, merge.right))

    def own(self, row: int, column: int) -> Cell | None:
        """The cell itself."""
        return self.sheet.rows.get(row, {}).get(column)

    def filled(self, row: int, column: int) -> Cell | None:
        """The cell, or the merged one above that goes on here."""
        own = self.own(row, column)
        if own is not None:
            return own
        for top, bottom, _ in self.by_column.get(column, ()):
            if top < row <= bottom:
                return self.own(top, column)
        return None

    def seen(self, row: int, column: int) -> Cell | None:
        """The cell, or the merged one above or to the left that covers the place: what a head of a group says."""
        own = self.own(row, column)
        if own is not None:
            return own
        for left, merges in self.by_column.items():
            for top, bottom, right in merges if left <= column else ():
                if top <= row <= bottom and column <= right:
                    return self.own(top, left)
        return None

    def bottom(self, row: int) -> int:
        """The last row of the merged cells that begin in a row or go through it."""
        return max((bottom for merges in self.by_column.values() for top, bottom, _ in merges if top <= row <= bottom), default=row)

    def is_wide(self, row: int, column: int) -> bool:
        """Whether a cell is merged over three columns and more."""
        return any(top == row and right >= column + 2 for top, _, right in self.by_column.get(column, ()))

    def is_hidden(self, column: int) -> bool:
        """Whether a column is hidden."""
        return any(first <= column <= last for first, last in self.sheet.hidden_columns)


# --- the header

Headings: TypeAlias = list[tuple[Column, Field | None]]


def _header(grid: _Grid) -> tuple[int, int, Headings] | None:
    """(first row, last row, headings) of the header: the row, or the two rows, that name the most columns."""
    best: tuple[int, int, int, Headings] | None = None
    rows = list(grid.sheet.rows)[:TOP]
    for row, bottom in (*((row, row) for row in rows), *((row, row + 1) for row in rows if row + 1 in rows)):
        headings = list(_headings(grid, row, bottom))
        names = {name for _, name in headings if name}
        if len(names) > max(1, best[0] if best else 0) and names & {"title", "content", "key"}:
            best = (len(names), row, bottom, headings)
    if best is None:
        return None
    _, top, bottom, headings = best
    return top, max(bottom, min(grid.bottom(bottom), bottom + 2)), headings


def _headings(grid: _Grid, top: int, bottom: int) -> Iterator[tuple[Column, Field | None]]:
    columns = {column for row in (top, bottom) for column in grid.sheet.rows.get(row, {})}
    for column in sorted(columns)[:WIDEST]:
        if grid.is_hidden(column):
            continue
        words = [cell.text for row in (top, bottom) if (cell := grid.seen(row, column)) and cell.text]
        words = list(dict.fromkeys(words))
        if not words:
            continue
        # the lower head alone, or with the head of its group: 牵头 below 责任单位
        tried = [words[-1], "".join(words), "".join(reversed(words))]
        own = next((text for text in tried if _field(text)), words[-1])
        yield Column(column, *_parted(own)), _field(own)


def _parted(text: str) -> tuple[str, str]:
    """A heading without the brackets behind it, and what stands in them: 目标值（座）."""
    one = "".join(text.split()).strip("*\u203b:\uff1a")
    match = re.fullmatch(r"(.+?)[(\uff08]([^()\uff08\uff09]*)[)\uff09]", one)
    return (match[1], match[2]) if match else (one, "")


def _field(text: str) -> Field | None:
    plain = folded(_parted(text)[0])
    if plain in _BY_NAME:
        return _BY_NAME[plain]
    if len(plain) > 20 or _OTHER.search(plain):
        return None
    held = [name for name in _BY_NAME if name not in _WHOLE_ONLY and (plain.endswith(name) or (len(name) > 3 and name in plain))]
    return _BY_NAME[max(held, key=len)] if held else None


# --- rows that are none

_SUM = re.compile(r"合计|小计|总计|共计|累计")
_FOOT = re.compile(r"注[:1-9]|备注:|说明:|填表|制表|审核|填报|联系人|联系电话|单位负责人|分管领导")
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]+[部分章类]")


def _why_not(grid: _Grid, number: int, columns: Mapping[Field, Column], cells: Mapping[Field, Cell]) -> str | None:
    """Why a row is no row of the 台账; None where it is one, "" where nothing need be said of it."""
    own = {column: cell for column, cell in grid.sheet.rows[number].items() if cell.text not in NOTHING or cell.trouble}
    if not own:
        return ""
    if number in grid.sheet.hidden_rows:
        return "隐藏的行，没有导入：要导入就取消隐藏或筛选"
    first = folded(own[min(own)].text)
    if _SUM.fullmatch(first):
        return "合计行，没有导入"
    if all(folded(cells[name].text) == folded(column.heading) for name, column in columns.items() if name in cells) and len(cells) > 1:
        return "又一次表头，没有导入"
    texts = {cell.text for cell in own.values()}
    if _FOOT.match(first) and len(texts) <= 4 and "title" not in cells.keys() - {_under(columns, min(own))}:
        return "表下的说明，没有导入"
    if len(texts) == 1 and (_SECTION.match(first) or grid.is_wide(number, min(own))):
        return "分组的标题，没有导入"
    if not cells.keys() - {"number"}:
        return "只有序号，没有导入" if cells else "没有认得的内容，没有导入"
    return None


def _under(columns: Mapping[Field, Column], number: int) -> Field | None:
    return next((name for name, column in columns.items() if column.number == number), None)


def number_of(row: Row) -> int | None:
    """The number that a row has, in its own column or as 编号."""
    return whole_number(row.text("number") or row.text("key"))
