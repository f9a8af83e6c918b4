"""What a mail that came in does: kept once, with its reason, and taken back whole."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.contact_keys import email_key
from mentorpanel.domain.facts import Source, TouchpointKind
from mentorpanel.domain.incoming_facts import IDLE, MailFacts, Meaning, Outcome
from mentorpanel.domain.incoming_mail import CalendarMessage, IncomingMail
from mentorpanel.domain.incoming_records import ReceivedRecord
from mentorpanel.domain.incoming_rules import meaning_of
from mentorpanel.domain.mentor_page import ABOUT_THE_TIME
from mentorpanel.domain.problems import Conflict, Problem
from mentorpanel.domain.records import Page, ProfileRecord
from mentorpanel.storage import drafts, incoming, mentor_pages, system
from mentorpanel.storage import people as person_rows
from mentorpanel.storage import touchpoints as touchpoint_rows
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import letter_mail, letter_replies, outbox, parking, profiles, touchpoints

LETTERS_A_PERSON: Final = 20
REFERENCES: Final = 100
"""The newest stand last; our judgement."""
KEY_IN_SOURCE: Final = 40
MAILBOX, FILE = "mailbox", "file"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a mail. ``id`` is None where nothing of it is kept; ``is_new`` false where it was known."""

    outcome: str
    reason: str
    id: int | None = None
    is_new: bool = True


def key_of(mail: IncomingMail) -> str:
    """The same for the same mail, wherever it lies: the hash of its Message-ID, or of what it says without one."""
    if mail.message_id:
        return _hash("id", mail.message_id)
    sender = mail.sender.mail if mail.sender else ""
    dates = [
        f"{one.uid} {one.sequence} {one.method} {one.starts_at}"
        for one in mail.calendar
        if isinstance(one, CalendarMessage)
    ]
    return _hash("mail", sender, str(mail.sent_at), mail.subject, mail.text, *dates)


def take(owner: User, mail: IncomingMail, *, how: str, received_at: datetime | None = None) -> Taken:
    """Do what a mail means for this owner, once: the same mail again changes nothing.

    One that was refused, noted or ignored is looked at again, since the owner may have mended why; one that was
    taken back only when it is brought as a file. Whatever goes wrong in between leaves nothing half done.
    """
    key = key_of(mail)
    with transaction.atomic():
        known = incoming.by_key(owner, key=key)
        if known is not None and not _looks_again(known, how):
            return Taken(known.outcome, known.reason, known.id, is_new=False)
        meaning = meaning_of(mail, facts_for(owner, mail, received_at or clock.now()))
        if known is None and not meaning.is_kept:
            return Taken(str(meaning.outcome), meaning.reason)
        kept = known or incoming.begin(owner, key=key, how=how, **_columns(meaning))
        if kept is None:
            return Taken(str(meaning.outcome), meaning.reason, is_new=False)
        try:
            with transaction.atomic():
                changes = {**_columns(meaning), **_do(owner, meaning, key)}
        except Problem as problem:
            changes = {**_columns(meaning), "outcome": Outcome.REFUSED, "reason": problem.message}
        incoming.change(owner, mail_id=kept.id, **changes, undone_at=None)
        is_new = known is None or known.undone_at is not None or known.outcome != changes["outcome"]
        return Taken(str(changes["outcome"]), str(changes["reason"]), kept.id, is_new)


def received_mails(owner: User, *, limit: int = 50, after: str = "") -> Page:
    """What came in and why it means what it does, the newest first."""
    return incoming.page(owner, limit=limit, after=after)


def take_back(owner: User, *, mail_id: int) -> ReceivedRecord:
    """This was not so: take back exactly what one mail did. ``Conflict`` where it did nothing, or is taken back."""
    with transaction.atomic():
        found = incoming.received(owner, mail_id=mail_id, is_for_change=True)
        if found.undone_at is not None:
            raise Conflict("That has been taken back already.")
        if found.outcome in IDLE:
            raise Conflict("This mail changed nothing, so there is nothing to take back.")
        _undo(owner, found)
        incoming.change(owner, mail_id=mail_id, undone_at=clock.now())
        return incoming.received(owner, mail_id=mail_id)


def facts_for(owner: User, mail: IncomingMail, received_at: datetime) -> MailFacts:
    """Everything that the rule needs to know about this mail, in a dozen queries at most."""
    profile, now = profiles.profile(owner), clock.now()
    sender = email_key(mail.sender.mail) if mail.sender else ""
    others = {email_key(one.mail) for one in (*mail.to, *mail.cc)}
    others |= {email_key(mail.forwarded.mail)} if mail.forwarded else set()
    people = incoming.people_at(owner, keys={sender, *others})
    uids = [one.uid for one in mail.calendar if isinstance(one, CalendarMessage) and one.uid]
    named = [one for one in (mail.message_id, mail.in_reply_to, *mail.references[-REFERENCES:]) if one]
    sent = incoming.sent_mails(owner, message_ids=named)
    ids = {one.person_id for some in people.values() for one in some}
    by_hand = incoming.letters_by_hand(owner, person_ids=ids)
    address = letter_mail.sender_address(profile) or profile.email
    for draft_id, letter in by_hand[:LETTERS_A_PERSON]:
        sent.setdefault(letter_mail.own_message_id(owner, draft_id=draft_id, sender=address), letter)
    zone = ZoneInfo(profile.time_zone)
    return MailFacts(
        now=now,
        zone=zone,
        received_at=min(received_at, now),
        mine=own_addresses(owner, profile),
        people=people,
        sessions=incoming.invited_sessions(owner, uids=uids, now=now),
        sent=sent,
        by_hand=frozenset(
            (one.person.person_id, one.sent_at.astimezone(zone).date(), one.subject.strip().casefold())
            for _, one in by_hand
            if one.sent_at is not None
        ),
        most_proposals=profiles.settings_of(profile).mail_proposals_a_day,
    )


def own_addresses(owner: User, profile: ProfileRecord) -> frozenset[str]:
    """The keys of the owner's own addresses; the installation's sender is theirs where they are the only one."""
    known = [owner.email, profile.mail_address]
    if settings.MAIL_FROM and [one.pk for one in system.owners()] == [owner.pk]:
        known.append(settings.MAIL_FROM)
    return frozenset(filter(None, (email_key(one) for one in known)))


def _looks_again(known: ReceivedRecord, how: str) -> bool:
    if known.undone_at is not None:
        return how == FILE
    return known.outcome in IDLE


def _columns(meaning: Meaning) -> dict[str, Any]:
    return {
        "outcome": meaning.outcome,
        "reason": meaning.reason,
        "sent_at": meaning.at,
        "person_id": meaning.person_id,
        "session_id": meaning.session_id,
    }


def _do(owner: User, meaning: Meaning, key: str) -> dict[str, Any]:
    """Do it; what was done, by column."""
    did: dict[str, Any] = {}
    concerned = {one.person_id for one in meaning.contacts} | {meaning.person_id or 0}
    for person_id in sorted(concerned - {0}) if meaning.outcome not in IDLE else ():
        person_rows.person_for_change(owner, person_id=person_id)
    if meaning.outcome == Outcome.BOUNCED and meaning.sent is not None:
        outbox.came_back(owner, item_id=meaning.sent.outbox_id or 0, reason=meaning.reason)
        did["outbox_item_id"] = meaning.sent.outbox_id
    elif meaning.outcome == Outcome.ANSWERED and meaning.sent is not None:
        did |= _answered(owner, meaning)
    else:
        for contact in meaning.contacts:
            touchpoints.log_touchpoint(
                owner,
                person_id=contact.person_id,
                kind=TouchpointKind.EMAIL,
                direction=contact.direction,
                at=contact.at,
                summary=contact.text,
                source=Source.MAIL,
                source_key=f"{_source(key)}{contact.person_id}",
            )
    if meaning.said is not None and meaning.session_id is not None:
        did |= _say(owner, meaning, key)
    if meaning.parked is not None:
        wanted = meaning.parked
        item = parking.park_item(owner, text=wanted.text, for_name=wanted.for_name, at=meaning.at)
        did["item_id"] = item.id
    return did


def _answered(owner: User, meaning: Meaning) -> dict[str, Any]:
    sent = meaning.sent
    if sent is None or sent.draft_id is None:
        return {}
    day = meaning.at.astimezone(profiles.zone(owner)).date()
    text = meaning.contacts[0].text if meaning.contacts else ""
    letter_replies.note_reply(owner, draft_id=sent.draft_id, on=day, summary=text)
    return {"draft_id": sent.draft_id, "answered_on": day}


def _say(owner: User, meaning: Meaning, key: str) -> dict[str, Any]:
    """Keep what they said about a session; a newer word about its time takes the place of the earlier ones."""
    said, session_id = meaning.said, meaning.session_id
    if said is None or session_id is None:
        return {}
    settled: list[int] = []
    if said.kind in ABOUT_THE_TIME:
        settled = mentor_pages.open_about_time(owner, session_id=session_id)
        mentor_pages.settle_about_time(owner, session_id=session_id, at=clock.now())
    kept = mentor_pages.add_reply(
        owner,
        page_id=None,
        session_id=session_id,
        form=key,
        item_id=None,
        kind=said.kind,
        text=said.text,
        starts_at=said.starts_at,
        for_starts_at=said.for_starts_at,
        said_at=said.said_at,
        source="mail",
    )
    return {"reply_id": kept.id if kept else None, "settled": settled}


def _undo(owner: User, found: ReceivedRecord) -> None:
    if found.draft_id is not None and found.answered_on is not None:
        letter = drafts.draft(owner, draft_id=found.draft_id)
        if letter.answered_on == found.answered_on:
            letter_replies.forget_reply(owner, draft_id=found.draft_id)
    for touchpoint_id in touchpoint_rows.ids_of_sources(owner, beginning=_source(found.key)):
        touchpoints.delete_touchpoint(owner, touchpoint_id=touchpoint_id)
    if found.reply_id is not None:
        mentor_pages.remove_reply(owner, reply_id=found.reply_id, opens=found.settled)
    if found.item_id is not None:
        parking.delete_item(owner, item_id=found.item_id)
    if found.outbox_id is not None:
        outbox.did_arrive(owner, item_id=found.outbox_id)


def _source(key: str) -> str:
    return f"mail-{key[:KEY_IN_SOURCE]}-"


def _hash(*parts: str) -> str:
    whole = "\0".join(parts).encode("utf-8", "replace")
    return hashlib.sha256(whole).hexdigest()
