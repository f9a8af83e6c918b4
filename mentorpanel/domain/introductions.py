"""Introductions, asked for and made: where each stands, and what comes next. Examples: docs/rules/introductions.md.

Two shapes. *I ask*: somebody of mine is asked to introduce me to a target. *I connect two*: I ask one, then the
other, and introduce them once both have said yes. Days between reminders are counted as in ``outreach``.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import ago, day_with_date

YES: Final = "yes"
NO: Final = "no"


class IntroductionStatus(StrEnum):
    """How far an introduction has come. The first five and the last are of both shapes."""

    THOUGHT_OF = "thought-of"
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    ASKED_FIRST = "asked-first"
    ASKED_SECOND = "asked-second"
    BOTH_AGREED = "both-agreed"
    ONE_DECLINED = "one-declined"
    INTRODUCED = "introduced"
    MET = "met"
    THANKED = "thanked"
    OUTCOME_HEARD = "outcome-heard"
    CAME_TO_NOTHING = "came-to-nothing"


class IntroductionStep(StrEnum):
    """What comes next."""

    ASK = "ask"
    WAIT = "wait"
    NOTE_ANSWER = "note-answer"
    REMIND = "remind"
    LET_GO = "let-go"
    ASK_SECOND = "ask-second"
    TELL_KINDLY = "tell-kindly"
    INTRODUCE = "introduce"
    AWAIT = "await"
    THANK = "thank"
    SEE = "see"
    TELL = "tell"
    HEAR = "hear"
    DONE = "done"


OVER: Final = (
    IntroductionStatus.DECLINED,
    IntroductionStatus.ONE_DECLINED,
    IntroductionStatus.THANKED,
    IntroductionStatus.OUTCOME_HEARD,
    IntroductionStatus.CAME_TO_NOTHING,
)


@dataclass(frozen=True, slots=True)
class Consent:
    """One who is asked: when, what they said (yes, no or empty) and when; ``answered_on``: a letter came back."""

    name: str
    asked_on: date | None = None
    said: str = ""
    said_on: date | None = None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class IntroductionFacts:
    """What happened. ``first`` is whom I ask first: the bridge of a request, or one of the two I connect.

    ``second`` is the target, asked by me only where I connect two. ``told_on`` is when the bridge heard what came
    of it, or whoever had said yes that it is not to be; ``reminded_on`` are days in any order.
    """

    is_request: bool
    first: Consent
    second: Consent
    reminded_on: tuple[date, ...] = ()
    introduced_on: date | None = None
    met_on: date | None = None
    thanked_on: date | None = None
    outcome_on: date | None = None
    told_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do (``label``) and why, by when, and whom it is about (``first`` or ``second``).

    ``is_last`` marks the last reminder. ``is_late``: it is past its best time, and still welcome.
    """

    step: IntroductionStep
    label: str
    reason: str
    due: date | None = None
    whom: str = "first"
    is_last: bool = False
    is_late: bool = False


def status_of(facts: IntroductionFacts) -> IntroductionStatus:
    """How far it has come, from what happened alone."""
    return _status_of_request(facts) if facts.is_request else _status_of_connection(facts)


def has_both_consents(facts: IntroductionFacts) -> bool:
    """Whether a mail to both may go: I connect two, and each has said yes."""
    return not facts.is_request and facts.first.said == YES and facts.second.said == YES


def next_step(facts: IntroductionFacts, today: date, settings: RuleSettings) -> NextStep:
    """What comes next on a day, with the reason in words."""
    return (
        _next_of_request(facts, today, settings)
        if facts.is_request
        else _next_of_connection(facts, today, settings)
    )


def _status_of_request(facts: IntroductionFacts) -> IntroductionStatus:
    if facts.told_on is not None and facts.ended_on is None:
        return IntroductionStatus.THANKED
    if facts.ended_on is not None:
        return IntroductionStatus.CAME_TO_NOTHING
    if facts.met_on is not None:
        return IntroductionStatus.MET
    if facts.introduced_on is not None:
        return IntroductionStatus.INTRODUCED
    if facts.first.said:
        return IntroductionStatus.AGREED if facts.first.said == YES else IntroductionStatus.DECLINED
    return IntroductionStatus.ASKED if facts.first.asked_on else IntroductionStatus.THOUGHT_OF


def _status_of_connection(facts: IntroductionFacts) -> IntroductionStatus:
    if facts.ended_on is not None:
        return IntroductionStatus.CAME_TO_NOTHING
    if facts.outcome_on is not None:
        return IntroductionStatus.OUTCOME_HEARD
    if facts.introduced_on is not None:
        return IntroductionStatus.INTRODUCED
    if NO in (facts.first.said, facts.second.said):
        return IntroductionStatus.ONE_DECLINED
    if has_both_consents(facts):
        return IntroductionStatus.BOTH_AGREED
    if facts.second.asked_on or facts.second.said:
        return IntroductionStatus.ASKED_SECOND
    return (
        IntroductionStatus.ASKED_FIRST
        if facts.first.asked_on or facts.first.said
        else IntroductionStatus.THOUGHT_OF
    )


def _next_of_request(facts: IntroductionFacts, today: date, settings: RuleSettings) -> NextStep:
    bridge, target = facts.first.name, facts.second.name
    if facts.introduced_on is not None:
        return _after_request(facts, facts.introduced_on, today, settings)
    if facts.ended_on is not None:
        return _done(f"You let it rest {ago(facts.ended_on, today)}. Another bridge, or another day, may do.")
    if facts.first.said == NO:
        return _done(f"{bridge} would rather not, and said so. A line of thanks keeps that door open.")
    if facts.first.said == YES:
        due = _later(facts.first.said_on or today, settings.follow_up_first_days)
        if today < due:
            said = f"{bridge} will introduce you to {target}; it is in good hands."
            return NextStep(IntroductionStep.AWAIT, f"{bridge} writes next", said, due)
        said = (
            f"{bridge} agreed {ago(facts.first.said_on or today, today)}. Has it happened? "
            "If not, send the lines to forward once more."
        )
        return NextStep(IntroductionStep.AWAIT, f"See whether {bridge} has written", said, due, is_late=True)
    if facts.first.asked_on is None:
        return NextStep(
            IntroductionStep.ASK,
            f"Ask {bridge}",
            f"{bridge} may know {target}. Small, with lines to forward and an easy way to say no.",
        )
    return _awaiting(facts, facts.first, "first", today, settings)


def _after_request(
    facts: IntroductionFacts, introduced_on: date, today: date, settings: RuleSettings
) -> NextStep:
    bridge, target = facts.first.name, facts.second.name
    if facts.told_on is not None:
        return _done(f"{bridge} heard what came of it {ago(facts.told_on, today)}. The loop is closed.")
    if facts.outcome_on is not None or facts.ended_on is not None:
        on = facts.outcome_on or facts.ended_on or introduced_on
        due = _later(on, settings.introduction_thank_days)
        why = f"You know what came of it. {bridge} made it possible, and likes to hear, whatever it was."
        return NextStep(
            IntroductionStep.TELL, f"Tell {bridge} what came of it", why, due, is_late=today > due
        )
    if facts.thanked_on is None:
        due = _later(introduced_on, settings.introduction_thank_days)
        is_late = today > due
        why = f"{bridge} introduced you to {target} {ago(introduced_on, today)}. " + (
            "Your thanks are still welcome." if is_late else "Within a day or two, thanks are at their best."
        )
        return NextStep(IntroductionStep.THANK, f"Thank {bridge}", why, due, is_late=is_late)
    due = _later(introduced_on, settings.introduction_outcome_days)
    if today < due:
        met = f"You and {target} talked {ago(facts.met_on, today)}. " if facts.met_on else ""
        why = f"{met}{bridge} would like to hear what came of it, once something has."
        return NextStep(IntroductionStep.SEE, "See what comes of it", why, due)
    why = (
        f"{bridge} introduced you to {target} {ago(introduced_on, today)}, and has not heard what came of it."
    )
    return NextStep(IntroductionStep.TELL, f"Tell {bridge} what came of it", why, due)


def _next_of_connection(facts: IntroductionFacts, today: date, settings: RuleSettings) -> NextStep:
    first, second = facts.first, facts.second
    if facts.ended_on is not None:
        return _done(f"You let it rest {ago(facts.ended_on, today)}. The two may still meet another way.")
    if facts.introduced_on is not None:
        return _after_connection(facts, facts.introduced_on, today, settings)
    if NO in (first.said, second.said):
        return _after_no(facts, today)
    if has_both_consents(facts):
        agreed_on = max(first.said_on or today, second.said_on or today)
        due = _later(agreed_on, settings.outreach_write_days)
        why = f"{first.name} and {second.name} have both said yes. One mail to both, while they look forward to it."
        return NextStep(IntroductionStep.INTRODUCE, "Introduce the two", why, due, is_late=today > due)
    if first.said == "":
        if first.asked_on is None:
            why = f"Ask {first.name} alone first: if it does not suit, {second.name} need never know."
            return NextStep(IntroductionStep.ASK, f"Ask {first.name}", why)
        return _awaiting(facts, first, "first", today, settings)
    if second.asked_on is None:
        due = _later(first.said_on or today, settings.outreach_write_days)
        why = f"{first.name} said yes {ago(first.said_on or today, today)}. Now {second.name}, who is just as free to say no."
        return NextStep(
            IntroductionStep.ASK_SECOND, f"Ask {second.name}", why, due, "second", is_late=today > due
        )
    return _awaiting(facts, second, "second", today, settings)


def _after_connection(
    facts: IntroductionFacts, introduced_on: date, today: date, settings: RuleSettings
) -> NextStep:
    if facts.outcome_on is not None:
        return _done(f"You heard what came of it {ago(facts.outcome_on, today)}.")
    due = _later(introduced_on, settings.introduction_outcome_days)
    names = f"{facts.first.name} and {facts.second.name}"
    if today < due:
        why = f"You introduced {names} {ago(introduced_on, today)}. It is theirs now."
        return NextStep(IntroductionStep.SEE, "Leave it to the two", why, due)
    why = f"You introduced {names} {ago(introduced_on, today)}. Ask one of them, when you talk, what came of it."
    return NextStep(IntroductionStep.HEAR, "Hear what came of it", why, due)


def _after_no(facts: IntroductionFacts, today: date) -> NextStep:
    """Whoever had said yes hears kindly that it is not to be, without a name or a reason; nobody else hears of it."""
    waiting = next((one for one in (facts.first, facts.second) if one.said == YES), None)
    if waiting is None or facts.told_on is not None:
        return _done("One of the two would rather not, and nobody needs to hear why. A no is a fine answer.")
    whom = "first" if waiting is facts.first else "second"
    on = max(one.said_on or today for one in (facts.first, facts.second))
    why = f"{waiting.name} said yes and waits. Say that it is not the moment: no name, no reason."
    return NextStep(
        IntroductionStep.TELL_KINDLY, f"Let {waiting.name} know, kindly", why, _later(on, 2), whom
    )


def _awaiting(
    facts: IntroductionFacts, asked: Consent, whom: str, today: date, settings: RuleSettings
) -> NextStep:
    """One reminder after 7 days, one after 21, then it is let go: as a letter of outreach is followed up."""
    sent_on = asked.asked_on or today
    if asked.answered_on is not None:
        why = f"{asked.name} answered {ago(asked.answered_on, today)}. Was it a yes?"
        return NextStep(
            IntroductionStep.NOTE_ANSWER, f"Note what {asked.name} said", why, asked.answered_on, whom
        )
    reminded = max((on for on in facts.reminded_on if on >= sent_on), default=None)
    last_from = _later(sent_on, settings.follow_up_last_days)
    if reminded is not None and reminded >= last_from:
        return _after_reminders(asked, whom, reminded, today, settings)
    is_last = today >= last_from or reminded is not None
    if reminded is None:
        due = last_from if is_last else _later(sent_on, settings.follow_up_first_days)
    else:
        due = max(last_from, _later(reminded, settings.follow_up_first_days))
    if today < due:
        why = f"You asked {asked.name} {ago(sent_on, today)}. Give it until {day_with_date(due, today)}."
        return NextStep(IntroductionStep.WAIT, "Wait for an answer", why, due, whom, is_last)
    why = f"You asked {asked.name} {ago(sent_on, today)}; a short reminder is fine."
    if is_last:
        why += " After this one, let it be."
    return NextStep(IntroductionStep.REMIND, f"Remind {asked.name} in a line", why, due, whom, is_last)


def _after_reminders(
    asked: Consent, whom: str, reminded: date, today: date, settings: RuleSettings
) -> NextStep:
    due = _later(reminded, settings.follow_up_first_days)
    if today < due:
        why = f"You asked and reminded; whether to answer is {asked.name}’s choice now."
        return NextStep(IntroductionStep.WAIT, "Wait for an answer", why, due, whom)
    why = "No answer is an answer too, and not about you. Leave the door open."
    return NextStep(IntroductionStep.LET_GO, "Let it rest, kindly", why, due, whom)


def facts_until(facts: IntroductionFacts, today: date) -> IntroductionFacts:
    """The facts as they were known on that day."""

    def known(day: date | None) -> date | None:
        return day if day is not None and day <= today else None

    def asked(one: Consent) -> Consent:
        said_on = known(one.said_on)
        said = one.said if one.said_on is None or said_on is not None else ""
        return Consent(one.name, known(one.asked_on), said, said_on, known(one.answered_on))

    return replace(
        facts,
        first=asked(facts.first),
        second=asked(facts.second),
        reminded_on=tuple(on for on in facts.reminded_on if on <= today),
        introduced_on=known(facts.introduced_on),
        met_on=known(facts.met_on),
        thanked_on=known(facts.thanked_on),
        outcome_on=known(facts.outcome_on),
        told_on=known(facts.told_on),
        ended_on=known(facts.ended_on),
    )


def _done(reason: str) -> NextStep:
    return NextStep(IntroductionStep.DONE, "Nothing is open", reason)


def _later(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))
