"""Opens connections to addresses that owners named, and never into this machine or the network that it stands in."""

import contextlib
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import httpcore2
import httpx2

from mentorpanel.delivery.channels import PermanentFailure

Resolver = Callable[[str, int], list[str]]
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAT64: Final = ipaddress.ip_network("64:ff9b:1::/48")
MOST_ADDRESSES: Final = 8
"""Of one name so many are tried; our judgement."""
CLOSED: Final = (
    "{host} is an address on this machine or in a private network; Mentorpanel connects to none of these. "
    "For a server at home, whoever runs this installation sets MENTORPANEL_ALLOW_PRIVATE_ADDRESSES=1."
)


class PrivateAddress(PermanentFailure):
    """An address that leads to this machine or into a private network."""


def is_outside(address: str) -> bool:
    """Whether an IP address is one of the public internet; also looked at as the IPv4 one that it stands for."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(known, ipaddress.IPv6Address):
        if known in _LOCAL_NAT64:
            return False
        inner = known.ipv4_mapped or known.sixtofour or (known.teredo[1] if known.teredo else None)
        if inner is None and known in _NAT64:
            inner = ipaddress.IPv4Address(int(known) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(inner)
        if int(known) >> 32 == 0:  # ::a.b.c.d, long out of use
            return False
    return _is_public(known)


def _is_public(known: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return known.is_global and not (known.is_multicast or known.is_reserved or known.is_unspecified)


def check_address(address: str, *, allow_private: bool) -> str:
    """The address of a web page or calendar, if one may be asked for: https, a host, no password in it.

    ``allow_private`` is the installation's word for a server at home; then http is taken as well.
    Anything else is a ``PermanentFailure`` with its reason.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise PermanentFailure(
            "This address cannot be read; it looks like https://calendar.example.org/."
        ) from None
    if parts.scheme != "https" and not (allow_private and parts.scheme == "http"):
        raise PermanentFailure("Only addresses that begin with https:// are used, so that nobody listens in.")
    if not host:
        raise PermanentFailure("This address names no host; it looks like https://calendar.example.org/.")
    if parts.username or parts.password:
        raise PermanentFailure("Leave user and password out of the address; they have fields of their own.")
    return address


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a name, as this machine resolves it; also of odd spellings such as 2130706433."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Deadline:
    """How long one request may take in all: a server that sends a byte a minute does not hold us."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._ends = time.monotonic() + seconds

    def restart(self) -> None:
        """Begin anew, for the next request."""
        self._ends = time.monotonic() + self._seconds

    def left(self, timeout: float | None) -> float:
        """Seconds until ``timeout`` or the end, whichever is first; past it ``ReadTimeout``."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the answer took too long")
        return left if timeout is None else min(left, timeout)


class _Stream(httpcore2.NetworkStream):
    """A connection on which every read and write ends with the deadline."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        left = self._deadline.left(timeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Guard(httpcore2.NetworkBackend):
    """Resolves a name once, checks what came of it, and connects to exactly that: no second look-up in between."""

    def __init__(self, *, allow_private: bool, resolver: Resolver, deadline: Deadline) -> None:
        self._allow_private, self._resolver, self._deadline = allow_private, resolver, deadline
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        try:
            known = self._resolver(host.strip("[]"), port)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"{host} is not known") from error
        allowed = [one for one in known if self._allow_private or is_outside(one)]
        if not allowed:
            raise PrivateAddress(CLOSED.format(host=host))
        failure: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in allowed[:MOST_ADDRESSES]:
            try:
                stream = self._plain.connect_tcp(
                    address, port, self._deadline.left(timeout), socket_options=socket_options or []
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._deadline)
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.NetworkStream:
        raise httpcore2.ConnectError("no sockets of this machine")


class _Body(httpx2.SyncByteStream):
    """The body as it comes, with failures as httpx2 names them."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx():
            yield from self._stream

    def close(self) -> None:
        with contextlib.suppress(httpcore2.NetworkError, httpcore2.TimeoutException):
            self._stream.close()


class OutsideTransport(httpx2.BaseTransport):
    """A transport for httpx2 that keeps to outside addresses. TLS is checked against the name, not the IP address.

    It looks at every connection, so a redirect, a second name or another answer of the same name are no way in.
    Proxies of the environment are not used: they would connect for us, unchecked.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        seconds: float = 30.0,
        resolver: Resolver = resolve,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self.deadline = Deadline(seconds)
        guard = _Guard(allow_private=allow_private, resolver=resolver, deadline=self.deadline)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=context or ssl.create_default_context(), network_backend=guard, max_connections=2
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request; the deadline begins with it and holds until its body is read."""
        self.deadline.restart()
        sent = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _as_httpx():
            answer = self._pool.handle_request(sent)
        return httpx2.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer.stream),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()


_NAMES: Final = (
    (httpcore2.TimeoutException, httpx2.ReadTimeout),
    (httpcore2.ConnectError, httpx2.ConnectError),
    (httpcore2.NetworkError, httpx2.ReadError),
    (httpcore2.ProtocolError, httpx2.RemoteProtocolError),
    (httpcore2.UnsupportedProtocol, httpx2.UnsupportedProtocol),
)


@contextlib.contextmanager
def _as_httpx() -> Iterator[None]:
    """Failures of the layer below under the names of the one above."""
    try:
        yield
    except Exception as error:  # those that have no name above go on as they are
        for below, above in _NAMES:
            if isinstance(error, below):
                raise above(str(error)) from error
        raise
