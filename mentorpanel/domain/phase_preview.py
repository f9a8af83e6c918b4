"""What another phase would ask of the panel as it is: before and after. Examples: docs/rules/needs.md.

It weighs needs anew and keeps everybody: no stage is changed by looking, nor by moving on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from mentorpanel.domain.candidates import Candidate
from mentorpanel.domain.coverage import Member, NeedCoverage, coverage_of, gaps_in
from mentorpanel.domain.facts import Stage
from mentorpanel.domain.names import fold
from mentorpanel.domain.needs import EARLIER_MENTOR, Need, need_called, needs_of, phase_name
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import count, number, start_sentence

_WARMEST_FIRST = ("close", "warm", "quiet", "distant")


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One need before and after. A state is empty where the phase does not ask for the need.

    ``need`` has the weight after; ``coverage`` is what the panel gives in the phase after.
    """

    need: Need
    weight_before: int
    weight_after: int
    state_before: str
    state_after: str
    coverage: NeedCoverage
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class MayRest:
    """Somebody of the core who could rest in the phase after, if the owner finds so too."""

    person_id: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class PhasePreview:
    """Two phases beside each other: ``rows`` heaviest after first, then those only before.

    ``open_now`` are the gaps that would be open in the phase after, heaviest first.
    """

    before: str
    after: str
    rows: tuple[PreviewRow, ...]
    newly_wanted: tuple[Need, ...]
    no_longer_wanted: tuple[Need, ...]
    open_now: tuple[NeedCoverage, ...]
    who_may_rest: tuple[MayRest, ...]
    summary: str


def preview(
    before: str,
    after: str,
    members: Sequence[Member],
    settings: RuleSettings,
    own_weights: Mapping[str, Mapping[str, int]] | None = None,
    candidates: Mapping[str, tuple[Candidate, ...]] | None = None,
) -> PhasePreview:
    """What moving from phase ``before`` (empty: none) to ``after`` would show. It changes nothing.

    ``candidates`` are shown beside needs that are open or thin after (``coverage_after`` gives those
    gaps). ``Invalid`` for a weight of the owner's that is none.
    """
    had = {need.slug: need for need in needs_of(before, own_weights)}
    wants = {need.slug: need for need in needs_of(after, own_weights)}
    moved = members if before == after else members_after(members)
    rows = [
        _row(
            had.get(slug, need_called(slug)),
            wants.get(slug, need_called(slug)),
            members,
            moved,
            settings,
            candidates or {},
        )
        for slug in dict.fromkeys((*wants, *had))
    ]
    found = [row.coverage for row in rows if row.weight_after]
    newly = tuple(need for slug, need in wants.items() if slug not in had)
    gone = tuple(need for slug, need in had.items() if slug not in wants)
    open_now = tuple(gap for gap in gaps_in(found) if gap.state == "open")
    return PhasePreview(
        before, after, tuple(rows), newly, gone, open_now, who_may_rest(moved, found),
        _summary(after, before == after, wants, newly, gone, open_now),
    )  # fmt: skip


def coverage_after(
    after: str, members: Sequence[Member], settings: RuleSettings,
    own_weights: Mapping[str, Mapping[str, int]] | None = None,
) -> tuple[NeedCoverage, ...]:  # fmt: skip
    """How the panel would cover what phase ``after`` asks for, if it began now."""
    moved = members_after(members)
    return tuple(coverage_of(need, moved, settings) for need in needs_of(after, own_weights))


def members_after(members: Iterable[Member]) -> tuple[Member, ...]:
    """The same people as they would be once a phase begins now: every mentor is an earlier mentor then."""
    return tuple(_as_earlier(member) for member in members)


def who_may_rest(members: Iterable[Member], coverage: Sequence[NeedCoverage]) -> tuple[MayRest, ...]:
    """Core members who cover none of these needs, without those who carry a running goal as formal mentor.

    Being an earlier mentor alone keeps one of them, the warmest, and not all.
    """
    helping = {
        cover.person_id for found in coverage if found.need.slug != EARLIER_MENTOR for cover in found.people
    }
    core = [member for member in members if member.is_core]
    idle = [
        member
        for member in core
        if member.person_id not in helping
        and not (member.stage == Stage.FORMAL_MENTOR and member.has_running_goal)
    ]
    if len(idle) == len(core) and any(found.need.slug == EARLIER_MENTOR for found in coverage):
        idle = sorted(idle, key=_warmest)[1:]
    return tuple(
        MayRest(member.person_id, member.name, _rest_reason(member))
        for member in sorted(idle, key=lambda member: (fold(member.name), member.person_id))
    )


def _as_earlier(member: Member) -> Member:
    if not member.is_core or EARLIER_MENTOR in member.said:
        return member
    reason = f"{member.name} has been your mentor since before this phase."
    return replace(
        member,
        levels={**member.levels, EARLIER_MENTOR: 3},
        reasons={**member.reasons, EARLIER_MENTOR: reason},
    )


def _row(
    before: Need, after: Need, members: Sequence[Member], moved: Sequence[Member],
    settings: RuleSettings, candidates: Mapping[str, tuple[Candidate, ...]],
) -> PreviewRow:  # fmt: skip
    """``before`` and ``after`` are the same need, weighing 0 where that phase does not ask for it."""
    coverage = coverage_of(after, moved, settings)
    return PreviewRow(
        need=after,
        weight_before=before.weight,
        weight_after=after.weight,
        state_before=coverage_of(before, members, settings).state if before.weight else "",
        state_after=coverage.state if after.weight else "",
        coverage=coverage,
        candidates=candidates.get(after.slug, ()) if after.weight and coverage.state != "covered" else (),
    )


def _warmest(member: Member) -> tuple[int, str, int]:
    place = _WARMEST_FIRST.index(member.warmth) if member.warmth in _WARMEST_FIRST else len(_WARMEST_FIRST)
    return place, fold(member.name), member.person_id


def _rest_reason(member: Member) -> str:
    helps = any(level > 0 for need, level in member.levels.items() if need != EARLIER_MENTOR)
    if helps:
        return f"What {member.name} helps with is not what this phase asks for; resting keeps the door open."
    return f"Nothing is noted yet of what {member.name} helps with. Note it, or let it rest: either is fine."


def _summary(
    after: str, is_same: bool, wants: Mapping[str, Need], newly: Sequence[Need], gone: Sequence[Need],
    open_now: Sequence[NeedCoverage],
) -> str:  # fmt: skip
    name = start_sentence(phase_name(after))
    if not wants:
        return f"{name} asks for nothing yet: say what you need in it."
    gaps = count(len(open_now), "need")
    if is_same:
        return f"{name} is where you are now, with {gaps} open."
    changed = f"{count(len(newly), 'need')} would be new, {number(len(gone))} would no longer be asked for"
    return f"{name}: {changed}, and {gaps} would be open. Everybody stays where they are."
