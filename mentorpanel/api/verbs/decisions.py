"""What is done with decisions: options, criteria, judgements, asking, choosing, a look at the role."""

from collections.abc import Callable
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from pydantic import Field

from mentorpanel.api import answers, decisions
from mentorpanel.api.bearer import WRITES, owner_of
from mentorpanel.api.payloads import Day, Flag, Given, Id, Line, Lines, Text
from mentorpanel.api.resources import POSTED
from mentorpanel.domain import decision_documents
from mentorpanel.usecases import decision_asks, decision_choices, decision_parts
from mentorpanel.usecases import decisions as cases
from mentorpanel.usecases.decision_choices import Said

ABOUT: dict[str, object] = {"response": {200: decisions.Decision, **POSTED}, "tags": ["decisions"]}
Weight = Literal[1, 2, 3]


class NewDecisionOption(Given):
    """One more way to go."""

    text: Line
    note: Text = ""


class DecisionOptionChange(Given):
    """Other words for it."""

    text: Line | None = None
    note: Text | None = None


class NewDecisionCriterion(Given):
    """One more thing that counts; without ``person_id`` it is the owner's own."""

    text: Line
    weight: Weight = 1
    person_id: Id | None = None
    on: Day | None = None


class DecisionCriterionChange(Given):
    """Other words for it, or how often it counts."""

    text: Line | None = None
    weight: Weight | None = None


class NewJudgement(Given):
    """How an option compares; null takes it back. ``reason``: why before two mentors were asked."""

    option_id: Id
    criterion_id: Id
    mark: decisions.MarkName | None
    reason: Line = ""


class NewDecisionAsk(Given):
    """Whom to ask, and how. A letter is begun, never sent."""

    person_id: Id
    how: Literal["letter", "agenda", "talk"] = "letter"
    may_know: Flag = Field(True, description="They become a reader, and the question stands in it.")


class DecisionHeard(Given):
    """What somebody answered."""

    person_id: Id
    criteria: Lines = []
    advice: Text = Field("", description="What they advised beside it; kept as advice of theirs.")
    on: Day | None = None


class DecisionHelper(Given):
    """Somebody who was asked."""

    person_id: Id


class DecisionChoice(Given):
    """An option, or 0 to stay as it is."""

    option_id: Id | Literal[0]
    why: Text = ""
    on: Day | None = None
    began_on: Day | None = Field(None, description="For a role: from when it is looked at.")


class RoleAnswerGiven(Given):
    """An answer to a question by its slug (scope, learning, support, energy), or about a criterion."""

    question: Line = ""
    criterion_id: Id | None = None
    answer: decisions.AnswerName
    note: Text = ""
    shared: Flag = False


class RoleReviewGiven(Given):
    """A look at a role."""

    answers: list[RoleAnswerGiven] = Field(max_length=30)
    note: Text = ""


def install(api: NinjaAPI) -> None:
    """Give the API what is done with decisions."""
    _parts(api)
    _steps(api)


def _parts(api: NinjaAPI) -> None:
    @api.post("/decisions/{row:row_id}/options", auth=WRITES, summary="Add an option", **ABOUT)  # type: ignore[arg-type]
    def option(request: HttpRequest, row_id: int, payload: NewDecisionOption) -> HttpResponse:
        """One more way to go."""
        return _done(
            request,
            lambda: decision_parts.add_option(owner_of(request), decision_id=row_id, **payload.said()),
        )

    @api.patch("/decision-options/{row:row_id}", auth=WRITES, summary="Change an option", **ABOUT)  # type: ignore[arg-type]
    def change_option(request: HttpRequest, row_id: int, payload: DecisionOptionChange) -> HttpResponse:
        """Other words for an option; its decision is answered."""
        return _shown(decision_parts.change_option(owner_of(request), option_id=row_id, **payload.said()))

    @api.delete("/decision-options/{row:row_id}", auth=WRITES, summary="Take an option off", **ABOUT)  # type: ignore[arg-type]
    def remove_option(request: HttpRequest, row_id: int) -> HttpResponse:
        """It is no option after all; its decision is answered."""
        return _shown(decision_parts.remove_option(owner_of(request), option_id=row_id))

    @api.post("/decisions/{row:row_id}/criteria", auth=WRITES, summary="Add a criterion", **ABOUT)  # type: ignore[arg-type]
    def criterion(request: HttpRequest, row_id: int, payload: NewDecisionCriterion) -> HttpResponse:
        """One more thing that counts, mine or a mentor's."""
        return _done(
            request,
            lambda: decision_parts.add_criterion(owner_of(request), decision_id=row_id, **payload.said()),
        )

    @api.patch("/decision-criteria/{row:row_id}", auth=WRITES, summary="Change a criterion", **ABOUT)  # type: ignore[arg-type]
    def change_criterion(request: HttpRequest, row_id: int, payload: DecisionCriterionChange) -> HttpResponse:
        """Other words for a criterion, or another weight; its decision is answered."""
        return _shown(
            decision_parts.change_criterion(owner_of(request), criterion_id=row_id, **payload.said())
        )

    @api.delete("/decision-criteria/{row:row_id}", auth=WRITES, summary="Take a criterion off", **ABOUT)  # type: ignore[arg-type]
    def remove_criterion(request: HttpRequest, row_id: int) -> HttpResponse:
        """It does not count after all; its decision is answered."""
        return _shown(decision_parts.remove_criterion(owner_of(request), criterion_id=row_id))


def _steps(api: NinjaAPI) -> None:
    @api.post("/decisions/{row:row_id}/judgements", auth=WRITES, summary="Judge", **ABOUT)  # type: ignore[arg-type]
    def judge(request: HttpRequest, row_id: int, payload: NewJudgement) -> HttpResponse:
        """Better, same or worse on a criterion. Before two mentors were asked for criteria it takes a reason."""
        owner = owner_of(request)

        return _done(request, lambda: cases.judge(owner, decision_id=row_id, **payload.said()))

    @api.post("/decisions/{row:row_id}/asks", auth=WRITES, summary="Ask for criteria", **ABOUT)  # type: ignore[arg-type]
    def ask(request: HttpRequest, row_id: int, payload: NewDecisionAsk) -> HttpResponse:
        """Ask a mentor what they would look at: a letter is begun, an item put on the agenda, or it was said."""
        return _done(
            request,
            lambda: decision_asks.ask(owner_of(request), decision_id=row_id, **payload.said()).change,
        )

    @api.post("/decisions/{row:row_id}/heard", auth=WRITES, summary="Note what they answered", **ABOUT)  # type: ignore[arg-type]
    def heard(request: HttpRequest, row_id: int, payload: DecisionHeard) -> HttpResponse:
        """Criteria with their name, and their advice."""
        return _done(
            request,
            lambda: decision_asks.note_answer(owner_of(request), decision_id=row_id, **payload.said()),
        )

    @api.post("/decisions/{row:row_id}/choice", auth=WRITES, summary="Choose", **ABOUT)  # type: ignore[arg-type]
    def choose(request: HttpRequest, row_id: int, payload: DecisionChoice) -> HttpResponse:
        """The choice and why; also against the sum."""
        return _done(
            request, lambda: decision_choices.choose(owner_of(request), decision_id=row_id, **payload.said())
        )

    @api.post("/decisions/{row:row_id}/reopen", auth=WRITES, summary="Open it again", **ABOUT)  # type: ignore[arg-type]
    def reopen(request: HttpRequest, row_id: int) -> HttpResponse:
        """It is a question again."""
        return _done(request, lambda: decision_choices.reopen(owner_of(request), decision_id=row_id))

    @api.post("/decisions/{row:row_id}/knows", auth=WRITES, summary="They know what was chosen", **ABOUT)  # type: ignore[arg-type]
    def knows(request: HttpRequest, row_id: int, payload: DecisionHelper) -> HttpResponse:
        """Somebody who helped has heard of the choice; the loops of what they advised on it are closed."""
        return _done(
            request, lambda: decision_asks.told(owner_of(request), decision_id=row_id, **payload.said())
        )

    @api.post("/role-reviews/{row:row_id}/answers", auth=WRITES, summary="Look at a role", **ABOUT)  # type: ignore[arg-type]
    def review(request: HttpRequest, row_id: int, payload: RoleReviewGiven) -> HttpResponse:
        """Does it give scope to grow? What was wanted, is it so? Its decision is answered."""
        said = [
            Said(one.question, one.criterion_id, one.answer, one.note, one.shared) for one in payload.answers
        ]
        return _done(
            request,
            lambda: decision_choices.answer_review(
                owner_of(request), review_id=row_id, answers=said, note=payload.note
            ),
        )


def _done(request: HttpRequest, work: Callable[[], cases.Change]) -> HttpResponse:
    return answers.done(request, decisions.Decision, lambda: decision_documents.decision(work().decision))


def _shown(made: cases.Change) -> HttpResponse:
    return answers.answer(answers.body_of(decisions.Decision, decision_documents.decision(made.decision)))
