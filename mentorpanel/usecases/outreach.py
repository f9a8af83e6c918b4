"""The paths that follow from noticing somebody: where each stands, its next letter, answers, letting go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import Direction, Touch, TouchpointKind
from mentorpanel.domain.outreach import PathKind, PathState, PathStep, next_step
from mentorpanel.domain.outreach_facts import SentLetter, path_facts
from mentorpanel.domain.panel_records import NoticeRecord
from mentorpanel.domain.problems import Conflict
from mentorpanel.domain.records import DraftRecord, ProfileRecord, TouchpointRecord
from mentorpanel.storage import drafts, notices
from mentorpanel.storage import touchpoints as stored_touchpoints
from mentorpanel.storage.ownership import User
from mentorpanel.storage.together import Found, read_together
from mentorpanel.usecases import answers, letters, panel, profiles, touchpoints
from mentorpanel.usecases.letters import Letter

GONE = ("sent", "queued")
ENDED = (PathState.DONE, PathState.GONE)
OPEN_READS = (notices.OPEN, notices.OPEN_LETTERS, notices.OPEN_TOUCHES)
READS_OF_PERSON = (notices.OF_PERSON, drafts.OF_NOTICES, stored_touchpoints.TOUCHES)
AWAITED = (PathState.WAITING, PathState.FOLLOW_UP, PathState.LET_GO)
LET_GO = "let-go"
ORDER = (PathState.MEET, PathState.FOLLOW_UP, PathState.WRITE, PathState.LET_GO, PathState.WAITING)


@dataclass(frozen=True, slots=True)
class Path:
    """A notice with its next step, the letters written on it (the oldest first) and when we first talked."""

    notice: NoticeRecord
    step: PathStep
    letters: tuple[DraftRecord, ...]
    met_on: date | None

    @property
    def awaiting(self) -> DraftRecord | None:
        """The last letter that went and has no answer noted; an answer to it can be noted."""
        sent = [one for one in self.letters if one.state in GONE]
        return sent[-1] if sent and sent[-1].answered_on is None and self.met_on is None else None

    @property
    def draft(self) -> DraftRecord | None:
        """The path's next letter where it is begun already."""
        return next(
            (one for one in self.letters if one.kind == self.step.letter and one.state not in GONE), None
        )

    @property
    def is_open(self) -> bool:
        """Whether something is still to come on it."""
        return self.step.state not in ENDED


def path(owner: User, *, notice_id: int) -> Path:
    """One path as it stands today."""
    return _paths(owner, [notices.notice(owner, notice_id=notice_id)])[0]


def open_paths(
    owner: User, *, on: date | None = None, profile: ProfileRecord | None = None
) -> tuple[Path, ...]:
    """The paths with a next step, most pressing first, today or on a day; two queries, whatever their number.

    ``profile`` saves reading it twice.
    """
    profile = profile or profiles.profile(owner)
    return open_paths_from(read_together(owner, OPEN_READS), profile, on)


def open_paths_from(found: Found, profile: ProfileRecord, on: date | None) -> tuple[Path, ...]:
    """The same, where ``OPEN_READS`` were read with others."""
    letters_of, touches = found[notices.OPEN_LETTERS], found[notices.OPEN_TOUCHES]
    day = on or clock.today(ZoneInfo(profile.time_zone))
    known = [
        _path(one, profile, letters_of.get(one.id, []), touches.get(one.id, []), day)
        for one in found[notices.OPEN]
    ]
    is_open = [one for one in known if one.is_open]
    is_open.sort(key=lambda one: (ORDER.index(one.step.state), one.step.due or date.max, one.notice.id))
    return tuple(is_open)


def paths_along(owner: User, found: Iterable[NoticeRecord]) -> tuple[Path, ...]:
    """The paths of some notices, in their order; three queries, whatever their number."""
    return tuple(_paths(owner, found))


def paths_of(owner: User, *, person_id: int) -> tuple[Path, ...]:
    """Every path with a person, the newest first."""
    found = read_together(owner, READS_OF_PERSON, person_id=person_id)
    return paths_from(found, profiles.profile(owner))


def paths_from(found: Found, profile: ProfileRecord) -> tuple[Path, ...]:
    """The same, where ``READS_OF_PERSON`` were read with others."""
    known, written = found[notices.OF_PERSON], found[drafts.OF_NOTICES]
    since = min((one.noticed_on for one in known), default=date.max)
    touches = [one for one in found[stored_touchpoints.TOUCHES] if one.on >= since]
    day = clock.today(ZoneInfo(profile.time_zone))
    return tuple(_path(one, profile, written.get(one.id, []), touches, day) for one in known)


def start_letter(owner: User, *, notice_id: int) -> Letter:
    """The path's next letter: the draft that is begun, else a new one, filled from the notice."""
    found = path(owner, notice_id=notice_id)
    if found.step.state != PathState.WRITE:
        raise Conflict(f"No letter is next on this path. {found.step.reason}")
    if found.draft is not None:
        return letters.letter(owner, draft_id=found.draft.id)
    return letters.draft_letter(
        owner, kind=found.step.letter, person_id=found.notice.person.id, notice_id=notice_id
    )


def answered(owner: User, *, notice_id: int, on: date | None = None, summary: str = "") -> Path:
    """They answered the path's last letter, today or on a day since it went. Undo: ``answer_taken_back``."""
    found = path(owner, notice_id=notice_id)
    if found.awaiting is None:
        raise Conflict("No letter of this path awaits an answer.")
    answers.note_answer(owner, found.awaiting.id, on, summary)
    return path(owner, notice_id=notice_id)


def answer_taken_back(owner: User, *, notice_id: int) -> Path:
    """They have not answered after all: the last answer that was noted on the path goes."""
    noted = [one for one in path(owner, notice_id=notice_id).letters if one.answered_on is not None]
    if not noted:
        raise Conflict("No answer is noted on this path.")
    answers.forget_answer(owner, noted[-1].id)
    return path(owner, notice_id=notice_id)


def follow_up_sent(owner: User, *, notice_id: int) -> Path:
    """A short reminder went today; it counts as a message of mine."""
    found = path(owner, notice_id=notice_id)
    if found.step.state not in AWAITED:
        raise Conflict("No letter of this path awaits an answer.")
    panel.follow_up_sent(owner, person_id=found.notice.person.id)
    return path(owner, notice_id=notice_id)


def follow_up_taken_back(owner: User, *, notice_id: int) -> Path:
    """The last reminder did not go after all."""
    found = notices.notice(owner, notice_id=notice_id)
    panel.follow_up_taken_back(owner, person_id=found.person.id)
    return path(owner, notice_id=notice_id)


def let_go(owner: User, *, notice_id: int) -> Path:
    """Let it be, kindly: nothing more comes of this path, unless they write after all. Undo: ``reopen``."""
    with transaction.atomic():
        found = path(owner, notice_id=notice_id)
        if found.notice.ending != LET_GO:
            today = clock.today(profiles.zone(owner))
            notices.change_notice(owner, notice_id=notice_id, ending=LET_GO, ended_on=today)
        return path(owner, notice_id=notice_id)


def reopen(owner: User, *, notice_id: int) -> Path:
    """Take letting go back."""
    notices.change_notice(owner, notice_id=notice_id, ending="", ended_on=None)
    return path(owner, notice_id=notice_id)


def mark_met(
    owner: User,
    *,
    notice_id: int,
    kind: str = TouchpointKind.COFFEE,
    on: date | None = None,
    summary: str = "",
) -> TouchpointRecord:
    """We talked, which is where the path arrives: a two-way touchpoint (coffee, call, meeting) says so."""
    found = notices.notice(owner, notice_id=notice_id)
    return touchpoints.log_touchpoint(
        owner, person_id=found.person.id, kind=kind, direction=Direction.BOTH, on=on, summary=summary
    )


def _paths(
    owner: User,
    found: Iterable[NoticeRecord],
) -> list[Path]:
    known = list(found)
    if not known:
        return []
    profile = profiles.profile(owner)
    since: dict[int, date] = {}
    for one in known:
        since[one.person.id] = min(one.noticed_on, since.get(one.person.id, one.noticed_on))
    written = notices.letters_of(owner, notice_ids=[one.id for one in known])
    touches = stored_touchpoints.touches_since(owner, since=since)
    day = clock.today(ZoneInfo(profile.time_zone))
    return [
        _path(one, profile, written.get(one.id, []), touches.get(one.person.id, []), day) for one in known
    ]


def _path(
    found: NoticeRecord,
    profile: ProfileRecord,
    written: list[DraftRecord],
    touches: list[Touch],
    today: date,
) -> Path:
    zone = ZoneInfo(profile.time_zone)
    facts = path_facts(
        PathKind(found.kind),
        found.noticed_on,
        found.person.name,
        letters=[
            SentLetter(one.kind, one.sent_at.astimezone(zone).date(), one.answered_on)
            for one in written
            if one.state in GONE and one.sent_at is not None
        ],
        touches=touches,
        let_go_on=found.ended_on if found.ending == LET_GO else None,
    )
    return Path(found, next_step(facts, today, profiles.settings_of(profile)), tuple(written), facts.met_on)
