"""They answered a letter, and to a formal ask or an introduction with yes or no."""

from datetime import date

from django.db import transaction

from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.domain.records import DraftRecord
from mentorpanel.storage import drafts, panel
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import answers, ask_answers, introduction_effects, people, readiness

ASKS = "formal-ask"
SAYS = ("", "yes", "no")


def note_reply(
    owner: User,
    *,
    draft_id: int,
    said: str = "",
    on: date | None = None,
    summary: str = "",
    advice: str = "",
) -> DraftRecord:
    """They answered, today or on a day since the letter went; a yes or no to a formal ask or an introduction is kept with it.

    An answer to an ask is put to the parked item that it was begun from; ``advice`` are their words, kept as advice as well.
    ``Conflict`` for a letter that has not gone, or a yes or no to one that asked nothing of the kind.
    """
    word = said.strip().lower()
    if word not in SAYS:
        raise Invalid("Say yes or no, or leave it at that they answered.", field="said")
    with transaction.atomic():
        about = introduction_effects.asks_for_consent(owner, draft_id=draft_id)
        if word and not about and drafts.draft(owner, draft_id=draft_id).kind != ASKS:
            raise Conflict(
                "A yes or no is noted for a formal ask or an introduction; say that they answered."
            )
        noted = answers.note_answer(owner, draft_id, on, summary or advice or _summary(word, about))
        if noted.answered_on is not None:
            ask_answers.keep_answer(
                owner, draft=noted, said=advice or summary, on=noted.answered_on, as_advice=bool(advice)
            )
        if word and about and noted.answered_on is not None:
            introduction_effects.letter_answered(owner, draft_id=draft_id, said=word, on=noted.answered_on)
        elif word and people.person(owner, person_id=noted.person.id).stage:
            readiness.set_monthly_answer(owner, person_id=noted.person.id, answer=word, on=noted.answered_on)
        return noted


def forget_reply(owner: User, *, draft_id: int) -> DraftRecord:
    """They have not answered after all; a yes or no that was noted on that day goes with it."""
    with transaction.atomic():
        before = drafts.draft(owner, draft_id=draft_id)
        if before.kind == ASKS and before.answered_on is not None:
            monthly = panel.monthly_answer(owner, person_id=before.person.id)
            if monthly.answer and monthly.on == before.answered_on:
                readiness.set_monthly_answer(owner, person_id=before.person.id, answer="")
        introduction_effects.answer_taken_back(owner, draft_id=draft_id)
        ask_answers.forget_answer(owner, draft=before)
        return answers.forget_answer(owner, draft_id)


def _summary(word: str, about: str = "") -> str:
    if word and about:
        return {
            "yes": f"Said yes to an introduction: {about}.",
            "no": f"Would rather not, for now: an introduction, {about}.",
        }[word]
    return {
        "yes": "Said yes to being my mentor, formally.",
        "no": "Said no to being my mentor, formally.",
    }.get(word, "")
