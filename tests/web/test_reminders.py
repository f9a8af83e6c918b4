"""The page about mails to oneself, and the page of the link that stops them."""

import logging
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from mentorpanel.storage.models import OutboxItem, User
from mentorpanel.usecases import commitments, people, profiles, reminders
from tests.web.conftest import browser_of

pytestmark = pytest.mark.django_db
PAGE = "/settings/reminders/"


@pytest.fixture
def with_mail(owner: User, settings: Any) -> User:
    """An owner to whom mail can go, with a promise that is long due."""
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    profiles.change_profile(owner, mail_address="me@x.example", welcome_step="done")
    ana = people.add_person(owner, name="Ana <i>Ruiz</i>", stage="mentor")
    commitments.promise(owner, person_id=ana.id, text="Send <b>the</b> deck", due_on=date(2026, 1, 2))
    return owner


def page(client: Client) -> str:
    return client.get(PAGE).content.decode()


def test_it_is_off_and_shows_what_would_go(client: Client, with_mail: User) -> None:
    said = page(client)
    assert "Switch them on" in said and "Send &lt;b&gt;the&lt;/b&gt; deck" in said
    assert "<b>the</b>" not in said and "<i>Ruiz" not in said
    assert OutboxItem.objects.count() == 0


def test_on_off_and_set(client: Client, with_mail: User) -> None:
    client.post(f"{PAGE}switch/", {"to": "on"})
    assert "Switch them off" in page(client) and "to me@x.example" in page(client)
    client.post(PAGE, {"digest": "yes", "at": "07:15", "moment": ["notes", "thanks"], "no_names": "yes"})
    options = reminders.reminders_of(with_mail).options
    assert (f"{options.at:%H:%M}", options.hides_names, options.has_digest) == ("07:15", True, True)
    assert {one.value for one in options.moments} == {"notes", "thanks"}
    assert 'value="07:15"' in page(client)
    client.post(PAGE, {"at": ""})
    options = reminders.reminders_of(with_mail).options
    assert (options.at, options.hides_names, options.has_digest, options.moments) == (
        None,
        False,
        False,
        frozenset(),
    )
    client.post(f"{PAGE}switch/", {"to": "off"})
    assert "Switch them on" in page(client)


@pytest.mark.parametrize("form", [{"at": "25:99"}, {"at": "soon"}, {"moment": "whenever"}])
def test_what_cannot_be_set_is_said(client: Client, with_mail: User, form: dict[str, str]) -> None:
    answer = client.post(PAGE, {"digest": "yes", **form})
    assert answer.status_code == 422
    assert reminders.reminders_of(with_mail).options.at is None


def test_send_it_now(client: Client, with_mail: User) -> None:
    answer = client.post(f"{PAGE}send/", follow=True)
    assert "On its way to me@x.example" in answer.content.decode()
    assert OutboxItem.objects.get().recipients == ["me@x.example"]


def test_without_mail_it_says_why(client: Client, with_mail: User, settings: Any) -> None:
    settings.SMTP_URL = ""
    assert client.post(f"{PAGE}send/").status_code == 422
    assert "No mail server is set" in page(client) and "Send me this now" not in page(client)
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    profiles.change_profile(with_mail, mail_address="")
    client.post(f"{PAGE}switch/", {"to": "on"})
    assert "Your own mail address is not set" in page(client)
    assert OutboxItem.objects.count() == 0


def test_the_link_in_a_mail(with_mail: User) -> None:
    """Looked at, as link scanners do, it changes nothing; pressed, by the reader or their mail program, it stops them."""
    reminders.switch(with_mail, is_on=True)
    path = "/reminders/" + reminders.stop_address(with_mail).partition("/reminders/")[2]
    visitor = Client(enforce_csrf_checks=True)
    looked = visitor.get(path)
    assert looked.status_code == 200 and b"<button" in looked.content
    assert b"me@x.example" not in looked.content and b"Ana" not in looked.content
    assert looked["Referrer-Policy"] == "no-referrer" and "no-store" in looked["Cache-Control"]
    assert reminders.reminders_of(with_mail).options.is_on
    pressed = visitor.post(path, {"List-Unsubscribe": "One-Click"})
    assert pressed.status_code == 200 and b"have stopped" in pressed.content
    assert not reminders.reminders_of(with_mail).options.is_on
    assert b"have stopped" in visitor.get(path).content


@pytest.mark.parametrize("token", ["made-up", "x" * 500, "%00"])
def test_a_link_that_is_unknown(with_mail: User, token: str) -> None:
    for answer in (Client().get(f"/reminders/{token}/"), Client().post(f"/reminders/{token}/")):
        assert answer.status_code == 404
        assert b"not known" in answer.content


def test_the_link_stays_out_of_the_log(with_mail: User) -> None:
    handler = logging.getLogger("django").handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    before, written = handler.stream, StringIO()
    handler.setStream(written)
    try:
        Client().get("/reminders/zq-secret-token/")
        browser_of(with_mail).get("/settings/reminders/switch/")
    finally:
        handler.setStream(before)
    assert "zq-secret-token" not in written.getvalue()
    assert "/reminders/…" in written.getvalue() and "/settings/reminders/switch" in written.getvalue()


def test_the_settings_lead_there(client: Client, with_mail: User) -> None:
    assert f'href="{PAGE}"' in client.get("/settings/").content.decode()
