"""What the owner did with cards of Today: done, snoozed, dismissed."""

from datetime import date, datetime
from typing import Any

from django.db.models import DateField, Q, QuerySet

from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.trace_records import TraceRecord
from mentorpanel.storage.models import CardTrace, User
from mentorpanel.storage.together import OWNER, Given, Read

MOST = 5000


def record_trace(
    owner: User,
    *,
    card: str,
    verdict: str,
    facts_key: str,
    until: date | None,
    reason: str,
    minutes: int,
    at: datetime,
    on: date,
) -> TraceRecord:
    """Store that a card was done, snoozed or dismissed; said twice on one day, the second takes the first's place."""
    same = CardTrace.objects.filter(owner=owner, card=card, verdict=verdict, facts_key=facts_key, on=on)
    row = same.order_by("pk").first() or CardTrace(
        owner=owner, card=card, verdict=verdict, facts_key=facts_key, on=on
    )
    row.until, row.reason, row.minutes, row.at = until, reason, min(max(minutes, 0), 32_000), at
    row.save()
    return _record(row)


def traces_for(owner: User, *, since: date) -> tuple[TraceRecord, ...]:
    """Traces of that day or later, and older ones whose snooze reaches it, newest first."""
    return TRACES.alone(owner, traces_since=since)


def _rows() -> "QuerySet[CardTrace, tuple[Any, ...]]":
    since = Given("traces_since", DateField())
    rows = CardTrace.objects.filter(Q(on__gte=since) | Q(until__gte=since), owner=OWNER)
    columns = ("pk", "card", "verdict", "facts_key", "until", "reason", "minutes", "at", "on")
    return rows.order_by("-at", "-pk").values_list(*columns)[:MOST]


TRACES = Read(_rows, lambda rows: tuple(TraceRecord(*row) for row in rows))
"""Those since the day ``traces_since``: see ``traces_for``."""


def last_trace(owner: User, *, card: str) -> TraceRecord | None:
    """What was last done with a card; None where nothing was."""
    row = CardTrace.objects.filter(owner=owner, card=card).order_by("-at", "-pk").first()
    return _record(row) if row is not None else None


def remove_trace(owner: User, *, card: str) -> TraceRecord:
    """Take back what was last done with a card; ``NotFound`` when nothing was."""
    row = CardTrace.objects.filter(owner=owner, card=card).order_by("-at", "-pk").first()
    if row is None:
        raise NotFound("Nothing was done with this card yet.")
    removed = _record(row)
    row.delete()
    return removed


def _record(row: CardTrace) -> TraceRecord:
    return TraceRecord(
        id=row.pk,
        card=row.card,
        verdict=row.verdict,
        facts_key=row.facts_key,
        until=row.until,
        reason=row.reason,
        minutes=row.minutes,
        at=row.at,
        on=row.on,
    )
