"""The pictures in this folder, made anew: the sample city and the real list, in Debian's chromium.

    .venv/bin/python docs/screens/shoot.py        (after `python3 build.py test`, which installs what this needs)
"""

import base64
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

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
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme="dark" if mode == "dark" else "light",
                contrast="more" if mode == "contrast" else "no-preference", reduced_motion="reduce")
            window = context.new_page()
            window.goto(f"{folder.as_uri()}/{page}")
            if mode == "large":
                window.locator("#large").check()
            if mode == "open":
                window.locator(":target summary").click()
            if mode == "print":
                window.emulate_media(media="print")
            found = context.new_cdp_session(window).send("Page.captureScreenshot", {"format": "webp", "quality": 80})
            (HERE / f"{name}.webp").write_bytes(base64.b64decode(found["data"]))
            context.close()
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as work:
        build(Path(work))
        shoot(Path(work))
