"""Mail handed to real servers on loopback: taken, refused, silent and rude ones."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from mentorpanel.delivery.channels import PermanentFailure, TemporaryFailure, backoff
from mentorpanel.delivery.smtp import SmtpSettings, probe, send
from mentorpanel.domain.facts import JournalKind
from mentorpanel.domain.letters.assembly import assemble_brief
from mentorpanel.domain.letters.kinds import kind_of
from mentorpanel.domain.mentor_view import BriefFacts, JournalFact, view_for_mentor
from mentorpanel.domain.problems import Invalid
from mentorpanel.formats.ical import Participant, session_invite
from mentorpanel.formats.mail_html import html_of
from mentorpanel.formats.mail_message import Attachment, MailAddress, MailParts, to_eml

ME = "priya@example.org"
ANA = "ana@example.net"


class Inbox:
    """Takes mail, or answers what a test tells it to at RCPT and DATA."""

    def __init__(self, *, sender: str = "", recipient: str | dict[str, str] = "", data: str = "") -> None:
        self.sender, self.recipient, self.data = sender, recipient, data
        self.mails: list[bytes] = []
        self.hello = ""

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.hello = session.host_name
        if self.sender:
            return self.sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answers = self.recipient
        answer = answers.get(address, "") if isinstance(answers, dict) else answers
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.data:
            return self.data
        self.mails.append(envelope.content)
        return "250 taken"


@contextmanager
def serving(inbox: Inbox, **options) -> Iterator[SmtpSettings]:
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield SmtpSettings.of_url(f"smtp://127.0.0.1:{controller.port}")
    finally:
        controller.stop()


@contextmanager
def talking(script) -> Iterator[SmtpSettings]:
    """A bare server whose ``script`` gets the connection's file: for servers that break the protocol."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            script(self)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield SmtpSettings.of_url(f"smtp://127.0.0.1:{server.server_address[1]}")
        finally:
            server.shutdown()


def free_port() -> int:
    with socket.socket() as probe_socket:
        probe_socket.bind(("127.0.0.1", 0))
        return int(probe_socket.getsockname()[1])


def mail(text: str = "Hello Ana,\n\nsee you on Thursday.\n", subject: str = "Thursday") -> bytes:
    parts = MailParts(
        sender=MailAddress("Priya", ME),
        to=(MailAddress("Ana", ANA),),
        subject=subject,
        text=text,
        message_id="<one@example.org>",
        date=datetime(2026, 12, 2, 15, tzinfo=UTC),
    )
    return to_eml(parts)


def test_a_mail_arrives_as_it_was_written() -> None:
    text = "Grüße aus Köln, 你好, und: “so geht es”.\n.\n..zwei Punkte\nFrom here on\n" + "lang" * 900 + "\n"
    inbox = Inbox()
    with serving(inbox) as settings:
        send(mail(text, "Für Donnerstag: 価格"), ME, [ANA], settings)
    (taken,) = inbox.mails
    assert max(len(line) for line in taken.split(b"\r\n")) <= 998
    assert b"\n" not in taken.replace(b"\r\n", b"")
    read = message_from_bytes(taken, policy=policy.default)
    assert read["Subject"] == "Für Donnerstag: 価格"
    assert read["Message-ID"] == "<one@example.org>"
    assert read.get_content().replace("\r\n", "\n") == text
    assert inbox.hello == "example.org"


def test_a_brief_arrives_whole_with_its_invitation() -> None:
    starts = datetime(2026, 12, 3, 13, tzinfo=UTC)
    ends = starts + timedelta(minutes=45)
    entry = JournalFact(
        starts.date(), JournalKind.WIN, "Größe zählt: the page is live", is_shared_with_all=True
    )
    facts = BriefFacts(1, "Ana Silva", "Priya", starts, ends, "Europe/Berlin", journal=(entry,))
    slots, kind = assemble_brief(view_for_mentor(facts)), kind_of("brief")
    text = kind.compose(slots)
    invitation = session_invite(
        uid="one@example.org",
        sequence=0,
        starts_at=starts,
        ends_at=ends,
        zone="Europe/Berlin",
        summary="Ana and Priya",
        stamped_at=starts,
        organiser=Participant("Priya", ME),
        attendee=Participant("Ana", ANA),
    )
    parts = MailParts(
        sender=MailAddress("Priya", ME),
        to=(MailAddress("Ana Silva", ANA),),
        subject=kind.subject(slots),
        text=text,
        html=html_of(text),
        message_id="<brief@example.org>",
        date=starts,
        attachments=(Attachment("session.ics", "text/calendar; method=REQUEST; charset=utf-8", invitation),),
    )
    inbox = Inbox()
    with serving(inbox) as settings:
        send(to_eml(parts), ME, [ANA], settings)
    read = message_from_bytes(inbox.mails[0], policy=policy.default)
    assert read.get_body(("plain",)).get_content().replace("\r\n", "\n") == text
    assert "Größe zählt" in read.get_body(("html",)).get_content()
    (attached,) = read.iter_attachments()
    assert (attached.get_filename(), attached.get_payload(decode=True)) == ("session.ics", invitation)


def test_lone_line_ends_cannot_end_the_mail_early() -> None:
    inbox = Inbox()
    with serving(inbox) as settings:
        send(b"Subject: x\n\none\n.\nMAIL FROM:<evil@example.org>\n", ME, [ANA], settings)
    assert len(inbox.mails) == 1
    assert b"MAIL FROM:<evil@example.org>" in inbox.mails[0]


@pytest.mark.parametrize(
    ("answers", "code", "failure"),
    [
        ({"sender": "421 too busy"}, 421, TemporaryFailure),
        ({"recipient": "421 closing"}, 421, TemporaryFailure),
        ({"recipient": "450 mailbox busy"}, 450, TemporaryFailure),
        ({"recipient": "452 mailbox full"}, 452, TemporaryFailure),
        ({"data": "451 try later"}, 451, TemporaryFailure),
        ({"data": "421 going down"}, 421, TemporaryFailure),
        ({"recipient": "550 no such user"}, 550, PermanentFailure),
        ({"recipient": "553 bad name"}, 553, PermanentFailure),
        ({"sender": "550 not you"}, 550, PermanentFailure),
        ({"data": "554 looks like spam"}, 554, PermanentFailure),
    ],
)
def test_the_servers_code_decides_whether_another_try_is_worth_it(answers, code, failure) -> None:
    with serving(Inbox(**answers)) as settings, pytest.raises(failure) as raised:
        send(mail(), ME, [ANA], settings, timeout=5)
    assert raised.value.code == code
    assert str(code) in raised.value.reason


def test_a_refused_address_is_named() -> None:
    with (
        serving(Inbox(recipient="550 5.1.1 User unknown")) as settings,
        pytest.raises(PermanentFailure) as raised,
    ):
        send(mail(), ME, [ANA], settings)
    assert ANA in raised.value.reason
    assert "User unknown" in raised.value.reason


def test_one_of_two_refused_is_not_sent_again_to_the_other() -> None:
    inbox = Inbox(recipient={"jo@example.net": "550 no such user"})
    with serving(inbox) as settings, pytest.raises(PermanentFailure, match=r"reached ana@example\.net"):
        send(mail(), ME, [ANA, "jo@example.net"], settings)
    assert len(inbox.mails) == 1


def test_a_port_where_nothing_listens() -> None:
    settings = SmtpSettings.of_url(f"smtp://127.0.0.1:{free_port()}")
    with pytest.raises(TemporaryFailure, match="refuses the connection"):
        send(mail(), ME, [ANA], settings)
    assert probe(settings).verdict == "failed"


def test_a_name_that_does_not_exist() -> None:
    with pytest.raises(TemporaryFailure, match=r"nowhere\.invalid"):
        send(mail(), ME, [ANA], SmtpSettings.of_url("smtp://nowhere.invalid"), timeout=5)


def test_a_server_that_never_greets() -> None:
    done = threading.Event()
    with talking(lambda connection: done.wait(5)) as settings:
        with pytest.raises(TemporaryFailure, match="did not answer in time"):
            send(mail(), ME, [ANA], settings, timeout=0.3)
        done.set()


def answer_until(connection, stop: bytes, last: bytes) -> None:
    """Say yes to every command up to ``stop``, then say ``last`` and hang up."""
    connection.wfile.write(b"220 here\r\n")
    is_data = False
    for line in connection.rfile:
        if line.upper().startswith(stop) or (stop == b"." and line == b".\r\n"):
            connection.wfile.write(last)
            return
        if is_data:
            continue
        is_data = line.upper().startswith(b"DATA")
        connection.wfile.write(b"354 go on\r\n" if is_data else b"250 OK\r\n")


@pytest.mark.parametrize("stop", [b"EHLO", b"MAIL", b"RCPT", b"DATA", b"."])
def test_a_server_that_drops_the_line(stop: bytes) -> None:
    with (
        talking(lambda connection: answer_until(connection, stop, b"")) as settings,
        pytest.raises(TemporaryFailure, match="dropped the connection"),
    ):
        send(mail(), ME, [ANA], settings, timeout=5)


def test_a_server_that_is_silent_after_the_mail() -> None:
    done = threading.Event()

    def script(connection) -> None:
        answer_until(connection, b".", b"")
        done.wait(5)

    with talking(script) as settings:
        with pytest.raises(TemporaryFailure, match="did not answer in time"):
            send(mail(), ME, [ANA], settings, timeout=0.3)
        done.set()


def test_a_mail_taken_stays_taken_when_the_goodbye_fails() -> None:
    taken = []

    def script(connection) -> None:
        answer_until(connection, b".", b"250 taken\r\n")
        taken.append(True)

    with talking(script) as settings:
        send(mail(), ME, [ANA], settings, timeout=5)
    assert taken == [True]


def test_a_greeting_that_turns_us_away() -> None:
    with (
        talking(lambda connection: connection.wfile.write(b"554 go away\r\n")) as settings,
        pytest.raises(TemporaryFailure, match="554 go away") as raised,
    ):
        send(mail(), ME, [ANA], settings, timeout=5)
    assert raised.value.code == 554


def test_nonsense_instead_of_smtp() -> None:
    with (
        talking(lambda connection: connection.wfile.write(b"HTTP/1.1 400 Bad\r\n\r\n")) as settings,
        pytest.raises(TemporaryFailure),
    ):
        send(mail(), ME, [ANA], settings, timeout=5)


def test_encryption_asked_for_and_not_offered() -> None:
    with serving(Inbox()) as settings:
        asked = SmtpSettings.of_url(f"smtp://{settings.place}?starttls=1")
        with pytest.raises(TemporaryFailure, match="STARTTLS"):
            send(mail(), ME, [ANA], asked, timeout=5)


def only_priya(server, session, envelope, mechanism, data):
    is_right = (data.login, data.password) == (b"priya", b"p@ss:word")
    return AuthResult(success=is_right, handled=is_right)


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
def test_signing_in_and_a_wrong_password() -> None:
    options = {"authenticator": only_priya, "auth_require_tls": False, "auth_required": True}
    inbox = Inbox()
    with serving(inbox, **options) as settings:
        known = SmtpSettings.of_url(f"smtp://priya:p%40ss%3Aword@{settings.place}")
        assert probe(known).verdict == "ok"
        send(mail(), ME, [ANA], known)
        wrong = SmtpSettings.of_url(f"smtp://priya:nope@{settings.place}")
        with pytest.raises(TemporaryFailure, match="user name or password"):
            send(mail(), ME, [ANA], wrong)
    assert len(inbox.mails) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ana",
        "@example.org",
        "ana@",
        "a@b@c",
        "ana@example.org\r\nRCPT TO:<x@y.z>",
        "ána@example.org",
        "a b@c.de",
    ],
)
def test_an_impossible_address_is_refused_before_anything_is_sent(address: str) -> None:
    inbox = Inbox()
    with serving(inbox) as settings, pytest.raises(PermanentFailure):
        send(mail(), ME, [address], settings)
    assert inbox.mails == []


@pytest.mark.parametrize(
    ("url", "port", "starttls", "is_tls"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtp://mail.example.org:587", 587, True, False),
        ("smtp://priya:x@mail.example.org", 25, True, False),
        ("smtp://priya:x@mail.example.org:2525?starttls=0", 2525, False, False),
        ("smtp://priya:x@localhost:1025", 1025, False, False),
        ("smtp://user:pass@host:587?starttls=1", 587, True, False),
        ("smtps://priya:x@mail.example.org", 465, False, True),
        ("smtps://[::1]:4650?verify=0", 4650, False, True),
    ],
)
def test_settings_of_a_url(url: str, port: int, starttls: bool, is_tls: bool) -> None:
    settings = SmtpSettings.of_url(url)
    assert (settings.port, settings.starttls, settings.is_tls) == (port, starttls, is_tls)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.org",
        "http://mail.example.org",
        "smtp://",
        "smtp://host:port",
        "smtp://host?tls=1",
        "smtp://h?starttls=maybe",
    ],
)
def test_a_url_that_is_none_says_how_to_write_one(url: str) -> None:
    with pytest.raises(Invalid, match="smtp://user:password@"):
        SmtpSettings.of_url(url)


def test_the_password_never_shows() -> None:
    settings = SmtpSettings.of_url("smtp://priya:geheim@mail.example.org")
    assert settings.password == "geheim"
    assert "geheim" not in repr(settings) + settings.place


def test_waits_double_to_six_hours_and_end_within_five_days() -> None:
    waits = []
    while (wait := backoff(len(waits) + 1)) is not None:
        waits.append(wait)
    minutes = [wait.total_seconds() / 60 for wait in waits]
    assert minutes[:10] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360]
    assert set(minutes[9:]) == {360}
    assert timedelta(days=4, hours=12) < sum(waits, timedelta()) <= timedelta(days=5)
    assert backoff(10_000) is None
