"""Who covers what is needed, how strongly, and how warm that tie is now. Examples: docs/rules/coverage.md.

Strength = Σ over the panel of level (0 to 3) × factor of the tie. The number is for rules; people see
*open*, *thin* or *covered* with names.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from mentorpanel.domain.cadence import CORE
from mentorpanel.domain.facts import Role, Stage
from mentorpanel.domain.names import fold
from mentorpanel.domain.need_topics import LEVEL_WORDS, MOST_LEVEL
from mentorpanel.domain.needs import ROLE_MODEL, Need, in_order
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import number, people_list

PANEL_ROLES: Final = frozenset((Role.SPONSOR, Role.ROLE_MODEL))
STATES: Final = ("open", "thin", "covered")


def is_core(stage: Stage | None) -> bool:
    """Core: mentors and formal mentors."""
    return stage in CORE


def is_panel(stage: Stage | None, roles: Collection[Role] = ()) -> bool:
    """Panel: core, rapport, sponsors and role models; nobody whose relationship was closed."""
    if stage is None or stage == Stage.CLOSED:
        return False
    return stage in CORE or stage == Stage.RAPPORT or not PANEL_ROLES.isdisjoint(roles)


def is_active(stage: Stage | None, standing: str) -> bool:
    """Active: core that is not lapsed."""
    return stage in CORE and standing != "lapsed"


@dataclass(frozen=True, slots=True)
class Member:
    """A person as coverage, flags and shape see them.

    ``warmth`` is the word, ``standing`` the word or empty, ``level`` their rung in words, ``level_index``
    its place on the ladder. ``levels`` says how far they help, 0 to 3, by need; needs in ``said`` are the
    owner's word, the others are suggested, with the fact in ``reasons``. ``is_outside_organisation``
    None: not known. ``distance`` is my-line, my-team, near, outside or empty.
    """

    person_id: int
    name: str
    stage: Stage | None
    roles: frozenset[Role] = frozenset()
    warmth: str = "distant"
    standing: str = ""
    organisation: str = ""
    level: str = ""
    level_index: int | None = None
    function: str = ""
    introducer_id: int | None = None
    distance: str = ""
    is_outside_organisation: bool | None = None
    levels: Mapping[str, int] = field(default_factory=dict)
    said: frozenset[str] = frozenset()
    reasons: Mapping[str, str] = field(default_factory=dict)
    has_running_goal: bool = False

    @property
    def is_core(self) -> bool:
        return is_core(self.stage)

    @property
    def is_panel(self) -> bool:
        return is_panel(self.stage, self.roles)

    @property
    def is_active(self) -> bool:
        return is_active(self.stage, self.standing)


@dataclass(frozen=True, slots=True)
class Cover:
    """One person's part in covering a need: level (1 to 3) × factor = amount, and why in words."""

    person_id: int
    name: str
    level: int
    factor: float
    amount: float
    reason: str


@dataclass(frozen=True, slots=True)
class NeedCoverage:
    """How a need is covered: *open*, *thin* or *covered*; ``people`` do, most first.

    ``out_of_reach`` could help, but the tie is too distant to count now.
    """

    need: Need
    state: str
    strength: float
    people: tuple[Cover, ...]
    reason: str
    out_of_reach: tuple[Cover, ...] = ()


def coverage_of(need: Need, members: Iterable[Member], settings: RuleSettings) -> NeedCoverage:
    """*Open* below 1; *covered* at 2 or more from two or more people; else *thin*. Our judgement.

    A need may say itself how many people it takes (one earlier mentor kept: one).
    """
    covers = [cover for member in members if member.is_panel for cover in _cover(need.slug, member, settings)]
    covers.sort(key=lambda cover: (-cover.amount, -cover.level, fold(cover.name), cover.person_id))
    people = tuple(cover for cover in covers if cover.amount > 0)
    out_of_reach = tuple(cover for cover in covers if cover.amount <= 0)
    strength = round(sum(cover.amount for cover in people), 6)
    wanted = need.people or settings.coverage_covered_people
    state = _state(strength, len(people), wanted, settings)
    return NeedCoverage(
        need, state, strength, people, _reason(need, state, people, out_of_reach, wanted), out_of_reach
    )


def coverage_of_all(
    needs: Iterable[Need], members: Sequence[Member], settings: RuleSettings
) -> tuple[NeedCoverage, ...]:
    """``coverage_of`` each need, in the order given."""
    panel = [member for member in members if member.is_panel]
    return tuple(coverage_of(need, panel, settings) for need in needs)


def gaps_in(coverage: Iterable[NeedCoverage]) -> tuple[NeedCoverage, ...]:
    """What is open or thin: heaviest needs first, open before thin, weakest first, then as in the taxonomy."""
    gaps = (found for found in coverage if found.state != "covered")
    return tuple(
        sorted(
            gaps,
            key=lambda gap: (-gap.need.weight, STATES.index(gap.state), gap.strength, in_order(gap.need)),
        )
    )


def factor_of(need: str, member: Member, settings: RuleSettings) -> float:
    """What a tie lets through: close or warm 1, quiet ½, distant 0; standing *current* at least ½.

    A role model counts fully for the need role model: one may learn from afar (Shen, Cotton & Kram 2015).
    """
    if need == ROLE_MODEL and Role.ROLE_MODEL in member.roles:
        return 1.0
    if member.warmth in ("close", "warm"):
        return 1.0
    factor = settings.coverage_quiet_factor if member.warmth == "quiet" else 0.0
    return max(factor, settings.coverage_current_factor) if member.standing == "current" else factor


def _cover(need: str, member: Member, settings: RuleSettings) -> tuple[Cover, ...]:
    level = max(0, min(MOST_LEVEL, member.levels.get(need, 0)))
    if not level:
        return ()
    factor = factor_of(need, member, settings)
    amount = round(level * factor, 6)
    return (Cover(member.person_id, member.name, level, factor, amount, _why(need, member, level, factor)),)


def _why(need: str, member: Member, level: int, factor: float) -> str:
    known = f"You said: {member.name} helps {LEVEL_WORDS[level]}."
    if need not in member.said:
        known = member.reasons.get(need) or f"{member.name} seems to help {LEVEL_WORDS[level]}."
    if factor >= 1:
        return known
    if factor <= 0:
        return f"{known} You have been out of touch for long, so it does not count now."
    return f"{known} It has been quiet between you, so it counts in part."


def _state(strength: float, people: int, wanted: int, settings: RuleSettings) -> str:
    if strength < settings.coverage_open_below:
        return "open"
    if strength >= settings.coverage_covered_at and people >= wanted:
        return "covered"
    return "thin"


def _reason(
    need: Need, state: str, people: tuple[Cover, ...], out_of_reach: tuple[Cover, ...], wanted: int
) -> str:
    names = people_list([cover.name for cover in people])
    helps = "helps" if len(people) == 1 else "help"
    if state == "covered":
        return f"{names} {helps} with this."
    if people and state == "thin":
        if len(people) < wanted:
            only = "Only " if len(people) == 1 else ""
            more = "a second voice" if wanted == 2 else f"{number(wanted)} voices"
            return f"{only}{names} {helps} with this; {more} would make it safer."
        return f"{names} {helps} a little with this; more would be better."
    if people:
        return f"{names} could help with this, but it has been quiet between you."
    if out_of_reach:
        names = people_list([cover.name for cover in out_of_reach], joined="or")
        return f"Nobody covers this now; {names} could, but you have been out of touch for long."
    return f"Nobody on your panel covers this yet: {need.name}."
