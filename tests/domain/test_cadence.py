"""The table of docs/rules/cadence.md, and what holds for every tie."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorpanel.domain.cadence import cadence_days, cadence_of
from mentorpanel.domain.rule_settings import RuleSettings
from tests.domain.ties import TODAY, ago, tie
from tests.rule_tables import rows

DEFAULTS = RuleSettings()


@pytest.mark.parametrize("row", rows("cadence", "Days between contacts"), ids=str)
def test_days_between_contacts(row):
    own = int(row["own"]) if row["own"] else None
    days = cadence_days(tie(row["stage"], roles=row["roles"], cadence_days=own), DEFAULTS)
    assert str(days or "none") == row["days"]


@pytest.mark.parametrize("row", rows("cadence", "States"), ids=str)
def test_states(row):
    person = tie(
        row["stage"], entered=row["entered"], contact=row["contact"], update=row["update"], wrote=row["wrote"],
        last_follow_up_on=ago(row["noted"]),
        next_session_on=TODAY + timedelta(days=int(row["session"])) if row["session"] else None,
        paused_until=TODAY + timedelta(days=int(row["paused"])) if row["paused"] else None,
        cadence_days=int(row["own"]) if row["own"] else None,
    )  # fmt: skip
    found = cadence_of(person, TODAY, DEFAULTS)
    assert (found.state, str(found.elapsed), found.step) == (row["state"], row["elapsed"], row["step"])
    assert found.reason.endswith(".")


def test_only_the_last_message_is_known_where_storage_keeps_no_more():
    person = tie(contact=70, wrote="5")
    known_less = replace(person, summary=replace(person.summary, unanswered_on=()))
    assert cadence_of(known_less, TODAY, DEFAULTS) == cadence_of(person, TODAY, DEFAULTS)


def test_the_owners_numbers_hold():
    settings = RuleSettings.of({"cadence_mentor_days": 30, "drifting_at": 2})
    assert cadence_of(tie(contact=59), TODAY, settings).state == "due"
    assert cadence_of(tie(contact=60), TODAY, settings).state == "drifting"


days_ago = st.one_of(st.none(), st.integers(0, 900))


@given(
    stage=st.sampled_from(["mentor", "formal-mentor", "rapport", "connected", "resting", "reached-out", "noticed"]),
    entered=st.integers(0, 900), contact=days_ago, update=days_ago, noted=days_ago,
    wrote=st.lists(st.integers(0, 900), max_size=6), session=days_ago, paused=st.integers(-400, 400),
)  # fmt: skip
def test_elapsed_never_exceeds_the_calendar_and_the_same_facts_give_the_same_answer(
    stage, entered, contact, update, noted, wrote, session, paused
):
    person = tie(
        stage, entered=entered, contact=contact, update=update, wrote=",".join(map(str, wrote)),
        last_follow_up_on=ago(noted), next_session_on=TODAY + timedelta(days=session) if session else None,
        paused_until=TODAY + timedelta(days=paused),
    )  # fmt: skip
    found = cadence_of(person, TODAY, DEFAULTS)
    assert found == cadence_of(person, TODAY, DEFAULTS)
    if found.since is not None:
        assert 0 <= found.elapsed <= max(0, (TODAY - found.since).days)
    if found.state == "waiting" and found.until is not None:
        assert found.until > TODAY
