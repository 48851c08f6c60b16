"""The road: from the editor's files to the citizen's site, in one function."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from portal import judge, library, publish, render, sources
from portal.artifact import Artifact
from portal.exports import qr, state_data
from portal.library import Portal
from portal.problems import Problem, in_order
from portal.views.edition import Edition, edition
from portal.views.frame import canonical
from portal.views.site import pages


@dataclass(frozen=True, slots=True)
class Project:
    """Where everything lies: what is read (content, templates, assets), and what is written (output, state)."""

    content: Path
    templates: Path
    assets: Path
    output: Path
    state: Path  # .portal/


@dataclass(frozen=True, slots=True)
class Built:
    """What a run gave: problems and no site, or what was published as of which day."""

    problems: tuple[Problem, ...]
    published: publish.Published | None = None
    as_of: date | None = None
    pages: int = 0


Clock = Callable[[str], date]  # the day it is in a time zone
Extra = Callable[[Edition], Iterable[Artifact]]  # files beside the site, which only `serve` has


def read(content: Path) -> tuple[Portal, list[Problem]]:
    """The portal in a content folder, and every problem in it; with problems it is not fit to be published."""
    paths, found = sources.find(content)
    texts, more = sources.read_all(content, paths)
    portal, linked = library.load(texts, paths)
    return portal, in_order([*found, *more, *linked, *judge.judge(portal)])


Told = Callable[[int, int], None]  # hears how many pages are made, of how many tasks in all


def build(project: Project, clock: Clock, extra: Extra = lambda today: (), told: Told = lambda pages, tasks: None) -> Built:
    """Publish the content as of the day that `clock` gives, or say every problem and leave the standing site as it is.

    `told` hears of each page as it is made. Raises publish.Refused where the machine says no.
    """
    portal, problems = read(project.content)
    if problems:
        return Built(tuple(problems))
    today = edition(portal, clock(portal.settings.timezone))
    count = [0]
    tasks = sum(len(one.states) for one in today.lists)

    def made() -> Iterator[Artifact]:
        for artifact in chain(artifacts(project, today, count), extra(today)):
            told(count[0], tasks)
            yield artifact

    published = publish.publish(made(), project.output, project.state)
    return Built((), published, today.as_of, count[0])


def artifacts(project: Project, today: Edition, count: list[int]) -> Iterator[Artifact]:
    """Every file of the site, one after the other; `count` is told of each page."""
    assets = render.assets(project.templates, project.assets)
    yield from (Artifact(f"assets/{name}", data) for name, data in assets.items())
    for name in attachments(today.portal):
        data = sources.attachment(project.content, f"sources/{name}")
        if isinstance(data, Problem):  # it was there a moment ago
            raise publish.Refused(f"{data.place}：{data.message}")
        yield Artifact(f"sources/{name}", data)
    jinja = render.environment(project.templates)
    for page in pages(today, render.versions(assets)):
        count[0] += 1
        yield render.render(jinja, page)
    for one in today.lists:
        yield Artifact(f"{one.key}/data.json", state_data.as_bytes(state_data.list_data(one.key, today.as_of, one.states)))
        for state in one.states:
            yield Artifact(f"{state.task.key}/data.json", state_data.as_bytes(state_data.task_data(state)))
            if address := canonical(today.portal.settings, f"{state.task.key}/index.html"):
                yield Artifact(f"{state.task.key}/qr.svg", qr.qr(address))


def attachments(portal: Portal) -> list[str]:
    """The files under content/sources/ that the site carries: archives of sources, and evidence kept as a file."""
    names = {entry.archived for entry in portal.sources.values()}
    for year in portal.lists:
        for task in year.tasks:
            for record in task.records:
                names |= {name for proof in record.data.evidence for name in (proof.file, proof.archived)}
    return sorted(name for name in names if name)
