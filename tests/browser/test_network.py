"""A page asks no other host for anything, nothing is missing, and it says the same without JavaScript."""

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser, Request

from tests.browser.kinds import KINDS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_nothing_is_asked_of_another_host_and_nothing_is_missing(browser: Browser, addresses: Mapping[str, str], scheme: str) -> None:
    """Under a sub-path and from the disk: no request leaves the site's folder, none fails, the console is silent."""
    context = browser.new_context(base_url=addresses[scheme])
    asked: list[str] = []
    wrong: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("requestfailed", lambda request: failed(request, wrong))
    context.on("response", lambda answer: wrong.append(f"{answer.url}: {answer.status}") if answer.status >= 400 else None)
    context.on("console", lambda message: wrong.append(f"{message.type}: {message.text}"))
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    page = context.new_page()
    for kind in KINDS:
        page.goto(addresses[scheme] + KINDS[kind])
    context.close()
    assert [url for url in asked if not url.startswith(addresses[scheme])] == []
    assert len(asked) >= 2 * len(KINDS), "each page comes with its style sheet"
    assert wrong == []


def failed(request: Request, wrong: list[str]) -> None:
    """Whatever fails is wrong, but for an icon that was still under way when the next page was opened."""
    if not (request.failure == "net::ERR_ABORTED" and request.url.endswith("/favicon.svg")):
        wrong.append(f"{request.url}: {request.failure}")


# what scripts add: buttons to copy, and what the filter says and sorts by; a message's address gains its body unseen
ADDED = "for (const one of document.querySelectorAll('.copy ~ .cuts > button, [role=status], label:has([name=sort])')) one.remove()"


def test_nothing_is_missing_without_javascript(browser: Browser, addresses: Mapping[str, str]) -> None:
    """What a reader sees of a page is the same, to the letter, but for what scripts add."""
    seen = []
    for enabled in (True, False):
        context = browser.new_context(java_script_enabled=enabled, base_url=addresses["file"])
        page = context.new_page()
        words: dict[str, str] = {}
        seen.append(words)
        for kind, url in KINDS.items():
            page.goto(addresses["file"] + url, wait_until="domcontentloaded")
            if enabled:
                page.evaluate(ADDED)
            words[kind] = re.sub(r"\n+", "\n", page.inner_text("body"))
        context.close()
    assert all(seen[0].values())
    assert seen[0] == seen[1]
