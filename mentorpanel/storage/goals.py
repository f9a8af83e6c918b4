"""Goals with their milestones, mentors and check-ins."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Prefetch, Q, QuerySet

from mentorpanel.domain.facts import Stage
from mentorpanel.domain.goal_examples import Step
from mentorpanel.domain.problems import Conflict, NotFound
from mentorpanel.domain.records import GoalRecord, MilestoneRecord, Named, Page
from mentorpanel.domain.selection import Selection
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import Goal, GoalCheckIn, GoalMentor, Milestone, Relationship, User
from mentorpanel.storage.owned import change_row, named_people, owned_row
from mentorpanel.storage.paging import selected
from mentorpanel.storage.together import OWNER, Read

MOST = 200


def add_goal(owner: User, *, person_ids: Sequence[int], **values: Any) -> GoalRecord:
    """Store a goal with the people who help with it."""
    people = named_people(owner, tuple(person_ids))
    row = Goal.objects.create(owner=owner, **values)
    GoalMentor.objects.bulk_create(
        [GoalMentor(owner=owner, goal=row, person_id=person.id) for person in people]
    )
    return goal(owner, goal_id=row.pk)


def goal(owner: User, *, goal_id: int) -> GoalRecord:
    """One goal of the owner's."""
    row = _rows(owner).filter(pk=goal_id).first()
    if row is None:
        raise NotFound(f"There is no goal with the number {goal_id}.")
    return _record(row)


def change_goal(owner: User, *, goal_id: int, person_ids: Sequence[int] | None, **changes: Any) -> GoalRecord:
    """Write fields of a goal, and with ``person_ids`` exactly who helps with it."""
    row = owned_row(Goal, owner, goal_id, what="goal", is_for_change=True)
    if person_ids is not None:
        wanted = {person.id for person in named_people(owner, tuple(person_ids))}
        mentors = GoalMentor.objects.filter(owner=owner, goal=row)
        mentors.exclude(person_id__in=wanted).delete()
        known = set(mentors.values_list("person_id", flat=True))
        fresh = [
            GoalMentor(owner=owner, goal=row, person_id=person_id) for person_id in sorted(wanted - known)
        ]
        GoalMentor.objects.bulk_create(fresh)
    change_row(row, **changes)
    return goal(owner, goal_id=goal_id)


def add_milestone(owner: User, *, goal_id: int, text: str, due_on: date | None) -> GoalRecord:
    """Add a milestone at the end of a goal's."""
    row = owned_row(Goal, owner, goal_id, what="goal", is_for_change=True)
    last = Milestone.objects.filter(owner=owner, goal=row).aggregate(last=Max("position"))["last"] or 0
    Milestone.objects.create(owner=owner, goal=row, text=text, due_on=due_on, position=min(last + 1, 32_000))
    change_row(row)
    return goal(owner, goal_id=goal_id)


def add_milestones(owner: User, *, goal_id: int, steps: Sequence[Step]) -> GoalRecord:
    """The milestones of a goal that has none yet, in their order."""
    row = owned_row(Goal, owner, goal_id, what="goal", is_for_change=True)
    Milestone.objects.bulk_create(
        Milestone(owner=owner, goal=row, text=step.text, due_on=step.due_on, position=place)
        for place, step in enumerate(steps, 1)
    )
    return goal(owner, goal_id=goal_id)


def goal_of(owner: User, *, milestone_id: int) -> GoalRecord:
    """The goal that a milestone is a step of."""
    return goal(owner, goal_id=owned_row(Milestone, owner, milestone_id, what="milestone").goal_id)


def change_milestone(owner: User, *, milestone_id: int, text: str, due_on: date | None) -> None:
    """Put a milestone's words and date right."""
    row = owned_row(Milestone, owner, milestone_id, what="milestone", is_for_change=True)
    change_row(row, text=text, due_on=due_on)
    _touched(owner, row.goal_id)


def remove_milestone(owner: User, *, milestone_id: int) -> tuple[GoalRecord, dict[str, Any]]:
    """Take a milestone out; its goal, and what ``put_back`` needs to put it back where it was."""
    row = owned_row(Milestone, owner, milestone_id, what="milestone", is_for_change=True)
    kept = {
        "milestone_id": row.pk,
        "text": row.text,
        "due_on": row.due_on,
        "done_on": row.done_on,
        "position": row.position,
    }
    row.delete()
    return _touched(owner, row.goal_id), kept


def put_back(owner: User, *, goal_id: int, milestone_id: int, **kept: Any) -> GoalRecord:
    """Put a milestone back that was taken out, under its number; one that is there already stays as it is."""
    row = owned_row(Goal, owner, goal_id, what="goal", is_for_change=True)
    Milestone.objects.get_or_create(owner=owner, goal=row, pk=milestone_id, defaults=kept)
    return _touched(owner, goal_id)


def tick_milestone(owner: User, *, milestone_id: int, done_on: date | None) -> GoalRecord:
    """Say when a milestone was reached, or with None that it was not; returns its goal."""
    row = owned_row(Milestone, owner, milestone_id, what="milestone", is_for_change=True)
    change_row(row, done_on=done_on)
    return _touched(owner, row.goal_id)


def add_check_in(owner: User, *, goal_id: int, on: date, text: str) -> GoalRecord:
    """Note how a goal stands on a day."""
    row = owned_row(Goal, owner, goal_id, what="goal")
    GoalCheckIn.objects.create(owner=owner, goal=row, on=on, text=text)
    change_row(row)
    return goal(owner, goal_id=goal_id)


def goals(owner: User, *, open_only: bool, person_id: int | None) -> tuple[GoalRecord, ...]:
    """Goals, those under way first by their date, then those that ended last; with ``person_id`` only those they help with."""
    rows = _rows(owner)
    if open_only:
        rows = rows.filter(ended_on=None)
    if person_id is not None:
        rows = rows.filter(mentors__person_id=person_id)
    found = rows.order_by(F("ended_on").desc(nulls_first=True), "due_on", "pk")[:MOST]
    return tuple(_record(row) for row in found)


FILTERS: Mapping[str, str | Mapping[object, Q]] = {
    "person_id": "mentors__person_id",
    "open": {True: Q(ended_on=None), False: Q(ended_on__isnull=False)},
}


def page(owner: User, selection: Selection) -> Page:
    """A page of goals for programs."""
    rows = _rows(owner).filter(holds_all(selection.query, "statement", "why"))
    return selected(rows, selection, FILTERS, record=_record)


def delete_goal(owner: User, *, goal_id: int) -> None:
    """Delete a goal with its milestones; one that has been checked in on stays: ``Conflict``."""
    row = owned_row(Goal, owner, goal_id, what="goal", is_for_change=True)
    if GoalCheckIn.objects.filter(owner=owner, goal=row).exists():
        raise Conflict("You have noted how this goal stands, and that is worth keeping; end it instead.")
    row.delete()


def has_formal_mentor(owner: User, *, person_ids: Sequence[int]) -> bool:
    """Whether one of these people is a formal mentor."""
    rows = Relationship.objects.filter(owner=owner, person_id__in=list(person_ids), stage=Stage.FORMAL_MENTOR)
    return bool(person_ids) and rows.exists()


HELPERS: Read[frozenset[int]] = Read(
    lambda: (
        GoalMentor.objects.filter(owner=OWNER, goal__ended_on=None, person__deleted_at=None)
        .order_by()
        .values_list("person_id", flat=True)
        .distinct()
    ),
    frozenset,
)
"""Who helps with a goal under way; nobody in the trash."""


def _without_formal_mentor() -> "QuerySet[Goal, int]":
    formal = GoalMentor.objects.filter(
        owner=OWNER,
        goal=OuterRef("pk"),
        person__deleted_at=None,
        person__relationship__stage=Stage.FORMAL_MENTOR,
    )
    return Goal.objects.filter(~Exists(formal), owner=OWNER, ended_on=None).values_list("pk", flat=True)[:1]


ONE_LACKS_MENTOR: Read[bool] = Read(_without_formal_mentor, bool)
"""Whether a goal under way has no formal mentor beside it."""


def _touched(owner: User, goal_id: int) -> GoalRecord:
    """The goal of a changed milestone, itself changed now."""
    change_row(owned_row(Goal, owner, goal_id, what="goal"))
    return goal(owner, goal_id=goal_id)


def _rows(owner: User) -> "QuerySet[Goal]":
    mentors = (
        GoalMentor.objects.filter(owner=owner, person__deleted_at=None)
        .select_related("person")
        .order_by("pk")
    )
    milestones = Milestone.objects.filter(owner=owner).order_by("position", "pk")
    check_ins = GoalCheckIn.objects.filter(owner=owner).order_by("-on", "-pk")
    return Goal.objects.filter(owner=owner).prefetch_related(
        Prefetch("mentors", mentors), Prefetch("milestones", milestones), Prefetch("check_ins", check_ins)
    )


def _record(row: Goal) -> GoalRecord:
    return GoalRecord(
        id=row.pk,
        statement=row.statement,
        why=row.why,
        how_known=row.how_known,
        skills=tuple(row.skills),
        starts_on=row.starts_on,
        due_on=row.due_on,
        horizon_reason=row.horizon_reason,
        ended_on=row.ended_on,
        ending=row.ending,
        closing_note=row.closing_note,
        mentors=tuple(Named(mentor.person_id, mentor.person.name) for mentor in row.mentors.all()),
        milestones=tuple(
            MilestoneRecord(one.pk, one.text, one.due_on, one.done_on) for one in row.milestones.all()
        ),
        check_ins=tuple((one.on, one.text) for one in row.check_ins.all()),
    )
