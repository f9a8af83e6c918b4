"""What became of each record of an import, and what it takes to undo that."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from mentorpanel.domain.records import ImportRecordRow, Named
from mentorpanel.storage import bulk
from mentorpanel.storage.models import ImportRecord, User


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record: created, updated, unchanged, doubtful, rejected or skipped."""

    where: str
    outcome: str
    fingerprint: str = ""
    person_id: int | None = None
    reason: str = ""
    undo: dict[str, Any] = field(default_factory=dict)


_COLUMNS = (
    "owner_id", "created_at", "updated_at", "batch_id", "where", "outcome", "fingerprint", "person_id", "reason", "undo",
)  # fmt: skip


MOST_ROWS = 100_000


def outcomes_of(owner: User, prints: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Fingerprint to (import id, outcome) for records that were taken before; the last outcome counts."""
    columns = ("id", "fingerprint", "batch_id", "outcome")
    found = bulk.select_in(
        ImportRecord, columns, owner_id=owner.pk, column="fingerprint", values=list(prints), most=MOST_ROWS
    )
    return {print_: (batch, outcome) for _, print_, batch, outcome in sorted(found)}


def add_outcomes(owner: User, *, import_id: int, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Keep what became of records."""
    stamp = connection.ops.adapt_datetimefield_value(now)
    rows = [
        (
            owner.pk, stamp, stamp, import_id, one.where[:120], one.outcome, one.fingerprint, one.person_id,
            one.reason, json.dumps(one.undo) if one.undo else "{}",
        )
        for one in outcomes
    ]  # fmt: skip
    bulk.insert_new_rows(ImportRecord, _COLUMNS, rows)


def records(owner: User, *, import_id: int, outcome: str, limit: int = 1000) -> list[ImportRecordRow]:
    """The records of an import with one outcome, in the file's order."""
    rows = ImportRecord.objects.filter(owner=owner, batch_id=import_id, outcome=outcome).order_by("id")
    return [
        ImportRecordRow(where, outcome, reason, None if person_id is None else Named(person_id, name))
        for where, reason, person_id, name in rows.values_list(
            "where", "reason", "person_id", "person__name"
        )[:limit]
    ]


def undo_rows(
    owner: User, *, import_id: int, limit: int
) -> list[tuple[int, str, int | None, dict[str, Any]]]:
    """The newest records of an import that still can be undone: id, outcome, person id, undo."""
    rows = ImportRecord.objects.filter(owner=owner, batch_id=import_id).order_by("-id")
    return list(rows.values_list("id", "outcome", "person_id", "undo")[:limit])


def decided_row(
    owner: User, *, import_id: int, fingerprint: str
) -> tuple[int, str, int | None, dict[str, Any]] | None:
    """The row that a decision on a doubtful record added: id, outcome, person id, undo."""
    rows = ImportRecord.objects.filter(owner=owner, batch_id=import_id, fingerprint=fingerprint)
    return (
        rows.exclude(outcome="doubtful")
        .order_by("-id")
        .values_list("id", "outcome", "person_id", "undo")
        .first()
    )


def drop_records(owner: User, *, ids: Sequence[int]) -> None:
    """Forget records of an import that were undone."""
    ImportRecord.objects.filter(owner=owner, id__in=list(ids)).delete()


def drop_rejected(owner: User, *, import_id: int) -> None:
    """Forget the rejected records of an import that begins anew; only they have no fingerprint to be known by."""
    ImportRecord.objects.filter(owner=owner, batch_id=import_id, outcome="rejected").delete()


def updated_by_others(owner: User, ids: Sequence[int], *, import_id: int) -> set[int]:
    """Which of these people another import has updated."""
    rows = ImportRecord.objects.filter(owner=owner, person_id__in=list(ids), outcome="updated")
    return set(rows.exclude(batch_id=import_id).values_list("person_id", flat=True))
