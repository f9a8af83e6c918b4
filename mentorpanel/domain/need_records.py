"""What a phase asks for in the owner's own word, as a frozen record for the shells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NeedWeightRecord:
    """How much a phase asks for a need, in the owner's word: 3 must, 2 should, 1 nice, 0 not now."""

    id: int
    phase: str
    need: str
    weight: int
