"""Everything that a session's page shows, by where its clock stands, and the one Save after it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain import session_clock
from mentorpanel.domain.facts import ClockPlan, ParkedKind, SessionStatus, Verdict
from mentorpanel.domain.invitations import InvitationState
from mentorpanel.domain.letters.assembly import assemble_brief
from mentorpanel.domain.mentor_view import MentorView, view_for_mentor
from mentorpanel.domain.records import (
    AdviceRecord,
    AgendaItem,
    CommitmentRecord,
    DraftRecord,
    ParkedRecord,
    SeriesRecord,
    SessionRecord,
)
from mentorpanel.storage import drafts
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import (
    advice,
    briefs,
    busy_times,
    commitments,
    invitation_states,
    letters,
    parking,
    resurfacing,
    series,
    sessions,
)
from mentorpanel.usecases.resurfacing import Remembered

ASKS = 3
OFFERED = 20
OFF = (SessionStatus.CANCELLED, SessionStatus.MISSED, SessionStatus.MOVED)


@dataclass(frozen=True, slots=True)
class SessionPage:
    """A session with what hangs on it. ``mode``: prepare, about-to-start, just-ended, done or off.

    ``view`` is what the mentor may read; ``letter`` the brief or recap that is worked on here, with its checks.
    Before the session the promises are all that are open, after it those made in it; likewise the advice.
    """

    session: SessionRecord
    mode: str
    plan: ClockPlan
    step: Verdict
    agenda: tuple[AgendaItem, ...]
    offered: tuple[ParkedRecord, ...]
    view: MentorView
    goal_lines: tuple[str, ...]
    advice: tuple[AdviceRecord, ...]
    promises: tuple[CommitmentRecord, ...]
    asks: tuple[str, ...]
    brief: DraftRecord | None
    recap: DraftRecord | None
    letter: letters.Letter | None
    series: SeriesRecord | None
    following: SessionRecord | None
    invited: InvitationState
    remembered: dict[int, list[Remembered]]


def session_page(owner: User, *, session_id: int) -> SessionPage:
    """Gather a session's page as its clock stands now."""
    now = clock.now()
    found = briefs.session_facts(owner, session_id=session_id)
    session, person_id = found.session, found.session.person.id
    plan = sessions.clock_of(found.profile, session, busy_times.busy_around(owner, [session], found.profile))
    status, has_thanked = SessionStatus(session.status), session.recap_sent_at is not None or session.i_mentor
    mode = mode_of(plan, status, now, has_thanked)
    view = view_for_mentor(found.facts)
    agenda = parking.agenda(owner, session_id=session_id)
    letter = _letter(owner, session, mode)
    written = letter.draft if letter else None
    is_brief = written is not None and written.kind == "brief"
    brief = written if is_brief else drafts.letter_of_session(owner, session_id=session_id, kind="brief")
    was_held = status == SessionStatus.HELD
    offered = _offered(owner, session) if mode in ("prepare", "about-to-start") else ()
    asked = [entry.item for entry in agenda if not entry.was_raised] if not was_held else []
    return SessionPage(
        session=session,
        mode=mode,
        plan=plan if status == SessionStatus.BRIEF_SENT else session_clock.caught_up(plan, now),
        step=session_clock.step_of(plan, status, now, has_thanked, session.i_mentor),
        agenda=agenda,
        offered=offered,
        view=view,
        goal_lines=tuple(line for line in assemble_brief(view).get("goal", "").splitlines() if line),
        advice=advice.advice_of_session(owner, session_id=session_id)
        if was_held
        else advice.last_advice(owner, person_id=person_id),
        promises=commitments.commitments_of_session(owner, session_id=session_id)
        if was_held
        else commitments.open_commitments(owner, person_id=person_id),
        asks=_asks(agenda, brief),
        brief=brief,
        recap=None if is_brief else written,
        letter=letter,
        series=series.series(owner, series_id=session.series_id) if session.series_id else None,
        following=sessions.following(owner, session_id=session_id),
        invited=invitation_states.states(owner, [session], zone=ZoneInfo(found.profile.time_zone))[
            session_id
        ],
        remembered=resurfacing.for_items(owner, items=asked),
    )


def mode_of(plan: ClockPlan, status: SessionStatus, now: datetime, has_thanked: bool) -> str:
    """Which face the page shows; one that nobody has closed stays *just-ended* until it is."""
    if status in OFF:
        return "off"
    if status == SessionStatus.HELD:
        return "just-ended" if session_clock.has_just_ended(plan, status, now, has_thanked) else "done"
    if session_clock.is_about_to_start(plan, status, now):
        return "about-to-start"
    return "just-ended" if now >= plan.ends_at else "prepare"


def write_down(
    owner: User,
    *,
    session_id: int,
    learned: tuple[str, ...] = (),
    promises: tuple[str, ...] = (),
    next_time: tuple[str, ...] = (),
    their_promises: tuple[str, ...] = (),
    notes: str = "",
    raised_item_ids: tuple[int, ...] | None = None,
) -> SessionRecord:
    """The three boxes and what is folded under them, with one Save: filed, and the recap is begun."""
    with transaction.atomic():
        held = sessions.hold_session(
            owner,
            session_id=session_id,
            notes=notes,
            promises=promises,
            their_promises=their_promises,
            learned=learned,
            next_time=next_time,
            raised_item_ids=raised_item_ids,
        )
        if not held.i_mentor:
            letters.session_letter(owner, session_id=session_id, kind="recap")
        return held


def _letter(owner: User, session: SessionRecord, mode: str) -> letters.Letter | None:
    if session.i_mentor:
        return None
    kind = "recap" if session.status == SessionStatus.HELD else "brief" if mode == "prepare" else ""
    if not kind or drafts.letter_of_session(owner, session_id=session.id, kind=kind) is None:
        return None
    return letters.session_letter(owner, session_id=session.id, kind=kind)


def _offered(owner: User, session: SessionRecord) -> tuple[ParkedRecord, ...]:
    """What is parked for them, then, unless I mentor them, what is parked for nobody in particular."""
    theirs = parking.offered_for(owner, person_id=session.person.id, session_id=session.id)
    if session.i_mentor:
        return tuple(theirs)
    return (*theirs, *parking.parked_items(owner, unassigned=True, limit=OFFERED).results)


def _asks(agenda: tuple[AgendaItem, ...], brief: DraftRecord | None) -> tuple[str, ...]:
    """My three questions: those on the agenda, then the brief's, then whatever else is on the agenda."""
    waiting = [entry.item for entry in agenda if not entry.was_raised]
    asked = [item.text for item in waiting if item.kind == ParkedKind.QUESTION]
    if brief is not None:
        asked += [
            str(brief.slots.get(name, ""))
            for name in ("focus_1_question", "focus_2_question", "short_question")
        ]
    asked += [item.text for item in waiting if item.kind != ParkedKind.QUESTION]
    return tuple(dict.fromkeys(text for text in asked if text.strip()))[:ASKS]
