"""Finding and reading the editor's files: names, links, sizes, encodings.

    portal.yml themes.yml units.yml places.yml sources.yml     registries
    sources/                                                   archived texts (.md, .txt) and attachments (everything else)
    <list>/plan.md, <list>/2026-03-31.md                       a year's list and its dated records
    <list>/<task>/task.md, explainer.md, 2026-03-31.md         a task, its explanation and its dated records
    ledger/                                                    not the editor's: never read here

Nothing outside the content folder is read: a symbolic link may point anywhere inside it, and nowhere else.
"""

import datetime
import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.problems import Place, Problem
from portal.stamps import is_leftover

REGISTRIES = ("portal.yml", "themes.yml", "units.yml", "places.yml", "sources.yml")
PLAN = "plan.md"
TASK = "task.md"
EXPLAINER = "explainer.md"
ARCHIVE = "sources"
LEDGER = "ledger"
TEXT_LIMIT = 2_000_000  # bytes: a year's longest record is a few thousand

_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-[b-z])?\.md", re.ASCII)
_TEXT_SUFFIXES = (".md", ".markdown", ".mdown", ".txt", ".yml", ".yaml", ".text")


@dataclass(frozen=True, slots=True)
class Source:
    """A text file as every later stage sees it.

    `path` is relative to the content folder, with `/`. `text` has LF line ends and no byte order mark. `digest` is the
    lowercase hex SHA-256 of `text` in UTF-8: the ledger and the sha256 of sources.yml mean this one (content-model.md, section 1).
    """

    path: str
    text: str
    digest: str

    def place(self, start: int, end: int | None = None) -> Place:
        """Where the characters `start` to `end` of the text stand; a longer stretch is cut at the end of its first line."""
        before = self.text.rfind("\n", 0, start) + 1
        after = self.text.find("\n", start)
        line = self.text[before:] if after < 0 else self.text[before:after]
        length = min((start if end is None else end) - before, len(line.rstrip())) - (start - before)
        return Place(self.path, self.text.count("\n", 0, start) + 1, start - before + 1, max(length, 1), line)


def find(content: Path) -> tuple[list[str], list[Problem]]:
    """The relative paths of all files to read, sorted, and what is wrong with names, places and links.

    Attachments under sources/ are listed too; hidden files and leftovers of editors are not there. A file with a problem is not listed.
    """
    problems: list[Problem] = []
    root = os.path.realpath(content)
    if not os.path.isdir(root):
        return [], [Problem("content-folder", Place(os.path.basename(root)), "没有这个内容文件夹",
                            "用 --content 指到放着 portal.yml 的文件夹")]
    files: list[str] = []
    for name, real, is_folder in _entries(root, "", (root,), problems):
        if not is_folder:
            if name in REGISTRIES:
                files.append(name)
            else:
                problems.append(_misplaced(name, name, REGISTRIES, dated=False))
        elif name == ARCHIVE:
            files.extend(_everything(real, name, (root, real), problems))
        elif name != LEDGER:
            files.extend(_list(real, name, (root, real), problems))
    return sorted(files), problems


def read(content: Path, path: str) -> Source | Problem:
    """A text file that `find` has listed, or why it cannot be used: size, rights, encoding."""
    try:
        with open(f"{content}/{path}", "rb", buffering=0) as file:
            data = file.read(TEXT_LIMIT + 1)
    except OSError as error:
        return _unreadable(path, error)
    if len(data) > TEXT_LIMIT:
        return Problem("too-large", Place(path), f"文件超过 {TEXT_LIMIT // 1_000_000} MB，文字文件不会这么大",
                       "检查是不是粘进了图片或表格；附件放到 sources/ 里")
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    if b"\r" in data and b"\0" not in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _wrong_encoding(path, data, error.start)
    if "\0" in text:
        return _wrong_encoding(path, data, data.index(b"\0"))
    return Source(path, text, hashlib.sha256(data).hexdigest())


def read_all(content: Path, paths: Iterable[str]) -> tuple[list[Source], list[Problem]]:
    """Every text file among the paths that `find` has listed, in their order, and what could not be read.

    These are the .md and .yml files, and .txt and .md under sources/; `attachment` reads the others when asked.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    for path in filter(is_text, paths):
        source = read(content, path)
        if isinstance(source, Source):
            sources.append(source)
        else:
            problems.append(source)
    return sources, problems


def is_text(path: str) -> bool:
    """Whether a file that `find` has listed is read as text (else it is an attachment)."""
    return path.lower().endswith((".md", ".txt")) if path.startswith(f"{ARCHIVE}/") else True


def attachment(content: Path, path: str) -> bytes | Problem:
    """The bytes of any file inside the content folder; `path` may be what an editor wrote, and never leads out of it."""
    root = os.path.realpath(content)
    try:
        real = os.path.realpath(os.path.join(root, path))
        if not real.startswith(root + os.sep):
            return _link_outside(path)
        with open(real, "rb") as file:
            return file.read()
    except OSError as error:
        return _unreadable(path, error)
    except ValueError:  # a NUL in the name
        return Problem("unreadable", Place(path.replace("\0", "?")), "文件名里有不能用的字符", "改好文件名")


def task_of(path: str) -> str:
    """The key of the task whose folder a file stands in: 2026/03-hydrogen; "" for every other file."""
    folder, _, name = path.rpartition("/")
    return folder if name and folder.count("/") == 1 and not folder.startswith((f"{ARCHIVE}/", f"{LEDGER}/")) else ""


def by_task(paths: Iterable[str]) -> dict[str, list[str]]:
    """The files of each task, by its key; under "" those of no task."""
    found: dict[str, list[str]] = {}
    for path in paths:
        found.setdefault(task_of(path), []).append(path)
    return found


# --- the three kinds of folders -----------------------------------------------------------------------------------


def _list(real: str, folder: str, above: tuple[str, ...], problems: list[Problem]) -> Iterator[str]:
    for name, inside, is_folder in _entries(real, folder, above, problems):
        path = f"{folder}/{name}"
        if is_folder:
            yield from _task(inside, path, (*above, inside), problems)
        elif name == PLAN or _is_dated(name):
            yield path
        else:
            problems.append(_misplaced(path, name, (PLAN,), dated=True))


def _task(real: str, folder: str, above: tuple[str, ...], problems: list[Problem]) -> Iterator[str]:
    for name, _, is_folder in _entries(real, folder, above, problems):
        path = f"{folder}/{name}"
        if is_folder:
            problems.append(Problem("stray-folder", Place(path), "任务文件夹里不能再有文件夹",
                                    "记录直接放在任务文件夹里；附件放到 sources/ 里"))
        elif name in (TASK, EXPLAINER) or _is_dated(name):
            yield path
        else:
            problems.append(_misplaced(path, name, (TASK, EXPLAINER), dated=True))


def _everything(real: str, folder: str, above: tuple[str, ...], problems: list[Problem]) -> Iterator[str]:
    for name, inside, is_folder in _entries(real, folder, above, problems):
        path = f"{folder}/{name}"
        if is_folder:
            yield from _everything(inside, path, (*above, inside), problems)
        else:
            yield path


def _entries(real: str, folder: str, above: tuple[str, ...], problems: list[Problem]) -> Iterator[tuple[str, str, bool]]:
    """(name, real path, is a folder) of what counts in a folder; `above` are the real folders that lead here, the root first."""
    try:
        with os.scandir(real) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        problems.append(_unreadable(folder or os.path.basename(real), error))
        return
    for entry in entries:
        name = entry.name
        if is_leftover(name):
            continue
        path = f"{folder}/{name}" if folder else name
        inside = f"{real}/{name}"
        if not _is_utf8(name):  # a zip from Windows, unpacked on Linux
            shown = os.fsencode(path).decode("utf-8", "backslashreplace")
            problems.append(Problem("file-name", Place(shown), "文件名的编码不是 UTF-8，显示出来是乱码", "把文件改名"))
            continue
        try:
            if entry.is_symlink():
                inside = os.path.realpath(inside)
                if not inside.startswith(above[0] + os.sep) and inside != above[0]:
                    problems.append(_link_outside(path))
                    continue
                if inside in above:
                    problems.append(Problem("link", Place(path), "这个符号链接指回了自己上面的文件夹，绕成了圈", "删掉这个链接"))
                    continue
            is_folder = entry.is_dir()
            if not is_folder and not entry.is_file():
                problems.append(Problem("unreadable", Place(path), "这不是普通文件，或者链接指向的文件不存在",
                                        "删掉它，或换成真正的文件"))
                continue
        except OSError as error:
            problems.append(_unreadable(path, error))
            continue
        yield name, inside, is_folder


def _is_utf8(name: str) -> bool:
    return name.isascii() or not any("\ud800" <= char <= "\udfff" for char in name)


# --- names --------------------------------------------------------------------------------------------------------


def _is_dated(name: str) -> bool:
    match = _DATED.fullmatch(name)
    return match is not None and is_day(match[1])


def is_day(text: str) -> bool:
    """Whether YYYY-MM-DD is a day of the calendar."""
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _misplaced(path: str, name: str, known: tuple[str, ...], *, dated: bool) -> Problem:
    """What to say about a file that is not one of `known` (nor, where `dated`, a dated record)."""
    place = Place(path)
    better = _better_name(name, known, dated)
    if name.lower().endswith(".yaml"):
        return Problem("yaml-extension", place, "扩展名应当是 .yml，不是 .yaml",
                       f"改名为 {better}" if better else "登记表写作 " + "、".join(known) if not dated else "这里只放 .md 文件")
    if not name.lower().endswith(_TEXT_SUFFIXES):
        return Problem("attachment-place", place, "这里只放文字记录，不放附件", f"把附件放到 {ARCHIVE}/ 里，在凭据里用 file 写它的名字")
    if better:
        return Problem("file-name", place, f"文件名 {name} 不对", f"改名为 {better}")
    hint = "这里只放 " + "、".join(known)
    if dated:
        hint += "，和以公布日期为名的记录，例如 2026-03-31.md（同一天的第二条：2026-03-31-b.md）"
    return Problem("file-name", place, f"不认识的文件名 {name}", hint)


def _better_name(name: str, known: tuple[str, ...], dated: bool) -> str | None:
    """The name that was meant, where that is plain: 2026-3-31.md, 2026年3月31日.md.txt, TASK.MD, plan.markdown."""
    stem = re.sub(r"(?:\.\w+)+$", "", _half_width(name)).strip()
    # a date with dots has no other extension than its last part
    dotted = re.match(r"\d{4}\.\d{1,2}\.\d{1,2}", _half_width(name))
    if dotted:
        stem = dotted[0]
    for better in known:
        if stem == better.rpartition(".")[0]:
            return better
    match = re.fullmatch(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})日?[-_ (]*([b-z2-9])?\)?", stem, re.ASCII)
    if not dated or not match:
        return None
    day = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    mark = match[4] or ""
    suffix = "-" + (chr(ord("a") + int(mark) - 1) if mark.isdigit() else mark) if mark else ""
    return f"{day}{suffix}.md" if is_day(day) else None


def _half_width(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().lower().replace("—", "-").replace("–", "-")


# --- what the machine says ----------------------------------------------------------------------------------------


def _unreadable(path: str, error: OSError) -> Problem:
    if isinstance(error, PermissionError):
        return Problem("unreadable", Place(path), "没有读取它的权限", "改文件的权限，或请管理员改")
    if isinstance(error, FileNotFoundError):
        return Problem("unreadable", Place(path), "文件不存在", "检查文件名，或刚才是不是被移走了")
    return Problem("unreadable", Place(path), f"读不了：{error.strerror or error}", "检查这个文件能不能用别的程序打开")


def _link_outside(path: str) -> Problem:
    return Problem("link", Place(path), "这里指到了内容文件夹外面，不会去读", "把文件本身放进内容文件夹")


# --- encodings ----------------------------------------------------------------------------------------------------

# The most frequent characters of modern Chinese, simplified and traditional: a wrong decoding hardly ever gives them.
_FREQUENT = frozenset("的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下"
                      "过過子说說产產种種面而方后後定行学學所民经經十三之进進等部度家力如水化高自二理起小物现現实實加量都两兩制机機当當使点點"
                      "从從业業本去把性好应應开開它合还還因由其些然前外天政四日社义義事平形相全表间間样樣与與关關各重新内內数數月市建项項目"
                      "区區县縣第件公元单單位推完项責责任务務和")


def _wrong_encoding(path: str, data: bytes, start: int) -> Problem:
    """Bytes that are not UTF-8 (the first wrong one at `start`): what they are instead, and how to save them."""
    name = encoding_found(data)
    if name is None:
        head = data[:start].decode("utf-8", "ignore")
        lines = head.split("\n")
        line = len(lines)
        tail = data[start:].split(b"\n", 1)[0].decode("utf-8", "replace").replace("\0", "\ufffd").rstrip("\r")
        place = Place(path, line, len(lines[-1]) + 1, 1, lines[-1] + tail)
        if data[start : start + 1] == b"\0":
            return Problem("nul-byte", place, f"第 {line} 行里有不是文字的字节（NUL），文件可能损坏了",
                       "删掉这一处，或从备份里取回这个文件")
        return Problem("encoding", place, f"文件不是 UTF-8：第 {line} 行起有读不出的字节，可能是别的编码，也可能文件损坏了",
                       "用记事本或 WPS 打开，看这一行的字对不对，改好后另存为，编码选“UTF-8”")
    return Problem("encoding", Place(path), f"文件的编码是 {name}，应当是 UTF-8",
                   "记事本：文件→另存为→编码选“UTF-8”→保存。WPS：文件→另存为→类型选“纯文本”→编码选“Unicode（UTF-8）”")


def encoding_found(data: bytes) -> str | None:
    """The encoding of bytes that are not UTF-8, named as editors know it; None where nothing fits or it is nearly UTF-8.

    GB18030 is GBK with more characters, and called so."""
    for mark, name in ((b"\xff\xfe\0\0", "UTF-32 LE"), (b"\0\0\xfe\xff", "UTF-32 BE"),
                       (b"\xff\xfe", "UTF-16 LE（记事本叫“Unicode”）"), (b"\xfe\xff", "UTF-16 BE（记事本叫“Unicode big endian”）")):
        if data.startswith(mark):
            return name
    sample = data[:200_000]
    if b"\0" in sample:
        # line ends and digits of a UTF-16 text have a zero byte, always on the same side
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        if min(even, odd) * 20 <= max(even, odd) and max(even, odd) >= max(4, len(sample) // 50):
            return "UTF-16 LE" if odd > even else "UTF-16 BE"
        return None
    as_utf8 = sample.decode("utf-8", "surrogateescape")
    wrong = sum("\udc80" <= char <= "\udcff" for char in as_utf8)
    right = sum(char > "\x7f" and not "\udc80" <= char <= "\udcff" for char in as_utf8)
    if right > 2 * wrong:  # a Han character of another encoding hardly ever makes a valid sequence of three bytes
        return None
    best, found = 0.0, None
    for codec, name in (("gb18030", "GBK（记事本叫“ANSI”）"), ("big5", "Big5（繁体）")):
        text = data.decode(codec, "replace")
        wide = [char for char in text if char > "\x7f"]
        score = sum(char in _FREQUENT for char in wide) / max(len(wide), 1)
        if score > best and text.count("\ufffd") * 50 <= len(wide):
            best, found = score, name
    return found if best >= 0.05 else None
