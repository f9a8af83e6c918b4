"""Cards of Today for decisions: an answer that is due, criteria to come, a role to look at. Examples: docs/rules/decisions.md."""

from collections.abc import Iterator
from datetime import date

from mentorpanel.domain.deciding_facts import DecidingFacts, DecisionFacts, WaitingFacts
from mentorpanel.domain.decisions import ASKED_FIRST, answer_state
from mentorpanel.domain.facts import Action, Card
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_cards import make_card, shortened
from mentorpanel.domain.words import ago, count, day_in_words, people_list, start_sentence


def decision_cards(facts: DecidingFacts, today: date, settings: RuleSettings) -> Iterator[Card]:
    """One card a decision: its day when that is near, else criteria that are long in coming; one a review."""
    for one in facts.decisions:
        state = answer_state(one.answer_by, today, ahead_days=settings.decision_ahead_days)
        late = [ask for ask in one.waiting if (today - ask.asked_on).days >= settings.criteria_waiting_days]
        if one.answer_by is not None and state in ("soon", "today", "past"):
            yield _answer_card(one, one.answer_by, state, today)
        elif late:
            yield _criteria_card(one, late, today)
    for role in facts.roles:
        if role.due_on <= today:
            yield make_card(
                "role-review", role.review_id, title=f"Look at your role after {count(role.months, 'month')}",
                why=f"You chose “{shortened(role.choice)}”. Does it give you scope to grow? What is missing can be said now.",
                facts=(role.due_on,),
                action=Action("Look at it", f"/decisions/reviews/{role.review_id}/", "mentorpanel decisions"),
            )  # fmt: skip


def _answer_card(one: DecisionFacts, answer_by: date, state: str, today: date) -> Card:
    if state == "past":
        told = f"You wanted to have answered {ago(answer_by, today)}; another day is fine, too."
    else:
        told = f"You want to answer {'today' if state == 'today' else _by(answer_by, today)}."
    if one.asked < ASKED_FIRST:
        told += " Two mentors asked what they would look at see more than one."
    elif one.waiting:
        told += f" {_names(one.waiting)} {'has' if len(one.waiting) == 1 else 'have'} not answered yet."
    return make_card(
        "decision", one.id, title=f"Decide: {shortened(one.question)}", why=told,
        state="soon" if state != "past" else "overdue", due=answer_by, facts=(answer_by, state == "past"),
        action=Action("Look at it", f"/decisions/{one.id}/", f"mentorpanel decision {one.id}"),
    )  # fmt: skip


def _criteria_card(one: DecisionFacts, late: list[WaitingFacts], today: date) -> Card:
    first = min(late, key=lambda ask: (ask.asked_on, ask.person_id))
    person = (first.person_id, first.name) if len(late) == 1 else None
    return make_card(
        "criteria", one.id, title=f"Criteria from {people_list([ask.name for ask in late])} are still to come",
        why=f"Asked {ago(first.asked_on, today)} about “{shortened(one.question)}”. Ask once more, or go on with what you have.",
        person=person, facts=tuple(sorted(ask.person_id for ask in late)),
        action=Action("Look at it", f"/decisions/{one.id}/#asked", f"mentorpanel decision {one.id}"),
    )  # fmt: skip


def _by(day: date, today: date) -> str:
    near = day_in_words(day, today)
    return near if near.startswith("in ") or near == "tomorrow" else f"by {near}"


def _names(waiting: tuple[WaitingFacts, ...]) -> str:
    return start_sentence(people_list([ask.name for ask in waiting]))
