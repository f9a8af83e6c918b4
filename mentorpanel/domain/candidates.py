"""Who could help with what is not covered yet, with the facts that speak for it. Examples: docs/rules/candidates.md.

Ranked by what they know, seniority, warmth and path. In a transition dormant, moderately known and
higher-status people come up (Levin, Walter & Murnighan 2011; Walter et al. 2016; Rajkumar et al.
2022); the weights are our judgement. One pass over the people, however many.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import nsmallest
from typing import Final

from mentorpanel.domain.coverage import NeedCoverage
from mentorpanel.domain.facts import Role, Stage
from mentorpanel.domain.names import fold
from mentorpanel.domain.need_topics import LEVEL_WORDS, MOST_LEVEL, from_place, needs_in
from mentorpanel.domain.needs import EARLIER_MENTOR, NEEDS, ROLE_MODEL, TRANSITION, Need
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import ago, count, number, start_sentence

SHOWN_MOST: Final = 5
_TAXONOMY: Final = frozenset(need.slug for need in NEEDS)
_WARMTH: Final = {"close": 1.0, "warm": 0.8, "quiet": 0.4}
_SENIORITY: Final = {1: 0.8, 2: 1.0, 3: 0.7}
_FAR_ABOVE: Final = 0.5
_FROM_ABOVE: Final = ("sponsor", "exposure", "protection", "stretch", "opportunities")
_FROM_INSIDE: Final = ("organisation-map", "politics")


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """What is known of a person that could make them a candidate.

    ``stage`` None: address book. ``rungs_above`` the owner, negative below, None unknown. ``warmth`` is the
    word. ``two_way_ever`` counts days. ``bridge`` is who could introduce. ``levels`` are the owner's word
    about needs, 0 to 3; 0 means: not this person. ``is_admired``: the owner noted what they admire.
    ``was_mentor``: a mentor once, before the present phase.
    """

    person_id: int
    name: str
    stage: Stage | None = None
    roles: frozenset[Role] = frozenset()
    expertise: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    title: str = ""
    function: str = ""
    organisation: str = ""
    rungs_above: int | None = None
    warmth: str = "distant"
    last_two_way_on: date | None = None
    two_way_ever: int = 0
    bridge: str = ""
    levels: Mapping[str, int] = field(default_factory=dict)
    is_outside_organisation: bool | None = None
    is_admired: bool = False
    was_mentor: bool = False
    is_do_not_contact: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody for a need. ``score`` orders and is never shown; ``reasons`` name facts, the match first."""

    person_id: int
    name: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    level: int
    reason: str


def candidates_for(
    need: Need, people: Iterable[CandidateFacts], phase: str, today: date, settings: RuleSettings,
    most: int = SHOWN_MOST, covering: Collection[int] = (),
) -> tuple[Candidate, ...]:  # fmt: skip
    """The best ``most`` people for one need, best first, equal ones by name; ``covering`` are left out."""
    wanted = {need.slug: frozenset(covering)}
    return _ranked(wanted, people, phase, today, settings, most)[need.slug]


def candidates_by_need(
    gaps: Sequence[NeedCoverage], people: Iterable[CandidateFacts], phase: str, today: date,
    settings: RuleSettings, most: int = SHOWN_MOST,
) -> dict[str, tuple[Candidate, ...]]:  # fmt: skip
    """Candidates for each gap by the need's slug, without those who cover it already; ``people`` are read once."""
    wanted = {gap.need.slug: frozenset(cover.person_id for cover in gap.people) for gap in gaps}
    return _ranked(wanted, people, phase, today, settings, most)


def _ranked(
    wanted: Mapping[str, frozenset[int]], people: Iterable[CandidateFacts], phase: str, today: date,
    settings: RuleSettings, most: int,
) -> dict[str, tuple[Candidate, ...]]:  # fmt: skip
    own = tuple(slug for slug in wanted if slug not in _TAXONOMY)
    found: dict[str, list[tuple[float, CandidateFacts, _Match]]] = {slug: [] for slug in wanted}
    for person in people:
        if person.is_do_not_contact or person.stage == Stage.CLOSED:
            continue
        matches = _matches(person, own)
        if matches.keys().isdisjoint(wanted):
            continue
        standing = _standing_score(person, phase, today, settings)
        for slug, match in matches.items():
            if slug in wanted and person.person_id not in wanted[slug]:
                score = settings.candidate_match_weight * match.level + standing
                found[slug].append((round(score, 6), person, match))
    return {
        slug: tuple(
            Candidate(person.person_id, person.name, score, _reasons(person, match, phase, today, settings))
            for score, person, match in nsmallest(
                most, scored, key=lambda each: (-each[0], fold(each[1].name), each[1].person_id)
            )
        )
        for slug, scored in found.items()
    }


def _matches(person: CandidateFacts, own: tuple[str, ...]) -> dict[str, _Match]:
    """The needs that facts connect this person with, the strongest fact each; the owner's word decides."""
    found: dict[str, _Match] = {}
    for facts in (_from_knowledge(person, own), _from_roles(person), _from_standing(person)):
        for slug, match in facts:
            if slug not in found or match.level > found[slug].level:
                found[slug] = match
    for slug, level in person.levels.items():
        known = max(0, min(level, MOST_LEVEL))
        found[slug] = _Match(known, f"You said they help {LEVEL_WORDS[known]} with this.")
    return {slug: match for slug, match in found.items() if match.level > 0}


def _from_knowledge(person: CandidateFacts, own: tuple[str, ...]) -> Iterator[tuple[str, _Match]]:
    """What they know 2; what was talked about, their function or title 1."""
    for topic in person.expertise:
        for slug in needs_in(topic, own):
            yield slug, _Match(2, f"{start_sentence(topic.strip())} is among what they know.")
    for topic in person.topics:
        for slug in needs_in(topic, own):
            yield slug, _Match(1, f"You talked about {topic.strip()}.")
    for slug, reason in from_place(person.title, person.function, own).items():
        yield slug, _Match(1, reason)


def _from_roles(person: CandidateFacts) -> Iterator[tuple[str, _Match]]:
    """What the owner has said of them already."""
    for role, slug, level in (
        (Role.SPONSOR, "sponsor", 3), (Role.ROLE_MODEL, ROLE_MODEL, 3), (Role.PEER, "peer", 2),
    ):  # fmt: skip
        if role in person.roles:
            yield slug, _Match(level, f"You call them a {role.value.replace('-', ' ')}.")
    if person.is_admired:
        yield ROLE_MODEL, _Match(2, "You have noted what you admire in them.")
    if person.was_mentor:
        yield EARLIER_MENTOR, _Match(2, "They were your mentor before.")


def _from_standing(person: CandidateFacts) -> Iterator[tuple[str, _Match]]:
    """Needs that follow from where somebody stands, 1; somebody you never talked with stands nowhere yet."""
    if not person.two_way_ever:
        return
    rungs = person.rungs_above
    if rungs == 0:
        yield "peer", _Match(1, "They are on the same rung as you.")
    if person.is_outside_organisation:
        where = f" at {person.organisation}" if person.organisation else ""
        yield "outside-view", _Match(1, f"They work elsewhere{where and ','}{where}.")
    if person.is_outside_organisation is False and rungs is not None and rungs > 0:
        for slug in _FROM_INSIDE:
            yield slug, _Match(1, "They know your organisation from further up.")
        for slug in _FROM_ABOVE if rungs > 1 else ():
            yield slug, _Match(1, "They sit where such things are decided in your organisation.")


def _standing_score(person: CandidateFacts, phase: str, today: date, settings: RuleSettings) -> float:
    """What does not depend on the need: seniority, warmth, path, and in a transition the dormant tie."""
    rungs = person.rungs_above or 0
    seniority = _SENIORITY.get(rungs, _FAR_ABOVE if rungs > 0 else 0.0)
    path = 1.0 if person.two_way_ever else 0.8 if person.bridge else 0.0
    score = (
        settings.candidate_seniority_weight * seniority
        + settings.candidate_warmth_weight * _WARMTH.get(person.warmth, 0.0)
        + settings.candidate_path_weight * path
    )
    if phase == TRANSITION:
        score += settings.candidate_dormant_weight * _dormant_value(person, today, settings)
    return score


def _dormant_value(person: CandidateFacts, today: date, settings: RuleSettings) -> float:
    """0 to 2: a dormant tie 1; moderately known ½; of higher status ½, where you have talked at all."""
    if not person.two_way_ever:
        return 0.0
    is_known_moderately = (
        settings.moderately_known_least <= person.two_way_ever <= settings.moderately_known_most
    )
    is_higher = (person.rungs_above or 0) >= 1
    return is_dormant(person, today, settings) + 0.5 * is_known_moderately + 0.5 * is_higher


def is_dormant(person: CandidateFacts, today: date, settings: RuleSettings) -> bool:
    """You talked, and not for ``dormant_days`` (a year; the studies asked after three)."""
    last = person.last_two_way_on
    return last is not None and (today - last).days >= settings.dormant_days


def _reasons(
    person: CandidateFacts, match: _Match, phase: str, today: date, settings: RuleSettings
) -> tuple[str, ...]:
    reasons = [match.reason]
    rungs = person.rungs_above
    if rungs is not None and rungs > 0:
        reasons.append(f"{start_sentence(count(rungs, 'rung'))} above you.")
    last = person.last_two_way_on
    if last is None:
        if not person.two_way_ever:
            reasons.append(
                f"{person.bridge} could introduce you." if person.bridge else "You have not talked yet."
            )
        return tuple(reasons)
    spoke = f"You last spoke {ago(last, today)}"
    if is_dormant(person, today, settings):
        reasons.append(f"{spoke}: a dormant tie often brings something new.")
    elif person.warmth in ("close", "warm"):
        reasons.append(f"{spoke}, and the tie is {person.warmth}.")
    else:
        reasons.append(f"{spoke}.")
    known = person.two_way_ever
    if phase == TRANSITION and settings.moderately_known_least <= known <= settings.moderately_known_most:
        reasons.append(
            f"You have talked {'twice' if known == 2 else number(known) + ' times'}: enough to ask."
        )
    return tuple(reasons)
