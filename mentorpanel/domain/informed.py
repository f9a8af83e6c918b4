"""Whether somebody knows what they are meant to know of my work. Examples: docs/rules/informed.md."""

from datetime import date

from mentorpanel.domain.cadence import counted_days
from mentorpanel.domain.facts import Direction, Tie, Touch, TouchpointKind, Verdict
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import ago

_TALKS = (
    TouchpointKind.MEETING, TouchpointKind.CALL, TouchpointKind.COFFEE, TouchpointKind.SESSION,
    TouchpointKind.FEEDBACK,
)  # fmt: skip


def informs(touch: Touch) -> bool:
    """Whether a touchpoint tells them how I am: a personal update, focus told, or a talk with each other."""
    if touch.is_personal_update or touch.told_focus:
        return True
    return touch.is_two_way and (touch.kind in _TALKS or touch.direction == Direction.BOTH)


def informed_of(tie: Tie, today: date, settings: RuleSettings) -> Verdict:
    """*informed* or *not-informed*, and why.

    They were told the latest focus version that they are a reader of, or it is under 30 days old; and the
    last update, brief or talk is at most 90 days ago. Reader of nothing: only the 90 days apply. Days
    in which an answer was theirs to give do not count. The numbers are our judgement.
    """
    told = [day for day in (tie.informed_on, tie.last_update_on) if day is not None]
    last = max(told, default=None)
    if not _knows_focus(tie, today, settings):
        changed = f"; it changed {ago(tie.reader_version_on, today)}" if tie.reader_version_on else ""
        return Verdict("not-informed", f"{tie.name} has not heard what you focus on now{changed}.")
    if last is None:
        return Verdict("not-informed", f"{tie.name} has not had an update, a brief or a talk yet.")
    if counted_days(tie, last, today, settings) > settings.informed_days:
        return Verdict("not-informed", f"{tie.name} last heard how you are doing {ago(last, today)}.")
    return Verdict("informed", f"{tie.name} heard how you are doing {ago(last, today)}.")


def _knows_focus(tie: Tie, today: date, settings: RuleSettings) -> bool:
    if tie.reader_version == 0 or tie.told_version >= tie.reader_version:
        return True
    on = tie.reader_version_on
    return on is not None and counted_days(tie, on, today, settings) < settings.version_new_days
