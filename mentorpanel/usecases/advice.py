"""Advice: note it, say what came of it, let them hear."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import AdviceStatus
from mentorpanel.domain.records import AdviceRecord, Page
from mentorpanel.domain.wording import one_of, plain_text, required_text
from mentorpanel.storage import advice
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles
from mentorpanel.usecases import topics as words


def note_advice(
    owner: User,
    *,
    person_id: int,
    text: str,
    session_id: int | None = None,
    topics: Iterable[str] = (),
    on: date | None = None,
    item_id: int | None = None,
) -> AdviceRecord:
    """Note what a person said, today by default; a session must be one with them.

    ``item_id`` is the parked item that it answers: what several people say to one stands side by side.
    """
    said = required_text(text, field="text", what="what they said")
    with transaction.atomic():
        return advice.add_advice(
            owner,
            person_id=person_id,
            session_id=session_id,
            text=said,
            topics=words.as_known(owner, topics),
            on=on or clock.today(profiles.zone(owner)),
            item_id=item_id,
        )


def change_advice(
    owner: User,
    *,
    advice_id: int,
    status: str | None = None,
    outcome: str | None = None,
    text: str | None = None,
    topics: Iterable[str] | None = None,
    on: date | None = None,
) -> AdviceRecord:
    """Say how it goes with advice and what came of it; None leaves a field as it is.

    A new status or outcome is something that the mentor has not heard: it opens the loop again.
    """
    wanted = (
        one_of(status, AdviceStatus, field="status", what="status of advice") if status is not None else None
    )
    with transaction.atomic():
        before = advice.advice(owner, advice_id=advice_id)
        changes: dict[str, object] = {}
        if text is not None:
            changes["text"] = required_text(text, field="text", what="what they said")
        if topics is not None:
            changes["topics"] = words.as_known(owner, topics)
        if on is not None:
            changes["on"] = on
        if wanted is not None and wanted != before.status:
            changes |= {"status": wanted, "loop_closed_on": None}
        if outcome is not None and plain_text(outcome) != before.outcome:
            said = plain_text(outcome)
            day = clock.today(profiles.zone(owner)) if said else None
            changes |= {"outcome": said, "outcome_on": day, "loop_closed_on": None}
        return advice.change_advice(owner, advice_id=advice_id, **changes)


def close_loop(owner: User, *, advice_id: int, on: date | None = None) -> AdviceRecord:
    """Say that the mentor has heard what came of their advice, today by default."""
    with transaction.atomic():
        day = on or clock.today(profiles.zone(owner))
        return advice.change_advice(owner, advice_id=advice_id, loop_closed_on=day)


def open_loop(owner: User, *, advice_id: int) -> AdviceRecord:
    """They have not heard after all."""
    with transaction.atomic():
        return advice.change_advice(owner, advice_id=advice_id, loop_closed_on=None)


def standing_of(found: AdviceRecord) -> dict[str, Any]:
    """What ``put_back`` needs to undo what is done with a piece of advice after this, as plain values."""
    days = (found.outcome_on, found.loop_closed_on)
    outcome_on, closed_on = (day.isoformat() if day else "" for day in days)
    return {
        "status": found.status,
        "outcome": found.outcome,
        "outcome_on": outcome_on,
        "loop_closed_on": closed_on,
    }


def put_back(owner: User, *, advice_id: int, before: Mapping[str, Any]) -> AdviceRecord:
    """Undo: advice stands as ``standing_of`` said."""
    days = {
        name: date.fromisoformat(before[name]) if before[name] else None
        for name in ("outcome_on", "loop_closed_on")
    }
    with transaction.atomic():
        return advice.change_advice(
            owner, advice_id=advice_id, status=before["status"], outcome=before["outcome"], **days
        )


def delete_advice(owner: User, *, advice_id: int) -> None:
    """Delete advice that was noted by mistake; what is not for me is better set aside."""
    with transaction.atomic():
        advice.delete_advice(owner, advice_id=advice_id)


def remove(owner: User, *, advice_id: int) -> dict[str, Any]:
    """Delete advice; what ``restore`` undoes it with, as plain values."""
    with transaction.atomic():
        found = advice.advice(owner, advice_id=advice_id)
        advice.delete_advice(owner, advice_id=advice_id)
        return {
            "advice_id": found.id,
            "person_id": found.person.id,
            "session_id": found.session_id,
            "item_id": found.item_id,
            "text": found.text,
            "topics": list(found.topics),
            "on": found.on.isoformat(),
            **standing_of(found),
        }


def restore(owner: User, *, removed: Mapping[str, Any]) -> AdviceRecord:
    """Undo ``remove``: the advice is back under its number; what it stood beside does not come with it."""
    kept = dict(removed)
    before = {name: kept.pop(name) for name in ("status", "outcome", "outcome_on", "loop_closed_on")}
    number = kept.pop("advice_id")
    with transaction.atomic():
        on = date.fromisoformat(kept.pop("on"))
        advice.add_advice(owner, id=number, on=on, **kept)
        return put_back(owner, advice_id=number, before=before)


def advice_record(owner: User, *, advice_id: int) -> AdviceRecord:
    """One piece of advice."""
    return advice.advice(owner, advice_id=advice_id)


def advice_list(
    owner: User,
    *,
    person_id: int | None = None,
    query: str = "",
    status: str = "",
    limit: int = 50,
    after: str = "",
    topic: str | None = None,
    is_loop_open: bool = False,
) -> Page:
    """Advice that holds every word of the query (the name counts too), newest first.

    With ``is_loop_open`` only what came to something and its mentor has not heard of.
    """
    slug = one_of(status, AdviceStatus, field="status", what="status of advice") if status else ""
    return advice.advice_list(
        owner,
        person_id=person_id,
        query=query,
        status=slug,
        limit=limit,
        after=after,
        topic=topic,
        is_loop_open=is_loop_open,
    )


def for_letters(owner: User, *, person_id: int) -> tuple[AdviceRecord, ...]:
    """What a letter to them may tell of: what they have not heard the end of first, then the newest."""
    return advice.for_letters(owner, person_id=person_id)


def last_advice(owner: User, *, person_id: int, limit: int = 3) -> tuple[AdviceRecord, ...]:
    """The newest advice from one person."""
    return advice.last_advice(owner, person_id=person_id, limit=limit)


def advice_of_session(owner: User, *, session_id: int) -> tuple[AdviceRecord, ...]:
    """What was said in one session, in the order it was noted."""
    return advice.advice_of_session(owner, session_id=session_id)
