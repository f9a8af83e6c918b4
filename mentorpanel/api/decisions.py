"""Decisions, with options, criteria, judgements and what they say."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from mentorpanel.api.payloads import (
    Day,
    Filters,
    Flag,
    Given,
    Id,
    Ids,
    Line,
    Lines,
    PersonLink,
    QueryFlag,
    Shown,
    Text,
)
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain import decision_documents
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import decision_contrasts, decisions

MarkName = Literal["better", "same", "worse"]
AnswerName = Literal["yes", "partly", "no"]


class DecisionOption(Shown):
    """One way to go; ``sum`` is its weighted sum of +1, 0, -1, and ``words`` say what it is made of."""

    id: int
    text: str
    note: str
    sum: int
    words: str


class DecisionCriterion(Shown):
    """What counts; ``given_by`` null: the owner's own."""

    id: int
    text: str
    weight: int
    given_by: PersonLink | None
    given_on: date


class DecisionJudgement(Shown):
    """How an option compares with the reference on a criterion."""

    option_id: int
    criterion_id: int
    mark: MarkName


class DecisionAsk(Shown):
    """Somebody who helps with it."""

    person: PersonLink
    state: Literal["planned", "asked", "answered"]
    how: Literal["letter", "agenda", "talk"]
    asked_on: date | None
    answered_on: date | None
    draft_id: int | None
    advice_id: int | None
    told_on: date | None


class DecisionContrast(Shown):
    """Advice that differs and that the decision is about: a contrast."""

    id: int
    question: str


class DecisionFlip(Shown):
    """What would change who is ahead: a judgement as ``mark``, or a criterion that counts ``weight`` times (0: left out)."""

    option_id: int | None
    criterion_id: int
    mark: MarkName | None
    weight: int | None
    ahead: list[int]
    words: str


class DecisionResult(Shown):
    """What the judgements say; 0 among ``ahead`` is to stay as it is."""

    state: Literal["empty", "leads", "level"]
    ahead: list[int]
    present_is_ahead: bool
    missing: int
    words: str
    because: str
    flips: list[DecisionFlip]
    least: int
    firmness: str
    dominated: list[int]
    alike: list[int]
    notes: list[str]


class RoleReviewAnswer(Shown):
    """An answer of a review."""

    question: str | None
    criterion_id: int | None
    answer: AnswerName | None
    note: str
    shared: bool


class RoleReview(Shown):
    """A look at a role after some months."""

    id: int
    months: int
    due_on: date
    done_on: date | None
    not_before: date | None
    verdict: str
    words: str
    note: str
    answers: list[RoleReviewAnswer]


class Decision(Shown):
    """A decision. ``reference_id`` 0: options are held against how it is now; ``choice_id`` 0: to stay so."""

    id: int
    question: str
    note: str
    answer_by: date | None
    about_role: bool
    readers: list[PersonLink]
    reference_id: int
    options: list[DecisionOption]
    criteria: list[DecisionCriterion]
    judgements: list[DecisionJudgement]
    asks: list[DecisionAsk]
    contrasts: list[DecisionContrast]
    early_reason: str
    result: DecisionResult
    choice_id: int | None
    choice: str
    chosen_on: date | None
    why: str
    reviews: list[RoleReview]


class DecisionFields(Given):
    """What is said of it."""

    note: Text = ""
    answer_by: Day | None = None
    about_role: Flag = False
    reader_ids: Ids = Field([], description="Who may know of it; nobody until named.")
    contrast_ids: Ids = Field([], description="The advice side by side that it is about.")


class NewDecision(DecisionFields):
    """A question with the ways seen so far."""

    question: Line
    options: Lines = []
    criteria: Lines = []
    against_first: Flag = Field(False, description="Hold the others against the first option.")


class DecisionChange(DecisionFields):
    """What is to change."""

    question: Line | None = None
    reference_id: Id | Literal[0] | None = Field(
        None, description="Hold options against another one, or 0: how it is now. Judgements are taken back."
    )


class DecisionFilters(Filters):
    """Which decisions."""

    open: QueryFlag | None = None
    about_role: QueryFlag | None = None

    def where(self) -> dict[str, Any]:
        """By the names of storage."""
        return {"open": self.open, "is_role": self.about_role}


def show(owner: User, row_id: int) -> Document:
    """One as a document."""
    return decision_documents.decision(decisions.decision(owner, decision_id=row_id))


def rows(_owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list."""
    return [decision_documents.decision(one) for one in found]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Ask it."""
    names = {"about_role": "is_role", "against_first": "is_against_first"}
    said = {names.get(name, name): value for name, value in given.items()}
    contrasts = said.pop("contrast_ids", None)
    row_id = decisions.begin_decision(owner, **said).decision.id
    if contrasts:
        decision_contrasts.set_linked(owner, decision_id=row_id, contrast_ids=contrasts)
    return row_id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Other words, another day, other readers, another reference."""
    said = dict(given)
    readers, reference = said.pop("reader_ids", None), said.pop("reference_id", None)
    contrasts = said.pop("contrast_ids", None)
    if "about_role" in said:
        said["is_role"] = said.pop("about_role")
    if said:
        decisions.change_decision(owner, decision_id=row_id, **said)
    if readers is not None:
        decisions.name_readers(owner, decision_id=row_id, person_ids=readers)
    if contrasts is not None:
        decision_contrasts.set_linked(owner, decision_id=row_id, contrast_ids=contrasts)
    if reference is not None:
        decisions.compare_with(owner, decision_id=row_id, option_id=reference)


def delete(owner: User, row_id: int) -> None:
    """It is no question any more."""
    decisions.remove_decision(owner, decision_id=row_id)


DECISIONS = Resource(
    path="decisions",
    noun="decision",
    about="Choices, held against what counts: criteria of mentors, judgements, what would flip them.",
    shown=Decision,
    listed=Decision,
    new=NewDecision,
    changes=DecisionChange,
    filters=DecisionFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says="Gone from every list.",
    example={"question": "Growth or platform?", "options": ["Growth", "Platform"], "criteria": ["Scope"]},
)
