"""Which tasks go on with older ones."""

from portal.founding.lineage import LIKE, Subject, likeness, lineage

HYDROGEN = Subject("2026/03-hydrogen", "氢能产业", "培育壮大氢能产业，统筹制氢、加氢站建设，推动氢能重卡替代。")
RENEWAL = Subject("2026/11-renewal", "城市更新", "大力实施城市更新，继续推进老旧管网改造，加快危险住房改造。")
TOURISM = Subject("2026/08-tourism", "文旅产业", "持续壮大文旅产业，支持景区发展，提升旅游接待能力。")


def new(title: str, quote: str, unit: str | None = None) -> Subject:
    return Subject("第1件", title, quote, unit)


def test_the_same_words_are_wholly_alike_and_the_evidence_says_so() -> None:
    found, = lineage([new("氢能产业", HYDROGEN.quote)], [RENEWAL, HYDROGEN, TOURISM])
    assert found.certain and found.kin[0].task is HYDROGEN and found.kin[0].likeness == 1
    assert found.kin[0].evidence == "名称相同；原文都有“统筹制氢、加氢站建设”、“推动氢能重卡替代”"


def test_a_task_that_goes_on_under_a_longer_name_is_found() -> None:
    found, = lineage([new("氢能产业提质扩量", "推动氢能产业提质扩量，统筹制氢、加氢站建设，扩大示范。")], [RENEWAL, HYDROGEN, TOURISM])
    assert found.certain and found.kin[0].task is HYDROGEN and LIKE <= found.kin[0].likeness < 1
    assert found.kin[0].evidence.startswith("名称都有“氢能产业”")


def test_what_only_shares_a_common_word_is_shown_and_never_certain() -> None:
    found, = lineage([new("数字产业", "培育壮大产业，提升能力。")], [HYDROGEN, TOURISM])
    assert not found.certain and all(kin.likeness < LIKE for kin in found.kin)


def test_two_older_tasks_that_are_as_like_are_both_shown_and_neither_is_certain() -> None:
    twin = Subject("2026/04-twin", "氢能产业", HYDROGEN.quote)
    found, = lineage([new("氢能产业", HYDROGEN.quote)], [HYDROGEN, twin])
    assert not found.certain and {kin.task.name for kin in found.kin} == {"2026/03-hydrogen", "2026/04-twin"}


def test_two_new_tasks_that_claim_one_older_are_both_uncertain() -> None:
    found = lineage([new("城市更新", RENEWAL.quote), new("城市更新", RENEWAL.quote)], [RENEWAL])
    assert [one.certain for one in found] == [False, False]


def test_the_same_lead_unit_counts() -> None:
    old = Subject("2026/01-x", "甲", "推进甲。", "energy")
    assert likeness(new("乙", "推进乙。", "energy"), old) > likeness(new("乙", "推进乙。"), old)


def test_without_older_tasks_nothing_is_found() -> None:
    assert lineage([new("氢能产业", HYDROGEN.quote)], [])[0].kin == ()
