"""Readiness for a formal mentor, with the signs of time on both sides: gathered from what is stored."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import AdviceStatus, SessionStatus, Stage, Touch, Verdict
from mentorpanel.domain.may_lack_time import (
    Answer,
    Owed,
    PastSession,
    SessionEnd,
    TimeFacts,
    TimeSigns,
    time_signs,
)
from mentorpanel.domain.panel_records import MonthlyAnswer
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.readiness import (
    Proposed,
    Readiness,
    ReadinessFacts,
    cares_of,
    is_asked_of,
    readiness_of,
    suggests_formal,
)
from mentorpanel.domain.records import PersonRecord, ProfileRecord, SessionRecord
from mentorpanel.domain.titles import rungs_above
from mentorpanel.domain.warmth import awaits_answer
from mentorpanel.storage import advice, commitments, goals, panel, people, sessions, touchpoints
from mentorpanel.storage.ownership import User
from mentorpanel.storage.together import Found, read_together
from mentorpanel.usecases import assessments, profiles
from mentorpanel.usecases.assessments import Assessment

YEAR: Final = timedelta(days=365)
ANSWERS: Final = ("", "yes", "no")
READS: Final = (
    sessions.WITH_PERSON, touchpoints.TOUCHES, panel.MONTHLY, commitments.OPEN_WITH, advice.LAST, goals.ONE_LACKS_MENTOR,
)  # fmt: skip
"""What it looks at besides the person and the assessment."""
FINISHED: Final = (AdviceStatus.WORKED, AdviceStatus.DID_NOT, AdviceStatus.SET_ASIDE)
UNHELD: Final = {
    "them": {
        SessionStatus.MISSED: SessionEnd.MISSED_BY_THEM,
        SessionStatus.CANCELLED: SessionEnd.CANCELLED_BY_THEM,
    },
    "me": {
        SessionStatus.MISSED: SessionEnd.MISSED_BY_ME,
        SessionStatus.CANCELLED: SessionEnd.CANCELLED_BY_ME,
    },
}


@dataclass(frozen=True, slots=True)
class ReadinessPage:
    """Readiness with what stands beside it: signs of time, their answer to meeting monthly, a suggestion."""

    readiness: Readiness
    time: TimeSigns
    monthly: MonthlyAnswer
    suggestion: Verdict | None


def readiness(owner: User, *, person_id: int) -> ReadinessPage:
    """Whether somebody can be asked to be a formal mentor today."""
    found, person, profile = _known(owner, person_id)
    return _readiness(found, person, profile, assessments.assessment_from(found, profile))


def if_asked(owner: User, *, person_id: int) -> ReadinessPage | None:
    """Readiness where the question comes up at all: not in the address book, not for a mentee of mine."""
    found, person, profile = _known(owner, person_id)
    return if_asked_from(found, person, profile, assessments.assessment_from(found, profile))


def if_asked_from(
    found: Found, person: PersonRecord, profile: ProfileRecord, shown: Assessment
) -> ReadinessPage | None:
    """The same, where ``READS`` were read with others."""
    stage = Stage(person.stage) if person.stage else None
    return _readiness(found, person, profile, shown) if is_asked_of(stage, person.roles) else None


def _known(owner: User, person_id: int) -> tuple[Found, PersonRecord, ProfileRecord]:
    reads = (*people.READS, *assessments.READS, *READS)
    found = read_together(owner, reads, person_id=person_id)
    return found, people.person_from(found, person_id), profiles.profile(owner)


def _readiness(
    known: Found, person: PersonRecord, profile: ProfileRecord, shown: Assessment
) -> ReadinessPage:
    today = clock.today(ZoneInfo(profile.time_zone))
    settings = profiles.settings_of(profile)
    past, touches, monthly = known[sessions.WITH_PERSON], known[touchpoints.TOUCHES], known[panel.MONTHLY]
    facts = ReadinessFacts(
        name=person.name,
        rungs_above=rungs_above(profile.level, person.level, profile.ladder),
        cares=cares_of(shown.result, is_declared=shown.is_declared),
        two_way_days_in_year=len({one.on for one in touches if one.is_two_way and one.on > today - YEAR}),
        monthly_answer=monthly.answer,
        monthly_answer_on=monthly.on,
        proposed=_proposed(past, profile),
        is_in_my_line=person.distance == "my-line",
    )
    found = readiness_of(facts, settings)
    stage = Stage(person.stage) if person.stage else None
    return ReadinessPage(
        readiness=found,
        time=time_signs(_time_facts(known, person, profile), today, settings),
        monthly=monthly,
        suggestion=suggests_formal(
            found, stage, has_goal_without_formal_mentor=known[goals.ONE_LACKS_MENTOR]
        ),
    )


def set_monthly_answer(owner: User, *, person_id: int, answer: str, on: date | None = None) -> MonthlyAnswer:
    """Note what somebody said to meeting once a month: yes, no, or empty to forget it."""
    said = answer.strip().lower()
    with transaction.atomic():
        people.person_for_change(owner, person_id=person_id)
        if said not in ANSWERS:
            raise Invalid("Say yes or no, or leave it empty.", field="answer")
        today = clock.today(profiles.zone(owner))
        if on is not None and on > today:
            raise Invalid("That day is still to come.", field="on")
        day = (on or today) if said else None
        panel.change_relationship(owner, person_id=person_id, monthly_answer=said, monthly_answer_on=day)
        return MonthlyAnswer(said, day)


def _proposed(past: list[SessionRecord], profile: ProfileRecord) -> tuple[Proposed, ...]:
    """The sessions that came to an end, held or not; one that I could not make says nothing about their time."""
    found = []
    for one in past:
        if one.status == SessionStatus.HELD:
            found.append(Proposed(_day(one, profile), True))
        elif one.status in (SessionStatus.MISSED, SessionStatus.CANCELLED) and one.who_missed == "them":
            found.append(Proposed(_day(one, profile), False))
    return tuple(found)


def _time_facts(known: Found, person: PersonRecord, profile: ProfileRecord) -> TimeFacts:
    past, touches = known[sessions.WITH_PERSON], known[touchpoints.TOUCHES]
    held = [one for one in past if one.status == SessionStatus.HELD]
    return TimeFacts(
        name=person.name,
        sessions=tuple(ended for one in past if (ended := _ended(one, profile)) is not None),
        answers=_answers(touches),
        touches=tuple(touches),
        overdue=tuple(
            Owed(one.text, one.due_on) for one in known[commitments.OPEN_WITH] if one.is_mine and one.due_on
        ),
        open_loops=tuple(
            Owed(one.text, one.outcome_on or one.on)
            for one in known[advice.LAST]
            if one.status in FINISHED and one.loop_closed_on is None
        ),
        thanks_owed=tuple(_day(one, profile) for one in held[:3] if one.recap_sent_at is None),
    )


def _ended(one: SessionRecord, profile: ProfileRecord) -> PastSession | None:
    if one.status == SessionStatus.HELD:
        return PastSession(_day(one, profile), SessionEnd.HELD)
    ended = UNHELD.get(one.who_missed, {}).get(SessionStatus(one.status))
    return PastSession(_day(one, profile), ended) if ended else None


def _answers(touches: list[Touch]) -> tuple[Answer, ...]:
    """For each of my messages that awaited an answer, the days until their next sign."""
    signs = sorted(one.on for one in touches if one.is_two_way)
    asked = sorted(one.on for one in touches if awaits_answer(one))
    found = []
    for place, on in enumerate(asked):
        following = next((day for day in signs if day >= on), None)
        later = asked[place + 1] if place + 1 < len(asked) else None
        if following is not None and (later is None or following < later):
            found.append(Answer(on, (following - on).days))
    return tuple(found)


def _day(one: SessionRecord, profile: ProfileRecord) -> date:
    return one.starts_at.astimezone(ZoneInfo(profile.time_zone)).date()
