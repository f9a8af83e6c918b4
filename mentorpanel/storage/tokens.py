"""API tokens, stored hashed, and the answers that are given again to a request sent again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.token_records import TokenRecord
from mentorpanel.storage.models import ApiToken, IdempotentReply, User
from mentorpanel.storage.owned import owned_row

MOST = 200


@dataclass(frozen=True, slots=True)
class KnownReply:
    """What is known of a key: the request's fingerprint and the answer; ``status`` None while it is at work."""

    fingerprint: str
    status: int | None
    headers: Mapping[str, str]
    body: str
    begun_at: datetime


def add_token(
    owner: User, *, name: str, start: str, token_hash: str, scope: str, expires_at: datetime | None
) -> TokenRecord:
    """Store a token's hash."""
    row = ApiToken.objects.create(
        owner=owner, name=name, start=start, token_hash=token_hash, scope=scope, expires_at=expires_at
    )
    return _record(row)


def tokens(owner: User) -> tuple[TokenRecord, ...]:
    """The owner's tokens, newest first, revoked ones too."""
    return tuple(_record(row) for row in ApiToken.objects.filter(owner=owner).order_by("-pk")[:MOST])


def good_tokens(owner: User, *, now: datetime) -> int:
    """How many tokens could be used now."""
    rows = ApiToken.objects.filter(owner=owner, revoked_at__isnull=True)
    return rows.exclude(expires_at__lte=now).count()


def revoke(owner: User, *, token_id: int, at: datetime) -> TokenRecord:
    """Say that a token is good no longer; the first time counts."""
    owned_row(ApiToken, owner, token_id, what="token")
    ApiToken.objects.filter(owner=owner, pk=token_id, revoked_at__isnull=True).update(revoked_at=at)
    return _record(owned_row(ApiToken, owner, token_id, what="token"))


def note_use(owner: User, *, token_id: int, at: datetime) -> None:
    """Write when a token was last used."""
    ApiToken.objects.filter(owner=owner, pk=token_id).update(last_used_at=at)


def claim_key(owner: User, *, key: str, fingerprint: str) -> bool:
    """Say that a request with that key is at work; False when the key is known already."""
    try:
        with transaction.atomic():
            IdempotentReply.objects.create(owner=owner, key=key, fingerprint=fingerprint)
    except IntegrityError:
        return False
    return True


def reply_to(owner: User, *, key: str) -> KnownReply | None:
    """What is known of a key."""
    row = IdempotentReply.objects.filter(owner=owner, key=key).first()
    return KnownReply(row.fingerprint, row.status, row.headers, row.body, row.created_at) if row else None


def take_over_key(owner: User, *, key: str, begun_at: datetime, now: datetime) -> bool:
    """Claim a key whose request died at work; False when somebody was quicker."""
    rows = IdempotentReply.objects.filter(owner=owner, key=key, status__isnull=True, created_at=begun_at)
    return rows.update(created_at=now) == 1


def keep_reply(owner: User, *, key: str, status: int, headers: Mapping[str, str], body: str) -> None:
    """Write the answer; in the transaction of its effect."""
    rows = IdempotentReply.objects.filter(owner=owner, key=key, status__isnull=True)
    if rows.update(status=status, headers=dict(headers), body=body) != 1:
        raise NotFound("This key was given up meanwhile; send the request again.")


def give_up_key(owner: User, *, key: str) -> None:
    """Nothing came of the request: its key may be used again."""
    IdempotentReply.objects.filter(owner=owner, key=key, status__isnull=True).delete()


def _record(row: ApiToken) -> TokenRecord:
    values: dict[str, Any] = {
        name: getattr(row, name)
        for name in ("name", "start", "scope", "created_at", "expires_at", "last_used_at", "revoked_at")
    }
    return TokenRecord(id=row.pk, **values)
