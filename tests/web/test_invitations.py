"""The pages of an invitation: what they still have, the message, and every way it can go."""

import email
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from mentorpanel.storage.models import Invitation, OutboxItem, Session, User
from mentorpanel.usecases import invitations, letters, people, profiles, series, sessions, today
from mentorpanel.worker import steps
from tests.mail_servers import Inbox, serving
from tests.makers import NOON, make_session, queries_in


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def site(owner: User, client: Client, settings: Any) -> Client:
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    profiles.change_profile(owner, welcome_step="done", name="Maya Lind", mail_address="maya@x.example")
    client.force_login(owner)
    return client


@pytest.fixture
def session(owner: User) -> int:
    """A session on Monday, 9 March, 12:00; Ana has it by the brief that was sent by hand."""
    ana = people.add_person(owner, name="Ana Ruiz", email="ana@x.example", stage="mentor")
    made = make_session(owner, ana.id)
    brief = letters.session_letter(owner, session_id=made, kind="brief")
    letters.mark_sent(owner, draft_id=brief.draft.id)
    return made


def go(site: Client, name: str, *arguments: int, expect: int = 302, **data: Any) -> Any:
    answer = site.post(reverse(name, args=arguments), data)
    assert answer.status_code == expect, answer.content.decode()[:2000]
    return answer


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def page(site: Client, session: int) -> str:
    return text_of(site.get(reverse("session", args=[session])))


def message(site: Client, session: int) -> str:
    return text_of(site.get(reverse("session-invitation", args=[session])))


def move(site: Client, session: int) -> None:
    go(site, "session-move", session, on="2026-03-10", at="10:00")


def test_moved_after_the_brief_it_says_what_they_have_until_they_are_told(
    site: Client, owner: User, session: int
) -> None:
    assert "Ana has it as it is: in 7 days" in page(site, session) or "Ana has it as it is" in page(
        site, session
    )
    move(site, session)
    still = "Ana still has Monday 9 March, 12:00. Send the new time?"
    assert still in page(site, session)
    assert OutboxItem.objects.count() == 0, "nothing goes without a word"
    cards = today.today_page(owner).picked.coming_up
    assert [card.title for card in cards if card.kind == "invitation"] == ["Tell Ana the new time"]
    assert "Tell Ana the new time" in text_of(site.get("/"))
    shown = message(site, session)
    assert "New time: Tuesday 10 March, 10:00" in shown and "Send it to Ana Ruiz" in shown
    go(site, "session-invitation-send", session, line="Sorry for that.")
    after = page(site, session)
    assert "On its way to Ana Ruiz." in after and "still has" not in after
    assert "Tell Ana" not in text_of(site.get("/"))
    inbox = Inbox()
    with serving(inbox) as address:
        steps.settings.SMTP_URL = address
        assert steps.deliver_one("here")
    (mail,) = inbox.mails
    assert mail["Subject"] == "New time: Tuesday 10 March, 10:00"
    assert "Sorry for that." in mail.get_body(("plain",)).get_content()
    assert "sent" in message(site, session)


def test_the_list_of_sessions_says_what_they_still_have(site: Client, session: int) -> None:
    assert "still has" not in text_of(site.get(reverse("sessions")))
    go(site, "session-move", session, on="2026-03-11", at="16:30")
    shown = site.get(reverse("sessions"))
    assert "Ana still has" in text_of(shown)
    assert reverse("session-invitation", args=[session]) in shown.content.decode()


def test_moved_back_there_is_nothing_to_tell(site: Client, session: int) -> None:
    move(site, session)
    go(site, "session-move", session, on="2026-03-09", at="12:00")
    assert "still has" not in page(site, session)
    go(site, "session-invitation-send", session, expect=409)
    assert not OutboxItem.objects.exists()


def test_a_message_that_waits_is_stopped_and_held_back_by_another_move(site: Client, session: int) -> None:
    move(site, session)
    go(site, "session-invitation-send", session)
    assert "Stop it" in message(site, session)
    go(site, "session-invitation-unsend", session)
    assert "Ana still has Monday 9 March" in message(site, session) and not OutboxItem.objects.exists()
    go(site, "session-invitation-send", session)
    go(site, "session-move", session, on="2026-03-11", at="10:00")
    assert not OutboxItem.objects.exists(), "what waits does not go with the old day"
    assert "Ana still has Monday 9 March" in page(site, session)


def test_cancelled_and_reopened(site: Client, session: int) -> None:
    go(site, "session-cancel", session, reason="xprivatex")
    assert "Ana still expects you on Monday 9 March, 12:00. Send the cancellation?" in page(site, session)
    assert "xprivatex" not in message(site, session).replace("reason", "")
    go(site, "session-reopen", session)
    assert "still expects" not in page(site, session), "reopened in time, nothing is to be told"
    go(site, "session-cancel", session)
    go(site, "session-invitation-sent", session)
    assert "Ana knows that it is off." in page(site, session)
    go(site, "session-reopen", session)
    assert "Ana still thinks that it is off. Send the invitation anew?" in page(site, session)
    assert "It takes place: Monday 9 March" in message(site, session)


def test_a_new_place_and_a_new_length(site: Client, session: int) -> None:
    go(site, "session-notes", session, place="Room Elm", length_minutes="45")
    assert "Ana still has no place for it. Send the new place?" in page(site, session)
    go(site, "session-notes", session, place="Room Elm", length_minutes="30")
    assert "Ana still has 45 minutes in the calendar. Send the new length?" in page(site, session)
    assert Session.objects.get(pk=session).sequence == 2
    go(site, "session-notes", session, place="Elm", length_minutes="2", expect=422)
    go(site, "session-notes", session, notes="only for me")
    assert Session.objects.get(pk=session).sequence == 2


def test_by_hand_as_a_file_by_copying_and_back(site: Client, session: int) -> None:
    move(site, session)
    shown = site.get(reverse("session-invitation", args=[session])).content.decode()
    assert "mailto:ana@x.example?subject=New%20time" in shown and 'data-copy="letter-plain"' in shown
    eml = go(site, "session-invitation-eml", session, expect=200, line="See you.")
    mail = email.message_from_bytes(eml.content)
    assert mail["X-Unsent"] == "1" and eml["Content-Type"] == "message/rfc822"
    (file,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert file.get_filename() == "invite.ics" and b"METHOD:PUBLISH" in file.get_payload(decode=True)
    go(site, "session-invitation-sent", session)
    assert "by your own hand" in message(site, session) and "still has" not in page(site, session)
    go(site, "session-invitation-unsend", session)
    assert "Ana still has Monday 9 March" in page(site, session)


def test_the_line_shows_while_it_is_typed_and_nothing_is_stored(site: Client, session: int) -> None:
    move(site, session)
    typed = site.post(
        reverse("session-invitation", args=[session]),
        {"line": "A <b>line</b>"},
        headers={"HX-Request": "true"},
    ).content.decode()
    assert "<html" not in typed and "A &lt;b&gt;line" in typed
    plain = site.post(reverse("session-invitation", args=[session]), {"line": "A line"}).content.decode()
    assert "<html" in plain and 'value="A line"' in plain
    assert Invitation.objects.count() == 1


def test_without_an_address_it_is_copied(site: Client, owner: User) -> None:
    jo = people.add_person(owner, name="Jo Kim", stage="mentor")
    made = make_session(owner, jo.id)
    shown = message(site, made)
    assert "no e-mail address yet" in shown and "Download .eml" not in shown
    go(site, "session-invitation-eml", made, expect=422)
    go(site, "session-invitation-send", made, expect=409)
    go(site, "session-invitation-sent", made)
    assert "Jo has it as it is" in page(site, made)


def test_a_failure_is_on_the_page_and_tried_again(
    site: Client, owner: User, session: int, settings: Any
) -> None:
    move(site, session)
    go(site, "session-invitation-send", session)
    first = OutboxItem.objects.get().message_id
    with serving(Inbox("550 no such mailbox")) as settings.SMTP_URL:
        assert steps.deliver_one("here")
    shown = message(site, session)
    assert "no such mailbox" in shown and "Try again" in shown and "Ana still has" in shown
    assert "The mail did not arrive: " in text_of(site.get("/"))
    assert people.person(owner, person_id=Session.objects.get().person_id).contact_points[0].failed_at
    go(site, "session-invitation-again", session)
    inbox = Inbox()
    with serving(inbox) as settings.SMTP_URL:
        assert steps.deliver_one("here")
    assert [mail["Message-ID"] for mail in inbox.mails] == [first]
    assert "no such mailbox" not in message(site, session)


def test_a_series_is_invited_to_and_its_end_told(site: Client, owner: User) -> None:
    ana = people.add_person(owner, name="Ana Ruiz", email="ana@x.example", stage="mentor")
    planned = series.schedule(
        owner, person_id=ana.id, rrule="FREQ=MONTHLY;BYDAY=1TU", at=NOON.time(), from_on=NOON.date()
    )
    first, *rest = planned.sessions
    shown = message(site, first.id)
    assert "The rest of the series" in shown and f"Send all {len(planned.sessions)}" in shown
    go(site, "session-invitation-send", first.id, whole_series="yes")
    assert OutboxItem.objects.count() == len(planned.sessions)
    assert "The rest of the series" not in message(site, first.id)
    while steps_of(site):
        pass
    ended = go(site, "series-end", planned.series.id)
    assert ended["Location"] == reverse("session-invitation", args=[first.id])
    assert "Ana still expects you" in message(site, first.id)
    (card,) = [one for one in today.today_page(owner).picked.coming_up if one.kind == "invitation"]
    assert "other session" in card.why and len(rest) > 1
    go(site, "session-invitation-send", first.id, whole_series="yes")
    assert set(OutboxItem.objects.filter(status="waiting").values_list("invitation__method", flat=True)) == {
        "CANCEL"
    }


def steps_of(site: Client) -> bool:
    """Mark what waits as sent, as a worker would."""
    return OutboxItem.objects.filter(status="waiting").update(status="sent") > 0


def test_done_on_today_means_they_were_told(site: Client, owner: User, session: int) -> None:
    move(site, session)
    site.post(f"/cards/invitation-{session}/done/")
    assert "Ana has it as it is: Tuesday 10 March" in page(site, session)
    site.post(f"/cards/invitation-{session}/undo/")
    assert "Ana still has Monday 9 March" in page(site, session)


def test_held_it_has_nothing_to_tell(site: Client, owner: User, session: int) -> None:
    move(site, session)
    with time_machine.travel(NOON + timedelta(days=9), tick=False):
        sessions.hold_session(owner, session_id=session)
        assert "still has" not in page(site, session)
        assert "It is over" in message(site, session)


def test_the_message_costs_the_same_however_long_its_history_and_series(site: Client, owner: User) -> None:
    ana = people.add_person(owner, name="Ana Ruiz", email="ana@x.example", stage="mentor")
    planned = series.schedule(
        owner, person_id=ana.id, rrule="FREQ=WEEKLY", at=NOON.time(), from_on=NOON.date()
    )
    first = planned.sessions[1].id
    site.get(reverse("session-invitation", args=[first]))
    before = queries_in(lambda: message(site, first))
    whole = queries_in(lambda: page(site, first))
    for on in ("2026-03-11", "2026-03-12", "2026-03-13"):
        go(site, "session-move", first, on=on, at="10:00")
        invitations.mark_told(owner, session_id=first)
    go(site, "session-move", first, on="2026-03-14", at="10:00")
    assert "still has" in page(site, first) and "New time" in message(site, first)
    assert queries_in(lambda: message(site, first)) <= before
    assert queries_in(lambda: page(site, first)) <= whole


def test_putting_somebody_into_the_trash_says_that_they_still_expect_me(
    site: Client, owner: User, session: int
) -> None:
    ana = sessions.session(owner, session_id=session).person.id
    said = site.post(f"/people/{ana}/trash/", follow=True).content.decode()
    there = reverse("session-invitation", args=[session])
    assert f'<a href="{there}">Tell them that it is off</a>' in said and "still expects you" in said
    assert "Until then the old entry stays in the calendar of Ana." in message(site, session)
    go(site, "person-restore", ana)
    many = {"person": [ana], "do": "trash"}
    assert "Tell them that it is off" in site.post("/people/bulk/", many, follow=True).content.decode()
    go(site, "session-invitation-sent", session)
    go(site, "person-restore", ana)
    assert "still thinks that it is off" in page(site, session)
