"""Updates, their readers, and the letters to them."""

from typing import Any

from django.db.models import F, Prefetch, QuerySet, Window
from django.db.models.functions import RowNumber

from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import Page
from mentorpanel.domain.selection import Selection
from mentorpanel.domain.update_records import GONE, UpdateRecord
from mentorpanel.storage import drafts
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import Draft, OutboxItem, Update, UpdateReader, User
from mentorpanel.storage.owned import change_row, named_person, owned_row
from mentorpanel.storage.paging import selected

MOST_LISTED = 50


def add_update(owner: User, *, slots: dict[str, str]) -> UpdateRecord:
    """Store an update without readers."""
    return update(owner, update_id=Update.objects.create(owner=owner, slots=slots).pk)


def update(owner: User, *, update_id: int) -> UpdateRecord:
    """One update of the owner's with its letters."""
    row = _rows(owner).filter(pk=update_id).first()
    if row is None:
        raise NotFound(f"There is no update with the number {update_id}.")
    return _record(row)


def update_for_change(owner: User, *, update_id: int) -> UpdateRecord:
    """One update, locked until the transaction ends."""
    owned_row(Update, owner, update_id, what="update", is_for_change=True)
    return update(owner, update_id=update_id)


def updates(owner: User, *, limit: int = MOST_LISTED) -> tuple[UpdateRecord, ...]:
    """The updates, newest first; three queries."""
    return tuple(_record(row) for row in _rows(owner).order_by("-pk")[:limit])


def page(owner: User, selection: Selection) -> Page:
    """A page of updates for programs."""
    rows = _rows(owner).filter(holds_all(selection.query, "slots__verdict"))
    return selected(rows, selection, {}, record=_record)


def change_update(owner: User, *, update_id: int, **changes: Any) -> UpdateRecord:
    """Write fields of an update."""
    change_row(owned_row(Update, owner, update_id, what="update", is_for_change=True), **changes)
    return update(owner, update_id=update_id)


def delete_update(owner: User, *, update_id: int) -> None:
    """Delete an update and the letters that have not gone; those that have are kept where they went."""
    owned_row(Update, owner, update_id, what="update", is_for_change=True)
    letters = Draft.objects.filter(owner=owner, update_reader__update_id=update_id)
    letters.exclude(state__in=GONE).delete()
    Update.objects.filter(owner=owner, pk=update_id).delete()


def add_reader(owner: User, *, update_id: int, person_id: int, draft_id: int) -> None:
    """Somebody reads it, by that letter."""
    named_person(owner, person_id)
    UpdateReader.objects.create(owner=owner, update_id=update_id, person_id=person_id, draft_id=draft_id)


def shared_slots(owner: User, *, draft_id: int) -> dict[str, str] | None:
    """The text of the update that a letter belongs to; None for a letter of its own."""
    rows = UpdateReader.objects.filter(owner=owner, draft_id=draft_id)
    found = rows.values_list("update__slots", flat=True).first()
    return None if found is None else dict(found)


def update_of_draft(owner: User, *, draft_id: int) -> int | None:
    """The update that a letter belongs to; None for a letter of its own."""
    rows = UpdateReader.objects.filter(owner=owner, draft_id=draft_id)
    return rows.values_list("update_id", flat=True).first()


def waiting_reasons(owner: User, *, draft_ids: list[int]) -> dict[int, str]:
    """Why the mail of some letters has not been taken yet, where a server has said so; one query."""
    rows = OutboxItem.objects.filter(owner=owner, draft_id__in=draft_ids, status__in=["waiting", "claimed"])
    return {
        draft_id: why
        for draft_id, why in rows.order_by("id").values_list("draft_id", "last_error")
        if draft_id is not None and why
    }


def last_letters(owner: User, *, person_ids: list[int], each: int) -> dict[int, list[str]]:
    """The texts of the last letters that went to each of some people, newest first; one query."""
    rank = Window(RowNumber(), partition_by="person_id", order_by=F("id").desc())
    rows = Draft.objects.filter(owner=owner, person_id__in=person_ids, sent_at__isnull=False)
    found: dict[int, list[str]] = {}
    for person_id, text in (
        rows.annotate(rank=rank).filter(rank__lte=each).order_by("-id").values_list("person_id", "text")
    ):
        found.setdefault(person_id, []).append(text)
    return found


def _rows(owner: User) -> "QuerySet[Update]":
    readers = UpdateReader.objects.filter(owner=owner, person__deleted_at=None)
    readers = readers.select_related("draft", "draft__person").order_by("pk")
    return Update.objects.filter(owner=owner).prefetch_related(Prefetch("readers", readers))


def _record(row: Update) -> UpdateRecord:
    return UpdateRecord(
        id=row.pk,
        slots={name: str(text) for name, text in row.slots.items()},
        created_at=row.created_at,
        closed_at=row.closed_at,
        letters=tuple(drafts.record_of_row(reader.draft) for reader in row.readers.all()),
    )
