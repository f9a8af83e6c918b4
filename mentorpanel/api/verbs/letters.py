"""What is done with letters: sent, and answered."""

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from pydantic import Field

from mentorpanel.api import answers, drafts
from mentorpanel.api.bearer import WRITES, owner_of
from mentorpanel.api.payloads import Day, Flag, Given, QueryFlag, Text
from mentorpanel.api.resources import POSTED, Document
from mentorpanel.usecases import letter_replies, letters


class Answered(Given):
    """They answered; a yes or no is one to a formal ask."""

    answer: Literal["yes", "no"] | None = None
    on: Day | None = Field(None, description="When (today).")
    note: Text = Field("", description="What they said, for the timeline.")
    advice: Text = Field("", description="Their words, kept as advice and as the answer; to an ask.")
    undo: Flag = Field(False, description="They have not answered after all.")


def install(api: NinjaAPI) -> None:
    """Send, answered."""

    @api.post(
        "/drafts/{row:row_id}/send", response={200: drafts.Draft, **POSTED}, auth=WRITES, tags=["drafts"],
        summary="Send a letter",
    )  # fmt: skip
    def send(request: HttpRequest, row_id: int, anyway: QueryFlag = False) -> HttpResponse:
        """Send it by the mail server that is set; `anyway`: though a check does not hold."""

        def work() -> Document:
            sent = letters.send_letter(owner_of(request), draft_id=row_id, in_spite_of_checks=anyway)
            return drafts.document(sent)

        return answers.done(request, drafts.Draft, work)

    @api.post(
        "/drafts/{row:row_id}/answered", response={200: drafts.Draft, **POSTED}, auth=WRITES, tags=["drafts"],
        summary="They answered",
    )  # fmt: skip
    def answered(request: HttpRequest, row_id: int, payload: Answered) -> HttpResponse:
        """Note an answer to a letter that has gone: it counts as contact, and moves what the letter is a step of."""
        owner = owner_of(request)

        def work() -> Document:
            if payload.undo:
                letter_replies.forget_reply(owner, draft_id=row_id)
            else:
                letter_replies.note_reply(
                    owner,
                    draft_id=row_id,
                    said=payload.answer or "",
                    on=payload.on,
                    summary=payload.note,
                    advice=payload.advice,
                )
            return drafts.show(owner, row_id)

        return answers.done(request, drafts.Draft, work)
