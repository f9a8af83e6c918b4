"""What Today looks at beyond one person's rhythm, frozen: the panel as a whole, goals, steps of a relationship, my phase."""

from dataclasses import dataclass
from datetime import date

from mentorpanel.domain.facts import Stage
from mentorpanel.domain.panel_flags import Flag


@dataclass(frozen=True, slots=True)
class PhaseFacts:
    """My phase now. ``focus_on`` is the day of the last change of focus areas that was worth telling.

    ``title`` is mine; ``title_on`` the day on which it changed since the phase began, and ``left_on`` the
    day on which the organisation did.
    """

    id: int
    slug: str
    name: str
    started_on: date
    focus_on: date | None = None
    title: str = ""
    title_on: date | None = None
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class HelperFacts:
    """The best candidate for an open need, with the fact that speaks for them first."""

    need: str
    person_id: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class StepFacts:
    """The stage that the facts suggest for somebody, and why."""

    person_id: int
    name: str
    stage: Stage
    to: Stage
    reason: str


@dataclass(frozen=True, slots=True)
class AssessFacts:
    """Somebody with whom I have talked enough to tell, of whom nothing is noted yet."""

    person_id: int
    name: str
    two_way_days: int
    last_two_way_on: date


@dataclass(frozen=True, slots=True)
class FormalFacts:
    """Somebody who is ready to be asked, for a goal that has no formal mentor."""

    goal_id: int
    statement: str
    person_id: int
    name: str
    reason: str
    caution: str = ""


@dataclass(frozen=True, slots=True)
class DormantFacts:
    """Somebody with whom I talked once, and not for long, who could help with a need; best first."""

    person_id: int
    name: str
    last_two_way_on: date
    need: str
    reason: str


@dataclass(frozen=True, slots=True)
class WaitingItemFacts:
    """An open parked item that is meant for somebody and is on no agenda."""

    id: int
    text: str
    person_id: int
    name: str
    parked_on: date
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """A goal under way: its next milestone with a day, when it was last checked in on, and who helps."""

    id: int
    statement: str
    starts_on: date
    due_on: date
    helpers: int = 0
    milestone_id: int | None = None
    milestone: str = ""
    milestone_on: date | None = None
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class WinFacts:
    """A win or a learning of my journal, newest first."""

    id: int
    text: str
    on: date


@dataclass(frozen=True, slots=True)
class AddressFacts:
    """Mentors who have had letters from one address of mine only, and that one belongs to work."""

    address: str
    people: tuple[str, ...]
    person_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PanelFacts:
    """Everything of it; what is empty makes no card."""

    phase: PhaseFacts | None = None
    flags: tuple[Flag, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    """The open must-needs by slug and name, heaviest first."""
    helpers: tuple[HelperFacts, ...] = ()
    steps: tuple[StepFacts, ...] = ()
    to_assess: tuple[AssessFacts, ...] = ()
    formal: FormalFacts | None = None
    dormant: tuple[DormantFacts, ...] = ()
    items: tuple[WaitingItemFacts, ...] = ()
    goals: tuple[GoalFacts, ...] = ()
    wins: tuple[WinFacts, ...] = ()
    addresses: AddressFacts | None = None
    has_focus: bool = True
    """Whether there is a focus area now."""


NO_PANEL = PanelFacts()
