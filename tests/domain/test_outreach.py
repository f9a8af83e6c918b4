"""The tables of docs/rules/outreach.md, and what holds for every path."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorpanel.domain.cadence import cadence_of
from mentorpanel.domain.noticing import checked_notice
from mentorpanel.domain.outreach import LETTERS, PathFacts, PathKind, next_step
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.rule_settings import RuleSettings
from tests.domain.ties import TODAY, ages, ago, tie
from tests.rule_tables import rows

DEFAULTS = RuleSettings()


def path(kind="talk", noticed=40, first="", second="", followed="", replied="", met="", let_go="", **more):
    sent = zip(LETTERS[PathKind(kind)], (first, second), strict=True)
    return PathFacts(
        PathKind(kind), ago(noticed), "Ana",
        letters=tuple((letter, ago(age)) for letter, age in sent if age != ""),
        follow_ups=ages(followed), replies=ages(replied), met_on=ago(met), let_go_on=ago(let_go), **more,
    )  # fmt: skip


def step_of(*args, **more):
    return next_step(path(*args, **more), TODAY, DEFAULTS)


@pytest.mark.parametrize("row", rows("outreach", "Examples"), ids=str)
def test_examples(row):
    found = step_of(
        row["path"], row["noticed"], row["first"], row["second"], row["followed"], row["replied"], row["met"],
        row["let go"],
    )  # fmt: skip
    due = "" if found.due is None else str((found.due - TODAY).days)
    assert (found.state, found.letter, found.step, str(found.number), due) == (
        row["state"], row["letter"], row["step"], row["of two"], row["due"],
    )  # fmt: skip
    assert found.of == 2
    assert found.reason.endswith(".")
    assert found.label


@pytest.mark.parametrize("row", rows("outreach", "What exactly impressed me"), ids=str)
def test_what_exactly_impressed_me(row):
    if row["kept"] == "yes":
        kept = checked_notice(row["impressed"], row["where"], name=row["name"])
        assert (kept.impressed, kept.where, kept.ask) == (row["impressed"], row["where"], "")
        return
    with pytest.raises(Invalid) as refused:
        checked_notice(row["impressed"], row["where"], "How did you decide?", name=row["name"])
    assert refused.value.field == ("impressed" if row["where"] else "where")


def test_a_click_on_the_letter_settles_a_reply_of_the_same_day():
    assert step_of(first=8, second=5, replied="5").state == "waiting"
    assert step_of(first=8, second=5, replied="5", answered=("curiosity-connect",)).state == "meet"
    assert step_of("meeting", first=8, answered=("feedback-ask",)).letter == "wider-input-ask"


def test_an_answer_to_the_first_letter_on_the_day_of_the_second_answers_the_first_only():
    same_day = step_of(first=5, second=5, replied="5", answered=("appreciation",))
    assert (same_day.state, same_day.letter) == ("waiting", "curiosity-connect")
    assert step_of(first=5, second=5, replied="5, 3", answered=("appreciation",)).state == "meet"


def test_the_words_are_kind():
    assert "leave the door open" in step_of(second=28, followed="7").reason
    assert "asks for nothing" in step_of(first=1).reason
    assert "while it is fresh" in step_of(noticed=1).reason
    assert "still welcome" in step_of(noticed=9).reason
    assert step_of(second=9, replied="1").label == "Set a time for the coffee"
    assert step_of("meeting", second=9, replied="1").label == "Set a time for a talk"
    assert step_of(met=1).label == "Note what you saw"


def test_the_owners_numbers_hold():
    settings = RuleSettings.of({"follow_up_first_days": 5, "outreach_write_days": 1})
    assert next_step(path(second=5), TODAY, settings).state == "follow-up"
    assert next_step(path(noticed=0), TODAY, settings).due == ago(-1)


@given(wrote=st.integers(0, 60), followed=st.integers(0, 60))
def test_follow_ups_fall_on_the_days_that_cadence_says(wrote, followed):
    """The same message and follow-up give the same advice on both pages."""
    noted = followed if followed < wrote else None
    person = tie("reached-out", entered=wrote, wrote=f"{wrote}", last_follow_up_on=ago(noted))
    tempo = cadence_of(person, TODAY, DEFAULTS)
    found = step_of(noticed=60, second=wrote, followed="" if noted is None else str(noted))
    if tempo.step == "stopped":
        assert found.state in ("waiting", "let-go")
        assert not found.step
    else:
        assert found.state == {"due": "follow-up", "waiting": "waiting"}[tempo.state]
        if tempo.state == "due":
            assert found.step == tempo.step
        else:
            assert found.due == tempo.until


@given(
    kind=st.sampled_from(list(PathKind)), noticed=st.integers(-5, 400), first=st.integers(-5, 400) | st.none(),
    second=st.integers(-5, 400) | st.none(), followed=st.lists(st.integers(-5, 400), max_size=4),
    replied=st.lists(st.integers(-5, 400), max_size=4), met=st.integers(-5, 400) | st.none(),
    let_go=st.integers(-5, 400) | st.none(),
)  # fmt: skip
def test_every_path_has_a_next_step(kind, noticed, first, second, followed, replied, met, let_go):
    facts = path(
        kind, noticed, "" if first is None else first, "" if second is None else second,
        ",".join(map(str, followed)), ",".join(map(str, replied)), met, let_go,
    )  # fmt: skip
    found = next_step(facts, TODAY, DEFAULTS)
    assert found.label
    assert found.reason.endswith(".")
    if found.state in ("waiting", "follow-up"):
        assert (found.due > TODAY) == (found.state == "waiting")
    if met is not None and met >= 0:
        assert found.state == "done"


def test_the_last_day_there_is_breaks_nothing():
    facts = PathFacts(PathKind.TALK, date.max, "Ana", letters=(("curiosity-connect", date.max),))
    assert next_step(facts, date.max, DEFAULTS).due == date.max
