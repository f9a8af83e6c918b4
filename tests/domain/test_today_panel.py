"""The tables of docs/rules/today-panel.md: the panel as a whole, goals, my phase, next steps."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from mentorpanel.domain.facts import Card, Stage
from mentorpanel.domain.panel_flags import Flag
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today import TieState, TodayFacts, cards_for
from mentorpanel.domain.today_panel_facts import (
    AddressFacts,
    AssessFacts,
    DormantFacts,
    FormalFacts,
    GoalFacts,
    HelperFacts,
    PanelFacts,
    PhaseFacts,
    StepFacts,
    WaitingItemFacts,
    WinFacts,
)
from tests.domain.test_today_outreach import path
from tests.domain.ties import TODAY, ago, tie
from tests.rule_tables import rows

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)
DEFAULTS = RuleSettings()
NAMES = ("Ana", "Sam", "Wei")


def known(name: str, **more: object) -> TieState:
    """A mentor with whom all is well."""
    number = NAMES.index(name) + 1
    well = tie("mentor", contact=5, name=name, person_id=number, informed_on=TODAY)
    return TieState(replace(well, **more))


def replace_stage(one: TieState, stage: str) -> TieState:
    return replace(one, tie=replace(one.tie, stage=Stage(stage)))


def cards(panel: PanelFacts, ties: tuple[TieState, ...] = ()) -> list[Card]:
    return cards_for(TodayFacts(ties=ties, panel=panel), NOW, BERLIN, DEFAULTS)


def compare(found: list[Card], row: dict[str, str], named: str = "card") -> None:
    if row[named] == "none":
        assert found == []
        return
    [card] = found
    assert (card.id, card.title) == (row[named], row["title"])
    assert (
        card.why.endswith((".", "?")) and card.action.command.startswith("mentorpanel ") and not card.is_duty
    )


@pytest.mark.parametrize("row", rows("today-panel", "Telling"), ids=str)
def test_telling(row: dict[str, str]) -> None:
    ties, phase = [], None
    for part in row["mentors"].split(";"):
        name, _, heard, *marks = part.split()
        one = known(name, informed_on=ago(heard)).tie
        if "version" in marks:
            one = replace(one, reader_version=2, told_version=1, reader_version_on=ago(40))
        if "waiting" in marks:
            one = replace(one, summary=replace(one.summary, last_two_way_on=ago(20), unanswered_on=(ago(5),)))
        if "session" in marks:
            one = replace(one, next_session_on=ago(-10))
        if "due" in marks:
            one = replace(one, summary=replace(one.summary, last_two_way_on=ago(70)))
        if "transition" in marks:
            phase = PhaseFacts(5, "transition", "transition", ago(3))
        ties.append(TieState(one, do_not_contact="silent" in marks))
    found = cards(PanelFacts(phase=phase), tuple(ties))
    compare(found, row)
    assert not found or found[0].why == row["why"]


def steps(row: dict[str, str]) -> tuple[PanelFacts, TieState]:
    what, _, rest = row["fact"].partition(" ")
    mark = row["of"].removeprefix("Ana").strip()
    ana = known("Ana")
    if mark == "written to":
        ana = known("Ana", summary=replace(ana.tie.summary, last_two_way_on=ago(70)))
    if mark == "meeting":
        ana = known("Ana", next_session_on=ago(-20))
    numbers = [int(word.rstrip(",")) for word in rest.split() if word.rstrip(",").isdigit()]
    if what == "step":
        to = Stage(rest.removeprefix("to "))
        return PanelFacts(steps=(StepFacts(1, "Ana", Stage.RAPPORT, to, "You have talked."),)), ana
    if what == "formal":
        statement = rest.removeprefix("for ")
        return PanelFacts(formal=FormalFacts(3, statement, 1, "Ana", "Ana is senior enough.")), ana
    if what == "talked":
        return PanelFacts(to_assess=(AssessFacts(1, "Ana", numbers[0], ago(numbers[1])),)), ana
    if what == "dormant":
        return PanelFacts(dormant=(DormantFacts(1, "Ana", ago(numbers[0]), "strategy", "Pricing."),)), ana
    item = WaitingItemFacts(4, "How do I price it?", 1, "Ana", ago(numbers[0]), "urgently" in rest)
    return PanelFacts(items=(item,)), ana


@pytest.mark.parametrize("row", rows("today-panel", "Steps with somebody"), ids=str)
def test_steps(row: dict[str, str]) -> None:
    panel, ana = steps(row)
    if row["of"] == "Ana on a path":
        first = next(each for each in rows("today", "Outreach") if each["cards"] == "outreach-4")
        facts = TodayFacts(panel=panel, outreach=(replace(path(first), person_id=1),))
        assert [one.kind for one in cards_for(facts, NOW, BERLIN, DEFAULTS)] == ["outreach"]
        return
    compare([one for one in cards(panel, (ana,)) if one.kind != "cadence"], row)


@pytest.mark.parametrize("row", rows("today-panel", "Goals"), ids=str)
def test_goals(row: dict[str, str]) -> None:
    step = ago(-int(row["milestone in"])) if row["milestone in"] else None
    goal = GoalFacts(
        3, "Lead a team", ago(row["began"]), ago(-int(row["due in"])), int(row["helpers"]), 9 if step else None,
        "Run one hiring round" if step else "", step, ago(row["checked"]),
    )  # fmt: skip
    found = cards(PanelFacts(goals=(goal,)))
    compare(found, row)
    assert [one.state for one in found] == ([row["state"]] if row["state"] else [])


@pytest.mark.parametrize("row", rows("today-panel", "The panel as a whole"), ids=str)
def test_the_panel_as_a_whole(row: dict[str, str]) -> None:
    panel, ana = PanelFacts(), known("Ana")
    for part in row["flags"].split(";"):
        what, _, rest = part.strip().partition(" ")
        if what == "need":
            panel = replace(panel, needs=tuple((name, name) for name in rest.split(", ")))
        elif what == "candidate":
            helper = HelperFacts(rest.split()[-1], 3, "Wei", "Pricing is among what they know.")
            panel = replace(panel, helpers=(helper,))
        elif what == "flag":
            link = "person" if rest == "sole-cover" else "panel"
            panel = replace(panel, flags=(Flag(rest, "Words.", (1, 2), link),))
        else:
            ana = known("Ana", summary=replace(ana.tie.summary, last_two_way_on=ago(70)))
    found = [one for one in cards(panel, (ana, known("Sam"))) if one.kind != "cadence"]
    compare(found, row, "cards")
    assert not found or found[0].why == row["why"]


@pytest.mark.parametrize("row", rows("today-panel", "My phase and my address"), ids=str)
def test_phase_and_address(row: dict[str, str]) -> None:
    names = tuple(name.strip() for name in row["addresses"].split(",") if name.strip())
    phase = PhaseFacts(
        5, row["phase"], row["phase"], ago(row["began"]), ago(row["focus changed"]), "Director", ago(row["new title"]),
        ago(row["left"]),
    )  # fmt: skip
    addresses = AddressFacts("me@fernwood.example", names, tuple(range(1, len(names) + 1)))
    compare(cards(PanelFacts(phase=phase, addresses=addresses)), row, "cards")


@pytest.mark.parametrize("row", rows("today-panel", "What I work on"), ids=str)
def test_focus(row: dict[str, str]) -> None:
    phase = PhaseFacts(5, row["phase"], row["phase"], ago(3)) if row["phase"] else None
    ties = (replace_stage(known("Ana"), row["on the panel"]),) if row["on the panel"] else ()
    compare(cards(PanelFacts(phase=phase, has_focus=row["focus"] == "yes"), ties), row)


@pytest.mark.parametrize("row", rows("today-panel", "News"), ids=str)
def test_news(row: dict[str, str]) -> None:
    wins = tuple(
        WinFacts(number, "The pilot paid for itself.", ago(day.strip()) or TODAY)
        for number, day in enumerate(row["wins"].split(","), 1)
    )
    compare(cards(PanelFacts(wins=wins), (known("Ana", last_update_on=ago(row["last update"])),)), row)


def test_a_check_that_was_said_yes_to_returns_after_a_quarter() -> None:
    def key(days: int) -> str:
        phase = PhaseFacts(5, "progressing", "progressing", ago(days))
        return cards(PanelFacts(phase=phase))[0].facts_key.partition(".")[2]

    assert key(91) == key(181) != key(182)
