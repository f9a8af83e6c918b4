"""Hostile words in every form: shown as words, never run, and never a failure of ours."""

import contextlib
import random
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from mentorpanel.domain.problems import Problem
from mentorpanel.storage import models
from mentorpanel.storage.models import User
from mentorpanel.usecases import people
from tests.web.conftest import OPEN_ROUTES, address, every_route, make_things

pytestmark = pytest.mark.django_db

HOSTILE = (
    "<script>alert(1)</script> \"'><img src=x onerror=alert(1)> {{ 7*7 }} {% if 1 %} ${7*7} "
    "[press](javascript:alert(1)) <javascript:alert(1)> =cmd() \u202egnp.exe \U0001f600 &lt;b&gt;"
)
EDGES = (
    "", " ", "0", "-1", "1", "abc", "31 Feb", "2026-02-31", "0000-00-00", "9999-12-31", "2199-12-31", "1900-01-01",
    "25:61", "12:00", "12:00+25:00", "T12", "999999999999999999999", "9223372036854775807", "9223372036854775808", "1e400",
    "nan", "inf", "1.5", "²", "٣", "\0", "a\0b", "\ud83d", "<script>", "None", "null", "[]", "{}", "../..", "x" * 10_000,
    "tomorrow", "in 99999999999 weeks", "mentor", "Europe/Berlin", "Etc/../etc/passwd", "//evil.example", "https://e.example",
    "=cmd()", "FREQ=SECONDLY", "\r\nBcc: x@y.z", "today\n\n", "🦊" * 400,
)  # fmt: skip
NOT_READ = {"settings-backup", "service-worker"}
"""A backup copies the database from outside of a test's transaction; the worker is a static file."""
FIELDS = re.compile(r"""<(?:input|select|textarea|button)\b[^>]*?\bname="([^"]+)\"""")


class Reader(HTMLParser):
    """Collects what a browser could be made to run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "script" and not values.get("src"):
            self.found.append("<script>")
        for name, value in values.items():
            scheme = value.strip().lower().split(":")[0] if ":" in value else ""
            if name == "style" or name.startswith("on"):
                self.found.append(f"<{tag} {name}>")
            if name in ("href", "src", "action", "formaction") and scheme in (
                "javascript",
                "data",
                "vbscript",
            ):
                self.found.append(f"<{tag} {name}={value}>")
        if tag in ("style", "iframe", "object", "embed", "base") or (
            tag == "img" and values.get("src") == "x"
        ):
            self.found.append(f"<{tag}>")


def runnable(page: str) -> list[str]:
    """Whatever in a page could run or change its look without being asked."""
    reader = Reader()
    reader.feed(page)
    return reader.found


def pages(client: Client, things: dict[str, Any]) -> list[tuple[str, Any]]:
    """Every page that can be looked at."""
    seen = []
    for route in every_route():
        if route.name in NOT_READ:
            continue
        path = address(route, things)
        answer = client.get(path)
        if answer.status_code != 405:
            seen.append((path, answer))
    return seen


def test_what_runs_is_found() -> None:
    assert (
        runnable('<a href="JavaScript:x">') and runnable("<script>1</script>") and runnable('<p style="a">')
    )
    assert not runnable('<script src="/a.js"></script><p class="b">&lt;script&gt;</p>')


def test_hostile_words_are_only_words_on_every_page(client: Client, owner: User) -> None:
    things = make_things(owner, HOSTILE)
    shown = 0
    for path, answer in pages(client, things):
        assert answer.status_code in (200, 302, 404), (path, answer.status_code)
        page = answer.getvalue().decode()
        if "text/html" not in answer["Content-Type"]:
            continue
        assert runnable(page) == [], path
        assert "<script>alert" not in page, path
        assert "{{ 7*7 }}" in page or "7*7" not in page, path
        shown += "&lt;script&gt;" in page
    assert shown > 10


def test_hostile_words_go_through_the_forms(client: Client, things: dict[str, Any]) -> None:
    named = things["person_id"]
    sent = {
        "/people/new/": {
            "name": HOSTILE,
            "admire": HOSTILE,
            "tags": HOSTILE[:80],
            "title": HOSTILE,
            "organisation": HOSTILE,
        },
        f"/people/{named}/edit/": {
            "name": HOSTILE,
            "how_met": HOSTILE,
            "topics": HOSTILE,
            "private_notes": HOSTILE,
        },
        f"/people/{named}/met/": {"note": HOSTILE, "topics": HOSTILE},
        f"/people/{named}/stage/": {"stage": "resting", "reason": HOSTILE},
        "/capture/": {"text": HOSTILE, "for_name": HOSTILE},
        "/journal/": {"text": HOSTILE, "kind": "win", "topics": HOSTILE},
        "/goals/new/": {"statement": HOSTILE, "due_on": "in 8 months", "why": HOSTILE, "how_known": HOSTILE},
        f"/goals/{things['goal_id']}/milestones/": {"text": HOSTILE},
        f"/goals/{things['goal_id']}/check-in/": {"text": HOSTILE},
        "/settings/profile/": {"name": HOSTILE, "title": HOSTILE, "organisation": HOSTILE},
        "/settings/phase/": {"phase": "progressing", "note": HOSTILE},
        "/panel/phases/": {"name": HOSTILE, "like": "transition"},
        "/settings/focus/": {"focus-0-text": HOSTILE, "focus-0-readers": "everyone"},
        "/settings/ladder/": {"rung-0-name": HOSTILE, "rung-1-name": "Two", "rung-1-patterns": HOSTILE},
        "/settings/principles/": {"principle-0-name": HOSTILE, "principle-0-text": HOSTILE},
        f"/parking/{things['item_id']}/": {"text": HOSTILE, "topics": HOSTILE, "answer": HOSTILE},
        f"/advice/{things['advice_id']}/": {"status": "worked", "outcome": HOSTILE},
        f"/sessions/{things['session_id']}/notes/": {"notes": HOSTILE},
    }
    for path, form in sent.items():
        assert client.post(path, form).status_code in (302, 200), path
    for path, answer in pages(client, things):
        assert answer.status_code in (200, 302, 404), path
        if "text/html" in answer["Content-Type"]:
            assert runnable(answer.getvalue().decode()) == [], path


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,<script>1</script>", "vbscript:x", " java\tscript:x"]
)
def test_a_link_that_would_run_is_never_one(client: Client, owner: User, link: str) -> None:
    person = people.add_person(owner, name="Pat Doe")
    with contextlib.suppress(Problem):
        people.add_contact_point(owner, person_id=person.id, kind="link", value=link)
    for kind in ("link", "email", "phone"):  # an import of long ago may have brought anything
        models.ContactPoint.objects.create(
            owner=owner, person_id=person.id, kind=kind, value=link, key=f"{kind}{link}"
        )
    page = client.get(f"/people/{person.id}/").getvalue().decode()
    assert runnable(page) == []


def test_no_form_fails_whatever_is_sent(client: Client, things: dict[str, Any]) -> None:
    names = {
        "on",
        "until",
        "since",
        "days",
        "person",
        "item",
        "other",
        "reader",
        "mentor",
        "at",
        "move",
        "who",
        "card",
        "step",
    }
    for _, answer in pages(client, things):
        if "text/html" in answer["Content-Type"]:
            names |= set(FIELDS.findall(answer.getvalue().decode()))
    names = sorted(names - {"csrfmiddlewaretoken", "files"})
    chance, failed = random.Random(20261126), []
    for route in every_route():
        if route.name in ("account_logout", "settings-backup"):
            continue
        path = address(route, things)
        for _ in range(4):
            form = {name: chance.choice(EDGES) for name in names if chance.random() < 0.7}
            form = {
                name: value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
                for name, value in form.items()
            }
            answer = client.post(path, form)
            if answer.status_code >= 500:
                failed.append((path, answer.status_code))
    assert failed == []


def test_no_page_fails_whatever_is_asked(client: Client, things: dict[str, Any]) -> None:
    failed = []
    for route in every_route():
        if route.name in OPEN_ROUTES | {"settings-backup"}:
            continue
        path = address(route, things)
        if client.get(path).status_code == 405:
            continue
        for value in (
            "a\0b",
            "999999999999999999999",
            "31 Feb",
            "x" * 3000,
            "-1",
            "<script>",
            "%",
            '"',
            "1,2,3",
            "é" * 90,
        ):
            names = ("q", "after", "stage", "show", "kind", "person", "when", "item", "name", "scope", "day")
            answer = client.get(path, dict.fromkeys(names, value))
            if answer.status_code >= 500:
                failed.append((path, value[:10], answer.status_code))
    assert failed == []


def test_ids_past_every_database_are_not_found(client: Client, things: dict[str, Any]) -> None:
    huge = {name: 99999999999999999999 if isinstance(value, int) else value for name, value in things.items()}
    for route in every_route():
        if any(name in things and isinstance(things[name], int) for name in route.pattern.converters):
            path = address(route, huge)
            assert client.get(path).status_code in (404, 405), path
            assert client.post(path, {"text": "x", "stage": "mentor"}).status_code in (302, 404, 405, 422), (
                path
            )
