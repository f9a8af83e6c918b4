"""The people as coverage and candidates see them: ties, levels said and suggested, and the facts behind."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from mentorpanel.domain.cadence import CORE, CadenceState, cadence_of
from mentorpanel.domain.candidates import CandidateFacts
from mentorpanel.domain.coverage import Member
from mentorpanel.domain.facts import Role, Stage, Tie, Verdict
from mentorpanel.domain.informed import informed_of
from mentorpanel.domain.need_topics import LevelFacts, Suggested, TopicFact, settled_levels, suggested_levels
from mentorpanel.domain.needs import NEEDS
from mentorpanel.domain.panel_flags import is_outside
from mentorpanel.domain.records import PhaseRecord, ProfileRecord
from mentorpanel.domain.standing import standing_of
from mentorpanel.domain.titles import rungs_above
from mentorpanel.domain.warmth import warmth_word
from mentorpanel.storage import goals, needs, panel_facts, phases
from mentorpanel.storage.ownership import User
from mentorpanel.storage.panel_facts import PersonTraits
from mentorpanel.storage.together import Found, Read, read_together
from mentorpanel.usecases import panel, profiles

TOPICS_SINCE: Final = timedelta(days=730)
"""Talks that are older say little about what somebody helps with now; our judgement."""
FRAME_READS: Final = (phases.CURRENT, needs.WEIGHTS)
CANDIDATE_READS: Final = (needs.LEVELS, panel_facts.PANEL_TALKED, panel_facts.MENTORS_SINCE)
READS: Final = (
    *FRAME_READS, *CANDIDATE_READS, *panel.TIES_READS, panel_facts.TRAITS_OF_PANEL, panel_facts.ALL_ADVISED, goals.HELPERS,
)  # fmt: skip
"""What ``everybody`` looks at."""
READS_OF_PERSON: Final = (
    needs.LEVELS_OF_PERSON, panel_facts.TRAITS, panel_facts.TALKED, panel_facts.ADVISED, panel_facts.MENTOR_SINCE,
)  # fmt: skip
"""What ``levels_from`` looks at."""
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
    title: str = ""
    expertise: tuple[str, ...] = ()
    is_do_not_contact: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What every reading of the people needs to know of the owner."""

    profile: ProfileRecord
    phase: PhaseRecord | None
    weights: Mapping[str, Mapping[str, int]]
    today: date

    @property
    def own_needs(self) -> tuple[str, ...]:
        """The slugs of the owner's own needs that some phase weighs."""
        return tuple(sorted({need for given in self.weights.values() for need in given} - TAXONOMY))


@dataclass(frozen=True, slots=True)
class Known:
    """By person: topics that were talked about, topics of their advice, each newest first, and since when a mentor."""

    talked: Mapping[int, Sequence[tuple[str, date]]]
    advised: Mapping[int, Sequence[tuple[str, date]]]
    mentor_since: Mapping[int, date]


def everybody(owner: User, profile: ProfileRecord, today: date) -> Iterator[MemberState]:
    """Everybody with a stage that is not closed, as of that day; one query."""
    found = read(owner, READS, profile, today)
    return everybody_from(found, frame_from(found, profile, today))


def read(owner: User, reads: Sequence[Read[Any]], profile: ProfileRecord, today: date) -> Found:
    """Those and others that are given a moment and since when topics count, as of that day."""
    moment = panel.moment_of(today, ZoneInfo(profile.time_zone))
    return read_together(owner, reads, now=moment, topics_since=today - TOPICS_SINCE)


def frame_from(found: Found, profile: ProfileRecord, today: date) -> Frame:
    """What every reading needs of the owner, where ``FRAME_READS`` were read with others."""
    return Frame(profile, found[phases.CURRENT], found[needs.WEIGHTS], today)


def everybody_from(found: Found, frame: Frame) -> Iterator[MemberState]:
    """As ``everybody``, where ``READS`` were read with others."""
    return states_of(
        frame,
        panel.ties_from(found, ZoneInfo(frame.profile.time_zone), frame.today),
        found[panel_facts.TRAITS_OF_PANEL],
        said=found[needs.LEVELS],
        helpers=found[goals.HELPERS],
        known=Known(
            found[panel_facts.PANEL_TALKED],
            found[panel_facts.ALL_ADVISED],
            found[panel_facts.MENTORS_SINCE],
        ),
    )


def states_of(
    frame: Frame,
    of_panel: Iterable[Tie],
    people: Iterable[PersonTraits],
    *,
    said: Mapping[int, Mapping[str, int]],
    helpers: Collection[int],
    known: Known,
) -> Iterator[MemberState]:
    """The same from what was read already; ``helpers`` help with a goal under way."""
    profile, today = frame.profile, frame.today
    settings = profiles.settings_of(profile)
    ties = {tie.person_id: tie for tie in of_panel}
    for traits, levels in _suggestions(frame, people, known):
        tie = ties.get(traits.id)
        if tie is None:
            continue
        warmth, standing = warmth_word(tie, today, settings), standing_of(tie, today, settings)
        settled, own, reasons = settled_levels(said.get(traits.id, {}), levels)
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
            levels=settled,
            said=own,
            reasons=reasons,
            has_running_goal=traits.id in helpers,
        )
        yield MemberState(
            member,
            tie,
            warmth,
            cadence_of(tie, today, settings),
            informed_of(tie, today, settings),
            standing,
            traits.title,
            traits.expertise,
            traits.do_not_contact,
        )


def levels_from(found: Found, frame: Frame) -> tuple[dict[str, int], frozenset[str], dict[str, str]]:
    """How far one person helps by need, which of it is the owner's word, and the reasons of what facts suggest.

    Where ``READS_OF_PERSON`` were read with others.
    """
    said, traits = found[needs.LEVELS_OF_PERSON], found[panel_facts.TRAITS]
    known = Known(found[panel_facts.TALKED], found[panel_facts.ADVISED], found[panel_facts.MENTOR_SINCE])
    for _, levels in _suggestions(frame, [traits] if traits else [], known):
        return settled_levels(said, levels)
    return settled_levels(said, {})


def candidate_facts(owner: User, frame: Frame, known: Iterable[MemberState]) -> Iterator[CandidateFacts]:
    """Everybody not in the trash, address book and all, read as they are asked for."""
    profile, states = frame.profile, {one.member.person_id: one for one in known}
    found = read_together(owner, CANDIDATE_READS, topics_since=frame.today - TOPICS_SINCE)
    said, talked = found[needs.LEVELS], found[panel_facts.PANEL_TALKED]
    mentors = found[panel_facts.MENTORS_SINCE]
    for traits in panel_facts.traits_of_everybody(owner):
        topics = tuple(dict.fromkeys(topic for topic, _ in talked.get(traits.id, ())))
        yield candidate_of(
            traits, profile, states.get(traits.id), said.get(traits.id, {}), topics, traits.id in mentors
        )


def candidate_of(
    traits: PersonTraits,
    profile: ProfileRecord,
    state: MemberState | None,
    said: Mapping[str, int],
    topics: tuple[str, ...],
    was_mentor: bool,
) -> CandidateFacts:
    """One person as candidates are looked at; ``state`` is None in the address book."""
    return CandidateFacts(
        person_id=traits.id,
        name=traits.name,
        stage=Stage(traits.stage) if traits.stage else None,
        roles=frozenset(Role(role) for role in traits.roles),
        expertise=traits.expertise,
        topics=topics,
        title=traits.title,
        function=traits.function,
        organisation=traits.organisation,
        rungs_above=rungs_above(profile.level, traits.level, profile.ladder),
        warmth=state.warmth.verdict if state else "distant",
        last_two_way_on=traits.last_two_way_on,
        two_way_ever=traits.two_way_days,
        bridge=traits.introducer,
        levels=said,
        is_outside_organisation=_outside(traits, profile),
        is_admired=traits.is_admired,
        was_mentor=was_mentor and traits.stage not in CORE,
        is_do_not_contact=traits.do_not_contact,
    )


def _suggestions(
    frame: Frame, people: Iterable[PersonTraits], known: Known
) -> Iterator[tuple[PersonTraits, Mapping[str, Suggested]]]:
    own_needs, phase = frame.own_needs, frame.phase
    for traits in people:
        first = known.mentor_since.get(traits.id)
        facts = LevelFacts(
            expertise=traits.expertise,
            advice=_topics(known.advised.get(traits.id, ())),
            touchpoints=_topics(known.talked.get(traits.id, ())),
            title=traits.title,
            function=traits.function,
            roles=frozenset(Role(role) for role in traits.roles),
            is_outside_organisation=_outside(traits, frame.profile),
            is_earlier_mentor=bool(phase and first and first < phase.started_on and traits.stage in CORE),
            is_admired=traits.is_admired,
            own_needs=own_needs,
        )
        yield traits, suggested_levels(facts, frame.today)


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
