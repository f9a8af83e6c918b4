"""The API around a session: the invitation with the owner's word, the private link, what the mentor said."""

from datetime import timedelta
from typing import Any

import pytest

from mentorpanel import clock
from mentorpanel.storage.models import MentorReply, OutboxItem, User
from mentorpanel.usecases import people, profiles, sessions
from tests.api.conftest import Program, program_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(owner: User, settings: Any) -> int:
    settings.SMTP_URL, settings.PUBLIC_URL = "smtp://127.0.0.1:9", "https://panel.example"
    profiles.change_profile(owner, name="Maya Lind", mail_address="me@x.example")
    ana = people.add_person(owner, name="Ana Ruiz", email="ana@x.example", stage="mentor")
    day = clock.now().date() + timedelta(days=7)
    return sessions.schedule_once(
        owner, person_id=ana.id, on=day, at=clock.now().time().replace(microsecond=0)
    ).id


def test_nothing_is_told_without_the_word(program: Program, session: int) -> None:
    path = f"sessions/{session}/invitation"
    before = program.get(path).json()
    assert (before["state"], before["method"], before["to"]) == (
        "none",
        "REQUEST",
        "ana@x.example",
    )
    assert not OutboxItem.objects.exists()
    sent = program.post(f"{path}/send", {"line": "Looking forward to it."}).json()
    assert (sent["state"], sent["sequence"], sent["message"]) == ("current", 0, "queued")
    assert b"Looking forward" in bytes(OutboxItem.objects.get().message)
    assert program.post(f"{path}/send", {}).status_code == 409, "there is nothing more to tell"
    assert program.post(f"{path}/unsend").json()["state"] == "none"
    assert program.post(f"{path}/sent").json()["sent_how"] == "by-hand"
    assert program.post(f"{path}/unsend").json()["state"] == "none"


def test_a_link_is_made_once_changed_and_ended(program: Program, session: int) -> None:
    path = f"sessions/{session}/mentor-page"
    made = program.post(path, {}).json()
    assert made["state"] == "good" and made["address"].startswith("https://panel.example/m/")
    again = program.post(path, {"offer": "Say the word."}).json()
    assert (again["address"], again["offer"]) == (made["address"], "Say the word.")
    assert program.delete(path).json()["address"] is None
    assert program.post(path, {}).json()["address"] != made["address"]


def test_what_the_mentor_said_is_read_accepted_and_settled(
    program: Program, owner: User, session: int
) -> None:
    found = sessions.session(owner, session_id=session)
    proposed = found.starts_at + timedelta(days=2)

    def said(kind: str, **more: Any) -> int:
        return MentorReply.objects.create(
            owner=owner, session_id=session, kind=kind, form=kind, for_starts_at=found.starts_at,
            said_at=clock.now(), **more,
        ).pk  # fmt: skip

    time, note = said("propose", starts_at=proposed), said("note", text="Bring the numbers.")
    listed = program.get(f"sessions/{session}/replies").json()["results"]
    assert [(one["kind"], one["settled"]) for one in listed] == [("propose", False), ("note", False)]
    moved = program.post(f"replies/{time}/accept").json()
    assert moved["starts_at"] == proposed.isoformat().replace("+00:00", "Z")
    assert program.post(f"replies/{note}/accept").status_code == 409
    assert program.patch(f"replies/{note}", {"settled": True}).json()["settled"] is True
    assert program.patch(f"replies/{note}", {"settled": False}).json()["settled"] is False


def test_a_reading_token_and_another_owner_change_nothing(
    owner: User, other_owner: User, session: int
) -> None:
    reader, stranger = program_of(owner, scope="read"), program_of(other_owner)
    for path in ("invitation/send", "invitation/sent", "mentor-page"):
        assert reader.post(f"sessions/{session}/{path}", {}).status_code == 403
        assert stranger.post(f"sessions/{session}/{path}", {}).status_code == 404
    assert reader.get(f"sessions/{session}/replies").json() == {"results": []}
    assert stranger.get(f"sessions/{session}/replies").status_code == 404
    assert not OutboxItem.objects.exists()


def test_the_word_of_a_mentors_link_opens_nothing_here(program: Program, session: int) -> None:
    address = program.post(f"sessions/{session}/mentor-page", {}).json()["address"]
    mentor = Program(address.rstrip("/").rpartition("/")[2])
    for path in (
        "people",
        "sessions",
        f"sessions/{session}",
        f"sessions/{session}/replies",
        "panel",
        "search?q=a",
    ):
        answer = mentor.get(path)
        assert answer.status_code == 401 and b"Ana" not in answer.content, path
