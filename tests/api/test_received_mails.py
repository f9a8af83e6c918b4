"""Mails that came in, for programs: the list with its reasons, and taking one back."""

from typing import Any

from mentorpanel.storage.models import Touchpoint, User
from mentorpanel.usecases import incoming_mail, people
from tests.api.conftest import program_of

MAIL = b"From: ana@x.example\r\nTo: me@example.org\r\nSubject: x\r\nMessage-ID: <%d@x>\r\n\r\nWords.\r\n"


def test_the_list_is_paged_and_a_mail_is_taken_back_once(owner: User) -> None:
    people.add_person(owner, name="Ana Ruiz", email="ana@x.example", stage="mentor")
    for number in range(3):
        incoming_mail.take_file(owner, MAIL % number)
    program = program_of(owner)
    first: dict[str, Any] = program.get("received-mails?limit=2").json()
    assert [one["reason"] for one in first["results"]] == ["Ana wrote to you."] * 2
    (last,) = program.get(f"received-mails?after={first['next']}").json()["results"]
    back = program.post(f"received-mails/{last['id']}/undo", None)
    assert (back.status_code, back.json()["undone"]) == (200, True)
    assert Touchpoint.objects.filter(source="mail").count() == 2
    assert program.post(f"received-mails/{last['id']}/undo", None).status_code == 409
    assert program_of(owner, scope="read").post(f"received-mails/{last['id']}/undo", None).status_code == 403
