"""The pages of letters: writing with live checks, the preview, every way to send, and a real mail server."""

import email
import html
import re
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.test import Client
from django.urls import reverse

from mentorpanel.storage.models import ContactPoint, OutboxItem, User
from mentorpanel.usecases import journal, letters, profiles, sessions
from mentorpanel.worker.steps import deliver_one
from tests.makers import NOON, make_person, make_session, queries_in


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def site(owner: User, client: Client) -> Client:
    profiles.change_profile(owner, welcome_step="done", name="Maya Lind", mail_address="maya@example.org")
    client.force_login(owner)
    return client


class Inbox:
    """A mail server that refuses the addresses in ``unknown`` and keeps the rest."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.unknown: set[str] = set()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.unknown:
            return "550 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(envelope.content)
        return "250 OK"


@pytest.fixture
def inbox(settings: Any) -> Iterator[Inbox]:
    handler = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.SMTP_URL = f"smtp://127.0.0.1:{port}"
    yield handler
    controller.stop()


def make_mentor(owner: User, address: str = "ana@example.org") -> int:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    if address:
        ContactPoint.objects.create(
            owner=owner, person_id=ana, kind="email", value=address, key=address, is_primary=True
        )
    return ana


def go(site: Client, name: str, *arguments: int, expect: int = 302, **data: Any) -> Any:
    answer = site.post(reverse(name, args=arguments), data)
    assert answer.status_code == expect, answer.content.decode()[:2000]
    return answer


def shown(answer: Any) -> str:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def begin(site: Client, owner: User, address: str = "ana@example.org") -> tuple[int, int]:
    session = make_session(owner, make_mentor(owner, address))
    assert go(site, "session-brief", session).url == reverse("session", args=[session]) + "#letter"
    return session, letters.session_letter(owner, session_id=session, kind="brief").draft.id


def test_writing_a_brief_on_the_sessions_page(site: Client, owner: User) -> None:
    journal.write_entry(owner, text="We <b>shipped</b>", kind="win", share_with_all=True)
    session, draft_id = begin(site, owner)
    here = reverse("session", args=[session]) + "#letter"
    first = site.get(reverse("session", args=[session]))
    assert "Win: We <b>shipped</b>" in shown(first) and b"<b>shipped</b>" not in first.content
    assert "session.ics" in shown(first) and "No mail server is set" in shown(first)
    answer = go(
        site, "letter", draft_id, next=here, focus_1="Pricing", focus_1_question="Which one?", subject=""
    )
    assert answer.url == here
    letter = site.get(reverse("letter", args=[draft_id]))
    assert "Which one?" in shown(letter) and "mailto:ana@example.org" in letter.content.decode()
    assert (
        site.get(reverse("session-brief", args=[session])).url
        == reverse("session", args=[session]) + "#brief"
    )


def test_the_preview_follows_the_typing_and_stores_nothing(site: Client, owner: User) -> None:
    _, draft_id = begin(site, owner)
    answer = go(
        site, "letter-preview", draft_id, expect=200, focus_1="Pricing", focus_1_question="Which one?"
    )
    assert answer.content.decode().lstrip().startswith("<div") and "Which one?" in shown(answer)
    assert "There is no question in it" not in shown(answer)
    assert "Pricing" not in letters.letter(owner, draft_id=draft_id).draft.text
    assert "There is no question in it" in shown(site.get(reverse("letter-preview", args=[draft_id])))


def test_in_my_own_words_and_back(site: Client, owner: User) -> None:
    _, draft_id = begin(site, owner)
    go(site, "letter", draft_id, text="Hi Ana,\r\n\r\nMine?\r\n\r\nMaya")
    assert letters.letter(owner, draft_id=draft_id).draft.is_text_edited
    assert "in your own hand" in shown(site.get(reverse("letter", args=[draft_id])))
    go(site, "letter-fresh", draft_id)
    assert not letters.letter(owner, draft_id=draft_id).draft.is_text_edited
    go(site, "letter-delete", draft_id)
    assert site.get(reverse("letter", args=[draft_id])).status_code == 404


def test_by_hand_it_counts_as_sent_and_can_be_undone(site: Client, owner: User) -> None:
    session, draft_id = begin(site, owner)
    eml = site.get(reverse("letter-eml", args=[draft_id]))
    assert eml["Content-Type"] == "message/rfc822" and b"session.ics" in eml.content
    go(site, "letter-sent", draft_id)
    assert sessions.session(owner, session_id=session).status == "brief-sent"
    answer = shown(site.get(reverse("letter", args=[draft_id])))
    assert "Ana Ruiz has it." in answer and "by your own hand" in answer
    go(site, "letter", draft_id, expect=409, text="Other")
    go(site, "letter-unsend", draft_id)
    assert sessions.session(owner, session_id=session).brief_sent_at is None


@pytest.mark.parametrize("address", ["", "no address"])
def test_without_an_address_the_page_says_so_and_still_shows_the_letter(
    site: Client, owner: User, inbox: Inbox, address: str
) -> None:
    session, draft_id = begin(site, owner, address)
    for url in (reverse("session", args=[session]), reverse("letter", args=[draft_id])):
        assert "address" in shown(site.get(url)) and "mailto:" not in site.get(url).content.decode()
    assert site.get(reverse("letter-eml", args=[draft_id])).status_code == 422
    go(site, "letter-send", draft_id, expect=409, anyway="yes")


def test_a_brief_arrives_whole_by_a_real_mail_server(site: Client, owner: User, inbox: Inbox) -> None:
    journal.write_entry(owner, text="We shipped – at last", kind="win", share_with_all=True)
    session, draft_id = begin(site, owner)
    go(site, "letter-send", draft_id, expect=422)
    answer = go(site, "letter-send", draft_id, anyway="yes", next=reverse("letter", args=[draft_id]))
    assert "On its way to Ana Ruiz." in shown(site.get(answer.url))
    assert deliver_one("a worker") and not deliver_one("a worker")
    assert "Ana Ruiz has it." in shown(site.get(answer.url))
    (raw,) = inbox.mails
    mail = email.message_from_bytes(raw, _class=EmailMessage)
    assert mail["From"] == "Maya Lind <maya@example.org>" and mail["To"] == "Ana Ruiz <ana@example.org>"
    assert mail["Subject"] == "For Monday 9 March" and mail["Message-ID"].endswith("@example.org>")
    parts = {
        part.get_content_type(): part.get_payload(decode=True).decode()
        for part in mail.walk()
        if not part.is_multipart()
    }
    assert "Win: We shipped – at last" in parts["text/plain"] and "We shipped – at last" in parts["text/html"]
    calendar = parts["text/calendar"]
    uid = sessions.session(owner, session_id=session).uid
    assert "METHOD:REQUEST" in calendar and f"UID:{uid}" in calendar.replace("\r\n ", "")
    assert [part.get_filename() for part in mail.walk() if part.get_filename()] == ["session.ics"]
    assert sessions.session(owner, session_id=session).status == "brief-sent"


def test_a_refused_letter_is_corrected_and_goes_again(site: Client, owner: User, inbox: Inbox) -> None:
    inbox.unknown = {"anna@example.org"}
    session, draft_id = begin(site, owner, "anna@example.org")
    go(site, "letter-send", draft_id, anyway="yes")
    first = OutboxItem.objects.get().message_id
    assert deliver_one("a worker")
    answer = shown(site.get(reverse("session", args=[session])))
    assert "No such user here" in answer and "Try again" in answer
    ana = sessions.session(owner, session_id=session).person.id
    go(site, "person-contact", ana, kind="email", value="ana@example.org")
    go(site, "letter-again", draft_id)
    assert deliver_one("a worker")
    mail = email.message_from_bytes(inbox.mails[0])
    assert (mail["Message-ID"], mail["To"]) == (first, "Ana Ruiz <ana@example.org>")


def test_what_waits_is_shown_with_the_servers_answer_and_can_be_stopped(
    site: Client, owner: User, settings: Any
) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    session, draft_id = begin(site, owner)
    go(site, "letter-send", draft_id, anyway="yes")
    assert deliver_one("a worker")
    answer = shown(site.get(reverse("letter", args=[draft_id])))
    assert "Not taken yet" in answer and "refuses the connection" in answer
    go(site, "letter-again", draft_id)
    assert deliver_one("a worker")
    go(site, "letter-unsend", draft_id)
    assert not deliver_one("a worker")
    assert sessions.session(owner, session_id=session).brief_sent_at is None


def test_a_thank_you_from_a_persons_page(site: Client, owner: User) -> None:
    ana = make_mentor(owner)
    first = go(site, "letter-new", ana, kind="thank-you").url
    assert go(site, "letter-new", ana, kind="thank-you").url == first
    assert "Ana Ruiz" in shown(site.get(first))
    go(site, "letter-new", ana, expect=404, kind="love-letter")
    go(site, "letter-new", ana, expect=404, kind="brief")


def test_nothing_of_another_owners_is_there(site: Client, owner: User, other_owner: User) -> None:
    session = make_session(other_owner, make_mentor(other_owner))
    draft = letters.session_letter(other_owner, session_id=session, kind="brief").draft
    for name in ("letter", "letter-eml", "letter-preview"):
        assert site.get(reverse(name, args=[draft.id])).status_code == 404
    names = (
        "letter",
        "letter-preview",
        "letter-send",
        "letter-sent",
        "letter-unsend",
        "letter-again",
        "letter-fresh",
        "letter-delete",
    )
    for name in names:
        go(site, name, draft.id, expect=404, text="x", anyway="yes")
    go(site, "letter-new", draft.person.id, expect=404, kind="thank-you")
    assert letters.letter(other_owner, draft_id=draft.id).draft == draft


def test_the_page_asks_as_much_after_many_letters_as_after_few(site: Client, owner: User) -> None:
    _, draft_id = begin(site, owner)
    ana = letters.letter(owner, draft_id=draft_id).draft.person.id
    url, counts = reverse("letter", args=[draft_id]), []
    for grown in (2, 20):
        for number in range(grown):
            said = {"appreciation": f"You made my week, and day {grown} and {number}."}
            thanks = letters.draft_letter(owner, kind="thank-you", person_id=ana, slots=said)
            letters.mark_sent(owner, draft_id=thanks.draft.id)
        site.get(url)
        counts.append(queries_in(lambda: site.get(url)))
    assert counts[0] == counts[1]


def test_the_same_text_goes_once_a_day(site: Client, owner: User) -> None:
    ana, said = make_mentor(owner), {"appreciation": "You made my week."}
    first, second = (
        letters.draft_letter(owner, kind="thank-you", person_id=ana, slots=said).draft.id for _ in range(2)
    )
    go(site, "letter-sent", first)
    refused = shown_problem(go(site, "letter-sent", second, expect=409))
    assert "was sent this very text today already" in refused
    go(site, "letter", second, appreciation="You made my month.")
    go(site, "letter-sent", second)


def shown_problem(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def test_what_is_held_back_is_given_to_no_mail_program(site: Client, owner: User) -> None:
    draft_id = letters.draft_letter(owner, kind="thank-you", person_id=make_mentor(owner)).draft.id
    page = site.get(reverse("letter", args=[draft_id]))
    assert "It says nothing yet" in shown(page) and "Copy" in shown(page)
    assert "mailto:" not in page.content.decode() and "Download .eml" not in shown(page)
    assert site.get(reverse("letter-eml", args=[draft_id])).status_code == 422
    go(site, "letter-sent", draft_id, expect=422)
    go(site, "letter", draft_id, appreciation="You made my week.")
    page = site.get(reverse("letter", args=[draft_id]))
    assert "mailto:" in page.content.decode() and "Download .eml" in shown(page)
    assert site.get(reverse("letter-eml", args=[draft_id])).status_code == 200
