"""What every answer carries: nothing foreign runs, nothing private is kept, only our own names are answered."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from mentorpanel.storage.models import User
from mentorpanel.usecases import sign_in
from mentorpanel.web import problems
from tests.web.conftest import address, every_route

pytestmark = pytest.mark.django_db
PUBLIC = {"manifest", "service-worker", "healthy"}
SECRET = {"link", "feed", "mentor-page", "mentor-page-calendar", "reminders-stop", "card-link"}
"""Whose address is the secret: it is told to no other page."""
SKIPPED = {"settings-backup"}


def test_every_page_is_safe_and_private(client: Client, things: dict[str, Any]) -> None:
    for route in every_route():
        if route.name in SKIPPED:
            continue
        answer = client.get(address(route, things))
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy and "default-src 'none'" in policy, route.name
        assert "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy, route.name
        assert "form-action 'self'" in policy, route.name
        assert answer["X-Frame-Options"] == "DENY", route.name
        assert answer["X-Content-Type-Options"] == "nosniff", route.name
        wanted = "no-referrer" if route.name in SECRET else "same-origin"
        assert answer["Referrer-Policy"] == wanted, route.name
        if route.name not in PUBLIC:
            assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"], route.name


def test_a_forms_address_opened_as_a_page_says_so(client: Client, things: dict[str, Any]) -> None:
    answer = client.get(f"/goals/{things['goal_id']}/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "send it again" in answer.content.decode() and 'href="/"' in answer.content.decode()


def test_answers_that_are_no_pages_are_private_too(client: Client) -> None:
    assert "no-store" in Client().get("/people/")["Cache-Control"]
    assert "no-store" in client.get("/people/999999/")["Cache-Control"]
    assert "no-store" in client.get("/palette/")["Cache-Control"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "localhost:8123"])
def test_local_names_are_answered(client: Client, host: str) -> None:
    assert client.get("/people/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "10.0.0.1", "a b", ""]
)
def test_other_names_are_refused_with_a_page(client: Client, host: str) -> None:
    answer = client.get("/people/", headers={"host": host})
    if host:
        assert answer.status_code == 400
        assert "That could not be read." in answer.content.decode()


def test_a_form_from_elsewhere_is_refused_with_a_page(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answer = strict.post("/capture/", {"text": "x"})
    assert answer.status_code == 403
    assert "This page is not open to you." in answer.content.decode()


def test_pages_for_failures_need_no_owner(rf: Any, django_assert_num_queries: Any) -> None:
    request, wrong = rf.get("/"), Exception("x")
    with django_assert_num_queries(0):
        assert problems.failed(request).status_code == 500
        assert problems.not_found(request, wrong).status_code == 404
        assert problems.denied(request, wrong).status_code == 403
        assert problems.bad_request(request, wrong).status_code == 400


def test_a_page_for_a_failure_leaves_messages_for_the_next_page(client: Client) -> None:
    client.post("/capture/", {"text": "Ask about pricing"})
    assert client.get("/people/999999/").status_code == 404
    assert "Parked" in client.get("/people/").content.decode()
    assert "flash success" not in client.get("/people/").content.decode()


def test_cookies_are_ours_alone(client: Client, owner: User) -> None:
    answer = client.post("/settings/theme/", {"theme": "dark"})
    assert answer.cookies["theme"]["samesite"] == "Lax"
    session = Client().post(f"/link/{sign_in.make_link(owner)}/").cookies[settings.SESSION_COOKIE_NAME]
    assert session["httponly"] and session["samesite"] == "Lax"
    assert settings.SESSION_COOKIE_NAME.endswith(f"_{settings.LISTEN_PORT}")
    assert settings.CSRF_COOKIE_NAME.endswith(f"_{settings.LISTEN_PORT}")


def test_a_public_address_makes_cookies_secure(tmp_path: Path) -> None:
    asked = (
        "from mentorpanel.config import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_NAME, 'mp.example' in s.ALLOWED_HOSTS)"
    )
    given = {
        "MENTORPANEL_URL": "https://mp.example",
        "MENTORPANEL_LISTEN_PORT": "8123",
        "MENTORPANEL_DATA": str(tmp_path),
    }
    told = subprocess.run(
        [sys.executable, "-c", asked], env=os.environ | given, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["True", "True", "mentorpanel_8123", "True"]
