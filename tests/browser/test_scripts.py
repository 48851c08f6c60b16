"""What scripts add: large type that stays, a text that is copied at one touch, a mail with its body. And how little they weigh."""

from collections.abc import Mapping
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.kinds import KINDS, ROOT

pytestmark = pytest.mark.browser

SIZE = "parseFloat(getComputedStyle(document.documentElement).fontSize)"


def test_large_type_stays_on_the_next_page_and_goes_when_switched_off(page: Page) -> None:
    page.goto(KINDS["list"])
    usual = page.evaluate(SIZE)
    page.locator("#large").check()
    page.goto(KINDS["task"])
    assert page.locator("#large").is_checked() and page.evaluate(SIZE) > 1.15 * usual
    page.locator("#large").uncheck()
    page.goto(KINDS["list"])
    assert not page.locator("#large").is_checked() and page.evaluate(SIZE) == usual


def test_a_browser_that_keeps_nothing_still_switches(page: Page) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no') }})")
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(KINDS["list"])
    before = page.evaluate(SIZE)
    page.locator("#large").check()
    assert page.evaluate(SIZE) > 1.15 * before and wrong == []


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_a_request_is_copied_to_the_letter(browser: Browser, addresses: Mapping[str, str], scheme: str) -> None:
    """Over http and from the disk, where the clipboard has to be reached in another way."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(addresses[scheme] + KINDS["task without records"])
    gap = page.locator("#q-funding")
    gap.locator("summary").click()
    gap.get_by_role("button", name="复制").click()
    gap.locator("[role=status]", has_text="已复制").wait_for()
    page.evaluate("document.body.innerHTML = '<textarea></textarea>'")
    page.locator("textarea").focus()
    page.keyboard.press("Control+V")
    text = page.locator("textarea").input_value()
    assert text.startswith("吕梁市人民政府：\n《市委经济工作会议召开》写明：“") and text.endswith("请以电子文本提供，发送至本人邮箱。")
    assert "申请公开2026年20件大事要事第3件“氢能产业”的资金的计划、到位和支付情况。" in text
    context.close()


def test_a_mail_that_asks_for_one_thing_holds_the_request(page: Page) -> None:
    page.goto(KINDS["task without records"])
    gap = page.locator("#q-funding")
    gap.locator("summary").click()
    mail = unquote(gap.locator("a[href^=mailto]").get_attribute("href") or "")
    assert mail.endswith("&body=" + (gap.locator(".copy").text_content() or "nothing"))


def test_a_mail_about_a_record_says_which_it_is(page: Page) -> None:
    """Its subject without a script; with one also its address, and what to write."""
    page.goto(KINDS["task"])
    link = page.locator("#r-2026-05-29 .when a")
    address = page.url + "#r-2026-05-29"
    assert unquote(link.get_attribute("href") or "") == (
        f"mailto:?subject=纠错 2026/03-hydrogen 2026-05-29&body={address}\n哪一句不对：\n应当是：\n出处：")


def test_all_scripts_together_weigh_no_more_than_six_kilobytes() -> None:
    files = list((ROOT / "assets/js").iterdir())
    assert {file.suffix for file in files} == {".js"}
    assert sum(file.stat().st_size for file in files) <= 6 * 1024


def test_no_script_makes_markup_or_asks_the_network() -> None:
    source = "".join(file.read_text("utf-8") for file in (ROOT / "assets/js").iterdir())
    for word in ("innerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch(", "XMLHttpRequest", "import "):
        assert word not in source
