"""Which card gives way to which, and what is put away keeps nothing from the page: docs/rules/today.md."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorpanel.domain.facts import Card, Stage
from mentorpanel.domain.today import (
    GoodbyeFacts,
    ReplyFacts,
    TieState,
    TodayFacts,
    cards_for,
    pick,
    shown_cards,
)
from mentorpanel.domain.today_facts import HelpFacts
from mentorpanel.domain.today_panel_facts import PanelFacts, WaitingItemFacts, WinFacts
from mentorpanel.domain.trace_records import TraceRecord
from tests.domain.test_today import BERLIN, DEFAULTS, NOW, session, trace
from tests.domain.test_today_properties import THANKS, WRITES, some_facts
from tests.domain.ties import TODAY, tie
from tests.rule_tables import rows

YESTERDAY = TODAY - timedelta(days=1)
MONTH_AGO = TODAY - timedelta(days=30)
AN_HOUR_AGO = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def facts_of(said: str) -> TodayFacts:
    """The facts of one row about Ana, who is a mentor with whom all is well unless it is said."""
    words = set(said.split(", "))
    stage = Stage.ALUMNI if "alumni" in words else Stage.MENTOR
    told = TODAY - timedelta(days=95 if "untold" in words else 5)
    contact = 200 if "alumni" in words else 80 if "due" in words else 20
    ana = tie(stage.value, contact=contact, informed_on=told)
    return TodayFacts(
        ties=(TieState(ana),),
        helps=(HelpFacts("favour", 1, 7, "Ana", "A word", YESTERDAY),) if "helped" in words else (),
        goodbyes=(GoodbyeFacts(7, "Ana", stage, YESTERDAY),) if "ended" in words else (),
        replies=(ReplyFacts(3, 12, 7, "Ana", "note", "Good luck!", AN_HOUR_AGO, AN_HOUR_AGO),)
        if "wrote" in words
        else (),
        sessions=(session("brief-sent"),) if "session" in words else (),
        panel=PanelFacts(
            items=(WaitingItemFacts(4, "A question", 7, "Ana", MONTH_AGO, False),)
            if "parked" in words
            else (),
            wins=(WinFacts(1, "It paid for itself.", YESTERDAY),) if "win" in words else (),
            has_focus=True,
        ),
    )


def cards(facts: TodayFacts, traces: list[TraceRecord] | None = None) -> list[Card]:
    return cards_for(facts, NOW, BERLIN, DEFAULTS, traces or [])


def with_traces(facts: TodayFacts, said: str) -> list[TraceRecord]:
    """What was done, one after the other, each with a card that was there then."""
    traces: list[TraceRecord] = []
    for one in said.split("; ") if said else ():
        card_id, verdict = one.split()
        [card] = [card for card in cards(facts, traces) if card.id == card_id]
        traces.append(trace(card, verdict, until=TODAY + timedelta(days=7)))
    return traces


@pytest.mark.parametrize("row", rows("today", "Giving way"), ids=str)
def test_giving_way(row: dict[str, str]) -> None:
    facts = facts_of(row["facts"])
    traces = with_traces(facts, row["done with a card"])
    found = pick(cards(facts, traces), traces, 600, 0, today=TODAY, settings=DEFAULTS)
    assert [card.id for card in shown_cards(found)] == [row["left on the page"]][
        : bool(row["left on the page"])
    ]
    assert all(one.can_return for one in found.not_shown), "nothing else was left out"


def test_it_returns_and_the_other_gives_way_again() -> None:
    facts = facts_of("due, helped")
    [thanks] = cards(facts)
    snoozed = [trace(thanks, "snoozed", on=TODAY - timedelta(days=7), until=TODAY)]
    assert [card.id for card in cards(facts, snoozed)] == ["favour-1"]
    told_since = [trace(thanks, "dismissed", facts_key="of another day")]
    assert [card.id for card in cards(facts, told_since)] == ["favour-1"]
    taken_back: list[TraceRecord] = []
    assert cards(facts, taken_back) == [thanks]


def on(age: int) -> date:
    return TODAY - timedelta(days=age)


@given(some_facts, st.data())
@settings(max_examples=50, deadline=None)
def test_with_whatever_put_away_each_person_is_written_to_once(facts, data):
    """What is put away frees what it held back, and never two letters to one person at a time."""
    traces: list[TraceRecord] = []
    for _ in range(3):
        known = {one.card for one in traces}
        for card in cards(facts, traces):
            verdict = data.draw(st.sampled_from(["", "dismissed", "snoozed"]))
            if verdict and card.id not in known and not card.is_duty:
                age = data.draw(st.integers(0, 3))
                traces.append(trace(card, verdict, on=on(age), until=TODAY + timedelta(days=5)))
    found = cards(facts, traces)
    assert len({card.id for card in found}) == len(found)
    assert found == cards(facts, traces[::-1]), "in whatever order they are read"
    result = pick(found, traces, 10_000, 0, today=TODAY, settings=DEFAULTS)
    away = {one.card.id for one in result.not_shown if one.can_return}
    standing = [card for card in found if card.id not in away]
    writing = [card.person_id for card in standing if card.kind in WRITES and card.person_id is not None]
    assert len(writing) == len(set(writing))
    thanked = [card.person_id for card in standing if card.kind in THANKS]
    others = {card.person_id for card in standing if card.kind in WRITES and card.kind != "propose"}
    assert len(thanked) == len(set(thanked)) and not others & set(thanked)
    assert len([card for card in standing if card.kind in ("inform", "news")]) <= 1
    duties = [card.id for card in found if card.is_duty]
    assert duties == [card.id for card in cards(facts) if card.is_duty], "no duty comes or goes"
