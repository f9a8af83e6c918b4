"""Goals, with milestones, check-ins and who helps."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from mentorpanel.api.payloads import (
    Day,
    Filters,
    Given,
    Ids,
    Lines,
    PersonLink,
    QueryFlag,
    QueryId,
    Shown,
    Text,
)
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain import documents, goal_examples
from mentorpanel.domain.problems import Invalid
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import goals

Ending = Literal["reached", "changed", "let-go"]


class Milestone(Shown):
    """A step."""

    id: int
    text: str
    due_on: date | None
    done_on: date | None


class CheckIn(Shown):
    """How it stood on a day."""

    on: date
    text: str


class Goal(Shown):
    """A goal."""

    id: int
    statement: str
    why: str
    starts_on: date
    due_on: date
    mentors: list[PersonLink]
    milestones: list[Milestone]
    check_ins: list[CheckIn]
    how_known: str
    skills: list[str]
    ended_on: date | None
    ending: Ending | None
    closing_note: str


class GoalFields(Given):
    """What is said of it."""

    why: Text = ""
    how_known: Text = ""
    skills: Lines = []
    mentor_ids: Ids = []
    reason: Text = Field("", description="For a horizon outside 6 to 18 months with a formal mentor.")


class NewMilestone(Given):
    """One more step."""

    text: Text
    due_on: Day | None = None


class NewGoal(GoalFields):
    """A goal and its date."""

    statement: Text
    due_on: Day
    starts_on: Day | None = None
    milestones: list[NewMilestone] = Field([], max_length=goal_examples.MOST_MILESTONES)


class GoalChange(GoalFields):
    """What is to change."""

    statement: Text | None = None
    due_on: Day | None = None
    ending: Ending | None = Field(None, description="How it ends, today; null: it is under way again.")
    closing_note: Text = ""


class GoalFilters(Filters):
    """Which goals."""

    person_id: QueryId | None = None
    open: QueryFlag | None = None


def show(owner: User, row_id: int) -> Document:
    """One as a document."""
    return documents.goal(goals.goal(owner, goal_id=row_id))


def rows(_owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list."""
    return [documents.goal(one) for one in found]


def _said(given: Mapping[str, Any]) -> dict[str, Any]:
    said = dict(given)
    if "mentor_ids" in said:
        said["person_ids"] = said.pop("mentor_ids")
    return said


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Set it."""
    steps = [goal_examples.Step(one["text"], one.get("due_on")) for one in given.get("milestones", ())]
    return goals.set_goal(owner, **{**_said(given), "milestones": steps}).id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Other words, another date, an end."""
    said = _said(given)
    note, ends = said.pop("closing_note", None), "ending" in said
    ending = said.pop("ending", None)
    if note is not None and not ending:
        raise Invalid("A closing note goes with an ending.", field="closing_note")
    if said:
        goals.change_goal(owner, goal_id=row_id, **said)
    if ending:
        goals.end_goal(owner, goal_id=row_id, ending=ending, closing_note=note or "")
    elif ends:
        goals.reopen_goal(owner, goal_id=row_id)


def delete(owner: User, row_id: int) -> None:
    """It was set by mistake."""
    goals.delete_goal(owner, goal_id=row_id)


GOALS = Resource(
    path="goals",
    noun="goal",
    about="What you want to reach, by when, and who helps.",
    shown=Goal,
    listed=Goal,
    new=NewGoal,
    changes=GoalChange,
    filters=GoalFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says="Gone for good. One that was checked in on is worth keeping: 409; end it instead.",
    example={"statement": "Lead a product area", "due_on": "2027-09-01", "mentor_ids": [1]},
)
