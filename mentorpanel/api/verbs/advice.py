"""What is done with advice beside reading and changing: thanks begun, topics renamed, old advice for a question."""

from typing import Annotated, Final

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from pydantic import Field, StrictStr

from mentorpanel.api import answers, drafts
from mentorpanel.api.bearer import READS, WRITES, owner_of
from mentorpanel.api.payloads import Given, Line, Shown
from mentorpanel.api.resources import POSTED, Document, refusals
from mentorpanel.domain import advice_documents
from mentorpanel.usecases import advice_loops, parking, resurfacing, topics

MOST_UNDO: Final = 1_000_000
"""Characters of the word that takes a renaming back: tens of thousands of places."""


class Remembered(Shown):
    """Advice that fits, in one sentence: who said it when, and what came of it."""

    advice_id: int
    sentence: str
    warning: bool = Field(description="It did not work then.")
    words: list[str] = Field(description="What it shares with the question.")


class RememberedList(Shown):
    """What worked first; two at most."""

    results: list[Remembered]


class TopicName(Given):
    """One word for another; one that is in use joins the two."""

    was: Line
    becomes: Line


class TopicUndo(Given):
    """What a renaming answered."""

    undo: Annotated[StrictStr, Field(max_length=MOST_UNDO)]


class TopicRenamed(Shown):
    """How many things have the new word, and the word that takes it back."""

    topic: str
    changed: int
    undo: str


class TopicsBack(Shown):
    """How many things have their topics as before."""

    changed: int


def install(api: NinjaAPI) -> None:
    """Thank-you, remembered, topics."""

    @api.post(
        "/advice/{row:row_id}/thank-you", response={200: drafts.Draft, **POSTED}, auth=WRITES, tags=["advice"],
        summary="Begin the thank-you that tells what came of it",
    )  # fmt: skip
    def thank(request: HttpRequest, row_id: int) -> HttpResponse:
        """The one that is begun, else a new one. Sent, it closes the loop; taken back, the loop is open again."""

        def work() -> Document:
            return drafts.document(advice_loops.begin_thanks(owner_of(request), advice_id=row_id))

        return answers.done(request, drafts.Draft, work)

    @api.get(
        "/parked-items/{row:row_id}/remembered", response={200: RememberedList, **refusals(401, 404)}, auth=READS,
        tags=["parked-items"], summary="Old advice that fits a parked item",
    )  # fmt: skip
    def remembered(request: HttpRequest, row_id: int) -> HttpResponse:
        """What was said once on the same: what worked first, what did not as a warning."""
        owner = owner_of(request)
        item = parking.parked_item(owner, item_id=row_id)
        found = resurfacing.for_question(owner, text=item.text, topics=item.topics)
        document = {"results": advice_documents.remembered(found)}
        return answers.answer(answers.body_of(RememberedList, document))

    @api.post(
        "/topics/rename", response={200: TopicRenamed, **POSTED}, auth=WRITES, tags=["advice"],
        summary="Rename a topic everywhere, or join it to another",
    )  # fmt: skip
    def rename(request: HttpRequest, payload: TopicName) -> HttpResponse:
        """At all advice, parked items, touchpoints and journal entries."""

        def work() -> Document:
            made = topics.rename(owner_of(request), was=payload.was, becomes=payload.becomes)
            return {"topic": payload.becomes, "changed": made.changed, "undo": made.undo}

        return answers.done(request, TopicRenamed, work)

    @api.post(
        "/topics/put-back", response={200: TopicsBack, **POSTED}, auth=WRITES, tags=["advice"],
        summary="Take a renaming back",
    )  # fmt: skip
    def put_back(request: HttpRequest, payload: TopicUndo) -> HttpResponse:
        """The topics stand as before, wherever the renaming changed them."""
        return answers.done(
            request,
            TopicsBack,
            lambda: {"changed": topics.put_back(owner_of(request), undo=payload.undo)},
        )
