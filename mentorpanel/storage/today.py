"""What only Today asks of the tables, each in one query."""

from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from mentorpanel.domain.facts import ParkedKind
from mentorpanel.domain.parking import OPEN
from mentorpanel.domain.today_facts import ParkedFacts
from mentorpanel.storage.models import ParkedItem, Relationship, Series, User


def marked_people(owner: User) -> tuple[set[int], set[int]]:
    """The ids of those on the panel with whom a series runs, and of those who are not to be contacted."""
    runs = Exists(Series.objects.filter(owner=owner, person=OuterRef("person"), ended_on__isnull=True))
    rows = Relationship.objects.filter(Q(runs) | Q(person__do_not_contact=True), owner=owner)
    found = list(
        rows.annotate(in_series=runs).values_list("person_id", "in_series", "person__do_not_contact")
    )
    in_series = {person_id for person_id, runs_now, _ in found if runs_now}
    return in_series, {person_id for person_id, _, is_silent in found if is_silent}


def items_without_a_person(owner: User, *, zone: ZoneInfo, limit: int = 20) -> list[ParkedFacts]:
    """The open parked items that nobody is meant for yet, newest first."""
    rows = ParkedItem.objects.filter(owner=owner, person__isnull=True, status__in=OPEN).order_by(
        "-parked_at", "-pk"
    )
    return [
        ParkedFacts(
            id=row.pk,
            text=row.text,
            kind=ParkedKind(row.kind),
            parked_on=row.parked_at.astimezone(zone).date(),
            urgency=row.urgency,
            asked_name=row.asked_name,
        )
        for row in rows[:limit]
    ]
