"""One request to a calendar server at a time: signed in, bounded in time and size, its failures in words."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx2

from mentorpanel import clock
from mentorpanel.delivery.channels import DeliveryFailure, PermanentFailure, TemporaryFailure
from mentorpanel.delivery.outside_address import OutsideTransport, check_address
from mentorpanel.domain.calendar_server import DavAnswer
from mentorpanel.domain.problems import Unreadable
from mentorpanel.formats.dav_xml import error_names, multistatus

MOST_BYTES: Final = 12 * 1024 * 1024
"""Of one answer; our judgement: ten thousand events' times are some 3 MB."""
MOST_REDIRECTS: Final = 5
LONGEST_WAIT: Final = timedelta(days=1)
ANSWER_SECONDS: Final = 10.0
"""How long a server may take for each part of an answer."""
REQUEST_SECONDS: Final = 30.0
"""How long one whole request may take; our judgement."""
_REDIRECTS: Final = (301, 302, 307, 308)
_NAME: Final = "Mentorpanel"
_LATER: Final = {
    423: "has it locked",
    429: "asks us to come back later",
    503: "asks us to come back later",
    507: "has no room left",
}


class SignInRefused(PermanentFailure):
    """The server does not take this user and password."""


class NotThere(PermanentFailure):
    """Nothing is under that address."""


class Changed(DeliveryFailure):
    """What is there is not what was looked at (412): somebody was quicker. Nothing was changed."""


class Waits(TemporaryFailure):
    """The server asks us to come back later. ``wait`` is how much later, where it said so."""

    def __init__(self, reason: str, *, code: int | None = None, wait: timedelta | None = None) -> None:
        super().__init__(reason, code=code)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Login:
    """Who we are at a server. The password never shows in ``repr``."""

    user: str
    password: str

    def __repr__(self) -> str:
        return f"Login({self.user})"

    @property
    def header(self) -> str:
        """What the Authorization header says (RFC 7617, UTF-8)."""
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said in the end: where it said it, the code, the headers that matter, the body."""

    address: str
    status: int
    etag: str
    body: bytes


class DavRequests:
    """Speaks to one calendar server. Every failure is a ``DeliveryFailure`` that says in words what was the matter."""

    def __init__(
        self, login: Login, *, allow_private: bool, transport: OutsideTransport | None = None
    ) -> None:
        self._login, self._allow_private = login, allow_private
        self._client = httpx2.Client(
            transport=transport or OutsideTransport(allow_private=allow_private, seconds=REQUEST_SECONDS),
            timeout=ANSWER_SECONDS,
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": _NAME, "Accept-Encoding": "identity"},
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def ask(
        self, method: str, address: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send one request, follow redirects within the same site, and give the answer if it is a good one (2xx)."""
        sent = dict(headers or {})
        for _ in range(MOST_REDIRECTS + 1):
            answer, onward = self._once(method, address, body, sent)
            if answer is not None:
                _must_be_good(answer, onward)
                return answer
            address = self.beside(address, onward)
        raise PermanentFailure("The server sends us on from one address to the next without end.")

    def multistatus(
        self, method: str, address: str, body: bytes, depth: str
    ) -> tuple[str, tuple[DavAnswer, ...]]:
        """A request that is answered by a list: the address that answered, and what it said of each thing."""
        headers = {"Content-Type": "application/xml; charset=utf-8", "Depth": depth}
        answer = self.ask(method, address, body, headers)
        if answer.status != 207:
            raise PermanentFailure(
                f"The server answers {answer.status} where a calendar server lists things (207). "
                "Is this the address of a calendar?"
            )
        try:
            return answer.address, multistatus(answer.body)
        except Unreadable as problem:
            raise TemporaryFailure(problem.message) from problem

    def beside(self, address: str, href: str) -> str:
        """The whole address that ``href`` means on the page ``address``; one of another site is refused.

        User and password go with every request, so they go nowhere that the owner did not name.
        """
        if not href:
            raise PermanentFailure("The server sends us on without saying where to.")
        try:
            found = check_address(urljoin(address, href), allow_private=self._allow_private)
        except ValueError:
            raise PermanentFailure("The server names an address that cannot be read.") from None
        if not is_same_site(address, found):
            host = urlsplit(found).hostname
            raise PermanentFailure(
                f"The server sends us on to {host}, which belongs to somebody else. If it is yours, connect to https://{host}/."
            )
        return found

    def _once(
        self, method: str, address: str, body: bytes, headers: dict[str, str]
    ) -> tuple[Answer | None, str]:
        """One exchange: the answer with its Retry-After, or None and the address to go on to."""
        check_address(address, allow_private=self._allow_private)
        headers = {**headers, "Authorization": self._login.header}
        try:
            with self._client.stream(method, address, content=body or None, headers=headers) as answer:
                if answer.status_code in _REDIRECTS:
                    return None, answer.headers.get("Location", "")
                content = _bounded(answer)
                etag = answer.headers.get("ETag", "").strip().removeprefix("W/")
                found = Answer(address, answer.status_code, etag, content)
                return found, answer.headers.get("Retry-After", "")
        except httpx2.TimeoutException as error:
            raise TemporaryFailure("The calendar server does not answer in time.") from error
        except httpx2.ConnectError as error:
            host = urlsplit(address).hostname or ""
            raise TemporaryFailure(f"No connection to {host}: {_first_line(error)}.") from error
        except httpx2.TransportError as error:
            raise TemporaryFailure(f"The connection broke off: {_first_line(error)}.") from error
        except (httpx2.InvalidURL, httpx2.DecodingError, ValueError) as error:
            raise PermanentFailure("The address or the answer of the server cannot be read.") from error


def is_same_site(one: str, other: str) -> bool:
    """The same host, or another one of the same name and ending (p12-caldav.example.org beside caldav.example.org).

    Never from https to http. Endings of two parts (co.uk, com.au) are told by their short names; our judgement.
    """
    here, there = urlsplit(one), urlsplit(other)
    if there.scheme != "https" and there.scheme != here.scheme:
        return False
    hosts = [(each.hostname or "").rstrip(".").lower() for each in (here, there)]
    if hosts[0] == hosts[1]:
        return True
    is_name = all(":" not in host and not host.rpartition(".")[2].isdigit() for host in hosts)
    return is_name and _registered(hosts[0]) == _registered(hosts[1]) != ""


def _registered(host: str) -> str:
    """The part of a host's name that somebody registered: example.org, example.co.uk; empty where there is none."""
    labels = host.split(".")
    is_double = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    wanted = 3 if is_double else 2
    return ".".join(labels[-wanted:]) if len(labels) >= wanted else ""


def _bounded(answer: httpx2.Response) -> bytes:
    if answer.headers.get("Content-Encoding", "identity").lower() not in ("identity", ""):
        raise PermanentFailure("The server packs its answers although it was asked not to.")
    parts, size = [], 0
    for part in answer.iter_raw():
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise PermanentFailure(
                f"The server's answer is larger than {MOST_BYTES // 2**20} MB; it is not read."
            )
    return b"".join(parts)


def _must_be_good(answer: Answer, retry_after: str) -> None:
    code = answer.status
    if 200 <= code < 300:
        return
    if code == 401:
        raise SignInRefused(
            "The server does not take this user and password. Many servers want a password made for this program.",
            code=code,
        )
    if code in (404, 410):
        raise NotThere(f"Nothing is there any more ({code}).", code=code)
    if code == 412:
        raise Changed("It has changed meanwhile (412).", code=code)
    if code in (408, 423, 425, 429) or code >= 500:
        words = _LATER.get(code, "has a fault of its own")
        raise Waits(f"The calendar server {words} ({code}).", code=code, wait=wait_of(retry_after))
    named = error_names(answer.body)
    if code in (403, 409) and "no-uid-conflict" in named:
        raise Changed("The calendar has the same event from elsewhere already.", code=code)
    reason = f" ({', '.join(sorted(named))[:80]})" if named else ""
    raise PermanentFailure(f"The calendar server refuses it with {code}{reason}.", code=code)


def wait_of(said: str) -> timedelta | None:
    """Retry-After as seconds or a date, at most a day; None where it says nothing that can be read."""
    said = said.strip()
    if said.isascii() and said.isdecimal() and len(said) < 10:
        return min(timedelta(seconds=int(said)), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(said)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    until: datetime = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(until - clock.now(), timedelta()), LONGEST_WAIT)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["no reason given"])[0][:150]
