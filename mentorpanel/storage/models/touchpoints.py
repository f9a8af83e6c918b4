"""Touchpoints, and what they add up to per person."""

from django.db import models

from mentorpanel.domain.facts import Direction, Source, TouchpointKind
from mentorpanel.storage.models.base import Owned, one_of
from mentorpanel.storage.models.people import Person


class Touchpoint(Owned):
    """Something that happened between the owner and a person. ``on`` is the owner's local date."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="touchpoints", db_index=False)
    kind = models.CharField(max_length=20)
    direction = models.CharField(max_length=10)
    on = models.DateField()
    at = models.DateTimeField()
    summary = models.TextField(blank=True)
    topics = models.JSONField(default=list)
    source = models.CharField(max_length=20)
    source_key = models.CharField(max_length=200, null=True, blank=True)
    session = models.ForeignKey(
        "storage.Session", on_delete=models.SET_NULL, null=True, blank=True, db_index=False
    )
    is_personal_update = models.BooleanField(default=False)
    told_focus = models.BooleanField(default=False)
    awaits_answer = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-on"], name="touchpoint_person_on"),
            models.Index(fields=["owner", "-on"], name="touchpoint_owner_on"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["owner", "source_key"], name="touchpoint_source_once"),
            one_of("kind", TouchpointKind, "touchpoint_kind_known"),
            one_of("direction", Direction, "touchpoint_direction_known"),
            one_of("source", Source, "touchpoint_source_known"),
        ]


class PersonSummary(models.Model):
    """What a person's touchpoints add up to, written in the transaction that changes one of them.

    The sums are as of ``as_of`` for ``half_life_days``; see ``TieSummary``.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="summary")
    owner = models.ForeignKey("storage.User", on_delete=models.CASCADE, db_index=False)
    as_of = models.DateField()
    half_life_days = models.PositiveIntegerField()
    two_way_sum = models.FloatField(default=0)
    one_way_sum = models.FloatField(default=0)
    last_on = models.DateField(null=True, blank=True)
    last_two_way_on = models.DateField(null=True, blank=True)
    last_from_me_on = models.DateField(null=True, blank=True)
    last_update_on = models.DateField(null=True, blank=True)
    informed_on = models.DateField(null=True, blank=True)
    two_way_days = models.PositiveIntegerField(default=0)
    unanswered_on = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["owner", "last_two_way_on"], name="summary_owner_two_way")]
