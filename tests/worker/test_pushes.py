"""Messages to devices through the worker and a push service on loopback: once, in time, tried again, given up, forgotten."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from mentorpanel.storage.models import Push, PushSubscription
from mentorpanel.usecases import people, profiles, push_devices, pushes, sessions
from mentorpanel.worker import pushes as step
from mentorpanel.worker import steps
from tests.push_services import PushService, push_service

pytestmark = pytest.mark.django_db
WORKER, OTHER = "here/worker-0", "here/worker-1"
NOW = datetime(2026, 12, 2, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def moment(settings: Any) -> Any:
    settings.ALLOW_PRIVATE_ADDRESSES = True
    with time_machine.travel(NOW, tick=False) as turned:
        yield turned


@pytest.fixture
def service() -> Any:
    with push_service() as running:
        yield running


def subscribed(owner: Any, service: PushService, name: str = "one") -> int:
    keys = {"p256dh": service.browser.p256dh, "auth": service.browser.auth}
    return push_devices.add(owner, endpoint=service.endpoint(name), user_agent="", **keys).id


def tried(owner: Any, service: PushService) -> int:
    device_id = subscribed(owner, service)
    push_devices.send_a_try(owner, device_id=device_id)
    return device_id


def device() -> PushSubscription:
    return PushSubscription.objects.get()


def test_it_arrives_once_locked_and_signed(owner: Any, service: PushService) -> None:
    tried(owner, service)
    assert step.push_one(WORKER) and not step.push_one(WORKER)
    (said,) = service.said()
    assert said == {
        "title": "Mentorpanel reaches this device",
        "body": "Reminders come here from now on.",
        "url": "/settings/reminders/",
    }
    (got,) = service.got
    got.claims(audience=service.address, public_key=push_devices.public_key())
    assert got.headers["TTL"] == "600" and len(got.headers["Topic"]) == 32
    assert b"Mentorpanel" not in got.body
    assert device().reached_at == NOW and Push.objects.get().status == "sent"


def test_a_day_of_reminders(owner: Any, service: PushService, moment: Any) -> None:
    """From the decision to the phone, without a mail server."""
    profiles.change_profile(owner, time_zone="Europe/Berlin")
    ana = people.add_person(owner, name="Ana Ruiz", stage="mentor")
    sessions.schedule_once(owner, person_id=ana.id, on=datetime(2026, 12, 3).date(), at=time(14))
    subscribed(owner, service)
    for _ in range(3 * 24):
        step.make_pushes()
        while step.push_one(WORKER):
            pass
        moment.shift(timedelta(minutes=20))
    (said,) = service.said()
    assert said["title"].startswith("The brief for Ana Ruiz is due")
    assert int(service.got[0].headers["TTL"]) == 23 * 3600, "of use until the session"
    assert [one["title"] for one in said["actions"]] == ["Done", "Snooze"]
    moment.move_to(NOW + timedelta(hours=8))
    for one in said["actions"]:
        page = Client().get(one["url"])
        assert page.status_code == 200 and "Ana Ruiz" in page.content.decode(), (
            "its button's page, signed in or not"
        )


@pytest.mark.parametrize("code", [404, 410])
def test_a_device_that_is_gone_is_off_the_list(owner: Any, service: PushService, code: int) -> None:
    service.code = code
    tried(owner, service)
    push_devices.send_a_try(owner, device_id=device().pk)
    assert step.push_one(WORKER)
    assert push_devices.devices(owner) == [] and Push.objects.count() == 0
    assert not step.push_one(WORKER) and len(service.got) == 1


@pytest.mark.parametrize("code", [400, 403, 413])
def test_what_is_refused_is_said_on_the_list(
    owner: Any, service: PushService, code: int, moment: Any
) -> None:
    service.code = code
    tried(owner, service)
    assert step.push_one(WORKER)
    moment.shift(timedelta(minutes=9))
    assert not step.push_one(WORKER) and len(service.got) == 1
    assert str(code) in device().last_error
    service.code = 201
    push_devices.send_a_try(owner, device_id=device().pk)
    assert step.push_one(WORKER) and device().last_error == ""


def test_later_when_it_asks_for_it(owner: Any, service: PushService, moment: Any) -> None:
    service.code, service.headers = 429, {"Retry-After": "240"}
    tried(owner, service)
    assert step.push_one(WORKER)
    assert Push.objects.get().not_before == NOW + timedelta(seconds=240)
    moment.shift(timedelta(seconds=239))
    assert not step.push_one(WORKER)
    moment.shift(timedelta(seconds=1))
    service.code = 201
    assert step.push_one(WORKER) and Push.objects.get().status == "sent"


def test_trouble_is_tried_again_with_longer_waits_and_not_past_its_use(
    owner: Any, service: PushService, moment: Any
) -> None:
    service.code = 500
    tried(owner, service)
    waits = []
    while (row := Push.objects.get()).status == "waiting":
        moment.move_to(max(row.not_before, NOW))
        assert step.push_one(WORKER)
        waits.append(int((Push.objects.get().not_before - NOW).total_seconds()) // 60)
    assert waits == [1, 3, 7, 7], "a minute, two, four; the next would come after ten"
    assert len(service.got) == 4 and "did not get through in time" in device().last_error
    assert [one.headers["TTL"] for one in service.got] == ["600", "540", "420", "180"]


def test_one_that_says_nothing(owner: Any, service: PushService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step, "ANSWER_SECONDS", 0.3)
    service.hangs = True
    tried(owner, service)
    assert step.push_one(WORKER)
    assert Push.objects.get().status == "waiting" and "in time" in Push.objects.get().last_error


def test_a_machine_asleep_sends_no_old_one(owner: Any, service: PushService, moment: Any) -> None:
    tried(owner, service)
    moment.shift(timedelta(hours=2))
    assert step.push_one(WORKER)
    assert service.got == [] and Push.objects.get().status == "failed" and device().last_error == ""


def test_an_address_inside_is_refused(owner: Any, service: PushService, settings: Any) -> None:
    tried(owner, service)
    settings.ALLOW_PRIVATE_ADDRESSES = False
    assert step.push_one(WORKER)
    assert service.got == [] and "https" in device().last_error
    PushSubscription.objects.update(endpoint=service.endpoint().replace("http:", "https:"), last_error="")
    Push.objects.update(status="waiting")
    assert step.push_one(WORKER)
    assert service.got == [] and "private network" in device().last_error


def test_one_claim_wins_and_a_dead_workers_comes_back(owner: Any, service: PushService, moment: Any) -> None:
    tried(owner, service)
    lost = pushes.claim_next(holder=WORKER)
    assert lost is not None and pushes.claim_next(holder=OTHER) is None
    assert pushes.free_lost_claims() == 0
    moment.shift(timedelta(minutes=3))
    assert steps.free_lost_claims()
    assert step.push_one(OTHER) and len(service.got) == 1
    pushes.refused(lost, reason="too late to say so")
    assert Push.objects.get().status == "sent" and device().last_error == ""


def test_a_worker_that_restarts_frees_its_own(owner: Any, service: PushService) -> None:
    tried(owner, service)
    assert pushes.claim_next(holder=WORKER) is not None
    assert pushes.free_lost_claims(holder=WORKER) == 1
    assert step.push_one(WORKER) and len(service.got) == 1


def test_a_device_removed_while_its_message_is_under_way(owner: Any, service: PushService) -> None:
    device_id = tried(owner, service)
    claimed = pushes.claim_next(holder=WORKER)
    assert claimed is not None
    push_devices.forget(owner, device_id=device_id)
    pushes.delivered(claimed)
    pushes.gone(claimed)
    assert push_devices.devices(owner) == []


def test_one_owners_trouble_keeps_no_other_back(owner: Any, other_owner: Any, service: PushService) -> None:
    """The first one's zone is none that this machine knows."""
    subscribed(owner, service, "a")
    subscribed(other_owner, service, "b")
    profiles.profile(owner)
    owner.profile.time_zone = "Nowhere/Gone"
    owner.profile.save()
    assert step.make_pushes() is False
    assert [one.pk for one in pushes.owners()] == [owner.pk, other_owner.pk]
