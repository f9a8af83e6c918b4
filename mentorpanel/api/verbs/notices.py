"""What happens on a path of outreach: its letter, an answer, a reminder, letting go."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from pydantic import Field

from mentorpanel.api import answers, drafts, notices
from mentorpanel.api.bearer import WRITES, owner_of
from mentorpanel.api.payloads import Day, Flag, Given, Text
from mentorpanel.api.resources import POSTED, Document
from mentorpanel.usecases import outreach


class PathAnswered(Given):
    """They answered the path's last letter."""

    on: Day | None = Field(None, description="When (today).")
    note: Text = Field("", description="What they said, for the timeline.")
    undo: Flag = Field(False, description="They have not answered after all.")


class FollowedUp(Given):
    """A short reminder went today."""

    undo: Flag = Field(False, description="It did not go after all.")


def install(api: NinjaAPI) -> None:
    """Letter, answered, follow-up, let go, reopen."""

    @api.post(
        "/notices/{row:row_id}/letter", response={200: drafts.Draft, **POSTED}, auth=WRITES, tags=["notices"],
        summary="The path's next letter",
    )  # fmt: skip
    def letter(request: HttpRequest, row_id: int) -> HttpResponse:
        """The draft that is begun, else a new one filled from the notice; 409 where no letter is next."""

        def work() -> Document:
            return drafts.document(outreach.start_letter(owner_of(request), notice_id=row_id))

        return answers.done(request, drafts.Draft, work)

    @api.post(
        "/notices/{row:row_id}/answered", response={200: notices.Notice, **POSTED}, auth=WRITES, tags=["notices"],
        summary="They answered",
    )  # fmt: skip
    def answered(request: HttpRequest, row_id: int, payload: PathAnswered) -> HttpResponse:
        """Note an answer to the path's last letter."""
        owner = owner_of(request)

        def work() -> Document:
            if payload.undo:
                return notices.document(outreach.answer_taken_back(owner, notice_id=row_id))
            return notices.document(
                outreach.answered(owner, notice_id=row_id, on=payload.on, summary=payload.note)
            )

        return answers.done(request, notices.Notice, work)

    @api.post(
        "/notices/{row:row_id}/follow-up", response={200: notices.Notice, **POSTED}, auth=WRITES, tags=["notices"],
        summary="A reminder went",
    )  # fmt: skip
    def follow_up(request: HttpRequest, row_id: int, payload: FollowedUp) -> HttpResponse:
        """A short reminder of the path's letter went today."""
        owner, step = owner_of(request), outreach.follow_up_sent
        if payload.undo:
            step = outreach.follow_up_taken_back
        return answers.done(request, notices.Notice, lambda: notices.document(step(owner, notice_id=row_id)))

    @api.post(
        "/notices/{row:row_id}/let-go", response={200: notices.Notice, **POSTED}, auth=WRITES, tags=["notices"],
        summary="Let it be",
    )  # fmt: skip
    def let_go(request: HttpRequest, row_id: int) -> HttpResponse:
        """Nothing more comes of this path, unless they write after all."""
        owner = owner_of(request)
        return answers.done(
            request, notices.Notice, lambda: notices.document(outreach.let_go(owner, notice_id=row_id))
        )

    @api.post(
        "/notices/{row:row_id}/reopen", response={200: notices.Notice, **POSTED}, auth=WRITES, tags=["notices"],
        summary="Take letting go back",
    )  # fmt: skip
    def reopen(request: HttpRequest, row_id: int) -> HttpResponse:
        """The path goes on where it stood."""
        owner = owner_of(request)
        return answers.done(
            request, notices.Notice, lambda: notices.document(outreach.reopen(owner, notice_id=row_id))
        )
