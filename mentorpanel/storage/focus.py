"""Focus areas with their readers, the versions worth telling, and who was told which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Max, Prefetch, QuerySet

from mentorpanel.domain import focus
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import FocusRecord, Named, Page
from mentorpanel.domain.selection import Selection
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import FocusArea, FocusReader, FocusTelling, FocusVersion, User
from mentorpanel.storage.owned import change_row, named_people, owned_row
from mentorpanel.storage.paging import selected
from mentorpanel.storage.together import OWNER, Given, Read, read_together

KEPT_VERSIONS = 100
"""How many of the newest versions are looked at; five years of one every three weeks (our judgement)."""


@dataclass(frozen=True, slots=True)
class Readings:
    """The newest versions, and the last one that each person was told."""

    versions: tuple[focus.FocusVersion, ...]
    told: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Telling:
    """Which version a person was told, when, and by what."""

    version: int
    on: date
    how: str


def areas(owner: User) -> tuple[FocusRecord, ...]:
    """The areas of now, in their order."""
    return tuple(
        _record(row) for row in _rows(owner).filter(retired_on__isnull=True).order_by("position", "pk")
    )


def page(owner: User, selection: Selection) -> Page:
    """A page of the areas of now, for programs."""
    rows = _rows(owner).filter(holds_all(selection.query, "text"), retired_on__isnull=True)
    return selected(rows, selection, {"readers": "readers"}, record=_record)


def area(owner: User, *, area_id: int) -> FocusRecord:
    """One area of now."""
    row = _rows(owner).filter(pk=area_id, retired_on__isnull=True).first()
    if row is None:
        raise NotFound(f"There is no focus area with the number {area_id}.")
    return _record(row)


def add_area(owner: User, *, text: str, position: int) -> int:
    """Store an area that nobody reads yet; returns its id."""
    return FocusArea.objects.create(owner=owner, text=text, readers="nobody", position=position).pk


def change_area(owner: User, *, area_id: int, **changes: Any) -> None:
    """Write fields of an area of now."""
    row = owned_row(FocusArea, owner, area_id, what="focus area", is_for_change=True)
    if row.retired_on is not None:
        raise NotFound(f"There is no focus area with the number {area_id}.")
    change_row(row, **changes)


def set_readers(owner: User, *, area_id: int, readers: str, person_ids: Sequence[int]) -> None:
    """Say who reads an area: nobody, everyone, or exactly the named people."""
    wanted = {person.id for person in named_people(owner, tuple(person_ids))}
    change_area(owner, area_id=area_id, readers=readers)
    rows = FocusReader.objects.filter(owner=owner, area_id=area_id)
    rows.exclude(person_id__in=wanted).delete()
    known = set(rows.values_list("person_id", flat=True))
    FocusReader.objects.bulk_create(
        [
            FocusReader(owner=owner, area_id=area_id, person_id=person_id)
            for person_id in sorted(wanted - known)
        ]
    )


def add_version(owner: User, *, on: date) -> int:
    """Keep the areas of now, with who can read each, as the next version; returns its number."""
    newest = FocusVersion.objects.filter(owner=owner).aggregate(newest=Max("number"))["newest"] or 0
    now = [
        {
            "id": area.id,
            "text": area.text,
            "readers": area.readers,
            "named": [person.id for person in area.named],
        }
        for area in areas(owner)
    ]
    return FocusVersion.objects.create(owner=owner, number=newest + 1, on=on, areas=now).number


def readings(owner: User, *, person_id: int | None = None) -> Readings:
    """The versions and who was told which, of everybody or of one; one query, whatever the history."""
    told = TOLD if person_id is None else TOLD_ONE
    found = read_together(owner, (VERSIONS, told), person_id=person_id)
    return Readings(found[VERSIONS], found[told])


def tell(
    owner: User, *, person_id: int, version: int, on: date, how: str, touchpoint_id: int | None = None
) -> None:
    """Note that a person was told a version; one touchpoint tells it once."""
    values = {"owner": owner, "person_id": person_id, "version": version}
    told = FocusTelling.objects.filter(**values)
    by = (
        told.filter(touchpoint__isnull=True)
        if touchpoint_id is None
        else told.filter(touchpoint_id=touchpoint_id)
    )
    if not by.update(on=on, how=how[:20]):
        FocusTelling.objects.create(**values, touchpoint_id=touchpoint_id, on=on, how=how[:20])


def told_by(owner: User, *, touchpoint_id: int) -> tuple[int, ...]:
    """The versions that a touchpoint told."""
    rows = FocusTelling.objects.filter(owner=owner, touchpoint_id=touchpoint_id)
    return tuple(rows.order_by("version").values_list("version", flat=True))


def untell(owner: User, *, touchpoint_id: int) -> None:
    """A touchpoint told nothing after all."""
    FocusTelling.objects.filter(owner=owner, touchpoint_id=touchpoint_id).delete()


def tellings(owner: User, *, person_id: int) -> tuple[Telling, ...]:
    """What a person was told, the newest first."""
    rows = FocusTelling.objects.filter(owner=owner, person_id=person_id).order_by("-version", "-pk")
    return tuple(Telling(row.version, row.on, row.how) for row in rows)


def _rows(owner: User) -> "QuerySet[FocusArea]":
    named = FocusReader.objects.filter(owner=owner, person__deleted_at__isnull=True)
    readers = Prefetch("named_readers", named.select_related("person").order_by("pk"))
    return FocusArea.objects.filter(owner=owner).prefetch_related(readers)


def _record(row: FocusArea) -> FocusRecord:
    named = tuple(Named(reader.person_id, reader.person.name) for reader in row.named_readers.all())
    return FocusRecord(row.pk, row.text, row.readers, named, row.position)


def _versions() -> "QuerySet[FocusVersion, tuple[int, date, list[Any]]]":
    rows = FocusVersion.objects.filter(owner=OWNER).order_by("-number")
    return rows.values_list("number", "on", "areas")[:KEPT_VERSIONS]


def _version(number: int, on: date, areas: list[dict[str, Any]]) -> focus.FocusVersion:
    known = (
        focus.FocusArea(area["id"], area["text"], area["readers"], frozenset(area["named"])) for area in areas
    )
    return focus.FocusVersion(number, on, tuple(known))


def _told() -> "QuerySet[FocusTelling, Any]":
    told = FocusTelling.objects.filter(owner=OWNER).order_by()
    return told.values("person_id").annotate(last=Max("version")).values_list("person_id", "last")


VERSIONS = Read(_versions, lambda rows: tuple(_version(*row) for row in rows))
"""The newest versions."""
TOLD: Read[Mapping[int, int]] = Read(_told, dict)
"""The last version that each person was told."""
TOLD_ONE: Read[Mapping[int, int]] = Read(
    lambda: _told().filter(person_id=Given("person_id", BigIntegerField())), dict
)
