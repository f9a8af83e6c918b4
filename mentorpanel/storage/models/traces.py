"""What the owner did with cards, and which captures have been taken in."""

from django.db import models

from mentorpanel.storage.models.base import Owned


class CardTrace(Owned):
    """A card done, snoozed or dismissed; ``facts_key`` says under which facts."""

    card = models.CharField(max_length=120)
    verdict = models.CharField(max_length=10)
    facts_key = models.CharField(max_length=120, blank=True)
    until = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    on = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "card"], name="trace_owner_card"),
            models.Index(fields=["owner", "on"], name="trace_owner_on"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict__in=["done", "snoozed", "dismissed"]), name="trace_verdict_known"
            )
        ]


class TakenCapture(Owned):
    """A capture taken in: the unique id is what makes taking it in twice impossible."""

    capture = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10)
    row = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["owner", "row"], name="capture_owner_row")]
