"""Which pages a browser looks at: one of every kind, from sites that are built once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from portal.pipeline import Project, artifacts
from portal.views.edition import edition
from portal.views.site import pages
from tests import tiny

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "tests/sample/content"
TWO_LISTS = tiny.files(records={"2026-02-01": "kind: update\nstep: action\n"}, more={
    "2026-more/plan.md": tiny.front(tiny.PLAN.replace("样例清单", "另一份清单")),
    "2026-more/01-x/task.md": tiny.front(tiny.TASK.replace("title: 样例", "title: 另一件")),
    "2025/plan.md": tiny.front(tiny.PLAN.replace("样例清单", "上年清单").replace("2026", "2025")),
})
# site -> content and day
SITES = {
    "real": (ROOT / "content", date(2026, 11, 24)),
    "march": (SAMPLE, date(2026, 3, 31)),
    "june": (SAMPLE, date(2026, 6, 30)),
    "december": (SAMPLE, date(2026, 12, 31)),
    "end": (SAMPLE, date(2027, 2, 28)),
    "two": (None, date(2026, 3, 1)),
}
# kind -> the address of a page below the folder of all sites
KINDS = {
    "list": "june/index.html",
    "list in March": "march/index.html",
    "list in December": "december/index.html",
    "list settled": "end/index.html",
    "list without records": "real/index.html",
    "two lists": "two/index.html",
    "task": "june/2026/03-hydrogen/index.html",
    "task in March": "march/2026/03-hydrogen/index.html",
    "task in December": "december/2026/03-hydrogen/index.html",
    "task of three targets": "june/2026/02-pipes/index.html",
    "task settled": "end/2026/03-hydrogen/index.html",
    "task ended": "june/2026/20-chem-park/index.html",
    "task without records": "real/2026/03-hydrogen/index.html",
    "cuts": "june/units/index.html",
    "cut": "june/units/energy-bureau.html",
    "cut without records": "real/themes/energy.html",
    "updates": "june/updates.html",
    "changes": "june/changes.html",
    "calendar": "june/calendar.html",
    "disclosure": "june/disclosure.html",
    "disclosure without records": "real/disclosure.html",
    "sources": "june/sources/index.html",
    "source": "real/sources/economic-work-conference-2026-01-08.html",
    "method": "june/method.html",
    "about": "real/about.html",
    "sitemap": "june/sitemap.html",
    "404": "real/404.html",
}


def build(folder: Path) -> Iterator[tuple[str, str]]:
    """Write every site below `folder`, the content of an invented one beside it; the address and template of every page."""
    for name, (content, day) in SITES.items():
        if content is None:
            content = folder.with_name(f"{name}-content")
            for path, text in TWO_LISTS.items():
                write(content / path, text.encode())
        today = edition(tiny.folder(content), day)
        for artifact in artifacts(Project(content, ROOT / "templates", ROOT / "assets", folder, folder), today, [0]):
            write(folder / name / artifact.url, artifact.data)
        for page in pages(today, tiny.VERSIONS):
            yield f"{name}/{page.url}", page.template


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
