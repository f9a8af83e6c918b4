"""Thanks for help that came outside a session. The table is docs/rules/thanks.md."""

from datetime import timedelta

import pytest

from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today import TieState, TodayFacts, cards_for
from mentorpanel.domain.today_facts import HelpFacts
from mentorpanel.domain.today_thanks import CARRIES_THANKS, thanks_cards
from tests.domain.test_today import BERLIN, DEFAULTS, NOW
from tests.domain.ties import TODAY, tie
from tests.rule_tables import rows


def helped(number: int, said: str, silent: bool = False) -> HelpFacts:
    kind, days = said.split()
    return HelpFacts(
        kind, number, 7, "Ana", "One question on pricing", TODAY - timedelta(days=int(days)), silent
    )


@pytest.mark.parametrize("row", rows("thanks"), ids=lambda row: f"{row['help']} {row['session']}")
def test_thanks(row: dict[str, str]) -> None:
    helps = tuple(
        helped(number, said, row["not to be contacted"] == "yes")
        for number, said in enumerate(row["help"].split("; "), start=1)
    )
    carries = {7} if row["session"] in CARRIES_THANKS else set()
    found = [(card.id, card.title, card.why) for card in thanks_cards(helps, carries, TODAY, DEFAULTS)]
    assert found == ([(row["card"], row["title"], row["why"])] if row["card"] else [])


def test_it_is_due_within_two_days_and_stands_for_the_rhythm() -> None:
    due = TieState(tie(contact=80))
    assert [card.kind for card in cards_for(TodayFacts(ties=(due,)), NOW, BERLIN, DEFAULTS)] == ["cadence"]
    (card,) = cards_for(TodayFacts(ties=(due,), helps=(helped(1, "favour 1"),)), NOW, BERLIN, DEFAULTS)
    assert (card.id, card.due, card.is_duty) == ("favour-1", TODAY + timedelta(days=1), False)
    assert card.action.command == "mentorpanel draft thank-you Ana"


def test_the_owner_may_say_how_long() -> None:
    quick = RuleSettings.of({"thanks_first_days": 1, "thanks_last_days": 3})
    assert not list(thanks_cards((helped(1, "answered 4"),), (), TODAY, quick))
