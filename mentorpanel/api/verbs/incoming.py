"""Mails that came in: why each means what it does, and taking one back."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query
from pydantic import BaseModel, BeforeValidator, Field

from mentorpanel.api import answers
from mentorpanel.api.bearer import READS, WRITES, owner_of
from mentorpanel.api.payloads import PersonLink, Shown, whole_text
from mentorpanel.api.resources import POSTED, Document, refusals
from mentorpanel.domain.incoming_records import received_document
from mentorpanel.usecases import incoming


class ReceivedMail(Shown):
    """A mail that came in: what it meant, and why. Neither its subject nor its text is kept."""

    id: int
    outcome: str
    reason: str
    person: PersonLink | None
    session_id: int | None
    sent_at: datetime
    how: str
    undone: bool


class ReceivedMails(Shown):
    """One page of what came in, the newest first."""

    results: list[ReceivedMail]
    next: str | None


class ReceivedFilters(BaseModel):
    """Which page."""

    limit: Annotated[int, BeforeValidator(whole_text), Field(ge=1, le=200)] = 50
    after: Annotated[str, Field(max_length=500)] = Field("", description="Go on where the last page ended.")


def install(api: NinjaAPI) -> None:
    """The list, and undo."""

    @api.get(
        "/received-mails", response={200: ReceivedMails, **refusals(401, 422)}, auth=READS, tags=["received-mails"],
        summary="What came in by mail",
    )  # fmt: skip
    def received(request: HttpRequest, filters: Query[ReceivedFilters]) -> HttpResponse:
        """What came in, the newest first, each with the reason for what it meant."""
        page = incoming.received_mails(owner_of(request), limit=filters.limit, after=filters.after)
        document = {
            "results": [received_document(one) for one in page.results],
            "next": page.next or None,
        }
        return answers.answer(answers.body_of(ReceivedMails, document))

    @api.post(
        "/received-mails/{row:row_id}/undo", response={200: ReceivedMail, **POSTED}, auth=WRITES,
        tags=["received-mails"], summary="That was not so",
    )  # fmt: skip
    def undo(request: HttpRequest, row_id: int) -> HttpResponse:
        """Take back what one mail did; 409 where it did nothing, or is taken back already."""

        def work() -> Document:
            return received_document(incoming.take_back(owner_of(request), mail_id=row_id))

        return answers.done(request, ReceivedMail, work)
