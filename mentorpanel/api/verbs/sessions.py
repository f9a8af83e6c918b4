"""What is done with sessions: held, and their brief assembled and sent."""

from datetime import time

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from pydantic import Field

from mentorpanel.api import answers, drafts, series, sessions
from mentorpanel.api.bearer import WRITES, owner_of
from mentorpanel.api.payloads import Clock, Day, Given, Ids, Line, QueryFlag, Text
from mentorpanel.api.resources import POSTED, Document
from mentorpanel.usecases import letters, series_moves
from mentorpanel.usecases import series as recurring
from mentorpanel.usecases import sessions as sessions_usecases


class Held(Given):
    """What happened: “send the deck by Friday” has a date. Said twice, it adds what is new."""

    notes: Text = Field("", description="Private.")
    shared_notes: Text = Field("", description="May go into the recap.")
    promises: list[Line] = []
    their_promises: list[Line] = []
    advice: list[Line] = []
    next: list[Line] = Field([], description="What is for next time.")
    raised_item_ids: Ids | None = Field(None, description="What was talked about; null: the whole agenda.")


class MoveRest(Given):
    """Where this session and all later ones of its series go; without a rule they stay as often as they were."""

    on: Day
    at: Clock
    rrule: Line = ""
    reason: Text = ""


def install(api: NinjaAPI) -> None:
    """Hold, move the rest, brief, send the brief; go on with a series."""
    _install_series(api)

    @api.post(
        "/sessions/{row:row_id}/hold", response={200: sessions.Session, **POSTED}, auth=WRITES, tags=["sessions"],
        summary="What happened",
    )  # fmt: skip
    def hold(request: HttpRequest, row_id: int, payload: Held) -> HttpResponse:
        """Notes, promises, advice and what is for next time; the session counts as contact."""
        owner, said = owner_of(request), payload.said()
        texts = {name: tuple(said.pop(name, ())) for name in ("promises", "their_promises", "advice", "next")}
        raised = said.pop("raised_item_ids", None)

        def work() -> Document:
            sessions_usecases.hold_session(
                owner,
                session_id=row_id,
                **said,
                promises=texts["promises"],
                their_promises=texts["their_promises"],
                learned=texts["advice"],
                next_time=texts["next"],
                raised_item_ids=None if raised is None else tuple(raised),
            )
            return sessions.show(owner, row_id)

        return answers.done(request, sessions.Session, work)

    @api.post(
        "/sessions/{row:row_id}/move-rest", response={200: sessions.Session, **POSTED}, auth=WRITES, tags=["sessions"],
        summary="Move this one and all later ones",
    )  # fmt: skip
    def move_rest(request: HttpRequest, row_id: int, payload: MoveRest) -> HttpResponse:
        """Another day, hour or rhythm from this session on; agendas and briefs come along."""
        owner = owner_of(request)

        def work() -> Document:
            at = time.fromisoformat(payload.at)
            series_moves.move_rest(
                owner, session_id=row_id, on=payload.on, at=at, rrule=payload.rrule, reason=payload.reason
            )
            return sessions.show(owner, row_id)

        return answers.done(request, sessions.Session, work)

    @api.post(
        "/sessions/{row:row_id}/brief", response={200: drafts.Draft, **POSTED}, auth=WRITES, tags=["sessions"],
        summary="Assemble the brief",
    )  # fmt: skip
    def brief(request: HttpRequest, row_id: int) -> HttpResponse:
        """The session's brief with its checks: assembled from what has changed, until you write in it."""

        def work() -> Document:
            return drafts.document(letters.session_letter(owner_of(request), session_id=row_id, kind="brief"))

        return answers.done(request, drafts.Draft, work)

    @api.post(
        "/sessions/{row:row_id}/brief/send", response={200: drafts.Draft, **POSTED}, auth=WRITES, tags=["sessions"],
        summary="Send the brief",
    )  # fmt: skip
    def send_brief(request: HttpRequest, row_id: int, anyway: QueryFlag = False) -> HttpResponse:
        """Send the brief by the mail server that is set; `anyway`: though a check does not hold."""
        owner = owner_of(request)

        def work() -> Document:
            found = letters.session_letter(owner, session_id=row_id, kind="brief").draft
            return drafts.document(letters.send_letter(owner, draft_id=found.id, in_spite_of_checks=anyway))

        return answers.done(request, drafts.Draft, work)


def _install_series(api: NinjaAPI) -> None:
    @api.post(
        "/series/{row:row_id}/resume", response={200: series.Series, **POSTED}, auth=WRITES, tags=["series"],
        summary="A series goes on",
    )  # fmt: skip
    def resume(request: HttpRequest, row_id: int) -> HttpResponse:
        """It had ended: the sessions to come that ended with it take place after all."""
        owner = owner_of(request)

        def work() -> Document:
            recurring.resume_series(owner, series_id=row_id)
            return series.show(owner, row_id)

        return answers.done(request, series.Series, work)
