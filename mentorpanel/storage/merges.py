"""Two people made one, and parted again: every row that pointed at the one points at the other."""

from datetime import datetime
from typing import Any

from django.db import models

from mentorpanel.domain.problems import Conflict, NotFound
from mentorpanel.domain.records import Named
from mentorpanel.storage.merged_rows import forget_gone, move_rows, plain, pointing_at, read_back, written
from mentorpanel.storage.merged_sessions import join_sessions, part_sessions
from mentorpanel.storage.models import ContactPoint, Merge, Person, PersonSummary, Relationship, User
from mentorpanel.storage.owned import PERSON
from mentorpanel.storage.together import OWNER, Read

FILLED = (
    "nickname", "organisation_id", "title", "function", "level", "time_zone", "how_met", "admire", "share", "care_about",
    "need", "offer", "distance", "introduced_by_id", "private_notes", "imported_notes", "connected_on",
)  # fmt: skip
LISTS = ("tags", "expertise")
STAGE_ORDER = (
    "closed", "alumni", "resting", "noticed", "reached-out", "connected", "rapport", "mentor", "formal-mentor",
)  # fmt: skip


def merge(owner: User, *, kept_id: int, merged_id: int, reason: str) -> int:
    """Make ``merged`` part of ``kept``: rows move over, empty fields are filled. Returns the merge's id."""
    kept, merged = _person(owner, kept_id), _person(owner, merged_id)
    if kept.pk == merged.pk:
        raise Conflict("That is the same person already.")
    undo: dict[str, Any] = {"person": written(merged), "moved": [], "rows": [], "filled": {}}
    _keep_one_primary(kept, merged, undo)
    _join_relationships(kept, merged, undo)
    _part_introduction(kept, merged, undo)
    for model, field in _pointing_fields():
        move_rows(owner, model, field, kept.pk, merged.pk, undo)
    undo["sessions"] = join_sessions(owner, kept.pk, undo["moved"])
    undo["filled"] |= _fill(kept, merged)
    PersonSummary.objects.filter(person=merged).delete()
    name = merged.name
    merged.delete()
    return Merge.objects.create(owner=owner, kept=kept, merged_name=name, reason=reason, undo=undo).pk


def undo_merge(owner: User, *, merge_id: int, now: datetime) -> tuple[int, int]:
    """Part them again; returns the ids of both people. What the owner changed since then stays."""
    row = Merge.objects.select_for_update().filter(owner=owner, pk=merge_id, undone_at=None).first()
    if row is None:
        raise NotFound("There is no such merge, or it was undone already.")
    undo = dict(row.undo)
    restored = read_back(undo["person"])
    forget_gone(restored)
    restored.save_base(raw=True)
    parted = restored.pk
    part_sessions(owner, undo.get("sessions", ()))
    models_by_name = {model._meta.label: model for model, _ in _pointing_fields()}
    for label, field, ids in undo["moved"]:
        rows = models_by_name[label]._default_manager.filter(owner=owner, pk__in=ids)
        rows.filter(**{field: row.kept_id}).update(**{field: parted})
    _part_relationships(row.kept_id, parted, undo)
    for row_as_written in undo["rows"]:
        found = read_back(row_as_written)
        if forget_gone(found):
            found.save_base(raw=True)
    ContactPoint.objects.filter(owner=owner, person_id=parted, pk__in=undo["primary"]).update(is_primary=True)
    _unfill(_person(owner, row.kept_id), undo["filled"])
    Merge.objects.filter(pk=row.pk).update(undone_at=now)
    return row.kept_id, parted


def _into_person() -> "models.QuerySet[Merge, tuple[int, str, str]]":
    rows = Merge.objects.filter(owner=OWNER, kept_id=PERSON, undone_at=None).order_by("-id")
    return rows.values_list("id", "merged_name", "reason")


INTO_PERSON: Read[tuple[tuple[int, str, str], ...]] = Read(_into_person, tuple)
"""The merges into a person that stand, the newest first: id, the other name, reason."""


def latest_merges(owner: User, *, limit: int) -> list[tuple[int, Named, str, str, datetime]]:
    """The latest merges that stand: id, who was kept, the other name, reason, when."""
    rows = Merge.objects.filter(owner=owner, undone_at=None).order_by("-id")
    columns = ("id", "kept_id", "kept__name", "merged_name", "reason", "created_at")
    return [
        (merge_id, Named(kept_id, name), gone, reason, at)
        for merge_id, kept_id, name, gone, reason, at in rows.values_list(*columns)[:limit]
    ]


def _person(owner: User, person_id: int) -> Person:
    row = Person.objects.select_for_update().filter(owner=owner, pk=person_id).first()
    if row is None:
        raise NotFound("There is no such person.")
    return row


def _pointing_fields() -> list[tuple[type[models.Model], str]]:
    """Every foreign key to a person, but for those that are handled by themselves."""
    return [
        (model, field) for model, field in pointing_at(Person) if model not in (PersonSummary, Relationship)
    ]


def _keep_one_primary(kept: Person, merged: Person, undo: dict[str, Any]) -> None:
    """The kept person's own address to use stays the one to use."""
    kinds = ContactPoint.objects.filter(person=kept, is_primary=True).values_list("kind", flat=True)
    theirs = ContactPoint.objects.filter(person=merged, is_primary=True, kind__in=list(kinds))
    undo["primary"] = list(theirs.values_list("pk", flat=True))
    theirs.update(is_primary=False)


def _part_introduction(kept: Person, merged: Person, undo: dict[str, Any]) -> None:
    """Nobody has introduced themselves."""
    if kept.introduced_by_id == merged.pk:
        undo["filled"]["introduced_by_id"] = [merged.pk, None]
        kept.introduced_by_id = None
        kept.save(update_fields=["introduced_by_id"])
    if merged.introduced_by_id == kept.pk:
        merged.introduced_by_id = None


def _join_relationships(kept: Person, merged: Person, undo: dict[str, Any]) -> None:
    """The further stage of the two stays, and whatever only one of them says."""
    mine = Relationship.objects.filter(person=kept).first()
    theirs = Relationship.objects.filter(person=merged).first()
    if theirs is None:
        return
    if mine is None:
        undo["moved_relationship"] = theirs.pk
        Relationship.objects.filter(pk=theirs.pk).update(person=kept)
        return
    joined: dict[str, Any] = {"roles": sorted({*mine.roles, *theirs.roles})}
    if STAGE_ORDER.index(theirs.stage) > STAGE_ORDER.index(mine.stage):
        joined |= {"stage": theirs.stage, "entered_stage_on": theirs.entered_stage_on}
    for field in ("cadence_days", "paused_until", "last_follow_up_on", "since"):
        if getattr(mine, field) is None:
            joined[field] = getattr(theirs, field)
    if not mine.monthly_answer:
        joined |= {"monthly_answer": theirs.monthly_answer, "monthly_answer_on": theirs.monthly_answer_on}
    undo["relationship"] = {
        field: [plain(getattr(mine, field)), plain(value)] for field, value in joined.items()
    }
    undo["rows"].append(written(theirs))
    Relationship.objects.filter(pk=mine.pk).update(**joined)
    Relationship.objects.filter(pk=theirs.pk).delete()


def _part_relationships(kept_id: int, parted: int, undo: dict[str, Any]) -> None:
    if "moved_relationship" in undo:
        Relationship.objects.filter(pk=undo["moved_relationship"], person_id=kept_id).update(person_id=parted)
    mine = Relationship.objects.filter(person_id=kept_id).first()
    if mine is None:
        return
    told = undo.get("relationship", {})
    back = {field: before for field, (before, after) in told.items() if plain(getattr(mine, field)) == after}
    if back:
        Relationship.objects.filter(pk=mine.pk).update(**back)


def _fill(kept: Person, merged: Person) -> dict[str, Any]:
    """Fill what the kept person lacks; returns field to [before, after]."""
    filled: dict[str, Any] = {}
    for field in FILLED:
        before, other = getattr(kept, field), getattr(merged, field)
        if not before and other:
            filled[field] = [plain(before), plain(other)]
            setattr(kept, field, other)
    for field in LISTS:
        joined = list(dict.fromkeys([*getattr(kept, field), *getattr(merged, field)]))
        if joined != getattr(kept, field):
            filled[field] = [getattr(kept, field), joined]
            setattr(kept, field, joined)
    for field in ("do_not_contact", "is_confidential"):
        if getattr(merged, field) and not getattr(kept, field):
            filled[field] = [False, True]
            setattr(kept, field, True)
    if filled:
        kept.save(update_fields=list(filled))
    return filled


def _unfill(kept: Person, filled: dict[str, Any]) -> None:
    """Take back what the merge filled, where the owner has not changed it since."""
    taken = {
        field: before for field, (before, after) in filled.items() if plain(getattr(kept, field)) == after
    }
    if taken:
        Person.objects.filter(pk=kept.pk).update(**taken)
