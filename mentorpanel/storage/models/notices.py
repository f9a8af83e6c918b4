"""Somebody was noticed: where, what exactly impressed, and what the owner would ask."""

from django.db import models

from mentorpanel.storage.models.base import Owned
from mentorpanel.storage.models.people import Person


class Notice(Owned):
    """The start of a path of outreach. ``kind``: talk or meeting; ``ending``: met, let-go, or empty while open."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=10)
    where = models.TextField()
    impressed = models.TextField()
    question = models.TextField(blank=True)
    noticed_on = models.DateField()
    touchpoint = models.ForeignKey(
        "storage.Touchpoint", on_delete=models.SET_NULL, null=True, blank=True, related_name="notices"
    )
    ending = models.CharField(max_length=10, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "person", "-id"], name="notice_owner_person"),
            models.Index(fields=["owner", "ended_on"], name="notice_owner_ended"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["talk", "meeting"]), name="notice_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(ending__in=["", "met", "let-go"]), name="notice_ending_known"
            ),
        ]
