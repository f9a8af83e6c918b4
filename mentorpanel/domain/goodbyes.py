"""Nobody ends in silence: the last letter that is owed after somebody moved to resting, alumni or closed."""

from collections.abc import Iterator
from datetime import date, timedelta

from mentorpanel.domain.facts import Action, Card, Lane, Stage
from mentorpanel.domain.today_cards import make_card, quoted
from mentorpanel.domain.today_facts import GoodbyeFacts
from mentorpanel.domain.words import ago

SAID_BEFORE = timedelta(days=60)
"""A closing letter this long before the move counts as the farewell; our judgement."""
_MOVED = {
    Stage.RESTING: "You let it rest {when}.",
    Stage.ALUMNI: "You moved them to your alumni {when}.",
    Stage.CLOSED: "You closed it {when}.",
}


def is_owed(facts: GoodbyeFacts) -> bool:
    """Whether a closing letter is still to come: none went since it ended, nor in the 60 days before."""
    return facts.said_on is None or facts.said_on < facts.ended_on - SAID_BEFORE


def goodbye_cards(goodbyes: tuple[GoodbyeFacts, ...], busy: frozenset[int], today: date) -> Iterator[Card]:
    """One card for each farewell that is owed; none while a session or letter with them has a card."""
    for facts in goodbyes:
        if facts.person_id in busy or not is_owed(facts) or facts.ended_on > today:
            continue
        name = facts.person_name
        moved = _MOVED[facts.stage].format(when=ago(facts.ended_on, today))
        yield make_card(
            "closing", facts.person_id, title=f"Say goodbye well to {name}", lane=Lane.OPENINGS,
            why=f"{moved} A last letter says thanks and leaves the door open; nobody should end in silence.",
            person=(facts.person_id, name), stage=facts.stage, facts=(facts.ended_on,),
            action=Action(
                "Write the closing", f"/people/{facts.person_id}/letters/?kind=closing",
                f"mentorpanel draft closing {quoted(name)}",
            ),
        )  # fmt: skip
