"""The portal on a day -> a workbook that people can go on with: a sheet per list, one of all records, one of what may be chosen.

A list's sheet has the columns of a 台账 and a row for each target of a task. What is grey is computed or sealed, and the sheet itself
refuses typing there, without being protected: rows can be sorted, filtered, added. There are no formulas; text that looks like one is
text. The same portal gives the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from portal import replay, schema
from portal.library import Portal, YearList
from portal.state import TaskState, state_on
from portal.views.fieldwords import change_words
from portal.views.labels import LIGHT, RECORD_KIND, STATUS, STEP, TARGET_KIND
from portal.views.words import Kept, Run, Text
from portal.workbook import record
from portal.workbook.sheet import LONGEST
from portal.workbook.values import folded, unit_ids

Value: TypeAlias = str | Decimal | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, whether it is only to be looked at."""

    heading: str
    width: int
    grey: bool = False


COLUMNS = (
    Column("编号", 22, True), Column("序号", 6, True), Column("任务名称", 20), Column("工作内容", 44, True),
    Column("牵头单位", 14), Column("责任单位", 20), Column("配合单位", 20), Column("启动时间", 12), Column("完成时限", 12),
    Column("目标", 20), Column("目标类别", 10), Column("目标值", 10), Column("计量单位", 9), Column("原定目标值", 10, True),
    Column("完成值", 10), Column("数据截至", 12), Column("进展", 40), Column("步骤", 10), Column("困难", 26), Column("解决措施", 26),
    Column("状态", 12, True), Column("进度灯", 11, True), Column("公开度", 9, True), Column("最近记录", 12, True),
)
RECORDS = (Column("编号", 22), Column("任务名称", 20), Column("公布日期", 12), Column("类别", 10), Column("步骤", 10), Column("内容", 60),
           Column("实际数", 36), Column("改动", 36), Column("困难与措施", 36), Column("来源", 36))
HEADER = 3  # the row of it: a title and a note stand above
ROOM = 200  # rows below the tasks that the choices reach to


def workbook(portal: Portal, as_of: date) -> bytes:
    """The workbook of the portal as of a day."""
    book = Workbook()
    book.remove(book.worksheets[0])
    names = _unit_names(portal)
    states: list[tuple[YearList, list[TaskState]]] = []
    for year in portal.lists:
        terms = replay.terms_on(year.listing, as_of)
        if terms.adopted <= as_of:
            states.append((year, [state_on(task, as_of, terms) for task in year.tasks]))
    for year, own in states:
        _list(book.create_sheet(_sheet_name(year.listing.key, book)), year, own, names, as_of)
    _records(book.create_sheet("记录"), portal, [state for _, own in states for state in own])
    options = book.create_sheet("选项")
    options.column_dimensions["A"].width = 30
    for index, name in enumerate(["单位", *names.values()], 1):
        _put(options.cell(index, 1), name)
    if not names:
        _put(options.cell(2, 1), "还没有登记单位")
    return _same_bytes(book)


def _unit_names(portal: Portal) -> dict[str, str]:
    """By id, the shortest name that leads back to the unit."""
    ids = unit_ids(portal.units)
    return {unit.id: next((name for name in (unit.short, unit.name) if name and ids.get(folded(name)) == unit.id), unit.id)
            for unit in portal.units.values()}


def _sheet_name(key: str, book: Workbook) -> str:
    """A list's key, as long as a sheet's name may be; rows name their list themselves."""
    names = [key[:31], *(f"{key[:28]}~{number}" for number in range(2, 100))]
    return next(name for name in names if name not in book.sheetnames)


# --- a list


def _list(sheet: Worksheet, year: YearList, states: list[TaskState], names: Mapping[str, str], as_of: date) -> None:
    terms = states[0].terms if states else year.listing.plan
    _put(sheet.cell(1, 1), f"{terms.title}（{year.listing.key}）")
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    _put(sheet.cell(2, 1), f"{as_of}导出。灰色的列由记录算出，或者已经公布不改，不导入；改别的格，另存后 python3 build.py import 这个文件")
    rows = [row for state in states for row in _rows(state, names)]
    _fill(sheet, COLUMNS, HEADER, rows)
    last = HEADER + len(rows) + ROOM
    _choose(sheet, "E", last, f"选项!$A$2:$A${len(names) + 1}", "登记在 units.yml 里的单位") if names else None
    _choose(sheet, "K", last, f'"{",".join(TARGET_KIND.values())}"', "目标的类别")
    _choose(sheet, "R", last, f'"{",".join(STEP.values())}"', "这次的进展属于哪一步")
    closed = DataValidation(type="custom", formula1="FALSE", allow_blank=False, showErrorMessage=True, errorTitle="这一格不用填",
                            error="灰色的格由记录算出，或者已经公布不改。")
    for index, column in enumerate(COLUMNS, 1):
        if column.grey and rows:
            closed.add(f"{get_column_letter(index)}{HEADER + 1}:{get_column_letter(index)}{HEADER + len(rows)}")
    if rows:
        sheet.add_data_validation(closed)


def _choose(sheet: Worksheet, letter: str, last: int, choices: str, what: str) -> None:
    one = DataValidation(type="list", formula1=choices, allow_blank=True, showErrorMessage=True, errorTitle="从列表里选",
                         error=f"从列表里选：{what}。")
    one.add(f"{letter}{HEADER + 1}:{letter}{last}")
    sheet.add_data_validation(one)


def _rows(state: TaskState, names: Mapping[str, str]) -> Iterator[list[Value]]:
    """A row for each target that stands, at least one; what is the task's own stands in the first."""
    task, promise = state.task, state.shown_promise
    responsible, supporting = ("、".join(names.get(unit, unit) for unit in units)
                               for units in (promise.responsible_units, promise.supporting_units))
    hard = [entry for entry in _difficulties(state) if not entry.measures or any(one.state != "resolved" for one in entry.measures)]
    asked = len(state.disclosure.answered) + len(state.disclosure.missing)
    first: list[Value] = [task.key, task.number, promise.title]
    own: list[Value] = [promise.quote, names.get(promise.lead_unit or "", promise.lead_unit), responsible, supporting,
                        promise.start, promise.due]
    dropped = {part.id for part in state.parts if part.kind == "targets" and part.state == "dropped"}
    targets = [_target(state, target) for target in promise.targets if target.id not in dropped] or [[None] * 7]
    last = next((words for seen in reversed(state.records) if seen.record.data.kind == "update"
                 and (words := record.words(seen.record.document.body))), None)
    said: list[Value] = [last, None, _points([entry.text for entry in hard]), _remedies(hard), STATUS[state.status],
                         LIGHT[state.light] if state.light else "—", f"{len(state.disclosure.answered)}/{asked}",
                         state.records[-1].record.day if state.records else None]
    for index, target in enumerate(targets):
        yield first + (own if index == 0 else [None] * len(own)) + target + (said if index == 0 else [None] * len(said))


def _target(state: TaskState, target: schema.Target) -> list[Value]:
    figures = [entry for seen in state.records for entry in seen.data.observations if entry.target == target.id]
    latest = max(figures, key=lambda one: one.as_of, default=None)
    original = next((one.value for one in state.original_promise.targets if one.id == target.id), None)
    return [target.title, TARGET_KIND[target.kind], target.value, target.unit, original, latest.value if latest else None,
            latest.as_of if latest else None]


def _difficulties(state: TaskState) -> list[schema.Difficulty]:
    """Each difficulty as last said."""
    found: dict[str, schema.Difficulty] = {}
    for seen in state.records:
        found |= {entry.id: entry for entry in seen.data.difficulties}
    return list(found.values())


def _points(texts: list[str]) -> str | None:
    """Several texts in a cell: numbered, each on its line."""
    texts = [" ".join(text.split()) for text in texts]
    return "\n".join(f"{index}. {text}" for index, text in enumerate(texts, 1)) if len(texts) > 1 else next(iter(texts), None)


def _remedies(hard: list[schema.Difficulty]) -> str | None:
    """What is done about the difficulties, where a cell can say which belongs to which: of one all, of several the first each."""
    if len(hard) == 1:
        return _points([one.action for one in hard[0].measures])
    firsts = [entry.measures[0].action for entry in hard if entry.measures]
    return _points(firsts) if len(firsts) == len(hard) else None


# --- the records


def _records(sheet: Worksheet, portal: Portal, states: list[TaskState]) -> None:
    rows: list[list[Value]] = []
    for state in states:
        for seen in state.records:
            data = seen.data
            titles = {target.id: target for target in (*state.original_promise.targets, *state.shown_promise.targets)}
            figures = "；".join(f"{titles[one.target].title} {one.value}{titles[one.target].unit or ''}（截至 {one.as_of}）"
                               for one in data.observations if one.target in titles)
            changes = "；".join(_flat(change_words(state, portal, one)) for one in state.changes if one.record == seen.record.name)
            hard = "；".join(one.text + (f"：{'、'.join(each.action for each in one.measures)}" if one.measures else "")
                            for one in data.difficulties)
            source = portal.sources[data.source.id].title if data.source and data.source.id in portal.sources else ""
            rows.append([state.task.key, state.shown_promise.title, seen.record.day, RECORD_KIND[data.kind],
                         STEP[data.step] if isinstance(data, schema.Update) else None, record.words(seen.record.document.body),
                         figures, changes, hard, f"{source}，{data.source.locator}" if data.source and data.source.locator else source])
    _put(sheet.cell(1, 1), "全部记录，只供查看，不导入")
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    _fill(sheet, RECORDS, HEADER, rows)


def _flat(text: Text) -> str:
    if isinstance(text, str):
        return text
    return "".join(one if isinstance(one, str) else _flat(one.runs) if isinstance(one, Kept) else _run(one) for one in text)


def _run(run: Run) -> str:
    return f"{run.was}→{run.text}" if run.was else run.text


# --- cells

_GREY = PatternFill("solid", fgColor="EDEDED")
_HEAD = PatternFill("solid", fgColor="D9E2F3")
_SIDE = Side("thin", color="BFBFBF")
_LINE = Border(_SIDE, _SIDE, _SIDE, _SIDE)
_TOP = Alignment(vertical="top", wrap_text=True)


def _fill(sheet: Worksheet, columns: tuple[Column, ...], header: int, rows: list[list[Value]]) -> None:
    for index, column in enumerate(columns, 1):
        cell = sheet.cell(header, index)
        _put(cell, column.heading)
        cell.font, cell.border, cell.fill = Font(bold=True), _LINE, _GREY if column.grey else _HEAD
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    for number, row in enumerate(rows, header + 1):
        for index, (column, value) in enumerate(zip(columns, row, strict=True), 1):
            cell = sheet.cell(number, index)
            _put(cell, value)
            cell.alignment, cell.border = _TOP, _LINE
            if column.grey:
                cell.fill = _GREY
    sheet.freeze_panes = f"D{header + 1}"
    sheet.auto_filter.ref = f"A{header}:{get_column_letter(len(columns))}{header + max(len(rows), 1)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{header}:{header}"


def _put(cell: Cell | MergedCell, value: Value) -> None:
    """A value into a cell; text as text, whatever it begins with."""
    if value is None or value == "" or isinstance(cell, MergedCell):
        return
    if isinstance(value, Decimal) and len(value.as_tuple().digits) > 15:
        value = format(value, "f")  # more digits than a cell's number holds
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST]
        cell.data_type = "s"
        cell.quotePrefix = value[0] in "=+-@"
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"


def _same_bytes(book: Workbook) -> bytes:
    """The file, without the time at which it was made: the same workbook gives the same bytes."""
    first, second = io.BytesIO(), io.BytesIO()
    book.properties.creator = "政策公开台账"
    book.properties.created = datetime(2000, 1, 1, tzinfo=UTC)
    book.save(first)
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(second, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            data = made.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", data)
            kept.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return second.getvalue()
