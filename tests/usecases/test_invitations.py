"""Invitations, new times and cancellations: what arrives, once, and only with the owner's word."""

from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from icalendar import Calendar

from mentorpanel.domain.problems import Conflict, NotFound
from mentorpanel.storage.models import Invitation, OutboxItem, Session, User
from mentorpanel.usecases import (
    invitation_states,
    invitations,
    letters,
    outbox,
    people,
    profiles,
    sessions,
    today,
)
from mentorpanel.worker import steps
from tests.mail_servers import Inbox, serving

NOW = datetime(2026, 3, 23, 10, tzinfo=UTC)
WORKER = "here/worker-0"


@pytest.fixture(autouse=True)
def moment() -> Any:
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def session(owner: User, settings: Any) -> int:
    """Friday 27 March 2026, 9:00 in Berlin, the last one before summer time."""
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    profiles.change_profile(owner, name="Dana Lund", mail_address="dana@x.example", time_zone="Europe/Berlin")
    ana = people.add_person(owner, name="Ana Ruiz", email="ana@x.example", stage="formal-mentor")
    return sessions.schedule_once(owner, person_id=ana.id, on=date(2026, 3, 27), at=time(9), place="Oak").id


def state(owner: User, session_id: int) -> str:
    found = sessions.session(owner, session_id=session_id)
    return invitation_states.session_state(owner, session=found).state


def deliver(settings: Any) -> list[EmailMessage]:
    inbox = Inbox()
    with serving(inbox) as settings.SMTP_URL:
        while steps.deliver_one(WORKER):
            pass
    return inbox.mails


def calendar_of(mail: EmailMessage) -> Any:
    """The event in a mail, the same beside the text and in the file; held to RFC 5546 and RFC 6047."""
    shown, attached = (part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert attached.get_filename() == "invite.ics" and attached.get_content_disposition() == "attachment"
    assert shown.get_content() == attached.get_content()
    calendar = Calendar.from_ical(shown.get_content())
    assert shown.get_param("method") == calendar["METHOD"] == attached.get_param("method")
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
    (event,) = calendar.walk("VEVENT")
    assert len(event.get("attendee") if isinstance(event.get("attendee"), list) else [event["ATTENDEE"]]) == 1
    assert event["ORGANIZER"] == "mailto:dana@x.example" and event["ATTENDEE"] == "mailto:ana@x.example"
    assert {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS"} <= set(event)
    assert event["SUMMARY"] == "Dana Lund and Ana Ruiz" and "DESCRIPTION" not in event
    return calendar


def event_of(mail: EmailMessage) -> Any:
    (event,) = calendar_of(mail).walk("VEVENT")
    return event


def move(owner: User, session_id: int, day: int, hour: int = 9) -> None:
    sessions.move_session(owner, session_id=session_id, on=date(2026, 3, day), at=time(hour))


def test_invitation_new_time_and_cancellation_arrive_as_one_event_that_moves(
    owner: User, session: int, settings: Any
) -> None:
    uid = Session.objects.get().uid
    invitations.send_invitation(owner, session_id=session)
    (invited,) = deliver(settings)
    move(owner, session, 30)
    assert deliver(settings) == [], "a move sends nothing by itself"
    invitations.send_invitation(owner, session_id=session, line="My train is late.")
    (moved,) = deliver(settings)
    sessions.cancel_session(owner, session_id=session, reason="xprivatex")
    assert deliver(settings) == []
    invitations.send_invitation(owner, session_id=session)
    (off,) = deliver(settings)
    events = [event_of(one) for one in (invited, moved, off)]
    assert [str(one["UID"]) for one in events] == [uid] * 3
    assert [one["SEQUENCE"] for one in events] == [0, 1, 2]
    assert [one["STATUS"] for one in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [calendar_of(one)["METHOD"] for one in (invited, moved, off)] == ["REQUEST", "REQUEST", "CANCEL"]
    for one in events[:2]:
        assert one["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
        assert one["ATTENDEE"].params["RSVP"] == "TRUE"
        assert one["LOCATION"] == "Oak"
    # Summer time begins on 29 March: nine o'clock stays nine o'clock, an hour earlier by UTC.
    assert [one["DTSTART"].dt.astimezone(UTC).hour for one in events] == [8, 7, 7]
    assert [one["DTSTART"].dt.hour for one in events] == [9, 9, 9]
    for one in (invited, moved, off):
        assert one.get_content_type() == "multipart/mixed"
        (alternative, _) = one.iter_parts()
        kinds = [part.get_content_type() for part in alternative.iter_parts()]
        assert kinds == ["text/plain", "text/html", "text/calendar"]
        assert "xprivatex" not in one.as_string()
    text = moved.get_body(("plain",)).get_content()
    assert "instead of Friday 27 March, 9:00 (Berlin)" in text and "My train is late." in text
    assert len({one["Message-ID"] for one in (invited, moved, off)}) == 3
    assert state(owner, session) == "current"


def test_the_same_is_not_sent_twice(owner: User, session: int, settings: Any) -> None:
    invitations.send_invitation(owner, session_id=session)
    with pytest.raises(Conflict, match="nothing to send"):
        invitations.send_invitation(owner, session_id=session)
    assert len(deliver(settings)) == 1
    with pytest.raises(Conflict, match="nothing to send"):
        invitations.mark_told(owner, session_id=session)
    with pytest.raises(Conflict, match="has gone"):
        invitations.take_back(owner, session_id=session)
    assert OutboxItem.objects.count() == 1


def test_the_brief_tells_the_day_and_brings_no_second_invitation(
    owner: User, session: int, settings: Any
) -> None:
    invitations.send_invitation(owner, session_id=session)
    letter = letters.session_letter(owner, session_id=session, kind="brief")
    assert letters.arrival(owner, shown=letter).attachments == ()
    move(owner, session, 26)
    letter = letters.session_letter(owner, session_id=session, kind="brief")
    assert letters.arrival(owner, shown=letter).attachments == ("session.ics",)
    letters.send_letter(owner, draft_id=letter.draft.id)
    assert state(owner, session) == "current"
    (mail,) = deliver(settings)
    (first, _) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    (event,) = Calendar.from_ical(first.get_content()).walk("VEVENT")
    assert event["SEQUENCE"] == 1, "the invitation that had not left was held back by the move"
    assert letters.arrival(owner, shown=letters.letter(owner, draft_id=letter.draft.id)).attachments


def test_a_brief_taken_back_told_nothing(owner: User, session: int) -> None:
    letter = letters.session_letter(owner, session_id=session, kind="brief")
    letters.mark_sent(owner, draft_id=letter.draft.id)
    assert state(owner, session) == "current"
    with pytest.raises(Conflict, match="with the brief"):
        invitations.take_back(owner, session_id=session)
    letters.take_back(owner, draft_id=letter.draft.id)
    assert state(owner, session) == "none"


def test_moved_and_moved_back_is_current_and_its_sequence_still_rises(
    owner: User, session: int, settings: Any
) -> None:
    invitations.send_invitation(owner, session_id=session)
    deliver(settings)
    move(owner, session, 30)
    move(owner, session, 27)
    assert state(owner, session) == "current"
    move(owner, session, 31)
    assert state(owner, session) == "outdated"
    invitations.send_invitation(owner, session_id=session)
    (mail,) = deliver(settings)
    assert event_of(mail)["SEQUENCE"] == Session.objects.get().sequence == 3


def test_what_a_worker_is_sending_counts_as_told(owner: User, session: int) -> None:
    invitations.send_invitation(owner, session_id=session)
    claimed = outbox.claim_next(holder=WORKER)
    assert claimed is not None
    move(owner, session, 30)
    assert state(owner, session) == "outdated", "they get the old day, then are told the new one"
    with pytest.raises(Conflict, match="on its way"):
        invitations.take_back(owner, session_id=session)
    outbox.delivered(claimed)
    invitations.send_invitation(owner, session_id=session)
    assert list(Invitation.objects.order_by("id").values_list("sequence", flat=True)) == [0, 1]
    assert OutboxItem.objects.count() == 2


def test_a_failed_message_told_nothing_and_goes_again_under_its_message_id(
    owner: User, session: int, settings: Any
) -> None:
    invitations.send_invitation(owner, session_id=session)
    first = OutboxItem.objects.get().message_id
    with serving(Inbox("550 no such mailbox")) as settings.SMTP_URL:
        assert steps.deliver_one(WORKER)
    assert state(owner, session) == "none"
    (waiting,) = outbox.waiting_mail(owner)
    assert waiting.status == "failed" and "no such mailbox" in waiting.last_error
    (card,) = [one for one in today.today_page(owner).picked.coming_up if one.kind == "invitation"]
    assert card.title == "Tell Ana of the session" and "550 no such" in card.why
    invitations.try_again(owner, session_id=session)
    (mail,) = deliver(settings)
    assert mail["Message-ID"] == first
    assert outbox.waiting_mail(owner) == [] and state(owner, session) == "current"


def test_a_server_that_is_away_is_tried_again(owner: User, session: int, settings: Any) -> None:
    invitations.send_invitation(owner, session_id=session)
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    assert steps.deliver_one(WORKER)
    shown = invitations.invitation(owner, session_id=session)
    assert shown.queued is not None and shown.queued.attempts == 1
    assert deliver(settings) == [], "it waits for its minute"
    invitations.try_again(owner, session_id=session)
    assert len(deliver(settings)) == 1
    with pytest.raises(Conflict, match="not waiting"):
        invitations.try_again(owner, session_id=session)


@pytest.mark.parametrize("who", ["them", "me"])
def test_who_called_it_off_knows(owner: User, session: int, settings: Any, who: str) -> None:
    invitations.send_invitation(owner, session_id=session)
    deliver(settings)
    sessions.cancel_session(owner, session_id=session, who=who)
    cards = [one for one in today.today_page(owner).picked.coming_up if one.kind == "invitation"]
    assert len(cards) == (who == "me")
    assert state(owner, session) == "to-cancel", "the page offers the cancellation all the same"


def test_a_cancellation_names_the_day_that_they_have(owner: User, session: int, settings: Any) -> None:
    invitations.send_invitation(owner, session_id=session)
    deliver(settings)
    move(owner, session, 30)
    sessions.cancel_session(owner, session_id=session)
    shown = invitations.send_invitation(owner, session_id=session)
    assert "Friday 27 March" in shown.text
    (mail,) = deliver(settings)
    event = event_of(mail)
    assert event["DTSTART"].dt.date() == date(2026, 3, 27) and event["SEQUENCE"] == 2


def test_whoever_is_not_to_be_contacted_is_not(owner: User, session: int) -> None:
    person = Session.objects.get().person
    people.change_person(owner, person_id=person.pk, do_not_contact=True)
    with pytest.raises(Conflict, match="not to be contacted"):
        invitations.send_invitation(owner, session_id=session)
    assert not OutboxItem.objects.exists() and not Invitation.objects.exists()


def test_another_owners_session_is_not_there(owner: User, other_owner: User, session: int) -> None:
    for act in (
        invitations.invitation,
        invitations.send_invitation,
        invitations.mark_told,
        invitations.take_back,
    ):
        with pytest.raises(NotFound):
            act(other_owner, session_id=session)
    assert not Invitation.objects.exists()


def test_what_is_over_is_told_to_nobody(owner: User, session: int, moment: Any) -> None:
    letter = letters.session_letter(owner, session_id=session, kind="brief")
    letters.mark_sent(owner, draft_id=letter.draft.id)
    move(owner, session, 30)
    moment.move_to(NOW + timedelta(days=8))
    assert state(owner, session) == "current"
    assert [one.kind for one in today.today_page(owner).picked.coming_up if one.kind == "invitation"] == []


def test_somebody_in_the_trash_who_has_an_invitation_is_to_be_told_that_it_is_off(
    owner: User, other_owner: User, session: int, settings: Any
) -> None:
    ana = sessions.session(owner, session_id=session).person.id
    people.trash_person(owner, person_id=ana)
    assert state(owner, session) == "none" and invitations.expected_by(owner, person_ids=[ana]) == []
    people.restore_person(owner, person_id=ana)
    invitations.send_invitation(owner, session_id=session)
    deliver(settings)
    people.trash_person(owner, person_id=ana)
    ((found, told),) = invitations.expected_by(owner, person_ids=[ana])
    assert (found.id, told.reason) == (session, "Ana still expects you on Friday 9:00.")
    assert invitations.expected_by(other_owner, person_ids=[ana]) == []
    (card,) = [one for one in today.today_page(owner).picked.coming_up if one.kind == "invitation"]
    assert card.title == "Tell Ana that it is off" and "Ana is in the trash." in card.why
    invitations.send_invitation(owner, session_id=session)
    (mail,) = deliver(settings)
    assert calendar_of(mail)["METHOD"] == "CANCEL"
    assert invitations.expected_by(owner, person_ids=[ana]) == []
    people.restore_person(owner, person_id=ana)
    assert state(owner, session) == "outdated", "it takes place after all, and they think that it is off"
