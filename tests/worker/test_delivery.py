"""Mail servers that refuse, hang, drop and bounce: what the worker does, and where the owner sees it."""

import socket
import time
from datetime import time as time_of_day
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from mentorpanel import clock
from mentorpanel.delivery import outgoing
from mentorpanel.storage.models import OutboxItem
from mentorpanel.usecases import letters, outbox, people, profiles, sessions, today
from mentorpanel.worker import steps
from tests.mail_servers import Inbox, behaving, free_port, serving

pytestmark = pytest.mark.django_db
WORKER = "here/worker-0"


@pytest.fixture
def brief(owner: Any, settings: Any) -> Any:
    """A brief for a session of tomorrow, on its way to Ana."""
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    profiles.change_profile(owner, name="Dana", mail_address="dana@x.example")
    ana = people.add_person(owner, name="Ana Ruiz", email="ana@x.example", stage="formal-mentor")
    tomorrow = (clock.now() + timedelta(days=1)).date()
    made = sessions.schedule_once(owner, person_id=ana.id, on=tomorrow, at=time_of_day(16))
    letter = letters.session_letter(owner, session_id=made.id, kind="brief")
    return letters.send_letter(owner, draft_id=letter.draft.id).draft


def cards(owner: Any) -> dict[str, str]:
    page = today.today_page(owner)
    shown = (*page.picked.blind_spots, *page.picked.coming_up, *page.picked.openings)
    return {card.id: card.why for card in shown}


def hang(caller: socket.socket) -> None:
    time.sleep(1.5)


def drop(caller: socket.socket) -> None:
    caller.sendall(b"220 here\r\n")
    caller.recv(100)


@pytest.mark.parametrize("kind", ["refuses", "hangs", "drops", "421", "450", "nonsense"])
def test_what_may_pass_is_tried_again(
    owner: Any, brief: Any, settings: Any, monkeypatch: Any, kind: str
) -> None:
    monkeypatch.setattr(outgoing, "ANSWER_SECONDS", 0.3)
    servers = {
        "hangs": lambda: behaving(hang),
        "drops": lambda: behaving(drop),
        "421": lambda: serving(Inbox("421 too many connections")),
        "450": lambda: serving(Inbox("450 mailbox busy")),
        "nonsense": lambda: behaving(lambda caller: caller.sendall(b"SSH-2.0-OpenSSH\r\n")),
    }
    if kind == "refuses":
        settings.SMTP_URL = f"smtp://127.0.0.1:{free_port()}"
        assert steps.deliver_one(WORKER)
    else:
        with servers[kind]() as settings.SMTP_URL:
            assert steps.deliver_one(WORKER)
    (waiting,) = outbox.waiting_mail(owner)
    assert (waiting.status, waiting.attempts) == ("waiting", 1)
    assert waiting.last_error
    assert timedelta(seconds=50) < waiting.not_before - clock.now() <= timedelta(minutes=1)
    assert not steps.deliver_one(WORKER), "it waits for its minute"
    assert letters.letter(owner, draft_id=brief.id).draft.state == "queued"
    assert f"brief-{brief.session_id}" not in cards(owner)


def test_it_waits_longer_each_time_and_arrives_when_the_server_is_back(
    owner: Any, brief: Any, settings: Any
) -> None:
    settings.SMTP_URL = f"smtp://127.0.0.1:{free_port()}"
    waits = []
    with time_machine.travel(clock.now(), tick=False) as moment:
        for _ in range(4):
            assert steps.deliver_one(WORKER)
            (waiting,) = outbox.waiting_mail(owner)
            waits.append((waiting.not_before - clock.now()).total_seconds() / 60)
            moment.move_to(waiting.not_before)
        inbox = Inbox()
        with serving(inbox) as settings.SMTP_URL:
            assert steps.deliver_one(WORKER)
    assert waits == [1, 2, 4, 8]
    assert len(inbox.mails) == 1
    assert outbox.waiting_mail(owner) == []
    assert letters.letter(owner, draft_id=brief.id).draft.state == "sent"


def test_after_five_days_it_has_failed(owner: Any, brief: Any, settings: Any) -> None:
    settings.SMTP_URL = f"smtp://127.0.0.1:{free_port()}"
    OutboxItem.objects.update(attempts=40)
    assert steps.deliver_one(WORKER)
    (failed,) = outbox.waiting_mail(owner)
    assert failed.status == "failed"
    assert "five days" in failed.last_error
    assert letters.letter(owner, draft_id=brief.id).draft.state == "failed"


def test_what_will_never_arrive_is_said_everywhere(owner: Any, brief: Any, settings: Any) -> None:
    with serving(Inbox("550 no such mailbox")) as settings.SMTP_URL:
        assert steps.deliver_one(WORKER)
    failed = letters.letter(owner, draft_id=brief.id)
    assert (failed.draft.state, "no such mailbox" in failed.draft.failure) == ("failed", True)
    (point,) = people.person(owner, person_id=brief.person.id).contact_points
    assert point.failed_at is not None
    assert sessions.session(owner, session_id=brief.session_id).brief_sent_at is None
    shown = cards(owner)
    assert "550" in shown[f"mail-{brief.id}"]
    assert f"brief-{brief.session_id}" in shown, "the brief is owed again"


def test_corrected_it_goes_as_a_new_mail(owner: Any, brief: Any, settings: Any) -> None:
    with serving(Inbox("550 no such mailbox")) as settings.SMTP_URL:
        assert steps.deliver_one(WORKER)
    added = people.add_contact_point(
        owner, person_id=brief.person.id, kind="email", value="ana.ruiz@x.example"
    )
    right = next(point for point in added.contact_points if point.value == "ana.ruiz@x.example")
    people.prefer_contact_point(owner, person_id=brief.person.id, point_id=right.id)
    letters.send_letter(owner, draft_id=brief.id)
    inbox = Inbox()
    with serving(inbox) as settings.SMTP_URL:
        assert steps.deliver_one(WORKER)
    assert [to for to, _ in inbox.arrived] == [["ana.ruiz@x.example"]]
    assert outbox.waiting_mail(owner) == []
    assert f"mail-{brief.id}" not in cards(owner)


def test_tried_again_by_hand_it_keeps_its_message_id(owner: Any, brief: Any, settings: Any) -> None:
    message_id = OutboxItem.objects.get().message_id
    with serving(Inbox("550 greylisted badly")) as settings.SMTP_URL:
        assert steps.deliver_one(WORKER)
    outbox.try_again(owner, draft_id=brief.id)
    inbox = Inbox()
    with serving(inbox) as settings.SMTP_URL:
        assert steps.deliver_one(WORKER)
    assert [mail["Message-ID"] for mail in inbox.mails] == [message_id]
    assert sessions.session(owner, session_id=brief.session_id).brief_sent_at is not None


def test_an_address_of_a_server_that_makes_no_sense_is_no_loss(owner: Any, brief: Any, settings: Any) -> None:
    settings.SMTP_URL = "http://mail.example"
    assert steps.deliver_one(WORKER)
    (waiting,) = outbox.waiting_mail(owner)
    assert (waiting.status, "cannot be used" in waiting.last_error) == ("waiting", True)


def test_a_claim_of_a_dead_worker_comes_back(owner: Any, brief: Any, settings: Any) -> None:
    assert outbox.claim_next(holder="elsewhere/worker-0") is not None
    assert outbox.claim_next(holder=WORKER) is None
    assert outbox.free_lost_claims() == 0, "its lease holds"
    with time_machine.travel(clock.now() + outbox.LEASE + timedelta(seconds=1)):
        assert outbox.free_lost_claims() == 1
        again = outbox.claim_next(holder=WORKER)
    assert again is not None
    with serving(Inbox()):
        outbox.delivered(again)
    assert outbox.waiting_mail(owner) == []


def test_a_worker_that_lost_its_claim_changes_nothing(owner: Any, brief: Any) -> None:
    lost = outbox.claim_next(holder="elsewhere/worker-0")
    assert lost is not None
    with time_machine.travel(clock.now() + outbox.LEASE + timedelta(seconds=1)):
        outbox.free_lost_claims()
        assert outbox.claim_next(holder=WORKER) is not None
        outbox.give_up(lost, reason="too late", bounced=lost.recipients)
    assert letters.letter(owner, draft_id=brief.id).draft.state == "queued"
    (waiting,) = outbox.waiting_mail(owner)
    assert waiting.status == "claimed"
