"""A whole Mentorpanel in a process of its own, with a mail server on loopback, for a real browser."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

LINK = re.compile(r"http://localhost:\d+/link/\S+")


class Postbox:
    """Takes every mail and keeps it."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 OK"


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
        done = subprocess.run(
            [sys.executable, "-m", "mentorpanel.cli.entry", *arguments],
            env=self.environment, capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        return done.stdout

    def new_link(self) -> str:
        """Another sign-in link."""
        return self.command("link").strip()


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, str]]:
    """A mail server on loopback, and its address for MENTORPANEL_SMTP_URL."""
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        port = controller.server.sockets[0].getsockname()[1]
        yield box, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., App]]:
    """Starts the program; every one that was started ends with the test."""
    running: list[subprocess.Popen[str]] = []

    def begin(*options: str, **settings: str) -> App:
        data = tmp_path / f"data-{len(running)}"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MENTORPANEL_")}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        environment |= {"MENTORPANEL_DATA": str(data), **settings}
        process = subprocess.Popen(
            [sys.executable, "-m", "mentorpanel.config.serve", "--no-browser", *options],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        running.append(process)
        assert process.stdout is not None
        for line in process.stdout:
            if found := LINK.search(line):
                return App(process, found.group(), data, environment)
        raise AssertionError(f"the program ended with {process.wait()} before it was ready")

    yield begin
    for process in running:
        process.send_signal(signal.SIGTERM)
    for process in running:
        try:
            process.wait(timeout=8)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture
def sign_in(page: Any) -> Callable[[App], Any]:
    """Signs the browser in by the link's button."""

    def go(app: App) -> Any:
        page.goto(app.link)
        page.get_by_role("button", name="Sign in").click()
        return page

    return go
