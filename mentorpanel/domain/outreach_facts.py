"""What happened on a path of outreach, read out of touchpoints and letters. Examples: docs/rules/outreach.md."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from mentorpanel.domain.facts import Touch, TouchpointKind
from mentorpanel.domain.outreach import LETTERS, PathFacts, PathKind
from mentorpanel.domain.warmth import awaits_answer

TALKS: Final = (
    TouchpointKind.MEETING, TouchpointKind.COFFEE, TouchpointKind.CALL, TouchpointKind.SESSION,
)  # fmt: skip
"""What counts as having talked with each other, when it was two-way."""

SAME_DAY_TALKS: Final = (TouchpointKind.COFFEE, TouchpointKind.CALL)
"""On the very day of noticing the talk or meeting itself is no answer; a coffee after it is."""

REPLIES: Final = (
    TouchpointKind.EMAIL, TouchpointKind.MESSAGE, TouchpointKind.FEEDBACK, TouchpointKind.INTRODUCTION,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter of the path that has gone, and when its answer was noted."""

    kind: str
    sent_on: date
    answered_on: date | None = None


def path_facts(
    kind: PathKind,
    noticed_on: date,
    name: str,
    *,
    letters: Iterable[SentLetter],
    touches: Iterable[Touch],
    let_go_on: date | None = None,
) -> PathFacts:
    """The facts of one path; ``touches`` are everything with that person since they were noticed.

    A message of mine that awaits an answer is a follow-up, as in ``cadence``. Only the path's own two letters count.
    """
    sent = [one for one in letters if one.kind in LETTERS[kind]]
    known = [one for one in touches if one.on >= noticed_on]
    replies = {one.on for one in known if one.is_two_way and one.kind in REPLIES}
    replies |= {one.answered_on for one in sent if one.answered_on is not None}
    return PathFacts(
        kind=kind,
        noticed_on=noticed_on,
        name=name,
        letters=tuple((one.kind, one.sent_on) for one in sent),
        follow_ups=tuple(sorted({one.on for one in known if awaits_answer(one)})),
        replies=tuple(sorted(replies)),
        answered=tuple(one.kind for one in sent if one.answered_on is not None),
        met_on=min((one.on for one in known if is_talk(one, noticed_on)), default=None),
        let_go_on=let_go_on,
    )


def is_talk(touch: Touch, noticed_on: date) -> bool:
    """Whether we talked with each other after I noticed them: that is where a path arrives."""
    kinds = SAME_DAY_TALKS if touch.on == noticed_on else TALKS
    return touch.on >= noticed_on and touch.is_two_way and touch.kind in kinds
