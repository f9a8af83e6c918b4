"""Settings: the owner, their phase and focus, the rules' numbers, mail and data."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mentorpanel.domain.facts import Rung
from mentorpanel.domain.problems import Invalid, Problem
from mentorpanel.usecases import backups, phases, profiles, rule_changes, zones
from mentorpanel.usecases import focus as focusing
from mentorpanel.web import forms, rule_numbers
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.parking import readers
from mentorpanel.web.render import render

THEMES = ("light", "system", "dark")
A_YEAR = 60 * 60 * 24 * 365
MOST_ROWS = 24
FOCUS_AREAS = 5


@require_GET
def settings(request: OwnedRequest) -> HttpResponse:
    """Everything that can be set."""
    return _page(request, "", {})


@require_POST
def profile(request: OwnedRequest) -> HttpResponse:
    """Who the owner is, and when they work."""
    texts = ("name", "mail_address", "title", "level", "organisation", "time_zone", "phone_region")
    changes: dict[str, Any] = {name: forms.text(request, name) for name in texts if name in request.POST}
    try:
        for name in ("work_starts", "work_ends", "prepares"):
            changes |= {name: found} if (found := forms.time_of_day(request, name)) else {}
        if "weekly_minutes" in request.POST:
            changes["weekly_minutes"] = forms.number(request, "weekly_minutes", most=2400) or 0
        if "prep_hours_before" in request.POST:
            changes["prep_hours_before"] = forms.number(request, "prep_hours_before", most=72)
        profiles.change_profile(request.owner, **changes)
    except Invalid as problem:
        return _page(request, "profile", {problem.field: problem.message})
    return _saved(request, "profile")


@require_POST
def ladder(request: OwnedRequest) -> HttpResponse:
    """The levels, from the first rung up."""
    rungs = []
    for number in range(MOST_ROWS):
        name = forms.text(request, f"rung-{number}-name")
        if name:
            key = forms.text(request, f"rung-{number}-key") or "-".join(name.lower().split())[:60]
            patterns = tuple(one.lower() for one in forms.words(request, f"rung-{number}-patterns"))
            rungs.append(Rung(key, name[:60], patterns))
    try:
        profiles.change_ladder(request.owner, rungs=rungs)
    except Invalid as problem:
        return _page(request, "ladder", {"ladder": problem.message})
    return _saved(request, "ladder")


@require_POST
def principles(request: OwnedRequest) -> HttpResponse:
    """The principles that people are judged by."""
    given = []
    for number in range(MOST_ROWS):
        name = forms.text(request, f"principle-{number}-name")
        if name:
            key = forms.text(request, f"principle-{number}-key") or "-".join(name.lower().split())[:60]
            given.append(
                {
                    "key": key,
                    "name": name[:120],
                    "about": forms.text(request, f"principle-{number}-text")[:500],
                }
            )
    try:
        profiles.change_principles(request.owner, principles=given)
    except Invalid as problem:
        return _page(request, "principles", {"principles": problem.message})
    return _saved(request, "principles")


@require_POST
def phase(request: OwnedRequest) -> HttpResponse:
    """The phase that the owner is in."""
    try:
        profiles.begin_phase(
            request.owner, phase=forms.text(request, "phase"), note=forms.text(request, "note")
        )
    except Invalid as problem:
        return _page(request, "phase", {problem.field: problem.message})
    return _saved(request, "phase")


@require_POST
def focus(request: OwnedRequest) -> HttpResponse:
    """Up to five focus areas, each with its readers."""
    areas = []
    for number in range(FOCUS_AREAS):
        text = forms.text(request, f"focus-{number}-text")
        if text:
            how = forms.text(request, f"focus-{number}-readers") or "everyone"
            areas.append((text, forms.numbers(request, f"focus-{number}-named") if how == "named" else how))
    try:
        focusing.set_areas(request.owner, areas=areas, worth_telling=bool(request.POST.get("worth_telling")))
    except Problem as problem:
        return _page(request, "focus", {"focus": problem.message})
    return _saved(request, "focus")


@require_POST
def numbers(request: OwnedRequest) -> HttpResponse:
    """The numbers of the rules; an empty field is the default."""
    try:
        rule_changes.change_numbers(request.owner, numbers=rule_numbers.read(request))
    except Invalid as problem:
        return _page(request, "numbers", {problem.field: problem.message})
    return _saved(request, "numbers")


@require_POST
def theme(request: OwnedRequest) -> HttpResponse:
    """Light, dark, or as the system."""
    wanted = forms.text(request, "theme")
    answer = forms.go_back(request, reverse("settings"))
    answer.set_cookie(
        "theme", wanted if wanted in THEMES else "system", max_age=A_YEAR, samesite="Lax",
        secure=bool(django_settings.IS_PUBLIC_HTTPS),
    )  # fmt: skip
    return answer


@require_GET
def backup(request: OwnedRequest) -> FileResponse:
    """A copy of the database, for the only owner of this installation; a shared one is copied by who runs it."""
    if not backups.is_for_one_owner(request.owner):
        raise Invalid(
            "Several people use this installation. Who runs it makes the backup: mentorpanel backup PATH."
        )
    with tempfile.TemporaryDirectory() as folder:
        made = backups.backup(Path(folder))
        handle = made.path.open("rb")
    return FileResponse(handle, as_attachment=True, filename=made.path.name)


def _saved(request: OwnedRequest, section: str) -> HttpResponse:
    forms.tell(request, "Saved.")
    return redirect(f"{reverse('settings')}#{section}")


def _page(request: OwnedRequest, section: str, errors: dict[str, str]) -> HttpResponse:
    shown = profiles.profile(request.owner)
    principles = [
        {"key": one["key"], "name": one["name"], "text": one.get("about", "")} for one in shown.principles
    ]
    context = {
        "headline": "Everything here has a sensible default; change what does not fit you."
        if not errors
        else "One thing could not be saved; it is marked below.",
        "profile": _with(shown, principles),
        "phase": profiles.phase(request.owner),
        "phases": [(one.slug, one.name) for one in phases.phases_of(request.owner)],
        "focus": focusing.focus_areas(request.owner),
        "panel": readers(request),
        "zones": zones.known(),
        "mail": _mail(shown.mail_address),
        "numbers": rule_numbers.shown(shown),
        "values": request.POST.dict() if errors else {},
        "errors": errors,
        "section": section,
    }
    return render(request, "settings/settings.html", context, status=422 if errors else 200)


def _with(shown: Any, principles: list[dict[str, str]]) -> dict[str, Any]:
    """The profile as the page reads it."""
    return {name: getattr(shown, name) for name in shown.__slots__} | {"principles": principles}


def _mail(address: str) -> dict[str, Any]:
    if django_settings.SMTP_URL and (address or django_settings.MAIL_FROM):
        sender = address or django_settings.MAIL_FROM
        return {
            "can_send": True,
            "words": f"Letters go out as {sender}, each with your word. “mentorpanel doctor” tests it.",
        }
    if django_settings.SMTP_URL:
        return {
            "can_send": False,
            "words": "A mail server is set. Write your own address above, and letters can go out.",
        }
    words = (
        "Letters are copied, opened in your mail program or downloaded, and marked as sent by you; nothing is missing. "
        "To send from here, start Mentorpanel with MENTORPANEL_SMTP_URL, such as smtp://user:password@mail.example.com:587."
    )
    return {"can_send": False, "words": words}
