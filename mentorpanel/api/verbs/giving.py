"""Giving back: the page, the three answers, letters that offer or report, and mentees of mine."""

from datetime import date
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from pydantic import Field

from mentorpanel.api import answers, drafts, favours, wants
from mentorpanel.api.bearer import READS, WRITES, owner_of
from mentorpanel.api.payloads import Day, Flag, Given, Id, PersonLink, Shown
from mentorpanel.api.resources import POSTED, Document, refusals
from mentorpanel.domain import giving_documents
from mentorpanel.usecases import asked, giving, mentees, people


class Side(Shown):
    """One side of a match: whose it is, and the fact."""

    want_id: int | None
    person: PersonLink | None
    text: str
    since: date


class MatchShown(Shown):
    """Who could help whom; the reason names the facts of both sides."""

    need: Side
    offer: Side
    reason: str


class AskedShown(favours.Favour):
    """What somebody asked of you, and whose offers fit it."""

    who_may_know: list[MatchShown]


class NeedShown(wants.Want):
    """A need, and what could be done for it now."""

    idea: str | None


class GiveBack(Shown):
    """Everything that is open, both ways."""

    asked: list[AskedShown]
    needs: list[NeedShown]
    offers: list[wants.Want]
    mine: list[wants.Want]
    matches: list[MatchShown]
    promised: list[favours.Favour]
    mentees: list[favours.Favour]


class AnswerGiven(Given):
    """One of the three kind answers. A letter is made ready; nothing is sent."""

    answer: Literal["yes", "know", "sorry"] | None = None
    by: Day | None = Field(None, description="With yes: by when.")
    other_id: Id | None = Field(None, description="With know: who it is.")
    undo: Flag = Field(False, description="No answer is chosen after all.")


class Told(Given):
    """They have your answer."""

    undo: Flag = Field(False, description="They do not have it after all.")


class OfferGiven(Given):
    """Begin a letter that offers to help."""

    offer_id: Id | None = Field(None, description="An offer of your own, to put in it.")


class MenteeGiven(Given):
    """You mentor them."""

    asked_by_id: Id | None = Field(None, description="Who asked you to.")
    undo: Flag = Field(False, description="You mentor them no longer.")


class MenteeShown(Shown):
    """Somebody you mentor, and who asked you to."""

    person: PersonLink
    is_mentee: bool
    asked_by: PersonLink | None


def install(api: NinjaAPI) -> None:
    """Give back, answer, told, offer, mentee, line back, note."""
    _install_page(api)
    _install_letters(api)

    @api.post(
        "/favours/{row:row_id}/answer", response={200: favours.Favour, **POSTED}, auth=WRITES, tags=["favours"],
        summary="Answer what somebody asked",
    )  # fmt: skip
    def answer(request: HttpRequest, row_id: int, payload: AnswerGiven) -> HttpResponse:
        """Yes by a day, which becomes a promise; not you, but somebody you know; or sorry. Each makes a letter ready."""
        owner = owner_of(request)

        def work() -> Document:
            if payload.undo:
                return favours.document(asked.take_back(owner, favour_id=row_id))
            done = asked.answer(
                owner, favour_id=row_id, answer=payload.answer or "", by=payload.by, other_id=payload.other_id
            )
            return favours.document(done.favour)

        return answers.done(request, favours.Favour, work)

    @api.post(
        "/favours/{row:row_id}/told", response={200: favours.Favour, **POSTED}, auth=WRITES, tags=["favours"],
        summary="They have the answer",
    )  # fmt: skip
    def told(request: HttpRequest, row_id: int, payload: Told) -> HttpResponse:
        """They heard your answer, by a word or a letter of yours elsewhere."""
        owner, step = owner_of(request), asked.not_told if payload.undo else asked.told
        return answers.done(request, favours.Favour, lambda: favours.document(step(owner, favour_id=row_id)))

    @api.post(
        "/replies/{row:row_id}/asked", response={200: favours.Favour, **POSTED}, auth=WRITES, tags=["favours"],
        summary="A reply is something they ask",
    )  # fmt: skip
    def reply_asked(request: HttpRequest, row_id: int) -> HttpResponse:
        """What they wrote on their page or by mail is something they ask of you; the reply is dealt with."""
        owner = owner_of(request)
        return answers.done(
            request,
            favours.Favour,
            lambda: favours.document(asked.note_reply_as_asked(owner, reply_id=row_id)),
        )


def _install_page(api: NinjaAPI) -> None:
    @api.get(
        "/give-back", response={200: GiveBack, **refusals(401)}, auth=READS, tags=["favours"], summary="Give back"
    )  # fmt: skip
    def give_back(request: HttpRequest) -> HttpResponse:
        """Who needs and offers what, who could help whom, what was asked and promised."""
        page = giving.giving_page(owner_of(request))
        return answers.answer(answers.body_of(GiveBack, giving_documents.page(page)))

    @api.post(
        "/people/{row:row_id}/mentee", response={200: MenteeShown, **POSTED}, auth=WRITES, tags=["people"],
        summary="Mentor somebody",
    )  # fmt: skip
    def mentee(request: HttpRequest, row_id: int, payload: MenteeGiven) -> HttpResponse:
        """You mentor them, for whoever asked you to; or no longer."""
        owner = owner_of(request)

        def work() -> Document:
            if payload.undo:
                mentees.let_go(owner, person_id=row_id)
            else:
                mentees.take_on(owner, person_id=row_id, asked_by_id=payload.asked_by_id)
            known = people.person(owner, person_id=row_id)
            by = mentees.asked_by(owner, person_id=row_id)
            return {
                "person": {"id": known.id, "name": known.name},
                "is_mentee": "mentee" in known.roles,
                "asked_by": {"id": by.person.id, "name": by.person.name} if by else None,
            }

        return answers.done(request, MenteeShown, work)


def _install_letters(api: NinjaAPI) -> None:
    @api.post(
        "/wants/{row:row_id}/offer", response={200: drafts.Draft, **POSTED}, auth=WRITES, tags=["wants"],
        summary="Offer to help with a need",
    )  # fmt: skip
    def offer(request: HttpRequest, row_id: int, payload: OfferGiven) -> HttpResponse:
        """A letter that offers to help; it counts as offered when it has gone."""
        owner = owner_of(request)
        return answers.done(
            request,
            drafts.Draft,
            lambda: drafts.document(giving.begin_offer(owner, want_id=row_id, offer_id=payload.offer_id)),
        )

    @api.post(
        "/people/{row:row_id}/line-back", response={200: drafts.Draft, **POSTED}, auth=WRITES, tags=["people"],
        summary="A line about a mentee",
    )  # fmt: skip
    def line_back(request: HttpRequest, row_id: int) -> HttpResponse:
        """A letter to whoever asked you to mentor them; it counts as given when it has gone."""
        owner = owner_of(request)
        return answers.done(
            request, drafts.Draft, lambda: drafts.document(mentees.write_line_back(owner, person_id=row_id))
        )

    @api.post(
        "/sessions/{row:row_id}/note", response={200: drafts.Draft, **POSTED}, auth=WRITES, tags=["sessions"],
        summary="A note to a mentee",
    )  # fmt: skip
    def note(request: HttpRequest, row_id: int) -> HttpResponse:
        """A short note before a session with a mentee; 409 for any other session."""
        owner = owner_of(request)
        return answers.done(
            request,
            drafts.Draft,
            lambda: drafts.document(mentees.write_before_talk(owner, session_id=row_id)),
        )
