"""The calendar feed: fetched by calendars without signing in, and its settings page."""

import hashlib
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from mentorpanel.domain.problems import Invalid
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import calendars, feeds, own_copies
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

CALENDAR = "text/calendar; charset=utf-8"


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a private address; unknown and revoked ones get one answer, 404.

    The address is the proof, so nothing passes it on: no referrer, no shared cache, no search engine, no log.
    """
    owner = feeds.feed_owner(token)
    answer = _fetched(request, owner) if owner is not None else _nothing_here()
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: OwnedRequest) -> HttpResponse:
    """The address and what its calendar shows; a POST makes an address, shown on its answer and nowhere else."""
    if request.method != "POST":
        return page(request)
    _, token = feeds.make_address(request.owner)
    return page(request, address=feeds.address_of(token, base_address=_base(request)))


@require_POST
def options(request: OwnedRequest) -> HttpResponse:
    """What the calendar shows."""
    try:
        alarm = forms.number(request, "alarm_minutes", most=feeds.LONGEST_ALARM)
    except Invalid as problem:
        return page(request, errors={problem.field: problem.message})
    wanted = replace(
        feeds.feed(request.owner).options,
        shows_names=bool(request.POST.get("names")),
        has_due_dates=bool(request.POST.get("due_dates")),
        alarm_minutes=alarm,
    )
    feeds.change_options(request.owner, options=wanted)
    forms.tell(request, "Saved. Calendars show it when they next look.")
    return redirect(reverse("settings-calendar"))


@require_POST
def revoke(request: OwnedRequest) -> HttpResponse:
    """The address is good no longer; can be undone."""
    feeds.revoke_address(request.owner)
    forms.tell(
        request,
        "Revoked. Calendars that have the address get nothing from now on; what they fetched they may keep.",
        undo=reverse("settings-calendar-restore"),
    )
    return redirect(reverse("settings-calendar"))


@require_POST
def restore(request: OwnedRequest) -> HttpResponse:
    """Undo a revocation."""
    feeds.restore_address(request.owner)
    forms.tell(request, "The address is good again.")
    return redirect(reverse("settings-calendar"))


@require_GET
def file(request: OwnedRequest) -> HttpResponse:
    """The calendar as a file, to be imported where the address cannot be reached."""
    data = feeds.calendar(request.owner, base_address=_base(request))
    headers = {"Content-Disposition": f'attachment; filename="{feeds.FILE_NAME}"'}
    return HttpResponse(data, content_type=CALENDAR, headers=headers)


def _fetched(request: HttpRequest, owner: User) -> HttpResponse:
    """The calendar, or 304 where the caller has this one. It may keep it, and asks every time whether it still holds."""
    data = feeds.calendar(owner, base_address=_base(request))
    answer = HttpResponse(data, content_type=CALENDAR)
    answer["Content-Disposition"] = f'inline; filename="{feeds.FILE_NAME}"'
    answer["Cache-Control"] = "private, no-cache"
    answer["ETag"] = etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=etag, response=answer) or answer


def _nothing_here() -> HttpResponse:
    headers = {"Cache-Control": "private, no-store"}
    words = "There is no calendar at this address, or no longer.\n"
    return HttpResponse(words, status=404, content_type="text/plain; charset=utf-8", headers=headers)


def _base(request: HttpRequest) -> str:
    """Where the pages are: the public address, or the one by which this request came."""
    return settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}"


def page(
    request: OwnedRequest,
    *,
    address: str = "",
    errors: dict[str, str] | None = None,
    server_errors: dict[str, str] | None = None,
) -> HttpResponse:
    """The whole page about calendars; ``server_errors`` are of the form that connects a calendar server."""
    record = feeds.feed(request.owner)
    context = {
        "headline": _headline(record.state, address),
        "feed": record,
        "address": address,
        "subscribe": f"webcal://{address.partition('://')[2]}" if address else "",
        "is_local": feeds.is_this_machine_only(_base(request)),
        "longest_alarm": feeds.LONGEST_ALARM,
        "values": request.POST.dict() if errors else {},
        "errors": errors or {},
        "server": calendars.connected(request.owner),
        "work_address": own_copies.work_address(request.owner),
        "server_values": request.POST.dict() if server_errors else {},
        "server_errors": server_errors or {},
    }
    status = 422 if errors or server_errors else 200
    return render(request, "settings/calendar.html", context, status=status)


def _headline(state: str, address: str) -> str:
    if address:
        return "Copy the address now; it is not shown again."
    known = {"good": "Your calendar has an address.", "revoked": "The address is good no longer."}
    return known.get(state, "Your sessions, in the calendar you look at anyway.")
