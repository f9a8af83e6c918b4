"""Today's page: what somebody waits for comes before what drifts, and a card's menu offers what can be done with it."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from mentorpanel.storage.models import CardTrace, Commitment, User
from mentorpanel.usecases import asked, commitments, panel, parking, people
from tests.makers import make_person

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def moment() -> Any:
    with time_machine.travel(TUESDAY, tick=False) as turned:
        yield turned


def lanes(client: Client) -> list[str]:
    """The lanes' headings in the order of the page."""
    page = client.get("/").content.decode()
    headings = ("Blind spots", "Coming up", "Openings")
    return sorted(headings, key=lambda name: page.index(f">{name}</h2>"))


def card(client: Client, kind: str) -> str:
    """The HTML of the first card of a kind."""
    page = client.get("/").content.decode()
    return re.findall(rf'<article class="card" id="card-{kind}-\d+">.*?</article>', page, re.DOTALL)[0]


def test_duties_are_read_first(client: Client, owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    assert lanes(client) == ["Blind spots", "Coming up", "Openings"]
    asked.note_asked(owner, person_id=ana, text="Would you read my deck?")
    assert lanes(client) == ["Coming up", "Blind spots", "Openings"]


def test_a_snooze_begins_with_a_week_and_a_dismissal_asks_why(client: Client, owner: User) -> None:
    item = parking.park_item(owner, text="Who has priced an API?")
    shown = card(client, "parked")
    assert (
        'value="2026-12-01"' in shown
        and "Not for me, because" in shown
        and "Not before tomorrow" not in shown
    )
    client.post(f"/cards/parked-{item.id}/snooze/", {"until": "2026-12-01"})
    assert CardTrace.objects.get().until == date(2026, 12, 1)


def test_a_duty_can_only_wait_until_tomorrow(client: Client, owner: User) -> None:
    ana = people.add_person(owner, name="Ana Ruiz")
    commitments.promise(owner, person_id=ana.id, text="Send the deck", due_on=TUESDAY.date())
    shown = card(client, "commitment")
    assert "Not before tomorrow" in shown and 'type="date"' not in shown and "Dismiss" not in shown
    client.post(re.findall(r'action="([^"]+snooze/)"', shown)[0])
    assert CardTrace.objects.get().until == TUESDAY.date() + timedelta(days=1)


def test_a_promise_is_kept_with_one_press_and_taken_back_with_another(client: Client, owner: User) -> None:
    ana = people.add_person(owner, name="Ana Ruiz")
    panel.move_stage(owner, person_id=ana.id, stage="mentor", is_setting_up=True)
    commitments.promise(owner, person_id=ana.id, text="Send the deck", due_on=TUESDAY.date())
    footer = card(client, "commitment").partition("<footer>")[2]
    assert "Mark it done</button>" in footer and "<a " not in footer
    page = client.post(re.findall(r'action="([^"]+)"', footer)[0], follow=True).content.decode()
    assert Commitment.objects.get().done_on == TUESDAY.date() and "Done: Send the deck" in page
    client.post(re.findall(r'action="([^"]+undo/)"', page)[0])
    assert Commitment.objects.get().done_on is None


def test_what_somebody_asked_for_is_cleared_by_an_answer_alone(client: Client, owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    asked.note_asked(owner, person_id=ana, text="Would you read my deck?", on=date(2026, 11, 22))
    shown = card(client, "asked")
    assert (
        "It stays until they have your answer." in shown and "snooze" not in shown and "Dismiss" not in shown
    )
    assert "Asked two days ago." in shown and "due since" not in shown and "It is done" not in shown
    asked.answer(owner, favour_id=int(re.findall(r'id="card-asked-(\d+)"', shown)[0]), answer="sorry")
    assert "It is done" in card(client, "asked")


def test_with_nobody_on_the_panel_it_teaches_and_offers_the_first_step(client: Client, owner: User) -> None:
    people.add_person(owner, name="Ana Ruiz")
    page = client.get("/").content.decode()
    assert "Nobody is on your panel yet." in page and "Enjoy it" not in page and "Blind spots" not in page
    assert 'href="/welcome/helpers/"' in page
    parking.park_item(owner, text="Who has priced an API?")
    assert "Who has priced an API?" in client.get("/").content.decode(), "a card of any kind is shown"
    make_person(owner, "Sam Teo", stage="mentor")
    assert "Blind spots" in client.get("/").content.decode()
