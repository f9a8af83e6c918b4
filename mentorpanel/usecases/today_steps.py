"""Next steps with people, as Today offers them: a stage, a first note of what I saw, a formal ask."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from mentorpanel.domain.assessment import (
    AssessmentFacts,
    AssessmentResult,
    AssessmentState,
    Evidence,
    Seen,
    assessment_of,
    is_assessed_well,
)
from mentorpanel.domain.facts import SessionStatus, Stage, Tie
from mentorpanel.domain.readiness import Proposed, ReadinessFacts, cares_of, readiness_of, suggests_formal
from mentorpanel.domain.records import ProfileRecord
from mentorpanel.domain.stages import StageFacts, suggested_move
from mentorpanel.domain.titles import rungs_above
from mentorpanel.domain.today_panel_facts import AssessFacts, FormalFacts, StepFacts
from mentorpanel.storage import today_panel as stored
from mentorpanel.storage.ownership import User
from mentorpanel.storage.together import Found, read_together
from mentorpanel.usecases import assessments, profiles

MOVES_ON: Final = (Stage.NOTICED, Stage.REACHED_OUT, Stage.CONNECTED, Stage.RAPPORT)
TELLS: Final = (Stage.CONNECTED, Stage.RAPPORT)
COULD_BE_FORMAL: Final = (Stage.RAPPORT, Stage.MENTOR)


def steps(profile: ProfileRecord, ties: Sequence[Tie], known: Found, day: date) -> tuple[StepFacts, ...]:
    """Whom the facts suggest to move on, and where to."""
    settings = profiles.settings_of(profile)
    # Of whom nothing was seen or said nothing follows, and assessing them takes longer than all the rest here.
    known_of = {person_id for person_id, _, _, _ in known[stored.EVIDENCE]}
    known_of |= {person_id for person_id, _, is_declared in known[stored.MENTORS_SINCE] if is_declared}
    found = []
    for tie in ties:
        if tie.stage not in MOVES_ON:
            continue
        has_seen = tie.stage in TELLS and tie.person_id in known_of
        result, declared = _assessed(profile, tie, known, day) if has_seen else (None, False)
        facts = StageFacts(
            stage=tie.stage,
            has_written=tie.summary.last_from_me_on is not None,
            two_way_days=tie.summary.two_way_days,
            is_assessed_well=result is not None and is_assessed_well(result, is_declared=declared),
            could_mentor=result is not None and result.state == AssessmentState.COULD_MENTOR,
        )
        move = suggested_move(facts, settings)
        if move is not None:
            found.append(StepFacts(tie.person_id, tie.name, tie.stage, Stage(move.verdict), move.reason))
    return tuple(found)


def to_assess(ties: Sequence[Tie], known: Found) -> tuple[AssessFacts, ...]:
    """With whom I have talked and of whom nothing is noted, those first with whom I talked last."""
    noted = {person_id for person_id, _, _, _ in known[stored.EVIDENCE]}
    found = [
        AssessFacts(tie.person_id, tie.name, tie.summary.two_way_days, tie.summary.last_two_way_on)
        for tie in ties
        if tie.stage in TELLS and tie.person_id not in noted and tie.summary.last_two_way_on
    ]
    return tuple(sorted(found, key=lambda one: (one.last_two_way_on, one.person_id), reverse=True))


def formal(
    owner: User, profile: ProfileRecord, ties: Sequence[Tie], known: Found, day: date
) -> FormalFacts | None:
    """For the first goal without a formal mentor, who is ready to be asked and has not been.

    Their talks of a year are read only where a goal lacks one and somebody is senior enough and cares.
    """
    has_formal = {goal_id for goal_id, _, stage in known[stored.GOAL_MENTORS] if stage == Stage.FORMAL_MENTOR}
    goal = next((one for one in known[stored.GOALS] if one.id not in has_formal and one.due_on >= day), None)
    if goal is None:
        return None
    traits = {one.id: one for one in known[stored.TRAITS]}
    hopeful = []
    for tie in ties:
        one = traits.get(tie.person_id)
        if tie.stage not in COULD_BE_FORMAL or one is None or one.do_not_contact:
            continue
        result, declared = _assessed(profile, tie, known, day)
        rungs = rungs_above(profile.level, one.level, profile.ladder)
        if rungs is not None and rungs > 0 and cares_of(result, is_declared=declared):
            hopeful.append((tie, rungs, one.distance == "my-line"))
    if not hopeful:
        return None
    more = read_together(owner, stored.READS_FOR_FORMAL, today=day)
    days, proposed = _talks(more), _proposed(profile, more)
    answers = {person_id: (said, on) for person_id, said, on in more[stored.MONTHLY]}
    for tie, rungs, is_in_line in sorted(
        hopeful, key=lambda each: (each[2], abs(each[1] - 2), each[0].person_id)
    ):
        said, said_on = answers.get(tie.person_id, ("", None))
        facts = ReadinessFacts(
            tie.name,
            rungs,
            True,
            days[tie.person_id],
            said,
            said_on,
            tuple(proposed[tie.person_id]),
            is_in_line,
        )
        ready = readiness_of(facts, profiles.settings_of(profile))
        suggested = suggests_formal(ready, tie.stage, has_goal_without_formal_mentor=True)
        if suggested is not None and tie.person_id not in more[stored.ASKED]:
            return FormalFacts(goal.id, goal.statement, tie.person_id, tie.name, ready.reason, ready.caution)
    return None


def _assessed(profile: ProfileRecord, tie: Tie, known: Found, day: date) -> tuple[AssessmentResult, bool]:
    """What the evidence shows of somebody, and whether they were declared as a mentor."""
    declared = any(
        person_id == tie.person_id and is_declared
        for person_id, _, is_declared in known[stored.MENTORS_SINCE]
    )
    pieces = tuple(
        Evidence(pk, on, "", tuple((criterion, Seen(seen)) for criterion, seen in shows))
        for person_id, pk, on, shows in known[stored.EVIDENCE]
        if person_id == tie.person_id
    )
    facts = AssessmentFacts(tie.summary.two_way_days, pieces, declared)
    settings = profiles.settings_of(profile)
    return assessment_of(facts, assessments.principles_of(profile), day, settings), declared


def _talks(more: Found) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for person_id, _ in more[stored.TALKS_IN_YEAR]:
        found[person_id] += 1
    return found


def _proposed(profile: ProfileRecord, more: Found) -> dict[int, list[Proposed]]:
    """As the person's page has it: one that I could not make says nothing about their time."""
    zone = ZoneInfo(profile.time_zone)
    found: dict[int, list[Proposed]] = defaultdict(list)
    rows: tuple[tuple[Any, ...], ...] = more[stored.PROPOSED]
    for person_id, status, who_missed, starts_at in rows:
        held = status == SessionStatus.HELD
        if held or who_missed == "them":
            found[person_id].append(Proposed(starts_at.astimezone(zone).date(), held))
    return found
