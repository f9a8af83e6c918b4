"""How warm a tie is: what the touchpoints add up to, fading with time. Examples: docs/rules/warmth.md.

min(Σ weight × 2^(−age/H), 3 × 2^(−days since last two-way / H)), one-way terms together at most 0.6.
The number is for rules only; people see a word.
"""

from collections.abc import Iterable
from datetime import date

from mentorpanel.domain.cadence import cadence_of
from mentorpanel.domain.facts import Direction, Stage, Tie, TieSummary, Touch, TouchpointKind, Verdict
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import ago

NEAR = (Stage.MENTOR, Stage.FORMAL_MENTOR, Stage.RAPPORT)
KEPT_UNANSWERED = 20
_ORDER = ("distant", "quiet", "warm", "close")


def half_life(stage: Stage | None, settings: RuleSettings) -> int:
    """Days in which a touchpoint loses half its weight: 180 for mentors and rapport, 110 else (Burt 2002)."""
    return settings.half_life_near_days if stage in NEAR else settings.half_life_far_days


def summarise(touches: Iterable[Touch], as_of: date, half_life_days: int) -> TieSummary:
    """What touchpoints add up to as of a day. One a day counts, two-way first; later ones are not seen yet.

    The order of ``touches`` does not matter, and they are read once: any iterable will do.
    """
    days: dict[date, bool] = {}
    sent: set[date] = set()
    for touch in touches:
        if touch.on > as_of:
            continue
        days[touch.on] = days.get(touch.on, False) or touch.is_two_way
        if awaits_answer(touch):
            sent.add(touch.on)
    two_way = [day for day, is_two_way in days.items() if is_two_way]
    one_way = [day for day, is_two_way in days.items() if not is_two_way]
    last_two_way = max(two_way, default=None)
    unanswered = sorted(day for day in sent if last_two_way is None or day > last_two_way)
    return TieSummary(
        as_of=as_of,
        half_life_days=half_life_days,
        two_way_sum=sum(_faded((as_of - day).days, half_life_days) for day in sorted(two_way)),
        one_way_sum=sum(_faded((as_of - day).days, half_life_days) for day in sorted(one_way)),
        last_on=max(days, default=None),
        last_two_way_on=last_two_way,
        last_from_me_on=max(sent, default=None),
        two_way_days=len(two_way),
        unanswered_on=tuple(unanswered[-KEPT_UNANSWERED:]),
    )


def awaits_answer(touch: Touch) -> bool:
    """A message of mine that could be answered: no talk, no event, no update, nothing that asks for no reply."""
    if touch.kind in (TouchpointKind.TALK, TouchpointKind.EVENT) or touch.is_personal_update:
        return False
    return touch.direction == Direction.FROM_ME and touch.awaits_answer


def warmth_of(summary: TieSummary, today: date, settings: RuleSettings) -> float:
    """The number behind the word, on a day from ``as_of`` on; never shown. Without anything two-way: 0.6 at most."""
    since = _faded((today - summary.as_of).days, summary.half_life_days)
    two_way = settings.two_way_weight * summary.two_way_sum * since
    one_way = min(settings.one_way_weight * summary.one_way_sum * since, settings.one_way_most)
    if summary.last_two_way_on is None:
        return one_way
    recent = settings.recency_factor * _faded((today - summary.last_two_way_on).days, summary.half_life_days)
    return min(two_way + one_way, recent)


def warmth_word(tie: Tie, today: date, settings: RuleSettings) -> Verdict:
    """*close, warm, quiet* or *distant*, and why. A drifting tie is warm at most, a cold one quiet at most."""
    word = _word(warmth_of(tie.summary, today, settings), settings)
    state = cadence_of(tie, today, settings).state
    last = tie.summary.last_two_way_on
    if last is None:
        return Verdict(_at_most("quiet", word), "You have not talked with each other yet.")
    talked = f"You last heard from each other {ago(last, today)}"
    for cap, at_most in (("drifting", "warm"), ("cold", "quiet")):
        if state == cap and _at_most(at_most, word) != word:
            return Verdict(at_most, f"{talked}; much has been said before, and it has been a while.")
    return Verdict(word, f"{talked}.")


def _word(warmth: float, settings: RuleSettings) -> str:
    for word, at in (("close", settings.close_at), ("warm", settings.warm_at), ("quiet", settings.quiet_at)):
        if warmth >= at:
            return word
    return "distant"


def _at_most(most: str, word: str) -> str:
    return min(most, word, key=_ORDER.index)


def _faded(days: int, half_life_days: int) -> float:
    """2^(−days/H); a day ahead counts as today."""
    return float(2.0 ** (-max(0, days) / half_life_days))
