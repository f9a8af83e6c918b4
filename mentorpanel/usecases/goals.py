"""Goals: set one, tick its milestones, check in, end it."""

from collections.abc import Iterable
from datetime import date

from django.core import signing
from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.goal_examples import Step
from mentorpanel.domain.goals import horizon_of
from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.domain.records import GoalRecord
from mentorpanel.domain.wording import one_line, plain_text, required_text, topics_of
from mentorpanel.storage import goals as stored
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles

REMOVED = "milestone-removed"
ENDINGS = ("reached", "changed", "let-go")


def set_goal(
    owner: User,
    *,
    statement: str,
    due_on: date,
    why: str = "",
    how_known: str = "",
    person_ids: Iterable[int] = (),
    skills: Iterable[str] = (),
    reason: str = "",
    starts_on: date | None = None,
    milestones: Iterable[Step] = (),
) -> GoalRecord:
    """Set a goal, from today by default, with the people who help with it and its milestones.

    With a formal mentor it reaches 6 to 18 months ahead; outside of that ``NeedsReason`` until a
    ``reason`` is given, which is kept. A date before the start is ``Invalid``.
    """
    said = required_text(statement, field="statement", what="what you want to reach")
    helpers = tuple(dict.fromkeys(person_ids))
    with transaction.atomic():
        starts = starts_on or clock.today(profiles.zone(owner))
        kept_reason = plain_text(reason)
        _check_dates(owner, starts, due_on, helpers, kept_reason)
        made = stored.add_goal(
            owner,
            person_ids=helpers,
            statement=said,
            why=plain_text(why),
            how_known=plain_text(how_known),
            skills=topics_of(skills),
            starts_on=starts,
            due_on=due_on,
            horizon_reason=kept_reason,
        )
        steps = [Step(_step_words(one.text), one.due_on) for one in milestones]
        return stored.add_milestones(owner, goal_id=made.id, steps=steps) if steps else made


def change_goal(
    owner: User,
    *,
    goal_id: int,
    statement: str | None = None,
    due_on: date | None = None,
    why: str | None = None,
    how_known: str | None = None,
    person_ids: Iterable[int] | None = None,
    skills: Iterable[str] | None = None,
    reason: str = "",
) -> GoalRecord:
    """Change a goal; None leaves a field as it is. New dates or helpers are checked as in ``set_goal``."""
    changes: dict[str, object] = {}
    if statement is not None:
        changes["statement"] = required_text(statement, field="statement", what="what you want to reach")
    changes |= {
        name: plain_text(text) for name, text in (("why", why), ("how_known", how_known)) if text is not None
    }
    if skills is not None:
        changes["skills"] = topics_of(skills)
    helpers = None if person_ids is None else tuple(dict.fromkeys(person_ids))
    with transaction.atomic():
        before = stored.goal(owner, goal_id=goal_id)
        if due_on is not None or helpers is not None:
            due = due_on or before.due_on
            helping = helpers if helpers is not None else tuple(person.id for person in before.mentors)
            kept_reason = plain_text(reason) or before.horizon_reason
            _check_dates(owner, before.starts_on, due, helping, kept_reason)
            changes |= {"due_on": due, "horizon_reason": kept_reason}
        return stored.change_goal(owner, goal_id=goal_id, person_ids=helpers, **changes)


def add_milestone(owner: User, *, goal_id: int, text: str, due_on: date | None = None) -> GoalRecord:
    """Add a milestone at the end of a goal's."""
    with transaction.atomic():
        return stored.add_milestone(owner, goal_id=goal_id, text=_step_words(text), due_on=due_on)


def change_milestone(
    owner: User,
    *,
    milestone_id: int,
    text: str | None = None,
    due_on: date | None = None,
    done: bool | None = None,
) -> GoalRecord:
    """Put a milestone's words and date right, together, or say whether it was reached, or both. Its goal."""
    if text is None and done is None:
        raise Invalid("Say its words, or whether it is reached.", field="text")
    with transaction.atomic():
        if text is not None:
            stored.change_milestone(owner, milestone_id=milestone_id, text=_step_words(text), due_on=due_on)
        if done is not None:
            tick_milestone(owner, milestone_id=milestone_id, done=done)
        return stored.goal_of(owner, milestone_id=milestone_id)


def remove_milestone(owner: User, *, milestone_id: int) -> tuple[GoalRecord, str]:
    """Take a milestone out; its goal, and the word with which ``put_back`` undoes it."""
    with transaction.atomic():
        found, kept = stored.remove_milestone(owner, milestone_id=milestone_id)
        days = {name: kept[name].isoformat() if kept[name] else "" for name in ("due_on", "done_on")}
        return found, signing.dumps({**kept, **days, "goal": found.id}, salt=REMOVED, compress=True)


def put_back(owner: User, *, removed: str) -> GoalRecord:
    """Undo ``remove_milestone``: the milestone is where it was. A word that is not ours is ``NotFound``."""
    try:
        kept = signing.loads(removed, salt=REMOVED)
    except signing.BadSignature as problem:
        raise NotFound("There is no such milestone to put back.") from problem
    days = {name: date.fromisoformat(kept[name]) if kept[name] else None for name in ("due_on", "done_on")}
    with transaction.atomic():
        return stored.put_back(owner, goal_id=kept.pop("goal"), **{**kept, **days})


def _step_words(text: str) -> str:
    return required_text(text, field="text", what="the milestone")


def tick_milestone(
    owner: User, *, milestone_id: int, done: bool = True, on: date | None = None
) -> GoalRecord:
    """Say that a milestone was reached, today by default, or with ``done=False`` that it was not; its goal."""
    with transaction.atomic():
        day = (on or clock.today(profiles.zone(owner))) if done else None
        return stored.tick_milestone(owner, milestone_id=milestone_id, done_on=day)


def check_in(owner: User, *, goal_id: int, text: str, on: date | None = None) -> GoalRecord:
    """Note how a goal stands, today by default. A goal that has ended is ``Conflict``."""
    said = required_text(text, field="text", what="how it stands")
    with transaction.atomic():
        if stored.goal(owner, goal_id=goal_id).ended_on is not None:
            raise Conflict("This goal has ended; set a new one, or reopen it first.")
        day = on or clock.today(profiles.zone(owner))
        return stored.add_check_in(owner, goal_id=goal_id, on=day, text=said)


def end_goal(
    owner: User, *, goal_id: int, ending: str, closing_note: str = "", on: date | None = None
) -> GoalRecord:
    """End a goal as reached, changed or let-go, today by default. Nobody who helped is let go by it."""
    slug = "-".join(one_line(ending, at_most=40).lower().replace("-", " ").split())
    if slug not in ENDINGS:
        raise Invalid(f"A goal ends as {', '.join(ENDINGS)}.", field="ending")
    with transaction.atomic():
        if stored.goal(owner, goal_id=goal_id).ended_on is not None:
            raise Conflict("This goal has ended already. Open it again to end it otherwise.")
        day = on or clock.today(profiles.zone(owner))
        return stored.change_goal(
            owner,
            goal_id=goal_id,
            person_ids=None,
            ended_on=day,
            ending=slug,
            closing_note=plain_text(closing_note),
        )


def reopen_goal(owner: User, *, goal_id: int) -> GoalRecord:
    """A goal that had ended is under way again; its closing note stays."""
    with transaction.atomic():
        return stored.change_goal(owner, goal_id=goal_id, person_ids=None, ended_on=None, ending="")


def delete_goal(owner: User, *, goal_id: int) -> None:
    """Delete a goal that was set by mistake; one that was checked in on is ``Conflict``: it is ended instead."""
    with transaction.atomic():
        stored.delete_goal(owner, goal_id=goal_id)


def goal(owner: User, *, goal_id: int) -> GoalRecord:
    """One goal."""
    return stored.goal(owner, goal_id=goal_id)


def goals(owner: User, *, open_only: bool = True, person_id: int | None = None) -> tuple[GoalRecord, ...]:
    """Goals, those under way first by their date; with ``person_id`` only those that they help with."""
    return stored.goals(owner, open_only=open_only, person_id=person_id)


def _check_dates(
    owner: User, starts_on: date, due_on: date, person_ids: tuple[int, ...], reason: str
) -> None:
    horizon_of(
        starts_on,
        due_on,
        has_formal_mentor=stored.has_formal_mentor(owner, person_ids=person_ids),
        settings=profiles.settings_of(profiles.profile(owner)),
        reason=reason,
    )
