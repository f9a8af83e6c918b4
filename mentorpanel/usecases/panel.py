"""The panel: stages and their moves, cadence, roles, and how things stand with everybody on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.assessment import AssessmentState, is_assessed_well
from mentorpanel.domain.cadence import FOLLOW_UPS, CadenceState, cadence_of
from mentorpanel.domain.facts import Direction, Role, Source, Stage, Tie, TieSummary, TouchpointKind, Verdict
from mentorpanel.domain.informed import informed_of
from mentorpanel.domain.names import name_key
from mentorpanel.domain.problems import Ambiguous, Conflict, Invalid
from mentorpanel.domain.records import PersonRecord, ProfileRecord, StageChangeRecord
from mentorpanel.domain.stages import StageFacts, move_of, role_of, stage_of, suggested_move
from mentorpanel.domain.standing import standing_of
from mentorpanel.domain.warmth import warmth_word
from mentorpanel.domain.wording import plain_text
from mentorpanel.storage import panel, people, people_lists
from mentorpanel.storage import touchpoints as stored_touchpoints
from mentorpanel.storage.ownership import User
from mentorpanel.storage.together import Found, read_together
from mentorpanel.usecases import assessments, profiles, touchpoints
from mentorpanel.usecases import people as people_usecases
from mentorpanel.usecases.assessments import Assessment

LONGEST_CADENCE: Final = 3660
"""Ten years; the rules' own bound for a number of days."""
OFF_THE_PANEL: Final = (Stage.CLOSED,)
EARLIEST: Final = date(1900, 1, 1)
TIES: Final = panel.ties_read(OFF_THE_PANEL)
TIES_READS: Final = (TIES, *panel.BESIDE_TIES)
TIE_READS: Final = (panel.TIE, *panel.BESIDE_TIES)
STANDING_READS: Final = (*TIE_READS, *assessments.READS)
"""What ``standing_from`` looks at."""


@dataclass(frozen=True, slots=True)
class PersonStanding:
    """How things stand with one person: each a word and its reason.

    ``standing`` is None for anybody who is no mentor, ``move`` where the facts suggest no other stage.
    """

    tie: Tie
    warmth: Verdict
    cadence: CadenceState
    informed: Verdict
    standing: Verdict | None
    move: Verdict | None


@dataclass(frozen=True, slots=True)
class TakenOff:
    """A relationship that was taken off the panel, as ``put_back_on_panel`` wants it; texts only."""

    person_id: int
    name: str
    gone: dict[str, str]


def move_stage(
    owner: User,
    *,
    person_id: int,
    stage: str,
    since: date | None = None,
    reason: str = "",
    is_setting_up: bool = False,
) -> PersonRecord:
    """Move somebody to a stage; out of the address book this puts them on the panel.

    ``since`` is the day it began, today without one. An unusual jump without a reason is
    ``NeedsReason``, but not while setting up. The stage they are in already changes nothing but its day.
    """
    to = stage_of(stage)
    with transaction.atomic():
        before = people.person_for_change(owner, person_id=person_id)
        profile = profiles.profile(owner)
        on = _past_day(since, profile, "since")
        found = read_together(owner, assessments.READS, person_id=person_id)
        assessed = assessments.assessment_from(found, profile)
        facts = _facts(before, found[stored_touchpoints.SUMMARY], assessed)
        verdict = move_of(facts, to, reason=reason, is_setting_up=is_setting_up)
        if verdict.verdict == "same":
            if since is not None:
                panel.change_relationship(owner, person_id=person_id, entered_stage_on=on, since=since)
            return people.person(owner, person_id=person_id)
        panel.put_stage(
            owner,
            person_id=person_id,
            stage=to,
            on=on,
            reason=plain_text(reason)[:10_000],
            is_declared=is_setting_up,
            since=since if not before.stage else None,
        )
        touchpoints.summarise_person(owner, person_id=person_id)
        return people.person(owner, person_id=person_id)


def undo_move(owner: User, *, person_id: int) -> PersonRecord:
    """Take somebody's last move back, as if it had not been made."""
    with transaction.atomic():
        people.person_for_change(owner, person_id=person_id)
        panel.undo_move(owner, person_id=person_id)
        touchpoints.summarise_person(owner, person_id=person_id)
        return people.person(owner, person_id=person_id)


def declare_helper(
    owner: User,
    *,
    name: str,
    is_formal: bool = False,
    since: date | None = None,
    last_spoke: date | None = None,
    person_id: int | None = None,
) -> PersonRecord:
    """*Who already helps you?* Puts a mentor, informal or formal, on the panel; declared history is evidence.

    The person is ``person_id``, or the only one of exactly that name, or made. ``last_spoke`` is kept
    as a touchpoint. Several of that name: ``Ambiguous``. Said twice, it doubles nothing.
    """
    stage = Stage.FORMAL_MENTOR if is_formal else Stage.MENTOR
    with transaction.atomic():
        profile = profiles.profile(owner)
        began = _past_day(since, profile, "since") if since else None
        spoke = _past_day(last_spoke, profile, "last_spoke") if last_spoke else None
        found = person_id if person_id is not None else _named_exactly(owner, name)
        if found is None:
            found = people_usecases.add_person(owner, name=name).id
        move_stage(owner, person_id=found, stage=stage, since=began or spoke, is_setting_up=True)
        if spoke is None:
            # Nobody said when they last spoke: time runs from today, or a mentor of years would start as lapsed.
            panel.change_relationship(owner, person_id=found, entered_stage_on=_past_day(None, profile, ""))
        if spoke is not None:
            touchpoints.log_touchpoint(
                owner,
                person_id=found,
                kind=TouchpointKind.MEETING,
                direction=Direction.BOTH,
                on=spoke,
                source=Source.DECLARED,
                source_key=f"declared-{found}",
            )
        return people.person(owner, person_id=found)


def set_cadence(owner: User, *, person_id: int, days: int | None) -> PersonRecord:
    """Set how many days may pass between contacts with somebody; None goes by the stage again."""
    if days is not None and not 1 <= days <= LONGEST_CADENCE:
        raise Invalid(f"A cadence is from 1 to {LONGEST_CADENCE} days.", field="days")
    return _change(owner, person_id, cadence_days=days)


def pause(owner: User, *, person_id: int, until: date | None) -> PersonRecord:
    """Let the cadence rest until a day to come; None ends the pause."""
    if until is not None and until <= clock.today(profiles.zone(owner)):
        raise Invalid("A pause ends on a day to come.", field="until")
    return _change(owner, person_id, paused_until=until)


def set_roles(owner: User, *, person_id: int, roles: Iterable[str]) -> PersonRecord:
    """Say which roles somebody has beside the stage: mentee, peer, sponsor, role-model.

    Somebody of the address book is put on the panel as noticed by a first role.
    """
    given = {role_of(role) for role in roles}
    ordered = [role.value for role in Role if role in given]
    with transaction.atomic():
        before = people.person_for_change(owner, person_id=person_id)
        if not before.stage and ordered:
            move_stage(owner, person_id=person_id, stage=Stage.NOTICED)
        elif not before.stage:
            return before
        return _change(owner, person_id, roles=ordered)


def take_off_panel(owner: User, *, person_id: int) -> TakenOff:
    """Back to the address book, when the relationship was a mistake; touchpoints stay. Undo: ``put_back_on_panel``."""
    with transaction.atomic():
        before = people.person_for_change(owner, person_id=person_id)
        gone = panel.take_off(owner, person_id=person_id)
        touchpoints.summarise_person(owner, person_id=person_id)
        return TakenOff(person_id, before.name, gone)


def put_back_on_panel(owner: User, *, taken: TakenOff) -> PersonRecord:
    """Undo ``take_off_panel``: the stage, its history, roles and cadence as they were."""
    with transaction.atomic():
        people.person_for_change(owner, person_id=taken.person_id)
        panel.put_back(owner, person_id=taken.person_id, gone=taken.gone)
        touchpoints.summarise_person(owner, person_id=taken.person_id)
        return people.person(owner, person_id=taken.person_id)


def stage_history(owner: User, *, person_id: int) -> tuple[StageChangeRecord, ...]:
    """Every move of somebody's, the oldest first."""
    return panel.stage_history(owner, person_id=person_id)


def ties_of_panel(owner: User, *, today: date) -> list[Tie]:
    """Everybody with a stage that is not closed, as the rules see them on that day.

    Two queries, whatever the number of people and touchpoints.
    """
    zone = profiles.zone(owner)
    return ties_from(read_together(owner, TIES_READS, now=moment_of(today, zone)), zone, today)


def ties_from(found: Found, zone: ZoneInfo, today: date) -> list[Tie]:
    """The same, where ``TIES_READS`` were read with others, as of ``moment_of``."""
    return panel.ties_from(found[TIES], found, zone, today)


def tie_of(owner: User, *, person_id: int, today: date) -> Tie:
    """One relationship as the rules see it; somebody without a stage is a ``Conflict``."""
    zone = profiles.zone(owner)
    found = read_together(owner, TIE_READS, person_id=person_id, now=moment_of(today, zone))
    ties = panel.ties_from(found[panel.TIE], found, zone, today)
    if not ties:
        known = people.person(owner, person_id=person_id)
        where = "in the trash" if known.deleted_at else "in the address book only; give them a stage first"
        raise Conflict(f"{known.name} is {where}.")
    return ties[0]


def standing_of_person(owner: User, *, person_id: int) -> PersonStanding | None:
    """How things stand with somebody today; None for the address book, where nothing is owed."""
    reads = (*people.READS, *STANDING_READS)
    found = read_together(owner, reads, person_id=person_id, now=clock.now())
    known, profile = people.person_from(found, person_id), profiles.profile(owner)
    return standing_from(found, known, profile, assessments.assessment_from(found, profile))


def standing_from(
    found: Found, known: PersonRecord, profile: ProfileRecord, assessed: Assessment
) -> PersonStanding | None:
    """The same, where ``STANDING_READS`` were read with others, of the present moment."""
    if not known.stage or known.deleted_at is not None:
        return None
    settings, zone = profiles.settings_of(profile), ZoneInfo(profile.time_zone)
    today = clock.today(zone)
    tie = panel.ties_from(found[panel.TIE], found, zone, today)[0]
    facts = _facts(known, found[stored_touchpoints.SUMMARY], assessed)
    return PersonStanding(
        tie=tie,
        warmth=warmth_word(tie, today, settings),
        cadence=cadence_of(tie, today, settings),
        informed=informed_of(tie, today, settings),
        standing=standing_of(tie, today, settings),
        move=suggested_move(facts, settings),
    )


def may_follow_up(owner: User, *, person_id: int) -> bool:
    """Whether an answer of theirs is awaited, and it is time for the one line more."""
    standing = standing_of_person(owner, person_id=person_id)
    return standing is not None and standing.cadence.step in FOLLOW_UPS


def follow_up_sent(owner: User, *, person_id: int) -> PersonRecord:
    """A follow-up to somebody who has not answered went today; it counts as a message of mine, once a day."""
    with transaction.atomic():
        today = clock.today(profiles.zone(owner))
        changed = _change(owner, person_id, last_follow_up_on=today)
        touchpoints.log_touchpoint(
            owner,
            person_id=person_id,
            kind=TouchpointKind.MESSAGE,
            direction=Direction.FROM_ME,
            on=today,
            summary="Followed up",
            source_key=f"{_follow_ups(person_id)}{today.isoformat()}",
        )
        return changed


def follow_up_taken_back(owner: User, *, person_id: int) -> PersonRecord:
    """The last follow-up did not go after all."""
    with transaction.atomic():
        beginning = _follow_ups(person_id)
        last = stored_touchpoints.last_day_of_sources(owner, person_id=person_id, beginning=beginning)
        if last is not None:
            touchpoints.forget_source(owner, source_key=f"{beginning}{last.isoformat()}")
        before = stored_touchpoints.last_day_of_sources(owner, person_id=person_id, beginning=beginning)
        return _change(owner, person_id, last_follow_up_on=before)


def _change(owner: User, person_id: int, **changes: object) -> PersonRecord:
    with transaction.atomic():
        people.person_for_change(owner, person_id=person_id)
        panel.change_relationship(owner, person_id=person_id, **changes)
        return people.person(owner, person_id=person_id)


def _facts(known: PersonRecord, summary: TieSummary | None, assessed: Assessment) -> StageFacts:
    return StageFacts(
        stage=Stage(known.stage) if known.stage else None,
        has_written=summary is not None and summary.last_from_me_on is not None,
        two_way_days=summary.two_way_days if summary else 0,
        is_assessed_well=is_assessed_well(assessed.result, is_declared=assessed.is_declared),
        could_mentor=assessed.result.state == AssessmentState.COULD_MENTOR,
    )


def _named_exactly(owner: User, name: str) -> int | None:
    """The only person of exactly that name, on the panel first; None when there is none."""
    key = name_key(name)
    if not key:
        return None
    found = people_lists.names_equal(owner, name_key=key)
    on_panel = [one for one in found if one.is_on_panel]
    if len(on_panel) == 1 or len(found) == 1:
        return (on_panel or found)[0].id
    if found:
        shown = [(one.id, one.name) for one in found[:10]]
        raise Ambiguous(f"Several people are called {found[0].name}; say which by number.", shown)
    return None


def _past_day(day: date | None, profile: ProfileRecord, field: str) -> date:
    today = clock.today(ZoneInfo(profile.time_zone))
    if day is None:
        return today
    if not EARLIEST <= day <= today:
        words = "That day is still to come." if day > today else "That is too long ago."
        raise Invalid(words, field=field)
    return day


def moment_of(today: date, zone: ZoneInfo) -> datetime:
    """From when on a session counts as ahead on that day: now if it is today, else the day's beginning."""
    now = clock.now()
    if now.astimezone(zone).date() == today:
        return now
    return datetime.combine(today, time.min, tzinfo=zone).astimezone(UTC)


def _follow_ups(person_id: int) -> str:
    return f"follow-up-{person_id}-"


def standings(owner: User) -> dict[int, str]:
    """Person id to the standing's word, for every mentor; what lists show."""
    profile = profiles.profile(owner)
    settings, today = profiles.settings_of(profile), clock.today(ZoneInfo(profile.time_zone))
    found = {tie.person_id: standing_of(tie, today, settings) for tie in ties_of_panel(owner, today=today)}
    return {person_id: verdict.verdict for person_id, verdict in found.items() if verdict is not None}
