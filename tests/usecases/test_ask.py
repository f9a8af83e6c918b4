"""Asking: people for a question, a letter or the agenda, the answer that becomes advice, and all of it back."""

from datetime import timedelta

import pytest
import time_machine

from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.storage.models import Advice, Draft, ParkedItem, Person, Touchpoint, User
from mentorpanel.usecases import (
    advice,
    ask,
    asks,
    letter_replies,
    letters,
    matches,
    parking,
    parking_hints,
    people,
)
from tests.makers import NOON, make_person, make_session, queries_in

QUESTION = "How should I price the pilot?"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def ana(owner):
    person_id = make_person(owner, "Ana Ruiz", stage="mentor")
    advice.note_advice(owner, person_id=person_id, text="Price by seat first", on=NOON.date())
    return person_id


@pytest.fixture
def marek(owner):
    person_id = make_person(owner, "Marek Novak", stage="mentor")
    Person.objects.filter(pk=person_id).update(expertise=["pricing"])
    return person_id


def names(answer):
    return [one.name for one in answer.asked.results]


def sent_ask(owner, person_id, item_id=None):
    made = asks.write_to(owner, person_id=person_id, item_id=item_id, question="" if item_id else QUESTION)
    letters.mark_sent(owner, draft_id=made.draft.id)
    return made.draft.id


def test_people_come_with_what_they_said(owner: User, ana: int, marek: int) -> None:
    found = ask.ask(owner, question=QUESTION)
    assert set(names(found)) == {"Ana Ruiz", "Marek Novak"} and found.used == "words"
    reasons = {one.name: one.reasons for one in found.asked.results}
    assert reasons["Ana Ruiz"][0] == "Today they said: “Price by seat first”."
    assert reasons["Marek Novak"][0] == "Pricing is among what they know."


def test_all_that_was_said_is_looked_at(owner: User, ana: int, marek: int) -> None:
    for person_id in (ana, marek):
        Touchpoint.objects.create(
            owner=owner, person_id=person_id, kind="call", direction="both", on=NOON.date(), at=NOON,
            summary=f"On hiring designers with number {person_id}", source="manual",
        )  # fmt: skip
    item = parking.park_item(owner, text="Who signs contracts?", person_id=ana)
    parking.close_item(owner, item_id=item.id, answer="Legal, always")
    assert names(ask.ask(owner, question="Which designers should we be hiring?")) == [
        "Ana Ruiz",
        "Marek Novak",
    ]
    contracts = ask.ask(owner, question="Do I sign contracts myself?").asked.results
    assert "they answered “Who signs contracts?”: “Legal, always”." in contracts[0].reasons[0]


def test_nobody_is_named_who_should_not_be(owner: User, ana: int, marek: int) -> None:
    Person.objects.filter(pk=marek).update(do_not_contact=True)
    outsider = make_person(owner, "Jo Kim")
    Person.objects.filter(pk=outsider).update(expertise=["pricing"])
    found = ask.ask(owner, question=QUESTION)
    assert names(found) == ["Ana Ruiz", "Jo Kim"]
    assert found.asked.results[1].reasons[-1] == "Not on your panel; you have not talked yet."
    people.trash_person(owner, person_id=ana)
    assert names(ask.ask(owner, question=QUESTION)) == ["Jo Kim"]


def test_a_merge_takes_along_what_they_said(owner: User, ana: int, marek: int) -> None:
    merge_id = matches.merge_people(owner, kept_id=marek, merged_id=ana)
    found = ask.ask(owner, question=QUESTION).asked.results
    assert [one.name for one in found] == ["Marek Novak"] and len(found[0].reasons) == 2
    matches.undo_merge(owner, merge_id=merge_id)
    assert len(ask.ask(owner, question=QUESTION).asked.results) == 2


def test_there_has_to_be_a_question_of_mine(owner: User, other_owner: User) -> None:
    with pytest.raises(Invalid, match="Type the question"):
        ask.ask(owner, question="  ")
    theirs = parking.park_item(other_owner, text=QUESTION)
    with pytest.raises(NotFound):
        ask.ask(owner, item_id=theirs.id)
    assert ask.ask(owner, question=QUESTION).has_people is False


def test_the_queries_do_not_grow(owner: User, ana: int) -> None:
    ask.ask(owner, question=QUESTION)
    before = queries_in(lambda: ask.ask(owner, question=QUESTION))
    for number in range(12):
        person_id = make_person(owner, f"P{number}", stage="mentor")
        advice.note_advice(owner, person_id=person_id, text=f"Price the pilot by {number}")
    assert queries_in(lambda: ask.ask(owner, question=QUESTION)) == before


def test_the_parking_lot_goes_by_the_same_rule(owner: User, ana: int) -> None:
    item = parking.park_item(owner, text=QUESTION)
    hints = parking_hints.suggestions(owner, items=[item])[item.id]
    assert [(one.person.name, one.why) for one in hints] == [
        ("Ana Ruiz", "Today they said: “Price by seat first”.")
    ]


def test_a_typed_question_is_parked_and_goes_on_the_agenda(owner: User, ana: int) -> None:
    session_id = make_session(owner, ana, days=5)
    make_session(owner, ana, days=40)
    done = asks.put_on_agenda(owner, person_id=ana, question=QUESTION)
    assert done.is_new and done.session is not None and done.session.id == session_id
    assert parking.agenda(owner, session_id=session_id)[0].item.text == QUESTION
    again = asks.put_on_agenda(owner, person_id=ana, question=QUESTION)
    assert not again.is_new and again.item.id == done.item.id
    assert parking.unplan(owner, item_id=done.item.id, session_id=session_id).status == "parked"


def test_without_a_session_it_waits_for_them(owner: User, ana: int) -> None:
    item = parking.park_item(owner, text=QUESTION)
    done = asks.put_on_agenda(owner, person_id=ana, item_id=item.id)
    assert done.session is None and done.item.person is not None and done.item.person.id == ana


def test_an_ask_is_begun_once_and_says_the_question(owner: User, ana: int, marek: int) -> None:
    item = parking.park_item(owner, text=QUESTION)
    letter = asks.write_to(owner, person_id=ana, item_id=item.id)
    assert "Could you advise me on this: how should I price the pilot?" in letter.draft.text
    assert asks.write_to(owner, person_id=ana, item_id=item.id).draft.id == letter.draft.id
    other = asks.write_to(owner, person_id=marek, item_id=item.id)
    assert other.draft.id != letter.draft.id
    assert parking.parked_item(owner, item_id=item.id).person.id == ana
    letters.write_letter(owner, draft_id=letter.draft.id, slots={"context": "We have 400 seats"})
    assert asks.write_to(owner, person_id=ana, item_id=item.id).draft.slots["context"] == "We have 400 seats"


def test_whoever_is_not_to_be_contacted_is_not_asked(owner: User, ana: int) -> None:
    Person.objects.filter(pk=ana).update(do_not_contact=True)
    with pytest.raises(Conflict):
        asks.write_to(owner, person_id=ana, question=QUESTION)
    item = parking.park_item(owner, text="Done with")
    parking.close_item(owner, item_id=item.id)
    with pytest.raises(Conflict, match="closed"):
        asks.put_on_agenda(owner, person_id=make_person(owner, "Jo", stage="mentor"), item_id=item.id)


def test_their_answer_becomes_advice_and_back(owner: User, ana: int) -> None:
    item = parking.park_item(owner, text=QUESTION, topics=["pricing"])
    draft_id = sent_ask(owner, ana, item.id)
    letter_replies.note_reply(owner, draft_id=draft_id, advice="Take half the seats first")
    now = parking.parked_item(owner, item_id=item.id)
    assert (now.status, now.answer) == ("answered", "Ana Ruiz: Take half the seats first")
    made = Advice.objects.get(owner=owner, item_id=item.id)
    assert (made.text, made.topics, made.person_id) == ("Take half the seats first", ["pricing"], ana)
    letter_replies.note_reply(owner, draft_id=draft_id, advice="Take a third")
    assert Advice.objects.get(owner=owner, item_id=item.id).text == "Take a third"
    letter_replies.forget_reply(owner, draft_id=draft_id)
    now = parking.parked_item(owner, item_id=item.id)
    assert (now.status, now.answer) == ("parked", "") and not Advice.objects.filter(item_id=item.id).exists()


def test_two_answer_one_question(owner: User, ana: int, marek: int) -> None:
    item = parking.park_item(owner, text=QUESTION)
    first, second = sent_ask(owner, ana, item.id), sent_ask(owner, marek, item.id)
    letter_replies.note_reply(owner, draft_id=first, advice="By seat")
    letter_replies.note_reply(owner, draft_id=second, advice="By use")
    assert parking.parked_item(owner, item_id=item.id).answer == "Ana Ruiz: By seat\nMarek Novak: By use"
    letter_replies.forget_reply(owner, draft_id=first)
    now = parking.parked_item(owner, item_id=item.id)
    assert (now.status, now.answer) == ("answered", "Marek Novak: By use")


def test_a_reply_by_mail_counts_as_an_answer(owner: User, ana: int) -> None:
    item = parking.park_item(owner, text=QUESTION)
    draft_id = sent_ask(owner, ana, item.id)
    letter_replies.note_reply(owner, draft_id=draft_id)
    now = parking.parked_item(owner, item_id=item.id)
    assert (now.status, now.answer) == ("answered", "Ana Ruiz answered.")
    assert not Advice.objects.filter(item_id=item.id).exists()


def test_an_answer_stands_when_its_item_is_gone(owner: User, ana: int) -> None:
    draft_id = sent_ask(owner, ana)
    ParkedItem.objects.filter(owner=owner).delete()
    letter_replies.note_reply(owner, draft_id=draft_id, advice="Take a third")
    assert Advice.objects.filter(owner=owner, text="Take a third").exists()
    letter_replies.forget_reply(owner, draft_id=draft_id)
    assert not Advice.objects.filter(owner=owner, text="Take a third").exists()


def test_what_is_with_somebody_already_is_said(owner: User, ana: int) -> None:
    sent_ask(owner, ana)
    reasons = ask.ask(owner, question=QUESTION).asked.results[0].reasons
    assert "An ask of yours to them is still unanswered." in reasons
    Draft.objects.filter(owner=owner).update(sent_at=NOON - timedelta(days=40))
    assert "unanswered" not in " ".join(ask.ask(owner, question=QUESTION).asked.results[0].reasons)
