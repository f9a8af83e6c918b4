"""Decisions as they are stored, for the shells; the owner's own view."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mentorpanel.domain.decisions import PRESENT, Criterion, Mark, Matrix, Option
from mentorpanel.domain.records import AdviceRecord, Named
from mentorpanel.domain.role_review import Answer, Wanted


@dataclass(frozen=True, slots=True)
class OptionRecord:
    id: int
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class CriterionRecord:
    """``given_by`` is None where it is the owner's own."""

    id: int
    text: str
    weight: int
    given_by: Named | None
    given_on: date


@dataclass(frozen=True, slots=True)
class AskRecord:
    """Somebody who helps. ``state``: planned (a letter begun, an item parked), asked, answered.

    ``how``: letter, agenda or talk. ``advice`` is what they said beside their criteria.
    """

    id: int
    person: Named
    state: str
    how: str
    asked_on: date | None
    answered_on: date | None
    draft_id: int | None
    item_id: int | None
    advice_id: int | None
    advice: str
    thanks_id: int | None
    told_on: date | None


@dataclass(frozen=True, slots=True)
class WeighedContrast:
    """Advice that differs and that a decision is about; ``choice_id`` is the piece that was followed, if one was."""

    id: int
    question: str
    choice_id: int | None
    advice: tuple[AdviceRecord, ...]


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """An answer of a review: to ``question``, or about the criterion ``criterion_id``."""

    question: str
    criterion_id: int | None
    answer: Answer | None
    note: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    id: int
    decision_id: int
    months: int
    due_on: date
    done_on: date | None
    snoozed_until: date | None
    note: str
    answers: tuple[AnswerRecord, ...]

    @property
    def by_question(self) -> dict[str, AnswerRecord]:
        """The answers to its own questions."""
        return {one.question: one for one in self.answers if one.criterion_id is None}

    @property
    def by_criterion(self) -> dict[int, AnswerRecord]:
        """The answers about the decision's criteria."""
        return {one.criterion_id: one for one in self.answers if one.criterion_id is not None}

    def shows_on(self) -> date:
        """The day from which it is due."""
        return max(self.due_on, self.snoozed_until or self.due_on)


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A decision with everything that hangs on it. ``choice`` is an option's id, 0 to stay, None before.

    ``reference`` is an option's id, or 0: how it is now.
    """

    id: int
    question: str
    note: str
    answer_by: date | None
    is_role: bool
    early_reason: str
    reference: int
    choice: int | None
    chosen_on: date | None
    why: str
    began_on: date | None
    readers: tuple[Named, ...]
    options: tuple[OptionRecord, ...]
    criteria: tuple[CriterionRecord, ...]
    marks: Mapping[tuple[int, int], Mark]
    asks: tuple[AskRecord, ...]
    reviews: tuple[ReviewRecord, ...]
    contrasts: tuple[WeighedContrast, ...]
    begun_on: date

    @property
    def matrix(self) -> Matrix:
        """What the rule compares."""
        return Matrix(
            tuple(Option(one.id, one.text) for one in self.options),
            tuple(Criterion(one.id, one.text, one.weight) for one in self.criteria),
            self.marks,
            self.reference,
        )

    @property
    def asked(self) -> int:
        """How many have been asked for criteria, those who answered among them."""
        return sum(one.state != "planned" for one in self.asks)

    @property
    def answered(self) -> int:
        """How many have said what they would look at."""
        return sum(one.state == "answered" for one in self.asks)

    @property
    def advised(self) -> tuple[int, ...]:
        """The advice of those who were asked, as far as some is noted."""
        return tuple(one.advice_id for one in self.asks if one.advice_id is not None)

    @property
    def chosen(self) -> str:
        """The choice in words; empty before."""
        if self.choice is None:
            return ""
        if self.choice == PRESENT:
            return "Stay as it is"
        return next((one.text for one in self.options if one.id == self.choice), "An option that is gone")

    def wanted(self, review: ReviewRecord) -> tuple[Wanted, ...]:
        """The criteria with what a review says of each."""
        said = review.by_criterion
        return tuple(
            Wanted(one.text, said[one.id].answer if one.id in said else None, one.weight)
            for one in self.criteria
        )
