"""The choice and why, opening it again, and the look at a role after it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.decision_records import DecisionRecord, ReviewRecord
from mentorpanel.domain.decisions import PRESENT
from mentorpanel.domain.facts import Verdict
from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.domain.role_review import QUESTIONS, Answer, review_of
from mentorpanel.domain.wording import one_of, plain_text
from mentorpanel.storage import decisions as stored
from mentorpanel.storage import role_reviews
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles, role_review_days
from mentorpanel.usecases.decisions import LONGEST_NOTE, Change, changed, decision, open_decision

SNOOZE: Final = timedelta(days=14)
AFTER_TRANSITION: Final = "Is the role I moved into right for me?"


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of a review: to a question by its slug, or about a criterion by its number."""

    question: str = ""
    criterion_id: int | None = None
    answer: str = ""
    note: str = ""
    is_shared: bool = False


def choose(
    owner: User,
    *,
    decision_id: int,
    option_id: int,
    why: str = "",
    on: date | None = None,
    began_on: date | None = None,
) -> Change:
    """Make the choice, today by default: an option, or 0 to stay as it is. It may go against the sum.

    For a role, ``began_on`` is the day from which it is looked at, the choice's by default.
    """
    with transaction.atomic():
        found = open_decision(owner, decision_id)
        if option_id != PRESENT and option_id not in {one.id for one in found.options}:
            raise NotFound(f"There is no option with the number {option_id}.")
        day = on or clock.today(profiles.zone(owner))
        before = stored.change_decision(
            owner,
            decision_id=decision_id,
            choice_id=option_id or None,
            chosen_on=day,
            why=plain_text(why)[:LONGEST_NOTE],
            began_on=began_on,
        )
        role_review_days.settle(owner, decision_id=decision_id)
        return changed(owner, decision_id, before)


def reopen(owner: User, *, decision_id: int) -> Change:
    """It is open again; the reason given stays to be read."""
    with transaction.atomic():
        if decision(owner, decision_id=decision_id).chosen_on is None:
            raise Conflict("This is open already.")
        before = stored.change_decision(owner, decision_id=decision_id, choice_id=None, chosen_on=None)
        role_review_days.settle(owner, decision_id=decision_id)
        return changed(owner, decision_id, before)


def review(owner: User, *, review_id: int) -> tuple[DecisionRecord, ReviewRecord]:
    """A review with its decision."""
    found = role_reviews.review(owner, review_id=review_id)
    return decision(owner, decision_id=found.decision_id), found


def verdict_of(found: DecisionRecord, looked: ReviewRecord) -> Verdict:
    """What a review says, in words."""
    answers = {slug: one.answer for slug, one in looked.by_question.items() if one.answer}
    return review_of(answers, found.wanted(looked))


def answer_review(
    owner: User, *, review_id: int, answers: Iterable[Said], note: str = "", on: date | None = None
) -> Change:
    """Look at the role: answers to the questions and about what was wanted. Done today by default."""
    said = [_checked(one) for one in answers]
    with transaction.atomic():
        found, looked = review(owner, review_id=review_id)
        stored.touch(owner, decision_id=found.id)
        if not any(one.answer for one in said):
            raise Invalid("Answer one of the questions first.", field="answers")
        day = on or clock.today(profiles.zone(owner))
        known = {one.id for one in found.criteria}
        before: list[Sequence[Any]] = [
            role_reviews.change_review(
                owner, review_id=looked.id, done_on=day, note=plain_text(note)[:LONGEST_NOTE]
            )
        ]
        for one in said:
            if one.criterion_id is not None and one.criterion_id not in known:
                raise NotFound(f"There is no criterion with the number {one.criterion_id}.")
            before.append(
                role_reviews.put_answer(
                    owner,
                    review_id=looked.id,
                    question=one.question,
                    criterion_id=one.criterion_id,
                    answer=one.answer,
                    note=one.note,
                    is_shared=one.is_shared,
                )
            )
        return changed(owner, found.id, *before)


def snooze_review(owner: User, *, review_id: int, until: date | None = None) -> Change:
    """Look at it later: on a day, or in two weeks."""
    with transaction.atomic():
        found, looked = review(owner, review_id=review_id)
        today = clock.today(profiles.zone(owner))
        day = until or today + SNOOZE
        if day <= today:
            raise Invalid("Choose a day that is still to come.", field="until")
        before = role_reviews.change_review(owner, review_id=looked.id, snoozed_until=day)
        return changed(owner, found.id, before)


def after_transition(owner: User, *, phase_id: int, on: date) -> None:
    """A transition is over: look at the role after some months, of the decision for it, or of one made for this.

    A role that was chosen in the year before is the one, and has its days. The phase's undo takes what was made
    for it away with it.
    """
    with transaction.atomic():
        recent = [
            one
            for one in stored.decisions(owner, open_only=False)
            if one.is_role and one.chosen_on is not None and on - timedelta(days=365) <= one.chosen_on
        ]
        if recent:
            return
        decision_id = stored.add_decision(
            owner,
            question=AFTER_TRANSITION,
            is_role=True,
            chosen_on=on,
            began_on=on,
            from_phase_id=phase_id,
        )
        option, _ = stored.add_option(owner, decision_id=decision_id, text="The role I moved into")
        stored.change_decision(owner, decision_id=decision_id, choice_id=option)
        role_review_days.settle(owner, decision_id=decision_id)


def _checked(one: Said) -> Said:
    known = {each.slug for each in QUESTIONS}
    if (one.criterion_id is None) == (not one.question) or (one.question and one.question not in known):
        raise Invalid(f"A review asks of {', '.join(sorted(known))}, or of a criterion.", field="answers")
    answer = one_of(one.answer, Answer, field="answer", what="answer") if one.answer else ""
    return Said(one.question, one.criterion_id, answer, plain_text(one.note)[:LONGEST_NOTE], one.is_shared)
