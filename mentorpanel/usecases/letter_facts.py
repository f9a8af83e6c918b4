"""What is known that a letter may say: its slots filled from what its reader may read."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from mentorpanel import clock
from mentorpanel.domain.facts import AdviceStatus
from mentorpanel.domain.letter_views import OutreachView
from mentorpanel.domain.letters import outreach_assembly as outreach
from mentorpanel.domain.letters import prose
from mentorpanel.domain.letters.assembly import assemble_brief, assemble_recap, assemble_thank_you
from mentorpanel.domain.letters.letter import Confidential, LetterContext
from mentorpanel.domain.letters.limits import limits_of
from mentorpanel.domain.letters.my_line import my_line
from mentorpanel.domain.mentor_view import RecapView, SharedPromise, ThanksView, view_for_mentor
from mentorpanel.domain.outreach import LETTERS
from mentorpanel.domain.panel_records import NoticeRecord
from mentorpanel.domain.problems import Conflict
from mentorpanel.domain.records import CommitmentRecord, DraftRecord
from mentorpanel.domain.session_clock import is_short_brief
from mentorpanel.storage import drafts, letter_templates, notices, people_marks
from mentorpanel.storage import sessions as session_rows
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import (
    advice,
    briefs,
    commitments,
    mentor_letters,
    profiles,
    readiness,
    sessions,
    withheld,
)
from mentorpanel.usecases.mentor_letters import Filler

SESSION_KINDS = ("brief", "recap")
FINISHED = (AdviceStatus.WORKED, AdviceStatus.DID_NOT, AdviceStatus.SET_ASIDE)
ASKED_WITHIN = timedelta(days=365)


def slots_for(owner: User, *, draft: DraftRecord, now: datetime) -> dict[str, str]:
    """The slots of a letter as far as the facts fill them; a kind that nothing is known for stays empty."""
    is_without_session = draft.kind in SESSION_KINDS and draft.session_id is None
    filler = FILLERS.get(draft.kind) if not is_without_session else None
    return filler(owner, draft, now) if filler is not None else {}


def notice_for(
    owner: User, *, kind: str, person_id: int, notice_id: int | None = None
) -> NoticeRecord | None:
    """The notice whose path a letter of that kind belongs to; None for other kinds, and where nobody was noticed."""
    path = next((path for path, kinds in LETTERS.items() if kind in kinds), None)
    if path is None:
        return None
    if notice_id is None:
        return notices.newest_open(owner, person_id=person_id, kind=path)
    found = notices.notice(owner, notice_id=notice_id)
    if found.kind != path or found.person.id != person_id:
        raise Conflict("This letter is no step of that path.")
    return found


def context(owner: User, *, draft: DraftRecord) -> LetterContext:
    """What the checks of a letter know beside its slots."""
    starts_at = ended_at = None
    is_first = False
    profile = profiles.profile(owner)
    limits = limits_of(profiles.settings_of(profile))
    ready, why_ready, goal_starts_on, goal_due_on = _ready(owner, draft)
    if draft.session_id is not None:
        session = sessions.session(owner, session_id=draft.session_id)
        starts_at = session.starts_at
        ended_at = sessions.clock_of(profile, session).ends_at
        is_first = session_rows.last_held(owner, person_id=draft.person.id, before=starts_at) is None
    return LetterContext(
        now=clock.now(),
        starts_at=starts_at,
        ended_at=ended_at,
        is_first=is_first,
        text=draft.text if draft.is_text_edited else "",
        subject=draft.subject,
        recent_asks=recent_asks(owner, person_id=draft.person.id, but=draft.id, last=limits.asks_out_of_last),
        confidential=tuple(
            Confidential(name, texts)
            for person_id, name, texts in confidential_people(owner)
            if person_id != draft.person.id
        ),
        limits=limits,
        template=letter_templates.template_of(owner, kind=draft.kind),
        readiness=ready,
        readiness_why=why_ready,
        goal_starts_on=goal_starts_on,
        goal_due_on=goal_due_on,
        withheld=withheld.withheld_from(owner, person_id=draft.person.id) if draft.kind == "update" else (),
    )


def recent_asks(owner: User, *, person_id: int, but: int, last: int = 5) -> tuple[bool, ...]:
    """For the ``last`` letters to a person, newest first, whether each asked for something."""
    sent = [one for one in drafts.letters_to(owner, person_id=person_id) if one.id != but and one.sent_at]
    return tuple(bool(prose.asks_in(one.text)) for one in sent[:last])


def _ready(owner: User, draft: DraftRecord) -> tuple[str, str, date | None, date | None]:
    """For a formal ask: whether they are ready for it, why, and the days of its goal; else nothing."""
    if draft.kind != "formal-ask":
        return "", "", None, None
    found = readiness.readiness(owner, person_id=draft.person.id).readiness
    return found.verdict, found.reason, *mentor_letters.goal_days(owner, draft)


def confidential_people(owner: User) -> list[tuple[int, str, tuple[str, ...]]]:
    """The people marked confidential, with what they said that no letter may repeat."""
    return people_marks.confidential(owner)


def _brief_slots(owner: User, draft: DraftRecord, now: datetime) -> dict[str, str]:
    found = briefs.session_facts(owner, session_id=draft.session_id or 0)
    plan = sessions.clock_of(found.profile, found.session)
    return assemble_brief(view_for_mentor(found.facts), short=is_short_brief(now, plan))


def _recap_slots(owner: User, draft: DraftRecord, now: datetime) -> dict[str, str]:
    return assemble_recap(_recap_view(owner, draft.session_id or 0))


def _thanks_slots(owner: User, draft: DraftRecord, now: datetime) -> dict[str, str]:
    return assemble_thank_you(_thanks_view(owner, draft))


def _outreach_by(assemble: Callable[[OutreachView], dict[str, str]]) -> Filler:
    """Fills a letter of outreach from its notice."""

    def fill(owner: User, draft: DraftRecord, now: datetime) -> dict[str, str]:
        return assemble(_outreach_view(owner, draft))

    return fill


def _outreach_view(owner: User, draft: DraftRecord) -> OutreachView:
    profile = profiles.profile(owner)
    path = next(path for path, kinds in LETTERS.items() if draft.kind in kinds)
    noticed = notices.notice(owner, notice_id=draft.notice_id) if draft.notice_id is not None else None
    told = advice.advice_list(owner, person_id=draft.person.id, limit=50).results
    came_of_it = next((one.outcome for one in told if one.status in FINISHED and one.outcome), "")
    return OutreachView(
        person_name=draft.person.name,
        my_name=profile.name,
        my_line=my_line(profile.name, profile.title, profile.organisation),
        kind=path,
        seen_where=noticed.where if noticed else "",
        impressed=noticed.impressed if noticed else "",
        question=noticed.question if noticed else "",
        came_of_it=came_of_it,
    )


def _recap_view(owner: User, session_id: int) -> RecapView:
    session = sessions.session(owner, session_id=session_id)
    profile = profiles.profile(owner)
    following = sessions.following(owner, session_id=session_id)
    promised = [
        one
        for one in commitments.commitments_of_session(owner, session_id=session_id)
        if one.dropped_on is None
    ]
    return RecapView(
        person_name=session.person.name,
        my_name=profile.name,
        starts_at=session.starts_at,
        zone=profile.time_zone,
        advice=tuple(one.text for one in advice.advice_of_session(owner, session_id=session_id)),
        shared_notes=session.shared_notes,
        mine=tuple(_promise(one) for one in promised if one.is_mine),
        theirs=tuple(_promise(one) for one in promised if not one.is_mine),
        next_starts_at=following.starts_at if following else None,
    )


def _promise(commitment: CommitmentRecord) -> SharedPromise:
    return SharedPromise(commitment.text, commitment.due_on, commitment.done_on is not None)


def _thanks_view(owner: User, draft: DraftRecord) -> ThanksView:
    """The advice that has come to something and whose mentor has not heard of it; else the newest."""
    told = advice.for_letters(owner, person_id=draft.person.id)
    open_loops = [one for one in told if one.status in FINISHED and one.loop_closed_on is None]
    chosen = next(iter([*open_loops, *told]), None)
    return ThanksView(
        person_name=draft.person.name,
        my_name=profiles.profile(owner).name,
        advice=chosen.text if chosen else "",
        status=AdviceStatus(chosen.status) if chosen else AdviceStatus.NEW,
        outcome=chosen.outcome if chosen else "",
    )


FILLERS: Final[Mapping[str, Filler]] = {
    "appreciation": _outreach_by(outreach.assemble_appreciation),
    "curiosity-connect": _outreach_by(outreach.assemble_curiosity_connect),
    "feedback-ask": _outreach_by(outreach.assemble_feedback_ask),
    "wider-input-ask": _outreach_by(outreach.assemble_wider_input_ask),
    "brief": _brief_slots,
    "recap": _recap_slots,
    "thank-you": _thanks_slots,
    **mentor_letters.FILLERS,
}
"""What fills each kind of letter."""
