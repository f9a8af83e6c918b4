"""Wants: what people and you need, ask, launched, hire for or offer."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from mentorpanel.api.payloads import (
    Day,
    Filters,
    Given,
    Id,
    Lines,
    PersonLink,
    QueryFlag,
    QueryId,
    Shown,
    Text,
)
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain import giving_documents
from mentorpanel.domain.favour_records import WantKind, WantSource
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import wants

State = Literal["open", "met", "withdrawn"]


class Want(Shown):
    """A dated fact with its source; without a person it is your own."""

    id: int
    person: PersonLink | None
    kind: WantKind
    text: str
    topics: list[str]
    since: date
    source: WantSource
    where: str
    state: State
    met_on: date | None
    withdrawn_on: date | None
    touchpoint_id: int | None
    session_id: int | None


class NewWant(Given):
    """What they mentioned; without a person it is your own, without a day it is today's."""

    person_id: Id | None = None
    kind: WantKind = WantKind.NEED
    text: Text
    topics: Lines = []
    since: Day | None = None
    touchpoint_id: Id | None = None
    session_id: Id | None = None


class WantChange(Given):
    """What is to change."""

    kind: WantKind | None = None
    text: Text | None = None
    topics: Lines = []
    since: Day | None = None
    state: State | None = None


class WantFilters(Filters):
    """Which of them."""

    person_id: QueryId | None = None
    mine: QueryFlag | None = Field(None, description="true: only your own.")
    kind: WantKind | None = None
    state: State | None = None


def show(owner: User, row_id: int) -> Document:
    """One as a document."""
    return giving_documents.want(wants.want(owner, want_id=row_id))


def rows(_owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list."""
    return [giving_documents.want(one) for one in found]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Note it."""
    return wants.note_want(owner, **given).id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Other words, another day; met, withdrawn or open again."""
    said = dict(given)
    state = said.pop("state", None)
    if said:
        wants.change_want(owner, want_id=row_id, **said)
    if state == "open":
        wants.reopen_want(owner, want_id=row_id)
    elif state is not None:
        wants.settle_want(owner, want_id=row_id, how=state)


def delete(owner: User, row_id: int) -> None:
    """It was noted by mistake."""
    wants.delete_want(owner, want_id=row_id)


WANTS = Resource(
    path="wants",
    noun="want",
    about="What people and you need, ask, launched, hire for or offer, each with its day and source.",
    shown=Want,
    listed=Want,
    new=NewWant,
    changes=WantChange,
    filters=WantFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says="Gone for good. What no longer holds is better withdrawn: change its state.",
    example={"person_id": 1, "kind": "need", "text": "A pricing reader", "topics": ["pricing"]},
)
