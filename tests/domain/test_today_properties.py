"""What holds for Today whatever the facts: duties, calm, one voice a person, the same facts the same cards."""

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mentorpanel.domain.facts import Stage
from mentorpanel.domain.panel_flags import SLUGS, Flag
from mentorpanel.domain.today import TieState, TodayFacts, cards_for, check_trace, pick, shown_cards
from mentorpanel.domain.today_facts import HelpFacts
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
from tests.domain.test_today import (
    BERLIN,
    DEFAULTS,
    NOW,
    some_parked,
    some_promises,
    some_sessions,
    trace,
)
from tests.domain.ties import TODAY, tie

THANKS = ("answered", "favour")
"""These may stand beside the proposal of a session; the page shows one of the two at a time."""
WRITES = ("cadence", "propose", "inform", "closing", "formal", "revive", "raise")
"""Kinds that propose to write to somebody, or to let them rest: one of them a person."""
people = st.integers(1, 4)
days = st.integers(-40, 420)
texts = st.sampled_from(["Lead a team", "How do I price it?", "The pilot paid for itself."])


def by_id(strategy, key=lambda each: each.id):
    return st.lists(strategy, max_size=3, unique_by=key).map(tuple)


def on(age: int):
    return TODAY - timedelta(days=age)


def maybe(age: int | None):
    return None if age is None else on(age)


some_ties = st.builds(
    lambda person, stage, contact, wrote, told, version, paused, silent: TieState(
        tie(stage, contact=contact, wrote=wrote, person_id=person, name=f"P{person}", informed_on=maybe(told),
            reader_version=version, told_version=1, reader_version_on=on(60),
            paused_until=TODAY + timedelta(days=9) if paused else None),
        do_not_contact=silent,
    ),
    people, st.sampled_from([each.value for each in Stage]), st.none() | st.integers(0, 500),
    st.sampled_from(["", "3", "30, 5", "40"]), st.none() | st.integers(1, 200), st.integers(0, 3),
    st.sampled_from([False, False, False, True]), st.sampled_from([False, False, False, True]),
)  # fmt: skip
some_goals = st.builds(
    lambda id, text, began, due, helpers, step, checked: GoalFacts(
        id, text, on(began), on(-due), helpers, id * 10 if step else None, "A step" if step else "",
        on(-step) if step else None, maybe(checked),
    ),
    people, texts, days, days, st.integers(0, 2), st.none() | days, st.none() | st.integers(0, 90),
)  # fmt: skip
some_panel = st.builds(
    PanelFacts,
    phase=st.none() | st.builds(
        lambda slug, age, focus, title, left: PhaseFacts(
            5, slug, slug, on(age), maybe(focus), "VP", maybe(title), maybe(left)
        ),
        st.sampled_from(["progressing", "transition"]), st.integers(0, 400), st.none() | days, st.none() | days, st.none() | days,
    ),
    flags=by_id(
        st.builds(lambda slug, who: Flag(slug, "Words.", (who,), "person"), st.sampled_from(SLUGS), people),
        key=lambda each: each.slug,
    ),
    needs=st.sampled_from([(), (("strategy", "strategy"),), (("life", "life"), ("sponsor", "sponsor"))]),
    helpers=by_id(st.builds(lambda who: HelperFacts("life", who, f"P{who}", "They know."), people), lambda one: one.person_id),
    steps=by_id(
        st.builds(lambda who, to: StepFacts(who, f"P{who}", Stage.NOTICED, to, "They answered."), people,
                  st.sampled_from([Stage.CONNECTED, Stage.MENTOR])), lambda one: one.person_id,
    ),
    to_assess=by_id(
        st.builds(lambda who, times, age: AssessFacts(who, f"P{who}", times, on(age)), people, st.integers(0, 9), days),
        lambda one: one.person_id,
    ),
    formal=st.none() | st.builds(lambda who: FormalFacts(3, "Lead a team", who, f"P{who}", "They are ready."), people),
    dormant=by_id(
        st.builds(lambda who: DormantFacts(who, f"P{who}", on(500), "strategy", "They know."), people),
        lambda one: one.person_id,
    ),
    items=by_id(
        st.builds(lambda id, who, age, urgent: WaitingItemFacts(id, "A question", who, f"P{who}", on(age), urgent),
                  st.integers(1, 50), people, days, st.booleans())
    ),
    goals=by_id(some_goals),
    wins=by_id(st.builds(lambda id, text, age: WinFacts(id, text, on(age)), st.integers(1, 50), texts, days)),
    has_focus=st.booleans(),
    addresses=st.none() | st.builds(lambda who: AddressFacts("me@work.example", (f"P{who}",), (who,)), people),
)  # fmt: skip
some_help = st.builds(
    lambda kind, id, who, age, silent: HelpFacts(
        kind, id, who, f"P{who}", "One question on pricing", on(age), do_not_contact=silent
    ),
    st.sampled_from(THANKS), st.integers(1, 50), people, st.integers(-3, 20), st.sampled_from([False, False, True]),
)  # fmt: skip
some_facts = st.builds(
    lambda sessions, ties, promises, parked, panel, helps: TodayFacts(
        sessions, ties, promises, parked, panel=panel, helps=helps
    ),
    by_id(some_sessions),
    by_id(some_ties, lambda each: each.tie.person_id),
    by_id(some_promises),
    by_id(some_parked),
    some_panel,
    by_id(some_help, lambda each: (each.kind, each.id)),
)


def cards_of(facts):
    return cards_for(facts, NOW, BERLIN, DEFAULTS)


@given(some_facts)
@settings(max_examples=25, deadline=None)
def test_no_two_cards_are_for_one_thing_and_each_person_is_written_to_once(facts):
    found = cards_of(facts)
    assert len({card.id for card in found}) == len(found)
    assert all(card.title and card.why and card.action.url and card.action.command for card in found)
    writing = Counter(card.person_id for card in found if card.kind in WRITES and card.person_id is not None)
    assert all(times == 1 for times in writing.values()), writing
    thanked = Counter(card.person_id for card in found if card.kind in THANKS)
    others = {card.person_id for card in found if card.kind in WRITES and card.kind != "propose"}
    assert all(times == 1 for times in thanked.values()) and not others & set(thanked)
    near = {card.person_id for card in found if card.kind in ("session", "brief", "notes", "thank", "mail")}
    assert not near & set(writing)
    peaceful = {state.tie.person_id for state in facts.ties if state.do_not_contact or state.tie.paused_until}
    asks = {card.person_id for card in found if card.kind in ("formal", "revive", "raise", "assess")}
    assert not asks & peaceful
    kinds = Counter(card.kind for card in found)
    assert kinds["inform"] <= 1 and not (kinds["inform"] and kinds["news"])


@given(some_facts)
@settings(max_examples=25, deadline=None)
def test_nobody_is_named_to_rest_whom_another_card_writes_to(facts):
    found = cards_of(facts)
    written = {card.person_name for card in found if card.kind in WRITES and card.person_name}
    for card in found:
        if card.state in ("core-full", "panel-full") and "Least has been going on with " in card.why:
            assert card.why.rpartition("with ")[2].rstrip(".") not in written


@given(some_facts, st.integers())
@settings(max_examples=25, deadline=None)
def test_the_same_facts_in_any_order_give_the_same_cards(facts, seed):
    def mixed(items):
        return tuple(random.Random(seed).sample(items, len(items)))

    panel = facts.panel
    other = replace(
        facts,
        sessions=mixed(facts.sessions), ties=mixed(facts.ties), parked=mixed(facts.parked),
        commitments=mixed(facts.commitments), helps=mixed(facts.helps),
        panel=replace(panel, goals=mixed(panel.goals), items=mixed(panel.items), wins=mixed(panel.wins),
                      to_assess=mixed(panel.to_assess), steps=mixed(panel.steps)),
    )  # fmt: skip
    assert cards_of(facts) == cards_of(other) == cards_of(facts)


@given(some_facts, st.integers(0, 120), st.integers(0, 200), st.data())
@settings(max_examples=25, deadline=None)
def test_duties_always_show_and_the_rest_stays_a_handful(facts, budget, spent, data):
    found = cards_of(facts)
    traces = []
    for card in found:
        verdict = data.draw(st.sampled_from(["", "", "dismissed", "snoozed"]))
        if verdict:
            age = data.draw(st.integers(1, 9))
            traces.append(trace(card, verdict, on=on(age), until=TODAY + timedelta(days=5)))
    result = pick(found, traces, budget, spent, today=TODAY, settings=DEFAULTS)
    shown = shown_cards(result)
    assert {card.id for card in found if card.is_duty} <= {card.id for card in shown}
    assert sorted([*(card.id for card in shown), *(one.card.id for one in result.not_shown)]) == sorted(
        card.id for card in found
    )
    chosen = [card for card in shown if not card.is_duty]
    duties = len(shown) - len(chosen)
    assert len(chosen) <= max(0, DEFAULTS.cards_shown_most - duties)
    work = [card for card in chosen if card.effort_minutes]
    assert all(times <= DEFAULTS.lane_shown_most for times in Counter(card.lane for card in work).values())
    about = Counter(card.person_id for card in work if card.person_id is not None)
    assert all(times <= DEFAULTS.person_shown_most for times in about.values())
    assert all(one.reason.endswith(".") for one in result.not_shown)
    assert result.headline.endswith(".") and result.headline[0].isupper()


@given(some_facts)
@settings(max_examples=25, deadline=None)
def test_each_card_can_be_put_away_but_a_duty(facts):
    found = cards_of(facts)
    for card in found:
        if card.is_duty:
            continue
        assert check_trace(card, "dismissed", today=TODAY, settings=DEFAULTS) is None
        gone = pick([card], [trace(card, "dismissed")], 600, 0, today=TODAY, settings=DEFAULTS)
        assert not shown_cards(gone) and gone.not_shown[0].can_return
