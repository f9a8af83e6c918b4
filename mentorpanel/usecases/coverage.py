"""Coverage: what the owner needs in a phase, who on the panel helps with it, and who else could."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.candidates import Candidate, candidates_by_need, candidates_for
from mentorpanel.domain.coverage import NeedCoverage, coverage_of, coverage_of_all, gaps_in
from mentorpanel.domain.needs import Need, need_called, need_of, need_slug, needs_of, phase_of
from mentorpanel.domain.panel_flags import Flag, flags_of
from mentorpanel.domain.panel_shape import PanelShape, panel_shape
from mentorpanel.domain.phase_preview import PhasePreview, coverage_after, preview
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import PhaseRecord, ProfileRecord
from mentorpanel.storage import acquaintances, needs
from mentorpanel.storage.ownership import User
from mentorpanel.storage.together import Found, read_together
from mentorpanel.usecases import panel_members, profiles
from mentorpanel.usecases.panel_members import Frame, MemberState

STATE_READS = (*panel_members.READS, acquaintances.PAIRS)
HELP_READS = (*panel_members.FRAME_READS, *panel_members.READS_OF_PERSON)
CANDIDATES_MOST = 10
"""Candidates on a need's own page; our judgement."""


@dataclass(frozen=True, slots=True)
class PanelState:
    """The panel on a day: everybody with a stage, the phase's needs with their coverage, flags and shape.

    ``phase`` is None before one was said; then nothing is asked of the panel yet.
    """

    on: date
    phase: PhaseRecord | None
    everybody: tuple[MemberState, ...]
    coverage: tuple[NeedCoverage, ...]
    flags: tuple[Flag, ...]
    shape: PanelShape
    own_weights: Mapping[str, Mapping[str, int]]

    @property
    def members(self) -> tuple[MemberState, ...]:
        """Those who are on the panel: mentors, rapport, sponsors and role models."""
        return tuple(one for one in self.everybody if one.member.is_panel)

    @property
    def phase_slug(self) -> str:
        return self.phase.phase if self.phase else ""


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a phase asks for, with candidates for what is open or thin; ``preview`` where it is another phase."""

    phase: str
    coverage: tuple[NeedCoverage, ...]
    candidates: Mapping[str, tuple[Candidate, ...]]
    preview: PhasePreview | None


@dataclass(frozen=True, slots=True)
class NeedPage:
    """One need: how it is covered now, and who else could help, best first."""

    state: PanelState
    coverage: NeedCoverage
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Help:
    """How far somebody helps with a need, 0 to 3: the owner's word, or suggested by the facts in ``reason``."""

    need: Need
    level: int
    is_said: bool
    reason: str


def panel_state(owner: User, *, on: date | None = None, profile: ProfileRecord | None = None) -> PanelState:
    """The panel today, or as it would stand on a day to come if nothing happened until then.

    It reads those with a stage, never the address book. A known profile is not read again.
    """
    profile = profile or profiles.profile(owner)
    today = on or clock.today(ZoneInfo(profile.time_zone))
    known = panel_members.read(owner, STATE_READS, profile, today)
    frame = panel_members.frame_from(known, profile, today)
    settings = profiles.settings_of(profile)
    everybody = tuple(panel_members.everybody_from(known, frame))
    members = [one.member for one in everybody]
    wanted = needs_of(frame.phase.phase, frame.weights) if frame.phase else ()
    found = coverage_of_all(wanted, members, settings)
    pairs = known[acquaintances.PAIRS]
    return PanelState(
        on=frame.today,
        phase=frame.phase,
        everybody=everybody,
        coverage=found,
        flags=flags_of(members, found, pairs, frame.profile.organisation, settings),
        shape=panel_shape(members, settings),
        own_weights=frame.weights,
    )


def gaps(
    owner: User, *, phase: str = "", state: PanelState | None = None, profile: ProfileRecord | None = None
) -> Gaps:
    """The needs of the present phase, or of another one as a preview, with candidates; it changes nothing.

    A known state and profile are not read again.
    """
    profile = profile or profiles.profile(owner)
    now = state or panel_state(owner, profile=profile)
    settings = profiles.settings_of(profile)
    wanted = phase_of(phase, own=own_phases(owner)).slug if phase else now.phase_slug
    members = [one.member for one in now.everybody]
    if wanted == now.phase_slug:
        found = now.coverage
        return Gaps(wanted, found, _candidates(owner, profile, now, found, wanted), None)
    found = coverage_after(wanted, members, settings, now.own_weights)
    candidates = _candidates(owner, profile, now, found, wanted)
    shown = preview(now.phase_slug, wanted, members, settings, now.own_weights, candidates)
    return Gaps(wanted, found, candidates, shown)


def need_page(
    owner: User, *, need: str, most: int = CANDIDATES_MOST, profile: ProfileRecord | None = None
) -> NeedPage:
    """One need, asked for in this phase or not, by slug or words; a need that is none is ``Invalid``.

    A known profile is not read again.
    """
    profile = profile or profiles.profile(owner)
    now = panel_state(owner, profile=profile)
    settings = profiles.settings_of(profile)
    slug = need_of(need, own_needs(owner)).slug
    members = [one.member for one in now.everybody]
    found = next((one for one in now.coverage if one.need.slug == slug), None)
    found = found or coverage_of(need_called(slug), members, settings)
    people = panel_members.candidate_facts(owner, _frame_of(profile, now), now.everybody)
    covering = {cover.person_id for cover in found.people}
    best = candidates_for(found.need, people, now.phase_slug, now.on, settings, most=most, covering=covering)
    return NeedPage(now, found, best)


def candidates(owner: User, *, need: str, most: int = CANDIDATES_MOST) -> tuple[Need, tuple[Candidate, ...]]:
    """Who could help with one need, best first, with the facts that speak for each."""
    page = need_page(owner, need=need, most=most)
    return page.coverage.need, page.candidates


def set_levels(owner: User, *, person_id: int, levels: Mapping[str, int | None]) -> None:
    """Say how far somebody helps with some needs, 0 to 3; None leaves it to the facts again.

    A need is named by slug or words; one that is none is ``Invalid``, and nothing is kept.
    """
    for need, level in levels.items():
        if level is not None and level not in (0, 1, 2, 3):
            raise Invalid("How far somebody helps is from 0, not with this, to 3, very well.", field=need)
    with transaction.atomic():
        known = own_needs(owner)
        named = {need_of(need, known).slug: level for need, level in levels.items()}
        needs.put_levels(owner, person_id=person_id, levels=named)


def said_level(owner: User, *, person_id: int, need: str) -> int | None:
    """How far somebody helps with a need in the owner's word, or None where the facts tell."""
    return needs.LEVELS_OF_PERSON.alone(owner, person_id=person_id).get(need)


def put_level_back(owner: User, *, person_id: int, need: str, level: int | None) -> None:
    """Undo a change of ``set_levels``: the level that ``said_level`` told before it, by the need's slug."""
    with transaction.atomic():
        needs.put_levels(owner, person_id=person_id, levels={need_slug(need): level})


def set_weight(owner: User, *, phase: str, need: str, weight: int | None) -> None:
    """Say how much a phase asks for a need: 3 must, 2 should, 1 nice, 0 not; None goes by the template again."""
    if weight is not None and weight not in (0, 1, 2, 3):
        raise Invalid("A need weighs 3 (must), 2 (should), 1 (nice) or 0 (not now).", field="weight")
    with transaction.atomic():
        needs.put_weight(owner, phase=phase, need=need, weight=weight)


def helps_with(owner: User, *, person_id: int) -> tuple[Help, ...]:
    """What one person helps with: first the needs of this phase, then those that they help with most.

    What the owner said is not at all theirs is there as well, with level 0.
    """
    profile = profiles.profile(owner)
    since = topics_since(profile)
    return helps_from(read_together(owner, HELP_READS, person_id=person_id, topics_since=since), profile)


def topics_since(profile: ProfileRecord) -> date:
    """From when on talks say what somebody helps with today; ``HELP_READS`` are given it."""
    return clock.today(ZoneInfo(profile.time_zone)) - panel_members.TOPICS_SINCE


def helps_from(found: Found, profile: ProfileRecord) -> tuple[Help, ...]:
    """As ``helps_with``, where ``HELP_READS`` were read with others."""
    frame = panel_members.frame_from(found, profile, clock.today(ZoneInfo(profile.time_zone)))
    levels, said, reasons = panel_members.levels_from(found, frame)
    wanted = [need.slug for need in needs_of(frame.phase.phase, frame.weights)] if frame.phase else []
    helps = [
        Help(need_called(slug), level, slug in said, reasons.get(slug, "")) for slug, level in levels.items()
    ]
    return tuple(
        sorted(helps, key=lambda one: (one.need.slug not in wanted, -one.level, one.need.name, one.need.slug))
    )


def own_weights(owner: User) -> dict[str, dict[str, int]]:
    """Phase to need to weight, where the owner has changed the template."""
    return needs.own_weights(owner)


def own_needs(owner: User) -> tuple[str, ...]:
    """The slugs of the owner's own needs: those that some phase weighs or some person helps with."""
    return needs.own_needs(owner)


def own_phases(owner: User) -> tuple[str, ...]:
    """The slugs of phases that the owner was in or has weighed needs for, templates among them."""
    return profiles.own_phases(owner)


def _frame_of(profile: ProfileRecord, now: PanelState) -> Frame:
    return Frame(profile, now.phase, now.own_weights, now.on)


def _candidates(
    owner: User, profile: ProfileRecord, now: PanelState, coverage: tuple[NeedCoverage, ...], phase: str
) -> dict[str, tuple[Candidate, ...]]:
    open_needs = gaps_in(coverage)
    if not open_needs:
        return {}
    people = panel_members.candidate_facts(owner, _frame_of(profile, now), now.everybody)
    return candidates_by_need(open_needs, people, phase, now.on, profiles.settings_of(profile))
