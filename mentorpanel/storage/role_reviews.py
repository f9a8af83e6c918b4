"""Looks at a role some months after it began: when they are due, and what was answered."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from mentorpanel.domain.decision_records import AnswerRecord, ReviewRecord
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.role_review import Answer
from mentorpanel.storage.models import ReviewAnswer, RoleReview, User
from mentorpanel.storage.owned import change_row, owned_row


def plan_reviews(owner: User, *, decision_id: int, days: Sequence[tuple[int, date]]) -> None:
    """Plan a review for each (months, day), and forget other ones; one that is done stays as it is."""
    planned = RoleReview.objects.filter(owner=owner, decision_id=decision_id, done_on=None)
    planned.exclude(months__in=[months for months, _ in days]).delete()
    for months, due_on in days:
        row, _ = RoleReview.objects.get_or_create(
            owner=owner, decision_id=decision_id, months=months, defaults={"due_on": due_on}
        )
        if row.done_on is None and row.due_on != due_on:
            change_row(row, due_on=due_on, snoozed_until=None)


def drop_reviews(owner: User, *, decision_id: int) -> None:
    """Forget the reviews that nothing was answered in."""
    RoleReview.objects.filter(owner=owner, decision_id=decision_id, done_on=None).delete()


def review(owner: User, *, review_id: int) -> ReviewRecord:
    """One review of a decision that is there."""
    row = review_rows(owner).filter(pk=review_id, decision__removed_at=None).first()
    if row is None:
        raise NotFound(f"There is no review with the number {review_id}.")
    return review_record(row)


def change_review(owner: User, *, review_id: int, **changes: Any) -> list[Any]:
    """Write fields of a review; what they were."""
    review(owner, review_id=review_id)
    row = owned_row(RoleReview, owner, review_id, what="review", is_for_change=True)
    before = ["review", row.pk, {name: getattr(row, name) for name in changes}]
    change_row(row, **changes)
    return before


def put_answer(
    owner: User, *, review_id: int, question: str, criterion_id: int | None, **changes: Any
) -> list[Any]:
    """Write an answer of a review; what undoes it."""
    row, _ = ReviewAnswer.objects.get_or_create(
        owner=owner, review_id=review_id, question=question, criterion_id=criterion_id
    )
    before = ["answer", row.pk, {name: getattr(row, name) for name in changes}]
    change_row(row, **changes)
    return before


def shared_answers(owner: User, *, person_id: int, since: date) -> tuple[tuple[int, str, str, str, str], ...]:
    """What the owner ticked for those who may know of the decision, in reviews done since a day.

    Each as months, question slug, criterion's words, answer, note.
    """
    rows = ReviewAnswer.objects.filter(
        Q(criterion=None) | Q(criterion__removed_at=None),
        owner=owner,
        is_shared=True,
        review__done_on__gte=since,
        review__decision__removed_at=None,
        review__decision__readers__person_id=person_id,
    ).exclude(answer="")
    found = rows.order_by("review__done_on", "pk").values_list(
        "review__months", "question", "criterion__text", "answer", "note"
    )
    return tuple((months, slug, text or "", answer, note) for months, slug, text, answer, note in found[:20])


def review_rows(owner: User) -> "QuerySet[RoleReview]":
    """Reviews with their answers, the first one first."""
    answers = ReviewAnswer.objects.filter(owner=owner).order_by("pk")
    rows = RoleReview.objects.filter(owner=owner).prefetch_related(Prefetch("answers", answers))
    return rows.order_by("months")


def review_record(row: RoleReview) -> ReviewRecord:
    """A row as a record."""
    return ReviewRecord(
        id=row.pk,
        decision_id=row.decision_id,
        months=row.months,
        due_on=row.due_on,
        done_on=row.done_on,
        snoozed_until=row.snoozed_until,
        note=row.note,
        answers=tuple(
            AnswerRecord(
                one.question,
                one.criterion_id,
                Answer(one.answer) if one.answer else None,
                one.note,
                one.is_shared,
            )
            for one in row.answers.all()
            if one.answer or one.note
        ),
    )
