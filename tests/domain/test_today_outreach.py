"""The table of paths of outreach in docs/rules/today.md: which card, and what goes before what."""

from datetime import timedelta

import pytest

from mentorpanel.domain.outreach import LETTERS, PathFacts, PathKind, next_step
from mentorpanel.domain.today import OutreachFacts, TieState
from tests.domain.test_today import DEFAULTS, cards, session
from tests.domain.ties import TODAY, tie
from tests.rule_tables import rows


def days(text):
    return tuple(TODAY - timedelta(days=int(part)) for part in text.split(",") if part.strip())


def path(row, **more):
    kind = PathKind(row["path"])
    letters = tuple(
        (letter, on)
        for letter, column in zip(LETTERS[kind], ("first", "second"), strict=True)
        for on in days(row[column])
    )
    noticed = TODAY - timedelta(days=40)
    facts = PathFacts(
        kind,
        noticed,
        "Ana",
        letters=letters,
        follow_ups=days(row["followed"]),
        replies=days(row["replied"]),
    )
    return OutreachFacts(4, 7, "Ana", kind, next_step(facts, TODAY, DEFAULTS), **more)


@pytest.mark.parametrize("row", rows("today", "Outreach"), ids=str)
def test_outreach(row):
    contact = "90" if row["stage"] in ("mentor", "connected") else ""
    wrote = "40" if row["stage"] == "reached-out" else ""
    person = tie(row["stage"], entered="40", contact=contact, wrote=wrote, informed_on=TODAY)
    found = cards(ties=[TieState(person)], outreach=[path(row)])
    expected = [] if row["cards"] == "none" else row["cards"].split(", ")
    assert sorted(card.id for card in found) == sorted(expected)
    if not expected:
        return
    first = next(card for card in found if card.id == expected[0])
    assert (first.title, first.action.command) == (row["title"], row["command"])
    assert first.action.url == ("/notice/4/" if first.kind == "outreach" else "/updates/?for=7")
    assert first.why.endswith((".", "?")) and first.person_id == 7 and not first.is_duty
    hushed = cards(outreach=[path(row, do_not_contact=True)])
    assert hushed == []


def test_a_session_near_goes_before_a_path():
    row = next(row for row in rows("today", "Outreach") if row["cards"] == "outreach-4")
    assert [card.id for card in cards(sessions=[session()], outreach=[path(row)])] == ["brief-12"]
