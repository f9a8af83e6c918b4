"""What is done around a session with its mentor: the invitation, the private page, and what they said."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from mentorpanel.api import answers, sessions
from mentorpanel.api.bearer import READS, WRITES, owner_of
from mentorpanel.api.payloads import Flag, Given, Line, Shown, Text
from mentorpanel.api.resources import POSTED, Document, refusals
from mentorpanel.domain import engagement_documents as shown
from mentorpanel.usecases import invitations, mentor_links, mentor_replies


class Invitation(Shown):
    """What the mentor was told, whether that is still so, and the message that tells them what is."""

    session_id: int
    state: str
    told_starts_at: datetime | None
    sequence: int | None
    reason: str
    method: str | None
    to: str
    subject: str
    text: str
    sent_at: datetime | None
    sent_how: str | None
    message: str | None
    failure: str


class Telling(Given):
    """A free line in the message; `whole_series`: a message for each other session of the series, too."""

    line: Line = ""
    whole_series: Flag = False


class MentorLink(Shown):
    """The private link to the page that the mentor sees; who has its address can open it."""

    state: str
    address: str | None
    offer: str
    expires_at: datetime | None
    why_not: str


class Offer(Given):
    """How you can help, as it stands on their page; null: as it is."""

    offer: Text | None = None


class Reply(Shown):
    """What the mentor said, on their page or by mail."""

    id: int
    kind: str
    source: str
    text: str
    item: int | None
    starts_at: datetime | None
    said_at: datetime
    settled: bool


class Replies(Shown):
    """Everything that was said about one session, the oldest first."""

    results: list[Reply]


class Settled(Given):
    """Whether you have dealt with it."""

    settled: Flag = True


def install(api: NinjaAPI) -> None:
    """Invitation, link, replies."""
    _install_invitation(api)
    _install_link(api)
    _install_replies(api)


def _install_invitation(api: NinjaAPI) -> None:
    @api.get(
        "/sessions/{row:row_id}/invitation", response={200: Invitation, **refusals(401, 404)}, auth=READS,
        tags=["sessions"], summary="What the mentor was told",
    )  # fmt: skip
    def invitation(request: HttpRequest, row_id: int) -> HttpResponse:
        """The invitation as it stands, and the message that would go now."""
        found = invitations.invitation(owner_of(request), session_id=row_id)
        return answers.answer(answers.body_of(Invitation, shown.message(found)))

    @api.post(
        "/sessions/{row:row_id}/invitation/send", response={200: Invitation, **POSTED}, auth=WRITES,
        tags=["sessions"], summary="Tell the mentor",
    )  # fmt: skip
    def send(request: HttpRequest, row_id: int, payload: Telling) -> HttpResponse:
        """Send the invitation, the new time or the cancellation by mail; 409 where there is nothing to tell."""
        owner = owner_of(request)

        def work() -> Document:
            tell = invitations.send_series if payload.whole_series else invitations.send_invitation
            tell(owner, session_id=row_id, line=payload.line)
            return shown.message(invitations.invitation(owner, session_id=row_id))

        return answers.done(request, Invitation, work)

    @api.post(
        "/sessions/{row:row_id}/invitation/sent", response={200: Invitation, **POSTED}, auth=WRITES,
        tags=["sessions"], summary="I have told them myself",
    )  # fmt: skip
    def sent(request: HttpRequest, row_id: int) -> HttpResponse:
        """The mentor knows it from you."""
        owner = owner_of(request)
        return answers.done(
            request, Invitation, lambda: shown.message(invitations.mark_told(owner, session_id=row_id))
        )

    @api.post(
        "/sessions/{row:row_id}/invitation/unsend", response={200: Invitation, **POSTED}, auth=WRITES,
        tags=["sessions"], summary="Take that back",
    )  # fmt: skip
    def unsend(request: HttpRequest, row_id: int) -> HttpResponse:
        """Take back what you told them yourself, or stop a mail that has not left; 409 where it has."""
        owner = owner_of(request)
        return answers.done(
            request, Invitation, lambda: shown.message(invitations.take_back(owner, session_id=row_id))
        )


def _install_link(api: NinjaAPI) -> None:
    @api.post(
        "/sessions/{row:row_id}/mentor-page", response={200: MentorLink, **POSTED}, auth=WRITES, tags=["sessions"],
        summary="The mentor’s page",
    )  # fmt: skip
    def make(request: HttpRequest, row_id: int, payload: Offer) -> HttpResponse:
        """The private link to the mentor's page, made if there is none that is good."""
        owner = owner_of(request)

        def work() -> Document:
            found = mentor_links.link(owner, session_id=row_id)
            if not found.address:
                found = mentor_links.make_link(owner, session_id=row_id, offer=payload.offer)
            elif payload.offer is not None:
                found = mentor_links.change_offer(owner, session_id=row_id, offer=payload.offer)
            return shown.link(found)

        return answers.done(request, MentorLink, work)

    @api.delete(
        "/sessions/{row:row_id}/mentor-page", response={200: MentorLink, **POSTED}, auth=WRITES, tags=["sessions"],
        summary="End the link",
    )  # fmt: skip
    def revoke(request: HttpRequest, row_id: int) -> HttpResponse:
        """Nobody opens the page by that link any more."""
        found = mentor_links.revoke_link(owner_of(request), session_id=row_id)
        return answers.answer(answers.body_of(MentorLink, shown.link(found)))


def _install_replies(api: NinjaAPI) -> None:
    @api.get(
        "/sessions/{row:row_id}/replies", response={200: Replies, **refusals(401, 404)}, auth=READS,
        tags=["sessions"], summary="What the mentor said",
    )  # fmt: skip
    def replies(request: HttpRequest, row_id: int) -> HttpResponse:
        """What they wrote on their page or answered by mail about this session."""
        owner = owner_of(request)
        sessions.show(owner, row_id)  # somebody else's session is not found
        found = mentor_replies.replies_of(owner, session_id=row_id)
        return answers.answer(answers.body_of(Replies, {"results": [shown.reply(one) for one in found]}))

    @api.post(
        "/replies/{row:row_id}/accept", response={200: sessions.Session, **POSTED}, auth=WRITES, tags=["sessions"],
        summary="Move the session to the time they propose",
    )  # fmt: skip
    def accept(request: HttpRequest, row_id: int) -> HttpResponse:
        """Move it there; telling them the new time is another word of yours."""
        owner = owner_of(request)
        return answers.done(
            request,
            sessions.Session,
            lambda: sessions.show(owner, mentor_replies.accept_proposal(owner, reply_id=row_id).id),
        )

    @api.patch(
        "/replies/{row:row_id}", response={200: Reply, **POSTED}, auth=WRITES, tags=["sessions"],
        summary="I have dealt with it",
    )  # fmt: skip
    def settle(request: HttpRequest, row_id: int, payload: Settled) -> HttpResponse:
        """Say that you have dealt with a reply, or that it waits again."""
        act = mentor_replies.settle if payload.settled else mentor_replies.unsettle
        found = act(owner_of(request), reply_id=row_id)
        return answers.answer(answers.body_of(Reply, shown.reply(found)))
