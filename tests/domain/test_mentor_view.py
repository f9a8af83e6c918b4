"""What leaves for a mentor: nothing private, nothing of anybody else's."""

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mentorpanel.domain.facts import AdviceStatus, JournalKind, ParkedKind
from mentorpanel.domain.letters.assembly import assemble_brief
from mentorpanel.domain.letters.kinds import kind_of
from mentorpanel.domain.mentor_view import (
    AdviceFact,
    BriefFacts,
    CommitmentFact,
    DecisionFact,
    FocusFact,
    GoalFact,
    JournalFact,
    MentorView,
    MilestoneFact,
    ParkedFact,
    RoleFact,
    view_for_mentor,
)

SECRET = "ZZPRIVATE"
STARTS = datetime(2026, 12, 3, 13, tzinfo=UTC)
LAST = date(2026, 11, 3)
ANA, JO = 1, 2
# The allow-list, said twice on purpose: a field is added here only with a thought for who reads it.
MAY_LEAVE = {
    "MentorView": "person_name my_name starts_at ends_at zone their_zone place goals advice journal mine theirs focus parked "
    "decisions role",
    "SharedGoal": "statement due_on done next_step milestones",
    "SharedAdvice": "text status outcome",
    "SharedEntry": "on kind text",
    "SharedPromise": "text due_on is_done",
    "SharedFocus": "text is_new",
    "SharedItem": "text kind id",
    "SharedDecision": "question answer_by",
}


def facts(**given: Any) -> BriefFacts:
    return BriefFacts(
        person_id=ANA,
        person_name="Ana Silva",
        my_name="Priya",
        starts_at=STARTS,
        ends_at=STARTS + timedelta(minutes=45),
        zone="Europe/Berlin",
        since=LAST,
        **given,
    )


def everything() -> BriefFacts:
    hers = frozenset({ANA})
    return facts(
        goals=(
            GoalFact("Lead a team", date(2027, 9, 1), (MilestoneFact("Ask"),), hers),
            GoalFact(SECRET, None),
        ),
        advice=(
            AdviceFact(ANA, "Propose it", AdviceStatus.WORKED, "yes"),
            AdviceFact(JO, SECRET, AdviceStatus.WORKED, SECRET),
            AdviceFact(ANA, SECRET, AdviceStatus.WORKED, loop_closed_on=LAST),
            AdviceFact(ANA, SECRET, AdviceStatus.WORKED, is_confidential=True),
        ),
        journal=(
            JournalFact(date(2026, 11, 20), JournalKind.WIN, "For everybody", True),
            JournalFact(date(2026, 11, 20), JournalKind.WIN, "For Ana", shared_with=hers),
            JournalFact(date(2026, 11, 20), JournalKind.WIN, SECRET),
            JournalFact(date(2026, 11, 20), JournalKind.WIN, SECRET, shared_with=frozenset({JO})),
            JournalFact(date(2026, 10, 20), JournalKind.WIN, SECRET, True),
        ),
        commitments=(
            CommitmentFact(ANA, True, "Send it"),
            CommitmentFact(ANA, False, "Call Jo"),
            CommitmentFact(JO, True, SECRET),
            CommitmentFact(ANA, True, SECRET, dropped_on=LAST),
        ),
        focus=(
            FocusFact("Told to all", "everyone"),
            FocusFact("Told to Ana", "named", hers),
            FocusFact(SECRET),
            FocusFact(SECRET, "named", frozenset({JO})),
            FocusFact(SECRET, "nobody", hers, True),
        ),
        parked=(
            ParkedFact("For whoever comes", ParkedKind.QUESTION, True),
            ParkedFact("For Ana herself", ParkedKind.IDEA, True, ANA),
            ParkedFact(SECRET, ParkedKind.QUESTION, True, JO),
            ParkedFact(SECRET, ParkedKind.QUESTION, False, ANA),
        ),
        decisions=(
            DecisionFact("Which role?", date(2026, 12, 20), hers),
            DecisionFact(SECRET),
            DecisionFact(SECRET, None, frozenset({JO})),
        ),
        role=(RoleFact("It gives scope", hers), RoleFact(SECRET), RoleFact(SECRET, frozenset({JO}))),
    )


@pytest.mark.parametrize("short", [False, True])
def test_what_is_not_for_this_mentor_is_nowhere_in_the_brief(short: bool) -> None:
    view = view_for_mentor(everything())
    slots = assemble_brief(view, short)
    letter = kind_of("brief")
    assert SECRET not in repr(view)
    assert SECRET not in letter.subject(slots) + letter.compose(slots) + repr(slots)


def test_what_is_for_them_is_there() -> None:
    view = view_for_mentor(everything())
    assert [goal.statement for goal in view.goals] == ["Lead a team"]
    assert [advice.text for advice in view.advice] == ["Propose it"]
    assert [entry.text for entry in view.journal] == ["For everybody", "For Ana"]
    assert [promise.text for promise in (*view.mine, *view.theirs)] == ["Send it", "Call Jo"]
    assert [area.text for area in view.focus] == ["Told to all", "Told to Ana"]
    assert [item.text for item in view.parked] == ["For whoever comes", "For Ana herself"]
    assert [one.question for one in view.decisions] == ["Which role?"] and view.role == ("It gives scope",)


def test_an_entry_on_the_day_of_the_last_session_still_counts_as_news() -> None:
    entry = JournalFact(LAST, JournalKind.CHANGE, "That evening", True)
    assert len(view_for_mentor(facts(journal=(entry,))).journal) == 1


def test_the_view_has_the_fields_of_the_allow_list_and_no_other() -> None:
    found = {
        type(part).__name__: " ".join(field.name for field in fields(part))
        for part in parts_of(view_for_mentor(everything()))
    }
    assert found == MAY_LEAVE


def test_nothing_can_be_added_to_a_view() -> None:
    view = view_for_mentor(everything())
    assert not hasattr(view, "__dict__")
    with pytest.raises(AttributeError):
        view.person_name = SECRET  # type: ignore[misc]
    with pytest.raises(TypeError):
        MentorView(private_notes=SECRET)  # type: ignore[call-arg]


def parts_of(part: Any) -> list[Any]:
    found = [part]
    for field in fields(part):
        value = getattr(part, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            if is_dataclass(one):
                found += parts_of(one)
    return found
