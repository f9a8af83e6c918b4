"""Letters: assembled until written in, checked, sent once, kept as they went, taken back, tried again."""

import email
from datetime import date, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine

from mentorpanel.domain.facts import AdviceStatus
from mentorpanel.domain.problems import Conflict, Invalid, NeedsReason, NotFound
from mentorpanel.storage.models import ContactPoint, Draft, OutboxItem, Person, Touchpoint, User
from mentorpanel.usecases import advice, focus, journal, letters, outbox, people, profiles, sessions
from tests.makers import NOON, make_person, make_session


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def mail(settings: Any) -> Any:
    settings.SMTP_URL, settings.MAIL_FROM = "smtp://localhost:1", "me@example.org"
    return settings


def make_mentor(owner: User, address: str = "ana@example.org") -> int:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    if address:
        ContactPoint.objects.create(
            owner=owner, person_id=ana, kind="email", value=address, key=address, is_primary=True
        )
    return ana


def make_brief(owner: User, *, address: str = "ana@example.org") -> tuple[int, int]:
    session = make_session(owner, make_mentor(owner, address))
    return session, letters.session_letter(owner, session_id=session, kind="brief").draft.id


def claimed() -> outbox.Claimed:
    found = outbox.claim_next(holder="a worker")
    assert found is not None
    return found


def test_a_brief_follows_the_facts_until_the_owner_writes_in_it(owner: User) -> None:
    session, draft_id = make_brief(owner)
    journal.write_entry(owner, text="We shipped", kind="win", share_with_all=True)
    shown = letters.session_letter(owner, session_id=session, kind="brief")
    assert "Win: We shipped" in shown.draft.text and shown.draft.id == draft_id
    letters.write_letter(owner, draft_id=draft_id, slots=shown.draft.slots, subject=shown.draft.subject)
    journal.write_entry(owner, text="We learned", kind="learning", share_with_all=True)
    assert "We learned" in letters.session_letter(owner, session_id=session, kind="brief").draft.text
    letters.write_letter(owner, draft_id=draft_id, slots={"focus_1": "Pricing"})
    journal.write_entry(owner, text="Too late", kind="win", share_with_all=True)
    assert "Too late" not in letters.session_letter(owner, session_id=session, kind="brief").draft.text
    assert "Too late" in letters.start_afresh(owner, draft_id=draft_id).draft.text


def test_the_subject_follows_until_another_is_written(owner: User) -> None:
    _, draft_id = make_brief(owner)
    first = letters.write_letter(owner, draft_id=draft_id, slots={"focus_1": "Pricing"}).draft.subject
    assert first == "For Monday 9 March: Pricing"
    letters.write_letter(owner, draft_id=draft_id, slots={"focus_1": "Hiring"}, subject=first)
    assert letters.letter(owner, draft_id=draft_id).draft.subject == "For Monday 9 March: Hiring"
    letters.write_letter(owner, draft_id=draft_id, subject="Mine\r\nBcc: x")
    letters.write_letter(owner, draft_id=draft_id, slots={"focus_1": "Pricing"}, subject="Mine Bcc: x")
    assert letters.letter(owner, draft_id=draft_id).draft.subject == "Mine Bcc: x"
    assert letters.write_letter(owner, draft_id=draft_id, subject="").draft.subject == first


def test_a_text_of_ones_own_stays_and_emptied_goes_back_to_its_parts(owner: User) -> None:
    _, draft_id = make_brief(owner)
    composed = letters.letter(owner, draft_id=draft_id).draft.text
    assert not letters.write_letter(
        owner, draft_id=draft_id, text=composed.replace("\n", "\r\n")
    ).draft.is_text_edited
    mine = letters.write_letter(owner, draft_id=draft_id, text="Hi Ana,\r\nmine.\0").draft
    assert (mine.text, mine.is_text_edited) == ("Hi Ana,\nmine.", True)
    assert (
        letters.write_letter(owner, draft_id=draft_id, slots={"focus_1": "Pricing"}).draft.text == mine.text
    )
    back = letters.write_letter(owner, draft_id=draft_id, text="").draft
    assert not back.is_text_edited and "1. Pricing" in back.text


def test_a_preview_stores_nothing(owner: User) -> None:
    _, draft_id = make_brief(owner)
    before = Draft.objects.values().get(pk=draft_id)
    shown = letters.preview_letter(owner, draft_id=draft_id, slots={"focus_1": "Pricing?"}, subject="New")
    assert "Pricing?" in letters.arrival(owner, shown=shown).html and shown.draft.subject == "New"
    assert Draft.objects.values().get(pk=draft_id) == before
    with pytest.raises(Invalid):
        letters.preview_letter(owner, draft_id=draft_id, slots={"private_notes": "x"})


def test_without_a_mail_server_everything_else_is_complete(owner: User) -> None:
    session, draft_id = make_brief(owner)
    shown = letters.letter(owner, draft_id=draft_id)
    assert not shown.can_send and "No mail server" in shown.why_not_send
    with pytest.raises(Conflict):
        letters.send_letter(owner, draft_id=draft_id)
    arrives = letters.arrival(owner, shown=shown)
    assert arrives.mailto.startswith("mailto:ana@example.org?subject=") and "<p" in arrives.outlook
    message = email.message_from_bytes(letters.letter_eml(owner, draft_id=draft_id), _class=EmailMessage)
    assert message["X-Unsent"] == "1" and message["To"] == "Ana Ruiz <ana@example.org>"
    file = next(part for part in message.walk() if part.get_filename() == "session.ics")
    assert b"METHOD:PUBLISH" in file.get_payload(decode=True)
    sent = letters.mark_sent(owner, draft_id=draft_id).draft
    assert (sent.state, sent.sent_how, sent.sent_to) == ("sent", "by-hand", "ana@example.org")
    found = sessions.session(owner, session_id=session)
    assert found.status == "brief-sent" and found.brief_sent_at == NOON
    assert Touchpoint.objects.filter(kind="email", is_personal_update=True, told_focus=True).count() == 1


@pytest.mark.parametrize(
    ("change", "address", "words"),
    [
        ({}, "", "has no e-mail address"),
        ({}, "not an address", "not an address that mail can go to"),
        ({"do_not_contact": True}, "ana@example.org", "not to be contacted"),
        ({"deleted_at": NOON}, "ana@example.org", "in the trash"),
    ],
)
def test_why_a_letter_cannot_go_is_said(
    owner: User, mail: Any, change: dict[str, Any], address: str, words: str
) -> None:
    _, draft_id = make_brief(owner, address=address)
    Person.objects.update(**change)
    shown = letters.letter(owner, draft_id=draft_id)
    assert words in shown.why_not_send
    assert letters.arrival(owner, shown=shown).text
    with pytest.raises(Conflict, match=words):
        letters.send_letter(owner, draft_id=draft_id)
    if not address:
        with pytest.raises(Invalid, match=words):
            letters.letter_eml(owner, draft_id=draft_id)
    assert OutboxItem.objects.count() == 0


def test_my_own_address_has_to_be_set(owner: User, mail: Any) -> None:
    mail.MAIL_FROM = ""
    _, draft_id = make_brief(owner)
    assert "Your own mail address" in letters.letter(owner, draft_id=draft_id).why_not_send
    profiles.change_profile(owner, mail_address="maya@example.org")
    letters.send_letter(owner, draft_id=draft_id)
    assert OutboxItem.objects.get().sender == "maya@example.org"


def test_open_checks_ask_for_a_word_first(owner: User, mail: Any) -> None:
    _, draft_id = make_brief(owner)
    with pytest.raises(NeedsReason):
        letters.send_letter(owner, draft_id=draft_id, in_spite_of_checks=False)
    assert letters.send_letter(owner, draft_id=draft_id).draft.state == "queued"


def test_what_was_sent_is_kept_as_it_went(owner: User, mail: Any) -> None:
    _, draft_id = make_brief(owner)
    letters.send_letter(owner, draft_id=draft_id)
    text = letters.letter(owner, draft_id=draft_id).draft.text
    for state in ("queued", "sent"):
        for change in (
            lambda: letters.write_letter(owner, draft_id=draft_id, text="Other"),
            lambda: letters.start_afresh(owner, draft_id=draft_id),
            lambda: letters.delete_letter(owner, draft_id=draft_id),
            lambda: letters.send_letter(owner, draft_id=draft_id),
            lambda: letters.mark_sent(owner, draft_id=draft_id),
            lambda: letters.preview_letter(owner, draft_id=draft_id),
        ):
            with pytest.raises(Conflict):
                change()
        if state == "queued":
            outbox.delivered(claimed())
    journal.write_entry(owner, text="Later", kind="win", share_with_all=True)
    shown = letters.letter(owner, draft_id=draft_id)
    assert (shown.draft.text, shown.draft.state, shown.draft.sent_how) == (text, "sent", "mail")
    with pytest.raises(Conflict, match="has gone"):
        letters.take_back(owner, draft_id=draft_id)
    assert OutboxItem.objects.count() == 1


def test_a_queued_mail_is_taken_back_before_a_worker_has_it(owner: User, mail: Any) -> None:
    session, draft_id = make_brief(owner)
    with pytest.raises(Conflict):
        letters.take_back(owner, draft_id=draft_id)
    letters.send_letter(owner, draft_id=draft_id)
    assert letters.take_back(owner, draft_id=draft_id).draft.state == "draft"
    assert outbox.claim_next(holder="a worker") is None
    assert sessions.session(owner, session_id=session).brief_sent_at is None
    assert Touchpoint.objects.count() == 0
    letters.send_letter(owner, draft_id=draft_id)
    claimed()
    with pytest.raises(Conflict, match="on its way"):
        letters.take_back(owner, draft_id=draft_id)


def test_a_failed_letter_goes_again_to_the_right_address_under_its_message_id(owner: User, mail: Any) -> None:
    session, draft_id = make_brief(owner, address="anna@example.org")
    letters.send_letter(owner, draft_id=draft_id)
    first = OutboxItem.objects.get().message_id
    outbox.give_up(claimed(), reason="No such user.", bounced=("anna@example.org",))
    failed = letters.letter(owner, draft_id=draft_id)
    assert (failed.draft.state, failed.draft.failure) == ("failed", "No such user.")
    assert sessions.session(owner, session_id=session).brief_sent_at is None
    assert Touchpoint.objects.count() == 0, "what did not arrive is no contact"
    people.add_contact_point(owner, person_id=failed.draft.person.id, kind="email", value="ana@example.org")
    mail.MAIL_FROM = "maya@elsewhere.example"
    again = letters.send_again(owner, draft_id=draft_id)
    item = OutboxItem.objects.get()
    assert (item.message_id, item.recipients, again.draft.failure) == (first, ["ana@example.org"], "")
    outbox.delivered(claimed())
    assert letters.letter(owner, draft_id=draft_id).draft.state == "sent"
    assert sessions.session(owner, session_id=session).brief_sent_at == NOON
    assert Touchpoint.objects.count() == 1


def test_trying_a_failed_mail_again_counts_as_sent_again(owner: User, mail: Any) -> None:
    session, draft_id = make_brief(owner)
    letters.send_letter(owner, draft_id=draft_id)
    outbox.give_up(claimed(), reason="Full.", bounced=())
    outbox.try_again(owner, draft_id=draft_id)
    assert sessions.session(owner, session_id=session).brief_sent_at == NOON
    outbox.give_up(claimed(), reason="Full.", bounced=())
    letters.take_back(owner, draft_id=draft_id)
    with pytest.raises(Conflict):
        outbox.try_again(owner, draft_id=draft_id)


def test_a_letter_tells_what_came_of_their_advice_until_it_is_taken_back(owner: User) -> None:
    session, draft_id = make_brief(owner)
    ana = sessions.session(owner, session_id=session).person.id
    told = advice.note_advice(owner, person_id=ana, text="Say it first.")
    other = advice.note_advice(owner, person_id=ana, text="Sleep on it.")
    advice.change_advice(owner, advice_id=told.id, status=AdviceStatus.WORKED, outcome="They agreed.")
    letters.session_letter(owner, session_id=session, kind="brief")
    letters.mark_sent(owner, draft_id=draft_id)
    assert advice.advice_record(owner, advice_id=told.id).loop_closed_on == NOON.date()
    assert advice.advice_record(owner, advice_id=other.id).loop_closed_on is None
    letters.take_back(owner, draft_id=draft_id)
    assert advice.advice_record(owner, advice_id=told.id).loop_closed_on is None


def test_a_brief_tells_the_focus_once_it_has_gone(owner: User) -> None:
    session, draft_id = make_brief(owner)
    ana = sessions.session(owner, session_id=session).person.id
    focus.set_focus(owner, texts=["Pricing"], readers="everyone", worth_telling=True)
    letters.session_letter(owner, session_id=session, kind="brief")
    assert focus.told_texts(owner, person_id=ana) == frozenset()
    letters.mark_sent(owner, draft_id=draft_id)
    assert focus.told_texts(owner, person_id=ana) == {"Pricing"}
    letters.take_back(owner, draft_id=draft_id)
    assert focus.told_texts(owner, person_id=ana) == frozenset()


def test_sent_by_hand_on_a_day_before(owner: User) -> None:
    _, draft_id = make_brief(owner)
    with pytest.raises(Invalid):
        letters.mark_sent(owner, draft_id=draft_id, on=NOON.date() + timedelta(days=1))
    letters.mark_sent(owner, draft_id=draft_id, on=NOON.date() - timedelta(days=2))
    assert Touchpoint.objects.get().on == date(2026, 2, 28)


def test_only_people_who_mentor_read_what_is_shared_with_all_mentors(owner: User) -> None:
    journal.write_entry(owner, text="We shipped", kind="win", share_with_all=True)
    for stage, reads in {"mentor": True, "formal-mentor": True, "rapport": False, "connected": False}.items():
        session = make_session(owner, make_person(owner, stage, stage=stage))
        text = letters.session_letter(owner, session_id=session, kind="brief").draft.text
        assert ("We shipped" in text) is reads, stage


def test_a_letter_suits_its_session(owner: User, mail: Any) -> None:
    session, draft_id = make_brief(owner)
    ana = sessions.session(owner, session_id=session).person.id
    with pytest.raises(Conflict):
        letters.session_letter(owner, session_id=session, kind="recap")
    with pytest.raises(NotFound):
        letters.draft_letter(owner, kind="recap", person_id=ana)
    sessions.cancel_session(owner, session_id=session)
    with pytest.raises(Conflict, match="does not take place"):
        letters.send_letter(owner, draft_id=draft_id)
    held = make_session(owner, ana, days=-1)
    sessions.hold_session(owner, session_id=held, learned=("Say it first",))
    recap = letters.draft_letter(owner, kind="recap", person_id=ana).draft
    assert recap.session_id == held and "Say it first" in recap.text
    with pytest.raises(Conflict):
        letters.session_letter(owner, session_id=held, kind="brief")
    letters.mark_sent(owner, draft_id=recap.id)
    assert sessions.session(owner, session_id=held).recap_sent_at == NOON


def test_an_unfinished_letter_is_opened_again(owner: User) -> None:
    ana = make_mentor(owner)
    first = letters.open_letter(owner, kind="thank you", person_id=ana).draft.id
    assert letters.open_letter(owner, kind="thank-you", person_id=ana).draft.id == first
    letters.write_letter(owner, draft_id=first, slots={"appreciation": "You made my week."})
    letters.mark_sent(owner, draft_id=first)
    assert letters.open_letter(owner, kind="thank-you", person_id=ana).draft.id != first


def test_nothing_of_another_owners_can_be_reached(owner: User, other_owner: User) -> None:
    session, draft_id = make_brief(owner)
    ana = sessions.session(owner, session_id=session).person.id
    for attempt in (
        lambda: letters.letter(other_owner, draft_id=draft_id),
        lambda: letters.session_letter(other_owner, session_id=session, kind="brief"),
        lambda: letters.draft_letter(other_owner, kind="thank-you", person_id=ana),
        lambda: letters.open_letter(other_owner, kind="thank-you", person_id=ana),
        lambda: letters.write_letter(other_owner, draft_id=draft_id, text="x"),
        lambda: letters.preview_letter(other_owner, draft_id=draft_id),
        lambda: letters.start_afresh(other_owner, draft_id=draft_id),
        lambda: letters.delete_letter(other_owner, draft_id=draft_id),
        lambda: letters.send_letter(other_owner, draft_id=draft_id),
        lambda: letters.send_again(other_owner, draft_id=draft_id),
        lambda: letters.mark_sent(other_owner, draft_id=draft_id),
        lambda: letters.take_back(other_owner, draft_id=draft_id),
        lambda: letters.letter_eml(other_owner, draft_id=draft_id),
        lambda: letters.letter_mailto(other_owner, draft_id=draft_id),
        lambda: letters.letter_preview(other_owner, draft_id=draft_id),
    ):
        with pytest.raises(NotFound):
            attempt()
