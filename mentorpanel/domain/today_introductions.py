"""Cards of Today for introductions: whom to ask, remind, thank, tell. Examples: docs/rules/introductions.md."""

from collections.abc import Iterator
from typing import Final

from mentorpanel.domain.facts import Action, Card, Lane
from mentorpanel.domain.introductions import IntroductionStep
from mentorpanel.domain.today_cards import make_card
from mentorpanel.domain.today_facts import IntroductionState

SOMEBODY_WAITS: Final = (IntroductionStep.THANK, IntroductionStep.TELL_KINDLY)
"""Duties: thanks that are expected, and somebody who said yes and hears nothing."""
_ACTIONS: Final = {
    IntroductionStep.ASK: ("Write and ask", "--asked"),
    IntroductionStep.ASK_SECOND: ("Write and ask", "--asked --second"),
    IntroductionStep.REMIND: ("Remind them", "--reminded"),
    IntroductionStep.NOTE_ANSWER: ("Note it", "--agreed"),
    IntroductionStep.LET_GO: ("Let it rest", "--let-go"),
    IntroductionStep.INTRODUCE: ("Write to both", "--introduced"),
    IntroductionStep.AWAIT: ("Note it", "--introduced"),
    IntroductionStep.THANK: ("Thank them", "--thanked"),
    IntroductionStep.TELL: ("Tell them", "--told"),
    IntroductionStep.TELL_KINDLY: ("Write a line", "--told"),
    IntroductionStep.HEAR: ("Note it", "--outcome TEXT"),
}


def introduction_cards(found: tuple[IntroductionState, ...]) -> Iterator[Card]:
    """One card for each introduction with something to do; none while an answer is theirs to give."""
    for one in found:
        step = one.step
        action = _ACTIONS.get(step.step)
        is_theirs = step.step == IntroductionStep.AWAIT and not step.is_late
        if action is None or is_theirs or one.do_not_contact:
            continue
        is_duty = step.step in SOMEBODY_WAITS
        yield make_card(
            "introduction", one.id, title=_title(one), why=step.reason, state=step.step.value, due=step.due,
            lane=Lane.COMING_UP if is_duty or step.step == IntroductionStep.INTRODUCE else Lane.OPENINGS,
            person=(one.person_id, one.person_name), is_duty=is_duty, facts=(step.step.value, step.whom, step.due),
            action=Action(
                action[0], f"/introductions/{one.id}/", f"mentorpanel introductions {one.id} {action[1]}"
            ),
        )  # fmt: skip


def _title(one: IntroductionState) -> str:
    if one.step.step == IntroductionStep.HEAR:
        return f"{one.step.label}: {one.title}"
    if one.step.step in (IntroductionStep.INTRODUCE, IntroductionStep.LET_GO):
        return f"{one.step.label} ({one.title})"
    if one.step.step in (IntroductionStep.ASK, IntroductionStep.ASK_SECOND):
        return f"{one.step.label} about an introduction"
    return one.step.label
