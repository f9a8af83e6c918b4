"""Everybody as the rules of coverage and candidates see them: plain rows, read in a few queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from mentorpanel.domain.facts import Stage
from mentorpanel.storage.models import Advice, NeedLevel, Person, StageChange, Touchpoint, User

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


def traits_of_panel(owner: User) -> list[PersonTraits]:
    """Everybody with a stage, closed ones too; nobody in the trash."""
    return list(_traits(_people(owner).filter(relationship__isnull=False).order_by("pk")))


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


def traits_of_person(owner: User, *, person_id: int) -> PersonTraits | None:
    """One person, with a stage or without; None in the trash."""
    return next(_traits(_people(owner).filter(pk=person_id)), None)


def touchpoint_topics(
    owner: User, *, since: date, person_id: int | None = None
) -> dict[int, list[tuple[str, date]]]:
    """Person to topics with their days, of one person or of everybody with a stage, the newest first."""
    rows = Touchpoint.objects.filter(owner=owner, on__gte=since)
    whose = {"person__relationship__isnull": False} if person_id is None else {"person_id": person_id}
    rows = rows.filter(**whose)
    rows = rows.exclude(topics=[]).order_by("-on", "-pk")
    found: dict[int, list[tuple[str, date]]] = {}
    for person_id, topics, on in rows.values_list("person_id", "topics", "on")[:MOST_TOPICS]:
        found.setdefault(person_id, []).extend((topic, on) for topic in topics)
    return found


def advice_topics(owner: User, *, person_id: int | None = None) -> dict[int, list[tuple[str, date]]]:
    """Person to topics of their advice with its days, the newest first; of one person or of everybody."""
    rows = Advice.objects.filter(owner=owner).exclude(topics=[]).order_by("-on", "-pk")
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    found: dict[int, list[tuple[str, date]]] = {}
    for person_id, topics, on in rows.values_list("person_id", "topics", "on")[:MOST_TOPICS]:
        found.setdefault(person_id, []).extend((topic, on) for topic in topics)
    return found


def mentors_since(owner: User, *, stages: Iterable[Stage], person_id: int | None = None) -> dict[int, date]:
    """Person to the first day in one of these stages; of one person or of everybody."""
    rows = StageChange.objects.filter(owner=owner, to_stage__in=list(stages))
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    return dict(rows.values_list("person_id").annotate(first=Min("on")).values_list("person_id", "first"))


def stage_changes(owner: User) -> list[tuple[int, str, str, date]]:
    """Every move of everybody not in the trash: person id, name, the stage moved to, the day; as they were made."""
    rows = StageChange.objects.filter(owner=owner, person__deleted_at=None).order_by("pk")
    return list(rows.values_list("person_id", "person__name", "to_stage", "on"))


def _people(owner: User) -> "QuerySet[Person]":
    return Person.objects.filter(owner=owner, deleted_at=None)


def _traits(rows: "QuerySet[Person]") -> Iterator[PersonTraits]:
    columns = (
        "pk", "name", "title", "function", "level", "organisation__name", "expertise", "distance", "introduced_by_id",
        "introduced_by__name", "admire", "do_not_contact", "relationship__stage", "relationship__roles",
        "summary__last_two_way_on", "summary__two_way_days",
    )  # fmt: skip
    for row in rows.values_list(*columns).iterator(chunk_size=2000):
        (pk, name, title, function, level, organisation, expertise, distance, introducer_id, introducer,
         admire, silent, stage, roles, last, days) = row  # fmt: skip
        yield PersonTraits(
            pk, name, title, function, level, organisation or "", tuple(expertise), distance, introducer_id,
            introducer or "", bool(admire), silent, stage or "", tuple(roles or ()), last, days or 0,
        )  # fmt: skip
