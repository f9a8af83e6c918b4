"""What *done* does for cards of next steps and goals, beyond being remembered; and how it is taken back."""

from mentorpanel.domain.facts import Card, Direction, TouchpointKind
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import goals, panel, touchpoints

THANKS = ("answered", "favour")


def do(owner: User, *, found: Card) -> None:
    """A suggested stage is moved to, a milestone is reached, thanks were said; any other card was done elsewhere."""
    if found.kind == "stage" and found.person_id is not None:
        panel.move_stage(owner, person_id=found.person_id, stage=found.state)
    elif found.kind == "goal" and found.state == "milestone":
        goals.tick_milestone(owner, milestone_id=_milestone(found.facts_key))
    elif found.kind in THANKS and found.person_id is not None:
        touchpoints.log_touchpoint(
            owner,
            person_id=found.person_id,
            kind=TouchpointKind.MESSAGE,
            direction=Direction.FROM_ME,
            summary="Thanks",
            is_personal_update=True,  # as a thank-you that is sent from here
            awaits_answer=False,
            source_key=_said(found.id),
        )


def take_back(owner: User, *, kind: str, number: int, facts_key: str) -> None:
    """Undo ``do`` for the card of that kind and number, by what its trace remembers."""
    if kind == "stage":
        panel.undo_move(owner, person_id=number)
    elif kind == "goal" and facts_key.startswith("milestone."):
        goals.tick_milestone(owner, milestone_id=_milestone(facts_key), done=False)
    elif kind in THANKS:
        touchpoints.forget_source(owner, source_key=_said(f"{kind}-{number}"))


def _said(card_id: str) -> str:
    return f"card-{card_id}"


def _milestone(facts_key: str) -> int:
    return int(facts_key.split(".")[1])
