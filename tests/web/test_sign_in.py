"""Signing in: by a link that works once, or with a password that cannot be guessed at length."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from mentorpanel import clock
from mentorpanel.storage import models, owners
from mentorpanel.storage.models import User
from mentorpanel.usecases import sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "seven quiet otters swim"


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    call_command("createcachetable", verbosity=0)
    cache.clear()


@pytest.fixture
def colleague(db: None) -> User:
    return sign_in.add_owner(email="ana@example.org", password=PASSWORD)


def browser() -> Client:
    return Client(raise_request_exception=False)


def is_in(client: Client) -> bool:
    return client.get("/people/").status_code == 200


def said(page: bytes) -> str:
    """A page without what differs at every look."""
    return re.sub(r'(nonce|value)="[^"]*"', "", page.decode())


def test_a_link_signs_in_once(owner: User) -> None:
    token, first, second = sign_in.make_link(owner), browser(), browser()
    for _ in range(3):
        assert first.get(f"/link/{token}/").status_code == 200
    assert not is_in(first)
    assert first.post(f"/link/{token}/").status_code == 302
    assert is_in(first)
    assert second.post(f"/link/{token}/").status_code == 404
    assert not is_in(second)


def test_a_second_device_takes_a_second_link(owner: User) -> None:
    first, second = browser(), browser()
    first.post(f"/link/{sign_in.make_link(owner)}/")
    second.post(f"/link/{sign_in.make_link(owner)}/")
    assert is_in(first) and is_in(second)


def test_wrong_used_and_old_links_get_one_answer(owner: User) -> None:
    used, old = sign_in.make_link(owner), sign_in.make_link(owner)
    browser().post(f"/link/{used}/")
    with time_machine.travel(clock.now() + timedelta(minutes=10, seconds=1)):
        for ask in ("get", "post"):
            answers = [getattr(browser(), ask)(f"/link/{token}/") for token in (used, old, "invented")]
            assert [one.status_code for one in answers] == [404] * 3
            assert len({said(one.content) for one in answers}) == 1


def test_a_link_lasts_just_under_ten_minutes(owner: User) -> None:
    token = sign_in.make_link(owner)
    with time_machine.travel(clock.now() + timedelta(minutes=9, seconds=50)):
        assert browser().post(f"/link/{token}/").status_code == 302


def test_only_the_hash_of_a_link_is_stored(owner: User) -> None:
    token = sign_in.make_link(owner)
    stored = models.SignInLink.objects.values().get()
    assert token not in str(stored) and len(stored["token_hash"]) == 64


def test_a_closed_account_is_not_let_in(colleague: User) -> None:
    token, client = sign_in.make_link(colleague), browser()
    client.force_login(colleague, backend=settings.AUTHENTICATION_BACKENDS[0])
    models.User.objects.filter(pk=colleague.pk).update(is_active=False)
    assert not is_in(client)
    assert browser().post(f"/link/{token}/").status_code == 404
    fresh = browser()
    refused = fresh.post("/sign-in/", {"login": colleague.email, "password": PASSWORD})
    wrong = browser().post("/sign-in/", {"login": colleague.email, "password": "wrong words here"})
    assert said(refused.content) == said(wrong.content)
    assert not is_in(fresh)


def test_a_password_signs_in_and_the_session_changes(colleague: User) -> None:
    client = browser()
    client.get("/sign-in/")
    session = client.session
    session["left-by-a-stranger"] = 1
    session.save()
    before = session.session_key
    assert client.post("/sign-in/", {"login": "Ana@Example.org", "password": PASSWORD}).status_code == 302
    assert is_in(client)
    assert client.session.session_key != before


def test_a_link_changes_the_session_too(owner: User) -> None:
    client = browser()
    session = client.session
    session["left-by-a-stranger"] = 1
    session.save()
    before = session.session_key
    client.post(f"/link/{sign_in.make_link(owner)}/")
    assert client.session.session_key != before


def test_a_wrong_password_and_an_unknown_address_get_one_answer(colleague: User) -> None:
    wrong = browser().post("/sign-in/", {"login": "ana@example.org", "password": "wrong words here"})
    unknown = browser().post("/sign-in/", {"login": "who@example.org", "password": "wrong words here"})
    assert wrong.status_code == unknown.status_code
    assert said(wrong.content) == said(unknown.content)
    assert "flash error" in wrong.content.decode()


def test_guessing_is_throttled_by_the_callers_address_alone(colleague: User) -> None:
    guess = {"login": "ana@example.org", "password": "wrong words here"}
    answers = [browser().post("/sign-in/", guess, REMOTE_ADDR="203.0.113.9") for _ in range(12)]
    assert answers[-1].status_code == 429 or "Too many" in answers[-1].content.decode()
    right = {"login": "ana@example.org", "password": PASSWORD}
    refused, elsewhere = browser(), browser()
    refused.post("/sign-in/", right, REMOTE_ADDR="203.0.113.9")
    assert not is_in(refused)
    many = [browser().post("/sign-in/", right, REMOTE_ADDR="203.0.113.10") for _ in range(31)]
    assert many[-1].status_code == 429 and "Wait a minute, then try again." in many[-1].content.decode()
    lied = browser()
    lied.post("/sign-in/", right, REMOTE_ADDR="203.0.113.9", headers={"x-forwarded-for": "198.51.100.7"})
    assert not is_in(lied)
    elsewhere.post("/sign-in/", right, REMOTE_ADDR="198.51.100.7")
    assert is_in(elsewhere)


def test_signing_out_ends_the_session(colleague: User) -> None:
    client = browser()
    client.post("/sign-in/", {"login": "ana@example.org", "password": PASSWORD})
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get("/sign-out/").status_code == 405
    assert is_in(client)
    assert client.post("/sign-out/").status_code == 302
    client.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert not is_in(client)


def test_sign_ins_are_in_the_audit_list(colleague: User) -> None:
    browser().post("/sign-in/", {"login": "ana@example.org", "password": "wrong words here"})
    browser().post("/sign-in/", {"login": "ana@example.org", "password": PASSWORD})
    browser().post(f"/link/{sign_in.make_link(colleague)}/")
    told = [what for _, what, _ in owners.audit_of(colleague)]
    assert told.count("signed in with a password") == 1
    assert told.count("signed in by link") == 1


def test_after_signing_in_one_stays_here(colleague: User) -> None:
    right = {"login": "ana@example.org", "password": PASSWORD}
    assert browser().post("/sign-in/?next=/people/", right)["Location"] == "/people/"
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        gone = browser().post("/sign-in/", right | {"next": elsewhere})["Location"]
        assert gone.startswith("/") and not gone.startswith("//")
