"""What happened, added up by month and week in the database: the cost does not grow with the history's rows read."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import CharField, Count, DateField, F, Max, Min, Q, QuerySet, Value
from django.db.models.functions import Concat, TruncMonth, TruncWeek

from mentorpanel.domain.facts import Direction, ParkedStatus, SessionStatus, TouchpointKind
from mentorpanel.domain.favour_records import FavourDirection, FavourStatus
from mentorpanel.domain.look_back import Counted, Talked
from mentorpanel.domain.look_back_year import Answered, Said
from mentorpanel.domain.records import Named
from mentorpanel.storage.models import (
    Advice,
    Draft,
    Favour,
    Introduction,
    ParkedItem,
    Session,
    StageChange,
    Touchpoint,
    User,
)

LETTERS = {"update": "updates", "thank-you": "thanks", "recap": "thanks", "appreciation": "thanks"}
MOST = 200
ONE_WAY_KINDS = (TouchpointKind.TALK, TouchpointKind.EVENT)


def first_day(owner: User) -> date | None:
    """The first day of which anything is known: a talk or a move."""
    talked = Touchpoint.objects.filter(owner=owner, person__deleted_at=None).annotate(day=F("on"))
    moved = StageChange.objects.filter(owner=owner, person__deleted_at=None).annotate(day=F("on"))
    first = [
        rows.order_by().values("owner").annotate(first=Min("day")).values_list("first", flat=True)
        for rows in (talked, moved)
    ]
    return min((day for day in first[0].union(first[1], all=True) if day), default=None)


def talks(owner: User, *, since: date, until: date) -> list[Counted]:
    """Days on which somebody and the owner talked, by month: *sessions*, and *other* where there was none."""
    pair = Concat("person_id", Value(" "), "on", output_field=CharField())
    rows = (
        _two_way(owner, since, until)
        .annotate(month=TruncMonth("on"))
        .values("month")
        .annotate(
            days=Count(pair, distinct=True),
            sessions=Count(pair, distinct=True, filter=Q(kind=TouchpointKind.SESSION)),
        )
        .order_by("month")
        .values_list("month", "days", "sessions")
    )
    found = []
    for month, days, sessions in rows:
        found += [Counted("sessions", month, sessions), Counted("other", month, days - sessions)]
    return found


def weeks(owner: User, *, since: date, until: date) -> list[Talked]:
    """The weeks in which the owner and somebody with a stage talked."""
    rows = (
        _two_way(owner, since, until)
        .filter(person__relationship__isnull=False)
        .annotate(week=TruncWeek("on"))
        .values_list("person_id", "person__name", "week")
        .distinct()
        .order_by("person_id", "week")
    )
    return [Talked(*row) for row in rows]


def both_ways(owner: User, *, since: date, until: date, zone: ZoneInfo) -> list[Counted]:
    """Favours, letters, advice, closed loops and introductions by kind and month, in one query."""
    favours = Favour.objects.filter(
        ~Q(status=FavourStatus.WITHDRAWN), owner=owner, told_on__isnull=False, person__deleted_at=None
    )
    advice = Advice.objects.filter(owner=owner, person__deleted_at=None)
    introductions = Introduction.objects.filter(owner=owner)
    parts = [
        _monthly(favours.exclude(direction=FavourDirection.RECEIVED), "favours", "on", since, until),
        _monthly(favours.filter(direction=FavourDirection.RECEIVED), "favours-received", "on", since, until),
        _monthly(advice, "advice", "on", since, until),
        _monthly(advice, "closed-loops", "loop_closed_on", since, until),
        _monthly(introductions.filter(bridge=None), "introductions", "introduced_on", since, until),
        _monthly(introductions.exclude(bridge=None), "introductions-received", "introduced_on", since, until),
    ]
    letters = Draft.objects.filter(owner=owner, state="sent", person__deleted_at=None)
    for kind in ("updates", "thanks"):
        named = [slug for slug, said in LETTERS.items() if said == kind]
        month = TruncMonth("sent_at", tzinfo=zone, output_field=DateField())
        rows = letters.filter(kind__in=named).annotate(month=month).filter(month__gte=since.replace(day=1))
        parts.append(_counted(rows.filter(month__lte=until), kind))
    return [Counted(*row) for row in parts[0].union(*parts[1:], all=True)]


def last_talks(owner: User, *, days: Sequence[date]) -> dict[tuple[int, date], date]:
    """The last two-way talk with everybody with a stage before or on each of some days, in one query."""
    if not days:
        return {}
    last = {f"day{place}": Max("on", filter=Q(on__lte=day)) for place, day in enumerate(days)}
    rows = (
        _two_way(owner, date.min, max(days))
        .filter(person__relationship__isnull=False)
        .values("person_id")
        .annotate(**last)
        .order_by("person_id")
    )
    found: dict[tuple[int, date], date] = {}
    for person_id, *lasts in rows.values_list("person_id", *last):
        found |= {(person_id, day): on for day, on in zip(days, lasts, strict=True) if on is not None}
    return found


def rested(owner: User, *, since: date, until: date) -> list[tuple[int, str, str, date]]:
    """Moves off the line in a time: person, name, the stage, the day; as they were made."""
    rows = StageChange.objects.filter(
        owner=owner,
        person__deleted_at=None,
        to_stage__in=("resting", "alumni", "closed"),
        on__gte=since,
        on__lte=until,
    )
    return list(rows.order_by("on", "pk").values_list("person_id", "person__name", "to_stage", "on")[:MOST])


def sessions_held(owner: User, *, since: Any, until: Any) -> list[tuple[int, int, str, Any]]:
    """Sessions that were held from a moment until before another: id, person, name, when; oldest first."""
    rows = Session.objects.filter(
        owner=owner,
        status=SessionStatus.HELD,
        starts_at__gte=since,
        starts_at__lt=until,
        person__deleted_at=None,
    )
    return list(
        rows.order_by("starts_at", "pk").values_list("pk", "person_id", "person__name", "starts_at")[:MOST]
    )


def advice_of(owner: User, *, since: date, until: date) -> tuple[Said, ...]:
    """Advice said in a time, or of which something came in it, as it was said."""
    said, came = Q(on__gte=since, on__lte=until), Q(outcome_on__gte=since, outcome_on__lte=until)
    rows = Advice.objects.filter(said | came, owner=owner, person__deleted_at=None).order_by("on", "pk")
    fields = ("pk", "person_id", "person__name", "text", "status", "outcome", "on")
    return tuple(
        Said(pk, Named(by, name), text, status, outcome, on)
        for pk, by, name, text, status, outcome, on in rows.values_list(*fields)[:MOST]
    )


def answered(owner: User, *, since: date, until: date) -> tuple[Answered, ...]:
    """Parked items that found an answer in a time, as they did; not those for somebody in the trash."""
    rows = ParkedItem.objects.filter(
        Q(person=None) | Q(person__deleted_at=None),
        owner=owner,
        status__in=(ParkedStatus.ANSWERED, ParkedStatus.CLOSED, ParkedStatus.SOLVED),
        closed_on__gte=since,
        closed_on__lte=until,
    ).order_by("closed_on", "pk")
    fields = ("pk", "text", "answer", "person__name", "closed_on")
    return tuple(
        Answered(pk, text, answer, who or "", on)
        for pk, text, answer, who, on in rows.values_list(*fields)[:MOST]
        if on is not None
    )


def _two_way(owner: User, since: date, until: date) -> "QuerySet[Touchpoint]":
    """Touchpoints that count as talking: from them or both, and neither a talk nor an event."""
    return Touchpoint.objects.filter(
        owner=owner,
        on__gte=since,
        on__lte=until,
        direction__in=(Direction.BOTH, Direction.FROM_THEM),
        person__deleted_at=None,
    ).exclude(kind__in=ONE_WAY_KINDS)


def _monthly(rows: "QuerySet[Any]", kind: str, day: str, since: date, until: date) -> "QuerySet[Any, Any]":
    found = rows.filter(**{f"{day}__gte": since, f"{day}__lte": until}).annotate(month=TruncMonth(day))
    return _counted(found, kind)


def _counted(rows: "QuerySet[Any]", kind: str) -> "QuerySet[Any, Any]":
    named = rows.order_by().annotate(what=Value(kind, output_field=CharField()))
    counted: QuerySet[Any, Any] = named.values("what", "month").annotate(times=Count("pk"))
    return counted.values_list("what", "month", "times")
