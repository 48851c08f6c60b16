"""The request for disclosure: what is not published is asked for, nothing else is said."""

from urllib.parse import unquote

from portal import schema
from portal.state import ASKS
from portal.views.labels import ASK
from portal.views.request import LINES, WORDS, Requests, requests
from tests import tiny

CITY = schema.RequestsTo(name="样例市人民政府")
LETTERS = Requests(CITY, "样例清单第3件“样例”", "样例", "《样例会议》（2026年1月8日）")
QUOTED = schema.Demand(id="d", title="抓落实", quote="细化分解任务。", asks=("subtasks",))
OWN = schema.Demand(id="d", title="可核对", basis="portal", asks=("targets",))


def test_a_request_names_addressee_law_subject_and_what_is_asked() -> None:
    assert LETTERS.everything(("subtasks", "start_dates")) == (
        "样例市人民政府：\n"
        "根据《中华人民共和国政府信息公开条例》第二十七条，申请公开样例清单第3件“样例”的下列信息：\n"
        "一、任务分解；\n"
        "二、启动时间。\n"
        "请以电子文本提供，发送至本人邮箱。")


def test_a_request_for_one_thing_quotes_the_sentence_that_demands_it() -> None:
    assert LETTERS.one(QUOTED, "subtasks")[:2] == ("q-subtasks", (
        "样例市人民政府：\n"
        "《样例会议》（2026年1月8日）写明：“细化分解任务。”\n"
        "根据《中华人民共和国政府信息公开条例》第二十七条，申请公开样例清单第3件“样例”的任务分解。\n"
        "请以电子文本提供，发送至本人邮箱。"))


def test_what_only_the_portal_asks_is_said_to_be_demanded_by_nobody() -> None:
    assert "写明" not in LETTERS.one(OWN, "targets")[1]


def test_what_belongs_together_stands_in_one_line() -> None:
    lines = LETTERS.everything(("due", "targets", "evidence", "lead_unit")).split("\n")
    assert lines[2:4] == ["一、牵头单位；", "二、量化目标、完成时限、完成情况的凭据。"]


def test_without_an_addressee_the_reader_fills_it_in() -> None:
    assert Requests(None, "乙", "乙", "丙").everything(["due"]).startswith("（请填写受理机关）：\n")


def test_nothing_to_ask_is_no_request() -> None:
    assert LETTERS.everything(()) == ""


def test_a_mail_goes_to_the_one_who_takes_requests() -> None:
    to = schema.RequestsTo(name="样例市人民政府", email="foi@example.org")
    mail = unquote(Requests(to, "乙", "乙", "丙").one(QUOTED, "subtasks")[2])
    assert mail == "mailto:foi@example.org?subject=申请公开乙的任务分解"
    assert unquote(LETTERS.mail("的信息")) == "mailto:?subject=申请公开样例的信息"


def test_every_ask_can_be_asked_for_once() -> None:
    assert sorted(ask for line in LINES for ask in line) == sorted(ASKS) == sorted(WORDS) == sorted(ASK)
    assert all(WORDS[ask] in LETTERS.everything(ASKS) for ask in ASKS)


def test_the_source_is_cited_with_its_date_only_where_it_is_known() -> None:
    portal, _ = tiny.load(tiny.files())
    assert requests(portal, portal.lists[0].listing.plan, "乙", "乙").source == "《样例会议》"
