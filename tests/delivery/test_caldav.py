"""The calendar client against a real Radicale, and against servers that do not behave: each a clear outcome."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from mentorpanel.delivery.caldav import CalendarServer, whole_address
from mentorpanel.delivery.calendar_rounds import run_round
from mentorpanel.delivery.channels import DeliveryFailure, PermanentFailure, TemporaryFailure
from mentorpanel.delivery.dav_requests import Changed, NotThere, SignInRefused, Waits, is_same_site
from mentorpanel.delivery.outside_address import OutsideTransport
from mentorpanel.domain.calendar_round import CalendarLogin, CalendarRound
from mentorpanel.domain.calendar_sync import Wanted
from mentorpanel.formats.busy_times import busy_spans
from tests.calendar_servers import PASSWORD, USER, Answerer, Asked, Radicale, event, radicale, said, strange

SINCE, UNTIL = datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)
XML = {"Content_Type": "application/xml"}


def crlf(text: str) -> bytes:
    return "\r\n".join([*text.splitlines(), ""]).encode()


MORNING = crlf(event("one", "20261201T100000Z", "20261201T110000Z"))
NOON = crlf(event("one", "20261201T120000Z", "20261201T130000Z"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        yield running


def client(*, user: str = USER, password: str = PASSWORD, seconds: float = 5.0) -> CalendarServer:
    transport = OutsideTransport(allow_private=True, seconds=seconds)
    return CalendarServer(user, password, allow_private=True, transport=transport)


def test_calendars_are_found_from_the_server_the_home_and_a_calendar(server: Radicale) -> None:
    work, home = server.calendar("work"), server.calendar("home")
    with client() as found:
        for start in (server.address, server.address.rstrip("/"), server.home):
            assert {one.address for one in found.calendars(start)} >= {work, home}
        assert [(one.address, one.name) for one in found.calendars(work)] == [(work, "My work")]
    with client(password="wrong") as found, pytest.raises(SignInRefused, match="user and password"):
        found.calendars(server.address)


def test_an_entry_is_written_once_and_changed_only_as_it_was_seen(server: Radicale) -> None:
    calendar = server.calendar("entries")
    href, other = f"{calendar}one.ics", f"{calendar}two.ics"
    with client() as found:
        first = found.create(href, MORNING)
        with pytest.raises(Changed):
            found.create(href, NOON)
        assert found.etags(calendar, [href, other]) == {href: first}
        second = found.replace(href, NOON, first)
        assert second != first
        with pytest.raises(Changed):
            found.replace(href, MORNING, first)
        with pytest.raises(Changed):
            found.delete(href, first)
        etag, data = found.contents(calendar, [href])[href]
        assert etag == second and "DTSTART:20261201T120000Z" in data
        with pytest.raises(DeliveryFailure):
            found.create(other, b"BEGIN:NOTHING")
        found.delete(href, second)
        found.delete(href, second)
        assert found.etags(calendar, [href]) == {}
        with pytest.raises(NotThere):
            found.etags(f"{server.home}gone/", [f"{server.home}gone/one.ics"])


def test_busy_times_of_series_of_free_and_of_cancelled_events(server: Radicale) -> None:
    calendar = server.calendar("busy")
    given = {
        "daily": event("daily", "20261201T090000Z", "20261201T093000Z", "RRULE:FREQ=DAILY;COUNT=3"),
        "free": event("free", "20261201T120000Z", "20261201T130000Z", "TRANSP:TRANSPARENT"),
        "off": event("off", "20261201T140000Z", "20261201T150000Z", "STATUS:CANCELLED"),
        "ours": event("ours", "20261202T140000Z", "20261202T150000Z"),
        "long": event("long", "20261101T000000Z", "20261201T010000Z"),
        "later": event("later", "20270201T000000Z", "20270201T010000Z"),
    }
    for name, text in given.items():
        server.put(f"{calendar}{name}.ics", text)
    with client() as found:
        texts = found.busy_data(calendar, SINCE, UNTIL)
    spans = [
        one
        for text in texts
        for one in busy_spans(text, zone="UTC", since=SINCE, until=UNTIL, but_uids=frozenset({"ours"}))
    ]
    assert sorted(f"{one.starts_at:%m-%d %H:%M}" for one in spans) == [
        "11-01 00:00", "12-01 09:00", "12-02 09:00", "12-03 09:00",
    ]  # fmt: skip


def half_a_body(handler: BaseHTTPRequestHandler, _: Asked) -> None:
    handler.send_response(207)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'<?xml version="1.0"?><multistatus xmlns="DAV:"><response>')
    handler.close_connection = True


def drip(handler: BaseHTTPRequestHandler, _: Asked) -> None:
    """A byte now and then, for ever."""
    try:
        handler.wfile.write(b"HTTP/1.1 207 Multi-Status\r\n")
        for _number in range(200):
            handler.wfile.write(b"X-A: b\r\n")
            time.sleep(0.05)
    except OSError:
        return


def endless(handler: BaseHTTPRequestHandler, _: Asked) -> None:
    handler.send_response(207)
    handler.end_headers()
    try:
        for _number in range(30):
            handler.wfile.write(b" " * 1024 * 1024)
    except OSError:
        return
    handler.close_connection = True


def packed(handler: BaseHTTPRequestHandler, asked: Asked) -> None:
    said(207, b"\x1f\x8b", Content_Encoding="gzip")(handler, asked)


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY f SYSTEM "file:///etc/passwd">]><multistatus xmlns="DAV:"><response><href>&b;&f;</href></response></multistatus>"""
DEEP = b'<?xml version="1.0"?><multistatus xmlns="DAV:">' + b"<a>" * 90 + b"</a>" * 90 + b"</multistatus>"
OTHER_SITE = said(301, Location="https://evil.example/caldav/")
INSIDE = said(302, Location="http://169.254.169.254/latest/meta-data/")

STRANGE: dict[str, tuple[Answerer, type[DeliveryFailure], str]] = {
    "401": (said(401), SignInRefused, "user and password"),
    "403": (said(403), PermanentFailure, "403"),
    "404": (said(404), PermanentFailure, "leads to no calendars"),
    "405": (said(405, b"<html>"), PermanentFailure, "405"),
    "429": (said(429, Retry_After="120"), Waits, "later"),
    "500": (said(500, b"<html>oops"), Waits, "fault of its own"),
    "503": (said(503, Retry_After="Wed, 21 Oct 2099 07:28:00 GMT"), Waits, "later"),
    "a web page": (said(200, b"<html><body>Welcome</body></html>"), PermanentFailure, "200 where a calendar server"),
    "a web page as a list": (said(207, b"<html><p>Welcome</html>", **XML), TemporaryFailure, "no XML"),
    "another list": (said(207, b"<a/>", **XML), TemporaryFailure, "not what a calendar server says"),
    "an empty list": (said(207, b'<multistatus xmlns="DAV:"/>', **XML), PermanentFailure, "leads to no calendars"),
    "nothing": (said(207, b"", **XML), TemporaryFailure, "no XML"),
    "binary": (said(207, bytes(range(256)), **XML), TemporaryFailure, "no XML"),
    "half a body": (half_a_body, TemporaryFailure, "broke off"),
    "entities": (said(207, ENTITIES, **XML), TemporaryFailure, "entities"),
    "entities in another encoding": (said(207, ENTITIES.decode().encode("utf-16"), **XML), TemporaryFailure, "entities"),
    "too deep": (said(207, DEEP, **XML), TemporaryFailure, "too deeply"),
    "too large": (endless, PermanentFailure, "12 MB"),
    "packed": (packed, PermanentFailure, "packs"),
    "to itself": (said(301, Location="/again/"), PermanentFailure, "without end"),
    "to nowhere": (said(301), PermanentFailure, "without saying where"),
    "to another site": (OTHER_SITE, PermanentFailure, "evil.example, which belongs to somebody else"),
    "to the inside": (INSIDE, PermanentFailure, "169.254.169.254, which belongs to somebody else"),
    "to a file": (said(301, Location="file:///etc/passwd"), PermanentFailure, "https://"),
    "to no address": (said(301, Location="http://[::1"), PermanentFailure, "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("name", STRANGE)
def test_a_server_that_does_not_behave_is_a_clear_outcome(name: str) -> None:
    answer, kind, words = STRANGE[name]
    with strange(answer) as odd, client() as found:
        with pytest.raises(kind) as caught:
            found.calendars(odd.address)
        assert words in caught.value.reason
        assert PASSWORD not in caught.value.reason
        assert len(odd.asked) <= 12


def test_a_server_that_drips_is_left_in_time() -> None:
    began = time.monotonic()
    with strange(drip) as odd, client(seconds=0.5) as found, pytest.raises(TemporaryFailure, match="in time"):
        found.calendars(odd.address)
    assert time.monotonic() - began < 3


def test_nobody_there_and_a_name_that_is_unknown() -> None:
    with client() as found:
        for address in ("http://127.0.0.1:9/", "http://nobody.invalid/"):
            with pytest.raises(TemporaryFailure, match="No connection"):
                found.calendars(address)


def test_how_long_to_wait() -> None:
    for header, seconds in (("120", 120), ("99999999", 86400), ("soon", None), ("-5", None)):
        with strange(said(429, Retry_After=header)) as odd, client() as found, pytest.raises(Waits) as caught:
            found.calendars(odd.address)
        assert caught.value.wait == (timedelta(seconds=seconds) if seconds else None)


def test_what_is_one_site() -> None:
    home = "https://caldav.example.org/"
    assert is_same_site(home, "https://caldav.example.org:8443/x")
    assert is_same_site(home, "https://p12-caldav.example.org/")
    assert is_same_site("https://example.org/", "https://dav.example.org/")
    for other in (
        "http://caldav.example.org/",
        "https://example.com/",
        "https://example.org.evil.example/",
        "https://org/",
    ):
        assert not is_same_site(home, other), other
    assert not is_same_site("https://a.co.uk/", "https://b.co.uk/")
    assert not is_same_site("https://10.0.0.1/", "https://9.0.0.1/")


def test_what_people_write_as_an_address() -> None:
    assert whole_address(" cal.example.org ", allow_private=False) == "https://cal.example.org/"
    assert (
        whole_address("https://cal.example.org/dav/me", allow_private=False)
        == "https://cal.example.org/dav/me"
    )


def job(calendar: str, *names: str) -> CalendarRound:
    wanted = [Wanted(f"{calendar}{name}.ics", "one", "says", "content", SINCE, MORNING) for name in names]
    login = CalendarLogin(calendar, USER, PASSWORD)
    return CalendarRound(login, calendar, (calendar,), tuple(wanted), (), "UTC", SINCE, UNTIL)


def listing(handler: BaseHTTPRequestHandler, asked: Asked) -> bool:
    if asked.method != "REPORT":
        return False
    said(207, b'<multistatus xmlns="DAV:"/>', **XML)(handler, asked)
    return True


@pytest.mark.parametrize(
    ("status", "done", "failure", "must_mend"),
    [
        (201, 2, "", False),
        (412, 0, "changed meanwhile", False),
        (429, 0, "later", False),
        (500, 0, "fault", False),
        (401, 0, "user and password", True),
        (404, 0, "not there any more", True),
        (403, 0, "403", False),
        (507, 0, "no room", False),
    ],
)
def test_a_round_reports_how_far_it_came(status: int, done: int, failure: str, must_mend: bool) -> None:
    def answer(handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        if not listing(handler, asked):
            said(status, ETag='"1"', Retry_After="77")(handler, asked)

    with strange(answer) as odd:
        report = run_round(job(f"{odd.address}cal/", "a", "b"), allow_private=True)
    assert sum(one.is_done for one in report.results) == done
    assert failure in report.failure and report.must_mend is must_mend
    assert report.wait == (timedelta(seconds=77) if status in (429, 500, 507) else None)
    assert all(one.headers["If-None-Match"] == "*" for one in odd.asked if one.method == "PUT")


def test_what_was_done_before_a_failure_is_reported() -> None:
    written: list[str] = []

    def answer(handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        if not listing(handler, asked):
            written.append(asked.path)
            said(201 if len(written) == 1 else 503, ETag='"1"')(handler, asked)

    with strange(answer) as odd:
        report = run_round(job(f"{odd.address}cal/", "a", "b", "c"), allow_private=True)
    assert [(one.href[-5:], one.is_done, one.etag) for one in report.results] == [("a.ics", True, '"1"')]
    assert "later" in report.failure and len(written) == 2


def test_a_server_that_gives_no_etag_is_asked_for_it() -> None:
    def answer(handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        prop = b"<prop><getetag>&quot;7&quot;</getetag></prop><status>HTTP/1.1 200 OK</status>"
        body = (
            b'<multistatus xmlns="DAV:"><response><href>/cal/a.ics</href><propstat>%s</propstat></response></multistatus>'
            % prop
        )
        said(207, body, **XML)(handler, asked) if asked.method == "PROPFIND" else said(201)(handler, asked)

    with strange(answer) as odd, client() as found:
        assert found.create(f"{odd.address}cal/a.ics", MORNING) == '"7"'


def test_the_password_goes_nowhere_else_and_is_not_shown() -> None:
    with strange(said(404)) as other:
        port = other.address.rsplit(":", 1)[1]
        with (
            strange(said(301, Location=f"http://localhost:{port}")) as odd,
            client() as found,
            pytest.raises(PermanentFailure, match="belongs to somebody else"),
        ):
            found.calendars(odd.address)
        assert other.asked == []
    assert PASSWORD not in repr(CalendarLogin("a", "b", PASSWORD))
    shown: Any = CalendarServer("u", PASSWORD)
    assert PASSWORD not in repr(vars(shown))
