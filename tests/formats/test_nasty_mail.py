"""Mails that nobody should have sent: read or refused with a reason, never an error, and in little time."""

import time
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorpanel.domain.incoming_mail import IncomingMail, Unreadable
from mentorpanel.formats.incoming_mail import read_mail

HEAD = "From: Ana Costa <ana@work.example>\nSubject: Re: Hello\nDate: Mon, 16 Nov 2026 10:00:00 +0100\n"
_MB = 1_000_000
_HTML = HEAD + "Content-Type: text/html\n\n"
_MIXED = HEAD + "Content-Type: multipart/mixed; boundary=b\n\n"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            HEAD + "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(5_000)),
            id="nested",
        ),
        pytest.param(_MIXED + "--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 5_000, id="nested-alike"),
        pytest.param(f"From: {'(' * 100_000}\nTo: {'(' * 100_000}\n\n", id="brackets"),
        pytest.param(HEAD + "To: " + '"\\' * 50_000 + "\nCc: a@" + ":" * 100_000 + "\n\n", id="quotes"),
        pytest.param(HEAD.replace("Re:", "=?a?q?" * 20_000) + "To: " + "=?a?q?" * 20_000 + "\n\n", id="words"),
        pytest.param(HEAD + "\n" + "\n" * 30 * _MB, id="30-MB-of-line-ends"),
        pytest.param(HEAD + "\n" + "hello world this is some text\n" * _MB, id="30-MB-of-text"),
        pytest.param(_MIXED + "--b\n\nHi\n--b\nContent-Type: a/b\n\n" + ("QUJD" * 19 + "\r\n") * 384_000, id="30-MB-file"),
        pytest.param(_MIXED + "\n--bX" * 6 * _MB, id="30-MB-of-wrong-boundaries"),
        pytest.param("From: a@x.example\n" + "X: y\n" * 6 * _MB, id="30-MB-of-headers"),
        pytest.param(_MIXED + "--b\n\nhi\n" * 100_000, id="parts"),
        pytest.param(_HTML + "<blockquote>a" * 80_000, id="html-quotes"),
        pytest.param(_HTML + "<a \"" * 250_000, id="html-tags"),
        pytest.param(
            _MIXED + ("--b\nContent-Type: text/html\n\n" + "<blockquote>a" * 80_000 + "\n") * 12, id="html-parts"
        ),
        pytest.param(_HTML + "<!--<script>" * 90_000, id="html-comments"),
        pytest.param(HEAD + "\n" + ("2011/1/1 " + " <" * 140 + "@" * 4 + ">\n") * 10_000, id="introductions"),
        pytest.param(HEAD + "\n" + ("Am 1" + " schrieb " * 32 + ":\n") * 10_000, id="verbs"),
        pytest.param(HEAD.replace("Re:", "Fwd:") + "\n" + "From: x\nTo: y\n" * 100_000, id="blocks"),
        pytest.param(HEAD + "\n" + ">\na\n" * 500_000, id="quotes-and-lines"),
        pytest.param(_MIXED + f"--b\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n{'X:y' * 9}\n" * 20_000, id="calendars"),
    ],
)  # fmt: skip
def test_no_mail_takes_long(content: str) -> None:
    raw = content.encode()
    started = time.perf_counter()
    assert isinstance(read_mail(raw), IncomingMail)
    assert time.perf_counter() - started < 5


_BITS = st.sampled_from(
    ["From: ", "Date: ", "Content-Type: multipart/mixed; boundary=b", "--b", "--b--", "Content-Type: text/calendar",
     "BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "Content-Type: text/html; charset=utf-7", "<p>", "&#99999999999", "<!--",
     "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: quoted-printable", "On 1 wrote:", "> x", "--", "",
     "Subject: Fwd: =?utf-7?b?K2?=", "From: x", "To: y", "Message-ID: <", "+2AA-", "=", "Return-Path: <>", ":", "a"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(_BITS | st.text(max_size=12), max_size=30), st.binary(max_size=20))
def test_nothing_makes_it_raise(bits: list[str], tail: bytes) -> None:
    found = read_mail(b"From: a@x.example\n" + "\n".join(bits).encode("utf-8", "replace") + tail)
    assert isinstance(found, IncomingMail)
    repr(found).encode()


def _expected(headers: Message) -> tuple[str, datetime | None]:
    """Address and date as the standard library reads them, where it can."""
    try:
        at = parsedate_to_datetime(str(headers["Date"]))
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError):
        return parseaddr(str(headers["From"]))[1].lower(), None
    return parseaddr(str(headers["From"]))[1].lower(), at


def test_every_shared_nasty_mail_is_read_or_refused(shared_data: Path) -> None:
    files = [path for path in (shared_data / "mail-nasty").rglob("*") if path.suffix in (".eml", ".txt")]
    assert len(files) > 180
    refused = agreeing = dated = 0
    for path in files:
        raw = path.read_bytes()
        started = time.perf_counter()
        found = read_mail(raw)
        assert time.perf_counter() - started < 5, path
        if isinstance(found, Unreadable):
            refused += 1
            continue
        address, at = _expected(BytesHeaderParser().parsebytes(raw))
        if "@" in address and " " not in address and address.isascii():
            assert found.sender is not None and found.sender.mail == address, path
            agreeing += 1
        if at is not None:
            assert found.sent_at == at, path
            dated += 1
    assert refused <= 8  # bodies without headers
    assert agreeing > 130 and dated > 120


def test_times_are_in_utc(shared_data: Path) -> None:
    for path in (shared_data / "mail-nasty").rglob("*.eml"):
        found = read_mail(path.read_bytes())
        if isinstance(found, IncomingMail) and found.sent_at:
            assert found.sent_at.utcoffset() == timedelta(), path
