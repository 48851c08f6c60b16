"""The request for disclosure: what is not published is asked for, nothing else is said."""

from portal.state import ASKS
from portal.views.labels import ASK
from portal.views.request import LINES, WORDS, request_text


def test_a_request_names_addressee_law_subject_and_what_is_asked() -> None:
    assert request_text("样例市人民政府", "样例清单第3件“样例”", ("subtasks", "start_dates")) == (
        "样例市人民政府：\n"
        "根据《中华人民共和国政府信息公开条例》第二十七条，申请公开样例清单第3件“样例”的下列信息：\n"
        "一、任务分解；\n"
        "二、启动时间。\n"
        "请以电子文本提供，发送至本人邮箱。")


def test_what_belongs_together_stands_in_one_line() -> None:
    lines = request_text("甲", "乙", ("due", "targets", "evidence", "lead_unit")).split("\n")
    assert lines[2:4] == ["一、牵头单位；", "二、量化目标、完成时限、完成情况的凭据。"]


def test_without_an_addressee_the_reader_fills_it_in() -> None:
    assert request_text("", "乙", ["due"]).startswith("（请填写受理机关）：\n")


def test_every_ask_can_be_asked_for_once() -> None:
    assert sorted(ask for line in LINES for ask in line) == sorted(ASKS) == sorted(WORDS) == sorted(ASK)
    assert all(WORDS[ask] in request_text("甲", "乙", ASKS) for ask in ASKS)
