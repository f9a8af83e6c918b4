"""What fills the letters to mentors, introductions and offers; each from an allow-list view of the facts."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mentorpanel.domain.facts import Stage
from mentorpanel.domain.letter_views import (
    AskView,
    IntroductionView,
    OfferView,
    closing_view,
    formal_ask_view,
    revival_view,
    update_view,
)
from mentorpanel.domain.letters import mentor_assembly, outreach_assembly
from mentorpanel.domain.letters.my_line import my_line
from mentorpanel.domain.letters.writing import one_line_of
from mentorpanel.domain.mentor_view import BriefFacts
from mentorpanel.domain.records import DraftRecord, GoalRecord
from mentorpanel.storage import drafts, introduction_letters, panel, parking, touchpoints, updates
from mentorpanel.storage import sessions as session_rows
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import briefs, goals, profiles

Filler = Callable[[User, DraftRecord, datetime], dict[str, str]]
TOLD_THE_NEWS: Final = ("brief", "recap", "update")
FIRST_UPDATE_LOOKS_BACK: Final = timedelta(days=60)
"""How far a first update looks back, as a first brief does; our judgement."""
OTHER: Final = {"introduction": "second", "introduction-request": "target", "introduction-consent": "other"}
"""The slot that names the other person; it is the owner's, and an assembly keeps it."""
PARKED: Final = "parked_id"
"""Kept among an ask's slots: the number of the parked item that it was begun from."""


def goal_to_ask_for(owner: User, *, person_id: int) -> GoalRecord | None:
    """The goal of a formal ask: one that names them, else the next that has no formal mentor beside it."""
    running = goals.goals(owner)
    named = [goal for goal in running if any(one.id == person_id for one in goal.mentors)]
    if named:
        return named[0]
    formal = panel.people_in_stage(owner, stage=Stage.FORMAL_MENTOR)
    return next((goal for goal in running if formal.isdisjoint(one.id for one in goal.mentors)), None)


def goal_days(owner: User, draft: DraftRecord) -> tuple[date | None, date | None]:
    """First and last day of the goal that a formal ask names, where it names one of the owner's with its day."""
    said, day = (str(draft.slots.get(name, "")).strip().rstrip(".") for name in ("goal", "goal_date"))
    for goal in goals.goals(owner):
        if goal.statement.strip().rstrip(".") == said:
            is_its_day = day == f"{goal.due_on.day} {goal.due_on:%B %Y}"
            return goal.starts_on, goal.due_on if is_its_day else None
    return None, None


def greeting_of_both(person_name: str, other_name: str) -> str:
    """How an introduction begins, until the owner writes it their way."""
    return outreach_assembly.assemble_introduction(
        IntroductionView(person_name, "", other_name=other_name.strip())
    )["greeting"]


def _facts(owner: User, draft: DraftRecord, now: datetime) -> BriefFacts:
    """The facts since the reader last heard the news: by a session, a brief, a recap or an update."""
    zone, person_id = profiles.zone(owner), draft.person.id
    last = session_rows.last_held(owner, person_id=person_id, before=now)
    told = [
        one.sent_at.astimezone(zone).date()
        for one in drafts.letters_to(owner, person_id=person_id, limit=50)
        if one.kind in TOLD_THE_NEWS and one.sent_at and one.id != draft.id
    ]
    told += [last.starts_at.astimezone(zone).date()] if last else []
    since = max(told, default=(now - FIRST_UPDATE_LOOKS_BACK).astimezone(zone).date())
    return briefs.person_facts(owner, person_id=person_id, since=since, now=now)


def _formal_ask(owner: User, draft: DraftRecord, now: datetime) -> dict[str, str]:
    goal = goal_to_ask_for(owner, person_id=draft.person.id)
    chosen = briefs.goal_fact(goal) if goal else None
    return mentor_assembly.assemble_formal_ask(formal_ask_view(_facts(owner, draft, now), chosen))


def _update(owner: User, draft: DraftRecord, now: datetime) -> dict[str, str]:
    """An update of one's own from what is shared with its reader; one of several has the text that all share."""
    own = mentor_assembly.assemble_update(update_view(_facts(owner, draft, now)))
    shared = updates.shared_slots(owner, draft_id=draft.id)
    return own if shared is None else {**own, **shared, "personal": str(draft.slots.get("personal", ""))}


def _revive(owner: User, draft: DraftRecord, now: datetime) -> dict[str, str]:
    zone = ZoneInfo(profiles.profile(owner).time_zone)
    both = [one.on for one in touchpoints.touches_of(owner, person_id=draft.person.id) if one.is_two_way]
    view = revival_view(
        _facts(owner, draft, now), last_on=max(both, default=None), today=now.astimezone(zone).date()
    )
    return mentor_assembly.assemble_revive(view)


def _closing(owner: User, draft: DraftRecord, now: datetime) -> dict[str, str]:
    return mentor_assembly.assemble_closing(closing_view(_facts(owner, draft, now)))


def _offer(owner: User, draft: DraftRecord, now: datetime) -> dict[str, str]:
    return outreach_assembly.assemble_offer(OfferView(draft.person.name, profiles.profile(owner).name))


def _note(owner: User, draft: DraftRecord, now: datetime) -> dict[str, str]:
    return outreach_assembly.assemble_note(OfferView(draft.person.name, profiles.profile(owner).name))


def parked_in(draft: DraftRecord) -> int | None:
    """The parked item that an ask was begun from; None where there is none."""
    kept = str(draft.slots.get(PARKED, ""))
    return int(kept) if kept.isdecimal() else None


def _ask(owner: User, draft: DraftRecord, now: datetime) -> dict[str, str]:
    """The question of the parked item that the owner chose to put to this reader; without one, theirs to write."""
    item_id = parked_in(draft)
    item = parking.item_if_there(owner, item_id=item_id) if item_id else None
    question = item.text if item else str(draft.slots.get("question", ""))
    slots = outreach_assembly.assemble_ask(
        AskView(draft.person.name, profiles.profile(owner).name, one_line_of(question))
    )
    return {**slots, PARKED: str(item.id)} if item else slots


def _introduction_view(owner: User, draft: DraftRecord) -> IntroductionView:
    profile = profiles.profile(owner)
    return IntroductionView(
        person_name=draft.person.name,
        my_name=profile.name,
        my_line=my_line("", profile.title, profile.organisation),
        other_name=str(draft.slots.get(OTHER[draft.kind], "")).strip(),
        why=introduction_letters.why_of_letter(owner, draft_id=draft.id),
    )


def _introduction_request(owner: User, draft: DraftRecord, now: datetime) -> dict[str, str]:
    return outreach_assembly.assemble_introduction_request(_introduction_view(owner, draft))


def _introduction_consent(owner: User, draft: DraftRecord, now: datetime) -> dict[str, str]:
    return outreach_assembly.assemble_introduction_consent(_introduction_view(owner, draft))


def _introduction(owner: User, draft: DraftRecord, now: datetime) -> dict[str, str]:
    return outreach_assembly.assemble_introduction(_introduction_view(owner, draft))


FILLERS: Final[Mapping[str, Filler]] = {
    "ask": _ask,
    "formal-ask": _formal_ask,
    "update": _update,
    "introduction-request": _introduction_request,
    "introduction-consent": _introduction_consent,
    "introduction": _introduction,
    "offer": _offer,
    "note": _note,
    "revive": _revive,
    "closing": _closing,
}
