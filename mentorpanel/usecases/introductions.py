"""Introductions: begun, found, changed, deleted. What happens in them: ``introduction_steps``."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import Stage
from mentorpanel.domain.introduction_records import IntroductionRecord, facts_of
from mentorpanel.domain.introductions import IntroductionStep, NextStep, facts_until, next_step
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.domain.records import DraftRecord, Named, PersonRecord, ProfileRecord
from mentorpanel.domain.wording import line_of, plain_text
from mentorpanel.storage import introduction_letters, introductions, owners
from mentorpanel.storage import people as people_rows
from mentorpanel.storage.ownership import User
from mentorpanel.storage.together import Found
from mentorpanel.usecases import people_found, profiles

READS_OF_PERSON = (introductions.OF_PERSON, introduction_letters.OF_PERSON)
LONGEST_NAME = 300
RESTS = (IntroductionStep.WAIT, IntroductionStep.SEE, IntroductionStep.DONE)
ORDER = (
    IntroductionStep.NOTE_ANSWER, IntroductionStep.THANK, IntroductionStep.INTRODUCE, IntroductionStep.TELL_KINDLY,
    IntroductionStep.ASK_SECOND, IntroductionStep.TELL, IntroductionStep.REMIND, IntroductionStep.ASK,
    IntroductionStep.HEAR, IntroductionStep.LET_GO, IntroductionStep.AWAIT, IntroductionStep.WAIT,
    IntroductionStep.SEE, IntroductionStep.DONE,
)  # fmt: skip
"""The most pressing first; our judgement."""


@dataclass(frozen=True, slots=True)
class Introduction:
    """An introduction with its next step and the letters written for it, the oldest first."""

    record: IntroductionRecord
    step: NextStep
    letters: tuple[tuple[str, DraftRecord], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something is still to come."""
        return self.step.step != IntroductionStep.DONE

    @property
    def asked(self) -> Named:
        """Whom the next step is about."""
        second = self.record.target
        return second if self.step.whom == "second" and second is not None else self.record.first

    @property
    def is_mine_to_do(self) -> bool:
        """Whether the next step is mine now."""
        return self.step.step not in RESTS and not (
            self.step.step == IntroductionStep.AWAIT and not self.step.is_late
        )


def begin_connection(owner: User, *, first_id: int, second_id: int, why: str = "") -> IntroductionRecord:
    """*I connect two people*: think of introducing them to each other; nobody is told anything by it.

    Where one of these two is under way it is that one. ``Conflict`` for somebody not to be contacted, or confidential.
    """
    if first_id == second_id:
        raise Invalid("Choose two different people.", field="second")
    with transaction.atomic():
        owners.hold(owner)
        for person_id in (first_id, second_id):
            found = people_rows.person_for_change(owner, person_id=person_id)
            _may_be_asked(found)
            may_be_named(found)
        known = introductions.connection_of(owner, one_id=first_id, other_id=second_id)
        if known is not None and not known.is_over and known.introduced_on is None:
            return _completed(owner, known, why)
        return introductions.add_introduction(
            owner, people={"requester": first_id, "target": second_id}, why=_why(why)
        )


def begin_request(
    owner: User,
    *,
    bridge_id: int,
    target_id: int | None = None,
    target_name: str = "",
    organisation: str = "",
    why: str = "",
    is_new: bool = False,
) -> IntroductionRecord:
    """*I ask*: think of asking ``bridge_id`` to introduce me to somebody of mine, a name, or somebody at an organisation.

    A ``target_name`` that is surely known here is that person; near several it is ``Ambiguous``, unless ``is_new``.
    Where the same request is under way it is that one.
    """
    with transaction.atomic():
        owners.hold(owner)
        _may_be_asked(people_rows.person_for_change(owner, person_id=bridge_id))
        name, place = _line(target_name, "target_name"), _line(organisation, "organisation")
        if target_id is None and name and not is_new:
            known = people_found.known_or_new(owner, name=name)
            target_id = known.id if known else None
        target = people_rows.person_for_change(owner, person_id=target_id) if target_id is not None else None
        _must_make_sense(bridge_id, target, name, place)
        name, place = ("", place) if target else (name, place)
        under_way = introductions.open_request(
            owner, bridge_id=bridge_id, target_id=target_id, target_name=name, organisation=place
        )
        if under_way is not None:
            return _completed(owner, under_way, why)
        parts = {"bridge": bridge_id} | ({"target": target.id} if target else {})
        return introductions.add_introduction(
            owner, people=parts, target_name=name, organisation=place, why=_why(why)
        )


def introduction(owner: User, *, introduction_id: int) -> Introduction:
    """One introduction as it stands today."""
    return along(owner, [introductions.introduction(owner, introduction_id=introduction_id)])[0]


def open_introductions(
    owner: User, *, on: date | None = None, profile: ProfileRecord | None = None
) -> tuple[Introduction, ...]:
    """Those with a next step, most pressing first, today or on a day; ``profile`` saves reading it twice.

    Without their letters: one query, for Today.
    """
    return open_from(introductions.open_introductions(owner), profile or profiles.profile(owner), on)


def open_from(
    found: Iterable[IntroductionRecord], profile: ProfileRecord, on: date | None
) -> tuple[Introduction, ...]:
    """The same, out of records that were read with others."""
    return tuple(sorted((one for one in _standing(found, profile, on) if one.is_open), key=_pressing))


def every_introduction(owner: User) -> tuple[Introduction, ...]:
    """All of them: open ones first, most pressing first, then the newest."""
    return _in_order(along(owner, introductions.introductions(owner)))


def introductions_from(found: Found, profile: ProfileRecord) -> tuple[Introduction, ...]:
    """Those that somebody has a part in, in the same order, where ``READS_OF_PERSON`` were read with others."""
    letters = found[introduction_letters.OF_PERSON]
    return _in_order(
        [
            Introduction(one.record, one.step, tuple(letters.get(one.record.id, ())))
            for one in _standing(found[introductions.OF_PERSON], profile, None)
        ]
    )


def _in_order(found: Sequence[Introduction]) -> tuple[Introduction, ...]:
    is_open = sorted((one for one in found if one.is_open), key=_pressing)
    return (*is_open, *(one for one in found if not one.is_open))


def along(owner: User, found: Iterable[IntroductionRecord]) -> tuple[Introduction, ...]:
    """How some stand today, in their order, with their letters; two queries, whatever their number."""
    known = list(found)
    if not known:
        return ()
    letters = introduction_letters.letters_of(owner, introduction_ids=[one.id for one in known])
    return tuple(
        Introduction(one.record, one.step, tuple(letters.get(one.record.id, ())))
        for one in _standing(known, profiles.profile(owner), None)
    )


def who_introduced_whom(owner: User) -> tuple[tuple[Named, Named], ...]:
    """Who was introduced to me, by whom: (who, by whom), the newest first."""
    return introductions.introduced_people(owner)


def brought_together(owner: User) -> tuple[tuple[int, int], ...]:
    """The pairs of people whom I introduced to each other, by their numbers."""
    return introductions.pairs_connected(owner)


def change_introduction(
    owner: User,
    *,
    introduction_id: int,
    why: str | None = None,
    target_name: str | None = None,
    organisation: str | None = None,
) -> Introduction:
    """Change what it is for, and while the target is not known here, their name and organisation."""
    with transaction.atomic():
        before = introductions.hold(owner, introduction_id=introduction_id)
        changes: dict[str, Any] = {}
        if why is not None:
            changes["why"] = _why(why)
        for field, given in (("target_name", target_name), ("organisation", organisation)):
            if given is not None and _line(given, field) != getattr(before, field):
                changes[field] = _line(given, field)
        if before.target is not None and "target_name" in changes:
            raise Conflict(f"It is about {before.target.name}; change the name on their own page.")
        if before.target is None:
            _must_make_sense(
                before.first.id,
                None,
                changes.get("target_name", before.target_name),
                changes.get("organisation", before.organisation),
            )
        if changes:
            introductions.change_introduction(owner, introduction_id=introduction_id, **changes)
        return introduction(owner, introduction_id=introduction_id)


def delete_introduction(owner: User, *, introduction_id: int) -> dict[str, Any]:
    """Delete an introduction; people, letters and what happened stay. Returns what ``restore_introduction`` takes."""
    with transaction.atomic():
        introductions.introduction(owner, introduction_id=introduction_id)
        return introductions.delete_introduction(owner, introduction_id=introduction_id)


def restore_introduction(owner: User, *, gone: Mapping[str, Any]) -> Introduction:
    """Bring back what ``delete_introduction`` deleted."""
    with transaction.atomic():
        back = introductions.restore_introduction(owner, gone=gone)
        return introduction(owner, introduction_id=back.id)


def _standing(
    found: Iterable[IntroductionRecord], profile: ProfileRecord, on: date | None
) -> list[Introduction]:
    today, settings = on or clock.today(ZoneInfo(profile.time_zone)), profiles.settings_of(profile)
    return [Introduction(one, next_step(facts_until(facts_of(one), today), today, settings)) for one in found]


def _pressing(one: Introduction) -> tuple[int, date, int]:
    return ORDER.index(one.step.step), one.step.due or date.max, one.record.id


def _may_be_asked(person: PersonRecord) -> None:
    if person.deleted_at is not None:
        raise Conflict(f"{person.name} is in the trash; take them out first.")
    if person.do_not_contact:
        raise Conflict(f"{person.name} is marked as not to be contacted.")
    if person.stage == Stage.CLOSED:
        raise Conflict(f"What was between you and {person.name} is closed; leave it in peace.")


def may_be_named(person: PersonRecord) -> None:
    """``Conflict`` for somebody confidential: an introduction names them to somebody else."""
    if person.is_confidential:
        raise Conflict(f"{person.name} is marked as confidential; no letter names them to somebody else.")


def _must_make_sense(bridge_id: int, target: PersonRecord | None, name: str, place: str) -> None:
    if target is not None and target.id == bridge_id:
        raise Invalid("Somebody cannot introduce you to themselves; choose another bridge.", field="bridge")
    if target is not None:
        _may_be_asked(target)
        may_be_named(target)
    elif not name and not place:
        raise Invalid("Say whom you would like to meet: a name, or an organisation.", field="target_name")


def _completed(owner: User, known: IntroductionRecord, why: str) -> IntroductionRecord:
    if not why.strip() or known.why:
        return known
    return introductions.change_introduction(owner, introduction_id=known.id, why=_why(why))


def _why(text: str) -> str:
    return plain_text(text)[:10_000]


def _line(text: str, field: str) -> str:
    line = line_of(text)
    if len(line) > LONGEST_NAME:
        raise Invalid(f"That is {len(line):,} characters; at most {LONGEST_NAME} fit here.", field=field)
    return line
