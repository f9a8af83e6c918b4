"""Old advice that fits a new question comes back: what worked first. Examples: docs/rules/advice.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from mentorpanel.domain.facts import AdviceStatus
from mentorpanel.domain.likeness import Likeness, stem_of, terms_of
from mentorpanel.domain.records import Named

AT_LEAST: Final = 0.2
"""From this likeness on advice comes back; measured on the examples of docs/rules/advice.md."""
_OF_THE_TRADE: Final = (
    "new year years month months week weeks day days time times read learn talk move work job people person "
    "start team level product manager management review question answer meet meeting role company business "
    "idea plan good big part point next career senior lead early"
)
_SAYS_LITTLE: Final = frozenset(map(stem_of, _OF_THE_TRADE.split()))
"""Words of the trade that stand in every other question: one of them alone says nothing; our judgement."""
MOST: Final = 2
_LOOKED_AT: Final = 12
_ORDER: Final = {
    AdviceStatus.WORKED.value: 0,
    AdviceStatus.TRYING.value: 1,
    AdviceStatus.NEW.value: 1,
    AdviceStatus.DID_NOT.value: 2,
}


@dataclass(frozen=True, slots=True)
class SaidOnce:
    """Advice as far as finding it again takes."""

    id: int
    person: Named
    text: str
    topics: tuple[str, ...]
    on: date
    status: str
    outcome: str = ""
    item_id: int | None = None
    """The parked item that it answered."""


@dataclass(frozen=True, slots=True)
class ComesBack:
    """Advice that fits, and the words that it shares with the question."""

    said: SaidOnce
    words: tuple[str, ...]

    @property
    def is_warning(self) -> bool:
        """Whether it is shown because it did not work."""
        return self.said.status == AdviceStatus.DID_NOT


class OldAdvice:
    """Everything that was said once, ready to be asked what fits; what was set aside never comes back."""

    def __init__(self, said: Sequence[SaidOnce]) -> None:
        self._said = [one for one in said if one.status in _ORDER]
        self._index = Likeness([" ".join((one.text, *one.topics)) for one in self._said])

    def for_question(
        self,
        text: str,
        topics: Sequence[str] = (),
        *,
        most: int = MOST,
        but: frozenset[int] = frozenset(),
        item_id: int | None = None,
    ) -> tuple[ComesBack, ...]:
        """What fits a question, what worked first and what did not work last.

        ``but`` are numbers to leave out; what was said in answer to the very item ``item_id`` is left out, too.
        """
        found = self._index.like(" ".join((text, *topics)), most=_LOOKED_AT, at_least=AT_LEAST)
        fits = [
            (one.score, ComesBack(self._said[one.place], one.words))
            for one in found
            if len(one.words) > 1 or not _SAYS_LITTLE.issuperset(terms_of(one.words[0]))
        ]
        kept = [
            one
            for one in fits
            if one[1].said.id not in but and (item_id is None or one[1].said.item_id != item_id)
        ]
        kept.sort(key=lambda one: (_ORDER[one[1].said.status], -one[0], one[1].said.id))
        return tuple(back for _, back in kept[:most])


@lru_cache(maxsize=8)
def old_advice(said: tuple[SaidOnce, ...]) -> OldAdvice:
    """The index of these; asked again for the very same it is not made again."""
    return OldAdvice(said)
