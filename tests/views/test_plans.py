"""What a list says of itself."""

from datetime import date
from functools import cache
from pathlib import Path

from portal.views.brief import brief
from portal.views.edition import Edition, edition
from portal.views.frame import Site, site
from portal.views.parts import Fact, Link
from portal.views.plans import PlanParts, over, own_changes, plan_parts, source_words, whose
from portal.views.words import Run, changed
from tests import tiny

ROOT = Path(__file__).parent.parent


@cache
def sample() -> Site:
    return site(edition(tiny.folder(ROOT / "sample/content"), date(2026, 6, 30)), tiny.VERSIONS)


def parts(key: str) -> PlanParts:
    found = sample()
    return plan_parts(found, next(one for one in found.edition.lists if one.key == key), "../")


def small(plan: str = "", more: dict[str, str] | None = None) -> Edition:
    portal, problems = tiny.load(tiny.files(plan=plan, more=more))
    assert not problems, problems
    return edition(portal, date(2026, 7, 1))


def test_a_list_leads_to_the_archived_text_it_stands_on() -> None:
    found = small()
    assert source_words(found.portal, found.lists[0].terms.source, "../") == (Run("样例会议", href="../sources/text.html"),)


def test_a_source_without_an_archived_text_leads_to_the_register() -> None:
    found = small(more={"sources.yml": "- {id: text, title: 样例会议, kind: 会议}\n"})
    assert source_words(found.portal, found.lists[0].terms.source, "") == (Run("样例会议", href="sources/index.html#text"),)


def test_a_locator_that_only_repeats_the_title_is_not_said_twice() -> None:
    found = small(more={"2026/plan.md": tiny.front(tiny.PLAN.replace("{id: text}", "{id: text, locator: 样例会议}"))})
    assert len(source_words(found.portal, found.lists[0].terms.source, "")) == 1


def test_the_words_of_the_plan_are_set_from_markdown() -> None:
    assert "<blockquote>" in parts("2026").body


def test_thresholds_are_said_only_where_they_differ_from_the_usual() -> None:
    assert parts("2026").limits == ()
    assert parts("2025").limits == (Fact("慢序时", "8个百分点", "通常10个百分点"), Fact("严重滞后", "25个百分点", "通常30个百分点"),
                                    Fact("宽限", "20天", "通常30天"))


def test_a_change_of_the_list_itself_has_old_new_and_grounds() -> None:
    change = parts("2026").changes[0]
    assert (change.day, change.word) == ("2026-05-10", "调整")
    assert change.lines == (("清单名称 ", changed("2026年20件大事要事", "2026年20件大事实事")),)
    assert change.facts == (Fact("原因", "与政府工作报告中的名称统一"), Fact("依据", "云办函〔2026〕15号"),
                            Fact("审批单位", "市委办公室"))


def test_a_change_of_tomorrow_is_not_there_yet() -> None:
    early = edition(sample().edition.portal, date(2026, 5, 9))
    assert list(own_changes(early, early.lists[0])) == []


def test_lists_lead_to_each_other_and_say_which_tasks_go_on() -> None:
    found = parts("2025")
    assert found.others == (Link("2026年20件大事实事", "../2026/index.html"), Link("2025年5件大事要事", "../2025/index.html", True))
    assert found.lineage[0].word == "第2件"
    assert found.lineage[0].lines[0] == (
        Run("县域水网工程", href="../2025/02-water-network/index.html"), "，接着是",
        Run("2026年20件大事实事第14件县域水网工程", href="../2026/14-water-network/index.html"), "（暂缓）")


def test_what_was_carried_over_says_so() -> None:
    lines = [line for entry in parts("2026").lineage for line in entry.lines[0]]
    assert "（部分完成，结转）" in lines


def test_the_only_list_has_no_others() -> None:
    found = small()
    assert plan_parts(site(found, tiny.VERSIONS), found.lists[0], "").others == ()


def test_the_head_says_when_it_was_adopted_and_as_of_when() -> None:
    found = small()
    assert over(found, found.lists[0]) == (Run("2026年1月10日", date="2026-01-10"), "公布，截至", Run("2026年7月1日", date="2026-07-01"))


def test_a_task_of_an_older_list_says_of_which() -> None:
    today = sample().edition
    assert whose(today, today.ask(brief, "2026/03-hydrogen")) == ""
    assert whose(today, today.ask(brief, "2025/05-hydrogen-pilot")) == "2025年5件大事要事第5件"
