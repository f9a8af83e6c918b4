"""What an owner wants by mail, and what was said so far."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left

from mentorpanel.domain.reminders import Moment, ReminderOptions, Said
from mentorpanel.storage.models import OutboxItem, ReminderSetting, User, WeekSetting
from mentorpanel.storage.together import OWNER, Given, Read

DIGEST = "digest-"
REMINDER = "reminder:"


def options(owner: User) -> ReminderOptions:
    """What the owner wants; off before anything was said."""
    return options_and_said(owner)[0]


def options_and_said(owner: User) -> tuple[ReminderOptions, Said]:
    """What the owner wants, and the last digest; the single reminders are in ``went``."""
    weekday = WeekSetting.objects.filter(owner=OuterRef("owner")).values("digest_weekday")
    row = ReminderSetting.objects.filter(owner=owner).annotate(weekday=Subquery(weekday[:1])).first()
    if row is None:
        return ReminderOptions(), Said()
    said = Said(row.digest_on, row.digest_at, frozenset(row.digest_sessions))
    return replace(_options(row), weekday=row.weekday), said


def stop_salt(owner: User) -> tuple[str, str]:
    """The salt and the hash of the link that stops the mails; both empty before there is one."""
    row = ReminderSetting.objects.filter(owner=owner).values_list("stop_salt", "stop_hash").first()
    return row or ("", "")


def keep(owner: User, *, stop_salt: str, stop_hash: str, **changes: Any) -> ReminderOptions:
    """Write the named columns, and the link where there is none yet."""
    if isinstance(changes.get("moments"), Collection):
        changes["moments"] = sorted(str(one) for one in changes["moments"])
    ReminderSetting.objects.get_or_create(
        owner=owner,
        defaults={
            "stop_salt": stop_salt,
            "stop_hash": stop_hash,
            "moments": sorted(str(one) for one in ReminderOptions().moments),
        },
    )
    row = ReminderSetting.objects.get(owner=owner)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=[*changes, "updated_at"])
    return _options(row)


def change_hash(owner: User, *, stop_hash: str) -> None:
    """Write the hash of the link anew, where the secret key has changed."""
    ReminderSetting.objects.filter(owner=owner).update(stop_hash=stop_hash)


def note_digest(owner: User, *, on: date, at: datetime | None, sessions: Collection[int]) -> None:
    """Write that a day's digest was decided; with ``at`` it goes, and names these sessions."""
    changes: dict[str, Any] = {"digest_on": on}
    if at is not None:
        changes |= {"digest_at": at, "digest_sessions": sorted(sessions)}
    ReminderSetting.objects.filter(owner=owner).update(**changes)


def went(
    owner: User, keys: Mapping[str, tuple[int, datetime, Moment]]
) -> dict[tuple[int, datetime, Moment], datetime]:
    """Which of these reminders went into the outbox, and when. One query."""
    rows = OutboxItem.objects.filter(owner=owner, dedupe_key__in=list(keys))
    return {keys[key]: at for key, at in rows.values_list("dedupe_key", "created_at")} if keys else {}


def digest_is_there(owner: User, *, key: str) -> bool:
    """Whether a mail with that key is in the outbox or has gone."""
    return OutboxItem.objects.filter(owner=owner, dedupe_key=key).exists()


def last_failure(owner: User, *, since: datetime) -> tuple[int, str, datetime] | None:
    """The newest mail to the owner where it did not arrive: id, why, and when it was made; None where it did."""
    return LAST_FAILURE.alone(owner, failed_since=since)


def _last_failure() -> "QuerySet[OutboxItem, tuple[Any, ...]]":
    starts = {"a_digest": Left("dedupe_key", len(DIGEST)), "a_reminder": Left("dedupe_key", len(REMINDER))}
    is_own = Q(a_digest=DIGEST) | Q(a_reminder=REMINDER)
    own = OutboxItem.objects.filter(owner=OWNER).alias(**starts).filter(is_own)
    failed = own.filter(status="failed", created_at__gte=Given("failed_since", DateTimeField()))
    later = Exists(own.filter(status="sent", id__gt=OuterRef("pk")))
    return failed.order_by("-id").values_list("id", "last_error", "created_at", later)[:1]


LAST_FAILURE: Read[tuple[int, str, datetime] | None] = Read(
    _last_failure, lambda rows: rows[0][:3] if rows and not rows[0][3] else None
)
"""As ``last_failure``, since ``failed_since``."""


def _options(row: ReminderSetting) -> ReminderOptions:
    known = {one.value for one in Moment}
    return ReminderOptions(
        is_on=row.is_on,
        has_digest=row.has_digest,
        at=row.at,
        moments=frozenset(Moment(one) for one in row.moments if one in known),
        hides_names=row.hides_names,
        pushes_digest=row.pushes_digest,
        since=row.since,
    )
