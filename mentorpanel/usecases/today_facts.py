"""Everything that Today looks at, gathered for its rules in one query."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mentorpanel import clock
from mentorpanel.domain import today
from mentorpanel.domain.commitments import CommitmentFacts
from mentorpanel.domain.facts import Card, ClockPlan, SessionStatus, Stage
from mentorpanel.domain.outreach import PathKind
from mentorpanel.domain.preparation import Span
from mentorpanel.domain.problems import Ambiguous, Problem
from mentorpanel.domain.records import ProfileRecord, SessionRecord
from mentorpanel.domain.today_facts import (
    GoodbyeFacts,
    IntroductionState,
    InvitationFacts,
    MailFacts,
    MatchFacts,
    OutreachFacts,
    OwnMailFacts,
    ParkedFacts,
    SessionFacts,
    TieState,
    TodayFacts,
)
from mentorpanel.domain.today_look_back import DECEMBER
from mentorpanel.domain.today_traces import Traces
from mentorpanel.domain.trace_records import TraceRecord
from mentorpanel.storage import advice as loops
from mentorpanel.storage import (
    busy_times,
    drafts,
    favours,
    focus,
    goodbyes,
    imports,
    incoming,
    invitations,
    mentor_pages,
    sessions,
    traces,
    year_letters,
)
from mentorpanel.storage import commitments as promises
from mentorpanel.storage import introductions as introduction_rows
from mentorpanel.storage import panel as panel_rows
from mentorpanel.storage import reminders as reminder_rows
from mentorpanel.storage import today as stored
from mentorpanel.storage import today_decisions as decision_rows
from mentorpanel.storage import today_thanks as help_rows
from mentorpanel.storage.ownership import User
from mentorpanel.storage.together import Found, Read, read_together
from mentorpanel.usecases import (
    introductions,
    navigation,
    outreach,
    panel,
    people,
    profiles,
    reminders,
    today_panel,
)
from mentorpanel.usecases.busy_times import LOOKED_AT
from mentorpanel.usecases.invitation_states import state_of
from mentorpanel.usecases.sessions import clock_of

LETTER_NAMES = {"brief": "brief", "recap": "recap", "thank-you": "thank-you"}
NAMES_LOOKED_UP = 3
LOOKS_BACK = timedelta(days=31)
LOOKS_AHEAD = timedelta(days=31)
REMEMBERS = timedelta(days=400)
REFUSED_SHOWS = timedelta(days=7)
"""How long an answer that was not taken stays on Today; our judgement."""
TIES = panel_rows.ties_read(panel.OFF_THE_PANEL)
READS: tuple[Read[Any], ...] = (
    sessions.NEAR,
    traces.TRACES,
    *navigation.COUNTS,
    stored.MARKED,
    stored.PARKED,
    TIES,
    focus.VERSIONS,
    focus.TOLD,
    sessions.NEXT_WITH_EACH,
    *outreach.OPEN_READS,
    introduction_rows.OPEN,
    introduction_rows.PAIRED,
    promises.OPEN,
    imports.DOUBTS,
    drafts.FAILED,
    goodbyes.ENDED,
    goodbyes.CLOSINGS,
    mentor_pages.WAITING,
    incoming.REFUSED,
    invitations.NOT_OVER,
    reminder_rows.LAST_FAILURE,
    decision_rows.DECIDING,
    loops.OPEN_LOOPS,
    favours.WANTS,
    favours.ASKED,
    help_rows.ANSWERED,
    help_rows.FAVOURS,
    *today_panel.READS,
)
"""What Today reads on every day, in one query; see ``storage/together.py``."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a day's page stands on.

    ``cards`` are all of that moment, best first, before any choice; ``near`` the sessions around it with their
    agenda counts, ``clocks`` these sessions' clocks by their numbers, ``past`` what was done with cards and ``traces`` the
    same as the rules look at it, ``counts`` the menu's; ``has_people`` is whether anybody is on the panel.
    """

    cards: list[Card]
    near: list[tuple[SessionRecord, int]]
    clocks: dict[int, ClockPlan]
    past: tuple[TraceRecord, ...]
    traces: Traces
    counts: dict[str, int]
    has_people: bool


def gather(owner: User, profile: ProfileRecord, now: datetime) -> Gathered:
    """Everything for one moment, in one query.

    Up to three more where a parked item names somebody unknown; one where a goal has no formal mentor and somebody
    is senior enough and cares; one while leaving a company.
    """
    zone = ZoneInfo(profile.time_zone)
    found = _read(owner, profile, now, now.astimezone(zone).date())
    busy = found.get(busy_times.BUSY, ())
    facts = _facts(owner, profile, found, now, zone, busy)
    settings, past = profiles.settings_of(profile), found[traces.TRACES]
    done_before = Traces.of(past, now.astimezone(zone).date(), settings)
    cards = today.cards_for(facts, now, zone, settings, done_before)
    clocks = {one.id: one.clock for one in facts.sessions}
    return Gathered(
        cards,
        found[sessions.NEAR],
        clocks,
        past,
        done_before,
        navigation.counts_from(found),
        bool(found[TIES]),
    )


def _read(owner: User, profile: ProfileRecord, now: datetime, day: date) -> Found:
    """Busy times only where a calendar is read, and the year's letter in December."""
    busy = (busy_times.BUSY,) if profile.has_busy_times else ()
    letter = (year_letters.IS_WANTED,) if day.month == DECEMBER else ()
    return read_together(
        owner,
        (*READS, *busy, *letter),
        now=now,
        today=day,
        year=day.year,
        near_since=now - LOOKS_BACK,
        near_until=now + LOOKS_AHEAD,
        traces_since=day - REMEMBERS,
        refused_since=now - REFUSED_SHOWS,
        failed_since=now - reminders.FAILURE_SHOWS,
        busy_since=now - LOOKS_BACK - LOOKED_AT,
        busy_until=now + LOOKS_AHEAD,
    )


def _facts(
    owner: User, profile: ProfileRecord, found: Found, now: datetime, zone: ZoneInfo, busy: Sequence[Span]
) -> TodayFacts:
    in_series, silent = found[stored.MARKED]
    day = now.astimezone(zone).date()
    ties = panel_rows.ties_from(found[TIES], found, zone, day)
    return TodayFacts(
        sessions=tuple(_session(profile, one, count, busy) for one, count in found[sessions.NEAR]),
        ties=tuple(
            TieState(tie, has_series=tie.person_id in in_series, do_not_contact=tie.person_id in silent)
            for tie in ties
        ),
        panel=today_panel.facts(owner, profile, ties, found, day),
        outreach=_outreach(found, profile, day, silent),
        introductions=_introductions(found, profile, day, silent),
        commitments=_commitments(found, zone),
        parked=_parked(owner, found, zone),
        matches=tuple(MatchFacts(*one) for one in found[imports.DOUBTS]),
        mails=_mails(found, zone),
        goodbyes=_goodbyes(found, zone),
        replies=found[mentor_pages.WAITING],
        received=found[incoming.REFUSED],
        invitations=_invitations(found, now, zone),
        own_mail=_own_mail(found, zone),
        deciding=found[decision_rows.DECIDING],
        loops=found[loops.OPEN_LOOPS],
        asked=tuple(found[favours.ASKED]),
        helps=(*found[help_rows.ANSWERED], *found[help_rows.FAVOURS]),
        wants=() if profile.hides_giving else tuple(found[favours.WANTS]),
        paired=found[introduction_rows.PAIRED],
        letter_of=day.year if found.get(year_letters.IS_WANTED, False) else None,
    )


def _session(
    profile: ProfileRecord, found: SessionRecord, agenda_count: int, busy: Sequence[Span]
) -> SessionFacts:
    return SessionFacts(
        id=found.id,
        person_id=found.person.id,
        person_name=found.person.name,
        status=SessionStatus(found.status),
        clock=clock_of(profile, found, busy),
        has_thanked=found.recap_sent_at is not None,
        agenda_count=agenda_count,
        i_mentor=found.i_mentor,
    )


def _outreach(found: Found, profile: ProfileRecord, day: date, silent: set[int]) -> tuple[OutreachFacts, ...]:
    return tuple(
        OutreachFacts(
            id=path.notice.id,
            person_id=path.notice.person.id,
            person_name=path.notice.person.name,
            kind=PathKind(path.notice.kind),
            step=path.step,
            do_not_contact=path.notice.person.id in silent,
        )
        for path in outreach.open_paths_from(found, profile, day)
    )


def _introductions(
    found: Found, profile: ProfileRecord, day: date, silent: set[int]
) -> tuple[IntroductionState, ...]:
    return tuple(
        IntroductionState(
            id=one.record.id,
            title=one.record.title,
            person_id=one.asked.id,
            person_name=one.asked.name,
            step=one.step,
            do_not_contact=one.asked.id in silent,
        )
        for one in introductions.open_from(found[introduction_rows.OPEN], profile, day)
    )


def goodbyes_of(owner: User, zone: ZoneInfo) -> tuple[GoodbyeFacts, ...]:
    """Everybody with whom a living relationship ended, with the day of the last closing letter."""
    return _goodbyes(read_together(owner, (goodbyes.ENDED, goodbyes.CLOSINGS)), zone)


def _goodbyes(found: Found, zone: ZoneInfo) -> tuple[GoodbyeFacts, ...]:
    said = found[goodbyes.CLOSINGS]
    return tuple(
        GoodbyeFacts(
            person_id=person_id,
            person_name=name,
            stage=Stage(stage),
            ended_on=on,
            said_on=said[person_id].astimezone(zone).date() if person_id in said else None,
        )
        for person_id, name, stage, on in found[goodbyes.ENDED]
    )


def _invitations(found: Found, now: datetime, zone: ZoneInfo) -> tuple[InvitationFacts, ...]:
    return tuple(
        InvitationFacts(
            session_id=session.id,
            person_id=session.person.id,
            person_name=session.person.name,
            starts_on=min(
                session.starts_at, history.told.meeting.starts_at if history.told else session.starts_at
            )
            .astimezone(zone)
            .date(),
            state=state_of(session, history, now=now, zone=zone),
            sequence=session.sequence,
            failure=history.failed.failure if history.failed else "",
            they_know=session.who_missed == "them",
            is_gone=session.person_is_gone,
        )
        for session, history in found[invitations.NOT_OVER]
    )


def _own_mail(found: Found, zone: ZoneInfo) -> OwnMailFacts | None:
    failure = found[reminder_rows.LAST_FAILURE]
    if failure is None:
        return None
    number, reason, made_at = failure
    return OwnMailFacts(number, reason, made_at.astimezone(zone).date())


def _commitments(found: Found, zone: ZoneInfo) -> tuple[CommitmentFacts, ...]:
    return tuple(
        CommitmentFacts(
            id=row.id,
            person_id=row.person.id,
            person_name=row.person.name,
            text=row.text,
            is_mine=row.is_mine,
            made_on=row.made_at.astimezone(zone).date(),
            due_on=row.due_on,
            session_id=row.session_id,
        )
        for row in found[promises.OPEN]
    )


def _parked(owner: User, found: Found, zone: ZoneInfo) -> tuple[ParkedFacts, ...]:
    items = stored.items_without_a_person(found[stored.PARKED], zone)
    looked_up = [item.id for item in items if item.asked_name][:NAMES_LOOKED_UP]
    return tuple(
        replace(item, candidates=_candidates(owner, item.asked_name)) if item.id in looked_up else item
        for item in items
    )


def _candidates(owner: User, asked_name: str) -> tuple[str, ...]:
    try:
        return (people.find_person(owner, name=asked_name).name,)
    except Ambiguous as problem:
        return tuple(name for _, name in problem.candidates[:4])
    except Problem:
        return ()


def _mails(found: Found, zone: ZoneInfo) -> tuple[MailFacts, ...]:
    return tuple(
        MailFacts(
            id=pk,
            person_id=person_id,
            person_name=name,
            letter=LETTER_NAMES.get(kind, "letter"),
            reason=failure,
            failed_on=(sent_at or clock.now()).astimezone(zone).date(),
            session_id=session_id,
        )
        for pk, person_id, name, kind, failure, sent_at, session_id in found[drafts.FAILED]
    )
