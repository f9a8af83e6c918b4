"""The search page and the palette: what was found is marked, leads somewhere, and works without a script."""

import re
from datetime import date

import pytest
from django.test import Client

from mentorpanel.domain.search_records import KINDS
from mentorpanel.storage import models
from mentorpanel.storage.models import User
from mentorpanel.usecases import advice, journal, people
from mentorpanel.web import search
from tests.web.conftest import make_things

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]
DAY = date(2026, 3, 2)


def page(client: Client, **asked: str) -> str:
    answer = client.get("/search/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_hits_are_marked_and_escaped(client: Client, owner: User) -> None:
    journal.write_entry(owner, text="<script>pricing()</script> & <b>tiers</b>", on=DAY)
    shown = page(client, q="pricing tiers")
    assert (
        "&lt;script&gt;<mark>pricing</mark>()&lt;/script&gt; &amp; &lt;b&gt;<mark>tiers</mark>&lt;/b&gt;"
        in shown
    )
    assert "One thing holds “pricing tiers”." in shown
    hostile = page(client, q='"><mark onclick=x> pricing')
    assert "<mark onclick" not in hostile


def test_every_hit_leads_to_a_page(client: Client, owner: User) -> None:
    make_things(owner, "zebra crossing")
    models.YearLetter.objects.create(owner=owner, year=2026, text="zebra")
    models.FocusArea.objects.create(owner=owner, text="zebra")
    seen = set()
    for kind in KINDS:
        shown = page(client, q="zebra", kind=kind)
        for address in re.findall(r'<a class="name" href="([^"]+)"', shown):
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert address != "/search/"
            seen.add(kind)
    assert seen >= set(search.PAGES) | {"touchpoint", "commitment", "goal", "focus", "year-letter"}
    assert set(search.PAGES) | set(search.ELSEWHERE) | set(search.ANCHORED) | set(search.OF_A_PERSON) == set(
        KINDS
    )


def test_a_slip_is_said_and_other_names_are_offered(client: Client, owner: User) -> None:
    priya = people.add_person(owner, name="Priya Raman")
    people.add_person(owner, name="Prija Novak")
    advice.note_advice(owner, person_id=priya.id, text="Price by seat", on=DAY)
    shown = page(client, q="pryia")
    assert "Nothing holds “pryia”; this holds “priya”." in shown
    assert 'href="/search/?q=prija"' in shown
    assert "<mark>Priya</mark>" in shown


def test_kinds_and_orders_stay_while_paging(client: Client, owner: User) -> None:
    for number in range(25):
        journal.write_entry(owner, text=f"pricing {number}", on=DAY)
    for order in ("", "best"):
        shown = page(client, q="pricing", kind="journal", order=order)
        following = re.search(r'href="(\?[^"]*after=[^"]+)"', shown)
        assert following
        address = "/search/" + following.group(1).replace("&amp;", "&")
        assert "kind=journal" in address
        assert ("order=best" in address) == bool(order)
        assert client.get(address).content.decode().count('class="name"') == 5
    assert page(client, q="pricing", order="best", after="nonsense").count('class="name"') == 20
    assert page(client, q="pricing", kind="nonsense").count('class="name"') == 20


def test_an_empty_page_teaches(client: Client, owner: User) -> None:
    assert "What are you looking for?" in page(client)
    assert "Nothing holds “elephants”." in page(client, q="elephants")


def test_the_palette_finds_things(client: Client, owner: User) -> None:
    priya = people.add_person(owner, name="Priya Raman")
    said = advice.note_advice(owner, person_id=priya.id, text="Price by seat", on=DAY)
    found = client.get("/palette/", {"q": "seat"}).json()
    assert {
        "label": "Advice from Priya Raman: Price by seat",
        "hint": "advice",
        "url": f"/advice/{said.id}/",
    } in found
    assert found[-1]["url"] == "/search/?q=seat"
    assert client.get("/palette/", {"q": "a&b=c d"}).json()[-1]["url"] == "/search/?q=a%26b%3Dc%20d"
