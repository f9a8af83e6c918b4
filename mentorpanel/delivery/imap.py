"""Reads a mailbox over IMAP without changing anything in it: what is new, heads first, whole mails one by one."""

import contextlib
import hashlib
import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from mentorpanel.delivery.channels import PermanentFailure, TemporaryFailure
from mentorpanel.delivery.server_address import Form, ServerAddress
from mentorpanel.domain.facts import Verdict
from mentorpanel.domain.mailbox import MOST_BYTES, MailHead

_FORM = Form(
    what="The mailbox’s address",
    example="imaps://user:password@mail.example.org/INBOX",
    field="imap_url",
    ports={"imaps": 993, "imap": 143},
    options=("starttls", "verify", "address", "days"),
)
MOST_DAYS = 3660
MOST_HEADER_BYTES = 65_536
_CALENDAR = re.compile(rb'"CALENDAR"|"ICS"|\.ICS"', re.IGNORECASE)
_REPORT = re.compile(rb'"(?:DELIVERY-STATUS|REPORT)"', re.IGNORECASE)
_UID = re.compile(rb"\bUID (\d{1,10})\b")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,18})\b")
_BEGINS = re.compile(rb"^\d+ \(")
_HEADER = re.compile(rb"BODY\[HEADER\](?:<0>)? \{\d+\}$")


@dataclass(frozen=True, slots=True)
class ImapSettings:
    """One mailbox. ``address`` is what it is called from outside, ``days`` how far the first look goes back.

    ``password`` never shows in ``repr``; ``verify`` off takes a certificate that nobody vouches for.
    """

    host: str
    port: int
    user: str = ""
    password: str = ""
    folder: str = "INBOX"
    is_tls: bool = True
    starttls: bool = False
    verify: bool = True
    address: str = ""
    days: int = 30

    @classmethod
    def of_url(cls, url: str) -> "ImapSettings":
        """Read ``imaps://user:password@host[:port]/Folder``, or ``imap://`` with STARTTLS; ``Invalid`` says what is wrong.

        Without a folder it is INBOX. Unencrypted is possible on this machine only. Options behind a ``?``:
        ``address`` where the user is no address, ``days``, ``verify=0``, ``starttls=1``. Special characters in
        user, password and folder are percent-encoded.
        """
        found = ServerAddress.read(url, _FORM)
        if not found.user:
            raise _FORM.wrong("it names no user")
        is_tls = found.scheme == "imaps"
        starttls = not is_tls and found.switch("starttls", not found.is_here)
        if not is_tls and not starttls and not found.is_here:
            raise _FORM.wrong("the password would go over the network for all to read; use imaps://")
        if not is_tls and found.port == _FORM.ports["imaps"]:
            raise _FORM.wrong("port 993 speaks TLS from the start; use imaps://")
        return cls(
            host=found.host,
            port=found.port,
            user=found.user,
            password=found.password,
            folder=found.path or "INBOX",
            is_tls=is_tls,
            starttls=starttls,
            verify=found.switch("verify", True),
            address=found.options.get("address", found.user if "@" in found.user else ""),
            days=_days(found.options.get("days", "30")),
        )

    def __repr__(self) -> str:
        return f"ImapSettings({self.place}/{self.folder})"

    @property
    def place(self) -> str:
        """Host and port, for messages."""
        return f"{self.host}:{self.port}"

    @property
    def fingerprint(self) -> str:
        """What tells this mailbox from another, without saying which it is."""
        whole = "\0".join((self.host.lower(), str(self.port), self.user, self.folder))
        return hashlib.sha256(whole.encode()).hexdigest()


class ReadOnlyMailbox:
    """An open folder. It was opened by EXAMINE and is fetched with PEEK, so that nothing in it changes."""

    def __init__(self, box: BaseMailBox, settings: ImapSettings, validity: int) -> None:
        self._box, self._settings = box, settings
        self.validity = validity

    def uids(self, *, after: int, since: date) -> list[int]:
        """The numbers above ``after`` of the mails that came in on that day or later, in their order."""
        on = f"{since.day}-{_MONTHS[since.month - 1]}-{since.year}"
        with _told(self._settings):
            found = self._box.uids(f"UID {after + 1}:* SINCE {on}", charset=None)
        return sorted(number for number in map(int, found) if number > after)  # “n:*” always names the last

    def heads(self, uids: list[int]) -> list[MailHead]:
        """The heads of these mails, in their order; those that are gone meanwhile are left out."""
        if not uids:
            return []
        wanted = f"(UID RFC822.SIZE BODYSTRUCTURE BODY.PEEK[HEADER]<0.{MOST_HEADER_BYTES}>)"
        asked = set(uids)
        found = [_head(texts, header) for texts, header in _answers(self._fetch(_ranges(uids), wanted))]
        return sorted(head for head in found if head is not None and head.uid in asked)

    def whole(self, uid: int) -> bytes:
        """One mail, empty where it is gone; never more than a byte above the largest that is taken."""
        answer = self._fetch(str(uid), f"(BODY.PEEK[]<0.{MOST_BYTES + 1}>)")
        return next((part[1] for part in answer if isinstance(part, tuple) and len(part) > 1), b"")

    def _fetch(self, uids: str, wanted: str) -> list[bytes | tuple[bytes, bytes]]:
        with _told(self._settings):
            status, answer = self._box.client.uid("FETCH", uids, wanted)
        if status != "OK":
            raise TemporaryFailure(f"The mail server {self._settings.place} did not give its mails.")
        return [part for part in answer if part]


@contextlib.contextmanager
def open_mailbox(settings: ImapSettings, timeout: float = 30) -> Iterator[ReadOnlyMailbox]:
    """The folder, signed in to and opened for reading alone. ``timeout`` is in seconds, for each answer of the server.

    ``PermanentFailure``: the owner has to mend something (password, folder, certificate); ``TemporaryFailure``: later.
    """
    with _told(settings):
        box = _connected(settings, timeout)
    try:
        with _told(settings):
            _sign_in(box, settings)
            opened = ReadOnlyMailbox(box, settings, _opened(box, settings))
        yield opened
    finally:
        _leave(box)


def probe(settings: ImapSettings, timeout: float = 10) -> Verdict:
    """Whether the mailbox can be read, without reading anything: ``ok`` or ``failed``, and why."""
    try:
        with open_mailbox(settings, timeout):
            pass
    except (TemporaryFailure, PermanentFailure) as failure:
        return Verdict("failed", failure.reason)
    safe = "encrypted" if settings.is_tls or settings.starttls else "not encrypted"
    return Verdict("ok", f"The mailbox {settings.folder} at {settings.place} can be read ({safe}).")


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _answers(parts: list[bytes | tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    """For each mail what the server said of it, and its headers; other literals among them are part of the saying."""
    texts, header = b"", b""
    for part in parts:
        text, literal = (part[0], part[1]) if isinstance(part, tuple) else (part, b"")
        if _BEGINS.match(text) and texts:
            yield texts, header
            texts, header = b"", b""
        if literal and _HEADER.search(text):
            texts, header = texts + text, literal
        else:
            texts += text + b' "' + literal[:1000] + b'"' if literal else text
    if texts:
        yield texts, header


def _head(said: bytes, header: bytes) -> MailHead | None:
    uid, size = _UID.search(said), _SIZE.search(said)
    if uid is None:
        return None
    is_report = _REPORT.search(said) is not None
    return MailHead(
        int(uid[1]), int(size[1]) if size else 0, header, _CALENDAR.search(said) is not None, is_report
    )


def _ranges(uids: list[int]) -> str:
    """Numbers as IMAP writes them: 1:3,7."""
    runs: list[list[int]] = []
    for uid in uids:
        if runs and uid == runs[-1][1] + 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in runs)


def _connected(settings: ImapSettings, timeout: float) -> BaseMailBox:
    if settings.is_tls:
        return MailBox(settings.host, settings.port, timeout=timeout, ssl_context=_tls(settings))
    if settings.starttls:
        return MailBoxStartTls(settings.host, settings.port, timeout=timeout, ssl_context=_tls(settings))
    return MailBoxUnencrypted(settings.host, settings.port, timeout=timeout)


def _sign_in(box: BaseMailBox, settings: ImapSettings) -> None:
    is_plain = settings.user.isascii() and settings.password.isascii()
    login = box.login if is_plain else box.login_utf8
    try:
        login(settings.user, settings.password, initial_folder=None)
    except (MailboxLoginError, imaplib.IMAP4.error) as error:
        if isinstance(error, imaplib.IMAP4.abort):
            raise
        reason = f"The mailbox at {settings.place} does not take the user name or the password. Check MENTORPANEL_IMAP_URL."
        raise PermanentFailure(reason) from error


def _opened(box: BaseMailBox, settings: ImapSettings) -> int:
    """Open the folder for reading alone; its UIDVALIDITY, 0 where the server has none."""
    try:
        box.folder.set(settings.folder, readonly=True)
    except MailboxFolderSelectError as error:
        reason = f"There is no folder “{settings.folder}” in the mailbox at {settings.place}, or it cannot be read."
        raise PermanentFailure(reason) from error
    said = (box.client.untagged_responses.get("UIDVALIDITY") or [b""])[-1]
    found = re.search(rb"\d{1,10}", said if isinstance(said, bytes) else b"")
    return int(found[0]) if found else 0


def _leave(box: BaseMailBox) -> None:
    with contextlib.suppress(OSError, imaplib.IMAP4.error, ImapToolsError):
        box.client.sock.settimeout(3)
        box.logout()
    with contextlib.suppress(OSError):
        box.client.shutdown()


@contextlib.contextmanager
def _told(settings: ImapSettings) -> Iterator[None]:
    """Whatever goes wrong with the server, in words."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        why = f"shows a certificate that cannot be trusted ({error.verify_message})"
        raise PermanentFailure(f"The mail server {settings.place} {why}.") from error
    except (imaplib.IMAP4.error, ImapToolsError, OSError, EOFError, ValueError) as error:
        raise TemporaryFailure(f"The mail server {settings.place} {_reason(error)}.") from error


def _reason(error: Exception) -> str:
    match error:
        case ssl.SSLError():
            return f"and we cannot agree on encryption ({error.reason})"
        case TimeoutError():
            return "did not answer in time"
        case ConnectionRefusedError():
            return "refuses the connection: nothing listens there"
        case socket.gaierror():
            return "cannot be found: its name is not known, or there is no network"
        case imaplib.IMAP4.abort() | ConnectionError() | EOFError():
            return "dropped the connection"
        case OSError():
            return f"cannot be reached ({error.strerror or error})"
    return f"answers in a way that is not understood ({str(error)[:200]})"


def _tls(settings: ImapSettings) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not settings.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _days(said: str) -> int:
    if not (said.isascii() and said.isdecimal() and len(said) < 5 and 1 <= int(said) <= MOST_DAYS):
        raise _FORM.wrong(f"days is a number from 1 to {MOST_DAYS}")
    return int(said)
