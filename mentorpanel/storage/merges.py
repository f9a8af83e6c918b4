"""Two people made one, and parted again: every row that pointed at the one points at the other."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.serializers import deserialize, serialize
from django.db import IntegrityError, models, transaction

from mentorpanel.domain.problems import Conflict, NotFound
from mentorpanel.storage.models import Merge, Person, PersonSummary, Relationship, User

FILLED = (
    "nickname", "organisation_id", "title", "function", "level", "time_zone", "how_met", "admire", "share", "care_about",
    "need", "offer", "distance", "introduced_by_id", "private_notes", "imported_notes", "connected_on",
)  # fmt: skip
STAGE_ORDER = (
    "closed", "alumni", "resting", "noticed", "reached-out", "connected", "rapport", "mentor", "formal-mentor",
)  # fmt: skip


def merge(owner: User, *, kept_id: int, merged_id: int, reason: str) -> int:
    """Make ``merged`` part of ``kept``: rows move over, empty fields are filled. Returns the merge's id."""
    kept, merged = _person(owner, kept_id), _person(owner, merged_id)
    if kept.pk == merged.pk:
        raise Conflict("That is the same person already.")
    undo: dict[str, Any] = {"person": serialize("json", [merged]), "moved": [], "rows": []}
    _join_relationships(kept, merged, undo)
    for model, field in _pointing_fields():
        _move(owner, model, field, kept, merged, undo)
    undo["filled"] = _fill(kept, merged)
    PersonSummary.objects.filter(person=merged).delete()
    name = merged.name
    merged.delete()
    return Merge.objects.create(owner=owner, kept=kept, merged_name=name, reason=reason, undo=undo).pk


def undo_merge(owner: User, *, merge_id: int, now: datetime) -> tuple[int, int]:
    """Part them again; returns the ids of both people."""
    row = Merge.objects.filter(owner=owner, pk=merge_id, undone_at__isnull=True).first()
    if row is None:
        raise NotFound("There is no such merge, or it was undone already.")
    undo = dict(row.undo)
    restored = next(iter(deserialize("json", undo["person"])))
    restored.save()
    parted = restored.object.pk
    models_by_name = {model._meta.label: model for model, _ in _pointing_fields()}
    for label, field, ids in undo["moved"]:
        models_by_name[label]._default_manager.filter(owner=owner, pk__in=ids).update(**{field: parted})
    for text in undo["rows"]:
        for found in deserialize("json", text):
            found.save()
    _unfill(owner, row.kept_id, undo["filled"])
    if undo.get("made_relationship"):
        Relationship.objects.filter(owner=owner, person_id=row.kept_id).delete()
    if stage := undo.get("kept_relationship"):
        Relationship.objects.filter(owner=owner, person_id=row.kept_id).update(**stage)
    Merge.objects.filter(pk=row.pk).update(undone_at=now)
    return row.kept_id, parted


def merges_of(owner: User, *, person_id: int) -> list[tuple[int, str, str, datetime]]:
    """The merges into a person that stand: id, the other name, reason, when."""
    rows = Merge.objects.filter(owner=owner, kept_id=person_id, undone_at__isnull=True).order_by("-id")
    return [(row.pk, row.merged_name, row.reason, row.created_at) for row in rows]


def _person(owner: User, person_id: int) -> Person:
    row = Person.objects.filter(owner=owner, pk=person_id).first()
    if row is None:
        raise NotFound("There is no such person.")
    return row


def _pointing_fields() -> Iterator[tuple[type[models.Model], str]]:
    """Every foreign key to a person, but for those that are handled by themselves."""
    for relation in Person._meta.related_objects:
        model = relation.related_model
        if isinstance(model, type) and model not in (PersonSummary, Relationship):
            yield model, relation.field.attname


def _move(owner: User, model: type[models.Model], field: str, kept: Person, merged: Person, undo: dict[str, Any]) -> None:
    """Point rows at the kept person; a row that the kept person has already is dropped and remembered."""
    rows = model._default_manager.filter(owner=owner, **{field: merged.pk})
    ids = list(rows.values_list("pk", flat=True))
    if not ids:
        return
    try:
        with transaction.atomic():
            rows.update(**{field: kept.pk})
        undo["moved"].append([model._meta.label, field, ids])
        return
    except IntegrityError:
        pass
    moved = []
    for row_id in ids:
        row = model._default_manager.filter(pk=row_id)
        try:
            with transaction.atomic():
                row.update(**{field: kept.pk})
            moved.append(row_id)
        except IntegrityError:
            undo["rows"].append(serialize("json", row))
            row.delete()
    undo["moved"].append([model._meta.label, field, moved])


def _join_relationships(kept: Person, merged: Person, undo: dict[str, Any]) -> None:
    """The further stage of the two stays; the other is remembered."""
    mine = Relationship.objects.filter(person=kept).first()
    theirs = Relationship.objects.filter(person=merged).first()
    if theirs is None:
        return
    undo["rows"].append(serialize("json", [theirs]))
    if mine is None:
        Relationship.objects.filter(pk=theirs.pk).delete()
        Relationship.objects.create(
            owner_id=kept.owner_id, person=kept, stage=theirs.stage, entered_stage_on=theirs.entered_stage_on,
            roles=theirs.roles, cadence_days=theirs.cadence_days, paused_until=theirs.paused_until, since=theirs.since,
        )  # fmt: skip
        undo["made_relationship"] = True
        return
    if STAGE_ORDER.index(theirs.stage) > STAGE_ORDER.index(mine.stage):
        undo["kept_relationship"] = {
            "stage": mine.stage, "entered_stage_on": mine.entered_stage_on.isoformat(), "roles": list(mine.roles),
        }  # fmt: skip
        Relationship.objects.filter(pk=mine.pk).update(
            stage=theirs.stage, entered_stage_on=theirs.entered_stage_on, roles=sorted({*mine.roles, *theirs.roles})
        )
    Relationship.objects.filter(pk=theirs.pk).delete()


def _fill(kept: Person, merged: Person) -> dict[str, Any]:
    """Fill what the kept person lacks; returns field to (before, after)."""
    filled: dict[str, Any] = {}
    for field in FILLED:
        before, other = getattr(kept, field), getattr(merged, field)
        if not before and other:
            filled[field] = [_plain(before), _plain(other)]
            setattr(kept, field, other)
    for field in ("tags", "expertise"):
        joined = list(dict.fromkeys([*getattr(kept, field), *getattr(merged, field)]))
        if joined != getattr(kept, field):
            filled[field] = [getattr(kept, field), joined]
            setattr(kept, field, joined)
    if filled:
        kept.save(update_fields=[*filled, "updated_at"])
    return filled


def _unfill(owner: User, person_id: int, filled: dict[str, Any]) -> None:
    """Take back what the merge filled, where the owner has not changed it since."""
    row = _person(owner, person_id)
    taken = [field for field, (_, after) in filled.items() if _plain(getattr(row, field)) == after]
    for field in taken:
        setattr(row, field, filled[field][0])
    if taken:
        row.save(update_fields=[*taken, "updated_at"])


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
