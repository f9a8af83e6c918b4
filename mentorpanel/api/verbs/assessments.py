"""Somebody as a mentor: what the evidence shows, and what they said to meeting monthly."""

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from pydantic import Field

from mentorpanel.api import answers, people
from mentorpanel.api.bearer import READS, WRITES, owner_of
from mentorpanel.api.payloads import Day, Given
from mentorpanel.api.resources import POSTED, Document, refusals
from mentorpanel.api.views import Assessed
from mentorpanel.domain import assessment_documents
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import assessments, readiness


class MonthlyAnswer(Given):
    """What they said to meeting once a month."""

    answer: Literal["yes", "no"] | None = Field(description="null: nobody has asked.")
    on: Day | None = Field(None, description="When (today).")


def install(api: NinjaAPI) -> None:
    """The assessment, the monthly answer."""

    @api.get(
        "/people/{row:row_id}/assessment", response={200: Assessed, **refusals(401, 404)}, auth=READS,
        tags=["people"], summary="What you saw of them as a mentor",
    )  # fmt: skip
    def assessed(request: HttpRequest, row_id: int) -> HttpResponse:
        """What the evidence shows, and whether they can be asked to be a formal mentor."""
        return answers.answer(answers.body_of(Assessed, _assessed(owner_of(request), row_id)))

    @api.post(
        "/people/{row:row_id}/monthly-answer", response={200: Assessed, **POSTED}, auth=WRITES, tags=["people"],
        summary="What they said to meeting monthly",
    )  # fmt: skip
    def monthly_answer(request: HttpRequest, row_id: int, payload: MonthlyAnswer) -> HttpResponse:
        """Note a yes or no of somebody on the panel; one of the conditions of a formal mentor."""
        owner = owner_of(request)

        def work() -> Document:
            people.known(owner, row_id)
            readiness.set_monthly_answer(owner, person_id=row_id, answer=payload.answer or "", on=payload.on)
            return _assessed(owner, row_id)

        return answers.done(request, Assessed, work)


def _assessed(owner: User, person_id: int) -> Document:
    person = people.known(owner, person_id)
    shown = assessments.assessment(owner, person_id=person_id)
    ready = readiness.if_asked(owner, person_id=person_id)
    return {"id": person.id, "name": person.name, **assessment_documents.assessed(shown, ready)}
