"""The library of advice: out of notes, told back by letters, side by side, found again, topics in one spelling."""

from datetime import date

import pytest
import time_machine

from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.storage.models import Person, User
from mentorpanel.usecases import (
    advice,
    advice_loops,
    contrasts,
    letters,
    matches,
    parking,
    resurfacing,
    sessions,
    today,
    topics,
    touchpoints,
)
from tests.makers import NOON, make_person, make_session, queries_in

DAY = date(2026, 2, 23)


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def said_in(owner: User, session: int) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.text, one.topics) for one in advice.advice_of_session(owner, session_id=session)]


def write(owner: User, session: int, notes: str) -> None:
    sessions.change_session(owner, session_id=session, notes=notes)


def test_marked_lines_become_advice_once_and_follow_the_notes(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    session = make_session(owner, ana, days=-7)
    write(owner, session, "We met.\n! Price by seat #pricing\n- ! Hire late")
    write(owner, session, "We met again.\n! Price by seat #pricing\n- ! Hire late")
    assert said_in(owner, session) == [("Price by seat", ("pricing",)), ("Hire late", ())]
    first = advice.advice_of_session(owner, session_id=session)[0]
    assert (first.person.id, first.on) == (ana, DAY)
    write(owner, session, "! Hire late\n! Price by seat first #pricing #sales")
    assert said_in(owner, session) == [("Price by seat first", ("pricing", "sales")), ("Hire late", ())]
    assert advice.advice_of_session(owner, session_id=session)[0].id == first.id
    write(owner, session, "")
    assert said_in(owner, session) == []


def test_advice_that_was_worked_with_outlives_its_line(owner: User) -> None:
    session = make_session(owner, make_person(owner, "Ana Ruiz"), days=-7)
    write(owner, session, "! Tried\n! Worded\n! Deleted\n! Beside\n! Also beside")
    rows = {one.text: one.id for one in advice.advice_of_session(owner, session_id=session)}
    advice.change_advice(owner, advice_id=rows["Tried"], status="trying")
    advice.change_advice(owner, advice_id=rows["Worded"], text="Worded by hand")
    contrasts.set_side_by_side(owner, question="Which?", advice_ids=[rows["Beside"], rows["Also beside"]])
    advice.delete_advice(owner, advice_id=rows["Deleted"])
    write(owner, session, "! Tried\n! Worded\n! Deleted\n! Beside\n! Also beside\n! New")
    assert "Deleted" not in {text for text, _ in said_in(owner, session)}
    write(owner, session, "Nothing marked")
    assert {text for text, _ in said_in(owner, session)} == {
        "Tried",
        "Worded by hand",
        "Beside",
        "Also beside",
    }
    write(owner, session, "! Tried")
    assert [text for text, _ in said_in(owner, session)].count("Tried") == 1


def test_the_three_boxes_and_the_notes_note_nothing_twice(owner: User) -> None:
    session = make_session(owner, make_person(owner, "Ana Ruiz"), days=-1)
    for _ in range(2):
        sessions.hold_session(
            owner, session_id=session, notes="! Ask twice #asking", learned=("Ask twice", "Wait #patience")
        )
    assert said_in(owner, session) == [("Ask twice", ("asking",)), ("Wait", ("patience",))]


def told(owner: User, person: int, text: str = "Price by seat first", status: str = "worked") -> int:
    made = advice.note_advice(owner, person_id=person, text=text, on=DAY)
    advice.change_advice(owner, advice_id=made.id, status=status, outcome="14 of 20 stayed.")
    return made.id


def test_a_thank_you_closes_the_loop_and_taking_it_back_opens_it(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    number = told(owner, ana, "“Price by seat first.”")
    told(owner, ana, "Another")
    letter = advice_loops.begin_thanks(owner, advice_id=number)
    assert advice_loops.begin_thanks(owner, advice_id=number).draft.id == letter.draft.id
    assert letter.draft.slots["result"] == "14 of 20 stayed."
    assert "Price by seat first" in letter.draft.text
    letters.mark_sent(owner, draft_id=letter.draft.id)
    assert advice.advice_record(owner, advice_id=number).loop_closed_on == NOON.date()
    letters.take_back(owner, draft_id=letter.draft.id)
    assert advice.advice_record(owner, advice_id=number).loop_closed_on is None


def test_the_next_brief_tells_an_old_outcome_before_new_advice(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    old = told(owner, ana)
    for number in range(60):
        advice.note_advice(owner, person_id=ana, text=f"Newer {number}", on=NOON.date())
    session = make_session(owner, ana, days=3)
    (waiting,) = advice_loops.to_close(owner)
    assert waiting.session is not None and waiting.session.id == session
    brief = letters.session_letter(owner, session_id=session, kind="brief")
    assert "You said “Price by seat first”; it worked: 14 of 20 stayed." in brief.draft.text
    letters.mark_sent(owner, draft_id=brief.draft.id)
    assert advice.advice_record(owner, advice_id=old).loop_closed_on is not None
    assert advice_loops.to_close(owner) == ()


def test_today_asks_to_tell_them_until_they_have_heard(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    touchpoints.log_touchpoint(owner, person_id=ana, on=NOON.date())
    number = told(owner, ana)
    (card,) = [one for one in today.cards_of_person(owner, person_id=ana) if one.kind == "loop"]
    today.done_card(owner, card_id=card.id)
    assert advice.advice_record(owner, advice_id=number).loop_closed_on == NOON.date()
    today.undo_card(owner, card_id=card.id)
    assert advice.advice_record(owner, advice_id=number).loop_closed_on is None


def test_a_change_is_taken_back_whole(owner: User) -> None:
    number = told(owner, make_person(owner, "Ana Ruiz"))
    heard = advice.close_loop(owner, advice_id=number, on=DAY)
    before = advice.standing_of(heard)
    advice.change_advice(owner, advice_id=number, status="did-not", outcome="They left.")
    assert advice.put_back(owner, advice_id=number, before=before) == heard


def test_side_by_side_decided_and_taken_back(owner: User, other_owner: User) -> None:
    ana, ben = make_person(owner, "Ana Ruiz"), make_person(owner, "Ben Okri")
    item = parking.park_item(owner, text="Seat or usage?")
    first = advice.note_advice(owner, person_id=ana, text="By seat", topics=["pricing"], item_id=item.id)
    second = advice.note_advice(owner, person_id=ben, text="By usage", topics=["pricing"], item_id=item.id)
    question, beside = contrasts.beside(owner, item_id=item.id)
    assert (question, {one.id for one in beside}) == ("Seat or usage?", {first.id, second.id})
    made = contrasts.set_side_by_side(
        owner, question=question, advice_ids=[first.id, second.id], item_id=item.id
    )
    decided = contrasts.decide(owner, contrast_id=made.id, choice_id=second.id, why="We bill by use.")
    assert (decided.choice_id, decided.why, decided.decided_on) == (second.id, "We bill by use.", NOON.date())
    assert [one.id for one in contrasts.contrasts_with(owner, advice_id=first.id)] == [made.id]
    removed = contrasts.remove(owner, contrast_id=made.id)
    back = contrasts.put_back(owner, removed=removed)
    assert (back.question, back.choice_id, back.why, back.item_id) == (
        "Seat or usage?",
        second.id,
        "We bill by use.",
        item.id,
    )
    assert contrasts.reopen(owner, contrast_id=back.id).decided_on is None
    with pytest.raises(Invalid):
        contrasts.decide(owner, contrast_id=back.id)
    with pytest.raises(Invalid):
        contrasts.set_side_by_side(owner, question="Which?", advice_ids=[first.id])
    with pytest.raises(NotFound):
        contrasts.set_side_by_side(other_owner, question="Which?", advice_ids=[first.id, second.id])
    with pytest.raises(NotFound):
        contrasts.decide(other_owner, contrast_id=back.id, decided="x")
    with pytest.raises(NotFound):
        advice.note_advice(other_owner, person_id=make_person(other_owner, "Z"), text="x", item_id=item.id)


def test_merging_two_people_keeps_their_advice_and_where_it_stands(owner: User) -> None:
    ana, double = make_person(owner, "Ana Ruiz"), make_person(owner, "Ana R.")
    first = advice.note_advice(owner, person_id=ana, text="By seat")
    second = advice.note_advice(owner, person_id=double, text="By usage")
    made = contrasts.set_side_by_side(owner, question="Which?", advice_ids=[first.id, second.id])
    merge = matches.merge_people(owner, kept_id=ana, merged_id=double, reason="same")
    both = contrasts.contrast(owner, contrast_id=made.id).advice
    assert {one.person.id for one in both} == {ana}
    matches.undo_merge(owner, merge_id=merge)
    both = contrasts.contrast(owner, contrast_id=made.id).advice
    assert {one.person.id for one in both} == {ana, double}


def test_old_advice_comes_back_for_a_parked_item_in_one_query(owner: User, other_owner: User) -> None:
    told(owner, make_person(owner, "Ana Ruiz"))
    told(other_owner, make_person(other_owner, "Zora"))
    items = [parking.park_item(owner, text=f"Do we price by seat, {number}?") for number in range(3)]
    for _ in range(20):
        told(owner, make_person(owner, "Ben Okri"), "Hire late")
    assert queries_in(lambda: resurfacing.for_items(owner, items=items)) == 2
    (found,) = resurfacing.for_items(owner, items=items)[items[0].id]
    assert found.sentence == "Seven days ago, Ana said “Price by seat first”. It worked: 14 of 20 stayed."
    closed = parking.close_item(owner, item_id=items[0].id)
    assert resurfacing.for_items(owner, items=[closed]) == {}


def test_a_topic_is_renamed_everywhere_joined_and_put_back(owner: User, other_owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    one = advice.note_advice(owner, person_id=ana, text="x", topics=["price", "pricing"])
    two = advice.note_advice(owner, person_id=ana, text="y", topics=["Price"])
    assert two.topics == ("price",)
    item = parking.park_item(owner, text="z", topics=["price"])
    advice.note_advice(other_owner, person_id=make_person(other_owner, "Z"), text="x", topics=["price"])
    renamed = topics.rename(owner, was="price", becomes="pricing")
    assert topics.suggested(owner) == ("pricing",)
    assert topics.suggested(other_owner) == ("price",)
    assert parking.parked_item(owner, item_id=item.id).topics == ("pricing",)
    with pytest.raises(NotFound):
        topics.put_back(other_owner, undo=renamed.undo)
    assert topics.put_back(owner, undo=renamed.undo) == renamed.changed
    assert advice.advice_record(owner, advice_id=one.id).topics == ("price", "pricing")
    with pytest.raises(NotFound):
        topics.rename(owner, was="nothing", becomes="pricing")


def test_lists_by_topic_and_open_loop(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    number = told(owner, ana)
    other = advice.note_advice(owner, person_id=ana, text="x", topics=["größe"])
    assert [one.id for one in advice.advice_list(owner, topic="größe").results] == [other.id]
    assert [one.id for one in advice.advice_list(owner, topic="").results] == [number]
    assert [one.id for one in advice.advice_list(owner, is_loop_open=True).results] == [number]


def test_a_person_in_the_trash_waits_for_nothing(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    told(owner, ana)
    assert len(advice_loops.to_close(owner)) == 1
    Person.objects.filter(pk=ana).update(deleted_at=NOON)
    assert advice_loops.to_close(owner) == ()
