"""Planning sessions: a series or one by itself, and ending a series."""

from datetime import date, time
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mentorpanel.domain import how_often, words
from mentorpanel.domain.problems import Ambiguous, Conflict, Invalid, NotFound
from mentorpanel.domain.records import Named
from mentorpanel.usecases import invitations, people, series, sessions
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

LONGEST = 480
SHOWN_AT = {"starts": "on", "time_zone": "on", "email": "person"}
FIELDS = ("person", "person_name", "often", "rrule", "on", "at", "length", "place")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OwnedRequest) -> HttpResponse:
    """With whom, how often, when first."""
    if request.method != "POST":
        values = {"person": request.GET.get("person", ""), "on": request.GET.get("on", "")}
        return render(request, "sessions/new.html", _context(request, values, {}))
    try:
        person_id = _person(request)
        on, at = _required(request)
        length = forms.number(request, "length", least=5, most=LONGEST) or 45
        often = forms.text(request, "often") or "once"
        rule = how_often.rrule_for(often, on, forms.text(request, "rrule"))
        return _plan(request, person_id, rule, on, at, length)
    except (Invalid, Conflict) as problem:
        field = SHOWN_AT.get(problem.field, problem.field)
        errors = {field if field in FIELDS else "on": problem.message}
        values = {name: forms.text(request, name) for name in FIELDS}
        return render(request, "sessions/new.html", _context(request, values, errors), status=422)


@require_POST
def prepare(request: OwnedRequest, series_id: int) -> HttpResponse:
    """How long its sessions are prepared, and how far ahead; empty is as usual. Its undo says both in the address."""
    was = series.series(request.owner, series_id=series_id)
    back = {"prep_minutes": "" if was.prep_minutes is None else was.prep_minutes, "prep_lead": was.prep_lead}
    is_undo = "prep_lead" in request.GET
    given = request.GET if is_undo else request.POST
    minutes = given.get("prep_minutes", "").strip()
    if minutes and not forms.WHOLE.fullmatch(minutes):
        raise Invalid("Write the minutes as a number.", field="prep_minutes")
    long, lead = int(minutes) if minutes else None, given.get("prep_lead", "")
    series.prepare_otherwise(request.owner, series_id=series_id, minutes=long, lead=lead)
    undo = f"{reverse('series-prepare', args=[series_id])}?{urlencode(back)}"
    forms.tell(request, "Kept for the sessions of this series.", undo="" if is_undo else undo)
    return forms.go_back(request, reverse("sessions"))


@require_POST
def end(request: OwnedRequest, series_id: int) -> HttpResponse:
    """The series ends; what was planned stays parked."""
    gone = series.end_series(request.owner, series_id=series_id)
    forms.tell(
        request,
        f"The series has ended; {words.count(gone, 'session')} to come cancelled, nothing parked is lost.",
        undo=reverse("series-resume", args=[series_id]) if gone else "",
    )
    left = invitations.untold(request.owner, series_id=series_id)
    if left:
        forms.tell(request, f"{left[0].person.name} still expects you; here is the message that tells them.")
        return redirect(reverse("session-invitation", args=[left[0].id]))
    return forms.go_back(request, reverse("sessions"))


@require_POST
def resume(request: OwnedRequest, series_id: int) -> HttpResponse:
    """It goes on after all."""
    back = series.resume_series(request.owner, series_id=series_id)
    forms.tell(request, f"The series goes on, with {words.count(back, 'session')} to come.")
    return redirect(reverse("sessions"))


def _plan(request: OwnedRequest, person_id: int, rule: str, on: date, at: time, length: int) -> HttpResponse:
    place = forms.text(request, "place")
    if not rule:
        made = sessions.schedule_once(
            request.owner, person_id=person_id, on=on, at=at, length_minutes=length, place=place
        )
        forms.tell(
            request, f"Planned with {made.person.name}.", undo=reverse("session-cancel", args=[made.id])
        )
        return redirect(reverse("session", args=[made.id]))
    planned = series.schedule(
        request.owner, person_id=person_id, rrule=rule, at=at, length_minutes=length, from_on=on, place=place
    )
    count = words.count(len(planned.sessions), "session")
    undo = reverse("series-end", args=[planned.series.id])
    forms.tell(
        request, f"With {planned.series.person.name}, {planned.in_words}: {count} made ahead.", undo=undo
    )
    return redirect(reverse("sessions"))


def _person(request: OwnedRequest) -> int:
    name = forms.text(request, "person_name")
    if not name:
        person_id = forms.number(request, "person")
        if person_id is None:
            raise Invalid("Choose somebody, or write a name.", field="person")
        return people.person(request.owner, person_id=person_id).id
    try:
        return people.find_person(request.owner, name=name).id
    except Ambiguous as problem:
        raise Invalid(f"{problem.message} Write the whole name.", field="person_name") from problem
    except NotFound as problem:
        raise Invalid(
            f"Nobody here is called “{name[:60]}”; add them first.", field="person_name"
        ) from problem


def _required(request: OwnedRequest) -> tuple[date, time]:
    on, at = forms.day(request, "on"), forms.time_of_day(request, "at")
    if on is None:
        raise Invalid("Say the first day.", field="on")
    if at is None:
        raise Invalid("Say the hour, such as 16:00.", field="at")
    return on, at


def _context(request: OwnedRequest, values: dict[str, Any], errors: dict[str, str]) -> dict[str, Any]:
    return {
        "people": _choices(request, str(values.get("person", ""))),
        "values": values,
        "errors": errors,
        "weekday_words": _weekday_words(request, str(values.get("on", ""))),
    }


def _choices(request: OwnedRequest, chosen: str) -> list[Named]:
    """Who is on the panel, mentors first, and whoever was chosen."""
    board = people.board(request.owner)
    order = sorted(board, key=lambda stage: stage not in ("mentor", "formal-mentor"))
    found = [Named(row.id, row.name) for stage in order for row in board[stage]]
    if (
        chosen.isascii()
        and chosen.isdecimal()
        and len(chosen) < 19
        and int(chosen) not in {one.id for one in found}
    ):
        try:
            other = people.person(request.owner, person_id=int(chosen))
        except NotFound:
            return found
        return [Named(other.id, other.name), *found]
    return found


def _weekday_words(request: OwnedRequest, on: str) -> str:
    try:
        return how_often.weekday_words(date.fromisoformat(on)) if on else ""
    except ValueError:
        return ""
