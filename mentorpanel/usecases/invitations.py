"""Invitations: tell a mentor of a session what is so now, by mail or by hand, never without the owner's word."""

from collections.abc import Collection

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.invitations import InvitationRecord, InvitationState
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.domain.records import SessionRecord
from mentorpanel.formats.mail_message import build_mail, to_eml
from mentorpanel.storage import invitations, outbox, sessions
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import people, profiles
from mentorpanel.usecases.following_invitations import hold_back
from mentorpanel.usecases.invitation_mail import SessionInvitation, mail_parts, next_sequence, shown_of
from mentorpanel.usecases.invitation_states import meeting_of, state_of, states

__all__ = [
    "SessionInvitation",
    "expected_by",
    "invitation",
    "invitation_eml",
    "mark_told",
    "rest_of_series",
    "send_invitation",
    "send_series",
    "take_back",
    "try_again",
    "untold",
]


def invitation(owner: User, *, session_id: int, line: str = "") -> SessionInvitation:
    """The message that a session wants now, with the owner's free line in it; else the one that went."""
    return shown_of(owner, sessions.session(owner, session_id=session_id), line)


def rest_of_series(owner: User, *, session_id: int) -> list[tuple[SessionRecord, InvitationState]]:
    """The other sessions of the same series whose mentor can be told something, soonest first, with where they stand."""
    found = sessions.session(owner, session_id=session_id)
    if found.series_id is None:
        return []
    others = [one for one in _of_series(owner, found.series_id) if one.id != session_id]
    known = states(owner, others, zone=profiles.zone(owner))
    return [(one, known[one.id]) for one in others if known[one.id].ask]


def untold(owner: User, *, series_id: int) -> list[SessionRecord]:
    """The sessions of a series, from now on, of which the mentor believes what is no longer so."""
    found = _of_series(owner, series_id)
    known = states(owner, found, zone=profiles.zone(owner))
    return [one for one in found if known[one.id].must_tell]


def expected_by(owner: User, *, person_ids: Collection[int]) -> list[tuple[SessionRecord, InvitationState]]:
    """What these people expect, or do not, that is no longer so: the sessions with where they stand, soonest first."""
    now, zone = clock.now(), profiles.zone(owner)
    found = [
        (one, state_of(one, history, now=now, zone=zone))
        for one, history in invitations.NOT_OVER.alone(owner, now=now)
        if one.person.id in person_ids
    ]
    return sorted(
        ((one, state) for one, state in found if state.must_tell), key=lambda pair: pair[0].starts_at
    )


def send_invitation(owner: User, *, session_id: int, line: str = "") -> SessionInvitation:
    """Send what the session wants now by the mail server: one mail for a session, sequence and method.

    The mail is built and stored in one transaction. Nothing to tell, or no way to send, is a ``Conflict``.
    """
    with transaction.atomic():
        _send(owner, session_id, line)
        return invitation(owner, session_id=session_id)


def send_series(owner: User, *, session_id: int, line: str = "") -> int:
    """Send for this session and for the rest of its series, each in a mail of its own; returns how many."""
    with transaction.atomic():
        first = sessions.session(owner, session_id=session_id)
        rest = [one.id for one, _ in rest_of_series(owner, session_id=session_id)]
        is_due = states(owner, [first], zone=profiles.zone(owner))[session_id].ask
        due = [session_id, *rest] if is_due else rest
        if not due:
            raise Conflict("There is nothing to tell about this series.")
        for number in due:
            _send(owner, number, line)
    return len(due)


def mark_told(owner: User, *, session_id: int, line: str = "") -> SessionInvitation:
    """*I've sent it*: the mentor was told by the owner's own hand, or knows already."""
    with transaction.atomic():
        found = sessions.session_for_change(owner, session_id=session_id)
        shown = shown_of(owner, found, line)
        _must_have_news(shown)
        hold_back(owner, session_id=session_id)
        _store(owner, shown, state="sent", sent_how="by-hand")
        return invitation(owner, session_id=session_id)


def take_back(owner: User, *, session_id: int) -> SessionInvitation:
    """Undo *I've sent it*, or stop a mail that no worker has picked up yet."""
    with transaction.atomic():
        found = sessions.session_for_change(owner, session_id=session_id)
        last = _last(owner, found)
        if last is None:
            raise Conflict("Nothing has gone about this session; there is nothing to take back.")
        if last.draft_id is not None:
            raise Conflict("The invitation went with the brief; take the brief back.")
        if last.sent_how == "by-hand":
            invitations.remove(owner, invitation_ids=[last.id])
        elif last.state == "sent":
            raise Conflict("The mail has gone.")
        elif last.id not in outbox.drop_invitations(owner, session_id=session_id):
            raise Conflict("The mail is on its way already.")
        else:
            invitations.remove(owner, invitation_ids=[last.id])
        return invitation(owner, session_id=session_id)


def try_again(owner: User, *, session_id: int) -> SessionInvitation:
    """Try a mail again: one that failed is built anew for the address of now, one that waits is due at once."""
    last = _last(owner, sessions.session(owner, session_id=session_id))
    if last is None or last.state == "failed":
        return send_invitation(owner, session_id=session_id)
    if not outbox.try_invitation_again(owner, invitation_id=last.id, now=clock.now()):
        raise Conflict("This mail is not waiting.")
    return invitation(owner, session_id=session_id)


def invitation_eml(owner: User, *, session_id: int, line: str = "") -> bytes:
    """The message as a file that a mail program opens, with the calendar file attached and nothing else to it."""
    found = sessions.session(owner, session_id=session_id)
    shown = shown_of(owner, found, line)
    _must_have_news(shown)
    person = people.person(owner, person_id=found.person.id)
    if not person.email:
        raise Invalid(f"{person.name} has no e-mail address yet. Add one, or copy the text.", field="email")
    profile = profiles.profile(owner)
    return to_eml(mail_parts(owner, shown, profile, person, next_sequence(shown), is_by_hand=True))


def _send(owner: User, session_id: int, line: str) -> None:
    found = sessions.session_for_change(owner, session_id=session_id)
    shown = shown_of(owner, found, line)
    _must_have_news(shown)
    if not shown.can_send:
        raise Conflict(shown.why_not_send)
    hold_back(owner, session_id=session_id)
    message = _store(owner, shown, state="queued", sent_how="mail")
    profile, person = profiles.profile(owner), people.person(owner, person_id=found.person.id)
    parts = mail_parts(owner, shown, profile, person, message.sequence)
    outbox.put(
        owner,
        dedupe_key=f"invitation-{session_id}-{message.sequence}-{message.method}",
        draft_id=None,
        invitation_id=message.id,
        message_id=parts.message_id,
        sender=parts.sender.mail,
        recipients=[person.email],
        message=build_mail(parts).as_bytes(),
        not_before=clock.now(),
    )


def _store(owner: User, shown: SessionInvitation, *, state: str, sent_how: str) -> InvitationRecord:
    """Remember what they are told; a message always has a higher sequence than the one before."""
    session, sequence = shown.session, next_sequence(shown)
    if sequence != session.sequence:
        sessions.change_session(owner, session_id=session.id, sequence=sequence)
    return invitations.add(
        owner,
        session_id=session.id,
        meeting=meeting_of(session),
        method=shown.state.method,
        sequence=sequence,
        subject=shown.subject[:300],
        text=shown.text,
        state=state,
        sent_how=sent_how,
        sent_to=shown.to[:500],
        sent_at=clock.now(),
    )


def _must_have_news(shown: SessionInvitation) -> None:
    if not shown.state.ask:
        raise Conflict(f"There is nothing to send: {shown.state.reason}")


def _last(owner: User, session: SessionRecord) -> InvitationRecord | None:
    known = invitations.history(owner, session_id=session.id)
    return known.failed or known.told


def _of_series(owner: User, series_id: int) -> list[SessionRecord]:
    """The sessions of a series from now on, cancelled ones too."""
    return sessions.of_series(owner, series_id=series_id, since=clock.now() - sessions.LONGEST)
