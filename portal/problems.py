"""How anything wrong is said: the ground floor.

A stage that finds something wrong in the city's words makes a `Problem` and goes on; only the pipeline decides to stop.
"""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in the content folder.

    `file` is relative to it, with `/`; `line` and `column` count from 1 in characters (0: the file as a whole);
    `length` characters are meant, and `text` is the line itself.
    """

    file: str
    line: int = 0
    column: int = 0
    length: int = 1
    text: str = ""

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a code of `CODES`, where, what (Chinese), and how to write it (Chinese)."""

    code: str
    place: Place
    message: str
    hint: str = ""


# Every code with one line of explanation; docs/problems.zh-CN.md lists the same (tests/test_docs.py).
CODES: dict[str, str] = {
    # sources.py
    "content-folder": "没有内容文件夹，或者它不是文件夹",
    "unreadable": "文件读不了：没有权限、链接断了，或者不是普通文件",
    "too-large": "文字文件超过 2 MB",
    "encoding": "文件的编码不是 UTF-8",
    "nul-byte": "文件里有不是文字的字节",
    "link": "符号链接指到了内容文件夹外面，或者绕成了圈",
    "file-name": "文件名不合规则",
    "yaml-extension": "登记表的扩展名写成了 .yaml",
    "attachment-place": "附件没有放在 sources/ 里",
    "stray-folder": "任务文件夹里又有文件夹",
    # slips.py
    "fullwidth-colon": "键后面的冒号写成了全角",
    "fullwidth-comma": "方括号、花括号里各项之间的逗号写成了全角",
    "fullwidth-bracket": "方括号、花括号写成了全角",
    "fullwidth-space": "缩进或分隔用了全角空格",
    "fullwidth-hash": "注释的井号写成了全角",
    "fullwidth-character": "数字、日期、编号里有全角的数字、字母或符号",
    "odd-space": "缩进或分隔用了不间断空格等别的空格",
    "tab": "缩进或分隔用了制表符（Tab）",
    "invisible-character": "有看不见的字符（零宽空格等）",
    "control-character": "有控制字符",
    "list-mark": "列表的每一项没有用半角减号开头",
    "missing-space": "冒号或减号后面少了空格",
    "colon-in-text": "没有加引号的文字里有半角冒号加空格",
    "needs-quotes": "文字的开头是 YAML 的符号，要加引号",
    "unclosed-quote": "引号没有配对",
    "unclosed-bracket": "括号没有配对",
    "hash-in-text": "文字里的空格加 # 会被当成注释",
    "directive": "行首有 % 开头的指令",
    # frontmatter.py
    "front-matter-missing": "文件没有头部（两行 --- 之间的键和值）",
    "front-matter-open": "头部之前缺一行 ---",
    "front-matter-close": "头部之后缺一行 ---",
    "front-matter-mark": "头部的分隔线不是三个半角减号",
    "front-matter-empty": "头部什么也没有写",
    "yaml-syntax": "YAML 写得不对，读不下去",
    "duplicate-key": "同一个键写了两次",
    "key-form": "键不是一个词",
    "missing-value": "花括号里的键没有值",
    "flow-comma": "花括号里的文字被半角逗号断开了",
    "anchor": "用了 YAML 的锚点（&）",
    "alias": "用了 YAML 的别名（*）",
    "merge-key": "用了 YAML 的合并键（<<）",
    "tag": "用了 YAML 的类型标记（!）",
    "several-documents": "一个文件里有几份 YAML",
    "too-deep": "嵌套太深",
    # schema.py
    "missing-key": "缺少必须写的键",
    "unknown-key": "不认识的键，多半是写错了一两个字母",
    "duplicate-id": "同一个编号用了两次，或用过以后又用",
    "value-empty": "键写了，值没有写",
    "value-kind": "应当是一个值、一个列表或一组键，写成了另一种",
    "value-choice": "值不在可选的几个里",
    "value-id": "编号里有不能用的字符",
    "value-date": "不是日期，或没有这一天",
    "value-number": "不是数字，或写法不能确定是多少",
    "value-boolean": "不是 true 或 false",
    "value-url": "不是网址",
    "value-sha256": "不是 SHA-256 摘要",
    "value-file": "不是 sources/ 里的文件名",
    "value-interval": "不是一段时间，例如 3 months",
    "value-field": "不是字段的名称，例如 targets.stations.value",
    # library.py
    "missing-file": "缺少文件，或写到的文件不在",
    "address": "编号或文件名不能作网址，或与别的重名",
    "value-timezone": "没有这个时区",
    "official-incomplete": "官方网站缺少必须有的标识",
    "unknown-reference": "登记表里没有这个编号",
    "unknown-task": "没有这件任务，或不在另一份清单里",
    "unknown-part": "任务里没有这个部分、手续、资金或节点",
    "unknown-evidence": "本记录没有这个凭据",
    "evidence-empty": "凭据没有写在哪里",
    "quote-not-in-source": "引的原文在存档里找不到",
    "measure-not-in-quote": "举措不是承诺原文里的话",
    "digest-differs": "存档文件与登记的摘要不符",
    "demand-basis": "本站增列的要求又写了原文",
    "threshold-laxer": "界线比默认的宽",
    "date-order": "日期的先后不对",
    "date-future": "已经发生的事晚于记录公布的日期",
    "figure-by": "数据发布时间不合规定",
    "milestone-circle": "节点绕了一圈等自己",
    "plan-record": "清单的记录只能是调整或勘误",
    # judge.py
    "record-empty": "记录里没有内容",
    "unknown-field": "没有这个字段，或这个字段不能这样改",
    "unknown-record": "没有更早的这条记录",
    "already-published": "已经公布过，不是补充",
    "due-outside-period": "补充公布的时限不在清单的起止之内",
    "old-differs": "old 不是现在页面上的值",
    "no-change": "old 和 new 一样",
    "change-twice": "同一条记录里同一项写了两次",
    "due-removed": "时限可以推迟，不能取消",
    "part-met": "已经完成的部分不能再改或取消",
    "part-dropped": "已经取消过的部分又取消",
    "action-order": "暂缓、恢复、终止的先后不对",
    "promise-broken": "改动以后承诺或清单不完整",
    "plan-fixed": "清单的这一项只能用证实的勘误改",
    "figure-differs": "同一个目标同一天报过另一个数",
    "figure-repeats": "同一个数报了两次，又没有补凭据",
    "met-already": "已经报完成，只能补凭据、收回或勘误",
    "ongoing-verdict": "常态化的举措不作结论",
    "target-verdict": "目标有没有完成由数字算出，不能直接写",
    "settled-early": "时限没有过就下结论",
    "conclusion-missing": "没有完成的部分缺结论",
}

# Every code, advice too, by the section of docs/editors.zh-CN.md where an editor reads on (tests/test_guide.py).
SECTIONS: Mapping[int, str] = {
    1: "file-name stray-folder",
    2: "content-folder missing-file encoding nul-byte too-large value-timezone",
    3: "yaml-extension attachment-place value-id value-file value-sha256 address official-incomplete unknown-reference "
       "digest-differs",
    4: "value-interval demand-basis threshold-laxer",
    5: "quote-not-in-source measure-not-in-quote date-order figure-by milestone-circle advice-link",
    6: "unknown-part unknown-evidence evidence-empty date-future record-empty figure-repeats met-already advice-stale advice-soon "
       "advice-digest",
    7: "already-published due-outside-period advice-asks",
    8: "value-field unknown-field old-differs no-change change-twice due-removed part-met part-dropped action-order promise-broken "
       "plan-record",
    9: "unknown-record figure-differs plan-fixed",
    10: "advice-difficulty",
    13: "fullwidth-colon fullwidth-comma fullwidth-bracket fullwidth-space fullwidth-hash fullwidth-character odd-space tab "
        "invisible-character control-character list-mark missing-space colon-in-text needs-quotes unclosed-quote unclosed-bracket "
        "hash-in-text directive front-matter-missing front-matter-open front-matter-close front-matter-mark front-matter-empty "
        "yaml-syntax duplicate-key key-form missing-value flow-comma anchor alias merge-key tag several-documents too-deep "
        "missing-key unknown-key duplicate-id value-empty value-kind value-choice value-date value-number value-boolean value-url",
    14: "unknown-task ongoing-verdict target-verdict settled-early conclusion-missing advice-verdict",
    16: "unreadable link",
}
SECTION: Mapping[str, int] = {code: section for section, codes in SECTIONS.items() for code in codes.split()}


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by file, line and column, each said once."""
    return sorted(set(problems), key=lambda problem: (problem.place, problem.code, problem.message))


def columns(text: str) -> int:
    """How many columns a terminal needs for `text`: wide and full-width characters take two (UAX #11), marks none."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.category(char) in ("Mn", "Me", "Cf")
               else 1 for char in text)


def as_text(problems: Iterable[Problem]) -> str:
    """The problems as an editor reads them in a terminal: place, where to read on, line, caret under the value, what, how to write it."""
    blocks = []
    for problem in problems:
        place = problem.place
        lines = [f"{_shown(str(place))}  [{problem.code}]  见编辑手册第{SECTION[problem.code]}节"]
        if place.line and place.text:
            before, marked, after = _window(place)
            number = f"{place.line:>5} | "
            lines.append(number + before + marked + after)
            lines.append(" " * (len(number) + columns(before)) + "^" * max(columns(marked), 1))
        lines.append(f"  {_shown(problem.message)}")
        if problem.hint:
            lines.append(f"  写法：{_shown(problem.hint)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _window(place: Place, width: int = 90) -> tuple[str, str, str]:
    """The line of a place before, in and behind what is marked; of a long line, the part around it."""
    text = _shown(place.text)
    start = place.column - 1
    end = start + max(place.length, 1)
    before, marked, after = text[:start], text[start:end], text[end:]
    if columns(text) > width:
        before = fit(before[::-1], width // 3)[::-1]
        marked = fit(marked, width // 2)
        after = fit(after, width - columns(before + marked))
    return before, marked, after


def fit(text: str, width: int) -> str:
    """As much of `text` as fits in `width` columns, with … where it is cut."""
    used = 0
    for index, char in enumerate(text):
        used += columns(char)
        if used > width:
            return text[:index] + "…"
    return text


def _shown(text: str) -> str:
    """Text without characters that a terminal obeys or hides: each is shown as one visible sign."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if char == "\t" else "?" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char
                   for char in text)


def as_json(problems: Iterable[Problem]) -> str:
    """The problems as [{code, file, line, column, message, hint}], for other programs."""
    rows = [{"code": problem.code, "file": problem.place.file, "line": problem.place.line,
             "column": problem.place.column, "message": problem.message, "hint": problem.hint}
            for problem in problems]
    return json.dumps(rows, ensure_ascii=False, indent=1)
