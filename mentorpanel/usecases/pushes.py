"""Reminders to an owner's devices: made when due, each once for a device, and what came of sending them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain import reminders as rules
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.pushes import DeviceRecord, first_of, payload, words_of_digest, words_of_reminder
from mentorpanel.domain.records import ProfileRecord
from mentorpanel.domain.reminders import ReminderOptions
from mentorpanel.formats import web_push
from mentorpanel.formats.mail_message import mail_address
from mentorpanel.storage import push_queue, pushes, reminders
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import card_links, profiles, reminder_mails
from mentorpanel.usecases.push_devices import our_key, public_key, topic_of

LEASE: Final = timedelta(minutes=2)
"""Longer than one push service can hold us."""
KEPT: Final = timedelta(days=30)
"""Longer than any reminder could come again: preparation lies ten days ahead at most, thanks four behind."""
NOBODY: Final = "mailto:mentorpanel@localhost"
OTHER_KEY: Final = (
    "This installation's secret key has changed, so its push service takes nothing from us. "
    "Add the device again, from its own browser."
)


@dataclass(frozen=True, slots=True)
class ClaimedPush:
    """A message that this worker alone may send now: locked and signed. ``urgency`` is as RFC 8030 names it."""

    id: int
    owner: User
    device_id: int
    holder: str
    endpoint: str
    message: bytes = field(repr=False)
    topic: str
    urgency: str
    authorization: dict[str, str] = field(repr=False)
    attempts: int
    not_after: datetime

    def is_stale_at(self, moment: datetime) -> bool:
        """Whether at that moment it would come too late to be of use."""
        return moment >= self.not_after


def owners() -> list[User]:
    """Who has a device that takes messages from us."""
    return push_queue.owners_with_devices(server_key=public_key())


def make_due(owner: User) -> int:
    """Put what is due by now on its way to each device of the owner's; returns how many messages."""
    known = pushes.devices(owner)
    profile, options = profiles.profile(owner), reminders.options(owner)
    if not known or not (options.moments or options.pushes_digest):
        return 0
    options = replace(options, is_on=True, has_digest=options.pushes_digest)
    made = _make_digests(owner, profile, options, known)
    return made + (_make_reminders(owner, profile, options) if options.moments else 0)


def claim_next(*, holder: str) -> ClaimedPush | None:
    """The next message that is due, locked for its device and signed; None where there is none.

    One whose keys or address turn out to be of no use fails here.
    """
    now = clock.now()
    row = push_queue.claim(holder=holder, now=now, lease=LEASE)
    if row is None:
        return None
    device = row.subscription
    try:
        message = web_push.encrypted(payload(row.says), p256dh=device.p256dh, auth=device.auth)
        authorization = web_push.authorization(our_key(), device.endpoint, contact=_contact(), now=now)
    except (Invalid, ValueError):
        message, authorization = b"", {}
    claimed = ClaimedPush(
        id=row.pk,
        owner=row.owner,
        device_id=row.subscription_id,
        holder=holder,
        endpoint=device.endpoint,
        message=message,
        topic=row.topic,
        urgency="normal" if row.dedupe_key.startswith(reminders.DIGEST) else "high",
        authorization=authorization,
        attempts=row.attempts,
        not_after=row.not_after,
    )
    if device.server_key != public_key():
        refused(claimed, reason=OTHER_KEY)
        return None
    if not message:
        refused(claimed, reason="Its browser's keys or address cannot be used. Add the device again.")
        return None
    return claimed


def delivered(push: ClaimedPush) -> None:
    """The push service has taken the message."""
    now = clock.now()
    with transaction.atomic():
        if push_queue.finish(
            push_id=push.id, holder=push.holder, status="sent", sent_at=now, attempts=push.attempts + 1, last_error=""
        ):  # fmt: skip
            push_queue.note_device(device_id=push.device_id, reached_at=now, last_error="")


def try_later(push: ClaimedPush, *, reason: str, wait: timedelta) -> None:
    """The push service cannot take it now; past its use it is given up instead."""
    moment = clock.now() + wait
    if push.is_stale_at(moment):
        refused(push, reason=f"It did not get through in time. {reason}")
        return
    push_queue.finish(
        push_id=push.id, holder=push.holder, status="waiting", attempts=push.attempts + 1, not_before=moment,
        last_error=reason[:1000],
    )  # fmt: skip


def refused(push: ClaimedPush, *, reason: str) -> None:
    """It will never be taken: the list of devices says why."""
    with transaction.atomic():
        if push_queue.finish(
            push_id=push.id, holder=push.holder, status="failed", attempts=push.attempts + 1, last_error=reason[:1000]
        ):  # fmt: skip
            push_queue.note_device(device_id=push.device_id, last_error=reason[:1000])


def outlived(push: ClaimedPush) -> None:
    """Nobody got round to it in time: it is dropped, and says nothing of the device."""
    push_queue.finish(push_id=push.id, holder=push.holder, status="failed", last_error="It came too late.")


def gone(push: ClaimedPush) -> None:
    """The browser takes no more messages: the device is off the list, with all that waits for it."""
    push_queue.forget_device(device_id=push.device_id)


def free_lost_claims(*, holder: str | None = None) -> int:
    """Free the claims of dead workers; with ``holder``, that worker's own from before its restart too."""
    return push_queue.sweep(now=clock.now(), holder=holder)


def drop_old() -> bool:
    """Forget what went a month ago."""
    return push_queue.drop_old(before=clock.now() - KEPT) > 0


def _make_digests(
    owner: User, profile: ProfileRecord, options: ReminderOptions, known: Sequence[DeviceRecord]
) -> int:
    """The day in one line, decided once for each device, whether or not it is worth a message."""
    now, zone, hours = clock.now(), ZoneInfo(profile.time_zone), profiles.working_hours(profile)
    due = [
        one for one in known
        if rules.is_digest_due(now, replace(options, since=one.made_at), hours, zone, one.said)
    ]  # fmt: skip
    if not due:
        return 0
    digest, _ = reminder_mails.todays_digest(owner, profile, options)
    goes, words, made = digest.worth.verdict == "mail", words_of_digest(digest), 0
    first = first_of(digest)
    if goes and first is not None and first.card is not None:
        words = replace(words, presses=card_links.presses(owner, [first.card])[first.card.id])
    sessions = [digest.coming_id] if digest.coming_id is not None else []
    for device in due:
        with transaction.atomic():
            was_made = goes and pushes.put(
                owner,
                device_id=device.id,
                dedupe_key=f"{reminders.DIGEST}{digest.day.isoformat()}",
                says=words.as_json(),
                topic=topic_of(owner, "digest"),
                not_before=now,
                not_after=rules.end_of(digest.day, zone),
            )
            pushes.note_digest(
                owner, device_id=device.id, on=digest.day, at=now if was_made else None, sessions=sessions
            )
        made += int(was_made)
    return made


def _make_reminders(owner: User, profile: ProfileRecord, options: ReminderOptions) -> int:
    now, zone, hours = clock.now(), ZoneInfo(profile.time_zone), profiles.working_hours(profile)
    near = reminder_mails.near_sessions(owner, profile, now)
    if not near:
        return 0
    went, made = pushes.went(owner, reminder_mails.reminder_keys(near)), 0
    for device in pushes.devices(owner):
        said = replace(device.said, reminders=went.get(device.id, {}))
        wanted = replace(options, since=device.made_at)
        for one in rules.reminders_due(near, now, wanted, hours, zone, said):
            words = words_of_reminder(one, now, zone, hides_names=options.hides_names)
            card = reminder_mails.card_of(owner, one)
            words = replace(words, presses=card_links.presses(owner, [card])[card.id] if card else ())
            made += pushes.put(
                owner,
                device_id=device.id,
                dedupe_key=reminder_mails.reminder_key(one.session, one.moment),
                says=words.as_json(),
                topic=topic_of(owner, f"session {one.session.id}"),
                not_before=now,
                not_after=one.until,
            )
    return made


def _contact() -> str:
    """Whom a push service can ask about us: the public address, else the mails' sender; never an owner."""
    public = urlsplit(settings.PUBLIC_URL)
    if public.scheme == "https" and public.hostname and "." in public.hostname:
        return f"https://{public.hostname}"
    try:
        return f"mailto:{mail_address(settings.MAIL_FROM)}"
    except Invalid:
        return NOBODY
