"""Links in mails and on devices that lead to one card: signed, good for some days and once; looking changes nothing.

Nothing of a link is stored. Whoever has one can do with that card what its button says, and take it back.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.core.signing import BadSignature, Signer

from mentorpanel import clock
from mentorpanel.domain.card_links import (
    DONE,
    SNOOZE,
    UNDO,
    CardLink,
    CardRef,
    Press,
    is_in_time,
    is_open,
    press_of,
)
from mentorpanel.domain.digest import Item, item_of
from mentorpanel.domain.facts import Card
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.today import check_trace
from mentorpanel.domain.trace_records import TraceRecord
from mentorpanel.storage import reminders, system, traces
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles, today
from mentorpanel.usecases.discretion import discretion_of

NO_LINK: Final = "This link is no longer good."
LONGEST: Final = 300
TO_TODAY: Final = "/"
_SALT: Final = "mentorpanel.card-links"
_LETTERS: Final = {DONE: "d", SNOOZE: "s", UNDO: "u"}
_VERBS: Final = {letter: verb for verb, letter in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Opened:
    """What the page of a good link shows: the card's own line and no more, on the owner's day.

    A page that takes back has no line, but what was done (``did``: done or snoozed). ``until`` is when a snooze ends.
    """

    verb: str
    words: Item | None
    day: date
    did: str = ""
    until: date | None = None


def presses(owner: User, cards: Iterable[CardRef]) -> dict[str, tuple[Press, ...]]:
    """Card to its links, made now."""
    now = clock.now()
    return {
        card.id: tuple(press_of(verb, path_of(_token(owner, card.id, verb, _mark(card.facts_key), now)))
                       for verb in card.verbs)
        for card in cards
    }  # fmt: skip


def path_of(token: str) -> str:
    """The page of a link."""
    return f"/do/{token}/"


def look(token: str) -> Opened:
    """What the page shows. Looking writes nothing. ``NotFound``, the same for a link that is wrong, run out or used."""
    owner, link, last = _good(token)
    profile = profiles.profile(owner)
    day = clock.today(ZoneInfo(profile.time_zone))
    if link.verb == UNDO:
        return Opened(UNDO, None, day, last.verdict if last else "", last.until if last else None)
    card = _card(owner, link)
    hides_names = reminders.options(owner).hides_names
    words = item_of(card, day, discretion_of(owner, hides_names=hides_names))
    until = None
    if link.verb == SNOOZE:
        until = check_trace(card, "snoozed", today=day, settings=profiles.settings_of(profile))
    return Opened(link.verb, words, day, "", until)


def press(token: str) -> str:
    """Do what the link is for; returns the path of the page that says so and can take it back, or do it again.

    ``NotFound`` as above. A snooze hides the card until tomorrow or for a week, as on Today.
    """
    owner, link, last = _good(token)
    now = clock.now()
    if link.verb == UNDO:
        today.undo_card(owner, card_id=link.card)
        card = next(iter(today.cards_named(owner, card_ids=(link.card,))), None)
        if card is None:
            return TO_TODAY
        again = DONE if last is not None and last.verdict == "done" else SNOOZE
        return path_of(_token(owner, card.id, again, _mark(card.facts_key), now))
    card = _card(owner, link)
    if link.verb == DONE:
        today.done_card(owner, card_id=card.id)
    else:
        today.snooze_card(owner, card_id=card.id)
    made = traces.last_trace(owner, card=card.id)
    return path_of(_token(owner, card.id, UNDO, str(made.id) if made else "", now))


def _good(token: str) -> tuple[User, CardLink, TraceRecord | None]:
    """Whose link it is, what it says and what was last done with its card, while it is good for something."""
    link, now = _read(token), clock.now()
    owner = system.owner_by_id(link.owner_id) if link is not None and is_in_time(link, now) else None
    if link is None or owner is None:
        raise NotFound(NO_LINK)
    last = traces.last_trace(owner, card=link.card)
    if not is_open(link, last):
        raise NotFound(NO_LINK)
    return owner, link, last


def _card(owner: User, link: CardLink) -> Card:
    """The card as it is today, under the same facts as when the link was made."""
    try:
        card = today.card(owner, card_id=link.card)
    except NotFound:
        raise NotFound(NO_LINK) from None
    if _mark(card.facts_key) != link.mark:
        raise NotFound(NO_LINK)
    return card


def _token(owner: User, card: str, verb: str, mark: str, now: datetime) -> str:
    """Everything that the link says, signed with the secret key (HMAC-SHA-256)."""
    said = "_".join((str(owner.pk), f"{int(now.timestamp()):x}", _LETTERS[verb], mark, card))
    return _signer().sign(said)


def _read(token: str) -> CardLink | None:
    """What a link says; None where it is not signed by us."""
    try:
        said = _signer().unsign(token) if len(token) <= LONGEST else ""
        owner_id, made_at, letter, mark, card = said.split("_", 4)
        made = datetime.fromtimestamp(int(made_at, 16), UTC)
        return CardLink(int(owner_id), card, _VERBS[letter], mark, made)
    except (BadSignature, ValueError, KeyError):
        return None


def _signer() -> Signer:
    return Signer(salt=_SALT, sep=".")


def _mark(facts_key: str) -> str:
    return hashlib.sha256(facts_key.encode()).hexdigest()[:16]
