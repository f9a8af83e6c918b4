"""Decisions: options against criteria that mentors gave, the choice, and a look at the role after it.

What is taken off a decision stays as a row with ``removed_at``, so that every change can be taken back.
"""

from django.db import models

from mentorpanel.domain.decisions import LEAST_WEIGHT, MOST_WEIGHT, Mark
from mentorpanel.domain.role_review import Answer
from mentorpanel.storage.models.advice import Advice, Contrast
from mentorpanel.storage.models.base import Owned
from mentorpanel.storage.models.letters import Draft
from mentorpanel.storage.models.owners import Phase
from mentorpanel.storage.models.parking import ParkedItem
from mentorpanel.storage.models.people import Person


class Decision(Owned):
    """A question with its options. Without a ``reference`` they are held against how it is now.

    ``chosen_on`` once the choice is made; it is ``choice``, or without one, to stay as it is. ``began_on`` is the
    day from which a role is looked at. ``from_phase`` is the phase whose beginning made it, if that did.
    """

    question = models.TextField()
    note = models.TextField(blank=True)
    answer_by = models.DateField(null=True, blank=True)
    is_role = models.BooleanField(default=False)
    early_reason = models.TextField(blank=True)
    reference = models.ForeignKey(
        "storage.DecisionOption", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    choice = models.ForeignKey(
        "storage.DecisionOption", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    chosen_on = models.DateField(null=True, blank=True)
    why = models.TextField(blank=True)
    began_on = models.DateField(null=True, blank=True)
    from_phase = models.ForeignKey(Phase, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "chosen_on", "answer_by"], name="decision_owner_answer")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(choice=None) | models.Q(chosen_on__isnull=False),
                name="decision_choice_dated",
            )
        ]


class DecisionReader(Owned):
    """A person who may know of a decision; nobody until named."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="readers", db_index=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="decisions_read", db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "person"], name="decision_reader_once")]
        indexes = [models.Index(fields=["owner", "person"], name="decisionreader_owner_person")]


class DecisionOption(Owned):
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="options", db_index=False)
    text = models.TextField()
    note = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["decision", "removed_at"], name="decisionoption_of")]


class DecisionCriterion(Owned):
    """What counts; ``given_by`` is the mentor who named it, none where it is the owner's own."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="criteria", db_index=False)
    text = models.TextField()
    weight = models.PositiveSmallIntegerField(default=LEAST_WEIGHT)
    given_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="criteria_given",
        db_index=False,
    )
    given_on = models.DateField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["decision", "removed_at"], name="decisioncriterion_of"),
            models.Index(fields=["owner", "given_by"], name="decisioncriterion_owner_given"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weight__gte=LEAST_WEIGHT, weight__lte=MOST_WEIGHT),
                name="decision_weight_known",
            )
        ]


class DecisionMark(Owned):
    """A judgement; an empty one was taken back."""

    option = models.ForeignKey(DecisionOption, on_delete=models.CASCADE, related_name="marks", db_index=False)
    criterion = models.ForeignKey(
        DecisionCriterion, on_delete=models.CASCADE, related_name="marks", db_index=False
    )
    mark = models.CharField(max_length=6, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["option", "criterion"], name="decision_mark_once"),
            models.CheckConstraint(
                condition=models.Q(mark__in=["", *(one.value for one in Mark)]), name="decision_mark_known"
            ),
        ]
        indexes = [models.Index(fields=["owner", "criterion"], name="decisionmark_owner_criterion")]


class DecisionAsk(Owned):
    """A person who helps with a decision: how they were asked for criteria, and how they heard of the choice.

    Asked by a letter once it has gone, by an agenda once the item was raised, or on ``asked_on`` otherwise.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="asks", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="decision_asks", db_index=False)
    draft = models.ForeignKey(Draft, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    item = models.ForeignKey(ParkedItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    advice = models.ForeignKey(Advice, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    thanks = models.ForeignKey(Draft, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    told_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "person"], name="decision_ask_once")]
        indexes = [models.Index(fields=["owner", "person"], name="decisionask_owner_person")]


class DecisionContrast(Owned):
    """Advice that differs, side by side, as far as a decision is about it."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="contrasts", db_index=False)
    contrast = models.ForeignKey(Contrast, on_delete=models.CASCADE, related_name="decisions", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "contrast"], name="decision_contrast_once")
        ]
        indexes = [models.Index(fields=["owner", "contrast"], name="decisioncontrast_owner_of")]


class RoleReview(Owned):
    """A look at a role so many months after it began."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="reviews", db_index=False)
    months = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    snoozed_until = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "months"], name="role_review_once")]
        indexes = [models.Index(fields=["owner", "done_on", "due_on"], name="rolereview_owner_due")]


class ReviewAnswer(Owned):
    """An answer of a review: to one of its questions, or whether a criterion is kept.

    ``note`` is what the owner would tell; ``is_shared`` lets the next brief tell it to the decision's readers.
    """

    review = models.ForeignKey(RoleReview, on_delete=models.CASCADE, related_name="answers", db_index=False)
    question = models.CharField(max_length=20, blank=True)
    criterion = models.ForeignKey(
        DecisionCriterion,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="answers",
        db_index=False,
    )
    answer = models.CharField(max_length=6, blank=True)
    note = models.TextField(blank=True)
    is_shared = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "question"],
                condition=models.Q(criterion=None),
                name="review_question_once",
            ),
            models.UniqueConstraint(
                fields=["review", "criterion"],
                condition=models.Q(criterion__isnull=False),
                name="review_criterion_once",
            ),
            models.CheckConstraint(
                condition=models.Q(answer__in=["", *(one.value for one in Answer)]),
                name="review_answer_known",
            ),
        ]
        indexes = [models.Index(fields=["owner", "criterion"], name="reviewanswer_owner_criterion")]
