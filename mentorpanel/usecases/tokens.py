"""API tokens: make one, list them, revoke one, and whose a token is."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.domain.token_records import TokenRecord
from mentorpanel.domain.wording import one_line
from mentorpanel.storage import owners, system, tokens
from mentorpanel.storage.ownership import User

PREFIX: Final = "mp_"
"""So that programs which look for lost secrets know one."""
SHOWN: Final = 10
"""Characters of a token that stay known; the other 36 are beyond guessing."""
SCOPES: Final = ("read", "write")
LONGEST_LIFE: Final = 3660
"""Days; ten years, our judgement."""
MOST_TOKENS: Final = 100
NOTED_EVERY: Final = timedelta(minutes=1)
"""A token's last use is written at most this often, so that reading costs no write."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who sent a token, and what it allows."""

    owner: User
    token_id: int
    scope: str

    @property
    def may_write(self) -> bool:
        """Whether the token may change things."""
        return self.scope == "write"


def make_token(
    owner: User, *, name: str, scope: str = "read", days: int | None = None
) -> tuple[TokenRecord, str]:
    """A new token and its record. The token is known here and now only: what is stored is its hash.

    ``days`` until it expires, from 1 to 3660; None: never.
    """
    line = one_line(name, at_most=120)
    if not line:
        raise Invalid("Give the token a name, such as the program that will use it.", field="name")
    if scope not in SCOPES:
        raise Invalid("A token's scope is read or write.", field="scope")
    if days is not None and not 1 <= days <= LONGEST_LIFE:
        raise Invalid(f"A token lives from 1 to {LONGEST_LIFE} days.", field="days")
    token, now = PREFIX + secrets.token_urlsafe(32), clock.now()
    with transaction.atomic():
        if tokens.good_tokens(owner, now=now) >= MOST_TOKENS:
            raise Conflict(f"There are {MOST_TOKENS} tokens already; revoke those that nobody uses.")
        made = tokens.add_token(
            owner,
            name=line,
            start=token[:SHOWN],
            token_hash=_hash(token),
            scope=scope,
            expires_at=now + timedelta(days=days) if days is not None else None,
        )
        owners.note_in_audit(owner, at=now, what="token made", detail=f"{line} ({scope}, {made.start}…)")
    return made, token


def all_tokens(owner: User) -> tuple[TokenRecord, ...]:
    """The owner's tokens, newest first, revoked and expired ones too."""
    return tokens.tokens(owner)


def revoke_token(owner: User, *, token_id: int) -> TokenRecord:
    """A token is good no longer; twice is harmless."""
    now = clock.now()
    with transaction.atomic():
        revoked = tokens.revoke(owner, token_id=token_id, at=now)
        if revoked.revoked_at == now:
            owners.note_in_audit(
                owner, at=now, what="token revoked", detail=f"{revoked.name} ({revoked.start}…)"
            )
    return revoked


def bearer_of(token: str) -> Bearer | None:
    """Whose token that is; None for one that is unknown, expired or revoked. Its use is noted."""
    now = clock.now()
    found = system.token_owner(token_hash=_hash(token), now=now)
    if found is None:
        return None
    owner, record = found
    if record.last_used_at is None or now - record.last_used_at >= NOTED_EVERY:
        tokens.note_use(owner, token_id=record.id, at=now)
    return Bearer(owner, record.id, record.scope)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
