"""Rows of relationships: one per person, a history, and ties in a constant number of queries."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from mentorpanel.domain.facts import Stage
from mentorpanel.domain.problems import Conflict, NotFound
from mentorpanel.storage import panel
from mentorpanel.storage.models import Relationship, StageChange, User
from tests.makers import NOON, make_person, queries_in

TODAY = date(2026, 3, 2)


def put(owner: User, person_id: int, stage: Stage, on: date = TODAY) -> None:
    panel.put_stage(owner, person_id=person_id, stage=stage, on=on, reason="", is_declared=False, since=None)


def ties(owner: User, **given: object) -> list[str]:
    return [tie.name for tie in panel.ties(owner, today=TODAY, now=NOON, zone=ZoneInfo("UTC"), **given)]


def test_stages_are_written_over_and_their_history_kept(owner: User) -> None:
    ana = make_person(owner, "Ana")
    put(owner, ana, Stage.NOTICED, date(2026, 1, 1))
    put(owner, ana, Stage.CONNECTED)
    assert Relationship.objects.get().stage == "connected"
    assert [one.to_stage for one in panel.stage_history(owner, person_id=ana)] == ["noticed", "connected"]


def test_ties_are_the_owners_in_two_queries(owner: User, other_owner: User) -> None:
    for who, name, stage in (
        (owner, "Ana", "mentor"),
        (owner, "Bea", "closed"),
        (other_owner, "Cy", "mentor"),
    ):
        make_person(who, name, stage=stage)
    assert ties(owner) == ["Ana", "Bea"]
    assert ties(owner, but=(Stage.CLOSED,)) == ["Ana"]
    assert ties(other_owner) == ["Cy"]
    assert queries_in(lambda: ties(owner)) == 2


def test_what_was_taken_off_comes_back_to_its_own_person_only(owner: User, other_owner: User) -> None:
    ana, bea = make_person(owner, "Ana"), make_person(owner, "Bea")
    put(owner, ana, Stage.NOTICED)
    with pytest.raises(NotFound):
        panel.take_off(other_owner, person_id=ana)
    gone = panel.take_off(owner, person_id=ana)
    assert not Relationship.objects.exists() and not StageChange.objects.exists()
    for who, person_id in ((owner, bea), (other_owner, ana)):
        with pytest.raises(NotFound):
            panel.put_back(who, person_id=person_id, gone=gone)
    panel.put_back(owner, person_id=ana, gone=gone)
    with pytest.raises(Conflict):
        panel.put_back(owner, person_id=ana, gone=gone)
    assert Relationship.objects.count() == StageChange.objects.count() == 1
