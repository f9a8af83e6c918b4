"""A letter as mail: what arrives, how it can go, and why it cannot."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from mentorpanel import clock
from mentorpanel.domain.letters import prose
from mentorpanel.domain.letters.kinds import kind_of
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import DraftRecord, PersonRecord, ProfileRecord
from mentorpanel.domain.words import count
from mentorpanel.formats.ical import Method, Participant, session_invite
from mentorpanel.formats.mail_html import html_of, letter_html, outlook_html
from mentorpanel.formats.mail_message import Attachment, MailAddress, MailParts, mail_address, mailto_url
from mentorpanel.storage import outbox
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import following_invitations, mentor_links, profiles, sessions
from mentorpanel.usecases.letter_readers import Readers, readers_of

INVITATION = "session.ics"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A letter exactly as it will arrive, and in the forms in which the owner can take it elsewhere.

    ``html`` is safe to show; ``outlook`` is HTML source for the clipboard; ``mailto`` is empty without a
    usable address.
    """

    sender: str
    to: str
    subject: str
    text: str
    html: str
    attachments: tuple[str, ...]
    reading: str
    outlook: str
    mailto: str


def arrival(owner: User, *, draft: DraftRecord) -> Arrival:
    """How a letter reads to the one who gets it."""
    profile, readers = profiles.profile(owner), readers_of(owner, draft)
    to = _arrives_at(draft, readers)
    link = mentor_links.under_the_letter(owner, draft=draft)
    minutes = prose.reading_minutes(prose.count_words(draft.text))
    return Arrival(
        sender=_shown(profile.name, sender_address(profile) or profile.email),
        to=to,
        subject=draft.subject,
        text=draft.text + link,
        html=letter_html(draft.text + link),
        attachments=(INVITATION,) if _brings_invitation(owner, draft) and to else (),
        reading=f"{count(minutes, 'minute').capitalize()} to read.",
        outlook=outlook_html(draft.text + link),
        mailto=mailto(draft, readers, link),
    )


def _arrives_at(draft: DraftRecord, readers: Readers) -> str:
    """To whom, as the envelope says: as it went, else as it would go now."""
    if draft.sent_to:
        is_one = len(readers.people) == 1
        return _shown(draft.person.name, draft.sent_to) if is_one else draft.sent_to
    return ", ".join(_shown(one.name, one.email) for one in readers.people if one.email)


def why_not_send(readers: Readers, profile: ProfileRecord) -> str:
    """Why a letter cannot go by the mail server now, with the mend; empty when it can."""
    found = next(filter(None, (_why_not_to(one) for one in readers.people)), "") or readers.missing
    if found:
        return found
    if not settings.SMTP_URL:
        return "No mail server is set. Copy the letter, open it in your mail program, or download it."
    if not _is_address(sender_address(profile)):
        return "Your own mail address is not set yet. Settings, Mail has a place for it."
    return ""


def _why_not_to(person: PersonRecord) -> str:
    if person.deleted_at is not None:
        return f"{person.name} is in the trash; take them out first."
    if person.do_not_contact:
        return f"{person.name} is marked as not to be contacted."
    if not person.email:
        return f"{person.name} has no e-mail address yet. Add one, or copy the letter."
    if not _is_address(person.email):
        return f"“{person.email[:80]}” is not an address that mail can go to. Correct it, or copy the letter."
    return ""


def sender_address(profile: ProfileRecord) -> str:
    """The address that letters come from; empty where none is set."""
    return str(profile.mail_address or settings.MAIL_FROM)


def mail_parts(owner: User, *, draft: DraftRecord, now: datetime, is_by_hand: bool = False) -> MailParts:
    """The whole mail. ``is_by_hand``: for a file that the owner sends from their own mail program."""
    profile, readers = profiles.profile(owner), readers_of(owner, draft)
    person = readers.people[0]
    under = mentor_links.under_the_letter(owner, draft=draft)
    if not person.email:
        raise Invalid(f"{person.name} has no e-mail address yet. Add one, or copy the letter.", field="email")
    sender = sender_address(profile) or profile.email
    return MailParts(
        sender=MailAddress(profile.name, sender),
        to=tuple(MailAddress(one.name, one.email) for one in readers.people if one.email),
        subject=draft.subject or kind_of(draft.kind).subject(draft.slots),
        text=draft.text + under,
        html=html_of(draft.text + under, draft.subject),
        message_id=_message_id(owner, draft, sender),
        date=now,
        attachments=_attachments(owner, draft, profile, person, sender, is_by_hand=is_by_hand),
        is_draft=is_by_hand and draft.state in ("draft", "failed"),
    )


def mailto(draft: DraftRecord, readers: Readers, link: str = "") -> str:
    """An address that opens the letter in the owner's mail program; empty without a usable address of theirs."""
    addresses = [one for one in readers.addresses if _is_address(one)]
    if not addresses or not _is_address(readers.people[0].email):
        return ""
    return mailto_url(addresses[0], draft.subject, draft.text + link, tuple(addresses[1:]))


def _message_id(owner: User, draft: DraftRecord, sender: str) -> str:
    """The letter's own, whatever address it goes to, and kept when it is tried again."""
    known = outbox.item_of_draft(owner, draft_id=draft.id)
    if known is not None:
        return known.message_id
    return own_message_id(owner, draft_id=draft.id, sender=sender)


def own_message_id(owner: User, *, draft_id: int, sender: str) -> str:
    """The Message-ID of a letter in a mail file for the owner's own mail program, from that sender."""
    host = mail_address(sender).rpartition("@")[2] if _is_address(sender) else "mentorpanel.localhost"
    seed = f"{settings.SECRET_KEY}|{owner.pk}|{draft_id}"
    return f"<{uuid.uuid5(uuid.NAMESPACE_URL, seed).hex}@{host}>"


def _brings_invitation(owner: User, draft: DraftRecord) -> bool:
    if draft.kind != "brief" or draft.session_id is None:
        return False
    session = sessions.session(owner, session_id=draft.session_id)
    return session.status in sessions.TO_COME and not following_invitations.has_it_by_mail(
        owner, session=session, but_draft_id=draft.id
    )


def _attachments(
    owner: User,
    draft: DraftRecord,
    profile: ProfileRecord,
    person: PersonRecord,
    sender: str,
    *,
    is_by_hand: bool,
) -> tuple[Attachment, ...]:
    """A brief carries its session as a calendar file: an invitation from the owner to the mentor."""
    if not _brings_invitation(owner, draft):
        return ()
    session = sessions.session(owner, session_id=draft.session_id or 0)
    method: Method = "PUBLISH" if is_by_hand else "REQUEST"
    ics = session_invite(
        uid=session.uid,
        stamped_at=clock.now(),
        sequence=session.sequence,
        starts_at=session.starts_at,
        ends_at=sessions.clock_of(profile, session).ends_at,
        zone=profile.time_zone,
        summary=f"{profile.name} and {person.name}" if profile.name else "Mentoring session",
        place=session.place,
        organiser=Participant(profile.name, sender),
        attendee=Participant(person.name, person.email),
        method=method,
    )
    return (Attachment(INVITATION, f"text/calendar; method={method}", ics),)


def _shown(name: str, address: str) -> str:
    return f"{name} <{address}>" if name else address


def _is_address(text: str) -> bool:
    try:
        return bool(mail_address(text))
    except Invalid:
        return False
