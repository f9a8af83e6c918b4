"""Answered letters and favours on Today: until a word of mine has gone, and again when it did not go after all."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from mentorpanel.usecases import answers, favours, letters, panel, people, today, touchpoints

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(MONDAY, tick=False):
        yield


def thanks_due(owner: Any) -> list[str]:
    picked = today.today_page(owner).picked
    every = (*picked.coming_up, *(one.card for one in picked.not_shown))
    return [card.id for card in every if card.kind in ("answered", "favour")]


def asked(owner: Any, person_id: int, kind: str = "ask", **slots: str) -> int:
    letter = letters.draft_letter(
        owner, kind=kind, person_id=person_id, slots=slots or {"question": "Which price?"}
    )
    letters.mark_sent(owner, draft_id=letter.draft.id)
    return letter.draft.id


def test_an_answer_of_the_same_day_is_thanked_and_the_ask_itself_is_no_thanks(owner: Any) -> None:
    ana = people.add_person(owner, name="Ana Ruiz")
    ask = asked(owner, ana.id)
    assert thanks_due(owner) == []
    answers.note_answer(owner, ask)
    assert thanks_due(owner) == [f"answered-{ask}"]
    answers.forget_answer(owner, ask)
    assert thanks_due(owner) == []


def test_a_thank_you_clears_it_and_taken_back_it_is_owed_again(owner: Any) -> None:
    ana = people.add_person(owner, name="Ana Ruiz")
    ask = asked(owner, ana.id)
    answers.note_answer(owner, ask)
    sent = letters.draft_letter(
        owner, kind="thank-you", person_id=ana.id, slots={"appreciation": "You made my week."}
    )
    letters.mark_sent(owner, draft_id=sent.draft.id)
    assert thanks_due(owner) == []
    letters.take_back(owner, draft_id=sent.draft.id)
    assert thanks_due(owner) == [f"answered-{ask}"]


def test_a_talk_since_is_thanks_enough_and_their_own_letter_is_not(owner: Any) -> None:
    ana = people.add_person(owner, name="Ana Ruiz")
    yesterday = (MONDAY - timedelta(days=1)).date()
    done = favours.note_favour(
        owner, person_id=ana.id, direction="received", kind="connect", text="Put in a word", on=yesterday
    )
    touchpoints.log_touchpoint(owner, person_id=ana.id, kind="email", direction="from-them", on=MONDAY.date())
    assert thanks_due(owner) == [f"favour-{done.id}"]
    touchpoints.log_touchpoint(owner, person_id=ana.id, kind="call", direction="both", on=MONDAY.date())
    assert thanks_due(owner) == []


def test_done_on_today_says_that_thanks_were_said_and_undone_that_they_were_not(owner: Any) -> None:
    ana = people.add_person(owner, name="Ana Ruiz")
    panel.move_stage(owner, person_id=ana.id, stage="mentor", since=date(2025, 1, 5), is_setting_up=True)
    long_ago = date(2026, 7, 1)
    touchpoints.log_touchpoint(owner, person_id=ana.id, kind="meeting", direction="both", on=long_ago)
    done = favours.note_favour(
        owner, person_id=ana.id, direction="received", kind="connect", text="Put in a word"
    )
    card_id = f"favour-{done.id}"
    today.done_card(owner, card_id=card_id)
    assert thanks_due(owner) == []
    assert not today.cards_named(owner, card_ids=[f"cadence-{ana.id}"]), "thanks are a word, too"
    (latest, _) = touchpoints.timeline(owner, person_id=ana.id, limit=9, after="").results
    assert (latest.summary, latest.direction) == ("Thanks", "from-me")
    today.undo_card(owner, card_id=card_id)
    assert thanks_due(owner) == [card_id]
    assert len(touchpoints.timeline(owner, person_id=ana.id, limit=9, after="").results) == 1


def test_what_i_gave_and_letters_that_ask_nothing_want_no_thanks(owner: Any) -> None:
    ana = people.add_person(owner, name="Ana Ruiz")
    favours.note_favour(owner, person_id=ana.id, direction="given", kind="connect", text="Put in a word")
    answers.note_answer(owner, asked(owner, ana.id, "thank-you", appreciation="You made my week."))
    assert thanks_due(owner) == []


def test_somebody_in_the_trash_is_not_thanked(owner: Any) -> None:
    ana = people.add_person(owner, name="Ana Ruiz")
    answers.note_answer(owner, asked(owner, ana.id))
    people.trash_person(owner, person_id=ana.id)
    assert thanks_due(owner) == []


def test_put_away_they_make_room_for_the_rhythm_until_they_are_taken_back(owner: Any) -> None:
    ana = people.add_person(owner, name="Ana Ruiz")
    panel.move_stage(owner, person_id=ana.id, stage="mentor", since=date(2025, 1, 5), is_setting_up=True)
    touchpoints.log_touchpoint(owner, person_id=ana.id, kind="meeting", direction="both", on=date(2026, 7, 1))
    done = favours.note_favour(
        owner, person_id=ana.id, direction="received", kind="connect", text="Put in a word"
    )
    thanks, rhythm = f"favour-{done.id}", f"cadence-{ana.id}"

    def of_ana() -> list[str]:
        return [card.id for card in today.cards_of_person(owner, person_id=ana.id)]

    assert of_ana() == [thanks]
    today.snooze_card(owner, card_id=thanks)
    assert of_ana() == [rhythm]
    picked = today.today_page(owner).picked
    assert [one.card.id for one in picked.not_shown if one.can_return] == [thanks]
    today.undo_card(owner, card_id=thanks)
    assert of_ana() == [thanks]
    today.dismiss_card(owner, card_id=thanks, reason="I called")
    assert of_ana() == [rhythm]
