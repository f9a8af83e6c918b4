"""What was done with cards before, and whether that keeps one of them away today. Examples: docs/rules/today.md."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mentorpanel.domain.facts import Card
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_facts import DONE
from mentorpanel.domain.trace_records import TraceRecord
from mentorpanel.domain.words import named_day

ASKED: Final = "asked"
"""Somebody waits for an answer: nothing sets this card aside but the answer."""
# These rest for a while when done; if nothing has changed by then, they were not done.
_RESTING_KINDS: Final = (
    "cadence",
    "propose",
    "parked",
    "capture",
    "match",
    "inform",
    "raise",
    "revive",
    "formal",
)


@dataclass(frozen=True, slots=True)
class Traces:
    """What was last done with each card, seen from a day."""

    latest: dict[str, TraceRecord]
    today: date
    settings: RuleSettings

    @classmethod
    def of(cls, traces: "Iterable[TraceRecord] | Traces", today: date, settings: RuleSettings) -> "Traces":
        """Of everything that was done with cards, in any order; of a card's traces the newest counts.

        What was looked through already is not looked through again.
        """
        if isinstance(traces, Traces):
            return traces
        found: dict[str, TraceRecord] = {}
        for trace in traces:
            known = found.get(trace.card)
            if known is None or (trace.at, trace.id) > (known.at, known.id):
                found[trace.card] = trace
        return cls(found, today, settings)

    def why_aside(self, card: Card) -> str:
        """Why a trace hides a card today, in words; empty where none does."""
        trace = self.latest.get(card.id)
        if trace is None or trace.on > self.today or card.kind == ASKED:
            return ""
        if trace.verdict == "snoozed" and trace.until is not None:
            until = min(trace.until, trace.on + timedelta(days=1)) if card.is_duty else trace.until
            return f"Snoozed until {named_day(until, self.today)}." if self.today < until else ""
        if trace.facts_key != card.facts_key:
            return ""
        if trace.verdict == "dismissed" and not card.is_duty:
            said = f": {' '.join(trace.reason.split())[:120].rstrip('.')}" if trace.reason.strip() else ""
            return f"Dismissed{said}. It returns when something changes."
        rests = (self.today - trace.on).days < self.settings.done_rests_days
        return DONE if trace.verdict == "done" and (card.kind not in _RESTING_KINDS or rests) else ""

    def is_put_away(self, card: Card) -> bool:
        """Whether it was snoozed or dismissed, and so stands in no other card's way.

        What is done counts as said to them, and a snoozed duty is back tomorrow: both stand.
        """
        return not card.is_duty and self.why_aside(card) not in ("", DONE)

    def standing(self, cards: Iterable[Card]) -> Iterator[Card]:
        """The cards that were not put away, in their order."""
        return (card for card in cards if not self.is_put_away(card))

    def people_in(self, cards: Iterable[Card]) -> frozenset[int]:
        """Whom those of the cards are about that were not put away."""
        return frozenset(card.person_id for card in self.standing(cards) if card.person_id is not None)
