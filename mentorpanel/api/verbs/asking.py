"""Whom to ask a question."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from pydantic import Field

from mentorpanel.api import answers
from mentorpanel.api.bearer import READS, owner_of
from mentorpanel.api.payloads import Flag, Given, Id, Line, Lines, PersonLink, Shown
from mentorpanel.api.resources import refusals
from mentorpanel.domain import asking_documents
from mentorpanel.domain.asking import FIRST
from mentorpanel.usecases import ask


class Question(Given):
    """What is asked: in words, or the number of a parked item."""

    question: Line = Field("", description="In your words; empty takes the parked item's.")
    parked_id: Id | None = Field(None, description="A parked item.")
    topics: Lines = Field([], description="What it is about.")
    big: Flag | None = Field(
        None, description="Whether two who differ are wanted; left out, its words decide."
    )
    limit: int = Field(FIRST, ge=1, le=50)


class Askable(Shown):
    """Somebody to ask. `score` orders; `reasons` quote what they said, and are for the owner alone."""

    person: PersonLink
    score: float
    reasons: list[str]
    on_panel: bool


class Differing(Shown):
    """One of two who see it from different places."""

    person: PersonLink
    why: str


class People(Shown):
    """Best first. `used`: how they were matched, `words` or, with a model, `words-and-meaning`."""

    results: list[Askable]
    used: str
    differ: list[Differing]


def install(api: NinjaAPI) -> None:
    """Ask."""

    @api.post(
        "/ask", response={200: People, **refusals(400, 401, 403, 404, 413, 422)}, auth=READS, tags=["ask"],
        summary="Whom to ask a question",
    )  # fmt: skip
    def whom(request: HttpRequest, payload: Question) -> HttpResponse:
        """It reads and keeps nothing: the question is not stored."""
        found = ask.ask(
            owner_of(request),
            question=payload.question,
            item_id=payload.parked_id,
            topics=payload.topics,
            big=payload.big,
            limit=payload.limit,
        )
        return answers.answer(answers.body_of(People, asking_documents.answer(found.asked, found.used)))
