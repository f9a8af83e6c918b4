"""Touchpoints, and what they add up to: kept right whatever changes."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from mentorpanel.domain.facts import Stage, TieSummary
from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.domain.warmth import summarise
from mentorpanel.storage import touchpoints as stored
from mentorpanel.storage.models import PersonSummary, Session, User
from mentorpanel.usecases import focus, panel, people, profiles, touchpoints
from tests.makers import NOON, make_session, queries_in

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _at_noon() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def ana(owner: User) -> int:
    return people.add_person(owner, name="Ana", stage="mentor", since=date(2025, 1, 1)).id


def summary_of(owner: User, person_id: int) -> TieSummary | None:
    return stored.SUMMARY.alone(owner, person_id=person_id)


def test_a_touchpoint_is_on_the_owners_day(owner: User, ana: int) -> None:
    profiles.change_profile(owner, time_zone="Pacific/Auckland")
    found = touchpoints.log_touchpoint(
        owner, person_id=ana, kind="coffee", summary=" Talked \0 ", topics=["a", "a"]
    )
    assert (found.on, found.at) == (date(2026, 3, 3), NOON)
    assert (found.kind, found.direction, found.summary, found.topics) == ("coffee", "both", "Talked", ("a",))
    earlier = touchpoints.log_touchpoint(owner, person_id=ana, on=date(2026, 1, 5))
    assert earlier.at == datetime(2026, 1, 4, 23, 0, tzinfo=UTC)
    from_mail = touchpoints.log_touchpoint(owner, person_id=ana, at=datetime(2026, 2, 1, 20, 0, tzinfo=UTC))
    assert from_mail.on == date(2026, 2, 2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": TODAY + timedelta(days=1)},
        {"on": date(1700, 1, 1)},
        {"kind": "hug"},
        {"direction": "up"},
        {"source": "rumour"},
    ],
)
def test_what_cannot_be_is_not_logged(owner: User, ana: int, wrong: dict) -> None:
    with pytest.raises(Invalid):
        touchpoints.log_touchpoint(owner, person_id=ana, **wrong)
    assert summary_of(owner, ana) is None


def test_the_same_source_is_written_over(owner: User, other_owner: User, ana: int) -> None:
    first = touchpoints.log_touchpoint(owner, person_id=ana, source_key="letter-1", summary="one")
    again = touchpoints.log_touchpoint(owner, person_id=ana, source_key="letter-1", summary="two")
    bea = people.add_person(other_owner, name="Bea").id
    touchpoints.log_touchpoint(other_owner, person_id=bea, source_key="letter-1")
    assert again.id == first.id
    assert [one.summary for one in touchpoints.timeline(owner, person_id=ana).results] == ["two"]
    cy = people.add_person(owner, name="Cy").id
    touchpoints.log_touchpoint(owner, person_id=cy, source_key="letter-1")
    assert summary_of(owner, ana) is None and summary_of(owner, cy) is not None
    touchpoints.forget_source(other_owner, source_key="letter-2")
    touchpoints.forget_source(owner, source_key="letter-1")
    assert summary_of(owner, cy) is None
    assert touchpoints.timeline(other_owner, person_id=bea).results


def test_the_summary_is_what_the_rule_says_after_every_change(owner: User, ana: int) -> None:
    def expected(half_life: int) -> TieSummary:
        return summarise(stored.touches_of(owner, person_id=ana), TODAY, half_life)

    touchpoints.log_touchpoint(owner, person_id=ana, on=date(2026, 1, 10), kind="meeting")
    touchpoints.log_touchpoint(owner, person_id=ana, on=date(2026, 1, 10), kind="email", direction="from-me")
    touchpoints.log_touchpoint(owner, person_id=ana, on=date(2026, 2, 1), kind="email", direction="from-me")
    sent = touchpoints.log_touchpoint(
        owner, person_id=ana, on=date(2026, 2, 20), kind="email", direction="from-me"
    )
    summary = summary_of(owner, ana)
    assert summary == expected(180)
    assert summary.unanswered_on == (date(2026, 2, 1), date(2026, 2, 20))
    touchpoints.change_touchpoint(owner, touchpoint_id=sent.id, direction="both", on=date(2026, 2, 22))
    assert summary_of(owner, ana) == expected(180)
    assert summary_of(owner, ana).last_two_way_on == date(2026, 2, 22)
    touchpoints.delete_touchpoint(owner, touchpoint_id=sent.id)
    assert summary_of(owner, ana) == expected(180)
    panel.move_stage(owner, person_id=ana, stage="resting")
    assert summary_of(owner, ana) == expected(110)
    panel.take_off_panel(owner, person_id=ana)
    assert summary_of(owner, ana) == expected(110)


def test_an_update_and_a_talk_inform(owner: User, ana: int) -> None:
    touchpoints.log_touchpoint(owner, person_id=ana, on=date(2026, 1, 1))
    touchpoints.log_touchpoint(
        owner, person_id=ana, on=date(2026, 2, 1), kind="email", direction="from-me", is_personal_update=True
    )
    tie = panel.tie_of(owner, person_id=ana, today=TODAY)
    assert (tie.informed_on, tie.last_update_on) == (date(2026, 2, 1), date(2026, 2, 1))


def test_a_talk_that_told_the_focus_is_kept_and_taken_back(owner: User, ana: int) -> None:
    focus.set_focus(owner, texts=["Grow the team"], worth_telling=True)
    told = touchpoints.log_touchpoint(owner, person_id=ana, told_focus=True)
    assert [one.version for one in focus.told_versions(owner, person_id=ana)] == [1]
    assert focus.told_texts(owner, person_id=ana) == {"Grow the team"}
    touchpoints.change_touchpoint(owner, touchpoint_id=told.id, told_focus=False)
    assert focus.told_versions(owner, person_id=ana) == ()
    touchpoints.change_touchpoint(owner, touchpoint_id=told.id, told_focus=True)
    gone = touchpoints.delete_touchpoint(owner, touchpoint_id=told.id)
    assert focus.told_versions(owner, person_id=ana) == ()
    focus.set_focus(owner, texts=["Ship it"], worth_telling=True)
    touchpoints.restore_touchpoint(owner, deleted=json.loads(json.dumps(gone)))
    assert [one.version for one in focus.told_versions(owner, person_id=ana)] == [1]


def test_a_deleted_touchpoint_comes_back_as_it_was(owner: User, other_owner: User, ana: int) -> None:
    session_id = make_session(owner, ana)
    made = touchpoints.log_touchpoint(
        owner, person_id=ana, kind="call", summary="About hiring", topics=["hiring"], session_id=session_id
    )
    before = summary_of(owner, ana)
    gone = json.loads(json.dumps(touchpoints.delete_touchpoint(owner, touchpoint_id=made.id)))
    assert PersonSummary.objects.count() == 0
    with pytest.raises(NotFound):
        touchpoints.restore_touchpoint(other_owner, deleted=gone)
    back = touchpoints.restore_touchpoint(owner, deleted=gone)
    assert (back.kind, back.at, back.summary, back.session_id) == (
        "call",
        made.at,
        "About hiring",
        session_id,
    )
    assert summary_of(owner, ana) == before
    gone = touchpoints.delete_touchpoint(owner, touchpoint_id=back.id)
    Session.objects.all().delete()
    assert touchpoints.restore_touchpoint(owner, deleted=gone).session_id is None


def test_pages_of_the_timeline_go_through_everything_once_newest_first(owner: User, ana: int) -> None:
    for day in (1, 3, 3, 3, 2):
        touchpoints.log_touchpoint(owner, person_id=ana, on=date(2026, 1, day), summary=str(day))
    seen, after = [], ""
    while True:
        page = touchpoints.timeline(owner, person_id=ana, limit=2, after=after)
        seen += page.results
        after = page.next
        if not after:
            break
    assert [one.summary for one in seen] == ["3", "3", "3", "2", "1"]
    assert len({one.id for one in seen}) == 5


def test_nothing_is_logged_for_somebody_in_the_trash(owner: User, ana: int) -> None:
    people.trash_person(owner, person_id=ana)
    with pytest.raises(Conflict):
        touchpoints.log_touchpoint(owner, person_id=ana)


def test_changed_half_lives_reach_everybody(owner: User, other_owner: User, ana: int) -> None:
    bea = people.add_person(owner, name="Bea").id
    cy = people.add_person(other_owner, name="Cy").id
    for who, person_id in ((owner, ana), (owner, bea), (other_owner, cy)):
        touchpoints.log_touchpoint(who, person_id=person_id)
    profiles.change_numbers(owner, numbers={"half_life_near_days": 365, "half_life_far_days": 30})
    assert touchpoints.summarise_everybody(owner) == 2
    kept = {row.person_id: row.half_life_days for row in PersonSummary.objects.all()}
    assert kept == {ana: 365, bea: 30, cy: 110}


@pytest.mark.parametrize(
    "call",
    [
        lambda who, person, one: touchpoints.log_touchpoint(who, person_id=person),
        lambda who, person, one: touchpoints.change_touchpoint(who, touchpoint_id=one, summary="mine"),
        lambda who, person, one: touchpoints.delete_touchpoint(who, touchpoint_id=one),
        lambda who, person, one: touchpoints.touchpoint(who, touchpoint_id=one),
        lambda who, person, one: touchpoints.timeline(who, person_id=person),
    ],
)
def test_somebody_elses_touchpoints_are_not_found(
    owner: User, other_owner: User, ana: int, call: Callable[[User, int, int], object]
) -> None:
    made = touchpoints.log_touchpoint(owner, person_id=ana, summary="private")
    with pytest.raises(NotFound):
        call(other_owner, ana, made.id)
    assert touchpoints.touchpoint(owner, touchpoint_id=made.id) == made


def test_a_session_of_somebody_else_is_not_found(owner: User, other_owner: User, ana: int) -> None:
    theirs = make_session(other_owner, people.add_person(other_owner, name="Cy").id)
    with pytest.raises(NotFound):
        touchpoints.log_touchpoint(owner, person_id=ana, session_id=theirs)


def test_queries_do_not_grow_with_the_history(owner: User, ana: int) -> None:
    calls: list[Callable[[], object]] = [
        lambda: touchpoints.log_touchpoint(owner, person_id=ana),
        lambda: touchpoints.timeline(owner, person_id=ana, limit=100),
    ]
    touchpoints.log_touchpoint(owner, person_id=ana)
    few = [queries_in(call) for call in calls]
    for day in range(1, 28):
        touchpoints.log_touchpoint(owner, person_id=ana, on=date(2026, 1, day))
    assert [queries_in(call) for call in calls] == few


def test_the_stage_decides_the_half_life(owner: User) -> None:
    for stage in Stage:
        person_id = people.add_person(owner, name=stage.value, stage=stage).id
        touchpoints.log_touchpoint(owner, person_id=person_id)
        near = stage in (Stage.MENTOR, Stage.FORMAL_MENTOR, Stage.RAPPORT)
        assert summary_of(owner, person_id).half_life_days == (180 if near else 110)
