"""A request that is sent twice is done once: its first answer is kept with its effect, and given again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.storage import system, tokens
from mentorpanel.storage.ownership import User

KEPT: Final = timedelta(hours=24)
DEAD_AFTER: Final = timedelta(minutes=15)
"""A request that is at work for longer died with its server; longer than any upload takes (our judgement)."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it was sent."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)
    is_repeated: bool = False


def answer_once(
    owner: User, *, key: str, fingerprint: str, work: Callable[[], Reply], is_one_transaction: bool = True
) -> Reply:
    """What ``work`` answers, the first time that this key comes; later the same answer, and nothing is done.

    The same key with another fingerprint is ``Invalid``, one that is still at work ``Conflict``. The answer
    is stored in the transaction of its effect. What raises leaves no trace, and may be sent again.
    """
    if not tokens.claim_key(owner, key=key, fingerprint=fingerprint):
        known = _known(owner, key, fingerprint)
        if known is not None:
            return known
    try:
        if is_one_transaction:
            with transaction.atomic():
                return _kept(owner, key, work)
        return _kept(owner, key, work)
    except BaseException:
        tokens.give_up_key(owner, key=key)
        raise


def drop_old() -> int:
    """Forget the keys of yesterday; returns how many. For workers."""
    return system.drop_old_replies(before=clock.now() - KEPT)


def _kept(owner: User, key: str, work: Callable[[], Reply]) -> Reply:
    reply = work()
    tokens.keep_reply(owner, key=key, status=reply.status, headers=reply.headers, body=reply.body)
    return reply


def _known(owner: User, key: str, fingerprint: str) -> Reply | None:
    """The answer of before; None where the first request died and its key is ours now."""
    known = tokens.reply_to(owner, key=key)
    if known is None:
        raise Conflict("The first request with this Idempotency-Key has just ended; send this one again.")
    if known.fingerprint != fingerprint:
        raise Invalid(
            "This Idempotency-Key was used for another request; take a new key for a new request.",
            field="Idempotency-Key",
        )
    if known.status is not None:
        return Reply(known.status, known.body, known.headers, is_repeated=True)
    now = clock.now()
    is_dead = now - known.begun_at > DEAD_AFTER
    if is_dead and tokens.take_over_key(owner, key=key, begun_at=known.begun_at, now=now):
        return None
    raise Conflict("The first request with this Idempotency-Key is still at work; ask again in a moment.")
