"""People: everybody one knows, in the address book or on the panel."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from mentorpanel.api.payloads import (
    Counted,
    Day,
    Filters,
    Flag,
    Given,
    Id,
    Line,
    Lines,
    QueryFlag,
    Shown,
    Text,
    Words,
)
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain import documents
from mentorpanel.domain.facts import Stage
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import PersonRecord
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import panel, people

Distance = Literal["", "my-line", "my-team", "near", "outside"]
ADDRESSES = ("email", "phone", "link")
TEXTS = (
    "id", "name", "organisation", "title", "level", "nickname", "function", "time_zone", "tags", "expertise", "how_met",
    "admire", "share", "care_about", "need", "offer", "distance", "private_notes", "imported_notes", "do_not_contact",
    "is_confidential", "keeps_mail_text", "connected_on", "roles",
)  # fmt: skip


class PersonRow(Shown):
    """A person in the list."""

    id: int
    name: str
    organisation: str
    title: str
    level: str
    stage: Stage | None
    email: str
    last_talked_on: date | None


class Person(Shown):
    """A person, and how things stand with them; nulls in the address book, where nothing is owed."""

    id: int
    name: str
    organisation: str
    title: str
    level: str
    stage: Stage | None
    roles: list[str]
    standing: str | None
    warmth: str | None
    cadence: Counted | None
    informed: bool | None
    emails: list[str]
    phones: list[str]
    links: list[str]
    nickname: str
    function: str
    time_zone: str
    tags: list[str]
    expertise: list[str]
    how_met: str
    admire: str
    share: str
    care_about: str
    need: str
    offer: str
    distance: Distance
    introduced_by: dict[str, Any] | None
    private_notes: str
    imported_notes: str
    do_not_contact: bool
    is_confidential: bool
    keeps_mail_text: bool
    connected_on: date | None


class PersonFields(Given):
    """What is said of somebody."""

    organisation: Line = ""
    title: Line = ""
    level: Line = Field("", description="A rung of your ladder; empty: as the title suggests.")
    nickname: Line = ""
    function: Line = ""
    time_zone: Line = ""
    tags: Lines = []
    expertise: Lines = []
    how_met: Text = ""
    admire: Text = ""
    share: Text = ""
    care_about: Text = ""
    need: Text = ""
    offer: Text = ""
    distance: Distance = ""
    introduced_by_id: Id | None = None
    private_notes: Text = ""
    imported_notes: Text = ""
    do_not_contact: Flag = False
    is_confidential: Flag = False
    keeps_mail_text: Flag = Field(False, description="Whether the text of mails with them is kept.")
    connected_on: Day | None = None
    email: Line = Field("", description="An address more, which letters go to from now on.")
    phone: Line = Field("", description="A number more.")
    link: Line = Field("", description="A page of theirs more.")


class NewPerson(PersonFields):
    """Somebody new: in the address book, or with a stage on the panel."""

    name: Line
    stage: Stage | None = None
    since: Day | None = Field(None, description="With a stage: since when.")


class PersonChange(PersonFields):
    """What is to change."""

    name: Line = ""


class PeopleFilters(Filters):
    """Which people."""

    stage: Stage | None = None
    distance: Literal["my-line", "my-team", "near", "outside"] | None = None
    tag: Words | None = None
    on_panel: QueryFlag | None = None
    trashed: QueryFlag = Field(False, description="Those in the trash instead.")


def known(owner: User, person_id: int) -> PersonRecord:
    """A person who is not in the trash; else ``NotFound``."""
    found = people.person(owner, person_id=person_id)
    if found.deleted_at is not None:
        raise NotFound(f"{found.name} is in the trash; POST people/{person_id}/restore takes them out.")
    return found


def show(owner: User, person_id: int) -> Document:
    """A person as a document."""
    found = known(owner, person_id)
    standing = panel.standing_of_person(owner, person_id=person_id)
    points = sorted(found.contact_points, key=lambda point: not point.is_primary)
    return {
        **{name: getattr(found, name) for name in TEXTS},
        "stage": found.stage or None,
        "introduced_by": documents.named(found.introduced_by),
        "standing": standing.standing.verdict if standing and standing.standing else None,
        "warmth": standing.warmth.verdict if standing else None,
        "cadence": documents.cadence(standing.cadence) if standing else None,
        "informed": standing.informed.verdict == "informed" if standing else None,
        **{f"{kind}s": [point.value for point in points if point.kind == kind] for kind in ADDRESSES},
    }


def rows(_owner: User, found: tuple[Any, ...]) -> list[Document]:
    """People in a list."""
    return [documents.person_row(row) for row in found]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Add somebody."""
    said = {name: value for name, value in given.items() if value is not None}
    return people.add_person(owner, **said).id


def change(owner: User, person_id: int, given: Mapping[str, Any]) -> None:
    """Change what is said of somebody; an address is added and becomes the one to use."""
    fields = {name: value for name, value in given.items() if name not in ADDRESSES}
    if fields:
        people.change_person(owner, person_id=person_id, **fields)
    for kind in ADDRESSES:
        if given.get(kind):
            _add_address(owner, person_id, kind, given[kind])


def _add_address(owner: User, person_id: int, kind: str, value: str) -> None:
    before = {point.id for point in people.person(owner, person_id=person_id).contact_points}
    after = people.add_contact_point(owner, person_id=person_id, kind=kind, value=value)
    for point in after.contact_points:
        if point.id not in before:
            people.prefer_contact_point(owner, person_id=person_id, point_id=point.id)


def delete(owner: User, person_id: int) -> None:
    """Into the trash."""
    people.trash_person(owner, person_id=person_id)


PEOPLE = Resource(
    path="people",
    noun="person",
    about="Everybody you know. With a stage they are on your panel (see relationships), else in the address book.",
    shown=Person,
    listed=PersonRow,
    new=NewPerson,
    changes=PersonChange,
    filters=PeopleFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says="They go to the trash with everything of theirs; POST people/{id}/restore takes them out.",
    example={"name": "Ana Ruiz", "email": "ana@example.org", "stage": "mentor", "since": "2025-09-01"},
)
