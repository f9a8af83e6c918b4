"""Which cards a day shows: duties always, the rest by value within the week's minutes."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from mentorpanel.domain.facts import Card, Lane
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_facts import NotShown, Picked
from mentorpanel.domain.today_headline import headline_of
from mentorpanel.domain.today_room import Room
from mentorpanel.domain.today_traces import ASKED, Traces
from mentorpanel.domain.trace_records import TraceRecord

VERDICTS = ("done", "snoozed", "dismissed")


def in_order(cards: Iterable[Card]) -> list[Card]:
    """What somebody asked for, then duties by their day, then by value, of like value what waits longest.

    The same cards are always in the same order.
    """
    return sorted(cards, key=lambda card: (
        card.kind != ASKED,
        not card.is_duty, (card.due or date.max) if card.is_duty else date.min, -card.value,
        card.due or date.max, card.kind, _number(card),
    ))  # fmt: skip


def pick(
    cards: Iterable[Card],
    traces: Iterable[TraceRecord] | Traces,
    minutes_budget: int,
    spent_minutes: int,
    *,
    today: date,
    settings: RuleSettings,
) -> Picked:
    """The cards for a day, within the owner's weekly minutes and after what was done with cards before.

    ``spent_minutes`` are this week's. Every duty shows unless it was done, or snoozed yesterday at
    the earliest. Of the rest a handful show at a time, few of a kind and one a person (``Room``).
    """
    past = Traces.of(traces, today, settings)
    shown: list[Card] = []
    left_out: list[NotShown] = []
    remaining = minutes_budget - spent_minutes
    waiting = in_order(cards)
    aside = {card.id: past.why_aside(card) for card in waiting}
    room = Room([card for card in waiting if not aside[card.id]], settings)
    for card in waiting:
        reason = aside[card.id] or room.why_not(card)
        if not reason and not card.is_duty and 0 < card.effort_minutes > remaining:
            reason = _no_time(card, remaining, minutes_budget)
        if reason:
            room.leave(card)
            left_out.append(NotShown(card, reason, can_return=bool(aside[card.id])))
            continue
        shown.append(card)
        room.take(card)
        remaining -= card.effort_minutes
    lanes = {lane: tuple(card for card in shown if card.lane == lane) for lane in Lane}
    return Picked(
        blind_spots=lanes[Lane.BLIND_SPOTS],
        coming_up=lanes[Lane.COMING_UP],
        openings=lanes[Lane.OPENINGS],
        not_shown=tuple(left_out),
        headline=headline_of(shown, today),
        minutes=sum(card.effort_minutes for card in shown),
    )


def not_set_aside(
    cards: Iterable[Card], traces: Iterable[TraceRecord] | Traces, *, today: date, settings: RuleSettings
) -> list[Card]:
    """The cards that were neither done, snoozed nor dismissed, in their order."""
    past = Traces.of(traces, today, settings)
    return [card for card in cards if not past.why_aside(card)]


def check_trace(
    card: Card, verdict: str, *, today: date, settings: RuleSettings, until: date | None = None
) -> date | None:
    """Whether that may be done with a card; returns the day until which a snooze hides it, else None.

    A duty cannot be dismissed (``Conflict``) and snoozes to tomorrow at most (``Invalid``, field ``until``).
    Without a day, a duty snoozes to tomorrow and anything else for a week.
    """
    if verdict not in VERDICTS:
        raise Invalid(f"A card can be {', '.join(VERDICTS)}.", field="verdict")
    if card.kind == ASKED and verdict != "done":
        raise Conflict(
            f"{card.person_name or 'Somebody'} waits for your answer; one of three kind lines is enough."
        )
    if verdict == "dismissed" and card.is_duty:
        raise Conflict(
            "Somebody counts on this one, so it cannot be dismissed. Do it, or snooze it until tomorrow."
        )
    if verdict != "snoozed":
        return None
    tomorrow = today + timedelta(days=1)
    wanted = until or (tomorrow if card.is_duty else today + timedelta(days=settings.snooze_days))
    if wanted <= today:
        raise Invalid("Snooze it to a day ahead: tomorrow or later.", field="until")
    if card.is_duty and wanted > tomorrow:
        raise Invalid("Somebody counts on this one; it can be snoozed until tomorrow at most.", field="until")
    return wanted


def _no_time(card: Card, remaining: int, minutes_budget: int) -> str:
    left = "none" if remaining <= 0 else str(remaining)
    is_or_are = "is" if remaining <= 1 else "are"
    return (
        f"It takes {card.effort_minutes} minutes; of this week’s {minutes_budget}, {left} {is_or_are} left."
    )


def _number(card: Card) -> int:
    tail = card.id.rpartition("-")[2]
    return int(tail) if tail.isdigit() else 0


def shown_cards(picked: Picked) -> Sequence[Card]:
    """Every card that is shown, lane by lane."""
    return (*picked.blind_spots, *picked.coming_up, *picked.openings)
