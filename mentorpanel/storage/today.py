"""What only Today asks of the tables."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from mentorpanel.domain.facts import ParkedKind
from mentorpanel.domain.parking import OPEN
from mentorpanel.domain.today_facts import ParkedFacts
from mentorpanel.storage.models import ParkedItem, Relationship, Series
from mentorpanel.storage.together import OWNER, Read

MOST_PARKED = 20


def _marked() -> "QuerySet[Relationship, tuple[Any, ...]]":
    runs = Exists(Series.objects.filter(owner=OWNER, person=OuterRef("person"), ended_on__isnull=True))
    rows = Relationship.objects.filter(Q(runs) | Q(person__do_not_contact=True), owner=OWNER)
    return rows.annotate(in_series=runs).values_list("person_id", "in_series", "person__do_not_contact")


def _marked_people(rows: list[tuple[int, bool, bool]]) -> tuple[set[int], set[int]]:
    in_series = {person_id for person_id, runs_now, _ in rows if runs_now}
    return in_series, {person_id for person_id, _, is_silent in rows if is_silent}


MARKED = Read(_marked, _marked_people)
"""The ids of those on the panel with whom a series runs, and of those who are not to be contacted."""


def _without_a_person() -> "QuerySet[ParkedItem, tuple[Any, ...]]":
    rows = ParkedItem.objects.filter(owner=OWNER, person__isnull=True, status__in=OPEN)
    columns = ("pk", "text", "kind", "parked_at", "urgency", "asked_name")
    return rows.order_by("-parked_at", "-pk").values_list(*columns)[:MOST_PARKED]


PARKED: Read[list[tuple[int, str, str, datetime, str, str]]] = Read(_without_a_person)
"""The open parked items that nobody is meant for yet, newest first, for ``items_without_a_person``."""


def items_without_a_person(
    rows: list[tuple[int, str, str, datetime, str, str]], zone: ZoneInfo
) -> list[ParkedFacts]:
    """What ``PARKED`` found, with the days as they are in the owner's zone."""
    return [
        ParkedFacts(pk, text, ParkedKind(kind), parked_at.astimezone(zone).date(), urgency, asked_name)
        for pk, text, kind, parked_at, urgency, asked_name in rows
    ]
