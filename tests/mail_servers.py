"""Real mail servers on loopback: one that takes mail, and others that do not behave."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Inbox:
    """Takes mail; ``answers`` are given to the first RCPT commands instead of 250, ``slowly`` is seconds per mail."""

    def __init__(self, *answers: str, slowly: float = 0.0) -> None:
        self.answers = list(answers)
        self.slowly = slowly
        self.arrived: list[tuple[list[str], bytes]] = []
        self.is_busy = threading.Event()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.arrived.append((list(envelope.rcpt_tos), bytes(envelope.content)))
        self.is_busy.set()
        if self.slowly:
            await asyncio.sleep(self.slowly)
        return "250 taken"

    @property
    def mails(self) -> list[EmailMessage]:
        """What has arrived, read."""
        found = [message_from_bytes(content, policy=policy.default) for _, content in self.arrived]
        return [mail for mail in found if isinstance(mail, EmailMessage)]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(inbox: Inbox, port: int = 0) -> Iterator[str]:
    """The address of a mail server that puts what it takes into ``inbox``."""
    controller = Controller(inbox, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


@contextmanager
def behaving(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of a bare server that treats each caller as ``talk`` does, then hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))
    is_over = threading.Event()

    def answer() -> None:
        while not is_over.is_set():
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            with caller:
                talk(caller)

    threading.Thread(target=answer, daemon=True).start()
    try:
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        is_over.set()
        listener.close()
