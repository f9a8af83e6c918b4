"""Letters: drafts while they are written, snapshots once they have gone."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from mentorpanel import clock
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import DraftRecord, Named, Page
from mentorpanel.domain.selection import Selection
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import Draft, User
from mentorpanel.storage.owned import PERSON
from mentorpanel.storage.paging import selected
from mentorpanel.storage.together import OWNER, Read

LISTED = 20
"""Letters in a list of somebody's; our judgement."""

COLUMNS = (
    "id", "kind", "person_id", "person__name", "session_id", "slots", "subject", "text", "is_text_edited",
    "is_written", "state", "sent_at", "sent_how", "sent_to", "failure", "notice_id", "answered_on",
)  # fmt: skip
"""What ``record_of_columns`` takes."""


def add_draft(
    owner: User, *, kind: str, person_id: int, session_id: int | None, **values: Any
) -> DraftRecord:
    """Store a draft. One per kind for a session: the second of two at once gets the first's."""
    if session_id is None:
        row = Draft.objects.create(owner=owner, kind=kind, person_id=person_id, **values)
    else:
        defaults = {"person_id": person_id, **values}
        row, _ = Draft.objects.get_or_create(owner=owner, kind=kind, session_id=session_id, defaults=defaults)
    return draft(owner, draft_id=row.pk)


def draft(owner: User, *, draft_id: int) -> DraftRecord:
    """One letter of the owner's."""
    row = Draft.objects.filter(owner=owner, pk=draft_id).select_related("person").first()
    if row is None:
        raise NotFound("There is no such letter.")
    return record_of_row(row)


def change_draft(owner: User, *, draft_id: int, **changes: Any) -> DraftRecord:
    """Write fields of a letter."""
    if Draft.objects.filter(owner=owner, pk=draft_id).update(**changes, updated_at=clock.now()) != 1:
        raise NotFound("There is no such letter.")
    return draft(owner, draft_id=draft_id)


def claim_state(owner: User, *, draft_id: int, was: tuple[str, ...], becomes: str, **changes: Any) -> bool:
    """Move a letter from one of the states ``was`` to another, once: False when somebody was quicker."""
    rows = Draft.objects.filter(owner=owner, pk=draft_id, state__in=was)
    return rows.update(state=becomes, **changes, updated_at=clock.now()) == 1


def delete_draft(owner: User, *, draft_id: int) -> None:
    """Delete a letter."""
    Draft.objects.filter(owner=owner, pk=draft_id).delete()


def letter_of_session(owner: User, *, session_id: int, kind: str) -> DraftRecord | None:
    """The brief or recap of a session, or None."""
    row = Draft.objects.filter(owner=owner, session_id=session_id, kind=kind).select_related("person").first()
    return record_of_row(row) if row else None


def letters_to(owner: User, *, person_id: int, limit: int = LISTED) -> list[DraftRecord]:
    """The letters to a person, newest first."""
    return [record_of_columns(row) for row in _to(owner, person_id)[:limit]]


def _to(owner: User, person_id: int) -> "QuerySet[Draft, tuple[Any, ...]]":
    rows = Draft.objects.filter(owner=owner, person_id=person_id)
    return rows.order_by("-id").values_list(*COLUMNS)


def gone_since(owner: User, *, kind: str, person_id: int, since: datetime) -> list[DraftRecord]:
    """The letters of a kind to a person that went, or are on their way, since a moment; newest first."""
    rows = Draft.objects.filter(
        owner=owner, person_id=person_id, kind=kind, state__in=("sent", "queued"), sent_at__gte=since
    )
    return [record_of_row(row) for row in rows.select_related("person").order_by("-id")]


def letters_about(owner: User, *, item_id: int, slot: str) -> list[DraftRecord]:
    """The letters that keep the number of a parked item in that slot, the oldest first."""
    rows = Draft.objects.filter(owner=owner, kind="ask", **{f"slots__{slot}": str(item_id)})
    return [record_of_row(row) for row in rows.select_related("person").order_by("id")[:20]]


def letters_of_notices(owner: User, *, notice_ids: list[int]) -> dict[int, list[DraftRecord]]:
    """The letters of some paths of outreach by notice, the oldest first, in one query."""
    return by_notice(columns_of(Draft.objects.filter(owner=owner, notice_id__in=notice_ids)))


def columns_of(rows: "QuerySet[Draft]") -> "QuerySet[Draft, tuple[Any, ...]]":
    """What ``by_notice`` takes of letters of paths, the oldest first."""
    return rows.order_by("id").values_list(*COLUMNS)


def by_notice(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[DraftRecord]]:
    """The letters by notice."""
    found: dict[int, list[DraftRecord]] = {}
    for row in rows:
        letter = record_of_columns(row)
        found.setdefault(letter.notice_id or 0, []).append(letter)
    return found


def _failed() -> "QuerySet[Draft, tuple[Any, ...]]":
    rows = Draft.objects.filter(owner=OWNER, state="failed").order_by("-id")
    return rows.values_list("id", "person_id", "person__name", "kind", "failure", "sent_at", "session_id")[
        :20
    ]


FAILED: Read[list[tuple[int, int, str, str, str, datetime | None, int | None]]] = Read(_failed)
"""The letters that could not be delivered: number, person, name, kind, why, when it went, its session."""


def unwritten(owner: User, *, kind: str) -> list[DraftRecord]:
    """The letters of a kind that have not gone and whose text follows their slots."""
    rows = Draft.objects.filter(owner=owner, kind=kind, state__in=("draft", "failed"), is_text_edited=False)
    return [record_of_row(row) for row in rows.select_related("person").order_by("id")]


FILTERS = {"person_id": "person_id", "session_id": "session_id", "kind": "kind", "state": "state"}


def page(owner: User, selection: Selection) -> Page:
    """A page of letters for programs."""
    rows = Draft.objects.filter(holds_all(selection.query, "subject", "text", "person__name"), owner=owner)
    rows = rows.filter(person__deleted_at=None).select_related("person")
    return selected(rows, selection, FILTERS, record=record_of_row)


def failed_letters(owner: User, *, limit: int = 20) -> list[DraftRecord]:
    """The letters that could not be delivered."""
    rows = Draft.objects.filter(owner=owner, state="failed").select_related("person").order_by("-id")[:limit]
    return [record_of_row(row) for row in rows]


def mark_delivered(owner: User, *, draft_id: int, at: datetime) -> None:
    """The mail server has taken the letter."""
    Draft.objects.filter(owner=owner, pk=draft_id).update(
        state="sent", sent_at=at, failure="", updated_at=clock.now()
    )


def mark_failed(owner: User, *, draft_id: int, reason: str) -> None:
    """The mail server will not take the letter."""
    Draft.objects.filter(owner=owner, pk=draft_id).update(
        state="failed", failure=reason, updated_at=clock.now()
    )


def record_of_columns(row: Sequence[Any]) -> DraftRecord:
    """As ``record_of_row``, from ``COLUMNS``."""
    pk, kind, person_id, name, *rest = row
    return DraftRecord(pk, kind, Named(person_id, name), *rest)


TO_PERSON = Read(lambda: _to(OWNER, PERSON)[:LISTED], lambda rows: [record_of_columns(row) for row in rows])
"""As ``letters_to``."""
OF_NOTICES = Read(
    lambda: columns_of(Draft.objects.filter(notice__owner=OWNER, notice__person_id=PERSON)), by_notice
)
"""As ``letters_of_notices``, of every path with a person. No owner of letters: the way leads from the notices."""


def record_of_row(row: Draft) -> DraftRecord:
    """A row, its person at hand, as a record."""
    return DraftRecord(
        id=row.pk,
        kind=row.kind,
        person=Named(row.person_id, row.person.name),
        session_id=row.session_id,
        slots=dict(row.slots),
        subject=row.subject,
        text=row.text,
        is_text_edited=row.is_text_edited,
        is_written=row.is_written,
        state=row.state,
        sent_at=row.sent_at,
        sent_how=row.sent_how,
        sent_to=row.sent_to,
        failure=row.failure,
        notice_id=row.notice_id,
        answered_on=row.answered_on,
    )
