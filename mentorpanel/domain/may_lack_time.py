"""Whether somebody may lack time now, and my own lapses next to it. Examples: docs/rules/assessment.md.

Short sentences that state facts. The lapses change nothing about the answer: both sides are simply shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mentorpanel.domain.facts import Direction, Touch, TouchpointKind
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import count, day_with_date, number, people_list, span, start_sentence


class SessionEnd(StrEnum):
    """How a session with this person came out, and from whose side."""

    HELD = "held"
    CANCELLED_BY_THEM = "cancelled-by-them"
    MISSED_BY_THEM = "missed-by-them"
    CANCELLED_BY_ME = "cancelled-by-me"
    MISSED_BY_ME = "missed-by-me"


_BY_THEM = (SessionEnd.CANCELLED_BY_THEM, SessionEnd.MISSED_BY_THEM)
_BY_ME = (SessionEnd.CANCELLED_BY_ME, SessionEnd.MISSED_BY_ME)


@dataclass(frozen=True, slots=True)
class PastSession:
    on: date
    ended: SessionEnd


@dataclass(frozen=True, slots=True)
class Answer:
    """A message of mine that awaited an answer: when I wrote it, and the days until their next sign."""

    asked_on: date
    days: int


@dataclass(frozen=True, slots=True)
class Owed:
    """Something open on my side: its text (it may be empty) and the day it is from or was due."""

    text: str
    on: date


@dataclass(frozen=True, slots=True)
class TimeFacts:
    """What happened with one person; the order does not matter.

    ``overdue`` are my open promises by their due day, ``open_loops`` advice of theirs whose outcome they have
    not heard, ``thanks_owed`` the days of sessions without thanks, ``questions`` theirs that I left open.
    """

    name: str
    sessions: tuple[PastSession, ...] = ()
    answers: tuple[Answer, ...] = ()
    touches: tuple[Touch, ...] = ()
    overdue: tuple[Owed, ...] = ()
    open_loops: tuple[Owed, ...] = ()
    thanks_owed: tuple[date, ...] = ()
    questions: tuple[Owed, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeSigns:
    """The answer and its reason, what shows it (``theirs``), and my own lapses (``mine``)."""

    may_lack_time: bool
    reason: str
    theirs: tuple[str, ...]
    mine: tuple[str, ...]


def time_signs(facts: TimeFacts, today: date, settings: RuleSettings) -> TimeSigns:
    """Whether they may lack time now: they cancel, answer late, or only I begin (PRODUCT §2).

    Looks back 180 days. Two of the last three sessions or answers, more than 14 days for an answer, and
    four exchanges that all began with me are our judgement. That I begin says nothing where a session was
    held: who gives an hour has time, and beginning is a mentee's part.
    """
    sessions = sorted(
        (one for one in facts.sessions if _is_recent(one.on, today, settings)),
        key=lambda one: one.on,
        reverse=True,
    )
    last = sessions[: settings.lack_last_seen]
    theirs = [_sessions_by_them(last, facts.name, settings), _slow_answers(facts, today, settings)]
    if not any(one.ended == SessionEnd.HELD for one in sessions):
        theirs.append(_begun_by_me(facts, today, settings))
    signs = tuple(sentence for sentence in theirs if sentence)
    mine = (
        _sessions_by_me(last),
        _overdue(facts, today),
        _loops(facts, today, settings),
        _thanks(facts, today),
        _questions(facts, today),
    )
    if signs:
        reason = f"{facts.name} may lack time now. It need not be about you, and it can change."
    else:
        reason = f"Nothing noted here says that {facts.name} lacks time now."
    return TimeSigns(bool(signs), reason, signs, tuple(sentence for sentence in mine if sentence))


def _is_recent(on: date, today: date, settings: RuleSettings) -> bool:
    return 0 <= (today - on).days <= settings.lack_window_days


def _enough(settings: RuleSettings) -> int:
    return min(settings.lack_at_least, settings.lack_last_seen)


def _sessions_by_them(last: Sequence[PastSession], name: str, settings: RuleSettings) -> str:
    ends = [one.ended for one in last if one.ended in _BY_THEM]
    if len(ends) < _enough(settings):
        return ""
    if all(end == SessionEnd.CANCELLED_BY_THEM for end in ends):
        were = "was" if len(ends) == 1 else "were"
        return f"{_of_last(len(ends), len(last), 'session')} {were} cancelled by them."
    part = _of_last(len(ends), len(last), "session")
    return f"{name} could not make {part[:1].lower()}{part[1:]}."


def _of_last(part: int, whole: int, noun: str) -> str:
    """ "Two of the last three sessions" at the start of a sentence; both and all where it is every one."""
    if part == whole:
        if whole == 1:
            return f"The last {noun}"
        return f"Both of the last two {noun}s" if whole == 2 else f"All of the last {number(whole)} {noun}s"
    return f"{start_sentence(number(part))} of the last {number(whole)} {noun}s"


def _slow_answers(facts: TimeFacts, today: date, settings: RuleSettings) -> str:
    recent = sorted(
        (one for one in facts.answers if _is_recent(one.asked_on, today, settings)),
        key=lambda one: one.asked_on,
        reverse=True,
    )
    last = recent[: settings.lack_last_seen]
    slow = sum(one.days > settings.lack_slow_answer_days for one in last)
    if slow < _enough(settings):
        return ""
    return f"{_of_last(slow, len(last), 'answer')} took more than {span(settings.lack_slow_answer_days)}."


def _begun_by_me(facts: TimeFacts, today: date, settings: RuleSettings) -> str:
    begun = _beginnings([one for one in facts.touches if _is_recent(one.on, today, settings)], settings)
    if len(begun) < settings.lack_begun_by_me or any(one != Direction.FROM_ME for one in begun):
        return ""
    return f"You began {_of_last(len(begun), len(begun), 'exchange').lower()}."


def _beginnings(touches: Sequence[Touch], settings: RuleSettings) -> list[Direction]:
    """Who began each exchange, oldest first; a pause of more than 14 days begins a new one.

    Talks, events and sessions begin nothing, nor does what asks for no answer. Of one day, theirs comes
    first. Where an exchange began with both, nobody can tell who began, and it is left out.
    """
    begun: list[Direction] = []
    last_on: date | None = None
    order = (Direction.FROM_THEM, Direction.BOTH, Direction.FROM_ME)
    for touch in sorted(touches, key=lambda one: (one.on, order.index(one.direction))):
        if touch.kind in (TouchpointKind.TALK, TouchpointKind.EVENT):
            continue
        if touch.direction == Direction.FROM_ME and (touch.is_personal_update or not touch.awaits_answer):
            continue
        is_new = last_on is None or (touch.on - last_on).days > settings.lack_exchange_gap_days
        last_on = touch.on
        if is_new and touch.direction != Direction.BOTH and touch.kind != TouchpointKind.SESSION:
            begun.append(touch.direction)
    return begun


def _sessions_by_me(last: Sequence[PastSession]) -> str:
    ends = [one.ended for one in last if one.ended in _BY_ME]
    if not ends:
        return ""
    part = _of_last(len(ends), len(last), "session")
    verb = "cancelled" if all(end == SessionEnd.CANCELLED_BY_ME for end in ends) else "could not make"
    return f"You {verb} {part[:1].lower()}{part[1:]}."


def _overdue(facts: TimeFacts, today: date) -> str:
    late = sorted((one for one in facts.overdue if one.on < today), key=lambda one: one.on)
    if not late:
        return ""
    if len(late) > 1:
        return f"{start_sentence(count(len(late), 'promise'))} of yours are past their day."
    text = f" “{late[0].text}”" if late[0].text else ""
    return f"Your promise{text} was for {day_with_date(late[0].on, today)}."


def _loops(facts: TimeFacts, today: date, settings: RuleSettings) -> str:
    loops = [one for one in facts.open_loops if (today - one.on).days > settings.loop_open_days]
    if not loops:
        return ""
    oldest = min(loops, key=lambda one: one.on)
    since = day_with_date(oldest.on, today)
    if len(loops) > 1:
        return (
            f"{facts.name} has not heard what came of {count(len(loops), 'piece')} of advice, since {since}."
        )
    text = f" “{oldest.text}”" if oldest.text else ""
    return f"{facts.name} has not heard what came of the advice{text} of {since}."


def _thanks(facts: TimeFacts, today: date) -> str:
    owed = sorted(on for on in facts.thanks_owed if on <= today)
    if not owed:
        return ""
    days = people_list([day_with_date(on, today) for on in owed])
    return f"Thanks for the session{'s' if len(owed) > 1 else ''} on {days} are still to go."


def _questions(facts: TimeFacts, today: date) -> str:
    waiting = sorted((one for one in facts.questions if one.on <= today), key=lambda one: one.on)
    if not waiting:
        return ""
    since = day_with_date(waiting[0].on, today)
    if len(waiting) > 1:
        return f"{start_sentence(count(len(waiting), 'question'))} of theirs wait for your answer, since {since}."
    text = f" “{waiting[0].text}”" if waiting[0].text else ""
    return f"Their question{text} of {since} waits for your answer."
