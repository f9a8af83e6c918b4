"""The two paths that follow from noticing somebody, and their next step. Examples: docs/rules/outreach.md.

After a talk: appreciation, then curiosity connect. After a meeting that I led: feedback ask, then wider
input ask. Days between follow-ups are counted as in ``cadence``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import ago, day_with_date


class PathKind(StrEnum):
    """Where I noticed them: a talk of theirs, or a meeting that I led."""

    TALK = "talk"
    MEETING = "meeting"


class PathState(StrEnum):
    WRITE = "write"
    WAITING = "waiting"
    FOLLOW_UP = "follow-up"
    LET_GO = "let-go"
    MEET = "meet"
    DONE = "done"
    GONE = "gone"


APPRECIATION: Final = "appreciation"
LETTERS: Final[dict[PathKind, tuple[str, str]]] = {
    PathKind.TALK: (APPRECIATION, "curiosity-connect"),
    PathKind.MEETING: ("feedback-ask", "wider-input-ask"),
}
"""The two letters of each path by their slug, in order."""

FIRST_FOLLOW_UP: Final = "first-follow-up"
LAST_FOLLOW_UP: Final = "last-follow-up"


@dataclass(frozen=True, slots=True)
class PathFacts:
    """What happened on one path.

    ``letters`` are (kind, day sent); ``follow_ups`` and ``replies`` days, in any order. ``answered`` are kinds
    known to be answered (the click was on that letter). ``met_on`` is the first two-way talk, coffee or call.
    """

    kind: PathKind
    noticed_on: date
    name: str
    letters: tuple[tuple[str, date], ...] = ()
    follow_ups: tuple[date, ...] = ()
    replies: tuple[date, ...] = ()
    answered: tuple[str, ...] = ()
    met_on: date | None = None
    let_go_on: date | None = None


@dataclass(frozen=True, slots=True)
class PathStep:
    """The next step: what to do (``label``) and why, by when, and which letter of how many it is about.

    ``letter`` is the slug of the letter to write, or of the one that awaits its answer. ``due`` is when a
    step is best taken or a wait ends. ``step`` is ``first-follow-up`` or ``last-follow-up`` where one is due or next.
    """

    state: PathState
    label: str
    reason: str
    letter: str = ""
    due: date | None = None
    step: str = ""
    number: int = 1
    of: int = 2


def next_step(facts: PathFacts, today: date, settings: RuleSettings) -> PathStep:
    """Where the path stands on a day and what comes next, with the reason in words; what lies ahead is left out.

    An appreciation asks for nothing, so no answer is awaited: the curiosity connect may follow at once and
    is best a few days later (three, our judgement). Every other letter is followed up 7 days later, once
    more 21 days after it (``follow_up_*``, as in ``cadence``), and then let go kindly.
    """
    facts = _until(facts, today)
    if facts.met_on is not None:
        reason = f"You talked {ago(facts.met_on, today)}. What you saw, with its day, is what an assessment rests on."
        return PathStep(PathState.DONE, "Note what you saw", reason, number=2)
    if facts.let_go_on is not None and not any(on >= facts.let_go_on for on in facts.replies):
        reason = f"You let it go {ago(facts.let_go_on, today)}. The door is open; they may still write."
        return PathStep(PathState.GONE, "Let go, kindly", reason, number=_number(facts))
    first, last = LETTERS[facts.kind]
    if _sent_on(facts, last) is not None:
        return _after_last(facts, today, settings)
    if _sent_on(facts, first) is not None:
        return _after_first(facts, today, settings)
    due = _later(facts.noticed_on, settings.outreach_write_days)
    reason = f"You noticed {facts.name} {ago(facts.noticed_on, today)}. " + (
        "It is best said while it is fresh." if today <= due else "It is still welcome, however late."
    )
    return PathStep(PathState.WRITE, f"Write the {_in_words(first)}", reason, first, due)


def _after_first(facts: PathFacts, today: date, settings: RuleSettings) -> PathStep:
    first, last = LETTERS[facts.kind]
    sent_on = _sent_on(facts, first) or facts.noticed_on
    replied_on = _reply_to(facts, first)
    if replied_on is None and first != APPRECIATION:
        return _awaiting(facts, first, 1, today, settings)
    label = f"Write the {_in_words(last)}"
    if replied_on is not None:
        reason = (
            f"{facts.name} answered {ago(replied_on, today)}; now is a good time to ask for a little more."
        )
        due = _later(replied_on, settings.outreach_write_days)
    else:
        reason = f"Your appreciation went {ago(sent_on, today)}. It asks for nothing, so there is no answer to wait for."
        due = _later(sent_on, settings.outreach_write_days)
    return PathStep(PathState.WRITE, label, reason, last, due, number=2)


def _after_last(facts: PathFacts, today: date, settings: RuleSettings) -> PathStep:
    _, last = LETTERS[facts.kind]
    replied_on = _reply_to(facts, last)
    if replied_on is None:
        return _awaiting(facts, last, 2, today, settings)
    what = "the coffee" if facts.kind == PathKind.TALK else "a talk"
    reason = f"{facts.name} answered {ago(replied_on, today)}. Offer two or three times, and let them choose."
    due = _later(replied_on, settings.outreach_write_days)
    return PathStep(PathState.MEET, f"Set a time for {what}", reason, last, due, number=2)


def _awaiting(facts: PathFacts, letter: str, number: int, today: date, settings: RuleSettings) -> PathStep:
    """Follow up after 7 days, then 21 after the letter, then let go: counted as ``cadence`` counts for *reached out*."""
    name, sent_on = facts.name, _sent_on(facts, letter) or facts.noticed_on
    follow_up = max((on for on in facts.follow_ups if on > sent_on), default=None)
    last_from = _later(sent_on, settings.follow_up_last_days)
    if follow_up is not None and follow_up >= last_from:
        return _after_follow_ups(
            facts, follow_up, PathStep(PathState.LET_GO, "", "", letter, number=number), today, settings
        )
    if follow_up is None:
        step = LAST_FOLLOW_UP if today >= last_from else FIRST_FOLLOW_UP
        due = last_from if step == LAST_FOLLOW_UP else _later(sent_on, settings.follow_up_first_days)
    else:
        step = LAST_FOLLOW_UP
        due = max(last_from, _later(follow_up, settings.follow_up_first_days))
    if today < due:
        reason = (
            f"The {_in_words(letter)} went {ago(sent_on, today)}; the answer is {name}’s to give. "
            f"Give it until {day_with_date(due, today)}."
        )
        return PathStep(PathState.WAITING, "Wait for an answer", reason, letter, due, step, number)
    reason = (
        f"The {_in_words(letter)} went {ago(sent_on, today)} and has no answer yet; a short reminder is fine."
    )
    if step == LAST_FOLLOW_UP:
        reason += " After this one, let it be."
    return PathStep(PathState.FOLLOW_UP, "Follow up in a line or two", reason, letter, due, step, number)


def _after_follow_ups(
    facts: PathFacts, follow_up: date, at: PathStep, today: date, settings: RuleSettings
) -> PathStep:
    """The last follow-up has its days as well; then it is time to let go."""
    due = _later(follow_up, settings.follow_up_first_days)
    if today < due:
        reason = f"You have written and followed up; whether to answer is {facts.name}’s choice now."
        return replace(at, state=PathState.WAITING, label="Wait for an answer", reason=reason, due=due)
    reason = "No answer is not about you; leave the door open."
    return replace(at, label="Let go kindly", reason=reason, due=due)


def _until(facts: PathFacts, today: date) -> PathFacts:
    """The facts as they were known on that day."""
    return replace(
        facts,
        letters=tuple((kind, on) for kind, on in facts.letters if on <= today),
        follow_ups=_days_until(facts.follow_ups, today),
        replies=_days_until(facts.replies, today),
        met_on=facts.met_on if facts.met_on is not None and facts.met_on <= today else None,
        let_go_on=facts.let_go_on if facts.let_go_on is not None and facts.let_go_on <= today else None,
    )


def _days_until(days: Iterable[date], today: date) -> tuple[date, ...]:
    return tuple(sorted(on for on in days if on <= today))


def _sent_on(facts: PathFacts, letter: str) -> date | None:
    """When that letter first went; one sent again later is no new letter."""
    return min((on for kind, on in facts.letters if kind == letter), default=None)


def _reply_to(facts: PathFacts, letter: str) -> date | None:
    """The first reply to that letter.

    On the day of the second letter, a single reply belongs to the first where that had none: one answers
    what one has read. Unless it is known to be an answer to the second (``answered``).
    """
    sent_on = _sent_on(facts, letter)
    if sent_on is None:
        return None
    after = [on for on in facts.replies if on >= sent_on]
    if letter in facts.answered:
        return after[0] if after else sent_on
    first, last = LETTERS[facts.kind]
    first_on = _sent_on(facts, first)
    if letter == last and first_on is not None and first_on <= sent_on:
        is_answered = any(first_on <= on < sent_on for on in facts.replies)
        if not is_answered and after and after[0] == sent_on:
            after = after[1:]
    return after[0] if after else None


def _number(facts: PathFacts) -> int:
    return 2 if _sent_on(facts, LETTERS[facts.kind][1]) is not None else 1


def _in_words(letter: str) -> str:
    return letter.replace("-", " ")


def _later(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))
