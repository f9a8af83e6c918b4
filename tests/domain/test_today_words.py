"""What Today says: its first line, and sentences that change with the days."""

from datetime import datetime

import pytest

from mentorpanel.domain.facts import Action, Card, Lane
from mentorpanel.domain.today import TieState
from mentorpanel.domain.today_headline import headline_of
from tests.domain.test_today import BERLIN, THURSDAY, cards, session
from tests.domain.ties import TODAY, ago, tie
from tests.rule_tables import rows


@pytest.mark.parametrize("row", rows("today", "The first line"), ids=lambda row: row["headline"])
def test_headline(row):
    made = []
    for number, part in enumerate(row["cards"].split(";")):
        what, _, name = part.strip().partition(" ")
        kind, _, state = what.rstrip("*").partition("/")
        if kind != "none":
            made.append(Card(
                f"{kind}-{number}", Lane.COMING_UP, kind, f"Meet {name}", "", Action("", "", ""), number, name,
                is_duty="*" in what, state=state, session_on=THURSDAY.date(),
            ))  # fmt: skip
    assert headline_of(made, TODAY) == row["headline"]


def test_notes_are_asked_for_as_fresh_while_they_are():
    whys = [
        cards(datetime(2026, 11, day, 18, tzinfo=BERLIN), sessions=[session("planned")])[0].why
        for day in (26, 28, 29)
    ]
    assert [why.split("; ")[0] for why in whys] == [
        "It ended today at 16:45. Three boxes, while it is fresh",
        "It ended two days ago at 16:45. Three boxes, while it is fresh",
        "It ended three days ago. What you still know of it is worth a line",
    ]


def test_who_has_heard_nothing_since_we_talked_is_told_of_in_one_span():
    (card,) = cards(ties=[TieState(tie(contact=120, informed_on=ago(120)))])
    assert card.why.startswith(
        "It’s been four months since you and Ana talked. They have not heard how you are doing since. An update,"
    )


def test_a_session_that_is_far_off_stands_below_what_is_to_be_done():
    drifting = [TieState(tie(contact=95, person_id=8, name="Omar"))]
    far, near = (datetime(2026, 11, day, 16, tzinfo=BERLIN) for day in (16, 20))
    assert [card.kind for card in cards(far, sessions=[session("planned")], ties=drifting)] == [
        "cadence",
        "session",
    ]
    assert [card.kind for card in cards(near, sessions=[session("brief-sent")], ties=drifting)] == [
        "session",
        "cadence",
    ]


def test_a_mentor_who_drifts_and_has_not_heard_may_be_revived_or_rest_too():
    told, untold = (
        cards(ties=[TieState(tie(contact=95, informed_on=ago(days)))])[0].why for days in (20, 120)
    )
    assert told.endswith("The next word is yours.")
    assert untold.endswith(
        "They last heard how you are doing four months ago. An update, a note to revive it, or letting it rest: each is fine."
    )
