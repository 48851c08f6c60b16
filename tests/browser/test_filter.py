"""Tasks are picked by light, status, theme, unit and place, in any combination: without JavaScript, and with it counted, sorted, shared."""

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.kinds import KINDS

pytestmark = pytest.mark.browser


@pytest.fixture(params=[False, True], ids=["without script", "with script"])
def index(request: pytest.FixtureRequest, browser: Browser, addresses: Mapping[str, str]) -> Iterator[Page]:
    """The sample's index in June on a wide screen."""
    context = browser.new_context(base_url=addresses["http"], java_script_enabled=request.param, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(KINDS["list"])
    yield page
    context.close()


@pytest.fixture
def scripted(page: Page) -> Page:
    """The same with JavaScript."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(KINDS["list"])
    return page


def shown(page: Page) -> list[str]:
    """The numbers of the rows that are seen, in their order."""
    return [row.inner_text() for row in page.locator(".tasks tbody tr:visible .no").all()]


def pick(page: Page, name: str, value: str) -> None:
    page.locator(f"select[name={name}]").select_option(value)


def test_picks_combine(index: Page) -> None:
    """Hand-counted in tests/sample/content: 4 tasks go on for livelihood, one of them is led by the education bureau."""
    pick(index, "status", "in_progress")
    assert len(shown(index)) == 11
    pick(index, "theme", "livelihood")
    assert shown(index) == ["01", "09", "10", "18"]
    pick(index, "unit", "education-bureau")
    assert shown(index) == ["10"]
    pick(index, "unit", "")
    index.locator(".set label", has_text="临期").click()
    assert shown(index) == ["09", "10"]


def test_one_button_brings_all_back(index: Page) -> None:
    pick(index, "status", "completed")
    index.locator(".set label", has_text="完成").last.click()
    index.locator("button[type=reset]").click()
    assert len(shown(index)) == 20


def test_a_task_led_by_nobody_known_is_found(index: Page) -> None:
    pick(index, "unit", "none")
    assert shown(index) == ["19"]


def test_the_counts_are_of_what_the_other_picks_leave(scripted: Page) -> None:
    pick(scripted, "theme", "livelihood")
    words = scripted.locator("select[name=status] option").all_inner_texts()
    assert "推进中 4" in words
    assert scripted.locator(".set label", has_text="临期").locator(".n").inner_text() == "2"
    assert scripted.locator("#filter [role=status]").inner_text() == f"有{len(shown(scripted))}件，共20件"


def test_nothing_found_is_said(scripted: Page) -> None:
    pick(scripted, "status", "terminated")
    pick(scripted, "unit", "education-bureau")
    assert shown(scripted) == []
    assert scripted.locator("#filter [role=status]").inner_text() == "没有这样的，共20件"


def test_the_address_leads_to_the_same_picks(scripted: Page) -> None:
    """It names what was picked, not where it stands; on a phone the folds that hold the picks are open."""
    pick(scripted, "status", "in_progress")
    pick(scripted, "sort", "light")
    scripted.locator(".set label", has_text="慢序时").click()
    address, before = scripted.url, shown(scripted)
    assert set(address.partition("?")[2].split("&")) == {"light=behind", "status=in_progress", "sort=light"}
    scripted.set_viewport_size({"width": 375, "height": 800})
    scripted.goto("about:blank")
    scripted.goto(address)
    assert shown(scripted) == before != []
    assert scripted.locator("select[name=status]").is_visible()
    assert scripted.locator("select[name=status]").input_value() == "in_progress"


def test_an_address_that_asks_for_what_is_not_there_shows_all(page: Page) -> None:
    page.goto(KINDS["list"] + "?status=nobody&sort=nothing&theme=%3Cscript%3E")
    assert len(shown(page)) == 20


def test_sorting_puts_first_what_it_says(scripted: Page) -> None:
    pick(scripted, "sort", "light")
    assert shown(scripted)[:4] == ["07", "02", "03", "13"]
    pick(scripted, "sort", "parts")
    met = [row.inner_text().split("/") for row in scripted.locator(".tasks .parts .n").all()]
    shares = [int(one) / int(all_) for one, all_ in met if int(all_)]
    assert shares == sorted(shares, reverse=True)
    pick(scripted, "sort", "next")
    days = [row.inner_text() for row in scripted.locator(".tasks .next time").all()]
    assert days == sorted(days)
    pick(scripted, "sort", "last")
    days = [row.inner_text() for row in scripted.locator(".tasks .last time").all()]
    assert days == sorted(days, reverse=True)
    pick(scripted, "sort", "")
    assert shown(scripted) == [f"{number:02}" for number in range(1, 21)]


def test_the_real_list_is_picked_by_theme(browser: Browser, addresses: Mapping[str, str]) -> None:
    context = browser.new_context(base_url=addresses["file"], java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(addresses["file"] + KINDS["list without records"])
    option = page.locator("select[name=theme] option").nth(1)
    count = int(option.inner_text().split()[-1])
    pick(page, "theme", option.get_attribute("value") or "")
    assert 0 < page.locator(".promise li:visible").count() == count < 20
    context.close()
