"""What people help with, and whom they know, in the owner's word."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from pydantic import Field, StrictInt

from mentorpanel.api import answers, people
from mentorpanel.api.bearer import READS, WRITES, owner_of
from mentorpanel.api.payloads import Flag, Given, Id, Line, PersonLink, Shown
from mentorpanel.api.resources import POSTED, Document, refusals
from mentorpanel.domain import documents
from mentorpanel.domain.need_topics import LEVEL_WORDS
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import acquaintances, coverage


class Help(Shown):
    """How far somebody helps with a need, and whether you said so or the facts do."""

    need: str
    name: str
    level: int
    words: str
    is_said: bool
    reason: str


class Helps(Shown):
    """What somebody helps with."""

    results: list[Help]


class HelpGiven(Given):
    """How far somebody helps with one need."""

    need: Line = Field(description="A need, by slug or words, or one of your own.")
    level: Annotated[StrictInt, Field(ge=0, le=3)] | None = Field(
        None, description="0 not with this, to 3 very well; null leaves it to the facts."
    )


class Acquaintances(Shown):
    """Whom somebody knows."""

    results: list[PersonLink]


class AcquaintanceGiven(Given):
    """Whether the two know each other."""

    person_id: Id
    know: Flag = True


def install(api: NinjaAPI) -> None:
    """Levels of help, acquaintances."""

    @api.get(
        "/people/{row:row_id}/need-levels", response={200: Helps, **refusals(401, 404)}, auth=READS, tags=["people"],
        summary="What they help with",
    )  # fmt: skip
    def levels(request: HttpRequest, row_id: int) -> HttpResponse:
        """The needs of the present phase first; with the reason where the facts suggest it."""
        return answers.answer(answers.body_of(Helps, _helps(owner_of(request), row_id)))

    @api.post(
        "/people/{row:row_id}/need-levels", response={200: Helps, **POSTED}, auth=WRITES, tags=["people"],
        summary="Say what they help with",
    )  # fmt: skip
    def set_level(request: HttpRequest, row_id: int, payload: HelpGiven) -> HttpResponse:
        """Say how far somebody helps with a need; it counts in place of what the facts suggest."""
        owner = owner_of(request)

        def work() -> Document:
            people.known(owner, row_id)
            coverage.set_levels(owner, person_id=row_id, levels={payload.need: payload.level})
            return _helps(owner, row_id)

        return answers.done(request, Helps, work)

    @api.get(
        "/people/{row:row_id}/acquaintances", response={200: Acquaintances, **refusals(401, 404)}, auth=READS,
        tags=["people"], summary="Whom they know",
    )  # fmt: skip
    def known(request: HttpRequest, row_id: int) -> HttpResponse:
        """Whom of your people they know, by name."""
        return answers.answer(answers.body_of(Acquaintances, _known(owner_of(request), row_id)))

    @api.post(
        "/people/{row:row_id}/acquaintances", response={200: Acquaintances, **POSTED}, auth=WRITES, tags=["people"],
        summary="The two know each other",
    )  # fmt: skip
    def know(request: HttpRequest, row_id: int, payload: AcquaintanceGiven) -> HttpResponse:
        """They know each other, or, with `know` false, do not after all."""
        owner = owner_of(request)

        def work() -> Document:
            for person_id in (row_id, payload.person_id):
                people.known(owner, person_id)
            acquaintances.know_each_other(
                owner, person_id=row_id, other_id=payload.person_id, do_they=payload.know
            )
            return _known(owner, row_id)

        return answers.done(request, Acquaintances, work)


def _helps(owner: User, person_id: int) -> Document:
    people.known(owner, person_id)
    found = coverage.helps_with(owner, person_id=person_id)
    return {
        "results": [
            {
                "need": one.need.slug,
                "name": one.need.name,
                "level": one.level,
                "words": LEVEL_WORDS[one.level],
                "is_said": one.is_said,
                "reason": one.reason,
            }
            for one in found
        ]
    }


def _known(owner: User, person_id: int) -> Document:
    people.known(owner, person_id)
    found = acquaintances.known_to(owner, person_id=person_id)
    return {"results": [documents.named(one) for one in found]}
