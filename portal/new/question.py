"""A question: how it is asked, and what an answer means or why it is none."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from portal import schema
from portal.new.choices import Choice, bare, refused
from portal.problems import fit


@dataclass(frozen=True, slots=True)
class Question:
    """One question. The answer is a value of `kind`, several of them (`many`), or one of the choices; without `must` it may be
    left out; `default` is what Enter alone means. `free`: others than the choices too. `null`: null is a value, none.
    `lines`: the answer may have several lines. `check` says what else is wrong with a value, or ""."""

    text: str
    kind: Any = schema.Text
    must: bool = False
    default: str = ""
    choices: tuple[Choice, ...] = ()
    many: bool = False
    free: bool = False
    null: bool = False
    lines: bool = False
    check: Callable[[Any], str] = lambda value: ""


SHOWN = 40  # choices that are listed; of more, words are looked for
WIDTH = 100  # columns of a choice
_FORMS: tuple[tuple[Any, str], ...] = (
    (schema.Day, "年-月-日，例如 2026-03-31"), (schema.Number, "只写数字，例如 20 或 99.5"), (schema.Whole, "只写整数"),
    (schema.Id, "小写英文、数字和连字符"), (schema.Span, "例如 3 months、2 weeks"), (schema.Flag, "true 或 false"),
    (schema.Url, "http:// 或 https:// 开头"),
)


def shown(question: Question) -> str:
    """A question as it is asked: the words, the choices with their numbers, the form, and what Enter means."""
    lines = [question.text]
    marks = _marks(question)
    for one, mark in list(zip(question.choices, marks, strict=True))[:SHOWN]:
        lines.append(fit(f"  {mark:>3}  {one}", WIDTH))
    if len(question.choices) > SHOWN:
        lines.append(f"       还有 {len(question.choices) - SHOWN} 个：写编号，或者写名称里的几个字来找")
    notes = [form_ for kind, form_ in _FORMS if not question.choices and kind == bare(question.kind)]
    notes += ["可以写几个，用逗号或空格分开"] if question.many else []
    notes += ["可以有几行，写完了再按一次回车"] if question.lines else []
    notes += ["没有了写 null"] if question.null else []
    if question.default:
        default = next((str(one) for one in question.choices if one.value == question.default), question.default)
        notes.append(f"回车：{default}")
    elif not question.must:
        notes.append("没有就按回车")
    return "\n".join(lines) + (f"（{'；'.join(notes)}）" if len(lines) == 1 and notes else f"\n（{'；'.join(notes)}）" if notes else "")


def chosen(question: Question, value: Any) -> str:
    """The choices that an answer came to, so that a slip of one line is seen; "" where nothing was to be chosen."""
    values = value if isinstance(value, list) else [value]
    return fit("、".join(str(one) for one in question.choices if one.value in values), WIDTH)


def _marks(question: Question) -> list[str]:
    return [one.mark or str(number) for number, one in enumerate(question.choices, 1)]


def understood(question: Question, reply: str) -> tuple[Any, str]:
    """The value that an answer means (None: left out), and what is wrong with it ("": nothing)."""
    text = reply.strip() or question.default
    if not text:
        return None, "这一项必须写" if question.must else ""
    if text == "-" and not question.must:
        return None, ""
    if question.null and text == "null":
        return None, question.check(None)
    if question.choices or question.kind != schema.Text:
        text = text.translate(_HALF)
    words = [text]
    if question.many:
        words = [word for one in re.split("[,，、\\s]+", text) if one for word in _range(one)]
    values = []
    for word in words:
        value, wrong = _chosen(question, word) if question.choices else (word, "")
        wrong = wrong or refused(question.kind, value)
        if wrong:
            return None, wrong
        values.append(value)
    found = list(dict.fromkeys(values)) if question.many else values[0]
    wrong = question.check(found)
    return (None, wrong) if wrong else (found, "")


_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def _range(word: str) -> Iterable[str]:
    match = re.fullmatch(r"(\d{1,3})-(\d{1,3})", word, re.ASCII)
    return map(str, range(int(match[1]), int(match[2]) + 1)) if match else (word,)


def _chosen(question: Question, word: str) -> tuple[str, str]:
    marks = dict(zip(_marks(question), question.choices, strict=True))
    values = {one.value: one for one in question.choices}
    if word in marks or word in values:
        return (values.get(word) or marks[word]).value, ""
    found = [one for one in question.choices if word in one.label or word in one.value] if len(word) > 1 and not word.isdigit() else []
    if len(found) == 1 or (found and found[0].label == word):
        return found[0].value, ""
    if found:
        return "", f"“{word}”对得上 {len(found)} 个：{'、'.join(map(str, found[:6]))}{'……' if len(found) > 6 else ''}。写全一点"
    if question.free:
        return word, ""
    near = schema.closest(word, values)
    return "", f"没有“{word}”" + (f"，是不是 {near}" if near else "") + "。写前面的数字，或者编号"
