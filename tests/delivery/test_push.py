"""One message to a push service: locked and signed for real, and every answer a clear outcome."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import http_ece
import pytest

from mentorpanel.delivery import push
from mentorpanel.delivery.channels import PermanentFailure, TemporaryFailure
from mentorpanel.delivery.dav_requests import Waits
from mentorpanel.delivery.outside_address import PrivateAddress
from mentorpanel.domain.problems import Invalid
from mentorpanel.formats import web_push
from tests.push_services import Browser, PushService, push_service, text_of

KEY = web_push.key_pair("a secret key")


def send(service: PushService, message: bytes = b'{"title":"Hello"}', **changes: Any) -> None:
    now, endpoint = datetime.now(UTC), changes.pop("endpoint", service.endpoint())
    given: dict[str, Any] = {
        "ttl": 600, "topic": "t" * 32, "urgency": "high", "allow_private": True, "seconds": 3.0,
        "authorization": web_push.authorization(KEY, endpoint, contact="mailto:a@x.example", now=now),
    }  # fmt: skip
    locked = web_push.encrypted(message, p256dh=service.browser.p256dh, auth=service.browser.auth)
    push.send(endpoint, locked, **given | changes)


def test_only_that_browser_can_read_it_and_it_knows_who_sends() -> None:
    with push_service() as service:
        send(service)
        send(service)
        first, second = service.got
    assert service.said() == [{"title": "Hello"}] * 2
    assert first.body != second.body and b"Hello" not in first.body
    claims = first.claims(audience=service.address, public_key=web_push.public_text(KEY))
    assert claims["sub"] == "mailto:a@x.example"
    sent = {name: first.headers[name] for name in ("TTL", "Topic", "Urgency", "Content-Encoding")}
    assert sent == {"TTL": "600", "Topic": "t" * 32, "Urgency": "high", "Content-Encoding": "aes128gcm"}
    with pytest.raises(http_ece.ECEException):
        Browser().read(first.body)


@pytest.mark.parametrize("code", [404, 410])
def test_a_device_that_is_gone(code: int) -> None:
    with push_service(code=code) as service, pytest.raises(push.Gone):
        send(service)


@pytest.mark.parametrize("code", [400, 401, 403, 413, 301, 307])
def test_what_another_try_does_not_mend(code: int) -> None:
    """A redirect is not followed, wherever it leads."""
    with push_service() as service:
        service.code, service.headers = code, {"Location": service.endpoint("two")}
        with pytest.raises(PermanentFailure, match=str(code)) as caught:
            send(service)
        assert not isinstance(caught.value, push.Gone) and len(service.got) == 1


@pytest.mark.parametrize(
    ("code", "said", "wait"),
    [(429, "120", 120), (500, "", None), (503, "7200", 7200), (503, "soon", None), (429, "9" * 30, None)],
)
def test_what_is_worth_another_try(code: int, said: str, wait: int | None) -> None:
    headers = {"Retry-After": said} if said else {}
    with push_service(code=code, headers=headers) as service, pytest.raises(Waits) as caught:
        send(service)
    assert caught.value.wait == (None if wait is None else timedelta(seconds=wait))


def test_a_moment_to_come_back_at() -> None:
    headers = {"Retry-After": format_datetime(datetime.now(UTC) + timedelta(minutes=30), usegmt=True)}
    with push_service(code=429, headers=headers) as service, pytest.raises(Waits) as caught:
        send(service)
    assert caught.value.wait is not None
    assert timedelta(minutes=28) < caught.value.wait <= timedelta(minutes=30)


def test_one_that_says_nothing_does_not_hold_us() -> None:
    started = time.monotonic()
    with push_service(hangs=True) as service, pytest.raises(TemporaryFailure, match="in time"):
        send(service, seconds=0.5)
    assert time.monotonic() - started < 3


def test_nobody_there() -> None:
    with push_service() as service:
        pass
    with pytest.raises(TemporaryFailure, match="No connection"):
        send(service)


def test_an_endpoint_is_no_way_into_this_machine() -> None:
    """Said by a browser, and so by anybody: checked where the connection is made, whatever its spelling."""
    with push_service() as service:
        port = service.address.rpartition(":")[2]
        for address in (
            f"https://127.0.0.1:{port}/x",
            f"https://localhost:{port}/x",
            f"https://2130706433:{port}/x",
        ):
            with pytest.raises(PrivateAddress):
                send(service, endpoint=address, allow_private=False)
        inside = {"resolver": lambda *_: ["10.0.0.1", "169.254.169.254"], "allow_private": False}
        with pytest.raises(PrivateAddress):
            send(service, endpoint="https://push.example/x", **inside)
        with pytest.raises(PermanentFailure, match="https"):
            send(service, allow_private=False)
        assert service.got == []


def test_the_key_pair_follows_from_the_secret_key() -> None:
    """Machines that share the secret key share it, and nobody else has it."""
    again, other = web_push.key_pair("a secret key"), web_push.key_pair("another")
    assert web_push.public_text(again) == web_push.public_text(KEY) != web_push.public_text(other)
    assert len(web_push.public_text(KEY)) == 87


@pytest.mark.parametrize(
    "endpoint",
    [
        "", "push.example", "http://push.example/x", "ftp://push.example/x", "https:///x", "https://a:b@push.example/x",
        "https://push.example:99999/x", "https://push.example/ä", "https://push.example/a b", "https://[::1/x",
        "https://push.example/" + "x" * 2000, "javascript:alert(1)", "https://push.example/\n",
    ],
)  # fmt: skip
def test_what_is_no_endpoint(endpoint: str) -> None:
    with pytest.raises(Invalid):
        web_push.checked_endpoint(endpoint, allow_private=False)


def test_an_endpoint_and_its_keys() -> None:
    browser, good = Browser(), "https://fcm.googleapis.com/fcm/send/abc:APA91b_-"
    assert web_push.checked_endpoint(good, allow_private=False) == good
    assert web_push.checked_keys(browser.p256dh + "=", browser.auth) == (browser.p256dh, browser.auth)
    wrong = [
        ("", browser.auth), (browser.p256dh, ""), (browser.p256dh, text_of(b"x" * 15)), ("ä", "ä"),
        (text_of(b"\x04" + b"\1" * 64), browser.auth), (browser.p256dh[:60], browser.auth), ("A", browser.auth),
    ]  # fmt: skip
    for point, secret in wrong:
        with pytest.raises(Invalid):
            web_push.checked_keys(point, secret)
