"""A proposal: everything about a new list in one YAML file that an editor corrects before anything is written.

    passage    from which words to which the text is archived
    source     the entry for sources.yml
    plan       plan.md; `body` is what stands below its front matter
    tasks      one task.md each; `folder` is its folder, `locator` where it stands in the source

What the text says stands there already. What it does not say (the list's name, the day, the period) is left empty for a person: nothing
is made up. One file, because twenty titles are judged side by side, and a name of a folder is for ever once the list is sealed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal import schema
from portal.founding.lineage import Lineage
from portal.founding.passage import Passage
from portal.founding.pinyin import slug
from portal.founding.tasks import Cut, ProposedTask
from portal.founding.text import Block
from portal.frontmatter import Data
from portal.library import YearList
from portal.problems import columns
from portal.scalars import flow, scalar
from portal.views.labels import ASK

WIDTH = 120  # columns of an item that stands on one line


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says of a list; None where it says nothing."""

    title: str | None = None
    adopted: str | None = None
    start: str | None = None
    end: str | None = None
    update_every: str | None = None
    source: str | None = None
    source_title: str | None = None
    source_kind: str | None = None
    locator: str | None = None
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """The list before, and what each new task seems to go on with."""

    before: YearList
    lineages: tuple[Lineage, ...]


# --- what is proposed, as an editor reads it


def as_yaml(key: str, passage: Passage, cut: Cut, given: Given, past: Past | None, registered: schema.SourceEntry | None) -> str:
    """The proposal for the list `key` as a file with comments.

    `registered` is the source's entry where the text is archived already.
    """
    return "\n".join((
        f"# 清单 {key} 的提案：从原文读出来的，还没有写进内容文件夹。",
        "# 1. 逐件核对名称（title）和文件夹（folder），把空着的几项写上。文件夹就是网址，封存以后不能再改。",
        "# 2. quote 和 measures 的 text 是原文的话，一字不改；不要的举措、要求、任务，整段删去。",
        "# 3. 存盘，把刚才的命令再运行一遍，看有没有问题；没有了，在命令后面加 --yes，清单才写进去。",
        "# 要从头再提，删掉这个文件。",
        "",
        "passage:    # 存档和分件的原文，从哪几个字到哪几个字",
        f"  first: {scalar(passage.first)}",
        f"  last: {scalar(passage.last)}",
        "",
        *_source(key, passage, given, registered),
        "",
        *_plan(passage, cut, given, past),
        "",
        f"tasks:    # {cut.way}，{len(cut.tasks)} 件",
        *_tasks(cut, past),
        "",
    ))


def _source(key: str, passage: Passage, given: Given, registered: schema.SourceEntry | None) -> Iterator[str]:
    if registered is not None:
        yield f"source:    # sources.yml 里已经登记的“{registered.title}”，用它的存档"
        yield f"  id: {scalar(registered.id)}"
        return
    yield "source:    # 写进 sources.yml 的来源"
    yield f"  id: {scalar(given.source or f'{key}-founding')}    # 编号，一经使用不再改"
    heading = passage.heading.rstrip("\uff1a:") or None
    check = "" if given.source_title else "原文的标题，请核对"
    yield _filled("  ", "title", given.source_title or heading, "要写：文件或报道的标题", check)
    yield _filled("  ", "kind", given.source_kind, "要写：例如 报纸、文件、网页")
    yield "  # publisher:    # 谁发布的。下面三项知道才写，不要猜"
    yield "  # date:    # 发布日期，例如 2026-01-08"
    yield "  # url:    # 原文的网址"


def _plan(passage: Passage, cut: Cut, given: Given, past: Past | None) -> Iterator[str]:
    yield "plan:"
    yield _filled("  ", "title", given.title, "要写：清单的名称")
    yield _filled("  ", "adopted", given.adopted, "要写：公布（作出承诺）的日期，写成 年-月-日")
    yield "  period:"
    yield _filled("    ", "start", given.start, "要写：清单管的第一天")
    yield _filled("    ", "end", given.end, "要写：清单管的最后一天")
    before = past.before.listing if past else None
    said = f"；{before.key} 写的是 {before.plan.update_every.count} {before.plan.update_every.unit}" if before else ""
    yield _filled("  ", "update_every", given.update_every, f"要写：多久没有记录就算没有更新，例如 3 months{said}")
    if given.locator:
        yield f"  source: {{id: {scalar(given.source or '')}, locator: {scalar(given.locator)}}}"
    if given.themes:
        yield f"  themes: [{', '.join(map(scalar, given.themes))}]"
    else:
        yield "  # themes: []    # themes.yml 里的编号，可以不写"
    yield from _demands(cut, past)
    body = _body(passage, cut)
    if body:
        yield "  body: |    # plan.md 的正文"
        yield from (f"    {line}".rstrip() for line in body.splitlines())


def _demands(cut: Cut, past: Past | None) -> Iterator[str]:
    own = [one for one in past.before.listing.plan.demands if one.basis == "portal"] if past else []
    known = [one for one in cut.demands if one.asks]
    yield ("  demands:    # 原文对抓落实的要求；asks 按原文的词提出，请核对" if known or own
           else "  demands: []    # 原文里没有找到对抓落实的要求")
    for number, one in enumerate(known, 1):
        yield f"    - id: demand-{number}"
        yield f"      title: {scalar(one.title)}"
        yield f"      quote: {scalar(one.quote)}"
        yield f"      asks: [{', '.join(one.asks)}]    # {'、'.join(ASK[ask] for ask in one.asks)}"
    for demand in own:
        yield f"    # 本站增列，和 {past.before.listing.key if past else ''} 的清单一样"
        yield (f"    - {{id: {scalar(demand.id)}, title: {scalar(demand.title)}, basis: portal, "
               f"asks: [{', '.join(demand.asks)}]}}")
    for one in cut.demands:
        if not one.asks:
            yield f"    # 也像要求，没有认出问的是哪几项；要收进来，仿照上面写：{one.quote}"
    if not own:
        yield "    # 本站自己也要问量化目标、时限和凭据，就去掉下一行开头的 # 号"
        yield "    # - {id: measurable, title: 可衡量、可核对, basis: portal, asks: [targets, due, evidence]}"


def _body(passage: Passage, cut: Cut) -> str:
    """The sentence that announces the list, quoted, and what was done to the words: nothing that the text does not bear out."""
    done = []
    if not cut.numbered:
        done.append("原文没有给各件编号，第几件按先后次序数。")
    changed = [words for words, is_true in (("接上了断行", any(block.joined for block in passage.blocks)),
                                            ("标点写成全角", _is_widened(passage.blocks, cut))) if is_true]
    if changed:
        done.append(f"引文{'，'.join(changed)}，文字一字未改。")
    quoted = f"> {cut.lead}" if cut.lead and cut.lead != passage.heading and cut.lead[-1] not in "\uff1a:" else ""
    return "\n\n".join(words for words in (quoted, "".join(done)) if words)


def _is_widened(blocks: Sequence[Block], cut: Cut) -> bool:
    printed = "".join("".join(block.text.split()) for block in blocks)
    return any("".join(task.quote.split()) not in printed for task in cut.tasks)


def _tasks(cut: Cut, past: Past | None) -> Iterator[str]:
    for number, task in enumerate(cut.tasks, 1):
        lineage = past.lineages[number - 1] if past else None
        known = lineage.kin[0].task.name if lineage and lineage.certain else ""
        yield f"  # 第 {number} 件，在原文第 {task.line} 行起的一段里"
        yield f"  - folder: {folder(number, task, known)}"
        yield f"    title: {scalar(task.title)}" + (f"    # 要由人定：{'；'.join(task.doubts)}" if task.doubts else "")
        yield f"    quote: {scalar(task.quote)}"
        yield f"    locator: {scalar(task.locator)}"
        yield "    measures:"
        yield from (f"      - {{id: m{index}, text: {scalar(words)}}}" for index, words in enumerate(task.measures, 1))
        yield from (f"    # 原文另有：{words}" for words in task.notes)
        if lineage:
            yield from _predecessor(lineage)


def _predecessor(lineage: Lineage) -> Iterator[str]:
    for kin in lineage.kin:
        said = f"{kin.task.title}，相似 {kin.likeness:.2f}：{kin.evidence}"
        if lineage.certain:
            yield f"    predecessor: {kin.task.name}    # 请核对：{said}"
        else:
            yield f"    # 没有写上年的任务，最像的是 {kin.task.name} {said}"


def folder(number: int, task: ProposedTask, predecessor: str = "") -> str:
    """The name of a task's folder: the name that its predecessor has, else pinyin of the title's first words."""
    name = predecessor.rpartition("/")[2].partition("-")[2]
    return f"{number:02}-{name or slug(task.title)}"


def _filled(before: str, key: str, value: str | None, missing: str, given: str = "") -> str:
    if value is None:
        return f"{before}{key}:    # {missing}"
    return f"{before}{key}: {scalar(value)}" + (f"    # {given}" if given else "")


# --- data as the files of a list are written


def emit(data: Mapping[str, Data]) -> str:
    """Plain data as YAML in the manner of the content folder: small things on one line, items of a list on lines of their own."""
    return "\n".join(line for key, value in data.items() for line in _entry(key, value, "")) + "\n"


def _entry(key: str, value: Data, before: str) -> Iterator[str]:
    name = f"{before}{scalar(key)}:"
    items = isinstance(value, list) and any(isinstance(one, dict) for one in value)
    line = "" if items else f"{name} {flow(value)}"
    if not items and (not isinstance(value, dict) or columns(line) <= WIDTH):
        yield line
        return
    yield name
    if isinstance(value, dict):
        for inside, one in value.items():
            yield from _entry(inside, one, before + "  ")
    elif isinstance(value, list):
        for one in value:
            yield from item(one, before + "  ")


def item(value: Data, before: str = "") -> Iterator[str]:
    """An item of a list: two keys on one line, more on a line each."""
    if not isinstance(value, dict) or len(value) <= 2:
        yield f"{before}- {flow(value)}"
        return
    lines = [line for key, one in value.items() for line in _entry(key, one, before + "  ")]
    yield f"{before}- {lines[0].strip()}"
    yield from lines[1:]
