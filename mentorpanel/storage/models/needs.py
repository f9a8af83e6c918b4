"""What the owner needs in a phase, and how far each person can help with it."""

from django.db import models

from mentorpanel.storage.models.base import Owned
from mentorpanel.storage.models.people import Person


class NeedWeight(Owned):
    """The owner's own weight of a need in a phase: 3 must, 2 should, 1 nice, 0 not wanted there."""

    phase = models.CharField(max_length=60)
    need = models.CharField(max_length=60)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "phase", "need"], name="need_weight_once"),
            models.CheckConstraint(condition=models.Q(weight__lte=3), name="need_weight_known"),
        ]


class NeedLevel(Owned):
    """How far a person can help with a need, in the owner's word: 0 not at all to 3 very much."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="need_levels", db_index=False)
    need = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "need"], name="need_level_once"),
            models.CheckConstraint(condition=models.Q(level__lte=3), name="need_level_known"),
        ]
        indexes = [models.Index(fields=["owner", "need"], name="needlevel_owner_need")]


class Acquaintance(Owned):
    """One person of the owner's knows another; kept once, the smaller id first."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="knows", db_index=False)
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="known_by", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "other"], name="acquaintance_once"),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("other")), name="acquaintance_of_two_people"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "person"], name="acquaintance_owner_person"),
            models.Index(fields=["owner", "other"], name="acquaintance_owner_other"),
        ]
