"""What the owner wants by mail: on or off, when, about what; and the link in each mail that stops them."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain import wording
from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.domain.records import ProfileRecord
from mentorpanel.domain.reminders import EVERY, Moment, ReminderOptions, digest_day, digest_time, weekday_of
from mentorpanel.domain.words import people_list
from mentorpanel.formats.mail_message import mail_address
from mentorpanel.storage import owners, reminders, system, weeks
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles
from mentorpanel.usecases.addresses import base_address

SALT_BYTES: Final = 32
FAILURE_SHOWS: Final = timedelta(days=3)
"""How long a mail to the owner that did not arrive is told of: it was about those days; our judgement."""
NO_LINK: Final = "This link is not known. Mails are switched on and off in the settings."


@dataclass(frozen=True, slots=True)
class RemindersShown:
    """What is set. ``at`` is the digest's local time; ``why_not`` says why no mail can go, empty where it can.

    ``next_at`` is the next moment at which a digest is looked at, None where none is.
    """

    options: ReminderOptions
    address: str
    at: time
    why_not: str
    next_at: datetime | None


def reminders_of(owner: User) -> RemindersShown:
    """What the owner has set, and whether mail can go."""
    profile = profiles.profile(owner)
    options = reminders.options(owner)
    hours, zone = profiles.working_hours(profile), ZoneInfo(profile.time_zone)
    now = clock.now()
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=number) for number in range(9)]
    moments = (digest_time(day, options, hours, zone) for day in days if digest_day(day, options) == day)
    is_awaited = options.is_on and options.has_digest
    following = next((one for one in moments if one > now), None) if is_awaited else None
    return RemindersShown(
        options, profile.mail_address, options.at or hours.starts, why_not(profile), following
    )


def switch(owner: User, *, is_on: bool) -> RemindersShown:
    """Switch the mails on or off; twice is harmless."""
    now = clock.now()
    with transaction.atomic():
        before = reminders.options(owner)
        if before.is_on != is_on:
            _keep(owner, is_on=is_on, since=now if is_on else None)
            owners.note_in_audit(owner, at=now, what=f"mails to myself {'on' if is_on else 'off'}")
    return reminders_of(owner)


def change(owner: User, **changes: Any) -> RemindersShown:
    """Change ``at`` (a local time, None for when work starts), ``has_digest``, ``every`` (``day`` or a weekday's name),
    ``moments``, ``hides_names`` and ``pushes_digest``.

    An unknown moment or weekday is ``Invalid``.
    """
    unknown = changes.keys() - {"at", "has_digest", "every", "moments", "hides_names", "pushes_digest"}
    if unknown:
        raise TypeError(f"no such options: {sorted(unknown)}")
    if "moments" in changes:
        changes["moments"] = _moments(changes["moments"])
    with transaction.atomic():
        if "every" in changes:
            weeks.change(owner, digest_weekday=_weekday(changes.pop("every")))
        _keep(owner, **changes)
    return reminders_of(owner)


def last_failure(owner: User, *, now: datetime) -> tuple[int, str, datetime] | None:
    """The newest mail to the owner where it did not arrive, in the last days: its number, why, and when it was made."""
    return reminders.last_failure(owner, since=now - FAILURE_SHOWS)


def why_not(profile: ProfileRecord) -> str:
    """Why no mail can go to the owner, with the mend; empty where it can."""
    if not settings.SMTP_URL:
        return "No mail server is set, so no mail goes. Whoever runs Mentorpanel names one in MENTORPANEL_SMTP_URL."
    if not profile.mail_address:
        return "Your own mail address is not set, so no mail goes. Settings, You has a place for it."
    try:
        mail_address(profile.mail_address)
    except Invalid as problem:
        return problem.message
    return ""


def stop_address(owner: User) -> str:
    """The link that stops these mails, for a mail of this owner's."""
    salt, known = reminders.stop_salt(owner)
    if not salt:
        _keep(owner)
        salt, known = reminders.stop_salt(owner)
    token = _token(salt)
    if _hash(token) != known:
        reminders.change_hash(owner, stop_hash=_hash(token))
    return f"{base_address()}/reminders/{token}/"


def is_stop_link(token: str) -> bool | None:
    """Whether the mails that a link stops are on; None for a link that is unknown. Looking changes nothing."""
    owner = system.reminder_owner(stop_hash=_hash(token))
    return None if owner is None else reminders.options(owner).is_on


def stop(token: str) -> None:
    """Stop the mails of that link's owner; twice is harmless, an unknown one is ``NotFound``."""
    owner = system.reminder_owner(stop_hash=_hash(token))
    if owner is None:
        raise NotFound(NO_LINK)
    switch(owner, is_on=False)


def _moments(given: Iterable[str]) -> list[str]:
    return [wording.one_of(one, Moment, field="moments", what="moment") for one in given]


def _weekday(every: str) -> int | None:
    if every not in EVERY:
        raise Invalid(f"The mail comes every {people_list(EVERY, most=8, joined='or')}.", field="every")
    return weekday_of(every)


def _keep(owner: User, **changes: Any) -> None:
    salt = secrets.token_hex(SALT_BYTES)
    reminders.keep(owner, stop_salt=salt, stop_hash=_hash(_token(salt)), **changes)


def _token(salt: str) -> str:
    """256 bits that nobody has without both the secret key and the salt."""
    made = hmac.new(settings.SECRET_KEY.encode(), f"reminders|{salt}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
