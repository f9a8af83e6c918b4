"""The outbox: whole mails, stored in the transaction that decided to send them."""

from datetime import datetime

from mentorpanel.domain.records import OutboxRecord
from mentorpanel.storage.models import OutboxItem, User


def put(
    owner: User,
    *,
    dedupe_key: str,
    draft_id: int | None,
    message_id: str,
    sender: str,
    recipients: list[str],
    message: bytes,
    not_before: datetime,
    invitation_id: int | None = None,
    not_after: datetime | None = None,
) -> bool:
    """Put a mail into the outbox once; False when one with that key is there already. After ``not_after`` it is stale."""
    _, was_made = OutboxItem.objects.get_or_create(
        owner=owner,
        dedupe_key=dedupe_key,
        defaults={
            "draft_id": draft_id,
            "invitation_id": invitation_id,
            "message_id": message_id,
            "sender": sender,
            "recipients": recipients,
            "message": message,
            "not_before": not_before,
            "not_after": not_after,
        },
    )
    return was_made


def items(owner: User, *, limit: int = 50) -> list[OutboxRecord]:
    """What is in the outbox and what has gone, newest first."""
    rows = OutboxItem.objects.filter(owner=owner).defer("message").order_by("-id")[:limit]
    return [_record(row) for row in rows]


def waiting(owner: User) -> list[OutboxRecord]:
    """What has not gone yet: waiting, under way or failed for good; not what was of use for a while alone, and failed."""
    rows = OutboxItem.objects.filter(owner=owner).exclude(status="sent")
    rows = rows.exclude(status="failed", not_after__isnull=False).defer("message").order_by("id")
    return [_record(row) for row in rows[:100]]


def item_of_draft(owner: User, *, draft_id: int) -> OutboxRecord | None:
    """The newest mail of a letter."""
    row = OutboxItem.objects.filter(owner=owner, draft_id=draft_id).defer("message").order_by("-id").first()
    return _record(row) if row else None


def try_again(owner: User, *, draft_id: int, now: datetime) -> bool:
    """Put the failed mail of a letter back into the queue, under the same Message-ID."""
    rows = OutboxItem.objects.filter(owner=owner, draft_id=draft_id, status__in=["failed", "waiting"])
    return rows.update(status="waiting", not_before=now, attempts=0, last_error="") > 0


def drop(owner: User, *, draft_id: int) -> int:
    """Take a letter's mails out of the queue, those not under way; returns how many."""
    rows = OutboxItem.objects.filter(owner=owner, draft_id=draft_id, status__in=["failed", "waiting"])
    return rows.delete()[0]


def item_of_invitation(owner: User, *, invitation_id: int) -> OutboxRecord | None:
    """The mail of a message about a session."""
    rows = OutboxItem.objects.filter(owner=owner, invitation_id=invitation_id).defer("message")
    row = rows.order_by("-id").first()
    return _record(row) if row else None


def drop_invitations(owner: User, *, session_id: int) -> list[int]:
    """Take the mails about a session out of the queue, those not under way; returns the ids of their messages."""
    rows = OutboxItem.objects.filter(
        owner=owner, invitation__session_id=session_id, status__in=["failed", "waiting"]
    )
    found = list(rows.values_list("pk", "invitation_id"))
    still_here = OutboxItem.objects.filter(owner=owner, status__in=["failed", "waiting"])
    return [message for item, message in found if still_here.filter(pk=item).delete()[0] and message]


def change_status(
    owner: User, *, item_id: int, was: str, becomes: str, last_error: str
) -> tuple[OutboxRecord, int | None] | None:
    """Say that a mail came back, or arrived after all: the mail and its message about a session; None unless it ``was``."""
    rows = OutboxItem.objects.filter(owner=owner, pk=item_id, status=was)
    if rows.update(status=becomes, last_error=last_error) != 1:
        return None
    row = OutboxItem.objects.defer("message").get(owner=owner, pk=item_id)
    return _record(row), row.invitation_id


def try_invitation_again(owner: User, *, invitation_id: int, now: datetime) -> bool:
    """Make a waiting mail about a session due now, under the same Message-ID."""
    rows = OutboxItem.objects.filter(owner=owner, invitation_id=invitation_id, status="waiting")
    return rows.update(not_before=now, attempts=0, last_error="") > 0


def _record(row: OutboxItem) -> OutboxRecord:
    return OutboxRecord(
        id=row.pk,
        draft_id=row.draft_id,
        message_id=row.message_id,
        recipients=tuple(row.recipients),
        status=row.status,
        attempts=row.attempts,
        not_before=row.not_before,
        last_error=row.last_error,
        sent_at=row.sent_at,
    )
