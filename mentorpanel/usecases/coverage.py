"""Coverage: what the owner needs in a phase, who on the panel helps with it, and who else could."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.cadence import CORE, CadenceState, cadence_of
from mentorpanel.domain.candidates import Candidate, CandidateFacts, candidates_by_need, candidates_for
from mentorpanel.domain.coverage import Member, NeedCoverage, coverage_of_all, gaps_in
from mentorpanel.domain.facts import Role, Stage, Tie, Verdict
from mentorpanel.domain.informed import informed_of
from mentorpanel.domain.need_topics import LevelFacts, Suggested, TopicFact, settled_levels, suggested_levels
from mentorpanel.domain.needs import NEEDS, Need, need_called, needs_of, phase_of
from mentorpanel.domain.panel_flags import Flag, flags_of, is_outside
from mentorpanel.domain.panel_shape import PanelShape, panel_shape
from mentorpanel.domain.phase_preview import PhasePreview, coverage_after, preview
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import PhaseRecord, ProfileRecord
from mentorpanel.domain.standing import standing_of
from mentorpanel.domain.titles import rungs_above
from mentorpanel.domain.warmth import warmth_word
from mentorpanel.storage import acquaintances, goals, needs, panel_facts
from mentorpanel.storage.ownership import User
from mentorpanel.storage.panel_facts import PersonTraits
from mentorpanel.usecases import panel, profiles

TOPICS_SINCE: Final = timedelta(days=730)
"""Talks that are older say little about what somebody helps with now; our judgement."""
TAXONOMY: Final = frozenset(need.slug for need in NEEDS)


@dataclass(frozen=True, slots=True)
class MemberState:
    """Somebody with a stage: as coverage sees them, with where the tie stands, each with its reason."""

    member: Member
    tie: Tie
    warmth: Verdict
    cadence: CadenceState
    informed: Verdict
    standing: Verdict | None


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


def panel_state(owner: User, *, on: date | None = None) -> PanelState:
    """The panel today, or as it would stand on a day to come if nothing happened until then."""
    profile = profiles.profile(owner)
    settings = profiles.settings_of(profile)
    today = on or clock.today(ZoneInfo(profile.time_zone))
    phase = profiles.phase(owner)
    weights = needs.own_weights(owner)
    everybody = tuple(_everybody(owner, profile, phase, weights, today))
    members = [one.member for one in everybody]
    found = coverage_of_all(needs_of(phase.phase, weights) if phase else (), members, settings)
    pairs = acquaintances.pairs(owner)
    return PanelState(
        on=today,
        phase=phase,
        everybody=everybody,
        coverage=found,
        flags=flags_of(members, found, pairs, profile.organisation, settings),
        shape=panel_shape(members, settings),
        own_weights=weights,
    )


def gaps(owner: User, *, phase: str = "", state: PanelState | None = None) -> Gaps:
    """The needs of the present phase, or of another one as a preview, with candidates; it changes nothing."""
    now = state or panel_state(owner)
    profile = profiles.profile(owner)
    settings = profiles.settings_of(profile)
    wanted = phase_of(phase, own=_own_phases(now)).slug if phase else now.phase_slug
    members = [one.member for one in now.everybody]
    if wanted == now.phase_slug:
        found = now.coverage
        return Gaps(wanted, found, _candidates(owner, profile, now, gaps_in(found), wanted), None)
    found = coverage_after(wanted, members, settings, now.own_weights)
    candidates = _candidates(owner, profile, now, gaps_in(found), wanted)
    shown = preview(now.phase_slug, wanted, members, settings, now.own_weights, candidates)
    return Gaps(wanted, found, candidates, shown)


def candidates(owner: User, *, need: str, most: int = 10) -> tuple[Need, tuple[Candidate, ...]]:
    """Who could help with one need, best first, with the facts that speak for each."""
    now = panel_state(owner)
    profile = profiles.profile(owner)
    wanted = next((one.need for one in now.coverage if one.need.slug == need), need_called(need))
    covering = {cover.person_id for one in now.coverage if one.need.slug == need for cover in one.people}
    people = _candidate_facts(owner, profile, now)
    found = candidates_for(
        wanted, people, now.phase_slug, now.on, profiles.settings_of(profile), most=most, covering=covering
    )
    return wanted, found


def set_levels(owner: User, *, person_id: int, levels: Mapping[str, int | None]) -> None:
    """Say how far somebody helps with some needs, 0 to 3; None leaves it to the facts again."""
    for need, level in levels.items():
        if level is not None and level not in (0, 1, 2, 3):
            raise Invalid("How far somebody helps is from 0, not with this, to 3, very well.", field=need)
    with transaction.atomic():
        needs.put_levels(owner, person_id=person_id, levels=levels)


def set_weight(owner: User, *, phase: str, need: str, weight: int | None) -> None:
    """Say how much a phase asks for a need: 3 must, 2 should, 1 nice, 0 not; None goes by the template again."""
    if weight is not None and weight not in (0, 1, 2, 3):
        raise Invalid("A need weighs 3 (must), 2 (should), 1 (nice) or 0 (not now).", field="weight")
    with transaction.atomic():
        needs.put_weight(owner, phase=phase, need=need, weight=weight)


def own_weights(owner: User) -> dict[str, dict[str, int]]:
    """Phase to need to weight, where the owner has changed the template."""
    return needs.own_weights(owner)


def levels_of(owner: User, *, person_id: int) -> tuple[dict[str, int], dict[str, str], frozenset[str]]:
    """How far one person helps by need, the reasons of what facts suggest, and which are the owner's word."""
    state = panel_state(owner)
    for one in state.everybody:
        if one.member.person_id == person_id:
            return dict(one.member.levels), dict(one.member.reasons), one.member.said
    said = needs.said_levels(owner, person_id=person_id).get(person_id, {})
    return said, {}, frozenset(said)


def _everybody(
    owner: User,
    profile: ProfileRecord,
    phase: PhaseRecord | None,
    weights: Mapping[str, Mapping[str, int]],
    today: date,
) -> Iterator[MemberState]:
    settings = profiles.settings_of(profile)
    ties = {tie.person_id: tie for tie in panel.ties_of_panel(owner, today=today)}
    said = needs.said_levels(owner)
    suggested = _suggestions(owner, profile, phase, weights, today)
    goal_helpers = {
        one.id for goal in goals.goals(owner, open_only=True, person_id=None) for one in goal.mentors
    }
    for traits, levels in suggested:
        tie = ties.get(traits.id)
        if tie is None:
            continue
        warmth, standing = warmth_word(tie, today, settings), standing_of(tie, today, settings)
        known, own, reasons = settled_levels(said.get(traits.id, {}), levels)
        member = Member(
            person_id=traits.id,
            name=traits.name,
            stage=tie.stage,
            roles=tie.roles,
            warmth=warmth.verdict,
            standing=standing.verdict if standing else "",
            organisation=traits.organisation,
            level=_level_name(profile, traits.level),
            level_index=_level_index(profile, traits.level),
            function=traits.function,
            introducer_id=traits.introducer_id,
            distance=traits.distance,
            is_outside_organisation=_outside(traits, profile),
            levels=known,
            said=own,
            reasons=reasons,
            has_running_goal=traits.id in goal_helpers,
        )
        yield MemberState(
            member, tie, warmth, cadence_of(tie, today, settings), informed_of(tie, today, settings), standing
        )


def _suggestions(
    owner: User,
    profile: ProfileRecord,
    phase: PhaseRecord | None,
    weights: Mapping[str, Mapping[str, int]],
    today: date,
) -> Iterator[tuple[PersonTraits, dict[str, Suggested]]]:
    talked = panel_facts.touchpoint_topics(owner, since=today - TOPICS_SINCE)
    advised = panel_facts.advice_topics(owner)
    since = panel_facts.mentors_since(owner, stages=CORE)
    own_needs = tuple(sorted({need for given in weights.values() for need in given} - TAXONOMY))
    for traits in panel_facts.traits_of_panel(owner):
        first = since.get(traits.id)
        facts = LevelFacts(
            expertise=traits.expertise,
            advice=_topics(advised.get(traits.id, ())),
            touchpoints=_topics(talked.get(traits.id, ())),
            title=traits.title,
            function=traits.function,
            roles=frozenset(Role(role) for role in traits.roles),
            is_outside_organisation=_outside(traits, profile),
            is_earlier_mentor=bool(phase and first and first < phase.started_on and traits.stage in CORE),
            is_admired=traits.is_admired,
            own_needs=own_needs,
        )
        yield traits, suggested_levels(facts, today)


def _candidates(
    owner: User, profile: ProfileRecord, now: PanelState, open_needs: tuple[NeedCoverage, ...], phase: str
) -> dict[str, tuple[Candidate, ...]]:
    if not open_needs:
        return {}
    people = _candidate_facts(owner, profile, now)
    return candidates_by_need(open_needs, people, phase, now.on, profiles.settings_of(profile))


def _candidate_facts(owner: User, profile: ProfileRecord, now: PanelState) -> Iterator[CandidateFacts]:
    known = {one.member.person_id: one for one in now.everybody}
    said = needs.said_levels(owner)
    talked = panel_facts.touchpoint_topics(owner, since=now.on - TOPICS_SINCE)
    mentors = panel_facts.mentors_since(owner, stages=CORE)
    for traits in panel_facts.traits_of_everybody(owner):
        state = known.get(traits.id)
        yield CandidateFacts(
            person_id=traits.id,
            name=traits.name,
            stage=Stage(traits.stage) if traits.stage else None,
            roles=frozenset(Role(role) for role in traits.roles),
            expertise=traits.expertise,
            topics=tuple(dict.fromkeys(topic for topic, _ in talked.get(traits.id, ()))),
            title=traits.title,
            function=traits.function,
            organisation=traits.organisation,
            rungs_above=rungs_above(profile.level, traits.level, profile.ladder),
            warmth=state.warmth.verdict if state else "distant",
            last_two_way_on=traits.last_two_way_on,
            two_way_ever=traits.two_way_days,
            bridge=traits.introducer,
            levels=said.get(traits.id, {}),
            is_outside_organisation=_outside(traits, profile),
            is_admired=traits.is_admired,
            was_mentor=traits.id in mentors and traits.stage not in CORE,
            is_do_not_contact=traits.do_not_contact,
        )


def _topics(found: Iterable[tuple[str, date]]) -> tuple[TopicFact, ...]:
    """Topics with how often and when last; ``found`` is newest first."""
    times: dict[str, tuple[int, date]] = {}
    for topic, on in found:
        count, last = times.get(topic, (0, on))
        times[topic] = (count + 1, last)
    return tuple(TopicFact(topic, count, last) for topic, (count, last) in times.items())


def _outside(traits: PersonTraits, profile: ProfileRecord) -> bool | None:
    probe = Member(traits.id, traits.name, None, organisation=traits.organisation, distance=traits.distance)
    return is_outside(probe, profile.organisation)


def _level_name(profile: ProfileRecord, key: str) -> str:
    return next((rung.name for rung in profile.ladder if rung.key == key), "")


def _level_index(profile: ProfileRecord, key: str) -> int | None:
    return next((place for place, rung in enumerate(profile.ladder) if rung.key == key), None)


def _own_phases(now: PanelState) -> list[str]:
    return [*now.own_weights, *([now.phase_slug] if now.phase_slug else [])]
