"""A workbook as it comes -> plain cells: what a person sees in each, as text. Nothing in the file is run, followed or trusted.

An .xlsx file is a zip of XML parts (ECMA-376, part 1, section 18). Five kinds of them are read, straight from the zip: the workbook, its
relationships, the shared texts, the number formats, the sheets. openpyxl, which writes ours, would be shorter here, but it makes a cell for
every cell of a merged range (6 KB that merge A1:XFD1000 kept it busy for minutes) and refuses a whole workbook for a style that it does not
know. Here memory follows what is in the cells; what a file claims of itself (dimensions, merges, sizes) is never made room for.

A value is what the editor sees (decisions/001): 0.856 in a cell that shows percent is 85.6%, a date is 2026-09-30, and where the cell shows
only 2026年9月, that. Formulas count by the value that was saved with them.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TypeAlias
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

LIMIT = 20_000_000  # bytes of the file; a 台账 has some hundred thousand
PARTS = 2_000
PART = 60_000_000  # bytes of a part, unpacked
WHOLE = 200_000_000  # bytes of all parts, unpacked
RATIO = 200  # a part over a megabyte; sheets of nothing but borders come to 15
ROWS = 5_000  # of a sheet, with something in them
CELLS = 200_000
MERGES = 10_000
LONGEST = 32_767  # characters in a cell: Excel's own limit


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with something in it. `trouble` says why what it shows is no value (then `text` is "")."""

    at: str  # B7
    text: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range: rows and columns from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its rows with something in them by number, each with its cells by column (both from 1)."""

    name: str
    rows: Mapping[int, Mapping[int, Cell]]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook; `notes` (Chinese) say what in it was passed over."""

    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()


class _RefusedError(Exception):
    """Why a file is not read, in Chinese."""


def read(data: bytes) -> Book | str:
    """The workbook in a file's bytes, or, in Chinese, why it is not read and how to make it readable."""
    try:
        if len(data) > LIMIT:
            raise _RefusedError(f"文件超过 {LIMIT // 1_000_000} MB，台账不会这么大。删去图片和不用的工作表，另存一份再导入")
        if not data.startswith(b"PK"):
            raise _RefusedError(_not_a_zip(data))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive)
            return _book(archive)
    except _RefusedError as refusal:
        return str(refusal)
    except DefusedXmlException:
        return "文件里有实体声明，正常的工作簿不会有，没有读。用 Excel 或 WPS 打开，另存为新的 .xlsx"
    except (zipfile.BadZipFile, zlib.error, ParseError, EOFError, KeyError, ValueError, OverflowError, NotImplementedError,
            RuntimeError, OSError):
        return "文件不完整或损坏了，读不下去。用 Excel 或 WPS 打开，另存为新的 .xlsx；打不开的，重新要一份"


# --- what is not a workbook, or not a harmless one

SAVE_AS = "用 Excel 或 WPS 打开，文件→另存为→类型选“Excel 工作簿（*.xlsx）”，再导入那个文件"


def _not_a_zip(data: bytes) -> str:
    if not data.strip(b"\0\t\n\r "):
        return "文件是空的"
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # OLE: an old workbook, or a new one inside a safe
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "文件加了密码。用 Excel 或 WPS 打开，文件→信息→保护工作簿→用密码进行加密，删去密码，再另存为 .xlsx"
        return f"这是旧格式（.xls，或 WPS 的 .et），不是 .xlsx。{SAVE_AS}"
    if data.lstrip(b"\xef\xbb\xbf\t\n\r ").startswith(b"<"):
        return f"这其实是网页或 XML，只是名字像 Excel 文件（不少系统这样导出）。{SAVE_AS}"
    if b"\0" not in data[:4096]:
        return f"这是文本（例如 .csv），不是 .xlsx。{SAVE_AS}"
    return f"这不是 .xlsx 文件。{SAVE_AS}"


def _check_sizes(archive: zipfile.ZipFile) -> None:
    """Refuse what unpacks to more than it can honestly hold. zipfile unpacks no more of a part than the directory claims."""
    parts = archive.infolist()
    if len(parts) > PARTS:
        raise _RefusedError(f"压缩包里有 {len(parts)} 个文件，正常的工作簿不会有这么多，没有读")
    whole = sum(part.file_size for part in parts)
    for part in parts:
        swollen = part.file_size > 1_000_000 and part.file_size > RATIO * max(part.compress_size, 1)
        if part.file_size > PART or whole > WHOLE or swollen:
            raise _RefusedError("解压以后大得不合情理，像压缩炸弹，没有读。如果是正常的台账，把要用的行复制到新的工作簿里再导入")


# --- the parts

Attributes: TypeAlias = Mapping[str, str]


class _Events:
    """The target of the XML parser: it makes no tree, so that memory does not follow the size of a part."""

    def __init__(self) -> None:
        self.found: list[tuple[str, Attributes | None, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.found.append((tag.rpartition("}")[2], attributes, ""))

    def end(self, tag: str) -> None:
        self.found.append((tag.rpartition("}")[2], None, ""))

    def data(self, text: str) -> None:
        self.found.append(("", None, text))

    def close(self) -> None:
        pass


def _events(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, Attributes | None, str]]:
    """(tag, attributes, "") where an element begins, (tag, None, "") where it ends, ("", None, text). Namespaces are left
    out: the strict form of the format has others."""
    target = _Events()
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    with archive.open(name) as part:
        while chunk := part.read(65_536):
            parser.feed(chunk)
            yield from target.found
            target.found.clear()
    parser.close()
    yield from target.found


def _book(archive: zipfile.ZipFile) -> Book:
    names = set(archive.namelist())
    main = next((target for kind, target in _relations(archive, "").values() if kind.endswith("/officeDocument")), "")
    if "mimetype" in names:
        raise _RefusedError(f"这是 .ods，不是 .xlsx。{SAVE_AS}")
    if main.endswith(".bin"):
        raise _RefusedError(f"这是 .xlsb（二进制工作簿），不是 .xlsx。{SAVE_AS}")
    if main not in names or main.startswith(("word/", "ppt/")):
        raise _RefusedError(f"压缩包里没有工作簿：可能是 Word 文件，或者是普通的压缩包。{SAVE_AS}")
    relations = _relations(archive, main)
    parts = {kind.rpartition("/")[2]: target for kind, target in relations.values()}
    texts = _texts(archive, parts["sharedStrings"]) if parts.get("sharedStrings") in names else []
    formats = _formats(archive, parts["styles"]) if parts.get("styles") in names else []
    found: list[tuple[str, str, bool]] = []
    day_0 = date(1899, 12, 30)
    for tag, attributes, _ in _events(archive, main):
        if tag == "workbookPr" and attributes and attributes.get("date1904") in ("1", "true"):
            day_0 = date(1904, 1, 1)
        if tag == "sheet" and attributes is not None:
            name = next((value for key, value in attributes.items() if key.endswith("}id")), "")
            kind, target = relations.get(name, ("", ""))
            if kind.endswith("/worksheet") and target in names:
                found.append((attributes.get("name", ""), target, attributes.get("state") in ("hidden", "veryHidden")))
    sheets = [_sheet(archive, name, target, hidden, _Known(texts, formats, day_0)) for name, target, hidden in found[:200]]
    notes = []
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        notes.append("文件里有宏：没有运行，也没有读，只读单元格里的值")
    if any("/externallinks/" in name.lower() for name in names):
        notes.append("文件里有对别的文件的链接：没有打开，用的是保存时的值")
    return Book(tuple(sheets), tuple(notes))


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """id -> (kind, part) of the relationships of a part; "" is the whole package."""
    folder, _, name = part.rpartition("/")
    path = f"{folder}/_rels/{name}.rels".lstrip("/")
    if path not in archive.namelist():
        return {}
    found = {}
    for tag, attributes, _ in _events(archive, path):
        if tag == "Relationship" and attributes and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            steps: list[str] = [] if target.startswith("/") else [step for step in folder.split("/") if step]
            for step in target.split("/"):
                if step == "..":
                    del steps[-1:]
                elif step not in ("", "."):
                    steps.append(step)
            found[attributes.get("Id", "")] = (attributes.get("Type", ""), "/".join(steps))
    return found


def _texts(archive: zipfile.ZipFile, name: str) -> list[str]:
    """The shared texts; runs of one text are joined, readings of its characters (rPh) left out."""
    found: list[str] = []
    own: list[str] = []
    inside, reading = False, 0
    for tag, attributes, text in _events(archive, name):
        if tag == "rPh":
            reading += 1 if attributes is not None else -1
        elif tag == "t":
            inside = attributes is not None
        elif tag == "si" and attributes is None:
            found.append("".join(own))
            own = []
        elif not tag and inside and not reading:
            own.append(text)
    return found


# number formats that a file names by number only: ECMA-376, 18.8.30, with those of zh-cn
_BUILTIN: Mapping[int, str] = {
    9: "0%", 10: "0.00%", 14: "m/d/yyyy", 15: "d-m-yy", 16: "d-m", 17: "m-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm",
    21: "h:mm:ss", 22: "m/d/yyyy h:mm", 27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日",
    32: "h时mm分", 33: "h时mm分ss秒", 34: "h时mm分", 35: "h时mm分ss秒", 36: "yyyy年m月", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss", 50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日", 55: "h时mm分", 56: "h时mm分ss秒",
    57: "yyyy年m月", 58: "m月d日",
}


def _formats(archive: zipfile.ZipFile, name: str) -> list[str]:
    """The number format of each cell style, in its order."""
    own: dict[str, str] = {}
    styles: list[str] = []
    inside = False
    for tag, attributes, _ in _events(archive, name):
        if tag == "cellXfs":
            inside = attributes is not None
        elif tag == "numFmt" and attributes:
            own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "xf" and inside and attributes is not None:
            number = attributes.get("numFmtId", "0")
            styles.append(own.get(number) or _BUILTIN.get(int(number), ""))
    return styles


# --- a sheet


@dataclass(frozen=True, slots=True)
class _Known:
    """What cells refer to."""

    texts: list[str]
    formats: list[str]
    day_0: date


@dataclass(slots=True)
class _Raw:
    """A cell as the file has it: where, what kind, which style, the saved value (None: none), a text of its own, a formula."""

    row: int
    column: int
    kind: str = "n"
    style: int = 0
    value: str | None = None
    own: list[str] = field(default_factory=list)
    formula: bool = False


_REF = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})", re.ASCII)


def letters(column: int) -> str:
    """The letters of a column: 28 is AB."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def _position(ref: str) -> tuple[int, int] | None:
    match = _REF.fullmatch(ref)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _sheet(archive: zipfile.ZipFile, name: str, part: str, hidden: bool, known: _Known) -> Sheet:
    rows: dict[int, dict[int, Cell]] = {}
    merges: list[Merge] = []
    hidden_rows: set[int] = set()
    hidden_columns: list[tuple[int, int]] = []
    cells = row = column = 0
    raw: _Raw | None = None
    within = ""
    for tag, attributes, text in _events(archive, part):
        if not tag:
            if raw is not None and within == "v":
                raw.value = (raw.value or "") + text
            elif raw is not None and within == "t":
                raw.own.append(text)
        elif attributes is not None:
            if tag == "row":
                row, column = int(attributes.get("r", row + 1)), 0
                if attributes.get("hidden") in ("1", "true"):
                    hidden_rows.add(row)
            elif tag == "c":
                row, column = _position(attributes.get("r", "")) or (row, column + 1)
                raw = _Raw(row, column, attributes.get("t", "n"), int(attributes.get("s", 0)))
            elif tag == "f" and raw is not None:
                raw.formula = True
            elif tag == "col" and attributes.get("hidden") in ("1", "true"):
                hidden_columns.append((int(attributes.get("min", 0)), int(attributes.get("max", 0))))
            elif tag == "mergeCell" and (merge := _merge(attributes.get("ref", ""))):
                merges.append(merge)
                if len(merges) > MERGES:
                    raise _RefusedError(f"工作表“{name}”里合并的单元格太多（超过 {MERGES} 处），没有读")
            if tag in ("v", "t"):
                within = tag
                if tag == "v" and raw is not None:
                    raw.value = ""
        else:
            within = ""
            if tag == "c" and raw is not None:
                cell = _cell(raw, known)
                if cell:
                    cells += 1
                    rows.setdefault(raw.row, {})[raw.column] = cell
                    if cells > CELLS or len(rows) > ROWS:
                        raise _RefusedError(f"工作表“{name}”太大（超过 {ROWS} 行或 {CELLS} 格），台账不会这么大，没有读")
                raw = None
    return Sheet(name, {number: rows[number] for number in sorted(rows)}, tuple(merges), hidden, frozenset(hidden_rows),
                 tuple(hidden_columns))


def _merge(ref: str) -> Merge | None:
    first, _, last = ref.partition(":")
    one, other = _position(first), _position(last)
    if one is None or other is None or one > other or one[1] > other[1]:
        return None
    return Merge(*one, *other)


def _cell(raw: _Raw, known: _Known) -> Cell | None:
    """What a cell shows; None where it is blank."""
    at = f"{letters(raw.column)}{raw.row}"
    value = raw.value
    if raw.kind == "inlineStr":
        value = "".join(raw.own)
    if not value and raw.kind != "str":
        return Cell(at, "", "是公式，没有保存算出的值：用 Excel 或 WPS 打开，保存一次，或直接写上数") if raw.formula else None
    value = value or ""
    if raw.kind == "e":
        return Cell(at, "", f"是 {clean(value)[:20]}，公式出错了")
    if raw.kind == "s":
        if not value.strip().isdigit() or int(value) >= len(known.texts):
            return Cell(at, "", "指到了文件里没有的文字，文件可能损坏了")
        value = known.texts[int(value)]
    elif raw.kind == "b":
        value = "TRUE" if value.strip() == "1" else "FALSE"
    elif raw.kind == "d":
        value = value.strip()[:10]
    elif raw.kind == "n":
        code = known.formats[raw.style] if raw.style < len(known.formats) else ""
        shown = _shown(value.strip(), code, known.day_0)
        return Cell(at, "", "用格式把数缩小了显示，看到的和保存的不是一个数：把数和单位直接写出来") if shown is None else Cell(at, shown)
    text = clean(value)
    if len(text) > LONGEST:
        return Cell(at, "", "文字太长")
    return Cell(at, text) if text else None


_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
                     "\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def clean(text: str) -> str:
    """A cell's text without characters that nobody sees, blanks at the ends of its lines, and blank lines around it."""
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    text = re.sub("\r\n?|[\x85\u2028\u2029]", "\n", text).replace("\u00a0", " ").replace("\t", " ")
    return "\n".join(line.strip() for line in _UNSEEN.sub("", text).split("\n")).strip("\n")


# --- what a number shows

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|!(.)|_.|\*.|\[[^\]]*\]')


def _shown(number: str, code: str, day_0: date) -> str | None:
    """A number as its format shows it, with all its digits; None where the format shows another number than is saved."""
    try:
        value = Decimal(format(float(number), ".15g"))  # what a double holds for certain, as Excel itself shows
    except (ValueError, InvalidOperation):
        return number
    if not value.is_finite():
        return number
    code = code.split(";")[0]
    marks: list[str] = []

    def literal(match: re.Match[str]) -> str:
        marks.append(match[1] or match[2] or match[3] or "")
        return "\0"

    bare = _QUOTED.sub(literal, re.sub("General|G/通用格式", "0", code, flags=re.IGNORECASE))
    letters_of = set(re.sub("E[+-]", "", bare).lower())
    if letters_of & set("yd") or ("m" in letters_of and not letters_of & set("hs")):
        return _shown_day(value, letters_of, day_0)
    if letters_of & set("hs"):
        return format(value, "f")
    digits = re.search(r"[0#?][0#?,.]*", bare)
    if digits is None:
        return _plain(value)
    if digits[0].rstrip(".").endswith(",") or (digits.end() < len(bare) and bare[digits.end()] == "\0"
                                              and re.search("[0#?]", bare[digits.end() :])):
        return None
    literals = iter(marks)
    before, after = ("".join(next(literals, "") if char == "\0" else char for char in part)
                     for part in (bare[: digits.start()], bare[digits.end() :]))
    if "%" in after:
        value *= 100
    after = re.sub(r"E[+-][0#?]+", "", after)
    return f"{before.strip()}{_plain(value)}{after.strip()}"


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _shown_day(value: Decimal, shows: set[str], day_0: date) -> str:
    """A day as precisely as the cell shows it: who sees 2026年9月 has not been told a day."""
    try:
        day = day_0 + timedelta(days=int(value))
    except OverflowError:
        return _plain(value)
    if "y" not in shows:
        return f"{day.month}月{day.day}日" if "d" in shows else f"{day.month}月"
    if "d" in shows:
        return day.isoformat()
    return f"{day.year}年{day.month}月" if "m" in shows else f"{day.year}年"
