"""Advice: lines of notes, loops, the card of Today, and what comes back. The tables are in docs/rules/advice.md."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mentorpanel.domain import session_clock
from mentorpanel.domain.advice import (
    AdviceKey,
    answers_of_several,
    by_person,
    by_topic,
    headline,
    loop_of,
    remembered,
)
from mentorpanel.domain.advice_records import OpenLoop
from mentorpanel.domain.facts import SessionStatus
from mentorpanel.domain.noted_advice import continued, marked_lines, read_advice
from mentorpanel.domain.records import Named
from mentorpanel.domain.resurfacing import OldAdvice, SaidOnce
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_advice import loop_cards
from mentorpanel.domain.today_facts import SessionFacts
from tests.rule_tables import rows

ANA, BEN = Named(7, "Ana"), Named(8, "Ben")
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("row", rows("advice", "Lines of notes"), ids=lambda row: row["line"])
def test_lines_of_notes(row: dict[str, str]) -> None:
    found = [read_advice(line) for line in marked_lines(f"Before.\n{row['line']}\nAfter.")]
    expected = [(row["advice"], row["topics"])] if row["advice"] else []
    assert [(one.text, ", ".join(one.topics)) for one in found] == expected


def test_a_line_said_twice_is_one_and_there_is_an_end_of_them() -> None:
    assert marked_lines("! A\n! A\r\n! B") == ("A", "B")
    assert len(marked_lines("\n".join(f"! {number}" for number in range(300)))) == 100


@pytest.mark.parametrize(
    "row", rows("advice", "Edited lines"), ids=lambda row: f"{row['before']}>{row['now']}"
)
def test_edited_lines(row: dict[str, str]) -> None:
    before, now = ([part for part in row[name].split("; ") if part] for name in ("before", "now"))
    places = ["new" if place is None else str(place + 1) for place in continued(before, now)]
    assert ", ".join(places) == row["continues"]


@pytest.mark.parametrize("row", rows("advice", "Loops"), ids=lambda row: f"{row['status']} {row['heard']}")
def test_loops(row: dict[str, str]) -> None:
    heard = date.fromisoformat(row["heard"]) if row["heard"] else None
    verdict = loop_of(row["status"], loop_closed_on=heard)
    assert verdict.verdict == row["loop"]
    assert verdict.reason.endswith(".")


@pytest.mark.parametrize("row", rows("advice", "On Today"), ids=str)
def test_on_today(row: dict[str, str]) -> None:
    loops = tuple(
        OpenLoop(number, ANA, "Price by seat first.", status, "", TODAY, row["do not contact"] == "yes")
        for number, status in enumerate(row["loops"].split(", "), 1)
    )
    sessions: tuple[SessionFacts, ...] = ()
    if row["session in days"]:
        starts_at = NOW + timedelta(days=int(row["session in days"]))
        plan = session_clock.plan(
            starts_at=starts_at, length_minutes=45, zone="UTC", hours=session_clock.WorkingHours()
        )
        sessions = (SessionFacts(3, ANA.id, "Ana", SessionStatus(row["brief"]), plan),)
    cards = list(loop_cards(loops, sessions, NOW, RuleSettings()))
    assert [card.id for card in cards] == ([row["cards"]] if row["cards"] != "none" else [])
    assert [card.why for card in cards] == ([row["why"]] if row["why"] else [])
    assert not cards or cards[0].title == "Tell Ana what came of their advice"


def everything_said() -> OldAdvice:
    said = [
        SaidOnce(int(row["number"]), ANA, row["advice"], (row["topics"],), TODAY, "worked")
        for row in rows("advice", "Old advice comes back")
    ]
    return OldAdvice(said)


def test_what_comes_back() -> None:
    old = everything_said()
    wrong = []
    table = rows("advice", "What comes back")
    for row in table:
        found = [str(back.said.id) for back in old.for_question(row["question"])]
        assert (", ".join(found) or "–") == row["back"], row["question"]
        is_right = row["meant"] in found if row["meant"] != "–" else not found
        wrong += [] if is_right else [row["question"]]
    meant = [row for row in table[:40] if row["meant"] != "–"]
    assert (len(meant), len(table)) == (20, 60)
    assert len(wrong) == 3


def test_what_worked_comes_first_a_warning_last_and_what_was_set_aside_never() -> None:
    said = SaidOnce(1, ANA, "Price by seat first", ("pricing",), TODAY, "did-not", "They left.")
    old = OldAdvice(
        [
            said,
            replace(said, id=2, status="new", person=BEN),
            replace(said, id=3, status="worked"),
            replace(said, id=4, status="set-aside"),
        ]
    )
    found = old.for_question("How do I price by seat?", most=9)
    assert [(back.said.id, back.is_warning) for back in found] == [(3, False), (2, False), (1, True)]
    assert old.for_question("How do I price?", ("pricing",), but=frozenset({1, 2, 3})) == ()
    assert OldAdvice([]).for_question("How do I price?") == ()


def test_two_thousand_pieces_are_looked_through_at_once() -> None:
    text = "Piece {0}: price by seat {1} and learn from week {2}"
    said = [
        SaidOnce(one, ANA, text.format(one, one % 70, one % 50), ("pricing",), TODAY, "new")
        for one in range(2000)
    ]
    best = 9.0
    for _ in range(3):
        started = time.process_time()
        assert OldAdvice(said).for_question("How do I price the seats?")
        best = min(best, time.process_time() - started)
    assert best < 0.15, "50 ms on an idle machine"


def test_how_it_is_said_again() -> None:
    said = ("Ana Ruiz", date(2026, 3, 2), "Price by seat first.")
    assert remembered(*said, "worked", "14 of 20 stayed.", TODAY) == (
        "In March Ana said “Price by seat first”. It worked: 14 of 20 stayed."
    )
    assert remembered(*said, "did-not", "", TODAY).endswith("Careful: it did not work.")
    assert remembered(*said, "new", "", TODAY) == "In March Ana said “Price by seat first”."
    assert remembered("Ana", date(2025, 3, 2), "x", "new", "", TODAY).startswith("In March 2025 Ana")
    assert remembered("Ana", date(2026, 11, 20), "x", "new", "", TODAY).startswith("Three days ago, Ana")


def key(number: int, person: Named, *topics: str, item: int | None = None) -> AdviceKey:
    return AdviceKey(number, person, topics, "new", TODAY, item_id=item)


def test_groups_by_topic_and_by_person() -> None:
    keys = [key(1, ANA, "Pricing", "hiring"), key(2, BEN, "pricing"), key(3, BEN), key(4, BEN, "pricing")]
    assert [(one.name, one.ids, len(one.people)) for one in by_topic(keys)] == [
        ("pricing", (1, 2, 4), 2),
        ("hiring", (1,), 1),
        ("", (3,), 1),
    ]
    assert [(one.name, one.ids) for one in by_person(keys)] == [("Ana", (1,)), ("Ben", (2, 3, 4))]


def test_what_two_people_answered_stands_side_by_side() -> None:
    keys = [key(1, ANA, item=5), key(2, ANA, item=6), key(3, BEN, item=5), key(4, ANA, item=6), key(5, BEN)]
    assert answers_of_several(keys) == {5: (1, 3)}


@pytest.mark.parametrize(
    ("waiting", "trying", "total", "said"),
    [
        ((), 0, 0, "No advice is noted yet."),
        (("Ana", "Ana"), 2, 5, "Ana has not heard what came of their advice."),
        (("Ana", "Ben"), 2, 5, "Ana and Ben have not heard what came of their advice."),
        ((), 1, 5, "You are trying one piece of advice; everybody has heard the rest."),
        ((), 0, 5, "Five pieces of advice, and no loop is open."),
    ],
)
def test_the_first_line(waiting: tuple[str, ...], trying: int, total: int, said: str) -> None:
    assert headline(waiting=waiting, trying=trying, total=total) == said


def test_a_hundred_lines_that_were_all_reworded_are_followed_in_no_time() -> None:
    before = [f"{number} " + "price by seat and learn " * 30 for number in range(100)]
    now = [f"{number} " + "price by use and listen " * 30 for number in range(100)]
    started = time.process_time()
    continued(before, now)
    assert time.process_time() - started < 3
    assert len(read_advice("Say it " + "#topic " * 20_000).topics) == 1
