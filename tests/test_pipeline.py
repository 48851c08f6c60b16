"""The whole road: content in, a site out, or every problem and the standing site untouched."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from portal.pipeline import Built, build, read
from portal.project import Project
from tests import tiny

ROOT = Path(__file__).parent.parent


def project(tmp_path: Path, content: Path | None = None) -> Project:
    return Project(content or ROOT / "content", ROOT / "templates", ROOT / "assets", tmp_path / "site", tmp_path / "state")


def run(where: Project, day: str = "2026-11-24") -> Built:
    return build(where, lambda timezone: date.fromisoformat(day))


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "content", tmp_path / "content"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_real_list_is_published_whole(tmp_path: Path) -> None:
    """index.html links the 20 titles, and 20 pages carry the founding sentence whole."""
    where = project(tmp_path)
    built = run(where)
    assert not built.problems
    index = (where.output / "index.html").read_text("utf-8")
    portal, _ = read(where.content)
    for task in portal.lists[0].tasks:
        assert f'href="{task.key}/index.html"' in index
        page = (where.output / task.key / "index.html").read_text("utf-8")
        text = "".join(piece.split(">", 1)[-1] for piece in page.split("<"))
        assert task.promise.quote in "".join(text.split())
    assert len(portal.lists[0].tasks) == 20


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    where = project(tmp_path)
    first = run(where).published
    second = run(where).published
    assert first is not None and second is not None
    assert (second.written, second.removed, second.same) == (0, 0, first.written)


TWELVE = {
    ("fullwidth-colon", "2026/03-hydrogen/task.md", 2),
    ("value-date", "2026/03-hydrogen/task.md", 3),
    ("unknown-reference", "2026/03-hydrogen/task.md", 4),
    ("unknown-key", "2026/05-low-altitude/task.md", 2),
    ("value-choice", "2026/05-low-altitude/2026-03-31.md", 3),
    ("value-number", "2026/05-low-altitude/2026-03-31.md", 4),
    ("encoding", "2026/06-digital-economy/explainer.md", 0),
    ("duplicate-key", "2026/09-consumption/2026-01-08.md", 3),
    ("tab", "2026/09-consumption/2026-01-08.md", 4),
    ("unknown-key", "2026/09-consumption/2026-01-08.md", 4),
    ("old-differs", "2026/13-transport/2026-05-10.md", 6),
    ("value-interval", "2026/plan.md", 8),
}


def twelve_mistakes(content: Path) -> None:
    change(content / "2026/03-hydrogen/task.md", "title: 氢能产业", "title\uff1a氢能产业\ndue: 2026/12/31\nlead_unit: energy-bureau")
    change(content / "2026/05-low-altitude/task.md", "title:", "titel:")
    (content / "2026/05-low-altitude/2026-03-31.md").write_text(
        tiny.front("kind: update\nstep: acton\nobservations: [{target: x, value: 1_000, as_of: 2026-03-30}]"), "utf-8")
    (content / "2026/06-digital-economy/explainer.md").write_bytes(
        (content / "2026/06-digital-economy/explainer.md").read_text("utf-8").encode("gb18030"))
    change(content / "2026/09-consumption/2026-01-08.md", "kind: update", "kind: update\nkind: update\n\tfoo: 1")
    (content / "2026/13-transport/2026-05-10.md").write_text(
        tiny.front("kind: adjustment\nreason: 样例\nbasis: 样例\napprover: 样例\n"
                   "changes: [{field: due, old: 2026-06-30, new: 2026-12-31}]"), "utf-8")
    change(content / "2026/plan.md", "update_every: 3 months", "update_every: 每季度")


def test_twelve_mistakes_in_seven_files_are_twelve_problems_in_one_run(tmp_path: Path) -> None:
    """Each with its line; nothing is published and the standing site is untouched."""
    where = project(tmp_path, copy(tmp_path))
    run(where)
    before = tree(where.output)
    twelve_mistakes(where.content)
    built = run(where)
    assert {(problem.code, problem.place.file, problem.place.line) for problem in built.problems} == TWELVE
    assert len(built.problems) == 12
    assert built.published is None
    assert tree(where.output) == before


def test_a_list_adopted_later_is_not_published_yet(tmp_path: Path) -> None:
    """On a day before the promise there is no promise."""
    where = project(tmp_path)
    run(where, "2026-01-07")
    assert not (where.output / "2026").exists()


@pytest.mark.slow
def test_the_same_bytes_in_three_environments(tmp_path: Path) -> None:
    """Whatever the folder, time zone, locale, hash seed and umask."""
    trees = []
    for number, (zone, locale, seed, mask) in enumerate([("UTC", "C", "0", 0o022), ("Asia/Shanghai", "C.UTF-8", "1", 0o077),
                                                         ("America/Los_Angeles", "POSIX", "random", 0o002)]):
        home = tmp_path / f"folder {number}"
        shutil.copytree(ROOT, home, ignore=shutil.ignore_patterns(".git", ".venv", "site", ".portal", "node_modules", "tests"))
        environment = {**os.environ, "TZ": zone, "LANG": locale, "LC_ALL": locale, "PYTHONHASHSEED": seed}
        code = (f"import os, sys; os.umask({mask}); sys.path.insert(0, {str(home)!r})\n"
                "from portal.cli import main\nsys.exit(main(['--as-of', '2026-11-24', '--quiet']))")
        subprocess.run([sys.executable, "-c", code], env=environment, cwd=tmp_path, check=True)
        trees.append(tree(home / "site"))
    assert trees[0] == trees[1] == trees[2]
    assert "index.html" in trees[0]
