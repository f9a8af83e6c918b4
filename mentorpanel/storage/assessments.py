"""Evidence of what somebody is like to learn from."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from mentorpanel.domain.panel_records import EvidenceRecord
from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.domain.records import Named, Page
from mentorpanel.domain.selection import Selection
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import Evidence, Touchpoint, User
from mentorpanel.storage.owned import PERSON, change_row, named_person, owned_row
from mentorpanel.storage.paging import selected
from mentorpanel.storage.together import OWNER, Read

MOST_PIECES = 500
"""Pieces of evidence that are read for one person; our judgement."""
FILTERS: Mapping[str, str | Mapping[object, Q]] = {"person_id": "person_id", "touchpoint_id": "touchpoint_id"}


def add_evidence(
    owner: User,
    *,
    person_id: int,
    touchpoint_id: int | None,
    on: date,
    text: str,
    shows: Iterable[tuple[str, str]],
) -> EvidenceRecord:
    """Store an observation; a touchpoint must be one with that person."""
    named_person(owner, person_id)
    _check_touchpoint(owner, touchpoint_id, person_id)
    row = Evidence.objects.create(
        owner=owner,
        person_id=person_id,
        touchpoint_id=touchpoint_id,
        on=on,
        text=text,
        shows=[list(pair) for pair in shows],
    )
    return evidence(owner, evidence_id=row.pk)


def evidence(owner: User, *, evidence_id: int) -> EvidenceRecord:
    """One piece of evidence of the owner's."""
    row = _rows(owner).filter(pk=evidence_id).first()
    if row is None:
        raise NotFound(f"There is no evidence with the number {evidence_id}.")
    return _record(row)


def change_evidence(owner: User, *, evidence_id: int, **changes: Any) -> EvidenceRecord:
    """Write fields of a piece of evidence."""
    row = owned_row(Evidence, owner, evidence_id, what="evidence", is_for_change=True)
    if "touchpoint_id" in changes:
        _check_touchpoint(owner, changes["touchpoint_id"], row.person_id)
    if "shows" in changes:
        changes["shows"] = [list(pair) for pair in changes["shows"]]
    if "touchpoint_id" in changes:
        row.touchpoint_id = changes.pop("touchpoint_id")
        row.save(update_fields=["touchpoint", "updated_at"])
    change_row(row, **changes)
    return evidence(owner, evidence_id=evidence_id)


def delete_evidence(owner: User, *, evidence_id: int) -> EvidenceRecord:
    """Delete a piece of evidence; returns what it was."""
    gone = evidence(owner, evidence_id=evidence_id)
    Evidence.objects.filter(owner=owner, pk=evidence_id).delete()
    return gone


def _about() -> "QuerySet[Evidence, tuple[Any, ...]]":
    rows = Evidence.objects.filter(owner=OWNER, person_id=PERSON).order_by("-on", "-pk")
    return rows.values_list("pk", "person_id", "person__name", "touchpoint_id", "on", "text", "shows")[
        :MOST_PIECES
    ]


ABOUT = Read(
    _about,
    lambda rows: tuple(
        EvidenceRecord(
            pk, Named(person_id, name), touchpoint_id, on, text, tuple((slug, seen) for slug, seen in shows)
        )
        for pk, person_id, name, touchpoint_id, on, text, shows in rows
    ),
)
"""Everything observed about a person, the newest first."""


def page(owner: User, selection: Selection) -> Page:
    """A page of evidence for programs."""
    rows = _rows(owner).filter(holds_all(selection.query, "text", "person__name"), person__deleted_at=None)
    return selected(rows, selection, FILTERS, record=_record)


def _check_touchpoint(owner: User, touchpoint_id: int | None, person_id: int) -> None:
    if touchpoint_id is None:
        return
    if owned_row(Touchpoint, owner, touchpoint_id, what="touchpoint").person_id != person_id:
        raise Invalid("That happened with somebody else.", field="touchpoint")


def _rows(owner: User) -> "QuerySet[Evidence]":
    return Evidence.objects.filter(owner=owner).select_related("person")


def _record(row: Evidence) -> EvidenceRecord:
    return EvidenceRecord(
        id=row.pk,
        person=Named(row.person_id, row.person.name),
        touchpoint_id=row.touchpoint_id,
        on=row.on,
        text=row.text,
        shows=tuple((criterion, seen) for criterion, seen in row.shows),
    )
