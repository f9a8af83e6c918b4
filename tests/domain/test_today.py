"""The tables of docs/rules/today.md, and what holds for any facts."""

import random
import re
import shlex
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorpanel.domain.facts import (
    Action,
    Card,
    ClockPlan,
    Lane,
    ParkedKind,
    SessionStatus,
    Stage,
)  # fmt: skip
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today import (
    CommitmentFacts,
    MailFacts,
    MatchFacts,
    ParkedFacts,
    SessionFacts,
    TieState,
    TodayFacts,
    cards_for,
    check_trace,
    pick,
    shown_cards,
)  # fmt: skip
from mentorpanel.domain.today_values import effort_of, value_of
from mentorpanel.domain.trace_records import TraceRecord
from tests.domain.ties import TODAY, tie
from tests.rule_tables import rows

BERLIN = ZoneInfo("Europe/Berlin")
DEFAULTS = RuleSettings()
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)
THURSDAY = datetime(2026, 11, 26, 16, 0, tzinfo=BERLIN)


def clock(starts: datetime = THURSDAY) -> ClockPlan:
    starts = starts.astimezone(UTC)
    ends = starts + timedelta(minutes=45)
    return ClockPlan(
        prepare_at=starts - timedelta(hours=25), prepare_minutes=60, brief_due_at=starts - timedelta(hours=24),
        brief_latest_at=starts - timedelta(hours=3), starts_at=starts, ends_at=ends, notes_due_on=ends.date(),
        thanks_due_at=ends + timedelta(hours=24), thanks_overdue_at=ends + timedelta(hours=48),
        reason="Prepare on Wednesday at 15:00.",
    )  # fmt: skip


def session(status="planned", starts=THURSDAY, id=12, person=(7, "Ana"), **more):
    return SessionFacts(id, *person, SessionStatus(status), clock(starts), **more)


def cards(now=NOW, **facts):
    return cards_for(TodayFacts(**{name: tuple(each) for name, each in facts.items()}), now, BERLIN, DEFAULTS)


def trace(card, verdict, *, on=TODAY, until=None, reason="", facts_key=None):
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return TraceRecord(
        1, card.id, verdict, card.facts_key if facts_key is None else facts_key, until, reason, 5, at, on
    )


def picked(cards, traces=(), budget=60, spent=0, today=TODAY):
    return pick(cards, traces, budget, spent, today=today, settings=DEFAULTS)


def shown_ids(*args, **more):
    return [card.id for card in shown_cards(picked(*args, **more))]


@pytest.mark.parametrize("row", rows("today", "Value"), ids=str)
def test_values(row):
    stage = Stage(row["stage"]) if row["stage"] else None
    assert effort_of(row["kind"], row["state"]) == int(row["minutes"])
    assert value_of(row["kind"], row["state"], stage) == pytest.approx(float(row["value"]))


@pytest.mark.parametrize("row", rows("today", "Sessions"), ids=str)
def test_sessions(row):
    now = datetime.fromisoformat(row["now"]).replace(tzinfo=BERLIN)
    found = cards(now, sessions=[session(row["status"], has_thanked=row["thanked"] == "yes")])
    if row["card"] == "none":
        assert found == []
        return
    [card] = found
    assert (card.id, card.title, card.is_duty) == (row["card"], row["title"], row["duty"] == "yes")
    assert card.action.url == "/sessions/12/" and card.person_id == 7 and card.why.endswith(".")


@pytest.mark.parametrize("row", rows("today", "People"), ids=str)
def test_people(row):
    ahead = TODAY + timedelta(days=int(row["session in"])) if row["session in"] else None
    person = tie(row["stage"], entered=row["entered"], contact=row["contact"], wrote=row["wrote"],
                 next_session_on=ahead, informed_on=TODAY)  # fmt: skip
    found = cards(ties=[TieState(person, has_series=row["series"] == "yes")])
    if row["card"] == "none":
        assert found == []
        return
    [card] = found
    assert (card.id, card.lane, card.title, card.why) == (row["card"], row["lane"], row["title"], row["why"])
    pages = {"": "/sessions/new/?person=7", "update": "/updates/?for=7"}
    page = pages.get(row["letter"], f"/people/7/letters/?kind={row['letter']}")
    assert card.action.url == page and not card.is_duty


@pytest.mark.parametrize("row", rows("today", "Promises"), ids=str)
def test_promises(row):
    due = TODAY + timedelta(days=int(row["due in"])) if row["due in"] else None
    made = TODAY - timedelta(days=int(row["made days ago"]))
    found = cards(
        commitments=[CommitmentFacts(5, 7, "Ana", row["mine"] == "yes", "Send the deck", due, made)]
    )
    if row["card"] == "none":
        assert found == []
        return
    [card] = found
    assert (card.id, card.is_duty, card.state) == (row["card"], row["duty"] == "yes", row["state"])
    assert card.title == "Send the deck" and card.action.command == "mentorpanel done commitment-5"


@pytest.mark.parametrize("row", rows("today", "A handful at a time"), ids=str)
def test_a_handful_at_a_time(row):
    lanes = {"blind": Lane.BLIND_SPOTS, "coming": Lane.COMING_UP, "openings": Lane.OPENINGS}
    on_page = [part.strip().split(" ") for part in row["on the page"].split(";")]
    made = [
        Card(
            f"{kind.rstrip('*')}-{number}", lanes[lane], kind.rstrip("*"), "A title", "Why.", Action("", "", ""),
            ord(name[0][0]) if name else None, name[0] if name else "", value=1 - number / 100,
            effort_minutes=0 if kind == "session" else 5, is_duty="*" in kind,
        )
        for number, (kind, lane, *name) in enumerate(on_page)
    ]  # fmt: skip
    chosen = replace(DEFAULTS, cards_shown_most=int(row["cards"]))
    found = pick(made, (), 600, 0, today=TODAY, settings=chosen)
    assert len(shown_cards(found)) == int(row["shown"])
    assert [left.reason for left in found.not_shown][:1] == ([row["why not"]] if row["why not"] else [])


def test_a_session_near_leaves_no_second_card_for_that_person():
    drifting = TieState(tie("formal-mentor", contact=100))
    assert [card.id for card in cards(ties=[drifting])] == ["propose-7"]
    for each in (session(), session("brief-sent"), session("held", THURSDAY - timedelta(days=7))):
        assert len(cards(sessions=[each], ties=[drifting])) == 1


def test_only_the_next_of_several_sessions_with_one_person():
    found = cards(sessions=[session(id=13, starts=THURSDAY + timedelta(days=7)), session()])
    assert [card.id for card in found] == ["brief-12"]


def test_a_quiet_that_was_chosen_does_not_drift_in_the_first_line():
    found = picked(cards(ties=[TieState(tie("resting", entered=900, contact=800))]))
    assert found.headline == "A short note to Ana would be welcome."


def test_nobody_is_written_to_who_does_not_want_it():
    assert cards(ties=[TieState(tie(contact=100), do_not_contact=True)]) == []


def test_their_promise_waits_for_the_session_that_is_near_anyway():
    theirs = CommitmentFacts(5, 7, "Ana", False, "Introduce me to Wei", TODAY - timedelta(days=9))
    assert [card.id for card in cards(commitments=[theirs], sessions=[session()])] == ["brief-12"]
    [card] = cards(commitments=[theirs])
    assert card.why == "Ana meant to by 14 November. They may have a lot on; ask when you next talk."


def test_parked_items_captures_matches_and_mail():
    long = "How would you " + "really " * 60 + "price it?\nAnd who decides?"
    found = {card.id: card for card in cards(
        parked=[
            ParkedFacts(3, long, ParkedKind.QUESTION, TODAY - timedelta(days=1)),
            ParkedFacts(4, "Ask about pricing", ParkedKind.QUESTION, TODAY, "normal", "Ana", ("Ana Ruiz", "Ana Silva")),
            ParkedFacts(5, "Ask Zoe", ParkedKind.QUESTION, TODAY, asked_name="Zoe"),
        ],
        matches=[MatchFacts(2, "contacts.vcf", 4), MatchFacts(9, "none.vcf", 0)],
        mails=[MailFacts(8, 7, "Ana", "brief", "550 no such user", TODAY, 12)],
    )}  # fmt: skip
    assert set(found) == {"parked-3", "capture-4", "capture-5", "match-2", "mail-8"}
    assert len(found["parked-3"].title) <= 90 and found["parked-3"].title.endswith("really…")
    assert (
        found["capture-4"].why == "You parked “Ask about pricing” for Ana; it could be Ana Ruiz or Ana Silva."
    )
    assert found["capture-5"].why.endswith("nobody here has that name.")
    assert found["match-2"].why.startswith("Four contacts from contacts.vcf may be here already")
    assert found["mail-8"].is_duty and "550 no such user." in found["mail-8"].why


def test_done_rests_and_returns_where_nothing_has_changed():
    [card] = cards(ties=[TieState(tie(contact=100))])
    for days, hidden in ((0, True), (13, True), (14, False)):
        done = trace(card, "done", on=TODAY - timedelta(days=days))
        assert (shown_ids([card], [done]) == []) is hidden


def test_a_dismissed_card_returns_when_its_facts_change():
    [card] = cards(ties=[TieState(tie(contact=100))])
    dismissed = trace(card, "dismissed", on=TODAY - timedelta(days=200), reason="On leave.")
    left = picked([card], [dismissed]).not_shown
    assert [each.reason for each in left] == ["Dismissed: On leave. It returns when something changes."]
    [colder] = cards(ties=[TieState(tie(contact=100))], now=NOW + timedelta(days=100))
    assert colder.state == "cold" and shown_ids([colder], [dismissed]) == []
    [later] = cards(ties=[TieState(tie(contact=95))])
    assert shown_ids([later], [dismissed]) == ["cadence-7"]


def test_a_snooze_hides_until_its_day_and_the_last_word_counts():
    [card] = cards(ties=[TieState(tie(contact=100))])
    snoozed = trace(card, "snoozed", until=TODAY + timedelta(days=3))
    assert shown_ids([card], [snoozed], today=TODAY + timedelta(days=2)) == []
    assert shown_ids([card], [snoozed], today=TODAY + timedelta(days=3)) == ["cadence-7"]
    earlier = trace(card, "dismissed", on=TODAY - timedelta(days=1))
    assert shown_ids([card], [earlier, snoozed], today=TODAY + timedelta(days=3)) == ["cadence-7"]


def test_a_duty_is_never_dismissed_and_sleeps_for_one_night_at_most():
    [duty] = cards(sessions=[session("held", THURSDAY - timedelta(days=5))])
    with pytest.raises(Conflict):
        check_trace(duty, "dismissed", today=TODAY, settings=DEFAULTS)
    with pytest.raises(Invalid):
        check_trace(duty, "snoozed", today=TODAY, settings=DEFAULTS, until=TODAY + timedelta(days=2))
    tomorrow = TODAY + timedelta(days=1)
    assert check_trace(duty, "snoozed", today=TODAY, settings=DEFAULTS) == tomorrow
    assert check_trace(duty, "done", today=TODAY, settings=DEFAULTS) is None
    assert shown_ids([duty], [trace(duty, "dismissed")]) == [duty.id]
    long = trace(duty, "snoozed", until=TODAY + timedelta(days=30))
    assert shown_ids([duty], [long]) == [] and shown_ids([duty], [long], today=tomorrow) == [duty.id]


def test_a_card_snoozed_before_it_was_a_duty_is_back_when_it_is_one():
    [early] = cards(sessions=[session()])
    snoozed = trace(early, "snoozed", until=TODAY + timedelta(days=9))
    [duty] = cards(NOW + timedelta(days=1), sessions=[session()])
    assert duty.is_duty and shown_ids([duty], [snoozed], today=TODAY + timedelta(days=1)) == ["brief-12"]


def test_other_cards_snooze_for_a_week_or_to_a_day_ahead():
    [card] = cards(ties=[TieState(tie(contact=100))])
    assert check_trace(card, "snoozed", today=TODAY, settings=DEFAULTS) == TODAY + timedelta(days=7)
    assert check_trace(card, "dismissed", today=TODAY, settings=DEFAULTS) is None
    for verdict, until in (("snoozed", TODAY), ("forgotten", None)):
        with pytest.raises(Invalid):
            check_trace(card, verdict, today=TODAY, settings=DEFAULTS, until=until)


def test_the_weeks_minutes_choose_by_value_and_say_so():
    people = [
        TieState(tie(contact=contact, person_id=id, name=f"P{id}"))
        for id, contact in ((1, 60), (2, 95), (3, 61))
    ]
    found = picked(cards(ties=people), budget=60, spent=52)
    assert [card.id for card in shown_cards(found)] == ["cadence-2"]
    assert found.minutes == 5
    assert {left.reason for left in found.not_shown} == {"It takes 5 minutes; of this week’s 60, 3 are left."}


def test_of_like_value_what_waits_longest_goes_first():
    people = [
        TieState(tie(contact=contact, person_id=id, name=f"P{id}"))
        for id, contact in ((1, 62), (2, 80), (3, 61))
    ]
    found = picked(cards(ties=people), budget=10)
    assert [card.id for card in shown_cards(found)] == ["cadence-2", "cadence-1"]
    assert [left.card.id for left in found.not_shown] == ["cadence-3"]


def test_an_update_or_the_next_session_is_the_one_note_after_silence():
    mentor, regular = tie(contact=70, wrote="25"), tie("formal-mentor", contact=70, wrote="25")
    (note,) = cards(ties=[TieState(mentor)])
    assert (note.state, note.action.label) == ("waiting", "Send an update")
    (proposal,) = cards(ties=[TieState(regular, has_series=True)])
    assert proposal.kind == "propose"


def test_parked_items_come_a_few_at_a_time():
    items = [ParkedFacts(n, f"Question {n}", ParkedKind.QUESTION, TODAY) for n in range(1, 12)]
    found = picked(cards(parked=items))
    assert [card.id for card in found.blind_spots] == ["parked-1", "parked-2", "parked-3"]
    assert found.not_shown[0].reason == "Three parked items at a time; the parking lot has them all."
    assert found.headline == "Three parked items wait for the right person."


def test_a_name_is_one_word_of_the_command():
    [card] = cards(ties=[TieState(tie(contact=100, name="Ana'; rm -rf \n$HOME"))])
    assert shlex.split(card.action.command) == ["mentorpanel", "draft", "update", "Ana'; rm -rf $HOME"]


people = st.integers(1, 6)
some_sessions = st.builds(
    lambda id, person, status, hours, thanked: session(
        status, THURSDAY + timedelta(hours=hours), id, (person, f"P{person}"), has_thanked=thanked
    ),
    st.integers(1, 99), people, st.sampled_from(list(SessionStatus)), st.integers(-400, 600), st.booleans(),
)  # fmt: skip
some_ties = st.builds(
    lambda person, stage, contact, wrote, series: TieState(
        tie(stage, contact=contact, wrote=wrote, person_id=person, name=f"P{person}"), has_series=series
    ),
    people, st.sampled_from([each.value for each in Stage]), st.none() | st.integers(0, 500),
    st.sampled_from(["", "3", "30, 5", "40"]), st.booleans(),
)  # fmt: skip
some_promises = st.builds(
    lambda id, person, mine, days: CommitmentFacts(
        id, person, f"P{person}", mine, "Something", TODAY + timedelta(days=days), TODAY
    ),
    st.integers(1, 99), people, st.booleans(), st.integers(-40, 40),
)  # fmt: skip
some_parked = st.builds(
    lambda id, text, name: ParkedFacts(id, text, ParkedKind.IDEA, TODAY, asked_name=name),
    st.integers(1, 99), st.text(max_size=200), st.sampled_from(["", "Ana"]),
)  # fmt: skip


def by_id(strategy, key=lambda each: each.id, most=8):
    return st.lists(strategy, max_size=most, unique_by=key).map(tuple)


some_facts = st.builds(
    TodayFacts, by_id(some_sessions), by_id(some_ties, lambda each: each.tie.person_id), by_id(some_promises),
    by_id(some_parked),
)  # fmt: skip


@given(some_facts, st.integers())
@settings(max_examples=60)
def test_the_same_facts_in_any_order_give_the_same_cards(facts, seed):
    def mixed(items):
        return tuple(random.Random(seed).sample(items, len(items)))

    other = replace(facts, sessions=mixed(facts.sessions), ties=mixed(facts.ties), parked=mixed(facts.parked),
                    commitments=mixed(facts.commitments))  # fmt: skip
    assert cards_for(facts, NOW, BERLIN, DEFAULTS) == cards_for(other, NOW, BERLIN, DEFAULTS)


@given(some_facts)
@settings(max_examples=60)
def test_ids_are_unique_and_no_person_has_a_session_and_a_cadence_card(facts):
    found = cards_for(facts, NOW, BERLIN, DEFAULTS)
    assert len({card.id for card in found}) == len(found)
    assert all(re.fullmatch(r"[a-z]+-[0-9]+", card.id) for card in found)
    assert all(
        card.title and card.why and card.action.command and len(card.facts_key) <= 120 for card in found
    )
    near = {card.person_id for card in found if card.kind in ("session", "brief", "notes", "thank", "mail")}
    drift = [card.person_id for card in found if card.kind in ("cadence", "propose")]
    assert near.isdisjoint(drift) and len(set(drift)) == len(drift)


@given(some_facts, st.integers(0, 60), st.integers(0, 120), st.data())
@settings(max_examples=60)
def test_no_duty_is_missing_and_every_card_is_shown_once_or_left_out_with_a_reason(
    facts, budget, spent, data
):
    found = cards_for(facts, NOW, BERLIN, DEFAULTS)
    traces = [
        trace(card, data.draw(st.sampled_from(["dismissed", "snoozed"])), on=TODAY - timedelta(days=data.draw(st.integers(1, 9))),
              until=TODAY + timedelta(days=5))
        for card in found if data.draw(st.booleans())
    ]  # fmt: skip
    result = picked(found, traces, budget, spent)
    shown = [card.id for card in shown_cards(result)]
    assert {card.id for card in found if card.is_duty} <= set(shown)
    assert sorted(shown + [left.card.id for left in result.not_shown]) == sorted(card.id for card in found)
    assert all(left.reason.endswith(".") for left in result.not_shown)
    assert result.headline[0].isupper() and result.headline.endswith(".")
    assert result == picked(list(reversed(found)), traces, budget, spent)


def test_another_day_shows_that_day():
    person = TieState(tie(contact=10, informed_on=TODAY))
    assert cards(ties=[person]) == []
    on = datetime.combine(date(2027, 1, 20), NOW.timetz())
    assert [card.id for card in cards(on, ties=[person])] == ["cadence-7"]
