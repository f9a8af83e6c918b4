"""Hands a finished mail to an SMTP server, and says in words what came of it."""

import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mentorpanel.delivery.channels import PermanentFailure, TemporaryFailure
from mentorpanel.delivery.server_address import Form, ServerAddress
from mentorpanel.domain.facts import Verdict

_FORM = Form(
    what="The mail server's address",
    example="smtp://user:password@mail.example.org:587?starttls=1",
    field="smtp_url",
    ports={"smtp": 25, "smtps": 465},
    options=("starttls", "verify", "helo"),
)
_SUBMISSION = 587
# A lone LF or CR can be taken for an end of the mail; RFC 5321 §2.3.8 knows CRLF alone.
_LINE_END = re.compile(rb"\r\n|\n|\r")
_LONGEST_GOODBYE = 3.0


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """One mail server. ``password`` never shows in ``repr``; ``helo`` is our name for it, empty for the sender's
    domain; ``verify`` off takes a certificate that nobody vouches for (a server at home)."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    starttls: bool = False
    is_tls: bool = False
    verify: bool = True
    helo: str = ""

    @classmethod
    def of_url(cls, url: str) -> "SmtpSettings":
        """Read ``smtp://user:pass@host:587?starttls=1`` or ``smtps://…``; ``Invalid`` says what is wrong with it.

        STARTTLS is on by itself on port 587 and wherever a password is sent to another machine;
        ``?starttls=0`` turns it off, ``?verify=0`` takes any certificate. Special characters in user and
        password are percent-encoded.
        """
        found = ServerAddress.read(url, _FORM)
        is_tls = found.scheme == "smtps"
        needs_tls = found.port == _SUBMISSION or (bool(found.user) and not found.is_here)
        return cls(
            host=found.host,
            port=found.port,
            user=found.user,
            password=found.password,
            starttls=not is_tls and found.switch("starttls", needs_tls),
            is_tls=is_tls,
            verify=found.switch("verify", True),
            helo=found.options.get("helo", "").lower(),
        )

    def __repr__(self) -> str:
        return f"SmtpSettings({self.place})"

    @property
    def place(self) -> str:
        """Host and port, for messages."""
        return f"{self.host}:{self.port}"


def send(
    message: bytes, envelope_from: str, recipients: Sequence[str], settings: SmtpSettings, timeout: float = 20
) -> None:
    """Hand the mail over; returning means that the server has taken it for every recipient.

    ``timeout`` is in seconds, for each answer of the server. Raises ``TemporaryFailure`` when another try
    may do (codes 4xx, no connection, no answer, a dropped line, a refused sign-in, which the owner can
    mend meanwhile) and ``PermanentFailure`` when not (codes 5xx, an impossible address).
    """
    addresses = [_envelope(address) for address in recipients]
    sender = _envelope(envelope_from)
    if not addresses:
        raise PermanentFailure("The mail has nobody to go to.")
    with _session(settings, sender, timeout) as server:
        try:
            refused = server.sendmail(sender, addresses, _LINE_END.sub(b"\r\n", message))
        except smtplib.SMTPRecipientsRefused as error:
            raise _refused_recipients(error.recipients) from error
        except smtplib.SMTPSenderRefused as error:
            raise _by_code(error.smtp_code, error.smtp_error, f"does not take mail from {sender}") from error
        except smtplib.SMTPDataError as error:
            raise _by_code(error.smtp_code, error.smtp_error, "does not take this mail") from error
    if refused:
        taken = ", ".join(address for address in addresses if address not in refused)
        address, (code, answer) = next(iter(refused.items()))
        reason = f"It reached {taken}, but the mail server does not take {address}: {_said(code, answer)}."
        raise PermanentFailure(reason, code=code)


def probe(settings: SmtpSettings, timeout: float = 10) -> Verdict:
    """Whether the server answers and lets us in, without sending anything: ``ok`` or ``failed``, and why."""
    try:
        with _session(settings, "", timeout):
            pass
    except (TemporaryFailure, PermanentFailure) as failure:
        return Verdict("failed", failure.reason)
    how = "signed in" if settings.user else "no sign-in needed"
    safe = "encrypted" if settings.is_tls or settings.starttls else "not encrypted"
    return Verdict("ok", f"The mail server {settings.place} answers ({safe}, {how}).")


@contextlib.contextmanager
def _session(settings: SmtpSettings, sender: str, timeout: float) -> Iterator[smtplib.SMTP]:
    """An open, signed-in connection. How it ends never changes what was sent: a server that is silent on QUIT
    after taking the mail has taken it."""
    try:
        server = _connected(settings, sender, timeout)
        try:
            _sign_in(server, settings)
            yield server
        finally:
            _leave(server, timeout)
    except (smtplib.SMTPException, OSError) as error:
        code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None
        reason = _smtp_reason(error) if isinstance(error, smtplib.SMTPException) else _network_reason(error)
        raise TemporaryFailure(f"The mail server {settings.place} {reason}.", code=code) from error


def _connected(settings: SmtpSettings, sender: str, timeout: float) -> smtplib.SMTP:
    name = settings.helo or sender.rpartition("@")[2] or "localhost"
    if settings.is_tls:
        return smtplib.SMTP_SSL(
            settings.host, settings.port, local_hostname=name, timeout=timeout, context=_tls(settings)
        )
    return smtplib.SMTP(settings.host, settings.port, local_hostname=name, timeout=timeout)


def _sign_in(server: smtplib.SMTP, settings: SmtpSettings) -> None:
    server.ehlo_or_helo_if_needed()
    if settings.starttls:
        server.starttls(context=_tls(settings))
        server.ehlo()
    if settings.user:
        server.login(settings.user, settings.password)


def _leave(server: smtplib.SMTP, timeout: float) -> None:
    with contextlib.suppress(OSError, smtplib.SMTPException):
        if server.sock is not None:
            server.sock.settimeout(min(timeout, _LONGEST_GOODBYE))
        server.quit()
    server.close()


def _tls(settings: SmtpSettings) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not settings.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _smtp_reason(error: smtplib.SMTPException) -> str:
    """What the server did, after its name. None of it is the letter's fault, so all of it is temporary."""
    match error:
        case smtplib.SMTPAuthenticationError():
            said = _said(error.smtp_code, error.smtp_error)
            return f"does not take the user name or password: {said}. Check them in the mail settings"
        case smtplib.SMTPNotSupportedError():
            return f"cannot do what its settings ask for ({error}). Check its address"
        case smtplib.SMTPServerDisconnected():
            was_silent = isinstance(error.__context__, TimeoutError)
            return "did not answer in time" if was_silent else "dropped the connection"
        case smtplib.SMTPResponseException():
            return f"does not serve us now: {_said(error.smtp_code, error.smtp_error)}"
    return f"answers in a way that is not understood: {error}"


def _network_reason(error: OSError) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return f"shows a certificate that cannot be trusted ({error.verify_message})"
        case ssl.SSLError():
            return f"and we cannot agree on encryption ({error.reason})"
        case TimeoutError():
            return "did not answer in time"
        case ConnectionRefusedError():
            return "refuses the connection: nothing listens there"
        case ConnectionError():
            return "dropped the connection"
        case socket.gaierror():
            return "cannot be found: its name is not known, or there is no network"
    return f"cannot be reached ({error.strerror or error})"


def _refused_recipients(refused: dict[str, tuple[int, bytes]]) -> TemporaryFailure | PermanentFailure:
    """For good only where every refusal is: a busy server's 4xx for one of them is worth another try."""
    temporary = [(address, answer) for address, answer in refused.items() if answer[0] < 500]
    address, (code, answer) = temporary[0] if temporary else next(iter(refused.items()))
    if temporary:
        return _by_code(code, answer, f"does not take mail for {address} now")
    return _by_code(code, answer, f"does not know {address}, or does not take mail for it")


def _by_code(code: int, answer: bytes | str, what: str) -> TemporaryFailure | PermanentFailure:
    reason = f"The mail server {what}: {_said(code, answer)}."
    return PermanentFailure(reason, code=code) if code >= 500 else TemporaryFailure(reason, code=code)


def _said(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    shown = "".join(mark if mark.isprintable() else " " for mark in text)
    return f"{code} {' '.join(shown.split())[:200]}".strip().rstrip(".")


def _envelope(address: str) -> str:
    """An address as it may stand in a command: ASCII, one @, nothing that could end the line."""
    known = address.strip()
    is_plain = known.isascii() and known.isprintable() and not any(mark in known for mark in " <>,;")
    if not is_plain or known.count("@") != 1 or known.startswith("@") or known.endswith("@"):
        shown = "".join(mark for mark in address[:80] if mark.isprintable())
        raise PermanentFailure(f"“{shown}” is not an address that mail can go to.")
    return known
