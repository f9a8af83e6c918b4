"""Advice: what mentors said, and what came of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from mentorpanel.api.payloads import (
    Day,
    Filters,
    Flag,
    Given,
    Id,
    Lines,
    PersonLink,
    QueryFlag,
    QueryId,
    Shown,
    Text,
    Words,
)
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain import documents
from mentorpanel.domain.facts import AdviceStatus
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import advice


class Advice(Shown):
    """What somebody said."""

    id: int
    person: PersonLink
    text: str
    on: date
    status: AdviceStatus
    outcome: str
    loop_closed_on: date | None
    outcome_on: date | None
    topics: list[str]
    session_id: int | None
    item_id: int | None
    loop: Literal["open", "closed", "none"] = Field(
        description="open: something came of it, and they have not heard."
    )


class NewAdvice(Given):
    """What somebody said, today if no day is said."""

    person_id: Id
    text: Text
    on: Day | None = None
    topics: Lines = []
    session_id: Id | None = None
    item_id: Id | None = Field(None, description="The parked item that it answers.")


class AdviceChange(Given):
    """What is to change. A new status or outcome is something that they have not heard."""

    text: Text | None = None
    topics: Lines = []
    status: AdviceStatus | None = None
    outcome: Text | None = None
    on: Day | None = None
    has_heard: Flag = Field(
        False, description="true: they know what came of it, from today. false: not after all."
    )


class AdviceFilters(Filters):
    """Which advice."""

    person_id: QueryId | None = None
    session_id: QueryId | None = None
    status: AdviceStatus | None = None
    item_id: QueryId | None = None
    topic: Words | None = Field(None, description="Spelt as it is in use.")
    loop_open: QueryFlag | None = None


def show(owner: User, row_id: int) -> Document:
    """One as a document."""
    return documents.advice(advice.advice_record(owner, advice_id=row_id))


def rows(_owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list."""
    return [documents.advice(one) for one in found]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Note it."""
    return advice.note_advice(owner, **given).id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Say what came of it."""
    said = dict(given)
    has_heard = said.pop("has_heard", None)
    if said:
        advice.change_advice(owner, advice_id=row_id, **said)
    if has_heard:
        advice.close_loop(owner, advice_id=row_id)
    elif has_heard is False:
        advice.open_loop(owner, advice_id=row_id)


def delete(owner: User, row_id: int) -> None:
    """It was noted by mistake."""
    advice.delete_advice(owner, advice_id=row_id)


ADVICE = Resource(
    path="advice",
    noun="advice",
    about="What mentors said, what you tried, and whether they have heard what came of it.",
    shown=Advice,
    listed=Advice,
    new=NewAdvice,
    changes=AdviceChange,
    filters=AdviceFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says="Gone for good. What is not for you is better set aside: change its status.",
    example={"person_id": 1, "text": "Decide what you will not test for", "topics": ["hiring"]},
)
