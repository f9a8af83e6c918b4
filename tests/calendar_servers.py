"""Calendar servers on loopback: a real Radicale, and small ones that do not behave."""

import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.mail_servers import free_port

USER, PASSWORD = "maya", "correct horse"
_CONFIG = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
cache_logins = False
[rights]
type = owner_only
[storage]
filesystem_folder = {folder}/collections
[logging]
level = error
"""


@dataclass
class Radicale:
    """A running Radicale with one user. ``address`` is where one would connect to."""

    address: str
    folder: Path

    @property
    def home(self) -> str:
        return f"{self.address}{USER}/"

    def calendar(self, name: str = "work") -> str:
        """The address of a calendar, made if it is not there."""
        body = (
            '<?xml version="1.0"?><c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop>'
            f"<d:displayname>My {name}</d:displayname></d:prop></d:set></c:mkcalendar>"
        )
        made = f"{self.home}{name}/"
        assert self.ask("MKCALENDAR", made, body).status_code in (201, 405, 409)
        return made

    def ask(self, method: str, address: str, body: str = "", **headers: str) -> Any:
        """Any request, as the owner's own calendar program would make it."""
        import httpx2

        return httpx2.request(
            method,
            address,
            content=body.encode() or None,
            auth=(USER, PASSWORD),
            headers=headers,
            trust_env=False,
        )

    def put(self, address: str, body: str) -> None:
        """Write an event by hand."""
        lines = "\r\n".join(body.strip().splitlines()) + "\r\n"
        answer = self.ask("PUT", address, lines, **{"Content-Type": "text/calendar"})
        assert answer.status_code in (201, 204), answer.text

    def entries(self, name: str = "work") -> dict[str, str]:
        """What is in a calendar: the file name of each entry, and its text."""
        folder = self.folder / "collections" / "collection-root" / USER / name
        return {
            one.name: one.read_bytes().decode()
            for one in sorted(folder.glob("*.ics"))
            if not one.name.startswith(".")
        }


def event(uid: str, starts: str, ends: str, *more: str, summary: str = "Secret dentist") -> str:
    """A calendar file with one event, as another program would write it."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//test//EN", "BEGIN:VEVENT", f"UID:{uid}",
        "DTSTAMP:20260101T000000Z", f"DTSTART:{starts}", f"DTEND:{ends}", f"SUMMARY:{summary}", *more,
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "\n".join(lines)


@contextmanager
def radicale(folder: Path) -> Iterator[Radicale]:
    """A Radicale of our own, with its files in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n")
    (folder / "config").write_text(_CONFIG.format(port=port, folder=folder))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "radicale", "--config", str(folder / "config")],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        _until_it_listens(process, port, folder / "log")
        yield Radicale(f"http://127.0.0.1:{port}/", folder)
    finally:
        process.terminate()
        process.wait(10)


def _until_it_listens(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, "Radicale did not start in time"
            time.sleep(0.05)


@dataclass
class Asked:
    """One request that a misbehaving server got."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Strange:
    """A server whose every answer is what ``answer`` writes to the line."""

    address: str
    asked: list[Asked] = field(default_factory=list)


Answerer = Callable[[BaseHTTPRequestHandler, Asked], None]


def said(status: int, body: bytes = b"", **headers: str) -> Answerer:
    """An answer that is always the same."""

    def answer(handler: BaseHTTPRequestHandler, _: Asked) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@contextmanager
def strange(answer: Answerer, certificate: Path | None = None) -> Iterator[Strange]:
    """A web server that answers everything as it is told; with a certificate (and its key) by TLS."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, self.path, dict(self.headers.items()), body)
            server.asked.append(asked)
            answer(self, asked)

        do_PROPFIND = do_REPORT = do_PUT = do_DELETE = do_GET = do_OPTIONS = handle_any

        def log_message(self, *_: Any) -> None:
            return

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    listener.handle_error = lambda *_: None  # type: ignore[method-assign]  # callers who hang up are what is tested
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        listener.socket = context.wrap_socket(listener.socket, server_side=True)
    server = Strange(f"http{'s' if certificate else ''}://127.0.0.1:{listener.server_port}/")
    thread = threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join(5)
