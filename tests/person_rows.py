"""One person with much of everything: what their page is measured with."""

from datetime import timedelta

from mentorpanel import clock
from mentorpanel.storage import models
from mentorpanel.storage.models import User
from mentorpanel.usecases import panel, people, profiles, touchpoints
from tests.makers import make_person

NAME = "Only One"
GOOD = [["listens", "clearly"], ["helps", "clearly"], ["excels:decides-well", "clearly"]]
STAGES = ("noticed", "reached-out", "connected", "rapport", "mentor")


def someone(owner: User) -> int:
    """The one person that a page is about: a mentor who could be asked for more."""
    found = models.Person.objects.filter(owner=owner, name=NAME).first()
    if found is not None:
        return found.pk
    made = people.add_person(owner, name=NAME, email="o@example.org", title="Director")
    panel.move_stage(owner, person_id=made.id, stage="mentor", is_setting_up=True)
    return made.id


def much_with_one(owner: User, many: int) -> None:
    """As many of everything that hangs on a person, with others beside: written as rows, which is quick."""
    person, now = someone(owner), clock.now()
    profiles.change_profile(owner, title="Engineer")
    before = models.Touchpoint.objects.filter(owner=owner).count()
    days = [now.date() - timedelta(days=number + 1) for number in range(before, before + many)]
    hers = {"owner": owner, "person_id": person}
    others = [make_person(owner, NAME, stage="mentor" if number % 2 else "") for number in range(many)]
    models.Touchpoint.objects.bulk_create(
        models.Touchpoint(
            **hers, kind="coffee", direction="both", on=day, at=now, source="manual", topics=["strategy"]
        )
        for day in days
    )
    touchpoints.summarise_person(owner, person_id=person)
    models.Session.objects.bulk_create(
        models.Session(
            **hers,
            uid=f"much-{day}",
            starts_at=now + (day - now.date()) * (1 if number % 2 else -1),
            status="held" if number % 2 else "planned",
        )
        for number, day in enumerate(days)
    )
    models.Commitment.objects.bulk_create(
        models.Commitment(**hers, text="hello", due_on=day, is_mine=True) for day in days
    )
    models.ParkedItem.objects.bulk_create(
        models.ParkedItem(**hers, text="hello", kind="question", parked_at=now, topics=["a"]) for _ in days
    )
    models.Advice.objects.bulk_create(
        models.Advice(**hers, text="hello", on=day, topics=["a"], status="worked") for day in days
    )
    models.Evidence.objects.bulk_create(
        models.Evidence(**hers, on=day, text="hello", shows=GOOD) for day in days
    )
    models.StageChange.objects.bulk_create(
        models.StageChange(**hers, from_stage=STAGES[number % 5 - 1], to_stage=STAGES[number % 5], on=day)
        for number, day in enumerate(days)
    )
    models.ContactPoint.objects.bulk_create(
        models.ContactPoint(**hers, kind="link", value=f"https://example.org/{day}", key=f"example.org/{day}")
        for day in days
    )
    models.Merge.objects.bulk_create(
        models.Merge(owner=owner, kept_id=person, merged_name="Only One", reason="hello") for _ in days
    )
    models.NeedLevel.objects.bulk_create(models.NeedLevel(**hers, need=f"own-{day}", level=2) for day in days)
    _goals(owner, person, many)
    _letters(owner, person, many)
    _between(owner, person, others)


def _goals(owner: User, person: int, many: int) -> None:
    today = clock.now().date()
    goals = models.Goal.objects.bulk_create(
        models.Goal(owner=owner, statement="hello", starts_on=today, due_on=today + timedelta(days=300))
        for _ in range(many)
    )
    models.GoalMentor.objects.bulk_create(
        models.GoalMentor(owner=owner, goal=goal, person_id=person) for goal in goals
    )
    models.GoalCheckIn.objects.bulk_create(
        models.GoalCheckIn(owner=owner, goal=goal, on=today, text="fine") for goal in goals
    )
    decision = models.Decision.objects.create(owner=owner, question="hello", began_on=today)
    models.DecisionCriterion.objects.bulk_create(
        models.DecisionCriterion(
            owner=owner, decision=decision, text="c", weight=1, given_by_id=person, given_on=today
        )
        for _ in range(many)
    )


def _letters(owner: User, person: int, many: int) -> None:
    """Letters, half of them on the paths of notices."""
    now = clock.now()
    notices = models.Notice.objects.bulk_create(
        models.Notice(
            owner=owner,
            person_id=person,
            kind="talk",
            where="Con",
            impressed="hello",
            noticed_on=now.date() - timedelta(days=number),
        )
        for number in range(many)
    )
    models.Draft.objects.bulk_create(
        models.Draft(
            owner=owner,
            person_id=person,
            kind="update",
            subject="hello",
            state="sent" if number % 2 else "draft",
            sent_at=now - timedelta(days=number) if number % 2 else None,
            notice=notice if number % 3 else None,
        )
        for number, notice in enumerate(notices)
    )


def _between(owner: User, person: int, others: list[int]) -> None:
    """With one other person each: who knows whom, introductions, wants, favours both ways."""
    today = clock.now().date()
    models.Acquaintance.objects.bulk_create(
        models.Acquaintance(owner=owner, person_id=person, other_id=other) for other in others
    )
    introductions = models.Introduction.objects.bulk_create(
        models.Introduction(owner=owner, requester_id=person, target_id=other, why="hello")
        for other in others
    )
    letters = models.Draft.objects.bulk_create(
        models.Draft(owner=owner, person_id=person, kind="introduction", state="draft") for _ in others
    )
    models.IntroductionLetter.objects.bulk_create(
        models.IntroductionLetter(owner=owner, introduction=one, draft=letter, step="ask")
        for one, letter in zip(introductions, letters, strict=True)
    )
    for number, other in enumerate(others):
        kind = "offer" if number % 2 else "need"
        models.Want.objects.create(owner=owner, person_id=person, kind=kind, text="hello", since=today)
        models.Favour.objects.create(
            owner=owner,
            person_id=person,
            direction="given",
            text="hello",
            on=today,
            told_on=today,
            other_id=other,
        )
        models.Favour.objects.create(owner=owner, person_id=other, direction="asked", text="hello", on=today)
