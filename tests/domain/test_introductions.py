"""Where an introduction stands, what comes next, its card: the tables of docs/rules/introductions.md, and the words."""

from datetime import date, timedelta

import pytest

from mentorpanel.domain.introduction_records import IntroductionRecord, facts_of
from mentorpanel.domain.introduction_words import headline, way_of
from mentorpanel.domain.introductions import (
    Consent,
    IntroductionFacts,
    IntroductionStep,
    facts_until,
    has_both_consents,
    next_step,
    status_of,
)
from mentorpanel.domain.records import Named
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_facts import IntroductionState
from mentorpanel.domain.today_introductions import introduction_cards
from tests import rule_tables

TODAY = date(2026, 3, 2)
USUAL = RuleSettings()


def day(text: str) -> date | None:
    return TODAY - timedelta(days=int(text)) if text else None


def consent(name: str, row: dict[str, str], which: str, *, answered: str = "") -> Consent:
    said, _, on = row[f"{which} said"].partition(" ")
    return Consent(name, day(row[f"{which} asked"]), said, day(on), day(answered))


def facts(row: dict[str, str]) -> IntroductionFacts:
    is_second = bool(row["second asked"])
    return IntroductionFacts(
        is_request=row["shape"] == "ask",
        first=consent("Ana", row, "first", answered="" if is_second else row["answered"]),
        second=consent("Jo", row, "second", answered=row["answered"] if is_second else ""),
        reminded_on=tuple(filter(None, [day(row["reminded"])])),
        introduced_on=day(row["introduced"]),
        met_on=day(row["met"]),
        thanked_on=day(row["thanked"]),
        outcome_on=day(row["outcome"]),
        told_on=day(row["told"]),
        ended_on=day(row["ended"]),
    )


@pytest.mark.parametrize(
    "row", rule_tables.rows("introductions", "Examples"), ids=lambda row: " ".join(row.values())
)
def test_the_table(row: dict[str, str]) -> None:
    found = facts(row)
    step = next_step(found, TODAY, USUAL)
    due = str((step.due - TODAY).days) if step.due else ""
    assert (status_of(found).value, step.step.value, step.whom, due) == (
        row["status"],
        row["step"],
        row["whom"],
        row["due"],
    )
    assert step.reason and step.label


STEPS = {row["step"]: row for row in rule_tables.rows("introductions", "Examples")[::-1]}


@pytest.mark.parametrize("row", rule_tables.rows("introductions", "On Today"), ids=lambda row: row["step"])
def test_the_cards(row: dict[str, str]) -> None:
    step = next_step(facts(STEPS[row["step"]]), TODAY, USUAL)
    name = "Ana" if step.whom == "first" else "Jo"
    cards = list(introduction_cards((IntroductionState(4, "Ana and Jo", 7, name, step),)))
    if row["lane"] == "none":
        assert cards == []
        return
    [card] = cards
    assert (card.id, card.lane.value, "yes" if card.is_duty else "no", card.title, card.action.command) == (
        "introduction-4",
        row["lane"],
        row["duty"],
        row["title"],
        row["command"],
    )
    assert not list(introduction_cards((IntroductionState(4, "", 7, name, step, do_not_contact=True),)))


def test_what_lies_ahead_is_not_known_yet() -> None:
    ahead = TODAY + timedelta(days=3)
    found = IntroductionFacts(True, Consent("Ana", TODAY, "yes", ahead), Consent("Jo"), introduced_on=ahead)
    now = facts_until(found, TODAY)
    assert next_step(now, TODAY, USUAL).step == IntroductionStep.WAIT
    assert next_step(facts_until(found, ahead), ahead, USUAL).step == IntroductionStep.THANK


def test_a_no_is_never_told_with_a_name_or_a_reason() -> None:
    said_yes = Consent("Ana", TODAY - timedelta(days=9), "yes", TODAY - timedelta(days=8))
    said_no = Consent("Jo", TODAY - timedelta(days=7), "no", TODAY - timedelta(days=1))
    step = next_step(IntroductionFacts(False, said_yes, said_no), TODAY, USUAL)
    assert step.step == IntroductionStep.TELL_KINDLY and "Jo" not in step.reason + step.label
    nobody_waits = next_step(IntroductionFacts(False, said_no, Consent("Ana")), TODAY, USUAL)
    assert nobody_waits.step == IntroductionStep.DONE


def test_both_agree_only_where_each_has() -> None:
    yes, nothing = Consent("Ana", said="yes"), Consent("Jo")
    assert not has_both_consents(IntroductionFacts(False, yes, nothing))
    assert not has_both_consents(IntroductionFacts(True, yes, yes))
    assert has_both_consents(IntroductionFacts(False, yes, yes))


def test_the_days_are_settings() -> None:
    quick = RuleSettings.of({"introduction_outcome_days": 5, "introduction_thank_days": 1})
    found = IntroductionFacts(
        False, Consent("Ana", said="yes"), Consent("Jo", said="yes"), introduced_on=TODAY - timedelta(days=5)
    )
    assert next_step(found, TODAY, quick).step == IntroductionStep.HEAR
    assert next_step(found, TODAY, USUAL).step == IntroductionStep.SEE


def test_the_end_of_the_calendar_is_no_error() -> None:
    asked = IntroductionFacts(True, Consent("Ana", date.max), Consent("Jo"))
    assert next_step(asked, date.max, USUAL).due == date.max


def record(**more: object) -> IntroductionRecord:
    nothing = dict.fromkeys(
        (*(f"{one}_on" for one in ("first_asked", "first_said", "second_asked", "second_said")), "introduced_on",
         "met_on", "thanked_on", "outcome_on", "told_on", "ended_on", "requester", "bridge", "target")
    )  # fmt: skip
    texts = dict.fromkeys(("target_name", "organisation", "why", "first_said", "second_said", "outcome"), "")
    given = {**nothing, **texts, "id": 4, "status": "thought-of", "reminded_on": (), **more}
    return IntroductionRecord(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "states"),
    [
        (
            {"bridge": Named(7, "Ana Ruiz"), "target_name": "Jo Kim"},
            ["Ask Ana now", "Introduced todo", "Thank todo"],
        ),
        (
            {
                "bridge": Named(7, "Ana Ruiz"),
                "target_name": "Jo Kim",
                "first_asked_on": TODAY,
                "first_said": "yes",
            },
            ["Ask Ana done", "Introduced now", "Thank todo"],
        ),
        ({"bridge": Named(7, "Ana Ruiz"), "organisation": "Tallis", "first_said": "no"}, ["Ask Ana done"]),
        (
            {"requester": Named(7, "Ana Ruiz"), "target": Named(8, "Jo Kim"), "first_said": "yes"},
            ["Ask Ana done", "Ask Jo now", "Introduce todo"],
        ),
    ],
)
def test_the_way_as_steps(more: dict[str, object], states: list[str]) -> None:
    found = record(**more)
    steps = way_of(found, next_step(facts_of(found), TODAY, USUAL))
    assert [f"{one.name} {one.state}" for one in steps][:3] == states


def test_the_first_line_of_the_page() -> None:
    found = record(bridge=Named(7, "Ana Ruiz"), organisation="Tallis")
    step = next_step(facts_of(found), TODAY, USUAL)
    assert headline([(found, step)], 1) == "Ask Ana Ruiz."
    assert headline([], 2) == "Two introductions are under way; nothing is yours to do."
    assert headline([], 0) == "Who could introduce you to whom?"
    assert found.second_name == "somebody at Tallis"
