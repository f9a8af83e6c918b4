"""Phases: which the owner has been in, and the change from one to another."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from mentorpanel.api.payloads import (
    Day,
    Filters,
    Flag,
    Given,
    Ids,
    Line,
    QueryFlag,
    Shown,
    Slug,
    Text,
    called,
)
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain.needs import phase_name
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import PhaseRecord
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import phases
from mentorpanel.usecases.phases import PhaseChange

Focus = Annotated[list[Line], Field(max_length=20)]


class Phase(Shown):
    """A phase of your career; the one without an end is the present one."""

    id: int
    phase: str
    name: str
    note: str
    started_on: date
    ended_on: date | None


class NewPhase(Given):
    """Another phase begins. Nobody's stage moves but of those who are let rest."""

    phase: Line = Field(description="early-career, progressing, new-team or transition, or one of your own.")
    own: Flag = Field(
        False, description="A phase of your own begins under that name, though there is none yet."
    )
    note: Text = ""
    started_on: Day | None = Field(None, description="When it began (today).")
    focus: Focus | None = Field(
        None, description="The focus areas from now on; null leaves them as they are."
    )
    readers: Literal["nobody", "named", "everyone"] = Field(
        "nobody", description="Whom the change of focus is told: with “named”, the people in named_ids."
    )
    named_ids: Ids = []
    resting_ids: Ids = Field([], description="Who may rest in this phase.")


class PhaseNote(Given):
    """What is to change."""

    note: Text | None = None


class PhaseFilters(Filters):
    """Which phases."""

    phase: Slug | None = None
    current: QueryFlag | None = None


def _document(one: PhaseRecord) -> Document:
    return {
        "id": one.id,
        "phase": one.phase,
        "name": phase_name(one.phase),
        "note": one.note,
        "started_on": one.started_on,
        "ended_on": one.ended_on,
    }


def show(owner: User, row_id: int) -> Document:
    """One as a document."""
    return _document(phases.past_phase(owner, phase_id=row_id))


def rows(_owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list."""
    return [_document(one) for one in found]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Begin another phase."""
    readers, named = given.get("readers", "nobody"), given.get("named_ids", [])
    if (readers == "named") != bool(named):
        raise Invalid("Say in named_ids who is told, with readers “named”.", field="named_ids")
    with called(on="started_on"):
        begun = phases.change_phase(
            owner,
            phase=given["phase"],
            note=given.get("note", ""),
            on=given.get("started_on"),
            focus_texts=given.get("focus"),
            readers_for_focus=named or readers,
            resting_ids=given.get("resting_ids", ()),
            is_own=given.get("own", False),
        )
    return begun.phase_id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Another note on the present phase."""
    if given.get("note") is not None:
        phases.change_note(owner, phase_id=row_id, note=given["note"])


def delete(owner: User, row_id: int) -> None:
    """Take the change to the present phase back."""
    found = phases.past_phase(owner, phase_id=row_id)
    phases.undo_phase(owner, change=PhaseChange(found.id, found.phase))


PHASES = Resource(
    path="phases",
    noun="phase",
    about=(
        "The phases of your career, newest first. Adding one is the change to it; what it would ask for, and who may "
        "rest then, GET gaps?phase= shows beforehand."
    ),
    shown=Phase,
    listed=Phase,
    new=NewPhase,
    changes=PhaseNote,
    filters=PhaseFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says=(
        "Takes the change to the present phase back: the one before goes on, and whom the change let rest stands "
        "where they stood; the focus areas are as before, unless changed since. A phase that is over is part of your "
        "history: 409."
    ),
    example={"phase": "transition", "note": "The offer is on the table", "resting_ids": []},
)
