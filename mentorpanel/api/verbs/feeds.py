"""The calendar feed: what it shows, and its private address."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from pydantic import Field, StrictInt

from mentorpanel.api import answers
from mentorpanel.api.bearer import READS, WRITES, owner_of
from mentorpanel.api.payloads import Flag, Given, Shown
from mentorpanel.api.resources import POSTED, Document, refusals
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import feeds, setting_documents
from mentorpanel.usecases.addresses import base_address

TAGS = ["feed"]


class FeedOptions(Shown):
    """What the calendar shows."""

    names: bool
    due_dates: bool
    alarm_minutes: int | None


class Feed(Shown):
    """The calendar feed. Its address is told once, when it is made."""

    address: str | None
    state: str
    options: FeedOptions
    made_at: datetime | None
    last_fetched_on: date | None
    this_machine_only: bool


class FeedChange(Given):
    """What the calendar is to show. `alarm_minutes`: minutes before, null for no reminders."""

    names: Flag | None = None
    due_dates: Flag | None = None
    alarm_minutes: Annotated[StrictInt, Field(ge=0, le=feeds.LONGEST_ALARM)] | None = None


def install(api: NinjaAPI) -> None:
    """Read, change, and the address."""

    @api.get(
        "/feed", response={200: Feed, **refusals(401)}, auth=READS, tags=TAGS, summary="The calendar feed"
    )
    def read(request: HttpRequest) -> HttpResponse:
        """What it shows and whether it has an address, which is not told again."""
        return answers.answer(answers.body_of(Feed, _document(owner_of(request))))

    @api.patch(
        "/feed", response={200: Feed, **POSTED}, auth=WRITES, tags=TAGS, summary="Change what the feed shows"
    )
    def change(request: HttpRequest, payload: FeedChange) -> HttpResponse:
        """Only what is sent is changed."""
        owner = owner_of(request)
        feeds.change_options(owner, options=replace(feeds.feed(owner).options, **_options(payload.said())))
        return answers.answer(answers.body_of(Feed, _document(owner)))

    @api.post(
        "/feed/address",
        response={200: Feed, **POSTED},
        auth=WRITES,
        tags=TAGS,
        summary="Make the private address",
    )
    def make(request: HttpRequest) -> HttpResponse:
        """Keep it like a password; it is told here and now only. One there was is good no longer."""
        owner = owner_of(request)

        def work() -> Document:
            _, token = feeds.make_address(owner)
            return _document(owner, address=feeds.address_of(token, base_address=base_address()))

        return answers.done(request, Feed, work)

    @api.delete(
        "/feed/address", response={200: Feed, **POSTED}, auth=WRITES, tags=TAGS, summary="Revoke the address"
    )
    def revoke(request: HttpRequest) -> HttpResponse:
        """The address is good no longer; 409 where there is none."""
        owner = owner_of(request)
        feeds.revoke_address(owner)
        return answers.answer(answers.body_of(Feed, _document(owner)))

    @api.post(
        "/feed/address/restore",
        response={200: Feed, **POSTED},
        auth=WRITES,
        tags=TAGS,
        summary="Take that back",
    )
    def restore(request: HttpRequest) -> HttpResponse:
        """The revoked address is good again."""
        owner = owner_of(request)

        def work() -> Document:
            feeds.restore_address(owner)
            return _document(owner)

        return answers.done(request, Feed, work)


def _options(said: dict[str, Any]) -> dict[str, Any]:
    """The options that were sent; null stands for "as it is", but for the alarm, where it means none."""
    changes = {} if "alarm_minutes" not in said else {"alarm_minutes": said["alarm_minutes"]}
    known = {"names": "shows_names", "due_dates": "has_due_dates"}
    return changes | {known[name]: said[name] for name in known if said.get(name) is not None}


def _document(owner: User, *, address: str | None = None) -> Document:
    is_local = feeds.is_this_machine_only(base_address())
    return setting_documents.feed(feeds.feed(owner), address=address, is_local=is_local)
