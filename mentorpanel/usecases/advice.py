"""Advice: note it, say what came of it, let them hear."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import AdviceStatus
from mentorpanel.domain.records import AdviceRecord, Page
from mentorpanel.domain.wording import one_of, plain_text, required_text, topics_of
from mentorpanel.storage import advice
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles


def note_advice(
    owner: User,
    *,
    person_id: int,
    text: str,
    session_id: int | None = None,
    topics: Iterable[str] = (),
    on: date | None = None,
) -> AdviceRecord:
    """Note what a person said, today by default; a session must be one with them."""
    said = required_text(text, field="text", what="what they said")
    with transaction.atomic():
        return advice.add_advice(
            owner,
            person_id=person_id,
            session_id=session_id,
            text=said,
            topics=topics_of(topics),
            on=on or clock.today(profiles.zone(owner)),
        )


def change_advice(
    owner: User,
    *,
    advice_id: int,
    status: str | None = None,
    outcome: str | None = None,
    text: str | None = None,
    topics: Iterable[str] | None = None,
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
            changes["topics"] = topics_of(topics)
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


def delete_advice(owner: User, *, advice_id: int) -> None:
    """Delete advice that was noted by mistake; what is not for me is better set aside."""
    with transaction.atomic():
        advice.delete_advice(owner, advice_id=advice_id)


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
) -> Page:
    """Advice that holds every word of the query (the name counts too), newest first."""
    slug = one_of(status, AdviceStatus, field="status", what="status of advice") if status else ""
    return advice.advice_list(owner, person_id=person_id, query=query, status=slug, limit=limit, after=after)


def last_advice(owner: User, *, person_id: int, limit: int = 3) -> tuple[AdviceRecord, ...]:
    """The newest advice from one person."""
    return advice.last_advice(owner, person_id=person_id, limit=limit)


def advice_of_session(owner: User, *, session_id: int) -> tuple[AdviceRecord, ...]:
    """What was said in one session, in the order it was noted."""
    return advice.advice_of_session(owner, session_id=session_id)
