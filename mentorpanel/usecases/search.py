"""Search over everything of the owner's, and the index that it reads."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import OperationalError, connection

from mentorpanel import clock
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.search_records import Found, known_kinds
from mentorpanel.storage import search as stored
from mentorpanel.storage import search_index, system
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles

ORDERS = ("newest", "best")
AT_ONCE = 3_000
"""How many changed things a search takes in before it answers (our judgement): about a second; the worker does the rest."""
ONCE = 1_500
"""How many changed things one step of the worker takes in for an owner (our judgement): half a second."""
LOOKED_AT = 1_000
"""How many things of each kind are compared with the index (our judgement)."""


def search(
    owner: User,
    *,
    query: str,
    kinds: Sequence[str] = (),
    order: str = "newest",
    limit: int = 20,
    after: str = "",
) -> Found:
    """A page of ``SearchHit``: people first, then the rest newest first, or the best of the newest 2,000 first.

    Every word must begin a word of the thing or of its person's name. An empty query finds nothing. At most
    eight words of the first 200 characters are looked for. An unknown kind or order is ``Invalid``.
    """
    if order not in ORDERS:
        raise Invalid(f"There is no order “{order[:40]}”. There are: {', '.join(ORDERS)}.", field="order")
    wanted = known_kinds(tuple(kinds))
    is_behind = search_index.is_behind(owner) and _is_still_behind(owner)
    today = clock.now().date() if order == "best" else None  # a day more or less is nothing to the rank
    found = stored.search(owner, query=query, kinds=wanted, ranked_on=today, limit=limit, after=after)
    return replace(found, is_behind=True) if is_behind else found


def _is_still_behind(owner: User) -> bool:
    """Take in what changed. Where nothing can be written, on a full disk, what was indexed before is still found."""
    try:
        search_index.catch_up(owner, profiles.zone(owner), most=AT_ONCE)
    except OperationalError:
        if connection.in_atomic_block:
            raise
    return search_index.is_behind(owner)


def owners_behind() -> list[User]:
    """The owners of whom something changed that was not taken in."""
    return system.owners_to_index()


def take_in(owner: User) -> int:
    """Index a part of what changed; returns how many things were looked at."""
    return search_index.catch_up(owner, profiles.zone(owner), most=ONCE)


def rebuild(owner: User) -> int:
    """Make the owner's index anew; returns how many things were looked at."""
    return search_index.rebuild(owner, profiles.zone(owner))


def differences(owner: User, *, most: int = LOOKED_AT) -> int:
    """How many things the index has wrong, once it has taken in what waits; of each kind the newest are looked at."""
    zone = profiles.zone(owner)
    search_index.catch_up(owner, zone)
    return search_index.differences(owner, zone, most=most)
