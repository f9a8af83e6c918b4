"""The private calendar address of an owner, and the few columns that its calendar shows."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from mentorpanel.domain.calendar_feed import FeedDue, FeedOptions, FeedRecord, FeedSession, newest
from mentorpanel.domain.facts import SessionStatus
from mentorpanel.storage.models import Commitment, FeedAddress, Goal, Milestone, Session, User
from mentorpanel.storage.sessions import TO_COME, is_my_mentee

MOST_SESSIONS = 1000
MOST_DUE = 500
SHOWN = (*TO_COME, SessionStatus.HELD)
"""A session that was cancelled, missed or moved elsewhere did not take place."""
BRIEF_OWED = (SessionStatus.PLANNED, SessionStatus.PREPARED)
_SESSION_COLUMNS = (
    "pk", "uid", "sequence", "starts_at", "length_minutes", "series__preparation__minutes", "place", "person__name",
    "status", "person__relationship__roles", "person__relationship__stage", "created_at", "updated_at",
    "series__preparation__lead", "series__updated_at", "person__updated_at", "owner__profile__updated_at",
)  # fmt: skip


def feed(owner: User) -> FeedRecord:
    """The owner's feed; the usual options before anything was set."""
    return _record(FeedAddress.objects.filter(owner=owner).first() or FeedAddress())


def set_address(owner: User, *, token_hash: str, at: datetime) -> FeedRecord:
    """Put an address in the place of the one before, which is good no longer."""
    FeedAddress.objects.get_or_create(owner=owner)
    _rows(owner).update(token_hash=token_hash, made_at=at, revoked_at=None, last_fetched_on=None)
    return feed(owner)


def set_revoked(owner: User, *, at: datetime | None) -> bool:
    """Say that the address is good no longer, or with None that it is again; False when it was so already."""
    rows = _rows(owner).filter(token_hash__isnull=False, revoked_at__isnull=at is not None)
    return rows.update(revoked_at=at) == 1


def set_options(owner: User, *, options: FeedOptions, at: datetime) -> FeedRecord:
    """Write what the feed shows."""
    FeedAddress.objects.get_or_create(owner=owner)
    _rows(owner).update(**asdict(options), updated_at=at)
    return feed(owner)


def note_fetch(owner: User, *, on: date) -> None:
    """Write the day on which the calendar was last fetched."""
    _rows(owner).update(last_fetched_on=on)


def feed_sessions(owner: User, *, since: datetime) -> list[FeedSession]:
    """The sessions from the moment on that took place or will, soonest first; at most 1,000. One query."""
    rows = Session.objects.filter(
        owner=owner, starts_at__gte=since, status__in=SHOWN, person__deleted_at__isnull=True
    )
    rows = rows.order_by("starts_at", "pk")
    return [
        FeedSession(
            id=pk,
            uid=uid,
            sequence=sequence,
            starts_at=starts_at,
            length_minutes=length,
            prep_minutes=prep,
            place=place,
            person=person,
            brief_owed=status in BRIEF_OWED and not is_my_mentee(roles, stage),
            booked_at=booked_at,
            changed_at=newest([changed[0], *changed[2:]]),
            prep_lead=changed[1] or "",
        )
        for pk, uid, sequence, starts_at, length, prep, place, person, status, roles, stage, booked_at, *changed in (
            rows.values_list(*_SESSION_COLUMNS)[:MOST_SESSIONS]
        )
    ]


def feed_dues(owner: User, *, since: date) -> list[FeedDue]:
    """What is due from that day on and still open: my promises, goals and their milestones. Three queries."""
    return sorted(
        chain(_promises(owner, since), _goals(owner, since), _milestones(owner, since)),
        key=lambda due: (due.on, due.kind, due.id),
    )


def _promises(owner: User, since: date) -> Iterable[FeedDue]:
    rows = Commitment.objects.filter(
        owner=owner, is_mine=True, done_on=None, dropped_on=None, due_on__gte=since, person__deleted_at=None
    )
    columns = ("pk", "due_on", "text", "person_id", "person__name", "updated_at", "person__updated_at")
    for pk, on, text, person_id, person, *changed in _first(rows, columns):
        yield FeedDue("promise", pk, on, text, person, person_id, newest(changed))


def _goals(owner: User, since: date) -> Iterable[FeedDue]:
    rows = Goal.objects.filter(owner=owner, ended_on=None, due_on__gte=since)
    for pk, on, text, changed_at in _first(rows, ("pk", "due_on", "statement", "updated_at")):
        yield FeedDue("goal", pk, on, text, "", pk, changed_at)


def _milestones(owner: User, since: date) -> Iterable[FeedDue]:
    rows = Milestone.objects.filter(owner=owner, done_on=None, due_on__gte=since, goal__ended_on=None)
    for pk, on, text, goal_id, changed_at in _first(rows, ("pk", "due_on", "text", "goal_id", "updated_at")):
        yield FeedDue("milestone", pk, on, text, "", goal_id, changed_at)


def _first(
    rows: "QuerySet[Commitment] | QuerySet[Goal] | QuerySet[Milestone]", columns: tuple[str, ...]
) -> Any:
    return rows.order_by("due_on", "pk").values_list(*columns)[:MOST_DUE]


def _rows(owner: User) -> "QuerySet[FeedAddress]":
    return FeedAddress.objects.filter(owner=owner)


def _record(row: FeedAddress) -> FeedRecord:
    return FeedRecord(
        options=FeedOptions(row.shows_names, row.has_due_dates, row.alarm_minutes),
        made_at=row.made_at,
        revoked_at=row.revoked_at,
        last_fetched_on=row.last_fetched_on,
        changed_at=row.updated_at,
    )
