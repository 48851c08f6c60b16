"""Slips of the hand in YAML, found and mended before parsing, so that one of them hides nothing else.

A walk over the text that knows just enough YAML to tell syntax from words: where keys, list marks and flow collections stand, and where
quotes, comments, block texts and plain text begin and end. Chinese prose is full of full-width marks, rightly; a full-width colon is a slip
only where a key's colon must stand, a full-width comma only between entries. What `mend` makes of the slips is read on as if it were right.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

# --- characters and patterns (full-width ones as escapes: tools change them without a word) -----------------------

_ODD = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"  # seen as a blank, but not a space
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"  # not seen at all
_COLON = "\uff1a\ufe55\u2236\ufe30"
_COMMA = "\uff0c\ufe50\u3001\uff1b"  # the list comma and the semicolon stand between entries too
_HASH = "\uff03"
_DASH = "\uff0d\u2010-\u2015\u2212\u2500"
_BULLET = "*+\u2022\u00b7\u25cf"
_LETTER = "A-Za-z_\uff21-\uff3a\uff41-\uff5a\uff3f"
_DIGIT = "0-9\uff10-\uff19"
_FULL = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CLOSED_BY = {"[": "]", "{": "}"}
_OPENS = {"\uff3b": "[", "\u3010": "[", "\uff5b": "{"}
_CLOSES = {"\uff3d": "[", "\u3011": "[", "\uff5d": "{"}

_B = f"[ {_ODD}{_UNSEEN}]*"
_WORD = rf"[{_LETTER}][{_LETTER}{_DIGIT}.\-\uff0e\uff0d]*"
_NAME = rf"(?P<name>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\n]|'')*'|{_WORD})"
_BEHIND = rf"(?={_B}(?:[,{_COMMA}\]}}\uff3d\u3011\uff5d\n#]|\Z))"  # the end of an entry
_QUOTED = r"\"[^\"\\]*(?:\\.[^\"\\]*)*\"|'[^']*(?:''[^']*)*'"

_blanks = re.compile(_B)
_key = re.compile(rf"{_NAME}(?P<gap>{_B})(?P<colon>[:{_COLON}])")
_any_key = re.compile(rf"[^\s\"'\[\]{{}},&*!|>%@`#](?:(?![ \t]#)[^\n])*?:(?=[ {_ODD}\n]|\Z)")
_mark = re.compile(rf"-(?=[ {_ODD}\n]|\Z)|(?P<close>-)(?=[{_LETTER}{_HAN}{{\[\"'])"
                   rf"|(?P<dash>[{_DASH}])(?![{_DASH}{_DIGIT}])|(?P<bullet>[{_BULLET}])(?=[ {_ODD}])")
_document = re.compile(r"(?:---|\.\.\.)(?=[ \t\n]|\Z)")
_comment = re.compile(rf"[ {_ODD}]#")
_full_comment = re.compile(rf"[ {_ODD}]{_HASH}")
_colon_in_text = re.compile(r":(?=[ \t\n]|\Z)")
_property = re.compile(r"[&!][\w!.:/<>-]*(?=\s|\Z)", re.ASCII)
_alias = re.compile(rf"\*[\w-]+(?={_B}(?:[,\]}}\n#]|\Z))", re.ASCII)
_block = re.compile(r"[|>][-+0-9]{0,2}[ \t]*(?=\n|\Z|[ \t]#)")
_quoted = re.compile(_QUOTED, re.DOTALL)
_full_open = re.compile(
    rf"\uff5b{_B}{_NAME}{_B}[:{_COLON}]"
    rf"|[\uff3b\u3010](?:{_B}[{{\uff5b]{_B}{_WORD}{_B}[:{_COLON}]|[!-~ {_ODD}{_COMMA}]*?[\uff3d\u3011\]]{_BEHIND})")
_full_close = re.compile(rf"[\uff3d\u3011\uff5d]{_BEHIND}")
_flow_plain = re.compile(r"(?:[^\n,\[\]{}:#]|:(?![\s,\[\]{}]|\Z)|(?<![ \t])#)+")
_flow_words = re.compile(r"[^,\[\]{}\n]*")
_bracket_in_text = re.compile(
    rf"(?:\[[^\[\]{{}},:\n'\"]*\]|{{[^\[\]{{}},:\n'\"]*}})(?=[^\s,\[\]{{}}:#{_COMMA}\uff3d\u3011\uff5d])[^,\[\]{{}}\n]*")
_next_entry = re.compile(rf"[{_COMMA};]{_B}{_NAME}{_B}(?P<colon>[:{_COLON}])")
_separators = re.compile(f"[{_COMMA};]")
_ascii_item = re.compile(rf"{_B}[!-~]+(?: [!-~]+)*{_B}")
_han = re.compile(f"[{_HAN}]")
_full = re.compile(f"[{_FULL}]")
_number = re.compile(r"[-+]?\d[\d.,:/%-]*", re.ASCII)
_word_of_ids = re.compile(r"[a-z0-9]+(?:[-._/][a-z0-9]+)*")
_dated = re.compile(rf"\d{{4}}[{_DASH}]\d{{1,2}}[{_DASH}]\d{{1,2}}", re.ASCII)
_unseen = re.compile(f"[{_UNSEEN}]")
_blank = re.compile(f"[ {_ODD}{_UNSEEN}]")
_spaces = re.compile(" *")
_tabs = re.compile("\t+")
_run = re.compile(f"[{_ODD}{_UNSEEN}](?:[ {_ODD}{_UNSEEN}]*[{_ODD}{_UNSEEN}])?")

_control = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")

# full-width letters, digits and the marks of numbers and dates to their half-width forms
_HALF = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B),
                                          0xFF05, 0xFF0B, 0xFF0D, 0xFF0E, 0xFF0F, 0xFF20, 0xFF3F)}
_HALF_DASH = dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0x2500), "-")

# What YAML takes without complaint although it is a slip; slips that break YAML are looked for when it complains.
_suspect = re.compile(
    rf"[{_ODD}{_UNSEEN}\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff{_HASH}{_FULL}\uff0d\uff3b\uff5b]"
    rf"|[\w.\"'-] *[{_COLON}]"
    rf"|[\w\"'\]}}] *[{_COMMA};]"
    r"|[\w.-]:(?=[^\s/])"
    rf"|[:-] +\u3010"
    rf"|^ *(?:[{_DASH}]|-[A-Za-z_{{\[\"'{_HAN}]|[{_BULLET}] )"
    r"|^%"
    rf"| #\d"
    rf"|\d(?:[{_DASH}\uff0e\uff0f]\d|\uff05)", re.MULTILINE | re.ASCII)


# --- what is found ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip: the characters `start` to `end` are marked; the characters `edit` are read as `new`.

    A slip without a code is mended and not spoken of (blanks at the end of a line).
    """

    code: str
    start: int
    end: int
    message: str
    hint: str
    edit: tuple[int, int]
    new: str


_SAYS: dict[str, tuple[str, str]] = {
    "fullwidth-colon": ("键后面的冒号写成了全角", "用半角冒号，后面空一格，例如 title: 氢能产业"),
    "fullwidth-comma": ("各项之间的逗号要用半角", "例如 [energy, transition] 或 {id: grid, value: 3}"),
    "fullwidth-bracket": ("这里的括号写成了全角", "用半角括号，例如 [energy, transition] 或 {id: grid, value: 3}"),
    "fullwidth-space": ("这里用了全角空格", "缩进和分隔都用半角空格"),
    "odd-space": ("这里的空格不是普通空格（多半是从网页或 Word 里粘来的）", "删掉，重新打半角空格"),
    "tab": ("这里用了制表符（Tab）", "缩进和分隔都用半角空格，不用 Tab"),
    "invisible-character": ("这里有一个看不见的字符", "删掉它：把光标放到这里，按退格键，再重新输入前后的字"),
    "control-character": ("这里有一个看不见的控制字符", "删掉它"),
    "list-mark": ("列表的每一项要用半角减号开头", "减号后面空一格，例如 - id: grid"),
    "fullwidth-hash": ("注释的井号写成了全角", "用半角的 #"),
    "fullwidth-character": ("数字、字母和其中的符号要用半角", "把这一段改成半角"),
    "missing-space": ("冒号后面少了一个空格", "例如 title: 氢能产业"),
    "colon-in-text": ("文字里的半角冒号加空格，会被当成又一个键", "文字里用全角冒号，或者用半角单引号把整段文字括起来"),
    "needs-quotes": ("这段文字的开头会被当成 YAML 的符号，不能直接写", "用半角单引号把整段文字括起来"),
    "unclosed-quote": ("引号没有配对，后半个引号不见了", "补上后半个半角引号"),
    "unclosed-bracket": ("括号没有配对，后半个括号不见了", "补上后半个半角括号"),
    "hash-in-text": ("空格加 # 会被当成注释，后面的文字就丢了", "用半角单引号把整段文字括起来；如果是注释，# 后面空一格"),
    "directive": ("行首的 % 是 YAML 的指令，这里不用", "删掉这一行；如果是文字，用半角单引号把它括起来"),
}


def suspicious(text: str) -> bool:
    """Whether `text` may have a slip that YAML takes without complaint: one search, so that good files cost nothing more."""
    return _suspect.search(text) is not None


def has_control(text: str) -> bool:
    """Whether there is a control character (or half of a surrogate pair) in `text`."""
    return _control.search(text) is not None


def find(text: str) -> list[Slip]:
    """All slips of `text` (YAML), in the order of their edits, which never overlap."""
    slips = [Slip("control-character", *match.span(), *_SAYS["control-character"], (match.start(), match.start()), "")
             for match in _control.finditer(text)]  # `mend` always puts a blank in its place
    walk = _Walk(_control.sub(" ", text))
    at = 0
    while at < len(text):
        at = walk.line(at)
    return sorted({*slips, *walk.slips}, key=lambda slip: (slip.edit, slip.start))  # a blank may have been passed twice


@dataclass(frozen=True, slots=True)
class Mended:
    """The mended text, and where each of its characters comes from."""

    text: str
    _starts: tuple[int, ...]  # where a piece begins in the mended text
    _origins: tuple[tuple[int, int], ...]  # and the stretch of the original that it stands for

    def origin(self, offset: int) -> int:
        """The offset in the original text of an offset in the mended one."""
        piece = bisect_right(self._starts, offset) - 1
        start, end = self._origins[piece]
        return min(start + offset - self._starts[piece], end)


def mend(text: str, slips: Iterable[Slip]) -> Mended:
    """`text` with every slip of `find` put right."""
    text = _control.sub(" ", text)
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[tuple[int, int]] = []
    length = done = 0
    for slip in slips:
        start, end = slip.edit
        for piece, origin in ((text[done:start], (done, start)), (slip.new, slip.edit)):
            if piece:
                pieces.append(piece)
                starts.append(length)
                origins.append(origin)
                length += len(piece)
        done = max(done, end)
    return Mended("".join([*pieces, text[done:]]), (*starts, length), (*origins, (done, len(text))))


# --- the walk -----------------------------------------------------------------------------------------------------


class _Walk:
    """A walk over YAML text. Each step takes the offset where something begins and returns the offset where to go on.

    `parent` is always the column of the key or list mark that a value belongs to: what stands deeper belongs to the value.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.slips: list[Slip] = []
        self.empty_key = False  # the last key had no value on its line, so the next line may be its text
        self.columns: list[int] = [0]  # of the blocks that are open
        depths = re.findall(r"^ +(?=[^\s#])", text, re.MULTILINE) if "\t" in text else []
        self.tab = min(map(len, depths), default=2)  # a tab stands for one step of indentation

    # what is said

    def report(self, code: str, start: int, end: int, new: str, edit: tuple[int, int] | None = None, hint: str = "") -> None:
        message, usual = _SAYS[code]
        self.slips.append(Slip(code, start, end, message, hint or usual, edit or (start, end), new))

    def quietly(self, start: int, end: int, new: str) -> None:
        if self.text[start:end] != new:
            self.slips.append(Slip("", start, end, "", "", (start, end), new))

    def odd_blanks(self, start: int, end: int, new: str) -> None:
        """A run of blanks with others than spaces in it, to be read as `new`; marked are the others."""
        found = _run.search(self.text, start, end)
        if found is None:
            return
        char = found[0][0]
        hint = ""
        if char == "\t":
            code = "tab"
        elif char == "\u3000":
            code = "fullwidth-space"
        elif _unseen.match(char):
            code, hint = "invisible-character", f"删掉它（U+{ord(char):04X}）：在这里重新输入前后的字"
        else:
            code, hint = "odd-space", f"删掉它（U+{ord(char):04X}），重新打半角空格"
        self.report(code, *found.span(), new, (start, end), hint)

    def wrap(self, code: str, at: int, end: int, mark: tuple[int, int]) -> None:
        """The text from `at` to `end` is read as if it stood in single quotes; slips found inside it are forgotten."""
        words = self.text[at:end]
        self.slips = [slip for slip in self.slips if slip.edit[0] < at or slip.edit == (at, at)]
        quoted = _in_quotes(words)
        hint = f"例如 {quoted}" if len(words) <= 30 and "\n" not in words and code == "needs-quotes" else ""
        self.report(code, *mark, quoted, (at, end), hint)

    # where things end

    def eol(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def at_end(self, at: int) -> bool:
        """Nothing but a comment follows on this line."""
        return self.text[at : at + 1] in ("", "\n", "#")

    def text_end(self, at: int) -> int:
        """The end of plain text on this line: before its comment and the blanks around it."""
        eol = self.eol(at)
        comment = _comment.search(self.text, at, eol)
        end = comment.start() if comment else eol
        while end > at and _blank.match(self.text, end - 1):
            end -= 1
        return end

    # blanks

    def spaces(self, start: int, end: int) -> str:
        """The spaces that a run of blanks is read as: the wide one is two, a tab one step of indentation."""
        run = self.text[start:end]
        if run.strip(" "):
            run = _unseen.sub("", run.replace("\u3000", "  ").replace("\t", " " * self.tab))
        return " " * len(run)

    def behind_blanks(self, at: int) -> int:
        return _end(_blanks, self.text, at)

    def blanks(self, at: int) -> int:
        """Behind the blanks between two things on a line."""
        end = self.behind_blanks(at)
        run = self.text[at:end]
        if run.strip(" "):
            if self.at_end(end):
                self.quietly(at, end, " " if self.text[end : end + 1] == "#" else "")
            else:
                self.odd_blanks(at, end, self.spaces(at, end).replace("  ", " ") or " ")
        return end

    def indent(self, at: int, *, block: bool = False) -> tuple[int, int]:
        """(where a line begins, its column as mended), `at` being the start of the line.

        How deep other blanks than spaces were meant is not certain: a line of a `block` is put where one can stand, if that is near.
        """
        end = self.behind_blanks(at)
        column = len(self.spaces(at, end))
        if self.at_end(end):
            self.quietly(at, end, " " * column if self.text[end : end + 1] == "#" else "")
        elif self.text[at:end].strip(" "):
            if block and not (self.empty_key and column > self.columns[-1]):
                column = min(self.columns, key=lambda known: (abs(known - column), -known))
            self.odd_blanks(at, end, " " * column)
        return end, column

    # lines

    def line(self, at: int) -> int:
        first, column = self.indent(at, block=True)
        if self.at_end(first):
            return self.eol(first) + 1
        empty_key, self.empty_key = self.empty_key, False
        if self.text[first] == _HASH:
            self.report("fullwidth-hash", first, first + 1, "#")
            return self.eol(first) + 1
        if first == at and self.text[first] == "%":
            self.report("directive", first, self.eol(first), "#", (first, first + 1))
            return self.eol(first) + 1
        if first == at and _document.match(self.text, at):
            return self.eol(self.blanks(at + 3)) + 1
        return self.entry(first, column, loose=empty_key)

    def entry(self, at: int, column: int, *, loose: bool) -> int:
        """A line of a block: list marks, a key, a value. `loose`: text may stand here as well as a key."""
        parent = column - 1
        while self.columns[-1] > column:
            self.columns.pop()
        while mark := _mark.match(self.text, at):
            end = mark.end()
            if mark["dash"] or mark["bullet"]:
                self.report("list-mark", at, end, "-" if self.text[end : end + 1].isspace() else "- ")
            elif mark["close"]:
                self.report("missing-space", at, end, " ", (end, end), "减号后面空一格，例如 - id: grid")
            parent = column
            self.opens(column)
            at = self.blanks(end)
            if self.at_end(at):
                self.empty_key = True
                return self.eol(at) + 1
            column += 1 + max(len(self.spaces(end, at)), 1)
            loose = True
        key = _key.match(self.text, at)
        if not (key and self.key(key, loose=loose)):
            key = _any_key.match(self.text, at)
            if not key:
                return self.content(at, parent)
            self.scalar(at, key.end() - 1)
        self.opens(column)
        return self.value(key.end(), column)

    def opens(self, column: int) -> None:
        if self.columns[-1] < column:
            self.columns.append(column)

    def key(self, key: re.Match[str], *, loose: bool, flow: bool = False) -> bool:
        """Whether this is a key; its slips are reported. Where text may stand too, a key begins with a small letter."""
        name, colon, end = key["name"], key.start("colon"), key.end()
        quoted = name[0] in "\"'"
        if loose and not quoted and not (name[0].islower() or name[0] == "_"):
            return self.text[colon] == ":" and self.closes_key(end)
        if self.text[colon] != ":":
            self.report("fullwidth-colon", colon, end, ":" if self.closes_key(end) else ": ",
                        hint=f"用半角冒号，后面空一格：{name}: …")
        elif not self.closes_key(end):
            if self.text.startswith("//", end):
                return False
            if not (flow and quoted):
                self.report("missing-space", colon, end, " ", (end, end), f"例如 {name}: …")
        if not quoted and not name.isascii():
            self.full_width(key.start("name"), key.end("name"))
        self.odd_blanks(*key.span("gap"), "")
        return True

    def closes_key(self, at: int) -> bool:
        """Whether a colon before `at` is one of YAML's: a blank or nothing follows."""
        char = self.text[at : at + 1]
        return char in ("", "\n") or _blank.match(char) is not None

    # values

    def value(self, at: int, column: int) -> int:
        """What follows a key that stands at `column`."""
        at = self.blanks(at)
        if self.text[at : at + 1] == "#" and self.text[at + 1 : at + 2].isdigit():
            end = max(self.plain_end(at), at + 1)
            self.wrap("hash-in-text", at, end, (at, at + 1))
            return self.eol(at) + 1
        if self.full_comment(at) or self.at_end(at):
            self.empty_key = True
            return self.eol(at) + 1
        return self.content(at, column)

    def plain_end(self, at: int) -> int:
        end = self.eol(at)
        return at + len(self.text[at:end].rstrip())

    def full_comment(self, at: int) -> bool:
        """Whether a comment with a full-width mark begins here."""
        if self.text[at : at + 1] != _HASH or self.behind_blanks(at + 1) == at + 1:
            return False
        self.report("fullwidth-hash", at, at + 1, "#")
        return True

    def content(self, at: int, parent: int) -> int:
        """A value of a block."""
        while found := _property.match(self.text, at):
            at = self.blanks(found.end())
            if self.at_end(at):
                self.empty_key = True
                return self.eol(at) + 1
        char = self.text[at]
        if _alias.match(self.text, at):
            return self.eol(at) + 1
        if _block.match(self.text, at):
            return self.block(at, parent)
        if char in "\"'":
            end, closed = self.quoted(at, parent, flow=False)
        elif char in "[{" or _full_open.match(self.text, at):
            end, closed = self.flow(at, parent)
        elif char in "&*!|>%@`,]}":
            return self.wrapped("needs-quotes", at, parent, (at, at + 1))
        else:
            return self.plain(at, parent)
        behind = self.blanks(end)
        if not closed or self.at_end(behind):
            return self.eol(behind) + 1
        if self.text[behind] == _HASH and behind > end:
            self.report("fullwidth-hash", behind, behind + 1, "#")
            return self.eol(behind) + 1
        return self.wrapped("needs-quotes", at, parent, (at, at + 1))

    def wrapped(self, code: str, at: int, parent: int, mark: tuple[int, int]) -> int:
        """Plain text that YAML cannot read as it stands, with the lines that continue it."""
        end, after = self.more(self.eol(at) + 1, parent)
        end = max(end, self.text_end(at), at + 1)
        self.wrap(code, at, end, mark)
        self.blanks(end)
        return after

    def more(self, at: int, parent: int) -> tuple[int, int]:
        """(the end of the text that continues a plain one, 0 if none; the line behind it)."""
        end = 0
        while at < len(self.text):
            first = self.behind_blanks(at)
            if self.text[first : first + 1] == "\n":
                self.indent(at)
            elif first == len(self.text) or self.text[first] == "#" or len(self.spaces(at, first)) <= parent:
                break
            elif self.text[at:first].strip(" ") and (key := _key.match(self.text, first)) and key["name"].islower():
                break  # a key set in with other blanks is one more key, however deep it looks
            else:
                self.indent(at)
                end = self.text_end(first)
                self.tabs(first, end)
                self.blanks(end)
            at = self.eol(first) + 1
        return end, at

    def block(self, at: int, parent: int) -> int:
        """A text behind | or >: nothing in it is syntax but its indentation."""
        at = self.eol(at) + 1
        while at < len(self.text):
            spaces = _end(_spaces, self.text, at)
            if spaces - at <= parent and self.text[spaces : spaces + 1] not in ("", "\n"):
                first = self.behind_blanks(spaces)
                if first == spaces or len(self.spaces(at, first)) <= parent:
                    break
                self.indent(at)
            at = self.eol(at) + 1
        return at

    def quoted(self, at: int, parent: int, *, flow: bool) -> tuple[int, bool]:
        """(the end of a quoted text, whether its closing quote is there). Without, it is taken to end with the line or the entry."""
        match = _quoted.match(self.text, at)
        if match:
            line = self.text.find("\n", at, match.end())
            while line >= 0 and not self.next_entry(line + 1, parent):
                line = self.text.find("\n", line + 1, match.end())
            if line < 0:
                return match.end(), True
        end = self.flow_end(at) if flow else self.text_end(at)
        words = self.text[at + 1 : end]
        self.report("unclosed-quote", at, at + 1, _in_quotes(words), (at, end))
        return end, False

    def plain(self, at: int, parent: int) -> int:
        """Plain text of a block, with the lines that continue it."""
        text, eol, end = self.text, self.eol(at), self.text_end(at)
        for mark in _full_comment.finditer(text, at, end):
            hash_at = mark.end() - 1
            if not _han.search(text, at, hash_at) or self.behind_blanks(hash_at + 1) > hash_at + 1:
                self.report("fullwidth-hash", hash_at, hash_at + 1, "#")
                end = at + len(text[at:hash_at].rstrip())
                break
        colon = _colon_in_text.search(text, at, end) or (text[end - 1] == ":" and _colon_in_text.match(text, end - 1))
        if colon:
            return self.wrapped("colon-in-text", at, parent, colon.span())
        behind = self.behind_blanks(end)
        if text[behind : behind + 1] == "#" and text[behind + 1 : behind + 2].isdigit() and _han.search(text, at, end):
            self.wrap("hash-in-text", at, self.plain_end(at), (behind, behind + 1))
            return eol + 1
        self.scalar(at, end)
        self.blanks(end)
        return self.more(eol + 1, parent)[1]

    def scalar(self, at: int, end: int) -> None:
        """Slips inside plain text. Text with Han characters may hold any mark and blank but a tab."""
        if _han.search(self.text, at, end):
            self.tabs(at, end)
            return
        if not self.full_width(at, end):
            for run in _run.finditer(self.text, at, end):
                self.odd_blanks(*run.span(), self.spaces(*run.span()))

    def tabs(self, at: int, end: int) -> None:
        for run in _tabs.finditer(self.text, at, end):
            self.odd_blanks(*run.span(), " ")

    def full_width(self, at: int, end: int) -> bool:
        """Full-width digits and letters, and full-width marks in what is plainly a number, a date or an id: whether there are.

        Blanks among them are mended with them.
        """
        words = self.text[at:end]
        half = words.translate(_HALF)
        if _dated.search(words):
            half = half.translate(_HALF_DASH)
        elif not (_full.search(words) or _number.fullmatch(half) or _word_of_ids.fullmatch(half)):
            return False
        half = _blank.sub(" ", half)
        changed = [n for n, (old, new) in enumerate(zip(words, half, strict=True)) if old != new]
        if not changed:
            return False
        first, last = changed[0], changed[-1] + 1
        hint = f"写作 {half}" if len(half) <= 40 else ""
        self.report("fullwidth-character", at + first, at + last, half[first:last], hint=hint)
        return True

    # flow collections: [a, b] and {a: 1, b: 2}, over any number of lines

    def flow(self, at: int, parent: int) -> tuple[int, bool]:
        """(the end of a flow collection, whether its closing bracket is there)."""
        text = self.text
        inside: list[tuple[str, int]] = []  # the brackets that are open here, and where
        entry = True  # a key or an item begins here
        last = at  # behind the last thing that is not a blank or a comment
        while True:
            char = text[at : at + 1]
            kind = inside[-1][0] if inside else ""
            if not char or (char == "\n" and text[last - 1] not in ",:[{" and self.next_entry(at + 1, parent)):
                closing = "".join(_CLOSED_BY[bracket] for bracket, _ in reversed(inside))
                self.report("unclosed-bracket", inside[-1][1], inside[-1][1] + 1,
                            " " + closing if text[last - 1] == ":" else closing, (last, last))
                return last, False
            if char == "\n":
                at = self.indent(at + 1)[0]
                continue
            if char == "#":
                at = self.eol(at)
                continue
            behind = self.blanks(at)
            if behind > at:
                at = behind
                continue
            key = _key.match(text, at) if entry and kind == "{" else None
            if key and self.key(key, loose=False, flow=True):
                at, entry = key.end(), False
            elif inside and (words := _bracket_in_text.match(text, at)):
                at = at + len(words[0].rstrip())
                self.wrap("needs-quotes", words.start(), at, (words.start(), words.start() + 1))
                entry = False
            elif char in "[{" or _full_open.match(text, at):
                bracket = _OPENS.get(char, char)
                if bracket != char:
                    self.report("fullwidth-bracket", at, at + 1, bracket)
                inside.append((bracket, at))
                at, entry = at + 1, True
            elif char in "]}" or (_CLOSES.get(char) == kind and _full_close.match(text, at)):
                if char not in "]}":
                    self.report("fullwidth-bracket", at, at + 1, _CLOSED_BY[kind])
                inside.pop()
                at, entry = at + 1, False
                if not inside:
                    return at, True
            elif char == "," or (not entry and _separators.match(char)):
                if char != ",":
                    self.report("fullwidth-comma", at, at + 1, "," if text[at + 1 : at + 2].isspace() else ", ")
                at, entry = at + 1, True
            elif char == ":":
                at, entry = at + 1, False
            elif char in "\"'":
                at, entry = self.flow_quoted(at, parent), False
            else:
                at, entry = self.flow_text(at, kind, entry), False
            last = at

    def flow_end(self, at: int) -> int:
        """The end of what stands between two of , [ ] { } on a line."""
        return at + max(len(self.text[at : _end(_flow_words, self.text, at)].rstrip()), 1)

    def flow_quoted(self, at: int, parent: int) -> int:
        end, closed = self.quoted(at, parent, flow=True)
        behind = self.behind_blanks(end)
        follows = self.text[behind : behind + 1]
        if not closed or follows in ("", "\n", "#") or follows in ",]}:" or follows in _COMMA or follows in _CLOSES:
            return end
        end = self.flow_end(behind)
        self.wrap("needs-quotes", at, end, (at, at + 1))
        return end

    def flow_text(self, at: int, kind: str, entry: bool) -> int:
        """Plain text in a flow collection; a full-width comma or bracket that is a slip ends it."""
        text = self.text
        found = _property.match(text, at) or _alias.match(text, at)
        if found:
            return found.end()
        if text[at] in "&*!|>%@`":
            end = self.flow_end(at)
            self.wrap("needs-quotes", at, end, (at, at + 1))
            return end
        plain = _flow_plain.match(text, at)
        end = plain.end() if plain else at + 1
        for close in _full_close.finditer(text, at + 1, end):
            pair = {"\uff3d": "\uff3b", "\u3011": "\u3010", "\uff5d": "\uff5b"}[close[0]]
            if _CLOSES[close[0]] == kind and pair not in text[at : close.start()]:
                end = close.start()
                break
        if kind == "{":
            for cut in _next_entry.finditer(text, at + 1, min(end + 1, len(text))):
                if text[cut.start("colon")] == ":" or cut["name"][0].islower() or cut["name"][0] in "_\"'":
                    end = cut.start()
                    break
        else:
            pieces = _separators.split(text[at:end])
            if len(pieces) > 1 and all(_ascii_item.fullmatch(piece) for piece in pieces):
                end = at + len(pieces[0])
        end = max(at + len(text[at:end].rstrip()), at + 1)
        if kind == "{" and not entry and text[end : end + 1] == ":":
            colon, end = end, self.flow_end(at)
            self.wrap("colon-in-text", at, end, (colon, colon + 1))
        else:
            said = len(self.slips)
            self.scalar(at, end)
            if "?" in text[at:end] and said == len(self.slips):
                self.quietly(at, end, _in_quotes(text[at:end]))  # PyYAML without libyaml stumbles over it
        return end

    def next_entry(self, at: int, parent: int) -> bool:
        """Whether the line at `at` begins a new entry of the block that the value of `parent` belongs to, or one around it."""
        first = self.behind_blanks(at)
        return (len(self.spaces(at, first)) <= parent
                and any(pattern.match(self.text, first) for pattern in (_key, _any_key, _mark)))


def _in_quotes(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Behind what `pattern` matches at `at`."""
    match = pattern.match(text, at)
    return match.end() if match else at
