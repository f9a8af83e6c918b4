"""Farewells that are owed: the table in docs/rules/today.md."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mentorpanel.domain.facts import Lane, Stage
from mentorpanel.domain.goodbyes import goodbye_cards
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today import GoodbyeFacts, TieState, TodayFacts, cards_for
from tests.domain.ties import TODAY, tie
from tests.rule_tables import rows

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime.combine(TODAY, datetime.min.time(), tzinfo=BERLIN) + timedelta(hours=9)


def before(days: str) -> date | None:
    return TODAY - timedelta(days=int(days)) if days else None


@pytest.mark.parametrize("row", rows("today", "Goodbyes"), ids=str)
def test_goodbyes(row: dict[str, str]) -> None:
    ended = before(row["ended"])
    assert ended is not None
    parting = GoodbyeFacts(7, "Ana", Stage(row["stage"]), ended, before(row["closing went"]))
    known = tie(row["stage"], entered=row["ended"], contact="200")
    found = cards_for(TodayFacts(ties=(TieState(known),), goodbyes=(parting,)), NOW, BERLIN, RuleSettings())
    assert [card.id for card in found] == ([] if row["cards"] == "none" else [row["cards"]])
    for card in found:
        if card.kind == "closing":
            assert card.why == row["why"] and card.lane is Lane.OPENINGS and not card.is_duty
            assert card.action.url == "/people/7/letters/?kind=closing"
            assert card.action.command == "mentorpanel draft closing Ana"
            assert list(goodbye_cards((parting,), frozenset({7}), TODAY)) == []
