"""Sessions: the list, the page that changes with its clock, and the promises and advice that come of one."""

from datetime import date, time
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mentorpanel import clock
from mentorpanel.domain import how_often, recurrence, words
from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.domain.records import CommitmentRecord, SessionRecord
from mentorpanel.usecases import advice as said
from mentorpanel.usecases import agendas, commitments, invitation_states, series_moves, session_page
from mentorpanel.usecases import series as recurring
from mentorpanel.usecases import sessions as holding
from mentorpanel.usecases.session_page import SessionPage
from mentorpanel.usecases.session_times import LONGEST
from mentorpanel.usecases.today import NextSession
from mentorpanel.web import forms, mentor_page
from mentorpanel.web.letters import editor_context
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render
from mentorpanel.web.today import clock_steps

NOTES = "notes-before"
"""What the browser's session keeps for an undo: the notes that were saved over last."""


@require_GET
def sessions(request: OwnedRequest) -> HttpResponse:
    """What is coming, what waits to be written down, and what recurs."""
    coming = holding.coming_sessions(request.owner)
    unfinished = holding.unfinished_sessions(request.owner)
    waiting = {one.id for one in unfinished}
    called_off = holding.called_off_sessions(request.owner)
    told = invitation_states.states(request.owner, [*coming, *called_off], zone=request.zone)
    context = {
        "headline": _list_headline(request, coming, unfinished),
        "coming": coming,
        "untold": {number: state.reason for number, state in told.items() if state.must_tell},
        "called_off": called_off,
        "unfinished": unfinished,
        "past": [one for one in holding.past_sessions(request.owner) if one.id not in waiting],
        "series": [
            {"series": one, "in_words": recurrence.in_words(one.rrule)}
            for one in recurring.running_series(request.owner)
        ],
    }
    return render(request, "sessions/list.html", context)


@require_GET
def session(request: OwnedRequest, session_id: int) -> HttpResponse:
    """One session, as its clock stands."""
    page = session_page.session_page(request.owner, session_id=session_id)
    context: dict[str, Any] = {
        "session": page.session,
        "headline": _headline(request, page),
        "in_words": recurrence.in_words(page.session.rrule) if page.session.rrule else "",
        "mode": page.mode,
        "has_begun": page.session.starts_at <= clock.now(),
        "steps": clock_steps(request, NextSession(page.session, page.plan, page.step.verdict)),
        "plan": page.plan,
        "agenda": page.agenda,
        "offered": page.offered,
        "focus": page.view.focus,
        "last_advice": page.advice,
        "my_promises": [one for one in page.promises if one.is_mine],
        "their_promises": [one for one in page.promises if not one.is_mine],
        "asks": page.asks,
        "goal_lines": page.goal_lines,
        "since": page.view.journal,
        "brief": page.brief,
        "recap": page.recap,
        "series": page.series,
        "next_session": page.following,
        "invited": page.invited,
        "remembered": page.remembered,
        "mentor": mentor_page.owner_context(request, page.session),
        "letter": None,
        "today": clock.today(request.zone),
    }
    if page.letter is not None:
        context |= editor_context(
            request, page.letter, here=f"{reverse('session', args=[session_id])}#letter"
        )
    return render(request, "sessions/session.html", context)


@require_POST
def agenda(request: OwnedRequest, session_id: int) -> HttpResponse:
    """One change of the agenda."""
    agendas.change_agenda(
        request.owner,
        session_id=session_id,
        move=forms.text(request, "move"),
        item_id=forms.number(request, "item"),
        text=forms.text(request, "text"),
        kind=forms.text(request, "kind") or "question",
    )
    return forms.go_back(request, f"{reverse('session', args=[session_id])}#agenda")


@require_POST
def notes(request: OwnedRequest, session_id: int) -> HttpResponse:
    """Notes for me, with lines marked as advice, and what may go into the recap."""
    before = holding.session(request.owner, session_id=session_id)
    had = {one.id for one in said.advice_of_session(request.owner, session_id=session_id)}
    holding.change_session(
        request.owner,
        session_id=session_id,
        notes=forms.given(request, "notes"),
        shared_notes=forms.given(request, "shared_notes"),
        place=forms.given(request, "place"),
        length_minutes=forms.number(request, "length_minutes", least=5, most=LONGEST),
    )
    if "place" in request.POST:
        forms.tell(request, "Changed.")
        return _to(request, session_id)
    request.session[NOTES] = {"session_id": session_id, **_notes_of(before)}
    has = {one.id for one in said.advice_of_session(request.owner, session_id=session_id)}
    undo = reverse("session-notes-undo", args=[session_id])
    forms.tell(request, f"The notes are saved.{_noted(len(has - had), len(had - has))}", undo=undo)
    return _to(request, session_id)


@require_POST
def undo_notes(request: OwnedRequest, session_id: int) -> HttpResponse:
    """The notes as they were before they were saved last, and the advice that goes with them."""
    kept = request.session.get(NOTES)
    if not kept or kept["session_id"] != session_id:
        raise NotFound("There is nothing to take back.")
    del request.session[NOTES]
    notes, shared = kept["notes"], kept["shared_notes"]
    holding.change_session(request.owner, session_id=session_id, notes=notes, shared_notes=shared)
    forms.tell(request, "The notes are as they were.")
    return _to(request, session_id)


def _notes_of(found: SessionRecord) -> dict[str, str]:
    return {"notes": found.notes, "shared_notes": found.shared_notes}


def _noted(more: int, less: int) -> str:
    """What the marked lines led to."""
    parts = []
    if more:
        verb = "is" if more == 1 else "are"
        parts.append(f" {words.start_sentence(words.count(more, 'line'))} {verb} advice now.")
    if less:
        verb = "is" if less == 1 else "are"
        parts.append(f" {words.start_sentence(words.count(less, 'line'))} {verb} advice no longer.")
    return "".join(parts)


@require_POST
def prepared(request: OwnedRequest, session_id: int) -> HttpResponse:
    """I am prepared."""
    holding.prepare_session(request.owner, session_id=session_id)
    forms.tell(request, "Prepared. Now the brief can go.")
    return _to(request, session_id)


@require_POST
def hold(request: OwnedRequest, session_id: int) -> HttpResponse:
    """The three boxes, with one Save."""
    held = session_page.write_down(
        request.owner,
        session_id=session_id,
        learned=forms.lines(request, "learned"),
        promises=forms.lines(request, "promises"),
        next_time=forms.lines(request, "next_time"),
        their_promises=forms.lines(request, "their_promises"),
        notes=forms.text(request, "notes"),
        raised_item_ids=tuple(forms.numbers(request, "raised")) if request.POST.get("raised_given") else None,
    )
    undo = reverse("session-reopen", args=[session_id])
    forms.tell(request, f"Kept. The recap for {held.person.name} is begun below.", undo=undo)
    return _to(request, session_id)


@require_POST
def move(request: OwnedRequest, session_id: int) -> HttpResponse:
    """To another day or hour."""
    on, at = forms.day(request, "on"), forms.time_of_day(request, "at")
    if on is None or at is None:
        raise Invalid("Say the new day and the hour.", field="on")
    if forms.text(request, "which") == "rest":
        return _move_rest(request, session_id, on, at)
    moved = holding.move_session(
        request.owner, session_id=session_id, on=on, at=at, reason=forms.text(request, "reason")
    )
    when = words.moment_in_words(moved.starts_at, clock.now(), request.zone)
    along = "Its agenda came along." if moved.brief_sent_at else "Its agenda and its brief came along."
    forms.tell(request, f"Moved to {when}. {along}")
    return _to(request, session_id)


def _move_rest(request: OwnedRequest, session_id: int, on: date, at: time) -> HttpResponse:
    """This one and all later ones of its series."""
    often = forms.text(request, "often")
    rule = how_often.rrule_for(often, on) if often else ""
    reason = forms.text(request, "reason")
    done = series_moves.move_rest(
        request.owner, session_id=session_id, on=on, at=at, rrule=rule, reason=reason
    )
    said = (
        f"From {words.moment_in_words(done.first.starts_at, clock.now(), request.zone)} on: {done.in_words}."
    )
    gone = (
        f" {words.start_sentence(words.count(done.cancelled, 'session'))} behind its end cancelled."
        if done.cancelled
        else ""
    )
    forms.tell(request, f"{said} What was planned came along.{gone}")
    return _to(request, session_id)


@require_POST
def cancel(request: OwnedRequest, session_id: int) -> HttpResponse:
    """This one does not take place; or neither it nor any later one of its series."""
    if forms.text(request, "which") == "rest":
        return _cancel_rest(request, session_id)
    holding.cancel_session(
        request.owner,
        session_id=session_id,
        reason=forms.text(request, "reason"),
        who=forms.text(request, "who"),
    )
    forms.tell(request, "Cancelled. What was planned for it is parked again.", undo=_reopens(session_id))
    return _to(request, session_id)


def _cancel_rest(request: OwnedRequest, session_id: int) -> HttpResponse:
    series_id = holding.session(request.owner, session_id=session_id).series_id
    if series_id is None:
        raise Invalid("This session is of no series; cancel it by itself.", field="which")
    gone = recurring.end_series(
        request.owner,
        series_id=series_id,
        from_session_id=session_id,
        reason=forms.text(request, "reason"),
        who=forms.text(request, "who"),
    )
    count = words.start_sentence(words.count(gone, "session"))
    said = f"{count} cancelled; the series ends before. What was planned is parked again."
    forms.tell(request, said, undo=reverse("series-resume", args=[series_id]) if gone else "")
    return _to(request, session_id)


@require_POST
def missed(request: OwnedRequest, session_id: int) -> HttpResponse:
    """We did not meet."""
    holding.miss_session(
        request.owner,
        session_id=session_id,
        who=forms.text(request, "who"),
        reason=forms.text(request, "reason"),
    )
    forms.tell(request, "Noted. What was planned for it is parked again.", undo=_reopens(session_id))
    return _to(request, session_id)


@require_POST
def reopen(request: OwnedRequest, session_id: int) -> HttpResponse:
    """It takes place after all."""
    holding.reopen_session(request.owner, session_id=session_id)
    forms.tell(request, "Open again, with its agenda.")
    return _to(request, session_id)


@require_POST
def commitment_kept(request: OwnedRequest, commitment_id: int) -> HttpResponse:
    """A promise is kept."""
    kept = commitments.keep_commitment(request.owner, commitment_id=commitment_id)
    forms.tell(request, f"Kept: {kept.text}", undo=reverse("commitment-reopen", args=[commitment_id]))
    return _to_promise(request, kept)


@require_POST
def commitment_dropped(request: OwnedRequest, commitment_id: int) -> HttpResponse:
    """A promise no longer holds."""
    dropped = commitments.drop_commitment(request.owner, commitment_id=commitment_id)
    forms.tell(request, f"Dropped: {dropped.text}", undo=reverse("commitment-reopen", args=[commitment_id]))
    return _to_promise(request, dropped)


@require_POST
def commitment_reopened(request: OwnedRequest, commitment_id: int) -> HttpResponse:
    """A promise is open again."""
    opened = commitments.reopen_commitment(request.owner, commitment_id=commitment_id)
    forms.tell(request, f"Open again: {opened.text}")
    return _to_promise(request, opened)


def _list_headline(
    request: OwnedRequest, coming: list[SessionRecord], unfinished: list[SessionRecord]
) -> str:
    if unfinished:
        waiting = words.people_list([one.person.name for one in unfinished])
        return f"You met {waiting}: write down what stays."
    if not coming:
        return "No session is planned."
    when = words.moment_in_words(coming[0].starts_at, clock.now(), request.zone)
    return f"Next: {coming[0].person.name}, {when}."


def _headline(request: OwnedRequest, page: SessionPage) -> str:
    first, now = page.session.person.name.split()[0], clock.now()
    if page.mode == "about-to-start":
        if now >= page.plan.starts_at:
            return f"You are with {first} now."
        minutes = -(-int((page.plan.starts_at - now).total_seconds()) // 60)
        return f"You meet {first} in {words.count(minutes, 'minute')}."
    if page.mode == "just-ended" and page.session.status != "held":
        return f"You met {first}. What stays?"
    if page.mode == "prepare" and page.step.verdict == "prepare" and not page.session.i_mentor:
        return page.plan.reason
    return page.step.reason


def _reopens(session_id: int) -> str:
    return reverse("session-reopen", args=[session_id])


def _to(request: OwnedRequest, session_id: int) -> HttpResponse:
    return redirect(reverse("session", args=[session_id]))


def _to_promise(request: OwnedRequest, promise: CommitmentRecord) -> HttpResponse:
    if promise.session_id is not None:
        return forms.go_back(request, reverse("session", args=[promise.session_id]))
    return forms.go_back(request, reverse("person", args=[promise.person.id]))
