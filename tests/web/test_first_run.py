"""The first run: names, three taps, who one is, the phase, and Today only after it."""

import pytest
from django.test import Client

from mentorpanel.storage.models import User
from mentorpanel.usecases import people, profiles
from tests.web.conftest import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(owner: User) -> Client:
    return browser_of(owner)


def step(owner: User) -> str:
    return profiles.profile(owner).welcome_step


def test_today_comes_after_the_steps_which_can_all_be_skipped(newcomer: Client, owner: User) -> None:
    for name in ("helpers", "profile", "phase", "bring-in"):
        assert newcomer.get("/")["Location"] == "/welcome/"
        assert newcomer.get("/welcome/")["Location"] == f"/welcome/{name}/"
        assert newcomer.get(f"/welcome/{name}/").status_code == 200 or name == "bring-in"
        if step(owner) != "done":
            newcomer.post("/welcome/skip/", {"step": name})
    assert newcomer.get("/").status_code == 200


def test_names_one_a_line_then_three_taps(newcomer: Client, owner: User) -> None:
    typed = f"Pat Doe\n- Pat Doe\n\n  Ana   Roe \n<script>alert(1)</script>\n{'x' * 300}"
    page = newcomer.post("/welcome/helpers/", {"names": typed}).content.decode()
    assert page.count('value="Pat Doe"') == 1
    assert 'value="Ana Roe"' in page
    assert "<script>alert" not in page
    form = {
        "helper-0-name": "Pat Doe",
        "helper-0-how": "formal",
        "helper-0-since": "longer",
        "helper-0-spoke": "week",
    }
    newcomer.post("/welcome/helpers/", form | {"helper-1-name": "Ana Roe"})
    stages = {one.name: one.stage for one in people.list_people(owner, scope="panel").results}
    assert stages == {"Pat Doe": "formal-mentor", "Ana Roe": "mentor"}
    assert step(owner) == "profile"


def test_no_name_is_said_kindly(newcomer: Client) -> None:
    answer = newcomer.post("/welcome/helpers/", {"names": " \n"})
    assert answer.status_code == 422
    assert "Write one name" in answer.content.decode()


def test_somebody_known_by_that_name_is_not_doubled(newcomer: Client, owner: User) -> None:
    known = people.add_person(owner, name="Pat Doe", email="pat@example.org")
    newcomer.post("/welcome/helpers/", {"helper-0-name": "pat doe"})
    assert [one.id for one in people.list_people(owner).results] == [known.id]
    assert people.person(owner, person_id=known.id).stage == "mentor"
