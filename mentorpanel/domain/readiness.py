"""Whether somebody can be asked to be a formal mentor: four conditions. Examples: docs/rules/readiness.md."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mentorpanel.domain.assessment import HELPS, AssessmentResult, Seen
from mentorpanel.domain.cadence import CORE
from mentorpanel.domain.facts import Role, Stage, Verdict
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import count, number, people_list, start_sentence

SENIOR: Final = "senior"
CARES: Final = "cares"
KNOWS_ME: Final = "knows-me"
HAS_TIME: Final = "has-time"

_NAMES: Final = {
    SENIOR: "Senior enough",
    CARES: "Cares about me",
    KNOWS_ME: "Knows me",
    HAS_TIME: "Has time",
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A session or talk that I proposed, by its day, and whether it was held."""

    on: date
    was_held: bool


@dataclass(frozen=True, slots=True)
class ReadinessFacts:
    """What the four conditions look at.

    ``rungs_above`` is None where a level is unknown; ``two_way_days_in_year`` counts the last 12 months;
    ``monthly_answer`` is their latest word on meeting monthly: ``yes``, ``no`` or empty; ``proposed`` in any order.
    """

    name: str
    rungs_above: int | None = None
    cares: bool = False
    two_way_days_in_year: int = 0
    monthly_answer: str = ""
    monthly_answer_on: date | None = None
    proposed: tuple[Proposed, ...] = ()
    is_in_my_line: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    slug: str
    name: str
    ok: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """``verdict`` is *ready*, *not-yet* or *no-time*; ``missing`` the slugs of the conditions that fail."""

    verdict: str
    reason: str
    conditions: tuple[Condition, ...]
    missing: tuple[str, ...] = ()
    caution: str = ""


def readiness_of(facts: ReadinessFacts, settings: RuleSettings) -> Readiness:
    """*ready*, *not-yet* with what is missing, or *no-time*: all but time (PRODUCT §2).

    Senior by a level or two, cares, knows me and has time are the seed's; three two-way touchpoints in
    12 months and two of the last three proposed are our judgement.
    """
    conditions = (
        Condition(SENIOR, _NAMES[SENIOR], *_senior(facts, settings)),
        Condition(CARES, _NAMES[CARES], facts.cares, _cares_reason(facts)),
        Condition(KNOWS_ME, _NAMES[KNOWS_ME], *_knows_me(facts, settings)),
        Condition(HAS_TIME, _NAMES[HAS_TIME], *_has_time(facts, settings)),
    )
    missing = tuple(condition.slug for condition in conditions if not condition.ok)
    caution = distance_caution("my-line", facts.name) if facts.is_in_my_line else ""
    verdict = "ready" if not missing else "no-time" if missing == (HAS_TIME,) else "not-yet"
    return Readiness(verdict, _reason(facts, verdict, conditions), conditions, missing, caution)


def cares_of(assessment: AssessmentResult, *, is_declared: bool = False) -> bool:
    """Whether they care: evidence says clearly that they want to help, or, before any, the owner declared them a mentor."""
    helps = next((one for one in assessment.criteria if one.slug == HELPS), None)
    if helps is None or not helps.evidence_ids:
        return is_declared
    return helps.seen == Seen.CLEARLY


def distance_caution(distance: str, name: str = "") -> str:
    """A word of caution for *my-line* and *my-team*, who are close to the day-to-day; empty for others.

    The seed wants somebody detached from it: wise, but not neutral.
    """
    who = f"{name} is" if name else "They are"
    if distance == "my-line":
        return f"{who} in your line of command: wise, but not neutral."
    if distance == "my-team":
        return f"{who} on your team: near to your days, and so less detached from them."
    return ""


def is_asked_of(stage: Stage | None, roles: Collection[str]) -> bool:
    """Whether the question of a formal mentor comes up: on the panel, and not for a mentee of mine who mentors me neither.

    Our judgement: whom I mentor is not weighed as a mentor, unless they are one already.
    """
    return stage in CORE or (stage is not None and Role.MENTEE not in roles)


def suggests_formal(
    readiness: Readiness, stage: Stage | None, *, has_goal_without_formal_mentor: bool
) -> Verdict | None:
    """*formal-mentor*, where somebody is ready and a goal lacks a mentor; else None: nothing is rushed (the seed)."""
    if readiness.verdict != "ready" or not has_goal_without_formal_mentor:
        return None
    if stage not in (Stage.RAPPORT, Stage.MENTOR):
        return None
    return Verdict(Stage.FORMAL_MENTOR, f"A goal of yours has no formal mentor yet. {readiness.reason}")


def _senior(facts: ReadinessFacts, settings: RuleSettings) -> tuple[bool, str]:
    rungs, name = facts.rungs_above, facts.name
    if rungs is None:
        return False, f"Say what level {name} is on, and your own, to see this."
    if rungs < 0:
        return False, f"Your level is above theirs; {name} can be a fine mentor all the same, informally."
    if rungs == 0:
        return False, f"{name} is on your level: a good peer, and informally a fine mentor."
    levels = f"{start_sentence(count(rungs, 'level'))} above you"
    if rungs >= settings.senior_far_rungs:
        return True, f"{levels}: their days are far from yours, so bring the context with you."
    if rungs == settings.senior_ideal_rungs:
        return True, f"{levels}: far enough to see further, near enough to know your days."
    return True, f"{levels}."


def _cares_reason(facts: ReadinessFacts) -> str:
    if facts.cares:
        return f"{facts.name} wants to help; you have seen it or said so."
    return f"That {facts.name} clearly wants to help is not noted yet."


def _knows_me(facts: ReadinessFacts, settings: RuleSettings) -> tuple[bool, str]:
    days, wanted = facts.two_way_days_in_year, settings.knows_me_two_way
    said = (
        f"You have heard from each other on {count(days, 'day')} in the last twelve months"
        if days > 0
        else "You have not heard from each other in the last twelve months"
    )
    if days >= wanted:
        return True, f"{said}."
    more = "one more would do" if wanted - days == 1 else f"{count(wanted, 'day')} would do"
    return False, f"{said}; {more}."


def _has_time(facts: ReadinessFacts, settings: RuleSettings) -> tuple[bool, str]:
    """Said yes to meeting monthly, or held two of the last three; after a no only what was proposed later counts."""
    name, refused = facts.name, facts.monthly_answer == "no"
    if facts.monthly_answer == "yes":
        return True, f"{name} said yes to meeting monthly."
    last = _last_proposed(facts, settings)
    held = sum(one.was_held for one in last)
    if held >= min(settings.proposed_held_least, settings.proposed_last_seen):
        return True, f"{_held(held, len(last))}{' since they last said no' if refused else ''}."
    if refused:
        return False, f"{name} said no to meeting monthly."
    if not last:
        return False, f"Nothing shows yet whether {name} has time: you could ask about meeting monthly."
    return False, f"{_held(held, len(last))}; you could ask about meeting monthly."


def _last_proposed(facts: ReadinessFacts, settings: RuleSettings) -> Sequence[Proposed]:
    counted = sorted(facts.proposed, key=lambda one: one.on, reverse=True)
    if facts.monthly_answer == "no":
        said_on = facts.monthly_answer_on
        counted = [one for one in counted if said_on is not None and one.on > said_on]
    return counted[: settings.proposed_last_seen]


def _held(held: int, proposed: int) -> str:
    was = "was" if held == 1 else "were"
    if proposed == 1:
        return f"The one session that you proposed was {'' if held else 'not '}held"
    if held == 0:
        return f"None of the last {number(proposed)} that you proposed was held"
    return f"{start_sentence(number(held))} of the last {number(proposed)} that you proposed {was} held"


def _reason(facts: ReadinessFacts, verdict: str, conditions: Sequence[Condition]) -> str:
    name = facts.name
    if verdict == "ready":
        return f"{name} is senior enough, cares, knows you and has time."
    if verdict == "no-time":
        return (
            f"{name} is senior enough, cares and knows you; only time is missing. {conditions[-1].reason} Keep them as "
            "an informal mentor: without time, formal meetings are hard to make the most of."
        )
    still = [_MISSING[condition.slug] for condition in conditions if not condition.ok]
    if facts.rungs_above is None:
        still[0] = "knowing their level and yours"
    return f"Not yet. Still missing: {people_list(still)}."


_MISSING: Final = {
    SENIOR: "a level above yours",
    CARES: "a clear sign that they want to help",
    KNOWS_ME: "knowing each other better",
    HAS_TIME: "a sign that they have time",
}
