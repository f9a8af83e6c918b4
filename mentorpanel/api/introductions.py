"""Introductions: I ask to be introduced, or connect two people once both have said yes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from mentorpanel.api import people as api_people
from mentorpanel.api.payloads import (
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
from mentorpanel.domain.introduction_documents import introduction_document
from mentorpanel.domain.introductions import IntroductionStatus, IntroductionStep
from mentorpanel.domain.problems import Invalid
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import introductions

Shape = Literal["ask", "connect"]


class Consent(Shown):
    """Whether they were asked, and what they said: yes, no, or null."""

    asked_on: date | None
    said: Literal["yes", "no"] | None
    said_on: date | None


class IntroductionLetter(Shown):
    """A letter of it: ask, ask-second, introduce, thank, tell or tell-kindly."""

    id: int
    step: str
    kind: str
    state: str
    sent_at: datetime | None
    answered_on: date | None


class Introduction(Shown):
    """Who asks whom for whom, how far it has come, what comes next and why.

    Of a request `first` is the bridge; of two that you connect, `first` is the requester and `second` the target.
    """

    id: int
    shape: Shape
    title: str
    requester: PersonLink | None
    bridge: PersonLink | None
    target: PersonLink | None
    target_name: str
    organisation: str
    why: str
    status: IntroductionStatus
    step: IntroductionStep
    label: str
    reason: str
    due: date | None
    whom: Literal["first", "second"]
    first: Consent
    second: Consent
    introduced_on: date | None
    met_on: date | None
    thanked_on: date | None
    outcome: str
    outcome_on: date | None
    told_on: date | None
    ended_on: date | None
    letters: list[IntroductionLetter]


class NewIntroduction(Given):
    """With `bridge_id` you ask; with `requester_id` and `target_id` you connect the two."""

    bridge_id: Id | None = Field(None, description="Who could introduce you.")
    requester_id: Id | None = Field(None, description="The one of two, who is asked first.")
    target_id: Id | None = Field(None, description="Whom it is about.")
    target_name: Line = Field("", description="Whom you would meet, where they are not here yet.")
    organisation: Line = ""
    why: Text = Field("", description="What for; it goes into the letters.")
    is_new: Flag = Field(False, description="Somebody new, though the name is near one you know.")


class IntroductionChange(Given):
    """What is to change; whom it is about only while they are not here."""

    why: Text | None = None
    target_name: Line | None = None
    organisation: Line | None = None


class IntroductionFilters(Filters):
    """Which introductions."""

    person_id: QueryId | None = None
    shape: Shape | None = None
    status: IntroductionStatus | None = None
    open: QueryFlag | None = None


def document(one: introductions.Introduction) -> Document:
    """An introduction as a document."""
    return introduction_document(one.record, one.step, one.letters)


def show(owner: User, row_id: int) -> Document:
    """One as a document."""
    return document(introductions.introduction(owner, introduction_id=row_id))


def rows(owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list, looked up together."""
    return [document(one) for one in introductions.along(owner, found)]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Begin one; nobody is told anything by it."""
    ids = {name: given.get(name) for name in ("bridge_id", "requester_id", "target_id")}
    for name, person_id in ids.items():
        if person_id is not None:
            with called(person_id=name):
                api_people.known(owner, person_id)
    if (ids["bridge_id"] is None) == (ids["requester_id"] is None):
        raise Invalid("Name the bridge whom you ask, or the requester whom you connect.", field="bridge_id")
    with called(second="target_id", bridge="bridge_id"):
        if ids["requester_id"] is not None:
            return _connection(owner, ids, given)
        return introductions.begin_request(owner, **given_for_request(given)).id


def given_for_request(given: Mapping[str, Any]) -> dict[str, Any]:
    """What of it a request takes."""
    names = ("bridge_id", "target_id", "target_name", "organisation", "why", "is_new")
    return {name: given[name] for name in names if name in given}


def _connection(owner: User, ids: Mapping[str, int | None], given: Mapping[str, Any]) -> int:
    if ids["requester_id"] is None or ids["target_id"] is None:
        raise Invalid("Say with whom they would be connected.", field="target_id")
    return introductions.begin_connection(
        owner, first_id=ids["requester_id"], second_id=ids["target_id"], why=given.get("why", "")
    ).id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Another reason, another name."""
    introductions.change_introduction(owner, introduction_id=row_id, **given)


def delete(owner: User, row_id: int) -> None:
    """It alone."""
    introductions.delete_introduction(owner, introduction_id=row_id)


INTRODUCTIONS = Resource(
    path="introductions",
    noun="introduction",
    about=(
        "Who could introduce you to whom, asked for and tracked to the thank-you; and two people whom you connect. "
        "Nothing goes to both before both have said yes."
    ),
    shown=Introduction,
    listed=Introduction,
    new=NewIntroduction,
    changes=IntroductionChange,
    filters=IntroductionFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says="The introduction; people, letters and touchpoints stay.",
    example={
        "bridge_id": 1,
        "target_name": "Kim Stone",
        "organisation": "Tallis",
        "why": "She has priced pilots",
    },
)
