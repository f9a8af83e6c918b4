"""Marked confidential: they stand in no match, no reason and no letter to somebody else."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.storage.models import Draft, User
from mentorpanel.usecases import (
    acquaintances,
    advice,
    advice_loops,
    ask,
    asked,
    asks,
    contrasts,
    decision_asks,
    decision_choices,
    decisions,
    favours,
    focus,
    giving,
    goals,
    introduction_letters,
    introductions,
    journal,
    letters,
    parking,
    people,
    today,
    touchpoints,
    wants,
)
from tests.makers import NOON, make_person, make_session

pytestmark = pytest.mark.django_db
NAME, WORDS = "Zacharias Quill", "the Osprey programme is being wound up in spring"
KINDS = tuple(one.slug for one in letters.kinds() if one.slug not in ("brief", "recap", "introduction"))


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def ana(owner: User) -> int:
    return make_person(owner, "Ana Ruiz", stage="mentor")


@pytest.fixture
def secret(owner: User, ana: int) -> int:
    """Somebody confidential to whom everything leads: what they offer, said, need, and whom they know."""
    quill = make_person(owner, NAME, stage="mentor")
    wants.note_want(owner, person_id=quill, kind="offer", text="pricing reviews of Quill", topics=["pricing"])
    wants.note_want(
        owner, person_id=quill, kind="need", text=f"a pricing reader: {WORDS}", topics=["pricing"]
    )
    touchpoints.log_touchpoint(owner, person_id=quill, kind="coffee", on=NOON.date(), summary=WORDS)
    said = advice.note_advice(owner, person_id=quill, text=WORDS, topics=["pricing"])
    advice.change_advice(owner, advice_id=said.id, status="worked", outcome=f"{NAME} was right.")
    favours.note_favour(owner, person_id=ana, text="Mentoring", other_id=quill)
    acquaintances.know_each_other(owner, person_id=ana, other_id=quill)
    people.change_person(owner, person_id=quill, is_confidential=True)
    return quill


def texts_to_others(owner: User, secret: int) -> str:
    kept = Draft.objects.filter(owner=owner).exclude(person_id=secret)
    return " ".join(f"{one.subject} {one.text} {one.slots}" for one in kept)


def assert_nothing_of_them(text: str) -> None:
    for marked in (NAME, "Quill", "Osprey"):
        assert marked not in text


def test_no_match_and_no_opening_of_another_names_them(owner: User, ana: int, secret: int) -> None:
    wants.note_want(owner, person_id=ana, kind="need", text="a pricing reader", topics=["pricing"])
    wants.note_want(owner, person_id=ana, kind="offer", text="pricing reviews", topics=["pricing"])
    mine = wants.note_want(owner, kind="offer", text="an evening on pricing", topics=["pricing"])
    page = giving.giving_page(owner)
    assert {(one.need.person_id, one.offer.person_id) for one in page.matches} == {
        (ana, None),
        (secret, None),
    }
    for one in page.matches:
        assert one.need.text in one.reason and one.offer.text in one.reason, "facts on both sides"
        if one.need.person_id != secret:
            assert_nothing_of_them(one.reason)
    shown = today.today_page(owner).picked
    for card in (*shown.blind_spots, *shown.coming_up, *shown.openings):
        if card.kind == "opening" and card.person_id != secret:
            assert_nothing_of_them(f"{card.title} {card.why}")
    (need,) = [one for one in wants.wants_of(owner, person_id=ana) if not one.is_offer]
    giving.begin_offer(owner, want_id=need.id, offer_id=mine.id)
    assert_nothing_of_them(texts_to_others(owner, secret))


def test_no_letter_to_another_begins_with_them(owner: User, ana: int, secret: int) -> None:
    item = parking.park_item(owner, text="How do we price it?", person_id=ana, topics=["pricing"])
    ranked = ask.ask(owner, question="How do we price it?", big=True)
    assert any(NAME in str(one) for one in ranked.asked.results), "they may be asked themselves"
    asks.write_to(owner, person_id=ana, item_id=item.id)
    mine = advice.note_advice(owner, person_id=ana, text="Price by seat.", topics=["pricing"])
    theirs = advice.advice_list(owner, person_id=secret).results[0]
    advice.change_advice(owner, advice_id=mine.id, status="worked", outcome="They stayed.")
    found = decisions.begin_decision(owner, question="Seat or usage?", options=["Seat", "Usage"]).decision
    contrasts.set_side_by_side(
        owner, question="Which?", advice_ids=[mine.id, theirs.id], decision_id=found.id
    )
    decision_asks.note_answer(owner, decision_id=found.id, person_id=secret, criteria=[WORDS], said=WORDS)
    decision_asks.ask(owner, decision_id=found.id, person_id=ana)
    decision_choices.choose(owner, decision_id=found.id, option_id=found.options[0].id)
    decision_asks.thank(owner, decision_id=found.id, person_id=ana)
    advice_loops.begin_thanks(owner, advice_id=mine.id)
    focus.add_focus(owner, text="Pricing", readers="everyone")
    journal.write_entry(owner, text="We priced it.", kind="win", share_with=[ana])
    goals.set_goal(
        owner, statement="Lead a team", due_on=NOON.date() + timedelta(days=300), person_ids=[ana, secret]
    )
    session = make_session(owner, ana, days=3)
    letters.session_letter(owner, session_id=session, kind="brief")
    for kind in KINDS:
        letters.draft_letter(owner, kind=kind, person_id=ana)
    assert Draft.objects.filter(person_id=ana).count() >= len(KINDS) + 4
    assert_nothing_of_them(texts_to_others(owner, secret))


def test_they_are_brought_together_with_nobody(owner: User, ana: int, secret: int) -> None:
    for way in ((ana, secret), (secret, ana)):
        with pytest.raises(Conflict, match="confidential"):
            introductions.begin_connection(owner, first_id=way[0], second_id=way[1])
    with pytest.raises(Conflict, match="confidential"):
        introductions.begin_request(owner, bridge_id=ana, target_id=secret)
    wish = asked.note_asked(owner, person_id=ana, text="a pricing reader")
    with pytest.raises(Invalid, match="confidential"):
        asked.answer(owner, favour_id=wish.id, answer="know", other_id=secret)
    assert introductions.begin_request(owner, bridge_id=secret, target_id=ana).first.id == secret
    assert_nothing_of_them(texts_to_others(owner, secret))


def test_marked_since_no_letter_of_an_introduction_is_begun(owner: User, ana: int) -> None:
    ben = make_person(owner, "Ben Okri", stage="mentor")
    made = introductions.begin_connection(owner, first_id=ana, second_id=ben)
    people.change_person(owner, person_id=ben, is_confidential=True)
    with pytest.raises(Conflict, match="confidential"):
        introduction_letters.start_letter(owner, introduction_id=made.id)
    assert not Draft.objects.exists()
