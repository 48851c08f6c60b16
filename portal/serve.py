"""Show the site while it is being edited: livereload's server on the same pipeline, for this machine only.

Who watches and builds is one thread, who answers browsers is another:

    watchfiles sees a save  ->  the pages that are open are made first and replaced  ->  livereload is told to reload them
                            ->  the other pages follow

With problems in the content the last good pages stay, and show the problems above themselves (assets/serve/overlay.js).
Beside the site stands the catalogue of components, /_components.html.
"""

import asyncio
import json
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

from livereload import Server
from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler, StaticFileHandler
from livereload.server import LiveScriptInjector
from tornado.ioloop import IOLoop
from tornado.web import Application
from tornado.websocket import WebSocketHandler
from watchfiles import watch

from portal import catalogue, stamps
from portal.pipeline import Built, Clock, refresh
from portal.problems import as_text
from portal.project import Project
from portal.publish import Refused

HOST = "127.0.0.1"
QUIET = 20  # ms without a change: then a burst of saves is over
PATIENCE = 0.15  # s: a file that is gone may be on its way back (Word, WPS and git replace files by removing them)


def serve(project: Project, clock: Clock, port: int, tell: Callable[[Built], None], say: Callable[[str], None]) -> None:
    """Build into .portal/serve/, show it on http://127.0.0.1:port/ and build again after each save, until Ctrl-C.

    `tell` hears of each build; with problems in the content, the last good pages stay. Raises publish.Refused when the
    port is taken or the first build cannot be written.
    """
    _free(port)
    project = replace(project, output=project.state / "serve")
    project.output.mkdir(parents=True, exist_ok=True)
    extra = partial(catalogue.drafts, project.templates, project.assets)
    built = refresh(project, clock, extra, lambda url: None, jobs=os.cpu_count() or 1)
    tell(built)

    asyncio.set_event_loop(asyncio.new_event_loop())  # livereload's tornado asks for one that stands
    browsers = _Browsers(IOLoop.current())
    browsers.say(_problems(built))
    stop = threading.Event()

    def build(hint: Collection[str] = ()) -> Built:
        return refresh(project, clock, extra, browsers.wrote, first=browsers.open(), hint=hint)

    def again(paths: Collection[str]) -> None:
        try:
            made = build(_within(project, paths))
            if made.problems:
                time.sleep(PATIENCE)
            else:
                tell(made)
            # what was seen first, then everything: a watcher may miss something
            whole = build()
            if whole.problems or made.problems or (whole.published and whole.published.written):
                tell(whole)
            browsers.say(_problems(whole))
        except Refused as refusal:  # the disk may be full now and free again with the next save
            say(str(refusal))
            browsers.say(str(refusal))
        except Exception as error:  # a template that is being written
            words = f"{type(error).__name__}：{error}"
            where = getattr(error, "filename", None) or getattr(error, "name", None)
            words = f"{where}:{getattr(error, 'lineno', '')} {words}" if where else words
            say(words)
            browsers.say(words)

    def work() -> None:
        folders = [os.path.realpath(folder) for folder in (project.content, project.templates, project.assets)]
        for changes in watch(*folders, watch_filter=_counts, debounce=10 * QUIET, step=QUIET, stop_event=stop, raise_interrupt=False):
            again({path for _, path in changes})

    server = _Server(browsers, str(project.assets / "serve"), threading.Thread(target=work, daemon=True))
    # said when the loop runs: then the port is open
    IOLoop.current().add_callback(say, f"在浏览器里打开 http://{HOST}:{port}/ ，保存文件后页面自己更新；按 Ctrl-C 结束")
    try:
        server.serve(port=port, host=HOST, root=str(project.output), open_url_delay=None)
    finally:
        stop.set()


def _within(project: Project, paths: Collection[str]) -> Collection[str]:
    """The paths in the content, if all of them are there; else none: everything is to be looked at."""
    root = os.path.realpath(project.content) + os.sep
    found = {path.removeprefix(root).replace(os.sep, "/") for path in paths if path.startswith(root)}
    return found if len(found) == len(paths) else ()


def _counts(change: object, path: str) -> bool:
    """Whether a change of a file is one of the content: not what editors leave behind for a moment."""
    return not any(map(stamps.is_leftover, path.split(os.sep)[-2:]))


def _problems(built: Built) -> str:
    """What the pages show above themselves: the words of the terminal; "" where all is well."""
    return f"{as_text(built.problems)}\n\n共 {len(built.problems)} 个问题，页面还是上一次的" if built.problems else ""


class _Browsers:
    """The pages that are open, and what is said to them; may be called from the thread that builds."""

    def __init__(self, loop: IOLoop) -> None:
        self._loop = loop
        self.words = ""
        self.listening: set[_Problems] = set()

    def open(self) -> frozenset[str]:
        """The addresses of the pages that are open."""
        return frozenset(waiter.page for waiter in tuple(LiveReloadHandler.waiters))

    def wrote(self, url: str) -> None:
        """A file stands there anew: who shows it, shows it anew; a style sheet is exchanged without a reload."""
        self._loop.add_callback(self._reload, url)

    def say(self, words: str) -> None:
        """Show problems, or ("") that there are none."""
        self._loop.add_callback(self._say, words)

    def _reload(self, url: str) -> None:
        for waiter in tuple(LiveReloadHandler.waiters):
            if url == waiter.page or url.startswith("assets/"):
                waiter.send_message({"command": "reload", "path": url, "liveCSS": True, "liveImg": True})

    def _say(self, words: str) -> None:
        self.words = words
        for one in tuple(self.listening):
            one.write_message(words)


class _Live(LiveReloadHandler):  # type: ignore[misc]
    """livereload's channel, which knows which page is at the other end."""

    page = ""

    def on_message(self, message: str) -> None:
        super().on_message(message)
        said = json.loads(message)
        if said.get("command") == "info":
            self.page = address(said.get("url", ""))


def address(url: str) -> str:
    """The file of the site that an address in the browser shows."""
    path = unquote(urlsplit(url).path).lstrip("/")
    return path + "index.html" if path == "" or path.endswith("/") else path


class _Problems(WebSocketHandler):
    """The channel of the overlay: the words that it shows."""

    def initialize(self, browsers: _Browsers) -> None:
        self.browsers = browsers

    def open(self, *args: str, **kwargs: str) -> None:
        self.browsers.listening.add(self)
        self.write_message(self.browsers.words)

    def on_message(self, message: str | bytes) -> None:
        """The overlay only listens."""

    def on_close(self) -> None:
        self.browsers.listening.discard(self)


class _Files(StaticFileHandler):  # type: ignore[misc]
    """The site's files, never from the browser's memory; and a page where there is none yet, which waits for it."""

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "no-store")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish('<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>没有这一页</title></head>'
                    "<body><p>没有这一页。有了就自己打开。</p></body></html>\n")


class _Watcher:
    """What livereload asks of a watcher. Its own looks every 800 ms; here a thread is told by the system (watchfiles)."""

    def __init__(self, begin: Callable[[], None]) -> None:
        self._begin = begin
        self._tasks = True
        self._changes: list[object] = []

    def start(self, callback: Callable[[], None]) -> bool:
        """Begin to watch; True: there is no need to ask."""
        self._begin()
        return True


class _Server(Server):  # type: ignore[misc]
    """livereload's server with scripts as files of their own: the policy of the pages allows no words of a script in them."""

    def __init__(self, browsers: _Browsers, scripts: str, thread: threading.Thread) -> None:
        super().__init__(watcher=_Watcher(thread.start))
        self.SFH = _Files
        self._browsers, self._scripts = browsers, scripts

    def _setup_logging(self) -> None:
        """livereload would write a line for everything that it does; and each missing favicon is none of the editor's business."""
        for name in ("livereload", "tornado.access"):
            logging.getLogger(name).setLevel(logging.ERROR)

    def application(self, port: int, host: str, liveport: int | None = None, debug: bool | None = None, live_css: bool = True) -> None:
        LiveReloadHandler.watcher = self.watcher
        tag = (f'<script defer src="/livereload.js?host={host}&amp;port={port}"></script>\n'
               '<script defer src="/_serve/overlay.js"></script>\n').encode()
        live: list[Any] = [
            ("/livereload", _Live), ("/livereload.js", LiveReloadJSHandler),
            ("/_problems", _Problems, {"browsers": self._browsers}), ("/_serve/(.*)", _Files, {"path": self._scripts})]
        Application([*live, *self.get_web_handlers(tag)], transforms=[type("Script", (LiveScriptInjector,), {"script": tag})]
                    ).listen(port, address=host)


def _free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Refused(f"端口 {port} 用不了（{error.strerror}）；换一个：python3 build.py serve --port {port + 1}") from error
