"""A thin CalDAV client (RFC 4791): finds calendars, writes and reads single entries, asks for busy times."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from mentorpanel.delivery.channels import PermanentFailure
from mentorpanel.delivery.dav_requests import DavRequests, Login, NotThere, SignInRefused
from mentorpanel.delivery.outside_address import OutsideTransport, check_address
from mentorpanel.domain.calendar_server import CalendarFound, DavAnswer
from mentorpanel.formats import dav_xml

MOST_CALENDARS: Final = 100
AT_ONCE: Final = 50
"""How many entries are asked for in one request; our judgement."""
_CALENDAR: Final = f"{dav_xml.CALDAV} calendar"
_WRITES: Final = frozenset(("write", "all", "bind", "write-content"))
_TYPE: Final = "text/calendar; charset=utf-8"
_NO_CALENDARS: Final = (
    "This address leads to no calendars. Look for “CalDAV” in the settings of your calendar: the address often ends "
    "with /dav/ or with your user name."
)


class CalendarServer:
    """An owner's calendars on a server. Use it in a ``with``; failures are ``DeliveryFailure``s in words."""

    def __init__(
        self,
        user: str,
        password: str,
        *,
        allow_private: bool = False,
        transport: OutsideTransport | None = None,
    ) -> None:
        self._allow_private = allow_private
        self._requests = DavRequests(Login(user, password), allow_private=allow_private, transport=transport)

    def __enter__(self) -> "CalendarServer":
        return self

    def __exit__(self, *_: object) -> None:
        self._requests.close()

    def calendars(self, address: str) -> tuple[CalendarFound, ...]:
        """The calendars that can hold events, found from a server, a home, a principal or a calendar's own address.

        Tried in turn: what the address says of itself, then ``/.well-known/caldav`` (RFC 6764). None at all is a
        ``PermanentFailure`` that says where to look.
        """
        start = whole_address(address, allow_private=self._allow_private)
        refused: PermanentFailure | None = None
        for candidate in dict.fromkeys((start, self._requests.beside(start, "/.well-known/caldav"))):
            try:
                found = self._calendars_from(candidate)
            except SignInRefused:
                raise
            except PermanentFailure as failure:
                refused = refused or failure
                continue
            if found:
                return tuple(found[:MOST_CALENDARS])
        if refused is not None and not isinstance(refused, NotThere):
            raise refused
        raise PermanentFailure(_NO_CALENDARS)

    def etags(self, calendar: str, hrefs: Iterable[str]) -> dict[str, str]:
        """Which of these entries are there, each with its etag."""
        found = self._entries(calendar, hrefs, has_data=False)
        return {href: one.etag for href, one in found.items() if one.etag}

    def contents(self, calendar: str, hrefs: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Which of these entries are there, each with its etag and its iCalendar text."""
        found = self._entries(calendar, hrefs, has_data=True)
        return {href: (one.etag, one.data) for href, one in found.items() if one.etag}

    def create(self, href: str, data: bytes) -> str:
        """Write an entry where there is none; returns its etag. ``Changed`` where there is one."""
        answer = self._requests.ask("PUT", href, data, {"Content-Type": _TYPE, "If-None-Match": "*"})
        return answer.etag or self._etag_of(href)

    def replace(self, href: str, data: bytes, etag: str) -> str:
        """Write an entry over the one with that etag; returns the new one. ``Changed`` where it is another now."""
        answer = self._requests.ask("PUT", href, data, {"Content-Type": _TYPE, "If-Match": etag})
        return answer.etag or self._etag_of(href)

    def delete(self, href: str, etag: str) -> None:
        """Remove the entry with that etag; one that is not there is fine. ``Changed`` where it is another now."""
        try:
            self._requests.ask("DELETE", href, headers={"If-Match": etag})
        except NotThere:
            return

    def busy_data(self, calendar: str, since: datetime, until: datetime) -> list[str]:
        """Calendar data of the events between two moments: only their times are asked for."""
        body = dav_xml.busy_between(since, until)
        try:
            _, answers = self._requests.multistatus("REPORT", calendar, body, "1")
        except PermanentFailure as failure:
            if isinstance(failure, (SignInRefused, NotThere)):
                raise
            body = dav_xml.busy_between(since, until, is_expanded=False)
            _, answers = self._requests.multistatus("REPORT", calendar, body, "1")
        return [one.data for one in answers if one.data]

    def _entries(self, calendar: str, hrefs: Iterable[str], *, has_data: bool) -> dict[str, DavAnswer]:
        """The entries that are there, by the address that was asked for, however the server writes it."""
        wanted = {_path(href): href for href in hrefs}
        found: dict[str, DavAnswer] = {}
        paths = list(wanted)
        for start in range(0, len(paths), AT_ONCE):
            part = [urlsplit(wanted[path]).path for path in paths[start : start + AT_ONCE]]
            _, answers = self._requests.multistatus(
                "REPORT", calendar, dav_xml.entries(part, has_data=has_data), "1"
            )
            for one in answers:
                href = wanted.get(_path(one.href))
                if href is not None and one.status == 200:
                    found[href] = one
        return found

    def _etag_of(self, href: str) -> str:
        """Some servers give no etag when they change what is written; then it is asked for."""
        _, answers = self._requests.multistatus("PROPFIND", href, dav_xml.etag_of(), "0")
        return next((one.etag for one in answers if one.etag), "")

    def _calendars_from(self, address: str) -> list[CalendarFound]:
        where, answers = self._requests.multistatus("PROPFIND", address, dav_xml.who_and_where(), "0")
        here = answers[0] if answers else DavAnswer("")
        homes = here.homes
        if _CALENDAR in here.kinds:
            homes = (here.href or where,)
        elif not homes and here.principal:
            where, answers = self._requests.multistatus(
                "PROPFIND", self._requests.beside(where, here.principal), dav_xml.who_and_where(), "0"
            )
            homes = answers[0].homes if answers else ()
        found: dict[str, CalendarFound] = {}
        for home in homes[:5] or (where,):
            found.update((one.address, one) for one in self._listed(self._requests.beside(where, home)))
        return list(found.values())

    def _listed(self, home: str) -> Sequence[CalendarFound]:
        where, answers = self._requests.multistatus("PROPFIND", home, dav_xml.calendars(), "1")
        return [
            CalendarFound(
                address=self._requests.beside(where, one.href),
                name=one.name[:200] or unquote(urlsplit(one.href).path.rstrip("/").rpartition("/")[2])[:200],
                can_write=not one.privileges or bool(one.privileges & _WRITES),
            )
            for one in answers
            if _CALENDAR in one.kinds and (not one.components or "VEVENT" in one.components)
        ]


def calendars_at(
    said: str, user: str, password: str, *, allow_private: bool
) -> tuple[str, tuple[CalendarFound, ...]]:
    """The address as it is kept, and the calendars that the server shows with this login; else ``DeliveryFailure``."""
    with CalendarServer(user, password, allow_private=allow_private) as server:
        found = server.calendars(said)
    return whole_address(said, allow_private=allow_private), found


def whole_address(said: str, *, allow_private: bool) -> str:
    """The address as it is used, from what the owner wrote: without a scheme it is https; checked."""
    said = said.strip()
    if said and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", said):
        said = f"https://{said}"
    checked = check_address(said, allow_private=allow_private)
    return checked if urlsplit(checked).path else f"{checked}/"


def _path(href: str) -> str:
    """An address to compare by: servers answer with paths, written out or percent-encoded."""
    return unquote(urlsplit(href).path)
