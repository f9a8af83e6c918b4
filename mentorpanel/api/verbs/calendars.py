"""The owner's calendar on a server: its state, connecting, choosing, looking now, disconnecting; copies at work."""

from datetime import datetime
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from pydantic import Field

from mentorpanel.api import answers
from mentorpanel.api.bearer import READS, WRITES, owner_of
from mentorpanel.api.payloads import Given, Id, Ids, Line, QueryFlag, Shown, called
from mentorpanel.api.resources import POSTED, Document, refusals
from mentorpanel.delivery.caldav import calendars_at
from mentorpanel.delivery.channels import DeliveryFailure
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import calendars, own_copies, setting_documents

TAGS = ["calendar"]


class Listed(Shown):
    """A calendar there: whether Mentorpanel writes to it, and whether what is busy in it counts."""

    id: int
    name: str
    can_write: bool
    writes: bool
    reads: bool


class LeftAlone(Shown):
    """An entry that was changed or taken out by hand, and is left as it is."""

    id: int
    kind: str
    session_id: int | None
    starts_at: datetime
    state: str
    reason: str


class Calendar(Shown):
    """How the calendar stands; its password is never told."""

    connected: bool
    work_address: str | None
    address: str | None = None
    login: str | None = None
    state: str | None = None
    last_error: str | None = None
    synced_at: datetime | None = None
    next_at: datetime | None = None
    busy_until: datetime | None = None
    entries: int = 0
    calendars: list[Listed] = []
    left_alone: list[LeftAlone] = []


class Connection(Given):
    """A login at a CalDAV server."""

    address: Annotated[Line, Field(min_length=1)]
    login: Annotated[Line, Field(min_length=1)]
    password: Annotated[Line, Field(min_length=1)]


class CalendarChange(Given):
    """`write_id`: the calendar to write to, null for none; `read_ids`: those that count as busy;
    `work_address`: copies go there as invitations, empty for nowhere."""

    write_id: Id | None = None
    read_ids: Ids | None = None
    work_address: Line | None = None


def install(api: NinjaAPI) -> None:
    """The calendar as it stands, and what changes it."""

    @api.get(
        "/calendar", response={200: Calendar, **refusals(401)}, auth=READS, tags=TAGS, summary="Your calendar"
    )
    def read(request: HttpRequest) -> HttpResponse:
        """Whether a calendar is connected, and how it stands."""
        return _answer(owner_of(request))

    @api.post(
        "/calendar", response={200: Calendar, **POSTED}, auth=WRITES, tags=TAGS, summary="Connect a calendar"
    )
    def connect(request: HttpRequest, payload: Connection) -> HttpResponse:
        """Look what calendars are there, and keep the login, sealed. Nothing is written until one is chosen."""
        owner = owner_of(request)
        with called(user="login"):
            address, user, password = calendars.checked_login(
                address=payload.address, user=payload.login, password=payload.password
            )
        try:
            whole, found = calendars_at(
                address, user, password, allow_private=settings.ALLOW_PRIVATE_ADDRESSES
            )
        except DeliveryFailure as failure:
            raise Invalid(failure.reason, field="address") from failure
        calendars.connect(owner, address=whole, user=user, password=password, found=found)
        return _answer(owner)

    @api.patch(
        "/calendar", response={200: Calendar, **POSTED}, auth=WRITES, tags=TAGS, summary="Choose calendars"
    )
    def change(request: HttpRequest, payload: CalendarChange) -> HttpResponse:
        """Only what is sent is changed; 409 where no calendar is connected."""
        owner = owner_of(request)
        if payload.model_fields_set & {"write_id", "read_ids"}:
            _choose(owner, payload)
        if payload.work_address is not None:
            own_copies.set_work_address(owner, address=payload.work_address)
        return _answer(owner)

    @api.post(
        "/calendar/sync", response={200: Calendar, **POSTED}, auth=WRITES, tags=TAGS, summary="Look now"
    )
    def sync(request: HttpRequest) -> HttpResponse:
        """A worker looks at once, also where it had stopped."""
        owner = owner_of(request)
        _connected(owner)
        calendars.sync_soon(owner)
        return _answer(owner)

    @api.post(
        "/calendar/anew", response={200: Calendar, **POSTED}, auth=WRITES, tags=TAGS, summary="Write anew"
    )
    def anew(request: HttpRequest) -> HttpResponse:
        """Put Mentorpanel's entries over what was changed or taken out by hand."""
        owner = owner_of(request)
        _connected(owner)
        calendars.write_anew(owner)
        return _answer(owner)

    @api.delete("/calendar", response={200: Calendar, **POSTED}, auth=WRITES, tags=TAGS, summary="Disconnect")
    def disconnect(request: HttpRequest, keep: QueryFlag = False) -> HttpResponse:
        """Forget the login; what was written is taken out first, by a worker, unless `keep` is true."""
        owner = owner_of(request)
        _connected(owner)
        calendars.disconnect(owner, keeps_entries=keep)
        return _answer(owner)


def _choose(owner: User, payload: CalendarChange) -> None:
    account = _connected(owner).account
    said = payload.said()
    write = said.get("write_id", account.writes.id if account.writes else None)
    reads = said.get("read_ids")
    calendars.choose(
        owner, write_id=write, read_ids=[one.id for one in account.reads] if reads is None else reads
    )


def _connected(owner: User) -> calendars.ConnectedCalendar:
    found = calendars.connected(owner)
    if found is None:
        raise Conflict(calendars.NOT_CONNECTED)
    return found


def _answer(owner: User) -> HttpResponse:
    document: Document = setting_documents.calendar(
        calendars.connected(owner), work_address=own_copies.work_address(owner)
    )
    return answers.answer(answers.body_of(Calendar, document))
