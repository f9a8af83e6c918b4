"""What happens in an introduction: asked, answered, introduced, met, thanked, told; each can be taken back."""

from datetime import date
from typing import Any, Final

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import Direction, Stage, TouchpointKind
from mentorpanel.domain.introduction_records import IntroductionRecord
from mentorpanel.domain.introductions import NO, YES
from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.domain.wording import plain_text
from mentorpanel.storage import acquaintances, introduction_letters, introductions
from mentorpanel.storage import people as people_rows
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import panel, people, profiles, touchpoints
from mentorpanel.usecases.introductions import Introduction, introduction

FIRST, SECOND = "first", "second"
EARLIEST: Final = date(1900, 1, 1)
Effects = dict[str, Any]
"""What a step made beside its dates, kept with it so that it can be taken back; plain JSON values."""


def asked(
    owner: User,
    *,
    introduction_id: int,
    whom: str = FIRST,
    on: date | None = None,
    effects: Effects | None = None,
) -> Introduction:
    """I have asked ``whom``: the first (the bridge, or the one) or the second."""
    with transaction.atomic():
        record, day = _opened(owner, introduction_id, on)
        _must_be_asked_by_me(record, whom)
        if getattr(record, f"{whom}_said"):
            raise Conflict("They have answered already; take that back first if it was not so.")
        return _changed(owner, record, {f"{whom}_asked_on": day}, effects)


def said(
    owner: User,
    *,
    introduction_id: int,
    answer: str,
    whom: str = FIRST,
    on: date | None = None,
    effects: Effects | None = None,
) -> Introduction:
    """They said yes, or would rather not (``answer`` yes or no); of the bridge, or of one of the two."""
    word = answer.strip().lower()
    if word not in (YES, NO):
        raise Invalid("Say yes or no.", field="said")
    with transaction.atomic():
        record, day = _opened(owner, introduction_id, on)
        _must_be_asked_by_me(record, whom)
        asked_on = getattr(record, f"{whom}_asked_on")
        if asked_on is not None and day < asked_on:
            raise Invalid("That is before you asked; say when they answered.", field="on")
        changes: dict[str, Any] = {f"{whom}_said": word, f"{whom}_said_on": day}
        if asked_on is None:
            changes[f"{whom}_asked_on"] = day
        return _changed(owner, record, changes, effects)


def reminded(owner: User, *, introduction_id: int, on: date | None = None) -> Introduction:
    """A short reminder went to whoever is asked now."""
    with transaction.atomic():
        record, day = _opened(owner, introduction_id, on)
        waits = [whom for whom in (FIRST, SECOND) if _waits(record, whom)]
        if not waits:
            raise Conflict("Nobody has been asked and not yet answered.")
        person_id = record.first.id if waits[0] == FIRST or record.target is None else record.target.id
        days = [*(one.isoformat() for one in record.reminded_on), day.isoformat()]
        key = f"introduction-{record.id}-reminded-{day.isoformat()}"
        _touch(owner, person_id, day, key, f"Reminded of: {record.title}", TouchpointKind.MESSAGE)
        return _changed(owner, record, {"reminded_on": sorted(set(days))}, {"sources": [key]})


def introduced(
    owner: User,
    *,
    introduction_id: int,
    on: date | None = None,
    has_letter: bool = False,
    effects: Effects | None = None,
) -> Introduction:
    """It is made: the bridge has introduced me, or I the two. ``has_letter``: by a letter, which is noted by itself.

    Whom I was introduced to becomes somebody of mine, *introduced by* the bridge. ``Conflict`` before both agreed.
    """
    with transaction.atomic():
        record, day = _opened(owner, introduction_id, on)
        if not record.is_request:
            return _introduced_two(owner, record, day, effects or {}, has_letter=has_letter)
        changes: dict[str, Any] = {"introduced_on": day}
        if record.first_said != YES:
            changes |= {
                "first_said": YES,
                "first_said_on": day,
                "first_asked_on": record.first_asked_on or day,
            }
        made, target_id = _welcome(owner, record)
        if target_id is not None and record.target is None:
            changes["target_id"] = target_id
        for whom, person_id in ((FIRST, record.first.id), (SECOND, target_id)):
            if person_id is not None:
                key = f"introduction-{record.id}-{whom}"
                direction = Direction.FROM_THEM if whom == FIRST else Direction.FROM_ME
                summary = (
                    f"Introduction to {record.second_name}"
                    if whom == FIRST
                    else f"Introduced by {record.first.name}"
                )
                _touch(owner, person_id, day, key, summary, TouchpointKind.INTRODUCTION, direction)
                made.setdefault("sources", []).append(key)
        return _changed(owner, record, changes, made)


def met(owner: User, *, introduction_id: int, on: date | None = None) -> Introduction:
    """I have talked with whom I was introduced to."""
    with transaction.atomic():
        record, day = _made(owner, introduction_id, on)
        if not record.is_request or record.target is None:
            raise Conflict("Note it once you know whom you were introduced to.")
        key = f"introduction-{record.id}-met"
        summary = f"First talk, through {record.first.name}"
        _touch(owner, record.target.id, day, key, summary, TouchpointKind.MEETING, Direction.BOTH)
        return _changed(owner, record, {"met_on": day}, {"sources": [key]})


def thanked(
    owner: User, *, introduction_id: int, on: date | None = None, effects: Effects | None = None
) -> Introduction:
    """I have thanked the bridge for making it."""
    with transaction.atomic():
        record, day = _made(owner, introduction_id, on)
        _must_be_request(record)
        return _changed(owner, record, {"thanked_on": day}, effects)


def came_of_it(
    owner: User, *, introduction_id: int, outcome: str = "", on: date | None = None, is_nothing: bool = False
) -> Introduction:
    """What came of it, in words; ``is_nothing``: nothing did, and that is worth knowing as well."""
    with transaction.atomic():
        record, day = _made(owner, introduction_id, on)
        text = plain_text(outcome)[:10_000]
        if not text and not is_nothing:
            raise Invalid("Say in a line what came of it.", field="outcome")
        ends = {"ended_on": day} if is_nothing else {}
        return _changed(owner, record, {"outcome": text, "outcome_on": day, **ends})


def told(
    owner: User, *, introduction_id: int, on: date | None = None, effects: Effects | None = None
) -> Introduction:
    """The bridge knows what came of it; or, of two of whom one would rather not, the other knows that it is not to be."""
    with transaction.atomic():
        record = introductions.hold(owner, introduction_id=introduction_id)
        day = _day(owner, on)
        if record.is_request and record.introduced_on is None:
            raise Conflict("There is nothing to tell of yet.")
        if not record.is_request and NO not in (record.first_said, record.second_said):
            raise Conflict("There is nothing to tell of yet.")
        thanks = {"thanked_on": day} if record.is_request and record.thanked_on is None else {}
        return _changed(owner, record, {"told_on": day, **thanks}, effects)


def let_go(owner: User, *, introduction_id: int) -> Introduction:
    """Let it rest: nothing more comes of it."""
    with transaction.atomic():
        record = introductions.hold(owner, introduction_id=introduction_id)
        if record.is_over:
            raise Conflict("It has come to its end already.")
        return _changed(owner, record, {"ended_on": _day(owner, None)})


def undo(owner: User, *, introduction_id: int, by_letter: bool = False) -> Introduction:
    """Take the last step back, with what it made: touchpoints, an *introduced by*, a person who was not known.

    A step that a letter made goes with the letter (``by_letter``); while that has gone it is a ``Conflict``.
    """
    with transaction.atomic():
        record = introductions.hold(owner, introduction_id=introduction_id)
        step = introductions.last_step(owner, introduction_id=introduction_id)
        if step is None:
            raise Conflict("There is no step to take back.")
        if not by_letter and introduction_letters.has_gone(owner, draft_id=step["effects"].get("draft")):
            raise Conflict(
                "A letter made this step. Take the letter back on its own page, and the step goes too."
            )
        introductions.take_step_back(owner, introduction_id=introduction_id)
        _undo_effects(owner, record, step["effects"])
        return introduction(owner, introduction_id=introduction_id)


def _introduced_two(
    owner: User, record: IntroductionRecord, day: date, marks: Effects, *, has_letter: bool
) -> Introduction:
    if not record.has_both_consents or record.target is None:
        raise Conflict(
            "Ask each of them first; it goes to both only when both have said yes.", code="consent"
        )
    effects: dict[str, Any] = {**marks, "sources": []}
    ids = (record.first.id, record.target.id)
    if not has_letter:
        for whom, person_id, other in zip(
            (FIRST, SECOND), ids, (record.second_name, record.first.name), strict=True
        ):
            key = f"introduction-{record.id}-{whom}"
            _touch(owner, person_id, day, key, f"Introduced to {other}", TouchpointKind.INTRODUCTION)
            effects["sources"].append(key)
    _acquaint(owner, ids, effects)
    return _changed(owner, record, {"introduced_on": day}, effects)


def _welcome(owner: User, record: IntroductionRecord) -> tuple[dict[str, Any], int | None]:
    """Whom I was introduced to, as somebody of mine; None where only an organisation was named."""
    effects: dict[str, Any] = {}
    if record.target is None:
        if not record.target_name:
            return effects, None
        made = people.add_person(
            owner,
            name=record.target_name,
            organisation=record.organisation,
            how_met=f"Introduced by {record.first.name}",
            introduced_by_id=record.first.id,
        )
        target_id, effects["made_person"] = made.id, made.id
    else:
        target_id = record.target.id
        known = people_rows.person_for_change(owner, person_id=target_id)
        if known.introduced_by is None:
            people.change_person(owner, person_id=target_id, introduced_by_id=record.first.id)
            effects["introduced_by"] = target_id
    if not people.person(owner, person_id=target_id).stage:
        panel.move_stage(owner, person_id=target_id, stage=Stage.NOTICED)
        effects["put_on_panel"] = target_id
    _acquaint(owner, (record.first.id, target_id), effects)
    return effects, target_id


def _acquaint(owner: User, ids: tuple[int, int], effects: dict[str, Any]) -> None:
    """The two know each other from now on."""
    if ids[1] not in {one.id for one in acquaintances.known_to(owner, person_id=ids[0])}:
        acquaintances.put_acquaintance(owner, person_id=ids[0], other_id=ids[1])
        effects["acquainted"] = list(ids)


def _undo_effects(owner: User, record: IntroductionRecord, effects: dict[str, Any]) -> None:
    for key in effects.get("sources", ()):
        touchpoints.forget_source(owner, source_key=key)
    if pair := effects.get("acquainted"):
        acquaintances.drop_acquaintance(owner, person_id=pair[0], other_id=pair[1])
    target_id = record.target.id if record.target else None
    if target_id is None:
        return
    person = people.person(owner, person_id=target_id)
    if "introduced_by" in effects and person.introduced_by and person.introduced_by.id == record.first.id:
        people.change_person(owner, person_id=target_id, introduced_by_id=None)
    if "put_on_panel" in effects and person.stage == Stage.NOTICED:
        panel.undo_move(owner, person_id=target_id)
    if "made_person" in effects:
        people.trash_person(owner, person_id=target_id)


def _changed(
    owner: User, record: IntroductionRecord, changes: dict[str, Any], effects: dict[str, Any] | None = None
) -> Introduction:
    introductions.change_introduction(owner, introduction_id=record.id, undo=effects or {}, **changes)
    return introduction(owner, introduction_id=record.id)


def _touch(
    owner: User,
    person_id: int,
    on: date,
    key: str,
    summary: str,
    kind: str,
    direction: str = Direction.FROM_ME,
) -> None:
    try:
        people_rows.person_for_change(owner, person_id=person_id)
    except NotFound:
        return
    touchpoints.log_touchpoint(
        owner,
        person_id=person_id,
        kind=kind,
        direction=direction,
        on=on,
        summary=summary,
        awaits_answer=False,
        source_key=key,
    )


def _opened(owner: User, introduction_id: int, on: date | None) -> tuple[IntroductionRecord, date]:
    """An introduction that is not made yet and not let go, and the day."""
    record = introductions.hold(owner, introduction_id=introduction_id)
    if record.introduced_on is not None:
        raise Conflict("They are introduced already. Take that back first if it was not so.")
    if record.ended_on is not None:
        raise Conflict("You let this one rest. Take that back first.")
    return record, _day(owner, on)


def _made(owner: User, introduction_id: int, on: date | None) -> tuple[IntroductionRecord, date]:
    record = introductions.hold(owner, introduction_id=introduction_id)
    if record.introduced_on is None:
        raise Conflict("It has not been made yet.")
    day = _day(owner, on)
    if day < record.introduced_on:
        raise Invalid("That is before you were introduced.", field="on")
    return record, day


def _waits(record: IntroductionRecord, whom: str) -> bool:
    return getattr(record, f"{whom}_asked_on") is not None and not getattr(record, f"{whom}_said")


def _must_be_asked_by_me(record: IntroductionRecord, whom: str) -> None:
    if whom not in (FIRST, SECOND):
        raise Invalid("Say whom: first or second.", field="whom")
    if whom == SECOND and record.is_request:
        raise Conflict(f"{record.first.name} asks {record.second_name}; you do not have to.")


def _must_be_request(record: IntroductionRecord) -> None:
    if not record.is_request:
        raise Conflict("You made this one yourself; nobody is to be thanked for it.")


def _day(owner: User, on: date | None) -> date:
    today = clock.today(profiles.zone(owner))
    if on is not None and not EARLIEST <= on <= today:
        raise Invalid("That day is still to come." if on > today else "That is too long ago.", field="on")
    return on or today
