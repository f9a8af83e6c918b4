"""Whom a name or a place means, and how people are connected: what paths are found in, each read with a bound."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from mentorpanel.domain.facts import Stage
from mentorpanel.domain.names import fold, organisation_key
from mentorpanel.storage.matching_text import holds_word, words_of
from mentorpanel.storage.models import Acquaintance, Organisation, Person, User

NOT_YET: Final = (Stage.NOTICED.value, Stage.REACHED_OUT.value)
"""Stages in which we do not know each other yet: an introduction would help."""
TARGETS_MOST: Final = 30
PLACES_MOST: Final = 5
MINE_AT_MOST: Final = 60
LINKS_MOST: Final = 2000
TAGGED_MOST: Final = 1000
"""Bounds of what is read for one search; our judgement."""


@dataclass(frozen=True, slots=True)
class PathRow:
    """A person as a path sees them. ``stage`` is empty in the address book; ``is_mine``: we know each other."""

    id: int
    name: str
    title: str
    level: str
    organisation_id: int | None
    organisation: str
    tags: tuple[str, ...]
    introducer_id: int | None
    stage: str
    do_not_contact: bool
    is_mine: bool


def called(owner: User, text: str) -> list[PathRow]:
    """People whose name has every word, those of mine first."""
    words = fold(text).split()
    condition = Q()
    for word in words:
        condition &= Q(name_key__contains=word)
    rows = _people(owner).filter(condition) if words else Person.objects.none()
    found = _read(rows.order_by("name_key", "pk"), TARGETS_MOST)
    exact = {" ".join(words)}
    return sorted(found, key=lambda row: (fold(row.name) not in exact, not row.is_mine))


def places(owner: User, text: str) -> dict[int, str]:
    """Organisations whose name has every word, the shortest first: number to name."""
    words = (organisation_key(text) or fold(text)).split()
    rows = Organisation.objects.filter(owner=owner)
    for word in words:
        rows = rows.filter(key__contains=word)
    found = rows.values_list("pk", "name", "key")[: PLACES_MOST * 20] if words else []
    whole = " ".join(words)
    best = sorted(found, key=lambda row: (row[2] != whole, not row[2].startswith(whole), len(row[2]), row[0]))
    return {pk: name for pk, name, _ in best[:PLACES_MOST]}


def people_at(owner: User, place_ids: Collection[int], *, topic: str = "") -> list[PathRow]:
    """People at some organisations, those of mine first; with ``topic`` only who has its words in what they know or do."""
    rows = _people(owner).filter(organisation_id__in=list(place_ids))
    if topic:
        for word in words_of(topic):
            kept = json.dumps(word)[1:-1]  # as a list of texts is stored
            listed = Q(expertise__icontains=kept) | Q(tags__icontains=kept)
            rows = rows.filter(holds_word(word, "expertise", "title", "function", "tags") | listed)
    return _mine_first(rows, TARGETS_MOST)


def mine_at(owner: User, place_ids: Collection[int]) -> list[PathRow]:
    """People of mine at some organisations."""
    return _read(
        _people(owner).filter(_MINE, organisation_id__in=list(place_ids)).order_by("pk"), MINE_AT_MOST
    )


def mine_with_tags(owner: User) -> list[PathRow]:
    """People of mine who carry tags, the newest first."""
    return _read(_people(owner).filter(_MINE).exclude(tags=[]).order_by("-pk"), TAGGED_MOST)


def people(owner: User, ids: Iterable[int]) -> list[PathRow]:
    """The people with these numbers."""
    wanted = sorted(set(ids))[:LINKS_MOST]
    return _read(_people(owner).filter(pk__in=wanted).order_by("pk"), LINKS_MOST) if wanted else []


def acquainted(owner: User, ids: Collection[int]) -> list[tuple[int, int]]:
    """The pairs in which one of these people knows another, or is known."""
    known = Q(person_id__in=list(ids)) | Q(other_id__in=list(ids))
    rows = Acquaintance.objects.filter(known, owner=owner).order_by("pk")
    return list(rows.values_list("person_id", "other_id")[:LINKS_MOST]) if ids else []


def introduced_by(owner: User, ids: Collection[int]) -> list[tuple[int, int]]:
    """Who was introduced by one of these people: (by whom, who)."""
    rows = (
        _people(owner).filter(introduced_by_id__in=list(ids)).order_by("pk") if ids else Person.objects.none()
    )
    return [(by or 0, who) for by, who in rows.values_list("introduced_by_id", "pk")[:LINKS_MOST]]


_TIED: Final = Q(relationship__isnull=False) & ~Q(relationship__stage__in=NOT_YET)
_MINE: Final = _TIED | Q(summary__two_way_days__gt=0)


def _people(owner: User) -> "QuerySet[Person]":
    return Person.objects.filter(owner=owner, deleted_at=None)


def _mine_first(rows: "QuerySet[Person]", most: int) -> list[PathRow]:
    mine = _read(rows.filter(_MINE).order_by("pk"), most)
    seen = [row.id for row in mine]
    return (
        mine + _read(rows.exclude(pk__in=seen).order_by("pk"), most - len(mine)) if len(mine) < most else mine
    )


def _read(rows: "QuerySet[Person]", most: int) -> list[PathRow]:
    columns = (
        "pk", "name", "title", "level", "organisation_id", "organisation__name", "tags", "introduced_by_id",
        "relationship__stage", "do_not_contact", "summary__two_way_days",
    )  # fmt: skip
    found: Sequence[tuple[object, ...]] = list(rows.values_list(*columns)[:most])
    return [_row(one) for one in found]


def _row(one: tuple[object, ...]) -> PathRow:
    pk, name, title, level, place_id, place, tags, introducer_id, stage, silent, days = one
    return PathRow(
        id=int(str(pk)),
        name=str(name),
        title=str(title),
        level=str(level),
        organisation_id=int(str(place_id)) if place_id is not None else None,
        organisation=str(place or ""),
        tags=tuple(str(tag) for tag in tags) if isinstance(tags, list) else (),
        introducer_id=int(str(introducer_id)) if introducer_id is not None else None,
        stage=str(stage or ""),
        do_not_contact=bool(silent),
        is_mine=(bool(stage) and stage not in NOT_YET) or bool(days),
    )
