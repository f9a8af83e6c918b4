"""Sessions: when we meet, what was prepared, what happened."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from mentorpanel.api.payloads import (
    Clock,
    Day,
    Filters,
    Given,
    Id,
    Line,
    Minutes,
    Moment,
    PersonLink,
    QueryId,
    Shown,
    Text,
)
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain import documents
from mentorpanel.domain.facts import SessionStatus
from mentorpanel.domain.invitations import Invited
from mentorpanel.domain.problems import Invalid
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import busy_times, invitation_states, profiles, session_changes, sessions


class Invitation(Shown):
    """What the mentor was last told about a session: when it starts and with which SEQUENCE; null for nothing yet."""

    state: Invited
    told_starts_at: datetime | None
    sequence: int | None


class Session(Shown):
    """A session with the moments of its clock."""

    id: int
    person: PersonLink
    starts_at: datetime
    length_minutes: int
    place: str
    status: SessionStatus
    series_id: int | None
    prepare_at: datetime
    brief_due_at: datetime
    brief_sent_at: datetime | None
    held_at: datetime | None
    recap_sent_at: datetime | None
    thanks_due_at: datetime
    invitation: Invitation
    notes: str
    shared_notes: str
    prepared_at: datetime | None
    who_missed: str
    reason: str


class NewSession(Given):
    """One session by itself, in your zone; several are a series."""

    person_id: Id
    on: Day
    at: Clock
    length_minutes: Minutes = 45
    place: Line = ""


class SessionChange(Given):
    """What is to change: notes; where; how long; when; or how it ended. “planned” takes such an end back."""

    notes: Text | None = None
    shared_notes: Text | None = None
    place: Line | None = None
    length_minutes: Minutes | None = None
    on: Day | None = None
    at: Clock | None = None
    status: Literal["planned", "prepared", "cancelled", "missed"] | None = None
    who_missed: Literal["me", "them", "both"] | None = Field(None, description="With “missed”.")
    reason: Text = ""


class SessionFilters(Filters):
    """Which sessions."""

    person_id: QueryId | None = None
    series_id: QueryId | None = None
    status: SessionStatus | None = None
    since: Moment | None = Field(None, description="Those that start then or later.")
    until: Moment | None = Field(None, description="Those that start before.")


def show(owner: User, row_id: int) -> Document:
    """One as a document."""
    return rows(owner, (sessions.session(owner, session_id=row_id),))[0]


def rows(owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list."""
    profile = profiles.profile(owner)
    busy = busy_times.busy_around(owner, found, profile)
    invited = invitation_states.states(owner, found, zone=ZoneInfo(profile.time_zone))
    return [
        {
            **documents.session(one, sessions.clock_of(profile, one, busy), invited[one.id]),
            "notes": one.notes,
            "shared_notes": one.shared_notes,
            "prepared_at": one.prepared_at,
            "who_missed": one.who_missed,
            "reason": one.reason,
        }
        for one in found
    ]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Plan one."""
    return sessions.schedule_once(owner, **{**given, "at": time.fromisoformat(given["at"])}).id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Write notes, move it, or say how it ended."""
    said = {name: value for name, value in given.items() if value is not None}
    if said.get("who_missed") and said.get("status") != "missed":
        raise Invalid("Who could not make it is said with the status missed.", field="who_missed")
    if "at" in said or "on" in said:
        starts = sessions.session(owner, session_id=row_id).starts_at
        local = starts.astimezone(ZoneInfo(profiles.profile(owner).time_zone))
        at = time.fromisoformat(said["at"]) if "at" in said else local.time()
        said |= {"at": at, "on": said.get("on", local.date())}
    session_changes.change_session(owner, session_id=row_id, **said)


def delete(owner: User, row_id: int) -> None:
    """It does not take place."""
    sessions.cancel_session(owner, session_id=row_id)


SESSIONS = Resource(
    path="sessions",
    noun="session",
    about="When you meet. POST sessions/{id}/hold says what happened, POST sessions/{id}/brief assembles the brief.",
    shown=Session,
    listed=Session,
    new=NewSession,
    changes=SessionChange,
    filters=SessionFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says=(
        "Cancels it: it stays with the status cancelled, and what was planned for it is parked again. One that is over "
        "is part of the record: 409."
    ),
    example={"person_id": 1, "on": "2026-04-07", "at": "16:00", "length_minutes": 45},
)
