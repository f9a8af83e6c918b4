"""Decisions: criteria before judgements, a choice that may go against the sum, a look at the role after it."""

from datetime import date

import pytest
import time_machine

from mentorpanel.domain.decisions import PRESENT
from mentorpanel.domain.problems import Conflict, Invalid, NeedsReason, NotFound
from mentorpanel.storage import today_decisions
from mentorpanel.storage.models import Draft, ParkedItem, User
from mentorpanel.usecases import (
    advice,
    advice_loops,
    contrasts,
    decision_asks,
    decision_choices,
    decision_contrasts,
    decision_parts,
    decisions,
    letter_replies,
    letters,
    matches,
    parking,
    people,
)
from tests.decision_making import asked_of_two, begun, judged, role_chosen
from tests.makers import NOON, make_person, make_session, queries_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def test_a_decision_is_private_until_somebody_is_named(owner: User) -> None:
    found = begun(owner, answer_by=date(2026, 3, 20), is_role=True)
    assert (found.readers, found.reference, found.answer_by) == ((), PRESENT, date(2026, 3, 20))
    assert [one.text for one in found.options] == ["Growth here", "Platform role"]
    ana = make_person(owner, "Ana Ruiz")
    named = decisions.name_readers(owner, decision_id=found.id, person_ids=[ana])
    assert decisions.shared_questions(owner, person_id=ana) == (("Where next?", date(2026, 3, 20)),)
    assert decisions.undo(owner, word=named.undo).readers == ()  # type: ignore[union-attr]
    assert decisions.shared_questions(owner, person_id=ana) == ()


def test_judging_before_two_were_asked_takes_a_reason_once(owner: User) -> None:
    found = begun(owner)
    cell = {"option_id": found.options[0].id, "criterion_id": found.criteria[0].id}
    with pytest.raises(NeedsReason):
        decisions.judge(owner, mark="better", **cell)
    assert decisions.decision(owner, decision_id=found.id).marks == {}
    change = decisions.judge(owner, mark="better", reason="They want an answer tonight.", **cell)
    assert change.decision.early_reason == "They want an answer tonight."
    assert decisions.judge(owner, mark="worse", **cell).decision.marks[tuple(cell.values())] == "worse"
    other = begun(owner)
    asked_of_two(owner, other.id)
    cell = {"option_id": other.options[0].id, "criterion_id": other.criteria[0].id}
    assert decisions.judge(owner, mark="better", **cell).decision.early_reason == ""


def test_every_change_can_be_taken_back(owner: User) -> None:
    found = begun(owner)
    whole = judged(owner, found, "+=", "-+")
    option, criterion = whole.options[1].id, whole.criteria[0].id
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    changes = [
        lambda: decisions.judge(owner, option_id=option, criterion_id=criterion, mark=None),
        lambda: decisions.judge(owner, option_id=option, criterion_id=criterion, mark="better"),
        lambda: decision_parts.add_option(owner, decision_id=found.id, text="Wait"),
        lambda: decision_parts.change_option(owner, option_id=option, text="Other words", note="noted"),
        lambda: decision_parts.remove_option(owner, option_id=option),
        lambda: decision_parts.add_criterion(owner, decision_id=found.id, text="people", person_id=ana),
        lambda: decision_parts.change_criterion(owner, criterion_id=criterion, weight=3),
        lambda: decision_parts.remove_criterion(owner, criterion_id=criterion),
        lambda: decisions.compare_with(owner, decision_id=found.id, option_id=option),
        lambda: decisions.change_decision(
            owner, decision_id=found.id, question="Else?", answer_by=date(2026, 4, 1), is_role=True
        ),
        lambda: decision_asks.ask(owner, decision_id=found.id, person_id=ana, how="talk").change,
        lambda: decision_asks.note_answer(
            owner, decision_id=found.id, person_id=ana, criteria=["people", "scope"], said="Sleep over it."
        ),
        lambda: decision_choices.choose(owner, decision_id=found.id, option_id=option, why="Curious"),
    ]
    for place, change in enumerate(changes):
        made = change()
        assert made.decision != whole, place
        assert decisions.undo(owner, word=made.undo) == whole, place
    assert advice.advice_list(owner, person_id=ana).results == ()
    word = decisions.remove_decision(owner, decision_id=found.id)
    with pytest.raises(NotFound):
        decisions.decision(owner, decision_id=found.id)
    assert decisions.undo(owner, word=word) == whole
    with pytest.raises(NotFound):
        decisions.undo(owner, word=word + "x")


def test_what_is_compared_with_stays_and_another_one_clears_the_judgements(owner: User) -> None:
    found = judged(owner, begun(owner), "++", "==")
    first = found.options[0].id
    changed = decisions.compare_with(owner, decision_id=found.id, option_id=first).decision
    assert (changed.reference, changed.marks) == (first, {})
    with pytest.raises(Conflict):
        decision_parts.remove_option(owner, option_id=first)
    with pytest.raises(Invalid):
        decisions.judge(
            owner, option_id=first, criterion_id=found.criteria[0].id, mark="better", reason="now"
        )
    assert begun(owner, is_against_first=True).reference != PRESENT


def test_limits_and_wrong_values_are_told(owner: User) -> None:
    with pytest.raises(Invalid):
        decisions.begin_decision(owner, question="  ")
    with pytest.raises(Conflict, match="6 options"):
        begun(owner, options=list("abcdefg"))
    with pytest.raises(Conflict, match="12 criteria"):
        begun(owner, criteria=[str(one) for one in range(13)])
    found = begun(owner)
    with pytest.raises(Invalid):
        decision_parts.change_criterion(owner, criterion_id=found.criteria[0].id, weight=4)
    with pytest.raises(Invalid):
        decisions.judge(owner, option_id=found.options[0].id, criterion_id=found.criteria[0].id, mark="great")


def test_a_letter_asks_and_names_the_question_only_to_who_may_know(owner: User) -> None:
    found = begun(owner, answer_by=date(2026, 3, 20))
    ana, ben = make_person(owner, "Ana Ruiz", stage="mentor"), make_person(owner, "Ben Okri", stage="mentor")
    asked = decision_asks.ask(owner, decision_id=found.id, person_id=ana)
    quiet = decision_asks.ask(owner, decision_id=found.id, person_id=ben, may_know=False)
    assert [one.name for one in quiet.change.decision.readers] == ["Ana Ruiz"]
    assert [one.state for one in quiet.change.decision.asks] == ["planned", "planned"]
    text = letters.letter(owner, draft_id=asked.draft_id or 0).draft.text
    assert "I have a choice to make: “Where next”" in text and "Friday 20 March" in text
    assert "what criteria would you use for it?" in text.lower()
    assert "Where next" not in str(Draft.objects.get(pk=quiet.draft_id).slots)
    letters.mark_sent(owner, draft_id=asked.draft_id or 0)
    states = {one.person.id: one.state for one in decisions.decision(owner, decision_id=found.id).asks}
    assert states == {ana: "asked", ben: "planned"}
    letters.take_back(owner, draft_id=asked.draft_id or 0)
    assert decisions.decision(owner, decision_id=found.id).asked == 0


def test_on_the_next_agenda_they_are_asked_once_it_was_raised(owner: User) -> None:
    found, ana = begun(owner), make_person(owner, "Ana Ruiz", stage="mentor")
    session = make_session(owner, ana, days=3)
    asked = decision_asks.ask(owner, decision_id=found.id, person_id=ana, how="agenda")
    assert asked.session_id == session
    (entry,) = parking.agenda(owner, session_id=session)
    assert entry.item.text == "What criteria would you use for this: Where next?"
    assert decisions.decision(owner, decision_id=found.id).asked == 0
    parking.mark_raised(owner, item_id=entry.item.id, session_id=session)
    assert decisions.decision(owner, decision_id=found.id).asked == 1
    ben = make_person(owner, "Ben Okri", stage="mentor")
    later = decision_asks.ask(owner, decision_id=found.id, person_id=ben, how="agenda")
    assert later.session_id is None and ParkedItem.objects.filter(person_id=ben).exists()


def test_two_who_differ_are_suggested_and_who_is_asked_no_more(owner: User) -> None:
    found = begun(owner)
    for name, organisation in (("Ana Ruiz", "Fernwood"), ("Ben Okri", "Fernwood"), ("Cy Lee", "Oakline")):
        person = people.add_person(owner, name=name, organisation=organisation, stage="mentor")
        assert person.organisation == organisation
    pair = decision_asks.suggestion(owner, found=found)
    assert pair is not None and {pair.first.name, pair.second.name} == {"Ana Ruiz", "Cy Lee"}
    asked = decision_asks.ask(owner, decision_id=found.id, person_id=pair.second.person_id, how="talk")
    pair = decision_asks.suggestion(owner, found=asked.change.decision)
    assert pair is not None and {pair.first.name, pair.second.name} == {"Ana Ruiz", "Ben Okri"}


def test_what_they_answer_becomes_criteria_with_their_name_and_advice(owner: User) -> None:
    found, ana = begun(owner), make_person(owner, "Ana Ruiz", stage="mentor")
    found = decision_asks.note_answer(
        owner,
        decision_id=found.id,
        person_id=ana,
        criteria=["what I learn", ""],
        said="Ask who left before you.",
    ).decision
    assert found.criteria[-1].given_by.name == "Ana Ruiz" and found.asks[0].state == "answered"
    (noted,) = advice.advice_list(owner, person_id=ana).results
    assert (found.asks[0].advice, noted.text) == ("Ask who left before you.",) * 2
    with pytest.raises(Invalid):
        decision_asks.note_answer(owner, decision_id=found.id, person_id=ana, criteria=[" "])
    assert [one.id for one in decisions.decisions(owner, person_id=ana)] == [found.id]
    assert decisions.decisions(owner, person_id=make_person(owner, "Ben Okri")) == ()


def test_the_answer_to_the_letter_is_the_answer_to_the_decision(owner: User) -> None:
    found, ana = begun(owner), make_person(owner, "Ana Ruiz", stage="mentor")
    draft_id = decision_asks.ask(owner, decision_id=found.id, person_id=ana).draft_id or 0
    letters.mark_sent(owner, draft_id=draft_id)
    (waiting,) = today_decisions.DECIDING.alone(owner, today=NOON.date()).decisions[0].waiting
    assert waiting.name == "Ana Ruiz"
    letter_replies.note_reply(owner, draft_id=draft_id, advice="Ask who left before you.")
    (asked,) = decisions.decision(owner, decision_id=found.id).asks
    assert (asked.state, asked.answered_on, asked.advice) == (
        "answered", NOON.date(), "Ask who left before you.",
    )  # fmt: skip
    assert today_decisions.DECIDING.alone(owner, today=NOON.date()).decisions[0].waiting == ()
    letter_replies.forget_reply(owner, draft_id=draft_id)
    (asked,) = decisions.decision(owner, decision_id=found.id).asks
    assert (asked.state, asked.answered_on, asked.advice, asked.advice_id) == ("asked", None, "", None)


def test_who_knows_of_the_choice_has_heard_what_came_of_their_advice_on_it(owner: User) -> None:
    found, ana, ben = begun(owner), make_person(owner, "Ana Ruiz"), make_person(owner, "Ben Okri")
    noted = decision_asks.note_answer(owner, decision_id=found.id, person_id=ana, said="Sleep over it.")
    on_it = noted.decision.asks[0].advice_id or 0
    theirs = advice.note_advice(owner, person_id=ana, text="Growth compounds.").id
    other = advice.note_advice(owner, person_id=ben, text="Platforms last.").id
    elsewhere = advice.note_advice(owner, person_id=ana, text="Hire late.").id
    contrasts.set_side_by_side(
        owner, question="Which lasts?", advice_ids=[theirs, other], decision_id=found.id
    )
    for number in (on_it, theirs, other, elsewhere):
        advice.change_advice(owner, advice_id=number, status="worked", outcome="It did.")
    decision_choices.choose(owner, decision_id=found.id, option_id=found.options[0].id)
    change = decision_asks.told(owner, decision_id=found.id, person_id=ana)

    def open_ones() -> set[int]:
        return {one.loop.advice_id for one in advice_loops.to_close(owner)}

    assert open_ones() == {other, elsewhere}
    decisions.undo(owner, word=change.undo)
    assert open_ones() == {on_it, theirs, other, elsewhere}
    change = decision_asks.told(owner, decision_id=found.id, person_id=ana)
    advice.delete_advice(owner, advice_id=on_it)
    decisions.undo(owner, word=change.undo)
    assert open_ones() == {theirs, other, elsewhere}


def test_what_they_advise_differently_stands_with_the_decision(owner: User, other_owner: User) -> None:
    found, ana, ben = begun(owner), make_person(owner, "Ana Ruiz"), make_person(owner, "Ben Okri")
    both = [advice.note_advice(owner, person_id=one, text=f"Way {one}").id for one in (ana, ben)]
    made = contrasts.set_side_by_side(owner, question="Seat or usage?", advice_ids=both)
    assert [one.id for one in decision_contrasts.to_link(owner, found=found)] == [made.id]
    change = decision_contrasts.link(owner, decision_id=found.id, contrast_id=made.id)
    (linked,) = change.decision.contrasts
    assert linked.question == "Seat or usage?" and [one.id for one in linked.advice] == both
    decision_contrasts.link(owner, decision_id=found.id, contrast_id=made.id)
    shown = contrasts.contrast(owner, contrast_id=made.id)
    assert [one.name for one in shown.decisions] == ["Where next?"]
    assert decision_contrasts.decisions_to_link(owner, found=shown) == ()
    assert decisions.undo(owner, word=change.undo) == found
    decision_contrasts.link(owner, decision_id=found.id, contrast_id=made.id)
    away = contrasts.remove(owner, contrast_id=made.id)
    assert decisions.decision(owner, decision_id=found.id).contrasts == ()
    back = contrasts.put_back(owner, removed=away)
    assert [one.id for one in decisions.decision(owner, decision_id=found.id).contrasts] == [back.id]
    people.trash_person(owner, person_id=ben)
    assert decisions.decision(owner, decision_id=found.id).contrasts == ()
    people.restore_person(owner, person_id=ben)
    taken = decision_contrasts.unlink(owner, decision_id=found.id, contrast_id=back.id)
    assert taken.decision.contrasts == ()
    assert [one.id for one in decisions.undo(owner, word=taken.undo).contrasts] == [back.id]  # type: ignore[union-attr]
    with pytest.raises(NotFound):
        decision_contrasts.link(other_owner, decision_id=begun(other_owner).id, contrast_id=back.id)
    with pytest.raises(NotFound):
        decision_contrasts.link(other_owner, decision_id=found.id, contrast_id=back.id)


def test_the_choice_may_go_against_the_sum_and_is_told_to_those_who_helped(owner: User) -> None:
    found = begun(owner)
    ana, ben = asked_of_two(owner, found.id)
    decision_asks.note_answer(owner, decision_id=found.id, person_id=ana, criteria=["learning"])
    found = judged(owner, decisions.decision(owner, decision_id=found.id), "++", "--")
    platform = found.options[1]
    assert decisions.compared(found).result.leaders == {found.options[0].id}
    with pytest.raises(Conflict):
        decision_asks.thank(owner, decision_id=found.id, person_id=ana)
    chosen = decision_choices.choose(
        owner, decision_id=found.id, option_id=platform.id, why="Curious"
    ).decision
    assert (chosen.chosen, chosen.why, chosen.chosen_on) == ("Platform role", "Curious", NOON.date())
    with pytest.raises(Conflict):
        decisions.judge(owner, option_id=platform.id, criterion_id=found.criteria[0].id, mark="same")
    draft_id = decision_asks.thank(owner, decision_id=found.id, person_id=ana)
    assert decision_asks.thank(owner, decision_id=found.id, person_id=ana) == draft_id
    slots = letters.letter(owner, draft_id=draft_id).draft.slots
    assert slots["advice"] == "learning" and slots["result"] == "I chose: Platform role."
    letters.mark_sent(owner, draft_id=draft_id)
    told = {one.person.id: one.told_on for one in decisions.decision(owner, decision_id=found.id).asks}
    assert told == {ana: NOON.date(), ben: None}
    change = decision_asks.told(owner, decision_id=found.id, person_id=ben)
    assert all(one.told_on for one in change.decision.asks)
    decisions.undo(owner, word=change.undo)
    opened = decision_choices.reopen(owner, decision_id=found.id)
    assert opened.decision.chosen_on is None and opened.decision.why == "Curious"
    assert decisions.undo(owner, word=opened.undo).choice == platform.id  # type: ignore[union-attr]


def test_a_thank_you_to_somebody_who_may_not_know_does_not_say_what_was_chosen(owner: User) -> None:
    found, ana = begun(owner), make_person(owner, "Ana Ruiz", stage="mentor")
    decision_asks.ask(owner, decision_id=found.id, person_id=ana, how="talk", may_know=False)
    decision_choices.choose(owner, decision_id=found.id, option_id=found.options[0].id)
    draft_id = decision_asks.thank(owner, decision_id=found.id, person_id=ana)
    said = letters.letter(owner, draft_id=draft_id).draft
    assert "Growth here" not in f"{said.slots}{said.text}" and "Where next" not in f"{said.slots}{said.text}"


def test_people_joined_and_parted_keep_what_they_gave(owner: User) -> None:
    found, ana, double = begun(owner), make_person(owner, "Ana Ruiz"), make_person(owner, "A. Ruiz")
    decision_asks.ask(owner, decision_id=found.id, person_id=ana, how="talk")
    decision_asks.note_answer(owner, decision_id=found.id, person_id=double, criteria=["people"])
    decisions.name_readers(owner, decision_id=found.id, person_ids=[double])
    merge_id = matches.merge_people(owner, kept_id=ana, merged_id=double, reason="same")
    joined = decisions.decision(owner, decision_id=found.id)
    assert [one.id for one in joined.readers] == [ana] and len(joined.asks) == 1
    assert joined.criteria[-1].given_by.id == ana
    matches.undo_merge(owner, merge_id=merge_id)
    parted = decisions.decision(owner, decision_id=found.id)
    assert [one.id for one in parted.readers] == [double] and len(parted.asks) == 2
    people.trash_person(owner, person_id=double)
    hidden = decisions.decision(owner, decision_id=found.id)
    assert hidden.readers == () and len(hidden.asks) == 1 and hidden.criteria[-1].given_by is None


def test_nothing_of_another_owners_can_be_reached(owner: User, other_owner: User) -> None:
    theirs = role_chosen(other_owner)
    word = decisions.change_decision(other_owner, decision_id=theirs.id, note="x").undo
    mine, hidden = begun(owner), make_person(other_owner, "Zora")
    option, criterion, review = theirs.options[0].id, theirs.criteria[0].id, theirs.reviews[0].id
    attempts = [
        lambda: decisions.decision(owner, decision_id=theirs.id),
        lambda: decisions.change_decision(owner, decision_id=theirs.id, note="x"),
        lambda: decisions.name_readers(owner, decision_id=mine.id, person_ids=[hidden]),
        lambda: decisions.remove_decision(owner, decision_id=theirs.id),
        lambda: decision_parts.add_option(owner, decision_id=theirs.id, text="x"),
        lambda: decision_parts.remove_option(owner, option_id=option),
        lambda: decision_parts.change_criterion(owner, criterion_id=criterion, weight=2),
        lambda: decision_parts.add_criterion(owner, decision_id=mine.id, text="x", person_id=hidden),
        lambda: decisions.judge(owner, option_id=option, criterion_id=criterion, mark="same"),
        lambda: decisions.judge(
            owner, option_id=mine.options[0].id, criterion_id=criterion, mark="same", reason="x"
        ),
        lambda: decisions.compare_with(owner, decision_id=mine.id, option_id=option),
        lambda: decisions.undo(owner, word=word),
        lambda: decision_asks.ask(owner, decision_id=mine.id, person_id=hidden),
        lambda: decision_asks.note_answer(owner, decision_id=mine.id, person_id=hidden, criteria=["x"]),
        lambda: decision_choices.choose(owner, decision_id=mine.id, option_id=option),
        lambda: decision_choices.reopen(owner, decision_id=theirs.id),
        lambda: decision_choices.snooze_review(owner, review_id=review),
    ]
    for place, attempt in enumerate(attempts):
        with pytest.raises(NotFound):
            attempt()
        assert decisions.decision(owner, decision_id=mine.id) == mine, place
    assert decisions.decision(other_owner, decision_id=theirs.id).note == "x"


def test_the_list_costs_the_same_for_many(owner: User) -> None:
    counts = []
    for grown in (2, 8):
        for _ in range(grown):
            asked = begun(owner)
            decision_asks.note_answer(
                owner, decision_id=asked.id, person_id=make_person(owner, "Pat"), criteria=["x"], said="y"
            )
            judged(owner, asked, "+=", "-+")
            role_chosen(owner)
        counts.append(queries_in(lambda: decisions.decisions(owner)))
    assert counts[0] == counts[1]


def test_open_ones_come_by_their_day_then_the_chosen(owner: User) -> None:
    later, soon, undated = (begun(owner, answer_by=day) for day in (date(2026, 5, 1), date(2026, 4, 1), None))
    chosen = role_chosen(owner)
    assert [one.id for one in decisions.decisions(owner)] == [soon.id, later.id, undated.id, chosen.id]
