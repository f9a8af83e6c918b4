"""The page about mail that comes in, and what mail changes on a session's page."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mentorpanel import clock
from mentorpanel.delivery.imap import ImapSettings
from mentorpanel.storage import mailboxes
from mentorpanel.storage.models import Mailbox, MentorReply, ReceivedMail, Touchpoint, User
from mentorpanel.usecases import incoming_mail, people, profiles, sessions

pytestmark = pytest.mark.django_db
PAGE = "/settings/mail/"
NOW = datetime(2026, 3, 23, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ana(owner: User) -> int:
    profiles.change_profile(owner, name="Dana Lund", mail_address="dana@x.example", time_zone="Europe/Berlin")
    return people.add_person(owner, name="Ana Ruiz", email="ana@x.example", stage="mentor").id


def eml(number: int = 1, **headers: str) -> SimpleUploadedFile:
    lines = {
        "From": "ana@x.example",
        "To": "dana@x.example",
        "Message-ID": f"<{number}@x>",
        "Subject": "xsubjectx",
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in {**lines, **headers}.items())
    return SimpleUploadedFile("one.eml", f"{head}\r\nxwordsx\r\n".encode(), content_type="message/rfc822")


def take(client: Client, *files: SimpleUploadedFile) -> str:
    answer = client.post(f"{PAGE}files/", {"files": list(files)}, follow=True)
    return str(answer.content.decode())


def test_an_empty_page_says_what_it_is_for_and_how_to_begin(client: Client, settings: Any) -> None:
    shown = client.get(PAGE).content.decode()
    assert "no mailbox is set" in shown and "MENTORPANEL_IMAP_URL" in shown and "Take them in" in shown
    assert "Mail that comes in" in client.get("/settings/").content.decode()
    settings.IMAP_URL = "imap://me@mail.example.org?starttls=0"
    assert "cannot be used" in client.get(PAGE).content.decode()


def test_a_file_is_taken_in_once_with_its_reason_and_taken_back(
    client: Client, owner: User, ana: int
) -> None:
    shown = take(client, eml())
    assert "Ana wrote to you." in shown and "That was not so" in shown
    assert "xsubjectx" not in shown and "xwordsx" not in shown
    assert "known already" in take(client, eml())
    assert Touchpoint.objects.filter(source="mail").count() == 1
    row = ReceivedMail.objects.get()
    shown = client.post(f"{PAGE}{row.pk}/undo/", follow=True).content.decode()
    assert "Taken back: Ana wrote to you." in shown and "That was not so" not in shown
    assert not Touchpoint.objects.filter(source="mail").exists()
    assert "Two mails read, 1 known already" in take(client, eml(2), eml(2), eml(3))


def test_without_a_file_and_with_what_is_no_mail_it_says_so(client: Client, ana: int) -> None:
    answer = client.post(f"{PAGE}files/", {})
    assert answer.status_code == 422 and "Choose one file or more" in answer.content.decode()
    assert "This is no mail" in take(client, SimpleUploadedFile("x.eml", b"\x89PNG nothing here"))
    assert ReceivedMail.objects.count() == 0


def test_the_mailbox_its_address_and_its_last_error_are_shown_without_the_password(
    client: Client, owner: User, settings: Any
) -> None:
    settings.IMAP_URL = "imaps://box%40x.example:s3cret@mail.example.org/Mentors"
    shown = client.get(PAGE).content.decode()
    assert (
        incoming_mail.private_address(owner, "box@x.example") in shown
        and "Mentors at mail.example.org:993" in shown
    )
    mark = ImapSettings.of_url(settings.IMAP_URL).fingerprint
    incoming_mail.claim(mark, holder="w", days=30)
    incoming_mail.failed(mark, holder="w", reason="The server is away.", is_lasting=False)
    shown = client.get(PAGE).content.decode()
    assert "The mailbox could not be read." in shown and "The server is away." in shown
    assert "tried again" in shown and "s3cret" not in shown
    incoming_mail.claim(mark, holder="w", days=30, is_eager=True)
    incoming_mail.well_read(mark, holder="w")
    assert "last read" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}again/").status_code == 409
    mailboxes.begin_anew(mark, holder="", validity=7, since=NOW.date())
    assert "looked at once more" in client.post(f"{PAGE}again/", follow=True).content.decode()
    assert Mailbox.objects.get().since == NOW.date() - timedelta(days=30)


def test_a_long_list_is_paged_in_as_few_queries_as_a_short_one(client: Client, owner: User, ana: int) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(PAGE).status_code == 200
        return len(caught)

    def add(many: int) -> None:
        ReceivedMail.objects.bulk_create(
            ReceivedMail(
                owner=owner, key=f"{ReceivedMail.objects.count()}-{number}", person_id=ana, outcome="contact",
                reason=f"Reason {number}", sent_at=NOW, how="file",
            )
            for number in range(many)
        )  # fmt: skip

    add(3)
    few = queries()
    add(70)
    assert queries() == few
    shown = client.get(PAGE).content.decode()
    assert "Show more" in shown
    following = shown.split('href="/settings/mail/?after=')[1].split("#")[0]
    assert "Reason 0" in client.get(f"{PAGE}?after={following}").content.decode()


def test_a_proposal_by_mail_can_be_accepted_or_answered_kindly(client: Client, owner: User, ana: int) -> None:
    made = sessions.schedule_once(owner, person_id=ana, on=date(2026, 3, 27), at=time(9))
    reply = MentorReply.objects.create(
        owner=owner,
        session_id=made.id,
        kind="propose",
        source="mail",
        form="a",
        starts_at=made.starts_at + timedelta(days=1),
        for_starts_at=made.starts_at,
        said_at=clock.now(),
    )
    MentorReply.objects.create(
        owner=owner, session_id=made.id, kind="tentative", source="mail", form="b", for_starts_at=made.starts_at,
        said_at=NOW, settled_at=NOW,
    )  # fmt: skip
    shown = client.get(f"/sessions/{made.id}/").content.decode()
    for words in (
        "Move it there",
        "Keep the time",
        "by mail",
        "may be there",
        "mailto:ana@x.example?subject=Can%20we%20keep",
    ):
        assert words in shown, words
    assert "I%20cannot%20make%20that" in shown
    client.post(f"/replies/{reply.pk}/settle/")
    assert sessions.session(owner, session_id=made.id).starts_at == made.starts_at
    assert "Write that it stays" not in client.get(f"/sessions/{made.id}/").content.decode()


def test_keeping_the_words_of_mails_is_set_on_the_persons_form(client: Client, owner: User, ana: int) -> None:
    assert "Keep the text of mails with them" in client.get(f"/people/{ana}/edit/").content.decode()
    client.post(f"/people/{ana}/edit/", {"name": "Ana Ruiz", "keeps_mail_text": "yes"})
    assert people.person(owner, person_id=ana).keeps_mail_text
    take(client, eml())
    assert "xwordsx" in Touchpoint.objects.get(source="mail").summary
    client.post(f"/people/{ana}/edit/", {"name": "Ana Ruiz"})
    assert not people.person(owner, person_id=ana).keeps_mail_text
