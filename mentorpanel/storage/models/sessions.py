"""Series, sessions and the commitments made in them."""

from django.db import models

from mentorpanel.domain.facts import SessionStatus
from mentorpanel.storage.models.base import Owned, one_of
from mentorpanel.storage.models.people import Person


class Series(Owned):
    """A recurrence kept in the zone it was made in: 9:00 stays 9:00 across daylight-saving changes."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="series", db_index=False)
    rrule = models.CharField(max_length=500)
    starts_local = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    length_minutes = models.PositiveSmallIntegerField(default=45)
    place = models.CharField(max_length=500, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "ended_on"], name="series_owner_ended")]


class SeriesPreparation(Owned):
    """A series that is prepared otherwise than usual; ``lead`` is hours ahead, ``day-before``, or empty: as usual."""

    series = models.OneToOneField(Series, on_delete=models.CASCADE, related_name="preparation")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    lead = models.CharField(max_length=10, blank=True)


class Session(Owned):
    """One meeting with a mentor; ``recurrence_at`` is the moment its series gave it, moved or not."""

    series = models.ForeignKey(
        Series, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sessions", db_index=False)
    recurrence_at = models.DateTimeField(null=True, blank=True)
    starts_at = models.DateTimeField()
    length_minutes = models.PositiveSmallIntegerField(default=45)
    place = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=20, default=SessionStatus.PLANNED)
    uid = models.CharField(max_length=120)
    sequence = models.PositiveIntegerField(default=0)
    notes = models.TextField(blank=True)
    shared_notes = models.TextField(blank=True)
    prepared_at = models.DateTimeField(null=True, blank=True)
    brief_sent_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    recap_sent_at = models.DateTimeField(null=True, blank=True)
    who_missed = models.CharField(max_length=10, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "starts_at"], name="session_owner_starts"),
            models.Index(fields=["owner", "person", "-starts_at"], name="session_owner_person"),
            models.Index(fields=["owner", "status", "starts_at"], name="session_owner_status"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["series", "recurrence_at"], name="session_once_per_occurrence"),
            models.UniqueConstraint(fields=["owner", "uid"], name="session_uid_once"),
            one_of("status", SessionStatus, "session_status_known"),
        ]


class Commitment(Owned):
    """What somebody promised in a session: mine or theirs."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="commitments", db_index=False)
    session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="commitments", db_index=False
    )
    is_mine = models.BooleanField(default=True)
    text = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    dropped_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "done_on", "dropped_on", "due_on"], name="commitment_owner_open"),
            models.Index(fields=["owner", "person"], name="commitment_owner_person"),
        ]
