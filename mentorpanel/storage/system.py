"""The few functions without an owner: finding owners, sign-in links, and the outbox's claims."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from mentorpanel.storage.models import OutboxItem, SignInLink, User


def local_owner() -> User | None:
    """The first owner made on this machine: the one who signs in by link."""
    return User.objects.filter(is_active=True).order_by("id").first()


def owner_by_email(email: str) -> User | None:
    """The owner with that address, or None."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def owner_by_id(owner_id: int) -> User | None:
    """The owner with that id, or None."""
    return User.objects.filter(pk=owner_id, is_active=True).first()


def owners() -> list[User]:
    """Every owner, the first one first."""
    return list(User.objects.filter(is_active=True).order_by("id"))


def add_owner(*, email: str, password: str | None) -> User:
    """A new owner; without a password one signs in by link only."""
    return User.objects.create_user(email, password)


def keep_link(owner: User, *, token_hash: str, expires_at: datetime) -> None:
    """Store a sign-in link's hash, dropping the owner's old ones."""
    SignInLink.objects.filter(owner=owner, expires_at__lt=expires_at - timedelta(days=1)).delete()
    SignInLink.objects.create(owner=owner, token_hash=token_hash, expires_at=expires_at)


def use_link(*, token_hash: str, now: datetime) -> User | None:
    """The owner of a link that was not used and has not expired; it is used up by this."""
    link = SignInLink.objects.filter(token_hash=token_hash, used_at__isnull=True, expires_at__gt=now)
    if link.update(used_at=now) != 1:
        return None
    return SignInLink.objects.select_related("owner").get(token_hash=token_hash).owner


def link_is_good(*, token_hash: str, now: datetime) -> bool:
    """Whether a link could be used now."""
    return SignInLink.objects.filter(token_hash=token_hash, used_at__isnull=True, expires_at__gt=now).exists()


def claim_mail(*, holder: str, now: datetime, lease: timedelta) -> OutboxItem | None:
    """One waiting mail that is due, claimed for ``holder`` by compare-and-set; None when there is none."""
    due = OutboxItem.objects.filter(status="waiting", not_before__lte=now).order_by("not_before", "id")
    for candidate in due.values_list("id", flat=True)[:8]:
        claimed = OutboxItem.objects.filter(id=candidate, status="waiting").update(
            status="claimed", holder=holder, lease_until=now + lease
        )
        if claimed == 1:
            return OutboxItem.objects.select_related("owner").get(id=candidate)
    return None


def finish_mail(*, item_id: int, holder: str, **changes: Any) -> bool:
    """Write the end of an attempt, if the claim is still this holder's."""
    return OutboxItem.objects.filter(id=item_id, status="claimed", holder=holder).update(**changes) == 1


def sweep_claims(*, now: datetime, holder: str | None = None) -> int:
    """Free the claims whose lease has ended, and with ``holder`` its own from before a restart."""
    lost = Q(lease_until__lt=now)
    if holder is not None:
        lost |= Q(holder=holder)
    return OutboxItem.objects.filter(Q(status="claimed") & lost).update(status="waiting", holder="", lease_until=None)
