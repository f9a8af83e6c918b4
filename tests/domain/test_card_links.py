"""The links done and snooze, from their table of examples."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mentorpanel.domain.card_links import CardLink, is_in_time, is_open, ref_of
from mentorpanel.domain.facts import Action, Card, Lane
from mentorpanel.domain.trace_records import TraceRecord
from tests.rule_tables import rows

MADE = datetime(2026, 12, 2, 9, tzinfo=UTC)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


@pytest.mark.parametrize("row", rows("reminders", "Done and snooze"), ids=lambda row: row["case"])
def test_when_a_link_is_good(row: dict[str, str]) -> None:
    link = CardLink(1, "cadence-7", row["link"], "5", MADE)
    last = None
    if row["last done with the card"] != "never":
        is_its_own = row["last done with the card"] == "its own"
        at = MADE if is_its_own else moment(row["last done with the card"])
        last = TraceRecord(5 if is_its_own else 6, "cadence-7", "done", "", None, "", 5, at, at.date())
    is_good = is_in_time(link, moment(row["now"])) and is_open(link, last)
    assert is_good == (row["good"] == "yes")


def test_somebody_who_waits_is_not_put_off_with_one_press() -> None:
    card = Card("asked-1", Lane.COMING_UP, "asked", "T", "W", Action("Answer", "/x/", "x"), is_duty=True)
    assert ref_of(card).verbs == (), "and it is not done before an answer is chosen"
    assert ref_of(replace(card, state="answered")).verbs == ("done",)
