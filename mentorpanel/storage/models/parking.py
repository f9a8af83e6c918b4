"""Parked items: their own things, linked to sessions, never copied."""

from django.db import models

from mentorpanel.domain.facts import ParkedKind, ParkedStatus
from mentorpanel.storage.models.base import Owned, one_of
from mentorpanel.storage.models.people import Person


class ParkedItem(Owned):
    """A question, idea or insight kept for the right person. ``asked_name`` is a name not yet resolved."""

    text = models.TextField()
    kind = models.CharField(max_length=20)
    topics = models.JSONField(default=list)
    urgency = models.CharField(max_length=10, default="normal")
    status = models.CharField(max_length=20, default=ParkedStatus.PARKED)
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="parked_items", db_index=False
    )
    asked_name = models.CharField(max_length=300, blank=True)
    answer = models.TextField(blank=True)
    parked_at = models.DateTimeField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "status", "-parked_at"], name="parked_owner_status"),
            models.Index(fields=["owner", "person", "status"], name="parked_owner_person"),
        ]
        constraints = [
            one_of("kind", ParkedKind, "parked_kind_known"),
            one_of("status", ParkedStatus, "parked_status_known"),
        ]


class ParkedCandidate(Owned):
    """Somebody else who could answer a parked item."""

    item = models.ForeignKey(ParkedItem, on_delete=models.CASCADE, related_name="candidates", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="candidate_for", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="parked_candidate_once")]


class SessionItem(Owned):
    """A parked item on the agenda of a session; ``was_raised`` once it was talked about there."""

    session = models.ForeignKey(
        "storage.Session", on_delete=models.CASCADE, related_name="agenda", db_index=False
    )
    item = models.ForeignKey(ParkedItem, on_delete=models.CASCADE, related_name="sessions", db_index=False)
    position = models.PositiveSmallIntegerField(default=0)
    was_raised = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "item"], name="session_item_once")]
        indexes = [models.Index(fields=["owner", "item"], name="sessionitem_owner_item")]
