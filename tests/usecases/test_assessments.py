"""Assessment and readiness from what is stored."""

import json
from datetime import date, timedelta

import pytest
import time_machine

from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.storage.models import User
from mentorpanel.usecases import (
    assessments,
    goals,
    notices,
    panel,
    people,
    person_page,
    profiles,
    readiness,
    sessions,
    touchpoints,
)
from tests.makers import NOON, make_person

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
GOOD = (("listens", "clearly"), ("helps", "clearly"), ("excels:decides-well", "clearly"))


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def met(owner: User, person_id: int, *days_ago: int) -> None:
    for days in days_ago:
        touchpoints.log_touchpoint(owner, person_id=person_id, kind="coffee", on=TODAY - timedelta(days=days))


def senior(owner: User, *, stage: str = "mentor", title: str = "VP Product", distance: str = "") -> int:
    """Somebody two levels above the owner."""
    profiles.change_profile(owner, title="Director of Product", level="director")
    person = people.add_person(owner, name="Vera Vice", title=title, distance=distance, stage=stage)
    return person.id


def test_before_two_talks_only_a_note_is_kept(owner: User) -> None:
    person = make_person(owner, "Ana", stage="connected")
    met(owner, person, 3)
    with pytest.raises(Conflict, match="too early to tell"):
        assessments.add_evidence(owner, person_id=person, text="Listened", shows=GOOD)
    kept = assessments.add_evidence(owner, person_id=person, text="Asked before answering")
    shown = assessments.assessment(owner, person_id=person)
    assert shown.result.state == "too-early"
    assert [piece.text for piece in shown.evidence] == ["Asked before answering"]
    met(owner, person, 1)
    assessments.change_evidence(owner, evidence_id=kept.id, shows=GOOD)
    assert assessments.assessment(owner, person_id=person).result.state == "could-mentor"


def test_a_touchpoint_that_comes_back_carries_what_rested_on_it(owner: User) -> None:
    ana = notices.notice_someone(
        owner, name="Ana", kind="meeting", where="Roadmap review", impressed="She asked who would miss it"
    ).notice
    assert ana.touchpoint_id is not None
    seen = assessments.add_evidence(
        owner, person_id=ana.person.id, text="Listened", touchpoint_id=ana.touchpoint_id
    )
    gone = json.loads(json.dumps(touchpoints.delete_touchpoint(owner, touchpoint_id=ana.touchpoint_id)))
    back = touchpoints.restore_touchpoint(owner, deleted=gone)
    assert assessments.assessment(owner, person_id=ana.person.id).evidence[0].touchpoint_id == back.id
    assert notices.notice(owner, notice_id=ana.id).touchpoint_id == back.id
    notices.change_notice(owner, notice_id=ana.id, where="Pricing review")
    assert touchpoints.touchpoint(owner, touchpoint_id=back.id).summary.startswith("Pricing review")

    path = notices.delete_notice(owner, notice_id=ana.id)
    again = notices.restore_notice(owner, gone=path)
    assert assessments.evidence(owner, evidence_id=seen.id).touchpoint_id == again.touchpoint_id


def test_evidence_comes_back_though_its_talk_is_gone(owner: User) -> None:
    ana = make_person(owner, "Ana", stage="connected")
    met(owner, ana, 5)
    coffee = touchpoints.timeline(owner, person_id=ana).results[0]
    made = assessments.add_evidence(owner, person_id=ana, text="Listened", touchpoint_id=coffee.id)
    gone = assessments.delete_evidence(owner, evidence_id=made.id)
    touchpoints.delete_touchpoint(owner, touchpoint_id=coffee.id)
    back = assessments.restore_evidence(owner, gone=gone)
    assert (back.text, back.on, back.touchpoint_id) == ("Listened", made.on, None)


def test_evidence_takes_the_day_of_its_touchpoint_and_no_other_persons(owner: User) -> None:
    ana, ben = make_person(owner, "Ana", stage="connected"), make_person(owner, "Ben", stage="connected")
    met(owner, ana, 10, 5)
    coffee = touchpoints.timeline(owner, person_id=ana).results[0]
    made = assessments.add_evidence(owner, person_id=ana, text="Listened", touchpoint_id=coffee.id)
    assert (made.on, made.touchpoint_id) == (TODAY - timedelta(days=5), coffee.id)
    with pytest.raises(Invalid, match="somebody else"):
        assessments.add_evidence(owner, person_id=ben, text="Listened", touchpoint_id=coffee.id)


def test_evidence_that_was_taken_away_comes_back_as_it_was(owner: User) -> None:
    person = make_person(owner, "Ana", stage="connected")
    met(owner, person, 10, 5)
    made = assessments.add_evidence(owner, person_id=person, text="Listened", shows=GOOD, on=date(2026, 1, 2))
    gone = assessments.delete_evidence(owner, evidence_id=made.id)
    assert assessments.assessment(owner, person_id=person).evidence == ()
    back = assessments.restore_evidence(owner, gone=gone)
    assert (back.text, back.on, back.shows) == (made.text, made.on, made.shows)


def test_the_other_owners_evidence_is_not_found(owner: User, other_owner: User) -> None:
    theirs = make_person(other_owner, "Zora", stage="connected")
    made = assessments.add_evidence(other_owner, person_id=theirs, text="Theirs")
    for attempt in (
        lambda: assessments.evidence(owner, evidence_id=made.id),
        lambda: assessments.change_evidence(owner, evidence_id=made.id, text="mine"),
        lambda: assessments.delete_evidence(owner, evidence_id=made.id),
        lambda: assessments.add_evidence(owner, person_id=theirs, text="mine"),
        lambda: readiness.set_monthly_answer(owner, person_id=theirs, answer="yes"),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert assessments.evidence(other_owner, evidence_id=made.id).text == "Theirs"


def test_a_good_assessment_suggests_rapport_and_then_mentor(owner: User) -> None:
    person = make_person(owner, "Ana", stage="connected")
    met(owner, person, 10, 5)
    before = panel.standing_of_person(owner, person_id=person)
    assert before is not None and before.move is None
    assessments.add_evidence(owner, person_id=person, text="Listened, offered help", shows=GOOD)
    after = panel.standing_of_person(owner, person_id=person)
    assert after is not None and after.move is not None and after.move.verdict == "rapport"
    panel.move_stage(owner, person_id=person, stage="rapport")
    following = panel.standing_of_person(owner, person_id=person)
    assert following is not None and following.move is not None and following.move.verdict == "mentor"


def test_no_time_keeps_an_informal_mentor_until_they_say_yes(owner: User) -> None:
    person = senior(owner)
    met(owner, person, 80, 50, 20)
    assessments.add_evidence(owner, person_id=person, text="Offered to read my paper", shows=GOOD)
    found = readiness.readiness(owner, person_id=person)
    assert (found.readiness.verdict, found.readiness.missing) == ("no-time", ("has-time",))
    assert "informal mentor" in found.readiness.reason
    readiness.set_monthly_answer(owner, person_id=person, answer="yes")
    assert readiness.readiness(owner, person_id=person).readiness.verdict == "ready"
    readiness.set_monthly_answer(owner, person_id=person, answer="no")
    assert readiness.readiness(owner, person_id=person).readiness.verdict == "no-time"


def test_formal_is_suggested_only_where_a_goal_lacks_a_mentor(owner: User) -> None:
    person = senior(owner)
    met(owner, person, 80, 50, 20)
    assessments.add_evidence(owner, person_id=person, text="Offered to read my paper", shows=GOOD)
    readiness.set_monthly_answer(owner, person_id=person, answer="yes")
    assert readiness.readiness(owner, person_id=person).suggestion is None
    goals.set_goal(owner, statement="Lead a team", due_on=TODAY + timedelta(days=300))
    suggestion = readiness.readiness(owner, person_id=person).suggestion
    assert suggestion is not None and suggestion.verdict == "formal-mentor"


def test_in_my_line_is_said_beside_it(owner: User) -> None:
    person = senior(owner, distance="my-line")
    assert "not neutral" in readiness.readiness(owner, person_id=person).readiness.caution


def test_sessions_that_they_cancelled_show_as_a_sign_and_mine_as_my_lapse(owner: User) -> None:
    person = senior(owner)
    made = []
    for days in (2, 3, 4):
        with time_machine.travel(NOON - timedelta(days=60), tick=False):
            on = TODAY - timedelta(days=10 * days)
            made.append(sessions.schedule_once(owner, person_id=person, on=on, at=NOON.time()).id)
    sessions.cancel_session(owner, session_id=made[0], who="them")
    sessions.miss_session(owner, session_id=made[1], who="them")
    sessions.cancel_session(owner, session_id=made[2], who="me")
    found = readiness.readiness(owner, person_id=person)
    assert found.time.may_lack_time
    assert found.time.theirs == ("Vera Vice could not make two of the last three sessions.",)
    assert found.time.mine == ("You cancelled one of the last three sessions.",)
    assert "has-time" in found.readiness.missing


def test_an_answer_that_is_neither_yes_nor_no_changes_nothing(owner: User) -> None:
    person = senior(owner)
    with pytest.raises(Invalid):
        readiness.set_monthly_answer(owner, person_id=person, answer="perhaps")
    with pytest.raises(Invalid):
        readiness.set_monthly_answer(owner, person_id=person, answer="yes", on=TODAY + timedelta(days=1))
    assert readiness.readiness(owner, person_id=person).monthly.answer == ""


def test_the_page_of_somebody_in_the_address_book_has_no_readiness(owner: User) -> None:
    person = make_person(owner, "Ana")
    page = person_page.person_page(owner, person_id=person)
    assert page.readiness is None and page.assessment.result.state == "too-early"


def test_somebody_declared_while_setting_up_can_be_assessed_at_once(owner: User) -> None:
    person = panel.declare_helper(owner, name="Vera Vice").id
    assessments.add_evidence(owner, person_id=person, text="Has helped for years", shows=GOOD)
    assert assessments.assessment(owner, person_id=person).result.state == "could-mentor"
