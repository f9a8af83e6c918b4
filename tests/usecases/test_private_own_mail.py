"""Marked text in every private column: none of it is in a mail to oneself, which lies in mailboxes and shows on phones."""

import re
from datetime import date, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
import time_machine
from django.test import Client

from mentorpanel.domain.reminders import Moment
from mentorpanel.storage.models import (
    Commitment,
    DoubtfulMatch,
    Draft,
    Import,
    MentorReply,
    OutboxItem,
    ParkedItem,
    ReceivedMail,
    Session,
    User,
)
from mentorpanel.usecases import profiles, reminder_mails, reminders
from tests.makers import NOON, make_person
from tests.usecases.test_private_stays_private import build, mark_everything, readable_parts

WANTED = [one.value for one in Moment]


def leave_something_of_every_kind(owner: User) -> None:
    """What makes cards that quote: an answer, a refused mail, a letter that failed, an import, names not understood."""
    ana, coming, held = build(owner)
    profiles.change_profile(owner, weekly_minutes=2400)
    Session.objects.filter(pk=coming).update(starts_at=NOON + timedelta(days=1))
    Session.objects.filter(pk=held).update(status="planned")
    Commitment.objects.update(text="shared promise", due_on=date(2026, 3, 1))
    ParkedItem.objects.update(text="shared item", person=None, asked_name="x")
    make_person(owner, "Cy Fay", stage="mentor")
    MentorReply.objects.create(
        owner=owner,
        session_id=coming,
        kind="decline",
        text="shared answer",
        form="a",
        for_starts_at=NOON,
        said_at=NOON,
    )
    ReceivedMail.objects.create(
        owner=owner,
        key="a",
        person_id=ana,
        session_id=coming,
        outcome="refused",
        reason="x",
        sent_at=NOON,
        how="file",
    )
    Draft.objects.create(
        owner=owner, person_id=ana, kind="thank-you", state="failed", sent_at=NOON, failure="x"
    )
    batch = Import.objects.create(owner=owner, filename="x.vcf", state="done")
    DoubtfulMatch.objects.create(
        owner=owner, batch=batch, where="x", record={}, fingerprint="f", person_id=ana
    )
    OutboxItem.objects.create(
        owner=owner, dedupe_key="digest-old", message_id="<a@b>", sender="x", recipients=[], message=b"", status="failed",
        not_before=NOON, last_error="x",
    )  # fmt: skip


@pytest.mark.parametrize("names", [True, False])
def test_a_mail_to_oneself_holds_nothing_private(owner: User, settings: Any, names: bool) -> None:
    """Names and what is due at most, never a quote; without names, not even these."""
    settings.SMTP_URL = "smtp://localhost:1"
    with time_machine.travel(NOON, tick=False) as moment:
        leave_something_of_every_kind(owner)
        mark_everything()
        reminders.change(owner, hides_names=not names, moments=WANTED)
        reminders.switch(owner, is_on=True)
        shown = reminder_mails.preview(owner)
        reminder_mails.send_now(owner)
        for _ in range(4 * 24):
            reminder_mails.make_due(owner)
            moment.shift(timedelta(minutes=30))
    rows = [bytes(row.message) for row in OutboxItem.objects.exclude(dedupe_key="digest-old")]
    assert len(rows) > 3
    read = [
        f"{message_from_bytes(row, policy=policy.default)['Subject']} {readable_parts(row)}" for row in rows
    ]
    for said in [*read, f"{shown.subject} {shown.text} {shown.html}"]:
        assert "xprivate" not in said.lower()
        assert "shared answer" not in said
        if not names:
            assert not [word for word in ("Ana", "Ben", "Cy Fay", "Okri", "shared") if word in said]
    assert ("Ana Ruiz" in read[0]) is names
    assert ("shared promise" in read[0]) is names


@pytest.mark.parametrize("names", [True, False])
def test_the_pages_of_its_links_hold_nothing_private(owner: User, settings: Any, names: bool) -> None:
    """Done and snooze lead to a page that anybody with the link can open: the card's own line and no more."""
    settings.SMTP_URL = "smtp://localhost:1"
    with time_machine.travel(NOON, tick=False):
        leave_something_of_every_kind(owner)
        mark_everything()
        reminders.change(owner, hides_names=not names, every="monday")
        reminders.switch(owner, is_on=True)
        reminder_mails.send_now(owner)
        said = readable_parts(bytes(OutboxItem.objects.latest("id").message))
        paths = sorted(set(re.findall(r"/do/[^/\s\"]+/", said)))
        assert len(paths) > 12
        for path in paths:
            page = Client().get(path)
            text = page.content.decode()
            assert page.status_code == 200 and "xprivate" not in text.lower() and "shared answer" not in text
            if not names:
                assert not [word for word in ("Ana", "Ben", "Cy Fay", "Okri", "shared") if word in text]
