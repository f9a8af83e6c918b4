"""Needs and offers: note, change, settle, and take back."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.favour_records import WantKind, WantRecord, WantSource
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.wording import one_of, required_text, topics_of
from mentorpanel.storage import sessions, touchpoints, wants
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles


def note_want(
    owner: User,
    *,
    text: str,
    person_id: int | None = None,
    kind: str = WantKind.NEED,
    topics: Iterable[str] = (),
    since: date | None = None,
    touchpoint_id: int | None = None,
    session_id: int | None = None,
) -> WantRecord:
    """Note what somebody needs, asks, launched, hires for or offers; without a person it is one's own.

    ``since`` is the day it was mentioned, today by default; a day to come is ``Invalid``. A touchpoint or session
    with them may be where it was learnt, and gives the day.
    """
    said = required_text(text, field="text", what="what it is")
    slug = one_of(kind, WantKind, field="kind", what="kind")
    with transaction.atomic():
        source, learnt_on = _source(owner, person_id, touchpoint_id, session_id)
        return wants.add_want(
            owner,
            person_id=person_id,
            kind=slug,
            text=said,
            topics=topics_of(topics),
            since=_day(owner, since or learnt_on),
            source=source,
            touchpoint_id=touchpoint_id,
            session_id=session_id,
        )


def change_want(
    owner: User,
    *,
    want_id: int,
    text: str | None = None,
    kind: str | None = None,
    topics: Iterable[str] | None = None,
    since: date | None = None,
) -> WantRecord:
    """Put its words, kind, topics or day right; None leaves it as it is."""
    wants.want(owner, want_id=want_id)
    changes: dict[str, object] = {}
    if text is not None:
        changes["text"] = required_text(text, field="text", what="what it is")
    if kind is not None:
        changes["kind"] = one_of(kind, WantKind, field="kind", what="kind")
    if topics is not None:
        changes["topics"] = topics_of(topics)
    if since is not None:
        changes["since"] = _day(owner, since)
    with transaction.atomic():
        return wants.change_want(owner, want_id=want_id, **changes)


def settle_want(owner: User, *, want_id: int, how: str = "met") -> WantRecord:
    """It is met, or with ``withdrawn`` it no longer holds; from today. Undo: ``reopen_want``."""
    wants.want(owner, want_id=want_id)
    if how not in ("met", "withdrawn"):
        raise Invalid("Say met, or withdrawn.", field="how")
    with transaction.atomic():
        day = clock.today(profiles.zone(owner))
        met, gone = (day, None) if how == "met" else (None, day)
        return wants.change_want(owner, want_id=want_id, met_on=met, withdrawn_on=gone)


def reopen_want(owner: User, *, want_id: int) -> WantRecord:
    """It holds again."""
    with transaction.atomic():
        return wants.change_want(owner, want_id=want_id, met_on=None, withdrawn_on=None)


def delete_want(owner: User, *, want_id: int) -> None:
    """Delete one that was noted by mistake; one that no longer holds is better withdrawn."""
    with transaction.atomic():
        wants.delete_want(owner, want_id=want_id)


def want(owner: User, *, want_id: int) -> WantRecord:
    """One need or offer."""
    return wants.want(owner, want_id=want_id)


def open_wants(owner: User) -> tuple[WantRecord, ...]:
    """Everything that holds, of everybody and of one's own, newest first."""
    return wants.open_wants(owner)


def wants_of(owner: User, *, person_id: int) -> tuple[WantRecord, ...]:
    """Everything about one person, what holds first."""
    return wants.wants_of(owner, person_id=person_id)


def _day(owner: User, day: date | None) -> date:
    today = clock.today(profiles.zone(owner))
    if day is not None and day > today:
        raise Invalid("That day is still to come; say when they mentioned it.", field="since")
    return day or today


def _source(
    owner: User, person_id: int | None, touchpoint_id: int | None, session_id: int | None
) -> tuple[WantSource, date | None]:
    """Where it was learnt, and on which day; a touchpoint or a session has to be one with them."""
    if touchpoint_id is not None:
        met = touchpoints.touchpoint(owner, touchpoint_id=touchpoint_id)
        if met.person.id != person_id:
            raise Invalid("That was with somebody else.", field="touchpoint_id")
        return WantSource.TALK, met.on
    if session_id is not None:
        held = sessions.session(owner, session_id=session_id)
        if held.person.id != person_id:
            raise Invalid("That session was with somebody else.", field="session_id")
        zone = profiles.zone(owner)
        return WantSource.SESSION, min(held.starts_at.astimezone(zone).date(), clock.today(zone))
    return WantSource.BY_HAND, None
