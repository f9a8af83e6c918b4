"""The devices on the reminders' page: added by their own browser, tried, removed; and the keys of the page."""

from typing import Any

import pytest
from django.test import Client

from mentorpanel.storage.models import Push, PushSubscription, User
from mentorpanel.usecases import push_devices, reminders
from tests.push_services import Browser
from tests.web.conftest import browser_of

pytestmark = pytest.mark.django_db
PAGE = "/settings/reminders/"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"


def form(name: str = "one", **changes: str) -> dict[str, str]:
    browser = Browser()
    given = {"endpoint": f"https://push.example/{name}", "p256dh": browser.p256dh, "auth": browser.auth}
    return given | changes


def page(client: Client) -> str:
    return client.get(PAGE).content.decode()


def test_a_page_without_devices_says_what_a_browser_needs(client: Client) -> None:
    said = page(client)
    assert "needs JavaScript" in said and f'data-push-key="{push_devices.public_key()}"' in said
    assert "push.js" in said and 'aria-label="Devices"' not in said


def test_added_tried_and_removed(client: Client, owner: User) -> None:
    answer = client.post(f"{PAGE}devices/", form(), headers={"User-Agent": IPHONE}, follow=True)
    said = answer.content.decode()
    assert "Safari on iPhone is on the list" in said and "What cannot wait comes to your devices." in said
    row = PushSubscription.objects.get(owner=owner)
    assert f'data-device="{row.endpoint_hash}"' in said
    assert row.endpoint not in said and row.auth not in said and row.p256dh not in said
    assert "On its way to" in client.post(f"{PAGE}devices/{row.pk}/try/", follow=True).content.decode()
    assert Push.objects.get().subscription_id == row.pk
    assert "any more" in client.post(f"{PAGE}devices/{row.pk}/remove/", follow=True).content.decode()
    assert push_devices.devices(owner) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": ""}, {"endpoint": "http://127.0.0.1/x"}, {"endpoint": "https://a:b@push.example/"}, {"p256dh": "x"},
        {"auth": ""}, {"endpoint": "https://push.example/" + "x" * 3000},
    ],
)  # fmt: skip
def test_what_is_no_device(client: Client, owner: User, wrong: dict[str, str]) -> None:
    answer = client.post(f"{PAGE}devices/", form(**wrong))
    assert answer.status_code == 422 and b'role="alert"' in answer.content
    assert push_devices.devices(owner) == []


def test_ten_at_most(client: Client, owner: User) -> None:
    for number in range(10):
        client.post(f"{PAGE}devices/", form(str(number)))
    answer = client.post(f"{PAGE}devices/", form("more"))
    assert answer.status_code == 422 and b"Take one off first" in answer.content


def test_only_a_press_changes_anything(client: Client, owner: User) -> None:
    client.post(f"{PAGE}devices/", form())
    device_id = push_devices.devices(owner)[0].id
    for path in ("devices/", f"devices/{device_id}/try/", f"devices/{device_id}/remove/"):
        assert client.get(PAGE + path).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert strict.post(f"{PAGE}devices/", form("two")).status_code == 403


def test_another_owners_device(client: Client, owner: User, other_owner: User) -> None:
    client.post(f"{PAGE}devices/", form())
    device_id = push_devices.devices(owner)[0].id
    theirs = browser_of(other_owner)
    theirs.get("/")
    for do in ("try", "remove"):
        assert theirs.post(f"{PAGE}devices/{device_id}/{do}/").status_code == 404
    assert len(push_devices.devices(owner)) == 1 and Push.objects.count() == 0
    assert "data-device=" not in page(theirs)


def test_the_line_of_the_day_is_a_tick(client: Client, owner: User) -> None:
    client.post(PAGE, {"digest": "yes", "at": "", "push_digest": "yes"})
    assert reminders.reminders_of(owner).options.pushes_digest
    client.post(PAGE, {"digest": "yes", "at": ""})
    assert not reminders.reminders_of(owner).options.pushes_digest


def test_the_service_worker_shows_what_comes(client: Client) -> None:
    said: Any = client.get("/service-worker.js")
    assert b'addEventListener("push"' in said.content and b"notificationclick" in said.content
