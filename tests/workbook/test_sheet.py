"""A workbook as it comes: what each cell shows, and what is refused before it can do harm."""

import io
import struct
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from portal.workbook import sheet
from portal.workbook.sheet import Book, Sheet
from tests.workbook.books import MAIN, PACKAGE, RELATIONS, book, cells, packed, raw, saved, text


def read(data: bytes) -> Sheet:
    found = sheet.read(data)
    assert isinstance(found, Book), found
    return found.sheets[0]


def shown(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.values()] for row in read(data).rows.values()]


def refused(data: bytes) -> str:
    found = sheet.read(data)
    assert isinstance(found, str)
    return found


STYLES = (f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="200" formatCode="{{}}"/></numFmts>'
          '<cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>')


@pytest.mark.parametrize(("number", "code", "expected"), [
    ("20", "General", "20"), ("20", "0.00", "20"), ("15.4", "0.0&quot;亿元&quot;", "15.4亿元"), ("1200", "#,##0", "1200"),
    ("0.35699999999999998", "0.0%", "35.7%"), ("0.1", "General", "0.1"), ("20", "G/通用格式&quot;座&quot;", "20座"), ("20", "0座", "20座"),
    ("46295", "yyyy-mm-dd", "2026-09-30"), ("46295.5", "yyyy/m/d h:mm", "2026-09-30"),
    ("46295", "yyyy&quot;年&quot;m&quot;月&quot;", "2026年9月"),
    ("46295", "m&quot;月&quot;d&quot;日&quot;;@", "9月30日"), ("46295", "[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;",
                                                            "2026-09-30"),
    ("-3.5", "0.00_);[Red]\\(0.00\\)", "-3.5"), ("1E+2", "General", "100"), ("0.5", "h:mm", "0.5"), ("x", "General", "x"),
])
def test_a_number_is_what_the_cell_shows(number: str, code: str, expected: str) -> None:
    data = raw(cells([f'<c s="0"><v>{number}</v></c>']), {"xl/styles.xml": STYLES.format(code)})
    assert shown(data) == [[expected]]


@pytest.mark.parametrize("code", ["0!.0,&quot;万元&quot;", "0.00,", "0\\.0,"])
def test_a_number_that_its_format_makes_smaller_is_no_value(code: str) -> None:
    """0!.0, shows 12345 as 1.2万: what is seen and what is saved are two numbers."""
    cell = read(raw(cells(['<c s="0"><v>12345</v></c>']), {"xl/styles.xml": STYLES.format(code)})).rows[1][1]
    assert cell.text == "" and "缩小了显示" in cell.trouble


@pytest.mark.parametrize(("number", "expected"), [(14, "2026-09-30"), (31, "2026-09-30"), (57, "2026年9月"), (58, "9月30日"), (9,
                                                            "4629500%")])
def test_formats_known_by_number_only_are_those_of_chinese_excel(number: int, expected: str) -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="{number}"/></cellXfs></styleSheet>'
    assert shown(raw(cells(['<c s="1"><v>46295</v></c>']), {"xl/styles.xml": styles})) == [[expected]]


def test_days_of_a_mac_are_counted_from_1904() -> None:
    main = (f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><workbookPr date1904="1"/>'
            '<sheets><sheet name="a" r:id="b"/></sheets></workbook>')
    data = raw(cells(['<c s="0"><v>44833</v></c>']), {"xl/styles.xml": STYLES.format("yyyy-mm-dd"), "xl/workbook.xml": main})
    assert shown(data) == [["2026-09-30"]]


def test_texts_are_shared_inline_or_of_a_formula_and_readings_are_left_out() -> None:
    texts = (f'<sst xmlns="{MAIN}"><si><r><t>牵头</t></r><r><t>单位</t></r></si>'
             '<si><t>東京</t><rPh sb="0" eb="2"><t>とうきょう</t></rPh></si></sst>')
    row = ['<c t="s"><v>0</v></c>', '<c t="s"><v>1</v></c>', text("甲_x000D_\n乙"), '<c t="str"><f>A1</f><v>丙</v></c>',
           '<c t="b"><v>1</v></c>',
           '<c t="d"><v>2026-09-30T00:00:00</v></c>', '<c t="s"><v>99</v></c>']
    found = read(raw(cells(row), {"xl/sharedStrings.xml": texts})).rows[1]
    assert [cell.text for cell in found.values()] == ["牵头单位", "東京", "甲\n乙", "丙", "TRUE", "2026-09-30", ""]
    assert "没有的文字" in found[7].trouble


def test_a_formula_counts_by_its_saved_value_and_is_said_where_it_has_none() -> None:
    row = ['<c><f>SUM(1,2)</f><v>3</v></c>', "<c><f>SUM(1,2)</f></c>", "<c><f>1</f><v/></c>", '<c t="e"><f>x</f><v>#REF!</v></c>',
           '<c t="str"><f>""</f><v></v></c>']
    found = read(raw(cells(row))).rows[1]
    assert found[1].text == "3"
    assert "没有保存算出的值" in found[2].trouble and "没有保存算出的值" in found[3].trouble
    assert found[4].trouble == "是 #REF!，公式出错了"
    assert 5 not in found


def test_what_nobody_sees_is_no_part_of_a_text() -> None:
    assert shown(raw(cells([text("\u200b 市能源局\u00a0 \n\n 二行　")]))) == [["市能源局\n\n二行"]]


def test_rows_and_cells_without_an_address_follow_one_another() -> None:
    data = raw('<sheetData><row><c t="str"><v>a</v></c><c r="D1" t="str"><v>b</v></c><c t="str"><v>c</v></c></row>'
               '<row r="5" hidden="1"><c t="str"><v>d</v></c></row></sheetData>'
               '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B2:A1"/></mergeCells>')
    found = read(data)
    assert [(cell.at, cell.text) for row in found.rows.values() for cell in row.values()] == [
        ("A1", "a"), ("D1", "b"), ("E1", "c"), ("A5", "d")]
    assert found.hidden_rows == {5}
    assert found.merges == (sheet.Merge(1, 1, 2, 2),)


def test_the_strict_form_of_the_format_is_read_too() -> None:
    data = raw(cells([text("甲")]), main="http://purl.oclc.org/ooxml/spreadsheetml/main",
               relations="http://purl.oclc.org/ooxml/officeDocument/relationships")
    assert shown(data) == [["甲"]]


def test_what_openpyxl_writes_is_read_back() -> None:
    assert shown(book([["甲", 20, 0.5, date(2026, 9, 30), None, "乙"]])) == [["甲", "20", "0.5", "2026-09-30", "乙"]]


def test_hidden_sheets_and_columns_are_marked() -> None:
    made = Workbook()
    made.worksheets[0]["A1"] = "甲"
    made.worksheets[0].column_dimensions["C"].hidden = True
    made.create_sheet("藏").sheet_state = "hidden"
    found = sheet.read(saved(made))
    assert isinstance(found, Book)
    assert [one.hidden for one in found.sheets] == [False, True]
    assert found.sheets[0].hidden_columns == ((3, 3),)


def test_macros_and_links_to_other_files_are_said_and_left_alone() -> None:
    data = raw(cells([text("甲")]), {"xl/vbaProject.bin": b"macro", "xl/externalLinks/externalLink1.xml": "<x/>"})
    found = sheet.read(data)
    assert isinstance(found, Book)
    assert [note[:6] for note in found.notes] == ["文件里有宏：", "文件里有对别"]


# --- what is refused


def test_what_is_no_workbook_is_named_with_the_way_to_make_it_one() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert "空的" in refused(b"")
    assert ".et" in refused(ole) and "另存为" in refused(ole)
    assert "密码" in refused(ole + "EncryptedPackage".encode("utf-16-le"))
    assert "网页" in refused("\ufeff<html><table>".encode())
    assert ".csv" in refused("序号,任务\n1,甲".encode("gbk"))
    assert "不是 .xlsx" in refused(b"\x89PNG\0\0")
    assert ".ods" in refused(packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}))
    assert "Word" in refused(packed({"word/document.xml": "<x/>"}))
    binary = f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>'
    assert ".xlsb" in refused(packed({"_rels/.rels": binary, "xl/workbook.bin": b"x"}))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert "压缩炸弹" in refused(raw("", {"xl/media/a.xml": b"0" * 3_000_000}))
    assert "有这么多" in refused(packed({f"a{number}": "" for number in range(sheet.PARTS + 1)}))
    assert "超过 20 MB" in refused(b"PK" + b"0" * sheet.LIMIT)


def test_a_size_that_lies_gives_a_broken_file_and_no_more() -> None:
    """The directory says 10 bytes, the part unpacks to a hundred thousand: zipfile stops at what the directory says."""
    data = bytearray(raw(cells([text("甲" * 30_000)])))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/worksheets/sheet1.xml"))
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    assert "损坏" in refused(bytes(data))


def test_claims_of_a_size_are_not_made_room_for() -> None:
    """Merging all of a sheet took openpyxl minutes and gigabytes."""
    data = raw('<dimension ref="A1:XFD1048576"/>' + cells([text("甲")]) + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    assert shown(data) == [["甲"]]
    assert shown(raw('<sheetData><row r="1048576"><c r="XFD1048576" t="str"><v>甲</v></c></row></sheetData>')) == [["甲"]]


def test_too_much_is_refused_with_the_sheets_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "ROWS", 3)
    monkeypatch.setattr(sheet, "MERGES", 3)
    assert "“台账”太大" in refused(raw(cells(*[[text("甲")]] * 4)))
    assert "合并的单元格太多" in refused(raw("<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 4 + "</mergeCells>"))


def test_entities_are_refused() -> None:
    bomb = f'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet xmlns="{MAIN}"><sheetData>&b;</sheetData></worksheet>'
    assert "实体" in refused(raw("", {"xl/worksheets/sheet1.xml": bomb}))


def test_a_truncated_file_is_refused() -> None:
    whole = book([["甲", "乙"]] * 50)
    for length in range(2, len(whole), 211):
        assert isinstance(sheet.read(whole[:length]), str)


@given(st.binary(max_size=300), st.integers(0, 2000))
def test_whatever_is_overwritten_gives_a_workbook_or_a_reason(noise: bytes, at: int) -> None:
    whole = bytearray(raw(cells([text("甲"), "<c><v>1</v></c>"])))
    whole[at : at + len(noise)] = noise
    assert isinstance(sheet.read(bytes(whole)), str | Book)


@given(st.text(max_size=80))
def test_whatever_stands_in_a_part_gives_a_workbook_or_a_reason(inside: str) -> None:
    assert isinstance(sheet.read(raw(f"<sheetData><row>{inside}</row></sheetData>", {"xl/styles.xml": inside})), str | Book)


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_a_text_comes_back_without_what_nobody_sees(value: str) -> None:
    clean = sheet.clean(value)
    assert sheet.clean(clean) == clean or "_x" in clean
    assert not any(ord(char) < 32 and char != "\n" for char in clean)


def test_letters_of_columns() -> None:
    assert [sheet.letters(number) for number in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_a_part_that_is_named_twice_is_read_once() -> None:
    file = io.BytesIO(raw(cells([text("甲")])))
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning):
        archive.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}">{cells([text("乙")])}</worksheet>')
    assert shown(file.getvalue()) == [["乙"]]
