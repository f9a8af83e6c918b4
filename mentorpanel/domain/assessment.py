"""What dated evidence shows of somebody as a mentor: three criteria, in words. Examples: docs/rules/assessment.md.

Nothing here is a score. Before we have talked twice it is too early to tell, and only notes are kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from mentorpanel.domain.facts import Verdict
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.wording import LONGEST_TEXT, one_line, one_of, plain_text
from mentorpanel.domain.words import count, day_with_date

LISTENS: Final = "listens"
HELPS: Final = "helps"
EXCELS: Final = "excels:"
"""What stands before a principle's key in the slug of its criterion."""

Principle = tuple[str, str]
"""A leadership principle by its key and its name."""


class Seen(StrEnum):
    """How plainly a criterion has been seen."""

    NOT_SEEN = "not-seen"
    SOMETIMES = "sometimes"
    CLEARLY = "clearly"


class AssessmentState(StrEnum):
    TOO_EARLY = "too-early"
    OPEN = "open"
    COULD_MENTOR = "could-mentor"


Shows = tuple[tuple[str, Seen], ...]
"""Which criteria a piece of evidence bears on, and how plainly."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One dated observation, linked to the touchpoint where it was made. Without ``shows`` it is a note."""

    id: int
    on: date
    note: str
    shows: Shows = ()
    touchpoint_id: int | None = None


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """How often we have talked, what was noted, and whether they were declared as a mentor while setting up."""

    two_way_touchpoints: int
    evidence: tuple[Evidence, ...] = ()
    is_declared: bool = False


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion: how plainly it was last seen and when; ``evidence_ids`` newest first."""

    slug: str
    name: str
    seen: Seen
    reason: str
    evidence_ids: tuple[int, ...] = ()
    seen_on: date | None = None


@dataclass(frozen=True, slots=True)
class AssessmentResult:
    """Where the assessment stands, why, each criterion, and what is still missing in words."""

    state: AssessmentState
    reason: str
    criteria: tuple[CriterionResult, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedEvidence:
    """A note and what it shows, as they may be stored."""

    note: str
    shows: Shows


_NAMES: Final = {LISTENS: "Listens well", HELPS: "Wants to help"}
_NOT_YET: Final = {
    LISTENS: "a time when they clearly listened well",
    HELPS: "a time when they clearly wanted to help",
    EXCELS: "a leadership principle that they clearly live by",
}
_TOO_EARLY: Final = "It is too early to tell"


def criteria_for(principles: Iterable[Principle]) -> dict[str, str]:
    """The criteria by slug with their names: listens, helps, and one for each principle."""
    return _NAMES | {f"{EXCELS}{key}": name for key, name in principles}


def evidence_allowed(
    two_way_touchpoints: int, settings: RuleSettings, *, is_declared: bool = False
) -> Verdict:
    """*allowed* or *too-early*, in words: a level may be given once we have talked twice.

    Before contact only structure predicts a tie's value (Levin, Walter & Murnighan 2016); two is the
    design's number. Who was declared as a mentor while setting up has a history that counts.
    """
    if is_declared:
        return Verdict("allowed", "You know each other from before; that counts.")
    if two_way_touchpoints >= settings.assess_from_two_way:
        return Verdict("allowed", f"You have talked {_times(two_way_touchpoints)}.")
    return Verdict(
        "too-early",
        f"{_TOO_EARLY}: {_talked(two_way_touchpoints)}. A note is kept, and what it shows can be said "
        f"once you have talked {_times(settings.assess_from_two_way)}.",
    )


def checked_evidence(
    note: str,
    shows: Iterable[tuple[str, str]],
    *,
    on: date,
    today: date,
    two_way_touchpoints: int,
    principles: Sequence[Principle],
    settings: RuleSettings,
    is_declared: bool = False,
) -> CheckedEvidence:
    """What may be kept of an observation; a level left empty says nothing about its criterion.

    ``Conflict`` (field ``shows``) for a level given too early; ``Invalid`` for a day ahead, an unknown
    criterion or level, one criterion with two levels, and a missing note where something was seen.
    """
    if on > today:
        raise Invalid("That day is still ahead; choose the day on which you saw it.", field="on")
    kept = _checked_shows(shows, criteria_for(principles))
    if kept:
        allowed = evidence_allowed(two_way_touchpoints, settings, is_declared=is_declared)
        if allowed.verdict != "allowed":
            raise Conflict(f"{allowed.reason} Leave the levels empty for now.", field="shows")
    text = plain_text(note)
    if len(text) > LONGEST_TEXT:
        raise Invalid(f"That is {len(text):,} characters; at most {LONGEST_TEXT:,} fit here.", field="note")
    if not text and (not kept or any(seen != Seen.NOT_SEEN for _, seen in kept)):
        raise Invalid("Write what you saw or heard, in a few words; it is empty.", field="note")
    return CheckedEvidence(text, kept)


def assessment_of(
    facts: AssessmentFacts, principles: Sequence[Principle], today: date, settings: RuleSettings
) -> AssessmentResult:
    """Where the assessment stands on a day: *too-early*, *open* or *could-mentor* (PRODUCT §2).

    A criterion stands as its newest evidence says, since people change; older pieces stay listed.
    *Could mentor me* needs listens, helps and one principle, each clearly. A principle that is no
    longer on the owner's list still counts where it was seen. Evidence after ``today`` is left out.
    """
    known = sorted(
        (piece for piece in facts.evidence if piece.on <= today), key=lambda piece: (piece.on, piece.id)
    )
    names = criteria_for(principles)
    for piece in known:
        for slug, _ in piece.shows:
            names.setdefault(slug, slug.removeprefix(EXCELS).replace("-", " ").capitalize())
    allowed = evidence_allowed(facts.two_way_touchpoints, settings, is_declared=facts.is_declared)
    is_early = allowed.verdict != "allowed"
    criteria = tuple(_criterion(slug, name, known, today, is_early) for slug, name in names.items())
    if is_early:
        return AssessmentResult(AssessmentState.TOO_EARLY, allowed.reason, criteria)
    missing = _missing(criteria)
    if not missing:
        shown = next(one.name for one in _principles_of(criteria) if one.seen == Seen.CLEARLY)
        reason = (
            f"They listen, they want to help, and there is something to learn from them: {_quoted(shown)}."
        )
        return AssessmentResult(AssessmentState.COULD_MENTOR, reason, criteria)
    if facts.is_declared and not any(one.evidence_ids for one in criteria):
        reason = "You said that they already help you, and that counts. What you see next can be noted here."
    else:
        reason = "Take your time; it shows from one talk to the next."
    return AssessmentResult(AssessmentState.OPEN, reason, criteria, missing)


def is_assessed_well(result: AssessmentResult, *, is_declared: bool = False) -> bool:
    """Whether it goes well so far, which suggests *rapport*: listens and helps both seen, one of them clearly.

    Our judgement. Somebody declared as a mentor while setting up counts until evidence says more.
    """
    if result.state == AssessmentState.TOO_EARLY:
        return False
    both = [one for one in result.criteria if one.slug in (LISTENS, HELPS)]
    if is_declared and not any(one.evidence_ids for one in both):
        return True
    levels = {one.seen for one in both}
    return Seen.CLEARLY in levels and Seen.NOT_SEEN not in levels


def _checked_shows(shows: Iterable[tuple[str, str]], names: dict[str, str]) -> Shows:
    kept: dict[str, Seen] = {}
    for slug, level in shows:
        if slug not in names:
            raise Invalid(
                f"“{one_line(slug, at_most=60)}” is no criterion; it is one of {', '.join(names)}.",
                field="shows",
            )
        if not level.strip():
            continue
        seen = Seen(one_of(level, Seen, field="shows", what="level"))
        if kept.setdefault(slug, seen) != seen:
            raise Invalid(f"{_quoted(names[slug])} has two levels; choose one.", field="shows")
    return tuple(kept.items())


def _criterion(
    slug: str, name: str, known: Sequence[Evidence], today: date, is_early: bool
) -> CriterionResult:
    """The level that the newest piece gives; ``known`` is oldest first."""
    bearing = [(piece, dict(piece.shows)[slug]) for piece in reversed(known) if slug in dict(piece.shows)]
    ids = tuple(piece.id for piece, _ in bearing)
    if is_early:
        return CriterionResult(slug, name, Seen.NOT_SEEN, f"{_TOO_EARLY}.", ids)
    if not bearing:
        return CriterionResult(slug, name, Seen.NOT_SEEN, "Nothing is noted about it yet.")
    newest, seen = bearing[0]
    said = {
        Seen.CLEARLY: "Seen clearly on {day}.",
        Seen.SOMETIMES: "Seen sometimes, last on {day}.",
        Seen.NOT_SEEN: "Not seen on {day}.",
    }[seen]
    reason = said.format(day=day_with_date(newest.on, today))
    before = next((piece for piece, level in bearing[1:] if level == Seen.CLEARLY), None)
    if before is not None and seen != Seen.CLEARLY:
        reason += f" Earlier, on {day_with_date(before.on, today)}, it was seen clearly."
    return CriterionResult(slug, name, seen, reason, ids, newest.on)


def _principles_of(criteria: Iterable[CriterionResult]) -> list[CriterionResult]:
    return [one for one in criteria if one.slug.startswith(EXCELS)]


def _missing(criteria: Sequence[CriterionResult]) -> tuple[str, ...]:
    """What is still missing for *could mentor me*, in words."""
    clearly = {one.slug for one in criteria if one.seen == Seen.CLEARLY}
    missing = [_NOT_YET[slug] for slug in (LISTENS, HELPS) if slug not in clearly]
    if not any(one.slug in clearly for one in _principles_of(criteria)):
        missing.append(_NOT_YET[EXCELS])
    return tuple(missing)


def _times(amount: int) -> str:
    return {1: "once", 2: "twice"}.get(amount) or count(amount, "time")


def _talked(amount: int) -> str:
    return "you have not talked yet" if amount <= 0 else f"you have talked {_times(amount)} so far"


def _quoted(name: str) -> str:
    return f"“{name}”"
