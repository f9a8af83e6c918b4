"""What a mail to the owner, or a page that anybody with its link can open, says of a card of Today.

Names, days and what is due; never what somebody wrote or said, and of private notes nothing. A kind that is not on the lists
below is told by its kind alone: docs/rules/reminders.md.
"""

from dataclasses import dataclass
from typing import Final

from mentorpanel.domain.facts import Card
from mentorpanel.domain.letters import prose

SAYS_TITLE: Final = frozenset({
    "brief", "session", "notes", "thank", "mail", "own-mail", "invitation", "reply", "received", "commitment", "parked",
    "propose", "cadence", "closing", "outreach", "introduction", "match", "loop", "criteria", "role-review", "year-letter",
    "inform", "revive", "raise", "stage", "formal", "assess", "goal", "gap", "flag", "phase", "addresses",
    "focus", "answered", "favour",
})  # fmt: skip
"""Their titles are made of names, rules and the owner's own short words for a promise, an item, a goal or a need."""
SAYS_WHY: Final = frozenset({
    "brief", "session", "notes", "thank", "cadence", "propose", "closing", "outreach", "commitment",
})  # fmt: skip
"""Their reasons are made of names, days and rules alone; others quote mails, files or what somebody wrote."""
PLAIN: Final = {
    "brief": "The brief for a session",
    "session": "A session",
    "notes": "What stays from a session, to be written down",
    "thank": "A recap with your thanks",
    "mail": "A letter that did not arrive",
    "own-mail": "A mail to yourself that did not arrive",
    "invitation": "Somebody to be told about a session",
    "reply": "An answer from a mentor",
    "received": "An answer that was not taken",
    "commitment": "A promise",
    "propose": "A next session to propose",
    "cadence": "A word with somebody",
    "inform": "How you are doing, to be told",
    "news": "Something worth telling your mentors",
    "outreach": "The next step with somebody you noticed",
    "introduction": "The next step of an introduction",
    "closing": "A last letter to somebody",
    "revive": "Somebody to write to again",
    "stage": "How close you are to somebody",
    "formal": "Whether to ask somebody to meet regularly",
    "assess": "What you saw in somebody",
    "capture": "A name to choose for something parked",
    "parked": "Something parked, for the right person",
    "raise": "Something parked that waits for a talk",
    "asked": "Somebody who waits for your answer",
    "answered": "Thanks for an answer",
    "favour": "Thanks for a favour",
    "opening": "Somebody you could help",
    "loop": "What came of somebody’s advice, to be told",
    "decision": "A decision to make",
    "criteria": "Criteria that are still to come",
    "role-review": "A look at your role",
    "goal": "A goal to look at",
    "gap": "Something that nobody covers yet",
    "flag": "The shape of your panel",
    "focus": "What you are working on",
    "phase": "Where you are, and what you focus on",
    "addresses": "Mentors who know only your work address",
    "match": "Imported contacts that may be people you know",
    "year-letter": "A letter to yourself",
}
OTHER: Final = "Something on Today"
_OF_SOMEBODY: Final = {"asked": "{name} waits for your answer", "opening": "You could help {name}"}
_OF_SOMEBODY_WHY: Final = frozenset({"asked"})
"""Of those, whose reason is made of days and rules alone; their titles quote what was asked for."""


@dataclass(frozen=True, slots=True)
class Discretion:
    """What a mail keeps to itself: all names, where the owner wishes so; always what confidential people said."""

    hides_names: bool = False
    confidential_people: frozenset[int] = frozenset()
    confidential_texts: tuple[str, ...] = ()

    def hides(self, card: Card) -> bool:
        """Whether of this card only its kind is told."""
        if self.hides_names or card.person_id in self.confidential_people:
            return True
        return any(prose.repeats(f"{card.title} {card.why}", one) for one in self.confidential_texts)


def told_of(card: Card, due: str, discretion: Discretion) -> tuple[str, str]:
    """What is said of a card, and why; ``due`` stands for a reason that is not told."""
    plain = PLAIN.get(card.kind, OTHER)
    if discretion.hides(card):
        return plain, due
    if card.kind in SAYS_TITLE:
        return card.title, card.why if card.kind in SAYS_WHY else due
    if card.kind in _OF_SOMEBODY and card.person_name:
        return _OF_SOMEBODY[card.kind].format(
            name=card.person_name
        ), card.why if card.kind in _OF_SOMEBODY_WHY else due
    return plain, due
