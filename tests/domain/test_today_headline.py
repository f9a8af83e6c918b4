"""The first line of Today: it never says that nothing waits while something does."""

from dataclasses import replace
from datetime import date

import pytest

from mentorpanel.domain.facts import Action, Card
from mentorpanel.domain.today_cards import make_card
from mentorpanel.domain.today_headline import NOTHING, headline_of

TODAY = date(2026, 3, 2)


def card(kind: str, name: str = "Ana Ruiz", *, state: str = "", is_duty: bool = True) -> Card:
    """A card of a kind, about somebody."""
    made = make_card(
        "reply", 1, title=f"About {name}", why="", person=(1, name), state=state, is_duty=is_duty,
        action=Action("Look", "/", "mentorpanel today"),
    )  # fmt: skip
    return replace(made, kind=kind)


@pytest.mark.parametrize(
    ("cards", "line"),
    [
        ([], NOTHING),
        ([card("reply", state="propose")], "Ana Ruiz proposes another time."),
        ([card("reply", state="decline")], "Ana Ruiz cannot make it."),
        (
            [card("reply", state="decline"), card("reply", "Bo Li", state="propose")],
            "Ana Ruiz and Bo Li want another time or cannot make it.",
        ),
        ([card("reply", is_duty=False)], "Ana Ruiz has written to you."),
        ([card("invitation")], "Ana Ruiz does not know yet what changed."),
        ([card("received")], "An answer by mail was not taken."),
        ([card("something new")], "One thing waits below."),
        ([card("session")], "About Ana Ruiz; nothing else is waiting."),
        ([card("session"), card("something new")], "About Ana Ruiz."),
    ],
)
def test_headline(cards: list[Card], line: str) -> None:
    assert headline_of(cards, TODAY) == line
