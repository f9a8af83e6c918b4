"""Owners: who they are, their profile and their phase."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, QuerySet

from mentorpanel import clock
from mentorpanel.domain.facts import Rung
from mentorpanel.domain.principles import DEFAULT_PRINCIPLES
from mentorpanel.domain.records import PhaseRecord, ProfileRecord
from mentorpanel.domain.titles import DEFAULT_LADDER
from mentorpanel.storage.models import AuditEntry, BusyTime, Phase, PositionChange, Profile, User
from mentorpanel.storage.together import OWNER, Read

PROFILE_FIELDS = frozenset(
    {
        "name", "mail_address", "title", "level", "organisation", "time_zone", "work_starts", "work_ends", "prepares",
        "prep_hours_before", "weekly_minutes", "ladder", "principles", "rule_overrides", "theme", "phone_region",
        "welcome_step", "hides_giving",
    }
)  # fmt: skip


def profile_of(owner: User) -> ProfileRecord:
    """The owner's profile; made with defaults at the first call."""
    return _record(owner, _row(owner))


def change_profile(owner: User, **changes: Any) -> ProfileRecord:
    """Write the named fields of the profile; names outside ``PROFILE_FIELDS`` are a programming error."""
    unknown = set(changes) - PROFILE_FIELDS
    if unknown:
        raise TypeError(f"no such profile fields: {sorted(unknown)}")
    row = _row(owner)
    for field, value in changes.items():
        setattr(row, field, value)
    row.save(update_fields=[*changes, "updated_at"])
    return _record(owner, row)


def note_position(owner: User, *, before: ProfileRecord, after: ProfileRecord, on: date) -> None:
    """Keep that title or organisation changed on a day; several changes of one day are one, and none where it is as it was."""
    row = PositionChange.objects.filter(owner=owner, on=on).first() or PositionChange(
        owner=owner, on=on, title_before=before.title, organisation_before=before.organisation
    )
    row.title, row.organisation = after.title, after.organisation
    if (row.title, row.organisation) != (row.title_before, row.organisation_before):
        row.save()
    elif row.pk:
        row.delete()


def hold(owner: User) -> None:
    """Hold the owner's profile until the transaction ends: what is decided from all of theirs is decided one by one."""
    Profile.objects.select_for_update().filter(owner=owner).first()


def current_phase(owner: User) -> PhaseRecord | None:
    """The phase without an end, or None before the first one is said."""
    row = Phase.objects.filter(owner=owner, ended_on__isnull=True).first()
    return _phase(row) if row else None


def begin_phase(owner: User, *, phase: str, note: str, on: date) -> PhaseRecord:
    """End the current phase on that day and begin another."""
    with transaction.atomic():
        for current in Phase.objects.filter(owner=owner, ended_on__isnull=True):
            current.ended_on = max(on, current.started_on)
            current.save(update_fields=["ended_on", "updated_at"])
        return _phase(Phase.objects.create(owner=owner, phase=phase, note=note, started_on=on))


def change_phase_note(owner: User, *, note: str) -> None:
    """Rewrite the situation note of the current phase."""
    Phase.objects.filter(owner=owner, ended_on__isnull=True).update(note=note, updated_at=clock.now())


def note_in_audit(owner: User, *, at: Any, what: str, detail: str = "") -> None:
    """Add a line to the audit list."""
    AuditEntry.objects.create(owner=owner, at=at, what=what, detail=detail[:300])


def audit_of(owner: User, *, limit: int = 50) -> list[tuple[Any, str, str]]:
    """The newest lines of the audit list: when, what, detail."""
    rows = AuditEntry.objects.filter(owner=owner).order_by("-at", "-id")[:limit]
    return [(row.at, row.what, row.detail) for row in rows]


def _profiles() -> "QuerySet[Profile]":
    is_busy = BusyTime.objects.filter(owner=OWNER)
    return Profile.objects.filter(owner=OWNER).annotate(has_busy_times=Exists(is_busy))


PROFILE: Read[Profile | None] = Read(_profiles, lambda rows: rows[0] if rows else None)


def _row(owner: User) -> Profile:
    row = PROFILE.alone(owner)
    if row is None:
        row = Profile.objects.create(
            owner=owner,
            ladder=[asdict(rung) for rung in DEFAULT_LADDER],
            principles=[
                dict(zip(("key", "name", "about"), principle, strict=True))
                for principle in DEFAULT_PRINCIPLES
            ],
        )
    return row


def _record(owner: User, row: Profile) -> ProfileRecord:
    return ProfileRecord(
        owner_id=owner.pk,
        email=owner.email,
        name=row.name,
        mail_address=row.mail_address,
        title=row.title,
        level=row.level,
        organisation=row.organisation,
        time_zone=row.time_zone,
        work_starts=row.work_starts,
        work_ends=row.work_ends,
        prepares=row.prepares,
        prep_hours_before=row.prep_hours_before,
        weekly_minutes=row.weekly_minutes,
        ladder=tuple(Rung(rung["key"], rung["name"], tuple(rung["patterns"])) for rung in row.ladder),
        principles=tuple(row.principles),
        rule_overrides=dict(row.rule_overrides),
        theme=row.theme,
        phone_region=row.phone_region,
        welcome_step=row.welcome_step,
        has_busy_times=getattr(row, "has_busy_times", False),
        hides_giving=row.hides_giving,
    )


def _phase(row: Phase) -> PhaseRecord:
    return PhaseRecord(row.pk, row.phase, row.note, row.started_on, row.ended_on)
