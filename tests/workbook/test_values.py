"""What the text of a cell means: days, figures, names, points; and what none of them is."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import schema
from portal.workbook import values

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
TWO = (date(2025, 7, 1), date(2026, 6, 30))


@pytest.mark.parametrize("text", [
    "2026-09-30", "2026.9.30", "2026/9/30", "20260930", "2026年9月30日", "2026年9月30日前", "9月30日", "9月30日之前", "46295",
    "２０２６年９月３０日", "2026年9月底", "2026年9月底前", "9月底前完成", "9月末", "三季度末", "2026年第三季度底前", "2026-09-30 18:00",
    " 2026年 9月30日 ",
])
def test_all_these_are_one_day(text: str) -> None:
    assert values.day(text, *YEAR) == date(2026, 9, 30)


@pytest.mark.parametrize("text", ["年底前", "2026年底", "今年底", "年内", "2026年内完成", "12月底", "四季度末"])
def test_the_end_of_a_year_is_its_last_day(text: str) -> None:
    assert values.day(text, *YEAR) == date(2026, 12, 31)


@pytest.mark.parametrize(("text", "why"), [
    ("长期", "照未公布算"), ("全年", "照未公布算"), ("常态化推进", "照未公布算"), ("持续开展", "照未公布算"), ("每月25日", "照未公布算"),
    ("9月", "没有写到日"), ("2026年9月", "没有写到日"), ("2026-09", "没有写到日"), ("9月上旬", "没有写到日"), ("上半年", "没有写到日"),
    ("三季度", "没有写到日"),
    ("2026年", "没有写到日"), ("9月前", "没有写到日"), ("2026年2月30日", "没有这一天"), ("13月底", "没有这个月"), ("26.9.30", "不是日期"),
    ("9.30", "不是日期"),
    ("2026年3月-9月", "不是日期"), ("尽快", "不是日期"), ("0001-01-01", "太远"),
])
def test_what_names_no_day_gives_none(text: str, why: str) -> None:
    found = values.day(text, *YEAR)
    assert isinstance(found, str) and why in found and text in found


def test_a_day_without_a_year_is_the_one_in_the_lists_period() -> None:
    assert values.day("9月30日", *TWO) == date(2025, 9, 30)
    assert values.day("2月28日", *TWO) == date(2026, 2, 28)
    assert "没有写年份" in str(values.day("9月30日", date(2025, 1, 1), date(2026, 12, 31)))
    assert "没有写年份" in str(values.day("年底前", *TWO))


@pytest.mark.parametrize(("text", "words"), [
    ("云岭市重点任务台账（截至2026年9月30日）", "截至2026年9月30日"), ("截至9月底工作进展", "截至9月底"),
    ("数据截止 2026.9.30", "截止2026.9.30"),
])
def test_a_title_may_say_until_when(text: str, words: str) -> None:
    assert values.day_within(text, *YEAR) == (words, date(2026, 9, 30))


def test_a_title_that_names_no_day_says_none() -> None:
    assert values.day_within("2026年工作进展（截至9月）", *YEAR) is None
    assert values.day_within("2026年9月30日填报", *YEAR) is None


@pytest.mark.parametrize(("text", "expected"), [
    ("20", "20"), ("20座", "20座"), ("１，２００", "1200"), ("1,200.50 户", "1200.5户"), ("15.5亿元", "15.5亿元"), ("85.6％", "85.6%"),
    ("-5%", "-5%"),
    ("\u22125", "-5"), ("0", "0"),
])
def test_a_figure_has_its_unit_beside_it(text: str, expected: str) -> None:
    assert str(values.figure(text)) == expected


@pytest.mark.parametrize("text", ["约20座", "20余座", "20座左右", "≥85%", "不少于5家", "5家以上", "近20"])
def test_a_figure_that_is_not_exact_says_so(text: str) -> None:
    found = values.figure(text)
    assert found and found.about


@pytest.mark.parametrize("text", ["", "二十", "3个项目开工建设", "20、30", "1,20", "2026年9月30日", "3/5", "12-15", "1.2.3"])
def test_what_is_no_figure_is_none(text: str) -> None:
    assert values.figure(text) is None


def test_several_figures_in_a_cell_have_their_titles_word_for_word() -> None:
    found = values.figures("建成加氢站：20座；推广５Ｇ重卡１，２００辆、\n修建步道3.5公里。")
    assert found and [(one.title, str(one)) for one in found] == [
        ("建成加氢站", "20座"), ("推广５Ｇ重卡", "1200辆"), ("修建步道", "3.5公里")]
    assert [(one.title, str(one)) for one in values.figures("2026年建成5G基站200个") or ()] == [("2026年建成5G基站", "200个")]
    assert values.figures("建成加氢站20座，配套设施同步投用") is None
    assert values.figures("建成加氢站20座（含改建3座）") is None


@given(st.decimals(0, 10**9, places=3), st.sampled_from(["", "座", "万元", "%", "平方公里"]))
def test_a_number_is_read_as_it_was_written(number: Decimal, unit: str) -> None:
    found = values.figure(f"{number:,}{unit}")
    assert found and (found.value, found.unit) == (number, unit)
    assert Decimal(values.written(found.value)) == number


@given(st.text(max_size=40))
def test_whatever_is_in_a_cell_breaks_nothing(text: str) -> None:
    for read in (values.figure, values.figures, values.names, values.items, values.whole_number, values.joined, values.bare):
        read(text)
    values.day(text, *YEAR)
    values.day_within(text, *YEAR)


def test_names_are_parted_by_whatever_people_use_but_not_inside_brackets() -> None:
    text = "市能源局（牵头）、市住建局，北山县政府;各县（市、区）人民政府\n市财政局 市水利局/市统计局；牵头单位：市商务局等。"
    assert values.names(text) == ["市能源局", "市住建局", "北山县政府", "各县（市、区）人民政府", "市财政局", "市水利局", "市统计局",
                                  "市商务局"]
    assert values.names("市能源局、市能源局、无") == ["市能源局"]


UNITS = {unit.id: unit for unit in (schema.Unit(id="a", name="云岭市能源局", short="市能源局"),
                                    schema.Unit(id="b", name="云岭市教育局", short="教育局"),
                                    schema.Unit(id="c", name="北山县教育局", short="教育局"))}


def test_units_are_known_by_every_name_that_only_one_of_them_has() -> None:
    ids = values.unit_ids(UNITS)
    assert ids["市能源局"] == ids["云岭市能源局"] == ids["a"] == "a"
    assert "教育局" not in ids and ids["北山县教育局"] == "c"


def test_the_nearest_unit_is_named_for_one_that_nobody_knows() -> None:
    assert values.nearest("能源局", UNITS) == "市能源局"
    assert values.nearest("市能源所", UNITS) == "市能源局"
    assert values.nearest("县气象台", UNITS) is None


def test_points_are_parted_where_each_has_its_number() -> None:
    assert values.items("1.外电接入慢\n2. 资金未到位") == ["外电接入慢", "资金未到位"]
    assert values.items("①甲\n②乙") == values.items("（一）甲\n（二）乙") == values.items("一、甲\n二、乙") == ["甲", "乙"]
    assert values.items("外电接入慢\n要排到8月\nB段停工") == ["外电接入慢要排到8月 B段停工"]
    assert values.items("") == []


@pytest.mark.parametrize(("text", "number"), [("3", 3), ("3.0", 3), ("三", 3), ("（三）", 3), ("③", 3), ("第3件", 3), ("十二", 12),
                                              ("二十", 20),
                                              ("二十三", 23), ("3、", 3), ("1-1", None), ("", None), ("甲", None)])
def test_numbers_of_rows(text: str, number: int | None) -> None:
    assert values.whole_number(text) == number


def test_a_title_loses_the_figure_behind_it() -> None:
    assert values.bare("建成加氢站20座") == "建成加氢站"
    assert values.bare("建成加氢站") == "建成加氢站"
    assert values.bare("20座") == "20座"
