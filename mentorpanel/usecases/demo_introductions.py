"""The sample panel's introductions: one asked for, one that came about, two people being brought together."""

from datetime import date, timedelta

from mentorpanel.storage.ownership import User
from mentorpanel.usecases import introduction_steps, introductions, people


def fill(owner: User, ids: dict[str, int], today: date) -> None:
    """One of each shape at different steps; ``ids`` by name."""
    _asked(owner, ids, today)
    _made(owner, ids, today)
    _connected(owner, ids, today)


def _asked(owner: User, ids: dict[str, int], today: date) -> None:
    """Asked of Omar three days ago; the answer is his to give."""
    one = introductions.begin_request(
        owner,
        bridge_id=ids["Omar Haddad"],
        target_name="Renata Vos",
        organisation="Harbour Platforms",
        why="She moved from growth to platform, and I weigh the same step",
    )
    introduction_steps.asked(owner, introduction_id=one.id, on=today - timedelta(days=3))


def _made(owner: User, ids: dict[str, int], today: date) -> None:
    """Lena's introduction to Inga, thanked; a month later she may hear what came of it."""
    target = people.find_person(owner, name="Inga Dahl").id
    one = introductions.begin_request(
        owner, bridge_id=ids["Lena Brandt"], target_id=target, why="Who looks for platform leads just now"
    )
    number = one.id
    introduction_steps.asked(owner, introduction_id=number, on=today - timedelta(days=44))
    introduction_steps.said(owner, introduction_id=number, answer="yes", on=today - timedelta(days=42))
    introduction_steps.introduced(owner, introduction_id=number, on=today - timedelta(days=36))
    introduction_steps.thanked(owner, introduction_id=number, on=today - timedelta(days=35))


def _connected(owner: User, ids: dict[str, int], today: date) -> None:
    """Tom said yes; Sam is asked next."""
    one = introductions.begin_connection(
        owner,
        first_id=ids["Tom Okafor"],
        second_id=ids["Sam Teo"],
        why="Tom looks for graduates who can write, and Sam teaches them",
    )
    introduction_steps.asked(owner, introduction_id=one.id, on=today - timedelta(days=5))
    introduction_steps.said(owner, introduction_id=one.id, answer="yes", on=today - timedelta(days=1))
