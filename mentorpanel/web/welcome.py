"""The first run: who already helps you, who you are, your phase, and bringing people in."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentorpanel import clock
from mentorpanel.domain import words
from mentorpanel.domain.problems import Ambiguous, Invalid
from mentorpanel.usecases import panel, profiles, zones
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

STEPS = ("helpers", "profile", "phase", "bring-in")
MOST_NAMES = 12
SPOKE_DAYS = {"week": 3, "month": 15, "quarter": 75, "longer": 200}


@require_GET
def welcome(request: OwnedRequest) -> HttpResponse:
    """The step that is next."""
    step = request.profile.welcome_step
    return redirect(reverse(f"welcome-{step}" if step in STEPS else "today"))


@require_http_methods(["GET", "HEAD", "POST"])
def helpers(request: OwnedRequest) -> HttpResponse:
    """Names, one a line; then three taps for each."""
    if request.method != "POST":
        return _helpers(request, "", [], {})
    if "helper-0-name" in request.POST:
        return _declare(request)
    names = [" ".join(name.split())[:300] for name in forms.lines(request, "names")]
    if not names:
        return _helpers(request, "", [], {"names": "Write one name, or skip this for now."})
    rows = [{"name": name, "how": "", "since": "", "spoke": ""} for name in dict.fromkeys(names[:MOST_NAMES])]
    return _helpers(request, "\n".join(names), rows, {})


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: OwnedRequest) -> HttpResponse:
    """Name, time zone, title and level."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        texts = ("name", "title", "level", "organisation", "time_zone")
        try:
            profiles.change_profile(
                request.owner,
                **{name: forms.text(request, name) for name in texts if forms.text(request, name)},
            )
            return _go_on(request, "profile")
        except Invalid as problem:
            errors = {problem.field: problem.message}
    context = {"profile": request.profile, "zones": zones.known(), "errors": errors}
    return render(request, "welcome/profile.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def phase(request: OwnedRequest) -> HttpResponse:
    """The phase, with a note."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            profiles.begin_phase(
                request.owner, phase=forms.text(request, "phase"), note=forms.text(request, "note")
            )
            return _go_on(request, "phase")
        except Invalid as problem:
            errors = {"phase": problem.message}
    now = profiles.phase(request.owner)
    context = {"phase": now.phase if now else "", "note": now.note if now else "", "errors": errors}
    return render(request, "welcome/phase.html", context, status=422 if errors else 200)


@require_GET
def bring_in(request: OwnedRequest) -> HttpResponse:
    """Files with contacts, or nothing for now."""
    if request.profile.welcome_step == "bring-in":
        profiles.change_profile(request.owner, welcome_step="done")
    return render(request, "welcome/bring_in.html", {})


@require_POST
def skip(request: OwnedRequest) -> HttpResponse:
    """Leave a step for later; every step can be skipped."""
    step = forms.text(request, "step")
    return _go_on(request, step if step in STEPS else STEPS[-1])


def _go_on(request: OwnedRequest, after: str) -> HttpResponse:
    place = STEPS.index(after) + 1
    following = STEPS[place] if place < len(STEPS) else "done"
    profiles.change_profile(request.owner, welcome_step=following)
    return redirect(reverse("today" if following == "done" else f"welcome-{following}"))


def _helpers(
    request: OwnedRequest, names: str, rows: list[dict[str, str]], errors: dict[str, str]
) -> HttpResponse:
    context: dict[str, Any] = {"names": names, "rows": rows, "errors": errors}
    return render(request, "welcome/who_helps.html", context, status=422 if errors else 200)


def _declare(request: OwnedRequest) -> HttpResponse:
    today = clock.today(request.zone)
    declared, unclear = [], []
    for number in range(MOST_NAMES):
        key = f"helper-{number}"
        name = forms.text(request, f"{key}-name")
        if not name:
            continue
        spoke = today - timedelta(days=SPOKE_DAYS.get(forms.text(request, f"{key}-spoke"), 15))
        since = min(_since(forms.text(request, f"{key}-since"), today), spoke)
        is_formal = forms.text(request, f"{key}-how") == "formal"
        try:
            panel.declare_helper(request.owner, name=name, is_formal=is_formal, since=since, last_spoke=spoke)
            declared.append(name)
        except Ambiguous:
            unclear.append(name)
    if declared:
        forms.tell(
            request, f"{words.people_list(declared)} {'is' if len(declared) == 1 else 'are'} on your panel."
        )
    if unclear:
        forms.tell(
            request,
            f"There are several people called {words.people_list(unclear)}; choose the right one under People.",
        )
    return _go_on(request, "helpers")


def _since(said: str, today: date) -> date:
    """Roughly when it began: early this year, the middle of the last one, or three years ago."""
    if said == "this-year":
        return min(today, date(today.year, 1, 1) + (today - date(today.year, 1, 1)) / 2)
    return date(today.year - 1, 7, 1) if said == "last-year" else date(today.year - 3, 7, 1)
