"""How letters are worded: the owner's templates, by kind of letter."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from pydantic import Field

from mentorpanel.api import answers
from mentorpanel.api.bearer import READS, WRITES, owner_of
from mentorpanel.api.payloads import Given, Shown, Text, called
from mentorpanel.api.resources import POSTED, Document, refusals
from mentorpanel.usecases import letter_wording
from mentorpanel.usecases.letter_wording import Wording


class Template(Shown):
    """The wording of a kind of letter: plain text with its slots as marks, {impressed}."""

    kind: str
    name: str
    text: str
    is_own: bool = Field(description="Whether it is worded by you; else it is the default.")
    default: str


class Templates(Shown):
    """The wording of every kind that has one."""

    results: list[Template]


class NewWording(Given):
    """A wording of your own; empty goes back to the default."""

    text: Text


def install(api: NinjaAPI) -> None:
    """List, get, put, delete."""

    @api.get(
        "/letter-templates", response={200: Templates, **refusals(401, 422)}, auth=READS, tags=["letter-templates"],
        summary="How letters are worded",
    )  # fmt: skip
    def listing(request: HttpRequest) -> HttpResponse:
        """Every kind of letter that has a wording, with the one in use."""
        found = [_document(one) for one in letter_wording.wordings(owner_of(request))]
        return answers.answer(answers.body_of(Templates, {"results": found}))

    @api.get(
        "/letter-templates/{kind}", response={200: Template, **refusals(401, 404, 409)}, auth=READS,
        tags=["letter-templates"], summary="How a kind of letter is worded",
    )  # fmt: skip
    def one(request: HttpRequest, kind: str) -> HttpResponse:
        """The wording in use; 409 for a brief and a recap, which are put together from lists."""
        return _answer(letter_wording.wording(owner_of(request), kind=kind))

    @api.put(
        "/letter-templates/{kind}", response={200: Template, **POSTED}, auth=WRITES, tags=["letter-templates"],
        summary="Word a kind of letter your way",
    )  # fmt: skip
    def put(request: HttpRequest, kind: str, payload: NewWording) -> HttpResponse:
        """Letters that have not gone, and are not written by hand, take it at once."""
        with called(template="text"):
            return _answer(letter_wording.save_wording(owner_of(request), kind=kind, text=payload.text))

    @api.delete(
        "/letter-templates/{kind}", response={204: None, **refusals(401, 403, 404, 409)}, auth=WRITES,
        tags=["letter-templates"], summary="Back to the default",
    )  # fmt: skip
    def delete(request: HttpRequest, kind: str) -> HttpResponse:
        """The usual wording again; letters that have not gone take it at once."""
        letter_wording.reset_wording(owner_of(request), kind=kind)
        return HttpResponse(status=204)


def _answer(found: Wording) -> HttpResponse:
    return answers.answer(answers.body_of(Template, _document(found)))


def _document(found: Wording) -> Document:
    return {
        "kind": found.kind.slug,
        "name": found.kind.name,
        "text": found.text,
        "is_own": found.is_own,
        "default": found.kind.template,
    }
