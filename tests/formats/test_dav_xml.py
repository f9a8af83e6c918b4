"""Requests to calendar servers, and what is read of their answers."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorpanel.domain.problems import Unreadable
from mentorpanel.formats import dav_xml

HOME = b"""<?xml version='1.0'?><multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:X="x">
<response><href>/maya/work/</href><propstat><prop><displayname>Work &amp; more</displayname>
<resourcetype><collection/><C:calendar/></resourcetype><X:calendar-color>red</X:calendar-color>
<C:supported-calendar-component-set><C:comp name="vevent"/></C:supported-calendar-component-set>
<current-user-privilege-set><privilege><read/></privilege><privilege><write-content/></privilege></current-user-privilege-set>
</prop><status>HTTP/1.1 200 OK</status></propstat>
<propstat><prop><getetag>never</getetag></prop><status>HTTP/1.1 404 Not Found</status></propstat></response>
<response><href>/maya/gone.ics</href><status>HTTP/1.1 404 Not Found</status></response></multistatus>"""


def test_what_a_list_says() -> None:
    work, gone = dav_xml.multistatus(HOME)
    assert (work.href, work.name, work.etag, work.status) == ("/maya/work/", "Work & more", "", 200)
    assert f"{dav_xml.CALDAV} calendar" in work.kinds
    assert work.components == {"VEVENT"} and work.privileges == {"read", "write-content"}
    assert (gone.href, gone.status) == ("/maya/gone.ics", 404)


def test_where_the_calendars_are() -> None:
    answer = HOME.replace(b"<displayname>Work &amp; more</displayname>", b"""<current-user-principal><href>/p/</href>
    </current-user-principal><C:calendar-home-set><href>/a/</href><href>/b/</href></C:calendar-home-set>""")  # fmt: skip
    assert (dav_xml.multistatus(answer)[0].principal, dav_xml.multistatus(answer)[0].homes) == (
        "/p/",
        ("/a/", "/b/"),
    )


def test_a_weak_etag_is_taken_as_one_that_can_be_asked_for() -> None:
    answer = HOME.replace(b"<getetag>never</getetag>", b'<getetag>W/"7"</getetag>').replace(b"404", b"200")
    assert dav_xml.multistatus(answer)[0].etag == '"7"'


def test_no_words_of_other_events_are_asked_for() -> None:
    asked = dav_xml.busy_between(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)).decode()
    assert 'start="20260101T000000Z" end="20260201T000000Z"' in asked
    assert not [
        name for name in ("SUMMARY", "LOCATION", "DESCRIPTION", "ATTENDEE", "ORGANIZER") if name in asked
    ]
    assert "&lt;x&gt;" in dav_xml.entries(["/<x>"], has_data=False).decode()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<html>", b"<a/>", HOME[: len(HOME) // 2], b"\xff\xfe\x00", b'<!DOCTYPE multistatus><multistatus xmlns="DAV:"/>',
        b'<?xml version="1.0" encoding="no-such"?><multistatus xmlns="DAV:"/>', b"<a>" * 1000, b"\0" * 50,
    ],
)  # fmt: skip
def test_what_cannot_be_read(content: bytes) -> None:
    with pytest.raises(Unreadable):
        dav_xml.multistatus(content)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        dav_xml.multistatus(content)
    assert isinstance(dav_xml.error_names(content), frozenset)


def test_conditions_of_an_error() -> None:
    condition = (
        b'<C:no-uid-conflict xmlns:C="urn:ietf:params:xml:ns:caldav"><href>/x</href></C:no-uid-conflict>'
    )
    body = b'<error xmlns="DAV:">%s</error>' % condition
    assert dav_xml.error_names(body) == {"no-uid-conflict"}
    assert dav_xml.error_names(b"<html><p/></html>") == frozenset()
