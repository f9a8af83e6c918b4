"""Relationships with their stages, and the focus areas that mentors are told of."""

from django.db import models

from mentorpanel.domain.facts import Stage
from mentorpanel.storage.models.base import Owned, one_of
from mentorpanel.storage.models.people import Person


class Relationship(Owned):
    """At most one per person; its stage, roles, and the owner's own cadence for it.

    ``monthly_answer`` is what they said to meeting once a month: yes, no, or empty when nobody asked.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="relationship")
    stage = models.CharField(max_length=20)
    entered_stage_on = models.DateField()
    roles = models.JSONField(default=list)
    cadence_days = models.PositiveIntegerField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    last_follow_up_on = models.DateField(null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    monthly_answer = models.CharField(max_length=3, blank=True)
    monthly_answer_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "stage"], name="relationship_owner_stage")]
        constraints = [
            one_of("stage", Stage, "relationship_stage_known"),
            models.CheckConstraint(
                condition=models.Q(monthly_answer__in=["", "yes", "no"]), name="relationship_monthly_known"
            ),
        ]


class StageChange(Owned):
    """One move of a relationship, kept for ever. ``from_stage`` is empty for the first."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="stage_changes", db_index=False)
    from_stage = models.CharField(max_length=20, blank=True)
    to_stage = models.CharField(max_length=20)
    on = models.DateField()
    reason = models.TextField(blank=True)
    is_declared = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["person", "on"], name="stagechange_person_on")]


class FocusArea(Owned):
    """One of at most five things the owner works on now. ``readers``: nobody, named or everyone."""

    text = models.TextField()
    readers = models.CharField(max_length=10, default="everyone")
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "retired_on"], name="focus_owner_retired")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(readers__in=["nobody", "named", "everyone"]), name="focus_readers_known"
            )
        ]


class FocusReader(Owned):
    """A person named as a reader of a focus area."""

    area = models.ForeignKey(
        FocusArea, on_delete=models.CASCADE, related_name="named_readers", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="read_focus", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "person"], name="focus_reader_once")]
        indexes = [models.Index(fields=["owner", "person"], name="focusreader_owner_person")]


class FocusVersion(Owned):
    """A change worth telling: its number, and the areas as they were, with who could read each."""

    number = models.PositiveIntegerField()
    on = models.DateField()
    areas = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "number"], name="focus_version_once")]


class FocusTelling(Owned):
    """Who was told which focus version, when, and by what; what a touchpoint told goes when that touchpoint goes."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="focus_tellings", db_index=False
    )
    version = models.PositiveIntegerField()
    on = models.DateField()
    how = models.CharField(max_length=20)
    touchpoint = models.ForeignKey(
        "storage.Touchpoint", on_delete=models.CASCADE, null=True, blank=True, related_name="tellings"
    )

    class Meta:
        indexes = [models.Index(fields=["owner", "person", "-version"], name="telling_owner_person")]
