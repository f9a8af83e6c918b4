"""The tables of docs/rules/mentor-page.md, and what the forms of a mentor page take."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mentorpanel.domain.mentor_page import (
    COMMON_ZONES,
    PageRecord,
    ReplyRecord,
    answer_of,
    choices_of,
    proposed,
    time_in_both,
    zone_named,
)
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.today_facts import ReplyFacts
from mentorpanel.domain.today_replies import reply_cards
from tests.rule_tables import rows

DAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
NOW = DAY


def at(text: str) -> datetime | None:
    hour = int(text.split(":")[0]) if text else None
    return DAY.replace(hour=hour) + timedelta(days=1) if hour is not None else None


@pytest.mark.parametrize("row", rows("mentor-page", "Answers"))
def test_answers(row: dict[str, str]) -> None:
    said = []
    if row["said"]:
        for_at = at(row["for"])
        assert for_at is not None
        seen = NOW if row["seen"] else None
        said.append(
            ReplyRecord(1, 1, None, row["said"], "", at(row["proposed"]), for_at, "", NOW, settled_at=seen)
        )
    now_at = at(row["now"])
    assert now_at is not None
    verdict = answer_of(said, now_at, "Ana")
    assert verdict.verdict == row["answer"] and "Ana" in verdict.reason


@pytest.mark.parametrize("row", rows("mentor-page", "Cards"))
def test_cards(row: dict[str, str]) -> None:
    starts = at("10:00")
    assert starts is not None
    replies = tuple(
        ReplyFacts(number, 7, 3, "Ana", kind, "A line.", starts, NOW, at("12:00"))
        for number, kind in enumerate(row["said"].split(), start=1)
    )
    (card,) = reply_cards(replies, NOW, ZoneInfo("UTC"))
    assert (card.id, card.title, card.is_duty) == ("reply-7", row["title"], row["duty"] == "yes")
    assert card.action.url == "/sessions/7/#replies" and "A line." in card.why


@pytest.mark.parametrize(
    "said", ["Berlin", "europe/berlin", " New  York ", "America/Argentina/Buenos Aires", "utc"]
)
def test_a_zone_is_known_by_its_name_or_its_city(said: str) -> None:
    assert zone_named(said) in COMMON_ZONES


@pytest.mark.parametrize("said", ["", "Atlantis", "x" * 65, "../etc/passwd", "\0"])
def test_another_zone_is_refused(said: str) -> None:
    with pytest.raises(Invalid):
        zone_named(said)


def test_a_time_is_meant_in_their_zone_also_over_a_change_of_clocks() -> None:
    given = {"now": NOW, "starts_at": NOW}
    before = proposed("2026-03-27", "10:00", "Berlin", "", **given)  # type: ignore[arg-type]
    after = proposed("2026-03-30", "10:00", "Berlin", "", **given)  # type: ignore[arg-type]
    assert before.starts_at == datetime(2026, 3, 27, 9, tzinfo=UTC)
    assert after.starts_at == datetime(2026, 3, 30, 8, tzinfo=UTC)


def test_both_zones_are_said_where_they_differ() -> None:
    ends = NOW + timedelta(minutes=45)
    told = time_in_both(NOW, ends, "America/New_York", "Europe/Berlin")
    assert told == "Monday 2 March, 3:00 (New York) / 9:00 (Berlin), 45 minutes"
    assert "/" not in time_in_both(NOW, ends, "", "Europe/Berlin")
    assert choices_of(("", "Asia/Tokyo"))[0] == "Asia/Tokyo"


def test_a_link_runs_out_so_many_days_after_the_end() -> None:
    page = PageRecord(1, 1, "", "", "", NOW, None, NOW)
    assert page.state_at(NOW + timedelta(days=30, seconds=-1), 30) == "good"
    assert page.state_at(NOW + timedelta(days=30), 30) == "expired"
