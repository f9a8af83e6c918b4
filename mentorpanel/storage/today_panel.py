"""What Today asks of the tables beyond one person's rhythm: read together with the rest of the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import F, Max, Q

from mentorpanel.domain.facts import JournalKind, ParkedStatus, SessionStatus, Stage, TouchpointKind
from mentorpanel.domain.stages import LINE
from mentorpanel.storage.models import (
    Acquaintance,
    Advice,
    Draft,
    Evidence,
    FocusArea,
    FocusVersion,
    Goal,
    GoalMentor,
    JournalEntry,
    Milestone,
    NeedLevel,
    NeedWeight,
    OutboxItem,
    ParkedItem,
    PersonSummary,
    Phase,
    PositionChange,
    Relationship,
    Session,
    StageChange,
    Touchpoint,
)
from mentorpanel.storage.panel_facts import PersonTraits
from mentorpanel.storage.together import OWNER, TODAY, Read

CORE: Final = (Stage.MENTOR, Stage.FORMAL_MENTOR)
TOPICS_SINCE: Final = timedelta(days=730)
"""As the panel's page has it."""
YEAR: Final = timedelta(days=365)
WINS_SINCE: Final = timedelta(days=60)
"""A win is news for two months; our judgement."""
MOST_POSITIONS = 20
MOST_TOPICS, MOST_DORMANT, MOST_ITEMS, MOST_GOALS, MOST_WINS, MOST_SESSIONS = 20_000, 40, 60, 50, 10, 300
ONE_WAY: Final = (TouchpointKind.TALK, TouchpointKind.EVENT)
_TRAITS: Final = (
    "person_id", "person__name", "person__title", "person__function", "person__level", "person__organisation__name",
    "person__expertise", "person__distance", "person__introduced_by_id", "person__introduced_by__name",
    "person__admire", "person__do_not_contact",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal under way, with its last check-in."""

    id: int
    statement: str
    starts_on: date
    due_on: date
    checked_on: date | None


def _tuples(rows: Iterable[Any]) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(row) for row in rows)


def _traits(rows: list[Any]) -> tuple[PersonTraits, ...]:
    return tuple(
        PersonTraits(
            pk, name, title, function, level, organisation or "", tuple(expertise), distance, introducer_id,
            introducer or "", bool(admire), silent, stage or "", tuple(roles or ()), last, days or 0,
        )
        for (pk, name, title, function, level, organisation, expertise, distance, introducer_id, introducer,
             admire, silent, stage, roles, last, days) in rows
    )  # fmt: skip


def _topics(rows: list[Any]) -> tuple[tuple[int, tuple[str, ...], date], ...]:
    """Newest first."""
    return tuple(
        (person_id, tuple(topics), on) for person_id, topics, on in sorted(rows, key=lambda row: row[2])[::-1]
    )


PHASE = Read(
    lambda: Phase.objects.filter(owner=OWNER, ended_on=None).values_list("pk", "phase", "note", "started_on")[
        :1
    ],
    _tuples,
)
FOCUS_ON = Read(
    lambda: FocusVersion.objects.filter(owner=OWNER).order_by("-number").values_list("on", flat=True)[:1],
    lambda rows: rows[0] if rows else None,
)
HAS_FOCUS = Read(
    lambda: FocusArea.objects.filter(owner=OWNER, retired_on=None).values_list("pk", flat=True)[:1], bool
)
POSITIONS = Read(
    lambda: (
        PositionChange.objects.filter(owner=OWNER)
        .order_by("-on")
        .values_list("on", "title_before", "title", "organisation_before", "organisation")[:MOST_POSITIONS]
    ),
    _tuples,
)
"""Newest first."""
WEIGHTS = Read(
    lambda: NeedWeight.objects.filter(owner=OWNER).order_by("pk").values_list("phase", "need", "weight"),
    _tuples,
)
LEVELS = Read(
    lambda: (
        NeedLevel.objects.filter(owner=OWNER, person__deleted_at=None)
        .order_by("pk")
        .values_list("person_id", "need", "level")
    ),
    _tuples,
)
TRAITS = Read(
    lambda: (
        Relationship.objects.filter(owner=OWNER, person__deleted_at=None)
        .exclude(stage=Stage.CLOSED)
        .order_by("person_id")
        .values_list(
            *_TRAITS, "stage", "roles", "person__summary__last_two_way_on", "person__summary__two_way_days"
        )
    ),
    _traits,
)
TALKED = Read(
    # From the panel to its touchpoints, never through the owner's whole history: no owner of touchpoints here.
    lambda: (
        Touchpoint.objects.filter(person__relationship__owner=OWNER, on__gte=TODAY - TOPICS_SINCE)
        .exclude(topics=[])
        .values_list("person_id", "topics", "on")[:MOST_TOPICS]
    ),
    _topics,
)
ADVISED = Read(
    lambda: (
        Advice.objects.filter(owner=OWNER, person__relationship__isnull=False)
        .exclude(topics=[])
        .values_list("person_id", "topics", "on")[:MOST_TOPICS]
    ),
    _topics,
)
MENTORS_SINCE = Read(
    lambda: (
        StageChange.objects.filter(owner=OWNER, to_stage__in=[stage.value for stage in CORE])
        .order_by("on", "pk")
        .values_list("person_id", "on", "is_declared")
    ),
    _tuples,
)
PAIRS = Read(
    lambda: Acquaintance.objects.filter(owner=OWNER).order_by("pk").values_list("person_id", "other_id"),
    _tuples,
)
EVIDENCE = Read(
    lambda: (
        Evidence.objects.filter(owner=OWNER, person__relationship__stage__in=[stage.value for stage in LINE])
        .order_by("person_id", "on", "pk")
        .values_list("person_id", "pk", "on", "shows")
    ),
    lambda rows: tuple(
        (person_id, pk, on, tuple((criterion, seen) for criterion, seen in shows))
        for person_id, pk, on, shows in rows
    ),
)
DORMANT = Read(
    lambda: (
        PersonSummary.objects.filter(
            owner=OWNER,
            last_two_way_on__lte=TODAY - YEAR,
            two_way_days__gte=2,
            person__deleted_at=None,
            person__do_not_contact=False,
        )
        .filter(
            Q(person__relationship=None)
            | Q(person__relationship__stage__in=[Stage.RESTING, Stage.ALUMNI, Stage.CONNECTED])
        )
        .filter(Q(last_from_me_on=None) | Q(last_from_me_on__lte=F("last_two_way_on")))
        .order_by("-last_two_way_on", "person_id")
        .values_list(
            *_TRAITS,
            "person__relationship__stage",
            "person__relationship__roles",
            "last_two_way_on",
            "two_way_days",
        )[:MOST_DORMANT]
    ),
    _traits,
)
GOALS = Read(
    lambda: (
        Goal.objects.filter(owner=OWNER, ended_on=None)
        .annotate(checked_on=Max("check_ins__on"))
        .order_by("due_on", "pk")
        .values_list("pk", "statement", "starts_on", "due_on", "checked_on")[:MOST_GOALS]
    ),
    lambda rows: tuple(GoalRow(*row) for row in rows),
)
MILESTONES = Read(
    lambda: Milestone.objects.filter(
        owner=OWNER, goal__ended_on=None, done_on=None, due_on__isnull=False
    ).order_by("due_on", "position", "pk").values_list("goal_id", "pk", "text", "due_on")[:MOST_GOALS * 4],
    _tuples,
)  # fmt: skip
GOAL_MENTORS = Read(
    lambda: (
        GoalMentor.objects.filter(owner=OWNER, goal__ended_on=None, person__deleted_at=None)
        .order_by("pk")
        .values_list("goal_id", "person_id", "person__relationship__stage")
    ),
    _tuples,
)
ITEMS = Read(
    lambda: ParkedItem.objects.filter(
        owner=OWNER, status=ParkedStatus.PARKED.value, person__isnull=False, person__deleted_at=None,
        person__relationship__isnull=False,
    ).order_by("parked_at", "pk").values_list(
        "pk", "text", "person_id", "person__name", "parked_at", "urgency"
    )[:MOST_ITEMS],
    _tuples,
)  # fmt: skip
WINS = Read(
    lambda: JournalEntry.objects.filter(
        owner=OWNER, kind__in=[JournalKind.WIN.value, JournalKind.LEARNING.value], deleted_at=None,
        on__gte=TODAY - WINS_SINCE,
    ).order_by("-on", "-pk").values_list("pk", "text", "on")[:MOST_WINS],
    _tuples,
)  # fmt: skip
READS: Final = (
    PHASE, FOCUS_ON, HAS_FOCUS, POSITIONS, WEIGHTS, LEVELS, TRAITS, TALKED, ADVISED, MENTORS_SINCE, PAIRS, EVIDENCE, DORMANT,
    GOALS, MILESTONES, GOAL_MENTORS, ITEMS, WINS,
)  # fmt: skip
"""What every page asks for."""

TALKS_IN_YEAR = Read(
    lambda: Touchpoint.objects.filter(
        person__relationship__owner=OWNER, person__relationship__stage__in=[Stage.RAPPORT, Stage.MENTOR],
        on__gt=TODAY - YEAR,
    ).exclude(kind__in=[kind.value for kind in ONE_WAY]).exclude(direction="from-me").order_by(
        "person_id", "on"
    ).values_list("person_id", "on").distinct(),
    _tuples,
)  # fmt: skip
PROPOSED = Read(
    lambda: Session.objects.filter(
        owner=OWNER, person__relationship__stage__in=[Stage.RAPPORT, Stage.MENTOR],
        status__in=[SessionStatus.HELD, SessionStatus.MISSED, SessionStatus.CANCELLED],
    ).order_by("-starts_at").values_list("person_id", "status", "who_missed", "starts_at")[:MOST_SESSIONS],
    _tuples,
)  # fmt: skip
MONTHLY = Read(
    lambda: (
        Relationship.objects.filter(owner=OWNER, stage__in=[Stage.RAPPORT, Stage.MENTOR])
        .order_by("person_id")
        .values_list("person_id", "monthly_answer", "monthly_answer_on")
    ),
    _tuples,
)
ASKED = Read(
    lambda: (
        Draft.objects.filter(owner=OWNER, kind="formal-ask", sent_at__isnull=False)
        .order_by("pk")
        .values_list("person_id", flat=True)
    ),
    frozenset,
)
READS_FOR_FORMAL: Final = (TALKS_IN_YEAR, PROPOSED, MONTHLY, ASKED)
"""Asked for only where a goal has no formal mentor and somebody is senior enough and cares."""

SENDERS = Read(
    lambda: OutboxItem.objects.filter(
        owner=OWNER, status="sent", draft__person__relationship__stage__in=[*CORE, Stage.RAPPORT]
    ).order_by("draft__person_id").values_list("draft__person_id", "sender").distinct(),
    _tuples,
)  # fmt: skip
"""Asked for only when one is leaving."""
