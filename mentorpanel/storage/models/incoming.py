"""Mails that came in and what each of them did, and how far a mailbox has been read."""

from django.db import models

from mentorpanel.storage.models.base import Owned
from mentorpanel.storage.models.letters import Draft, OutboxItem
from mentorpanel.storage.models.mentor_pages import MentorReply
from mentorpanel.storage.models.parking import ParkedItem
from mentorpanel.storage.models.people import Person
from mentorpanel.storage.models.sessions import Session


class ReceivedMail(Owned):
    """One mail that concerned the owner: what it meant, why, and what it did. Neither its text nor its subject.

    ``key`` is the hash of its Message-ID, or of the mail where it has none; ``outcome`` a slug of the rule,
    ``how`` mailbox or file. Its touchpoints have source keys that begin with ``mail-`` and the key.
    ``settled`` are the ids of the replies that it took the place of; ``answered_on`` the day it set on a letter.
    """

    key = models.CharField(max_length=64)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="received_mails", db_index=False
    )
    session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="received_mails"
    )
    draft = models.ForeignKey(Draft, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    outbox_item = models.ForeignKey(
        OutboxItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reply = models.ForeignKey(MentorReply, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    item = models.ForeignKey(ParkedItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=12)
    reason = models.TextField()
    sent_at = models.DateTimeField()
    how = models.CharField(max_length=10)
    answered_on = models.DateField(null=True, blank=True)
    settled = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-id"], name="received_owner_newest"),
            models.Index(fields=["person"], name="received_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="received_once"),
            models.CheckConstraint(
                condition=models.Q(how__in=["mailbox", "file"]), name="received_how_known"
            ),
        ]


class Mailbox(models.Model):
    """How far a mailbox has been read, and how its last reading went. It belongs to the installation, not to an owner.

    ``fingerprint`` is a hash of server, user and folder; no secret is kept. ``since`` is the day from which mails
    count; ``left`` how many were still to be looked at. One reader at a time holds it, for as long as its lease.
    """

    fingerprint = models.CharField(max_length=64, unique=True)
    validity = models.BigIntegerField(null=True, blank=True)
    last_uid = models.BigIntegerField(default=0)
    since = models.DateField()
    left = models.PositiveIntegerField(default=0)
    fetched_at = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    holder = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
