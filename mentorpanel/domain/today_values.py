"""What each kind of card takes and is worth. The table is in docs/rules/today.md; our judgement throughout.

value = worth × what is lost by waiting a week, per minute of effort. It chooses cards and is never shown.
"""

from mentorpanel.domain.facts import Stage

# kind and state → minutes, worth (3 must, 2 should, 1 nice), share lost by waiting a week
_TABLE: dict[tuple[str, str], tuple[int, int, float]] = {
    ("mail", ""): (5, 3, 1.0),
    ("invitation", ""): (2, 3, 1.0),
    ("thank", ""): (10, 3, 1.0),
    ("notes", ""): (10, 3, 1.0),
    ("brief", ""): (10, 3, 1.0),
    ("brief", "short"): (5, 3, 1.0),
    ("session", ""): (0, 3, 1.0),
    ("session", "far"): (0, 1, 0.1),
    ("reply", "propose"): (2, 3, 1.0),
    ("reply", "decline"): (5, 3, 1.0),
    ("reply", ""): (2, 2, 0.6),
    ("received", ""): (2, 2, 0.4),
    ("own-mail", ""): (2, 2, 0.4),
    ("commitment", "overdue"): (10, 3, 0.8),
    ("commitment", "due"): (10, 3, 0.8),
    ("commitment", "soon"): (10, 3, 0.4),
    ("commitment", "undated"): (10, 2, 0.3),
    ("commitment", "remembered"): (5, 1, 0.2),
    ("propose", ""): (5, 3, 0.5),
    ("propose", "drifting"): (5, 3, 0.8),
    ("propose", "cold"): (5, 3, 0.6),
    ("cadence", "due"): (5, 0, 0.4),
    ("cadence", "drifting"): (5, 0, 0.8),
    ("cadence", "cold"): (10, 0, 0.6),
    ("cadence", "first-follow-up"): (5, 0, 0.5),
    ("cadence", "last-follow-up"): (5, 0, 0.3),
    ("cadence", "note"): (5, 0, 0.2),
    ("outreach", "write"): (10, 2, 0.5),
    ("outreach", "meet"): (5, 3, 0.6),
    ("outreach", "follow-up"): (5, 2, 0.5),
    ("outreach", "first-follow-up"): (5, 2, 0.5),
    ("outreach", "last-follow-up"): (5, 2, 0.3),
    ("outreach", "let-go"): (2, 1, 0.2),
    ("introduction", "ask"): (10, 2, 0.4),
    ("introduction", "ask-second"): (10, 2, 0.6),
    ("introduction", "remind"): (5, 2, 0.5),
    ("introduction", "note-answer"): (1, 2, 0.5),
    ("introduction", "let-go"): (2, 1, 0.2),
    ("introduction", "introduce"): (10, 3, 0.8),
    ("introduction", "await"): (2, 2, 0.3),
    ("introduction", "thank"): (5, 3, 1.0),
    ("introduction", "tell"): (10, 2, 0.4),
    ("introduction", "tell-kindly"): (5, 3, 0.8),
    ("introduction", "hear"): (2, 1, 0.2),
    ("closing", ""): (10, 2, 0.3),
    ("capture", ""): (1, 1, 0.4),
    ("parked", "high"): (2, 2, 0.4),
    ("parked", ""): (2, 1, 0.2),
    ("match", ""): (5, 1, 0.2),
    ("decision", "soon"): (10, 3, 0.6),
    ("decision", "overdue"): (10, 3, 0.4),
    ("criteria", ""): (5, 2, 0.4),
    ("role-review", ""): (10, 3, 0.3),
    ("year-letter", ""): (20, 2, 0.2),
    ("loop", ""): (5, 2, 0.3),
    ("asked", ""): (5, 3, 1.0),
    ("asked", "answered"): (2, 3, 1.0),
    ("answered", ""): (5, 2, 0.5),
    ("favour", ""): (5, 2, 0.5),
    ("opening", ""): (5, 2, 0.4),
    ("opening", "news"): (5, 2, 0.6),
    ("inform", ""): (10, 3, 0.6),
    ("inform", "several"): (15, 3, 1.0),
    ("news", ""): (10, 1, 0.3),
    ("gap", ""): (10, 3, 0.3),
    ("flag", ""): (10, 2, 0.1),
    ("focus", ""): (5, 3, 0.4),
    ("phase", ""): (5, 2, 0.2),
    ("phase", "title"): (5, 2, 0.4),
    ("addresses", ""): (15, 3, 0.6),
    ("goal", "over"): (10, 3, 0.4),
    ("goal", "milestone"): (5, 2, 0.4),
    ("goal", "check-in"): (5, 2, 0.3),
    ("goal", "alone"): (10, 2, 0.3),
    ("stage", ""): (1, 1, 0.2),
    ("formal", ""): (15, 3, 0.3),
    ("assess", ""): (5, 1, 0.4),
    ("revive", ""): (10, 2, 0.2),
    ("raise", ""): (5, 2, 0.2),
    ("raise", "high"): (5, 2, 0.4),
}
_WORTH = {
    Stage.FORMAL_MENTOR: 3, Stage.MENTOR: 3, Stage.CONNECTED: 3, Stage.RAPPORT: 2,
    Stage.REACHED_OUT: 2, Stage.RESTING: 1, Stage.ALUMNI: 1,
}  # fmt: skip

KINDS = frozenset(kind for kind, _ in _TABLE)
"""Every kind of card that there is."""


def effort_of(kind: str, state: str) -> int:
    """Minutes that a card of this kind and state takes."""
    return _entry(kind, state)[0]


def value_of(kind: str, state: str, stage: Stage | None = None) -> float:
    """The value that cards are chosen by; a stage gives the worth where the table leaves it to the tie."""
    minutes, worth, lost = _entry(kind, state)
    weight = worth or (_WORTH.get(stage, 1) if stage else 1)
    return round(weight * lost / max(1, minutes), 4)


def _entry(kind: str, state: str) -> tuple[int, int, float]:
    found = _TABLE.get((kind, state)) or _TABLE.get((kind, ""))
    if found is None:
        raise LookupError(f"No value for a card of kind {kind} in state {state}.")
    return found
