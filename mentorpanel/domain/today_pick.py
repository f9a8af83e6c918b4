"""Which cards a day shows: duties always, the rest by value within the week's minutes."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from mentorpanel.domain.facts import Card, Lane
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_facts import DONE, NotShown, Picked
from mentorpanel.domain.today_headline import headline_of
from mentorpanel.domain.today_room import Room
from mentorpanel.domain.trace_records import TraceRecord
from mentorpanel.domain.words import named_day

VERDICTS = ("done", "snoozed", "dismissed")
ASKED = "asked"
"""Somebody waits for an answer: nothing sets this card aside but the answer."""
# These rest for a while when done; if nothing has changed by then, they were not done.
_RESTING_KINDS = ("cadence", "propose", "parked", "capture", "match", "inform", "raise", "revive", "formal")


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
    traces: Iterable[TraceRecord],
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
    latest = _latest(traces)
    shown: list[Card] = []
    left_out: list[NotShown] = []
    remaining = minutes_budget - spent_minutes
    waiting = in_order(cards)
    aside = {card.id: _set_aside(card, latest.get(card.id), today, settings) for card in waiting}
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
    cards: Iterable[Card], traces: Iterable[TraceRecord], *, today: date, settings: RuleSettings
) -> list[Card]:
    """The cards that were neither done, snoozed nor dismissed, in their order."""
    latest = _latest(traces)
    return [card for card in cards if not _set_aside(card, latest.get(card.id), today, settings)]


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


def _latest(traces: Iterable[TraceRecord]) -> dict[str, TraceRecord]:
    found: dict[str, TraceRecord] = {}
    for trace in traces:
        known = found.get(trace.card)
        if known is None or (trace.at, trace.id) > (known.at, known.id):
            found[trace.card] = trace
    return found


def _set_aside(card: Card, trace: TraceRecord | None, today: date, settings: RuleSettings) -> str:
    """Why a trace hides a card today; empty where it does not."""
    if trace is None or trace.on > today or card.kind == ASKED:
        return ""
    if trace.verdict == "snoozed" and trace.until is not None:
        until = min(trace.until, trace.on + timedelta(days=1)) if card.is_duty else trace.until
        return f"Snoozed until {named_day(until, today)}." if today < until else ""
    if trace.facts_key != card.facts_key:
        return ""
    if trace.verdict == "dismissed" and not card.is_duty:
        said = f": {' '.join(trace.reason.split())[:120].rstrip('.')}" if trace.reason.strip() else ""
        return f"Dismissed{said}. It returns when something changes."
    is_resting = card.kind not in _RESTING_KINDS or (today - trace.on).days < settings.done_rests_days
    return DONE if trace.verdict == "done" and is_resting else ""


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
