"""What was done with cards: remembered, taken back, counted in minutes."""

from datetime import date, timedelta

import pytest

from mentorpanel.domain.problems import NotFound
from mentorpanel.storage import traces
from mentorpanel.storage.models import User
from tests.makers import NOON, queries_in

DAY = date(2026, 3, 2)


def trace(owner: User, card: str, verdict: str = "done", *, days: int = 0, until: date | None = None) -> int:
    made = traces.record_trace(
        owner,
        card=card,
        verdict=verdict,
        facts_key="v1",
        until=until,
        reason="",
        minutes=10,
        at=NOON + timedelta(days=days),
        on=DAY + timedelta(days=days),
    )
    return made.id


def test_traces_of_the_span_and_snoozes_that_reach_it(owner: User) -> None:
    trace(owner, "old", days=-30)
    trace(owner, "snoozed", "snoozed", days=-30, until=DAY + timedelta(days=3))
    trace(owner, "new", "dismissed")
    assert [found.card for found in traces.traces_for(owner, since=DAY)] == ["new", "snoozed"]


def test_done_twice_on_a_day_counts_once(owner: User) -> None:
    assert trace(owner, "thanks") == trace(owner, "thanks")
    trace(owner, "thanks", days=1)
    trace(owner, "other", "dismissed")
    done = [one.minutes for one in traces.traces_for(owner, since=DAY) if one.verdict == "done"]
    assert sum(done) == 20


def test_the_last_one_is_taken_back_first(owner: User) -> None:
    trace(owner, "thanks", "snoozed", until=DAY)
    trace(owner, "thanks", days=1)
    assert traces.remove_trace(owner, card="thanks").verdict == "done"
    assert traces.remove_trace(owner, card="thanks").verdict == "snoozed"
    with pytest.raises(NotFound):
        traces.remove_trace(owner, card="thanks")


def test_another_owners_traces_do_not_count(owner: User, other_owner: User) -> None:
    trace(owner, "thanks")
    assert traces.traces_for(other_owner, since=DAY) == ()
    with pytest.raises(NotFound):
        traces.remove_trace(other_owner, card="thanks")
    assert len(traces.traces_for(owner, since=DAY)) == 1


def test_one_question_however_many(owner: User) -> None:
    for number in range(12):
        trace(owner, f"card {number}")
    assert queries_in(lambda: traces.traces_for(owner, since=DAY)) == 1
