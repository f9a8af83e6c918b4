"""What people need and offer, and what was given, received, offered and asked between us."""

from django.db import models

from mentorpanel.domain.favour_records import (
    Answer,
    FavourDirection,
    FavourKind,
    FavourStatus,
    WantKind,
    WantSource,
)
from mentorpanel.storage.models.base import Owned, one_of
from mentorpanel.storage.models.letters import Draft
from mentorpanel.storage.models.people import Person
from mentorpanel.storage.models.sessions import Commitment, Session
from mentorpanel.storage.models.touchpoints import Touchpoint


class Want(Owned):
    """A dated fact of what somebody needs or offers, with its source; without a person it is the owner's own."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="wants", db_index=False
    )
    kind = models.CharField(max_length=10)
    text = models.TextField()
    topics = models.JSONField(default=list)
    since = models.DateField()
    source = models.CharField(max_length=10, default=WantSource.BY_HAND)
    touchpoint = models.ForeignKey(
        Touchpoint, on_delete=models.SET_NULL, null=True, blank=True, related_name="wants"
    )
    session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="wants"
    )
    met_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "person", "-since"], name="want_owner_person"),
            models.Index(
                fields=["owner", "-since"],
                name="want_owner_open",
                condition=models.Q(met_on__isnull=True, withdrawn_on__isnull=True),
            ),
        ]
        constraints = [
            one_of("kind", WantKind, "want_kind_known"),
            one_of("source", WantSource, "want_source_known"),
            models.CheckConstraint(condition=~models.Q(text=""), name="want_says_something"),
        ]


class Favour(Owned):
    """Help in one direction or the other. What was asked of the owner has an answer; see ``FavourRecord``."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="favours", db_index=False)
    direction = models.CharField(max_length=10)
    kind = models.CharField(max_length=20, default=FavourKind.OTHER)
    text = models.TextField()
    status = models.CharField(max_length=10, default=FavourStatus.OPEN)
    on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=5, blank=True)
    told_on = models.DateField(null=True, blank=True)
    other = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="favours_for"
    )
    want = models.ForeignKey(Want, on_delete=models.SET_NULL, null=True, blank=True, related_name="favours")
    commitment = models.ForeignKey(
        Commitment, on_delete=models.SET_NULL, null=True, blank=True, related_name="favours"
    )
    draft = models.ForeignKey(Draft, on_delete=models.SET_NULL, null=True, blank=True, related_name="favours")

    class Meta:
        indexes = [
            models.Index(fields=["owner", "person", "-on"], name="favour_owner_person"),
            models.Index(fields=["owner", "-on"], name="favour_owner_on"),
            models.Index(
                fields=["owner", "direction"],
                name="favour_owner_waiting",
                condition=models.Q(told_on__isnull=True),
            ),
        ]
        constraints = [
            one_of("direction", FavourDirection, "favour_direction_known"),
            one_of("kind", FavourKind, "favour_kind_known"),
            one_of("status", FavourStatus, "favour_status_known"),
            one_of("answer", Answer, "favour_answer_known"),
            models.CheckConstraint(condition=~models.Q(text=""), name="favour_says_something"),
        ]
