"""Mails to the owner through the worker and a real mail server: on time, once, and never after their day."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from mentorpanel.storage.models import OutboxItem
from mentorpanel.usecases import commitments, outbox, people, profiles, reminders, today
from mentorpanel.worker import reminders as step
from mentorpanel.worker import steps
from tests.mail_servers import Inbox, free_port, serving

pytestmark = pytest.mark.django_db
WORKER = "here/worker-0"


@pytest.fixture
def moment(owner: Any, settings: Any) -> Any:
    """Wednesday morning in Berlin, an hour before the day's mail of somebody with a promise that is due."""
    settings.SMTP_URL = f"smtp://127.0.0.1:{free_port()}"
    with time_machine.travel(datetime(2026, 12, 2, 7, tzinfo=UTC), tick=False) as turned:
        profiles.change_profile(owner, time_zone="Europe/Berlin", mail_address="me@x.example", name="Dana")
        ana = people.add_person(owner, name="Ana Ruiz", stage="mentor")
        commitments.promise(
            owner, person_id=ana.id, text="Send the deck", due_on=datetime(2026, 12, 1).date()
        )
        reminders.switch(owner, is_on=True)
        yield turned


def kinds(owner: Any) -> list[str]:
    found = today.today_page(owner).picked
    return [one.kind for one in (*found.blind_spots, *found.coming_up, *found.openings)]


def test_it_arrives_once(owner: Any, moment: Any, settings: Any) -> None:
    inbox = Inbox()
    with serving(inbox) as settings.SMTP_URL:
        for _ in range(8):
            step.make_reminders()
            while steps.deliver_one(WORKER):
                pass
            moment.shift(timedelta(minutes=20))
    (arrived,) = inbox.arrived
    assert arrived[0] == ["me@x.example"]
    assert (
        "promise" in str(inbox.mails[0]["Subject"]) and inbox.mails[0]["Auto-Submitted"] == "auto-generated"
    )
    assert outbox.waiting_mail(owner) == []


def test_it_is_tried_again_within_its_day_and_not_after(owner: Any, moment: Any, settings: Any) -> None:
    moment.shift(timedelta(hours=1))
    assert step.make_reminders()
    tries = 0
    end = datetime(2026, 12, 2, 23, tzinfo=UTC)
    while (waiting := outbox.waiting_mail(owner)) and waiting[0].status == "waiting":
        moment.move_to(max(waiting[0].not_before, datetime.now(UTC)))
        assert datetime.now(UTC) < end
        steps.deliver_one(WORKER)
        tries += 1
    assert tries > 5
    assert OutboxItem.objects.get().status == "failed"
    assert outbox.waiting_mail(owner) == [], "it asks for nothing: it is over"
    assert "own-mail" in kinds(owner)
    moment.move_to(datetime(2026, 12, 3, 8, tzinfo=UTC))
    inbox = Inbox()
    with serving(inbox) as settings.SMTP_URL:
        assert step.make_reminders()
        while steps.deliver_one(WORKER):
            pass
    assert len(inbox.arrived) == 1, "that day's alone"
    assert "own-mail" not in kinds(owner)


def test_a_machine_asleep_with_a_mail_in_the_queue_sends_no_old_one(
    owner: Any, moment: Any, settings: Any
) -> None:
    moment.shift(timedelta(hours=1))
    assert step.make_reminders()
    moment.move_to(datetime(2026, 12, 5, 8, tzinfo=UTC))  # a Saturday
    inbox = Inbox()
    with serving(inbox) as settings.SMTP_URL:
        while steps.deliver_one(WORKER):
            pass
    assert inbox.arrived == []
    assert OutboxItem.objects.get().status == "failed"


def test_what_is_refused_for_good_is_a_card(owner: Any, moment: Any, settings: Any) -> None:
    moment.shift(timedelta(hours=1))
    assert step.make_reminders()
    with serving(Inbox("550 no such user")) as settings.SMTP_URL:
        assert steps.deliver_one(WORKER)
    assert "own-mail" in kinds(owner)
    assert not step.make_reminders(), "and it is not made again"


def test_one_owners_trouble_keeps_no_other_back(owner: Any, other_owner: Any, moment: Any) -> None:
    """The first one's zone is none that this machine knows."""
    profiles.change_profile(other_owner, mail_address="other@x.example")
    pat = people.add_person(other_owner, name="Pat Doe", stage="mentor")
    commitments.promise(other_owner, person_id=pat.id, text="Call", due_on=datetime(2026, 12, 1).date())
    reminders.switch(other_owner, is_on=True)
    owner.profile.time_zone = "Nowhere/Gone"
    owner.profile.save()
    moment.shift(timedelta(hours=3))
    assert step.make_reminders()
    assert [one.recipients for one in OutboxItem.objects.all()] == [["other@x.example"]]
