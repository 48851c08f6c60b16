"""A passage cut as a person would cut it: sentences, numbered items, semicolons, lines; and what it demands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.founding import tasks, text
from portal.founding.tasks import Cut
from portal.library import plain
from tests import tiny
from tests.founding import texts

REAL = tiny.folder(texts.CONTENT).lists[0]


def cut(words: str) -> Cut:
    return tasks.cut(text.read(words).blocks)


def titles(words: str) -> list[str]:
    return [task.title for task in cut(words).tasks]


# --- the real list


def test_the_real_text_gives_the_twenty_tasks_of_the_real_list_word_for_word() -> None:
    """Quotes, measures and, here, the titles too are those that people wrote by hand (content/2026, seed/tasks.yaml)."""
    found = cut(texts.ARCHIVED)
    assert [(one.title, one.quote, list(one.measures)) for one in found.tasks] == [
        (one.promise.title, one.promise.quote, [measure.text for measure in one.promise.measures]) for one in REAL.tasks]
    assert [one.locator for one in found.tasks] == [one.promise.source.locator for one in REAL.tasks]
    assert not any(one.doubts for one in found.tasks)


def test_the_real_text_gives_the_five_demands_of_the_real_list_with_what_they_ask() -> None:
    expected = [demand for demand in REAL.listing.plan.demands if demand.quote]
    assert [(one.title, one.quote, one.asks) for one in cut(texts.ARCHIVED).demands] == [
        (demand.title, demand.quote, demand.asks) for demand in expected]


def test_the_number_that_the_text_announces_is_the_number_of_tasks() -> None:
    found = cut(texts.ARCHIVED)
    assert (found.announced, len(found.tasks), found.numbered) == (20, 20, False)
    assert found.lead == "会议提出了2026年经济工作主要预期目标，部署了重点推进的20件大事要事。"


# --- other texts, of an invented city


def test_a_work_report_gives_its_innermost_items_each_with_the_sentences_of_its_paragraph() -> None:
    """The chapter without items (a look back) is no task; the number of a page in the middle is not in the words."""
    found = cut(texts.REPORT)
    assert [(one.locator, one.title, one.quote, one.measures) for one in found.tasks] == [
        ("二（一）1", "城南水厂", "建设城南水厂。年底前完成取水泵站主体工程，铺设输水管道12公里，日供水能力达到8万吨。",
         ("年底前完成取水泵站主体工程", "铺设输水管道12公里", "日供水能力达到8万吨")),
        ("二（一）2", "改造云岭大道", "改造云岭大道。拓宽路面6.5公里，同步改造雨污管网，9月30日前通车。",
         ("拓宽路面6.5公里", "同步改造雨污管网", "9月30日前通车")),
        ("二（二）1", "扩充学位", "扩充学位。新建小学2所、幼儿园3所，新增学位2400个。", ("新建小学2所、幼儿园3所", "新增学位2400个")),
        ("二（二）2", "医疗服务", "提升医疗服务。县医院新院区投入使用；推行检查结果互认，方便群众就医。",
         ("县医院新院区投入使用", "推行检查结果互认", "方便群众就医")),
        ("二（二）3", "老旧小区改造", "加快老旧小区改造。改造老旧小区30个。到2031年底，惠及居民4500户。",
         ("改造老旧小区30个", "到2031年底，惠及居民4500户"))]


def test_who_leads_stands_in_brackets_behind_the_promise_and_is_noted_not_promised() -> None:
    assert cut(texts.REPORT).tasks[0].notes == ("（市水利局牵头，市住建局配合）",)


def test_a_demand_of_a_work_report_asks_for_units_and_dates() -> None:
    demand, = cut(texts.REPORT).demands
    assert demand.title == "逐项明确牵头单位、责任单位和完成时限"
    assert demand.asks == ("lead_unit", "responsible_units", "due")


def test_errands_numbered_one_behind_the_other_are_each_a_task() -> None:
    """A first clause with a figure is itself a measure: nothing that was promised is lost."""
    found = cut(texts.ERRANDS)
    assert (found.announced, len(found.tasks), found.numbered) == (10, 10, True)
    assert [(one.title, one.quote, one.measures) for one in (found.tasks[0], found.tasks[2], found.tasks[9])] == [
        ("新建公办幼儿园5所", "新建公办幼儿园5所，新增学位1500个", ("新建公办幼儿园5所", "新增学位1500个")),
        ("新建改建农村公路120公里", "新建改建农村公路120公里", ("新建改建农村公路120公里",)),
        ("安装独立烟感报警器5000个", "安装独立烟感报警器5000个", ("安装独立烟感报警器5000个",))]
    assert [one.locator for one in found.tasks[-2:]] == ["9", "10"]
    assert [(one.title, one.asks) for one in found.demands] == [("制定路线图、时间表", ("responsible_units", "milestones", "due"))]


def test_what_stands_behind_a_numbered_sentence_is_no_part_of_its_last_item() -> None:
    found = cut(texts.ERRANDS.replace("5000个。\n", "5000个。"))
    assert found.tasks[9].quote == "安装独立烟感报警器5000个" and len(found.demands) == 1


def test_parts_between_semicolons_are_each_a_task() -> None:
    assert [(one.title, one.quote, one.measures) for one in cut(texts.SEMICOLONS).tasks] == [
        ("城南水厂", "加快建设城南水厂，年底前通水", ("年底前通水",)),
        ("改造云岭大道", "改造云岭大道，九月底前通车", ("九月底前通车",)),
        ("扩充小学学位", "扩充小学学位", ("扩充小学学位",))]


def test_lines_of_a_list_are_each_a_task() -> None:
    assert titles(texts.LINES) == ["新建公办幼儿园5所", "改造老旧小区30个", "新增公共停车位2000个", "口袋公园12处", "改造农村厕所3000户",
                                   "安装烟感报警器5000个"]


def test_rows_of_a_table_are_each_a_task_and_their_other_cells_are_noted() -> None:
    found = cut(texts.TABLE)
    assert found.announced == 3
    assert [(one.title, one.quote, one.notes) for one in found.tasks] == [
        ("新建公办幼儿园", "新建公办幼儿园", ("5所", "市教育局")), ("改造老旧小区", "改造老旧小区", ("30个", "市住建局")),
        ("新增公共停车位", "新增公共停车位", ("2000个", "市城管局"))]


def test_what_is_counted_in_words_is_cut_there() -> None:
    found = cut(texts.SPOKEN)
    assert [(one.locator, one.title) for one in found.tasks] == [
        ("一", "转型发展"), ("二", "乡村振兴"), ("三", "人民满意的教育"), ("四", "守牢安全底线"), ("五", "法治政府")]


def test_a_heading_names_the_task_its_paragraph_is_quoted_and_items_below_are_measures() -> None:
    assert [(one.title, one.quote, one.measures, one.notes) for one in cut(texts.PROJECTS).tasks] == [
        ("交通畅通工程", "完成环城公路建设。拓宽改造主干道3条，打通断头路5条。", ("完成环城公路建设", "拓宽改造主干道3条", "打通断头路5条"),
         ("责任单位：市交通运输局",)),
        ("碧水工程", "新建污水处理厂1座。", ("新建污水处理厂1座",), ("责任单位：市生态环境局",)),
        ("暖民工程", "（1）供热管网改造20公里。（2）新增集中供热面积50万平方米。", ("供热管网改造20公里", "新增集中供热面积50万平方米"),
         ("责任单位：市住建局",))]


def test_only_a_number_that_counts_on_is_a_number() -> None:
    """3.5 is none, nor is 12 behind 1."""
    assert titles("办好两件实事：1.新建水厂，日供水3.5万吨；2.改造道路12、13号。") == ["新建水厂", "改造道路12、13号"]


def test_a_number_that_is_not_borne_out_is_told() -> None:
    found = cut("部署了4件大事。推进甲项目建设，加快落地。加快乙项目建设，早日投产。建好丙项目园区，配套到位。")
    assert (found.announced, len(found.tasks)) == (4, 3)


def test_a_number_inside_a_task_is_not_the_number_of_tasks() -> None:
    """The eighth of eleven speaks of three projects, and three sentences are behind it."""
    found = cut("".join(f"推进{one}事项建设，早日见效。" for one in "甲乙丙丁戊己庚") + "推进3个项目建设，早日投产。"
                + "".join(f"推进{one}园区建设，配套到位。" for one in "子丑寅"))
    assert len(found.tasks) == 11


def test_two_tasks_of_one_name_want_a_person() -> None:
    found = cut("推进园区建设，加快甲。加快园区建设，建好乙。")
    assert [one.doubts for one in found.tasks] == [("和另一件同名",)] * 2


@pytest.mark.parametrize("words, value", [("3", 3), ("十", 10), ("十二", 12), ("二十", 20), ("二十一", 21), ("一百零五", 105),
                                          ("两", 2), ("③", 3)])
def test_numbers_are_read_in_either_script(words: str, value: int) -> None:
    assert tasks.number(words) == value


# --- whatever the text


SENTENCE = st.tuples(st.sampled_from(["", "1.", "2.", "（一）", "一、", "会议要求，要"]),
                     st.text("推进氢能，,；;：“”（）3 ", min_size=1, max_size=20),
                     st.sampled_from(["。", "；", "\n", "。\n", "\n\n", ""])).map("".join)


@given(st.lists(SENTENCE, max_size=8).map("".join))
def test_every_quote_stands_in_the_text_and_every_measure_in_its_quote(words: str) -> None:
    blocks = text.read(words).blocks
    whole = plain("".join(block.text for block in blocks))
    found = tasks.cut(blocks)
    for one in found.tasks:
        assert plain(one.quote) in whole
        assert all(plain(measure) in plain(one.quote) for measure in one.measures)
    assert all(plain(one.quote) in whole for one in found.demands)
