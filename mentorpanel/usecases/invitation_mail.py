"""The message about a session: as its page shows it, and as a mail."""

import uuid
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.conf import settings

from mentorpanel import clock
from mentorpanel.domain.invitation_letters import Between, invitation_letter, summary_of
from mentorpanel.domain.invitations import InvitationHistory, InvitationRecord, InvitationState
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import OutboxRecord, PersonRecord, ProfileRecord, SessionRecord
from mentorpanel.formats.ical import Method, Participant, session_invite
from mentorpanel.formats.mail_html import html_of, letter_html, outlook_html
from mentorpanel.formats.mail_message import Attachment, MailAddress, MailParts, mail_address, mailto_url
from mentorpanel.storage import invitations, outbox
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import letter_mail, people, profiles
from mentorpanel.usecases.invitation_states import meeting_of, state_of
from mentorpanel.usecases.letter_readers import Readers

FILE_NAME = "invite.ics"


@dataclass(frozen=True, slots=True)
class SessionInvitation:
    """The message about a session as its page shows it: the state, and what would go, or what went last.

    ``last`` is the newest message of its own or of a brief; ``queued`` its mail while that has not arrived.
    ``html`` is safe to show, ``outlook`` is source for the clipboard.
    """

    session: SessionRecord
    state: InvitationState
    sender: str
    to: str
    subject: str
    text: str
    html: str
    outlook: str
    mailto: str
    can_send: bool
    why_not_send: str
    last: InvitationRecord | None
    queued: OutboxRecord | None


def shown_of(owner: User, session: SessionRecord, line: str) -> SessionInvitation:
    """What would go now with the owner's free line, else what went; and how it can go.

    That it is off may be told to somebody in the trash, too.
    """
    profile, person = profiles.profile(owner), people.person(owner, person_id=session.person.id)
    known = invitations.history(owner, session_id=session.id)
    state = state_of(session, known, now=clock.now(), zone=ZoneInfo(profile.time_zone))
    last = known.failed or known.told
    subject, text = _wording(profile, person, session, known, state, line)
    reader = replace(person, deleted_at=None) if state.method == "CANCEL" else person
    why_not = letter_mail.why_not_send(Readers((reader,)), profile)
    return SessionInvitation(
        session=session,
        state=state,
        sender=_named(profile.name, letter_mail.sender_address(profile) or profile.email),
        to=person.email if state.ask or last is None else last.sent_to,
        subject=subject,
        text=text,
        html=letter_html(text),
        outlook=outlook_html(text),
        mailto=_mailto(person, subject, text),
        can_send=not why_not,
        why_not_send=why_not,
        last=last,
        queued=outbox.item_of_invitation(owner, invitation_id=last.id)
        if last is not None and last.state != "sent"
        else None,
    )


def _wording(
    profile: ProfileRecord,
    person: PersonRecord,
    session: SessionRecord,
    known: InvitationHistory,
    state: InvitationState,
    line: str,
) -> tuple[str, str]:
    """What would go; where nothing is to be told, what went, empty where a brief carried it."""
    if not state.ask:
        return (known.told.subject, known.told.text) if known.told else ("", "")
    told = known.told.meeting if known.told else None
    letter = invitation_letter(told, meeting_of(session), _between(profile, person), line)
    return letter.subject, letter.text


def _between(profile: ProfileRecord, person: PersonRecord) -> Between:
    return Between(profile.name, person.name, profile.time_zone, person.time_zone)


def mail_parts(
    owner: User,
    shown: SessionInvitation,
    profile: ProfileRecord,
    person: PersonRecord,
    sequence: int,
    *,
    is_by_hand: bool = False,
) -> MailParts:
    """The whole mail. By hand the calendar file is only attached, so that mail programs open a plain draft."""
    sender = letter_mail.sender_address(profile) or profile.email
    is_off = shown.state.method == "CANCEL"
    method: Method = "CANCEL" if is_off else "PUBLISH" if is_by_hand else "REQUEST"
    meeting = meeting_of(shown.session)
    if is_off and shown.state.told_starts_at is not None:
        meeting = replace(meeting, starts_at=shown.state.told_starts_at)
    ics = session_invite(
        uid=shown.session.uid,
        sequence=sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=profile.time_zone,
        summary=summary_of(_between(profile, person)),
        place=meeting.place,
        stamped_at=clock.now(),
        organiser=Participant(profile.name, sender),
        attendee=Participant(person.name, person.email),
        method=method,
    )
    content_type = "text/calendar" if is_by_hand else f"text/calendar; method={method}"
    return MailParts(
        sender=MailAddress(profile.name, sender),
        to=(MailAddress(person.name, person.email),),
        subject=shown.subject,
        text=shown.text,
        html=html_of(shown.text, shown.subject),
        message_id=_message_id(owner, shown, sequence, sender),
        date=clock.now(),
        attachments=(Attachment(FILE_NAME, content_type, ics),),
        is_draft=is_by_hand,
    )


def _message_id(owner: User, shown: SessionInvitation, sequence: int, sender: str) -> str:
    """The same for the same session, sequence and method, however often it is tried."""
    host = mail_address(sender).rpartition("@")[2]
    seed = f"{settings.SECRET_KEY}|{owner.pk}|session-{shown.session.id}|{sequence}|{shown.state.method}"
    return f"<{uuid.uuid5(uuid.NAMESPACE_URL, seed).hex}@{host}>"


def _mailto(person: PersonRecord, subject: str, text: str) -> str:
    try:
        return mailto_url(mail_address(person.email), subject, text) if person.email and text else ""
    except Invalid:
        return ""


def _named(name: str, address: str) -> str:
    return f"{name} <{address}>" if name else address


def next_sequence(shown: SessionInvitation) -> int:
    """The sequence of the next message: the session's, and above that of the one before."""
    told = shown.state.sequence
    return shown.session.sequence if told is None else max(shown.session.sequence, told + 1)
