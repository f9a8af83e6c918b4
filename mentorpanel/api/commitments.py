"""Commitments: what was promised, mine and theirs."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from mentorpanel.api.payloads import (
    Day,
    Filters,
    Flag,
    Given,
    Id,
    PersonLink,
    QueryFlag,
    QueryId,
    Shown,
    Text,
)
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain import documents
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import commitments

State = Literal["open", "kept", "dropped"]


class Commitment(Shown):
    """A promise."""

    id: int
    person: PersonLink
    mine: bool
    text: str
    due: date | None
    state: State
    done_on: date | None
    dropped_on: date | None
    session_id: int | None
    made_at: datetime


class NewCommitment(Given):
    """A promise, mine unless it is said to be theirs."""

    person_id: Id
    text: Text
    mine: Flag = True
    due: Day | None = None
    session_id: Id | None = None


class CommitmentChange(Given):
    """What is to change."""

    text: Text | None = None
    due: Day | None = Field(None, description="null: no date.")
    state: State | None = None


class CommitmentFilters(Filters):
    """Which promises."""

    person_id: QueryId | None = None
    session_id: QueryId | None = None
    mine: QueryFlag | None = None
    state: State | None = None


def show(owner: User, row_id: int) -> Document:
    """One as a document."""
    return documents.commitment(commitments.commitment(owner, commitment_id=row_id))


def rows(_owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list."""
    return [documents.commitment(one) for one in found]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Note it."""
    return commitments.promise(
        owner,
        person_id=given["person_id"],
        text=given["text"],
        is_mine=given.get("mine", True),
        due_on=given.get("due"),
        session_id=given.get("session_id"),
    ).id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Other words, another date; kept, dropped or open again."""
    before = commitments.commitment(owner, commitment_id=row_id)
    if "text" in given or "due" in given:
        text = before.text if given.get("text") is None else given["text"]
        due = given.get("due", before.due_on)
        commitments.change_commitment(owner, commitment_id=row_id, text=text, due_on=due)
    move = {
        "kept": commitments.keep_commitment,
        "dropped": commitments.drop_commitment,
        "open": commitments.reopen_commitment,
    }.get(given.get("state") or "")
    if move is not None:
        move(owner, commitment_id=row_id)


def delete(owner: User, row_id: int) -> None:
    """It was noted by mistake."""
    commitments.delete_commitment(owner, commitment_id=row_id)


COMMITMENTS = Resource(
    path="commitments",
    noun="commitment",
    about="What you promised and what they offered, until it is kept or dropped.",
    shown=Commitment,
    listed=Commitment,
    new=NewCommitment,
    changes=CommitmentChange,
    filters=CommitmentFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says="Gone for good. What no longer holds is better dropped: change its state.",
    example={"person_id": 1, "text": "Send the scorecard", "due": "2026-04-03"},
)
