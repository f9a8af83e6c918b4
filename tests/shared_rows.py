"""One of everything that hangs on a person, for the tests of what leaves and what stays."""

from datetime import date

from mentorpanel.domain.facts import AdviceStatus
from mentorpanel.storage.models import (
    Advice,
    Commitment,
    FocusArea,
    FocusReader,
    Goal,
    GoalMentor,
    JournalEntry,
    JournalShare,
    Milestone,
    ParkedItem,
    Session,
    SessionItem,
    User,
)
from mentorpanel.usecases import decision_choices, decisions
from mentorpanel.usecases.decision_choices import Said
from tests.makers import NOON

MARK = "xprivatex"
"""What stands in every private word."""


def rows_of(owner: User, person: int, word: str, coming: int, held: int) -> None:
    """One of each for a person; with the mark as the word, all of it is somebody else's."""
    mine = {"owner": owner, "person_id": person}
    Advice.objects.create(
        **mine,
        session_id=held,
        text=f"{word} advice",
        on=NOON.date(),
        status=AdviceStatus.WORKED,
        outcome=f"{word} outcome",
    )
    Commitment.objects.create(**mine, session_id=held, text=f"{word} promise", due_on=date(2026, 3, 6))
    entry = JournalEntry.objects.create(owner=owner, kind="win", on=NOON.date(), text=f"{word} win")
    JournalShare.objects.create(**mine, entry=entry)
    area = FocusArea.objects.create(owner=owner, text=f"{word} focus", readers="named")
    FocusReader.objects.create(**mine, area=area)
    goal = Goal.objects.create(
        owner=owner,
        statement=f"{word} goal",
        starts_on=NOON.date(),
        due_on=date(2027, 1, 1),
        why="x",
        skills=["x"],
    )
    GoalMentor.objects.create(**mine, goal=goal)
    Milestone.objects.create(owner=owner, goal=goal, text=f"{word} milestone")
    _decision_of(owner, person, word)
    item = ParkedItem.objects.create(**mine, text=f"{word} item", kind="question", parked_at=NOON)
    SessionItem.objects.create(owner=owner, session_id=coming, item=item)
    Session.objects.filter(pk=held).update(status="held", held_at=NOON, shared_notes=f"{word} notes")


def _decision_of(owner: User, person: int, word: str) -> None:
    """An open decision that a person may know of, and a role that was looked at, one answer of it ticked for them."""
    for is_open in (True, False):
        made = decisions.begin_decision(
            owner,
            question=f"{word} decision",
            options=["x"],
            criteria=["x"],
            is_role=True,
            reader_ids=[person],
        ).decision
        if not is_open:
            chosen = decision_choices.choose(
                owner, decision_id=made.id, option_id=made.options[0].id, why="x"
            ).decision
            answers = [
                Said("scope", answer="no", note=f"{word} scope", is_shared=True),
                Said("energy", answer="no", note=f"{MARK} kept to myself"),
            ]
            decision_choices.answer_review(owner, review_id=chosen.reviews[0].id, answers=answers, note="x")
    decisions.begin_decision(owner, question=f"{MARK} nobody's", criteria=[f"{MARK} nobody's"])
