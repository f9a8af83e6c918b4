"""The devices that reminders are pushed to: added from their own browser, tried, taken off the list."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.usecases import push_devices
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.reminders import page

NEEDED: Final = "Press the button on the device itself: its browser has to say yes first."


@require_POST
def add(request: OwnedRequest) -> HttpResponse:
    """Take the browser that this comes from onto the list."""
    endpoint = forms.text(request, "endpoint")
    if not endpoint:
        return page(request, errors={"device": NEEDED})
    try:
        made = push_devices.add(
            request.owner,
            endpoint=endpoint,
            p256dh=forms.text(request, "p256dh"),
            auth=forms.text(request, "auth"),
            user_agent=request.headers.get("User-Agent", ""),
        )
    except (Invalid, Conflict) as problem:
        return page(request, errors={"device": problem.message})
    forms.tell(request, f"{made.name} is on the list. Send a try to see that it arrives.")
    return _back()


@require_POST
def send_a_try(request: OwnedRequest, device_id: int) -> HttpResponse:
    """Send a message that says that it works."""
    found = push_devices.send_a_try(request.owner, device_id=device_id)
    forms.tell(request, f"On its way to {found.name}.")
    return _back()


@require_POST
def remove(request: OwnedRequest, device_id: int) -> HttpResponse:
    """Take a device off the list."""
    found = push_devices.forget(request.owner, device_id=device_id)
    forms.tell(request, f"Nothing goes to {found.name} any more.")
    return _back()


def _back() -> HttpResponse:
    return redirect(f"{reverse('settings-reminders')}#devices")
