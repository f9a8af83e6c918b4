"""Parked items: questions, ideas and insights for mentors."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from mentorpanel.api.payloads import (
    Filters,
    Given,
    Id,
    Line,
    Lines,
    PersonLink,
    QueryFlag,
    QueryId,
    Shown,
    Text,
)
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain import documents
from mentorpanel.domain.facts import ParkedKind, ParkedStatus
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import parking

Urgency = Literal["low", "normal", "high"]


class ParkedItem(Shown):
    """A parked item."""

    id: int
    kind: ParkedKind
    text: str
    status: ParkedStatus
    person: PersonLink | None
    asked_name: str
    topics: list[str]
    parked_at: datetime
    urgency: str
    answer: str
    session_ids: list[int]


class ItemFields(Given):
    """What is said of it."""

    person_id: Id | None = Field(None, description="Whom it is for; null: nobody yet.")
    topics: Lines = []
    urgency: Urgency = "normal"


class NewParkedItem(ItemFields):
    """Something to park."""

    text: Text
    kind: ParkedKind = ParkedKind.QUESTION
    for_name: Line = Field(
        "", description="Whom it is for, by name; one that fits several people stays as asked."
    )


class ParkedItemChange(ItemFields):
    """What is to change; “open” opens a closed one again."""

    text: Text | None = None
    kind: ParkedKind | None = None
    answer: Text | None = None
    status: Literal["open", "answered", "closed", "dropped", "solved"] | None = None


class ParkedFilters(Filters):
    """Which items."""

    person_id: QueryId | None = None
    kind: ParkedKind | None = None
    status: ParkedStatus | None = None
    open: QueryFlag | None = None
    unassigned: QueryFlag | None = None


def show(owner: User, row_id: int) -> Document:
    """One as a document."""
    return documents.parked_item(parking.parked_item(owner, item_id=row_id))


def rows(_owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list."""
    return [documents.parked_item(one) for one in found]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Park it."""
    return parking.park_item(owner, **given).id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Other words, another person, another end."""
    said = dict(given)
    status = said.pop("status", None)
    if "person_id" in said:
        parking.assign_item(owner, item_id=row_id, person_id=said.pop("person_id"))
    if said:
        parking.change_item(owner, item_id=row_id, **said)
    if status == "open":
        parking.reopen_item(owner, item_id=row_id)
    elif status is not None:
        parking.close_item(owner, item_id=row_id, status=status)


def delete(owner: User, row_id: int) -> None:
    """It was parked by mistake."""
    parking.delete_item(owner, item_id=row_id)


PARKED_ITEMS = Resource(
    path="parked-items",
    noun="parked item",
    about="Questions, ideas and insights that wait for a mentor or for a session.",
    shown=ParkedItem,
    listed=ParkedItem,
    new=NewParkedItem,
    changes=ParkedItemChange,
    filters=ParkedFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says="Gone for good. What was talked about in a session is part of its record: 409; close it instead.",
    example={"text": "How did you price the first version?", "kind": "question", "for_name": "Ana"},
)
