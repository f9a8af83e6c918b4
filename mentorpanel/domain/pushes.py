"""What is pushed to an owner's devices: few words, no private ones, and a page of ours to open."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from mentorpanel.domain.card_links import Press
from mentorpanel.domain.digest import Digest, Item
from mentorpanel.domain.reminder_mails import reminder_words
from mentorpanel.domain.reminders import Reminder, Said
from mentorpanel.domain.wording import one_line

LONGEST_TITLE: Final = 110
LONGEST_BODY: Final = 200
"""Phones show some 40 characters of a title and 150 of the rest; more is cut. Our judgement."""
EVEN_BYTES: Final = 256
"""Messages are filled up to a multiple of this, so that their length tells the push service little; our judgement."""
MOST_DEVICES: Final = 10
_SYSTEMS: Final = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
    ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
# The first that fits: Edge and Opera say that they are Chrome, and all of them that they are Safari.
_BROWSERS: Final = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PushWords:
    """A message to a device. ``path`` is a page of ours that a press opens, ``presses`` its buttons."""

    title: str
    body: str
    path: str
    presses: tuple[Press, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What the service worker reads: title, body and url; actions where it has buttons."""
        said: dict[str, Any] = {"title": self.title, "body": self.body, "url": self.path}
        buttons = [{"action": one.verb, "title": one.label, "url": one.path} for one in self.presses]
        return said | {"actions": buttons} if buttons else said


@dataclass(frozen=True, slots=True)
class DeviceRecord:
    """A device that takes messages. ``endpoint_hash`` is how its browser knows itself on the list."""

    id: int
    name: str
    made_at: datetime
    reached_at: datetime | None
    last_error: str
    endpoint_hash: str
    said: Said = field(default_factory=Said)


def words_of_reminder(reminder: Reminder, now: datetime, zone: ZoneInfo, *, hides_names: bool) -> PushWords:
    """A single reminder in two lines; it opens the session's page."""
    mail = reminder_words(reminder, now, zone, hides_names=hides_names)
    return _fitting(mail.headline, mail.lede, f"/sessions/{reminder.session.id}/")


def words_of_digest(digest: Digest) -> PushWords:
    """The day in one line, with the next session and its next step where one is near, and what is first; it opens Today."""
    step = next((one for one in digest.steps if one.state == "now"), None)
    following = f" {step.name}: {step.when}." if step and step.when else ""
    coming = f"{digest.coming}.{following}" if digest.coming else ""
    first = first_of(digest)
    body = f"{coming} First: {first.text.rstrip('.')}." if first else coming
    return _fitting(digest.headline, body, "/")


def first_of(digest: Digest) -> Item | None:
    """What the buttons of the day's line are about: the first thing that is due, else the first card."""
    return next(iter((*digest.duties, *digest.cards)), None)


def payload(words: dict[str, Any]) -> bytes:
    """The bytes of a message, JSON filled up with blanks."""
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
    return text + b" " * (-len(text) % EVEN_BYTES)


def device_name(user_agent: str) -> str:
    """A short name of a browser from what it says of itself: "Chrome on Android"."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "A browser")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser


def _fitting(title: str, body: str, path: str) -> PushWords:
    return PushWords(_cut(title, LONGEST_TITLE), _cut(body, LONGEST_BODY), path)


def _cut(text: str, at_most: int) -> str:
    line = one_line(text, at_most=10_000)
    return line if len(line) <= at_most else line[: at_most - 1].rstrip() + "…"
