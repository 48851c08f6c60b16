"""A founding text as it comes: bytes -> characters -> lines -> blocks, with what does not belong set aside.

A newspaper page that was copied, a converted PDF or a text from the clipboard has lines broken in the middle of a sentence, captions
between the columns, names of photographers, page headers. Here broken lines are joined and such lines are set aside, each with the
reason, so that a person sees them; no character is changed, added or lost: `library.plain` of all blocks and all lines set aside is
that of the text (a property test).
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from portal.library import archive
from portal.problems import columns
from portal.sources import TEXT_LIMIT, Source, encoding_found

HAN = "\u3400-\u9fff\uf900-\ufaff"
CLOSERS = "\u201d\u2019\uff09)\u300b\u300d\u300f\u3011"
# what a finished sentence ends with, in either width
ENDS = "\u3002\uff01\uff1f!?"


def either(words: str) -> str:
    """A pattern for one of several words, which blanks part."""
    return f"(?:{'|'.join(words.split())})"


@dataclass(frozen=True, slots=True)
class Aside:
    """A line that does not belong to the sentences around it, and why we think so."""

    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a heading, from one line of the text to another; `text` is as printed, `joined` breaks in it were mended.

    `marker` is the number that it begins with, as printed: 一、 （二） 3.
    """

    text: str
    line: int
    last: int
    heading: bool = False
    marker: str = ""
    joined: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A founding text: what is said in it, in order, and what was set aside."""

    blocks: tuple[Block, ...]
    asides: tuple[Aside, ...]


@dataclass(frozen=True, slots=True)
class Characters:
    """A file's characters, the encoding by its name for editors, and how many characters that nobody sees were left out."""

    text: str
    encoding: str
    invisible: int = 0


# --- bytes -> characters

_BINARY = ((b"PK\x03\x04", "Word、WPS 或 Excel 文件"), (b"\xd0\xcf\x11\xe0", "旧的 Word、WPS 或 Excel 文件"), (b"%PDF", "PDF 文件"))
_CODECS = {"GBK": "gb18030", "Big5": "big5", "UTF-16 LE": "utf-16-le", "UTF-16 BE": "utf-16-be", "UTF-32 LE": "utf-32-le",
           "UTF-32 BE": "utf-32-be"}
# format characters (zero-width spaces, soft hyphens, marks of order) and controls that are not white space
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb"
                        "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


def characters(data: bytes) -> Characters | str:
    """A file's characters in whatever encoding an editor saves; or, in Chinese, why it cannot be read."""
    if len(data) > TEXT_LIMIT:
        return f"文件超过 {TEXT_LIMIT // 1_000_000} MB，文字不会这么大。请只留下要用的版面，另存为纯文本（.txt）"
    for begins, name in _BINARY:
        if data.startswith(begins):
            return f"这是{name}，不是纯文本。请打开它，把文字另存为纯文本（.txt），再用那个文件"
    text, encoding = "", "UTF-8"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        encoding = ""
    if not encoding or "\0" in text:
        encoding = encoding_found(data) or ""
        codec = _CODECS.get(encoding.split("\uff08")[0])
        try:
            text = data.decode(codec or "utf-8")
        except UnicodeDecodeError:
            codec = None
        if codec is None:
            return "读不出文字：有的字节不属于任何常见的编码，可能文件损坏了。请用记事本打开，看哪里是乱码，改好后另存为 UTF-8"
    text = text.removeprefix("\ufeff")
    clean = _INVISIBLE.sub("", re.sub("\r\n?", "\n", text))
    return Characters(clean, encoding, len(re.sub("\r\n?", "\n", text)) - len(clean))


# --- lines -> blocks

_LINES = re.compile("[\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
MARKER = re.compile(
    "第[一二三四五六七八九十百]+[章节条件项](?=[、\\s\u3000])、?|[一二三四五六七八九十]{1,3}[、．.]|[\uff08(][一二三四五六七八九十]{1,3}[\uff09)]、?"
    "|\\d{1,3}(?:[．、]|\\.(?!\\d)|(?=\t))|[\uff08(]\\d{1,3}[\uff09)]、?|[\u2460-\u2473]")
_OPEN, _CLOSE = "[\uff08(]", "[\uff09)]"
# (what such a line looks like, what it is)
_ASIDE: tuple[tuple[str, str], ...] = (
    (rf"{_OPEN}?{either('图为 图片说明 [上下左右题]图 图[0-9]*[：:]')}", "图片说明"),
    (rf"{_OPEN}?{either('本报 新华社 记者 通讯员 特约记者 摄影 图片')}[^。，,]{{0,30}}{either('摄影报道 摄 /图')}{_CLOSE}?$", "摄影署名"),
    (rf"[^。，,]{{1,20}}\s{either('摄')}$|{either('摄影')}[：:]", "摄影署名"),
    (rf"{either('本报')}?{either('记者 通讯员 特约记者')}[\s：:][^。，,]{{1,30}}$", "记者署名"),
    (rf"{either('责任编辑 责编 编辑 版式 美编 校对 审核 值班编辑')}[：:\s][^。]{{0,40}}$", "编辑署名"),
    (rf"{_OPEN}{either('下转 上接 转')}[^\uff09)]{{1,12}}{_CLOSE}$", "转版说明"),
    (r"[-—–·\s]*\d{1,3}[-—–·\s]*$|第\s*\d{1,3}\s*[页版]$|第[一二三四五六七八九十]+版$|\d{1,2}\s*版$|[A-D]\d{1,2}版?$", "页码或版次"),
    (r"[^。]{0,20}\d{4}年\d{1,2}月\d{1,2}日[^。]{0,4}星期[一二三四五六日天][^。]{0,20}$", "报头或页眉"),
    (rf"[^。，,、]{{1,12}}{either('日报 晚报 晨报 早报 时报 都市报 政府公报')}[^。，,、]{{0,20}}$", "报头或页眉"),
)
_TURNED = re.compile(rf"{_OPEN}{either('下转 上接')}[^\uff09)]{{1,12}}{_CLOSE}$")
# whose task it is and by when, on a line of its own
_WHO = f"{either('牵头 责任 承办 主办 配合 协办 督办 实施')}?{either('单位 部门 领导 人')}"
LABEL = re.compile(f"{_OPEN}?(?:{_WHO}|{either('完成 办结')}{either('时限 时间')})[：:]")
_IN_BRACKETS = re.compile("[\uff08(][^\uff08\uff09()]*[\uff09)]")
_RUNNING = re.compile("[\uff0c,\u3002\uff1b;]")
_NARROWEST = 22  # columns of a newspaper's column
_HEADING = 80  # columns of the longest heading without a blank
_REPEATED = re.compile("[报版页]|\\d{4}年")


def lines(text: str) -> list[str]:
    """The lines of a text as they came; line 1 is the first."""
    return _LINES.split(text)


def read(text: str) -> Text:
    """The blocks of a text and what was set aside. An editor's note of an archived text (library.archive) is left out."""
    if text.startswith("编者说明"):
        kept = archive(Source("", text, "")).text
        text = "\n" * text[: text.rfind(kept)].count("\n") + kept
    raw = lines(text)
    width = _width([line.strip() for line in raw])
    repeated = {line for line, count in Counter(line.strip() for line in raw).items()
                if count > 1 and len(line) <= 30 and not is_closed(line) and _REPEATED.search(line)}
    blocks: list[Block] = []
    asides: list[Aside] = []
    for number, line in enumerate(raw, 1):
        words = line.strip()
        if not words:
            continue
        before = blocks[-1] if blocks and _is_open(blocks[-1], raw[blocks[-1].last - 1].strip(), width) else None
        why = _aside(words, repeated)
        marker = MARKER.match(words)
        begins = marker or LABEL.match(words)
        if why is None and before and not begins and not _runs_on(words, width) and not is_closed(words) and words[-1] not in "\uff1a:":
            why = "夹在没有说完的句子中间，又短又没有标点，像标题或图片说明"
        if why is not None:
            asides.append(Aside(number, words, why))
        elif before and _continues(before.text, line, begins):
            blocks[-1] = replace(before, text=before.text + _between(before.text, words) + words, last=number,
                                 joined=before.joined + 1)
        else:
            heading = not is_closed(words) and not _runs_on(words, width)
            blocks.append(Block(words, number, number, heading, marker[0].strip() if marker else ""))
    return Text(tuple(blocks), tuple(asides))


def is_closed(text: str) -> bool:
    """Whether a text ends with a finished sentence (a newspaper may say behind it where it goes on)."""
    return _TURNED.sub("", text).rstrip(CLOSERS)[-1:] in tuple(ENDS)


def _aside(words: str, repeated: set[str]) -> str | None:
    if words in repeated:
        return "同样的一行出现了几次，像页眉"
    return next((why for pattern, why in _ASIDE if re.match(pattern, words)), None)


def _is_open(block: Block, last: str, width: int) -> bool:
    """Whether a block waits for the rest of a sentence; `last` is its last line. A colon at the end of a short line begins a list."""
    colon = block.text[-1] in "\uff1a:" and not (width and columns(last) >= width - 3)
    return not (block.heading or colon or is_closed(block.text))


def _continues(before: str, line: str, begins: re.Match[str] | None) -> bool:
    """Whether a line goes on with the unfinished text before it. A number, a label or an indent begins something new, unless what
    stands before it waits for a word (12、13号线, broken behind the first number)."""
    waits = before[-1] in "\uff0c,、"
    return waits or not (begins or line.startswith(("\u3000", "  ", "\t")))


def _between(before: str, words: str) -> str:
    """What joins two halves of a broken line: nothing in Chinese, a space between two words in letters."""
    return " " if before[-1].isascii() and before[-1].isalpha() and words[0].isascii() and words[0].isalpha() else ""


def _width(found: list[str]) -> int:
    """The width in columns that a text was broken at: what many unfinished lines with text below have in common; 0 where there is
    no such width."""
    open_lines = [line for line, below in pairwise(found)
                  if line and below and not is_closed(line) and not MARKER.match(below)]
    widths = Counter(map(columns, open_lines))
    if not widths:
        return 0
    alike = {width: sum(widths[width + near] for near in (-2, -1, 0, 1, 2)) for width in widths}
    most = max(alike, key=lambda width: (alike[width], width))
    return most if most >= _NARROWEST and alike[most] >= 4 and alike[most] * 2 >= len(open_lines) else 0


def _runs_on(words: str, width: int) -> bool:
    """Whether a line is running text, not a heading: it has a comma or a full stop in it, or fills the width or many columns."""
    if _RUNNING.search(_IN_BRACKETS.sub("", words)):
        return True
    return columns(words) >= width - 3 if width else columns(words) > _HEADING and not re.search(r"\s", words)
