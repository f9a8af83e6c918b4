"""The outbox's rows: put once, claimed by one, and blind to other owners."""

from datetime import timedelta
from typing import Any

import pytest

from mentorpanel import clock
from mentorpanel.storage import outbox, system

pytestmark = pytest.mark.django_db
LEASE = timedelta(minutes=5)


def put(owner: Any, key: str = "letter-1", **changes: Any) -> bool:
    values = {
        "draft_id": None,
        "message_id": f"<{key}@x.example>",
        "sender": "me@x.example",
        "recipients": ["ana@x.example"],
        "message": b"Subject: hello\r\n\r\nhello\r\n",
        "not_before": clock.now(),
    }
    return outbox.put(owner, dedupe_key=key, **{**values, **changes})


def test_a_mail_is_put_in_once(owner: Any, other_owner: Any) -> None:
    assert put(owner)
    assert not put(owner)
    assert put(other_owner), "another owner's key is another key"
    assert len(outbox.items(owner)) == 1


def test_only_one_holder_claims_it(owner: Any) -> None:
    put(owner)
    first = system.claim_mail(holder="a", now=clock.now(), lease=LEASE)
    assert first is not None
    assert system.claim_mail(holder="b", now=clock.now(), lease=LEASE) is None
    assert not system.finish_mail(item_id=first.pk, holder="b", status="sent")
    assert system.finish_mail(item_id=first.pk, holder="a", status="sent")
    assert not system.finish_mail(item_id=first.pk, holder="a", status="failed")
    assert outbox.waiting(owner) == []


def test_what_is_not_due_waits_and_the_oldest_goes_first(owner: Any) -> None:
    now = clock.now()
    put(owner, "later", not_before=now + timedelta(hours=1))
    put(owner, "second", not_before=now - timedelta(minutes=1))
    put(owner, "first", not_before=now - timedelta(minutes=2))
    claimed = [system.claim_mail(holder="a", now=now, lease=LEASE) for _ in range(3)]
    assert [row.dedupe_key if row else None for row in claimed] == ["first", "second", None]


def test_a_restart_frees_its_own_and_a_sweep_what_has_run_out(owner: Any) -> None:
    put(owner, "one")
    put(owner, "two")
    now = clock.now()
    system.claim_mail(holder="a", now=now, lease=LEASE)
    system.claim_mail(holder="b", now=now, lease=LEASE)
    assert system.sweep_claims(now=now, holder="a") == 1
    assert system.sweep_claims(now=now) == 0
    assert system.sweep_claims(now=now + LEASE + timedelta(seconds=1)) == 1
    assert {row.status for row in outbox.waiting(owner)} == {"waiting"}


def test_an_owner_sees_their_own_only(owner: Any, other_owner: Any) -> None:
    put(other_owner)
    assert outbox.items(owner) == []
    assert outbox.waiting(owner) == []
    assert outbox.item_of_draft(owner, draft_id=1) is None
