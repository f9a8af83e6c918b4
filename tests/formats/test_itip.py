"""Calendar messages: what calendars answer and propose, odd zones, bad files; read or refused, in little time."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorpanel.domain.incoming_mail import CalendarMessage, Invitee, MailPerson, Unreadable
from mentorpanel.formats.itip import MOST_BYTES, read_itip

OUTLOOK_ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:W. Europe Standard Time",
    "BEGIN:STANDARD",
    "DTSTART:16010101T030000",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:16010101T020000",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
)


def calendar(*lines: str, head: tuple[str, ...] = ("METHOD:REPLY",), end: str = "\r\n") -> bytes:
    whole = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        *head,
        "BEGIN:VEVENT",
        *lines,
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
    return end.join(whole).encode()


def one(content: bytes, method: str = "") -> CalendarMessage:
    (message,) = read_itip(content, method)
    assert isinstance(message, CalendarMessage), message
    return message


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def test_google_accepts() -> None:
    message = one(
        calendar(
            "DTSTART:20261116T090000Z",
            "DTEND:20261116T093000Z",
            "DTSTAMP:20261101T101112Z",
            "ORGANIZER;CN=Me:mailto:me@home.example",
            "UID:session-7@home.example",
            "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Ana Cos",
            ' ta;X-NUM-GUESTS=0;X-RESPONSE-COMMENT="Good\\, see you^nthen":mailto:Ana@Work.example',
            "SEQUENCE:2",
            "SUMMARY:Mentoring session",
            "LOCATION:Café\\, first floor",
            head=("PRODID:-//Google Inc//Google Calendar 70.9054//EN", "METHOD:REPLY"),
        )
    )
    assert message == CalendarMessage(
        method="REPLY",
        uid="session-7@home.example",
        sequence=2,
        invitees=(Invitee(MailPerson("Ana Costa", "ana@work.example"), "ACCEPTED"),),
        organiser=MailPerson("Me", "me@home.example"),
        starts_at=utc(2026, 11, 16, 9),
        ends_at=utc(2026, 11, 16, 9, 30),
        stamped_at=utc(2026, 11, 1, 10, 11, 12),
        summary="Mentoring session",
        comment="Good, see you\nthen",
        place="Café, first floor",
    )


def test_outlook_proposes_another_time() -> None:
    message = one(
        calendar(
            "ATTENDEE;PARTSTAT=TENTATIVE;CN='Ana Costa':MAILTO:ana@work.example",
            "COMMENT;LANGUAGE=en-US:Could we meet later?\\nAna",
            "UID:session-7@home.example",
            "RECURRENCE-ID;TZID=W. Europe Standard Time:20261116T100000",
            "SUMMARY;LANGUAGE=en-US:New Time Proposed: Mentoring session",
            "DTSTART;TZID=W. Europe Standard Time:20261117T140000",
            "DTEND;TZID=W. Europe Standard Time:20261117T143000",
            "SEQUENCE:3",
            "X-MS-OLK-ORIGINALSTART;TZID=W. Europe Standard Time:20261116T100000",
            "X-MS-OLK-ORIGINALEND;TZID=W. Europe Standard Time:20261116T103000",
            head=("METHOD:COUNTER", *OUTLOOK_ZONE),
        )
    )
    assert (message.method, message.sequence) == ("COUNTER", 3)
    assert (message.starts_at, message.ends_at) == (utc(2026, 11, 17, 13), utc(2026, 11, 17, 13, 30))
    assert message.recurrence_at == utc(2026, 11, 16, 9)
    assert message.stamped_at is None
    assert message.comment == "Could we meet later?\nAna"
    assert message.invitees == (Invitee(MailPerson("Ana Costa", "ana@work.example"), "TENTATIVE"),)


def test_apple_names_people_by_links_and_answers_in_the_last_of_several() -> None:
    message = one(
        calendar(
            "UID:1",
            'ORGANIZER;CN="Me";EMAIL="me@home.example":/aMTIz/principal/',
            'ATTENDEE;CN="Ana";CUTYPE=INDIVIDUAL;EMAIL="ana@work.example";PARTSTAT=NEEDS-ACTION;PARTSTAT=DECLINED:/aM/',
            "ATTENDEE;CN=Ben;PARTSTAT=accepted: mailto: ben@work.example",
            "ATTENDEE;PARTSTAT=ACCEPTED:urn:uuid:1",
            "DTSTART;VALUE=DATE:20261116",
        )
    )
    assert message.organiser == MailPerson("Me", "me@home.example")
    assert message.invitees == (
        Invitee(MailPerson("Ana", "ana@work.example"), "DECLINED"),
        Invitee(MailPerson("Ben", "ben@work.example"), "ACCEPTED"),
        Invitee(MailPerson("", ""), "ACCEPTED"),
    )
    assert message.is_all_day
    assert (message.starts_at, message.ends_at) == (utc(2026, 11, 16), utc(2026, 11, 17))


@pytest.mark.parametrize(
    ("line", "zone", "moment"),
    [
        ("DTSTART:20260701T100000Z", (), utc(2026, 7, 1, 10)),
        ("dtstart;tzid=Europe/Berlin:20260701T100000", (), utc(2026, 7, 1, 8)),
        ('DTSTART;TZID="Europe/Berlin":20260101T100000', (), utc(2026, 1, 1, 9)),
        ("DTSTART;TZID=Pacific Standard Time:20260701T100000", (), utc(2026, 7, 1, 17)),
        ("DTSTART;TZID=/mozilla.org/20070129_1/America/New_York:20260701T100000", (), utc(2026, 7, 1, 14)),
        ("DTSTART;TZID=Europe_Berlin:20260701T100000", (), utc(2026, 7, 1, 8)),
        ("DTSTART;TZID=UTC+11:20260701T100000", (), utc(2026, 6, 30, 23)),
        ("DTSTART;TZID=Nowhere:20260701T100000", (), None),
        ("DTSTART;TZID=Made up:20260701T100000", OUTLOOK_ZONE, utc(2026, 7, 1, 8)),
        ("DTSTART;TZID=Made up:20260101T100000", OUTLOOK_ZONE, utc(2026, 1, 1, 9)),
        ("DTSTART:20260701T100000", OUTLOOK_ZONE, utc(2026, 7, 1, 8)),
        ("DTSTART:20260701T100000", ("X-WR-TIMEZONE:Asia/Tokyo",), utc(2026, 7, 1, 1)),
        ("DTSTART:20260701T100000", (), None),
        ("DTSTART:2026-07-01T10:00:00+02:00", (), utc(2026, 7, 1, 8)),
        ("DTSTART:20260701T100000+0200", (), utc(2026, 7, 1, 8)),
        ("DTSTART;VALUE=DATE:20260701T000000", (), utc(2026, 7, 1)),
        ("DTSTART:20260230T100000Z", (), None),
        ("DTSTART:tomorrow", (), None),
        ("DTSTART;TZID=Asia/Tokyo:00010101T000000", (), None),
        ("DTSTART;TZID=Made up:99991231T235959", OUTLOOK_ZONE, utc(9999, 12, 31, 22, 59, 59)),
    ],
)  # fmt: skip
def test_times(line: str, zone: tuple[str, ...], moment: datetime | None) -> None:
    made_up = tuple(part.replace("W. Europe Standard Time", "Made up") for part in zone)
    assert one(calendar("UID:1", line, head=made_up)).starts_at == moment


@pytest.mark.parametrize("name", ["Europe/Berlin", "Made up"])
def test_an_hour_left_out_counts_as_before_and_one_that_comes_twice_as_the_first(name: str) -> None:
    zone = tuple(part.replace("W. Europe Standard Time", name) for part in OUTLOOK_ZONE)
    gap, twice = (
        one(calendar("UID:1", f"DTSTART;TZID={name}:{text}", head=zone)).starts_at
        for text in ("20260329T023000", "20261025T023000")
    )
    assert gap == utc(2026, 3, 29, 1, 30)
    assert twice == utc(2026, 10, 25, 0, 30)


def test_a_files_own_rules_agree_with_the_zone_they_describe_all_year() -> None:
    zone = tuple(part.replace("W. Europe Standard Time", "Made up") for part in OUTLOOK_ZONE)
    at = datetime(2026, 1, 1, 0, 30)
    days = [at + timedelta(hours=7 * step) for step in range(400)]
    lines = [
        "\r\n".join(("BEGIN:VEVENT", f"UID:{n}", f"DTSTART;TZID=Made up:{day:%Y%m%dT%H%M%S}", "END:VEVENT"))
        for n, day in enumerate(days)
    ]
    content = "\r\n".join(("BEGIN:VCALENDAR", *lines, *zone, "END:VCALENDAR", "")).encode()
    berlin = ZoneInfo("Europe/Berlin")
    for day, message in zip(days, read_itip(content), strict=True):
        assert isinstance(message, CalendarMessage)
        assert message.starts_at == day.replace(tzinfo=berlin).astimezone(UTC)


@pytest.mark.parametrize(
    ("lines", "length"),
    [
        (["DURATION:PT45M"], timedelta(minutes=45)),
        (["DURATION:P1DT2H"], timedelta(days=1, hours=2)),
        (["DURATION:-PT5M"], None),
        (["DURATION:soon"], None),
        (["DTEND:nonsense"], None),
        ([], None),
    ],
)
def test_the_end(lines: list[str], length: timedelta | None) -> None:
    message = one(calendar("UID:1", "DTSTART:20261116T090000Z", *lines))
    assert message.ends_at == (None if length is None else utc(2026, 11, 16, 9) + length)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n", "\n\n"])
def test_line_ends(end: str) -> None:
    assert one(calendar("UID:1", "SEQUENCE: 4", end=end)).sequence == 4


@pytest.mark.parametrize(
    ("text", "sequence"), [("", 0), ("-1", 0), ("x", 0), ("7", 7), ("99999999999", 0), ("3\\n", 3)]
)
def test_the_sequence(text: str, sequence: int) -> None:
    assert one(calendar("UID:1", f"SEQUENCE:{text}")).sequence == sequence


@pytest.mark.parametrize(
    ("head", "given", "method"),
    [
        (("METHOD:REPLY",), "REQUEST", "REPLY"),
        (("METHOD: reply ",), "", "REPLY"),
        ((), "reply", "REPLY"),
        ((), '"COUNTER"', "COUNTER"),
        (("METHOD:what is this",), "REPLY", "REPLY"),
        ((), "", ""),
    ],
)
def test_the_method(head: tuple[str, ...], given: str, method: str) -> None:
    assert one(calendar("UID:1", head=head), given).method == method


def test_lines_that_were_broken_without_folding_and_names_in_small_letters() -> None:
    content = (
        b"begin:vcalendar\nbegin:vevent\nuid:abc-\n123@home.example\nX-BROKEN=1\nsummary:One\ntwo\n"
        b"attendee;partstat=declined;cn=M\xfcller:MAILTO:mu@work.\nexample\nbegin:valarm\nuid:other\nend:valarm\n"
        b"end:vevent\nmethod:reply\nend:vcalendar\n"
    )
    message = one(content)
    assert (message.uid, message.summary, message.method) == ("abc-123@home.example", "One two", "REPLY")
    assert message.invitees == (Invitee(MailPerson("Müller", "mu@work.example"), "DECLINED"),)


def test_each_calendar_of_a_file_has_its_own_method_and_ends_may_be_missing() -> None:
    content = (
        b"BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:1\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\n"
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:3\nMETHOD:ADD\nEND:VEVENT\nMETHOD:CANCEL\n"
    )
    found = [(one.uid, one.method) for one in read_itip(content) if isinstance(one, CalendarMessage)]
    assert found == [("1", "REPLY"), ("2", "REPLY"), ("3", "CANCEL")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no calendar"),
        (b"Hello", "no calendar"),
        (b"\0\xff" * 1000, "no calendar"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "no event"),
        (b"BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nEND:VTODO\nEND:VCALENDAR\n", "no event"),
        (calendar("SUMMARY:x"), "no UID"),
        (b"x" * (MOST_BYTES + 1), "larger than"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 100_000, "nested"),
        (b"BEGIN:VCALENDAR\n" + b"X:y\n" * 1_000_000, "lines"),
    ],
)
def test_refusals_say_why(content: bytes, reason: str) -> None:
    started = time.perf_counter()
    (refusal,) = read_itip(content)
    assert isinstance(refusal, Unreadable) and reason in refusal.reason
    assert time.perf_counter() - started < 5


def test_too_many_events_are_cut_and_it_is_told() -> None:
    content = b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nUID:1\nEND:VEVENT\n" * 600
    *messages, last = read_itip(content)
    assert len(messages) == 500 and isinstance(last, Unreadable) and "500 events" in last.reason


def test_a_zone_of_many_rules_stays_quick() -> None:
    rule = "BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYDAY=-1SU\nEND:STANDARD\n"
    event = "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Q:20260101T100000\nDTEND;TZID=Q:20260101T110000\nEND:VEVENT\n"
    content = f"BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Q\n{rule * 5000}END:VTIMEZONE\n{event * 500}"
    started = time.perf_counter()
    assert len(read_itip(content.encode())) == 500
    assert time.perf_counter() - started < 5


_LINES = st.sampled_from(
    ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "TZID:Q",
     "BEGIN:STANDARD", "END:STANDARD", "DTSTART:00010101T000000", "DTSTART;TZID=Q:99991231T235959", "UID:1",
     "TZOFFSETFROM:+2359", "TZOFFSETTO:-2359", "RRULE:FREQ=YEARLY;BYDAY=-99SU;BYMONTH=13", "RDATE:20260101,x",
     "RRULE:FREQ=YEARLY;BYMONTHDAY=99", "DURATION:P99999DT999999H", "ATTENDEE;CN=\"a:b", "ATTENDEE;=:@", " folded",
     "METHOD:\x00", "RECURRENCE-ID;TZID=Q:00010101T000000", "SEQUENCE:٣", "=", ":", ";:"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_LINES | st.text(max_size=20), max_size=40))
def test_nothing_makes_it_raise(lines: list[str]) -> None:
    assert read_itip("\n".join(lines).encode("utf-8", "replace"))


def test_every_shared_calendar_is_read_or_refused(shared_data: Path) -> None:
    folder = shared_data / "ical"
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 500
    count = 0
    for path in files:
        started = time.perf_counter()
        results = read_itip(path.read_bytes())
        assert time.perf_counter() - started < 5, path
        assert results, path
        for message in results:
            if isinstance(message, Unreadable):
                assert message.reason
            else:
                count += 1
                moments = (message.starts_at, message.ends_at, message.recurrence_at, message.stamped_at)
                assert all(at is None or at.utcoffset() == timedelta() for at in moments), path
                assert message.uid
    assert count > 1_500
