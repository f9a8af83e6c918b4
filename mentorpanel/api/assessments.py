"""Assessments: dated evidence of what somebody is like to learn from."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from mentorpanel.api import people as api_people
from mentorpanel.api import views
from mentorpanel.api.payloads import Day, Filters, Given, Id, Line, PersonLink, QueryId, Shown, Text, called
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain import assessment_documents, documents
from mentorpanel.domain.assessment import Seen
from mentorpanel.domain.panel_records import EvidenceRecord
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import assessments


class Evidence(Shown):
    """A piece of evidence. What all of them show together: GET people/{id}/assessment."""

    id: int
    person: PersonLink
    on: date
    text: str
    shows: list[views.Shows]
    touchpoint_id: int | None


class NewShows(Given):
    """How clearly a criterion was seen."""

    criterion: Line = Field(description="listens, helps, or excels: with one of your principles.")
    seen: Seen


ShowsList = Annotated[list[NewShows], Field(max_length=50)]


class NewEvidence(Given):
    """What you saw or heard; how clearly, once it is not too early to tell (409)."""

    person_id: Id
    text: Text = ""
    shows: ShowsList = []
    on: Day | None = Field(None, description="When; null: the day of the touchpoint, else today.")
    touchpoint_id: Id | None = Field(None, description="What it was seen at.")


class EvidenceChange(Given):
    """What is to change."""

    text: Text | None = None
    shows: ShowsList | None = None
    on: Day | None = None


class EvidenceFilters(Filters):
    """Which evidence."""

    person_id: QueryId | None = None
    touchpoint_id: QueryId | None = None


def _document(piece: EvidenceRecord) -> Document:
    return {
        **assessment_documents.evidence(piece),
        "person": documents.named(piece.person),
        "touchpoint_id": piece.touchpoint_id,
    }


def _said(given: Mapping[str, Any]) -> dict[str, Any]:
    said = dict(given)
    if said.get("shows") is not None:
        said["shows"] = tuple((one.criterion, one.seen.value) for one in said["shows"])
    return said


def show(owner: User, row_id: int) -> Document:
    """One as a document."""
    return _document(assessments.evidence(owner, evidence_id=row_id))


def rows(_owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list."""
    return [_document(one) for one in found]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Note what was seen."""
    api_people.known(owner, given["person_id"])
    with called(note="text", touchpoint="touchpoint_id"):
        return assessments.add_evidence(owner, **{"text": "", **_said(given)}).id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Other words, other levels, another day."""
    with called(note="text"):
        assessments.change_evidence(owner, evidence_id=row_id, **_said(given))


def delete(owner: User, row_id: int) -> None:
    """Take it away."""
    assessments.delete_evidence(owner, evidence_id=row_id)


ASSESSMENTS = Resource(
    path="assessments",
    noun="evidence",
    about="What you saw of somebody as a mentor: dated evidence. What it shows is in people/{id}/assessment.",
    shown=Evidence,
    listed=Evidence,
    new=NewEvidence,
    changes=EvidenceChange,
    filters=EvidenceFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says="Gone for good, and the assessment is as if it had not been seen.",
    example={"person_id": 1, "text": "Told me what she would not do again", "on": "2026-03-31"},
)
