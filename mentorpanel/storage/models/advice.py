"""What mentors said, and what came of it."""

from django.db import models

from mentorpanel.domain.facts import AdviceStatus
from mentorpanel.storage.models.base import Owned, one_of
from mentorpanel.storage.models.people import Person


class Advice(Owned):
    """What a mentor said, in which session; ``loop_closed_on`` once they have heard what came of it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="advice", db_index=False)
    session = models.ForeignKey(
        "storage.Session",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="advice",
        db_index=False,
    )
    text = models.TextField()
    topics = models.JSONField(default=list)
    on = models.DateField()
    status = models.CharField(max_length=20, default=AdviceStatus.NEW)
    outcome = models.TextField(blank=True)
    outcome_on = models.DateField(null=True, blank=True)
    loop_closed_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "person", "-on"], name="advice_owner_person"),
            models.Index(fields=["owner", "session"], name="advice_owner_session"),
        ]
        constraints = [one_of("status", AdviceStatus, "advice_status_known")]
