"""The mentor page: its link, what a mentor says on it, and what the owner makes of that."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.storage.models import AuditEntry, Draft, MentorPage, MentorReply, Person, Touchpoint, User
from mentorpanel.usecases import (
    letters,
    mentor_links,
    mentor_pages,
    mentor_replies,
    parking,
    people,
    profiles,
    sessions,
    today,
)
from tests.makers import NOON, make_person, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock_hand(settings: Any) -> Any:
    settings.PUBLIC_URL = "https://panel.example"
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


@pytest.fixture
def session_id(owner: User) -> int:
    profiles.change_profile(owner, name="Dana Levi", time_zone="Europe/Berlin")
    return make_session(owner, make_person(owner, "Ana Ruiz", stage="mentor"))


def token_of(link: mentor_links.LinkShown) -> str:
    return link.address.rstrip("/").rpartition("/")[2]


def opened(owner: User, session_id: int) -> mentor_pages.Opened:
    return mentor_pages.open_link(token_of(mentor_links.make_link(owner, session_id=session_id)))


def say(found: mentor_pages.Opened, kind: str, **given: Any) -> str:
    assert found.owner is not None and found.page is not None
    form = given.pop("form", None) or mentor_pages.new_form(found.page)
    return mentor_pages.say(found.owner, found.page, form=form, kind=kind, **given)


def test_a_link_has_256_bits_and_is_not_in_the_database(owner: User, session_id: int) -> None:
    link = mentor_links.make_link(owner, session_id=session_id)
    assert link.address.startswith("https://panel.example/m/") and len(token_of(link)) == 43
    row = MentorPage.objects.get()
    assert token_of(link) not in (row.token_hash, row.salt) and len(row.token_hash) == 64
    assert mentor_links.link(owner, session_id=session_id) == link
    assert AuditEntry.objects.filter(what="mentor page link made").count() == 1


def test_with_another_secret_key_a_link_is_lost_and_another_can_be_made(
    owner: User, session_id: int, settings: Any
) -> None:
    mentor_links.make_link(owner, session_id=session_id)
    settings.SECRET_KEY = "another"
    lost = mentor_links.link(owner, session_id=session_id)
    assert (lost.state, lost.address) == ("lost", "")
    assert mentor_links.make_link(owner, session_id=session_id).state == "good"


def test_a_link_runs_out_30_days_after_the_session_wherever_it_moves(owner: User, session_id: int) -> None:
    token = token_of(mentor_links.make_link(owner, session_id=session_id))
    ends = NOON + timedelta(days=7, minutes=45)
    with time_machine.travel(ends + timedelta(days=30, seconds=-1)):
        assert mentor_pages.open_link(token).state == "good"
    with time_machine.travel(ends + timedelta(days=30)):
        assert mentor_pages.open_link(token).state == "expired"
    profiles.change_numbers(owner, numbers={"mentor_page_days": 2})
    with time_machine.travel(ends + timedelta(days=2)):
        assert mentor_pages.open_link(token).state == "expired"


def test_revoked_replaced_and_invented_links_open_nothing(owner: User, session_id: int) -> None:
    first = token_of(mentor_links.make_link(owner, session_id=session_id))
    second = token_of(mentor_links.make_link(owner, session_id=session_id))
    assert mentor_pages.open_link(first) == mentor_pages.Opened("revoked")
    assert mentor_pages.open_link(second).state == "good"
    assert mentor_links.revoke_link(owner, session_id=session_id).state == "revoked"
    assert mentor_links.revoke_link(owner, session_id=session_id).address == ""
    assert mentor_pages.open_link(second) == mentor_pages.Opened("revoked")
    assert mentor_pages.open_link("invented") == mentor_pages.Opened("unknown")


def test_nobody_opens_the_page_of_a_mentor_in_the_trash(owner: User, session_id: int) -> None:
    token = token_of(mentor_links.make_link(owner, session_id=session_id))
    people.trash_person(owner, person_id=Person.objects.get().pk)
    assert mentor_pages.open_link(token).state == "unknown"


@pytest.mark.parametrize(
    ("url", "is_fine"),
    [
        ("", False),
        ("http://panel.example", False),
        ("https://panel.example", True),
        ("http://localhost:8000", True),
    ],
)
def test_a_link_needs_an_address_that_is_private_on_the_way(
    owner: User, session_id: int, settings: Any, url: str, is_fine: bool
) -> None:
    settings.PUBLIC_URL = url
    if is_fine:
        assert mentor_links.make_link(owner, session_id=session_id).address.startswith(url)
        return
    with pytest.raises(Conflict, match="MENTORPANEL_URL"):
        mentor_links.make_link(owner, session_id=session_id)


def test_another_owner_finds_neither_link_nor_replies(
    owner: User, other_owner: User, session_id: int
) -> None:
    found = opened(owner, session_id)
    say(found, "note", text="hello")
    reply = MentorReply.objects.get().pk
    for call in (
        lambda: mentor_links.link(other_owner, session_id=session_id),
        lambda: mentor_links.make_link(other_owner, session_id=session_id),
        lambda: mentor_links.revoke_link(other_owner, session_id=session_id),
        lambda: mentor_replies.settle(other_owner, reply_id=reply),
        lambda: mentor_replies.accept_proposal(other_owner, reply_id=reply),
    ):
        with pytest.raises(NotFound):
            call()
    assert mentor_replies.replies_of(other_owner, session_id=session_id) == ()


def test_the_brief_is_there_once_it_has_gone_and_the_agenda_before(owner: User, session_id: int) -> None:
    item = parking.park_item(owner, text="When to tell my manager?", person_id=Person.objects.get().pk)
    parking.plan_for_session(owner, item_id=item.id, session_id=session_id)
    before = mentor_pages.page_view(owner, session_id=session_id)
    assert (before.brief, [one.id for one in before.view.parked]) == ("", [item.id])
    letters.session_letter(owner, session_id=session_id, kind="brief")
    assert mentor_pages.page_view(owner, session_id=session_id).brief == ""
    Draft.objects.update(state="sent", text="Hi Ana", sent_at=NOON)
    after = mentor_pages.page_view(owner, session_id=session_id)
    assert (after.brief, after.brief_minutes) == ("Hi Ana", 1)


def test_the_briefs_mail_carries_the_link_and_the_snapshot_does_not(
    owner: User, session_id: int, settings: Any
) -> None:
    settings.SMTP_URL = "smtp://localhost:1"
    profiles.change_profile(owner, mail_address="dana@example.org")
    people.add_contact_point(owner, person_id=Person.objects.get().pk, kind="email", value="ana@example.org")
    written = letters.session_letter(owner, session_id=session_id, kind="brief")
    assert "/m/" not in letters.arrival(owner, shown=written).text
    link = mentor_links.make_link(owner, session_id=session_id)
    arrives = letters.arrival(owner, shown=letters.letter(owner, draft_id=written.draft.id))
    assert arrives.text.endswith(link.address) and link.address in arrives.html
    sent = letters.mark_sent(owner, draft_id=written.draft.id)
    assert "/m/" not in sent.draft.text and "/m/" not in Draft.objects.get().text
    mentor_links.revoke_link(owner, session_id=session_id)
    assert "/m/" not in letters.arrival(owner, shown=sent).text


def test_a_proposal_is_a_card_and_accepted_it_moves_the_session(owner: User, session_id: int) -> None:
    found = opened(owner, session_id)
    say(found, "propose", day="2026-03-12", at="10:00", zone="new york", text="Thursdays are calm.")
    reply = MentorReply.objects.get()
    assert reply.starts_at == datetime(
        2026, 3, 12, 14, 0, tzinfo=UTC
    )  # New York has summer time, Berlin not yet
    card = today.card(owner, card_id=f"reply-{session_id}")
    assert card.title == "Ana Ruiz proposes Thursday 12 March, 15:00" and card.is_duty
    assert "Thursdays are calm." in card.why
    assert mentor_pages.page_view(owner, session_id=session_id).answer == "proposed"
    moved = mentor_replies.accept_proposal(owner, reply_id=reply.pk)
    assert moved.starts_at == reply.starts_at and moved.sequence == 1
    assert mentor_pages.page_view(owner, session_id=session_id).answer == "accepted"
    with pytest.raises(NotFound):
        today.card(owner, card_id=f"reply-{session_id}")


def test_their_last_word_about_the_time_counts_and_a_move_makes_it_old(owner: User, session_id: int) -> None:
    found = opened(owner, session_id)
    for kind, answer in (("accept", "accepted"), ("decline", "declined"), ("accept", "accepted")):
        assert say(found, kind) == kind
        assert mentor_pages.page_view(owner, session_id=session_id).answer == answer
    assert MentorReply.objects.filter(settled_at=None).count() == 1
    sessions.move_session(owner, session_id=session_id, on=(NOON + timedelta(days=9)).date(), at=NOON.time())
    assert mentor_pages.page_view(owner, session_id=session_id).answer == "outdated"


def test_a_declined_session_is_a_card_and_an_acceptance_is_none(owner: User, session_id: int) -> None:
    found = opened(owner, session_id)
    say(found, "accept")
    with pytest.raises(NotFound):
        today.card(owner, card_id=f"reply-{session_id}")
    say(found, "decline")
    assert today.card(owner, card_id=f"reply-{session_id}").title == "Ana Ruiz cannot make it"
    mentor_replies.settle_all(owner, session_id=session_id)
    with pytest.raises(NotFound):
        today.card(owner, card_id=f"reply-{session_id}")


@pytest.mark.parametrize("kind", ["decline", "propose"])
def test_a_session_that_is_off_asks_nothing_about_its_time(owner: User, session_id: int, kind: str) -> None:
    when = {"day": "2026-03-10", "at": "15:00", "zone": "Berlin"} if kind == "propose" else {}
    say(opened(owner, session_id), kind, **when)
    card = f"reply-{session_id}"
    assert today.card(owner, card_id=card)
    sessions.cancel_session(owner, session_id=session_id, who="them")
    with pytest.raises(NotFound):
        today.card(owner, card_id=card)
    sessions.reopen_session(owner, session_id=session_id)
    assert today.card(owner, card_id=card)


def test_a_yes_to_a_time_that_moved_meanwhile_is_asked_again(owner: User, session_id: int) -> None:
    token = token_of(mentor_links.make_link(owner, session_id=session_id))
    seen = mentor_pages.open_link(token)
    assert seen.page is not None
    form = mentor_pages.new_form(seen.page)
    sessions.move_session(owner, session_id=session_id, on=(NOON + timedelta(days=9)).date(), at=NOON.time())
    later = mentor_pages.open_link(token)
    for kind in ("accept", "decline"):
        with pytest.raises(Conflict, match="has changed"):
            say(later, kind, form=form)
    assert say(later, "note", text="See you soon", form=form) == "note"
    assert say(later, "accept") == "accept"


def test_done_on_today_settles_what_they_said_and_undo_brings_it_back(owner: User, session_id: int) -> None:
    found = opened(owner, session_id)
    say(found, "note", text="An earlier word")
    mentor_replies.settle_all(owner, session_id=session_id)
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        say(found, "decline")
        say(found, "note", text="Ill, sorry")
        card = f"reply-{session_id}"
        today.done_card(owner, card_id=card)
        assert all(one.settled_at for one in mentor_replies.replies_of(owner, session_id=session_id))
        today.undo_card(owner, card_id=card)
    waiting = [
        one.kind for one in mentor_replies.replies_of(owner, session_id=session_id) if not one.settled_at
    ]
    assert waiting == ["decline", "note"]
    assert today.card(owner, card_id=card).title == "Ana Ruiz cannot make it"


def test_an_answer_stands_with_its_question_and_is_taken_over_with_one_word(
    owner: User, session_id: int
) -> None:
    item = parking.park_item(owner, text="Which role?", person_id=Person.objects.get().pk)
    parking.plan_for_session(owner, item_id=item.id, session_id=session_id)
    other = parking.park_item(owner, text="Nobody's business")
    found = opened(owner, session_id)
    with pytest.raises(Invalid, match="no longer on the agenda"):
        say(found, "answer", text="That one", item_id=other.id)
    say(found, "answer", text="Platform.", item_id=item.id)
    assert today.card(owner, card_id=f"reply-{session_id}").title == "Ana Ruiz answered ahead"
    assert parking.parked_item(owner, item_id=item.id).status == "planned"
    mentor_replies.take_over(owner, reply_id=MentorReply.objects.get().pk)
    kept = parking.parked_item(owner, item_id=item.id)
    assert (kept.status, kept.answer) == ("answered", "Platform.")


def test_a_note_is_contact_and_a_need_is_kept_with_the_person(owner: User, session_id: int) -> None:
    person = Person.objects.get().pk
    people.change_person(owner, person_id=person, need="A flat")
    found = opened(owner, session_id)
    say(found, "note", text="Bring the numbers.")
    say(found, "need", text="A researcher to hire.")
    assert people.person(owner, person_id=person).need == "A flat\nA researcher to hire."
    kept = Touchpoint.objects.filter(person_id=person)
    assert len(kept) == 2 and {one.direction for one in kept} == {"from-them"}
    assert mentor_links.link(owner, session_id=session_id).state == "good"


def test_the_same_form_sent_twice_is_kept_once(owner: User, session_id: int) -> None:
    found = opened(owner, session_id)
    assert found.page is not None
    form = mentor_pages.new_form(found.page)
    for text in ("Hello", "Hello", "Another"):
        say(found, "note", text=text, form=form)
    assert list(MentorReply.objects.order_by("pk").values_list("text", flat=True)) == ["Hello", "Another"]
    assert Touchpoint.objects.count() == 2


def test_a_form_of_another_link_or_of_none_is_refused(owner: User, session_id: int) -> None:
    second = make_session(owner, Person.objects.get().pk, days=20)
    found, other = opened(owner, session_id), opened(owner, second)
    assert other.page is not None
    for form in ("invented", "invented:x", mentor_pages.new_form(other.page), "é" * 300):
        with pytest.raises(Invalid):
            say(found, "note", text="hello", form=form)
    assert not MentorReply.objects.exists()


def test_twenty_a_day_and_then_tomorrow(owner: User, session_id: int, clock_hand: Any) -> None:
    found = opened(owner, session_id)
    for number in range(20):
        say(found, "note", text=f"line {number}")
    with pytest.raises(mentor_pages.TooMany):
        say(found, "note", text="one more")
    clock_hand.shift(timedelta(hours=24, seconds=1))
    say(found, "note", text="one more")
    assert MentorReply.objects.count() == 21


@pytest.mark.parametrize(
    "given",
    [
        {"day": "", "at": "10:00", "zone": "Berlin"},
        {"day": "2026-03-12", "at": "", "zone": "Berlin"},
        {"day": "2026-03-12", "at": "25:00", "zone": "Berlin"},
        {"day": "2026-03-12", "at": "10:00", "zone": ""},
        {"day": "2026-03-12", "at": "10:00", "zone": "Atlantis"},
        {"day": "2026-03-01", "at": "10:00", "zone": "Berlin"},
        {"day": "2026-03-02", "at": "12:30", "zone": "Berlin"},
        {"day": "2029-03-01", "at": "10:00", "zone": "Berlin"},
        {"day": "0001-01-01", "at": "00:00", "zone": "Auckland"},
        {"day": "9999-12-31", "at": "23:59", "zone": "Honolulu"},
        {"day": "2026-03-09", "at": "13:00", "zone": "Berlin"},
    ],
)
def test_a_senseless_time_is_refused_in_words(owner: User, session_id: int, given: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        say(opened(owner, session_id), "propose", **given)
    assert refused.value.field == "propose"
    assert not MentorReply.objects.exists()


@pytest.mark.parametrize("kind", ["answer", "note", "need"])
@pytest.mark.parametrize("text", ["", "  \n ", "x" * 2001])
def test_empty_and_overlong_words_are_refused(owner: User, session_id: int, kind: str, text: str) -> None:
    with pytest.raises(Invalid):
        say(opened(owner, session_id), kind, text=text)
    with pytest.raises(Invalid):
        say(opened(owner, session_id), "hack", text="x")


def test_the_time_of_a_session_that_is_off_is_settled_and_a_note_is_welcome(
    owner: User, session_id: int
) -> None:
    found = opened(owner, session_id)
    sessions.cancel_session(owner, session_id=session_id)
    with pytest.raises(Conflict):
        say(found, "accept")
    say(found, "note", text="Get well soon.")
    assert mentor_pages.page_view(owner, session_id=session_id).is_off
    with pytest.raises(NotFound):
        mentor_pages.calendar_file(owner, session_id=session_id)


def test_looking_writes_nothing(owner: User, session_id: int) -> None:
    token = token_of(mentor_links.make_link(owner, session_id=session_id))
    with CaptureQueriesContext(connection) as seen:
        found = mentor_pages.open_link(token)
        mentor_pages.page_view(owner, session_id=session_id)
        assert found.page is not None
        mentor_pages.new_form(found.page)
    assert all(one["sql"].startswith("SELECT") for one in seen.captured_queries)
