"""Which pages a browser looks at: one of every kind, from sites that are built once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from portal.pipeline import artifacts
from portal.project import Project
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
# kind -> the address of a page of the sample, on whatever day
OF_SAMPLE = {
    "list": "index.html",
    "list of the year before": "2025/index.html",
    "task": "2026/03-hydrogen/index.html",
    "task of three targets": "2026/02-pipes/index.html",
    "task ended": "2026/20-chem-park/index.html",
    "cuts": "units/index.html",
    "cut": "units/energy-bureau.html",
    "updates": "updates.html",
    "changes": "changes.html",
    "calendar": "calendar.html",
    "disclosure": "disclosure.html",
    "sources": "sources/index.html",
    "source": "sources/conference-2026-01-08.html",
    "method": "method.html",
    "about": "about.html",
    "sitemap": "sitemap.html",
}
OF_REAL = {
    "list without records": "index.html",
    "task without records": "2026/03-hydrogen/index.html",
    "cuts without records": "themes/index.html",
    "cut without records": "themes/energy.html",
    "disclosure without records": "disclosure.html",
    "long source": "sources/economic-work-conference-2026-01-08.html",
    "about without records": "about.html",
    "404": "404.html",
}
# kind -> the address of a page below the folder of all sites; the sample is that of June
KINDS = {kind: f"june/{url}" for kind, url in OF_SAMPLE.items()}
KINDS |= {kind: f"real/{url}" for kind, url in OF_REAL.items()} | {"two lists": "two/index.html"}
# the sample's on the other days: what differs most, and all
OTHER_DAYS = ("march", "december", "end")
LIVELY = {f"{kind}, {site}": f"{site}/{OF_SAMPLE[kind]}" for site in OTHER_DAYS for kind in ("list", "task", "calendar")}
DATED = {f"{kind}, {site}": f"{site}/{url}" for site in OTHER_DAYS for kind, url in OF_SAMPLE.items()}


def build(folder: Path) -> Iterator[tuple[str, str]]:
    """Write every site below `folder`, the content of an invented one beside it; the address and template of every page."""
    for name, (content, day) in SITES.items():
        if content is None:
            content = folder.with_name(f"{name}-content")
            for path, text in TWO_LISTS.items():
                write(content / path, text.encode())
        today = edition(tiny.folder(content), day)
        for artifact in artifacts(Project(content, ROOT / "templates", ROOT / "assets", folder, folder), today):
            write(folder / name / artifact.url, artifact.data)
        for page in pages(today, tiny.VERSIONS):
            yield f"{name}/{page.url}", page.template


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
