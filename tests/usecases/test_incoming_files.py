"""Whole mails as they lie in a mailbox or a file: quoted replies, reports of servers, forwards, calendars' answers."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine

from mentorpanel.storage.models import Draft, MentorReply, OutboxItem, ReceivedMail, Session, Touchpoint, User
from mentorpanel.usecases import (
    incoming_mail,
    invitations,
    letter_sending,
    letters,
    people,
    profiles,
    sessions,
)
from mentorpanel.worker import steps
from tests.mail_servers import Inbox, serving

NOW = datetime(2026, 3, 23, 10, tzinfo=UTC)
OFFER = "I will introduce you to Jo Kim, who led three migrations like yours, and write to her on Monday."


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ana(owner: User) -> int:
    profiles.change_profile(owner, name="Dana Lund", mail_address="dana@x.example", time_zone="Europe/Berlin")
    found = people.add_person(owner, name="Ana Ruiz", email="ana@x.example", stage="formal-mentor")
    return people.change_person(owner, person_id=found.id, keeps_mail_text=True).id


@pytest.fixture
def letter(owner: User, ana: int, settings: Any) -> OutboxItem:
    """A letter to Ana that has gone."""
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    made = letters.draft_letter(owner, kind="offer", person_id=ana)
    letters.write_letter(owner, draft_id=made.draft.id, text=OFFER, subject="An offer")
    letter_sending.send_letter(owner, draft_id=made.draft.id)
    deliver(settings)
    return OutboxItem.objects.get()


def deliver(settings: Any) -> None:
    with serving(Inbox()) as settings.SMTP_URL:
        while steps.deliver_one("here/worker-0"):
            pass


def crlf(text: str, **values: str) -> bytes:
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text.strip().replace("\n", "\r\n").encode() + b"\r\n"


REPLY = """
From: Ana Ruiz <ana@x.example>
To: Dana Lund <dana@x.example>
Subject: Re: An offer
Message-ID: <reply@x.example>
In-Reply-To: @id@
Date: Mon, 23 Mar 2026 10:00:00 +0100

Gladly, thank you. Thursday suits me.

On Sun, Mar 22, 2026 at 9:00 AM Dana Lund <dana@x.example> wrote:
> I will introduce you to Jo Kim.
"""


def test_of_a_reply_only_their_own_words_are_kept(owner: User, letter: OutboxItem) -> None:
    taken = incoming_mail.take_file(owner, crlf(REPLY, id=letter.message_id))
    assert taken.outcome == "answered"
    said = Touchpoint.objects.get(direction="from-them").summary
    assert said.startswith("Re: An offer") and "Thursday suits me." in said and "Jo Kim" not in said


REPORT = """
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: dana@x.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <report@mx.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I could not deliver your message.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ana@x.example
Action: @action@
Status: @status@

--b
Content-Type: text/rfc822-headers

From: dana@x.example
To: ana@x.example
Message-ID: @id@
Subject: An offer

--b--
"""


@pytest.mark.parametrize(
    ("action", "status", "outcome", "state"),
    [("failed", "5.1.1", "bounced", "failed"), ("delayed", "4.4.1", "ignored", "sent")],
)
def test_a_servers_report_fails_the_letter_only_when_it_is_for_good(
    owner: User, letter: OutboxItem, action: str, status: str, outcome: str, state: str
) -> None:
    report = crlf(REPORT, id=letter.message_id, action=action, status=status)
    assert incoming_mail.take_file(owner, report).outcome == outcome
    assert Draft.objects.get().state == state


FORWARD = """
From: Dana Lund <dana@x.example>
To: box+token@x.example
Subject: Fwd: Your roadmap
Message-ID: <forward@x.example>
Date: Mon, 23 Mar 2026 10:00:00 +0100

---------- Forwarded message ---------
From: Ana Ruiz <ana@x.example>
Date: Thu, Mar 19, 2026 at 8:30 AM
Subject: Your roadmap
To: Dana Lund <dana@x.example>

Cut the second half.
"""


def test_a_forwarded_mail_counts_on_the_day_it_was_written(owner: User, ana: int) -> None:
    assert incoming_mail.take_file(owner, crlf(FORWARD)).reason == "You forwarded a mail from Ana."
    touch = Touchpoint.objects.get()
    assert (touch.person_id, touch.direction, touch.on) == (ana, "from-them", date(2026, 3, 19))
    assert "Cut the second half." in touch.summary


COUNTER = """
From: Ana Ruiz <ana@x.example>
To: dana@x.example
Subject: New Time Proposed: Dana Lund and Ana Ruiz
Message-ID: <counter@x.example>
MIME-Version: 1.0
Content-Type: text/calendar; charset="utf-8"; method=COUNTER

BEGIN:VCALENDAR
METHOD:COUNTER
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;PARTSTAT=TENTATIVE;CN=Ana Ruiz:MAILTO:ana@x.example
COMMENT;LANGUAGE=en-US:Mondays are calmer.\\n
UID:@uid@
SUMMARY:New Time Proposed: Dana Lund and Ana Ruiz
DTSTART;TZID=W. Europe Standard Time:20260330T100000
DTEND;TZID=W. Europe Standard Time:20260330T104500
DTSTAMP:20260323T090000Z
SEQUENCE:0
X-MS-OLK-ORIGINALSTART;TZID=W. Europe Standard Time:20260327T090000
END:VEVENT
END:VCALENDAR
"""


def test_an_exchange_calendars_proposal_over_the_change_of_clocks(
    owner: User, ana: int, settings: Any
) -> None:
    """Friday is winter time, the Monday proposed is summer time: 10:00 in Berlin is 8:00 UTC."""
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    made = sessions.schedule_once(owner, person_id=ana, on=date(2026, 3, 27), at=time(9))
    invitations.send_invitation(owner, session_id=made.id)
    deliver(settings)
    taken = incoming_mail.take_file(owner, crlf(COUNTER, uid=Session.objects.get().uid))
    assert taken.reason == "Ana proposes Monday 30 March, 10:00."
    reply = MentorReply.objects.get()
    assert (reply.starts_at, reply.text) == (datetime(2026, 3, 30, 8, tzinfo=UTC), "Mondays are calmer.")
    assert ReceivedMail.objects.get().session_id == made.id
