"""What letters outside of sessions may be made of: allow-list types, beside those of ``mentor_view``.

Every word in a view has been said to its reader, is theirs, is shared with them, or is what the owner
wants to tell them. Assessments, private notes, warmth and readiness have no field here.
"""

from dataclasses import dataclass
from datetime import date

from mentorpanel.domain.facts import AdviceStatus, JournalKind
from mentorpanel.domain.mentor_view import (
    AdviceFact,
    BriefFacts,
    GoalFact,
    SharedAdvice,
    view_for_mentor,
)

_CAME_TO_SOMETHING = (AdviceStatus.WORKED, AdviceStatus.DID_NOT, AdviceStatus.SET_ASIDE)


@dataclass(frozen=True, slots=True)
class OutreachView:
    """A notice as its person may read it: ``kind`` is talk or meeting, ``seen_where`` and ``impressed`` what
    the owner noted in order to say it, ``question`` what they would ask. ``my_line`` is who the owner is;
    ``shared`` what the two share, for where nothing was seen; ``came_of_it`` what their first advice led to.
    """

    person_name: str
    my_name: str
    my_line: str = ""
    kind: str = "talk"
    seen_where: str = ""
    impressed: str = ""
    question: str = ""
    shared: str = ""
    came_of_it: str = ""


@dataclass(frozen=True, slots=True)
class FormalAskView:
    """Their own advice and what came of it, and the goal that the owner wants to ask for."""

    person_name: str
    my_name: str
    advice: SharedAdvice | None = None
    goal: str = ""
    goal_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class UpdateView:
    """What is shared with this reader since the last time, newest first, and their own advice."""

    person_name: str
    my_name: str
    changes: tuple[str, ...] = ()
    wins: tuple[str, ...] = ()
    learnings: tuple[str, ...] = ()
    struggles: tuple[str, ...] = ()
    advice: tuple[SharedAdvice, ...] = ()
    focus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RevivalView:
    """Something that they said once, and how long ago the two last spoke, in days; -1 where it is not known."""

    person_name: str
    my_name: str
    advice: str = ""
    silent_days: int = -1


@dataclass(frozen=True, slots=True)
class ClosingView:
    """Something that they said, and what was reached of the goals that name them."""

    person_name: str
    my_name: str
    advice: str = ""
    reached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferView:
    """Names alone: what they need is for the owner to say, as what is noted of it is private."""

    person_name: str
    my_name: str


@dataclass(frozen=True, slots=True)
class AskView:
    """Names, and the question that the owner has chosen to put to this reader."""

    person_name: str
    my_name: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class IntroductionView:
    """Two names, the other one picked by the owner for this letter, who the owner is, and what it is for."""

    person_name: str
    my_name: str
    my_line: str = ""
    other_name: str = ""
    why: str = ""


def formal_ask_view(facts: BriefFacts, chosen: GoalFact | None = None) -> FormalAskView:
    """What a formal ask to ``facts.person_id`` may say: the goal that the owner chose, else one that names them."""
    named = [goal for goal in facts.goals if facts.person_id in goal.mentor_ids]
    goal = chosen or next(iter(named), None)
    return FormalAskView(
        person_name=facts.person_name,
        my_name=facts.my_name,
        advice=next(iter(_own_advice(facts)), None),
        goal=goal.statement if goal else "",
        goal_due_on=goal.due_on if goal else None,
    )


def update_view(facts: BriefFacts) -> UpdateView:
    """What an update to ``facts.person_id`` may say: the same narrowing as for a brief."""
    view = view_for_mentor(facts)
    newest = sorted(view.journal, key=lambda entry: entry.on, reverse=True)
    by_kind = {kind: tuple(entry.text for entry in newest if entry.kind is kind) for kind in JournalKind}
    return UpdateView(
        person_name=view.person_name,
        my_name=view.my_name,
        changes=by_kind[JournalKind.CHANGE],
        wins=by_kind[JournalKind.WIN],
        learnings=by_kind[JournalKind.LEARNING],
        struggles=by_kind[JournalKind.CHALLENGE],
        advice=view.advice,
        focus=tuple(area.text for area in view.focus),
    )


def revival_view(facts: BriefFacts, *, last_on: date | None, today: date) -> RevivalView:
    """What a letter that revives the tie may say; ``last_on`` is the day of the last two-way contact."""
    advice = _own_advice(facts)
    return RevivalView(
        person_name=facts.person_name,
        my_name=facts.my_name,
        advice=advice[0].text if advice else "",
        silent_days=max(0, (today - last_on).days) if last_on else -1,
    )


def closing_view(facts: BriefFacts) -> ClosingView:
    """What a closing may say: milestones done of the goals that name them, and one thing they said."""
    advice = _own_advice(facts)
    reached = tuple(text for goal in view_for_mentor(facts).goals for text in goal.done)
    return ClosingView(
        person_name=facts.person_name,
        my_name=facts.my_name,
        advice=advice[0].text if advice else "",
        reached=reached,
    )


def _own_advice(facts: BriefFacts) -> list[SharedAdvice]:
    """What they said, heard of its outcome or not; what came to something and worked comes first."""
    theirs = [one for one in facts.advice if one.person_id == facts.person_id and not one.is_confidential]
    return [SharedAdvice(one.text, one.status, one.outcome) for one in sorted(theirs, key=_worth_telling)]


def _worth_telling(advice: AdviceFact) -> tuple[bool, bool, int]:
    newest_first = -(advice.on or date.min).toordinal()
    return advice.status is not AdviceStatus.WORKED, advice.status not in _CAME_TO_SOMETHING, newest_first
