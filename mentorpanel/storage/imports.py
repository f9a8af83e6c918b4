"""Imports: their runs, what each record led to, and the people they are held against."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F

from mentorpanel.domain.facts import ContactRecord
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import DoubtfulRecord, ImportRecordRow, ImportRunRecord, Named
from mentorpanel.storage import bulk
from mentorpanel.storage.models import (
    ContactPoint,
    DoubtfulMatch,
    Import,
    ImportRecord,
    Organisation,
    Person,
    UploadPiece,
    User,
)

COUNTS = ("read", "created", "updated", "unchanged", "doubtful", "rejected")


@dataclass(frozen=True, slots=True)
class Known:
    """A person that an imported record may be, with what an update would touch."""

    id: int
    name: str
    nickname: str
    organisation: str
    title: str
    level: str
    level_said: bool
    time_zone: str
    imported_notes: str
    tags: list[str]
    provenance: dict[str, str]
    connected_on: Any
    points: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to be made out of a record; ``points`` are (kind, value, key)."""

    record: ContactRecord
    name_key: str
    alias_key: str
    organisation_id: int | None
    level: str
    points: Sequence[tuple[str, str, str]]
    provenance: dict[str, str]


def begin(owner: User, *, filename: str, total_bytes: int, state: str) -> ImportRunRecord:
    """A new import of one file."""
    row = Import.objects.create(owner=owner, filename=filename[-300:], total_bytes=total_bytes, state=state)
    return _run(row)


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


def drop_run(owner: User, *, import_id: int) -> None:
    """Forget an import that never was, such as a dry run."""
    Import.objects.filter(owner=owner, pk=import_id).delete()


def add_counts(owner: User, *, import_id: int, counts: dict[str, int], done_bytes: int, lease_until: Any) -> None:
    """Add a chunk's counts to an import."""
    added = {name: F(name) + number for name, number in counts.items() if number}
    Import.objects.filter(owner=owner, pk=import_id).update(
        **added, done_bytes=done_bytes, lease_until=lease_until, updated_at=lease_until
    )


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


def outcomes_of(owner: User, prints: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Fingerprint to (import id, outcome) for records that were taken before."""
    rows = ImportRecord.objects.filter(owner=owner, fingerprint__in=list(prints)).order_by("id")
    return {found: (batch, outcome) for found, batch, outcome in rows.values_list("fingerprint", "batch_id", "outcome")}


def people_with(owner: User, *, point_keys: Sequence[str], name_keys: Sequence[str]) -> dict[int, Known]:
    """The people who share a contact key or a name key, with their contact keys. Trashed ones are left out."""
    ids: set[int] = set()
    if point_keys:
        points = ContactPoint.objects.filter(owner=owner, key__in=point_keys, person__deleted_at__isnull=True)
        ids.update(points.values_list("person_id", flat=True))
    if name_keys:
        people = Person.objects.filter(owner=owner, deleted_at__isnull=True)
        ids.update(people.filter(name_key__in=name_keys).values_list("id", flat=True))
        ids.update(people.filter(alias_key__in=name_keys).exclude(alias_key="").values_list("id", flat=True))
    return known_people(owner, ids) if ids else {}


def known_people(owner: User, ids: Iterable[int]) -> dict[int, Known]:
    """People by id, as imports see them."""
    wanted = list(ids)
    columns = (
        "id", "name", "nickname", "organisation__name", "title", "level", "level_said", "time_zone", "imported_notes",
        "tags", "provenance", "connected_on",
    )  # fmt: skip
    found = {}
    for values in Person.objects.filter(owner=owner, id__in=wanted).values_list(*columns):
        named = dict(zip(columns, values, strict=True))
        named["organisation"] = named.pop("organisation__name") or ""
        found[values[0]] = Known(**named, points={})
    points = ContactPoint.objects.filter(owner=owner, person_id__in=wanted)
    for person_id, kind, key in points.values_list("person_id", "kind", "key"):
        if person_id in found:
            found[person_id].points.setdefault(kind, set()).add(key)
    return found


def organisation_ids(owner: User, names: dict[str, str], now: datetime) -> dict[str, int]:
    """Organisation key to id, making those that are not there yet; ``names`` is key to name as written."""
    if not names:
        return {}
    stamp = _moment(now)
    rows = [(owner.pk, stamp, stamp, name[:300], key[:300]) for key, name in names.items()]
    bulk.insert_new_rows(Organisation, ("owner_id", "created_at", "updated_at", "name", "key"), rows)
    return dict(Organisation.objects.filter(owner=owner, key__in=list(names)).values_list("key", "id"))


_PERSON_COLUMNS = (
    "owner_id", "created_at", "updated_at", "name", "name_key", "alias_key", "nickname", "organisation_id", "title", "level",
    "time_zone", "tags", "imported_notes", "provenance", "connected_on", "function", "level_said", "expertise",
    "how_met", "admire", "share", "care_about", "need", "offer", "distance", "private_notes", "do_not_contact",
    "is_confidential",
)  # fmt: skip
_PERSON_REST = ("", False, "[]", "", "", "", "", "", "", "", "", False, False)
_POINT_COLUMNS = ("owner_id", "created_at", "updated_at", "person_id", "kind", "value", "key", "is_primary")


def create_people(owner: User, people: Sequence[NewPerson], now: datetime) -> list[int]:
    """Make people with their contact points; returns their ids in order."""
    stamp = _moment(now)
    rows = [
        (
            owner.pk, stamp, stamp, one.record.name, one.name_key[:300], one.alias_key[:300], one.record.nickname[:120],
            one.organisation_id, one.record.title[:300], one.level, one.record.time_zone[:64],
            json.dumps(list(one.record.tags)), one.record.notes, json.dumps(one.provenance),
            connection.ops.adapt_datefield_value(one.record.connected_on), *_PERSON_REST,
        )
        for one in people
    ]  # fmt: skip
    ids = bulk.insert_rows(Person, _PERSON_COLUMNS, rows)
    add_points(owner, [(person_id, one.points) for person_id, one in zip(ids, people, strict=True)], now)
    return ids


def add_points(owner: User, points: Sequence[tuple[int, Sequence[tuple[str, str, str]]]], now: datetime) -> None:
    """Add contact points (kind, value, key) to people; known ones are passed over."""
    stamp = _moment(now)
    rows = [
        (owner.pk, stamp, stamp, person_id, kind, value[:500], key[:500], False)
        for person_id, given in points
        for kind, value, key in given
    ]
    bulk.insert_new_rows(ContactPoint, _POINT_COLUMNS, rows)


def point_ids(owner: User, *, person_id: int, keys: Sequence[tuple[str, str]]) -> list[int]:
    """The ids of a person's contact points with those (kind, key)."""
    wanted = set(keys)
    rows = ContactPoint.objects.filter(owner=owner, person_id=person_id).values_list("id", "kind", "key")
    return [found for found, kind, key in rows if (kind, key) in wanted]


def change_person(owner: User, *, person_id: int, **changes: Any) -> None:
    """Write fields of a person."""
    Person.objects.filter(owner=owner, pk=person_id).update(**changes)


_RECORD_COLUMNS = (
    "owner_id", "created_at", "updated_at", "batch_id", "where", "outcome", "fingerprint", "person_id", "reason", "undo",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record."""

    where: str
    outcome: str
    fingerprint: str = ""
    person_id: int | None = None
    reason: str = ""
    undo: dict[str, Any] = field(default_factory=dict)


def add_outcomes(owner: User, *, import_id: int, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Keep what became of records."""
    stamp = _moment(now)
    rows = [
        (
            owner.pk, stamp, stamp, import_id, one.where[:120], one.outcome, one.fingerprint, one.person_id,
            one.reason, json.dumps(one.undo) if one.undo else "{}",
        )
        for one in outcomes
    ]  # fmt: skip
    bulk.insert_rows(ImportRecord, _RECORD_COLUMNS, rows)


def records(owner: User, *, import_id: int, outcome: str, limit: int = 1000) -> list[ImportRecordRow]:
    """The records of an import with one outcome, in the file's order."""
    rows = ImportRecord.objects.filter(owner=owner, batch_id=import_id, outcome=outcome).select_related("person")
    return [
        ImportRecordRow(
            row.where, row.outcome, row.reason, Named(row.person.pk, row.person.name) if row.person else None
        )
        for row in rows.order_by("id")[:limit]
    ]


def undo_rows(owner: User, *, import_id: int, limit: int) -> list[tuple[int, str, int | None, dict[str, Any]]]:
    """The newest records of an import that still can be undone: id, outcome, person id, undo."""
    rows = ImportRecord.objects.filter(owner=owner, batch_id=import_id).order_by("-id")[:limit]
    return [(row.pk, row.outcome, row.person_id, dict(row.undo)) for row in rows]


def drop_records(owner: User, *, ids: Sequence[int]) -> None:
    """Forget records of an import that were undone."""
    ImportRecord.objects.filter(owner=owner, id__in=list(ids)).delete()


def people_in_use(owner: User, ids: Sequence[int]) -> set[int]:
    """Which of these people the owner has since worked with: a relationship, a touchpoint, anything linked."""
    used: set[int] = set()
    for relation in Person._meta.related_objects:
        model = relation.related_model
        if model in (ContactPoint, ImportRecord, DoubtfulMatch) or not isinstance(model, type):
            continue
        rows = model._default_manager.filter(**{f"{relation.field.name}__in": list(ids)})
        used.update(rows.values_list(f"{relation.field.name}_id", flat=True))
    return used


def people_changed_by_others(owner: User, ids: Sequence[int], *, import_id: int) -> set[int]:
    """Which of these people a later import has updated."""
    rows = ImportRecord.objects.filter(owner=owner, person_id__in=list(ids)).exclude(batch_id=import_id)
    return set(rows.filter(outcome="updated").values_list("person_id", flat=True))


def delete_people(owner: User, ids: Sequence[int]) -> None:
    """Delete people for good, with their contact points."""
    Person.objects.filter(owner=owner, id__in=list(ids)).delete()


def delete_points(owner: User, ids: Sequence[int]) -> None:
    """Delete contact points."""
    ContactPoint.objects.filter(owner=owner, id__in=list(ids)).delete()


def add_doubt(
    owner: User, *, import_id: int, where: str, record: dict[str, Any], fingerprint: str, person_id: int, reason: str
) -> None:
    """Put a doubtful match to the owner, once."""
    DoubtfulMatch.objects.get_or_create(
        owner=owner,
        fingerprint=fingerprint,
        defaults={
            "batch_id": import_id, "where": where[:120], "record": record, "person_id": person_id, "reason": reason,
        },
    )  # fmt: skip


def doubts(owner: User, *, limit: int = 50) -> list[DoubtfulRecord]:
    """The doubtful matches that wait for a decision."""
    rows = DoubtfulMatch.objects.filter(owner=owner, decision="").select_related("person").order_by("id")[:limit]
    return [_doubt(row) for row in rows]


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


def _moment(now: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(now)


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
    )
