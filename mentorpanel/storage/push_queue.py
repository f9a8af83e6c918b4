"""What a worker takes from the messages to devices, whoever's they are: claims, their ends, and what is over."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from mentorpanel.storage import system
from mentorpanel.storage.models import Push, PushSubscription, User


def owners_with_devices(*, server_key: str) -> list[User]:
    """The owners with a device that was made for this public key."""
    rows = User.objects.filter(is_active=True, pushsubscription__server_key=server_key)
    return list(rows.distinct().order_by("id"))


def claim(*, holder: str, now: datetime, lease: timedelta) -> Push | None:
    """One waiting message that is due, claimed for ``holder`` by compare-and-set; None when there is none."""
    found = system.claim_due(Push, holder=holder, now=now, lease=lease)
    if found is None:
        return None
    # It may be gone again, with the device that its owner took off the list.
    return Push.objects.select_related("owner", "subscription").filter(id=found).first()


def finish(*, push_id: int, holder: str, **changes: Any) -> bool:
    """Write the end of an attempt, if the claim is still this holder's."""
    rows = Push.objects.filter(id=push_id, status="claimed", holder=holder)
    return rows.update(lease_until=None, **changes) == 1


def note_device(*, device_id: int, **changes: Any) -> None:
    """Write how a device was reached."""
    PushSubscription.objects.filter(pk=device_id).update(**changes)


def forget_device(*, device_id: int) -> None:
    """Its browser takes no more messages."""
    PushSubscription.objects.filter(pk=device_id).delete()


def sweep(*, now: datetime, holder: str | None = None) -> int:
    """Free the claims whose lease has ended, and with ``holder`` its own from before a restart."""
    lost = Q(lease_until__lt=now)
    if holder is not None:
        lost |= Q(holder=holder)
    return Push.objects.filter(Q(status="claimed") & lost).update(
        status="waiting", holder="", lease_until=None
    )


def drop_old(*, before: datetime) -> int:
    """Forget the messages from before that moment that are over."""
    return Push.objects.filter(created_at__lt=before, status__in=["sent", "failed"]).delete()[0]
