"""What Today knows of the panel as a whole, of goals, of my phase and of next steps: from what the page has read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from mentorpanel.domain.candidates import CandidateFacts, candidates_by_need
from mentorpanel.domain.coverage import NeedCoverage, coverage_of_all, gaps_in
from mentorpanel.domain.facts import Tie
from mentorpanel.domain.names import organisation_key
from mentorpanel.domain.needs import MUST, needs_of, phase_name
from mentorpanel.domain.panel_flags import Flag, flags_of
from mentorpanel.domain.records import PhaseRecord, ProfileRecord
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_panel_facts import (
    AddressFacts,
    DormantFacts,
    GoalFacts,
    HelperFacts,
    PanelFacts,
    PhaseFacts,
    WaitingItemFacts,
    WinFacts,
)
from mentorpanel.storage import today_panel as stored
from mentorpanel.storage.ownership import User
from mentorpanel.storage.panel_facts import PersonTraits
from mentorpanel.storage.together import Found
from mentorpanel.usecases import panel_members, profiles, today_steps
from mentorpanel.usecases.panel_members import Frame, Known, MemberState

READS: Final = stored.READS
MOST_REVIVED: Final = 5
"""Old ties that are looked at; the page shows one at a time."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What coverage says: flags, open must-needs, who could help, which old ties could."""

    flags: tuple[Flag, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    helpers: tuple[HelperFacts, ...] = ()
    dormant: tuple[DormantFacts, ...] = ()


@dataclass(frozen=True)
class _Rows:
    """Everything that an outlook follows from; equal ones have the same. The profile counts by what is used of it."""

    day: date
    settings: RuleSettings
    place: tuple[Any, ...]
    phase: tuple[Any, ...]
    ties: tuple[Tie, ...]
    weights: tuple[Any, ...]
    levels: tuple[Any, ...]
    traits: tuple[PersonTraits, ...]
    talked: tuple[Any, ...]
    advised: tuple[Any, ...]
    mentors: tuple[Any, ...]
    pairs: tuple[Any, ...]
    dormant: tuple[PersonTraits, ...]
    helpers: frozenset[int]
    profile: ProfileRecord = field(compare=False)


def facts(owner: User, profile: ProfileRecord, ties: Sequence[Tie], known: Found, day: date) -> PanelFacts:
    """Everything beyond one person's rhythm on that day; ``known`` holds ``READS``."""
    settings = profiles.settings_of(profile)
    phase = _phase(profile, known)
    helping = known[stored.GOAL_MENTORS]
    outlook = _outlook(
        _Rows(
            day=day,
            settings=settings,
            place=(profile.level, profile.ladder, profile.organisation),
            phase=known[stored.PHASE],
            ties=tuple(ties),
            weights=known[stored.WEIGHTS],
            levels=known[stored.LEVELS],
            traits=known[stored.TRAITS],
            talked=known[stored.TALKED],
            advised=known[stored.ADVISED],
            mentors=tuple((person_id, on) for person_id, on, _ in known[stored.MENTORS_SINCE]),
            pairs=known[stored.PAIRS],
            dormant=known[stored.DORMANT],
            helpers=frozenset(person_id for _, person_id, _ in helping),
            profile=profile,
        )
    )
    goals = _goals(known)
    return PanelFacts(
        phase=phase,
        flags=outlook.flags,
        needs=outlook.needs,
        helpers=outlook.helpers,
        dormant=outlook.dormant,
        steps=today_steps.steps(profile, ties, known, day),
        to_assess=today_steps.to_assess(ties, known),
        formal=today_steps.formal(owner, profile, ties, known, day),
        items=_items(profile, known),
        goals=goals,
        wins=tuple(WinFacts(*row) for row in known[stored.WINS]),
        addresses=_addresses(owner, _places(profile, known, day, settings), ties, phase, day, settings),
        has_focus=known[stored.HAS_FOCUS],
    )


def _phase(profile: ProfileRecord, known: Found) -> PhaseFacts | None:
    moves = known[stored.POSITIONS]
    for pk, slug, _, started_on in known[stored.PHASE]:
        return PhaseFacts(
            id=pk,
            slug=slug,
            name=phase_name(slug),
            started_on=started_on,
            focus_on=known[stored.FOCUS_ON],
            title=profile.title,
            title_on=next((on for on, before, title, _, _ in moves if before and title != before), None),
            left_on=next((on for on, *_, before, place in moves if _is_another(before, place)), None),
        )
    return None


def _is_another(before: str, place: str) -> bool:
    return bool(before) and organisation_key(before) != organisation_key(place)


@lru_cache(maxsize=64)
def _outlook(rows: _Rows) -> Outlook:
    """Asked again for the very same it is not worked out again: the page is opened many times a day."""
    if not rows.phase:
        frame = Frame(rows.profile, None, {}, rows.day)
    else:
        pk, slug, note, started_on = rows.phase[0]
        frame = Frame(
            rows.profile, PhaseRecord(pk, slug, note, started_on, None), _weights(rows.weights), rows.day
        )
    said = _levels(rows.levels)
    known = Known(_by_person(rows.talked), _by_person(rows.advised), _first_days(rows.mentors))
    states = tuple(
        panel_members.states_of(frame, rows.ties, rows.traits, said=said, helpers=rows.helpers, known=known)
    )
    members = [one.member for one in states]
    wanted = needs_of(frame.phase.phase, frame.weights) if frame.phase else ()
    coverage = coverage_of_all(wanted, members, rows.settings)
    pairs = frozenset(frozenset(pair) for pair in rows.pairs)
    open_musts = tuple(
        (one.need.slug, one.need.name)
        for one in gaps_in(coverage)
        if one.state == "open" and one.need.weight >= MUST
    )
    helpers, dormant = _who_could(rows, frame, states, said, known, coverage, open_musts)
    return Outlook(
        flags_of(members, coverage, pairs, rows.profile.organisation, rows.settings),
        open_musts, helpers, dormant,
    )  # fmt: skip


def _who_could(
    rows: _Rows,
    frame: Frame,
    states: Sequence[MemberState],
    said: Mapping[int, Mapping[str, int]],
    known: Known,
    coverage: tuple[NeedCoverage, ...],
    open_musts: tuple[tuple[str, str], ...],
) -> tuple[tuple[HelperFacts, ...], tuple[DormantFacts, ...]]:
    """The best of those with a stage, and of old ties, for what is not covered."""
    gaps = gaps_in(coverage)
    if not gaps or frame.phase is None:
        return (), ()
    by_id = {one.member.person_id: one for one in states}
    people = {one.id: one for one in (*rows.dormant, *rows.traits)}
    facts = [_candidate(one, rows.profile, by_id.get(one.id), said, known) for one in people.values()]
    best = candidates_by_need(gaps, facts, frame.phase.phase, rows.day, rows.settings)
    musts = {slug for slug, _ in open_musts}
    helpers = tuple(
        HelperFacts(slug, found[0].person_id, found[0].name, found[0].reasons[0])
        for slug, found in best.items()
        if found and slug in musts
    )
    return helpers, tuple(_dormant(rows, best, {gap.need.slug: gap.need.name for gap in gaps}))


def _dormant(
    rows: _Rows, best: Mapping[str, Sequence[Any]], names: Mapping[str, str]
) -> Iterable[DormantFacts]:
    """Old ties among the candidates, each for the need that they fit best."""
    last = {one.id: one.last_two_way_on for one in rows.dormant}
    fits: dict[int, tuple[float, DormantFacts]] = {}
    for slug, found in best.items():
        for one in found:
            day = last.get(one.person_id)
            if day is not None and one.score > fits.get(one.person_id, (0.0,))[0]:
                why = DormantFacts(one.person_id, one.name, day, names[slug], one.reasons[0])
                fits[one.person_id] = (one.score, why)
    ranked = sorted(fits.values(), key=lambda each: (-each[0], each[1].person_id))
    return [one for _, one in ranked[:MOST_REVIVED]]


def _candidate(
    traits: PersonTraits,
    profile: ProfileRecord,
    state: MemberState | None,
    said: Mapping[int, Mapping[str, int]],
    known: Known,
) -> CandidateFacts:
    topics = tuple(dict.fromkeys(topic for topic, _ in known.talked.get(traits.id, ())))
    was_mentor = traits.id in known.mentor_since
    return panel_members.candidate_of(traits, profile, state, said.get(traits.id, {}), topics, was_mentor)


def _goals(known: Found) -> tuple[GoalFacts, ...]:
    helpers: dict[int, int] = defaultdict(int)
    for goal_id, _, _ in known[stored.GOAL_MENTORS]:
        helpers[goal_id] += 1
    steps: dict[int, tuple[int, str, date]] = {}
    for goal_id, pk, text, due_on in known[stored.MILESTONES]:
        steps.setdefault(goal_id, (pk, text, due_on))
    return tuple(_goal(one, helpers[one.id], steps.get(one.id)) for one in known[stored.GOALS])


def _goal(row: stored.GoalRow, helpers: int, step: tuple[int, str, date] | None) -> GoalFacts:
    pk, text, due_on = step or (None, "", None)
    return GoalFacts(
        row.id, row.statement, row.starts_on, row.due_on, helpers, pk, text, due_on, row.checked_on
    )


def _items(profile: ProfileRecord, known: Found) -> tuple[WaitingItemFacts, ...]:
    zone = ZoneInfo(profile.time_zone)
    return tuple(
        WaitingItemFacts(
            pk, text, person_id, name, parked_at.astimezone(zone).date(), is_urgent=urgency == "high"
        )
        for pk, text, person_id, name, parked_at, urgency in known[stored.ITEMS]
    )


def _places(profile: ProfileRecord, known: Found, day: date, settings: RuleSettings) -> frozenset[str]:
    """Where I work, and where I did until lately, as domains would have it: written together."""
    since = day - timedelta(days=settings.leaving_days)
    left = [before for on, *_, before, _ in known[stored.POSITIONS] if on >= since]
    keys = (organisation_key(one) for one in (profile.organisation, *left))
    return frozenset(key.replace(" ", "") for key in keys if key)


def _addresses(
    owner: User,
    places: frozenset[str],
    ties: Sequence[Tie],
    phase: PhaseFacts | None,
    day: date,
    settings: RuleSettings,
) -> AddressFacts | None:
    """Who has had letters from an address at the organisation only; asked for while one may be leaving."""
    leaving = timedelta(days=settings.leaving_days)
    is_leaving = phase is not None and (
        phase.slug == "transition" or (phase.left_on is not None and day - phase.left_on <= leaving)
    )
    if not is_leaving or not places:
        return None
    senders: dict[int, set[str]] = defaultdict(set)
    for person_id, sender in stored.SENDERS.alone(owner):
        senders[person_id].add(sender)
    names = {tie.person_id: tie.name for tie in ties}
    only_work = [
        person_id
        for person_id, used in senders.items()
        if person_id in names and all(_is_at(address, places) for address in used)
    ]
    if not only_work:
        return None
    only_work.sort(key=lambda one: (names[one].casefold(), one))
    address = min(address for one in only_work for address in senders[one])
    return AddressFacts(address, tuple(names[one] for one in only_work), tuple(only_work))


def _is_at(address: str, places: frozenset[str]) -> bool:
    """Whether an address belongs to one of the organisations: a label of its domain is that name."""
    labels = address.rpartition("@")[2].strip("> ").lower().split(".")
    return not places.isdisjoint(label.replace("-", "") for label in labels[:-1])


def _weights(rows: Iterable[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for phase, need, weight in rows:
        found[phase][need] = weight
    return dict(found)


def _levels(rows: Iterable[tuple[int, str, int]]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for person_id, need, level in rows:
        found[person_id][need] = level
    return dict(found)


def _by_person(rows: Iterable[tuple[int, tuple[str, ...], date]]) -> dict[int, list[tuple[str, date]]]:
    found: dict[int, list[tuple[str, date]]] = defaultdict(list)
    for person_id, topics, on in rows:
        found[person_id].extend((topic, on) for topic in topics)
    return dict(found)


def _first_days(rows: Iterable[tuple[int, date]]) -> dict[int, date]:
    found: dict[int, date] = {}
    for person_id, on in rows:
        found.setdefault(person_id, on)
    return found
