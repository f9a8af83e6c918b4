"""Drafts: letters while they are written, and as they went."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from mentorpanel.api import people as api_people
from mentorpanel.api.payloads import Day, Filters, Given, Id, Line, PersonLink, QueryId, Shown, Slug, Text
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain import documents
from mentorpanel.domain.problems import Invalid
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import letters, sessions
from mentorpanel.usecases.letters import Letter

State = Literal["draft", "queued", "sent", "failed"]
Slots = Annotated[dict[Line, Text], Field(max_length=60)]


class Check(Shown):
    """What was looked at before it goes."""

    check: str
    ok: bool
    why: str


class DraftRow(Shown):
    """A letter in the list."""

    id: int
    kind: str
    person: PersonLink
    subject: str
    state: State
    session_id: int | None
    sent_at: datetime | None
    failure: str


class Draft(Shown):
    """A letter with its checks."""

    id: int
    kind: str
    to: str
    subject: str
    text: str
    slots: dict[str, Any]
    checks: list[Check]
    state: State
    session_id: int | None
    sent_at: datetime | None
    failure: str
    person: PersonLink
    notice_id: int | None
    answered_on: date | None
    held_back: str = Field(description="What has to be mended before it can go at all; empty when nothing.")


class NewDraft(Given):
    """A letter of a kind to somebody, its slots filled from what is known."""

    kind: Line
    person_id: Id
    session_id: Id | None = Field(None, description="For a brief or recap: of which session.")
    notice_id: Id | None = Field(
        None, description="For a letter of outreach: of which path; null: the newest it fits."
    )
    slots: Slots = {}


class DraftChange(Given):
    """What is to change. “sent”: you have sent it yourself; “draft” takes that back."""

    slots: Slots = {}
    subject: Line | None = None
    text: Text | None = Field(
        None, description="The whole text, written by you; empty goes back to the slots."
    )
    state: Literal["sent", "draft"] | None = None
    sent_on: Day | None = Field(None, description="With “sent”: when it went (today).")


class DraftFilters(Filters):
    """Which letters."""

    person_id: QueryId | None = None
    session_id: QueryId | None = None
    kind: Slug | None = None
    state: State | None = None


def document(letter: Letter) -> Document:
    """A letter as a document."""
    made = documents.letter(letter.draft, to=letter.to, checks=letter.checks)
    return {
        **made,
        "person": documents.named(letter.draft.person),
        "notice_id": letter.draft.notice_id,
        "answered_on": letter.draft.answered_on,
        "held_back": letter.held_back,
    }


def show(owner: User, row_id: int) -> Document:
    """One as a document."""
    return document(letters.letter(owner, draft_id=row_id))


def rows(_owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list, without text and checks."""
    return [
        {
            "id": one.id,
            "kind": one.kind,
            "person": documents.named(one.person),
            "subject": one.subject,
            "state": one.state,
            "session_id": one.session_id,
            "sent_at": one.sent_at,
            "failure": one.failure,
        }
        for one in found
    ]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Begin one; a session's brief or recap that is there already is that one."""
    person, session_id = api_people.known(owner, given["person_id"]), given.get("session_id")
    if session_id is not None and sessions.session(owner, session_id=session_id).person.id != person.id:
        raise Invalid("That session is with somebody else.", field="session_id")
    return letters.draft_letter(owner, **given).draft.id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Write in it; say that it went."""
    said = dict(given)
    state, sent_on = said.pop("state", None), said.pop("sent_on", None)
    if sent_on is not None and state != "sent":
        raise Invalid("When it went is said with the state sent.", field="sent_on")
    if state == "draft":
        letters.take_back(owner, draft_id=row_id)
    if said:
        letters.write_letter(owner, draft_id=row_id, **said)
    if state == "sent":
        letters.mark_sent(owner, draft_id=row_id, on=sent_on)


def delete(owner: User, row_id: int) -> None:
    """Throw it away."""
    letters.delete_letter(owner, draft_id=row_id)


DRAFTS = Resource(
    path="drafts",
    noun="letter",
    about=(
        "Letters of every kind: written from slots, checked, sent with your word. POST drafts/{id}/send sends one; "
        "one that is held back (held_back says why) neither goes nor counts as sent."
    ),
    shown=Draft,
    listed=DraftRow,
    new=NewDraft,
    changes=DraftChange,
    filters=DraftFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says="A letter that has gone, or is on its way, is kept as it went: 409.",
    example={"kind": "thank-you", "person_id": 1},
)
