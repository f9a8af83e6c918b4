"""Notices: somebody worth knowing, and the path that follows."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from mentorpanel.api import people as api_people
from mentorpanel.api.payloads import (
    Day,
    Filters,
    Flag,
    Given,
    Id,
    Line,
    PersonLink,
    QueryFlag,
    QueryId,
    Shown,
    Text,
    called,
)
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain.outreach_documents import path_document
from mentorpanel.domain.problems import Invalid
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import notices, outreach
from mentorpanel.usecases.outreach import Path

Kind = Literal["talk", "meeting"]


class PathLetter(Shown):
    """A letter written on the path."""

    id: int
    kind: str
    state: str
    sent_at: datetime | None
    answered_on: date | None


class Notice(Shown):
    """Who was noticed, where and for what; where the path stands, and what comes next, with the reason."""

    id: int
    person: PersonLink
    kind: Kind
    where: str
    impressed: str
    question: str
    noticed_on: date
    state: str
    label: str
    letter: str | None
    due: date | None
    step: str | None
    reason: str
    letters: list[PathLetter]


class NoticeFields(Given):
    """What is said of it."""

    where: Line
    impressed: Text = Field(description="What exactly impressed you: one idea, sentence or act.")
    question: Text = Field("", description="What you would ask them.")
    noticed_on: Day | None = Field(None, description="When (today).")


class NewNotice(NoticeFields):
    """Somebody by number, or by name: then whoever has the name or the address, else somebody new."""

    kind: Kind = Field(description="A talk of theirs, or a meeting that you led.")
    person_id: Id | None = None
    name: Line = ""
    is_new: Flag = Field(False, description="Somebody new, though the name is near one you know.")
    again: Flag = Field(
        False, description="Open a second path with somebody whose path is open; else that is 409."
    )
    add_to: Id | None = Field(None, description="Add it to this path of theirs; no other is opened.")
    email: Line = ""
    organisation: Line = ""
    title: Line = ""


class NoticeChange(Given):
    """What is to change; the kind only while no letter of the path has gone."""

    kind: Kind | None = None
    where: Line | None = None
    impressed: Text | None = None
    question: Text | None = None
    noticed_on: Day | None = None


class NoticeFilters(Filters):
    """Which notices."""

    person_id: QueryId | None = None
    kind: Kind | None = None
    let_go: QueryFlag | None = None


def document(path: Path) -> Document:
    """A path as a document."""
    return path_document(path.notice, path.step, path.letters)


def show(owner: User, row_id: int) -> Document:
    """One as a document."""
    return document(outreach.path(owner, notice_id=row_id))


def rows(owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list, looked up together."""
    return [document(path) for path in outreach.paths_along(owner, found)]


def _said(given: Mapping[str, Any]) -> dict[str, Any]:
    said = dict(given)
    if "noticed_on" in said:
        said["on"] = said.pop("noticed_on")
    return said


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Note somebody worth knowing."""
    if given.get("person_id") is not None:
        api_people.known(owner, given["person_id"])
    said = _said(given)
    with called(on="noticed_on", ask="question"):
        if said.get("add_to") is not None:
            return _added(owner, said)
        said.pop("add_to", None)
        return notices.notice_someone(owner, **said).notice.id


def _added(owner: User, said: Mapping[str, Any]) -> int:
    known = notices.notice(owner, notice_id=said["add_to"])
    if said.get("person_id") not in (None, known.person.id):
        raise Invalid("That notice is of somebody else.", field="add_to")
    names = ("kind", "where", "impressed", "question", "on")
    words = {name: said[name] for name in names if name in said}
    return notices.add_to_notice(owner, notice_id=known.id, **words)[0].id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Other words, another day; its touchpoint follows."""
    with called(on="noticed_on", ask="question"):
        notices.change_notice(owner, notice_id=row_id, **_said(given))


def delete(owner: User, row_id: int) -> None:
    """With its touchpoint."""
    notices.delete_notice(owner, notice_id=row_id)


NOTICES = Resource(
    path="notices",
    noun="notice",
    about=(
        "Somebody worth knowing, with the specific thing, and the path that follows: its state, its next letter and the "
        "reason. Whoever has no stage is put on the panel as noticed."
    ),
    shown=Notice,
    listed=Notice,
    new=NewNotice,
    changes=NoticeChange,
    filters=NoticeFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says="The notice and its touchpoint; the person, their stage and the letters stay.",
    example={
        "person_id": 1, "kind": "talk", "where": "Product Day",
        "impressed": "How you killed the roadmap in public, and said why", "question": "How did sales take it?",
    },
)  # fmt: skip
