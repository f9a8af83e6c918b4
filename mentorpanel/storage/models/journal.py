"""The journal, private until shared."""

from django.db import models

from mentorpanel.domain.facts import JournalKind
from mentorpanel.storage.models.base import Owned, one_of
from mentorpanel.storage.models.people import Person


class JournalEntry(Owned):
    """A win, challenge, change or learning. Shared with nobody unless ticked."""

    kind = models.CharField(max_length=20)
    on = models.DateField()
    text = models.TextField()
    topics = models.JSONField(default=list)
    is_shared_with_all = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "-on", "-id"], name="journal_owner_on")]
        constraints = [one_of("kind", JournalKind, "journal_kind_known")]


class JournalShare(Owned):
    """An entry ticked for one person."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.CASCADE, related_name="shares", db_index=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="journal_shares", db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "person"], name="journal_share_once")]
        indexes = [models.Index(fields=["owner", "person"], name="journalshare_owner_person")]
