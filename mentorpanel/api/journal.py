"""The journal: wins, challenges, changes and learnings; private until shared."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mentorpanel.api.payloads import Day, Filters, Flag, Given, Ids, Lines, PersonLink, Shown, Text
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain import documents
from mentorpanel.domain.facts import JournalKind
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import journal


class JournalEntry(Shown):
    """An entry."""

    id: int
    kind: JournalKind
    on: date
    text: str
    topics: list[str]
    shared_with_all: bool
    shared_with: list[PersonLink]


class EntryFields(Given):
    """What is said of it."""

    on: Day | None = None
    topics: Lines = []
    shared_with_all: Flag = False
    shared_with_ids: Ids = []


class NewEntry(EntryFields):
    """An entry, of today if no day is said."""

    text: Text
    kind: JournalKind = JournalKind.LEARNING


class EntryChange(EntryFields):
    """What is to change."""

    text: Text | None = None
    kind: JournalKind | None = None


class JournalFilters(Filters):
    """Which entries."""

    kind: JournalKind | None = None
    since: Day | None = None
    until: Day | None = None


def show(owner: User, row_id: int) -> Document:
    """One as a document."""
    return documents.journal_entry(journal.entry(owner, entry_id=row_id))


def rows(_owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list."""
    return [documents.journal_entry(one) for one in found]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Write one."""
    said = dict(given)
    share = {
        "share_with": said.pop("shared_with_ids", ()),
        "share_with_all": said.pop("shared_with_all", False),
    }
    return journal.write_entry(owner, **said, **share).id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Other words, another day; or who may read it: exactly those named."""
    said = dict(given)
    with_all, with_ids = said.pop("shared_with_all", None), said.pop("shared_with_ids", None)
    before = (
        journal.change_entry(owner, entry_id=row_id, **said)
        if said
        else journal.entry(owner, entry_id=row_id)
    )
    if with_all is not None or with_ids is not None:
        journal.share_entry(
            owner,
            entry_id=row_id,
            person_ids=with_ids if with_ids is not None else [one.id for one in before.shared_with],
            with_all=before.is_shared_with_all if with_all is None else with_all,
        )


def delete(owner: User, row_id: int) -> None:
    """Into the trash."""
    journal.trash_entry(owner, entry_id=row_id)


JOURNAL = Resource(
    path="journal",
    noun="journal entry",
    about="Wins, challenges, changes and learnings. Nobody reads an entry until you share it.",
    shown=JournalEntry,
    listed=JournalEntry,
    new=NewEntry,
    changes=EntryChange,
    filters=JournalFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says="The entry goes to the trash, where nobody reads it; POST journal/{id}/restore takes it out.",
    example={"kind": "win", "text": "The pilot customer signed", "topics": ["sales"]},
)
