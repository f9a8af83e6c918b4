"""Every kind of letter on its pages: choosing, writing, what holds it back, answers, and its wording."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from mentorpanel.domain.letters.kinds import KINDS
from mentorpanel.storage.models import ContactPoint, Draft, LetterTemplate, Person, User
from mentorpanel.usecases import letters, panel, people, profiles, sessions, touchpoints
from tests.makers import NOON, make_person, make_session, queries_in

WITHOUT_SESSION = [slug for slug in KINDS if slug not in ("brief", "recap")]


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def site(owner: User, client: Client) -> Client:
    profiles.change_profile(owner, welcome_step="done", name="Maya Lind", mail_address="maya@example.org")
    client.force_login(owner)
    return client


@pytest.fixture
def ana(owner: User) -> int:
    person = make_person(owner, "Ana Ruiz", stage="mentor")
    ContactPoint.objects.create(
        owner=owner, person_id=person, kind="email", value="ana@example.org", key="ana"
    )
    return person


def go(site: Client, name: str, *arguments: object, expect: int = 302, **data: Any) -> Any:
    answer = site.post(reverse(name, args=arguments), data)
    assert answer.status_code == expect, answer.content.decode()[:2000]
    return answer


def shown(answer: Any, code: int = 200) -> str:
    assert answer.status_code == code, answer.content.decode()[:2000]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def begin(site: Client, person: int, kind: str) -> tuple[int, str]:
    url = go(site, "letter-new", person, kind=kind).url
    return int(url.rstrip("/").rpartition("/")[2]), url


@pytest.mark.parametrize("kind", WITHOUT_SESSION)
def test_each_kind_is_written_on_its_page_with_live_checks(site: Client, ana: int, kind: str) -> None:
    draft_id, url = begin(site, ana, kind)
    page = site.get(url)
    for slot in KINDS[kind].slots:
        assert f'name="{slot.name}"' in page.content.decode(), slot.name
        assert slot.help in shown(page)
    typed = {slot.name: "Hear, hear." for slot in KINDS[kind].slots if not slot.choices and not slot.is_note}
    answer = go(site, "letter-preview", draft_id, expect=200, **typed)
    assert "Hear, hear" in shown(answer) and "fine" in shown(answer)


def test_choosing_says_what_each_is_for_and_what_is_needed_first(site: Client, owner: User, ana: int) -> None:
    url = reverse("letter-new", args=[ana])
    first = shown(site.get(url + "?kind=closing"))
    assert "plan one first" in first and "note what happened in one first" in first
    assert first.index("Thanks, what you reached together") < first.index("Appreciation")
    begin(site, ana, "revive")
    make_session(owner, ana)
    later = shown(site.get(url))
    assert "plan one first" not in later and "Go on" in later
    counts = []
    for grown in (1, 8):
        for _ in range(grown):
            letters.draft_letter(owner, kind="update", person_id=ana)
        counts.append(queries_in(lambda: site.get(url)))
    assert counts[0] == counts[1]
    Person.objects.update(do_not_contact=True)
    assert "not to be contacted" in shown(site.get(url))


def test_a_formal_ask_without_time_needs_its_reason(site: Client, owner: User, ana: int) -> None:
    page = shown(site.get(reverse("person", args=[ana])))
    assert "Ask formally" in page
    draft_id, url = begin(site, ana, "formal-ask")
    assert "holds it back" in shown(site.get(url))
    refused = shown(go(site, "letter-sent", draft_id, expect=422), 422)
    assert "note why you ask all the same" in refused
    go(site, "letter", draft_id, text="Hi Ana,\n\nWould you be my mentor?\n\nMaya")
    assert 'name="reason"' in site.get(url).content.decode()
    go(site, "letter", draft_id, reason="She said that spring is better")
    go(site, "letter-sent", draft_id)
    assert "spring" not in letters.letter(owner, draft_id=draft_id).draft.text
    asked = site.get(url)
    assert "What did they say?" in shown(asked)
    answer = go(site, "letter-answered", draft_id, said="yes", next=url)
    assert "Ana Ruiz said yes" in shown(site.get(answer.url))
    assert panel_answer(owner, ana) == "yes"
    go(site, "letter-unanswered", draft_id)
    assert panel_answer(owner, ana) == ""
    go(site, "letter-answered", draft_id, expect=422, said="perhaps")


def panel_answer(owner: User, person_id: int) -> str:
    return str(Person.objects.get(owner=owner, pk=person_id).relationship.monthly_answer)


def test_a_yes_is_for_a_formal_ask_alone(site: Client, owner: User, ana: int) -> None:
    draft_id, _ = begin(site, ana, "revive")
    go(site, "letter", draft_id, memory="I still think of our walk in Porto.")
    go(site, "letter-sent", draft_id)
    go(site, "letter-answered", draft_id, expect=409, said="yes")
    assert Draft.objects.get().answered_on is None
    go(site, "letter-answered", draft_id)
    assert Draft.objects.get().answered_on == NOON.date()


def test_what_they_need_is_shown_beside_an_offer_and_not_in_it(site: Client, owner: User, ana: int) -> None:
    people.change_person(owner, person_id=ana, need="a second analyst")
    draft_id, url = begin(site, ana, "offer")
    assert "You noted that they need: a second analyst" in shown(site.get(url))
    assert "analyst" not in letters.letter(owner, draft_id=draft_id).draft.text


def test_moving_somebody_to_rest_offers_the_last_letter(site: Client, owner: User, ana: int) -> None:
    touchpoints.log_touchpoint(owner, person_id=ana, kind="coffee", on=NOON.date() - timedelta(days=20))
    answer = go(site, "person-stage", ana, stage="resting", reason="Less for now")
    page = shown(site.get(answer.url))
    assert "closing letter" in page and "Say goodbye well to Ana Ruiz" in page
    chosen = site.get(reverse("letter-new", args=[ana]) + "?kind=closing")
    assert "Thanks, what you reached together" in shown(chosen)
    draft_id, _ = begin(site, ana, "closing")
    go(site, "letter", draft_id, thanks="Thank you for all of it")
    go(site, "letter-sent", draft_id)
    assert "Say goodbye well" not in shown(site.get(reverse("person", args=[ana])))
    assert "Say goodbye well" not in shown(site.get(reverse("today")))


def test_a_farewell_that_is_dismissed_stays_away(site: Client, owner: User, ana: int) -> None:
    touchpoints.log_touchpoint(owner, person_id=ana, kind="coffee", on=NOON.date() - timedelta(days=20))
    panel.move_stage(owner, person_id=ana, stage="alumni", reason="Moved away")
    assert "Say goodbye well" in shown(site.get(reverse("today")))
    go(site, "card-dismiss", f"closing-{ana}", reason="Said it in person")
    site.get(reverse("today"))
    assert "Say goodbye well" not in shown(site.get(reverse("person", args=[ana])))


def test_a_wording_of_ones_own(site: Client, owner: User, ana: int) -> None:
    draft_id, letter_url = begin(site, ana, "offer")
    page_url = reverse("settings-letter", args=["offer"])
    assert page_url in site.get(letter_url).content.decode()
    everything = shown(site.get(reverse("settings-letters")))
    assert "Offer to help" in everything and "your wording" not in everything
    page = shown(site.get(page_url))
    assert "{need}" in page and "needed" in page and "an analyst who can start in spring" in page
    own = "{greeting}\n\nI saw: {need} I could: {offer}\n\n{sign_off}"
    tried = go(site, "settings-letter-preview", "offer", expect=200, template=own)
    assert "I saw: you are looking for an analyst" in shown(tried)
    assert tried.content.decode().lstrip().startswith("<div") and not LetterTemplate.objects.exists()
    assert "no slot {nose}" in shown(
        go(site, "settings-letter-preview", "offer", expect=200, template="{nose}")
    )
    refused = go(site, "settings-letter", "offer", expect=422, template="{greeting} {nose}")
    assert "no slot {nose}" in shown(refused, 422) and "{greeting} {nose}" in shown(refused, 422)
    go(site, "settings-letter", "offer", template=own)
    assert "Your wording." in shown(site.get(page_url))
    go(site, "letter", draft_id, need="You look for a lamp", offer="lend you mine today")
    assert "I saw: You look for a lamp" in letters.letter(owner, draft_id=draft_id).draft.text
    go(site, "settings-letter-reset", "offer")
    assert "The usual wording." in shown(site.get(page_url))
    go(site, "settings-letter-restore", "offer")
    assert LetterTemplate.objects.get().text == own + "\n"
    go(site, "settings-letter-restore", "offer", expect=404)
    assert site.get(reverse("settings-letter", args=["love-letter"])).status_code == 404
    assert site.get(reverse("settings-letter", args=["brief"])).status_code == 409


def test_hostile_wording_is_text(site: Client, owner: User) -> None:
    own = "{greeting}\n\n<script>alert(1)</script> {need} {offer}\n\n{sign_off}"
    go(site, "settings-letter", "offer", template=own)
    page = site.get(reverse("settings-letter", args=["offer"])).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_the_wording_of_another_owner_is_theirs(site: Client, owner: User, other_owner: User) -> None:
    LetterTemplate.objects.create(
        owner=other_owner, kind="offer", text="{greeting} zq {need} {offer} {sign_off}\n"
    )
    assert "zq" not in shown(site.get(reverse("settings-letter", args=["offer"])))
    go(site, "settings-letter-reset", "offer")
    assert LetterTemplate.objects.get().owner == other_owner


def test_a_recap_says_what_it_needs(site: Client, owner: User, ana: int) -> None:
    go(site, "letter-new", ana, expect=404, kind="recap")
    held = make_session(owner, ana, days=-1)
    sessions.hold_session(owner, session_id=held)
    assert "note what happened in one first" not in shown(site.get(reverse("letter-new", args=[ana])))
