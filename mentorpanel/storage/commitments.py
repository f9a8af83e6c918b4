"""What was promised: mine and theirs."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import CommitmentRecord, Named, Page
from mentorpanel.domain.selection import Selection
from mentorpanel.storage.advice import check_session
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import Commitment, User
from mentorpanel.storage.owned import PERSON, change_row, named_person, owned_row
from mentorpanel.storage.paging import selected
from mentorpanel.storage.together import OWNER, Read

MOST = 500


def add_commitment(owner: User, *, person_id: int, session_id: int | None, **values: Any) -> CommitmentRecord:
    """Store a promise; a session must be one with that person."""
    named_person(owner, person_id)
    check_session(owner, session_id, person_id)
    row = Commitment.objects.create(owner=owner, person_id=person_id, session_id=session_id, **values)
    return commitment(owner, commitment_id=row.pk)


def commitment(owner: User, *, commitment_id: int) -> CommitmentRecord:
    """One commitment of the owner's."""
    row = _rows(owner).filter(pk=commitment_id).first()
    if row is None:
        raise NotFound(f"There is no commitment with the number {commitment_id}.")
    return _record(row)


def change_commitment(owner: User, *, commitment_id: int, **changes: Any) -> CommitmentRecord:
    """Write fields of a commitment."""
    change_row(owned_row(Commitment, owner, commitment_id, what="commitment", is_for_change=True), **changes)
    return commitment(owner, commitment_id=commitment_id)


def open_commitments(owner: User, *, person_id: int | None) -> tuple[CommitmentRecord, ...]:
    """Neither kept nor dropped, soonest due first, undated last; not with people in the trash. At most 500."""
    rows = _open(owner)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    return _records(rows[:MOST])


def _open(owner: User) -> "QuerySet[Commitment, tuple[Any, ...]]":
    rows = Commitment.objects.filter(owner=owner, done_on=None, dropped_on=None, person__deleted_at=None)
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk").values_list(
        "pk", "person_id", "person__name", "session_id", "is_mine", "text", "due_on", "done_on", "dropped_on",
        "created_at",
    )  # fmt: skip


def _records(rows: Iterable[tuple[Any, ...]]) -> tuple[CommitmentRecord, ...]:
    return tuple(CommitmentRecord(pk, Named(person_id, name), *rest) for pk, person_id, name, *rest in rows)


OPEN = Read(lambda: _open(OWNER)[:MOST], _records)
"""As ``open_commitments``, with everybody."""
OPEN_WITH = Read(lambda: _open(OWNER).filter(person_id=PERSON)[:MOST], _records)
"""As ``open_commitments``, with one."""


def commitments_since(
    owner: User, *, person_id: int, since: date, since_at: datetime
) -> tuple[CommitmentRecord, ...]:
    """Made from the moment, or kept or dropped from the day on, oldest first."""
    lately = Q(created_at__gte=since_at) | Q(done_on__gte=since) | Q(dropped_on__gte=since)
    rows = _rows(owner).filter(lately, person_id=person_id)
    return tuple(_record(row) for row in rows.order_by("pk")[:MOST])


def commitments_of_session(owner: User, *, session_id: int) -> tuple[CommitmentRecord, ...]:
    """What was promised in one session, in the order it was noted."""
    return tuple(_record(row) for row in _rows(owner).filter(session_id=session_id).order_by("pk")[:MOST])


FILTERS: Mapping[str, str | Mapping[object, Q]] = {
    "person_id": "person_id",
    "session_id": "session_id",
    "mine": "is_mine",
    "state": {
        "open": Q(done_on=None, dropped_on=None),
        "kept": Q(done_on__isnull=False),
        "dropped": Q(dropped_on__isnull=False),
    },
}


def page(owner: User, selection: Selection) -> Page:
    """A page of commitments for programs."""
    rows = _rows(owner).filter(holds_all(selection.query, "text", "person__name"), person__deleted_at=None)
    return selected(rows, selection, FILTERS, record=_record)


def delete_commitment(owner: User, *, commitment_id: int) -> None:
    """Delete a commitment."""
    owned_row(Commitment, owner, commitment_id, what="commitment", is_for_change=True).delete()


def _rows(owner: User) -> "QuerySet[Commitment]":
    return Commitment.objects.filter(owner=owner).select_related("person")


def _record(row: Commitment) -> CommitmentRecord:
    return CommitmentRecord(
        id=row.pk,
        person=Named(row.person_id, row.person.name),
        session_id=row.session_id,
        is_mine=row.is_mine,
        text=row.text,
        due_on=row.due_on,
        done_on=row.done_on,
        dropped_on=row.dropped_on,
        made_at=row.created_at,
    )
