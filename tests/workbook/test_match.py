"""Which task a row is about, and how that is known."""

from datetime import date

import pytest

from portal import replay, state
from portal.workbook.ledger import Field, Row
from portal.workbook.match import Match, Standing, is_alike, match
from portal.workbook.sheet import Cell
from tests import tiny
from tests.workbook import city

PORTAL = tiny.load(city.content())[0]
TODAY = date(2026, 10, 9)


def tasks() -> dict[str, Standing]:
    found = {}
    for task in PORTAL.lists[0].tasks:
        past = replay.replay_until(task, TODAY)
        found[task.key] = Standing(task, past.shown.data, state.conclude(past, TODAY))
    return found


def meant(**texts: str) -> Match | str | None:
    cells: dict[Field, Cell] = {name: Cell(f"B{index}", text) for index, (name, text) in enumerate(texts.items())}  # type: ignore[misc]
    return match(Row("台账", 7, cells, {}), "2026", tasks())


@pytest.mark.parametrize(("texts", "expected"), [
    ({"title": "氢能产业", "number": "1"}, Match("2026/01-hydrogen", "名称和序号")),
    ({"title": " 氢 能产业"}, Match("2026/01-hydrogen", "名称")),
    ({"title": "氢能产业", "number": "7"}, Match("2026/01-hydrogen", "名称（序号不同：表里 7，清单第 1 件）")),
    ({"number": "（三）"}, Match("2026/03-pipes", "序号")),
    ({"key": "2026/03-pipes", "title": "别的名称"}, Match("2026/03-pipes", "编号")),
    ({"key": "03-pipes"}, Match("2026/03-pipes", "编号")),
    ({"key": "3", "title": "城市地下管网更新"}, Match("2026/03-pipes", "名称和序号")),
    ({"title": "改造老旧小区,同步整治小区环境", "number": "9"}, Match("2026/02-old-communities", "承诺原文")),
    ({"content": "统筹制氢、加氢、装备制造全产业链建设"}, Match("2026/01-hydrogen", "承诺原文")),
    ({"title": "更新燃气管网"}, Match("2026/03-pipes", "举措原文", "measures.gas")),
])
def test_a_task_is_known_by_its_key_its_name_its_words_or_its_number(texts: dict[str, str], expected: Match) -> None:
    assert meant(**texts) == expected


@pytest.mark.parametrize(("texts", "words"), [
    ({"title": "保障性住房建设工程", "number": "8"}, "序号 8 在清单里是“保障性住房”，名称不同，没有导入"),
    ({"title": "高标准农田"}, "和第 4 件“高标准农田建设”很像，没有导入"), ({"title": "大气污染防冶"}, "和第 5 件“大气污染防治”很像"),
    ({"key": "2026/77-nothing"}, "没有编号“2026/77-nothing”的任务"), ({"due": "年底"}, "没有任务名称，不知道是哪一件"),
    ({"number": "77"}, "没有任务名称"),
])
def test_what_is_only_alike_is_said_and_not_taken(texts: dict[str, str], words: str) -> None:
    found = meant(**texts)
    assert isinstance(found, str) and words in found


@pytest.mark.parametrize("texts", [{"title": "夜间经济培育", "number": "11"}, {"title": "夜间经济培育"}, {"title": "高标准农田",
                                                            "key": "new"},
                                   {"title": "夜间经济培育", "key": "11-night-economy"}])
def test_what_is_like_none_is_new(texts: dict[str, str]) -> None:
    assert meant(**texts) is None


def test_names_are_alike_where_one_holds_the_other_or_little_differs() -> None:
    assert is_alike("氢能产业", "氢能产业发展") and is_alike("大气污染防治", "大气污染防冶")
    assert not is_alike("供水", "农村供水提升") and not is_alike("老旧小区改造", "老旧管网更新")
