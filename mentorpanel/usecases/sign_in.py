"""Signing in: the local owner's link, and owners with a password."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from mentorpanel import clock
from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.storage import owners, system
from mentorpanel.storage.ownership import User
from mentorpanel.usecases.local_zone import machine_zone

LINK_LIVES = timedelta(minutes=10)
LOCAL_ADDRESS = "me@localhost.localdomain"


def local_owner() -> User:
    """The local owner, made at the first call; their time zone is this machine's until they say another."""
    found = system.local_owner()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            made_here = system.add_owner(email=LOCAL_ADDRESS, password=None)
            owners.change_profile(made_here, time_zone=machine_zone())
            return made_here
    except IntegrityError:
        made = system.local_owner()
        if made is None:
            raise
        return made


def owner_named(email: str) -> User:
    """The owner with that address; ``NotFound`` names the mend."""
    found = system.owner_by_email(email)
    if found is None:
        raise NotFound(f"No owner has the address {email}. “mentorpanel user list” shows them.")
    return found


def owner_of(user_id: int) -> User:
    """The owner with that id."""
    found = system.owner_by_id(user_id)
    if found is None:
        raise NotFound("No such owner.")
    return found


def all_owners() -> list[User]:
    """Every owner, the first one first."""
    return system.owners()


def add_owner(*, email: str, password: str) -> User:
    """A further owner, who signs in with a password. A weak password or a taken address is refused."""
    address = email.strip().lower()
    try:
        validate_email(address)
        validate_password(password)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password" if "@" in address else "email") from error
    if system.owner_by_email(address):
        raise Conflict(f"There is an owner with the address {address} already.")
    with transaction.atomic():
        added = system.add_owner(email=address, password=password)
        owners.note_in_audit(added, at=clock.now(), what="owner added")
    return added


def set_password(owner: User, *, password: str) -> None:
    """Give an owner a password; a weak one is refused."""
    try:
        validate_password(password)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password") from error
    with transaction.atomic():
        system.set_password(owner, password)
        owners.note_in_audit(owner, at=clock.now(), what="password set")


def make_link(owner: User) -> str:
    """A token for a sign-in link: good once, for ten minutes; only its hash is stored."""
    token = secrets.token_urlsafe(24)
    now = clock.now()
    with transaction.atomic():
        system.keep_link(owner, token_hash=_hash(token), expires_at=now + LINK_LIVES)
        owners.note_in_audit(owner, at=now, what="sign-in link made")
    return token


def link_is_good(token: str) -> bool:
    """Whether the link could be used now; looking at it does not use it up."""
    return system.link_is_good(token_hash=_hash(token), now=clock.now())


def use_link(token: str) -> User:
    """Sign in by link; used, expired and invented ones get the same answer."""
    now = clock.now()
    with transaction.atomic():
        owner = system.use_link(token_hash=_hash(token), now=now)
        if owner is None or not owner.is_active:
            raise NotFound("This link has been used or has expired. “mentorpanel link” makes another.")
        owners.note_in_audit(owner, at=now, what="signed in by link")
    return owner


def note_password_sign_in(owner: User) -> None:
    """A line in the audit list for a sign-in with a password."""
    with transaction.atomic():
        owners.note_in_audit(owner, at=clock.now(), what="signed in with a password")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
