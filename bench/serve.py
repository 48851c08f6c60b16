#!/usr/bin/env python3
"""How long it takes from a save to the screen in `build.py serve`.

    python3 bench/serve.py CONTENT [--edits 20] [--as-of 2026-07-15]

A browser is stood for by a client that opens livereload's channel as its script does, says which page it shows, and, when it is
told to reload, asks for that page and looks for the new value. Measured: from the moment the file is saved (a figure in the last
record of the middle task) until the page with the new figure has arrived. What a browser then needs to draw it is not in it.
Needs the project's own packages: run it with .venv/bin/python.
"""

import argparse
import asyncio
import json
import re
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tornado.httpclient import AsyncHTTPClient
from tornado.websocket import websocket_connect

ROOT = Path(__file__).resolve().parent.parent
AS_OF = "2026-07-15"  # corpus.AS_OF


def main() -> None:
    """Serve a content folder, edit it, print minimum, median and maximum."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("content", type=Path)
    options.add_argument("--edits", type=int, default=20)
    options.add_argument("--as-of", default=AS_OF)
    chosen = options.parse_args()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, str(ROOT / "build.py"), "serve", "--content", str(chosen.content), "--port", str(port),
                               "--as-of", chosen.as_of], stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr
        for line in server.stderr:
            if "http://" in line:
                break
        found = asyncio.run(edits(chosen.content, port, chosen.edits))
    finally:
        server.terminate()
        server.wait()
    low, middle, high = min(found), statistics.median(found), max(found)
    sys.stdout.write(f"{chosen.edits} saves: {low:.0f} / {middle:.0f} / {high:.0f} ms (min / median / max)\n")


async def edits(content: Path, port: int, count: int) -> list[float]:
    """Milliseconds of each save."""
    tasks = sorted(path.parent for path in content.glob("*/*/task.md"))
    record = max((tasks[len(tasks) // 2]).glob("2*.md"))
    url = f"http://127.0.0.1:{port}/{record.parent.relative_to(content)}/index.html"
    channel = await websocket_connect(f"ws://127.0.0.1:{port}/livereload")
    await channel.write_message(json.dumps({"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]}))
    await channel.read_message()
    await channel.write_message(json.dumps({"command": "info", "url": url}))
    await asyncio.sleep(1)
    found = []
    for number in range(count):
        value = f"{1000 + number}.{int(time.time()) % 90 + 10}"
        text = re.sub(r"value: [\d.]+", f"value: {value}", record.read_text("utf-8"), count=1)
        start = time.perf_counter()
        record.write_text(text, "utf-8")
        while True:
            await channel.read_message()
            page = await AsyncHTTPClient().fetch(url)
            if f"{1000 + number:,}.".encode() in page.body or f"{1000 + number}.".encode() in page.body:
                break
        found.append((time.perf_counter() - start) * 1000)
        await asyncio.sleep(1.5)  # the other pages follow
    return found


if __name__ == "__main__":
    main()
