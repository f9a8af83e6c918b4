"""A mailbox read from a real server on loopback: in small steps, once, and without changing anything in it."""

import datetime as dt
import select
import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest

from mentorpanel import clock
from mentorpanel.delivery import imap
from mentorpanel.formats.incoming_mail import read_mail
from mentorpanel.storage.models import Mailbox, MentorReply, OutboxItem, ReceivedMail, Touchpoint, User
from mentorpanel.usecases import incoming, incoming_mail, invitations, people, profiles, sessions
from mentorpanel.worker import mailbox, steps
from mentorpanel.worker.loop import Loop
from tests.mail_servers import ImapServer, Inbox, imap_server, serving

WORKER = "here/worker-0"
ME, ANA, BEN = "dana@x.example", "ana@x.example", "ben@x.example"


@pytest.fixture(scope="module")
def one_server() -> Iterator[ImapServer]:
    with imap_server() as server:
        yield server


@pytest.fixture
def server(one_server: ImapServer, settings: Any) -> ImapServer:
    """The mailbox, empty, and set as the one that is read."""
    one_server.clear()
    settings.IMAP_URL = one_server.url
    return one_server


@pytest.fixture
def ana(owner: User) -> int:
    profiles.change_profile(owner, name="Dana Lund", mail_address=ME, time_zone="Europe/Berlin")
    return people.add_person(owner, name="Ana Ruiz", email=ANA, stage="formal-mentor").id


@pytest.fixture
def session(owner: User, ana: int, settings: Any) -> Any:
    """A session in a week, to which Ana was invited by mail."""
    soon = clock.now() + dt.timedelta(days=7)
    made = sessions.schedule_once(owner, person_id=ana, on=soon.date(), at=dt.time(9))
    with serving(Inbox()) as settings.SMTP_URL:
        invitations.send_invitation(owner, session_id=made.id)
        while steps.deliver_one(WORKER):
            pass
    return sessions.session(owner, session_id=made.id)


def mail(sender: str = ANA, number: object = 1, **headers: str) -> bytes:
    lines = {"From": sender, "To": ME, "Subject": "Hello", "Message-ID": f"<{number}@x.example>"}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in {**lines, **headers}.items())
    return f"{head}\r\nA line.\r\n".encode()


def answer(
    session: Any, says: str = "ACCEPTED", *, sender: str = ANA, number: int = 1, **lines: str
) -> bytes:
    """What a calendar sends back; ``lines`` are of the event, in the place of the usual ones."""
    starts = f"{session.starts_at:%Y%m%dT%H%M%SZ}"
    event = {
        "UID": session.uid,
        "DTSTAMP": f"{clock.now():%Y%m%dT%H%M%SZ}",
        "SEQUENCE": str(session.sequence),
        "ATTENDEE": f";PARTSTAT={says}:mailto:{ANA}",
        "ORGANIZER": f":mailto:{ME}",
        "DTSTART": f":{starts}",
        **lines,
    }
    method = event.pop("METHOD", "REPLY")
    said = "\r\n".join(f"{name}{value if value[0] in ';:' else ':' + value}" for name, value in event.items())
    zones = "" if "TZID" not in event["DTSTART"] else ZONE
    calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:{method}\r\n{zones}"
    calendar += f"BEGIN:VEVENT\r\n{said}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, ME, "Accepted"
    message["Message-ID"] = f"<answer-{number}@x.example>"
    message.set_content("It has been accepted.")
    message.add_alternative(calendar.encode(), "text", "calendar", params={"method": method})
    return message.as_bytes()


ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\n"
    "TZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


def read() -> None:
    mailbox.read_mailbox(WORKER)


def test_new_mail_is_read_once_and_nothing_in_the_mailbox_changes(
    owner: User, session: Any, server: ImapServer
) -> None:
    server.put(mail(), mail("who@elsewhere.example", 2), answer(session), b"", b"\xff\xfe broken")
    before = server.files()
    read()
    assert sorted(ReceivedMail.objects.values_list("outcome", flat=True)) == ["accepted", "contact"]
    assert MentorReply.objects.get().kind == "accept"
    server.put(mail(number=3))
    for _ in range(3):
        read()
    assert ReceivedMail.objects.count() == 3
    assert server.files()[: len(before)] == before and all(name.startswith("new/") for name in server.files())
    kept = Mailbox.objects.get()
    assert (kept.last_uid, kept.left, kept.last_error, kept.failures) == (6, 0, "", 0)
    assert "x.example" not in str(Mailbox.objects.values())


def test_numbered_anew_nothing_is_doubled_and_nothing_missed(
    owner: User, ana: int, server: ImapServer
) -> None:
    server.put(*(mail(number=number) for number in range(3)))
    read()
    server.number_anew()
    server.put(mail(number=9))
    read()
    assert ReceivedMail.objects.count() == Touchpoint.objects.filter(source="mail").count() == 4
    assert Mailbox.objects.get().last_uid == 4


def test_the_same_mail_in_two_folders_and_as_a_file_counts_once(
    owner: User, ana: int, server: ImapServer, settings: Any
) -> None:
    server.put(mail())
    server.put(mail(), folder="Copies")
    read()
    settings.IMAP_URL = server.url_of("imap", server.port, folder="Copies")
    read()
    assert not incoming_mail.take_file(owner, mail()).is_new
    assert Touchpoint.objects.filter(source="mail").count() == 1
    assert Mailbox.objects.count() == 2


def test_the_first_look_goes_back_thirty_days(owner: User, ana: int, server: ImapServer) -> None:
    now = clock.now()
    server.put(mail(number=1), at=now - dt.timedelta(days=40))
    server.put(mail(number=2), at=now - dt.timedelta(days=20))
    read()
    assert Mailbox.objects.get().last_uid == 2 and ReceivedMail.objects.count() == 1


@pytest.mark.parametrize("lines", [{"SEQUENCE": "7"}, {"UID": "nobody@elsewhere"}])
def test_answers_to_what_was_never_sent_change_nothing(
    owner: User, session: Any, server: ImapServer, lines: dict[str, str]
) -> None:
    server.put(answer(session, **lines))
    read()
    assert MentorReply.objects.count() == 0
    assert ReceivedMail.objects.get().outcome == "refused"


def test_a_forged_answer_is_refused_also_from_a_stranger(
    owner: User, session: Any, server: ImapServer
) -> None:
    server.put(answer(session, "DECLINED", sender="who@elsewhere.example"))
    read()
    assert MentorReply.objects.count() == 0
    assert "who@elsewhere.example" in ReceivedMail.objects.get().reason


def test_once_the_address_is_theirs_the_answer_is_taken_when_looked_at_again(
    owner: User, ana: int, session: Any, server: ImapServer
) -> None:
    server.put(answer(session, "DECLINED", sender="ana@home.example"), mail(number=2))
    read()
    people.add_contact_point(owner, person_id=ana, kind="email", value="ana@home.example")
    read()
    assert MentorReply.objects.count() == 0
    incoming_mail.look_again(imap.ImapSettings.of_url(server.url).fingerprint, days=30)
    read()
    assert MentorReply.objects.get().kind == "decline"
    assert Touchpoint.objects.filter(source="mail").count() == 1


def test_an_endless_row_of_proposals_ends(owner: User, session: Any, server: ImapServer) -> None:
    times = [f":{session.starts_at + dt.timedelta(hours=number + 1):%Y%m%dT%H%M%SZ}" for number in range(30)]
    server.put(
        *(
            answer(session, "TENTATIVE", number=number, METHOD="COUNTER", DTSTART=at)
            for number, at in enumerate(times)
        )
    )
    read()
    assert MentorReply.objects.filter(kind="propose").count() == 5
    assert MentorReply.objects.filter(settled_at=None).count() == 1
    assert ReceivedMail.objects.filter(outcome="refused").count() == 25


def test_a_proposal_in_the_hour_that_a_clock_leaves_out_is_the_one_after(
    owner: User, session: Any, server: ImapServer
) -> None:
    """On the last Sunday of March, 2:30 in Berlin is not; calendars mean 3:30."""
    spring = dt.date(clock.now().year + 1, 3, 31)
    sunday = spring - dt.timedelta(days=(spring.weekday() + 1) % 7)
    gap = f";TZID=Europe/Berlin:{sunday:%Y%m%d}T023000"
    server.put(answer(session, "TENTATIVE", METHOD="COUNTER", DTSTART=gap))
    read()
    reply = MentorReply.objects.get()
    assert reply.starts_at == dt.datetime.combine(sunday, dt.time(1, 30), tzinfo=dt.UTC)


def test_of_what_is_too_large_only_the_head_is_fetched(owner: User, ana: int, server: ImapServer) -> None:
    stranger = mail("who@elsewhere.example", 3)
    server.put(mail() + b"x" * 31_000_000, mail(number=2), stranger + b"x" * 31_000_000)
    tracemalloc.start()
    read()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000
    large, _ = ReceivedMail.objects.order_by("id")
    assert large.reason == "Ana wrote to you. Not all of it was read: The mail is larger than 30 MB."
    assert Mailbox.objects.get().last_uid == 3
    assert incoming_mail.take_file(owner, mail() + b"x" * 31_000_000).reason == incoming_mail.TOO_LARGE


def test_a_mail_of_broken_parts_is_read_as_far_as_it_goes(owner: User, ana: int, server: ImapServer) -> None:
    broken = (
        mail(Content_Type='multipart/mixed; boundary="a"')
        + b"--a\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCAL"
    )
    server.put(broken, mail(number=2, Content_Type="multipart/mixed; boundary=", Date="Fri, 99 Foo 99999"))
    read()
    assert set(ReceivedMail.objects.values_list("outcome", flat=True)) == {"contact"}


def test_a_mailbox_of_many_mails_is_worked_off_in_steps_that_stay_small(
    owner: User, ana: int, server: ImapServer
) -> None:
    """Stopped in between it goes on where it was; 50,000 mails need no more memory than 1,000."""
    many = 3000
    server.put_all(
        mail(ANA if number % 1000 == 0 else f"who{number}@elsewhere.example", number)
        for number in range(many)
    )
    stops = iter([False, False, True])
    mailbox.read_mailbox(WORKER, lambda: next(stops))
    kept = Mailbox.objects.get()
    assert (kept.last_uid, kept.left) == (2 * incoming_mail.A_BATCH, many - 2 * incoming_mail.A_BATCH)
    tracemalloc.start()
    started = time.monotonic()
    read()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert Mailbox.objects.get().left == 0 and ReceivedMail.objects.count() == many // 1000
    assert most < 8_000_000, most
    assert time.monotonic() - started < 30


def test_a_server_that_hangs_up_in_the_middle_loses_nothing(
    owner: User, ana: int, server: ImapServer, settings: Any
) -> None:
    """The place is kept after each step; the next look goes on there."""
    server.put_all(
        mail(ANA if number % 10 == 0 else "who@elsewhere.example", number) for number in range(700)
    )
    with CutAfter(server.port, 130_000) as port:
        settings.IMAP_URL = server.url_of("imap", port)
        read()
    broken = Mailbox.objects.get()
    assert "dropped the connection" in broken.last_error and broken.failures == 1
    assert 0 < broken.last_uid < 700 and 0 < ReceivedMail.objects.count() < 70
    assert broken.not_before is not None and broken.not_before > clock.now()
    read()
    assert Mailbox.objects.get().failures == 1, "it rests after a failure"
    Mailbox.objects.update(not_before=None, fingerprint=imap.ImapSettings.of_url(server.url).fingerprint)
    settings.IMAP_URL = server.url
    read()
    assert Mailbox.objects.get().last_error == ""
    assert ReceivedMail.objects.count() == Touchpoint.objects.filter(source="mail").count() == 70


class CutAfter:
    """A way to a server that ends after so many bytes from it."""

    def __init__(self, port: int, most: int) -> None:
        self.port, self.most = port, most

    def __enter__(self) -> int:
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()
        return int(self.listener.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self.listener.close()

    def _serve(self) -> None:
        try:
            caller, _ = self.listener.accept()
        except OSError:
            return
        with caller, socket.create_connection(("127.0.0.1", self.port)) as there:
            left = self.most
            while left > 0:
                for one in select.select([caller, there], [], [], 5)[0]:
                    data = one.recv(min(4096, max(left, 1)))
                    if not data:
                        return
                    (there if one is caller else caller).sendall(data)
                    left -= len(data) if one is there else 0


def test_a_wrong_password_is_said_once_and_rests(
    owner: User, ana: int, server: ImapServer, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.IMAP_URL = server.url_of("imap", server.port, password="wrong")
    for _ in range(2):
        read()
        Mailbox.objects.update(not_before=None)
    caplog.clear()
    said = Mailbox.objects.get().last_error
    assert "does not take the user name or the password" in said and "wrong" not in said
    read()
    assert Mailbox.objects.get().failures == 3 and caplog.records == []
    rests = Mailbox.objects.get().not_before
    assert rests is not None and rests - clock.now() > dt.timedelta(minutes=55)


def test_reading_runs_beside_the_letters_that_leave() -> None:
    """A mailbox that does not answer keeps no other step of the worker waiting."""
    loop = Loop(name="worker-9")
    assert loop.turns_beside and not set(map(id, loop.turns)) & set(map(id, loop.turns_beside))


@pytest.mark.parametrize(
    ("addressed", "sender", "refers", "whose"),
    [
        ("box+{mine}@x.example", "who@elsewhere.example", "", "mine"),
        ("box+{theirs}@x.example", ANA, "", "theirs"),
        ("box@x.example", ME, "", "mine"),
        ("box@x.example", "oli@x.example", "", "theirs"),
        ("box@x.example", ANA, "mine", "mine"),
        ("box+{theirs}@x.example", ANA, "mine", "mine"),
        ("box+{theirs}@x.example", "oli@x.example", "mine", "theirs"),
        ("box@x.example", ANA, "", None),
        ("box+0123456789ab@x.example", ANA, "", None),
    ],
)
def test_whose_a_mail_is_in_a_mailbox_of_several(
    owner: User, other_owner: User, session: Any, addressed: str, sender: str, refers: str, whose: str | None
) -> None:
    profiles.change_profile(other_owner, mail_address="oli@x.example")
    tokens = {
        name: incoming_mail.private_address(one, "box@x.example").partition("+")[2].partition("@")[0]
        for name, one in (("mine", owner), ("theirs", other_owner))
    }
    more = {"In_Reply_To": OutboxItem.objects.get().message_id} if refers else {}
    found = read_mail(mail(sender, Delivered_To=addressed.format(**tokens), **more))
    expected = {"mine": owner, "theirs": other_owner, None: None}[whose]
    assert incoming_mail.owner_of(found) == expected  # type: ignore[arg-type]


def test_a_shared_mailbox_gives_nobody_anothers_mail(
    owner: User, other_owner: User, session: Any, server: ImapServer
) -> None:
    profiles.change_profile(other_owner, mail_address="oli@x.example")
    theirs = people.add_person(other_owner, name="Ben Okri", email=BEN, stage="mentor")
    server.put(answer(session), mail("oli@x.example", 2, To=BEN), mail(BEN, 3))
    read()
    assert list(ReceivedMail.objects.filter(owner=owner).values_list("outcome", flat=True)) == ["accepted"]
    (row,) = incoming.received_mails(other_owner).results
    assert row.person is not None and row.person.id == theirs.id and row.outcome == "contact"
