"""Busy times out of calendar data: starts and ends, whatever else it holds; and what one entry says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorpanel.domain.calendar_feed import FeedEvent
from mentorpanel.formats.busy_times import busy_spans
from mentorpanel.formats.calendar_entry import content_mark, entry_file, what_it_says

SINCE, UNTIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 15, tzinfo=UTC)
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def found(*lines: str, zone: str = "Europe/Berlin", more: str = "") -> list[str]:
    text = "\r\n".join(
        ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:a", *lines, "END:VEVENT", more, "END:VCALENDAR", ""]
    )
    spans = busy_spans(text, zone=zone, since=SINCE, until=UNTIL, but_uids=frozenset({"ours"}))
    return [f"{one.starts_at:%m-%d %H:%M}-{one.ends_at:%m-%d %H:%M}" for one in sorted(spans)]


@pytest.mark.parametrize(
    ("lines", "spans"),
    [
        (["DTSTART:20260304T120000Z", "DTEND:20260304T130000Z"], ["03-04 12:00-03-04 13:00"]),
        (["DTSTART:20260304T120000Z", "DURATION:PT1H30M"], ["03-04 12:00-03-04 13:30"]),
        (["DTSTART;TZID=America/New_York:20260304T120000", "DURATION:P1DT1H"], ["03-04 17:00-03-05 18:00"]),
        (["DTSTART;TZID=W. Europe Standard Time:20260304T120000", "DURATION:PT1H"], ["03-04 11:00-03-04 12:00"]),
        (["DTSTART;TZID=Made Up:20260304T120000", "DURATION:PT1H"], ["03-04 11:00-03-04 12:00"]),
        (["DTSTART:20260304T120000", "DURATION:PT1H"], ["03-04 11:00-03-04 12:00"]),
        (["DTSTART;VALUE=DATE:20260304"], ["03-03 23:00-03-04 23:00"]),
        (["DTSTART;VALUE=DATE:20260328", "DTEND;VALUE=DATE:20260330"], ["03-27 23:00-03-29 22:00"]),
        (["DTSTART:20260304T120000Z"], []),
        (["DTSTART:20260304T120000Z", "DTEND:20260304T110000Z"], []),
        (["DTSTART:20260304T120000Z", "DTEND:20260304T130000Z", "TRANSP:TRANSPARENT"], []),
        (["DTSTART:20260304T120000Z", "DTEND:20260304T130000Z", "STATUS:CANCELLED"], []),
        (["DTSTART:20260304T120000Z", "DTEND:20260304T130000Z", "STATUS:TENTATIVE"], ["03-04 12:00-03-04 13:00"]),
        (["DTSTART:nonsense", "DTEND:20260304T130000Z"], []),
        (["SUMMARY:no time at all"], []),
        (["DTSTART:20250101T000000Z", "DTEND:20290101T000000Z"], []),  # cut to 62 days: over by now
        (["DTSTART:20260220T000000Z", "DTEND:20290101T000000Z"], ["02-20 00:00-04-23 00:00"]),
        (
            ["DTSTART;TZID=Europe/Berlin:20260327T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4",
             "EXDATE;TZID=Europe/Berlin:20260328T090000"],
            ["03-27 08:00-03-27 09:00", "03-29 07:00-03-29 08:00", "03-30 07:00-03-30 08:00"],
        ),
        (["DTSTART:20260304T120000Z", "DURATION:PT1H", "RRULE:FREQ=SECONDLY"], ["03-04 12:00-03-04 13:00"]),
        (["DTSTART:20260304T120000Z", "DURATION:PT1H", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"],
         ["03-04 12:00-03-04 13:00"]),
    ],
)  # fmt: skip
def test_when_one_is_busy(lines: list[str], spans: list[str]) -> None:
    assert found(*lines) == spans


def test_a_moved_occurrence_stands_for_the_one_that_it_moved() -> None:
    moved = "BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID:20260305T120000Z\r\nDTSTART:20260305T150000Z\r\nDURATION:PT1H\r\nEND:VEVENT"
    spans = found("DTSTART:20260304T120000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2", more=moved)
    assert spans == ["03-04 12:00-03-04 13:00", "03-05 15:00-03-05 16:00"]


def test_our_own_blocks_do_not_count() -> None:
    ours = "BEGIN:VEVENT\r\nUID:ours\r\nDTSTART:20260305T150000Z\r\nDURATION:PT1H\r\nEND:VEVENT"
    assert found("SUMMARY:x", more=ours) == []


@given(st.binary(max_size=400))
def test_any_bytes_are_read(content: bytes) -> None:
    for text in (content, b"BEGIN:VEVENT\nDTSTART:" + content + b"\nRRULE:" + content + b"\nEND:VEVENT\n"):
        assert isinstance(busy_spans(text, zone="UTC", since=SINCE, until=UNTIL), list)
        assert len(what_it_says(text)) == 2


def test_an_entry_says_the_same_whatever_programs_add() -> None:
    event = FeedEvent(
        "u@x",
        "Preparation",
        NOON,
        NOON + timedelta(hours=1),
        NOON,
        "/sessions/1/",
        alarm_minutes=10,
        note="Moved",
    )
    text = entry_file(event, base_address="https://panel.example.org").decode()
    uid, says = what_it_says(text)
    assert uid == "u@x" and says and "DESCRIPTION:Moved" in text and "METHOD" not in text
    added = text.replace("END:VALARM", "ACKNOWLEDGED:20260101T000000Z\r\nEND:VALARM").replace(
        "DTSTART:20260304T120000Z", "DTSTART;TZID=Europe/Berlin:20260304T130000"
    )
    assert what_it_says(added) == (uid, says)
    for other in (text.replace("T120000Z", "T121500Z"), text.replace("SUMMARY:Preparation", "SUMMARY:Gym")):
        assert what_it_says(other)[1] != says
    assert what_it_says(
        text.replace("END:VCALENDAR", "BEGIN:VEVENT\r\nUID:u@x\r\nEND:VEVENT\r\nEND:VCALENDAR")
    ) == ("", "")


def test_what_has_to_be_written_again() -> None:
    event = FeedEvent("u@x", "Preparation", NOON, NOON + timedelta(hours=1), NOON, "/sessions/1/")
    same = replace(event, changed_at=NOON + timedelta(days=1), sequence=4)
    assert content_mark(event) == content_mark(same)
    for other in (replace(event, alarm_minutes=5), replace(event, note="x"), replace(event, is_private=True)):
        assert content_mark(event) != content_mark(other)
