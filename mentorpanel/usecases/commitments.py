"""Commitments: promise, keep, let go."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.records import CommitmentRecord
from mentorpanel.domain.wording import required_text
from mentorpanel.storage import commitments
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles


def promise(
    owner: User,
    *,
    person_id: int,
    text: str,
    is_mine: bool = True,
    due_on: date | None = None,
    session_id: int | None = None,
) -> CommitmentRecord:
    """Note a promise, mine to them or theirs to me; a session must be one with them."""
    said = required_text(text, field="text", what="what was promised")
    with transaction.atomic():
        return commitments.add_commitment(
            owner, person_id=person_id, session_id=session_id, text=said, is_mine=is_mine, due_on=due_on
        )


def change_commitment(owner: User, *, commitment_id: int, text: str, due_on: date | None) -> CommitmentRecord:
    """Write a promise anew: its words and its date, None for no date."""
    said = required_text(text, field="text", what="what was promised")
    with transaction.atomic():
        return commitments.change_commitment(owner, commitment_id=commitment_id, text=said, due_on=due_on)


def keep_commitment(owner: User, *, commitment_id: int, on: date | None = None) -> CommitmentRecord:
    """Say that a promise was kept, today by default."""
    with transaction.atomic():
        day = on or clock.today(profiles.zone(owner))
        return commitments.change_commitment(owner, commitment_id=commitment_id, done_on=day, dropped_on=None)


def drop_commitment(owner: User, *, commitment_id: int, on: date | None = None) -> CommitmentRecord:
    """Say that a promise no longer holds, from today by default."""
    with transaction.atomic():
        day = on or clock.today(profiles.zone(owner))
        return commitments.change_commitment(owner, commitment_id=commitment_id, done_on=None, dropped_on=day)


def reopen_commitment(owner: User, *, commitment_id: int) -> CommitmentRecord:
    """A promise that was kept or dropped is open again."""
    with transaction.atomic():
        return commitments.change_commitment(
            owner, commitment_id=commitment_id, done_on=None, dropped_on=None
        )


def delete_commitment(owner: User, *, commitment_id: int) -> None:
    """Delete a promise that was noted by mistake; one that no longer holds is better dropped."""
    with transaction.atomic():
        commitments.delete_commitment(owner, commitment_id=commitment_id)


def commitment(owner: User, *, commitment_id: int) -> CommitmentRecord:
    """One promise."""
    return commitments.commitment(owner, commitment_id=commitment_id)


def open_commitments(owner: User, *, person_id: int | None = None) -> tuple[CommitmentRecord, ...]:
    """Neither kept nor dropped, soonest due first, undated last."""
    return commitments.open_commitments(owner, person_id=person_id)


def commitments_since(
    owner: User, *, person_id: int, since: date, zone: ZoneInfo | None = None
) -> tuple[CommitmentRecord, ...]:
    """Promises with a person that were made, kept or dropped on that day or later, oldest first.

    The day is one of the owner's ``zone``, which is not read again where it is known.
    """
    since_at = datetime.combine(since, time.min, tzinfo=zone or profiles.zone(owner))
    return commitments.commitments_since(owner, person_id=person_id, since=since, since_at=since_at)


def commitments_of_session(owner: User, *, session_id: int) -> tuple[CommitmentRecord, ...]:
    """What was promised in one session, in the order it was noted."""
    return commitments.commitments_of_session(owner, session_id=session_id)
