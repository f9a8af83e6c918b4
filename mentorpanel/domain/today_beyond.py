"""Cards of Today beyond one person's rhythm, each person spoken of once. Examples: docs/rules/today-panel.md."""

from collections.abc import Iterable
from datetime import date

from mentorpanel.domain.cadence import CORE, is_left_in_peace
from mentorpanel.domain.facts import Card
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_facts import TieState, TodayFacts
from mentorpanel.domain.today_goals import goal_cards
from mentorpanel.domain.today_informing import inform_cards, news_cards, uninformed
from mentorpanel.domain.today_panel import address_cards, flag_cards, focus_cards, gap_cards, phase_cards
from mentorpanel.domain.today_steps import (
    assess_cards,
    formal_cards,
    raise_cards,
    revive_cards,
    stage_cards,
)
from mentorpanel.domain.today_traces import Traces


def beyond_cards(
    facts: TodayFacts, written_to: frozenset[int], in_rhythm: frozenset[int], past: Traces
) -> list[Card]:
    """What the panel as a whole, goals, my phase and next steps give. ``written_to`` have a card that writes to them.

    Nobody who waits, is paused or is not to be contacted is asked anything here; and whom one card writes
    to, no other one proposes to write to, to ask or to let rest, unless it was put away. ``in_rhythm`` have the
    rhythm's card, put away or not: an update would be the same word to them, so none is proposed.
    """
    today, settings = past.today, past.settings
    panel, phase = facts.panel, facts.panel.phase.slug if facts.panel.phase else ""
    names = {state.tie.person_id: state.tie.name for state in facts.ties}
    taken = set(written_to) | _in_peace(facts.ties, today, settings)
    meeting = {one.person_id for one in facts.sessions if one.clock.starts_at.date() >= today}
    meeting |= {
        state.tie.person_id for state in facts.ties if (state.tie.next_session_on or date.min) >= today
    }

    formal = _take(taken, formal_cards(panel.formal, taken), past)
    waiting = uninformed(facts.ties, taken | in_rhythm, today, settings, phase=phase)
    inform = list(inform_cards(waiting))
    is_informing = any(past.standing(inform))
    if is_informing:
        taken |= {tie.person_id for tie, _ in waiting}
    steps = [
        *stage_cards(panel.steps, written_to),
        *_take(taken, raise_cards(panel.items, meeting, taken, today, settings), past),
        *_take(taken, revive_cards(panel.dormant, taken, today), past),
        *_take(taken, assess_cards(panel.to_assess, taken, today, settings), past),
    ]
    return [
        *formal,
        *inform,
        *([] if is_informing else news_cards(panel.wins, facts.ties, today, phase=phase)),
        *steps,
        *gap_cards(panel),
        *flag_cards(panel, names, taken, settings),
        *goal_cards(panel.goals, today, settings),
        *phase_cards(panel.phase, today, settings),
        *focus_cards(panel, any(state.tie.stage in CORE for state in facts.ties)),
        *address_cards(panel.addresses, panel.phase, today, settings),
    ]


def _in_peace(ties: Iterable[TieState], today: date, settings: RuleSettings) -> set[int]:
    return {
        state.tie.person_id
        for state in ties
        if state.do_not_contact
        or (state.tie.paused_until is not None and state.tie.paused_until > today)
        or is_left_in_peace(state.tie, today, settings)
    }


def _take(taken: set[int], cards: Iterable[Card], past: Traces) -> list[Card]:
    """The cards, with those whom they are about taken from now on, but for what was put away."""
    found = list(cards)
    taken |= past.people_in(found)
    return found
