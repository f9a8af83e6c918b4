"""The owner's calendar on a server of theirs: how to reach it, what we wrote there, and when they are busy."""

from django.db import models

from mentorpanel.storage.models.base import Owned
from mentorpanel.storage.models.sessions import Session


class CalendarAccount(Owned):
    """One per owner. ``password`` is sealed with the installation's key; ``write_to`` the calendar's address, or empty.

    ``state``: good, failing (tried again by itself), stopped (the owner has to mend something), leaving (what we
    wrote is being taken out, then this row goes). ``next_at`` is when a worker looks again; a claim has a holder and a
    lease. ``began_at`` is when the last round was claimed: sessions that changed since are a reason to look sooner.
    """

    address = models.CharField(max_length=2000)
    user_name = models.CharField(max_length=300)
    password = models.TextField()
    write_to = models.CharField(max_length=2000, blank=True)
    state = models.CharField(max_length=10, default="good")
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, blank=True)
    synced_at = models.DateTimeField(null=True, blank=True)
    busy_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    holder = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_at"], name="calendar_state_due")]
        constraints = [
            models.UniqueConstraint(fields=["owner"], name="calendar_once_per_owner"),
            models.CheckConstraint(
                condition=models.Q(state__in=["good", "failing", "stopped", "leaving"]),
                name="calendar_state_known",
            ),
        ]


class CalendarListed(Owned):
    """A calendar that the server has; ``is_read`` when its busy times count."""

    account = models.ForeignKey(
        CalendarAccount, on_delete=models.CASCADE, related_name="calendars", db_index=False
    )
    address = models.CharField(max_length=2000)
    name = models.CharField(max_length=200, blank=True)
    can_write = models.BooleanField(default=True)
    is_read = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["owner", "id"], name="calendarlisted_owner")]


class CalendarEntry(Owned):
    """An entry that we wrote, or are about to. ``says`` and ``content`` are fingerprints of what it holds.

    ``meant`` is the fingerprint under way: set before a write, empty once that is known to have ended. ``state``:
    begun, written, changed-there, removed-there, refused; ``note`` says why in words. ``is_forced``: write it anew.
    """

    session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="calendar_entries"
    )
    kind = models.CharField(max_length=12)
    uid = models.CharField(max_length=200)
    href = models.CharField(max_length=2200)
    href_hash = models.CharField(max_length=64)
    etag = models.CharField(max_length=300, blank=True)
    says = models.CharField(max_length=64, blank=True)
    content = models.CharField(max_length=64, blank=True)
    meant = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=14, default="begun")
    note = models.TextField(blank=True)
    is_forced = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["owner", "ends_at"], name="calendarentry_owner_ends")]
        constraints = [
            models.UniqueConstraint(fields=["owner", "href_hash"], name="calendarentry_once"),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["begun", "written", "changed-there", "removed-there", "refused"]
                ),
                name="calendarentry_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["session", "preparation"]), name="calendarentry_kind_known"
            ),
        ]


class BusyTime(Owned):
    """When the owner is busy: from and to, and nothing else."""

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["owner", "ends_at"], name="busy_owner_ends")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="busy_ends_after_start"
            )
        ]


class WorkCalendar(Owned):
    """The address at work that gets copies of sessions and preparation as invitations; empty where it no longer does."""

    address = models.EmailField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner"], name="workcalendar_once_per_owner")]


class OwnCopy(Owned):
    """What the calendar at work was last told of a session or its preparation."""

    session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="own_copies"
    )
    kind = models.CharField(max_length=12)
    uid = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    address = models.EmailField()
    sequence = models.PositiveIntegerField()
    method = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "uid"], name="owncopy_once"),
            models.CheckConstraint(
                condition=models.Q(method__in=["REQUEST", "CANCEL"]), name="owncopy_method_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["session", "preparation"]), name="owncopy_kind_known"
            ),
        ]
