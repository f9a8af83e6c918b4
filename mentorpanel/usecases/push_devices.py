"""The devices that an owner lets reminders come to: added from their browser, tried, taken off the list."""

import hashlib
import hmac
from datetime import timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.problems import Conflict
from mentorpanel.domain.pushes import MOST_DEVICES, DeviceRecord, PushWords, device_name
from mentorpanel.formats import web_push
from mentorpanel.storage import owners, pushes
from mentorpanel.storage.ownership import User

TRY_LASTS: Final = timedelta(minutes=10)
FULL: Final = f"{MOST_DEVICES} devices are on the list already. Take one off first."
TRY: Final = PushWords(
    "Mentorpanel reaches this device", "Reminders come here from now on.", "/settings/reminders/"
)


def our_key() -> ec.EllipticCurvePrivateKey:
    """The installation's key pair."""
    return web_push.key_pair(settings.SECRET_KEY)


def public_key() -> str:
    """What a browser needs to take messages from us, and from nobody else."""
    return web_push.public_text(our_key())


def devices(owner: User) -> list[DeviceRecord]:
    """The owner's devices, the oldest first."""
    return pushes.devices(owner)


def add(owner: User, *, endpoint: str, p256dh: str, auth: str, user_agent: str) -> DeviceRecord:
    """A browser that said yes. The same one again takes its own place; an eleventh is a ``Conflict``.

    What cannot be an endpoint or a key is ``Invalid``.
    """
    endpoint = web_push.checked_endpoint(endpoint.strip(), allow_private=settings.ALLOW_PRIVATE_ADDRESSES)
    p256dh, auth = web_push.checked_keys(p256dh, auth)
    now, mark = clock.now(), hashlib.sha256(endpoint.encode()).hexdigest()
    with transaction.atomic():
        known = pushes.devices(owner)
        if len(known) >= MOST_DEVICES and mark not in {one.endpoint_hash for one in known}:
            raise Conflict(FULL)
        made = pushes.keep_device(
            owner,
            endpoint=endpoint,
            p256dh=p256dh,
            auth=auth,
            server_key=public_key(),
            name=device_name(user_agent),
            at=now,
        )
        owners.note_in_audit(owner, at=now, what="a device takes reminders", detail=made.name)
    return made


def forget(owner: User, *, device_id: int) -> DeviceRecord:
    """Take a device off the list: nothing goes there any more, what waits neither."""
    with transaction.atomic():
        found = pushes.device(owner, device_id=device_id)
        pushes.forget_device(owner, device_id=device_id)
        owners.note_in_audit(
            owner, at=clock.now(), what="a device takes no reminders any more", detail=found.name
        )
    return found


def send_a_try(owner: User, *, device_id: int) -> DeviceRecord:
    """A message that says that it works; one a minute."""
    now = clock.now()
    with transaction.atomic():
        found = pushes.device(owner, device_id=device_id)
        pushes.put(
            owner,
            device_id=device_id,
            dedupe_key=f"try-{now:%Y%m%d%H%M}",
            says=TRY.as_json(),
            topic=topic_of(owner, "try"),
            not_before=now,
            not_after=now + TRY_LASTS,
        )
    return found


def topic_of(owner: User, what: str) -> str:
    """What a push service knows a message by, so that a newer one takes its place: 32 letters that tell it nothing."""
    said = f"push topic|{owner.pk}|{what}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:32]
