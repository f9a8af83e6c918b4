"""Advice side by side: two who differ on a question, and what was decided."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.advice_records import ContrastRecord
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import AdviceRecord
from mentorpanel.domain.wording import plain_text, required_text
from mentorpanel.storage import advice, contrasts, decision_contrasts, decisions, parking
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles

FEWEST, MOST = 2, 6
"""How many pieces stand side by side; more than six columns nobody compares; our judgement."""


def set_side_by_side(
    owner: User,
    *,
    question: str,
    advice_ids: Sequence[int],
    item_id: int | None = None,
    decision_id: int | None = None,
) -> ContrastRecord:
    """These differ on that question: at least two pieces of advice.

    With ``item_id`` it is that parked item's question; with ``decision_id`` a decision is about it.
    """
    asked = required_text(question, field="question", what="on what they differ")
    members = _members(advice_ids)
    with transaction.atomic():
        made = contrasts.add_contrast(owner, question=asked, advice_ids=members, item_id=item_id)
        if decision_id is None:
            return made
        decisions.decision(owner, decision_id=decision_id)
        decision_contrasts.link_decisions(owner, contrast_id=made.id, decision_ids=[decision_id])
        return contrasts.contrast(owner, contrast_id=made.id)


def change_contrast(
    owner: User,
    *,
    contrast_id: int,
    question: str | None = None,
    advice_ids: Sequence[int] | None = None,
) -> ContrastRecord:
    """Other words for the question, or other advice; None leaves it as it is."""
    changes: dict[str, Any] = {}
    with transaction.atomic():
        before = contrasts.contrast(owner, contrast_id=contrast_id)
        members = _members(advice_ids) if advice_ids is not None else None
        if question is not None:
            changes["question"] = required_text(question, field="question", what="on what they differ")
        if members is not None and before.choice_id not in (None, *members):
            changes["choice_id"] = None
        return contrasts.change_contrast(owner, contrast_id=contrast_id, advice_ids=members, **changes)


def decide(
    owner: User,
    *,
    contrast_id: int,
    choice_id: int | None = None,
    decided: str = "",
    why: str = "",
    on: date | None = None,
) -> ContrastRecord:
    """What I do and why, today by default: one piece's way (``choice_id``), or my own in words; one of the two is said."""
    with transaction.atomic():
        found = contrasts.contrast(owner, contrast_id=contrast_id)
        if choice_id is not None and choice_id not in {one.id for one in found.advice}:
            raise Invalid("That advice does not stand side by side here.", field="choice_id")
        words = plain_text(decided)
        if choice_id is None and not words:
            raise Invalid("Say which one you follow, or what you do instead.", field="decided")
        day = on or clock.today(profiles.zone(owner))
        return contrasts.change_contrast(
            owner,
            contrast_id=contrast_id,
            advice_ids=None,
            choice_id=choice_id,
            decided=words,
            why=plain_text(why),
            decided_on=day,
        )


def reopen(owner: User, *, contrast_id: int) -> ContrastRecord:
    """It is not decided after all; what was said stays."""
    with transaction.atomic():
        return contrasts.change_contrast(owner, contrast_id=contrast_id, advice_ids=None, decided_on=None)


def remove(owner: User, *, contrast_id: int) -> dict[str, Any]:
    """They do not differ after all: what ``put_back`` undoes it with, as plain values. The advice stays."""
    with transaction.atomic():
        found = contrasts.contrast(owner, contrast_id=contrast_id)
        contrasts.delete_contrast(owner, contrast_id=contrast_id)
        return {
            "question": found.question,
            "advice_ids": [one.id for one in found.advice],
            "item_id": found.item_id,
            "choice_id": found.choice_id,
            "decided": found.decided,
            "why": found.why,
            "decided_on": found.decided_on.isoformat() if found.decided_on else "",
            "decision_ids": [one.id for one in found.decisions],
        }


def put_back(owner: User, *, removed: Mapping[str, Any]) -> ContrastRecord:
    """Undo ``remove``."""
    kept = dict(removed)
    on = kept.pop("decided_on")
    with transaction.atomic():
        made = contrasts.add_contrast(
            owner,
            question=kept.pop("question"),
            advice_ids=kept.pop("advice_ids"),
            item_id=kept.pop("item_id"),
        )
        decision_contrasts.link_decisions(
            owner, contrast_id=made.id, decision_ids=kept.pop("decision_ids", [])
        )
        day = date.fromisoformat(on) if on else None
        return contrasts.change_contrast(owner, contrast_id=made.id, advice_ids=None, decided_on=day, **kept)


def contrast(owner: User, *, contrast_id: int) -> ContrastRecord:
    """One of them."""
    return contrasts.contrast(owner, contrast_id=contrast_id)


def contrasts_of(owner: User) -> tuple[ContrastRecord, ...]:
    """Everything that stands side by side, what is not decided first."""
    return contrasts.contrasts(owner)


def contrasts_with(owner: User, *, advice_id: int) -> tuple[ContrastRecord, ...]:
    """Where a piece of advice stands side by side with others."""
    return contrasts.contrasts(owner, advice_id=advice_id)


def beside(
    owner: User, *, topic: str = "", item_id: int | None = None, advice_ids: Sequence[int] = ()
) -> tuple[str, tuple[AdviceRecord, ...]]:
    """The question, as far as it is known, and the advice on it: on a topic, in answer to a parked item, or these.

    The newest of each person comes first.
    """
    question = ""
    if item_id is not None:
        question = parking.item(owner, item_id=item_id).text
        found = advice.answers_to(owner, item_id=item_id)
    elif topic:
        found = advice.advice_list(
            owner, person_id=None, query="", status="", limit=50, after="", topic=topic
        ).results
    else:
        found = tuple(advice.records(owner, advice_ids=advice_ids).values())
    return question, _one_of_each_first(found)[:MOST]


def _one_of_each_first(found: Sequence[AdviceRecord]) -> tuple[AdviceRecord, ...]:
    seen: set[int] = set()
    first: list[AdviceRecord] = []
    rest: list[AdviceRecord] = []
    for one in found:
        (rest if one.person.id in seen else first).append(one)
        seen.add(one.person.id)
    return (*first, *rest)


def _members(advice_ids: Sequence[int]) -> tuple[int, ...]:
    members = tuple(dict.fromkeys(advice_ids))
    if not FEWEST <= len(members) <= MOST:
        raise Invalid(
            f"Choose {FEWEST} to {MOST} pieces of advice to stand side by side.", field="advice_ids"
        )
    return members
