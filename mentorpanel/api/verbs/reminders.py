"""Mails to the owner about their own day, and the devices that reminders come to."""

from datetime import datetime, time
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from mentorpanel.api import answers
from mentorpanel.api.bearer import READS, WRITES, owner_of
from mentorpanel.api.payloads import Clock, Flag, Given, Shown
from mentorpanel.api.resources import POSTED, Document, refusals
from mentorpanel.domain.reminders import Moment
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import push_devices, reminder_mails, reminders, setting_documents

TAGS = ["reminders"]
Every = Literal["day", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
OPTIONS = {"digest": "has_digest", "line": "pushes_digest"}


class Preview(Shown):
    """Today's mail as it would be sent now, and whether it is worth one."""

    goes: bool
    reason: str
    subject: str
    text: str


class Reminders(Shown):
    """What goes to you by mail. `why_not` says why no mail can go; `at` is on your own clock."""

    on: bool
    digest: bool
    every: str
    at: str
    moments: list[str]
    names: bool
    line: bool
    to: str | None
    why_not: str | None
    next_at: datetime | None
    sent_to: str | None
    preview: Preview


class ReminderChange(Given):
    """What is to change. `every`: `day`, or the weekday of a mail a week; `at`: null for when your day starts;
    `moments`: those with a mail of their own."""

    on: Flag | None = None
    digest: Flag | None = None
    every: Every | None = None
    at: Clock | None = None
    moments: list[Moment] | None = None
    names: Flag | None = None
    line: Flag | None = None


class Device(Shown):
    """A device that reminders come to."""

    id: int
    name: str
    made_at: datetime
    reached_at: datetime | None
    last_error: str | None


class Devices(Shown):
    """All of them, the oldest first. A device is added in its own browser."""

    results: list[Device]
    next: str | None


def install(api: NinjaAPI) -> None:
    """Reminders, and devices."""
    _install_reminders(api)
    _install_devices(api)


def _install_reminders(api: NinjaAPI) -> None:
    @api.get(
        "/reminders",
        response={200: Reminders, **refusals(401)},
        auth=READS,
        tags=TAGS,
        summary="Mails to yourself",
    )
    def read(request: HttpRequest) -> HttpResponse:
        """What is set, and today's mail as it would be sent; looking sends nothing."""
        return answers.answer(answers.body_of(Reminders, _document(owner_of(request))))

    @api.patch(
        "/reminders",
        response={200: Reminders, **POSTED},
        auth=WRITES,
        tags=TAGS,
        summary="Change what goes to you",
    )
    def change(request: HttpRequest, payload: ReminderChange) -> HttpResponse:
        """Only what is sent is changed."""
        owner, said = owner_of(request), payload.said()
        changes = {OPTIONS[name]: said[name] for name in OPTIONS if said.get(name) is not None}
        if said.get("names") is not None:
            changes["hides_names"] = not said["names"]
        if said.get("every") is not None:
            changes["every"] = said["every"]
        if said.get("moments") is not None:
            changes["moments"] = said["moments"]
        if "at" in said:
            changes["at"] = None if said["at"] is None else time.fromisoformat(said["at"])
        if changes:
            reminders.change(owner, **changes)
        if said.get("on") is not None:
            reminders.switch(owner, is_on=said["on"])
        return answers.answer(answers.body_of(Reminders, _document(owner)))

    @api.post(
        "/reminders/send",
        response={200: Reminders, **POSTED},
        auth=WRITES,
        tags=TAGS,
        summary="Send today's mail now",
    )
    def send(request: HttpRequest) -> HttpResponse:
        """It counts as the day's; 409 where no mail can go."""
        owner = owner_of(request)
        return answers.done(
            request, Reminders, lambda: _document(owner, sent_to=reminder_mails.send_now(owner))
        )


def _install_devices(api: NinjaAPI) -> None:
    @api.get(
        "/devices", response={200: Devices, **refusals(401)}, auth=READS, tags=TAGS, summary="Your devices"
    )
    def devices(request: HttpRequest) -> HttpResponse:
        """The devices that reminders come to; at most ten."""
        found = [setting_documents.device(one) for one in push_devices.devices(owner_of(request))]
        return answers.answer(answers.body_of(Devices, {"results": found, "next": None}))

    @api.delete(
        "/devices/{row:row_id}", response={204: None, **refusals(401, 403, 404)}, auth=WRITES, tags=TAGS,
        summary="Take a device off the list",
    )  # fmt: skip
    def forget(request: HttpRequest, row_id: int) -> HttpResponse:
        """Nothing goes there any more; it can be added again in its browser."""
        push_devices.forget(owner_of(request), device_id=row_id)
        return HttpResponse(status=204)

    @api.post(
        "/devices/{row:row_id}/try", response={200: Device, **POSTED}, auth=WRITES, tags=TAGS,
        summary="Send a try",
    )  # fmt: skip
    def send_a_try(request: HttpRequest, row_id: int) -> HttpResponse:
        """A message that says that it works; one a minute."""
        owner = owner_of(request)
        return answers.done(
            request,
            Device,
            lambda: setting_documents.device(push_devices.send_a_try(owner, device_id=row_id)),
        )


def _document(owner: User, *, sent_to: str | None = None) -> Document:
    return setting_documents.reminders(
        reminders.reminders_of(owner), reminder_mails.preview(owner), sent_to=sent_to
    )
