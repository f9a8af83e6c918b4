"""The private page of a mentor for one session, and what they wrote on it."""

from django.db import models

from mentorpanel.storage.models.base import Owned
from mentorpanel.storage.models.parking import ParkedItem
from mentorpanel.storage.models.sessions import Session


class MentorPage(Owned):
    """One link to a session's page. Its token is kept as a hash; ``salt`` gives it again only with the secret key.

    A session has at most one that is not revoked. When it was opened is recorded nowhere.
    """

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="mentor_pages", db_index=False
    )
    token_hash = models.CharField(max_length=64, unique=True)
    salt = models.CharField(max_length=64)
    offer = models.TextField(blank=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "session", "-id"], name="mentorpage_owner_session")]
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=models.Q(revoked_at=None), name="mentorpage_one_good"
            )
        ]


class MentorReply(Owned):
    """What a mentor said on their page or by mail (``source``). ``kind``: accept, decline, tentative, propose,
    answer, note or need.

    ``starts_at`` is the moment proposed, ``for_starts_at`` the session's when it was said, ``time_zone`` the one
    they said it in; ``form`` tells a form sent twice from a new one. ``settled_at``: the owner has dealt with it.
    """

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="mentor_replies", db_index=False
    )
    page = models.ForeignKey(
        MentorPage, on_delete=models.SET_NULL, null=True, related_name="replies", db_index=False
    )
    item = models.ForeignKey(
        ParkedItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="mentor_replies"
    )
    kind = models.CharField(max_length=10)
    source = models.CharField(max_length=10, default="page")
    text = models.TextField(blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    for_starts_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64, blank=True)
    form = models.CharField(max_length=64)
    said_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "session", "id"], name="mentorreply_owner_session"),
            models.Index(fields=["owner", "settled_at"], name="mentorreply_owner_settled"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["session", "form"], name="mentorreply_once_per_form"),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["accept", "decline", "tentative", "propose", "answer", "note", "need"]
                ),
                name="mentorreply_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=["page", "mail"]), name="mentorreply_source_known"
            ),
        ]
