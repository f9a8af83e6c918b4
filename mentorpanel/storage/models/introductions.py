"""Introductions: who asks, who is the bridge, whom it is about, and the letters that belong to each."""

from django.db import models
from django.db.models import F, Q

from mentorpanel.domain.introductions import IntroductionStatus
from mentorpanel.storage.models.base import Owned, one_of
from mentorpanel.storage.models.letters import Draft
from mentorpanel.storage.models.people import Person


class Introduction(Owned):
    """One introduction. Without a requester I ask, and ``bridge`` is asked; without a bridge I connect two.

    A target whom I do not know yet is ``target_name`` or only an ``organisation``. ``first_*`` is whom I ask
    first: the bridge, or the requester; ``second_*`` the target of two whom I connect. ``reminded_on`` are days as
    texts; ``status`` follows from the rest.
    """

    requester = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="introductions_wanted",
        db_index=False,
    )
    bridge = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="introductions_made",
        db_index=False,
    )
    target = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="introductions_to",
        db_index=False,
    )
    target_name = models.CharField(max_length=300, blank=True)
    organisation = models.CharField(max_length=300, blank=True)
    why = models.TextField(blank=True)
    status = models.CharField(max_length=20, default=IntroductionStatus.THOUGHT_OF.value)
    first_asked_on = models.DateField(null=True, blank=True)
    first_said = models.CharField(max_length=3, blank=True)
    first_said_on = models.DateField(null=True, blank=True)
    second_asked_on = models.DateField(null=True, blank=True)
    second_said = models.CharField(max_length=3, blank=True)
    second_said_on = models.DateField(null=True, blank=True)
    reminded_on = models.JSONField(default=list)
    introduced_on = models.DateField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)
    thanked_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    outcome_on = models.DateField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    undo = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "status", "-id"], name="introduction_owner_status"),
            models.Index(fields=["owner", "requester"], name="introduction_owner_requester"),
            models.Index(fields=["owner", "bridge"], name="introduction_owner_bridge"),
            models.Index(fields=["owner", "target"], name="introduction_owner_target"),
        ]
        constraints = [
            one_of("status", IntroductionStatus, "introduction_status_known"),
            models.CheckConstraint(
                condition=Q(first_said__in=["", "yes", "no"]) & Q(second_said__in=["", "yes", "no"]),
                name="introduction_said_known",
            ),
            models.CheckConstraint(
                condition=Q(bridge__isnull=True, requester__isnull=False, target__isnull=False)
                | (
                    Q(bridge__isnull=False, requester__isnull=True)
                    & (Q(target__isnull=False) | ~Q(target_name="") | ~Q(organisation=""))
                ),
                name="introduction_of_one_shape",
            ),
            models.CheckConstraint(
                condition=(Q(bridge__isnull=True) | Q(target__isnull=True) | ~Q(bridge=F("target")))
                & (Q(requester__isnull=True) | Q(target__isnull=True) | ~Q(requester=F("target"))),
                name="introduction_of_two_people",
            ),
            models.CheckConstraint(
                condition=Q(introduced_on=None)
                | Q(requester__isnull=True)
                | Q(first_said="yes", second_said="yes"),
                name="introduction_after_both_agreed",
            ),
        ]


class IntroductionLetter(Owned):
    """A letter that is a step of an introduction. ``step``: ask, ask-second, introduce, thank or tell."""

    introduction = models.ForeignKey(
        Introduction, on_delete=models.CASCADE, related_name="letters", db_index=False
    )
    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="introduction_step")
    step = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["owner", "introduction"], name="introletter_owner_intro")]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=["ask", "ask-second", "introduce", "thank", "tell", "tell-kindly"]),
                name="introduction_letter_step",
            )
        ]
