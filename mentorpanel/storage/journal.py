"""The journal: entries, the trash, and with whom an entry is shared."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import JournalRecord, Named, Page
from mentorpanel.domain.selection import Selection
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import JournalEntry, JournalShare, User
from mentorpanel.storage.owned import change_row, named_people, owned_row
from mentorpanel.storage.paging import key_of, page_of, page_size, read_date, selected


def add_entry(owner: User, **values: Any) -> JournalRecord:
    """Store an entry, shared with nobody named yet."""
    row = JournalEntry.objects.create(owner=owner, **values)
    return entry(owner, entry_id=row.pk)


def entry(owner: User, *, entry_id: int) -> JournalRecord:
    """One entry of the owner's that is not in the trash."""
    row = _rows(owner).filter(pk=entry_id, deleted_at=None).first()
    if row is None:
        raise NotFound(f"There is no journal entry with the number {entry_id}.")
    return _record(row)


def change_entry(owner: User, *, entry_id: int, **changes: Any) -> JournalRecord:
    """Write fields of an entry."""
    change_row(_for_change(owner, entry_id), **changes)
    return entry(owner, entry_id=entry_id)


def share_entry(owner: User, *, entry_id: int, person_ids: Sequence[int], with_all: bool) -> JournalRecord:
    """Share an entry with exactly these people, and with all mentors or not."""
    row = _for_change(owner, entry_id)
    wanted = {person.id for person in named_people(owner, tuple(person_ids))}
    shares = JournalShare.objects.filter(owner=owner, entry=row)
    shares.exclude(person_id__in=wanted).delete()
    known = set(shares.values_list("person_id", flat=True))
    fresh = [
        JournalShare(owner=owner, entry=row, person_id=person_id) for person_id in sorted(wanted - known)
    ]
    JournalShare.objects.bulk_create(fresh)
    change_row(row, is_shared_with_all=with_all)
    return entry(owner, entry_id=entry_id)


def trash_entry(owner: User, *, entry_id: int, at: datetime) -> None:
    """Put an entry into the trash; with whom it is shared is kept for its return."""
    change_row(_for_change(owner, entry_id), deleted_at=at)


def restore_entry(owner: User, *, entry_id: int) -> JournalRecord:
    """Take an entry out of the trash."""
    row = owned_row(JournalEntry, owner, entry_id, what="journal entry", is_for_change=True)
    change_row(row, deleted_at=None)
    return entry(owner, entry_id=entry_id)


def entries(owner: User, *, kind: str, query: str, limit: int, after: str) -> Page:
    """One page of entries that hold every word of the query, newest first."""
    rows = _rows(owner).filter(holds_all(query, "text"), deleted_at=None)
    if kind:
        rows = rows.filter(kind=kind)
    if after:
        on, last = key_of(after, read_date, int)
        rows = rows.filter(on__lte=on).exclude(on=on, pk__gte=last)
    size = page_size(limit)
    found = rows.order_by("-on", "-pk")[: size + 1]
    return page_of(found, limit=size, record=_record, key=lambda row: (row.on, row.pk))


FILTERS = {"kind": "kind", "since": "on__gte", "until": "on__lte"}


def page(owner: User, selection: Selection) -> Page:
    """A page of entries for programs; none from the trash."""
    rows = _rows(owner).filter(holds_all(selection.query, "text"), deleted_at=None)
    return selected(rows, selection, FILTERS, record=_record)


def entries_shared_with(
    owner: User, *, person_id: int, is_mentor: bool, since: date, until: date, limit: int = 200
) -> tuple[JournalRecord, ...]:
    """Entries of those days (both included) that the person may read, newest first."""
    by_name = Exists(JournalShare.objects.filter(entry=OuterRef("pk"), owner=owner, person_id=person_id))
    may_read = Q(by_name) | Q(is_shared_with_all=True) if is_mentor else Q(by_name)
    rows = _rows(owner).filter(may_read, deleted_at=None, on__gte=since, on__lte=until)
    return tuple(_record(row) for row in rows.order_by("-on", "-pk")[:limit])


def entries_since(owner: User, *, since: date, limit: int = 300) -> tuple[JournalRecord, ...]:
    """Every entry from that day on that is not in the trash, newest first, whoever reads it."""
    rows = _rows(owner).filter(deleted_at=None, on__gte=since).order_by("-on", "-pk")
    return tuple(_record(row) for row in rows[:limit])


def _for_change(owner: User, entry_id: int) -> JournalEntry:
    row = owned_row(JournalEntry, owner, entry_id, what="journal entry", is_for_change=True)
    if row.deleted_at is not None:
        raise NotFound(f"The journal entry with the number {entry_id} is in the trash; take it out first.")
    return row


def _rows(owner: User) -> "QuerySet[JournalEntry]":
    shares = (
        JournalShare.objects.filter(owner=owner, person__deleted_at=None)
        .select_related("person")
        .order_by("pk")
    )
    return JournalEntry.objects.filter(owner=owner).prefetch_related(Prefetch("shares", shares))


def _record(row: JournalEntry) -> JournalRecord:
    return JournalRecord(
        id=row.pk,
        kind=row.kind,
        on=row.on,
        text=row.text,
        topics=tuple(row.topics),
        is_shared_with_all=row.is_shared_with_all,
        shared_with=tuple(Named(share.person_id, share.person.name) for share in row.shares.all()),
    )
