"""How a question is asked, and what an answer means."""

from typing import Any

from portal import schema
from portal.new.choices import Choice
from portal.new.question import Question, chosen, shown, understood

COLOURS = (Choice("red", "红色"), Choice("dark-red", "深红色"), Choice("green", "绿色"))


def meant(question: Question, reply: str) -> Any:
    value, wrong = understood(question, reply)
    assert wrong == "", wrong
    return value


def wrong(question: Question, reply: str) -> str:
    value, said = understood(question, reply)
    assert value is None and said
    return said


def test_a_question_says_its_form_and_what_enter_means() -> None:
    assert shown(Question("哪天", schema.Day, must=True)) == "哪天（年-月-日，例如 2026-03-31）"
    assert shown(Question("哪天", schema.Day, default="2026-03-31")) == "哪天（年-月-日，例如 2026-03-31；回车：2026-03-31）"
    assert shown(Question("说明")) == "说明（没有就按回车）"
    assert shown(Question("名称", must=True)) == "名称"


def test_choices_are_numbered_and_the_default_is_named() -> None:
    assert shown(Question("哪种", choices=COLOURS, default="green")).splitlines() == [
        "哪种", "    1  red 红色", "    2  dark-red 深红色", "    3  green 绿色", "（回车：green 绿色）"]


def test_an_answer_may_be_the_number_the_value_or_words_of_the_name() -> None:
    question = Question("哪种", choices=COLOURS)
    assert [meant(question, reply) for reply in ("1", "red", "红色", "绿色", " 深红 ", "３")] == [
        "red", "red", "red", "green", "dark-red", "green"]


def test_a_wrong_answer_is_explained() -> None:
    question = Question("哪种", choices=COLOURS)
    assert wrong(question, "4") == "没有“4”。写前面的数字，或者编号"
    assert wrong(question, "gren") == "没有“gren”，是不是 green。写前面的数字，或者编号"
    offices = (Choice("a", "甲区教育局"), Choice("b", "乙区教育局"))
    assert wrong(Question("哪种", choices=offices), "教育局").startswith("“教育局”对得上 2 个")
    assert wrong(Question("名称", must=True), "  ") == "这一项必须写"
    assert "写成 2026-03-31" in wrong(Question("哪天", schema.Day), "2026/3/31")


def test_one_character_is_no_name() -> None:
    """三 must not come to 安全生产治本攻坚三年行动."""
    assert wrong(Question("哪件", choices=(Choice("2026/20-work-safety", "三年行动"),)), "三")


def test_the_marks_of_tasks_are_their_numbers() -> None:
    question = Question("哪件", choices=(Choice("2026/03-hydrogen", "氢能产业", "3"), Choice("2026/07-farming", "农业", "7")))
    assert meant(question, "7") == "2026/07-farming"
    assert wrong(question, "1")


def test_several_answers_are_parted_by_commas_or_blanks_and_may_be_a_range() -> None:
    question = Question("哪些", many=True, choices=COLOURS)
    assert meant(question, "1-2，绿色") == ["red", "dark-red", "green"]
    assert meant(question, "green、1 1") == ["green", "red"]


def test_enter_is_the_default_and_a_hyphen_nothing() -> None:
    question = Question("哪种", choices=COLOURS, default="green")
    assert meant(question, "") == "green" and meant(question, "-") is None
    assert meant(Question("说明"), "") is None


def test_null_is_a_value_where_it_is_meant() -> None:
    assert meant(Question("改成", schema.Number, must=True, null=True), "null") is None
    assert wrong(Question("改成", schema.Number, must=True), "null")


def test_full_width_figures_are_read_and_texts_are_left_alone() -> None:
    assert meant(Question("数", schema.Number), "１２．５") == "12.5"
    assert meant(Question("哪天", schema.Day), "２０２６－０３－３１") == "2026-03-31"
    assert meant(Question("名称"), "第１期，甲") == "第１期，甲"


def test_what_else_is_wrong_is_asked_of_the_value() -> None:
    question = Question("哪些", many=True, choices=COLOURS, check=lambda found: "一个就够" if len(found) > 1 else "")
    assert wrong(question, "1 2") == "一个就够"


def test_others_than_the_choices_where_they_are_free() -> None:
    assert meant(Question("字段", schema.FieldName, free=True, choices=(Choice("due", "时限"),)), "start") == "start"
    assert wrong(Question("字段", schema.FieldName, free=True, choices=(Choice("due", "时限"),)), "时间")


def test_of_many_choices_the_first_are_listed_and_all_are_found() -> None:
    question = Question("哪个", choices=tuple(Choice(f"u{number}", f"第{number}局") for number in range(1, 500)))
    assert "还有 459 个" in shown(question) and len(shown(question).splitlines()) == 43
    assert meant(question, "第321局") == "u321"


def test_what_was_chosen_is_said_again() -> None:
    assert chosen(Question("哪些", many=True, choices=COLOURS), ["red", "green"]) == "red 红色、green 绿色"
    assert chosen(Question("名称"), "甲") == ""
