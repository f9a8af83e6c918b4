"""The devices of an owner that take messages, and the messages to them."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import date, datetime

from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.pushes import DeviceRecord
from mentorpanel.domain.reminders import Moment, Said
from mentorpanel.storage.models import Push, PushSubscription, User

WentKeys = Mapping[str, tuple[int, datetime, Moment]]


def devices(owner: User) -> list[DeviceRecord]:
    """The owner's devices, the oldest first. One query."""
    return [_record(row) for row in PushSubscription.objects.filter(owner=owner).order_by("id")]


def device(owner: User, *, device_id: int) -> DeviceRecord:
    """One device; ``NotFound`` where it is not on the list."""
    row = PushSubscription.objects.filter(owner=owner, pk=device_id).first()
    if row is None:
        raise NotFound("No such device is on the list.")
    return _record(row)


def keep_device(
    owner: User, *, endpoint: str, p256dh: str, auth: str, server_key: str, name: str, at: datetime
) -> DeviceRecord:
    """A device from now on; the same endpoint again takes the place of what was known of it, whoever's that was.

    A browser has one endpoint at a time: whoever pressed the button last is the one whose messages it shows.
    """
    mark = hashlib.sha256(endpoint.encode()).hexdigest()
    PushSubscription.objects.filter(endpoint_hash=mark).exclude(owner=owner).delete()
    row, _ = PushSubscription.objects.update_or_create(
        owner=owner,
        endpoint_hash=mark,
        defaults={
            "endpoint": endpoint, "p256dh": p256dh, "auth": auth, "server_key": server_key, "device": name,
            "made_at": at, "last_error": "",
        },
    )  # fmt: skip
    return _record(row)


def forget_device(owner: User, *, device_id: int) -> bool:
    """Take a device off the list, with all that waits for it."""
    return PushSubscription.objects.filter(owner=owner, pk=device_id).delete()[0] > 0


def note_error(owner: User, *, device_ids: Collection[int], error: str) -> None:
    """Write why nothing reaches these devices."""
    PushSubscription.objects.filter(owner=owner, pk__in=list(device_ids)).update(last_error=error)


def note_digest(
    owner: User, *, device_id: int, on: date, at: datetime | None, sessions: Collection[int]
) -> None:
    """Write that a day's line was decided for a device; with ``at`` it goes, and names these sessions."""
    rows = PushSubscription.objects.filter(owner=owner, pk=device_id)
    rows.update(digest_on=on)
    if at is not None:
        rows.update(digest_at=at, digest_sessions=sorted(sessions))


def put(
    owner: User,
    *,
    device_id: int,
    dedupe_key: str,
    says: Mapping[str, str],
    topic: str,
    not_before: datetime,
    not_after: datetime,
) -> bool:
    """Put a message to a device on its way once; False when one with that key is there already."""
    _, was_made = Push.objects.get_or_create(
        subscription_id=device_id,
        dedupe_key=dedupe_key,
        defaults={
            "owner": owner, "says": dict(says), "topic": topic, "not_before": not_before, "not_after": not_after,
        },
    )  # fmt: skip
    return was_made


def went(owner: User, keys: WentKeys) -> dict[int, dict[tuple[int, datetime, Moment], datetime]]:
    """Which of these reminders went to which device, and when. One query."""
    found: dict[int, dict[tuple[int, datetime, Moment], datetime]] = {}
    rows = Push.objects.filter(owner=owner, dedupe_key__in=list(keys))
    for device_id, key, at in rows.values_list("subscription_id", "dedupe_key", "created_at"):
        found.setdefault(device_id, {})[keys[key]] = at
    return found


def _record(row: PushSubscription) -> DeviceRecord:
    return DeviceRecord(
        id=row.pk,
        name=row.device,
        made_at=row.made_at,
        reached_at=row.reached_at,
        last_error=row.last_error,
        endpoint_hash=row.endpoint_hash,
        said=Said(row.digest_on, row.digest_at, frozenset(row.digest_sessions)),
    )
