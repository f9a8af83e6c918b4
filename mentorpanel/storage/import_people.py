"""The people that imported records are held against, made out of, and taken back to."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import F, Q

from mentorpanel.storage import bulk
from mentorpanel.storage.models import (
    ContactPoint,
    DoubtfulMatch,
    ImportRecord,
    Organisation,
    Person,
    User,
)

Points = Sequence[tuple[str, str, str]]
"""Contact points as (kind, value, key)."""


@dataclass(slots=True, eq=False)
class Known:
    """A person that an imported record may be, with what an update would touch. Not stored yet: ``id`` 0.

    ``points`` is kind to keys. ``is_trashed``: the owner has put them into the trash.
    """

    id: int
    name: str
    nickname: str = ""
    organisation: str = ""
    organisation_id: int | None = None
    title: str = ""
    level: str = ""
    level_said: bool = False
    time_zone: str = ""
    imported_notes: str = ""
    tags: list[str] = field(default_factory=list)
    provenance: dict[str, str] = field(default_factory=dict)
    connected_on: date | None = None
    is_trashed: bool = False
    points: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to be made, with the keys that they are found by."""

    person: Known
    name_key: str
    alias_key: str
    organisation_key: str
    points: Points


_KNOWN = (
    "id", "name", "nickname", "organisation__name", "organisation_id", "title", "level", "level_said", "time_zone",
    "imported_notes", "tags", "provenance", "connected_on", "deleted_at",
)  # fmt: skip


def people_with(
    owner: User, *, point_keys: Sequence[str], name_keys: Sequence[str], most: int
) -> dict[int, Known]:
    """At most ``most`` people who share a contact key, and as many who share a name key. Trashed ones are among them."""
    points = bulk.select_in(
        ContactPoint, ("person_id",), owner_id=owner.pk, column="key", values=point_keys, most=most
    )
    named = bulk.select_in(Person, ("id",), owner_id=owner.pk, column="name_key", values=name_keys, most=most)
    aliased = bulk.select_in(
        Person, ("id",), owner_id=owner.pk, column="alias_key", values=name_keys, most=most, is_filled=True
    )
    ids = {found for (found,) in (*points, *named, *aliased)}
    return known_people(owner, ids) if ids else {}


def known_people(owner: User, ids: Iterable[int]) -> dict[int, Known]:
    """People by id, as imports see them."""
    wanted = list(ids)
    found: dict[int, Known] = {}
    for row in Person.objects.filter(owner=owner, id__in=wanted).values_list(*_KNOWN):
        told: dict[str, Any] = dict(zip(_KNOWN, row, strict=True))
        told["organisation"] = told.pop("organisation__name") or ""
        told["is_trashed"] = told.pop("deleted_at") is not None
        found[row[0]] = Known(**told)
    points = ContactPoint.objects.filter(owner=owner, person_id__in=wanted)
    for person_id, kind, key in points.values_list("person_id", "kind", "key"):
        if person_id in found:
            found[person_id].points.setdefault(kind, set()).add(key)
    return found


def organisation_ids(owner: User, names: dict[str, str], now: datetime) -> dict[str, int]:
    """Organisation key to id, making those that are not there yet; ``names`` is key to name as written."""
    stamp = _moment(now)
    rows = [(owner.pk, stamp, stamp, name[:300], key) for key, name in names.items()]
    bulk.insert_new_rows(Organisation, ("owner_id", "created_at", "updated_at", "name", "key"), rows)
    keys = list(names)
    return dict(
        bulk.select_in(
            Organisation, ("key", "id"), owner_id=owner.pk, column="key", values=keys, most=len(keys)
        )
    )


_PERSON_COLUMNS = (
    "owner_id", "created_at", "updated_at", "name", "name_key", "alias_key", "nickname", "organisation_id", "title", "level",
    "time_zone", "tags", "imported_notes", "provenance", "connected_on",
)  # fmt: skip
_EMPTY = (
    "function", "how_met", "admire", "share", "care_about", "need", "offer", "distance", "private_notes",
)  # fmt: skip
_PERSON_REST = {
    **dict.fromkeys(_EMPTY, "''"),
    **dict.fromkeys(("level_said", "do_not_contact", "is_confidential", "keeps_mail_text"), "FALSE"),
    "expertise": "'[]'",
}
"""The columns that no import fills, as SQL."""
_POINT_COLUMNS = ("owner_id", "created_at", "updated_at", "person_id", "kind", "value", "key", "is_primary")


def create_people(owner: User, people: Sequence[NewPerson], now: datetime) -> None:
    """Make people with their organisations and contact points; each ``person`` gets its ids."""
    stamp = _moment(now)
    day = connection.ops.adapt_datefield_value
    names = {new.organisation_key: new.person.organisation for new in people if new.organisation_key}
    organisations = organisation_ids(owner, names, now)
    rows = []
    for new in people:
        one = new.person
        one.organisation_id = organisations.get(new.organisation_key)
        rows.append((
            owner.pk, stamp, stamp, one.name[:300], new.name_key, new.alias_key, one.nickname, one.organisation_id,
            one.title[:300], one.level, one.time_zone, json.dumps(one.tags) if one.tags else "[]", one.imported_notes,
            _provenance(tuple(one.provenance.items())), day(one.connected_on) if one.connected_on else None,
        ))  # fmt: skip
    for new, person_id in zip(
        people, bulk.insert_rows(Person, _PERSON_COLUMNS, rows, _PERSON_REST), strict=True
    ):
        new.person.id = person_id
    add_points(owner, [(new.person.id, new.points) for new in people], now)


@lru_cache(maxsize=512)
def _provenance(told: tuple[tuple[str, str], ...]) -> str:
    """As JSON; the people of one file have only a few different ones."""
    return json.dumps(dict(told))


def add_points(owner: User, points: Sequence[tuple[int, Points]], now: datetime) -> None:
    """Add contact points to people; known ones are passed over."""
    stamp = _moment(now)
    rows = [
        (owner.pk, stamp, stamp, person_id, kind, value, key, False)
        for person_id, given in points
        for kind, value, key in given
    ]
    bulk.insert_new_rows(ContactPoint, _POINT_COLUMNS, rows)


def change_person(owner: User, *, person_id: int, **changes: Any) -> None:
    """Write columns of a person; that an import did it shows in the provenance."""
    Person.objects.filter(owner=owner, pk=person_id).update(**changes)


def people_in_use(owner: User, ids: Sequence[int]) -> set[int]:
    """Which of these imported people the owner has worked with since: linked something to them, or edited them."""
    used = _edited(owner, ids)
    for relation in Person._meta.related_objects:
        model, column = relation.related_model, relation.field.attname
        if isinstance(model, type) and model not in (ContactPoint, ImportRecord, DoubtfulMatch):
            rows = model._default_manager.filter(owner=owner, **{f"{column}__in": list(ids)})
            used.update(rows.values_list(column, flat=True))
    return used


def _edited(owner: User, ids: Sequence[int]) -> set[int]:
    """Those in the trash count as edited only where something was written before."""
    people = Person.objects.filter(owner=owner, id__in=list(ids))
    touched = people.filter(updated_at__gt=F("created_at"), deleted_at=None)
    tagged = people.exclude(tags=[]).exclude(provenance__has_key="tags")
    points = ContactPoint.objects.filter(owner=owner, person_id__in=list(ids))
    mine = points.filter(Q(created_at__gt=F("person__created_at")) | Q(updated_at__gt=F("created_at")))
    return {
        *touched.values_list("id", flat=True),
        *tagged.values_list("id", flat=True),
        *mine.values_list("person_id", flat=True),
    }


def delete_people(owner: User, ids: Sequence[int]) -> None:
    """Delete people for good, with their contact points."""
    Person.objects.filter(owner=owner, id__in=list(ids)).delete()


def delete_points(owner: User, *, person_id: int, keys: Iterable[tuple[str, str]]) -> None:
    """Delete a person's contact points with those (kind, key)."""
    wanted = Q()
    for kind, key in keys:
        wanted |= Q(kind=kind, key=key)
    if wanted:
        ContactPoint.objects.filter(wanted, owner=owner, person_id=person_id).delete()


def delete_unused_organisations(owner: User, *, since: datetime) -> None:
    """Delete the organisations made since then that nobody belongs to."""
    Organisation.objects.filter(owner=owner, created_at__gte=since, person=None).delete()


def _moment(now: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(now)
