"""The card of Today in December: a letter to oneself, once. Rule: docs/rules/look-back.md."""

from collections.abc import Iterator

from mentorpanel.domain.facts import Action, Card
from mentorpanel.domain.today_cards import make_card

DECEMBER = 12


def letter_cards(year: int | None) -> Iterator[Card]:
    """One card while the letter of that year is not kept; None: it is kept, or it is no time for it."""
    if year is not None:
        yield make_card(
            "year-letter",
            year,
            title=f"Write yourself a letter of {year}",
            why="It is begun from what happened: what their advice became, and what you gave. Nobody else sees it.",
            facts=(year,),
            action=Action(
                "Look back", f"/look-back/{year}/#letter", f"mentorpanel look-back {year} --letter"
            ),
        )
