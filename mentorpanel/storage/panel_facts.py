"""Everybody as the rules of coverage and candidates see them: plain rows, read in a few queries."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, Exists, Min, OuterRef, Q, QuerySet

from mentorpanel.domain.cadence import CORE
from mentorpanel.storage.models import Advice, NeedLevel, Person, StageChange, Touchpoint, User
from mentorpanel.storage.owned import PERSON
from mentorpanel.storage.together import OWNER, Given, Read

COLUMNS = (
    "pk", "name", "title", "function", "level", "organisation__name", "expertise", "distance", "introduced_by_id",
    "introduced_by__name", "admire", "do_not_contact", "relationship__stage", "relationship__roles",
    "summary__last_two_way_on", "summary__two_way_days",
)  # fmt: skip
MOST_TOPICS = 20_000
"""Touchpoints with topics that are read at most, the newest first; our judgement."""


@dataclass(frozen=True, slots=True)
class PersonTraits:
    """What says something about where somebody stands and what they know. ``stage`` is empty in the address book."""

    id: int
    name: str
    title: str
    function: str
    level: str
    organisation: str
    expertise: tuple[str, ...]
    distance: str
    introducer_id: int | None
    introducer: str
    is_admired: bool
    do_not_contact: bool
    stage: str
    roles: tuple[str, ...]
    last_two_way_on: date | None
    two_way_days: int


def traits_of_everybody(owner: User) -> Iterator[PersonTraits]:
    """Everybody of whom anything is known that could make them a candidate, read as they are asked for.

    Who has a name and an address only stays out; nobody in the trash.
    """
    is_known = (
        Q(relationship__isnull=False)
        | ~Q(expertise=[])
        | ~Q(title="")
        | ~Q(function="")
        | ~Q(admire="")
        | Q(summary__two_way_days__gt=0)
        | Exists(NeedLevel.objects.filter(owner=owner, person_id=OuterRef("pk")))
    )
    return _traits(_people(owner).filter(is_known).order_by("pk"))


def traits_of_others(owner: User, *, most: int) -> list[PersonTraits]:
    """People of the address book, without a stage, who are known to know something or gave advice."""
    has_said = Exists(Advice.objects.filter(owner=owner, person_id=OuterRef("pk")))
    rows = _people(owner).filter(~Q(expertise=[]) | has_said, relationship__isnull=True)
    return list(_traits(rows.order_by("pk")[:most]))


def _topics(rows: "QuerySet[Any]") -> "QuerySet[Any, tuple[int, list[str], date]]":
    rows = rows.exclude(topics=[]).order_by("-on", "-pk")
    return rows.values_list("person_id", "topics", "on")[:MOST_TOPICS]


def _by_person(rows: Iterable[tuple[int, list[str], date]]) -> dict[int, list[tuple[str, date]]]:
    found: dict[int, list[tuple[str, date]]] = {}
    for person_id, topics, on in rows:
        found.setdefault(person_id, []).extend((topic, on) for topic in topics)
    return found


def stage_changes(owner: User) -> list[tuple[int, str, str, date]]:
    """Every move of everybody not in the trash: person id, name, the stage moved to, the day; as they were made."""
    rows = StageChange.objects.filter(owner=owner, person__deleted_at=None).order_by("pk")
    return list(rows.values_list("person_id", "person__name", "to_stage", "on"))


def _people(owner: User) -> "QuerySet[Person]":
    return Person.objects.filter(owner=owner, deleted_at=None)


def _traits(rows: "QuerySet[Person]") -> Iterator[PersonTraits]:
    return map(_traits_of, rows.values_list(*COLUMNS).iterator(chunk_size=2000))


def _traits_of(row: Sequence[Any]) -> PersonTraits:
    (pk, name, title, function, level, organisation, expertise, distance, introducer_id, introducer,
     admire, silent, stage, roles, last, days) = row  # fmt: skip
    return PersonTraits(
        pk, name, title, function, level, organisation or "", tuple(expertise), distance, introducer_id,
        introducer or "", bool(admire), silent, stage or "", tuple(roles or ()), last, days or 0,
    )  # fmt: skip


def _mentors() -> "QuerySet[StageChange]":
    return StageChange.objects.filter(owner=OWNER, to_stage__in=[*CORE]).order_by()


def _first_days(rows: "QuerySet[StageChange]") -> "QuerySet[Any, tuple[int, date]]":
    first = rows.values_list("person_id").annotate(first=Min("on"))
    return first.values_list("person_id", "first")


TOPICS_SINCE = Given("topics_since", DateField())
TRAITS_OF_PANEL = Read(
    lambda: _people(OWNER).filter(relationship__isnull=False).order_by("pk").values_list(*COLUMNS),
    lambda rows: [_traits_of(row) for row in rows],
)
"""Everybody with a stage, closed ones too; nobody in the trash."""
PANEL_TALKED = Read(
    lambda: _topics(
        Touchpoint.objects.filter(owner=OWNER, on__gte=TOPICS_SINCE, person__relationship__isnull=False)
    ),
    _by_person,
)
"""Person to topics of touchpoints with their days from ``topics_since`` on, of everybody with a stage, the newest first."""
ALL_ADVISED = Read(lambda: _topics(Advice.objects.filter(owner=OWNER)), _by_person)
"""Person to topics of their advice with its days, of everybody, the newest first."""
MENTORS_SINCE: Read[dict[int, date]] = Read(lambda: _first_days(_mentors()), dict)
"""Person to their first day as a mentor, formal or not; of everybody."""
TRAITS: Read[PersonTraits | None] = Read(
    lambda: _people(OWNER).filter(pk=PERSON).values_list(*COLUMNS),
    lambda rows: _traits_of(rows[0]) if rows else None,
)
"""One person, with a stage or without; None in the trash."""
TALKED = Read(
    lambda: _topics(Touchpoint.objects.filter(owner=OWNER, person_id=PERSON, on__gte=TOPICS_SINCE)),
    _by_person,
)
"""As ``PANEL_TALKED``, of one person."""
ADVISED = Read(lambda: _topics(Advice.objects.filter(owner=OWNER, person_id=PERSON)), _by_person)
"""As ``ALL_ADVISED``, of one person."""
MENTOR_SINCE: Read[dict[int, date]] = Read(lambda: _first_days(_mentors().filter(person_id=PERSON)), dict)
"""As ``MENTORS_SINCE``, of one person."""
