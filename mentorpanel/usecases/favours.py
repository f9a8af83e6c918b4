"""Favours both ways: note them, settle them, take them back."""

from datetime import date

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.favour_records import FavourDirection, FavourKind, FavourRecord, FavourStatus
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.domain.wording import one_of, required_text
from mentorpanel.storage import commitments, favours, wants
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles

DONE_AT_ONCE = (FavourDirection.GIVEN, FavourDirection.RECEIVED)


def note_favour(
    owner: User,
    *,
    person_id: int,
    text: str,
    direction: str = FavourDirection.GIVEN,
    kind: str = FavourKind.OTHER,
    on: date | None = None,
    due_on: date | None = None,
    other_id: int | None = None,
    want_id: int | None = None,
) -> FavourRecord:
    """Note what was given, received or offered, today by default. What was asked of me: ``asked.note_asked``.

    What was given or received is done; an offer is open. ``other_id`` is for whom or with whom besides;
    a ``want_id`` of theirs that was given to counts as met.
    """
    way = one_of(direction, FavourDirection, field="direction", what="direction")
    if way == FavourDirection.ASKED:
        raise Invalid("What they asked of you is noted as asked.", field="direction")
    return add(
        owner, person_id=person_id, text=text, way=way, kind=kind, on=on, due_on=due_on, other_id=other_id, want_id=want_id,
    )  # fmt: skip


def add(
    owner: User,
    *,
    person_id: int,
    text: str,
    way: str,
    kind: str,
    on: date | None = None,
    due_on: date | None = None,
    other_id: int | None = None,
    want_id: int | None = None,
) -> FavourRecord:
    """A favour in any direction, checked and stored."""
    said = required_text(text, field="text", what="what it is")
    slug = one_of(kind, FavourKind, field="kind", what="kind of favour")
    if other_id == person_id:
        raise Invalid("That is the same person twice.", field="other_id")
    today = clock.today(profiles.zone(owner))
    if on is not None and on > today:
        raise Invalid("That day is still to come; say when it was.", field="on")
    is_done = way in DONE_AT_ONCE
    with transaction.atomic():
        if want_id is not None and wants.want(owner, want_id=want_id).person is None:
            raise Invalid("That is a need of your own.", field="want_id")
        if want_id is not None and way == FavourDirection.GIVEN:
            wants.change_want(owner, want_id=want_id, met_on=on or today)
        return favours.add_favour(
            owner,
            person_id=person_id,
            direction=way,
            kind=slug,
            text=said,
            status=FavourStatus.DONE if is_done else FavourStatus.OPEN,
            on=on or today,
            due_on=due_on,
            settled_on=on or today if is_done else None,
            told_on=None if way == FavourDirection.ASKED else on or today,
            other_id=other_id,
            want_id=want_id,
        )


def change_favour(
    owner: User,
    *,
    favour_id: int,
    text: str | None = None,
    kind: str | None = None,
    on: date | None = None,
    other_id: int | None = None,
) -> FavourRecord:
    """Put its words, its kind, its day or the other person right; None leaves it as it is."""
    favours.favour(owner, favour_id=favour_id)
    changes: dict[str, object] = {}
    if text is not None:
        changes["text"] = required_text(text, field="text", what="what it is")
    if kind is not None:
        changes["kind"] = one_of(kind, FavourKind, field="kind", what="kind of favour")
    if on is not None:
        changes["on"] = on
    if other_id is not None:
        changes["other_id"] = other_id
    with transaction.atomic():
        return favours.change_favour(owner, favour_id=favour_id, **changes)


def settle_favour(owner: User, *, favour_id: int, status: str = FavourStatus.DONE) -> FavourRecord:
    """It is done, declined or withdrawn, today. Undo: ``reopen_favour``.

    What waits for an answer is answered, not settled (``Conflict``), but may be withdrawn. A promise behind it is
    kept or dropped along with it.
    """
    favours.favour(owner, favour_id=favour_id)
    slug = one_of(status, FavourStatus, field="status", what="way to settle it")
    if slug == FavourStatus.OPEN:
        return reopen_favour(owner, favour_id=favour_id)
    with transaction.atomic():
        found = favours.favour_for_change(owner, favour_id=favour_id)
        if found.waits_for_me and slug != FavourStatus.WITHDRAWN:
            raise Conflict(f"{found.person.name} waits for your answer; answer first.")
        today = clock.today(profiles.zone(owner))
        if found.commitment_id is not None:
            done, dropped = (today, None) if slug == FavourStatus.DONE else (None, today)
            commitments.change_commitment(
                owner, commitment_id=found.commitment_id, done_on=done, dropped_on=dropped
            )
        return favours.change_favour(owner, favour_id=favour_id, status=slug, settled_on=today)


def reopen_favour(owner: User, *, favour_id: int) -> FavourRecord:
    """It is open again, as is the promise behind it."""
    with transaction.atomic():
        found = favours.favour_for_change(owner, favour_id=favour_id)
        if found.commitment_id is not None:
            commitments.change_commitment(
                owner, commitment_id=found.commitment_id, done_on=None, dropped_on=None
            )
        was_done = found.direction in DONE_AT_ONCE and found.status == FavourStatus.WITHDRAWN
        return favours.change_favour(
            owner,
            favour_id=favour_id,
            status=FavourStatus.DONE if was_done else FavourStatus.OPEN,
            settled_on=found.on if was_done else None,
        )


def delete_favour(owner: User, *, favour_id: int) -> None:
    """Delete one that was noted by mistake."""
    with transaction.atomic():
        favours.delete_favour(owner, favour_id=favour_id)


def favour(owner: User, *, favour_id: int) -> FavourRecord:
    """One favour."""
    return favours.favour(owner, favour_id=favour_id)


def favours_of(owner: User, *, person_id: int) -> tuple[FavourRecord, ...]:
    """Everything between the owner and one person, newest first."""
    return favours.favours_of(owner, person_id=person_id)
