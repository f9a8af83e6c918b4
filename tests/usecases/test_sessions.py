"""Sessions: made ahead, moved, called off, held; nothing parked is lost, nothing is doubled."""

from datetime import date, time, timedelta

import pytest
import time_machine

from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.storage.models import Draft, OutboxItem, ParkedItem, Person, User
from mentorpanel.usecases import (
    advice,
    agendas,
    commitments,
    letters,
    parking,
    profiles,
    series,
    session_page,
    sessions,
    touchpoints,
)
from tests.makers import NOON, make_person, make_session, queries_in

AT = time(9, 0)
FIRST = date(2026, 3, 3)


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def plan(
    owner: User, person: int, rrule: str = "FREQ=MONTHLY;BYDAY=1TU", **changed: object
) -> series.Scheduled:
    values = {"person_id": person, "rrule": rrule, "at": AT, "from_on": FIRST, **changed}
    return series.schedule(owner, **values)  # type: ignore[arg-type]


def test_moving_keeps_agenda_and_brief_and_the_brief_says_the_new_day(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    found = sessions.schedule_once(owner, person_id=ana, on=date(2026, 3, 10), at=AT)
    item = parking.park_item(owner, text="Who decides on prices?", person_id=ana)
    parking.plan_for_session(owner, item_id=item.id, session_id=found.id)
    brief = letters.session_letter(owner, session_id=found.id, kind="brief").draft
    letters.write_letter(
        owner, draft_id=brief.id, slots={"focus_1": "Pricing", "focus_1_context": "My own words"}
    )
    moved = sessions.move_session(owner, session_id=found.id, on=date(2026, 3, 12), at=time(15, 0))
    assert (moved.sequence, moved.uid) == (1, found.uid)
    assert [one.item.id for one in parking.agenda(owner, session_id=found.id)] == [item.id]
    after = letters.session_letter(owner, session_id=found.id, kind="brief").draft
    assert "Thursday 12 March, 15:00" in after.text and "10 March" not in after.text
    assert "My own words" in after.text and after.subject.startswith("For Thursday 12 March")


def test_the_owners_numbers_move_the_clock(owner: User) -> None:
    found = sessions.schedule_once(
        owner, person_id=make_person(owner, "Ana Ruiz", stage="mentor"), on=date(2026, 3, 10), at=AT
    )
    numbers = {
        "preparation_minutes": 30,
        "brief_latest_hours": 20,
        "thanks_due_hours": 12,
        "thanks_overdue_hours": 30,
    }
    profile = profiles.change_profile(owner, rule_overrides=numbers)
    plan = sessions.clock_of(profile, found)
    assert plan.prepare_minutes == 30
    assert found.starts_at - plan.brief_latest_at == timedelta(hours=20)
    assert plan.brief_due_at <= plan.brief_latest_at
    assert (plan.thanks_due_at - plan.ends_at, plan.thanks_overdue_at - plan.ends_at) == (
        timedelta(hours=12),
        timedelta(hours=30),
    )


def test_moving_a_brief_written_by_hand_changes_its_day_too(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    found = sessions.schedule_once(owner, person_id=ana, on=date(2026, 3, 10), at=AT)
    brief = letters.session_letter(owner, session_id=found.id, kind="brief").draft
    letters.write_letter(
        owner, draft_id=brief.id, text="See you on Tuesday 10 March. Mine.", subject="For Ana"
    )
    sessions.move_session(owner, session_id=found.id, on=date(2026, 3, 12), at=AT)
    after = letters.letter(owner, draft_id=brief.id).draft
    assert (after.text, after.subject) == ("See you on Thursday 12 March. Mine.", "For Ana")


def test_a_brief_in_the_queue_stays_here_when_its_session_is_moved_or_called_off(
    owner: User, settings: object
) -> None:
    settings.SMTP_URL, settings.MAIL_FROM = "smtp://localhost:1", "me@example.org"  # type: ignore[attr-defined]
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    Person.objects.get(pk=ana).contact_points.create(
        owner=owner, kind="email", value="ana@example.org", key="ana@example.org"
    )
    for call_off in (
        lambda one: sessions.move_session(owner, session_id=one, on=date(2026, 3, 12), at=AT),
        lambda one: sessions.cancel_session(owner, session_id=one),
    ):
        found = sessions.schedule_once(owner, person_id=ana, on=date(2026, 3, 10), at=AT)
        brief = letters.session_letter(owner, session_id=found.id, kind="brief").draft
        letters.send_letter(owner, draft_id=brief.id)
        call_off(found.id)
        assert letters.letter(owner, draft_id=brief.id).draft.state == "draft"
        assert OutboxItem.objects.count() == 0
        assert sessions.session(owner, session_id=found.id).brief_sent_at is None
        assert touchpoints.timeline(owner, person_id=ana).results == ()


@pytest.mark.parametrize("how", ["cancel", "miss"])
def test_what_was_planned_for_a_session_that_did_not_take_place_is_parked_again(
    owner: User, how: str
) -> None:
    ana = make_person(owner, "Ana Ruiz")
    session = make_session(owner, ana)
    item = parking.park_item(owner, text="Who decides on prices?", person_id=ana)
    parking.plan_for_session(owner, item_id=item.id, session_id=session)
    if how == "cancel":
        sessions.cancel_session(owner, session_id=session, reason="Ill")
    else:
        assert sessions.miss_session(owner, session_id=session, who="them").who_missed == "them"
    assert parking.parked_item(owner, item_id=item.id).status == "parked"
    assert [one.id for one in parking.offered_for(owner, person_id=ana)] == [item.id]
    with pytest.raises(Conflict):
        sessions.cancel_session(owner, session_id=session)
    again = sessions.reopen_session(owner, session_id=session)
    assert (again.status, again.reason, again.who_missed) == ("planned", "", "")
    assert parking.parked_item(owner, item_id=item.id).status == "planned"
    with pytest.raises(Invalid):
        sessions.miss_session(owner, session_id=session, who="nobody")


def test_opening_what_is_open_changes_nothing(owner: User) -> None:
    session = make_session(owner, make_person(owner, "Ana Ruiz"))
    ready = sessions.prepare_session(owner, session_id=session)
    assert sessions.reopen_session(owner, session_id=session) == ready


def test_holding_files_everything_and_twice_doubles_nothing(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    session = make_session(owner, ana, days=-1)
    said = {
        "notes": "Good talk",
        "promises": ("Send the deck by Friday", "Send the deck by Friday", "Call Ben"),
        "their_promises": ("Introduce Priya",),
        "learned": ("Say no more often", "Say no more often"),
        "next_time": ("How did the board go?",),
    }
    for _ in range(2):
        held = sessions.hold_session(owner, session_id=session, **said)  # type: ignore[arg-type]
    assert (held.status, held.notes) == ("held", "Good talk")
    promised = commitments.commitments_of_session(owner, session_id=session)
    assert [(one.text, one.is_mine, one.due_on) for one in promised] == [
        ("Send the deck", True, date(2026, 3, 6)),
        ("Call Ben", True, None),
        ("Introduce Priya", False, None),
    ]
    assert [one.text for one in advice.advice_of_session(owner, session_id=session)] == ["Say no more often"]
    assert [one.text for one in parking.open_items_for(owner, person_id=ana)] == ["How did the board go?"]
    happened = touchpoints.timeline(owner, person_id=ana).results
    assert [(one.kind, one.on) for one in happened] == [("session", date(2026, 3, 1))]


def test_a_promise_said_again_takes_the_newer_date(owner: User) -> None:
    session = make_session(owner, make_person(owner, "Ana Ruiz"), days=-1)
    sessions.hold_session(owner, session_id=session, promises=("Send the deck",))
    sessions.hold_session(owner, session_id=session, promises=("Send the deck by 9 March",))
    promised = commitments.commitments_of_session(owner, session_id=session)
    assert [(one.text, one.due_on) for one in promised] == [("Send the deck", date(2026, 3, 9))]


def test_what_was_not_talked_about_comes_along_to_the_next(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    session, following = make_session(owner, ana, days=-1), make_session(owner, ana, days=20)
    raised, left = (parking.park_item(owner, text=text, person_id=ana).id for text in ("One", "Two"))
    for item in (raised, left):
        parking.plan_for_session(owner, item_id=item, session_id=session)
    sessions.hold_session(owner, session_id=session, raised_item_ids=(raised,))
    sessions.hold_session(owner, session_id=session, notes="And this")
    assert [one.was_raised for one in parking.agenda(owner, session_id=session)] == [True, False]
    assert [one.id for one in parking.offered_for(owner, person_id=ana, session_id=following)] == [
        raised,
        left,
    ]
    assert dict(ParkedItem.objects.values_list("text", "status")) == {"One": "raised", "Two": "parked"}


def test_only_what_has_begun_can_be_held(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    with pytest.raises(Conflict):
        sessions.hold_session(owner, session_id=make_session(owner, ana, days=3))
    off = make_session(owner, ana, days=-1, status="cancelled")
    with pytest.raises(Conflict):
        sessions.hold_session(owner, session_id=off)


def test_undoing_a_held_session_takes_its_touchpoint_back(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    session = make_session(owner, ana, days=-1)
    sessions.hold_session(owner, session_id=session, notes="Kept")
    back = sessions.reopen_session(owner, session_id=session)
    assert (back.status, back.held_at, back.notes) == ("planned", None, "Kept")
    assert touchpoints.timeline(owner, person_id=ana).results == ()


def test_a_session_is_found_by_number_name_or_time(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    past, later = make_session(owner, ana, days=-2), make_session(owner, ana, days=5)
    assert sessions.find_session(owner).id == later
    assert sessions.find_session(owner, reference=f"#{past}").id == past
    assert sessions.find_session(owner, reference="ana").id == later
    assert sessions.find_session(owner, reference="ana", has_begun=True).id == past
    for nothing in ("²", "99999999999999999999999", "Zoe"):
        with pytest.raises(NotFound):
            sessions.find_session(owner, reference=nothing)


def test_lists_tell_running_from_over(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    over, running, later = (make_session(owner, ana, days=days) for days in (-1, 0, 1))
    assert [one.id for one in sessions.coming_sessions(owner)] == [running, later]
    assert [one.id for one in sessions.unfinished_sessions(owner)] == [over]
    sessions.hold_session(owner, session_id=over)
    assert [one.id for one in sessions.unfinished_sessions(owner)] == [over]


def test_ending_a_series_cancels_what_is_to_come_and_keeps_what_is_parked(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    made = plan(owner, ana, "FREQ=WEEKLY")
    item = parking.park_item(owner, text="Who decides on prices?", person_id=ana)
    parking.plan_for_session(owner, item_id=item.id, session_id=made.sessions[0].id)
    alone = make_session(owner, ana, days=4)
    assert series.end_series(owner, series_id=made.series.id) == len(made.sessions)
    assert [one.id for one in sessions.coming_sessions(owner)] == [alone]
    assert parking.parked_item(owner, item_id=item.id).status == "parked"
    assert series.make_sessions_ahead(owner) == 0


def test_the_agenda_moves_step_by_step(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    session = make_session(owner, ana)

    def texts() -> list[str]:
        return [one.item.text for one in parking.agenda(owner, session_id=session)]

    for text in ("One", "Two", "Three", "Three"):
        agendas.change_agenda(owner, session_id=session, move="new", text=text)
    third = parking.agenda(owner, session_id=session)[-1].item.id
    agendas.change_agenda(owner, session_id=session, move="up", item_id=third)
    assert texts() == ["One", "Three", "Two"]
    agendas.change_agenda(owner, session_id=session, move="down", item_id=third)
    agendas.change_agenda(owner, session_id=session, move="down", item_id=third)
    agendas.change_agenda(owner, session_id=session, move="remove", item_id=third)
    assert texts() == ["One", "Two"]
    for wrong in ({"move": "up", "item_id": third}, {"move": "add"}, {"move": "sideways"}, {"move": "new"}):
        with pytest.raises(Invalid):
            agendas.change_agenda(owner, session_id=session, **wrong)  # type: ignore[arg-type]


def test_one_save_files_it_and_begins_the_recap(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    session = make_session(owner, ana, days=-1)
    session_page.write_down(
        owner, session_id=session, learned=("Say no more often",), promises=("Call Ben by Friday",)
    )
    page = session_page.session_page(owner, session_id=session)
    assert page.mode == "just-ended" and page.recap is not None
    assert "Say no more often" in page.recap.text and "Call Ben, by 6 March" in page.recap.text


def test_the_page_changes_with_its_clock(owner: User) -> None:
    session = make_session(owner, make_person(owner, "Ana Ruiz"), days=7)
    starts = NOON + timedelta(days=7)
    modes = {}
    for name, moment in {
        "a week": NOON,
        "half an hour": starts - timedelta(minutes=30),
        "running": starts + timedelta(minutes=10),
        "over": starts + timedelta(hours=2),
        "a week later": starts + timedelta(days=7),
    }.items():
        with time_machine.travel(moment, tick=False):
            modes[name] = session_page.session_page(owner, session_id=session).mode
    assert modes == {
        "a week": "prepare",
        "half an hour": "about-to-start",
        "running": "about-to-start",
        "over": "just-ended",
        "a week later": "just-ended",
    }


def test_a_brief_that_has_gone_leaves_the_hours_of_its_preparation_as_they_were(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    session = make_session(owner, ana, days=2)
    before = session_page.session_page(owner, session_id=session).plan
    brief = letters.session_letter(owner, session_id=session, kind="brief").draft
    letters.write_letter(owner, draft_id=brief.id, slots={"focus_1_question": "What first?"})
    letters.mark_sent(owner, draft_id=brief.id)
    with time_machine.travel(before.prepare_at + timedelta(hours=2), tick=False):
        assert session_page.session_page(owner, session_id=session).plan == before


def test_three_questions_come_from_the_agenda_then_the_brief(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    session = make_session(owner, ana)
    agendas.change_agenda(owner, session_id=session, move="new", text="An idea", kind="idea")
    agendas.change_agenda(owner, session_id=session, move="new", text="A question?")
    brief = letters.session_letter(owner, session_id=session, kind="brief").draft
    letters.write_letter(owner, draft_id=brief.id, slots={"focus_1_question": "The brief’s?"})
    page = session_page.session_page(owner, session_id=session)
    assert page.asks == ("A question?", "The brief’s?", "An idea")


def test_nothing_of_another_owners_can_be_reached(owner: User, other_owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    session, series_id = make_session(owner, ana, days=-1), plan(owner, ana).series.id
    item = parking.park_item(owner, text="Mine", person_id=ana).id
    attempts = [
        lambda: plan(other_owner, ana),
        lambda: sessions.schedule_once(other_owner, person_id=ana, on=FIRST, at=AT),
        lambda: sessions.session(other_owner, session_id=session),
        lambda: session_page.session_page(other_owner, session_id=session),
        lambda: session_page.write_down(other_owner, session_id=session),
        lambda: sessions.move_session(other_owner, session_id=session, on=FIRST, at=AT),
        lambda: sessions.change_session(other_owner, session_id=session, notes="x"),
        lambda: sessions.prepare_session(other_owner, session_id=session),
        lambda: sessions.cancel_session(other_owner, session_id=session),
        lambda: sessions.miss_session(other_owner, session_id=session, who="me"),
        lambda: sessions.reopen_session(other_owner, session_id=session),
        lambda: sessions.hold_session(other_owner, session_id=session),
        lambda: sessions.following(other_owner, session_id=session),
        lambda: series.series(other_owner, series_id=series_id),
        lambda: series.end_series(other_owner, series_id=series_id),
        lambda: agendas.change_agenda(other_owner, session_id=session, move="add", item_id=item),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert sessions.coming_sessions(other_owner) == sessions.unfinished_sessions(other_owner) == []
    assert Draft.objects.count() == 0


def test_the_page_asks_as_much_for_a_long_agenda_as_for_a_short_one(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    session = make_session(owner, ana)
    letters.session_letter(owner, session_id=session, kind="brief")
    counts = []
    for grown in (3, 30):
        for number in range(grown):
            agendas.change_agenda(owner, session_id=session, move="new", text=f"{grown} {number}")
            parking.park_item(owner, text=f"for nobody {grown} {number}")
            commitments.promise(owner, person_id=ana, text=f"promise {grown} {number}")
        session_page.session_page(owner, session_id=session)
        counts.append(queries_in(lambda: session_page.session_page(owner, session_id=session)))
    assert counts[0] == counts[1]
