"""What is done with goals: milestones and check-ins."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from mentorpanel.api import answers, goals
from mentorpanel.api.bearer import WRITES, owner_of
from mentorpanel.api.payloads import Day, Flag, Given, Text
from mentorpanel.api.resources import POSTED, Document
from mentorpanel.domain import documents
from mentorpanel.usecases import goals as goals_usecases


class MilestoneChange(Given):
    """Whether it was reached, today; or its words and day, which are set together."""

    done: Flag | None = None
    text: Text | None = None
    due_on: Day | None = None


class NewCheckIn(Given):
    """How it stands, today if no day is said."""

    text: Text
    on: Day | None = None


def install(api: NinjaAPI) -> None:
    """Milestones, check-ins."""

    @api.post(
        "/goals/{row:row_id}/milestones", response={200: goals.Goal, **POSTED}, auth=WRITES, tags=["goals"],
        summary="Add a milestone",
    )  # fmt: skip
    def milestone(request: HttpRequest, row_id: int, payload: goals.NewMilestone) -> HttpResponse:
        """One more step to the goal."""

        def work() -> Document:
            made = goals_usecases.add_milestone(
                owner_of(request), goal_id=row_id, text=payload.text, due_on=payload.due_on
            )
            return documents.goal(made)

        return answers.done(request, goals.Goal, work)

    @api.patch(
        "/milestones/{row:row_id}", response={200: goals.Goal, **POSTED}, auth=WRITES, tags=["goals"],
        summary="Tick or change a milestone",
    )  # fmt: skip
    def change(request: HttpRequest, row_id: int, payload: MilestoneChange) -> HttpResponse:
        """Say whether a milestone was reached, or put its words and day right; its goal is answered."""
        found = goals_usecases.change_milestone(
            owner_of(request),
            milestone_id=row_id,
            text=payload.text,
            due_on=payload.due_on,
            done=payload.done,
        )
        return answers.answer(answers.body_of(goals.Goal, documents.goal(found)))

    @api.delete(
        "/milestones/{row:row_id}", response={200: goals.Goal, **POSTED}, auth=WRITES, tags=["goals"],
        summary="Take a milestone out",
    )  # fmt: skip
    def remove(request: HttpRequest, row_id: int) -> HttpResponse:
        """Take a milestone out; its goal is answered."""
        found, _ = goals_usecases.remove_milestone(owner_of(request), milestone_id=row_id)
        return answers.answer(answers.body_of(goals.Goal, documents.goal(found)))

    @api.post(
        "/goals/{row:row_id}/check-ins", response={200: goals.Goal, **POSTED}, auth=WRITES, tags=["goals"],
        summary="Check in",
    )  # fmt: skip
    def check_in(request: HttpRequest, row_id: int, payload: NewCheckIn) -> HttpResponse:
        """Note how a goal stands."""

        def work() -> Document:
            noted = goals_usecases.check_in(
                owner_of(request), goal_id=row_id, text=payload.text, on=payload.on
            )
            return documents.goal(noted)

        return answers.done(request, goals.Goal, work)
