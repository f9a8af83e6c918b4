"""The sample panel is convincing on any day: cards in each lane, a session ahead, thanks owed."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from mentorpanel.usecases import demo, letters, parking, people, sessions, today

pytestmark = pytest.mark.django_db
LISBON = ZoneInfo(demo.ZONE)
# A week's every day, the weeks in which the clocks change, a leap day, the turn of the year, just after midnight.
DAYS = [
    *(datetime(2026, 11, 23, 9, 30, tzinfo=UTC) + timedelta(days=days) for days in range(7)),
    datetime(2027, 3, 26, 9, 30, tzinfo=UTC),
    datetime(2027, 3, 28, 9, 30, tzinfo=UTC),
    datetime(2027, 10, 29, 9, 30, tzinfo=UTC),
    datetime(2028, 2, 29, 18, 0, tzinfo=UTC),
    datetime(2027, 1, 1, 0, 10, tzinfo=UTC),
]


@pytest.mark.either_database
@pytest.mark.parametrize("moment", DAYS, ids=lambda moment: f"{moment:%a-%Y-%m-%d}")
def test_today_has_cards_in_every_lane(owner: Any, moment: datetime) -> None:
    with time_machine.travel(moment, tick=False):
        demo.fill(owner)
        page = today.today_page(owner)
        coming = page.coming
    lanes = (page.picked.blind_spots, page.picked.coming_up, page.picked.openings)
    assert all(lanes)
    assert 7 <= sum(map(len, lanes)) <= 11
    kinds = {card.kind for lane in lanes for card in lane}
    assert {"brief", "thank", "commitment", "cadence", "session", "parked"} <= kinds
    assert any(card.kind == "cadence" and card.state == "drifting" for card in page.picked.blind_spots)
    assert coming is not None
    ahead = coming.session.starts_at.astimezone(LISBON)
    assert timedelta(0) < coming.session.starts_at - moment < timedelta(days=7)
    assert (ahead.weekday() < 5, ahead.hour) == (True, 16)


def test_the_coming_session_is_prepared_for(owner: Any) -> None:
    demo.fill(owner)
    coming = sessions.coming_sessions(owner)[0]
    assert len(parking.agenda(owner, session_id=coming.id)) >= 2
    brief = letters.session_letter(owner, session_id=coming.id, kind="brief")
    assert "14 of 20" in brief.draft.text
    assert brief.to == "ana.ruiz@fernwood.example"
    held = [one for one in sessions.past_sessions(owner) if one.held_at]
    assert len(held) >= 4
    assert all(one.starts_at.astimezone(LISBON).weekday() < 5 for one in held)


def test_it_fills_once_and_leaves_a_panel_with_people_alone(owner: Any, other_owner: Any) -> None:
    demo.fill(owner)
    count = len(people.list_people(owner, limit=500).results)
    demo.fill(owner)
    assert len(people.list_people(owner, limit=500).results) == count >= 12
    people.add_person(other_owner, name="Somebody")
    demo.fill(other_owner)
    assert len(people.list_people(other_owner, limit=500).results) == 1


def test_it_is_filled_in_no_time(owner: Any) -> None:
    started = time.process_time()
    demo.fill(owner)
    assert time.process_time() - started < 10
