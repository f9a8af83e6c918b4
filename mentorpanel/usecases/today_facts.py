"""Everything that Today looks at, gathered for its rules in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mentorpanel import clock
from mentorpanel.domain import today
from mentorpanel.domain.commitments import CommitmentFacts
from mentorpanel.domain.facts import Card, SessionStatus, Stage
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
    ReceivedFacts,
    SessionFacts,
    TieState,
    TodayFacts,
)
from mentorpanel.domain.today_look_back import DECEMBER
from mentorpanel.storage import advice as loops
from mentorpanel.storage import (
    drafts,
    favours,
    goodbyes,
    imports,
    incoming,
    invitations,
    mentor_pages,
    year_letters,
)
from mentorpanel.storage import panel as panel_rows
from mentorpanel.storage import today as stored
from mentorpanel.storage import today_decisions as decision_rows
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import commitments, introductions, outreach, panel, people, profiles, reminders
from mentorpanel.usecases.invitation_states import state_of
from mentorpanel.usecases.sessions import clock_of

LETTER_NAMES = {"brief": "brief", "recap": "recap", "thank-you": "thank-you"}
NAMES_LOOKED_UP = 3
REFUSED_SHOWS = timedelta(days=7)
"""How long an answer that was not taken stays on Today; our judgement."""


def cards(
    owner: User,
    profile: ProfileRecord,
    near: list[tuple[SessionRecord, int]],
    now: datetime,
    busy: Sequence[Span] = (),
) -> list[Card]:
    """Every card of that moment, best first, before any choice; ``near`` are the sessions around it.

    ``busy`` is when the owner is, before these sessions.
    """
    zone = ZoneInfo(profile.time_zone)
    in_series, silent = stored.marked_people(owner)
    wants, asked = favours.facts(owner)
    facts = TodayFacts(
        sessions=tuple(_session(profile, found, count, busy) for found, count in near),
        ties=_ties(owner, now, zone, in_series, silent),
        outreach=_outreach(owner, profile, now, silent),
        introductions=_introductions(owner, profile, now, silent),
        commitments=_commitments(owner, zone),
        parked=_parked(owner, zone),
        matches=tuple(MatchFacts(*found) for found in imports.doubts_by_import(owner)),
        mails=_mails(owner, zone),
        goodbyes=goodbyes_of(owner, zone),
        replies=mentor_pages.waiting(owner),
        received=_received(owner, now),
        invitations=_invitations(owner, now, zone),
        own_mail=_own_mail(owner, now, zone),
        deciding=decision_rows.deciding(owner, today=now.astimezone(zone).date()),
        loops=loops.open_loops(owner),
        asked=tuple(asked),
        wants=() if profile.hides_giving else tuple(wants),
        letter_of=_letter_of(owner, now, zone),
    )
    return today.cards_for(facts, now, zone, profiles.settings_of(profile))


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


def _ties(
    owner: User, now: datetime, zone: ZoneInfo, in_series: set[int], silent: set[int]
) -> tuple[TieState, ...]:
    ties = panel_rows.ties(
        owner, today=now.astimezone(zone).date(), now=now, zone=zone, but=panel.OFF_THE_PANEL
    )
    return tuple(
        TieState(tie, has_series=tie.person_id in in_series, do_not_contact=tie.person_id in silent)
        for tie in ties
    )


def _outreach(
    owner: User, profile: ProfileRecord, now: datetime, silent: set[int]
) -> tuple[OutreachFacts, ...]:
    day = now.astimezone(ZoneInfo(profile.time_zone)).date()
    return tuple(
        OutreachFacts(
            id=path.notice.id,
            person_id=path.notice.person.id,
            person_name=path.notice.person.name,
            kind=PathKind(path.notice.kind),
            step=path.step,
            do_not_contact=path.notice.person.id in silent,
        )
        for path in outreach.open_paths(owner, on=day, profile=profile)
    )


def _introductions(
    owner: User, profile: ProfileRecord, now: datetime, silent: set[int]
) -> tuple[IntroductionState, ...]:
    day = now.astimezone(ZoneInfo(profile.time_zone)).date()
    found = introductions.open_introductions(owner, on=day, profile=profile)
    return tuple(
        IntroductionState(
            id=one.record.id,
            title=one.record.title,
            person_id=one.asked.id,
            person_name=one.asked.name,
            step=one.step,
            do_not_contact=one.asked.id in silent,
        )
        for one in found
    )


def goodbyes_of(owner: User, zone: ZoneInfo) -> tuple[GoodbyeFacts, ...]:
    """Everybody with whom a living relationship ended, with the day of the last closing letter."""
    ended = goodbyes.ended_relationships(owner)
    said = goodbyes.last_closings(owner) if ended else {}
    return tuple(
        GoodbyeFacts(
            person_id=person_id,
            person_name=name,
            stage=Stage(stage),
            ended_on=on,
            said_on=said[person_id].astimezone(zone).date() if person_id in said else None,
        )
        for person_id, name, stage, on in ended
    )


def _invitations(owner: User, now: datetime, zone: ZoneInfo) -> tuple[InvitationFacts, ...]:
    return tuple(
        InvitationFacts(
            session_id=found.id,
            person_id=found.person.id,
            person_name=found.person.name,
            starts_on=min(
                found.starts_at, history.told.meeting.starts_at if history.told else found.starts_at
            )
            .astimezone(zone)
            .date(),
            state=state_of(found, history, now=now, zone=zone),
            sequence=found.sequence,
            failure=history.failed.failure if history.failed else "",
            they_know=found.who_missed == "them",
        )
        for found, history in invitations.not_over(owner, now=now)
    )


def _own_mail(owner: User, now: datetime, zone: ZoneInfo) -> OwnMailFacts | None:
    found = reminders.last_failure(owner, now=now)
    if found is None:
        return None
    number, reason, made_at = found
    return OwnMailFacts(number, reason, made_at.astimezone(zone).date())


def _received(owner: User, now: datetime) -> tuple[ReceivedFacts, ...]:
    return tuple(
        ReceivedFacts(
            id=found.id,
            session_id=found.session_id or 0,
            person_id=found.person.id,
            person_name=found.person.name,
            reason=found.reason,
        )
        for found in incoming.refused_about(owner, since=now - REFUSED_SHOWS, now=now)
        if found.person is not None
    )


def _commitments(owner: User, zone: ZoneInfo) -> tuple[CommitmentFacts, ...]:
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
        for row in commitments.open_commitments(owner)
    )


def _parked(owner: User, zone: ZoneInfo) -> tuple[ParkedFacts, ...]:
    items = stored.items_without_a_person(owner, zone=zone)
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


def _letter_of(owner: User, now: datetime, zone: ZoneInfo) -> int | None:
    """This year in December, while its letter is not kept and there is a panel to write of; no query before."""
    day = now.astimezone(zone).date()
    if day.month != DECEMBER or not year_letters.is_wanted(owner, year=day.year):
        return None
    return day.year


def _mails(owner: User, zone: ZoneInfo) -> tuple[MailFacts, ...]:
    return tuple(
        MailFacts(
            id=row.id,
            person_id=row.person.id,
            person_name=row.person.name,
            letter=LETTER_NAMES.get(row.kind, "letter"),
            reason=row.failure,
            failed_on=(row.sent_at or clock.now()).astimezone(zone).date(),
            session_id=row.session_id,
        )
        for row in drafts.failed_letters(owner)
    )
