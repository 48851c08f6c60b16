"""Workbooks made for tests: with openpyxl as people make them, part by part where no program would make them so."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook

from portal.workbook.sheet import Cell, Merge, Sheet, letters

Rows = Sequence[Sequence[object]]


def book(rows: Rows, name: str = "台账", merges: Iterable[str] = (), more: Mapping[str, Rows] | None = None) -> bytes:
    """A workbook with these rows in a sheet, and more sheets by name; None leaves a cell out."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, content in {name: rows, **(more or {})}.items():
        sheet = made.create_sheet(title)
        for row, cells in enumerate(content, 1):
            for column, value in enumerate(cells, 1):
                if value is not None:
                    sheet.cell(row, column).value = value
    for merge in merges:
        made[name].merge_cells(merge)
    return saved(made)


def saved(made: Workbook) -> bytes:
    """The bytes of a workbook."""
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def page(rows: Rows, name: str = "台账", merges: Sequence[Merge] = ()) -> Sheet:
    """A sheet as sheet.py would read it, without a file around it."""
    return Sheet(name, {row: {column: Cell(f"{letters(column)}{row}", str(value)) for column, value in enumerate(cells, 1)
                              if value not in (None, "")} for row, cells in enumerate(rows, 1)}, tuple(merges))


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def raw(sheet: str, parts: Mapping[str, str | bytes] | None = None, main: str = MAIN, relations: str = RELATIONS) -> bytes:
    """A workbook of one sheet with this XML in it; `parts` are added or replaced."""
    whole: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="{relations}/officeDocument" '
                       'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="台账" sheetId="1" r:id="b"/></sheets>'
                           "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
                                      f'<Relationship Id="b" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
                                      f'<Relationship Id="c" Type="{relations}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
                                      f'<Relationship Id="d" Type="{relations}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{sheet}</worksheet>',
        **(parts or {}),
    }
    return packed(whole)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def cells(*rows: Sequence[str]) -> str:
    """sheetData with these cells, each already XML: <c t="str"><v>甲</v></c>."""
    return "<sheetData>" + "".join(f"<row>{''.join(row)}</row>" for row in rows) + "</sheetData>"


def text(value: str) -> str:
    """A cell with text in it."""
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
