"""Assessment on the person's page."""

from datetime import timedelta

import pytest
from django.test import Client

from mentorpanel import clock
from mentorpanel.storage.models import User
from mentorpanel.usecases import assessments, readiness, touchpoints
from tests.makers import make_person

pytestmark = pytest.mark.django_db
CLEARLY = {"listens": "clearly", "helps": "clearly", "principle": "decides-well", "principle_seen": "clearly"}


def met(owner: User, person_id: int, *days_ago: int) -> None:
    for days in days_ago:
        touchpoints.log_touchpoint(
            owner, person_id=person_id, kind="coffee", on=clock.now().date() - timedelta(days=days)
        )


def test_evidence_is_noted_shown_changed_taken_away_and_brought_back(owner: User, client: Client) -> None:
    person = make_person(owner, "Ana Duarte", stage="connected")
    met(owner, person, 9, 4)
    posted = client.post(f"/people/{person}/evidence/", {"text": "Asked three questions first", **CLEARLY})
    assert posted.status_code == 302
    page = client.get(f"/people/{person}/").content.decode()
    assert "Asked three questions first" in page and "could mentor me" in page
    piece = assessments.assessment(owner, person_id=person).evidence[0]
    form = client.get(f"/evidence/{piece.id}/").content.decode()
    assert 'value="clearly" checked' in form and 'value="decides-well" selected' in form
    client.post(
        f"/evidence/{piece.id}/change/",
        {"text": "Asked, then helped", "on": piece.on.isoformat(), "listens": "sometimes"},
    )
    changed = assessments.evidence(owner, evidence_id=piece.id)
    assert (changed.text, changed.shows) == ("Asked, then helped", (("listens", "sometimes"),))
    client.post(f"/evidence/{piece.id}/delete/")
    assert assessments.assessment(owner, person_id=person).evidence == ()
    client.post(f"/evidence/{piece.id}/restore/")
    assert [one.text for one in assessments.assessment(owner, person_id=person).evidence] == [
        "Asked, then helped"
    ]


def test_too_early_shows_no_levels_and_says_why(owner: User, client: Client) -> None:
    person = make_person(owner, "Ana Duarte", stage="connected")
    met(owner, person, 4)
    page = client.get(f"/people/{person}/").content.decode()
    assert "too early to tell" in page and 'name="listens"' not in page
    refused = client.post(f"/people/{person}/evidence/", {"text": "Listened", **CLEARLY})
    assert refused.status_code == 409
    assert "too early to tell" in refused.content.decode()


def test_their_word_on_meeting_monthly(owner: User, client: Client) -> None:
    person = make_person(owner, "Ana Duarte", stage="mentor")
    client.post(f"/people/{person}/monthly/", {"answer": "yes"})
    assert readiness.readiness(owner, person_id=person).monthly.answer == "yes"
    assert "said yes to meeting monthly" in client.get(f"/people/{person}/").content.decode()


def test_a_suggested_stage_is_one_button(owner: User, client: Client) -> None:
    person = make_person(owner, "Ana Duarte", stage="noticed")
    met(owner, person, 4)
    page = client.get(f"/people/{person}/").content.decode()
    assert "Move to connected" in page
    client.post(f"/people/{person}/stage/", {"stage": "connected"})
    assert "Move to connected" not in client.get(f"/people/{person}/").content.decode()
