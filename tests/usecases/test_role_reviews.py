"""A look at a role some months after it was chosen: when, what it says, and who reads of it."""

from datetime import date

import pytest
import time_machine

from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.storage.models import User
from mentorpanel.usecases import decision_choices, decisions, letters, phases, profiles
from mentorpanel.usecases.decision_choices import Said
from tests.decision_making import begun, role_chosen
from tests.makers import NOON, make_person, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def test_a_role_is_looked_at_after_three_and_six_months(owner: User) -> None:
    found = role_chosen(owner)
    assert [(one.months, one.due_on) for one in found.reviews] == [
        (3, date(2026, 6, 2)),
        (6, date(2026, 9, 2)),
    ]
    assert decisions.reviews_due(owner, today=date(2026, 6, 1)) == ()
    ((due, review_id),) = decisions.reviews_due(owner, today=date(2026, 6, 2))
    assert due.id == found.id
    scope, pay = (one.id for one in found.criteria)
    answers = [
        Said("scope", answer="no", note="The team stays at three.", is_shared=True),
        Said("energy", answer="yes"),
        Said(criterion_id=pay, answer="partly"),
    ]
    done = decision_choices.answer_review(owner, review_id=review_id, answers=answers, on=date(2026, 6, 3))
    looked = done.decision.reviews[0]
    verdict = decision_choices.verdict_of(done.decision, looked)
    assert verdict.verdict == "scope" and "“pay”" in verdict.reason
    assert [one.answer for one in done.decision.wanted(looked)] == [None, "partly"]
    assert decisions.reviews_due(owner, today=date(2026, 6, 3)) == ()
    assert decisions.undo(owner, word=done.undo).reviews[0].done_on is None  # type: ignore[union-attr]
    with pytest.raises(Invalid):
        decision_choices.answer_review(owner, review_id=review_id, answers=[Said("fame", answer="yes")])
    with pytest.raises(Invalid):
        decision_choices.answer_review(owner, review_id=review_id, answers=[])
    with pytest.raises(NotFound):
        decision_choices.answer_review(
            owner, review_id=review_id, answers=[Said(criterion_id=scope + 99, answer="yes")]
        )


def test_a_review_waits_when_it_is_put_off_and_goes_when_the_choice_is_taken_back(owner: User) -> None:
    found = role_chosen(owner)
    review_id = found.reviews[0].id
    later = decision_choices.snooze_review(owner, review_id=review_id, until=date(2026, 6, 20))
    assert decisions.reviews_due(owner, today=date(2026, 6, 19)) == ()
    assert len(decisions.reviews_due(owner, today=date(2026, 6, 20))) == 1
    decisions.undo(owner, word=later.undo)
    assert len(decisions.reviews_due(owner, today=date(2026, 6, 19))) == 1
    opened = decision_choices.reopen(owner, decision_id=found.id)
    assert opened.decision.reviews == ()
    assert len(decisions.undo(owner, word=opened.undo).reviews) == 2  # type: ignore[union-attr]
    assert decisions.change_decision(owner, decision_id=found.id, is_role=False).decision.reviews == ()


def test_what_is_ticked_goes_into_the_next_brief_of_who_may_know(owner: User) -> None:
    ana, ben = make_person(owner, "Ana Ruiz", stage="mentor"), make_person(owner, "Ben Okri", stage="mentor")
    found = role_chosen(owner, reader_ids=[ana])
    answers = [
        Said("scope", answer="partly", note="The team stays at three.", is_shared=True),
        Said("support", answer="no", note="Nobody has time for me."),
        Said(criterion_id=found.criteria[0].id, answer="no", is_shared=True),
    ]
    decision_choices.answer_review(owner, review_id=found.reviews[0].id, answers=answers)
    open_one = begun(owner, reader_ids=[ana], answer_by=date(2026, 3, 20))
    texts = {}
    for person in (ana, ben):
        session = make_session(owner, person, days=3)
        texts[person] = letters.session_letter(owner, session_id=session, kind="brief").draft.text
    assert "My role after three months, scope to grow: partly. The team stays at three." in texts[ana]
    assert "You wanted" not in texts[ana] and "“scope”: not so" in texts[ana]
    assert "I have to decide by 20 March: Where next?" in texts[ana]
    assert "Nobody has time" not in texts[ana]
    for words in ("role after", "Where next", "team stays"):
        assert words not in texts[ben]
    decisions.remove_decision(owner, decision_id=open_one.id)


def test_leaving_a_transition_plans_a_look_at_the_role_and_its_undo_forgets_it(owner: User) -> None:
    profiles.begin_phase(owner, phase="transition", on=date(2026, 1, 5))
    change = phases.change_phase(owner, phase="new-team")
    (made,) = decisions.decisions(owner)
    assert made.is_role and [one.due_on for one in made.reviews] == [date(2026, 6, 2), date(2026, 9, 2)]
    phases.undo_phase(owner, change=change)
    assert decisions.decisions(owner) == ()
    role_chosen(owner)
    phases.change_phase(owner, phase="new-team")
    assert len(decisions.decisions(owner)) == 1, "the decision for the role is there already"
