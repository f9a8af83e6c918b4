"""Everything that can be changed of a session, at once: for programs that send one change."""

from datetime import date, time
from typing import Final

from django.db import transaction

from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import SessionRecord
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import sessions

STATUSES: Final = ("planned", "prepared", "cancelled", "missed")


def change_session(
    owner: User,
    *,
    session_id: int,
    on: date | None = None,
    at: time | None = None,
    status: str = "",
    who_missed: str = "",
    reason: str = "",
    length_minutes: int | None = None,
    **texts: str,
) -> SessionRecord:
    """Reopen, write, move, and say how it ended, in this order; all of it or nothing.

    ``texts`` are those of ``sessions.change_session``. A move needs both day and time.
    """
    if status not in ("", *STATUSES):
        raise Invalid(f"A session's status is changed to {', '.join(STATUSES)}.", field="status")
    if (on is None) != (at is None):
        raise Invalid("A session is moved to a day and a time.", field="at" if at is None else "on")
    with transaction.atomic():
        if status == "planned":
            sessions.reopen_session(owner, session_id=session_id)
        if texts or length_minutes is not None:
            sessions.change_session(owner, session_id=session_id, length_minutes=length_minutes, **texts)
        if on is not None and at is not None:
            sessions.move_session(owner, session_id=session_id, on=on, at=at, reason=reason)
        if status == "prepared":
            sessions.prepare_session(owner, session_id=session_id)
        elif status == "cancelled":
            sessions.cancel_session(owner, session_id=session_id, reason=reason)
        elif status == "missed":
            sessions.miss_session(owner, session_id=session_id, who=who_missed, reason=reason)
        return sessions.session(owner, session_id=session_id)
