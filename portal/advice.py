"""What an editor may want to look at, although nothing is wrong: `check` lists it, nothing fails because of it.

Bad news is data (content-model.md, section 5): a task that is late or silent is published as it is, and said here.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from portal.library import Portal
from portal.problems import Place, Problem, in_order
from portal.schema import DIGEST_HINT
from portal.state import TaskState
from portal.views import words
from portal.views.dates import coming, is_over
from portal.views.edition import edition, fold
from portal.views.frame import site
from portal.views.labels import ASK, LIGHT, STATUS, span
from portal.views.rows import reason

SOON = 30  # days ahead that are looked at

CODES: dict[str, str] = {
    "advice-stale": "超过清单的更新间隔没有新记录",
    "advice-soon": "30天以内有日子到期",
    "advice-difficulty": "进度落后，没有公布困难与措施",
    "advice-asks": "要求公布的，还有没公布的",
    "advice-verdict": "期限已过，还没有结论",
    "advice-link": "正文里的链接，站内没有这一页",
    "advice-digest": "凭据没有写 sha256",
}


def advice(portal: Portal, as_of: date) -> list[Problem]:
    """Everything that is worth a look on a day, by file; as problems, so that it is said in the same way."""
    known = _addresses(portal, as_of)
    return in_order(one for state in fold(portal, as_of) for one in (*_task(state), *_links(state, known), *_digests(state)))


def _task(state: TaskState) -> Iterator[Problem]:
    task, promise = state.task, state.shown_promise
    where = task.document.place(("title",))
    new = f"新建 {task.key}/年-月-日.md"
    if "stale" in state.flags:
        every = span(state.terms.update_every)
        last = f"最近一条在{words.zh_date(state.records[-1].record.day)}" if state.records else "公布以来没有记录"
        yield Problem("advice-stale", where, f"“{promise.title}”超过{every}没有新记录，{last}", f"有了进展就{new}，写 kind: update")
    ahead = [one for one in coming(state) if state.as_of <= one.day <= state.as_of + timedelta(SOON)]
    if ahead:
        said = "；".join(f"{one.day} {one.title}" for one in ahead)
        yield Problem("advice-soon", where, f"“{promise.title}”{SOON}天以内到期：{said}", f"做到了就{new}，写明 state: met 和凭据")
    asks = state.disclosure.missing
    if state.light in ("behind", "serious") and "difficulties" in asks:
        why = reason(state)
        yield Problem("advice-difficulty", where, f"“{promise.title}”{LIGHT[state.light]}（{why}），没有公布困难与措施",
                      f"{new}，写 difficulties: [{{id: …, text: …, measures: [{{id: …, action: …, owner: …, due: …}}]}}]")
    if asks and not is_over(state):
        yield Problem("advice-asks", where, f"“{promise.title}”还有{len(asks)}项没有公布：{'、'.join(ASK[ask] for ask in asks)}",
                      f"公布了就{new}：单位、日期、目标、节点、手续、资金用 kind: supplement 的 set、add，"
                      "督导、困难、协调、凭据写在 kind: update 里")
    if state.status in ("overdue", "awaiting_verdict"):
        yield Problem("advice-verdict", where, f"“{promise.title}”{STATUS[state.status]}",
                      f"{new}，写 kind: settlement，给每个没有做到的部分写 conclusions")


_LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(\s*<?([^\s)>]+)")


def _links(state: TaskState, known: frozenset[str]) -> Iterator[Problem]:
    """Links of the Markdown texts on a task's page that lead to no page of the site."""
    texts = [(one.source, one.body, one.body_line) for one in
             (state.task.document, *(seen.record.document for seen in state.records))]
    if state.task.explainer:
        texts.append((state.task.explainer, state.task.explainer.text, 1))
    for source, body, first in texts:
        for number, line in enumerate(body.splitlines(), first):
            for match in _LINK.finditer(line):
                address = urlsplit(match[1])
                if address.scheme or address.netloc or not address.path:
                    continue
                if _resolved(state.task.key, unquote(address.path)) not in known:
                    place = Place(source.path, number, match.start(1) + 1, len(match[1]), line)
                    yield Problem("advice-link", place, f"站内没有“{match[1]}”",
                                  "从这件任务的页面算起写相对地址，例如 ../02-name/index.html")


def _resolved(key: str, path: str) -> str:
    """Where a relative address on a task's page leads, from the top of the site; "" outside it."""
    found: list[str] = list(PurePosixPath(key).parts)
    for part in path.split("/"):
        if part == "..":
            if not found:
                return ""
            found.pop()
        elif part not in ("", "."):
            found.append(part)
    return "/".join(found) + ("/index.html" if path.endswith(("/", "..")) else "")


def _addresses(portal: Portal, as_of: date) -> frozenset[str]:
    """Every page and file that a text may link to."""
    today = edition(portal, as_of)
    found = {"index.html", "404.html", *(url for _, url in site(today, {}).chapters)}
    found |= {f"{one.key}/{name}" for one in today.lists for name in ("index.html", "data.json", "disclosure.html")}
    found |= {f"{key}/{name}" for key in today.tasks() for name in ("index.html", "data.json")}
    registries = {"units": portal.units, "themes": portal.themes, "places": portal.places, "sources": portal.sources}
    found |= {f"{folder}/{name}.html" for folder, registry in registries.items() for name in registry}
    return frozenset(found | {path for path in portal.known.files if path.startswith("sources/")})


def _digests(state: TaskState) -> Iterator[Problem]:
    """Evidence that nobody can hold against its digest."""
    for seen in state.records:
        document = seen.record.document
        for index, proof in enumerate(seen.record.data.evidence):
            if (proof.file or proof.archived) and not proof.sha256:
                yield Problem("advice-digest", document.place(("evidence", index)), f"凭据“{proof.title}”没有写 sha256",
                              DIGEST_HINT)
