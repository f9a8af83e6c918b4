"""The devices that reminders are pushed to, and what is on its way to them."""

from django.db import models

from mentorpanel.storage.models.base import Owned


class PushSubscription(Owned):
    """A browser that takes messages: where its push service takes them (``endpoint``), and the keys to lock them with.

    ``server_key`` is our public key that it was made for; with another one its push service refuses us. ``digest_on``,
    ``digest_at`` and ``digest_sessions`` are as for mails: the last day decided, and the last one that went here.
    """

    endpoint = models.CharField(max_length=2000)
    endpoint_hash = models.CharField(max_length=64, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    server_key = models.CharField(max_length=100)
    device = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    digest_on = models.DateField(null=True, blank=True)
    digest_at = models.DateTimeField(null=True, blank=True)
    digest_sessions = models.JSONField(default=list, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "id"], name="pushsubscription_owner")]


class Push(Owned):
    """One message to one device: ``says`` is its title, body and path, locked only when it leaves.

    ``status``: waiting, claimed, sent, failed. A claim has a holder and a lease, as in the outbox. After ``not_after``
    it is stale, and no longer sent.
    """

    subscription = models.ForeignKey(
        PushSubscription, on_delete=models.CASCADE, related_name="pushes", db_index=False
    )
    dedupe_key = models.CharField(max_length=120)
    says = models.JSONField(default=dict)
    topic = models.CharField(max_length=32)
    status = models.CharField(max_length=10, default="waiting")
    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=120, blank=True)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["status", "not_before"], name="push_status_due"),
            models.Index(fields=["owner", "created_at"], name="push_owner_created"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "dedupe_key"], name="push_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=["waiting", "claimed", "sent", "failed"]),
                name="push_status_known",
            ),
        ]
