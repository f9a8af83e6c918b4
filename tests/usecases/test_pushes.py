"""Reminders to devices under a turned clock: each once for a device, nothing private, none that comes too late."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.domain.reminders import Moment
from mentorpanel.storage.models import OutboxItem, Push, PushSubscription, Session
from mentorpanel.usecases import (
    commitments,
    people,
    profiles,
    push_devices,
    pushes,
    reminder_mails,
    reminders,
    sessions,
)
from tests.makers import NOON, queries_in
from tests.push_services import Browser
from tests.usecases.test_private_own_mail import WANTED, leave_something_of_every_kind
from tests.usecases.test_private_stays_private import mark_everything

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 12, 2, 7, 0, tzinfo=UTC)
PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def moment() -> Iterator[Any]:
    with time_machine.travel(WEDNESDAY, tick=False) as turned:
        yield turned


def add(owner: Any, name: str = "one", browser: Browser | None = None) -> int:
    """A phone on the owner's list."""
    browser = browser or Browser()
    return push_devices.add(
        owner,
        endpoint=f"https://push.example/{name}",
        p256dh=browser.p256dh,
        auth=browser.auth,
        user_agent=PHONE,
    ).id


def begun(owner: Any) -> int:
    """An owner in Berlin without any mail, and a session on Thursday at 14:00 whose brief is due on Wednesday at 16:00."""
    profiles.change_profile(owner, time_zone="Europe/Berlin", name="Dana")
    ana = people.add_person(owner, name="Ana Ruiz", email="ana@x.example", stage="formal-mentor")
    day = datetime(2026, 12, 3).date()
    return sessions.schedule_once(owner, person_id=ana.id, on=day, at=time(14)).id


def passes(moment: Any, owner: Any, *, hours: float, minutes: int = 10) -> None:
    for _ in range(int(hours * 60 / minutes)):
        pushes.make_due(owner)
        moment.shift(timedelta(minutes=minutes))


def went() -> list[str]:
    return [
        row.dedupe_key.split(":")[1] if ":" in row.dedupe_key else "digest"
        for row in Push.objects.order_by("id")
    ]


def test_the_brief_reaches_each_device_once_without_any_mail(owner: Any, moment: Any) -> None:
    session_id = begun(owner)
    phones = [add(owner, "one"), add(owner, "two")]
    passes(moment, owner, hours=30)
    rows = list(Push.objects.order_by("id"))
    assert [row.subscription_id for row in rows] == phones
    said, same = (row.says for row in rows)
    assert said == same
    buttons = said.pop("actions")
    assert said == {
        "title": "The brief for Ana Ruiz is due today 16:00.",
        "body": "Sent ahead, it leaves time to think.",
        "url": f"/sessions/{session_id}/",
    }
    assert [(one["action"], one["title"], one["url"][:4]) for one in buttons] == [
        ("done", "Done", "/do/"),
        ("snooze", "Snooze", "/do/"),
    ], "each opens the page of the session's card, where one presses once more"
    assert rows[0].not_before == datetime(2026, 12, 2, 14, tzinfo=UTC)
    assert rows[0].not_after == datetime(2026, 12, 3, 13, tzinfo=UTC), "no use once the session begins"
    assert OutboxItem.objects.count() == 0


def test_without_names(owner: Any, moment: Any) -> None:
    begun(owner)
    add(owner)
    reminders.change(owner, hides_names=True, pushes_digest=True, moments=WANTED)
    passes(moment, owner, hours=72)
    rows = list(Push.objects.all())
    assert len(rows) >= 5 and not [row.says for row in rows if "Ana" in str(row.says)]


def test_every_moment_that_is_wanted_and_none_twice(owner: Any, moment: Any) -> None:
    begun(owner)
    add(owner)
    reminders.change(owner, moments=[one.value for one in Moment])
    passes(moment, owner, hours=24 * 4)
    assert went() == ["brief-due", "about-to-start", "notes", "thanks"]
    topics = set(Push.objects.values_list("topic", flat=True))
    assert len(topics) == 1 and len(topics.pop()) == 32, "the newer one takes the place of the one before"


def test_the_day_in_one_line_says_it_and_no_reminder_within_the_hour(owner: Any, moment: Any) -> None:
    """The line goes at 14:30 and names the session; the reminder of its brief would come at 15:00."""
    begun(owner)
    add(owner)
    reminders.change(owner, pushes_digest=True, at=time(14, 30))
    passes(moment, owner, hours=16)
    assert went() == ["digest"]
    (row,) = Push.objects.all()
    assert "Ana Ruiz" in row.says["body"] and row.says["url"] == "/"
    assert row.not_after == datetime(2026, 12, 2, 23, tzinfo=UTC), "no use the day after"
    moment.move_to(datetime(2026, 12, 3, 6, tzinfo=UTC))
    passes(moment, owner, hours=10)
    assert went() == ["digest", "digest"]


def test_the_line_is_as_rare_as_the_days_mail(owner: Any, moment: Any) -> None:
    """Nothing due, no line; and it is looked at once a day and device, as few queries as may be."""
    profiles.change_profile(owner, time_zone="Europe/Berlin")
    add(owner)
    reminders.change(owner, pushes_digest=True, moments=[])
    passes(moment, owner, hours=4)
    assert went() == []
    assert PushSubscription.objects.get().digest_on == datetime(2026, 12, 2).date()
    assert queries_in(lambda: pushes.make_due(owner)) < 6


def test_a_device_that_is_new_is_told_nothing_of_before(owner: Any, moment: Any) -> None:
    begun(owner)
    add(owner, "one")
    moment.move_to(datetime(2026, 12, 2, 14, 30, tzinfo=UTC))
    add(owner, "late")
    passes(moment, owner, hours=12)
    assert [row.subscription.endpoint[-3:] for row in Push.objects.all()] == ["one"]


def test_mails_and_devices_are_two_places(owner: Any, moment: Any, settings: Any) -> None:
    """A mail keeps nothing from a device, nor a device from a mail."""
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    begun(owner)
    profiles.change_profile(owner, mail_address="me@x.example")
    add(owner)
    reminders.switch(owner, is_on=True)
    reminders.change(owner, has_digest=False)
    for _ in range(60):
        reminder_mails.make_due(owner)
        passes(moment, owner, hours=0.5)
    keys = list(OutboxItem.objects.values_list("dedupe_key", flat=True))
    assert keys == list(Push.objects.values_list("dedupe_key", flat=True)) and len(keys) == 1


def test_what_is_done_meanwhile_is_not_reminded_of(owner: Any, moment: Any) -> None:
    begun(owner)
    add(owner)
    Session.objects.update(status="cancelled")
    passes(moment, owner, hours=40)
    assert went() == []


@pytest.mark.parametrize("names", [True, False])
def test_nothing_private_is_in_it(owner: Any, names: bool) -> None:
    """Marked text in every private column, and everything that makes a card that quotes."""
    with time_machine.travel(NOON, tick=False) as turned:
        leave_something_of_every_kind(owner)
        mark_everything()
        add(owner)
        reminders.change(owner, hides_names=not names, moments=WANTED, pushes_digest=True)
        passes(turned, owner, hours=48, minutes=30)
    said = [str(row.says) for row in Push.objects.all()]
    assert len(said) > 3
    for one in said:
        assert not [word for word in ("xprivate", "shared answer", "shared promise") if word in one.lower()]
        assert names or not [word for word in ("Ana", "Ben", "Cy Fay", "Okri", "shared") if word in one]


def test_ten_devices_and_the_same_one_again(owner: Any, other_owner: Any) -> None:
    ids = [add(owner, f"n{number}") for number in range(10)]
    with pytest.raises(Conflict, match="Take one off"):
        add(owner, "n10")
    assert add(owner, "n3") == ids[3] and len(push_devices.devices(owner)) == 10
    assert push_devices.devices(owner)[0].name == "Chrome on Android"
    push_devices.forget(owner, device_id=ids[0])
    add(owner, "n10")
    add(other_owner, "n10")
    assert len(push_devices.devices(owner)) == 9, "that browser shows somebody else's messages now"
    with pytest.raises(NotFound):
        push_devices.forget(other_owner, device_id=ids[1])
    with pytest.raises(NotFound):
        push_devices.send_a_try(other_owner, device_id=ids[1])


def test_an_address_inside_is_taken_only_where_the_installation_says_so(owner: Any, settings: Any) -> None:
    browser = Browser()
    given = {"p256dh": browser.p256dh, "auth": browser.auth, "user_agent": ""}
    with pytest.raises(Invalid):
        push_devices.add(owner, endpoint="http://127.0.0.1:9/x", **given)
    settings.ALLOW_PRIVATE_ADDRESSES = True
    assert push_devices.add(owner, endpoint="http://127.0.0.1:9/x", **given).name == "A browser"


def test_a_forgotten_device_takes_what_waits_for_it_along(owner: Any) -> None:
    device_id = add(owner)
    push_devices.send_a_try(owner, device_id=device_id)
    push_devices.send_a_try(owner, device_id=device_id)
    assert Push.objects.count() == 1, "one try a minute"
    push_devices.forget(owner, device_id=device_id)
    assert Push.objects.count() == 0


def test_another_secret_key_is_said_on_the_list(owner: Any, settings: Any) -> None:
    device_id = add(owner)
    push_devices.send_a_try(owner, device_id=device_id)
    settings.SECRET_KEY = "another key, after a restore"
    assert pushes.owners() == []
    assert pushes.claim_next(holder="w") is None
    assert "secret key has changed" in push_devices.devices(owner)[0].last_error
    assert add(owner) == device_id and push_devices.devices(owner)[0].last_error == ""
    assert pushes.owners() == [owner]


def test_it_costs_as_much_with_many_people_and_a_little_more_with_many_devices(
    owner: Any, moment: Any
) -> None:
    begun(owner)
    add(owner)
    moment.move_to(datetime(2026, 12, 2, 13, tzinfo=UTC))
    few = queries_in(lambda: pushes.make_due(owner))
    for number in range(9):
        add(owner, f"more{number}")
        person = people.add_person(owner, name=f"Pat Doe{number}", stage="mentor")
        commitments.promise(owner, person_id=person.id, text="hello", due_on=datetime(2026, 12, 1).date())
    assert queries_in(lambda: pushes.make_due(owner)) <= few


def test_old_ones_are_forgotten(owner: Any, moment: Any) -> None:
    push_devices.send_a_try(owner, device_id=add(owner))
    claimed = pushes.claim_next(holder="w")
    assert claimed is not None
    pushes.delivered(claimed)
    moment.shift(timedelta(days=29))
    assert not pushes.drop_old()
    moment.shift(timedelta(days=2))
    assert pushes.drop_old() and Push.objects.count() == 0
