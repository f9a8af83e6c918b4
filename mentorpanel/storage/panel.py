"""Relationships, the history of their stages, and the ties that the rules look at."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.serializers import deserialize, serialize
from django.db.models import QuerySet

from mentorpanel.domain.facts import Role, Stage, Tie, TieSummary
from mentorpanel.domain.focus import FocusVersion, version_for_each
from mentorpanel.domain.panel_records import MonthlyAnswer
from mentorpanel.domain.problems import Conflict, NotFound
from mentorpanel.domain.records import Page, StageChangeRecord
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.selection import Selection
from mentorpanel.storage import focus
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import Person, Relationship, StageChange, User
from mentorpanel.storage.owned import PERSON, change_row, named_person, owned_row
from mentorpanel.storage.paging import selected
from mentorpanel.storage.sessions import NEXT_WITH_EACH
from mentorpanel.storage.together import OWNER, Found, Read, read_together

MOST_TIES = 2000


def put_stage(
    owner: User,
    *,
    person_id: int,
    stage: Stage,
    on: date,
    reason: str,
    is_declared: bool,
    since: date | None,
) -> None:
    """Write a stage and a line of its history; the first one makes the relationship."""
    row = Relationship.objects.select_for_update().filter(owner=owner, person_id=person_id).first()
    before = row.stage if row else ""
    if row is None:
        Relationship.objects.create(
            owner=owner, person_id=person_id, stage=stage, entered_stage_on=on, since=since
        )
    else:
        change_row(row, stage=stage, entered_stage_on=on, since=since or row.since)
    StageChange.objects.create(
        owner=owner,
        person_id=person_id,
        from_stage=before,
        to_stage=stage,
        on=on,
        reason=reason,
        is_declared=is_declared,
    )


def undo_move(owner: User, *, person_id: int) -> None:
    """Take the last move back, as if it had not been made; the first one takes them off the panel."""
    row = _tied(owner, person_id)
    moves = list(StageChange.objects.filter(owner=owner, person_id=person_id).order_by("-pk")[:2])
    if not moves or moves[0].to_stage != row.stage:
        raise Conflict("There is no move to take back.")
    last = moves[0]
    if not last.from_stage:
        take_off(owner, person_id=person_id)
        return
    entered = moves[1].on if len(moves) > 1 else last.on
    change_row(row, stage=last.from_stage, entered_stage_on=entered)
    last.delete()


def change_relationship(owner: User, *, person_id: int, **changes: Any) -> None:
    """Write fields of a relationship; somebody in the address book has none: ``Conflict``."""
    change_row(_tied(owner, person_id), **changes)


def take_off(owner: User, *, person_id: int) -> dict[str, str]:
    """Forget a relationship and its history; returns both as text, for ``put_back``."""
    row = _tied(owner, person_id)
    changes = StageChange.objects.filter(owner=owner, person_id=person_id)
    gone = {"relationship": serialize("json", [row]), "history": serialize("json", changes.order_by("pk"))}
    changes.delete()
    row.delete()
    return gone


def put_back(owner: User, *, person_id: int, gone: dict[str, str]) -> None:
    """Bring back what ``take_off`` forgot."""
    if Relationship.objects.filter(owner=owner, person_id=person_id).exists():
        raise Conflict("They are on your panel already.")
    for model, text in ((Relationship, gone["relationship"]), (StageChange, gone["history"])):
        for found in deserialize("json", text):
            row = found.object
            if not isinstance(row, model) or row.owner_id != owner.pk or row.person_id != person_id:
                raise NotFound("That is not the relationship which was taken off.")
            row.pk = None
            row.save(force_insert=True)


def stage_history(owner: User, *, person_id: int) -> tuple[StageChangeRecord, ...]:
    """Every move of a person, the oldest first."""
    owned_row(Person, owner, person_id, what="person")
    return HISTORY.alone(owner, person_id=person_id)


def _history() -> "QuerySet[StageChange, tuple[Any, ...]]":
    rows = StageChange.objects.filter(owner=OWNER, person_id=PERSON).order_by("on", "pk")
    return rows.values_list("from_stage", "to_stage", "on", "reason", "is_declared")


HISTORY = Read(_history, lambda rows: tuple(StageChangeRecord(*row) for row in rows))
"""As ``stage_history``."""


def people_in_stage(owner: User, *, stage: Stage) -> frozenset[int]:
    """Who is in a stage; nobody in the trash."""
    rows = Relationship.objects.filter(owner=owner, stage=stage, person__deleted_at=None)
    return frozenset(rows.values_list("person_id", flat=True))


def monthly_answer(owner: User, *, person_id: int) -> MonthlyAnswer:
    """What somebody said to meeting once a month; empty in the address book."""
    return MONTHLY.alone(owner, person_id=person_id)


def _monthly() -> "QuerySet[Relationship, tuple[Any, ...]]":
    rows = Relationship.objects.filter(owner=OWNER, person_id=PERSON)
    return rows.values_list("monthly_answer", "monthly_answer_on")


MONTHLY = Read(_monthly, lambda rows: MonthlyAnswer(*(rows[0] if rows else ("", None))))
"""As ``monthly_answer``."""


def page(owner: User, selection: Selection) -> Page:
    """The ids of people with a relationship, for programs; not those in the trash."""
    rows = Relationship.objects.filter(owner=owner, person__deleted_at=None)
    rows = rows.filter(holds_all(selection.query, "person__name"))
    return selected(
        rows, selection, {"stage": "stage"}, record=lambda row: row.person_id, id_field="person_id"
    )


def ties(
    owner: User,
    *,
    today: date,
    now: datetime,
    zone: ZoneInfo,
    but: tuple[Stage, ...] = (),
) -> list[Tie]:
    """The relationships with the facts that the rules need, in order of their start; two queries in all.

    ``but`` leaves stages out. Nobody in the trash is among them.
    """
    found = read_together(owner, BESIDE_TIES, now=now)
    return ties_from(_tie_columns(owner, but)[:MOST_TIES], found, zone, today)


def ties_read(but: tuple[Stage, ...]) -> Read[list[tuple[Any, ...]]]:
    """The columns for ``ties_from``, without some stages."""
    return Read(lambda: _tie_columns(OWNER, but)[:MOST_TIES])


BESIDE_TIES = (focus.VERSIONS, focus.TOLD, NEXT_WITH_EACH)
"""What ``ties_from`` takes besides their columns."""
TIE: Read[list[tuple[Any, ...]]] = Read(lambda: _tie_columns(OWNER, ()).filter(person_id=PERSON))
"""The columns of one person's tie, for ``ties_from``; none in the address book or in the trash."""


def ties_from(rows: Iterable[tuple[Any, ...]], found: Found, zone: ZoneInfo, today: date) -> list[Tie]:
    """Ties out of their columns; ``found`` are focus versions, who was told which, and who is met when."""
    version_of = version_for_each(found[focus.VERSIONS])
    return [_tie(row, version_of(row[0]), found, zone, today) for row in rows]


def _tie_columns(owner: User, but: tuple[Stage, ...]) -> "QuerySet[Relationship, tuple[Any, ...]]":
    rows = Relationship.objects.filter(owner=owner, person__deleted_at__isnull=True).exclude(stage__in=but)
    summary = (
        "as_of", "half_life_days", "two_way_sum", "one_way_sum", "last_on", "last_two_way_on", "last_from_me_on",
        "two_way_days", "unanswered_on", "last_update_on", "informed_on",
    )  # fmt: skip
    return rows.order_by("pk").values_list(
        "person_id", "person__name", "stage", "entered_stage_on", "roles", "cadence_days", "paused_until",
        "last_follow_up_on", *(f"person__summary__{name}" for name in summary),
    )  # fmt: skip


def _tie(
    row: tuple[Any, ...], version: FocusVersion | None, found: Found, zone: ZoneInfo, today: date
) -> Tie:
    person_id, name, stage, entered, roles, cadence_days, paused_until, followed_up, *summed = row
    *sums, unanswered, last_update_on, informed_on = summed
    meets_at = found[NEXT_WITH_EACH].get(person_id)
    return Tie(
        person_id=person_id,
        name=name,
        stage=Stage(stage),
        entered_stage_on=entered,
        summary=TieSummary(today, RuleSettings().half_life_far_days)
        if sums[0] is None
        else TieSummary(*(*sums, tuple(date.fromisoformat(day) for day in unanswered))),
        roles=frozenset(Role(role) for role in roles),
        cadence_days=cadence_days,
        paused_until=paused_until,
        last_update_on=last_update_on,
        informed_on=informed_on,
        told_version=found[focus.TOLD].get(person_id, 0),
        reader_version=version.number if version else 0,
        reader_version_on=version.on if version else None,
        next_session_on=meets_at.astimezone(zone).date() if meets_at else None,
        last_follow_up_on=followed_up,
    )


def _tied(owner: User, person_id: int) -> Relationship:
    row = Relationship.objects.select_for_update().filter(owner=owner, person_id=person_id).first()
    if row is None:
        name = named_person(owner, person_id).name
        raise Conflict(f"{name} is in the address book only; give them a stage first.")
    return row
