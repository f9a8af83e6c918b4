"""The mails to the owner: made when they are due, each once, in the transaction that decides it."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain import reminder_mails as mails
from mentorpanel.domain import reminders as rules
from mentorpanel.domain.card_links import CardRef, Press, press_of, ref_of
from mentorpanel.domain.digest import SESSION_KINDS, Coming, Digest, digest_of
from mentorpanel.domain.facts import SessionStatus
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.domain.records import ProfileRecord
from mentorpanel.domain.reminder_mails import MailWords
from mentorpanel.domain.reminders import Moment, Reminder, ReminderOptions
from mentorpanel.domain.session_clock import lacks_brief
from mentorpanel.domain.today_facts import SessionFacts
from mentorpanel.formats import digest_mail
from mentorpanel.formats.digest_mail import Addresses
from mentorpanel.formats.mail_message import MailAddress, MailParts, build_mail, mail_address
from mentorpanel.storage import outbox, reminders, sessions, system
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import busy_times, card_links, profiles, today
from mentorpanel.usecases.addresses import base_address
from mentorpanel.usecases.discretion import discretion_of
from mentorpanel.usecases.reminders import stop_address, why_not
from mentorpanel.usecases.sessions import clock_of

SENDER: Final = "Mentorpanel"
LOOKS_BACK: Final = timedelta(days=4)
"""An overdue thanks is the last reminder, 72 hours after a session."""
LOOKS_AHEAD: Final = timedelta(days=10)
"""How long before a session its preparation can lie."""
ASKED_FOR: Final = timedelta(hours=4)
"""How long a mail that was asked for is of use."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Today's digest as it would be sent: ``html`` is safe to show. ``goes`` is whether it is worth a mail."""

    to: str
    subject: str
    text: str
    html: str
    goes: bool
    reason: str


def owners() -> list[User]:
    """Whose mails are switched on."""
    return system.owners_with_reminders() if settings.SMTP_URL else []


def make_due(owner: User) -> int:
    """Put what is due by now into the outbox, each mail in a transaction of its own; returns how many."""
    profile = profiles.profile(owner)
    options, said = reminders.options_and_said(owner)
    if not options.is_on or why_not(profile):
        return 0
    now, zone, hours = clock.now(), ZoneInfo(profile.time_zone), profiles.working_hours(profile)
    made = 0
    if rules.is_digest_due(now, options, hours, zone, said):
        made += _make_digest(owner, profile, options, now, zone)
        options, said = reminders.options_and_said(owner)
    if not options.moments:
        return made
    near = near_sessions(owner, profile, now)
    said = replace(said, reminders=reminders.went(owner, reminder_keys(near)))
    for one in rules.reminders_due(near, now, options, hours, zone, said):
        card = card_of(owner, one)
        words = mails.reminder_words(one, now, zone, hides_names=options.hides_names, card=card)
        made += _put(
            owner, profile, words, key=reminder_key(one.session, one.moment), now=now, until=one.until
        )
    return made


def preview(owner: User) -> Preview:
    """Today's digest as it would be sent now; looking changes nothing, so its link to stop them is the settings page."""
    profile, options = profiles.profile(owner), reminders.options(owner)
    digest, words = todays_digest(owner, profile, options)
    # Links that do something go to the owner's mailbox alone; a program with a token that only reads gets none.
    words = mails.with_presses(words, {card.id: to_today(card) for card in mails.cards_in(words)})
    base = base_address()
    addresses = Addresses(base, f"{base}/settings/reminders/")
    return Preview(
        to=profile.mail_address,
        subject=words.subject,
        text=digest_mail.text_of(words, addresses),
        html=digest_mail.body_of(words, addresses),
        goes=digest.worth.verdict == "mail",
        reason=digest.worth.reason,
    )


def send_now(owner: User) -> str:
    """Send today's digest now, worth it or not; returns the address it goes to. It counts as the day's.

    ``Conflict`` says why no mail can go.
    """
    profile, options = profiles.profile(owner), reminders.options(owner)
    reason = why_not(profile)
    if reason:
        raise Conflict(reason)
    now = clock.now()
    digest, words = todays_digest(owner, profile, options)
    key = _digest_key(owner, digest.day)
    with transaction.atomic():
        if reminders.digest_is_there(owner, key=key):
            key = f"{key}-again-{now:%H%M}"
        stop_address(owner)
        reminders.note_digest(owner, on=digest.day, at=now, sessions=digest.sessions)
        _put(owner, profile, words, key=key, now=now, until=now + ASKED_FOR)
    return profile.mail_address


def to_today(card: CardRef) -> tuple[Press, ...]:
    """The links of a card as a preview shows them: they lead to Today."""
    return tuple(press_of(verb, "/") for verb in card.verbs)


def _make_digest(
    owner: User, profile: ProfileRecord, options: ReminderOptions, now: datetime, zone: ZoneInfo
) -> int:
    """Decide the day's digest: once, whether or not it is worth a mail."""
    digest, words = todays_digest(owner, profile, options)
    goes = digest.worth.verdict == "mail"
    with transaction.atomic():
        key, until = _digest_key(owner, digest.day), rules.end_of(digest.day, zone)
        made = _put(owner, profile, words, key=key, now=now, until=until) if goes else 0
        reminders.note_digest(owner, on=digest.day, at=now if made else None, sessions=digest.sessions)
        return made


def todays_digest(owner: User, profile: ProfileRecord, options: ReminderOptions) -> tuple[Digest, MailWords]:
    """The digest of today as it stands now, and its words as a mail."""
    page, now = today.today_page(owner, profile=profile), clock.now()
    discretion = discretion_of(owner, hides_names=options.hides_names)
    coming = None
    if page.coming is not None:
        session = page.coming.session
        is_without = lacks_brief(SessionStatus(session.status), i_mentor=session.i_mentor)
        coming = Coming(
            session.id,
            session.person.name,
            page.coming.plan,
            page.coming.step,
            session.i_mentor,
            lacks_brief=is_without,
        )
    digest = digest_of(
        page.picked,
        coming,
        now,
        profiles.working_hours(profile),
        ZoneInfo(profile.time_zone),
        ahead_days=profiles.settings_of(profile).session_ahead_days,
        discretion=discretion,
        is_weekly=options.is_weekly,
    )
    return digest, mails.digest_words(digest, discretion, is_weekly=options.is_weekly)


def near_sessions(owner: User, profile: ProfileRecord, now: datetime) -> list[SessionFacts]:
    """The sessions that a reminder could be about."""
    found = sessions.near(owner, since=now - LOOKS_BACK, until=now + LOOKS_AHEAD)
    busy = busy_times.busy_around(owner, [one for one, _ in found])
    return [
        SessionFacts(
            id=one.id,
            person_id=one.person.id,
            person_name=one.person.name,
            status=SessionStatus(one.status),
            clock=clock_of(profile, one, busy),
            has_thanked=one.recap_sent_at is not None,
            i_mentor=one.i_mentor,
        )
        for one, _ in found
    ]


def card_of(owner: User, reminder: Reminder) -> CardRef | None:
    """The card that a reminder's links do something with: the session's of today. None where there is nothing to be done
    or put off: a session that is about to start is only told of."""
    if reminder.moment == Moment.ABOUT_TO_START:
        return None
    card_ids = [f"{kind}-{reminder.session.id}" for kind in SESSION_KINDS if kind != "session"]
    return next((ref_of(card) for card in today.cards_named(owner, card_ids=card_ids)), None)


def _put(
    owner: User, profile: ProfileRecord, words: MailWords, *, key: str, now: datetime, until: datetime
) -> int:
    """One mail into the outbox, unless it is there already."""
    sender = _sender(profile)
    addresses = Addresses(base_address(), stop_address(owner))
    words = mails.with_presses(words, card_links.presses(owner, mails.cards_in(words)))
    message_id = _message_id(owner, key, sender)
    message = build_mail(
        MailParts(
            sender=MailAddress(SENDER, sender),
            to=(MailAddress(profile.name, profile.mail_address),),
            subject=words.subject,
            text=digest_mail.text_of(words, addresses),
            html=digest_mail.html_of(words, addresses),
            message_id=message_id,
            date=now,
        )
    )
    # So that no machine answers it, and our own reading of a mailbox passes it over (RFC 3834, RFC 8058).
    message["Auto-Submitted"] = "auto-generated"
    if settings.PUBLIC_URL:
        message["List-Unsubscribe"] = f"<{addresses.stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    was_made = outbox.put(
        owner,
        dedupe_key=key,
        draft_id=None,
        message_id=message_id,
        sender=sender,
        recipients=[profile.mail_address],
        message=message.as_bytes(),
        not_before=now,
        not_after=until,
    )
    return int(was_made)


def _sender(profile: ProfileRecord) -> str:
    """The address that mail from here comes from; the owner's own where none is set that can be used."""
    try:
        return mail_address(settings.MAIL_FROM)
    except Invalid:
        return profile.mail_address


def _digest_key(owner: User, day: date) -> str:
    return f"{reminders.DIGEST}{owner.pk}-{day.isoformat()}"


def reminder_key(session: SessionFacts, moment: Moment) -> str:
    """The key under which a reminder goes once: of that session, at that start."""
    return f"{reminders.REMINDER}{moment.value}:{session.id}:{int(session.clock.starts_at.timestamp())}"


def reminder_keys(near: list[SessionFacts]) -> dict[str, tuple[int, datetime, Moment]]:
    """The keys of all reminders that these sessions can have, and what each is of."""
    return {
        reminder_key(one, moment): (one.id, one.clock.starts_at, moment) for one in near for moment in Moment
    }


def _message_id(owner: User, key: str, sender: str) -> str:
    host = mail_address(sender).rpartition("@")[2]
    return f"<{uuid.uuid5(uuid.NAMESPACE_URL, f'{settings.SECRET_KEY}|{owner.pk}|{key}').hex}@{host}>"
