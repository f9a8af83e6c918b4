"""The few functions without an owner: finding owners, sign-in links, and what workers claim."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from mentorpanel.domain.contact_keys import email_key
from mentorpanel.domain.mentor_page import PageRecord
from mentorpanel.domain.token_records import TokenRecord
from mentorpanel.storage.mentor_pages import record_of
from mentorpanel.storage.models import (
    ApiToken,
    CalendarAccount,
    ContactPoint,
    FeedAddress,
    IdempotentReply,
    Import,
    MentorPage,
    OutboxItem,
    Push,
    ReminderSetting,
    SearchMark,
    Session,
    SignInLink,
    TakenCapture,
    UploadPiece,
    User,
)


def local_owner() -> User | None:
    """The first owner made on this machine: the one who signs in by link."""
    return User.objects.filter(is_active=True).order_by("id").first()


def owner_by_email(email: str) -> User | None:
    """The owner with that address, or None."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def owner_by_id(owner_id: int) -> User | None:
    """The owner with that id, or None."""
    return User.objects.filter(pk=owner_id, is_active=True).first()


def owners() -> list[User]:
    """Every owner, the first one first."""
    return list(User.objects.filter(is_active=True).order_by("id"))


def add_owner(*, email: str, password: str | None) -> User:
    """A new owner; without a password one signs in by link only."""
    return User.objects.create_user(email, password)


def set_password(owner: User, password: str) -> None:
    """Store the hash of a password."""
    owner.set_password(password)
    owner.save(update_fields=["password"])


def keep_link(owner: User, *, token_hash: str, expires_at: datetime) -> None:
    """Store a sign-in link's hash, dropping the owner's old ones."""
    SignInLink.objects.filter(owner=owner, expires_at__lt=expires_at - timedelta(days=1)).delete()
    SignInLink.objects.create(owner=owner, token_hash=token_hash, expires_at=expires_at)


def use_link(*, token_hash: str, now: datetime) -> User | None:
    """The owner of a link that was not used and has not expired; it is used up by this."""
    link = SignInLink.objects.filter(token_hash=token_hash, used_at__isnull=True, expires_at__gt=now)
    if link.update(used_at=now) != 1:
        return None
    return SignInLink.objects.select_related("owner").get(token_hash=token_hash).owner


def link_is_good(*, token_hash: str, now: datetime) -> bool:
    """Whether a link could be used now."""
    return SignInLink.objects.filter(token_hash=token_hash, used_at__isnull=True, expires_at__gt=now).exists()


def token_owner(*, token_hash: str, now: datetime) -> tuple[User, TokenRecord] | None:
    """The owner of an API token that is neither revoked nor expired, and the token's record."""
    row = (
        ApiToken.objects.select_related("owner").filter(token_hash=token_hash, owner__is_active=True).first()
    )
    if row is None:
        return None
    record = TokenRecord(
        id=row.pk,
        name=row.name,
        start=row.start,
        scope=row.scope,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )
    return (row.owner, record) if record.state_at(now) == "good" else None


def feed_owner(*, token_hash: str) -> tuple[User, date | None] | None:
    """The owner of a calendar address that is good, and the day it was last fetched."""
    rows = FeedAddress.objects.filter(token_hash=token_hash, revoked_at__isnull=True, owner__is_active=True)
    row = rows.select_related("owner").first()
    return (row.owner, row.last_fetched_on) if row else None


def mentor_page(*, token_hash: str) -> tuple[User, PageRecord] | None:
    """The owner and the link of that hash, good or not; None where it is unknown or the mentor is in the trash."""
    rows = MentorPage.objects.select_related("owner", "session").filter(
        token_hash=token_hash, owner__is_active=True, session__person__deleted_at=None
    )
    row = rows.first()
    return (row.owner, record_of(row)) if row else None


def owners_with_reminders() -> list[User]:
    """The owners who have switched mails to themselves on."""
    rows = ReminderSetting.objects.filter(is_on=True, owner__is_active=True).select_related("owner")
    return [row.owner for row in rows.order_by("owner_id")]


def reminder_owner(*, stop_hash: str) -> User | None:
    """Whose link to stop the mails has that hash; None where it is unknown."""
    row = (
        ReminderSetting.objects.filter(stop_hash=stop_hash, owner__is_active=True)
        .select_related("owner")
        .first()
    )
    return row.owner if row else None


def owners_of_uids(uids: Collection[str]) -> set[int]:
    """Whose sessions have these UIDs."""
    rows = (
        Session.objects.filter(uid__in=list(uids), owner__is_active=True) if uids else Session.objects.none()
    )
    return set(rows.values_list("owner_id", flat=True))


def owners_of_messages(message_ids: Collection[str]) -> dict[str, int]:
    """Whose mails have these Message-IDs."""
    rows = OutboxItem.objects.filter(message_id__in=list(message_ids), owner__is_active=True)
    return dict(rows.values_list("message_id", "owner_id")) if message_ids else {}


def owners_by_address(keys: Collection[str]) -> dict[str, set[int]]:
    """Whose own addresses these are: those they sign in with, and those on their letters."""
    found: dict[str, set[int]] = {}
    columns = ("pk", "email", "profile__mail_address")
    for owner_id, *addresses in User.objects.filter(is_active=True).values_list(*columns):
        for key in {email_key(one) for one in addresses if one} & set(keys):
            found.setdefault(key, set()).add(owner_id)
    return found


def keys_on_a_panel(keys: Collection[str]) -> set[str]:
    """Which of these addresses belong to somebody on the panel of any owner."""
    rows = ContactPoint.objects.filter(
        kind="email", key__in=list(keys), person__relationship__isnull=False, person__deleted_at=None
    )
    return set(rows.values_list("key", flat=True)) if keys else set()


def drop_old_replies(*, before: datetime) -> int:
    """Forget the answers to requests from before that moment, and the keys they came with."""
    return IdempotentReply.objects.filter(created_at__lt=before).delete()[0]


def claim_mail(*, holder: str, now: datetime, lease: timedelta) -> OutboxItem | None:
    """One waiting mail that is due, claimed for ``holder`` by compare-and-set; None when there is none."""
    found = claim_due(OutboxItem, holder=holder, now=now, lease=lease)
    return OutboxItem.objects.select_related("owner").get(id=found) if found is not None else None


def claim_due(
    model: type[OutboxItem] | type[Push], *, holder: str, now: datetime, lease: timedelta
) -> int | None:
    """The number of a waiting row that is due, claimed by compare-and-set: of several that try, one has it."""
    rows = model._default_manager.filter(status="waiting")
    for candidate in (
        rows.filter(not_before__lte=now).order_by("not_before", "id").values_list("id", flat=True)[:8]
    ):
        if rows.filter(id=candidate).update(status="claimed", holder=holder, lease_until=now + lease) == 1:
            return int(candidate)
    return None


def finish_mail(*, item_id: int, holder: str, **changes: Any) -> bool:
    """Write the end of an attempt, if the claim is still this holder's."""
    return OutboxItem.objects.filter(id=item_id, status="claimed", holder=holder).update(**changes) == 1


def sweep_claims(*, now: datetime, holder: str | None = None) -> int:
    """Free the claims whose lease has ended, and with ``holder`` its own from before a restart."""
    lost = Q(lease_until__lt=now)
    if holder is not None:
        lost |= Q(holder=holder)
    return OutboxItem.objects.filter(Q(status="claimed") & lost).update(
        status="waiting", holder="", lease_until=None
    )


def claim_run(*, holder: str, lease_until: datetime) -> tuple[User, int] | None:
    """The oldest import that waits, or whose worker died, claimed by compare-and-set."""
    waiting = Import.objects.filter(state="waiting").values_list("id", flat=True).order_by("id")[:4]
    for import_id in waiting:
        if Import.objects.filter(id=import_id, state="waiting").update(
            state="running", holder=holder, lease_until=lease_until
        ):
            row = Import.objects.select_related("owner").get(id=import_id)
            return row.owner, row.pk
    return None


def free_lost_runs(*, now: datetime, holder: str = "") -> None:
    """Let the uploads of dead workers wait again, and with ``holder`` its own from before a restart.

    Only an upload can be taken up by another; a file on somebody's disk has to be named again.
    """
    lost = Q(lease_until__lt=now)
    if holder:
        lost |= Q(holder=holder)
    running = Import.objects.filter(lost, state="running")
    ids = list(running.values_list("id", flat=True))
    if not ids:
        return
    kept = set(UploadPiece.objects.filter(batch_id__in=ids).values_list("batch_id", flat=True))
    running.filter(id__in=kept).update(state="waiting", holder="", lease_until=None)
    running.filter(id__in=set(ids) - kept).update(
        state="failed",
        finished_at=now,
        failure="The import was stopped before its end. Import the file again: what is in stays as it is.",
    )


def drop_forgotten_uploads(*, before: datetime) -> None:
    """Forget the uploads that broke off while they came in, before that moment."""
    Import.objects.filter(state="receiving", created_at__lt=before).delete()


def claim_calendar(*, holder: str, now: datetime, lease: timedelta, owner: User | None = None) -> User | None:
    """The owner of one calendar that is due, claimed for ``holder`` by compare-and-set; None when there is none.

    Due is also one whose sessions to come have changed since the last round began. With ``owner`` that one's alone,
    due or not, unless another holder is at it.
    """
    changed = Session.objects.filter(
        owner=OuterRef("owner"), updated_at__gt=OuterRef("began_at"), starts_at__gt=now - timedelta(days=1)
    )
    is_due = Q(state__in=["good", "failing", "leaving"], next_at__lte=now) | (
        Q(state="good") & Exists(changed)
    )
    is_free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    rows = CalendarAccount.objects.filter(is_free, owner__is_active=True)
    rows = rows.filter(owner=owner) if owner is not None else rows.filter(is_due)
    for pk, began_at in list(rows.order_by("next_at", "id").values_list("pk", "began_at")[:8]):
        claimed = CalendarAccount.objects.filter(is_free, pk=pk, began_at=began_at)
        if claimed.update(holder=holder, lease_until=now + lease, began_at=now) == 1:
            return CalendarAccount.objects.select_related("owner").get(pk=pk).owner
    return None


def owners_with_work_address() -> list[User]:
    """Every owner who gave, or had given, an address at work for copies of their sessions."""
    return list(User.objects.filter(is_active=True, workcalendar__isnull=False).order_by("id"))


def free_calendars(*, holder: str) -> int:
    """Free what that worker held before its restart."""
    return CalendarAccount.objects.filter(holder=holder, lease_until__isnull=False).update(
        holder="", lease_until=None
    )


def capture_was_taken(capture_id: str) -> bool:
    """Whether that capture has been taken in; only the unique id in ``keep_taken`` settles a race."""
    return TakenCapture.objects.filter(capture=capture_id).exists()


def keep_taken(owner: User, *, capture_id: str, kind: str, row: int) -> None:
    """Store that a capture became that row. Taken in already: ``IntegrityError``, and the transaction is void."""
    TakenCapture.objects.create(owner=owner, capture=capture_id, kind=kind, row=row)


@contextmanager
def synced_to_disk() -> Iterator[None]:
    """One transaction whose commit outlives a power cut; must be the outermost one.

    SQLite runs with ``synchronous=NORMAL`` otherwise, where the last commits may be lost then.
    PostgreSQL waits for the disk unless it was told not to.
    """
    if connection.vendor != "sqlite":
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = on")
            yield
        return
    connection.ensure_connection()
    is_outermost = not connection.in_atomic_block
    if is_outermost:  # Within a transaction SQLite refuses to change it.
        _set_synchronous("FULL")
    try:
        with transaction.atomic(durable=True):
            yield
    finally:
        if is_outermost:
            _set_synchronous("NORMAL")


def _set_synchronous(level: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={level}")


def owners_to_index() -> list[User]:
    """Owners of whom something changed that search has not taken in; what changed of owners who are gone is forgotten."""
    if not SearchMark.objects.exists():
        return []
    SearchMark.objects.exclude(owner_id__in=User.objects.values("pk")).delete()
    return list(User.objects.filter(Exists(SearchMark.objects.filter(owner_id=OuterRef("pk")))))
