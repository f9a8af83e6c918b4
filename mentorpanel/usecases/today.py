"""Today: what is due, what drifts and what opens, each with its reason and the action that clears it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain import session_clock, today
from mentorpanel.domain.cadence import FOLLOW_UPS
from mentorpanel.domain.facts import Card, ClockPlan, SessionStatus
from mentorpanel.domain.goodbyes import is_owed
from mentorpanel.domain.outreach import PathState
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import ProfileRecord, SessionRecord
from mentorpanel.domain.today_facts import (
    Picked,
)
from mentorpanel.storage import sessions, traces
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import (
    advice_loops,
    asked,
    commitments,
    invitations,
    mentor_replies,
    outreach,
    panel,
    profiles,
    today_done,
    today_facts,
)


@dataclass(frozen=True, slots=True)
class NextSession:
    """The next session with its clock and the step it is at."""

    session: SessionRecord
    plan: ClockPlan
    step: str


@dataclass(frozen=True, slots=True)
class Today:
    """One day's page: the cards that were picked, the next session, the week's minutes and the menu's counts.

    ``is_bare``: there is no card, and nobody on the panel of whom there could be one.
    """

    on: date
    picked: Picked
    coming: NextSession | None
    spent_minutes: int
    weekly_minutes: int
    counts: dict[str, int]
    is_bare: bool = False


def today_page(owner: User, *, on: date | None = None, profile: ProfileRecord | None = None) -> Today:
    """The cards of today, or of any day: the same facts always give the same cards. A known profile is not read again."""
    profile = profile or profiles.profile(owner)
    zone = ZoneInfo(profile.time_zone)
    now = moment_on(on, profile, zone)
    day = now.astimezone(zone).date()
    known = today_facts.gather(owner, profile, now)
    monday = day - timedelta(days=day.weekday())
    spent = sum(one.minutes for one in known.past if one.verdict == "done" and monday <= one.on <= day)
    picked = today.pick(
        known.cards,
        known.traces,
        profile.weekly_minutes,
        spent,
        today=day,
        settings=profiles.settings_of(profile),
    )
    coming = _next_session(known, now)
    is_bare = not known.cards and not known.has_people
    return Today(day, picked, coming, spent, profile.weekly_minutes, known.counts, is_bare)


def card(owner: User, *, card_id: str) -> Card:
    """One of today's cards, shown or not."""
    found = cards_named(owner, card_ids=(card_id,))
    if not found:
        raise NotFound("There is no such card today; it may have been cleared already.")
    return found[0]


def cards_named(owner: User, *, card_ids: Collection[str]) -> list[Card]:
    """Those of today's cards that have one of these ids, shown or not, best first."""
    cards = today_facts.gather(owner, profiles.profile(owner), clock.now()).cards
    return [one for one in cards if one.id in card_ids]


def cards_of_person(owner: User, *, person_id: int, profile: ProfileRecord | None = None) -> list[Card]:
    """Today's cards about one person, best first, but for those that are done, snoozed or dismissed.

    A known profile is not read again.
    """
    profile = profile or profiles.profile(owner)
    now = clock.now()
    day = now.astimezone(ZoneInfo(profile.time_zone)).date()
    known = today_facts.gather(owner, profile, now)
    found = [one for one in known.cards if one.person_id == person_id]
    return today.not_set_aside(found, known.traces, today=day, settings=profiles.settings_of(profile))


def owes_goodbye(owner: User, *, person_id: int) -> bool:
    """Whether a closing letter to somebody is still to come, or was put away."""
    return any(
        one.person_id == person_id and is_owed(one)
        for one in today_facts.goodbyes_of(owner, profiles.zone(owner))
    )


def done_card(owner: User, *, card_id: str) -> Card:
    """It is done: a promise is kept, a reminder is noted as sent, anything else is remembered as done."""
    found = card(owner, card_id=card_id)
    with transaction.atomic():
        if found.kind == "commitment":
            commitments.keep_commitment(owner, commitment_id=_number(found))
        elif (
            found.kind == "cadence"
            and found.person_id is not None
            and panel.may_follow_up(owner, person_id=found.person_id)
        ):
            panel.follow_up_sent(owner, person_id=found.person_id)
        elif found.kind == "invitation":
            invitations.mark_told(owner, session_id=_number(found))
        elif found.kind == "reply":
            mentor_replies.settle_all(owner, session_id=_number(found))
        elif found.kind == "outreach":
            _step_done(owner, found)
        elif found.kind == "asked":
            asked.told(owner, favour_id=_number(found))
        elif found.kind == "loop":
            advice_loops.heard_all(owner, person_id=_number(found))
        else:
            today_done.do(owner, found=found)
        _remember(owner, found, "done", None, "", found.effort_minutes)
    return found


def snooze_until(profile: ProfileRecord, day: date) -> date:
    """Until when a card is hidden that day where nothing else is said."""
    return day + timedelta(days=profiles.settings_of(profile).snooze_days)


def snooze_card(owner: User, *, card_id: str, until: date | None = None) -> tuple[Card, date]:
    """Hide a card until a day; a duty until tomorrow at most."""
    found = card(owner, card_id=card_id)
    profile = profiles.profile(owner)
    day = clock.today(ZoneInfo(profile.time_zone))
    hidden = today.check_trace(
        found, "snoozed", today=day, settings=profiles.settings_of(profile), until=until
    )
    with transaction.atomic():
        _remember(owner, found, "snoozed", hidden, "", 0)
    return found, hidden or day


def dismiss_card(owner: User, *, card_id: str, reason: str) -> Card:
    """Put a card away until its facts change; a duty cannot be dismissed."""
    found = card(owner, card_id=card_id)
    profile = profiles.profile(owner)
    day = clock.today(ZoneInfo(profile.time_zone))
    today.check_trace(found, "dismissed", today=day, settings=profiles.settings_of(profile))
    with transaction.atomic():
        _remember(owner, found, "dismissed", None, reason.strip()[:500], 0)
    return found


def undo_card(owner: User, *, card_id: str) -> None:
    """Take back what was last done with a card."""
    with transaction.atomic():
        removed = traces.remove_trace(owner, card=card_id)
        kind, _, number = card_id.rpartition("-")
        if removed.verdict == "done" and kind == "commitment":
            commitments.reopen_commitment(owner, commitment_id=int(number))
        elif removed.verdict == "done" and kind == "cadence" and _step_in(removed.facts_key) in FOLLOW_UPS:
            panel.follow_up_taken_back(owner, person_id=int(number))
        elif removed.verdict == "done" and kind == "loop":
            numbers = _numbers_in(removed.facts_key)
            advice_loops.unheard_again(owner, person_id=int(number), advice_ids=numbers)
        elif removed.verdict == "done" and kind == "outreach":
            _step_undone(owner, int(number), removed.facts_key.partition(".")[0])
        elif removed.verdict == "done" and kind == "reply":
            mentor_replies.unsettle_last(owner, session_id=int(number))
        elif removed.verdict == "done" and kind == "invitation":
            invitations.take_back(owner, session_id=int(number))
        elif removed.verdict == "done" and kind == "asked":
            asked.not_told(owner, favour_id=int(number))
        elif removed.verdict == "done":
            today_done.take_back(owner, kind=kind, number=int(number), facts_key=removed.facts_key)


def _step_done(owner: User, found: Card) -> None:
    """A reminder went, or it was let go; that a letter was written the letter itself says."""
    if found.state == PathState.FOLLOW_UP:
        outreach.follow_up_sent(owner, notice_id=_number(found))
    elif found.state == PathState.LET_GO:
        outreach.let_go(owner, notice_id=_number(found))


def _step_undone(owner: User, notice_id: int, state: str) -> None:
    if state == PathState.FOLLOW_UP:
        outreach.follow_up_taken_back(owner, notice_id=notice_id)
    elif state == PathState.LET_GO:
        outreach.reopen(owner, notice_id=notice_id)


def _remember(owner: User, found: Card, verdict: str, until: date | None, reason: str, minutes: int) -> None:
    now = clock.now()
    traces.record_trace(
        owner,
        card=found.id,
        verdict=verdict,
        facts_key=found.facts_key,
        until=until,
        reason=reason,
        minutes=minutes,
        at=now,
        on=now.astimezone(profiles.zone(owner)).date(),
    )


def _next_session(known: today_facts.Gathered, now: datetime) -> NextSession | None:
    """The session to come, or the one that is running or has just ended."""
    for found, _ in known.near:
        plan = known.clocks[found.id]
        if found.status in sessions.TO_COME and plan.ends_at + timedelta(hours=12) > now:
            step = session_clock.step_of(
                plan, SessionStatus(found.status), now, i_mentor=found.i_mentor
            ).verdict
            return NextSession(found, plan, step)
    return None


def moment_on(on: date | None, profile: ProfileRecord, zone: ZoneInfo) -> datetime:
    """The moment that a day's page is about: now for today, else when work starts on that day."""
    now = clock.now()
    if on is None or on == now.astimezone(zone).date():
        return now
    return datetime.combine(on, profile.work_starts, tzinfo=zone).astimezone(UTC)


def _step_in(facts_key: str) -> str:
    """The step of a cadence card, as its trace remembers it."""
    return facts_key.rpartition(".")[2]


def _numbers_in(facts_key: str) -> list[int]:
    return [int(part) for part in facts_key.split(".") if part.isdecimal()]


def _number(found: Card) -> int:
    return int(found.id.rpartition("-")[2])
