"""A visitor's session is read as Django wrote it; a user by number as Django finds one."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from mentorpanel.storage.ownership import User
from mentorpanel.storage.session_store import SessionStore

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


def test_it_holds_what_django_wrote() -> None:
    written = db.SessionStore()
    written["theme"] = {"name": "dark", "marks": [1, "two"]}
    written.save()
    assert dict(SessionStore(written.session_key).items()) == {"theme": {"name": "dark", "marks": [1, "two"]}}


@pytest.mark.parametrize("key", ["nobody-has-this-key", "", None, "x" * 500])
def test_an_unknown_key_is_forgotten(key: str | None) -> None:
    found = SessionStore(key)
    assert (dict(found.items()), found.session_key) == ({}, None)


def test_an_expired_one_is_forgotten() -> None:
    written = db.SessionStore()
    written["kept"] = 1
    written.save()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    found = SessionStore(written.session_key)
    assert (dict(found.items()), found.session_key) == ({}, None)


def test_a_user_by_number(owner: User) -> None:
    found = User.objects.get(pk=owner.pk)
    assert (found, found.email, found.password, found.date_joined) == (
        owner, owner.email, owner.password, owner.date_joined,
    )  # fmt: skip
    assert User.objects.get(pk=str(owner.pk)) == User.objects.get(email=owner.email) == owner


@pytest.mark.parametrize("number", [0, -1, 987_654, 2**31, 2**70])
def test_no_such_user(number: int) -> None:
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=number)
