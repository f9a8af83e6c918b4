"""Updates: one text for several, a line for each alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from mentorpanel.api.drafts import Slots
from mentorpanel.api.payloads import Filters, Flag, Given, Id, Ids, PersonLink, Shown, Text
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain.update_documents import update_document
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import updates


class UpdateReader(Shown):
    """A reader with their line and the letter to them; checks and sending are the letter's (drafts)."""

    person: PersonLink
    personal: str
    state: str
    letter_id: int
    sent_at: datetime | None


class Update(Shown):
    """The text that readers share, by slot, and who has it."""

    id: int
    state: Literal["draft", "going", "sent", "closed"]
    slots: dict[str, str]
    created_at: datetime
    closed_at: datetime | None
    readers: list[UpdateReader]


class ReaderLine(Given):
    """The line for one reader alone; somebody new becomes a reader."""

    person_id: Id
    line: Text


class NewUpdate(Given):
    """For these people; null is those whom the rule suggests. What is shared is filled from what all may read."""

    person_ids: Ids | None = None
    slots: Slots = {}
    lines: list[ReaderLine] = Field([], max_length=200)


class UpdateChange(Given):
    """What is to change."""

    slots: Slots = {}
    lines: list[ReaderLine] = Field([], max_length=200)
    closed: Flag | None = Field(None, description="Done with it, or not after all.")


def show(owner: User, row_id: int) -> Document:
    """One as a document."""
    return update_document(updates.update(owner, update_id=row_id))


def rows(owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list."""
    return [update_document(one) for one in found]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Begin one."""
    made = updates.begin_update(owner, person_ids=given.get("person_ids"))
    _write(owner, made.id, given)
    return made.id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Other words, a line, done with it."""
    updates.update(owner, update_id=row_id)
    _write(owner, row_id, given)
    if given.get("closed") is not None:
        (updates.close_update if given["closed"] else updates.reopen_update)(owner, update_id=row_id)


def _write(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    if given.get("slots"):
        updates.change_update(owner, update_id=row_id, slots=given["slots"])
    lines = {one.person_id: one.line for one in given.get("lines", [])}
    if lines:
        updates.add_readers(owner, update_id=row_id, person_ids=lines)
        updates.write_lines(owner, update_id=row_id, lines=lines)


def delete(owner: User, row_id: int) -> None:
    """With its letters that have not gone."""
    updates.delete_update(owner, update_id=row_id)


UPDATES = Resource(
    path="updates",
    noun="update",
    about=(
        "News for several: the text that readers share, a line for each alone, a letter each. POST drafts/{letter_id}/send "
        "sends one; one that tells somebody what they may not read is held back."
    ),
    shown=Update,
    listed=Update,
    new=NewUpdate,
    changes=UpdateChange,
    filters=Filters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says="The update and its letters that have not gone; those that have stay.",
    example={
        "person_ids": [1],
        "slots": {"verdict": "The page is live"},
        "lines": [{"person_id": 1, "line": "Yours."}],
    },
)
