"""How far a mailbox has been read. It belongs to the installation: whose a mail is shows only when it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from mentorpanel.storage.models import Mailbox


@dataclass(frozen=True, slots=True)
class MailboxRecord:
    """A mailbox: the last UID looked at under a UIDVALIDITY, and how the last look went.

    ``not_before`` is when it may be tried again after ``failures`` in a row; ``left`` mails were still to be seen.
    """

    fingerprint: str
    validity: int | None
    last_uid: int
    since: date
    left: int
    fetched_at: datetime | None
    not_before: datetime | None
    failures: int
    last_error: str


def mailbox(fingerprint: str) -> MailboxRecord | None:
    """What is known of a mailbox; None before it was first read."""
    row = Mailbox.objects.filter(fingerprint=fingerprint).first()
    return _record(row) if row else None


def claim(
    fingerprint: str, *, holder: str, since: date, now: datetime, lease_until: datetime, is_eager: bool
) -> MailboxRecord | None:
    """Take a mailbox to read it, by compare-and-set: None while another reads it, or before it may be tried again.

    ``since`` is for a mailbox that is new here; ``is_eager`` does not wait after a failure. A holder gets its own back.
    """
    Mailbox.objects.get_or_create(fingerprint=fingerprint, defaults={"since": since})
    rows = Mailbox.objects.filter(fingerprint=fingerprint)
    rows = rows.filter(Q(holder="") | Q(holder=holder) | Q(lease_until__lt=now))
    if not is_eager:
        rows = rows.filter(Q(not_before=None) | Q(not_before__lte=now))
    if rows.update(holder=holder, lease_until=lease_until) != 1:
        return None
    return mailbox(fingerprint)


def begin_anew(fingerprint: str, *, holder: str, validity: int, since: date) -> None:
    """The server has numbered its mails anew, or is new here: nothing of it has been looked at."""
    _held(fingerprint, holder).update(validity=validity, last_uid=0, since=since)


def look_again(fingerprint: str, *, since: date) -> bool:
    """Let the next look begin at that day; False while somebody reads it, or before it was first read."""
    rows = Mailbox.objects.filter(fingerprint=fingerprint, holder="", validity__isnull=False)
    return rows.update(last_uid=0, since=since, not_before=None) == 1


def keep_place(fingerprint: str, *, holder: str, last_uid: int, left: int, lease_until: datetime) -> bool:
    """Everything up to that UID has been looked at; False where another reader has taken the mailbox over."""
    return _held(fingerprint, holder).update(last_uid=last_uid, left=left, lease_until=lease_until) == 1


def release(fingerprint: str, *, holder: str, at: datetime) -> None:
    """The look went well and is over."""
    _held(fingerprint, holder).update(
        holder="", lease_until=None, fetched_at=at, not_before=None, failures=0, last_error=""
    )


def failed(fingerprint: str, *, holder: str, reason: str, not_before: Callable[[int], datetime]) -> bool:
    """The look failed; True when the reason is another than before. ``not_before`` is asked with how often in a row."""
    row = _held(fingerprint, holder).first()
    if row is None:
        return False
    times = row.failures + 1
    _held(fingerprint, holder).update(
        holder="", lease_until=None, failures=times, last_error=reason, not_before=not_before(times)
    )
    return row.last_error != reason


def _held(fingerprint: str, holder: str) -> "QuerySet[Mailbox]":
    return Mailbox.objects.filter(fingerprint=fingerprint, holder=holder)


def _record(row: Mailbox) -> MailboxRecord:
    return MailboxRecord(
        fingerprint=row.fingerprint,
        validity=row.validity,
        last_uid=row.last_uid,
        since=row.since,
        left=row.left,
        fetched_at=row.fetched_at,
        not_before=row.not_before,
        failures=row.failures,
        last_error=row.last_error,
    )
