"""The panel: stages and their history, cadence, roles, ties for the rules; and nobody else's."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine

from mentorpanel.domain.facts import Role, Stage
from mentorpanel.domain.problems import Ambiguous, Conflict, Invalid, NeedsReason, NotFound
from mentorpanel.storage.models import Touchpoint, User
from mentorpanel.usecases import focus, panel, people, touchpoints
from tests.makers import NOON, make_session, queries_in

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _at_noon() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def ana(owner: User) -> int:
    return people.add_person(owner, name="Ana").id


def test_a_stage_out_of_the_address_book_begins_a_history(owner: User, ana: int) -> None:
    moved = panel.move_stage(owner, person_id=ana, stage="noticed", reason="Her talk")
    assert (moved.stage, moved.entered_stage_on, moved.since) == ("noticed", TODAY, None)
    panel.move_stage(owner, person_id=ana, stage="Reached out", since=date(2026, 3, 1))
    first, second = panel.stage_history(owner, person_id=ana)
    assert {(one.from_stage, one.to_stage) for one in (first, second)} == {
        ("", "noticed"),
        ("noticed", "reached-out"),
    }
    assert people.person(owner, person_id=ana).entered_stage_on == date(2026, 3, 1)


def test_an_unusual_jump_wants_a_reason_and_then_goes(owner: User, ana: int) -> None:
    panel.move_stage(owner, person_id=ana, stage="noticed")
    with pytest.raises(NeedsReason):
        panel.move_stage(owner, person_id=ana, stage="mentor")
    assert people.person(owner, person_id=ana).stage == "noticed"
    moved = panel.move_stage(owner, person_id=ana, stage="mentor", reason="We met at school")
    assert moved.stage == "mentor"
    assert panel.stage_history(owner, person_id=ana)[-1].reason == "We met at school"
    panel.move_stage(owner, person_id=ana, stage="closed")
    assert panel.move_stage(owner, person_id=ana, stage="connected", is_setting_up=True).stage == "connected"


def test_the_same_stage_again_changes_its_day_only(owner: User, ana: int) -> None:
    panel.move_stage(owner, person_id=ana, stage="mentor")
    panel.move_stage(owner, person_id=ana, stage="mentor")
    again = panel.move_stage(owner, person_id=ana, stage="mentor", since=date(2025, 6, 1))
    assert again.entered_stage_on == date(2025, 6, 1)
    assert len(panel.stage_history(owner, person_id=ana)) == 1


@pytest.mark.parametrize(
    "wrong", [{"stage": "friend"}, {"stage": "mentor", "since": TODAY + timedelta(days=1)}]
)
def test_what_is_no_stage_or_no_past_day_is_refused(owner: User, ana: int, wrong: dict) -> None:
    with pytest.raises(Invalid):
        panel.move_stage(owner, person_id=ana, **wrong)
    assert people.person(owner, person_id=ana).stage == ""


def test_who_already_helps_is_on_the_panel_with_what_was_said(owner: User, ana: int) -> None:
    formal = panel.declare_helper(
        owner, name="Marek Nowak", is_formal=True, since=date(2025, 1, 1), last_spoke=date(2026, 2, 20)
    )
    assert (formal.stage, formal.entered_stage_on) == ("formal-mentor", date(2025, 1, 1))
    standing = panel.standing_of_person(owner, person_id=formal.id)
    assert standing.standing.verdict == "current"
    known = panel.declare_helper(owner, name="ana", is_formal=False, since=None, last_spoke=date(2026, 2, 1))
    assert (known.id, known.stage) == (ana, "mentor")
    panel.declare_helper(owner, name="Ana", is_formal=False, since=None, last_spoke=date(2026, 2, 10))
    assert [one.on for one in Touchpoint.objects.filter(person_id=ana)] == [date(2026, 2, 10)]
    assert people.list_people(owner).next == "" and len(people.list_people(owner).results) == 2


def test_a_mentor_of_years_does_not_start_as_lapsed_when_nobody_said_when_they_last_spoke(
    owner: User,
) -> None:
    bea = panel.declare_helper(owner, name="Bea", since=date(2019, 1, 1))
    assert bea.since == date(2019, 1, 1)
    assert panel.standing_of_person(owner, person_id=bea.id).cadence.state == "in-touch"
    assert panel.stage_history(owner, person_id=bea.id)[0].on == date(2019, 1, 1)


def test_a_name_of_several_is_put_to_the_owner(owner: User, ana: int) -> None:
    other = people.add_person(owner, name="Ana").id
    with pytest.raises(Ambiguous):
        panel.declare_helper(owner, name="Ana")
    assert panel.declare_helper(owner, name="Ana", person_id=other).id == other
    assert panel.declare_helper(owner, name="Ana").id == other


def test_cadence_pause_and_roles(owner: User, ana: int) -> None:
    with pytest.raises(Conflict):
        panel.set_cadence(owner, person_id=ana, days=30)
    assert panel.set_roles(owner, person_id=ana, roles=[]).stage == ""
    assert panel.set_roles(owner, person_id=ana, roles=["Role model", "sponsor"]).stage == "noticed"
    panel.set_cadence(owner, person_id=ana, days=30)
    changed = panel.pause(owner, person_id=ana, until=date(2026, 5, 1))
    assert (changed.roles, changed.cadence_days) == (("sponsor", "role-model"), 30)
    assert changed.paused_until == date(2026, 5, 1)
    tie = panel.tie_of(owner, person_id=ana, today=TODAY)
    assert (tie.roles, tie.cadence_days) == (frozenset({Role.SPONSOR, Role.ROLE_MODEL}), 30)
    cleared = panel.pause(owner, person_id=ana, until=None)
    assert (cleared.paused_until, panel.set_cadence(owner, person_id=ana, days=None).cadence_days) == (
        None,
        None,
    )
    for wrong in (
        lambda: panel.pause(owner, person_id=ana, until=TODAY),
        lambda: panel.set_cadence(owner, person_id=ana, days=0),
        lambda: panel.set_roles(owner, person_id=ana, roles=["boss"]),
    ):
        with pytest.raises(Invalid):
            wrong()


def test_off_the_panel_and_back(owner: User, other_owner: User, ana: int) -> None:
    touchpoints.log_touchpoint(owner, person_id=ana)
    panel.move_stage(owner, person_id=ana, stage="connected")
    panel.set_roles(owner, person_id=ana, roles=["peer"])
    before, history = people.person(owner, person_id=ana), panel.stage_history(owner, person_id=ana)
    taken = panel.take_off_panel(owner, person_id=ana)
    assert people.person(owner, person_id=ana).stage == ""
    assert panel.stage_history(owner, person_id=ana) == () and panel.ties_of_panel(owner, today=TODAY) == []
    assert len(touchpoints.timeline(owner, person_id=ana).results) == 1
    with pytest.raises(NotFound):
        panel.put_back_on_panel(other_owner, taken=taken)
    theirs = people.add_person(other_owner, name="Cy").id
    with pytest.raises(NotFound):
        panel.put_back_on_panel(other_owner, taken=panel.TakenOff(theirs, "Cy", taken.gone))
    panel.put_back_on_panel(owner, taken=taken)
    assert people.person(owner, person_id=ana) == before
    assert panel.stage_history(owner, person_id=ana) == history
    with pytest.raises(Conflict):
        panel.put_back_on_panel(owner, taken=taken)


def test_a_tie_holds_what_the_rules_need(owner: User, other_owner: User, ana: int) -> None:
    panel.move_stage(owner, person_id=ana, stage="mentor", since=date(2025, 1, 1))
    focus.set_focus(owner, texts=["Grow the team"], worth_telling=True)
    touchpoints.log_touchpoint(owner, person_id=ana, on=date(2026, 2, 1), told_focus=True)
    focus.set_focus(owner, texts=["Grow the team", "Ship it"], worth_telling=True)
    make_session(owner, ana, days=10)
    make_session(owner, ana, days=3)
    make_session(owner, ana, days=1, status="cancelled")
    panel.move_stage(other_owner, person_id=people.add_person(other_owner, name="Cy").id, stage="mentor")
    (tie,) = panel.ties_of_panel(owner, today=TODAY)
    assert (tie.person_id, tie.name, tie.stage, tie.entered_stage_on) == (
        ana,
        "Ana",
        Stage.MENTOR,
        date(2025, 1, 1),
    )
    assert (tie.summary.last_two_way_on, tie.informed_on) == (date(2026, 2, 1), date(2026, 2, 1))
    assert (tie.told_version, tie.reader_version, tie.reader_version_on) == (1, 2, TODAY)
    assert tie.next_session_on == TODAY + timedelta(days=3)
    assert panel.tie_of(owner, person_id=ana, today=TODAY) == tie
    later = panel.tie_of(owner, person_id=ana, today=TODAY + timedelta(days=4))
    assert later.next_session_on == TODAY + timedelta(days=10)


def test_closed_trashed_and_address_book_people_have_no_tie(owner: User, ana: int) -> None:
    for name, stage in (("Bea", "closed"), ("Cy", "resting"), ("Di", "mentor")):
        people.add_person(owner, name=name, stage=stage)
    people.trash_person(owner, person_id=people.find_person(owner, name="Di").id)
    assert [tie.name for tie in panel.ties_of_panel(owner, today=TODAY)] == ["Cy"]
    assert panel.standing_of_person(owner, person_id=ana) is None
    with pytest.raises(Conflict):
        panel.tie_of(owner, person_id=ana, today=TODAY)


def test_standing_says_its_reasons_and_suggests_a_move(owner: User, ana: int) -> None:
    panel.move_stage(owner, person_id=ana, stage="reached-out")
    assert panel.standing_of_person(owner, person_id=ana).move is None
    touchpoints.log_touchpoint(owner, person_id=ana, kind="email", direction="from-them")
    found = panel.standing_of_person(owner, person_id=ana)
    assert (found.move.verdict, found.standing) == ("connected", None)
    assert people.person(owner, person_id=ana).stage == "reached-out"
    assert all((found.move.reason, found.warmth.reason, found.cadence.reason, found.informed.reason))


def test_a_follow_up_counts_as_a_message_once_a_day_and_can_be_taken_back(owner: User, ana: int) -> None:
    panel.move_stage(owner, person_id=ana, stage="reached-out", since=date(2026, 2, 20))
    assert panel.standing_of_person(owner, person_id=ana).cadence.state == "due"
    panel.follow_up_sent(owner, person_id=ana)
    panel.follow_up_sent(owner, person_id=ana)
    tie = panel.tie_of(owner, person_id=ana, today=TODAY)
    assert (tie.last_follow_up_on, tie.summary.last_from_me_on) == (TODAY, TODAY)
    assert panel.standing_of_person(owner, person_id=ana).cadence.state == "waiting"
    assert len(touchpoints.timeline(owner, person_id=ana).results) == 1
    panel.follow_up_taken_back(owner, person_id=ana)
    assert panel.tie_of(owner, person_id=ana, today=TODAY).last_follow_up_on is None
    assert panel.standing_of_person(owner, person_id=ana).cadence.state == "due"


@pytest.mark.parametrize(
    "call",
    [
        lambda who, one: panel.move_stage(who, person_id=one, stage="closed"),
        lambda who, one: panel.declare_helper(who, name="Ana", person_id=one),
        lambda who, one: panel.set_cadence(who, person_id=one, days=5),
        lambda who, one: panel.pause(who, person_id=one, until=date(2027, 1, 1)),
        lambda who, one: panel.set_roles(who, person_id=one, roles=["peer"]),
        lambda who, one: panel.take_off_panel(who, person_id=one),
        lambda who, one: panel.stage_history(who, person_id=one),
        lambda who, one: panel.tie_of(who, person_id=one, today=TODAY),
        lambda who, one: panel.standing_of_person(who, person_id=one),
        lambda who, one: panel.follow_up_sent(who, person_id=one),
        lambda who, one: panel.follow_up_taken_back(who, person_id=one),
    ],
)
def test_somebody_elses_relationships_are_not_found(
    owner: User, other_owner: User, ana: int, call: Callable[[User, int], object]
) -> None:
    before = panel.move_stage(owner, person_id=ana, stage="mentor")
    with pytest.raises(NotFound):
        call(other_owner, ana)
    assert people.person(owner, person_id=ana) == before
    assert panel.ties_of_panel(other_owner, today=TODAY) == []


def test_the_panel_costs_the_same_number_of_queries_whatever_there_is(owner: User) -> None:
    def fill(name: str, count: int) -> None:
        for number in range(count):
            person_id = people.add_person(owner, name=f"{name} {number}", stage="mentor").id
            touchpoints.log_touchpoint(owner, person_id=person_id, on=date(2026, 1, 1 + number))
            people.add_person(owner, name=f"Contact {name} {number}")
            make_session(owner, person_id)
            focus.set_focus(owner, texts=[f"{name} {number}"], worth_telling=True)
            focus.mark_told(owner, person_id=person_id, how="talk")

    fill("Ana", 2)
    first = panel.ties_of_panel(owner, today=TODAY)[0].person_id
    calls: list[Callable[[], object]] = [
        lambda: panel.ties_of_panel(owner, today=TODAY),
        lambda: panel.standing_of_person(owner, person_id=first),
        lambda: panel.stage_history(owner, person_id=first),
    ]
    few = [queries_in(call) for call in calls]
    fill("Bea", 15)
    assert [queries_in(call) for call in calls] == few
    assert few[0] <= 5


def test_the_last_move_is_taken_back_as_if_it_had_not_been(owner: User, other_owner: User, ana: int) -> None:
    panel.move_stage(owner, person_id=ana, stage="noticed", since=date(2026, 2, 1))
    before = people.person(owner, person_id=ana)
    panel.move_stage(owner, person_id=ana, stage="reached-out")
    with pytest.raises(NotFound):
        panel.undo_move(other_owner, person_id=ana)
    assert panel.undo_move(owner, person_id=ana) == before
    assert len(panel.stage_history(owner, person_id=ana)) == 1
    assert panel.undo_move(owner, person_id=ana).stage == ""
    with pytest.raises(Conflict):
        panel.undo_move(owner, person_id=ana)
