"""Letters, the owner's wording of them, and the outbox that carries them."""

from django.db import models

from mentorpanel.storage.models.base import Owned
from mentorpanel.storage.models.people import Person


class Draft(Owned):
    """A letter: slots while it is written, a snapshot once it has gone.

    ``state``: draft, queued (waits in the outbox), sent, failed. ``sent_how``: mail or by-hand.
    ``notice`` is the path of outreach that it is a step of; ``answered_on`` the day a reply was noted.
    """

    kind = models.CharField(max_length=30)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts", db_index=False)
    session = models.ForeignKey(
        "storage.Session",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="drafts",
        db_index=False,
    )
    notice = models.ForeignKey(
        "storage.Notice", on_delete=models.SET_NULL, null=True, blank=True, related_name="drafts"
    )
    slots = models.JSONField(default=dict)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    is_text_edited = models.BooleanField(default=False)
    is_written = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="draft")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_how = models.CharField(max_length=10, blank=True)
    sent_to = models.CharField(max_length=500, blank=True)
    failure = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "person", "-id"], name="draft_owner_person"),
            models.Index(fields=["owner", "session", "kind"], name="draft_owner_session"),
            models.Index(fields=["owner", "state"], name="draft_owner_state"),
            models.Index(
                fields=["owner", "-answered_on"],
                condition=models.Q(answered_on__isnull=False),
                name="draft_owner_answered",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "kind"],
                condition=models.Q(session__isnull=False),
                name="draft_once_per_session",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "queued", "sent", "failed"]), name="draft_state_known"
            ),
        ]


class LetterTemplate(Owned):
    """The owner's own wording of a kind of letter, with the slots as marks."""

    kind = models.CharField(max_length=30)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "kind"], name="letter_template_once")]


class OutboxItem(Owned):
    """One effect that leaves: a whole mail, stored in the transaction that decided it.

    ``status``: waiting, claimed, sent, failed. A claim has a holder and a lease; a dead holder's
    claim comes back when the lease ends, or when the same holder starts again. After ``not_after``
    it is stale, and no longer sent.
    """

    dedupe_key = models.CharField(max_length=200)
    draft = models.ForeignKey(Draft, on_delete=models.SET_NULL, null=True, blank=True, db_index=False)
    invitation = models.ForeignKey(
        "storage.Invitation", on_delete=models.SET_NULL, null=True, blank=True, related_name="mails"
    )
    message_id = models.CharField(max_length=200)
    sender = models.CharField(max_length=320)
    recipients = models.JSONField(default=list)
    message = models.BinaryField()
    status = models.CharField(max_length=10, default="waiting")
    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=120, blank=True)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["status", "not_before"], name="outbox_status_due"),
            models.Index(fields=["owner", "status"], name="outbox_owner_status"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["owner", "dedupe_key"], name="outbox_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=["waiting", "claimed", "sent", "failed"]),
                name="outbox_status_known",
            ),
        ]
