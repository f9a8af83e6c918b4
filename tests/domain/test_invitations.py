"""What a mentor was told against what is so: the table in docs/rules/invitations.md, the cards and the letters."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mentorpanel.domain.facts import Lane
from mentorpanel.domain.invitation_letters import Between, invitation_letter, summary_of
from mentorpanel.domain.invitations import (
    InvitationRecord,
    Invited,
    Meeting,
    history_of,
    invitation_state,
)
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today import InvitationFacts, TodayFacts, cards_for
from tests.rule_tables import rows

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 2, 12, tzinfo=BERLIN)
DAY = datetime(2026, 3, 5, 9, tzinfo=BERLIN)


def told(meeting: Meeting, *, state: str = "sent", sequence: int = 0) -> InvitationRecord:
    return InvitationRecord(
        id=1, session_id=12, draft_id=None, method="CANCEL" if meeting.is_off else "REQUEST",
        sequence=sequence, meeting=meeting, subject="", text="", state=state, sent_how="mail", sent_to="",
        sent_at=NOW, failure="",
    )  # fmt: skip


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def word(text: str) -> str:
    return "" if text == "-" else text


def state_between(had: Meeting | None, now_is: Meeting, **given: Any) -> Any:
    record = None if had is None else told(had)
    return invitation_state(record, now_is, name="Ana", now=NOW, zone=BERLIN, **given)


@pytest.mark.parametrize("row", rows("invitations"), ids=str)
def test_the_table(row: dict[str, str]) -> None:
    had = None
    if row["told"] != "-":
        had = Meeting(at(row["told"]), int(row["minutes"]), word(row["place"]), row["told off"] == "yes")
    now_is = Meeting(
        at(row["now is"]), int(row["minutes now"]), word(row["place now"]), row["status"] == "off"
    )
    found = state_between(had, now_is, is_closed=row["status"] == "closed")
    assert (found.state, found.reason, found.ask) == (row["state"], row["reason"], word(row["asks"]))
    assert found.told_starts_at == (had.starts_at if had else None)
    assert found.must_tell == (row["state"] in ("outdated", "to-cancel"))
    assert bool(found.method) == bool(found.ask) == bool(found.news)


def test_a_message_that_failed_told_nothing() -> None:
    first, moved = told(Meeting(DAY, 45)), told(Meeting(DAY + timedelta(days=1), 45), state="failed")
    assert history_of([first, moved]).told == first and history_of([first, moved]).failed == moved
    assert history_of([moved, first]).failed is None
    assert history_of([]).told is None


def facts(number: int, had: Meeting, now_is: Meeting, **given: Any) -> InvitationFacts:
    return InvitationFacts(
        number, 7, "Ana Ruiz", now_is.starts_at.date(), state_between(had, now_is), **given
    )


def cards(*found: InvitationFacts) -> list[Any]:
    return cards_for(TodayFacts(invitations=found), NOW, BERLIN, RuleSettings())


def test_one_duty_for_each_mentor_who_has_the_old_day() -> None:
    moved = Meeting(DAY + timedelta(days=1), 45)
    (card,) = cards(
        facts(13, Meeting(DAY, 45), Meeting(DAY + timedelta(days=9), 45)),
        facts(12, Meeting(DAY, 45), moved, sequence=1),
    )
    assert (card.id, card.lane, card.is_duty) == ("invitation-12", Lane.COMING_UP, True)
    assert card.title == "Tell Ana the new time"
    assert card.why == "Ana still has Thursday 9:00. One other session too."
    assert card.action.url == "/sessions/12/invitation/"
    assert card.action.command == "mentorpanel sessions --invite 12 --send"


def test_no_card_where_they_know_or_nothing_is_to_be_told() -> None:
    had, off = Meeting(DAY, 45), Meeting(DAY, 45, is_off=True)
    assert cards(facts(12, had, had)) == []
    assert cards(facts(12, had, off, they_know=True)) == []
    (card,) = cards(facts(12, had, off))
    assert card.title == "Tell Ana that it is off" and card.why == "Ana still expects you on Thursday 9:00."


def test_a_mail_that_failed_is_said() -> None:
    never_told = InvitationFacts(
        12,
        7,
        "Ana Ruiz",
        date(2026, 3, 5),
        state_between(None, Meeting(DAY, 45)),
        failure="550 no such mailbox.",
    )
    (card,) = cards(never_told)
    assert card.title == "Tell Ana of the session"
    assert card.why.endswith("The mail did not arrive: 550 no such mailbox.")


NINE = "9:00 (Berlin) / 3:00 (New York)"
BETWEEN = Between("Dana Lund", "Ana Ruiz", "Europe/Berlin", "America/New_York")


@pytest.mark.parametrize(
    ("had", "now_is", "subject", "opening"),
    [
        (None, Meeting(DAY, 45), "Dana Lund and Ana Ruiz, Thursday 5 March",
         "Here is the invitation to our session: Thursday 5 March, 9:00 (Berlin) / 3:00 (New York), 45 minutes."),
        (Meeting(DAY, 45), Meeting(DAY + timedelta(days=1), 45), "New time: Friday 6 March, 9:00",
         f"Our session has a new time: Friday 6 March, {NINE}, 45 minutes, instead of Thursday 5 March, {NINE}."),
        (Meeting(DAY, 45), Meeting(DAY, 30), "New length: Thursday 5 March",
         "Our session has a new length: Thursday 5 March, 9:00 (Berlin) / 3:00 (New York), 30 minutes."),
        (Meeting(DAY, 45, "Oak"), Meeting(DAY, 45), "New place: Thursday 5 March",
         "Our session on Thursday 5 March, 9:00 (Berlin) / 3:00 (New York), 45 minutes has no fixed place any more."),
        (Meeting(DAY, 45), Meeting(DAY + timedelta(days=1), 45, is_off=True), "Called off: Thursday 5 March",
         "Our session on Thursday 5 March, 9:00 (Berlin) / 3:00 (New York), 45 minutes does not take place."),
        (Meeting(DAY, 45, is_off=True), Meeting(DAY, 45), "It takes place: Thursday 5 March",
         "Our session takes place after all: Thursday 5 March, 9:00 (Berlin) / 3:00 (New York), 45 minutes."),
    ],
)  # fmt: skip
def test_the_short_letter_says_what_is_new(
    had: Meeting | None, now_is: Meeting, subject: str, opening: str
) -> None:
    letter = invitation_letter(had, now_is, BETWEEN, "Sorry,\nmy train was cancelled.")
    assert letter.subject == subject
    greeting, said, *others = letter.text.strip().split("\n\n")
    assert (greeting, said) == ("Hi Ana,", opening)
    assert "Sorry, my train was cancelled." in others and others[-1] == "Dana Lund"


def test_the_calendar_shows_both_names_and_nothing_else() -> None:
    assert summary_of(BETWEEN) == "Dana Lund and Ana Ruiz"
    assert summary_of(Between("", "Ana", "UTC")) == "Mentoring session"
    letter = invitation_letter(None, Meeting(DAY, 45, "Room Oak"), BETWEEN)
    assert "Where: Room Oak" in letter.text and Invited("to-cancel") is Invited.TO_CANCEL
