"""Settings: what does not fit is said, and a changed number counts at once."""

from datetime import timedelta

import pytest
from django.test import Client

from mentorpanel import clock
from mentorpanel.storage import models
from mentorpanel.storage.models import User
from mentorpanel.usecases import panel, people, profiles, touchpoints

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "x" * 301), ("organisation", "x" * 301), ("name", "x" * 301), ("mail_address", "no address"),
        ("mail_address", "a@b.example\r\nBcc: c@d.example"), ("phone_region", "Germany"), ("time_zone", "Mars/Base"),
        ("work_starts", "25:61"), ("weekly_minutes", "abc"), ("prep_hours_before", "99"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_said(client: Client, owner: User, field: str, value: str) -> None:
    before = profiles.profile(owner)
    assert client.post("/settings/profile/", {field: value}).status_code == 422
    assert profiles.profile(owner) == before


@pytest.mark.parametrize("value", ["nan", "inf", "1e400", "abc", "-5"])
def test_a_number_of_the_rules_is_a_sensible_number(client: Client, owner: User, value: str) -> None:
    assert client.post("/settings/numbers/", {"half_life_near_days": value}).status_code == 422
    assert profiles.profile(owner).rule_overrides == {}


def test_new_half_lives_count_at_once(client: Client, owner: User) -> None:
    person = people.add_person(owner, name="Pat Doe")
    panel.move_stage(owner, person_id=person.id, stage="mentor", is_setting_up=True)
    touchpoints.log_touchpoint(owner, person_id=person.id, on=clock.now().date() - timedelta(days=60))
    touchpoints.log_touchpoint(owner, person_id=person.id, on=clock.now().date() - timedelta(days=1))
    before = models.PersonSummary.objects.values().get(person_id=person.id)
    assert client.post("/settings/numbers/", {"half_life_near_days": "10"}).status_code == 302
    assert models.PersonSummary.objects.values().get(person_id=person.id) != before
