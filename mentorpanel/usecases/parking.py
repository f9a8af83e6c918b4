"""The parking lot: park, assign, plan for a session, raise, close."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import ParkedKind, ParkedStatus
from mentorpanel.domain.parking import CLOSINGS, URGENCIES
from mentorpanel.domain.problems import Ambiguous, Invalid, NotFound
from mentorpanel.domain.records import AgendaItem, Page, ParkedRecord
from mentorpanel.domain.wording import one_line, one_of, plain_text, required_text, topics_of
from mentorpanel.storage import parking
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import people_found, profiles

LONGEST_NAME = 300


def park_item(
    owner: User,
    *,
    text: str,
    kind: str = "question",
    person_id: int | None = None,
    for_name: str = "",
    topics: Iterable[str] = (),
    urgency: str = "normal",
    at: datetime | None = None,
) -> ParkedRecord:
    """Park a question, idea or insight, for a person by id or by a loosely matched name.

    A name that fits nobody or several people is kept as ``asked_name`` and leaves the item
    unassigned; Today asks whom it is for. ``at`` is when it was thought of, now by default.
    """
    slug = one_of(kind, ParkedKind, field="kind", what="kind of parked item")
    said = required_text(text, field="text", what="what you want to park")
    with transaction.atomic():
        asked_name = "" if person_id is not None else one_line(for_name, at_most=LONGEST_NAME)
        found = _person_named(owner, asked_name)
        return parking.add_item(
            owner,
            person_id=person_id if person_id is not None else found,
            text=said,
            kind=slug,
            topics=topics_of(topics),
            urgency=_urgency(urgency),
            asked_name="" if found is not None else asked_name,
            parked_at=at or clock.now(),
        )


def change_item(
    owner: User,
    *,
    item_id: int,
    text: str | None = None,
    kind: str | None = None,
    topics: Iterable[str] | None = None,
    urgency: str | None = None,
    answer: str | None = None,
) -> ParkedRecord:
    """Change what is said of an item; None leaves a field as it is."""
    changes: dict[str, object] = {}
    if text is not None:
        changes["text"] = required_text(text, field="text", what="what you want to park")
    if kind is not None:
        changes["kind"] = one_of(kind, ParkedKind, field="kind", what="kind of parked item")
    if topics is not None:
        changes["topics"] = topics_of(topics)
    if urgency is not None:
        changes["urgency"] = _urgency(urgency)
    if answer is not None:
        changes["answer"] = plain_text(answer)
    with transaction.atomic():
        return parking.change_item(owner, item_id=item_id, **changes)


def assign_item(owner: User, *, item_id: int, person_id: int | None) -> ParkedRecord:
    """Say whom an item is for; None takes that back. The name once asked for is settled by this."""
    with transaction.atomic():
        return parking.change_item(owner, item_id=item_id, person_id=person_id, asked_name="")


def close_item(owner: User, *, item_id: int, status: str = "answered", answer: str = "") -> ParkedRecord:
    """Close an item as answered, closed, dropped or solved (by oneself); its answer is kept with it."""
    slug = one_of(status, ParkedStatus, field="status", what="way to close an item")
    if slug not in CLOSINGS:
        raise Invalid(f"An item is closed as {', '.join(CLOSINGS)}.", field="status")
    with transaction.atomic():
        on = clock.today(profiles.zone(owner))
        return parking.close_item(owner, item_id=item_id, status=slug, answer=plain_text(answer), on=on)


def reopen_item(owner: User, *, item_id: int) -> ParkedRecord:
    """Open a closed item again; it is planned, raised or parked as its sessions say."""
    with transaction.atomic():
        return parking.reopen_item(owner, item_id=item_id)


def delete_item(owner: User, *, item_id: int) -> None:
    """Delete an item that was parked by mistake; one that was talked about is ``Conflict``: it is closed instead."""
    with transaction.atomic():
        parking.delete_item(owner, item_id=item_id)


def parked_item(owner: User, *, item_id: int) -> ParkedRecord:
    """One item."""
    return parking.item(owner, item_id=item_id)


def parked_items(
    owner: User,
    *,
    status: str = "open",
    person_id: int | None = None,
    unassigned: bool = False,
    limit: int = 50,
    after: str = "",
) -> Page:
    """Items, newest first. ``status``: ``open`` (parked, planned or raised), ``done``, one status, or empty for all."""
    slug = (
        status
        if status in ("", "open", "done")
        else one_of(status, ParkedStatus, field="status", what="status")
    )
    return parking.items(
        owner, status=slug, person_id=person_id, unassigned=unassigned, limit=limit, after=after
    )


def open_counts(owner: User) -> tuple[int, int]:
    """How many items are open, and how many of them are for nobody yet."""
    return parking.open_counts(owner)


def open_items_for(owner: User, *, person_id: int) -> tuple[ParkedRecord, ...]:
    """Every open item for a person, oldest first, planned ones too."""
    return parking.open_items_for(owner, person_id=person_id)


def offered_for(owner: User, *, person_id: int, session_id: int | None = None) -> tuple[ParkedRecord, ...]:
    """Open items for a person that could go on their next agenda, oldest first.

    Not offered: what is planned for a session to come already, and what is on ``session_id``.
    """
    return parking.offered_for(owner, person_id=person_id, not_on=session_id)


def plan_for_session(owner: User, *, item_id: int, session_id: int) -> ParkedRecord:
    """Put an open item on the agenda of a session to come; one for nobody becomes that mentor's."""
    with transaction.atomic():
        return parking.link_item(owner, item_id=item_id, session_id=session_id)


def unplan(owner: User, *, item_id: int, session_id: int) -> ParkedRecord:
    """Take an item off an agenda again; what was talked about there stays."""
    with transaction.atomic():
        return parking.unlink_item(owner, item_id=item_id, session_id=session_id)


def agenda(owner: User, *, session_id: int) -> tuple[AgendaItem, ...]:
    """What is on a session's agenda, in order."""
    return parking.agenda(owner, session_id=session_id)


def order_agenda(owner: User, *, session_id: int, item_ids: Sequence[int]) -> tuple[AgendaItem, ...]:
    """Put the named items first, in that order; the others follow as they were."""
    with transaction.atomic():
        parking.order_agenda(owner, session_id=session_id, item_ids=item_ids)
        return parking.agenda(owner, session_id=session_id)


def mark_raised(owner: User, *, item_id: int, session_id: int, was_raised: bool = True) -> ParkedRecord:
    """Say that an item was talked about in a session (or, after all, was not)."""
    with transaction.atomic():
        return parking.set_raised(owner, item_id=item_id, session_id=session_id, was_raised=was_raised)


def release_session_items(owner: User, *, session_id: int) -> int:
    """Let go of the items of a session that was held, missed, cancelled or is about to be deleted.

    What was not raised is parked again unless another session to come has it; links stay.
    Returns how many items changed their status.
    """
    with transaction.atomic():
        return parking.release_session_items(owner, session_id=session_id)


def _person_named(owner: User, name: str) -> int | None:
    if not name:
        return None
    try:
        return people_found.find_person(owner, name=name).id
    except (NotFound, Ambiguous):
        return None


def _urgency(urgency: str) -> str:
    slug = urgency.strip().lower()
    if slug not in URGENCIES:
        raise Invalid(f"Urgency is {', '.join(URGENCIES)}.", field="urgency")
    return slug
