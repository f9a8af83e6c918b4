"""The sample's decisions: one open in the middle of a change, with criteria of two mentors, and a role to look at."""

from collections.abc import Mapping
from datetime import date, timedelta

from mentorpanel.domain.days import add_months
from mentorpanel.domain.decision_records import DecisionRecord
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import decision_asks, decision_choices, decision_parts, decisions

QUESTION = "Growth at Fernwood, or the platform role at Northlight?"
OPTIONS = ("Stay in growth", "Platform role at Northlight", "Lead the new team here")
MINE = ("I lead people within a year", "Close to customers")
THEIRS = {
    "Marek Holm": (("Work that gets better with time",), "Ask who left the platform team, and why."),
    "Priya Nair": (("A manager who says what they see", "Room to fail once"), ""),
}
MARKS = ("=+", "=-", "+=", "+=", "=-")
"""Of each criterion in its order: the platform role, then the new team, each against staying."""
ROLE = "Join the growth team, or stay in payments?"


def fill(owner: User, ids: Mapping[str, int], today: date) -> None:
    """One that is open and one that is made, so that both pages have something to show."""
    _role(owner, ids, today)
    made = decisions.begin_decision(
        owner,
        question=QUESTION,
        options=OPTIONS,
        criteria=MINE,
        answer_by=today + timedelta(days=24),
        is_role=True,
        reader_ids=[ids["Marek Holm"]],
        is_against_first=True,
    ).decision
    for days, (name, (criteria, said)) in zip((9, 6), THEIRS.items(), strict=True):
        found = decision_asks.note_answer(
            owner,
            decision_id=made.id,
            person_id=ids[name],
            criteria=criteria,
            said=said,
            on=today - timedelta(days=days),
        ).decision
    _judge(owner, found, MARKS)
    decision_parts.change_criterion(owner, criterion_id=found.criteria[0].id, weight=2)


def _judge(owner: User, found: DecisionRecord, written: tuple[str, ...]) -> None:
    marks = {"+": "better", "=": "same", "-": "worse"}
    for criterion, signs in zip(found.criteria, written, strict=True):
        for option, sign in zip(found.options[1:], signs, strict=True):
            decisions.judge(
                owner,
                option_id=option.id,
                criterion_id=criterion.id,
                mark=marks[sign],
                reason="They wanted an answer that week.",
            )


def _role(owner: User, ids: Mapping[str, int], today: date) -> None:
    """A role that was chosen three months ago, with what was wanted of it."""
    made = decisions.begin_decision(
        owner,
        question=ROLE,
        options=("Stay in payments", "Join growth"),
        is_against_first=True,
        criteria=("Decide on my own roadmap",),
        is_role=True,
        reader_ids=[ids["Ana Ruiz"]],
    ).decision
    chosen_on = add_months(today, -3) - timedelta(days=5)
    heard = decision_asks.note_answer(
        owner,
        decision_id=made.id,
        person_id=ids["Ana Ruiz"],
        criteria=["I learn from the people around me"],
        on=chosen_on - timedelta(days=12),
    ).decision
    _judge(owner, heard, ("=", "+"))
    decision_choices.choose(
        owner,
        decision_id=made.id,
        option_id=made.options[1].id,
        why="Payments had become a place where I was right too easily.",
        on=chosen_on,
    )
    decision_asks.told(owner, decision_id=made.id, person_id=ids["Ana Ruiz"])
