"""The portal as a workbook: real dates and numbers, no formulas, the same bytes; and what comes back of it."""

import io
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from portal import sources
from portal.new.draft import Content, content
from portal.workbook import export, plan, sheet
from portal.workbook.files import Choices
from portal.workbook.plan import Proposal
from tests import tiny
from tests.workbook import city

ROOT = Path(__file__).parent.parent.parent
TODAY = date(2026, 10, 9)


@cache
def around(folder: str) -> Content:
    paths, found = sources.find(ROOT / folder)
    texts, more = sources.read_all(ROOT / folder, paths)
    made = content(texts, paths, [*found, *more])
    assert not made.problems
    return made


@cache
def our_city() -> Content:
    files = city.content()
    return content([tiny.source(path, text) for path, text in files.items()], list(files))


def imported(data: bytes, where: Content, day: date, **choices: object) -> Proposal:
    read = sheet.read(data)
    assert isinstance(read, sheet.Book), read
    return plan.propose(read, where, Choices(**{"today": day, **choices}))  # type: ignore[arg-type]


def comes_back(folder: str, day: str) -> None:
    when = date.fromisoformat(day)
    found = imported(export.workbook(around(folder).portal, when), around(folder), when, source=next(iter(around(folder).portal.sources)))
    rows = [one for one in found.lines if one.did != "passed"]
    assert rows and not found.files and not found.drafts
    assert [one for one in rows if one.did != "same" or one.said] == []


def test_the_real_list_comes_back_as_no_change() -> None:
    comes_back("content", "2026-11-24")


@pytest.mark.slow
@pytest.mark.parametrize("day", ["2025-06-30", "2025-12-31", "2026-03-31", "2026-05-10", "2026-06-30", "2026-09-30", "2026-12-31",
                                 "2027-04-01"])
def test_the_sample_comes_back_as_no_change_on_every_day(day: str) -> None:
    comes_back("tests/sample/content", day)


@cache
def made() -> bytes:
    return export.workbook(our_city().portal, TODAY)


@cache
def opened() -> Workbook:
    return load_workbook(io.BytesIO(made()))


def at(year: int, month: int, day: int) -> datetime:
    """A date as openpyxl gives it back: without a zone."""
    return datetime.combine(date(year, month, day), time())


def cells(page: Worksheet, row: int) -> dict[str, object]:
    return {str(page.cell(export.HEADER, column).value): page.cell(row, column).value for column in range(1, len(export.COLUMNS) + 1)}


def test_a_row_has_the_columns_of_a_ledger_with_real_dates_and_numbers() -> None:
    book = opened()
    assert book.sheetnames == ["2026", "记录", "选项"]
    page = book["2026"]
    first, second = cells(page, 4), cells(page, 5)
    assert {key: first[key] for key in ("编号", "序号", "任务名称", "牵头单位", "完成时限", "目标", "目标类别", "目标值", "计量单位",
                                        "完成值", "数据截至",
                                        "进展", "困难", "解决措施", "状态", "进度灯", "最近记录")} == {
        "编号": "2026/01-hydrogen", "序号": 1, "任务名称": "氢能产业", "牵头单位": "市能源局", "完成时限": at(2026, 12, 31),
        "目标": "建成加氢站",
        "目标类别": "累计", "目标值": 20, "计量单位": "座", "完成值": 13, "数据截至": at(2026, 6, 30), "进展": "柳河站6月22日投运。",
        "困难": "外电接入慢",
        "解决措施": "先用箱式变压器过渡", "状态": "推进中", "进度灯": "数据未更新", "最近记录": at(2026, 7, 2)}
    assert (second["编号"], second["目标"], second["完成时限"]) == ("2026/01-hydrogen", "推广氢能重卡", None)
    assert page.freeze_panes == "D4"
    assert page.column_dimensions["D"].width == 44


def test_what_may_be_chosen_is_offered_and_what_is_computed_refuses_typing() -> None:
    page = opened()["2026"]
    rules = {str(one.sqref): (one.type, one.formula1) for one in page.data_validations.dataValidation}
    assert rules["E4:E214"] == ("list", "选项!$A$2:$A$13")
    assert rules["K4:K214"] == ("list", '"累计,达到,降至,不高于,不低于,常态化"')
    closed = next(key for key, value in rules.items() if value == ("custom", "FALSE"))
    assert "A4:A14" in closed and "U4:U14" in closed and "O4" not in closed
    assert page["A4"].fill.fgColor.rgb == page["U4"].fill.fgColor.rgb != page["O4"].fill.fgColor.rgb


def test_text_that_looks_like_a_formula_is_text_and_a_number_with_too_many_digits_too() -> None:
    files = city.content()
    files["2026/02-old-communities/2026-07-02.md"] = tiny.front("kind: update\nstep: action", '\n=HYPERLINK("https://example.org/")\n')
    files["2026/08-housing/2026-07-02.md"] = tiny.front(
        "kind: supplement\nsource: {id: conference}\nadd: {targets: [{id: t, title: 样例, kind: cumulative, value: 1234567890.1234567}]}")
    where = content([tiny.source(path, text) for path, text in files.items()], list(files))
    assert not where.problems
    data = export.workbook(where.portal, TODAY)
    page = load_workbook(io.BytesIO(data))["2026"]
    cell = page["Q6"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ('=HYPERLINK("https://example.org/")', "s", True)
    assert next(cells(page, row)["目标值"] for row in range(4, 20) if cells(page, row)["序号"] == 8) == "1234567890.1234567"
    found = imported(data, where, TODAY)
    assert not found.files and not found.drafts


def test_the_same_portal_gives_the_same_bytes() -> None:
    assert export.workbook(our_city().portal, TODAY) == made()


def test_a_list_that_was_not_adopted_yet_is_not_in_the_workbook() -> None:
    read = sheet.read(export.workbook(our_city().portal, date(2026, 1, 9)))
    assert isinstance(read, sheet.Book) and [one.name for one in read.sheets] == ["记录", "选项"]


def test_the_records_stand_on_a_sheet_of_their_own_with_their_changes_in_words() -> None:
    """Figures as corrected since, changes as they were made."""
    portal, problems = tiny.load(tiny.files("targets: [{id: s, title: 样例站, kind: cumulative, value: 20, unit: 座}]", {
        "2026-03-31": "kind: update\nstep: action\nsource: {id: text, locator: 第1行}\n"
                      "observations: [{target: s, value: 13, as_of: 2026-03-31}]",
        "2026-04-20": "kind: correction\nsource: {id: text}\nfound_by: 样例\n"
                      "changes: [{field: 2026-03-31.observations.s.2026-03-31.value, old: 13, new: 12}]",
        "2026-05-10": "kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\n"
                      "changes: [{field: targets.s.value, old: 20, new: 18}]"}))
    assert not problems
    page = load_workbook(io.BytesIO(export.workbook(portal, TODAY)))["记录"]
    march, april, may = ([cell.value for cell in row] for row in page.iter_rows(min_row=4))
    assert march == ["2026/01-sample", "样例", at(2026, 3, 31), "进展", "实际进展", None, "样例站 12座（截至 2026-03-31）", None, None,
                     "样例会议，第1行"]
    assert (april[3], april[7]) == ("勘误", "3月31日记录里样例站（截至2026-03-31）的数 13座→12座")
    assert (may[3], may[7]) == ("调整", "样例站的目标数 20座→18座")


# --- after a hand edit: that one thing


@cache
def ours() -> sheet.Book:
    read = sheet.read(made())
    assert isinstance(read, sheet.Book)
    return read


def edited(**values: str) -> Proposal:
    """What comes back when somebody has put values into the first row of the list."""
    page = ours().sheets[0]
    row = dict(page.rows[4])
    for heading, value in values.items():
        column = next(index for index, one in enumerate(export.COLUMNS, 1) if one.heading == heading)
        row[column] = sheet.Cell(f"{sheet.letters(column)}4", value)
    book = sheet.Book((replace(page, rows={**page.rows, 4: row}), *ours().sheets[1:]))
    return plan.propose(book, our_city(), Choices(TODAY, source="ledger"))


def test_a_new_figure_with_its_day_is_exactly_one_record() -> None:
    found = edited(完成值="16", 数据截至="2026-09-30")
    assert not found.drafts and list(found.files) == ["2026/01-hydrogen/2026-10-08.md"]
    assert "observations:\n  - target: stations\n    value: 16\n    as_of: 2026-09-30\n---" in found.files["2026/01-hydrogen/2026-10-08.md"]
    assert [one.at for one in found.lines if one.did == "written"] == ["2026!4"]


def test_a_figure_changed_without_its_day_is_one_correction_to_complete() -> None:
    found = edited(完成值="16")
    assert not found.files and list(found.drafts) == ["2026/01-hydrogen/correction.md"]


@pytest.mark.parametrize(("heading", "value", "field"), [
    ("目标值", "18", "targets.stations.value"), ("完成时限", "2026-11-30", "due"), ("牵头单位", "市住建局", "lead_unit"),
    ("任务名称", "氢能全产业链", "title"),
])
def test_a_changed_promise_is_exactly_one_adjustment_to_complete(heading: str, value: str, field: str) -> None:
    found = edited(**{heading: value})
    assert not found.files and list(found.drafts) == ["2026/01-hydrogen/adjustment.md"]
    draft = found.drafts["2026/01-hydrogen/adjustment.md"]
    assert draft.count("- field:") == 1 and f"- field: {field}\n" in draft


def test_a_unit_that_was_missing_is_exactly_one_supplement() -> None:
    found = edited(配合单位="市财政局、市水利局")
    assert not found.drafts and "没有写：配合单位 市财政局、市水利局。不知道是哪天公布的" in str(found.lines)


def test_a_status_typed_into_a_grey_cell_changes_nothing() -> None:
    found = edited(状态="已完成", 工作内容="别的话")
    assert not found.files and not found.drafts
    assert "状态由记录算出，现在是“推进中”" in str(found.lines) and "原文不改" in str(found.lines)


def test_an_empty_portal_has_a_workbook_too() -> None:
    where = content([tiny.source("portal.yml", tiny.PORTAL), tiny.source("sources.yml", tiny.SOURCES),
                     tiny.source("sources/text.txt", tiny.TEXT),
                     tiny.source("2026/plan.md", tiny.front(tiny.PLAN))], ["sources/text.txt"])
    assert not where.problems
    read = sheet.read(export.workbook(where.portal, TODAY))
    assert isinstance(read, sheet.Book) and [one.name for one in read.sheets] == ["2026", "记录", "选项"]
