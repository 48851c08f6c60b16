"""The pictures in this folder, made anew: the sample city, the real list, and what the editors' guide shows, in Debian's chromium.

    .venv/bin/python -m docs.screens.shoot        (after `python3 build.py test`, which installs what this needs)
"""

import base64
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests import guide

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SITES = {"real": ("content", "2026-11-24"), "sample": ("tests/sample/content", "2026-06-30"),
         "settled": ("tests/sample/content", "2027-02-28")}
TASK = "2026/03-hydrogen/index.html"
# name -> page, width and height of the window, what is asked of it
PICTURES = {
    "index-375": ("sample/index.html", 375, 1100, ""),
    "index-768": ("sample/index.html", 768, 1100, ""),
    "index-1280": ("sample/index.html", 1280, 1100, ""),
    "index-dark-1280": ("sample/index.html", 1280, 1100, "dark"),
    "index-settled-375": ("settled/index.html", 375, 1100, ""),
    "filter-1280": ("sample/index.html?theme=livelihood&sort=light", 1280, 1100, ""),
    "task-375": (f"sample/{TASK}", 375, 1100, ""),
    "task-768": (f"sample/{TASK}", 768, 1100, ""),
    "task-1280": (f"sample/{TASK}", 1280, 1100, ""),
    "task-dark-375": (f"sample/{TASK}", 375, 1100, "dark"),
    "task-large-375": (f"sample/{TASK}", 375, 1100, "large"),
    "task-contrast-1280": (f"sample/{TASK}", 1280, 1100, "contrast"),
    "task-print": (f"sample/{TASK}", 794, 1123, "print"),
    "request-375": (f"real/{TASK}#q-funding", 375, 1100, "open"),
    "disclosure-1280": ("sample/disclosure.html", 1280, 1100, ""),
    "real-375": ("real/index.html", 375, 1100, ""),
    "real-1280": ("real/index.html", 1280, 1100, ""),
    "real-task-375": (f"real/{TASK}", 375, 1100, ""),
}
# what there is to see where docs/editors.zh-CN.md shows the picture: the page of the site as it then stands
GUIDE = {
    "guide-first": ("index.html", 720, 300, ""),
    "guide-list": ("2025/index.html", 720, 580, ""),
    "guide-task": ("2025-qiaodong/01-old-communities/index.html", 720, 720, ""),
    "guide-update": ("2025-qiaodong/01-old-communities/index.html#targets", 720, 640, ""),
    "guide-supplement": ("2025/01-parks/index.html#who", 720, 420, ""),
    "guide-adjustment": ("2025-qiaodong/01-old-communities/index.html#changes", 720, 310, ""),
    "guide-correction": ("2025-qiaodong/01-old-communities/index.html#changes", 720, 310, ""),
    "guide-difficulty": ("2025-qiaodong/01-old-communities/index.html#hard", 720, 420, ""),
    "guide-overlay": ("index.html", 720, 460, "serve"),
    "guide-settled": ("2025/index.html", 720, 680, ""),
}


def build(folder: Path) -> None:
    """Every site below `folder`."""
    for name, (content, day) in SITES.items():
        subprocess.run([sys.executable, ROOT / "build.py", "--quiet", "--content", ROOT / content, "--output", folder / name,
                        "--as-of", day], check=True)


def shoot(folder: Path) -> None:
    """Every picture as WebP, some 30 KB each."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        for name, (page, width, height, mode) in PICTURES.items():
            take(browser, name, f"{folder.as_uri()}/{page}", width, height, mode)
        follow(browser, folder / "guide")
        browser.close()


def follow(browser: Browser, folder: Path) -> None:
    """The pictures of the editors' guide, each taken where the guide shows it."""
    follower = guide.fresh(folder)

    def picture(name: str) -> None:
        page, width, height, mode = GUIDE[name]
        site = f"http://127.0.0.1:{follower.serving.port}" if follower.serving else (folder / "site").as_uri()
        take(browser, name, f"{site}/{page}", width, height, mode)

    follower.pictures = picture
    try:
        for step in guide.steps(guide.GUIDE.read_text("utf-8")):
            follower.follow(step)
    finally:
        follower.close()


def take(browser: Browser, name: str, address: str, width: int, height: int, mode: str) -> None:
    """One picture of a page."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if mode == "dark" else "light",
        contrast="more" if mode == "contrast" else "no-preference", reduced_motion="reduce")
    window = context.new_page()
    window.goto(address)
    if mode == "large":
        window.locator("#large").check()
    if mode == "open":
        window.locator(":target summary").click()
    if mode == "serve":
        window.get_by_text("共 1 个问题").wait_for()
    if mode == "print":
        window.emulate_media(media="print")
    found = context.new_cdp_session(window).send("Page.captureScreenshot", {"format": "webp", "quality": 80})
    (HERE / f"{name}.webp").write_bytes(base64.b64decode(found["data"]))
    context.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as work:
        build(Path(work))
        shoot(Path(work))
