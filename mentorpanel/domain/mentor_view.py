"""What leaves for a mentor: allow-list types that cannot hold a private field, built in this one place.

Letters are composed from these views and from what the owner types. The facts that go in hold only
what may be shared with *somebody*; whether it may be shared with *this* mentor is decided here.
"""

from dataclasses import dataclass
from datetime import date, datetime

from mentorpanel.domain.facts import AdviceStatus, JournalKind, ParkedKind


@dataclass(frozen=True, slots=True)
class MilestoneFact:
    text: str
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class GoalFact:
    """A goal that the owner works on; only a mentor named for it reads of it."""

    statement: str
    due_on: date | None
    milestones: tuple[MilestoneFact, ...] = ()
    mentor_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class AdviceFact:
    """What somebody said and what came of it; ``loop_closed_on`` when they heard of that."""

    person_id: int
    text: str
    status: AdviceStatus
    outcome: str = ""
    on: date | None = None
    loop_closed_on: date | None = None
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class JournalFact:
    on: date
    kind: JournalKind
    text: str
    is_shared_with_all: bool = False
    shared_with: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class CommitmentFact:
    person_id: int
    is_mine: bool
    text: str
    due_on: date | None = None
    done_on: date | None = None
    dropped_on: date | None = None


@dataclass(frozen=True, slots=True)
class FocusFact:
    """A focus area; ``readers`` is ``nobody``, ``named`` or ``everyone``; new to this mentor or told before."""

    text: str
    readers: str = "nobody"
    named: frozenset[int] = frozenset()
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class ParkedFact:
    """A parked item; planned for this session, and perhaps meant for somebody."""

    text: str
    kind: ParkedKind
    is_planned: bool
    person_id: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """An open question, with who may know of it."""

    question: str
    answer_by: date | None = None
    readers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RoleFact:
    """A line about a role that was looked at, ticked to be shared, with who may know of its decision."""

    text: str
    readers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class BriefFacts:
    """Everything a brief may be made of, before it is narrowed to what this mentor may read.

    ``since`` is the last session's date; ``zone`` the owner's, ``their_zone`` the mentor's if known.
    """

    person_id: int
    person_name: str
    my_name: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    their_zone: str = ""
    place: str = ""
    since: date | None = None
    goals: tuple[GoalFact, ...] = ()
    advice: tuple[AdviceFact, ...] = ()
    journal: tuple[JournalFact, ...] = ()
    commitments: tuple[CommitmentFact, ...] = ()
    focus: tuple[FocusFact, ...] = ()
    parked: tuple[ParkedFact, ...] = ()
    decisions: tuple[DecisionFact, ...] = ()
    role: tuple[RoleFact, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedGoal:
    statement: str
    due_on: date | None
    done: tuple[str, ...]
    next_step: str
    milestones: int


@dataclass(frozen=True, slots=True)
class SharedAdvice:
    """Their own advice with what came of it."""

    text: str
    status: AdviceStatus
    outcome: str


@dataclass(frozen=True, slots=True)
class SharedEntry:
    on: date
    kind: JournalKind
    text: str


@dataclass(frozen=True, slots=True)
class SharedPromise:
    text: str
    due_on: date | None
    is_done: bool


@dataclass(frozen=True, slots=True)
class SharedFocus:
    text: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class SharedItem:
    text: str
    kind: ParkedKind
    id: int = 0


@dataclass(frozen=True, slots=True)
class SharedDecision:
    question: str
    answer_by: date | None


@dataclass(frozen=True, slots=True)
class MentorView:
    """What one mentor may read before or after one session. There is no other field, and none is private."""

    person_name: str
    my_name: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    their_zone: str
    place: str
    goals: tuple[SharedGoal, ...]
    advice: tuple[SharedAdvice, ...]
    journal: tuple[SharedEntry, ...]
    mine: tuple[SharedPromise, ...]
    theirs: tuple[SharedPromise, ...]
    focus: tuple[SharedFocus, ...]
    parked: tuple[SharedItem, ...]
    decisions: tuple[SharedDecision, ...] = ()
    role: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedReply:
    """What they wrote on their page themselves; ``item_id`` is the question it answers."""

    kind: str
    text: str
    starts_at: datetime | None
    said_at: datetime
    item_id: int | None


@dataclass(frozen=True, slots=True)
class MentorPageView:
    """What one mentor sees on the page of one session.

    ``their_zone`` is the one that they said, if any. ``brief`` is the brief as it was sent, empty before;
    ``offer`` the owner's words on how they could help.
    ``answer`` is where the mentor's own answer stands; ``is_off``: it does not take place; ``is_over``: it was.
    """

    view: MentorView
    their_zone: str
    brief: str
    brief_minutes: int
    offer: str
    answer: str
    is_off: bool
    is_over: bool
    replies: tuple[SharedReply, ...]


@dataclass(frozen=True, slots=True)
class RecapView:
    """What a recap may be made of: ``advice`` is what they said in that session, ``shared_notes`` the notes
    that the owner marked as shared. The private notes have no place here."""

    person_name: str
    my_name: str
    starts_at: datetime
    zone: str
    advice: tuple[str, ...] = ()
    shared_notes: str = ""
    mine: tuple[SharedPromise, ...] = ()
    theirs: tuple[SharedPromise, ...] = ()
    next_starts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ThanksView:
    """What a thank-you may be made of: one piece of their own advice and what came of it."""

    person_name: str
    my_name: str
    advice: str
    status: AdviceStatus
    outcome: str = ""


def view_for_mentor(facts: BriefFacts) -> MentorView:
    """Narrow the facts to what ``facts.person_id`` may read.

    Goals that name them; their own advice whose outcome they have not heard; journal entries ticked for
    them or all, since the last session; promises between the two of us; focus areas they are a reader of;
    parked items planned for this session and meant for them or nobody in particular; open decisions that they
    may know of, and what was ticked of a look at a role.
    """
    person_id = facts.person_id
    return MentorView(
        person_name=facts.person_name,
        my_name=facts.my_name,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        zone=facts.zone,
        their_zone=facts.their_zone,
        place=facts.place,
        goals=tuple(_shared_goal(goal) for goal in facts.goals if person_id in goal.mentor_ids),
        advice=tuple(
            SharedAdvice(advice.text, advice.status, advice.outcome)
            for advice in facts.advice
            if advice.person_id == person_id and advice.loop_closed_on is None and not advice.is_confidential
        ),
        journal=tuple(
            SharedEntry(entry.on, entry.kind, entry.text)
            for entry in facts.journal
            if _is_for(entry, person_id) and (facts.since is None or entry.on >= facts.since)
        ),
        mine=_promises(facts, is_mine=True),
        theirs=_promises(facts, is_mine=False),
        focus=tuple(
            SharedFocus(area.text, area.is_new) for area in facts.focus if _reads_focus(area, person_id)
        ),
        parked=tuple(
            SharedItem(item.text, item.kind, item.id)
            for item in facts.parked
            if item.is_planned and item.person_id in (None, person_id)
        ),
        decisions=tuple(
            SharedDecision(one.question, one.answer_by) for one in facts.decisions if person_id in one.readers
        ),
        role=tuple(one.text for one in facts.role if person_id in one.readers),
    )


def _shared_goal(goal: GoalFact) -> SharedGoal:
    done = tuple(milestone.text for milestone in goal.milestones if milestone.done_on)
    ahead = sorted(
        (milestone for milestone in goal.milestones if not milestone.done_on),
        key=lambda milestone: milestone.due_on or date.max,
    )
    return SharedGoal(goal.statement, goal.due_on, done, ahead[0].text if ahead else "", len(goal.milestones))


def _is_for(entry: JournalFact, person_id: int) -> bool:
    return entry.is_shared_with_all or person_id in entry.shared_with


def _reads_focus(area: FocusFact, person_id: int) -> bool:
    return area.readers == "everyone" or (area.readers == "named" and person_id in area.named)


def _promises(facts: BriefFacts, is_mine: bool) -> tuple[SharedPromise, ...]:
    return tuple(
        SharedPromise(promise.text, promise.due_on, promise.done_on is not None)
        for promise in facts.commitments
        if promise.person_id == facts.person_id and promise.is_mine == is_mine and promise.dropped_on is None
    )
