"""What waits to leave: claimed by a worker, delivered, retried or given up on where everybody sees it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.problems import Conflict
from mentorpanel.domain.records import OutboxRecord
from mentorpanel.storage import drafts, invitations, outbox, people, sessions, system
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import letter_effects

LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail that this worker alone may deliver now."""

    id: int
    owner: User
    draft_id: int | None
    sender: str
    recipients: tuple[str, ...]
    message: bytes
    attempts: int
    holder: str
    invitation_id: int | None = None


def free_lost_claims(*, holder: str | None = None) -> int:
    """Free the claims of dead workers; with ``holder``, that worker's own from before its restart too."""
    return system.sweep_claims(now=clock.now(), holder=holder)


def claim_next(*, holder: str) -> Claimed | None:
    """The next mail that is due, or None."""
    row = system.claim_mail(holder=holder, now=clock.now(), lease=LEASE)
    if row is None:
        return None
    return Claimed(
        row.pk,
        row.owner,
        row.draft_id,
        row.sender,
        tuple(row.recipients),
        bytes(row.message),
        row.attempts,
        holder,
        row.invitation_id,
    )


def delivered(mail: Claimed) -> None:
    """The mail server has taken the mail."""
    now = clock.now()
    with transaction.atomic():
        ended = system.finish_mail(
            item_id=mail.id,
            holder=mail.holder,
            status="sent",
            sent_at=now,
            attempts=mail.attempts + 1,
            lease_until=None,
            last_error="",
        )
        if ended and mail.draft_id:
            drafts.mark_delivered(mail.owner, draft_id=mail.draft_id, at=now)
        if ended and mail.invitation_id:
            invitations.change(mail.owner, invitation_id=mail.invitation_id, state="sent")


def try_later(mail: Claimed, *, reason: str, wait: timedelta) -> None:
    """The mail server cannot take it now: it waits that long."""
    now = clock.now()
    system.finish_mail(
        item_id=mail.id,
        holder=mail.holder,
        status="waiting",
        attempts=mail.attempts + 1,
        not_before=now + wait,
        lease_until=None,
        last_error=reason[:1000],
    )


def give_up(mail: Claimed, *, reason: str, bounced: tuple[str, ...]) -> None:
    """The mail server will never take it: marked on the letter, on the address, and on Today."""
    now = clock.now()
    with transaction.atomic():
        ended = system.finish_mail(
            item_id=mail.id,
            holder=mail.holder,
            status="failed",
            attempts=mail.attempts + 1,
            lease_until=None,
            last_error=reason[:1000],
        )
        if ended and mail.invitation_id:
            _invitation_failed(mail, reason, bounced)
        if not ended or mail.draft_id is None:
            return
        drafts.mark_failed(mail.owner, draft_id=mail.draft_id, reason=reason[:1000])
        letter = drafts.draft(mail.owner, draft_id=mail.draft_id)
        letter_effects.after_taken_back(mail.owner, draft=letter)
        for address in bounced:
            people.mark_address_failed(mail.owner, person_id=letter.person.id, address=address, at=now)


def _invitation_failed(mail: Claimed, reason: str, bounced: tuple[str, ...]) -> None:
    """They were told nothing: the session's page, Today and the address say so."""
    message_id = mail.invitation_id or 0
    invitations.change(mail.owner, invitation_id=message_id, state="failed", failure=reason[:1000])
    session_id = invitations.session_of(mail.owner, invitation_id=message_id)
    if session_id is not None:
        person = sessions.session(mail.owner, session_id=session_id).person
        for address in bounced:
            people.mark_address_failed(mail.owner, person_id=person.id, address=address, at=clock.now())


def waiting_mail(owner: User) -> list[OutboxRecord]:
    """What has not gone yet, with the mail server's last answer."""
    return outbox.waiting(owner)


def try_again(owner: User, *, draft_id: int) -> None:
    """Try a mail again now, under the same Message-ID; one that had failed counts as sent again."""
    now = clock.now()
    with transaction.atomic():
        if not outbox.try_again(owner, draft_id=draft_id, now=now):
            raise Conflict("This letter is not waiting.")
        if drafts.claim_state(
            owner, draft_id=draft_id, was=("failed",), becomes="queued", failure="", sent_at=now
        ):
            letter_effects.after_sent(owner, draft=drafts.draft(owner, draft_id=draft_id), at=now)
