"""Looking back: everything so far or one year, and the letter to oneself."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from mentorpanel.api import answers
from mentorpanel.api.bearer import READS, WRITES, owner_of
from mentorpanel.api.look_back_views import LetterOfYear, LetterWords, LookBack, QueryYear
from mentorpanel.api.resources import POSTED, Document, refusals
from mentorpanel.domain import look_back_documents as documents
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import look_back as looking


def install(api: NinjaAPI) -> None:
    """Look back, keep a year's letter, take its last change back."""

    @api.get(
        "/look-back", response={200: LookBack, **refusals(401, 422)}, auth=READS, tags=["look-back"],
        summary="What happened so far, or in a year",
    )  # fmt: skip
    def look_back(request: HttpRequest, year: QueryYear | None = None) -> HttpResponse:
        """By month and week, both ways, without any sum of a person; with `year` that year with its `book` and its
        letter to yourself, else the phases and goals so far."""
        owner = owner_of(request)
        document = documents.so_far(looking.look_back(owner)) if year is None else _year(owner, year)
        return answers.answer(answers.body_of(LookBack, document))

    @api.post(
        "/look-back/letter", response={200: LookBack, **POSTED}, auth=WRITES, tags=["look-back"],
        summary="Keep a year's letter to yourself",
    )  # fmt: skip
    def keep(request: HttpRequest, payload: LetterWords) -> HttpResponse:
        """In your words; it is sent to nobody."""

        def work() -> Document:
            looking.keep_letter(owner_of(request), year=payload.year, text=payload.text)
            return _year(owner_of(request), payload.year)

        return answers.done(request, LookBack, work)

    @api.post(
        "/look-back/letter/undo", response={200: LookBack, **POSTED}, auth=WRITES, tags=["look-back"],
        summary="A year's letter as it was before its last change",
    )  # fmt: skip
    def undo(request: HttpRequest, payload: LetterOfYear) -> HttpResponse:
        """A second time, as it was after it."""

        def work() -> Document:
            looking.undo_letter(owner_of(request), year=payload.year)
            return _year(owner_of(request), payload.year)

        return answers.done(request, LookBack, work)


def _year(owner: User, year: int) -> Document:
    return documents.of_year(looking.look_at_year(owner, year=year))
