"""People with their organisations and contact points."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from mentorpanel import clock
from mentorpanel.domain.problems import Conflict, NotFound
from mentorpanel.domain.records import ContactPointRecord, Named, PersonRecord
from mentorpanel.storage.models import ContactPoint, Organisation, Person, User
from mentorpanel.storage.owned import PERSON, change_row, named_people, owned_row
from mentorpanel.storage.together import OWNER, Found, Read, read_together


def add_person(owner: User, **values: Any) -> int:
    """Store a person; returns the id."""
    return Person.objects.create(owner=owner, **values).pk


def person(owner: User, *, person_id: int) -> PersonRecord:
    """One person of the owner's, whole; those in the trash too, whose ``deleted_at`` is set. One query."""
    return person_from(read_together(owner, READS, person_id=person_id), person_id)


def person_from(found: Found, person_id: int) -> PersonRecord:
    """The same, where ``READS`` were read with others."""
    row = found[ROW]
    if row is None:
        raise NotFound(f"There is no person with the number {person_id}.")
    return _record(row, found[POINTS])


def people_by_id(owner: User, ids: Iterable[int]) -> dict[int, PersonRecord]:
    """Several people of the owner's, whole, by id; the ids of others are left out."""
    points = ContactPoint.objects.filter(owner=owner).exclude(kind="uid").order_by("kind", "pk")
    rows = _rows(owner).filter(pk__in=list(ids)).prefetch_related(Prefetch("contact_points", points))
    return {row.pk: _record(row, tuple(map(_point, row.contact_points.all()))) for row in rows}


def person_for_change(owner: User, *, person_id: int) -> PersonRecord:
    """One person, locked until the transaction ends; one in the trash is a ``Conflict``."""
    locked = owned_row(Person, owner, person_id, what="person", is_for_change=True)
    if locked.deleted_at is not None:
        raise Conflict(f"{locked.name} is in the trash; take them out first.")
    return person(owner, person_id=person_id)


def change_person(owner: User, *, person_id: int, **changes: Any) -> None:
    """Write fields of a person. What the owner has written is no longer an imported fact."""
    row = owned_row(Person, owner, person_id, what="person", is_for_change=True)
    named = {field.removesuffix("_id") for field in changes}
    kept = {field: source for field, source in row.provenance.items() if field not in named}
    if kept != row.provenance:
        changes["provenance"] = kept
    if changes:
        change_row(row, **changes)


def organisation_id(owner: User, *, name: str, key: str) -> int:
    """The organisation with that key, made under that name where there is none yet."""
    return Organisation.objects.get_or_create(owner=owner, key=key, defaults={"name": name})[0].pk


def organisations(owner: User, *, limit: int = 500) -> tuple[Named, ...]:
    """The owner's organisations by name, for a filter."""
    rows = Organisation.objects.filter(owner=owner).order_by("key").values_list("pk", "name")
    return tuple(Named(pk, name) for pk, name in rows[:limit])


def add_contact_point(owner: User, *, person_id: int, kind: str, value: str, key: str) -> int:
    """Add an address, number or link. One that they have already is written as given and counts as working again.

    The first of its kind is the primary one.
    """
    points = ContactPoint.objects.filter(owner=owner, person_id=person_id, kind=kind)
    known = points.filter(key=key).first()
    _touch(owner, person_id)
    if known is not None:
        change_row(known, value=value, failed_at=None)
        return known.pk
    is_first = not points.filter(is_primary=True).exists()
    made = ContactPoint.objects.create(
        owner=owner, person_id=person_id, kind=kind, value=value, key=key, is_primary=is_first
    )
    return made.pk


def remove_contact_point(owner: User, *, person_id: int, point_id: int) -> ContactPointRecord:
    """Take a contact point away; another of its kind becomes the primary one in its place."""
    row = ContactPoint.objects.filter(owner=owner, person_id=person_id, pk=point_id).first()
    if row is None:
        raise NotFound(f"There is no contact point with the number {point_id} here.")
    gone = _point(row)
    row.delete()
    _touch(owner, person_id)
    if gone.is_primary:
        rest = ContactPoint.objects.filter(owner=owner, person_id=person_id, kind=gone.kind)
        heir = rest.order_by("failed_at", "pk").first()
        if heir is not None:
            change_row(heir, is_primary=True)
    return gone


def make_primary(owner: User, *, person_id: int, point_id: int) -> None:
    """Make a contact point the one that is used."""
    points = ContactPoint.objects.filter(owner=owner, person_id=person_id)
    row = points.filter(pk=point_id).first()
    if row is None:
        raise NotFound(f"There is no contact point with the number {point_id} here.")
    points.filter(kind=row.kind).exclude(pk=point_id).update(is_primary=False)
    change_row(row, is_primary=True)
    _touch(owner, person_id)


def mark_address_failed(owner: User, *, person_id: int, address: str, at: datetime | None) -> None:
    """Note that mail to an address of theirs came back for good; None: that it did not after all."""
    points = ContactPoint.objects.filter(owner=owner, person_id=person_id, kind="email")
    points.filter(value__iexact=address).update(failed_at=at)


def trash_people(owner: User, *, person_ids: Sequence[int], at: datetime) -> tuple[Named, ...]:
    """Put people into the trash, all or, when one is not there, none; everything of theirs is kept."""
    wanted = named_people(owner, tuple(person_ids))
    rows = Person.objects.filter(owner=owner, pk__in=[person.id for person in wanted])
    rows.update(deleted_at=at, updated_at=at)
    return wanted


def restore_people(owner: User, *, person_ids: Sequence[int], at: datetime) -> None:
    """Take people out of the trash; all of them must be the owner's."""
    rows = Person.objects.filter(owner=owner, pk__in=set(person_ids))
    known = set(rows.values_list("pk", flat=True))
    for person_id in person_ids:
        if person_id not in known:
            raise NotFound(f"There is no person with the number {person_id}.")
    rows.filter(deleted_at__isnull=False).update(deleted_at=None, updated_at=at)


def change_tags(owner: User, *, person_ids: Iterable[int], add: Sequence[str], remove: Sequence[str]) -> None:
    """Add and take away tags of several people, all or none of them."""
    wanted = [person.id for person in named_people(owner, tuple(person_ids))]
    gone = {tag.casefold() for tag in remove}
    changed = []
    for row in Person.objects.select_for_update().filter(owner=owner, pk__in=wanted).order_by("pk"):
        kept = [tag for tag in row.tags if tag.casefold() not in gone]
        had = {tag.casefold() for tag in kept}
        kept += [tag for tag in add if tag.casefold() not in had]
        if kept != row.tags:
            row.tags = kept
            row.provenance = {field: source for field, source in row.provenance.items() if field != "tags"}
            changed.append(row)
    Person.objects.bulk_update(changed, ["tags", "provenance"], batch_size=200)


def _touch(owner: User, person_id: int) -> None:
    """An address of theirs was changed, and so were they."""
    Person.objects.filter(owner=owner, pk=person_id).update(updated_at=clock.now())


def _rows(owner: User) -> "QuerySet[Any, Person]":
    rows = Person.objects.filter(owner=owner).select_related("organisation", "relationship")
    return rows.annotate(introducer=F("introduced_by__name"))


def _points() -> "QuerySet[ContactPoint, tuple[Any, ...]]":
    rows = ContactPoint.objects.filter(owner=OWNER, person_id=PERSON).exclude(kind="uid")
    return rows.order_by("kind", "pk").values_list("pk", "kind", "value", "is_primary", "failed_at")


ROW: Read[Person | None] = Read(
    lambda: _rows(OWNER).filter(pk=PERSON), lambda rows: rows[0] if rows else None
)
POINTS = Read(_points, lambda rows: tuple(ContactPointRecord(*row) for row in rows))
READS = (ROW, POINTS)
"""One person, whole: see ``person_from``."""


def _record(row: Any, points: tuple[ContactPointRecord, ...]) -> PersonRecord:
    """A row with the name of whoever introduced them as ``introducer``."""
    tie = getattr(row, "relationship", None)
    return PersonRecord(
        id=row.pk,
        name=row.name,
        nickname=row.nickname,
        organisation=row.organisation.name if row.organisation else "",
        title=row.title,
        function=row.function,
        level=row.level,
        level_said=row.level_said,
        time_zone=row.time_zone,
        tags=tuple(row.tags),
        expertise=tuple(row.expertise),
        how_met=row.how_met,
        admire=row.admire,
        share=row.share,
        care_about=row.care_about,
        need=row.need,
        offer=row.offer,
        distance=row.distance,
        introduced_by=Named(row.introduced_by_id, row.introducer) if row.introduced_by_id else None,
        private_notes=row.private_notes,
        imported_notes=row.imported_notes,
        do_not_contact=row.do_not_contact,
        is_confidential=row.is_confidential,
        keeps_mail_text=row.keeps_mail_text,
        connected_on=row.connected_on,
        deleted_at=row.deleted_at,
        stage=tie.stage if tie else "",
        since=tie.since if tie else None,
        entered_stage_on=tie.entered_stage_on if tie else None,
        roles=tuple(tie.roles) if tie else (),
        cadence_days=tie.cadence_days if tie else None,
        paused_until=tie.paused_until if tie else None,
        contact_points=points,
    )


def _point(row: ContactPoint) -> ContactPointRecord:
    return ContactPointRecord(row.pk, row.kind, row.value, row.is_primary, row.failed_at)
