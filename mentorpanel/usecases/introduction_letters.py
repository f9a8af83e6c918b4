"""The letters of an introduction: each begun from it, a step of it once it has gone."""

from typing import Final

from django.db import transaction

from mentorpanel.domain.introduction_records import IntroductionRecord
from mentorpanel.domain.introductions import IntroductionStep
from mentorpanel.domain.problems import Conflict
from mentorpanel.domain.records import DraftRecord
from mentorpanel.storage import introduction_letters
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import introductions, letters, people
from mentorpanel.usecases.introduction_effects import (
    ASK,
    ASK_SECOND,
    INTRODUCE,
    TELL,
    TELL_KINDLY,
    THANK,
    WHOM,
)
from mentorpanel.usecases.letters import Letter

STEPS: Final = {
    IntroductionStep.ASK: ASK,
    IntroductionStep.REMIND: "",
    IntroductionStep.ASK_SECOND: ASK_SECOND,
    IntroductionStep.INTRODUCE: INTRODUCE,
    IntroductionStep.THANK: THANK,
    IntroductionStep.TELL: TELL,
    IntroductionStep.TELL_KINDLY: TELL_KINDLY,
}
"""The letter that a step wants; a reminder is a line in the owner's own words."""
KINDS: Final = ("introduction-request", "introduction-consent", "introduction", "note")
NOT_THE_MOMENT: Final = (
    "It turns out not to be the moment for it, and I did not want to leave you waiting. "
    "I keep it in mind, and thank you for being open to it."
)


def wanted(step: IntroductionStep) -> str:
    """Which letter a step wants; empty where it wants none."""
    return STEPS.get(step, "")


def start_letter(owner: User, *, introduction_id: int) -> Letter:
    """The letter of the next step: the draft that is begun, else a new one filled from the introduction."""
    with transaction.atomic():
        found = introductions.introduction(owner, introduction_id=introduction_id)
        step = wanted(found.step.step)
        if not step:
            raise Conflict(f"No letter is next here. {found.step.reason}")
        begun = next(
            (one for kind, one in found.letters if kind == step and one.state in ("draft", "failed")), None
        )
        if begun is not None:
            return letters.letter(owner, draft_id=begun.id)
        kind, person_id, slots = _of(found.record, step, found.step.whom)
        if step != TELL_KINDLY:
            _others_may_be_named(owner, found.record, person_id)
        made = letters.draft_letter(owner, kind=kind, person_id=person_id, slots=slots)
        introduction_letters.link_letter(
            owner, introduction_id=introduction_id, draft_id=made.draft.id, step=step
        )
        if kind == "note":
            return letters.letter(owner, draft_id=made.draft.id)
        return letters.start_afresh(owner, draft_id=made.draft.id)


def step_of_letter(owner: User, *, draft: DraftRecord) -> tuple[int, bool] | None:
    """The introduction that a letter is a step of, by its number, and whether it asks for a yes; None for other letters."""
    found = introduction_letters.step_of(owner, draft_id=draft.id) if draft.kind in KINDS else None
    return (found[0], found[1] in WHOM) if found else None


def _of(record: IntroductionRecord, step: str, whom: str) -> tuple[str, int, dict[str, str]]:
    """The kind of letter, to whom, and what it begins with. Of one who said no, the other hears no name."""
    first, second_id = record.first, record.target.id if record.target else record.first.id
    if step == ASK and record.is_request:
        return "introduction-request", first.id, {"target": _target(record)}
    if step == ASK:
        return "introduction-consent", first.id, {"other": record.second_name}
    if step == ASK_SECOND:
        return "introduction-consent", second_id, {"other": first.name}
    if step == INTRODUCE:
        return "introduction", first.id, {"second": record.second_name}
    if step == TELL_KINDLY:
        said = {"about": "I asked whether you would like to meet somebody", "message": NOT_THE_MOMENT}
        return "note", first.id if whom == "first" else second_id, said
    brought = f"You brought me together with {record.second_name}"
    if step == THANK:
        return (
            "note",
            first.id,
            {"about": brought, "message": "Thank you: that was kind of you, and it helps"},
        )
    return "note", first.id, {"about": brought, "message": record.outcome}


def _others_may_be_named(owner: User, record: IntroductionRecord, reader_id: int) -> None:
    """Marked confidential since: nothing is written to one that names the other."""
    for one in (record.first, record.target):
        if one is not None and one.id != reader_id:
            introductions.may_be_named(people.person(owner, person_id=one.id))


def _target(record: IntroductionRecord) -> str:
    at = record.organisation
    return (
        f"{record.second_name} at {at}"
        if record.target is None and record.target_name and at
        else record.second_name
    )
