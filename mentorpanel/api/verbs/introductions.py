"""What happens in an introduction, and the paths to somebody."""

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from pydantic import Field

from mentorpanel.api import answers, drafts, introductions
from mentorpanel.api.bearer import READS, WRITES, owner_of
from mentorpanel.api.payloads import Day, Given, PersonLink, Shown, Text, Words
from mentorpanel.api.resources import POSTED, Document, refusals
from mentorpanel.domain.introduction_documents import path_document
from mentorpanel.usecases import (
    introduction_letters,
    introduction_moves,
    introduction_paths,
    introduction_steps,
)

Step = Literal[
    "asked",
    "agreed",
    "declined",
    "reminded",
    "introduced",
    "met",
    "thanked",
    "outcome",
    "nothing",
    "told",
    "let-go",
]


class StepTaken(Given):
    """Something happened."""

    step: Step
    whom: Literal["", "first", "second"] = Field(
        "", description="Whom it is about; whoever is next without it."
    )
    on: Day | None = Field(None, description="When (today).")
    text: Text = Field("", description="With outcome: what came of it.")


class PathTarget(Shown):
    """Whom a path leads to; `id` is null for somebody who is not here yet."""

    id: int | None
    name: str
    about: str


class WayTo(Shown):
    """A path: through whom, nearest to you first (nobody: you know them), and the facts that speak for it."""

    target: PathTarget
    via: list[PersonLink]
    reasons: list[str]


class PathsFound(Shown):
    """What was found, in a sentence and one by one, best first."""

    query: str
    headline: str
    organisation: str
    results: list[WayTo]


def install(api: NinjaAPI) -> None:
    """Letter, steps, undo; paths."""

    @api.get(
        "/paths", response={200: PathsFound, **refusals(401, 422)}, auth=READS, tags=["introductions"],
        summary="Who could introduce you",
    )  # fmt: skip
    def paths(request: HttpRequest, to: Words = "") -> HttpResponse:
        """To a person, an organisation, or somebody there (`pricing at Tallis`); two steps at most."""
        found = introduction_paths.find_paths(owner_of(request), query=to)
        document: Document = {
            "query": found.query,
            "headline": found.headline,
            "organisation": found.organisation,
            "results": [path_document(way) for way in found.paths],
        }
        return answers.answer(answers.body_of(PathsFound, document))

    @api.post(
        "/introductions/{row:row_id}/letter", response={200: drafts.Draft, **POSTED}, auth=WRITES, tags=["introductions"],
        summary="The next letter",
    )  # fmt: skip
    def letter(request: HttpRequest, row_id: int) -> HttpResponse:
        """The draft that is begun, else a new one filled from the introduction; 409 where no letter is next."""

        def work() -> Document:
            return drafts.document(
                introduction_letters.start_letter(owner_of(request), introduction_id=row_id)
            )

        return answers.done(request, drafts.Draft, work)

    @api.post(
        "/introductions/{row:row_id}/steps", response={200: introductions.Introduction, **POSTED}, auth=WRITES,
        tags=["introductions"], summary="Something happened",
    )  # fmt: skip
    def steps(request: HttpRequest, row_id: int, payload: StepTaken) -> HttpResponse:
        """One step. Two are introduced only when both have agreed, else it is 409."""

        def work() -> Document:
            return introductions.document(
                introduction_moves.take_step(
                    owner_of(request),
                    introduction_id=row_id,
                    step=payload.step,
                    whom=payload.whom,
                    on=payload.on,
                    text=payload.text,
                )
            )

        return answers.done(request, introductions.Introduction, work)

    @api.post(
        "/introductions/{row:row_id}/undo", response={200: introductions.Introduction, **POSTED}, auth=WRITES,
        tags=["introductions"], summary="Take the last step back",
    )  # fmt: skip
    def undo(request: HttpRequest, row_id: int) -> HttpResponse:
        """With what it made; a step that a letter made goes when the letter is taken back."""
        owner = owner_of(request)
        return answers.done(
            request,
            introductions.Introduction,
            lambda: introductions.document(introduction_steps.undo(owner, introduction_id=row_id)),
        )
