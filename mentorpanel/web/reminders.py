"""Reminders to the owner: what goes and when, today's mail as it would be sent, and the page that stops them from a mail."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from markupsafe import Markup

from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.domain.reminders import EVERY, Moment
from mentorpanel.usecases import push_devices, reminder_mails, reminders
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

MOMENTS: Final = (
    (Moment.PREPARATION, "Preparation begins", "When the block for it starts."),
    (Moment.BRIEF_DUE, "The brief is due", "An hour ahead, where it has not gone."),
    (Moment.ABOUT_TO_START, "It is about to start", "An hour ahead."),
    (Moment.NOTES, "Notes and thanks today", "In the evening of the session, where they are missing."),
    (Moment.THANKS, "The thanks is overdue", "After 48 hours, once."),
)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: OwnedRequest) -> HttpResponse:
    """What is set, and today's mail as it would be sent; a POST sets it."""
    if request.method != "POST":
        return page(request)
    try:
        reminders.change(
            request.owner,
            at=forms.time_of_day(request, "at"),
            has_digest=bool(request.POST.get("digest")),
            every=forms.text(request, "every") or EVERY[0],
            moments=request.POST.getlist("moment"),
            hides_names=bool(request.POST.get("no_names")),
            pushes_digest=bool(request.POST.get("push_digest")),
        )
    except Invalid as problem:
        return page(request, errors={problem.field: problem.message})
    forms.tell(request, "Saved.")
    return redirect(reverse("settings-reminders"))


@require_POST
def switch(request: OwnedRequest) -> HttpResponse:
    """Switch the mails on, or off with one press."""
    is_on = forms.text(request, "to") == "on"
    shown = reminders.switch(request.owner, is_on=is_on)
    said = "Off. No more mails to you." if not is_on else f"On. {shown.why_not}".strip()
    forms.tell(request, said)
    return redirect(reverse("settings-reminders"))


@require_POST
def send(request: OwnedRequest) -> HttpResponse:
    """Send today's mail now."""
    try:
        to = reminder_mails.send_now(request.owner)
    except Conflict as problem:
        return page(request, errors={"send": problem.message})
    forms.tell(request, f"On its way to {to}. It counts as today’s.")
    return redirect(reverse("settings-reminders"))


@csrf_exempt  # The token in the address is the proof, and mail programs press it for the reader (RFC 8058).
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link under a mail: looking shows a button, pressing it stops the mails."""
    status, is_on = 200, reminders.is_stop_link(token)
    if request.method == "POST":
        try:
            reminders.stop(token)
            is_on = False
        except NotFound:
            is_on = None
    if is_on is None:
        status = 404
    answer = render(request, "reminders_stop.html", {"is_on": is_on}, status=status)
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def page(request: OwnedRequest, *, errors: dict[str, str] | None = None) -> HttpResponse:
    """The page with what is set, the devices and today's mail; ``errors`` by the field that they stand at."""
    shown, preview = reminders.reminders_of(request.owner), reminder_mails.preview(request.owner)
    devices = push_devices.devices(request.owner)
    context: dict[str, Any] = {
        "headline": _headline(shown, has_devices=bool(devices)),
        "shown": shown,
        "every": [(one, f"Each {one}" if one == EVERY[0] else f"On {one.capitalize()}s") for one in EVERY],
        "moments": [(one.value, label, help) for one, label, help in MOMENTS],
        "wanted": {one.value for one in shown.options.moments},
        "preview": preview,
        "preview_html": Markup(preview.html),  # noqa: S704 (built from escaped text alone)
        "devices": devices,
        "push_key": push_devices.public_key(),
        "errors": errors or {},
    }
    return render(request, "settings/reminders.html", context, status=422 if errors else 200)


def _headline(shown: reminders.RemindersShown, *, has_devices: bool) -> str:
    if shown.options.is_on:
        return "No mail can go to you yet." if shown.why_not else "Your day comes to you by mail."
    if has_devices:
        return "What cannot wait comes to your devices."
    return "Let your day come to you, when something is due."
