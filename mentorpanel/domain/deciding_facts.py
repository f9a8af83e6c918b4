"""What Today sees of decisions: what is open, who has not answered, which role is to be looked at."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class WaitingFacts:
    """Somebody who was asked for criteria on a day and has not answered."""

    person_id: int
    name: str
    asked_on: date


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """An open decision: by when, how many were asked or answered, and who has not answered."""

    id: int
    question: str
    answer_by: date | None
    asked: int = 0
    waiting: tuple[WaitingFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """A look at a role that was chosen, and from when it is due."""

    review_id: int
    months: int
    choice: str
    due_on: date


@dataclass(frozen=True, slots=True)
class DecidingFacts:
    """Everything of decisions that can make a card."""

    decisions: tuple[DecisionFacts, ...] = ()
    roles: tuple[RoleFacts, ...] = ()


NOTHING = DecidingFacts()
