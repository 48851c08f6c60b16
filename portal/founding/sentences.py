"""Sentences, clauses and titles of Chinese running text, in the words of the text itself.

Cutting never changes a word. `full_width` sets what was cut as print does: white space beside Han characters goes, commas and their like
become full-width; both are invisible to `library.plain`, which quotes are compared in (a property test).
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from portal.founding.text import CLOSERS, ENDS, HAN, either

_PAIRS = {"\u201c": "\u201d", "\u2018": "\u2019", "\uff08": "\uff09", "(": ")", "\u300a": "\u300b", "\u300c": "\u300d", "\u300e": "\u300f",
          "\u3010": "\u3011"}
_CLAUSE_ENDS = "\uff0c,\uff1b;\uff1a:"
# when something is to be done, or how it hangs together: no clause of its own, but the beginning of the next
_YEAR = (f"{either('[0-9]{4}年 今年 明年 当年 本年 全年')}?{either('上半年 下半年 [一二三四1-4]季度 年 [0-9]{1,2}月')}?"
         f"{either('[0-9]{1,2}日')}?")
_ADVERBIAL = re.compile(f"{either('到 在 自 从 截至 力争 确保')}?{_YEAR}{either('年底 底 年末 末 年内 以前 之前 前 内 起')}*"
                        f"|{either('同时 此外 另外 其中 力争 确保 首先 其次 最后')}")
# 要, 必须 …, with whoever is told to before it; not as a part of 重要, 主要, 要求, 要事
_MODAL = re.compile(f"(?:[{HAN}、]{{0,14}}?(?<![重主需首紧摘纪概简次只]))?{either('必须 应当 须 要')}(?![求素点件害闻事领因旨略义])")
REPORTING = re.compile(f"[{HAN}]{{2,8}}{either('强调 指出 要求 提出 认为 表示 号召 明确 部署')}[，,：:]|本报讯|新华社.{{0,12}}电")


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph as they stand in it. What is inside quotation marks or brackets is not cut."""
    return [text[start:end] for start, end in spans(text)]


def spans(text: str) -> list[tuple[int, int]]:
    """Where each sentence of a paragraph begins and ends, without the white space between them."""
    inside = _inside(text)
    ends = [index + 1 for index, char in enumerate(text)
            if not inside[index] and (char in ENDS or _ends_speech(text, inside, index))
            and text[index + 1 : index + 2] not in (*CLOSERS, *ENDS)]
    found = []
    for start, end in pairwise([0, *ends, len(text)]):
        words = text[start:end]
        if words.strip():
            found.append((start + len(words) - len(words.lstrip()), start + len(words.rstrip())))
    return found


def _ends_speech(text: str, inside: list[bool], index: int) -> bool:
    """Whether a closing mark ends a sentence that was said as a whole: 他说：“要快办。” but not 喊出“向前走！”的口号."""
    if text[index] not in "\u201d\u300d\u300f" or text[index - 1 : index] not in tuple(ENDS):
        return False
    start = index
    while start and inside[start - 1]:
        start -= 1
    return not start or text[start - 1] in "\uff1a:\uff0c," or text[start - 1] in ENDS


def clauses(sentence: str) -> list[str]:
    """The clauses of a sentence, parted at commas, colons and semicolons, without what parts them.

    What is inside quotation marks or brackets is not cut, nor a number (1,200; 8:30). An adverbial (到2027年底) stays with what it
    belongs to.
    """
    words = sentence.strip().rstrip(ENDS + _CLAUSE_ENDS)
    inside = _inside(words)
    found, start = [], 0
    for index, char in enumerate(words):
        if char not in _CLAUSE_ENDS or inside[index] or _is_in_number(words, index):
            continue
        if not _ADVERBIAL.fullmatch(words[start:index].strip()):
            found.append(words[start:index].strip())
            start = index + 1
    found.append(words[start:].strip())
    return [one for one in found if has_words(one)]


def has_words(text: str) -> bool:
    """Whether there is more in a text than marks and white space."""
    return any(char.isalnum() for char in text)


def _inside(text: str) -> list[bool]:
    """For each character, whether it stands between two marks that belong together (the closing one does not). A mark without
    its other half opens nothing."""
    inside = [False] * (len(text) + 1)
    opened: list[tuple[str, int]] = []
    for index, char in enumerate(text):
        if char in _PAIRS:
            opened.append((_PAIRS[char], index))
        elif any(char == close for close, _ in opened):
            while True:
                close, at = opened.pop()
                if close == char:
                    break
            inside[at:index] = [True] * (index - at)
    return inside


def _is_in_number(text: str, index: int) -> bool:
    return text[index - 1 : index].isdigit() and text[index + 1 : index + 2].isdigit()


# --- as print sets it

_WIDE = {",": "\uff0c", ";": "\uff1b", ":": "\uff1a", "?": "\uff1f", "!": "\uff01", "(": "\uff08", ")": "\uff09"}
_CJK = f"{HAN}\u3001-\u303f\uff01-\uff60\u2018-\u201d\u2014\u2026"
_BLANK = re.compile(f"(?<=[{_CJK}])\\s+|\\s+(?=[{_CJK}])")


def full_width(text: str) -> str:
    """Text as print sets it: no white space beside Chinese characters and marks, full-width commas and their like.

    Marks between two letters or digits stay (1,200; 8:30), and brackets around and beside letters only.
    """
    text = re.sub("\\s+", " ", _BLANK.sub("", text.strip()))
    chars = list(text)
    opened: list[int] = []
    for index, char in enumerate(text):
        near = text[max(index - 1, 0) : index] + text[index + 1 : index + 2]
        if char in ",;:?!" and not (len(near) == 2 and all(one.isascii() and one.isalnum() for one in near)):
            chars[index] = _WIDE[char]
        elif char == "(":
            opened.append(index)
        elif char == ")" and opened:
            start = opened.pop()
            if not text[max(start - 1, 0) : index].isascii():
                chars[start], chars[index] = _WIDE["("], _WIDE[")"]
    return _BLANK.sub("", "".join(chars))


# --- titles

_HOW = either(
    "持续 继续 大力 深入 全面 系统 加快 着力 积极 扎实 有序 统筹 稳步 切实 进一步 不断 坚决 全力 重点 高质量 高标准 高水平 "
    "高效 深化 提速 加速 因地制宜 聚力 认真 严格 精心 合力")
_DO = either(
    "发展壮大 培育壮大 培育发展 巩固提升 优化提升 改造提升 建立健全 建设完善 推进 推动 促进 培育 壮大 做强 做优 做大 做实 "
    "做好 实施 开展 加强 强化 打好 打赢 抓好 抓实 办好 落实 推行 发展 建设 完善 优化 提升 巩固 拓展 构建 健全 支持 围绕 "
    "聚焦 实现")
_VERB = re.compile(f"{_HOW}+{_DO}|{_DO}|{either('加快 深化 提速 加速')}")
LONGEST_CLAUSE = 16  # characters of a clause that is a title as it stands
LONGEST_TITLE = 24  # characters that a heading still holds on a phone in two lines


def title(clause: str) -> tuple[str, tuple[str, ...]]:
    """(what a task could be called, by its first clause; why a person must choose, empty where the words are plain).

    The verb at the beginning is left out: 培育壮大氢能产业 is called 氢能产业. Where there is none, the whole clause is the title.
    """
    verb = _VERB.match(clause)
    words = clause[verb.end() :] if verb else clause
    doubts = []
    if len(words) < 3 or not re.match(f"[{HAN}\u201c\u300aA-Za-z0-9]", words):
        words, verb = clause, None
    if verb is None and (len(words) > LONGEST_CLAUSE or words[0] in "为以把将按对在从由通与让使"):
        doubts.append("第一句不是“推进某事”的样子，照录了整句")
    if len(words) > LONGEST_TITLE:
        doubts.append(f"超过{LONGEST_TITLE}个字")
    return words, tuple(doubts)


def has_figure(clause: str) -> bool:
    """Whether a clause promises something that can be counted: a number with a unit behind it, no year, no name (5A级)."""
    return re.search(f"\\d[\\d,.]*[余多]?[{HAN}%\uff05](?<![年月日级号届次版])", clause) is not None


def without_modal(clause: str) -> str:
    """What is asked for: 各部门要细化路径 asks for 细化路径."""
    modal = _MODAL.match(clause)
    return (clause[modal.end() :] if modal else "") or clause


def asks(sentence: str) -> bool:
    """Whether a sentence tells somebody to do something (要, 必须), whoever reports it."""
    return any(_MODAL.match(clause) for clause in clauses(sentence)[:3])


def quoted_parts(text: str, separators: str) -> Iterator[str]:
    """The parts of a text between `separators` that stand outside quotation marks and brackets."""
    inside = _inside(text)
    start = 0
    for index, char in enumerate(text):
        if char in separators and not inside[index]:
            yield text[start:index].strip()
            start = index + 1
    yield text[start:].strip()
