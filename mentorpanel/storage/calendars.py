"""An owner's calendar on a server: the account, its calendars, and the entries that we wrote."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from mentorpanel import clock
from mentorpanel.domain.calendar_records import AccountRecord, EntryRecord, ListedCalendar
from mentorpanel.domain.calendar_server import CalendarFound
from mentorpanel.domain.problems import NotFound
from mentorpanel.storage import sealing
from mentorpanel.storage.models import BusyTime, CalendarAccount, CalendarEntry, CalendarListed, User

PURPOSE = "calendar password"
MOST_ENTRIES = 1000


def account(owner: User) -> AccountRecord | None:
    """The owner's account with its calendars, or None; two queries."""
    row = CalendarAccount.objects.filter(owner=owner).first()
    return _record(row) if row else None


def account_for_change(owner: User) -> AccountRecord:
    """The account, locked until the transaction ends; ``NotFound`` where none is connected."""
    row = CalendarAccount.objects.filter(owner=owner).select_for_update().first()
    if row is None:
        raise NotFound("No calendar is connected.")
    return _record(row)


def password(owner: User) -> str:
    """The password in the clear, for a connection that is being made now."""
    sealed = CalendarAccount.objects.filter(owner=owner).values_list("password", flat=True).first()
    if sealed is None:
        raise NotFound("No calendar is connected.")
    return sealing.unseal(sealed, purpose=PURPOSE, owner_id=owner.pk)


def connect(
    owner: User, *, address: str, user: str, password: str, found: Sequence[CalendarFound], at: datetime
) -> AccountRecord:
    """Store an account and what its server has; a choice made before stays where the calendar is still there."""
    sealed = sealing.seal(password, purpose=PURPOSE, owner_id=owner.pk)
    values = {
        "address": address, "user_name": user, "password": sealed, "state": "good", "attempts": 0, "next_at": at,
        "last_error": "", "holder": "", "lease_until": None,
    }  # fmt: skip
    row, _ = CalendarAccount.objects.update_or_create(owner=owner, defaults=values)
    known = {one.address: one for one in CalendarListed.objects.filter(owner=owner)}
    addresses = {one.address for one in found}
    CalendarListed.objects.filter(owner=owner).exclude(address__in=addresses).delete()
    for one in found:
        if one.address in known:
            CalendarListed.objects.filter(pk=known[one.address].pk).update(
                name=one.name, can_write=one.can_write
            )
        else:
            CalendarListed.objects.create(
                owner=owner, account=row, address=one.address, name=one.name, can_write=one.can_write
            )
    if row.write_to not in addresses:
        change(owner, write_to="")
    return _record(CalendarAccount.objects.get(pk=row.pk))


def choose(owner: User, *, write_to: str, read_ids: Iterable[int]) -> None:
    """Which calendar is written to, and whose busy times count."""
    change(owner, write_to=write_to)
    rows, read = CalendarListed.objects.filter(owner=owner), list(read_ids)
    rows.filter(pk__in=read).update(is_read=True)
    rows.exclude(pk__in=read).update(is_read=False)


def finish(owner: User, *, holder: str, **changes: Any) -> bool:
    """Write the end of a round, if the claim is still this holder's."""
    rows = CalendarAccount.objects.filter(owner=owner, holder=holder, lease_until__isnull=False)
    values = {"holder": "", "lease_until": None, "updated_at": clock.now()} | changes
    return rows.update(**values) == 1


def is_held(owner: User, *, holder: str) -> bool:
    """Whether the claim is still this holder's; locked until the transaction ends."""
    rows = CalendarAccount.objects.filter(owner=owner, holder=holder, lease_until__isnull=False)
    return rows.select_for_update().first() is not None


def change(owner: User, **changes: Any) -> None:
    """Write fields of the account."""
    CalendarAccount.objects.filter(owner=owner).update(**changes, updated_at=clock.now())


def remove(owner: User) -> None:
    """Forget the account, its calendars, and what we know of the entries there."""
    CalendarEntry.objects.filter(owner=owner).delete()
    BusyTime.objects.filter(owner=owner).delete()
    CalendarAccount.objects.filter(owner=owner).delete()


def entries(
    owner: User, *, ends_after: datetime | None = None, hrefs: Iterable[str] = ()
) -> list[EntryRecord]:
    """The entries that we wrote, soonest first; with ``ends_after`` those that end later, and those named."""
    rows = CalendarEntry.objects.filter(owner=owner)
    if ends_after is not None:
        rows = rows.filter(Q(ends_at__gt=ends_after) | Q(href_hash__in=[_hash(href) for href in hrefs]))
    return [_entry(row) for row in rows.order_by("starts_at", "id")[:MOST_ENTRIES]]


def entries_left_alone(owner: User, *, ends_after: datetime) -> list[tuple[EntryRecord, str]]:
    """The entries to come that were changed or removed by hand, or refused, each with its person's name. One query."""
    rows = CalendarEntry.objects.filter(
        owner=owner, ends_at__gt=ends_after, state__in=["changed-there", "removed-there", "refused"]
    ).select_related("session__person")
    return [
        (_entry(row), row.session.person.name if row.session else "")
        for row in rows.order_by("starts_at", "id")[:50]
    ]


def count_written(owner: User, *, ends_after: datetime) -> int:
    """How many entries to come are there as we wrote them."""
    return CalendarEntry.objects.filter(owner=owner, ends_at__gt=ends_after, state="written").count()


def begin_entry(owner: User, *, href: str, **values: Any) -> None:
    """Note that an entry is about to be written, so that a write whose end we miss is known as ours."""
    CalendarEntry.objects.update_or_create(
        owner=owner, href_hash=_hash(href), defaults={"href": href, **values}
    )


def change_entry(owner: User, *, href: str, **changes: Any) -> None:
    """Write how an entry stands."""
    rows = CalendarEntry.objects.filter(owner=owner, href_hash=_hash(href))
    rows.update(**changes, updated_at=clock.now())


def forget_entry(owner: User, *, href: str) -> None:
    """An entry is not there any more, and not wanted."""
    CalendarEntry.objects.filter(owner=owner, href_hash=_hash(href)).delete()


def force(owner: User, *, entry_id: int | None = None) -> int:
    """Mark an entry, or all that were left alone or are missing, to be written anew; returns how many."""
    rows = CalendarEntry.objects.filter(owner=owner)
    rows = rows.filter(pk=entry_id) if entry_id is not None else rows.filter(ends_at__gt=clock.now())
    return rows.update(is_forced=True, updated_at=clock.now())


def _hash(href: str) -> str:
    return hashlib.sha256(href.encode()).hexdigest()


def _record(row: CalendarAccount) -> AccountRecord:
    listed = CalendarListed.objects.filter(owner_id=row.owner_id).order_by("name", "id")
    return AccountRecord(
        address=row.address,
        user=row.user_name,
        write_to=row.write_to,
        state=row.state,
        attempts=row.attempts,
        next_at=row.next_at,
        synced_at=row.synced_at,
        busy_until=row.busy_until,
        last_error=row.last_error,
        calendars=tuple(
            ListedCalendar(one.pk, one.address, one.name, one.can_write, one.is_read) for one in listed
        ),
    )


def _entry(row: CalendarEntry) -> EntryRecord:
    return EntryRecord(
        id=row.pk,
        session_id=row.session_id,
        kind=row.kind,
        uid=row.uid,
        href=row.href,
        etag=row.etag,
        says=row.says,
        content=row.content,
        meant=row.meant,
        state=row.state,
        note=row.note,
        is_forced=row.is_forced,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
    )
