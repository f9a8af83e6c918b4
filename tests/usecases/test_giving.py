"""Giving back: needs and offers as dated facts, favours, what was asked of me and its three answers, mentees."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.storage.models import Favour, Person, Want
from mentorpanel.usecases import (
    asked,
    commitments,
    favours,
    giving,
    introductions,
    letters,
    matches,
    mentees,
    panel,
    people,
    sessions,
    today,
    wants,
)
from tests.makers import NOON, make_person, make_session

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
FRIDAY = date(2026, 3, 6)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def lena(owner: Any) -> int:
    return make_person(owner, "Lena Ko", stage="mentor")


def cards(owner: Any, kind: str) -> list[str]:
    """Of that kind, shown or left out because another card about the same person comes first."""
    picked = today.today_page(owner).picked
    left = [one.card for one in picked.not_shown if one.reason.startswith("One thing at a time")]
    every = (*picked.blind_spots, *picked.coming_up, *picked.openings, *left)
    return [one.title for one in every if one.kind == kind]


def test_rows_and_the_texts_of_a_person_say_the_same(owner: Any, lena: int) -> None:
    people.change_person(owner, person_id=lena, need="A researcher\nA flat", offer="Pricing reviews")
    held = wants.wants_of(owner, person_id=lena)
    assert {(one.kind, one.text, one.where, one.since) for one in held} == {
        ("need", "A researcher", "their profile", TODAY),
        ("need", "A flat", "their profile", TODAY),
        ("offer", "Pricing reviews", "their profile", TODAY),
    }
    people.change_person(owner, person_id=lena, need="A flat\nA speaker")
    assert [one.text for one in wants.wants_of(owner, person_id=lena) if one.withdrawn_on] == ["A researcher"]
    launch = wants.note_want(
        owner, person_id=lena, kind="launch", text="The  new\npage", since=date(2026, 2, 1)
    )
    assert people.person(owner, person_id=lena).need == "The new page\nA flat\nA speaker"
    wants.settle_want(owner, want_id=launch.id, how="met")
    assert people.person(owner, person_id=lena).need == "A flat\nA speaker"
    wants.reopen_want(owner, want_id=launch.id)
    wants.change_want(owner, want_id=launch.id, text="Another page", topics=["Pricing"])
    assert people.person(owner, person_id=lena).need.startswith("Another page\n")
    wants.delete_want(owner, want_id=launch.id)
    assert people.person(owner, person_id=lena).need == "A flat\nA speaker"
    made = people.add_person(owner, name="New One", offer="Introductions")
    assert [one.text for one in wants.wants_of(owner, person_id=made.id)] == ["Introductions"]


def test_a_text_that_an_import_left_is_not_lost(owner: Any, lena: int) -> None:
    Person.objects.filter(pk=lena).update(need="Left by an import")
    wants.note_want(owner, person_id=lena, text="A flat")
    assert people.person(owner, person_id=lena).need.splitlines() == ["Left by an import", "A flat"]


def test_where_it_was_learnt_and_what_cannot_be(owner: Any, lena: int, other_owner: Any) -> None:
    tom, session = make_person(owner, "Tom"), make_session(owner, lena)
    assert wants.note_want(owner, person_id=lena, text="x", session_id=session).where == "in a session"
    with pytest.raises(Invalid, match="somebody else"):
        wants.note_want(owner, person_id=tom, text="x", session_id=session)
    with pytest.raises(Invalid, match="still to come"):
        wants.note_want(owner, person_id=lena, text="x", since=TODAY + timedelta(days=1))
    with pytest.raises(NotFound):
        wants.note_want(other_owner, person_id=lena, text="x")
    assert wants.note_want(owner, text="mine").person is None


def test_merging_moves_needs_and_favours_and_undo_brings_them_back(owner: Any, lena: int) -> None:
    double = make_person(owner, "Lena K")
    people.change_person(owner, person_id=lena, need="A flat")
    wants.note_want(owner, person_id=double, text="A speaker")
    favours.note_favour(owner, person_id=double, text="read her page")
    merge = matches.merge_people(owner, kept_id=lena, merged_id=double)
    assert people.person(owner, person_id=lena).need == "A flat\nA speaker"
    assert [one.text for one in favours.favours_of(owner, person_id=lena)] == ["read her page"]
    _, parted = matches.undo_merge(owner, merge_id=merge)
    assert people.person(owner, person_id=lena).need == "A flat"
    assert people.person(owner, person_id=parted.id).need == "A speaker"
    assert [one.text for one in favours.favours_of(owner, person_id=parted.id)] == ["read her page"]


def test_yes_by_a_day_becomes_a_promise_and_stays_on_today_until_they_know(owner: Any, lena: int) -> None:
    made = asked.note_asked(owner, person_id=lena, text="Could you read my page?")
    assert cards(owner, "asked") == ["Lena Ko asked you: Could you read my page?"]
    with pytest.raises(Conflict, match="Choose one"):
        today.done_card(owner, card_id=f"asked-{made.id}")
    with pytest.raises(Invalid, match="by when"):
        asked.answer(owner, favour_id=made.id, answer="yes")
    answered = asked.answer(owner, favour_id=made.id, answer="yes", by=FRIDAY)
    assert answered.draft_id is not None
    letter = letters.letter(owner, draft_id=answered.draft_id)
    assert letter.held_back is None or not letter.held_back
    assert "You will hear from me by Friday 6 March." in letter.draft.text and letter.draft.state == "draft"
    (promise,) = commitments.open_commitments(owner)
    assert (promise.text, promise.due_on, promise.is_mine) == ("Could you read my page?", FRIDAY, True)
    assert cards(owner, "asked") == ["Tell Lena Ko your answer: Could you read my page?"]
    letters.mark_sent(owner, draft_id=answered.draft_id)
    assert cards(owner, "asked") == []
    letters.take_back(owner, draft_id=answered.draft_id)
    assert len(cards(owner, "asked")) == 1
    today.done_card(owner, card_id=f"asked-{made.id}")
    assert cards(owner, "asked") == []
    today.undo_card(owner, card_id=f"asked-{made.id}")
    assert len(cards(owner, "asked")) == 1
    asked.told(owner, favour_id=made.id)
    commitments.keep_commitment(owner, commitment_id=promise.id)
    assert favours.favour(owner, favour_id=made.id).status == "done"
    assert [line.text for line in giving.history(owner, person_id=lena)[0].given] == [
        "said yes to: Could you read my page?"
    ]


def test_an_answer_can_be_changed_and_taken_back(owner: Any, lena: int) -> None:
    made = asked.note_asked(owner, person_id=lena, text="Read my page")
    first = asked.answer(owner, favour_id=made.id, answer="yes", by=FRIDAY)
    second = asked.answer(owner, favour_id=made.id, answer="sorry")
    assert commitments.open_commitments(owner) == () and second.favour.status == "declined"
    with pytest.raises(NotFound):
        letters.letter(owner, draft_id=first.draft_id or 0)
    back = asked.take_back(owner, favour_id=made.id)
    assert (back.answer, back.status, back.draft_id, back.waits_for_me) == ("", "open", None, True)


def test_not_me_but_i_know_somebody_names_nobody(owner: Any, lena: int) -> None:
    tom = make_person(owner, "Tom Berg")
    made = asked.note_asked(owner, person_id=lena, text="Read my page")
    answered = asked.answer(owner, favour_id=made.id, answer="know", other_id=tom)
    assert answered.favour.other is not None and answered.favour.other.id == tom
    assert "Tom" not in letters.letter(owner, draft_id=answered.draft_id or 0).draft.text
    for change in ({"do_not_contact": True}, {"is_confidential": True}):
        other = people.add_person(owner, name="Kim Secret", **change)
        with pytest.raises(Invalid, match="Kim Secret"):
            asked.answer(owner, favour_id=made.id, answer="know", other_id=other.id)
    assert favours.favour(owner, favour_id=made.id).answer == "know"


def test_a_letter_holds_nothing_of_what_i_noted(owner: Any, lena: int) -> None:
    jo = make_person(owner, "Jo Park", stage="connected")
    mentees.take_on(owner, person_id=jo, asked_by_id=lena)
    need = wants.note_want(owner, person_id=lena, text="xprivatex need", topics=["xprivatex"])
    request = asked.note_asked(owner, person_id=lena, text="xprivatex request")
    made = [giving.begin_offer(owner, want_id=need.id).draft.id]
    for given in ("yes", "know", "sorry"):
        done = asked.answer(owner, favour_id=request.id, answer=given, by=FRIDAY, other_id=jo)
        assert done.draft_id is not None
        draft = letters.letter(owner, draft_id=done.draft_id).draft
        assert "xprivatex" not in draft.text + draft.subject and "Jo" not in draft.text
    made.append(mentees.write_before_talk(owner, session_id=make_session(owner, jo)).draft.id)
    made.append(mentees.write_line_back(owner, person_id=jo).draft.id)
    for number in made:
        draft = letters.letter(owner, draft_id=number).draft
        assert "xprivatex" not in draft.text + draft.subject + str(draft.slots)


def test_whoever_is_in_the_trash_is_named_nowhere(owner: Any, lena: int) -> None:
    jo = make_person(owner, "Jo Park")
    mentees.take_on(owner, person_id=jo, asked_by_id=lena)
    asked.answer(
        owner,
        favour_id=asked.note_asked(owner, person_id=lena, text="Read it").id,
        answer="know",
        other_id=jo,
    )
    wants.note_want(owner, person_id=jo, text="A reader")
    people.trash_person(owner, person_id=jo)
    page = giving.giving_page(owner)
    assert (page.mentees, page.needs) == ((), ()) and page.asked[0].favour.other is None
    people.trash_person(owner, person_id=lena)
    assert giving.giving_page(owner).asked == () and cards(owner, "asked") == []


def test_an_opening_goes_when_it_was_offered_and_is_never_chased(owner: Any, lena: int) -> None:
    mine = wants.note_want(owner, text="a review of a pricing page", kind="offer")
    need = wants.note_want(owner, person_id=lena, text="a pricing reader who stays kind")
    assert cards(owner, "opening") == ["Offer Lena Ko what you can give: a review of a pricing page"]
    letter = giving.begin_offer(owner, want_id=need.id, offer_id=mine.id)
    assert "a review of a pricing page" in letter.draft.text and "stays kind" not in letter.draft.text
    assert len(cards(owner, "opening")) == 1 and giving.giving_page(owner).promised == ()
    letters.mark_sent(owner, draft_id=letter.draft.id)
    assert cards(owner, "opening") == []
    assert [one.want_id for one in giving.giving_page(owner).promised] == [need.id]
    with time_machine.travel(NOON + timedelta(days=300), tick=False):
        assert cards(owner, "opening") == []
        wants.note_want(owner, person_id=lena, text="somebody to review her pricing")
        assert len(cards(owner, "opening")) == 1


def test_two_people_are_proposed_to_each_other_once_and_never_again(owner: Any, lena: int) -> None:
    tom = make_person(owner, "Tom Berg", stage="mentor")
    wants.note_want(owner, person_id=lena, text="a pricing reader")
    wants.note_want(owner, person_id=tom, text="pricing reviews", kind="offer")
    wants.note_want(owner, person_id=lena, text="a speaker on hiring", kind="offer")
    wants.note_want(owner, person_id=tom, text="somebody to talk on hiring")
    assert cards(owner, "opening") == ["Bring Tom Berg and Lena Ko together, if both like"]
    assert len(giving.giving_page(owner).ideas) == 1
    begun = introductions.begin_connection(owner, first_id=lena, second_id=tom)
    assert (cards(owner, "opening"), len(cards(owner, "introduction"))) == ([], 1)
    assert giving.giving_page(owner).ideas == {}
    introductions.delete_introduction(owner, introduction_id=begun.id)
    assert len(cards(owner, "opening")) == 1


def test_an_offer_by_letter_alone_is_noted_and_forgotten_with_it(owner: Any, lena: int) -> None:
    letter = letters.draft_letter(
        owner,
        kind="offer",
        person_id=lena,
        slots={"offer": "I can send you my notes", "need": "You are hiring"},
    )
    letters.mark_sent(owner, draft_id=letter.draft.id)
    (made,) = favours.favours_of(owner, person_id=lena)
    assert (made.direction, made.status, made.text) == ("offered", "open", "I can send you my notes")
    letters.take_back(owner, draft_id=letter.draft.id)
    assert favours.favours_of(owner, person_id=lena) == ()
    begun = giving.begin_offer(owner, want_id=wants.note_want(owner, person_id=lena, text="x").id)
    letters.delete_letter(owner, draft_id=begun.draft.id)
    assert favours.favours_of(owner, person_id=lena) == ()


def test_hidden_leaves_only_what_somebody_asked(owner: Any, lena: int) -> None:
    wants.note_want(owner, person_id=lena, text="The page", kind="launch")
    asked.note_asked(owner, person_id=lena, text="Read my page")
    assert len(cards(owner, "opening")) == 1
    giving.hide(owner, hidden=True)
    assert (cards(owner, "opening"), len(cards(owner, "asked"))) == ([], 1)


def test_a_favour_is_done_declined_and_taken_back(owner: Any, lena: int) -> None:
    need = wants.note_want(owner, person_id=lena, text="a reader")
    given = favours.note_favour(
        owner, person_id=lena, text="read it", kind="outside perspective", want_id=need.id
    )
    assert (given.kind, given.status) == ("outside-perspective", "done")
    assert wants.want(owner, want_id=need.id).met_on == TODAY
    favours.settle_favour(owner, favour_id=given.id, status="withdrawn")
    assert favours.favours_of(owner, person_id=lena) == ()
    assert favours.reopen_favour(owner, favour_id=given.id).status == "done"
    request = asked.note_asked(owner, person_id=lena, text="call me")
    with pytest.raises(Conflict, match="answer first"):
        favours.settle_favour(owner, favour_id=request.id)
    with pytest.raises(Invalid, match="noted as asked"):
        favours.note_favour(owner, person_id=lena, text="x", direction="asked")
    favours.delete_favour(owner, favour_id=request.id)
    assert asked.waiting(owner) == ()


def test_a_mentee_of_mine_from_the_other_side(owner: Any, lena: int) -> None:
    jo = make_person(owner, "Jo Park", stage="connected")
    mentees.take_on(owner, person_id=jo, asked_by_id=lena)
    found = mentees.asked_by(owner, person_id=jo)
    assert found is not None and found.person.id == lena
    coming = make_session(owner, jo, days=1)
    assert sessions.session(owner, session_id=coming).i_mentor
    assert cards(owner, "brief") == [] and cards(owner, "session") == ["Meet Jo Park, tomorrow 12:00"]
    note = mentees.write_before_talk(owner, session_id=coming)
    assert "What would you like to talk about?" in note.draft.text
    held = make_session(owner, jo, days=-1, status="held")
    assert cards(owner, "thank") == [] and held
    line = mentees.write_line_back(owner, person_id=jo)
    assert line.draft.person.id == lena and line.held_back
    text = "Mentoring Jo goes well: she asked the question that nobody had asked"
    letters.write_letter(owner, draft_id=line.draft.id, slots={"message": text})
    assert giving.history(owner, person_id=lena)[0].given[0].text == "Mentoring Jo Park"
    letters.mark_sent(owner, draft_id=line.draft.id)
    assert any("A line about Jo Park" in one.text for one in giving.history(owner, person_id=lena)[0].given)
    mentees.let_go(owner, person_id=jo)
    assert mentees.asked_by(owner, person_id=jo) is None
    assert not sessions.session(owner, session_id=coming).i_mentor
    with pytest.raises(Conflict, match="mentor"):
        mentees.write_before_talk(owner, session_id=coming)
    panel.set_roles(owner, person_id=lena, roles=["mentee"])
    assert not sessions.session(owner, session_id=make_session(owner, lena, days=2)).i_mentor


def test_nothing_of_another_owners(owner: Any, other_owner: Any, lena: int) -> None:
    need = wants.note_want(owner, person_id=lena, text="x")
    request = asked.note_asked(owner, person_id=lena, text="y")
    for call in (
        lambda: wants.settle_want(other_owner, want_id=need.id),
        lambda: giving.begin_offer(other_owner, want_id=need.id),
        lambda: asked.answer(other_owner, favour_id=request.id, answer="sorry"),
        lambda: favours.settle_favour(other_owner, favour_id=request.id, status="withdrawn"),
        lambda: mentees.take_on(other_owner, person_id=lena),
    ):
        with pytest.raises(NotFound):
            call()
    page = giving.giving_page(other_owner)
    assert (page.asked, page.needs, page.history) == ((), (), ())
    assert (
        Want.objects.filter(owner=other_owner).count(),
        Favour.objects.filter(owner=other_owner).count(),
    ) == (0, 0)
