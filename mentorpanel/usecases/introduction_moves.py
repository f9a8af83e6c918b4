"""One step of an introduction by its name, as every shell takes it."""

from collections.abc import Callable
from datetime import date
from typing import Final

from mentorpanel.domain.introductions import NO, YES
from mentorpanel.domain.problems import NotFound
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import introduction_steps, introductions
from mentorpanel.usecases.introductions import Introduction

Take = Callable[[User, int, str, date | None, str], Introduction]


def _asked(owner: User, number: int, whom: str, on: date | None, text: str) -> Introduction:
    return introduction_steps.asked(owner, introduction_id=number, whom=whom, on=on)


def _agreed(owner: User, number: int, whom: str, on: date | None, text: str) -> Introduction:
    return introduction_steps.said(owner, introduction_id=number, answer=YES, whom=whom, on=on)


def _declined(owner: User, number: int, whom: str, on: date | None, text: str) -> Introduction:
    return introduction_steps.said(owner, introduction_id=number, answer=NO, whom=whom, on=on)


def _reminded(owner: User, number: int, whom: str, on: date | None, text: str) -> Introduction:
    return introduction_steps.reminded(owner, introduction_id=number, on=on)


def _introduced(owner: User, number: int, whom: str, on: date | None, text: str) -> Introduction:
    return introduction_steps.introduced(owner, introduction_id=number, on=on)


def _met(owner: User, number: int, whom: str, on: date | None, text: str) -> Introduction:
    return introduction_steps.met(owner, introduction_id=number, on=on)


def _thanked(owner: User, number: int, whom: str, on: date | None, text: str) -> Introduction:
    return introduction_steps.thanked(owner, introduction_id=number, on=on)


def _outcome(owner: User, number: int, whom: str, on: date | None, text: str) -> Introduction:
    return introduction_steps.came_of_it(owner, introduction_id=number, outcome=text, on=on)


def _nothing(owner: User, number: int, whom: str, on: date | None, text: str) -> Introduction:
    return introduction_steps.came_of_it(owner, introduction_id=number, outcome=text, on=on, is_nothing=True)


def _told(owner: User, number: int, whom: str, on: date | None, text: str) -> Introduction:
    return introduction_steps.told(owner, introduction_id=number, on=on)


def _let_go(owner: User, number: int, whom: str, on: date | None, text: str) -> Introduction:
    return introduction_steps.let_go(owner, introduction_id=number)


STEPS: Final[dict[str, tuple[Take, str]]] = {
    "asked": (_asked, "Noted as asked."),
    "agreed": (_agreed, "Noted: a yes."),
    "declined": (_declined, "Noted: not now. That is a fine answer."),
    "reminded": (_reminded, "Noted as reminded."),
    "introduced": (_introduced, "Noted: introduced."),
    "met": (_met, "Noted that you talked."),
    "thanked": (_thanked, "Noted as thanked."),
    "outcome": (_outcome, "What came of it is kept."),
    "nothing": (_nothing, "Noted. Not everything comes to something."),
    "told": (_told, "Noted as told."),
    "let-go": (_let_go, "Let rest, kindly."),
}
"""A step's name, what it does, and what is said when it is done."""


def take_step(
    owner: User, *, introduction_id: int, step: str, whom: str = "", on: date | None = None, text: str = ""
) -> Introduction:
    """Take a step by its name; ``whom`` is first or second, without one whoever the next step is about.

    ``text`` is what came of it. A name that is none is ``NotFound``. Undo: ``introduction_steps.undo``.
    """
    if step not in STEPS:
        raise NotFound(f"There is no step “{step[:40]}”. There are: {', '.join(STEPS)}.")
    about = whom or introductions.introduction(owner, introduction_id=introduction_id).step.whom
    return STEPS[step][0](owner, introduction_id, about, on, text)
