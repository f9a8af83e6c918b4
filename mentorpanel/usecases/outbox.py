"""What waits to leave: claimed by a worker, delivered, retried or given up on where everybody sees it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.delivering import Delivery
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
    not_after: datetime | None = None

    def is_stale_at(self, moment: datetime) -> bool:
        """Whether at that moment it would come too late to be of use."""
        return self.not_after is not None and moment >= self.not_after


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
        row.not_after,
    )


def settle(mail: Claimed, came: Delivery) -> None:
    """Write down what came of handing the mail over."""
    if came.is_taken:
        delivered(mail)
    elif came.wait is not None:
        try_later(mail, reason=came.reason, wait=came.wait)
    else:
        give_up(mail, reason=came.reason, bounced=came.bounced)


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
    with transaction.atomic():
        ended = system.finish_mail(
            item_id=mail.id,
            holder=mail.holder,
            status="failed",
            attempts=mail.attempts + 1,
            lease_until=None,
            last_error=reason[:1000],
        )
        if ended:
            _has_failed(mail.owner, mail.draft_id, mail.invitation_id, reason[:1000], bounced)


def came_back(owner: User, *, item_id: int, reason: str) -> bool:
    """A mail that had gone was not delivered after all; False where it had not gone, or is known to have failed."""
    with transaction.atomic():
        found = outbox.change_status(
            owner, item_id=item_id, was="sent", becomes="failed", last_error=reason[:1000]
        )
        if found is None:
            return False
        item, invitation_id = found
        # Which of several addresses it was, the report alone knows.
        bounced = item.recipients if len(item.recipients) == 1 else ()
        _has_failed(owner, item.draft_id, invitation_id, reason[:1000], bounced)
        return True


def did_arrive(owner: User, *, item_id: int) -> bool:
    """Undo ``came_back``: the mail counts as sent again; False where it was tried again or taken back meanwhile."""
    with transaction.atomic():
        found = outbox.change_status(owner, item_id=item_id, was="failed", becomes="sent", last_error="")
        if found is None:
            return False
        item, invitation_id = found
        if item.draft_id is not None and drafts.claim_state(
            owner, draft_id=item.draft_id, was=("failed",), becomes="sent", failure=""
        ):
            letter = drafts.draft(owner, draft_id=item.draft_id)
            letter_effects.after_sent(owner, draft=letter, at=letter.sent_at or clock.now())
        if invitation_id is not None:
            invitations.change(owner, invitation_id=invitation_id, state="sent", failure="")
        _mark_addresses(owner, item.draft_id, invitation_id, item.recipients, None)
        return True


def _has_failed(
    owner: User, draft_id: int | None, invitation_id: int | None, reason: str, bounced: tuple[str, ...]
) -> None:
    """They were told nothing: the letter or the session's page, Today and the address say so."""
    if invitation_id is not None:
        invitations.change(owner, invitation_id=invitation_id, state="failed", failure=reason)
    if draft_id is not None:
        drafts.mark_failed(owner, draft_id=draft_id, reason=reason)
        letter_effects.after_taken_back(owner, draft=drafts.draft(owner, draft_id=draft_id))
    _mark_addresses(owner, draft_id, invitation_id, bounced, clock.now())


def _mark_addresses(
    owner: User,
    draft_id: int | None,
    invitation_id: int | None,
    addresses: tuple[str, ...],
    at: datetime | None,
) -> None:
    session_id = invitations.session_of(owner, invitation_id=invitation_id) if invitation_id else None
    if draft_id is not None:
        person_id = drafts.draft(owner, draft_id=draft_id).person.id
    elif session_id is not None:
        person_id = sessions.session(owner, session_id=session_id).person.id
    else:
        return
    for address in addresses:
        people.mark_address_failed(owner, person_id=person_id, address=address, at=at)


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
