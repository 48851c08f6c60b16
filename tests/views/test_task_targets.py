"""承诺与现状: the numbers of a target and the subtraction in words."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from portal.state import state_on
from portal.views.task_targets import amount, burnups, targets
from tests import tiny

D = date.fromisoformat
PROOF = "evidence: [{id: e, title: 样例, url: 'https://example.org/e'}]\n"


def figure(value: str, as_of: str) -> str:
    return f"kind: update\nstep: result\n{PROOF}observations: [{{target: s, value: {value}, as_of: {as_of}, evidence: [e]}}]"


def seen(text: str, records: dict[str, str], day: str):  # type: ignore[no-untyped-def]
    return state_on(tiny.task(text, records), D(day))


def test_an_amount_is_exact_or_said_to_be_about() -> None:
    assert amount(Decimal("13.50"), "座") == "13.50座"
    assert amount(Fraction(200), "座") == "200座"
    assert amount(Fraction(1, 3), None) == "约0.3"
    assert amount(Fraction(199, 15), "座") == "约13.2座"  # 13.266…: cut, as percents are, so that no plan is made greater
    assert amount(Fraction(-199, 15), None) == "约−13.2"
    assert amount(None, "座") == "未公布"


def test_a_level_before_its_day_waits_for_the_end() -> None:
    text = "due: 2026-12-31\ntargets: [{id: s, title: 率, kind: level_up, baseline: {value: 80}, value: 90, unit: '%'}]"
    found, = targets(seen(text, {"2026-07-01": figure("91", "2026-06-30")}, "2026-07-01"))
    assert any("此前达到的，期末再确认" in str(line) for line in found.how)


def test_without_a_baseline_a_level_has_no_percent_and_says_why() -> None:
    text = "due: 2026-12-31\ntargets: [{id: s, title: 率, kind: level_up, value: 90}]"
    found, = targets(seen(text, {"2026-07-01": figure("91", "2026-06-30")}, "2026-07-01"))
    assert found.bullet is None
    assert "没有公布基期，不能算百分比。" in found.how


def test_a_limit_says_which_figure_decides() -> None:
    text = "due: 2026-12-31\ntargets: [{id: s, title: 事故, kind: at_most, value: 5, unit: 起}]"
    found, = targets(seen(text, {"2026-07-01": figure("7", "2026-06-30")}, "2026-07-01"))
    assert "不高于5起，要守到2026年12月31日；以截至那一天的第一个数为准。" in found.how
    assert "进度灯：已经突破。" in found.how


def test_overshoot_is_said_and_the_bar_ends_at_100() -> None:
    text = "due: 2026-12-31\ntargets: [{id: s, title: 站, kind: cumulative, value: 20}]"
    found, = targets(seen(text, {"2026-07-01": figure("24", "2026-06-30")}, "2026-07-01"))
    assert found.bullet is not None and found.bullet.width == "100%"
    assert "完成：24÷20＝120.0%，尾数舍去，不进位。没有公布基期，从0算起。" in found.how


def test_a_picture_needs_a_plan_or_two_figures() -> None:
    text = "due: 2026-12-31\ntargets: [{id: s, title: 站, kind: cumulative, value: 20}]"
    one = {"2026-04-01": figure("2", "2026-03-31")}
    assert burnups(seen(text, one, "2026-07-02")) == ()
    picture, = burnups(seen(text, {**one, "2026-07-01": figure("5", "2026-06-30")}, "2026-07-02"))
    assert len(picture.dots) == 2


def test_the_original_is_drawn_only_where_it_was_changed() -> None:
    text = "due: 2026-12-31\ntargets: [{id: s, title: 站, kind: cumulative, value: 20, plan: [{by: 2026-06-30, value: 9}]}]"
    change = ("kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\n"
              "changes: [{field: targets.s.value, old: 20, new: 18}]")
    plain, = burnups(seen(text, {}, "2026-07-02"))
    eased, = burnups(seen(text, {"2026-05-10": change}, "2026-07-02"))
    assert plain.original == "" and plain.turns == ()
    assert eased.original and len(eased.turns) == 1


def test_an_ongoing_target_has_no_percent() -> None:
    found, = targets(seen("targets: [{id: s, title: 巡查, kind: ongoing}]", {}, "2026-07-02"))
    assert found.bullet is None and found.nums[0].value == "常态化"


PLANNED = ("due: 2026-12-31\ntargets: [{id: s, title: 样例站, kind: cumulative, value: 20, unit: 座, baseline: {value: 10}, "
           "plan: [{by: 2026-06-30, value: 15}]}]")


def test_a_figure_of_the_last_day_is_held_against_the_goal_not_against_an_older_plan_point() -> None:
    """18 of 20 on the due day: 2 are missing, though the last plan point asked for 15."""
    found, = targets(seen(PLANNED, {"2027-01-05": figure("18", "2026-12-31")}, "2027-01-05"))
    assert found.bullet and found.bullet.plan == "100%"
    assert [one.term for one in found.nums] == ["基期", "最新", "目标（累计）"]
    assert "相差：到时限2026年12月31日应做到20座，差2座。" in found.how
    assert not any("15" in str(line) for line in found.how)


def test_the_difference_to_the_plan_is_computed_before_it_is_cut() -> None:
    """(15 - 13) / (20 - 10) is 20 points, with the numbers that it comes from."""
    found, = targets(seen(PLANNED, {"2026-07-01": figure("13", "2026-06-30")}, "2026-07-01"))
    assert "计划：到2026年6月30日应做到15座，（15−10）÷（20−10）＝5÷10＝50.0%。" in found.how
    assert "相差：（15−13）÷（20−10），比计划少20.0个百分点，多于10、不多于30，所以是慢序时。" in found.how


def test_what_is_only_claimed_is_drawn_hollow_and_said() -> None:
    bare = "kind: update\nstep: result\nobservations: [{target: s, value: 20, as_of: 2026-06-30}]"
    found, = targets(seen(PLANNED, {"2026-07-01": bare}, "2026-07-01"))
    assert found.bullet and found.bullet.claimed and found.bullet.label.endswith("自报")
    assert "自报，没有凭据" in str(found.nums)
