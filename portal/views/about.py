"""What the site says of itself, the list of all its pages, and the page for an address that does not exist."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlsplit

from portal import schema
from portal.views.brief import brief
from portal.views.disclosure import address, asking
from portal.views.edition import Edition, Page
from portal.views.frame import UNOFFICIAL, Site
from portal.views.method import Section
from portal.views.parts import Fact, Frame, Link
from portal.views.words import Text, link, mailto, phrase, strong


@dataclass(frozen=True, slots=True)
class AboutView:
    """All that templates/about.html may use."""

    frame: Frame
    title: str
    said: Text
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class PageGroup:
    """Pages of one kind in the list of all pages."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SitemapView:
    """All that templates/sitemap.html may use."""

    frame: Frame
    title: str
    groups: tuple[PageGroup, ...]


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """All that templates/404.html may use."""

    frame: Frame
    title: str
    said: Text
    links: tuple[Link, ...]


def pages(site: Site) -> Iterator[Page]:
    """about.html, sitemap.html and 404.html."""
    url = "about.html"
    tasks = tuple(site.edition.tasks())
    yield Page(url, "about.html", partial(_about, site, url), tasks)
    url = "sitemap.html"
    used = tuple(site.edition.tags[key][:3] for key in tasks)
    yield Page(url, "sitemap.html", partial(_sitemap, site, url), (tasks, used))
    yield Page("404.html", "404.html", partial(_not_found, site))


# --- about.html


def _about(site: Site, url: str) -> AboutView:
    frame = site.frame(url, "关于本站", "谁办的，登了什么，怎样核对，发现错了怎么办")
    return AboutView(frame, "关于本站", _said(site), tuple(_sections(site)))


def _said(site: Site) -> Text:
    settings = site.edition.portal.settings
    if settings.official:
        return f"{settings.title}，由{settings.owner.name}主办。"
    return (strong(UNOFFICIAL), "：本站不是政府网站，不代表任何机关。")


def _sections(site: Site) -> Iterator[Section]:
    settings, edition = site.edition.portal.settings, site.edition
    yield Section("who", "谁办的", facts=tuple(_owner(settings)))
    yield Section("what", "登了什么", lines=tuple(_contents(edition)))
    yield _archive(edition)
    yield Section("numbers", "数从哪里来", lines=(
        ("状态、进度灯、百分数都由公布的记录算出来，没有一个是手填的。每条规则和界线写在", link("计算办法", "method.html"), "里。"),
        "每件任务的页面旁边有一个data.json，写着同样的数，谁都可以重算。",
    ))
    yield Section("report", "发现错了，或者见过本站没有的", lines=tuple(_report(settings.owner)))
    yield from _requests(site)
    yield Section("copy", "带走一份", lines=(
        "本站是一组静态文件，页面之间用相对链接，不用脚本也完整。整个文件夹拷到U盘或别的网站，打开index.html就能看。",
        "本站不装统计，不请求别的网站。",
    ))
    yield Section("licence", "许可", lines=(
        "引用的原文归原来的发布者，本站只为核对而照录；引用时请写明原来的出处。",
        "生成本站的程序按 Apache-2.0 许可公开，任何地方都可以拿去用。",
    ))


def _owner(settings: schema.Settings) -> Iterator[Fact]:
    owner = settings.owner
    yield Fact("主办", owner.name)
    yield Fact("性质", "官方网站" if settings.official else f"{UNOFFICIAL}，没有使用官方的标识")
    for term, value in (("地址", owner.address), ("电话", owner.phone), ("电子邮箱", owner.email), ("办公时间", owner.hours)):
        if value:
            yield Fact(term, value)


def _contents(edition: Edition) -> Iterator[Text]:
    tasks = [edition.ask(brief, key) for key in edition.tasks()]
    records = sum(task.records for task in tasks)
    yield (phrase("{}份清单，", len(edition.lists)), phrase("{}件任务，", len(tasks)),
           phrase("承诺以后的记录{}条。", records))
    yield "承诺公布一次，以后不改；后来的进展、调整和勘误都是带日期的记录，原来写的一直留着。"
    yield "没有公布的写“未公布”，不猜。没有公布，指本站收录的公开材料里没有。"


def _archive(edition: Edition) -> Section:
    portal = edition.portal
    return Section("archive", "存档和核对", lines=(
        (phrase("登记了{}个来源，", len(portal.sources)), phrase("{}个存有全文。", len(portal.archives)),
         *((link("看来源和存档", "sources/index.html"),) if portal.sources else ())),
        "每次生成本站，程序都逐字核对：引用的承诺和要求在存档的全文里找得到，每项举措在承诺里找得到（空白和标点的全角半角不计）；"
        "登记了SHA-256的存档，改了一个字就生成不了。",
        "只收所依据的段落的存档，文件开头写明收了哪些、没收哪些。原文疑有误排的照录，在页面上说明。",
    ))


def _report(owner: schema.Owner) -> Iterator[Text]:
    yield "请告诉我们哪一页、哪一句，附上出处。改正写成勘误，公布在那一件的页面上；补上的写明补录日期。"
    ways: list[Text] = []
    if owner.email:
        ways.append(("写信到", link(owner.email, mailto("纠错", to=owner.email)), "。"))
    if owner.phone:
        ways.append(f"打电话：{owner.phone}。")
    if owner.address:
        ways.append(f"寄信：{owner.address}。")
    yield from ways or ["本站还没有公布联系办法。"]


def _requests(site: Site) -> Iterator[Section]:
    to = site.edition.portal.settings.requests_to
    if to is None:
        return
    given = (("受理机关", to.name), ("地址", to.address), ("电话", to.phone), ("电子邮箱", to.email))
    facts = [Fact(term, value) for term, value in given if value]
    facts += [Fact("网上申请", (link(to.url, to.url),))] if to.url else []
    lines: tuple[Text, ...] = ("没有公布的，任何人都可以向政府申请公开。",)
    if site.has("disclosure.html"):
        lines = (("没有公布的，任何人都可以向政府申请公开。", link("写好的申请", "disclosure.html#ask"), "可以直接用。"),)
    yield Section("requests", "申请公开", lines=lines, facts=tuple(facts))


# --- sitemap.html


def _sitemap(site: Site, url: str) -> SitemapView:
    return SitemapView(site.frame(url, "全部页面", "本站的每一页"), "全部页面", tuple(_groups(site)))


def _groups(site: Site) -> Iterator[PageGroup]:
    edition = site.edition
    portal = edition.portal
    lists = {f"{one.key}/index.html" for one in edition.lists}
    home = (Link("首页", "index.html"),) if edition.lists else ()
    yield PageGroup("栏目", (*home, *(Link(text, url) for text, url in site.chapters if url not in lists)))
    for one in edition.lists:
        tasks = [Link(f"{task.number:02} {task.title}", f"{task.key}/index.html") for task in edition.briefs(one)]
        yield PageGroup(one.terms.title, (Link("清单", f"{one.key}/index.html"), *tasks))
    tags = edition.tags.values()
    units = _named(portal.units, (unit for one in tags for unit in one.units))
    themes = _named(portal.themes, (theme for one in tags for theme in one.themes))
    places = _named(portal.places, (place for one in tags for place in one.places))
    cuts = (
        ("责任单位", [Link(portal.units[name].name, f"units/{name}.html") for name in units]),
        ("主题", [Link(portal.themes[name].title, f"themes/{name}.html") for name in themes]),
        ("地方", [Link(portal.places[name].name, f"places/{name}.html") for name in places]),
        ("来源", [Link(portal.sources[name].title, f"sources/{name}.html") for name in portal.archives]),
        ("未公布", [Link(one.terms.title, address(edition, one.key)) for one in asking(edition)[1:]]),
    )
    yield from (PageGroup(title, tuple(links)) for title, links in cuts if links)


def _named(registry: Mapping[str, object], used: Iterable[str]) -> list[str]:
    """The entries of a registry that are used, in its order."""
    found = set(used)
    return [name for name in registry if name in found]


# --- 404.html


def _not_found(site: Site) -> NotFoundView:
    """The page that a host shows for any address that does not exist, at whatever depth.

    Its links must not depend on where it is shown: with `base_url` they begin at the host's root (/city/index.html), so that
    nothing is asked of another host even on a mirror. Without, they are relative to the top of the site, and right only for
    addresses that were missing there: a publisher to whom that matters sets base_url.
    """
    base = site.edition.portal.settings.base_url
    root = urlsplit(base).path.rstrip("/") + "/" if base else ""
    frame = site.frame("404.html", "没有这一页", "没有这一页")
    frame = replace(frame, root=root, home=root + frame.home, canonical="",
                    nav=tuple(replace(one, href=root + one.href) for one in frame.nav),
                    menu=tuple(replace(one, href=root + one.href) for one in frame.menu))
    links = (Link("首页", frame.home), Link("全部页面", root + "sitemap.html"))
    return NotFoundView(frame, "没有这一页", "地址可能抄错了，也可能这一页从来没有过。本站公布过的承诺和记录不会撤下。", links)
