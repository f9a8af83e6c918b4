"""What mentors said, what came of it, and where two of them differ."""

from django.db import models

from mentorpanel.domain.facts import AdviceStatus
from mentorpanel.storage.models.base import Owned, one_of
from mentorpanel.storage.models.parking import ParkedItem
from mentorpanel.storage.models.people import Person


class Advice(Owned):
    """What a mentor said, in which session, in answer to which parked item; ``loop_closed_on`` once they have
    heard what came of it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="advice", db_index=False)
    session = models.ForeignKey(
        "storage.Session",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="advice",
        db_index=False,
    )
    item = models.ForeignKey(
        ParkedItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="advice", db_index=False
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
            models.Index(fields=["owner", "status", "-on"], name="advice_owner_status"),
            models.Index(fields=["owner", "item"], name="advice_owner_item"),
        ]
        constraints = [one_of("status", AdviceStatus, "advice_status_known")]


class NotedLine(Owned):
    """A marked line of a session's notes, and the advice that it became; without any, that was deleted since."""

    session = models.ForeignKey(
        "storage.Session", on_delete=models.CASCADE, related_name="noted_lines", db_index=False
    )
    advice = models.ForeignKey(
        Advice, on_delete=models.SET_NULL, null=True, blank=True, related_name="noted_lines", db_index=False
    )
    text = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "session"], name="notedline_owner_session"),
            models.Index(fields=["owner", "advice"], name="notedline_owner_advice"),
        ]


class Contrast(Owned):
    """Advice that differs on one question, side by side, and what the owner decided."""

    question = models.TextField()
    item = models.ForeignKey(
        ParkedItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="contrasts", db_index=False
    )
    choice = models.ForeignKey(
        Advice, on_delete=models.SET_NULL, null=True, blank=True, related_name="chosen_in", db_index=False
    )
    decided = models.TextField(blank=True)
    why = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "decided_on"], name="contrast_owner_decided"),
            models.Index(fields=["owner", "item"], name="contrast_owner_item"),
            models.Index(fields=["owner", "choice"], name="contrast_owner_choice"),
        ]


class ContrastMember(Owned):
    """A piece of advice in a contrast, in its place."""

    contrast = models.ForeignKey(Contrast, on_delete=models.CASCADE, related_name="members", db_index=False)
    advice = models.ForeignKey(Advice, on_delete=models.CASCADE, related_name="contrasts", db_index=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contrast", "advice"], name="contrast_member_once")]
        indexes = [models.Index(fields=["owner", "advice"], name="contrastmember_owner_advice")]
