"""Imports record by record, doubtful matches, and merges that can be undone."""

from django.db import models

from mentorpanel.storage.models.base import Owned
from mentorpanel.storage.models.people import Person


class Import(Owned):
    """One file brought in. ``state``: waiting, mapping, running, done, failed, undone."""

    filename = models.CharField(max_length=300)
    format = models.CharField(max_length=20, blank=True)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="waiting")
    total_bytes = models.BigIntegerField(default=0)
    done_bytes = models.BigIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    doubtful = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-id"], name="import_owner_id"),
            models.Index(fields=["state", "lease_until"], name="import_state_lease"),
        ]


class UploadPiece(Owned):
    """A piece of an uploaded file that waits for its import, so that any worker on any machine can run it."""

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pieces", db_index=False)
    position = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="piece_once")]


class ImportRecord(Owned):
    """What one record of a file led to. ``undo`` holds what it changed, enough to take it back."""

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="records", db_index=False)
    where = models.CharField(max_length=120)
    outcome = models.CharField(max_length=10)
    fingerprint = models.CharField(max_length=64, blank=True)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, db_index=False)
    reason = models.TextField(blank=True)
    undo = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["batch", "outcome"], name="importrecord_outcome"),
            models.Index(fields=["owner", "person"], name="importrecord_owner_person"),
            models.Index(fields=["owner", "fingerprint"], name="importrecord_fingerprint"),
        ]


class DoubtfulMatch(Owned):
    """A record that may be somebody already known: put to the owner side by side, once per pair."""

    batch = models.ForeignKey(
        Import, on_delete=models.CASCADE, related_name="doubtful_matches", db_index=False
    )
    where = models.CharField(max_length=120)
    record = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="doubtful_matches", db_index=False
    )
    reason = models.TextField(blank=True)
    decision = models.CharField(max_length=10, blank=True)
    decided_person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "fingerprint"], name="doubtful_once")]
        indexes = [models.Index(fields=["owner", "decision"], name="doubtful_owner_decision")]


class Merge(Owned):
    """Two people made one, with the reason, and what it takes to part them again."""

    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merges", db_index=False)
    merged_name = models.CharField(max_length=300)
    reason = models.TextField(blank=True)
    undo = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "kept"], name="merge_owner_kept")]
