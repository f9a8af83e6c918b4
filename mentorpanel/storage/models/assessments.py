"""Evidence of what somebody is like to learn from: dated, linked to what happened between us."""

from django.db import models

from mentorpanel.storage.models.base import Owned
from mentorpanel.storage.models.people import Person


class Evidence(Owned):
    """One observation. ``shows`` is a list of [criterion, how clearly]; empty for a note made too early to tell."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="evidence", db_index=False)
    touchpoint = models.ForeignKey(
        "storage.Touchpoint", on_delete=models.SET_NULL, null=True, blank=True, related_name="evidence"
    )
    on = models.DateField()
    text = models.TextField(blank=True)
    shows = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["owner", "person", "-on"], name="evidence_owner_person")]
