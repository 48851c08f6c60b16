"""Show the site while it is being edited: livereload's server on the same pipeline, for this machine only.

Beside the site stands the catalogue of components, /_components.html."""

import asyncio
import logging
import socket
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from livereload import Server
from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from livereload.server import LiveScriptInjector
from tornado.web import Application

from portal import catalogue
from portal.pipeline import Built, Clock, Project, build
from portal.publish import Refused

HOST = "127.0.0.1"


def serve(project: Project, clock: Clock, port: int, tell: Callable[[Built], None], say: Callable[[str], None]) -> None:
    """Build into .portal/serve/, show it on http://127.0.0.1:port/ and build again after each save, until Ctrl-C.

    `tell` hears of each build; with problems in the content, the last good pages stay. Raises publish.Refused when the
    port is taken or the first build cannot be written.
    """
    _free(port)
    project = replace(project, output=project.state / "serve")
    project.output.mkdir(parents=True, exist_ok=True)
    extra = partial(catalogue.artifacts, project.templates, project.assets)
    tell(build(project, clock, extra))

    def again() -> None:
        try:
            tell(build(project, clock, extra))
        except Refused as refusal:  # the disk may be full now and free again with the next save
            say(str(refusal))

    asyncio.set_event_loop(asyncio.new_event_loop())  # livereload's tornado asks for one that stands
    server = _Server()
    logging.getLogger("livereload").setLevel(logging.WARNING)
    for folder in (project.content, project.templates, project.assets):
        server.watch(str(folder), again)
    say(f"在浏览器里打开 http://{HOST}:{port}/ ，保存文件后页面自己更新；按 Ctrl-C 结束")
    server.serve(port=port, host=HOST, root=str(project.output), open_url_delay=None)


class _Server(Server):  # type: ignore[misc]
    """livereload's server with its script as a file of its own: the policy of the pages allows no words of a script in them."""

    def application(self, port: int, host: str, liveport: int | None = None, debug: bool | None = None, live_css: bool = True) -> None:
        LiveReloadHandler.watcher = self.watcher
        LiveReloadHandler.live_css = live_css
        tag = f'<script defer src="/livereload.js?host={host}&amp;port={port}"></script>\n'.encode()
        live = [("/livereload", LiveReloadHandler), ("/livereload.js", LiveReloadJSHandler)]
        Application([*live, *self.get_web_handlers(tag)], transforms=[type("Script", (LiveScriptInjector,), {"script": tag})]
                    ).listen(port, address=host)


def _free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Refused(f"端口 {port} 用不了（{error.strerror}）；换一个：python3 build.py serve --port {port + 1}") from error


