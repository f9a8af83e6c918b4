"""A person's page: what is taken away can be brought back, and a wrong field says so beside itself."""

import pytest
from django.test import Client

from mentorpanel.storage.models import User
from mentorpanel.usecases import panel, people, touchpoints

pytestmark = pytest.mark.django_db


@pytest.fixture
def pat(owner: User) -> int:
    made = people.add_person(owner, name="Pat Doe")
    panel.move_stage(owner, person_id=made.id, stage="mentor", is_setting_up=True)
    panel.set_roles(owner, person_id=made.id, roles=["sponsor"])
    return made.id


def test_off_the_panel_and_back(client: Client, owner: User, pat: int) -> None:
    client.post(f"/people/{pat}/stage/", {"stage": "address-book"})
    assert people.person(owner, person_id=pat).stage == ""
    assert f"/people/{pat}/back/" in client.get(f"/people/{pat}/").content.decode()
    client.post(f"/people/{pat}/back/")
    back = people.person(owner, person_id=pat)
    assert (back.stage, list(back.roles)) == ("mentor", ["sponsor"])
    assert client.post(f"/people/{pat}/back/").status_code == 404


def test_a_touchpoint_taken_away_and_back(client: Client, owner: User, pat: int) -> None:
    client.post(f"/people/{pat}/met/", {"note": "about pricing", "kind": "call"})
    (found,) = touchpoints.timeline(owner, person_id=pat).results
    client.post(f"/touchpoints/{found.id}/delete/")
    assert not touchpoints.timeline(owner, person_id=pat).results
    client.post(f"/touchpoints/{found.id}/restore/")
    (back,) = touchpoints.timeline(owner, person_id=pat).results
    assert (back.summary, back.kind, back.on) == ("about pricing", "call", found.on)
    assert client.post(f"/touchpoints/{found.id}/restore/").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 301),
        ("email", "no address"),
        ("since", "31 Feb"),
        ("introduced_by", "Nobody Here"),
    ],
)
def test_a_wrong_field_says_so_and_keeps_what_was_typed(client: Client, field: str, value: str) -> None:
    answer = client.post(
        "/people/new/", {"name": "Ana Roe", "stage": "mentor", "admire": "calm words", field: value}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "calm words" in page
    assert 'class="error"' in page
