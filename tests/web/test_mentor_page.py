"""The page behind a private link, in a browser that is signed in nowhere; and the owner's side of it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mentorpanel.storage import models
from mentorpanel.storage.models import MentorReply, Session, User
from mentorpanel.usecases import mentor_links, mentor_pages, parking, profiles, sessions
from tests.web.conftest import browser_of, make_things

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 123*4567 }}'\"&"


@pytest.fixture(autouse=True)
def _public(settings: Any) -> None:
    settings.PUBLIC_URL = "http://localhost:8000"


@pytest.fixture
def door(owner: User, things: dict[str, Any]) -> str:
    """The path of a mentor's page."""
    profiles.change_profile(owner, name="Dana Levi", time_zone="Europe/Berlin")
    parking.plan_for_session(owner, item_id=things["item_id"], session_id=things["session_id"])
    MentorReply.objects.all().delete()
    link = mentor_links.make_link(owner, session_id=things["session_id"])
    return link.address.removeprefix("http://localhost:8000")


def form_on(door: str) -> str:
    """The mark of the forms, as the page brings it."""
    return Client().get(door).content.decode().split('name="form" value="')[1].split('"')[0]


def send(door: str, **fields: Any) -> Any:
    return Client(enforce_csrf_checks=True).post(door, {"form": form_on(door), **fields})


def test_it_opens_for_anybody_who_has_the_link_and_sets_no_cookie(door: str) -> None:
    answer = Client().get(door)
    text = answer.content.decode()
    assert answer.status_code == 200 and not answer.cookies
    assert "For Pat, from Dana Levi" in text and "Dana is still preparing it" in text
    assert "<script" not in text and len(answer.content) < 20_000
    assert answer["X-Robots-Tag"] == "noindex, nofollow" and answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    policy = answer["Content-Security-Policy"]
    assert "script-src 'none'" in policy and "default-src 'none'" in policy and "nonce" not in policy


def test_looking_changes_nothing_not_even_for_link_scanners(door: str, owner: User) -> None:
    def everything() -> list[Any]:
        return [
            list(getattr(models, name)._default_manager.order_by("pk").values()) for name in models.__all__
        ]

    before = everything()
    for ask in ("get", "head"):
        for path in (door, f"{door}session.ics", f"{door}?kind=accept&done=accept"):
            assert getattr(Client(), ask)(path).status_code == 200
    assert everything() == before


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "accept"}, "You will be there."),
        ({"kind": "decline"}, "You cannot make it."),
        ({"kind": "propose", "day": "2030-01-01", "at": "10:00", "zone": "Berlin"}, "more than a year ahead"),
        ({"kind": "note", "text": "Bring the numbers."}, "Bring the numbers."),
        ({"kind": "need", "text": "A researcher."}, "A researcher."),
        ({"kind": "note", "text": ""}, "it is empty"),
        ({"kind": "other"}, "cannot be said here"),
        ({"kind": "answer", "text": "x", "item": "x"}, "no longer on the agenda"),
    ],
)
def test_what_is_said_shows_and_what_is_wrong_is_said_kindly(
    door: str, fields: dict[str, str], said: str
) -> None:
    answer = send(door, **fields)
    assert answer.status_code in (302, 422) and not answer.cookies
    shown = Client().get(answer["Location"]) if answer.status_code == 302 else answer
    assert said in shown.content.decode()
    assert MentorReply.objects.count() == (answer.status_code == 302)


def test_what_was_typed_is_still_there_after_a_problem(door: str) -> None:
    text = send(door, kind="note", text="word " * 500).content.decode()
    assert "word word word" in text and 'role="alert"' in text


def test_a_form_needs_the_mark_of_this_link_and_no_cookie(door: str, owner: User, things: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    for form in ("", "made-up", "made-up:signature"):
        assert strict.post(door, {"form": form, "kind": "accept"}).status_code == 422
    second = sessions.schedule_once(
        owner, person_id=things["person_id"], on=Session.objects.get().starts_at.date(), at=_noon()
    )
    other = mentor_links.make_link(owner, session_id=second.id).address.removeprefix("http://localhost:8000")
    assert strict.post(door, {"form": form_on(other), "kind": "accept"}).status_code == 422
    assert not MentorReply.objects.exists()
    assert strict.post(door, {"form": form_on(door), "kind": "accept"}).status_code == 302


def _noon() -> Any:
    return Session.objects.get().starts_at.time().replace(hour=3, minute=7)


def test_the_twenty_first_word_of_a_day_waits_for_tomorrow(door: str) -> None:
    for number in range(20):
        assert send(door, kind="note", text=f"line {number}").status_code == 302
    answer = send(door, kind="note", text="one more")
    assert answer.status_code == 429 and "come back tomorrow" in answer.content.decode()


def test_unknown_revoked_and_expired_links_get_one_page_without_a_name(
    door: str, owner: User, things: Any
) -> None:
    unknown = Client().get("/m/nobody-made-this/")
    profiles.change_numbers(owner, numbers={"mentor_page_days": 1})
    Session.objects.update(starts_at="2020-01-01T10:00:00Z")
    expired = Client().get(door)
    mentor_links.revoke_link(owner, session_id=things["session_id"])
    revoked = Client().post(door, {"kind": "accept"})
    assert [one.status_code for one in (unknown, expired, revoked)] == [404, 410, 410]
    assert unknown.content == expired.content == revoked.content
    assert b"Dana" not in unknown.content and b"Pat" not in unknown.content
    assert b"make you a new one" in unknown.content
    assert all(
        one["X-Robots-Tag"] and one["Referrer-Policy"] == "no-referrer" for one in (unknown, expired, revoked)
    )
    assert Client().get(f"{door}session.ics").status_code == 410


def test_hostile_words_are_words_on_both_sides(owner: User) -> None:
    things = make_things(owner, HOSTILE)
    profiles.change_profile(owner, name=HOSTILE[:100], welcome_step="done")
    parking.plan_for_session(owner, item_id=things["item_id"], session_id=things["session_id"])
    link = mentor_links.make_link(owner, session_id=things["session_id"], offer=HOSTILE)
    door = link.address.removeprefix("http://localhost:8000")
    for kind in ("note", "need", "decline"):
        assert send(door, kind=kind, text=HOSTILE).status_code == 302
    assert send(door, kind="answer", text=HOSTILE, item=things["item_id"]).status_code == 302
    wrong = send(door, kind="propose", day=HOSTILE, at=HOSTILE, zone=HOSTILE, text=HOSTILE)
    assert wrong.status_code == 422
    mine = browser_of(owner)
    shown = [wrong, Client().get(door)]
    shown += [mine.get(path) for path in ("/", f"/sessions/{things['session_id']}/")]
    shown.append(mine.get(f"/sessions/{things['session_id']}/mentor-page/"))
    for answer in shown:
        text = answer.content.decode()
        assert "<script>alert" not in text and "<img src=x" not in text and "561741" not in text
    assert "&lt;script&gt;" in shown[1].content.decode()


def test_the_calendar_file_asks_nobody_and_names_no_address_of_the_mentor(door: str) -> None:
    answer = Client().get(f"{door}session.ics")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar") and "METHOD:PUBLISH" in text
    assert "ATTENDEE" not in text and "BEGIN:VEVENT" in text


def test_the_owner_makes_looks_at_and_revokes_it(client: Client, owner: User, things: Any) -> None:
    session = f"/sessions/{things['session_id']}/"
    assert "Make the link" in client.get(session).content.decode()
    client.post(f"{session}link/", {"offer": "I know two researchers."})
    text = client.get(session).content.decode()
    assert "http://localhost:8000/m/" in text and "Revoke the link" in text
    shown = client.get(f"{session}mentor-page/").content.decode()
    assert "I know two researchers." in shown and "This is what Pat sees" in shown and "disabled" in shown
    client.post(f"{session}link/offer/", {"offer": "Ask me anything."})
    assert "Ask me anything." in client.get(f"{session}mentor-page/").content.decode()
    client.post(f"{session}link/revoke/")
    assert "The link was revoked." in client.get(session).content.decode()


def test_a_proposal_is_accepted_on_the_sessions_page(client: Client, door: str, things: Any) -> None:
    starts = Session.objects.get().starts_at
    day = starts.date().replace(year=starts.year)
    send(door, kind="propose", day=day.isoformat(), at="23:45", zone="Kiritimati")
    if not MentorReply.objects.exists():
        send(door, kind="propose", day=day.isoformat(), at="23:45", zone="Honolulu")
    reply = MentorReply.objects.get()
    assert "proposes" in client.get("/").content.decode()
    assert client.post(f"/replies/{reply.pk}/accept/").status_code == 302
    assert Session.objects.get().starts_at == reply.starts_at
    assert "You will be there." in Client().get(door).content.decode()


def test_an_answer_is_taken_over_or_set_aside(client: Client, door: str, things: Any) -> None:
    send(door, kind="answer", text="I would wait.", item=things["item_id"])
    session = client.get(f"/sessions/{things['session_id']}/").content.decode()
    # once to read, once in each form that takes it over: as an answer, and as something asked of me
    assert session.count("I would wait.") == 3 and "Take it over" in session
    reply = MentorReply.objects.get().pk
    client.post(f"/replies/{reply}/settle/")
    assert "Take it over" not in client.get(f"/sessions/{things['session_id']}/").content.decode()
    client.post(f"/replies/{reply}/unsettle/")
    client.post(f"/replies/{reply}/take-over/")
    assert "I would wait." in client.get(f"/parking/{things['item_id']}/").content.decode()


def test_without_an_address_that_they_can_reach_no_link_is_made(
    client: Client, things: Any, settings: Any
) -> None:
    settings.PUBLIC_URL = ""
    session = f"/sessions/{things['session_id']}/"
    assert "MENTORPANEL_URL" in client.get(session).content.decode()
    assert client.post(f"{session}link/").status_code == 409
    assert client.get(f"{session}mentor-page/").status_code == 200


@pytest.mark.parametrize("many", [2, 60])
def test_it_costs_the_same_however_much_there_is(door: str, owner: User, things: Any, many: int) -> None:
    session = Session.objects.get()
    row = models.MentorPage.objects.get()
    for number in range(many):
        item = parking.park_item(owner, text=f"q{number}", person_id=things["person_id"])
        parking.plan_for_session(owner, item_id=item.id, session_id=session.pk)
        MentorReply.objects.create(
            owner=owner, session=session, page=row, kind="note", text="x", form=str(number),
            for_starts_at=session.starts_at, said_at=session.starts_at,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as seen:
        assert Client().get(door).status_code == 200
    assert len(seen) <= 25, len(seen)
    assert mentor_pages.open_link("x").state == "unknown"
