"""Today as a use case: what it costs, what can be done with each kind of card, and what undo takes back."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from mentorpanel import clock
from mentorpanel.domain.facts import Card
from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.storage.models import OutboxItem
from mentorpanel.usecases import (
    commitments,
    demo,
    journal,
    letters,
    notices,
    outbox,
    outreach,
    panel,
    parking,
    people,
    profiles,
    sessions,
    today,
    touchpoints,
)
from tests.makers import make_person, queries_in

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(MONDAY, tick=False):
        yield


def shown(owner: Any, **day: Any) -> dict[str, Card]:
    picked = today.today_page(owner, **day).picked
    return {card.id: card for card in (*picked.blind_spots, *picked.coming_up, *picked.openings)}


def someone(owner: Any, name: str = "Ana Ruiz", stage: str = "mentor", days_ago: int = 200) -> int:
    added = people.add_person(owner, name=name, email=f"{name.split()[0].lower()}@x.example")
    since = (MONDAY - timedelta(days=days_ago)).date()
    panel.move_stage(owner, person_id=added.id, stage=stage, since=since, is_setting_up=True)
    return added.id


def failed_letter(owner: Any, settings: Any) -> str:
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    profiles.change_profile(owner, mail_address="me@x.example")
    bo, thanks = someone(owner, "Bo Berg", "mentor", 5), {"appreciation": "You made my week."}
    letter = letters.draft_letter(owner, kind="thank-you", person_id=bo, slots=thanks)
    letters.send_letter(owner, draft_id=letter.draft.id)
    claimed = outbox.claim_next(holder="test")
    assert claimed is not None
    outbox.give_up(claimed, reason="550 no such mailbox.", bounced=())
    assert OutboxItem.objects.get().status == "failed"
    return f"mail-{letter.draft.id}"


def one_of_each(owner: Any, settings: Any) -> dict[str, str]:
    """A card of every kind that this version makes; kind → card."""
    profiles.change_profile(owner, weekly_minutes=600)
    ana, sam, lee = (
        someone(owner),
        someone(owner, "Sam Teo", "mentor", 3),
        someone(owner, "Lee Ng", "rapport", 3),
    )
    wei, max_ = someone(owner, "Wei Zhang", "reached-out", 9), someone(owner, "Max Dorn", "mentor", 3)
    touchpoints.log_touchpoint(
        owner, person_id=wei, kind="email", direction="from-me", on=(MONDAY - timedelta(days=9)).date()
    )
    formal = someone(owner, "Ida Falk", "formal-mentor", 200)
    brief = sessions.schedule_once(owner, person_id=sam, on=(MONDAY + timedelta(days=1)).date(), at=time(16))
    later = sessions.schedule_once(owner, person_id=lee, on=(MONDAY + timedelta(days=9)).date(), at=time(16))
    over = sessions.schedule_once(owner, person_id=max_, on=(MONDAY - timedelta(days=1)).date(), at=time(16))
    tia = someone(owner, "Tia Rask", "mentor", 3)
    held = sessions.schedule_once(owner, person_id=tia, on=(MONDAY - timedelta(days=1)).date(), at=time(10))
    sessions.hold_session(owner, session_id=held.id)
    promised = commitments.promise(
        owner, person_id=ana, text="Send the deck", due_on=MONDAY.date(), is_mine=True
    )
    parked = parking.park_item(owner, text="Whom do I ask?")
    asked = parking.park_item(owner, text="For whom?", for_name="Nobody Known")
    return {
        "brief": f"brief-{brief.id}",
        "session": f"session-{later.id}",
        "notes": f"notes-{over.id}",
        "thank": f"thank-{held.id}",
        "commitment": f"commitment-{promised.id}",
        "parked": f"parked-{parked.id}",
        "capture": f"capture-{asked.id}",
        "cadence": f"cadence-{ana}",
        "reminder": f"cadence-{wei}",
        "propose": f"propose-{formal}",
        "mail": failed_letter(owner, settings),
    }


def test_every_kind_is_done_and_taken_back(owner: Any, settings: Any) -> None:
    known = one_of_each(owner, settings)
    before = shown(owner)
    assert set(known.values()) <= set(before)
    for kind, card_id in known.items():
        done = today.done_card(owner, card_id=card_id)
        after = shown(owner)
        assert card_id not in after or done.is_duty, kind
        today.undo_card(owner, card_id=card_id)
        assert shown(owner)[card_id] == before[card_id], kind
    assert shown(owner) == before


def test_a_promise_done_on_today_is_kept(owner: Any, settings: Any) -> None:
    promised = commitments.promise(
        owner, person_id=someone(owner), text="Send the deck", due_on=MONDAY.date(), is_mine=True
    )
    today.done_card(owner, card_id=f"commitment-{promised.id}")
    assert commitments.open_commitments(owner) == ()
    today.undo_card(owner, card_id=f"commitment-{promised.id}")
    assert [one.id for one in commitments.open_commitments(owner)] == [promised.id]


def test_a_reminder_done_counts_as_sent(owner: Any) -> None:
    wei = someone(owner, "Wei Zhang", "reached-out", 9)
    sent_on = (MONDAY - timedelta(days=9)).date()
    touchpoints.log_touchpoint(owner, person_id=wei, kind="email", direction="from-me", on=sent_on)
    today.done_card(owner, card_id=f"cadence-{wei}")
    assert len(touchpoints.timeline(owner, person_id=wei).results) == 2
    today.undo_card(owner, card_id=f"cadence-{wei}")
    assert len(touchpoints.timeline(owner, person_id=wei).results) == 1


def test_a_step_of_a_path_done_is_done_on_the_path(owner: Any) -> None:
    noticed = {"where": "ProductCon", "impressed": "killed her own roadmap item"}
    made = notices.notice_someone(owner, name="Wei Zhang", kind="meeting", **noticed)
    notice_id, card = made.notice.id, f"outreach-{made.notice.id}"
    assert shown(owner)[card].state == "write"
    draft = outreach.start_letter(owner, notice_id=notice_id).draft
    letters.write_letter(owner, draft_id=draft.id, slots={"question": "What would you cut?"})
    letters.mark_sent(owner, draft_id=draft.id)
    assert card not in shown(owner)
    panel.move_stage(owner, person_id=made.notice.person.id, stage="reached-out")
    for days, state in ((8, "follow-up"), (22, "follow-up"), (36, "let-go")):
        with time_machine.travel(MONDAY + timedelta(days=days), tick=False):
            assert [one.state for one in shown(owner).values()] == [state]
            today.done_card(owner, card_id=card)
            assert outreach.path(owner, notice_id=notice_id).step.state in ("waiting", "gone")
            today.undo_card(owner, card_id=card)
            assert outreach.path(owner, notice_id=notice_id).step.state == state
            today.done_card(owner, card_id=card)
            assert shown(owner) == {}


def test_snoozed_it_returns_on_its_day(owner: Any) -> None:
    item = parking.park_item(owner, text="Whom do I ask?")
    found, until = today.snooze_card(owner, card_id=f"parked-{item.id}")
    assert until == MONDAY.date() + timedelta(days=7)
    for days, is_there in ((0, False), (6, False), (7, True)):
        with time_machine.travel(MONDAY + timedelta(days=days), tick=False):
            assert (found.id in shown(owner)) is is_there
    today.undo_card(owner, card_id=found.id)
    assert found.id in shown(owner)


def test_a_duty_waits_until_tomorrow_at_most(owner: Any, settings: Any) -> None:
    card_id = one_of_each(owner, settings)["brief"]
    with pytest.raises(Conflict):
        today.dismiss_card(owner, card_id=card_id, reason="no")
    with pytest.raises(Invalid):
        today.snooze_card(owner, card_id=card_id, until=MONDAY.date() + timedelta(days=3))
    _, until = today.snooze_card(owner, card_id=card_id)
    assert until == MONDAY.date() + timedelta(days=1)
    assert card_id not in shown(owner)


def test_dismissed_it_returns_when_its_facts_change(owner: Any) -> None:
    ana = someone(owner)
    today.dismiss_card(owner, card_id=f"cadence-{ana}", reason="on parental leave")
    (left,) = [one for one in today.today_page(owner).picked.not_shown if one.card.id == f"cadence-{ana}"]
    assert "on parental leave" in left.reason
    with time_machine.travel(MONDAY + timedelta(days=30), tick=False):
        assert f"cadence-{ana}" not in shown(owner)
    touchpoints.log_touchpoint(
        owner, person_id=ana, kind="call", direction="both", on=(MONDAY - timedelta(days=120)).date()
    )
    assert f"cadence-{ana}" in shown(owner)


def test_minutes_done_count_for_the_week(owner: Any) -> None:
    profiles.change_profile(owner, weekly_minutes=10)
    items = [parking.park_item(owner, text=f"thought {number}") for number in range(3)]
    today.done_card(owner, card_id=f"parked-{items[0].id}")
    assert today.today_page(owner).spent_minutes == 2
    with time_machine.travel(MONDAY + timedelta(days=7), tick=False):
        assert today.today_page(owner).spent_minutes == 0
    today.undo_card(owner, card_id=f"parked-{items[0].id}")
    assert today.today_page(owner).spent_minutes == 0


def test_what_is_not_there_is_not_found(owner: Any, other_owner: Any) -> None:
    item = parking.park_item(other_owner, text="theirs")
    for call in (today.done_card, today.snooze_card):
        with pytest.raises(NotFound):
            call(owner, card_id=f"parked-{item.id}")
    for nonsense in ("", "parked-", "parked-x", "x" * 500, "cadence--1"):
        with pytest.raises(NotFound):
            today.done_card(owner, card_id=nonsense)
        with pytest.raises(NotFound):
            today.undo_card(owner, card_id=nonsense)


def test_the_same_facts_give_the_same_cards_on_any_day(owner: Any) -> None:
    demo.fill(owner)
    day = clock.now().date() + timedelta(days=42)
    first = today.today_page(owner, on=day).picked
    assert today.today_page(owner, on=day).picked == first
    with time_machine.travel(MONDAY + timedelta(hours=5), tick=False):
        assert today.today_page(owner, on=day).picked == first


def test_it_costs_the_same_whatever_there_is(owner: Any) -> None:
    journal.write_entry(owner, text="so that nothing is special", kind="win")
    counts = []
    for size in (10, 100):
        for number in range(size):
            person_id = make_person(owner, f"Person {size} {number}", stage="mentor")
            if number % 5 == 0:
                commitments.promise(
                    owner, person_id=person_id, text="a thing", due_on=MONDAY.date(), is_mine=True
                )
                parking.park_item(owner, text=f"thought {size} {number}")
                at = (MONDAY + timedelta(days=number % 20 - 5)).date()
                sessions.schedule_once(owner, person_id=person_id, on=at, at=time(10, number % 60))
        counts.append(queries_in(lambda: today.today_page(owner)))
    assert counts == [2, 2], "the profile, and everything else in one"
