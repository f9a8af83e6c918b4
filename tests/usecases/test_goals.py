"""Goals: 6 to 18 months with a formal mentor, or a reason."""

from datetime import date, timedelta

import pytest

from mentorpanel.domain.goal_examples import Step
from mentorpanel.domain.problems import Conflict, Invalid, NeedsReason, NotFound
from mentorpanel.storage.models import User
from mentorpanel.usecases import goals
from tests.makers import make_person, queries_in

START = date(2026, 3, 2)
YEAR = START + timedelta(days=365)


def set_goal(owner: User, *people: int, due_on: date = YEAR, **more: object) -> int:
    made = goals.set_goal(
        owner,
        statement="Lead a team",
        due_on=due_on,
        starts_on=START,
        person_ids=people,
        **more,  # type: ignore[arg-type]
    )
    return made.id


def test_a_goal_holds_its_mentors_skills_and_milestones_in_order(owner: User) -> None:
    ana, ben = make_person(owner, "Ana Ruiz"), make_person(owner, "Ben Okri")
    goal_id = set_goal(owner, ana, ben, ana, why="Growth", how_known="Two reports", skills=["hiring"])
    goals.add_milestone(owner, goal_id=goal_id, text="Interview", due_on=START)
    goal = goals.add_milestone(owner, goal_id=goal_id, text="Charter")
    assert [mentor.name for mentor in goal.mentors] == ["Ana Ruiz", "Ben Okri"]
    assert [(one.text, one.due_on) for one in goal.milestones] == [("Interview", START), ("Charter", None)]
    assert (goal.why, goal.how_known, goal.skills) == ("Growth", "Two reports", ("hiring",))


def test_a_formal_mentors_goal_outside_the_horizon_wants_a_reason(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="formal-mentor")
    soon = START + timedelta(days=60)
    with pytest.raises(NeedsReason):
        set_goal(owner, ana, due_on=soon)
    assert goals.goals(owner) == ()
    goal_id = set_goal(owner, ana, due_on=soon, reason="The role closes in May.")
    assert goals.goal(owner, goal_id=goal_id).horizon_reason == "The role closes in May."
    assert goals.change_goal(owner, goal_id=goal_id, due_on=soon + timedelta(days=1)).due_on > soon
    assert set_goal(owner, make_person(owner, "Ben Okri", stage="mentor"), due_on=soon)
    assert set_goal(owner, ana)


def test_naming_a_formal_mentor_later_is_checked_as_well(owner: User) -> None:
    goal_id = set_goal(owner, due_on=START + timedelta(days=60))
    with pytest.raises(NeedsReason):
        goals.change_goal(
            owner, goal_id=goal_id, person_ids=[make_person(owner, "Ana Ruiz", stage="formal-mentor")]
        )
    assert goals.goal(owner, goal_id=goal_id).mentors == ()


def test_a_goal_due_before_its_start_is_refused(owner: User) -> None:
    with pytest.raises(Invalid):
        set_goal(owner, due_on=START - timedelta(days=1), reason="No")


def test_ticks_checks_in_ends_and_opens_again(owner: User) -> None:
    goal_id = set_goal(owner)
    milestone = goals.add_milestone(owner, goal_id=goal_id, text="Interview").milestones[0].id
    assert goals.tick_milestone(owner, milestone_id=milestone, on=START).milestones[0].done_on == START
    assert goals.tick_milestone(owner, milestone_id=milestone, done=False).milestones[0].done_on is None
    goals.check_in(owner, goal_id=goal_id, text="Early", on=START)
    goal = goals.check_in(owner, goal_id=goal_id, text="Late", on=START + timedelta(days=30))
    assert [text for _, text in goal.check_ins] == ["Late", "Early"]
    ended = goals.end_goal(owner, goal_id=goal_id, ending="let go", closing_note="Other plans.", on=YEAR)
    assert (ended.ended_on, ended.ending, ended.closing_note) == (YEAR, "let-go", "Other plans.")
    with pytest.raises(Conflict, match="ended already"):
        goals.end_goal(owner, goal_id=goal_id, ending="reached", closing_note="In another tab.")
    assert goals.goals(owner) == ()
    assert len(goals.goals(owner, open_only=False)) == 1
    with pytest.raises(Conflict):
        goals.check_in(owner, goal_id=goal_id, text="After")
    with pytest.raises(Invalid):
        goals.end_goal(owner, goal_id=goal_id, ending="exploded")
    assert goals.reopen_goal(owner, goal_id=goal_id).ended_on is None


def test_changes_what_is_said_and_who_helps(owner: User) -> None:
    ana, ben = make_person(owner, "Ana Ruiz"), make_person(owner, "Ben Okri")
    goal_id = set_goal(owner, ana)
    goal = goals.change_goal(
        owner,
        goal_id=goal_id,
        statement="Lead two teams",
        why="More",
        skills=["delegating"],
        person_ids=[ben],
    )
    assert (goal.statement, goal.why, goal.skills) == ("Lead two teams", "More", ("delegating",))
    assert [mentor.id for mentor in goal.mentors] == [ben]
    assert [found.id for found in goals.goals(owner, person_id=ben)] == [goal_id]
    assert goals.goals(owner, person_id=ana) == ()


def test_nothing_of_another_owners_can_be_reached(owner: User, other_owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    goal_id = set_goal(owner, ana)
    milestone = goals.add_milestone(owner, goal_id=goal_id, text="Interview").milestones[0].id
    theirs = set_goal(other_owner)
    attempts = [
        lambda: set_goal(other_owner, ana),
        lambda: goals.goal(other_owner, goal_id=goal_id),
        lambda: goals.change_goal(other_owner, goal_id=goal_id, why="x"),
        lambda: goals.change_goal(other_owner, goal_id=theirs, person_ids=[ana]),
        lambda: goals.add_milestone(other_owner, goal_id=goal_id, text="x"),
        lambda: goals.tick_milestone(other_owner, milestone_id=milestone),
        lambda: goals.check_in(other_owner, goal_id=goal_id, text="x"),
        lambda: goals.end_goal(other_owner, goal_id=goal_id, ending="reached"),
        lambda: goals.reopen_goal(other_owner, goal_id=goal_id),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert [goal.id for goal in goals.goals(other_owner, open_only=False)] == [theirs]
    assert goals.goals(other_owner, person_id=ana) == ()


def test_the_list_asks_as_many_questions_for_many_goals_as_for_few(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    counts = []
    for grown in (2, 10):
        for _ in range(grown):
            goals.add_milestone(owner, goal_id=set_goal(owner, ana), text="Interview")
        counts.append(queries_in(lambda: goals.goals(owner)))
    assert counts[0] == counts[1]


def test_a_goal_begins_with_its_milestones(owner: User) -> None:
    steps = [Step("Charter"), Step("  Interview ", START)]
    made = goals.set_goal(
        owner, statement="Lead a team", due_on=YEAR, starts_on=START, milestones=steps
    ).milestones
    assert [(one.text, one.due_on) for one in made] == [("Charter", None), ("Interview", START)]


def test_a_milestone_is_put_right_and_an_empty_one_refused(owner: User) -> None:
    goal_id = set_goal(owner)
    milestone = goals.add_milestone(owner, goal_id=goal_id, text="Intervew").milestones[0].id
    goals.tick_milestone(owner, milestone_id=milestone, on=START)
    (changed,) = goals.change_milestone(
        owner, milestone_id=milestone, text="Interview", due_on=YEAR
    ).milestones
    assert (changed.text, changed.due_on, changed.done_on) == ("Interview", YEAR, START)
    with pytest.raises(Invalid):
        goals.change_milestone(owner, milestone_id=milestone, text=" ")
    with pytest.raises(Invalid):
        goals.change_milestone(owner, milestone_id=milestone)


def test_a_milestone_that_was_taken_out_comes_back_where_it_was(owner: User, other_owner: User) -> None:
    goal_id = set_goal(owner)
    goals.add_milestone(owner, goal_id=goal_id, text="One", due_on=START)
    before = goals.add_milestone(owner, goal_id=goal_id, text="Two").milestones
    left, removed = goals.remove_milestone(owner, milestone_id=before[0].id)
    assert [one.text for one in left.milestones] == ["Two"]
    with pytest.raises(NotFound):
        goals.put_back(other_owner, removed=removed)
    with pytest.raises(NotFound):
        goals.put_back(owner, removed=removed + "x")
    for _ in range(2):
        assert goals.put_back(owner, removed=removed).milestones == before
