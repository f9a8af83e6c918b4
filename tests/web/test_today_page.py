"""Today's page: what somebody waits for comes before what drifts, in the order that it is read."""

import pytest
from django.test import Client

from mentorpanel.storage.models import User
from mentorpanel.usecases import asked
from tests.makers import make_person

pytestmark = pytest.mark.django_db


def lanes(client: Client) -> list[str]:
    """The lanes' headings in the order of the page."""
    page = client.get("/").content.decode()
    headings = ("Blind spots", "Coming up", "Openings")
    return sorted(headings, key=lambda name: page.index(f">{name}</h2>"))


def test_duties_are_read_first(client: Client, owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    assert lanes(client) == ["Blind spots", "Coming up", "Openings"]
    asked.note_asked(owner, person_id=ana, text="Would you read my deck?")
    assert lanes(client) == ["Coming up", "Blind spots", "Openings"]
