"""Rows of touchpoints and summaries: read back exactly as they were written."""

from datetime import date

from mentorpanel.domain.facts import TieSummary
from mentorpanel.storage import touchpoints
from mentorpanel.storage.models import PersonSummary, User
from tests.makers import NOON, make_person

SUMMARY = TieSummary(
    as_of=date(2026, 3, 2),
    half_life_days=110,
    two_way_sum=0.125,
    one_way_sum=2.5,
    last_on=date(2026, 3, 1),
    last_two_way_on=date(2026, 1, 1),
    last_from_me_on=date(2026, 3, 1),
    two_way_days=3,
    unanswered_on=(date(2026, 2, 1), date(2026, 3, 1)),
)


def put(owner: User, person_id: int, source_key: str | None = None) -> int:
    return touchpoints.put_touchpoint(
        owner,
        person_id=person_id,
        source_key=source_key,
        kind="call",
        direction="both",
        on=date(2026, 3, 2),
        at=NOON,
        summary="",
        topics=[],
        source="manual",
    )


def test_a_summary_is_read_back_as_it_was_written_and_goes_when_there_is_nothing(
    owner: User, other_owner: User
) -> None:
    ana = make_person(owner, "Ana")
    touchpoints.keep_summary(owner, person_id=ana, summary=SUMMARY, last_update_on=None, informed_on=None)
    assert touchpoints.SUMMARY.alone(owner, person_id=ana) == SUMMARY
    assert touchpoints.SUMMARY.alone(other_owner, person_id=ana) is None
    touchpoints.keep_summary(other_owner, person_id=ana, summary=None, last_update_on=None, informed_on=None)
    assert touchpoints.people_with_touchpoints(owner, after_id=0, limit=5) == [ana]
    assert touchpoints.people_with_touchpoints(other_owner, after_id=0, limit=5) == []
    touchpoints.keep_summary(owner, person_id=ana, summary=None, last_update_on=None, informed_on=None)
    assert not PersonSummary.objects.exists()


def test_a_source_is_the_owners_own(owner: User, other_owner: User) -> None:
    mine, theirs = make_person(owner, "Ana"), make_person(other_owner, "Ana")
    first = put(owner, mine, "letter-1")
    second = put(other_owner, theirs, "letter-1")
    assert put(owner, mine, "letter-1") == first != second
    assert put(owner, mine) != put(owner, mine)
    assert touchpoints.id_of_source(other_owner, source_key="letter-1") == second
    assert len(touchpoints.touches_of(owner, person_id=mine)) == 3
    assert touchpoints.touches_of(other_owner, person_id=mine) == []
