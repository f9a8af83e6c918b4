"""The calendar on a server of the owner's: connect, choose, look now, write anew, disconnect."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from mentorpanel.delivery.caldav import calendars_at
from mentorpanel.delivery.channels import DeliveryFailure
from mentorpanel.delivery.dav_requests import SignInRefused
from mentorpanel.domain import words
from mentorpanel.domain.problems import Invalid, Problem
from mentorpanel.usecases import calendars, own_copies
from mentorpanel.web import feeds, forms
from mentorpanel.web.owner import OwnedRequest

LOOKS = "Calendars are looked at within a minute."


@require_POST
def connect(request: OwnedRequest) -> HttpResponse:
    """Look what calendars are there, and keep the login if there are any; else the page says why not."""
    password = request.POST.get("password", "")
    try:
        address, user, password = calendars.checked_login(
            address=forms.text(request, "address"), user=forms.text(request, "user"), password=password
        )
        whole, found = calendars_at(address, user, password, allow_private=settings.ALLOW_PRIVATE_ADDRESSES)
        calendars.connect(request.owner, address=whole, user=user, password=password, found=found)
    except Invalid as problem:
        return feeds.page(request, server_errors={problem.field: problem.message})
    except SignInRefused as failure:
        return feeds.page(request, server_errors={"password": failure.reason})
    except DeliveryFailure as failure:
        return feeds.page(request, server_errors={"address": failure.reason})
    forms.tell(request, "Connected. Choose what to write and what to read.")
    return _back()


@require_POST
def choose(request: OwnedRequest) -> HttpResponse:
    """Which calendar is written to, and whose busy times count."""
    write = forms.number(request, "write")
    try:
        calendars.choose(request.owner, write_id=write, read_ids=forms.numbers(request, "read"))
    except Invalid as problem:
        return feeds.page(request, server_errors={problem.field: problem.message})
    forms.tell(request, f"Saved. {LOOKS}")
    return _back()


@require_POST
def sync(request: OwnedRequest) -> HttpResponse:
    """Look at once, also where it had stopped."""
    calendars.sync_soon(request.owner)
    forms.tell(request, LOOKS)
    return _back()


@require_POST
def write_anew(request: OwnedRequest) -> HttpResponse:
    """Write all entries anew that are missing or were changed by hand."""
    calendars.write_anew(request.owner)
    forms.tell(request, f"They are written anew. {LOOKS}")
    return _back()


@require_POST
def write_one_anew(request: OwnedRequest, written_id: int) -> HttpResponse:
    """Write one entry anew over what was changed or taken out by hand."""
    calendars.write_anew(request.owner, entry_id=written_id)
    forms.tell(request, f"It is written anew. {LOOKS}")
    return _back()


@require_POST
def disconnect(request: OwnedRequest) -> HttpResponse:
    """Forget the login; what was written stays there, or is taken out first."""
    is_to_come = calendars.disconnect(request.owner, keeps_entries=request.POST.get("entries") != "remove")
    forms.tell(
        request,
        "What Mentorpanel wrote is being taken out; then the connection is forgotten."
        if is_to_come
        else "Disconnected. User and password are forgotten.",
    )
    return _back()


@require_POST
def work(request: OwnedRequest) -> HttpResponse:
    """The address at work that gets sessions and preparation as invitations; empty: none does."""
    address = forms.text(request, "work_address")
    try:
        gone = own_copies.set_work_address(request.owner, address=address)
    except Problem as problem:
        return feeds.page(request, server_errors={"work_address": problem.message})
    said = words.count(gone, "message")
    forms.tell(
        request,
        f"{words.start_sentence(said)} on the way to {address}."
        if address
        else f"No copies go to work any more; {said} on the way to take out what is there.",
    )
    return redirect(reverse("settings-calendar") + "#work")


def _back() -> HttpResponse:
    return redirect(reverse("settings-calendar") + "#server")
