"""The shape of a panel: how different its worlds are × how strong its ties. Examples: docs/rules/panel-shape.md.

The four shapes are those of Higgins & Kram (2001) on developmental networks; the measures of range
and strength, and their thresholds, are our judgement.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from mentorpanel.domain.coverage import Member
from mentorpanel.domain.facts import Role, Stage
from mentorpanel.domain.names import fold, organisation_key
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import count

WARMTH_STEPS: Final = {"close": 3, "warm": 2, "quiet": 1, "distant": 0}
_MEANINGS: Final = {
    ("high", "high"): ("entrepreneurial", "People from different worlds who know you well: good for finding new ways."),
    ("high", "low"): (
        "opportunistic",
        "People from different worlds whom you know loosely: much comes by, and a little care would make more of it.",
    ),
    ("low", "high"): (
        "traditional",
        "People from much the same world who know you well: strong support, and few surprises.",
    ),
    ("low", "low"): (
        "receptive",
        "People from much the same world whom you know loosely: a beginning; warmer ties or other worlds are next.",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PanelShape:
    """``shape`` is entrepreneurial, opportunistic, traditional, receptive, or empty; ``reason`` says it in a line.

    ``range`` and ``strength`` are "high", "low" or empty.
    """

    shape: str
    reason: str
    range: str = ""
    strength: str = ""


def panel_shape(members: Iterable[Member], settings: RuleSettings) -> PanelShape:
    """The shape of the panel's ties. Fewer than two people, or nothing known of their worlds: none, and why.

    Somebody who is only a role model may be watched from afar: that is no tie, and does not count here.
    """
    ties = [member for member in members if _is_tie(member)]
    if len(ties) < settings.shape_counts_from:
        has = (
            f"there is {count(len(ties), 'person')}"
            if len(ties) == 1
            else f"there are {count(len(ties), 'person', 'people')}"
        )
        wanted = count(settings.shape_counts_from, "person", "people")
        return PanelShape("", f"A panel has a shape from {wanted} on; {has} on yours.")
    how_different = range_of(ties, settings)
    if how_different is None:
        return PanelShape("", "Note where these people work, and the shape of your panel shows.")
    steps = sum(WARMTH_STEPS.get(member.warmth, 0) for member in ties) / len(ties)
    wide = "high" if how_different >= settings.shape_range_at else "low"
    strong = "high" if steps >= settings.shape_strength_at else "low"
    shape, meaning = _MEANINGS[wide, strong]
    return PanelShape(shape, meaning, wide, strong)


def range_of(members: Sequence[Member], settings: RuleSettings) -> float | None:
    """How different the worlds are, 0 to 1: the share of pairs that differ in organisation, function and level.

    Only those of whom it is known are paired; the organisation weighs most (three times, by default).
    None when nothing is known of two people.
    """
    weighed = (
        (settings.shape_organisation_weight, [organisation_key(member.organisation) for member in members]),
        (1.0, [fold(member.function) for member in members]),
        (1.0, [fold(member.level) for member in members]),
    )
    found = [(weight, share) for weight, worlds in weighed if (share := _differing(worlds)) is not None]
    total = sum(weight for weight, _ in found)
    return round(sum(weight * share for weight, share in found) / total, 6) if total else None


def _differing(worlds: Iterable[str]) -> float | None:
    """The share of pairs that differ, counted without making the pairs."""
    sizes = Counter(world for world in worlds if world)
    known = sum(sizes.values())
    if known < 2:
        return None
    alike = sum(size * (size - 1) for size in sizes.values())
    return 1 - alike / (known * (known - 1))


def _is_tie(member: Member) -> bool:
    return member.is_panel and (
        member.is_core or member.stage == Stage.RAPPORT or Role.SPONSOR in member.roles
    )
