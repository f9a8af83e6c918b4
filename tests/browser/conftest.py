"""A whole Mentorpanel in a process of its own, with a mail server on loopback, for a real browser."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests import preloaded
from tests.mail_servers import Inbox, free_port, serving

LINK = re.compile(r"http://localhost:\d+/link/\S+")
TURNED_CLOCK = Path(__file__).resolve().parents[1] / "turned_clock"


def turned_to(moment: datetime, data: Path | None = None) -> dict[str, str]:
    """Settings for ``start``: the whole program lives at that moment, on the data of an earlier start if given."""
    settings = {"PYTHONPATH": str(TURNED_CLOCK), "TURNED_TO": moment.isoformat()}
    return settings | ({"MENTORPANEL_DATA": str(data)} if data else {})


@dataclass
class App:
    """A running program: where it is, and how to get in."""

    process: subprocess.Popen[str]
    link: str
    data: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The address of Today."""
        return self.link.split("/link/")[0] + "/"

    def command(self, *arguments: str) -> str:
        """Run a command on the same data; returns what it prints."""
        turned = self.environment.get("TURNED_TO")
        at = datetime.fromisoformat(turned) if turned else None
        done = preloaded.run(list(arguments), environment=self.environment, at=at, typed="", timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stop(self) -> None:
        """End the program; its data stay."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=8)

    def new_link(self) -> str:
        """Another sign-in link."""
        return self.command("link").strip()


@pytest.fixture
def postbox() -> Iterator[tuple[Inbox, str]]:
    """A mail server on loopback, and its address for MENTORPANEL_SMTP_URL."""
    inbox = Inbox()
    with serving(inbox) as address:
        yield inbox, address


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., App]]:
    """Starts the program; every one that was started ends with the test."""
    running: list[subprocess.Popen[str]] = []

    def begin(*options: str, **settings: str) -> App:
        data = Path(settings.get("MENTORPANEL_DATA", tmp_path / f"data-{len(running)}"))
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("MENTORPANEL_")
        }
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        environment |= {"MENTORPANEL_DATA": str(data), **settings}
        log = (tmp_path / f"log-{len(running)}").open("w")
        port = () if "--port" in options else ("--port", str(free_port()))
        process = subprocess.Popen(
            [sys.executable, "-m", "mentorpanel.config.serve", "--no-browser", *port, *options],
            env=environment, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        running.append(process)
        assert process.stdout is not None
        for line in process.stdout:
            if found := LINK.search(line):
                app = App(process, found.group(), data, environment)
                _wait_until_it_answers(app)
                return app
        raise AssertionError(f"the program ended with {process.wait()} before it was ready")

    yield begin
    for process in running:
        process.send_signal(signal.SIGTERM)
    for process in running:
        try:
            process.wait(timeout=8)
        except subprocess.TimeoutExpired:
            process.kill()
    told = "".join(log.read_text(encoding="utf-8") for log in sorted(tmp_path.glob("log-*")))
    assert "Traceback" not in told, told


def _wait_until_it_answers(app: App, seconds: float = 20.0) -> None:
    """The link is printed a moment before the first request is taken."""
    host, port = app.address.removeprefix("http://").rstrip("/").split(":")
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return


@pytest.fixture
def sign_in(page: Any) -> Callable[[App], Any]:
    """Signs the browser in by the link's button."""

    def go(app: App) -> Any:
        page.set_default_timeout(15_000)
        page.goto(app.link)
        page.get_by_role("button", name="Sign in").click()
        return page

    return go
