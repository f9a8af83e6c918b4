"""The owner's own copy at work: sessions and preparation as invitations to an address that they gave for it."""

import uuid
from datetime import datetime
from typing import Final, Literal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain import calendar_feed, session_clock
from mentorpanel.domain.calendar_feed import FeedOptions
from mentorpanel.domain.own_copies import CopyMessage, CopyWanted, messages_due
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.domain.records import ProfileRecord
from mentorpanel.formats.ical import Participant, session_invite
from mentorpanel.formats.mail_html import html_of
from mentorpanel.formats.mail_message import Attachment, MailAddress, MailParts, build_mail, mail_address
from mentorpanel.storage import feeds, outbox, own_copies, owners, system
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import busy_times, letter_mail, profiles, sessions

FILE_NAME: Final = "invite.ics"
NAMES: Final = {"session": "Mentoring session", "preparation": "Preparation"}
NO_MAIL: Final = "No mail server is set, so no invitation can go. MENTORPANEL_SMTP_URL names one."


def work_address(owner: User) -> str:
    """The address at work that gets copies; empty where none does."""
    return own_copies.address(owner)


def set_work_address(owner: User, *, address: str) -> int:
    """The owner's word: from now on copies go there, or with an empty address nowhere. Returns how many go at once.

    What went to another address before is cancelled there. No mail server, or no address to send from, is a ``Conflict``.
    """
    address = _checked(address)
    with transaction.atomic():
        if address and not settings.SMTP_URL:
            raise Conflict(NO_MAIL)
        if address and not letter_mail.sender_address(profiles.profile(owner)):
            raise Conflict("Your own mail address is not set yet. Settings, Mail has a place for it.")
        if own_copies.address(owner) != address:
            own_copies.set_address(owner, address=address)
            what = "copies go to an address at work" if address else "no copies go to work any more"
            owners.note_in_audit(owner, at=clock.now(), what=what)
        return send_what_is_due(owner)


def with_work_address() -> list[User]:
    """Who wants copies at work; nobody where no mail server is set."""
    return system.owners_with_work_address() if settings.SMTP_URL else []


def send_what_is_due(owner: User) -> int:
    """Put the messages that are due into the outbox, with what they tell, in one transaction; returns how many."""
    now = clock.now()
    with transaction.atomic():
        address = own_copies.address(owner, is_for_change=True)
        profile = profiles.profile(owner)
        sender = letter_mail.sender_address(profile)
        if not sender or not settings.SMTP_URL:
            return 0
        due = messages_due(_wanted(owner, profile, now), own_copies.told(owner), address, now=now)
        for message in due:
            _send(owner, profile, sender, message, now)
    return len(due)


def _checked(address: str) -> str:
    address = " ".join(address.split())
    try:
        if address:
            validate_email(address)
            mail_address(address)
    except (ValidationError, Invalid) as error:
        raise Invalid(
            "This is no e-mail address; it looks like name@example.com.", field="work_address"
        ) from error
    return address


def _wanted(owner: User, profile: ProfileRecord, now: datetime) -> list[CopyWanted]:
    """Sessions and preparation as the feed has them, without names whatever its options are."""
    found = feeds.feed_sessions(owner, since=now)
    busy = busy_times.busy_around(owner, found, profile)
    wanted = []
    for session in found:
        plan = session_clock.caught_up(sessions.clock_of(profile, session, busy), session.booked_at)
        for event in calendar_feed.session_events(session, plan, FeedOptions(has_due_dates=False)):
            if isinstance(event.starts, datetime) and event.ends is not None:
                kind: Literal["session", "preparation"] = (
                    "session" if event.uid == session.uid else "preparation"
                )
                wanted.append(CopyWanted(f"own-{event.uid}", kind, session.id, event.starts, event.ends))
    return wanted


def _send(owner: User, profile: ProfileRecord, sender: str, message: CopyMessage, now: datetime) -> None:
    parts = _mail(owner, profile, sender, message, now)
    own_copies.note(owner, message)
    outbox.put(
        owner,
        dedupe_key=f"own-copy-{message.uid[:150]}-{message.sequence}",
        draft_id=None,
        message_id=parts.message_id,
        sender=sender,
        recipients=[message.address],
        message=build_mail(parts).as_bytes(),
        not_before=now,
    )


def _mail(owner: User, profile: ProfileRecord, sender: str, message: CopyMessage, now: datetime) -> MailParts:
    name = NAMES[message.kind]
    when = session_clock.when_in_words(message.starts_at, message.ends_at, profile.time_zone)
    is_off = message.method == "CANCEL"
    subject = f"{'Cancelled: ' if is_off else ''}{name}, {when}"
    text = f"{name}\n{when}\n\n{'It is off.' if is_off else 'For your own calendar.'} Sent by your Mentorpanel.\n"
    ics = session_invite(
        uid=message.uid,
        sequence=message.sequence,
        starts_at=message.starts_at,
        ends_at=message.ends_at,
        zone=profile.time_zone,
        summary=name,
        stamped_at=now,
        organiser=Participant(profile.name, sender),
        attendee=Participant("", message.address),
        method=message.method,
    )
    seed = f"{settings.SECRET_KEY}|{owner.pk}|{message.uid}|{message.sequence}|{message.method}"
    host = mail_address(sender).rpartition("@")[2]
    return MailParts(
        sender=MailAddress(profile.name, sender),
        to=(MailAddress("", message.address),),
        subject=subject,
        text=text,
        html=html_of(text, subject),
        message_id=f"<{uuid.uuid5(uuid.NAMESPACE_URL, seed).hex}@{host}>",
        date=now,
        attachments=(Attachment(FILE_NAME, f"text/calendar; method={message.method}", ics),),
    )
