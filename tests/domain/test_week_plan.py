"""The week's plan: its table of examples, and what holds for any panel and any minutes."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorpanel.domain.cadence import cadence_of
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_facts import TieState
from mentorpanel.domain.week_plan import WEEKS, WeekDuty, WeekFacts, week_plan
from mentorpanel.domain.week_words import touch_events, week_headline, week_lede
from tests.domain.ties import TODAY as MONDAY
from tests.domain.ties import tie
from tests.rule_tables import rows

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SETTINGS = RuleSettings()
END = MONDAY + timedelta(days=7 * WEEKS)


def facts(ties: tuple[TieState, ...], minutes: int, duties: tuple[WeekDuty, ...] = ()) -> WeekFacts:
    return WeekFacts(MONDAY, minutes, (0, 1, 2, 3, 4), ties, duties=duties)


def person(text: str, number: int) -> TieState:
    name, stage, days = text.split(" ")
    if stage == "role-model":
        return TieState(tie("rapport", contact=days, roles="role-model", name=name, person_id=number))
    return TieState(tie(stage, entered=900, contact=days, name=name, person_id=number))


def duty(text: str) -> WeekDuty:
    day, minutes = text.split(" ")
    return WeekDuty("Brief", MONDAY + timedelta(days=DAYS.index(day)), int(minutes), "/")


def parts(text: str) -> list[str]:
    return [] if text == "none" else text.split(", ")


@pytest.mark.parametrize("row", rows("week-plan", "Examples"), ids=lambda row: row["case"])
def test_examples(row: dict[str, str]) -> None:
    ties = tuple(person(text, number) for number, text in enumerate(parts(row["people"]), start=1))
    duties = tuple(map(duty, parts(row["duties"])))
    plan = week_plan(facts(ties, int(row["minutes"]), duties), SETTINGS)
    said = sorted(f"{one.person_name} {DAYS[one.on.weekday()]} {one.minutes}" for one in plan.touches)
    not_kept = sorted(one.person_name for one in plan.not_kept)
    assert (said, not_kept, plan.more_minutes) == (
        sorted(parts(row["this week"])),
        sorted(parts(row["not kept"])),
        int(row["more"]),
    )


ties_of_any_kind = st.lists(
    st.tuples(
        st.sampled_from(
            ["mentor", "formal-mentor", "rapport", "connected", "resting", "alumni", "reached-out"]
        ),
        st.integers(0, 400),
        st.one_of(st.none(), st.integers(1, 90)),
        st.one_of(st.none(), st.integers(-40, 0)),
        st.sampled_from(["", "3", "20", "30", "5,30"]),
    ),
    max_size=14,
).map(
    lambda found: tuple(
        TieState(
            replace(
                tie(stage, entered=900, contact=days, wrote=wrote, name=f"P{number}", person_id=number),
                cadence_days=own,
                next_session_on=None if ahead is None else MONDAY - timedelta(days=ahead),
            )
        )
        for number, (stage, days, own, ahead, wrote) in enumerate(found, start=1)
    )
)
any_duties = st.lists(
    st.tuples(st.integers(0, 34), st.sampled_from([5, 10, 30])).map(
        lambda one: WeekDuty("Brief", MONDAY + timedelta(days=one[0]), one[1], "/")
    ),
    max_size=6,
).map(tuple)


@given(ties_of_any_kind, any_duties, st.integers(0, 200))
def test_never_over_the_minutes_but_for_duties(
    ties: tuple[TieState, ...], duties: tuple[WeekDuty, ...], minutes: int
) -> None:
    plan = week_plan(facts(ties, minutes, duties), SETTINGS)
    for week in plan.weeks:
        assert week.touch_minutes <= max(0, minutes - week.duty_minutes)
    assert sum(one.minutes for one in plan.touches) == plan.weeks[0].touch_minutes
    assert {one.on.weekday() for one in plan.touches} <= {0, 1, 2, 3, 4}
    assert all(MONDAY <= one.on < MONDAY + timedelta(days=7) for one in plan.touches)


@given(ties_of_any_kind, any_duties, st.integers(0, 60), st.randoms(use_true_random=False))
def test_the_same_facts_give_the_same_plan(
    ties: tuple[TieState, ...], duties: tuple[WeekDuty, ...], minutes: int, random: object
) -> None:
    plan = week_plan(facts(ties, minutes, duties), SETTINGS)
    mixed, mixed_duties = list(ties), list(duties)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    random.shuffle(mixed_duties)  # type: ignore[attr-defined]
    assert week_plan(facts(tuple(mixed), minutes, tuple(mixed_duties)), SETTINGS) == plan


@given(ties_of_any_kind, any_duties)
def test_with_enough_minutes_nobody_becomes_cold(
    ties: tuple[TieState, ...], duties: tuple[WeekDuty, ...]
) -> None:
    """Whoever is not cold when the week begins, and could be written to before, is kept through all five weeks."""
    plan = week_plan(facts(ties, 10_000, duties), SETTINGS)
    assert plan.not_kept == () and plan.more_minutes == 0
    planned = {one.person_id: one.on for one in plan.touches}
    for state in ties:
        cold = [day for day in days(7) if cadence_of(state.tie, day, SETTINGS).state == "cold"]
        is_quiet = state.tie.stage in ("resting", "alumni")
        if cold and cold[0] > MONDAY and not is_quiet and not state.tie.next_session_on:
            assert planned[state.tie.person_id] < cold[0]


@given(ties_of_any_kind, any_duties, st.integers(0, 60))
def test_so_many_minutes_more_are_enough_and_the_fewest(
    ties: tuple[TieState, ...], duties: tuple[WeekDuty, ...], minutes: int
) -> None:
    plan = week_plan(facts(ties, minutes, duties), SETTINGS)
    assert (plan.more_minutes == 0) == (not plan.not_kept)
    assert week_plan(facts(ties, minutes + plan.more_minutes, duties), SETTINGS).not_kept == ()


@given(ties_of_any_kind, any_duties, st.integers(0, 60), st.data())
def test_what_is_done_is_ticked_and_moves_nothing(
    ties: tuple[TieState, ...], duties: tuple[WeekDuty, ...], minutes: int, data: st.DataObject
) -> None:
    plan = week_plan(facts(ties, minutes, duties), SETTINGS)
    if not plan.touches:
        return
    one = data.draw(st.sampled_from(plan.touches))
    after = week_plan(replace(facts(ties, minutes, duties), done=((one.person_id, MONDAY),)), SETTINGS)
    assert [replace(each, done_on=None) for each in after.touches] == list(plan.touches)
    assert {each.person_id for each in after.touches if each.done_on} == {one.person_id}


def days(number: int) -> list[date]:
    return [MONDAY + timedelta(days=one) for one in range(number)]


def test_the_words_are_kind_and_the_calendars_name_nobody() -> None:
    ties = (person("Ana mentor 178", 1), person("Ben mentor 177", 2))
    plan = week_plan(facts(ties, 5), SETTINGS)
    assert week_headline(plan) == "One person is due a word this week, 5 minutes in all."
    assert week_lede(plan, MONDAY) == (
        "The minutes do not reach for Ben, who would go cold from Thursday 26 November on. "
        "Five minutes more a week would do; or let somebody rest for a while."
    )
    zone, at = ZoneInfo("Europe/Berlin"), datetime(2026, 11, 23, tzinfo=UTC)
    (event,) = touch_events(plan, time(9), zone, changed_at=at, shows_names=False)
    assert (event.summary, event.starts, event.is_busy) == (
        "Mentorpanel: 5 minutes",
        datetime(2026, 11, 23, 8, tzinfo=UTC),
        False,
    )
    (named,) = touch_events(plan, time(9), zone, changed_at=at, shows_names=True)
    assert named.summary == "A word with Ana: 5 minutes" and named.is_private
    assert week_headline(week_plan(facts((), 60), SETTINGS)) == "Nobody needs a word this week."
