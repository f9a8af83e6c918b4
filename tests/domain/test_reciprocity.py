"""Giving back: the tables of docs/rules/reciprocity.md."""

import re
from datetime import date
from typing import Any

import pytest

from mentorpanel.domain.facts import Card, Lane
from mentorpanel.domain.favour_records import Answer, FavourRecord, WantKind
from mentorpanel.domain.giving_history import history_of
from mentorpanel.domain.giving_words import answer_slots
from mentorpanel.domain.letters.kinds import kind_of
from mentorpanel.domain.letters.letter import LetterContext
from mentorpanel.domain.problems import Conflict
from mentorpanel.domain.reciprocity import AskedFacts, WantFacts, asked_state, matches_of, openings_of
from mentorpanel.domain.records import Named
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_giving import asked_cards, opening_cards
from mentorpanel.domain.today_pick import check_trace, pick
from mentorpanel.domain.trace_records import TraceRecord
from tests.rule_tables import rows

TODAY = date(2026, 6, 1)
USUAL = RuleSettings()
IDS = {"me": None, "Lena": 1, "Tom": 2}
FACT = re.compile(r"(\w+)([*!]?) (\w+) “([^”]+)”(?: \[([^\]]+)\])?")


def facts_in(text: str) -> list[WantFacts]:
    return [
        WantFacts(
            number, IDS[who], "" if who == "me" else who, WantKind(kind), said, date(2026, 5, 12), "over coffee",
            topics=(topics,) if topics else (), is_silent=mark == "!", is_secret=mark == "*",
        )
        for number, (who, mark, kind, said, topics) in enumerate(FACT.findall(text), start=1)
    ]  # fmt: skip


@pytest.mark.parametrize("row", rows("reciprocity", "Who could help whom"), ids=lambda row: row["facts"][:60])
def test_who_could_help_whom(row: dict[str, str]) -> None:
    found = matches_of(facts_in(row["facts"]), USUAL)
    assert ", ".join(f"{one.need.name or 'me'} < {one.offer.name or 'me'}" for one in found) == row["matches"]


def test_the_reason_names_the_facts_of_both_sides() -> None:
    (match,) = matches_of(facts_in("Lena need “a pricing reader.”; Tom offer “pricing reviews”"), USUAL)
    assert match.reason == (
        "Lena needs “a pricing reader” (12 May 2026, over coffee); Tom offers “pricing reviews” (12 May 2026, over coffee)."
    )
    (mine,) = matches_of(facts_in("Lena need “a pricing reader”; me offer “pricing reviews”"), USUAL)
    assert mine.reason.endswith("; you offer “pricing reviews” (12 May 2026).")
    assert (mine.is_mine_to_give, mine.is_for_me, match.is_mine_to_give) == (True, False, False)


@pytest.mark.parametrize("row", rows("reciprocity", "When a fact opens a door"), ids=str)
def test_when_a_fact_opens_a_door(row: dict[str, str]) -> None:
    offered = date.fromisoformat(row["offered on"]) if row["offered on"] else None
    since = date.fromisoformat(row["since"])
    known = [WantFacts(1, 1, "Lena", WantKind(row["fact"]), "pricing reader", since, offered_on=offered)]
    if row["an offer fits"]:
        is_mine = row["an offer fits"] == "mine"
        known.append(
            WantFacts(2, None if is_mine else 2, "" if is_mine else "Tom", WantKind.OFFER, "pricing", since)
        )
    found = openings_of(known, TODAY, USUAL)
    assert [one.idea.startswith(row["opens"].removeprefix("yes: ")) for one in found] == (
        [True] if row["opens"] != "no" else []
    )


@pytest.mark.parametrize("row", rows("reciprocity", "They asked me"), ids=str)
def test_what_somebody_asked_of_me(row: dict[str, str]) -> None:
    by = date.fromisoformat(row["by"]) if row["by"] else None
    asked = AskedFacts(3, 1, "Lena", "Read my page", date(2026, 5, 29), Answer(row["answer"]), by)
    verdict = asked_state(asked, TODAY)
    assert (verdict.verdict, verdict.reason.startswith(row["says"])) == (row["card"], True), verdict


@pytest.mark.parametrize("row", rows("reciprocity", "What counts as giving"), ids=lambda row: row["what"])
def test_what_counts_as_giving(row: dict[str, str]) -> None:
    what, _, rest = row["what"].partition(" ")
    text = "".join(re.findall("“(.+)”", rest))
    lena, answer = Named(1, "Lena"), rest.partition("”, ")[2]
    favours = [favour(rest.split()[0], text, answer)] if what == "favour" else []
    found = history_of(
        favours,
        [(lena, rest, TODAY)] if what == "letter" else [],
        [(lena, text, TODAY)] if what == "advice" else [],
        [(lena, text, TODAY)] if what == "loop" else [],
    )
    given = [line.text for one in found for line in one.given]
    received = [line.text for one in found for line in one.received]
    wanted = [row["reads"]] if row["reads"] else []
    assert {"given": (given, received), "received": (received, given), "": (given, received)}[row["way"]] == (
        wanted,
        [],
    )


def favour(direction: str, text: str, answer: str) -> FavourRecord:
    return FavourRecord(
        1, Named(1, "Lena"), direction, "other", text, "open", TODAY, None, None, answer, TODAY, None, None, None, None
    )  # fmt: skip


def shown(cards: list[Card], traces: tuple[TraceRecord, ...] = ()) -> Any:
    return pick(cards, traces, 10, 0, today=TODAY, settings=USUAL)


def test_what_was_asked_comes_first_and_nothing_but_an_answer_sets_it_aside() -> None:
    (card,) = asked_cards((AskedFacts(3, 1, "Lena", "Read my page", date(2026, 5, 29)),), TODAY)
    assert (card.id, card.is_duty, card.lane) == ("asked-3", True, Lane.COMING_UP)
    for verdict in ("snoozed", "dismissed"):
        with pytest.raises(Conflict, match="Lena waits"):
            check_trace(card, verdict, today=TODAY, settings=USUAL)
    trace = TraceRecord(1, card.id, "snoozed", card.facts_key, TODAY.replace(day=30), "", 0, None, TODAY)  # type: ignore[arg-type]
    assert [one.id for one in shown([card], (trace,)).coming_up] == ["asked-3"]
    assert shown([card]).headline == "Lena waits for your answer."


def test_a_few_openings_at_a_time_and_no_more_of_what_was_offered() -> None:
    wants = tuple(
        WantFacts(number, number, f"P{number}", WantKind.LAUNCH, "a thing", date(2026, 5, 20))
        for number in range(1, 5)
    )
    cards = list(opening_cards(wants, TODAY, USUAL))
    assert len(cards) == 4 and all("enough" in card.why for card in cards)
    found = pick(cards, (), 60, 0, today=TODAY, settings=USUAL)
    assert len(found.openings) == 2
    assert found.not_shown[0].reason == "Two openings at a time; the page Give back has them all."


@pytest.mark.parametrize("answer", [Answer.YES, Answer.KNOW, Answer.SORRY])
def test_the_words_that_are_ready_can_go_as_they_are(answer: Answer) -> None:
    kind = kind_of("note")
    slots = {"greeting": "Hi Lena,", "sign_off": "Maya", **answer_slots(answer, by=date(2026, 6, 5))}
    assert [one.check for one in kind.checks(slots, LetterContext()) if not one.ok] == []
    text = kind.compose(slots)
    assert ("by Friday 5 June." in text) == (answer == Answer.YES)
