"""The calendar messages in a mail: in any wrapping, each once, or the reason against them."""

import base64

import pytest

from mentorpanel.domain.incoming_mail import CalendarMessage, IncomingMail, Unreadable
from mentorpanel.formats.incoming_mail import read_mail

HEAD = "From: Ana Costa <ana@work.example>\nSubject: Accepted: Mentoring session\n"
REPLY_ICS = (
    "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:session-7\r\nSEQUENCE:1\r\n"
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@work.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def read(content: bytes | str) -> IncomingMail:
    mail = read_mail(content.encode() if isinstance(content, str) else content)
    assert isinstance(mail, IncomingMail), mail
    return mail


def mail(*headers: str, text: str = "Hi") -> IncomingMail:
    return read(HEAD + "".join(f"{header}\n" for header in headers) + "\n" + text)


def of_parts(*parts: str, kind: str = "mixed") -> IncomingMail:
    inside = "".join(f"--b\n{part}\n" for part in parts)
    return mail(f'Content-Type: multipart/{kind}; boundary="b"', text=f"preamble\n{inside}--b--\nepilogue")


@pytest.mark.parametrize(
    "part",
    [
        'Content-Type: text/calendar; charset=UTF-8; method="REPLY"\n\n{plain}',
        "Content-Type: application/ics; name=invite.ics\nContent-Transfer-Encoding: base64\n\n{base64}",
        (
            "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=reply.ICS\n"
            "Content-Transfer-Encoding: base64\n\n{base64}"
        ),
        "Content-Type: text/plain; name*0=rep; name*1=ly.ics\n\n{plain}",
        "Content-Type: text/plain\n\n{plain}",
        "Content-Type: text/calendar\nContent-Transfer-Encoding: quoted-printable\n\n{quoted}",
    ],
)
def test_a_calendar_reply_in_any_wrapping(part: str) -> None:
    wrapped = part.format(
        plain=REPLY_ICS,
        base64=base64.encodebytes(REPLY_ICS.encode()).decode(),
        quoted=REPLY_ICS.replace("=", "=3D").replace("ana@", "ana=\r\n@"),
    )
    found = of_parts("Content-Type: text/plain\n\nAna has accepted", wrapped)
    (message,) = found.calendar
    assert isinstance(message, CalendarMessage)
    assert (message.method, message.uid, message.invitees[0].answer) == ("REPLY", "session-7", "ACCEPTED")
    assert message.invitees[0].who.mail == "ana@work.example"
    assert found.text == "Ana has accepted"


def test_a_mail_that_is_all_calendar_and_the_method_that_only_its_type_names() -> None:
    found = mail("Content-Type: text/calendar; method=REPLY", text=REPLY_ICS.replace("METHOD:REPLY\r\n", ""))
    (message,) = found.calendar
    assert isinstance(message, CalendarMessage) and message.method == "REPLY"
    assert found.text == ""


def test_the_same_event_twice_counts_once_and_a_bad_part_says_why() -> None:
    found = of_parts(
        f"Content-Type: text/calendar; method=REPLY\n\n{REPLY_ICS}",
        f"Content-Type: application/ics; name=a.ics\n\n{REPLY_ICS}",
        "Content-Type: application/ics; name=b.ics\n\n" + REPLY_ICS.replace("METHOD:REPLY\r\n", "X:y\r\n"),
        "Content-Type: text/calendar\n\nnothing",
        "Content-Type: text/calendar\n\n" + REPLY_ICS.replace("SEQUENCE:1", "SEQUENCE:2"),
    )
    first, refused, second = found.calendar
    assert isinstance(first, CalendarMessage) and isinstance(second, CalendarMessage)
    assert (first.sequence, second.sequence) == (1, 2)
    assert isinstance(refused, Unreadable)


@pytest.mark.parametrize(
    ("content", "count"), [(b"IPM.Microsoft Schedule.MtgRespP", 1), (b"IPM.Microsoft Mail.Note", 0)]
)
def test_an_answer_that_only_outlook_reads_is_told(content: bytes, count: int) -> None:
    packed = base64.encodebytes(b"x\x9f>\x22" + content).decode()
    found = of_parts(
        "Content-Type: text/plain\n\nAna has accepted",
        f"Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n{packed}",
    )
    assert len(found.calendar) == count
    assert all(isinstance(one, Unreadable) and "winmail.dat" in one.reason for one in found.calendar)
