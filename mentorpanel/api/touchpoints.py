"""Touchpoints: what happened between us, and when."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from mentorpanel.api.payloads import Day, Filters, Flag, Given, Id, Lines, PersonLink, QueryId, Shown, Text
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain import documents
from mentorpanel.domain.facts import Direction, TouchpointKind
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import touchpoints


class Touchpoint(Shown):
    """Something that happened."""

    id: int
    person: PersonLink
    kind: TouchpointKind
    direction: Direction
    on: date
    at: datetime
    summary: str
    topics: list[str]
    source: str
    session_id: int | None
    personal_update: bool
    told_focus: bool


class TouchpointFields(Given):
    """What is said of it."""

    on: Day | None = None
    summary: Text = ""
    topics: Lines = []
    personal_update: Flag = False
    told_focus: Flag = False


class NewTouchpoint(TouchpointFields):
    """Something that happened, today if no day is said."""

    person_id: Id
    kind: TouchpointKind = TouchpointKind.MEETING
    direction: Direction = Direction.BOTH


class TouchpointChange(TouchpointFields):
    """What is to change."""

    kind: TouchpointKind | None = None
    direction: Direction | None = None


class TouchpointFilters(Filters):
    """Which touchpoints."""

    person_id: QueryId | None = None
    session_id: QueryId | None = None
    kind: TouchpointKind | None = None
    direction: Direction | None = None
    since: Day | None = None
    until: Day | None = None


def _said(given: Mapping[str, Any]) -> dict[str, Any]:
    said = dict(given)
    if "personal_update" in said:
        said["is_personal_update"] = said.pop("personal_update")
    return said


def show(owner: User, row_id: int) -> Document:
    """One as a document."""
    return documents.touchpoint(touchpoints.touchpoint(owner, touchpoint_id=row_id))


def rows(_owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list."""
    return [documents.touchpoint(one) for one in found]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Note it."""
    return touchpoints.log_touchpoint(owner, **_said(given)).id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Change what is said of it."""
    touchpoints.change_touchpoint(owner, touchpoint_id=row_id, **_said(given))


def delete(owner: User, row_id: int) -> None:
    """It did not happen."""
    touchpoints.delete_touchpoint(owner, touchpoint_id=row_id)


TOUCHPOINTS = Resource(
    path="touchpoints",
    noun="touchpoint",
    about="What happened between you: meetings, messages, calls.",
    shown=Touchpoint,
    listed=Touchpoint,
    new=NewTouchpoint,
    changes=TouchpointChange,
    filters=TouchpointFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says="It is gone for good, and so is what it added to warmth and standing.",
    example={"person_id": 1, "kind": "meeting", "on": "2026-03-31", "summary": "Coffee about hiring"},
)
