"""API tokens, and what was answered to a request that may be sent again."""

from django.db import models

from mentorpanel.storage.models.base import Owned


class ApiToken(Owned):
    """A bearer token, stored hashed. ``start`` is its first characters, to know it by. ``scope``: read or write."""

    name = models.CharField(max_length=120)
    start = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=10)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "-id"], name="token_owner")]
        constraints = [
            models.CheckConstraint(condition=models.Q(scope__in=["read", "write"]), name="token_scope_known")
        ]


class IdempotentReply(Owned):
    """The answer to a POST that carried an Idempotency-Key, given again when it comes again.

    ``fingerprint`` is of method, path and body; ``status`` is null while the first is still at work.
    """

    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="idempotent_reply_once")]
        indexes = [models.Index(fields=["owner", "created_at"], name="idempotent_owner_created")]
