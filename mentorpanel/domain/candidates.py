"""Who could help with what is not covered yet, with the facts that speak for it. Examples: docs/rules/candidates.md.

Ranked by what they know, seniority, warmth and path. In a transition dormant, moderately known and
higher-status people come up (Levin, Walter & Murnighan 2011; Walter et al. 2016; Rajkumar et al.
2022); the weights are our judgement. One pass over the people, however many.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
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
    """The needs that facts connect this person with, each with its strength, 1 to 3, and the fact.

    The owner's word; what they know 2; what was talked about, their function or title 1; where they stand.
    """
    found: dict[str, _Match] = {}
    for slug, match in _from_standing(person):
        found.setdefault(slug, match)
    for slug, reason in from_place(person.title, person.function, own).items():
        found[slug] = _Match(1, reason)
    for topic in person.topics:
        for slug in needs_in(topic, own):
            found[slug] = _Match(1, f"You talked about {topic.strip()}.")
    for topic in person.expertise:
        for slug in needs_in(topic, own):
            before = found.get(slug)
            if before is None or before.level < 2:
                found[slug] = _Match(2, f"{start_sentence(topic.strip())} is among what they know.")
    if person.is_admired:
        found[ROLE_MODEL] = _Match(2, "You have noted what you admire in them.")
    for slug, level in person.levels.items():
        if level <= 0:
            found.pop(slug, None)
        else:
            known = min(level, MOST_LEVEL)
            found[slug] = _Match(known, f"You said they help {LEVEL_WORDS[known]} with this.")
    return found


def _from_standing(person: CandidateFacts) -> Iterable[tuple[str, _Match]]:
    """Needs that follow from where somebody stands; strangers stand nowhere yet."""
    if person.stage in (Stage.RESTING, Stage.ALUMNI):
        yield EARLIER_MENTOR, _Match(2, f"You have moved on from regular contact ({person.stage.value}).")
    if Role.PEER in person.roles:
        yield "peer", _Match(2, "You call them a peer.")
    if Role.SPONSOR in person.roles:
        yield "sponsor", _Match(MOST_LEVEL, "You call them a sponsor.")
    if Role.ROLE_MODEL in person.roles:
        yield ROLE_MODEL, _Match(MOST_LEVEL, "You call them a role model.")
    if not person.two_way_ever:
        return
    at = f" at {person.organisation}" if person.organisation else ""
    if person.rungs_above == 0:
        yield "peer", _Match(1, "On the same rung as you.")
    if person.is_outside_organisation:
        yield "outside-view", _Match(1, f"Works elsewhere{at and ','}{at}.")
    elif person.is_outside_organisation is False and (person.rungs_above or 0) >= 1:
        if (person.rungs_above or 0) >= 2:
            for slug in _FROM_ABOVE:
                yield slug, _Match(1, "Sits where such things are decided in your organisation.")
        for slug in _FROM_INSIDE:
            yield slug, _Match(1, "Knows your organisation from further up.")


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
        if person.bridge:
            reasons.append(f"{person.bridge} could introduce you.")
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
