"""What a mentor was told about a session, message by message."""

from django.db import models

from mentorpanel.storage.models.base import Owned
from mentorpanel.storage.models.letters import Draft
from mentorpanel.storage.models.sessions import Session


class Invitation(Owned):
    """One message about a session: REQUEST invites or changes, CANCEL takes back; a snapshot of what it said.

    ``draft`` is the brief that carried it, none for a message of its own. ``state``: queued, sent, failed;
    ``sent_how``: mail or by-hand.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="invitations", db_index=False)
    draft = models.ForeignKey(
        Draft, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitations"
    )
    method = models.CharField(max_length=10)
    sequence = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    length_minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=500, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10)
    sent_how = models.CharField(max_length=10)
    sent_to = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField()
    failure = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "session", "id"], name="invitation_owner_session"),
            models.Index(fields=["owner", "starts_at"], name="invitation_owner_starts"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(method__in=["REQUEST", "CANCEL"]), name="invitation_method_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "sent", "failed"]), name="invitation_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(sent_how__in=["mail", "by-hand"]), name="invitation_sent_how_known"
            ),
        ]
