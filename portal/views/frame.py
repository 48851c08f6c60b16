"""What stands around every page: which pages exist, the way to each, and what the site says of itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from portal import schema
from portal.views.edition import Edition, ListState
from portal.views.parts import Frame, Link
from portal.views.words import Text, link, mailto

UNOFFICIAL = "非官方"
LISTS = 6  # lists that the foot of every page leads to; the others are found from these and from the list of all pages


@dataclass(frozen=True, slots=True)
class Site:
    """An edition and the pages that it has: a cut with nothing in it is neither written nor linked."""

    edition: Edition
    versions: Mapping[str, str]  # what each asset carries in its query, by name: site.css -> 1a2b3c4d
    chapters: tuple[tuple[str, str], ...]  # (name, address) of each page that the foot of every page leads to

    def has(self, url: str) -> bool:
        """Whether a chapter's page exists."""
        return any(address == url for _, address in self.chapters)

    def frame(self, url: str, title: str, description: str) -> Frame:
        """What base.html needs for the page at `url`; its symbols are filled in when the page is finished."""
        settings = self.edition.portal.settings
        root = up(url)
        name = settings.title if settings.official else f"{settings.title}（{UNOFFICIAL}）"
        words: list[Text] = []
        if not settings.official:
            words += [f"本站由{settings.owner.name}，不是政府网站，不代表任何机关。" if settings.owner.name.endswith("整理")
                      else f"{settings.owner.name}。本站不是政府网站，不代表任何机关。",
                      "“没有公布”指本站收录的公开材料里没有。" + ("您见过的，请告诉我们出处。" if reachable(settings.owner) else "")]
        else:
            words += _marks(settings)
        words += ["本站所有数字由公开记录计算得出。"]
        in_head = ("units/index.html", "themes/index.html", "calendar.html", "disclosure.html", "updates.html")
        newest = self.edition.lists[0].key if self.edition.lists else ""
        nav = [Link(f"{newest[:4]}年", root + "index.html", url == "index.html")] if newest else []
        nav += [Link(text, root + address, address == url) for text, address in self.chapters if address in in_head]
        return Frame(
            root=root, title=name if title == settings.title else f"{title} - {name}", description=description,
            versions=self.versions, site_title=settings.title, home=root + "index.html",
            notice_label="" if settings.official else UNOFFICIAL,
            notice_text="" if settings.official else f"{settings.owner.name}，不是政府网站。",
            nav=tuple(nav), menu=tuple(Link(text, root + address, address == url) for text, address in self.chapters),
            footer=tuple(words), canonical=canonical(settings, url))


def _marks(settings: schema.Settings) -> Iterator[Text]:
    """What an official site must say at the foot of every page: who runs it, how to reach them, its registrations."""
    owner, marks = settings.owner, settings.footer or schema.FooterMarks()
    for line in ((("主办单位", owner.name), ("地址", owner.address), ("电话", owner.phone), ("电子邮箱", owner.email),
                  ("办公时间", owner.hours)),
                 (("政府网站标识码", marks.site_code), ("ICP备案号", marks.icp), ("公安备案号", marks.police))):
        said = "，".join(f"{term}：{value}" for term, value in line if value)
        if said:
            yield f"{said}。"


def reachable(owner: schema.Owner) -> bool:
    """Whether a reader can tell the owner anything: nobody is invited to where nobody listens."""
    return bool(owner.email or owner.phone or owner.address)


def canonical(settings: schema.Settings, url: str) -> str:
    """The absolute address of a page, "" where the portal does not know its own."""
    base = (settings.base_url or "").rstrip("/")
    return f"{base}/{url.removesuffix('index.html')}" if base else ""


def up(url: str) -> str:
    """The way from a page to the top of the site: `../../` for 2026/03-hydrogen/index.html."""
    return "../" * url.count("/")


def site(edition: Edition, versions: Mapping[str, str]) -> Site:
    """The site of an edition: what there is to show decides which pages exist."""
    tags = edition.tags.values()
    chapters: list[tuple[str, str]] = []
    for one in edition.lists[:LISTS]:
        chapters.append((one.terms.title, f"{one.key}/index.html"))
    cuts: Iterable[tuple[str, str, bool]] = (
        ("责任单位", "units/index.html", any(one.units for one in tags)),
        ("主题", "themes/index.html", any(one.themes for one in tags)),
        ("地方", "places/index.html", any(one.places for one in tags)),
        ("最新记录", "updates.html", any(one.recorded for one in tags)),
        ("改动", "changes.html", any(one.changed for one in tags) or any(map(_own, edition.lists))),
        ("日历", "calendar.html", any(one.dated for one in tags)),
        ("未公布", "disclosure.html", any(one.terms.demands and one.tasks for one in edition.lists)),
        ("来源", "sources/index.html", bool(edition.portal.sources)),
        ("计算办法", "method.html", True),
        ("关于本站", "about.html", True),
        ("全部页面", "sitemap.html", True),
    )
    chapters += [(text, address) for text, address, there in cuts if there]
    return Site(edition, versions, tuple(chapters))


def _own(one: ListState) -> bool:
    """Whether the list itself was changed by a record."""
    return one.terms is not one.listing.plan


def caveat(site: Site, root: str) -> Text:
    """What silence means; whoever has seen more is invited where the site can be reached."""
    said = "没有记录不等于没有做。本站收录的公开材料里没有，就写没有"
    owner = site.edition.portal.settings.owner
    if not reachable(owner):
        return f"{said}。"
    href = mailto("公开材料的出处", "", owner.email) if owner.email else f"{root}about.html#report"
    return (f"{said}；", link("见过的请告诉我们", href), "，附上出处就补上。")
