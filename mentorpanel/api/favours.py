"""Favours: what was given, received and offered, and what somebody asked of you."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from mentorpanel.api.payloads import Day, Filters, Given, Id, PersonLink, QueryFlag, QueryId, Shown, Text
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain import giving_documents
from mentorpanel.domain.favour_records import FavourDirection, FavourKind, FavourStatus
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import asked, favours


class Favour(Shown):
    """Help in one direction or the other."""

    id: int
    person: PersonLink
    direction: FavourDirection
    kind: FavourKind
    text: str
    status: FavourStatus
    on: date
    due: date | None
    settled_on: date | None
    answer: Literal["yes", "know", "sorry"] | None
    told_on: date | None
    waiting: bool = Field(description="They asked and have not heard your answer.")
    other: PersonLink | None
    want_id: int | None
    commitment_id: int | None
    draft_id: int | None


class NewFavour(Given):
    """What was given, today if no day is said; ``asked`` is what they asked of you."""

    person_id: Id
    text: Text
    direction: FavourDirection = FavourDirection.GIVEN
    kind: FavourKind = FavourKind.OTHER
    on: Day | None = None
    due: Day | None = None
    other_id: Id | None = Field(None, description="For whom, or with whom besides.")
    want_id: Id | None = Field(None, description="The need of theirs that it is for.")


class FavourChange(Given):
    """What is to change. What they asked is answered by its verb."""

    text: Text | None = None
    kind: FavourKind | None = None
    on: Day | None = None
    other_id: Id | None = None
    status: FavourStatus | None = None


class FavourFilters(Filters):
    """Which favours."""

    person_id: QueryId | None = None
    direction: FavourDirection | None = None
    kind: FavourKind | None = None
    status: FavourStatus | None = None
    waiting: QueryFlag | None = Field(None, description="true: what waits for your answer.")


def document(found: Any) -> Document:
    """One as a document."""
    return giving_documents.favour(found)


def show(owner: User, row_id: int) -> Document:
    """One by its number."""
    return document(favours.favour(owner, favour_id=row_id))


def rows(_owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list."""
    return [document(one) for one in found]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Note it."""
    said = dict(given)
    if "due" in said:
        said["due_on"] = said.pop("due")
    if said.get("direction") == FavourDirection.ASKED:
        known = {name: said[name] for name in ("person_id", "text", "kind", "on") if name in said}
        return asked.note_asked(owner, **known).id
    return favours.note_favour(owner, **said).id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Other words; done, declined, withdrawn or open again."""
    said = dict(given)
    status = said.pop("status", None)
    if said:
        favours.change_favour(owner, favour_id=row_id, **said)
    if status is not None:
        favours.settle_favour(owner, favour_id=row_id, status=status)


def delete(owner: User, row_id: int) -> None:
    """It was noted by mistake."""
    favours.delete_favour(owner, favour_id=row_id)


FAVOURS = Resource(
    path="favours",
    noun="favour",
    about="What was given, received, offered and asked between you and others. Nothing is added up.",
    shown=Favour,
    listed=Favour,
    new=NewFavour,
    changes=FavourChange,
    filters=FavourFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says="Gone for good. What no longer holds is better withdrawn: change its status.",
    example={
        "person_id": 1,
        "text": "Read her price page",
        "direction": "given",
        "kind": "outside-perspective",
    },
)
