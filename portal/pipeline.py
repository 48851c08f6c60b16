"""The road: from the editor's files to the citizen's site, doing nothing twice.

    what changed     by stamps, then digests (cache.py); all of it where there is no memory, or the base differs
    what is read     registries, sources and the lists' own files; of the tasks those that changed, and who names them
    what is made     pages that asked something which has changed, or that do not stand as they were left
    what is written  the same, in one exchange (publish.py)

A clean build is this road with an empty memory.
"""

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import jinja2

from portal import cache, crew, glance, judge, library, publish, render, sources
from portal.artifact import Artifact, Draft, Kept
from portal.cache import Answers, Memory, Survey
from portal.crew import Crew, Made
from portal.exports import qr, state_data
from portal.library import Portal
from portal.problems import Problem, in_order
from portal.project import Project
from portal.stamps import Output, outputs
from portal.views.brief import Tags
from portal.views.brief import tags as tags_of
from portal.views.edition import Edition, ListState, assembled, bare, fold, itself
from portal.views.frame import canonical, site
from portal.views.site import SLICES, pages


@dataclass(frozen=True, slots=True)
class Built:
    """What a run gave: problems and no site, or what was published as of which day."""

    problems: tuple[Problem, ...]
    published: publish.Published | None = None
    as_of: date | None = None
    pages: int = 0


Clock = Callable[[str], date]  # the day it is in a time zone
Extra = Callable[[Edition], Iterable[Draft]]  # files beside the site, which only `serve` has
Told = Callable[[int, int], None]  # hears how many pages are made, of how many that are to be made
Folders = Mapping[str, Sequence[str]]  # the files of each task, by its key; under "" all other files
Put = Callable[[Iterable[Artifact | Kept]], publish.Published]


def read(content: Path) -> tuple[Portal, list[Problem]]:
    """The portal in a content folder, and every problem in it; with problems it is not fit to be published."""
    paths, found = sources.find(content)
    portal, more = _read(content, paths, paths)
    return portal, in_order([*found, *more])


def _read(content: Path, paths: Iterable[str], files: Iterable[str]) -> tuple[Portal, list[Problem]]:
    texts, found = sources.read_all(content, paths)
    portal, linked = library.load(texts, files)
    return portal, [*found, *linked, *judge.judge(portal)]


def build(project: Project, clock: Clock, told: Told = lambda made, of: None, *, clean: bool = False, jobs: int = 1,
          seen: glance.Glance | None = None) -> Built:
    """Publish the content as of the day that `clock` gives, or say every problem and leave the standing site as it is.

    `told` hears of each file as it is made; `clean` forgets what earlier builds made; `jobs`: how many processes may share
    the work; `seen`: what a glance saw just before. Raises publish.Refused where the machine says no.
    """
    with publish.claimed(project.output, project.state) as places:
        folder = glance.place(str(project.state), places.output)
        if seen and (clean or not glance.is_latest(seen, folder)):
            seen = None
        memory = Memory(*seen.fields) if seen else Memory() if clean else cache.recall(folder)
        stand = outputs(places.output, places.kept)
        known = publish.Known(memory.outputs, memory.spare) if memory.outputs and stand == memory.outputs else None

        def put(artifacts: Iterable[Artifact | Kept]) -> publish.Published:
            published = publish.put(artifacts, places, known)
            if known is None:
                publish.spread(places, published)
            return published

        return _remembered(Work(project, clock, places.output, put, told, jobs, seen=seen), memory, stand)


def refresh(project: Project, clock: Clock, extra: Extra, wrote: Callable[[str], None], *, first: Collection[str] = (),
            hint: Collection[str] = (), jobs: int = 1) -> Built:
    """As `build`, into a folder of our own that somebody looks at (serve.py): file by file, those of `first` before others.

    `wrote` hears of each file that was written. `hint`: the files of the content that were seen to change; then nothing else
    is looked at, neither content nor output, until the next time without. The pages' addresses of assets do not change with
    these, so that a style sheet is one file, not all pages.
    """
    with publish.claimed(project.output, project.state) as places:
        memory = cache.recall(glance.place(str(project.state), places.output))
        stand = memory.outputs if hint and memory.outputs else outputs(places.output)
        put = partial(publish.refresh, folder=Path(places.output), before=stand, wrote=wrote)
        work = Work(project, clock, places.output, put, jobs=jobs, extra=extra, first=first, hint=hint)
        return _remembered(work, memory, stand)


@dataclass(frozen=True, slots=True)
class Work:
    """What a build is asked: where everything lies, and who puts the files where."""

    project: Project
    clock: Clock
    output: str  # absolute, without links
    put: Put
    told: Told = lambda made, of: None
    jobs: int = 1
    extra: Extra | None = None
    first: Collection[str] = ()
    hint: Collection[str] = ()
    seen: glance.Glance | None = None

    @property
    def memory(self) -> str:
        """The folder of the memory."""
        return glance.place(str(self.project.state), self.output)


def _remembered(work: Work, memory: Memory, stand: Mapping[str, Output]) -> Built:
    """Make what has changed since the build that `memory` is of, put it where `stand` stands, and remember it."""
    try:
        return _renew(work, memory, stand)
    except cache.Lost:
        return _renew(replace(work, hint=(), seen=None), Memory(), stand)


def _renew(work: Work, memory: Memory, stand: Mapping[str, Output]) -> Built:
    memory, survey = cache.survey(work.project, memory, lambda zone: work.clock(zone).isoformat(), live=work.extra is not None,
                                  hint=work.hint, seen=work.seen)
    if survey and memory.content and not survey.tasks and not survey.changed and stand == memory.outputs:
        if cache.note(memory, survey):
            cache.keep(work.memory, memory, {})
        return Built((), publish.Published(0, 0, len(stand) - 1, stand, memory.spare), date.fromisoformat(memory.as_of), memory.pages)

    same = survey is not None and survey.content.keys() == memory.content.keys()
    paths, problems = (list(memory.content), []) if same else sources.find(work.project.content)
    folders = sources.by_task(paths)
    tasks = folders.keys() - {""}
    fresh = _fresh(memory, survey, tasks)
    with _crew(work, memory, folders, fresh) as team:
        heard = team.hear()
        titles = {key: title for own, _, _ in heard for key, title in own.titles.items()}
        names = {key: others for _, own, _ in heard for key, others in own.items()}
        portal = replace(heard[0][0], titles={**memory.titles, **titles})
        problems += dict.fromkeys(problem for _, _, found in heard for problem in found)
        if problems:
            return Built(tuple(in_order(problems)))
        as_of = work.clock(portal.settings.timezone)
        team.send([(portal.titles, as_of)] * len(heard))

        folded = team.hear()
        slices = {name: {key: data for own, _ in folded for key, data in own[name].items()} for name in map(cache.kind, SLICES)}
        tagged = {key: one for _, own in folded for key, one in own.items()}
        changed = cache.learn(memory, tasks, fresh, tagged, slices)
        memory.titles = {key: title for key, title in portal.titles.items() if key in tasks}
        old = tasks - fresh
        memory.names = {key: others for key, others in memory.names.items() if key in old} | names
        answers = Answers(work.memory, memory, slices)
        today = _today(portal, as_of, tasks, memory.tags, answers)
        cache.surround(memory, (site(today, {}).chapters, _versions(work)))
        drafts = {draft.url: draft for draft in _drafts(work, today)}
        stale = [url for url, draft in drafts.items() if cache.is_stale(memory, url, draft.given, changed, stand)]
        stale.sort(key=lambda url: url not in work.first)
        own = _shared(stale, [own for _, own in folded])
        team.send([(own[0], memory.tags, slices, (answers, drafts))] if len(own) == 1 else
                  [(mine, memory.tags, _without(slices, keys), None) for mine, (_, keys) in zip(own, folded, strict=True)])

        def made() -> Iterator[Artifact | Kept]:
            yield from (Kept(url) for url in drafts.keys() - set(stale))
            for count, (url, data, asked) in enumerate(team.stream() if stale else (), 1):
                cache.made(memory, url, drafts[url].given, asked)
                work.told(count, len(stale))
                yield Artifact(url, data)

        published = work.put(made())
    memory.as_of, memory.timezone, memory.extra = as_of.isoformat(), portal.settings.timezone, work.extra is not None
    memory.pages = sum(url.endswith(".html") for url in drafts)
    memory.outputs, memory.spare = dict(published.outputs), dict(published.spare)
    cache.forget(memory, drafts)
    if survey:
        cache.note(memory, survey)
        with suppress(OSError):  # the site stands; without a memory the next build makes everything anew
            cache.keep(work.memory, memory, slices)
    return Built((), published, as_of, memory.pages)


MANY = 10  # tasks that are worth a process of their own


def _crew(work: Work, memory: Memory, folders: Folders, fresh: Collection[str]) -> AbstractContextManager[Crew]:
    """Who makes the tasks: several processes, each its share, where there are many and nothing is remembered."""
    jobs = min(work.jobs, len(fresh) // MANY)
    if jobs > 1 and not memory.content and crew.can_fork():
        keys = sorted(fresh)
        render.compile_all(_jinja(work))
        return crew.together([partial(_share, work, memory, folders, keys[first::jobs]) for first in range(jobs)])
    return crew.alone(partial(_share, work, memory, folders, fresh))


def _share(work: Work, memory: Memory, folders: Folders, keys: Collection[str]) -> Generator[Any, Any, None]:
    """A share of the work, in three rounds: tasks are read; they are folded; files are made (crew.py)."""
    portal, problems = _read_tasks(work.project.content, folders, keys)
    titles, as_of = yield bare(portal), library.named(portal), problems

    portal = replace(portal, titles=titles)
    states = {state.task.key: state for state in fold(portal, as_of)}
    mine = {cache.kind(of): {key: cache.packed(of(portal, state)) for key, state in states.items()} for of in SLICES}
    wanted, tags, slices, ready = yield mine, {key: tags_of(portal, state) for key, state in states.items()}

    lacking = {key for key in (url.rpartition("/")[0] for url in wanted) if key in tags and key not in states}
    if lacking:  # their page names another that has changed, or does not stand any more
        again = replace(_read_tasks(work.project.content, folders, lacking)[0], titles=titles)
        states |= {state.task.key: state for state in fold(again, as_of)}
    if ready:
        answers, drafts = ready
    else:  # in another process, which was told of the others' tasks only
        answers = Answers(work.memory, memory, {name: mine[name] | others for name, others in slices.items()})
        today = _today(portal, as_of, folders.keys() - {""}, tags, answers)
        drafts = {draft.url: draft for draft in _drafts(work, today)}
    answers.states = states
    for url in wanted:
        answers.taken()
        data = drafts[url].make()
        yield Made((url, data, answers.taken()))


def _without(slices: Mapping[str, Mapping[str, bytes]], keys: Collection[str]) -> dict[str, dict[str, bytes]]:
    """The slices of the other tasks."""
    return {name: {key: data for key, data in inside.items() if key not in keys} for name, inside in slices.items()}


def _shared(stale: Sequence[str], own: Sequence[Collection[str]]) -> list[list[str]]:
    """The files that each makes: those of its own tasks, and of the others every second, third ..."""
    if len(own) == 1:
        return [list(stale)]
    whose = {key: number for number, keys in enumerate(own) for key in keys}
    shares: list[list[str]] = [[] for _ in own]
    for count, url in enumerate(stale):
        shares[whose.get(url.rpartition("/")[0], count % len(own))].append(url)
    return shares


def _today(portal: Portal, as_of: date, tasks: Iterable[str], tags: Mapping[str, tuple[Any, ...]], answers: Answers) -> Edition:
    return assembled(portal, as_of, _order(tasks), {key: Tags(*one) for key, one in tags.items()}, answers.ask)


def _fresh(memory: Memory, survey: Survey | None, tasks: Set[str]) -> Set[str]:
    """The tasks that are read: those that changed, and those that name one that changed, came or went."""
    if survey is None or not memory.content:
        return tasks
    named = {key for key, names in memory.names.items() if not survey.tasks.isdisjoint(names)}
    return (survey.tasks | named) & tasks


def _read_tasks(content: Path, folders: Folders, keys: Collection[str]) -> tuple[Portal, list[Problem]]:
    """The portal with these of its tasks alone; that there are others is known, not what they say."""
    mine = sorted([*folders.get("", ()), *(path for key in keys for path in folders[key])])
    others = [f"{key}/{sources.TASK}" for key in folders.keys() - set(keys) - {""}]
    return _read(content, mine, [*mine, *others])


def _order(tasks: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The tasks of each list, in its order."""
    lists: dict[str, list[str]] = {}
    for key in tasks:
        lists.setdefault(key.partition("/")[0], []).append(key)
    return {name: library.in_list_order(keys) for name, keys in lists.items()}


def _drafts(work: Work, today: Edition) -> Iterator[Draft]:
    """Every file of the site, and those beside it."""
    yield from _files(work.project, today, _jinja(work), _versions(work))
    if work.extra:
        yield from work.extra(today)


def _jinja(work: Work) -> jinja2.Environment:
    return render.environment(work.project.templates, work.project.state / "compiled")


def _versions(work: Work) -> Mapping[str, str]:
    """What the address of each asset carries; always the same where a browser asks anew every time."""
    found = render.versions(render.assets(work.project.templates, work.project.assets))
    return dict.fromkeys(found, "0") if work.extra else found


def _files(project: Project, today: Edition, jinja: jinja2.Environment, versions: Mapping[str, str]) -> Iterator[Draft]:
    assets = render.assets(project.templates, project.assets)
    for name, version in render.versions(assets).items():
        yield Draft(f"assets/{name}", partial(bytes, assets[name]), (version,))
    for name in attachments(today):
        yield Draft(f"sources/{name}", partial(_attachment, project.content, name))
    for page in pages(today, versions):
        yield Draft(page.url, partial(render.render, jinja, page), page.given)
    for one in today.lists:
        yield Draft(f"{one.key}/data.json", partial(_list_data, today, one), one.tasks)
        for key in one.tasks:
            yield Draft(f"{key}/data.json", partial(_task_data, today, key))
            if address := canonical(today.portal.settings, f"{key}/index.html"):
                yield Draft(f"{key}/qr.svg", partial(qr.qr, address))


def _list_data(today: Edition, one: ListState) -> bytes:
    return state_data.as_bytes(state_data.list_data(one.key, today.as_of, today.briefs(one)))


def _task_data(today: Edition, key: str) -> bytes:
    return state_data.as_bytes(state_data.task_data(today.ask(itself, key)))


def _attachment(content: Path, name: str) -> bytes:
    data = sources.attachment(content, f"sources/{name}")
    if isinstance(data, Problem):  # it was there a moment ago
        raise publish.Refused(f"{data.place}：{data.message}")
    return data


def attachments(today: Edition) -> list[str]:
    """The files under content/sources/ that the site carries: archives of sources, and evidence kept as a file."""
    names = {entry.archived for entry in today.portal.sources.values() if entry.archived}
    return sorted(names.union(*(one.files for one in today.tags.values())))


def artifacts(project: Project, today: Edition) -> Iterator[Artifact]:
    """Every file of the site of an edition, one after the other."""
    versions = render.versions(render.assets(project.templates, project.assets))
    for draft in _files(project, today, render.environment(project.templates), versions):
        yield Artifact(draft.url, draft.make())
