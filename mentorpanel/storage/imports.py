"""Imports: their runs, the files that were uploaded for them, and the doubtful matches they left."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet

from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import DoubtfulRecord, ImportRunRecord, Named
from mentorpanel.storage.models import DoubtfulMatch, Import, Profile, UploadPiece, User
from mentorpanel.storage.together import OWNER, Read

COUNTS = ("read", "created", "updated", "unchanged", "doubtful", "rejected")
_ADD_COUNTS = (
    f"UPDATE storage_import SET {', '.join(f'{name} = {name} + %s' for name in COUNTS)}, done_bytes = %s,"  # noqa: S608
    " lease_until = %s, updated_at = %s, state = 'running', failure = ''"
    " WHERE owner_id = %s AND id = %s AND holder = %s"
)


def begin(owner: User, *, filename: str, state: str, **columns: Any) -> ImportRunRecord:
    """A new import of one file."""
    return _run(Import.objects.create(owner=owner, filename=filename[-300:], state=state, **columns))


def run(owner: User, *, import_id: int) -> ImportRunRecord:
    """One import."""
    row = Import.objects.filter(owner=owner, pk=import_id).first()
    if row is None:
        raise NotFound("There is no such import.")
    return _run(row)


def runs(owner: User, *, limit: int = 20) -> list[ImportRunRecord]:
    """The newest imports."""
    return [_run(row) for row in Import.objects.filter(owner=owner).order_by("-id")[:limit]]


def change_run(owner: User, *, import_id: int, **changes: Any) -> None:
    """Write fields of an import."""
    Import.objects.filter(owner=owner, pk=import_id).update(**changes)


def change_state(owner: User, *, import_id: int, before: tuple[str, ...], state: str, **changes: Any) -> bool:
    """Move an import to another state, if it still is in one of those before."""
    rows = Import.objects.filter(owner=owner, pk=import_id, state__in=before)
    return rows.update(state=state, **changes) == 1


def fail_run(owner: User, *, import_id: int, holder: str, failure: str, at: datetime) -> None:
    """End an import with the reason, if it is still this holder's."""
    rows = Import.objects.filter(owner=owner, pk=import_id, holder=holder, state="running")
    rows.update(state="failed", failure=failure, finished_at=at, holder="", lease_until=None)


def add_counts(
    owner: User,
    *,
    import_id: int,
    holder: str,
    counts: dict[str, int],
    done_bytes: int,
    now: datetime,
    lease_until: datetime,
) -> bool:
    """Add a chunk's counts to an import and hold it on; False when another holds it by now, or it was undone."""
    adapted = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:  # by hand: an import does this for every chunk
        cursor.execute(_ADD_COUNTS, [
            *(counts.get(name, 0) for name in COUNTS), done_bytes, adapted(lease_until), adapted(now), owner.pk,
            import_id, holder,
        ])  # fmt: skip
        return int(cursor.rowcount) == 1


def one_at_a_time(owner: User) -> None:
    """Until the transaction ends, no other import of this owner's decides who is known; needs a transaction."""
    if connection.features.has_select_for_update:  # else there is one writer at a time anyway
        Profile.objects.select_for_update(no_key=True).filter(owner=owner).values_list("owner_id").first()


def mapping_of(owner: User, *, import_id: int) -> dict[str, str]:
    """The columns that the owner said belong to which fields."""
    found = Import.objects.filter(owner=owner, pk=import_id).values_list("mapping", flat=True).first()
    return dict(found or {})


def add_piece(owner: User, *, import_id: int, position: int, data: bytes) -> None:
    """Keep a piece of an uploaded file."""
    UploadPiece.objects.create(owner=owner, batch_id=import_id, position=position, data=data)


def piece(owner: User, *, import_id: int, position: int) -> bytes:
    """A piece of an uploaded file; empty past its end."""
    rows = UploadPiece.objects.filter(owner=owner, batch_id=import_id, position=position)
    found = rows.values_list("data", flat=True).first()
    return bytes(found) if found is not None else b""


def drop_pieces(owner: User, *, import_id: int) -> None:
    """Forget an uploaded file."""
    UploadPiece.objects.filter(owner=owner, batch_id=import_id).delete()


def add_doubt(
    owner: User,
    *,
    import_id: int,
    where: str,
    record: dict[str, Any],
    fingerprint: str,
    person_id: int,
    reason: str,
) -> None:
    """Put a doubtful match to the owner, once."""
    DoubtfulMatch.objects.get_or_create(
        owner=owner,
        fingerprint=fingerprint,
        defaults={
            "batch_id": import_id, "where": where[:120], "record": record, "person_id": person_id, "reason": reason,
        },
    )  # fmt: skip


def decisions_on(owner: User, prints: list[str]) -> dict[str, str]:
    """Fingerprint to the decision on its doubtful match, empty while it waits."""
    rows = DoubtfulMatch.objects.filter(owner=owner, fingerprint__in=prints)
    return dict(rows.values_list("fingerprint", "decision"))


def doubts(owner: User, *, limit: int = 50) -> list[DoubtfulRecord]:
    """The doubtful matches that wait for a decision."""
    rows = (
        DoubtfulMatch.objects.filter(owner=owner, decision="").select_related("person").order_by("id")[:limit]
    )
    return [_doubt(row) for row in rows]


def _doubts() -> "QuerySet[DoubtfulMatch, Any]":
    rows = DoubtfulMatch.objects.filter(owner=OWNER, decision="").values_list("batch_id", "batch__filename")
    return rows.annotate(number=Count("id")).order_by("batch_id")[:20]


DOUBTS: Read[list[tuple[int, str, int]]] = Read(_doubts)
"""Import id, file and number of the matches that wait in it."""


def doubt(owner: User, *, match_id: int) -> DoubtfulRecord:
    """One doubtful match."""
    row = DoubtfulMatch.objects.filter(owner=owner, pk=match_id).select_related("person").first()
    if row is None:
        raise NotFound("There is no such match.")
    return _doubt(row)


def doubt_count(owner: User) -> int:
    """How many doubtful matches wait, counted up to 100."""
    return DoubtfulMatch.objects.filter(owner=owner, decision="")[:100].count()


def decide_doubt(owner: User, *, match_id: int, decision: str, person_id: int | None) -> bool:
    """Keep the owner's decision, once."""
    rows = DoubtfulMatch.objects.filter(owner=owner, pk=match_id, decision="")
    return rows.update(decision=decision, decided_person_id=person_id) == 1


def reopen_doubt(owner: User, *, match_id: int) -> None:
    """Ask again."""
    DoubtfulMatch.objects.filter(owner=owner, pk=match_id).update(decision="", decided_person=None)


def drop_doubts(owner: User, *, import_id: int) -> None:
    """Forget the doubtful matches of an import."""
    DoubtfulMatch.objects.filter(owner=owner, batch_id=import_id).delete()


def _run(row: Import) -> ImportRunRecord:
    return ImportRunRecord(
        id=row.pk,
        filename=row.filename,
        format=row.format,
        state=row.state,
        total_bytes=row.total_bytes,
        done_bytes=row.done_bytes,
        read=row.read,
        created=row.created,
        updated=row.updated,
        unchanged=row.unchanged,
        doubtful=row.doubtful,
        rejected=row.rejected,
        failure=row.failure,
        created_at=row.created_at,
        finished_at=row.finished_at,
        undone_at=row.undone_at,
    )


def _doubt(row: DoubtfulMatch) -> DoubtfulRecord:
    return DoubtfulRecord(
        id=row.pk,
        import_id=row.batch_id,
        where=row.where,
        record=dict(row.record),
        person=Named(row.person_id, row.person.name),
        reason=row.reason,
        decision=row.decision,
        fingerprint=row.fingerprint,
    )
