"""Touchpoints: log, change, delete, and what they add up to, kept right in the same transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import Direction, Source, TouchpointKind
from mentorpanel.domain.informed import informs
from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.domain.records import Page, TouchpointRecord
from mentorpanel.domain.warmth import half_life, summarise
from mentorpanel.domain.wording import one_of, plain_text, topics_of
from mentorpanel.storage import focus as focus_tellings
from mentorpanel.storage import people, sessions, touchpoints
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import focus, profiles

NOON: Final = time(12, 0)
EARLIEST: Final = date(1900, 1, 1)
A_CHUNK: Final = 200


def log_touchpoint(
    owner: User,
    *,
    person_id: int,
    kind: str = "meeting",
    direction: str = "both",
    on: date | None = None,
    at: datetime | None = None,
    summary: str = "",
    topics: Iterable[str] = (),
    source: str = "manual",
    session_id: int | None = None,
    is_personal_update: bool = False,
    told_focus: bool = False,
    awaits_answer: bool = True,
    source_key: str | None = None,
) -> TouchpointRecord:
    """Note that something happened between us, on a day of the owner's calendar (today without one).

    Logged again under the same ``source_key`` it is written over, never doubled. ``told_focus`` marks
    them as told of the latest focus version that they read. A message of mine with
    ``awaits_answer`` false asks for no reply. A day still to come is ``Invalid``.
    """
    with transaction.atomic():
        people.person_for_change(owner, person_id=person_id)
        zone = profiles.zone(owner)
        day, moment = _when(zone, on, at, is_session=source == Source.SESSION)
        before = touchpoints.id_of_source(owner, source_key=source_key) if source_key else None
        moved_from = touchpoints.touchpoint(owner, touchpoint_id=before).person.id if before else person_id
        if session_id is not None:
            sessions.session(owner, session_id=session_id)
        touchpoint_id = touchpoints.put_touchpoint(
            owner,
            person_id=person_id,
            source_key=source_key,
            kind=one_of(kind, TouchpointKind, field="kind", what="kind of touchpoint"),
            direction=one_of(direction, Direction, field="direction", what="direction"),
            on=day,
            at=moment,
            summary=plain_text(summary)[:100_000],
            topics=topics_of(topics),
            source=one_of(source, Source, field="source", what="source"),
            session_id=session_id,
            is_personal_update=is_personal_update,
            told_focus=told_focus,
            awaits_answer=awaits_answer,
        )
        found = touchpoints.touchpoint(owner, touchpoint_id=touchpoint_id)
        _settle_telling(owner, found)
        for changed in {person_id, moved_from}:
            summarise_person(owner, person_id=changed)
        return found


def change_touchpoint(
    owner: User,
    *,
    touchpoint_id: int,
    kind: str | None = None,
    direction: str | None = None,
    on: date | None = None,
    at: datetime | None = None,
    summary: str | None = None,
    topics: Iterable[str] | None = None,
    is_personal_update: bool | None = None,
    told_focus: bool | None = None,
) -> TouchpointRecord:
    """Change what is said of a touchpoint; None leaves a field as it is."""
    changes: dict[str, Any] = {}
    if kind is not None:
        changes["kind"] = one_of(kind, TouchpointKind, field="kind", what="kind of touchpoint")
    if direction is not None:
        changes["direction"] = one_of(direction, Direction, field="direction", what="direction")
    if summary is not None:
        changes["summary"] = plain_text(summary)[:100_000]
    if topics is not None:
        changes["topics"] = topics_of(topics)
    if is_personal_update is not None:
        changes["is_personal_update"] = is_personal_update
    if told_focus is not None:
        changes["told_focus"] = told_focus
    with transaction.atomic():
        before = touchpoints.touchpoint(owner, touchpoint_id=touchpoint_id)
        people.person_for_change(owner, person_id=before.person.id)
        if on is not None or at is not None:
            is_session = before.source == Source.SESSION
            changes["on"], changes["at"] = _when(profiles.zone(owner), on, at, is_session=is_session)
        found = touchpoints.change_touchpoint(owner, touchpoint_id=touchpoint_id, **changes)
        if told_focus is not None and told_focus != before.told_focus:
            _settle_telling(owner, found)
        summarise_person(owner, person_id=found.person.id)
        return found


def delete_touchpoint(owner: User, *, touchpoint_id: int) -> dict[str, Any]:
    """Delete a touchpoint; returns it as plain JSON values, which ``restore_touchpoint`` takes."""
    with transaction.atomic():
        told = focus_tellings.told_by(owner, touchpoint_id=touchpoint_id)
        gone = touchpoints.delete_touchpoint(owner, touchpoint_id=touchpoint_id)
        summarise_person(owner, person_id=gone["person_id"])
        return {**gone, "told_versions": list(told)}


def restore_touchpoint(owner: User, *, deleted: Mapping[str, Any]) -> TouchpointRecord:
    """Bring back a touchpoint that ``delete_touchpoint`` returned, with what rested on it.

    Twice is harmless where it had a source.
    """
    values = touchpoints.read_back(dict(deleted))
    told = values.pop("told_versions", [])
    rested = {name: values.pop(name, []) for name in ("evidence_ids", "notice_ids")}
    with transaction.atomic():
        person_id = values.pop("person_id")
        people.person_for_change(owner, person_id=person_id)
        values["session_id"] = _session_still_there(owner, values["session_id"])
        touchpoint_id = touchpoints.put_touchpoint(owner, person_id=person_id, **values)
        touchpoints.rest_on(owner, touchpoint_id=touchpoint_id, person_id=person_id, **rested)
        for version in told:
            focus_tellings.tell(
                owner,
                person_id=person_id,
                version=version,
                on=values["on"],
                how=values["kind"],
                touchpoint_id=touchpoint_id,
            )
        summarise_person(owner, person_id=person_id)
        return touchpoints.touchpoint(owner, touchpoint_id=touchpoint_id)


def forget_source(owner: User, *, source_key: str) -> None:
    """Take back what came from a source, such as a letter that did not go after all; nothing when there is none."""
    with transaction.atomic():
        touchpoint_id = touchpoints.id_of_source(owner, source_key=source_key)
        if touchpoint_id is not None:
            delete_touchpoint(owner, touchpoint_id=touchpoint_id)


def touchpoint(owner: User, *, touchpoint_id: int) -> TouchpointRecord:
    """One touchpoint."""
    return touchpoints.touchpoint(owner, touchpoint_id=touchpoint_id)


def timeline(owner: User, *, person_id: int, limit: int = 50, after: str = "") -> Page:
    """One page of a person's touchpoints, newest first."""
    people.person(owner, person_id=person_id)
    return touchpoints.timeline(owner, person_id=person_id, limit=limit, after=after)


def first_page(found: Sequence[TouchpointRecord], *, limit: int) -> Page:
    """As ``timeline`` without ``after``, where the newest touchpoints are known; ``limit`` is less than these may be."""
    return touchpoints.first_page(found, limit=limit)


def summarise_person(owner: User, *, person_id: int) -> None:
    """Work out anew what a person's touchpoints add up to, with the half-life of their stage.

    Called in the transaction of whatever changes touchpoints or stage: logging, moving, merging.
    """
    touches = touchpoints.touches_of(owner, person_id=person_id)
    if not touches:
        touchpoints.keep_summary(
            owner, person_id=person_id, summary=None, last_update_on=None, informed_on=None
        )
        return
    profile = profiles.profile(owner)
    newest = max(touch.on for touch in touches)
    as_of = max(clock.today(ZoneInfo(profile.time_zone)), newest)
    stage = touchpoints.stage_of(owner, person_id=person_id)
    days = half_life(stage, profiles.settings_of(profile))
    touchpoints.keep_summary(
        owner,
        person_id=person_id,
        summary=summarise(touches, as_of, days),
        last_update_on=max((touch.on for touch in touches if touch.is_personal_update), default=None),
        informed_on=max((touch.on for touch in touches if informs(touch)), default=None),
    )


def summarise_everybody(owner: User) -> int:
    """Work out every summary anew, in steps of 200 people: after the half-lives were changed, or a restore."""
    done = last = 0
    while ids := touchpoints.people_with_touchpoints(owner, after_id=last, limit=A_CHUNK):
        with transaction.atomic():
            for person_id in ids:
                summarise_person(owner, person_id=person_id)
        done, last = done + len(ids), ids[-1]
    return done


def _session_still_there(owner: User, session_id: int | None) -> int | None:
    try:
        return sessions.session(owner, session_id=session_id).id if session_id is not None else None
    except NotFound:
        return None


def _settle_telling(owner: User, found: TouchpointRecord) -> None:
    """What a touchpoint tells of the focus: the latest version they read, once, or nothing."""
    if not found.told_focus:
        focus_tellings.untell(owner, touchpoint_id=found.id)
    elif not focus_tellings.told_by(owner, touchpoint_id=found.id):
        focus.mark_told(owner, person_id=found.person.id, how=found.kind, on=found.on, touchpoint_id=found.id)


def _when(zone: ZoneInfo, on: date | None, at: datetime | None, *, is_session: bool) -> tuple[date, datetime]:
    """The day and the moment: one gives the other; a day alone is noon there, unless it is today."""
    now = clock.now()
    today = now.astimezone(zone).date()
    if on is None:
        on = at.astimezone(zone).date() if at is not None else today
    if not EARLIEST <= on <= today + timedelta(days=1 if is_session else 0):
        raise Invalid(
            "That day is still to come; a session can be planned for it."
            if on > today
            else "That is too long ago.",
            field="on",
        )
    if at is None:
        at = now if on == today else datetime.combine(on, NOON, tzinfo=zone).astimezone(UTC)
    return on, at
