"""A build that remembers gives what a clean one gives, and does no more than it must."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portal import cache, glance, pipeline, publish
from portal.project import Project
from tests import tiny

ROOT = Path(__file__).parent.parent
DAY = date(2026, 7, 1)

# two lists in a row, one task of the second going on with one of the first; units, themes, places; a change, dates, evidence
CONTENT: Mapping[str, str] = tiny.files(
    task="""
        lead_unit: roads
        themes: {ids: [build]}
        places: [east]
        due: 2026-09-30
        predecessor: 2025/01-before
        targets:
          - {id: stations, title: 样例站, kind: cumulative, value: 20, unit: 座, due: 2026-09-30}
        milestones:
          - {id: begun, title: 开工, due: 2026-06-01, unit: water}
    """,
    records={
        "2026-03-31": "kind: update\nstep: result\nevidence: [{id: e1, title: 单据, file: proof.csv}]\n"
                      "observations: [{target: stations, value: 3, as_of: 2026-03-31, evidence: [e1]}]\n",
        "2026-05-10": "kind: adjustment\nreason: funding\nbasis: 样例会议纪要\napprover: 样例会议\nevidence: []\n"
                      "changes: [{field: targets.stations.value, old: 20, new: 18}]\n",
    },
    more={
        "units.yml": "- {id: roads, name: 样例路局}\n- {id: water, name: 样例水局}\n- {id: idle, name: 样例闲局}\n",
        "themes.yml": "- {id: build, title: 建设}\n- {id: care, title: 民生}\n",
        "places.yml": "- {id: east, name: 东县}\n",
        "sources/proof.csv": "站,座\n样例,3\n",
        "sources/early.txt": "早年会议。先做样例，常态化巡查。\n",
        "sources.yml": tiny.SOURCES + "- {id: early, title: 早年会议, kind: 会议, archived: early.txt}\n",
        "2025/plan.md": tiny.front(tiny.PLAN.replace("2026-", "2025-").replace("样例清单", "早年清单").replace("id: text", "id: early")),
        "2025/01-before/task.md": tiny.front("title: 先做样例\nquote: 先做样例\nsource: {id: early}\nlead_unit: roads\n"),
        "2026/02-patrol/task.md": tiny.front("title: 巡查\nquote: 常态化巡查\nsource: {id: text}\nlead_unit: water\n", "巡查的话。\n"),
        "2026/03-plain/task.md": tiny.front("title: 做样例\nquote: 做样例\nsource: {id: text}\n"),
    })


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for path, text in CONTENT.items():
        write(tmp_path / "content" / path, text)
    return Project(tmp_path / "content", ROOT / "templates", ROOT / "assets", tmp_path / "site", tmp_path / "state")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def build(project: Project, day: date = DAY) -> publish.Published:
    built = pipeline.build(project, lambda zone: day)
    assert not built.problems, built.problems
    assert built.published
    return built.published


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def clean(project: Project, day: date = DAY) -> dict[str, bytes]:
    """What a build without memory gives."""
    other = replace(project, output=project.output.parent / "clean", state=project.output.parent / "clean-state")
    for folder in (other.output, other.state):
        shutil.rmtree(folder, ignore_errors=True)
    build(other, day)
    return tree(other.output)


def change(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text, (path, old)
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def edit(path: str, *pairs: tuple[str, str]) -> Callable[[Project], None]:
    return lambda project: change(project.output.parent / path, *pairs)


def put(path: str, text: str) -> Callable[[Project], None]:
    return lambda project: write(project.output.parent / path, text)


def move(old: str, new: str) -> Callable[[Project], None]:
    def moved(project: Project) -> None:
        (project.output.parent / old).rename(project.output.parent / new)

    return moved


def both(*edits: Callable[[Project], None]) -> Callable[[Project], None]:
    def done(project: Project) -> None:
        for one in edits:
            one(project)

    return done


def remove(path: str) -> Callable[[Project], None]:
    def gone(project: Project) -> None:
        place = project.output.parent / path
        shutil.rmtree(place) if place.is_dir() else place.unlink()

    return gone


TASK = "content/2026/01-sample"
EDITS: Mapping[str, Callable[[Project], None]] = {
    "the body of a task": edit("content/2026/02-patrol/task.md", ("巡查的话。", "另外的话。")),
    "a value in a record": edit(f"{TASK}/2026-03-31.md", ("value: 3", "value: 4")),
    "a value that turns the light": edit(f"{TASK}/2026-03-31.md", ("value: 3", "value: 18")),
    "the name of a unit": edit("content/units.yml", ("样例路局", "样例公路局")),
    "a theme's title": edit("content/themes.yml", ("建设", "兴建")),
    "a task's theme": edit(f"{TASK}/task.md", ("ids: [build]", "ids: [care]")),
    "a task's unit": edit("content/2026/02-patrol/task.md", ("lead_unit: water", "lead_unit: idle")),
    "a task's title": edit("content/2026/02-patrol/task.md", ("title: 巡查", "title: 样例巡查")),
    "the title of a task that another names": edit("content/2025/01-before/task.md", ("title: 先做样例", "title: 先做")),
    "a threshold": edit("content/2026/plan.md", ("update_every: 3 months", "update_every: 3 months\nthresholds: {soon_days: 3}")),
    "the title of a list": edit("content/2026/plan.md", ("样例清单", "样例单子")),
    "a setting": edit("content/portal.yml", ("title: 样例", "title: 样例网")),
    "an archived text": edit("content/sources/early.txt", ("早年会议。", "早年会议。又一句。")),
    "the source of a task": edit("content/2026/02-patrol/task.md", ("source: {id: text}", "source: {id: early}")),
    "an attachment": put("content/sources/proof.csv", "站,座\n样例,4\n"),
    "a record is added": put(f"{TASK}/2026-06-20.md", tiny.front("kind: update\nstep: action\n", "又做了。\n")),
    "the first record of a task": put("content/2026/03-plain/2026-06-20.md", tiny.front("kind: update\nstep: action\n", "做了。\n")),
    "a record of a list that has none": put("content/2025/01-before/2025-06-20.md", tiny.front("kind: update\nstep: action\n", "做。\n")),
    "a record is removed": remove(f"{TASK}/2026-05-10.md"),
    "all records are removed": both(remove(f"{TASK}/2026-03-31.md"), remove(f"{TASK}/2026-05-10.md")),
    "a record is renamed": move(f"{TASK}/2026-03-31.md", f"{TASK}/2026-04-01.md"),
    "an explainer is added": put(f"{TASK}/explainer.md", "解读。\n"),
    "a task is added": put("content/2026/04-more/task.md", tiny.front(
        "title: 又一件\nquote: 做样例\nsource: {id: text}\nlead_unit: idle\n")),
    "a task that goes on with one": put("content/2026/04-more/task.md", tiny.front(
        "title: 又一件\nquote: 做样例\nsource: {id: text}\npredecessor: 2025/02-also\n")),
    "a task is removed": remove("content/2026/02-patrol"),
    "a task is renamed": move("content/2026/02-patrol", "content/2026/05-patrol"),
    "the task that another goes on with is renamed": both(
        move("content/2025/01-before", "content/2025/01-first"), edit(f"{TASK}/task.md", ("2025/01-before", "2025/01-first"))),
    "a list is removed": both(remove("content/2025"), edit(f"{TASK}/task.md", ("predecessor: 2025/01-before\n", ""))),
    "a carry-over": put("content/2025/01-before/2026-01-05.md", tiny.front(
        "kind: settlement\ncarried_over_to: 2026/01-sample\nconclusions: []\n")),
    "a page is edited by hand": edit("site/2026/01-sample/index.html", ("<main", "<main data-own")),
    "a page is deleted by hand": remove("site/2026/01-sample/index.html"),
    "a folder is deleted by hand": remove("site/units"),
    "a file is put into the site": put("site/own.html", "own"),
    "the memory is deleted": remove("state"),
    "a file is touched": lambda project: os.utime(project.output.parent / f"{TASK}/task.md"),
    "nothing": lambda project: None,
}
LATER = {"a task that goes on with one": put("content/2025/02-also/task.md", tiny.front(
    "title: 又先做\nquote: 先做样例\nsource: {id: early}\n"))}


QUICK = ("a value in a record", "a record is added", "a page is edited by hand")


@pytest.mark.parametrize("name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in EDITS])
def test_after_an_edit_the_site_is_that_of_a_clean_build(name: str, project: Project) -> None:
    """Byte for byte; and again when the edit is followed by nothing."""
    if name in LATER:
        LATER[name](project)
    build(project)
    EDITS[name](project)
    build(project)
    assert tree(project.output) == clean(project)
    assert build(project).written == 0


OWN: Mapping[str, Callable[[Project], None]] = {
    "a template": edit("templates/task.html", ("</h2>", "<!-- --></h2>")),
    "a component": edit("templates/components/text.html", ("{%- endmacro %}", "<!-- -->{%- endmacro %}")),
    "a style sheet": edit("assets/css/base.css", ("{", "{ --own: 1;")),
    "a script": put("assets/js/more.js", "/* more */\n"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", OWN)
def test_after_an_edit_of_what_pages_are_made_with_too(name: str, project: Project) -> None:
    project = owned(project)
    build(project)
    before = tree(project.output)
    OWN[name](project)
    build(project)
    assert before != tree(project.output) == clean(project)


def owned(project: Project) -> Project:
    """With templates and assets of its own."""
    place = project.output.parent
    for name in ("templates", "assets"):
        shutil.copytree(ROOT / name, place / name)
    return replace(project, templates=place / "templates", assets=place / "assets")


def test_edits_in_a_row_are_those_of_a_clean_build(project: Project) -> None:
    """Each on top of the others, the spare going back and forth."""
    build(project)
    for name in ("a value in a record", "a task's unit", "nothing", "a record is added", "an explainer is added", "a task is added",
                 "a page is edited by hand", "the first record of a task", "a record is renamed", "a task is removed"):
        EDITS[name](project)
        build(project)
    assert tree(project.output) == clean(project)


def test_the_day_is_another(project: Project) -> None:
    build(project, date(2026, 5, 9))
    build(project, date(2026, 10, 1))
    assert tree(project.output) == clean(project, date(2026, 10, 1))
    build(project, date(2026, 5, 9))
    assert tree(project.output) == clean(project, date(2026, 5, 9))


@pytest.mark.slow
def test_a_list_is_adopted_meanwhile(project: Project) -> None:
    """Its tasks are in the content before they are on the site; what they say is not lost."""
    build(project, date(2026, 1, 1))
    EDITS["a value in a record"](project)
    build(project, date(2026, 1, 1))
    build(project, DAY)
    assert tree(project.output) == clean(project)


@pytest.mark.parametrize("part", ["slices", pytest.param("index", marks=pytest.mark.slow), pytest.param("cut", marks=pytest.mark.slow),
                                  pytest.param("empty", marks=pytest.mark.slow)])
def test_a_memory_that_is_broken_is_not_used(part: str, project: Project) -> None:
    build(project)
    for path in next(project.state.glob("memory-*")).iterdir():
        data = path.read_bytes()
        if (path.name == "index") == (part == "index"):
            path.write_bytes({"cut": data[:-9], "empty": b""}.get(part, data[:-9] + b"\x00" * 9))
    EDITS["a value in a record"](project)
    build(project)
    assert tree(project.output) == clean(project)


@pytest.mark.slow
def test_the_memory_of_another_version_is_not_used(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    build(project)
    monkeypatch.setattr(glance, "FORMAT", glance.FORMAT + 1)
    folder = next(project.state.glob("memory-*"))
    assert cache.recall(str(folder)) == cache.Memory()
    assert build(project).written == 0  # everything is made, nothing differs
    assert tree(project.output) == clean(project)


def test_with_problems_the_memory_and_the_site_stay(project: Project) -> None:
    build(project)
    before = tree(project.output), tree(project.state)
    path = project.content / "2026/01-sample/2026-03-31.md"
    text = path.read_text("utf-8")
    write(path, text.replace("value: 3", "value: drei"))
    found = pipeline.build(project, lambda zone: DAY).problems
    assert [problem.code for problem in found] == [problem.code for problem in pipeline.read(project.content)[1]]
    assert (tree(project.output), tree(project.state)) == before
    write(path, text)
    assert build(project).written == 0


def test_every_problem_is_said_although_only_one_task_is_read(project: Project) -> None:
    """Those that need other tasks too: two with one number, a task that is named and gone."""
    build(project)
    put("content/2026/02-twice/task.md", tiny.front("title: 又一件\nquote: 做样例\nsource: {id: text}\n"))(project)
    assert pipeline.build(project, lambda zone: DAY).problems == tuple(pipeline.read(project.content)[1]) != ()
    remove("content/2026/02-twice")(project)
    move("content/2025/01-before", "content/2025/01-first")(project)
    assert pipeline.build(project, lambda zone: DAY).problems == tuple(pipeline.read(project.content)[1]) != ()


def test_nothing_is_written_where_nothing_has_changed(project: Project) -> None:
    """Neither site nor memory, once the stamps are old enough to be trusted."""
    build(project)
    aged(project)
    build(project)
    before = {path: path.stat().st_mtime_ns for folder in (project.output, project.state) for path in folder.rglob("*")}
    assert stands(project) is not None
    build(project)
    assert {path: path.stat().st_mtime_ns for folder in (project.output, project.state) for path in folder.rglob("*")} == before


def stands(project: Project, day: str = DAY.isoformat()) -> tuple[int, str] | None:
    return glance.stands(glanced(project), str(project.output), lambda zone: day)


def glanced(project: Project) -> glance.Glance:
    seen = glance.see(str(project.content), project.program, glance.place(str(project.state), str(project.output)))
    assert seen
    return seen


@pytest.mark.parametrize("name", ["a value in a record", "the name of a unit", "a record is added"])
def test_what_a_glance_saw_is_what_a_build_sees(name: str, project: Project) -> None:
    build(project)
    EDITS[name](project)
    assert pipeline.build(project, lambda zone: DAY, seen=glanced(project)).published
    assert tree(project.output) == clean(project)


def test_what_a_glance_saw_before_another_build_is_not_used(project: Project) -> None:
    build(project)
    seen = glanced(project)
    EDITS["a value in a record"](project)
    build(project)
    pipeline.build(project, lambda zone: DAY, seen=seen)
    assert tree(project.output) == clean(project)


def aged(project: Project) -> None:
    """As if all that is read had been saved long before (their ctime cannot be set: the clock of the memory is put back)."""
    folder = next(project.state.glob("memory-*"))
    memory = cache.recall(str(folder))
    content, program = glance.ground(str(project.content), project.program)
    memory.content = {path: (content[path], digest) for path, (_, digest) in memory.content.items()}
    memory.program = {path: (program[path], digest) for path, (_, digest) in memory.program.items()}
    cache.keep(str(folder), memory, {})


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a value in a record", "a setting", "an attachment", "a record is added",
                                  "a page is edited by hand", "a page is deleted by hand", "a file is put into the site"])
def test_what_may_change_the_site_is_seen_by_stamps_alone(name: str, project: Project) -> None:
    build(project)
    aged(project)
    assert stands(project) is not None
    EDITS[name](project)
    assert stands(project) is None


def test_another_day_does_not_stand(project: Project) -> None:
    build(project)
    aged(project)
    assert stands(project, "2026-07-02") is None


def test_one_edit_makes_only_what_shows_it(project: Project) -> None:
    """A text of one task: its own page, not the pages of other tasks; no file of another task is read."""
    build(project)
    EDITS["the body of a task"](project)
    for path in (project.content / "2026/01-sample").iterdir():
        path.chmod(0)  # root reads it all the same: the count below is what tells
    seen: list[tuple[int, int]] = []
    for path in (project.content / "2026/01-sample").iterdir():
        path.chmod(0o644)
    found = pipeline.build(project, lambda zone: DAY, told=lambda made, of: seen.append((made, of)))
    assert found.published and found.published.written == 1
    assert seen[-1][1] <= 3  # the page, its data, its QR code if it has one


def test_a_second_build_at_the_same_time_is_refused(project: Project) -> None:
    with publish.claimed(project.output, project.state), pytest.raises(publish.Refused, match="另一次构建"):
        build(project)


def test_clean_forgets(project: Project) -> None:
    build(project)
    made: list[int] = []
    pipeline.build(project, lambda zone: DAY, told=lambda count, of: made.append(of), clean=True)
    assert made and made[-1] == len(tree(project.output)) - 1


def test_two_processes_give_what_one_gives(project: Project) -> None:
    for number in range(10, 40):
        write(project.content / f"2026/{number}-more/task.md", tiny.front("title: 又一件\nquote: 做样例\nsource: {id: text}\n"))
    built = pipeline.build(project, lambda zone: DAY, jobs=2)
    assert not built.problems
    assert tree(project.output) == clean(project)
    EDITS["a value in a record"](project)
    build(project)
    assert tree(project.output) == clean(project)


@pytest.mark.slow
def test_two_processes_say_every_problem_once(project: Project) -> None:
    for number in range(10, 40):
        write(project.content / f"2026/{number}-more/task.md", tiny.front("title: 又一件\nquote: 做别的\nsource: {id: text}\n"))
    write(project.content / "units.yml", "- {id: roads}\n")
    found = pipeline.build(project, lambda zone: DAY, jobs=2).problems
    assert found == tuple(pipeline.read(project.content)[1])


HEAVY = ("jinja2", "markdown", "pydantic", "yaml", "dataclasses", "json", "pickle", "portal.sources", "portal.library", "portal.views",
         "multiprocessing", "ctypes")


def test_an_unchanged_build_imports_nothing_heavy(project: Project) -> None:
    build(project)
    aged(project)
    where = (str(project.content), project.program, glance.place(str(project.state), str(project.output)))
    code = ("import sys\nfrom portal import cli, glance\n"
            f"seen = glance.see(*{where!r})\nassert glance.stands(seen, {str(project.output)!r}, lambda zone: '2026-07-01')\n"
            f"print([name for name in {HEAVY!r} if name in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def shown(project: Project, hint: tuple[str, ...] = ()) -> dict[str, bytes]:
    """What `serve` shows, after it was told what had changed."""
    project = replace(project, output=project.state / "serve")
    project.output.mkdir(parents=True, exist_ok=True)
    assert not pipeline.refresh(project, lambda zone: DAY, lambda today: (), lambda url: None, hint=hint).problems
    return tree(project.output)


@pytest.mark.parametrize(("name", "hint"), [
    ("a value in a record", "2026/01-sample/2026-03-31.md"), ("a record is removed", "2026/01-sample/2026-05-10.md"),
    ("a record is added", "2026/01-sample/2026-06-20.md"), ("a task is added", "2026/04-more"), ("the name of a unit", "units.yml")])
@pytest.mark.slow
def test_who_is_told_what_has_changed_need_not_look(name: str, hint: str, project: Project) -> None:
    """It gives what looking at everything gives."""
    shown(project)
    EDITS[name](project)
    told = shown(project, (hint,))
    assert told == shown(project)
    shutil.rmtree(project.state)
    assert told == shown(project)


def test_the_open_page_is_made_first(project: Project) -> None:
    shown(project)
    EDITS["a value in a record"](project)
    wrote: list[str] = []
    url = "2026/01-sample/index.html"
    pipeline.refresh(replace(project, output=project.state / "serve"), lambda zone: DAY, lambda today: (), wrote.append, first={url})
    assert wrote[0] == url and len(wrote) > 1


@pytest.mark.slow
def test_a_style_sheet_is_one_file_while_it_is_edited(project: Project) -> None:
    project = owned(project)
    shown(project)
    OWN["a style sheet"](project)
    wrote: list[str] = []
    pipeline.refresh(replace(project, output=project.state / "serve"), lambda zone: DAY, lambda today: (), wrote.append)
    assert wrote == ["assets/site.css"]


def test_a_task_of_a_list_that_is_not_adopted_yet_is_read_again_too_when_one_that_it_names_goes(project: Project) -> None:
    """It is on no page yet, but what is wrong with it is said."""
    build(project, date(2026, 1, 1))
    move("content/2025/01-before", "content/2025/01-first")(project)
    found = pipeline.build(project, lambda zone: date(2026, 1, 1)).problems
    assert [problem.code for problem in found] == ["unknown-task"]
    assert found == tuple(pipeline.read(project.content)[1])


def test_the_first_task_of_a_list_shows_that_another_of_it_is_missing(project: Project) -> None:
    """As long as a list has none, whoever names its tasks may be early."""
    put("content/2027/plan.md", tiny.front(tiny.PLAN.replace("2026-", "2027-")))(project)
    put("content/2026/03-plain/2027-01-05.md", tiny.front("kind: settlement\ncarried_over_to: 2027/02-later\nconclusions: []\n"))(project)
    build(project, date(2027, 2, 1))
    put("content/2027/01-first/task.md", tiny.front("title: 又一件\nquote: 做样例\nsource: {id: text}\n"))(project)
    found = pipeline.build(project, lambda zone: date(2027, 2, 1)).problems
    assert [problem.code for problem in found] == ["unknown-task"]
    assert found == tuple(pipeline.read(project.content)[1])
