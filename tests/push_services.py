"""A push service on loopback, and a browser that has subscribed at it: real keys, real locks, real signatures."""

import base64
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from py_vapid.jwt import decode

DAY_SECONDS = 24 * 3600


def text_of(raw: bytes) -> str:
    """Bytes in base64url without its filling, as browsers give them."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class Browser:
    """What a browser keeps to itself: its private key and its secret."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.secret = os.urandom(16)

    @property
    def p256dh(self) -> str:
        return text_of(self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    @property
    def auth(self) -> str:
        return text_of(self.secret)

    def read(self, message: bytes) -> dict[str, Any]:
        """What a message says; raises where it is not locked for this browser."""
        opened = http_ece.decrypt(message, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        found: dict[str, Any] = json.loads(opened)
        return found


@dataclass
class Got:
    """One request that the push service got."""

    path: str
    headers: dict[str, str]
    body: bytes

    def claims(self, *, audience: str, public_key: str) -> dict[str, Any]:
        """What the signature says, checked as a push service does (RFC 8292)."""
        said = self.headers["Authorization"]
        assert Vapid02.verify(said), "the signature does not hold"
        parts = dict(one.strip().split("=", 1) for one in said.removeprefix("vapid ").split(","))
        assert parts["k"] == public_key, "signed by somebody else"
        claims: dict[str, Any] = decode(parts["t"], parts["k"])
        assert claims["aud"] == audience
        assert 0 < claims["exp"] - time.time() <= DAY_SECONDS
        assert claims["sub"].startswith(("mailto:", "https://"))
        return claims


@dataclass
class PushService:
    """A running push service. ``code`` and ``headers`` are its answer; ``hangs`` makes it say nothing at all."""

    address: str = ""
    code: int = 201
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False
    got: list[Got] = field(default_factory=list)
    browser: Browser = field(default_factory=Browser)

    def endpoint(self, name: str = "one") -> str:
        return f"{self.address}/push/{name}"

    def said(self) -> list[dict[str, Any]]:
        """What the browser was told, in order."""
        return [self.browser.read(one.body) for one in self.got]


@contextmanager
def push_service(**answers: Any) -> Iterator[PushService]:
    """A push service of our own, which answers as told: ``code``, ``headers``, ``hangs``."""
    service, over = PushService(**answers), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            service.got.append(Got(self.path, dict(self.headers.items()), body))
            if service.hangs:
                over.wait(30)
                return
            self.send_response(service.code)
            for name, value in service.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # callers who hang up are what is tested
    service.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
