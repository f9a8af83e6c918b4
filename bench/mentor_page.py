"""How soon a mentor sees their page: first paint in Chromium beside the same bytes as plain files.

Run from a clone: ``python -m bench.mentor_page``. The demo panel is started, a private link made, and the page opened in
turn with a saved copy of itself that a plain file server hands out. Goals: under 50 kB in all, and a first paint
within 2 × that of the files (medians).
"""

import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Response, sync_playwright
from playwright.sync_api import Error as Refused

from tests.conftest import chromium
from tests.mail_servers import free_port

ROUNDS = 25
MOST_BYTES, MOST_TIMES = 50_000, 2.0
PAINT = "performance.getEntriesByType('paint').find(one => one.name === 'first-paint')?.startTime ?? null"


class Quiet(SimpleHTTPRequestHandler):
    """A file server without a log."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> int:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with (
        tempfile.TemporaryDirectory(prefix="mp-page-") as name,
        demo(Path(name)) as link,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=chromium(), args=sandbox)
        address = private_link(browser, link)
        copy = Path(name) / "copy"
        size = save(browser, address, copy)
        with served(copy) as plain:
            took: dict[str, list[float]] = {"page": [], "files": []}
            for _ in range(ROUNDS):
                took["page"].append(first_paint(browser, address))
                took["files"].append(first_paint(browser, plain))
        browser.close()
    medians = {what: statistics.median(values) for what, values in took.items()}
    ratio = medians["page"] / medians["files"]
    print(f"{size / 1000:.1f} kB in all (goal under {MOST_BYTES // 1000})")
    print(f"first paint: page {medians['page']:.0f} ms, the same as files {medians['files']:.0f} ms")
    print(f"{ratio:.2f} × (goal {MOST_TIMES} ×)")
    is_met = size < MOST_BYTES and ratio <= MOST_TIMES
    print("all goals met" if is_met else "MISSED")
    return int(not is_met)


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """The demo panel, under an address that a link can name; gives its sign-in link."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MENTORPANEL_")}
    kept |= {"MENTORPANEL_DATA": str(folder / "data"), "MENTORPANEL_URL": f"http://localhost:{port}"}
    command = [
        sys.executable,
        "-m",
        "mentorpanel.config.serve",
        "--demo",
        "--no-browser",
        "--port",
        str(port),
    ]
    with subprocess.Popen(
        command, env=kept, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            assert server.stdout is not None
            yield next(
                found[0] for line in server.stdout if (found := re.search(r"http://\S+/link/\S+", line))
            )
        finally:
            server.send_signal(signal.SIGTERM)


def private_link(browser: Browser, link: str) -> str:
    """Sign in and make the link to the next session's page."""
    page = browser.new_page()
    for _ in range(60):
        try:
            page.goto(link)
            break
        except Refused:  # the server does not listen yet
            page.wait_for_timeout(500)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{link.split('/link/')[0]}/sessions/5/")
    page.get_by_role("button", name="Make the link").click()
    made = page.get_by_label("The private link").input_value()
    page.context.close()
    return made


def save(browser: Browser, address: str, folder: Path) -> int:
    """Keep everything that the page loads as files under the same paths; their bytes in all."""
    page, seen = _page(browser), list[Response]()

    def keep(answer: Response) -> None:
        seen.append(answer)

    page.on("response", keep)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    size = 0
    for answer in seen:
        path = urlsplit(answer.url).path
        file = folder / ("index.html" if answer.url == address else path.lstrip("/"))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(answer.body())
        size += len(answer.body())
    page.context.close()
    return size


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A plain file server over a folder; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def first_paint(browser: Browser, address: str) -> float:
    """Milliseconds to the first paint, in a browser that has seen nothing before."""
    page = _page(browser)
    page.goto(address)
    while (value := page.evaluate(PAINT)) is None:  # the page's own policy forbids waiting by script
        page.wait_for_timeout(10)
    page.context.close()
    return float(value)


def _page(browser: Browser) -> Page:
    return browser.new_context(viewport={"width": 390, "height": 844}).new_page()


if __name__ == "__main__":
    sys.exit(main())
